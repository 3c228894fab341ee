/* Names as people sign with them: the sender's own, or somebody's. */
#include "base/text.h"
#include "parse/mail-lines.h"

#include <string.h>

#define MAX_NAME_BYTES 60
#define MAX_NAME_WORDS 5
#define MAX_NICKNAME_BYTES 8
#define BETWEEN_NAMES " ,\"'().-"

/* People write themselves either way: in small letters, without accents. */
static char *
fold(const char *text, gsize length) {
  g_autofree char *low = g_ascii_strdown(text, (gssize) length);
  if (g_str_is_ascii(low))
    return g_steal_pointer(&low);
  char *bare = g_str_to_ascii(low, "C");
  for (char *p = bare; *p; p++)
    *p = g_ascii_tolower(*p); /* of letters that had an accent */
  return bare;
}

char *
cr_fold_names(const char *name) {
  return name ? fold(name, strlen(name)) : g_strdup("");
}

/* Where the word that begins there ends. */
static gsize
word_end(const CrLine *line, gsize at) {
  while (at < line->length &&
         (cr_letter_is_ascii(line->text[at]) || (guchar) line->text[at] >= 0x80 ||
          !strchr(" ,|(.-*", line->text[at])))
    at++;
  return at;
}

/* Most words begin as no name does, and need not be folded. */
static gboolean
may_begin(char letter, const char *names) {
  char low = g_ascii_tolower(letter);
  for (const char *p = names; *p; p += strcspn(p, BETWEEN_NAMES), p += *p != '\0')
    if (*p == low)
      return TRUE;
  return (guchar) letter >= 0x80;
}

/* Of the words of names, which are folded. */
static gboolean
is_one_of(const char *word, gsize length, const char *names) {
  if (length < 2 || !may_begin(*word, names))
    return FALSE;
  g_autofree char *folded = fold(word, length);
  gsize n = strlen(folded);
  for (const char *p = names; *p;) {
    gsize bytes = strcspn(p, BETWEEN_NAMES);
    if (bytes == n && memcmp(p, folded, n) == 0)
      return TRUE;
    p += bytes + (p[bytes] != '\0');
  }
  return FALSE;
}

/* The line behind dashes, titles and initials: "– Dana", "Mrs Dana Reyes", "i.A. Lt. D. Reyes". */
CrLine
cr_line_without_titles(const CrLine *line) {
  static const char *const dashes[] = {"-", "~", "*", " ", "–", "—", NULL};
  static const char *const titles[] = {"Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", NULL};
  CrLine bare = *line;
  gboolean dashed = bare.length > 0 && (strchr("-~* ", *bare.text) || (guchar) *bare.text == 0xe2);
  for (guint i = 0; dashed && dashes[i]; i++)
    while (cr_line_starts(&bare, dashes[i]))
      cr_line_skip(&bare, strlen(dashes[i]));
  for (gboolean again = TRUE; again;) {
    const char *space = memchr(bare.text, ' ', bare.length);
    gsize length = space ? (gsize) (space - bare.text) : 0;
    again = length > 1 &&
            ((length <= 5 && bare.text[length - 1] == '.') || cr_line_starts_any(&bare, titles));
    if (again)
      cr_line_skip(&bare, length + 1);
  }
  return bare;
}

static gboolean
is_particle(const CrLine *line, gsize at) {
  static const char *const particles[] = {"de ",  "la ",  "del ", "da ",  "dos ", "di ", "van ",
                                          "von ", "der ", "den ", "bin ", "al ",  "y ",  NULL};
  CrLine rest = {.text = line->text + at, .length = line->length - at};
  return cr_line_starts_any(&rest, particles);
}

/* How many words of somebody's name a line without titles can begin with, each with a capital; 0
 * when it is none. */
