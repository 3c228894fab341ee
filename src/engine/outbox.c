/* Letters leave here, each at most once. In one transaction a pending letter is looked at by the
 * guard, on the newest state, and marked as being sent: the fence. Only then is it performed, and
 * what came of it is a fact. A letter found with the mark was in flight when the program stopped:
 * nobody knows whether it arrived, so it is in doubt, and never sent again by itself. */
#include "base/error.h"
#include "engine/engine-private.h"

/* As long as this another process may still be sending it, and will say what came of it. */
#define IN_FLIGHT_USEC CR_MINUTE

char *
engine_new_key(CrEngine *engine, const char *stem, GError **error) {
  g_autofree char *key = g_strdup(stem);
  gboolean known = TRUE;
  for (int repeat = 1; known; repeat++) {
    if (!cr_store_has_fact(engine->store, key, &known, error))
      return NULL;
    if (known) {
      g_free(key);
      key = g_strdup_printf("%s#%d", stem, repeat);
    }
  }
  return g_steal_pointer(&key);
}

static CrEffectStatus
status_after(CrOutcome outcome, CrEffectStatus held_as) {
  switch (outcome) {
  case CR_OUTCOME_SENT:
    return CR_EFFECT_SENT;
  case CR_OUTCOME_DRAFTED:
    return CR_EFFECT_DRAFT;
  case CR_OUTCOME_IN_DOUBT:
    return CR_EFFECT_IN_DOUBT;
  case CR_OUTCOME_HELD:
  case CR_OUTCOME_REFUSED:
    return held_as;
  }
  return held_as;
}

/* Keeps what came of a letter, as its status and as a fact. */
static gboolean
settle(CrEngine *engine, CrEffect *letter, CrOutcome outcome, CrEffectStatus held_as,
       const char *text, CrInstant now, GError **error) {
  g_autofree char *stem = g_strdup_printf("outcome:%s:%" G_GINT64_FORMAT, letter->id, now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  int unused;
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_OUTCOME, now, "effect", key);
  fact->outcome = outcome;
  fact->effect_id = g_strdup(letter->id);
  fact->text = g_strdup(text);
  letter->status = status_after(outcome, held_as);
  if (outcome == CR_OUTCOME_SENT || outcome == CR_OUTCOME_DRAFTED)
    letter->at = now;
  g_free(letter->reason);
  letter->reason = g_strdup(text);
  return cr_store_save_effect(engine->store, letter, error) &&
         engine_observe(engine, fact, letter->interview, now, &unused, error);
}

static CrEffect *
load_letter(CrEngine *engine, const char *id, GError **error) {
  g_autoptr(GError) local = NULL;
  CrEffect *letter = cr_store_load_effect(engine->store, id, &local);
  if (letter == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "letter %s is not there any more", id);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return letter;
}

/* Settles the letter when it may not be sent, else puts up the fence and hands it over in *ret_iv.
 * A letter that is pending no longer is somebody else's. */
static gboolean
claim(CrEngine *engine, CrEffect *letter, CrInstant now, CrInterview **ret_iv, GError **error) {
  g_autoptr(GError) local = NULL;
  if (letter->status != CR_EFFECT_PENDING)
    return TRUE;
  g_autoptr(CrInterview) iv = cr_store_load_interview(engine->store, letter->interview, &local);
  if (iv == NULL) {
    if (local == NULL)
      g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "letter %s belongs to no interview",
                  letter->id);
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  CrEffectStatus status;
  CrGuardVerdict verdict = cr_guard_letter(iv, engine->policy, letter, &engine->look, now, FALSE);
  if (verdict != CR_GUARD_SEND || engine->perform == NULL) {
    CrOutcome outcome = cr_guard_outcome(verdict, &status);
    const char *why = outcome == CR_OUTCOME_DRAFTED ? NULL : cr_guard_reasons[verdict];
    return settle(engine, letter, outcome, status, why, now, error);
  }
  letter->status = CR_EFFECT_SENDING;
  letter->at = now;
  if (!cr_store_save_effect(engine->store, letter, error))
    return FALSE;
  *ret_iv = g_steal_pointer(&iv);
  return TRUE;
}

static gboolean
perform(CrEngine *engine, const char *id, CrInstant now, GError **error) {
  g_autoptr(CrInterview) iv = NULL;
  g_autofree char *text = NULL;
  if (!cr_store_begin(engine->store, engine->account, TRUE, error))
    return FALSE;
  g_autoptr(CrEffect) letter = load_letter(engine, id, error);
  if (letter == NULL || !claim(engine, letter, now, &iv, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  if (iv == NULL)
    return TRUE;
  CrOutcome outcome = engine->perform(letter, iv, now, engine->perform_data, &text);
  if (!cr_store_begin(engine->store, engine->account, TRUE, error))
    return FALSE; /* the fence stands: the next look finds it in doubt */
  if (!settle(engine, letter, outcome, CR_EFFECT_HELD, text, now, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  return TRUE;
}

/* Also when the clock was set back since: better asked too early than never. */
static gboolean
is_abandoned(const CrEffect *letter, CrInstant now) {
  return now < letter->at || now - letter->at >= IN_FLIGHT_USEC;
}

static gboolean
report_in_flight(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, 0, CR_EFFECT_SENDING, error);
  for (guint i = 0; letters && i < letters->len; i++)
    if (is_abandoned(letters->pdata[i], now) &&
        !settle(engine, letters->pdata[i], CR_OUTCOME_IN_DOUBT, CR_EFFECT_IN_DOUBT,
                "the program stopped while it was being sent", now, error))
      return FALSE;
  return letters != NULL;
}

static gboolean
list(CrEngine *engine, CrEffectStatus status, GPtrArray **ret_letters, GError **error) {
  if (!cr_store_begin(engine->store, engine->account, FALSE, error))
    return FALSE;
  *ret_letters = cr_store_list_effects(engine->store, 0, (int) status, error);
  cr_store_rollback(engine->store);
  return *ret_letters != NULL;
}

gboolean
engine_recover_outbox(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) in_flight = NULL;
  if (!list(engine, CR_EFFECT_SENDING, &in_flight, error))
    return FALSE;
  guint abandoned = 0;
  for (guint i = 0; i < in_flight->len; i++)
    abandoned += is_abandoned(in_flight->pdata[i], now);
  if (abandoned == 0) /* almost always; then nothing is written */
    return TRUE;
  if (!cr_store_begin(engine->store, engine->account, TRUE, error))
    return FALSE;
  if (!report_in_flight(engine, now, error) || !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  return TRUE;
}

gboolean
engine_empty_outbox(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) pending = NULL;
  if (!list(engine, CR_EFFECT_PENDING, &pending, error))
    return FALSE;
  for (guint i = 0; i < pending->len; i++)
    if (!perform(engine, ((CrEffect *) pending->pdata[i])->id, now, error))
      return FALSE;
  return TRUE;
}

gboolean
engine_outbox_due(CrEngine *engine, CrInstant *ret_due, GError **error) {
  static const CrEffectStatus waiting[] = {CR_EFFECT_SENDING, CR_EFFECT_PENDING};
  CrInstant due = CR_INSTANT_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS(waiting); i++) {
    g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, 0, (int) waiting[i], error);
    if (letters == NULL)
      return FALSE;
    for (guint j = 0; j < letters->len; j++) {
      CrInstant at = ((CrEffect *) letters->pdata[j])->at;
      if (waiting[i] == CR_EFFECT_SENDING)
        at += IN_FLIGHT_USEC;
      due = due == CR_INSTANT_NONE ? at : MIN(due, at);
    }
  }
  *ret_due = due;
  return TRUE;
}
