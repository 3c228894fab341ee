/* The real engine over a database, in memory unless told otherwise. A crash drops the engine and
 * what was not committed. */
#include "base/error.h"
#include "dying-store.h"
#include "engine/engine.h"
#include "sim.h"

const char *sim_engine_db = "sqlite::memory:";
GChecksum *sim_engine_journal;

typedef struct {
  CrStore *store;
  CrEngine *engine;
  GPtrArray *interviews, *effects; /* as last read */
  gint64 told;                     /* the last line that was */
} Kept;

static gint64
account(const Sim *sim) {
  return (gint64) sim->number + 1;
}

static gboolean
is_dead(gpointer data) {
  return ((Sim *) data)->crashed;
}

static gboolean
dies_before(gpointer data) {
  return sim_dies(data, CRASH_BEFORE_COMMIT);
}

static void
committed(gpointer data) {
  sim_dies(data, CRASH_AFTER_COMMIT);
}

static void
check(Sim *sim, gboolean ok, GError *error) {
  if (!ok && !sim->crashed)
    sim_blame(sim, "G", "the engine failed: %s", error ? error->message : "without an error");
  g_clear_error(&error);
}

/* Reading what is kept is not the program's doing, so nobody dies of it. */
static gboolean
pause_death(Sim *sim) {
  gboolean crashed = sim->crashed;
  sim->crashed = FALSE;
  return crashed;
}

static gboolean
knows(Sim *sim, const char *key) {
  Kept *kept = sim->kept;
  gboolean crashed = pause_death(sim), known = FALSE;
  if (cr_store_begin(kept->store, account(sim), FALSE, NULL))
    cr_store_has_fact(kept->store, key, &known, NULL);
  cr_store_rollback(kept->store);
  sim->crashed = crashed;
  return known;
}

/* An act that ends a pursuit, or its undoing, is heard by the other calls as well. */
static gboolean
has_fact(CrStore *store, int interview, const CrFact *fact) {
  g_autoptr(GPtrArray) facts = cr_store_facts(store, interview, 2, NULL);
  g_autofree char *copy = g_strdup_printf("%s#%d", fact->source_key, interview);
  for (guint i = 0; facts && i < facts->len; i++) {
    const char *key = ((CrFact *) facts->pdata[i])->source_key;
    if (g_strcmp0(key, fact->source_key) == 0 ||
        (fact->kind == CR_FACT_ACT && g_strcmp0(key, copy) == 0))
      return TRUE;
  }
  return FALSE;
}

static const CrInterview *
find_interview(GPtrArray *interviews, int id) {
  for (guint i = 0; interviews && i < interviews->len; i++)
    if (((CrInterview *) interviews->pdata[i])->id == id)
      return interviews->pdata[i];
  return NULL;
}

static void
read_lines(Sim *sim) {
  Kept *kept = sim->kept;
  g_autoptr(GPtrArray) lines = cr_store_lines_after(kept->store, kept->told, 100, NULL);
  for (guint i = 0; lines && i < lines->len; i++) {
    const CrTimelineRow *row = lines->pdata[i];
    sim_tell(sim, "    #%d %s: %s", row->interview, row->event, row->text);
    sim_judge_line(sim, find_interview(kept->interviews, row->interview), row->event, row->text);
    kept->told = row->id;
  }
}

/* What is kept now, shown to the judge. fact: one kept since the last time, or NULL. */
static void
read_kept(Sim *sim, const CrFact *fact) {
  Kept *kept = sim->kept;
  gboolean crashed = pause_death(sim);
  g_autoptr(GPtrArray) before = g_steal_pointer(&kept->interviews);
  cr_store_rollback(kept->store);
  if (!cr_store_begin(kept->store, account(sim), FALSE, NULL))
    g_error("the store cannot be read");
  g_clear_pointer(&kept->effects, g_ptr_array_unref);
  kept->interviews =
      cr_store_list_interviews(kept->store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  kept->effects = cr_store_list_effects(kept->store, 0, -1, NULL);
  read_lines(sim);
  for (guint i = 0; i < kept->interviews->len; i++) {
    const CrInterview *iv = kept->interviews->pdata[i];
    gboolean about = fact && has_fact(kept->store, iv->id, fact);
    sim_judge_step(sim, about ? fact : NULL, find_interview(before, iv->id), iv);
  }
  cr_store_rollback(kept->store);
  sim->crashed = crashed;
}

static CrInstant
last_look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  Sim *sim = data;
  if (ret_look == NULL)
    return sim->now;
  read_kept(sim, NULL); /* what it brings is held against what is so by now */
  sim_last_look(sim);
  *ret_look = sim->look;
  return sim->now;
}

