/* import and log: facts that the candidate brings. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/confine.h"
#include "engine/desk-read.h"
#include "engine/file.h"

#include "base/error.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static void
take_stdin(CrIntake *intake, CrIntakeRole role) {
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  if (cr_file_read("-", CR_MAX_FILE_BYTES, &bytes, &length, &error)) {
    cr_intake_bytes(intake, bytes, length, "standard input", role);
    return;
  }
  g_autofree char *message = g_strdup_printf("standard input: %s", error->message);
  intake->problem(message, intake->data);
}

static void
count(GPtrArray *parts, guint number, const char *what) {
  if (number)
    g_ptr_array_add(parts, g_strdup_printf("%u %s", number, what));
}

static void
print_moved(const json_t *moved) {
  for (gsize i = 0; i < json_array_size(moved); i++) {
    const json_t *one = json_array_get(moved, i);
    const char *reason = cr_json_string(one, "reason"), *asks = cr_json_string(one, "asks");
    g_autofree char *head = g_strdup_printf("%5d", (int) cr_json_int(one, "id", 0));
    g_autofree char *text = g_strdup_printf(
        "%s: %s%s%s%s%s", cr_json_string(one, "title"), cr_json_string(one, "stage"),
        reason ? ", " : "", reason ? reason : "", asks ? "; " : "", asks ? asks : "");
    printf("%s", i ? "" : "\nApplications: crickets apps show ID\n");
    cr_print_entry(stdout, head, text, 7);
  }
}

/* How much there was, and what it led to. */
static void
print_tally(const CrCommand *command, const CrDesk *desk, const CrIntake *intake,
            const CrTally *tally, const json_t *moved) {
  guint calls = g_hash_table_size(tally->interviews);
  g_autofree char *about = g_strdup_printf("about %u watched call%s", calls, calls == 1 ? "" : "s");
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
  count(parts, tally->taken, about);
  count(parts, tally->known, "known already");
  count(parts, tally->unrelated, "about no watched call");
  count(parts, cr_busy_list_count(intake->busy),
        cr_busy_list_count(intake->busy) == 1 ? "busy time" : "busy times");
  if (parts->len == 0)
    g_ptr_array_add(parts,
                    g_strdup(command->problems ? "nothing that could be read"
                                               : "nothing of these days; of calendars, what lies "
                                                 "between two days ago and 100 days ahead"));
  g_ptr_array_add(parts, NULL);
  g_autofree char *text = g_strjoinv(", ", (char **) parts->pdata);
  printf("Read: %s.\n", text);
  cr_print_timeline(tally->told, cr_desk_zone(desk), NULL);
  print_moved(moved);
}

static gboolean
read_role(const CrCommand *command, CrIntakeRole *ret_role) {
  static const char *const roles[] = {"auto", "invite", "calendar", NULL};
  int index = command->as ? cr_name_index(roles, command->as) : 0;
  *ret_role = (CrIntakeRole) MAX(index, 0);
  if (index < 0)
    cr_command_complain("--as takes auto, invite or calendar");
  return index >= 0;
}

CrExit
cr_verb_import(CrCommand *command, char **args) {
  CrIntakeRole role;
  g_autoptr(GError) error = NULL;
  if (!read_role(command, &role))
    return CR_EXIT_USAGE;
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autofree char *folder = cr_command_db_folder(command);
  cr_confine((const char *const[]){folder, NULL});
  CrIntake intake;
  g_auto(CrTally) tally = {0};
  cr_desk_intake_init(desk, &intake, command->now, cr_command_problem, command);
  for (char **path = args; *path; path++) {
    if (strcmp(*path, "-") == 0)
      take_stdin(&intake, role);
    else
      cr_intake_path(&intake, *path, *path, role);
  }
  json_t *json = cr_desk_take(desk, &intake, command->now, &tally, &error);
  if (json && !command->json)
    print_tally(command, desk, &intake, &tally, json_object_get(json, "applications"));
  gboolean found = tally.taken + tally.known + cr_busy_list_count(intake.busy) > 0;
  cr_intake_clear(&intake);
  if (json == NULL)
    return cr_command_fail(error);
  if (command->json)
    cr_print_json(json);
  else
    json_decref(json);
  return cr_command_exit(command, found ? CR_EXIT_DONE : CR_EXIT_NOTHING);
}

static gboolean
is_one_of(const json_t *names, const char *name) {
  for (gsize i = 0; i < json_array_size(names); i++)
    if (strcmp(json_string_value(json_array_get(names, i)), name) == 0)
      return TRUE;
  return FALSE;
}

/* An act that led to nothing, and whether it could: of a call that is settled few can. */
static void
print_unheard(const char *act, const json_t *interview) {
  int id = (int) json_integer_value(json_object_get(interview, "id"));
  json_int_t next = json_integer_value(json_object_get(interview, "successor"));
  int phase = cr_name_index(cr_phase_names, cr_json_string(interview, "phase"));
  gboolean vain =
      cr_phase_is_final((CrPhase) phase) && !is_one_of(json_object_get(interview, "acts"), act);
  if (!vain)
    puts("Noted.");
  else if (next)
    printf("Nothing changes: call %d has a new time, which is call %" JSON_INTEGER_FORMAT
           ". Say it of that one.\n",
           id, next);
  else
    printf(
        "Nothing changes: call %d is settled already (%s). To watch another time: crickets add\n",
        id, cr_phase_names[phase]);
}

/* What the act led to: the lines told just now, and the words to say where somebody may pick up. */
static void
print_told(const CrDesk *desk, GPtrArray *rows, const char *act, const json_t *told) {
  const char *script = cr_json_string(json_object_get(told, "voicemail"), "text");
  cr_print_timeline(rows, cr_desk_zone(desk), NULL);
  if (rows->len == 0)
    print_unheard(act, json_object_get(told, "interview"));
  if (script && (strcmp(act, "no-answer") == 0 || strcmp(act, "called") == 0)) {
    puts("\nFor their voicemail, about 20 seconds:");
    cr_print_wrapped(script, 2);
  }
}

CrExit
cr_verb_log(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  if (cr_name_index(cr_act_names, args[1]) < 0) {
    g_autoptr(GString) acts = g_string_new(NULL);
    for (int act = 0; cr_act_names[act]; act++)
      if (act != CR_ACT_SEND) /* a verb */
        g_string_append_printf(acts, "%s%s", acts->len ? ", " : "", cr_act_names[act]);
    cr_command_complain("\"%s\" is no act; there are: %s", args[1], acts->str);
    return CR_EXIT_USAGE;
  }
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autofree char *text = g_strjoinv(" ", args + 2);
  g_autoptr(json_t) told =
      cr_desk_act(desk, cr_command_id(args[0]), args[1], text, NULL, command->now, &rows, &error);
  if (told == NULL)
    return cr_command_fail(error);
  if (command->json)
    cr_print_json(json_incref(told));
  else
    print_told(desk, rows, args[1], told);
  return CR_EXIT_DONE;
}
