#include "engine/desk-private.h"

#include "base/error.h"
#include "engine/connections.h"
#include "engine/engine-private.h"
#include "engine/pause.h"
#include "engine/status.h"
#include "playbook/slots.h"

#include <string.h>

/* The next so many by their timer are weighed, and the most urgent of them shown. */
#define LOOK_AT 48
#define SHOWN 6
/* How many times a letter could offer instead. */
#define CHOICE 12

static CrDesk *
open_personal(const char *uri, gint64 account, gboolean reads, GError **error) {
  g_autoptr(CrDesk) desk = g_new0(CrDesk, 1);
  desk->account = account;
  desk->load_file = cr_config_loader(uri);
  desk->store = reads ? cr_store_open_reader(uri, NULL, NULL, error) : cr_store_open(uri, error);
  desk->engine = desk->store ? cr_engine_new(desk->store, account, error) : NULL;
  return desk->engine ? g_steal_pointer(&desk) : NULL;
}

CrDesk *
cr_desk_open(const char *uri, gint64 account, GError **error) {
  return open_personal(uri, account, FALSE, error);
}

CrDesk *
cr_desk_open_unwritable(const char *uri, gint64 account, GError **error) {
  return open_personal(uri, account, TRUE, error);
}

CrDesk *
cr_desk_open_shared(const char *uri, CrTellLate late, gpointer data, GError **error) {
  g_autoptr(CrDesk) desk = g_new0(CrDesk, 1);
  desk->load_file = cr_config_loader(uri);
  desk->store = cr_store_open_until(uri, late, data, error);
  return desk->store && cr_store_check_shared(desk->store, error) ? g_steal_pointer(&desk) : NULL;
}

CrDesk *
cr_desk_open_reader(const char *uri, const char *primary, CrTellLate late, gpointer data,
                    GError **error) {
  g_autoptr(CrDesk) desk = g_new0(CrDesk, 1);
  desk->load_file = cr_config_loader(primary);
  desk->store = cr_store_open_reader(uri, late, data, error);
  return desk->store ? g_steal_pointer(&desk) : NULL;
}

void
cr_desk_turn_away(CrDesk *desk) {
  cr_store_release(desk->store);
  g_clear_pointer(&desk->engine, cr_engine_free);
  desk->account = 0;
  desk->actor = NULL;
}

gboolean
cr_desk_turn_to(CrDesk *desk, gint64 account, GError **error) {
  g_clear_pointer(&desk->engine, cr_engine_free);
  desk->account = account;
  desk->actor = NULL;
  desk->engine = cr_engine_new(desk->store, account, error);
  if (desk->engine)
    cr_engine_leave_outbox(desk->engine);
  return desk->engine != NULL;
}

void
cr_desk_free(CrDesk *desk) {
  if (desk == NULL)
    return;
  cr_engine_free(desk->engine);
  cr_store_free(desk->store);
  g_free(desk);
}

GPtrArray *
cr_desk_connections(CrDesk *desk, GError **error) {
  if (!cr_account_is_hosted(desk->account))
    return desk->load_file(error);
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  GPtrArray *list = cr_connections_load(desk->store, desk->account, error);
  desk_end(desk);
  return list;
}

const CrZone *
cr_desk_zone(const CrDesk *desk) {
  return cr_engine_zone(desk->engine);
}

CrManner
cr_desk_manner(const CrDesk *desk) {
  return cr_manner_of(cr_desk_zone(desk), cr_engine_profile(desk->engine)->country);
}

gboolean
desk_begin(CrDesk *desk, gboolean write, GError **error) {
  return engine_begin(desk->engine, write, error);
}

void
desk_end(CrDesk *desk) {
  cr_store_rollback(desk->store);
}

gboolean
cr_desk_catch_up(CrDesk *desk, CrInstant now, GError **error) {
  CrInstant due;
  return cr_engine_load_watched(desk->engine, now, error) &&
         cr_engine_next_due(desk->engine, &due, error) &&
         (due == CR_INSTANT_NONE || due > now || cr_engine_tick(desk->engine, now, error));
}

