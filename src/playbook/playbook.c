#include "playbook/playbook.h"

#include "base/limits.h"
#include "model/holiday.h"
#include "model/manner.h"
#include "playbook/guard.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-private.h"

#include <string.h>

const char *const cr_line_names[] = {"watching", "warning",     "due",       "missed", "advice",
                                     "draft",    "sent",        "held-back", "reply",  "retimed",
                                     "held",     "rescheduled", "cancelled", "closed", "nudge",
                                     "silent",   "note",        NULL};

static void
line_free(gpointer data) {
  CrLine *line = data;
  g_free(line->text);
  g_free(line);
}

static void
settled_free(gpointer data) {
  CrSettled *settled = data;
  g_free(settled->effect_id);
  g_free(settled->reason);
  g_free(settled);
}

void
cr_decision_free(CrDecision *decision) {
  if (decision == NULL)
    return;
  cr_interview_free(decision->interview);
  cr_interview_free(decision->successor);
  g_clear_pointer(&decision->lines, g_ptr_array_unref);
  g_clear_pointer(&decision->effects, g_ptr_array_unref);
  g_clear_pointer(&decision->settled, g_ptr_array_unref);
  g_free(decision);
}

static void
say(Turn *turn, CrLineKind kind, char *text) {
  CrLine *line = g_new(CrLine, 1);
  *line = (CrLine){kind, turn->now, text};
  g_ptr_array_add(turn->decision->lines, line);
}

void
turn_say(Turn *turn, CrLineKind kind, const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(turn, kind, g_strdup_vprintf(format, args));
  va_end(args);
}

void
turn_advise(Turn *turn, CrStep step, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  turn->s->step = step;
  say(turn, CR_LINE_ADVICE, g_strdup_printf("%s: %s", cr_step_names[step], text));
}

