#include "base/error.h"
#include "store/engine.h"

#include <string.h>

/* Spans are kept by the class of their length, so that a look-up knows how far before its window a
 * span that reaches into it can begin: all spans of a day or less are found by reading one day
 * more, and one that lasts for years costs nobody else anything. */
#define N_CLASSES 7 /* 8^6 days is more than all the time we accept */

static CrInstant
class_length(int length_class) {
  return CR_DAY_USEC << (3 * length_class);
}

static int
span_class(CrSpan span) {
  int length_class = 0;
  while (length_class < N_CLASSES - 1 && span.end - span.start > class_length(length_class))
    length_class++;
  return length_class;
}

/* *ret_id is 0 when the calendar is not known and create is FALSE. */
static gboolean
calendar_id(CrStore *store, const char *name, gboolean create, gint64 *ret_id, GError **error) {
  g_autofree char *key = cr_store_key(name);
  gint64 id = 0;
  if (g_strcmp0(store->calendar, key) == 0) {
    *ret_id = store->calendar_id;
    return TRUE;
  }
  if (!cr_store_run_number(store, CR_SQL_FIND_CALENDAR, CR_VALUES(CR_TEXT(key)), "id", &id, error))
    return FALSE;
  if (id == 0 && create &&
      (!cr_store_next_id(store, CR_COUNT_CALENDAR, &id, error) ||
       !cr_store_run(store, CR_SQL_ADD_CALENDAR, CR_VALUES(CR_TEXT(key), CR_INT(id)), NULL, NULL,
                     error)))
    return FALSE;
  if (id != 0) {
    g_free(store->calendar);
    store->calendar = g_steal_pointer(&key);
    store->calendar_id = id;
  }
  *ret_id = id;
  return TRUE;
}

static gboolean
span_is_sane(CrSpan span) {
  return span.start >= CR_INSTANT_MIN && span.end <= CR_INSTANT_MAX;
}

gboolean
cr_store_put_busy(CrStore *store, const char *calendar, const CrBusyTime *busy, GError **error) {
  g_autofree char *key = cr_store_key(busy->key);
  g_autofree char *object = busy->object ? cr_store_key(busy->object) : NULL;
  g_autofree char *uid = busy->uid ? cr_store_key(busy->uid) : NULL;
  CrSpan span = busy->span;
  gint64 id = 0;
  if (!calendar_id(store, calendar, TRUE, &id, error))
    return FALSE;
  if (span.end <= span.start)
    return cr_store_run(store, CR_SQL_DROP_BUSY, CR_VALUES(CR_INT(id), CR_TEXT(key)), NULL, NULL,
                        error);
  if (!span_is_sane(span)) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "busy time outside the years 1900 to 2199");
    return FALSE;
  }
  return cr_store_run(store, CR_SQL_PUT_BUSY,
                      CR_VALUES(CR_INT(id), CR_TEXT(key), CR_INT(span_class(span)),
                                CR_INT(span.start), CR_INT(span.end), CR_TEXT(busy->summary),
                                CR_TEXT(object), CR_TEXT(uid)),
                      NULL, NULL, error);
}

gboolean
cr_store_clear_busy(CrStore *store, const char *calendar, const char *object, GError **error) {
  g_autofree char *key = object ? cr_store_key(object) : NULL;
  gint64 id = 0;
  if (!calendar_id(store, calendar, FALSE, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  if (key)
    return cr_store_run(store, CR_SQL_DROP_OBJECT, CR_VALUES(CR_INT(id), CR_TEXT(key)), NULL, NULL,
                        error);
  return cr_store_run(store, CR_SQL_CLEAR_BUSY, CR_VALUES(CR_INT(id)), NULL, NULL, error);
}

static gboolean
take_name(const CrRow *row, gpointer data, GError **error) {
  g_ptr_array_add(data, g_strdup(cr_row_text(row, "name")));
  return TRUE;
}

GPtrArray *
cr_store_calendars(CrStore *store, GError **error) {
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!cr_store_run(store, CR_SQL_LIST_CALENDARS, CR_NO_VALUES, take_name, names, error))
    return NULL;
  return g_steal_pointer(&names);
}

typedef struct {
  GArray *spans;
  const char *except_uid; /* as kept, or NULL */
} Found;

static gboolean
take_span(const CrRow *row, gpointer data, GError **error) {
  Found *found = data;
  CrSpan span = {cr_row_integer(row, "start_at"), cr_row_integer(row, "end_at")};
  if (found->except_uid == NULL || g_strcmp0(cr_row_text(row, "uid"), found->except_uid) != 0)
    g_array_append_val(found->spans, span);
  return TRUE;
}

static void
free_busy_row(gpointer data) {
  CrBusyRow *busy = data;
  g_free(busy->summary);
  g_free(busy);
}

static gboolean
take_busy_row(const CrRow *row, gpointer data, GError **error) {
  CrBusyRow *busy = g_new(CrBusyRow, 1);
  *busy = (CrBusyRow){{cr_row_integer(row, "start_at"), cr_row_integer(row, "end_at")},
                      g_strdup(cr_row_text(row, "summary"))};
  g_ptr_array_add(data, busy);
  return TRUE;
}

static int
compare_spans(gconstpointer a, gconstpointer b) {
  const CrSpan *left = a, *right = b;
  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  return (left->end > right->end) - (left->end < right->end);
}

GArray *
cr_store_busy(CrStore *store, CrInstant from, CrInstant to, const char *except_uid,
              GError **error) {
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  g_autofree char *uid = except_uid ? cr_store_key(except_uid) : NULL;
  Found found = {spans, uid};
  CrInstant since = MAX(from, CR_INSTANT_MIN);
  CrInstant before = to == CR_INSTANT_NONE ? CR_INSTANT_MAX : to;
  for (int i = 0; i < N_CLASSES; i++)
    if (!cr_store_run(
            store, CR_SQL_LIST_BUSY,
            CR_VALUES(CR_INT(i), CR_INT(since - class_length(i)), CR_INT(before), CR_INT(since)),
            take_span, &found, error))
      return NULL;
  g_array_sort(spans, compare_spans);
  return g_steal_pointer(&spans);
}

GArray *
cr_store_busy_of_uid(CrStore *store, const char *uid, GError **error) {
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  g_autofree char *key = cr_store_key(uid);
  Found found = {spans, NULL};
  if (!cr_store_run(store, CR_SQL_BUSY_OF_UID, CR_VALUES(CR_TEXT(key)), take_span, &found, error))
    return NULL;
  return g_steal_pointer(&spans);
}

static int
compare_busy_rows(gconstpointer a, gconstpointer b) {
  return compare_spans(&(*(CrBusyRow *const *) a)->span, &(*(CrBusyRow *const *) b)->span);
}

GPtrArray *
cr_store_busy_rows(CrStore *store, CrInstant from, CrInstant to, GError **error) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_busy_row);
  for (int i = 0; i < N_CLASSES; i++)
    if (!cr_store_run(
            store, CR_SQL_SHOW_BUSY,
            CR_VALUES(CR_INT(i), CR_INT(from - class_length(i)), CR_INT(to), CR_INT(from)),
            take_busy_row, rows, error))
      return NULL;
  g_ptr_array_sort(rows, compare_busy_rows);
  return g_steal_pointer(&rows);
}
