#include "parse/mail-bulk.h"

#include "base/text.h"

#include <string.h>

#define MAX_HEAD_BYTES 65536

static const char *const list_signs[] = {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
                                         "Feedback-ID", NULL};
static const char *const answer_signs[] = {"In-Reply-To", "References", NULL};
static const char *const work_words[] = {"interview",  "call",    "recruit",  "hiring", "candida",
                                         "applica",    "applied", "position", "role",   "job",
                                         "career",     "talent",  "schedul",  "invit",  "offer",
                                         "opportunit", "phone",   "meeting",  "team",   "people",
                                         "staff",      "human",   "bewerb",   "gespr",  NULL};

static gboolean
is_header(const char *line, gsize length, const char *const *names) {
  for (; *names; names++) {
    gsize own = strlen(*names);
    if (length > own && line[own] == ':' && g_ascii_strncasecmp(line, *names, own) == 0)
      return TRUE;
  }
  return FALSE;
}

/* ASCII case apart; needle is in lower case, and its second character a letter. */
static gboolean
has(const char *bytes, gsize length, const char *needle) {
  gsize own = strlen(needle);
  const char *end = bytes + length;
  for (const char *p = bytes; length >= own && p <= end - own; p++) {
    p = memchr(p, *needle, (gsize) (end - p));
    if (p == NULL || p > end - own)
      return FALSE;
    if ((p[1] | 0x20) == needle[1] && g_ascii_strncasecmp(p, needle, own) == 0)
      return TRUE;
  }
  return FALSE;
}

gsize
cr_mail_bulk_head(const char *bytes, gsize length) {
  gboolean list = FALSE, ended = FALSE;
  gsize at = 0, limit = MIN(length, MAX_HEAD_BYTES);
  while (at < limit && !ended) {
    const char *line = bytes + at, *end = memchr(line, '\n', limit - at);
    if (end == NULL)
      return 0;
    gsize size = (gsize) (end - line);
    at += size + 1;
    ended = size == 0 || (size == 1 && *line == '\r');
    if (is_header(line, size, answer_signs))
      return 0;
    list = list || is_header(line, size, list_signs);
  }
  /* ".ics" also as part of a file's name; "/calendar" and "/ics" of a content type. */
  gboolean plain = list && ended && !has(bytes, at, "/report") &&
                   !has(bytes, length, "/calendar") && !has(bytes, length, "/ics") &&
                   !has(bytes, length, ".ics");
  return plain ? at : 0;
}

gboolean
cr_mail_is_mere_bulk(const CrMime *head) {
  for (const char *const *word = work_words; *word; word++)
    if (cr_text_find(head->subject, *word) || cr_text_find(head->from_name, *word) ||
        cr_text_find(head->from_email, *word))
      return FALSE;
  return TRUE;
}
