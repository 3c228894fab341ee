/* The follow-ups of one missed call: planned, handed out, and what came of them. */
#include "model/holiday.h"
#include "playbook/guard.h"
#include "playbook/letter.h"
#include "playbook/playbook-private.h"

#include <string.h>

/* A letter that could not go out is tried again after half the time that it has waited. */
#define RETRY_MIN_USEC CR_MINUTE
#define RETRY_MAX_USEC CR_HOUR

static CrStep
letter_step(const CrState *s) {
  return s->letters > 0 ? CR_STEP_NUDGE : CR_STEP_EMAIL;
}

static void
set_id(char **place, const char *effect_id) {
  char *copy = g_strdup(effect_id); /* it may be what stands there */
  g_free(*place);
  *place = copy;
}

static gboolean
is_id(const char *place, const char *effect_id) {
  return place && g_strcmp0(place, effect_id) == 0;
}

static CrEffect *
letter_effect(Turn *turn, CrStep step, CrInstant at) {
  CrEffect *effect = cr_effect_new();
  effect->kind = CR_EFFECT_LETTER;
  effect->interview = turn->iv->id;
  effect->step = step;
  effect->revision = turn->s->revision;
  effect->id = g_strdup_printf("%d.%s.%d", turn->iv->id, cr_step_names[step], effect->revision);
  effect->at = at;
  g_ptr_array_add(turn->decision->effects, effect);
  return effect;
}

/* Whether their side has the word now: then nothing is missed and nothing is sent. */
static gboolean
is_answered(const CrState *s) {
  return s->proposals->len > 0 ||
         (s->answered_at != CR_INSTANT_NONE && s->promise == CR_INSTANT_NONE);
}

/* Plans */

static CrInstant
missed_from(const Turn *turn) {
  return turn_expected(turn) + turn->context->policy->grace_hard_min * CR_MINUTE;
}

static void
set_plan(CrState *s, CrInstant at) {
  s->letter = CR_LETTER_PLANNED;
  s->letter_due = s->letter_at = at;
  g_clear_pointer(&s->held_why, g_free);
}

void
turn_plan_letter(Turn *turn, CrInstant not_before) {
  CrState *s = turn->s;
  if (s->letters > 0 || s->letter == CR_LETTER_SENDING || s->letter == CR_LETTER_IN_DOUBT ||
      is_answered(s))
    return;
  if (s->letter != CR_LETTER_PLANNED && s->letter != CR_LETTER_HELD)
    s->revision++;
  CrInstant at = MAX(missed_from(turn), not_before);
  set_plan(s, cr_guard_humane(turn->iv, turn->context->policy, at, TRUE));
}

void
turn_drop_letter(Turn *turn, const char *why) {
  CrState *s = turn->s;
  g_clear_pointer(&s->drafted, g_free); /* nor does a draft fit any more */
  g_clear_pointer(&s->answer, g_free);
  if (s->letter != CR_LETTER_PLANNED && s->letter != CR_LETTER_HELD)
    return;
  /* A nudge that lies days ahead is nothing the candidate was told of. */
  if (s->letters == 0 || s->letter == CR_LETTER_HELD) {
    CrEffect *effect = letter_effect(turn, letter_step(s), s->letter_at);
    effect->status = CR_EFFECT_SUPPRESSED;
    effect->reason = g_strdup(why);
    turn_say(turn, CR_LINE_HELD_BACK, "The follow-up is not sent: %s.", why);
  }
  s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
  s->letter_due = CR_INSTANT_NONE;
  g_clear_pointer(&s->held_why, g_free);
}

void
turn_has_written(Turn *turn, CrInstant at, const char *why) {
  CrState *s = turn->s;
  turn_drop_letter(turn, why);
  if (s->letter == CR_LETTER_SENDING)
    s->revision++; /* makes it void, see the guard */
  s->letters = 1;
  s->letter = CR_LETTER_SENT;
  s->letter_due = CR_INSTANT_NONE;
  s->last_out = at;
}

