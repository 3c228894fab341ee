#include "cmd/command.h"
#include "cmd/print.h"
#include "effect/eml.h"
#include "playbook/letter.h"

#include <stdio.h>

CrExit
cr_verb_draft(CrCommand *command, char **args) {
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = cr_command_interview(command, store, args[0]);
  if (iv == NULL)
    return CR_EXIT_NOTHING;
  g_autoptr(CrEffect) letter = cr_engine_compose(engine, iv, command->now, &error);
  if (letter == NULL)
    return cr_command_fail(error);
  g_autofree char *voicemail = cr_letter_voicemail(iv, cr_engine_profile(engine), command->now);
  if (command->eml) {
    g_autofree char *eml = cr_eml_new(letter, cr_engine_profile(engine), command->now, &error);
    if (eml == NULL)
      return cr_command_fail(error);
    fputs(eml, stdout);
  } else if (command->json) {
    json_t *json = cr_public_effect(letter, cr_zone_of(engine), NULL);
    cr_json_put_string(json, "voicemail", voicemail);
    cr_print_json(json);
  } else {
    if (iv->state.phase == CR_PHASE_SCHEDULED || iv->state.phase == CR_PHASE_WAITING)
      fputs("The call has not been missed yet; this is what the letter would say now.\n\n", stderr);
    printf("To: %s\nSubject: %s\n\n%s\n", letter->to ? letter->to : "(no address is known)",
           letter->subject, letter->body);
    if (iv->state.step == CR_STEP_CALL || iv->state.step == CR_STEP_VOICEMAIL)
      printf("\nVoicemail, about 20 seconds:\n%s\n", voicemail);
  }
  return CR_EXIT_DONE;
}
