/* What an interview was told (lines), and when the clock rang for it (ticks): rows that only grow
 * at their tables' ends. Each names the one before it of the same interview, whose state names the
 * last; so neither table needs an index by interview, which each step would write to in another
 * place. Both ends are kept here through a transaction and written with the interview's state, or
 * at the end. */
#include "base/error.h"
#include "store/engine.h"

static CrChains *
known_chains(const CrStore *store, int interview) {
  return store->chains ? g_hash_table_lookup(store->chains, GINT_TO_POINTER(interview)) : NULL;
}

void
store_take_chains(CrStore *store, int interview, const CrRow *row) {
  if (known_chains(store, interview))
    return;
  if (store->chains == NULL)
    store->chains = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  CrChains *chains = g_new(CrChains, 1);
  *chains = (CrChains){.interview = interview,
                       .last_line = cr_row_integer(row, "last_line"),
                       .last_tick = cr_row_integer(row, "last_tick"),
                       .ticked = cr_row_instant(row, "ticked")};
  g_hash_table_insert(store->chains, GINT_TO_POINTER(interview), chains);
}

typedef struct {
  CrStore *store;
  int interview;
} Of;

static gboolean
take_chains(const CrRow *row, gpointer data, GError **error) {
  const Of *of = data;
  store_take_chains(of->store, of->interview, row);
  return TRUE;
}

CrChains *
store_find_chains(CrStore *store, int interview, GError **error) {
  Of of = {store, interview};
  CrChains *known = known_chains(store, interview);
  if (known)
    return known;
  if (!cr_store_run(store, CR_SQL_LOAD_CHAINS, CR_VALUES(CR_INT(interview)), take_chains, &of,
                    error))
    return NULL;
  known = known_chains(store, interview);
  if (known == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no interview %d", interview);
  return known;
}

gboolean
store_write_tick(CrStore *store, CrChains *chains, GError **error) {
  gint64 id = chains->tick.id;
  chains->tick.id = 0;
  return id == 0 ||
         cr_store_run(store, CR_SQL_ADD_TICK,
                      CR_VALUES(CR_INT(id), CR_INT(chains->interview), CR_INT(chains->tick.before),
                                CR_INT(chains->tick.at), CR_INT(chains->tick.learnt)),
                      NULL, NULL, error);
}

gboolean
store_save_chains(CrStore *store, GError **error) {
  GHashTableIter iter;
  gpointer value;
  if (store->chains == NULL)
    return TRUE;
  g_hash_table_iter_init(&iter, store->chains);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    CrChains *c = value;
    if (c->changed && (!store_write_tick(store, c, error) ||
                       !cr_store_run(store, CR_SQL_SAVE_CHAINS,
                                     CR_VALUES(CR_INT(c->interview), CR_INT(c->last_line),
                                               CR_INT(c->last_tick), CR_INSTANT(c->ticked)),
                                     NULL, NULL, error)))
      return FALSE;
    c->changed = FALSE;
  }
  return TRUE;
}

gboolean
cr_store_add_line(CrStore *store, int interview, CrInstant at, const char *event, const char *text,
                  GError **error) {
  CrChains of_account = {.interview = 0};
  CrChains *chains = interview ? store_find_chains(store, interview, error) : &of_account;
  gint64 id = 0;
  if (chains == NULL || !cr_store_next_id(store, CR_COUNT_LINE, &id, error) ||
      !cr_store_run(store, CR_SQL_ADD_LINE,
                    CR_VALUES(CR_INT(id), CR_INT(interview), CR_INT(chains->last_line), CR_INT(at),
                              CR_TEXT(event), CR_TEXT(text ? text : "")),
                    NULL, NULL, error))
    return FALSE;
  chains->last_line = id;
  chains->changed = TRUE;
  return TRUE;
}

/* The row is written later, so that what the step still has to read need not wait for it. */
gboolean
cr_store_add_tick(CrStore *store, int interview, CrInstant at, CrInstant learnt, GError **error) {
  CrChains *chains = store_find_chains(store, interview, error);
  gint64 id = 0;
  if (chains == NULL || !store_write_tick(store, chains, error) ||
      !cr_store_next_id(store, CR_COUNT_FACT, &id, error))
    return FALSE;
  chains->tick.id = id;
  chains->tick.before = chains->last_tick;
  chains->tick.at = at;
  chains->tick.learnt = learnt;
  chains->last_tick = id;
  chains->ticked = MAX(chains->ticked, at);
  chains->changed = TRUE;
  return TRUE;
}
