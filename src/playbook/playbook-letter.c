/* The follow-ups of one missed call: planned, handed out, put off. */
#include "playbook/playbook-letter.h"

#include "model/holiday.h"
#include "playbook/guard.h"
#include "playbook/letter.h"

/* A letter that could not go out is tried again after half the time that it has waited. */
#define RETRY_MIN_USEC CR_MINUTE
#define RETRY_MAX_USEC CR_HOUR

CrStep
letter_step(const CrState *s) {
  return s->letters > 0 ? CR_STEP_NUDGE : CR_STEP_EMAIL;
}

void
letter_set(char **place, const char *effect_id) {
  char *copy = g_strdup(effect_id); /* it may be what stands there */
  g_free(*place);
  *place = copy;
}

gboolean
letter_is(const char *place, const char *effect_id) {
  return place && g_strcmp0(place, effect_id) == 0;
}

CrEffect *
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

gboolean
letter_is_answered(const CrState *s) {
  return s->proposals->len > 0 ||
         (s->answered_at != CR_INSTANT_NONE && s->promise == CR_INSTANT_NONE);
}

/* Plans */

static CrInstant
missed_from(const Turn *turn) {
  return cr_guard_missed_from(turn->iv, turn->context->policy);
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
      letter_is_answered(s))
    return;
  if (s->letter != CR_LETTER_PLANNED && s->letter != CR_LETTER_HELD)
    s->revision++;
  CrInstant at = MAX(missed_from(turn), not_before);
  set_plan(s, cr_guard_humane(turn->iv, turn->context->policy, at, TRUE));
}

static gboolean
waits_in(const CrSlot *offer, const char *effect_id) {
  return offer->letter && (effect_id == NULL || letter_is(offer->letter, effect_id));
}

void
turn_offers_stand(Turn *turn, const char *effect_id) {
  GPtrArray *offered = turn->s->offered;
  guint left = 0;
  for (guint i = 0; i + left < offered->len;) {
    CrSlot *offer = offered->pdata[i];
    if (!waits_in(offer, effect_id)) {
      i++;
      continue;
    }
    g_clear_pointer(&offer->letter, g_free);
    g_ptr_array_remove_index(offered, i);
    g_ptr_array_add(offered, offer); /* the last that were offered stand last */
    left++;
  }
  if (left > 0)
    turn->s->offered_last = (int) left;
}

void
turn_offers_fall(Turn *turn, const char *effect_id) {
  GPtrArray *offered = turn->s->offered;
  for (guint i = offered->len; i > 0; i--)
    if (waits_in(offered->pdata[i - 1], effect_id))
      cr_slot_free(g_ptr_array_remove_index(offered, i - 1));
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
  turn_offers_fall(turn, NULL);
  s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
  s->letter_due = CR_INSTANT_NONE;
  g_clear_pointer(&s->held_why, g_free);
}

void
turn_take_back_letter(Turn *turn, const char *why) {
  CrState *s = turn->s;
  gboolean under_way = s->letter == CR_LETTER_SENDING || s->letter == CR_LETTER_IN_DOUBT;
  if (s->drafted && !under_way) { /* it counted as if it were out */
    letter_mark(turn, s->drafted, CR_EFFECT_SUPPRESSED, why);
    if (s->nudges > 0)
      s->nudges--;
    else
      s->letters = 0;
    s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
  }
  turn_drop_letter(turn, why);
  s->letter_due = CR_INSTANT_NONE;
}

void
turn_count_from(Turn *turn, CrInstant at) {
  turn->s->last_out = MIN(MAX(turn->s->last_out, at), turn->now);
}

