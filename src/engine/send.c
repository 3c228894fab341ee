/* The candidate asks for a letter to be sent. Whether it may go is settled before anything is kept:
 * what is refused leaves no trace. */
#include "engine/engine-private.h"

#include "base/error.h"

static const char *
why_nothing(const CrInterview *iv) {
  if (iv->state.letter == CR_LETTER_IN_DOUBT)
    return "nobody knows whether the last letter went out: look into your sent mail, then say "
           "\"log sent\" or \"log not-sent\"";
  if (iv->state.step == CR_STEP_AWAIT)
    return iv->state.letters > 0 ? "the letter is sent already, and now it is their turn"
                                 : "it is their turn now";
  if (iv->state.phase == CR_PHASE_SCHEDULED || iv->state.phase == CR_PHASE_WAITING)
    return "the call has not been missed yet";
  return iv->state.phase == CR_PHASE_MISSED ? "nothing is to be sent now"
                                            : "nothing needs to be sent any more";
}

static CrInterview *
load(CrEngine *engine, int interview, GError **error) {
  g_autoptr(GError) local = NULL;
  CrInterview *iv = cr_store_load_interview(engine->store, interview, &local);
  if (iv == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no call %d", interview);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return iv;
}

static gboolean
observe_wish(CrEngine *engine, int interview, CrInstant now, GError **error) {
  g_autofree char *stem = g_strdup_printf("act:%d:send:%" G_GINT64_FORMAT, interview, now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  int unused;
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "candidate", key);
  fact->act = CR_ACT_SEND;
  return engine_observe(engine, fact, interview, now, &unused, error);
}

/* The letter's own identity with the words that the candidate saw. */
static void
take_words(CrEffect *letter, const CrEffect *words) {
  g_autoptr(CrEffect) own = cr_effect_copy(letter);
  cr_record_assign(&cr_effect_record, letter, words);
  letter->kind = own->kind;
  letter->status = own->status;
  letter->interview = own->interview;
  letter->step = own->step;
  letter->revision = own->revision;
  letter->at = own->at;
  g_free(letter->id);
  letter->id = g_steal_pointer(&own->id);
  g_free(letter->message_id);
  letter->message_id = g_steal_pointer(&own->message_id);
  g_clear_pointer(&letter->reason, g_free);
}

/* One that is beyond its fence may have gone out: the candidate is asked, and it is not sent anew.
 */
static gboolean
is_under_way(CrEngine *engine, const CrInterview *iv, gboolean *ret_is, GError **error) {
  g_autoptr(GPtrArray) sending =
      cr_store_list_effects(engine->store, iv->id, CR_EFFECT_SENDING, error);
  *ret_is = sending && (sending->len > 0 || iv->state.letter == CR_LETTER_SENDING);
  return sending != NULL;
}

/* *ret_id stays NULL when it may not go: then *ret_why says why, and nothing may be committed. */
static gboolean
prepare(CrEngine *engine, int interview, const CrEffect *words, CrInstant now, char **ret_id,
        char **ret_why, GError **error) {
  const CrLastLook fresh = {now, now, now};
  gboolean under_way;
  g_autoptr(CrInterview) before = load(engine, interview, error);
  if (before == NULL || !is_under_way(engine, before, &under_way, error))
    return FALSE;
  if (under_way) {
    *ret_why = g_strdup("the letter is being sent just now");
    return TRUE;
  }
  if (!observe_wish(engine, interview, now, error))
    return FALSE;
  g_autoptr(CrInterview) iv = load(engine, interview, error);
  g_autoptr(GPtrArray) pending =
      iv ? cr_store_list_effects(engine->store, interview, CR_EFFECT_PENDING, error) : NULL;
  if (pending == NULL)
    return FALSE;
  if (pending->len == 0) {
    *ret_why = g_strdup(why_nothing(before));
    return TRUE;
  }
  CrEffect *letter = pending->pdata[0];
  take_words(letter, words);
  CrGuardVerdict verdict = cr_guard_letter(iv, engine->policy, letter, &fresh, now, TRUE);
  if (verdict != CR_GUARD_SEND) {
    *ret_why = g_strdup(cr_guard_reasons[verdict]);
    return TRUE;
  }
  letter->asked = TRUE;
  letter->at = now;
  *ret_id = g_strdup(letter->id);
  return cr_store_save_effect(engine->store, letter, error);
}

static CrEffect *
load_after(CrEngine *engine, const char *id, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  CrEffect *letter = cr_store_load_effect(engine->store, id, error);
  cr_store_rollback(engine->store);
  return letter;
}

gboolean
cr_engine_send(CrEngine *engine, int interview, const CrEffect *words, CrInstant now,
               CrEffect **ret_letter, char **ret_why, GError **error) {
  g_autofree char *id = NULL, *why = NULL;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (!prepare(engine, interview, words, now, &id, &why, error) ||
      (id && !cr_store_commit(engine->store, error))) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  if (id == NULL) {
    cr_store_rollback(engine->store);
    *ret_letter = NULL;
    *ret_why = g_steal_pointer(&why);
    return TRUE;
  }
  if (!engine_perform(engine, id, TRUE, now, error))
    return FALSE;
  CrEffect *letter = load_after(engine, id, error);
  if (letter == NULL)
    return FALSE;
  *ret_letter = letter;
  *ret_why = letter->status == CR_EFFECT_SENT ? NULL : g_strdup(letter->reason);
  return TRUE;
}
