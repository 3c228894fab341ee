#include "engine/busy.h"
#include "engine/entry.h"

#include <string.h>

#define NOON ((CrInstant) 1795608000 * CR_SECOND) /* 2026-11-25T12:00:00Z */

typedef struct {
  CrStore *store;
  CrProfile *profile;
  CrIntake intake;
  CrBusyBatch *batch;
  GString *problems;
} Fixture;

static void
note_problem(const char *message, gpointer data) {
  g_string_append_printf(data, "%s\n", message);
}

static void
set_up(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  f->profile = cr_profile_new();
  f->profile->zone = g_strdup("America/New_York");
  f->profile->emails = g_strsplit("me@example.com me@example.org", " ", -1);
  f->problems = g_string_new(NULL);
  f->batch = cr_busy_batch_new();
  cr_intake_init(&f->intake, f->profile, NOON - CR_BUSY_BEFORE_USEC, NOON + CR_BUSY_AFTER_USEC,
                 note_problem, f->problems);
}

static void
tear_down(Fixture *f, gconstpointer data) {
  cr_intake_clear(&f->intake);
  cr_busy_batch_free(f->batch);
  cr_profile_free(f->profile);
  cr_store_free(f->store);
  g_string_free(f->problems, TRUE);
}

/* As a watcher does with each delivery. */
static void
take(Fixture *f, const char *calendar, const char *key, const char *events) {
  g_autofree char *text =
      events ? g_strconcat("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", events, "END:VCALENDAR\r\n", NULL)
             : NULL;
  CrDelivery delivery = {.kind = CR_DELIVERY_CALENDAR,
                         .bytes = text,
                         .length = text ? strlen(text) : 0,
                         .name = "calendar test",
                         .calendar = calendar,
                         .key = key};
  guint before = cr_busy_list_count(f->intake.busy);
  if (text)
    cr_intake_bytes(&f->intake, text, strlen(text), delivery.name, CR_AS_CALENDAR);
  cr_busy_batch_note(f->batch, &delivery, cr_busy_list_count(f->intake.busy) - before);
}

static void
keep(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(f->store, 1, TRUE, &error));
  g_assert_true(cr_busy_batch_keep(f->batch, f->store, &f->intake, &error));
  g_assert_true(cr_store_commit(f->store, &error));
  g_assert_no_error(error);
  cr_intake_clear(&f->intake);
  cr_intake_init(&f->intake, f->profile, NOON - CR_BUSY_BEFORE_USEC, NOON + CR_BUSY_AFTER_USEC,
                 note_problem, f->problems);
}

/* The busy spans as "day.hour-day.hour", days of UTC counted from NOON's. */
static void
assert_busy(Fixture *f, CrInstant to, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(f->store, 1, FALSE, &error));
  g_autoptr(GArray) spans = cr_store_busy(f->store, NOON - 2 * CR_DAY_USEC, to, NULL, &error);
  cr_store_rollback(f->store);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < spans->len; i++) {
    const CrSpan *span = &g_array_index(spans, CrSpan, i);
    double start = (double) (span->start - NOON) / CR_HOUR,
           end = (double) (span->end - NOON) / CR_HOUR;
    g_string_append_printf(found, "%s%g-%g", i ? " " : "", start, end);
  }
  g_assert_cmpstr(found->str, ==, expected);
}

#define EVENT(uid, start, end, more)                                                               \
  "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:" start "\r\nDTEND:" end     \
  "\r\nSUMMARY:x\r\n" more "END:VEVENT\r\n"
#define FIRST EVENT("a", "20261125T130000Z", "20261125T140000Z", "")
#define ME "ATTENDEE;PARTSTAT=DECLINED:mailto:ME@example.org\r\n"
#define SOMEONE "ATTENDEE;PARTSTAT=DECLINED:mailto:you@example.org\r\n"
#define ACCEPTED "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.com\r\n"

