/* Transactions: of an account, of several, or of what is shared; and what became of one whose
 * commit nobody heard of. */
#include "base/error.h"
#include "base/tally.h"
#include "store/postgres-private.h"

#include <stdlib.h>
#include <string.h>

#define COMMIT_TRIES 20 /* where it must be found out what became of a transaction */

/* What came behind an error was not done, not even prepared. When all went well nobody waits for
 * the server to forget it. */
void
postgres_rollback(CrDb *db) {
  if (db->syncs > 0 || (libpq.PQpipelineStatus(db->connection) == PQ_PIPELINE_OFF &&
                        libpq.PQtransactionStatus(db->connection) == PQTRANS_IDLE))
    return;
  gboolean piped = libpq.PQpipelineStatus(db->connection) != PQ_PIPELINE_OFF;
  if (piped && postgres_wait(db, NULL, NULL) && postgres_send(db, S_ROLLBACK, 0, NULL, NULL)) {
    db->syncs += libpq.PQpipelineSync(db->connection);
    return;
  }
  postgres_leave_pipe(db, NULL);
  g_autoptr(PGresult) ignored = postgres_exec(db, "ROLLBACK; DEALLOCATE ALL");
  memset(db->prepared, 0, sizeof db->prepared);
}

/* Before a transaction begins: nothing is left of the one before. */
static void
clear_transaction(CrDb *db) {
  postgres_leave_pipe(db, NULL);
  postgres_batch_clear(db->batch);
  g_clear_pointer(&db->locked, postgres_answer_unref);
  g_clear_pointer(&db->mark, g_free);
}

/* mark NULL: it only reads. */
static gboolean
send_begin(CrDb *db, const char *account, const char *mark, GError **error) {
  const char *const named[] = {account, mark ? mark : ""};
  return postgres_send(db, mark ? S_BEGIN : S_BEGIN_READING, 0, NULL, error) &&
         postgres_send(db, S_NAME_ACCOUNT, 2, named, error);
}

