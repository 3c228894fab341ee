#include "engine/calendar-tag.h"

#include "base/error.h"
#include "engine/entry.h"

#include <sys/random.h>

#define TAG_BYTES 8

char *
cr_random_hex(gsize n_bytes, GError **error) {
  guint8 bytes[64];
  g_assert(n_bytes <= sizeof bytes);
  if (getrandom(bytes, n_bytes, 0) != (gssize) n_bytes) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the system has no randomness");
    return NULL;
  }
  GString *text = g_string_new(NULL);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf(text, "%02x", bytes[i]);
  return g_string_free(text, FALSE);
}

/* Two processes that make one at the same time agree on the first. */
static char *
make_tag(CrStore *store, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *tag = cr_store_get(store, CR_ENTRY_TAG, &local);
  if (tag == NULL && local == NULL) {
    tag = cr_random_hex(TAG_BYTES, &local);
    if (tag && (!cr_store_set(store, CR_ENTRY_TAG, tag, &local) || !cr_store_commit(store, &local)))
      g_clear_pointer(&tag, g_free);
  }
  if (tag == NULL)
    g_propagate_error(error, g_steal_pointer(&local));
  return g_steal_pointer(&tag);
}

char *
cr_calendar_ensure_tag(CrStore *store, gint64 account, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, account, FALSE, error))
    return NULL;
  g_autofree char *tag = cr_store_get(store, CR_ENTRY_TAG, &local);
  cr_store_rollback(store);
  if (tag == NULL && local == NULL && cr_store_begin(store, account, TRUE, &local)) {
    tag = make_tag(store, &local);
    cr_store_rollback(store);
  }
  if (tag == NULL)
    g_propagate_error(error, g_steal_pointer(&local));
  return g_steal_pointer(&tag);
}
