/* What came of a letter: its status, a fact for the playbook, and a deed of the audit. */
#include "engine/letter-private.h"

#include "base/error.h"
#include "base/tally.h"
#include "engine/pause.h"

static CrEffectStatus
status_after(CrOutcome outcome, CrEffectStatus held_as) {
  switch (outcome) {
  case CR_OUTCOME_SENT:
    return CR_EFFECT_SENT;
  case CR_OUTCOME_DRAFTED:
    return CR_EFFECT_DRAFT;
  case CR_OUTCOME_IN_DOUBT:
    return CR_EFFECT_IN_DOUBT;
  case CR_OUTCOME_SENDING:
    return CR_EFFECT_SENDING;
  case CR_OUTCOME_HELD:
  case CR_OUTCOME_REFUSED:
    return held_as;
  }
  return held_as;
}

static void
count(CrOutcome outcome) {
  static const CrTally tallies[] = {
      [CR_OUTCOME_SENT] = CR_TALLY_SENT,         [CR_OUTCOME_DRAFTED] = CR_TALLY_DRAFTED,
      [CR_OUTCOME_HELD] = CR_TALLY_HELD,         [CR_OUTCOME_REFUSED] = CR_TALLY_REFUSED,
      [CR_OUTCOME_IN_DOUBT] = CR_TALLY_IN_DOUBT,
  };
  cr_tally(tallies[outcome]);
}

gboolean
letter_note_deed(CrEngine *engine, CrDeedKind kind, const CrEffect *letter, gboolean asked,
                 CrInstant now, GError **error) {
  static const CrActor program = {0, NULL};
  const CrActor *actor = asked ? NULL : &program;
  return cr_store_add_deed(engine->store, kind, actor, now, letter->id, error) &&
         (kind == CR_DEED_LETTER_SENDING ||
          cr_store_seal_facts(engine->store, &program, now, NULL, error));
}

static gboolean
note_outcome(CrEngine *engine, CrOutcome outcome, const CrEffect *letter, gboolean asked,
             CrInstant now, GError **error) {
  gboolean sent = outcome == CR_OUTCOME_SENT;
  return (!sent && outcome != CR_OUTCOME_IN_DOUBT) ||
         letter_note_deed(engine, sent ? CR_DEED_LETTER_SENT : CR_DEED_LETTER_IN_DOUBT, letter,
                          asked, now, error);
}

CrFact *
letter_fact(CrEngine *engine, const CrEffect *letter, CrOutcome outcome, CrInstant now,
            GError **error) {
  gboolean fence = outcome == CR_OUTCOME_SENDING;
  g_autofree char *stem =
      g_strdup_printf("%s:%s:%" G_GINT64_FORMAT, fence ? "sending" : "outcome", letter->id, now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  if (key == NULL)
    return NULL;
  CrFact *fact = cr_fact_new(CR_FACT_OUTCOME, now, fence ? "guard" : "effect", key);
  fact->outcome = outcome;
  fact->effect_id = g_strdup(letter->id);
  return fact;
}

gboolean
letter_settle(CrEngine *engine, CrEffect *letter, CrOutcome outcome, CrEffectStatus held_as,
              const char *text, CrInstant now, GError **error) {
  g_autoptr(CrFact) fact = letter_fact(engine, letter, outcome, now, error);
  int unused;
  if (fact == NULL)
    return FALSE;
  fact->text = g_strdup(text);
  letter->status = status_after(outcome, held_as);
  gboolean asked = letter->asked;
  letter->asked = FALSE;
  if (outcome == CR_OUTCOME_SENT || outcome == CR_OUTCOME_DRAFTED)
    letter->at = now;
  g_free(letter->reason);
  letter->reason = g_strdup(text);
  count(outcome);
  return cr_store_save_effect(engine->store, letter, error) &&
         engine_observe(engine, fact, letter->interview, now, &unused, error) &&
         note_outcome(engine, outcome, letter, asked, now, error);
}

CrEffect *
letter_load(CrEngine *engine, const char *id, GError **error) {
  g_autoptr(GError) local = NULL;
  CrEffect *letter = cr_store_load_effect(engine->store, id, &local);
  if (letter == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "letter %s is not there any more", id);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return letter;
}

CrInterview *
letter_load_interview(CrEngine *engine, const CrEffect *letter, GError **error) {
  g_autoptr(GError) local = NULL;
  CrInterview *iv = cr_store_load_interview(engine->store, letter->interview, &local);
  if (iv == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "letter %s belongs to no interview", letter->id);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return iv;
}

CrOutcome
letter_not_now(gboolean asked, CrOutcome outcome, CrEffectStatus *status) {
  gboolean held = outcome == CR_OUTCOME_HELD || outcome == CR_OUTCOME_REFUSED;
  if (!asked || !held || *status != CR_EFFECT_HELD)
    return outcome;
  *status = CR_EFFECT_DRAFT;
  return CR_OUTCOME_DRAFTED;
}

/* Nobody sends anything from a database that may not be the right one, or that keeps what it is
 * told less safely than was promised. */
static char *
why_paused(CrEngine *engine, GError **error) {
  if (engine->home.copy)
    return g_strdup("this database is a restored backup or a copy, which whoever runs this service "
                    "has not confirmed yet (crickets doctor --confirm)");
  if (engine->home.lone)
    return g_strdup("no standby confirms what the database keeps just now");
  return cr_pause_why(engine->store, error);
}

gboolean
letter_ask_guard(CrEngine *engine, const CrInterview *iv, CrEffect *letter, gboolean asked,
                 const CrLastLook *look, CrInstant now, gboolean *ret_passes, GError **error) {
  CrEffectStatus status = CR_EFFECT_HELD;
  g_autoptr(GError) local = NULL;
  CrGuardVerdict verdict = cr_guard_letter(iv, engine->policy, letter, look, now, asked);
  gboolean may = verdict == CR_GUARD_SEND && engine->perform != NULL, taken = FALSE;
  g_autofree char *pause = may ? why_paused(engine, &local) : NULL;
  if (may && !asked && pause == NULL && local == NULL &&
      engine_is_taken(engine, iv, &taken, &local) && taken)
    pause = g_strdup(CR_LETTER_TAKEN);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  *ret_passes = may && pause == NULL;
  if (*ret_passes)
    return TRUE;
  if (pause) {
    CrOutcome held = letter_not_now(asked, CR_OUTCOME_HELD, &status);
    return letter_settle(engine, letter, held, status, pause, now, error);
  }
  if (verdict == CR_GUARD_SEND && engine->awaits_sender && !asked)
    return letter_settle(
        engine, letter, CR_OUTCOME_HELD, CR_EFFECT_HELD,
        "the keeper, which sends it, is not running; it goes out when it runs, or when "
        "you send it",
        now, error);
  CrOutcome outcome = cr_guard_outcome(verdict, &status);
  const char *why = outcome == CR_OUTCOME_DRAFTED ? NULL : cr_guard_reasons[verdict];
  outcome = letter_not_now(asked, outcome, &status);
  return letter_settle(engine, letter, outcome, status, why, now, error);
}
