/* What only PostgreSQL promises; run by with_postgres.py. */
#include "base/error.h"
#include "base/tally.h"
#include "server.h"
#include "store/engine.h"
#include "store/members.h"

#include <libpq-fe.h>
#include <string.h>

static char *owner_uri; /* as the superuser that founded the database */

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
                " AND NOT (a.attname = 'tokens' AND t.relname LIKE 'words%')"
                /* for claims, in each partition by itself */
                " AND NOT (a.attname = 'due' AND t.relname ~ '^(turn|post)(_|$)')"
                /* what is asked before it is known which account is meant */
                " AND NOT (t.relname ~ '^(directory|attempt)(_|$)')",
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

/* The plan of a statement, for account 7; the founder is not held to it by row-level security. */
static char *
plan_of(PGconn *connection, const char *sql) {
  g_autoptr(GString) question = g_string_new("EXPLAIN EXECUTE s ('7'");
  g_autoptr(GString) plan = g_string_new(NULL);
  int n = 1;
  PQclear(PQexec(connection, "DEALLOCATE ALL"));
  PGresult *prepared = PQprepare(connection, "s", sql, 0, NULL);
  g_assert_cmpstr(PQresultErrorMessage(prepared), ==, "");
  PGresult *description = PQdescribePrepared(connection, "s");
  for (; n < PQnparams(description); n++)
    g_string_append_printf(question, ", '%d'", 10 * n); /* so that no range is empty */
  g_string_append_c(question, ')');
  PGresult *result = PQexec(connection, question->str);
  g_assert_cmpstr(PQresultErrorMessage(result), ==, "");
  for (int i = 0; i < PQntuples(result); i++)
    g_string_append_printf(plan, "%s\n", PQgetvalue(result, i, 0));
  PQclear(prepared);
  PQclear(description);
  PQclear(result);
  return g_string_free(g_steal_pointer(&plan), FALSE);
}

/* "_p3" of every table that the plan reads or changes; more than one when they are not together. */
static char *
partitions_of(const char *plan) {
  g_autoptr(GRegex) regex = g_regex_new("\\b[a-z_]+_p(\\d+)\\b", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_regex_match(regex, plan, 0, &match);
  for (; g_match_info_matches(match); g_match_info_next(match, NULL))
    g_hash_table_add(found, g_match_info_fetch(match, 1));
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array(found, NULL);
  return g_strjoinv(" ", (char **) keys);
}

/* Each statement stays within the one partition of its account, in all tables that it names: the
 * planner itself shows it. */
static void
test_queries_are_distributed(void) {
  g_autoptr(CrStore) store = open_store();
  PGconn *connection = PQconnectdb(owner_uri);
  g_autofree char *home = NULL;
  PQclear(
      PQexec(connection, "SET search_path = crickets; SET plan_cache_mode = force_custom_plan"));
  for (int i = 0; i < CR_N_SQL; i++) {
    /* Claims and counts go over all accounts, but over tables without contents only; what is asked
     * before the account is known, over the two tables of none. See the tests of security below. */
    if (i >= CR_SQL_CLAIM_TURNS && i < CR_SQL_MARK_TURN)
      continue;
    const char *sql = cr_engine_text(&cr_engine_postgres, (CrSql) i);
    g_autofree char *plan = plan_of(connection, sql), *partitions = partitions_of(plan);
    if (g_str_has_prefix(sql, "INSERT")) { /* goes where its first column says */
      g_assert_nonnull(strstr(sql, " (account_id, "));
      g_assert_nonnull(strstr(sql, " VALUES ($1, "));
      g_assert_cmpstr(partitions, ==, "");
      continue;
    }
    if (home == NULL)
      home = g_strdup(partitions);
    if (strcmp(partitions, home) != 0 || *home == '\0' || strchr(home, ' '))
      g_error("%s\n%s", sql, plan);
  }
  PQfinish(connection);
}

/* What a migration makes or changes leads with the account, and nothing in it counts or refers
 * across accounts. */
static void
test_migrations_are_distributed(void) {
  static const char *const rules[] = {
      "^CREATE TABLE \\w+ \\(\\s*account_id BIGINT NOT NULL,(?s:.*)PRIMARY KEY \\(account_id[,)]",
      "^CREATE (UNIQUE )?INDEX \\w+\\s+ON \\w+ (USING gin \\(tokens\\)|\\(account_id, )",
      "^CREATE INDEX turn_by_due ON turn \\(due, until_at, account_id\\)$",
      "^CREATE INDEX turn_by_place ON turn \\(due, ended_at, account_id\\)$",
      "^CREATE INDEX post_by_due ON post \\(due, account_id\\)$",
      "^CREATE TABLE (directory|attempt) \\(\\s*digest TEXT NOT NULL,(?s:.*)PRIMARY KEY "
      "\\(digest\\)",
      "^CREATE INDEX attempt_by_end ON attempt \\(ends_at\\)$",
      "^ALTER TABLE \\w+ (ADD|RENAME) COLUMN ",
      "^DROP (TABLE|INDEX) \\w+$",
      "^INSERT INTO \\w+ \\(account_id, [^)]*\\)\\s+SELECT account_id, ",
      "^UPDATE \\w+ SET (?!.*\\b(FROM|JOIN|SELECT)\\b)",
      "^DELETE FROM \\w+ (?!.*\\b(USING|SELECT)\\b)",
  };
  for (const CrMigration *m = cr_migrations; m->name; m++) {
    g_autoptr(GString) text = g_string_new_len(m->bytes, (gssize) m->length);
    g_string_replace(text, "/* full text */", cr_postgres_search_schema, 0);
    g_autoptr(GRegex) comment = g_regex_new("--[^\n]*|/\\*.*?\\*/", 0, 0, NULL);
    g_autofree char *bare = g_regex_replace_literal(comment, text->str, -1, 0, "", 0, NULL);
    g_auto(GStrv) statements = g_strsplit(bare, ";", -1);
    for (char **statement = statements; *statement; statement++) {
      gboolean kept = *g_strstrip(*statement) == '\0';
      for (gsize i = 0; !kept && i < G_N_ELEMENTS(rules); i++)
        kept = g_regex_match_simple(rules[i], *statement, 0, 0);
      if (!kept || g_regex_match_simple("\\b(REFERENCES|SERIAL|SEQUENCE|IDENTITY|nextval|JOIN)\\b",
                                        *statement, G_REGEX_CASELESS, 0))
        g_error("%s: %s", m->name, *statement);
    }
  }
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
  set_one(store, 12, "name", "twelve");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.account = '2,12'; SELECT value FROM setting ORDER BY 1",
                "twelve,two");
  assert_answer(
      "crickets_worker",
      "BEGIN; SET LOCAL crickets.account = '2,12'; INSERT INTO setting SELECT x, 'other', 'x'"
      " FROM unnest(ARRAY[2, 1]) AS x",
      "error 42501");
  assert_answer("crickets_worker", "DROP TABLE setting", "error 42501");
  assert_answer("crickets_worker", "ALTER TABLE setting DISABLE ROW LEVEL SECURITY", "error 42501");
  assert_answer("crickets_worker", "UPDATE schema_version SET version = 0", "error 42501");
}

