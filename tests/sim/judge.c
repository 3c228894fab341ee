/* The judge knows the promises, not the playbook: its rules are few, coarse and its own. */
#include "base/text.h"
#include "sim.h"

#include <stdio.h>
#include <string.h>

void
sim_blame(Sim *sim, const char *promise, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  g_autofree char *now = cr_instant_format(sim->now, cr_zone_utc());
  printf("# BROKEN %s, seed %" G_GUINT64_FORMAT " story %" G_GUINT64_FORMAT " at %s: %s\n", promise,
         sim->seed, sim->number, now, text);
  sim->failed = TRUE;
}

void
sim_watch_free(gpointer data) {
  Watch *watch = data;
  g_free(watch->house);
  g_free(watch->unreached);
  g_free(watch->before_act);
  g_free(watch);
}

Watch *
sim_watch(Sim *sim, int interview) {
  while (sim->watches->len < (guint) interview) {
    Watch *watch = g_new0(Watch, 1);
    watch->founded = watch->until = watch->wrote_at = watch->wrote_world = CR_INSTANT_NONE;
    g_ptr_array_add(sim->watches, watch);
  }
  return sim->watches->pdata[interview - 1];
}

/* Phases */

#define P(phase) (1U << CR_PHASE_##phase)
#define ENDS (P(HELD) | P(RESCHEDULED) | P(CANCELLED) | P(CLOSED) | P(WITHDRAWN))
static const guint may_follow[] = {
    [CR_PHASE_SCHEDULED] = P(WAITING) | P(MISSED) | P(SILENT) | ENDS,
    /* Back when the call moves a little; silent at once when all letters are out and time leaps. */
    [CR_PHASE_WAITING] = P(SCHEDULED) | P(MISSED) | P(SILENT) | ENDS,
    [CR_PHASE_MISSED] = P(WAITING) | P(SCHEDULED) | P(SILENT) | ENDS,
    [CR_PHASE_SILENT] = P(MISSED) | P(WAITING) | P(SCHEDULED) | ENDS,
    [CR_PHASE_HELD] = P(CLOSED),                       /* and back, when the call was a guess */
    [CR_PHASE_CANCELLED] = P(CLOSED) | P(RESCHEDULED), /* they name a time after all */
    [CR_PHASE_RESCHEDULED] = 0,
    [CR_PHASE_CLOSED] = 0,
    [CR_PHASE_WITHDRAWN] = 0,
};

/* Only the contact's own word, whose sender nothing speaks against, opens again what theirs ended;
 * or, where they promised a new time, an invite of theirs to the old one. */
static gboolean
is_taken_back(const CrFact *fact, const CrInterview *before) {
  if (fact && fact->kind == CR_FACT_INVITE)
    return cr_interview_awaits_time(before) && fact->trust >= CR_TRUST_COLLEAGUE &&
           fact->event->start == before->start && fact->event->method != CR_METHOD_CANCEL;
  return fact && fact->kind == CR_FACT_MAIL && fact->trust == CR_TRUST_CONTACT &&
         !fact->mail->forged && !fact->mail->automatic && fact->mail->text &&
         strstr(fact->mail->text, TAKEN_BACK);
}

static void
judge_phase(Sim *sim, const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  CrPhase from = before->state.phase, to = after->state.phase;
  gboolean unheld = from == CR_PHASE_HELD && before->state.guessed && !after->state.guessed;
  gboolean anew = cr_interview_awaits_time(before) && ENDS & (1U << to);
  gboolean ended = from == CR_PHASE_CLOSED || from == CR_PHASE_CANCELLED;
  gboolean told = from == CR_PHASE_CANCELLED && to == CR_PHASE_HELD && before->state.question &&
                  fact && fact->kind == CR_FACT_ACT; /* it answers what was asked */
  if (fact && fact->kind == CR_FACT_ACT && fact->act == CR_ACT_REMOVED) /* it never was a call */
    return;
  if (from != to && !(may_follow[from] & (1U << to)) && !unheld && !anew && !told &&
      !(ended && is_taken_back(fact, before)))
    sim_blame(sim, "phases", "%s after %s", cr_phase_names[to], cr_phase_names[from]);
}

