#include "base/error.h"
#include "base/instant.h"

#include <string.h>

static void
test_days(void) {
  static const struct {
    int year, month, day;
    CrDay expected;
    CrWeekday weekday;
  } cases[] = {
      {1970, 1, 1, 0, CR_THU},       {1969, 12, 31, -1, CR_WED},   {2000, 2, 29, 11016, CR_TUE},
      {2000, 3, 1, 11017, CR_WED},   {1900, 1, 1, -25567, CR_MON}, {2199, 12, 31, 84005, CR_TUE},
      {2026, 11, 24, 20781, CR_TUE}, {2024, 2, 29, 19782, CR_THU}, {2100, 3, 1, 47541, CR_MON},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_assert_cmpint(cr_day_from_date(cases[i].year, cases[i].month, cases[i].day), ==,
                    cases[i].expected);
    g_assert_cmpint(cr_day_weekday(cases[i].expected), ==, cases[i].weekday);
  }
}

/* Every day of the years we accept, against GDate. */
static void
test_every_day(void) {
  g_autoptr(GDate) date = g_date_new_dmy(1, 1, 1900);
  CrDay last = cr_day_from_date(2199, 12, 31);
  for (CrDay day = cr_day_from_date(1900, 1, 1); day <= last; day++) {
    int year, month, of_month;
    cr_day_to_date(day, &year, &month, &of_month);
    g_assert_cmpint(year, ==, g_date_get_year(date));
    g_assert_cmpint(month, ==, (int) g_date_get_month(date));
    g_assert_cmpint(of_month, ==, g_date_get_day(date));
    g_assert_cmpint(cr_day_weekday(day), ==, (int) g_date_get_weekday(date) - 1);
    g_assert_cmpint(cr_day_from_date(year, month, of_month), ==, day);
    g_assert_true(cr_date_valid(year, month, of_month));
    g_date_add_days(date, 1);
  }
}

