#include "base/error.h"
#include "parse/ical.h"

#include <string.h>

/* What a calendar gives, one line an event: "START/END" in the reader's zone, then what is worth
 * telling; and the problems after "!". */
typedef struct {
  GString *lines;
  const CrZone *mine;
  int events;
} Seen;

static void
append_wall(GString *out, const CrZone *zone, CrInstant instant) {
  if (instant == CR_INSTANT_NONE) {
    g_string_append(out, "-");
    return;
  }
  g_autofree char *text = cr_instant_format(instant, zone);
  g_string_append(out, text);
}

static gboolean
see_event(const CrEvent *event, gpointer data) {
  Seen *seen = data;
  seen->events++;
  append_wall(seen->lines, seen->mine, event->start);
  g_string_append_c(seen->lines, ' ');
  append_wall(seen->lines, seen->mine, event->end);
  if (event->summary)
    g_string_append_printf(seen->lines, " %s", event->summary);
  g_string_append_c(seen->lines, '\n');
  return TRUE;
}

static void
see_problem(const char *message, gpointer data) {
  Seen *seen = data;
  g_string_append_printf(seen->lines, "! %s\n", message);
}

/* Lines are written with LF here; the body stands between the BEGIN and END of a calendar. */
static char *
read_body(const char *body, const char *from, const char *to, const char *mine) {
  g_autofree char *text = g_strdup_printf("BEGIN:VCALENDAR\nVERSION:2.0\n%sEND:VCALENDAR\n", body);
  Seen seen = {g_string_new(NULL), cr_zone_find(mine), 0};
  CrIcalContext context = {seen.mine, CR_INSTANT_NONE, CR_INSTANT_NONE, "x.ics"};
  g_autoptr(GError) error = NULL;
  if (from)
    g_assert_true(cr_instant_parse(from, &context.from, NULL));
  if (to)
    g_assert_true(cr_instant_parse(to, &context.to, NULL));
  gboolean ok = cr_ical_parse(text, strlen(text), &context, see_event, see_problem, &seen, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return g_string_free(seen.lines, FALSE);
}

static void
check(const char *name, const char *got, const char *wanted) {
  if (strcmp(got, wanted) != 0)
    g_test_message("%s", name);
  g_assert_cmpstr(got, ==, wanted);
}

#define EVENT(lines) "BEGIN:VEVENT\nUID:1\n" lines "END:VEVENT\n"
#define NY "America/New_York"

static void
test_times(void) {
  static const struct {
    const char *name, *lines, *mine, *wanted;
  } rows[] = {
      {"utc", "DTSTART:20261124T190000Z\nDTEND:20261124T193000Z\n", NY,
       "2026-11-24T14:00:00-05:00 2026-11-24T14:30:00-05:00\n"},
      {"zone", "DTSTART;TZID=Europe/Paris:20261124T200000\nDURATION:PT30M\n", NY,
       "2026-11-24T14:00:00-05:00 2026-11-24T14:30:00-05:00\n"},
      {"floating", "DTSTART:20261124T140000\nDTEND:20261124T143000\n", NY,
       "2026-11-24T14:00:00-05:00 2026-11-24T14:30:00-05:00\n"},
      {"no end", "DTSTART:20261124T140000\n", NY,
       "2026-11-24T14:00:00-05:00 2026-11-24T14:00:00-05:00\n"},
      {"all day", "DTSTART;VALUE=DATE:20261124\n", NY,
       "2026-11-24T00:00:00-05:00 2026-11-25T00:00:00-05:00\n"},
      {"all day, bare date", "DTSTART:20261124\nDTEND:20261124\n", NY,
       "2026-11-24T00:00:00-05:00 2026-11-25T00:00:00-05:00\n"},
      {"days over the change", "DTSTART;VALUE=DATE:20261031\nDTEND;VALUE=DATE:20261102\n", NY,
       "2026-10-31T00:00:00-04:00 2026-11-02T00:00:00-05:00\n"},
      {"nominal day over the change",
       "DTSTART;TZID=America/New_York:20261031T120000\nDURATION:P1D\n", NY,
       "2026-10-31T12:00:00-04:00 2026-11-01T12:00:00-05:00\n"},
      {"exact day over the change",
       "DTSTART;TZID=America/New_York:20261031T120000\nDURATION:PT24H\n", NY,
       "2026-10-31T12:00:00-04:00 2026-11-01T11:00:00-05:00\n"},
      {"gap: the offset before it", "DTSTART;TZID=America/New_York:20260308T023000\n", NY,
       "2026-03-08T03:30:00-04:00 2026-03-08T03:30:00-04:00\n"},
      {"overlap: the first", "DTSTART;TZID=America/New_York:20261101T013000\n", NY,
       "2026-11-01T01:30:00-04:00 2026-11-01T01:30:00-04:00\n"},
      {"leap day", "DTSTART:20280229T100000Z\nDURATION:P1D\n", "UTC",
       "2028-02-29T10:00:00+00:00 2028-03-01T10:00:00+00:00\n"},
      {"no leap day", "DTSTART:20260229T100000Z\n", "UTC",
       "! x.ics: line 3: DTSTART: \"no such time\"\n"},
      {"year's end", "DTSTART:20261231T233000Z\nDURATION:PT1H\n", "UTC",
       "2026-12-31T23:30:00+00:00 2027-01-01T00:30:00+00:00\n"},
      {"midnight as 24:00", "DTSTART:20261231T240000Z\n", "UTC",
       "2027-01-01T00:00:00+00:00 2027-01-01T00:00:00+00:00\n"},
      {"leap second", "DTSTART:20161231T235960Z\n", "UTC",
       "2016-12-31T23:59:59+00:00 2016-12-31T23:59:59+00:00\n"},
      {"end before start", "DTSTART:20261124T190000Z\nDTEND:20261124T180000Z\n", "UTC",
       "! x.ics: line 3: the event ends before it begins; read as if it had no length\n"
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00\n"},
      {"negative duration", "DTSTART:20261124T190000Z\nDURATION:-PT30M\n", "UTC",
       "! x.ics: line 3: the event ends before it begins; read as if it had no length\n"
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00\n"},
      {"end in another zone",
       "DTSTART;TZID=America/New_York:20261124T140000\nDTEND;TZID=Europe/London:20261124T193000\n",
       NY, "2026-11-24T14:00:00-05:00 2026-11-24T14:30:00-05:00\n"},
      {"no start", "DTEND:20261124T180000Z\n", "UTC",
       "! x.ics: line 3: the event has no DTSTART\n"},
      {"no time", "DTSTART:tomorrow\n", "UTC",
       "! x.ics: line 3: DTSTART cannot be read: \"tomorrow\"\n"},
      {"absurd year", "DTSTART:00010101T000000Z\n", "UTC",
       "! x.ics: line 3: DTSTART: \"no such time\"\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *body =
        g_strconcat("BEGIN:VEVENT\nUID:1\n", rows[i].lines, "END:VEVENT\n", NULL);
    g_autofree char *got = read_body(body, NULL, NULL, rows[i].mine);
    check(rows[i].name, got, rows[i].wanted);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ical/times", test_times);
  return g_test_run();
}
