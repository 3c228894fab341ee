/* What a service with many accounts takes: `bench-capacity ACCOUNTS CALLS [WHAT [TIMES]]`, on the
 * PostgreSQL that CR_TEST_POSTGRES names, in a database that is made once and kept there. WHAT:
 * `rest`: nothing is due, and no more; `due`: 5,000 are; `claims` of a hundred of these; `wakes`,
 * the way from a change to the account's turn while all others wait; `timers`, the same from the
 * instant that a turn is due. All of them unless one is named. bench/scale.py runs it. */
#include "engine/connections.h"
#include "many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUE 5000 /* of the accounts, to be claimed */
#define BATCH 100
#define WARM 20 /* wakes before: connections are made, plans too */
#define WORKERS 4
#define TIMER_GAP_USEC (20 * CR_SECOND / 1000)

typedef struct {
  CrClock (*read)(gpointer);
  gint64 minute;      /* after the calls' time: see many_read_clock */
  gint64 zero_usec;   /* of the running clock */
  gint64 woken;       /* atomic: the account whose turn began last */
  gint64 *began_usec; /* when each of some accounts had its turn begun; by their place */
  gint64 first, step, n;
} World;

static CrClock
read_running_clock(gpointer data) {
  const World *world = data;
  return (CrClock){MANY_NOW + g_get_monotonic_time() - world->zero_usec, CR_HOUR, CR_HOUR, TRUE};
}

static CrClock
read_world(gpointer data) {
  World *world = data;
  return world->read(world->read == many_read_clock ? (gpointer) &world->minute : world);
}

/* What a turn asks for when it has begun. */
static GPtrArray *
note_turn(CrStore *store, gint64 account, gpointer data, GError **error) {
  World *world = data;
  gint64 place = (account - world->first) / world->step;
  if (place >= 0 && place < world->n && (account - world->first) % world->step == 0)
    world->began_usec[place] = g_get_monotonic_time();
  __atomic_store_n(&world->woken, account, __ATOMIC_RELEASE);
  return g_ptr_array_new();
}

typedef struct {
  CrCrew *crew;
  GThread *thread;
} Working;

static Working
work(World *world) {
  GError *error = NULL;
  const CrCrewOptions options = {.uri = many_uri,
                                 .workers = WORKERS,
                                 .read_clock = read_world,
                                 .load_connections = note_turn,
                                 .data = world};
  CrCrew *crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  return (Working){crew, many_run(crew)};
}

static void
await_turns(Working working, int n) {
  for (CrCrewCounts counts = {0}; counts.turns + counts.failures < n;
       counts = cr_crew_counts(working.crew))
    g_usleep(50);
}

static void
stop(Working working) {
  cr_crew_stop(working.crew);
  g_thread_join(working.thread);
  cr_crew_free(working.crew);
}

static void
make_due(guint accounts) {
  g_autofree char *text =
      g_strdup_printf("UPDATE crickets.turn SET due = account_id WHERE account_id IN (SELECT"
                      " generate_series(1, %u, %u))",
                      accounts, MAX(accounts / DUE, 1));
  many_rest();
  many_sql(text);
}

/* Of those that are due, among all. */
static void
measure_claims(CrStore *store, guint n) {
  g_autofree gint64 *usec = g_new(gint64, n);
  for (guint i = 0; i < n; i++) {
    GError *error = NULL;
    gint64 began = g_get_monotonic_time();
    g_autoptr(GArray) turns =
        cr_store_claim_turns(store, "bench", MANY_NOW, MANY_NOW + CR_HOUR, BATCH, &error);
    check(turns != NULL, error);
    usec[i] = g_get_monotonic_time() - began;
    if (turns->len < BATCH)
      g_error("there are no more to be claimed");
  }
  print_times("a claim of 100 accounts", usec, n);
}

/* What the disk takes for any commit. */
static gint64
commit_nothing_more(CrStore *store, gint64 account) {
  GError *error = NULL;
  check(cr_store_begin(store, account, TRUE, &error) && cr_store_set(store, "bench", "1", &error),
        error);
  gint64 began = g_get_monotonic_time();
  check(cr_store_commit(store, &error), error);
  return g_get_monotonic_time() - began;
}

