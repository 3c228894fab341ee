/* The keeper's goals: `bench-keeper fill PATH COUNT [DAYS]` makes a database with so many calls
 * that begin so many days from now; `bench-keeper wake PATH COUNT` adds calls that fall due one
 * after the other from now on, lets a keeper run, and prints how late each was decided and kept
 * (synchronous=FULL), and the share of a core that it took (with `first` behind it: while the
 * keeper still looks at each call, as after its first start with new zone data); `bare-wake` the
 * same of a loop that only sleeps and moves a row; `bench-keeper steps PATH COUNT` prints decisions
 * a second of the whole engine, in its groups and one by one, beside a bare loop that only moves a
 * timer among COUNT. bench/queues.py runs it beside others. */
#include "engine/keeper.h"
#include "bench.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ACCOUNT 1
#define AHEAD_DAYS 30
#define GAP_USEC (50 * CR_SECOND / 1000) /* between two that fall due, on average */
#define BATCH 5000
#define BARE_BATCH 1000

static CrInterview *
new_call(int number, CrInstant start) {
  CrInterview *iv = cr_interview_new();
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, "America/New_York");
  iv->uid = g_strdup_printf("%d-%" G_GINT64_FORMAT "@northwind.example", number, start);
  iv->company = g_strdup_printf("Company %d", number);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup_printf("dana%d@northwind%d.example", number, number % 300);
  iv->contact.phone = g_strdup_printf("+1202555%04d", number % 10000);
  return iv;
}

static void
add_call(CrStore *store, int number, CrInstant start) {
  GError *error = NULL;
  g_autoptr(CrInterview) iv = new_call(number, start);
  iv->added = start - CR_DAY_USEC;
  iv->state.due = start;
  check(cr_store_save_interview(store, iv, &error), error);
}

static void
add_calls(CrStore *store, int count, CrInstant first, gint64 gap_usec) {
  GError *error = NULL;
  for (int i = 0; i < count; i++) {
    if (i % BATCH == 0)
      check(cr_store_begin(store, ACCOUNT, TRUE, &error), error);
    add_call(store, i, first + i * gap_usec);
    if (i % BATCH == BATCH - 1 || i == count - 1)
      check(cr_store_commit(store, &error), error);
  }
}

static int
fill(const char *path, int count, int days) {
  g_autoptr(CrStore) store = open_store(path);
  add_calls(store, count, g_get_real_time() + days * CR_DAY_USEC, CR_SECOND);
  return 0;
}

/* Waking */

typedef struct {
  CrInstant *due;
  gint64 *late;
  int count, done;
} Wake;

static void
on_turn(CrKeeper *keeper, gpointer data) {
  Wake *wake = data;
  CrInstant now = g_get_real_time(), next;
  CrStore *store = cr_keeper_store(keeper);
  GError *error = NULL;
  int id;
  if (wake->done == wake->count)
    return;
  check(cr_store_begin(store, ACCOUNT, FALSE, &error), error);
  check(cr_store_next_due(store, &id, &next, &error), error);
  cr_store_rollback(store);
  for (; wake->done < wake->count && next > wake->due[wake->done]; wake->done++)
    wake->late[wake->done] = now - wake->due[wake->done];
  if (wake->done == wake->count)
    cr_keeper_stop(keeper);
}

