/* What the keeper trusts: its database, its clock, its zone data. */
#include "engine/engine-private.h"
#include "engine/keeper-private.h"
#include "engine/pause.h"
#include "engine/zones.h"

#include <string.h>

/* A clock that was set by less than this, and than the hard grace, cannot make a letter come before
 * the agreed time. */
#define DOUBT_USEC (2 * CR_MINUTE)
/* A machine whose clock ran down shows any time until it is set, which is done soon after its
 * start. */
#define YOUNG_USEC (3 * CR_MINUTE)
/* Nothing tells that a clock in doubt is kept right now: it is asked again after a quarter of the
 * time for which it has been in doubt. */
#define DOUBT_PART 4
#define ASK_AGAIN_FIRST_USEC (10 * CR_SECOND)
#define ASK_AGAIN_MOST_USEC (10 * CR_MINUTE)
/* Of the look at all calls, in one turn: some 40 ms. */
#define PAGES 64
/* Of the timeline, as far as it is asked whether the clock was ahead. */
#define RECENT_LINES 100

/* The clock */

gboolean
keeper_is_young(const CrClock *clock) {
  return !clock->synced && clock->boot_usec < YOUNG_USEC;
}

CrInstant
keeper_doubt_until(const CrKeeper *keeper, const CrClock *clock) {
  gint64 lasted = (clock->awake_usec - keeper->doubted_usec) / DOUBT_PART;
  gint64 again = CLAMP(lasted, ASK_AGAIN_FIRST_USEC, ASK_AGAIN_MOST_USEC);
  if (!keeper->paused)
    return CR_INSTANT_NONE;
  return clock->real + (keeper_is_young(clock) ? MIN(again, YOUNG_USEC - clock->boot_usec) : again);
}

static char *
why_doubt(const CrKeeper *keeper, const CrClock *clock) {
  gint64 set = keeper->seen.set_usec, minutes = ABS(set) / CR_MINUTE;
  gint64 grace = cr_engine_policy(keeper->engine)->grace_hard_min * CR_MINUTE;
  if (ABS(set) >= MIN(DOUBT_USEC, grace))
    return g_strdup_printf("the clock was set %s by %" G_GINT64_FORMAT " %s, and nothing confirms "
                           "the new time",
                           set > 0 ? "forward" : "back", minutes < 180 ? minutes : minutes / 60,
                           minutes < 180 ? "min" : "hours");
  if (keeper_is_young(clock))
    return g_strdup("the machine has only just started, and its clock may not have been set yet");
  return NULL;
}

/* How far the clock was set since the last use, as far as that can be told. */
static gint64
set_since(const CrSeen *seen, const CrClock *clock) {
  if (seen->clock.real == CR_INSTANT_NONE)
    return 0;
  if (seen->same_run)
    return cr_clock_jump(&seen->clock, clock).set_usec;
  return MIN(clock->real - seen->clock.real, 0); /* no clock runs backwards by itself */
}

/* Letters that were held for it need not wait until they are tried again. */
static void
free_letters(CrKeeper *keeper, const CrClock *clock) {
  keeper->recheck.freed = TRUE;
  cr_recheck_begin(&keeper->recheck, clock->real);
}

static gboolean
keep_pauses(CrKeeper *keeper, const char *clock, const char *copy, GError **error) {
  gboolean ok = cr_store_begin(keeper->store, keeper->options.account, TRUE, error) &&
                cr_pause_set(keeper->store, CR_PAUSE_CLOCK, clock, error) &&
                cr_pause_set(keeper->store, CR_PAUSE_COPY, copy, error);
  return cr_store_end(keeper->store, ok, error);
}

/* The pauses as they should be, and as the candidate left them: of those that were kept what was
 * taken away is confirmed. */
static gboolean
settle_pauses(CrKeeper *keeper, const CrClock *clock, GError **error) {
  CrStore *store = keeper->store;
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, keeper->options.account, FALSE, error))
    return FALSE;
  g_autofree char *copy = cr_pause_get(store, CR_PAUSE_COPY, &local);
  g_autofree char *before = local ? NULL : cr_pause_get(store, CR_PAUSE_CLOCK, &local);
  cr_store_rollback(store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (keeper->paused && before == NULL)
    keeper->seen.set_usec = 0;
  if (!keeper->fits && keeper->told_copy && copy == NULL)
    keeper->fits = TRUE;
  g_autofree char *why = why_doubt(keeper, clock);
  g_autofree char *why_copy =
      keeper->fits ? g_strdup(copy) : g_strdup(cr_instance_words[keeper->instance]);
  if ((g_strcmp0(why, before) != 0 || g_strcmp0(why_copy, copy) != 0) &&
      !keep_pauses(keeper, why, why_copy, error))
    return FALSE;
  if (why && !keeper->paused)
    keeper->doubted_usec = clock->awake_usec;
  if (why == NULL && keeper->paused)
    free_letters(keeper, clock);
  keeper->paused = why != NULL;
  keeper->told_copy = !keeper->fits;
  return TRUE;
}

/* The look at all calls */

