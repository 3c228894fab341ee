/* Programs of migration 016 are at work while a newer one migrates their database: they go on, and
 * what they keep from then on is found by the newer. test-online MAKE-OLDER, run by
 * with_postgres.py. */
#include "server.h"
#include "store/engine.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

#define NOON (G_GINT64_CONSTANT(1795608000) * CR_SECOND)
#define ACCOUNTS 24
#define HELD 7  /* an account whose row somebody holds for long */
#define MORE 60 /* commits that older programs make while the newer one waits */
#define CALLS                                                                                      \
  "3" /* of each account: with offers, without, and with offers as migration 013 knew it */

static const char *make_older;
static char *owner_uri, *founder_uri;
static char *agreed, *whole, *plain, *offering; /* an agreement, one with its state, and states */
static CrInstant offered_until;

static void
print_call(void) {
  g_autoptr(CrInterview) iv = cr_interview_new();
  CrSlot *slot = g_new0(CrSlot, 1);
  cr_interview_set_start(iv, NOON, NOON + CR_HOUR, "America/Chicago");
  iv->state.phase = CR_PHASE_MISSED;
  iv->state.due = NOON + 3 * CR_DAY_USEC;
  agreed = cr_record_print(&cr_agreed_record, iv);
  plain = cr_record_print(&cr_state_record, &iv->state);
  slot->start = NOON + 2 * CR_DAY_USEC;
  slot->end = offered_until = slot->start + CR_HOUR;
  g_ptr_array_add(iv->state.offered, slot);
  offering = cr_record_print(&cr_state_record, &iv->state);
  whole = cr_record_print(&cr_interview_record, iv);
}

static char *
fill_text(const char *accounts) {
  return g_strdup_printf(
      "INSERT INTO account (account_id, last_interview) SELECT a, " CALLS " FROM (%1$s) AS v;"
      "INSERT INTO turn (account_id, due) SELECT a, 0 FROM (%1$s) AS v;"
      "INSERT INTO interview (account_id, interview_id, open, start_at, end_at, timed, agreed)"
      " SELECT a, i, 1, %2$" G_GINT64_FORMAT ", %2$" G_GINT64_FORMAT ", 1,"
      " '{\"id\":' || i || ',' || substr(CASE i WHEN 3 THEN '%3$s' ELSE '%4$s' END, 2)"
      " FROM (%1$s) AS v, (SELECT 1 AS i UNION SELECT 2 UNION SELECT 3) AS w;"
      "INSERT INTO state (account_id, interview_id, due, last_line, last_tick, ticked, body)"
      " SELECT a, i, %2$" G_GINT64_FORMAT ", 0, 0, CASE i WHEN 3 THEN NULL ELSE %2$" G_GINT64_FORMAT
      " END, CASE i WHEN 1 THEN '%5$s' WHEN 2 THEN '%6$s' END"
      " FROM (%1$s) AS v, (SELECT 1 AS i UNION SELECT 2 UNION SELECT 3) AS w;",
      accounts, NOON, whole, agreed, offering, plain);
}

static void
found(const char *uri) {
  g_autoptr(GError) error = NULL;
  const char *const command[] = {make_older, uri, NULL};
  gint status;
  g_assert_true(g_spawn_sync(NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                             &status, &error) &&
                g_spawn_check_wait_status(status, &error));
}

static PGconn *
connect_to(const char *uri, const char *settings) {
  PGconn *connection = PQconnectdb(uri);
  PQclear(PQexec(connection, "SET search_path = crickets"));
  PQclear(PQexec(connection, settings));
  g_assert_cmpstr(PQerrorMessage(connection), ==, "");
  return connection;
}

