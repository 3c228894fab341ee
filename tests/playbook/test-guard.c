/* The guard as tables: when a letter may go out, and when a person may be written to. */
#include "playbook/guard.h"

#include <string.h>

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_autoptr(GError) error = NULL;
  if (text == NULL)
    return CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, &error));
  return at;
}

static CrInterview *
interview_at(const char *start, const char *zone, const char *country) {
  CrInterview *iv = cr_interview_new();
  iv->id = 1;
  cr_interview_set_start(iv, instant(start), CR_INSTANT_NONE, zone);
  iv->contact.email = g_strdup("dana@northwind.example");
  iv->contact.zone = g_strdup(zone);
  iv->contact.country = g_strdup(country);
  iv->state.phase = CR_PHASE_MISSED;
  iv->state.letter = CR_LETTER_SENDING;
  iv->state.revision = 3;
  return iv;
}

/* Minutes after the agreed time, Tuesday 17 November 2026, 14:00 in New York. known: what else is
 * the case. look: seconds since the last look, or NEVER. */
#define NEVER G_MININT
static const struct {
  const char *name, *known;
  int now_min, letter_min, look_sec;
  CrGuardVerdict verdict;
} letters[] = {
    {"plain", "", 15, 15, 0, CR_GUARD_SEND},
    {"at the hard grace", "", 10, 10, 0, CR_GUARD_SEND},
    {"a minute before", "", 9, 9, 0, CR_GUARD_TOO_EARLY},
    {"the clock went back", "", -120, 15, 0, CR_GUARD_TOO_EARLY},
    {"the clock went back a year", "", -525600, 15, 0, CR_GUARD_TOO_EARLY},
    {"the clock went back to before its moment", "letter nudge", 1440, 2880, 0, CR_GUARD_AHEAD},
    {"a first letter whose moment lies ahead", "", 15, 60, 0, CR_GUARD_AHEAD},
    {"a clock that goes a little behind", "letter nudge", 2879, 2880, 0, CR_GUARD_SEND},
    {"another reading ahead", "other+60", 15, 15, 0, CR_GUARD_TOO_EARLY},
    {"and its grace", "other+60", 69, 15, 0, CR_GUARD_TOO_EARLY},
    {"and past", "other+60", 70, 70, 0, CR_GUARD_SEND},
    {"waiting again", "waiting other+60", 15, 15, 0, CR_GUARD_TOO_EARLY},
    {"look of a minute", "", 15, 15, 60, CR_GUARD_SEND},
    {"look too old", "", 15, 15, 61, CR_GUARD_BLIND},
    {"look of the future", "", 15, 15, -1, CR_GUARD_BLIND},
    {"never looked", "", 15, 15, NEVER, CR_GUARD_BLIND},
    {"answered", "answered", 15, 15, 0, CR_GUARD_ANSWERED},
    {"they promise to write", "answered promise+60", 15, 15, 0, CR_GUARD_ANSWERED},
    {"and did not", "answered promise+60", 60, 60, 0, CR_GUARD_SEND},
    {"times offered", "proposals", 15, 15, 0, CR_GUARD_ANSWERED},
    {"cancelled", "cancelled", 15, 15, 0, CR_GUARD_ANSWERED},
    {"moved in place", "scheduled", 15, 15, 0, CR_GUARD_ANSWERED},
    {"they called", "held", 15, 15, 0, CR_GUARD_ANSWERED},
    {"silent", "silent", 15, 15, 0, CR_GUARD_ANSWERED},
    {"an older revision", "old", 15, 15, 0, CR_GUARD_SPENT},
    {"sent already", "sent", 15, 15, 0, CR_GUARD_SPENT},
    {"in doubt", "in-doubt", 15, 15, 0, CR_GUARD_SPENT},
    {"in flight", "in-flight", 15, 15, 0, CR_GUARD_SPENT},
    {"suppressed", "suppressed", 15, 15, 0, CR_GUARD_SPENT},
    {"the candidate wrote", "letter", 15, 15, 0, CR_GUARD_SPENT},
    {"first nudge", "letter nudge", 2880, 2880, 0, CR_GUARD_SEND},
    {"third nudge", "letter nudge nudged", 2880, 2880, 0, CR_GUARD_SPENT},
    {"nudge while they are away", "letter nudge away", 2880, 2880, 0, CR_GUARD_AWAY},
    {"a first letter to one who is away", "away", 15, 15, 0, CR_GUARD_SEND},
    {"stale", "", 1440, 15, 0, CR_GUARD_STALE},
    {"half a day", "", 1215, 495, 0, CR_GUARD_SEND},
    {"after half a day", "", 1216, 495, 0, CR_GUARD_STALE},
    {"a wrong clock of years", "", 3000000, 15, 0, CR_GUARD_STALE},
    {"evening", "", 300, 300, 0, CR_GUARD_NIGHT},
    {"autopilot off", "manual", 15, 15, 0, CR_GUARD_DRAFT},
    {"autopilot off at night", "manual", 600, 15, 0, CR_GUARD_DRAFT},
    {"a question is open", "question", 15, 15, 0, CR_GUARD_ASK},
    {"a stranger's mail waits for a word", "question unsure+60", 15, 15, 0, CR_GUARD_UNSURE},
    {"and has waited long enough", "question unsure+60", 60, 60, 0, CR_GUARD_SEND},
    {"nobody to write to", "nobody", 15, 15, 0, CR_GUARD_NO_ADDRESS},
    {"nobody reads it", "noreply", 15, 15, 0, CR_GUARD_NO_ADDRESS},
    {"asked for at night", "asked manual question", 600, 15, 0, CR_GUARD_SEND},
    {"asked for too early", "asked", 5, 5, 0, CR_GUARD_TOO_EARLY},
    {"asked for after an answer", "asked answered", 15, 15, 0, CR_GUARD_ANSWERED},
    {"asked for before its moment", "asked letter nudge", 1440, 2880, 0, CR_GUARD_SEND},
    {"asked for blindly", "asked", 15, 15, 90, CR_GUARD_BLIND},
};

