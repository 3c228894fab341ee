/* The clock: reminders, the agreed time, the grace, and what falls due after the miss. */
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/playbook-private.h"

#include <string.h>

#define ON_HOLD "The role is on hold, but the call has not been cancelled."

static void
advise_to_dial(Turn *turn, const char *words) {
  g_autofree char *number = cr_words_to_dial(turn->iv);
  turn_advise(turn, CR_STEP_CALL, "%s%s%s.", words, number ? ": " : "", number ? number : "");
}

/* Their last word put the role on hold and said nothing of the call. */
static gboolean
is_on_hold(const CrState *s) {
  for (guint i = 0; i < s->evidence->len; i++) {
    const CrEvidence *item = s->evidence->pdata[i];
    if (strcmp(item->kind, "on-hold-mail") == 0 && item->at == s->answered_at)
      return s->proposals->len == 0;
  }
  return FALSE;
}

/* There was word of the agreed time already: of another one, or of the role. */
static gboolean
is_spoken_of(const CrState *s) {
  return s->proposals->len > 0 || s->answered_at != CR_INSTANT_NONE;
}

static void
advise_to_wait(Turn *turn) {
  const CrState *s = turn->s;
  int soft = turn->context->policy->grace_soft_min, hard = turn->context->policy->grace_hard_min;
  g_autofree char *back = s->return_at > turn->iv->start ? turn_day_back(turn) : NULL;
  if (turn_has_evidence(turn, "auto-reply"))
    turn_advise(
        turn, CR_STEP_WAIT,
        "by their automatic reply they are out%s%s, so the call may not come. Give it %d to "
        "%d minutes all the same.",
        back ? " and back " : "", back ? back : "", soft, hard);
  else
    turn_advise(turn, CR_STEP_WAIT, "give them %d to %d minutes. Late calls are common.", soft,
                hard);
}

CrInstant
turn_grace_over(const Turn *turn) {
  return cr_interview_expected(turn->iv) + turn->context->policy->grace_hard_min * CR_MINUTE;
}

/* The agreed minute, and no later one of who hears of it late. */
static gboolean
comes_now(const Turn *turn) {
  return turn->now < turn->iv->start + CR_MINUTE;
}

/* "It is 14:00"; to whoever hears of it late, "14:00 has passed", with its day when that is over.
 */
static char *
time_that_came(const Turn *turn) {
  CrInstant start = turn->iv->start;
  const CrZone *zone = turn_my_zone(turn);
  gboolean today = cr_zone_day(zone, start) == cr_zone_day(zone, turn->now);
  g_autofree char *when = today ? turn_clock(turn, start) : turn_when(turn, start);
  return comes_now(turn) ? g_strconcat("It is ", when, NULL)
                         : g_strconcat(when, " has passed", NULL);
}

static void
come_due(Turn *turn) {
  CrState *s = turn->s;
  const CrInterview *iv = turn->iv;
  g_autofree char *time = time_that_came(turn);
  s->phase = CR_PHASE_WAITING;
  if (is_on_hold(s)) {
    turn_say(turn, CR_LINE_DUE, "%s, the agreed time with %s. " ON_HOLD, time,
             cr_interview_caller(iv));
    turn_advise(turn, CR_STEP_WAIT,
                "they may call all the same: keep your phone at hand for %d minutes. If nobody "
                "calls, you need do nothing.",
                turn->context->policy->grace_hard_min);
    return;
  }
  if (is_spoken_of(s)) {
    turn_say(turn, CR_LINE_DUE,
             "%s, the time agreed first; since then you and %s talk of "
             "another one.",
             time, cr_interview_caller(iv));
    if (s->step == CR_STEP_PREPARE)
      turn_advise(turn, CR_STEP_AWAIT,
                  "the next word is theirs. Should they call all the same, "
                  "take it. Keep the search moving.");
    return;
  }
  if (iv->window_min)
    turn_say(turn, CR_LINE_DUE, "%s: from %s on %s may call.", time,
             comes_now(turn) ? "now" : "then", cr_interview_caller(iv));
  else
    turn_say(turn, CR_LINE_DUE, "%s, the agreed time with %s.", time, cr_interview_caller(iv));
  if (iv->caller == CR_CALLER_CANDIDATE) {
    advise_to_dial(turn, "it is you who calls");
  } else if (turn->now >= turn_grace_over(turn)) {
    return; /* there is nothing to wait for any more */
  } else if (s->promise != CR_INSTANT_NONE && s->promise == s->other_start) {
    g_autofree char *later = turn_clock(turn, s->promise);
    turn_advise(turn, CR_STEP_WAIT, "they said that they are late: expect the call about %s.",
                later);
  } else if (iv->window_min) {
    g_autofree char *until = turn_clock(turn, cr_interview_latest(iv));
    turn_advise(turn, CR_STEP_WAIT, "they call at some time up to %s: keep your phone at hand.",
                until);
  } else {
    advise_to_wait(turn);
  }
}