/* The first value of the last statement. */
static char *
ask(PGconn *connection, const char *text) {
  PGresult *result = PQexec(connection, text);
  if (*PQresultErrorMessage(result))
    g_error("%s: %s", text, PQresultErrorMessage(result));
  char *value = g_strdup(PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
  PQclear(result);
  return value;
}

static void
run(PGconn *connection, const char *text) {
  g_free(ask(connection, text));
}

static void
assert_answer(PGconn *connection, const char *text, const char *expected) {
  g_autofree char *answer = ask(connection, text);
  g_assert_cmpstr(answer, ==, expected);
}

/* Waits for it, however long: who gives up is the test's own time limit. */
static void
wait_until(PGconn *connection, const char *question) {
  for (;;) {
    g_autofree char *answer = ask(connection, question);
    if (strcmp(answer, "t") == 0)
      return;
    g_usleep(5000);
  }
}

typedef struct {
  gint done; /* commits */
  gint stop;
} Older;

/* As a worker of migration 016 keeps a step, for one account after the other. */
static gpointer
keep_steps(gpointer data) {
  Older *older = data;
  PGconn *connection = connect_to(founder_uri, "SET ROLE crickets_worker");
  for (int i = 0; !g_atomic_int_get(&older->stop); i++) {
    int account = 1 + i % ACCOUNTS;
    if (account == HELD)
      continue;
    g_autofree char *step = g_strdup_printf(
        "BEGIN; SELECT set_config('crickets.account', '%d', true);"
        "SELECT account_id FROM account WHERE account_id = %d FOR UPDATE;"
        "UPDATE state SET due = due + 1, last_line = 0, last_tick = 0, ticked = %" G_GINT64_FORMAT
        ", body = '%s' WHERE account_id = %d AND interview_id = 1; COMMIT",
        account, account, NOON, offering, account);
    run(connection, step);
    g_atomic_int_inc(&older->done);
  }
  PQfinish(connection);
  return NULL;
}

static void
wait_for_more(Older *older) {
  gint enough = g_atomic_int_get(&older->done) + MORE;
  while (g_atomic_int_get(&older->done) < enough)
    g_usleep(1000);
}

static gpointer
open_store(gpointer uri) {
  g_autoptr(GError) error = NULL;
  CrStore *store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  return store;
}

static char *
offering_calls(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  GString *ids = g_string_new(NULL);
  g_assert_true(cr_store_begin(store, account, FALSE, &error));
  g_autoptr(GPtrArray) calls = cr_store_list_offering(store, NOON, 9, &error);
  g_assert_no_error(error);
  g_assert_true(cr_store_commit(store, &error));
  for (int id = 1; id <= 3; id++)
    for (guint i = 0; i < calls->len; i++)
      if (((CrInterview *) calls->pdata[i])->id == id)
        g_string_append_printf(ids, "%d", id);
  return g_string_free(ids, FALSE);
}

static void
assert_offering(CrStore *store, gint64 account, const char *expected) {
  g_autofree char *ids = offering_calls(store, account);
  g_assert_cmpstr(ids, ==, expected);
}

/* What the newer program keeps is exact, and nothing puts a bound in its place. */
static void
keep_as_newer(CrStore *store) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, 1, TRUE, &error));
  g_autoptr(CrInterview) before = cr_store_load_interview(store, 1, &error);
  g_autoptr(CrInterview) after = cr_interview_copy(before);
  after->state.due = before->state.due + CR_HOUR;
  g_assert_true(cr_store_change_interview(store, before, after, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

#define WAITS(what)                                                                                \
  "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"                   \
  " AND wait_event_type = 'Lock' AND " what
#define UNKNOWN                                                                                    \
  "SELECT count(*) FROM state WHERE (body IS NULL OR body LIKE '%\"offered\":%')"                  \
  " AND offers_until IS NULL"
#define DUE_WRONG                                                                                  \
  "SELECT count(*) FROM state WHERE (due IS NULL) <> (due_from IS NULL) OR due_from > due"         \
  " OR (interview_id > 64 AND due_from <> due)"
#define INDEXES                                                                                    \
  "SELECT count(*) FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indisvalid"       \
  " AND inhparent IN ('state_by_offers'::regclass, 'member_invited'::regclass)"

static void
make_database(void) {
  g_autofree char *server = server_uri("postgres");
  PGconn *connection = connect_to(server, "CREATE ROLE online_owner LOGIN CREATEROLE");
  run(connection, "CREATE DATABASE online OWNER online_owner");
  PQfinish(connection);
  founder_uri = server_uri("online");
  g_auto(GStrv) parts = g_strsplit(founder_uri, "postgres@", 2);
  owner_uri = g_strconcat(parts[0], "online_owner@", parts[1], NULL);
  found(owner_uri);
}

/* Who only may work in the tables is told who can change them. */
static void
refuse_worker(void) {
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) parts = g_strsplit(founder_uri, "postgres@", 2);
  g_autofree char *uri = g_strconcat(parts[0], "online_worker@", parts[1], NULL);
  PGconn *connection =
      connect_to(founder_uri, "CREATE ROLE online_worker LOGIN IN ROLE crickets_worker");
  PQfinish(connection);
  g_assert_null(cr_store_open(uri, &error));
  g_assert_nonnull(strstr(error->message, "(schema 16; "));
}

/* A transaction sees the accounts that it names in their order, and no other. */
static void
assert_named(PGconn *connection, const char *accounts, const char *seen) {
  g_autofree char *question =
      g_strdup_printf("SET ROLE crickets_worker; SET crickets.account = '%s';"
                      "SELECT string_agg(CAST(account_id AS TEXT), ',' ORDER BY account_id)"
                      " FROM account",
                      accounts);
  assert_answer(connection, question, seen);
  run(connection, "RESET ROLE; RESET crickets.account");
}

/* What an older program keeps of when calls are due is found by that. */
static void
assert_due_found(PGconn *connection) {
  static const char *const dues[] = {"due + 7", "due - 9", "NULL", "5", "NULL"};
  run(connection, "SET ROLE crickets_worker; SET crickets.account = '2';"
                  "INSERT INTO state (account_id, interview_id, due, last_line, last_tick)"
                  " VALUES (2, 64, 5, 0, 0), (2, 65, 5, 0, 0), (2, 66, NULL, 0, 0)");
  assert_answer(connection, DUE_WRONG, "0");
  for (gsize i = 0; i < G_N_ELEMENTS(dues); i++) {
    g_autofree char *change =
        g_strdup_printf("UPDATE state SET due = %s WHERE account_id = 2", dues[i]);
    run(connection, change);
    assert_answer(connection, DUE_WRONG, "0");
  }
  run(connection, "DELETE FROM state WHERE account_id = 2 AND interview_id > 3;"
                  "RESET ROLE; RESET crickets.account");
}

/* At each kind of step of the migration somebody is in its way for long, and nobody else has to
 * wait for them. */
static void
test_meanwhile(void) {
  Older older = {0, 0};
  make_database();
  PGconn *watch = connect_to(founder_uri, ""), *reader = connect_to(founder_uri, "");
  PGconn *holder = connect_to(founder_uri, ""), *late = connect_to(founder_uri, "");
  g_autofree char *accounts = g_strdup_printf("SELECT generate_series(1, %d) AS a", ACCOUNTS),
                  *fill = fill_text(accounts);
  run(watch, fill);
  refuse_worker();
  run(reader, "BEGIN; SELECT count(*) FROM state");
  run(late, "BEGIN; SELECT count(*) FROM setting");
  run(holder, "BEGIN; SELECT 1 FROM account WHERE account_id = " G_STRINGIFY(HELD) " FOR UPDATE");
  GThread *worker = g_thread_new("older", keep_steps, &older);
  GThread *newer[] = {g_thread_new("newer", open_store, owner_uri),
                      g_thread_new("another", open_store, owner_uri)};

  wait_until(watch, WAITS("query LIKE '%offers_until BIGINT%'"));
  wait_for_more(&older);
  assert_answer(watch, "SELECT version FROM schema_version", "16");
  run(reader, "COMMIT");

  wait_until(watch, WAITS("query LIKE '%SET offers_until%'"));
  wait_for_more(&older);
  assert_answer(watch, "SELECT version FROM schema_version", "17");
  run(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM state");
  run(holder, "COMMIT");

  wait_until(watch, WAITS("query LIKE 'CREATE INDEX CONCURRENTLY%'"));
  wait_for_more(&older);
  assert_answer(watch, "SELECT version FROM schema_version", "18");
  run(reader, "COMMIT");

  wait_until(watch, WAITS("query LIKE '%ALTER POLICY%'"));
  wait_for_more(&older);
  assert_answer(watch, "SELECT version FROM schema_version", "20");
  run(late, "COMMIT");

  g_autoptr(CrStore) store = g_thread_join(newer[0]);
  cr_store_free(g_thread_join(newer[1]));
  wait_for_more(&older);
  g_atomic_int_set(&older.stop, TRUE);
  g_thread_join(worker);
  assert_answer(watch, UNKNOWN, "0");
  assert_answer(watch, DUE_WRONG, "0");
  assert_answer(watch, INDEXES, "32");
  for (gint64 account = 1; account <= ACCOUNTS; account++)
    assert_offering(store, account, "13");

  static const char *const named[] = {"1", "24", "1,24", "2,3,5,7,11,13,17,19,23", "25", ""};
  for (gsize i = 0; i < G_N_ELEMENTS(named); i++)
    assert_named(watch, named[i], strcmp(named[i], "25") == 0 ? "" : named[i]);
  assert_named(watch, "0,3,4,30", "3,4");

  g_autofree char *later = g_strdup_printf(
      "SET ROLE crickets_worker; SET crickets.account = '2'; UPDATE state SET body = '%s'"
      " WHERE account_id = 2 AND interview_id = 2; RESET ROLE",
      offering);
  run(watch, later);
  assert_offering(store, 2, "123");
  keep_as_newer(store);
  assert_due_found(watch);
  g_autofree char *exact = g_strdup_printf("%" G_GINT64_FORMAT, offered_until);
  assert_answer(watch, "SELECT offers_until FROM state WHERE account_id = 1 AND interview_id = 1",
                exact);
  PQfinish(watch);
  PQfinish(reader);
  PQfinish(holder);
  PQfinish(late);
}

/* Whoever comes next goes on from there: also over an index that was begun and is of no use. */
static void
test_killed(void) {
  PGconn *watch = connect_to(founder_uri, "");
  run(watch, "UPDATE state SET offers_until = NULL WHERE account_id > 12;"
             "DROP INDEX state_by_offers, member_invited; UPDATE schema_version SET version = 17;"
             "DROP FUNCTION keep_due_from, keep_for_older CASCADE;"
             "ALTER TABLE state DROP COLUMN due_from;"
             "ALTER TABLE turn DROP COLUMN ended_at;"
             "CREATE INDEX state_by_due ON state (account_id, due, interview_id);"
             "CREATE INDEX turn_by_due ON turn (due, until_at, account_id);"
             "CREATE INDEX state_by_offers_p3 ON state_p3 (account_id);"
             "UPDATE pg_index SET indisvalid = false"
             " WHERE indexrelid = 'state_by_offers_p3'::regclass");
  g_autoptr(CrStore) store = open_store(owner_uri);
  assert_answer(watch, UNKNOWN, "0");
  assert_answer(watch, DUE_WRONG, "0");
  assert_answer(watch, INDEXES, "32");
  assert_answer(watch, "SELECT count(*) FROM pg_class WHERE relname LIKE 'state_by_offers%'", "17");
  PQfinish(watch);
}

static void
change_file(sqlite3 *file, const char *text) {
  char *problem = NULL;
  if (sqlite3_exec(file, text, NULL, NULL, &problem) != SQLITE_OK)
    g_error("%s: %s", text, problem);
}

/* The same of a file that an older program has open. */
static void
test_file(void) {
  g_autofree char *folder = g_dir_make_tmp("crickets-online-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "crickets.db", NULL);
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL), *fill = fill_text("SELECT 1 AS a");
  g_autofree char *later =
      g_strdup_printf("UPDATE state SET body = '%s' WHERE interview_id = 2", offering);
  sqlite3 *older = NULL;
  found(uri);
  g_assert_cmpint(sqlite3_open(path, &older), ==, SQLITE_OK);
  change_file(older, fill);
  g_autoptr(CrStore) store = open_store(uri);
  assert_offering(store, 1, "13");
  change_file(older, later);
  assert_offering(store, 1, "123");
  keep_as_newer(store);
  g_autofree char *exact =
      g_strdup_printf("INSERT INTO account (account_id) SELECT 1 FROM state WHERE interview_id = 1"
                      " AND offers_until <> %" G_GINT64_FORMAT,
                      offered_until); /* fails if there is one */
  change_file(older, exact);
  sqlite3_close(older);
  g_clear_pointer(&store, cr_store_free);
  g_unlink(path);
  g_rmdir(folder);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  make_older = argv[1];
  print_call();
  g_test_add_func("/online/meanwhile", test_meanwhile);
  g_test_add_func("/online/killed", test_killed);
  g_test_add_func("/online/file", test_file);
  int result = g_test_run();
  g_free(owner_uri);
  g_free(founder_uri);
  g_free(agreed);
  g_free(whole);
  g_free(plain);
  g_free(offering);
  return result;
}
