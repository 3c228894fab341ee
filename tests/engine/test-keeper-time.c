/* Time as an attacker: calls around the changes of clocks, rules that change behind a promise,
 * seconds that come twice, databases that were put back or copied. What must come of each stands in
 * a table or is found out by the C library, which reads the zone data with code of its own. */
#include "base/error.h"
#include "engine/engine-private.h"
#include "engine/instance.h"
#include "engine/pause.h"
#include "engine/zones.h"
#include "fake-candidate.h"
#include "fake-sources.h"
#include "keeper-world.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TUESDAY_2PM "2026-11-24T14:00:00-05:00"

/* Changes of clocks. The letter goes out at once when somebody is at work then, else at nine on
 * their next working day. */

static const struct {
  const char *zone, *start, *letter;
} seasons[] = {
    /* the hour goes, and comes twice */
    {"America/New_York", "2026-03-08T01:59:00-05:00", "2026-03-09T09:00:00-04:00"},
    {"America/New_York", "2026-03-08T03:00:00-04:00", "2026-03-09T09:00:00-04:00"},
    {"America/New_York", "2026-11-01T00:55:00-04:00", "2026-11-02T09:00:00-05:00"},
    {"America/New_York", "2026-11-01T01:30:00-04:00", "2026-11-02T09:00:00-05:00"},
    {"America/New_York", "2026-11-01T01:30:00-05:00", "2026-11-02T09:00:00-05:00"},
    {"America/St_Johns", "2026-11-01T01:30:00-02:30", "2026-11-02T09:00:00-03:30"},
    {"Europe/London", "2026-03-29T23:59:00+01:00", "2026-03-30T09:00:00+01:00"},
    {"Europe/London", "2026-10-25T14:00:00+00:00", "2026-10-26T09:00:00+00:00"},
    /* half an hour, in a zone of half hours and in one of quarters */
    {"Australia/Lord_Howe", "2025-04-06T01:25:00+11:00", "2025-04-07T09:00:00+10:30"},
    {"Australia/Lord_Howe", "2025-04-06T01:45:00+11:00", "2025-04-07T09:00:00+10:30"},
    {"Australia/Lord_Howe", "2025-04-06T01:45:00+10:30", "2025-04-07T09:00:00+10:30"},
    {"Australia/Lord_Howe", "2026-10-04T01:55:00+10:30", "2026-10-05T09:00:00+11:00"},
    {"Pacific/Chatham", "2025-04-06T03:00:00+12:45", "2025-04-07T09:00:00+12:45"},
    {"Pacific/Chatham", "2025-09-28T02:40:00+12:45", "2025-09-29T09:00:00+13:45"},
    /* on a working day, at midnight, by two hours, by a whole day */
    {"Asia/Tehran", "2022-03-21T23:55:00+03:30", "2022-03-22T09:00:00+04:30"},
    {"America/Santiago", "2026-09-05T23:55:00-04:00", "2026-09-07T09:00:00-03:00"},
    {"Antarctica/Troll", "2026-03-29T00:55:00+00:00", "2026-03-30T09:00:00+02:00"},
    {"Pacific/Apia", "2011-12-29T14:00:00-10:00", "2011-12-29T14:10:00-10:00"},
    {"Pacific/Apia", "2011-12-29T17:55:00-10:00", "2011-12-29T18:05:00-10:00"},
    {"Pacific/Kwajalein", "1993-08-20T14:00:00-12:00", "1993-08-20T14:10:00-12:00"},
    /* days and years that end */
    {"Europe/Berlin", "2028-02-29T14:00:00+01:00", "2028-02-29T14:10:00+01:00"},
    {"Europe/Berlin", "2028-02-29T23:55:00+01:00", "2028-03-01T09:00:00+01:00"},
    {"Asia/Kathmandu", "2025-12-30T23:59:59+05:45", "2025-12-31T09:00:00+05:45"},
    {"America/New_York", "2026-12-31T23:55:00-05:00", "2027-01-04T09:00:00-05:00"},
    {"Pacific/Kiritimati", "2026-12-30T00:00:00+14:00", "2026-12-30T09:00:00+14:00"},
};

