/* PostgreSQL, for many candidates. libpq is loaded when a database asks for it: the everyday
 * command on SQLite must not wait for what libpq brings along.
 *
 * All stands in a schema of its own. Tables are hash-partitioned by account, row-level security is
 * forced on each, and the program works as a role that owns nothing; the account is set in every
 * transaction. Who writes for an account holds the lock on its row, as who writes to SQLite holds
 * the file's: transactions that read and then write see no other writer of that account between. */
#include "base/error.h"
#include "base/library.h"
#include "base/tally.h"
#include "store/postgres-batch.h"

#include <libpq-fe.h>
#include <poll.h>
#include <string.h>

#define PARTITIONS "16"
#define LOCK_TIMEOUT "5s"
/* After a lost connection: how often another is tried, and how long after each. Hosts that refuse
 * answer at once; those that are silent take the connection's own timeout besides. */
static const int again_ms[] = {0, 100, 300, 1000, 2000};
#define COMMIT_TRIES 20 /* where it must be found out what became of a transaction */
#define SCHEMA "crickets"
#define ROLE "crickets_worker"
/* One migration at a time, whoever connects. */
#define MIGRATION_LOCK "7166197480093000563"

/* The functions of libpq that are used, with its own types. */
#define FUNCTIONS(F)                                                                               \
  F(PQconnectdbParams)                                                                             \
  F(PQfinish)                                                                                      \
  F(PQstatus)                                                                                      \
  F(PQreset)                                                                                       \
  F(PQerrorMessage)                                                                                \
  F(PQexec)                                                                                        \
  F(PQresultStatus)                                                                                \
  F(PQresultErrorField)                                                                            \
  F(PQclear)                                                                                       \
  F(PQntuples)                                                                                     \
  F(PQfnumber)                                                                                     \
  F(PQgetvalue)                                                                                    \
  F(PQgetisnull)                                                                                   \
  F(PQtransactionStatus)                                                                           \
  F(PQsocket)                                                                                      \
  F(PQconsumeInput)                                                                                \
  F(PQnotifies)                                                                                    \
  F(PQfreemem)                                                                                     \
  F(PQsetNoticeProcessor)                                                                          \
  F(PQenterPipelineMode)                                                                           \
  F(PQexitPipelineMode)                                                                            \
  F(PQpipelineStatus)                                                                              \
  F(PQpipelineSync)                                                                                \
  F(PQsendFlushRequest)                                                                            \
  F(PQsendPrepare)                                                                                 \
  F(PQsendQueryPrepared)                                                                           \
  F(PQgetResult)

static struct { FUNCTIONS(CR_LIBRARY_MEMBER) } pq;
#define ENTRY(name) CR_LIBRARY_ENTRY(pq, name)
static const CrLibraryCall calls[] = {FUNCTIONS(ENTRY)};
static CrLibrary library = {"libpq.so.5", "a postgresql database", "libpq5",
                            calls,        G_N_ELEMENTS(calls),     0};

/* Beside those of CrSql. */
enum {
  S_BEGIN = CR_N_SQL,
  S_BEGIN_READING,
  S_NAME_ACCOUNT,
  S_NAME_SEVERAL,
  S_READ_ACCOUNT,
  S_LOCK_ACCOUNT,
  S_LOCK_SEVERAL,
  S_MAKE_ACCOUNT,
  S_COMMIT,
  S_ROLLBACK,
  S_BATCHED, /* and from here on those of CrSql once more, each for several accounts */
  N_STATEMENTS = S_BATCHED + CR_N_SQL,
};
#define ACCOUNT_ROW "SELECT marks, " CR_ACCOUNT_COLUMNS " FROM account WHERE account_id = $1"
static const char *const own_texts[S_BATCHED - CR_N_SQL] = {
    [S_BEGIN - CR_N_SQL] = "BEGIN",
    [S_BEGIN_READING - CR_N_SQL] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [S_NAME_ACCOUNT - CR_N_SQL] = "SELECT set_config('crickets.account', $1, true),"
                                  " set_config('crickets.mark', $2, true)",
    /* Each account's rows are looked for by themselves, however small the tables are when that is
       planned. */
    [S_NAME_SEVERAL - CR_N_SQL] =
        "SELECT set_config('crickets.account', $1, true), set_config('crickets.mark', $2, true),"
        " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),"
        " set_config('enable_seqscan', 'off', true)",
    [S_READ_ACCOUNT - CR_N_SQL] = ACCOUNT_ROW,
    [S_LOCK_ACCOUNT - CR_N_SQL] = ACCOUNT_ROW " FOR UPDATE",
    /* Those whose row another transaction holds are left out: nobody waits for several. */
    [S_LOCK_SEVERAL - CR_N_SQL] =
        "SELECT account_id, marks, " CR_ACCOUNT_COLUMNS " FROM unnest(CAST(string_to_array($1, ',')"
        " AS BIGINT[])) AS v(p1) JOIN account ON account_id = v.p1 FOR UPDATE OF account SKIP "
        "LOCKED",
    [S_MAKE_ACCOUNT - CR_N_SQL] = "INSERT INTO account (account_id) VALUES ($1)"
                                  " ON CONFLICT (account_id) DO NOTHING",
    [S_COMMIT - CR_N_SQL] = "COMMIT",
    [S_ROLLBACK - CR_N_SQL] = "ROLLBACK",
};
#define MOST_UNANSWERED                                                                            \
  100 /* so that their answers fit into what lies between us and the server                        \
       */

