#pragma once
/* What the words of a mail weigh for each kind, learnt from the labelled mails of tests/corpus by
 * tools/learn.py and kept in data/kind-words.tsv, a readable table: a word or two neighbours, then
 * KIND WEIGHT pairs. It speaks up where no phrase does, and objects where a phrase misleads.
 *
 * Source: multinomial logistic regression ("maximum entropy"; Berger et al. 1996). The probability
 * of a kind is softmax(bias + sum of its weights / sqrt(1 + number of features)).
 */
#include "parse/mail-private.h"

G_BEGIN_DECLS

#define CR_N_KINDS (CR_MAIL_CONFIRMATION + 1)

typedef struct {
  double p[CR_N_KINDS]; /* by CrMailClass; bounces are told by structure alone and have 0 */
  CrMailClass best;
  const CrWords *in; /* the text that spoke most for best, or NULL */
  guint first, end;  /* its words there */
  guint sentence;
} CrLearned;

/* Reads the table; each word goes through intern to get its number. Called once, with the phrases.
 */
void cr_learned_load(guint16 (*intern)(const char *word));
CrLearned cr_learned_judge(const CrMailView *view, const CrReading *reading);
/* The features of a mail, one a line, for tools/learn.py. Free with g_free. */
char *cr_learned_features(const CrMailView *view, const CrReading *reading);

G_END_DECLS
