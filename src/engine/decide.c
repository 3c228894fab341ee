/* What the playbook makes of a fact is kept, with all that follows from it. */
#include "engine/engine-private.h"

#include "base/text.h"
#include "engine/link.h"
#include "playbook/playbook.h"

/* What the candidate made of the letter before it fell due is what goes out. */
static gboolean
take_edited(CrEngine *engine, CrEffect *effect, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) kept = cr_store_load_effect(engine->store, effect->id, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (kept == NULL || !kept->edited)
    return TRUE;
  effect->edited = TRUE;
  g_free(effect->subject);
  g_free(effect->body);
  effect->subject = g_steal_pointer(&kept->subject);
  effect->body = g_steal_pointer(&kept->body);
  cr_record_truncate(&cr_slot_record, effect->slots, 0);
  for (guint i = 0; i < kept->slots->len; i++)
    g_ptr_array_add(effect->slots, cr_slot_copy(kept->slots->pdata[i]));
  return TRUE;
}

static gboolean
keep_letter(CrEngine *engine, CrInterview *iv, CrEffect *effect, CrInstant now, GError **error) {
  if (effect->status != CR_EFFECT_SUPPRESSED) {
    if (!engine_write_letter(engine, iv, effect, NULL, now, error) ||
        !take_edited(engine, effect, error))
      return FALSE;
    engine_note_offered(iv, effect);
    engine_keep_offered(engine, iv, effect);
    cr_interview_add_thread(iv, effect->message_id);
  } else {
    effect->to = g_strdup(iv->contact.email);
    effect->subject = g_strdup(iv->subject);
    effect->message_id = engine_message_id(engine, iv, effect->id);
  }
  engine->planned++;
  return cr_store_save_effect(engine->store, effect, error);
}

static gboolean
keep_settled(CrEngine *engine, const CrSettled *settled, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) letter = cr_store_load_effect(engine->store, settled->effect_id, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (letter == NULL)
    return TRUE;
  letter->status = settled->status;
  if (settled->status == CR_EFFECT_PENDING)
    letter->at = now;
  g_free(letter->reason);
  letter->reason = g_strdup(settled->reason);
  engine->planned++;
  return cr_store_save_effect(engine->store, letter, error);
}

/* The new time may be that of a call that is on the books already. */
static gboolean
find_successor(CrEngine *engine, CrDecision *decision, GError **error) {
  const CrInterview *next = decision->successor;
  g_autoptr(GPtrArray) then =
      cr_store_list_interviews(engine->store, CR_LIST_OPEN, next->start, next->start + 1, 8, error);
  for (guint i = 0; then && i < then->len; i++) {
    const CrInterview *known = then->pdata[i];
    if (known->id != decision->interview->id && known->contact.email &&
        cr_text_equal(known->contact.email, next->contact.email)) {
      decision->interview->state.successor = known->id;
      g_clear_pointer(&decision->successor, cr_interview_free);
      return TRUE;
    }
  }
  return then != NULL;
}

/* kept: the interview as it is kept so far. */
static gboolean
keep(CrEngine *engine, const CrInterview *kept, CrDecision *decision, CrInstant now,
     GError **error) {
  CrInterview *iv = decision->interview;
  for (guint i = 0; i < decision->effects->len; i++)
    if (!keep_letter(engine, iv, decision->effects->pdata[i], now, error))
      return FALSE;
  for (guint i = 0; i < decision->settled->len; i++)
    if (!keep_settled(engine, decision->settled->pdata[i], now, error))
      return FALSE;
  if (decision->successor && !find_successor(engine, decision, error))
    return FALSE;
  if (decision->successor) {
    if (!cr_store_save_interview(engine->store, decision->successor, error))
      return FALSE;
    iv->state.successor = decision->successor->id;
  }
  for (guint i = 0; i < decision->lines->len; i++) {
    const CrLine *line = decision->lines->pdata[i];
    if (engine_was_told(engine, cr_line_names[line->kind], line->text))
      continue;
    if (!cr_store_add_line(engine->store, iv->id, line->at, cr_line_names[line->kind], line->text,
                           error))
      return FALSE;
  }
  return cr_store_change_interview(engine->store, kept, iv, error);
}

