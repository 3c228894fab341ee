/* The output contract with what a page needs beside: who and when in words, the recruiter's clock,
 * the acts that make sense. A page does no zone arithmetic: its zone data may be older than ours.
 */
#include "engine/desk-private.h"
#include "engine/engine-private.h"

#include "playbook/diagnosis.h"
#include "playbook/headline.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"

#include <string.h>

#define ADVICE_AMONG 40 /* of the newest lines */
/* 150 words a minute, as people leave messages. */
#define WORDS_A_SECOND 2.5

static json_t *
there_or_null(CrInstant start, CrInstant end, const CrZone *theirs, const CrZone *mine) {
  if (theirs == NULL || cr_zone_offset_sec(theirs, start) == cr_zone_offset_sec(mine, start))
    return json_null();
  json_t *json = json_object();
  cr_json_put_instant(json, "start", start, theirs);
  cr_json_put_instant(json, "end", end, theirs);
  cr_json_put_string(json, "zone", cr_zone_id(theirs));
  cr_json_put_string(json, "short", cr_zone_abbreviation(theirs, start));
  return json;
}

json_t *
desk_view_slots(CrDesk *desk, GPtrArray *slots, const CrInterview *interview) {
  const CrZone *mine = cr_desk_zone(desk);
  const CrZone *theirs = interview ? cr_interview_their_zone(interview) : mine;
  json_t *array = cr_public_slots(slots, mine);
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    json_t *json = json_array_get(array, i);
    g_autofree char *line = cr_words_slot(slot->start, theirs, mine);
    cr_json_put_string(json, "short", cr_zone_abbreviation(mine, slot->start));
    json_object_set_new(json, "there", there_or_null(slot->start, slot->end, theirs, mine));
    cr_json_put_string(json, "line", line);
  }
  return array;
}

json_t *
desk_view_timeline(CrDesk *desk, GPtrArray *rows) {
  const CrZone *mine = cr_desk_zone(desk);
  json_t *array = cr_public_timeline(rows, mine);
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    json_object_set_new(json_array_get(array, i), "id", json_integer(row->id));
    cr_json_put_string(json_array_get(array, i), "short", cr_zone_abbreviation(mine, row->at));
  }
  return array;
}

json_t *
desk_view_letter(CrDesk *desk, const CrEffect *letter, const CrInterview *interview) {
  json_t *json = cr_public_effect(letter, cr_desk_zone(desk), NULL);
  cr_json_put_string(json, "id", letter->id);
  cr_json_put_string(json, "from",
                     cr_profile_sender(cr_engine_profile(desk->engine), letter->from));
  json_object_set_new(json, "edited", json_boolean(letter->edited));
  json_object_set_new(json, "slots", desk_view_slots(desk, letter->slots, interview));
  return json;
}

json_t *
desk_view_letter_document(CrDesk *desk, const CrEffect *letter, const CrInterview *interview,
                          CrInstant now) {
  json_t *json = desk_view_letter(desk, letter, interview);
  g_autofree char *advice = cr_desk_letter_advice(desk, interview);
  g_autofree char *voicemail = cr_letter_voicemail(interview, cr_engine_profile(desk->engine), now);
  g_autofree char *version = cr_desk_letter_version(desk, letter);
  cr_json_put_string(json, "version", version);
  cr_json_put_string(json, "voicemail", voicemail);
  cr_json_put_string(json, "advice", advice);
  json_object_set_new(json, "stale", json_boolean(!cr_desk_letter_is_fresh(letter, now)));
  return json;
}

static json_t *
name_reasons(json_t *diagnosis) {
  json_t *reasons = json_object_get(diagnosis, "reasons");
  for (gsize i = 0; i < json_array_size(reasons); i++) {
    json_t *reason = json_array_get(reasons, i);
    int index = cr_name_index(cr_reason_names, cr_json_string(reason, "reason"));
    cr_json_put_string(reason, "meaning", cr_reason_meaning((CrReason) index));
  }
  return diagnosis;
}

json_t *
desk_view_diagnosis(CrDesk *desk, const CrInterview *interview, CrInstant now) {
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(interview->state.evidence, now);
  return name_reasons(cr_public_diagnosis(diagnosis, cr_desk_zone(desk)));
}

