/* What the candidate did or saw. The candidate's word counts most. */
#include "base/text.h"
#include "playbook/guard.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-private.h"

#include <string.h>

static void
tried(Turn *turn, CrStep step, const char *advice) {
  CrState *s = turn->s;
  s->called_at = s->tried_at = turn->fact->at;
  if (s->phase != CR_PHASE_WAITING && s->phase != CR_PHASE_MISSED)
    return;
  if (s->letters == 0 && s->letter != CR_LETTER_SENDING && s->answered_at == CR_INSTANT_NONE) {
    if (s->letter == CR_LETTER_HELD) /* going on answers what was asked when it was held */
      g_clear_pointer(&s->question, g_free);
    if (s->phase == CR_PHASE_MISSED)
      turn_plan_letter(turn, turn->now);
    turn_advise(turn, step, "%s", advice);
  }
}

static void
says_sent(Turn *turn) {
  CrState *s = turn->s;
  if (turn_letter_is_out(turn, NULL))
    return;
  if (s->phase != CR_PHASE_MISSED && s->phase != CR_PHASE_WAITING)
    return;
  if (s->letter == CR_LETTER_HELD || s->letter == CR_LETTER_IN_DOUBT)
    g_clear_pointer(&s->question, g_free);
  if (s->letters > 0 && s->letter != CR_LETTER_HELD && s->step == CR_STEP_NUDGE && s->nudges == 0)
    s->nudges = 1;
  turn_offers_stand(turn, NULL);
  turn_has_written(turn, turn->fact->at, "you sent one yourself");
  turn_say(turn, CR_LINE_SENT, "You sent the letter to %s.", cr_interview_who(turn->iv));
  turn_advise(turn, CR_STEP_AWAIT, "an answer may take a day or two. Keep the search moving.");
}

static void
end_search(Turn *turn, CrStanding standing, CrPhase phase, CrLineKind kind, const char *words) {
  turn->s->standing = standing;
  if (turn_open(turn))
    turn_finish(turn, phase, "it is settled");
  turn_say(turn, kind, "%s", words);
}

static void
not_their_call(Turn *turn) {
  CrState *s = turn->s;
  gboolean missed = turn->now >= turn_grace_over(turn);
  s->guessed = FALSE;
  s->answered_at = CR_INSTANT_NONE;
  s->phase = missed                         ? CR_PHASE_MISSED
             : turn->now >= turn->iv->start ? CR_PHASE_WAITING
                                            : CR_PHASE_SCHEDULED;
  if (missed && s->letters == 0)
    turn_plan_letter(turn, turn->now);
}

/* The question that the letter itself asks, as it cannot go. */
static gboolean
asks_why_held(const CrState *s) {
  return s->held_why && strstr(s->question, s->held_why);
}

void
turn_can_be_reached(Turn *turn) {
  CrState *s = turn->s;
  if (s->letter != CR_LETTER_HELD || s->phase != CR_PHASE_MISSED ||
      turn->iv->contact.email == NULL ||
      g_strcmp0(s->held_why, cr_guard_reasons[CR_GUARD_STALE]) == 0 ||
      (s->question && !asks_why_held(s)))
    return; /* what it waits for is something else */
  g_clear_pointer(&s->question, g_free);
  turn_plan_letter(turn, turn->now);
}

void
turn_is_reached_otherwise(Turn *turn) {
  const CrState *s = turn->s;
  if (s->phase == CR_PHASE_MISSED && s->question == NULL && s->tried_at == CR_INSTANT_NONE &&
      (s->step == CR_STEP_EMAIL || s->step == CR_STEP_CALL))
    turn_advise_what_now(turn);
}

/* An address, or a number with its extension behind a blank. */
static void
learn_contact(Turn *turn) {
  CrContact *contact = &turn->iv->contact;
  const char *said = turn->fact->text ? turn->fact->text : "";
  g_auto(GStrv) number = strchr(said, '@') ? NULL : g_strsplit(said, " ", 2);
  if (number) {
    cr_contact_set_phone(contact, number[0], number[0] ? number[1] : NULL);
  } else {
    if (!cr_text_equal(contact->email, said))
      turn->s->address_gone = FALSE;
    g_free(contact->email);
    contact->email = g_strdup(said);
  }
  g_autofree char *words = number ? cr_words_contact_phone(contact) : NULL;
  turn_say(turn, CR_LINE_NOTE, "You noted how %s is reached: %s.", cr_interview_who(turn->iv),
           words ? words : said);
  if (number == NULL)
    turn_can_be_reached(turn);
  turn_is_reached_otherwise(turn);
}

