#include "playbook/odds.h"

#include "base/data.h"

#include <math.h>

const char *const cr_odds_names[] = {"applied-screen", "screen-interview", "interview-offer", NULL};

static const CrStage stages[CR_N_ODDS] = {CR_STAGE_APPLIED, CR_STAGE_SCREEN, CR_STAGE_INTERVIEW};

void
cr_odds_priors(CrOddsPrior ret_priors[CR_N_ODDS]) {
  g_autoptr(GKeyFile) ini = cr_data_ini("odds.ini");
  for (int i = 0; i < CR_N_ODDS; i++)
    ret_priors[i] = (CrOddsPrior){g_key_file_get_double(ini, cr_odds_names[i], "prior_yes", NULL),
                                  g_key_file_get_double(ini, cr_odds_names[i], "prior_no", NULL)};
}

/* Counting */

static gboolean
is_silent(const CrApplicationRow *row, CrInstant now) {
  CrInstant last = MAX(MAX(row->heard, row->wrote), cr_reached_at(&row->reached, row->stage));
  return last != CR_INSTANT_NONE && now - last > CR_ODDS_SILENT_DAYS * CR_DAY_USEC;
}

static void
count_one(const CrApplicationRow *row, CrInstant now, CrOddsInput *input) {
  CrStage furthest = cr_reached_furthest(&row->reached);
  gboolean closed = row->stage == CR_STAGE_CLOSED;
  gboolean silent = !closed && row->stage < CR_STAGE_OFFER && is_silent(row, now);
  gboolean says_no = silent || (closed && row->reason != CR_CLOSE_WITHDRAWN);
  input->offers += row->stage == CR_STAGE_OFFER;
  input->accepted += row->stage == CR_STAGE_ACCEPTED;
  for (int i = row->made ? 1 : 0; i < CR_N_ODDS; i++) {
    gboolean here = furthest == stages[i];
    input->passed[i] += furthest > stages[i];
    input->settled[i] += furthest > stages[i] || (here && says_no);
    input->open[i] += here && !closed && !silent;
    input->silent += here && silent;
  }
}

void
cr_odds_count(GPtrArray *rows, CrInstant now, CrOddsInput *ret_input) {
  CrOddsInput input = {0};
  for (guint i = 0; i < rows->len; i++)
    count_one(rows->pdata[i], now, &input);
  *ret_input = input;
}

/* Quantiles of a beta distribution, as a table. */

#define N_NODES 2048
#define N_QUANTILES 2048

typedef struct {
  double x[N_QUANTILES + 1]; /* x[i]: the quantile i / N_QUANTILES */
} Quantiles;

/* The density is summed over y = x^min(a, 1): near 0 it may be infinite in x, but never in y. b is
 * never below 1 here. */
static void
fill_quantiles(double a, double b, Quantiles *ret) {
  double mean = a / (a + b), deviation = sqrt(mean * (1 - mean) / (a + b + 1));
  double power = MIN(a, 1), low = a > 1 ? MAX(mean - 10 * deviation, 0) : 0;
  double high = MIN(mean + 16 * deviation, 1), step = (pow(high, power) - low) / N_NODES;
  double mode = a > 1 && b > 1 ? (a - 1) / (a + b - 2) : 0; /* scales the density to 1 there */
  double log_top = mode > 0 ? (a - 1) * log(mode) + (b - 1) * log1p(-mode) : 0;
  double total[N_NODES + 1], at[N_NODES + 1];
  total[0] = 0;
  at[0] = low;
  for (int i = 1; i <= N_NODES; i++) {
    double middle = low + (i - 0.5) * step, x = power < 1 ? pow(middle, 1 / power) : middle;
    double density = exp((power < 1 ? 0 : (a - 1) * log(x)) + (b - 1) * log1p(-x) - log_top);
    total[i] = total[i - 1] + density;
    at[i] = power < 1 ? pow(low + i * step, 1 / power) : low + i * step;
  }
  for (int i = 0, node = 0; i <= N_QUANTILES; i++) {
    double wanted = total[N_NODES] * i / N_QUANTILES;
    while (node < N_NODES - 1 && total[node + 1] < wanted)
      node++;
    double width = total[node + 1] - total[node];
    double part = width > 0 ? CLAMP((wanted - total[node]) / width, 0, 1) : 0;
    ret->x[i] = at[node] + part * (at[node + 1] - at[node]);
  }
}

