#include "model/interview.h"

#include "base/text.h"

const char *const cr_phase_names[] = {"scheduled", "waiting", "missed", "held",      "rescheduled",
                                      "cancelled", "closed",  "silent", "withdrawn", NULL};
const char *const cr_step_names[] = {"prepare", "wait",  "call", "voicemail", "email",
                                     "await",   "nudge", "pick", "done",      NULL};
const char *const cr_standing_names[] = {"in-the-running", "out",       "offer",
                                         "accepted",       "withdrawn", NULL};
const char *const cr_medium_names[] = {"phone", "video", "onsite", NULL};
const char *const cr_reason_names[] = {"unknown", "busy",    "away",  "schedule",
                                       "filled",  "manager", "phone", NULL};
const char *const cr_letter_status_names[] = {"none", "planned", "drafted",  "sending",
                                              "sent", "held",    "in-doubt", NULL};

gboolean
cr_phase_is_final(CrPhase phase) {
  switch (phase) {
  case CR_PHASE_SCHEDULED:
  case CR_PHASE_WAITING:
  case CR_PHASE_MISSED:
  case CR_PHASE_SILENT:
    return FALSE;
  case CR_PHASE_HELD:
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CANCELLED:
  case CR_PHASE_CLOSED:
  case CR_PHASE_WITHDRAWN:
    return TRUE;
  }
  return TRUE;
}

static const CrField evidence_fields[] = {
    CR_FIELD(CrEvidence, kind, STRING), CR_FIELD(CrEvidence, text, STRING),
    CR_FIELD(CrEvidence, source, STRING), CR_FIELD(CrEvidence, at, INSTANT), CR_FIELD_END};
CR_DEFINE_RECORD(CrEvidence, cr_evidence, evidence_fields)

static const CrField warning_fields[] = {CR_FIELD(CrWarning, kind, STRING),
                                         CR_FIELD(CrWarning, text, STRING),
                                         CR_FIELD(CrWarning, at, INSTANT), CR_FIELD_END};
CR_DEFINE_RECORD(CrWarning, cr_warning, warning_fields)

static const CrField slot_fields[] = {CR_FIELD(CrSlot, start, INSTANT),
                                      CR_FIELD(CrSlot, end, INSTANT),
                                      CR_FIELD(CrSlot, window_min, INT),
                                      CR_FIELD(CrSlot, rough, BOOL),
                                      CR_FIELD(CrSlot, text, STRING),
                                      CR_FIELD(CrSlot, letter, STRING),
                                      CR_FIELD_END};
CR_DEFINE_RECORD(CrSlot, cr_slot, slot_fields)

static const CrField contact_fields[] = {CR_FIELD(CrContact, name, STRING),
                                         CR_FIELD(CrContact, email, STRING),
                                         CR_FIELD(CrContact, phone, STRING),
                                         CR_FIELD(CrContact, extension, STRING),
                                         CR_FIELD(CrContact, zone, STRING),
                                         CR_FIELD(CrContact, country, STRING),
                                         CR_FIELD_END};
CR_DEFINE_RECORD(CrContact, cr_contact, contact_fields)

void
cr_contact_set_phone(CrContact *contact, const char *e164, const char *extension) {
  char *phone = g_strdup(e164), *behind = e164 ? g_strdup(extension) : NULL;
  g_free(contact->phone);
  g_free(contact->extension);
  contact->phone = phone;
  contact->extension = behind;
}