gboolean
turn_has_evidence(const Turn *turn, const char *kind) {
  for (guint i = 0; i < turn->s->evidence->len; i++)
    if (strcmp(((CrEvidence *) turn->s->evidence->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

void
turn_witness(Turn *turn, const char *kind, const char *format, ...) {
  GPtrArray *list = turn->s->evidence;
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  for (guint i = 0; i < list->len; i++) {
    const CrEvidence *known = list->pdata[i];
    if (strcmp(known->kind, kind) == 0 &&
        (g_strcmp0(known->source, turn->fact->source) == 0 || strcmp(known->text, text) == 0))
      return;
  }
  if (list->len >= CR_MAX_EVIDENCE)
    return;
  CrEvidence *evidence = cr_evidence_new();
  evidence->kind = g_strdup(kind);
  evidence->text = g_steal_pointer(&text);
  evidence->source = g_strdup(turn->fact->source);
  evidence->at = turn->fact->at;
  g_ptr_array_add(list, evidence);
}

void
turn_retract(Turn *turn, const char *kind) {
  GPtrArray *list = turn->s->evidence;
  for (guint i = list->len; i > 0; i--)
    if (strcmp(((CrEvidence *) list->pdata[i - 1])->kind, kind) == 0)
      cr_evidence_free(g_ptr_array_remove_index(list, i - 1));
}

void
turn_warn(Turn *turn, const char *kind, const char *format, ...) {
  for (guint i = 0; i < turn->s->warnings->len; i++)
    if (strcmp(((CrWarning *) turn->s->warnings->pdata[i])->kind, kind) == 0)
      return;
  va_list args;
  va_start(args, format);
  CrWarning *warning = cr_warning_new();
  warning->kind = g_strdup(kind);
  warning->text = g_strdup_vprintf(format, args);
  warning->at = turn->now;
  va_end(args);
  g_ptr_array_add(turn->s->warnings, warning);
  turn_say(turn, CR_LINE_WARNING, "%s: %s", kind, warning->text);
}

const CrZone *
turn_my_zone(const Turn *turn) {
  const CrZone *zone = cr_zone_find(turn->context->profile->zone);
  return zone ? zone : cr_zone_utc();
}

char *
turn_clock(const Turn *turn, CrInstant instant) {
  CrWall w = cr_zone_wall(turn_my_zone(turn), instant);
  return cr_manner_clock(cr_manner_of(turn_my_zone(turn)), &w);
}

char *
turn_day(const Turn *turn, CrInstant instant) {
  CrWall w = cr_zone_wall(turn_my_zone(turn), instant);
  return cr_manner_date(cr_manner_of(turn_my_zone(turn)), &w, 3);
}

char *
turn_when(const Turn *turn, CrInstant instant) {
  g_autofree char *day = turn_day(turn, instant), *clock = turn_clock(turn, instant);
  return g_strdup_printf("%s, %s", day, clock);
}

gboolean
turn_open(const Turn *turn) {
  return !cr_phase_is_final(turn->s->phase);
}

gboolean
turn_was_before(const Turn *turn) {
  return turn->s->phase == CR_PHASE_SCHEDULED || turn->fact->at < turn->iv->start;
}

CrInstant
turn_expected(const Turn *turn) {
  const CrState *s = turn->s;
  return s->other_start != CR_INSTANT_NONE ? MAX(turn->iv->start, s->other_start) : turn->iv->start;
}

void
turn_finish(Turn *turn, CrPhase phase, const char *why_no_letter) {
  turn_drop_letter(turn, why_no_letter);
  cr_record_truncate(&cr_slot_record, turn->s->proposals, 0);
  g_clear_pointer(&turn->s->question, g_free);
  turn->s->phase = phase;
  turn->s->step = CR_STEP_DONE;
  turn->s->letter_due = CR_INSTANT_NONE;
}

/* A new time on the books */

static CrInterview *
successor_new(Turn *turn, CrInstant start, CrInstant end, const char *zone) {
  CrInterview *next = cr_interview_copy(turn->iv);
  CrState fresh;
  cr_record_init(&cr_state_record, &fresh);
  cr_record_assign(&cr_state_record, &next->state, &fresh);
  cr_record_clear(&cr_state_record, &fresh);
  next->id = 0;
  next->state.predecessor = turn->iv->id;
  next->state.step = CR_STEP_PREPARE;
  next->from_invite = FALSE; /* until one comes: so far there are only words */
  next->added = turn->now;
  cr_interview_set_start(next, start, end, zone ? zone : turn->iv->zone);
  return next;
}

/* A time that was missed before it was known of is not followed up without asking. */
static void
ask_if_late(Turn *turn) {
  CrInstant missed = turn->iv->start + turn->context->policy->grace_hard_min * CR_MINUTE;
  g_autofree char *when = turn_when(turn, turn->iv->start);
  if (missed <= turn->now)
    turn_ask(turn, "You learnt of %s only after it had passed. What became of it?", when);
}

/* A new time so soon is the same call, later; any other one is a call of its own. */
#define SAME_CALL_USEC (2 * CR_HOUR)

void
turn_move_to(Turn *turn, CrInstant start, CrInstant end, const char *zone, const char *how) {
  CrState *s = turn->s;
  CrInstant length = turn->iv->end - turn->iv->start;
  CrInstant until = end != CR_INSTANT_NONE && end > start ? end : start + length;
  g_autofree char *when = turn_when(turn, start);
  gboolean in_place = s->phase == CR_PHASE_SCHEDULED ||
                      (s->phase == CR_PHASE_WAITING && start < turn->iv->start + SAME_CALL_USEC);
  if (in_place) {
    g_autofree char *before = turn_when(turn, turn->iv->start);
    cr_interview_set_start(turn->iv, start, until, zone ? zone : turn->iv->zone);
    s->phase = CR_PHASE_SCHEDULED;
    s->step = CR_STEP_PREPARE;
    s->soft_done = FALSE;
    s->other_start = s->answered_at = s->promise = CR_INSTANT_NONE;
    cr_record_truncate(&cr_slot_record, s->proposals, 0);
    cr_record_truncate(&cr_slot_record, s->offered, 0);
    s->offered_last = 0;
    g_clear_pointer(&s->question, g_free);
    g_clear_pointer(&s->answer, g_free);
    turn_say(turn, CR_LINE_RETIMED, "Now %s instead of %s (%s).", when, before, how);
    ask_if_late(turn);
    turn_check(turn);
    return;
  }
  turn_finish(turn, CR_PHASE_RESCHEDULED, "there is a new time");
  turn->decision->successor = successor_new(turn, start, until, zone);
  turn_say(turn, CR_LINE_RESCHEDULED, "A new time is on the books: %s (%s).", when, how);
}

/* The clock */

static void
advise_to_dial(Turn *turn, const char *words) {
  const CrInterview *iv = turn->iv;
  g_autofree char *number = cr_words_phone(iv->dial_number ? iv->dial_number : iv->contact.phone);
  turn_advise(turn, CR_STEP_CALL, "%s%s%s%s%s.", words, number ? ": " : "", number ? number : "",
              iv->dial_code ? ", code " : "", iv->dial_code ? iv->dial_code : "");
}

static void
come_due(Turn *turn) {
  CrState *s = turn->s;
  const CrInterview *iv = turn->iv;
  g_autofree char *clock = turn_clock(turn, iv->start);
  s->phase = CR_PHASE_WAITING;
  if (s->proposals->len > 0 || s->answered_at != CR_INSTANT_NONE) {
    turn_say(turn, CR_LINE_DUE,
             "It is %s, the time agreed first; since then you and %s talk of "
             "another one.",
             clock, cr_interview_who(iv));
    if (s->step == CR_STEP_PREPARE)
      turn_advise(turn, CR_STEP_AWAIT,
                  "the next word is theirs. Should they call all the same, "
                  "take it. Keep the search moving.");
    return;
  }
  turn_say(turn, CR_LINE_DUE, "It is %s, the agreed time with %s.", clock, cr_interview_who(iv));
  if (iv->caller == CR_CALLER_CANDIDATE) {
    advise_to_dial(turn, "it is you who calls");
  } else if (s->promise != CR_INSTANT_NONE && s->promise == s->other_start) {
    g_autofree char *later = turn_clock(turn, s->promise);
    turn_advise(turn, CR_STEP_WAIT, "they said that they are late: expect the call about %s.",
                later);
  } else {
    turn_advise(turn, CR_STEP_WAIT, "give them %d to %d minutes. Late calls are common.",
                turn->context->policy->grace_soft_min, turn->context->policy->grace_hard_min);
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
         turn_has_evidence(turn, "voicemail-from-them");
}

static void
tell_missed(Turn *turn) {
  const CrState *s = turn->s;
  const char *who = cr_interview_who(turn->iv);
  int minutes = turn->context->policy->grace_hard_min;
  if (turn->iv->caller == CR_CALLER_CANDIDATE)
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed; it was you who was to call %s.",
             minutes, who);
  else if (s->question && turn_has_evidence(turn, "rang"))
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed. %s", minutes, s->question);
  else if (they_tried(turn))
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed; %s tried, but you have not spoken.",
             minutes, who);
  else
    turn_say(turn, CR_LINE_MISSED, "%d minutes have passed and %s has not called.", minutes, who);
}

static void
advise_what_now(Turn *turn) {
  const CrState *s = turn->s;
  const CrInterview *iv = turn->iv;
  const CrPerson *deputy = &s->deputy;
  const char *who = cr_interview_who(iv);
  gboolean rang = s->called_at != CR_INSTANT_NONE;
  g_autofree char *number = cr_words_phone(iv->contact.phone);
  if (iv->caller == CR_CALLER_CANDIDATE && !rang)
    advise_to_dial(turn, "ring them now, late is better than not");
  else if (iv->contact.phone && they_tried(turn))
    turn_advise(turn, CR_STEP_CALL, "call %s back now on %s: they tried to reach you.", who,
                number);
  else if (iv->contact.phone && !rang)
    turn_advise(turn, CR_STEP_CALL,
                "ring %s on %s; they may have lost track of time. No answer: leave the voicemail.",
                who, number);
  else if (s->letters > 0)
    turn_advise(turn, CR_STEP_AWAIT, "you have written to them already; give them a day or two.");
  else if (!rang)
    turn_advise(turn, CR_STEP_EMAIL,
                "no number of %s is known, so write: the letter%s%s offers other times.", who,
                deputy->email ? " to " : "",
                !deputy->email ? ""
                : deputy->name ? deputy->name
                               : deputy->email);
}

static void
count_as_missed(Turn *turn) {
  CrState *s = turn->s;
  s->phase = CR_PHASE_MISSED;
  s->missed_at = turn_expected(turn) + turn->context->policy->grace_hard_min * CR_MINUTE;
  tell_missed(turn);
  advise_what_now(turn);
  turn_say(
      turn, CR_LINE_NOTE,
      "heart: no definitive word has come, so you are still in the running. About half of all full "
      "interviews end in rejection (the guide's figure); one silent phone says nothing about you.");
  turn_plan_letter(turn, turn_letter_moment(turn));
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
  g_autofree char *when = turn_when(turn, iv->start);
  g_autofree char *number = cr_words_phone(iv->contact.phone);
  g_autoptr(GString) text = g_string_new(CR_REMINDER_PREFIX);
  g_string_append_printf(text, "%s, with %s.", when, cr_interview_who(iv));
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

/* When the last of the times that they offer is over; NONE where they offer none. */
static CrInstant
offer_over(const CrState *s) {
  CrInstant over = CR_INSTANT_NONE;
  for (guint i = 0; i < s->proposals->len; i++) {
    const CrSlot *slot = s->proposals->pdata[i];
    over = MAX(over, slot->rough && slot->end != CR_INSTANT_NONE ? slot->end : slot->start);
  }
  return over;
}

/* They offered times, and as far as can be seen nobody took one: it is the candidate who owes a
 * word, and who may have given it where we do not look. So they are asked, and nobody is chased. */
static void
outlast_offer(Turn *turn) {
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
  CrInstant expected = turn_expected(turn);
  if (s->phase == CR_PHASE_SCHEDULED && turn->now < turn->iv->start && s->proposals->len == 0 &&
      s->answered_at == CR_INSTANT_NONE)
    remind_if_due(turn);
  if (s->phase == CR_PHASE_SCHEDULED && turn->now >= turn->iv->start)
    come_due(turn);
  if (s->phase == CR_PHASE_WAITING && !s->soft_done &&
      turn->now >= turn->iv->start + policy->grace_soft_min * CR_MINUTE)
    look_again(turn);
  if (s->phase == CR_PHASE_WAITING && turn->now >= expected + policy->grace_hard_min * CR_MINUTE) {
    if (s->proposals->len > 0 || s->answered_at != CR_INSTANT_NONE)
      s->phase = CR_PHASE_MISSED; /* it did not take place, but they have written since */
    else
      count_as_missed(turn);
  }
  if (s->phase == CR_PHASE_MISSED && s->proposals->len > 0 && turn->now >= offer_over(s))
    outlast_offer(turn);
  if (s->phase != CR_PHASE_MISSED || s->letter_due == CR_INSTANT_NONE || turn->now < s->letter_due)
    return;
  if (s->letter == CR_LETTER_PLANNED || s->letter == CR_LETTER_HELD)
    turn_hand_out_letter(turn);
  else if (s->nudges >= 2)
    fall_silent(turn);
}

static CrInstant
next_due(const Turn *turn) {
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
      return turn->iv->start + policy->grace_soft_min * CR_MINUTE;
    return turn_expected(turn) + policy->grace_hard_min * CR_MINUTE;
  case CR_PHASE_MISSED:
    return s->proposals->len == 0             ? s->letter_due
           : s->letter_due == CR_INSTANT_NONE ? offer_over(s)
                                              : MIN(s->letter_due, offer_over(s));
  case CR_PHASE_HELD:
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CANCELLED:
  case CR_PHASE_CLOSED:
  case CR_PHASE_SILENT:
  case CR_PHASE_WITHDRAWN:
    return CR_INSTANT_NONE;
  }
  return CR_INSTANT_NONE;
}

static void
begin_watching(Turn *turn) {
  g_autofree char *when = turn_when(turn, turn->iv->start);
  turn->s->step = CR_STEP_PREPARE;
  turn_say(turn, CR_LINE_WATCHING, "%s, with %s%s%s.", when, cr_interview_who(turn->iv),
           turn->iv->role ? " about " : "", turn->iv->role ? turn->iv->role : "");
  ask_if_late(turn);
}

/* The calendar is looked at before the call, and when it moves; at its time the clock must not wait
 * for that. */
gboolean
cr_playbook_needs_busy(const CrInterview *interview, const CrFact *fact, CrInstant now) {
  return fact->kind != CR_FACT_TICK ||
         (interview->state.phase == CR_PHASE_SCHEDULED && now < interview->start);
}

/* A letter that had nobody to go to has somebody now. */
static void
told_more(Turn *turn) {
  if (turn->fact->text)
    turn_say(turn, CR_LINE_NOTE, "You added: %s", turn->fact->text);
  if (turn->s->letter == CR_LETTER_HELD && turn->s->phase == CR_PHASE_MISSED &&
      turn->iv->contact.email) {
    g_clear_pointer(&turn->s->question, g_free);
    turn_plan_letter(turn, turn->now);
  }
}

CrDecision *
cr_playbook_step(const CrContext *context, const CrInterview *interview, const CrFact *fact,
                 CrInstant now) {
  CrDecision *decision = g_new0(CrDecision, 1);
  decision->interview = cr_interview_copy(interview);
  decision->lines = g_ptr_array_new_with_free_func(line_free);
  decision->effects = g_ptr_array_new_with_free_func((GDestroyNotify) cr_effect_free);
  decision->settled = g_ptr_array_new_with_free_func(settled_free);
  Turn turn = {context, fact, now, decision->interview, &decision->interview->state, decision};
  if (interview->added == CR_INSTANT_NONE) {
    turn.iv->added = now;
    begin_watching(&turn);
  }
  switch (fact->kind) {
  case CR_FACT_TICK:
    turn_tick(&turn);
    break;
  case CR_FACT_ADDED:
    if (interview->added != CR_INSTANT_NONE)
      told_more(&turn);
    break;
  case CR_FACT_INVITE:
    turn_invite(&turn);
    break;
  case CR_FACT_MAIL:
    turn_mail(&turn);
    break;
  case CR_FACT_OWN_MAIL:
    turn_own_mail(&turn);
    break;
  case CR_FACT_CALL:
    turn_call(&turn);
    break;
  case CR_FACT_ACT:
    turn_act(&turn);
    break;
  case CR_FACT_OUTCOME:
    turn_outcome(&turn);
    break;
  case CR_FACT_CLOCK:
    turn_recheck(&turn);
    break;
  case CR_FACT_APPLICATION: /* says nothing about a call */
    break;
  }
  if (turn.s->phase == CR_PHASE_SCHEDULED) {
    turn_check(&turn);
    turn.s->seen_at = now;
  }
  turn_keep_following_up(&turn);
  turn.s->due = next_due(&turn);
  return decision;
}
