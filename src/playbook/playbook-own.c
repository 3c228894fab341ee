/* The candidate's own mail: what they took, asked for and gave. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/numbers.h"
#include "playbook/playbook-mail.h"

#define MAX_OWN 4
#define MAX_OFFERED 24

/* The hours ahead that the mail names beside the agreed one; CrMention, borrowed. */
static GPtrArray *
hours_ahead(const Turn *turn) {
  GPtrArray *times = turn_times_ahead(turn);
  for (guint i = times->len; i > 0; i--)
    if (!cr_choice_is_hour(times->pdata[i - 1]))
      g_ptr_array_remove_index(times, i - 1);
  return times;
}

/* A day that they offered is no time yet. */
static GPtrArray *
firm_proposals(const CrState *s) {
  GPtrArray *firm = g_ptr_array_new();
  for (guint i = 0; i < s->proposals->len; i++)
    if (!((CrSlot *) s->proposals->pdata[i])->rough)
      g_ptr_array_add(firm, s->proposals->pdata[i]);
  return firm;
}

static const CrSlot *
fitting(const CrReading *m, const CrMention *hour, const GPtrArray *firm) {
  for (guint j = 0; j < firm->len; j++)
    if (cr_choice_fits(m, hour, firm->pdata[j]))
      return firm->pdata[j];
  return NULL;
}

static gboolean
calls_off(CrMailClass class) {
  return class == CR_MAIL_CANCELLATION || class == CR_MAIL_RESCHEDULE_REQUEST ||
         class == CR_MAIL_REJECTION;
}

/* Of the candidate's own words a faint sign is enough, for a letter that is not sent can still be;
 * but "thank you, noted" refuses nothing. */
static gboolean
seems_to_call_off(const CrReading *m) {
  return calls_off(m->class) || (calls_off(m->second) && cr_cues_have(m->text, CR_CUE_REFUSES));
}

/* "I'd rather keep 2pm", not "from 2pm to 4". */
static gboolean
keeps_agreed_hour(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (mention->start == turn->iv->start && mention->role != CR_TIME_OLD)
      return TRUE;
  }
  return FALSE;
}

/* "Thursday at 9 is the school run, I'm afraid. Would 11:15 be possible?": who asks for an hour
 * that was not offered takes none of those that were, so these are left out of the hours. */
static void
leave_out_declined(const Turn *turn, GPtrArray *hours) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) firm = firm_proposals(turn->s);
  guint other = keeps_agreed_hour(turn) && cr_cues_have(m->text, CR_CUE_KEEPS);
  for (guint i = 0; i < hours->len; i++)
    other += fitting(m, hours->pdata[i], firm) == NULL;
  if (m->accepts || other == 0 || (m->class != CR_MAIL_NEW_TIME && !calls_off(m->class)))
    return;
  for (guint i = hours->len; i > 0; i--)
    if (fitting(m, hours->pdata[i - 1], firm))
      g_ptr_array_remove_index(hours, i - 1);
}

static const CrSlot *
accepted_proposal(const Turn *turn, const GPtrArray *hours) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) firm = firm_proposals(turn->s), times = turn_times_ahead(turn);
  for (guint i = 0; i < hours->len; i++) {
    const CrSlot *taken = fitting(m, hours->pdata[i], firm);
    if (taken)
      return taken;
  }
  return m->accepts && hours->len == 0 ? cr_choice_of(m, times, firm, firm->len) : NULL;
}

/* The hours are theirs to take from now on, as those of a letter of ours. */
static void
offer(Turn *turn, const GPtrArray *hours) {
  CrState *s = turn->s;
  CrInstant length = turn->iv->end - turn->iv->start;
  s->offered_last = (int) MIN(hours->len, MAX_OWN);
  for (int i = 0; i < s->offered_last && s->offered->len < MAX_OFFERED; i++) {
    const CrMention *mention = hours->pdata[i];
    CrSlot *slot = cr_slot_new();
    slot->start = mention->start;
    slot->end = mention->end > mention->start ? mention->end : mention->start + length;
    g_ptr_array_add(s->offered, slot);
  }
}

static void
note_asked(Turn *turn) {
  cr_record_truncate(&cr_slot_record, turn->s->proposals, 0);
  g_clear_pointer(&turn->s->question, g_free);
  turn->s->answered_at = turn->fact->at;
  turn_say(turn, CR_LINE_NOTE,
           "You called it off or asked for another time yourself, so nothing is sent for you.");
}

/* The candidate calls it off in words, and asks for nothing. */
static gboolean
only_calls_off(const Turn *turn, const GPtrArray *hours) {
  const CrReading *m = turn->fact->mail;
  return turn->fact->event == NULL && m->class == CR_MAIL_CANCELLATION &&
         cr_cues_have(m->text, CR_CUE_OWN_OFF) && m->second != CR_MAIL_RESCHEDULE_REQUEST &&
         m->second != CR_MAIL_NEW_TIME && hours->len == 0 && !strchr(m->text, '?');
}

