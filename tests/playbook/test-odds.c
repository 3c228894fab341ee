/* The odds against closed forms, and calibrated: what happens as often as it is said to. */
#include "playbook/odds.h"

#include <math.h>

static const CrOddsPrior flat[CR_N_ODDS] = {{1, 1}, {1, 1}, {1, 1}};

static void
assert_near(double a, double b, double most) {
  if (fabs(a - b) > most)
    g_error("%.6f is not %.6f", a, b);
}

/* Beta quantiles known in closed form: of (1, b) and (a, 1), and the symmetric median. */
static void
test_quantiles(void) {
  static const struct {
    double yes, no, low, high;
  } cases[] = {
      {1, 1, 0.1, 0.9},
      {1, 9, 0, 0},
      {3, 1, 0.464159, 0.965489},
      {0.5, 1, 0.01, 0.81},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrOddsInput input = {0};
    CrOddsPrior priors[CR_N_ODDS] = {{cases[i].yes, cases[i].no}, {1, 1}, {1, 1}};
    CrOdds odds;
    cr_odds_estimate(&input, priors, 100, 1, &odds);
    double low = cases[i].low, high = cases[i].high;
    if (cases[i].yes == 1) { /* 1 - (1 - p)^(1/b) */
      low = 1 - pow(0.9, 1 / cases[i].no);
      high = 1 - pow(0.1, 1 / cases[i].no);
    }
    assert_near(odds.steps[0].low, low, 0.002);
    assert_near(odds.steps[0].high, high, 0.002);
    assert_near(odds.steps[0].mean, cases[i].yes / (cases[i].yes + cases[i].no), 1e-9);
  }
}

/* One open interview: the mean is the rate's; n of them under a flat rate: 1 - 1/(n+1). */
static void
test_closed_form(void) {
  for (int n = 1; n <= 20; n++) {
    CrOddsInput input = {.open = {0, 0, n}};
    CrOdds odds;
    cr_odds_estimate(&input, flat, CR_ODDS_DRAWS, 1, &odds);
    assert_near(odds.offer.mean, 1 - 1.0 / (n + 1), 0.001);
    assert_near(odds.offer.low, 1 - pow(0.9, n), 0.002);
    assert_near(odds.offer.high, 1 - pow(0.1, n), 0.002);
  }
  /* Three flat rates in a row have the mean 1/8. */
  CrOddsInput one = {.open = {1, 0, 0}}, none = {0};
  CrOdds odds;
  cr_odds_estimate(&one, flat, CR_ODDS_DRAWS, 1, &odds);
  assert_near(odds.offer.mean, 0.125, 0.001);
  assert_near(odds.to_offer[CR_ODDS_SCREEN], 0.125, 1e-9);
  cr_odds_estimate(&none, flat, CR_ODDS_DRAWS, 1, &odds);
  assert_near(odds.offer.mean, 0, 0);
  assert_near(odds.offer.high, 0, 1e-9);
  g_assert_cmpfloat(odds.more[0], >, 0.125);
  g_assert_cmpfloat(odds.more[1], >, odds.more[0]);
}

/* What more applications add is what the chance is with them. */
static void
test_more(void) {
  CrOddsPrior priors[CR_N_ODDS];
  cr_odds_priors(priors);
  CrOddsInput now = {.passed = {3, 2, 0}, .settled = {40, 3, 1}, .open = {12, 1, 1}}, then = now;
  CrOdds before, after;
  then.open[CR_ODDS_SCREEN] += 5;
  cr_odds_estimate(&now, priors, CR_ODDS_DRAWS, 7, &before);
  cr_odds_estimate(&then, priors, CR_ODDS_DRAWS, 7, &after);
  assert_near(before.offer.mean + before.more[0], after.offer.mean, 1e-6);
  g_assert_cmpfloat(before.offer.low, <, before.offer.mean);
  g_assert_cmpfloat(before.offer.mean, <, before.offer.high);
}

