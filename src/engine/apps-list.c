/* All of them in one order, page by page. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "base/text.h"

const char *const cr_apps_order_names[] = {"changed", "due", "silence", "applied", "company", NULL};

static gboolean
is_open(const CrApplicationRow *row) {
  return row->stage != CR_STAGE_CLOSED && row->stage != CR_STAGE_ACCEPTED;
}

static gint64
newest_first(CrInstant at) {
  return at == CR_INSTANT_NONE ? G_MAXINT64 : -at;
}

/* The least comes first; what has none comes last. */
static gint64
rank(const CrApplicationRow *row, CrAppsOrder order) {
  gboolean waits = row->stage == CR_STAGE_APPLIED || row->stage == CR_STAGE_SCREEN ||
                   row->stage == CR_STAGE_INTERVIEW;
  switch (order) {
  case CR_APPS_BY_CHANGE:
    return newest_first(row->changed);
  case CR_APPS_BY_DUE:
    return row->due == CR_INSTANT_NONE ? G_MAXINT64 : row->due;
  case CR_APPS_BY_SILENCE:
    return waits ? MAX(row->heard, row->wrote) : G_MAXINT64;
  case CR_APPS_BY_APPLIED:
    return newest_first(row->reached.applied);
  case CR_APPS_BY_COMPANY:
    return 0;
  }
  return 0;
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data) {
  const CrApplicationRow *x = *(CrApplicationRow *const *) a, *y = *(CrApplicationRow *const *) b;
  CrAppsOrder order = *(const CrAppsOrder *) data;
  gint64 left = rank(x, order), right = rank(y, order);
  int difference = (left > right) - (left < right);
  if (order == CR_APPS_BY_COMPANY)
    difference = g_ascii_strcasecmp(x->company ? x->company : "", y->company ? y->company : "");
  return difference ? difference : y->id - x->id;
}

static gboolean
is_wanted(const CrApplicationRow *row, const CrAppsQuery *query) {
  if (query->stage >= 0 ? (int) row->stage != query->stage : query->open && !is_open(row))
    return FALSE;
  return query->words == NULL || cr_text_find(row->company, query->words) ||
         cr_text_find(row->role, query->words);
}

static GPtrArray *
wanted(GPtrArray *rows, const CrAppsQuery *query) {
  GPtrArray *list = g_ptr_array_new();
  CrAppsOrder order = query->order;
  for (guint i = 0; i < rows->len; i++)
    if (is_wanted(rows->pdata[i], query))
      g_ptr_array_add(list, rows->pdata[i]);
  g_ptr_array_sort_with_data(list, compare_rows, &order);
  return list;
}

/* Behind that one; FALSE when it is not among them. */
static gboolean
find_beginning(const GPtrArray *list, int after, guint *ret_from) {
  *ret_from = 0;
  for (guint i = 0; i < list->len && after; i++)
    if (((CrApplicationRow *) list->pdata[i])->id == after) {
      *ret_from = i + 1;
      return TRUE;
    }
  return after == 0;
}

static json_t *
list_document(CrEngine *engine, GPtrArray *list, const CrAppsQuery *query, CrInstant now,
              GError **error) {
  guint from, to = list->len;
  if (!find_beginning(list, query->after, &from)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "application %d is not in that list any more",
                query->after);
    return NULL;
  }
  if (query->limit && to - from > query->limit)
    to = from + query->limit;
  json_t *rows = json_array();
  for (guint i = from; i < to; i++)
    json_array_append_new(rows, apps_public_row(list->pdata[i], engine, now));
  json_t *next =
      to < list->len ? json_integer(((CrApplicationRow *) list->pdata[to - 1])->id) : json_null();
  return json_pack("{s:o,s:i,s:o}", "applications", rows, "total", (int) list->len, "next", next);
}

json_t *
cr_apps_list(CrEngine *engine, const CrAppsQuery *query, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) rows = cr_store_application_rows(engine->store, error);
  g_autoptr(GPtrArray) list = rows ? wanted(rows, query) : NULL;
  json_t *json = list ? list_document(engine, list, query, now, error) : NULL;
  cr_store_rollback(engine->store);
  return json;
}
