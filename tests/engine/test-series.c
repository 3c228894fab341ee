/* Invitations to a series and what is said of it later, as mails: which calls are watched then.
 * Of a weekly series that begins on a Tuesday the first five are at once, the others are kept. */
#include "engine/engine-private.h"
#include "engine/intake.h"

#include <string.h>

#define DANA "dana@northwind.example"
#define LEE "lee@northwind.example" /* who works with her */
#define EVE "eve@stranger.example"  /* nobody knows */
#define TUESDAYS "DTSTART:20261103T140000Z\nDTEND:20261103T143000Z\nRRULE:FREQ=WEEKLY;COUNT=8\n"
#define ALL                                                                                        \
  "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-15 14:00, "    \
  "12-22 14:00"
#define ONE(day) "RECURRENCE-ID:" day "T140000Z\n"
#define ON(day, hour) "DTSTART:" day "T" hour "0000Z\nDTEND:" day "T" hour "3000Z\n"

static const struct {
  const char *name;
  const char *first_from;                     /* NULL: DANA */
  const char *first;                          /* VEVENTs, "--" between them */
  const char *first_at;                       /* NULL: the day before TUESDAYS */
  const char *from, *method, *then, *then_at; /* NULL: nothing; then_at NULL: three days later */
  const char *watched;
  guint asked; /* of how many calls it is said that nothing is changed */
} cases[] = {
    /* clang-format off */
    {"all of it", NULL, TUESDAYS, NULL, NULL, NULL, NULL, NULL, ALL, 0},
    {"another weekday", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261111T140000Z\nDTEND:20261111T143000Z\nRRULE:FREQ=WEEKLY;COUNT=7\n", NULL,
     "11-03 14:00, 11-11 14:00, 11-18 14:00, 11-25 14:00, 12-02 14:00, 12-09 14:00, 12-16 14:00, 12-23 14:00", 0},
    {"an earlier weekday", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261109T100000Z\nDTEND:20261109T103000Z\nRRULE:FREQ=WEEKLY;COUNT=7\n", NULL,
     "11-03 14:00, 11-09 10:00, 11-16 10:00, 11-23 10:00, 11-30 10:00, 12-07 10:00, 12-14 10:00, 12-21 10:00", 0},
    {"another hour", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261103T150000Z\nDTEND:20261103T153000Z\nRRULE:FREQ=WEEKLY;COUNT=8\n", NULL,
     "11-03 14:00, 11-10 15:00, 11-17 15:00, 11-24 15:00, 12-01 15:00, 12-08 15:00, 12-15 15:00, 12-22 15:00", 0},
    {"another weekday, by a colleague", NULL, TUESDAYS, NULL, LEE, "REQUEST", "DTSTART:20261111T140000Z\nDTEND:20261111T143000Z\nRRULE:FREQ=WEEKLY;COUNT=7\n", NULL, ALL, 7},
    {"another weekday, by a stranger", NULL, TUESDAYS, NULL, EVE, "REQUEST", "DTSTART:20261111T140000Z\nDTEND:20261111T143000Z\nRRULE:FREQ=WEEKLY;COUNT=7\n", NULL, ALL, 7},
    {"until is nearer", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261103T140000Z\nDTEND:20261103T143000Z\nRRULE:FREQ=WEEKLY;UNTIL=20261125T000000Z\n", NULL,
     "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00", 0},
    {"until is later", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261103T140000Z\nDTEND:20261103T143000Z\nRRULE:FREQ=WEEKLY;UNTIL=20261230T000000Z\n", NULL,
     ALL ", 12-29 14:00", 0},
    {"every other week", NULL, TUESDAYS, NULL, DANA, "REQUEST", "DTSTART:20261103T140000Z\nDTEND:20261103T143000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4\n", NULL,
     "11-03 14:00, 11-17 14:00, 12-01 14:00, 12-15 14:00", 0},
    {"one meeting is left of it", NULL, TUESDAYS, NULL, DANA, "REQUEST", ON("20261110", "14"), NULL, "11-03 14:00, 11-10 14:00", 0},
    {"EXDATE, of a near and a later one", NULL, TUESDAYS, NULL, DANA, "REQUEST", TUESDAYS "EXDATE:20261117T140000Z,20261215T140000Z\n", NULL,
     "11-03 14:00, 11-10 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-22 14:00", 0},
    {"with an exception", NULL, TUESDAYS "--\n" ONE("20261117") ON("20261118", "10"), NULL, NULL, NULL, NULL, NULL,
     "11-03 14:00, 11-10 14:00, 11-18 10:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-15 14:00, 12-22 14:00", 0},
    {"told anew with its exceptions", NULL, TUESDAYS, NULL, DANA, "REQUEST", TUESDAYS "--\n" ONE("20261117") ON("20261118", "10") "--\n" ONE("20261215") ON("20261216", "10"), NULL,
     "11-03 14:00, 11-10 14:00, 11-18 10:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-16 10:00, 12-22 14:00", 0},
    {"a near one moves", NULL, TUESDAYS, NULL, DANA, "REQUEST", ONE("20261117") ON("20261118", "10"), NULL,
     "11-03 14:00, 11-10 14:00, 11-18 10:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-15 14:00, 12-22 14:00", 0},
    {"a later one moves", NULL, TUESDAYS, NULL, DANA, "REQUEST", ONE("20261215") ON("20261216", "10"), NULL,
     "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-16 10:00, 12-22 14:00", 0},
    {"a later one moves near", NULL, TUESDAYS, NULL, DANA, "REQUEST", ONE("20261215") ON("20261112", "10"), NULL,
     "11-03 14:00, 11-10 14:00, 11-12 10:00, 11-17 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-22 14:00", 0},
    {"a later one moves, by a colleague", NULL, TUESDAYS, NULL, LEE, "REQUEST", ONE("20261215") ON("20261216", "10"), NULL, ALL, 1},
    {"a later one moves near, by a stranger", NULL, TUESDAYS, NULL, EVE, "REQUEST", ONE("20261215") ON("20261209", "10"), NULL, ALL, 1},
    {"a near one is off", NULL, TUESDAYS, NULL, DANA, "CANCEL", ONE("20261117") ON("20261117", "14"), NULL,
     "11-03 14:00, 11-10 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-15 14:00, 12-22 14:00", 0},
    {"a later one is off", NULL, TUESDAYS, NULL, DANA, "CANCEL", ONE("20261215") ON("20261215", "14"), NULL,
     "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00, 12-01 14:00, 12-08 14:00, 12-22 14:00", 0},
    {"their counter for a later one is declined", NULL, TUESDAYS, NULL, DANA, "DECLINECOUNTER", ONE("20261215") ON("20261215", "14"), NULL, ALL, 0},
    {"declined without its hour", NULL, TUESDAYS, NULL, DANA, "DECLINECOUNTER", ONE("20261215"), NULL, ALL, 0},
    {"declined without its hour, by a stranger", NULL, TUESDAYS, NULL, EVE, "DECLINECOUNTER", ONE("20261215"), NULL, ALL, 0},
    {"a later one is for the whole day", NULL, TUESDAYS, NULL, DANA, "REQUEST", ONE("20261215") "DTSTART;VALUE=DATE:20261215\nDTEND;VALUE=DATE:20261216\n", NULL, ALL, 0},
    {"from one on an hour later", NULL, TUESDAYS, NULL, DANA, "REQUEST", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T140000Z\n" ON("20261201", "15"), NULL,
     "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00, 12-01 15:00, 12-08 15:00, 12-15 15:00, 12-22 15:00", 0},
    {"from one on all are off", NULL, TUESDAYS, NULL, DANA, "CANCEL", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T140000Z\n" ON("20261201", "14"), NULL,
     "11-03 14:00, 11-10 14:00, 11-17 14:00, 11-24 14:00", 0},
    {"all are off", NULL, TUESDAYS, NULL, DANA, "CANCEL", ON("20261103", "14"), NULL, "", 0},
    {"all are off, with its rule", NULL, TUESDAYS, NULL, DANA, "CANCEL", TUESDAYS, NULL, "", 0},
    {"all are off, with another rule", NULL, TUESDAYS, NULL, DANA, "CANCEL", ON("20261103", "14") "RRULE:FREQ=WEEKLY;COUNT=3\n", NULL, "", 0},
    {"all are off, by a colleague", NULL, TUESDAYS, NULL, LEE, "CANCEL", TUESDAYS, NULL, ALL, 8},
    {"all are off, by a stranger", NULL, TUESDAYS, NULL, EVE, "CANCEL", TUESDAYS, NULL, ALL, 8},
    {"a colleague invites, she calls it off", LEE, TUESDAYS, NULL, DANA, "CANCEL", TUESDAYS, NULL, "", 0},
    {"a colleague invites and calls it off", LEE, TUESDAYS, NULL, LEE, "CANCEL", TUESDAYS, NULL, ALL, 8},
    /* clocks: the series keeps the hour of its own zone */
    {"over the end of summer", NULL, "DTSTART;TZID=America/New_York:20261020T090000\nDTEND;TZID=America/New_York:20261020T093000\nRRULE:FREQ=WEEKLY;COUNT=4\n", "2026-10-19T09:00:00Z",
     NULL, NULL, NULL, NULL, "10-20 13:00, 10-27 13:00, 11-03 14:00, 11-10 14:00", 0},
    {"another zone, over both ends of summer", NULL, "DTSTART;TZID=America/New_York:20261020T090000\nDTEND;TZID=America/New_York:20261020T093000\nRRULE:FREQ=WEEKLY;COUNT=4\n", "2026-10-19T09:00:00Z",
     DANA, "REQUEST", "DTSTART;TZID=Europe/London:20261020T140000\nDTEND;TZID=Europe/London:20261020T143000\nRRULE:FREQ=WEEKLY;COUNT=4\n", "2026-10-20T20:00:00Z",
     "10-20 13:00, 10-27 14:00, 11-03 14:00, 11-10 14:00", 0},
    {"from one on later, over the end of summer", NULL, "DTSTART;TZID=America/New_York:20261020T090000\nDTEND;TZID=America/New_York:20261020T093000\nRRULE:FREQ=WEEKLY;COUNT=4\n", "2026-10-19T09:00:00Z",
     DANA, "REQUEST", "RECURRENCE-ID;TZID=America/New_York;RANGE=THISANDFUTURE:20261027T090000\nDTSTART;TZID=America/New_York:20261027T110000\nDTEND;TZID=America/New_York:20261027T113000\n", "2026-10-20T20:00:00Z",
     "10-20 13:00, 10-27 15:00, 11-03 16:00, 11-10 16:00", 0},
    {"the last day of the month", NULL, ON("20261130", "14") "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4\n", NULL,
     DANA, "REQUEST", ON("20261130", "15") "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4\n", NULL, "11-30 15:00, 12-31 15:00, 01-31 15:00, 02-28 15:00", 0},
    {"to the last weekday of the month", NULL, ON("20261130", "14") "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3\n", NULL,
     DANA, "REQUEST", ON("20261130", "14") "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3\n", NULL, "11-30 14:00, 12-31 14:00, 01-29 14:00", 0},
    {"the 31st is not in each month", NULL, ON("20261031", "14") "RRULE:FREQ=MONTHLY;COUNT=3\n", "2026-10-30T09:00:00Z", NULL, NULL, NULL, NULL, "10-31 14:00, 12-31 14:00, 01-31 14:00", 0},
    {"over a leap day", NULL, ON("20280228", "14") "RRULE:FREQ=DAILY;COUNT=3\n", "2028-02-20T09:00:00Z",
     DANA, "REQUEST", ON("20280228", "15") "RRULE:FREQ=DAILY;COUNT=3\n", "2028-02-21T09:00:00Z", "02-28 15:00, 02-29 15:00, 03-01 15:00", 0},
    {"each leap day", NULL, ON("20280229", "14") "RRULE:FREQ=YEARLY;COUNT=2\n", "2028-02-20T09:00:00Z", NULL, NULL, NULL, NULL, "02-29 14:00", 0},
    {"over the end of the year", NULL, ON("20261230", "14") "RRULE:FREQ=DAILY;COUNT=3\n", "2026-12-01T09:00:00Z",
     DANA, "REQUEST", ON("20261230", "15") "RRULE:FREQ=DAILY;COUNT=3\n", "2026-12-02T09:00:00Z", "12-30 15:00, 12-31 15:00, 01-01 15:00", 0},
    {"told after more than a year", NULL, ON("20250107", "14") "RRULE:FREQ=WEEKLY;COUNT=104\n", "2026-12-14T09:00:00Z", NULL, NULL, NULL, NULL, "12-15 14:00, 12-22 14:00, 12-29 14:00", 0},
    /* clang-format on */
};

