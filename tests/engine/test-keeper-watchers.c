/* The keeper with its threads: sources that are asked when there is a reason, and wait for one
 * otherwise; letters that are sent beside the turns; a logind that tells of the machine's sleep. */
#include "../effect/fake-logind.h"
#include "../sim/dying-store.h"
#include "engine/engine-private.h"
#include "engine/keeper-private.h"
#include "fake-sources.h"
#include "keeper-world.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>

/* Who waits for so many seconds at most has waited; 0: nobody. */
static gint hurried_sec, hurried;

int __real_pthread_cond_timedwait(pthread_cond_t *changed, pthread_mutex_t *lock,
                                  const struct timespec *until);

int __wrap_pthread_cond_timedwait(pthread_cond_t *changed, pthread_mutex_t *lock,
                                  const struct timespec *until);
int
__wrap_pthread_cond_timedwait(pthread_cond_t *changed, pthread_mutex_t *lock,
                              const struct timespec *until) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  gint64 left = (until->tv_sec - now.tv_sec) * CR_SECOND + (until->tv_nsec - now.tv_nsec) / 1000;
  gint64 hurry_usec = g_atomic_int_get(&hurried_sec) * CR_SECOND;
  if (left > hurry_usec || left < hurry_usec - CR_SECOND)
    return __real_pthread_cond_timedwait(changed, lock, until);
  g_atomic_int_inc(&hurried);
  return ETIMEDOUT;
}

static void
hurry(gint sec) {
  g_atomic_int_set(&hurried, 0);
  g_atomic_int_set(&hurried_sec, sec);
}

static gint
times_hurried(void) {
  return g_atomic_int_get(&hurried);
}

#define AWAIT(condition)                                                                           \
  for (int ms = 0; !(condition); ms++) {                                                           \
    g_assert_cmpint(ms, <, 60000);                                                                 \
    g_usleep(1000);                                                                                \
  }

#define TUESDAY_2PM "2026-11-24T14:00:00-05:00"
#define LOOK_USEC (20 * CR_SECOND) /* decisions wait so long; before a due time it is looked */

/* An hour before the call; all sources were read once. */
static void
open_watched(World *world, WorldKind kind) {
  world_open_kind(world, kind, "2026-11-24T13:00:00-05:00");
  add_interview(world, instant(TUESDAY_2PM), "America/New_York");
  g_assert_cmpuint(fake_sources_settle(), ==, 1);
}

/* That a reading has ended is told a moment before it counts as an answer. */
static CrInstant
turn_until_decided(World *world) {
  CrInstant wake = turn(world), waits_until = world->clock.real + LOOK_USEC;
  for (; wake == waits_until; wake = turn(world))
    g_usleep(1000);
  return wake;
}

static void
turn_at_soft_grace(World *world) {
  pass(world, instant(TUESDAY_2PM) + 5 * CR_MINUTE - world->clock.real, FALSE);
  turn(world);
}

/* Evidence was gathered, and now the call is missed. */
static void
turn_at_hard_grace(World *world) {
  turn_at_soft_grace(world);
  pass(world, 5 * CR_MINUTE, FALSE);
  turn(world);
}

/* What may have come in unseen is read before anything is decided, and nothing else is a reason to
 * ask. */