static const CrField state_fields[] = {CR_FIELD_NAMED(CrState, phase, cr_phase_names),
                                       CR_FIELD_NAMED(CrState, step, cr_step_names),
                                       CR_FIELD_NAMED(CrState, standing, cr_standing_names),
                                       CR_FIELD(CrState, due, INSTANT),
                                       CR_FIELD(CrState, missed_at, INSTANT),
                                       CR_FIELD(CrState, soft_done, BOOL),
                                       CR_FIELD(CrState, seen_at, INSTANT),
                                       CR_FIELD_NAMED(CrState, letter, cr_letter_status_names),
                                       CR_FIELD(CrState, letter_due, INSTANT),
                                       CR_FIELD(CrState, letter_at, INSTANT),
                                       CR_FIELD(CrState, held_why, STRING),
                                       CR_FIELD(CrState, handed, STRING),
                                       CR_FIELD(CrState, doubtful, STRING),
                                       CR_FIELD(CrState, drafted, STRING),
                                       CR_FIELD(CrState, answer, STRING),
                                       CR_FIELD(CrState, known_out, STRING),
                                       CR_FIELD(CrState, revision, INT),
                                       CR_FIELD(CrState, letters, INT),
                                       CR_FIELD(CrState, nudges, INT),
                                       CR_FIELD(CrState, last_out, INSTANT),
                                       CR_FIELD(CrState, called_at, INSTANT),
                                       CR_FIELD(CrState, tried_at, INSTANT),
                                       CR_FIELD(CrState, wrote, BOOL),
                                       CR_FIELD(CrState, answered_at, INSTANT),
                                       CR_FIELD(CrState, address_gone, BOOL),
                                       CR_FIELD(CrState, removed, BOOL),
                                       CR_FIELD(CrState, own_off, BOOL),
                                       CR_FIELD(CrState, guessed, BOOL),
                                       CR_FIELD(CrState, promise, INSTANT),
                                       CR_FIELD(CrState, return_at, INSTANT),
                                       CR_FIELD(CrState, wanted_from, INSTANT),
                                       CR_FIELD_OF(CrState, deputy, RECORD, &cr_person_record),
                                       CR_FIELD(CrState, other_start, INSTANT),
                                       CR_FIELD(CrState, your_start, INSTANT),
                                       CR_FIELD_OF(CrState, proposals, LIST, &cr_slot_record),
                                       CR_FIELD_OF(CrState, offered, LIST, &cr_slot_record),
                                       CR_FIELD(CrState, offered_last, INT),
                                       CR_FIELD_OF(CrState, evidence, LIST, &cr_evidence_record),
                                       CR_FIELD_OF(CrState, warnings, LIST, &cr_warning_record),
                                       CR_FIELD(CrState, question, STRING),
                                       CR_FIELD(CrState, unsure, BOOL),
                                       CR_FIELD(CrState, unsure_until, INSTANT),
                                       CR_FIELD(CrState, successor, INT),
                                       CR_FIELD(CrState, predecessor, INT),
                                       CR_FIELD_END};
CR_DEFINE_RECORD(CrState, cr_state, state_fields)

static const CrField wall_fields[] = {CR_FIELD(CrWall, year, INT),
                                      CR_FIELD(CrWall, month, INT),
                                      CR_FIELD(CrWall, day, INT),
                                      CR_FIELD(CrWall, hour, INT),
                                      CR_FIELD(CrWall, minute, INT),
                                      CR_FIELD(CrWall, second, INT),
                                      CR_FIELD_END};
static const CrRecord wall_record = CR_RECORD(CrWall, wall_fields);

