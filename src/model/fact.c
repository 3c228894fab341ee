#include "model/fact.h"

#include "base/error.h"

const char *const cr_fact_kind_names[] = {"tick",     "added",       "invite", "mail",
                                          "own-mail", "call",        "act",    "outcome",
                                          "clock",    "application", NULL};
const char *const cr_trust_names[] = {"none", "thread", "colleague", "contact", "own", NULL};
const char *const cr_act_names[] = {
    "called",    "voicemail", "no-answer", "spoke",    "they-called", "sent",     "rescheduled",
    "cancelled", "rejected",  "offer",     "accepted", "withdrawn",   "not-sent", "send",
    "no-call",   "removed",   "contact",   "undo",     NULL};
const char *const cr_outcome_names[] = {"sent",     "drafted", "held", "refused",
                                        "in-doubt", "sending", NULL};
const char *const cr_effect_kind_names[] = {"letter", "notify", "calendar", NULL};
const char *const cr_effect_status_names[] = {"draft",      "pending",  "sent",    "held",
                                              "suppressed", "in-doubt", "sending", NULL};

static const CrField effect_fields[] = {CR_FIELD(CrEffect, id, STRING),
                                        CR_FIELD_NAMED(CrEffect, kind, cr_effect_kind_names),
                                        CR_FIELD_NAMED(CrEffect, status, cr_effect_status_names),
                                        CR_FIELD(CrEffect, interview, INT),
                                        CR_FIELD_NAMED(CrEffect, step, cr_step_names),
                                        CR_FIELD(CrEffect, revision, INT),
                                        CR_FIELD(CrEffect, at, INSTANT),
                                        CR_FIELD(CrEffect, from, STRING),
                                        CR_FIELD(CrEffect, to_name, STRING),
                                        CR_FIELD(CrEffect, to, STRING),
                                        CR_FIELD(CrEffect, subject, STRING),
                                        CR_FIELD(CrEffect, body, STRING),
                                        CR_FIELD(CrEffect, message_id, STRING),
                                        CR_FIELD(CrEffect, in_reply_to, STRING),
                                        CR_FIELD(CrEffect, references, STRV),
                                        CR_FIELD_OF(CrEffect, slots, LIST, &cr_slot_record),
                                        CR_FIELD(CrEffect, edited, BOOL),
                                        CR_FIELD(CrEffect, asked, BOOL),
                                        CR_FIELD(CrEffect, reason, STRING),
                                        CR_FIELD_END};
CR_DEFINE_RECORD(CrEffect, cr_effect, effect_fields)

/* The members of a fact that are not records of their own. */
static const CrField fact_fields[] = {CR_FIELD_NAMED(CrFact, kind, cr_fact_kind_names),
                                      CR_FIELD(CrFact, at, INSTANT),
                                      CR_FIELD(CrFact, learnt, INSTANT),
                                      CR_FIELD(CrFact, source, STRING),
                                      CR_FIELD(CrFact, source_key, STRING),
                                      CR_FIELD_NAMED(CrFact, trust, cr_trust_names),
                                      CR_FIELD(CrFact, founds, BOOL),
                                      CR_FIELD(CrFact, beside, BOOL),
                                      CR_FIELD_NAMED(CrFact, act, cr_act_names),
                                      CR_FIELD(CrFact, when, INSTANT),
                                      CR_FIELD_NAMED(CrFact, outcome, cr_outcome_names),
                                      CR_FIELD(CrFact, effect_id, STRING),
                                      CR_FIELD(CrFact, mail_at, INSTANT),
                                      CR_FIELD(CrFact, calendar_at, INSTANT),
                                      CR_FIELD(CrFact, calls_at, INSTANT),
                                      CR_FIELD(CrFact, text, STRING),
                                      CR_FIELD_END};
static const CrRecord fact_record = CR_RECORD(CrFact, fact_fields);

CrFact *
cr_fact_new(CrFactKind kind, CrInstant at, const char *source, const char *source_key) {
  CrFact *fact = cr_record_new(&fact_record);
  fact->kind = kind;
  fact->at = fact->learnt = at;
  fact->source = g_strdup(source);
  fact->source_key = g_strdup(source_key);
  return fact;
}

void
cr_fact_free(CrFact *fact) {
  if (fact == NULL)
    return;
  cr_reading_free(fact->mail);
  cr_event_free(fact->event);
  cr_call_free(fact->call);
  cr_change_free(fact->change);
  cr_record_free(&fact_record, fact);
}

