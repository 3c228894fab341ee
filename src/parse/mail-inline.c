/* Signatures on a sentence's line. */
#include "parse/mail-lines.h"

#include <string.h>

#define MAX_INLINE_BYTES 160 /* of one that goes on a sentence's line */

/* The stop of "Ms.", not of a sentence. */
static gboolean
is_abbreviation(const CrLine *line, gsize stop) {
  gsize from = stop;
  while (from > 0 && g_ascii_isalpha(line->text[from - 1]))
    from--;
  return stop - from >= 2 && stop - from <= 4 && g_ascii_isupper(line->text[from]) &&
         g_ascii_islower(line->text[from + 1]);
}

static guint
count_digits(const CrLine *line) {
  guint digits = 0;
  for (gsize i = 0; i < line->length; i++)
    digits += g_ascii_isdigit(line->text[i]);
  return digits;
}

/* Where on the line, behind the end of a sentence, a signature with a number begins; 0 when none
 * does. */
static gsize
find_inline(const CrLine *line, gboolean number_below, const char *names) {
  gsize at = line->length > MAX_INLINE_BYTES ? line->length - MAX_INLINE_BYTES : 1;
  for (; at + 2 < line->length; at++) {
    const char *p = line->text + at;
    gboolean stop = strchr(".!?", p[0]) && p[1] == ' ' && !is_abbreviation(line, at);
    gboolean dash = p[0] == ' ' && p[1] == '-' && p[2] == ' ';
    CrLine rest = {.text = p + 2, .length = line->length - at - 2};
    if ((stop || dash) && cr_line_begins_with_name(&rest, names) && !cr_line_is_sentence(&rest) &&
        (number_below || cr_line_has_phone(&rest, count_digits(&rest))))
      return at + (stop ? 2 : 1);
  }
  return 0;
}

void
cr_lines_mark_inline(CrLines *lines, const char *names) {
  guint at = lines->len;
  while (at > 0 &&
         (cr_line_at(lines, at - 1)->kind != CR_LINE_NEW || cr_line_at(lines, at - 1)->length == 0))
    at--;
  gboolean number = FALSE; /* below the line */
  for (guint i = at; i > 0 && at - i < 3; i--) {
    CrLine *line = cr_line_at(lines, i - 1);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      return;
    gboolean here = cr_line_has_phone(line, count_digits(line));
    gsize from = here || number ? find_inline(line, number, names) : 0;
    if (from > 0) {
      CrLine rest = *line;
      cr_line_skip(&rest, from);
      rest.kind = CR_LINE_SIGNATURE;
      line->length = from;
      while (line->length > 0 && line->text[line->length - 1] == ' ')
        line->length--;
      for (guint j = i; j < at; j++)
        cr_line_at(lines, j)->kind = CR_LINE_SIGNATURE;
      g_array_insert_val(lines, i, rest);
      return;
    }
    number = number || here;
    if (!number || cr_line_is_sentence(line))
      return;
  }
}