/* How the machine spends the call. */
typedef enum {
  AWAKE,
  SLEEPS_OVER_START,
  SLEEPS_OVER_GRACE,
  BEGINS_ANEW,
  STEPS_BACK,
  N_MANNERS
} Manner;

/* From a minute before the start on. *ret_from: a letter cannot go before. */
static void
spend(World *world, Manner manner, CrInstant *ret_from) {
  switch (manner) {
  case AWAKE:
  case N_MANNERS:
    break;
  case SLEEPS_OVER_START:
    pass(world, 2 * CR_MINUTE, TRUE);
    *ret_from = world->truth;
    break;
  case SLEEPS_OVER_GRACE:
    pass(world, 21 * CR_MINUTE, TRUE);
    *ret_from = world->truth;
    break;
  case BEGINS_ANEW:
    for (int i = 0; i < 6; i++) {
      run(world, 2 * CR_MINUTE);
      restart(world, FALSE);
    }
    break;
  case STEPS_BACK: /* each time when something is due, and right again: seconds come twice */
    for (int i = 0; i < 3; i++) {
      pass(world, turn(world) - world->clock.real, FALSE);
      turn(world);
      set_clock(world, -CR_SECOND);
      run(world, CR_SECOND);
      set_clock(world, CR_SECOND);
    }
    break;
  }
}

static void
assert_instant(CrInstant at, CrInstant expected, const char *zone) {
  g_autofree char *text = cr_instant_format(at, cr_zone_find(zone));
  g_autofree char *other = cr_instant_format(expected, cr_zone_find(zone));
  g_assert_cmpstr(text, ==, other);
}

static void
live_season(gsize row, Manner manner) {
  const char *zone = seasons[row].zone;
  CrInstant start = instant(seasons[row].start), letter = instant(seasons[row].letter), from = 0;
  g_autofree char *before = cr_instant_format(start - CR_HOUR, cr_zone_utc());
  g_auto(World) world = {0};
  g_test_message("%s %s, manner %d", zone, seasons[row].start, manner);
  world_open(&world, before);
  set_right(&world);
  add_interview(&world, start, zone);
  run(&world, 59 * CR_MINUTE);
  spend(&world, manner, &from);
  run(&world, MAX(letter, from) + CR_MINUTE - world.truth);
  g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 1);
  g_assert_cmpuint(times_told(&world, 0, "missed", ""), ==, 1);
  g_assert_cmpuint(world.sent->len, ==, 1);
  assert_instant(g_array_index(world.sent, CrInstant, 0), MAX(letter, from), zone);
}

static void
test_seasons(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(seasons); i++)
    for (Manner manner = AWAKE; manner < N_MANNERS; manner++)
      live_season(i, manner);
}

/* Rules that change */

static void
keep_setting(World *world, const char *name, const char *value) {
  g_autoptr(GError) error = NULL;
  begin(world, TRUE);
  g_assert_true(cr_store_set(world->store, name, value, &error));
  g_assert_true(cr_store_commit(world->store, &error));
}

/* A promise whose instant was computed by rules under which the clocks were wrong by so much. */
static void
add_by_old_rules(World *world, CrInstant start, gint64 wrong_usec) {
  g_autoptr(CrInterview) iv = new_interview(start, "America/New_York");
  iv->start += wrong_usec;
  iv->end += wrong_usec;
  watch_interview(world, iv);
}

static const gint64 wrong_by_min[] = {-1440, -120, -60, -30, 30, 60, 120};

/* Looked at in its turn, as after a new start; or the timer rings first, as a million others come
 * before it. One that rings too late by the old rules is found by the look alone. */
