#pragma once
/* data/phrases.ini, compiled once: the vocabulary of its phrases, and the phrases by first word. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

typedef struct {
  const char *text;
  guint8 length;
  guint8 class; /* CrWordClass bits that the word itself gives */
  guint16 id;
  guint16 first, second, third; /* of a contraction: the words it stands for; else 0 */
  gboolean before_verb;         /* a contraction only there: "ill call you" */
} CrVocable;

#define CR_MAX_VOCABLES 8192

/* NULL for a word of no phrase. low is in lower case. */
const CrVocable *cr_phrases_find(const char *low, gsize length);
guint16 cr_phrases_id(const char *word); /* of a word known to be there */
guint cr_phrases_n_words(void);          /* their numbers are below this */
const char *cr_phrases_text(guint16 id);
gboolean cr_phrases_is_near_day(guint16 id); /* today, tonight, tomorrow */

typedef enum {
  CR_PHRASE_ANY_NEGATION = 1,  /* "!": a negation before it does not matter */
  CR_PHRASE_ANY_CONDITION = 2, /* "~": nor an if-clause */
  CR_PHRASE_QUESTION = 4,      /* "?": only in a question */
  CR_PHRASE_STATEMENT = 8,     /* ".": only outside a question */
} CrPhraseFlags;

#define CR_PHRASE_MAX_ELEMENTS 16

typedef struct {
  guint16 *words; /* the alternatives, ends with 0; empty for a gap or a class */
  guint64 signature;
  guint8 class; /* any of these CrWordClass bits will do too */
  guint8 gap;   /* up to so many words, whatever they are */
  gboolean optional, any;
} CrPhraseElement;

typedef struct CrPhrase CrPhrase;
struct CrPhrase {
  const char *row; /* as it is written */
  CrTopic topic;
  int weight;
  guint flags;
  gboolean anchored; /* begins its sentence */
  guint64 needs[4];  /* signatures of elements that must follow, the rarest first; 0 when fewer */
  guint n_elements;
  CrPhraseElement elements[CR_PHRASE_MAX_ELEMENTS];
  guint64 beside[4]; /* of a frame: signatures of what its sentence must hold besides */
  CrPhrase *next;    /* the frame's next part, on any side of this one, or NULL */
  CrPhrase *other;   /* of a part: another row that will do, or NULL */
  gboolean absent;   /* a part that must not be there */
};

const guint16 *cr_phrases_set(const char *name); /* the words of a set, ends with 0 */

/* One bit of 64 for a word, and one for each of its classes: the signature of a text is all of its
 * words' bits, so a text whose signature lacks every bit of an element cannot hold it. The first
 * bit is every word's that no phrase uses, the last one stands for whatever comes. */
#define CR_SIGNATURE_BIT(word) ((word) ? 9 + (word) % 54 : 0)
#define CR_SIGNATURE(bit, class) (G_GUINT64_CONSTANT(1) << (bit) | (guint64) (class) << 1)
#define CR_SIGNATURE_ALWAYS (G_GUINT64_CONSTANT(1) << 63)

/* The phrases that can begin with a word, in columns, so that those which the next words rule out
 * are passed over fast. A phrase has an element of the signature near among the 1 << window words
 * behind its first one, CR_SIGNATURE_ALWAYS when that cannot be told. */
#define CR_N_WINDOWS 4
typedef struct {
  guint n;
  guint64 *near;
  guint8 *windows;
  const CrPhrase **phrases;
} CrPhraseStarts;

const CrPhraseStarts *cr_phrases_by_word(guint16 word); /* by its number */
const CrPhraseStarts *cr_phrases_by_class(guint bit);   /* 0 to 7 */
const char *cr_topic_name(CrTopic topic);               /* of its section */
/* The number of phrases that could not be read: 0, as a test makes sure. */
guint cr_phrases_faults(void);

G_END_DECLS
