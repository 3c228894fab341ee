#include "many.h"

#include "../tests/store/server.h"
#include "engine/engine.h"
#include "engine/people.h"
#include "store/tables.h"

#include <libpq-fe.h>

char *many_uri;

static double
ask(const char *uri, const char *text) {
  PGconn *connection = PQconnectdb(uri);
  PGresult *result = PQexec(connection, text);
  if (*PQerrorMessage(connection))
    g_error("%s", PQerrorMessage(connection));
  double value = PQntuples(result) ? g_ascii_strtod(PQgetvalue(result, 0, 0), NULL) : 0;
  PQclear(result);
  PQfinish(connection);
  return value;
}

double
many_sql(const char *text) {
  return ask(many_uri, text);
}

static CrStore *
open_many(void) {
  GError *error = NULL;
  CrStore *store = cr_store_open(many_uri, &error);
  check(store != NULL, error);
  return store;
}

CrStore *
many_found(const char *name) {
  g_free(many_uri);
  many_uri = server_make_database(name, "template1");
  return open_many();
}

CrClock
many_read_clock(gpointer data) {
  return (CrClock){MANY_NOW + *(const gint64 *) data * CR_MINUTE, CR_HOUR, CR_HOUR, TRUE};
}

static gpointer
run_crew(gpointer crew) {
  CrKeeperEnd end;
  cr_crew_run(crew, &end, NULL);
  return NULL;
}

GThread *
many_run(CrCrew *crew) {
  return g_thread_new("crew", run_crew, crew);
}

static void
append_copy(GString *text, const char *table, const char *columns, const char *values, guint n) {
  g_string_append_printf(text,
                         "INSERT INTO %s (account_id, %s) SELECT g, %s FROM %s,"
                         " generate_series(2, %u) AS g WHERE account_id = 1;",
                         table, columns, values, table, n);
}

static void
add_call(CrEngine *engine, int number) {
  GError *error = NULL;
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autofree char *key = g_strdup_printf("call-%d", number);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, MANY_NOW - CR_HOUR, "bench", key);
  iv->uid = g_strdup_printf("%s@northwind.example", key);
  iv->contact.email = g_strdup_printf("dana%d@northwind.example", number);
  cr_interview_set_start(iv, MANY_NOW + number * CR_DAY_USEC, CR_INSTANT_NONE, "America/New_York");
  check(cr_engine_watch(engine, iv, fact, MANY_NOW - CR_HOUR, &error), error);
}

void
many_add(CrStore *store, gint64 account, int calls) {
  GError *error = NULL;
  g_autoptr(CrEngine) engine = cr_engine_new(store, account, &error);
  check(engine != NULL, error);
  for (int number = 0; number < calls; number++)
    add_call(engine, number);
}

/* Indexes are made when all rows are there, as that takes a fraction of the time. */
static const char drop_indexes[] =
    "SET search_path = crickets; CREATE TEMP TABLE dropped AS SELECT c.relname AS name,"
    " replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') AS made FROM pg_class c JOIN pg_index"
    " ON indexrelid = c.oid WHERE relnamespace = 'crickets'::regnamespace AND relkind = 'I'"
    " AND NOT indisunique; DO $$ DECLARE t text; BEGIN FOR t IN SELECT name FROM dropped LOOP"
    " EXECUTE format('DROP INDEX %I', t); END LOOP; END $$;";
static const char make_indexes[] = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT made FROM dropped"
                                   " LOOP EXECUTE t; END LOOP; END $$;";

void
many_copy_first(guint n) {
  g_autoptr(GString) text = g_string_new(drop_indexes);
#define COPY(name, table, columns, kinds, places) append_copy(text, table, columns, columns, n);
  CR_TABLES(COPY)
  append_copy(text, "account", "version, " CR_ACCOUNT_COLUMNS, "version, " CR_ACCOUNT_COLUMNS, n);
  append_copy(text, "setting", "name, value", "name, value", n);
  append_copy(text, "words", "kind, ref, title, body, tokens",
              "kind, ref, title, body, array_to_tsvector(ARRAY(SELECT g || substr(lexeme,"
              " strpos(lexeme, ':')) FROM unnest(tokens)))",
              n);
  append_copy(text, "turn", "due", "1", n); /* as of a timer: 0 is of what was marked */
  g_string_append(text, make_indexes);
  many_sql(text->str);
  many_sql("VACUUM ANALYZE");
}

/* Only what is not at rest is looked for, as it is due before. */
void
many_rest(void) {
  g_autofree char *text = g_strdup_printf(
      "SET enable_seqscan = off; UPDATE crickets.turn SET holder = NULL, tries = 0,"
      " until_at = 0, due = %" G_GINT64_FORMAT " + account_id WHERE due < %" G_GINT64_FORMAT,
      MANY_REST, MANY_REST);
  many_sql(text);
  many_sql("VACUUM crickets.turn");
}

/* All accounts but the machine's own have somebody who may come in. */
static void
join_all(CrStore *store, guint accounts) {
  GError *error = NULL;
  gint64 account;
  const CrInvitation who = {2, "dana@north.example", CR_ROLE_CANDIDATE, TRUE, NULL};
  g_autofree char *link = cr_people_invite(store, &who, MANY_NOW, &account, &error);
  check(link && cr_people_accept(store, link, "Dana", "no hash", MANY_NOW, &error), error);
  g_autofree char *others = g_strdup_printf(
      "SET search_path = crickets; INSERT INTO member (account_id, state, role, email, body)"
      " SELECT g, state, role, email, body FROM member, generate_series(3, %u) AS g WHERE "
      "account_id = 2",
      accounts);
  many_sql(others);
  many_sql("VACUUM ANALYZE crickets.member");
}

static void
take_first_turn(void) {
  GError *error = NULL;
  gint64 minute = 1;
  const CrCrewOptions options = {
      .uri = many_uri, .workers = 1, .read_clock = many_read_clock, .data = &minute};
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  GThread *thread = many_run(crew);
  while (cr_crew_counts(crew).turns < 1)
    g_usleep(1000);
  cr_crew_stop(crew);
  g_thread_join(thread);
}

static void
fill(const char *name, guint accounts, int calls) {
  gint64 began = g_get_monotonic_time();
  g_autoptr(CrStore) store = many_found(name);
  many_add(store, 1, calls);
  take_first_turn();
  many_copy_first(accounts);
  join_all(store, accounts);
  double size = many_sql("SELECT pg_database_size(current_database())");
  printf("%u accounts, %d calls each: %.1f GB, %.0f bytes an account; made in %.0f s\n", accounts,
         calls, size / 1e9, size / accounts,
         (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC);
  fflush(stdout);
}

CrStore *
many_keep(guint accounts, int calls) {
  g_autofree char *name = g_strdup_printf("many_%u_%d", accounts, calls);
  g_autofree char *filling = g_strconcat(name, "_filling", NULL);
  g_autofree char *server = server_uri("postgres");
  g_autofree char *there =
      g_strdup_printf("SELECT count(*) FROM pg_database WHERE datname = '%s'", name);
  g_autofree char *drop = g_strdup_printf("DROP DATABASE IF EXISTS \"%s\"", filling);
  g_autofree char *rename =
      g_strdup_printf("ALTER DATABASE \"%s\" RENAME TO \"%s\"", filling, name);
  if (ask(server, there) == 0) {
    ask(server, drop);
    fill(filling, accounts, calls);
    ask(server, rename);
  }
  g_free(many_uri);
  many_uri = server_uri(name);
  return open_many();
}
