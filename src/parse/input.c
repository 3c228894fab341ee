#include "parse/input.h"

#include "base/limits.h"
#include "base/mbox.h"

#include <string.h>

#define SNIFF_BYTES 4096 /* what an input is shows at its beginning */

static gboolean
starts_with(const char *at, const char *end, const char *word) {
  gsize length = strlen(word);
  return (gsize) (end - at) >= length && g_ascii_strncasecmp(at, word, length) == 0;
}

static const char *
line_end(const char *at, const char *end) {
  const char *eol = memchr(at, '\n', end - at);
  return eol ? eol : end;
}

static const char *
next_line(const char *at, const char *end) {
  const char *eol = line_end(at, end);
  return eol < end ? eol + 1 : end;
}

static const char *
skip_blank(const char *at, const char *end) {
  if (starts_with(at, end, "\xef\xbb\xbf"))
    at += 3;
  while (at < end && g_ascii_isspace(*at))
    at++;
  return at;
}

/* A message begins with header lines, one of which every message has. */
static gboolean
is_mail(const char *at, const char *end) {
  static const char *const usual[] = {
      "From:",       "To:",           "Subject:",  "Date:",         "Received:",     "Return-Path:",
      "Message-ID:", "MIME-Version:", "Reply-To:", "Delivered-To:", "Content-Type:", NULL};
  gboolean found = FALSE;
  for (const char *p = at; p < end && *p != '\n' && *p != '\r'; p = next_line(p, end)) {
    if (*p == ' ' || *p == '\t') {
      if (p == at)
        return FALSE;
      continue;
    }
    if (!cr_mbox_is_header(p, end))
      return found && next_line(p, end) == end; /* the sniffed bytes may end within a line */
    for (const char *const *name = usual; *name && !found; name++)
      found = starts_with(p, end, *name);
  }
  return found;
}

/* Any line says so: inputs are sometimes preceded by a line or two of something else. */
static gboolean
has_line(const char *at, const char *end, const char *word) {
  for (const char *p = at; p < end; p = next_line(p, end))
    if (starts_with(p, end, word))
      return TRUE;
  return FALSE;
}

/* Asterisk's Master.csv has no heading; exports of its table have one. */
static gboolean
is_cdr(const char *at, const char *end) {
  const char *eol = line_end(at, end);
  g_autofree char *line = g_ascii_strdown(at, eol - at);
  int commas = 0;
  for (const char *p = line; *p; p++)
    commas += *p == ',' || *p == ';';
  static const char *const signs[] = {"disposition", "answered",   "no answer", "busy",
                                      "failed",      "congestion", NULL};
  gboolean sign = FALSE;
  for (const char *const *s = signs; *s && !sign; s++)
    sign = strstr(line, *s) != NULL;
  return sign && commas >= 3;
}

CrInputType
cr_input_sniff(const char *bytes, gsize length) {
  const char *at = bytes ? skip_blank(bytes, bytes + length) : NULL;
  if (at == NULL || at == bytes + length)
    return CR_INPUT_UNKNOWN;
  const char *end = at + MIN((gsize) (bytes + length - at), SNIFF_BYTES);
  g_autofree char *head = g_strndup(at, end - at);
  if (starts_with(at, end, "BEGIN:V"))
    return CR_INPUT_ICALENDAR;
  if (starts_with(at, end, "From ") && is_mail(next_line(at, end), end))
    return CR_INPUT_MBOX;
  if (*at == '<')
    return strstr(head, "<call") ? CR_INPUT_CALLS_XML : CR_INPUT_UNKNOWN;
  if (*at == '[')
    return CR_INPUT_CALLS_JSON;
  const char *headers_end = bytes + MIN(length, (gsize) (at - bytes) + CR_MAX_HEADER_BLOCK_BYTES);
  if (is_mail(at, headers_end))
    return CR_INPUT_MAIL;
  if (is_cdr(at, end))
    return CR_INPUT_CALLS_CSV;
  return has_line(at, end, "BEGIN:VCALENDAR") ? CR_INPUT_ICALENDAR : CR_INPUT_UNKNOWN;
}

const char *
cr_input_type_name(CrInputType type) {
  switch (type) {
  case CR_INPUT_UNKNOWN:
    return "unknown";
  case CR_INPUT_ICALENDAR:
    return "calendar";
  case CR_INPUT_MAIL:
    return "mail";
  case CR_INPUT_MBOX:
    return "mailbox";
  case CR_INPUT_CALLS_XML:
  case CR_INPUT_CALLS_JSON:
  case CR_INPUT_CALLS_CSV:
    return "call log";
  }
  return "unknown";
}