static CrOutcome
perform(const CrEffect *letter, const CrInterview *iv, CrInstant now, CrFence *fence, gpointer data,
        char **ret_text) {
  Sim *sim = data;
  CrOutcome outcome = CR_OUTCOME_HELD;
  if (sim_dies(sim, CRASH_BEFORE_FENCE) || sim_breaks_off(sim, &outcome))
    return outcome;
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  read_kept(sim, NULL);
  if (sim_dies(sim, CRASH_BEFORE_EFFECT))
    return CR_OUTCOME_IN_DOUBT;
  outcome = sim_perform(sim, letter, iv);
  sim_while_sending(sim);
  *ret_text = g_strdup(cr_outcome_names[outcome]);
  sim_dies(sim, CRASH_AFTER_EFFECT);
  return outcome;
}

static void
restart(Sim *sim) {
  Kept *kept = sim->kept;
  g_autoptr(GError) error = NULL;
  cr_engine_free(kept->engine);
  cr_store_rollback(kept->store);
  kept->engine = cr_engine_new(kept->store, account(sim), &error);
  g_assert_no_error(error);
  cr_engine_set_performer(kept->engine, perform, sim);
  cr_engine_set_look(kept->engine, last_look, sim);
  cr_engine_set_watched(kept->engine, TRUE, CR_INSTANT_MAX);
  read_kept(sim, NULL);
}

static void
set_policy(Sim *sim) {
  Kept *kept = sim->kept;
  GError *error = NULL;
  check(
      sim,
      cr_engine_set_account(kept->engine, sim->profile, sim->policy, NULL, CR_INSTANT_NONE, &error),
      error);
}

static void
open_up(Sim *sim, CrInterview *first, const CrFact *fact) {
  const DyingStore death = {is_dead, dies_before, committed, sim};
  Kept *kept = sim->kept = g_new0(Kept, 1);
  GError *error = NULL;
  kept->store = cr_store_open(sim_engine_db, &error);
  g_assert_no_error(error);
  dying_store_wrap(kept->store, &death);
  restart(sim);
  set_policy(sim);
  check(sim, cr_engine_watch(kept->engine, first, fact, sim->now, &error), error);
  cr_interview_free(first);
  read_kept(sim, NULL);
}

static void
note(const json_t *json) {
  g_autofree char *text = cr_json_print(json);
  g_checksum_update(sim_engine_journal, (const guchar *) text, -1);
}

/* All that a story left behind, in its order. */
static void
keep_journal(CrStore *store, gint64 of_account) {
  g_assert_true(cr_store_begin(store, of_account, FALSE, NULL));
  g_autoptr(GPtrArray) lines = cr_store_timeline(store, 0, 0, NULL);
  g_autoptr(GPtrArray) facts = cr_store_facts(store, -1, 0, NULL);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, 0, -1, NULL);
  g_autoptr(GPtrArray) interviews =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  for (guint i = 0; i < lines->len; i++) {
    const CrTimelineRow *row = lines->pdata[i];
    g_autoptr(json_t) json =
        json_pack("[i,I,s,s]", row->interview, (json_int_t) row->at, row->event, row->text);
    note(json);
  }
  for (guint i = 0; i < facts->len; i++) {
    g_autoptr(json_t) json = cr_fact_to_json(facts->pdata[i]);
    note(json);
  }
  for (guint i = 0; i < letters->len; i++) {
    g_autoptr(json_t) json = cr_record_to_json(&cr_effect_record, letters->pdata[i]);
    note(json);
  }
  for (guint i = 0; i < interviews->len; i++) {
    g_autoptr(json_t) json = cr_record_to_json(&cr_interview_record, interviews->pdata[i]);
    note(json);
  }
  cr_store_rollback(store);
}

