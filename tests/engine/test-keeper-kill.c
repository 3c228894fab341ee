/* test-keeper-kill [KILLS [SEED]]: a keeper lives through stories of missed calls and is killed
 * (SIGKILL) at random moments of each life, until it was killed so often. Time passes only from one
 * due moment to the next, so that whatever was lost would show. Each step must be told exactly
 * once, no letter may be taken twice, be early, or stay without a word about it. */
#include "../progress.h"
#include "engine/keeper.h"
#include "fake-candidate.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START "2026-11-24T14:00:00-05:00"
#define CALLS 3
#define STORIES_A_FILE 50

typedef struct {
  CrInstant now; /* of all lives of a story */
  gint taken[CALLS + 1];
  CrInstant taken_at[CALLS + 1]; /* the first */
} Shared;

static Shared *shared;
static char *folder, *path, *uri;
static gint64 account;

/* One life, in a process of its own */

static CrClock
read_clock(gpointer data) {
  return (CrClock){shared->now, CR_HOUR, CR_HOUR, TRUE};
}

static CrOutcome
perform(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  if (shared->taken[interview->id]++ == 0) /* the other side has it, whatever becomes of us */
    shared->taken_at[interview->id] = shared->now;
  return CR_OUTCOME_SENT;
}

static CrKeeper *
open_keeper(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) connections = fake_mailbox_connections();
  const CrKeeperOptions options = {.uri = uri,
                                   .account = account,
                                   .read_clock = read_clock,
                                   .open_source = fake_mailbox_open,
                                   .perform = perform};
  CrKeeper *keeper = cr_keeper_new(&options, &error);
  if (keeper == NULL || !cr_keeper_connect(keeper, connections, &error))
    g_error("%s", error->message);
  return keeper;
}

static void
die_after(gint64 usec) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
  const struct itimerspec when = {
      .it_value = {.tv_sec = usec / CR_SECOND, .tv_nsec = usec % CR_SECOND * 1000 + 1}};
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
      timer_settime(timer, 0, &when, NULL) != 0)
    g_error("no timer");
}

static void
live(CrInstant end) {
  CrKeeper *keeper = open_keeper();
  while (shared->now < end) {
    g_autoptr(GError) error = NULL;
    CrClock clock = read_clock(NULL);
    CrInstant wake;
    if (!cr_keeper_turn(keeper, &clock, &wake, &error))
      g_error("%s", error->message);
    shared->now = wake == CR_INSTANT_NONE ? end : CLAMP(wake, shared->now, end);
  }
  cr_keeper_free(keeper);
}

/* TRUE when it was killed. kill_usec 0: it is left alone. */
static gboolean
run_life(CrInstant end, gint64 kill_usec) {
  pid_t child = fork();
  int status;
  if (child == 0) {
    if (kill_usec)
      die_after(kill_usec);
    live(end);
    _exit(0);
  }
  waitpid(child, &status, 0);
  if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
    g_error("a life ended with %d", status);
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
    g_error("a life ended by signal %d", WTERMSIG(status));
  return WIFSIGNALED(status);
}

/* One story */

static CrInstant
start(void) {
  CrInstant at;
  g_assert_true(cr_instant_parse(START, &at, NULL));
  return at;
}

