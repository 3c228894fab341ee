/* Invites and other events. */
#include "playbook/agree-private.h"

#include "base/text.h"
#include "model/holiday.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/organisation.h"

#include <string.h>

void
agree_fill(char **target, const char *value) {
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
first_own(const CrProfile *profile, char **addresses) {
  for (; addresses && *addresses; addresses++)
    if (cr_profile_owns(profile, *addresses))
      return *addresses;
  return NULL;
}

static const char *
invited_address(const CrEvent *event, const CrProfile *profile) {
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *attendee = event->attendees->pdata[i];
    if (cr_profile_owns(profile, attendee->email))
      return attendee->email;
  }
  return NULL;
}

const char *
cr_agree_own_address(const CrReading *mail, const CrEvent *event, const CrProfile *profile) {
  const char *own = NULL;
  if (mail && cr_profile_owns(profile, mail->from_email))
    return mail->from_email;
  if (mail)
    own = first_own(profile, mail->to);
  if (mail && own == NULL)
    own = first_own(profile, mail->delivered);
  return own || event == NULL ? own : invited_address(event, profile);
}

const char *
agree_person_name(const char *name) {
  return name && strchr(name, '@') == NULL && *name ? name : NULL;
}

gboolean
agree_is_unread(const char *address, const CrReading *mail) {
  return mail->unread && cr_text_equal(address, mail->from_email);
}

void
agree_settle_contact(CrInterview *iv, const char *zone) {
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
    agree_fill(&iv->contact.name, agree_person_name(name));
  }
  agree_fill(&iv->summary, event->summary);
  cr_agree_note_requisitions(iv, event->summary, event->description);
  if (iv->organizer == NULL)
    iv->organizer = g_strdup(event->organizer_email);
  if (iv->company == NULL)
    iv->company = cr_organisation_name(email);
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
  if (!cr_profile_owns(profile, event->organizer_email)) /* it is written in the organizer's zone */
    agree_settle_contact(iv, event->zone);
}

/* Some other house than the organizer's, by whose name the meeting goes in every calendar. */
static gboolean
has_made_event(const CrInterview *iv, const char *from) {
  const char *house = iv->uid ? strrchr(iv->uid, '@') : NULL, *domain = cr_address_domain(from);
  return iv->from_invite && house && domain && iv->organizer &&
         g_ascii_strcasecmp(house + 1, domain) == 0 && !cr_domain_is_shared(domain) &&
         !cr_organisation_is_same(from, iv->organizer);
}

void
cr_agree_note_sender(CrInterview *iv, const CrReading *mail) {
  const char *from = mail && !mail->forged ? mail->from_email : NULL;
  gboolean page = cr_address_is_platform(from, mail ? mail->from_name : NULL);
  g_free(iv->platform);
  iv->platform = page || has_made_event(iv, from) ? g_strdup(from) : NULL;
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
  said = mail->class == CR_MAIL_NEW_TIME || mail->second == CR_MAIL_NEW_TIME;
  for (const char *const *word = words; *word && !said; word++)
    said = cr_text_find(mail->subject, *word) || cr_text_find(mail->text, *word);
  return said;
}

gboolean
cr_agree_is_twin(const CrInterview *iv, const CrEvent *event) {
  return iv->from_invite && iv->recurrence_id == CR_INSTANT_NONE &&
         event->recurrence_id == CR_INSTANT_NONE && event->start != iv->start &&
         !cr_text_equal(event->uid, iv->uid) && cr_text_equal(event->summary, iv->summary) &&
         cr_text_equal(event->organizer_email, iv->organizer);
}

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

gboolean
cr_agree_is_personal(const CrReading *mail) {
  return mail->from_email && !mail->list && !mail->automatic && !mail->unread &&
         !cr_address_is_noreply(mail->from_email) &&
         !cr_address_is_platform(mail->from_email, mail->from_name);
}

/* An appointment that names nobody is with whoever sends it; a booking's is with nobody. */
static gboolean
is_of_a_person(const CrReading *mail, const CrProfile *profile) {
  return mail && mail->from_email && !mail->list && !mail->automatic &&
         !cr_address_is_noreply(mail->from_email) && !cr_profile_owns(profile, mail->from_email);
}

gboolean
cr_agree_is_bulk(const CrReading *mail) {
  return mail->list && !cr_address_is_platform(mail->from_email, mail->from_name);
}

/* A newsletter's event that nobody answers for is no appointment; a hiring platform's is. */
static gboolean
is_bulk(const CrEvent *event, const CrReading *mail) {
  return mail && cr_agree_is_bulk(mail) && event->organizer_email &&
         cr_address_is_noreply(event->organizer_email);
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
      event->start < now - AGREE_NEWS_USEC || cr_agree_watched_from(event) > now)
    return NULL;
  gboolean own = mail && cr_profile_owns(profile, mail->from_email);
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup(event->uid);
  iv->sequence = event->sequence;
  iv->dtstamp = event->dtstamp;
  iv->recurrence_id = event->recurrence_id;
  iv->from_invite = TRUE;
  const char *zone = event->zone ? event->zone : profile->zone;
  cr_interview_set_start(iv, event->start, event->end, zone);
  iv->fixed = cr_event_is_fixed(event);
  agree_settle_contact(iv, own ? NULL : own_zone_of_sender(event, mail, profile));
  cr_agree_describe(iv, event, profile);
  cr_agree_note_sender(iv, mail);
  if (mail) {
    iv->subject = g_strdup(mail->subject);
    iv->role = g_strdup(mail->role);
    cr_agree_note_requisitions(iv, mail->subject, mail->text);
    cr_interview_add_thread(iv, mail->message_id);
    if (iv->contact.email == NULL && with_sender) {
      iv->contact.email = g_strdup(mail->from_email);
      iv->company = cr_organisation_name(mail->from_email);
    }
    iv->state.address_gone = agree_is_unread(iv->contact.email, mail);
    if (own)
      return iv;
    agree_fill(&iv->contact.name, mail->from_name);
    agree_settle_contact(iv, mail->sender_zone);
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
