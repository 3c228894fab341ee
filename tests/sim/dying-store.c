#include "dying-store.h"

#include "store/engine.h"

static DyingStore death;
static CrEngine mortal;
static const CrEngine *immortal;

static gboolean
die(GError **error) {
  g_set_error_literal(error, CR_ERROR, (int) (death.says ? death.says : CR_ERROR_FAILED),
                      "the program has died");
  return FALSE;
}

static gboolean
is_dead(void) {
  return death.is_dead && death.is_dead(death.data);
}

static gboolean
begin(CrDb *db, gint64 account, CrAccess access, CrTakeRow take, gpointer data, GError **error) {
  gboolean may = death.reads && access != CR_ACCESS_WRITE;
  if (death.between)
    death.between(death.data);
  return !may && is_dead() ? die(error) : immortal->begin(db, account, access, take, data, error);
}

static gboolean
commit(CrDb *db, GError **error) {
  if (is_dead() || (death.dies_before && death.dies_before(death.data)))
    return die(error);
  if (!immortal->commit(db, error))
    return FALSE;
  if (death.committed)
    death.committed(death.data);
  return TRUE;
}

static guint
sessions(CrDb *db) {
  return 1 + *death.server;
}

static gboolean
identify(CrDb *db, CrSite *ret_site, GError **error) {
  *ret_site = (CrSite){g_strdup("database"), g_strdup_printf("%u", *death.server), FALSE, FALSE};
  return TRUE;
}

void
dying_store_wrap(CrStore *store, const DyingStore *how) {
  death = *how;
  if (store->engine != &mortal)
    immortal = store->engine;
  mortal = *immortal;
  mortal.begin = begin;
  mortal.commit = commit;
  mortal.sessions = death.server ? sessions : NULL;
  mortal.identify = identify;
  store->engine = &mortal;
}
