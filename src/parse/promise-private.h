#pragma once
/* The words of a promised call: what each can mean, and which of them are names. Only promise*.c
 * include this. */
#include "parse/promise.h"

G_BEGIN_DECLS

#define MAX_WORDS 200

/* What a word can mean here: the lists of data/promise.ini, in their order. */
enum {
  OF = 1 << 0,
  WITH = 1 << 1,
  TALK = 1 << 2,
  CHAT = 1 << 3,
  CALLING = 1 << 4,
  ORDER = 1 << 5,
  VERB = 1 << 6,
  RECRUITER = 1 << 7,
  TITLE = 1 << 8,
  ROLE = 1 << 9,
  ABOUT = 1 << 10,
  ARTICLE = 1 << 11,
  PARTICLE = 1 << 12,
  FIRM = 1 << 13,
  TRADE = 1 << 14,
  ME = 1 << 15,
  OTHER = 1 << 16,
  PLAIN = 1 << 17,
  DUTY = 1 << 18,
  FORM = 1 << 19,
  STAGE = 1 << 20,
  NO_NAME = ~(TITLE | PARTICLE | FIRM | TRADE | DUTY | FORM),
};

typedef struct {
  const char *text;
  gsize length; /* without the punctuation around it */
  guint means;
  char gap; /* what parts it from the word before: a bracket, comma, colon, dash, or 0 */
  gboolean possessive;
  gboolean taken; /* read as something else already */
} Word;

typedef struct {
  Word words[MAX_WORDS];
  guint count;
  gboolean plain; /* all in small letters, or all in capitals: case tells nothing */
} Words;

/* They point into the text. */
void promise_split(const char *text, Words *ret_words);
/* What word i can mean; nothing when there is none. */
guint promise_means(const Words *words, guint i);
/* The word that leads to word i, past articles, or NULL. */
const Word *promise_lead(const Words *words, guint i);
guint promise_lead_means(const Words *words, guint i);
/* "Dana", "eBay", a word of a script without capitals. */
gboolean promise_has_capital(const Word *word);
/* "Ferncliff", "KPMG": what only organizations are called. */
gboolean promise_is_brand(const Words *words, guint i);
gboolean promise_may_name(const Words *words, guint i);
/* The end of the name that begins with word i; i when none does. */
guint promise_name_end(const Words *words, guint i);
/* The words from one to before another, as written. */
char *promise_text(const Words *words, guint from, guint to);
/* The same as a name: where all was written small, or in capitals, each begins with a capital. */
char *promise_name(const Words *words, guint from, guint to);

G_END_DECLS
