/* What the keeper believes of its clock, and for how long. */
#include "engine/clock.h"
#include "engine/desk-confirm.h"
#include "engine/instance.h"
#include "engine/pause.h"
#include "fake-candidate.h"
#include "keeper-world.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define TUESDAY_2PM "2026-11-24T14:00:00-05:00"

/* How a clock and its neighbours moved between two readings. */
static void
test_jumps(void) {
  static const struct {
    gint64 real, boot, awake, slept, set;
  } cases[] = {
      {0, 0, 0, 0, 0},
      {CR_HOUR, CR_HOUR, CR_HOUR, 0, 0},
      {CR_HOUR, CR_HOUR, 0, CR_HOUR, 0},                        /* it slept all the time */
      {CR_HOUR, CR_HOUR, CR_HOUR - CR_SECOND, CR_SECOND, 0},    /* the shortest sleep */
      {CR_HOUR, CR_HOUR, CR_HOUR - CR_SECOND + 1, 0, 0},        /* readings a moment apart */
      {CR_HOUR + 500000, CR_HOUR, CR_HOUR, 0, 500000},          /* the shortest step */
      {CR_HOUR - 500000, CR_HOUR, CR_HOUR, 0, -500000},         /* and back */
      {CR_HOUR + 499999, CR_HOUR, CR_HOUR, 0, 0},               /* what NTP turns it by */
      {CR_HOUR - 499999, CR_HOUR, CR_HOUR, 0, 0},               /* and back */
      {3 * CR_HOUR, CR_HOUR, 0, CR_HOUR, 2 * CR_HOUR},          /* it slept, and was set */
      {-CR_HOUR, CR_MINUTE, CR_MINUTE, 0, -CR_HOUR - CR_MINUTE} /* set back past the reading */
  };
  const CrClock before = {instant(TUESDAY_2PM), 5 * CR_HOUR, 2 * CR_HOUR, FALSE};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const CrClock after = {before.real + cases[i].real, before.boot_usec + cases[i].boot,
                           before.awake_usec + cases[i].awake, FALSE};
    CrClockJump jump = cr_clock_jump(&before, &after);
    g_test_message("case %d", (int) i);
    g_assert_cmpint(jump.slept_usec, ==, cases[i].slept);
    g_assert_cmpint(jump.set_usec, ==, cases[i].set);
  }
}

static void
assert_paused(World *world, const char *words) {
  g_autofree char *why = pause_of(world);
  if (words == NULL)
    g_assert_cmpstr(why, ==, NULL);
  else
    g_assert_nonnull(why ? strstr(why, words) : NULL);
}

