/* send: the letter that is due goes out now, because the candidate says so. */
#include "base/error.h"
#include "cmd/command.h"
#include "cmd/live.h"
#include "cmd/print.h"
#include "cmd/setup.h"
#include "engine/desk-send.h"
#include "engine/review.h"
#include "engine/secret.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *
outcome_in_words(const CrEffect *letter) {
  if (letter == NULL)
    return "Not sent";
  switch (letter->status) {
  case CR_EFFECT_SENT:
    return "Sent";
  case CR_EFFECT_IN_DOUBT:
  case CR_EFFECT_SENDING:
    return "Nobody can say whether it arrived";
  case CR_EFFECT_DRAFT:
    return "Not sent; it stays a draft";
  case CR_EFFECT_PENDING:
  case CR_EFFECT_HELD:
  case CR_EFFECT_SUPPRESSED:
    return "Not sent";
  }
  return "Not sent";
}

static void
print_outcome(const CrCommand *command, CrDesk *desk, int id, const CrEffect *letter,
              const char *why) {
  if (command->json) {
    cr_print_json(cr_desk_view_sent(desk, letter, why));
    return;
  }
  if (letter && letter->status == CR_EFFECT_SENT) {
    printf("Sent to %s from %s: %s\n", letter->to,
           cr_profile_sender(cr_engine_profile(desk->engine), letter->from), letter->subject);
    if (why)
      cr_command_complain("%s", why);
    return;
  }
  printf("%s: %s.\n", outcome_in_words(letter), why ? why : "it was not possible");
  if (letter && letter->status == CR_EFFECT_IN_DOUBT)
    printf("Look into your sent mail, then say: crickets log %d sent, or: crickets log %d "
           "not-sent\n",
           id, id);
}

static void
complain_of(CrDesk *desk, int id, const GError *error) {
  const char *verb = NULL;
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, NULL);
  if (connections)
    cr_desk_why_not_connected(desk, connections, &verb);
  cr_command_complain("%s%s%s. The letter to send yourself: crickets draft %d", error->message,
                      verb ? ": crickets " : "", verb ? verb : "", id);
}

/* *ret_version: of what was shown and agreed to; NULL of what was not. */
static gboolean
show_and_ask(CrDesk *desk, int id, char **ret_version, GError **error) {
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, error);
  if (connections == NULL || !cr_desk_check_connected(desk, connections, error))
    return FALSE;
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, id, error);
  g_autoptr(CrEffect) letter = iv ? cr_desk_compose(desk, iv, cr_live_now(NULL), error) : NULL;
  if (letter == NULL)
    return FALSE;
  g_autofree char *advice = cr_desk_letter_advice(desk, iv);
  cr_print_letter(letter, cr_engine_profile(desk->engine));
  if (advice)
    cr_command_complain("%s", advice);
  *ret_version =
      cr_setup_confirm("Send exactly this", FALSE) ? cr_desk_letter_version(desk, letter) : NULL;
  return TRUE;
}

static gboolean
is_that(const char *version, gpointer data) {
  return strcmp(version, data) == 0;
}

/* On a terminal what goes is what was shown there. */
static gboolean
send_letter(const CrCommand *command, CrDesk *desk, int id, CrEffect **ret_letter, char **ret_why,
            GError **error) {
  g_autofree char *uri = cr_command_db(command), *read = g_strdup(command->only_if);
  gboolean asks = read == NULL && !command->json && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  for (;;) {
    g_autoptr(GError) local = NULL;
    if (asks && !show_and_ask(desk, id, &read, error))
      return FALSE;
    if (asks && read == NULL) {
      *ret_why = g_strdup("you did not say yes");
      return TRUE;
    }
    const CrDeskSending sending = {uri, cr_live_now, cr_live_reader, read, read ? is_that : NULL};
    if (cr_desk_send(desk, id, &sending, ret_letter, ret_why, &local))
      return TRUE;
    if (!asks || !g_error_matches(local, CR_ERROR, CR_ERROR_CHANGED)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    g_clear_pointer(&read, g_free);
    printf("\nNot sent: %s. It reads now:\n\n", local->message);
  }
}

CrExit
cr_verb_send(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEffect) letter = NULL;
  g_autofree char *why = NULL;
  int id = cr_command_id(args[0]);
  cr_live_set_clock(command);
  cr_secret_guard_process();
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  if (!send_letter(command, desk, id, &letter, &why, &error)) {
    if (!g_error_matches(error, CR_ERROR, CR_ERROR_CONFLICT))
      return cr_command_fail(error);
    complain_of(desk, id, error);
    return CR_EXIT_FAILED;
  }
  print_outcome(command, desk, id, letter, why);
  if (letter == NULL)
    return CR_EXIT_NOTHING;
  return letter->status == CR_EFFECT_SENT ? CR_EXIT_DONE : CR_EXIT_FAILED;
}

CrExit
cr_verb_review_send(CrCommand *command, char **args) {
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, &error);
  if (connections == NULL)
    return cr_command_fail(error);
  const CrMailer mailer = {.connections = connections};
  cr_secret_guard_process();
  CrOutcome outcome = cr_review_send(&mailer, desk->engine, command->now, &text);
  if (outcome == CR_OUTCOME_SENT) {
    printf("Sent to %s.\n", cr_engine_profile(desk->engine)->emails[0]);
    return CR_EXIT_DONE;
  }
  cr_command_complain(
      "%s%s%s", outcome == CR_OUTCOME_IN_DOUBT ? "nobody can say whether it arrived" : "not sent",
      text ? ": " : "", text ? text : "");
  return CR_EXIT_FAILED;
}
