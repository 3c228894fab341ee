/* Two applications that are the same one. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "playbook/match.h"
#include "playbook/pursuit.h"

#define MAX_ALIKE 5

static gboolean
merge(CrEngine *engine, int id, int other_id, const char *key, CrInstant now, GError **error) {
  g_autoptr(CrApplication) a = apps_load(engine, id, error);
  g_autoptr(CrApplication) other = a ? apps_load(engine, other_id, error) : NULL;
  if (other == NULL)
    return FALSE;
  g_autoptr(CrChange) whole = cr_change_new(), part = cr_change_new();
  g_autofree char *part_key = apps_part_key(key);
  whole->kind = CR_CHANGE_MERGE;
  whole->other = other_id;
  g_ptr_array_add(whole->parts, cr_application_copy(other));
  part->kind = CR_CHANGE_PART;
  part->other = id;
  return apps_take(engine, &other_id, part, now, "candidate", part_key, now, error) &&
         apps_take(engine, &id, whole, now, "candidate", key, now, error);
}

gboolean
cr_apps_merge(CrEngine *engine, int id, int other, const char *key, CrInstant now, GError **error) {
  g_autofree char *what = g_strdup_printf("merge:%d", other), *fact_key = NULL;
  if (id == other) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "an application is itself already");
    return FALSE;
  }
  return apps_begin_act(engine, id, what, key, now, &fact_key, error) &&
         cr_store_end(engine->store,
                      fact_key == NULL || merge(engine, id, other, fact_key, now, error), error);
}

static gboolean
is_alike(const CrApplication *a, const CrApplication *other) {
  const CrDetails *mine = &a->details, *theirs = &other->details;
  return other->id != a->id && !other->gone &&
         cr_match_company(mine->company, theirs->company) != CR_MATCH_NO &&
         (mine->role == NULL || theirs->role == NULL ||
          cr_match_role(mine->role, theirs->role) != CR_MATCH_NO);
}

json_t *
apps_alike(CrEngine *engine, const CrApplication *a, GError **error) {
  g_autofree char *word = cr_match_company_word(a->details.company);
  g_autoptr(GArray) ids =
      cr_store_find_applications(engine->store, CR_APPLICATION_BY_COMPANY, word, error);
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; ids && i < ids->len && json_array_size(list) < MAX_ALIKE; i++) {
    g_autoptr(GError) local = NULL;
    int id = g_array_index(ids, int, i);
    g_autoptr(CrApplication) other =
        id == a->id ? NULL : cr_store_load_application(engine->store, id, &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return NULL;
    }
    if (other == NULL || !is_alike(a, other))
      continue;
    g_autofree char *title = cr_application_title(&other->details);
    json_t *json = json_object();
    json_object_set_new(json, "id", json_integer(id));
    cr_json_put_string(json, "title", title);
    cr_json_put_string(json, "stage", cr_stage_names[other->stage]);
    json_array_append_new(list, json);
  }
  return ids ? json_incref(list) : NULL;
}
