#include "playbook/guard.h"

#include "model/holiday.h"
#include "playbook/letter.h"

const char *const cr_guard_reasons[] = {
    "may go out",
    "sending is off: the letter waits for you",
    "the agreed time has not been missed yet",
    "there was an answer, a call or a new time",
    "the mailbox, calendar or call log could not be read in the last minute",
    "its moment is long past",
    "they are out of the office",
    "it is outside the recruiter's working hours",
    "no address is known that a person reads; when you know one, note it with the call",
    "this letter went out already",
    "there is a question that only you can answer",
    "a mail that nobody vouches for waits for your word",
    "its moment has not come yet, now that the clock is set back",
};

/* A letter whose moment is further past than this is stale: the world has moved on. */
#define STALE_AFTER_USEC (12 * CR_HOUR)
/* Soon after an agreed time within working hours the recruiter is still at work. */
#define NEAR_START_USEC (90 * CR_MINUTE)
/* Who planned it may have looked at a clock that is so far ahead of this one. */
#define CLOCKS_DIFFER_USEC CR_MINUTE

static gboolean
in_hours(const CrPolicy *policy, const CrZone *zone, const char *country, CrInstant t) {
  CrWall wall = cr_zone_wall(zone, t);
  int minute = wall.hour * 60 + wall.minute;
  return cr_day_is_working(cr_wall_day(&wall), country) && minute >= policy->hours_from_min &&
         minute < policy->hours_to_min;
}

static const char *
their_country(const CrInterview *interview) {
  return interview->contact.country
             ? interview->contact.country
             : cr_zone_country(cr_zone_id(cr_interview_their_zone(interview)));
}

CrInstant
cr_guard_humane(const CrInterview *interview, const CrPolicy *policy, CrInstant t,
                gboolean near_start) {
  const CrZone *zone = cr_interview_their_zone(interview);
  const char *country = their_country(interview);
  if (in_hours(policy, zone, country, t))
    return t;
  if (near_start && t >= interview->start && t < interview->start + NEAR_START_USEC &&
      in_hours(policy, zone, country, interview->start))
    return t;
  CrWall wall = cr_zone_wall(zone, t);
  CrDay day = cr_wall_day(&wall);
  if (wall.hour * 60 + wall.minute >= policy->hours_from_min || !cr_day_is_working(day, country))
    day = cr_day_add_working(day, 1, country);
  CrWall morning = {.hour = policy->hours_from_min / 60, .minute = policy->hours_from_min % 60};
  cr_day_to_date(day, &morning.year, &morning.month, &morning.day);
  return cr_zone_instant(zone, &morning);
}

gboolean
cr_guard_is_recent(const CrLastLook *look, CrInstant now) {
  CrInstant oldest = MIN(look->mail_at, MIN(look->calendar_at, look->calls_at));
  CrInstant newest = MAX(look->mail_at, MAX(look->calendar_at, look->calls_at));
  /* A look of the future says that the clock was set back since: nobody knows how old it is. */
  return oldest != CR_INSTANT_NONE && newest <= now && now - oldest <= CR_GUARD_LOOK_MAX_USEC;
}

/* A holding reply answers until the time it promised. */
static gboolean
is_answered(const CrState *s, CrInstant now) {
  return (s->phase != CR_PHASE_MISSED && s->phase != CR_PHASE_WAITING) || s->proposals->len > 0 ||
         (s->answered_at != CR_INSTANT_NONE && (s->promise == CR_INSTANT_NONE || now < s->promise));
}

static gboolean
is_id(const char *place, const CrEffect *letter) {
  return place && g_strcmp0(place, letter->id) == 0;
}

static gboolean
is_used(const CrEffect *letter) {
  return letter->status == CR_EFFECT_SENT || letter->status == CR_EFFECT_IN_DOUBT ||
         letter->status == CR_EFFECT_SENDING || letter->status == CR_EFFECT_SUPPRESSED;
}

