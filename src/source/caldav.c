#include "source/source.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/zone.h"
#include "net/dav.h"

#include <string.h>

/* CalDAV (RFC 4791): each calendar by sync-collection (RFC 6578) where the server has it, else by a
 * listing of etags when its ctag changed; of a calendar that is too large for one answer, or too
 * slow, only what can matter now is asked for, in parts of the time as short as it takes. Days that
 * are not told even so are named, and asked for again at the next reading. What changed is fetched
 * in batches. The cursor is JSON:
 * {"full": when all was read last, "calendars": {URL: {"token"} or {"ctag", "etags": {key:
 * etag}} or {"parts": true}}}, the last where not all was told. A reading is one checkpoint: all
 * calendars or nothing. */

#define BATCH 50
/* Recurring events are followed only so far ahead, so that all of it is handed out again. */
#define FULL_USEC CR_DAY_USEC
/* Pages of one sync-collection; each holds at least one change. */
#define MAX_PAGES 1000

/* Some servers parse all events before they answer the first question (radicale 3: 12,000 in two
 * minutes): who gives up and asks again only adds to their work. A hosted account's reading must
 * not hold up others for so long. */
#define SILENT_SEC 900
#define TOLD_SEC 60
/* What it did not say of all it is to say of a part: by then it has parsed, or never will. */
#define PART_SILENT_SEC 120
/* A part no longer than this is not halved for want of time. */
#define SLOW_PART_USEC (16 * CR_DAY_USEC)
/* So many parts in a row that are not told: the server does not answer at all. */
#define MAX_UNTOLD 4

typedef struct {
  CrSource source;
  CrConnection *connection;
  CrHttp *http;
  char *home; /* found once, and again after an error */
  /* of one reading */
  const CrHttpPatience *patience; /* NULL: a hosted account's, which is short anyway */
  int untold_in_a_row;
  char *untold; /* the first that was left out as the server does not tell it, or NULL */
} CalDav;

/* One reading of one calendar. */
typedef struct {
  CalDav *dav;
  const CrDavItem *calendar;
  const CrSink *sink;
  GCancellable *cancellable;
  char *name; /* for the store */
  CrInstant now;
} Turn;

/* Fills *ret_answer, or leaves it NULL where the server answered something else. CR_ERROR_UNHEARD,
 * it takes longer than we or its gateway wait, and CR_ERROR_LIMIT: less is to be asked for at a
 * time. */
static gboolean
ask(const Turn *turn, const char *method, const char *depth, const char *body, int *ret_status,
    CrDavAnswer **ret_answer, GError **error) {
  CrHttp *http = turn->dav->http;
  if (!cr_dav_ask(http, method, turn->calendar->href, depth, body, turn->cancellable, ret_status,
                  NULL, ret_answer, error)) {
    if (!cr_http_ran_out(http) && error && g_error_matches(*error, CR_ERROR, CR_ERROR_UNHEARD))
      (*error)->code = CR_ERROR_FAILED; /* the connection broke */
    return FALSE;
  }
  if (*ret_status == 504)
    g_set_error(error, CR_ERROR, CR_ERROR_UNHEARD, "its gateway did not wait (it answered 504)");
  else if (*ret_status == 507) /* RFC 4791 §7.8: too many matches */
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "that is too much for it (it answered 507)");
  return *ret_status != 504 && *ret_status != 507;
}

