#include "base/mbox.h"

#include <string.h>

static gboolean
begins(const char *at, const char *end, const char *word) {
  gsize length = strlen(word);
  return (gsize) (end - at) >= length && memcmp(at, word, length) == 0;
}

static const char *
next_line(const char *at, const char *end) {
  const char *eol = memchr(at, '\n', end - at);
  return eol ? eol + 1 : end;
}

/* RFC 5322 §2.2: printable ASCII without space, then a colon. */
gboolean
cr_mbox_is_header(const char *at, const char *end) {
  const char *p = at;
  while (p<end && * p> ' ' && *p < 0x7f && *p != ':')
    p++;
  return p > at && p < end && *p == ':';
}

static gboolean
is_blank_before(const char *bytes, const char *at) {
  if (at == bytes)
    return TRUE;
  const char *p = at - 1; /* the line feed that ends the line before */
  if (p > bytes && p[-1] == '\r')
    p--;
  return p == bytes || p[-1] == '\n';
}

/* A separator stands at the beginning or after an empty line, and a header follows: so a sentence
 * that begins with "From " and was not escaped (mboxo) is no separator. */
static gboolean
is_separator(const char *bytes, const char *at, const char *end) {
  if (!begins(at, end, "From ") || !is_blank_before(bytes, at))
    return FALSE;
  const char *next = next_line(at, end);
  return next == end || cr_mbox_is_header(next, end) || begins(next, end, ">From ");
}

static const char *
find_separator(const char *bytes, const char *at, const char *end) {
  while (at < end) {
    if (is_separator(bytes, at, end))
      return at;
    const char *found = memmem(at, end - at, "\nFrom ", 6);
    at = found ? found + 1 : end;
  }
  return end;
}

gboolean
cr_mbox_next(const char *bytes, gsize length, gsize *offset, const char **ret_message,
             gsize *ret_length) {
  const char *end = bytes + length;
  const char *separator = find_separator(bytes, bytes + MIN(*offset, length), end);
  if (separator == end)
    return FALSE;
  const char *message = next_line(separator, end);
  const char *stop = find_separator(bytes, message, end);
  *offset = stop - bytes;
  *ret_message = message;
  *ret_length = stop - message;
  return TRUE;
}