/* The clock was set back, when zones is NULL. */
static void
look_at_all(CrKeeper *keeper, const char *zones, CrInstant now) {
  CrRecheck *recheck = &keeper->recheck;
  recheck->back = recheck->back || zones == NULL;
  if (zones && recheck->zones == NULL)
    recheck->zones = g_strdup(zones);
  cr_recheck_begin(recheck, now);
}

static gboolean
settle_zones(CrKeeper *keeper, CrInstant now, GError **error) {
  g_autofree char *version = cr_zones_version();
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(keeper->store, keeper->options.account, FALSE, error))
    return FALSE;
  g_autofree char *known = cr_store_get(keeper->store, "zones", &local);
  cr_store_rollback(keeper->store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (g_strcmp0(known, version) != 0)
    look_at_all(keeper, version, now);
  return TRUE;
}

/* All are right by these zone data. */
static gboolean
keep_zones(CrKeeper *keeper, GError **error) {
  gboolean ok = cr_store_begin(keeper->store, keeper->options.account, TRUE, error) &&
                cr_store_set(keeper->store, "zones", keeper->recheck.zones, error);
  if (!cr_store_end(keeper->store, ok, error))
    return FALSE;
  g_clear_pointer(&keeper->recheck.zones, g_free);
  return TRUE;
}

static gboolean
is_due(CrKeeper *keeper, gboolean *ret_due, GError **error) {
  CrInstant due;
  if (!cr_engine_next_due(keeper->engine, &due, error))
    return FALSE;
  *ret_due = due != CR_INSTANT_NONE && due <= keeper_now(keeper);
  return TRUE;
}

gboolean
keeper_recheck_some(CrKeeper *keeper, CrInstant now, GError **error) {
  CrRecheck *recheck = &keeper->recheck;
  gboolean due = FALSE, brief = keeper->options.store != NULL; /* there is no turn to come */
  for (int i = 0; recheck->wanted && (brief || (i < PAGES && !due)); i++)
    if (!cr_engine_recheck(keeper->engine, recheck, now, error) || !is_due(keeper, &due, error))
      return FALSE;
  return recheck->wanted || recheck->zones == NULL || keep_zones(keeper, error);
}

/* While nobody watched, the clock was ahead, and something was decided by it: it told so, at a time
 * that is still to come. */
static gboolean
was_ahead(CrKeeper *keeper, CrInstant now, gboolean *ret_was, GError **error) {
  *ret_was = FALSE;
  if (!cr_store_begin(keeper->store, keeper->options.account, FALSE, error))
    return FALSE;
  g_autoptr(GPtrArray) lines = cr_store_timeline(keeper->store, 0, RECENT_LINES, error);
  cr_store_rollback(keeper->store);
  for (guint i = 0; lines && i < lines->len; i++)
    *ret_was = *ret_was || ((CrTimelineRow *) lines->pdata[i])->at > now;
  return lines != NULL;
}

/* All of it, before anything is decided */

static gboolean
examine_first(CrKeeper *keeper, const CrClock *clock, GError **error) {
  CrSeen seen;
  g_autoptr(GError) local = NULL;
  if (!cr_instance_check(keeper->store, keeper->options.account, keeper->uri, &keeper->instance,
                         &seen, error))
    return FALSE;
  if (!cr_store_begin(keeper->store, keeper->options.account, FALSE, error))
    return FALSE;
  g_autofree char *pause = cr_pause_get(keeper->store, CR_PAUSE_CLOCK, &local);
  cr_store_rollback(keeper->store);
  keeper->paused = pause != NULL;
  keeper->doubted_usec = clock->awake_usec;
  keeper->fits = keeper->instance == CR_INSTANCE_FITS;
  gint64 set = set_since(&seen, clock);
  keeper->seen.set_usec = seen.set_usec + set;
  gboolean ahead;
  if (!was_ahead(keeper, clock->real, &ahead, error))
    return FALSE;
  if (set < 0 || ahead)
    look_at_all(keeper, NULL, clock->real);
  return settle_zones(keeper, clock->real, error);
}

gboolean
keeper_examine(CrKeeper *keeper, const CrClock *clock, gboolean *ret_away, GError **error) {
  CrClockJump jump = {0, 0};
  CrHome home; /* looked for here so that a new one is noted soon */
  if (!cr_store_find_home(keeper->store, clock->real, &home, error))
    return FALSE;
  if (!keeper->examined) {
    if (!examine_first(keeper, clock, error))
      return FALSE;
    *ret_away = TRUE;
  } else {
    jump = cr_clock_jump(&keeper->seen.clock, clock);
    if (jump.set_usec < 0)
      look_at_all(keeper, NULL, clock->real);
    keeper->seen.set_usec += jump.set_usec;
    *ret_away = jump.slept_usec > 0 || jump.set_usec != 0;
  }
  keeper->examined = TRUE;
  keeper->seen.clock = *clock;
  if (clock->synced)
    keeper->seen.set_usec = 0;
  return settle_pauses(keeper, clock, error);
}

gboolean
keeper_mark(CrKeeper *keeper, GError **error) {
  return !keeper->fits || cr_instance_mark(keeper->store, keeper->options.account, keeper->uri,
                                           &keeper->seen, error);
}