/* Whether the application may have to learn of it. The clock alone says nothing new about it,
 * unless it ends the waiting. */
static gboolean
is_news(const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  gboolean waits = after->state.phase == CR_PHASE_WAITING || after->state.phase == CR_PHASE_MISSED;
  return fact->kind != CR_FACT_TICK || (after->state.phase != before->state.phase && !waits);
}

/* Calls agreed for about the same hour, whose people's number is not known either: one that an
 * unknown number makes then may be any of them. */
#define SAME_HOUR_USEC (15 * CR_MINUTE)

GPtrArray *
engine_rivals(CrEngine *engine, const CrInterview *iv, const CrFact *fact, GError **error) {
  if (fact->kind != CR_FACT_CALL || fact->trust >= CR_TRUST_COLLEAGUE || iv->contact.phone)
    return g_ptr_array_new();
  g_autoptr(GPtrArray) near =
      cr_store_list_interviews(engine->store, CR_LIST_OPEN, iv->start - SAME_HOUR_USEC,
                               iv->start + SAME_HOUR_USEC, 8, error);
  for (guint i = near ? near->len : 0; i > 0; i--) {
    const CrInterview *other = near->pdata[i - 1];
    if (other->id == iv->id || other->contact.phone || other->state.phase == CR_PHASE_SILENT)
      g_ptr_array_remove_index(near, i - 1);
  }
  return g_steal_pointer(&near);
}

gboolean
engine_asks_of_before(const CrInterview *iv) {
  return iv->state.phase == CR_PHASE_WAITING && !iv->state.soft_done;
}

gboolean
engine_decide_on(CrEngine *engine, const CrInterview *iv, const CrInterview *kept,
                 const CrFact *fact, CrInstant now, CrInterview **ret_iv, GError **error) {
  gboolean wanted = cr_playbook_needs_busy(iv, fact, now);
  g_autoptr(GArray) busy =
      wanted ? engine_busy_around(engine, iv, iv->start - CR_DAY_USEC, iv->end + CR_DAY_USEC, error)
             : NULL;
  if (wanted && busy == NULL)
    return FALSE;
  CrContext context = {.profile = engine->profile,
                       .policy = engine->policy,
                       .busy = busy ? (CrSpan *) busy->data : NULL,
                       .n_busy = busy ? busy->len : 0,
                       .mail_watched = engine->mail_watched,
                       .calls_watched = engine->calls_until >= iv->start};
  if (engine_asks_of_before(iv) &&
      !cr_link_kept_before(engine->store, iv, &context.kept_before, error))
    return FALSE;
  g_autoptr(GPtrArray) rivals = engine_rivals(engine, iv, fact, error);
  if (rivals == NULL)
    return FALSE;
  context.rivals = rivals->len > 0;
  if (cr_playbook_needs_taken(engine->policy, iv, fact, now) &&
      (!engine_is_taken(engine, iv, &context.taken, error) ||
       !cr_link_written_to(engine->store, iv, &context.written_at, error)))
    return FALSE;
  if (!engine_is_unsaid(engine, iv, fact, &context.unsaid, error))
    return FALSE;
  g_autoptr(CrDecision) decision = cr_playbook_step(&context, iv, fact, now);
  if (fact->kind != CR_FACT_TICK) /* something of it is known again */
    decision->interview->forgot = CR_INSTANT_NONE;
  if (!keep(engine, kept, decision, now, error))
    return FALSE;
  if (decision->successor) { /* it is watched in its turn */
    g_autofree char *key = g_strdup_printf("succeed:%d", decision->successor->id);
    g_autoptr(CrFact) born = cr_fact_new(CR_FACT_ADDED, fact->at, fact->source, key);
    decision->successor->added = CR_INSTANT_NONE;
    if (!engine_decide_on(engine, decision->successor, decision->successor, born, now, NULL, error))
      return FALSE;
  }
  if (is_news(fact, iv, decision->interview) &&
      !engine_note_call(engine, decision->interview, fact->at, now, error))
    return FALSE;
  if (ret_iv)
    *ret_iv = g_steal_pointer(&decision->interview);
  return TRUE;
}
