/* The call log: lines of the other side's numbers, and of unknown numbers near the agreed time. */
#include "base/text.h"
#include "playbook/choice.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-mail.h"

#include <string.h>

/* A call this long before the agreed time is the agreed call; an earlier one is something else. */
#define EARLY_USEC (20 * CR_MINUTE)
/* Clocks differ, and people are a little early. */
#define PROMPT_USEC (2 * CR_MINUTE)
/* An outgoing call shorter than this may have been a voicemail greeting; one of theirs, a word that
 * it is another time. */
#define SPOKE_SEC 120
/* So short a call was cut off. */
#define CUT_OFF_SEC 15
/* No interview is over so soon. */
#define MERE_WORD_USEC (10 * CR_MINUTE)
/* A call up to so long before may be the agreed one by another reading of its time. */
#define SAME_DAY_USEC (12 * CR_HOUR)
#define DAY_HOURS 24
/* Nobody tries the agreed call so late. */
#define LATE_USEC (30 * CR_MINUTE)

/* On time, by another reading of the agreed one. */
static gboolean
is_by_other_reading(const Turn *turn) {
  CrInstant other = MAX(turn->s->other_start, turn->s->your_start), at = turn->fact->at;
  return other != CR_INSTANT_NONE && at >= other - PROMPT_USEC && at <= other + LATE_USEC;
}

static gboolean
near_agreed_time(const Turn *turn) {
  CrInstant at = turn->fact->at, end = at + turn->fact->call->duration_sec * CR_SECOND;
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  CrInstant heard = turn->iv->heard; /* who has just named the hour may ring before it */
  gboolean named = heard != CR_INSTANT_NONE && heard < at && heard > turn->iv->start - CR_HOUR;
  return at >= turn->iv->start - EARLY_USEC || is_by_other_reading(turn) ||
         (known && (named || end > turn->iv->start));
}

/* Whole hours, or a day, from the agreed time; 0 when it is none: who calls so has a zone, a
 * clock's change or the day wrong. */
static int
hours_away(const Turn *turn) {
  CrInstant away = turn->fact->at - turn->iv->start + PROMPT_USEC;
  if (away >= 0 && turn->fact->at <= cr_interview_latest(turn->iv))
    return 0;
  int hours = (int) (away / CR_HOUR);
  if (away < 0 && away % CR_HOUR != 0)
    hours--;
  gboolean whole = away - hours * CR_HOUR <= 4 * PROMPT_USEC;
  return whole && (ABS(hours) * CR_HOUR <= SAME_DAY_USEC || ABS(hours) == DAY_HOURS) ? hours : 0;
}

/* What a call of theirs says, taken or not: that it came late, or by another reading of the time;
 * else kind. words: without a full stop. */
static void
witness_call(Turn *turn, const char *kind, const char *words) {
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  int hours = known ? hours_away(turn) : 0;
  if (hours)
    turn_witness(turn, "called-other-hour", "%s, %d hour%s %s the agreed time.", words, ABS(hours),
                 ABS(hours) == 1 ? "" : "s", hours < 0 ? "before" : "after");
  else
    turn_witness(turn,
                 turn->fact->at > cr_interview_expected(turn->iv) + LATE_USEC ? "late-call" : kind,
                 "%s.", words);
}

static void
hold(Turn *turn, const char *who_called) {
  CrInstant soft =
      cr_interview_latest(turn->iv) + turn->context->policy->grace_soft_min * CR_MINUTE;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  g_autofree char *words = g_strdup_printf("They called at %s", clock);
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  CrInstant other = MAX(turn->s->other_start, turn->s->your_start);
  if (other != CR_INSTANT_NONE) /* on time, by the other reading */
    soft += MAX(0, other - turn->iv->start);
  if (turn->fact->at > soft && turn->fact->call->kind == CR_CALL_INCOMING)
    witness_call(turn, "late-call", words);
  turn_retract(turn, "no-call-in-log");
  turn_finish(turn, CR_PHASE_HELD, "you have spoken");
  turn->s->answered_at = turn->fact->at;
  turn->s->guessed = !known;
  turn_say(turn, CR_LINE_HELD, "%s at %s%s.", who_called, clock,
           known ? "" : ": taken as their call, by its hour. If it was not, note that you rang");
}

