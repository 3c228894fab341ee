/* What was agreed stays; where it lies on the clock may change. */
#include "engine/engine-private.h"

#define PAGE 64
/* What is longer past is settled by other things than its hour. */
#define PAST_USEC (2 * CR_DAY_USEC)

/* The start by today's zone data. A wall time that comes twice keeps the one that was meant. */
static CrInstant
start_today(const CrInterview *iv) {
  const CrZone *zone = iv->fixed ? NULL : cr_zone_find(iv->zone);
  CrInstant first, second;
  if (zone == NULL)
    return iv->start;
  cr_zone_resolve(zone, &iv->wall, &first, &second);
  /* Walls are whole seconds. */
  gint64 rest = ((iv->start % CR_SECOND) + CR_SECOND) % CR_SECOND;
  return iv->start - rest == second ? iv->start : first + rest;
}

static gboolean
concerns(const CrInterview *iv, const CrRecheck *recheck, CrInstant now) {
  const CrState *s = &iv->state;
  gboolean waits = s->phase == CR_PHASE_WAITING || s->phase == CR_PHASE_MISSED;
  gboolean held = s->letter == CR_LETTER_HELD;
  gboolean later = s->letter_due > now && (recheck->back || (recheck->freed && held));
  return engine_has_moved(iv) || (waits && (now < iv->start || later));
}

gboolean
engine_has_moved(const CrInterview *iv) {
  return !cr_phase_is_final(iv->state.phase) && start_today(iv) != iv->start;
}

gboolean
engine_recheck(CrEngine *engine, const CrInterview *iv, const char *zones, CrInstant now,
               GError **error) {
  int unused;
  g_autofree char *stem =
      g_strdup_printf("clock:%d:%s:%" G_GINT64_FORMAT, iv->id, zones ? zones : "", now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_CLOCK, now, "clock", key);
  fact->when = start_today(iv);
  fact->text = g_strdup(zones);
  return engine_observe(engine, fact, iv->id, now, &unused, error);
}

static gboolean
recheck_by_itself(CrEngine *engine, const CrInterview *iv, const char *zones, CrInstant now,
                  GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store, engine_recheck(engine, iv, zones, now, error), error);
}

static GPtrArray *
next_page(CrEngine *engine, const CrRecheck *recheck, GError **error) {
  return cr_store_page_interviews(engine->store, CR_LIST_OPEN, recheck->from, recheck->after,
                                  CR_INSTANT_NONE, PAGE, error);
}

static GPtrArray *
load_page(CrEngine *engine, const CrRecheck *recheck, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  GPtrArray *page = next_page(engine, recheck, error);
  cr_store_rollback(engine->store);
  return page;
}

void
cr_recheck_begin(CrRecheck *recheck, CrInstant now) {
  recheck->wanted = TRUE;
  recheck->from = recheck->freed ? 0 : now - PAST_USEC;
  recheck->after = 0;
}

/* one: what is done of each that is concerned. */
static gboolean
recheck_page(CrEngine *engine, CrRecheck *recheck, const GPtrArray *page,
             gboolean (*one)(CrEngine *, const CrInterview *, const char *, CrInstant, GError **),
             CrInstant now, GError **error) {
  for (guint i = 0; i < page->len; i++) {
    const CrInterview *iv = page->pdata[i];
    if (concerns(iv, recheck, now) && !one(engine, iv, recheck->zones, now, error))
      return FALSE;
    recheck->from = iv->start;
    recheck->after = iv->id;
  }
  if (page->len < PAGE)
    recheck->wanted = recheck->back = recheck->freed = FALSE;
  return TRUE;
}

gboolean
engine_ask_recheck(CrEngine *engine, CrInstant now, GError **error) {
  CrRecheck recheck = {.zones = NULL};
  cr_recheck_begin(&recheck, now);
  cr_store_ask_ahead(engine->store, TRUE);
  g_autoptr(GPtrArray) none = next_page(engine, &recheck, error);
  cr_store_ask_ahead(engine->store, FALSE);
  return none != NULL;
}

gboolean
engine_recheck_some(CrEngine *engine, CrRecheck *recheck, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) page = next_page(engine, recheck, error);
  return page && recheck_page(engine, recheck, page, engine_recheck, now, error);
}

gboolean
cr_engine_recheck(CrEngine *engine, CrRecheck *recheck, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) page = load_page(engine, recheck, error);
  return page && recheck_page(engine, recheck, page, recheck_by_itself, now, error);
}
