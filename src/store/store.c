/* A store, its transactions, and what each ends with. */
#include "base/error.h"
#include "store/engine.h"

#include <string.h>

static const CrEngine *const engines[] = {&cr_engine_sqlite, &cr_engine_postgres};

static CrStore *
open_store(const char *uri, gboolean reader, CrTellLate late, gpointer data, GError **error) {
  for (gsize i = 0; i < G_N_ELEMENTS(engines); i++) {
    if (!g_str_has_prefix(uri, engines[i]->scheme))
      continue;
    CrDb *db = engines[i]->open(uri + strlen(engines[i]->scheme), reader, late, data, error);
    if (db == NULL)
      return NULL;
    CrStore *store = g_new0(CrStore, 1);
    store->uri = g_strdup(uri);
    store->engine = engines[i];
    store->db = db;
    store->late = late;
    store->late_data = data;
    store->applications.class = &store_held_applications;
    store->interviews.class = &store_held_interviews;
    store->unindexed = g_ptr_array_new_with_free_func(store_free_document);
    return store;
  }
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "\"%.80s\" is no database: use sqlite:PATH or postgresql://…", uri);
  return NULL;
}

CrStore *
cr_store_open(const char *uri, GError **error) {
  return open_store(uri, FALSE, NULL, NULL, error);
}

CrStore *
cr_store_open_until(const char *uri, CrTellLate late, gpointer data, GError **error) {
  return open_store(uri, FALSE, late, data, error);
}

CrStore *
cr_store_open_beside(const CrStore *store, GError **error) {
  return cr_store_open_until(store->uri, store->late, store->late_data, error);
}

CrStore *
cr_store_open_reader(const char *uri, CrTellLate late, gpointer data, GError **error) {
  return open_store(uri, TRUE, late, data, error);
}

void
cr_store_free(CrStore *store) {
  if (store == NULL)
    return;
  cr_store_rollback(store);
  cr_store_release(store);
  store->engine->close(store->db);
  store_clear_account_read(&store->read);
  g_ptr_array_unref(store->unindexed);
  g_free(store->uri);
  g_free(store);
}

void
cr_store_hold_interviews(CrStore *store) {
  store->holds_interviews = TRUE;
}

gboolean
store_check_open(CrStore *store, gboolean wanted, GError **error) {
  if (store->open == wanted)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s",
              wanted ? "no transaction of the store is open"
                     : "a transaction of the store is open already");
  return FALSE;
}

/* What is known of the account that it was at. */
static void
clear_account(CrStore *store) {
  store->wrote = store->timed = store->gave_ids = FALSE;
  store->letters_from = 0;
  g_ptr_array_set_size(store->unindexed, 0);
  g_clear_pointer(&store->calendar, g_free);
  g_clear_pointer(&store->settings, g_hash_table_unref);
  held_clear(&store->applications);
  held_clear(&store->interviews);
  g_clear_pointer(&store->chains, g_hash_table_unref);
  cr_store_clear_keys(&store->interview_keys);
  cr_store_clear_keys(&store->application_keys);
  store_clear_account_row(&store->row);
}

static void
open_transaction(CrStore *store, gint64 account, gboolean write) {
  store->open = TRUE;
  store->writing = write;
  store->wrote = store->timed = store->gave_ids = FALSE; /* also of one that was of no account */
  store->failed = store->lost = FALSE;
  store->account = account;
}

static void
close_transaction(CrStore *store) {
  store->open = store->held = FALSE;
  clear_account(store);
  if (store->scrubs)
    store->engine->scrub(store->db, FALSE);
  store->scrubs = FALSE;
}

void
store_scrub(CrStore *store) {
  if (store->scrubs || store->engine->scrub == NULL)
    return;
  store->engine->scrub(store->db, TRUE);
  store->scrubs = TRUE;
}

void
store_let_go(CrStore *store) {
  if (store->open || !store->held)
    return;
  store->engine->rollback(store->db);
  close_transaction(store);
}

void
cr_store_hold(CrStore *store, gint64 account) {
  cr_store_release(store);
  store->holds = account;
}

void
cr_store_release(CrStore *store) {
  store_let_go(store);
  store->holds = 0;
}

void
cr_store_ask_ahead(CrStore *store, gboolean on) {
  store->asks_ahead = on;
}

void
cr_store_expect(CrStore *store, gint64 version) {
  store->expects = version >= 0;
  store->expected = version;
}

/* In a transaction that writes, which nobody else's for the account can overtake. */
static gboolean
is_as_expected(CrStore *store, GError **error) {
  gint64 version = store->expected;
  gboolean expects = store->expects;
  store->expects = FALSE;
  if (expects && !cr_store_version(store, &version, error))
    return FALSE;
  if (version == store->expected)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_CHANGED, "something was changed meanwhile; try again");
  return FALSE;
}

/* Who was at work for it when it was erased must not bring anything back. */
static gboolean
is_closed(const CrStore *store) {
  return g_strcmp0(store->row.policy, CR_CLOSED_POLICY) == 0;
}

gboolean
cr_store_begin(CrStore *store, gint64 account, gboolean write, GError **error) {
  if (!store_check_open(store, FALSE, error))
    return FALSE;
  gboolean same = store->held && !write && account == store->account;
  gboolean hold = !write && account == store->holds && account != 0;
  CrAccess access = write ? CR_ACCESS_WRITE : hold ? CR_ACCESS_READ_LATER : CR_ACCESS_READ;
  if (!same)
    store_let_go(store);
  if (!same &&
      !store->engine->begin(store->db, account, access, store_take_account, &store->row, error))
    return FALSE;
  open_transaction(store, account, write);
  store->held = hold;
  if (!write)
    return TRUE;
  if (is_closed(store))
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "this account was erased");
  else if (is_as_expected(store, error))
    return TRUE;
  cr_store_rollback(store);
  return FALSE;
}