typedef struct {
  CrStore *store;
  CrEngine *engine;
  CrProfile *profile;
} Bench;

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static void
bench_init(Bench *b) {
  static char *emails[] = {"alex@candidate.example", NULL};
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autoptr(GError) error = NULL;
  b->profile = cr_profile_new();
  b->profile->emails = g_strdupv(emails);
  b->profile->zone = g_strdup("Europe/London");
  b->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  b->engine = cr_engine_new(b->store, 1, &error);
  g_assert_no_error(error);
  g_assert_true(
      cr_engine_set_account(b->engine, b->profile, policy, NULL, CR_INSTANT_NONE, &error));
}

static void
bench_clear(Bench *b) {
  cr_engine_free(b->engine);
  cr_store_free(b->store);
  cr_profile_free(b->profile);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

static char *
stamp(CrInstant at) {
  CrWall w = cr_zone_wall(cr_zone_utc(), at);
  return g_strdup_printf("%04d%02d%02dT%02d%02d%02dZ", w.year, w.month, w.day, w.hour, w.minute,
                         w.second);
}

static char *
write_mail(const char *from, const char *method, const char *events, int sequence, CrInstant at) {
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  CrWall w = cr_zone_wall(cr_zone_utc(), at);
  g_autofree char *stamped = stamp(at);
  g_auto(GStrv) parts = g_strsplit(events, "--\n", -1);
  GString *mail = g_string_new(NULL);
  g_string_printf(mail,
                  "From: %s\nTo: alex@candidate.example\nDate: %d %s %d %02d:%02d:%02d +0000\n"
                  "Message-ID: <%s-%d@northwind.example>\nSubject: Weekly call\n"
                  "MIME-Version: 1.0\nContent-Type: text/calendar; method=%s; charset=utf-8\n\n"
                  "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:%s\n",
                  from, w.day, months[w.month - 1], w.year, w.hour, w.minute, w.second, stamped,
                  sequence, method, method);
  for (char **part = parts; *part; part++)
    g_string_append_printf(mail,
                           "BEGIN:VEVENT\nUID:weekly@northwind.example\nSEQUENCE:%d\nDTSTAMP:%s\n"
                           "ORGANIZER;CN=Dana Reyes:mailto:" DANA "\n"
                           "ATTENDEE:mailto:alex@candidate.example\nSUMMARY:Weekly call\n"
                           "%sEND:VEVENT\n",
                           sequence, stamped, *part);
  return g_string_free(g_string_append(mail, "END:VCALENDAR\n"), FALSE);
}

static void
no_problem(const char *message, gpointer data) {
  g_error("%s", message);
}

static void
hear(Bench *b, const char *from, const char *method, const char *events, int sequence,
     CrInstant at) {
  g_autofree char *mail = write_mail(from, method, events, sequence, at);
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  cr_intake_init(&intake, b->profile, CR_INSTANT_NONE, CR_INSTANT_NONE, no_problem, NULL);
  cr_intake_class.bytes(&intake, mail, strlen(mail), "mail", CR_AS_MAIL);
  cr_intake_sort(&intake);
  g_assert_cmpuint(intake.facts->len, >, 0);
  cr_engine_observe_all(b->engine, intake.facts, at, &error);
  g_assert_no_error(error);
  cr_intake_clear(&intake);
}

static void
live_until(Bench *b, CrInstant until) {
  g_autoptr(GError) error = NULL;
  CrInstant due = CR_INSTANT_NONE;
  while (cr_engine_next_due(b->engine, &due, &error) && due != CR_INSTANT_NONE && due <= until) {
    cr_engine_tick(b->engine, due, &error);
    g_assert_no_error(error);
  }
  g_assert_no_error(error);
}

/* Those that were not called off. */
static char *
list_watched(Bench *b) {
  GString *out = g_string_new(NULL);
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  g_autoptr(GPtrArray) all =
      cr_store_list_interviews(b->store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  for (guint i = 0; i < all->len; i++) {
    const CrInterview *iv = all->pdata[i];
    CrWall w = cr_zone_wall(cr_zone_utc(), iv->start);
    if (iv->state.phase != CR_PHASE_CANCELLED)
      g_string_append_printf(out, "%s%02d-%02d %02d:%02d", out->len ? ", " : "", w.month, w.day,
                             w.hour, w.minute);
  }
  cr_store_rollback(b->store);
  return g_string_free(out, FALSE);
}

static guint
count_asked(Bench *b) {
  guint n = 0;
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  g_autoptr(GPtrArray) lines = cr_store_lines_after(b->store, 0, 0, NULL);
  for (guint i = 0; i < lines->len; i++)
    n += strstr(((const CrTimelineRow *) lines->pdata[i])->text, "Nothing is changed") != NULL;
  cr_store_rollback(b->store);
  return n;
}

/* again: the first mail is read once more after the second, as by a new reading of the mailbox. */
static void
check(guint i, gboolean again) {
  g_auto(Bench) b = {0};
  const char *first_from = cases[i].first_from ? cases[i].first_from : DANA;
  CrInstant at = instant(cases[i].first_at ? cases[i].first_at : "2026-11-02T09:00:00Z");
  CrInstant then = cases[i].then_at ? instant(cases[i].then_at) : at + 3 * CR_DAY_USEC;
  bench_init(&b);
  hear(&b, first_from, "REQUEST", cases[i].first, 0, at);
  if (cases[i].then) {
    live_until(&b, then);
    hear(&b, cases[i].from, cases[i].method, cases[i].then, 1, then);
    if (again)
      hear(&b, first_from, "REQUEST", cases[i].first, 0, at);
  }
  live_until(&b, then + 150 * CR_DAY_USEC);
  g_autofree char *watched = list_watched(&b);
  guint asked = count_asked(&b);
  if (strcmp(watched, cases[i].watched) == 0 && asked == cases[i].asked)
    return;
  g_test_message("%s%s: %u asked, watched are\n%s\nnot %u,\n%s", cases[i].name,
                 again ? ", read again" : "", asked, watched, cases[i].asked, cases[i].watched);
  g_test_fail();
}

static void
test_changes(void) {
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    for (int again = 0; again <= (cases[i].then != NULL); again++)
      check(i, again);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/series/changes", test_changes);
  return g_test_run();
}
