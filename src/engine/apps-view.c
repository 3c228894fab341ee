/* What is shown of applications. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "engine/contact-record.h"
#include "engine/view.h"
#include "playbook/caution.h"
#include "playbook/letter-words.h"
#include "playbook/pursuit.h"

#include <string.h>

void
apps_put_instant(json_t *object, const char *key, CrInstant instant, const CrEngine *engine) {
  cr_json_put_instant(object, key, instant, cr_engine_zone(engine));
}

CrManner
apps_manner(const CrEngine *engine) {
  return cr_manner_of(cr_engine_zone(engine), engine->profile->country);
}

static void
put_silence(json_t *json, CrStage stage, CrInstant heard, CrInstant wrote, const CrEngine *engine,
            CrInstant now) {
  int days = cr_pursuit_silence(stage, heard, wrote, engine->profile, now);
  json_object_set_new(json, "silent_working_days", days < 0 ? json_null() : json_integer(days));
}

json_t *
apps_public_row(const CrApplicationRow *row, CrEngine *engine, CrInstant now) {
  json_t *json = json_object();
  json_object_set_new(json, "id", json_integer(row->id));
  cr_json_put_string(json, "company", row->company);
  cr_json_put_string(json, "role", row->role);
  cr_json_put_string(json, "stage", cr_stage_names[row->stage]);
  cr_json_put_string(json, "reason",
                     row->stage == CR_STAGE_CLOSED ? cr_close_names[row->reason] : NULL);
  apps_put_instant(json, "since", cr_reached_at(&row->reached, row->stage), engine);
  apps_put_instant(json, "applied", row->reached.applied, engine);
  apps_put_instant(json, "changed", row->changed, engine);
  put_silence(json, row->stage, row->heard, row->wrote, engine, now);
  cr_json_put_string(json, "next", cr_next_names[row->next_kind]);
  apps_put_instant(json, "due", row->due, engine);
  return json;
}

static json_t *
public_stage(CrEngine *engine, CrStage stage, int total, guint limit, CrInstant now,
             GError **error) {
  g_autoptr(GPtrArray) rows =
      cr_store_stage_rows(engine->store, stage, CR_INSTANT_NONE, 0, limit, error);
  if (rows == NULL)
    return NULL;
  json_t *list = json_array();
  for (guint i = 0; i < rows->len; i++)
    json_array_append_new(list, apps_public_row(rows->pdata[i], engine, now));
  return json_pack("{s:s,s:i,s:o}", "stage", cr_stage_names[stage], "total", total, "applications",
                   list);
}

static json_t *
board(CrEngine *engine, int only, guint limit, CrInstant now, GError **error) {
  int counts[CR_N_STAGES];
  if (!cr_store_count_stages(engine->store, counts, error))
    return NULL;
  g_autoptr(json_t) stages = json_array(), totals = json_object();
  for (int stage = 0; stage < CR_N_STAGES; stage++) {
    json_object_set_new(totals, cr_stage_names[stage], json_integer(counts[stage]));
    if (only >= 0 && only != stage)
      continue;
    json_t *one = public_stage(engine, (CrStage) stage, counts[stage], limit, now, error);
    if (one == NULL)
      return NULL;
    json_array_append_new(stages, one);
  }
  return json_pack("{s:O,s:O}", "counts", totals, "stages", stages);
}

json_t *
cr_apps_board(CrEngine *engine, int stage, guint limit, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  json_t *json = board(engine, stage, limit, now, error);
  cr_store_rollback(engine->store);
  return json;
}

/* One of them */

static void
put_details(json_t *json, const CrDetails *d) {
  for (const CrField *field = cr_details_record.fields; field->name; field++)
    cr_json_put_string(json, field->name, G_STRUCT_MEMBER(char *, d, field->offset));
}