static const char ask_etags[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>";

/* An object's path without its escapes, as servers differ in those from answer to answer; NULL of
 * what is no object of the calendar. */
static char *
key_of(const Turn *turn, const char *href) {
  g_autofree char *absolute = cr_http_resolve(turn->calendar->href, href);
  g_autoptr(GUri) uri = absolute ? g_uri_parse(absolute, G_URI_FLAGS_ENCODED, NULL) : NULL;
  g_autoptr(GUri) base = g_uri_parse(turn->calendar->href, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || base == NULL)
    return NULL;
  g_autofree char *path = g_uri_unescape_string(g_uri_get_path(uri), NULL);
  g_autofree char *folder = g_uri_unescape_string(g_uri_get_path(base), NULL);
  gboolean member = path && folder && g_str_has_prefix(path, folder) &&
                    !g_str_has_suffix(path, "/") && strcmp(path, folder) != 0 &&
                    g_utf8_validate(path, -1, NULL);
  return member ? g_steal_pointer(&path) : NULL;
}

static gboolean
deliver(const Turn *turn, const char *key, const char *bytes, GError **error) {
  g_autofree char *title = cr_text_line(turn->calendar->name, 60);
  const char *slash = key ? strrchr(key, '/') : NULL;
  g_autofree char *name =
      g_strdup_printf("calendar %s, %s: %s", turn->dav->connection->name,
                      title && *title ? title : "calendar", slash ? slash + 1 : "all");
  CrDelivery delivery = {.kind = CR_DELIVERY_CALENDAR,
                         .bytes = bytes,
                         .length = bytes ? strlen(bytes) : 0,
                         .name = name,
                         .calendar = turn->name,
                         .key = key};
  return turn->sink->take(&delivery, turn->sink->data, error);
}

/* To be asked for in smaller parts. */
static gboolean
is_too_much(const Turn *turn, const GError *error) {
  gboolean slow = g_error_matches(error, CR_ERROR, CR_ERROR_UNHEARD);
  if (slow && turn->dav->patience) {
    CrHttpPatience patience = *turn->dav->patience;
    patience.silent_sec = PART_SILENT_SEC;
    cr_http_set_patience(turn->dav->http, &patience);
  }
  return slow || g_error_matches(error, CR_ERROR, CR_ERROR_LIMIT);
}

static void
tell(const Turn *turn, const char *what, const GError *why) {
  g_autofree char *message = g_strdup_printf("%s: left out: %s", what, why->message);
  g_autofree char *line = cr_text_line(message, 400);
  if (turn->sink->problem)
    turn->sink->problem(line, turn->sink->data);
}

/* What is too much by itself is left out and named. FALSE with *error: all of it fails. */
static gboolean
leave_out(const Turn *turn, const char *what, GError *why, GError **error) {
  CalDav *dav = turn->dav;
  gboolean slow = g_error_matches(why, CR_ERROR, CR_ERROR_UNHEARD);
  if (slow && ++dav->untold_in_a_row >= MAX_UNTOLD) {
    g_propagate_error(error, g_error_copy(why));
    return FALSE;
  }
  tell(turn, what, why);
  if (slow && dav->untold == NULL)
    dav->untold = g_strdup(what);
  return TRUE;
}

/* Objects */

static char *
multiget_body(GPtrArray *hrefs, guint from, guint to) {
  GString *body = g_string_new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                               "<c:calendar-multiget xmlns:d=\"DAV:\""
                               " xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:getetag/>"
                               "<c:calendar-data/></d:prop>");
  for (guint i = from; i < to; i++) {
    g_autofree char *href = g_markup_escape_text(hrefs->pdata[i], -1);
    g_string_append_printf(body, "<d:href>%s</d:href>", href);
  }
  return g_string_free(g_string_append(body, "</c:calendar-multiget>"), FALSE);
}

static gboolean
unexpected(int status, const char *what, GError **error) {
  CrHttpReply reply = {.status = status};
  cr_http_set_status_error(&reply, what, error);
  return FALSE;
}

/* What was asked for and not given is gone, too: it went away in between. */
static gboolean
fetch_batch(const Turn *turn, GPtrArray *hrefs, guint from, guint to, GError **error) {
  g_autofree char *body = multiget_body(hrefs, from, to);
  g_autoptr(CrDavAnswer) answer = NULL;
  g_autoptr(GHashTable) missing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  int status = 0;
  if (!ask(turn, "REPORT", "0", body, &status, &answer, error))
    return FALSE;
  if (answer == NULL)
    return unexpected(status, "reading events", error);
  for (guint i = from; i < to; i++)
    g_hash_table_add(missing, key_of(turn, hrefs->pdata[i]));
  for (guint i = 0; i < answer->items->len; i++) {
    const CrDavItem *item = answer->items->pdata[i];
    g_autofree char *key = key_of(turn, item->href);
    if (key == NULL || !g_hash_table_contains(missing, key) || item->data == NULL)
      continue; /* of nothing that was not asked for */
    g_hash_table_remove(missing, key);
    if (!deliver(turn, key, item->data, error))
      return FALSE;
  }
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, missing);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (!deliver(turn, key, NULL, error))
      return FALSE;
  return TRUE;
}