static void
test_rules_change(void) {
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(wrong_by_min); i++) {
    gint64 wrong = wrong_by_min[i / 2] * CR_MINUTE;
    gboolean rings_first = i % 2;
    if (rings_first && wrong > 0)
      continue;
    g_autofree char *version = cr_zones_version();
    g_auto(World) world = {0};
    g_test_message("wrong by %d min, rings first %d", (int) wrong_by_min[i / 2], rings_first);
    world_open(&world, "2026-11-23T11:00:00-05:00");
    set_right(&world);
    keep_setting(&world, "zones", rings_first ? version : "1999a");
    add_by_old_rules(&world, start, wrong);
    run(&world, start - CR_MINUTE - world.truth);
    g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 0);
    g_assert_cmpuint(times_told(&world, 0, "retimed", "New York have changed"), ==, 1);
    run(&world, 30 * CR_MINUTE);
    g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 1);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
    assert_instant(g_array_index(world.sent, CrInstant, 0), start + 10 * CR_MINUTE, "UTC");
    begin(&world, FALSE);
    g_autofree char *kept = cr_store_get(world.store, "zones", NULL);
    cr_store_rollback(world.store);
    g_assert_cmpstr(kept, ==, version);
  }
}

/* The old rules let it be missed an hour early; then the candidate, or the outbox, has a letter
 * that the new ones do not let go. */
static void
test_rules_change_behind_a_letter(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEffect) letter = NULL;
  g_autofree char *why = NULL, *version = cr_zones_version();
  CrInstant start = instant(TUESDAY_2PM);
  world_open(&world, "2026-11-24T11:00:00-05:00");
  set_right(&world);
  run(&world, CR_MINUTE);
  add_interview(&world, start - CR_HOUR, "America/New_York");
  fake_mailbox_blind = TRUE;
  run(&world, start - 45 * CR_MINUTE - world.truth);
  assert_sent(&world, 0, 0); /* it is held, and tried again */
  g_autoptr(CrInterview) iv = interview(&world, 1);
  g_assert_cmpint(iv->state.phase, ==, CR_PHASE_MISSED);
  iv->wall = cr_zone_wall(cr_zone_find("America/New_York"), start);
  begin(&world, TRUE);
  g_assert_true(cr_store_save_interview(world.store, iv, &error));
  g_assert_true(cr_store_commit(world.store, &error));
  fake_mailbox_blind = FALSE;
  CrEngine *engine = cr_keeper_engine(world.keeper);
  g_autoptr(CrEffect) words = cr_engine_compose(engine, iv, world.clock.real, &error);
  g_assert_true(cr_engine_send(engine, 1, words, world.clock.real, &letter, &why, &error));
  g_assert_no_error(error);
  g_assert_nonnull(why);
  run(&world, start + 10 * CR_MINUTE - 1 - world.truth);
  assert_sent(&world, 0, 0);
  run(&world, CR_HOUR);
  assert_sent(&world, 1, start + 10 * CR_MINUTE);
}

/* More calls than one turn looks at, and the first of them is due; the keeper has just begun. */
#define MANY 6000
static void
open_with_many(World *world, WorldKind kind) {
  CrInstant start = instant(TUESDAY_2PM);
  world_open_kind(world, kind, "2026-11-24T13:59:59.9-05:00");
  set_right(world);
  turn(world);
  g_autoptr(CrInterview) first = new_interview(start, "America/New_York");
  watch_interview(world, first);
  begin(world, TRUE);
  for (guint i = 0; i < MANY; i++) {
    g_autoptr(CrInterview) iv =
        new_interview(start + (30 + (gint64) i) * CR_DAY_USEC, "America/New_York");
    iv->start += CR_HOUR;
    iv->state.due = iv->start;
    g_assert_true(cr_store_save_interview(world->store, iv, NULL));
  }
  g_assert_true(cr_store_commit(world->store, NULL));
  keep_setting(world, "zones", "1999a");
  restart(world, FALSE); /* takes a second: it is due */
}

/* What falls due meanwhile does not wait for them. */
static void
test_rules_change_for_many(void) {
  g_auto(World) world = {0};
  guint turns = 0;
  open_with_many(&world, WORLD_OF_TURNS);
  for (CrInstant wake = world.clock.real; wake == world.clock.real; turns++) {
    wake = turn(&world);
    g_assert_true(was_told(&world, "due", "the agreed time"));
  }
  g_assert_cmpuint(turns, >, 2);
  g_assert_cmpuint(times_told(&world, 0, "retimed", "New York have changed"), ==, MANY);
}