const char *
cr_fact_sender(const CrFact *invite) {
  return invite->mail ? invite->mail->from_email : cr_event_sender(invite->event);
}

gboolean
cr_fact_is_word(const CrFact *fact) {
  return fact->kind == CR_FACT_MAIL || fact->kind == CR_FACT_OWN_MAIL ||
         fact->kind == CR_FACT_INVITE;
}

gboolean
cr_fact_is_own_invite(const CrFact *fact) {
  return fact->kind == CR_FACT_OWN_MAIL && fact->event && fact->event->uid &&
         (fact->event->method == CR_METHOD_REQUEST || fact->event->method == CR_METHOD_CANCEL);
}

gboolean
cr_fact_forget(CrFact *fact) {
  if (fact->mail)
    cr_record_forget_words(&cr_reading_record, fact->mail);
  if (fact->event)
    cr_record_forget_words(&cr_event_record, fact->event);
  return fact->mail || fact->event;
}

json_t *
cr_fact_to_json(const CrFact *fact) {
  json_t *json = cr_record_to_json(&fact_record, fact);
  if (fact->mail)
    json_object_set_new(json, "mail", cr_record_to_json(&cr_reading_record, fact->mail));
  if (fact->event)
    json_object_set_new(json, "event", cr_record_to_json(&cr_event_record, fact->event));
  if (fact->call)
    json_object_set_new(json, "call", cr_record_to_json(&cr_call_record, fact->call));
  if (fact->change)
    json_object_set_new(json, "change", cr_record_to_json(&cr_change_record, fact->change));
  return json;
}

static void
append_part(GString *out, const char *name, const CrRecord *record, gconstpointer part) {
  if (part == NULL)
    return;
  cr_record_append_name(out, name);
  cr_record_append(record, part, out);
}

char *
cr_fact_print(const CrFact *fact) {
  GString *out = g_string_sized_new(1024);
  cr_record_append(&fact_record, fact, out);
  g_string_truncate(out, out->len - 1);
  append_part(out, "mail", &cr_reading_record, fact->mail);
  append_part(out, "event", &cr_event_record, fact->event);
  append_part(out, "call", &cr_call_record, fact->call);
  append_part(out, "change", &cr_change_record, fact->change);
  g_string_append_c(out, '}');
  return g_string_free(out, FALSE);
}

static gboolean
read_part(const CrRecord *record, const json_t *json, const char *key, gpointer *ret_part,
          GError **error) {
  const json_t *member = json_object_get(json, key);
  if (member == NULL)
    return TRUE;
  *ret_part = cr_record_from_json(record, member, error);
  return *ret_part != NULL;
}

CrFact *
cr_fact_from_json(const json_t *json, GError **error) {
  g_autoptr(CrFact) fact = cr_record_from_json(&fact_record, json, error);
  if (fact == NULL ||
      !read_part(&cr_reading_record, json, "mail", (gpointer *) &fact->mail, error) ||
      !read_part(&cr_event_record, json, "event", (gpointer *) &fact->event, error) ||
      !read_part(&cr_call_record, json, "call", (gpointer *) &fact->call, error) ||
      !read_part(&cr_change_record, json, "change", (gpointer *) &fact->change, error))
    return NULL;
  return g_steal_pointer(&fact);
}

/* The records that a fact may have beside its own members, in the order of the wire. */
static const struct {
  const CrRecord *record;
  gsize offset;
} parts[] = {{&cr_reading_record, G_STRUCT_OFFSET(CrFact, mail)},
             {&cr_event_record, G_STRUCT_OFFSET(CrFact, event)},
             {&cr_call_record, G_STRUCT_OFFSET(CrFact, call)},
             {&cr_change_record, G_STRUCT_OFFSET(CrFact, change)}};

void
cr_fact_put(GByteArray *out, const CrFact *fact) {
  cr_wire_put_record(out, &fact_record, fact);
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    gconstpointer part = G_STRUCT_MEMBER(gconstpointer, fact, parts[i].offset);
    cr_wire_put_uint(out, part != NULL);
    if (part)
      cr_wire_put_record(out, parts[i].record, part);
  }
}

CrFact *
cr_fact_get(CrWire *wire) {
  g_autoptr(CrFact) fact = cr_wire_record(wire, &fact_record);
  for (guint i = 0; fact && i < G_N_ELEMENTS(parts); i++)
    if (cr_wire_uint(wire) != 0)
      G_STRUCT_MEMBER(gpointer, fact, parts[i].offset) = cr_wire_record(wire, parts[i].record);
  return wire->broken ? NULL : g_steal_pointer(&fact);
}
