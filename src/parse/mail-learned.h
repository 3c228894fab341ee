#pragma once
/* What the words of a mail and what the phrases say of it weigh for each kind, learnt from the
 * labelled mails of tests/corpus by tools/learn.py and kept in data/kind-words.tsv, a readable
 * table.
 *
 * Source: multinomial logistic regression ("maximum entropy"; Berger et al. 1996) over the features
 * of mail-features.h, each as much as it is rare (log of mails / mails with it; "tf-idf", Salton &
 * Buckley 1988): z = bias + sum of weights / sqrt(1 + sum of squares of rarities); the probability
 * of a kind is softmax(z).
 */
#include "parse/mail-kind-table.h"
#include "parse/mail-private.h"

G_BEGIN_DECLS

typedef struct {
  double p[CR_N_KINDS]; /* by CrMailClass; bounces are told by structure alone and have 0 */
  CrMailClass best;
  const CrWords *in; /* the text that spoke most for best, or NULL */
  guint first, end;  /* its words there */
  guint sentence;
} CrLearned;

CrLearned cr_learned_judge(const CrMailView *view, const CrReading *reading);

G_END_DECLS