static void
look_again(Turn *turn) {
  CrState *s = turn->s;
  s->soft_done = TRUE;
  turn_gather_silence(turn);
  /* A delay that they announced was told already. */
  if (s->other_start != CR_INSTANT_NONE && s->other_start > turn->now &&
      s->other_start != s->promise) {
    g_autofree char *other = turn_when(turn, s->other_start);
    turn_advise(turn, CR_STEP_WAIT,
                "not missed yet: %s may be the time that they mean, so keep your phone at hand "
                "until then. The letter asks which time is right.",
                other);
  }
}

static gboolean
they_tried(const Turn *turn) {
  return turn_has_evidence(turn, "missed-call") || turn_has_evidence(turn, "rejected-call") ||
         turn_has_evidence(turn, "voicemail-from-them") ||
         turn_has_evidence(turn, "called-other-hour");
}

static void
tell_missed(Turn *turn) {
  const CrState *s = turn->s;
  const char *who = cr_interview_caller(turn->iv);
  g_autofree char *until = turn_clock(turn, cr_interview_latest(turn->iv));
  int minutes = turn->context->policy->grace_hard_min;
  if (turn->iv->caller == CR_CALLER_CANDIDATE)
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed; it was you who was to call %s.",
             minutes, who);
  else if (turn_asks_of_ringing(turn))
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed. %s", minutes, s->question);
  else if (they_tried(turn))
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed; %s tried, but you have not spoken.",
             minutes, who);
  else if (turn->iv->window_min)
    turn_say(turn, CR_LINE_MISSED, "It is %d minutes after %s and %s has not called.", minutes,
             until, who);
  else
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed and %s has not called.", minutes, who);
}

/* No mail of ours reaches anybody there: the sender's mailbox is one that nobody reads. */
static gboolean
nobody_reads(const Turn *turn) {
  const CrInterview *iv = turn->iv;
  return turn_deputy(turn) == NULL &&
         (iv->state.address_gone || cr_address_is_noreply(iv->contact.email));
}

void
turn_advise_what_now(Turn *turn) {
  const CrState *s = turn->s;
  const CrInterview *iv = turn->iv;
  const char *deputy = turn_deputy(turn), *who = cr_interview_caller(iv);
  const char *reader = deputy ? deputy : iv->caller_name ? cr_interview_who(iv) : NULL;
  gboolean rang = s->called_at != CR_INSTANT_NONE;
  g_autofree char *number = cr_words_contact_phone(&iv->contact);
  g_autofree char *back = cr_interview_back(iv) > turn->now ? turn_day_back(turn) : NULL;
  g_autofree char *yours = s->your_start > turn->now ? turn_clock(turn, s->your_start) : NULL;
  if (iv->caller == CR_CALLER_CANDIDATE && !rang)
    advise_to_dial(turn, "ring them now, late is better than not");
  else if (iv->contact.phone && they_tried(turn))
    turn_advise(turn, CR_STEP_CALL, "call %s back now on %s: they tried to reach you.", who,
                number);
  else if (iv->contact.phone && !rang && yours)
    turn_advise(turn, CR_STEP_CALL,
                "ring %s on %s and ask: they named no zone, and may mean %s by your clock. No "
                "answer: leave the voicemail; the letter waits until then.",
                who, number, yours);
  else if (iv->contact.phone && !rang)
    turn_advise(turn, CR_STEP_CALL,
                "ring %s on %s; they may have lost track of time. No answer: leave the voicemail.",
                who, number);
  else if (s->letters > 0 && s->drafted == NULL)
    turn_advise(turn, CR_STEP_AWAIT, "you have written to them already; give them a day or two.");
  else if (!rang && yours)
    turn_advise(turn, CR_STEP_EMAIL,
                "they named no zone, and may mean %s by your clock: keep your phone at hand. The "
                "letter asks which time is right, and waits until then.",
                yours);
  else if (!rang && nobody_reads(turn))
    turn_advise(turn, CR_STEP_EMAIL,
                "no number of %s is known and no address that a person reads: find out who is in "
                "charge, through the switchboard of %s, %s or whoever first wrote to you. The "
                "letter is ready for them.",
                who, iv->company ? iv->company : "the company",
                iv->link ? "the page of the call" : "the page where it was booked");
  else if (!rang && they_tried(turn))
    turn_advise(
        turn, CR_STEP_EMAIL,
        "who rang may have been %s: call back if the number shows. The letter%s%s says that "
        "you are there, and offers other times.",
        who, reader ? " to " : "", reader ? reader : "");
  else if (!rang)
    turn_advise(turn, CR_STEP_EMAIL,
                "no number of %s is known, so write: the letter%s%s offers other times%s%s.", who,
                reader ? " to " : "", reader ? reader : "", back ? ", from their return on " : "",
                back ? back : "");
}

