/* apps import: a table of applications, with a preview. It reads inputs, so it is in the reader. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/apps-read.h"
#include "engine/confine.h"
#include "engine/file.h"
#include "parse/applications.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

/* Without a company or a role mails do not find their application. */
static void
print_missing(const json_t *columns) {
  static const char *const wanted[] = {"company", "role"};
  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
    const char *kept = NULL;
    gboolean found = FALSE;
    for (gsize k = 0; k < json_array_size(columns); k++) {
      const json_t *column = json_array_get(columns, k);
      const char *field = cr_json_string(column, "field");
      found = found || g_strcmp0(field, wanted[i]) == 0;
      if (field == NULL && kept == NULL)
        kept = cr_json_string(column, "column");
    }
    if (!found)
      printf("No column is the %s; if one is, say so: --map \"%s=%s\"\n", wanted[i],
             kept ? kept : "HEADING", wanted[i]);
  }
}

static void
print_preview(const json_t *document) {
  const json_t *columns = json_object_get(document, "columns"),
               *rows = json_object_get(document, "applications");
  int counts[CR_N_STAGES] = {0};
  for (gsize i = 0; i < json_array_size(columns); i++) {
    const json_t *column = json_array_get(columns, i);
    const char *field = cr_json_string(column, "field"), *sample = cr_json_string(column, "sample");
    printf("  %-28s %-22s %5d filled  %s\n", cr_json_string(column, "column"),
           field ? field : "(kept under its name)", (int) cr_json_int(column, "filled", 0),
           sample ? sample : "");
  }
  for (gsize i = 0; i < json_array_size(rows); i++)
    counts[MAX(0,
               cr_name_index(cr_stage_names, cr_json_string(json_array_get(rows, i), "stage")))]++;
  printf("\n%zu applications, %d of them known already", json_array_size(rows),
         (int) cr_json_int(document, "known", 0));
  for (int stage = 0, n = 0; stage < CR_N_STAGES; stage++)
    if (counts[stage])
      printf("%s %d %s", n++ ? "," : ":", counts[stage], cr_stage_names[stage]);
  printf("\n");
  print_missing(columns);
  if (cr_json_bool(document, "order_assumed"))
    printf("Please check: 3/4/2026 is read as %s.\n",
           cr_json_bool(document, "day_first") ? "3 April" : "4 March");
}

/* "Heading=field", as often as needed. */
static json_t *
read_map(char **pairs) {
  json_t *map = json_object();
  for (char **pair = pairs; pair && *pair; pair++) {
    char *equals = strrchr(*pair, '=');
    if (equals == NULL || (equals[1] && !g_strv_contains(cr_import_fields(), equals + 1))) {
      cr_command_complain("--map takes HEADING=FIELD, \"%s\" is none; FIELD is company, role, url, "
                          "stage, applied, notes, … or empty to keep it under its own name",
                          *pair);
      json_decref(map);
      return NULL;
    }
    g_autofree char *heading = g_strndup(*pair, (gsize) (equals - *pair));
    cr_json_put_string(map, heading, equals + 1);
  }
  return map;
}

static CrExit
take(CrCommand *command, CrEngine *engine, const char *path, GError **error) {
  g_autoptr(json_t) map = read_map(command->map);
  g_autofree char *bytes = NULL;
  gsize length;
  if (map == NULL)
    return CR_EXIT_USAGE;
  if (!cr_file_read(path, CR_MAX_JSON_BYTES, &bytes, &length, error)) {
    g_prefix_error(error, "%s: ", path);
    return CR_EXIT_FAILED;
  }
  g_autofree char *name = g_path_get_basename(path);
  const CrAppsFile file = {bytes, length, name, map, command->preview};
  g_autoptr(json_t) document = cr_apps_import(engine, &file, command->now, error);
  if (document == NULL) {
    g_prefix_error(error, "%s: ", path);
    return CR_EXIT_FAILED;
  }
  const json_t *problems = json_object_get(document, "problems");
  for (gsize i = 0; i < json_array_size(problems); i++) {
    g_autofree char *problem =
        g_strdup_printf("%s, %s", path, json_string_value(json_array_get(problems, i)));
    cr_command_problem(problem, command);
  }
  gboolean some = json_array_size(json_object_get(document, "applications")) > 0;
  if (command->json)
    cr_print_json(json_incref(document));
  else if (command->preview)
    print_preview(document);
  else
    printf("%d added, %d known already.\n", (int) cr_json_int(document, "added", 0),
           (int) cr_json_int(document, "known", 0));
  return cr_command_exit(command, some ? CR_EXIT_DONE : CR_EXIT_NOTHING);
}

CrExit
cr_verb_apps_import(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  if ((desk = cr_command_open(command)) == NULL)
    return CR_EXIT_FAILED;
  g_autofree char *folder = cr_command_db_folder(command);
  cr_confine((const char *const[]){folder, NULL});
  CrExit exit = take(command, desk->engine, args[0], &error);
  return error ? cr_command_fail(error) : exit;
}
