/* The keeper with a clock of our own: time passes, the machine sleeps, somebody sets the clock, it
 * is set right, the program starts anew. Promises B and D are judged by the true time. */
#include "../sim/dying-store.h"
#include "engine/engine-private.h"
#include "engine/notify.h"
#include "engine/pause.h"
#include "fake-candidate.h"
#include "keeper-world.h"

#include <stdlib.h>
#include <string.h>

#define TUESDAY_2PM "2026-11-24T14:00:00-05:00"

/* Tests */

static void
test_on_time(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  CrInstant start = instant(TUESDAY_2PM);
  add_interview(&world, start, "America/New_York");
  g_assert_cmpint(turn(&world), ==, start);
  pass(&world, CR_HOUR - 1, FALSE);
  g_assert_cmpint(turn(&world), ==, start);
  pass(&world, 1, FALSE);
  turn(&world);
  g_assert_true(was_told(&world, "due", "the agreed time"));
  run(&world, 10 * CR_MINUTE - 1);
  assert_sent(&world, 0, 0);
  pass(&world, 1, FALSE);
  CrInstant wake = turn(&world);
  assert_sent(&world, 1, start + 10 * CR_MINUTE);
  g_autoptr(CrInterview) iv = interview(&world, 1);
  g_assert_cmpint(wake, ==, iv->state.due); /* what the letter made due */
}

