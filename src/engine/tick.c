/* What is due: the clock's own facts. */
#include "engine/engine-private.h"

#include "base/error.h"
#include "engine/link.h"

#include <string.h>

/* The rules of its clocks have changed since its timer was set, which it may be too early for: it
 * is due again at once if it is not. */
static gboolean
move_one(CrEngine *engine, const CrInterview *before, CrInstant now, CrInstant *ret_later,
         GError **error) {
  *ret_later = now;
  engine_forget_taken(engine);
  return engine_recheck(engine, before, NULL, now, error);
}

/* *ret_key: NULL unless the clock was set back, and rang for this instant before. */
static gboolean
new_key(CrEngine *engine, const CrDueCall *call, char **ret_key, GError **error) {
  g_autofree char *stem = cr_store_tick_key(call->interview->id, call->due);
  g_autofree char *key = engine_new_key(engine, stem, error);
  gboolean ok = key != NULL;
  if (ok && strcmp(key, stem) != 0)
    *ret_key = g_steal_pointer(&key);
  return ok;
}

static gboolean
keep_tick(CrEngine *engine, int interview, const CrFact *tick, GError **error) {
  return tick->source_key
             ? cr_store_add_new_fact(engine->store, interview, tick, error)
             : cr_store_add_tick(engine->store, interview, tick->at, tick->learnt, error);
}

/* *ret_later: when it is due next, or NONE. */
static gboolean
tick_one(CrEngine *engine, const CrDueCall *call, CrInstant now, CrInstant *ret_later,
         GError **error) {
  const CrInterview *before = call->interview;
  if (engine_has_moved(before))
    return move_one(engine, before, now, ret_later, error);
  g_autofree char *key = NULL; /* of a tick's own row it follows */
  if (call->ticked && !new_key(engine, call, &key, error))
    return FALSE;
  g_autoptr(CrFact) tick = cr_fact_new(CR_FACT_TICK, call->due, "clock", key);
  g_autoptr(CrInterview) after = NULL;
  tick->learnt = now;
  if (!keep_tick(engine, before->id, tick, error) ||
      !engine_decide_on(engine, before, before, tick, now, &after, error))
    return FALSE;
  *ret_later = after->state.due;
  if (*ret_later == CR_INSTANT_NONE || *ret_later > call->due)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "interview %d does not move on", before->id);
  return FALSE;
}

/* What cannot be decided now never can be: it must not keep the other calls from being watched. The
 * candidate is told, and its timer goes. */
static gboolean
set_aside(CrEngine *engine, CrInstant now, const GError *why, GError **error) {
  int id;
  CrInstant due;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  gboolean ok = cr_store_next_due(engine->store, &id, &due, error);
  if (ok && id != 0) {
    g_autofree char *text = g_strdup_printf(
        "this call cannot be watched any more (%s): please watch its time yourself, and report it",
        why->message);
    ok = cr_store_drop_timer(engine->store, id, error) &&
         cr_store_add_line(engine->store, id, now, "held-back", text, error);
  }
  return cr_store_end(engine->store, ok, error);
}

gboolean
engine_ask_ahead(CrEngine *engine, CrInstant now, guint most, gboolean *ret_asked, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_due_calls(engine->store, now, most, error);
  gboolean ok = calls != NULL, asked = FALSE;
  int unused;
  cr_store_ask_ahead(engine->store, TRUE);
  for (guint i = 0; ok && i < calls->len; i++) {
    const CrInterview *iv = ((const CrDueCall *) calls->pdata[i])->interview;
    if (!engine_asks_of_before(iv))
      continue;
    ok = cr_link_kept_before(engine->store, iv, &unused, error);
    asked = TRUE;
  }
  cr_store_ask_ahead(engine->store, FALSE);
  *ret_asked = asked;
  return ok;
}

gboolean
engine_decide_some(CrEngine *engine, CrInstant now, guint most, guint *ret_steps,
                   gboolean *ret_more, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_due_calls(engine->store, now, most, error);
  guint steps = 0;
  gboolean in_order = TRUE;
  if (calls == NULL)
    return FALSE;
  gboolean ok = TRUE;
  engine_share_taken(engine, TRUE);
  while (ok && in_order && steps < calls->len) {
    CrInstant later;
    ok = tick_one(engine, calls->pdata[steps++], now, &later, error);
    in_order = ok && (later == CR_INSTANT_NONE || later > now);
  }
  engine_share_taken(engine, FALSE);
  if (!ok)
    return FALSE;
  *ret_steps = steps;
  *ret_more = !in_order || calls->len == most;
  return TRUE;
}

static gboolean
tick_group(CrEngine *engine, CrInstant now, guint *ret_steps, gboolean *ret_more, GError **error) {
  guint most = engine->careful ? 1 : ENGINE_GROUP;
  g_autoptr(GError) local = NULL;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (engine_hear_series(engine, now, &local) &&
      engine_decide_some(engine, now, most, ret_steps, ret_more, &local))
    return cr_store_end(engine->store, TRUE, error);
  cr_store_rollback(engine->store);
  if (!g_error_matches(local, CR_ERROR, CR_ERROR_PARSE)) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  /* The steps before it are taken again, each by itself, until it is the next. */
  *ret_steps = 1;
  *ret_more = TRUE;
  engine->careful = most > 1;
  return engine->careful || set_aside(engine, now, local, error);
}

gboolean
cr_engine_decide(CrEngine *engine, CrInstant now, guint max_steps, gboolean *ret_more,
                 GError **error) {
  gboolean more = TRUE;
  for (guint steps, done = 0; more && done < max_steps; done += steps)
    if (!tick_group(engine, now, &steps, &more, error))
      return FALSE;
  *ret_more = more;
  return TRUE;
}

#define MAX_ROUNDS 8

gboolean
cr_engine_tick(CrEngine *engine, CrInstant now, GError **error) {
  gboolean performed = TRUE, more;
  if (!engine_recover_outbox(engine, now, error))
    return FALSE;
  /* A last look may have learnt of what is due at once. */
  for (int round = 0; performed && round < MAX_ROUNDS; round++)
    if (!cr_engine_decide(engine, now, G_MAXUINT, &more, error) ||
        !engine_empty_outbox(engine, now, &performed, error))
      return FALSE;
  return TRUE;
}

gboolean
cr_engine_perform(CrEngine *engine, CrInstant now, GError **error) {
  gboolean performed;
  return engine_recover_outbox(engine, now, error) &&
         engine_empty_outbox(engine, now, &performed, error);
}

static CrInstant
earlier(CrInstant a, CrInstant b) {
  return a == CR_INSTANT_NONE ? b : b == CR_INSTANT_NONE ? a : MIN(a, b);
}

gboolean
engine_next_timer(CrEngine *engine, CrInstant *ret_due, GError **error) {
  int id = 0;
  CrInstant timer = CR_INSTANT_NONE;
  if (!cr_store_next_due(engine->store, &id, &timer, error))
    return FALSE;
  *ret_due = earlier(id ? timer : CR_INSTANT_NONE, engine_series_due(engine));
  return TRUE;
}

gboolean
cr_engine_next_due(CrEngine *engine, CrInstant *ret_due, GError **error) {
  CrInstant timer = CR_INSTANT_NONE, letter = CR_INSTANT_NONE;
  if (!engine_begin(engine, FALSE, error))
    return FALSE;
  gboolean ok =
      engine_next_timer(engine, &timer, error) && engine_outbox_due(engine, &letter, error);
  cr_store_rollback(engine->store);
  if (ok)
    *ret_due = earlier(timer, letter);
  return ok;
}