static void
count_as_missed(Turn *turn) {
  CrState *s = turn->s;
  s->phase = CR_PHASE_MISSED;
  s->missed_at = turn_grace_over(turn);
  tell_missed(turn);
  turn_advise_what_now(turn);
  turn_say(
      turn, CR_LINE_NOTE,
      "heart: no definitive word has come, so you are still in the running. About half of all full "
      "interviews end in rejection (the guide's figure); one silent phone says nothing about you.");
  turn_plan_letter(turn, turn_letter_moment(turn));
}

/* It did not take place, as was to be expected: no follow-up, for they have the word. */
static void
pass_by(Turn *turn) {
  CrState *s = turn->s;
  const char *who = cr_interview_who(turn->iv);
  s->phase = CR_PHASE_MISSED;
  if (!is_on_hold(s)) {
    turn_say(turn, CR_LINE_NOTE,
             "The agreed time has passed without the call; there had been word of it before.");
    return;
  }
  turn_say(turn, CR_LINE_MISSED, "%d minutes have passed and %s has not called. " ON_HOLD,
           turn->context->policy->grace_hard_min, who);
  g_autofree char *until = s->promise > turn->now ? turn_day(turn, s->promise - 1) : NULL;
  turn_advise(turn, CR_STEP_AWAIT,
              "the next word is theirs%s%s, and nothing is sent for you%s. You are still in the "
              "running; give your time to the other applications meanwhile.",
              until ? ", by " : "", until ? until : "",
              until                           ? " before"
              : s->promise != CR_INSTANT_NONE ? " just now"
                                              : "");
  if (s->promise != CR_INSTANT_NONE) /* their silence counts from then */
    turn_count_their_word(turn, s->answered_at);
}

static void
fall_silent(Turn *turn) {
  turn->s->phase = CR_PHASE_SILENT;
  turn->s->letter_due = CR_INSTANT_NONE;
  turn_say(turn, CR_LINE_SILENT,
           "No answer after the last follow-up. You are still in the running until "
           "they say otherwise.");
  turn_advise(turn, CR_STEP_DONE,
              "keep the search moving: your next applications do not wait for %s.",
              cr_interview_who(turn->iv));
}

/* Reminders, the earlier one first; NONE where none is wanted. */
static CrInstant
reminder(const Turn *turn, int which) {
  const CrPolicy *policy = turn->context->policy;
  int minutes = which == 0 ? policy->remind_day_min : policy->remind_min;
  return minutes > 0 ? turn->iv->start - minutes * CR_MINUTE : CR_INSTANT_NONE;
}

/* What is worth a look the day before, and what just before. Screening apps let known numbers
 * through. */
static void
remind(Turn *turn, int which) {
  const CrInterview *iv = turn->iv;
  const CrState *s = turn->s;
  g_autofree char *when = turn_when_agreed(turn);
  g_autofree char *number = cr_words_contact_phone(&iv->contact);
  g_autoptr(GString) text = g_string_new(CR_REMINDER_PREFIX);
  g_string_append_printf(text, "%s, with %s.%s", when, cr_interview_who(iv),
                         is_on_hold(s) ? " " ON_HOLD : "");
  for (guint i = 0; i < s->warnings->len; i++) {
    const CrWarning *warning = s->warnings->pdata[i];
    if (strcmp(warning->kind, "candidate-dials") != 0) /* said below */
      g_string_append_printf(text, " Mind: %s.", warning->text);
  }
  if (iv->caller == CR_CALLER_CANDIDATE)
    g_string_append(text,
                    which == 0 ? " It is you who calls." : " It is you who calls. A quiet room?");
  else if (which == 0)
    g_string_append_printf(text, "%s%s%s", number ? " Save their number, " : "",
                           number ? number : "",
                           number ? ", so that call screening lets it through." : "");
  else
    g_string_append(text, " Ringer on, screening and do-not-disturb off, charged, a quiet room?");
  turn_say(turn, CR_LINE_NOTE, "%s", text->str);
}

