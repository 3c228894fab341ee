#include "playbook/agree.h"

#include "base/text.h"
#include "model/holiday.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/numbers.h"

#include <string.h>

/* Mail services for everybody. */
static const char *const mail_services[] = {
    "gmail.com", "googlemail.com", "outlook.com",    "hotmail.com",  "live.com", "yahoo.com",
    "ymail.com", "icloud.com",     "me.com",         "aol.com",      "gmx.de",   "gmx.net",
    "web.de",    "proton.me",      "protonmail.com", "fastmail.com", "mail.com", "zoho.com",
    "qq.com",    "hey.com",        "google.com",     "linkedin.com", NULL};

/* Hiring platforms and booking pages, which write in a company's name. */
static const char *const platforms[] = {
    "greenhouse.io",   "greenhouse-mail.io", "lever.co",          "hire.lever.co",
    "myworkday.com",   "workday.com",        "icims.com",         "smartrecruiters.com",
    "ashbyhq.com",     "jobvite.com",        "workable.com",      "workablemail.com",
    "bamboohr.com",    "teamtailor.com",     "recruitee.com",     "calendly.com",
    "indeed.com",      "goodtime.io",        "gem.com",           "paradox.ai",
    "cronofy.com",     "youcanbook.me",      "savvycal.com",      "cal.com",
    "doodle.com",      "chilipiper.com",     "hirevue.com",       "taleo.net",
    "breezy.hr",       "applytojob.com",     "pinpointhq.com",    "personio.de",
    "personio.com",    "comeet.com",         "eightfold.ai",      "rippling.com",
    "zohorecruit.com", "successfactors.com", "successfactors.eu", NULL};

/* Labels that stand right of a company's own in a host name. */
static const char *const suffixes[] = {"com", "org", "net", "co",      "io",   "edu", "gov",  "ac",
                                       "ai",  "dev", "app", "example", "test", "biz", "info", NULL};

