/* One story: what happens next is drawn until the tale is long enough; then the faults stop, and
 * everything that is due must come to rest. */
#include "sim.h"

#include <stdio.h>
#include <string.h>

/* Source: Marsaglia, "Xorshift RNGs", 2003; seeded by splitmix64 so that near seeds differ. */
guint64
sim_random(Sim *sim) {
  guint64 x = sim->random;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  sim->random = x;
  return x * G_GUINT64_CONSTANT(0x2545F4914F6CDD1D);
}

static guint64
mix(guint64 x) {
  x += G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
  return x ^ (x >> 31);
}

guint
sim_below(Sim *sim, guint limit) {
  return (guint) ((sim_random(sim) >> 33) % limit);
}

gboolean
sim_chance(Sim *sim, guint percent) {
  return sim_below(sim, 100) < percent;
}

CrInstant
sim_world(const Sim *sim) {
  return sim->now - sim->skew;
}

static void
set_clock(Sim *sim, CrInstant by) {
  sim->now += by;
  sim->skew += by;
}

void
sim_tell(Sim *sim, const char *format, ...) {
  if (!sim->verbose)
    return;
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  g_autofree char *now = cr_instant_format(sim->now, cr_zone_utc());
  printf("  %s.%06d %s\n", now, (int) (sim->now % CR_SECOND), text);
  va_end(args);
}

gboolean
sim_dies(Sim *sim, Crash point) {
  if (sim->crashed)
    return TRUE;
  if (sim->crash != point || sim->crash_after-- > 0)
    return FALSE;
  static const char *const names[] = {"never",
                                      "before the commit",
                                      "after the commit",
                                      "before the fence",
                                      "before the effect",
                                      "after the effect"};
  sim_tell(sim, "CRASH %s", names[point]);
  sim->crash = CRASH_NEVER;
  return sim->crashed = TRUE;
}

CrOutcome
sim_perform(Sim *sim, const CrEffect *letter, const CrInterview *iv) {
  static const CrOutcome outcomes[] = {CR_OUTCOME_SENT, CR_OUTCOME_SENT,    CR_OUTCOME_SENT,
                                       CR_OUTCOME_SENT, CR_OUTCOME_HELD,    CR_OUTCOME_REFUSED,
                                       CR_OUTCOME_SENT, CR_OUTCOME_IN_DOUBT};
  CrOutcome outcome =
      sim->calm ? CR_OUTCOME_SENT : outcomes[sim_below(sim, G_N_ELEMENTS(outcomes))];
  sim_tell(sim, "PERFORM %s: %s", letter->id, cr_outcome_names[outcome]);
  sim_judge_send(sim, letter, iv, outcome);
  return outcome;
}

gboolean
sim_breaks_off(Sim *sim, CrOutcome *ret_outcome) {
  if (sim->calm || !sim_chance(sim, 10))
    return FALSE;
  *ret_outcome = sim_chance(sim, 70) ? CR_OUTCOME_HELD : CR_OUTCOME_REFUSED;
  sim_tell(sim, "BREAKS OFF: %s", cr_outcome_names[*ret_outcome]);
  return TRUE;
}

static CrInstant
look_age(Sim *sim) {
  static const CrInstant ages[] = {
      0, 1, 59 * CR_SECOND, 60 * CR_SECOND, 60 * CR_SECOND + 1, -CR_SECOND, CR_DAY_USEC};
  return sim_chance(sim, 80) ? 0 : ages[sim_below(sim, G_N_ELEMENTS(ages))];
}

static void
look(Sim *sim) {
  gboolean blind = !sim->calm && sim_chance(sim, 4);
  if (sim->calm || !sim_chance(sim, 10)) /* else the last look stays, and ages */
    sim->look = (CrLastLook){sim->now - (sim->calm ? 0 : look_age(sim)), sim->now, sim->now};
  if (blind)
    sim->look.calls_at = CR_INSTANT_NONE;
}

static void
arm(Sim *sim, guint percent) {
  sim->crash = !sim->calm && sim_chance(sim, percent) ? (Crash) (1 + sim_below(sim, N_CRASHES - 1))
                                                      : CRASH_NEVER;
  /* A tick makes several commits, but seldom performs more than one letter. */
  sim->crash_after = sim->crash >= CRASH_BEFORE_FENCE ? 0 : (int) sim_below(sim, 4);
}

static void
recover(Sim *sim) {
  sim->crash = CRASH_NEVER;
  if (!sim->crashed)
    return;
  if (!sim->calm && sim_chance(sim, 40)) { /* down for a while, or the clock is set meanwhile */
    static const CrInstant gaps[] = {CR_SECOND, CR_HOUR, CR_DAY_USEC, -CR_HOUR, 30 * CR_DAY_USEC};
    CrInstant gap = gaps[sim_below(sim, G_N_ELEMENTS(gaps))];
    if (gap > 0)
      sim->now += gap;
    else
      set_clock(sim, gap);
  }
  sim->crashed = FALSE;
  sim->keeper->restart(sim);
  sim_tell(sim, "restarted");
}

