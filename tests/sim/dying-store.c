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

void
dying_store_wrap(CrStore *store, const DyingStore *how) {
  death = *how;
  if (store->engine == &mortal)
    return;
  immortal = store->engine;
  mortal = *immortal;
  mortal.begin = begin;
  mortal.commit = commit;
  mortal.sessions = NULL; /* no server goes away in a story */
  store->engine = &mortal;
}