/* `watch --once`: all that is due, however much it is. */
static void
test_once(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  world_open(&world, "2026-11-24T13:00:00-05:00");
  for (int i = 0; i < 600; i++)
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
  pass(&world, CR_HOUR + CR_MINUTE, FALSE);
  g_assert_true(cr_keeper_once(world.keeper, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(times_told(&world, 0, "due", "the agreed time"), ==, 600);
}

static void
test_sleep(void) {
  static const struct {
    int minutes;
    guint sent;
    const char *words;
  } cases[] = {{5, 0, "the agreed time"},
               {40, 1, "is sent"},     /* late, but the recruiter is still there */
               {3 * 60, 1, "is sent"}, /* 16:50 */
               {6 * 60, 0, "the recruiter's working hours"},
               {40 * 60, 0, "its moment is long past"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    world_open(&world, "2026-11-24T13:50:00-05:00");
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
    run(&world, CR_MINUTE);
    pass(&world, cases[i].minutes * CR_MINUTE + 9 * CR_MINUTE, TRUE);
    run(&world, CR_MINUTE);
    assert_sent(&world, cases[i].sent, instant(TUESDAY_2PM) + 10 * CR_MINUTE);
    g_assert_true(was_told(&world, "held-back", cases[i].words) ||
                  was_told(&world, "due", cases[i].words) ||
                  was_told(&world, "sent", cases[i].words));
  }
}

/* The clock is set by so much an hour before the call, and set right ten minutes later; or a minute
 * before the call, and set right when the letter would long have gone out. */
static void
test_clock_is_set(void) {
  static const gint64 steps[] = {
      CR_SECOND,   90 * CR_SECOND, 30 * CR_MINUTE,   69 * CR_MINUTE,    75 * CR_MINUTE,
      3 * CR_HOUR, CR_DAY_USEC,    30 * CR_DAY_USEC, 365 * CR_DAY_USEC, 20 * 365 * CR_DAY_USEC};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(steps); i++)
    for (int late = 0; late < 2; late++) {
      gint64 step = i % 2 ? steps[i / 2] : -steps[i / 2];
      g_auto(World) world = {0};
      world_open(&world, late ? "2026-11-24T13:58:00-05:00" : "2026-11-24T13:00:00-05:00");
      add_interview(&world, start, "America/New_York");
      run(&world, CR_MINUTE);
      set_clock(&world, step);
      run(&world, late ? 30 * CR_MINUTE : 10 * CR_MINUTE);
      g_test_message("set by %" G_GINT64_FORMAT " s, late %d", step / CR_SECOND, late);
      g_autofree char *pause = pause_of(&world);
      g_assert_cmpint(pause != NULL, ==, ABS(step) >= 2 * CR_MINUTE);
      if (!late || ABS(step) >= 2 * CR_MINUTE)
        assert_sent(&world, 0, 0);
      set_right(&world);
      run(&world, late ? 2 * CR_HOUR : 90 * CR_MINUTE);
      g_autoptr(CrInterview) iv = interview(&world, 1);
      g_assert_cmpint(iv->state.phase, ==, CR_PHASE_MISSED);
      if (iv->state.question == NULL)
        assert_sent(&world, 1, start + 8 * CR_MINUTE);
      else /* a clock of another day made it look stale: the candidate is asked */
        g_assert_true(late && step > 11 * CR_HOUR);
      g_assert_null(pause_of(&world));
    }
}

/* The letter is due while the clock is doubtful, and the candidate says that it is right. */
static void
test_clock_is_confirmed(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  world_open(&world, "2026-11-24T13:00:00-05:00");
  add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
  run(&world, CR_MINUTE);
  world.truth += 75 * CR_MINUTE; /* it had been slow */
  world.clock.real += 75 * CR_MINUTE;
  run(&world, 5 * CR_MINUTE);
  assert_sent(&world, 0, 0);
  g_assert_true(was_told(&world, "held-back", "the clock was set forward by 75 min"));
  restart(&world, FALSE); /* it does not forget */
  run(&world, 2 * CR_MINUTE);
  assert_sent(&world, 0, 0);
  begin(&world, TRUE);
  g_assert_true(cr_pause_set(world.store, CR_PAUSE_CLOCK, NULL, &error));
  g_assert_true(cr_store_commit(world.store, &error));
  run(&world, 10 * CR_MINUTE);
  assert_sent(&world, 1, 0);
}

/* A button is pressed while its question stands, after the call was moved, and after it was
 * settled. */
static void
test_buttons(void) {
  static const struct {
    const char *move; /* another time, or NULL */
    CrAct settled;    /* or SEND: not */
    gboolean taken;
    CrPhase phase;
  } cases[] = {{NULL, CR_ACT_SEND, TRUE, CR_PHASE_HELD},
               {"2026-11-24T15:00:00-05:00", CR_ACT_SEND, FALSE, CR_PHASE_SCHEDULED},
               {NULL, CR_ACT_CANCELLED, FALSE, CR_PHASE_CANCELLED}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    g_autoptr(GError) error = NULL;
    gboolean taken;
    world_open(&world, "2026-11-24T13:59:00-05:00");
    CrEngine *engine = cr_keeper_engine(world.keeper);
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
    run(&world, 2 * CR_MINUTE);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, world.clock.real, "test", "moved");
    fact->act = cases[i].move ? CR_ACT_RESCHEDULED : cases[i].settled;
    fact->trust = CR_TRUST_OWN;
    fact->when = cases[i].move ? instant(cases[i].move) : CR_INSTANT_NONE;
    if (fact->act != CR_ACT_SEND)
      g_assert_true(cr_engine_observe(engine, fact, 1, world.clock.real, NULL, &error));
    g_assert_true(cr_notify_answer(engine, 1, "they-called", world.clock.real, &taken, &error));
    g_assert_no_error(error);
    g_assert_cmpint(taken, ==, cases[i].taken);
    g_assert_cmpint(was_told(&world, "note", "is over, and changes nothing"), ==, !taken);
    g_autoptr(CrInterview) iv = interview(&world, 1);
    g_assert_cmpint(iv->state.phase, ==, cases[i].phase);
  }
}

/* Behind the last look, and again behind the fence, it is as late as the clock says, however long
 * ago the letter was taken up. */
static void
test_last_look_takes_time(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:50:00-05:00");
  CrEngine *engine = cr_keeper_engine(world.keeper);
  CrInstant taken_up = world.clock.real;
  CrLastLook look;
  pass(&world, CR_MINUTE, FALSE);
  CrInstant now = engine->look(engine, taken_up, &look, engine->look_data);
  g_assert_cmpint(now, ==, world.clock.real);
  g_assert_cmpint(look.mail_at, ==, world.clock.real);
  g_assert_cmpint(engine->look(engine, taken_up, NULL, engine->look_data), ==, now);
}

static gboolean
is_held(gpointer data) {
  guint *times = data;
  if (*times == 0)
    return FALSE;
  (*times)--;
  return TRUE;
}

/* Another process holds the database while it is pressed: that they called is not lost for it. */
static void
test_button_waits(void) {
  static const struct {
    CrErrorCode says;
    guint times;
    gboolean taken;
  } cases[] = {
      {CR_ERROR_BUSY, 12, TRUE}, {CR_ERROR_BUSY, 1000, FALSE}, {CR_ERROR_FAILED, 1, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    g_autoptr(GError) error = NULL;
    guint times = 0;
    gboolean taken;
    world_open(&world, "2026-11-24T13:59:00-05:00");
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
    run(&world, 2 * CR_MINUTE);
    dying_store_wrap(cr_keeper_store(world.keeper),
                     &(DyingStore){.is_dead = is_held, .data = &times, .says = cases[i].says});
    times = cases[i].times;
    gboolean ok = cr_notify_answer(cr_keeper_engine(world.keeper), 1, "they-called",
                                   world.clock.real, &taken, &error);
    times = 0;
    g_assert_cmpint(ok, ==, cases[i].taken);
    g_autoptr(CrInterview) iv = interview(&world, 1);
    g_assert_cmpint(iv->state.phase, ==, ok ? CR_PHASE_HELD : CR_PHASE_WAITING);
  }
}

/* What another process keeps in the moment before the button's own transaction. */
typedef struct {
  World *world;
  guint begins; /* of transactions until then */
} Mover;

static void
another_moves(gpointer data) {
  Mover *mover = data;
  World *world = mover->world;
  if (mover->begins == 0 || --mover->begins > 0)
    return;
  g_autoptr(CrEngine) other = cr_engine_new(world->store, world->account, NULL);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, world->clock.real, "test", "moved");
  fact->act = CR_ACT_RESCHEDULED;
  fact->trust = CR_TRUST_OWN;
  fact->when = instant("2026-11-24T15:00:00-05:00");
  g_assert_true(cr_engine_observe(other, fact, 1, world->clock.real, NULL, NULL));
}

/* However late the call is moved, what is pressed then does not settle it. */
static void
test_button_beside_move(void) {
  for (guint begins = 1; begins <= 3; begins++) {
    g_auto(World) world = {0};
    g_autoptr(GError) error = NULL;
    gboolean taken;
    Mover mover = {&world, 0};
    world_open(&world, "2026-11-24T13:59:00-05:00");
    add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
    run(&world, 2 * CR_MINUTE);
    dying_store_wrap(cr_keeper_store(world.keeper),
                     &(DyingStore){.between = another_moves, .data = &mover});
    mover.begins = begins;
    g_assert_true(cr_notify_answer(cr_keeper_engine(world.keeper), 1, "they-called",
                                   world.clock.real, &taken, &error));
    g_assert_no_error(error);
    g_autoptr(CrInterview) iv = interview(&world, 1);
    if (mover.begins == 0)
      g_assert_cmpint(iv->state.phase, ==, CR_PHASE_SCHEDULED);
    g_assert_cmpint(taken, ==, mover.begins > 0);
  }
}

static void
test_blind(void) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:50:00-05:00");
  add_interview(&world, instant(TUESDAY_2PM), "America/New_York");
  fake_mailbox_blind = TRUE;
  run(&world, 30 * CR_MINUTE);
  assert_sent(&world, 0, 0);
  g_assert_true(was_told(&world, "held-back", "could not be read"));
  fake_mailbox_blind = FALSE;
  run(&world, 30 * CR_MINUTE);
  assert_sent(&world, 1, instant(TUESDAY_2PM) + 10 * CR_MINUTE);
}

