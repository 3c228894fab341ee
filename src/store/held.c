#include "store/held.h"

#define MAX_HELD 512

static void
free_held(gpointer data) {
  CrHeld *held = data;
  held->class->free(held->value);
  g_clear_pointer(&held->keys, g_hash_table_unref);
  g_free(held);
}

CrHeld *
held_find(const CrHeldRows *rows, int id) {
  return rows->rows ? g_hash_table_lookup(rows->rows, GINT_TO_POINTER(id)) : NULL;
}

static int
compare_ids(gconstpointer a, gconstpointer b) {
  return ((const CrHeld *) a)->id - ((const CrHeld *) b)->id;
}

gboolean
held_write(CrStore *store, CrHeldRows *rows, GError **error) {
  g_autoptr(GList) list = rows->rows ? g_hash_table_get_values(rows->rows) : NULL;
  g_autoptr(GList) changed = NULL;
  for (GList *l = list; l; l = l->next)
    if (((CrHeld *) l->data)->changed)
      changed = g_list_prepend(changed, l->data);
  changed = g_list_sort(changed, compare_ids);
  for (GList *l = changed; l; l = l->next) {
    CrHeld *held = l->data;
    if (!rows->class->write(store, held, error))
      return FALSE;
    held->changed = held->agreed = FALSE;
  }
  return TRUE;
}

CrHeld *
held_put(CrStore *store, CrHeldRows *rows, int id, gpointer value, GError **error) {
  CrHeld *held = held_find(rows, id);
  if (held) {
    rows->class->free(held->value);
    held->value = value;
    return held;
  }
  if (rows->rows && g_hash_table_size(rows->rows) >= MAX_HELD) {
    if (!held_write(store, rows, error)) {
      rows->class->free(value);
      return NULL;
    }
    g_hash_table_remove_all(rows->rows);
  }
  held = g_new0(CrHeld, 1);
  held->class = rows->class;
  held->id = id;
  held->value = value;
  if (rows->rows == NULL)
    rows->rows = g_hash_table_new_full(NULL, NULL, NULL, free_held);
  g_hash_table_insert(rows->rows, GINT_TO_POINTER(id), held);
  return held;
}

void
held_clear(CrHeldRows *rows) {
  g_clear_pointer(&rows->rows, g_hash_table_unref);
}
