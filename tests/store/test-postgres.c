/* What only PostgreSQL promises; run by with_postgres.py. */
#include "base/error.h"
#include "store/store.h"

#include <libpq-fe.h>
#include <string.h>

static char *owner_uri; /* as the superuser that founded the database */

static char *
uri_of(const char *database) {
  g_auto(GStrv) parts = g_strsplit(g_getenv("CR_TEST_POSTGRES"), "%s", 2);
  return g_strconcat(parts[0], database, parts[1], NULL);
}

/* Runs text as the founder, or after SET ROLE; all values of the first column, joined by commas, or
 * "error SQLSTATE". */
static char *
ask(const char *uri, const char *role, const char *text) {
  PGconn *connection = PQconnectdb(uri);
  g_autoptr(GString) answer = g_string_new(NULL);
  g_autofree char *set = g_strdup_printf("SET search_path = crickets; %s%s",
                                         role ? "SET ROLE " : "", role ? role : "");
  PQclear(PQexec(connection, set));
  PGresult *result = PQexec(connection, text);
  const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state)
    g_string_append_printf(answer, "error %s", state);
  for (int i = 0; i < PQntuples(result); i++)
    g_string_append_printf(answer, "%s%s", i ? "," : "", PQgetvalue(result, i, 0));
  PQclear(result);
  PQfinish(connection);
  return g_string_free(g_steal_pointer(&answer), FALSE);
}

static void
assert_answer(const char *role, const char *text, const char *expected) {
  g_autofree char *answer = ask(owner_uri, role, text);
  g_assert_cmpstr(answer, ==, expected);
}

static CrStore *
open_store(void) {
  g_autoptr(GError) error = NULL;
  CrStore *store = cr_store_open(owner_uri, &error);
  g_assert_no_error(error);
  return store;
}

static void
set_one(CrStore *store, gint64 account, const char *name, const char *value) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_set(store, name, value, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

/* The rules that let accounts be spread over partitions, hosts, or an engine that distributes by a
 * column. */
static void
test_distribution(void) {
  g_autoptr(CrStore) store = open_store();
  assert_answer(NULL,
                "SELECT i.indrelid::regclass FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
                " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                " WHERE t.relnamespace = 'crickets'::regnamespace AND a.attname <> 'account_id'"
                /* its tokens begin with the account's number */
                " AND NOT (a.attname = 'tokens' AND t.relname LIKE 'words%')",
                "");
  assert_answer(NULL,
                "SELECT relname FROM pg_class WHERE relnamespace = 'crickets'::regnamespace"
                " AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_version'"
                " AND NOT (relkind = 'p' AND relrowsecurity AND relforcerowsecurity)",
                "");
  assert_answer(NULL,
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'crickets'::regnamespace"
                " AND c.relkind = 'p' AND (SELECT count(*) FROM pg_inherits"
                " WHERE inhparent = c.oid) <> 16",
                "");
  assert_answer(NULL,
                "SELECT conname FROM pg_constraint WHERE contype = 'f'"
                " AND connamespace = 'crickets'::regnamespace",
                "");
  assert_answer(NULL, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'crickets'", "");
}

/* Even a query that forgets the account finds nothing but its own, and writes nothing else. */
static void
test_row_security(void) {
  g_autoptr(CrStore) store = open_store();
  set_one(store, 1, "name", "one");
  set_one(store, 2, "name", "two");
  assert_answer("crickets_worker", "SELECT value FROM setting", "");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.account = '2'; SELECT value FROM setting", "two");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.account = '2';"
                "UPDATE setting SET value = 'mine' WHERE account_id = 1 RETURNING value",
                "");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.account = '2';"
                "INSERT INTO setting VALUES (1, 'other', 'theirs')",
                "error 42501");
  assert_answer("crickets_worker", "DROP TABLE setting", "error 42501");
  assert_answer("crickets_worker", "ALTER TABLE setting DISABLE ROW LEVEL SECURITY", "error 42501");
  assert_answer("crickets_worker", "UPDATE schema_version SET version = 0", "error 42501");
}

/* A role that row-level security does not hold is refused as a worker. */
static void
test_bypass(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  assert_answer(NULL, "ALTER ROLE crickets_worker BYPASSRLS", "");
  g_assert_null(cr_store_open(owner_uri, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, "row-level security"));
  assert_answer(NULL, "ALTER ROLE crickets_worker NOBYPASSRLS", "");
}

