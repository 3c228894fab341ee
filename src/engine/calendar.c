#include "engine/calendar.h"

#include "base/error.h"
#include "base/text.h"
#include "effect/caldav.h"
#include "engine/calendar-plan.h"
#include "engine/calendar-tag.h"
#include "engine/entry-merge.h"

#include <string.h>

/* How often an entry is read again when somebody else changes it at the same time. */
#define MAX_TURNS 3

/* One writing. The record is {"collection": URL, "entries": {UID: {"url", "etag", "sequence",
 * "text": the VEVENT as last written, "deleted": by the candidate}}}. The etag is kept while
 * nothing but ours stands there. */
typedef struct {
  CrStore *store;
  gint64 account;
  CrHttp *http;
  char *setting;
  json_t *record, *entries;
  CrInstant now;
  GCancellable *cancellable;
} Writing;

/* The record */

static gboolean
save(Writing *w, GError **error) {
  g_autofree char *text = cr_json_print(w->record);
  gboolean ok = cr_store_begin(w->store, w->account, TRUE, error) &&
                cr_store_set(w->store, w->setting, text, error);
  return cr_store_end(w->store, ok, error);
}

static gboolean
note_written(Writing *w, const CrEntry *entry, const char *url, const char *etag, int sequence,
             const char *text, GError **error) {
  json_t *known = json_object();
  cr_json_set_string(known, "url", url);
  cr_json_set_string(known, "etag", etag);
  cr_json_set_int(known, "sequence", sequence);
  cr_json_set_string(known, "text", text);
  json_object_set_new(w->entries, entry->uid, known);
  return save(w, error);
}

static gboolean
note_gone(Writing *w, const char *uid, GError **error) {
  json_object_del(w->entries, uid);
  return save(w, error);
}

static gboolean
note_deleted(Writing *w, const CrEntry *entry, const char *url, const char *text, GError **error) {
  json_t *known = json_object();
  cr_json_set_string(known, "url", url);
  cr_json_set_string(known, "text", text);
  cr_json_set_bool(known, "deleted", TRUE);
  json_object_set_new(w->entries, entry->uid, known);
  return save(w, error);
}

/* Entries */

static char *
event_text(const CrEntry *entry, CrInstant stamp, int sequence) {
  GString *text = g_string_new(NULL);
  cr_entry_append(text, entry, stamp, sequence);
  return g_string_free(text, FALSE);
}

static char *
object_text(const CrEntry *entry, CrInstant stamp, int sequence) {
  GString *text = g_string_new(NULL);
  cr_entry_append_begin(text);
  cr_entry_append(text, entry, stamp, sequence);
  cr_entry_append_end(text);
  return g_string_free(text, FALSE);
}

/* The server may say nothing of the etag, as it changed what it was given: then it is asked. */
static gboolean
ensure_etag(Writing *w, const char *url, char **etag, GError **error) {
  g_autofree char *text = NULL;
  CrCaldavResult result = CR_CALDAV_DONE;
  return *etag || cr_caldav_get(w->http, url, w->cancellable, &result, &text, etag, error);
}

static gboolean
put(Writing *w, const char *url, const char *text, const char *etag, CrCaldavResult *ret_result,
    char **ret_etag, GError **error) {
  return cr_caldav_put(w->http, url, text, etag, w->cancellable, ret_result, ret_etag, error) &&
         (*ret_result != CR_CALDAV_DONE || ensure_etag(w, url, ret_etag, error));
}

typedef enum { MERGE_AGAIN, MERGE_DONE, MERGE_GONE, MERGE_FOREIGN, MERGE_FAILED } MergeResult;

