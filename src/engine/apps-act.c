/* Changes asked for in words or as JSON. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "base/text.h"

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

static gboolean
read_when(const json_t *members, CrChange *change, GError **error) {
  const char *at = cr_json_string(members, "at");
  if (at == NULL)
    return TRUE;
  if (!cr_instant_parse(at, &change->when, error))
    return FALSE;
  if (change->when >= CR_INSTANT_MIN && change->when <= CR_INSTANT_MAX)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "%s is out of range", at);
  return FALSE;
}

static gboolean
read_members(const json_t *members, CrChange *change, GError **error) {
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
  return read_stage(members, change, error) && read_when(members, change, error);
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
cr_apps_act(CrEngine *engine, int id, const char *act, const json_t *members, CrInstant now,
            char **ret_undone, GError **error) {
  if (g_strcmp0(act, "undo") == 0)
    return cr_apps_undo(engine, id, now, ret_undone, error);
  if (g_strcmp0(act, "merge") == 0)
    return cr_apps_merge(engine, id, (int) CLAMP(cr_json_int(members, "other", 0), 0, G_MAXINT),
                         now, error);
  if (g_strcmp0(act, "accept") == 0 || g_strcmp0(act, "dismiss") == 0)
    return cr_apps_decide(engine, id, *act == 'a', now, error);
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
    return read_members(members, change, error) &&
           cr_apps_change(engine, &id, change, now, NULL, error);
  }
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "there are: move, edit, note, plan, wrote, link, unlink, forget, merge, accept, "
              "dismiss, undo");
  return FALSE;
}

gboolean
cr_apps_add(CrEngine *engine, const json_t *members, CrInstant now, int *ret_id,
            gboolean *ret_known, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  int id = 0;
  change->kind = CR_CHANGE_ADD;
  if (!read_members(members, change, error) ||
      !cr_apps_change(engine, &id, change, now, ret_known, error))
    return FALSE;
  *ret_id = id;
  return TRUE;
}