/* Of a call that is off, too, what is asked can be answered. */
static gboolean
may_tell(const Turn *turn) {
  const CrState *s = turn->s;
  return turn_open(turn) || (s->phase == CR_PHASE_CANCELLED && !s->removed && s->question);
}

void
turn_act(Turn *turn) {
  CrState *s = turn->s;
  const CrFact *fact = turn->fact;
  turn_settle_ringing(turn);
  switch (fact->act) {
  case CR_ACT_CALLED:
    s->called_at = fact->at;
    turn_say(turn, CR_LINE_NOTE, "You rang them.");
    if (s->phase == CR_PHASE_HELD && s->guessed && fact->at > s->answered_at)
      not_their_call(turn);
    break;
  case CR_ACT_NO_ANSWER:
    tried(turn, CR_STEP_VOICEMAIL,
          "leave the message below, about 20 seconds; the letter follows.");
    break;
  case CR_ACT_VOICEMAIL:
    tried(turn, CR_STEP_EMAIL, "good. Now the letter, with times that suit you both.");
    break;
  case CR_ACT_SPOKE:
  case CR_ACT_THEY_CALLED:
    if (!may_tell(turn))
      break;
    turn_finish(turn, CR_PHASE_HELD, "you have spoken");
    s->answered_at = fact->at;
    turn_say(turn, CR_LINE_HELD, fact->act == CR_ACT_SPOKE ? "You spoke." : "They called.");
    break;
  case CR_ACT_SENT:
    says_sent(turn);
    break;
  case CR_ACT_NOT_SENT:
    turn_letter_is_not_out(turn, "you say so");
    break;
  case CR_ACT_SEND:
    turn_send(turn);
    break;
  case CR_ACT_RESCHEDULED:
    if (may_tell(turn) && fact->when != CR_INSTANT_NONE)
      turn_move_to(turn, &(CrSlot){.start = fact->when, .end = CR_INSTANT_NONE}, NULL,
                   "you say so");
    break;
  case CR_ACT_CANCELLED:
    if (!turn_open(turn))
      break;
    turn_finish(turn, CR_PHASE_CANCELLED, "it is cancelled");
    turn_say(turn, CR_LINE_CANCELLED, "The call is cancelled.");
    break;
  case CR_ACT_REMOVED:
    turn_finish(turn, CR_PHASE_CANCELLED, "it was no call");
    s->removed = TRUE;
    turn_say(turn, CR_LINE_CANCELLED, "Removed: it was never a call.");
    break;
  case CR_ACT_REJECTED:
    turn_witness(turn, "rejection-mail", "You were told so.");
    end_search(turn, CR_STANDING_OUT, CR_PHASE_CLOSED, CR_LINE_CLOSED,
               fact->beside ? "This call goes with the no to the application."
                            : "They said no. It says little about you: about half of all full "
                              "interviews end so.");
    break;
  case CR_ACT_OFFER:
    end_search(turn, CR_STANDING_OFFER, CR_PHASE_HELD, CR_LINE_NOTE,
               "An offer! Keep the other applications going until you have accepted one.");
    break;
  case CR_ACT_ACCEPTED:
    end_search(turn, CR_STANDING_ACCEPTED, CR_PHASE_HELD, CR_LINE_NOTE,
               "Accepted. Congratulations!");
    break;
  case CR_ACT_NO_CALL:
    turn_say(turn, CR_LINE_NOTE, "Nobody called, you say.");
    if (s->phase == CR_PHASE_HELD && s->guessed)
      not_their_call(turn);
    if (s->phase == CR_PHASE_WAITING || s->phase == CR_PHASE_MISSED)
      turn_witness(turn, "no-call-said", "You say that nobody called.");
    break;
  case CR_ACT_WITHDRAWN:
    end_search(turn, CR_STANDING_WITHDRAWN, CR_PHASE_WITHDRAWN, CR_LINE_NOTE,
               fact->beside ? "This call goes with the application." : "You withdrew.");
    break;
  case CR_ACT_CONTACT:
    learn_contact(turn);
    break;
  case CR_ACT_UNDO: /* the engine gave us the interview as it was before */
    turn_say(turn, CR_LINE_NOTE, "Taken back: %s.", fact->text);
    break;
  }
}
