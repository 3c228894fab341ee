/* What can be seen before the call: warnings and evidence, as a table. */
#include "playbook/playbook.h"

#include <string.h>

#define NY "America/New_York"
#define LA "America/Los_Angeles"
#define BERLIN "Europe/Berlin"
#define LONDON "Europe/London"

static const struct {
  const char *name;
  const char *theirs, *country, *mine, *added, *start;
  const char *number; /* of the candidate, as they have it; "!": it is no possible one */
  CrCaller caller;
  int busy_from_min, busy_to_min;  /* after the start; both 0: free */
  const char *warnings, *evidence; /* kinds, in order */
} cases[] = {
    {"an ordinary call", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "", ""},

    /* Hours, on both clocks */
    {"seven is early, not odd", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T07:00-05:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"before seven", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T06:59-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "odd-hour", "odd-hour"},
    {"until eight in the evening", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T19:59-05:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"from eight", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T20:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "odd-hour", "odd-hour"},
    {"midnight", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-18T00:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "odd-hour", "odd-hour"},
    {"odd for the candidate alone", BERLIN, "DE", LA, "2026-11-16T10:00+01:00",
     "2026-11-17T10:00+01:00", NULL, CR_CALLER_RECRUITER, 0, 0, "odd-hour", ""},

    /* Holidays where the recruiter works, by the recruiter's date */
    {"Thanksgiving", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-26T10:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "holiday", "holiday"},
    {"not in London", LONDON, "GB", NY, "2026-11-16T10:00-05:00", "2026-11-26T10:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"Independence Day observed", NY, "US", NY, "2026-06-29T10:00-04:00", "2026-07-03T10:00-04:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "holiday", "holiday"},
    {"New Year's Eve is none", NY, "US", NY, "2026-12-28T10:00-05:00", "2026-12-31T19:00-05:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"New Year there, the old one here", BERLIN, "DE", LA, "2026-12-28T10:00+01:00",
     "2027-01-01T08:30+01:00", NULL, CR_CALLER_RECRUITER, 0, 0, "odd-hour holiday", "holiday"},
    {"no country, but the zone's", NY, NULL, NY, "2026-11-16T10:00-05:00", "2026-11-26T10:00-05:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "holiday", "holiday"},
    {"a leap day", NY, "US", NY, "2028-02-28T10:00-05:00", "2028-02-29T10:00-05:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "", ""},

    /* The number that they have */
    {"right", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", "+13125550142",
     CR_CALLER_RECRUITER, 0, 0, "", "number-agrees"},
    {"one digit off", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00",
     "+13125550143", CR_CALLER_RECRUITER, 0, 0, "number-mismatch", "number-mismatch"},
    {"two digits swapped", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00",
     "+13125550124", CR_CALLER_RECRUITER, 0, 0, "number-mismatch", "number-mismatch"},
    {"a digit lost", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00",
     "+1312555014", CR_CALLER_RECRUITER, 0, 0, "number-mismatch", "number-mismatch"},
    {"another one", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00",
     "+13125550199", CR_CALLER_RECRUITER, 0, 0, "number-mismatch", "number-other"},
    {"without its country code", LONDON, "GB", NY, "2026-11-16T10:00-05:00", "2026-11-17T12:00Z",
     "!312-555-0142", CR_CALLER_RECRUITER, 0, 0, "number-invalid", "number-no-country"},
    {"no number at all", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00",
     "!555-01", CR_CALLER_RECRUITER, 0, 0, "number-invalid", "number-invalid"},

    /* Who dials */
    {"the candidate dials", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_CANDIDATE, 0, 0, "candidate-dials", "candidate-dials"},
    {"both join", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_BOTH_JOIN, 0, 0, "", ""},

    /* Clashes: the call is half an hour */
    {"taken", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_RECRUITER, 15, 45, "conflict", ""},
    {"taken until then", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_RECRUITER, -30, 0, "", ""},
    {"taken from then on", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_RECRUITER, 30, 60, "", ""},
    {"taken around it", NY, "US", NY, "2026-11-16T10:00-05:00", "2026-11-17T15:00-05:00", NULL,
     CR_CALLER_RECRUITER, -60, 90, "conflict", ""},

    /* Clocks that change on different days */
    {"the weeks between, in spring", LONDON, "GB", NY, "2026-03-10T10:00-04:00",
     "2026-03-17T14:00Z", NULL, CR_CALLER_RECRUITER, 0, 0, "", "clock-change"},
    {"the week between, in autumn", LONDON, "GB", NY, "2026-10-26T10:00-04:00", "2026-10-28T14:00Z",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", "clock-change"},
    {"agreed before, called after", LONDON, "GB", NY, "2026-03-02T10:00-05:00", "2026-03-17T14:00Z",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", "clock-change"},
    {"both have changed", LONDON, "GB", NY, "2026-03-02T10:00-05:00", "2026-04-08T14:00+01:00",
     NULL, CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"one clock for both", NY, "US", NY, "2026-03-02T10:00-05:00", "2026-03-17T14:00-04:00", NULL,
     CR_CALLER_RECRUITER, 0, 0, "", ""},
    {"the hour before they change", NY, "US", NY, "2026-10-30T10:00-04:00",
     "2026-11-01T01:30-04:00", NULL, CR_CALLER_RECRUITER, 0, 0, "odd-hour", "odd-hour"},
};

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static CrDecision *
begin(guint i, const CrInterview *again) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  profile->phone = g_strdup("+13125550142");
  profile->zone = g_strdup(cases[i].mine);
  g_autoptr(CrInterview) iv = again ? cr_interview_copy(again) : cr_interview_new();
  if (again == NULL) {
    const char *number = cases[i].number;
    iv->id = 1;
    cr_interview_set_start(iv, instant(cases[i].start), CR_INSTANT_NONE, cases[i].theirs);
    iv->contact.zone = g_strdup(cases[i].theirs);
    iv->contact.country = g_strdup(cases[i].country);
    iv->caller = cases[i].caller;
    iv->own_number_bad = number && *number == '!';
    iv->own_number = g_strdup(iv->own_number_bad ? number + 1 : number);
  }
  CrSpan busy = {iv->start + cases[i].busy_from_min * CR_MINUTE,
                 iv->start + cases[i].busy_to_min * CR_MINUTE};
  CrContext context = {
      .profile = profile, .policy = policy, .busy = &busy, .n_busy = busy.end > busy.start};
  CrInstant added = instant(cases[i].added);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, added, "candidate", "added:1");
  return cr_playbook_step(&context, iv, fact, added);
}

static char *
kinds_of_warnings(const CrInterview *iv) {
  g_autoptr(GString) kinds = g_string_new(NULL);
  for (guint i = 0; i < iv->state.warnings->len; i++)
    g_string_append_printf(kinds, "%s%s", i ? " " : "",
                           ((CrWarning *) iv->state.warnings->pdata[i])->kind);
  return g_string_free(g_steal_pointer(&kinds), FALSE);
}

static char *
kinds_of_evidence(const CrInterview *iv) {
  g_autoptr(GString) kinds = g_string_new(NULL);
  for (guint i = 0; i < iv->state.evidence->len; i++)
    g_string_append_printf(kinds, "%s%s", i ? " " : "",
                           ((CrEvidence *) iv->state.evidence->pdata[i])->kind);
  return g_string_free(g_steal_pointer(&kinds), FALSE);
}

static void
test_before(void) {
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrDecision) decision = begin(i, NULL);
    g_autofree char *warnings = kinds_of_warnings(decision->interview);
    g_autofree char *evidence = kinds_of_evidence(decision->interview);
    if (strcmp(warnings, cases[i].warnings) || strcmp(evidence, cases[i].evidence))
      g_test_message("%s: warned of \"%s\", saw \"%s\"", cases[i].name, warnings, evidence);
    g_assert_cmpstr(warnings, ==, cases[i].warnings);
    g_assert_cmpstr(evidence, ==, cases[i].evidence);
    /* Each is told once, however often it is looked at. */
    g_autoptr(CrDecision) again = begin(i, decision->interview);
    g_assert_cmpuint(again->lines->len, ==, 0);
    g_assert_cmpuint(again->interview->state.evidence->len, ==,
                     decision->interview->state.evidence->len);
  }
}

