/* How long a page takes in a service: `bench-pages ACCOUNTS CALLS [PAGES]`, on the PostgreSQL that
 * CR_TEST_POSTGRES names, in a database that is made once and kept there. Over HTTP, by session, of
 * accounts at random: while nothing else is done, while turns are taken at 70 % of what workers
 * here can do, and while they take all they can. Beside it the same rows, asked for with one
 * exchange by libpq alone. With PAGES: so many, while nothing else is done, and no more.
 * bench/scale.py runs it.
 */
#include "api/server.h"
#include "engine/people.h"
#include "many.h"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READERS 1000 /* accounts with a session */
#define FEW_READERS 10
#define WORKERS 4
#define WARM_USEC (2 * CR_SECOND)
#define PHASE_USEC (20 * CR_SECOND)
#define CAPACITY_USEC (10 * CR_SECOND)
#define MOST 20000      /* turns a second; no more are expected */
#define PAUSE_USEC 5000 /* of the reader, between pages */
#define SHARE 0.7
#define START (MANY_NOW + 5 * CR_MINUTE) /* the first call of each account was just missed */

static gint64 began_usec;
static char *tokens[READERS];
static gint64 readers[READERS];
static guint n_readers = READERS;

static CrInstant
now(void) {
  return START + g_get_monotonic_time() - began_usec;
}

static CrInstant
server_clock(gpointer data) {
  return now();
}

static CrClock
crew_clock(gpointer data) {
  return (CrClock){now(), CR_HOUR, CR_HOUR, TRUE};
}

/* Turns */

typedef struct {
  CrCrew *crew;
  GThread *thread;
} Working;

static Working
work(void) {
  GError *error = NULL;
  const CrCrewOptions options = {.uri = many_uri, .workers = WORKERS, .read_clock = crew_clock};
  CrCrew *crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  return (Working){crew, many_run(crew)};
}

static int
stop(Working working) {
  cr_crew_stop(working.crew);
  g_thread_join(working.thread);
  int turns = cr_crew_counts(working.crew).turns;
  cr_crew_free(working.crew);
  return turns;
}

/* So many accounts, from any one on, become due, so many a second; 0: at once. No others. The clock
 * stands meanwhile. */
static void
make_due(guint accounts, double n, double rate) {
  guint many = MIN((guint) n, accounts - 1);
  guint first = 1 + (guint) g_random_int_range(0, (gint32) (accounts - many));
  CrInstant at = now();
  g_autofree char *text = g_strdup_printf(
      "UPDATE crickets.turn SET due = %" G_GINT64_FORMAT " + CAST((account_id - %u) * %f AS BIGINT)"
      " WHERE account_id BETWEEN %u AND %u",
      at, first, rate > 0 ? 1e6 / rate : 0, first, first + many - 1);
  many_rest();
  many_sql(text);
  many_sql("VACUUM crickets.turn");
  began_usec = g_get_monotonic_time() - (at - START);
}

/* Pages */

static void
send_all(int fd, const char *text) {
  for (gsize length = strlen(text); length > 0;) {
    gssize sent = send(fd, text, length, 0);
    if (sent <= 0)
      g_error("the server went away");
    text += sent;
    length -= (gsize) sent;
  }
}

/* The next answer; its status. */
static guint
receive(int fd) {
  static char buffer[1 << 20];
  gsize have = 0;
  for (;;) {
    gssize got = recv(fd, buffer + have, sizeof buffer - 1 - have, 0);
    if (got <= 0)
      g_error("the server went away");
    have += (gsize) got;
    buffer[have] = '\0';
    const char *body = strstr(buffer, "\r\n\r\n"), *length = strstr(buffer, "Content-Length: ");
    if (body && length &&
        have >=
            (gsize) (body + 4 - buffer) + strtoul(length + strlen("Content-Length: "), NULL, 10))
      return (guint) strtoul(buffer + strlen("HTTP/1.1 "), NULL, 10);
  }
}

static int
connect_to(guint16 port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check(connect(fd, (struct sockaddr *) &address, sizeof address) == 0, NULL);
  return fd;
}

static void
get_page(const CrServer *server, int fd, guint reader) {
  g_autofree char *request =
      g_strdup_printf("GET /api/v1/now HTTP/1.1\r\nHost: localhost:%u\r\n"
                      "Cookie: crickets_%u=%s\r\n\r\n",
                      cr_server_port(server), cr_server_port(server), tokens[reader]);
  send_all(fd, request);
  guint status = receive(fd);
  if (status != 200)
    g_error("answered %u", status);
}

/* The same rows, with one exchange. */

static const char *const bare[] = {
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SELECT set_config('crickets.account', $1, true)",
    "SELECT * FROM account WHERE account_id = $1::bigint",
    "SELECT body FROM credential WHERE account_id = $1::bigint AND kind = 'session'",
    "SELECT * FROM member WHERE account_id = $1::bigint",
    "SELECT agreed, state.body FROM state JOIN interview USING (account_id, interview_id)"
    " WHERE account_id = $1::bigint AND due IS NOT NULL AND open = 1 ORDER BY due LIMIT 48",
    "SELECT name, value FROM setting WHERE account_id = $1::bigint",
    "SELECT * FROM effect WHERE account_id = $1::bigint AND interview_id = 1",
    "SELECT * FROM busy WHERE account_id = $1::bigint",
    "COMMIT",
};