static void
close_down(Sim *sim) {
  Kept *kept = sim->kept;
  sim->crashed = FALSE;
  if (sim_engine_journal)
    keep_journal(kept->store, account(sim));
  g_clear_pointer(&kept->interviews, g_ptr_array_unref);
  g_clear_pointer(&kept->effects, g_ptr_array_unref);
  cr_engine_free(kept->engine);
  cr_store_free(kept->store);
  g_free(kept);
}

static void
observe(Sim *sim, CrFact *fact, int interview) {
  Kept *kept = sim->kept;
  GError *error = NULL;
  gboolean known = knows(sim, fact->source_key);
  int act_of = fact->kind == CR_FACT_ACT ? interview : 0;
  gboolean ok = cr_engine_observe(kept->engine, fact, act_of, sim->now, NULL, &error);
  sim->steps++;
  gboolean undo = fact->kind == CR_FACT_ACT && fact->act == CR_ACT_UNDO;
  if (undo && g_error_matches(error, CR_ERROR, CR_ERROR_CONFLICT)) /* something came of it */
    g_clear_error(&error);
  else
    check(sim, ok, error);
  read_kept(sim, known || !ok ? NULL : fact);
}

static void
tick(Sim *sim) {
  Kept *kept = sim->kept;
  GError *error = NULL;
  gboolean ok = cr_engine_tick(kept->engine, sim->now, &error);
  sim->steps++;
  check(sim, ok, error);
  read_kept(sim, NULL);
}

static void
book(Sim *sim, const CrSpan *span) {
  Kept *kept = sim->kept;
  gboolean crashed = pause_death(sim);
  Crash crash = sim->crash;
  sim->crash = CRASH_NEVER; /* nor of what another program writes */
  g_autofree char *key = g_strdup_printf("busy:%u", sim->facts++);
  const CrBusyTime busy = {.span = *span, .key = key, .uid = key};
  cr_store_rollback(kept->store);
  gboolean ok = cr_store_begin(kept->store, account(sim), TRUE, NULL) &&
                cr_store_put_busy(kept->store, "calendar", &busy, NULL);
  g_assert_true(cr_store_end(kept->store, ok, NULL));
  sim->crash = crash;
  sim->crashed = crashed;
}

static void
ask(Sim *sim, int interview) {
  Kept *kept = sim->kept;
  GError *error = NULL;
  g_autoptr(CrEffect) words = NULL, after = NULL;
  g_autofree char *why = NULL;
  sim->asked = TRUE;
  words = cr_engine_compose(kept->engine, find_interview(kept->interviews, interview), sim->now,
                            &error);
  gboolean ok =
      words && cr_engine_send(kept->engine, interview, words, sim->now, &after, &why, &error);
  sim->steps++;
  check(sim, ok, error);
  if (ok)
    sim_tell(sim, "    %s: %s", after ? cr_effect_status_names[after->status] : "refused", why);
  read_kept(sim, NULL);
  sim->asked = FALSE;
}

static CrInstant
next_due(Sim *sim) {
  Kept *kept = sim->kept;
  GError *error = NULL;
  CrInstant due = CR_INSTANT_NONE;
  gboolean ok = cr_engine_next_due(kept->engine, &due, &error);
  check(sim, ok, error);
  return due;
}

static GPtrArray *
effects(Sim *sim) {
  return ((Kept *) sim->kept)->effects;
}

const Keeper sim_engine_keeper = {.name = "the engine",
                                  .open = open_up,
                                  .close = close_down,
                                  .observe = observe,
                                  .tick = tick,
                                  .restart = restart,
                                  .book = book,
                                  .ask = ask,
                                  .next_due = next_due,
                                  .set_policy = set_policy,
                                  .effects = effects};
