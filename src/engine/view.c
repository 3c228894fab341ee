#include "engine/view.h"

#include "playbook/diagnosis.h"

static void
put_int_or_null(json_t *object, const char *key, int value) {
  json_object_set_new(object, key, value ? json_integer(value) : json_null());
}

static json_t *
public_evidence(const CrEvidence *evidence, gboolean supports) {
  json_t *json = json_object();
  cr_json_put_string(json, "text", evidence->text);
  cr_json_put_string(json, "source", evidence->source);
  json_object_set_new(json, "for", json_boolean(supports));
  cr_json_put_string(json, "kind", evidence->kind);
  return json;
}

json_t *
cr_public_diagnosis(const CrDiagnosis *diagnosis, const CrZone *mine) {
  json_t *json = json_object(), *reasons = json_array();
  cr_json_put_instant(json, "at", diagnosis->at, mine);
  for (guint i = 0; i < CR_N_REASONS; i++) {
    const CrRankedReason *ranked = &diagnosis->reasons[i];
    json_t *reason = json_object(), *list = json_array();
    cr_json_put_string(reason, "reason", cr_reason_names[ranked->reason]);
    json_object_set_new(reason, "p", json_real(ranked->p));
    for (guint j = 0; j < ranked->supports->len; j++)
      json_array_append_new(list, public_evidence(ranked->supports->pdata[j], TRUE));
    for (guint j = 0; j < ranked->opposes->len; j++)
      json_array_append_new(list, public_evidence(ranked->opposes->pdata[j], FALSE));
    json_object_set_new(reason, "evidence", list);
    json_array_append_new(reasons, reason);
  }
  json_object_set_new(json, "reasons", reasons);
  return json;
}

static json_t *
public_warnings(const CrState *state) {
  json_t *array = json_array();
  for (guint i = 0; i < state->warnings->len; i++) {
    const CrWarning *warning = state->warnings->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "kind", warning->kind);
    cr_json_put_string(json, "text", warning->text);
    json_array_append_new(array, json);
  }
  return array;
}

/* Before the agreed time there is nothing to explain, unless something was found already. */
static json_t *
diagnosis_or_null(const CrInterview *iv, const CrZone *mine, CrInstant now) {
  if (iv->state.phase == CR_PHASE_SCHEDULED && iv->state.evidence->len == 0)
    return json_null();
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, now);
  return cr_public_diagnosis(diagnosis, mine);
}

/* With whom, about what and when. */
static json_t *
public_call(const CrInterview *iv, const CrZone *mine) {
  json_t *json = json_object(), *contact = json_object();
  json_object_set_new(json, "id", json_integer(iv->id));
  cr_json_put_string(json, "uid", iv->uid);
  cr_json_put_string(json, "company", iv->company);
  cr_json_put_string(json, "role", iv->role);
  cr_json_put_string(contact, "name", iv->contact.name);
  cr_json_put_string(contact, "email", iv->contact.email);
  cr_json_put_string(contact, "phone", iv->contact.phone);
  if (iv->contact.extension)
    cr_json_put_string(contact, "extension", iv->contact.extension);
  json_object_set_new(json, "contact", contact);
  cr_json_put_instant(json, "start", iv->start, mine);
  cr_json_put_instant(json, "end", iv->end, mine);
  if (iv->window_min)
    cr_json_put_instant(json, "latest", cr_interview_latest(iv), mine);
  cr_json_put_string(json, "zone", iv->zone);
  return json;
}

json_t *
cr_public_row(const CrInterview *iv, const CrZone *mine) {
  const CrState *s = &iv->state;
  json_t *json = public_call(iv, mine);
  cr_json_put_string(json, "phase", cr_phase_names[s->phase]);
  cr_json_put_string(json, "step", cr_step_names[s->step]);
  cr_json_put_string(json, "standing", cr_standing_names[s->standing]);
  cr_json_put_string(json, "question", s->question);
  return json;
}

json_t *
cr_public_interview(const CrInterview *iv, const CrZone *mine, CrInstant now) {
  const CrState *s = &iv->state;
  json_t *json = public_call(iv, mine);
  cr_json_put_string(json, "medium", cr_medium_names[iv->medium]);
  cr_json_put_string(json, "caller", cr_caller_names[iv->caller]);
  cr_json_put_string(json, "phase", cr_phase_names[s->phase]);
  cr_json_put_string(json, "step", cr_step_names[s->step]);
  cr_json_put_instant(json, "due", s->due, mine);
  cr_json_put_string(json, "standing", cr_standing_names[s->standing]);
  put_int_or_null(json, "successor", s->successor);
  put_int_or_null(json, "predecessor", s->predecessor);
  json_object_set_new(json, "diagnosis", diagnosis_or_null(iv, mine, now));
  json_object_set_new(json, "warnings", public_warnings(s));
  cr_json_put_string(json, "question", s->question);
  json_object_set_new(json, "proposals",
                      cr_state_offers_days(s) ? json_array() : cr_public_slots(s->proposals, mine));
  return json;
}

json_t *
cr_public_timeline(GPtrArray *rows, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    json_t *json = json_object();
    cr_json_put_instant(json, "at", row->at, mine);
    json_object_set_new(json, "interview", json_integer(row->interview));
    cr_json_put_string(json, "event", row->event);
    cr_json_put_string(json, "text", row->text);
    json_array_append_new(array, json);
  }
  return array;
}

json_t *
cr_public_slots(GPtrArray *slots, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    json_t *json = json_object();
    cr_json_put_instant(json, "start", slot->start, mine);
    cr_json_put_instant(json, "end", slot->end, mine);
    json_array_append_new(array, json);
  }
  return array;
}

json_t *
cr_public_effect(const CrEffect *effect, const CrZone *mine, const char *file) {
  json_t *json = json_object();
  cr_json_put_instant(json, "at", effect->at, mine);
  json_object_set_new(json, "interview", json_integer(effect->interview));
  cr_json_put_string(json, "step", cr_step_names[effect->step]);
  cr_json_put_string(json, "from", effect->from);
  cr_json_put_string(json, "to", effect->to);
  cr_json_put_string(json, "subject", effect->subject);
  cr_json_put_string(json, "in_reply_to", effect->in_reply_to);
  cr_json_put_string(json, "message_id", effect->message_id);
  cr_json_put_string(json, "status", cr_effect_status_names[effect->status]);
  cr_json_put_string(json, "reason", effect->reason);
  cr_json_put_string(json, "file", file);
  cr_json_put_string(json, "body", effect->body);
  json_object_set_new(json, "slots", cr_public_slots(effect->slots, mine));
  return json;
}