/* Nothing else is due, and the turn before has ended. */
static void
measure_wakes(CrStore *store, guint accounts, guint n) {
  guint all = WARM + n;
  g_autofree gint64 *usec = g_new(gint64, all), *after = g_new(gint64, all);
  g_autofree gint64 *bare = g_new(gint64, all), *began_usec = g_new0(gint64, all);
  World world = {.read = many_read_clock,
                 .minute = 1,
                 .began_usec = began_usec,
                 .first = 1,
                 .step = accounts / all,
                 .n = all};
  Working working = work(&world);
  for (guint i = 0; i < all; i++) {
    GError *error = NULL;
    gint64 account = world.first + i * world.step, began;
    bare[i] = commit_nothing_more(store, account);
    check(cr_store_begin(store, account, TRUE, &error) && cr_store_mark_turn(store, &error), error);
    began = g_get_monotonic_time();
    check(cr_store_commit(store, &error), error);
    after[i] = g_get_monotonic_time();
    while (__atomic_load_n(&world.woken, __ATOMIC_ACQUIRE) != account)
      g_usleep(50);
    usec[i] = began_usec[i] - began;
    after[i] = began_usec[i] - after[i];
    await_turns(working, (int) i + 1);
  }
  stop(working);
  print_times("from a change's commit to its turn, all others waiting", usec + WARM, n);
  print_times("  of that, since the commit returned", after + WARM, n);
  print_times("  beside it, the commit of one row that nobody waits for", bare + WARM, n);
}

/* Nobody tells of them: they were known before. */
static void
measure_timers(guint accounts, guint n) {
  g_autofree gint64 *began_usec = g_new0(gint64, n);
  World world = {.read = read_running_clock,
                 .began_usec = began_usec,
                 .first = accounts / n / 2,
                 .step = accounts / n,
                 .n = n};
  const gint64 lead = 5 * CR_SECOND; /* until the workers are there */
  g_autofree char *due = g_strdup_printf(
      "UPDATE crickets.turn SET due = %" G_GINT64_FORMAT " + (account_id - %" G_GINT64_FORMAT
      ") / %" G_GINT64_FORMAT " * %d + account_id * 7919 %% %d WHERE account_id IN (SELECT"
      " generate_series(%" G_GINT64_FORMAT ", %u, %" G_GINT64_FORMAT ") LIMIT %u)",
      MANY_NOW + lead, world.first, world.step, (int) TIMER_GAP_USEC, (int) TIMER_GAP_USEC / 2,
      world.first, accounts, world.step, n);
  many_sql(due);
  world.zero_usec = g_get_monotonic_time();
  Working working = work(&world);
  await_turns(working, (int) n);
  stop(working);
  for (guint i = 0; i < n; i++) {
    gint64 account = world.first + i * world.step;
    began_usec[i] -=
        world.zero_usec + lead + i * TIMER_GAP_USEC + account * 7919 % (TIMER_GAP_USEC / 2);
  }
  print_times("from the instant that a turn is due to its beginning, all others waiting",
              began_usec, n);
}

int
main(int argc, char **argv) {
  guint accounts = argc > 1 ? (guint) strtoul(argv[1], NULL, 10) : 100000;
  int calls = argc > 2 ? atoi(argv[2]) : 10;
  const char *what = argc > 3 ? argv[3] : NULL;
  guint times = argc > 4 ? (guint) strtoul(argv[4], NULL, 10) : 0;
  g_autoptr(CrStore) store = many_keep(accounts, calls);
  gboolean all = what == NULL;
  if (all || strcmp(what, "due") == 0)
    make_due(accounts);
  if (all || strcmp(what, "claims") == 0)
    measure_claims(store, times ? times : DUE / BATCH);
  if (all || strcmp(what, "rest") == 0)
    many_rest();
  if (all || strcmp(what, "wakes") == 0)
    measure_wakes(store, accounts, times ? times : 1000);
  if (all)
    many_rest();
  if (all || strcmp(what, "timers") == 0)
    measure_timers(accounts, times ? times : 500);
  g_free(many_uri);
  return 0;
}