#define AGREED                                                                                     \
  CR_FIELD(CrInterview, id, INT), CR_FIELD(CrInterview, uid, STRING),                              \
      CR_FIELD(CrInterview, sequence, INT), CR_FIELD(CrInterview, dtstamp, INSTANT),               \
      CR_FIELD(CrInterview, recurrence_id, INSTANT), CR_FIELD(CrInterview, from_invite, BOOL),     \
      CR_FIELD(CrInterview, start, INSTANT), CR_FIELD(CrInterview, end, INSTANT),                  \
      CR_FIELD_OF(CrInterview, wall, RECORD, &wall_record), CR_FIELD(CrInterview, zone, STRING),   \
      CR_FIELD(CrInterview, window_min, INT), CR_FIELD(CrInterview, fixed, BOOL),                  \
      CR_FIELD_NAMED(CrInterview, medium, cr_medium_names),                                        \
      CR_FIELD_NAMED(CrInterview, caller, cr_caller_names),                                        \
      CR_FIELD(CrInterview, caller_name, STRING), CR_FIELD(CrInterview, summary, STRING),          \
      CR_FIELD(CrInterview, company, STRING), CR_FIELD(CrInterview, role, STRING),                 \
      CR_FIELD(CrInterview, requisitions, STRV), CR_FIELD(CrInterview, organizer, STRING),         \
      CR_FIELD(CrInterview, platform, STRING),                                                     \
      CR_FIELD_OF(CrInterview, contact, RECORD, &cr_contact_record),                               \
      CR_FIELD(CrInterview, own_email, STRING), CR_FIELD(CrInterview, own_number, STRING),         \
      CR_FIELD(CrInterview, own_number_bad, BOOL), CR_FIELD(CrInterview, dial_number, STRING),     \
      CR_FIELD(CrInterview, dial_code, STRING), CR_FIELD(CrInterview, link, STRING),               \
      CR_FIELD(CrInterview, thread, STRV), CR_FIELD(CrInterview, subject, STRING),                 \
      CR_FIELD(CrInterview, added, INSTANT), CR_FIELD(CrInterview, heard, INSTANT),                \
      CR_FIELD(CrInterview, forgot, INSTANT),
static const CrField agreed_fields[] = {AGREED CR_FIELD_END};
const CrRecord cr_agreed_record = CR_RECORD(CrInterview, agreed_fields);
static const CrField interview_fields[] = {
    AGREED CR_FIELD_OF(CrInterview, state, RECORD, &cr_state_record), CR_FIELD_END};
CR_DEFINE_RECORD(CrInterview, cr_interview, interview_fields)

gboolean
cr_state_offers_days(const CrState *state) {
  return state->proposals->len > 0 && ((CrSlot *) state->proposals->pdata[0])->rough;
}

GPtrArray *
cr_state_offers_made(const CrState *state) {
  GPtrArray *made = g_ptr_array_new();
  for (guint i = 0; i < state->offered->len; i++)
    if (((const CrSlot *) state->offered->pdata[i])->letter == NULL)
      g_ptr_array_add(made, state->offered->pdata[i]);
  return made;
}

const CrZone *
cr_interview_their_zone(const CrInterview *interview) {
  const CrZone *zone = cr_zone_find(interview->contact.zone);
  if (zone == NULL)
    zone = cr_zone_find(interview->zone);
  return zone ? zone : cr_zone_utc();
}

void
cr_interview_set_start(CrInterview *interview, CrInstant start, CrInstant end, const char *zone) {
  const CrZone *known = cr_zone_find(zone);
  if (known == NULL)
    known = cr_zone_utc();
  if (interview->zone != cr_zone_id(known)) { /* zone may be the interview's own */
    g_free(interview->zone);
    interview->zone = g_strdup(cr_zone_id(known));
  }
  interview->start = start;
  interview->end = end != CR_INSTANT_NONE && end > start ? end : start + 30 * CR_MINUTE;
  interview->wall = cr_zone_wall(known, start);
  interview->window_min = 0;
  interview->fixed = FALSE;
}

void
cr_interview_set_time(CrInterview *interview, const CrMention *time) {
  cr_interview_set_start(interview, time->start, time->end, time->zone);
  interview->window_min = cr_mention_window_min(time);
}

gboolean
cr_interview_awaits_time(const CrInterview *interview) {
  const CrState *s = &interview->state;
  return s->phase == CR_PHASE_CANCELLED && !s->removed &&
         (s->promise != CR_INSTANT_NONE || s->proposals->len > 0);
}

CrInstant
cr_interview_latest(const CrInterview *interview) {
  return interview->start + interview->window_min * CR_MINUTE;
}

