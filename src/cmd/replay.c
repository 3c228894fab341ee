#include "engine/replay.h"
#include "cmd/command.h"
#include "cmd/print.h"
#include "effect/eml.h"
#include "engine/apps.h"
#include "engine/confine.h"
#include "playbook/diagnosis.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  CrStory *told;
  CrDesk *desk; /* its */
  const CrZone *mine;
  CrInstant end;
  GPtrArray *interviews, *timeline, *effects;
  json_t *applications;
} Story;

static void
story_clear(Story *story) {
  g_clear_pointer(&story->interviews, g_ptr_array_unref);
  g_clear_pointer(&story->timeline, g_ptr_array_unref);
  g_clear_pointer(&story->effects, g_ptr_array_unref);
  json_decref(story->applications);
  cr_story_free(story->told);
}

static gboolean
story_load(Story *story, GError **error) {
  story->desk = cr_story_desk(story->told);
  story->mine = cr_engine_zone(story->desk->engine);
  cr_print_for(cr_engine_profile(story->desk->engine)->country);
  if (!cr_store_begin(story->desk->store, 1, FALSE, error))
    return FALSE;
  story->interviews = cr_store_list_interviews(story->desk->store, CR_LIST_ALL, CR_INSTANT_NONE,
                                               CR_INSTANT_NONE, 0, error);
  story->timeline = story->interviews ? cr_store_timeline(story->desk->store, 0, 0, error) : NULL;
  story->effects = story->timeline ? cr_store_list_effects(story->desk->store, 0, -1, error) : NULL;
  cr_store_rollback(story->desk->store);
  if (story->effects)
    story->applications = cr_apps_told(story->desk->engine, story->end, error);
  return story->applications != NULL;
}

/* Writes the letter beside the others; NULL when it has no address or cannot be written. */
static char *
write_eml(const CrCommand *command, const Story *story, const CrEffect *letter) {
  g_autoptr(GError) error = NULL;
  if (command->out == NULL || letter->body == NULL || letter->to == NULL)
    return NULL;
  g_autofree char *eml =
      cr_eml_new(letter, cr_engine_profile(story->desk->engine), letter->at, &error);
  g_autofree char *name = g_strconcat(letter->id, ".eml", NULL);
  char *path = g_build_filename(command->out, name, NULL);
  if (eml && g_file_set_contents_full(path, eml, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return path;
  cr_command_complain("%s", error->message);
  g_free(path);
  return NULL;
}

static void
print_story_json(const CrCommand *command, const Story *story) {
  json_t *interviews = json_array(), *outbox = json_array();
  for (guint i = 0; i < story->interviews->len; i++)
    json_array_append_new(
        interviews, cr_public_interview(story->interviews->pdata[i], story->mine, story->end));
  for (guint i = 0; i < story->effects->len; i++) {
    g_autofree char *file = write_eml(command, story, story->effects->pdata[i]);
    json_array_append_new(outbox, cr_public_effect(story->effects->pdata[i], story->mine, file));
  }
  cr_print_json(json_pack("{s:o,s:o,s:o,s:O}", "timeline",
                          cr_public_timeline(story->timeline, story->mine), "interviews",
                          interviews, "outbox", outbox, "applications", story->applications));
}

static void
print_letter(const CrCommand *command, const Story *story, const CrEffect *letter) {
  g_autofree char *file = write_eml(command, story, letter);
  g_autofree char *when = cr_print_when(letter->at, story->mine, NULL);
  printf("\n%s, %s%s%s\n", cr_effect_status_names[letter->status], when, letter->reason ? ": " : "",
         letter->reason ? letter->reason : "");
  if (letter->body == NULL)
    return;
  printf("    To: %s\n", letter->to ? letter->to : "(no address is known)");
  if (letter->from)
    printf("    From: %s\n", letter->from);
  printf("    Subject: %s\n\n", letter->subject);
  cr_print_wrapped(letter->body, 4);
  if (file)
    printf("    -> %s\n", file);
}

static void
print_application(const json_t *one) {
  const char *role = cr_json_string(one, "role"), *company = cr_json_string(one, "company"),
             *reason = cr_json_string(one, "reason"), *asks = cr_json_string(one, "asks");
  const json_t *history = json_object_get(one, "history");
  printf("\n%d  %s%s%s: %s%s%s%s%s\n", (int) cr_json_int(one, "id", 0), role ? role : "",
         role && company ? " at " : "", company ? company : "", cr_json_string(one, "stage"),
         reason ? ", " : "", reason ? reason : "", asks ? "; next: " : "", asks ? asks : "");
  for (gsize i = 0; i < json_array_size(history); i++) {
    const json_t *line = json_array_get(history, i);
    const char *text = cr_json_string(line, "text"), *source = cr_json_string(line, "source");
    printf("    %.10s  %s", cr_json_string(line, "at"), text);
    if (strstr(text, source) == NULL)
      printf(" (%s)", source);
    puts(cr_json_bool(line, "undone") ? ", taken back" : "");
  }
}

static void
print_story(const CrCommand *command, const Story *story) {
  cr_print_timeline(story->timeline, story->mine, NULL);
  if (story->effects->len)
    printf("\nLetters\n");
  for (guint i = 0; i < story->effects->len; i++)
    print_letter(command, story, story->effects->pdata[i]);
  for (guint i = 0; i < story->interviews->len; i++) {
    const CrInterview *iv = story->interviews->pdata[i];
    g_autofree char *when = cr_print_agreed(iv, story->mine, cr_interview_their_zone(iv));
    printf("\n%d  %s  %s: %s, step %s, %s\n", iv->id, when, cr_interview_who(iv),
           cr_phase_names[iv->state.phase], cr_step_names[iv->state.step],
           cr_standing_names[iv->state.standing]);
    if (iv->state.missed_at != CR_INSTANT_NONE) {
      g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, story->end);
      cr_print_diagnosis(diagnosis);
    }
  }
  if (json_array_size(story->applications))
    printf("\nApplications\n");
  for (gsize i = 0; i < json_array_size(story->applications); i++)
    print_application(json_array_get(story->applications, i));
}

CrExit
cr_verb_replay(CrCommand *command, char **args) {
  Story story = {0};
  g_autoptr(GError) error = NULL;
  CrReplay replay = {args[0], CR_INSTANT_NONE, cr_command_problem, command};
  if (command->until && !cr_instant_parse(command->until, &replay.until, &error)) {
    cr_command_complain("%s", error->message);
    return CR_EXIT_USAGE;
  }
  if (command->out && g_mkdir_with_parents(command->out, 0700) != 0) {
    cr_command_complain("%s cannot be made", command->out);
    return CR_EXIT_FAILED;
  }
  CrExit exit = CR_EXIT_FAILED;
  cr_confine((const char *const[]){command->out, NULL});
  story.told = cr_replay_run(&replay, &story.end, &error);
  if (story.told && story_load(&story, &error)) {
    if (command->json)
      print_story_json(command, &story);
    else
      print_story(command, &story);
    gboolean empty = story.interviews->len == 0 && json_array_size(story.applications) == 0;
    if (empty && !command->json)
      puts("The story tells of no call and no application.");
    exit = cr_command_exit(command, empty ? CR_EXIT_NOTHING : CR_EXIT_DONE);
  } else {
    cr_command_fail(error);
  }
  story_clear(&story);
  return exit;
}