/* What stands there now, with what is new of ours in it. */
static MergeResult
merge_once(Writing *w, const char *uid, const char *url, const char *before, const char *after,
           char **ret_etag, GError **error) {
  g_autofree char *theirs = NULL, *etag = NULL;
  CrCaldavResult result;
  if (!cr_caldav_get(w->http, url, w->cancellable, &result, &theirs, &etag, error))
    return MERGE_FAILED;
  if (result == CR_CALDAV_GONE)
    return MERGE_GONE;
  if (!cr_text_find(theirs, "END:VCALENDAR")) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "an entry breaks off where it was read");
    return MERGE_FAILED;
  }
  g_autofree char *merged = etag ? cr_entry_merge(theirs, uid, before, after, w->now) : NULL;
  if (merged == NULL)
    return MERGE_FOREIGN;
  if (!put(w, url, merged, etag, &result, ret_etag, error))
    return MERGE_FAILED;
  if (!cr_entry_untouched(merged, uid, after)) /* so that it is never taken for ours alone */
    g_clear_pointer(ret_etag, g_free);
  return result == CR_CALDAV_DONE ? MERGE_DONE : MERGE_AGAIN;
}

static MergeResult
merge(Writing *w, const char *uid, const char *url, const char *before, const char *after,
      char **ret_etag, GError **error) {
  MergeResult result = MERGE_AGAIN;
  for (int turn = 0; result == MERGE_AGAIN && turn < MAX_TURNS; turn++)
    result = merge_once(w, uid, url, before, after, ret_etag, error);
  if (result != MERGE_AGAIN)
    return result;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the entry changes while it is written");
  return MERGE_FAILED;
}

/* After a crash ours may be there already: then it is taken over. */
static gboolean
create(Writing *w, const CrEntry *entry, const char *url, GError **error) {
  g_autofree char *text = object_text(entry, w->now, 0), *etag = NULL;
  g_autofree char *event = event_text(entry, CR_INSTANT_NONE, 0);
  CrCaldavResult result;
  if (!put(w, url, text, NULL, &result, &etag, error))
    return FALSE;
  if (result == CR_CALDAV_CHANGED) {
    switch (merge(w, entry->uid, url, NULL, event, &etag, error)) {
    case MERGE_DONE:
      result = CR_CALDAV_DONE;
      break;
    case MERGE_FAILED:
      return FALSE;
    case MERGE_AGAIN:
    case MERGE_GONE:
    case MERGE_FOREIGN:
      break;
    }
  }
  if (result != CR_CALDAV_DONE) {
    json_object_del(w->record, "collection"); /* it may be gone: it is looked for again */
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "an entry cannot be written to %s", url);
    return FALSE;
  }
  return note_written(w, entry, url, etag, 0, event, error);
}

static gboolean
says_another_time(const CrEntry *entry, const char *before) {
  g_autoptr(GString) start = g_string_new(NULL);
  cr_entry_append_instant(start, "DTSTART", entry->start);
  return before == NULL || strstr(before, start->str) == NULL;
}

static gboolean
update(Writing *w, const CrEntry *entry, const json_t *known, GError **error) {
  const char *before = cr_json_string(known, "text"), *known_etag = cr_json_string(known, "etag");
  g_autofree char *url = g_strdup(cr_json_string(known, "url"));
  g_autofree char *event = event_text(entry, CR_INSTANT_NONE, 0), *etag = NULL;
  int sequence = (int) cr_json_int(known, "sequence", 0) + 1;
  if (g_strcmp0(event, before) == 0)
    return TRUE;
  gboolean moved = says_another_time(entry, before);
  if (cr_json_bool(known, "deleted"))
    return moved ? create(w, entry, url, error) : note_deleted(w, entry, url, event, error);
  CrCaldavResult result = CR_CALDAV_CHANGED;
  g_autofree char *text = object_text(entry, w->now, sequence);
  if (known_etag && !put(w, url, text, known_etag, &result, &etag, error))
    return FALSE;
  if (result == CR_CALDAV_DONE)
    return note_written(w, entry, url, etag, sequence, event, error);
  switch (merge(w, entry->uid, url, before, event, &etag, error)) {
  case MERGE_DONE:
    return note_written(w, entry, url, etag, sequence, event, error);
  case MERGE_GONE:
    return moved ? create(w, entry, url, error) : note_deleted(w, entry, url, event, error);
  case MERGE_FOREIGN:
    return note_deleted(w, entry, url, event, error);
  case MERGE_AGAIN:
  case MERGE_FAILED:
    return FALSE;
  }
  return FALSE;
}