static CrInstant
minutes_known(const char *known, const char *word, CrInstant start) {
  const char *at = strstr(known, word);
  return at ? start + atoi(at + strlen(word)) * CR_MINUTE : CR_INSTANT_NONE;
}

static void
set_known(CrInterview *iv, CrEffect *letter, CrPolicy *policy, const char *known) {
  static const struct {
    const char *word;
    CrPhase phase;
  } phases[] = {{"cancelled", CR_PHASE_CANCELLED},
                {"scheduled", CR_PHASE_SCHEDULED},
                {"held", CR_PHASE_HELD},
                {"silent", CR_PHASE_SILENT},
                {"waiting", CR_PHASE_WAITING}};
  static const struct {
    const char *word;
    CrEffectStatus status;
  } statuses[] = {{"sent", CR_EFFECT_SENT},
                  {"in-doubt", CR_EFFECT_IN_DOUBT},
                  {"in-flight", CR_EFFECT_SENDING},
                  {"suppressed", CR_EFFECT_SUPPRESSED}};
  CrState *s = &iv->state;
  for (guint i = 0; i < G_N_ELEMENTS(phases); i++)
    if (strstr(known, phases[i].word))
      s->phase = phases[i].phase;
  for (guint i = 0; i < G_N_ELEMENTS(statuses); i++)
    if (strstr(known, statuses[i].word))
      letter->status = statuses[i].status;
  s->other_start = minutes_known(known, "other", iv->start);
  s->promise = minutes_known(known, "promise", iv->start);
  s->answered_at = strstr(known, "answered") ? iv->start + CR_MINUTE : CR_INSTANT_NONE;
  s->letters = strstr(known, "letter") != NULL;
  s->nudges = strstr(known, "nudged") ? 2 : 0;
  s->return_at = strstr(known, "away") ? iv->start + 5 * CR_DAY_USEC : CR_INSTANT_NONE;
  s->question = strstr(known, "question") ? g_strdup("Is it genuine?") : NULL;
  s->unsure_until = minutes_known(known, "unsure", iv->start);
  s->unsure = s->unsure_until != CR_INSTANT_NONE;
  if (strstr(known, "proposals"))
    g_ptr_array_add(s->proposals, cr_slot_new());
  letter->step = strstr(known, "nudge") ? CR_STEP_NUDGE : CR_STEP_EMAIL;
  letter->revision = strstr(known, "old") ? 2 : 3;
  policy->autopilot = !strstr(known, "manual");
  if (!strstr(known, "nobody"))
    letter->to = g_strdup(strstr(known, "noreply") ? "no-reply@northwind.example"
                                                   : "dana@northwind.example");
}

