#include "cmd/command.h"
#include "cmd/print.h"
#include "effect/eml.h"
#include "playbook/letter.h"

#include <stdio.h>

/* A letter that is not due is shown, with a word that it should wait. */
static void
tell_when(const CrInterview *iv, const CrZone *mine) {
  const CrState *s = &iv->state;
  g_autofree char *next =
      s->letter_due != CR_INSTANT_NONE ? cr_print_when(s->letter_due, mine, NULL) : NULL;
  if (s->phase == CR_PHASE_SCHEDULED || s->phase == CR_PHASE_WAITING)
    fputs("crickets: the call has not been missed yet; this is what the letter would say\n",
          stderr);
  else if (s->phase == CR_PHASE_MISSED && s->step == CR_STEP_AWAIT)
    fprintf(stderr, "crickets: nothing needs to be sent now%s%s\n",
            next ? "; the next letter is due " : "", next ? next : "");
  else if (s->phase != CR_PHASE_MISSED)
    fputs("crickets: nothing needs to be sent any more\n", stderr);
}

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
  tell_when(iv, cr_zone_of(engine));
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
    printf("To: %s\nSubject: %s\n\n%s\n", letter->to ? letter->to : "(no address is known)",
           letter->subject, letter->body);
    if (iv->state.step == CR_STEP_CALL || iv->state.step == CR_STEP_VOICEMAIL)
      printf("\nVoicemail, about 20 seconds:\n%s\n", voicemail);
  }
  return CR_EXIT_DONE;
}
