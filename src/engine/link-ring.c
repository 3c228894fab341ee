/* Which promised call a ringing phone belongs to. */
#include "engine/link-private.h"

/* An unknown number that rings within this long of an agreed time may be theirs. */
#define BEFORE_USEC (20 * CR_MINUTE)
#define AFTER_USEC (60 * CR_MINUTE)
/* So near to an agreed time it is the call of that time. */
#define PROMPT_BEFORE_USEC (5 * CR_MINUTE)
#define PROMPT_AFTER_USEC (10 * CR_MINUTE)
/* One source counts from the first ring, another from when it was taken; their clocks differ. */
#define SAME_CALL_USEC (90 * CR_SECOND)

/* By another reading of the agreed time, of the same day. */
#define OTHER_READING_USEC (12 * CR_HOUR)

/* An hour that their words named rings for the call whose invite names a later one. */
static gboolean
may_be_of(const CrInterview *iv, const CrCall *call, CrInstant at) {
  CrInstant other = MAX(iv->state.other_start, iv->state.your_start);
  gboolean meant = other != CR_INSTANT_NONE && at >= other - PROMPT_BEFORE_USEC &&
                   at <= other + PROMPT_AFTER_USEC;
  return meant || iv->start <= at + MAX(BEFORE_USEC, call->duration_sec * CR_SECOND);
}

/* Whatever call before it is still waited for. */
static gboolean
is_due(const CrInterview *iv, CrInstant at) {
  return iv->state.phase <= CR_PHASE_WAITING && at >= iv->start - PROMPT_BEFORE_USEC &&
         at <= cr_interview_latest(iv) + PROMPT_AFTER_USEC;
}

static gboolean
is_nearer(const CrInterview *a, const CrInterview *b, CrInstant at) {
  return b && is_due(a, at) != is_due(b, at) ? is_due(a, at) : link_is_better(a, b, at);
}

/* A call without a known number belongs to the interview it is near to. */
static gboolean
find_by_hour(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  g_autoptr(GPtrArray) near =
      cr_store_list_interviews(store, CR_LIST_OPEN, fact->at - AFTER_USEC,
                               fact->at + OTHER_READING_USEC, LINK_MAX_CONSIDERED, error);
  if (near == NULL)
    return FALSE;
  for (guint i = 0; i < near->len; i++) {
    CrInterview *iv = near->pdata[i];
    CrInstant end = fact->at + fact->call->duration_sec * CR_SECOND;
    gboolean own_call = fact->call->kind == CR_CALL_OUTGOING;
    if (!may_be_of(iv, fact->call, fact->at))
      continue;
    if (own_call && (fact->at > iv->start + 10 * CR_MINUTE || end < iv->start))
      continue; /* a call of the candidate's to somebody else matters only over the agreed time */
    if (is_nearer(iv, *best, fact->at)) {
      cr_interview_free(*best);
      *best = cr_interview_copy(iv);
    }
  }
  return TRUE;
}

gboolean
link_find_by_call(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  if (!link_consider(store, CR_FIND_NUMBER, fact->call->number, fact->at, NULL, NULL, best, error))
    return FALSE;
  if (*best && link_rank(*best) > 0)
    return TRUE;
  g_clear_pointer(best, cr_interview_free);
  return find_by_hour(store, fact, best, error);
}

/* Two sources tell of one call when they agree in what it was, up to how long it rang; so does one
 * that tells it again without a time. Of a ringing whatever came of it is the same call. */
static gboolean
is_same_call(const CrFact *a, const CrFact *b) {
  gboolean kind = a->call->kind == b->call->kind || a->call->kind == CR_CALL_RANG;
  gboolean again = g_strcmp0(a->source, b->source) != 0 || (a->call->undated && b->call->undated);
  return kind && again && g_strcmp0(a->call->number, b->call->number) == 0 &&
         ABS(a->at - b->at) <= SAME_CALL_USEC;
}

gboolean
cr_link_call_is_known(CrStore *store, const CrInterview *interview, const CrFact *fact,
                      gboolean *ret_known, GError **error) {
  *ret_known = FALSE;
  if (fact->kind != CR_FACT_CALL)
    return TRUE;
  g_autoptr(GPtrArray) facts = cr_store_facts(store, interview->id, LINK_MAX_CONSIDERED, error);
  for (guint i = 0; facts && i < facts->len && !*ret_known; i++) {
    const CrFact *other = facts->pdata[i];
    *ret_known = other->kind == CR_FACT_CALL && is_same_call(fact, other);
  }
  return facts != NULL;
}
