/* Which of the calls that are known by a key a fact is about. */
#include "engine/link-private.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

/* Which of several interviews with the same people a fact is about: an open one before a settled
 * one, one that waits for an answer before one that lies ahead, and the nearest in time. */
int
link_rank(const CrInterview *iv) {
  switch (iv->state.phase) {
  case CR_PHASE_WAITING:
    return 4;
  case CR_PHASE_MISSED:
    return 3;
  case CR_PHASE_SCHEDULED:
    return 2;
  case CR_PHASE_SILENT:
    return 1;
  case CR_PHASE_CANCELLED:
    return cr_interview_awaits_time(iv);
  case CR_PHASE_HELD:
  case CR_PHASE_RESCHEDULED:
  case CR_PHASE_CLOSED:
  case CR_PHASE_WITHDRAWN:
    return 0;
  }
  return 0;
}

gboolean
link_is_better(const CrInterview *a, const CrInterview *b, CrInstant at) {
  if (b == NULL || link_rank(a) != link_rank(b))
    return b == NULL || link_rank(a) > link_rank(b);
  return ABS(a->start - at) < ABS(b->start - at);
}

gboolean
cr_link_names_hour(const CrReading *mail, CrInstant start) {
  for (guint i = 0; i < mail->times->len; i++)
    if (((CrMention *) mail->times->pdata[i])->start == start)
      return TRUE;
  return FALSE;
}

static gboolean
ends_pursuit(const CrReading *mail) {
  return mail->class == CR_MAIL_REJECTION || mail->class == CR_MAIL_ON_HOLD;
}

/* Between the candidate and whom the call is with, and perhaps others. */
gboolean
link_is_with_contact(const CrReading *mail, const CrInterview *iv) {
  gboolean is = link_address_trust(iv, mail->from_email) == CR_TRUST_CONTACT;
  for (char **to = mail->to; !is && to && *to; to++)
    is = link_address_trust(iv, *to) == CR_TRUST_CONTACT;
  return is;
}

