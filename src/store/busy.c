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
      (!cr_store_run_number(store, CR_SQL_NEXT_CALENDAR, CR_NO_VALUES, "id", &id, error) ||
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
cr_store_put_busy(CrStore *store, const char *calendar, const char *key, CrSpan span,
                  const char *summary, GError **error) {
  g_autofree char *bounded = cr_store_key(key);
  gint64 id = 0;
  if (!calendar_id(store, calendar, TRUE, &id, error))
    return FALSE;
  if (span.end <= span.start)
    return cr_store_run(store, CR_SQL_DROP_BUSY, CR_VALUES(CR_INT(id), CR_TEXT(bounded)), NULL,
                        NULL, error);
  if (!span_is_sane(span)) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "busy time outside the years 1900 to 2199");
    return FALSE;
  }
  return cr_store_run(store, CR_SQL_PUT_BUSY,
                      CR_VALUES(CR_INT(id), CR_TEXT(bounded), CR_INT(span_class(span)),
                                CR_INT(span.start), CR_INT(span.end), CR_TEXT(summary)),
                      NULL, NULL, error);
}

gboolean
cr_store_clear_busy(CrStore *store, const char *calendar, GError **error) {
  gint64 id = 0;
  if (!calendar_id(store, calendar, FALSE, &id, error))
    return FALSE;
  return id == 0 ||
         cr_store_run(store, CR_SQL_CLEAR_BUSY, CR_VALUES(CR_INT(id)), NULL, NULL, error);
}

static gboolean
take_span(const CrRow *row, gpointer data, GError **error) {
  CrSpan span = {cr_row_integer(row, "start_at"), cr_row_integer(row, "end_at")};
  g_array_append_val((GArray *) data, span);
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
cr_store_busy(CrStore *store, CrInstant from, CrInstant to, GError **error) {
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  CrInstant since = MAX(from, CR_INSTANT_MIN);
  CrInstant before = to == CR_INSTANT_NONE ? CR_INSTANT_MAX : to;
  for (int i = 0; i < N_CLASSES; i++)
    if (!cr_store_run(
            store, CR_SQL_LIST_BUSY,
            CR_VALUES(CR_INT(i), CR_INT(since - class_length(i)), CR_INT(before), CR_INT(since)),
            take_span, spans, error))
      return NULL;
  g_array_sort(spans, compare_spans);
  return g_steal_pointer(&spans);
}