static double
cpu_usec(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
         (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

/* The first start with a database looks at each call once: that is no waking. */
static void
begin_first(const char *uri) {
  const CrKeeperOptions options = {.uri = uri, .account = ACCOUNT};
  CrClock clock = cr_clock_read();
  CrInstant next = clock.real;
  GError *error = NULL;
  g_autoptr(CrKeeper) keeper = cr_keeper_new(&options, &error);
  check(keeper != NULL, error);
  while (next == clock.real)
    check(cr_keeper_turn(keeper, &clock, &next, &error), error);
}

static int
wake(const char *path, int count, gboolean first) {
  g_autoptr(CrStore) store = open_store(path);
  g_autofree CrInstant *due = g_new(CrInstant, count);
  g_autofree gint64 *late = g_new0(gint64, count);
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL);
  g_autoptr(GRand) chance = g_rand_new_with_seed(7);
  Wake state = {due, late, count, 0};
  const CrKeeperOptions options = {
      .uri = uri, .account = ACCOUNT, .turned = on_turn, .data = &state};
  GError *error = NULL;
  CrKeeperEnd end;
  if (!first)
    begin_first(uri);
  CrInstant at = g_get_real_time() + 3 * CR_SECOND;
  check(cr_store_begin(store, ACCOUNT, TRUE, &error), error);
  for (int i = 0; i < count; i++) {
    at += GAP_USEC / 2 + g_rand_int_range(chance, 0, GAP_USEC);
    due[i] = at;
    add_call(store, i, at);
  }
  check(cr_store_commit(store, &error), error);
  g_clear_pointer(&store, cr_store_free);
  g_autoptr(CrKeeper) keeper = cr_keeper_new(&options, &error);
  check(keeper != NULL, error);
  double cpu = cpu_usec();
  gint64 began = g_get_monotonic_time();
  check(cr_keeper_run(keeper, &end, &error), error);
  double wall = (double) (g_get_monotonic_time() - began);
  qsort(late, count, sizeof *late, compare_times);
  g_print("{\"name\": \"crickets\", \"jobs\": %d, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": "
          "%.3f, "
          "\"cpu_percent\": %.1f}\n",
          count, (double) late[count / 2] / 1e3, (double) late[count * 99 / 100] / 1e3,
          (double) late[count - 1] / 1e3, 100 * (cpu_usec() - cpu) / wall);
  return 0;
}

/* Steps */

static double
per_second(int count, gint64 began) {
  return count * 1e6 / (double) (g_get_monotonic_time() - began);
}

/* The moments of a call that nobody makes, from its agreed time on. */
static const struct {
  const char *name;
  gint64 after_usec;
} moments[] = {
    {"the day before", -CR_DAY_USEC}, {"just before", -15 * CR_MINUTE},
    {"the agreed time", 0},           {"five minutes later", 5 * CR_MINUTE},
    {"missed", 10 * CR_MINUTE},       {"the letter", 15 * CR_MINUTE},
};

/* At two in New York, some days from now and before all that the database was filled with. */
static CrInstant
next_tuesday(void) {
  gint64 day = g_get_real_time() / CR_DAY_USEC + 3;
  while (day % 7 != 5) /* 1 January 1970 was a Thursday */
    day++;
  return day * CR_DAY_USEC + 19 * CR_HOUR;
}

static void
watch_calls(CrEngine *engine, int first, int count, CrInstant start, gint64 gap_usec) {
  for (int i = 0; i < count; i++) {
    GError *error = NULL;
    g_autoptr(CrInterview) iv = new_call(first + i, start + i * gap_usec);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, start - 2 * CR_DAY_USEC, "bench", iv->uid);
    check(cr_engine_watch(engine, iv, fact, start - 2 * CR_DAY_USEC, &error), error);
  }
}

/* Whole steps of calls that are watched as the program watches them: each is loaded and decided,
 * and what was decided is kept, with its fact, its lines and the next timer, among the calls that
 * are there already. With a gap between them each is decided, and committed, by itself. */
static void
print_steps(const char *how, const char *name, double steps, double usec, double cpu) {
  g_print("engine, %s, %-18s %8.0f steps/s, %6.1f us of CPU each\n", how, name, steps * 1e6 / usec,
          cpu / steps);
}

static void
engine_steps(CrStore *store, const char *how, int first_number, int count, gint64 gap_usec) {
  GError *error = NULL;
  CrInstant first = next_tuesday();
  double all = 0, all_cpu = 0;
  gboolean more;
  g_autoptr(CrEngine) engine = cr_engine_new(store, ACCOUNT, &error);
  check(engine != NULL, error);
  watch_calls(engine, first_number, count, first, gap_usec);
  for (gsize m = 0; m < G_N_ELEMENTS(moments); m++) {
    double cpu = cpu_usec();
    gint64 began = g_get_monotonic_time();
    for (int i = 0; i < (gap_usec ? count : 1); i++)
      check(cr_engine_decide(engine, first + moments[m].after_usec + i * gap_usec, G_MAXUINT, &more,
                             &error),
            error);
    double usec = (double) (g_get_monotonic_time() - began);
    cpu = cpu_usec() - cpu;
    all += usec;
    all_cpu += cpu;
    print_steps(how, moments[m].name, count, usec, cpu);
  }
  print_steps(how, "all of them", G_N_ELEMENTS(moments) * (double) count, all, all_cpu);
}

static void
run(sqlite3 *db, const char *text) {
  if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
    g_error("%s: %s", text, sqlite3_errmsg(db));
}