/* Before the agreed time a word of thanks that names another hour asks for nothing. */
static void
ask_for_another(Turn *turn, const GPtrArray *hours) {
  const CrReading *m = turn->fact->mail;
  gboolean picks = turn->s->proposals->len > 0 && hours->len > 0;
  if (!seems_to_call_off(m) && !picks && (m->class != CR_MAIL_NEW_TIME || hours->len == 0))
    return;
  if (only_calls_off(turn, hours)) {
    turn_finish(turn, CR_PHASE_CANCELLED, "you have cancelled");
    turn->s->own_off = TRUE;
    turn_say(turn, CR_LINE_CANCELLED, "You wrote to them that you call it off.");
    return;
  }
  if (hours->len > 0)
    offer(turn, hours);
  note_asked(turn);
}

static void
learn_numbers(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  for (guint i = 0; i < m->phones->len; i++)
    cr_number_note_own(turn->iv, m->phones->pdata[i], turn->context->profile);
}

static void
withdraw(Turn *turn) {
  turn_finish(turn, CR_PHASE_WITHDRAWN, "you withdrew");
  turn->s->standing = CR_STANDING_WITHDRAWN;
  turn_say(turn, CR_LINE_NOTE, "You wrote to them that you withdraw.");
}

static void
note_written(Turn *turn) {
  CrState *s = turn->s;
  if (s->phase == CR_PHASE_WAITING) {
    turn_say(turn, CR_LINE_NOTE, "You wrote to them yourself.");
    turn_has_written(turn, turn->fact->at, "you wrote to them yourself");
    return;
  }
  if (s->letter == CR_LETTER_HELD || s->letter == CR_LETTER_IN_DOUBT)
    g_clear_pointer(&s->question, g_free);
  turn_has_written(turn, turn->fact->at, "you wrote to them yourself");
  turn_say(turn, CR_LINE_SENT, "You wrote to %s.", cr_interview_who(turn->iv));
  turn_advise(turn, CR_STEP_AWAIT, "an answer may take a day or two. Keep the search moving.");
}

void
turn_propose_event(Turn *turn, const CrEvent *event) {
  CrMention mention = {.start = event->start, .end = event->end};
  g_autoptr(GPtrArray) hours = g_ptr_array_new();
  g_ptr_array_add(hours, &mention);
  offer(turn, hours);
  if (turn_was_before(turn))
    note_asked(turn);
  else
    note_written(turn);
}

/* The candidate's own answer to the invite of this call. What declines it is heard as words. */
static gboolean
answer_invite(Turn *turn) {
  const CrEvent *event = turn->fact->event;
  const char *status = NULL;
  if (event == NULL || event->method != CR_METHOD_REPLY ||
      !cr_text_equal(event->uid, turn->iv->uid) || event->sequence < turn->iv->sequence ||
      !cr_agree_same_occurrence(turn->iv, event) || turn->s->phase != CR_PHASE_SCHEDULED)
    return FALSE;
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *attendee = event->attendees->pdata[i];
    if (cr_profile_owns(turn->context->profile, attendee->email))
      status = attendee->status;
  }
  if (cr_text_equal(status, "TENTATIVE")) {
    turn_say(turn, CR_LINE_NOTE, "You have answered the invite with \"maybe\".");
    return TRUE;
  }
  if (!cr_text_equal(status, "ACCEPTED"))
    return FALSE;
  turn_say(turn, CR_LINE_NOTE, "You have accepted the invite.");
  turn_stands(turn); /* it may have been declined by mistake */
  return TRUE;
}

/* "Forget my last mail, I can make it after all", before the hour; "at 11 after all" asks for
 * another one. */
static gboolean
takes_back(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) hours = hours_ahead(turn);
  if (turn->s->phase != CR_PHASE_CANCELLED || !turn->s->own_off || turn->now >= turn->iv->start ||
      hours->len > 0 || calls_off(m->class) || cr_cues_have(m->text, CR_CUE_WITHDRAW) ||
      !(cr_cues_have(m->text, CR_CUE_TAKEN_BACK) || cr_cues_have(m->text, CR_CUE_OWN_ON)))
    return FALSE;
  turn_open_again(turn, "you have", "You wrote to them that you can make it after all.");
  return TRUE;
}

static void
hear_own(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autofree char *ours = turn_effect_of(turn, m->message_id);
  if (ours && turn_letter_is_out(turn, ours)) /* our letter in the sent mail: it went out */
    return;
  cr_interview_add_thread(turn->iv, m->message_id);
  turn->s->wrote = TRUE;
  if (takes_back(turn) || !turn_open(turn))
    return;
  learn_numbers(turn);
  if (turn->fact->founds)
    return;
  if (cr_fact_is_own_invite(turn->fact)) {
    turn_own_invite(turn);
    return;
  }
  if (answer_invite(turn))
    return;
  if (cr_cues_have(m->text, CR_CUE_WITHDRAW)) {
    withdraw(turn);
    return;
  }
  g_autoptr(GPtrArray) hours = hours_ahead(turn);
  leave_out_declined(turn, hours);
  const CrSlot *accepted = accepted_proposal(turn, hours);
  if (accepted) {
    turn_move_to(turn, accepted, NULL, "you took the time that they offered");
    return;
  }
  if (turn_was_before(turn)) {
    ask_for_another(turn, hours);
    return;
  }
  if (strchr(m->text, '?') == NULL && turn_hear_of_talk(turn, "You wrote"))
    return;
  if (hours->len > 0)
    offer(turn, hours);
  note_written(turn);
}

void
turn_own_mail(Turn *turn) {
  turn_hear_with_days(turn, hear_own);
}
