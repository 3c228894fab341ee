/* The call log: lines of the other side's numbers, and of unknown numbers near the agreed time. */
#include "base/text.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-private.h"

#include <string.h>

/* A call this long before the agreed time is the agreed call; an earlier one is something else. */
#define EARLY_USEC (20 * CR_MINUTE)
/* Clocks differ, and people are a little early. */
#define PROMPT_USEC (2 * CR_MINUTE)
/* An outgoing call shorter than this may have been a voicemail greeting. */
#define SPOKE_SEC 120

static gboolean
near_agreed_time(const Turn *turn) {
  CrInstant at = turn->fact->at;
  return at >= turn->iv->start - EARLY_USEC;
}

static void
hold(Turn *turn, const char *who_called) {
  CrInstant soft = turn->iv->start + turn->context->policy->grace_soft_min * CR_MINUTE;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  if (turn->s->other_start != CR_INSTANT_NONE) /* on time, by the other reading */
    soft += MAX(0, turn->s->other_start - turn->iv->start);
  if (turn->fact->at > soft && turn->fact->call->kind == CR_CALL_INCOMING)
    turn_witness(turn, "late-call", "They called at %s.", clock);
  turn_retract(turn, "no-call-in-log");
  turn_finish(turn, CR_PHASE_HELD, "you have spoken");
  turn->s->answered_at = turn->fact->at;
  turn->s->guessed = !known;
  turn_say(turn, CR_LINE_HELD, "%s at %s%s.", who_called, clock,
           known ? "" : ": taken as their call, by its hour. If it was not, note that you rang");
}

/* The evidence for each, and how it is told. */
static const struct {
  const char *kind, *words;
} silences[] = {
    [CR_SILENCE_NONE] = {NULL, NULL},
    [CR_SILENCE_DO_NOT_DISTURB] = {"do-not-disturb", "Do not disturb was on"},
    [CR_SILENCE_SCREENED] = {"call-screened", "Your phone screened calls"},
    [CR_SILENCE_MUTED] = {"phone-muted", "Your phone was muted"},
    [CR_SILENCE_OFF] = {"phone-off", "Your phone was off or had no network"},
};

static void
note_silence(Turn *turn) {
  CrSilence silence = turn->fact->call->silence;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  if (silence != CR_SILENCE_NONE)
    turn_witness(turn, silences[silence].kind, "%s when it came, at %s.", silences[silence].words,
                 clock);
}

/* Of no call in particular: it matters when it covers the agreed time. */
static void
could_not_ring(Turn *turn) {
  const CrCall *call = turn->fact->call;
  CrInstant from = turn->fact->at, to = from + call->duration_sec * CR_SECOND;
  CrInstant late = turn->iv->start + turn->context->policy->grace_hard_min * CR_MINUTE;
  CrInstant early = turn->iv->start - (call->duration_sec ? PROMPT_USEC : EARLY_USEC);
  CrSilence silence = call->silence == CR_SILENCE_NONE ? CR_SILENCE_OFF : call->silence;
  g_autofree char *begin = turn_clock(turn, from), *end = turn_clock(turn, to);
  if (to < early || from > late)
    return;
  if (call->duration_sec)
    turn_witness(turn, silences[silence].kind, "%s from %s to %s.", silences[silence].words, begin,
                 end);
  else
    turn_witness(turn, silences[silence].kind, "%s at %s.", silences[silence].words, begin);
}

#define RANG_QUESTION "Your phone rang at"

static void
rang(Turn *turn) {
  const CrCall *call = turn->fact->call;
  g_autofree char *clock = turn_clock(turn, turn->fact->at), *number = cr_words_phone(call->number);
  turn_retract(turn, "no-call-in-log");
  turn_witness(turn, "rang", "Your phone rang at %s: %s.", clock,
               number ? number : "a withheld number");
  if (turn->s->answered_at == CR_INSTANT_NONE || turn->fact->at >= turn->s->answered_at)
    turn_ask(turn, RANG_QUESTION " %s. Did you speak with them?", clock);
}

void
turn_settle_ringing(Turn *turn) {
  if (turn->s->question == NULL || !g_str_has_prefix(turn->s->question, RANG_QUESTION))
    return;
  g_clear_pointer(&turn->s->question, g_free);
  if (turn->s->letter == CR_LETTER_HELD) /* for want of an answer to that */
    turn_ask(turn,
             "The letter to %s was held while it was not known whether you spoke. Please see "
             "to it, or send it yourself.",
             cr_interview_who(turn->iv));
}

