/* Which account is looked after next, and by whom, where there are many of both. */
#include "base/error.h"
#include "store/engine.h"

gboolean
cr_store_check_shared(const CrStore *store, GError **error) {
  if (store->engine->begin_shared)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "a file holds one account; many need a postgresql database");
  return FALSE;
}

void
cr_store_keep_turns(CrStore *store, gboolean keep) {
  store->keeps_turns = keep;
}

/* Whoever waits for turns hears of it once this is committed. */
gboolean
cr_store_mark_turn(CrStore *store, GError **error) {
  gint64 marked = 0;
  if (store->engine->begin_shared == NULL)
    return TRUE;
  return cr_store_run_number(store, CR_SQL_MARK_TURN, CR_NO_VALUES, "id", &marked, error) &&
         (marked == 0 || cr_store_run(store, CR_SQL_TELL_TURN, CR_NO_VALUES, NULL, NULL, error));
}

static gboolean
take_turn(const CrRow *row, gpointer data, GError **error) {
  const CrTurn turn = {cr_row_integer(row, "account_id"), (int) cr_row_integer(row, "tries")};
  g_array_append_val((GArray *) data, turn);
  return TRUE;
}

gboolean
store_begin_shared(CrStore *store, const char *digest, GError **error) {
  if (!cr_store_check_shared(store, error))
    return FALSE;
  store_let_go(store);
  if (!store->engine->begin_shared(store->db, digest == NULL, error))
    return FALSE;
  store->open = store->writing = TRUE;
  store->failed = store->lost = FALSE;
  store->account = 0;
  if (digest == NULL || store->engine->name_digest(store->db, digest, error))
    return TRUE;
  return store_end_shared(store, FALSE, error);
}

gboolean
store_end_shared(CrStore *store, gboolean ok, GError **error) {
  ok = ok && store->engine->commit(store->db, error);
  if (!ok)
    store->engine->rollback(store->db);
  store->open = FALSE;
  return ok;
}

gboolean
store_run_shared(CrStore *store, const char *digest, CrSql sql, const CrValue *values,
                 gsize n_values, CrTakeRow take, gpointer data, GError **error) {
  return store_begin_shared(store, digest, error) &&
         store_end_shared(store, cr_store_run(store, sql, values, n_values, take, data, error),
                          error);
}

GArray *
cr_store_claim_turns(CrStore *store, const char *holder, CrInstant now, CrInstant until,
                     guint limit, GError **error) {
  g_autoptr(GArray) turns = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  return store_run_shared(store, NULL, CR_SQL_CLAIM_TURNS,
                          CR_VALUES(CR_INT(now), CR_INT(limit), CR_TEXT(holder), CR_INT(until)),
                          take_turn, turns, error)
             ? g_steal_pointer(&turns)
             : NULL;
}

gboolean
cr_store_next_turn(CrStore *store, CrInstant *ret_due, GError **error) {
  CrInstant due = CR_INSTANT_NONE;
  if (!store_begin_shared(store, NULL, error))
    return FALSE;
  gboolean ok = cr_store_run_number(store, CR_SQL_NEXT_TURN, CR_NO_VALUES, "due", &due, error);
  if (!store_end_shared(store, ok, error))
    return FALSE;
  *ret_due = due;
  return TRUE;
}

gboolean
cr_store_read_clock(CrStore *store, CrInstant *ret_now, GError **error) {
  CrInstant now = CR_INSTANT_NONE;
  if (!store_begin_shared(store, NULL, error))
    return FALSE;
  gboolean ok = cr_store_run_number(store, CR_SQL_READ_CLOCK, CR_NO_VALUES, "at", &now, error);
  *ret_now = now;
  return store_end_shared(store, ok, error);
}

static gboolean
take_counts(const CrRow *row, gpointer data, GError **error) {
  *(CrTurnCounts *) data = (CrTurnCounts){
      cr_row_integer(row, "accounts"), cr_row_integer(row, "waiting"), cr_row_integer(row, "held"),
      cr_row_integer(row, "failing"), cr_row_instant(row, "oldest")};
  return TRUE;
}

gboolean
cr_store_count_turns(CrStore *store, CrInstant now, CrTurnCounts *ret_counts, GError **error) {
  CrTurnCounts counts = {0, 0, 0, 0, CR_INSTANT_NONE};
  if (!store_run_shared(store, NULL, CR_SQL_COUNT_TURNS, CR_VALUES(CR_INT(now)), take_counts,
                        &counts, error))
    return FALSE;
  *ret_counts = counts;
  return TRUE;
}

