#include "engine/desk-confirm.h"

#include "engine/instance.h"
#include "engine/pause.h"

/* Those that were held for it. */
static gboolean
free_letters(CrDesk *desk, CrInstant now, GError **error) {
  CrRecheck recheck = {.freed = TRUE};
  gboolean ok = TRUE;
  cr_recheck_begin(&recheck, now);
  while (ok && recheck.wanted)
    ok = cr_engine_recheck(desk->engine, &recheck, now, error);
  return ok;
}

gboolean
cr_desk_confirm(CrDesk *desk, const char *uri, CrInstant now, GError **error) {
  CrStore *store = desk->store;
  gboolean ok = cr_instance_confirm(store, desk->account, uri, error) &&
                cr_store_confirm_home(store, now, error) &&
                cr_store_begin(store, desk->account, TRUE, error);
  for (int i = 0; ok && i < CR_N_PAUSES; i++) /* what it was held for, but no operator's word */
    ok = i == CR_PAUSE_SUSPENDED || cr_pause_set(store, (CrPause) i, NULL, error);
  return cr_store_end(store, ok, error) && free_letters(desk, now, error);
}