/* As many at a time as go into one answer. */
static gboolean
fetch_range(const Turn *turn, GPtrArray *hrefs, guint from, guint to, GError **error) {
  g_autoptr(GError) local = NULL;
  guint middle = (from + to) / 2;
  if (fetch_batch(turn, hrefs, from, to, &local)) {
    turn->dav->untold_in_a_row = 0;
    return TRUE;
  }
  if (!is_too_much(turn, local)) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (to - from > 1)
    return fetch_range(turn, hrefs, from, middle, error) &&
           fetch_range(turn, hrefs, middle, to, error);
  return leave_out(turn, hrefs->pdata[from], local, error);
}

static gboolean
fetch(const Turn *turn, GPtrArray *hrefs, GError **error) {
  for (guint from = 0; from < hrefs->len; from += BATCH)
    if (!fetch_range(turn, hrefs, from, MIN(from + BATCH, hrefs->len), error))
      return FALSE;
  return TRUE;
}

/* By what can matter now */

/* Whole days and floating times are the candidate's own. */
#define MARGIN_USEC CR_DAY_USEC

static char *
time_range(CrInstant from, CrInstant to) {
  CrWall a = cr_zone_wall(cr_zone_utc(), from), b = cr_zone_wall(cr_zone_utc(), to);
  return g_strdup_printf("<c:time-range start=\"%04d%02d%02dT%02d%02d%02dZ\""
                         " end=\"%04d%02d%02dT%02d%02d%02dZ\"/>",
                         a.year, a.month, a.day, a.hour, a.minute, a.second, b.year, b.month, b.day,
                         b.hour, b.minute, b.second);
}

static char *
name_days(CrInstant from, CrInstant to) {
  CrWall a = cr_zone_wall(cr_zone_utc(), from), b = cr_zone_wall(cr_zone_utc(), to - 1);
  return g_strdup_printf("%04d-%02d-%02d to %04d-%02d-%02d", a.year, a.month, a.day, b.year,
                         b.month, b.day);
}

/* Adds the hrefs of the events that a condition of RFC 4791 §9.7 holds for to found, which are its
 * keys. */
static gboolean
query(const Turn *turn, const char *condition, GHashTable *found, int *ret_status, GError **error) {
  g_autofree char *body = g_strdup_printf(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<c:calendar-query xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\">"
      "<d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name=\"VCALENDAR\">"
      "<c:comp-filter name=\"VEVENT\">%s</c:comp-filter></c:comp-filter></c:filter>"
      "</c:calendar-query>",
      condition);
  g_autoptr(CrDavAnswer) answer = NULL;
  if (!ask(turn, "REPORT", "1", body, ret_status, &answer, error))
    return FALSE;
  for (guint i = 0; answer && i < answer->items->len; i++) {
    CrDavItem *item = answer->items->pdata[i];
    g_autofree char *key = key_of(turn, item->href);
    if (key && !item->collection && item->status != 404)
      g_hash_table_add(found, g_steal_pointer(&item->href));
  }
  return TRUE;
}

/* Each part of the time that holds too much for one answer, or takes too long, is asked for in
 * halves. */
