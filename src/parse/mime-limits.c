#include "parse/mime-limits.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define MAX_DASH_LINES 16384 /* lines that could part a message: "--" and anything */
#define MAX_HEADERS 2048     /* in one block */

typedef struct {
  const char *at, *end;
  guint number;
} Cursor;

typedef struct {
  const char *start, *end; /* with its continuation lines */
  guint number;
} Header;

static gboolean
limit(GError **error, const char *what, guint line) {
  g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "line %u: %s", line, what);
  return FALSE;
}

/* The next line, without its end. */
static gboolean
next_line(Cursor *cursor, const char **ret_line, const char **ret_end) {
  if (cursor->at >= cursor->end)
    return FALSE;
  const char *eol = memchr(cursor->at, '\n', cursor->end - cursor->at);
  *ret_line = cursor->at;
  *ret_end = eol ? eol : cursor->end;
  cursor->at = eol ? eol + 1 : cursor->end;
  cursor->number++;
  if (*ret_end > *ret_line && (*ret_end)[-1] == '\r')
    (*ret_end)--;
  return TRUE;
}

static gboolean
is_address_header(const Header *header) {
  static const char *const names[] = {"from",
                                      "to",
                                      "cc",
                                      "bcc",
                                      "sender",
                                      "reply-to",
                                      "resent-from",
                                      "resent-to",
                                      "resent-cc",
                                      "resent-bcc",
                                      "resent-sender",
                                      "resent-reply-to",
                                      "disposition-notification-to",
                                      "mail-followup-to",
                                      "mail-reply-to",
                                      "errors-to",
                                      "return-receipt-to",
                                      "apparently-to",
                                      "return-path",
                                      NULL};
  for (const char *const *name = names; *name; name++) {
    gsize length = strlen(*name);
    const char *after = header->start + length;
    if ((gsize) (header->end - header->start) <= length ||
        g_ascii_strncasecmp(header->start, *name, length) != 0)
      continue;
    while (after < header->end && (*after == ' ' || *after == '\t'))
      after++;
    if (after < header->end && *after == ':')
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_word(const Header *header, const char *word) {
  gsize length = strlen(word);
  for (const char *p = header->start; (gsize) (header->end - p) >= length && p < header->end; p++)
    if (g_ascii_strncasecmp(p, word, length) == 0)
      return TRUE;
  return FALSE;
}

/* Over the whole message. */
typedef struct {
  gboolean first;   /* the block of the message itself */
  gboolean again;   /* the block announced that another one follows its empty line */
  gboolean digest;  /* somewhere there is a multipart/digest: its parts are messages unsaid */
  guint containers; /* multipart and message parts announced so far: bounds the depth */
  guint dash_lines;
} Check;

static gboolean
begins_with_header(const char *bytes, const char *end) {
  const char *p = bytes;
  while (p<end && * p> ' ' && *p < 0x7f && *p != ':')
    p++;
  const char *name_end = p;
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  return name_end > bytes && p < end && *p == ':';
}

static gboolean
check_header(Check *check, const Header *header, GError **error) {
  if (is_address_header(header) && header->end - header->start > CR_MAX_ADDRESS_HEADER_BYTES)
    return limit(error, "the list of addresses is too long", header->number);
  if (header->end - header->start > CR_MAX_HEADER_BLOCK_BYTES &&
      begins_with_header(header->start, header->end))
    return limit(error, "the header is too long", header->number);
  if (header->end - header->start < 8 || g_ascii_strncasecmp(header->start, "content-", 8) != 0)
    return TRUE;
  if (header->end - header->start > CR_MAX_ADDRESS_HEADER_BYTES)
    return limit(error, "a part's header is too long", header->number);
  gboolean message = has_word(header, "message/"), multipart = has_word(header, "multipart/");
  check->again |= message;
  check->digest |= multipart && has_word(header, "digest");
  check->containers += message || multipart;
  if (check->containers > CR_MAX_MIME_PARTS)
    return limit(error, "too many parts hold other parts", header->number);
  return TRUE;
}

/* Reads lines as headers up to an empty one. Only the message's own block is limited as a whole:
 * what looks like one further down may be text after a line of dashes. */
static gboolean
check_block(Check *check, Cursor *cursor, GError **error) {
  const char *begin = cursor->at, *line = NULL, *end = NULL;
  guint headers = 0;
  Header header = {NULL};
  check->again = FALSE;
  while (next_line(cursor, &line, &end) && end > line) {
    if (check->first && (gsize) (end - begin) > CR_MAX_HEADER_BLOCK_BYTES)
      return limit(error, "the header is too long", cursor->number - 1);
    gboolean more = (*line == ' ' || *line == '\t') && header.start;
    if (!more) {
      if (header.start && !check_header(check, &header, error))
        return FALSE;
      header = (Header){line, end, cursor->number - 1};
      headers += memchr(line, ':', end - line) != NULL;
    }
    header.end = end;
    if (headers > MAX_HEADERS)
      return limit(error, "there are too many headers", cursor->number - 1);
    gboolean dashes = end - line >= 2 && line[0] == '-' && line[1] == '-';
    if (dashes && ++check->dash_lines > MAX_DASH_LINES)
      return limit(error, "there are too many parts", cursor->number - 1);
  }
  return header.start == NULL || check_header(check, &header, error);
}

gboolean
cr_mime_check_limits(const char *bytes, gsize length, GError **error) {
  Cursor cursor = {bytes, bytes + length, 1};
  Check check = {.first = TRUE};
  const char *line = NULL, *end = NULL;
  if (length > CR_MAX_MAIL_BYTES)
    return limit(error, "the message is too large", 1);
  if (!begins_with_header(bytes, bytes + length)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "line 1: this is no message: no header");
    return FALSE;
  }
  if (!check_block(&check, &cursor, error))
    return FALSE;
  check.first = FALSE;
  while (check.again || (check.digest && cursor.at < cursor.end))
    if (!check_block(&check, &cursor, error))
      return FALSE;
  while (next_line(&cursor, &line, &end)) {
    if (end - line < 2 || line[0] != '-' || line[1] != '-')
      continue;
    if (++check.dash_lines > MAX_DASH_LINES)
      return limit(error, "there are too many parts", cursor.number - 1);
    do {
      if (!check_block(&check, &cursor, error))
        return FALSE;
    } while (check.again || (check.digest && cursor.at < cursor.end));
  }
  return TRUE;
}
