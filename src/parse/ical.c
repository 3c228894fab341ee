#include "parse/ical-private.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define MARGIN_DAYS 2            /* no zone is further from UTC, whatever the calendar */
#define SHOWN_ALIKE 3            /* of problems in the same words; the rest is counted */
#define MAX_KINDS 256            /* of problems told */
#define SERIES_BETWEEN_RELAX 128 /* each may bring in 64 KB of a mapped file */
#define UNBOUND_DAYS 366         /* of a series that are read without a window */
#define DEFAULT_YEAR 2026 /* without a window: VTIMEZONEs are compared in this year's rules */

CrIcalCalls libical;
#define ENTRY(name) CR_LIBRARY_ENTRY(libical, name)
static const CrLibraryCall calls[] = {CR_ICAL_CALLS(ENTRY)};
static CrLibrary library = {"libical.so.3", "a calendar",        "libical3",
                            calls,          G_N_ELEMENTS(calls), 0};

gboolean
cr_ical_ensure(GError **error) {
  return cr_library_ensure(&library, error);
}

/* What is known of the moved and changed occurrences of one UID. */
typedef struct {
  GHashTable *instants; /* RECURRENCE-ID, CrInstant */
  GHashTable *days;     /* RECURRENCE-ID given as a date */
  GPtrArray *futures;   /* CrIcalItem, THISANDFUTURE, sorted before use */
} Overrides;

typedef struct {
  const CrIcalContext *context;
  CrIcalEventFunc found;
  CrIcalProblemFunc problem;
  gpointer data;
  CrIcalZones *zones;
  GArray *series;        /* CrPart: read at the end, when all overrides are known */
  GHashTable *overrides; /* UID -> Overrides */
  GHashTable *told;      /* problem -> how often */
  GPtrArray *calls;      /* what the next event says of its series (CrEvent.series), or NULL */
  gint64 budget;         /* of rules, for the whole input */
  gboolean stopped;
} Reader;

/* --- Problems */

static void
tell(Reader *reader, const char *message) {
  g_autofree char *clean = cr_text_line(message, 400);
  if (reader->problem)
    reader->problem(clean, reader->data);
}

static void
tell_line(guint line, const char *what, gpointer data) {
  Reader *reader = data;
  if (!g_hash_table_contains(reader->told, what) && g_hash_table_size(reader->told) >= MAX_KINDS)
    what = "and more that cannot be read";
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(reader->told, what));
  g_hash_table_insert(reader->told, g_strdup(what), GUINT_TO_POINTER(count + 1));
  if (count >= SHOWN_ALIKE)
    return;
  const char *name = reader->context->name ? reader->context->name : "calendar";
  g_autofree char *message = g_strdup_printf("%s: line %u: %s", name, line, what);
  tell(reader, message);
}

static void
tell_counts(Reader *reader) {
  GHashTableIter iter;
  gpointer what = NULL, count = NULL;
  g_hash_table_iter_init(&iter, reader->told);
  while (g_hash_table_iter_next(&iter, &what, &count)) {
    guint more = GPOINTER_TO_UINT(count) - MIN(GPOINTER_TO_UINT(count), SHOWN_ALIKE);
    if (more == 0)
      continue;
    const char *name = reader->context->name ? reader->context->name : "calendar";
    g_autofree char *message =
        g_strdup_printf("%s: %u more like this: %s", name, more, (const char *) what);
    tell(reader, message);
  }
}

static CrIcalItem *
read_item(Reader *reader, const CrPart *part) {
  g_autoptr(GError) error = NULL;
  CrIcalItem *item = cr_ical_item_new(part, reader->zones, &error);
  if (item == NULL || item->warning)
    tell_line(part->number, item ? item->warning : error->message, reader);
  return item;
}

/* --- Overrides */

static void
overrides_free(gpointer data) {
  Overrides *overrides = data;
  g_hash_table_unref(overrides->instants);
  g_hash_table_unref(overrides->days);
  g_ptr_array_unref(overrides->futures);
  g_free(overrides);
}

static Overrides *
overrides_of(Reader *reader, const char *uid) {
  Overrides *overrides = g_hash_table_lookup(reader->overrides, uid);
  if (overrides == NULL) {
    overrides = g_new0(Overrides, 1);
    overrides->instants = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    overrides->days = g_hash_table_new(NULL, NULL);
    overrides->futures = g_ptr_array_new_with_free_func((GDestroyNotify) cr_ical_item_free);
    g_hash_table_insert(reader->overrides, g_strdup(uid), overrides);
  }
  return overrides;
}

static gboolean
is_overridden(const Overrides *overrides, const CrIcalTime *time) {
  return overrides &&
         (g_hash_table_contains(overrides->instants, &time->instant) ||
          g_hash_table_contains(overrides->days, GINT_TO_POINTER(cr_wall_day(&time->wall))));
}

static int
compare_futures(gconstpointer a, gconstpointer b) {
  const CrIcalItem *x = *(CrIcalItem *const *) a, *y = *(CrIcalItem *const *) b;
  CrInstant i = x->recurrence.instant, j = y->recurrence.instant;
  return i < j ? -1 : i > j;
}