gboolean
store_begin_several(CrStore *store, const gint64 *accounts, guint n, GError **error) {
  if (!store_check_open(store, FALSE, error) || !cr_store_check_shared(store, error))
    return FALSE;
  store_let_go(store);
  if (!store->engine->begin_several(store->db, accounts, n, error))
    return FALSE;
  open_transaction(store, 0, TRUE);
  return TRUE;
}

gboolean
cr_store_enter(CrStore *store, gint64 account, gboolean *ret_locked, GError **error) {
  clear_account(store);
  store->account = account;
  store->failed = !store->engine->enter(store->db, account, store_take_account, &store->row, error);
  *ret_locked = store->row.known && !is_closed(store);
  return !store->failed;
}

static gboolean
grow_version(CrStore *store, GError **error) {
  const gint64 *n = store->row.counts;
  if (!store->wrote)
    return TRUE;
  if (!store->gave_ids)
    return cr_store_run(store, CR_SQL_GROW_VERSION, CR_NO_VALUES, NULL, NULL, error);
  return cr_store_run(store, CR_SQL_SAVE_COUNTS,
                      CR_VALUES(CR_INT(n[0]), CR_INT(n[1]), CR_INT(n[2]), CR_INT(n[3]),
                                CR_INT(n[4]), CR_INT(n[5]), CR_INT(n[6])),
                      NULL, NULL, error);
}

gboolean
store_write_waiting(CrStore *store, GError **error) {
  return held_write(store, &store->applications, error) &&
         held_write(store, &store->interviews, error) && store_save_chains(store, error) &&
         store_index_words(store, error);
}

/* What comes with all that was written for the account, if that went well. */
static gboolean
finish_account(CrStore *store, GError **error) {
  if (store->failed)
    g_set_error(error, CR_ERROR, store->lost ? CR_ERROR_LOST : CR_ERROR_FAILED,
                "a statement of this transaction failed: it was rolled back");
  return !store->failed && store_write_waiting(store, error) && grow_version(store, error) &&
         (!store->timed || store->keeps_turns || cr_store_mark_turn(store, error));
}

gboolean
cr_store_leave(CrStore *store, GError **error) {
  gboolean ok = finish_account(store, error);
  clear_account(store);
  return ok;
}

gboolean
cr_store_commit(CrStore *store, GError **error) {
  if (!store_check_open(store, TRUE, error))
    return FALSE;
  gboolean ok = finish_account(store, error) && store->engine->commit(store->db, error);
  if (!ok)
    store->engine->rollback(store->db);
  close_transaction(store);
  return ok;
}

void
cr_store_rollback(CrStore *store) {
  if (!store->open)
    return;
  store->open = FALSE;
  if (store->held && !store->failed)
    return; /* the next one goes on in it */
  store->engine->rollback(store->db);
  close_transaction(store);
}

gboolean
cr_store_end(CrStore *store, gboolean ok, GError **error) {
  ok = ok && cr_store_commit(store, error);
  cr_store_rollback(store);
  return ok;
}

void
cr_store_rest(CrStore *store) {
  if (store->engine->rest)
    store->engine->rest(store->db);
}

gboolean
cr_store_await_writer(CrStore *store, gint64 account) {
  gboolean ok = cr_store_begin(store, account, TRUE, NULL);
  cr_store_rollback(store);
  return ok;
}

gboolean
cr_store_check_idle(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, 0, CR_EFFECT_SENDING, error);
  gboolean idle = TRUE;
  for (guint i = 0; letters && i < letters->len; i++)
    idle = idle && ABS(now - ((CrEffect *) letters->pdata[i])->at) >= CR_IN_FLIGHT_USEC;
  if (!idle)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "a letter is being sent just now: try again in a minute");
  return letters && idle;
}

gboolean
cr_store_erase(CrStore *store, gint64 account, gboolean closes, const CrActor *actor, CrInstant at,
               GError **error) {
  gboolean ok = FALSE;
  if (!store_check_open(store, FALSE, error))
    return FALSE;
  if (cr_store_begin(store, account, TRUE, error)) {
    store_scrub(store);
    ok = cr_store_check_idle(store, at, error) && store_leave_directory(store, error) &&
         audit_erase(store, actor, at, error);
    ok =
        ok && cr_store_run(store, CR_SQL_ERASE_ACCOUNT,
                           CR_VALUES(CR_TEXT(closes ? CR_CLOSED_POLICY : NULL)), NULL, NULL, error);
    for (CrSql sql = CR_SQL_ERASE_FACTS; ok && sql <= CR_SQL_ERASE_CREDENTIALS; sql++)
      ok = cr_store_run(store, sql, CR_NO_VALUES, NULL, NULL, error);
    ok = ok && cr_store_run(store, CR_SQL_ERASE_WORDS, CR_NO_VALUES, NULL, NULL, error) &&
         cr_store_commit(store, error);
    cr_store_rollback(store);
  }
  return ok;
}

#define MAX_KEY_BYTES 255

char *
cr_store_key(const char *text) {
  if (strlen(text) <= MAX_KEY_BYTES)
    return g_strdup(text);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  return g_strconcat("sha256:", digest, NULL);
}

gint64
cr_store_limit(guint limit) {
  return limit ? limit : G_MAXINT64;
}

void
cr_store_reverse(GPtrArray *list) {
  for (guint i = 0, j = list->len; i + 1 < j; i++) {
    gpointer swapped = list->pdata[i];
    list->pdata[i] = list->pdata[--j];
    list->pdata[j] = swapped;
  }
}