/* No more than a timer: the earliest row is moved to the end, in a table clustered by it. */
static double
bare_steps(const char *path, int pending, int count, int batch) {
  sqlite3 *db;
  sqlite3_stmt *first, *drop, *put;
  g_autofree char *fill_text = g_strdup_printf(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
      "INSERT INTO bare SELECT i, i FROM n",
      pending);
  sqlite3_open(path, &db);
  run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; DROP TABLE IF EXISTS bare;"
          "CREATE TABLE bare (due INTEGER, id INTEGER, PRIMARY KEY (due, id)) WITHOUT ROWID");
  run(db, fill_text);
  sqlite3_prepare_v2(db, "SELECT due, id FROM bare ORDER BY due, id LIMIT 1", -1, &first, NULL);
  sqlite3_prepare_v2(db, "DELETE FROM bare WHERE due = ? AND id = ?", -1, &drop, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO bare VALUES (?, ?)", -1, &put, NULL);
  gint64 began = g_get_monotonic_time();
  for (int i = 0; i < count; i++) {
    if (i % batch == 0)
      run(db, "BEGIN IMMEDIATE");
    sqlite3_step(first);
    gint64 due = sqlite3_column_int64(first, 0), id = sqlite3_column_int64(first, 1);
    sqlite3_reset(first);
    sqlite3_bind_int64(drop, 1, due);
    sqlite3_bind_int64(drop, 2, id);
    sqlite3_step(drop);
    sqlite3_reset(drop);
    sqlite3_bind_int64(put, 1, due + pending);
    sqlite3_bind_int64(put, 2, id);
    sqlite3_step(put);
    sqlite3_reset(put);
    if (i % batch == batch - 1 || i == count - 1)
      run(db, "COMMIT");
  }
  double rate = per_second(count, began);
  sqlite3_finalize(first);
  sqlite3_finalize(drop);
  sqlite3_finalize(put);
  sqlite3_close(db);
  return rate;
}

static int
steps(const char *path, int pending, int grouped, int single) {
  g_autofree char *bare = g_strconcat(path, "-bare", NULL);
  g_autoptr(CrStore) store = open_store(path);
  engine_steps(store, "in groups ", pending, grouped, 0);
  engine_steps(store, "one by one", pending + grouped, single, CR_SECOND / 100);
  g_print("a bare loop, in batches %27.0f steps/s\n",
          bare_steps(bare, pending, 400000, BARE_BATCH));
  g_print("a bare loop, one by one %27.0f steps/s\n", bare_steps(bare, pending, 4000, 1));
  return 0;
}

/* The least that waking can take: sleeps to the next row, moves it, and syncs. */
static int
bare_wake(const char *path, int count) {
  sqlite3 *db;
  sqlite3_stmt *move;
  g_autofree gint64 *late = g_new0(gint64, count);
  g_autoptr(GRand) chance = g_rand_new_with_seed(7);
  CrInstant at = g_get_real_time() + CR_SECOND;
  sqlite3_open(path, &db);
  run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; DROP TABLE IF EXISTS bare_wake;"
          "CREATE TABLE bare_wake (due INTEGER PRIMARY KEY, id INTEGER) WITHOUT ROWID;"
          "INSERT INTO bare_wake VALUES (1, 1)");
  sqlite3_prepare_v2(db,
                     "UPDATE bare_wake SET due = ? WHERE due = (SELECT min(due) FROM bare_wake)",
                     -1, &move, NULL);
  for (int i = 0; i < count; i++) {
    at += GAP_USEC / 2 + g_rand_int_range(chance, 0, GAP_USEC);
    const struct timespec until = {at / CR_SECOND, at % CR_SECOND * 1000};
    clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL);
    sqlite3_bind_int64(move, 1, at);
    sqlite3_step(move);
    sqlite3_reset(move);
    late[i] = g_get_real_time() - at;
  }
  qsort(late, count, sizeof *late, compare_times);
  g_print(
      "{\"name\": \"bare\", \"jobs\": %d, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n",
      count, (double) late[count / 2] / 1e3, (double) late[count * 99 / 100] / 1e3,
      (double) late[count - 1] / 1e3);
  sqlite3_finalize(move);
  sqlite3_close(db);
  return 0;
}

int
main(int argc, char **argv) {
  int count = argc > 3 ? atoi(argv[3]) : 0;
  if (argc >= 4 && strcmp(argv[1], "fill") == 0)
    return fill(argv[2], count, argc > 4 ? atoi(argv[4]) : AHEAD_DAYS);
  if (argc >= 4 && strcmp(argv[1], "wake") == 0)
    return wake(argv[2], count, argc > 4);
  if (argc == 4 && strcmp(argv[1], "bare-wake") == 0)
    return bare_wake(argv[2], count);
  if (argc >= 4 && strcmp(argv[1], "steps") == 0)
    return steps(argv[2], count, argc > 4 ? atoi(argv[4]) : 2000, argc > 5 ? atoi(argv[5]) : 500);
  g_printerr("usage: bench-keeper fill|wake|bare-wake|steps PATH COUNT [DAYS | GROUPED SINGLE]\n");
  return 2;
}
