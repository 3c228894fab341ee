#include "parse/mail-box.h"

#include "base/text.h"
#include "parse/mail-phones.h"
#include "parse/timetext.h"

#include <string.h>

/* Up to so long after the call its mail comes. */
#define DELAY_USEC (12 * CR_HOUR)
#define MAX_NUMBERS 12
#define MAX_LABEL_BYTES 40

/* What the subject says, the surest first. */
static const struct {
  const char *words;
  CrCallKind kind;
} subjects[] = {
    {"voicemail", CR_CALL_VOICEMAIL},     {"voice mail", CR_CALL_VOICEMAIL},
    {"voice message", CR_CALL_VOICEMAIL}, {"voicemessage", CR_CALL_VOICEMAIL},
    {"in mailbox", CR_CALL_VOICEMAIL},    {"missed call", CR_CALL_MISSED},
};

/* Words of the addresses that such programs write from, as no person does. */
static const char *const boxes[] = {"noreply",       "donotreply", "voice",    "voicemail",
                                    "vmail",         "vm",         "asterisk", "pbx",
                                    "phone",         "telephony",  "unity",    "notify",
                                    "notifications", "messages",   "service",  "alerts",
                                    "notification",  "message",    NULL};

static gboolean
is_box(const char *address) {
  const char *at = address ? strchr(address, '@') : NULL;
  g_autofree char *local = at ? g_ascii_strdown(address, at - address) : NULL;
  g_auto(GStrv) words = g_strsplit_set(local ? local : "", "._-+", -1);
  for (char **word = words; *word; word++)
    if (g_strv_contains(boxes, *word))
      return TRUE;
  return local && (strstr(local, "no-reply") || strstr(local, "do-not-reply"));
}

/* What stands before a number on its line. */
static char *
label_of(const char *text, const char *number) {
  const char *from = number;
  while (from > text && from[-1] != '\n' && number - from < MAX_LABEL_BYTES)
    from--;
  return g_strndup(from, number - from);
}

/* "in mailbox 142 from "PIA LUND" <", but "from your line to ": the last word tells. */
static gboolean
is_of_caller(const char *label) {
  static const char *const theirs[] = {"from", "caller", "by", "called", "cli", "callerid", NULL};
  static const char *const others[] = {"to",   "mailbox", "extension", "your",
                                       "dial", "access",  NULL};
  g_autofree char *low = g_ascii_strdown(label, -1);
  g_auto(GStrv) words = g_strsplit_set(low, " \t:;,<>()\"'-", -1);
  for (guint i = g_strv_length(words); i > 0; i--) {
    if (g_strv_contains(others, words[i - 1]))
      return FALSE;
    if (g_strv_contains(theirs, words[i - 1]))
      return TRUE;
  }
  return FALSE;
}

/* The caller's number in E.164: in a subject any, else one that is labelled so. */
static char *
find_number(const char *text, gboolean any, const CrMailContext *context) {
  CrPhoneShape shape;
  const char *p = text;
  for (guint i = 0; p && i < MAX_NUMBERS && (p = cr_phone_shape_next(text, p, &shape)); i++) {
    g_autofree char *raw = g_strndup(shape.start, shape.end - shape.start), *number = NULL;
    g_autofree char *label = label_of(text, shape.start);
    cr_phone_shape_clear(&shape);
    if ((any || is_of_caller(label)) &&
        cr_phone_read(raw, context->country, &number, NULL) <= CR_NUMBER_POSSIBLE &&
        !cr_text_equal(number, context->own_phone))
      return g_steal_pointer(&number);
  }
  return NULL;
}

/* When it came, by the reader's own clock, in which such programs tell it; else when they wrote. */
static CrInstant
find_time(const char *text, const CrReading *mail, const CrMailContext *context) {
  const CrTimeContext by_mine = {.at = mail->date,
                                 .mine = context->mine,
                                 .theirs = context->mine,
                                 .their_country = context->country};
  GPtrArray *times = cr_time_scan(text ? text : "", &by_mine);
  CrInstant found = CR_INSTANT_NONE;
  for (guint i = 0; i < times->len && found == CR_INSTANT_NONE; i++) {
    const CrMention *mention = times->pdata[i];
    CrInstant start = mention->start;
    gboolean length = !mention->day_said && !strpbrk(mention->text, "mM"); /* "0:23", not "3 PM" */
    if (mention->granularity != CR_GRANULARITY_INSTANT || length)
      continue;
    if (start > mail->date && !mention->day_said) /* of an hour alone the next one was meant */
      start -= CR_DAY_USEC;
    if (start <= mail->date && start > mail->date - DELAY_USEC)
      found = start;
  }
  cr_mentions_free(times);
  return found;
}

CrCall *
cr_mail_box_call(const CrMime *mime, const CrReading *mail, const CrMailContext *context) {
  gboolean answer;
  const char *subject = cr_text_bare_subject(mime->subject, &answer);
  gsize kind = 0;
  while (kind < G_N_ELEMENTS(subjects) && !cr_text_find(subject, subjects[kind].words))
    kind++;
  if (kind == G_N_ELEMENTS(subjects) || answer || mail->forged || mime->in_reply_to ||
      mail->date == CR_INSTANT_NONE || !is_box(mail->from_email))
    return NULL;
  g_autofree char *number = find_number(subject, TRUE, context);
  const char *text =
      mime->text ? mime->text : mail->text; /* what it labels looks like a quote's head */
  if (number == NULL && text)
    number = find_number(text, FALSE, context);
  if (number == NULL)
    return NULL;
  CrCall *call = cr_call_new();
  call->kind = subjects[kind].kind;
  call->number = g_steal_pointer(&number);
  call->barred = TRUE;
  call->at = find_time(subject, mail, context);
  if (call->at == CR_INSTANT_NONE)
    call->at = find_time(text, mail, context);
  if (call->at == CR_INSTANT_NONE)
    call->at = mail->date;
  return call;
}
