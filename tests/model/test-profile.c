#include "base/error.h"
#include "model/interview.h"
#include "model/profile.h"

#include <string.h>

static void
test_settings(void) {
  static const struct {
    const char *name, *value;
    gboolean ok;
  } cases[] = {
      {"autopilot", "true", TRUE},
      {"autopilot", "off", TRUE},
      {"autopilot", "maybe", FALSE},
      {"autopilot", "", FALSE},
      {"grace_soft_min", "0", TRUE},
      {"grace_soft_min", "60", TRUE},
      {"grace_soft_min", "61", FALSE},
      {"grace_soft_min", "-1", FALSE},
      {"grace_soft_min", "5.5", FALSE},
      {"grace_soft_min", "", FALSE},
      {"grace_soft_min", "5 min", FALSE},
      {"grace_soft_min", "99999999999999999999", FALSE},
      {"grace_hard_min", "0", FALSE},
      {"grace_hard_min", "1", TRUE},
      {"slots", "8", TRUE},
      {"slots", "9", FALSE},
      {"hours", "09:00-18:00", TRUE},
      {"hours", "9:00-17:30", TRUE},
      {"hours", "00:00-24:00", TRUE},
      {"hours", "09:00-09:00", FALSE},
      {"hours", "18:00-09:00", FALSE},
      {"hours", "09:00-24:01", FALSE},
      {"hours", "09:60-18:00", FALSE},
      {"hours", "-1:00-18:00", FALSE},
      {"hours", "09:00-18:00 ", FALSE},
      {"hours", "09:00", FALSE},
      {"hours", "09:00-18:00x", FALSE},
      {"hours", "", FALSE},
      {"hours", " 9:00-18:00", FALSE},
      {"hours", "+9:00-18:00", FALSE},
      {"hours", "09: 0-18:00", FALSE},
      {"GRACE_SOFT_MIN", "5", FALSE},
      {"grace_soft_min ", "5", FALSE},
      {"", "", FALSE},
      {"unknown", "1", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrPolicy) policy = cr_policy_new_default(), before = cr_policy_copy(policy);
    g_autoptr(GError) error = NULL;
    if (cr_policy_set(policy, cases[i].name, cases[i].value, &error) != cases[i].ok)
      g_error("%s=%s", cases[i].name, cases[i].value);
    if (!cases[i].ok) {
      g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
      g_assert_cmpmem(policy, sizeof *policy, before, sizeof *before);
    }
  }
}

static void
test_values(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_assert_false(policy->autopilot);
  g_assert_cmpint(policy->grace_soft_min, ==, 5);
  g_assert_cmpint(policy->grace_hard_min, ==, 10);
  g_assert_true(cr_policy_set(policy, "autopilot", "yes", NULL));
  g_assert_true(cr_policy_set(policy, "hours", "08:30-17:15", NULL));
  g_assert_true(cr_policy_set(policy, "nudge_last_days", "7", NULL));
  g_assert_true(policy->autopilot);
  g_assert_cmpint(policy->hours_from_min, ==, 510);
  g_assert_cmpint(policy->hours_to_min, ==, 1035);
  g_assert_cmpint(policy->nudge_last_days, ==, 7);
}

/* A refused value is repeated in the error: without its escapes. */
static void
test_errors_are_clean(void) {
  static const char *const names[] = {"autopilot", "hours", "slots", "\033[31m"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    g_autoptr(GError) error = NULL;
    g_assert_false(cr_policy_set(policy, names[i], "\033[31m\xff", &error));
    g_assert_null(strchr(error->message, '\033'));
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
  }
}

static void
test_owns(void) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_assert_false(cr_profile_owns(profile, "sam@example.org"));
  profile->emails = g_strsplit("sam@example.org;lee@example.net", ";", -1);
  g_assert_true(cr_profile_owns(profile, "SAM@example.org"));
  g_assert_true(cr_profile_owns(profile, "lee@example.net"));
  g_assert_false(cr_profile_owns(profile, "am@example.org"));
  g_assert_false(cr_profile_owns(profile, "sam@example.org.evil.example"));
  g_assert_false(cr_profile_owns(profile, NULL));
}

static void
test_interview_start(void) {
  static const struct {
    const char *zone, *kept;
    int hour, minute;
  } cases[] = {{"America/New_York", "America/New_York", 14, 0},
               {"Asia/Kathmandu", "Asia/Kathmandu", 0, 45},
               {"Nowhere/Nothing", "UTC", 19, 0},
               {NULL, "UTC", 19, 0}};
  CrInstant start = G_GINT64_CONSTANT(1795546800) * CR_SECOND; /* 2026-11-24T19:00Z */
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrInterview) interview = cr_interview_new();
    cr_interview_set_start(interview, start, CR_INSTANT_NONE, cases[i].zone);
    g_assert_cmpstr(interview->zone, ==, cases[i].kept);
    g_assert_cmpint(interview->wall.hour, ==, cases[i].hour);
    g_assert_cmpint(interview->wall.minute, ==, cases[i].minute);
    g_assert_cmpint(interview->end, >, start);
    /* again, with its own zone */
    cr_interview_set_start(interview, start + CR_HOUR, start, interview->zone);
    g_assert_cmpstr(interview->zone, ==, cases[i].kept);
    g_assert_cmpint(interview->wall.hour, ==, (cases[i].hour + 1) % 24);
    g_assert_cmpint(interview->end, >, interview->start);
  }
}

static void
test_interview_thread(void) {
  g_autoptr(CrInterview) interview = cr_interview_new();
  cr_interview_add_thread(interview, NULL);
  g_assert_null(interview->thread);
  for (int i = 0; i < 40; i++) {
    g_autofree char *id = g_strdup_printf("%d@example.com", i);
    cr_interview_add_thread(interview, id);
    cr_interview_add_thread(interview, id);
  }
  g_assert_cmpuint(g_strv_length(interview->thread), ==, 32);
  g_assert_cmpstr(interview->thread[0], ==, "8@example.com");
  g_assert_cmpstr(interview->thread[31], ==, "39@example.com");
}

static void
test_phases(void) {
  g_autoptr(GString) open = g_string_new(NULL);
  for (int phase = 0; cr_phase_names[phase]; phase++)
    if (!cr_phase_is_final((CrPhase) phase))
      g_string_append_printf(open, "%s ", cr_phase_names[phase]);
  g_assert_cmpstr(open->str, ==, "scheduled waiting missed silent ");
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/profile/settings", test_settings);
  g_test_add_func("/profile/values", test_values);
  g_test_add_func("/profile/errors-are-clean", test_errors_are_clean);
  g_test_add_func("/profile/owns", test_owns);
  g_test_add_func("/interview/start", test_interview_start);
  g_test_add_func("/interview/thread", test_interview_thread);
  g_test_add_func("/interview/phases", test_phases);
  return g_test_run();
}
