/* What is new in a mail: its lines without quotes, signature (mail-signature.c) and disclaimer.
 * Every line is looked at a bounded number of times. */
#include "base/limits.h"
#include "base/text.h"
#include "parse/mail-lines.h"
#include "parse/mail-phrases.h"

#include <string.h>

#define WIDE_LINE 60
#define USUAL_LINE 32
#define MIN_WRAP 30 /* characters of a line that is wrapped */
#define MAX_WRAP 90

gboolean
cr_line_starts(const CrLine *line, const char *prefix) {
  gsize n = cr_text_starts(line->text, prefix);
  return n > 0 && n <= line->length;
}

gboolean
cr_line_starts_any(const CrLine *line, const char *const *prefixes) {
  for (; *prefixes; prefixes++)
    if (cr_line_starts(line, *prefixes))
      return TRUE;
  return FALSE;
}

gboolean
cr_line_holds(const CrLine *line, const char *needle) {
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 400));
  return cr_text_find(text, needle) != NULL;
}

gboolean
cr_line_holds_digit(const CrLine *line) {
  for (gsize i = 0; i < line->length; i++)
    if (g_ascii_isdigit(line->text[i]))
      return TRUE;
  return FALSE;
}

gboolean
cr_line_holds_clock(const CrLine *line, const char *points) {
  for (gsize i = 1; i + 2 < line->length; i++)
    if (g_ascii_isdigit(line->text[i - 1]) && g_ascii_isdigit(line->text[i + 1]) &&
        strchr(points, line->text[i]))
      return TRUE;
  return FALSE;
}

gboolean
cr_line_begins_with_time(const CrLine *line) {
  char low[16];
  gsize n = 0;
  while (n < line->length && n < sizeof low && g_ascii_isalpha(line->text[n]))
    low[n] = g_ascii_tolower(line->text[n]), n++;
  const CrVocable *known = n > 0 ? cr_phrases_find(low, n) : NULL;
  gsize digits = 0;
  while (digits < line->length && g_ascii_isdigit(line->text[digits]))
    digits++;
  const char *after = line->text + digits; /* "10:30", "2pm", "24 Nov", not "20 7946" */
  gboolean clock = digits + 1 < line->length && !g_ascii_isdigit(after[*after == ' ']);
  return ((digits == 1 || digits == 2) && clock) || (known && known->class & CR_WORD_WHEN);
}

gboolean
cr_line_is_ruler(const CrLine *line) {
  if (line->length < 10)
    return FALSE;
  for (gsize i = 0; i < line->length; i++)
    if (!strchr("_-=*~", line->text[i]))
      return FALSE;
  return TRUE;
}

gboolean
cr_lines_any_new(const CrLines *lines, guint from, guint to) {
  for (guint i = from; i < to; i++)
    if (cr_line_at(lines, i)->kind == CR_LINE_NEW && cr_line_at(lines, i)->length > 0)
      return TRUE;
  return FALSE;
}

static CrLines *
split(const char *body) {
  gsize left = strnlen(body, CR_MAX_TEXT_BYTES);
  CrLines *lines = g_array_sized_new(FALSE, TRUE, sizeof(CrLine), left / USUAL_LINE + 8);
  for (const char *p = body, *end = body + left; p < end;) {
    const char *newline = memchr(p, '\n', end - p), *stop = newline ? newline : end;
    const char *other = memchr(p, '\r', stop - p);
    stop = other ? other : stop;
    CrLine line = {p, stop - p, CR_LINE_NEW, 0};
    while (line.length > 0 && (g_ascii_isspace(*line.text)))
      cr_line_skip(&line, 1);
    while (line.length > 0 && g_ascii_isspace(line.text[line.length - 1]))
      line.length--;
    while (line.length > 0 && *line.text == '>') {
      line.depth++;
      cr_line_skip(&line, 1);
      while (line.length > 0 && *line.text == ' ')
        cr_line_skip(&line, 1);
    }
    line.kind = line.depth > 0 ? CR_LINE_QUOTE : CR_LINE_NEW;
    g_array_append_val(lines, line);
    p = stop + (stop < end) + (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n');
  }
  return lines;
}

void
cr_line_skip(CrLine *line, gsize bytes) {
  line->text += bytes;
  line->length -= bytes;
}

/* In UTF-8 a character's other bytes have two bits of their own; eight bytes are looked at at once.
 */
static glong
count_characters(const CrLine *line) {
  static const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  glong n = (glong) line->length;
  gsize i = 0;
  for (guint64 eight; i + sizeof eight <= line->length; i += sizeof eight) {
    memcpy(&eight, line->text + i, sizeof eight);
    n -= (eight >> 7 & ~eight >> 6 & ones) * ones >> 56;
  }
  for (; i < line->length; i++)
    n -= (line->text[i] & 0xc0) == 0x80;
  return n;
}

/* The longest line of that kind that could have been wrapped, in characters; one that is longer
 * than mailers make them tells enough. */
static glong
width_of(const CrLines *lines, CrLineKind kind) {
  glong width = 0;
  for (guint i = 0; i < lines->len && width <= MAX_WRAP; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind == kind && (glong) line->length > width && memchr(line->text, ' ', line->length))
      width = MAX(width, count_characters(line));
  }
  return width;
}

static gsize
first_word(const CrLine *line) {
  const char *space = memchr(line->text, ' ', line->length);
  return space ? (gsize) (space - line->text) : line->length;
}

