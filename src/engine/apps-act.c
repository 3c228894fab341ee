/* Changes asked for in words or as JSON. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static gboolean
read_stage(const json_t *members, CrChange *change, GError **error) {
  const char *stage = cr_json_string(members, "stage"), *reason = cr_json_string(members, "reason");
  const char *said = reason && (stage == NULL || strcmp(stage, "closed") == 0) ? reason : stage;
  if (said == NULL || cr_stage_read(said, &change->stage, &change->reason))
    return TRUE;
  g_set_error(
      error, CR_ERROR, CR_ERROR_USAGE,
      "\"%.40s\" is no stage: saved, applied, screen, interview, offer, accepted, rejected, "
      "filled, no-answer, withdrawn or declined",
      said);
  return FALSE;
}

/* Days from today on to that weekday, 1 to 7, or with back to the last one, 0 to -6; back where it
 * is none. */
static gboolean
read_weekday(const char *text, CrDay today, gboolean back, int *ret_days) {
  for (int weekday = 0; weekday < 7; weekday++) {
    const char *name = cr_weekday_name(weekday);
    if (g_ascii_strcasecmp(text, name) != 0 &&
        (strlen(text) != 3 || g_ascii_strncasecmp(text, name, 3) != 0))
      continue;
    int ahead = (weekday - (int) cr_day_weekday(today) + 6) % 7 + 1;
    *ret_days = back ? ahead - 7 : ahead;
    return TRUE;
  }
  return FALSE;
}

/* A day: "2026-11-27", "today", "tomorrow", "Friday", "+3" (days). */
static gboolean
read_day(const char *text, CrDay today, gboolean back, CrDay *ret_day) {
  int year, month, day, days = -1, used = 0;
  if (strcmp(text, "today") == 0)
    days = 0;
  else if (strcmp(text, "tomorrow") == 0)
    days = 1;
  else if (read_weekday(text, today, back, &days)) {
    *ret_day = today + days;
    return TRUE;
  } else if (sscanf(text, "+%4d%n", &days, &used) != 1 || text[used])
    days = -1;
  if (days >= 0) {
    *ret_day = today + days;
    return TRUE;
  }
  if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used] ||
      !cr_date_valid(year, month, day))
    return FALSE;
  *ret_day = cr_day_from_date(year, month, day);
  return TRUE;
}

/* What is planned for a day is due in its morning; what happened on it happened by now. */
static CrInstant
instant_of(CrDay day, const CrChange *change, const CrEngine *engine, CrInstant now) {
  const CrZone *zone = cr_engine_zone(engine);
  CrWall wall = {.hour = 9};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  CrInstant at = cr_zone_instant(zone, &wall);
  return change->kind != CR_CHANGE_PLAN && at > now && day == cr_zone_day(zone, now) ? now : at;
}

static gboolean
read_when(const json_t *members, CrChange *change, const CrEngine *engine, CrInstant now,
          GError **error) {
  const char *at = cr_json_string(members, "at");
  CrDay day, today = cr_zone_day(cr_engine_zone(engine), now);
  if (at == NULL)
    return TRUE;
  if (read_day(at, today, change->kind != CR_CHANGE_PLAN, &day))
    change->when = instant_of(day, change, engine, now);
  else if (!cr_instant_parse(at, &change->when, NULL)) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "\"%.40s\" is no day: say 2026-11-27, today, tomorrow, friday or +3 (days), or an "
                "instant such as 2026-11-24T14:00:00-05:00",
                at);
    return FALSE;
  }
  if (change->when >= CR_INSTANT_MIN && change->when <= CR_INSTANT_MAX)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "%s is out of range", at);
  return FALSE;
}