static void
test_reasons(void) {
  static const struct {
    const char *what;
    gint64 awake, asleep, set;
    gboolean asked;
  } cases[] = {
      {"nothing", 0, 0, 0, FALSE},
      {"a while", 59 * CR_MINUTE, 0, 0, FALSE},
      {"a nap too short to miss anything", 0, CR_SECOND - 1, 0, FALSE},
      {"a nap", 0, CR_SECOND, 0, TRUE},
      {"a sleep", CR_MINUTE, 40 * CR_MINUTE, 0, TRUE},
      {"a sleep over the call", 0, 65 * CR_MINUTE, 0, TRUE},
      {"a clock turned by NTP", CR_HOUR / 2, 0, 499999, FALSE},
      {"a clock set forward", 0, 0, CR_SECOND, TRUE},
      {"a clock set back", 0, 0, -CR_SECOND, TRUE},
      {"a clock set to another year", 0, 0, 20 * 365 * CR_DAY_USEC, TRUE},
      {"a clock set back to another year", 0, 0, -20 * 365 * CR_DAY_USEC, TRUE},
      {"a sleep that a clock set back hides", 0, 20 * CR_MINUTE, -20 * CR_MINUTE, TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    open_watched(&world, WORLD_OF_WATCHERS);
    CrInstant due = turn_until_decided(&world);
    g_assert_cmpint(due, ==, instant(TUESDAY_2PM) - LOOK_USEC);
    fake_sources_hold(TRUE);
    pass(&world, cases[i].awake, FALSE);
    pass(&world, cases[i].asleep, TRUE);
    set_clock(&world, cases[i].set);
    CrInstant now = world.clock.real, wake = turn(&world);
    g_test_message("%s", cases[i].what);
    g_assert_cmpint(wake, ==, cases[i].asked ? now + LOOK_USEC : due);
    g_assert_false(was_told(&world, "due", ""));
    fake_sources_hold(FALSE);
    turn_until_decided(&world);
    g_assert_cmpuint(fake_sources_settle(), ==, cases[i].asked ? 2 : 1);
    gboolean rings = now >= instant(TUESDAY_2PM);
    g_assert_cmpint(was_told(&world, "due", ""), ==, rings);
  }
}

/* Its own threads read all when it starts: nothing is decided before, and nothing is read twice. */
static void
test_start(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  fake_sources_hold(TRUE);
  pass(&world, CR_HOUR, FALSE);
  restart(&world, FALSE);
  fake_sources_await(1);
  g_assert_cmpint(turn(&world), ==, world.clock.real + LOOK_USEC);
  g_assert_false(was_told(&world, "due", ""));
  g_assert_false(cr_keeper_is_ready(world.keeper));
  fake_sources_hold(FALSE);
  turn_until_decided(&world);
  g_assert_true(was_told(&world, "due", ""));
  g_assert_true(cr_keeper_is_ready(world.keeper));
  g_assert_cmpuint(fake_sources_settle(), ==, 1);
}

/* Other connections are set up: what decisions waited for is what those read first, and after the
 * next sleep they are asked like any. */
static void
test_connected_anew(void) {
  for (int asked = 0; asked < 2; asked++) {
    g_auto(World) world = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) connections = fake_sources_connections();
    open_watched(&world, WORLD_OF_WATCHERS);
    CrInstant due = turn_until_decided(&world);
    fake_sources_hold(TRUE);
    if (asked)
      pass(&world, 10 * CR_MINUTE, TRUE);
    turn(&world);
    fake_sources_await(asked ? 2 : 1);
    g_assert_true(cr_keeper_connect(world.keeper, connections, &error));
    g_assert_no_error(error);
    CrInstant wake = turn(&world);
    g_assert_cmpint(wake, ==, asked ? world.clock.real + LOOK_USEC : due);
    fake_sources_hold(FALSE);
    turn_until_decided(&world);
    guint readings = fake_sources_settle();
    pass(&world, 10 * CR_MINUTE, TRUE);
    turn_until_decided(&world);
    g_assert_cmpuint(fake_sources_settle(), ==, readings + 1);
  }
}

/* What was being read when they were asked is no answer; and what could not be read now was not
 * read, however short ago it was. */
static void
test_what_answers(void) {
  g_auto(World) world = {0};
  CrLastLook look;
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  fake_sources_hold(TRUE);
  pass(&world, 10 * CR_MINUTE, TRUE);
  turn(&world);
  fake_sources_await(2);
  pass(&world, 10 * CR_MINUTE, TRUE);
  CrInstant waits_until = turn(&world);
  fake_sources_hold_from(3);
  fake_sources_await(3);
  g_assert_cmpint(turn(&world), ==, waits_until);
  fake_sources_hold(FALSE);
  turn_until_decided(&world);
  fake_sources_settle();
  fake_sources_lose(TRUE);
  cr_watchers_look(world.keeper->watchers, LOOK_USEC, &look);
  fake_sources_lose(FALSE);
  g_assert_cmpint(look.mail_at, ==, CR_INSTANT_NONE);
  g_assert_cmpint(look.calendar_at, ==, world.clock.real);
}

