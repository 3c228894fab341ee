#include "engine/link.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

/* An unknown number that rings within this long of an agreed time may be theirs. */
#define BEFORE_USEC (20 * CR_MINUTE)
#define AFTER_USEC (60 * CR_MINUTE)
/* Words and the invite that follows them are the same call when so near to each other. */
#define SAME_AGREEMENT_USEC (36 * CR_HOUR)
/* One source counts from the first ring, another from when it was taken; their clocks differ. */
#define SAME_CALL_USEC (90 * CR_SECOND)

static gboolean
in_thread(const CrInterview *iv, const CrReading *mail) {
  const char *const *thread = (const char *const *) iv->thread;
  if (thread == NULL)
    return FALSE;
  if (mail->in_reply_to && g_strv_contains(thread, mail->in_reply_to))
    return TRUE;
  for (char **id = mail->references; id && *id; id++)
    if (g_strv_contains(thread, *id))
      return TRUE;
  return FALSE;
}

static CrTrust
address_trust(const CrInterview *iv, const char *address) {
  if (address == NULL)
    return CR_TRUST_NONE;
  if (cr_text_equal(address, iv->contact.email) || cr_text_equal(address, iv->organizer))
    return CR_TRUST_CONTACT;
  if (cr_text_equal(address, iv->state.deputy.email) ||
      cr_organisation_is_same(address, iv->contact.email) ||
      cr_organisation_is_same(address, iv->organizer))
    return CR_TRUST_COLLEAGUE;
  return CR_TRUST_NONE;
}

/* Numbers of one switchboard share all but their last digits. */
static gboolean
in_one_block(const char *a, const char *b) {
  gsize length = a && b ? strlen(a) : 0;
  return length >= 10 && strlen(b) == length && strncmp(a, b, length - 2) == 0;
}

/* A block that the candidate's own number is in, too, is nobody's switchboard. */
static gboolean
is_of_switchboard(const char *number, const CrInterview *iv, const CrProfile *profile) {
  const char *theirs = iv->contact.phone;
  return in_one_block(number, theirs) && !in_one_block(profile->phone, theirs) &&
         !in_one_block(iv->own_number, theirs);
}

/* Hiring platforms and other mailboxes that nobody reads write in a company's name: it stands in
 * the sender's name, the subject or the text. */
#define APPLICATION_USEC (90 * CR_DAY_USEC)
#define MAX_CONSIDERED 64
/* From the agreed time to a word of somebody who bears the contact's name. */
#define NAMESAKE_USEC (14 * CR_DAY_USEC)

static gboolean
names_them(const char *text, const CrInterview *iv) {
  return cr_organisation_is_named(text, iv->company) ||
         cr_organisation_is_named(text, iv->contact.name);
}

static gboolean
speaks_for(const CrReading *mail, const CrInterview *iv) {
  return names_them(mail->from_name, iv) || names_them(mail->subject, iv) ||
         names_them(mail->text, iv) || cr_platform_names(mail->from_email, iv->company);
}

static gboolean
is_platform(const char *address) {
  return cr_address_is_noreply(address) || cr_domain_is_platform(cr_address_domain(address));
}

static gboolean
is_with(const CrEvent *event, const char *address) {
  if (address && cr_text_equal(event->organizer_email, address))
    return TRUE;
  for (guint i = 0; address && i < event->attendees->len; i++)
    if (cr_text_equal(((CrAttendee *) event->attendees->pdata[i])->email, address))
      return TRUE;
  return FALSE;
}

/* A booking page sends the invite of the meeting that was booked on it. */
static CrTrust
invite_trust(const CrInterview *iv, const CrFact *fact) {
  const CrReading *mail = fact->mail;
  if (mail == NULL)
    return address_trust(iv, cr_event_sender(fact->event));
  CrTrust trust = mail->forged ? CR_TRUST_NONE : address_trust(iv, mail->from_email);
  gboolean booked = cr_domain_is_platform(cr_address_domain(mail->from_email)) &&
                    is_with(fact->event, iv->contact.email);
  return trust == CR_TRUST_NONE && !mail->forged && booked ? CR_TRUST_COLLEAGUE : trust;
}

