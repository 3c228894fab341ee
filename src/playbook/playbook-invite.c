/* Invites (iTIP, RFC 5546). An invite changes an interview only when UID, organizer and SEQUENCE
 * fit and it came from the organizer; otherwise the candidate is asked. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/playbook-private.h"

static gboolean
is_newer(const CrInterview *iv, const CrEvent *event) {
  return event->sequence > iv->sequence ||
         (event->sequence == iv->sequence && event->dtstamp != CR_INSTANT_NONE &&
          (iv->dtstamp == CR_INSTANT_NONE || event->dtstamp >= iv->dtstamp));
}

/* The organizer as named in the invite is the organizer we know, and the message came from there.
 */
static gboolean
is_entitled(const Turn *turn, const CrEvent *event) {
  const char *known = turn->iv->organizer ? turn->iv->organizer : turn->iv->contact.email;
  if (turn->fact->trust < CR_TRUST_CONTACT || !cr_text_equal(event->organizer_email, known))
    return FALSE;
  const CrReading *mail = turn->fact->mail;
  return mail == NULL || cr_text_equal(mail->from_email, known);
}

static void
ask_about(Turn *turn, const char *what) {
  const CrReading *mail = turn->fact->mail;
  const char *from = mail && mail->from_email             ? mail->from_email
                     : turn->fact->event->organizer_email ? turn->fact->event->organizer_email
                                                          : "an unknown sender";
  g_autofree char *sender = cr_text_line(from, 80);
  const char *doubt = mail && mail->forged ? "but your mail server says that it was forged"
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
  turn_finish(turn, CR_PHASE_CANCELLED, "they have cancelled");
  turn_say(turn, CR_LINE_CANCELLED, "%s has cancelled the call.", cr_interview_who(turn->iv));
}

static void
take_update(Turn *turn, const CrEvent *event) {
  CrInterview *iv = turn->iv;
  gboolean moved = event->start != iv->start, known = iv->from_invite;
  iv->sequence = MAX(iv->sequence, event->sequence);
  if (event->dtstamp != CR_INSTANT_NONE)
    iv->dtstamp = event->dtstamp;
  cr_agree_describe(iv, event, turn->context->profile);
  if (!moved) {
    if (event->end > event->start)
      iv->end = event->end;
    if (!known)
      turn_witness(turn, "times-agree", "The mail and the invite name the same time.");
    return;
  }
  if (turn->s->phase != CR_PHASE_SCHEDULED && event->start <= turn->fact->at)
    turn_witness(turn, "invite-updated", "An updated invite names another time.");
  if (known || turn->s->phase != CR_PHASE_SCHEDULED) {
    turn_move_to(turn, event->start, event->end, event->zone, "the invite was updated");
    CrInterview *target = turn->decision->successor ? turn->decision->successor : iv;
    target->fixed = cr_event_is_fixed(event);
    return;
  }
  /* Words came first, and now the invite says another time: it is the better record of the two. */
  CrInstant said = iv->start;
  g_autofree char *before = turn_when(turn, said), *after = turn_when(turn, event->start);
  cr_interview_set_start(iv, event->start, event->end, event->zone ? event->zone : iv->zone);
  iv->fixed = cr_event_is_fixed(event);
  turn_witness(turn, "other-time-in-mail", "The mail said %s, the invite says %s.", before, after);
  turn_warn(turn, ABS(said - event->start) >= 20 * CR_HOUR ? "weekday-mismatch" : "zone-mismatch",
            "the mail says %s your time, the invite %s", before, after);
  turn->s->other_start = said;
}

static void
propose_counter(Turn *turn, const CrEvent *event) {
  CrState *s = turn->s;
  CrSlot *slot = cr_slot_new();
  slot->start = event->start;
  slot->end = event->end;
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_ptr_array_add(s->proposals, slot);
  s->answered_at = turn->fact->at;
  s->promise = CR_INSTANT_NONE;
  turn_drop_letter(turn, "they propose another time");
  g_autofree char *when = turn_when(turn, event->start);
  turn_say(turn, CR_LINE_REPLY, "%s proposes %s.", cr_interview_who(turn->iv), when);
  g_free(s->question);
  s->question = g_strdup_printf("They propose %s. Do you take it?", when);
  turn_advise(turn, CR_STEP_PICK,
              "they propose %s. Answer them, then note the time that you took.", when);
}

void
turn_invite(Turn *turn) {
  const CrEvent *event = turn->fact->event;
  CrInterview *iv = turn->iv;
  gboolean same = cr_text_equal(event->uid, iv->uid);
  gboolean cancel = event->method == CR_METHOD_CANCEL || event->cancelled;
  if (!same && iv->from_invite && !cancel && event->method != CR_METHOD_COUNTER) {
    /* Another invite of the same people after the call was missed: the new time. */
    if (turn_open(turn) && turn->s->phase != CR_PHASE_SCHEDULED &&
        turn->fact->trust >= CR_TRUST_COLLEAGUE) {
      turn_move_to(turn, event->start, event->end, event->zone, "a new invite came");
      if (turn->decision->successor) {
        g_free(turn->decision->successor->uid);
        turn->decision->successor->uid = g_strdup(event->uid);
        turn->decision->successor->sequence = event->sequence;
        turn->decision->successor->dtstamp = event->dtstamp;
      }
    }
    return;
  }
  if (!turn_open(turn) || event->method == CR_METHOD_REFRESH || event->method == CR_METHOD_ADD ||
      event->method == CR_METHOD_REPLY || event->method == CR_METHOD_DECLINECOUNTER)
    return;
  if (!same && !iv->from_invite) { /* words came first; this is their invite */
    g_free(iv->uid);
    iv->uid = g_strdup(event->uid);
    iv->sequence = event->sequence;
    iv->dtstamp = event->dtstamp;
    g_free(iv->organizer);
    iv->organizer = g_strdup(event->organizer_email);
    take_update(turn, event);
    iv->from_invite = TRUE;
    return;
  }
  if (!is_newer(iv, event) ||
      (event->dtstamp == iv->dtstamp && event->start == iv->start && !cancel))
    return;
  if (!is_entitled(turn, event)) {
    if (event->method == CR_METHOD_COUNTER && turn->fact->trust >= CR_TRUST_COLLEAGUE)
      propose_counter(turn, event);
    else
      ask_about(turn, cancel ? "cancellation" : "change");
    return;
  }
  if (cancel)
    take_cancel(turn, event);
  else if (event->method == CR_METHOD_COUNTER)
    propose_counter(turn, event);
  else
    take_update(turn, event);
}