/* No longer than it is worth, by the time that the machine was awake. */
static void
test_patience(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  fake_sources_hold(TRUE);
  pass(&world, 61 * CR_MINUTE, TRUE);
  CrInstant until = turn(&world);
  pass(&world, LOOK_USEC - 1, FALSE);
  g_assert_cmpint(turn(&world), ==, until);
  g_assert_false(was_told(&world, "due", ""));
  pass(&world, CR_MINUTE, TRUE); /* it is asked anew, and has as long again */
  until = turn(&world);
  g_assert_cmpint(until, ==, world.clock.real + LOOK_USEC);
  pass(&world, LOOK_USEC - 1, FALSE);
  g_assert_cmpint(turn(&world), ==, until);
  g_assert_false(was_told(&world, "due", ""));
  pass(&world, 1, FALSE);
  turn(&world);
  g_assert_true(was_told(&world, "due", ""));
  fake_sources_hold(FALSE);
}

/* Shortly before something falls due all is read once, so that at the time itself nothing waits. */
static void
test_look_ahead(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  CrInstant wake = turn_until_decided(&world);
  g_assert_cmpint(wake, ==, start - LOOK_USEC);
  g_assert_cmpuint(fake_sources_settle(), ==, 1);
  pass(&world, wake - world.clock.real, FALSE);
  g_assert_cmpint(turn(&world), ==, start);
  g_assert_cmpuint(fake_sources_settle(), ==, 2);
  pass(&world, LOOK_USEC / 2, FALSE);
  g_assert_cmpint(turn(&world), ==, start);
  fake_sources_hold(TRUE);
  pass(&world, LOOK_USEC / 2, FALSE);
  wake = turn(&world);
  g_assert_true(was_told(&world, "due", ""));
  g_assert_cmpint(wake, ==, start + 5 * CR_MINUTE - LOOK_USEC); /* and before the next step again */
  fake_sources_hold(FALSE);
  g_assert_cmpuint(fake_sources_settle(), ==, 2);
  pass(&world, wake - world.clock.real, FALSE);
  turn(&world);
  g_assert_cmpuint(fake_sources_settle(), ==, 3);
}

/* The letter's last look reads all of them once more, and while one of the mailboxes
 * cannot be read it does not go. */
static void
test_last_look(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  fake_sources_lose(TRUE);
  turn_at_hard_grace(&world);
  AWAIT(was_told(&world, "held-back", "could not be read")); /* the sender's last word on it */
  assert_sent(&world, 0, 0);
  fake_sources_lose(FALSE);
  pass(&world, CR_MINUTE, FALSE);
  turn(&world);
  await_sent(&world, 1);
  assert_sent(&world, 1, start + 11 * CR_MINUTE);
}

/* A source that does not answer is not waited for longer than the letter is worth: it is held, and
 * that is told. */
static void
test_last_look_in_vain(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  turn_at_soft_grace(&world);
  fake_sources_settle();
  fake_sources_hold(TRUE);
  hurry(20);
  pass(&world, 5 * CR_MINUTE, FALSE);
  turn(&world);
  AWAIT(was_told(&world, "held-back", "could not be read"));
  hurry(0);
  fake_sources_hold(FALSE);
  assert_sent(&world, 0, 0);
  pass(&world, CR_MINUTE, FALSE);
  turn(&world);
  await_sent(&world, 1);
}

static void
give_letter_to(World *world, int interview) {
  begin(world, TRUE);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(world->store, 0, CR_EFFECT_PENDING, NULL);
  g_assert_cmpuint(letters->len, ==, 1);
  ((CrEffect *) letters->pdata[0])->interview = interview;
  g_assert_true(cr_store_save_effect(world->store, letters->pdata[0], NULL));
  g_assert_true(cr_store_commit(world->store, NULL));
}

