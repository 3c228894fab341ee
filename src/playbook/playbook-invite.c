/* Invites (iTIP, RFC 5546). An invite changes an interview only when UID, organizer and SEQUENCE
 * fit and it came from the organizer; otherwise the candidate is asked. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/playbook-mail.h"

#include <string.h>

static const char *
organizer_of(const Turn *turn) {
  return turn->iv->organizer ? turn->iv->organizer : turn->iv->contact.email;
}

static const CrAttendee *
find_attendee(const CrEvent *event, const char *address) {
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *attendee = event->attendees->pdata[i];
    if (cr_text_equal(attendee->email, address))
      return attendee;
  }
  return NULL;
}

static void
ask_about(Turn *turn, const char *what) {
  const CrReading *mail = turn->fact->mail;
  const CrEvent *event = turn->fact->event;
  const char *from = mail && mail->from_email             ? mail->from_email
                     : turn->fact->event->organizer_email ? turn->fact->event->organizer_email
                                                          : "an unknown sender";
  g_autofree char *sender = cr_text_line(from, 80);
  const char *doubt =
      mail && mail->forged ? "but its sender looks forged"
      : event->method == CR_METHOD_REPLY && find_attendee(event, from) == NULL
          ? "who was not invited"
      : cr_text_equal(from, organizer_of(turn)) && turn->fact->trust >= CR_TRUST_CONTACT
          ? "but it does not fit the invite that you have"
          : "who did not set it up";
  turn_say(turn, CR_LINE_NOTE,
           "A %s for this call came from %s, %s. Nothing is changed; please check with %s.", what,
           sender, doubt, cr_interview_who(turn->iv));
  turn_witness(turn, "cancel-unverified", "A %s came from %s, %s.", what, sender, doubt);
}

static void
take_cancel(Turn *turn, const CrEvent *event) {
  turn->iv->sequence = MAX(turn->iv->sequence, event->sequence);
  if (event->dtstamp != CR_INSTANT_NONE)
    turn->iv->dtstamp = event->dtstamp;
  if (turn->s->phase == CR_PHASE_CANCELLED) /* as their words said */
    return;
  turn_finish(turn, CR_PHASE_CANCELLED, "they have cancelled");
  turn_say(turn, CR_LINE_CANCELLED, "%s has cancelled the call.", cr_interview_who(turn->iv));
  turn_await_new_time(turn);
}

static void
take_update(Turn *turn, const CrEvent *event) {
  CrInterview *iv = turn->iv;
  gboolean moved = event->start != iv->start, known = iv->from_invite;
  turn_retract(turn, "second-invite"); /* who keeps this one up has not replaced it */
  turn_unwarn(turn, "second-invite");
  iv->recurrence_id = event->recurrence_id;
  iv->sequence = MAX(iv->sequence, event->sequence);
  if (event->dtstamp != CR_INSTANT_NONE)
    iv->dtstamp = event->dtstamp;
  cr_agree_describe(iv, event, turn->context->profile);
  if (!moved) {
    if (event->end > event->start)
      iv->end = event->end;
    if (iv->end < cr_interview_latest(iv)) /* the invite knows better */
      iv->window_min = 0;
    if (!known) {
      turn_witness(turn, "times-agree", "The mail and the invite name the same time.");
      turn_settle_clock(turn);
    }
    return;
  }
  if (turn->s->phase != CR_PHASE_SCHEDULED && event->start <= turn->fact->at)
    turn_witness(turn, "invite-updated", "An updated invite names another time.");
  if (known || turn->s->phase != CR_PHASE_SCHEDULED) {
    turn_move_to(turn, &(CrSlot){.start = event->start, .end = event->end}, event->zone,
                 "the invite was updated");
    CrInterview *target = turn->decision->successor ? turn->decision->successor : iv;
    target->fixed = cr_event_is_fixed(event);
    target->from_invite = TRUE;
    return;
  }
  CrInstant said = iv->start;
  g_autofree char *before = turn_when(turn, said), *after = turn_when(turn, event->start);
  gboolean settles = turn_has_evidence(turn, "zone-unsaid") && event->start == turn->s->your_start;
  cr_interview_set_start(iv, event->start, event->end, event->zone ? event->zone : iv->zone);
  iv->fixed = cr_event_is_fixed(event);
  turn_settle_clock(turn);
  if (settles) /* the hour that they named was one of the candidate's clock */
    return;
  /* Words came first, and now the invite says another time: it is the better record of the two. */
  turn_witness(turn, "other-time-in-mail", "The mail said %s, the invite says %s.", before, after);
  turn_warn(turn, ABS(said - event->start) >= 20 * CR_HOUR ? "weekday-mismatch" : "zone-mismatch",
            "the mail says %s your time, the invite %s", before, after);
  turn->s->other_start = said;
}