guint
cr_line_name_words(const CrLine *line) {
  guint words = 0;
  gboolean start = TRUE;
  if (line->length > MAX_NAME_BYTES || (line->length > 3 && (guchar) *line->text >= 0xe3 &&
                                        g_strstr_len(line->text, (gssize) line->length, "。")))
    return 0;
  for (gsize i = 0; i < line->length; i++) {
    guchar c = line->text[i];
    if (start && g_ascii_islower(c) && !(i > 0 && is_particle(line, i)))
      return 0;
    if (cr_letter_is_ascii(c) || c >= 0x80) {
      words += start;
      start = FALSE;
      continue;
    }
    if (c == ',' || c == '(' || c == '|')
      break; /* "Dana Reyes, Talent Partner" */
    if (strchr("!?:;@/<>0123456789", c))
      return 0;
    words += start && c != ' ';
    start = c == ' ' || c == '-';
  }
  return words <= MAX_NAME_WORDS ? words : 0;
}

/* A line that is the sender's own name, or a part of it, perhaps behind a rank: "Coach Reyes", or
 * behind the name in another script: "谷川 裕子 / Hiroko Tanigawa". */
gboolean
cr_line_is_senders_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  const char *other =
      line.length > 0 && (guchar) *line.text >= 0xc3
          ? g_strstr_len(line.text, (gssize) MIN(line.length, MAX_NAME_BYTES), " / ")
          : NULL;
  if (other)
    cr_line_skip(&line, other + strlen(" / ") - line.text);
  line = cr_line_without_titles(&line);
  if (line.length == 0 || line.length > MAX_NAME_BYTES || memchr(line.text, ':', line.length))
    return FALSE;
  gsize end = word_end(&line, 0);
  if (is_one_of(line.text, end, names))
    return end == line.length || line.length < 30 || cr_line_name_words(&line) > 0;
  if (!g_ascii_isupper(*line.text) || cr_line_name_words(&line) == 0)
    return FALSE;
  for (guint words = 0; words < 2 && end < line.length && line.text[end] == ' '; words++) {
    gsize from = end + 1;
    end = word_end(&line, from);
    if (is_one_of(line.text + from, end - from, names))
      return !cr_line_names_fact(&line);
  }
  return FALSE;
}

/* "Gaz" of Gareth, "D", "DR": one short word that begins as one of the sender's names. */
gboolean
cr_line_is_nickname(const CrLine *bare, const char *names) {
  gsize end = word_end(bare, 0);
  if (end == 0 || end > MAX_NICKNAME_BYTES || end + 1 < bare->length ||
      !may_begin(*bare->text, names))
    return FALSE;
  g_autofree char *folded = fold(bare->text, end);
  gsize n = strlen(folded), least = MIN(n, n > 2 ? 2 : 1);
  for (const char *p = names; n > 0 && *p; p += strcspn(p, BETWEEN_NAMES), p += *p != '\0')
    if (strncmp(p, folded, least) == 0)
      return TRUE;
  return FALSE;
}

gboolean
cr_line_greets(const CrLine *line, const char *names) {
  if (line->length > MAX_NAME_BYTES)
    return FALSE;
  for (gsize at = 0, end; at < line->length; at = end + 1) {
    end = word_end(line, at);
    gsize length = end - at;
    while (length > 0 && strchr(":!;", line->text[at + length - 1]))
      length--;
    if (is_one_of(line->text + at, length, names))
      return TRUE;
  }
  return FALSE;
}

/* Past "Best, " on that line; FALSE when it begins otherwise. */
static gboolean
skip_closing(CrLine *line) {
  const char *comma = memchr(line->text, ',', line->length);
  const CrLine closing = {.text = line->text, .length = comma ? comma - line->text : 0};
  if (comma == NULL || !cr_line_is_closing(&closing))
    return FALSE;
  cr_line_skip(line, closing.length + 1);
  return TRUE;
}

/* "Cheers, Pia" */
gboolean
cr_line_closes_with_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  return skip_closing(&line) && !cr_line_is_sentence(&line) && !cr_line_holds_digit(&line) &&
         cr_line_is_senders_name(&line, names);
}

gboolean
cr_line_begins_with_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  skip_closing(&line);
  line = cr_line_without_titles(&line);
  gsize length = 0;
  while (length < line.length && !strchr(",|(:+0123456789", line.text[length]))
    length++;
  while (length > 0 && strchr(" -", line.text[length - 1]))
    length--;
  line.length = length;
  return length > 0 && (cr_line_is_senders_name(&line, names) ||
                        (cr_line_name_words(&line) >= 2 && !cr_line_names_fact(&line)));
}