/* What a statement that was sent will be answered. */
typedef struct {
  guint place;      /* among those that were unanswered then */
  PGresult *result; /* NULL: not yet */
} Answer;

typedef struct {
  int statement;
  gint64 account;
  char *values;
  Answer *answer; /* shared with the others of its batch */
  int row;        /* its rows have this in the column "place"; 0: all are its */
} Asked;

struct _CrDb {
  PGconn *connection;
  gboolean reader; /* of a replica, as it is */
  gboolean prepared[N_STATEMENTS];
  /* A transaction's statements are sent without waiting for those before them (libpq's pipeline
   * mode); only who wants rows waits, and who commits. So an error shows when something is waited
   * for, and what was sent behind it was not done. */
  guint unanswered;   /* statements that were sent */
  GArray *asked;      /* Asked: those among them whose rows are wanted later */
  guint syncs;        /* and the marks behind some, after each of which the server begins anew */
  gboolean listening; /* for turns */
  guint sessions;     /* so far: each may be with another server */
  /* Each transaction that writes leaves a mark in its account's row, so that it can be found again
   * when nobody heard whether it was kept. */
  char *session; /* begins the marks of this one */
  guint64 marks; /* given in it */
  gint64 account;
  char *mark;   /* of the open transaction; NULL: it only reads, or is of no account */
  char *before; /* the account's marks when it began */
  /* Of a transaction of several accounts; account and before are of one that wrote. */
  Answer *locked; /* the rows of those that it has locked; NULL: it is of one */
  CrBatch *batch; /* what was not sent yet */
};

typedef struct {
  PGresult *result;
  int row;
} Handle;

static void
answer_clear(gpointer data) {
  Answer *answer = data;
  if (answer->result)
    pq.PQclear(answer->result);
}

static void
answer_unref(gpointer answer) {
  g_rc_box_release_full(answer, answer_clear);
}

static void
result_clear(PGresult **result) {
  if (*result)
    pq.PQclear(*result);
}
#define g_auto_result __attribute__((cleanup(result_clear))) PGresult *

static gboolean
is_lost(const CrDb *db) {
  return pq.PQstatus(db->connection) != CONNECTION_OK;
}

static gboolean
fail(CrDb *db, const PGresult *result, GError **error) {
  static const char *const busy[] = {"55P03", "40001", "40P01",
                                     NULL}; /* lock, serialization, deadlock */
  const char *state = result ? pq.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
  const char *text = result ? pq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *words = g_strstrip(g_strdup(text ? text : pq.PQerrorMessage(db->connection)));
  if (state && g_strv_contains(busy, state))
    g_set_error(error, CR_ERROR, CR_ERROR_BUSY, "postgresql: another process holds the account");
  else
    g_set_error(error, CR_ERROR, is_lost(db) ? CR_ERROR_LOST : CR_ERROR_FAILED, "postgresql: %s",
                words);
  return FALSE;
}