/* More calls of one hour than lie on a page of that look, and the last of them moves. */
static void
test_rules_change_among_many_at_once(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T12:00:00-05:00");
  turn(&world);
  for (int i = 0; i < 150; i++)
    add_interview(&world, start, "America/New_York");
  add_by_old_rules(&world, start - CR_HOUR, CR_HOUR);
  keep_setting(&world, "zones", "1999a");
  restart(&world, FALSE);
  g_assert_cmpint(turn(&world), ==, start - CR_HOUR);
  g_assert_cmpuint(times_told(&world, 0, "retimed", "New York have changed"), ==, 1);
}

/* Nor do they wait for the sources. */
static void
test_rules_change_while_sources_are_slow(void) {
  g_auto(World) world = {0};
  guint turns = 0;
  fake_sources_hold(TRUE);
  open_with_many(&world, WORLD_OF_WATCHERS);
  for (CrInstant wake = world.clock.real; wake == world.clock.real; turns++)
    wake = turn(&world);
  g_assert_cmpuint(turns, >, 1);
  g_assert_cmpuint(times_told(&world, 0, "retimed", "New York have changed"), ==, MANY);
  g_assert_false(was_told(&world, "due", "the agreed time"));
  fake_sources_hold(FALSE);
}

/* While nobody looked the clock, which had been hours ahead, was set right, and the rules changed:
 * a letter that waits for a morning which is not the next one is looked at all the same. */
static void
test_rules_change_and_clock_back(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:50:00-05:00");
  add_interview(&world, start, "America/New_York");
  turn(&world);
  set_clock(&world, 6 * CR_HOUR);
  run(&world, 30 * CR_MINUTE);
  g_assert_true(was_told(&world, "missed", ""));
  set_right(&world);
  keep_setting(&world, "zones", "1999a");
  restart(&world, FALSE);
  run(&world, CR_MINUTE);
  assert_sent(&world, 1, start + 10 * CR_MINUTE);
}

/* Other hands */

/* Without a keeper the command decides, by whatever its clock shows then. */
static void
tick_by_the_command(World *world) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEngine) engine = cr_engine_new(world->store, world->account, &error);
  cr_engine_await_sender(engine);
  g_assert_true(cr_engine_load_watched(engine, world->clock.real, &error));
  g_assert_true(cr_engine_tick(engine, world->clock.real, &error));
  g_assert_no_error(error);
}

static void
test_command_under_a_wrong_clock(void) {
  static const gint64 steps[] = {90 * CR_MINUTE, 3 * CR_HOUR, CR_DAY_USEC, 20 * 365 * CR_DAY_USEC};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T12:50:00-05:00");
    set_right(&world);
    add_interview(&world, start, "America/New_York");
    run(&world, CR_MINUTE);
    g_clear_pointer(&world.keeper, cr_keeper_free);
    set_clock(&world, steps[i]);
    tick_by_the_command(&world);
    g_assert_true(was_told(&world, "missed", ""));
    set_clock(&world, -steps[i]);
    restart(&world, FALSE);
    run(&world, start + 10 * CR_MINUTE - 1 - world.truth);
    assert_sent(&world, 0, 0);
    run(&world, CR_HOUR);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
  }
}

static void
set_policy(World *world, const char *name, const char *value) {
  g_autoptr(GError) error = NULL;
  CrEngine *engine = cr_keeper_engine(world->keeper);
  g_autoptr(CrPolicy) policy = cr_policy_copy(cr_engine_policy(engine));
  g_assert_true(cr_policy_set(policy, name, value, &error));
  g_assert_true(cr_engine_set_account(engine, cr_engine_profile(engine), policy, NULL,
                                      CR_INSTANT_NONE, &error));
}