/* They would have another time, and said so in the calendar's own way. Source: RFC 5546 §3.2.7 */
static void
propose_counter(Turn *turn, const CrEvent *event) {
  CrState *s = turn->s;
  const char *who = cr_interview_who(turn->iv);
  if (event->start == CR_INSTANT_NONE || event->start == turn->iv->start) {
    turn_say(turn, CR_LINE_REPLY, "%s proposes a change of the invite, at the same time.", who);
    return;
  }
  CrSlot *slot = cr_slot_new();
  slot->start = event->start;
  slot->end = event->end;
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_ptr_array_add(s->proposals, slot);
  turn_answered(turn);
  g_autofree char *when = turn_when(turn, event->start);
  turn_say(turn, CR_LINE_REPLY, "%s proposes %s.", who, when);
  turn_ask_anew(turn, "They propose %s. Do you take it?", when);
  turn_advise(turn, CR_STEP_PICK, "they propose %s. Answer them, then note the time that you took.",
              when);
}

/* Their own time stands. */
static void
take_counter_declined(Turn *turn) {
  turn_say(turn, CR_LINE_REPLY, "%s does not take the time that you proposed.",
           cr_interview_who(turn->iv));
  if (turn_was_before(turn))
    return;
  turn_answered(turn);
  turn_advise(turn, CR_STEP_AWAIT, "they have answered; read their mail and answer it yourself.");
}

/* What the call is known by from now on. */
static void
take_identity(CrInterview *iv, const CrFact *fact) {
  const CrEvent *event = fact->event;
  cr_agree_note_sender(iv, fact->mail);
  g_free(iv->uid);
  iv->uid = g_strdup(event->uid);
  iv->sequence = event->sequence;
  iv->dtstamp = event->dtstamp;
  iv->recurrence_id = event->recurrence_id;
  g_free(iv->organizer);
  iv->organizer = g_strdup(event->organizer_email);
}

/* The invite is the better record of a call that only words stood for. */
static void
adopt(Turn *turn, const CrEvent *event) {
  take_identity(turn->iv, turn->fact);
  take_update(turn, event);
  turn->iv->from_invite = TRUE;
}

static void
move_to_event(Turn *turn, const CrEvent *event, const char *how) {
  turn_move_to(turn, &(CrSlot){.start = event->start, .end = event->end}, event->zone, how);
  CrInterview *iv = turn->decision->successor ? turn->decision->successor : turn->iv;
  take_identity(iv, turn->fact);
  cr_agree_describe(iv, event, turn->context->profile);
  iv->from_invite = TRUE;
}

/* The same call by its title, at another time: perhaps instead of this one, perhaps beside it. */
static void
doubt_twin(Turn *turn, const CrEvent *event) {
  g_autofree char *when = turn_when(turn, event->start);
  turn_witness(turn, "second-invite", "Another invite with the same title is for %s.", when);
  turn_warn(turn, "second-invite",
            "there is another invite with the same title, for %s: ask whether it replaces this "
            "call, and note it if so",
            when);
}

/* An invite with another UID: the first one of a call of words, or the new time of a missed one.
 * One to the hour that was missed is the same call by another name: two programs invite to it. */
static void
take_other(Turn *turn, const CrEvent *event, gboolean cancel) {
  gboolean trusted = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  gboolean later = turn->s->phase != CR_PHASE_SCHEDULED && event->start > turn->iv->start;
  if (!cancel && !trusted && event->start == turn->iv->start)
    return; /* a platform's invite to the same call: nothing new */
  if (cancel || !trusted)
    ask_about(turn, cancel ? "cancellation" : "change");
  else if (event->method == CR_METHOD_COUNTER)
    propose_counter(turn, event);
  else if (!turn->iv->from_invite)
    adopt(turn, event);
  else if (later || (event->start != turn->iv->start &&
                     cr_agree_is_moved(turn->iv, event, turn->fact->mail)))
    move_to_event(turn, event, "a new invite came");
  else if (cr_agree_is_twin(turn->iv, event))
    doubt_twin(turn, event);
}

static void
take_same(Turn *turn, const CrEvent *event, gboolean cancel) {
  const CrInterview *iv = turn->iv;
  gboolean counter = event->method == CR_METHOD_COUNTER;
  if (cancel && event->sequence < iv->sequence && event->dtstamp > iv->dtstamp)
    ask_about(turn, "cancellation"); /* written later, and numbered as of an earlier invite */
  if (!cr_agree_is_newer(iv, event) ||
      (event->dtstamp == iv->dtstamp && event->start == iv->start && !cancel))
    return;
  if (counter && turn->fact->trust >= CR_TRUST_COLLEAGUE)
    propose_counter(turn, event);
  else if (counter || !cr_agree_is_entitled(turn->iv, turn->fact, turn->fact->trust))
    ask_about(turn, cancel ? "cancellation" : "change");
  else if (cancel)
    take_cancel(turn, event);
  else
    take_update(turn, event);
}