/* The account's row, locked. The row is made for an account that is new. */
static gboolean
lock_account(CrDb *db, const char *account, PGresult **ret_row, GError **error) {
  if (!send_begin(db, account, db->mark, error))
    return FALSE;
  for (int i = 0; i < 2; i++) {
    g_autoptr(PGresult) row = NULL;
    if ((i == 1 && !postgres_send(db, S_MAKE_ACCOUNT, 1, &account, error)) ||
        !postgres_send(db, S_LOCK_ACCOUNT, 1, &account, error) || !postgres_wait(db, &row, error))
      return FALSE;
    if (i == 1 || libpq.PQntuples(row) > 0) {
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

/* The account's row is asked for, too: it is there with the first answer. */
static gboolean
begin_reading(CrDb *db, const char *account, gboolean wait, GError **error) {
  const CrValue of_account = {.integer = db->account};
  g_autoptr(GError) local = NULL;
  for (int i = 0; i < 2; i++) {
    g_clear_error(&local);
    clear_transaction(db);
    postgres_notice_loss(db);
    if (!postgres_ensure_connected(db, postgres_begin_tries(db), &local))
      break;
    if (send_begin(db, account, NULL, &local) &&
        postgres_ask(db, CR_SQL_LOAD_ACCOUNT, &of_account, 1, &local) &&
        (!wait || postgres_wait(db, NULL, &local)))
      return TRUE;
    if (!postgres_is_lost(db))
      break; /* else it was lost while nobody looked */
  }
  postgres_rollback(db);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
begin_writing(CrDb *db, const char *account, CrTakeRow take, gpointer data, GError **error) {
  g_autoptr(PGresult) row = NULL;
  g_autoptr(GError) local = NULL;
  for (int i = 0; i < 2 && row == NULL; i++) {
    g_clear_error(&local);
    clear_transaction(db);
    if (!postgres_ensure_connected(db, postgres_begin_tries(db), &local))
      break;
    db->mark = new_mark(db);
    if (!lock_account(db, account, &row, &local) && !postgres_is_lost(db))
      break; /* else it was lost while nobody looked */
  }
  if (row) {
    g_free(db->before);
    db->before = g_strdup(libpq.PQntuples(row) ? libpq.PQgetvalue(row, 0, 0) : "");
  }
  if (row && postgres_take_all(row, take, data, &local))
    return TRUE;
  postgres_rollback(db);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
postgres_begin(CrDb *db, gint64 account, CrAccess access, CrTakeRow take, gpointer data,
               GError **error) {
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, account);
  db->account = account;
  return access == CR_ACCESS_WRITE ? begin_writing(db, number, take, data, error)
                                   : begin_reading(db, number, access == CR_ACCESS_READ, error);
}

static int
compare_accounts(gconstpointer a, gconstpointer b) {
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;
  return (one > other) - (one < other);
}

/* In their order, as the policies want them. */
static char *
list_accounts(const gint64 *accounts, guint n) {
  g_autofree gint64 *sorted = g_memdup2(accounts, n * sizeof *accounts);
  GString *list = g_string_new(NULL);
  if (n > 0) /* of none there is no place */
    qsort(sorted, n, sizeof *sorted, compare_accounts);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(list, "%s%" G_GINT64_FORMAT, i ? "," : "", sorted[i]);
  return g_string_free(list, FALSE);
}

/* Nothing is waited for: a connection that was lost shows when the first of them is entered. */
gboolean
postgres_begin_several(CrDb *db, const gint64 *accounts, guint n, GError **error) {
  g_autofree char *named = list_accounts(accounts, n);
  const char *const list = named;
  clear_transaction(db);
  if (!postgres_ensure_connected(db, postgres_begin_tries(db), error))
    return FALSE;
  db->mark = new_mark(db);
  if (!postgres_send(db, S_BEGIN, 0, NULL, error) ||
      !postgres_send(db, S_NAME_ACCOUNT, 2, (const char *const[]){list, db->mark}, error) ||
      !postgres_send(db, S_BY_INDEX, 0, NULL, error) ||
      !postgres_send(db, S_LOCK_SEVERAL, 1, &list, error)) {
    postgres_rollback(db);
    return FALSE;
  }
  db->locked = postgres_new_answer(db);
  return TRUE;
}

/* Likewise; a connection that is known to be gone is made anew. */
gboolean
postgres_begin_shared(CrDb *db, gboolean of_all, GError **error) {
  clear_transaction(db);
  postgres_notice_loss(db);
  if (!postgres_ensure_connected(db, postgres_begin_tries(db), error))
    return FALSE;
  if (postgres_send(db, S_BEGIN, 0, NULL, error) &&
      (!of_all || postgres_send(db, S_SHARE, 0, NULL, error)))
    return TRUE;
  postgres_rollback(db);
  return FALSE;
}

gboolean
postgres_name_digest(CrDb *db, const char *digest, GError **error) {
  return postgres_send(db, S_NAME_DIGEST, 1, &digest, error);
}

gboolean
postgres_enter(CrDb *db, gint64 account, CrTakeRow take, gpointer data, GError **error) {
  return (db->locked->result ||
          (postgres_send_batch(db, error) && postgres_wait(db, NULL, error))) &&
         postgres_take_some(db->locked, "account_id", account, take, data, error);
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
  *ret_marks = postgres_read_text(db, text, error);
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
    postgres_take_some(db->locked, "account_id", db->account, take_marks, db, NULL);
  for (guint i = 0; marks == NULL; i++) {
    g_autoptr(GError) local = NULL;
    if (!postgres_ensure_connected(db, COMMIT_TRIES, error))
      return FALSE;
    if (!read_marks(db, &marks, &local) && i + 1 >= postgres_begin_tries(db)) {
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

gboolean
postgres_commit(CrDb *db, GError **error) {
  g_autoptr(GError) local = NULL;
  if (postgres_send_batch(db, &local) && postgres_send(db, S_COMMIT, 0, NULL, &local) &&
      postgres_leave_pipe(db, &local))
    return TRUE;
  if (postgres_is_lost(db) && db->mark && !db->given_up)
    return find_out(db, error);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}
