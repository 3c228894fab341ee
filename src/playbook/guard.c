#include "playbook/guard.h"

#include "model/holiday.h"
#include "playbook/letter.h"

const char *const cr_guard_reasons[] = {
    "may go out",
    "sending is off: the letter waits for you",
    "the agreed time has not been missed yet",
    "there was an answer, a call or a new time",
    "the mailbox, calendar or call log could not be read in the last minute",
    "its moment is long past; it is being reconsidered",
    "it is outside the recruiter's working hours",
    "there is no address that a person reads",
    "this letter went out already",
    "there is a question that only you can answer",
};

/* A letter whose moment is further past than this is stale: the world has moved on. */
#define STALE_AFTER_USEC (12 * CR_HOUR)
/* Soon after an agreed time within working hours the recruiter is still at work. */
#define NEAR_START_USEC (90 * CR_MINUTE)

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

static gboolean
looked_recently(const CrLastLook *look, CrInstant now) {
  CrInstant oldest = MIN(look->mail_at, MIN(look->calendar_at, look->calls_at));
  return oldest != CR_INSTANT_NONE && oldest <= now && now - oldest <= CR_GUARD_LOOK_MAX_USEC;
}

static gboolean
is_answered(const CrState *s) {
  return (s->phase != CR_PHASE_MISSED && s->phase != CR_PHASE_WAITING) ||
         (s->answered_at != CR_INSTANT_NONE && s->promise == CR_INSTANT_NONE);
}

static gboolean
is_spent(const CrState *s, const CrEffect *letter) {
  return letter->status == CR_EFFECT_SENT || letter->status == CR_EFFECT_IN_DOUBT ||
         letter->status == CR_EFFECT_SUPPRESSED || letter->revision != s->revision ||
         (letter->step == CR_STEP_EMAIL ? s->letters >= 1 : s->nudges >= 2);
}

CrGuardVerdict
cr_guard_letter(const CrInterview *interview, const CrPolicy *policy, const CrEffect *letter,
                const CrLastLook *look, CrInstant now, gboolean candidate_asked) {
  const CrState *s = &interview->state;
  CrInstant missed_from = interview->start + policy->grace_hard_min * CR_MINUTE;
  if (s->other_start != CR_INSTANT_NONE)
    missed_from = MAX(missed_from, s->other_start + policy->grace_hard_min * CR_MINUTE);
  if (letter->to == NULL || cr_address_is_noreply(letter->to))
    return CR_GUARD_NO_ADDRESS;
  if (is_spent(s, letter))
    return CR_GUARD_SPENT;
  if (now < missed_from)
    return CR_GUARD_TOO_EARLY;
  if (is_answered(s))
    return CR_GUARD_ANSWERED;
  if (candidate_asked)
    return looked_recently(look, now) ? CR_GUARD_SEND : CR_GUARD_BLIND;
  if (s->question)
    return CR_GUARD_ASK;
  if (now - letter->at > STALE_AFTER_USEC)
    return CR_GUARD_STALE;
  if (cr_guard_humane(interview, policy, now, letter->step == CR_STEP_EMAIL) > now)
    return CR_GUARD_NIGHT;
  if (!policy->autopilot)
    return CR_GUARD_DRAFT;
  return looked_recently(look, now) ? CR_GUARD_SEND : CR_GUARD_BLIND;
}