/* What was written last, with nothing new but that it is off. */
static char *
cancelled_text(const char *before) {
  const char *status = before ? strstr(before, "\nSTATUS:") : NULL;
  if (status == NULL)
    return NULL;
  g_autofree char *head = g_strndup(before, status + 1 - before);
  return g_strconcat(head, "STATUS:CANCELLED", strchr(status, '\r'), NULL);
}

/* An entry that the candidate edited is not thrown away: it is marked as cancelled, which frees its
 * time. A hold that they edited is theirs now. */
static gboolean
let_go_of_edited(Writing *w, const char *uid, const json_t *known, gboolean hold, GError **error) {
  const char *url = cr_json_string(known, "url"), *before = cr_json_string(known, "text");
  g_autofree char *theirs = NULL, *etag = NULL, *written = NULL;
  CrCaldavResult result;
  if (!cr_caldav_get(w->http, url, w->cancellable, &result, &theirs, &etag, error))
    return FALSE;
  if (result == CR_CALDAV_DONE && etag && cr_entry_untouched(theirs, uid, before))
    return cr_caldav_delete(w->http, url, etag, w->cancellable, &result, error);
  g_autofree char *cancelled = cancelled_text(before);
  return result == CR_CALDAV_GONE || hold || cancelled == NULL ||
         merge(w, uid, url, before, cancelled, &written, error) != MERGE_FAILED;
}

static gboolean
take_away(Writing *w, const char *uid, gboolean hold, GError **error) {
  const json_t *known = json_object_get(w->entries, uid);
  const char *url = cr_json_string(known, "url"), *etag = cr_json_string(known, "etag");
  CrCaldavResult result = CR_CALDAV_CHANGED;
  if (known == NULL)
    return TRUE;
  if (!cr_json_bool(known, "deleted")) {
    if (etag && !cr_caldav_delete(w->http, url, etag, w->cancellable, &result, error))
      return FALSE;
    if (result == CR_CALDAV_CHANGED && !let_go_of_edited(w, uid, known, hold, error))
      return FALSE;
  }
  return note_gone(w, uid, error);
}

/* All of it */

static char *
url_for(const Writing *w, const CrEntry *entry) {
  g_autofree char *name = g_strdelimit(g_strdup(entry->uid), "@", '-');
  return g_strconcat(cr_json_string(w->record, "collection"), name, ".ics", NULL);
}

static gboolean
carry_out(Writing *w, const CrPlanned *planned, GError **error) {
  const json_t *known = json_object_get(w->entries, planned->entry->uid);
  g_autofree char *url = url_for(w, planned->entry);
  switch (planned->want) {
  case CR_WANT_WRITTEN:
    return known ? update(w, planned->entry, known, error) : create(w, planned->entry, url, error);
  case CR_WANT_LEFT:
    return TRUE;
  case CR_WANT_GONE:
    return take_away(w, planned->entry->uid, planned->hold, error);
  }
  return FALSE;
}

static gboolean
is_planned(const GPtrArray *plan, const char *uid) {
  for (guint i = 0; i < plan->len; i++)
    if (strcmp(((CrPlanned *) plan->pdata[i])->entry->uid, uid) == 0)
      return TRUE;
  return FALSE;
}

/* Holds that are over go; calls of long ago are the candidate's. */
static gboolean
let_go(Writing *w, const char *uid, GError **error) {
  return g_str_has_prefix(uid, "hold-") ? take_away(w, uid, TRUE, error) : note_gone(w, uid, error);
}