/* "- ", "2) ", "b) ", "Time: ": a line of its own, however long the one above is. */
static gboolean
begins_item(const CrLine *line) {
  gsize word = first_word(line), label = 0;
  gboolean dialled = *line->text == '+' && word > 1 && g_ascii_isdigit(line->text[1]);
  if ((strchr("-*+#|<>", *line->text) && !dialled) || (guchar) *line->text >= 0xe2)
    return TRUE;
  if (word <= 3 && word < line->length && strchr(".):", line->text[word - 1]))
    return TRUE;
  while (label < line->length && label < 24 &&
         (g_ascii_isalpha(line->text[label]) || line->text[label] == ' '))
    label++;
  return g_ascii_isupper(*line->text) && label < line->length && line->text[label] == ':';
}

/* Whether a line break was put in only because the next word would have made the line too long for
 * a mail of that width. */
static gboolean
is_wrapped(const CrLine *line, const CrLine *next, glong width) {
  if (width < MIN_WRAP || width > MAX_WRAP || next->kind != line->kind || next->length == 0 ||
      line->length == 0 || count_characters(line) + 1 + (glong) first_word(next) <= width)
    return FALSE;
  char last = line->text[line->length - 1];
  if (line->kind == CR_LINE_SIGNATURE) /* only its numbers go on */
    return (g_ascii_isdigit(last) || strchr("-(+)", last)) &&
           (g_ascii_isdigit(*next->text) || *next->text == '(');
  return last != ':' && !begins_item(next) &&
         !(cr_line_begins_with_time(line) && cr_line_begins_with_time(next));
}

/* The words themselves say that the line goes on. */
static gboolean
reads_on(const CrLine *line, const CrLine *next) {
  char last = line->text[line->length - 1];
  return g_ascii_islower(*next->text) || g_ascii_isdigit(*next->text) || g_ascii_isdigit(last) ||
         strchr(",-(", last);
}

/* In a narrow mail the lines of a list may all be as long: there the words of a line, or of others,
 * must show that it was wrapped. */
static void
mark_wraps(CrLines *lines, CrLineKind kind, glong width) {
  guint shown = 0;
  for (guint i = 0; i < lines->len; i++)
    cr_line_at(lines, i)->flows &= cr_line_at(lines, i)->kind != kind;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i + 1 < lines->len; i++) {
      CrLine *line = cr_line_at(lines, i), *next = line + 1;
      if (line->kind != kind || !is_wrapped(line, next, width))
        continue;
      shown += pass == 0 && g_ascii_islower(*next->text);
      line->flows = width >= WIDE_LINE || shown >= 2 || reads_on(line, next);
    }
}

glong
cr_lines_mark_wraps(CrLines *lines) {
  glong width = width_of(lines, CR_LINE_NEW);
  mark_wraps(lines, CR_LINE_NEW, width);
  return width;
}

static gsize
count_bytes(const CrLines *lines, CrLineKind kind) {
  gsize n = 0;
  for (guint i = 0; i < lines->len; i++)
    n += cr_line_at(lines, i)->kind == kind ? cr_line_at(lines, i)->length + 2 : 0;
  return n;
}

static char *
join(const CrLines *lines, CrLineKind kind) {
  gsize room = count_bytes(lines, kind);
  if (room == 0)
    return NULL;
  char *out = g_malloc(room + 1), *to = out;
  guint blanks = 0;
  gboolean flows = FALSE;
  for (guint i = 0; i < lines->len; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind != kind || line->length == 0) {
      blanks++;
      continue;
    }
    if (to > out)
      to = g_stpcpy(to, blanks > 0 ? "\n\n" : flows ? " " : "\n");
    blanks = 0;
    flows = line->flows;
    memcpy(to, line->text, line->length);
    to += line->length;
  }
  *to = '\0';
  if (to == out)
    g_clear_pointer(&out, g_free);
  return out;
}

char *
cr_mail_new_text(const char *body, const char *from_name, gboolean answers, char **ret_quote,
                 char **ret_signature) {
  CrLines *lines = split(body ? body : "");
  cr_lines_mark_quotes(lines);
  /* All of it was forwarded or quoted, or the marks are the writer's own: all of it is new. */
  if (!cr_lines_any_new(lines, 0, lines->len) || !(answers || cr_lines_tell_quote(lines)))
    for (guint i = 0; i < lines->len; i++)
      if (cr_line_at(lines, i)->kind == CR_LINE_QUOTE)
        cr_line_at(lines, i)->kind = CR_LINE_NEW;
  glong all = cr_lines_mark_wraps(lines);
  cr_lines_mark_signature(lines, from_name);
  glong width = MAX(all <= MAX_WRAP ? all : 0, width_of(lines, CR_LINE_NEW));
  mark_wraps(lines, CR_LINE_NEW, width);
  mark_wraps(lines, CR_LINE_SIGNATURE, MAX(width, width_of(lines, CR_LINE_SIGNATURE)));
  mark_wraps(lines, CR_LINE_QUOTE, width_of(lines, CR_LINE_QUOTE));
  char *text = join(lines, CR_LINE_NEW);
  if (ret_quote)
    *ret_quote = join(lines, CR_LINE_QUOTE);
  if (ret_signature)
    *ret_signature = join(lines, CR_LINE_SIGNATURE);
  g_array_unref(lines);
  if (text == NULL)
    text = g_strdup(body ? body : "");
  return text;
}
