/* The candidate's days: calls, busy time, and the times that open letters offer. */
#include "engine/desk-private.h"

static CrInstant
midnight(CrDay day, const CrZone *zone) {
  CrWall wall = {0};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_zone_instant(zone, &wall);
}

static void
put_day(json_t *json, const char *key, CrDay day) {
  int year, month, date;
  cr_day_to_date(day, &year, &month, &date);
  g_autofree char *text = g_strdup_printf("%04d-%02d-%02d", year, month, date);
  cr_json_put_string(json, key, text);
}

static gboolean
is_midnight(CrInstant instant, const CrZone *zone) {
  CrWall wall = cr_zone_wall(zone, instant);
  return wall.hour == 0 && wall.minute == 0 && wall.second == 0;
}

static json_t *
view_busy(GPtrArray *rows, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < rows->len; i++) {
    const CrBusyRow *busy = rows->pdata[i];
    gboolean all_day = is_midnight(busy->span.start, mine) && is_midnight(busy->span.end, mine);
    json_t *json = json_object();
    cr_json_put_instant(json, "start", busy->span.start, mine);
    cr_json_put_instant(json, "end", busy->span.end, mine);
    cr_json_put_string(json, "title", busy->summary);
    json_object_set_new(json, "all_day", json_boolean(all_day));
    json_array_append_new(array, json);
  }
  return array;
}

/* What the last letter of each missed call offers, within the days. */
static json_t *
view_offered(CrDesk *desk, CrInstant from, CrInstant to, GError **error) {
  const CrZone *mine = cr_desk_zone(desk);
  g_autoptr(GPtrArray) open = cr_store_list_interviews(desk->store, CR_LIST_OPEN, CR_INSTANT_NONE,
                                                       CR_INSTANT_NONE, 256, error);
  if (open == NULL)
    return NULL;
  json_t *array = json_array();
  for (guint i = 0; i < open->len; i++) {
    const CrInterview *iv = open->pdata[i];
    g_autoptr(GPtrArray) offered = cr_state_offers_made(&iv->state);
    guint last = (guint) iv->state.offered_last;
    if (iv->state.phase != CR_PHASE_MISSED)
      continue;
    for (guint j = offered->len - MIN(offered->len, last); j < offered->len; j++) {
      const CrSlot *slot = offered->pdata[j];
      if (slot->start >= to || slot->end <= from)
        continue;
      json_t *json = json_object();
      cr_json_put_instant(json, "start", slot->start, mine);
      cr_json_put_instant(json, "end", slot->end, mine);
      json_object_set_new(json, "interview", json_integer(iv->id));
      json_array_append_new(array, json);
    }
  }
  return array;
}

static json_t *
view_calls(CrDesk *desk, GPtrArray *calls, CrInstant now) {
  json_t *array = json_array();
  for (guint i = 0; i < calls->len; i++)
    json_array_append_new(array, desk_view_interview(desk, calls->pdata[i], now));
  return array;
}

static json_t *
calendar_document(CrDesk *desk, CrDay from, CrDay to, CrInstant now, GError **error) {
  const CrZone *mine = cr_desk_zone(desk);
  const CrPolicy *policy = cr_engine_policy(desk->engine);
  CrInstant start = midnight(from, mine), end = midnight(to, mine);
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(desk->store, CR_LIST_ALL, start, end, 0, error);
  g_autoptr(GPtrArray) busy = calls ? cr_store_busy_rows(desk->store, start, end, error) : NULL;
  json_t *offered = busy ? view_offered(desk, start, end, error) : NULL;
  if (offered == NULL)
    return NULL;
  json_t *json = json_object();
  put_day(json, "from", from);
  put_day(json, "to", to);
  put_day(json, "today", cr_zone_day(mine, now));
  cr_json_put_string(json, "zone", cr_zone_id(mine));
  json_object_set_new(
      json, "hours",
      json_pack("{s:i,s:i}", "from_min", policy->hours_from_min, "to_min", policy->hours_to_min));
  json_object_set_new(json, "interviews", view_calls(desk, calls, now));
  json_object_set_new(json, "busy", view_busy(busy, mine));
  json_object_set_new(json, "offered", offered);
  return json;
}

json_t *
cr_desk_calendar(CrDesk *desk, CrDay from, CrDay to, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  json_t *json = calendar_document(desk, from, to, now, error);
  desk_end(desk);
  return json;
}