static gboolean
query_time(const Turn *turn, CrInstant from, CrInstant to, GHashTable *found, GError **error) {
  g_autofree char *condition = time_range(from, to);
  g_autoptr(GError) local = NULL;
  CrInstant middle = from + (to - from) / 2;
  int status = 0;
  if (query(turn, condition, found, &status, &local)) {
    turn->dav->untold_in_a_row = 0;
    return status == 207 || unexpected(status, "listing the events of these months", error);
  }
  gboolean slow = g_error_matches(local, CR_ERROR, CR_ERROR_UNHEARD);
  if (is_too_much(turn, local) && to - from > (slow ? SLOW_PART_USEC : CR_DAY_USEC))
    return query_time(turn, from, middle, found, error) &&
           query_time(turn, middle, to, found, error);
  if (slow) {
    g_autofree char *days = name_days(from, to);
    return leave_out(turn, days, local, error);
  }
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* Some servers look at the first time of a series only. Others know no such question. */
static gboolean
query_series(const Turn *turn, GHashTable *found, GError **error) {
  static const char *const rules[] = {"<c:prop-filter name=\"RRULE\"/>",
                                      "<c:prop-filter name=\"RDATE\"/>"};
  int status;
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
    g_autoptr(GError) local = NULL;
    if (query(turn, rules[i], found, &status, &local))
      continue;
    if (!g_error_matches(local, CR_ERROR, CR_ERROR_UNHEARD)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    if (!leave_out(turn, "series that began long ago", local, error))
      return FALSE;
  }
  return TRUE;
}

/* What is asked for by token or ctag next time is what changed since these were listed. */
static gboolean
sync_by_window(const Turn *turn, json_t *ret_state, GError **error) {
  g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!query_time(turn, turn->now - CR_BUSY_BEFORE_USEC - MARGIN_USEC,
                  turn->now + CR_BUSY_AFTER_USEC + MARGIN_USEC, found, error) ||
      !query_series(turn, found, error))
    return FALSE;
  g_autoptr(GPtrArray) hrefs = g_ptr_array_new();
  GHashTableIter iter;
  gpointer href;
  g_hash_table_iter_init(&iter, found);
  while (g_hash_table_iter_next(&iter, &href, NULL))
    g_ptr_array_add(hrefs, href);
  if (!deliver(turn, NULL, NULL, error) || !fetch(turn, hrefs, error))
    return FALSE;
  if (turn->dav->untold) { /* of this calendar, or one before it: all is asked for again */
    json_object_set_new(ret_state, "parts", json_true());
    return TRUE;
  }
  cr_json_set_string(ret_state, "token", turn->calendar->sync_token);
  cr_json_set_string(ret_state, "ctag", turn->calendar->ctag);
  return TRUE;
}

/* By sync-collection */

typedef enum { SYNC_DONE, SYNC_REFUSED, SYNC_FAILED } SyncResult;

/* A page of changes since *token, which is moved on. */
static SyncResult
sync_page(const Turn *turn, char **token, gboolean *ret_more, GError **error) {
  g_autofree char *escaped = g_markup_escape_text(*token, -1);
  g_autofree char *body = g_strdup_printf(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:sync-collection xmlns:d=\"DAV:\">"
      "<d:sync-token>%s</d:sync-token><d:sync-level>1</d:sync-level>"
      "<d:prop><d:getetag/></d:prop></d:sync-collection>",
      escaped);
  g_autoptr(CrDavAnswer) answer = NULL;
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  int status = 0;
  *ret_more = FALSE;
  if (!ask(turn, "REPORT", "0", body, &status, &answer, error))
    return SYNC_FAILED;
  if (answer == NULL || answer->sync_token == NULL)
    return SYNC_REFUSED;
  for (guint i = 0; i < answer->items->len; i++) {
    CrDavItem *item = answer->items->pdata[i];
    g_autofree char *key = key_of(turn, item->href);
    if (key == NULL)
      *ret_more |= item->status == 507; /* RFC 6578 §3.6: there is more */
    else if (item->status != 404)
      g_ptr_array_add(changed, item->href);
    else if (!deliver(turn, key, NULL, error))
      return SYNC_FAILED;
  }
  if (!fetch(turn, changed, error))
    return SYNC_FAILED;
  *ret_more &= strcmp(*token, answer->sync_token) != 0;
  g_free(*token);
  *token = g_steal_pointer(&answer->sync_token);
  return SYNC_DONE;
}

static SyncResult
sync_from(const Turn *turn, const char *since, json_t *ret_state, GError **error) {
  g_autofree char *token = g_strdup(since);
  gboolean more = TRUE;
  for (int page = 0; more && page < MAX_PAGES; page++) {
    SyncResult result = sync_page(turn, &token, &more, error);
    if (result != SYNC_DONE)
      return result;
  }
  json_object_set_new(ret_state, "token", json_string(token));
  return SYNC_DONE;
}

