#include "parse/charset.h"

#include <string.h>

/* What Windows-1252 has in place of the C1 controls. Source: Unicode's CP1252.TXT; the five
 * unassigned bytes become U+FFFD. */
static const guint16 cp1252[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                   0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                   0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                   0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

static void
append_repaired(GString *out, const char *at, const char *end) {
  while (at < end) {
    const char *bad = end;
    g_utf8_validate_len(at, end - at, &bad);
    g_string_append_len(out, at, bad - at);
    if (bad < end && *bad == '\0')
      g_string_append_c(out, ' ');
    else if (bad < end)
      g_string_append(out, "\xef\xbf\xbd");
    at = bad < end ? bad + 1 : end;
  }
}

static void
append_windows(GString *out, const char *at, const char *end) {
  for (; at < end; at++) {
    guchar c = *at;
    if (c < 0x80)
      g_string_append_c(out, c ? c : ' ');
    else
      g_string_append_unichar(out, c < 0xa0 ? cp1252[c - 0x80] : c);
  }
}

/* Whether sequences of several bytes are well formed more often than not. */
static gboolean
is_mostly_utf8(const char *at, const char *end) {
  gsize good = 0, bad = 0;
  while (at < end) {
    if ((guchar) *at < 0x80) {
      at++;
      continue;
    }
    gunichar c = g_utf8_get_char_validated(at, end - at);
    gboolean ok = c < 0x80000000;
    good += ok;
    bad += !ok;
    at += ok ? g_unichar_to_utf8(c, NULL) : 1;
  }
  return good >= bad;
}

void
cr_bytes_append_utf8(GString *out, const char *bytes, gsize length) {
  const char *end = bytes + length;
  if (length == 0)
    return;
  if (g_utf8_validate_len(bytes, length, NULL))
    g_string_append_len(out, bytes, length);
  else if (is_mostly_utf8(bytes, end))
    append_repaired(out, bytes, end);
  else
    append_windows(out, bytes, end);
}

char *
cr_bytes_to_utf8(const char *bytes, gsize length) {
  GString *out = g_string_sized_new(length);
  cr_bytes_append_utf8(out, bytes, length);
  return g_string_free(out, FALSE);
}

/* The families of charsets that mail is written in. Others are not given to iconv. */
static gboolean
is_known_charset(const char *charset) {
  static const char *const families[] = {
      "iso-8859-", "iso8859", "iso_8859", "windows-125", "cp125",       "koi8-",
      "utf-16",    "utf-32",  "gb2312",   "gbk",         "gb18030",     "big5",
      "shift_jis", "sjis",    "euc-",     "ks_c_5601",   "iso-2022-jp", "iso-2022-kr",
      "macintosh", "latin1",  "tis-620",  NULL};
  if (charset == NULL || strlen(charset) > 40 || strpbrk(charset, "/, ") != NULL)
    return FALSE;
  for (const char *const *family = families; *family; family++)
    if (g_ascii_strncasecmp(charset, *family, strlen(*family)) == 0)
      return TRUE;
  return FALSE;
}

/* Eight bytes at a time. */
static gboolean
has_high_bytes(const char *bytes, gsize length) {
  gsize i = 0;
  for (; i + 8 <= length; i += 8) {
    guint64 eight;
    memcpy(&eight, bytes + i, 8);
    if (eight & G_GUINT64_CONSTANT(0x8080808080808080))
      return TRUE;
  }
  for (; i < length; i++)
    if ((guchar) bytes[i] >= 0x80)
      return TRUE;
  return FALSE;
}

/* Letters, digits and the like alone: no NUL, none of the escapes that switch charsets. */
static gboolean
is_bare_ascii(const char *bytes, gsize length) {
  return !has_high_bytes(bytes, length) && memchr(bytes, 0x1b, length) == NULL &&
         memchr(bytes, 0, length) == NULL;
}

char *
cr_bytes_decode(const char *bytes, gsize length, const char *charset) {
  gboolean known = is_known_charset(charset);
  if (length > 0 && is_bare_ascii(bytes, length) &&
      !(known && g_ascii_strncasecmp(charset, "utf-", 4) == 0)) /* of 16 and 32 bits */
    return g_strndup(bytes, length);
  if (g_utf8_validate_len(bytes, length, NULL) && (!known || has_high_bytes(bytes, length)))
    return g_strndup(bytes, length);
  if (!known)
    return cr_bytes_to_utf8(bytes, length);
  gsize converted_length = 0;
  g_autofree char *converted =
      g_convert(bytes, length, "UTF-8", charset, NULL, &converted_length, NULL);
  return converted ? cr_bytes_to_utf8(converted, converted_length)
                   : cr_bytes_to_utf8(bytes, length);
}