static void
missed_theirs(Turn *turn, const char *kind, const char *words) {
  const CrCall *call = turn->fact->call;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  gboolean may_be_theirs = known || call->number == NULL;
  const char *theirs =
      may_be_theirs && turn->iv->contact.phone ? turn->iv->contact.phone : call->number;
  g_autofree char *number = cr_words_phone(call->number), *to = cr_words_phone(theirs);
  turn_retract(turn, "no-call-in-log");
  turn_witness(turn, kind, "%s at %s from %s.", words, clock,
               number ? number : "a withheld number");
  note_silence(turn);
  turn_settle_ringing(turn); /* nobody took it */
  if ((turn->s->phase == CR_PHASE_SCHEDULED && turn->fact->at < turn->iv->start) ||
      (turn->s->answered_at != CR_INSTANT_NONE && turn->fact->at < turn->s->answered_at))
    return;
  if (to)
    turn_advise(turn, CR_STEP_CALL,
                known ? "call back now: %s. They tried to reach you at %s."
                      : "call back now: %s. We do not know the number, but it rang at %s.",
                to, clock);
  else
    turn_advise(turn, CR_STEP_WAIT,
                "somebody called at %s with a withheld number; they may try again.", clock);
}

static void
we_called(Turn *turn) {
  const CrCall *call = turn->fact->call;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  if (turn->fact->at < turn->iv->start - EARLY_USEC)
    return;
  if (call->duration_sec >= SPOKE_SEC) {
    hold(turn, "You spoke to them");
    return;
  }
  turn->s->called_at = turn->fact->at;
  turn_say(turn, CR_LINE_NOTE, "You rang them at %s.", clock);
}

/* The phone has a name for the number, and it is not theirs: a friend, not the recruiter. */
static gboolean
is_somebody_else(const Turn *turn) {
  const CrCall *call = turn->fact->call;
  const CrInterview *iv = turn->iv;
  if (call->name == NULL || *call->name == '\0')
    return FALSE;
  g_autofree char *first =
      iv->contact.name ? g_strndup(iv->contact.name, strcspn(iv->contact.name, " ")) : NULL;
  return !(first && cr_text_find(call->name, first)) && !cr_text_find(call->name, iv->company);
}

/* Somebody of an unknown number talked with the candidate: a substitute, or the recruiter from
 * another phone. One who rings before the agreed time is so only when no number is known. */
static gboolean
may_be_the_call(const Turn *turn) {
  return turn->fact->call->duration_sec >= SPOKE_SEC && !is_somebody_else(turn) &&
         (turn->iv->contact.phone == NULL || turn->fact->at >= turn->iv->start - PROMPT_USEC);
}

static void
line_was_taken(Turn *turn) {
  CrInstant end = turn->fact->at + turn->fact->call->duration_sec * CR_SECOND;
  CrInstant late = turn->iv->start + turn->context->policy->grace_hard_min * CR_MINUTE;
  if (end > turn->iv->start && turn->fact->at < late)
    turn_witness(turn, "on-other-call", "You were on another call at the agreed time.");
}

void
turn_call(Turn *turn) {
  const CrCall *call = turn->fact->call;
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  gboolean talked = call->kind == CR_CALL_OUTGOING || call->duration_sec > 0;
  if (!turn_open(turn) || (!known && !talked && is_somebody_else(turn)))
    return;
  switch (call->kind) {
  case CR_CALL_INCOMING:
    if (!near_agreed_time(turn))
      return;
    if (call->duration_sec == 0)
      missed_theirs(turn, "missed-call", "A call that ended at once");
    else if (known)
      hold(turn, "They called");
    else if (may_be_the_call(turn))
      hold(turn, "A number that we do not know called");
    else
      line_was_taken(turn);
    break;
  case CR_CALL_OUTGOING:
    if (known)
      we_called(turn);
    else
      line_was_taken(turn);
    break;
  case CR_CALL_MISSED:
    if (near_agreed_time(turn))
      missed_theirs(turn, "missed-call", "Missed call");
    break;
  case CR_CALL_VOICEMAIL:
    if (near_agreed_time(turn))
      missed_theirs(turn, "voicemail-from-them", "Voicemail");
    break;
  case CR_CALL_REJECTED:
    if (near_agreed_time(turn))
      missed_theirs(turn, "rejected-call", "Call turned away");
    break;
  case CR_CALL_BLOCKED:
    if (near_agreed_time(turn))
      missed_theirs(turn, "blocked-call", "Call blocked by the phone");
    break;
  case CR_CALL_RANG:
    if (near_agreed_time(turn))
      rang(turn);
    break;
  case CR_CALL_UNREACHABLE:
    could_not_ring(turn);
    break;
  }
}