static gboolean
succeeded(const PGresult *result) {
  ExecStatusType status = pq.PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Until nothing is unanswered, and out of the pipeline mode. *ret_bad: the first answer that is an
 * error, if there is none in it already. FALSE: not all was answered, or not well. */
static gboolean
read_to_end(CrDb *db, PGresult **ret_bad) {
  gboolean nothing = FALSE;
  g_array_set_size(db->asked, 0);
  if (pq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF)
    return TRUE;
  db->syncs += pq.PQpipelineSync(db->connection);
  while (db->syncs > 0) {
    g_auto_result result = pq.PQgetResult(db->connection);
    if (result == NULL && nothing)
      break; /* the connection is lost */
    nothing = result == NULL;
    if (result == NULL)
      continue; /* what parts the answers */
    if (pq.PQresultStatus(result) == PGRES_PIPELINE_SYNC)
      db->syncs--;
    else if (*ret_bad == NULL && !succeeded(result))
      *ret_bad = g_steal_pointer(&result);
  }
  gboolean all = db->syncs == 0;
  db->unanswered = db->syncs = 0;
  pq.PQexitPipelineMode(db->connection);
  return all && *ret_bad == NULL;
}

static gboolean
leave_pipe(CrDb *db, GError **error) {
  g_auto_result bad = NULL;
  return read_to_end(db, &bad) || fail(db, bad, error);
}

static gboolean
run_text(CrDb *db, const char *text, GError **error) {
  if (!leave_pipe(db, error))
    return FALSE;
  g_auto_result result = pq.PQexec(db->connection, text);
  return succeeded(result) || fail(db, result, error);
}

/* Of a query with one value; NULL without error set when there is no row. */
static char *
read_text(CrDb *db, const char *text, GError **error) {
  if (!leave_pipe(db, error))
    return NULL;
  g_auto_result result = pq.PQexec(db->connection, text);
  if (!succeeded(result)) {
    fail(db, result, error);
    return NULL;
  }
  return pq.PQntuples(result) ? g_strdup(pq.PQgetvalue(result, 0, 0)) : NULL;
}

/* Of a query with one value; 0 when there is no row. */
static gboolean
read_number(CrDb *db, const char *text, gint64 *ret_number, GError **error) {
  g_auto_result result = pq.PQexec(db->connection, text);
  if (!succeeded(result))
    return fail(db, result, error);
  *ret_number = pq.PQntuples(result) && !pq.PQgetisnull(result, 0, 0)
                    ? g_ascii_strtoll(pq.PQgetvalue(result, 0, 0), NULL, 10)
                    : 0;
  return TRUE;
}

static void
asked_clear(gpointer data) {
  Asked *asked = data;
  g_free(asked->values);
  answer_unref(asked->answer);
}

static void
postgres_close(CrDb *db) {
  if (db == NULL)
    return;
  if (db->connection)
    pq.PQfinish(db->connection);
  if (db->asked)
    g_array_unref(db->asked);
  g_clear_pointer(&db->locked, answer_unref);
  postgres_batch_free(db->batch);
  g_free(db->session);
  g_free(db->mark);
  g_free(db->before);
  g_free(db);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDb, postgres_close)

/* A transaction sees the account that it is of, or those, parted by commas; they are read once for
 * each statement. The sum keeps the planner from looking for their rows by this: each statement
 * says of whom it is. */
#define OF_ACCOUNT                                                                                 \
  "(account_id + 0 = ANY ((SELECT string_to_array(current_setting(''crickets.account'', true),"    \
  " '','')::bigint[])::bigint[]))"

static const char allow_several[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT relname FROM pg_policy JOIN pg_class c ON c.oid = polrelid"
    "  WHERE c.relnamespace = '" SCHEMA "'::regnamespace AND polname = 'own_account' LOOP"
    "  EXECUTE format('ALTER POLICY own_account ON %I USING " OF_ACCOUNT "', t);"
    " END LOOP; END $$;";

/* Whatever a migration made gets its partitions, its policy, and the worker's rights. */
static const char secure[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = '" SCHEMA "'::regnamespace"
    "  AND c.relkind = 'p' AND NOT c.relrowsecurity LOOP"
    "  FOR i IN 0 .. " PARTITIONS " - 1 LOOP"
    "   EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS " PARTITIONS
    ", REMAINDER %s)', t || '_p' || i, t, i);"
    "  END LOOP;"
    "  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);"
    "  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);"
    /* What is asked before the account is known is seen by who knows its digest. */
    "  IF t IN ('directory', 'attempt') THEN"
    "   EXECUTE format('CREATE POLICY own_digest ON %I USING (digest ="
    " NULLIF(current_setting(''crickets.digest'', true), ''''))', t);"
    "  ELSE"
    "   EXECUTE format('CREATE POLICY own_account ON %I USING " OF_ACCOUNT "', t);"
    "  END IF;"
    /* Who holds whose turn is no account's own, and who is there at all may be counted. */
    "  IF t IN ('turn', 'attempt') THEN EXECUTE format('CREATE POLICY of_keepers ON %I USING"
    " (current_setting(''crickets.shared'', true) = ''on'')', t); END IF;"
    "  IF t = 'member' THEN EXECUTE 'CREATE POLICY of_keepers ON member FOR SELECT USING"
    " (current_setting(''crickets.shared'', true) = ''on'')'; END IF;"
    /* Nobody changes what was done. An account that is erased keeps the row that says so, and
     * nothing before it. */
    "  IF t = 'audit' THEN"
    "   GRANT SELECT, INSERT ON audit TO " ROLE ";"
    "   CREATE FUNCTION drop_deeds(whose BIGINT, erased BIGINT) RETURNS VOID LANGUAGE sql"
    "    SECURITY DEFINER SET search_path = " SCHEMA ", pg_temp AS 'DELETE FROM audit"
    "    WHERE account_id = whose AND audit_id < erased AND account_id ="
    "     NULLIF(current_setting(''crickets.account'', true), '''')::bigint"
    "    AND EXISTS (SELECT 1 FROM audit AS e WHERE e.account_id = whose"
    "     AND e.audit_id = erased AND e.action = ''erased'')';"
    "   REVOKE ALL ON FUNCTION drop_deeds FROM PUBLIC;"
    "   GRANT EXECUTE ON FUNCTION drop_deeds TO " ROLE ";"
    "  ELSE"
    "   EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO " ROLE "', t);"
    "  END IF;"
    " END LOOP; END $$";

/* See 001-first.sql for the dialect. */
static char *
translate(const CrMigration *migration) {
  GString *text = g_string_new_len(migration->bytes, (gssize) migration->length);
  g_string_replace(text, "/* heap */", "PARTITION BY HASH (account_id)", 0);
  g_string_replace(text, "/* clustered */", "PARTITION BY HASH (account_id)", 0);
  g_string_replace(text, "/* by digest */", "PARTITION BY HASH (digest)", 0);
  g_string_replace(text, "/* full text */", cr_postgres_search_schema, 0);
  g_string_replace(text, "/* several accounts */", allow_several, 0);
  return g_string_free(text, FALSE);
}

static gboolean
migrate_once(CrDb *db, gint64 number, GError **error) {
  const CrMigration *migration = &cr_migrations[number - 1];
  g_autofree char *text = translate(migration);
  g_autofree char *mark = g_strdup_printf("UPDATE schema_version SET version = %d", (int) number);
  gint64 version = 0;
  if (!run_text(db, "BEGIN; SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ")", error))
    return FALSE;
  /* Another process may have done it while we waited for the lock. */
  gboolean ok = read_number(db, "SELECT version FROM schema_version", &version, error) &&
                (version >= number || (run_text(db, text, error) && run_text(db, secure, error) &&
                                       run_text(db, mark, error))) &&
                run_text(db, "COMMIT", error);
  if (!ok) {
    g_auto_result ignored = pq.PQexec(db->connection, "ROLLBACK");
    g_prefix_error(error, "migration %s did not succeed and was taken back: ", migration->name);
  }
  return ok;
}

/* The schema, the table with its version, and the role: only who may create them needs to. */
static const char found_schema[] =
    "BEGIN; SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ");"
    "CREATE SCHEMA IF NOT EXISTS " SCHEMA ";"
    "CREATE TABLE IF NOT EXISTS " SCHEMA ".schema_version (version BIGINT NOT NULL);"
    "INSERT INTO " SCHEMA ".schema_version SELECT 0"
    " WHERE NOT EXISTS (SELECT 1 FROM " SCHEMA ".schema_version);"
    "DO $$ BEGIN CREATE ROLE " ROLE " NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    "DO $$ BEGIN EXECUTE format('GRANT " ROLE " TO %I', current_user);"
    " EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;"
    "GRANT USAGE ON SCHEMA " SCHEMA " TO " ROLE ";"
    "GRANT SELECT ON " SCHEMA ".schema_version TO " ROLE ";"
    "COMMIT";

static gboolean
migrate(CrDb *db, GError **error) {
  gint64 exists = 0, version = 0, newest = store_newest_schema();
  if (!read_number(db,
                   "SELECT count(*) FROM pg_tables WHERE schemaname = '" SCHEMA "'"
                   " AND tablename = 'schema_version'",
                   &exists, error) ||
      (exists == 0 && !run_text(db, found_schema, error)) ||
      !run_text(db, "SET search_path = " SCHEMA, error) ||
      !read_number(db, "SELECT version FROM schema_version", &version, error))
    return FALSE;
  if (version > newest) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: made by a newer crickets (schema %d; this one knows %d)",
                (int) version, (int) newest);
    return FALSE;
  }
  while (version < newest)
    if (!migrate_once(db, ++version, error))
      return FALSE;
  return TRUE;
}

/* A superuser, or who may bypass it, would not be held by row-level security. */
static gboolean
become_worker(CrDb *db, GError **error) {
  gint64 unbound = 0;
  if (!run_text(db, "SET ROLE " ROLE, error) ||
      !read_number(db,
                   "SELECT count(*) FROM pg_roles WHERE rolname = current_user"
                   " AND (rolsuper OR rolbypassrls)",
                   &unbound, error))
    return FALSE;
  if (unbound)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: the role " ROLE " must not bypass row-level security");
  return unbound == 0;
}

/* One plan for each statement, as each is served by an index whatever its values are: to plan it
 * anew, with all partitions, costs more than to run it. All of it holds for the session, so that a
 * connection made anew is as the first. */
static gboolean
settle_in(CrDb *db, GError **error) {
  if (!run_text(db,
                "SET client_encoding = 'UTF8'; SET search_path = " SCHEMA
                "; SET lock_timeout = '" LOCK_TIMEOUT "'; SET standard_conforming_strings = on"
                "; SET plan_cache_mode = force_generic_plan",
                error) ||
      !become_worker(db, error))
    return FALSE;
  g_free(db->session);
  db->session = read_text(db,
                          "SELECT substr(md5(random()::text || clock_timestamp()::text ||"
                          " pg_backend_pid()::text), 1, 12)",
                          error);
  db->sessions++;
  return db->session != NULL;
}

static void
keep_quiet(void *data, const char *message) {
}

/* A replica is only read: it has what the primary has kept, its migrations included. */
static gboolean
check_replica(CrDb *db, GError **error) {
  gint64 version = 0, newest = store_newest_schema();
  if (!run_text(db, "SET search_path = " SCHEMA, error) ||
      !read_number(db, "SELECT version FROM schema_version", &version, error))
    return FALSE;
  if (version != newest)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: this replica is not of this crickets (schema %d; it knows %d)",
                (int) version, (int) newest);
  return version == newest;
}

