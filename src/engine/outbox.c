/* Letters leave here, each at most once. A pending letter that the guard would let pass is handed
 * to the performer, which brings it to the last moment before it cannot be taken back, and asks the
 * fence. There all sources are read again, and in one transaction the letter is looked at by the
 * guard, on the newest state, and marked as being sent. Whoever finds it pending no longer breaks
 * off: so of several processes one sends it, and before the fence a crash costs nothing. A letter
 * found with the mark was in flight when the program stopped: nobody knows whether it arrived, so
 * it is in doubt, and never sent again by itself. */
#include "base/error.h"
#include "base/tally.h"
#include "engine/engine-private.h"
#include "engine/pause.h"
#include "store/audit.h"

/* As long as this another process may still be sending it, and will say what came of it. */
#define IN_FLIGHT_USEC CR_MINUTE
/* Whoever asked for a letter takes it to the fence within so long, reading all sources first. */
#define ASKED_USEC (5 * CR_MINUTE)
#define MAX_HOMES 5
#define PATIENCE 10 /* times the seconds for which the store looks for its server */

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
      [CR_OUTCOME_IN_DOUBT] = CR_TALLY_IN_DOUBT, [CR_OUTCOME_SENDING] = CR_TALLY_FENCED,
  };
  cr_tally(tallies[outcome]);
}

