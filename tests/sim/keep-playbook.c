/* The bare playbook with the engine's protocol: what is kept and what is only in flight. */
#include "playbook/playbook.h"
#include "sim.h"

#include <string.h>

typedef struct {
  GPtrArray *interviews; /* CrInterview: id - 1 */
  GPtrArray *effects;    /* CrEffect */
  GHashTable *keys;
} Kept;

static CrEffect *
find_effect(Kept *kept, const char *id) {
  for (guint i = 0; i < kept->effects->len; i++)
    if (g_str_equal(((CrEffect *) kept->effects->pdata[i])->id, id))
      return kept->effects->pdata[i];
  return NULL;
}

static void
keep_effect(Kept *kept, CrEffect *effect) {
  CrEffect *old = find_effect(kept, effect->id);
  if (old)
    cr_record_assign(&cr_effect_record, old, effect);
  else
    g_ptr_array_add(kept->effects, cr_effect_copy(effect));
}

/* As the engine writes letters: an address, and times on offer. */
static void
write_letter(Sim *sim, CrInterview *iv, CrEffect *effect) {
  const char *to = iv->state.deputy.email ? iv->state.deputy.email : iv->contact.email;
  gboolean gone = iv->state.address_gone && g_strcmp0(to, iv->contact.email) == 0;
  effect->to = gone ? NULL : g_strdup(to);
  for (int i = 1; i <= 2; i++) {
    CrSlot *slot = cr_slot_new();
    slot->start = sim->now - sim->now % CR_HOUR + i * CR_DAY_USEC;
    slot->end = slot->start + 30 * CR_MINUTE;
    g_ptr_array_add(iv->state.offered, slot);
  }
  guint extra = iv->state.offered->len > 6 ? iv->state.offered->len - 6 : 0;
  for (guint i = 0; i < extra; i++)
    cr_slot_free(iv->state.offered->pdata[i]);
  if (extra)
    g_ptr_array_remove_range(iv->state.offered, 0, extra);
}

static CrDecision *
decide(Sim *sim, const CrInterview *iv, const CrFact *fact) {
  CrContext context = {
      .profile = sim->profile, .policy = sim->policy, .mail_watched = TRUE, .calls_watched = TRUE};
  sim->steps++;
  CrDecision *decision = cr_playbook_step(&context, iv, fact, sim->now);
  for (guint i = 0; i < decision->effects->len; i++)
    write_letter(sim, decision->interview, decision->effects->pdata[i]);
  for (guint i = 0; i < decision->lines->len; i++) {
    const CrLine *line = decision->lines->pdata[i];
    sim_judge_line(sim, decision->interview, cr_line_names[line->kind], line->text);
    sim_tell(sim, "    %s: %s", cr_line_names[line->kind], line->text);
  }
  return decision;
}

static void
keep_interview(Sim *sim, CrInterview *after, const CrFact *fact) {
  Kept *kept = sim->kept;
  CrInterview *before = NULL;
  if ((guint) after->id > kept->interviews->len) {
    g_ptr_array_add(kept->interviews, after);
  } else {
    before = kept->interviews->pdata[after->id - 1];
    kept->interviews->pdata[after->id - 1] = after;
  }
  sim_judge_step(sim, fact, before, after);
  cr_interview_free(before);
}

/* One transaction: all of it is kept, or the keeper dies and nothing is. letter: one whose status
 * is kept with the fact, or NULL. */
static void
commit(Sim *sim, const CrFact *fact, CrDecision *decision, CrEffect *letter) {
  Kept *kept = sim->kept;
  g_autoptr(CrDecision) born = NULL;
  if (decision->successor) {
    CrFact *heard = cr_fact_new(CR_FACT_ADDED, fact->at, fact->source, "succeed");
    decision->successor->id = (int) kept->interviews->len + 1;
    decision->successor->added = CR_INSTANT_NONE;
    decision->interview->state.successor = decision->successor->id;
    born = decide(sim, decision->successor, heard);
    cr_fact_free(heard);
  }
  if (sim_dies(sim, CRASH_BEFORE_COMMIT))
    return;
  if (letter)
    keep_effect(kept, letter);
  for (guint i = 0; i < decision->effects->len; i++)
    keep_effect(kept, decision->effects->pdata[i]);
  for (guint i = 0; i < decision->settled->len; i++) {
    const CrSettled *settled = decision->settled->pdata[i];
    CrEffect *kept_letter = find_effect(kept, settled->effect_id);
    if (kept_letter == NULL)
      continue;
    kept_letter->status = settled->status;
    g_free(kept_letter->reason);
    kept_letter->reason = g_strdup(settled->reason);
  }
  g_hash_table_add(kept->keys, g_strdup(fact->source_key));
  keep_interview(sim, g_steal_pointer(&decision->interview), fact);
  if (born)
    keep_interview(sim, g_steal_pointer(&born->interview), NULL);
  sim_dies(sim, CRASH_AFTER_COMMIT);
}

