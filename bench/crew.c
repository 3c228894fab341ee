/* What a crew costs, on the PostgreSQL that CR_TEST_POSTGRES names: claims among more and more
 * accounts, whole turns, and beside them loops that only claim and store rows. bench/due.py runs it
 * on one that waits for the disk, beside job queues of npm; with_postgres.py on one that does not.
 * `bench-crew [ACCOUNTS…]` */
#include "engine/crew.h"
#include "../tests/store/server.h"
#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define DUE 5000 /* of the accounts, to be claimed */
#define BATCH 100
#define CALLS 600

static char *uri;

/* The first value, as the founder. */
static double
sql(const char *text) {
  PGconn *connection = PQconnectdb(uri);
  PGresult *result = PQexec(connection, text);
  if (*PQerrorMessage(connection))
    g_error("%s", PQerrorMessage(connection));
  double value = PQntuples(result) ? g_ascii_strtod(PQgetvalue(result, 0, 0), NULL) : 0;
  PQclear(result);
  PQfinish(connection);
  return value;
}

static CrStore *
found(const char *name) {
  GError *error = NULL;
  g_free(uri);
  uri = server_make_database(name, "template1");
  CrStore *store = cr_store_open(uri, &error);
  check(store != NULL, error);
  return store;
}

static int
compare(gconstpointer a, gconstpointer b) {
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static void
end_all(CrStore *store, const GArray *turns) {
  for (guint i = 0; i < turns->len; i++) {
    GError *error = NULL;
    check(cr_store_begin(store, g_array_index(turns, CrTurn, i).account, TRUE, &error) &&
              cr_store_end_turn(store, "bench", NOW, NOW + CR_DAY_USEC, 0, &error) &&
              cr_store_commit(store, &error),
          error);
  }
}

static void
measure_claims(guint accounts) {
  g_autofree char *name = g_strdup_printf("claims_%u", accounts);
  g_autoptr(CrStore) store = found(name);
  g_autofree char *fill =
      g_strdup_printf("INSERT INTO crickets.turn (account_id, due) SELECT n, CASE WHEN n %% %u = 0 "
                      "THEN n ELSE %" G_GINT64_FORMAT " + n END FROM generate_series(1, %u) AS n",
                      accounts / DUE, NOW + CR_HOUR, accounts);
  gint64 took[DUE / BATCH], claiming = 0, began;
  guint n = 0;
  sql(fill);
  sql("VACUUM ANALYZE crickets.turn");
  began = g_get_monotonic_time();
  for (guint got = BATCH; got == BATCH && n < G_N_ELEMENTS(took); n++) {
    GError *error = NULL;
    gint64 before = g_get_monotonic_time();
    g_autoptr(GArray) turns =
        cr_store_claim_turns(store, "bench", NOW, NOW + CR_HOUR, BATCH, &error);
    check(turns != NULL, error);
    got = turns->len;
    took[n] = g_get_monotonic_time() - before;
    claiming += took[n];
    end_all(store, turns);
  }
  double seconds = (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  qsort(took, n, sizeof *took, compare);
  printf("%u accounts: %.0f claims/s in batches of %d (the median takes %.1f ms);"
         " claimed and ended: %.0f/s\n",
         accounts, n * BATCH * 1e6 / (double) claiming, BATCH, (double) took[n / 2] / 1000,
         n * BATCH / seconds);
}

static CrClock
read_clock(gpointer data) {
  return (CrClock){NOW + *(const gint64 *) data * CR_MINUTE, CR_HOUR, CR_HOUR, TRUE};
}

static void
add_account(CrStore *store, gint64 account) {
  GError *error = NULL;
  g_autoptr(CrEngine) engine = cr_engine_new(store, account, &error);
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, NOW - CR_HOUR, "bench", "call");
  iv->uid = g_strdup("call@northwind.example");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, NOW, CR_INSTANT_NONE, "America/New_York");
  check(cr_engine_watch(engine, iv, fact, NOW - CR_HOUR, &error), error);
}

static gpointer
run_crew(gpointer crew) {
  CrKeeperEnd end;
  cr_crew_run(crew, &end, NULL);
  return NULL;
}

/* Seconds until all have had their turn at that minute. */
static double
take_turns(guint workers, gint64 minute, gint *ret_failures) {
  GError *error = NULL;
  const CrCrewOptions options = {
      .uri = uri, .workers = workers, .read_clock = read_clock, .data = &minute};
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  gint64 began = g_get_monotonic_time();
  GThread *thread = g_thread_new("crew", run_crew, crew);
  while (cr_crew_counts(crew).turns < CALLS)
    g_usleep(1000);
  double seconds = (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  cr_crew_stop(crew);
  g_thread_join(thread);
  *ret_failures += cr_crew_counts(crew).failures;
  return seconds;
}

static void
measure_turns(guint workers) {
  static const gint64 minutes[] = {1, 5, 10}; /* after the agreed time */
  g_autofree char *name = g_strdup_printf("turns_%u", workers);
  g_autoptr(CrStore) store = found(name);
  gint failures = 0;
  double before = sql("SELECT pg_database_size(current_database())");
  for (gint64 account = 1; account <= CALLS; account++)
    add_account(store, account);
  printf("%u workers, whole turns/s (claimed, decided, next step kept):", workers);
  for (gsize i = 0; i < G_N_ELEMENTS(minutes); i++)
    printf("%s %.0f", i ? ", then" : " the accounts' first",
           CALLS / take_turns(workers, minutes[i], &failures));
  double after = sql("SELECT pg_database_size(current_database())");
  printf("; %d failed; %.0f bytes an account with one call\n", failures, (after - before) / CALLS);
  fflush(stdout);
}

/* No more than a timer: those that are due are claimed, and their next one stored. commits 2: the
 * claim by itself, as before an effect outside. */
static void
measure_raw(guint batch, int commits) {
  g_autofree char *name = g_strdup_printf("raw_%u_%d", batch, commits);
  g_autoptr(CrStore) store = found(name);
  g_autofree char *claim = g_strdup_printf(
      "WITH d AS MATERIALIZED (SELECT id FROM raw WHERE due <= 100000 AND until_at = 0"
      " ORDER BY due LIMIT %u FOR UPDATE SKIP LOCKED)"
      " UPDATE raw SET %s FROM d WHERE raw.id = d.id AND raw.due <= 100000 AND until_at = 0"
      " RETURNING raw.id",
      batch, commits == 2 ? "until_at = 1" : "due = due + 1000000");
  const char *end = "UPDATE raw SET until_at = 0, due = due + 1000000 WHERE until_at = 1";
  sql("CREATE TABLE raw (id BIGINT PRIMARY KEY, due BIGINT NOT NULL, until_at BIGINT NOT NULL)");
  sql("INSERT INTO raw SELECT n, n, 0 FROM generate_series(1, 1000000) AS n");
  sql("CREATE INDEX ON raw (due)");
  sql("CREATE INDEX ON raw (id) WHERE until_at = 1");
  sql("VACUUM ANALYZE raw");
  PGconn *connection = PQconnectdb(uri);
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
  for (int i = 1; i < argc; i++)
    measure_claims((guint) strtoul(argv[i], NULL, 10));
  for (guint workers = 1; workers <= 16; workers *= 4)
    measure_turns(workers);
  measure_raw(1000, 1);
  measure_raw(100, 2);
  g_free(uri);
  return 0;
}
