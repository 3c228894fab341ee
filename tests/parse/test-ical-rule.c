/* Our reading of recurrence rules beside libical's, over rules made at random; left out is where
 * libical is wrong (checked with python-dateutil): negative days of a daily rule, WKST other than
 * Monday and Sunday, a yearly BYMONTHDAY without months. */
#include "parse/ical-private.h"

#include <string.h>

#define MOST 40 /* occurrences compared */

typedef struct {
  GString *text;
  int count;
} Times;

static void
append_time(Times *times, int year, int month, int day, int hour) {
  g_string_append_printf(times->text, "%04d-%02d-%02dT%02d ", year, month, day, hour);
  times->count++;
}

static gboolean
see_wall(const CrWall *wall, gpointer data) {
  Times *times = data;
  append_time(times, wall->year, wall->month, wall->day, wall->hour);
  return times->count < MOST;
}

static char *
ours(const char *text, struct icaltimetype start) {
  struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
  Times times = {g_string_new(NULL), 0};
  CrWall wall = {start.year, start.month, start.day, start.hour, 0, 0};
  CrDay first = cr_wall_day(&wall);
  gint64 budget = CR_RULE_BUDGET(0);
  g_assert_true(
      cr_ical_rule_each(&rule, &wall, FALSE, first, first + 12 * 366, &budget, see_wall, &times));
  return g_string_free(times.text, FALSE);
}

/* As many as ours found and no more: libical may search for ever for one that never comes. */
static char *
theirs(const char *text, struct icaltimetype start, int count) {
  Times times = {g_string_new(NULL), 0};
  icalrecur_iterator *iterator =
      icalrecur_iterator_new(icalrecurrencetype_from_string(text), start);
  for (int i = 0; iterator && i < count; i++) {
    struct icaltimetype t = icalrecur_iterator_next(iterator);
    if (icaltime_is_null_time(t))
      break;
    append_time(&times, t.year, t.month, t.day, t.hour);
  }
  icalrecur_iterator_free(iterator);
  return g_string_free(times.text, FALSE);
}

static const char *
pick(GRand *rand, const char *const *list, int length) {
  return list[g_rand_int_range(rand, 0, length)];
}

#define PICK(rand, ...)                                                                            \
  pick(rand, (const char *const[]){__VA_ARGS__}, G_N_ELEMENTS(((const char *const[]){__VA_ARGS__})))

static char *
random_rule(GRand *rand) {
  GString *rule = g_string_new("FREQ=");
  switch (g_rand_int_range(rand, 0, 4)) {
  case 0:
    g_string_append(rule, "DAILY");
    g_string_append(rule, PICK(rand, "", ";BYDAY=MO,WE", ";BYMONTHDAY=1,15", ";BYMONTH=2,7"));
    break;
  case 1:
    g_string_append(rule, "WEEKLY");
    g_string_append(rule, PICK(rand, "", ";BYDAY=TU", ";BYDAY=MO,WE,FR", ";BYDAY=SU,MO,SA"));
    g_string_append(rule, PICK(rand, "", "", ";BYMONTH=3,11", ";WKST=SU"));
    break;
  case 2:
    g_string_append(rule, "MONTHLY");
    g_string_append(rule, PICK(rand, "", ";BYDAY=2TU", ";BYDAY=-1FR", ";BYDAY=MO,WE",
                               ";BYMONTHDAY=-1", ";BYMONTHDAY=31", ";BYMONTHDAY=1,15",
                               ";BYDAY=FR;BYMONTHDAY=13", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                               ";BYDAY=SA,SU;BYSETPOS=1,3", ";BYDAY=5MO", ";BYDAY=1MO,-1MO"));
    g_string_append(rule, PICK(rand, "", "", ";BYMONTH=1,4,10"));
    break;
  default:
    g_string_append(rule, "YEARLY");
    g_string_append(rule, PICK(rand, "", ";BYMONTH=11;BYDAY=1SU", ";BYMONTH=3;BYDAY=2SU",
                               ";BYMONTH=6", ";BYDAY=20MO", ";BYDAY=-1MO", ";BYYEARDAY=1,100,-1",
                               ";BYWEEKNO=20;BYDAY=MO", ";BYWEEKNO=20,25;BYDAY=TU,TH",
                               ";BYMONTH=11;BYDAY=4TH", ";BYMONTH=1,2;BYDAY=MO;BYSETPOS=1,-1",
                               ";BYMONTH=2;BYMONTHDAY=29", ";BYMONTHDAY=1;BYMONTH=5,8"));
  }
  g_string_append(rule, PICK(rand, "", "", ";INTERVAL=2", ";INTERVAL=3"));
  /* libical counts BYSETPOS in days, not in occurrences */
  gboolean set = strstr(rule->str, "BYSETPOS") != NULL;
  g_string_append(rule, PICK(rand, "", "", ";COUNT=7", ";COUNT=1", set ? "" : ";BYHOUR=9,17"));
  return g_string_free(rule, FALSE);
}

static void
test_against_libical(void) {
  g_autoptr(GRand) rand = g_rand_new_with_seed(g_test_rand_int());
  int compared = 0;
  for (int i = 0; i < 1500; i++) {
    g_autofree char *rule = random_rule(rand);
    struct icaltimetype start = icaltime_null_time();
    start.year = g_rand_int_range(rand, 2019, 2027);
    start.month = g_rand_int_range(rand, 1, 13);
    start.day = g_rand_int_range(rand, 1, cr_month_days(start.year, start.month) + 1);
    start.hour = 9;
    g_autofree char *a = ours(rule, start);
    int count = (int) strlen(a) / 14;
    if (count == 0)
      continue;
    g_autofree char *b = theirs(rule, start, count);
    if (strcmp(a, b) != 0)
      g_test_message("%s from %s", rule, icaltime_as_ical_string(start));
    g_assert_cmpstr(a, ==, b);
    compared++;
  }
  g_test_message("%d rules compared", compared);
  g_assert_cmpint(compared, >, 1000);
}

/* Rules that never match end at once, whatever they are. */
static void
test_barren(void) {
  static const char *const rules[] = {"FREQ=MONTHLY;BYDAY=-10FR",
                                      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                                      "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
                                      "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
                                      "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
                                      "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
                                      "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300"};
  struct icaltimetype start = icaltime_from_string("20250603T090000");
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
    g_autofree char *got = ours(rules[i], start);
    g_assert_cmpstr(got, ==, "");
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_assert_true(cr_ical_ensure(NULL));
  g_test_add_func("/ical-rule/against-libical", test_against_libical);
  g_test_add_func("/ical-rule/barren", test_barren);
  return g_test_run();
}
