/* Which call a mail is about: by thread, address, company, name, and the times that it names. */
#include "engine/link-private.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

/* How far from a call a hiring system's word of the application may be. */
#define APPLICATION_USEC (90 * CR_DAY_USEC)
/* From the agreed time to a word of somebody who bears the contact's name. */
#define NAMESAKE_USEC (14 * CR_DAY_USEC)

static gboolean
find_by_thread(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
               GError **error) {
  if (!link_consider(store, CR_FIND_THREAD, mail->in_reply_to, at, NULL, mail, best, error))
    return FALSE;
  guint count = mail->references ? g_strv_length(mail->references) : 0;
  for (guint i = count > 8 ? count - 8 : 0; i < count; i++)
    if (!link_consider(store, CR_FIND_THREAD, mail->references[i], at, NULL, mail, best, error))
      return FALSE;
  return TRUE;
}

/* A job board's alert that the posting is gone, which anybody may send: it proves nothing, and is
 * evidence all the same. It must name company and role. */
static gboolean
tells_of_posting(const CrReading *mail) {
  return (mail->list || mail->automatic) && !mail->forged &&
         cr_cues_have(mail->text, "posting-gone");
}

static gboolean
names_role(const CrReading *mail, const CrInterview *iv) {
  return iv->role == NULL || cr_match_names(mail->subject, iv->role) ||
         cr_match_names(mail->text, iv->role);
}

/* A platform confirms another call with the same company. */
static gboolean
confirms_another(const CrReading *mail, const CrInterview *iv) {
  const CrMention *time = cr_agree_only_time(mail);
  return mail->class == CR_MAIL_CONFIRMATION && mail->second != CR_MAIL_NEW_TIME && time &&
         time->start != iv->start;
}

static gboolean
find_by_company(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
                GError **error) {
  gboolean platform = link_is_platform(mail->from_email, mail->from_name);
  if (*best || (!platform && !tells_of_posting(mail)))
    return TRUE;
  g_autoptr(GPtrArray) recent = cr_store_list_interviews(
      store, CR_LIST_ALL, at - APPLICATION_USEC, at + APPLICATION_USEC, LINK_MAX_CONSIDERED, error);
  if (recent == NULL)
    return FALSE;
  for (guint i = 0; i < recent->len; i++) {
    CrInterview *iv = recent->pdata[i];
    if (iv->state.removed || !link_speaks_for(mail, iv) || link_is_of_another_pursuit(mail, iv) ||
        (!platform && !names_role(mail, iv)) || confirms_another(mail, iv) ||
        !link_fits_better(mail, iv, *best, at))
      continue;
    cr_interview_free(*best);
    *best = cr_interview_copy(iv);
  }
  return TRUE;
}

/* Somebody who bears the contact's name answers from an address that nobody knows: a private
 * mailbox, or a forgery. It is no word of theirs, and the candidate is asked. */
static gboolean
answers_in_their_name(const CrReading *mail, const CrInterview *iv) {
  switch (mail->class) {
  case CR_MAIL_REJECTION:
  case CR_MAIL_ON_HOLD:
  case CR_MAIL_APOLOGY_LATE:
  case CR_MAIL_CANCELLATION:
  case CR_MAIL_RESCHEDULE_REQUEST:
  case CR_MAIL_NEW_TIME:
    break;
  case CR_MAIL_CONFIRMATION:
  case CR_MAIL_GENERIC: /* which may be of another call */
    if (iv->state.phase == CR_PHASE_SCHEDULED && !cr_link_names_hour(mail, iv->start))
      return FALSE;
    break;
  case CR_MAIL_BOUNCE:
  case CR_MAIL_OUT_OF_OFFICE:
  case CR_MAIL_RECRUITER_CHANGE:
  case CR_MAIL_SCHEDULING_LINK:
    return FALSE;
  }
  return cr_text_equal(mail->from_name, iv->contact.name) &&
         link_address_trust(iv, mail->from_email) == CR_TRUST_NONE;
}