void
turn_draft_answer(Turn *turn, CrStep step) {
  CrState *s = turn->s;
  if (s->letter == CR_LETTER_SENDING) { /* the new revision makes it void, see the guard */
    s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
    g_clear_pointer(&s->handed, g_free);
  }
  s->revision++;
  s->letter_due = CR_INSTANT_NONE;
  CrEffect *effect = letter_effect(turn, step, turn->now);
  effect->status = CR_EFFECT_DRAFT;
  set_id(&s->answer, effect->id);
}

void
turn_ask(Turn *turn, const char *format, ...) {
  if (turn->s->question)
    return;
  va_list args;
  va_start(args, format);
  turn->s->question = g_strdup_vprintf(format, args);
  va_end(args);
}

/* The nudge's moment: working days after the last word, at that hour of the recruiter's day. */
static CrInstant
after_working_days(const Turn *turn, CrInstant base, int days) {
  const CrZone *zone = cr_interview_their_zone(turn->iv);
  const char *country =
      turn->iv->contact.country ? turn->iv->contact.country : cr_zone_country(cr_zone_id(zone));
  CrWall wall = cr_zone_wall(zone, base);
  CrDay day = cr_day_add_working(cr_wall_day(&wall), days, country);
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_zone_instant(zone, &wall);
}

static CrInstant
day_after_return(const Turn *turn) {
  CrInstant opening = turn->context->policy->hours_from_min * CR_MINUTE;
  return after_working_days(turn, turn->s->return_at + opening, 1);
}

static void
plan_nudge(Turn *turn) {
  const CrPolicy *policy = turn->context->policy;
  CrState *s = turn->s;
  CrInstant base = MAX(s->last_out, turn_expected(turn));
  int days = s->nudges == 0 ? policy->nudge_first_days : policy->nudge_last_days;
  if (s->promise != CR_INSTANT_NONE && s->promise > base) {
    base = s->promise;
    days = policy->nudge_first_days;
  }
  CrInstant at = after_working_days(turn, base, days);
  if (s->return_at != CR_INSTANT_NONE && s->return_at + CR_HOUR > base)
    at = MAX(at, day_after_return(turn));
  if (s->nudges >= 2) {
    s->letter_due = at; /* then silence is the answer */
    return;
  }
  s->revision++;
  set_plan(s, cr_guard_humane(turn->iv, policy, at, FALSE));
}

CrInstant
turn_letter_moment(const Turn *turn) {
  const CrPolicy *policy = turn->context->policy;
  gboolean rings_first = turn->iv->contact.phone && turn->s->called_at == CR_INSTANT_NONE;
  int wait_min = rings_first ? policy->letter_after_min : policy->grace_hard_min;
  return turn_expected(turn) + wait_min * CR_MINUTE;
}

void
turn_replan_letter(Turn *turn) {
  CrState *s = turn->s;
  s->last_out = MIN(s->last_out, turn->now);
  if ((s->letter != CR_LETTER_PLANNED && s->letter != CR_LETTER_HELD) || s->letter_due <= turn->now)
    return;
  if (s->letters > 0) { /* turn_keep_following_up plans the nudge */
    s->letter = CR_LETTER_SENT;
    s->letter_due = CR_INSTANT_NONE;
    return;
  }
  turn_plan_letter(turn, MAX(turn->now, turn_letter_moment(turn)));
}

/* A nudge is for the contact, who is back by then, unless they are gone for good. */
static const char *
addressee(const Turn *turn, CrStep step) {
  const CrPerson *deputy = &turn->s->deputy;
  gboolean to_deputy =
      step != CR_STEP_NUDGE || cr_letter_choose(turn->iv, NULL) == CR_LETTER_DEPUTY;
  return to_deputy && deputy->email && deputy->name ? deputy->name : cr_interview_who(turn->iv);
}

void
turn_keep_following_up(Turn *turn) {
  CrState *s = turn->s;
  gboolean waits = s->letter == CR_LETTER_SENT || s->letter == CR_LETTER_DRAFTED;
  if (s->phase != CR_PHASE_MISSED || is_answered(s))
    return;
  if (s->letter == CR_LETTER_IN_DOUBT)
    turn_ask(turn,
             "Did the letter to %s go out? Look into your sent mail; if it did, note that it is "
             "sent, else that it is not.",
             addressee(turn, letter_step(s)));
  else if (waits && s->letters > 0 && s->letter_due == CR_INSTANT_NONE)
    plan_nudge(turn);
}