/* A thousand lives: at random it runs, sleeps, starts anew, is set and set right. */

static void
happen(World *world) {
  static const gint64 steps[] = {1,       -1,       20,        -20,       300,   -300,
                                 1800,    -1800,    5400,      -5400,     86400, -86400,
                                 2592000, -2592000, 631152000, -631152000};
  befall(world, dice(world, 7), steps[dice(world, G_N_ELEMENTS(steps))] * CR_SECOND, 20);
}

static void
live(guint32 seed) {
  g_auto(World) world = {0};
  world_open(&world, "2026-11-24T13:00:00-05:00");
  world.random = seed;
  CrInstant start = instant(TUESDAY_2PM) + (CrInstant) dice(&world, 60) * CR_MINUTE;
  add_interview(&world, start, "America/New_York");
  run(&world, CR_MINUTE); /* of a clock that was wrong from the first nobody can know */
  for (guint i = dice(&world, 14); i > 0; i--)
    happen(&world);
  set_right(&world);
  fake_mailbox_blind = FALSE;
  if (world.truth < start)
    run(&world, start - world.truth);
  run(&world, 75 * CR_MINUTE);
  g_autoptr(CrInterview) iv = interview(&world, 1);
  const CrState *s = &iv->state;
  guint sent = world.sent->len;
  gboolean early = sent && g_array_index(world.sent, CrInstant, 0) < start + 8 * CR_MINUTE;
  gboolean visible = sent == 1 || s->question || s->letter == CR_LETTER_HELD;
  g_autofree char *pause = pause_of(&world);
  if (sent > 1 || early || !visible || s->phase != CR_PHASE_MISSED || pause)
    g_error("life %u: sent %u, early %d, visible %d, phase %s, pause %s", seed, sent, early,
            visible, cr_phase_names[s->phase], pause ? pause : "none");
}

static guint n_lives = 400;

static void
test_lives(void) {
  for (guint32 seed = 1; seed <= n_lives; seed++)
    live(seed);
}

int
main(int argc, char **argv) {
  world_make_folder();
  for (int i = 1; i + 1 < argc; i++)
    if (strcmp(argv[i], "--lives") == 0)
      n_lives = (guint) atoi(argv[i + 1]);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/keeper/on-time", test_on_time);
  g_test_add_func("/keeper/once", test_once);
  g_test_add_func("/keeper/sleep", test_sleep);
  g_test_add_func("/keeper/clock-is-set", test_clock_is_set);
  g_test_add_func("/keeper/clock-is-confirmed", test_clock_is_confirmed);
  g_test_add_func("/keeper/buttons", test_buttons);
  g_test_add_func("/keeper/button-waits", test_button_waits);
  g_test_add_func("/keeper/button-beside-move", test_button_beside_move);
  g_test_add_func("/keeper/last-look-takes-time", test_last_look_takes_time);
  g_test_add_func("/keeper/blind", test_blind);
  g_test_add_func("/keeper/lives", test_lives);
  int result = g_test_run();
  world_remove_folder();
  return result;
}
