#include "engine/entry-merge.h"
#include "engine/feed.h"
#include "parse/ical.h"

#include <string.h>

#define NOON ((CrInstant) 1795608000 * CR_SECOND) /* 2026-11-25T12:00:00Z */

typedef struct {
  CrStore *store;
  CrEngine *engine;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->store = cr_store_open("sqlite::memory:", &error);
  f->engine = cr_engine_new(f->store, 7, &error);
  g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer data) {
  cr_engine_free(f->engine);
  cr_store_free(f->store);
}

static void
add_call(Fixture *f, CrInstant start, CrPhase phase, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = cr_interview_new();
  cr_interview_set_start(iv, start, start + 30 * CR_MINUTE, "America/Chicago");
  iv->state.phase = phase;
  iv->contact.name = g_strdup(name);
  iv->company = g_strdup("Northwind, Inc.; \"the\" company");
  iv->added = NOON - CR_DAY_USEC;
  g_assert_true(cr_store_begin(f->store, 7, TRUE, &error));
  g_assert_true(cr_store_save_interview(f->store, iv, &error));
  g_assert_true(cr_store_commit(f->store, &error));
}

static gboolean
keep_event(const CrEvent *event, gpointer data) {
  g_ptr_array_add(data, cr_event_copy(event));
  return TRUE;
}

static void
no_problem(const char *message, gpointer data) {
  g_error("%s", message);
}

static GPtrArray *
read_events(const char *text) {
  g_autoptr(GError) error = NULL;
  CrIcalContext context = {NULL, CR_INSTANT_NONE, CR_INSTANT_NONE, "feed", NULL};
  GPtrArray *events = g_ptr_array_new_with_free_func((GDestroyNotify) cr_event_free);
  cr_ical_parse(text, strlen(text), &context, keep_event, no_problem, events, &error);
  g_assert_no_error(error);
  return events;
}

static guint
count(const char *text, const char *part) {
  guint n = 0;
  for (const char *p = strstr(text, part); p; p = strstr(p + 1, part))
    n++;
  return n;
}

/* Which calls are in it, with which alarms, in a form that a phone takes. */
static void
test_feed(Fixture *f, gconstpointer data) {
  static const struct {
    CrInstant start;
    CrPhase phase;
    gboolean in, alarms;
  } cases[] = {
      {NOON + CR_HOUR, CR_PHASE_SCHEDULED, TRUE, TRUE},
      {NOON - 5 * CR_MINUTE, CR_PHASE_WAITING, TRUE, TRUE},
      {NOON - CR_HOUR, CR_PHASE_MISSED, TRUE, FALSE},
      {NOON - CR_DAY_USEC, CR_PHASE_HELD, TRUE, FALSE},
      {NOON - CR_DAY_USEC, CR_PHASE_SILENT, TRUE, FALSE},
      {NOON - CR_DAY_USEC, CR_PHASE_CLOSED, TRUE, FALSE},
      {NOON + CR_DAY_USEC, CR_PHASE_CLOSED, FALSE, FALSE},
      {NOON + CR_DAY_USEC, CR_PHASE_RESCHEDULED, FALSE, FALSE},
      {NOON + CR_DAY_USEC, CR_PHASE_CANCELLED, FALSE, FALSE},
      {NOON + CR_DAY_USEC, CR_PHASE_WITHDRAWN, FALSE, FALSE},
      {NOON - 40 * CR_DAY_USEC, CR_PHASE_HELD, FALSE, FALSE},
  };
  guint in = 0, alarms = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    add_call(f, cases[i].start, cases[i].phase, "Dana Reyes");
    in += cases[i].in;
    alarms += cases[i].alarms;
  }
  g_autoptr(GError) error = NULL;
  g_autofree char *text = cr_feed_new(f->engine, NOON, &error);
  g_assert_no_error(error);
  g_autoptr(GPtrArray) events = read_events(text);
  g_assert_cmpuint(events->len, ==, in);
  g_assert_cmpuint(count(text, "BEGIN:VALARM"), ==, 2 * alarms);
  g_assert_cmpuint(count(text, "TRIGGER:-PT10M\r\n"), ==, alarms);
  g_assert_cmpuint(count(text, "TRIGGER:PT5M\r\n"), ==, alarms);
  for (guint i = 0; i < events->len; i++) {
    const CrEvent *event = events->pdata[i];
    gboolean found = FALSE;
    for (gsize j = 0; j < G_N_ELEMENTS(cases); j++)
      found |= cases[j].in && cases[j].start == event->start;
    g_assert_true(found);
    g_assert_cmpstr(event->summary, ==, "Call: Dana Reyes (Northwind, Inc.; \"the\" company)");
    g_assert_cmpint(event->dtstamp, ==, NOON - CR_DAY_USEC);
  }
  static const char *const lines[] = {
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", "\r\nX-WR-CALNAME:Promised calls\r\n",
      "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n", "\r\nMETHOD:PUBLISH\r\n",
      "\r\nEND:VCALENDAR\r\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
    g_assert_cmpuint(count(text, lines[i]), ==, 1);
  g_assert_cmpuint(count(text, "\n"), ==, count(text, "\r\n"));
  g_autofree char *again = cr_feed_new(f->engine, NOON + CR_SECOND, &error);
  g_assert_cmpstr(again, ==, text);
}

