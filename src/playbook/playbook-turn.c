/* The few ways in which a turn changes things: lines, evidence, warnings, another time, an end. */
#include "base/limits.h"
#include "playbook/diagnosis.h"
#include "playbook/playbook-private.h"

#include <string.h>

static void
say(Turn *turn, CrLineKind kind, char *text) {
  CrLine *line = g_new(CrLine, 1);
  *line = (CrLine){kind, turn->now, text};
  g_ptr_array_add(turn->decision->lines, line);
}

void
turn_say(Turn *turn, CrLineKind kind, const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(turn, kind, g_strdup_vprintf(format, args));
  va_end(args);
}

void
turn_advise(Turn *turn, CrStep step, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  turn->s->step = step;
  say(turn, CR_LINE_ADVICE, g_strdup_printf("%s: %s", cr_step_names[step], text));
}

gboolean
turn_has_evidence(const Turn *turn, const char *kind) {
  for (guint i = 0; i < turn->s->evidence->len; i++)
    if (strcmp(((CrEvidence *) turn->s->evidence->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

void
turn_witness(Turn *turn, const char *kind, const char *format, ...) {
  GPtrArray *list = turn->s->evidence;
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  for (guint i = 0; i < list->len; i++) {
    const CrEvidence *known = list->pdata[i];
    if (strcmp(known->kind, kind) == 0 &&
        (g_strcmp0(known->source, turn->fact->source) == 0 || strcmp(known->text, text) == 0))
      return;
  }
  if (list->len >= CR_MAX_EVIDENCE)
    return;
  CrEvidence *evidence = cr_evidence_new();
  evidence->kind = g_strdup(kind);
  evidence->text = g_steal_pointer(&text);
  evidence->source = g_strdup(turn->fact->source);
  evidence->at = turn->fact->at;
  g_ptr_array_add(list, evidence);
}

void
turn_retract(Turn *turn, const char *kind) {
  GPtrArray *list = turn->s->evidence;
  for (guint i = list->len; i > 0; i--)
    if (strcmp(((CrEvidence *) list->pdata[i - 1])->kind, kind) == 0)
      cr_evidence_free(g_ptr_array_remove_index(list, i - 1));
}

gboolean
turn_is_warned(const CrState *s, const char *kind) {
  for (guint i = 0; i < s->warnings->len; i++)
    if (strcmp(((CrWarning *) s->warnings->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

void
turn_warn(Turn *turn, const char *kind, const char *format, ...) {
  if (turn_is_warned(turn->s, kind))
    return;
  va_list args;
  va_start(args, format);
  CrWarning *warning = cr_warning_new();
  warning->kind = g_strdup(kind);
  warning->text = g_strdup_vprintf(format, args);
  warning->at = turn->now;
  va_end(args);
  g_ptr_array_add(turn->s->warnings, warning);
  turn_say(turn, CR_LINE_WARNING, "%s: %s", kind, warning->text);
}

void
turn_unwarn(Turn *turn, const char *kind) {
  GPtrArray *list = turn->s->warnings;
  for (guint i = list->len; i > 0; i--)
    if (strcmp(((CrWarning *) list->pdata[i - 1])->kind, kind) == 0)
      cr_warning_free(g_ptr_array_remove_index(list, i - 1));
}

static void
G_GNUC_PRINTF(2, 0) ask(Turn *turn, const char *format, va_list args) {
  g_free(turn->s->question);
  turn->s->question = g_strdup_vprintf(format, args);
  turn->s->unsure = FALSE;
}

void
turn_ask(Turn *turn, const char *format, ...) {
  if (turn->s->question && !turn->s->unsure)
    return;
  va_list args;
  va_start(args, format);
  ask(turn, format, args);
  va_end(args);
}

void
turn_ask_anew(Turn *turn, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ask(turn, format, args);
  va_end(args);
}

/* Whoever is not known must not silence the follow-up: it waits for the candidate's word once, and
 * not beyond the recruiter's next working morning. */
void
turn_ask_unsure(Turn *turn, const char *format, ...) {
  CrState *s = turn->s;
  if (s->question && !s->unsure)
    return;
  va_list args;
  va_start(args, format);
  ask(turn, format, args);
  va_end(args);
  s->unsure = TRUE;
  if (s->unsure_until == CR_INSTANT_NONE)
    s->unsure_until = turn_working_morning(turn, turn->now, 1);
}

const CrZone *
turn_my_zone(const Turn *turn) {
  const CrZone *zone = cr_zone_find(turn->context->profile->zone);
  return zone ? zone : cr_zone_utc();
}

CrManner
turn_manner(const Turn *turn) {
  return cr_manner_of(turn_my_zone(turn), turn->context->profile->country);
}

char *
turn_clock(const Turn *turn, CrInstant instant) {
  CrWall w = cr_zone_wall(turn_my_zone(turn), instant);
  return cr_manner_clock(turn_manner(turn), &w);
}

char *
turn_day(const Turn *turn, CrInstant instant) {
  CrWall w = cr_zone_wall(turn_my_zone(turn), instant);
  return cr_manner_date(turn_manner(turn), &w, 3);
}

char *
turn_day_back(const Turn *turn) {
  return turn_day(turn, turn->s->return_at + CR_DAY_USEC / 2);
}

const char *
turn_deputy(const Turn *turn) {
  const CrPerson *deputy = &turn->s->deputy;
  return deputy->email && deputy->name ? deputy->name : deputy->email;
}

char *
turn_when(const Turn *turn, CrInstant instant) {
  g_autofree char *day = turn_day(turn, instant), *clock = turn_clock(turn, instant);
  return g_strdup_printf("%s, %s", day, clock);
}

char *
turn_when_slot(const Turn *turn, const CrSlot *slot) {
  char *when = turn_when(turn, slot->start);
  if (slot->window_min == 0)
    return when;
  g_autofree char *from = when;
  g_autofree char *until = turn_clock(turn, slot->start + slot->window_min * CR_MINUTE);
  return g_strdup_printf("%s to %s", from, until);
}

char *
turn_when_agreed(const Turn *turn) {
  const CrSlot agreed = {.start = turn->iv->start, .window_min = turn->iv->window_min};
  return turn_when_slot(turn, &agreed);
}

gboolean
turn_open(const Turn *turn) {
  return !cr_phase_is_final(turn->s->phase) || cr_interview_awaits_time(turn->iv);
}

gboolean
turn_was_before(const Turn *turn) {
  return turn->s->phase == CR_PHASE_SCHEDULED || turn->fact->at < turn->iv->start;
}

void
turn_finish(Turn *turn, CrPhase phase, const char *why_no_letter) {
  turn_drop_letter(turn, why_no_letter);
  cr_record_truncate(&cr_slot_record, turn->s->proposals, 0);
  g_clear_pointer(&turn->s->question, g_free);
  turn->s->phase = phase;
  turn->s->step = CR_STEP_DONE;
  turn->s->letter_due = CR_INSTANT_NONE;
  turn->s->promise = CR_INSTANT_NONE;
}

/* A new time on the books */

static void
set_time(CrInterview *iv, const CrSlot *at, const char *zone) {
  cr_interview_set_start(iv, at->start, at->end, zone);
  iv->window_min = at->window_min;
}

/* What was found about this call, as far as it says something of the next one, too; else NULL. */
static CrEvidence *
evidence_again(const Turn *turn, const CrEvidence *item) {
  const char *again = cr_evidence_again(item->kind);
  g_autofree char *when = turn_when_agreed(turn);
  if (again == NULL)
    return NULL;
  CrEvidence *kept = cr_evidence_new();
  kept->kind = g_strdup(again);
  kept->text = strcmp(again, item->kind) == 0
                   ? g_strdup(item->text)
                   : g_strdup_printf("Of the call of %s: %s", when, item->text);
  kept->source = g_strdup(item->source);
  kept->at = item->at;
  return kept;
}

/* The same interview is of another day from now on. */
static void
age_evidence(Turn *turn) {
  GPtrArray *list = turn->s->evidence;
  for (guint i = 0; i < list->len; i++) {
    CrEvidence *kept = evidence_again(turn, list->pdata[i]);
    if (kept) {
      cr_evidence_free(list->pdata[i]);
      list->pdata[i] = kept;
    }
  }
}

static CrInterview *
successor_new(Turn *turn, const CrSlot *at, const char *zone) {
  CrInterview *next = cr_interview_copy(turn->iv);
  CrState fresh;
  cr_record_init(&cr_state_record, &fresh);
  cr_record_assign(&cr_state_record, &next->state, &fresh);
  cr_record_clear(&cr_state_record, &fresh);
  for (guint i = 0; i < turn->s->evidence->len; i++) {
    CrEvidence *kept = evidence_again(turn, turn->s->evidence->pdata[i]);
    if (kept)
      g_ptr_array_add(next->state.evidence, kept);
  }
  next->id = 0;
  next->state.predecessor = turn->iv->id;
  next->state.step = CR_STEP_PREPARE;
  next->from_invite = FALSE; /* until one comes: so far there are only words */
  next->added = turn->now;
  set_time(next, at, zone ? zone : turn->iv->zone);
  return next;
}

static gboolean
is_missed_already(const Turn *turn) {
  CrInstant grace = turn->context->policy->grace_hard_min * CR_MINUTE;
  return cr_interview_latest(turn->iv) + grace <= turn->now;
}

void
turn_ask_if_late(Turn *turn) {
  g_autofree char *when = turn_when_agreed(turn);
  if (is_missed_already(turn))
    turn_ask(turn, "You learnt of %s only after it had passed. What became of it?", when);
}

/* A new time so soon is the same call, later; any other one is a call of its own. */
#define SAME_CALL_USEC (2 * CR_HOUR)

/* An hour of the same call, which the candidate has been waiting for: read only when it has passed
 * it is missed like the agreed one, and nobody needs to be asked. */
static gboolean
is_same_call_later(const Turn *turn, CrInstant start) {
  CrInstant agreed = turn->iv->start;
  return agreed < turn->now && start > agreed && start < agreed + SAME_CALL_USEC;
}

/* Of two misses of one call the letter after the first speaks for both. */
static void
succeed(Turn *turn, const CrSlot *at, const char *zone) {
  const CrState *s = turn->s;
  Turn next = *turn;
  next.iv = turn->decision->successor = successor_new(turn, at, zone);
  next.s = &next.iv->state;
  if (!is_same_call_later(turn, at->start))
    turn_ask_if_late(&next);
  else if (s->letters > 0 && s->drafted == NULL && is_missed_already(&next))
    turn_has_written(&next, s->last_out, "you wrote to them already");
}

void
turn_move_to(Turn *turn, const CrSlot *to, const char *zone, const char *how) {
  CrState *s = turn->s;
  CrSlot at = *to; /* which may be one of the state's own */
  if (at.end <= at.start)
    at.end = at.start + (turn->iv->end - turn->iv->start);
  g_autofree char *when = turn_when_slot(turn, &at);
  gboolean in_place = s->phase == CR_PHASE_SCHEDULED ||
                      (s->phase == CR_PHASE_WAITING && at.start < turn->iv->start + SAME_CALL_USEC);
  if (in_place) {
    gboolean later = is_same_call_later(turn, at.start);
    g_autofree char *before = turn_when_agreed(turn);
    if (ABS(at.start - turn->iv->start) >= SAME_CALL_USEC)
      age_evidence(turn);
    turn_settle_clock(turn);
    set_time(turn->iv, &at, zone ? zone : turn->iv->zone);
    s->phase = CR_PHASE_SCHEDULED;
    s->step = CR_STEP_PREPARE;
    s->soft_done = FALSE;
    s->other_start = s->answered_at = s->promise = CR_INSTANT_NONE;
    cr_record_truncate(&cr_slot_record, s->proposals, 0);
    cr_record_truncate(&cr_slot_record, s->offered, 0);
    s->offered_last = 0;
    g_clear_pointer(&s->question, g_free);
    g_clear_pointer(&s->answer, g_free);
    turn_say(turn, CR_LINE_RETIMED, "Now %s instead of %s (%s).", when, before, how);
    if (!later)
      turn_ask_if_late(turn);
    turn_check(turn);
    return;
  }
  succeed(turn, &at, zone);
  if (turn->fact->kind != CR_FACT_OWN_MAIL) /* which answers theirs */
    s->answered_at = MAX(s->answered_at, turn->fact->at);
  turn_finish(turn, CR_PHASE_RESCHEDULED, "there is a new time");
  turn_say(turn, CR_LINE_RESCHEDULED, "A new time is on the books: %s (%s).", when, how);
}