/* Outcomes */

/* It went out, or it may have: it counts either way. */
static void
count_letter(Turn *turn, CrStep step) {
  CrState *s = turn->s;
  if (s->letters == 0)
    turn_say(turn, CR_LINE_NOTE,
             "search: keep applying and interviewing until an offer is accepted; nothing "
             "pauses for one silent recruiter.");
  if (step == CR_STEP_NUDGE)
    s->nudges++;
  s->letters = MAX(s->letters, 1); /* a bounce may have begun anew while a nudge was under way */
  s->last_out = turn->now;
  s->letter_due = CR_INSTANT_NONE;
  g_clear_pointer(&s->held_why, g_free);
}

static void
hand_over(CrState *s, const char *effect_id) {
  set_id(&s->handed, effect_id);
  s->letter = CR_LETTER_SENDING;
  s->letter_due = CR_INSTANT_NONE;
}

void
turn_hand_out_letter(Turn *turn) {
  CrState *s = turn->s;
  CrStep step = letter_step(s);
  CrEffect *effect = letter_effect(turn, step, s->letter_at);
  /* Who was to dial and has not said that they did looks it over first. */
  gboolean own_slip = turn->iv->caller == CR_CALLER_CANDIDATE && s->called_at == CR_INSTANT_NONE;
  /* Nor is anything sent in the wake of a draft that may still lie there. */
  if (turn->context->policy->autopilot && !own_slip && s->drafted == NULL) {
    effect->status = CR_EFFECT_PENDING;
    hand_over(s, effect->id);
    s->step = step;
    return;
  }
  effect->status = CR_EFFECT_DRAFT;
  s->letter = CR_LETTER_DRAFTED;
  set_id(&s->drafted, effect->id);
  turn_say(turn, CR_LINE_DRAFT, "A letter to %s is drafted.", addressee(turn, step));
  if (step == CR_STEP_NUDGE)
    turn_say(turn, CR_LINE_NUDGE, "%s of two to %s is drafted.",
             s->nudges ? "The second" : "The first", cr_interview_who(turn->iv));
  turn_advise(turn, step,
              "the letter to %s is ready: look it over, send it, and note that it is sent.",
              addressee(turn, step));
  count_letter(turn, step); /* the days of silence count from the draft; "sent" corrects it */
}

/* Another letter that is being handed out stays; one that only waits is not needed any more. */
static void
replace_letter(Turn *turn, CrLetterStatus status, gboolean current) {
  if (!current && turn->s->letter == CR_LETTER_SENDING)
    return;
  turn->s->letter = status;
  turn->s->letter_due = CR_INSTANT_NONE;
}

static void
settle_letter(Turn *turn, const char *effect_id, CrEffectStatus status, const char *why) {
  CrSettled *settled = g_new(CrSettled, 1);
  *settled = (CrSettled){g_strdup(effect_id), status, g_strdup(why)};
  g_ptr_array_add(turn->decision->settled, settled);
}

/* What did not go out is not tried again. Returns why, borrowed. */
static const char *
suppress_letter(Turn *turn, const char *effect_id) {
  const char *why = turn->fact->text ? turn->fact->text : "it is not needed any more";
  settle_letter(turn, effect_id, CR_EFFECT_SUPPRESSED, why);
  return why;
}

void
turn_take_back_letter(Turn *turn, const char *why) {
  CrState *s = turn->s;
  if (s->drafted) { /* it counted as if it were out */
    settle_letter(turn, s->drafted, CR_EFFECT_SUPPRESSED, why);
    s->letters = 0;
  }
  turn_drop_letter(turn, why);
  s->letter = CR_LETTER_NONE;
  s->letter_due = CR_INSTANT_NONE;
}

/* The effect's id says which letter: "INTERVIEW.STEP.REVISION". */
static CrStep
step_of(const char *effect_id) {
  return strstr(effect_id, ".nudge.") ? CR_STEP_NUDGE : CR_STEP_EMAIL;
}

