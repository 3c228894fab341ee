#include "many.h"

#include "../tests/store/server.h"
#include "engine/engine.h"
#include "store/tables.h"

#include <libpq-fe.h>

char *many_uri;

double
many_sql(const char *text) {
  PGconn *connection = PQconnectdb(many_uri);
  PGresult *result = PQexec(connection, text);
  if (*PQerrorMessage(connection))
    g_error("%s", PQerrorMessage(connection));
  double value = PQntuples(result) ? g_ascii_strtod(PQgetvalue(result, 0, 0), NULL) : 0;
  PQclear(result);
  PQfinish(connection);
  return value;
}

CrStore *
many_found(const char *name) {
  GError *error = NULL;
  g_free(many_uri);
  many_uri = server_make_database(name, "template1");
  CrStore *store = cr_store_open(many_uri, &error);
  check(store != NULL, error);
  return store;
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
  append_copy(text, "turn", "due", "0", n);
  g_string_append(text, make_indexes);
  many_sql(text->str);
  many_sql("VACUUM ANALYZE");
}