static guint
count_words(const char *text) {
  guint words = 0;
  for (const char *p = text + strspn(text, " \n"); *p; p += strspn(p, " \n"), words++)
    p += strcspn(p, " \n");
  return words;
}

json_t *
desk_view_voicemail(CrDesk *desk, const CrInterview *interview, CrInstant now) {
  const CrState *s = &interview->state;
  if (s->phase != CR_PHASE_WAITING && s->phase != CR_PHASE_MISSED)
    return json_null();
  g_autofree char *text = cr_letter_voicemail(interview, cr_engine_profile(desk->engine), now);
  if (text == NULL)
    return json_null();
  return json_pack("{s:s,s:i}", "text", text, "seconds",
                   (int) (count_words(text) / WORDS_A_SECOND + 0.5));
}

/* Of a letter that sending was to see to: the playbook had nothing to ask of the candidate. */
static const char *
letter_advice(const CrInterview *iv) {
  static const char *const ready =
      "the letter is ready: look it over, send it, and note that it is sent.";
  if (iv->state.step != CR_STEP_EMAIL && iv->state.step != CR_STEP_NUDGE)
    return "";
  if (iv->state.drafted && iv->state.letter != CR_LETTER_IN_DOUBT)
    return ready; /* what is planned beside it is the next one */
  switch (iv->state.letter) {
  case CR_LETTER_PLANNED:
    return "the letter is written and goes out by itself when it is due.";
  case CR_LETTER_SENDING:
    return "the letter is on its way.";
  case CR_LETTER_HELD:
    return iv->state.letter_due != CR_INSTANT_NONE
               ? "the letter is held back, and tried again by itself."
               : "the letter is held back: look it over and send it yourself, or note what has "
                 "happened.";
  case CR_LETTER_IN_DOUBT:
    return "look into your Sent folder whether the letter went out.";
  case CR_LETTER_DRAFTED:
    return ready;
  case CR_LETTER_NONE:
  case CR_LETTER_SENT:
    return "";
  }
  return "";
}

char *
cr_desk_advice(CrDesk *desk, const CrInterview *iv) {
  gboolean doubt = iv->state.letter == CR_LETTER_IN_DOUBT; /* what was advised before is over */
  g_autoptr(GPtrArray) rows =
      iv->id && !doubt ? cr_store_timeline(desk->store, iv->id, ADVICE_AMONG, NULL) : NULL;
  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const CrTimelineRow *row = rows->pdata[i - 1];
    if (strcmp(row->event, "advice") == 0 &&
        g_str_has_prefix(row->text, cr_step_names[iv->state.step]))
      return g_strdup(row->text + strlen(cr_step_names[iv->state.step]) + 2);
  }
  if (iv->state.step == CR_STEP_PREPARE && iv->state.warnings->len > 0)
    return g_strdup("settle what is worth a check, and ask them when in doubt. Until the call keep "
                    "the phone charged, loud and near.");
  if (iv->state.step == CR_STEP_PREPARE)
    return g_strdup("nothing to do yet: keep the phone charged, loud and near.");
  return g_strdup(letter_advice(iv));
}

/* Acts */

/* Those that make sense, the likeliest first. */
static const char *
acts_of(const CrInterview *iv) {
  const CrState *s = &iv->state;
  if (s->letter == CR_LETTER_IN_DOUBT)
    return "sent not-sent they-called spoke rescheduled cancelled rejected offer withdrawn";
  switch (s->phase) {
  case CR_PHASE_SCHEDULED:
    return "they-called rescheduled cancelled rejected offer withdrawn removed";
  case CR_PHASE_WAITING:
    return "they-called no-call called no-answer voicemail spoke rescheduled cancelled rejected "
           "withdrawn removed";
  case CR_PHASE_MISSED:
    if (s->step == CR_STEP_CALL)
      return "no-answer voicemail spoke they-called sent rescheduled cancelled rejected withdrawn "
             "removed";
    if (s->step == CR_STEP_VOICEMAIL)
      return "voicemail spoke they-called sent rescheduled cancelled rejected withdrawn "
             "removed";
    if (s->step == CR_STEP_PICK)
      return "rescheduled they-called spoke cancelled rejected offer withdrawn removed";
    return "sent they-called spoke rescheduled cancelled rejected offer withdrawn removed";
  case CR_PHASE_SILENT:
    return "they-called spoke rescheduled rejected offer withdrawn removed";
  case CR_PHASE_HELD:
    return s->guessed ? "no-call called rejected offer accepted withdrawn"
                      : "rejected offer accepted withdrawn";
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CANCELLED:
    return s->removed ? "" : "rejected offer withdrawn";
  case CR_PHASE_CLOSED:
  case CR_PHASE_WITHDRAWN:
    return "offer";
  }
  return "";
}