static void
take_answer_sent(Turn *turn) {
  CrState *s = turn->s;
  gboolean waits = s->letter == CR_LETTER_PLANNED || s->letter == CR_LETTER_HELD;
  set_id(&s->known_out, s->answer);
  if (is_id(s->doubtful, s->answer))
    g_clear_pointer(&s->doubtful, g_free);
  g_clear_pointer(&s->answer, g_free);
  turn_say(turn, CR_LINE_SENT, "Your answer to %s is sent.", cr_interview_who(turn->iv));
  if (waits && s->phase == CR_PHASE_MISSED) { /* they have your word: no follow-up beside it */
    if (s->letter == CR_LETTER_HELD)
      g_clear_pointer(&s->question, g_free);
    turn_has_written(turn, turn->now, "you have written to them");
  }
  if (turn_open(turn))
    turn_advise(turn, CR_STEP_AWAIT, "they have the word now. Keep the search moving.");
}

/* It surely went out; current: it is the one that was handed over last. */
static void
take_sent(Turn *turn, const char *id, gboolean current) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  if (is_id(s->known_out, id))
    return;
  if (is_id(s->answer, id)) {
    take_answer_sent(turn);
    return;
  }
  gboolean doubted = is_id(s->doubtful, id), counted = doubted || is_id(s->drafted, id);
  turn_drop_letter(turn, "one went out already");
  set_id(&s->known_out, id);
  gboolean told = turn->fact->kind != CR_FACT_OUTCOME; /* the candidate's word, or sent mail */
  if (!counted)
    count_letter(turn, step);
  s->last_out = told ? turn->fact->at : turn->now;
  if (doubted) {
    g_clear_pointer(&s->doubtful, g_free);
    g_clear_pointer(&s->question, g_free);
  }
  if (told)
    turn_say(turn, CR_LINE_SENT, "You sent the letter to %s.", addressee(turn, step));
  else
    turn_say(turn, CR_LINE_SENT, "The letter to %s is sent.", addressee(turn, step));
  if (step == CR_STEP_NUDGE && !told)
    turn_say(turn, CR_LINE_NUDGE, "%s of two.", s->nudges > 1 ? "The second" : "The first");
  replace_letter(turn, CR_LETTER_SENT, current);
  if (turn_open(turn))
    turn_advise(turn, CR_STEP_AWAIT, "an answer may take a day or two. Keep the search moving.");
}

static void
take_doubt(Turn *turn, const char *id, gboolean current) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  if (is_id(s->known_out, id))
    return;
  if (is_id(s->answer, id)) {
    if (s->doubtful == NULL)
      set_id(&s->doubtful, id); /* until you say that it is not out, it is not sent again */
    else if (!is_id(s->doubtful, id))
      g_clear_pointer(&s->answer, g_free); /* one doubt at a time: this one stays for good */
    turn_say(turn, CR_LINE_HELD_BACK,
             "Nobody can say whether your answer arrived. Please look into your sent mail.");
    return;
  }
  if (!current && step == CR_STEP_EMAIL && s->letters > 0)
    return; /* the candidate has said meanwhile that a letter is out */
  gboolean counted = s->letter == CR_LETTER_IN_DOUBT || is_id(s->drafted, id);
  turn_drop_letter(turn, "one may have gone out already");
  if (!counted)
    count_letter(turn, step);
  if (s->answer && is_id(s->doubtful, s->answer))
    g_clear_pointer(&s->answer, g_free);
  set_id(&s->doubtful, id);
  replace_letter(turn, CR_LETTER_IN_DOUBT, current);
  turn_say(turn, CR_LINE_HELD_BACK,
           "Nobody can say whether the letter arrived; it is not sent again. "
           "Please look into your sent mail.");
}