static void
test_same_input_same_output(void) {
  CrOddsPrior priors[CR_N_ODDS];
  cr_odds_priors(priors);
  CrOddsInput input = {.passed = {3, 2, 0}, .settled = {40, 3, 1}, .open = {12, 1, 1}};
  CrOdds a, b, other;
  cr_odds_estimate(&input, priors, CR_ODDS_DRAWS, 7, &a);
  cr_odds_estimate(&input, priors, CR_ODDS_DRAWS, 7, &b);
  cr_odds_estimate(&input, priors, CR_ODDS_DRAWS, 99, &other);
  g_assert_true(a.offer.mean == b.offer.mean && a.offer.low == b.offer.low);
  assert_near(a.offer.mean, other.offer.mean, 0.0005); /* the draws are many enough */
  assert_near(a.offer.low, other.offer.low, 0.002);
  assert_near(a.offer.high, other.offer.high, 0.002);
}

static void
test_extremes(void) {
  CrOddsPrior priors[CR_N_ODDS];
  cr_odds_priors(priors);
  static const CrOddsInput cases[] = {
      {.settled = {10000, 0, 0}, .open = {10000, 0, 0}},
      {.passed = {10000, 10000, 10000}, .settled = {10000, 10000, 10000}, .open = {1, 1, 1}},
      {.passed = {5000, 2500, 700}, .settled = {10000, 5000, 2500}, .open = {10000, 1000, 1000}},
      {.offers = 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrOdds odds;
    cr_odds_estimate(&cases[i], priors, 1000, 3, &odds);
    const CrShare shares[] = {odds.steps[0], odds.steps[1], odds.steps[2], odds.offer};
    for (gsize k = 0; k < G_N_ELEMENTS(shares); k++) {
      g_assert_true(isfinite(shares[k].mean) && isfinite(shares[k].low) &&
                    isfinite(shares[k].high));
      g_assert_true(shares[k].low >= 0 && shares[k].low <= shares[k].high && shares[k].high <= 1);
    }
    g_assert_true(odds.more[0] >= 0 && odds.offer.mean + odds.more[1] <= 1 + 1e-9);
  }
}

/* Calibration: rates drawn from the priors, a past and a present made with them. What is said to
 * have the chance p happens as often, and the interval holds the true chance four times in five. */

static double
gamma_draw(GRand *chance, double shape) {
  if (shape < 1)
    return gamma_draw(chance, shape + 1) * pow(g_rand_double_range(chance, 1e-12, 1), 1 / shape);
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d); /* Marsaglia and Tsang (2000) */
  for (;;) {
    double u = g_rand_double_range(chance, 1e-12, 1), w = g_rand_double(chance);
    double x = sqrt(-2 * log(u)) * cos(2 * G_PI * w), v = pow(1 + c * x, 3);
    if (v > 0 && log(g_rand_double_range(chance, 1e-12, 1)) < x * x / 2 + d - d * v + d * log(v))
      return d * v;
  }
}

static double
beta_draw(GRand *chance, CrOddsPrior prior) {
  double yes = gamma_draw(chance, prior.yes), no = gamma_draw(chance, prior.no);
  return yes / (yes + no);
}

static void
live_through(GRand *chance, const double rate[CR_N_ODDS], int applications, CrOddsInput *input) {
  for (int n = 0; n < applications; n++)
    for (int i = 0; i < CR_N_ODDS; i++) {
      gboolean passes = g_rand_double(chance) < rate[i];
      input->settled[i]++;
      input->passed[i] += passes;
      if (!passes)
        break;
    }
}

static void
test_calibration(void) {
  enum { TIMES = 4000, BANDS = 5 };
  static const CrOddsPrior priors[CR_N_ODDS] = {{2, 10}, {2, 3}, {2, 2}};
  GRand *chance = g_rand_new_with_seed(20261125);
  int inside = 0, happened[BANDS] = {0}, times[BANDS] = {0};
  double said[BANDS] = {0};
  for (int t = 0; t < TIMES; t++) {
    double rate[CR_N_ODDS], to_offer = 1, none = 1;
    CrOddsInput input = {0};
    CrOdds odds;
    for (int i = 0; i < CR_N_ODDS; i++) {
      rate[i] = beta_draw(chance, priors[i]);
      input.open[i] = g_rand_int_range(chance, 0, 3 + 4 * (i == 0));
    }
    live_through(chance, rate, g_rand_int_range(chance, 0, 30), &input);
    cr_odds_estimate(&input, priors, 1000, (guint32) t, &odds);
    for (int i = CR_N_ODDS - 1; i >= 0; i--) {
      to_offer *= rate[i];
      none *= pow(1 - to_offer, input.open[i]);
    }
    inside += 1 - none >= odds.offer.low - 1e-3 && 1 - none <= odds.offer.high + 1e-3;
    int band = MIN((int) (odds.offer.mean * BANDS), BANDS - 1);
    times[band]++;
    said[band] += odds.offer.mean;
    happened[band] += g_rand_double(chance) < 1 - none;
  }
  g_rand_free(chance);
  g_test_message("the interval holds the truth %.1f %% of the time", 100.0 * inside / TIMES);
  assert_near((double) inside / TIMES, 0.8, 0.03);
  for (int band = 0; band < BANDS; band++) {
    if (times[band] < 100)
      continue;
    double share = (double) happened[band] / times[band], mean = said[band] / times[band];
    g_test_message("said %.3f, happened %.3f, %d times", mean, share, times[band]);
    assert_near(share, mean, 4 * sqrt(mean * (1 - mean) / times[band]) + 0.005);
  }
}

