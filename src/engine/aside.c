#include "engine/aside.h"

#include "base/json.h"

#include <string.h>

#define SETTING "aside"
#define KEPT_USEC (30 * CR_DAY_USEC) /* then a newer version of us may read it */
#define MAX_KEPT 200
#define MAX_TOLD 20 /* at once; of more only the next one says how it is */

char *
cr_aside_name(const char *bytes, gsize length) {
  return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}

/* Name -> when it was set aside, without those that are to be tried again. */
static json_t *
load(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *text = cr_store_get(store, SETTING, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  g_autoptr(json_t) kept = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  json_t *fresh = json_object(), *at;
  const char *name;
  json_object_foreach(kept, name, at)
    if (json_is_integer(at) && now - json_integer_value(at) < KEPT_USEC)
      json_object_set(fresh, name, at);
  return fresh;
}

GHashTable *
cr_aside_load(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(json_t) kept = load(store, now, error);
  if (kept == NULL)
    return NULL;
  GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *name;
  json_t *at;
  json_object_foreach(kept, name, at)
    g_hash_table_add(names, g_strdup(name));
  return names;
}

static gboolean
tell(CrStore *store, gsize today, const char *message, CrInstant now, GError **error) {
  if (today > MAX_TOLD)
    return TRUE;
  g_autofree char *text =
      today == MAX_TOLD
          ? g_strdup("more inputs could not be read safely and are set aside; they are in the log")
          : g_strdup_printf("%s; nothing else was lost by it: please look at it yourself", message);
  return cr_store_add_line(store, 0, now, "note", text, error);
}

gboolean
cr_aside_note(CrStore *store, const char *name, const char *message, CrInstant now,
              GError **error) {
  g_autoptr(json_t) kept = load(store, now, error);
  if (kept == NULL)
    return FALSE;
  if (json_object_get(kept, name))
    return TRUE;
  gsize today = 0;
  const char *other;
  json_t *at;
  json_object_foreach(kept, other, at)
    today += now - json_integer_value(at) < CR_DAY_USEC;
  if (json_object_size(kept) >= MAX_KEPT) /* a flood: those before may be tried again */
    json_object_clear(kept);
  json_object_set_new(kept, name, json_integer(now));
  g_autofree char *text = cr_json_print(kept);
  return tell(store, today, message, now, error) && cr_store_set(store, SETTING, text, error);
}
