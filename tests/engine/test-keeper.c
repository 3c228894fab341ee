/* The keeper with a clock of our own: time passes, the machine sleeps, somebody sets the clock, it
 * is set right, the program starts anew. Promises B and D are judged by the true time. */
#include "engine/keeper-private.h"
#include "engine/pause.h"
#include "fake-candidate.h"

#include <glib/gstdio.h>
#include <string.h>

#define TUESDAY_2PM "2026-11-24T14:00:00-05:00"
#define RESTART_USEC CR_SECOND

typedef struct {
  CrInstant truth; /* what a right clock would show */
  CrClock clock;   /* what the machine shows */
  CrKeeper *keeper;
  CrStore *store; /* our own look into the database */
  gint64 account;
  GArray *sent; /* CrInstant: the true times at which letters went out */
  guint32 random;
  gboolean verbose;
} World;

static char *folder, *uri;

/* The world */

static CrClock
read_clock(gpointer data) {
  return ((World *) data)->clock;
}

static CrOutcome
perform(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  World *world = data;
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  g_array_append_val(world->sent, world->truth);
  return CR_OUTCOME_SENT;
}

static void
begin(World *world, gboolean write) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(world->store, world->account, write, &error));
  g_assert_no_error(error);
}

static void
start_keeper(World *world) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) connections = fake_mailbox_connections();
  const CrKeeperOptions options = {.uri = uri,
                                   .account = world->account,
                                   .read_clock = read_clock,
                                   .open_source = fake_mailbox_open,
                                   .perform = perform,
                                   .perform_data = world,
                                   .data = world};
  world->keeper = cr_keeper_new(&options, &error);
  g_assert_no_error(error);
  g_assert_true(cr_keeper_connect(world->keeper, connections, &error));
}

static CrInstant
instant(const char *text) {
  CrInstant at;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static void
add_interview(World *world, CrInstant start, const char *zone) {
  static int number;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autofree char *uid = g_strdup_printf("call-%d@northwind.example", ++number);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, world->clock.real, "test", uid);
  iv->uid = g_strdup(uid);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, zone);
  g_assert_true(
      cr_engine_watch(cr_keeper_engine(world->keeper), iv, fact, world->clock.real, &error));
  g_assert_no_error(error);
}

static void
world_open(World *world, const char *now) {
  static gint64 accounts;
  g_autoptr(GError) error = NULL;
  *world = (World){.truth = instant(now), .account = ++accounts};
  world->clock = (CrClock){world->truth, CR_HOUR, CR_HOUR, FALSE};
  world->sent = g_array_new(FALSE, FALSE, sizeof(CrInstant));
  world->store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  fake_mailbox_blind = FALSE;
  fake_candidate_save(world->store, world->account);
  start_keeper(world);
}

static void
world_close(World *world) {
  cr_keeper_free(world->keeper);
  cr_store_free(world->store);
  g_array_unref(world->sent);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_close)

/* What happens in it */

static void
pass(World *world, gint64 usec, gboolean asleep) {
  world->truth += usec;
  world->clock.real += usec;
  world->clock.boot_usec += usec;
  if (!asleep)
    world->clock.awake_usec += usec;
}