/* An ordinary user that is a member of the role needs no other right. */
static void
test_member(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  assert_answer(NULL, "CREATE ROLE someone LOGIN; GRANT crickets_worker TO someone", "");
  g_autofree char *database = uri_of("crickets_special");
  g_auto(GStrv) parts = g_strsplit(database, "postgres@", 2);
  g_autofree char *uri = g_strconcat(parts[0], "someone@", parts[1], NULL);
  g_autoptr(CrStore) theirs = cr_store_open(uri, &error);
  g_assert_no_error(error);
  set_one(theirs, 5, "a", "b");
}

static void
test_newer(void) {
  g_autoptr(GError) error = NULL;
  cr_store_free(open_store());
  assert_answer(NULL, "UPDATE schema_version SET version = version + 1000", "");
  g_assert_null(cr_store_open(owner_uri, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, "newer"));
  assert_answer(NULL, "UPDATE schema_version SET version = version - 1000", "");
}

#define WRITERS 8
#define ROUNDS 25

/* Reads, and then writes what follows from it. */
static gpointer
count_up(gpointer data) {
  g_autoptr(CrStore) store = open_store();
  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr(GError) error = NULL;
    g_assert_true(cr_store_begin(store, 9, TRUE, &error));
    g_autofree char *before = cr_store_get(store, "count", &error);
    g_autofree char *after = g_strdup_printf("%d", (before ? atoi(before) : 0) + 1);
    g_assert_true(cr_store_set(store, "count", after, &error));
    g_assert_true(cr_store_commit(store, &error));
    g_assert_no_error(error);
  }
  return NULL;
}

/* Two writers of one account, from its very first row on, come one after the other. */
static void
test_writers(void) {
  GThread *threads[WRITERS];
  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new("writer", count_up, NULL);
  for (int i = 0; i < WRITERS; i++)
    g_thread_join(threads[i]);
  g_autofree char *expected = g_strdup_printf("%d", WRITERS * ROUNDS);
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 9 AND name = 'count'",
                expected);
}

static gpointer
open_and_close(gpointer data) {
  cr_store_free(open_store());
  return NULL;
}

/* Many programs meet an empty database at once: one founds it. */
static void
test_founding(void) {
  GThread *threads[WRITERS];
  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new("opener", open_and_close, NULL);
  for (int i = 0; i < WRITERS; i++)
    g_thread_join(threads[i]);
  assert_answer(NULL, "SELECT count(*) FROM schema_version", "1");
}

/* The server ends our session while nothing goes on: the next transaction does not notice. In the
 * middle of one it fails, is gone as a whole, and the one after it works. */
static void
test_reconnect(void) {
  static const char kill_all[] = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                 " WHERE application_name = 'crickets'";
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  set_one(store, 3, "a", "1");
  assert_answer(NULL, kill_all, "1");
  set_one(store, 3, "a", "2");
  g_assert_true(cr_store_begin(store, 3, TRUE, &error));
  g_assert_true(cr_store_set(store, "a", "3", &error));
  assert_answer(NULL, kill_all, "1");
  g_assert_false(cr_store_commit(store, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 3", "2");
  set_one(store, 3, "a", "4");
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 3", "4");
}

/* Who waits too long for another's transaction is told so. */
static void
test_busy(void) {
  g_autoptr(CrStore) one = open_store(), two = open_store();
  g_autoptr(GError) error = NULL;
  set_one(one, 4, "a", "1");
  g_assert_true(cr_store_begin(one, 4, TRUE, &error));
  g_assert_false(cr_store_begin(two, 4, TRUE, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_BUSY);
  g_clear_error(&error);
  g_assert_true(cr_store_begin(two, 5, TRUE, &error)); /* another account is free */
  g_assert_no_error(error);
}

static const struct {
  const char *path;
  void (*run)(void);
} tests[] = {
    {"/postgres/founding", test_founding},
    {"/postgres/distribution", test_distribution},
    {"/postgres/security", test_row_security},
    {"/postgres/bypass", test_bypass},
    {"/postgres/member", test_member},
    {"/postgres/newer", test_newer},
    {"/postgres/writers", test_writers},
    {"/postgres/reconnect", test_reconnect},
    {"/postgres/busy", test_busy},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autofree char *server = uri_of("postgres");
  owner_uri = uri_of("crickets_special");
  g_autofree char *made = ask(server, NULL, "CREATE DATABASE crickets_special");
  g_assert_cmpstr(made, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_func(tests[i].path, tests[i].run);
  int result = g_test_run();
  g_free(owner_uri);
  return result;
}
