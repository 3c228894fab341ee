#include "cmd/command.h"
#include "cmd/print.h"
#include "effect/eml.h"
#include "playbook/letter.h"

#include <stdio.h>

static CrExit
print_eml(const CrDesk *desk, const CrEffect *letter, CrInstant now) {
  g_autoptr(GError) error = NULL;
  if (letter->to == NULL) {
    cr_command_complain(
        "no address is known to write to. When you know it: crickets log %d contact "
        "ADDRESS. Without --eml the letter is text to paste",
        letter->interview);
    return CR_EXIT_NOTHING;
  }
  g_autofree char *eml = cr_eml_new(letter, cr_engine_profile(desk->engine), now, &error);
  if (eml == NULL)
    return cr_command_fail(error);
  fputs(eml, stdout);
  return CR_EXIT_DONE;
}

static void
print_letter(const CrDesk *desk, const CrEffect *letter, const CrInterview *iv, CrInstant now) {
  cr_print_letter(letter, cr_engine_profile(desk->engine));
  if (iv->state.step == CR_STEP_CALL || iv->state.step == CR_STEP_VOICEMAIL) {
    g_autofree char *voicemail = cr_letter_voicemail(iv, cr_engine_profile(desk->engine), now);
    puts("\nVoicemail, about 20 seconds:");
    cr_print_wrapped(voicemail, 0);
  }
}

CrExit
cr_verb_draft(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = cr_command_open(command);
  g_autoptr(GError) error = NULL;
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, cr_command_id(args[0]), &error);
  g_autoptr(CrEffect) letter = iv ? cr_desk_compose(desk, iv, command->now, &error) : NULL;
  if (letter == NULL)
    return cr_command_fail(error);
  g_autofree char *advice = cr_desk_letter_advice(desk, iv);
  if (advice)
    fprintf(stderr, "crickets: %s\n", advice);
  if (command->eml)
    return print_eml(desk, letter, command->now);
  if (command->json)
    return cr_command_print(cr_desk_letter(desk, iv->id, command->now, &error), &error);
  print_letter(desk, letter, iv, command->now);
  return CR_EXIT_DONE;
}