/* A draft: also what the candidate asked to be sent and could not be. */
static void
take_draft(Turn *turn, const char *id) {
  CrState *s = turn->s;
  gboolean counted = is_id(s->drafted, id);
  s->letter = CR_LETTER_DRAFTED;
  if (turn->fact->text)
    turn_say(turn, CR_LINE_HELD_BACK, "The letter to %s is not sent: %s. It stays a draft.",
             addressee(turn, step_of(id)), turn->fact->text);
  else
    turn_say(turn, CR_LINE_DRAFT, "The letter to %s is drafted.", addressee(turn, step_of(id)));
  if (!counted)
    count_letter(turn, step_of(id));
  set_id(&s->drafted, id);
}

gboolean
turn_letter_is_out(Turn *turn, const char *effect_id) {
  CrState *s = turn->s;
  gboolean asked = effect_id || s->letter == CR_LETTER_IN_DOUBT;
  /* "Sent" is said of the follow-up that waits, before an answer. */
  gboolean waits = effect_id == NULL && (s->letter == CR_LETTER_HELD ||
                                         (s->letter == CR_LETTER_PLANNED && s->letters == 0));
  const char *places[] = {asked ? s->doubtful : NULL, s->drafted, waits ? NULL : s->answer,
                          effect_id && s->letter == CR_LETTER_SENDING ? s->handed : NULL};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    if (places[i] == NULL || (effect_id && strcmp(places[i], effect_id) != 0))
      continue;
    g_autofree char *id = g_strdup(places[i]);
    settle_letter(turn, id, CR_EFFECT_SENT, NULL);
    take_sent(turn, id, TRUE);
    return TRUE;
  }
  return effect_id && is_id(s->known_out, effect_id);
}

void
turn_letter_is_not_out(Turn *turn, const char *why) {
  CrState *s = turn->s;
  if (s->doubtful == NULL)
    return;
  settle_letter(turn, s->doubtful, CR_EFFECT_DRAFT, NULL);
  turn_say(turn, CR_LINE_HELD_BACK, "The letter to %s did not go out: %s.",
           addressee(turn, step_of(s->doubtful)), why);
  if (s->letter == CR_LETTER_IN_DOUBT && turn_open(turn)) {
    s->letter = CR_LETTER_DRAFTED;
    set_id(&s->drafted, s->doubtful);
    g_clear_pointer(&s->question, g_free);
    turn_advise(turn, step_of(s->doubtful),
                "the letter is a draft again. To send it: crickets send %d.", turn->iv->id);
  }
  g_clear_pointer(&s->doubtful, g_free);
}

/* The first letter may go whenever the guard lets it; a nudge only when its day has come, so that
 * asking twice does not send two letters. */
static gboolean
has_letter_now(const Turn *turn) {
  const CrState *s = turn->s;
  return s->letter == CR_LETTER_HELD ||
         (s->letter == CR_LETTER_PLANNED &&
          (s->letters == 0 || (s->letter_due != CR_INSTANT_NONE && s->letter_due <= turn->now)));
}

void
turn_send(Turn *turn) {
  CrState *s = turn->s;
  if (s->letter == CR_LETTER_SENDING || s->letter == CR_LETTER_IN_DOUBT)
    return;
  s->letter_at = turn->now; /* it is meant for now */
  if (s->drafted) {
    hand_over(s, s->drafted);
    settle_letter(turn, s->handed, CR_EFFECT_PENDING, NULL);
  } else if (has_letter_now(turn)) {
    CrStep step = letter_step(s);
    CrEffect *effect = letter_effect(turn, step, turn->now);
    effect->status = CR_EFFECT_PENDING;
    g_clear_pointer(&s->question, g_free); /* asking to send it answers why it was held */
    hand_over(s, effect->id);
    s->step = step;
  } else if (s->answer && !is_id(s->doubtful, s->answer)) {
    settle_letter(turn, s->answer, CR_EFFECT_PENDING, NULL);
  }
}

char *
turn_effect_of(const Turn *turn, const char *message_id) {
  const char *const *thread = (const char *const *) turn->iv->thread;
  g_autofree char *prefix = g_strdup_printf("%d.", turn->iv->id);
  if (message_id == NULL || thread == NULL || !g_strv_contains(thread, message_id) ||
      !g_str_has_prefix(message_id, prefix))
    return NULL;
  /* "INTERVIEW.STEP.REVISION.HASH@DOMAIN" */
  g_auto(GStrv) parts = g_strsplit(message_id, ".", 4);
  return g_strv_length(parts) == 4 ? g_strjoin(".", parts[0], parts[1], parts[2], NULL) : NULL;
}

