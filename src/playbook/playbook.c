#include "playbook/playbook.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/guard.h"
#include "playbook/playbook-private.h"

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
begin_watching(Turn *turn) {
  g_autofree char *when = turn_when_agreed(turn);
  turn->s->step = CR_STEP_PREPARE;
  turn_say(turn, CR_LINE_WATCHING, "%s, with %s%s%s.", when, cr_interview_who(turn->iv),
           turn->iv->role ? " about " : "", turn->iv->role ? turn->iv->role : "");
  turn_doubt_clock(turn);
  if (turn->s->predecessor == 0) /* else it was asked when that one was moved */
    turn_ask_if_late(turn);
}

/* The calendar is looked at before the call, until something was found there, and when the call
 * moves; at its time the clock must not wait for that. */
gboolean
cr_playbook_needs_busy(const CrInterview *interview, const CrFact *fact, CrInstant now) {
  return fact->kind != CR_FACT_TICK ||
         (interview->state.phase == CR_PHASE_SCHEDULED && now < interview->start &&
          !turn_is_warned(&interview->state, "conflict"));
}

/* A letter may be handed out. */
gboolean
cr_playbook_needs_taken(const CrPolicy *policy, const CrInterview *interview, const CrFact *fact,
                        CrInstant now) {
  return fact->kind == CR_FACT_TICK && now >= cr_guard_missed_from(interview, policy);
}

static void
note_heard(Turn *turn) {
  const CrFact *fact = turn->fact;
  if (cr_fact_is_word(fact) && fact->at > turn->iv->heard)
    turn->iv->heard = fact->at;
}

/* Letters leave from the address to which the other side wrote last, or the candidate from. */
static void
note_own_address(Turn *turn) {
  const CrFact *fact = turn->fact;
  if (fact->trust < CR_TRUST_THREAD)
    return;
  const char *own = cr_agree_own_address(fact->mail, fact->event, turn->context->profile);
  if (own == NULL || cr_text_equal(own, turn->iv->own_email))
    return;
  g_free(turn->iv->own_email);
  turn->iv->own_email = g_strdup(own);
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
  note_own_address(&turn);
  note_heard(&turn);
  switch (fact->kind) {
  case CR_FACT_TICK:
    turn_tick(&turn);
    break;
  case CR_FACT_ADDED:
    if (interview->added != CR_INSTANT_NONE && fact->text) {
      turn_say(&turn, CR_LINE_NOTE, "You added: %s", fact->text);
      turn_can_be_reached(&turn);
      turn_is_reached_otherwise(&turn);
    }
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
  turn.s->due = turn_next_due(&turn);
  return decision;
}
