/* send: the letter that is due goes out now, because the candidate says so. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/config.h"
#include "engine/mailer.h"
#include "engine/secret.h"
#include "engine/watcher.h"

#include <stdio.h>

typedef struct {
  const CrCommand *command;
  const char *uri;
  gint64 distance; /* of --now from the machine's clock */
  GPtrArray *connections;
  CrMailer mailer;
} Sending;

static CrInstant
read_now(gpointer data) {
  return g_get_real_time() + ((Sending *) data)->distance;
}

static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  Sending *sending = data;
  const CrSync sync = {.uri = sending->uri,
                       .account = cr_engine_account(engine),
                       .now = read_now,
                       .intake = sending->command->intake,
                       .data = sending};
  cr_watchers_look_once(&sync, sending->connections, cr_source_open, ret_look);
  return read_now(sending);
}

static gboolean
has_mailbox(const GPtrArray *connections) {
  for (guint i = 0; i < connections->len; i++)
    if (((const CrConnection *) connections->pdata[i])->kind == CR_CONNECTION_IMAP)
      return TRUE;
  return FALSE;
}

/* Why it cannot even be tried, or NULL. */
static const char *
why_not_connected(const Sending *sending, CrEngine *engine) {
  const CrProfile *profile = cr_engine_profile(engine);
  const char *address = profile->emails ? profile->emails[0] : NULL;
  if (address == NULL)
    return "your address is not known yet; see: crickets setup";
  if (cr_mailer_find_sender(sending->connections, address) == NULL)
    return "no connection that sends mail is set up";
  if (!has_mailbox(sending->connections))
    return "no mailbox is connected, so an answer of theirs could not be seen before sending";
  return NULL;
}

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
print_outcome(const Sending *sending, CrEngine *engine, int id, const CrEffect *letter,
              const char *why) {
  if (sending->command->json) {
    json_t *json = json_object();
    json_object_set_new(json, "letter",
                        letter ? cr_public_effect(letter, cr_engine_zone(engine), NULL)
                               : json_null());
    cr_json_put_string(json, "why", why);
    cr_print_json(json);
    return;
  }
  if (letter && letter->status == CR_EFFECT_SENT)
    printf("Sent to %s: %s\n", letter->to, letter->subject);
  else
    printf("%s: %s.\n", outcome_in_words(letter), why ? why : "it was not possible");
  if (letter && letter->status == CR_EFFECT_IN_DOUBT)
    printf("Look into your sent mail, then say: crickets log %d sent, or: crickets log %d "
           "not-sent\n",
           id, id);
}

static CrExit
send_letter(Sending *sending, CrDesk *desk, const CrInterview *iv) {
  g_autoptr(GError) error = NULL, copy_error = NULL;
  g_autoptr(CrEffect) after = NULL;
  g_autofree char *why = NULL;
  CrEngine *engine = desk->engine;
  g_autoptr(CrEffect) words = cr_desk_compose(desk, iv, sending->command->now, &error);
  if (words == NULL ||
      !cr_engine_send(engine, iv->id, words, read_now(sending), &after, &why, &error))
    return cr_command_fail(error);
  print_outcome(sending, engine, iv->id, after, why);
  if (after == NULL)
    return CR_EXIT_NOTHING;
  if (after->status != CR_EFFECT_SENT)
    return CR_EXIT_FAILED;
  if (!cr_mailer_keep_copy(&sending->mailer, engine, after, read_now(sending), &copy_error))
    cr_command_complain("it is sent, but no copy could be put into Sent: %s", copy_error->message);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_send(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  cr_secret_guard_process();
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  CrEngine *engine = desk->engine;
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, cr_command_id(args[0]), &error);
  if (iv == NULL)
    return cr_command_fail(error);
  g_autoptr(GPtrArray) connections = cr_config_loader(uri)(&error);
  if (connections == NULL)
    return cr_command_fail(error);
  Sending sending = {.command = command,
                     .uri = uri,
                     .distance = command->now_text ? command->now - g_get_real_time() : 0,
                     .connections = connections,
                     .mailer = {cr_config_loader(uri)}};
  const char *why = why_not_connected(&sending, engine);
  if (why) {
    cr_command_complain("%s. The letter to send yourself: crickets draft %d", why, iv->id);
    return CR_EXIT_FAILED;
  }
  cr_engine_set_performer(engine, cr_mailer_perform, &sending.mailer);
  cr_engine_set_look(engine, look, &sending);
  return send_letter(&sending, desk, iv);
}