static CrDb *
postgres_open(const char *place, gboolean reader, GError **error) {
  if (!cr_library_ensure(&library, error))
    return NULL;
  g_autoptr(CrDb) db = g_new0(CrDb, 1);
  g_autofree char *uri = g_strconcat("postgresql:", place, NULL);
  /* What the URI says comes later and wins. A server that vanished without a word is given up
   * within seconds, not after the quarter of an hour that TCP takes. */
  const char *const names[] = {"connect_timeout",
                               "target_session_attrs",
                               "application_name",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "tcp_user_timeout",
                               "dbname",
                               NULL};
  const char *const values[] = {
      "5", reader ? "prefer-standby" : "read-write", "crickets", "10", "5", "3", "20000", uri,
      NULL};
  db->reader = reader;
  db->asked = g_array_new(FALSE, FALSE, sizeof(Asked));
  g_array_set_clear_func(db->asked, asked_clear);
  db->batch = postgres_batch_new();
  db->connection = pq.PQconnectdbParams(names, values, 1);
  if (db->connection == NULL || is_lost(db)) {
    fail(db, NULL, error);
    return NULL;
  }
  pq.PQsetNoticeProcessor(db->connection, keep_quiet, NULL);
  if (!(reader ? check_replica(db, error) : migrate(db, error)) || !settle_in(db, error))
    return NULL;
  return g_steal_pointer(&db);
}