/* What fails is tried again by itself: no turn comes to remind it. */
static void
test_sender_tries_again(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  pass(&world, CR_HOUR + 10 * CR_MINUTE, FALSE);
  g_autoptr(CrEngine) other = cr_engine_new(world.store, world.account, NULL);
  cr_engine_leave_outbox(other);
  g_assert_true(cr_engine_tick(other, world.clock.real, NULL));
  give_letter_to(&world, 77);                                      /* there is none */
  GLogLevelFlags fatal = g_log_set_always_fatal(G_LOG_FATAL_MASK); /* it warns */
  hurry(30);
  turn(&world);
  AWAIT(times_hurried() > 1);
  assert_sent(&world, 0, 0);
  give_letter_to(&world, 1);
  await_sent(&world, 1);
  hurry(0);
  g_log_set_always_fatal(fatal);
}

/* When the mailbox was read for the letter that passed the fence. */
static CrInstant
last_looked(World *world) {
  CrInstant at = CR_INSTANT_NONE;
  begin(world, FALSE);
  g_autoptr(GPtrArray) facts = cr_store_facts(world->store, 1, 0, NULL);
  cr_store_rollback(world->store);
  for (guint i = 0; i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    if (fact->kind == CR_FACT_OUTCOME && fact->outcome == CR_OUTCOME_SENDING)
      at = fact->mail_at;
  }
  return at;
}

/* What the last look took counts: the letter is as late as it is. */
static void
test_slow_last_look(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  turn_at_soft_grace(&world);
  guint readings = fake_sources_settle();
  fake_sources_hold(TRUE);
  pass(&world, 5 * CR_MINUTE, FALSE);
  turn(&world);
  fake_sources_await(readings + 1);
  pass(&world, 15 * CR_SECOND, FALSE);
  fake_sources_hold(FALSE);
  await_sent(&world, 1);
  begin(&world, FALSE);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(world.store, 1, -1, NULL);
  cr_store_rollback(world.store);
  g_assert_cmpuint(letters->len, ==, 1);
  g_assert_cmpint(((CrEffect *) letters->pdata[0])->at, ==, world.truth);
  g_assert_cmpint(last_looked(&world), ==, world.truth - 15 * CR_SECOND); /* when it was begun */
}

/* While the server is slow to answer, the keeper looks after the letter when it should have heard
 * of it, once. */
static void
test_letter_in_flight(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  cr_engine_leave_outbox(cr_keeper_engine(world.keeper)); /* as its own loop does */
  turn_until_decided(&world);
  be_slow(&world, TRUE);
  turn_at_hard_grace(&world);
  await_sent(&world, 1);
  g_assert_cmpint(turn(&world), ==, world.clock.real + CR_MINUTE);
  pass(&world, CR_MINUTE, FALSE);
  g_assert_cmpint(turn(&world), ==, CR_INSTANT_NONE); /* what comes of it wakes */
  be_slow(&world, FALSE);
}

/* Also while another one waits for the sender, or another call comes before or after. */
static void
test_letters_in_flight(void) {
  static const struct {
    gint64 other_usec, wakes_in_usec; /* after the first call; and after its letter left */
  } cases[] = {{0, CR_MINUTE},
               {10 * CR_MINUTE + 30 * CR_SECOND, 30 * CR_SECOND - LOOK_USEC},
               {13 * CR_MINUTE, CR_MINUTE}};
  CrInstant start = instant(TUESDAY_2PM);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    open_watched(&world, WORLD_OF_WATCHERS);
    add_interview(&world, start + cases[i].other_usec, "America/New_York");
    cr_engine_leave_outbox(cr_keeper_engine(world.keeper));
    turn_until_decided(&world);
    be_slow(&world, TRUE);
    turn_at_hard_grace(&world);
    await_sent(&world, 1);
    g_test_message("case %d", (int) i);
    g_assert_cmpint(turn(&world) - world.clock.real, ==, cases[i].wakes_in_usec);
    be_slow(&world, FALSE);
  }
}