/* What silence tells at the soft grace, by what is watched. */
static void
test_silence(void) {
  static const struct {
    gboolean mail, calls;
    const char *start, *evidence;
  } silent[] = {
      {TRUE, TRUE, "2026-11-17T15:00-05:00", "no-auto-reply no-mail no-call-in-log workday"},
      {TRUE, FALSE, "2026-11-17T15:00-05:00", "no-auto-reply no-mail workday"},
      {FALSE, TRUE, "2026-11-17T15:00-05:00", "no-call-in-log workday"},
      {FALSE, FALSE, "2026-11-17T15:00-05:00", "workday"},
      {FALSE, FALSE, "2026-11-21T15:00-05:00", ""},
      {FALSE, FALSE, "2026-11-26T15:00-05:00", ""},
      {FALSE, FALSE, "2026-11-17T21:00-05:00", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(silent); i++) {
    g_autoptr(CrProfile) profile = cr_profile_new();
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    g_autoptr(CrInterview) iv = cr_interview_new();
    profile->zone = g_strdup(NY);
    iv->id = 1;
    cr_interview_set_start(iv, instant(silent[i].start), CR_INSTANT_NONE, NY);
    iv->added = iv->start - CR_DAY_USEC;
    CrContext context = {.profile = profile,
                         .policy = policy,
                         .mail_watched = silent[i].mail,
                         .calls_watched = silent[i].calls};
    CrInstant soft = iv->start + 5 * CR_MINUTE;
    g_autoptr(CrFact) tick = cr_fact_new(CR_FACT_TICK, soft, "clock", "tick:1");
    g_autoptr(CrDecision) decision = cr_playbook_step(&context, iv, tick, soft);
    g_autofree char *evidence = kinds_of_evidence(decision->interview);
    g_assert_cmpstr(evidence, ==, silent[i].evidence);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/checks/before", test_before);
  g_test_add_func("/checks/silence", test_silence);
  return g_test_run();
}