CrTrust
cr_link_trust(const CrInterview *iv, const CrProfile *profile, const CrFact *fact) {
  switch (fact->kind) {
  case CR_FACT_TICK:
  case CR_FACT_ADDED:
  case CR_FACT_ACT:
  case CR_FACT_OUTCOME:
  case CR_FACT_CLOCK:
  case CR_FACT_APPLICATION:
  case CR_FACT_OWN_MAIL:
    return CR_TRUST_OWN;
  case CR_FACT_INVITE:
    return invite_trust(iv, fact);
  case CR_FACT_MAIL: {
    CrTrust trust = fact->mail->forged ? CR_TRUST_NONE : address_trust(iv, fact->mail->from_email);
    if (trust == CR_TRUST_NONE && !fact->mail->forged && speaks_for(fact->mail, iv) &&
        cr_domain_is_platform(cr_address_domain(fact->mail->from_email)))
      return CR_TRUST_COLLEAGUE;
    return trust == CR_TRUST_NONE && !fact->mail->forged && in_thread(iv, fact->mail)
               ? CR_TRUST_THREAD
               : trust;
  }
  case CR_FACT_CALL:
    if (fact->call->number && g_strcmp0(fact->call->number, iv->contact.phone) == 0)
      return CR_TRUST_CONTACT;
    if (g_strcmp0(fact->call->number, iv->dial_number) == 0 && fact->call->number)
      return CR_TRUST_CONTACT;
    return is_of_switchboard(fact->call->number, iv, profile) ? CR_TRUST_COLLEAGUE : CR_TRUST_NONE;
  }
  return CR_TRUST_NONE;
}

/* Which of several interviews with the same people a fact is about: an open one before a settled
 * one, one that waits for an answer before one that lies ahead, and the nearest in time. */
