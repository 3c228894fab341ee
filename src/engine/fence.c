/* One letter's way out: to the fence, over it, and what came of it. */
#include "engine/letter-private.h"

#include "base/error.h"
#include "base/tally.h"

#define MAX_HOMES 5

/* By the rules that its clocks have now, the call begins at another time than the one by which the
 * letter was made. */
static gboolean
put_off(CrEngine *engine, const CrInterview *iv, CrEffect *letter, gboolean asked, CrInstant now,
        GError **error) {
  CrEffectStatus status = CR_EFFECT_HELD;
  CrOutcome outcome = letter_not_now(asked, CR_OUTCOME_HELD, &status);
  return letter_settle(engine, letter, outcome, status, "the rules for their clocks have changed",
                       now, error) &&
         engine_recheck(engine, iv, NULL, now, error);
}

/* It is written anew, with other times; not so what the candidate has written or seen. */
static gboolean
settle_taken(CrEngine *engine, CrEffect *letter, gboolean asked, CrInstant now, GError **error) {
  CrEffectStatus status = CR_EFFECT_HELD;
  CrOutcome outcome =
      letter_not_now(asked, letter->edited ? CR_OUTCOME_REFUSED : CR_OUTCOME_HELD, &status);
  return letter_settle(engine, letter, outcome, status,
                       "a time that it offers does not suit you both any more", now, error);
}

/* Whether it is worth beginning: as if all had been read just now. *ret_letter and *ret_iv stay
 * NULL when not: it is settled, or somebody else's. *ret_stand: whether the times that it offers
 * are free; who asks for others knows why. */
static gboolean
begin(CrEngine *engine, const char *id, gboolean asked, CrInstant now, CrEffect **ret_letter,
      CrInterview **ret_iv, gboolean *ret_stand, GError **error) {
  const CrLastLook fresh = {now, now, now};
  gboolean passes;
  g_autoptr(CrEffect) letter = letter_load(engine, id, error);
  if (letter == NULL)
    return FALSE;
  if (letter->status != CR_EFFECT_PENDING)
    return TRUE;
  g_autoptr(CrInterview) iv = letter_load_interview(engine, letter, error);
  if (iv && engine_has_moved(iv))
    return put_off(engine, iv, letter, asked, now, error);
  if (iv == NULL || !letter_ask_guard(engine, iv, letter, asked, &fresh, now, &passes, error) ||
      (passes && !engine_times_stand(engine, iv, letter, now, ret_stand, error)))
    return FALSE;
  if (passes && !*ret_stand && !asked)
    return settle_taken(engine, letter, asked, now, error);
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
  gboolean stood; /* the times that it offers were free then */
  CrInstant now;
  /* LATE: the mark is kept, but the look was too old by then; nothing was delivered. */
  enum { AHEAD, PASSED, LATE, REFUSED } place;
  GError *error; /* of REFUSED: it could not be kept, nothing is settled */
};

/* F: who looked at what, and when, before the letter went. */
static gboolean
keep_passage(CrEngine *engine, CrEffect *letter, const CrLastLook *look, CrInstant now,
             GError **error) {
  g_autoptr(CrFact) fact = letter_fact(engine, letter, CR_OUTCOME_SENDING, now, error);
  int unused;
  if (fact == NULL)
    return FALSE;
  fact->mail_at = look->mail_at;
  fact->calendar_at = look->calendar_at;
  fact->calls_at = look->calls_at;
  letter->status = CR_EFFECT_SENDING;
  letter->at = now;
  cr_tally(CR_TALLY_FENCED);
  return cr_store_save_effect(engine->store, letter, error) &&
         engine_observe(engine, fact, letter->interview, now, &unused, error) &&
         letter_note_deed(engine, CR_DEED_LETTER_SENDING, letter, letter->asked, now, error);
}

/* An answer is to what they had said when the candidate asked for it to be sent. */
static gboolean
has_news(const CrFence *fence, const CrInterview *iv) {
  const CrState *before = &fence->interview->state;
  return g_strcmp0(before->answer, fence->letter->id) == 0 &&
         !cr_record_equal(&cr_state_record, before, &iv->state);
}

