/* Times that letters offer. */
#include "engine/engine-private.h"

#define MAX_OFFERED 12       /* that a call remembers */
#define MAX_CALLS 256        /* that are looked at */
#define OFFER_STANDS_DAYS 30 /* after the call that was missed */

typedef struct {
  int interview;
  CrSpan span;
} Offer;

static void
add_slots(GArray *offers, const CrInterview *iv, const GPtrArray *slots) {
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    const Offer offer = {iv->id, {slot->start, slot->end}};
    g_array_append_val(offers, offer);
  }
}

static GArray *
read_offers(CrEngine *engine, CrInstant from, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_list_interviews(
      engine->store, CR_LIST_OPEN, from - OFFER_STANDS_DAYS * CR_DAY_USEC, from, MAX_CALLS, error);
  if (calls == NULL)
    return NULL;
  GArray *offers = g_array_new(FALSE, FALSE, sizeof(Offer));
  for (guint i = 0; i < calls->len; i++) {
    const CrInterview *call = calls->pdata[i];
    if (call->state.phase == CR_PHASE_MISSED)
      add_slots(offers, call, call->state.offered);
  }
  return offers;
}

void
engine_forget_offers(CrEngine *engine) {
  g_clear_pointer(&engine->offers, g_array_unref);
  engine->shares_offers = FALSE;
}

void
engine_ask_offered(CrEngine *engine, CrInstant from) {
  g_autoptr(GArray) none = engine->offers ? NULL : read_offers(engine, from, NULL);
}

gboolean
engine_add_offered(CrEngine *engine, int except, CrInstant from, GArray *spans, GError **error) {
  if (engine->offers && engine->offers_from != from)
    g_clear_pointer(&engine->offers, g_array_unref);
  if (engine->offers == NULL)
    engine->offers = read_offers(engine, from, error);
  engine->offers_from = from;
  for (guint i = 0; engine->offers && i < engine->offers->len; i++) {
    const Offer *offer = &g_array_index(engine->offers, Offer, i);
    if (offer->interview != except && offer->span.end > from)
      g_array_append_val(spans, offer->span);
  }
  gboolean ok = engine->offers != NULL;
  if (!engine->shares_offers) /* by the next time others may have written letters */
    engine_forget_offers(engine);
  return ok;
}

void
engine_keep_offered(CrEngine *engine, const CrInterview *iv, const CrEffect *letter) {
  if (engine->offers && iv->state.phase == CR_PHASE_MISSED)
    add_slots(engine->offers, iv, letter->slots);
}

void
engine_note_offered(CrInterview *iv, const CrEffect *letter) {
  GPtrArray *offered = iv->state.offered;
  iv->state.offered_last = (int) letter->slots->len;
  for (guint i = 0; i < letter->slots->len; i++)
    g_ptr_array_add(offered, cr_slot_copy(letter->slots->pdata[i]));
  guint extra = offered->len > MAX_OFFERED ? offered->len - MAX_OFFERED : 0;
  for (guint i = 0; i < extra; i++)
    cr_slot_free(offered->pdata[i]);
  if (extra)
    g_ptr_array_remove_range(offered, 0, extra);
}