/* A machine whose clock ran down shows any time until it is set. */
static void
test_young_machine(void) {
  static const struct {
    gint64 up_usec, slept_usec;
    gboolean synced, paused;
  } cases[] = {{CR_SECOND, 0, FALSE, TRUE},         {CR_SECOND, 0, TRUE, FALSE},
               {3 * CR_MINUTE - 1, 0, FALSE, TRUE}, {3 * CR_MINUTE - 1, 0, TRUE, FALSE},
               {3 * CR_MINUTE, 0, FALSE, FALSE},    {3 * CR_MINUTE, 2 * CR_MINUTE, FALSE, FALSE},
               {CR_DAY_USEC, 0, FALSE, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:00:00-05:00");
    world.clock.boot_usec = cases[i].up_usec;
    world.clock.awake_usec = cases[i].up_usec - cases[i].slept_usec;
    world.clock.synced = cases[i].synced;
    CrInstant wake = turn(&world);
    assert_paused(&world, cases[i].paused ? "only just started" : NULL);
    if (!cases[i].paused) {
      g_assert_cmpint(wake, ==, CR_INSTANT_NONE);
      continue;
    }
    g_assert_cmpint(wake - world.clock.real, <=, 3 * CR_MINUTE - cases[i].up_usec);
    run(&world, 3 * CR_MINUTE - cases[i].up_usec - 1);
    assert_paused(&world, "only just started");
    run(&world, 1);
    assert_paused(&world, NULL);
  }
}

/* It starts when the letter is due. */
static void
test_young_machine_sends_later(void) {
  CrInstant start = instant(TUESDAY_2PM);
  for (int synced = 0; synced < 2; synced++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:59:00-05:00");
    add_interview(&world, start, "America/New_York");
    run(&world, CR_MINUTE);
    restart(&world, TRUE);
    pass(&world, start + 10 * CR_MINUTE - world.truth, FALSE);
    world.clock.boot_usec = world.clock.awake_usec = 20 * CR_SECOND;
    world.clock.synced = synced;
    run(&world, 2 * CR_MINUTE);
    assert_sent(&world, synced ? 1 : 0, start + 10 * CR_MINUTE);
    g_assert_cmpuint(times_told(&world, 1, "held-back", "only just started"), ==, !synced);
    run(&world, 5 * CR_MINUTE);
    assert_sent(&world, 1, start + 10 * CR_MINUTE);
  }
}

/* While nobody looked the clock was set by so much, the keeper started anew, the machine too or
 * not. A clock that shows a later time may only have gone on. */
static void
test_set_across_a_restart(void) {
  static const struct {
    gint64 set_usec;
    gboolean machine_too;
    const char *pause;
  } cases[] = {{-90 * CR_MINUTE, FALSE, "set back by 90 min"},
               {-90 * CR_MINUTE, TRUE, "set back by 89 min"}, /* a second passed while it was off */
               {-20 * 365 * CR_DAY_USEC, FALSE, "set back by 175200 hours"},
               {-20 * 365 * CR_DAY_USEC, TRUE, "set back by 175199 hours"},
               {-60 * CR_SECOND, FALSE, NULL},
               {-60 * CR_SECOND, TRUE, NULL},
               {90 * CR_MINUTE, FALSE, "set forward by 90 min"},
               {90 * CR_MINUTE, TRUE, NULL}};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:50:00-05:00");
    add_interview(&world, start, "America/New_York");
    run(&world, 12 * CR_MINUTE); /* its time has come */
    g_assert_cmpuint(times_told(&world, 1, "due", "the agreed time"), ==, 1);
    set_clock(&world, cases[i].set_usec);
    restart(&world, cases[i].machine_too);
    turn(&world);
    g_test_message("set by %d min, the machine too %d", (int) (cases[i].set_usec / CR_MINUTE),
                   cases[i].machine_too);
    assert_paused(&world, cases[i].pause);
    g_autoptr(CrInterview) iv = interview(&world, 1);
    g_assert_cmpint(iv->state.phase, ==, /* what only the clock had said is taken back */
                    world.clock.real < start ? CR_PHASE_SCHEDULED
                    : cases[i].set_usec > 0  ? CR_PHASE_MISSED
                                             : CR_PHASE_WAITING);
    restart(&world, FALSE); /* and it is not forgotten */
    turn(&world);
    assert_paused(&world, cases[i].pause);
  }
}

/* The clock had been slow, and was set by hand; then it is kept right for a while, and then nothing
 * does so any more. */
static void
test_kept_right_for_a_while(void) {
  static const gboolean restarts[] = {FALSE, TRUE};
  for (gsize i = 0; i < G_N_ELEMENTS(restarts); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:00:00-05:00");
    turn(&world);
    set_clock(&world, 75 * CR_MINUTE);
    turn(&world);
    assert_paused(&world, "set forward by 75 min");
    world.clock.synced = TRUE;
    turn(&world);
    assert_paused(&world, NULL);
    world.clock.synced = FALSE;
    if (restarts[i])
      restart(&world, FALSE);
    turn(&world);
    assert_paused(&world, NULL);
    set_clock(&world, -90 * CR_SECOND); /* less than two minutes, as nothing is left of the 75 */
    turn(&world);
    assert_paused(&world, NULL);
  }
}

/* A keeper that does not come to rest keeps the time all the same: a clock that was set back while
 * the machine was off is noticed by it. */