static gboolean
is_among(const char *domain, const char *const *names) {
  gsize length = domain ? strlen(domain) : 0;
  for (const char *const *d = names; length > 0 && *d; d++) {
    gsize own = strlen(*d);
    if ((length == own || (length > own && domain[length - own - 1] == '.')) &&
        cr_text_equal(domain + length - own, *d))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_agree_is_platform(const char *domain) {
  return is_among(domain, platforms);
}

gboolean
cr_agree_is_shared_domain(const char *domain) {
  return domain == NULL || is_among(domain, mail_services) || is_among(domain, platforms);
}

gboolean
cr_agree_names(const char *text, const char *company) {
  gsize length = company ? strlen(company) : 0;
  for (const char *hit = text; length >= 3 && (hit = cr_text_find(hit, company)); hit++) {
    gboolean begins = hit == text || !g_ascii_isalnum(hit[-1]);
    if (begins && !g_ascii_isalnum(hit[length]))
      return TRUE;
  }
  return FALSE;
}

/* The label before the public suffix: an approximation without the whole suffix list, good for a
 * name to show and for telling colleagues; nothing of security hangs on it alone. */
static char *
own_label(const char *domain) {
  g_auto(GStrv) labels = g_strsplit(domain, ".", 12);
  int last = (int) g_strv_length(labels) - 1;
  if (last > 0)
    last--; /* the top level */
  while (last > 0 && (g_strv_contains(suffixes, labels[last]) || strlen(labels[last]) <= 1))
    last--;
  return last >= 0 && labels[last] ? g_strdup(labels[last]) : NULL;
}

gboolean
cr_agree_same_organisation(const char *a, const char *b) {
  const char *domain_a = cr_address_domain(a), *domain_b = cr_address_domain(b);
  if (domain_a == NULL || domain_b == NULL || cr_agree_is_shared_domain(domain_a) ||
      cr_agree_is_shared_domain(domain_b))
    return FALSE;
  if (cr_text_equal(domain_a, domain_b))
    return TRUE;
  /* One is a subdomain of the other. */
  const char *longer = strlen(domain_a) > strlen(domain_b) ? domain_a : domain_b;
  const char *shorter = longer == domain_a ? domain_b : domain_a;
  gsize cut = strlen(longer) - strlen(shorter);
  return strchr(shorter, '.') && cut > 1 && longer[cut - 1] == '.' &&
         cr_text_equal(longer + cut, shorter) && !g_strv_contains(suffixes, shorter);
}

char *
cr_agree_company(const char *email) {
  const char *domain = cr_address_domain(email);
  if (domain == NULL || cr_agree_is_shared_domain(domain))
    return NULL;
  g_autofree char *label = own_label(domain);
  if (label == NULL || *label == '\0')
    return NULL;
  *label = g_ascii_toupper(*label);
  return g_strdelimit(g_steal_pointer(&label), "-_", ' ');
}

static void
set_if_null(char **target, const char *value) {
  if (*target == NULL && value && *value)
    *target = cr_text_line(value, 200);
}

/* "https://…" in a location or description. */
static char *
find_link(const char *text) {
  const char *at = cr_text_find(text, "https://");
  if (at == NULL)
    return NULL;
  gsize length = strcspn(at, " \t\r\n<>\"'");
  return length > 10 && length < 500 ? g_strndup(at, length) : NULL;
}

static CrMedium
medium_of(const CrEvent *event) {
  static const char *const video[] = {"zoom.us",    "teams.microsoft", "meet.google", "webex",
                                      "video call", "whereby",         NULL};
  for (const char *const *word = video; *word; word++)
    if (cr_text_find(event->location, *word) || cr_text_find(event->url, *word) ||
        cr_text_find(event->description, *word))
      return CR_MEDIUM_VIDEO;
  return CR_MEDIUM_PHONE;
}

/* The other side of an invite: its organizer, or, when a platform or the candidate organizes, the
 * first attendee who is somebody else. */
static gboolean
other_side(const CrEvent *event, const CrProfile *profile, const char **ret_name,
           const char **ret_email) {
  const char *organizer = event->organizer_email;
  gboolean theirs = organizer && !cr_profile_owns(profile, organizer);
  *ret_name = event->organizer_name;
  *ret_email = organizer;
  if (theirs && !cr_address_is_noreply(organizer))
    return TRUE;
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *a = event->attendees->pdata[i];
    if (a->email && !cr_profile_owns(profile, a->email) && !cr_address_is_noreply(a->email)) {
      *ret_name = a->name;
      *ret_email = a->email;
      return TRUE;
    }
  }
  return theirs;
}

static const char *
person_name(const char *name) {
  return name && strchr(name, '@') == NULL && *name ? name : NULL;
}

/* A country only where the zone has one; the number says more. */
static void
settle_contact(CrInterview *iv, const char *zone) {
  if (iv->contact.zone == NULL && zone && cr_zone_find(zone))
    iv->contact.zone = g_strdup(zone);
  if (iv->contact.country == NULL)
    iv->contact.country = g_strdup(cr_zone_country(iv->contact.zone));
}

void
cr_agree_describe(CrInterview *iv, const CrEvent *event, const CrProfile *profile) {
  const char *name = NULL, *email = NULL;
  if (other_side(event, profile, &name, &email)) {
    if (cr_address_is_noreply(iv->contact.email) && !cr_address_is_noreply(email)) {
      g_clear_pointer(&iv->contact.email, g_free); /* a platform had written in their name */
      g_clear_pointer(&iv->contact.name, g_free);
    }
    if (iv->contact.email == NULL)
      iv->contact.email = cr_address_normalize(email);
    set_if_null(&iv->contact.name, person_name(name));
  }
  set_if_null(&iv->summary, event->summary);
  if (iv->organizer == NULL)
    iv->organizer = g_strdup(event->organizer_email);
  if (iv->company == NULL)
    iv->company = cr_agree_company(email);
  char *link = find_link(event->url);
  if (link == NULL)
    link = find_link(event->location);
  if (link) { /* a newer invite's is the one to join by */
    g_free(iv->link);
    iv->link = link;
  }
  if (medium_of(event) == CR_MEDIUM_VIDEO) {
    iv->medium = CR_MEDIUM_VIDEO;
    if (iv->caller == CR_CALLER_UNKNOWN)
      iv->caller = CR_CALLER_BOTH_JOIN;
  }
  settle_contact(iv, event->zone);
}

/* Of a series the calls of these weeks are watched. */
#define SERIES_USEC (35 * CR_DAY_USEC)
#define SAME_DAY_USEC (12 * CR_HOUR)

gboolean
cr_agree_same_occurrence(const CrInterview *iv, const CrEvent *event) {
  CrInstant known = iv->recurrence_id != CR_INSTANT_NONE ? iv->recurrence_id : iv->start;
  if (event->recurrence_id == CR_INSTANT_NONE || event->recurrence_id == known)
    return TRUE;
  return event->sequence > iv->sequence && event->method == CR_METHOD_REQUEST &&
         ABS(event->recurrence_id - known) < SAME_DAY_USEC;
}

gboolean
cr_agree_is_moved(const CrInterview *iv, const CrEvent *event, const CrReading *mail) {
  static const char *const words[] = {"rescheduled", "new time",      "has moved", "been moved",
                                      "moved to",    "have moved",    "was moved", "we moved",
                                      "changed to",  "replaces your", NULL};
  gboolean said = FALSE;
  if (mail == NULL || mail->forged || !iv->from_invite ||
      !cr_text_equal(event->summary, iv->summary))
    return FALSE;
  for (const char *const *word = words; *word && !said; word++)
    said = cr_text_find(mail->subject, *word) || cr_text_find(mail->text, *word);
  return said;
}

/* Whoever comes because nobody called just now is helped; last month's calls are not dug up. */
#define STILL_NEWS_USEC CR_DAY_USEC

static gboolean
is_appointment(const CrEvent *event) {
  gboolean method = event->method == CR_METHOD_REQUEST || event->method == CR_METHOD_PUBLISH ||
                    event->method == CR_METHOD_NONE;
  return method && !event->cancelled && event->uid && event->start != CR_INSTANT_NONE;
}

gboolean
cr_agree_speaks_of_interview(const char *summary) {
  static const char *const words[] = {"interview",  "phone screen", "recruiter", "screening call",
                                      "intro call", "hiring",       NULL};
  for (const char *const *word = words; *word; word++)
    if (cr_text_find(summary, *word))
      return TRUE;
  return FALSE;
}

/* An appointment that names nobody is with whoever sends it; a booking's is with nobody. */
static gboolean
is_of_a_person(const CrReading *mail, const CrProfile *profile) {
  return mail && mail->from_email && !mail->list && !mail->automatic &&
         !cr_address_is_noreply(mail->from_email) && !cr_profile_owns(profile, mail->from_email);
}

/* A newsletter's event that nobody answers for is no appointment; a hiring platform's is. */
static gboolean
is_bulk(const CrEvent *event, const CrReading *mail) {
  return mail && mail->list && event->organizer_email &&
         cr_address_is_noreply(event->organizer_email) &&
         !cr_agree_is_platform(cr_address_domain(mail->from_email));
}

/* Some calendars write an invite in the guest's own zone: where the sender's clock shows another
 * one, that is where they are. */
static const char *
own_zone_of_sender(const CrEvent *event, const CrReading *mail, const CrProfile *profile) {
  const CrZone *theirs = mail && mail->sender_zone ? cr_zone_find(mail->sender_zone) : NULL;
  gboolean real = theirs && strchr(mail->sender_zone, '/') && mail->date_offset_sec != 0 &&
                  !mail->automatic && !mail->list;
  gboolean guests = cr_text_equal(event->zone, profile->zone);
  const CrZone *mine = guests ? cr_zone_find(profile->zone) : NULL;
  return real && mine && cr_zone_offset_sec(mine, mail->date) != mail->date_offset_sec
             ? mail->sender_zone
             : NULL;
}

CrInterview *
cr_agree_from_event(const CrEvent *event, const CrReading *mail, const CrProfile *profile,
                    CrInstant now) {
  const char *name, *email;
  gboolean with_sender = event->organizer_email == NULL && is_of_a_person(mail, profile);
  if (!is_appointment(event) || event->all_day || is_bulk(event, mail) ||
      (!other_side(event, profile, &name, &email) && !with_sender) ||
      event->start < now - STILL_NEWS_USEC ||
      (event->recurrence_id != CR_INSTANT_NONE && event->start > now + SERIES_USEC))
    return NULL;
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup(event->uid);
  iv->sequence = event->sequence;
  iv->dtstamp = event->dtstamp;
  iv->recurrence_id = event->recurrence_id;
  iv->from_invite = TRUE;
  const char *zone = event->zone ? event->zone : profile->zone;
  cr_interview_set_start(iv, event->start, event->end, zone);
  iv->fixed = cr_event_is_fixed(event);
  settle_contact(iv, own_zone_of_sender(event, mail, profile));
  cr_agree_describe(iv, event, profile);
  if (mail) {
    iv->subject = g_strdup(mail->subject);
    iv->role = g_strdup(mail->role);
    cr_interview_add_thread(iv, mail->message_id);
    if (iv->contact.email == NULL && with_sender) {
      iv->contact.email = g_strdup(mail->from_email);
      iv->company = cr_agree_company(mail->from_email);
    }
    set_if_null(&iv->contact.name, mail->from_name);
    settle_contact(iv, mail->sender_zone);
  }
  return iv;
}

char *
cr_agree_ask_for_hour(const CrEvent *event, const CrReading *mail, const CrProfile *profile,
                      CrInstant now) {
  const char *name, *email;
  if (!is_appointment(event) || !event->all_day || event->end < now || is_bulk(event, mail) ||
      !cr_agree_speaks_of_interview(event->summary) || !other_side(event, profile, &name, &email))
    return NULL;
  const CrZone *zone = cr_zone_find(profile->zone);
  g_autofree char *summary = cr_text_line(event->summary, 80);
  g_autofree char *day = cr_words_date(event->start, zone ? zone : cr_zone_utc());
  g_autofree char *who = cr_text_line(name && *name ? name : email, 80);
  return g_strdup_printf("\"%s\" of %s is an invite for %s that names no hour, so nothing watches "
                         "it: ask them for the hour, then add the call",
                         summary, who, day);
}

/* "1 PM Eastern" from somebody whose clock shows Mountain time is a courtesy to the reader. */
static gboolean
speaks_of_own_zone(const CrReading *mail, const CrMention *mention) {
  const CrZone *zone = cr_zone_find(mention->zone);
  return zone && cr_zone_offset_sec(zone, mail->date) == mail->date_offset_sec;
}

static void
prepend_thread(CrInterview *iv, const char *message_id) {
  const char *const *thread = (const char *const *) iv->thread;
  if (message_id == NULL || (thread && g_strv_contains(thread, message_id)) ||
      (thread && g_strv_length(iv->thread) >= 32))
    return;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  g_strv_builder_add(builder, message_id);
  if (thread)
    g_strv_builder_addv(builder, (const char **) iv->thread);
  g_strfreev(iv->thread);
  iv->thread = g_strv_builder_end(builder);
}

void
cr_agree_recall(CrInterview *iv, const CrReading *mail, const CrProfile *profile) {
  gboolean own = cr_profile_owns(profile, mail->from_email);
  prepend_thread(iv, mail->message_id);
  set_if_null(&iv->subject, mail->subject);
  set_if_null(&iv->role, mail->role);
  if (!own) {
    set_if_null(&iv->contact.name, person_name(mail->from_name));
    set_if_null(&iv->company, mail->company);
  }
  for (guint i = 0; i < mail->phones->len; i++) {
    const CrPhone *phone = mail->phones->pdata[i];
    CrPhoneRole role = cr_number_role(mail, phone, profile);
    if (own && iv->own_number == NULL)
      cr_number_note_own(iv, phone, profile);
    else if (!own && role == CR_PHONE_CANDIDATE && iv->own_number == NULL)
      cr_number_set_own(iv, phone);
    else if (!own && role != CR_PHONE_CANDIDATE && role != CR_PHONE_DIAL_IN)
      set_if_null(&iv->contact.phone, phone->e164);
  }
}

const CrMention *
cr_agree_only_time(const CrReading *mail) {
  const CrMention *only = NULL;
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *m = mail->times->pdata[i];
    if (m->granularity != CR_GRANULARITY_INSTANT || m->past || m->start <= mail->date ||
        !cr_mention_is_of_call(m))
      continue;
    if (only && only->start != m->start)
      return NULL;
    only = m;
  }
  return only;
}

