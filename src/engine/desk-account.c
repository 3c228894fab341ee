/* Who the candidate is, the settings, and all that is kept. */
#include "engine/desk-private.h"

#include "base/error.h"
#include "engine/engine-private.h"
#include "store/audit.h"

#include <string.h>

static json_t *
view_profile(const CrProfile *profile) {
  json_t *json = json_object(), *emails = json_array();
  cr_json_put_string(json, "name", profile->name);
  for (char **email = profile->emails; email && *email; email++)
    json_array_append_new(emails, json_string(*email));
  json_object_set_new(json, "emails", emails);
  cr_json_put_string(json, "phone", profile->phone);
  cr_json_put_string(json, "zone", profile->zone);
  cr_json_put_string(json, "country", profile->country);
  return json;
}

json_t *
cr_desk_profile(CrDesk *desk, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  desk_end(desk);
  return view_profile(cr_engine_profile(desk->engine));
}

json_t *
cr_desk_set_profile(CrDesk *desk, const CrProfile *profile, CrInstant now, GError **error) {
  return cr_engine_set_account(desk->engine, profile, NULL, desk->actor, now, error)
             ? view_profile(profile)
             : NULL;
}

/* Minutes after midnight stand as one setting, as in profile.ini. */
static const struct {
  const char *name, *from, *to; /* of the setting, and of its parts */
  gsize from_offset, to_offset;
} spans[] = {
    {"hours", "hours_from_min", "hours_to_min", G_STRUCT_OFFSET(CrPolicy, hours_from_min),
     G_STRUCT_OFFSET(CrPolicy, hours_to_min)},
    {"quiet", "quiet_from_min", "quiet_to_min", G_STRUCT_OFFSET(CrPolicy, quiet_from_min),
     G_STRUCT_OFFSET(CrPolicy, quiet_to_min)},
};

static gboolean
is_part_of_span(const char *name) {
  for (gsize i = 0; i < G_N_ELEMENTS(spans); i++)
    if (strcmp(name, spans[i].from) == 0 || strcmp(name, spans[i].to) == 0)
      return TRUE;
  return FALSE;
}

static json_t *
view_policy(const CrPolicy *policy) {
  json_t *json = json_object();
  for (const CrField *field = cr_policy_record.fields; field->name; field++) {
    int value = G_STRUCT_MEMBER(int, policy, field->offset);
    if (!is_part_of_span(field->name))
      json_object_set_new(json, field->name,
                          field->type == CR_FIELD_BOOL ? json_boolean(value) : json_integer(value));
  }
  for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
    int from = G_STRUCT_MEMBER(int, policy, spans[i].from_offset);
    int to = G_STRUCT_MEMBER(int, policy, spans[i].to_offset);
    g_autofree char *text =
        g_strdup_printf("%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
    cr_json_put_string(json, spans[i].name, text);
  }
  return json;
}

json_t *
cr_desk_policy(CrDesk *desk, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  desk_end(desk);
  return view_policy(cr_engine_policy(desk->engine));
}

static gboolean
set_one(CrPolicy *policy, const char *name, const json_t *value, GError **error) {
  g_autofree char *text = NULL;
  if (json_is_string(value))
    text = g_strdup(json_string_value(value));
  else if (json_is_integer(value))
    text = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
  else if (json_is_boolean(value))
    text = g_strdup(json_is_true(value) ? "true" : "false");
  return cr_policy_set(policy, name, text ? text : "", error);
}

static gboolean
set_policy(CrPolicy *policy, const json_t *changes, GError **error) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *) changes, name, value) {
    if (!set_one(policy, name, value, error))
      return FALSE;
  }
  if (policy->grace_soft_min <= policy->grace_hard_min)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
              "grace_soft_min may not be longer than grace_hard_min");
  return FALSE;
}

json_t *
cr_desk_set_policy(CrDesk *desk, const json_t *changes, CrInstant now, GError **error) {
  if (!desk_begin(desk, TRUE, error))
    return NULL;
  g_autoptr(CrPolicy) policy = cr_policy_copy(cr_engine_policy(desk->engine));
  gboolean ok = set_policy(policy, changes, error) &&
                engine_save_account(desk->engine, NULL, policy, desk->actor, now, error);
  return cr_store_end(desk->store, ok, error) ? view_policy(policy) : NULL;
}

static json_t *
records(GPtrArray *values, const CrRecord *record) {
  json_t *array = json_array();
  for (guint i = 0; i < values->len; i++)
    json_array_append_new(array, cr_record_to_json(record, values->pdata[i]));
  return array;
}

/* Of the audit: who was let in to see it, when that was taken back, and who looked. */
static json_t *
view_access(const GPtrArray *deeds, const CrZone *zone) {
  static const CrDeedKind kinds[] = {CR_DEED_GRANTED, CR_DEED_REVOKED, CR_DEED_VIEWED};
  json_t *array = json_array();
  for (guint n = deeds->len; n > 0; n--)
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
      if (strcmp(((CrDeed *) deeds->pdata[n - 1])->action, cr_deed_name(kinds[i])) == 0)
        json_array_append_new(array, cr_deed_to_json(deeds->pdata[n - 1], zone));
  return array;
}

static json_t *
export_document(CrDesk *desk, GError **error) {
  CrStore *store = desk->store;
  g_autoptr(GPtrArray) interviews =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, error);
  g_autoptr(GPtrArray) facts = interviews ? cr_store_facts(store, -1, 0, error) : NULL;
  g_autoptr(GPtrArray) effects = facts ? cr_store_list_effects(store, 0, -1, error) : NULL;
  g_autoptr(GPtrArray) rows = effects ? cr_store_timeline(store, 0, 0, error) : NULL;
  g_autoptr(GPtrArray) deeds = rows ? cr_store_list_deeds(store, 0, 0, error) : NULL;
  if (deeds == NULL)
    return NULL;
  json_t *f = json_array();
  for (guint n = 0; n < facts->len; n++)
    json_array_append_new(f, cr_fact_to_json(facts->pdata[n]));
  return json_pack(
      "{s:s,s:i,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "format", "crickets-export", "version", 1, "profile",
      cr_record_to_json(&cr_profile_record, cr_engine_profile(desk->engine)), "policy",
      cr_record_to_json(&cr_policy_record, cr_engine_policy(desk->engine)), "interviews",
      records(interviews, &cr_interview_record), "facts", f, "outbox",
      records(effects, &cr_effect_record), "timeline", cr_public_timeline(rows, cr_desk_zone(desk)),
      "access", view_access(deeds, cr_desk_zone(desk)));
}

json_t *
cr_desk_export(CrDesk *desk, CrInstant now, GError **error) {
  if (!desk_begin(desk, TRUE, error))
    return NULL;
  g_autoptr(json_t) json = export_document(desk, error);
  gboolean ok = json &&
                cr_store_add_deed(desk->store, CR_DEED_EXPORTED, desk->actor, now, NULL, error) &&
                cr_store_seal_facts(desk->store, desk->actor, now, NULL, error);
  return cr_store_end(desk->store, ok, error) ? g_steal_pointer(&json) : NULL;
}