/* What went out, or may have, in the candidate's name; and the facts on which that was decided. */
static gboolean
note_deed(CrEngine *engine, CrDeedKind kind, const CrEffect *letter, gboolean asked, CrInstant now,
          GError **error) {
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
         note_deed(engine, sent ? CR_DEED_LETTER_SENT : CR_DEED_LETTER_IN_DOUBT, letter, asked, now,
                   error);
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

static CrInterview *
load_interview(CrEngine *engine, const CrEffect *letter, GError **error) {
  g_autoptr(GError) local = NULL;
  CrInterview *iv = cr_store_load_interview(engine->store, letter->interview, &local);
  if (iv == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "letter %s belongs to no interview", letter->id);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return iv;
}

/* What the candidate asked for and could not have is not tried again behind their back: it is a
 * draft, which they may ask for again. */
static CrOutcome
not_now(gboolean asked, CrOutcome outcome, CrEffectStatus *status) {
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

/* TRUE with *ret_passes: the guard's word. What does not pass is settled. */
static gboolean
ask_guard(CrEngine *engine, const CrInterview *iv, CrEffect *letter, gboolean asked,
          const CrLastLook *look, CrInstant now, gboolean *ret_passes, GError **error) {
  CrEffectStatus status = CR_EFFECT_HELD;
  g_autoptr(GError) local = NULL;
  CrGuardVerdict verdict = cr_guard_letter(iv, engine->policy, letter, look, now, asked);
  gboolean may = verdict == CR_GUARD_SEND && engine->perform != NULL;
  g_autofree char *pause = may ? why_paused(engine, &local) : NULL;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  *ret_passes = may && pause == NULL;
  if (*ret_passes)
    return TRUE;
  if (pause) {
    CrOutcome held = not_now(asked, CR_OUTCOME_HELD, &status);
    return settle(engine, letter, held, status, pause, now, error);
  }
  if (verdict == CR_GUARD_SEND && engine->awaits_sender && !asked)
    return settle(engine, letter, CR_OUTCOME_HELD, CR_EFFECT_HELD,
                  "the keeper, which sends it, is not running; it goes out when it runs, or when "
                  "you send it",
                  now, error);
  CrOutcome outcome = cr_guard_outcome(verdict, &status);
  const char *why = outcome == CR_OUTCOME_DRAFTED ? NULL : cr_guard_reasons[verdict];
  outcome = not_now(asked, outcome, &status);
  return settle(engine, letter, outcome, status, why, now, error);
}

/* By the rules that its clocks have now, the call begins at another time than the one by which the
 * letter was made. */
static gboolean
put_off(CrEngine *engine, const CrInterview *iv, CrEffect *letter, gboolean asked, CrInstant now,
        GError **error) {
  CrEffectStatus status = CR_EFFECT_HELD;
  CrOutcome outcome = not_now(asked, CR_OUTCOME_HELD, &status);
  return settle(engine, letter, outcome, status, "the rules for their clocks have changed", now,
                error) &&
         engine_recheck(engine, iv, NULL, now, error);
}

/* Whether it is worth beginning: as if all had been read just now. *ret_letter and *ret_iv stay
 * NULL when not: it is settled, or somebody else's. */
static gboolean
begin(CrEngine *engine, const char *id, gboolean asked, CrInstant now, CrEffect **ret_letter,
      CrInterview **ret_iv, GError **error) {
  const CrLastLook fresh = {now, now, now};
  gboolean passes;
  g_autoptr(CrEffect) letter = load_letter(engine, id, error);
  if (letter == NULL)
    return FALSE;
  if (letter->status != CR_EFFECT_PENDING)
    return TRUE;
  g_autoptr(CrInterview) iv = load_interview(engine, letter, error);
  if (iv && engine_has_moved(iv))
    return put_off(engine, iv, letter, asked, now, error);
  if (iv == NULL || !ask_guard(engine, iv, letter, asked, &fresh, now, &passes, error))
    return FALSE;
  if (passes) {
    *ret_letter = g_steal_pointer(&letter);
    *ret_iv = g_steal_pointer(&iv);
  }
  return TRUE;
}

/* After a standby took over */

/* When the letter could have gone out first, by what is known of its call. */
static CrInstant
earliest(const CrEffect *letter, const CrInterview *iv) {
  const CrState *s = &iv->state;
  if (letter->step == CR_STEP_NUDGE && !letter->asked)
    return s->letter_at;
  return MAX(s->missed_at, MAX(s->last_out, s->answered_at));
}

/* The candidate was asked since, and has answered. */
static gboolean
was_asked_about(CrEngine *engine, const CrEffect *letter, gboolean *ret_asked, GError **error) {
  g_autoptr(GPtrArray) facts = cr_store_facts(engine->store, letter->interview, 0, error);
  *ret_asked = FALSE;
  for (guint i = 0; facts && i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    *ret_asked = *ret_asked ||
                 (fact->kind == CR_FACT_OUTCOME && fact->outcome == CR_OUTCOME_IN_DOUBT &&
                  fact->at >= engine->home.since && g_strcmp0(fact->effect_id, letter->id) == 0);
  }
  return facts != NULL;
}

/* What the former primary kept last may be lost, the fence of this very letter, too: it may have
 * gone out. Were it in Sent, the last look would have found it. */
static gboolean
may_be_out(CrEngine *engine, const CrEffect *letter, const CrInterview *iv, gboolean *ret_may,
           GError **error) {
  gboolean asked = FALSE;
  *ret_may = engine->home.since != CR_INSTANT_NONE && earliest(letter, iv) <= engine->home.since;
  if (*ret_may && !was_asked_about(engine, letter, &asked, error))
    return FALSE;
  *ret_may = *ret_may && !asked;
  return TRUE;
}

/* The fence */

struct _CrFence {
  CrEngine *engine;
  const CrEffect *letter;       /* as the performer has it */
  const CrInterview *interview; /* when it began */
  gboolean asked;
  CrInstant now;
  enum { AHEAD, PASSED, REFUSED } place;
  GError *error; /* of REFUSED: it could not be kept, nothing is settled */
};

static gboolean
is_same_letter(const CrEffect *a, const CrEffect *b) {
  g_autoptr(json_t) one = cr_record_to_json(&cr_effect_record, a);
  g_autoptr(json_t) other = cr_record_to_json(&cr_effect_record, b);
  return json_equal(one, other);
}

/* F: who looked at what, and when, before the letter went. */
static gboolean
keep_passage(CrEngine *engine, CrEffect *letter, const CrLastLook *look, CrInstant now,
             GError **error) {
  g_autofree char *stem = g_strdup_printf("sending:%s:%" G_GINT64_FORMAT, letter->id, now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  int unused;
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_OUTCOME, now, "guard", key);
  fact->outcome = CR_OUTCOME_SENDING;
  fact->effect_id = g_strdup(letter->id);
  fact->mail_at = look->mail_at;
  fact->calendar_at = look->calendar_at;
  fact->calls_at = look->calls_at;
  letter->status = CR_EFFECT_SENDING;
  letter->at = now;
  count(fact->outcome);
  return cr_store_save_effect(engine->store, letter, error) &&
         engine_observe(engine, fact, letter->interview, now, &unused, error) &&
         note_deed(engine, CR_DEED_LETTER_SENDING, letter, letter->asked, now, error);
}

/* An answer is to what they had said when the candidate asked for it to be sent. */
static gboolean
has_news(const CrFence *fence, const CrInterview *iv) {
  g_autoptr(json_t) before = cr_record_to_json(&cr_state_record, &fence->interview->state);
  g_autoptr(json_t) after = cr_record_to_json(&cr_state_record, &iv->state);
  gboolean answer = g_strcmp0(fence->interview->state.answer, fence->letter->id) == 0;
  return answer && !json_equal(before, after);
}

static gboolean
cross(CrFence *fence, const CrLastLook *look, gboolean *ret_passes, GError **error) {
  CrEngine *engine = fence->engine;
  *ret_passes = FALSE;
  g_autoptr(CrEffect) letter = load_letter(engine, fence->letter->id, error);
  if (letter == NULL)
    return FALSE;
  if (!is_same_letter(letter, fence->letter))
    return TRUE; /* sent, settled or written anew meanwhile */
  g_autoptr(CrInterview) iv = load_interview(engine, letter, error);
  if (iv && has_news(fence, iv))
    return settle(engine, letter, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT,
                  "something new came in; please look at it first", fence->now, error);
  gboolean doubtful;
  if (iv == NULL ||
      !ask_guard(engine, iv, letter, fence->asked, look, fence->now, ret_passes, error) ||
      (*ret_passes && !may_be_out(engine, letter, iv, &doubtful, error)))
    return FALSE;
  if (*ret_passes && doubtful) {
    *ret_passes = FALSE;
    return settle(engine, letter, CR_OUTCOME_IN_DOUBT, CR_EFFECT_IN_DOUBT,
                  "the database's standby took over while it may have been on its way", fence->now,
                  error);
  }
  return !*ret_passes || keep_passage(engine, letter, look, fence->now, error);
}

/* A transaction in the place that was looked at: a connection that is made anew may lead to another
 * one. */
static gboolean
begin_at_home(CrEngine *engine, CrInstant now, GError **error) {
  for (int i = 0; i < MAX_HOMES; i++) {
    if (!cr_store_find_home(engine->store, now, &engine->home, error) ||
        !engine_begin(engine, TRUE, error))
      return FALSE;
    if (cr_store_is_at_home(engine->store))
      return TRUE;
    cr_store_rollback(engine->store);
  }
  g_set_error(error, CR_ERROR, CR_ERROR_LOST, "the database's server changes all the time");
  return FALSE;
}

gboolean
cr_fence_pass(CrFence *fence) {
  CrEngine *engine = fence->engine;
  CrLastLook look = {CR_INSTANT_NONE, CR_INSTANT_NONE, CR_INSTANT_NONE};
  gboolean passes;
  if (fence->place != AHEAD)
    return FALSE;
  fence->place = REFUSED;
  if (engine->look)
    fence->now = engine->look(engine, fence->now, &look, engine->look_data);
  if (!begin_at_home(engine, fence->now, &fence->error))
    return FALSE;
  if (!cross(fence, &look, &passes, &fence->error) ||
      !cr_store_commit(engine->store, &fence->error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  if (passes)
    fence->place = PASSED;
  return passes;
}

const CrProfile *
cr_fence_profile(const CrFence *fence) {
  return fence->engine->profile;
}

/* Sending */

/* Without the fence nothing can have arrived; a performer that says so nevertheless is not
 * believed. */
static CrOutcome
believe(const CrFence *fence, CrOutcome outcome) {
  gboolean arrived = outcome == CR_OUTCOME_SENT || outcome == CR_OUTCOME_IN_DOUBT;
  return fence->place == AHEAD && arrived ? CR_OUTCOME_IN_DOUBT : outcome;
}

static gboolean
keep_outcome(CrEngine *engine, const CrFence *fence, CrOutcome outcome, const char *text,
             GError **error) {
  g_autoptr(CrEffect) letter = load_letter(engine, fence->letter->id, error);
  if (letter == NULL)
    return FALSE;
  if (fence->place == AHEAD && !is_same_letter(letter, fence->letter))
    return TRUE; /* somebody else's by now */
  gboolean open = letter->status == CR_EFFECT_SENDING || letter->status == CR_EFFECT_IN_DOUBT;
  if (fence->place == PASSED && !open && outcome != CR_OUTCOME_SENT)
    return TRUE; /* it took so long that the candidate was asked, and has answered */
  CrEffectStatus status = CR_EFFECT_HELD;
  outcome = not_now(fence->asked, believe(fence, outcome), &status);
  return settle(engine, letter, outcome, status, text, fence->now, error);
}

static gboolean
keep_outcome_once(CrEngine *engine, const CrFence *fence, CrOutcome outcome, const char *text,
                  GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store, keep_outcome(engine, fence, outcome, text, error), error);
}

/* While a standby takes over: what is known of a letter that is out is worth waiting for. */
static gboolean
keep_outcome_at_last(CrEngine *engine, const CrFence *fence, CrOutcome outcome, const char *text,
                     GError **error) {
  for (int i = 0;; i++) {
    g_autoptr(GError) local = NULL;
    if (keep_outcome_once(engine, fence, outcome, text, &local))
      return TRUE;
    if (i + 1 < PATIENCE && g_error_matches(local, CR_ERROR, CR_ERROR_LOST))
      continue;
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
}

gboolean
engine_perform(CrEngine *engine, const char *id, gboolean asked, CrInstant now, GError **error) {
  g_autoptr(CrEffect) letter = NULL;
  g_autoptr(CrInterview) iv = NULL;
  g_autofree char *text = NULL;
  if (!begin_at_home(engine, now, error))
    return FALSE;
  if (!begin(engine, id, asked, now, &letter, &iv, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  if (letter == NULL)
    return TRUE;
  CrFence fence = {.engine = engine, .letter = letter, .interview = iv, .asked = asked, .now = now};
  CrOutcome outcome = engine->perform(letter, iv, now, &fence, engine->perform_data, &text);
  if (fence.error) {
    g_propagate_error(error, fence.error);
    return FALSE;
  }
  if (fence.place == REFUSED)
    return TRUE;
  /* Fails with the mark: the next look finds it in doubt. */
  return keep_outcome_at_last(engine, &fence, outcome, text, error);
}

static CrInstant
given_up_at(const CrEffect *letter) {
  return letter->status == CR_EFFECT_SENDING ? letter->at + IN_FLIGHT_USEC
         : letter->asked                     ? letter->at + ASKED_USEC
                                             : letter->at;
}

/* Also when the clock was set back since: better asked too early than never. A little ahead is only
 * who looked at the clock before the other did. */
static gboolean
is_abandoned(const CrEffect *letter, CrInstant now) {
  return now + IN_FLIGHT_USEC < letter->at || now >= given_up_at(letter);
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
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (!report_in_flight(engine, now, error) || !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  return TRUE;
}

/* A wish of a while ago is not fulfilled behind the candidate's back. */
static gboolean
give_back(CrEngine *engine, const char *id, CrInstant now, GError **error) {
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  g_autoptr(CrEffect) letter = load_letter(engine, id, error);
  gboolean ok = letter != NULL;
  if (ok && letter->status == CR_EFFECT_PENDING && letter->asked && is_abandoned(letter, now))
    ok = settle(engine, letter, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT,
                "the program stopped before it was sent", now, error);
  if (ok && cr_store_commit(engine->store, error))
    return TRUE;
  cr_store_rollback(engine->store);
  return FALSE;
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

gboolean
engine_empty_outbox(CrEngine *engine, CrInstant now, gboolean *ret_performed, GError **error) {
  g_autoptr(GPtrArray) pending = NULL;
  *ret_performed = FALSE;
  if (engine->leaves_outbox)
    return TRUE;
  if (!list(engine, CR_EFFECT_PENDING, &pending, error))
    return FALSE;
  for (guint i = 0; i < pending->len; i++)
    if (!see_to(engine, pending->pdata[i], now, ret_performed, error))
      return FALSE;
  return TRUE;
}

gboolean
engine_outbox_due(CrEngine *engine, CrInstant *ret_due, GError **error) {
  static const CrEffectStatus waiting[] = {CR_EFFECT_SENDING, CR_EFFECT_PENDING};
  CrInstant due = CR_INSTANT_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS(waiting); i++) {
    if (waiting[i] == CR_EFFECT_PENDING && engine->leaves_outbox)
      continue;
    g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, 0, (int) waiting[i], error);
    if (letters == NULL)
      return FALSE;
    for (guint j = 0; j < letters->len; j++) {
      CrInstant at = given_up_at(letters->pdata[j]);
      due = due == CR_INSTANT_NONE ? at : MIN(due, at);
    }
  }
  *ret_due = due;
  return TRUE;
}