static gboolean
opens(CrEngine *engine, const char *secret) {
  g_autoptr(GError) error = NULL;
  gboolean yes = FALSE;
  g_assert_true(cr_feed_opens(engine, secret, &yes, &error));
  g_assert_no_error(error);
  return yes;
}

static void
test_secret(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL;
  g_assert_false(opens(f->engine, ""));
  g_assert_true(cr_feed_make_secret(f->engine, CR_HOUR, &first, &error));
  g_assert_cmpint(cr_feed_account(first), ==, 7);
  g_assert_true(opens(f->engine, first));
  g_assert_true(cr_feed_make_secret(f->engine, CR_HOUR, &second, &error));
  g_assert_false(opens(f->engine, first));
  g_assert_true(opens(f->engine, second));
  g_assert_cmpuint(strlen(second), ==, 2 + 64);
  g_autofree char *shorter = g_strndup(second, strlen(second) - 1);
  g_autofree char *longer = g_strconcat(second, "0", NULL);
  g_autofree char *elsewhere = g_strconcat("8", second + 1, NULL);
  g_assert_false(opens(f->engine, shorter) || opens(f->engine, longer) ||
                 opens(f->engine, elsewhere));
  /* What is kept does not open it. */
  g_assert_true(cr_store_begin(f->store, 7, FALSE, &error));
  g_autofree char *kept = cr_store_get(f->store, "feed.secret", &error);
  cr_store_rollback(f->store);
  g_assert_null(strstr(kept, second + 2));
  g_assert_false(opens(f->engine, kept));
  /* Another account has none of it. */
  g_autoptr(CrEngine) other = cr_engine_new(f->store, 8, &error);
  g_assert_false(opens(other, second));
  g_assert_true(cr_feed_close(f->engine, CR_HOUR, &error));
  g_assert_false(opens(f->engine, second));
  static const char *const none[] = {NULL, "", "-", "7", "7-", "x-0", "-7-00", "7-0g"};
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
    g_assert_cmpint(cr_feed_account(none[i]), ==, 0);
}

