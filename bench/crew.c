/* What a crew costs, on the PostgreSQL that CR_TEST_POSTGRES names: claims among more and more
 * accounts, whole turns, and beside them loops that only claim and store rows. bench/due.py runs it
 * on one that waits for the disk, beside job queues of npm; with_postgres.py on one that does not.
 * `bench-crew [ACCOUNTS…]`, or `bench-crew turns WORKERS` for whole turns only */
#include "many.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DUE 5000 /* of the accounts, to be claimed */
#define BATCH 100
#define TURNS 20000
#define FIRST_TURNS 6000

static void
end_all(CrStore *store, const GArray *turns) {
  for (guint i = 0; i < turns->len; i++) {
    GError *error = NULL;
    check(cr_store_begin(store, g_array_index(turns, CrTurn, i).account, TRUE, &error) &&
              cr_store_end_turn(store, "bench", MANY_NOW, MANY_NOW + CR_DAY_USEC, 0, &error) &&
              cr_store_commit(store, &error),
          error);
  }
}

static void
measure_claims(guint accounts) {
  g_autofree char *name = g_strdup_printf("claims_%u", accounts);
  g_autoptr(CrStore) store = many_found(name);
  g_autofree char *fill =
      g_strdup_printf("INSERT INTO crickets.turn (account_id, due) SELECT n, CASE WHEN n %% %u = 0 "
                      "THEN n ELSE %" G_GINT64_FORMAT " + n END FROM generate_series(1, %u) AS n",
                      accounts / DUE, MANY_NOW + CR_HOUR, accounts);
  gint64 took[DUE / BATCH], claiming = 0, began;
  guint n = 0;
  many_sql(fill);
  many_sql("VACUUM ANALYZE crickets.turn");
  began = g_get_monotonic_time();
  for (guint got = BATCH; got == BATCH && n < G_N_ELEMENTS(took); n++) {
    GError *error = NULL;
    gint64 before = g_get_monotonic_time();
    g_autoptr(GArray) turns =
        cr_store_claim_turns(store, "bench", MANY_NOW, MANY_NOW + CR_HOUR, BATCH, &error);
    check(turns != NULL, error);
    got = turns->len;
    took[n] = g_get_monotonic_time() - before;
    claiming += took[n];
    end_all(store, turns);
  }
  double seconds = (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  qsort(took, n, sizeof *took, compare_times);
  printf("%u accounts: %.0f claims/s in batches of %d (the median takes %.1f ms);"
         " claimed and ended: %.0f/s\n",
         accounts, n * BATCH * 1e6 / (double) claiming, BATCH, (double) took[n / 2] / 1000,
         n * BATCH / seconds);
}

/* Seconds of a process and of those it waited for, by its line in /proc; 0: it is gone. */
static double
cpu_of(const char *pid, long *ret_parent) {
  g_autofree char *path = g_build_filename("/proc", pid, "stat", NULL), *text = NULL;
  long of[6] = {0}; /* the fields 14 to 17 are its time and that of its children, in ticks */
  if (!g_file_get_contents(path, &text, NULL, NULL) || strrchr(text, ')') == NULL ||
      sscanf(strrchr(text, ')'), ") %*c %ld %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld %ld %ld",
             ret_parent, &of[0], &of[1], &of[2], &of[3]) != 5)
    return 0;
  return (double) (of[0] + of[1] + of[2] + of[3]) / (double) sysconf(_SC_CLK_TCK);
}

/* Of the server, with all its processes. */
static double
server_cpu(void) {
  long parent,
      server = (long) many_sql("SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)");
  double all = 0;
  g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
  for (const char *pid; (pid = g_dir_read_name(processes)) != NULL;) {
    double own = g_ascii_isdigit(*pid) ? cpu_of(pid, &parent) : 0;
    if (own > 0 && (parent == server || strtol(pid, NULL, 10) == server))
      all += own;
  }
  return all;
}

typedef struct {
  double seconds, cpu, server; /* cpu: of this process, and of the server */
  gint failures;
} Took;

/* Until n have had their turn at that minute. */
static Took
take_turns(guint workers, gint n, gint64 minute) {
  GError *error = NULL;
  const CrCrewOptions options = {
      .uri = many_uri, .workers = workers, .read_clock = many_read_clock, .data = &minute};
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  gint64 began = g_get_monotonic_time();
  clock_t cpu = clock();
  double server = server_cpu();
  GThread *thread = many_run(crew);
  while (cr_crew_counts(crew).turns < n)
    g_usleep(1000);
  Took took = {.seconds = (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC,
               .cpu = (double) (clock() - cpu) / CLOCKS_PER_SEC,
               .server = server_cpu() - server};
  cr_crew_stop(crew);
  g_thread_join(thread);
  took.failures = cr_crew_counts(crew).failures;
  return took;
}

/* Of accounts that were looked after before, each with a call that is being waited for. */
static void
measure_turns(guint workers) {
  g_autofree char *name = g_strdup_printf("turns_%u", workers);
  g_autoptr(CrStore) store = many_found(name);
  many_add(store, 1, 1);
  take_turns(1, 1, 1);
  many_copy_first(TURNS);
  Took first = take_turns(workers, TURNS, 5), second = take_turns(workers, TURNS, 10);
  printf("%u workers, whole turns/s (claimed, decided, next step kept): %.0f, then %.0f, for %.0f"
         " and %.0f us of the workers' CPU, %.0f and %.0f of the server's; %d failed\n",
         workers, TURNS / first.seconds, TURNS / second.seconds, first.cpu * 1e6 / TURNS,
         second.cpu * 1e6 / TURNS, first.server * 1e6 / TURNS, second.server * 1e6 / TURNS,
         first.failures + second.failures);
  fflush(stdout);
}

static void
measure_first_turns(guint workers) {
  g_autoptr(CrStore) store = many_found("turns_first");
  double before = many_sql("SELECT pg_database_size(current_database())");
  for (gint64 account = 1; account <= FIRST_TURNS; account++)
    many_add(store, account, 1);
  Took took = take_turns(workers, FIRST_TURNS, 1);
  double after = many_sql("SELECT pg_database_size(current_database())");
  printf(
      "%u workers, accounts' first turns/s: %.0f; %d failed; %.0f bytes an account with one call\n",
      workers, FIRST_TURNS / took.seconds, took.failures, (after - before) / FIRST_TURNS);
  fflush(stdout);
}

/* No more than a timer: those that are due are claimed, and their next one stored. commits 2: the
 * claim by itself, as before an effect outside. */
static void
measure_raw(guint batch, int commits) {
  g_autofree char *name = g_strdup_printf("raw_%u_%d", batch, commits);
  g_autoptr(CrStore) store = many_found(name);
  g_autofree char *claim = g_strdup_printf(
      "WITH d AS MATERIALIZED (SELECT id FROM raw WHERE due <= 100000 AND until_at = 0"
      " ORDER BY due LIMIT %u FOR UPDATE SKIP LOCKED)"
      " UPDATE raw SET %s FROM d WHERE raw.id = d.id AND raw.due <= 100000 AND until_at = 0"
      " RETURNING raw.id",
      batch, commits == 2 ? "until_at = 1" : "due = due + 1000000");
  const char *end = "UPDATE raw SET until_at = 0, due = due + 1000000 WHERE until_at = 1";
  many_sql(
      "CREATE TABLE raw (id BIGINT PRIMARY KEY, due BIGINT NOT NULL, until_at BIGINT NOT NULL)");
  many_sql("INSERT INTO raw SELECT n, n, 0 FROM generate_series(1, 1000000) AS n");
  many_sql("CREATE INDEX ON raw (due)");
  many_sql("CREATE INDEX ON raw (id) WHERE until_at = 1");
  many_sql("VACUUM ANALYZE raw");
  PGconn *connection = PQconnectdb(many_uri);
  PQclear(PQprepare(connection, "claim", claim, 0, NULL));
  PQclear(PQprepare(connection, "end", end, 0, NULL));
  gint64 began = g_get_monotonic_time();
  int done = 0;
  for (int got = 1; got > 0; done += got) {
    PGresult *result = PQexecPrepared(connection, "claim", 0, NULL, NULL, NULL, 0);
    got = PQntuples(result);
    PQclear(result);
    if (commits == 2)
      PQclear(PQexecPrepared(connection, "end", 0, NULL, NULL, NULL, 0));
  }
  if (*PQerrorMessage(connection))
    g_error("%s", PQerrorMessage(connection));
  PQfinish(connection);
  printf("a bare loop, batches of %u, %d commit%s each: %.0f/s\n", batch, commits,
         commits == 1 ? "" : "s", done * 1e6 / (double) (g_get_monotonic_time() - began));
  fflush(stdout);
}

int
main(int argc, char **argv) {
  if (argc > 2 && strcmp(argv[1], "turns") == 0) {
    measure_turns((guint) strtoul(argv[2], NULL, 10));
    return 0;
  }
  for (int i = 1; i < argc; i++)
    measure_claims((guint) strtoul(argv[i], NULL, 10));
  for (guint workers = 1; workers <= 16; workers *= 4)
    measure_turns(workers);
  measure_first_turns(16);
  measure_raw(1000, 1);
  measure_raw(100, 2);
  g_free(many_uri);
  return 0;
}