static void
test_letters(void) {
  for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
    g_autoptr(CrInterview) iv = interview_at("2026-11-17T14:00:00-05:00", "America/New_York", "US");
    g_autoptr(CrEffect) letter = cr_effect_new();
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    CrInstant now = iv->start + letters[i].now_min * CR_MINUTE;
    CrInstant looked =
        letters[i].look_sec == NEVER ? CR_INSTANT_NONE : now - letters[i].look_sec * CR_SECOND;
    CrLastLook look = {now, looked, now};
    letter->status = CR_EFFECT_PENDING;
    letter->at = iv->start + letters[i].letter_min * CR_MINUTE;
    set_known(iv, letter, policy, letters[i].known);
    gboolean asked = strstr(letters[i].known, "asked") != NULL;
    CrGuardVerdict verdict = cr_guard_letter(iv, policy, letter, &look, now, asked);
    if (verdict != letters[i].verdict)
      g_test_message("%s: \"%s\" instead of \"%s\"", letters[i].name, cr_guard_reasons[verdict],
                     cr_guard_reasons[letters[i].verdict]);
    g_assert_cmpint(verdict, ==, letters[i].verdict);
  }
}

/* Whatever is not sent is either dropped, drafted, tried again, or asked about. */
static void
test_outcomes(void) {
  static const struct {
    CrGuardVerdict verdict;
    CrOutcome outcome;
    CrEffectStatus status;
  } cases[] = {{CR_GUARD_DRAFT, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT},
               {CR_GUARD_ANSWERED, CR_OUTCOME_HELD, CR_EFFECT_SUPPRESSED},
               {CR_GUARD_SPENT, CR_OUTCOME_HELD, CR_EFFECT_SUPPRESSED},
               {CR_GUARD_TOO_EARLY, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_BLIND, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_NIGHT, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_AWAY, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_STALE, CR_OUTCOME_REFUSED, CR_EFFECT_HELD},
               {CR_GUARD_ASK, CR_OUTCOME_REFUSED, CR_EFFECT_HELD},
               {CR_GUARD_UNSURE, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_AHEAD, CR_OUTCOME_HELD, CR_EFFECT_HELD},
               {CR_GUARD_NO_ADDRESS, CR_OUTCOME_REFUSED, CR_EFFECT_HELD}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrEffectStatus status;
    g_assert_cmpint(cr_guard_outcome(cases[i].verdict, &status), ==, cases[i].outcome);
    g_assert_cmpint(status, ==, cases[i].status);
  }
}