/* An answer to what the candidate wrote by another program, which nobody has read here. */
static gboolean
bears_subject(const CrReading *mail, const CrInterview *iv) {
  gboolean unused;
  const char *bare = cr_text_bare_subject(mail->subject, &unused);
  const char *const titles[] = {iv->subject, iv->summary}; /* a letter's is one of them */
  for (gsize i = 0; *bare && i < G_N_ELEMENTS(titles); i++)
    if (titles[i] && g_ascii_strcasecmp(bare, cr_text_bare_subject(titles[i], &unused)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
moves_time(const CrReading *mail) {
  gboolean moves = mail->apologizes;
  for (guint i = 0; i < mail->times->len; i++)
    moves = moves || ((CrMention *) mail->times->pdata[i])->role == CR_TIME_OLD;
  return moves;
}

/* "Let's do Thursday at ten, I'll ring you": it sets a time, and moves none. */
static gboolean
sets_time(const CrReading *mail) {
  return mail->class == CR_MAIL_NEW_TIME && mail->firm && mail->caller == CR_CALLER_RECRUITER &&
         !moves_time(mail);
}

/* "After your call with Pia I'll ring you, too, on Friday at two." */
static gboolean
is_call_of_their_own(const CrReading *mail) {
  gboolean rings = mail->caller == CR_CALLER_RECRUITER && mail->caller_name == NULL;
  return rings && (mail->class == CR_MAIL_CONFIRMATION || sets_time(mail)) &&
         cr_agree_only_time(mail) && cr_cues_have(mail->text, CR_CUE_ANOTHER_CALL);
}

static gboolean
is_person(const char *address, const char *name, const CrInterview *iv) {
  return !link_is_platform(address, name) && !cr_organisation_is_named(name, iv->company);
}

/* A colleague writes by themselves that they will call at another hour, and nothing of the known
 * call's being theirs or at another time now: the hiring manager wants a word, too. Of one that is
 * over it is the new time. */
static gboolean
promises_beside(const CrReading *mail, const CrInterview *iv) {
  static const char *const theirs[] = {CR_CUE_INSTEAD, "handed-over", "ill", "out-said", NULL};
  gboolean own = mail->caller_name == NULL || cr_text_equal(mail->caller_name, mail->from_name);
  if (iv->state.phase != CR_PHASE_SCHEDULED || link_is_with_contact(mail, iv) ||
      cr_link_names_hour(mail, iv->start) ||
      (link_in_thread(iv, mail) && bears_subject(mail, iv)) ||
      mail->class != CR_MAIL_CONFIRMATION || mail->caller != CR_CALLER_RECRUITER || !own ||
      mail->apologizes || cr_agree_only_time(mail) == NULL || !cr_agree_is_personal(mail) ||
      !is_person(mail->from_email, mail->from_name, iv) ||
      !is_person(iv->contact.email, iv->contact.name, iv))
    return FALSE;
  for (const char *const *kind = theirs; *kind; kind++)
    if (cr_cues_have(mail->text, *kind))
      return FALSE;
  return TRUE;
}

/* A word that ends a pursuit is about the role that it names; so is one of another thread that
 * agrees on a call at another hour, and whatever their colleagues talk of without a word of them.
 * What these promise by themselves is a call of their own.
 * These may be answering something else, too, of another subject. */
gboolean
link_is_of_another_pursuit(const CrReading *mail, const CrInterview *iv) {
  gboolean with = link_is_with_contact(mail, iv), here = cr_link_names_hour(mail, iv->start);
  gboolean ends = ends_pursuit(mail);
  gboolean agrees = mail->class == CR_MAIL_CONFIRMATION && mail->times->len > 0 && !here;
  gboolean talks = mail->class == CR_MAIL_GENERIC || mail->class == CR_MAIL_CONFIRMATION ||
                   mail->class == CR_MAIL_SCHEDULING_LINK || sets_time(mail);
  if (promises_beside(mail, iv))
    return TRUE;
  if (link_in_thread(iv, mail))
    return ends && !with && cr_match_is_other_opening(mail, iv);
  g_autofree char *first = cr_words_first_name(iv->contact.name);
  gboolean apart = talks && !with && !here && !cr_organisation_is_named(mail->text, first);
  return (apart && mail->in_reply_to && !bears_subject(mail, iv)) ||
         (!with && !here && is_call_of_their_own(mail)) ||
         (agrees && (cr_match_subject_differs(mail->subject, iv->subject) ||
                     (!moves_time(mail) && cr_match_topic_differs(mail, iv)))) ||
         ((apart || agrees || (ends && !with)) && cr_match_is_other_opening(mail, iv));
}

static gboolean
may_be_about(const CrInterview *iv, const CrEvent *event, const CrReading *mail) {
  return (event == NULL || cr_agree_same_occurrence(iv, event)) &&
         (mail == NULL || !link_is_of_another_pursuit(mail, iv));
}

/* The same with a mail: what ends a pursuit is about the opening that it names best, and so is any
 * of calls about different roles. */
gboolean
link_fits_better(const CrReading *mail, const CrInterview *a, const CrInterview *b, CrInstant at) {
  gboolean told =
      mail && b &&
      (ends_pursuit(mail) || (a->role && cr_match_role_differs(a->role, b->role, NULL)));
  int better = told ? cr_match_opening(mail, a) - cr_match_opening(mail, b) : 0;
  return better ? better > 0 : link_is_better(a, b, at);
}

/* What a platform has written of is of its customer's house, and not of its own. */
static gboolean
is_of_platform(const CrInterview *iv) {
  return cr_address_is_platform(iv->contact.email, iv->contact.name);
}

/* Of the interviews with that key the best one, if it beats *best; with an event or a mail only
 * those that it can be about; of its thread it is about all but what stands beside it. */
gboolean
link_consider(CrStore *store, CrFindBy by, const char *value, CrInstant at, const CrEvent *event,
              const CrReading *mail, CrInterview **best, GError **error) {
  if (value == NULL || *value == '\0')
    return TRUE;
  g_autoptr(GArray) ids = cr_store_find_interviews(store, by, value, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(GError) local = NULL;
    const CrInterview *iv = cr_store_see_interview(store, g_array_index(ids, int, i), &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    gboolean known = iv && (by == CR_FIND_UID || !iv->state.removed) &&
                     !(by == CR_FIND_DOMAIN && is_of_platform(iv));
    gboolean about = by == CR_FIND_THREAD ? mail == NULL || !promises_beside(mail, iv)
                                          : may_be_about(iv, event, mail);
    if (known && about && link_fits_better(mail, iv, *best, at)) {
      cr_interview_free(*best);
      *best = cr_interview_copy(iv);
    }
  }
  return TRUE;
}

gboolean
link_find_by_address(CrStore *store, const char *address, CrInstant at, const CrReading *mail,
                     CrInterview **best, GError **error) {
  if (!link_consider(store, CR_FIND_ADDRESS, address, at, NULL, mail, best, error))
    return FALSE;
  const char *domain = cr_address_domain(address);
  if (*best || cr_address_is_shared(address))
    return TRUE;
  /* careers.northwind.example is below northwind.example */
  for (; domain && *best == NULL; domain = strchr(domain, '.')) {
    domain += *domain == '.';
    if (strchr(domain, '.') &&
        !link_consider(store, CR_FIND_DOMAIN, domain, at, NULL, mail, best, error))
      return FALSE;
  }
  return TRUE;
}
