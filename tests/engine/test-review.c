/* When the weekly review is looked at again: never without a reason. */
#include "engine/review.h"

#define NEW_YORK "America/New_York"

static CrInstant
instant(const char *text) {
  CrInstant at;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static void
test_next(void) {
  static const struct {
    int day; /* 1: Monday; 0: not wanted */
    const char *now, *next;
  } cases[] = {
      {0, "2026-11-24T12:00:00-05:00", NULL},
      {5, "2026-11-24T12:00:00-05:00", "2026-11-27T18:00:00-05:00"},
      {5, "2026-11-27T17:59:59-05:00", "2026-11-27T18:00:00-05:00"},
      {5, "2026-11-27T18:00:00-05:00", "2026-12-04T18:00:00-05:00"}, /* it was its time */
      {5, "2026-11-28T00:00:00-05:00", "2026-12-04T18:00:00-05:00"},
      {1, "2026-11-29T23:30:00-05:00", "2026-11-30T18:00:00-05:00"},
      {7, "2026-10-30T12:00:00-04:00", "2026-11-01T18:00:00-05:00"}, /* the clocks go back */
      {7, "2027-03-13T12:00:00-05:00", "2027-03-14T18:00:00-04:00"}, /* and forward */
      {2, "2028-02-28T12:00:00-05:00", "2028-02-29T18:00:00-05:00"},
      {5, "2026-12-31T23:50:00-05:00", "2027-01-01T18:00:00-05:00"},
  };
  static char *emails[] = {"jordan@example.com", NULL};
  const CrProfile profile = {.name = "Jordan Ellis", .emails = emails, .zone = NEW_YORK};
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  const CrMailer mailer = {.connections = none};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrStore) store = cr_store_open("sqlite::memory:", &error);
    g_autoptr(CrEngine) engine = cr_engine_new(store, 1, &error);
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    CrInstant next;
    policy->review_day = cases[i].day;
    policy->hours_to_min = 18 * 60;
    g_assert_true(
        cr_engine_set_account(engine, &profile, policy, NULL, instant(cases[i].now), &error));
    g_assert_true(cr_review_send_due(&mailer, engine, instant(cases[i].now), &next, &error));
    g_assert_no_error(error);
    g_test_message("%s", cases[i].now);
    g_assert_cmpint(next, ==, cases[i].next ? instant(cases[i].next) : CR_INSTANT_NONE);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/review/next", test_next);
  return g_test_run();
}