/* A draft counts as if it were out, but does not stand in its own way. */
static gboolean
is_spent(const CrState *s, const CrEffect *letter) {
  int itself = is_id(s->drafted, letter);
  gboolean meant = letter->revision == s->revision ||
                   (s->letter == CR_LETTER_SENDING && is_id(s->handed, letter));
  return is_used(letter) || !meant ||
         (letter->step == CR_STEP_EMAIL ? s->letters - itself >= 1 : s->nudges - itself >= 2);
}

static gboolean
is_away(const CrInterview *interview, const CrEffect *letter, CrInstant now) {
  return letter->step == CR_STEP_NUDGE && now < cr_interview_back(interview);
}

CrInstant
cr_guard_missed_from(const CrInterview *interview, const CrPolicy *policy) {
  return cr_interview_letter_from(interview) + policy->grace_hard_min * CR_MINUTE;
}

CrGuardVerdict
cr_guard_letter(const CrInterview *interview, const CrPolicy *policy, const CrEffect *letter,
                const CrLastLook *look, CrInstant now, gboolean candidate_asked) {
  const CrState *s = &interview->state;
  if (is_id(s->answer, letter)) { /* it follows up nothing, and is the candidate's to send */
    if (!candidate_asked)
      return CR_GUARD_DRAFT;
    if (is_used(letter))
      return CR_GUARD_SPENT;
    if (letter->to == NULL || cr_address_is_noreply(letter->to))
      return CR_GUARD_NO_ADDRESS;
    return cr_guard_is_recent(look, now) ? CR_GUARD_SEND : CR_GUARD_BLIND;
  }
  if (is_answered(s, now))
    return CR_GUARD_ANSWERED;
  if (is_spent(s, letter))
    return CR_GUARD_SPENT;
  if (now < cr_guard_missed_from(interview, policy))
    return CR_GUARD_TOO_EARLY;
  if (letter->to == NULL || cr_address_is_noreply(letter->to))
    return CR_GUARD_NO_ADDRESS;
  if (candidate_asked)
    return cr_guard_is_recent(look, now) ? CR_GUARD_SEND : CR_GUARD_BLIND;
  if (!policy->autopilot)
    return CR_GUARD_DRAFT;
  if (s->question && !s->unsure)
    return CR_GUARD_ASK;
  if (s->question && now < s->unsure_until)
    return CR_GUARD_UNSURE;
  if (now < letter->at - CLOCKS_DIFFER_USEC)
    return CR_GUARD_AHEAD;
  if (now - letter->at > STALE_AFTER_USEC)
    return CR_GUARD_STALE;
  if (is_away(interview, letter, now))
    return CR_GUARD_AWAY;
  if (cr_guard_humane(interview, policy, now, letter->step == CR_STEP_EMAIL) > now)
    return CR_GUARD_NIGHT;
  return cr_guard_is_recent(look, now) ? CR_GUARD_SEND : CR_GUARD_BLIND;
}

static const struct {
  CrOutcome outcome;
  CrEffectStatus status;
} after_verdict[] = {
    [CR_GUARD_SEND] = {CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT}, /* nobody is there to send it */
    [CR_GUARD_DRAFT] = {CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT},
    [CR_GUARD_TOO_EARLY] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
    [CR_GUARD_ANSWERED] = {CR_OUTCOME_HELD, CR_EFFECT_SUPPRESSED},
    [CR_GUARD_BLIND] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
    [CR_GUARD_STALE] = {CR_OUTCOME_REFUSED, CR_EFFECT_HELD},
    [CR_GUARD_AWAY] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
    [CR_GUARD_NIGHT] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
    [CR_GUARD_NO_ADDRESS] = {CR_OUTCOME_REFUSED, CR_EFFECT_HELD},
    [CR_GUARD_SPENT] = {CR_OUTCOME_HELD, CR_EFFECT_SUPPRESSED},
    [CR_GUARD_ASK] = {CR_OUTCOME_REFUSED, CR_EFFECT_HELD},
    [CR_GUARD_UNSURE] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
    [CR_GUARD_AHEAD] = {CR_OUTCOME_HELD, CR_EFFECT_HELD},
};

CrOutcome
cr_guard_outcome(CrGuardVerdict verdict, CrEffectStatus *ret_status) {
  *ret_status = after_verdict[verdict].status;
  return after_verdict[verdict].outcome;
}
