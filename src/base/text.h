#pragma once
/* Text from strangers, made safe and comparable. */
#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Valid UTF-8 without control characters (C0, C1, bidi overrides); white space runs become one
 * space; cut after max_chars characters with "…". Of very long texts only the first 16 bytes a
 * character are looked at. NULL gives NULL. */
char *cr_text_line(const char *text, gsize max_chars);
/* The same, but keeps line breaks (as \n) and tabs (as spaces). */
char *cr_text_block(const char *text, gsize max_chars);
/* What neither of them keeps: a terminal obeys it, or it is not seen. */
gboolean cr_letter_is_hidden(gunichar c);
/* strcasestr for ASCII letters, independent of the locale. NULL when absent or either is NULL. */
const char *cr_text_find(const char *haystack, const char *needle);
/* The first place where any of several (ends with NULL) stands, each of two bytes at least; in one
 * pass. NULL when there is none, or text is. */
const char *cr_text_find_any(const char *text, const char *const *needles);
/* Whether it stands there as a word, or words, of its own: no ASCII letter or digit beside it.
 * Either may be NULL; an empty word is nowhere. */
gboolean cr_text_has_word(const char *text, const char *word);
/* The same of any of several words (ends with NULL), each of ASCII letters alone, in one pass. */
gboolean cr_text_has_any_word(const char *text, const char *const *words);
/* Whether a word, of that many bytes and none of them NUL, is one of several (ends with NULL);
 * ASCII case ignored. */
gboolean cr_text_is_any(const char *word, gsize length, const char *const *words);
/* FALSE for bytes that differ in more than ASCII case: rules out most comparisons at once. */
static inline gboolean
cr_letter_may_equal(char a, char b) {
  return ((a ^ b) & ~0x20) == 0;
}
/* The bytes of prefix, if text begins with it in whatever ASCII case, else 0. */
static inline gsize
cr_text_starts(const char *text, const char *prefix) {
  gsize n = 0;
  if (!cr_letter_may_equal(*text, *prefix)) /* hardly any does */
    return 0;
  for (; prefix[n]; n++)
    if (text[n] != prefix[n] && ((text[n] ^ prefix[n]) != 0x20 || !g_ascii_isalpha(prefix[n])))
      return 0;
  return n;
}
/* g_ascii_isalpha, for those who ask it of every letter of a text. */
static inline gboolean
cr_letter_is_ascii(char c) {
  return (guchar) ((c | 0x20) - 'a') < 26;
}
/* How many ASCII letters eight bytes begin with, and these in small ones with NULs behind them. All
 * eight must be there. */
static inline guint
cr_text_letters(const char eight[8], char ret_low[8]) {
  static const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  guint64 bytes;
  memcpy(&bytes, eight, sizeof bytes);
  bytes = GUINT64_FROM_LE(bytes);
  guint64 low = bytes | ones * 0x20, seven = low & ones * 0x7f;
  /* the highest bit of each byte that is no letter */
  guint64 others =
      (~(seven + ones * (0x80 - 'a')) | (seven + ones * (0x7f - 'z')) | bytes) & ones * 0x80;
  low = GUINT64_TO_LE(low & (((others & -others) >> 7) - 1));
  memcpy(ret_low, &low, sizeof low);
  return others ? (guint) __builtin_ctzll(others) / 8 : 8;
}
/* The hash of a word with NULs behind it, up to so many bytes: a multiple of 8, at most 40. */
static inline guint
cr_text_hash(const char *padded, gsize bytes) {
  static const guint64 odd[] = {
      G_GUINT64_CONSTANT(0x9e3779b97f4a7c15), G_GUINT64_CONSTANT(0xc2b2ae3d27d4eb4f),
      G_GUINT64_CONSTANT(0x165667b19e3779f9), G_GUINT64_CONSTANT(0xd6e8feb86659fd93),
      G_GUINT64_CONSTANT(0xa0761d6478bd642f)};
  guint64 hash = 0, eight;
  for (gsize i = 0; i < bytes / sizeof eight; i++) {
    memcpy(&eight, padded + i * sizeof eight, sizeof eight);
    hash += eight * odd[i];
  }
  return hash >> 32;
}
/* g_utf8_validate of a text that is hardly ever more than ASCII. */
gboolean cr_text_is_utf8(const char *text);
gboolean cr_text_equal(const char *a,
                       const char *b); /* ASCII case ignored; NULL equals only NULL */
#define CR_INTEGER_BYTES 24
/* In decimal digits; it stands somewhere in the buffer. */
const char *cr_text_integer(char buffer[CR_INTEGER_BYTES], gint64 value);
/* What stands between quotation marks ("…") becomes an ellipsis. Free with g_free; NULL of NULL. */
char *cr_text_without_quotes(const char *text);
/* The subject behind its "Re:", "Fwd:" and list tags, never NULL; *ret_answer: whether there was a
 * mark of an answer. */
const char *cr_text_bare_subject(const char *subject, gboolean *ret_answer);
gboolean cr_text_is_forward(const char *subject); /* "Fwd: …"; of NULL not */
/* Damerau-Levenshtein distance (adjacent transpositions count one), capped: returns max + 1 once
 * it must exceed max. For strings up to 64 bytes; longer ones are max + 1 apart unless equal. */
guint cr_text_distance(const char *a, const char *b, guint max);

/* The address in lower case if it is a plain mailbox (local@domain, one @, no CR, LF, space, quote,
 * comma, bracket or anything that cr_text_line would remove; at most 254 bytes), else NULL. */
char *cr_address_normalize(const char *address);
const char *cr_address_domain(const char *address); /* after the last '@', or NULL */

G_END_DECLS