static json_t *
view_acts(const CrInterview *iv) {
  json_t *array = json_array();
  g_auto(GStrv) acts = g_strsplit(acts_of(iv), " ", -1);
  for (char **act = acts; *act && **act; act++)
    json_array_append_new(array, json_string(*act));
  if (!cr_phase_is_final(iv->state.phase))
    json_array_append_new(array, json_string(cr_act_names[CR_ACT_CONTACT]));
  return array;
}

/* Interviews */

static json_t *
view_grace(CrDesk *desk, const CrInterview *iv) {
  const CrPolicy *policy = cr_engine_policy(desk->engine);
  const CrZone *mine = cr_desk_zone(desk);
  json_t *json = json_object();
  CrInstant soft = cr_interview_latest(iv) + policy->grace_soft_min * CR_MINUTE;
  CrInstant hard = cr_interview_expected(iv) + policy->grace_hard_min * CR_MINUTE;
  cr_json_put_instant(json, "soft", soft, mine);
  cr_json_put_instant(json, "hard", hard, mine);
  cr_json_put_instant(json, "letter", iv->state.letter_due, mine);
  return json;
}

static json_t *
view_letter_state(CrDesk *desk, const CrState *s) {
  json_t *json = json_object();
  /* While a draft lies there nothing is sent by itself behind it. */
  CrLetterStatus status =
      s->drafted && s->letter == CR_LETTER_PLANNED ? CR_LETTER_DRAFTED : s->letter;
  cr_json_put_string(json, "status", cr_letter_status_names[status]);
  cr_json_put_instant(json, "due", s->letter_due, cr_desk_zone(desk));
  cr_json_put_string(json, "why", s->held_why);
  return json;
}

/* Who it is with, and both clocks. */
static json_t *
add_words(json_t *json, const CrInterview *iv, const CrZone *mine) {
  g_autofree char *called = cr_headline_called(iv);
  cr_json_put_string(json, "who", cr_interview_who(iv));
  cr_json_put_string(json, "called", called);
  cr_json_put_string(json, "short", cr_zone_abbreviation(mine, iv->start));
  json_object_set_new(json, "there",
                      there_or_null(iv->start, iv->end, cr_interview_their_zone(iv), mine));
  return json;
}

json_t *
desk_view_row(CrDesk *desk, const CrInterview *iv) {
  const CrZone *mine = cr_desk_zone(desk);
  return add_words(cr_public_row(iv, mine), iv, mine);
}

json_t *
desk_view_interview(CrDesk *desk, const CrInterview *iv, CrInstant now) {
  const CrZone *mine = cr_desk_zone(desk);
  json_t *json = add_words(cr_public_interview(iv, mine, now), iv, mine);
  g_autofree char *headline = cr_headline(iv), *advice = cr_desk_advice(desk, iv);
  g_autofree char *phone = cr_words_contact_phone(&iv->contact);
  cr_json_put_string(json_object_get(json, "contact"), "phone_text", phone);
  if (json_is_object(json_object_get(json, "diagnosis")))
    name_reasons(json_object_get(json, "diagnosis"));
  cr_json_put_string(json, "headline", headline);
  cr_json_put_string(json, "advice", advice);
  json_object_set_new(json, "grace", view_grace(desk, iv));
  json_object_set_new(json, "acts", view_acts(iv));
  json_object_set_new(json, "letter_state", view_letter_state(desk, &iv->state));
  if (!cr_state_offers_days(&iv->state))
    json_object_set_new(json, "proposals", desk_view_slots(desk, iv->state.proposals, iv));
  g_autofree char *last_act = iv->id ? engine_last_act(desk->store, iv) : NULL;
  cr_json_put_string(json, "undo", last_act);
  cr_json_put_string(json, "link", iv->link);
  cr_json_put_string(json, "subject", iv->subject);
  cr_json_put_string(json, "dial", iv->caller == CR_CALLER_CANDIDATE ? iv->dial_number : NULL);
  return json;
}
