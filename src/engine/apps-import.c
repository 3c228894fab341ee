/* Applications that another program or a spreadsheet kept. */
#include "engine/apps-private.h"

#include "playbook/match.h"

/* The same row again has the same key, whatever file it comes in. */
static char *
key_of(const CrApplication *a) {
  g_autofree char *url = cr_match_url(a->details.url);
  g_autofree char *seed =
      g_strdup_printf("%s\n%s\n%s\n%" G_GINT64_FORMAT, a->details.company ? a->details.company : "",
                      a->details.role ? a->details.role : "", url ? url : "", a->reached.applied);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
  digest[32] = '\0';
  return g_strconcat("app:import:", digest, NULL);
}

static CrStage
first_stage(const CrApplication *a) {
  for (int stage = CR_STAGE_SAVED; stage < CR_N_STAGES; stage++)
    if (cr_reached_at(&a->reached, (CrStage) stage) != CR_INSTANT_NONE)
      return (CrStage) stage;
  return a->stage;
}

static CrChange *
added(const CrApplication *a) {
  CrChange *change = cr_change_new();
  change->kind = CR_CHANGE_ADD;
  change->stage = first_stage(a);
  change->reason = change->stage == CR_STAGE_CLOSED ? a->reason : CR_CLOSE_NONE;
  change->when = cr_reached_at(&a->reached, change->stage);
  cr_record_assign(&cr_details_record, &change->details, &a->details);
  if (a->contacts->len)
    cr_record_assign(&cr_contact_record, &change->contact, a->contacts->pdata[0]);
  for (guint i = 0; i < a->extras->len; i++)
    g_ptr_array_add(change->extras, cr_extra_copy(a->extras->pdata[i]));
  return change;
}

static gboolean
take_next(CrEngine *engine, int id, CrChange *change, const char *key, int *number,
          const char *source, CrInstant now, GError **error) {
  g_autofree char *own = g_strdup_printf("%s:%d", key, ++*number);
  return apps_take(engine, &id, change, now, source, own, now, error);
}

static gboolean
move_on(CrEngine *engine, int id, const CrApplication *a, CrStage stage, const char *key,
        int *number, const char *source, CrInstant now, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  change->kind = CR_CHANGE_MOVE;
  change->stage = stage;
  change->reason = a->reason;
  change->when = cr_reached_at(&a->reached, stage);
  return take_next(engine, id, change, key, number, source, now, error);
}

/* Its history, stage after stage, and then where it stands. */
static gboolean
take_history(CrEngine *engine, int id, const CrApplication *a, const char *key, const char *source,
             CrInstant now, GError **error) {
  int number = 0;
  CrStage at = first_stage(a);
  for (int stage = (int) at + 1; stage < CR_N_STAGES; stage++) {
    if (cr_reached_at(&a->reached, (CrStage) stage) == CR_INSTANT_NONE)
      continue;
    at = (CrStage) stage;
    if (!move_on(engine, id, a, at, key, &number, source, now, error))
      return FALSE;
  }
  if (at != a->stage && !move_on(engine, id, a, a->stage, key, &number, source, now, error))
    return FALSE;
  for (guint i = 1; i < a->contacts->len; i++) {
    g_autoptr(CrChange) change = cr_change_new();
    change->kind = CR_CHANGE_EDIT;
    cr_record_assign(&cr_contact_record, &change->contact, a->contacts->pdata[i]);
    if (!take_next(engine, id, change, key, &number, source, now, error))
      return FALSE;
  }
  if (a->next == NULL)
    return TRUE;
  g_autoptr(CrChange) plan = cr_change_new();
  plan->kind = CR_CHANGE_PLAN;
  plan->text = g_strdup(a->next);
  plan->when = a->next_at;
  return take_next(engine, id, plan, key, &number, source, now, error);
}

static gboolean
take_one(CrEngine *engine, const CrApplication *a, const char *source, CrInstant now,
         CrTakenApps *taken, GError **error) {
  g_autofree char *key = key_of(a);
  int id = 0;
  if (!apps_find_same(engine, &a->details, &id, error))
    return FALSE;
  gboolean known = id != 0;
  if (!known) {
    g_autoptr(CrChange) change = added(a);
    if (!apps_take(engine, &id, change, now, source, key, now, error) ||
        (id && !take_history(engine, id, a, key, source, now, error)))
      return FALSE;
    known = id == 0;
  }
  taken->added += !known;
  taken->known += known;
  g_array_append_val(taken->ids, id); /* 0: it was taken back by the candidate */
  return TRUE;
}

gboolean
cr_apps_take_all(CrEngine *engine, GPtrArray *applications, const char *source, CrInstant now,
                 CrTakenApps *ret_taken, GError **error) {
  CrTakenApps taken = {0, 0, g_array_new(FALSE, FALSE, sizeof(int))};
  gboolean ok = engine_begin(engine, TRUE, error);
  gboolean open = ok;
  for (guint i = 0; ok && i < applications->len; i++)
    ok = take_one(engine, applications->pdata[i], source, now, &taken, error);
  ok = ok && cr_store_commit(engine->store, error);
  if (!ok) {
    if (open)
      cr_store_rollback(engine->store);
    g_array_unref(taken.ids);
    return FALSE;
  }
  *ret_taken = taken;
  return TRUE;
}