#define PROBES 4 /* of each statement; 200 in deep */
#define VICTIM 21
#define STRANGER 22

static void
fill_victim(CrStore *store) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrEffect) letter = cr_effect_new();
  const CrBusyTime busy = {.span = {1, 2}, .key = "1", .uid = "1", .object = "1"};
  iv->uid = g_strdup("1");
  iv->contact.email = g_strdup("1@1.example");
  iv->state.due = 5;
  letter->id = g_strdup("1");
  letter->interview = 1;
  g_assert_true(cr_store_begin(store, VICTIM, TRUE, &error));
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, 1, "1", "1");
  gboolean added;
  g_assert_true(cr_store_save_interview(store, iv, &error) &&
                cr_store_add_fact(store, 1, fact, &added, &error) &&
                cr_store_save_effect(store, letter, &error) &&
                cr_store_add_line(store, 1, 1, "1", "1", &error) &&
                cr_store_put_busy(store, "1", &busy, &error) &&
                cr_store_set(store, "1", "1", &error) && cr_store_commit(store, &error));
  g_assert_no_error(error);
}

/* All that is kept of an account, as one number. */
static char *
digest_of_victim(void) {
  g_autoptr(GString) text = g_string_new("SELECT md5(string_agg(x, '|' ORDER BY x)) FROM (");
#define OR_TABLE(name, table, columns, kinds, places)                                              \
  g_string_append_printf(text,                                                                     \
                         "SELECT %d || t::text AS x FROM %s t WHERE account_id = %d"               \
                         " UNION ALL ",                                                            \
                         __LINE__, table, VICTIM);
  CR_TABLES(OR_TABLE)
  g_string_append_printf(text,
                         "SELECT t::text FROM account t WHERE account_id = %d UNION ALL "
                         "SELECT t::text FROM setting t WHERE account_id = %d) AS all_of_it",
                         VICTIM, VICTIM);
  return ask(owner_uri, NULL, text->str);
}

/* Any statement of the program, told the number of another account: it finds nothing, changes
 * nothing, and may add nothing. */
static void
probe(PGconn *connection, CrSql sql, guint times) {
  static const char *const values[] = {"1", "0", "2", "5", "9223372036854775807"};
  const char *given[CR_MAX_VALUES] = {G_STRINGIFY(VICTIM)};
  const char *text = cr_engine_text(&cr_engine_postgres, sql);
  PQclear(PQexec(connection, "DEALLOCATE ALL"));
  PQclear(PQprepare(connection, "s", text, 0, NULL));
  PGresult *description = PQdescribePrepared(connection, "s");
  int n = PQnparams(description);
  PQclear(description);
  for (guint i = 0; i < times; i++) {
    for (int p = 1; p < n; p++)
      given[p] = values[g_test_rand_int_range(0, i == 0 ? 1 : G_N_ELEMENTS(values))];
    PQclear(PQexec(connection, "SAVEPOINT s"));
    PGresult *result = PQexecPrepared(connection, "s", n, given, NULL, NULL, 0);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    gboolean counts = g_str_has_prefix(text, "SELECT count(*)") ||
                      g_str_has_prefix(text, "SELECT pg_notify"); /* one row, of nothing */
    if (state == NULL && !counts && (PQntuples(result) > 0 || atoi(PQcmdTuples(result)) > 0))
      g_error("%s\nreached %s rows of another account", text, PQcmdTuples(result));
    PQclear(result);
    PQclear(PQexec(connection, "ROLLBACK TO s"));
  }
}

