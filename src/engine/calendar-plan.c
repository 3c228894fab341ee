#include "engine/calendar-plan.h"

#define LOOK_BACK_USEC (60 * CR_DAY_USEC)

static void
planned_free(gpointer data) {
  CrPlanned *planned = data;
  cr_entry_free(planned->entry);
  g_free(planned);
}

static void
add(GPtrArray *plan, CrEntry *entry, CrWant want, gboolean hold) {
  CrPlanned *planned = g_new0(CrPlanned, 1);
  *planned = (CrPlanned){entry, want, hold};
  g_ptr_array_add(plan, planned);
}

static CrWant
want_by_phase(const CrInterview *iv, CrInstant now) {
  gboolean ahead = iv->end > now;
  switch (iv->state.phase) {
  case CR_PHASE_SCHEDULED:
  case CR_PHASE_WAITING:
    return ahead ? CR_WANT_WRITTEN : CR_WANT_LEFT;
  case CR_PHASE_MISSED:
  case CR_PHASE_HELD:
  case CR_PHASE_SILENT:
    return CR_WANT_LEFT;
  case CR_PHASE_CLOSED:
    return ahead ? CR_WANT_GONE : CR_WANT_LEFT;
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CANCELLED:
  case CR_PHASE_WITHDRAWN:
    return CR_WANT_GONE;
  }
  return CR_WANT_LEFT;
}

/* Whether the candidate's own client has the call, at the time that counts. */
static gboolean
find_own_copy(CrStore *store, const CrInterview *iv, gboolean *ret_found, GError **error) {
  *ret_found = FALSE;
  if (iv->uid == NULL)
    return TRUE;
  g_autoptr(GArray) spans = cr_store_busy_of_uid(store, iv->uid, error);
  for (guint i = 0; spans && i < spans->len; i++)
    *ret_found |= g_array_index(spans, CrSpan, i).start == iv->start;
  return spans != NULL;
}

/* A draft is waiting while its step is the candidate's and no later letter has been written. */
static gboolean
was_sent(const CrInterview *iv, const CrEffect *letter, gboolean newest) {
  switch (letter->status) {
  case CR_EFFECT_SENT:
  case CR_EFFECT_SENDING:
  case CR_EFFECT_IN_DOUBT:
    return TRUE;
  case CR_EFFECT_DRAFT:
    return !newest || letter->step != iv->state.step;
  case CR_EFFECT_PENDING:
  case CR_EFFECT_HELD:
  case CR_EFFECT_SUPPRESSED:
    return FALSE;
  }
  return FALSE;
}

/* An answer, a new time or the end of the follow-up lets all go: then the phase is another one. */
static gboolean
plan_holds(GPtrArray *plan, CrStore *store, const CrInterview *iv, const char *tag, CrInstant now,
           GError **error) {
  if (iv->state.phase != CR_PHASE_MISSED)
    return TRUE;
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, iv->id, -1, error);
  g_autoptr(GHashTable) held = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; letters && i < letters->len; i++) {
    const CrEffect *letter = letters->pdata[i];
    for (guint j = 0; was_sent(iv, letter, i + 1 == letters->len) && j < letter->slots->len; j++) {
      const CrSlot *slot = letter->slots->pdata[j];
      if (slot->end == CR_INSTANT_NONE || slot->end <= now)
        continue;
      CrEntry *entry = cr_entry_of_slot(iv, slot, tag);
      if (g_hash_table_add(held, entry->uid))
        add(plan, entry, CR_WANT_WRITTEN, TRUE);
      else
        cr_entry_free(entry); /* offered twice */
    }
  }
  return letters != NULL;
}

static gboolean
plan_interview(GPtrArray *plan, CrStore *store, const CrPolicy *policy, const CrInterview *iv,
               const char *tag, CrInstant now, GError **error) {
  gboolean copied = FALSE;
  if (!find_own_copy(store, iv, &copied, error))
    return FALSE;
  CrWant want = want_by_phase(iv, now);
  add(plan, cr_entry_of_interview(iv, tag), copied && want == CR_WANT_WRITTEN ? CR_WANT_GONE : want,
      FALSE);
  return !policy->holds || plan_holds(plan, store, iv, tag, now, error);
}

GPtrArray *
cr_calendar_plan(CrStore *store, const CrPolicy *policy, const char *tag, CrInstant now,
                 GError **error) {
  g_autoptr(GPtrArray) plan = g_ptr_array_new_with_free_func(planned_free);
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(store, CR_LIST_ALL, now - LOOK_BACK_USEC, CR_INSTANT_NONE, 0, error);
  for (guint i = 0; calls && i < calls->len; i++)
    if (!plan_interview(plan, store, policy, calls->pdata[i], tag, now, error))
      return NULL;
  return calls ? g_steal_pointer(&plan) : NULL;
}
