#include "engine/entry.h"

#include "base/text.h"

#include <string.h>

#define FOLD_BYTES 75
#define MAX_TEXT_CHARS 2000

void
cr_entry_free(CrEntry *entry) {
  if (entry == NULL)
    return;
  g_free(entry->uid);
  g_free(entry->summary);
  g_free(entry->description);
  g_free(entry->location);
  g_free(entry->url);
  g_free(entry);
}

static char *
make_uid(const char *what, const char *tag) {
  return g_strdup_printf("%s@%s.crickets.invalid", what, tag);
}

gboolean
cr_entry_is_ours(const char *uid, const char *tag) {
  g_autofree char *ending = tag ? make_uid("", tag) : NULL;
  return uid && ending && g_str_has_suffix(uid, ending);
}

/* What it is about and how it comes about, without any of the letter's or diagnosis' privacy: a
 * calendar may be shared. */
static char *
describe(const CrInterview *iv) {
  GString *text = g_string_new(NULL);
  if (iv->role)
    g_string_append_printf(text, "%s\n", iv->role);
  if (iv->caller == CR_CALLER_CANDIDATE && iv->dial_number)
    g_string_append_printf(text, "You call %s%s%s\n", iv->dial_number,
                           iv->dial_code ? ", code " : "", iv->dial_code ? iv->dial_code : "");
  else if (iv->medium == CR_MEDIUM_PHONE && iv->own_number)
    g_string_append_printf(text, "They call you at %s\n", iv->own_number);
  if (iv->contact.phone)
    g_string_append_printf(text, "Their number: %s%s%s\n", iv->contact.phone,
                           iv->contact.extension ? " ext. " : "",
                           iv->contact.extension ? iv->contact.extension : "");
  if (iv->contact.email)
    g_string_append_printf(text, "Their address: %s\n", iv->contact.email);
  if (text->len)
    g_string_truncate(text, text->len - 1);
  return g_string_free(text, FALSE);
}

static char *
title(const CrInterview *iv) {
  static const char *const kinds[] = {[CR_MEDIUM_PHONE] = "Call",
                                      [CR_MEDIUM_VIDEO] = "Video call",
                                      [CR_MEDIUM_ONSITE] = "Interview"};
  const char *who = cr_interview_who(iv);
  gboolean named = iv->company && !cr_text_equal(iv->company, who);
  return g_strdup_printf("%s: %s%s%s%s", kinds[iv->medium], who, named ? " (" : "",
                         named ? iv->company : "", named ? ")" : "");
}

CrEntry *
cr_entry_of_interview(const CrInterview *iv, const char *tag) {
  CrEntry *entry = g_new0(CrEntry, 1);
  g_autofree char *what = g_strdup_printf("call-%d", iv->id);
  entry->uid = make_uid(what, tag);
  entry->start = iv->start;
  entry->end = iv->end;
  entry->summary = title(iv);
  entry->description = describe(iv);
  entry->location = iv->medium == CR_MEDIUM_PHONE ? g_strdup("Phone") : g_strdup(iv->link);
  entry->url = g_strdup(iv->link);
  entry->alarms = CR_ALARM_BEFORE;
  return entry;
}

CrEntry *
cr_entry_of_slot(const CrInterview *iv, const CrSlot *slot, const char *tag) {
  CrEntry *entry = g_new0(CrEntry, 1);
  g_autofree char *what =
      g_strdup_printf("hold-%d-%" G_GINT64_FORMAT, iv->id, slot->start / CR_SECOND);
  entry->uid = make_uid(what, tag);
  entry->start = slot->start;
  entry->end = slot->end;
  entry->summary = g_strdup_printf("Held: %s", cr_interview_who(iv));
  entry->description = g_strdup("Offered for a call; let go when another time is taken.");
  entry->status = CR_ENTRY_TENTATIVE;
  return entry;
}

/* Text */

/* RFC 5545 §3.1 */
void
cr_entry_append_line(GString *out, const char *line) {
  gsize room = FOLD_BYTES;
  for (const char *p = line; *p;) {
    gsize length = g_utf8_next_char(p) - p;
    if (length > room) {
      g_string_append(out, "\r\n ");
      room = FOLD_BYTES - 1;
    }
    g_string_append_len(out, p, (gssize) length);
    room -= length;
    p += length;
  }
  g_string_append(out, "\r\n");
}

static void
append_line(GString *out, const char *name, const char *value) {
  g_autofree char *line = g_strconcat(name, ":", value, NULL);
  cr_entry_append_line(out, line);
}

void
cr_entry_append_text(GString *out, const char *name, const char *value) {
  g_autofree char *clean = cr_text_block(value, MAX_TEXT_CHARS);
  g_autoptr(GString) escaped = g_string_new(NULL);
  for (const char *p = clean ? clean : ""; *p; p++) {
    if (*p == '\n')
      g_string_append(escaped, "\\n");
    else if (strchr("\\;,", *p))
      g_string_append_printf(escaped, "\\%c", *p);
    else
      g_string_append_c(escaped, *p);
  }
  if (escaped->len)
    append_line(out, name, escaped->str);
}

/* A URI is no TEXT: it is not escaped, and what is no plain URI is left out. */
static void
append_uri(GString *out, const char *name, const char *value) {
  if (value == NULL || strlen(value) > 1000 || !g_uri_is_valid(value, G_URI_FLAGS_ENCODED, NULL))
    return;
  for (const char *p = value; *p; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f || *p == '"')
      return;
  append_line(out, name, value);
}

void
cr_entry_append_instant(GString *out, const char *name, CrInstant instant) {
  CrWall wall = cr_zone_wall(cr_zone_utc(), instant);
  g_string_append_printf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, wall.year, wall.month,
                         wall.day, wall.hour, wall.minute, wall.second);
}

static void
append_alarm(GString *out, const char *trigger, const char *text) {
  g_string_append_printf(out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:%s\r\n", trigger);
  cr_entry_append_text(out, "DESCRIPTION", text);
  g_string_append(out, "END:VALARM\r\n");
}

void
cr_entry_append(GString *out, const CrEntry *entry, CrInstant stamp, int sequence) {
  static const char *const statuses[] = {"CONFIRMED", "TENTATIVE", "CANCELLED"};
  g_string_append(out, "BEGIN:VEVENT\r\n");
  cr_entry_append_text(out, "UID", entry->uid);
  cr_entry_append_instant(out, "DTSTAMP", stamp == CR_INSTANT_NONE ? 0 : stamp);
  g_string_append_printf(out, "SEQUENCE:%d\r\n", sequence);
  cr_entry_append_instant(out, "DTSTART", entry->start);
  cr_entry_append_instant(out, "DTEND", entry->end);
  cr_entry_append_text(out, "SUMMARY", entry->summary);
  cr_entry_append_text(out, "DESCRIPTION", entry->description);
  cr_entry_append_text(out, "LOCATION", entry->location);
  append_uri(out, "URL", entry->url);
  g_string_append_printf(out, "STATUS:%s\r\nTRANSP:OPAQUE\r\n", statuses[entry->status]);
  if (entry->alarms & CR_ALARM_BEFORE)
    append_alarm(out, "-PT10M", entry->summary);
  if (entry->alarms & CR_ALARM_AFTER)
    append_alarm(out, "PT5M", "Have they called?");
  g_string_append(out, "END:VEVENT\r\n");
}

void
cr_entry_append_begin(GString *out) {
  g_string_append(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crickets//crickets//EN\r\n"
                       "CALSCALE:GREGORIAN\r\n");
}

void
cr_entry_append_end(GString *out) {
  g_string_append(out, "END:VCALENDAR\r\n");
}
