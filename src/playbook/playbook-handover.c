/* Who takes a call over, and who comes back to it. */
#include "base/text.h"
#include "playbook/cues.h"
#include "playbook/letter.h"
#include "playbook/playbook-mail.h"

#include <string.h>

/* Whoever has taken over is the contact from now on. subject: of what they wrote themselves; who
 * has written nothing knows no thread, and the letter to them has a subject of its own (NULL). */
static void
take_over(CrInterview *iv, const CrPerson *person, const char *subject) {
  CrContact *contact = &iv->contact;
  g_free(iv->subject);
  iv->subject = g_strdup(subject);
  g_free(contact->email);
  contact->email = g_strdup(person->email);
  g_free(contact->name);
  contact->name = g_strdup(person->name);
  cr_contact_set_phone(contact, person->phone, person->extension);
  g_clear_pointer(&iv->caller_name, g_free);
  iv->state.address_gone = FALSE;
}

gboolean
mail_hands_over(const CrReading *m) {
  return m && !m->automatic &&
         (m->class == CR_MAIL_RECRUITER_CHANGE || cr_cues_have(m->text, "handed-over"));
}

/* It has gone from one to another before, or whoever had set it up is not the contact any more. */
static gboolean
may_come_back(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_CONTACT || turn_has_evidence(turn, "handed-over") ||
         turn_has_evidence(turn, "changed-before");
}

/* Now, or by the day of the call: until then it is nobody else's to answer for. */
static gboolean
is_back(const Turn *turn) {
  return !turn->fact->mail->automatic && cr_cues_have(turn->fact->mail->text, CR_CUE_BACK) &&
         turn_back_on(turn) <= turn->iv->start;
}

/* Known to be of the same house, and not whom the call was agreed with; or it was agreed with them
 * once, and they are back: a colleague who was on leave is no contact for that. */
static gboolean
sender_takes_over(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrPerson *named = &m->deputy;
  gboolean says = (turn->fact->trust == CR_TRUST_COLLEAGUE && mail_hands_over(m)) ||
                  (turn->fact->trust >= CR_TRUST_COLLEAGUE && is_back(turn) && may_come_back(turn));
  return says && m->from_email && !cr_text_equal(m->from_email, turn->iv->contact.email) &&
         !cr_address_is_noreply(m->from_email) &&
         (named->email == NULL || cr_text_equal(named->email, m->from_email));
}

void
turn_follow_sender(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (!sender_takes_over(turn))
    return;
  take_over(turn->iv, &(CrPerson){.name = m->from_name, .email = m->from_email}, m->subject);
  cr_record_assign(&cr_person_record, &turn->s->deputy, &(CrPerson){0}); /* of who was before */
}

void
turn_meet_successor(Turn *turn) {
  const CrPerson *new_person = &turn->fact->mail->deputy;
  if (new_person->email == NULL && new_person->name == NULL && new_person->phone == NULL)
    return;
  cr_record_assign(&cr_person_record, &turn->s->deputy, new_person);
}

static gboolean
was_handed_over_before(const Turn *turn) {
  for (guint i = 0; i < turn->s->evidence->len; i++) {
    const CrEvidence *item = turn->s->evidence->pdata[i];
    if (strcmp(item->kind, "handed-over") == 0 && item->at < turn->fact->at)
      return TRUE;
  }
  return FALSE;
}

/* The call was agreed with whom the letter to the first successor names; a second one has it from
 * somebody whom nothing was agreed with, and so is the contact. */
void
turn_witness_handover(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autofree char *said = mail_quote(m);
  turn_witness(turn, "handed-over", "They write: \"%s\"", said);
  turn_follow_sender(turn);
  if (cr_text_equal(m->deputy.email, turn->iv->contact.email))
    return;
  gboolean again = cr_text_equal(m->deputy.email, turn->s->deputy.email); /* the same, once more */
  if (mail_hands_over(m) && m->deputy.email && !again && was_handed_over_before(turn)) {
    take_over(turn->iv, &m->deputy, NULL);
    cr_record_assign(&cr_person_record, &turn->s->deputy, &(CrPerson){0});
  } else {
    turn_meet_successor(turn);
  }
}

void
turn_follow_handover(Turn *turn) {
  CrInterview *next = turn->decision->successor;
  const CrPerson *person = &turn->s->deputy;
  if (next && mail_hands_over(turn->fact->mail) && person->email)
    take_over(next, person, NULL);
}

void
turn_advise_that_it_stands(Turn *turn) {
  g_autofree char *when = turn_when_agreed(turn);
  turn_advise(turn, CR_STEP_PREPARE,
              "something changes on their side, but your call has not been cancelled: be ready for "
              "it, %s.",
              when);
}

void
turn_hear_handover(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean ahead = turn->s->phase == CR_PHASE_SCHEDULED;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  gboolean hour = times->len > 0 && cr_choice_is_hour(times->pdata[0]);
  if (ahead && !hour && !m->automatic && m->deputy.email && m->deputy.phone)
    take_over(turn->iv, &m->deputy, NULL); /* the hour stands, and the call is theirs */
  turn_witness_handover(turn);
  if (m->automatic || (ahead && !hour)) {
    turn_tell_reply(turn, m->automatic ? CR_LINE_NOTE : CR_LINE_REPLY);
    if (ahead)
      turn_advise_that_it_stands(turn);
  } else if (times->len > 0) {
    turn_hear_new_time(turn);
    turn_follow_handover(turn);
  } else {
    turn_tell_reply(turn, CR_LINE_REPLY);
    turn_offer_times(turn);
  }
}
