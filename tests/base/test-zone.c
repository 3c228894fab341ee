#include "base/data.h"
#include "base/error.h"
#include "base/zone.h"

#include <string.h>

static const CrZone *
find_zone(const char *id) {
  const CrZone *zone = cr_zone_find(id);
  if (zone == NULL)
    g_error("the zone data lack %s", id);
  return zone;
}

static CrInstant
parse_instant(const char *text) {
  CrInstant instant = CR_INSTANT_NONE;
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_instant_parse(text, &instant, &error));
  return instant;
}

static void
test_find(void) {
  static const struct {
    const char *id;
    gboolean known;
  } cases[] = {
      {"America/New_York", TRUE},
      {"UTC", TRUE},
      {"Etc/GMT+5", TRUE},
      {"EST5EDT", TRUE},
      {"America/Argentina/Buenos_Aires", TRUE},
      {"+05:30", TRUE},
      {"-0330", TRUE},
      {"+5", TRUE},
      {"+18:00", TRUE},
      {NULL, FALSE},
      {"", FALSE},
      {"+", FALSE},
      {"+19:00", FALSE},
      {"+005", FALSE},
      {"+05:3", FALSE},
      {"+05:30:15", FALSE},
      {"+5:30", FALSE},
      {"05:30", FALSE},
      {"12", FALSE},
      {"America", FALSE},
      {"America/", FALSE},
      {"Nowhere/Nothing", FALSE},
      {"Room5", FALSE}, /* a POSIX rule to GLib: five hours west */
      {"ABC3DEF", FALSE},
      {"EST5EDT,M3.2.0,M11.1.0", FALSE},
      {"localtime", FALSE}, /* the machine's own */
      {"posixrules", FALSE},
      {"leapseconds", FALSE}, /* a file beside the zones, but none */
      {"tzdata.zi", FALSE},
      {"zone.tab", FALSE},
      {"right/America/New_York", FALSE}, /* counts leap seconds */
      {"posix/America/New_York", FALSE},
      {"Factory", FALSE},
      {"../../../etc/passwd", FALSE},
      {"/etc/localtime", FALSE},
      {":America/New_York", FALSE},
      {"America/New York", FALSE},
      {"\xff", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    if ((cr_zone_find(cases[i].id) != NULL) != cases[i].known)
      g_error("zone \"%s\"", cases[i].id);
}

/* A stranger names zones for ever: they are not found and do not fill memory; known ones are one.
 */
static void
test_find_is_cached(void) {
  for (int i = 0; i < 5000; i++) {
    g_autofree char *id = g_strdup_printf("Nowhere/N%d", i);
    g_assert_null(cr_zone_find(id));
  }
  g_assert_true(cr_zone_find("Europe/Paris") == find_zone("Europe/Paris"));
}

/* kind, and what the wall time stands for. */
static void
test_resolve(void) {
  static const struct {
    const char *zone;
    CrWall wall;
    CrWallKind kind;
    const char *first, *second;
  } cases[] = {
      {"America/New_York", {2026, 3, 8, 1, 59, 59}, CR_WALL_UNIQUE, "2026-03-08T01:59:59-05:00"},
      {"America/New_York", {2026, 3, 8, 2, 0, 0}, CR_WALL_GAP, "2026-03-08T03:00:00-04:00"},
      {"America/New_York", {2026, 3, 8, 2, 59, 59}, CR_WALL_GAP, "2026-03-08T03:59:59-04:00"},
      {"America/New_York", {2026, 3, 8, 3, 0, 0}, CR_WALL_UNIQUE, "2026-03-08T03:00:00-04:00"},
      {"America/New_York", {2026, 11, 1, 0, 59, 59}, CR_WALL_UNIQUE, "2026-11-01T00:59:59-04:00"},
      {"America/New_York",
       {2026, 11, 1, 1, 0, 0},
       CR_WALL_TWICE,
       "2026-11-01T01:00:00-04:00",
       "2026-11-01T01:00:00-05:00"},
      {"America/New_York",
       {2026, 11, 1, 1, 59, 59},
       CR_WALL_TWICE,
       "2026-11-01T01:59:59-04:00",
       "2026-11-01T01:59:59-05:00"},
      {"America/New_York", {2026, 11, 1, 2, 0, 0}, CR_WALL_UNIQUE, "2026-11-01T02:00:00-05:00"},
      {"Europe/London", {2026, 3, 29, 1, 30, 0}, CR_WALL_GAP, "2026-03-29T02:30:00+01:00"},
      {"Europe/London",
       {2026, 10, 25, 1, 30, 0},
       CR_WALL_TWICE,
       "2026-10-25T01:30:00+01:00",
       "2026-10-25T01:30:00+00:00"},
      {"Europe/Dublin", {2026, 3, 29, 1, 30, 0}, CR_WALL_GAP, "2026-03-29T02:30:00+01:00"},
      {"Europe/Dublin",
       {2026, 10, 25, 1, 30, 0},
       CR_WALL_TWICE,
       "2026-10-25T01:30:00+01:00",
       "2026-10-25T01:30:00+00:00"},
      {"Europe/Berlin", {2026, 3, 29, 2, 30, 0}, CR_WALL_GAP, "2026-03-29T03:30:00+02:00"},
      {"Australia/Sydney",
       {2026, 4, 5, 2, 30, 0},
       CR_WALL_TWICE,
       "2026-04-05T02:30:00+11:00",
       "2026-04-05T02:30:00+10:00"},
      {"Australia/Sydney", {2026, 10, 4, 2, 30, 0}, CR_WALL_GAP, "2026-10-04T03:30:00+11:00"},
      /* Lord Howe's half hour */
      {"Australia/Lord_Howe", {2026, 4, 5, 1, 29, 59}, CR_WALL_UNIQUE, "2026-04-05T01:29:59+11:00"},
      {"Australia/Lord_Howe",
       {2026, 4, 5, 1, 30, 0},
       CR_WALL_TWICE,
       "2026-04-05T01:30:00+11:00",
       "2026-04-05T01:30:00+10:30"},
      {"Australia/Lord_Howe", {2026, 4, 5, 2, 0, 0}, CR_WALL_UNIQUE, "2026-04-05T02:00:00+10:30"},
      {"Australia/Lord_Howe", {2026, 10, 4, 2, 15, 0}, CR_WALL_GAP, "2026-10-04T02:45:00+11:00"},
      {"Australia/Lord_Howe", {2026, 10, 4, 2, 30, 0}, CR_WALL_UNIQUE, "2026-10-04T02:30:00+11:00"},
      /* at midnight: the day has no 00:00 */
      {"America/Santiago", {2025, 9, 7, 0, 0, 0}, CR_WALL_GAP, "2025-09-07T01:00:00-03:00"},
      {"America/Santiago",
       {2025, 4, 5, 23, 30, 0},
       CR_WALL_TWICE,
       "2025-04-05T23:30:00-03:00",
       "2025-04-05T23:30:00-04:00"},
      {"Asia/Beirut", {2025, 3, 30, 0, 0, 0}, CR_WALL_GAP, "2025-03-30T01:00:00+03:00"},
      /* a day left out, and one had twice */
      {"Pacific/Apia", {2011, 12, 30, 12, 0, 0}, CR_WALL_GAP, "2011-12-31T12:00:00+14:00"},
      {"Pacific/Apia", {2011, 12, 29, 23, 59, 59}, CR_WALL_UNIQUE, "2011-12-29T23:59:59-10:00"},
      {"Pacific/Apia", {2011, 12, 31, 0, 0, 0}, CR_WALL_UNIQUE, "2011-12-31T00:00:00+14:00"},
      /* Antarctica's two hours */
      {"Antarctica/Troll", {2026, 3, 29, 2, 30, 0}, CR_WALL_GAP, "2026-03-29T04:30:00+02:00"},
      /* no changes */
      {"Asia/Kolkata", {2026, 11, 24, 14, 0, 0}, CR_WALL_UNIQUE, "2026-11-24T14:00:00+05:30"},
      {"Asia/Kathmandu", {2026, 11, 24, 14, 0, 0}, CR_WALL_UNIQUE, "2026-11-24T14:00:00+05:45"},
      {"America/Phoenix", {2026, 7, 1, 14, 0, 0}, CR_WALL_UNIQUE, "2026-07-01T14:00:00-07:00"},
      {"Pacific/Kiritimati", {2026, 1, 1, 0, 0, 0}, CR_WALL_UNIQUE, "2026-01-01T00:00:00+14:00"},
      {"Etc/GMT+12", {2025, 12, 31, 23, 59, 59}, CR_WALL_UNIQUE, "2025-12-31T23:59:59-12:00"},
      {"UTC", {2024, 2, 29, 23, 59, 59}, CR_WALL_UNIQUE, "2024-02-29T23:59:59+00:00"},
      {"-03:30", {2026, 3, 8, 2, 30, 0}, CR_WALL_UNIQUE, "2026-03-08T02:30:00-03:30"},
      /* beyond the table of the zone data, by its rule */
      {"America/New_York", {2050, 3, 13, 2, 30, 0}, CR_WALL_GAP, "2050-03-13T03:30:00-04:00"},
      {"America/New_York", {2050, 7, 1, 12, 0, 0}, CR_WALL_UNIQUE, "2050-07-01T12:00:00-04:00"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const CrZone *zone = find_zone(cases[i].zone);
    CrInstant first = 0, second = 0;
    g_assert_cmpint(cr_zone_resolve(zone, &cases[i].wall, &first, &second), ==, cases[i].kind);
    g_autofree char *shown = cr_instant_format(first, zone);
    g_autofree char *shown_second = cr_instant_format(second, zone);
    g_assert_cmpstr(shown, ==, cases[i].first);
    g_assert_cmpstr(shown_second, ==, cases[i].second ? cases[i].second : cases[i].first);
    g_assert_cmpint(cr_zone_instant(zone, &cases[i].wall), ==, first);
  }
}

/* The instant itself is among those that its wall time stands for, and none earlier is the first.
 */
static void
assert_inverse(const CrZone *zone, CrInstant instant) {
  CrWall wall = cr_zone_wall(zone, instant);
  CrInstant first = 0, second = 0;
  CrWallKind kind = cr_zone_resolve(zone, &wall, &first, &second);
  if (kind == CR_WALL_GAP || (first != instant && second != instant) || first > second ||
      (kind == CR_WALL_TWICE) != (first != second))
    g_error("%s at %" G_GINT64_FORMAT, cr_zone_id(zone), instant / CR_SECOND);
}

/* What is remembered of a zone's changes is what GLib finds. */
static void
assert_as_glib(const CrZone *zone, GTimeZone *plain, CrInstant instant) {
  int interval = g_time_zone_find_interval(plain, G_TIME_TYPE_UNIVERSAL, instant / CR_SECOND);
  g_assert_cmpint(cr_zone_offset_sec(zone, instant), ==, g_time_zone_get_offset(plain, interval));
}

/* Around every change of every zone from 1970 to 2040. */
static void
test_every_change(void) {
  static const CrInstant around[] = {-CR_DAY_USEC, -2 * CR_HOUR, -CR_HOUR,   -CR_SECOND, 0,
                                     CR_SECOND,    CR_HOUR,      CR_DAY_USEC};
  g_auto(GStrv) lines = g_strsplit(cr_data("zones.tsv", NULL), "\n", -1);
  for (char **line = lines; *line; line++) {
    char *tab = strchr(*line, '\t');
    if (**line == '#' || tab == NULL)
      continue;
    *tab = '\0';
    const CrZone *zone = cr_zone_find(*line);
    if (zone == NULL)
      continue; /* newer than this machine's zone data */
    g_autoptr(GTimeZone) plain = g_time_zone_new_identifier(*line);
    int offset = cr_zone_offset_sec(zone, 0);
    const CrInstant until = 71 * 365 * CR_DAY_USEC, step = 7 * CR_DAY_USEC;
    for (CrInstant at = step; at < until; at += step) {
      int now = cr_zone_offset_sec(zone, at);
      CrInstant low = at - step, high = at;
      while (now != offset && high - low > CR_SECOND) {
        CrInstant middle = low + (high - low) / 2 / CR_SECOND * CR_SECOND;
        if (cr_zone_offset_sec(zone, middle) == offset)
          low = middle;
        else
          high = middle;
      }
      for (gsize i = 0; now != offset && i < G_N_ELEMENTS(around); i++) {
        assert_inverse(zone, high + around[i]);
        assert_as_glib(zone, plain, high + around[i]);
      }
      offset = now;
    }
  }
}

/* Seconds are rounded down before 1970 too. */
static void
test_fractions(void) {
  const CrZone *utc = cr_zone_utc();
  CrWall wall = cr_zone_wall(utc, -1);
  g_assert_cmpint(wall.second, ==, 59);
  g_assert_cmpint(wall.year, ==, 1969);
  wall = cr_zone_wall(utc, CR_SECOND - 1);
  g_assert_cmpint(wall.second, ==, 0);
}

static void
test_day(void) {
  static const struct {
    const char *zone, *instant;
    int month, day;
  } cases[] = {
      {"America/New_York", "2026-01-01T04:59:59Z", 12, 31},
      {"America/New_York", "2026-01-01T05:00:00Z", 1, 1},
      {"Pacific/Kiritimati", "2025-12-31T10:00:00Z", 1, 1},
      {"Pacific/Pago_Pago", "2026-01-01T10:59:59Z", 12, 31},
      {"Asia/Tokyo", "2024-02-29T15:00:00Z", 3, 1},
      {"UTC", "2024-02-29T23:59:59Z", 2, 29},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    int year, month, day;
    cr_day_to_date(cr_zone_day(find_zone(cases[i].zone), parse_instant(cases[i].instant)), &year,
                   &month, &day);
    g_assert_cmpint(month, ==, cases[i].month);
    g_assert_cmpint(day, ==, cases[i].day);
  }
}

static void
test_names(void) {
  static const struct {
    const char *zone, *winter, *summer, *place;
    gboolean daylight;
  } cases[] = {
      {"America/New_York", "EST", "EDT", "New York", TRUE},
      {"Europe/London", "GMT", "BST", "London", TRUE},
      {"Asia/Dubai", "+04", "+04", "Dubai", FALSE},
      {"UTC", "UTC", "UTC", "UTC", FALSE},
  };
  CrInstant winter = parse_instant("2026-01-15T12:00:00Z");
  CrInstant summer = parse_instant("2026-07-15T12:00:00Z");
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const CrZone *zone = find_zone(cases[i].zone);
    g_autofree char *place = cr_zone_place(zone);
    g_assert_cmpstr(cr_zone_abbreviation(zone, winter), ==, cases[i].winter);
    g_assert_cmpstr(cr_zone_abbreviation(zone, summer), ==, cases[i].summer);
    g_assert_cmpint(cr_zone_is_daylight(zone, summer), ==, cases[i].daylight);
    g_assert_false(cr_zone_is_daylight(zone, winter));
    g_assert_cmpstr(place, ==, cases[i].place);
  }
}

static void
test_format(void) {
  static const struct {
    const char *zone, *text;
  } cases[] = {
      {"UTC", "1970-01-01T00:00:00+00:00"},
      {"America/New_York", "2026-11-24T14:00:00-05:00"},
      {"Asia/Kathmandu", "2026-11-24T14:00:00+05:45"},
      {"America/St_Johns", "2026-11-24T14:00:00-03:30"},
      {"UTC", "1900-01-01T00:00:00+00:00"},
      {"UTC", "2199-12-31T23:59:59+00:00"},
  };
  g_assert_null(cr_instant_format(CR_INSTANT_NONE, cr_zone_utc()));
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *shown =
        cr_instant_format(parse_instant(cases[i].text), find_zone(cases[i].zone));
    g_assert_cmpstr(shown, ==, cases[i].text);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/zone/find", test_find);
  g_test_add_func("/zone/find-is-cached", test_find_is_cached);
  g_test_add_func("/zone/resolve", test_resolve);
  g_test_add_func("/zone/every-change", test_every_change);
  g_test_add_func("/zone/fractions", test_fractions);
  g_test_add_func("/zone/day", test_day);
  g_test_add_func("/zone/names", test_names);
  g_test_add_func("/zone/format", test_format);
  return g_test_run();
}