/* meanwhile: within a tick, whose crash stays armed. */
static void
tell_fact(Sim *sim, CrFact *fact, int interview, gboolean meanwhile) {
  if (sim->verbose) {
    g_autofree char *text = sim_describe(sim, fact);
    sim_tell(sim, "#%d %s", interview, text);
  }
  if (!meanwhile)
    arm(sim, 8);
  sim->keeper->observe(sim, fact, interview);
  if (!meanwhile)
    recover(sim);
}

static const CrInterview *
any_interview(Sim *sim) {
  guint count = sim->watches->len;
  guint i = sim_chance(sim, 80) ? count - 1 : sim_below(sim, count);
  return ((Watch *) sim->watches->pdata[i])->last;
}

static void
tick(Sim *sim) {
  arm(sim, 25);
  sim->began = sim->now;
  sim_tell(sim, "tick");
  sim->keeper->tick(sim);
  if (!sim->crashed)
    sim_judge_tick(sim);
  recover(sim);
}

/* Preferably of an hour that a letter offers. */
static void
book(Sim *sim) {
  const GPtrArray *offered = any_interview(sim)->state.offered;
  CrInstant start = sim->now - sim->now % CR_HOUR + (CrInstant) sim_below(sim, 24 * 9) * CR_HOUR;
  if (offered->len && sim_chance(sim, 70))
    start = ((const CrSlot *) offered->pdata[sim_below(sim, offered->len)])->start;
  const CrSpan span = {start, start + CR_HOUR};
  sim_tell(sim, "the calendar is full at %+.1f h", (double) (start - sim->now) / (double) CR_HOUR);
  g_array_append_val(sim->busy, span);
  sim->keeper->book(sim, &span);
}

static void
input(Sim *sim, gboolean meanwhile) {
  const CrInterview *iv = any_interview(sim);
  int id = iv->id;
  gboolean may_book = sim->keeper->book != NULL;
  if (may_book && sim_chance(sim, 8)) {
    book(sim);
    return;
  }
  CrFact *fact =
      may_book && sim_chance(sim, 6) ? sim_other_call(sim, iv) : sim_random_fact(sim, iv);
  tell_fact(sim, fact, id, meanwhile);
  if (sim_chance(sim, 15)) { /* the same again, perhaps by another way */
    if (sim_chance(sim, 40)) {
      g_free(fact->source_key);
      fact->source_key = g_strdup_printf("again:%u", sim->facts++);
    }
    tell_fact(sim, fact, id, meanwhile);
  }
  gboolean undone = fact->kind == CR_FACT_ACT && may_book && !meanwhile && sim_chance(sim, 15);
  cr_fact_free(fact);
  if (undone) {
    g_autoptr(CrFact) undo = sim_undo(sim);
    if (sim_chance(sim, 30))
      tick(sim);
    tell_fact(sim, undo, id, meanwhile);
  }
}

void
sim_last_look(Sim *sim) {
  if (!sim->calm && sim_chance(sim, 30))
    sim->now += (CrInstant) sim_below(sim, 90) * CR_SECOND;
  if (!sim->calm && sim_chance(sim, 3)) /* the clock is set */
    set_clock(sim, ((CrInstant) sim_below(sim, 49) - 24) * CR_HOUR);
  look(sim);
  sim_tell(sim, "last look");
  if (!sim->calm && sim_chance(sim, sim->bustle / 2))
    input(sim, TRUE);
}

void
sim_while_sending(Sim *sim) {
  if (sim->calm || !sim_chance(sim, sim->bustle / 4))
    return;
  sim_tell(sim, "meanwhile");
  input(sim, TRUE);
}

static void
ask(Sim *sim) {
  int id = any_interview(sim)->id;
  if (sim->keeper->ask == NULL)
    return;
  arm(sim, 25);
  sim_tell(sim, "#%d is to be sent", id);
  sim->keeper->ask(sim, id);
  recover(sim);
}

/* To the instant at which something is due, or one microsecond beside it. */
static void
go_to_due(Sim *sim) {
  CrInstant due = sim->keeper->next_due(sim);
  static const CrInstant beside[] = {0, 0, 0, 0, -1, 1, CR_SECOND, 40 * CR_SECOND};
  if (due != CR_INSTANT_NONE)
    sim->now = MAX(sim->now, due + beside[sim_below(sim, G_N_ELEMENTS(beside))]);
  if (sim_chance(sim, sim->bustle / 2)) /* an answer races the letter */
    input(sim, FALSE);
  if (sim_chance(sim, 4))
    ask(sim);
  tick(sim);
}

static void
pass_time(Sim *sim) {
  static const CrInstant spans[] = {
      1,           CR_SECOND,    CR_MINUTE,   5 * CR_MINUTE,   CR_HOUR,
      5 * CR_HOUR, 13 * CR_HOUR, CR_DAY_USEC, 3 * CR_DAY_USEC, 20 * CR_DAY_USEC};
  sim->now += spans[sim_below(sim, G_N_ELEMENTS(spans))];
  if (sim_chance(sim, 70))
    tick(sim);
}