void
turn_has_written(Turn *turn, CrInstant at, const char *why) {
  CrState *s = turn->s;
  turn_drop_letter(turn, why);
  if (s->letter == CR_LETTER_SENDING) {
    s->revision++;           /* makes it void, see the guard */
    at = MAX(at, turn->now); /* unless it is beyond its fence: then it is out by now */
  }
  s->letters = 1;
  s->letter = CR_LETTER_SENT;
  s->letter_due = CR_INSTANT_NONE;
  turn_count_from(turn, at);
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
  letter_set(&s->answer, effect->id);
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

CrInstant
turn_working_morning(const Turn *turn, CrInstant from, int days) {
  int minute = turn->context->policy->hours_from_min;
  CrWall wall =
      cr_zone_wall(cr_interview_their_zone(turn->iv), after_working_days(turn, from, days));
  wall.hour = minute / 60;
  wall.minute = minute % 60;
  wall.second = 0;
  return cr_zone_instant(cr_interview_their_zone(turn->iv), &wall);
}

static void
plan_nudge(Turn *turn) {
  const CrPolicy *policy = turn->context->policy;
  CrState *s = turn->s;
  CrInstant base = MAX(s->last_out, cr_interview_expected(turn->iv));
  int days = s->nudges == 0 ? policy->nudge_first_days : policy->nudge_last_days;
  if (s->promise != CR_INSTANT_NONE && s->promise > base) {
    base = s->promise;
    days = policy->nudge_first_days;
  }
  CrInstant at = after_working_days(turn, base, days);
  CrInstant back = cr_interview_back(turn->iv);
  if (back != CR_INSTANT_NONE && back + CR_HOUR > base)
    at = MAX(at, turn_working_morning(turn, back, 1));
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
  gboolean rings_first = turn->iv->contact.phone && turn->s->tried_at == CR_INSTANT_NONE;
  int wait_min = rings_first ? policy->letter_after_min : policy->grace_hard_min;
  return MAX(cr_interview_expected(turn->iv) + wait_min * CR_MINUTE, missed_from(turn));
}

void
turn_replan_letter(Turn *turn) {
  CrState *s = turn->s;
  s->last_out = MIN(s->last_out, turn->now);
  if ((s->letter != CR_LETTER_PLANNED && s->letter != CR_LETTER_HELD) || s->letter_due <= turn->now)
    return;
  if (s->letter == CR_LETTER_HELD && s->letter_at <= turn->now) { /* and grows no younger */
    s->letter_due = turn->now;
    return;
  }
  if (s->letters > 0) { /* turn_keep_following_up plans the nudge */
    s->letter = CR_LETTER_SENT;
    s->letter_due = CR_INSTANT_NONE;
    return;
  }
  turn_plan_letter(turn, MAX(turn->now, turn_letter_moment(turn)));
}

/* A nudge is for the contact, who is back by then, unless they are gone for good. */
const char *
letter_addressee(const Turn *turn, CrStep step) {
  const CrPerson *deputy = &turn->s->deputy;
  gboolean to_deputy =
      step != CR_STEP_NUDGE || cr_letter_choose(turn->iv, NULL) == CR_LETTER_DEPUTY;
  return to_deputy && deputy->email && deputy->name ? deputy->name : cr_interview_who(turn->iv);
}

void
turn_keep_following_up(Turn *turn) {
  CrState *s = turn->s;
  gboolean waits = s->letter == CR_LETTER_SENT || s->letter == CR_LETTER_DRAFTED;
  if (s->phase != CR_PHASE_MISSED || letter_is_answered(s))
    return;
  if (s->letter == CR_LETTER_IN_DOUBT)
    turn_ask(turn,
             "Did the letter to %s go out? Look into your sent mail; if it did, note that it is "
             "sent, else that it is not.",
             letter_addressee(turn, letter_step(s)));
  else if (waits && s->letters > 0 && s->letter_due == CR_INSTANT_NONE)
    plan_nudge(turn);
}

/* Handing out */

void
letter_count(Turn *turn, CrStep step) {
  CrState *s = turn->s;
  if (s->letters == 0)
    turn_say(turn, CR_LINE_NOTE,
             "search: keep applying and interviewing until an offer is accepted; nothing "
             "pauses for one silent recruiter.");
  if (step == CR_STEP_NUDGE)
    s->nudges++;
  s->letters = MAX(s->letters, 1); /* a bounce may have begun anew while a nudge was under way */
  s->letter_due = CR_INSTANT_NONE;
  g_clear_pointer(&s->held_why, g_free);
  turn_count_from(turn, turn->now);
}

static void
hand_over(CrState *s, const char *effect_id) {
  letter_set(&s->handed, effect_id);
  s->letter = CR_LETTER_SENDING;
  s->letter_due = CR_INSTANT_NONE;
}

/* Nobody has said that the mail of a sender not known is genuine. */
static void
stop_asking_if_unsure(Turn *turn) {
  CrState *s = turn->s;
  if (s->question == NULL || !s->unsure || turn->now < s->unsure_until)
    return;
  g_clear_pointer(&s->question, g_free);
  turn_say(turn, CR_LINE_NOTE,
           "Nobody has confirmed the mail from an unknown sender, so the follow-up waits no "
           "longer.");
}

/* Whoever has a job asks nobody for a call. It stays at hand, for who wants to all the same. */
static void
hold_for_good(Turn *turn) {
  letter_tell_held(turn, CR_LETTER_TAKEN);
  turn->s->letter_due = CR_INSTANT_NONE;
  turn_ask(
      turn,
      "Do you still want the call with %s? You have accepted an offer elsewhere, so the letter "
      "waits until you send it yourself.",
      cr_interview_who(turn->iv));
  turn_advise(turn, CR_STEP_DONE,
              "you have accepted an offer elsewhere: a kind line to %s that you are no longer "
              "looking closes this well.",
              cr_interview_who(turn->iv));
}

/* Who did not call twice is not written to twice in one morning. */
#define BESIDE_USEC (2 * CR_HOUR)

static gboolean
wait_beside_another(Turn *turn) {
  CrInstant other = turn->context->written_at;
  if (other == CR_INSTANT_NONE || other > turn->now || turn->now - other >= BESIDE_USEC)
    return FALSE;
  CrInstant at = turn_working_morning(turn, turn->now, 1);
  g_autofree char *until = turn_when(turn, at);
  set_plan(turn->s, cr_guard_humane(turn->iv, turn->context->policy, at, FALSE));
  turn_say(turn, CR_LINE_NOTE,
           "%s has just been written to about another call, so the letter about this one waits "
           "until %s.",
           cr_interview_who(turn->iv), until);
  return TRUE;
}

void
turn_hand_out_letter(Turn *turn) {
  CrState *s = turn->s;
  if (turn->context->taken) {
    hold_for_good(turn);
    return;
  }
  if (wait_beside_another(turn))
    return;
  CrStep step = letter_step(s);
  CrEffect *effect = letter_effect(turn, step, s->letter_at);
  /* Who was to dial and has not said that nobody answered looks it over first. */
  gboolean own_slip = turn->iv->caller == CR_CALLER_CANDIDATE && s->tried_at == CR_INSTANT_NONE;
  /* Nor is anything sent in the wake of a draft that may still lie there. */
  if (turn->context->policy->autopilot && !own_slip && s->drafted == NULL) {
    stop_asking_if_unsure(turn);
    effect->status = CR_EFFECT_PENDING;
    hand_over(s, effect->id);
    s->step = step;
    return;
  }
  effect->status = CR_EFFECT_DRAFT;
  s->letter = CR_LETTER_DRAFTED;
  letter_set(&s->drafted, effect->id);
  turn_say(turn, CR_LINE_DRAFT, "A letter to %s is drafted.", letter_addressee(turn, step));
  if (step == CR_STEP_NUDGE)
    turn_say(turn, CR_LINE_NUDGE, "%s of two to %s is drafted.",
             s->nudges ? "The second" : "The first", cr_interview_who(turn->iv));
  turn_advise(turn, step,
              "the letter to %s is ready: look it over, send it, and note that it is sent.",
              letter_addressee(turn, step));
  letter_count(turn, step); /* the days of silence count from the draft; "sent" corrects it */
}

void
letter_mark(Turn *turn, const char *effect_id, CrEffectStatus status, const char *why) {
  CrSettled *settled = g_new(CrSettled, 1);
  *settled = (CrSettled){g_strdup(effect_id), status, g_strdup(why)};
  g_ptr_array_add(turn->decision->settled, settled);
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
    letter_mark(turn, s->handed, CR_EFFECT_PENDING, NULL);
  } else if (has_letter_now(turn)) {
    CrStep step = letter_step(s);
    CrEffect *effect = letter_effect(turn, step, turn->now);
    effect->status = CR_EFFECT_PENDING;
    g_clear_pointer(&s->question, g_free); /* asking to send it answers why it was held */
    hand_over(s, effect->id);
    s->step = step;
  } else if (s->answer && !letter_is(s->doubtful, s->answer)) {
    letter_mark(turn, s->answer, CR_EFFECT_PENDING, NULL);
  }
}