gboolean
cr_store_hold_turn(CrStore *store, const char *holder, CrInstant now, CrInstant until,
                   gboolean *ret_held, GError **error) {
  gint64 held = 0;
  if (!cr_store_run_number(store, CR_SQL_HOLD_TURN,
                           CR_VALUES(CR_TEXT(holder), CR_INT(now), CR_INT(until)), "id", &held,
                           error))
    return FALSE;
  *ret_held = held != 0;
  return TRUE;
}

gboolean
cr_store_end_turn(CrStore *store, const char *holder, CrInstant now, CrInstant due, int tries,
                  GError **error) {
  return cr_store_run(store, CR_SQL_END_TURN,
                      CR_VALUES(CR_TEXT(holder), CR_INT(now),
                                CR_INT(due == CR_INSTANT_NONE ? CR_INSTANT_MAX : due),
                                CR_INT(tries)),
                      NULL, NULL, error);
}

gboolean
cr_store_end_turn_by_timer(CrStore *store, const char *holder, CrInstant now, CrInstant due,
                           GError **error) {
  return cr_store_run(store, CR_SQL_END_TURN_BY_TIMER,
                      CR_VALUES(CR_TEXT(holder), CR_INT(now),
                                CR_INT(due == CR_INSTANT_NONE ? CR_INSTANT_MAX : due)),
                      NULL, NULL, error);
}

gboolean
cr_store_ask_turn(CrStore *store, const char *const *settings, CrInstant by, guint limit,
                  GError **error) {
  CrValue values[CR_MAX_SETTINGS];
  store_setting_values(settings, values);
  cr_store_ask_ahead(store, TRUE);
  gboolean ok =
      cr_store_run(store, CR_SQL_GET_SEVERAL, values, CR_MAX_SETTINGS, NULL, NULL, error) &&
      cr_store_run(store, CR_SQL_LIST_DUE, CR_VALUES(CR_INT(by), CR_INT(limit)), NULL, NULL,
                   error) &&
      cr_store_run(store, CR_SQL_EFFECTS_WAITING, CR_NO_VALUES, NULL, NULL, error);
  cr_store_ask_ahead(store, FALSE);
  return ok;
}

gboolean
cr_store_begin_turns(CrStore *store, const GArray *turns, const char *const *settings, CrInstant by,
                     guint limit, GError **error) {
  g_autofree gint64 *accounts = g_new(gint64, turns->len);
  for (guint i = 0; i < turns->len; i++)
    accounts[i] = g_array_index(turns, CrTurn, i).account;
  gboolean ok = store_begin_several(store, accounts, turns->len, error);
  for (guint i = 0; ok && i < turns->len; i++) {
    store->account = accounts[i];
    ok = cr_store_ask_turn(store, settings, by, limit, error);
  }
  return ok || cr_store_end(store, FALSE, error);
}

static gboolean
await(CrStore *store, const char *channel, int waker, gint64 timeout_usec, CrTakeNotice take,
      gpointer data, GError **error) {
  if (!cr_store_check_shared(store, error))
    return FALSE;
  store_let_go(store);
  return store->engine->await(store->db, channel, waker, timeout_usec, take, data, error);
}

gboolean
cr_store_await_turns(CrStore *store, int waker, gint64 timeout_usec, GError **error) {
  return await(store, "crickets_turn", waker, timeout_usec, NULL, NULL, error);
}

gboolean
cr_store_await_posts(CrStore *store, int waker, gint64 timeout_usec, GError **error) {
  return await(store, "crickets_post", waker, timeout_usec, NULL, NULL, error);
}

/* No change by itself: the version stays as it is. */
gboolean
cr_store_hear(CrStore *store, gint64 account, gint64 usec, GError **error) {
  if (!cr_store_check_shared(store, error) || !cr_store_begin(store, account, TRUE, error))
    return FALSE;
  gboolean ok = cr_store_run(store, CR_SQL_HEAR, CR_VALUES(CR_INT(usec)), NULL, NULL, error);
  store->wrote = FALSE;
  return cr_store_end(store, ok, error);
}

typedef struct {
  GArray *accounts;
  gboolean missed;
} Changes;

static void
take_change(const char *told, gpointer data) {
  Changes *changes = data;
  gint64 account = 0;
  if (told && g_ascii_string_to_signed(told, 10, 1, G_MAXINT64, &account, NULL))
    g_array_append_val(changes->accounts, account);
  else
    changes->missed = TRUE;
}

gboolean
cr_store_await_changes(CrStore *store, int waker, gint64 timeout_usec, GArray *accounts,
                       gboolean *ret_missed, GError **error) {
  Changes changes = {accounts, FALSE};
  if (!await(store, "crickets_change", waker, timeout_usec, take_change, &changes, error))
    return FALSE;
  *ret_missed = changes.missed;
  return TRUE;
}