/* The evidence for each, how it is told, and what helps while they may still call. */
static const struct {
  const char *kind, *words, *remedy;
} silences[] = {
    [CR_SILENCE_NONE] = {NULL, NULL, NULL},
    [CR_SILENCE_DO_NOT_DISTURB] = {"do-not-disturb", "Do not disturb was on",
                                   "turn off do not disturb, or you may not hear them"},
    [CR_SILENCE_SCREENED] = {"call-screened", "Your phone screened calls",
                             "let calls through, as your phone screens them and may answer theirs"},
    [CR_SILENCE_MUTED] = {"phone-muted", "Your phone was muted",
                          "turn on your phone's ringer, or you may not hear them"},
    [CR_SILENCE_OFF] = {"phone-off", "Your phone was off or had no network",
                        "see that your phone is on and has a network"},
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
  CrInstant late =
      cr_interview_latest(turn->iv) + turn->context->policy->grace_hard_min * CR_MINUTE;
  CrInstant early = turn->iv->start - (call->duration_sec ? PROMPT_USEC : EARLY_USEC);
  CrSilence silence = call->silence == CR_SILENCE_NONE ? CR_SILENCE_OFF : call->silence;
  g_autofree char *begin = turn_clock(turn, from), *end = turn_clock(turn, to);
  if (to < early || from > late)
    return;
  if (call->duration_sec == 0 && turn->s->phase <= CR_PHASE_WAITING &&
      !turn_has_evidence(turn, silences[silence].kind))
    turn_advise(turn, turn->s->step, "%s.", silences[silence].remedy);
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

/* A call that nobody took may have been heard to ring before; the one word is enough. */
static void
forget_ringing(Turn *turn) {
  GPtrArray *list = turn->s->evidence;
  g_autofree char *number = cr_words_phone(turn->fact->call->number);
  for (guint i = list->len; i > 0; i--) {
    const CrEvidence *told = list->pdata[i - 1];
    if (strcmp(told->kind, "rang") == 0 && ABS(told->at - turn->fact->at) <= PROMPT_USEC &&
        strstr(told->text, number ? number : "withheld"))
      cr_evidence_free(g_ptr_array_remove_index(list, i - 1));
  }
}

/* Whether that was the call, only the candidate knows: so early, or so short. */
static void
ask_whether_spoken(Turn *turn) {
  int seconds = turn->fact->call->duration_sec;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  turn_retract(turn, "no-call-in-log");
  turn_ask(turn, RANG_QUESTION " %s, and you spoke for %d %s. Was that the call?", clock,
           seconds < SPOKE_SEC ? seconds : seconds / 60,
           seconds < SPOKE_SEC ? "seconds" : "minutes");
}

/* Hours before the agreed time, and far too short for the call: a word about the papers, say. */
static gboolean
is_mere_word(const Turn *turn) {
  const CrInterview *iv = turn->iv;
  CrInstant length = MIN((iv->end - iv->start) / 3, MERE_WORD_USEC);
  return turn->fact->at <= iv->start - CR_HOUR &&
         turn->fact->call->duration_sec * CR_SECOND < length;
}

/* The call stands, as far as anybody here knows; the candidate has heard them, and until then there
 * is time to note what was said. */
static void
tell_that_it_stands(Turn *turn) {
  int seconds = turn->fact->call->duration_sec;
  g_autofree char *clock = turn_clock(turn, turn->fact->at), *when = turn_when_agreed(turn);
  g_autofree char *spoke = g_strdup_printf(
      "%s called at %s, and you spoke for %d %s", cr_interview_caller(turn->iv), clock,
      seconds < SPOKE_SEC ? seconds : seconds / 60, seconds < SPOKE_SEC ? "seconds" : "minutes");
  if (turn->s->phase == CR_PHASE_SCHEDULED && turn->s->answered_at == CR_INSTANT_NONE)
    turn_advise(turn, CR_STEP_PREPARE,
                "%s. Your call stands, %s: if you settled another time, or that was the call, note "
                "it.",
                spoke, when);
  else
    turn_say(turn, CR_LINE_NOTE, "%s. If you settled anything then, note it.", spoke);
}

gboolean
turn_asks_of_ringing(const Turn *turn) {
  return turn->s->question && g_str_has_prefix(turn->s->question, RANG_QUESTION);
}

void
turn_settle_ringing(Turn *turn) {
  if (!turn_asks_of_ringing(turn))
    return;
  g_clear_pointer(&turn->s->question, g_free);
  if (turn->s->letter == CR_LETTER_HELD) /* for want of an answer to that */
    turn_ask(turn,
             "The letter to %s was held while it was not known whether you spoke. Please see "
             "to it, or send it yourself.",
             cr_interview_who(turn->iv));
}

/* They have shown themselves: a nudge counts from now. Of a number that cannot be vouched for
 * anybody could tell again and again, and no nudge would ever leave. */
static void
start_anew(Turn *turn) {
  CrState *s = turn->s;
  if (s->phase != CR_PHASE_MISSED || s->letters == 0 || turn->fact->call->barred)
    return;
  turn_count_from(turn, turn->fact->at);
  if (s->letter == CR_LETTER_PLANNED) {
    s->letter = CR_LETTER_SENT;
    s->letter_due = CR_INSTANT_NONE;
  }
}

/* At that time; from that number, NULL when it was withheld. */
static char *
why_call_back(const Turn *turn, const char *clock, const char *number) {
  const CrCall *call = turn->fact->call;
  if (turn->fact->trust < CR_TRUST_COLLEAGUE)
    return number ? g_strdup_printf("We do not know the number, but it rang at %s", clock)
                  : g_strdup_printf("A withheld number rang at %s; it may be theirs", clock);
  if (call->kind == CR_CALL_VOICEMAIL)
    return g_strdup_printf("They left a voicemail at %s: listen to it first", clock);
  if (number && g_strcmp0(call->number, turn->iv->contact.phone) != 0)
    return g_strdup_printf("They tried to reach you at %s, from %s", clock, number);
  return g_strdup_printf("They tried to reach you at %s", clock);
}

static void
missed_theirs(Turn *turn, const char *kind, const char *words) {
  const CrCall *call = turn->fact->call;
  g_autofree char *clock = turn_clock(turn, turn->fact->at);
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE;
  gboolean may_be_theirs = known || call->number == NULL;
  g_autofree char *number = cr_words_phone(call->number);
  g_autofree char *to = may_be_theirs && turn->iv->contact.phone
                            ? cr_words_contact_phone(&turn->iv->contact)
                            : g_strdup(number);
  g_autofree char *told =
      g_strdup_printf("%s at %s from %s", words, clock, number ? number : "a withheld number");
  turn_retract(turn, "no-call-in-log");
  witness_call(turn, kind, told);
  note_silence(turn);
  forget_ringing(turn);
  turn_settle_ringing(turn); /* nobody took it */
  start_anew(turn);
  if ((turn->s->phase == CR_PHASE_SCHEDULED && turn->fact->at >= turn->iv->start - EARLY_USEC &&
       turn->fact->at < turn->iv->start) ||
      (turn->s->answered_at != CR_INSTANT_NONE && turn->fact->at < turn->s->answered_at))
    return;
  g_autofree char *why = why_call_back(turn, clock, number);
  if (to && (known || !call->barred))
    turn_advise(turn, CR_STEP_CALL, "call back now: %s. %s.", to, why);
  else
    turn_advise(turn, CR_STEP_WAIT, "somebody called at %s with %s; they may try again.", clock,
                to ? "a number that we cannot vouch for" : "a withheld number");
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
  turn->s->called_at = turn->s->tried_at = turn->fact->at;
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
 * another phone. */
static gboolean
may_be_the_call(const Turn *turn) {
  return turn->fact->call->duration_sec >= SPOKE_SEC && !is_somebody_else(turn);
}

/* Of somebody else's call only the minutes count in which theirs was to come. */
static void
line_was_taken(Turn *turn) {
  CrInstant wait = turn->context->policy->grace_hard_min * CR_MINUTE;
  CrInstant from = MAX(turn->fact->at, turn->iv->start);
  CrInstant to = MIN(turn->fact->at + turn->fact->call->duration_sec * CR_SECOND,
                     cr_interview_latest(turn->iv) + wait);
  g_autofree char *begin = turn_clock(turn, from), *end = turn_clock(turn, to);
  if (to - from >= CR_MINUTE)
    turn_witness(turn, to - from >= wait / 2 ? "on-other-call" : "on-other-call-partly",
                 "You were on another call from %s to %s.", begin, end);
}

static void
they_called(Turn *turn, gboolean near) {
  int seconds = turn->fact->call->duration_sec;
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE, spoke = seconds >= SPOKE_SEC;
  if (seconds == 0)
    missed_theirs(turn, "missed-call", "A call that ended at once");
  else if (known && seconds < CUT_OFF_SEC)
    missed_theirs(turn, "missed-call", "A call that was cut off");
  else if (known && near && spoke)
    hold(turn, "They called");
  else if (known && !near && is_mere_word(turn))
    tell_that_it_stands(turn);
  else if (known && (near || spoke))
    ask_whether_spoken(turn);
  else if (!known && may_be_the_call(turn) && turn->context->rivals)
    ask_whether_spoken(turn);
  else if (!known && may_be_the_call(turn) && turn->fact->at >= turn->iv->start - PROMPT_USEC)
    hold(turn, "A number that we do not know called");
  else if (!known && may_be_the_call(turn) && turn->iv->contact.phone == NULL)
    ask_whether_spoken(turn);
  else if (!known)
    line_was_taken(turn);
}

/* Of calls that nobody took: the evidence, and how it is told. */
static const struct {
  const char *kind, *words;
} tries[] = {
    [CR_CALL_MISSED] = {"missed-call", "Missed call"},
    [CR_CALL_VOICEMAIL] = {"voicemail-from-them", "Voicemail"},
    [CR_CALL_REJECTED] = {"rejected-call", "Call turned away"},
    [CR_CALL_BLOCKED] = {"blocked-call", "Call blocked by the phone"},
};

void
turn_call(Turn *turn) {
  const CrCall *call = turn->fact->call;
  gboolean known = turn->fact->trust >= CR_TRUST_COLLEAGUE, near = near_agreed_time(turn);
  gboolean early = known && turn->fact->at >= turn->iv->start - SAME_DAY_USEC;
  gboolean talked = call->kind == CR_CALL_OUTGOING || call->duration_sec > 0;
  gboolean off =
      cr_phase_is_final(turn->s->phase); /* who then rings by chance is nobody of theirs */
  if (!turn_open(turn) || (!known && (off || (!talked && is_somebody_else(turn)))))
    return;
  switch (call->kind) {
  case CR_CALL_INCOMING:
    if (near || early)
      they_called(turn, near);
    break;
  case CR_CALL_OUTGOING:
    if (known)
      we_called(turn);
    else
      line_was_taken(turn);
    break;
  case CR_CALL_MISSED:
  case CR_CALL_VOICEMAIL:
  case CR_CALL_REJECTED:
  case CR_CALL_BLOCKED:
    if (near || early)
      missed_theirs(turn, tries[call->kind].kind, tries[call->kind].words);
    break;
  case CR_CALL_RANG:
    if (near)
      rang(turn);
    break;
  case CR_CALL_UNREACHABLE:
    could_not_ring(turn);
    break;
  }
}

/* Theirs, or the candidate's to them: with others of the house there are other talks. */
static gboolean
is_between_both(const Turn *turn) {
  const char *contact = turn->iv->contact.email;
  char **to = turn->fact->kind == CR_FACT_OWN_MAIL ? turn->fact->mail->to : NULL;
  for (; contact && to && *to; to++)
    if (cr_text_equal(*to, contact))
      return TRUE;
  return turn->fact->kind == CR_FACT_MAIL && turn_is_of_contact(turn);
}

/* "It was great speaking with you just now", with no other hour ahead: that call took place. */
gboolean
turn_hear_of_talk(Turn *turn, const char *who) {
  const CrReading *m = turn->fact->mail;
  CrPhase phase = turn->s->phase;
  gboolean due = phase == CR_PHASE_WAITING || phase == CR_PHASE_MISSED;
  gboolean about =
      turn->fact->at >= turn->iv->start && turn->fact->at < turn->iv->start + CR_DAY_USEC;
  gboolean plain = m->class == CR_MAIL_GENERIC || m->class == CR_MAIL_CONFIRMATION;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  for (guint i = 0; i < times->len; i++)
    plain = plain && !cr_choice_is_hour(times->pdata[i]);
  if (!due || !about || !plain || !is_between_both(turn) || m->automatic || m->list ||
      m->apologizes || turn_has_evidence(turn, "no-call-in-log") ||
      !cr_cues_have(m->text, CR_CUE_SPOKE))
    return FALSE;
  turn_finish(turn, CR_PHASE_HELD, "you have spoken");
  turn->s->answered_at = turn->fact->at;
  turn->s->guessed = TRUE;
  turn_say(turn, CR_LINE_HELD, "%s that you have spoken. If nobody called, note that.", who);
  return TRUE;
}
