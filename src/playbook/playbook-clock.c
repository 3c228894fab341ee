/* What only looked as if it had come to pass: the clock was wrong, or the rules of a zone's clocks
 * have changed since the time was agreed. */
#include "playbook/playbook-private.h"

/* That the time has come is not taken back for a clock that was fast by less than this: what waits
 * for its ten minutes waits until they are over by the right one. */
#define EARLY_USEC CR_MINUTE

/* Nobody but the clock has said anything yet: no letter is out, nobody called or wrote. */
static gboolean
only_the_clock_spoke(const CrState *s) {
  int out = s->letters - (s->drafted != NULL); /* a draft is not */
  return (s->phase == CR_PHASE_WAITING || s->phase == CR_PHASE_MISSED) && out == 0 &&
         s->nudges == 0 && s->letter != CR_LETTER_SENDING && s->letter != CR_LETTER_IN_DOUBT &&
         s->answered_at == CR_INSTANT_NONE && s->called_at == CR_INSTANT_NONE &&
         s->proposals->len == 0;
}

static void
await_again(Turn *turn) {
  static const char *const of_silence[] = {"no-auto-reply", "no-mail", "no-call-in-log",
                                           "kept-before", "workday"};
  CrState *s = turn->s;
  turn_take_back_letter(turn, "the call is still ahead");
  for (gsize i = 0; i < G_N_ELEMENTS(of_silence); i++)
    turn_retract(turn, of_silence[i]);
  g_clear_pointer(&s->question, g_free); /* what became of it, or of its letter */
  s->phase = CR_PHASE_SCHEDULED;
  s->step = CR_STEP_PREPARE;
  s->missed_at = CR_INSTANT_NONE;
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
  gint64 early = turn->s->phase == CR_PHASE_WAITING ? EARLY_USEC : 0;
  if (turn->now >= iv->start - early || !only_the_clock_spoke(turn->s))
    return;
  g_autofree char *when = turn_when(turn, iv->start);
  await_again(turn);
  turn_say(turn, CR_LINE_NOTE, "The clock had run ahead: the call is still to come, %s.", when);
}