/* A draft is made by a clock that is ahead: it is taken back like all that this clock said. */
static void
test_draft_of_a_wrong_clock(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T12:50:00-05:00");
  set_right(&world);
  set_policy(&world, "autopilot", "false");
  add_interview(&world, start, "America/New_York");
  run(&world, CR_MINUTE);
  set_clock(&world, 3 * CR_HOUR);
  run(&world, CR_MINUTE);
  g_assert_cmpuint(times_told(&world, 0, "draft", ""), ==, 1);
  set_right(&world);
  run(&world, CR_MINUTE);
  g_autoptr(CrInterview) iv = interview(&world, 1);
  g_assert_cmpint(iv->state.phase, ==, CR_PHASE_SCHEDULED);
  g_assert_null(iv->state.drafted);
  run(&world, start + 11 * CR_MINUTE - world.truth);
  g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 2);
  g_assert_cmpuint(times_told(&world, 0, "draft", ""), ==, 2);
  assert_sent(&world, 0, 0);
}

/* However short the grace, and however little the clock was set. */
static void
test_short_grace(void) {
  static const int seconds[] = {59, 60, 119, 120};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < G_N_ELEMENTS(seconds); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:50:00-05:00");
    set_policy(&world, "grace_soft_min", "1");
    set_policy(&world, "grace_hard_min", "1");
    add_interview(&world, start, "America/New_York");
    run(&world, CR_MINUTE);
    set_clock(&world, seconds[i] * CR_SECOND);
    run(&world, 12 * CR_MINUTE);
    assert_sent(&world, seconds[i] < 60, start);
    set_right(&world);
    run(&world, CR_HOUR);
    assert_sent(&world, 1, start);
  }
}

static void
test_two_keepers(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  world_open(&world, "2026-11-24T13:00:00-05:00");
  const CrKeeperOptions options = {.uri = world.uri, .account = world.account};
  g_assert_null(cr_keeper_new(&options, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_BUSY);
}

/* The clock goes back over a letter that is out, by so much: it stays the only one. */
static void
test_back_across_a_letter(void) {
  static const gint64 steps[] = {1, 59, 600, 3600, 86400, 631152000};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(steps); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:59:00-05:00");
    set_right(&world);
    add_interview(&world, start, "America/New_York");
    run(&world, 11 * CR_MINUTE);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
    set_clock(&world, -steps[i / 2] * CR_SECOND);
    if (i % 2)
      restart(&world, TRUE);
    run(&world, 2 * CR_HOUR);
    set_right(&world);
    run(&world, 2 * CR_HOUR);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
    g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 1);
    g_assert_cmpuint(times_told(&world, 0, "missed", ""), ==, 1);
    g_assert_cmpuint(times_told(&world, 0, "sent", ""), ==, 1);
  }
}

/* Databases that are not what they were */

static void
copy_file(const char *from, const char *to) {
  g_autofree char *data = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(from, &data, &length, NULL));
  g_assert_true(g_file_set_contents(to, data, (gssize) length, NULL));
}

/* Without a keeper's last reader the log is empty: the file is all. */
static void
copy_database(const char *from_uri, const char *to_uri) {
  g_autofree char *sidecar = g_strconcat(to_uri + strlen("sqlite:"), "-wal", NULL);
  g_remove(sidecar);
  copy_file(from_uri + strlen("sqlite:"), to_uri + strlen("sqlite:"));
}

static void
close_all(World *world) {
  g_clear_pointer(&world->keeper, cr_keeper_free);
  g_clear_pointer(&world->store, cr_store_free);
}

static void
open_again(World *world, const char *uri) {
  g_autoptr(GError) error = NULL;
  world->uri = uri;
  world->store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  restart(world, FALSE);
}

static void
confirm(World *world) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_instance_confirm(world->store, world->account, world->uri, &error));
  begin(world, TRUE);
  g_assert_true(cr_pause_set(world->store, CR_PAUSE_COPY, NULL, &error));
  g_assert_true(cr_store_commit(world->store, &error));
}