/* A day without an hour moves nothing; another day than the agreed one is asked about. */
static void
hear_day(Turn *turn, const CrEvent *event) {
  CrInstant agreed = turn->iv->start, end = MAX(event->end, event->start + CR_DAY_USEC);
  gboolean covers = event->start <= agreed && agreed < end;
  if (covers || turn->fact->trust < CR_TRUST_COLLEAGUE || !cr_agree_is_newer(turn->iv, event))
    return;
  g_autofree char *day = turn_day(turn, event->start);
  turn_say(turn, CR_LINE_NOTE, "The invite is for %s now, and names no hour.", day);
  turn_ask(turn, "Their invite is for %s now, and names no hour. When is the call?", day);
}

void
turn_invite(Turn *turn) {
  const CrEvent *event = turn->fact->event;
  gboolean same = cr_text_equal(event->uid, turn->iv->uid);
  gboolean cancel = event->method == CR_METHOD_CANCEL || event->cancelled;
  if (cancel && same && turn->fact->trust >= CR_TRUST_COLLEAGUE)
    turn->s->own_off = FALSE; /* it is theirs, too, by now */
  if (same && !cancel && turn->s->phase == CR_PHASE_CANCELLED &&
      turn->fact->trust < CR_TRUST_COLLEAGUE)
    ask_about(turn, "new invite");
  if (!turn_open(turn) || (same && !cr_agree_same_occurrence(turn->iv, event)))
    return;
  switch (event->method) {
  case CR_METHOD_REPLY:
    turn_reply(turn);
    return;
  case CR_METHOD_DECLINECOUNTER:
    if (same && cr_agree_is_entitled(turn->iv, turn->fact, turn->fact->trust))
      take_counter_declined(turn);
    return;
  case CR_METHOD_REFRESH:
  case CR_METHOD_ADD:
    return;
  case CR_METHOD_NONE:
  case CR_METHOD_PUBLISH:
  case CR_METHOD_REQUEST:
  case CR_METHOD_CANCEL:
  case CR_METHOD_COUNTER:
    break;
  }
  turn_hear_cause(turn);
  if (!cancel && event->method != CR_METHOD_COUNTER && turn_take_same_hour_again(turn, event)) {
    take_identity(turn->iv, turn->fact);
    return;
  }
  if (event->all_day && !cancel)
    hear_day(turn, event);
  else if (same)
    take_same(turn, event, cancel);
  else
    take_other(turn, event, cancel);
  turn_follow_handover(turn);
}

static void
take_own_cancel(Turn *turn) {
  turn_finish(turn, CR_PHASE_CANCELLED, "you have cancelled");
  turn_say(turn, CR_LINE_CANCELLED, "You have cancelled the call.");
}

/* The candidate's invite to the agreed time is one that they can answer. */
static void
take_own_identity(Turn *turn, const CrEvent *event) {
  if (turn->iv->from_invite)
    return;
  take_identity(turn->iv, turn->fact);
  cr_agree_describe(turn->iv, event, turn->context->profile);
  turn->iv->from_invite = TRUE;
}

static gboolean
is_proposed(const CrState *s, CrInstant start) {
  for (guint i = 0; i < s->proposals->len; i++) {
    const CrSlot *slot = s->proposals->pdata[i];
    if (!slot->rough && slot->start == start)
      return TRUE;
  }
  return FALSE;
}

void
turn_own_invite(Turn *turn) {
  const CrEvent *event = turn->fact->event;
  const CrInterview *iv = turn->iv;
  gboolean same = cr_text_equal(event->uid, iv->uid);
  gboolean cancel = event->method == CR_METHOD_CANCEL || event->cancelled;
  gboolean theirs = iv->organizer && !cr_profile_owns(turn->context->profile, iv->organizer);
  if (same && (theirs || !cr_agree_same_occurrence(iv, event) || !cr_agree_is_newer(iv, event)))
    return; /* only who set it up changes it, or calls it off. Source: RFC 5546 §1.4 */
  if (cancel && same)
    take_own_cancel(turn);
  if (cancel || event->start == CR_INSTANT_NONE || event->all_day)
    return;
  if (event->start == iv->start)
    take_own_identity(turn, event);
  else if (is_proposed(turn->s, event->start))
    move_to_event(turn, event, "you took the time that they offered");
  else if (same && iv->from_invite && turn->s->phase == CR_PHASE_SCHEDULED)
    take_update(turn, event);
  else
    turn_propose_event(turn, event);
}

