#include "engine/desk-confirm.h"

#include "engine/instance.h"
#include "engine/pause.h"

gboolean
cr_desk_confirm(CrDesk *desk, const char *uri, CrInstant now, GError **error) {
  CrStore *store = desk->store;
  gboolean ok = cr_instance_confirm(store, desk->account, uri, error) &&
                cr_store_confirm_home(store, now, error) &&
                cr_store_begin(store, desk->account, TRUE, error);
  for (int i = 0; ok && i < CR_N_PAUSES; i++)
    ok = cr_pause_set(store, (CrPause) i, NULL, error);
  return cr_store_end(store, ok, error);
}