static CrApplicationRow *
row(CrStage furthest, CrStage stage, CrCloseReason reason, CrInstant at) {
  CrApplicationRow *r = g_new0(CrApplicationRow, 1);
  cr_record_init(&cr_reached_record, &r->reached);
  r->heard = r->wrote = r->due = CR_INSTANT_NONE;
  r->stage = stage;
  r->reason = reason;
  cr_reached_set(&r->reached, furthest, at);
  cr_reached_set(&r->reached, stage, at);
  return r;
}

static void
test_count(void) {
  CrInstant now = 1000 * CR_DAY_USEC, old = now - 60 * CR_DAY_USEC;
  g_autoptr(GPtrArray) rows =
      g_ptr_array_new_with_free_func((GDestroyNotify) cr_application_row_free);
  CrApplicationRow *all[] = {
      row(CR_STAGE_SAVED, CR_STAGE_SAVED, CR_CLOSE_NONE, now),
      row(CR_STAGE_APPLIED, CR_STAGE_APPLIED, CR_CLOSE_NONE, now),      /* open */
      row(CR_STAGE_APPLIED, CR_STAGE_APPLIED, CR_CLOSE_NONE, old),      /* silent: a no */
      row(CR_STAGE_APPLIED, CR_STAGE_CLOSED, CR_CLOSE_REJECTED, now),   /* a no */
      row(CR_STAGE_APPLIED, CR_STAGE_CLOSED, CR_CLOSE_WITHDRAWN, now),  /* says nothing */
      row(CR_STAGE_SCREEN, CR_STAGE_SCREEN, CR_CLOSE_NONE, now),        /* passed once, open */
      row(CR_STAGE_INTERVIEW, CR_STAGE_CLOSED, CR_CLOSE_REJECTED, now), /* passed twice */
      row(CR_STAGE_OFFER, CR_STAGE_CLOSED, CR_CLOSE_DECLINED, now),     /* passed all */
      row(CR_STAGE_OFFER, CR_STAGE_OFFER, CR_CLOSE_NONE, old),          /* stands */
      row(CR_STAGE_SCREEN, CR_STAGE_SCREEN, CR_CLOSE_NONE, now),        /* made by a call: open */
      row(CR_STAGE_SCREEN, CR_STAGE_SCREEN, CR_CLOSE_NONE, now),        /* was sent: passed once */
  };
  all[9]->made = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    g_ptr_array_add(rows, all[i]);
  CrOddsInput input;
  cr_odds_count(rows, now, &input);
  g_assert_cmpint(input.passed[0], ==, 5);
  g_assert_cmpint(input.settled[0], ==, 7);
  g_assert_cmpint(input.open[0], ==, 1);
  g_assert_cmpint(input.silent, ==, 1);
  g_assert_cmpint(input.passed[1], ==, 3);
  g_assert_cmpint(input.settled[1], ==, 3);
  g_assert_cmpint(input.open[1], ==, 3);
  g_assert_cmpint(input.passed[2], ==, 2);
  g_assert_cmpint(input.settled[2], ==, 3);
  g_assert_cmpint(input.offers, ==, 1);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/odds/quantiles", test_quantiles);
  g_test_add_func("/odds/closed-form", test_closed_form);
  g_test_add_func("/odds/more", test_more);
  g_test_add_func("/odds/same-input-same-output", test_same_input_same_output);
  g_test_add_func("/odds/extremes", test_extremes);
  g_test_add_func("/odds/calibration", test_calibration);
  g_test_add_func("/odds/count", test_count);
  return g_test_run();
}