static void
tell_held(Turn *turn) {
  CrState *s = turn->s;
  const char *why = turn->fact->text ? turn->fact->text : "not now";
  s->letter = CR_LETTER_HELD;
  if (g_strcmp0(s->held_why, why) == 0)
    return;
  turn_say(turn, CR_LINE_HELD_BACK, "The letter is held: %s.", why);
  g_free(s->held_why);
  s->held_why = g_strdup(why);
}

/* Not now. Its moment moves when it is too early, at night or while they are away; else it stays,
 * so that the letter grows stale when nothing helps. */
static void
put_off(Turn *turn, CrStep step) {
  CrState *s = turn->s;
  CrInstant earliest = MAX(turn->now, missed_from(turn));
  if (s->promise != CR_INSTANT_NONE) /* the clock may have been set back to before it */
    earliest = MAX(earliest, s->promise);
  if (step == CR_STEP_NUDGE && s->return_at != CR_INSTANT_NONE && turn->now < s->return_at)
    earliest = MAX(earliest, day_after_return(turn));
  CrInstant moment =
      cr_guard_humane(turn->iv, turn->context->policy, earliest, step == CR_STEP_EMAIL);
  tell_held(turn);
  if (moment > turn->now)
    s->letter_due = s->letter_at = moment;
  else
    s->letter_due =
        turn->now + CLAMP((turn->now - s->letter_at) / 2, RETRY_MIN_USEC, RETRY_MAX_USEC);
}

static void
not_sent(Turn *turn, const char *id) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  int itself = is_id(s->drafted, id);
  gboolean spent = step == CR_STEP_NUDGE ? s->nudges - itself >= 2 : s->letters - itself >= 1;
  if (spent || is_answered(s) || !turn_open(turn)) {
    s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
    turn_say(turn, CR_LINE_HELD_BACK, "The follow-up is not sent: %s.", suppress_letter(turn, id));
  } else if (is_id(s->drafted, id)) {
    settle_letter(turn, id, CR_EFFECT_DRAFT, NULL);
    take_draft(turn, id);
  } else if (turn->fact->outcome == CR_OUTCOME_HELD) {
    put_off(turn, step);
  } else {
    tell_held(turn);
    turn_ask(turn, "The letter to %s is held: %s. Please see to it, or send it yourself.",
             addressee(turn, step), turn->fact->text ? turn->fact->text : "it was refused");
  }
}

void
turn_outcome(Turn *turn) {
  const char *id = turn->fact->effect_id ? turn->fact->effect_id : "";
  CrState *s = turn->s;
  gboolean current = s->letter == CR_LETTER_SENDING && is_id(s->handed, id);
  switch (turn->fact->outcome) {
  case CR_OUTCOME_SENT:
    take_sent(turn, id, current);
    break;
  case CR_OUTCOME_IN_DOUBT:
    take_doubt(turn, id, current);
    break;
  case CR_OUTCOME_DRAFTED:
    if (current) /* else something has become of it meanwhile */
      take_draft(turn, id);
    else if (is_id(s->answer, id) && turn->fact->text)
      turn_say(turn, CR_LINE_HELD_BACK, "Your answer to %s is not sent: %s. It stays a draft.",
               cr_interview_who(turn->iv), turn->fact->text);
    break;
  case CR_OUTCOME_HELD:
  case CR_OUTCOME_REFUSED:
    if (current)
      not_sent(turn, id);
    else if (is_id(s->doubtful, id)) /* the server's no came after all */
      turn_letter_is_not_out(turn, turn->fact->text ? turn->fact->text : "it was refused");
    else if (!is_id(s->answer, id) && !is_id(s->drafted, id)) /* another word came meanwhile */
      suppress_letter(turn, id);
    break;
  case CR_OUTCOME_SENDING: /* what came of it is told */
    break;
  }
}