static void
test_set_back_after_much_work(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  for (int i = 0; i < 5 * 60; i++)
    add_interview(&world, world.clock.real + i * CR_SECOND * 9 / 10, "America/New_York");
  run(&world, 4 * CR_MINUTE);
  set_clock(&world, -3 * CR_MINUTE);
  restart(&world, TRUE);
  turn(&world);
  assert_paused(&world, "set back by 2 min");
}

/* Many small steps are one large one; and one that is taken back is none. */
static void
test_steps_add_up(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  turn(&world);
  for (int i = 1; i <= 3; i++) {
    set_clock(&world, 50 * CR_SECOND);
    turn(&world);
    assert_paused(&world, i < 3 ? NULL : "set forward by 2 min");
  }
  restart(&world, FALSE);
  set_clock(&world, -150 * CR_SECOND);
  turn(&world);
  assert_paused(&world, NULL);
  set_clock(&world, -2 * CR_MINUTE);
  turn(&world);
  assert_paused(&world, "set back by 2 min");
}

/* What is confirmed while no keeper runs, is. */
static void
test_confirmed_while_away(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  world_open(&world, "2026-11-24T13:00:00-05:00");
  turn(&world);
  set_clock(&world, 75 * CR_MINUTE);
  turn(&world);
  assert_paused(&world, "set forward by 75 min");
  restart(&world, FALSE);
  g_assert_true(cr_instance_confirm(world.store, world.account, world.uri, &error));
  begin(&world, TRUE);
  g_assert_true(cr_pause_set(world.store, CR_PAUSE_CLOCK, NULL, &error));
  g_assert_true(cr_store_commit(world.store, &error));
  turn(&world);
  assert_paused(&world, NULL);
  turn(&world);
  assert_paused(&world, NULL);
}

/* Database and state folder were carried to another machine. */
static void
test_another_machine(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  turn(&world);
  restart(&world, TRUE);
  turn(&world);
  assert_paused(&world, NULL);
  note_of_instance(&world, "instance", "machine", "another");
  restart(&world, FALSE);
  turn(&world);
  assert_paused(&world, "comes from another machine");
  restart(&world, FALSE);
  turn(&world);
  assert_paused(&world, "comes from another machine");
}

/* The state folder cannot be written, from the first on or later: calls are watched all the same,
 * and what was never known to be the right database sends nothing. */
static void
test_without_state_folder(void) {
  g_autofree char *folder = g_build_filename(g_getenv("XDG_STATE_HOME"), "crickets", NULL);
  g_autofree char *away = g_strconcat(folder, "-away", NULL);
  for (int known = 0; known < 2; known++) {
    g_auto(World) world = {0};
    CrInstant wake;
    world_open(&world, "2026-11-24T13:50:00-05:00");
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
    if (known)
      turn(&world);
    restart(&world, FALSE);
    g_assert_cmpint(g_rename(folder, away), ==, 0);
    g_assert_true(g_file_set_contents(folder, "", 0, NULL));
    for (; world.truth <= instant(TUESDAY_2PM) + 11 * CR_MINUTE; pass(&world, CR_MINUTE, FALSE))
      cr_keeper_turn(world.keeper, &world.clock, &wake, NULL);
    g_assert_cmpuint(times_told(&world, 1, "due", "the agreed time"), ==, 1);
    g_assert_cmpuint(times_told(&world, 1, "missed", ""), ==, 1);
    assert_paused(&world, "what this machine knew of it is gone");
    assert_sent(&world, 0, 0);
    g_assert_cmpint(g_remove(folder), ==, 0);
    g_assert_cmpint(g_rename(away, folder), ==, 0);
  }
}

