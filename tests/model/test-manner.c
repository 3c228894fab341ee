/* How a clock and a date are written where people are. */
#include "base/zone.h"
#include "model/manner.h"

static const struct {
  const char *zone, *country;
  int hour, minute;
  const char *clock;
  gboolean month_first;
} cases[] = {
    {"America/Chicago", NULL, 0, 5, "12:05 AM", TRUE},
    {"America/Chicago", NULL, 12, 0, "12:00 PM", TRUE},
    {"America/Chicago", NULL, 13, 10, "1:10 PM", TRUE},
    {"US/Eastern", NULL, 9, 30, "9:30 AM", TRUE}, /* another name of America/New_York */
    {"Asia/Kolkata", NULL, 15, 30, "3:30 PM", FALSE},
    {"Australia/Sydney", NULL, 23, 59, "11:59 PM", FALSE},
    {"Europe/Berlin", NULL, 9, 5, "09:05", FALSE},
    {"Europe/London", NULL, 13, 10, "13:10", FALSE},
    {"America/Sao_Paulo", NULL, 13, 10, "13:10",
     FALSE}, /* not all of America is the United States */
    {"America/Mexico_City", NULL, 13, 10, "13:10", FALSE},
    {"Europe/Berlin", "US", 13, 10, "13:10", FALSE}, /* as it is done where the clock is */
    {"UTC", NULL, 13, 10, "13:10", FALSE},
    {"UTC", "US", 13, 10, "1:10 PM", TRUE},
    {"Etc/GMT+6", "IN", 13, 10, "1:10 PM", FALSE},
    {"UTC", "DE", 13, 10, "13:10", FALSE},
};

static void
test_manners(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrManner manner = cr_manner_of(cr_zone_find(cases[i].zone), cases[i].country);
    const CrWall wall = {.hour = cases[i].hour, .minute = cases[i].minute};
    g_autofree char *clock = cr_manner_clock(manner, &wall);
    g_test_message("%s", cases[i].zone);
    g_assert_cmpstr(clock, ==, cases[i].clock);
    g_assert_cmpint(manner.month_first, ==, cases[i].month_first);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/manner/cases", test_manners);
  return g_test_run();
}
