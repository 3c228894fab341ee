#include "engine/story-apps.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/apps-read.h"
#include "engine/apps.h"
#include "engine/file.h"
#include "parse/applications.h"
#include "playbook/match.h"

#include <string.h>

static void
report(CrIntake *intake, const char *name, const char *what) {
  g_autofree char *line = g_strdup_printf("%s: %s", name, what);
  intake->problems++;
  intake->problem(line, intake->data);
}

/* The last day that a table names: what a story without other inputs begins at. */
static CrInstant
last_day(const char *bytes, gsize length, const CrProfile *profile) {
  g_autoptr(CrTable) table = cr_table_read(bytes, length, NULL);
  g_autoptr(CrImport) import = table ? cr_import_read(table, NULL, profile, CR_INSTANT_MIN) : NULL;
  CrInstant last = CR_INSTANT_NONE;
  for (guint i = 0; import && i < import->applications->len; i++)
    for (int stage = 0; stage < CR_N_STAGES; stage++)
      last = MAX(last, cr_reached_at(&((CrApplication *) import->applications->pdata[i])->reached,
                                     (CrStage) stage));
  return last;
}

static gboolean
take_table(const char *path, const char *name, CrEngine *engine, CrInstant *at, CrIntake *intake,
           GError **error) {
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr(GError) local = NULL;
  if (!cr_file_read(path, CR_MAX_JSON_BYTES, &bytes, &length, &local)) {
    report(intake, name, local->message);
    return TRUE;
  }
  if (*at == CR_INSTANT_NONE)
    *at = last_day(bytes, length, intake->profile);
  const CrAppsFile file = {bytes, length, name, NULL, FALSE};
  g_autoptr(json_t) taken = cr_apps_import(engine, &file, *at, &local);
  const json_t *problems = json_object_get(taken, "problems");
  for (gsize i = 0; i < json_array_size(problems); i++)
    report(intake, name, json_string_value(json_array_get(problems, i)));
  if (g_error_matches(local, CR_ERROR, CR_ERROR_PARSE) ||
      g_error_matches(local, CR_ERROR, CR_ERROR_LIMIT))
    report(intake, name, local->message);
  else if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return *error == NULL;
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
tables_of(const char *dir) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *folder = g_build_filename(dir, "applications", NULL);
  g_autoptr(GDir) inner = g_dir_open(folder, 0, NULL);
  g_ptr_array_add(names, g_strdup("applications.csv"));
  g_ptr_array_add(names, g_strdup("applications.json"));
  for (const char *entry; inner && (entry = g_dir_read_name(inner));)
    if (g_str_has_suffix(entry, ".csv") || g_str_has_suffix(entry, ".json"))
      g_ptr_array_add(names, g_build_filename("applications", entry, NULL));
  g_ptr_array_sort(names, compare_names);
  return names;
}

gboolean
story_take_tables(const char *dir, CrEngine *engine, CrInstant at, CrIntake *intake,
                  CrInstant *ret_at, GError **error) {
  g_autoptr(GPtrArray) names = tables_of(dir);
  g_autoptr(GError) local = NULL;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = cr_intake_inner(intake, dir, names->pdata[i], names->pdata[i]);
    if (path == NULL)
      continue;
    intake->inputs++;
    if (!take_table(path, names->pdata[i], engine, &at, intake, &local)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
  }
  *ret_at = at;
  return TRUE;
}

/* Acts */

static gboolean
is_meant(const CrApplication *a, const char *name) {
  g_autofree char *title = cr_application_title(&a->details);
  g_autofree char *number = g_strdup_printf("%d", a->id);
  return cr_text_equal(title, name) || strcmp(number, name) == 0 ||
         cr_match_company(a->details.company, name) == CR_MATCH_YES;
}

/* The newest that is meant: 0 when none is. */
static gboolean
meant_application(CrEngine *engine, const json_t *line, int *ret_id, GError **error) {
  const json_t *named = json_object_get(line, "application");
  g_autofree char *number =
      json_is_integer(named) ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(named))
                             : NULL;
  const char *name = number ? number : json_string_value(named);
  g_autoptr(GPtrArray) all = cr_apps_all(engine, error);
  *ret_id = 0;
  for (guint i = 0; all && name && i < all->len; i++)
    if (is_meant(all->pdata[i], name))
      *ret_id = ((CrApplication *) all->pdata[i])->id;
  return all != NULL;
}

static gboolean
act(CrEngine *engine, const json_t *line, CrInstant at, GError **error) {
  const char *what = cr_json_string(line, "do");
  g_autoptr(json_t) members = json_copy((json_t *) line);
  int id = 0;
  json_object_del(members, "at"); /* it is the act's own */
  cr_json_set_string(members, "at", cr_json_string(line, "when"));
  if (g_strcmp0(what, "add") == 0)
    return cr_apps_add(engine, members, NULL, at, &id, NULL, error);
  if (!meant_application(engine, line, &id, error))
    return FALSE;
  if (id == 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "no application is called that");
    return FALSE;
  }
  return cr_apps_act(engine, id, what, members, NULL, at, NULL, error);
}

gboolean
story_act_on_application(CrEngine *engine, const CrFact *fact, CrIntake *intake, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(json_t) line = cr_json_parse(fact->text, strlen(fact->text), error);
  if (line == NULL)
    return FALSE;
  if (act(engine, line, fact->at, &local))
    return TRUE;
  static const CrErrorCode mendable[] = {CR_ERROR_USAGE, CR_ERROR_PARSE, CR_ERROR_NOT_FOUND,
                                         CR_ERROR_CONFLICT};
  for (gsize i = 0; i < G_N_ELEMENTS(mendable); i++)
    if (g_error_matches(local, CR_ERROR, mendable[i])) {
      report(intake, fact->source_key, local->message);
      return TRUE;
    }
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}
