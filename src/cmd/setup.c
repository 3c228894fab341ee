/* setup: who the candidate is, and what is connected. Each connection is tried before it is kept.
 */
#include "cmd/setup.h"

#include "base/error.h"
#include "base/text.h"
#include "cmd/print.h"
#include "engine/check.h"
#include "model/holiday.h"
#include "playbook/letter-words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The profile */

static gboolean
is_address_list(const char *text, const CrProfile *profile, const CrIntakeClass *intake) {
  g_auto(GStrv) list = g_strsplit(text, ";", -1);
  for (char **address = list; *address; address++) {
    g_autofree char *plain = cr_address_normalize(g_strstrip(*address));
    const char *domain = cr_address_domain(plain);
    if (**address && (domain == NULL || strchr(domain, '.') == NULL))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_number(const char *text, const CrProfile *profile, const CrIntakeClass *intake) {
  return intake->number(text, profile->country);
}

static gboolean
is_zone(const char *text, const CrProfile *profile, const CrIntakeClass *intake) {
  return cr_zone_find(text) != NULL;
}

static gboolean
is_country(const char *text, const CrProfile *profile, const CrIntakeClass *intake) {
  return strlen(text) == 2 && g_ascii_isalpha(text[0]) && g_ascii_isalpha(text[1]);
}

/* Asks again, up to a few times, while the answer cannot be right. */
static char *
ask_sound(const char *question, const char *current,
          gboolean (*sound)(const char *, const CrProfile *, const CrIntakeClass *),
          const char *wrong, const CrProfile *profile, const CrIntakeClass *intake) {
  char *answer = cr_setup_ask(question, current);
  for (int i = 0; i < 3 && answer && !sound(answer, profile, intake) && !feof(stdin); i++) {
    cr_command_complain("%s: %s", answer, wrong);
    g_free(answer);
    answer = cr_setup_ask(question, current);
  }
  if (answer == NULL || sound(answer, profile, intake))
    return answer;
  cr_command_complain("%s: %s; it stays as it was", answer, wrong);
  g_free(answer);
  return g_strdup(current);
}

/* The answers, as the ini text that a file would have. */
static char *
interview_candidate(const CrProfile *p, const CrIntakeClass *intake) {
  g_autofree char *emails = p->emails && p->emails[0] ? g_strjoinv(";", p->emails) : NULL;
  g_autoptr(CrProfile) so_far = cr_profile_copy(p);
  g_autofree char *name = cr_setup_ask("Your name, as letters are signed", p->name);
  g_autofree char *email = ask_sound("Your e-mail address (several: a@…;b@…)", emails,
                                     is_address_list, "that is no e-mail address", so_far, intake);
  email = cr_setup_mend_address(email);
  const char *likely = p->country || p->zone == NULL ? p->country : cr_zone_country(p->zone);
  g_autofree char *country = ask_sound("Your country, two letters such as US", likely, is_country,
                                       "two letters, please", so_far, intake);
  g_free(so_far->country);
  so_far->country = country ? g_ascii_strup(country, -1) : NULL;
  g_autofree char *phone =
      ask_sound("Your phone number", p->phone, is_number,
                "no such number can be called; is a digit missing?", so_far, intake);
  g_autofree char *zone = ask_sound("Your time zone, such as America/Chicago", p->zone, is_zone,
                                    "there is no such time zone", so_far, intake);
  const char *const answers[][2] = {
      {"name", name}, {"email", email}, {"phone", phone}, {"zone", zone}, {"country", country}};
  GString *ini = g_string_new("[candidate]\n");
  for (gsize i = 0; i < G_N_ELEMENTS(answers); i++)
    if (answers[i][1])
      g_string_append_printf(ini, "%s=%s\n", answers[i][0], answers[i][1]);
  return g_string_free(ini, FALSE);
}

static gboolean
write_answers(const CrProfile *profile, const CrIntakeClass *intake, char **ret_path,
              GError **error) {
  g_autofree char *ini = interview_candidate(profile, intake);
  int file = g_file_open_tmp("crickets-XXXXXX", ret_path, error);
  if (file < 0)
    return FALSE;
  close(file);
  return g_file_set_contents(*ret_path, ini, -1, error);
}

static void
tell_noted(const CrProfile *profile) {
  g_autofree char *phone = cr_words_phone(profile->phone);
  printf("Noted: %s, %s, %s, %s.\n", profile->name ? profile->name : "no name",
         profile->emails && profile->emails[0] ? profile->emails[0] : "no address",
         phone ? phone : "no phone", profile->zone ? profile->zone : "no time zone");
}

/* path NULL: asks. */
static gboolean
set_up_profile(CrCommand *command, const char *path, GError **error) {
  g_autofree char *answers = NULL;
  const CrIntakeClass *intake = command->intake();
  g_autoptr(CrDesk) desk = intake ? cr_command_open(command) : NULL;
  if (desk == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "nothing was changed");
    return FALSE;
  }
  if (path == NULL)
    cr_command_adopt_zone(desk);
  g_autoptr(CrProfile) shown = cr_profile_copy(cr_engine_profile(desk->engine));
  g_autoptr(CrProfile) profile = cr_profile_copy(shown);
  g_autoptr(CrPolicy) shown_policy = cr_policy_copy(cr_engine_policy(desk->engine));
  g_autoptr(CrPolicy) policy = cr_policy_copy(shown_policy);
  gboolean ok = path || write_answers(profile, intake, &answers, error);
  ok =
      ok &&
      intake->profile(path ? path : answers, profile, policy, cr_command_problem, command, error) &&
      cr_engine_change_account(desk->engine, shown, profile, shown_policy, policy, NULL,
                               command->now, error);
  if (answers)
    unlink(answers);
  if (ok)
    tell_noted(cr_engine_profile(desk->engine));
  return ok;
}

static char *
first_address(CrCommand *command) {
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return NULL;
  const CrProfile *profile = cr_engine_profile(desk->engine);
  return profile->emails ? g_strdup(profile->emails[0]) : NULL;
}

/* All of it, question by question */

/* "n" is what one types who has none: it names nothing. */
static void
connect_if_named(CrCommand *command, const char *question, const char *kind) {
  g_autofree char *answer = cr_setup_ask(question, NULL);
  if (answer == NULL || g_ascii_strcasecmp(answer, "n") == 0 ||
      g_ascii_strcasecmp(answer, "no") == 0)
    return;
  if (cr_setup_connect(command, kind, answer) != CR_EXIT_DONE)
    printf("It can be tried again later: crickets setup %s\n", kind);
}

static CrExit
interview(CrCommand *command) {
  g_autoptr(GError) error = NULL;
  if (!set_up_profile(command, NULL, &error))
    return cr_command_fail(error);
  if (!isatty(STDIN_FILENO)) /* answers that were piped in are of the profile */
    return cr_command_exit(command, CR_EXIT_DONE);
  puts("\nWith your mailbox connected crickets sees invites and answers by itself. It only reads,\n"
       "marks nothing, and keeps what is about your calls.");
  g_autofree char *address = first_address(command);
  gboolean connected = cr_setup_is_connected("mail");
  if (cr_setup_confirm(connected ? "Your mailbox is connected. Connect it anew"
                                 : "Connect your mailbox",
                       !connected)) {
    g_autofree char *mine = cr_setup_ask("Its address", address);
    if (cr_setup_connect(command, "mail", mine) == CR_EXIT_FAILED)
      puts("It can be tried again later: crickets setup mail");
  }
  connect_if_named(command, "Your calendar's address (CalDAV https://…, or empty)", "calendar");
  connect_if_named(command, "A call log, or the folder your phone puts it in (or empty)", "calls");
  puts("\nWhat was agreed you bring in: crickets add \"Dana of Northwind calls Tue 2pm ET\",\n"
       "or crickets import FILE… Then let it watch: crickets serve (with the page) or crickets\n"
       "watch; as a service: systemctl --user enable --now crickets\n"
       "To see whether everything works: crickets doctor");
  return cr_command_exit(command, CR_EXIT_DONE);
}

static CrExit
refuse(const char *what) {
  cr_command_complain(
      "there is no \"%s\" to set up; there are: profile, mail, send, calendar, calls, "
      "kdeconnect, phone, ntfy, webhook, remove, and a profile.ini by its path",
      what);
  return CR_EXIT_USAGE;
}

CrExit
cr_verb_setup(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  const char *what = args[0];
  if (what == NULL)
    return interview(command);
  if (cr_setup_is_kind(what))
    return cr_setup_connect(command, what, args[1]);
  if (strcmp(what, "phone") == 0)
    return cr_setup_hook(command, args[1]);
  if (strcmp(what, "remove") == 0 && args[1])
    return cr_setup_remove(command, args[1]);
  if (args[1])
    return refuse(what);
  gboolean ask = strcmp(what, "profile") == 0;
  if (!ask && strpbrk(what, "/.") == NULL && !g_file_test(what, G_FILE_TEST_EXISTS))
    return refuse(what);
  if (!set_up_profile(command, ask ? NULL : what, &error))
    return cr_command_fail(error);
  return cr_command_exit(command, CR_EXIT_DONE);
}