static PGconn *
open_bare(void) {
  PGconn *connection = PQconnectdb(many_uri);
  PQclear(PQexec(connection, "SET ROLE crickets_worker; SET search_path = crickets;"
                             " SET plan_cache_mode = force_generic_plan"));
  for (guint i = 0; i < G_N_ELEMENTS(bare); i++) {
    char name[8];
    g_snprintf(name, sizeof name, "q%u", i);
    PGresult *prepared = PQprepare(connection, name, bare[i], 0, NULL);
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK)
      g_error("%s", PQresultErrorMessage(prepared));
    PQclear(prepared);
  }
  return connection;
}

static void
get_bare(PGconn *connection, guint reader) {
  g_autofree char *account = g_strdup_printf("%" G_GINT64_FORMAT, readers[reader]);
  const char *const value = account;
  PQenterPipelineMode(connection);
  for (guint i = 0; i < G_N_ELEMENTS(bare); i++) {
    char name[8];
    g_snprintf(name, sizeof name, "q%u", i);
    PQsendQueryPrepared(connection, name, strchr(bare[i], '$') != NULL, &value, NULL, NULL, 0);
  }
  PQpipelineSync(connection);
  for (gboolean ended = FALSE; !ended;) {
    PGresult *result = PQgetResult(connection);
    ended = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    if (result && PQresultStatus(result) == PGRES_FATAL_ERROR)
      g_error("%s", PQresultErrorMessage(result));
    PQclear(result);
  }
  PQexitPipelineMode(connection);
}

/* Measuring */

static gint64
time_page(const CrServer *server, int fd) {
  guint reader = (guint) g_random_int_range(0, (gint32) n_readers);
  gint64 before = g_get_monotonic_time();
  get_page(server, fd, reader);
  return g_get_monotonic_time() - before;
}

static gint64
time_bare(PGconn *connection) {
  guint reader = (guint) g_random_int_range(0, (gint32) n_readers);
  gint64 before = g_get_monotonic_time();
  get_bare(connection, reader);
  return g_get_monotonic_time() - before;
}

/* By turns, so that both meet the same load. */
static void
measure(const CrServer *server, gint64 usec) {
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(gint64));
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(gint64));
  PGconn *connection = open_bare();
  int fd = connect_to(cr_server_port(server));
  for (gint64 until = g_get_monotonic_time() + usec; g_get_monotonic_time() < until;) {
    gint64 page = time_page(server, fd);
    g_usleep(PAUSE_USEC);
    gint64 alone = time_bare(connection);
    g_usleep(PAUSE_USEC);
    g_array_append_val(pages, page);
    g_array_append_val(rows, alone);
  }
  print_times("  the page", (gint64 *) (gpointer) pages->data, pages->len);
  print_times("  its rows by libpq alone", (gint64 *) (gpointer) rows->data, rows->len);
  close(fd);
  PQfinish(connection);
}

static void
measure_working(const CrServer *server) {
  gint64 from = g_get_monotonic_time();
  Working working = work();
  measure(server, PHASE_USEC);
  int turns = stop(working);
  printf("  turns were taken: %.0f a second\n",
         turns / ((double) (g_get_monotonic_time() - from) / G_USEC_PER_SEC));
}

/* Setting up */

static void
add_readers(CrStore *store, guint accounts) {
  GError *error = NULL;
  const CrEntrance entrance = {"203.0.113.7", "bench", "password", NULL};
  for (guint i = 0; i < n_readers; i++) {
    readers[i] = 2 + (gint64) i * ((accounts - 1) / n_readers) +
                 g_random_int_range(0, (gint32) ((accounts - 1) / n_readers));
    tokens[i] = cr_people_enter(store, readers[i], &entrance, now(), &error);
    check(tokens[i] != NULL, error);
  }
}

static void
measure_all(const CrServer *server, guint accounts) {
  const double seconds = (double) CAPACITY_USEC / CR_SECOND,
               phase = 2.0 * PHASE_USEC / CR_SECOND; /* there is more than can be done */
  make_due(accounts, 0, 0);
  measure(server, WARM_USEC); /* connections are made, plans too */
  printf("no turns:\n");
  measure(server, PHASE_USEC);

  make_due(accounts, MOST * seconds, 0);
  Working working = work();
  g_usleep(CAPACITY_USEC);
  double most = stop(working) / seconds;
  make_due(accounts, SHARE * most * phase, SHARE * most);
  printf("%.0f of at most %.0f turns a second:\n", SHARE * most, most);
  measure_working(server);

  make_due(accounts, most * phase, 0);
  printf("all turns at once:\n");
  measure_working(server);
}

int
main(int argc, char **argv) {
  guint accounts = argc > 1 ? (guint) strtoul(argv[1], NULL, 10) : 100000;
  int calls = argc > 2 ? atoi(argv[2]) : 10;
  guint n = argc > 3 ? (guint) strtoul(argv[3], NULL, 10) : 0;
  GError *error = NULL;
  began_usec = g_get_monotonic_time();
  g_autoptr(CrStore) store = many_keep(accounts, calls);
  n_readers = n ? FEW_READERS : READERS;
  add_readers(store, accounts);
  g_autoptr(CrService) service = cr_service_new();
  service->name = g_strdup("bench");
  const CrServerOptions options = {.uri = many_uri, .service = service, .now = server_clock};
  g_autoptr(CrServer) server = cr_server_new(&options, &error);
  check(server != NULL, error);
  if (n == 0)
    measure_all(server, accounts);
  int fd = n ? connect_to(cr_server_port(server)) : -1;
  for (guint i = 0; i < n; i++)
    time_page(server, fd);
  if (fd >= 0)
    close(fd);
  g_clear_pointer(&server, cr_server_free);
  for (guint i = 0; i < n_readers; i++)
    g_free(tokens[i]);
  g_free(many_uri);
  return 0;
}