/* A mailbox that was read and says nothing is evidence. */
static void
test_silence(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  turn_at_soft_grace(&world);
  g_autoptr(CrInterview) iv = interview(&world, 1);
  gboolean silent = FALSE;
  for (guint i = 0; i < iv->state.evidence->len; i++)
    silent = silent || strcmp(((CrEvidence *) iv->state.evidence->pdata[i])->kind, "no-mail") == 0;
  g_assert_true(silent);
}

/* Another process that writes for longer than the keeper waits for it. */
typedef struct {
  gint writes, met; /* whether it does, and how often it was met */
} Other;

static gboolean
meets_other(gpointer data) {
  Other *other = data;
  if (!g_atomic_int_get(&other->writes))
    return FALSE;
  g_atomic_int_inc(&other->met);
  return TRUE;
}

static void
begin_other(World *world, Other *other) {
  dying_store_wrap(
      cr_keeper_store(world->keeper),
      &(DyingStore){.is_dead = meets_other, .data = other, .says = CR_ERROR_BUSY, .reads = TRUE});
  g_atomic_int_set(&other->writes, TRUE);
}

/* A turn that fails, as somebody writes for longer than it waits, asks for nothing less than it
 * would have. */
static void
test_asked_after_a_failure(void) {
  g_auto(World) world = {0};
  g_autoptr(GError) error = NULL;
  Other other = {FALSE, 0};
  CrInstant wake;
  open_watched(&world, WORLD_OF_WATCHERS);
  turn_until_decided(&world);
  fake_sources_hold(TRUE);
  set_clock(&world, -75 * CR_MINUTE);
  begin_other(&world, &other);
  g_assert_false(cr_keeper_turn(world.keeper, &world.clock, &wake, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_BUSY);
  other.writes = FALSE;
  g_assert_cmpint(turn(&world), ==, world.clock.real + LOOK_USEC);
  fake_sources_hold(FALSE);
}

/* Its own loop */

/* What another process writes can be seen only when its commit has ended, which nothing tells: it
 * is waited for until it is. */
static void
test_slow_commit(void) {
  g_auto(World) world = {0};
  Other other = {FALSE, 0};
  open_watched(&world, WORLD_OF_THREADS);
  await_turn(&world);
  begin_other(&world, &other);
  begin(&world, TRUE);
  g_assert_true(cr_store_set(world.store, "something", "new", NULL));
  g_assert_true(cr_store_commit(world.store, NULL));
  for (int waits = 1; waits <= 3; waits++) {
    await_turn(&world);
    g_assert_cmpint(g_atomic_int_get(&other.met), >=, waits);
  }
  g_atomic_int_set(&other.writes, FALSE);
  await_turn(&world);
  gint met = g_atomic_int_get(&other.met);
  g_atomic_int_set(&other.writes, TRUE);
  await_turn(&world);
  g_assert_cmpint(g_atomic_int_get(&other.met), ==, met); /* it was waited for, once */
}

/* logind tells of a sleep that no clock shows: the sources are asked all the same; who is only
 * woken does not ask. */
static void
test_logind_wakes(void) {
  g_auto(FakeLogind) logind = {0};
  g_auto(World) world = {0};
  fake_logind_open(&logind, TRUE);
  open_watched(&world, WORLD_OF_THREADS);
  await_turn(&world);
  g_assert_cmpuint(fake_sources_settle(), ==, 1);
  for (guint nights = 1; nights <= 3; nights++) {
    fake_logind_tell(logind.connection, TRUE);
    fake_logind_tell(logind.connection, FALSE);
    fake_sources_await(1 + nights);
    await_turn(&world);
    g_assert_cmpuint(fake_sources_settle(), ==, 1 + nights);
  }
}

/* So does a jump, without logind. */
static void
test_sleep_without_logind(void) {
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_THREADS);
  await_turn(&world);
  pass(&world, 10 * CR_MINUTE, TRUE);
  await_turn(&world);
  g_assert_cmpuint(fake_sources_settle(), ==, 2);
  pass(&world, CR_MINUTE, FALSE);
  await_turn(&world);
  g_assert_cmpuint(fake_sources_settle(), ==, 2);
}

