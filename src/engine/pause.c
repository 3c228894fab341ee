#include "engine/pause.h"

static const char *const names[] = {"paused.copy", "paused.moved", "paused.clock",
                                    "paused.suspended"};
G_STATIC_ASSERT(G_N_ELEMENTS(names) == CR_N_PAUSES);

char *
cr_pause_get(CrStore *store, CrPause pause, GError **error) {
  return cr_store_get(store, names[pause], error);
}

gboolean
cr_pause_set(CrStore *store, CrPause pause, const char *why, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *before = cr_pause_get(store, pause, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return g_strcmp0(before, why) == 0 || cr_store_set(store, names[pause], why, error);
}

char *
cr_pause_why(CrStore *store, GError **error) {
  for (int i = 0; i < CR_N_PAUSES; i++) {
    g_autoptr(GError) local = NULL;
    char *why = cr_pause_get(store, (CrPause) i, &local);
    if (why)
      return why;
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return NULL;
    }
  }
  return NULL;
}