static void
observe(Sim *sim, CrFact *fact, int interview) {
  Kept *kept = sim->kept;
  if (g_hash_table_contains(kept->keys, fact->source_key))
    return;
  g_autoptr(CrDecision) decision = decide(sim, kept->interviews->pdata[interview - 1], fact);
  commit(sim, fact, decision, NULL);
}

static CrInterview *
most_due(Kept *kept) {
  CrInterview *first = NULL;
  for (guint i = 0; i < kept->interviews->len; i++) {
    CrInterview *iv = kept->interviews->pdata[i];
    if (iv->state.due != CR_INSTANT_NONE && (first == NULL || iv->state.due < first->state.due))
      first = iv;
  }
  return first;
}

static void
tick_one(Sim *sim, const CrInterview *iv) {
  CrInstant due = iv->state.due;
  g_autofree char *key = g_strdup_printf("tick:%u", sim->facts++);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, due, "clock", key);
  fact->trust = CR_TRUST_OWN;
  fact->learnt = sim->now;
  g_autoptr(CrDecision) decision = decide(sim, iv, fact);
  const CrState *after = &decision->interview->state;
  if (after->due != CR_INSTANT_NONE && after->due <= due) {
    sim_blame(sim, "loop", "%d does not move on", iv->id);
    sim->crashed = TRUE;
    return;
  }
  commit(sim, fact, decision, NULL);
}

static void
settle(Sim *sim, const char *id, CrOutcome outcome, CrEffectStatus status, const char *text) {
  Kept *kept = sim->kept;
  g_autoptr(CrEffect) letter = cr_effect_copy(find_effect(kept, id));
  g_autofree char *key = g_strdup_printf("outcome:%u", sim->facts++);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_OUTCOME, sim->now, "effect", key);
  fact->trust = CR_TRUST_OWN;
  fact->outcome = outcome;
  fact->effect_id = g_strdup(id);
  fact->text = g_strdup(text);
  letter->status = status;
  g_free(letter->reason);
  letter->reason = g_strdup(text);
  if (sim->verbose) {
    g_autofree char *words = sim_describe(sim, fact);
    sim_tell(sim, "%s", words);
  }
  g_autoptr(CrDecision) decision =
      decide(sim, kept->interviews->pdata[letter->interview - 1], fact);
  commit(sim, fact, decision, letter);
}

/* Settles what the guard does not let pass. */
static gboolean
ask_guard(Sim *sim, const char *id, const CrLastLook *look) {
  Kept *kept = sim->kept;
  const CrEffect *letter = find_effect(kept, id);
  const CrInterview *iv = kept->interviews->pdata[letter->interview - 1];
  CrEffectStatus status;
  CrGuardVerdict verdict = cr_guard_letter(iv, sim->policy, letter, look, sim->now, FALSE);
  if (verdict == CR_GUARD_SEND)
    return TRUE;
  CrOutcome outcome = cr_guard_outcome(verdict, &status);
  settle(sim, id, outcome, status, cr_guard_reasons[verdict]);
  return FALSE;
}

