/* Statements on their way to the server, and its answers. */
#include "base/error.h"
#include "store/postgres-private.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

static const char *const own_texts[S_BATCHED - CR_N_SQL] = {
    [S_BEGIN - CR_N_SQL] = "BEGIN",
    [S_BEGIN_READING - CR_N_SQL] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [S_NAME_ACCOUNT - CR_N_SQL] = "SELECT set_config('crickets.account', $1, true),"
                                  " set_config('crickets.mark', $2, true)",
    [S_NAME_DIGEST - CR_N_SQL] = "SELECT set_config('crickets.digest', $1, true)",
    /* Of what names several accounts, each one's rows are looked for by themselves, however small
       the tables are when that is planned. */
    [S_BY_INDEX - CR_N_SQL] =
        "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off',"
        " true), set_config('enable_material', 'off', true), set_config('enable_seqscan', 'off',"
        " true)",
    /* What is claimed is not waited for to be on the disk: a claim that is lost with the server can
       be made anew, and whoever has it takes no turn without the account's own transaction. */
    [S_SHARE - CR_N_SQL] = "SELECT set_config('crickets.shared', 'on', true),"
                           " set_config('synchronous_commit', 'off', true)",
    [S_LOCK_ACCOUNT - CR_N_SQL] =
        "SELECT marks, " CR_ACCOUNT_COLUMNS " FROM account WHERE account_id = $1 FOR UPDATE",
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

static void
answer_clear(gpointer data) {
  PostgresAnswer *answer = data;
  if (answer->result)
    libpq.PQclear(answer->result);
  if (answer->index)
    g_array_unref(answer->index);
}

void
postgres_answer_unref(gpointer answer) {
  g_rc_box_release_full(answer, answer_clear);
}

gboolean
postgres_fail(CrDb *db, const PGresult *result, GError **error) {
  static const char *const busy[] = {"55P03", "40001", "40P01",
                                     NULL}; /* lock, serialization, deadlock */
  const char *state = result ? libpq.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
  const char *text = result ? libpq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *words = g_strstrip(g_strdup(text ? text : libpq.PQerrorMessage(db->connection)));
  if (state && g_strv_contains(busy, state))
    g_set_error(error, CR_ERROR, CR_ERROR_BUSY, "postgresql: another process holds the account");
  else
    g_set_error(error, CR_ERROR, postgres_is_lost(db) ? CR_ERROR_LOST : CR_ERROR_FAILED,
                "postgresql: %s", words);
  return FALSE;
}

gboolean
postgres_succeeded(const PGresult *result) {
  ExecStatusType status = libpq.PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Who is to be told that it takes long is. The server goes on with what it has begun. */
static PGresult *
next_result(CrDb *db) {
  struct pollfd file = {.fd = libpq.PQsocket(db->connection), .events = POLLIN};
  gint64 patience_usec = CR_LATE_USEC;
  libpq.PQflush(db->connection);
  while (db->late && !db->given_up && libpq.PQisBusy(db->connection)) {
    if (poll(&file, 1, (int) (patience_usec / 1000)) == 0) {
      patience_usec = CR_LATER_USEC;
      db->given_up = !db->late(db->late_data);
      if (db->given_up)
        shutdown(file.fd, SHUT_RDWR);
    } else if (!libpq.PQconsumeInput(db->connection)) {
      break;
    }
  }
  return libpq.PQgetResult(db->connection);
}

/* Until nothing is unanswered, and out of the pipeline mode. *ret_bad: the first answer that is an
 * error, if there is none in it already. FALSE: not all was answered, or not well. */
static gboolean
read_to_end(CrDb *db, PGresult **ret_bad) {
  gboolean nothing = FALSE;
  g_hash_table_remove_all(db->asked);
  g_ptr_array_set_size(db->awaited, 0);
  if (libpq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF)
    return TRUE;
  if (db->syncs == 0) /* else nothing was sent since */
    db->syncs += libpq.PQpipelineSync(db->connection);
  while (db->syncs > 0) {
    g_autoptr(PGresult) result = next_result(db);
    if (result == NULL && nothing)
      break; /* the connection is lost */
    nothing = result == NULL;
    if (result == NULL)
      continue; /* what parts the answers */
    if (libpq.PQresultStatus(result) == PGRES_PIPELINE_SYNC)
      db->syncs--;
    else if (*ret_bad == NULL && !postgres_succeeded(result))
      *ret_bad = g_steal_pointer(&result);
  }
  gboolean all = db->syncs == 0;
  db->unanswered = db->syncs = 0;
  libpq.PQexitPipelineMode(db->connection);
  return all && *ret_bad == NULL;
}

gboolean
postgres_leave_pipe(CrDb *db, GError **error) {
  g_autoptr(PGresult) bad = NULL;
  return read_to_end(db, &bad) || postgres_fail(db, bad, error);
}

PGresult *
postgres_exec(CrDb *db, const char *text) {
  PGresult *result = NULL;
  if (!libpq.PQsendQuery(db->connection, text))
    return NULL;
  for (PGresult *next; (next = next_result(db)) != NULL;) {
    gboolean bad = result && !postgres_succeeded(result);
    postgres_result_clear(bad ? next : result);
    result = bad ? result : next;
  }
  return result;
}

PGresult *
postgres_query(CrDb *db, const char *text, GError **error) {
  if (!postgres_leave_pipe(db, error))
    return NULL;
  g_autoptr(PGresult) result = postgres_exec(db, text);
  if (result && postgres_succeeded(result))
    return g_steal_pointer(&result);
  postgres_fail(db, result, error);
  return NULL;
}

gboolean
postgres_run_text(CrDb *db, const char *text, GError **error) {
  g_autoptr(PGresult) result = postgres_query(db, text, error);
  return result != NULL;
}

char *
postgres_read_text(CrDb *db, const char *text, GError **error) {
  g_autoptr(PGresult) result = postgres_query(db, text, error);
  return result && libpq.PQntuples(result) ? g_strdup(libpq.PQgetvalue(result, 0, 0)) : NULL;
}

gboolean
postgres_read_number(CrDb *db, const char *text, gint64 *ret_number, GError **error) {
  g_autoptr(PGresult) result = postgres_query(db, text, error);
  if (result == NULL)
    return FALSE;
  *ret_number = libpq.PQntuples(result)
                    ? g_ascii_strtoll(libpq.PQgetvalue(result, 0, 0), NULL, 10) /* "" of a NULL */
                    : 0;
  return TRUE;
}

/* Keeps the rows of what was asked before somebody wanted them. */
static void
keep_answer(CrDb *db, guint place, PGresult **result) {
  for (guint i = 0; i < db->awaited->len; i++) {
    PostgresAnswer *answer = db->awaited->pdata[i];
    if (answer->place == place)
      answer->result = g_steal_pointer(result);
  }
}

PostgresAnswer *
postgres_new_answer(CrDb *db) {
  PostgresAnswer *answer = g_rc_box_new0(PostgresAnswer);
  answer->place = db->unanswered - 1;
  g_ptr_array_add(db->awaited, g_rc_box_acquire(answer));
  return answer;
}

static char *
text_of(int statement) {
  return statement >= S_BATCHED  ? postgres_batch_text((CrSql) (statement - S_BATCHED))
         : statement >= CR_N_SQL ? g_strdup(own_texts[statement - CR_N_SQL])
                                 : g_strdup(cr_engine_text(&cr_engine_postgres, (CrSql) statement));
}

gboolean
postgres_send(CrDb *db, int statement, int n, const char *const *values, GError **error) {
  char name[16];
  gboolean sent = TRUE;
  g_snprintf(name, sizeof name, "s%d", statement);
  if (libpq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF)
    libpq.PQenterPipelineMode(db->connection);
  if (!db->prepared[statement]) {
    g_autofree char *text = text_of(statement);
    sent = libpq.PQsendPrepare(db->connection, name, text, 0, NULL);
    db->prepared[statement] = sent;
    db->unanswered += sent;
  }
  sent = sent && libpq.PQsendQueryPrepared(db->connection, name, n, values, NULL, NULL, 0);
  db->unanswered += sent;
  return sent || postgres_fail(db, NULL, error);
}

/* All answers; *ret_last, unless NULL, is the last one. Only behind an error it is seen whether the
 * connection is still there. */
gboolean
postgres_wait(CrDb *db, PGresult **ret_last, GError **error) {
  g_autoptr(PGresult) bad = NULL;
  gboolean ok = TRUE;
  libpq.PQsendFlushRequest(db->connection);
  for (guint place = 0; ok && db->unanswered > 0; db->unanswered--, place++) {
    g_autoptr(PGresult) result = next_result(db);
    g_autoptr(PGresult) nothing = libpq.PQgetResult(db->connection);
    ok = postgres_succeeded(result);
    if (!ok)
      bad = g_steal_pointer(&result);
    else if (ret_last && db->unanswered == 1)
      *ret_last = g_steal_pointer(&result);
    else
      keep_answer(db, place, &result);
  }
  g_ptr_array_set_size(db->awaited, 0);
  if (ok)
    return TRUE;
  read_to_end(db, &bad);
  return postgres_fail(db, bad, error);
}