static void
test_date_valid(void) {
  static const struct {
    int year, month, day;
    gboolean valid;
  } cases[] = {
      {2024, 2, 29, TRUE},        {2023, 2, 29, FALSE},  {2100, 2, 29, FALSE},
      {2000, 2, 29, TRUE},        {2026, 4, 31, FALSE},  {2026, 0, 1, FALSE},
      {2026, 13, 1, FALSE},       {2026, -1, 1, FALSE},  {2026, 1, 0, FALSE},
      {2026, 1, 32, FALSE},       {1899, 12, 31, FALSE}, {1900, 1, 1, TRUE},
      {2199, 12, 31, TRUE},       {2200, 1, 1, FALSE},   {G_MININT, 1, 1, FALSE},
      {2026, G_MAXINT, 1, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_date_valid(cases[i].year, cases[i].month, cases[i].day), ==, cases[i].valid);
}

static void
test_wall_valid(void) {
  static const struct {
    CrWall wall;
    gboolean valid;
  } cases[] = {
      {{2026, 11, 24, 0, 0, 0}, TRUE},   {{2026, 11, 24, 23, 59, 59}, TRUE},
      {{2026, 11, 24, 24, 0, 0}, FALSE}, {{2026, 11, 24, 0, 60, 0}, FALSE},
      {{2026, 11, 24, 0, 0, 60}, FALSE}, {{2026, 11, 24, -1, 0, 0}, FALSE},
      {{2026, 11, 31, 0, 0, 0}, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_wall_valid(&cases[i].wall), ==, cases[i].valid);
}

static void
test_wall_seconds(void) {
  static const gint64 cases[] = {0,          -1,       1,           86399,      86400,
                                 -86400,     -86401,   951782400,   1795698000, -2208988800,
                                 7258118399, 68169599, -62135596800};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrWall wall = cr_wall_from_seconds(cases[i]);
    g_assert_cmpint(cr_wall_seconds(&wall), ==, cases[i]);
    g_assert_true(wall.hour >= 0 && wall.hour < 24 && wall.minute >= 0 && wall.second >= 0);
  }
}

static void
test_parse(void) {
  static const struct {
    const char *text;
    gint64 seconds;
    int usec;
  } cases[] = {
      {"1970-01-01T00:00:00Z", 0, 0},
      {"1970-01-01T00:00Z", 0, 0},
      {"1970-01-01 00:00:00z", 0, 0},
      {"1970-01-01t00:00:00Z", 0, 0},
      {"2026-11-24T14:00:00-05:00", 1795546800, 0},
      {"2026-11-24T14:00:00-0500", 1795546800, 0},
      {"2026-11-24T14:00-05:00", 1795546800, 0},
      {"2026-11-24T14:00:00+00:00", 1795528800, 0},
      {"2026-11-24T14:00:00-00:00", 1795528800, 0},
      {"2026-11-24T14:00:00.5Z", 1795528800, 500000},
      {"2026-11-24T14:00:00.000001Z", 1795528800, 1},
      {"2026-11-24T14:00:00.0000019999999Z", 1795528800, 1},
      {"2026-12-31T23:59:60Z", 1798761599, 0},
      {"2026-01-01T00:30:00+05:45", 1767206700, 0},
      {"1969-12-31T23:59:59Z", -1, 0},
      {"2024-02-29T12:00:00Z", 1709208000, 0},
      {"1900-01-01T00:00:00Z", -2208988800, 0},
      {"2199-12-31T23:59:59Z", 7258118399, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    CrInstant instant = 0;
    g_assert_true(cr_instant_parse(cases[i].text, &instant, &error));
    g_assert_cmpint(instant, ==, cases[i].seconds * CR_SECOND + cases[i].usec);
  }
}

static void
test_parse_refuses(void) {
  static const char *const cases[] = {
      "",
      "now",
      "2026-11-24",
      "2026-11-24T14:00:00",
      "2026-11-24T14:00:00 EST",
      "2026-11-24T14:00:00+",
      "2026-11-24T14:00:00+5",
      "2026-11-24T14:00:00+05:60",
      "2026-11-24T14:00:00+19:00",
      "2026-11-24T24:00:00Z",
      "2026-11-24T14:60:00Z",
      "2026-11-24T14:00:61Z",
      "2026-02-30T14:00:00Z",
      "2023-02-29T14:00:00Z",
      "26-11-24T14:00:00Z",
      "2026-11-24T14:00:00.Z",
      "2026-11-24T14:00:00ZZ",
      " 2026-11-24T14:00:00Z",
      "2026-1-24T14:00:00Z",
      "2026-11-24T1:00:00Z",
      "1899-12-31T23:59:59Z",
      "2200-01-01T00:00:00Z",
      "1900-01-01T00:00:00+01:00",
      "2199-12-31T23:59:59-01:00",
      "99999-01-01T00:00:00Z",
      "+2026-11-24T14:00:00Z",
      "٢٠٢٦-11-24T14:00:00Z",
      "\xff\xfe",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    CrInstant instant = 42;
    g_assert_false(cr_instant_parse(cases[i], &instant, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
    g_assert_cmpint(instant, ==, 42);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
  }
}

/* An error repeats its input: without the input's escapes, and not all of it. */
static void
test_parse_error_is_clean(void) {
  g_autofree char *mega = g_strnfill(1 << 20, 'x');
  g_autoptr(GError) error = NULL, large = NULL;
  CrInstant instant;
  g_assert_false(cr_instant_parse("\033]0;owned\007\xe2\x80\xae", &instant, &error));
  g_assert_null(strchr(error->message, '\033'));
  g_assert_null(strstr(error->message, "\xe2\x80\xae"));
  g_assert_false(cr_instant_parse(mega, &instant, &large));
  g_assert_cmpuint(strlen(large->message), <, 200);
}

static void
test_names(void) {
  g_assert_cmpstr(cr_weekday_name(CR_MON), ==, "Monday");
  g_assert_cmpstr(cr_weekday_name(CR_SUN), ==, "Sunday");
  g_assert_cmpstr(cr_month_name(1), ==, "January");
  g_assert_cmpstr(cr_month_name(12), ==, "December");
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/instant/days", test_days);
  g_test_add_func("/instant/every-day", test_every_day);
  g_test_add_func("/instant/date-valid", test_date_valid);
  g_test_add_func("/instant/wall-valid", test_wall_valid);
  g_test_add_func("/instant/wall-seconds", test_wall_seconds);
  g_test_add_func("/instant/parse", test_parse);
  g_test_add_func("/instant/parse-refuses", test_parse_refuses);
  g_test_add_func("/instant/parse-error-is-clean", test_parse_error_is_clean);
  g_test_add_func("/instant/names", test_names);
  return g_test_run();
}