/* A world whose database is a file of that name, and known to be the right one. */
static void
open_own(World *world, const char *uri) {
  world_open(world, "2026-11-24T13:50:00-05:00");
  set_right(world);
  close_all(world);
  copy_database(world_uri(), uri);
  open_again(world, uri);
  confirm(world);
}

/* A minute before the letter a copy is made; the original sends; then the copy is used, beside it
 * or in its place. It says so, and sends nothing until it is confirmed. */
static void
test_copy_and_backup(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_autofree char *copy = g_strdup_printf("sqlite:%s/copy.db", world_folder());
  g_autofree char *own = g_strdup_printf("sqlite:%s/own.db", world_folder());
  for (int beside = 0; beside < 2; beside++) {
    g_auto(World) world = {0};
    open_own(&world, own);
    restart(&world, FALSE);
    add_interview(&world, start, "America/New_York");
    run(&world, start + 9 * CR_MINUTE - world.truth);
    close_all(&world);
    copy_database(own, copy);
    open_again(&world, own);
    run(&world, 10 * CR_MINUTE);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
    close_all(&world);
    if (beside == 0)
      copy_database(copy, own);
    open_again(&world, beside ? copy : own);
    run(&world, 30 * CR_MINUTE);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
    g_assert_cmpuint(
        times_told(&world, 0, "held-back", beside ? "is a copy" : "a backup was put back"), ==, 1);
    if (beside) { /* who is in doubt does not take the place of the one that is known */
      close_all(&world);
      open_again(&world, own);
      turn(&world);
      g_assert_null(pause_of(&world));
      close_all(&world);
      open_again(&world, copy);
    }
    confirm(&world);
    run(&world, 30 * CR_MINUTE);
    g_assert_null(pause_of(&world));
    assert_sent(&world, 2,
                start + 10 * CR_MINUTE); /* the candidate says that it is the right one */
  }
}

/* It is reached by another name, and by its own again. */
static void
test_another_name(void) {
  g_autofree char *own = g_strdup_printf("sqlite:%s/own.db", world_folder());
  g_autofree char *link = g_strdup_printf("sqlite:%s/link.db", world_folder());
  g_assert_cmpint(symlink("own.db", link + strlen("sqlite:")), ==, 0);
  g_auto(World) world = {0};
  open_own(&world, own);
  for (int i = 0; i < 4; i++) {
    turn(&world);
    g_assert_null(pause_of(&world));
    close_all(&world);
    open_again(&world, i % 2 ? own : link);
  }
}

static void
forget_instance(World *world) {
  begin(world, FALSE);
  g_autofree char *id = cr_store_get(world->store, "instance", NULL);
  cr_store_rollback(world->store);
  g_autofree char *name = g_strdup_printf("instance-%s.ini", id);
  g_autofree char *path = g_build_filename(g_getenv("XDG_STATE_HOME"), "crickets", name, NULL);
  g_assert_cmpint(g_remove(path), ==, 0);
}

/* It is given another name, also while another one takes its place: it is what it was. What nobody
 * knows of is not. */
static void
test_moved_and_forgotten(void) {
  static const struct {
    gboolean replaced, forgotten;
  } cases[] = {{FALSE, FALSE}, {TRUE, FALSE}, {FALSE, TRUE}};
  g_autofree char *there = g_strdup_printf("sqlite:%s/there.db", world_folder());
  g_autofree char *own = g_strdup_printf("sqlite:%s/own.db", world_folder());
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    open_own(&world, own);
    turn(&world);
    if (cases[i].forgotten)
      forget_instance(&world);
    close_all(&world);
    g_assert_cmpint(g_rename(own + strlen("sqlite:"), there + strlen("sqlite:")), ==, 0);
    if (cases[i].replaced)
      copy_database(world_uri(), own);
    open_again(&world, there);
    turn(&world);
    g_autofree char *pause = pause_of(&world);
    g_assert_cmpint(pause != NULL, ==, cases[i].forgotten);
    g_assert_true(pause == NULL || strstr(pause, "what this machine knew of it is gone"));
  }
}

/* Lives in many zones */