/* They state it, or the candidate takes what they had offered. Programs are believed of hiring
 * systems alone, and bulk mail is read as a confirmation only when it tells of the reader's call.
 */
static gboolean
is_agreement(const CrReading *mail, gboolean own) {
  gboolean platform = cr_agree_is_platform(cr_address_domain(mail->from_email));
  gboolean program = mail->automatic || mail->list;
  if (mail->unclear || (mail->automatic && !mail->list && !platform))
    return FALSE;
  if (own)
    return mail->accepts && mail->in_reply_to && !program;
  return mail->class == CR_MAIL_CONFIRMATION ||
         (mail->caller == CR_CALLER_RECRUITER && mail->firm && !program);
}

/* Who answers for it: where nobody reads what is sent to the sender, whom they name instead. */
static const char *
other_address(const CrReading *mail, gboolean own) {
  if (own)
    return mail->to ? mail->to[0] : NULL;
  gboolean named = mail->reply_to && !cr_address_is_noreply(mail->reply_to);
  return named && cr_address_is_noreply(mail->from_email) ? mail->reply_to : mail->from_email;
}

/* The one part of a day in which they say that they will call. */
static const CrMention *
promised_part(const CrReading *mail) {
  const CrMention *only = NULL;
  for (guint i = 0; i < mail->times->len && mail->caller == CR_CALLER_RECRUITER; i++) {
    const CrMention *m = mail->times->pdata[i];
    if (m->past || !cr_mention_is_of_call(m))
      continue;
    if (only || m->granularity != CR_GRANULARITY_PART || m->start <= mail->date)
      return NULL;
    only = m;
  }
  return only;
}