static void
test_probes(void) {
  g_autoptr(CrStore) store = open_store();
  guint times = g_test_slow() ? PROBES * 50 : PROBES, probes = 0;
  fill_victim(store);
  g_autofree char *before = digest_of_victim();
  PGconn *connection = PQconnectdb(owner_uri);
  PQclear(PQexec(connection, "SET search_path = crickets; SET ROLE crickets_worker; BEGIN;"
                             "SET LOCAL crickets.account = '" G_STRINGIFY(STRANGER) "'"));
  for (int i = 0; i < CR_N_SQL; i++)
    if (i < CR_SQL_CLAIM_TURNS || i >= CR_SQL_MARK_TURN) {
      probe(connection, (CrSql) i, times);
      probes += times;
    }
  PQclear(PQexec(connection, "COMMIT"));
  PQfinish(connection);
  g_autofree char *after = digest_of_victim();
  g_assert_cmpstr(after, ==, before);
  g_test_message("%u probes", probes);
}

/* A new table is moved with its account, or it is said why not. */
static void
test_moved(void) {
  /* move.c sees to the first by itself; who signs in, and how, is a matter of each service. */
  static const char elsewhere[] =
      "account,setting,turn,post,words,member,access,credential,directory,attempt";
#define AND_TABLE(name, table, columns, kinds, places) "," table
  g_autoptr(CrStore) store = open_store();
  g_autofree char *all =
      g_strdup_printf("SELECT relname FROM pg_class WHERE relnamespace = 'crickets'::regnamespace"
                      " AND relkind = 'p' AND relname <> ALL (string_to_array('%s%s', ','))",
                      elsewhere, "" CR_TABLES(AND_TABLE));
  assert_answer(NULL, all, "");
#define COUNT(name, table, columns, kinds, places)                                                 \
  " UNION ALL SELECT '" table "' WHERE array_length(string_to_array('" columns "', ', '), 1) <>"   \
  " (SELECT count(*) - 1 FROM pg_attribute WHERE attrelid = 'crickets." table                      \
  "'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('mark', 'due_from'))"
  /* of a key of its place; of what is there, see postgres-search.c */
  assert_answer(NULL, "SELECT '' WHERE FALSE" CR_TABLES(COUNT), "");
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
  g_autofree char *database = server_uri("crickets_special");
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

static gpointer
set_many(gpointer data) {
  g_autoptr(CrStore) store = open_store();
  for (gint i = 1; i <= 200; i++) {
    g_autofree char *value = g_strdup_printf("%d", i);
    set_one(store, 10, value, value);
    g_atomic_int_set((gint *) data, i);
  }
  return NULL;
}

/* A program that is at work when a newer one migrates the database goes on, and loses nothing:
 * migrations only add. The next that is started is refused. */
static void
test_migrated_meanwhile(void) {
  g_autoptr(GError) error = NULL;
  gint done = 0;
  GThread *thread = g_thread_new("old", set_many, &done);
  while (g_atomic_int_get(&done) < 50)
    g_usleep(1000);
  assert_answer(NULL,
                "BEGIN; ALTER TABLE account ADD COLUMN later BIGINT NOT NULL DEFAULT 0;"
                "ALTER TABLE setting ADD COLUMN later TEXT; UPDATE setting SET later = '';"
                "CREATE INDEX setting_later ON setting (account_id, later);"
                "UPDATE schema_version SET version = version + 1; COMMIT",
                "");
  g_thread_join(thread);
  assert_answer(NULL, "SELECT sum(CAST(value AS BIGINT)) FROM setting WHERE account_id = 10",
                "20100");
  g_assert_null(cr_store_open(owner_uri, &error));
  g_assert_nonnull(strstr(error->message, "newer"));
  assert_answer(
      NULL,
      "BEGIN; ALTER TABLE account DROP COLUMN later; ALTER TABLE setting DROP COLUMN later;"
      "UPDATE schema_version SET version = version - 1; COMMIT",
      "");
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
  g_assert_error(error, CR_ERROR, CR_ERROR_LOST);
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 3", "2");
  set_one(store, 3, "a", "4");
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 3", "4");
}

static char *
get_one(CrStore *store, gint64 account, const char *name) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, FALSE, &error));
  char *value = cr_store_get(store, name, &error);
  cr_store_rollback(store);
  g_assert_no_error(error);
  return value;
}

#define assert_one(store, name, expected)                                                          \
  do {                                                                                             \
    g_autofree char *got = get_one(store, HELD, name);                                             \
    g_assert_cmpstr(got, ==, expected);                                                            \
  } while (FALSE)
#define HELD 31

/* While they are held, transactions for reading see what the first of them saw, with one BEGIN and
 * no question asked twice; to write, or to read another account, ends that. */
static void
test_held(void) {
  g_autoptr(CrStore) store = open_store(), other = open_store();
  set_one(other, HELD, "a", "1");
  set_one(other, HELD + 1, "a", "other's");
  cr_store_hold(store, HELD);
  assert_one(store, "a", "1");
  set_one(other, HELD, "a", "2");
  assert_one(store, "a", "1");
  set_one(store, HELD, "b", "mine");
  assert_one(store, "a", "2");
  set_one(other, HELD, "a", "3");
  g_autofree char *others = get_one(store, HELD + 1, "a");
  g_assert_cmpstr(others, ==, "other's");
  assert_one(store, "a", "3");
  set_one(other, HELD, "a", "4");
  cr_store_release(store);
  assert_one(store, "a", "4");
  assert_answer(NULL,
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                " AND datname = current_database()",
                "0");
}

/* What is asked ahead is found once it is wanted, and is gone with the transaction; a server that
 * ends the session between two of them is not noticed, one that does in the middle is. */