static gboolean
cross(CrFence *fence, const CrLastLook *look, gboolean *ret_passes, GError **error) {
  CrEngine *engine = fence->engine;
  *ret_passes = FALSE;
  g_autoptr(CrEffect) letter = letter_load(engine, fence->letter->id, error);
  if (letter == NULL)
    return FALSE;
  if (!cr_record_equal(&cr_effect_record, letter, fence->letter))
    return TRUE; /* sent, settled or written anew meanwhile */
  g_autoptr(CrInterview) iv = letter_load_interview(engine, letter, error);
  if (iv && has_news(fence, iv))
    return letter_settle(engine, letter, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT,
                         "something new came in; please look at it first", fence->now, error);
  gboolean doubtful, stand = TRUE;
  if (iv == NULL ||
      !letter_ask_guard(engine, iv, letter, fence->asked, look, fence->now, ret_passes, error) ||
      (*ret_passes && fence->stood &&
       !engine_times_stand(engine, iv, letter, fence->now, &stand, error)) ||
      (*ret_passes && !may_be_out(engine, letter, iv, &doubtful, error)))
    return FALSE;
  if (*ret_passes && !stand) {
    *ret_passes = FALSE;
    return settle_taken(engine, letter, fence->asked, fence->now, error);
  }
  if (*ret_passes && doubtful) {
    *ret_passes = FALSE;
    return letter_settle(engine, letter, CR_OUTCOME_IN_DOUBT, CR_EFFECT_IN_DOUBT,
                         "the database's standby took over while it may have been on its way",
                         fence->now, error);
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

/* C: the database may have waited for others, or for a standby, while it kept the mark. */
static gboolean
is_late(CrFence *fence, const CrLastLook *look) {
  CrEngine *engine = fence->engine;
  fence->now = engine->look(engine, fence->now, NULL, engine->look_data);
  return !cr_guard_is_recent(look, fence->now);
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
  if (!cr_store_end(engine->store, cross(fence, &look, &passes, &fence->error), &fence->error))
    return FALSE;
  if (passes)
    fence->place = is_late(fence, &look) ? LATE : PASSED;
  return fence->place == PASSED;
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
  g_autoptr(CrEffect) letter = letter_load(engine, fence->letter->id, error);
  if (letter == NULL)
    return FALSE;
  if (fence->place == AHEAD && !cr_record_equal(&cr_effect_record, letter, fence->letter))
    return TRUE; /* somebody else's by now */
  gboolean open = letter->status == CR_EFFECT_SENDING || letter->status == CR_EFFECT_IN_DOUBT;
  if (fence->place != AHEAD && !open && outcome != CR_OUTCOME_SENT)
    return TRUE; /* it took so long that the candidate was asked, and has answered */
  CrEffectStatus status = CR_EFFECT_HELD;
  outcome = letter_not_now(fence->asked, believe(fence, outcome), &status);
  return letter_settle(engine, letter, outcome, status, text, fence->now, error);
}

static gboolean
keep_outcome_once(CrEngine *engine, const CrFence *fence, CrOutcome outcome, const char *text,
                  GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store, keep_outcome(engine, fence, outcome, text, error), error);
}

/* What is known of a letter that is out is worth waiting for. */
static gboolean
keep_outcome_at_last(CrEngine *engine, const CrFence *fence, CrOutcome outcome, const char *text,
                     GError **error) {
  g_autoptr(GError) local = NULL;
  guint failures = 0;
  do {
    g_clear_error(&local);
    if (keep_outcome_once(engine, fence, outcome, text, &local))
      return TRUE;
  } while (engine_tries_again(local, ++failures));
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
engine_perform(CrEngine *engine, const char *id, gboolean asked, CrInstant now, GError **error) {
  g_autoptr(CrEffect) letter = NULL;
  g_autoptr(CrInterview) iv = NULL;
  g_autofree char *text = NULL;
  gboolean stood = FALSE;
  if (!begin_at_home(engine, now, error) ||
      !cr_store_end(engine->store, begin(engine, id, asked, now, &letter, &iv, &stood, error),
                    error))
    return FALSE;
  if (letter == NULL)
    return TRUE;
  CrFence fence = {.engine = engine,
                   .letter = letter,
                   .interview = iv,
                   .asked = asked,
                   .stood = stood,
                   .now = now};
  CrOutcome outcome = engine->perform(letter, iv, now, &fence, engine->perform_data, &text);
  if (fence.error) {
    g_propagate_error(error, fence.error);
    return FALSE;
  }
  if (fence.place == REFUSED)
    return TRUE;
  if (fence.place == LATE) {
    outcome = CR_OUTCOME_HELD;
    g_free(text);
    text = g_strdup("the database took so long that something new may have come in meanwhile");
  }
  /* Fails with the mark: the next look finds it in doubt. */
  return keep_outcome_at_last(engine, &fence, outcome, text, error);
}

gboolean
engine_draft(CrEngine *engine, const char *id, const char *why, CrInstant now, GError **error) {
  g_autoptr(CrEffect) letter = NULL;
  g_autoptr(CrInterview) iv = NULL;
  gboolean unused;
  return begin(engine, id, FALSE, now, &letter, &iv, &unused, error) &&
         (letter == NULL ||
          letter_settle(engine, letter, CR_OUTCOME_DRAFTED, CR_EFFECT_DRAFT, why, now, error));
}