/* After a failover the server that the URI names first may be another one. */
static gboolean
connect_anew(CrDb *db, GError **error) {
  pq.PQreset(db->connection);
  memset(db->prepared, 0, sizeof db->prepared);
  db->unanswered = db->syncs = 0;
  db->listening = FALSE;
  return is_lost(db) ? fail(db, NULL, error) : settle_in(db, error);
}

/* While a standby takes over there is nobody for some seconds. */
static gboolean
ensure_connected(CrDb *db, guint tries, GError **error) {
  for (guint i = 0; is_lost(db); i++) {
    g_autoptr(GError) local = NULL;
    poll(NULL, 0, again_ms[MIN(i, G_N_ELEMENTS(again_ms) - 1)]);
    if (connect_anew(db, &local)) {
      cr_tally(CR_TALLY_RECONNECTED);
      return TRUE;
    }
    if (i + 1 >= tries) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
  }
  return TRUE;
}

/* Sending and waiting */

/* Keeps the rows of what was asked before somebody wanted them. */
static void
keep_answer(CrDb *db, guint place, PGresult **result) {
  Answer *answer =
      db->locked && db->locked->result == NULL && db->locked->place == place ? db->locked : NULL;
  for (guint i = 0; answer == NULL && i < db->asked->len; i++) {
    Asked *asked = &g_array_index(db->asked, Asked, i);
    if (asked->answer->result == NULL && asked->answer->place == place)
      answer = asked->answer;
  }
  if (answer)
    answer->result = g_steal_pointer(result);
}

/* Of what was sent last. */
static Answer *
new_answer(const CrDb *db) {
  Answer *answer = g_rc_box_new0(Answer);
  answer->place = db->unanswered - 1;
  return answer;
}

static char *
text_of(int statement) {
  return statement >= S_BATCHED  ? postgres_batch_text((CrSql) (statement - S_BATCHED))
         : statement >= CR_N_SQL ? g_strdup(own_texts[statement - CR_N_SQL])
                                 : g_strdup(cr_engine_text(&cr_engine_postgres, (CrSql) statement));
}

static gboolean
send(CrDb *db, int statement, int n, const char *const *values, GError **error) {
  char name[16];
  gboolean sent = TRUE;
  g_snprintf(name, sizeof name, "s%d", statement);
  if (pq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF)
    pq.PQenterPipelineMode(db->connection);
  if (!db->prepared[statement]) {
    g_autofree char *text = text_of(statement);
    sent = pq.PQsendPrepare(db->connection, name, text, 0, NULL);
    db->prepared[statement] = sent;
    db->unanswered += sent;
  }
  sent = sent && pq.PQsendQueryPrepared(db->connection, name, n, values, NULL, NULL, 0);
  db->unanswered += sent;
  return sent || fail(db, NULL, error);
}

/* All answers; *ret_last, unless NULL, is the last one. Only behind an error it is seen whether the
 * connection is still there. */
static gboolean
wait_for_all(CrDb *db, PGresult **ret_last, GError **error) {
  g_auto_result bad = NULL;
  gboolean ok = TRUE;
  pq.PQsendFlushRequest(db->connection);
  for (guint place = 0; ok && db->unanswered > 0; db->unanswered--, place++) {
    g_auto_result result = pq.PQgetResult(db->connection);
    g_auto_result nothing = pq.PQgetResult(db->connection);
    ok = succeeded(result);
    if (!ok)
      bad = g_steal_pointer(&result);
    else if (ret_last && db->unanswered == 1)
      *ret_last = g_steal_pointer(&result);
    else
      keep_answer(db, place, &result);
  }
  if (ok)
    return TRUE;
  read_to_end(db, &bad);
  return fail(db, bad, error);
}

/* What came behind an error was not done, not even prepared. When all went well nobody waits for
 * the server to forget it. */
static void
postgres_rollback(CrDb *db) {
  if (db->syncs > 0 || (pq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF &&
                        pq.PQtransactionStatus(db->connection) == PQTRANS_IDLE))
    return;
  gboolean piped = pq.PQpipelineStatus(db->connection) != PQ_PIPELINE_OFF;
  if (piped && wait_for_all(db, NULL, NULL) && send(db, S_ROLLBACK, 0, NULL, NULL)) {
    db->syncs += pq.PQpipelineSync(db->connection);
    return;
  }
  leave_pipe(db, NULL);
  g_auto_result ignored = pq.PQexec(db->connection, "ROLLBACK; DEALLOCATE ALL");
  memset(db->prepared, 0, sizeof db->prepared);
}

static guint
begin_tries(const CrDb *db) {
  return db->reader ? 1 : G_N_ELEMENTS(again_ms); /* there is the primary instead */
}

/* Before a transaction begins: nothing is left of the one before. */
static void
clear_transaction(CrDb *db) {
  leave_pipe(db, NULL);
  postgres_batch_clear(db->batch);
  g_clear_pointer(&db->locked, answer_unref);
  g_clear_pointer(&db->mark, g_free);
}

/* text begins a transaction. */
static gboolean
begin(CrDb *db, const char *text, GError **error) {
  guint tries = begin_tries(db);
  clear_transaction(db);
  if (!ensure_connected(db, tries, error))
    return FALSE;
  gboolean ok = run_text(db, text, error);
  if (!ok && is_lost(db)) { /* while nobody looked */
    g_clear_error(error);
    ok = ensure_connected(db, tries, error) && run_text(db, text, error);
  }
  return ok;
}

