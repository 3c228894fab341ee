/* Small settings and cursors of the account. */
#include "store/engine.h"

gboolean
cr_store_set(CrStore *store, const char *name, const char *value, GError **error) {
  if (store->settings)
    g_hash_table_insert(store->settings, g_strdup(name), g_strdup(value));
  if (value == NULL)
    return cr_store_run(store, CR_SQL_UNSET, CR_VALUES(CR_TEXT(name)), NULL, NULL, error);
  return cr_store_run(store, CR_SQL_SET, CR_VALUES(CR_TEXT(name), CR_TEXT(value)), NULL, NULL,
                      error);
}

gboolean
cr_store_set_number(CrStore *store, const char *name, gint64 number, GError **error) {
  g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, number);
  return cr_store_set(store, name, value, error);
}

static gboolean
take_value(const CrRow *row, gpointer data, GError **error) {
  *(char **) data = g_strdup(cr_row_text(row, "value"));
  return TRUE;
}

char *
cr_store_get(CrStore *store, const char *name, GError **error) {
  char *value = NULL;
  gpointer known;
  if (store->settings && g_hash_table_lookup_extended(store->settings, name, NULL, &known))
    return g_strdup(known);
  cr_store_run(store, CR_SQL_GET, CR_VALUES(CR_TEXT(name)), take_value, &value, error);
  return value;
}

static gboolean
take_setting(const CrRow *row, gpointer data, GError **error) {
  g_hash_table_insert(data, g_strdup(cr_row_text(row, "name")),
                      g_strdup(cr_row_text(row, "value")));
  return TRUE;
}

GHashTable *
cr_store_get_alike(CrStore *store, const char *prefix, GError **error) {
  g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return cr_store_run(store, CR_SQL_GET_ALIKE, CR_VALUES(CR_TEXT(prefix)), take_setting, found,
                      error)
             ? g_steal_pointer(&found)
             : NULL;
}

void
store_setting_values(const char *const *names, CrValue ret_values[CR_MAX_SETTINGS]) {
  for (int i = 0; i < CR_MAX_SETTINGS; i++) {
    ret_values[i] = CR_TEXT(*names);
    names += *names != NULL;
  }
  g_assert(*names == NULL);
}

gboolean
cr_store_read_settings(CrStore *store, const char *const *names, GError **error) {
  g_autoptr(GHashTable) read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  CrValue values[CR_MAX_SETTINGS];
  store_setting_values(names, values);
  for (int i = 0; names[i]; i++)
    g_hash_table_insert(read, g_strdup(names[i]), NULL);
  if (!cr_store_run(store, CR_SQL_GET_SEVERAL, values, CR_MAX_SETTINGS, take_setting, read, error))
    return FALSE;
  g_clear_pointer(&store->settings, g_hash_table_unref);
  store->settings = g_steal_pointer(&read);
  return TRUE;
}