static int
rank(const CrInterview *iv) {
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

static gboolean
is_better(const CrInterview *a, const CrInterview *b, CrInstant at) {
  if (b == NULL || rank(a) != rank(b))
    return b == NULL || rank(a) > rank(b);
  return ABS(a->start - at) < ABS(b->start - at);
}

static gboolean
names_hour(const CrReading *mail, CrInstant start) {
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
static gboolean
is_with_contact(const CrReading *mail, const CrInterview *iv) {
  gboolean is = address_trust(iv, mail->from_email) == CR_TRUST_CONTACT;
  for (char **to = mail->to; !is && to && *to; to++)
    is = address_trust(iv, *to) == CR_TRUST_CONTACT;
  return is;
}

static const char *
skip_answer_marks(const char *subject) {
  static const char *const marks[] = {"re:", "aw:", "sv:", "fw:", "fwd:", "wg:", " "};
  for (gsize i = 0; i < G_N_ELEMENTS(marks);) {
    gboolean marked = g_ascii_strncasecmp(subject, marks[i], strlen(marks[i])) == 0;
    subject += marked ? strlen(marks[i]) : 0;
    i = marked ? 0 : i + 1;
  }
  return subject;
}

/* An answer to what the candidate wrote by another program, which nobody has read here. */
static gboolean
bears_subject(const CrReading *mail, const CrInterview *iv) {
  const char *bare = skip_answer_marks(mail->subject ? mail->subject : "");
  const char *const titles[] = {iv->subject, iv->summary}; /* a letter's is one of them */
  for (gsize i = 0; *bare && i < G_N_ELEMENTS(titles); i++)
    if (titles[i] && g_ascii_strcasecmp(bare, skip_answer_marks(titles[i])) == 0)
      return TRUE;
  return FALSE;
}

/* A word that ends a pursuit is about the role that it names; so is one of another thread that
 * agrees on a call at another hour, and whatever their colleagues talk of without a word of them.
 * These may be answering something else, too, of another subject. */
static gboolean
is_of_another_pursuit(const CrReading *mail, const CrInterview *iv) {
  gboolean with = is_with_contact(mail, iv), here = names_hour(mail, iv->start);
  gboolean ends = ends_pursuit(mail);
  gboolean agrees = mail->class == CR_MAIL_CONFIRMATION && mail->times->len > 0 && !here;
  gboolean talks = mail->class == CR_MAIL_GENERIC || mail->class == CR_MAIL_CONFIRMATION ||
                   mail->class == CR_MAIL_SCHEDULING_LINK;
  if (in_thread(iv, mail))
    return ends && !with && cr_match_is_other_opening(mail, iv);
  g_autofree char *first = cr_words_first_name(iv->contact.name);
  gboolean apart = talks && !with && !here && !cr_organisation_is_named(mail->text, first);
  return (apart && mail->in_reply_to && !bears_subject(mail, iv)) ||
         ((apart || agrees || (ends && !with)) && cr_match_is_other_opening(mail, iv));
}

static gboolean
may_be_about(const CrInterview *iv, const CrEvent *event, const CrReading *mail) {
  return (event == NULL || cr_agree_same_occurrence(iv, event)) &&
         (mail == NULL || !is_of_another_pursuit(mail, iv));
}

/* The same with a mail: what ends a pursuit is about the opening that it names best, and so is any
 * of calls about different roles. */
static gboolean
fits_better(const CrReading *mail, const CrInterview *a, const CrInterview *b, CrInstant at) {
  gboolean told =
      mail && b &&
      (ends_pursuit(mail) || (a->role && cr_match_role_differs(a->role, b->role, NULL)));
  int better = told ? cr_match_opening(mail, a) - cr_match_opening(mail, b) : 0;
  return better ? better > 0 : is_better(a, b, at);
}

/* Of the interviews with that key the best one, if it beats *best; with an event or a mail only
 * those that it can be about; of its thread it is about all. */
static gboolean
consider(CrStore *store, CrFindBy by, const char *value, CrInstant at, const CrEvent *event,
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
    gboolean known = iv && (by == CR_FIND_UID || !iv->state.removed);
    gboolean about = by == CR_FIND_THREAD || may_be_about(iv, event, mail);
    if (known && about && fits_better(mail, iv, *best, at)) {
      cr_interview_free(*best);
      *best = cr_interview_copy(iv);
    }
  }
  return TRUE;
}

static gboolean
find_by_thread(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
               GError **error) {
  if (!consider(store, CR_FIND_THREAD, mail->in_reply_to, at, NULL, mail, best, error))
    return FALSE;
  guint count = mail->references ? g_strv_length(mail->references) : 0;
  for (guint i = count > 8 ? count - 8 : 0; i < count; i++)
    if (!consider(store, CR_FIND_THREAD, mail->references[i], at, NULL, mail, best, error))
      return FALSE;
  return TRUE;
}

static gboolean
find_by_address(CrStore *store, const char *address, CrInstant at, const CrReading *mail,
                CrInterview **best, GError **error) {
  if (!consider(store, CR_FIND_ADDRESS, address, at, NULL, mail, best, error))
    return FALSE;
  const char *domain = cr_address_domain(address);
  if (*best || cr_domain_is_shared(domain))
    return TRUE;
  /* careers.northwind.example is below northwind.example */
  for (; domain && *best == NULL; domain = strchr(domain, '.')) {
    domain += *domain == '.';
    if (strchr(domain, '.') &&
        !consider(store, CR_FIND_DOMAIN, domain, at, NULL, mail, best, error))
      return FALSE;
  }
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
  return mail->class == CR_MAIL_CONFIRMATION && time && time->start != iv->start;
}

static gboolean
find_by_company(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
                GError **error) {
  gboolean platform = is_platform(mail->from_email);
  if (*best || (!platform && !tells_of_posting(mail)))
    return TRUE;
  g_autoptr(GPtrArray) recent = cr_store_list_interviews(
      store, CR_LIST_ALL, at - APPLICATION_USEC, at + APPLICATION_USEC, MAX_CONSIDERED, error);
  if (recent == NULL)
    return FALSE;
  for (guint i = 0; i < recent->len; i++) {
    CrInterview *iv = recent->pdata[i];
    if (iv->state.removed || !speaks_for(mail, iv) || is_of_another_pursuit(mail, iv) ||
        (!platform && !names_role(mail, iv)) || confirms_another(mail, iv) ||
        !fits_better(mail, iv, *best, at))
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
    if (iv->state.phase == CR_PHASE_SCHEDULED && !names_hour(mail, iv->start))
      return FALSE;
    break;
  case CR_MAIL_BOUNCE:
  case CR_MAIL_OUT_OF_OFFICE:
  case CR_MAIL_RECRUITER_CHANGE:
  case CR_MAIL_SCHEDULING_LINK:
    return FALSE;
  }
  return cr_text_equal(mail->from_name, iv->contact.name) &&
         address_trust(iv, mail->from_email) == CR_TRUST_NONE;
}

static gboolean
find_by_name(CrStore *store, const CrReading *mail, CrInstant at, CrInterview **best,
             GError **error) {
  if (*best || mail->list || mail->automatic || mail->from_name == NULL ||
      strchr(mail->from_name, ' ') == NULL ||
      (mail->class == CR_MAIL_GENERIC && mail->times->len == 0 && !mail->apologizes))
    return TRUE;
  g_autoptr(GPtrArray) near = cr_store_list_interviews(store, CR_LIST_OPEN, at - NAMESAKE_USEC,
                                                       at + NAMESAKE_USEC, MAX_CONSIDERED, error);
  for (guint i = 0; near && i < near->len; i++) {
    const CrInterview *iv = near->pdata[i];
    if (iv->state.removed || rank(iv) == 0 || !answers_in_their_name(mail, iv) ||
        !is_better(iv, *best, at))
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
  if (*best == NULL || mail->forged || address_trust(*best, mail->from_email) != CR_TRUST_NONE)
    return TRUE;
  if (!consider(store, CR_FIND_ADDRESS, mail->from_email, at, NULL, mail, &theirs, error))
    return FALSE;
  if (theirs == NULL || rank(theirs) == 0)
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
  gboolean alone = domain == NULL || cr_domain_is_shared(domain);
  g_autoptr(GArray) ids = cr_store_find_interviews(store, alone ? CR_FIND_ADDRESS : CR_FIND_DOMAIN,
                                                   alone ? address : domain, error);
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  for (guint i = 0; ids && i < ids->len; i++) {
    const CrInterview *iv = cr_store_see_interview(store, g_array_index(ids, int, i), NULL);
    if (iv && !iv->state.removed && rank(iv) > 0 && (!is_platform(address) || speaks_for(mail, iv)))
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
  if (event && !consider(store, CR_FIND_UID, event->uid, at, event, NULL, best, error))
    return FALSE;
  if (*best == NULL && (!find_by_thread(store, mail, at, best, error) ||
                        (!own && !follow_sender(store, mail, at, best, error))))
    return FALSE;
  if (*best && rank(*best) > 0)
    return TRUE;
  if (mail->bounced && !find_by_address(store, mail->bounced, at, NULL, best, error))
    return FALSE;
  for (char **to = mail->to; own && to && *to; to++)
    if (!find_by_address(store, *to, at, mail, best, error))
      return FALSE;
  /* What the candidate answers to somebody else of theirs is about something else. */
  if (own && *best && mail->in_reply_to && !in_thread(*best, mail) && !is_with_contact(mail, *best))
    g_clear_pointer(best, cr_interview_free);
  return own || mail->bounced ||
         (find_by_address(store, mail->from_email, at, mail, best, error) &&
          (*best || find_by_address(store, mail->reply_to, at, mail, best, error)) &&
          find_by_company(store, mail, at, best, error) &&
          find_by_name(store, mail, at, best, error));
}

static gboolean
find_by_words(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  gboolean theirs = fact->kind == CR_FACT_MAIL && fact->event == NULL && !fact->mail->bounced;
  return find_by_mail(store, fact, best, error) &&
         (!theirs || follow_time(store, fact->mail, fact->at, best, error));
}

static gboolean
invite_names_them(const CrFact *fact, const CrInterview *iv) {
  return names_them(fact->event->summary, iv) || names_them(fact->event->description, iv) ||
         (fact->mail && speaks_for(fact->mail, iv));
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
  return (is_platform(from) || is_platform(iv->contact.email)) &&
         (cr_text_equal(company, iv->company) || invite_names_them(fact, iv));
}

static gboolean
find_by_start(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  CrInstant start = fact->event->start;
  if (start == CR_INSTANT_NONE)
    return TRUE;
  g_autoptr(GPtrArray) then =
      cr_store_list_interviews(store, CR_LIST_OPEN, start, start + 1, MAX_CONSIDERED, error);
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
  gboolean shared = is_platform(from) &&
                    (cr_text_equal(from, iv->contact.email) || cr_text_equal(from, iv->organizer));
  return shared && !invite_names_them(fact, iv);
}

static gboolean
find_by_event(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  const CrEvent *event = fact->event;
  if (!consider(store, CR_FIND_UID, event->uid, fact->at, event, NULL, best, error))
    return FALSE;
  if (*best && (rank(*best) > 0 || event->method == CR_METHOD_CANCEL || (*best)->state.removed))
    return TRUE; /* what the candidate has removed stays so, whatever comes of its invite */
  g_clear_pointer(best, cr_interview_free);
  if (!find_by_start(store, fact, best, error))
    return FALSE;
  if (*best)
    return TRUE;
  g_autoptr(CrInterview) other = NULL;
  const char *from = cr_fact_sender(fact);
  if (!find_by_address(store, from, fact->at, NULL, &other, error) ||
      (other == NULL && cr_domain_is_platform(cr_address_domain(from)) &&
       !find_by_address(store, event->organizer_email, fact->at, NULL, &other, error)))
    return FALSE;
  /* Another UID: only where words stood alone, or where the call was missed and this mends it. */
  if (other == NULL || rank(other) == 0 || event->method == CR_METHOD_CANCEL ||
      cr_text_equal(other->uid, event->uid) || is_to_another(other, fact))
    return TRUE;
  gboolean same_call =
      !other->from_invite && ABS(other->start - event->start) <= SAME_AGREEMENT_USEC;
  if (same_call || cr_agree_is_moved(other, event, fact->mail) ||
      (other->state.phase != CR_PHASE_SCHEDULED && event->start > other->start) ||
      (cr_interview_awaits_time(other) && event->start == other->start))
    *best = g_steal_pointer(&other);
  return TRUE;
}

/* The candidate's own invite, by whom it invites: to a call that is known, in place of one that was
 * missed, or another time for one that only words stand for. */
static gboolean
find_by_own_event(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  const CrEvent *event = fact->event;
  g_autoptr(CrInterview) other = NULL;
  if (!consider(store, CR_FIND_UID, event->uid, fact->at, event, NULL, best, error))
    return FALSE;
  if (*best && (rank(*best) > 0 || event->method == CR_METHOD_CANCEL || (*best)->state.removed))
    return TRUE;
  g_clear_pointer(best, cr_interview_free);
  for (guint i = 0; i < event->attendees->len; i++) {
    const char *invited = ((CrAttendee *) event->attendees->pdata[i])->email;
    if (invited && !cr_text_equal(invited, event->organizer_email) &&
        !find_by_address(store, invited, fact->at, NULL, &other, error))
      return FALSE;
  }
  if (other == NULL || rank(other) == 0 || event->method == CR_METHOD_CANCEL ||
      cr_text_equal(other->uid, event->uid)) /* another call of the series */
    return TRUE;
  gboolean near = ABS(other->start - event->start) <= SAME_AGREEMENT_USEC;
  if (other->start == event->start || (!other->from_invite && near) ||
      (other->state.phase != CR_PHASE_SCHEDULED && event->start > other->start))
    *best = g_steal_pointer(&other);
  return TRUE;
}

/* A call without a known number belongs to the interview it is near to. */
static gboolean
find_by_hour(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  g_autoptr(GPtrArray) near = cr_store_list_interviews(
      store, CR_LIST_OPEN, fact->at - AFTER_USEC,
      fact->at + MAX(BEFORE_USEC, fact->call->duration_sec * CR_SECOND) + 1, 8, error);
  if (near == NULL)
    return FALSE;
  for (guint i = 0; i < near->len; i++) {
    CrInterview *iv = near->pdata[i];
    CrInstant end = fact->at + fact->call->duration_sec * CR_SECOND;
    gboolean own_call = fact->call->kind == CR_CALL_OUTGOING;
    if (own_call && (fact->at > iv->start + 10 * CR_MINUTE || end < iv->start))
      continue; /* a call of the candidate's to somebody else matters only over the agreed time */
    if (is_better(iv, *best, fact->at)) {
      cr_interview_free(*best);
      *best = cr_interview_copy(iv);
    }
  }
  return TRUE;
}

static gboolean
find_by_call(CrStore *store, const CrFact *fact, CrInterview **best, GError **error) {
  if (!consider(store, CR_FIND_NUMBER, fact->call->number, fact->at, NULL, NULL, best, error))
    return FALSE;
  if (*best && rank(*best) > 0)
    return TRUE;
  g_clear_pointer(best, cr_interview_free);
  return find_by_hour(store, fact, best, error);
}

CrInterview *
cr_link_fact(CrStore *store, const CrProfile *profile, CrFact *fact, GError **error) {
  g_autoptr(CrInterview) best = NULL;
  gboolean ok = TRUE;
  switch (fact->kind) {
  case CR_FACT_INVITE:
    ok = find_by_event(store, fact, &best, error);
    break;
  case CR_FACT_MAIL:
  case CR_FACT_OWN_MAIL:
    ok = cr_fact_is_own_invite(fact) ? find_by_own_event(store, fact, &best, error)
                                     : find_by_words(store, fact, &best, error);
    break;
  case CR_FACT_CALL:
    ok = find_by_call(store, fact, &best, error);
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
  g_autoptr(GPtrArray) facts = cr_store_facts(store, interview->id, MAX_CONSIDERED, error);
  for (guint i = 0; facts && i < facts->len && !*ret_known; i++) {
    const CrFact *other = facts->pdata[i];
    *ret_known = other->kind == CR_FACT_CALL && is_same_call(fact, other);
  }
  return facts != NULL;
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

/* When what was written about it, and not answered, left or was handed to the sender. */
static CrInstant
written_at(const CrInterview *iv) {
  const CrState *s = &iv->state;
  if (s->phase != CR_PHASE_MISSED)
    return CR_INSTANT_NONE;
  if (s->letter == CR_LETTER_SENDING || s->letter == CR_LETTER_IN_DOUBT)
    return MAX(s->letter_at, s->last_out);
  return s->letters > 0 && s->answered_at < s->last_out ? s->last_out : CR_INSTANT_NONE;
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
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    if (iv && iv->id != interview->id && cr_text_equal(iv->contact.email, address))
      *ret_at = MAX(*ret_at, written_at(iv));
  }
  return ids != NULL;
}