static double
quantile(const Quantiles *q, double p) {
  double place = p * N_QUANTILES;
  int i = MIN((int) place, N_QUANTILES - 1);
  return q->x[i] + (place - i) * (q->x[i + 1] - q->x[i]);
}

/* Draws */

#define N_BINS 4096

/* Points that fill the cube evenly: multiples of an irrational vector. Source: M. Roberts, "The
 * Unreasonable Effectiveness of Quasirandom Sequences" (2018), R3; 1.2207… solves x^4 = x + 1. */
static const double direction[CR_N_ODDS] = {0.8191725133961645, 0.6710436067037893,
                                            0.5497004779019703};

static double
share_below(const guint *bins, guint total, double wanted) {
  double sum = 0;
  for (int i = 0; i < N_BINS; i++) {
    if (sum + bins[i] >= wanted * total)
      return (i + (bins[i] ? (wanted * total - sum) / bins[i] : 0)) / N_BINS;
    sum += bins[i];
  }
  return 1;
}

/* The logarithm of the chance that none of n leads to an offer. */
static double
log_none(int n, double p) {
  return n ? n * log1p(-MIN(p, 1 - 1e-12)) : 0;
}

static void
draw(const CrOddsInput *input, const Quantiles q[CR_N_ODDS], guint draws, guint32 seed,
     CrOdds *odds) {
  static const int extra[] = {5, 10};
  g_autofree guint *bins = g_new0(guint, N_BINS);
  double place[CR_N_ODDS], sum = 0, added[2] = {0, 0};
  for (int i = 0; i < CR_N_ODDS; i++) {
    double start = 0.5 + (double) seed / 4294967296.0 * (i + 1);
    place[i] = start - floor(start);
  }
  for (guint n = 0; n < draws; n++) {
    double rate[CR_N_ODDS], to_offer = 1, none = 0;
    for (int i = CR_N_ODDS - 1; i >= 0; i--) {
      place[i] += direction[i];
      place[i] -= place[i] >= 1;
      rate[i] = quantile(&q[i], place[i]);
      to_offer *= rate[i];
      none += log_none(input->open[i], to_offer);
    }
    double left = exp(none), some = 1 - left;
    sum += some;
    bins[MIN((int) (some * N_BINS), N_BINS - 1)]++;
    for (int k = 0; k < 2; k++) /* to_offer is by now that of a new application */
      added[k] += left * -expm1(log_none(extra[k], to_offer));
  }
  odds->offer =
      (CrShare){sum / draws, share_below(bins, draws, 0.1), share_below(bins, draws, 0.9)};
  for (int k = 0; k < 2; k++)
    odds->more[k] = added[k] / draws;
}

void
cr_odds_estimate(const CrOddsInput *input, const CrOddsPrior priors[CR_N_ODDS], guint draws,
                 guint32 seed, CrOdds *ret_odds) {
  g_autofree Quantiles *q = g_new(Quantiles, CR_N_ODDS);
  CrOdds odds = {0};
  double on = 1;
  for (int i = CR_N_ODDS - 1; i >= 0; i--) {
    double yes = priors[i].yes + input->passed[i];
    double no = priors[i].no + input->settled[i] - input->passed[i];
    fill_quantiles(yes, no, &q[i]);
    odds.steps[i] = (CrShare){yes / (yes + no), quantile(&q[i], 0.1), quantile(&q[i], 0.9)};
    on *= odds.steps[i].mean;
    odds.to_offer[i] = on;
  }
  draw(input, q, draws, seed, &odds);
  if (odds.offer.mean == 0) /* nothing is open: a bin is no longer an approximation */
    odds.offer = (CrShare){0, 0, 0};
  if (input->offers) {
    odds.offer = (CrShare){1, 1, 1};
    odds.more[0] = odds.more[1] = 0;
  }
  *ret_odds = odds;
}