static gboolean
find_by_name(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
             GError **error) {
  if (*best || mail->list || mail->automatic || mail->from_name == NULL ||
      strchr(mail->from_name, ' ') == NULL ||
      (mail->class == CR_MAIL_GENERIC && mail->times->len == 0 && !mail->apologizes))
    return TRUE;
  g_autoptr(GPtrArray) near = cr_store_list_interviews(
      store, CR_LIST_OPEN, at - NAMESAKE_USEC, at + NAMESAKE_USEC, LINK_MAX_CONSIDERED, error);
  for (guint i = 0; near && i < near->len; i++) {
    const CrInterview *iv = near->pdata[i];
    if (iv->state.removed || link_rank(iv) == 0 || !answers_in_their_name(mail, iv) ||
        !link_is_better(iv, *best, at))
      continue;
    cr_interview_free(*best);
    *best = cr_interview_copy(iv);
  }
  return near != NULL;
}

/* An answer in the wrong thread: who is known of another call writes of that one. */
static gboolean
follow_sender(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
              GError **error) {
  g_autoptr(CrInterview) theirs = NULL;
  if (*best == NULL || mail->forged || link_address_trust(*best, mail->from_email) != CR_TRUST_NONE)
    return TRUE;
  if (!link_consider(store, CR_FIND_ADDRESS, mail->from_email, at, NULL, mail, &theirs, error))
    return FALSE;
  if (theirs == NULL || link_rank(theirs) == 0)
    return TRUE;
  cr_interview_free(*best);
  *best = g_steal_pointer(&theirs);
  return TRUE;
}

static gboolean
names_time_of(const CrMention *mention, const CrInterview *iv) {
  return mention->granularity == CR_GRANULARITY_INSTANT
             ? mention->start == iv->start
             : mention->start <= iv->start && iv->start < mention->end;
}

/* Who is late writes so about the call of this hour. */
#define LATE_BEFORE_USEC (30 * CR_MINUTE)
#define LATE_AFTER_USEC (60 * CR_MINUTE)

/* Whether a time that the mail states may name the call it is about, and is no offer. Who confirms
 * a day may take one that a letter offered; of an hour that offers avoid it is the call's. */
static gboolean
may_name(const CrReading *mail, const CrMention *mention) {
  gboolean offers = mail->second == CR_MAIL_NEW_TIME || mail->second == CR_MAIL_RESCHEDULE_REQUEST;
  return !mail->apologizes &&
         ((mail->class == CR_MAIL_CANCELLATION && !offers) ||
          (mail->class == CR_MAIL_CONFIRMATION && mention->granularity == CR_GRANULARITY_INSTANT));
}

/* How well the mail's times name the call: as what is called off or moved, 2; as what stands for
 * itself or by its own hour, 1, which tells only where nothing else is meant to come of it. */
static int
naming(const CrReading *mail, const CrInterview *iv, CrInstant at) {
  int best = mail->class == CR_MAIL_APOLOGY_LATE && at >= iv->start - LATE_BEFORE_USEC &&
             at <= iv->start + LATE_AFTER_USEC;
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *mention = mail->times->pdata[i];
    if (mention->past && best < 2)
      best = 0;
    if (!names_time_of(mention, iv))
      continue;
    if (mention->role == CR_TIME_OLD)
      best = 2;
    else if (mention->role == CR_TIME_STATED && may_name(mail, mention))
      best = MAX(best, 1);
  }
  return best;
}

