/* Times free for both, and the letter that fits now. */
#include "engine/engine-private.h"

#include "base/text.h"
#include "model/holiday.h"
#include "playbook/diagnosis.h"
#include "playbook/letter.h"
#include "playbook/slots.h"

#include <string.h>

/* Hours within the days that they offered; where none of those is free, any. */
static GPtrArray *
find_slots(const CrSlotRequest *request, const CrInterview *iv, const CrPolicy *policy,
           const GArray *taken) {
  const CrSpan *spans = (const CrSpan *) (gconstpointer) taken->data;
  if (iv && cr_state_offers_days(&iv->state)) {
    const GPtrArray *offered = iv->state.proposals;
    const CrSlot *first = offered->pdata[0], *last = offered->pdata[offered->len - 1];
    CrSlotRequest within = *request;
    CrPolicy narrow = *policy;
    within.not_before = MAX(request->not_before, first->start);
    within.not_after = last->end;
    narrow.slot_days = 1;
    GPtrArray *slots = cr_slots_find(&within, &narrow, spans, taken->len);
    if (slots->len > 0)
      return slots;
    cr_slots_free(slots);
  }
  return cr_slots_find(request, policy, spans, taken->len);
}

/* drafts: also beside what drafts for other calls offer. */
static GPtrArray *
find_beside(CrEngine *engine, const CrSlotRequest *request, const CrInterview *iv,
            const CrPolicy *policy, gboolean drafts, GError **error) {
  CrInstant from = MAX(request->now, request->not_before);
  g_autoptr(GArray) taken =
      engine_taken(engine, iv ? iv->id : 0, drafts, request->now, from, error);
  return taken ? find_slots(request, iv, policy, taken) : NULL;
}

static CrInstant
not_before(const CrInterview *iv) {
  return iv ? MAX(cr_interview_back(iv), iv->state.wanted_from) : CR_INSTANT_NONE;
}

void
engine_ask_slots(CrEngine *engine, const CrInterview *iv, CrInstant now) {
  engine_ask_taken(engine, now, MAX(now, not_before(iv)));
}

GPtrArray *
engine_find_slots(CrEngine *engine, const CrInterview *iv, int count, CrInstant now,
                  GError **error) {
  CrSlotRequest request = {.now = now,
                           .not_before = not_before(iv),
                           .minutes =
                               iv ? (int) CLAMP((iv->end - iv->start) / CR_MINUTE, 15, 240) : 30,
                           .mine = cr_engine_zone(engine),
                           .my_country = engine->profile->country};
  request.theirs = iv ? cr_interview_their_zone(iv) : request.mine;
  request.their_country =
      iv && iv->contact.country ? iv->contact.country : cr_zone_country(cr_zone_id(request.theirs));
  CrPolicy policy = *engine->policy;
  if (count > 0)
    policy.slots = count;
  GPtrArray *slots = find_beside(engine, &request, iv, &policy, TRUE, error);
  if (slots == NULL || (int) slots->len >= MIN(policy.slots, engine->policy->slots))
    return slots;
  cr_slots_free(slots); /* rather than too few, what was but drafted for others */
  return find_beside(engine, &request, iv, &policy, FALSE, error);
}

char *
engine_message_id(const CrEngine *engine, const CrInterview *iv, const char *effect_id) {
  const char *first = cr_profile_sender(engine->profile, NULL);
  const char *domain = cr_address_domain(cr_profile_sender(engine->profile, iv->own_email));
  g_autofree char *seed = g_strdup_printf("%" G_GINT64_FORMAT " %s %s %s", engine->account,
                                          iv->uid ? iv->uid : "", effect_id, first ? first : "");
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
  return g_strdup_printf("%s.%.24s@%s", effect_id, hash, domain ? domain : "crickets.invalid");
}

static GPtrArray *
slots_for_letter(CrEngine *engine, const CrInterview *iv, CrLetterKind kind, GPtrArray *chosen,
                 CrInstant now, GError **error) {
  if (kind != CR_LETTER_GRACIOUS && kind != CR_LETTER_ON_HOLD && chosen == NULL)
    return engine_find_slots(engine, iv, 0, now, error);
  GPtrArray *slots = g_ptr_array_new();
  for (guint i = 0; chosen && i < chosen->len; i++)
    g_ptr_array_add(slots, cr_slot_copy(chosen->pdata[i]));
  return slots;
}

/* Behind all that was written so far, but not behind itself: it is in there since it was written
 * first. */
static void
put_into_thread(CrEffect *effect, const CrInterview *iv) {
  g_autoptr(GStrvBuilder) before = g_strv_builder_new();
  const char *last = NULL;
  for (char **id = iv->thread; id && *id; id++)
    if (strcmp(*id, effect->message_id) != 0)
      g_strv_builder_add(before, last = *id);
  if (last == NULL)
    return;
  effect->in_reply_to = g_strdup(last);
  effect->references = g_strv_builder_end(before);
}

gboolean
engine_write_letter(CrEngine *engine, const CrInterview *iv, CrEffect *effect, GPtrArray *chosen,
                    CrInstant now, GError **error) {
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, now);
  CrLetterKind kind = cr_letter_choose(iv, diagnosis);
  g_autoptr(GPtrArray) slots = slots_for_letter(engine, iv, kind, chosen, now, error);
  if (slots == NULL)
    return FALSE;
  g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, engine->profile, slots, now);
  if (iv->state.address_gone && cr_text_equal(letter->to, iv->contact.email))
    g_clear_pointer(&letter->to, g_free); /* then the guard holds it, and says why */
  effect->from = g_strdup(cr_profile_sender(engine->profile, iv->own_email));
  effect->to_name = g_steal_pointer(&letter->to_name);
  effect->to = g_steal_pointer(&letter->to);
  effect->subject = g_steal_pointer(&letter->subject);
  effect->body = g_steal_pointer(&letter->body);
  effect->message_id = engine_message_id(engine, iv, effect->id);
  put_into_thread(effect, iv);
  for (guint i = 0; i < slots->len; i++)
    g_ptr_array_add(effect->slots, slots->pdata[i]);
  return TRUE;
}

CrEffect *
cr_engine_compose(CrEngine *engine, const CrInterview *interview, CrInstant now, GError **error) {
  g_autoptr(CrEffect) effect = cr_effect_new();
  effect->kind = CR_EFFECT_LETTER;
  effect->interview = interview->id;
  effect->step = interview->state.step;
  effect->revision = interview->state.revision;
  effect->id =
      g_strdup_printf("%d.%s.%d", interview->id, cr_step_names[effect->step], effect->revision);
  effect->at = now;
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  gboolean ok = engine_write_letter(engine, interview, effect, NULL, now, error);
  cr_store_rollback(engine->store);
  return ok ? g_steal_pointer(&effect) : NULL;
}