/* Times as agreed, written in UTC: daylight saving, midnight, leap days, far zones. */
static void
test_times(void) {
  static const struct {
    const char *zone;
    CrWall wall;
    int minutes;
    const char *start, *end;
  } cases[] = {
      {"America/New_York", {2026, 3, 8, 1, 45, 0}, 30, "20260308T064500Z", "20260308T071500Z"},
      {"America/New_York", {2026, 3, 8, 2, 30, 0}, 30, "20260308T073000Z", "20260308T080000Z"},
      {"America/New_York", {2026, 3, 8, 3, 0, 0}, 30, "20260308T070000Z", "20260308T073000Z"},
      {"America/New_York", {2026, 11, 1, 0, 30, 0}, 60, "20261101T043000Z", "20261101T053000Z"},
      {"America/New_York", {2026, 11, 1, 1, 30, 0}, 60, "20261101T053000Z", "20261101T063000Z"},
      {"Europe/Berlin", {2026, 3, 29, 1, 30, 0}, 60, "20260329T003000Z", "20260329T013000Z"},
      {"Europe/Berlin", {2026, 10, 25, 2, 30, 0}, 60, "20261025T003000Z", "20261025T013000Z"},
      {"Europe/Berlin", {2026, 12, 31, 23, 45, 0}, 30, "20261231T224500Z", "20261231T231500Z"},
      {"UTC", {2026, 12, 31, 23, 45, 0}, 30, "20261231T234500Z", "20270101T001500Z"},
      {"UTC", {2028, 2, 28, 23, 45, 0}, 30, "20280228T234500Z", "20280229T001500Z"},
      {"UTC", {2028, 2, 29, 23, 45, 0}, 30, "20280229T234500Z", "20280301T001500Z"},
      {"UTC", {2027, 2, 28, 23, 45, 0}, 30, "20270228T234500Z", "20270301T001500Z"},
      {"Pacific/Kiritimati", {2026, 1, 1, 9, 0, 0}, 30, "20251231T190000Z", "20251231T193000Z"},
      {"Pacific/Pago_Pago", {2026, 12, 31, 13, 0, 0}, 30, "20270101T000000Z", "20270101T003000Z"},
      {"Asia/Kathmandu", {2026, 6, 1, 0, 0, 0}, 15, "20260531T181500Z", "20260531T183000Z"},
      {"Australia/Lord_Howe", {2026, 4, 5, 1, 45, 0}, 30, "20260404T144500Z", "20260404T151500Z"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrInstant start = cr_zone_instant(cr_zone_find(cases[i].zone), &cases[i].wall);
    CrEntry entry = {
        .uid = (char *) "u", .start = start, .end = start + cases[i].minutes * CR_MINUTE};
    g_autoptr(GString) text = g_string_new(NULL);
    cr_entry_append(text, &entry, CR_INSTANT_NONE, 0);
    g_autofree char *expected =
        g_strdup_printf("DTSTART:%s\r\nDTEND:%s\r\n", cases[i].start, cases[i].end);
    if (strstr(text->str, expected) == NULL)
      g_error("%s %zu: %s", cases[i].zone, i, text->str);
  }
}

#define UID "call-1@0123.crickets.invalid"
#define OBJECT(lines)                                                                              \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:" UID "\r\n" lines                        \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define BEFORE "DTSTART:20261125T120000Z\r\nDTEND:20261125T123000Z\r\nSUMMARY:Call\r\n"
#define AFTER "DTSTART:20261126T120000Z\r\nDTEND:20261126T123000Z\r\nSUMMARY:Call\r\n"

/* What stands on the server, and what must and must not be in it afterwards. */
static void
test_merge(void) {
  static const struct {
    const char *theirs, *before, *after;
    const char *has[4], *has_not[4];
  } cases[] = {
      /* A new time; the candidate's words and alarm stay. */
      {OBJECT("DTSTART;TZID=Europe/Berlin:20261125T140000\r\nDURATION:PT1H\r\nSUMMARY:Mine\r\n"
              "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nSUMMARY:x\r\nEND:VALARM\r\nSEQUENCE:4\r\n"),
       OBJECT(BEFORE),
       OBJECT(AFTER),
       {"\r\nDTSTART:20261126T120000Z\r\nDTEND:20261126T123000Z\r\n", "\r\nSUMMARY:Mine\r\n",
        "\r\nTRIGGER:-PT1H\r\nSUMMARY:x\r\n", "\r\nSEQUENCE:5\r\n"},
       {"Berlin", "DURATION", "SUMMARY:Call"}},
      /* The same time, new words: the candidate's time stays. */
      {OBJECT("DTSTART:20261125T140000Z\r\nDTEND:20261125T143000Z\r\nSUMMARY:Call\r\n"),
       OBJECT(BEFORE),
       OBJECT("DTSTART:20261125T120000Z\r\nDTEND:20261125T123000Z\r\nSUMMARY:Call: Dana\r\n"),
       {"\r\nDTSTART:20261125T140000Z\r\n", "\r\nSUMMARY:Call: Dana\r\n"},
       {"SUMMARY:Call\r\n"}},
      /* A property of ours that is no more. */
      {OBJECT(BEFORE "LOCATION:Phone\r\nCATEGORIES:a\r\n"),
       OBJECT(BEFORE "LOCATION:Phone\r\n"),
       OBJECT(BEFORE),
       {"\r\nCATEGORIES:a\r\n"},
       {"LOCATION"}},
      /* Nothing is known of before: all of ours. */
      {OBJECT("DTSTART:20261125T140000Z\r\nSUMMARY:Mine\r\nX-A:b\r\n"),
       NULL,
       OBJECT(AFTER),
       {"\r\nDTSTART:20261126T120000Z\r\n", "\r\nSUMMARY:Call\r\n", "\r\nX-A:b\r\n"},
       {"Mine"}},
      /* Exceptions, other events, zones and lower case are left as they are. */
      {"begin:vcalendar\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:"
       "19700101T000000\r\n"
       "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:" UID
       "\r\nRECURRENCE-ID:20261125T120000Z\r\nDTSTART:20261127T120000Z\r\nEND:VEVENT\r\n"
       "begin:vevent\r\nuid:" UID "\r\ndtstart:20261125T120000Z\r\nsummary:Call\r\nend:vevent\r\n"
       "end:vcalendar\r\n",
       OBJECT(BEFORE),
       OBJECT(AFTER),
       {"DTSTART:19700101T000000\r\n", "DTSTART:20261127T120000Z\r\n",
        "\r\nDTSTART:20261126T120000Z\r\n", "\r\nsummary:Call\r\n"},
       {"dtstart"}},
      /* Not ours, or nothing that can be read. */
      {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
       OBJECT(BEFORE), OBJECT(AFTER)},
      {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:" UID "\r\n", OBJECT(BEFORE), OBJECT(AFTER)},
      {"", OBJECT(BEFORE), OBJECT(AFTER)},
      {"<html>", OBJECT(BEFORE), OBJECT(AFTER)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *merged =
        cr_entry_merge(cases[i].theirs, UID, cases[i].before, cases[i].after, NOON);
    g_assert_cmpint(merged != NULL, ==, cases[i].has[0] != NULL);
    for (gsize j = 0; j < 4 && cases[i].has[j]; j++)
      if (strstr(merged, cases[i].has[j]) == NULL)
        g_error("case %zu lacks %s: %s", i, cases[i].has[j], merged);
    for (gsize j = 0; j < 4 && cases[i].has_not[j]; j++)
      if (strstr(merged, cases[i].has_not[j]))
        g_error("case %zu has %s: %s", i, cases[i].has_not[j], merged);
  }
}

static void
test_untouched(void) {
  static const struct {
    const char *theirs;
    gboolean untouched;
  } cases[] = {
      {OBJECT(BEFORE), TRUE},
      {OBJECT("SUMMARY:Call\r\nDTEND:20261125T123000Z\r\nDTSTART:20261125T120000Z\r\n"), TRUE},
      {OBJECT(BEFORE "DTSTAMP:20261125T123000Z\r\nSEQUENCE:9\r\nCREATED:20200101T000000Z\r\n"),
       TRUE},
      {OBJECT("DTSTART:20261125T1200\r\n 00Z\r\nDTEND:20261125T123000Z\r\nSUMMARY:Call\r\n"), TRUE},
      {OBJECT(BEFORE "X-NOTE:mine\r\n"), FALSE},
      {OBJECT(BEFORE "BEGIN:VALARM\r\nEND:VALARM\r\n"), FALSE},
      {OBJECT(AFTER), FALSE},
      {OBJECT("SUMMARY:Call\r\n"), FALSE},
      {"", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_entry_untouched(cases[i].theirs, UID, OBJECT(BEFORE)), ==,
                    cases[i].untouched);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/feed/calls", Fixture, NULL, set_up, test_feed, tear_down);
  g_test_add("/feed/secret", Fixture, NULL, set_up, test_secret, tear_down);
  g_test_add_func("/entry/times", test_times);
  g_test_add_func("/entry/merge", test_merge);
  g_test_add_func("/entry/untouched", test_untouched);
  return g_test_run();
}