/* FALSE of bulk mail that does not call the candidate by name: a newsletter may speak of calls. */
static gboolean
is_to_candidate(const CrReading *mail, const CrProfile *profile) {
  const char *name = profile->name ? profile->name : "";
  g_autofree char *first = g_strndup(name, strcspn(name, " "));
  return !mail->list || cr_agree_is_platform(cr_address_domain(mail->from_email)) ||
         strlen(first) < 3 || cr_agree_names(mail->text, first);
}

static CrInterview *
agreed_on(const CrReading *mail, const CrMention *time, const CrProfile *profile, CrInstant now) {
  gboolean own = cr_profile_owns(profile, mail->from_email);
  const char *address = other_address(mail, own);
  if (time == NULL || address == NULL || time->start < now - STILL_NEWS_USEC ||
      !is_to_candidate(mail, profile))
    return NULL;
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup(mail->message_id ? mail->message_id : address);
  cr_interview_set_start(iv, time->start, time->end, time->zone);
  iv->window_min = cr_mention_window_min(time);
  iv->contact.email = g_strdup(address);
  set_if_null(&iv->contact.name, address == mail->from_email ? mail->from_name : NULL);
  set_if_null(&iv->subject, mail->subject);
  set_if_null(&iv->summary, mail->subject);
  iv->role = g_strdup(mail->role);
  iv->company = mail->company ? g_strdup(mail->company) : cr_agree_company(address);
  settle_contact(iv, speaks_of_own_zone(mail, time) ? time->zone : NULL);
  settle_contact(iv, own ? NULL : mail->sender_zone);
  return iv;
}

