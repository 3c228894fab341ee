/* What a sender is to a call, by address, organisation, thread or number. */
#include "engine/link-private.h"

#include "base/text.h"
#include "playbook/letter.h"
#include "playbook/organisation.h"

#include <string.h>

gboolean
link_in_thread(const CrInterview *iv, const CrReading *mail) {
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

CrTrust
link_address_trust(const CrInterview *iv, const char *address) {
  if (address == NULL || cr_address_is_calendar(address)) /* by which anybody can have it write */
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

gboolean
link_names_them(const char *text, const CrInterview *iv) {
  return cr_organisation_is_named(text, iv->company) ||
         cr_organisation_is_named(text, iv->contact.name);
}

gboolean
link_speaks_for(const CrReading *mail, const CrInterview *iv) {
  return link_names_them(mail->from_name, iv) || link_names_them(mail->subject, iv) ||
         link_names_them(mail->text, iv) || cr_platform_names(mail->from_email, iv->company);
}

gboolean
link_is_platform(const char *address, const char *name) {
  return cr_address_is_noreply(address) || cr_address_is_platform(address, name);
}

/* Whether the text shows an address of theirs, and beside the candidate's own no other's: a
 * stranger may write theirs into an event of his own, but the calendar then shows his, too, or has
 * it answered. */
static gboolean
shows_them_alone(const CrReading *mail, const CrInterview *iv, const CrProfile *profile) {
  gboolean shown = FALSE;
  if (mail->reply_to && !cr_address_is_calendar(mail->reply_to) &&
      link_address_trust(iv, mail->reply_to) == CR_TRUST_NONE)
    return FALSE;
  g_auto(GStrv) words = g_strsplit_set(mail->text ? mail->text : "", " \t\n<>()[],;:\"'", -1);
  for (char **word = words; *word; word++) {
    g_autofree char *address = strchr(*word, '@') ? cr_address_normalize(*word) : NULL;
    if (address == NULL || cr_profile_owns(profile, address))
      continue;
    CrTrust trust = link_address_trust(iv, address);
    if (trust == CR_TRUST_NONE)
      return FALSE;
    shown |= trust == CR_TRUST_CONTACT;
  }
  return shown;
}

/* Whom a program's words are of: a calendar's of the organizer whose address it shows. */
static gboolean
answers_for(const CrReading *mail, const CrInterview *iv, const CrProfile *profile) {
  if (cr_address_is_calendar(mail->from_email))
    return shows_them_alone(mail, iv, profile);
  return cr_address_is_platform(mail->from_email, mail->from_name) && link_speaks_for(mail, iv);
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

/* A booking page sends the invite of the meeting that was booked on it, whether it is a known one
 * or had made the meeting. */
CrTrust
link_invite_trust(const CrInterview *iv, const CrFact *fact) {
  const CrReading *mail = fact->mail;
  if (mail == NULL)
    return link_address_trust(iv, cr_event_sender(fact->event));
  CrTrust trust = mail->forged ? CR_TRUST_NONE : link_address_trust(iv, mail->from_email);
  gboolean page = cr_address_is_platform(mail->from_email, mail->from_name) ||
                  cr_text_equal(mail->from_email, iv->platform);
  gboolean booked = page && is_with(fact->event, iv->contact.email);
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
    return link_invite_trust(iv, fact);
  case CR_FACT_MAIL: {
    CrTrust trust =
        fact->mail->forged ? CR_TRUST_NONE : link_address_trust(iv, fact->mail->from_email);
    if (trust == CR_TRUST_NONE && !fact->mail->forged && answers_for(fact->mail, iv, profile))
      return CR_TRUST_COLLEAGUE;
    return trust == CR_TRUST_NONE && !fact->mail->forged && link_in_thread(iv, fact->mail)
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