/* One entry's trouble does not keep the others; the first is reported. */
static void
note_trouble(GError **first, GError *error) {
  if (error && *first == NULL)
    *first = error;
  else
    g_clear_error(&error);
}

static gboolean
carry_out_all(Writing *w, const GPtrArray *plan, GError **error) {
  g_autoptr(GPtrArray) over = g_ptr_array_new_with_free_func(g_free);
  GError *first = NULL;
  const char *uid;
  json_t *known;
  json_object_foreach(w->entries, uid, known) {
    if (!is_planned(plan, uid))
      g_ptr_array_add(over, g_strdup(uid));
  }
  for (guint i = 0; i < over->len; i++) {
    GError *local = NULL;
    let_go(w, over->pdata[i], &local);
    note_trouble(&first, local);
  }
  for (guint i = 0; i < plan->len; i++) {
    GError *local = NULL;
    carry_out(w, plan->pdata[i], &local);
    note_trouble(&first, local);
  }
  if (first)
    g_propagate_error(error, first);
  return first == NULL;
}

static gboolean
ensure_collection(Writing *w, const CrConnection *connection, GError **error) {
  if (cr_json_string(w->record, "collection"))
    return TRUE;
  g_autofree char *url = cr_caldav_find_writable(w->http, connection->url, w->cancellable, error);
  if (url == NULL)
    return FALSE;
  cr_json_set_string(w->record, "collection", url);
  return save(w, error);
}

/* What the store says, and what was written before. */
static GPtrArray *
load(Writing *w, const CrPolicy *policy, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *tag = cr_calendar_ensure_tag(w->store, w->account, error);
  if (tag == NULL || !cr_store_begin(w->store, w->account, FALSE, error))
    return NULL;
  g_autofree char *text = cr_store_get(w->store, w->setting, &local);
  g_autoptr(GPtrArray) plan =
      local ? NULL : cr_calendar_plan(w->store, policy, tag, w->now, &local);
  cr_store_rollback(w->store);
  if (plan == NULL) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  w->record = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  w->record = w->record ? w->record : json_object();
  w->entries = json_object_get(w->record, "entries");
  if (!json_is_object(w->entries)) {
    w->entries = json_object();
    json_object_set_new(w->record, "entries", w->entries);
  }
  return g_steal_pointer(&plan);
}

/* Most often there is nothing to do, and the server is left in peace. */
static gboolean
is_due(const Writing *w, const GPtrArray *plan) {
  const char *uid;
  json_t *known;
  json_object_foreach(w->entries, uid, known) {
    if (!is_planned(plan, uid))
      return TRUE;
  }
  for (guint i = 0; i < plan->len; i++) {
    const CrPlanned *planned = plan->pdata[i];
    known = json_object_get(w->entries, planned->entry->uid);
    g_autofree char *text = event_text(planned->entry, CR_INSTANT_NONE, 0);
    if ((planned->want == CR_WANT_GONE && known) ||
        (planned->want == CR_WANT_WRITTEN && g_strcmp0(cr_json_string(known, "text"), text) != 0))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_calendar_write(CrStore *store, gint64 account, const CrPolicy *policy,
                  const CrConnection *connection, const char *secret, CrInstant now,
                  GCancellable *cancellable, GError **error) {
  g_autoptr(CrHttp) http = cr_http_new(connection, secret);
  g_autofree char *setting = g_strconcat("calendar.", connection->name, NULL);
  Writing w = {.store = store,
               .account = account,
               .http = http,
               .setting = setting,
               .now = now,
               .cancellable = cancellable};
  g_autoptr(GPtrArray) plan = load(&w, policy, error);
  gboolean ok = plan != NULL;
  if (ok && is_due(&w, plan))
    ok = ensure_collection(&w, connection, error) && carry_out_all(&w, plan, error);
  json_decref(w.record);
  return ok;
}
