#pragma once
/* Honest odds: what the candidate's own numbers say, with the guide's figures as priors. Pure: the
 * same input gives the same output, seed included.
 *
 * Each step (applied to screen, screen to interview, interview to offer) has its own unknown rate
 * with a beta prior; the candidate's own outcomes are binomial, so the posterior is beta again.
 * Given the rates the open applications are taken to be independent. The chance of at least one
 * offer is then averaged, and its interval taken, over draws of the three rates. */
#include "model/application.h"

G_BEGIN_DECLS

typedef enum {
  CR_ODDS_SCREEN,    /* of those that applied */
  CR_ODDS_INTERVIEW, /* of those that had a first conversation */
  CR_ODDS_OFFER,     /* of those that had a full interview */
  CR_N_ODDS,
} CrOddsStep;
extern const char *const cr_odds_names[]; /* "applied-screen", as in data/odds.ini */

typedef struct {
  double yes, no;
} CrOddsPrior;
/* Those of data/odds.ini. */
void cr_odds_priors(CrOddsPrior ret_priors[CR_N_ODDS]);

typedef struct {
  int passed[CR_N_ODDS], settled[CR_N_ODDS]; /* own n of N; N leaves out what is still open */
  int open[CR_N_ODDS];                       /* that stand at the step's beginning now */
  int offers;                                /* open ones */
  int silent; /* open, but without a word for so long that the odds count them as a no */
  int accepted;
} CrOddsInput;

/* An application without a word for more days than this counts as a no here; it stays in the
 * running everywhere else. */
#define CR_ODDS_SILENT_DAYS 45
/* rows: CrApplicationRow. What the candidate withdrew from says nothing about the step it was at.
 */
void cr_odds_count(GPtrArray *rows, CrInstant now, CrOddsInput *ret_input);

/* A share with the middle 80 % of what is likely. */
typedef struct {
  double mean, low, high;
} CrShare;

typedef struct {
  CrShare steps[CR_N_ODDS];   /* the next step */
  double to_offer[CR_N_ODDS]; /* from the step's beginning to an offer */
  CrShare offer;              /* at least one offer from what is open; an open offer is one */
  double more[2];             /* what five, and ten, more applications add to its mean */
} CrOdds;
#define CR_ODDS_DRAWS 100000
void cr_odds_estimate(const CrOddsInput *input, const CrOddsPrior priors[CR_N_ODDS], guint draws,
                      guint32 seed, CrOdds *ret_odds);

G_END_DECLS
