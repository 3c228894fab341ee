#pragma once
/* What the files of the PostgreSQL engine share: postgres-connection.c, -schema.c, -pipe.c, -row.c,
 * -transaction.c, -statement.c and -listen.c, each named for what it does. */
#include "base/library.h"
#include "store/postgres-batch.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

#define POSTGRES_SCHEMA "crickets"
#define POSTGRES_ROLE "crickets_worker"
#define POSTGRES_PARTITIONS 16    /* of each table */
#define POSTGRES_FIRST_CALLS "64" /* of an account: see due_from in postgres-search.c */

/* The functions of libpq that are used, with its own types. */
#define POSTGRES_CALLS(F)                                                                          \
  F(PQconnectdbParams)                                                                             \
  F(PQfinish)                                                                                      \
  F(PQstatus)                                                                                      \
  F(PQreset)                                                                                       \
  F(PQerrorMessage)                                                                                \
  F(PQsendQuery)                                                                                   \
  F(PQresultStatus)                                                                                \
  F(PQresultErrorField)                                                                            \
  F(PQclear)                                                                                       \
  F(PQntuples)                                                                                     \
  F(PQnfields)                                                                                     \
  F(PQfname)                                                                                       \
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
  F(PQflush)                                                                                       \
  F(PQgetResult)                                                                                   \
  F(PQisBusy)

typedef struct {
  POSTGRES_CALLS(CR_LIBRARY_MEMBER)
} PostgresLibrary;
/* Loaded with the first connection. */
extern PostgresLibrary libpq;