static gboolean
read_members(const json_t *members, CrChange *change, const CrEngine *engine, CrInstant now,
             GError **error) {
  if (members == NULL)
    return TRUE;
  CrDetails *details = cr_record_from_json(&cr_details_record, members, error);
  if (details == NULL)
    return FALSE;
  cr_record_assign(&cr_details_record, &change->details, details);
  cr_details_free(details);
  const json_t *contact = json_object_get(members, "contact");
  if (contact) {
    CrContact *read = cr_record_from_json(&cr_contact_record, contact, error);
    if (read == NULL)
      return FALSE;
    cr_record_assign(&cr_contact_record, &change->contact, read);
    cr_contact_free(read);
  }
  change->text = g_strdup(cr_json_string(members, "text"));
  change->interview = (int) CLAMP(cr_json_int(members, "interview", 0), 0, G_MAXINT);
  return read_stage(members, change, error) && read_when(members, change, engine, now, error);
}

/* A detail that is there and empty is emptied. */
static void
clear_empty(const json_t *members, GStrvBuilder *names) {
  for (const CrField *field = cr_details_record.fields; field->name; field++) {
    const json_t *value = json_object_get(members, field->name);
    if (json_is_null(value) || (json_is_string(value) && *json_string_value(value) == '\0'))
      g_strv_builder_add(names, field->name);
  }
}

static void
read_clears(const json_t *members, CrChange *change, const char *thing) {
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  if (thing)
    g_strv_builder_add(names, thing);
  else
    clear_empty(members, names);
  g_auto(GStrv) clears = g_strv_builder_end(names);
  if (clears[0])
    change->clears = g_steal_pointer(&clears);
}

static const struct {
  const char *name;
  CrChangeKind kind;
  const char *needs; /* a member that must be there, or NULL */
  const char *drops; /* what of it goes, or NULL */
} acts[] = {
    {"move", CR_CHANGE_MOVE, "stage", NULL},
    {"edit", CR_CHANGE_EDIT, NULL, NULL},
    {"note", CR_CHANGE_NOTE, "text", NULL},
    {"plan", CR_CHANGE_PLAN, NULL, NULL},
    {"wrote", CR_CHANGE_WROTE, NULL, NULL},
    {"link", CR_CHANGE_LINK, "interview", NULL},
    {"unlink", CR_CHANGE_EDIT, "interview", "interview"},
    {"forget", CR_CHANGE_EDIT, "contact", "contact"},
};

gboolean
cr_apps_act(CrEngine *engine, int id, const char *act, const json_t *members, const char *key,
            CrInstant now, char **ret_undone, GError **error) {
  if (g_strcmp0(act, "undo") == 0)
    return cr_apps_undo(engine, id, key, now, ret_undone, error);
  if (g_strcmp0(act, "merge") == 0)
    return cr_apps_merge(engine, id, (int) CLAMP(cr_json_int(members, "other", 0), 0, G_MAXINT),
                         key, now, error);
  if (g_strcmp0(act, "accept") == 0 || g_strcmp0(act, "dismiss") == 0)
    return cr_apps_decide(engine, id, *act == 'a', key, now, error);
  for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
    if (g_strcmp0(act, acts[i].name) != 0)
      continue;
    g_autoptr(CrChange) change = cr_change_new();
    change->kind = acts[i].kind;
    if (acts[i].needs && json_object_get(members, acts[i].needs) == NULL &&
        !(change->kind == CR_CHANGE_MOVE && json_object_get(members, "reason"))) {
      g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "%s needs \"%s\"", act, acts[i].needs);
      return FALSE;
    }
    if (change->kind == CR_CHANGE_EDIT)
      read_clears(members, change, acts[i].drops);
    return read_members(members, change, engine, now, error) &&
           cr_apps_change(engine, &id, change, key, now, NULL, error);
  }
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "there are: move, edit, note, plan, wrote, link, unlink, forget, merge, accept, "
              "dismiss, undo");
  return FALSE;
}

gboolean
cr_apps_add(CrEngine *engine, const json_t *members, const char *key, CrInstant now, int *ret_id,
            gboolean *ret_known, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  int id = 0;
  change->kind = CR_CHANGE_ADD;
  if (!read_members(members, change, engine, now, error) ||
      !cr_apps_change(engine, &id, change, key, now, ret_known, error))
    return FALSE;
  *ret_id = id;
  return TRUE;
}