/* What takes the candidate's time, and what does not. */
static void
test_kinds(Fixture *f, gconstpointer data) {
  static const struct {
    const char *more;
    gboolean busy;
  } cases[] = {
      {"", TRUE},
      {"STATUS:TENTATIVE\r\n", TRUE},
      {"STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n", TRUE},
      {"STATUS:CANCELLED\r\n", FALSE},
      {"TRANSP:TRANSPARENT\r\n", FALSE},
      {"X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n", FALSE},
      {"ORGANIZER:mailto:you@example.org\r\n" ME, FALSE},
      {"ORGANIZER:mailto:you@example.org\r\n" SOMEONE ACCEPTED, TRUE},
      {"ORGANIZER:mailto:me@example.com\r\n" SOMEONE, TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *event = g_strconcat("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261125T130000Z\r\n"
                                         "DTEND:20261125T140000Z\r\n",
                                         cases[i].more, "END:VEVENT\r\n", NULL);
    take(f, "c", "k", event);
    keep(f);
    assert_busy(f, CR_INSTANT_NONE, cases[i].busy ? "1-2" : "");
  }
}

/* A series with a moved and a left out occurrence; a whole day and a floating time are the
 * candidate's own; then the object changes, and goes. */
static void
test_replaced(Fixture *f, gconstpointer data) {
  take(
      f, "c", "/series.ics",
      EVENT("s", "20261102T140000Z", "20261102T150000Z",
            "RRULE:FREQ=DAILY\r\nEXDATE:20261126T140000Z\r\n")
          EVENT("s", "20261127T180000Z", "20261127T190000Z", "RECURRENCE-ID:20261127T140000Z\r\n"));
  take(f, "c", "/day.ics",
       "BEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:20261126\r\nEND:VEVENT\r\n");
  take(f, "c", "/floating.ics", EVENT("f", "20261126T080000", "20261126T083000", ""));
  keep(f);
  assert_busy(f, NOON + 3 * CR_DAY_USEC, "-46--45 -22--21 2-3 17-41 25-25.5 54-55");
  take(f, "c", "/series.ics", EVENT("s", "20261125T150000Z", "20261125T160000Z", ""));
  take(f, "c", "/day.ics", NULL);
  take(f, "c", "/unknown.ics", NULL);
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "3-4 25-25.5");
  take(f, "c", "/floating.ics", "BEGIN:VEVENT\r\nUID:f\r\nEND:VEVENT\r\n"); /* broken: no time */
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "3-4");
  g_assert_nonnull(strstr(f->problems->str, "calendar test"));
}

/* All of a calendar goes and comes again in one checkpoint; others are left alone. */
static void
test_whole(Fixture *f, gconstpointer data) {
  take(f, "c", "/a.ics", FIRST);
  take(f, "c", "/b.ics", EVENT("b", "20261125T170000Z", "20261125T180000Z", ""));
  take(f, "other", "/a.ics", EVENT("a", "20261125T200000Z", "20261125T210000Z", ""));
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "1-2 5-6 8-9");
  take(f, "c", NULL, NULL);
  take(f, "c", "/b.ics", EVENT("b", "20261125T180000Z", "20261125T190000Z", ""));
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "6-7 8-9");
}

/* The same UID in two objects, as some servers allow, is kept for each. */
static void
test_same_uid(Fixture *f, gconstpointer data) {
  take(f, "c", "/a.ics", FIRST);
  take(f, "c", "/b.ics", FIRST);
  keep(f);
  take(f, "c", "/a.ics", NULL);
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "1-2");
}

static void
test_window_moves(Fixture *f, gconstpointer data) {
  const char *series = EVENT("s", "20261102T140000Z", "20261102T150000Z", "RRULE:FREQ=WEEKLY\r\n");
  take(f, "c", "/s.ics", series);
  keep(f);
  g_autoptr(GError) error = NULL;
  CrInstant later = NOON + 150 * CR_DAY_USEC;
  f->intake.from = later - CR_BUSY_BEFORE_USEC;
  f->intake.to = later + CR_BUSY_AFTER_USEC;
  take(f, "c", NULL, NULL);
  take(f, "c", "/s.ics", series);
  keep(f);
  g_assert_true(cr_store_begin(f->store, 1, FALSE, &error));
  g_autoptr(GArray) old = cr_store_busy(f->store, NOON, NOON + 99 * CR_DAY_USEC, NULL, &error);
  g_autoptr(GArray) now = cr_store_busy(f->store, later, later + 99 * CR_DAY_USEC, NULL, &error);
  g_assert_cmpuint(old->len, ==, 0);
  g_assert_cmpuint(now->len, ==, 14);
}

