/* What only looked as if it had come to pass: the clock was wrong, or the rules of a zone's clocks
 * have changed since the time was agreed. */
#include "playbook/playbook-private.h"

/* Nobody but the clock has said anything yet: no letter is out, nobody called or wrote. */
static gboolean
only_the_clock_spoke(const CrState *s) {
  return (s->phase == CR_PHASE_WAITING || s->phase == CR_PHASE_MISSED) && s->letters == 0 &&
         s->nudges == 0 && s->letter != CR_LETTER_SENDING && s->letter != CR_LETTER_IN_DOUBT &&
         s->answered_at == CR_INSTANT_NONE && s->called_at == CR_INSTANT_NONE &&
         s->proposals->len == 0;
}

static void
await_again(Turn *turn) {
  static const char *const of_silence[] = {"no-auto-reply", "no-mail", "no-call-in-log",
                                           "kept-before", "workday"};
  CrState *s = turn->s;
  turn_drop_letter(turn, "the call is still ahead");
  for (gsize i = 0; i < G_N_ELEMENTS(of_silence); i++)
    turn_retract(turn, of_silence[i]);
  g_clear_pointer(&s->question, g_free); /* what became of it, or of its letter */
  s->phase = CR_PHASE_SCHEDULED;
  s->step = CR_STEP_PREPARE;
  s->letter = CR_LETTER_NONE;
  s->letter_due = s->missed_at = CR_INSTANT_NONE;
  s->soft_done = FALSE;
}

void
turn_recheck(Turn *turn) {
  CrInterview *iv = turn->iv;
  CrInstant start = turn->fact->when;
  if (start != CR_INSTANT_NONE && start != iv->start && turn_open(turn)) {
    g_autofree char *before = turn_when(turn, iv->start), *after = turn_when(turn, start);
    const CrZone *zone = cr_zone_find(iv->zone);
    g_autofree char *place = zone ? cr_zone_place(zone) : g_strdup(iv->zone);
    iv->end += start - iv->start;
    iv->start = start; /* what was agreed, the wall time, stays */
    turn_say(turn, CR_LINE_RETIMED,
             "Now %s instead of %s: the rules for clocks in %s have changed.", after, before,
             place);
  }
  if (turn->s->phase == CR_PHASE_MISSED)
    turn_replan_letter(turn);
  if (turn->now >= iv->start || !only_the_clock_spoke(turn->s))
    return;
  g_autofree char *when = turn_when(turn, iv->start);
  await_again(turn);
  turn_say(turn, CR_LINE_NOTE, "The clock had run ahead: the call is still to come, %s.", when);
}
