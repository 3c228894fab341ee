#pragma once
/* data/phrases.ini, compiled once: the vocabulary of its phrases, and the phrases by their rarest
 * words. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

#define CR_VOCABLE_ROOM 40 /* bytes of a word with its NUL */

typedef struct {
  char text[CR_VOCABLE_ROOM]; /* with NULs behind it */
  guint8 class;               /* CrWordClass bits that the word itself gives */
  guint16 id;
  guint16 first, second, third; /* of a contraction: the words it stands for; else 0 */
  gboolean before_verb;         /* a contraction only there: "ill call you" */
} CrVocable;

#define CR_MAX_VOCABLES 8192

/* NULL for a word of no phrase. low is in lower case. */
const CrVocable *cr_phrases_find(const char *low, gsize length);
/* The same of fewer than CR_VOCABLE_ROOM bytes with NULs behind them. */
const CrVocable *cr_phrases_find_padded(const char low[CR_VOCABLE_ROOM], gsize length);
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
  guint16 *words; /* the alternatives: an open-addressed table with empty slots, 0 */
  guint16 mask;   /* its size - 1 */
  guint8 class;   /* any of these CrWordClass bits will do too */
  guint8 gap;     /* up to so many words, whatever they are */
  guint8 optional, any;
  guint64 signature;
} CrPhraseElement;

/* Where a word stands in the table of an element, or the empty slot that tells it does not. */
static inline guint16 *
cr_element_slot(const CrPhraseElement *element, guint16 word) {
  guint slot = word & element->mask;
  while (element->words[slot] && element->words[slot] != word)
    slot = (slot + 1) & element->mask;
  return &element->words[slot];
}

typedef struct CrPhrase CrPhrase;
struct CrPhrase {
  const char *row; /* as it is written */
  CrPhrase *next;  /* the frame's next part, on any side of this one, or NULL */
  CrPhrase *other; /* of a part: another row that will do, or NULL */
  guint64 begins;  /* signature of a first word of it or its others */
  CrTopic topic;
  guint number; /* in the order of the files */
  guint8 weight, flags;
  guint8 anchored; /* begins its sentence */
  guint8 absent;   /* a part that must not be there */
  guint8 before;   /* words of it before its anchor */
  guint8 n_elements;
  CrPhraseElement elements[];
};

guint cr_phrases_n_rows(void);
const CrPhrase *cr_phrases_row(guint number);
const guint16 *cr_phrases_set(const char *name); /* the words of a set, ends with 0 */

static inline gboolean
cr_is_in_set(const guint16 *set, guint16 word) {
  while (*set && *set != word)
    set++;
  return *set != 0;
}

/* One bit of 61 for a word, and one for each of its classes: the signature of a text is all of its
 * words' bits, so a text whose signature lacks every bit of an element cannot hold it. The first
 * bit is every word's that no phrase uses, the last one stands for whatever comes. */
#define CR_SIGNATURE_BIT(word) ((word) ? 9 + (word) % 51 : 0)
#define CR_SIGNATURE(bit, class) (G_GUINT64_CONSTANT(1) << (bit) | (guint64) (class) << 1)
#define CR_SIGNATURE_ALWAYS (G_GUINT64_CONSTANT(1) << 60)

/* The words of a sentence around one of them. */
typedef enum {
  CR_NEAR_BEFORE, /* the one before it, and the one before that */
  CR_NEAR_BEFORE_2,
  CR_NEAR_NEXT, /* the next one, the one after that; all of the next four, eight */
  CR_NEAR_NEXT_2,
  CR_NEAR_NEXT_4,
  CR_NEAR_NEXT_8,
  CR_NEAR_ALL, /* of the sentence */
  CR_N_NEAR,
} CrNear;
#define CR_NEAR_WORDS 8 /* as far as it reaches */

/* A need is the signature of an element and, above it, the CrNear where it must stand. */
#define CR_NEAR_SHIFT 61
#define CR_NEAR_MASK (G_GUINT64_CONSTANT(7) << CR_NEAR_SHIFT)
#define CR_MAX_NEEDS 4

/* A phrase is found by its anchor, the rarest in mails of those of its elements whose distance from
 * the first is known. Half of a line of the processor's cache. */
typedef struct {
  const CrPhrase *phrase;
  guint64 needs[CR_MAX_NEEDS - 1]; /* of its other elements, but for the rarest */
} CrPhraseAnchor;

/* Those of a word, or of a class, among all of them. */
typedef struct {
  guint from, n;
} CrPhraseAnchors;

typedef struct {
  const CrPhraseAnchors *of_words;   /* by their numbers */
  const CrPhraseAnchors *of_classes; /* by their bits (0 to 7) */
  const guint64 *rarest;             /* the needs that most are passed over by */
  const CrPhraseAnchor *list;
} CrPhraseIndex;

static inline gboolean
cr_near_fits(guint64 need, const guint64 around[CR_N_NEAR]) {
  return (need & around[need >> CR_NEAR_SHIFT]) != 0;
}

const CrPhraseIndex *cr_phrases_index(void);
const char *cr_topic_name(CrTopic topic); /* of its section */
/* The number of phrases that could not be read: 0, as a test makes sure. */
guint cr_phrases_faults(void);

G_END_DECLS