static inline void
postgres_result_clear(PGresult *result) {
  if (result)
    libpq.PQclear(result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, postgres_result_clear)

/* Beside those of CrSql. */
enum {
  S_BEGIN = CR_N_SQL,
  S_BEGIN_READING,
  S_NAME_ACCOUNT,
  S_NAME_DIGEST,
  S_BY_INDEX,
  S_SHARE,
  S_LOCK_ACCOUNT,
  S_LOCK_SEVERAL,
  S_MAKE_ACCOUNT,
  S_COMMIT,
  S_ROLLBACK,
  S_BATCHED, /* and from here on those of CrSql once more, each for several accounts */
  N_STATEMENTS = S_BATCHED + CR_N_SQL,
};

/* That many are sent before somebody waits, so that their answers fit into what lies between us and
 * the server. */
#define POSTGRES_MOST_UNANSWERED 100

/* What a statement that was sent will be answered. */
typedef struct {
  guint place;      /* among those that were unanswered then */
  PGresult *result; /* NULL: not yet */
  GArray *index;    /* of its rows by a number in each; NULL: nobody looked for one yet */
} PostgresAnswer;

typedef struct {
  CrBatched *what;
  PostgresAnswer *answer; /* shared with the others of its batch */
  gboolean shared;        /* its rows are those with its account in the column "account" */
} PostgresAsked;

struct _CrDb {
  PGconn *connection;
  gboolean reader; /* of a replica, as it is */
  gboolean prepared[N_STATEMENTS];
  /* A transaction's statements are sent without waiting for those before them (libpq's pipeline
   * mode); only who wants rows waits, and who commits. So an error shows when something is waited
   * for, and what was sent behind it was not done. */
  guint unanswered;   /* statements that were sent */
  GPtrArray *awaited; /* PostgresAnswer, of those among them whose rows are wanted later */
  GHashTable *asked;  /* account: GArray of PostgresAsked */
  guint syncs;        /* and the marks behind some, after each of which the server begins anew */
  gboolean listening;
  guint sessions; /* so far: each may be with another server */
  /* Each transaction that writes leaves a mark in its account's row, so that it can be found again
   * when nobody heard whether it was kept. */
  char *session; /* begins the marks of this one */
  guint64 marks; /* given in it */
  gint64 account;
  char *mark;   /* of the open transaction; NULL: it only reads, or is of no account */
  char *before; /* the account's marks when it began */
  /* Of a transaction of several accounts; account and before are of one that wrote. */
  PostgresAnswer *locked; /* the rows of those that it has locked; NULL: it is of one */
  CrBatch *batch;         /* what was not sent yet */
  CrTellLate late;        /* see cr_store_tell_late */
  gpointer late_data;
  gboolean given_up; /* by late: nobody wants to know what became of it */
};

/* Connection. */

CrDb *postgres_open(const char *place, gboolean reader, CrTellLate late, gpointer late_data,
                    GError **error);
void postgres_close(CrDb *db); /* NULL-safe */
gboolean postgres_is_lost(const CrDb *db);
/* Reads what came while nothing was wanted: that the server has gone, as a rule. */
void postgres_notice_loss(CrDb *db);
/* Tried so often; FALSE: there is nobody. */
gboolean postgres_ensure_connected(CrDb *db, guint tries, GError **error);
/* As often as it is worth to try where a transaction begins. */
guint postgres_begin_tries(const CrDb *db);

/* Schema: the connection's search_path is set by either. */

gboolean postgres_migrate(CrDb *db, GError **error);
/* Online: a migration whose first words say that accounts are at work meanwhile ("briefly",
 * "account by account", "meanwhile"; see docs/store.md). prepare does what goes before its
 * transaction. */

typedef enum {
  ONLINE_NOT,
  ONLINE_BRIEFLY,
  ONLINE_BY_ACCOUNT,
  ONLINE_MEANWHILE,
} PostgresOnline;
PostgresOnline postgres_online(const char *text);
gboolean postgres_prepare_online(CrDb *db, PostgresOnline how, const char *text, GError **error);
/* One program at a time; the lock does not hold up what an index waits for. */
gboolean postgres_lock_online(CrDb *db, GError **error);
void postgres_unlock_online(CrDb *db);
/* A replica is only read: it has what the primary has kept, its migrations included. */
gboolean postgres_check_replica(CrDb *db, GError **error);

/* Pipe. */

/* Sets the error from the result, or when that is NULL from the connection: CR_ERROR_BUSY, _LOST or
 * _FAILED. Returns FALSE. */
gboolean postgres_fail(CrDb *db, const PGresult *result, GError **error);
gboolean postgres_succeeded(const PGresult *result);
/* Waits for what is unanswered, and leaves the pipeline mode. FALSE: something of it failed. */
gboolean postgres_leave_pipe(CrDb *db, GError **error);
/* What the text's last statement gives, or the first that failed; only outside of the pipeline
 * mode. NULL: there is no connection. */
PGresult *postgres_exec(CrDb *db, const char *text);
/* These leave the pipeline mode, send the text by itself, and wait. NULL with the error set; free
 * with postgres_result_clear. */
PGresult *postgres_query(CrDb *db, const char *text, GError **error);
gboolean postgres_run_text(CrDb *db, const char *text, GError **error);
/* Of a query with one value; NULL without error set when there is no row. */
char *postgres_read_text(CrDb *db, const char *text, GError **error);
/* Of a query with one value; 0 when there is no row. */
gboolean postgres_read_number(CrDb *db, const char *text, gint64 *ret_number, GError **error);
/* Sends a statement of CrSql or of those above, prepared when it is the session's first. */
gboolean postgres_send(CrDb *db, int statement, int n, const char *const *values, GError **error);
/* For all answers; *ret_last, unless NULL, is the last one. */
gboolean postgres_wait(CrDb *db, PGresult **ret_last, GError **error);
/* Of what was sent last. Free with postgres_answer_unref. */
PostgresAnswer *postgres_new_answer(CrDb *db);
void postgres_answer_unref(gpointer answer);

/* Rows. */

/* Those of that number in the column, the same one for all of an answer. */
gboolean postgres_take_some(PostgresAnswer *answer, const char *column, gint64 number,
                            CrTakeRow take, gpointer data, GError **error);
gboolean postgres_take_all(PGresult *result, CrTakeRow take, gpointer data, GError **error);
gboolean postgres_row_is_null(const CrRow *row, const char *column);
const char *postgres_row_text(const CrRow *row, const char *column);
gint64 postgres_row_integer(const CrRow *row, const char *column);

/* Transactions. */

gboolean postgres_begin(CrDb *db, gint64 account, CrAccess access, CrTakeRow take, gpointer data,
                        GError **error);
gboolean postgres_begin_several(CrDb *db, const gint64 *accounts, guint n, GError **error);
gboolean postgres_begin_shared(CrDb *db, gboolean of_all, GError **error);
gboolean postgres_name_digest(CrDb *db, const char *digest, GError **error);
gboolean postgres_enter(CrDb *db, gint64 account, CrTakeRow take, gpointer data, GError **error);
gboolean postgres_commit(CrDb *db, GError **error);
void postgres_rollback(CrDb *db);

/* Statements. */

gboolean postgres_run(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
                      gpointer data, GError **error);
gboolean postgres_ask(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, GError **error);
/* What was not sent yet of several accounts. */
gboolean postgres_send_batch(CrDb *db, GError **error);

/* Listening. */

/* A connection listens to one channel. */
gboolean postgres_await(CrDb *db, const char *channel, int waker, gint64 timeout_usec,
                        CrTakeNotice take, gpointer data, GError **error);

G_END_DECLS