static void
make_story(void) {
  static char *emails[] = {"jordan@example.com", NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  account++;
  memset(shared, 0, sizeof *shared);
  shared->now = start() - CR_HOUR;
  g_autoptr(CrEngine) engine = cr_engine_new(store, account, &error);
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  profile->name = g_strdup("Jordan Ellis");
  profile->zone = g_strdup("America/Chicago");
  profile->emails = g_strdupv(emails);
  policy->autopilot = TRUE;
  g_assert_true(cr_engine_set_account(engine, profile, policy, NULL, CR_INSTANT_NONE, &error));
  for (int i = 0; i < CALLS; i++) {
    g_autoptr(CrInterview) iv = cr_interview_new();
    g_autofree char *key = g_strdup_printf("added:%d", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, shared->now, "candidate", key);
    iv->uid = g_strdup_printf("call-%d@northwind.example", i);
    iv->contact.name = g_strdup("Dana Reyes");
    iv->contact.email = g_strdup_printf("dana%d@northwind.example", i);
    cr_interview_set_start(iv, start() + i * 40 * CR_MINUTE, CR_INSTANT_NONE, "America/New_York");
    g_assert_true(cr_engine_watch(engine, iv, fact, shared->now, &error));
  }
  g_assert_no_error(error);
}

static guint
count_lines(GPtrArray *lines, int interview, const char *event) {
  guint count = 0;
  for (guint i = 0; i < lines->len; i++) {
    const CrTimelineRow *line = lines->pdata[i];
    count += line->interview == interview && strcmp(line->event, event) == 0;
  }
  return count;
}

/* What became of one call, in words when it is not as it must be. */
static char *
find_fault(CrStore *store, int id) {
  g_autoptr(CrInterview) iv = cr_store_load_interview(store, id, NULL);
  g_autoptr(GPtrArray) lines = cr_store_timeline(store, 0, 0, NULL);
  g_autofree char *name = g_strdup_printf("%d.email.1", id);
  g_autoptr(CrEffect) letter = cr_store_load_effect(store, name, NULL);
  guint due = count_lines(lines, id, "due"), missed = count_lines(lines, id, "missed");
  if (iv->state.phase != CR_PHASE_MISSED || due != 1 || missed != 1)
    return g_strdup_printf("phase %s, told as due %u and as missed %u times",
                           cr_phase_names[iv->state.phase], due, missed);
  gboolean sent = letter && letter->status == CR_EFFECT_SENT && shared->taken[id] == 1;
  gboolean asked = letter && letter->status == CR_EFFECT_IN_DOUBT && iv->state.question &&
                   shared->taken[id] <= 1;
  if (!sent && !asked)
    return g_strdup_printf("the letter is %s and was taken %d times",
                           letter ? cr_effect_status_names[letter->status] : "not there",
                           shared->taken[id]);
  if (shared->taken[id] && shared->taken_at[id] < iv->start + 10 * CR_MINUTE)
    return g_strdup("the letter was early");
  return NULL;
}

static gboolean
judge(guint32 seed) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  gboolean ok = TRUE;
  g_assert_no_error(error);
  g_assert_true(cr_store_begin(store, account, FALSE, &error));
  for (int id = 1; id <= CALLS; id++) {
    g_autofree char *fault = find_fault(store, id);
    if (fault)
      printf("# seed %u, story %" G_GINT64_FORMAT ", call %d: %s\n", seed, account, id, fault);
    ok = ok && fault == NULL;
  }
  cr_store_rollback(store);
  return ok;
}

static gboolean
is_whole(void) {
  sqlite3 *db = NULL;
  sqlite3_stmt *check = NULL;
  gboolean ok = sqlite3_open(path, &db) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK &&
                sqlite3_step(check) == SQLITE_ROW &&
                strcmp((const char *) sqlite3_column_text(check, 0), "ok") == 0;
  sqlite3_finalize(check);
  sqlite3_close(db);
  return ok;
}

/* All of them */

static void
remove_all(const char *where) {
  g_autoptr(GDir) dir = g_dir_open(where, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *inner = g_build_filename(where, name, NULL);
    remove_all(inner);
  }
  g_remove(where);
}

/* How long a life lasts that nobody ends. */
static gint64
measure(CrInstant end) {
  make_story();
  gint64 began = g_get_monotonic_time();
  run_life(end, 0);
  return g_get_monotonic_time() - began;
}

int
main(int argc, char **argv) {
  guint wanted = argc > 1 ? (guint) atoi(argv[1]) : 1000, kills = 0, stories = 0, in_doubt = 0;
  guint32 seed = argc > 2 ? (guint32) atoi(argv[2]) : (guint32) getpid();
  g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
  gboolean memory = g_access("/dev/shm", W_OK) == 0, ok = TRUE;
  g_autofree char *template =
      g_strdup_printf("%s/crickets-kill-XXXXXX", memory ? "/dev/shm" : g_get_tmp_dir());
  folder = g_mkdtemp(template);
  g_autofree char *state = g_build_filename(folder, "state", NULL);
  g_setenv("XDG_STATE_HOME", state, TRUE);
  path = g_build_filename(folder, "crickets.db", NULL);
  uri = g_strconcat("sqlite:", path, NULL);
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CrInstant end = start() + 4 * CR_HOUR;
  gint64 length_usec = measure(end);
  for (; ok && kills < wanted; stories++) {
    tell_progress("kills of a keeper", kills, wanted);
    if (stories % STORIES_A_FILE == 0) {
      ok = stories == 0 || is_whole();
      remove_all(folder);
      g_mkdir_with_parents(folder, 0700);
      account = 0;
    }
    make_story();
    while (run_life(end, g_rand_int_range(chance, 1, (gint32) (length_usec / 2))))
      kills++;
    for (int id = 1; id <= CALLS; id++)
      in_doubt += shared->taken[id] == 0;
    ok = judge(seed) && ok;
  }
  ok = ok && is_whole();
  printf("1..1\n%s 1 - a keeper that is killed at random\n", ok ? "ok" : "not ok");
  printf("# a life lasts %" G_GINT64_FORMAT " us when nobody ends it\n", length_usec);
  printf("# seed %u: killed %u times in %u stories; %u letters are in doubt and did not arrive\n",
         seed, kills, stories, in_doubt);
  remove_all(folder);
  return ok ? 0 : 1;
}
