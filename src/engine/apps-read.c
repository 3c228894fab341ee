/* A table of applications, looked at or taken in. */
#include "engine/apps-read.h"

#include "base/text.h"
#include "engine/apps-private.h"
#include "parse/applications.h"

static json_t *
public_columns(const CrImport *import) {
  json_t *list = json_array();
  for (guint i = 0; i < import->columns->len; i++) {
    const CrImportColumn *column = import->columns->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "column", column->name);
    cr_json_put_string(json, "field", column->field);
    json_object_set_new(json, "filled", json_integer(column->filled));
    cr_json_put_string(json, "sample", column->sample);
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_fields(void) {
  json_t *list = json_array();
  for (const char *const *name = cr_import_fields(); *name; name++)
    json_array_append_new(list, json_string(*name));
  return list;
}

static json_t *
public_rows(const CrImport *import, const GArray *ids) {
  json_t *list = json_array();
  for (guint i = 0; i < import->applications->len; i++) {
    const CrApplication *a = import->applications->pdata[i];
    int id = g_array_index(ids, int, i);
    json_t *json = json_object();
    json_object_set_new(json, "line", json_integer(g_array_index(import->lines, int, i)));
    cr_json_put_string(json, "company", a->details.company);
    cr_json_put_string(json, "role", a->details.role);
    cr_json_put_string(json, "stage", cr_stage_names[a->stage]);
    json_object_set_new(json, "id", id ? json_integer(id) : json_null());
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
public_problems(const CrImport *import) {
  json_t *list = json_array();
  for (guint i = 0; i < import->problems->len; i++) {
    g_autofree char *line = cr_text_line(import->problems->pdata[i], 300);
    json_array_append_new(list, json_string(line));
  }
  return list;
}

/* Which of them are known already. */
static gboolean
find_known(CrEngine *engine, const CrImport *import, CrTakenApps *taken, GError **error) {
  taken->ids = g_array_new(FALSE, FALSE, sizeof(int));
  if (!engine_begin(engine, FALSE, error))
    return FALSE;
  gboolean ok = TRUE;
  for (guint i = 0; ok && i < import->applications->len; i++) {
    int id = 0;
    ok = apps_find_same(engine, &((CrApplication *) import->applications->pdata[i])->details, &id,
                        error);
    g_array_append_val(taken->ids, id);
    taken->known += id != 0;
  }
  cr_store_rollback(engine->store);
  return ok;
}

json_t *
cr_apps_import(CrEngine *engine, const CrAppsFile *file, CrInstant now, GError **error) {
  g_autoptr(CrTable) table = cr_table_read(file->bytes, file->length, error);
  if (table == NULL)
    return NULL;
  g_autoptr(CrImport) import = cr_import_read(table, file->map, cr_engine_profile(engine), now);
  g_autofree char *source = g_strconcat("import ", file->name, NULL);
  CrTakenApps taken = {0};
  gboolean ok = file->preview
                    ? find_known(engine, import, &taken, error)
                    : cr_apps_take_all(engine, import->applications, source, now, &taken, error);
  json_t *json =
      ok ? json_pack("{s:b,s:i,s:i,s:b,s:b,s:o,s:o,s:o,s:o}", "preview", file->preview, "added",
                     taken.added, "known", taken.known, "day_first", import->day_first,
                     "order_assumed", import->order_assumed, "columns", public_columns(import),
                     "fields", public_fields(), "applications", public_rows(import, taken.ids),
                     "problems", public_problems(import))
         : NULL;
  g_clear_pointer(&taken.ids, g_array_unref);
  return json;
}