/* By listing */

static GPtrArray *
list_changed(const Turn *turn, const CrDavAnswer *listing, const json_t *before, json_t *etags) {
  GPtrArray *changed = g_ptr_array_new();
  for (guint i = 0; i < listing->items->len; i++) {
    const CrDavItem *item = listing->items->pdata[i];
    g_autofree char *key = key_of(turn, item->href);
    if (key == NULL || item->collection || item->status == 404)
      continue;
    const char *known = cr_json_string(before, key);
    if (item->etag == NULL || g_strcmp0(known, item->etag) != 0)
      g_ptr_array_add(changed, item->href);
    json_object_set_new(etags, key, json_string(item->etag ? item->etag : ""));
  }
  return changed;
}

static gboolean
drop_vanished(const Turn *turn, json_t *before, const json_t *etags, GError **error) {
  const char *key;
  json_t *value;
  json_object_foreach(before, key, value) {
    if (json_object_get(etags, key) == NULL && !deliver(turn, key, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
sync_by_listing(const Turn *turn, json_t *before, json_t *ret_state, GError **error) {
  g_autoptr(CrDavAnswer) listing = NULL;
  g_autoptr(json_t) etags = json_object();
  int status = 0;
  if (!ask(turn, "PROPFIND", "1", ask_etags, &status, &listing, error))
    return FALSE;
  if (listing == NULL)
    return unexpected(status, "listing events", error);
  g_autoptr(GPtrArray) changed = list_changed(turn, listing, before, etags);
  if (!fetch(turn, changed, error) || !drop_vanished(turn, before, etags, error))
    return FALSE;
  cr_json_set_string(ret_state, "ctag", turn->calendar->ctag);
  json_object_set(ret_state, "etags", etags);
  return TRUE;
}

/* A calendar */

static gboolean
is_unchanged(const Turn *turn, const json_t *before) {
  const char *token = cr_json_string(before, "token"), *ctag = cr_json_string(before, "ctag");
  return (token && g_strcmp0(token, turn->calendar->sync_token) == 0) ||
         (token == NULL && ctag && g_strcmp0(ctag, turn->calendar->ctag) == 0);
}

/* A token that the server does not know any more is no error: all is read anew. */
static gboolean
sync_parts(const Turn *turn, json_t *before, json_t *ret_state, GError **error) {
  const char *token = cr_json_string(before, "token");
  if (before && is_unchanged(turn, before)) {
    json_object_update(ret_state, before);
    return TRUE;
  }
  if (token && turn->calendar->sync_token) {
    SyncResult result = sync_from(turn, token, ret_state, error);
    if (result != SYNC_REFUSED)
      return result == SYNC_DONE;
  }
  json_t *etags = token ? NULL : json_object_get(before, "etags");
  if (etags == NULL && !deliver(turn, NULL, NULL, error))
    return FALSE;
  if (etags == NULL && turn->calendar->sync_token) {
    SyncResult result = sync_from(turn, "", ret_state, error);
    if (result != SYNC_REFUSED)
      return result == SYNC_DONE;
  }
  return sync_by_listing(turn, etags, ret_state, error);
}

static gboolean
sync_calendar(const Turn *turn, json_t *before, json_t *ret_state, GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean parts = json_is_true(json_object_get(before, "parts"));
  if (!parts && sync_parts(turn, before, ret_state, &local))
    return TRUE;
  if (parts || is_too_much(turn, local)) {
    json_object_clear(ret_state);
    return sync_by_window(turn, ret_state, error);
  }
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static char *
name_of(const CalDav *dav, const char *url) {
  return g_strconcat(dav->connection->name, " ", url, NULL);
}

static gboolean
forget_calendars(CalDav *dav, json_t *before, const json_t *after, const CrSink *sink,
                 GError **error) {
  const char *url;
  json_t *value;
  json_object_foreach(before, url, value) {
    CrDavItem gone = {.href = (char *) url};
    g_autofree char *name = name_of(dav, url);
    Turn turn = {.dav = dav, .calendar = &gone, .sink = sink, .name = name};
    if (json_object_get(after, url) == NULL && !deliver(&turn, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
sync_all(CalDav *dav, GPtrArray *calendars, gboolean full, json_t *before, json_t *after,
         CrInstant now, const CrSink *sink, GCancellable *cancellable, GError **error) {
  for (guint i = 0; i < calendars->len; i++) {
    const CrDavItem *calendar = calendars->pdata[i];
    g_autofree char *name = name_of(dav, calendar->href);
    Turn turn = {dav, calendar, sink, cancellable, name, now};
    json_t *state = json_object();
    json_object_set_new(after, calendar->href, state);
    json_t *known = full ? NULL : json_object_get(before, calendar->href);
    if (!sync_calendar(&turn, known, state, error)) {
      g_autofree char *title = cr_text_line(calendar->name, 60);
      g_prefix_error(error, "calendar %s: ", title && *title ? title : calendar->href);
      return FALSE;
    }
  }
  return forget_calendars(dav, before, after, sink, error);
}

static GPtrArray *
list_calendars(CalDav *dav, GCancellable *cancellable, GError **error) {
  if (dav->home == NULL)
    dav->home = cr_dav_find_home(dav->http, dav->connection->url, cancellable, error);
  return dav->home ? cr_dav_list_calendars(dav->http, dav->home, cancellable, error) : NULL;
}

static void
tell_of_waiting(gpointer data) {
  const CrSink *sink = data;
  if (sink->problem)
    sink->problem("still reading: the server has said nothing for a minute, as it may at the first "
                  "reading of a large calendar",
                  sink->data);
}

static gboolean
caldav_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
            GCancellable *cancellable, GError **error) {
  CalDav *dav = (CalDav *) source;
  g_autoptr(json_t) old = cursor ? cr_json_parse(cursor, strlen(cursor), NULL) : NULL;
  json_t *before = json_object_get(old, "calendars");
  CrInstant read = cr_json_instant(old, "full");
  gboolean full = read == CR_INSTANT_NONE || now < read || now - read >= FULL_USEC;
  const CrHttpPatience patient = {SILENT_SEC, TOLD_SEC, tell_of_waiting, (gpointer) sink};
  dav->patience = dav->connection->public_only ? NULL : &patient;
  dav->untold_in_a_row = 0;
  g_clear_pointer(&dav->untold, g_free);
  cr_http_set_patience(dav->http, dav->patience);
  g_autoptr(GPtrArray) calendars = list_calendars(dav, cancellable, error);
  g_autoptr(json_t) state = json_object();
  g_autoptr(json_t) after = json_object();
  if (calendars == NULL ||
      !sync_all(dav, calendars, full, before, after, now, sink, cancellable, error)) {
    g_clear_pointer(&dav->home, g_free);
    return FALSE;
  }
  cr_json_set_instant(state, "full", full ? now : read);
  json_object_set(state, "calendars", after);
  g_autofree char *text = cr_json_print(state);
  gboolean news = dav->untold || g_strcmp0(text, cursor) != 0; /* what it told is told anew */
  if (news && !sink->checkpoint(text, sink->data, error))
    return FALSE;
  if (dav->untold)
    g_set_error(error, CR_ERROR, CR_ERROR_PARTLY,
                "not all of it was read, as the server does not answer in time: %s", dav->untold);
  return dav->untold == NULL;
}

static void
caldav_free(CrSource *source) {
  CalDav *dav = (CalDav *) source;
  cr_http_free(dav->http);
  cr_connection_free(dav->connection);
  g_free(dav->home);
  g_free(dav->untold);
  g_free(dav);
}

CrSource *
cr_caldav_source_new(const CrConnection *connection, const char *secret) {
  static const CrSourceClass class = {caldav_sync, NULL, caldav_free};
  CalDav *dav = g_new0(CalDav, 1);
  dav->source.class = &class;
  dav->connection = cr_connection_copy(connection);
  dav->http = cr_http_new(connection, secret);
  return &dav->source;
}