static const char *const places[] = {"America/New_York", "America/St_Johns", "Europe/London",
                                     "Europe/Berlin",    "Europe/Dublin",    "Australia/Lord_Howe",
                                     "Pacific/Chatham",  "Australia/Sydney", "America/Santiago",
                                     "Antarctica/Troll", "Asia/Kolkata",     "Pacific/Kiritimati",
                                     "Africa/Casablanca"};

/* The C library's wall clock there: of the zone data it has a reader of its own. */
static struct tm
wall_by_libc(const char *zone, CrInstant at) {
  time_t seconds = at / CR_SECOND;
  struct tm wall;
  g_setenv("TZ", zone, TRUE);
  tzset();
  localtime_r(&seconds, &wall);
  return wall;
}

/* Most often within a day of a change of the clocks there, in the years after 2024. */
static CrInstant
pick_start(World *world, const char *zone) {
  CrInstant at = instant("2024-01-01T00:00:00Z") + (CrInstant) dice(world, 4 * 365) * CR_DAY_USEC;
  int days = 0;
  while (days < 300 && wall_by_libc(zone, at).tm_gmtoff ==
                           wall_by_libc(zone, at + (days + 1) * CR_DAY_USEC).tm_gmtoff)
    days++;
  if (days < 300 && dice(world, 4))
    at += days * CR_DAY_USEC;
  return at + (CrInstant) dice(world, 24 * 60) * CR_MINUTE;
}

static gboolean
is_at_work(const char *zone, CrInstant at) {
  struct tm wall = wall_by_libc(zone, at);
  return wall.tm_wday >= 1 && wall.tm_wday <= 5 && wall.tm_hour >= 9 && wall.tm_hour < 18;
}

static void
happen(World *world) {
  static const gint64 steps[] = {1, 20, 300, 1800, 3600, 7200, 86400, 2592000, 631152000};
  gint64 step = steps[dice(world, G_N_ELEMENTS(steps))] * CR_SECOND;
  guint what = dice(world, 10);
  if (what == 9) { /* the keeper is away, its clock wrong, and the command is asked */
    g_clear_pointer(&world->keeper, cr_keeper_free);
    set_clock(world, step);
    tick_by_the_command(world);
    set_clock(world, -step);
    restart(world, FALSE);
  } else {
    befall(world, what, dice(world, 2) ? step : -step, 40);
  }
}

/* Promises B and D, for one of the calls. */
static char *
find_fault(World *world, int id, const char *zone) {
  g_autoptr(CrInterview) iv = interview(world, id);
  const CrState *s = &iv->state;
  if (s->phase != CR_PHASE_MISSED)
    return g_strdup_printf("is %s", cr_phase_names[s->phase]);
  if (s->letters == 0 && s->question == NULL && s->letter != CR_LETTER_HELD &&
      s->letter != CR_LETTER_PLANNED)
    return g_strdup("was missed, and nothing came of it");
  if (s->letters == 0 && s->letter == CR_LETTER_PLANNED && is_at_work(zone, world->truth))
    return g_strdup("has a letter that does not go although they are at work");
  if (times_told(world, id, "sent", "") > 1)
    return g_strdup("was told of as sent twice");
  return NULL;
}

typedef struct {
  CrInstant start;
  const char *zone;
} Call;

static void
judge_letters(World *world, const Call *calls, guint n, guint32 seed) {
  begin(world, FALSE);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(world->store, 0, CR_EFFECT_SENT, NULL);
  cr_store_rollback(world->store);
  for (guint i = 0; i < world->sent->len; i++) {
    CrInstant at = g_array_index(world->sent, CrInstant, i);
    gboolean fits = FALSE;
    for (guint j = 0; j < n; j++) /* a clock that is off by less than two minutes is believed */
      fits =
          fits ||
          (at >= calls[j].start + 8 * CR_MINUTE &&
           (is_at_work(calls[j].zone, at - 2 * CR_MINUTE) ||
            is_at_work(calls[j].zone, at + 2 * CR_MINUTE) ||
            (is_at_work(calls[j].zone, calls[j].start) && at < calls[j].start + 92 * CR_MINUTE)));
    if (!fits)
      g_error("life %u: a letter was early, or came at night", seed);
  }
  if (world->sent->len > n || letters->len > world->sent->len)
    g_error("life %u: %u letters of %u calls, %u are kept", seed, world->sent->len, n,
            letters->len);
}

