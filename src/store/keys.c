/* Most mails are about nothing that is kept, and each is looked for by a dozen keys. A transaction
 * that looks often reads all keys once, and then knows which cannot be found. Who writes for an
 * account is alone with it, so nothing is added behind our back. */
#include "store/engine.h"

#define ASKED_FIRST 24 /* until then each is looked for */
#define MAX_KEYS 6000  /* with more of them, too */

static gboolean
take_key(const CrRow *row, gpointer data, GError **error) {
  g_hash_table_add(data, g_strjoin(" ", cr_row_text(row, "kind"), cr_row_text(row, "value"), NULL));
  return TRUE;
}

static gboolean
load(CrStore *store, CrKeySet *set, CrSql list, GError **error) {
  set->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!cr_store_run(store, list, CR_VALUES(CR_INT(MAX_KEYS)), take_key, set->keys, error))
    return FALSE;
  set->many = g_hash_table_size(set->keys) >= MAX_KEYS;
  return TRUE;
}

gboolean
cr_store_may_find(CrStore *store, CrKeySet *set, CrSql list, const char *kind, const char *value,
                  gboolean *ret_may, GError **error) {
  *ret_may = TRUE;
  if (!store->writing || set->many || ++set->asked < ASKED_FIRST)
    return TRUE;
  if (set->keys == NULL && !load(store, set, list, error))
    return FALSE;
  g_autofree char *key = g_strjoin(" ", kind, value, NULL);
  *ret_may = set->many || g_hash_table_contains(set->keys, key);
  return TRUE;
}

void
cr_store_note_key(CrKeySet *set, const char *kind, const char *value) {
  if (set->keys)
    g_hash_table_add(set->keys, g_strjoin(" ", kind, value, NULL));
}

void
cr_store_clear_keys(CrKeySet *set) {
  g_clear_pointer(&set->keys, g_hash_table_unref);
  *set = (CrKeySet){0};
}
