/* Which call an invite is to. */
#include "engine/link-private.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

/* Words and the invite that follows them are the same call when so near to each other. */
#define SAME_AGREEMENT_USEC (36 * CR_HOUR)
#define WEEK_USEC (7 * CR_DAY_USEC)

static gboolean
invite_names_them(const CrFact *fact, const CrInterview *iv) {
  return link_names_them(fact->event->summary, iv) ||
         link_names_them(fact->event->description, iv) ||
         (fact->mail && link_speaks_for(fact->mail, iv));
}

static const char *
sender_name(const CrFact *fact) {
  return fact->mail ? fact->mail->from_name : fact->event->organizer_name;
}

static gboolean
is_of_platform(const CrFact *fact) {
  return link_is_platform(cr_fact_sender(fact), sender_name(fact));
}

/* An invite of a platform's, of a colleague's, or of whom a platform had written for, to a call
 * that is known by another UID. */
static gboolean
is_invited_to(const CrInterview *iv, const CrFact *fact) {
  const char *from = cr_fact_sender(fact);
  if (iv->start != fact->event->start || (fact->mail && fact->mail->forged))
    return FALSE;
  if (cr_text_equal(from, iv->contact.email) || cr_organisation_is_same(from, iv->contact.email))
    return TRUE;
  g_autofree char *company = cr_organisation_name(from);
  return (is_of_platform(fact) || link_is_platform(iv->contact.email, iv->contact.name)) &&
         (cr_text_equal(company, iv->company) || invite_names_them(fact, iv));
}

static gboolean
find_by_start(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  CrInstant start = fact->event->start;
  if (start == CR_INSTANT_NONE)
    return TRUE;
  g_autoptr(GPtrArray) then =
      cr_store_list_interviews(store, CR_LIST_OPEN, start, start + 1, LINK_MAX_CONSIDERED, error);
  for (guint i = 0; then && i < then->len && *best == NULL; i++)
    if (is_invited_to(then->pdata[i], fact))
      *best = cr_interview_copy(then->pdata[i]);
  return then != NULL;
}

/* An agency's recruiter, and even more a platform's mailbox, writes of many calls: an invite that
 * names another role, or of a platform that does not name the people of this one, is to another. */
static gboolean
is_to_another(const CrInterview *iv, const CrFact *fact) {
  const CrReading *mail = fact->mail;
  const char *from = cr_fact_sender(fact);
  if (mail && cr_match_is_other_opening(mail, iv))
    return TRUE;
  gboolean shared = is_of_platform(fact) &&
                    (cr_text_equal(from, iv->contact.email) || cr_text_equal(from, iv->organizer));
  return shared && !invite_names_them(fact, iv);
}

/* Sent as the answer to words that alone stood for the call, on the same day of a week before or
 * after, and without a word of theirs: the page of the calendar was turned once too often. */
static gboolean
is_weeks_off(const CrInterview *iv, const CrFact *fact) {
  gint64 off = ABS(iv->start - fact->event->start);
  gboolean weeks = off <= 2 * WEEK_USEC + CR_HOUR &&
                   (off + CR_HOUR) % WEEK_USEC <= 2 * CR_HOUR; /* the clocks may change between */
  return weeks && fact->mail && link_in_thread(iv, fact->mail) &&
         !cr_link_names_hour(fact->mail, iv->start);
}

gboolean
link_find_by_event(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  const CrEvent *event = fact->event;
  if (!link_consider(store, CR_FIND_UID, event->uid, fact->at, event, NULL, best, error))
    return FALSE;
  if (*best && (link_rank(*best) > 0 || event->method == CR_METHOD_CANCEL ||
                (*best)->state.removed || link_invite_trust(*best, fact) < CR_TRUST_COLLEAGUE))
    return TRUE; /* what the candidate has removed stays so, and what is over is no stranger's */
  g_clear_pointer(best, cr_interview_free);
  if (!find_by_start(store, fact, best, error))
    return FALSE;
  if (*best)
    return TRUE;
  g_autoptr(CrInterview) other = NULL;
  const char *from = cr_fact_sender(fact);
  if (!link_find_by_address(store, from, fact->at, NULL, &other, error) ||
      (other == NULL && cr_address_is_platform(from, sender_name(fact)) &&
       !link_find_by_address(store, event->organizer_email, fact->at, NULL, &other, error)))
    return FALSE;
  /* Another UID: only where words stood alone, or where the call was missed and this mends it. */
  if (other == NULL || link_rank(other) == 0 || event->method == CR_METHOD_CANCEL ||
      cr_text_equal(other->uid, event->uid) || is_to_another(other, fact))
    return TRUE;
  gboolean near = ABS(other->start - event->start) <= SAME_AGREEMENT_USEC;
  gboolean same_call = !other->from_invite && (near || is_weeks_off(other, fact));
  if (same_call || cr_agree_is_moved(other, event, fact->mail) ||
      (other->state.phase != CR_PHASE_SCHEDULED && event->start > other->start) ||
      (cr_interview_awaits_time(other) && event->start == other->start))
    *best = g_steal_pointer(&other);
  return TRUE;
}

/* The candidate's own invite, by whom it invites: to a call that is known, in place of one that was
 * missed, or another time for one that only words stand for. */
gboolean
link_find_by_own_event(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  const CrEvent *event = fact->event;
  g_autoptr(CrInterview) other = NULL;
  if (!link_consider(store, CR_FIND_UID, event->uid, fact->at, event, NULL, best, error))
    return FALSE;
  if (*best &&
      (link_rank(*best) > 0 || event->method == CR_METHOD_CANCEL || (*best)->state.removed))
    return TRUE;
  g_clear_pointer(best, cr_interview_free);
  for (guint i = 0; i < event->attendees->len; i++) {
    const char *invited = ((CrAttendee *) event->attendees->pdata[i])->email;
    if (invited && !cr_text_equal(invited, event->organizer_email) &&
        !link_find_by_address(store, invited, fact->at, NULL, &other, error))
      return FALSE;
  }
  if (other == NULL || link_rank(other) == 0 || event->method == CR_METHOD_CANCEL ||
      cr_text_equal(other->uid, event->uid)) /* another call of the series */
    return TRUE;
  gboolean near = ABS(other->start - event->start) <= SAME_AGREEMENT_USEC;
  if (other->start == event->start || (!other->from_invite && near) ||
      (other->state.phase != CR_PHASE_SCHEDULED && event->start > other->start))
    *best = g_steal_pointer(&other);
  return TRUE;
}