CrInterview *
cr_agree_from_mail(const CrReading *mail, const CrProfile *profile, CrInstant now) {
  gboolean own = cr_profile_owns(profile, mail->from_email), agreed = is_agreement(mail, own);
  const CrMention *time = agreed ? cr_agree_only_time(mail) : NULL;
  if (time == NULL && agreed && !own)
    time = promised_part(mail);
  return agreed_on(mail, time, profile, now);
}

/* One side names times, the other takes one */

static gboolean
is_hour_ahead(const CrMention *m, CrInstant said) {
  return m->granularity == CR_GRANULARITY_INSTANT && !m->past && m->start > said &&
         cr_mention_is_of_call(m);
}

/* "Tuesday at 2", "at 2", "Tuesday": the answer's words for that offered hour. */
static gboolean
means(const CrMention *words, const CrMention *offered) {
  if (words->granularity != CR_GRANULARITY_INSTANT)
    return offered->start >= words->start && offered->start < words->end;
  const CrZone *zone = cr_zone_find(words->zone);
  if (words->start == offered->start || words->day_said || zone == NULL)
    return words->start == offered->start;
  CrWall said = cr_zone_wall(zone, words->start), meant = cr_zone_wall(zone, offered->start);
  return said.hour == meant.hour && said.minute == meant.minute;
}