CrInstant
cr_interview_expected(const CrInterview *interview) {
  return MAX(cr_interview_latest(interview), interview->state.other_start);
}

CrInstant
cr_interview_letter_from(const CrInterview *interview) {
  return MAX(cr_interview_expected(interview), interview->state.your_start);
}

#define MAX_THREAD 32

void
cr_interview_add_thread(CrInterview *interview, const char *message_id) {
  if (message_id == NULL ||
      (interview->thread && g_strv_contains((const char *const *) interview->thread, message_id)))
    return;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  guint length = interview->thread ? g_strv_length(interview->thread) : 0;
  for (guint i = length >= MAX_THREAD ? length - MAX_THREAD + 1 : 0; i < length; i++)
    g_strv_builder_add(builder, interview->thread[i]);
  g_strv_builder_add(builder, message_id);
  g_strfreev(interview->thread);
  interview->thread = g_strv_builder_end(builder);
}

#define OFFER_STANDS_DAYS 30 /* after the call that was missed */

CrInstant
cr_interview_offers_until(const CrInterview *interview) {
  const CrState *state = &interview->state;
  CrInstant until = CR_INSTANT_NONE;
  for (guint i = 0; state->phase == CR_PHASE_MISSED && i < state->offered->len; i++)
    until = MAX(until, ((const CrSlot *) state->offered->pdata[i])->end);
  return MIN(until, interview->start + OFFER_STANDS_DAYS * CR_DAY_USEC);
}

static void
forget_quotes(char **text) {
  g_autofree char *old = *text;
  *text = cr_text_without_quotes(old);
}

void
cr_interview_forget_words(CrInterview *interview) {
  CrState *s = &interview->state;
  g_clear_pointer(&interview->subject, g_free);
  for (guint i = 0; i < s->evidence->len; i++)
    forget_quotes(&((CrEvidence *) s->evidence->pdata[i])->text);
  for (guint i = 0; i < s->warnings->len; i++)
    forget_quotes(&((CrWarning *) s->warnings->pdata[i])->text);
  for (guint i = 0; i < s->proposals->len; i++)
    g_clear_pointer(&((CrSlot *) s->proposals->pdata[i])->text, g_free);
  for (guint i = 0; i < s->offered->len; i++)
    g_clear_pointer(&((CrSlot *) s->offered->pdata[i])->text, g_free);
  forget_quotes(&s->question);
}

/* An absence so long after the agreed time is not waited out where there is a deputy; when they were
 * reminded, too, whoever was away is on their return, unless that is far off. */
#define LONG_ABSENCE_USEC (14 * CR_DAY_USEC)
#define FAR_OFF_USEC (60 * CR_DAY_USEC)

CrInstant
cr_interview_back(const CrInterview *interview) {
  const CrState *s = &interview->state;
  CrInstant long_usec = s->nudges == 0 ? LONG_ABSENCE_USEC : FAR_OFF_USEC;
  gboolean handed_on = s->deputy.email && s->return_at > interview->start + long_usec;
  return handed_on ? CR_INSTANT_NONE : s->return_at;
}

const char *
cr_interview_who(const CrInterview *interview) {
  const CrContact *contact = &interview->contact;
  if (contact->name && *contact->name)
    return contact->name;
  if (interview->company)
    return interview->company;
  return contact->email ? contact->email : "the recruiter";
}

const char *
cr_interview_caller(const CrInterview *interview) {
  return interview->caller_name ? interview->caller_name : cr_interview_who(interview);
}

void
cr_diagnosis_free(CrDiagnosis *diagnosis) {
  if (diagnosis == NULL)
    return;
  for (guint i = 0; i < CR_N_REASONS; i++) {
    g_clear_pointer(&diagnosis->reasons[i].supports, g_ptr_array_unref);
    g_clear_pointer(&diagnosis->reasons[i].opposes, g_ptr_array_unref);
  }
  g_free(diagnosis);
}
