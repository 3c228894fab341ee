#include "engine/describe.h"

#include "base/text.h"
#include "parse/mail.h"
#include "playbook/numbers.h"

#include <string.h>

#define MAX_WORDS 8000

/* The words as a message of the organizer, so that one reader serves both. */
static char *
as_message(const CrEvent *event) {
  g_autofree char *from = cr_address_normalize(event->organizer_email);
  g_autofree char *subject = cr_text_line(event->summary, 200);
  g_autofree char *where = cr_text_line(event->location, 300);
  g_autofree char *words = cr_text_block(event->description, MAX_WORDS);
  if (from == NULL || ((words == NULL || *words == '\0') && (where == NULL || *where == '\0')))
    return NULL;
  g_autofree char *name = cr_text_line(event->organizer_name, 120);
  g_autofree char *coded_name =
      name ? g_base64_encode((const guchar *) name, strlen(name)) : g_strdup("");
  g_autofree char *coded =
      subject ? g_base64_encode((const guchar *) subject, strlen(subject)) : g_strdup("");
  return g_strdup_printf(
      "From: =?utf-8?B?%s?= <%s>\nSubject: =?utf-8?B?%s?=\nContent-Type: text/plain; "
      "charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n\n%s%s\n",
      coded_name, from, coded, words ? words : "", where && *where ? "Where: " : "",
      where ? where : "");
}

CrReading *
cr_describe_event(const CrEvent *event, const CrProfile *profile, CrInstant at) {
  gboolean promises = event->method == CR_METHOD_REQUEST || event->method == CR_METHOD_PUBLISH ||
                      event->method == CR_METHOD_NONE;
  if (at == CR_INSTANT_NONE) /* undated: it came some time before the call */
    at = event->start - CR_DAY_USEC;
  if (event->start == CR_INSTANT_NONE)
    return NULL;
  g_autofree char *message = promises && !event->cancelled ? as_message(event) : NULL;
  g_autoptr(CrMime) mime = message ? cr_mime_parse(message, strlen(message), NULL) : NULL;
  if (mime == NULL)
    return NULL;
  CrMailContext context = {.mine = cr_zone_find(profile->zone),
                           .country = profile->country,
                           .own_phone = profile->phone,
                           .theirs = cr_zone_find(event->zone),
                           .fallback = at};
  CrReading *reading = cr_mail_read(mime, &context);
  reading->date = at;
  g_clear_pointer(&reading->from_name, g_free);
  reading->from_name = cr_text_line(event->organizer_name, 120);
  for (guint i = 0; i < reading->phones->len; i++) { /* by these words, not by the mail's */
    CrPhone *phone = reading->phones->pdata[i];
    phone->role = cr_number_role(reading, phone, profile);
  }
  g_clear_pointer(&reading->subject, g_free); /* nobody wrote it; nothing answers it */
  return reading;
}

static CrPhone *
find_phone(const CrReading *mail, const CrPhone *phone) {
  for (guint i = 0; i < mail->phones->len; i++) {
    CrPhone *known = mail->phones->pdata[i];
    if (g_strcmp0(known->e164 ? known->e164 : known->raw, phone->e164 ? phone->e164 : phone->raw) ==
        0)
      return known;
  }
  return NULL;
}

/* The event's zone tells whose country a number without code is of; the mail alone may not. */
static void
drop_same_digits(CrReading *mail, const CrPhone *phone) {
  for (guint i = mail->phones->len; i > 0; i--) {
    CrPhone *known = mail->phones->pdata[i - 1];
    if (phone->e164 && g_strcmp0(known->raw, phone->raw) == 0 &&
        g_strcmp0(known->e164, phone->e164) != 0)
      cr_phone_free(g_ptr_array_remove_index(mail->phones, i - 1));
  }
}

void
cr_describe_merge(CrReading *mail, const CrReading *described) {
  for (guint i = 0; i < described->phones->len; i++) {
    const CrPhone *phone = described->phones->pdata[i];
    drop_same_digits(mail, phone);
    CrPhone *known = find_phone(mail, phone);
    if (known == NULL)
      g_ptr_array_add(mail->phones, cr_phone_copy(phone));
    else if (known->role == CR_PHONE_CONTACT) /* of which the mail says no more */
      known->role = phone->role;
  }
  if (mail->caller == CR_CALLER_UNKNOWN)
    mail->caller = described->caller;
  if (mail->role == NULL)
    mail->role = g_strdup(described->role);
  if (mail->company == NULL)
    mail->company = g_strdup(described->company);
  if (mail->link == NULL)
    mail->link = g_strdup(described->link);
}
