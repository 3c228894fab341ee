#include "engine/link-private.h"

#include "base/text.h"

CrInterview *
cr_link_fact(CrStore *store, const CrProfile *profile, CrFact *fact, GError **error) {
  g_autoptr(CrInterview) best = NULL;
  gboolean ok = TRUE;
  switch (fact->kind) {
  case CR_FACT_INVITE:
    ok = link_find_by_event(store, fact, &best, error);
    break;
  case CR_FACT_MAIL:
  case CR_FACT_OWN_MAIL:
    ok = cr_fact_is_own_invite(fact) ? link_find_by_own_event(store, fact, &best, error)
                                     : link_find_by_words(store, fact, &best, error);
    break;
  case CR_FACT_CALL:
    ok = link_find_by_call(store, fact, &best, error);
    break;
  case CR_FACT_TICK:
  case CR_FACT_ADDED:
  case CR_FACT_ACT:
  case CR_FACT_OUTCOME:
  case CR_FACT_CLOCK:
  case CR_FACT_APPLICATION:
    break; /* these name their interview */
  }
  if (!ok || best == NULL)
    return NULL;
  fact->trust = cr_link_trust(best, profile, fact);
  return g_steal_pointer(&best);
}

gboolean
cr_link_kept_before(CrStore *store, const CrInterview *interview, int *ret_count, GError **error) {
  int count = 0;
  if (interview->contact.email == NULL)
    return TRUE;
  g_autoptr(GPtrArray) calls =
      cr_store_list_over(store, interview->contact.email, interview->start, error);
  for (guint i = 0; calls && i < calls->len; i++)
    count += ((CrInterview *) calls->pdata[i])->state.phase == CR_PHASE_HELD;
  *ret_count = count;
  return calls != NULL;
}

/* Their word of a new time makes void what has not passed its fence. */
static gboolean
is_on_its_way(CrStore *store, const CrInterview *iv, GError **error) {
  if (iv->state.letter != CR_LETTER_SENDING || iv->state.phase == CR_PHASE_MISSED)
    return iv->state.letter == CR_LETTER_SENDING;
  g_autoptr(CrEffect) letter = cr_store_load_effect(store, iv->state.handed, error);
  return letter && letter->status == CR_EFFECT_SENDING;
}

/* When what was written about it, and not answered since, left or was handed to the sender. Of a
 * call that was moved since it may have passed their word on its way. */
static CrInstant
written_at(CrStore *store, const CrInterview *iv, GError **error) {
  const CrState *s = &iv->state;
  gboolean missed = s->phase == CR_PHASE_MISSED, drafted = s->letter == CR_LETTER_DRAFTED;
  if (!missed && (s->phase != CR_PHASE_RESCHEDULED || drafted))
    return CR_INSTANT_NONE;
  if (is_on_its_way(store, iv, error) || (missed && s->letter == CR_LETTER_IN_DOUBT))
    return MAX(s->letter_at, s->last_out);
  return s->letters > 0 && s->answered_at < s->last_out ? s->last_out : CR_INSTANT_NONE;
}

static gboolean
differ(const char *a, const char *b) {
  return a && b && !cr_text_equal(a, b);
}

/* A platform's mailbox is that of many: there the person and their company must agree, too. */
static gboolean
is_with_same(const CrInterview *a, const CrInterview *b) {
  const CrContact *of = &a->contact, *as = &b->contact;
  return cr_text_equal(of->email, as->email) &&
         !(link_is_platform(of->email, of->name) &&
           (differ(of->name, as->name) || differ(a->company, b->company)));
}

gboolean
cr_link_written_to(CrStore *store, const CrInterview *interview, CrInstant *ret_at,
                   GError **error) {
  const char *address = interview->contact.email;
  *ret_at = CR_INSTANT_NONE;
  if (address == NULL)
    return TRUE;
  g_autoptr(GArray) ids = cr_store_find_interviews(store, CR_FIND_ADDRESS, address, error);
  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr(GError) local = NULL;
    const CrInterview *iv = cr_store_see_interview(store, g_array_index(ids, int, i), &local);
    gboolean other = iv && iv->id != interview->id && is_with_same(iv, interview);
    CrInstant at = other ? written_at(store, iv, &local) : CR_INSTANT_NONE;
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    *ret_at = MAX(*ret_at, at);
  }
  return ids != NULL;
}
