#include "model/holiday.h"

#include <stdio.h>

static CrDay
day_of(const char *date) {
  int year, month, day;
  g_assert_cmpint(sscanf(date, "%d-%d-%d", &year, &month, &day), ==, 3);
  return cr_day_from_date(year, month, day);
}

static char *
show_day(CrDay day) {
  int year, month, of_month;
  cr_day_to_date(day, &year, &month, &of_month);
  return g_strdup_printf("%04d-%02d-%02d", year, month, of_month);
}

/* The days off of whole years, as the authorities publish them. */
static void
test_years(void) {
  static const struct {
    const char *country;
    int year;
    const char *weekdays_off;
  } cases[] = {
      /* opm.gov; 4 July 2026 is a Saturday */
      {"US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"},
      /* 1 January 2022 is a Saturday: observed in the year before */
      {"US", 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"},
      {"US", 2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"},
      /* gov.uk, England and Wales; Christmas on a Saturday, on a Sunday, Boxing Day on a Saturday
       */
      {"GB", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"},
      {"GB", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
      {"GB", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
      {"GB", 2033, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"},
      {"DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 12-25"},
      {"JP", 2026,
       "01-01 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 "
       "11-03 11-23"},
      {"JP", 2023, "01-02 01-09 02-23 05-03 05-04 05-05 07-17 08-11 09-18 10-09 11-03 11-23"},
      {"NZ", 2022, "01-03 01-04 02-07 04-15 04-18 04-25 06-06 10-24 12-26 12-27"},
      {"AU", 2026, "01-01 01-26 04-03 04-06 12-25 12-28"},
      /* gov.br; the first weekdays of Carnival are no public holidays */
      {"BR", 2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-20 12-25"},
      /* Orthodox Easter on 12 April, on 2 May */
      {"GR", 2026, "01-01 01-06 02-23 03-25 04-10 04-13 05-01 06-01 10-28 12-25"},
      {"GR", 2027, "01-01 01-06 03-15 03-25 04-30 05-03 06-21 10-28"},
      /* mom.gov.sg; Vesak and Deepavali on Sundays, Hari Raya Puasa on a Saturday */
      {"SG", 2026, "01-01 02-17 02-18 04-03 05-01 05-27 06-01 08-10 11-09 12-25"},
      {"KR", 2026, "01-01 02-16 02-17 02-18 03-02 05-05 05-25 08-17 09-24 09-25 10-05 10-09 12-25"},
      /* what moves to Monday */
      {"CO", 2026,
       "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 "
       "11-16 12-08 12-25"},
      {"FI", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25"},
      {"ZA", 2026, "01-01 04-03 04-06 04-27 05-01 06-16 08-10 09-24 12-16 12-25"},
      {"ZA", 2027, "01-01 03-22 03-26 03-29 04-27 06-16 08-09 09-24 12-16 12-27"},
      {"XX", 2026, ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) found = g_string_new(NULL);
    CrDay last = cr_day_from_date(cases[i].year, 12, 31);
    for (CrDay day = cr_day_from_date(cases[i].year, 1, 1); day <= last; day++)
      if (cr_day_weekday(day) < CR_SAT && cr_holiday_on(cases[i].country, day)) {
        g_autofree char *date = show_day(day);
        g_string_append_printf(found, "%s%s", found->len ? " " : "", date + 5);
      }
    g_assert_cmpstr(found->str, ==, cases[i].weekdays_off);
  }
}

static void
test_on(void) {
  static const struct {
    const char *country, *date, *name;
  } cases[] = {
      {"US", "2026-11-26", "Thanksgiving"},
      {"us", "2026-11-26", "Thanksgiving"},
      {"US", "2026-11-27", NULL},
      {"US", "2026-07-04", "Independence Day"},
      {"GB", "2026-11-26", NULL},
      {NULL, "2026-12-25", NULL},
      {"", "2026-12-25", NULL},
      {"CA", "2026-05-18", "Victoria Day"},
      {"CA", "2025-05-19", "Victoria Day"},
      {"FR", "2024-02-29", NULL},
      {"PL", "2026-12-24", "Christmas Eve"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpstr(cr_holiday_on(cases[i].country, day_of(cases[i].date)), ==, cases[i].name);
}

/* Published dates of Western Easter, early and late ones among them. */
static void
test_easter(void) {
  static const char *const sundays[] = {"1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24",
                                        "2019-04-21", "2024-03-31", "2026-04-05", "2038-04-25",
                                        "2076-04-19", "2100-03-28"};
  for (gsize i = 0; i < G_N_ELEMENTS(sundays); i++)
    g_assert_cmpstr(cr_holiday_on("IE", day_of(sundays[i]) + 1), ==, "Easter Monday");
}

static void
test_find(void) {
  static const struct {
    const char *name, *country;
    int year;
    const char *expected;
  } cases[] = {
      {"Thanksgiving", "US", 2026, "2026-11-26"},
      {"thanksgiving day", "US", 2026, "2026-11-26"},
      {"Thanksgiving", "CA", 2026, "2026-10-12"},
      {"Thanksgiving", NULL, 2026, "2026-11-26"},
      {"Thanksgiving", "DE", 2026, "2026-11-26"}, /* unknown there: the first that has it */
      {"Labor Day", "US", 2026, "2026-09-07"},
      {"Labour Day", "US", 2026, "2026-09-07"},
      {"labour day", "CA", 2026, "2026-09-07"},
      {"Presidents' Day", "US", 2026, "2026-02-16"},
      {"President’s Day", "US", 2026, "2026-02-16"},
      {"MLK Day", "US", 2026, "2026-01-19"},
      {"Martin Luther King, Jr. Day", "US", 2026, "2026-01-19"},
      {"New Year's", "US", 2027, "2027-01-01"},
      {"New Years Day", NULL, 2027, "2027-01-01"},
      {"4 July", "US", 2026, NULL},
      {"Independence Day", "US", 2026, "2026-07-04"}, /* the day itself, not the one observed */
      {"Boxing Day", NULL, 2026, "2026-12-26"},
      {"XMAS", "GB", 2026, "2026-12-25"},
      {"Christmas Eve", "US", 2026, "2026-12-24"},
      {"Good Friday", "GB", 2026, "2026-04-03"},
      {"Easter Monday", "GB", 2026, "2026-04-06"},
      {"Monday", "US", 2026, NULL},
      {"day", "US", 2026, NULL},
      {"", "US", 2026, NULL},
      {"\xff", "US", 2026, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrDay day = G_MAXINT;
    gboolean found = cr_holiday_find(cases[i].name, cases[i].country, cases[i].year, &day);
    g_autofree char *date = found ? show_day(day) : NULL;
    g_assert_cmpstr(date, ==, cases[i].expected);
    g_assert_true(found || day == G_MAXINT);
  }
}

static void
test_working(void) {
  static const struct {
    const char *from;
    int count;
    const char *country, *expected;
  } cases[] = {
      {"2026-11-24", 1, "US", "2026-11-25"},
      {"2026-11-24", 2, "US", "2026-11-27"}, /* Thanksgiving between */
      {"2026-11-24", 2, "GB", "2026-11-26"},
      {"2026-11-24", 2, NULL, "2026-11-26"},
      {"2026-11-27", 1, "US", "2026-11-30"},
      {"2026-11-28", 1, "US", "2026-11-30"},
      {"2026-12-24", 1, "GB", "2026-12-29"}, /* Christmas, weekend, Boxing Day's Monday */
      {"2025-12-31", 1, "US", "2026-01-02"},
      {"2024-02-28", 2, "US", "2024-03-01"},
      {"2026-05-01", 5, "JP", "2026-05-13"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *date =
        show_day(cr_day_add_working(day_of(cases[i].from), cases[i].count, cases[i].country));
    g_assert_cmpstr(date, ==, cases[i].expected);
  }
}

static void
test_countries(void) {
  g_assert_cmpstr(cr_zone_country("America/New_York"), ==, "US");
  g_assert_cmpstr(cr_zone_country("Europe/London"), ==, "GB");
  g_assert_null(cr_zone_country("UTC"));
  g_assert_null(cr_zone_country(NULL));
  g_assert_cmpstr(cr_country_zone("FR"), ==, "Europe/Paris");
  g_assert_cmpstr(cr_country_zone("JP"), ==, "Asia/Tokyo");
  g_assert_null(cr_country_zone("US")); /* several */
  g_assert_null(cr_country_zone("XX"));
  g_assert_null(cr_country_zone(NULL));
  static const struct {
    const char *country, *at;
    int hours;
    const char *zone;
  } clocks[] = {
      {"US", "2026-01-15T12:00:00Z", -5, "America/New_York"},
      {"US", "2026-07-15T12:00:00Z", -5, "America/Chicago"},
      {"US", "2026-07-15T12:00:00Z", -7, "America/Los_Angeles"},
      {"AU", "2026-12-31T23:59:59Z", 10, "Australia/Brisbane"},
      {"DE", "2026-07-15T12:00:00Z", 2, "Europe/Berlin"},
      {"DE", "2026-10-25T00:59:59Z", 2, "Europe/Berlin"}, /* the last second of summer time */
      {"DE", "2026-10-25T01:00:00Z", 2, NULL},
      {"AU", "2026-12-31T23:59:59Z", 11, "Australia/Sydney"},
      {"GB", "2028-02-29T23:30:00Z", 1, NULL},
      {"XX", "2026-07-15T12:00:00Z", 0, NULL},
      {NULL, "2026-07-15T12:00:00Z", 0, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(clocks); i++) {
    CrInstant at;
    g_assert_true(cr_instant_parse(clocks[i].at, &at, NULL));
    const CrZone *zone = cr_country_zone_showing(clocks[i].country, at, clocks[i].hours * 3600);
    g_assert_cmpstr(zone ? cr_zone_id(zone) : NULL, ==, clocks[i].zone);
  }
  CrInstant at;
  g_assert_true(cr_instant_parse("2026-07-15T12:00:00Z", &at, NULL));
  g_assert_cmpstr(cr_zone_id(cr_zone_by_offset(at, 5 * 3600 + 1800)), ==, "Asia/Kolkata");
  g_assert_cmpstr(cr_zone_id(cr_zone_by_offset(at, 9 * 3600 + 1800)), ==, "Australia/Adelaide");
  g_assert_cmpstr(cr_zone_id(cr_zone_by_offset(at, -2 * 3600 - 1800)), ==, "America/St_Johns");
  g_assert_null(cr_zone_by_offset(at, 5 * 3600)); /* many countries' */
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/holiday/years", test_years);
  g_test_add_func("/holiday/on", test_on);
  g_test_add_func("/holiday/easter", test_easter);
  g_test_add_func("/holiday/find", test_find);
  g_test_add_func("/holiday/working", test_working);
  g_test_add_func("/holiday/countries", test_countries);
  return g_test_run();
}