/* The change that holds for an occurrence from now on: the last one before it. */
static const CrIcalItem *
future_at(const Overrides *overrides, CrInstant instant) {
  guint low = 0, high = overrides ? overrides->futures->len : 0;
  while (low < high) {
    guint middle = (low + high) / 2;
    const CrIcalItem *item = g_ptr_array_index(overrides->futures, middle);
    if (item->recurrence.instant <= instant)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? g_ptr_array_index(overrides->futures, low - 1) : NULL;
}

/* --- Events */

static gboolean
in_window(const CrIcalContext *context, const CrEvent *event) {
  if (event->start == CR_INSTANT_NONE)
    return TRUE;
  if (context->to != CR_INSTANT_NONE && event->start >= context->to)
    return FALSE;
  return context->from == CR_INSTANT_NONE || event->end > context->from ||
         event->start >= context->from;
}

static gboolean
emit(Reader *reader, const CrEvent *event) {
  if (in_window(reader->context, event) && !reader->found(event, reader->data))
    reader->stopped = TRUE;
  return !reader->stopped;
}

static void
free_calls(GPtrArray *list) {
  cr_record_truncate(&cr_occurrence_record, list, 0);
  g_ptr_array_unref(list);
}

/* One occurrence of a series, in the words and at the hour of item. */
static gboolean
emit_occurrence(Reader *reader, const CrIcalItem *item, const CrIcalTime *time,
                CrInstant recurrence) {
  CrEvent *event = item->event;
  event->recurrence_id = recurrence;
  event->start = time->instant;
  event->end = cr_ical_item_end(item, &time->wall, time->instant);
  if (event->zone && (*event->zone == '+' || *event->zone == '-')) { /* an offset may change */
    g_free(event->zone);
    event->zone = cr_ical_zone_id(item->start.zone, event->start);
  }
  event->and_future = FALSE;
  if (reader->calls == NULL || !in_window(reader->context, event))
    return emit(reader, event);
  GPtrArray *none = event->series;
  event->series = reader->calls;
  emit(reader, event);
  event->series = none;
  g_clear_pointer(&reader->calls, free_calls);
  return !reader->stopped;
}

/* RFC 5545 §3.8.4.4: the later occurrences move by the difference between the changed one's start
 * and its RECURRENCE-ID. */
static gboolean
emit_shifted(Reader *reader, const CrIcalItem *future, const CrIcalTime *time) {
  const CrIcalZone *zone = future->start.zone;
  CrWall was = cr_ical_zone_wall(zone, future->recurrence.instant);
  CrWall wall = cr_ical_zone_wall(zone, time->instant);
  gint64 shift = cr_wall_seconds(&future->start.wall) - cr_wall_seconds(&was);
  CrIcalTime moved = future->start;
  moved.wall = cr_wall_from_seconds(cr_wall_seconds(&wall) + shift);
  if (!cr_wall_valid(&moved.wall))
    return TRUE;
  moved.instant = cr_ical_zone_instant(zone, &moved.wall);
  return emit_occurrence(reader, future, &moved, time->instant);
}

static void
read_override(Reader *reader, const CrPart *part) {
  g_autoptr(CrIcalItem) item = read_item(reader, part);
  if (item == NULL)
    return;
  Overrides *overrides = overrides_of(reader, item->event->uid);
  if (item->recurrence.date)
    g_hash_table_add(overrides->days, GINT_TO_POINTER(cr_wall_day(&item->recurrence.wall)));
  if (!item->recurrence.date || item->start.date)
    g_hash_table_add(overrides->instants, g_memdup2(&item->recurrence.instant, sizeof(CrInstant)));
  emit(reader, item->event);
  if (item->and_future && item->has_start)
    g_ptr_array_add(overrides->futures, g_steal_pointer(&item));
}

/* How far from its old place a moved occurrence may reach. */
static CrInstant
futures_reach(const GPtrArray *futures) {
  CrInstant reach = 0;
  for (guint i = 0; i < futures->len; i++) {
    const CrIcalItem *item = g_ptr_array_index(futures, i);
    CrInstant before = ABS(item->event->start - item->recurrence.instant);
    reach = MAX(reach, before + (item->event->end - item->event->start));
  }
  return reach + MARGIN_DAYS * CR_DAY_USEC;
}

static void
add_call(GPtrArray *list, CrInstant id, CrInstant start, CrInstant end) {
  CrOccurrence *call = cr_occurrence_new();
  *call = (CrOccurrence){id, start, end};
  g_ptr_array_add(list, call);
}

/* Of an invitation to a whole series: what it leaves out is in it no more. */
static GPtrArray *
list_calls(const CrIcalItem *item, const Overrides *overrides, const GArray *times) {
  GPtrArray *list = g_ptr_array_new();
  GHashTableIter iter;
  gpointer id;
  for (guint i = 0; i < times->len; i++) {
    const CrIcalTime *time = &g_array_index(times, CrIcalTime, i);
    if (future_at(overrides, time->instant))
      add_call(list, time->instant, CR_INSTANT_NONE, CR_INSTANT_NONE);
    else if (!is_overridden(overrides, time))
      add_call(list, time->instant, time->instant,
               cr_ical_item_end(item, &time->wall, time->instant));
  }
  if (overrides == NULL)
    return list;
  g_hash_table_iter_init(&iter, overrides->instants);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    add_call(list, *(const CrInstant *) id, CR_INSTANT_NONE, CR_INSTANT_NONE);
  return list;
}

/* Who calls a series off may repeat its rule: it is off all the same. Source: RFC 5546 §3.2.5 */
static gboolean
is_called_off(const CrEvent *event) {
  return event->method == CR_METHOD_CANCEL ||
         (event->method == CR_METHOD_REQUEST && event->cancelled);
}

static void
read_series(Reader *reader, const CrPart *part) {
  g_autoptr(CrIcalItem) item = read_item(reader, part);
  if (item == NULL || !item->has_start)
    return;
  if (is_called_off(item->event)) {
    reader->stopped = !reader->found(item->event, reader->data);
    return;
  }
  Overrides *overrides = g_hash_table_lookup(reader->overrides, item->event->uid);
  CrInstant from = reader->context->from, to = reader->context->to, reach = 0;
  if (overrides && overrides->futures->len > 0) {
    g_ptr_array_sort(overrides->futures, compare_futures);
    reach = futures_reach(overrides->futures);
  }
  if (to == CR_INSTANT_NONE) {
    CrInstant since = MAX(item->start.instant, item->event->dtstamp);
    to = since + UNBOUND_DAYS * CR_DAY_USEC;
    if (item->start.instant < since - UNBOUND_DAYS * CR_DAY_USEC)
      from = MAX(from, since - UNBOUND_DAYS * CR_DAY_USEC);
  }
  gboolean cut = FALSE;
  g_autoptr(GArray) times = cr_ical_expand(item, from == CR_INSTANT_NONE ? from : from - reach,
                                           to + reach, &reader->budget, &cut);
  if (item->method == CR_METHOD_REQUEST && !cut)
    reader->calls = list_calls(item, overrides, times);
  for (guint i = 0; i < times->len && !reader->stopped; i++) {
    const CrIcalTime *time = &g_array_index(times, CrIcalTime, i);
    const CrIcalItem *future = future_at(overrides, time->instant);
    if (is_overridden(overrides, time))
      continue;
    if (future)
      emit_shifted(reader, future, time);
    else
      emit_occurrence(reader, item, time, time->instant);
  }
  g_clear_pointer(&reader->calls, free_calls);
  if (cut)
    tell_line(part->number, "the event recurs too often; only its first times were read", reader);
}

static gboolean
read_part(const CrPart *part, gpointer data) {
  Reader *reader = data;
  if (part->overrides) {
    read_override(reader, part);
  } else if (part->recurs) {
    g_array_append_val(reader->series, *part);
  } else {
    g_autoptr(CrIcalItem) item = read_item(reader, part);
    if (item)
      emit(reader, item->event);
  }
  return !reader->stopped;
}

/* --- All of it */

static void
relax(gpointer data) {
  Reader *reader = data;
  reader->context->relax(reader->data);
}

static CrDayWindow
day_window(const CrIcalContext *context) {
  CrDayWindow window = {G_MININT32, G_MAXINT32};
  if (context->from != CR_INSTANT_NONE)
    window.from = cr_zone_day(cr_zone_utc(), context->from) - MARGIN_DAYS;
  if (context->to != CR_INSTANT_NONE)
    window.to = cr_zone_day(cr_zone_utc(), context->to) + MARGIN_DAYS;
  return window;
}

static int
window_year(const CrIcalContext *context) {
  return context->from == CR_INSTANT_NONE ? DEFAULT_YEAR
                                          : cr_zone_wall(cr_zone_utc(), context->from).year;
}

gboolean
cr_ical_parse(const char *bytes, gsize length, const CrIcalContext *context, CrIcalEventFunc found,
              CrIcalProblemFunc problem, gpointer data, GError **error) {
  if (!cr_ical_ensure(error))
    return FALSE;
  g_autoptr(CrIcalZones) zones =
      cr_ical_zones_new(bytes, length, window_year(context), context->mine);
  g_autoptr(GArray) series = g_array_new(FALSE, FALSE, sizeof(CrPart));
  g_autoptr(GHashTable) overrides =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, overrides_free);
  g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = {.context = context,
                   .found = found,
                   .problem = problem,
                   .data = data,
                   .zones = zones,
                   .series = series,
                   .overrides = overrides,
                   .budget = CR_RULE_BUDGET(length),
                   .told = told};
  CrScanFuncs funcs = {read_part, tell_line, context->relax ? relax : NULL, &reader};
  gboolean any = cr_ical_scan(bytes, length, day_window(context), &funcs);
  for (guint i = 0; i < series->len && !reader.stopped; i++) {
    read_series(&reader, &g_array_index(series, CrPart, i));
    if (context->relax && i % SERIES_BETWEEN_RELAX == 0)
      context->relax(data);
  }
  tell_counts(&reader);
  if (!any)
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: this is no calendar",
                context->name ? context->name : "calendar");
  return any;
}
