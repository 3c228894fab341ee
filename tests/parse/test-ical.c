#include "base/error.h"
#include "base/limits.h"
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

#define SERIES(start, more)                                                                        \
  "BEGIN:VEVENT\nUID:s\nDTSTART" start "\nDURATION:PT30M\n" more "END:VEVENT\n"

static void
test_recurrence(void) {
  static const struct {
    const char *name, *body, *from, *to, *mine, *wanted;
  } rows[] = {
      {"nine in New York over both changes",
       SERIES(";TZID=America/New_York:20260302T090000", "RRULE:FREQ=WEEKLY\n"),
       "2026-03-01T00:00:00Z", "2026-03-17T00:00:00Z", "UTC",
       "2026-03-02T14:00:00+00:00 2026-03-02T14:30:00+00:00\n"
       "2026-03-09T13:00:00+00:00 2026-03-09T13:30:00+00:00\n"
       "2026-03-16T13:00:00+00:00 2026-03-16T13:30:00+00:00\n"},
      {"and in autumn, years later",
       SERIES(";TZID=America/New_York:20200106T090000", "RRULE:FREQ=WEEKLY\n"),
       "2026-10-26T00:00:00Z", "2026-11-03T00:00:00Z", "UTC",
       "2026-10-26T13:00:00+00:00 2026-10-26T13:30:00+00:00\n"
       "2026-11-02T14:00:00+00:00 2026-11-02T14:30:00+00:00\n"},
      {"in the gap",
       SERIES(";TZID=America/New_York:20260301T023000", "RRULE:FREQ=WEEKLY;COUNT=3\n"),
       "2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z", NY,
       "2026-03-01T02:30:00-05:00 2026-03-01T03:00:00-05:00\n"
       "2026-03-08T03:30:00-04:00 2026-03-08T04:00:00-04:00\n"
       "2026-03-15T02:30:00-04:00 2026-03-15T03:00:00-04:00\n"},
      {"in the overlap",
       SERIES(";TZID=America/New_York:20261031T013000", "RRULE:FREQ=DAILY;COUNT=3\n"),
       "2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z", NY,
       "2026-10-31T01:30:00-04:00 2026-10-31T02:00:00-04:00\n"
       "2026-11-01T01:30:00-04:00 2026-11-01T01:00:00-05:00\n"
       "2026-11-02T01:30:00-05:00 2026-11-02T02:00:00-05:00\n"},
      {"count includes what EXDATE takes",
       SERIES(":20261124T190000Z", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261125T190000Z\n"), NULL,
       NULL, "UTC",
       "2026-11-24T19:00:00+00:00 2026-11-24T19:30:00+00:00\n"
       "2026-11-26T19:00:00+00:00 2026-11-26T19:30:00+00:00\n"},
      {"EXDATE in another zone, and as a date",
       SERIES(":20261124T190000Z", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=America/New_York:"
                                   "20261124T140000\nEXDATE;VALUE=DATE:20261126\n"),
       NULL, NULL, "UTC", "2026-11-25T19:00:00+00:00 2026-11-25T19:30:00+00:00\n"},
      {"several EXDATEs in a line",
       SERIES(":20261124T190000Z",
              "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261124T190000Z,20261125T190000Z\n"),
       NULL, NULL, "UTC", "2026-11-26T19:00:00+00:00 2026-11-26T19:30:00+00:00\n"},
      {"until in UTC is an instant",
       SERIES(";TZID=America/New_York:20261123T210000",
              "RRULE:FREQ=DAILY;UNTIL=20261125T020000Z\n"),
       NULL, NULL, NY,
       "2026-11-23T21:00:00-05:00 2026-11-23T21:30:00-05:00\n"
       "2026-11-24T21:00:00-05:00 2026-11-24T21:30:00-05:00\n"},
      {"until without zone is local",
       SERIES(";TZID=America/New_York:20261123T210000", "RRULE:FREQ=DAILY;UNTIL=20261124T205959\n"),
       NULL, NULL, NY, "2026-11-23T21:00:00-05:00 2026-11-23T21:30:00-05:00\n"},
      {"until a date has all of it",
       SERIES(";TZID=America/New_York:20261123T210000", "RRULE:FREQ=DAILY;UNTIL=20261124\n"), NULL,
       NULL, NY,
       "2026-11-23T21:00:00-05:00 2026-11-23T21:30:00-05:00\n"
       "2026-11-24T21:00:00-05:00 2026-11-24T21:30:00-05:00\n"},
      {"leap days", SERIES(":20240229T120000Z", "RRULE:FREQ=YEARLY\n"), "2024-01-01T00:00:00Z",
       "2033-01-01T00:00:00Z", "UTC",
       "2024-02-29T12:00:00+00:00 2024-02-29T12:30:00+00:00\n"
       "2028-02-29T12:00:00+00:00 2028-02-29T12:30:00+00:00\n"
       "2032-02-29T12:00:00+00:00 2032-02-29T12:30:00+00:00\n"},
      {"the 31st", SERIES(":20260131T120000Z", "RRULE:FREQ=MONTHLY\n"), "2026-02-01T00:00:00Z",
       "2026-06-01T00:00:00Z", "UTC",
       "2026-03-31T12:00:00+00:00 2026-03-31T12:30:00+00:00\n"
       "2026-05-31T12:00:00+00:00 2026-05-31T12:30:00+00:00\n"},
      {"days of three, one over the window's edge",
       "BEGIN:VEVENT\nUID:d\nDTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261104\n"
       "RRULE:FREQ=WEEKLY\nEND:VEVENT\n",
       "2026-11-10T12:00:00-05:00", "2026-11-15T00:00:00-05:00", NY,
       "2026-11-08T00:00:00-05:00 2026-11-11T00:00:00-05:00\n"},
      {"RDATE, also with a period",
       SERIES(":20261124T190000Z", "RDATE:20261126T190000Z\nRDATE;VALUE=PERIOD:"
                                   "20261125T190000Z/PT1H\n"),
       NULL, NULL, "UTC",
       "2026-11-24T19:00:00+00:00 2026-11-24T19:30:00+00:00\n"
       "2026-11-25T19:00:00+00:00 2026-11-25T19:30:00+00:00\n"
       "2026-11-26T19:00:00+00:00 2026-11-26T19:30:00+00:00\n"},
      {"the start is an occurrence even against its rule",
       SERIES(":20261124T190000Z", "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261126T000000Z\n"), NULL,
       NULL, "UTC",
       "2026-11-24T19:00:00+00:00 2026-11-24T19:30:00+00:00\n"
       "2026-11-25T19:00:00+00:00 2026-11-25T19:30:00+00:00\n"},
      {"hourly is refused", SERIES(":20261124T190000Z", "RRULE:FREQ=HOURLY\n"), NULL, NULL, "UTC",
       "! x.ics: line 3: the event recurs more often than daily, which is not read\n"},
      {"every minute of a day is refused",
       SERIES(":20261124T190000Z", "RRULE:FREQ=DAILY;BYMINUTE=1,2,3\n"), NULL, NULL, "UTC",
       "! x.ics: line 3: the event recurs more than once an hour, which is not read\n"},
      {"a rule that is none", SERIES(":20261124T190000Z", "RRULE:FREQ=WHENEVER\n"), NULL, NULL,
       "UTC", "! x.ics: line 3: RRULE cannot be read: \"FREQ=WHENEVER\"\n"},
      {"a day that never comes",
       SERIES(":20261124T190000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"), NULL, NULL,
       "UTC", "2026-11-24T19:00:00+00:00 2026-11-24T19:30:00+00:00\n"},
      {"over before the window",
       SERIES(":20201124T190000Z", "RRULE:FREQ=DAILY;UNTIL=20201224T190000Z\n"),
       "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "UTC", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got = read_body(rows[i].body, rows[i].from, rows[i].to, rows[i].mine);
    check(rows[i].name, got, rows[i].wanted);
  }
}

/* The single occurrence that is moved, and what stays of the series. */
#define WEEKLY                                                                                     \
  "BEGIN:VEVENT\nUID:w\nSUMMARY:old\nDTSTART;TZID=America/New_York:20261103T090000\n"              \
  "DTEND;TZID=America/New_York:20261103T093000\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
#define CHANGED(id, start, more)                                                                   \
  "BEGIN:VEVENT\nUID:w\nSUMMARY:new\nRECURRENCE-ID" id "\nDTSTART;TZID=America/New_York:" start    \
  "\nDURATION:PT1H\n" more "END:VEVENT\n"

static void
test_overrides(void) {
  static const struct {
    const char *name, *body, *from, *to, *wanted;
  } rows[] = {
      {"moved within",
       CHANGED(";TZID=America/New_York:20261110T090000", "20261111T100000", "") WEEKLY,
       "2026-11-09T00:00:00Z", "2026-11-18T00:00:00Z",
       "2026-11-11T10:00:00-05:00 2026-11-11T11:00:00-05:00 new\n"
       "2026-11-17T09:00:00-05:00 2026-11-17T09:30:00-05:00 old\n"},
      {"moved out", WEEKLY CHANGED(":20261110T140000Z", "20270110T100000", ""),
       "2026-11-09T00:00:00Z", "2026-11-18T00:00:00Z",
       "2026-11-17T09:00:00-05:00 2026-11-17T09:30:00-05:00 old\n"},
      {"moved in", WEEKLY CHANGED(":20270105T140000Z", "20261112T100000", ""),
       "2026-11-09T00:00:00Z", "2026-11-16T00:00:00Z",
       "2026-11-12T10:00:00-05:00 2026-11-12T11:00:00-05:00 new\n"
       "2026-11-10T09:00:00-05:00 2026-11-10T09:30:00-05:00 old\n"},
      {"named by its date", WEEKLY CHANGED(";VALUE=DATE:20261110", "20261111T100000", ""),
       "2026-11-09T00:00:00Z", "2026-11-16T00:00:00Z",
       "2026-11-11T10:00:00-05:00 2026-11-11T11:00:00-05:00 new\n"},
      {"alone", CHANGED(":20261110T140000Z", "20261111T100000", ""), NULL, NULL,
       "2026-11-11T10:00:00-05:00 2026-11-11T11:00:00-05:00 new\n"},
      {"this and future",
       WEEKLY CHANGED(";RANGE=THISANDFUTURE;TZID=America/New_York:20261110T090000",
                      "20261110T110000", ""),
       "2026-11-02T00:00:00Z", "2026-11-26T00:00:00Z",
       "2026-11-10T11:00:00-05:00 2026-11-10T12:00:00-05:00 new\n"
       "2026-11-03T09:00:00-05:00 2026-11-03T09:30:00-05:00 old\n"
       "2026-11-17T11:00:00-05:00 2026-11-17T12:00:00-05:00 new\n"
       "2026-11-24T11:00:00-05:00 2026-11-24T12:00:00-05:00 new\n"},
      {"this and future, long ago",
       WEEKLY CHANGED(";RANGE=THISANDFUTURE;TZID=America/New_York:20261110T090000",
                      "20261111T110000", ""),
       "2027-06-07T00:00:00Z", "2027-06-14T00:00:00Z",
       "2027-06-09T11:00:00-04:00 2027-06-09T12:00:00-04:00 new\n"},
      {"this and future, then one more",
       WEEKLY CHANGED(";RANGE=THISANDFUTURE:20261110T140000Z", "20261110T110000", "")
           CHANGED(":20261117T140000Z", "20261118T080000", ""),
       "2026-11-09T00:00:00Z", "2026-11-26T00:00:00Z",
       "2026-11-10T11:00:00-05:00 2026-11-10T12:00:00-05:00 new\n"
       "2026-11-18T08:00:00-05:00 2026-11-18T09:00:00-05:00 new\n"
       "2026-11-24T11:00:00-05:00 2026-11-24T12:00:00-05:00 new\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got = read_body(rows[i].body, rows[i].from, rows[i].to, NY);
    check(rows[i].name, got, rows[i].wanted);
  }
}

/* What a series gives in a far window must not depend on where the reading of it began. */
static void
test_fast_forward(void) {
  static const char *const rules[] = {"FREQ=DAILY",
                                      "FREQ=DAILY;INTERVAL=3",
                                      "FREQ=DAILY;COUNT=700",
                                      "FREQ=DAILY;INTERVAL=7;COUNT=90",
                                      "FREQ=DAILY;BYDAY=MO,FR;COUNT=200",
                                      "FREQ=DAILY;BYMONTH=2,11",
                                      "FREQ=WEEKLY",
                                      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU",
                                      "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU;COUNT=120",
                                      "FREQ=WEEKLY;INTERVAL=3;COUNT=40",
                                      "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=300",
                                      "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=-1",
                                      "FREQ=MONTHLY",
                                      "FREQ=MONTHLY;COUNT=30",
                                      "FREQ=MONTHLY;INTERVAL=5",
                                      "FREQ=MONTHLY;BYDAY=2TU",
                                      "FREQ=MONTHLY;BYDAY=2TU;COUNT=25",
                                      "FREQ=MONTHLY;BYMONTHDAY=-1",
                                      "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=26",
                                      "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=26",
                                      "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
                                      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                                      "FREQ=YEARLY",
                                      "FREQ=YEARLY;BYWEEKNO=20",
                                      "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"};
  for (gsize r = 0; r < G_N_ELEMENTS(rules); r++)
    for (int day = 1; day <= 31; day += 3) {
      g_autofree char *body = g_strdup_printf(
          "BEGIN:VEVENT\nUID:f\nDTSTART;TZID=America/New_York:202410%02dT090000\nDURATION:PT30M\n"
          "RRULE:%s\nEND:VEVENT\n",
          day, rules[r]);
      g_autofree char *all = read_body(body, NULL, "2026-12-15T00:00:00-05:00", NY);
      g_autofree char *far =
          read_body(body, "2026-10-20T00:00:00-04:00", "2026-12-15T00:00:00-05:00", NY);
      g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
      g_autoptr(GString) later = g_string_new(NULL);
      for (char **line = lines; *line; line++)
        if (strcmp(*line, "2026-10-20T00:00:00") >= 0)
          g_string_append_printf(later, "%s\n", *line);
      check(body, far, later->str);
    }
}

#define CUSTOM_TZ(id, location)                                                                    \
  "BEGIN:VTIMEZONE\nTZID:" id "\n" location                                                        \
  "BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n"                \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n"                              \
  "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n"                \
  "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
/* Clock changes that no place has. */
#define STRANGE_TZ                                                                                 \
  "BEGIN:VTIMEZONE\nTZID:Strange\n"                                                                \
  "BEGIN:STANDARD\nDTSTART:20200101T030000\nTZOFFSETFROM:+0730\nTZOFFSETTO:+0630\n"                \
  "RRULE:FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=9\nEND:STANDARD\n"                                       \
  "BEGIN:DAYLIGHT\nDTSTART:20200101T020000\nTZOFFSETFROM:+0630\nTZOFFSETTO:+0730\n"                \
  "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5\nEND:DAYLIGHT\nEND:VTIMEZONE\n"

static gboolean
see_zone(const CrEvent *event, gpointer data) {
  Seen *seen = data;
  append_wall(seen->lines, seen->mine, event->start);
  g_string_append_printf(seen->lines, " %s %s%s", event->zone ? event->zone : "-",
                         event->zone_label ? event->zone_label : "-",
                         event->floating ? " floating" : "");
  return TRUE;
}

static void
test_zones(void) {
  static const struct {
    const char *tzid, *before, *wanted; /* of 14:00 on 24 November */
  } rows[] = {
      {"America/New_York", "", "2026-11-24T19:00:00+00:00 America/New_York -"},
      {"/freeassociation.sourceforge.net/America/New_York", "",
       "2026-11-24T19:00:00+00:00 America/New_York "
       "/freeassociation.sourceforge.net/America/New_York"},
      {"/mozilla.org/20050126_1/Europe/Paris", "",
       "2026-11-24T13:00:00+00:00 Europe/Paris /mozilla.org/20050126_1/Europe/Paris"},
      {"tzone://Microsoft/Utc", "", "2026-11-24T14:00:00+00:00 - tzone://Microsoft/Utc"},
      {"UTC", "", "2026-11-24T14:00:00+00:00 - UTC"},
      {"Eastern Standard Time", "",
       "2026-11-24T19:00:00+00:00 America/New_York Eastern Standard Time"},
      {"GMT Standard Time", "", "2026-11-24T14:00:00+00:00 Europe/London GMT Standard Time"},
      {"W. Europe Standard Time", "",
       "2026-11-24T13:00:00+00:00 Europe/Berlin W. Europe Standard Time"},
      {"\"(UTC-05:00) Eastern Time (US & Canada)\"", "",
       "2026-11-24T19:00:00+00:00 America/New_York (UTC-05:00) Eastern Time (US & Canada)"},
      /* as Exchange once wrote it */
      {"(UTC-05:00) Eastern Time (US & Canada)", "",
       "2026-11-24T19:00:00+00:00 America/New_York (UTC-05:00) Eastern Time (US & Canada)"},
      {"\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"", "",
       "2026-11-24T13:00:00+00:00 Europe/Amsterdam (UTC+01:00) Amsterdam, Berlin, Bern, Rome, "
       "Stockholm, Vienna"},
      {"\"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi\"", "",
       "2026-11-24T08:30:00+00:00 Asia/Kolkata (UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"},
      {"\"(GMT+00:00) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London\"", "",
       "2026-11-24T14:00:00+00:00 Europe/London (GMT+00:00) Greenwich Mean Time : Dublin, "
       "Edinburgh, Lisbon, London"},
      {"US/Pacific", "", NULL},
      {"EST", "", "2026-11-24T19:00:00+00:00 America/New_York EST"},
      {"GMT+0100", "", "2026-11-24T13:00:00+00:00 +01:00 GMT+0100"},
      {"+05:30", "", "2026-11-24T08:30:00+00:00 +05:30 -"},
      /* by the rules that the file gives */
      {"Customized Time Zone", CUSTOM_TZ("Customized Time Zone", ""),
       "2026-11-24T19:00:00+00:00 America/New_York Customized Time Zone"},
      {"x", CUSTOM_TZ("x", "X-LIC-LOCATION:America/Toronto\n"),
       "2026-11-24T19:00:00+00:00 America/Toronto x"},
      {"x", CUSTOM_TZ("x", "X-LIC-LOCATION:Europe/Berlin\n"),
       "2026-11-24T19:00:00+00:00 America/New_York x"},
      {"EST", CUSTOM_TZ("EST", ""), "2026-11-24T19:00:00+00:00 America/New_York EST"},
      {"Strange", STRANGE_TZ, "2026-11-24T07:30:00+00:00 +06:30 Strange"},
      {"Nowhere/Land", STRANGE_TZ, "! x.ics: line 18: unknown time zone: \"Nowhere/Land\"\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = g_strdup_printf(
        "BEGIN:VCALENDAR\nVERSION:2.0\n%sBEGIN:VEVENT\nUID:1\nDTSTART;TZID=%s:20261124T140000\n"
        "DURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n",
        rows[i].before, rows[i].tzid);
    Seen seen = {g_string_new(NULL), cr_zone_utc(), 0};
    CrIcalContext context = {seen.mine, CR_INSTANT_NONE, CR_INSTANT_NONE, "x.ics"};
    cr_ical_parse(text, strlen(text), &context, see_zone, see_problem, &seen, NULL);
    g_autofree char *got = g_string_free(seen.lines, FALSE);
    if (rows[i].wanted)
      check(rows[i].tzid, got, rows[i].wanted);
    else
      g_assert_true(g_str_has_prefix(got, "2026-11-24T22:00:00+00:00 "));
  }
}

/* A VTIMEZONE may follow what uses it, and its own summer counts. */
static void
test_vtimezone(void) {
  g_autofree char *late = read_body("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Strange:20260601T140000\n"
                                    "RRULE:FREQ=MONTHLY;COUNT=5\nEND:VEVENT\n" STRANGE_TZ,
                                    NULL, NULL, "UTC");
  check("late", late,
        "2026-06-01T06:30:00+00:00 2026-06-01T06:30:00+00:00\n"
        "2026-07-01T06:30:00+00:00 2026-07-01T06:30:00+00:00\n"
        "2026-08-01T06:30:00+00:00 2026-08-01T06:30:00+00:00\n"
        "2026-09-01T06:30:00+00:00 2026-09-01T06:30:00+00:00\n"
        "2026-10-01T07:30:00+00:00 2026-10-01T07:30:00+00:00\n");
}

static gboolean
see_invite(const CrEvent *event, gpointer data) {
  Seen *seen = data;
  g_autofree char *stamp = cr_instant_format(event->dtstamp, cr_zone_utc());
  g_autofree char *recurrence = cr_instant_format(event->recurrence_id, cr_zone_utc());
  g_string_append_printf(
      seen->lines, "%s %s %d %s %s%s%s%s|%s|%s", cr_method_names[event->method], event->uid,
      event->sequence, stamp ? stamp : "-", recurrence ? recurrence : "-",
      event->cancelled ? " cancelled" : "", event->tentative ? " tentative" : "",
      event->transparent ? " transparent" : "", event->organizer_name ? event->organizer_name : "-",
      event->organizer_email ? event->organizer_email : "-");
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *a = g_ptr_array_index(event->attendees, i);
    g_string_append_printf(seen->lines, "|%s %s %s", a->name ? a->name : "-",
                           a->email ? a->email : "-", a->status ? a->status : "-");
  }
  return TRUE;
}

static void
test_itip(void) {
  static const struct {
    const char *method, *lines, *wanted;
  } rows[] = {
      {"METHOD:REQUEST\n",
       "SEQUENCE:3\nDTSTAMP:20261120T100000Z\nDTSTART:20261124T190000Z\n"
       "ORGANIZER;CN=\"Reyes, Dana\":MAILTO:Dana@Northwind.Example\n"
       "ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION:mailto:sam@example.com\n"
       "ATTENDEE;PARTSTAT=accepted;EMAIL=lee@example.com:urn:uuid:1\n",
       "request 1 3 2026-11-20T10:00:00+00:00 -|Reyes, Dana|dana@northwind.example"
       "|Sam sam@example.com NEEDS-ACTION|- lee@example.com ACCEPTED"},
      {"METHOD:REQUEST\n",
       "DTSTART:20261124T190000Z\nORGANIZER;CN=Reyes: Hiring:mailto:dana@northwind.example\n",
       "request 1 0 - -|Reyes|dana@northwind.example"},
      {"METHOD:cancel\n", "STATUS:CANCELLED\nSEQUENCE:4\n", "cancel 1 4 - - cancelled|-|-"},
      {"METHOD:REPLY\n", "RECURRENCE-ID:20261124T190000Z\n",
       "reply 1 0 - 2026-11-24T19:00:00+00:00|-|-"},
      {"METHOD:COUNTER\n", "DTSTART:20261124T190000Z\n", "counter 1 0 - -|-|-"},
      {"METHOD:DECLINECOUNTER\n", "", "declinecounter 1 0 - -|-|-"},
      {"METHOD:ADD\n", "DTSTART:20261124T190000Z\n", "add 1 0 - -|-|-"},
      {"METHOD:REFRESH\n", "", "refresh 1 0 - -|-|-"},
      {"METHOD:PUBLISH\n", "DTSTART:20261124T190000Z\n", "publish 1 0 - -|-|-"},
      {"METHOD:DANCE\n", "DTSTART:20261124T190000Z\n", "none 1 0 - -|-|-"},
      {"", "DTSTART:20261124T190000Z\nSTATUS:TENTATIVE\nTRANSP:TRANSPARENT\n",
       "none 1 0 - - tentative transparent|-|-"},
      {"", "DTSTART:20261124T190000Z\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n",
       "none 1 0 - - transparent|-|-"},
      {"", "DTSTART:20261124T190000Z\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nSEQUENCE:-5\n",
       "none 1 0 - - tentative|-|-"},
      {"METHOD:REQUEST\n", "", "! x.ics: line 3: the event has no DTSTART\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text =
        g_strdup_printf("BEGIN:VCALENDAR\n%sBEGIN:VEVENT\nUID:1\n%sEND:VEVENT\nEND:VCALENDAR\n",
                        rows[i].method, rows[i].lines);
    Seen seen = {g_string_new(NULL), cr_zone_utc(), 0};
    CrIcalContext context = {seen.mine, CR_INSTANT_NONE, CR_INSTANT_NONE, "x.ics"};
    cr_ical_parse(text, strlen(text), &context, see_invite, see_problem, &seen, NULL);
    g_autofree char *got = g_string_free(seen.lines, FALSE);
    check(rows[i].method, got, rows[i].wanted);
  }
}

static char *
read_raw(const char *bytes, gsize length) {
  Seen seen = {g_string_new(NULL), cr_zone_utc(), 0};
  CrIcalContext context = {seen.mine, CR_INSTANT_NONE, CR_INSTANT_NONE, "x.ics"};
  g_autoptr(GError) error = NULL;
  if (!cr_ical_parse(bytes, length, &context, see_event, see_problem, &seen, &error))
    g_string_append_printf(seen.lines, "no: %s\n", error->message);
  return g_string_free(seen.lines, FALSE);
}

#define ONE "BEGIN:VEVENT\nUID:1\nDTSTART:20261124T190000Z\nSUMMARY:one\nEND:VEVENT\n"
#define ONE_SEEN "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00 one\n"
#define CAL(body) "BEGIN:VCALENDAR\n" body "END:VCALENDAR\n"

static void
test_form(void) {
  static const struct {
    const char *name, *text, *wanted;
  } rows[] = {
      {"no calendar", "BEGIN:VCARD\nEND:VCARD\n", "no: x.ics: this is no calendar\n"},
      {"nothing", "", "no: x.ics: this is no calendar\n"},
      {"byte order mark", "\xef\xbb\xbf" CAL(ONE), ONE_SEEN},
      {"lower case",
       "begin:vcalendar\nbegin:vevent\ndtstart:20261124T190000Z\nsummary:one\n"
       "end:vevent\nend:vcalendar\n",
       ONE_SEEN},
      {"CR alone",
       "BEGIN:VCALENDAR\rBEGIN:VEVENT\rDTSTART:20261124T190000Z\rSUMMARY:o\r ne\r"
       "END:VEVENT\rEND:VCALENDAR\r",
       ONE_SEEN},
      {"CRLF, folded with blanks and tabs, the name too",
       "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTST\r\n ART:2026\r\n\t1124T19\r\n 0000Z\r\nSUM\r\n "
       "MARY:o"
       "\r\n ne\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
       ONE_SEEN},
      {"folded inside a character",
       "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261124T190000Z\r\nSUMMARY:caf\xc3\r\n \xa9\r\n"
       "END:VEVENT\r\nEND:VCALENDAR\r\n",
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00 café\n"},
      {"Latin-1",
       CAL("BEGIN:VEVENT\nDTSTART:20261124T190000Z\nSUMMARY:caf\xe9 \x96 d\xfc\nEND:VEVENT\n"),
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00 café – dü\n"},
      {"terminal escapes",
       CAL("BEGIN:VEVENT\nDTSTART:20261124T190000Z\nSUMMARY:o\x1b[2Jne\nEND:VEVENT\n"),
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00 o[2Jne\n"},
      {"cut in an event", "BEGIN:VCALENDAR\n" ONE "BEGIN:VEVENT\nDTSTART:2026112",
       ONE_SEEN "! x.ics: line 8: the input ends within an event\n"},
      {"cut between events", "BEGIN:VCALENDAR\n" ONE,
       ONE_SEEN "! x.ics: line 7: the input ends within a calendar\n"},
      {"no line end at all", "BEGIN:VCALENDAR",
       "! x.ics: line 1: the input ends within a calendar\n"},
      {"an event without end", CAL("BEGIN:VEVENT\nDTSTART:20261123T190000Z\n" ONE),
       "! x.ics: line 2: the event has no end\n" ONE_SEEN},
      {"a calendar without end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" CAL(ONE),
       "! x.ics: line 2: the event has no end\n! x.ics: line 3: the calendar before it has no "
       "end\n" ONE_SEEN},
      {"an alarm without end",
       CAL("BEGIN:VEVENT\nDTSTART:20261124T190000Z\nSUMMARY:one\n"
           "BEGIN:VALARM\nDTSTART:1\nEND:VEVENT\n"),
       ONE_SEEN},
      {"an alarm's own lines",
       CAL("BEGIN:VEVENT\nDTSTART:20261124T190000Z\nBEGIN:VALARM\n"
           "SUMMARY:two\nDURATION:PT9H\nEND:VALARM\nSUMMARY:one\nEND:VEVENT\n"),
       ONE_SEEN},
      {"two calendars", CAL("") CAL(ONE), ONE_SEEN},
      {"other components", CAL("BEGIN:VTODO\nDTSTART:20261124T190000Z\nEND:VTODO\n" ONE), ONE_SEEN},
      {"an event in no calendar", ONE CAL(""), "! x.ics: line 1: the event is in no calendar\n"},
      {"stray ends", CAL("END:VEVENT\nEND:VALARM\n" ONE), ONE_SEEN},
      {"quotes left open",
       CAL("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=\"X:20261124T190000\nEND:VEVENT\n" ONE),
       "! x.ics: line 2: DTSTART cannot be read: \"TZID=\"X:20261124T190000\"\n" ONE_SEEN},
      {"the same trouble often",
       CAL("BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n"
           "BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n" ONE),
       "! x.ics: line 2: the event has no DTSTART\n! x.ics: line 4: the event has no DTSTART\n"
       "! x.ics: line 6: the event has no DTSTART\n" ONE_SEEN
       "! x.ics: 2 more like this: the event has no DTSTART\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got = read_raw(rows[i].text, strlen(rows[i].text));
    check(rows[i].name, got, rows[i].wanted);
  }
  static const char nul[] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T190000Z\nX:\0\n"
                            "SUMMARY:on\0e\nEND:VEVENT\nEND:VCALENDAR\n";
  g_autofree char *got = read_raw(nul, sizeof nul - 1);
  check("nul", got, "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00 on e\n");
}

static void
append_many(GString *out, const char *text, int count) {
  for (int i = 0; i < count; i++)
    g_string_append(out, text);
}

/* Each is read in a moment, gives a line, and what follows it is read. */
static void
test_hostile(void) {
  static const struct {
    const char *name, *before, *many;
    int count;
    const char *after, *wanted; /* before ONE_SEEN */
  } rows[] = {
      {"nested", "", "BEGIN:X\n", 100000, "END:VCALENDAR\nBEGIN:VCALENDAR\n",
       "! x.ics: line 9: components are nested too deep\n"
       "! x.ics: line 100003: the calendar before it has no end\n"},
      {"nested in an event", "BEGIN:VEVENT\nUID:2\n", "BEGIN:X\n", 100000, "",
       "! x.ics: line 10: components are nested too deep\n! x.ics: line 2: the event has no end\n"},
      {"a long line", "BEGIN:VEVENT\nUID:2\nDTSTART:20261124T190000Z\nDESCRIPTION:", "abcdefghij",
       500000, "\nEND:VEVENT\n",
       "! x.ics: line 2: a text is too long and was left out\n"
       "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00\n"},
      {"a long line that is not read",
       "BEGIN:VEVENT\nUID:2\nDTSTART:20261124T190000Z\nATTACH:", "abcdefghij", 500000,
       "\nEND:VEVENT\n", "2026-11-24T19:00:00+00:00 2026-11-24T19:00:00+00:00\n"},
      {"a long time", "BEGIN:VEVENT\nUID:2\nDTSTART:", "2026112419", 500000, "\nEND:VEVENT\n",
       "! x.ics: line 2: the event is too long\n"},
      {"endless folds", "BEGIN:VEVENT\nUID:2\nDTSTART:", "\n ", 1000000, "\nEND:VEVENT\n",
       "! x.ics: line 2: DTSTART cannot be read: \"\"\n"},
      {"many attendees", "BEGIN:VEVENT\nUID:2\nDTSTART:20261124T190000Z\n",
       "ATTENDEE:mailto:a@example.com\n", 100000, "END:VEVENT\n",
       "! x.ics: line 2: the event is too long\n"},
      {"empty lines", "", "\r\n", 1000000, "", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\n");
    g_string_append(text, rows[i].before);
    append_many(text, rows[i].many, rows[i].count);
    g_string_append(text, rows[i].after);
    g_string_append(text, ONE "END:VCALENDAR\n");
    gint64 begin = g_get_monotonic_time();
    g_autofree char *got = read_raw(text->str, text->len);
    g_autofree char *wanted = g_strconcat(rows[i].wanted, ONE_SEEN, NULL);
    g_test_message("%s: %d ms", rows[i].name, (int) ((g_get_monotonic_time() - begin) / 1000));
    check(rows[i].name, got, wanted);
  }
}

/* A series without end is followed for a year, or through the window up to the limit. */
static void
test_endless(void) {
  static const char body[] = SERIES(":19900101T190000Z", "RRULE:FREQ=DAILY\n");
  g_autofree char *year = read_body(body, NULL, NULL, "UTC");
  g_autofree char *all = read_body(body, NULL, "2026-01-01T00:00:00Z", "UTC");
  g_auto(GStrv) days = g_strsplit(year, "\n", -1), lines = g_strsplit(all, "\n", -1);
  g_assert_cmpuint(g_strv_length(days), ==, 366 + 1);
  g_assert_cmpuint(g_strv_length(lines), ==, CR_MAX_OCCURRENCES + 2);
  g_assert_nonnull(strstr(all, "! x.ics: line 3: the event recurs too often"));
}

/* Wherever a file is cut: no crash, the whole events before the cut, and a problem. */
static void
test_cut(void) {
  static const char text[] = CAL(ONE "BEGIN:VEVENT\nUID:2\nDTSTART;TZID=America/New_York:20261125T"
                                     "090000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n");
  gsize first = strstr(text, "END:VEVENT") + strlen("END:VEVENT\n") - text;
  for (gsize length = strlen("BEGIN:VCALENDAR"); length + 1 < sizeof text; length++) {
    g_autofree char *bytes = g_memdup2(text, length);
    g_autofree char *got = read_raw(bytes, length);
    gboolean whole = length >= sizeof text - 2;
    g_assert_true(whole || strstr(got, "the input ends within") != NULL);
    g_assert_true(length < first || g_str_has_prefix(got, ONE_SEEN));
  }
}

/* A UID is unique at any length, made of the content when there is none, and the same each time. */
static void
test_uid(void) {
  g_autofree char *stem = g_strnfill(300, 'a');
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *const tails[] = {"UID:%s1\nDTSTART:20261124T190000Z\n",
                               "UID:%s2\nDTSTART:20261124T190000Z\n",
                               "X-%s:1\nDTSTART:20261124T190000Z\nSUMMARY:1\n",
                               "X-%s:1\nDTSTART:20261124T190000Z\nSUMMARY:2\n"};
  for (int round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS(tails); i++) {
      g_autofree char *lines = g_strdup_printf(tails[i], stem);
      g_autofree char *text =
          g_strdup_printf("BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\nEND:VCALENDAR\n", lines);
      Seen sink = {g_string_new(NULL), cr_zone_utc(), 0};
      CrIcalContext context = {NULL, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL};
      g_assert_true(cr_ical_parse(text, strlen(text), &context, see_invite, NULL, &sink, NULL));
      g_auto(GStrv) words = g_strsplit(sink.lines->str, " ", 3);
      g_assert_cmpuint(strlen(words[1]), <=, 255);
      g_hash_table_add(seen, g_strdup(words[1]));
      g_string_free(sink.lines, TRUE);
    }
  g_assert_cmpuint(g_hash_table_size(seen), ==, G_N_ELEMENTS(tails));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ical/times", test_times);
  g_test_add_func("/ical/recurrence", test_recurrence);
  g_test_add_func("/ical/overrides", test_overrides);
  g_test_add_func("/ical/fast-forward", test_fast_forward);
  g_test_add_func("/ical/zones", test_zones);
  g_test_add_func("/ical/vtimezone", test_vtimezone);
  g_test_add_func("/ical/itip", test_itip);
  g_test_add_func("/ical/form", test_form);
  g_test_add_func("/ical/hostile", test_hostile);
  g_test_add_func("/ical/endless", test_endless);
  g_test_add_func("/ical/cut", test_cut);
  g_test_add_func("/ical/uid", test_uid);
  return g_test_run();
}
