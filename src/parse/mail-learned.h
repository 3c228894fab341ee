#pragma once
/* What the words of a mail and what the phrases say of it weigh for each kind, learnt from the
 * labelled mails of tests/corpus by tools/learn.py and kept in data/kind-words.tsv, a readable
 * table.
 *
 * Source: multinomial logistic regression ("maximum entropy"; Berger et al. 1996), twice. First the
 * features of mail-features.h, each as much as it is rare (log of mails / mails with it; "tf-idf",
 * Salton & Buckley 1988): z = bias + sum of weights / sqrt(1 + sum of squares of rarities). Then,
 * so that phrases count for as much as they proved right ("stacking"; Wolpert 1992): the
 * probability of a kind is softmax(scale * z + sum of the weights of what the phrases say).
 */
#include "parse/mail-private.h"

G_BEGIN_DECLS

#define CR_N_KINDS (CR_MAIL_CONFIRMATION + 1)

/* What is known without the words' weights. */
typedef struct {
  CrMailClass first, second; /* what the phrases tell, CR_MAIL_GENERIC for nothing */
  CrMailClass built;         /* what the hours that it names suggest */
  CrMailClass denied;        /* a kind that is only denied or supposed */
  double weight[CR_N_KINDS]; /* of the phrases of a kind, all together; from 6 on it is there */
} CrPhrased;

typedef struct {
  double p[CR_N_KINDS]; /* by CrMailClass; bounces are told by structure alone and have 0 */
  CrMailClass best;
  const CrWords *in; /* the text that spoke most for best, or NULL */
  guint first, end;  /* its words there */
  guint sentence;
} CrLearned;

CrPhrased cr_mail_read_phrases(const CrMailView *view, CrReading *reading); /* mail-kind.c */
CrLearned cr_learned_judge(const CrMailView *view, const CrReading *reading,
                           const CrPhrased *phrased);
/* The names of these, one a line, as the table has them. Free with g_free. */
char *cr_learned_votes(const CrPhrased *phrased);

G_END_DECLS
