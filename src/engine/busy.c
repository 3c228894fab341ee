#include "engine/busy.h"

#include "engine/entry.h"

#include <string.h>

static gboolean
put(CrStore *store, const char *calendar, const char *object, const char *tag, const CrBusy *busy,
    GError **error) {
  g_autofree char *key = object ? g_strconcat(object, " ", busy->key, NULL) : g_strdup(busy->key);
  CrBusyTime time = {busy->span, key, object, busy->uid, busy->summary};
  return cr_entry_is_ours(busy->uid, tag) || cr_store_put_busy(store, calendar, &time, error);
}

gboolean
cr_busy_keep_imported(CrStore *store, const CrIntake *intake, GError **error) {
  g_autoptr(GHashTable) cleared = g_hash_table_new(NULL, NULL);
  g_autofree char *tag = cr_store_get(store, CR_ENTRY_TAG, NULL);
  g_autoptr(CrBusyReader) reader = cr_busy_reader_new(intake->busy, error);
  g_autoptr(GError) local = NULL;
  const CrBusy *busy;
  while (reader && (busy = cr_busy_reader_next(reader, &local))) {
    gboolean first = g_hash_table_add(cleared, (gpointer) busy->calendar);
    if ((first && !cr_store_clear_busy(store, busy->calendar, NULL, error)) ||
        !put(store, busy->calendar, NULL, tag, busy, error))
      return FALSE;
  }
  gboolean ok = reader && local == NULL;
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return ok;
}

/* An object's turn: what it had goes, and the next of the intake's spans take its place. */
typedef struct {
  char *calendar, *object; /* object NULL: all of the calendar goes */
  guint n_spans;
} Turn;

struct _CrBusyBatch {
  GArray *turns;
};

static void
turn_clear(gpointer data) {
  Turn *turn = data;
  g_free(turn->calendar);
  g_free(turn->object);
}

CrBusyBatch *
cr_busy_batch_new(void) {
  CrBusyBatch *batch = g_new0(CrBusyBatch, 1);
  batch->turns = g_array_new(FALSE, FALSE, sizeof(Turn));
  g_array_set_clear_func(batch->turns, turn_clear);
  return batch;
}

void
cr_busy_batch_free(CrBusyBatch *batch) {
  if (batch)
    g_array_unref(batch->turns);
  g_free(batch);
}

void
cr_busy_batch_note(CrBusyBatch *batch, const CrDelivery *delivery, guint n_spans) {
  Turn turn = {g_strdup(delivery->calendar), g_strdup(delivery->key), n_spans};
  g_array_append_val(batch->turns, turn);
}

static gboolean
keep_turn(const Turn *turn, CrStore *store, const char *tag, CrBusyReader *spans, GError **error) {
  if (!cr_store_clear_busy(store, turn->calendar, turn->object, error))
    return FALSE;
  for (guint i = 0; i < turn->n_spans; i++) {
    const CrBusy *busy = cr_busy_reader_next(spans, error);
    if (busy == NULL || !put(store, turn->calendar, turn->object, tag, busy, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cr_busy_batch_keep(CrBusyBatch *batch, CrStore *store, const CrIntake *intake, GError **error) {
  g_autofree char *tag = cr_store_get(store, CR_ENTRY_TAG, NULL);
  g_autoptr(CrBusyReader) spans = cr_busy_reader_new(intake->busy, error);
  for (guint i = 0; spans && i < batch->turns->len; i++)
    if (!keep_turn(&g_array_index(batch->turns, Turn, i), store, tag, spans, error))
      return FALSE;
  g_array_set_size(batch->turns, 0);
  return spans != NULL;
}

gboolean
cr_busy_forget(CrStore *store, const char *connection, GError **error) {
  g_autoptr(GPtrArray) names = cr_store_calendars(store, error);
  g_autofree char *prefix = g_strconcat(connection, " ", NULL);
  for (guint i = 0; names && i < names->len; i++)
    if (g_str_has_prefix(names->pdata[i], prefix) &&
        !cr_store_clear_busy(store, names->pdata[i], NULL, error))
      return FALSE;
  return names != NULL;
}
