/* What is taken when times are looked for: the candidate's calendar, the other calls, and the times
 * that letters offer. */
#include "engine/engine-private.h"

#define MAX_OTHERS 256 /* calls that are looked at for what they take */
#define MAX_CALLS 256  /* calls that are looked at for what their letters offer */
#define MAX_OFFERED 12 /* that a call remembers */
/* A draft that the candidate has not sent by then they hardly ever send. */
#define DRAFT_HOLDS_USEC (2 * CR_DAY_USEC)

typedef struct {
  CrSpan span;
  int offered_by; /* a call, or 0: whatever else it is */
  gboolean drafted;
} Taken;

static int
compare_starts(gconstpointer a, gconstpointer b) {
  const CrSpan *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

GArray *
engine_busy_around(CrEngine *engine, const CrInterview *iv, CrInstant from, CrInstant to,
                   GError **error) {
  g_autoptr(GArray) spans = cr_store_busy(engine->store, from, to, iv ? iv->uid : NULL, error);
  if (spans == NULL)
    return NULL;
  for (guint i = spans->len; iv && i > 0; i--) {
    const CrSpan *span = &g_array_index(spans, CrSpan, i - 1);
    if (span->start == iv->start && span->end == iv->end)
      g_array_remove_index(spans, i - 1);
  }
  g_autoptr(GArray) calls = cr_store_open_spans(engine->store, from - CR_DAY_USEC, to,
                                                iv ? iv->id : 0, MAX_OTHERS, error);
  if (calls == NULL)
    return NULL;
  for (guint i = 0; i < calls->len; i++) {
    const CrSpan *call = &g_array_index(calls, CrSpan, i);
    if (call->end > from)
      g_array_append_val(spans, *call);
  }
  g_array_sort(spans, compare_starts);
  return g_steal_pointer(&spans);
}

gboolean
engine_times_stand(CrEngine *engine, const CrInterview *iv, const CrEffect *letter, CrInstant now,
                   gboolean *ret_stand, GError **error) {
  CrInstant from = CR_INSTANT_MAX, to = now;
  for (guint i = 0; i < letter->slots->len; i++) {
    const CrSlot *slot = letter->slots->pdata[i];
    from = MIN(from, slot->start);
    to = MAX(to, slot->end);
  }
  CrInstant soonest = now + engine->policy->slot_ahead_min / 2 * CR_MINUTE;
  *ret_stand = from > soonest && from >= cr_interview_back(iv);
  if (from >= to || !*ret_stand)
    return TRUE;
  g_autoptr(GArray) busy = engine_busy_around(engine, iv, from, to, error);
  for (guint i = 0; busy && i < busy->len; i++) {
    const CrSpan *span = &g_array_index(busy, CrSpan, i);
    for (guint k = 0; k < letter->slots->len; k++) {
      const CrSlot *slot = letter->slots->pdata[k];
      if (slot->start < span->end && span->start < slot->end)
        *ret_stand = FALSE;
    }
  }
  return busy != NULL;
}

/* Keeps their order. */
static void
add_offered(GArray *taken, const CrInterview *iv, const CrSlot *slot, gboolean drafted,
            CrInstant from) {
  const Taken offer = {{slot->start, slot->end}, iv->id, drafted};
  guint at = taken->len;
  if (slot->end <= from)
    return;
  while (at > 0 && g_array_index(taken, Taken, at - 1).span.start > slot->start)
    at--;
  g_array_insert_val(taken, at, offer);
}

/* Those of the letter that was drafted last stand last among those that were made. */
static void
add_offers(GArray *taken, const CrInterview *iv, CrInstant now, CrInstant from) {
  const GPtrArray *offered = iv->state.offered;
  gboolean old = iv->state.last_out + DRAFT_HOLDS_USEC <= now;
  g_autoptr(GPtrArray) made = cr_state_offers_made(&iv->state);
  guint drafted = iv->state.drafted ? MIN(made->len, (guint) iv->state.offered_last) : 0;
  for (guint i = 0; i < offered->len; i++) {
    const CrSlot *slot = offered->pdata[i];
    guint at;
    gboolean of_draft = g_ptr_array_find(made, slot, &at) && at >= made->len - drafted;
    if (!of_draft || !old)
      add_offered(taken, iv, slot, of_draft, from);
  }
}

static GArray *
read_taken(CrEngine *engine, CrInstant now, CrInstant from, GError **error) {
  g_autoptr(GArray) busy =
      engine_busy_around(engine, NULL, from - CR_DAY_USEC, from + 30 * CR_DAY_USEC, error);
  g_autoptr(GPtrArray) calls =
      busy ? cr_store_list_offering(engine->store, from, MAX_CALLS, error) : NULL;
  if (calls == NULL)
    return NULL;
  GArray *taken = g_array_new(FALSE, FALSE, sizeof(Taken));
  for (guint i = 0; i < busy->len; i++) {
    const Taken one = {g_array_index(busy, CrSpan, i), 0, FALSE};
    g_array_append_val(taken, one);
  }
  for (guint i = 0; i < calls->len; i++)
    add_offers(taken, calls->pdata[i], now, from);
  return taken;
}

void
engine_forget_taken(CrEngine *engine) {
  g_clear_pointer(&engine->taken, g_array_unref);
}

void
engine_share_taken(CrEngine *engine, gboolean share) {
  engine_forget_taken(engine);
  engine->shares_taken = share;
}

void
engine_ask_taken(CrEngine *engine, CrInstant now, CrInstant from) {
  cr_store_ask_ahead(engine->store, TRUE);
  g_autoptr(GArray) none = read_taken(engine, now, from, NULL);
  cr_store_ask_ahead(engine->store, FALSE);
}

GArray *
engine_taken(CrEngine *engine, int except, gboolean drafts, CrInstant now, CrInstant from,
             GError **error) {
  if (engine->taken && engine->taken_from != from)
    engine_forget_taken(engine);
  if (engine->taken == NULL) {
    engine_ask_taken(engine, now, from); /* on a server with one exchange */
    engine->taken = read_taken(engine, now, from, error);
    if (engine->taken == NULL)
      return NULL;
  }
  engine->taken_from = from;
  guint n = 0;
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  g_array_set_size(spans, engine->taken->len);
  for (guint i = 0; i < engine->taken->len; i++) {
    const Taken *taken = &g_array_index(engine->taken, Taken, i);
    if (taken->offered_by == 0 || (taken->offered_by != except && (drafts || !taken->drafted)))
      g_array_index(spans, CrSpan, n++) = taken->span;
  }
  g_array_set_size(spans, n);
  if (!engine->shares_taken) /* by the next time others may have written letters */
    engine_forget_taken(engine);
  return spans;
}

void
engine_keep_offered(CrEngine *engine, const CrInterview *iv, const CrEffect *letter) {
  if (engine->taken == NULL || iv->state.phase != CR_PHASE_MISSED)
    return;
  for (guint i = 0; i < letter->slots->len; i++)
    add_offered(engine->taken, iv, letter->slots->pdata[i], !engine->policy->autopilot,
                engine->taken_from);
}

/* Written anew, it offers what it says now. */
static void
drop_offers_of(GPtrArray *offered, const char *letter) {
  for (guint i = offered->len; i > 0; i--)
    if (g_strcmp0(((const CrSlot *) offered->pdata[i - 1])->letter, letter) == 0)
      cr_slot_free(g_ptr_array_remove_index(offered, i - 1));
}

/* A draft may be sent by hand, and nobody would know. */
static gboolean
waits_to_leave(const CrEffect *letter) {
  return letter->status == CR_EFFECT_PENDING || letter->status == CR_EFFECT_HELD;
}

void
engine_note_offered(CrInterview *iv, const CrEffect *letter) {
  GPtrArray *offered = iv->state.offered;
  gboolean waits = waits_to_leave(letter);
  drop_offers_of(offered, letter->id);
  if (!waits)
    iv->state.offered_last = (int) letter->slots->len;
  for (guint i = 0; i < letter->slots->len; i++) {
    CrSlot *slot = cr_slot_copy(letter->slots->pdata[i]);
    slot->letter = waits ? g_strdup(letter->id) : NULL;
    g_ptr_array_add(offered, slot);
  }
  guint extra = offered->len > MAX_OFFERED ? offered->len - MAX_OFFERED : 0;
  for (guint i = 0; i < extra; i++)
    cr_slot_free(offered->pdata[i]);
  if (extra)
    g_ptr_array_remove_range(offered, 0, extra);
}