/* While a letter goes out the machine stays awake; is it about to sleep, the letter waits. */
static void
test_letter_keeps_awake(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(FakeLogind) logind = {.held = -1};
  g_auto(World) world = {0};
  fake_logind_open(&logind, TRUE);
  open_watched(&world, WORLD_OF_THREADS);
  g_atomic_int_set(&logind.going, TRUE);
  pass(&world, start + 5 * CR_MINUTE - world.truth, FALSE);
  await_turn(&world);
  hurry(30);
  pass(&world, 5 * CR_MINUTE, FALSE);
  await_turn(&world);
  gint asked = g_atomic_int_get(&logind.calls);
  AWAIT(g_atomic_int_get(&logind.calls) > asked + 2); /* by itself; no turn reminds it */
  assert_sent(&world, 0, 0);
  g_atomic_int_set(&logind.going, FALSE);
  await_sent(&world, 1);
  hurry(0);
  assert_sent(&world, 1, start + 10 * CR_MINUTE);
  g_assert_cmpstr(logind.asked, ==, "sleep crickets A follow-up is being sent delay");
  struct pollfd held = {logind.held, POLLIN, 0};
  g_assert_cmpint(poll(&held, 1, 5 * 60000), ==, 1); /* and then it may */
  g_assert_true(held.revents & POLLHUP);
}

/* The set-up is changed while a server is slow: other calls fall due all the same, and it is taken
 * up when the letter has gone. */
static void
test_set_up_while_it_sends(void) {
  CrInstant start = instant(TUESDAY_2PM);
  g_auto(World) world = {0};
  open_watched(&world, WORLD_OF_THREADS);
  add_interview(&world, start + 11 * CR_MINUTE, "America/New_York");
  be_slow(&world, TRUE);
  pass(&world, start + 5 * CR_MINUTE - world.truth, FALSE);
  await_turn(&world);
  pass(&world, 5 * CR_MINUTE, FALSE);
  await_turn(&world);
  await_sent(&world, 1);
  guint before = times_loaded();
  touch_connections();
  pass(&world, CR_MINUTE, FALSE);
  await_turn(&world);
  await_turn(&world);
  g_assert_cmpuint(times_told(&world, 2, "due", "the agreed time"), ==, 1);
  g_assert_cmpuint(times_loaded(), ==, before);
  be_slow(&world, FALSE);
  while (times_loaded() == before)
    await_turn(&world);
}

int
main(int argc, char **argv) {
  world_make_folder();
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/keeper-watchers/reasons", test_reasons);
  g_test_add_func("/keeper-watchers/start", test_start);
  g_test_add_func("/keeper-watchers/connected-anew", test_connected_anew);
  g_test_add_func("/keeper-watchers/what-answers", test_what_answers);
  g_test_add_func("/keeper-watchers/patience", test_patience);
  g_test_add_func("/keeper-watchers/look-ahead", test_look_ahead);
  g_test_add_func("/keeper-watchers/last-look", test_last_look);
  g_test_add_func("/keeper-watchers/last-look-in-vain", test_last_look_in_vain);
  g_test_add_func("/keeper-watchers/sender-tries-again", test_sender_tries_again);
  g_test_add_func("/keeper-watchers/slow-last-look", test_slow_last_look);
  g_test_add_func("/keeper-watchers/letter-in-flight", test_letter_in_flight);
  g_test_add_func("/keeper-watchers/letters-in-flight", test_letters_in_flight);
  g_test_add_func("/keeper-watchers/silence", test_silence);
  g_test_add_func("/keeper-watchers/asked-after-a-failure", test_asked_after_a_failure);
  g_test_add_func("/keeper-watchers/slow-commit", test_slow_commit);
  g_test_add_func("/keeper-watchers/logind-wakes", test_logind_wakes);
  g_test_add_func("/keeper-watchers/sleep-without-logind", test_sleep_without_logind);
  g_test_add_func("/keeper-watchers/letter-keeps-awake", test_letter_keeps_awake);
  g_test_add_func("/keeper-watchers/set-up-while-it-sends", test_set_up_while_it_sends);
  int result = g_test_run();
  world_remove_folder();
  return result;
}