/* Of the hours offered the one that the answer takes; NULL when it names another, or could mean
 * several. */
static const CrMention *
hour_taken(const CrReading *answer, const CrReading *offer) {
  const CrMention *taken = NULL;
  for (guint i = 0; i < offer->times->len; i++) {
    const CrMention *offered = offer->times->pdata[i];
    gboolean fits = is_hour_ahead(offered, answer->date);
    for (guint j = 0; j < answer->times->len && fits; j++) {
      const CrMention *words = answer->times->pdata[j];
      fits = words->past || !cr_mention_is_of_call(words) || means(words, offered);
    }
    if (fits && taken && taken->start != offered->start)
      return NULL;
    taken = fits ? offered : taken;
  }
  return taken;
}

static gboolean
names_hour(const CrReading *mail) {
  for (guint i = 0; i < mail->times->len; i++)
    if (is_hour_ahead(mail->times->pdata[i], mail->date))
      return TRUE;
  return FALSE;
}

/* "That works" means what it answers; an hour that was offered is taken by naming it. */
static gboolean
takes_up(const CrReading *answer, const CrReading *offer) {
  gboolean yes = answer->accepts || answer->class == CR_MAIL_CONFIRMATION;
  gboolean answers = offer->message_id && cr_text_equal(answer->in_reply_to, offer->message_id);
  gboolean says_so = answer->class == CR_MAIL_NEW_TIME || answer->class == CR_MAIL_GENERIC;
  return (yes && answers) || ((yes || says_so) && names_hour(answer));
}

CrInterview *
cr_agree_from_answer(const CrReading *answer, const CrReading *offer, const CrProfile *profile,
                     CrInstant now) {
  gboolean own = cr_profile_owns(profile, answer->from_email);
  gboolean other = own != cr_profile_owns(profile, offer->from_email);
  gboolean program = answer->automatic || answer->list || answer->unclear;
  return other && !program && takes_up(answer, offer)
             ? agreed_on(answer, hour_taken(answer, offer), profile, now)
             : NULL;
}