static CrInstant
turn(World *world) {
  g_autoptr(GError) error = NULL;
  CrInstant wake;
  gboolean ok = cr_keeper_turn(world->keeper, &world->clock, &wake, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return wake;
}

/* Time goes by as a machine spends it that is awake: with a turn whenever one is due. */
static void
run(World *world, gint64 usec) {
  CrInstant end = world->truth + usec;
  for (guint turns = 0;; turns++) {
    CrInstant wake = turn(world);
    gint64 left = end - world->truth;
    if (left <= 0)
      return;
    gint64 next = wake == CR_INSTANT_NONE ? left : CLAMP(wake - world->clock.real, 1, left);
    g_assert_cmpuint(turns, <, 4000); /* a keeper that does not come to rest */
    pass(world, next, FALSE);
  }
}

static void
set_clock(World *world, gint64 usec) {
  world->clock.real += usec;
}

static void
set_right(World *world) {
  world->clock.real = world->truth;
  world->clock.synced = TRUE;
}

static void
restart(World *world, gboolean machine_too) {
  g_clear_pointer(&world->keeper, cr_keeper_free);
  if (machine_too) /* the run's name stays in a test: its clock tells of the new start */
    world->clock.boot_usec = world->clock.awake_usec = 10 * CR_MINUTE;
  pass(world, RESTART_USEC, FALSE);
  start_keeper(world);
}

static CrInterview *
interview(World *world, int id) {
  begin(world, FALSE);
  CrInterview *iv = cr_store_load_interview(world->store, id, NULL);
  cr_store_rollback(world->store);
  g_assert_nonnull(iv);
  return iv;
}

static char *
pause_of(World *world) {
  begin(world, FALSE);
  char *why = cr_pause_why(world->store, NULL);
  cr_store_rollback(world->store);
  return why;
}

static gboolean
was_told(World *world, const char *event, const char *words) {
  gboolean found = FALSE;
  begin(world, FALSE);
  g_autoptr(GPtrArray) rows = cr_store_timeline(world->store, 0, 0, NULL);
  cr_store_rollback(world->store);
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    found = found || (strcmp(row->event, event) == 0 && strstr(row->text, words));
  }
  return found;
}

static void
assert_sent(const World *world, guint count, CrInstant not_before) {
  g_assert_cmpuint(world->sent->len, ==, count);
  for (guint i = 0; i < count; i++)
    g_assert_cmpint(g_array_index(world->sent, CrInstant, i), >=, not_before);
}

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
  run(&world, 1);
  assert_sent(&world, 1, start + 10 * CR_MINUTE);
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

static guint32
dice(World *world, guint32 sides) {
  world->random = world->random * 1664525 + 1013904223;
  return (guint32) (((guint64) world->random * sides) >> 32);
}

static void
happen(World *world) {
  static const gint64 steps[] = {1,       -1,       20,        -20,       300,   -300,
                                 1800,    -1800,    5400,      -5400,     86400, -86400,
                                 2592000, -2592000, 631152000, -631152000};
  switch (dice(world, 7)) {
  case 0:
    pass(world, (1 + dice(world, 40)) * CR_MINUTE, TRUE);
    break;
  case 1:
    set_clock(world, steps[dice(world, G_N_ELEMENTS(steps))] * CR_SECOND);
    world->clock.synced = FALSE;
    break;
  case 2:
    set_right(world);
    break;
  case 3:
    restart(world, FALSE);
    break;
  case 4:
    fake_mailbox_blind = dice(world, 3) == 0;
    break;
  default:
    run(world, (1 + dice(world, 20)) * CR_MINUTE);
    break;
  }
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

static void
remove_folder(void) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
}

int
main(int argc, char **argv) {
  /* Where files need not reach a disk: thousands of databases' worth of commits. */
  g_autofree char *template =
      g_strdup(g_file_test("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm/crickets-keeper-XXXXXX"
                                                           : "/tmp/crickets-keeper-XXXXXX");
  folder = g_mkdtemp(template);
  g_setenv("XDG_STATE_HOME", folder, TRUE);
  uri = g_strdup_printf("sqlite:%s/crickets.db", folder);
  for (int i = 1; i + 1 < argc; i++)
    if (strcmp(argv[i], "--lives") == 0)
      n_lives = (guint) atoi(argv[i + 1]);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/keeper/on-time", test_on_time);
  g_test_add_func("/keeper/sleep", test_sleep);
  g_test_add_func("/keeper/clock-is-set", test_clock_is_set);
  g_test_add_func("/keeper/clock-is-confirmed", test_clock_is_confirmed);
  g_test_add_func("/keeper/blind", test_blind);
  g_test_add_func("/keeper/lives", test_lives);
  int result = g_test_run();
  remove_folder();
  g_free(uri);
  return result;
}
