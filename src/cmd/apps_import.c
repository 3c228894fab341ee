/* apps import: a table of applications, with a preview. It reads inputs, so it is in the reader. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/apps.h"
#include "parse/applications.h"

#include "base/limits.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GByteArray *
read_all(const char *path) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  guint8 buffer[65536];
  gsize got;
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  while (file && (got = fread(buffer, 1, sizeof buffer, file)) > 0 &&
         bytes->len <= CR_MAX_JSON_BYTES)
    g_byte_array_append(bytes, buffer, (guint) got);
  gboolean ok = file && !ferror(file);
  if (!ok)
    cr_command_complain("%s: %s", path, g_strerror(errno));
  if (file && file != stdin)
    fclose(file);
  return ok ? g_steal_pointer(&bytes) : NULL;
}

static json_t *
document(const CrImport *import, const CrTakenApps *taken) {
  json_t *columns = json_array(), *rows = json_array(), *problems = json_array();
  for (guint i = 0; i < import->columns->len; i++) {
    const CrImportColumn *column = import->columns->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "column", column->name);
    cr_json_put_string(json, "field", column->field);
    json_object_set_new(json, "filled", json_integer(column->filled));
    cr_json_put_string(json, "sample", column->sample);
    json_array_append_new(columns, json);
  }
  for (guint i = 0; i < import->applications->len; i++) {
    const CrApplication *a = import->applications->pdata[i];
    json_t *json = json_object();
    json_object_set_new(json, "line", json_integer(g_array_index(import->lines, int, i)));
    cr_json_put_string(json, "company", a->details.company);
    cr_json_put_string(json, "role", a->details.role);
    cr_json_put_string(json, "stage", cr_stage_names[a->stage]);
    if (taken)
      json_object_set_new(json, "id", json_integer(g_array_index(taken->ids, int, i)));
    json_array_append_new(rows, json);
  }
  for (guint i = 0; i < import->problems->len; i++) {
    g_autofree char *line = cr_text_line(import->problems->pdata[i], 300);
    json_array_append_new(problems, json_string(line));
  }
  return json_pack("{s:b,s:i,s:i,s:b,s:b,s:o,s:o,s:o}", "preview", taken == NULL, "added",
                   taken ? taken->added : 0, "known", taken ? taken->known : 0, "day_first",
                   import->day_first, "order_assumed", import->order_assumed, "columns", columns,
                   "applications", rows, "problems", problems);
}

static void
print_preview(const CrImport *import) {
  int counts[CR_N_STAGES] = {0};
  for (guint i = 0; i < import->columns->len; i++) {
    const CrImportColumn *column = import->columns->pdata[i];
    printf("  %-28s %-22s %5d filled  %s\n", column->name,
           column->field ? column->field : "(kept under its name)", column->filled,
           column->sample ? column->sample : "");
  }
  for (guint i = 0; i < import->applications->len; i++)
    counts[((CrApplication *) import->applications->pdata[i])->stage]++;
  printf("\n%u applications:", import->applications->len);
  for (int stage = 0; stage < CR_N_STAGES; stage++)
    if (counts[stage])
      printf(" %d %s", counts[stage], cr_stage_names[stage]);
  printf("\n");
  if (import->order_assumed)
    printf("Please check: 3/4/2026 is read as %s.\n", import->day_first ? "3 April" : "4 March");
}

static CrExit
take(CrCommand *command, CrEngine *engine, const char *path, GError **error) {
  g_autoptr(GByteArray) bytes = read_all(path);
  if (bytes == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(CrTable) table = cr_table_read((const char *) bytes->data, bytes->len, error);
  if (table == NULL) {
    g_prefix_error(error, "%s: ", path);
    return CR_EXIT_FAILED;
  }
  g_autoptr(CrImport) import = cr_import_read(table, cr_engine_profile(engine), command->now);
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *source = g_strconcat("import ", name, NULL);
  CrTakenApps taken = {0};
  if (!command->preview &&
      !cr_apps_take_all(engine, import->applications, source, command->now, &taken, error))
    return CR_EXIT_FAILED;
  for (guint i = 0; i < import->problems->len; i++) {
    g_autofree char *problem = g_strdup_printf("%s, %s", path, (char *) import->problems->pdata[i]);
    cr_command_problem(problem, command);
  }
  if (command->json)
    cr_print_json(document(import, taken.ids ? &taken : NULL));
  else if (command->preview)
    print_preview(import);
  else
    printf("%d added, %d known already.\n", taken.added, taken.known);
  g_clear_pointer(&taken.ids, g_array_unref);
  return cr_command_exit(command, import->applications->len ? CR_EXIT_DONE : CR_EXIT_NOTHING);
}

CrExit
cr_verb_apps_import(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  if ((desk = cr_command_open(command)) == NULL)
    return CR_EXIT_FAILED;
  CrExit exit = take(command, desk->engine, args[0], &error);
  return error ? cr_command_fail(error) : exit;
}