/* Busy time matters for some months; a call that a file tells of is kept however far it is. */
static void
test_far(Fixture *f, gconstpointer data) {
#define INVITED                                                                                    \
  "ORGANIZER:mailto:dana@northwind.example\r\nATTENDEE:mailto:me@example.com\r\n"                  \
  "SUMMARY:Phone interview\r\n"
  static const struct {
    const char *method, *start, *more;
    guint facts, busy;
  } cases[] = {
      {"", "20270510", INVITED, 1, 0},
      {"", "20270510", "SUMMARY:Dentist\r\n", 0, 0},
      {"", "20261210", INVITED, 1, 1},
      {"METHOD:REQUEST\r\n", "20270510", INVITED, 1, 0},
      {"METHOD:REQUEST\r\n", "20261101", INVITED, 0, 0},
      {"METHOD:REQUEST\r\n", "20270510", INVITED "RRULE:FREQ=WEEKLY\r\n", 0, 0},
      {"METHOD:REQUEST\r\n", "20270302", INVITED "RRULE:FREQ=DAILY\r\n", 3, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sBEGIN:VEVENT\r\nUID:a%d\r\nDTSTAMP:"
        "20261101T000000Z\r\n"
        "DTSTART:%sT130000Z\r\nDTEND:%sT140000Z\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
        cases[i].method, (int) i, cases[i].start, cases[i].start, cases[i].more);
    cr_intake_bytes(&f->intake, text, strlen(text), "file", CR_AS_FOUND);
    g_assert_cmpuint(f->intake.facts->len, ==, cases[i].facts);
    g_assert_cmpuint(cr_busy_list_count(f->intake.busy), ==, cases[i].busy);
    keep(f);
  }
}

/* Entries that we wrote are not the candidate's own, those of a stranger with such a UID are. */
static void
test_own_entries(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  const char *ours =
      EVENT("call-1@0123.crickets.invalid", "20261125T130000Z", "20261125T140000Z", "");
  take(f, "c", "/ours.ics", ours);
  take(f, "c", "/theirs.ics",
       EVENT("call-1@4567.crickets.invalid", "20261125T150000Z", "20261125T160000Z", ""));
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "1-2 3-4");
  g_assert_true(cr_store_begin(f->store, 1, TRUE, &error));
  g_assert_true(cr_store_set(f->store, CR_ENTRY_TAG, "0123", &error));
  g_assert_true(cr_store_commit(f->store, &error));
  take(f, "c", "/ours.ics", ours);
  keep(f);
  assert_busy(f, CR_INSTANT_NONE, "3-4");
}

static void
test_forget(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  take(f, "home https://a.example/1/", "/a.ics", FIRST);
  take(f, "home https://a.example/2/", "/a.ics", FIRST);
  take(f, "homestead ics", "all", EVENT("b", "20261125T170000Z", "20261125T180000Z", ""));
  keep(f);
  g_assert_true(cr_store_begin(f->store, 1, TRUE, &error));
  g_assert_true(cr_busy_forget(f->store, "home", &error));
  g_assert_true(cr_store_commit(f->store, &error));
  assert_busy(f, CR_INSTANT_NONE, "5-6");
}

int
main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(Fixture *f, gconstpointer data);
  } tests[] = {
      {"/busy/kinds", test_kinds},
      {"/busy/replaced", test_replaced},
      {"/busy/whole", test_whole},
      {"/busy/same-uid", test_same_uid},
      {"/busy/window-moves", test_window_moves},
      {"/busy/far", test_far},
      {"/busy/own-entries", test_own_entries},
      {"/busy/forget", test_forget},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run();
}