static void
run_sql(const World *world, const char *format) {
  sqlite3 *db = NULL;
  g_autofree char *sql = g_strdup_printf(format, world->account);
  g_assert_cmpint(sqlite3_open(world->uri + strlen("sqlite:"), &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close(db);
}

/* A doubt that cannot be kept at first was not taken away by the candidate. */
static void
test_kept_at_the_second_try(void) {
  for (int copied = 0; copied < 2; copied++) {
    g_auto(World) world = {0};
    g_autoptr(GError) error = NULL;
    CrInstant wake;
    world_open(&world, "2026-11-24T13:00:00-05:00");
    turn(&world);
    if (copied) {
      note_of_instance(&world, "instance", "machine", "another");
      restart(&world, FALSE);
    } else {
      set_clock(&world, 75 * CR_MINUTE);
    }
    /* Another account stands in the way of its pauses. */
    run_sql(&world, "INSERT INTO setting VALUES (0, 'paused.clock', ''), (0, 'paused.copy', '');"
                    "CREATE UNIQUE INDEX taken ON setting (name)"
                    " WHERE name LIKE 'paused.%%' AND account_id IN (0, %" G_GINT64_FORMAT ")");
    g_assert_false(cr_keeper_turn(world.keeper, &world.clock, &wake, &error));
    run_sql(&world, "DROP INDEX taken; DELETE FROM setting WHERE account_id = 0");
    for (int i = 0; i < 2; i++) {
      turn(&world);
      assert_paused(&world, copied ? "comes from another machine" : "set forward by 75 min");
    }
  }
}

/* Nothing is due, and nothing tells that the clock is kept right from some moment on: no step, no
 * signal. */
static void
test_doubt_ends_by_itself(void) {
  static const struct {
    gint64 lasts_usec, most_usec; /* and how much longer it may seem to */
    gboolean restarts;
  } cases[] = {{0, 10 * CR_SECOND, FALSE},
               {40 * CR_SECOND, 10 * CR_SECOND, FALSE},
               {10 * CR_MINUTE, 10 * CR_MINUTE / 4 + 1, FALSE},
               {10 * CR_HOUR, 10 * CR_MINUTE, FALSE},
               {10 * CR_HOUR, 10 * CR_SECOND, TRUE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:00:00-05:00");
    turn(&world);
    set_clock(&world, 75 * CR_MINUTE);
    run(&world, cases[i].lasts_usec);
    if (cases[i].restarts)
      restart(&world, FALSE);
    gint64 longer = turn(&world) - world.clock.real;
    assert_paused(&world, "set forward by 75 min");
    g_assert_cmpint(longer, <=, cases[i].most_usec);
    world.clock.synced = TRUE;
    pass(&world, longer, FALSE);
    turn(&world);
    assert_paused(&world, NULL);
    g_assert_cmpint(turn(&world), ==, CR_INSTANT_NONE); /* and it comes to rest */
  }
}

/* However long the keeper has run, a doubt is young when it begins. */
static void
test_doubt_begins_anew(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T03:00:00-05:00");
  turn(&world);
  run(&world, 10 * CR_HOUR);
  set_clock(&world, 75 * CR_MINUTE);
  g_assert_cmpint(turn(&world) - world.clock.real, ==, 10 * CR_SECOND);
}

/* Neither waits for the other. */
static void
test_doubt_and_a_call(void) {
  static const struct {
    gint64 call_in_usec, wakes_in_usec;
  } cases[] = {{CR_MINUTE, CR_MINUTE}, {CR_HOUR, 10 * CR_MINUTE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T03:00:00-05:00");
    turn(&world);
    set_clock(&world, 75 * CR_MINUTE);
    run(&world, CR_HOUR);
    CrInstant now = world.clock.real;
    add_interview(&world, now + cases[i].call_in_usec, "America/New_York");
    g_assert_cmpint(turn(&world) - now, ==, cases[i].wakes_in_usec);
  }
}

static guint
clock_facts(World *world) {
  g_autoptr(GError) error = NULL;
  guint n = 0;
  begin(world, FALSE);
  g_autoptr(GPtrArray) facts = cr_store_facts(world->store, 1, 0, &error);
  cr_store_rollback(world->store);
  g_assert_no_error(error);
  for (guint i = 0; i < facts->len; i++)
    n += ((CrFact *) facts->pdata[i])->kind == CR_FACT_CLOCK;
  return n;
}

/* The letter waits for the morning: a clock that is set back makes its call be looked at again,
 * even when nothing was told after the time that it shows then; one that is set forward does not.
 */
static void
test_looked_at_again(void) {
  static const struct {
    gint64 set_usec;
    gboolean restarts;
    guint looks;
  } cases[] = {{-3 * CR_MINUTE, FALSE, 1},
               {-3 * CR_MINUTE, TRUE, 1},
               {3 * CR_MINUTE, FALSE, 0},
               {3 * CR_MINUTE, TRUE, 0},
               {0, TRUE, 0}};
  CrInstant start = instant("2026-11-24T19:30:00-05:00");
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T19:20:00-05:00");
    add_interview(&world, start, "America/New_York");
    run(&world, 40 * CR_MINUTE);
    g_autoptr(CrInterview) iv = interview(&world, 1);
    g_assert_cmpint(iv->state.letter_due, >, start + 12 * CR_HOUR);
    g_assert_cmpuint(clock_facts(&world), ==, 0);
    set_clock(&world, cases[i].set_usec);
    if (cases[i].restarts)
      restart(&world, FALSE);
    turn(&world);
    g_test_message("set by %d min, restarts %d", (int) (cases[i].set_usec / CR_MINUTE),
                   cases[i].restarts);
    g_assert_cmpuint(clock_facts(&world), ==, cases[i].looks);
  }
}

typedef enum { KEPT_RIGHT, KEPT_RIGHT_WHILE_AWAY, CONFIRMED, CONFIRMED_WHILE_AWAY } DoubtEnd;

static void
end_doubt(World *world, DoubtEnd how) {
  g_autoptr(GError) error = NULL;
  if (how == KEPT_RIGHT_WHILE_AWAY || how == CONFIRMED_WHILE_AWAY)
    restart(world, FALSE);
  if (how == KEPT_RIGHT || how == KEPT_RIGHT_WHILE_AWAY) {
    world->clock.synced = TRUE;
    return;
  }
  g_autoptr(CrDesk) desk = cr_desk_open(world->uri, world->account, &error);
  g_assert_no_error(error);
  g_assert_true(cr_desk_confirm(desk, world->uri, world->clock.real, &error));
  g_assert_no_error(error);
}

/* Of the letters that wait only those that the doubt held are freed when it ends. */
static void
test_only_held_ones_are_freed(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T18:00:00-05:00");
  turn(&world);
  world.truth += 75 * CR_MINUTE; /* it had been slow */
  set_clock(&world, 75 * CR_MINUTE);
  add_interview(&world, instant("2026-11-24T19:30:00-05:00"), "America/New_York");
  run(&world, 45 * CR_MINUTE);
  assert_paused(&world, "set forward by 75 min");
  end_doubt(&world, KEPT_RIGHT);
  turn(&world);
  turn(&world);
  assert_paused(&world, NULL);
  g_assert_cmpuint(clock_facts(&world), ==, 0); /* its moment is tomorrow's */
}

static int
compare_texts(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* A clock that was set back rings for the same instant once more, which is another fact. */
static void
test_rings_again(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = g_ptr_array_new();
  world_open(&world, "2026-11-24T13:50:00-05:00");
  add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
  run(&world, 12 * CR_MINUTE);
  set_clock(&world, -10 * CR_MINUTE);
  run(&world, 12 * CR_MINUTE);
  g_assert_cmpuint(times_told(&world, 1, "due", "the agreed time"), ==, 2);
  begin(&world, FALSE);
  g_autoptr(GPtrArray) facts = cr_store_facts(world.store, 1, 0, &error);
  cr_store_rollback(world.store);
  g_assert_no_error(error);
  for (guint i = 0; i < facts->len; i++)
    g_ptr_array_add(keys, ((CrFact *) facts->pdata[i])->source_key);
  g_ptr_array_sort(keys, compare_texts);
  for (guint i = 1; i < keys->len; i++)
    g_assert_cmpstr(keys->pdata[i - 1], !=, keys->pdata[i]);
}

/* A doubt that does not end costs little. */
static void
test_doubt_is_quiet(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  turn(&world);
  set_clock(&world, 75 * CR_MINUTE);
  run(&world, CR_DAY_USEC);
  for (int i = 0; i < 6; i++) {
    CrInstant wake = turn(&world);
    g_assert_cmpint(wake - world.clock.real, ==, 10 * CR_MINUTE);
    pass(&world, wake - world.clock.real, FALSE);
  }
  assert_paused(&world, "set forward by 75 min");
}

/* A letter that was held for the doubt waits for nothing else then: neither until it is tried again
 * by itself, nor does it count as fresh. */
static void
test_letter_is_freed(void) {
  static const struct {
    gint64 held_usec;
    gboolean blind; /* then it is held for that */
  } cases[] = {
      {20 * CR_MINUTE, FALSE}, {2 * CR_HOUR, FALSE}, {2 * CR_HOUR, TRUE}, {3 * CR_DAY_USEC, FALSE}};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    for (DoubtEnd how = KEPT_RIGHT; how <= CONFIRMED_WHILE_AWAY; how++) {
      g_auto(World) world = {0};
      world_open(&world, "2026-11-24T11:00:00-05:00");
      turn(&world);
      world.truth += 75 * CR_MINUTE; /* it had been slow */
      set_clock(&world, 75 * CR_MINUTE);
      add_interview(&world, start, "America/New_York");
      run(&world, start + 10 * CR_MINUTE + cases[i].held_usec - world.truth);
      g_test_message("held %d min, %d", (int) (cases[i].held_usec / CR_MINUTE), how);
      g_assert_true(was_told(&world, "held-back", "the clock was set forward by 75 min"));
      assert_sent(&world, 0, 0);
      fake_mailbox_blind = cases[i].blind;
      end_doubt(&world, how);
      turn(&world); /* "now" is one turn, and what that makes due */
      turn(&world);
      assert_paused(&world, NULL);
      assert_sent(&world, !cases[i].blind, start + 10 * CR_MINUTE);
      g_assert_cmpint(was_told(&world, "held-back", "could not be read"), ==, cases[i].blind);
      g_autoptr(CrInterview) iv = interview(&world, 1);
      if (cases[i].blind)
        g_assert_cmpint(iv->state.letter_at, ==, start + 10 * CR_MINUTE);
    }
}

int
main(int argc, char **argv) {
  world_make_folder();
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/keeper-clock/jumps", test_jumps);
  g_test_add_func("/keeper-clock/young-machine", test_young_machine);
  g_test_add_func("/keeper-clock/young-machine-sends-later", test_young_machine_sends_later);
  g_test_add_func("/keeper-clock/set-across-a-restart", test_set_across_a_restart);
  g_test_add_func("/keeper-clock/kept-right-for-a-while", test_kept_right_for_a_while);
  g_test_add_func("/keeper-clock/set-back-after-much-work", test_set_back_after_much_work);
  g_test_add_func("/keeper-clock/steps-add-up", test_steps_add_up);
  g_test_add_func("/keeper-clock/confirmed-while-away", test_confirmed_while_away);
  g_test_add_func("/keeper-clock/another-machine", test_another_machine);
  g_test_add_func("/keeper-clock/without-state-folder", test_without_state_folder);
  g_test_add_func("/keeper-clock/kept-at-the-second-try", test_kept_at_the_second_try);
  g_test_add_func("/keeper-clock/doubt-ends-by-itself", test_doubt_ends_by_itself);
  g_test_add_func("/keeper-clock/doubt-begins-anew", test_doubt_begins_anew);
  g_test_add_func("/keeper-clock/doubt-and-a-call", test_doubt_and_a_call);
  g_test_add_func("/keeper-clock/looked-at-again", test_looked_at_again);
  g_test_add_func("/keeper-clock/only-held-ones-are-freed", test_only_held_ones_are_freed);
  g_test_add_func("/keeper-clock/rings-again", test_rings_again);
  g_test_add_func("/keeper-clock/doubt-is-quiet", test_doubt_is_quiet);
  g_test_add_func("/keeper-clock/letter-is-freed", test_letter_is_freed);
  int result = g_test_run();
  world_remove_folder();
  return result;
}