/* Those of that number in the column; NULL: all. */
static gboolean
take_some(PGresult *result, const char *column, gint64 number, CrTakeRow take, gpointer data,
          GError **error) {
  Handle handle = {result, 0};
  const CrRow row = {&cr_engine_postgres, &handle};
  int index = column ? pq.PQfnumber(result, column) : -1;
  for (int n = pq.PQntuples(result); take && handle.row < n; handle.row++)
    if ((column == NULL ||
         g_ascii_strtoll(pq.PQgetvalue(result, handle.row, index), NULL, 10) == number) &&
        !take(&row, data, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_all(PGresult *result, CrTakeRow take, gpointer data, GError **error) {
  return take_some(result, NULL, 0, take, data, error);
}

/* The account's row, locked by who writes. The row is made for an account that is new. */
static gboolean
read_account(CrDb *db, gboolean write, const char *account, PGresult **ret_row, GError **error) {
  const char *const named[] = {account, db->mark ? db->mark : ""};
  for (int i = 0; i < 2; i++) {
    g_auto_result row = NULL;
    if ((i == 0 && (!send(db, write ? S_BEGIN : S_BEGIN_READING, 0, NULL, error) ||
                    !send(db, S_NAME_ACCOUNT, 2, named, error))) ||
        (i == 1 && !send(db, S_MAKE_ACCOUNT, 1, &account, error)) ||
        !send(db, write ? S_LOCK_ACCOUNT : S_READ_ACCOUNT, 1, &account, error) ||
        !wait_for_all(db, &row, error))
      return FALSE;
    if (!write || i == 1 || pq.PQntuples(row) > 0) {
      *ret_row = g_steal_pointer(&row);
      return TRUE;
    }
  }
  return FALSE;
}

static char *
new_mark(CrDb *db) {
  return g_strdup_printf("%s.%" G_GUINT64_FORMAT, db->session, ++db->marks);
}

static gboolean
postgres_begin(CrDb *db, gint64 account, gboolean write, CrTakeRow take, gpointer data,
               GError **error) {
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, account);
  g_auto_result row = NULL;
  g_autoptr(GError) local = NULL;
  db->account = account;
  for (int i = 0; i < 2 && row == NULL; i++) {
    g_clear_error(&local);
    clear_transaction(db);
    if (!ensure_connected(db, begin_tries(db), &local))
      break;
    db->mark = write ? new_mark(db) : NULL;
    if (!read_account(db, write, number, &row, &local) && !is_lost(db))
      break; /* else it was lost while nobody looked */
  }
  if (row && write) {
    g_free(db->before);
    db->before = g_strdup(pq.PQntuples(row) ? pq.PQgetvalue(row, 0, 0) : "");
  }
  if (row && take_all(row, take, data, &local))
    return TRUE;
  postgres_rollback(db);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* Nothing is waited for: a connection that was lost shows when the first of them is entered. */
static gboolean
postgres_begin_several(CrDb *db, const gint64 *accounts, guint n, GError **error) {
  g_autoptr(GString) numbers = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(numbers, "%s%" G_GINT64_FORMAT, i ? "," : "", accounts[i]);
  const char *const list = numbers->str;
  clear_transaction(db);
  if (!ensure_connected(db, begin_tries(db), error))
    return FALSE;
  db->mark = new_mark(db);
  if (!send(db, S_BEGIN, 0, NULL, error) ||
      !send(db, S_NAME_SEVERAL, 2, (const char *const[]){list, db->mark}, error) ||
      !send(db, S_LOCK_SEVERAL, 1, &list, error)) {
    postgres_rollback(db);
    return FALSE;
  }
  db->locked = new_answer(db);
  return TRUE;
}

static gboolean
postgres_begin_shared(CrDb *db, gboolean of_all, GError **error) {
  gboolean ok = begin(db, of_all ? "BEGIN; SET LOCAL crickets.shared = 'on'" : "BEGIN", error);
  if (!ok)
    postgres_rollback(db);
  return ok;
}

static gboolean
postgres_name_digest(CrDb *db, const char *digest, GError **error) {
  g_autofree char *text = g_strdup_printf("SET LOCAL crickets.digest = '%s'", digest);
  g_assert(strspn(digest, "0123456789abcdef") == strlen(digest));
  return run_text(db, text, error);
}

/* Statements of several accounts */

static char *
join_texts(const char *const *texts, gsize n_values) {
  GString *joined = g_string_new(NULL);
  for (gsize i = 0; i < n_values; i++)
    g_string_append_printf(joined, "%s\n", texts[i] ? texts[i] : "");
  return g_string_free(joined, FALSE);
}

static void
note_asked(CrDb *db, CrSql sql, gint64 account, const char *const *values, gsize n_values,
           Answer *answer, int row) {
  const Asked asked = {sql, account, join_texts(values, n_values), answer, row};
  g_array_append_val(db->asked, asked);
}

static gboolean
reads(CrSql sql) {
  return g_str_has_prefix(cr_engine_text(&cr_engine_postgres, sql), "SELECT");
}

/* One by itself, or all of the same statement at once. */
static gboolean
send_batched(CrDb *db, const GPtrArray *batched, GError **error) {
  const CrBatched *first = batched->pdata[0];
  gboolean single = batched->len == 1;
  g_auto(GStrv) arrays = single ? NULL : postgres_batch_arrays(batched);
  const char *const *values = (const char *const *) (single ? first->values : arrays);
  if (!send(db, single ? (int) first->sql : S_BATCHED + (int) first->sql, (int) first->n_values,
            values, error))
    return FALSE;
  if (!reads(first->sql))
    return db->unanswered < MOST_UNANSWERED || wait_for_all(db, NULL, error);
  Answer *answer = new_answer(db);
  for (guint i = 0; i < batched->len; i++) {
    const CrBatched *one = batched->pdata[i];
    note_asked(db, one->sql, one->account, (const char *const *) one->values, one->n_values,
               i ? g_rc_box_acquire(answer) : answer, single ? 0 : (int) i + 1);
  }
  return TRUE;
}

static gboolean
send_batch(CrDb *db, GError **error) {
  for (;;) {
    g_autoptr(GPtrArray) next = postgres_batch_next(db->batch);
    if (next->len == 0)
      return TRUE;
    if (!send_batched(db, next, error))
      return FALSE;
  }
}

static gboolean
postgres_enter(CrDb *db, gint64 account, CrTakeRow take, gpointer data, GError **error) {
  return (db->locked->result || (send_batch(db, error) && wait_for_all(db, NULL, error))) &&
         take_some(db->locked->result, "account_id", account, take, data, error);
}

/* TRUE: there were some, or nobody knows. */
static gboolean
take_notices(CrDb *db) {
  gboolean any = FALSE;
  if (!pq.PQconsumeInput(db->connection))
    return TRUE; /* the next use of it finds out what is wrong */
  for (PGnotify *notice; (notice = pq.PQnotifies(db->connection)) != NULL; any = TRUE)
    pq.PQfreemem(notice);
  return any;
}

/* The first time it returns at once: what was made due before it listened was not told. */
static gboolean
postgres_await(CrDb *db, int waker, gint64 timeout_usec, GError **error) {
  leave_pipe(db, NULL);
  if (!ensure_connected(db, 1, error))
    return FALSE;
  if (!db->listening) {
    db->listening = run_text(db, "LISTEN crickets_turn", error);
    return db->listening;
  }
  if (!take_notices(db)) {
    struct pollfd files[] = {{pq.PQsocket(db->connection), POLLIN, 0}, {waker, POLLIN, 0}};
    poll(files, G_N_ELEMENTS(files), (int) MIN((timeout_usec + 999) / 1000, G_MAXINT));
    take_notices(db);
  }
  return TRUE;
}

/* The marks of an account that were given since others were read: whether mark is among them; FALSE
 * with *ret_known FALSE when there were too many since to say. */
static gboolean
has_mark(const char *marks, const char *before, const char *mark, gboolean *ret_known) {
  g_auto(GStrv) all = g_strsplit(marks, " ", -1), old = g_strsplit(before, " ", -1);
  guint n = g_strv_length(old);
  const char *last = n > 0 ? old[n - 1] : "";
  gboolean among = g_strv_contains((const char *const *) all, mark);
  *ret_known = among || *last == '\0' || g_strv_contains((const char *const *) all, last);
  return among;
}

/* With the lock on the account's row: the server may still be at what we had begun. */
static gboolean
read_marks(CrDb *db, char **ret_marks, GError **error) {
  g_autofree char *text = g_strdup_printf(
      "BEGIN; SET LOCAL crickets.account = '%" G_GINT64_FORMAT
      "'; SELECT marks FROM account WHERE account_id = %" G_GINT64_FORMAT " FOR UPDATE",
      db->account, db->account);
  *ret_marks = read_text(db, text, error);
  postgres_rollback(db);
  if (*ret_marks == NULL && (error == NULL || *error == NULL))
    *ret_marks = g_strdup("");
  return *ret_marks != NULL;
}

static gboolean
take_marks(const CrRow *row, gpointer data, GError **error) {
  CrDb *db = data;
  g_free(db->before);
  db->before = g_strdup(cr_row_text(row, "marks"));
  return TRUE;
}

/* The connection was lost while it committed: whether it was kept stands in the database, on
 * whichever server that is now. */
static gboolean
find_out(CrDb *db, GError **error) {
  g_autofree char *marks = NULL;
  gboolean known;
  if (db->locked)
    take_some(db->locked->result, "account_id", db->account, take_marks, db, NULL);
  for (guint i = 0; marks == NULL; i++) {
    g_autoptr(GError) local = NULL;
    if (!ensure_connected(db, COMMIT_TRIES, error))
      return FALSE;
    if (!read_marks(db, &marks, &local) && i + 1 >= G_N_ELEMENTS(again_ms)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
  }
  if (has_mark(marks, db->before, db->mark, &known)) {
    cr_tally(CR_TALLY_COMMIT_FOUND);
    return TRUE;
  }
  cr_tally(CR_TALLY_COMMIT_GONE);
  g_set_error(error, CR_ERROR, CR_ERROR_LOST, "postgresql: the server went away, %s",
              known ? "and nothing was kept" : "and it cannot be told whether all was kept");
  return FALSE;
}

static gboolean
postgres_commit(CrDb *db, GError **error) {
  g_autoptr(GError) local = NULL;
  if (send_batch(db, &local) && send(db, S_COMMIT, 0, NULL, &local) && leave_pipe(db, &local))
    return TRUE;
  if (is_lost(db) && db->mark)
    return find_out(db, error);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static guint
postgres_sessions(CrDb *db) {
  return db->sessions;
}

/* The timeline is the one that is written now: a standby that takes over begins a new one. A
 * service whose letters only go out while a standby confirms says so for its database (ALTER
 * DATABASE … SET crickets.synchronous = on). */
static gboolean
postgres_identify(CrDb *db, CrSite *ret_site, GError **error) {
  if (!leave_pipe(db, error))
    return FALSE;
  g_auto_result result = pq.PQexec(
      db->connection,
      "SELECT current_database() || ' of ' || system_identifier,"
      " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),"
      " coalesce(current_setting('crickets.synchronous', true), '') IN ('on', 'true', '1'),"
      " current_setting('synchronous_standby_names') <> ''"
      " AND current_setting('synchronous_commit') IN ('on', 'remote_apply')"
      " FROM pg_control_system()");
  if (!succeeded(result) || pq.PQntuples(result) != 1)
    return fail(db, result, error);
  *ret_site = (CrSite){.database = g_strdup(pq.PQgetvalue(result, 0, 0)),
                       .timeline = g_strdup(pq.PQgetvalue(result, 0, 1)),
                       .promised = *pq.PQgetvalue(result, 0, 2) == 't',
                       .confirmed = *pq.PQgetvalue(result, 0, 3) == 't'};
  return TRUE;
}

typedef struct {
  char numbers[CR_MAX_VALUES][24];
  const char *texts[CR_MAX_VALUES];
} Texts;

static void
set_texts(Texts *texts, const CrValue *values, gsize n_values) {
  for (gsize i = 0; i < n_values; i++) {
    char *number = texts->numbers[i];
    g_snprintf(number, sizeof texts->numbers[i], "%" G_GINT64_FORMAT, values[i].integer);
    texts->texts[i] = values[i].text ? values[i].text : values[i].null ? NULL : number;
  }
}

static gboolean
postgres_ask(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  Texts texts = {.texts = {NULL}};
  set_texts(&texts, values, n_values);
  if (db->locked)
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
  else if (send(db, sql, (int) n_values, texts.texts, error))
    note_asked(db, sql, values->integer, texts.texts, n_values, new_answer(db), 0);
  else
    return FALSE;
  return TRUE;
}

/* *ret_found FALSE: it was not asked. */
static gboolean
take_asked(CrDb *db, CrSql sql, const Texts *texts, gsize n_values, CrTakeRow take, gpointer data,
           gboolean *ret_found, GError **error) {
  g_autofree char *joined = db->asked->len ? join_texts(texts->texts, n_values) : NULL;
  for (guint i = 0; i < db->asked->len; i++) {
    Asked *asked = &g_array_index(db->asked, Asked, i);
    if (asked->statement != (int) sql || strcmp(asked->values, joined) != 0)
      continue;
    *ret_found = TRUE;
    gboolean ok = (asked->answer->result || wait_for_all(db, NULL, error)) &&
                  take_some(asked->answer->result, asked->row ? "place" : NULL, asked->row, take,
                            data, error);
    if (ok)
      g_array_remove_index(db->asked, i);
    return ok;
  }
  return TRUE;
}

/* After something was written what was asked before is worth nothing. */
static void
drop_asked(CrDb *db, gint64 account) {
  for (guint i = db->asked->len; i > 0; i--)
    if (g_array_index(db->asked, Asked, i - 1).account == account)
      g_array_remove_index(db->asked, i - 1);
}

static gboolean
postgres_run(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
             gpointer data, GError **error) {
  Texts texts = {.texts = {NULL}};
  gboolean found = FALSE, ok = TRUE;
  set_texts(&texts, values, n_values);
  if (reads(sql))
    ok = take_asked(db, sql, &texts, n_values, take, data, &found, error);
  else
    drop_asked(db, values->integer);
  if (found || !ok)
    return ok;
  if (db->locked && take == NULL) {
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
    db->account = values->integer;
    return TRUE;
  }
  if ((postgres_batch_has(db->batch, values->integer) && !send_batch(db, error)) ||
      !send(db, sql, (int) n_values, texts.texts, error))
    return FALSE;
  if (take == NULL && db->unanswered < MOST_UNANSWERED)
    return TRUE;
  g_auto_result result = NULL;
  return wait_for_all(db, &result, error) && take_all(result, take, data, error);
}

static int
column_index(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  int index = pq.PQfnumber(handle->result, column);
  if (index < 0)
    g_error("no column %s", column);
  return index;
}

static gboolean
postgres_row_is_null(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  return pq.PQgetisnull(handle->result, handle->row, column_index(row, column));
}

static const char *
postgres_row_text(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  return postgres_row_is_null(row, column)
             ? NULL
             : pq.PQgetvalue(handle->result, handle->row, column_index(row, column));
}

static gint64
postgres_row_integer(const CrRow *row, const char *column) {
  const char *text = postgres_row_text(row, column);
  return text ? g_ascii_strtoll(text, NULL, 10) : 0;
}

const CrEngine cr_engine_postgres = {
    .scheme = "postgresql:",
    .texts = cr_postgres_texts,
    .match = cr_postgres_match,
    .open = postgres_open,
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .begin_several = postgres_begin_several,
    .enter = postgres_enter,
    .begin_shared = postgres_begin_shared,
    .name_digest = postgres_name_digest,
    .await = postgres_await,
    .sessions = postgres_sessions,
    .identify = postgres_identify,
    .run = postgres_run,
    .ask = postgres_ask,
    .row_integer = postgres_row_integer,
    .row_text = postgres_row_text,
    .row_is_null = postgres_row_is_null,
};