/* Of those whose moment came since the last look only the newest is told. */
static void
remind_if_due(Turn *turn) {
  const CrState *s = turn->s;
  for (int which = 1; which >= 0 && s->seen_at != CR_INSTANT_NONE; which--) {
    CrInstant at = reminder(turn, which);
    if (at != CR_INSTANT_NONE && at > s->seen_at && at <= turn->now) {
      remind(turn, which);
      return;
    }
  }
}

CrInstant
turn_offer_over(const Turn *turn) {
  const CrState *s = turn->s;
  CrInstant grace = turn->context->policy->grace_hard_min * CR_MINUTE, over = CR_INSTANT_NONE;
  for (guint i = 0; i < s->proposals->len; i++) {
    const CrSlot *slot = s->proposals->pdata[i];
    CrInstant latest = slot->start + slot->window_min * CR_MINUTE;
    over = MAX(over, slot->rough && slot->end != CR_INSTANT_NONE ? slot->end : latest + grace);
  }
  return over;
}

void
turn_outlast_offer(Turn *turn) {
  CrState *s = turn->s;
  const char *who = cr_interview_who(turn->iv);
  turn_say(turn, CR_LINE_NOTE,
           "The times that %s offered are over, and you have not said that you took one.", who);
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  s->answered_at = MAX(s->answered_at, turn->iv->start); /* it is not their silence that lasts */
  s->promise = CR_INSTANT_NONE;
  turn_drop_letter(turn, "they offered times");
  g_clear_pointer(&s->question, g_free);
  turn_ask(turn,
           "Did you and %s speak at one of their times? If so, note it; else they wait for you.",
           who);
  turn_advise(turn, CR_STEP_EMAIL,
              "%s still waits for your answer: one with new times is drafted. If you have spoken, "
              "note that instead.",
              who);
  turn_draft_answer(turn, CR_STEP_EMAIL);
}

void
turn_tick(Turn *turn) {
  CrState *s = turn->s;
  const CrPolicy *policy = turn->context->policy;
  if (s->phase == CR_PHASE_SCHEDULED && turn->now < turn->iv->start &&
      (!is_spoken_of(s) || is_on_hold(s)))
    remind_if_due(turn);
  if (s->phase == CR_PHASE_SCHEDULED && turn->now >= turn->iv->start)
    come_due(turn);
  if (s->phase == CR_PHASE_WAITING && !s->soft_done &&
      turn->now >= cr_interview_latest(turn->iv) + policy->grace_soft_min * CR_MINUTE)
    look_again(turn);
  if (s->phase == CR_PHASE_WAITING && turn->now >= turn_grace_over(turn)) {
    if (is_spoken_of(s))
      pass_by(turn);
    else
      count_as_missed(turn);
  }
  if (s->phase == CR_PHASE_MISSED && s->proposals->len > 0 && turn->now >= turn_offer_over(turn))
    turn_outlast_offer(turn);
  turn_tick_after(turn);
  if (s->phase != CR_PHASE_MISSED || s->letter_due == CR_INSTANT_NONE || turn->now < s->letter_due)
    return;
  if (s->letter == CR_LETTER_PLANNED || s->letter == CR_LETTER_HELD)
    turn_hand_out_letter(turn);
  else if (s->nudges >= 2)
    fall_silent(turn);
}

CrInstant
turn_next_due(const Turn *turn) {
  const CrState *s = turn->s;
  const CrPolicy *policy = turn->context->policy;
  switch (s->phase) {
  case CR_PHASE_SCHEDULED:
    for (int which = 0; which < 2; which++) {
      CrInstant at = reminder(turn, which);
      if (at != CR_INSTANT_NONE && at > turn->now)
        return at;
    }
    return turn->iv->start;
  case CR_PHASE_WAITING:
    if (!s->soft_done)
      return cr_interview_latest(turn->iv) + policy->grace_soft_min * CR_MINUTE;
    return turn_grace_over(turn);
  case CR_PHASE_MISSED:
    return s->proposals->len == 0             ? s->letter_due
           : s->letter_due == CR_INSTANT_NONE ? turn_offer_over(turn)
                                              : MIN(s->letter_due, turn_offer_over(turn));
  case CR_PHASE_CANCELLED:
    return turn_new_time_due(turn);
  case CR_PHASE_HELD:
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CLOSED:
  case CR_PHASE_SILENT:
  case CR_PHASE_WITHDRAWN:
    return CR_INSTANT_NONE;
  }
  return CR_INSTANT_NONE;
}