static json_t *
public_contacts(const CrApplication *a) {
  json_t *list = json_array();
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "name", contact->name);
    cr_json_put_string(json, "email", contact->email);
    cr_json_put_string(json, "phone", contact->phone);
    g_autofree char *written = cr_words_contact_phone(contact);
    cr_json_put_string(json, "phone_text", written);
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_mails(const CrApplication *a, const CrEngine *engine) {
  json_t *list = json_array();
  for (guint i = 0; i < a->mails->len; i++) {
    const CrMailRef *mail = a->mails->pdata[i];
    json_t *json = json_object();
    apps_put_instant(json, "at", mail->at, engine);
    cr_json_put_string(json, mail->own ? "to" : "from", mail->from);
    cr_json_put_string(json, "subject", mail->subject);
    cr_json_put_string(json, "class", cr_mail_class_names[mail->class]);
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_history(GPtrArray *facts, int id, const CrEngine *engine) {
  json_t *list = json_array();
  g_autoptr(GHashTable) undone = cr_pursuit_undone(facts);
  for (guint i = 0; i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    json_t *json = json_object();
    g_autofree char *words = cr_pursuit_words(fact->change);
    apps_put_instant(json, "at",
                     fact->change->when != CR_INSTANT_NONE && fact->change->kind != CR_CHANGE_PLAN
                         ? fact->change->when
                         : fact->at,
                     engine);
    cr_json_put_string(json, "change", cr_change_names[fact->change->kind]);
    cr_json_put_string(json, "text", words);
    cr_json_put_string(json, "source", fact->source);
    if (g_hash_table_contains(undone, fact->source_key))
      json_object_set_new(json, "undone", json_true());
    if (fact->change->application != id)
      json_object_set_new(json, "application", json_integer(fact->change->application));
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_proposal(const CrProposal *p, const CrEngine *engine) {
  json_t *json = json_object();
  if (p->at == CR_INSTANT_NONE) {
    json_decref(json);
    return json_null();
  }
  apps_put_instant(json, "at", p->at, engine);
  cr_json_put_string(json, "stage", cr_stage_names[p->stage]);
  cr_json_put_string(json, "reason",
                     p->stage == CR_STAGE_CLOSED ? cr_close_names[p->reason] : NULL);
  cr_json_put_string(json, "text", p->text);
  cr_json_put_string(json, "source", p->source);
  return json;
}

static json_t *
public_extras(const CrApplication *a) {
  json_t *json = json_object();
  for (guint i = 0; i < a->extras->len; i++) {
    const CrExtra *extra = a->extras->pdata[i];
    if (extra->name)
      cr_json_put_string(json, extra->name, extra->value);
  }
  return json;
}

static json_t *
public_cautions(const CrApplication *a) {
  json_t *list = json_array();
  g_autoptr(GPtrArray) cautions = cr_caution_check(a);
  for (guint i = 0; i < cautions->len; i++) {
    const CrWarning *caution = cautions->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "kind", caution->kind);
    cr_json_put_string(json, "text", caution->text);
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_calls(CrEngine *engine, const CrApplication *a, CrInstant now, GError **error) {
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; i < a->interviews->len; i++) {
    g_autoptr(GError) local = NULL;
    const CrLinked *linked = a->interviews->pdata[i];
    g_autoptr(CrInterview) iv = cr_store_load_interview(engine->store, linked->interview, &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return NULL;
    }
    if (iv == NULL)
      continue;
    json_t *json = cr_public_interview(iv, cr_engine_zone(engine), now);
    cr_json_put_string(json, "who", cr_interview_who(iv));
    json_array_append_new(list, json);
  }
  return json_incref(list);
}

static void
free_facts(gpointer facts) {
  g_ptr_array_unref(facts);
}

/* Its own facts, and before each merge those of what was merged; theirs (of GPtrArray) owns these.
 */
static GPtrArray *
whole_history(CrEngine *engine, GPtrArray *facts, GPtrArray *theirs, GError **error) {
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  for (guint i = 0; i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    if (fact->change->kind == CR_CHANGE_MERGE) {
      GPtrArray *others = cr_store_application_facts(engine->store, fact->change->other, error);
      if (others == NULL)
        return NULL;
      g_ptr_array_add(theirs, others);
      g_ptr_array_extend(all, others, NULL, NULL);
    }
    g_ptr_array_add(all, facts->pdata[i]);
  }
  return g_steal_pointer(&all);
}

static json_t *
show(CrEngine *engine, int id, CrInstant now, GError **error) {
  g_autoptr(CrApplication) a = cr_store_load_application(engine->store, id, error);
  g_autoptr(GPtrArray) facts = a ? cr_store_application_facts(engine->store, id, error) : NULL;
  g_autoptr(json_t) calls = facts ? public_calls(engine, a, now, error) : NULL;
  g_autoptr(json_t) record = calls ? cr_contact_record_json(engine, a, error) : NULL;
  g_autoptr(json_t) alike = record ? apps_alike(engine, a, error) : NULL;
  g_autoptr(GPtrArray) theirs = g_ptr_array_new_with_free_func(free_facts);
  g_autoptr(GPtrArray) all = alike ? whole_history(engine, facts, theirs, error) : NULL;
  if (all == NULL)
    return NULL;
  const CrFact *last = cr_pursuit_undoable(facts);
  g_autofree char *asked = cr_pursuit_ask(a);
  g_autofree char *undo = last ? cr_pursuit_words(last->change) : NULL;
  CrApplicationRow row = {a->id,        a->stage,           a->reason,      a->reached,
                          a->heard,     a->wrote,           a->changed,     a->due,
                          a->next_kind, a->details.company, a->details.role};
  json_t *json = apps_public_row(&row, engine, now);
  put_details(json, &a->details);
  cr_json_put_string(json, "asks", asked);
  cr_json_put_string(json, "planned", a->next);
  apps_put_instant(json, "planned_at", a->next_at, engine);
  json_object_set_new(json, "proposal", public_proposal(&a->proposal, engine));
  json_object_set_new(json, "contacts", public_contacts(a));
  json_object_set(json, "record", record);
  json_object_set_new(json, "cautions", public_cautions(a));
  json_object_set(json, "interviews", calls);
  json_object_set_new(json, "mails", public_mails(a, engine));
  json_object_set_new(json, "extras", public_extras(a));
  json_object_set(json, "alike", alike);
  json_object_set_new(json, "history", public_history(all, id, engine));
  cr_json_put_string(json, "undo", undo);
  return json;
}

json_t *
cr_apps_show(CrEngine *engine, int id, CrInstant now, GError **error) {
  g_autoptr(CrApplication) a = cr_apps_load(engine, id, error);
  if (a == NULL || !engine_begin(engine, FALSE, error))
    return NULL;
  json_t *json = show(engine, id, now, error);
  cr_store_rollback(engine->store);
  return json;
}

/* What moved */

static gboolean
has_moved(const CrApplicationRow *row, const CrApplicationRow *before) {
  return before == NULL || row->stage != before->stage || row->reason != before->reason ||
         (row->next_kind == CR_NEXT_DECIDE && before->next_kind != CR_NEXT_DECIDE);
}

static json_t *
moved(CrEngine *engine, const CrApplicationRow *row, GError **error) {
  g_autoptr(CrApplication) a = cr_store_load_application(engine->store, row->id, error);
  if (a == NULL)
    return NULL;
  g_autofree char *title = cr_application_title(&a->details);
  g_autofree char *asked = a->next_kind == CR_NEXT_DECIDE ? cr_pursuit_ask(a) : NULL;
  json_t *json = json_pack("{s:i,s:s}", "id", row->id, "stage", cr_stage_names[row->stage]);
  cr_json_put_string(json, "title", title);
  cr_json_put_string(json, "reason",
                     row->stage == CR_STAGE_CLOSED ? cr_close_names[row->reason] : NULL);
  cr_json_put_string(json, "asks", asked);
  return json;
}

json_t *
cr_apps_moved(CrEngine *engine, const GPtrArray *before, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_application_rows(engine->store, error);
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; i < before->len; i++)
    g_hash_table_insert(known, GINT_TO_POINTER(((CrApplicationRow *) before->pdata[i])->id),
                        before->pdata[i]);
  for (guint i = 0; rows && i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    if (!has_moved(row, g_hash_table_lookup(known, GINT_TO_POINTER(row->id))))
      continue;
    json_t *json = moved(engine, row, error);
    if (json == NULL)
      return NULL;
    json_array_append_new(list, json);
  }
  return rows ? json_incref(list) : NULL;
}

/* A story */

static json_t *
told(CrEngine *engine, const CrApplicationRow *row, CrInstant now, GError **error) {
  g_autoptr(CrApplication) a = cr_store_load_application(engine->store, row->id, error);
  g_autoptr(GPtrArray) facts = a ? cr_store_application_facts(engine->store, row->id, error) : NULL;
  if (facts == NULL)
    return NULL;
  g_autofree char *asked = cr_pursuit_ask(a);
  json_t *json = apps_public_row(row, engine, now), *calls = json_array();
  for (guint i = 0; i < a->interviews->len; i++)
    json_array_append_new(calls, json_integer(((CrLinked *) a->interviews->pdata[i])->interview));
  cr_json_put_string(json, "asks", asked);
  json_object_set_new(json, "proposal", public_proposal(&a->proposal, engine));
  json_object_set_new(json, "interviews", calls);
  json_object_set_new(json, "history", public_history(facts, row->id, engine));
  return json;
}

json_t *
cr_apps_told(CrEngine *engine, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) rows = cr_store_application_rows(engine->store, error);
  g_autoptr(json_t) list = json_array();
  gboolean ok = rows != NULL;
  for (guint i = 0; ok && i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    json_t *json = told(engine, row, now, error);
    ok = json && json_array_append_new(list, json) == 0;
  }
  cr_store_rollback(engine->store);
  return ok ? json_incref(list) : NULL;
}
