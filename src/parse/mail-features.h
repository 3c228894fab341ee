#pragma once
/* What is learnt from and judged by: a mail's words, their stems, neighbours, where in the mail
 * they stand, which phrases it has, and what is true of the whole mail. Their names, as
 * data/kind-words.tsv writes them:
 *
 * - moved: the word; <clock>, <num> and the like stand for words, too
 * - ~mov: any form of it
 * - ~mov ~to: two neighbours, in any form; ~mov .. ~two: with a word between them
 * - !mov: behind a negation
 * - ^mov, $mov: in the first, the last sentence of more than a few words
 * - ?mov: in a question; @mov: beside an hour
 * - :mov: in the subject of an answer; "mov: in what is answered
 * - [rejection] passed over: a row of data/phrases.ini or frames.ini; [rejection] 4: half of such a
 *   row's weight; -[...]: denied or only supposed
 * - <answer>: a fact
 */
#include "parse/mail-feature-key.h"
#include "parse/mail-private.h"

G_BEGIN_DECLS

/* Some of the same sentence. */
typedef struct {
  const CrFeatureKey *keys;
  guint n;           /* 1 where names were asked for */
  const CrWords *in; /* NULL for facts */
  guint sentence;
  const char *name; /* NULL where names were not asked for */
} CrFeatures;

#define CR_FEATURES_AT_ONCE 256

typedef void (*CrFeatureVisit)(const CrFeatures *features, gpointer data);

/* Calls visit for all features, at most so many at once, in the order of the text; one that is
 * there twice comes twice. */
void cr_features_visit(const CrMailView *view, const CrReading *reading, gboolean names,
                       CrFeatureVisit visit, gpointer data);

G_END_DECLS