static void
live(guint32 seed) {
  enum { CALLS = 2 };
  Call calls[CALLS];
  g_auto(World) world = {.random = seed * 7919};
  const char *zone = places[dice(&world, G_N_ELEMENTS(places))];
  CrInstant start = pick_start(&world, zone);
  g_autofree char *before = cr_instant_format(start - CR_HOUR, cr_zone_utc());
  guint32 random = world.random;
  world_open(&world, before);
  world.random = random;
  set_right(&world);
  world.clock.synced = FALSE;
  set_policy(&world, "nudge_first_days", "30"); /* one letter a call is all there is to judge */
  for (int i = 0; i < CALLS; i++) {
    const char *theirs = i ? places[dice(&world, G_N_ELEMENTS(places))] : zone;
    calls[i] = (Call){start + (gint64) dice(&world, 30) * i * CR_MINUTE, theirs};
    add_interview(&world, calls[i].start, theirs);
  }
  run(&world, CR_MINUTE); /* of a clock that was wrong from the first nobody can know */
  for (guint i = 4 + dice(&world, 14); i > 0; i--)
    happen(&world);
  set_right(&world);
  fake_mailbox_blind = FALSE;
  run(&world, MAX(start + CR_HOUR - world.truth, 0) + 6 * CR_DAY_USEC);
  for (int i = 0; i < CALLS; i++) {
    g_autofree char *fault = find_fault(&world, i + 1, calls[i].zone);
    if (fault == NULL)
      continue;
    tell_timeline(&world);
    g_error("life %u: call %d %s", seed, i + 1, fault);
  }
  judge_letters(&world, calls, CALLS, seed);
}

static guint first_life = 1, n_lives = 60;

static void
test_lives(void) {
  for (guint32 seed = first_life; seed < first_life + n_lives; seed++)
    live(seed);
}

int
main(int argc, char **argv) {
  world_make_folder();
  for (int i = 1; i + 1 < argc; i++) {
    if (strcmp(argv[i], "--lives") == 0)
      n_lives = (guint) atoi(argv[i + 1]);
    if (strcmp(argv[i], "--first") == 0)
      first_life = (guint) atoi(argv[i + 1]);
  }
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/keeper-time/seasons", test_seasons);
  g_test_add_func("/keeper-time/rules-change", test_rules_change);
  g_test_add_func("/keeper-time/rules-change-behind-a-letter", test_rules_change_behind_a_letter);
  g_test_add_func("/keeper-time/rules-change-for-many", test_rules_change_for_many);
  g_test_add_func("/keeper-time/rules-change-among-many-at-once",
                  test_rules_change_among_many_at_once);
  g_test_add_func("/keeper-time/rules-change-while-sources-are-slow",
                  test_rules_change_while_sources_are_slow);
  g_test_add_func("/keeper-time/rules-change-and-clock-back", test_rules_change_and_clock_back);
  g_test_add_func("/keeper-time/command-under-a-wrong-clock", test_command_under_a_wrong_clock);
  g_test_add_func("/keeper-time/draft-of-a-wrong-clock", test_draft_of_a_wrong_clock);
  g_test_add_func("/keeper-time/short-grace", test_short_grace);
  g_test_add_func("/keeper-time/two-keepers", test_two_keepers);
  g_test_add_func("/keeper-time/back-across-a-letter", test_back_across_a_letter);
  g_test_add_func("/keeper-time/copy-and-backup", test_copy_and_backup);
  g_test_add_func("/keeper-time/another-name", test_another_name);
  g_test_add_func("/keeper-time/moved-and-forgotten", test_moved_and_forgotten);
  g_test_add_func("/keeper-time/lives", test_lives);
  int result = g_test_run();
  world_remove_folder();
  return result;
}