static void
try_letter(Sim *sim, const char *id) {
  static const CrEffectStatus statuses[] = {[CR_OUTCOME_SENT] = CR_EFFECT_SENT,
                                            [CR_OUTCOME_DRAFTED] = CR_EFFECT_DRAFT,
                                            [CR_OUTCOME_HELD] = CR_EFFECT_HELD,
                                            [CR_OUTCOME_REFUSED] = CR_EFFECT_HELD,
                                            [CR_OUTCOME_IN_DOUBT] = CR_EFFECT_IN_DOUBT};
  Kept *kept = sim->kept;
  const CrLastLook fresh = {sim->now, sim->now, sim->now};
  CrOutcome outcome;
  if (!ask_guard(sim, id, &fresh) || sim_dies(sim, CRASH_BEFORE_FENCE))
    return;
  if (sim_breaks_off(sim, &outcome)) {
    settle(sim, id, outcome, statuses[outcome], cr_outcome_names[outcome]);
    return;
  }
  sim_last_look(sim);
  if (sim->crashed || !ask_guard(sim, id, &sim->look) || sim_dies(sim, CRASH_BEFORE_COMMIT))
    return;
  CrEffect *letter = find_effect(kept, id);
  const CrInterview *iv = kept->interviews->pdata[letter->interview - 1];
  letter->status = CR_EFFECT_SENDING; /* the fence */
  letter->at = sim->now;
  if (sim_dies(sim, CRASH_BEFORE_EFFECT))
    return;
  outcome = sim_perform(sim, letter, iv);
  sim_while_sending(sim);
  if (sim_dies(sim, CRASH_AFTER_EFFECT))
    return;
  settle(sim, id, outcome, statuses[outcome], cr_outcome_names[outcome]);
}

/* Whether there was any. */
static gboolean
each_letter(Sim *sim, CrEffectStatus status, void (*handle)(Sim *sim, const char *id)) {
  Kept *kept = sim->kept;
  gboolean any = FALSE;
  for (guint i = 0; i < kept->effects->len && !sim->crashed; i++) {
    CrEffect *letter = kept->effects->pdata[i];
    g_autofree char *id = letter->status == status ? g_strdup(letter->id) : NULL;
    any = any || id;
    if (id)
      handle(sim, id);
  }
  return any;
}

static void
report_in_flight(Sim *sim, const char *id) {
  if (!sim_is_in_flight(find_effect(sim->kept, id), sim->now))
    settle(sim, id, CR_OUTCOME_IN_DOUBT, CR_EFFECT_IN_DOUBT, "stopped while it was being sent");
}

static void
tick_all(Sim *sim) {
  const CrInterview *iv;
  for (int i = 0; (iv = most_due(sim->kept)) && iv->state.due <= sim->now && !sim->crashed; i++) {
    if (i > 100) {
      sim_blame(sim, "loop", "a tick does not end");
      return;
    }
    tick_one(sim, iv);
  }
}

#define MAX_ROUNDS 8

static void
tick(Sim *sim) {
  each_letter(sim, CR_EFFECT_SENDING, report_in_flight);
  tick_all(sim);
  /* A last look may have learnt of what is due at once. */
  for (int round = 0; round < MAX_ROUNDS && each_letter(sim, CR_EFFECT_PENDING, try_letter);
       round++)
    tick_all(sim);
}

static CrInstant
next_due(Sim *sim) {
  Kept *kept = sim->kept;
  const CrInterview *iv = most_due(kept);
  CrInstant due = iv ? iv->state.due : CR_INSTANT_NONE;
  for (guint i = 0; i < kept->effects->len; i++) {
    const CrEffect *effect = kept->effects->pdata[i];
    CrInstant at = effect->status == CR_EFFECT_SENDING ? effect->at + CR_MINUTE : effect->at;
    if ((effect->status == CR_EFFECT_PENDING || effect->status == CR_EFFECT_SENDING) &&
        (due == CR_INSTANT_NONE || at < due))
      due = at;
  }
  return due;
}

static void
open_up(Sim *sim, CrInterview *first, const CrFact *fact) {
  Kept *kept = g_new0(Kept, 1);
  kept->interviews = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  kept->effects = g_ptr_array_new_with_free_func((GDestroyNotify) cr_effect_free);
  kept->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  sim->kept = kept;
  first->id = 1;
  g_autoptr(CrDecision) decision = decide(sim, first, fact);
  cr_interview_free(first);
  commit(sim, fact, decision, NULL);
}

static void
close_down(Sim *sim) {
  Kept *kept = sim->kept;
  g_ptr_array_unref(kept->interviews);
  g_ptr_array_unref(kept->effects);
  g_hash_table_unref(kept->keys);
  g_free(kept);
}

static void
nothing(Sim *sim) {
}

static GPtrArray *
effects(Sim *sim) {
  return ((Kept *) sim->kept)->effects;
}

const Keeper sim_playbook_keeper = {.name = "the playbook",
                                    .open = open_up,
                                    .close = close_down,
                                    .observe = observe,
                                    .tick = tick,
                                    .restart = nothing,
                                    .next_due = next_due,
                                    .set_policy = nothing,
                                    .effects = effects};