gboolean
cr_desk_version(CrDesk *desk, gint64 account, gint64 *ret_version, GError **error) {
  if (!cr_store_begin(desk->store, account, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_version(desk->store, ret_version, error);
  cr_store_rollback(desk->store);
  return ok;
}

gboolean
cr_desk_state(CrDesk *desk, gint64 *ret_version, CrInstant *ret_due, GError **error) {
  int id = 0;
  CrInstant due = CR_INSTANT_NONE;
  gint64 version = 0;
  if (!cr_store_begin(desk->store, desk->account, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_version(desk->store, &version, error) &&
                cr_store_next_due(desk->store, &id, &due, error);
  desk_end(desk);
  if (!ok)
    return FALSE;
  *ret_version = version;
  *ret_due = id ? due : CR_INSTANT_NONE;
  return TRUE;
}

CrInterview *
desk_load_interview(CrDesk *desk, int id, GError **error) {
  g_autoptr(GError) local = NULL;
  CrInterview *iv = id > 0 ? cr_store_load_interview(desk->store, id, &local) : NULL;
  if (iv == NULL && local == NULL && id > 0)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND,
                "there is no call %d; the list shows which there are", id);
  else if (iv == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "a call is named by its number in the list");
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return iv;
}

CrInterview *
cr_desk_interview(CrDesk *desk, int id, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  CrInterview *iv = desk_load_interview(desk, id, error);
  desk_end(desk);
  return iv;
}

/* With one exchange, what is wanted whatever comes first. */
void
cr_desk_ask_now(CrStore *store, gint64 account) {
  cr_store_ask_ahead(store, TRUE);
  g_autoptr(GPtrArray) none = cr_store_list_urgent(store, LOOK_AT, NULL);
  g_free(cr_pause_why(store, NULL));
  g_autoptr(GPtrArray) nor_these = cr_connections_load(store, account, NULL);
  cr_store_ask_ahead(store, FALSE);
}

/* A letter is shown once the call has not come, and never after it is settled. */
static gboolean
has_letter(const CrInterview *iv) {
  return iv->state.phase == CR_PHASE_WAITING || iv->state.phase == CR_PHASE_MISSED;
}

/* And with another what each of these is shown with. */
static void
ask_views(CrDesk *desk, const GPtrArray *urgent, CrInstant now) {
  const CrInterview *first = urgent->len ? urgent->pdata[0] : NULL;
  if (first && has_letter(first))
    engine_ask_slots(desk->engine, first, now);
  cr_store_ask_ahead(desk->store, TRUE);
  if (first && has_letter(first))
    desk_ask_letter(desk, first);
  for (guint i = 0; i < urgent->len; i++) {
    g_free(cr_desk_advice(desk, urgent->pdata[i]));
    g_free(engine_last_act(desk->store, urgent->pdata[i]));
  }
  cr_store_ask_ahead(desk->store, FALSE);
}

static GPtrArray *
list_urgent(CrDesk *desk, CrInstant now, GError **error) {
  GPtrArray *urgent = cr_store_list_urgent(desk->store, LOOK_AT, error);
  if (urgent == NULL)
    return NULL;
  engine_sort_urgent(urgent, now);
  if (urgent->len > SHOWN)
    g_ptr_array_set_size(urgent, SHOWN);
  return urgent;
}

GPtrArray *
cr_desk_urgent(CrDesk *desk, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  GPtrArray *urgent = list_urgent(desk, now, error);
  desk_end(desk);
  return urgent;
}

static json_t *
profile_in_short(const CrProfile *profile) {
  json_t *json = json_object();
  cr_json_put_string(json, "name", profile->name);
  json_object_set_new(json, "complete",
                      json_boolean(profile->name && profile->emails && profile->emails[0] &&
                                   profile->phone && profile->zone));
  return json;
}

static json_t *
now_document(CrDesk *desk, GPtrArray *urgent, CrInstant now, GError **error) {
  const CrZone *mine = cr_desk_zone(desk);
  const CrInterview *first = urgent->len ? urgent->pdata[0] : NULL;
  g_autoptr(json_t) json = json_object();
  g_autofree char *advice = first ? cr_desk_advice(desk, first) : NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *paused = cr_pause_why(desk->store, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  json_t *others = json_array();
  json_object_set_new(json, "interview",
                      first ? desk_view_interview(desk, first, now) : json_null());
  cr_json_put_string(json, "advice", advice);
  cr_json_put_string(json, "paused", paused);
  for (guint i = 1; i < urgent->len; i++)
    json_array_append_new(others, desk_view_interview(desk, urgent->pdata[i], now));
  json_object_set_new(json, "others", others);
  cr_json_put_instant(json, "now", now, mine);
  cr_json_put_string(json, "zone", cr_zone_id(mine));
  cr_json_put_string(json, "short", cr_zone_abbreviation(mine, now));
  CrManner manner = cr_desk_manner(desk);
  json_object_set_new(json, "clock", json_integer(manner.twelve_hours ? 12 : 24));
  json_object_set_new(json, "month_first", json_boolean(manner.month_first));
  json_object_set_new(json, "profile", profile_in_short(cr_engine_profile(desk->engine)));
  json_object_set_new(json, "autopilot", json_boolean(cr_engine_policy(desk->engine)->autopilot));
  json_object_set_new(json, "voicemail",
                      first ? desk_view_voicemail(desk, first, now) : json_null());
  json_t *letter = json_null(), *choice = json_array();
  json_object_set_new(json, "letter", letter);
  json_object_set_new(json, "slots", choice);
  if (first == NULL || !has_letter(first))
    return g_steal_pointer(&json);
  g_autoptr(CrEffect) effect = desk_compose(desk, first, now, error);
  GPtrArray *slots = effect ? engine_find_slots(desk->engine, first, CHOICE, now, error) : NULL;
  if (slots == NULL)
    return NULL;
  json_object_set_new(json, "letter", desk_view_letter_document(desk, effect, first, now));
  json_object_set_new(json, "slots", desk_view_slots(desk, slots, first));
  cr_slots_free(slots);
  return g_steal_pointer(&json);
}

json_t *
cr_desk_now(CrDesk *desk, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  cr_desk_ask_now(desk->store, desk->account);
  g_autoptr(GPtrArray) urgent = list_urgent(desk, now, error);
  if (urgent)
    ask_views(desk, urgent, now);
  json_t *json = urgent ? now_document(desk, urgent, now, error) : NULL;
  desk_end(desk);
  return json;
}

GPtrArray *
cr_desk_interviews(CrDesk *desk, CrListWhich which, CrInstant from, CrInstant to, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  GPtrArray *list = cr_store_list_interviews(desk->store, which, from, to, 0, error);
  desk_end(desk);
  return list;
}

/* A cursor is START.ID of the last interview shown. */
static gboolean
read_cursor(const char *cursor, CrInstant *ret_start, int *ret_id, GError **error) {
  g_auto(GStrv) parts = g_strsplit(cursor, ".", 3);
  gint64 start, id;
  if (g_strv_length(parts) != 2 ||
      !g_ascii_string_to_signed(parts[0], 10, CR_INSTANT_MIN, CR_INSTANT_MAX, &start, NULL) ||
      !g_ascii_string_to_signed(parts[1], 10, 1, G_MAXINT, &id, NULL)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "after is not the cursor of a page");
    return FALSE;
  }
  *ret_start = start;
  *ret_id = (int) id;
  return TRUE;
}

static json_t *
list_document(CrDesk *desk, GPtrArray *list, guint limit, gboolean rows, CrInstant now) {
  json_t *array = json_array(), *json = json_object();
  guint shown = limit ? MIN(limit, list->len) : list->len;
  for (guint i = 0; i < shown; i++)
    json_array_append_new(array, rows ? desk_view_row(desk, list->pdata[i])
                                      : desk_view_interview(desk, list->pdata[i], now));
  json_object_set_new(json, "interviews", array);
  const CrInterview *last = shown < list->len ? list->pdata[shown - 1] : NULL;
  g_autofree char *next =
      last ? g_strdup_printf("%" G_GINT64_FORMAT ".%d", last->start, last->id) : NULL;
  cr_json_put_string(json, "next", next);
  return json;
}

json_t *
cr_desk_list(CrDesk *desk, CrListWhich which, CrInstant from, CrInstant to, guint limit,
             const char *after, gboolean rows, CrInstant now, GError **error) {
  int id = 0;
  if (after && !read_cursor(after, &from, &id, error))
    return NULL;
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) list =
      cr_store_page_interviews(desk->store, which, from, id, to, limit ? limit + 1 : 0, error);
  json_t *json = list ? list_document(desk, list, limit, rows, now) : NULL;
  desk_end(desk);
  return json;
}

#define SHOWN_LINES 500

GPtrArray *
cr_desk_lines(CrDesk *desk, int interview, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  GPtrArray *rows = cr_store_timeline(desk->store, interview, SHOWN_LINES, error);
  desk_end(desk);
  return rows;
}

static json_t *
show_document(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_timeline(desk->store, iv->id, SHOWN_LINES, error);
  g_autoptr(GPtrArray) effects =
      rows ? cr_store_list_effects(desk->store, iv->id, -1, error) : NULL;
  if (effects == NULL)
    return NULL;
  json_t *outbox = json_array();
  for (guint i = 0; i < effects->len; i++)
    json_array_append_new(outbox, desk_view_letter(desk, effects->pdata[i], iv));
  return json_pack("{s:o,s:o,s:o}", "interview", desk_view_interview(desk, iv, now), "timeline",
                   desk_view_timeline(desk, rows), "outbox", outbox);
}

json_t *
cr_desk_show(CrDesk *desk, int id, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(CrInterview) iv = desk_load_interview(desk, id, error);
  json_t *json = iv ? show_document(desk, iv, now, error) : NULL;
  desk_end(desk);
  return json;
}

json_t *
cr_desk_why(CrDesk *desk, int id, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(CrInterview) iv = desk_load_interview(desk, id, error);
  json_t *json = iv ? desk_view_diagnosis(desk, iv, now) : NULL;
  desk_end(desk);
  return json;
}

/* Of one calendar: why its busy time is not all known, or NULL. */
static const char *
why_unread(const CrConnection *c, const CrStatus *status) {
  gboolean calendar = c->kind == CR_CONNECTION_CALDAV || c->kind == CR_CONNECTION_ICS;
  if (!calendar || (status->failures == 0 && status->last_ok != CR_INSTANT_NONE))
    return NULL;
  return status->last_error ? status->last_error : "it was not read yet";
}

static json_t *
view_unread(CrDesk *desk, const GPtrArray *connections, GError **error) {
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; connections && i < connections->len; i++) {
    const CrConnection *c = connections->pdata[i];
    g_autoptr(CrStatus) status = cr_status_load(desk->store, CR_STATUS_READING, c->name, error);
    if (status == NULL)
      return NULL;
    const char *why = why_unread(c, status);
    if (why)
      json_array_append_new(list, json_pack("{s:s, s:s}", "calendar", c->name, "why", why));
  }
  return g_steal_pointer(&list);
}

json_t *
cr_desk_slots(CrDesk *desk, int id, int count, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, NULL);
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(CrInterview) iv = id ? desk_load_interview(desk, id, error) : NULL;
  GPtrArray *slots =
      id && iv == NULL ? NULL : engine_find_slots(desk->engine, iv, count, now, error);
  json_t *unread = slots ? view_unread(desk, connections, error) : NULL;
  json_t *json =
      unread ? json_pack("{s:o, s:o}", "slots", desk_view_slots(desk, slots, iv), "unread", unread)
             : NULL;
  cr_slots_free(slots);
  desk_end(desk);
  return json;
}

json_t *
cr_desk_timeline(CrDesk *desk, gint64 after, int interview, guint limit, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) rows = after < 0 ? cr_store_timeline(desk->store, interview, limit, error)
                                        : cr_store_lines_after(desk->store, after, limit, error);
  json_t *json = NULL;
  if (rows) {
    const CrTimelineRow *last = rows->len && rows->len == limit ? rows->pdata[rows->len - 1] : NULL;
    for (guint i = rows->len; after >= 0 && interview && i > 0; i--)
      if (((CrTimelineRow *) rows->pdata[i - 1])->interview != interview)
        g_ptr_array_remove_index(rows, i - 1);
    json = json_pack("{s:o,s:o}", "next", after >= 0 && last ? json_integer(last->id) : json_null(),
                     "timeline", desk_view_timeline(desk, rows));
  }
  desk_end(desk);
  return json;
}