gboolean
cr_link_calls_off(const CrReading *mail, const CrInterview *iv, gboolean several) {
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *mention = mail->times->pdata[i];
    gboolean off = mention->role == CR_TIME_OLD || (several && mention->role == CR_TIME_OTHER);
    if (off && names_time_of(mention, iv))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
cr_link_open_calls(CrStore *store, const CrReading *mail, GError **error) {
  const char *address = mail->from_email;
  const char *domain = cr_address_domain(address);
  gboolean alone = domain == NULL || cr_address_is_shared(address);
  g_autoptr(GArray) ids = cr_store_find_interviews(store, alone ? CR_FIND_ADDRESS : CR_FIND_DOMAIN,
                                                   alone ? address : domain, error);
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  for (guint i = 0; ids && i < ids->len; i++) {
    const CrInterview *iv = cr_store_see_interview(store, g_array_index(ids, int, i), NULL);
    if (iv && !iv->state.removed && link_rank(iv) > 0 &&
        (!link_is_platform(address, mail->from_name) || link_speaks_for(mail, iv)))
      g_ptr_array_add(calls, cr_interview_copy(iv));
  }
  return ids ? g_steal_pointer(&calls) : NULL;
}

/* What it names beside the call that is off is another call of theirs, and no offer. */
static void
leave_to_others(CrReading *mail, const GPtrArray *calls, const CrInterview *off) {
  for (guint i = 0; i < mail->times->len; i++) {
    CrMention *mention = mail->times->pdata[i];
    for (guint k = 0; k < calls->len && mention->role == CR_TIME_STATED; k++) {
      const CrInterview *iv = calls->pdata[k];
      if (iv->id != off->id && names_time_of(mention, iv))
        mention->role = CR_TIME_OTHER;
    }
  }
}

/* Who has agreed on several calls says by its time which one they write of. */
static gboolean
follow_time(CrStore *store, CrReading *mail, CrInstant at, CrInterview **best, GError **error) {
  gboolean tells = mail->times->len > 0 || mail->class == CR_MAIL_APOLOGY_LATE;
  if (*best == NULL || mail->forged || mail->from_email == NULL || !tells)
    return TRUE;
  g_autoptr(GPtrArray) calls = cr_link_open_calls(store, mail, error);
  const CrInterview *named = *best;
  for (guint i = 0; calls && i < calls->len; i++)
    if (naming(mail, calls->pdata[i], at) > naming(mail, named, at))
      named = calls->pdata[i];
  if (calls && mail->class == CR_MAIL_CANCELLATION && naming(mail, named, at) == 2)
    leave_to_others(mail, calls, named);
  if (named != *best) {
    cr_interview_free(*best);
    *best = cr_interview_copy(named);
  }
  return calls != NULL;
}

static gboolean
find_by_mail(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  const CrReading *mail = fact->mail;
  const CrEvent *event = fact->event; /* an answer to it */
  gboolean own = fact->kind == CR_FACT_OWN_MAIL;
  CrInstant at = fact->at;
  if (event && !link_consider(store, CR_FIND_UID, event->uid, at, event, NULL, best, error))
    return FALSE;
  if (*best == NULL && (!find_by_thread(store, mail, at, best, error) ||
                        (!own && !follow_sender(store, mail, at, best, error))))
    return FALSE;
  if (*best && link_rank(*best) > 0)
    return TRUE;
  if (mail->bounced && !link_find_by_address(store, mail->bounced, at, NULL, best, error))
    return FALSE;
  for (char **to = mail->to; own && to && *to; to++)
    if (!link_find_by_address(store, *to, at, mail, best, error))
      return FALSE;
  /* What the candidate answers to somebody else of theirs is about something else. */
  if (own && *best && mail->in_reply_to && !link_in_thread(*best, mail) &&
      !link_is_with_contact(mail, *best))
    g_clear_pointer(best, cr_interview_free);
  return own || mail->bounced ||
         (link_find_by_address(store, mail->from_email, at, mail, best, error) &&
          (*best || link_find_by_address(store, mail->reply_to, at, mail, best, error)) &&
          find_by_company(store, mail, at, best, error) &&
          find_by_name(store, mail, at, best, error));
}

gboolean
link_find_by_words(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  gboolean theirs = fact->kind == CR_FACT_MAIL && fact->event == NULL && !fact->mail->bounced;
  return find_by_mail(store, fact, best, error) &&
         (!theirs || follow_time(store, fact->mail, fact->at, best, error));
}