static void
jump_clock(Sim *sim) {
  static const CrInstant jumps[] = {
      -1,           -CR_SECOND,         -5 * CR_MINUTE,    -CR_HOUR,
      -CR_DAY_USEC, -400 * CR_DAY_USEC, CR_HOUR,           2 * CR_HOUR,
      CR_DAY_USEC,  400 * CR_DAY_USEC,  3000 * CR_DAY_USEC};
  set_clock(sim, jumps[sim_below(sim, G_N_ELEMENTS(jumps))]);
  sim_tell(sim, "the clock jumped");
  if (sim_chance(sim, 70))
    tick(sim);
  if (sim_chance(sim, 60)) { /* somebody sets it right */
    set_clock(sim, -sim->skew);
    sim->now += (CrInstant) sim_below(sim, 600) * CR_SECOND;
    sim_tell(sim, "the clock was set right");
    tick(sim);
  }
}

static void
change_policy(Sim *sim) {
  if (sim_chance(sim, 60))
    sim->policy->autopilot = !sim->policy->autopilot;
  else
    sim->policy->grace_hard_min = 1 + (int) sim_below(sim, 120);
  sim_tell(sim, "autopilot %s, %d minutes of grace", sim->policy->autopilot ? "on" : "off",
           sim->policy->grace_hard_min);
  sim->keeper->set_policy(sim);
}

static void
happen(Sim *sim) {
  guint die = sim_below(sim, 100);
  if (die < 80)
    sim_chance(sim, sim->bustle) ? input(sim, FALSE) : go_to_due(sim);
  else if (die < 91)
    pass_time(sim);
  else if (die < 96)
    jump_clock(sim);
  else if (die < 97)
    tick(sim);
  else if (die < 98)
    ask(sim);
  else
    change_policy(sim);
}

/* With the faults over, following the timers must end, and leave nothing behind. */
#define MAX_REST_TICKS 200

static void
come_to_rest(Sim *sim) {
  sim->calm = TRUE;
  sim_tell(sim, "the faults are over");
  tick(sim);
  for (int i = 0; i < MAX_REST_TICKS && !sim->failed; i++) {
    CrInstant due = sim->keeper->next_due(sim);
    if (due == CR_INSTANT_NONE) {
      sim_judge_end(sim);
      return;
    }
    sim->now = MAX(sim->now, due);
    tick(sim);
  }
  if (!sim->failed)
    sim_blame(sim, "D", "the timers never come to rest");
}

static void
set_up(Sim *sim) {
  static char *emails[] = {"alex@candidate.example", NULL};
  static const char *const zones[] = {"America/Chicago", "Europe/Paris", "Asia/Kolkata"};
  sim->profile = cr_profile_new();
  sim->profile->name = g_strdup("Alex Morgan");
  sim->profile->emails = g_strdupv(emails);
  sim->profile->phone = g_strdup("+13125550142");
  sim->profile->zone = g_strdup(zones[sim_below(sim, G_N_ELEMENTS(zones))]);
  sim->policy = cr_policy_new_default();
  sim->policy->autopilot = sim_chance(sim, 80);
  if (sim_chance(sim, 20))
    sim->policy->grace_soft_min = (int) sim_below(sim, 20);
  if (sim_chance(sim, 20))
    sim->policy->grace_hard_min = 1 + (int) sim_below(sim, 30);
  if (sim_chance(sim, 10))
    sim->policy->letter_after_min = 1 + (int) sim_below(sim, 240);
  if (sim_chance(sim, 10))
    sim->policy->nudge_first_days = sim->policy->nudge_last_days = 1;
  static const guint bustles[] = {0, 3, 10, 25, 50};
  sim->bustle = bustles[sim_below(sim, G_N_ELEMENTS(bustles))];
  sim->watches = g_ptr_array_new_with_free_func(sim_watch_free);
  sim->busy = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  sim->reached = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  CrInterview *first = sim_first_interview(sim);
  static const CrInstant ahead[] = {9 * CR_DAY_USEC, CR_DAY_USEC, 2 * CR_HOUR, CR_MINUTE};
  sim->now = first->start - ahead[sim_below(sim, G_N_ELEMENTS(ahead))];
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, sim->now, "candidate", "added:first");
  fact->trust = CR_TRUST_OWN;
  sim->keeper->open(sim, first, fact);
}

gboolean
sim_story(const Keeper *keeper, guint64 seed, guint64 number, gboolean verbose,
          guint64 *ret_steps) {
  Sim sim = {.keeper = keeper, .verbose = verbose, .seed = seed, .number = number};
  sim.random = mix(mix(seed) ^ number) | 1;
  set_up(&sim);
  for (guint left = 4 + sim_below(&sim, 24); left > 0 && !sim.failed; left--)
    happen(&sim);
  if (!sim.failed)
    come_to_rest(&sim);
  keeper->close(&sim);
  cr_profile_free(sim.profile);
  cr_policy_free(sim.policy);
  g_ptr_array_unref(sim.watches);
  g_array_unref(sim.busy);
  g_hash_table_unref(sim.reached);
  if (ret_steps)
    *ret_steps += sim.steps;
  return !sim.failed;
}
