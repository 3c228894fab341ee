/* Letters leave here, each at most once. A pending letter that the guard would let pass is handed
 * to the performer, which brings it to the last moment before it cannot be taken back, and asks the
 * fence. There all sources are read again, and in one transaction the letter is looked at by the
 * guard, on the newest state, and marked as being sent. Whoever finds it pending no longer breaks
 * off: so of several processes one sends it, and before the fence a crash costs nothing. A letter
 * found with the mark was in flight when the program stopped: nobody knows whether it arrived, so
 * it is in doubt, and never sent again by itself. */
#include "engine/letter-private.h"

/* Whoever asked for a letter takes it to the fence within so long, reading all sources first. */
#define ASKED_USEC (5 * CR_MINUTE)

static CrInstant
given_up_at(const CrEffect *letter) {
  return letter->status == CR_EFFECT_SENDING ? letter->at + CR_IN_FLIGHT_USEC
         : letter->asked                     ? letter->at + ASKED_USEC
                                             : letter->at;
}

/* Also when the clock was set back since: better asked too early than never. A little ahead is only
 * who looked at the clock before the other did. */
static gboolean
is_abandoned(const CrEffect *letter, CrInstant now) {
  return now + CR_IN_FLIGHT_USEC < letter->at || now >= given_up_at(letter);
}

static gboolean
report_in_flight(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, 0, CR_EFFECT_SENDING, error);
  for (guint i = 0; letters && i < letters->len; i++)
    if (is_abandoned(letters->pdata[i], now) &&
        !letter_settle(engine, letters->pdata[i], CR_OUTCOME_IN_DOUBT, CR_EFFECT_IN_DOUBT,
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
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store, report_in_flight(engine, now, error), error);
}

/* A wish of a while ago is not fulfilled behind the candidate's back. */
static gboolean
give_back(CrEngine *engine, const char *id, CrInstant now, GError **error) {
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  g_autoptr(CrEffect) letter = letter_load(engine, id, error);
  gboolean ok = letter != NULL;
  if (ok && letter->status == CR_EFFECT_PENDING && letter->asked && is_abandoned(letter, now))
    ok = letter_settle(engine, letter, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT,
                       "the program stopped before it was sent", now, error);
  return cr_store_end(engine->store, ok, error);
}

static gboolean
see_to(CrEngine *engine, const CrEffect *letter, CrInstant now, gboolean *ret_performed,
       GError **error) {
  if (letter->asked && !is_abandoned(letter, now))
    return TRUE;
  *ret_performed = TRUE;
  return letter->asked ? give_back(engine, letter->id, now, error)
                       : engine_perform(engine, letter->id, FALSE, now, error);
}

/* One of which nothing can be made keeps no other; a database that cannot be written keeps all. */
gboolean
engine_empty_outbox(CrEngine *engine, CrInstant now, gboolean *ret_performed, GError **error) {
  g_autoptr(GPtrArray) pending = NULL;
  g_autoptr(GError) first = NULL;
  *ret_performed = FALSE;
  if (engine->leaves_outbox)
    return TRUE;
  if (!list(engine, CR_EFFECT_PENDING, &pending, error))
    return FALSE;
  for (guint i = 0; i < pending->len && !engine_tries_again(first, 0); i++) {
    g_autoptr(GError) local = NULL;
    if (!see_to(engine, pending->pdata[i], now, ret_performed, &local) && first == NULL)
      first = g_steal_pointer(&local);
  }
  if (first == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&first));
  return FALSE;
}

gboolean
engine_outbox_due(CrEngine *engine, CrInstant *ret_due, GError **error) {
  CrInstant due = CR_INSTANT_NONE;
  g_autoptr(GPtrArray) waiting = cr_store_list_waiting(engine->store, error);
  for (guint i = 0; waiting && i < waiting->len; i++) {
    const CrEffect *letter = waiting->pdata[i];
    CrInstant at = given_up_at(letter);
    if (letter->status == CR_EFFECT_SENDING || !engine->leaves_outbox)
      due = due == CR_INSTANT_NONE ? at : MIN(due, at);
  }
  *ret_due = due;
  return waiting != NULL;
}

gboolean
engine_draft_outbox(CrEngine *engine, const char *why, CrInstant now, gboolean *ret_all,
                    GError **error) {
  g_autoptr(GPtrArray) waiting = cr_store_list_waiting(engine->store, error);
  *ret_all = TRUE;
  for (guint i = 0; waiting && i < waiting->len; i++) {
    const CrEffect *letter = waiting->pdata[i];
    if (letter->status != CR_EFFECT_PENDING || letter->asked)
      *ret_all = FALSE;
    else if (!engine_draft(engine, letter->id, why, now, error))
      return FALSE;
  }
  return waiting != NULL;
}