/* Answers, by the judge's own rules. An answer stops all letters until the call moves. */

static gboolean
is_open_late(const CrInterview *iv) {
  return iv->state.phase == CR_PHASE_WAITING || iv->state.phase == CR_PHASE_MISSED ||
         iv->state.phase == CR_PHASE_SILENT;
}

/* Whatever their clock says, that was after it. */
static gboolean
answers_letter(Sim *sim, const CrReading *mail) {
  GPtrArray *effects = sim->keeper->effects(sim);
  for (guint i = 0; mail->in_reply_to && i < effects->len; i++) {
    const CrEffect *letter = effects->pdata[i];
    if (g_strcmp0(letter->message_id, mail->in_reply_to) == 0 &&
        g_hash_table_contains(sim->reached, letter->id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
mail_answers(Sim *sim, const CrFact *fact, const CrInterview *before, const CrInterview *after,
             CrInstant *ret_until) {
  const CrReading *m = fact->mail;
  gboolean robot =
      m->automatic && (m->class == CR_MAIL_GENERIC || m->class == CR_MAIL_RECRUITER_CHANGE);
  if (!is_open_late(before) || robot || m->list || fact->trust < CR_TRUST_COLLEAGUE ||
      m->class == CR_MAIL_BOUNCE || m->class == CR_MAIL_OUT_OF_OFFICE)
    return FALSE;
  if (fact->at < sim_watch(sim, before->id)->founded)
    return FALSE; /* it was said before anybody had agreed on the call */
  if (after->state.phase <= CR_PHASE_WAITING && after->state.answered_at == CR_INSTANT_NONE)
    return FALSE; /* "in ten minutes": the call is awaited, which promise B covers */
  /* "I will write on Thursday"; or they wrote so later, and it is read after this. */
  if (after->state.promise == m->promise || fact->at < before->state.answered_at)
    *ret_until = after->state.promise;
  gboolean talk = m->class == CR_MAIL_GENERIC || m->class == CR_MAIL_CONFIRMATION;
  return !talk || fact->at >= before->start || answers_letter(sim, m);
}

static gboolean
call_answers(const CrFact *fact, const CrInterview *before) {
  const CrCall *call = fact->call;
  gboolean known = fact->trust >= CR_TRUST_COLLEAGUE;
  if (cr_phase_is_final(before->state.phase) || fact->at < before->start - 20 * CR_MINUTE)
    return FALSE;
  gboolean in_time = fact->at >= before->start - 2 * CR_MINUTE;
  if (call->kind == CR_CALL_INCOMING) /* one that is shorter, or too early, is asked about */
    return call->duration_sec >= 120 && (known || in_time);
  return call->kind == CR_CALL_OUTGOING && known && call->duration_sec >= 120;
}

static gboolean
invite_answers(const CrFact *fact, const CrInterview *before) {
  const CrEvent *e = fact->event;
  const char *known = before->organizer ? before->organizer : before->contact.email;
  gboolean genuine = fact->trust == CR_TRUST_CONTACT && cr_text_equal(e->uid, before->uid) &&
                     cr_text_equal(e->organizer_email, known) &&
                     (fact->mail == NULL || cr_text_equal(fact->mail->from_email, known)) &&
                     e->sequence > before->sequence && !cr_phase_is_final(before->state.phase);
  if (!genuine || (!before->from_invite && e->method != CR_METHOD_CANCEL))
    return FALSE;
  const CrAttendee *answer = e->attendees->pdata[0];
  return e->method == CR_METHOD_CANCEL ||
         (e->method == CR_METHOD_REPLY && g_str_equal(answer->status, "DECLINED") &&
          cr_text_equal(answer->email, known) && fact->at >= before->state.answered_at) ||
         (e->method == CR_METHOD_COUNTER && e->start != before->start) ||
         (e->method == CR_METHOD_REQUEST && e->start != before->start && is_open_late(before) &&
          before->state.phase != CR_PHASE_WAITING);
}

static gboolean
act_answers(const CrFact *fact, const CrInterview *before) {
  switch (fact->act) {
  case CR_ACT_SPOKE:
  case CR_ACT_THEY_CALLED:
  case CR_ACT_CANCELLED:
  case CR_ACT_REJECTED:
  case CR_ACT_OFFER:
  case CR_ACT_ACCEPTED:
  case CR_ACT_WITHDRAWN:
  case CR_ACT_REMOVED:
    return !cr_phase_is_final(before->state.phase);
  case CR_ACT_RESCHEDULED:
    return fact->when != CR_INSTANT_NONE &&
           (before->state.phase == CR_PHASE_MISSED || before->state.phase == CR_PHASE_SILENT);
  case CR_ACT_CALLED:
  case CR_ACT_VOICEMAIL:
  case CR_ACT_NO_ANSWER:
  case CR_ACT_SENT:
  case CR_ACT_NOT_SENT:
  case CR_ACT_NO_CALL:
  case CR_ACT_SEND:
  case CR_ACT_CONTACT:
  case CR_ACT_UNDO:
    return FALSE;
  }
  return FALSE;
}

static gboolean
answers(Sim *sim, const CrFact *fact, const CrInterview *before, const CrInterview *after,
        CrInstant *ret_until) {
  switch (fact->kind) {
  case CR_FACT_MAIL:
    return mail_answers(sim, fact, before, after, ret_until);
  case CR_FACT_CALL:
    return call_answers(fact, before);
  case CR_FACT_INVITE:
    return invite_answers(fact, before);
  case CR_FACT_ACT:
    return act_answers(fact, before);
  case CR_FACT_TICK:
  case CR_FACT_ADDED:
  case CR_FACT_OWN_MAIL:
  case CR_FACT_OUTCOME:
  case CR_FACT_CLOCK:
  case CR_FACT_APPLICATION:
    return FALSE;
  }
  return FALSE;
}

static CrInstant
expected(const CrInterview *iv) {
  return iv->state.other_start != CR_INSTANT_NONE ? MAX(iv->start, iv->state.other_start)
                                                  : iv->start;
}

/* To the same time, too: "let us keep two o'clock". */
static gboolean
is_moved(const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  gboolean again = after->state.phase <= CR_PHASE_WAITING && /* "in ten minutes", once more */
                   after->state.answered_at == CR_INSTANT_NONE &&
                   before->state.answered_at != CR_INSTANT_NONE;
  return again || expected(before) != expected(after) ||
         (after->state.phase <= CR_PHASE_WAITING && after->state.phase < before->state.phase) ||
         (after->state.phase == CR_PHASE_SCHEDULED && fact->kind == CR_FACT_ACT &&
          fact->act == CR_ACT_RESCHEDULED) ||
         (after->state.phase == CR_PHASE_SCHEDULED && before->state.proposals->len > 0 &&
          after->state.proposals->len == 0);
}

/* TRUE when it takes the last one back: all is as it was before. */
static gboolean
note_act(Sim *sim, Watch *watch, const CrFact *fact) {
  Watch *was = watch->before_act;
  if (fact->act != CR_ACT_UNDO) {
    g_clear_pointer(&watch->unreached, g_free);
    g_free(was);
    watch->before_act = g_memdup2(watch, sizeof *watch);
    return FALSE;
  }
  if (was == NULL) {
    sim_blame(sim, "undo", "%d: nothing was done that could be taken back", watch->last->id);
    return TRUE;
  }
  watch->letters = was->letters;
  watch->nudges = was->nudges;
  watch->answered = was->answered;
  watch->until = was->until;
  watch->own_letter = was->own_letter;
  watch->bounced = was->bounced;
  if (watch->unreached)
    g_hash_table_add(sim->reached, g_steal_pointer(&watch->unreached));
  g_clear_pointer(&watch->before_act, g_free);
  return TRUE;
}

static char *
house_of(const CrInterview *iv) {
  const char *at = iv->contact.email ? strchr(iv->contact.email, '@') : NULL;
  return at ? g_strdup(at + 1) : g_strdup("northwind.example");
}

void
sim_judge_step(Sim *sim, const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  Watch *watch = sim_watch(sim, after->id);
  watch->last = after;
  if (watch->house == NULL)
    watch->house = house_of(after);
  if (before == NULL && fact && cr_fact_is_word(fact))
    watch->founded = fact->at;
  if (before == NULL)
    return;
  if (fact && fact->kind == CR_FACT_ACT && note_act(sim, watch, fact))
    return;
  judge_phase(sim, fact, before, after);
  if (fact == NULL)
    return;
  sim_judge_word(sim, fact, before, after);
  CrInstant until = CR_INSTANT_NONE;
  if (answers(sim, fact, before, after, &until)) {
    watch->answered = TRUE;
    watch->until = until;
  }
  gboolean moved = !cr_phase_is_final(after->state.phase) && is_moved(fact, before, after);
  gboolean unheld = before->state.guessed && !after->state.guessed;
  gboolean on_again = cr_phase_is_final(before->state.phase) && is_taken_back(fact, before) &&
                      !cr_phase_is_final(after->state.phase);
  if (moved || unheld || on_again) /* the call is awaited anew */
    watch->answered = watch->own_letter = FALSE;
  if (fact->kind == CR_FACT_MAIL && fact->mail->class == CR_MAIL_BOUNCE &&
      fact->mail->bounce_permanent)
    watch->bounced = TRUE, watch->own_letter = FALSE;
  if (fact->kind == CR_FACT_OWN_MAIL && !moved && is_open_late(before) &&
      fact->at >= before->start) {
    watch->own_letter = TRUE;
    watch->wrote_at = MAX(watch->wrote_at, MIN(fact->at, sim->now));
    watch->wrote_world = MAX(watch->wrote_world, fact->at);
  }
  const char *doubtful = before->state.doubtful;
  if (fact->kind == CR_FACT_ACT && fact->act == CR_ACT_NOT_SENT && doubtful &&
      g_hash_table_remove(sim->reached, doubtful)) { /* they know it */
    *(strstr(doubtful, ".nudge.") ? &watch->nudges : &watch->letters) -= 1;
    watch->unreached = g_strdup(doubtful);
  }
  if (fact->kind == CR_FACT_ACT && fact->act == CR_ACT_SENT && is_open_late(before) &&
      before->state.phase != CR_PHASE_SILENT)
    watch->own_letter = TRUE;
}

/* Sending */

/* A nudge comes on another working day than what it follows, at its hour or later; less what the
 * clocks may be set by, and what a letter may be on its way. */
#define MIN_SILENCE_USEC (22 * CR_HOUR)

static gboolean
is_soon(CrInstant before, CrInstant now) {
  return before != CR_INSTANT_NONE && now >= before && now - before < MIN_SILENCE_USEC;
}

static gboolean
looked(const Sim *sim) {
  const CrInstant at[] = {sim->look.mail_at, sim->look.calendar_at, sim->look.calls_at};
  for (guint i = 0; i < G_N_ELEMENTS(at); i++)
    if (at[i] == CR_INSTANT_NONE || at[i] > sim->now || sim->now - at[i] > 60 * CR_SECOND)
      return FALSE;
  return TRUE;
}

static gboolean
is_office_time(const Sim *sim, const CrInterview *iv) {
  CrWall wall = cr_zone_wall(cr_interview_their_zone(iv), sim->now);
  gboolean weekday = cr_day_weekday(cr_wall_day(&wall)) <= CR_FRI;
  return (weekday && wall.hour >= 9 && wall.hour < 18) ||
         (sim->now >= iv->start && sim->now < iv->start + 90 * CR_MINUTE);
}

static gboolean
note_reached(Sim *sim, const CrEffect *letter, CrOutcome outcome) {
  if (outcome != CR_OUTCOME_SENT && outcome != CR_OUTCOME_IN_DOUBT)
    return FALSE;
  g_hash_table_add(sim->reached, g_strdup(letter->id));
  return TRUE;
}

void
sim_judge_send(Sim *sim, const CrEffect *letter, const CrInterview *iv, CrOutcome outcome) {
  Watch *watch = sim_watch(sim, letter->interview);
  const CrInterview *kept = watch->last;
  gboolean fenced = FALSE, nudge = letter->step == CR_STEP_NUDGE;
  GPtrArray *effects = sim->keeper->effects(sim);
  for (guint i = 0; i < effects->len; i++) {
    const CrEffect *effect = effects->pdata[i];
    fenced = fenced || (g_str_equal(effect->id, letter->id) && effect->status == CR_EFFECT_SENDING);
  }
  if (!fenced)
    sim_blame(sim, "A", "%s goes out without its fence", letter->id);
  if (g_hash_table_contains(sim->reached, letter->id))
    sim_blame(sim, "A", "%s goes out again", letter->id);
  if (!looked(sim))
    sim_blame(sim, "C", "%s goes out blindly", letter->id);
  sim_judge_letter(sim, letter, kept);
  if (sim->asked && g_strcmp0(kept->state.answer, letter->id) == 0) {
    note_reached(sim, letter, outcome);
    return; /* an answer to them, no follow-up */
  }
  if (sim->now < expected(kept) + sim->policy->grace_hard_min * CR_MINUTE)
    sim_blame(sim, "B", "%s goes out before the call was missed", letter->id);
  if (watch->answered && (watch->until == CR_INSTANT_NONE || sim->now < watch->until))
    sim_blame(sim, "C", "%s goes out after an answer", letter->id);
  if (watch->own_letter && !nudge)
    sim_blame(sim, "C", "%s goes out although the candidate wrote", letter->id);
  if (!sim->asked && sim->now - kept->state.letter_at > 12 * CR_HOUR)
    sim_blame(sim, "D", "%s goes out stale", letter->id);
  if (!sim->asked && !is_office_time(sim, kept))
    sim_blame(sim, "D", "%s goes out outside office hours", letter->id);
  if (!sim->asked && !sim->policy->autopilot)
    sim_blame(sim, "autopilot", "%s is sent, but autopilot is off", letter->id);
  if (iv->state.letter != CR_LETTER_SENDING || kept->state.letter != CR_LETTER_SENDING)
    sim_blame(sim, "F", "%s goes out, but no such step is kept", letter->id);
  if (nudge && !sim->asked && is_soon(watch->wrote_at, sim->now) &&
      is_soon(watch->wrote_world, sim_world(sim)))
    sim_blame(sim, "A", "%s comes too soon after the word before", letter->id);
  if (!note_reached(sim, letter, outcome))
    return;
  watch->wrote_at = sim->now;
  watch->wrote_world = sim_world(sim);
  *(nudge ? &watch->nudges : &watch->letters) += 1;
  if (watch->letters > 1 && !watch->bounced)
    sim_blame(sim, "A", "%s is the second letter of one miss", letter->id);
  if (watch->nudges > 2)
    sim_blame(sim, "A", "%s is the third nudge", letter->id);
}

/* After a tick: everything due is settled */

gboolean
sim_is_in_flight(const CrEffect *letter, CrInstant at) {
  CrInstant minutes = letter->status == CR_EFFECT_SENDING                    ? 1
                      : letter->status == CR_EFFECT_PENDING && letter->asked ? 5
                                                                             : 0;
  return minutes && letter->at <= at + CR_MINUTE && at - letter->at < minutes * CR_MINUTE;
}

/* What was in flight as the tick began is the next one's to settle, though it took long, or the
 * clock was set meanwhile. */
static gboolean
may_be_in_flight(const Sim *sim, const CrEffect *letter) {
  return sim_is_in_flight(letter, sim->began) || sim_is_in_flight(letter, sim->now);
}

static gboolean
has_letter_in_flight(Sim *sim, int interview) {
  GPtrArray *effects = sim->keeper->effects(sim);
  for (guint i = 0; i < effects->len; i++) {
    const CrEffect *effect = effects->pdata[i];
    if (effect->interview == interview && may_be_in_flight(sim, effect))
      return TRUE;
  }
  return FALSE;
}

static void
judge_rest(Sim *sim, const CrInterview *iv) {
  const CrState *s = &iv->state;
  gboolean told = s->question || s->answered_at != CR_INSTANT_NONE || s->proposals->len > 0;
  if (s->due != CR_INSTANT_NONE && s->due <= sim->began && sim->began <= sim->now)
    sim_blame(sim, "D", "%d is due in the past after a tick", iv->id);
  if (cr_phase_is_final(s->phase) != (s->phase >= CR_PHASE_HELD && s->phase != CR_PHASE_SILENT) ||
      (cr_phase_is_final(s->phase) && (s->due != CR_INSTANT_NONE) != cr_interview_awaits_time(iv)))
    sim_blame(sim, "D", "%d is settled and still due", iv->id);
  if ((s->phase == CR_PHASE_SCHEDULED || s->phase == CR_PHASE_WAITING) && s->due == CR_INSTANT_NONE)
    sim_blame(sim, "D", "%d is awaited but never due", iv->id);
  if (s->letter == CR_LETTER_SENDING && has_letter_in_flight(sim, iv->id))
    return;
  if (s->letter == CR_LETTER_SENDING && !cr_phase_is_final(s->phase))
    sim_blame(sim, "D", "%d: a letter was handed out and forgotten", iv->id);
  if (s->phase != CR_PHASE_MISSED || s->due != CR_INSTANT_NONE)
    return;
  switch (s->letter) {
  case CR_LETTER_PLANNED:
  case CR_LETTER_SENDING:
    sim_blame(sim, "D", "%d: a letter is %s and never due", iv->id,
              cr_letter_status_names[s->letter]);
    break;
  case CR_LETTER_HELD:
  case CR_LETTER_IN_DOUBT:
    if (s->question == NULL && !told)
      sim_blame(sim, "D", "%d: a letter is %s and nobody is asked", iv->id,
                cr_letter_status_names[s->letter]);
    break;
  case CR_LETTER_NONE:
    if (!told && !sim_watch(sim, iv->id)->bounced)
      sim_blame(sim, "D", "%d was missed and nothing came of it", iv->id);
    break;
  case CR_LETTER_SENT:
  case CR_LETTER_DRAFTED:
    if (!told)
      sim_blame(sim, "D", "%d: no nudge and no silence will follow", iv->id);
    break;
  }
}

static void
judge_effect(Sim *sim, const CrEffect *effect) {
  const CrState *s = &sim_watch(sim, effect->interview)->last->state;
  switch (effect->status) {
  case CR_EFFECT_PENDING:
  case CR_EFFECT_SENDING:
    if (!may_be_in_flight(sim, effect))
      sim_blame(sim, "D", "%s is still %s after a tick", effect->id,
                cr_effect_status_names[effect->status]);
    break;
  case CR_EFFECT_HELD:
    if ((s->letter != CR_LETTER_HELD && s->letter != CR_LETTER_PLANNED) ||
        s->revision != effect->revision)
      sim_blame(sim, "D", "%s is held for ever", effect->id);
    break;
  case CR_EFFECT_SUPPRESSED:
    if (effect->reason == NULL)
      sim_blame(sim, "D", "%s is suppressed without a reason", effect->id);
    break;
  case CR_EFFECT_DRAFT:
  case CR_EFFECT_SENT:
  case CR_EFFECT_IN_DOUBT:
    break;
  }
}

void
sim_judge_tick(Sim *sim) {
  for (guint i = 0; i < sim->watches->len; i++)
    judge_rest(sim, ((Watch *) sim->watches->pdata[i])->last);
  GPtrArray *effects = sim->keeper->effects(sim);
  for (guint i = 0; i < effects->len; i++)
    judge_effect(sim, effects->pdata[i]);
}

void
sim_judge_end(Sim *sim) {
  for (guint i = 0; i < sim->watches->len; i++) {
    const CrInterview *iv = ((Watch *) sim->watches->pdata[i])->last;
    if (iv->state.phase == CR_PHASE_SCHEDULED || iv->state.phase == CR_PHASE_WAITING)
      sim_blame(sim, "D", "%d still waits at the end of time", iv->id);
  }
}