static void
test_asked_ahead(void) {
  static const char kill_all[] = "SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity"
                                 " WHERE application_name = 'crickets'";
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  set_one(store, HELD, "a", "5");
  for (int i = 0; i < 2; i++) {
    g_assert_true(cr_store_begin(store, HELD, FALSE, &error));
    cr_store_ask_ahead(store, TRUE);
    g_autofree char *nothing = cr_store_get(store, "a", &error);
    cr_store_ask_ahead(store, FALSE);
    g_assert_null(nothing);
    g_autofree char *absent = cr_store_get(store, "c", &error);
    g_autofree char *found = cr_store_get(store, "a", &error);
    g_autofree char *again = cr_store_get(store, "a", &error);
    g_assert_no_error(error);
    g_assert_null(absent);
    g_assert_cmpstr(found, ==, i ? "6" : "5");
    g_assert_cmpstr(again, ==, found);
    cr_store_rollback(store);
    set_one(store, HELD, "a", "6");
    assert_answer(NULL, kill_all, "t");
  }
  g_assert_true(cr_store_begin(store, HELD, FALSE, &error));
  g_autofree char *value = cr_store_get(store, "a", &error);
  g_assert_no_error(error);
  assert_answer(NULL, kill_all, "t");
  g_assert_null(cr_store_get(store, "b", &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_LOST);
  cr_store_rollback(store);
  assert_one(store, "a", "6");
}

static gpointer
end_whoever_waits(gpointer data) {
  static const char end[] = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                            " WHERE wait_event = 'SyncRep'";
  for (;;) {
    g_autofree char *ended = ask(owner_uri, NULL, end);
    if (strcmp(ended, "1") == 0)
      return NULL;
    g_usleep(5000);
  }
}

/* The server has kept a transaction, and the connection ends before it can say so: here while it
 * waits for a standby that does not come. It is found by its mark, and not done again. */
static void
test_commit_found(void) {
  g_autofree char *patient = g_strconcat(owner_uri, "&options=-csynchronous_commit%3Don", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(patient, &error);
  g_assert_no_error(error);
  guint64 found = cr_tally_read(CR_TALLY_COMMIT_FOUND);
  set_one(store, 6, "a", "1");
  assert_answer(NULL, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "");
  assert_answer(NULL, "SELECT pg_reload_conf()", "t");
  GThread *other = g_thread_new("other", end_whoever_waits, NULL);
  for (int i = 0; cr_tally_read(CR_TALLY_COMMIT_FOUND) == found; i++) {
    g_autofree char *value = g_strdup_printf("%d", i); /* until it has read its settings */
    set_one(store, 6, "b", value);
    assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 6 AND name = 'b'", value);
  }
  g_thread_join(other);
  assert_answer(NULL, "ALTER SYSTEM RESET synchronous_standby_names", "");
  assert_answer(NULL, "SELECT pg_reload_conf()", "t");
  set_one(store, 6, "a", "2");
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

/* Turns */

#define NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define TURNS 400

static void
forget_turns(void) {
  assert_answer(NULL, "DELETE FROM turn", "");
}

static void
mark(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_mark_turn(store, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static gint
compare_turns(gconstpointer a, gconstpointer b) {
  return (gint) (((const CrTurn *) a)->account - ((const CrTurn *) b)->account);
}

/* What was written for all is no writing for the account that comes next. */
static void
test_claims_leave_nothing(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  gint64 before, after;
  forget_turns();
  mark(store, 46);
  g_autoptr(GArray) turns = cr_store_claim_turns(store, "a", NOW, NOW + CR_MINUTE, 9, &error);
  g_assert_cmpuint(turns->len, ==, 1);
  g_assert_true(cr_store_begin(store, 46, FALSE, &error));
  g_assert_true(cr_store_version(store, &before, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_autoptr(GArray) none = cr_store_claim_turns(store, "b", NOW, NOW + CR_MINUTE, 9, &error);
  g_assert_cmpuint(none->len, ==, 0);
  g_assert_true(cr_store_begin(store, 46, TRUE, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_true(cr_store_begin(store, 46, FALSE, &error));
  g_assert_true(cr_store_version(store, &after, &error));
  cr_store_rollback(store);
  g_assert_no_error(error);
  g_assert_cmpint(after, ==, before);
}

static void
enter(CrStore *store, gint64 account, gboolean expected) {
  g_autoptr(GError) error = NULL;
  gboolean locked = FALSE;
  g_assert_true(cr_store_enter(store, account, &locked, &error));
  g_assert_no_error(error);
  g_assert_cmpint(locked, ==, expected);
}

/* What failed for one of several is not forgotten with the next, though nobody asked why: nothing
 * is kept. */
static void
test_several_fail(void) {
  static const char *const none[] = {NULL};
  g_autoptr(CrStore) store = open_store(), other = open_store();
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) turns = g_array_new(FALSE, TRUE, sizeof(CrTurn));
  for (gint64 account = 47; account <= 49; account++) {
    const CrTurn turn = {account, 1};
    g_array_append_val(turns, turn);
    set_one(store, account, "count", "1");
  }
  assert_answer(NULL, "REVOKE SELECT ON calendar FROM crickets_worker", "");
  g_assert_true(cr_store_begin(other, 49, TRUE, &error));
  g_assert_true(cr_store_begin_turns(store, turns, none, NOW, 1, &error));
  enter(store, 47, TRUE);
  g_assert_true(cr_store_set(store, "count", "2", &error));
  g_assert_true(cr_store_leave(store, &error));
  enter(store, 48, TRUE);
  g_assert_null(cr_store_calendars(store, NULL));
  gboolean left = cr_store_leave(store, &error);
  g_assert_false(left);
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  cr_store_rollback(store);
  cr_store_rollback(other);
  assert_answer(NULL, "GRANT SELECT ON calendar TO crickets_worker", "");
  assert_answer(NULL, "SELECT value FROM setting WHERE account_id = 47", "1");
}

/* The accounts of the turns that come, by number, joined by blanks. */
static void
assert_claims(CrStore *store, const char *holder, CrInstant now, guint limit,
              const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) found = g_string_new(NULL);
  g_autoptr(GArray) turns =
      cr_store_claim_turns(store, holder, now, now + CR_MINUTE, limit, &error);
  g_assert_no_error(error);
  g_array_sort(turns, compare_turns);
  for (guint i = 0; i < turns->len; i++)
    g_string_append_printf(found, "%s%" G_GINT64_FORMAT, i ? " " : "",
                           g_array_index(turns, CrTurn, i).account);
  g_assert_cmpstr(found->str, ==, expected);
}

static void
end_turn(CrStore *store, gint64 account, const char *holder, CrInstant now, CrInstant due) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_end_turn(store, holder, now, due, 0, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static gboolean
holds(CrStore *store, gint64 account, const char *holder, CrInstant now) {
  g_autoptr(GError) error = NULL;
  gboolean held = FALSE;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_hold_turn(store, holder, now, now + CR_MINUTE, &held, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
  return held;
}

/* Who was served longest ago comes first; a lease keeps others out, and is anybody's afterwards. */
static void
test_turns(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  CrInstant due = 0;
  forget_turns();
  for (gint64 account = 41; account <= 43; account++)
    mark(store, account);
  assert_claims(store, "a", NOW, 1, "41");
  end_turn(store, 41, "a", NOW, NOW + CR_HOUR);
  mark(store, 41); /* again at once: behind the others */
  assert_claims(store, "a", NOW, 1, "42");
  assert_claims(store, "b", NOW, 1, "43");
  assert_claims(store, "b", NOW, 9, "41");
  assert_claims(store, "c", NOW, 9, "");
  g_assert_true(holds(store, 42, "a", NOW + 1));
  g_assert_false(holds(store, 42, "b", NOW + 1));
  end_turn(store, 42, "b", NOW, NOW + 5); /* it is not b's to end */
  assert_claims(store, "c", NOW + CR_MINUTE, 9, "41 43");
  g_assert_false(holds(store, 43, "b", NOW + CR_MINUTE));
  end_turn(store, 43, "c", NOW + CR_MINUTE, CR_INSTANT_NONE);
  end_turn(store, 41, "c", NOW + CR_MINUTE, NOW + CR_HOUR);
  end_turn(store, 42, "a", NOW + CR_MINUTE, NOW + 2 * CR_HOUR);
  g_assert_true(cr_store_next_turn(store, &due, &error));
  g_assert_cmpint(due, ==, NOW + CR_HOUR);
  assert_claims(store, "d", NOW + 3 * CR_HOUR, 9, "41 42");
}

static gpointer
claim_all(gpointer data) {
  g_autoptr(CrStore) store = open_store();
  g_autofree char *holder = g_strdup_printf("%p", (gpointer) g_thread_self());
  guint *claims = data; /* by account */
  for (gboolean more = TRUE; more;) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) turns = cr_store_claim_turns(store, holder, NOW, NOW + CR_MINUTE, 7, &error);
    g_assert_no_error(error);
    more = turns->len > 0;
    for (guint i = 0; i < turns->len; i++)
      g_atomic_int_inc(&claims[g_array_index(turns, CrTurn, i).account]);
  }
  return NULL;
}

static void
test_claims(void) {
  g_autofree guint *claims = g_new0(guint, TURNS + 1);
  g_autofree char *fill = g_strdup_printf("INSERT INTO turn (account_id, due) SELECT n, n %% 5 FROM"
                                          " generate_series(1, %d) AS n",
                                          TURNS);
  GThread *threads[WRITERS];
  forget_turns();
  assert_answer(NULL, fill, "");
  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new("claimer", claim_all, claims);
  for (int i = 0; i < WRITERS; i++)
    g_thread_join(threads[i]);
  /* One that was locked just then is found by the next look. */
  claim_all(claims);
  for (int account = 1; account <= TURNS; account++)
    g_assert_cmpuint(claims[account], ==, 1);
}

/* How many rows of a table the statement changes, and how many of those without a write to an
 * index. */
static void
assert_in_place(const char *table, CrSql sql, int n, const char *const *values,
                const char *expected) {
  PGconn *connection = PQconnectdb(owner_uri);
  g_autofree char *question = g_strdup_printf(
      "SELECT sum(pg_stat_get_xact_tuples_updated(oid)) || ' ' ||"
      " sum(pg_stat_get_xact_tuples_hot_updated(oid)) FROM pg_class WHERE relkind = 'r'"
      " AND relnamespace = 'crickets'::regnamespace AND relname ~ '^%s_p'",
      table);
  PQclear(PQexec(connection, "SET search_path = crickets; BEGIN"));
  PQclear(PQexecParams(connection, cr_engine_text(&cr_engine_postgres, sql), n, NULL, values, NULL,
                       NULL, 0));
  PGresult *result = PQexec(connection, question);
  g_assert_cmpstr(PQerrorMessage(connection), ==, "");
  g_assert_cmpstr(PQgetvalue(result, 0, 0), ==, expected);
  PQclear(result);
  PQfinish(connection);
}

/* What changes with every step is in no index: a step of a call, within its page or of a new time,
 * and the claim of a turn. A call that is due earlier must be found earlier. */
static void
test_in_place(void) {
  static const char *const later[] = {"51", "1", "9", "0", "0", "5", "{}", NULL};
  static const char *const earlier[] = {"51", "1", "3", "0", "0", "5", "{}", NULL};
  static const char *const claim[] = {"0", "9", "1", "holder", "99"};
  g_autoptr(CrStore) store = open_store();
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(GError) error = NULL;
  iv->state.due = 5;
  forget_turns();
  g_assert_true(cr_store_begin(store, 51, TRUE, &error));
  g_assert_true(cr_store_save_interview(store, iv, &error));
  g_assert_true(cr_store_commit(store, &error));
  assert_in_place("turn", CR_SQL_CLAIM_TURNS, G_N_ELEMENTS(claim), claim,
                  "1 0"); /* as it was marked */
  assert_answer(NULL, "UPDATE turn SET due = 5", "");
  assert_in_place("turn", CR_SQL_CLAIM_TURNS, G_N_ELEMENTS(claim), claim, "1 1");
  assert_in_place("state", CR_SQL_UPDATE_STATE, G_N_ELEMENTS(later), later, "1 1");
  assert_in_place("state", CR_SQL_UPDATE_STATE, G_N_ELEMENTS(earlier), earlier, "1 0");
}

/* Only turns are seen by who claims, and only the own one by an account. */
static void
test_turns_security(void) {
  g_autoptr(CrStore) store = open_store();
  forget_turns();
  set_one(store, 1, "name", "one");
  mark(store, 1);
  mark(store, 2);
  assert_answer("crickets_worker", "SELECT account_id FROM turn", "");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.account = '2'; SELECT account_id FROM turn", "2");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.shared = 'on'; SELECT account_id FROM turn ORDER BY 1",
                "1,2");
  assert_answer("crickets_worker",
                "BEGIN; SET LOCAL crickets.shared = 'on'; SELECT value FROM setting", "");
}

/* People */

static void
invite(CrStore *store, gint64 account, const char *email, gboolean expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMember) member = cr_member_new();
  g_autofree char *digest = cr_email_digest(email);
  gboolean ours = !expected;
  member->email = g_strdup(email);
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_enter_directory(store, digest, &ours, &error));
  g_assert_cmpint(ours, ==, expected);
  if (ours) {
    g_assert_true(cr_store_save_member(store, member, &error));
    g_assert_true(cr_store_commit(store, &error));
  }
  cr_store_rollback(store);
  g_assert_no_error(error);
}

static gint64
account_of(CrStore *store, const char *email) {
  g_autoptr(GError) error = NULL;
  g_autofree char *digest = cr_email_digest(email);
  gint64 account = -1;
  g_assert_true(cr_store_find_account(store, digest, &account, &error));
  g_assert_no_error(error);
  return account;
}

/* An address is one account's, whatever its letter case, until that is erased. */
static void
test_people(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  CrMemberCounts counts;
  invite(store, 71, "dana@north.example", TRUE);
  invite(store, 72, "sam@north.example", TRUE);
  invite(store, 73, "Dana@North.example", FALSE);
  g_assert_cmpint(account_of(store, "DANA@north.example"), ==, 71);
  g_assert_cmpint(account_of(store, "nobody@north.example"), ==, 0);
  g_autoptr(GPtrArray) rows = cr_store_list_members(store, FALSE, 71, 9, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(rows->len, ==, 1);
  g_assert_cmpstr(((CrMemberRow *) rows->pdata[0])->member->email, ==, "sam@north.example");
  g_assert_true(cr_store_count_members(store, counts, &error));
  g_assert_cmpint(counts[CR_MEMBER_INVITED][CR_ROLE_CANDIDATE], ==, 2);
  g_assert_true(cr_store_erase(store, 71, FALSE, NULL, NOW, &error));
  g_assert_no_error(error);
  g_assert_cmpint(account_of(store, "dana@north.example"), ==, 0);
  invite(store, 73, "dana@north.example", TRUE);
  g_assert_true(cr_store_erase(store, 73, FALSE, NULL, NOW, &error));
  g_assert_true(cr_store_erase(store, 72, FALSE, NULL, NOW, &error));
}

/* Who was at work for an account when it was erased brings nothing of it back, alone or among
 * others; it can be read, and its address is free. */
static void
test_closed(void) {
  static const char *const settings[] = {"zones", NULL};
  g_autoptr(CrStore) store = open_store(), worker = open_store();
  g_autoptr(GError) error = NULL;
  gboolean locked = TRUE;
  invite(store, 76, "kim@north.example", TRUE);
  invite(store, 77, "lee@north.example", TRUE);
  g_assert_true(cr_store_erase(store, 76, TRUE, NULL, NOW, &error));
  g_assert_no_error(error);
  g_assert_false(cr_store_begin(worker, 76, TRUE, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_clear_error(&error);
  g_autoptr(GArray) turns = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  for (gint64 account = 76; account <= 77; account++)
    g_array_append_val(turns, ((CrTurn){.account = account}));
  g_assert_true(cr_store_begin_turns(worker, turns, settings, NOW, 1, &error));
  for (gint64 account = 76; account <= 77; account++) {
    g_assert_true(cr_store_enter(worker, account, &locked, &error));
    g_assert_cmpint(locked, ==, account == 77);
    g_assert_true(cr_store_leave(worker, &error));
  }
  g_assert_true(cr_store_commit(worker, &error));
  g_assert_false(cr_store_erase(store, 76, TRUE, NULL, NOW, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_clear_error(&error);
  g_autoptr(CrProfile) profile = NULL;
  g_autoptr(CrPolicy) policy = NULL;
  g_assert_true(cr_store_begin(worker, 76, FALSE, &error));
  g_assert_true(cr_store_load_account(worker, &profile, &policy, &error));
  cr_store_rollback(worker);
  g_assert_no_error(error);
  g_assert_null(profile->name);
  invite(store, 78, "kim@north.example", TRUE);
  g_assert_true(cr_store_erase(store, 77, FALSE, NULL, NOW, &error));
  g_assert_true(cr_store_erase(store, 78, FALSE, NULL, NOW, &error));
}

/* A link is good once, and for its time. */
static void
test_credentials(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  ticket->tries = 3;
  g_assert_true(cr_store_begin(store, 74, TRUE, &error));
  g_assert_true(cr_store_put_credential(store, CR_CREDENTIAL_RESET, "d", NOW + 5, ticket, &error));
  g_assert_null(cr_store_find_credential(store, CR_CREDENTIAL_RESET, "d", NOW + 5, &error));
  g_assert_null(cr_store_find_credential(store, CR_CREDENTIAL_STEP, "d", NOW, &error));
  g_autoptr(CrTicket) taken =
      cr_store_take_credential(store, CR_CREDENTIAL_RESET, "d", NOW, &error);
  g_assert_cmpint(taken->tries, ==, 3);
  g_assert_null(cr_store_take_credential(store, CR_CREDENTIAL_RESET, "d", NOW, &error));
  g_assert_no_error(error);
}

static CrInstant
try_at(CrStore *store, CrInstant now) {
  static const CrPatience patience = {2, 4, 10, 100};
  g_autoptr(GError) error = NULL;
  CrInstant until = 0;
  g_assert_true(cr_store_count_attempt(store, "ab", &patience, now, &until, &error));
  g_assert_no_error(error);
  return until;
}

/* Two tries are free; then a pause of 4, of 8, and of 10 at most, which trying does not lengthen. A
 * clock that was ahead makes none that is longer. */
static void
test_attempts(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  static const struct {
    CrInstant at, until;
  } tries[] = {{0, CR_INSTANT_NONE},   {0, CR_INSTANT_NONE},   {0, CR_INSTANT_NONE},
               {3, NOW + 4},           {3, NOW + 4},           {4, CR_INSTANT_NONE},
               {11, NOW + 12},         {12, CR_INSTANT_NONE},  {21, NOW + 22},
               {122, CR_INSTANT_NONE}, {122, CR_INSTANT_NONE}, {122, CR_INSTANT_NONE},
               {122, NOW + 126},       {50, CR_INSTANT_NONE},  {50, NOW + 58}};
  for (gsize i = 0; i < G_N_ELEMENTS(tries); i++)
    g_assert_cmpint(try_at(store, NOW + tries[i].at), ==, tries[i].until);
  g_assert_true(cr_store_forget_attempts(store, "ab", &error));
  g_assert_cmpint(try_at(store, NOW + 122), ==, CR_INSTANT_NONE);
  g_assert_true(cr_store_keep_begun(store, "cd", "body", NOW + 5, &error));
  g_autofree char *begun = cr_store_take_begun(store, "cd", NOW, &error);
  g_assert_cmpstr(begun, ==, "body");
  g_assert_null(cr_store_take_begun(store, "cd", NOW, &error));
  g_assert_true(cr_store_expire_attempts(store, NOW + 1000, &error));
  g_assert_no_error(error);
  assert_answer(NULL, "SELECT count(*) FROM attempt", "0");
}

/* Who counts people sees them, but nothing that opens an account; who names a digest sees that row
 * of the directory; nobody else sees either. */
static void
test_people_security(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  invite(store, 75, "kim@north.example", TRUE);
  g_assert_true(cr_store_begin(store, 75, TRUE, &error));
  g_assert_true(cr_store_put_credential(store, CR_CREDENTIAL_RESET, "d", NOW + 5, ticket, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_autofree char *digest = cr_email_digest("kim@north.example");
  g_autofree char *named = g_strdup_printf(
      "BEGIN; SET LOCAL crickets.digest = '%s'; SELECT account_id FROM directory", digest);
  assert_answer("crickets_worker", named, "75");
  assert_answer("crickets_worker", "SELECT account_id FROM directory", "");
#define SHARED "BEGIN; SET LOCAL crickets.shared = 'on'; "
  assert_answer("crickets_worker", SHARED "SELECT account_id FROM directory", "");
  assert_answer("crickets_worker", SHARED "SELECT account_id FROM credential", "");
  assert_answer("crickets_worker", SHARED "SELECT account_id FROM member", "75");
  assert_answer("crickets_worker", SHARED "DELETE FROM member RETURNING account_id", "");
  assert_answer("crickets_worker", "SELECT account_id FROM member", "");
  g_assert_true(cr_store_erase(store, 75, FALSE, NULL, NOW, &error));
  g_assert_no_error(error);
}

/* One row of account 91 in every table there is, whatever columns it has. */
static const char fill_all[] =
    "DO $$ DECLARE t text; names text; vals text; BEGIN"
    " FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'crickets'::regnamespace"
    "  AND relkind = 'p' LOOP"
    "  SELECT string_agg(quote_ident(attname), ','), string_agg(CASE WHEN attname = 'account_id'"
    "   THEN '91' WHEN atttypid = 'bigint'::regtype THEN '1' ELSE quote_literal('1') END, ',')"
    "   INTO names, vals FROM pg_attribute WHERE attrelid = t::regclass AND attnum > 0"
    "   AND NOT attisdropped;"
    "  EXECUTE format('INSERT INTO %I (%s) VALUES (%s)', t, names, vals);"
    " END LOOP; END $$";
static const char clear_all[] =
    "DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relkind = 'p'"
    " AND relnamespace = 'crickets'::regnamespace LOOP"
    " EXECUTE format('DELETE FROM %I WHERE account_id = 91', t); END LOOP; END $$";

/* Who runs the service sees who is there and whose turn it is: of every other table, whatever a
 * migration adds, not a row; nor does an account, or who names a digest, of another's. */
static void
test_no_contents(void) {
  static const struct {
    const char *sees, *setting; /* tables, of those with the row */
  } views[] = {
      {"", "SET LOCAL crickets.nothing = '1'"},
      {" attempt member post turn ", "SET LOCAL crickets.shared = 'on'"},
      {"", "SET LOCAL crickets.account = '92'"},
      {"", "SET LOCAL crickets.account = '92'; SET LOCAL crickets.digest = '2'"},
      {" attempt directory ", "SET LOCAL crickets.digest = '1'"},
  };
  g_autoptr(CrStore) store = open_store();
  /* which is of no account; so that all are asked alike */
  assert_answer(NULL, "ALTER TABLE attempt ADD COLUMN account_id BIGINT", "");
  g_autofree char *list = ask(owner_uri, NULL,
                              "SELECT relname FROM pg_class WHERE relkind = 'p'"
                              " AND relnamespace = 'crickets'::regnamespace");
  g_auto(GStrv) tables = g_strsplit(list, ",", -1);
  assert_answer(NULL, fill_all, "");
  for (char **table = tables; *table; table++) {
    g_autofree char *word = g_strdup_printf(" %s ", *table);
    for (gsize i = 0; i < G_N_ELEMENTS(views); i++) {
      g_autofree char *question = g_strdup_printf(
          "BEGIN; %s; SELECT count(*) FROM %s WHERE account_id = 91", views[i].setting, *table);
      g_autofree char *answer = ask(owner_uri, "crickets_worker", question);
      g_test_message("%s: %s", question, answer);
      g_assert_cmpstr(answer, ==, strstr(views[i].sees, word) ? "1" : "0");
    }
    g_autofree char *partition = g_strdup_printf(
        "BEGIN; SET LOCAL crickets.account = '91'; SELECT count(*) FROM %s_p0", *table);
    assert_answer("crickets_worker", partition, "error 42501");
  }
  g_assert_cmpuint(g_strv_length(tables), >, 20);
  assert_answer(NULL, clear_all, "");
  assert_answer(NULL, "ALTER TABLE attempt DROP COLUMN account_id", "");
}

static gpointer
mark_later(gpointer data) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(CrInterview) interview = cr_interview_new();
  g_autoptr(GError) error = NULL;
  cr_interview_set_start(interview, NOW, CR_INSTANT_NONE, "UTC");
  interview->state.due = NOW;
  g_assert_true(cr_store_begin(store, 44, TRUE, &error));
  g_assert_true(cr_store_save_interview(store, interview, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
  return NULL;
}

/* A timer set by whatever process wakes who waits; without one the time ends it. */
static void
test_turns_wake(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  forget_turns();
  g_assert_true(cr_store_await_turns(store, -1, 0, &error)); /* begins to listen */
  g_assert_true(cr_store_await_turns(store, -1, 1000, &error));
  GThread *thread = g_thread_new("marker", mark_later, NULL);
  gint64 began = g_get_monotonic_time();
  CrInstant due = CR_INSTANT_NONE;
  while (due == CR_INSTANT_NONE) {
    g_assert_true(cr_store_await_turns(store, -1, 10 * CR_MINUTE, &error));
    g_assert_true(cr_store_next_turn(store, &due, &error));
  }
  g_assert_cmpint(g_get_monotonic_time() - began, <, 5 * CR_MINUTE);
  g_thread_join(thread);
  assert_claims(store, "a", NOW, 9, "44");
  g_assert_no_error(error);
}

static const struct {
  const char *path;
  void (*run)(void);
} tests[] = {
    {"/postgres/founding", test_founding},
    {"/postgres/distribution", test_distribution},
    {"/postgres/distribution/queries", test_queries_are_distributed},
    {"/postgres/distribution/migrations", test_migrations_are_distributed},
    {"/postgres/security", test_row_security},
    {"/postgres/moved", test_moved},
    {"/postgres/probes", test_probes},
    {"/postgres/bypass", test_bypass},
    {"/postgres/member", test_member},
    {"/postgres/newer", test_newer},
    {"/postgres/migrated-meanwhile", test_migrated_meanwhile},
    {"/postgres/writers", test_writers},
    {"/postgres/reconnect", test_reconnect},
    {"/postgres/held", test_held},
    {"/postgres/asked-ahead", test_asked_ahead},
    {"/postgres/commit-found", test_commit_found},
    {"/postgres/busy", test_busy},
    {"/postgres/turns/order", test_turns},
    {"/postgres/turns/claims-leave-nothing", test_claims_leave_nothing},
    {"/postgres/turns/several-fail", test_several_fail},
    {"/postgres/turns/claims", test_claims},
    {"/postgres/in-place", test_in_place},
    {"/postgres/turns/security", test_turns_security},
    {"/postgres/turns/wake", test_turns_wake},
    {"/postgres/people", test_people},
    {"/postgres/closed", test_closed},
    {"/postgres/people/credentials", test_credentials},
    {"/postgres/people/attempts", test_attempts},
    {"/postgres/people/security", test_people_security},
    {"/postgres/no-contents", test_no_contents},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autofree char *server = server_uri("postgres");
  owner_uri = server_uri("crickets_special");
  g_autofree char *made = ask(server, NULL, "CREATE DATABASE crickets_special");
  g_assert_cmpstr(made, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_func(tests[i].path, tests[i].run);
  int result = g_test_run();
  g_free(owner_uri);
  return result;
}