void
letter_tell_held(Turn *turn, const char *why) {
  CrState *s = turn->s;
  s->letter = CR_LETTER_HELD;
  if (g_strcmp0(s->held_why, why) == 0)
    return;
  turn_say(turn, CR_LINE_HELD_BACK, "The letter is held: %s.", why);
  g_free(s->held_why);
  s->held_why = g_strdup(why);
}

/* Not now. Its moment moves when it is too early, at night or while they are away; else it stays,
 * so that the letter grows stale when nothing helps. The first time is tried again soon, however
 * long it lay: often its times are only to be written anew. */
void
letter_put_off(Turn *turn, CrStep step) {
  CrState *s = turn->s;
  CrInstant earliest = MAX(turn->now, missed_from(turn));
  if (s->letter_at > turn->now + CR_MINUTE) /* the clock was set back */
    earliest = MAX(earliest, s->letter_at);
  if (s->promise != CR_INSTANT_NONE) /* the clock may have been set back to before it */
    earliest = MAX(earliest, s->promise);
  if (s->question && s->unsure)
    earliest = MAX(earliest, s->unsure_until);
  CrInstant back = cr_interview_back(turn->iv);
  if (step == CR_STEP_NUDGE && turn->now < back)
    earliest = MAX(earliest, turn_working_morning(turn, back, 1));
  CrInstant moment =
      cr_guard_humane(turn->iv, turn->context->policy, earliest, step == CR_STEP_EMAIL);
  gint64 tried = s->held_why ? turn->now - s->letter_at : 0;
  letter_tell_held(turn, turn->fact->text ? turn->fact->text : "not now");
  if (moment > turn->now)
    s->letter_due = s->letter_at = moment;
  else
    s->letter_due = turn->now + CLAMP(tried / 2, RETRY_MIN_USEC, RETRY_MAX_USEC);
}