static const struct {
  const char *zone, *country, *start, *t; /* t: when one would like to write */
  gboolean near_start;
  const char *humane;
} hours[] = {
    /* Office hours, their edges and the night */
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-24T14:15-05:00", TRUE,
     "2026-11-24T14:15-05:00"},
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-24T09:00-05:00", FALSE,
     "2026-11-24T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-24T08:59-05:00", FALSE,
     "2026-11-24T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-24T18:00-05:00", FALSE,
     "2026-11-25T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-24T23:59-05:00", FALSE,
     "2026-11-25T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T14:00-05:00", "2026-11-25T00:00-05:00", FALSE,
     "2026-11-25T09:00-05:00"},
    /* Soon after a call in office hours they are still there, but not after a call at night */
    {"America/New_York", "US", "2026-11-24T17:45-05:00", "2026-11-24T18:05-05:00", TRUE,
     "2026-11-24T18:05-05:00"},
    {"America/New_York", "US", "2026-11-24T17:45-05:00", "2026-11-24T18:05-05:00", FALSE,
     "2026-11-25T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T17:45-05:00", "2026-11-24T19:15-05:00", TRUE,
     "2026-11-25T09:00-05:00"},
    {"America/New_York", "US", "2026-11-24T20:00-05:00", "2026-11-24T20:15-05:00", TRUE,
     "2026-11-25T09:00-05:00"},
    /* Thanksgiving, a weekend, Christmas observed on a Friday, the turn of the year */
    {"America/New_York", "US", "2026-11-25T17:00-05:00", "2026-11-25T20:00-05:00", FALSE,
     "2026-11-27T09:00-05:00"},
    {"America/New_York", "US", "2026-11-27T14:00-05:00", "2026-11-27T18:30-05:00", FALSE,
     "2026-11-30T09:00-05:00"},
    {"America/New_York", "US", "2027-12-23T14:00-05:00", "2027-12-23T18:00-05:00", FALSE,
     "2027-12-27T09:00-05:00"},
    {"America/New_York", "US", "2026-12-31T14:00-05:00", "2026-12-31T23:59-05:00", FALSE,
     "2027-01-04T09:00-05:00"},
    /* Clocks change: the morning is nine o'clock on the wall, both ways */
    {"America/New_York", "US", "2027-03-12T14:00-05:00", "2027-03-12T19:00-05:00", FALSE,
     "2027-03-15T09:00-04:00"},
    {"America/New_York", "US", "2026-10-30T14:00-04:00", "2026-10-30T19:00-04:00", FALSE,
     "2026-11-02T09:00-05:00"},
    {"Europe/London", "GB", "2027-03-26T14:00Z", "2027-03-26T19:00Z", FALSE,
     "2027-03-30T09:00+01:00"},
    {"Australia/Sydney", NULL, "2026-10-02T14:00+10:00", "2026-10-02T18:01+10:00", FALSE,
     "2026-10-05T09:00+11:00"},
    /* A leap day is a day */
    {"Europe/Berlin", "DE", "2028-02-28T14:00+01:00", "2028-02-28T20:00+01:00", FALSE,
     "2028-02-29T09:00+01:00"},
    /* The day is theirs: Monday morning in Kolkata is Sunday night in New York */
    {"Asia/Kolkata", "IN", "2026-11-20T11:00+05:30", "2026-11-22T22:45-05:00", FALSE,
     "2026-11-23T09:15+05:30"},
};

static void
test_hours(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  for (guint i = 0; i < G_N_ELEMENTS(hours); i++) {
    g_autoptr(CrInterview) iv = interview_at(hours[i].start, hours[i].zone, hours[i].country);
    CrInstant got = cr_guard_humane(iv, policy, instant(hours[i].t), hours[i].near_start);
    g_autofree char *text = cr_instant_format(got, cr_zone_find(hours[i].zone));
    g_autofree char *want =
        cr_instant_format(instant(hours[i].humane), cr_zone_find(hours[i].zone));
    g_assert_cmpstr(text, ==, want);
  }
}

/* Every instant of two years: never before it is asked for, never at night, and at rest. */
static void
test_hours_everywhere(void) {
  static const char *const zones[] = {"America/St_Johns", "Europe/Berlin", "Asia/Kolkata",
                                      "Pacific/Honolulu", "Australia/Lord_Howe"};
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  for (guint z = 0; z < G_N_ELEMENTS(zones); z++) {
    g_autoptr(CrInterview) iv = interview_at("2026-01-05T12:00Z", zones[z], NULL);
    const CrZone *zone = cr_zone_find(zones[z]);
    for (CrInstant t = iv->start; t < iv->start + 730 * CR_DAY_USEC; t += 101 * CR_MINUTE) {
      CrInstant got = cr_guard_humane(iv, policy, t, FALSE);
      CrWall wall = cr_zone_wall(zone, got);
      g_assert_cmpint(got, >=, t);
      g_assert_cmpint(got - t, <=, 12 * CR_DAY_USEC);
      g_assert_cmpint(wall.hour, >=, 9);
      g_assert_cmpint(wall.hour, <, 18);
      g_assert_cmpint(cr_guard_humane(iv, policy, got, FALSE), ==, got);
    }
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/guard/letters", test_letters);
  g_test_add_func("/guard/outcomes", test_outcomes);
  g_test_add_func("/guard/hours", test_hours);
  g_test_add_func("/guard/hours-everywhere", test_hours_everywhere);
  return g_test_run();
}