/* Answers: an attendee speaks for nobody else. Source: RFC 5546 §3.2.3 */

/* The recruiter's, though another one sent it. */
static gboolean
is_in_their_name(const Turn *turn, const CrEvent *event) {
  return find_attendee(event, turn->iv->contact.email) || find_attendee(event, turn->iv->organizer);
}

static gboolean
is_offered(const CrState *s, CrInstant start) {
  g_autoptr(GPtrArray) made = cr_state_offers_made(s);
  for (guint i = 0; i < made->len; i++)
    if (((const CrSlot *) made->pdata[i])->start == start)
      return TRUE;
  return FALSE;
}

/* They take what the candidate's own invite says. */
static gboolean
take_accepted(Turn *turn, const CrEvent *event, gboolean same) {
  CrState *s = turn->s;
  gboolean other = event->start != CR_INSTANT_NONE && event->start != turn->iv->start;
  if (other && event->start > turn->fact->at &&
      cr_profile_owns(turn->context->profile, event->organizer_email) &&
      (same || s->phase != CR_PHASE_SCHEDULED || is_offered(s, event->start))) {
    move_to_event(turn, event, "they accepted your invite");
    return TRUE;
  }
  if (!same || other || s->phase != CR_PHASE_SCHEDULED)
    return FALSE;
  turn_say(turn, CR_LINE_NOTE, "%s has accepted the invite.", cr_interview_who(turn->iv));
  if (s->answered_at == CR_INSTANT_NONE)
    return FALSE;
  turn_stands(turn); /* they had declined it before, or asked for another time */
  return TRUE;
}

/* No time beside the one that the invite is for. */
static gboolean
mail_adds_nothing(const Turn *turn) {
  if (turn->fact->mail == NULL)
    return TRUE;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  return times->len == 0;
}

/* Not at that time: which is no end of it. */
static gboolean
take_declined(Turn *turn) {
  const char *who = cr_interview_who(turn->iv);
  if (!mail_adds_nothing(turn))
    return FALSE;
  turn_say(turn, CR_LINE_REPLY, "%s has declined the invite.", who);
  turn_answered(turn);
  turn_ask(turn, "%s has declined the invite. Is the call off? Then note that it is cancelled.",
           who);
  turn_advise(turn, CR_STEP_EMAIL,
              "%s has declined the invite: the answer with times that suit you both is drafted.",
              who);
  turn_draft_answer(turn, CR_STEP_EMAIL);
  return TRUE;
}

gboolean
turn_reply(Turn *turn) {
  const CrEvent *event = turn->fact->event;
  const CrReading *mail = turn->fact->mail;
  if (event->method != CR_METHOD_REPLY)
    return FALSE;
  const char *sender = mail && mail->from_email ? mail->from_email : cr_event_sender(event);
  const CrAttendee *attendee = find_attendee(event, sender);
  gboolean same = cr_text_equal(event->uid, turn->iv->uid);
  gboolean accepted = attendee && cr_text_equal(attendee->status, "ACCEPTED");
  gboolean declined = attendee && cr_text_equal(attendee->status, "DECLINED");
  if (!turn_open(turn) || (same && !cr_agree_same_occurrence(turn->iv, event)) ||
      (same && event->sequence < turn->iv->sequence) ||
      (turn->s->answered_at != CR_INSTANT_NONE && turn->fact->at < turn->s->answered_at))
    return TRUE; /* it answers what is not asked any more */
  if (attendee == NULL || turn->fact->trust < CR_TRUST_COLLEAGUE) {
    if (is_in_their_name(turn, event))
      ask_about(turn, "reply");
    return TRUE; /* else one guest of several */
  }
  if (turn->fact->trust < CR_TRUST_CONTACT) {
    if (declined)
      turn_say(turn, CR_LINE_NOTE, "%s, who is invited too, has declined.",
               attendee->name ? attendee->name : attendee->email);
    return declined;
  }
  if (accepted)
    return take_accepted(turn, event, same);
  if (declined && !same && is_offered(turn->s, event->start)) {
    take_counter_declined(turn);
    return TRUE;
  }
  if (cr_text_equal(attendee->status, "TENTATIVE") && mail_adds_nothing(turn)) {
    turn_say(turn, CR_LINE_NOTE, "%s has answered the invite with \"maybe\".",
             cr_interview_who(turn->iv));
    return TRUE;
  }
  return declined && (same || event->start == turn->iv->start) ? take_declined(turn) : declined;
}
