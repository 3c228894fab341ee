/* Statements in a transaction of the account, and their rows. */
#include "base/error.h"
#include "base/text.h"
#include "store/engine.h"

gint64
cr_row_integer(const CrRow *row, const char *column) {
  return row->engine->row_integer(row, column);
}

CrInstant
cr_row_instant(const CrRow *row, const char *column) {
  return row->engine->row_is_null(row, column) ? CR_INSTANT_NONE : cr_row_integer(row, column);
}

const char *
cr_row_text(const CrRow *row, const char *column) {
  return row->engine->row_text(row, column);
}

gboolean
cr_row_is_null(const CrRow *row, const char *column) {
  return row->engine->row_is_null(row, column);
}

static gboolean
check_may(CrStore *store, gboolean reads, GError **error) {
  if (!store_check_open(store, TRUE, error))
    return FALSE;
  store->wrote = store->wrote || !reads;
  if (!store->failed && (reads || store->writing))
    return TRUE;
  g_set_error(error, CR_ERROR, store->failed && store->lost ? CR_ERROR_LOST : CR_ERROR_FAILED, "%s",
              store->failed ? "a statement of this transaction failed before"
                            : "a transaction for reading was asked to write");
  return FALSE;
}

static gboolean
ask(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  return store->engine->ask == NULL || store->engine->ask(store->db, sql, values, n_values, error);
}

gboolean
store_check_writes(CrStore *store, GError **error) {
  return check_may(store, FALSE, error);
}

static gboolean
check_usable(CrStore *store, CrSql sql, GError **error) {
  store->timed = store->timed || sql == CR_SQL_ADD_EFFECT || sql == CR_SQL_UPDATE_EFFECT;
  return check_may(store, g_str_has_prefix(cr_engine_text(store->engine, sql), "SELECT"), error);
}

gboolean
cr_store_run(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
             gpointer data, GError **error) {
  CrValue all[CR_MAX_VALUES] = {CR_INT(store->account)};
  g_autoptr(GError) local = NULL;
  char *repaired[CR_MAX_VALUES] = {NULL};
  g_assert(n_values < CR_MAX_VALUES);
  if (!check_usable(store, sql, error))
    return FALSE;
  for (gsize i = 0; i < n_values; i++) {
    all[i + 1] = values[i];
    if (values[i].text && !cr_text_is_utf8(values[i].text))
      all[i + 1].text = repaired[i] = g_utf8_make_valid(values[i].text, -1);
  }
  gboolean ok = store->asks_ahead
                    ? ask(store, sql, all, n_values + 1, &local)
                    : store->engine->run(store->db, sql, all, n_values + 1, take, data, &local);
  store->failed = !ok;
  store->lost = g_error_matches(local, CR_ERROR, CR_ERROR_LOST);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  for (gsize i = 0; i < n_values; i++)
    g_free(repaired[i]);
  return ok;
}

typedef struct {
  const char *column;
  gint64 *ret_number;
} Number;

static gboolean
take_number(const CrRow *row, gpointer data, GError **error) {
  Number *number = data;
  *number->ret_number = cr_row_integer(row, number->column);
  return TRUE;
}

gboolean
cr_store_run_number(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                    const char *column, gint64 *ret_number, GError **error) {
  Number number = {column, ret_number};
  return cr_store_run(store, sql, values, n_values, take_number, &number, error);
}
