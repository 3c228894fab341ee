#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/intake.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One question on the terminal; an empty answer keeps what is there. */
static char *
ask(const char *question, const char *current) {
  char line[512];
  printf("%s%s%s%s: ", question, current ? " [" : "", current ? current : "", current ? "]" : "");
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL)
    return g_strdup(current);
  g_strstrip(line);
  return g_strdup(*line ? line : current);
}

/* The answers, as the ini text that a file would have. */
static char *
interview_candidate(const CrProfile *p) {
  g_autofree char *emails = p->emails ? g_strjoinv(";", p->emails) : NULL;
  g_autofree char *name = ask("Your name, as letters are signed", p->name);
  g_autofree char *email = ask("Your e-mail address (several: a@…;b@…)", emails);
  g_autofree char *country = ask("Your country, two letters such as US", p->country);
  g_autofree char *phone = ask("Your phone number", p->phone);
  g_autofree char *zone = ask("Your time zone, such as America/Chicago", p->zone);
  return g_strdup_printf("[candidate]\nname=%s\nemail=%s\nphone=%s\nzone=%s\ncountry=%s\n",
                         name ? name : "", email ? email : "", phone ? phone : "", zone ? zone : "",
                         country ? country : "");
}

static gboolean
write_answers(const CrProfile *profile, char **ret_path, GError **error) {
  g_autofree char *ini = interview_candidate(profile);
  int file = g_file_open_tmp("crickets-XXXXXX", ret_path, error);
  if (file < 0)
    return FALSE;
  close(file);
  return g_file_set_contents(*ret_path, ini, -1, error);
}

CrExit
cr_verb_setup(CrCommand *command, char **args) {
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *answers = NULL;
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  g_autoptr(CrProfile) profile = cr_profile_copy(cr_engine_profile(engine));
  g_autoptr(CrPolicy) policy = cr_policy_copy(cr_engine_policy(engine));
  gboolean ok = args[0] || write_answers(profile, &answers, &error);
  ok = ok &&
       cr_intake_profile(args[0] ? args[0] : answers, profile, policy, cr_command_problem, command,
                         &error) &&
       cr_engine_set_account(engine, profile, policy, &error);
  if (answers)
    unlink(answers);
  if (!ok)
    return cr_command_fail(error);
  printf("Noted: %s, %s, %s, %s.\n", profile->name ? profile->name : "no name",
         profile->emails && profile->emails[0] ? profile->emails[0] : "no address",
         profile->phone ? profile->phone : "no phone",
         profile->zone ? profile->zone : "no time zone");
  return cr_command_exit(command, CR_EXIT_DONE);
}
