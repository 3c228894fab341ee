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

/* The draft that was made when the letter fell due, or NULL. */
static CrEffect *
kept_draft(CrStore *store, const CrInterview *iv) {
  CrEffect *kept = NULL;
  if (!cr_store_begin(store, 1, FALSE, NULL))
    return NULL;
  g_autoptr(GPtrArray) drafts = cr_store_list_effects(store, iv->id, CR_EFFECT_DRAFT, NULL);
  for (guint i = drafts ? drafts->len : 0; i > 0 && kept == NULL; i--) {
    const CrEffect *draft = drafts->pdata[i - 1];
    if (draft->step == iv->state.step && draft->body)
      kept = cr_effect_copy(draft);
  }
  cr_store_rollback(store);
  return kept;
}

static gboolean
is_fresh(const CrEffect *draft, CrInstant now) {
  for (guint i = 0; i < draft->slots->len; i++)
    if (((CrSlot *) draft->slots->pdata[i])->start < now + CR_HOUR)
      return FALSE;
  return TRUE;
}

/* The letter as it was drafted while its times still lie ahead; else written anew, but as the same
 * message: what the candidate sends must be known again when it shows up among the sent mail. */
static CrEffect *
letter_for(CrCommand *command, CrStore *store, CrEngine *engine, const CrInterview *iv,
           GError **error) {
  g_autoptr(CrEffect) kept = kept_draft(store, iv);
  if (kept && is_fresh(kept, command->now))
    return g_steal_pointer(&kept);
  CrEffect *letter = cr_engine_compose(engine, iv, command->now, error);
  if (letter == NULL || kept == NULL)
    return letter;
  letter->revision = kept->revision;
  g_free(letter->id);
  letter->id = g_steal_pointer(&kept->id);
  g_free(letter->message_id);
  letter->message_id = g_steal_pointer(&kept->message_id);
  g_free(letter->in_reply_to);
  letter->in_reply_to = g_steal_pointer(&kept->in_reply_to);
  g_strfreev(letter->references);
  letter->references = g_steal_pointer(&kept->references);
  return letter;
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
  g_autoptr(CrEffect) letter = letter_for(command, store, engine, iv, &error);
  if (letter == NULL)
    return cr_command_fail(error);
  tell_when(iv, cr_engine_zone(engine));
  g_autofree char *voicemail = cr_letter_voicemail(iv, cr_engine_profile(engine), command->now);
  if (command->eml) {
    g_autofree char *eml = cr_eml_new(letter, cr_engine_profile(engine), command->now, &error);
    if (eml == NULL)
      return cr_command_fail(error);
    fputs(eml, stdout);
  } else if (command->json) {
    json_t *json = cr_public_effect(letter, cr_engine_zone(engine), NULL);
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
