#include "engine/setting.h"

#include <string.h>

json_t *
setting_load_list(CrStore *store, const char *name) {
  g_autofree char *text = cr_store_get(store, name, NULL);
  json_t *list = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  if (json_is_array(list))
    return list;
  json_decref(list);
  return json_array();
}

GPtrArray *
setting_load_records(CrStore *store, const char *name, const CrRecord *record, GDestroyNotify free,
                     GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free);
  g_autoptr(GError) local = NULL;
  g_autofree char *text = cr_store_get(store, name, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  g_autoptr(json_t) array = text ? cr_json_parse(text, strlen(text), error) : json_array();
  if (array == NULL)
    return NULL;
  for (gsize i = 0; i < json_array_size(array); i++) {
    gpointer value = cr_record_from_json(record, json_array_get(array, i), error);
    if (value == NULL)
      return NULL;
    g_ptr_array_add(list, value);
  }
  return g_steal_pointer(&list);
}

gboolean
setting_save_records(CrStore *store, const char *name, const CrRecord *record,
                     const GPtrArray *list, GError **error) {
  g_autoptr(json_t) array = json_array();
  for (guint i = 0; i < list->len; i++)
    json_array_append_new(array, cr_record_to_json(record, list->pdata[i]));
  g_autofree char *text = cr_json_print(array);
  return cr_store_set(store, name, text, error);
}
