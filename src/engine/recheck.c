/* What was agreed stays; where it lies on the clock may change. */
#include "engine/engine-private.h"

#define PAGE 256 /* grows when more than so many begin at the same instant */

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
concerns(const CrInterview *iv, CrInstant start, const char *zones, CrInstant now) {
  const CrState *s = &iv->state;
  gboolean waits = s->phase == CR_PHASE_WAITING || s->phase == CR_PHASE_MISSED;
  gboolean ahead = now < iv->start || (zones == NULL && s->letter_due > now);
  return start != iv->start || (waits && ahead);
}

static gboolean
recheck(CrEngine *engine, const CrInterview *iv, CrInstant start, const char *zones, CrInstant now,
        GError **error) {
  int unused;
  g_autofree char *stem =
      g_strdup_printf("clock:%d:%s:%" G_GINT64_FORMAT, iv->id, zones ? zones : "", now);
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  g_autofree char *key = engine_new_key(engine, stem, error);
  gboolean ok = key != NULL;
  if (ok) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_CLOCK, now, "clock", key);
    fact->when = start;
    fact->text = g_strdup(zones);
    ok = engine_observe(engine, fact, iv->id, now, &unused, error) &&
         cr_store_commit(engine->store, error);
  }
  if (!ok)
    cr_store_rollback(engine->store);
  return ok;
}

static GPtrArray *
load_page(CrEngine *engine, CrInstant from, guint size, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  GPtrArray *page =
      cr_store_list_interviews(engine->store, CR_LIST_OPEN, from, CR_INSTANT_NONE, size, error);
  cr_store_rollback(engine->store);
  return page;
}

gboolean
cr_engine_recheck(CrEngine *engine, const char *zones, CrInstant now, GError **error) {
  /* What is long past is settled by other things than its hour. */
  CrInstant from = now - 2 * CR_DAY_USEC;
  for (guint size = PAGE;;) {
    g_autoptr(GPtrArray) page = load_page(engine, from, size, error);
    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->len; i++) {
      const CrInterview *iv = page->pdata[i];
      CrInstant start = start_today(iv);
      if (concerns(iv, start, zones, now) && !recheck(engine, iv, start, zones, now, error))
        return FALSE;
    }
    if (page->len < size)
      return TRUE;
    CrInstant last = ((CrInterview *) page->pdata[size - 1])->start;
    size = last > from ? PAGE : size * 2;
    from = last; /* those that begin then come again, and fit by now */
  }
}
