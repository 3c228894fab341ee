/* Signatures below the text of a mail, told by their shape: a closing line or a name, and short
 * lines below it that tell how to reach them. */
#include "parse/mail-lines.h"
#include "parse/mail-phones.h"

#include <string.h>

#define MAX_SIGNATURE_LINES 9
#define MAX_CARD_BYTES 70 /* of a line in it */
#define MAX_DELIMITER 48  /* dashes; more of them part the text */
#define MAX_BAR 39        /* the same of underscores */
#define MAX_NAME_BYTES 60
#define MAX_NAME_WORDS 5
#define MIN_WRAPPED_BYTES 45 /* of a line that goes on in the next */
#define MAX_TAIL_LINES 40    /* among so many from the end one is looked for */
#define MAX_INLINE_BYTES 160 /* of one that goes on a sentence's line */

/* Names */

/* In small letters and without accents: people write themselves either way. */
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

/* Where the word that begins there ends. */
static gsize
word_end(const CrLine *line, gsize at) {
  while (at < line->length && !strchr(" ,|(.-*", line->text[at]))
    at++;
  return at;
}

/* Of the words of names, which are folded. */
static gboolean
is_one_of(const char *word, gsize length, const char *names) {
  static const char between[] = " ,\"'().-";
  if (length < 2)
    return FALSE;
  g_autofree char *folded = fold(word, length);
  gsize n = strlen(folded);
  for (const char *p = names; *p;) {
    gsize bytes = strcspn(p, between);
    if (bytes == n && memcmp(p, folded, n) == 0)
      return TRUE;
    p += bytes + (p[bytes] != '\0');
  }
  return FALSE;
}

/* The line behind dashes, titles and initials: "– Dana", "Mrs Dana Reyes", "i.A. Lt. D. Reyes". */
static CrLine
without_titles(const CrLine *line) {
  static const char *const dashes[] = {"-", "~", "*", " ", "–", "—", NULL};
  static const char *const titles[] = {"Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", NULL};
  CrLine bare = *line;
  for (guint i = 0; dashes[i]; i++)
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
static guint
name_words(const CrLine *line) {
  guint words = 0;
  gboolean start = TRUE;
  if (line->length > MAX_NAME_BYTES)
    return 0;
  for (gsize i = 0; i < line->length; i++) {
    guchar c = line->text[i];
    if (c == ',' || c == '(' || c == '|')
      break; /* "Dana Reyes, Talent Partner" */
    if (strchr("!?:;@/<>0123456789", c))
      return 0;
    if (start && g_ascii_isalpha(c) && !g_ascii_isupper(c) && !(i > 0 && is_particle(line, i)))
      return 0;
    words += start && c != ' ';
    start = c == ' ' || c == '-';
  }
  return words <= MAX_NAME_WORDS ? words : 0;
}

/* A line that is the sender's own name, or a part of it, perhaps behind a rank: "Coach Reyes", or
 * behind the name in another script: "谷川 裕子 / Hiroko Tanigawa". */
static gboolean
is_senders_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  const char *other = g_strstr_len(line.text, (gssize) MIN(line.length, MAX_NAME_BYTES), " / ");
  if (other && (guchar) *line.text >= 0xc3)
    cr_line_skip(&line, other + strlen(" / ") - line.text);
  line = without_titles(&line);
  if (line.length == 0 || line.length > MAX_NAME_BYTES || memchr(line.text, ':', line.length))
    return FALSE;
  gsize end = word_end(&line, 0);
  if (is_one_of(line.text, end, names))
    return end == line.length || line.length < 30 || name_words(&line) > 0;
  if (!g_ascii_isupper(*line.text) || name_words(&line) == 0 || cr_line_names_fact(&line))
    return FALSE;
  for (guint words = 0; words < 2 && end < line.length && line.text[end] == ' '; words++) {
    gsize from = end + 1;
    end = word_end(&line, from);
    if (is_one_of(line.text + from, end - from, names))
      return TRUE;
  }
  return FALSE;
}

/* Cards */

static gboolean
is_delimiter(const CrLine *line) {
  return (line->length == 2 && memcmp(line->text, "--", 2) == 0) ||
         (line->length == 3 && memcmp(line->text, "—", 3) == 0) ||
         (line->length == 3 && memcmp(line->text, "---", 3) == 0) ||
         (cr_line_is_ruler(line) && !strchr("=*", *line->text) &&
          line->length <= (*line->text == '_' ? MAX_BAR : MAX_DELIMITER));
}

static guint
next_filled(const CrLines *lines, guint from) {
  while (from < lines->len &&
         (cr_line_at(lines, from)->length == 0 || cr_line_at(lines, from)->kind != CR_LINE_NEW))
    from++;
  return from;
}

static gboolean
has_phone(const CrLine *line) {
  guint digits = 0;
  for (gsize i = 0; i < line->length; i++)
    digits += g_ascii_isdigit(line->text[i]);
  if (digits < 7)
    return FALSE;
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 200));
  CrPhoneShape shape;
  gboolean found = cr_phone_shape_next(text, text, &shape) != NULL;
  if (found)
    cr_phone_shape_clear(&shape);
  return found;
}

static gboolean
has_contact(const CrLine *line) {
  return has_phone(line) || memchr(line->text, '@', line->length);
}

#define MIN_OFFICIAL_WORDS 3

/* What a house writes below all its mails, by its words or in its own language, or how to reach it:
 * nobody speaks of themselves, and nobody is asked. */
static gboolean
is_official(const CrLines *lines, guint from) {
  guint words = 0;
  gboolean ruled = FALSE; /* below it there may be a conference's numbers */
  for (guint i = next_filled(lines, from); i < lines->len; i = next_filled(lines, i + 1)) {
    const CrLine *line = cr_line_at(lines, i);
    ruled |= cr_line_is_ruler(line);
    gboolean contact = !ruled && has_contact(line) && !cr_line_is_sentence(line);
    if (cr_line_is_personal(line) || cr_line_is_postscript(line) || cr_line_holds_clock(line, ":"))
      return FALSE;
    words +=
        contact || cr_line_is_foreign(line) ? MIN_OFFICIAL_WORDS : cr_line_official_words(line);
  }
  return words >= MIN_OFFICIAL_WORDS;
}

/* Whether all lines from here to the end (of the last answer) are short, and few, but for what the
 * house writes below them. */
static gboolean
is_short_tail(const CrLines *lines, guint from) {
  guint filled = 0;
  for (guint i = next_filled(lines, from); i < lines->len; i = next_filled(lines, i + 1)) {
    const CrLine *line = cr_line_at(lines, i);
    if (cr_line_is_disclaimer(line))
      return TRUE;
    guint wide = line->length;
    gboolean sentence = wide > MAX_CARD_BYTES && memchr(line->text, '|', wide) == NULL &&
                        memchr(line->text, '@', wide) == NULL;
    if (sentence || ++filled > MAX_SIGNATURE_LINES)
      return is_official(lines, i);
  }
  return TRUE;
}

/* Where the lines below a name end that are no text: with the mail where all are few and short,
 * else with the block that tells how to reach them, or in which one who has signed says no more of
 * themselves, and what stands close below it. Returns from when there are none. */
static guint
end_of_card(const CrLines *lines, guint from, gboolean has_signed) {
  if (is_short_tail(lines, from))
    return lines->len;
  gboolean contact = has_signed, card = TRUE;
  guint end = from;
  for (; end < lines->len; end++) {
    const CrLine *line = cr_line_at(lines, end);
    if (line->kind != CR_LINE_NEW || line->length == 0 || cr_line_is_ruler(line))
      break;
    if (has_signed && end > from && (cr_line_is_personal(line) || cr_line_holds_clock(line, ":")))
      return from;
    card = card && line->length <= MAX_CARD_BYTES && end - from <= MAX_SIGNATURE_LINES;
    contact |= card && has_contact(line);
    if (!card && !contact)
      return from;
  }
  return contact ? end : from;
}

/* "P.S." below a name is still the writer's text. */
static void
mark_signature(CrLines *lines, guint from, guint end) {
  for (guint i = from; i < end; i++) {
    CrLine *line = cr_line_at(lines, i);
    if (line->kind != CR_LINE_NEW)
      continue;
    if (cr_line_is_postscript(line))
      return;
    line->kind = CR_LINE_SIGNATURE;
  }
}

/* "Dana Reyes | Talent Partner | +1 212 555 0101", "Northwind Ltd · +1 212 555 0101" */
static gboolean
is_card(const CrLine *line) {
  static const char *const bars[] = {"|", " · ", " • ", " – ", NULL};
  if (!memchr(line->text, '|', line->length) && !memchr(line->text, 0xc2, line->length) &&
      !memchr(line->text, 0xe2, line->length))
    return FALSE;
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 200));
  guint found = 0;
  for (guint i = 0; bars[i]; i++)
    for (const char *at = strstr(text, bars[i]); at; at = strstr(at + 1, bars[i]))
      found++;
  gboolean sentence = strchr(".?!:", text[strlen(text) - 1]) != NULL || line->length > 110;
  gboolean row = *text == '|' && text[strlen(text) - 1] == '|'; /* of a table */
  gboolean bar = strchr(text, '|') != NULL;
  return !sentence && !row &&
         ((bar && found >= 2) || (found >= 1 && has_contact(line) && !strstr(text, "://")));
}

/* A rule between two languages: below it the mail begins again. */
static gboolean
says_again(const CrLines *lines, guint from) {
  static const char *const greetings[] = {"Dear ",  "Hello", "Hi,",     "Hi ",  "Good ", "English",
                                          "Guten ", "Sehr ", "Bonjour", "Hola", NULL};
  guint next = next_filled(lines, from);
  return next < lines->len && cr_line_starts_any(cr_line_at(lines, next), greetings);
}

static gboolean
is_prose(const CrLine *line) {
  return cr_line_is_sentence(line) && strchr(".!?", line->text[line->length - 1]);
}

/* Below a card of somebody's the writer goes on. */
static gboolean
goes_on(const CrLines *lines, guint from) {
  for (guint i = next_filled(lines, from); i < lines->len; i = next_filled(lines, i + 1)) {
    const CrLine *line = cr_line_at(lines, i);
    if (cr_line_is_disclaimer(line))
      return FALSE;
    gboolean house = cr_line_is_footer(line) || cr_line_is_legal(line) ||
                     (cr_line_official_words(line) > 1 && !cr_line_is_personal(line));
    if (is_prose(line) && !house)
      return TRUE;
  }
  return FALSE;
}

static gboolean
stands_alone(const CrLines *lines, guint at) {
  return cr_line_at(lines, at - 1)->length == 0 && at + 1 < lines->len &&
         cr_line_at(lines, at + 1)->length == 0;
}

/* Somebody else signs, or the sender by a name that friends use: a full name, or one alone, that no
 * sentence runs into, and their number below it. */
static gboolean
is_another_name(const CrLines *lines, guint at) {
  const CrLine *above = cr_line_at(lines, at - 1);
  CrLine name = without_titles(cr_line_at(lines, at));
  if ((above->length > 0 && !strchr(".?!", above->text[above->length - 1])) ||
      name_words(&name) < (stands_alone(lines, at) ? 1 : 2) || cr_line_begins_with_time(&name) ||
      cr_line_names_fact(&name) || cr_line_is_sentence(&name))
    return FALSE;
  for (guint i = at + 1; i < MIN(lines->len, at + 6); i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind != CR_LINE_NEW || cr_line_is_sentence(line) || cr_line_holds_clock(line, ":") ||
        cr_line_begins_with_time(line))
      return FALSE;
    if (has_phone(line))
      return TRUE;
  }
  return FALSE;
}

/* The end of a wrapped sentence: "… not how we show our", "respect for candidates." */
static gboolean
ends_sentence_above(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at), *above = cr_line_at(lines, at - 1);
  return above->kind == CR_LINE_NEW && above->length >= MIN_WRAPPED_BYTES &&
         !strchr(".?!,:;", above->text[above->length - 1]) && g_ascii_islower(*line->text) &&
         strchr(".?!", line->text[line->length - 1]);
}

/* "Who", "Organizer:" */
static gboolean
is_label(const CrLine *line) {
  gsize letters = 0;
  while (letters < line->length && g_ascii_isalpha(line->text[letters]))
    letters++;
  return letters > 0 && (letters == line->length || line->text[letters] == ':') &&
         letters + 1 >= line->length && cr_line_names_fact(line);
}

/* The lines close below a label are facts, and no signature: "Organizer", and who it is. */
static gboolean
is_below_label(const CrLines *lines, guint at) {
  for (guint i = at; i > 0 && at - i < MAX_SIGNATURE_LINES; i--) {
    const CrLine *above = cr_line_at(lines, i - 1);
    if (above->kind != CR_LINE_NEW || above->length == 0)
      return FALSE;
    if (is_label(above))
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
static gboolean
closes_with_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  return skip_closing(&line) && !cr_line_is_sentence(&line) && !cr_line_holds_digit(&line) &&
         is_senders_name(&line, names);
}

/* The writer goes on, and signs there. */
static gboolean
signs_below(const CrLines *lines, guint from, const char *names) {
  gboolean prose = FALSE, closed = FALSE;
  for (guint i = next_filled(lines, from); i < lines->len; i = next_filled(lines, i + 1)) {
    const CrLine *line = cr_line_at(lines, i);
    if (closed && is_senders_name(line, names))
      return TRUE;
    prose |= is_prose(line);
    closed |= prose && (cr_line_is_closing(line) || is_delimiter(line));
  }
  return FALSE;
}

/* Past the last line of the signature that begins here, below something else; at when none does. */
static guint
signature_end(const CrLines *lines, guint at, const char *names) {
  const CrLine *line = cr_line_at(lines, at);
  if (cr_line_is_disclaimer(line) ||
      (is_delimiter(line) && !says_again(lines, at + 1) && !signs_below(lines, at + 1, names)))
    return lines->len;
  if (cr_line_is_closing(line) && !ends_sentence_above(lines, at)) {
    guint next = next_filled(lines, at + 1);
    if (next < lines->len && cr_line_is_ruler(cr_line_at(lines, next))) /* of a box */
      next = next_filled(lines, next + 1);
    if (next >= lines->len)
      return lines->len;
    const CrLine *below = cr_line_at(lines, next);
    CrLine name = without_titles(below);
    gboolean named =
        name_words(&name) > 0 || is_senders_name(below, names) || cr_line_is_device(below);
    guint end = named ? end_of_card(lines, next, is_senders_name(below, names)) : next;
    return end > next ? end : at;
  }
  if (is_senders_name(line, names) || closes_with_name(line, names))
    return is_below_label(lines, at) || signs_below(lines, at + 1, names)
               ? at
               : end_of_card(lines, at, FALSE);
  gboolean card = is_another_name(lines, at) || is_card(line);
  return card && is_short_tail(lines, at) && !goes_on(lines, at + 1) ? lines->len : at;
}

/* Signatures on a sentence's line */

/* "Best, Priya | 312 555 0144", "- Priya (312 555 0144)", "Priya Shah, Northwind, 312 555 0144" */
static gboolean
begins_with_name(const CrLine *written, const char *names) {
  CrLine line = *written;
  skip_closing(&line);
  line = without_titles(&line);
  gsize length = 0;
  while (length < line.length && !strchr(",|(:+0123456789", line.text[length]))
    length++;
  while (length > 0 && strchr(" -", line.text[length - 1]))
    length--;
  line.length = length;
  return length > 0 &&
         (is_senders_name(&line, names) || (name_words(&line) >= 2 && !cr_line_names_fact(&line)));
}

/* The stop of "Ms.", not of a sentence. */
static gboolean
is_abbreviation(const CrLine *line, gsize stop) {
  gsize from = stop;
  while (from > 0 && g_ascii_isalpha(line->text[from - 1]))
    from--;
  return stop - from >= 2 && stop - from <= 4 && g_ascii_isupper(line->text[from]) &&
         g_ascii_islower(line->text[from + 1]);
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
    if ((stop || dash) && !cr_line_is_sentence(&rest) && begins_with_name(&rest, names) &&
        (number_below || has_phone(&rest)))
      return at + (stop ? 2 : 1);
  }
  return 0;
}

/* "… at 2 PM. Priya Shah, Northwind, 312 555 0144" at the end, perhaps wrapped. */
static void
mark_inline(CrLines *lines, const char *names) {
  guint at = lines->len;
  while (at > 0 &&
         (cr_line_at(lines, at - 1)->kind != CR_LINE_NEW || cr_line_at(lines, at - 1)->length == 0))
    at--;
  gboolean number = FALSE; /* below the line */
  for (guint i = at; i > 0 && at - i < 3; i--) {
    CrLine *line = cr_line_at(lines, i - 1);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      return;
    gboolean here = has_phone(line);
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

/* The line runs on into the one below it. */
static gboolean
is_wrapped(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  return line->kind == CR_LINE_NEW && line->length >= MIN_WRAPPED_BYTES && at + 1 < lines->len &&
         cr_line_at(lines, at + 1)->kind == CR_LINE_NEW && cr_line_at(lines, at + 1)->length > 0;
}

static gboolean
runs_on(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  return is_wrapped(lines, at) && !strchr(".?!", line->text[line->length - 1]);
}

/* What lawyers wrote, from its first wrapped line to its last. FALSE: all that is left is that. */
static gboolean
mark_legal(CrLines *lines, guint at) {
  guint from = at, last = at;
  while (from > 0 && runs_on(lines, from - 1))
    from--;
  while (is_wrapped(lines, last))
    last++;
  if (!cr_lines_any_new(lines, 0, from))
    return FALSE;
  for (guint i = from; i <= last; i++)
    cr_line_at(lines, i)->kind = CR_LINE_SIGNATURE;
  return TRUE;
}

/* Letters, and none of ours, nor a number. */
static gboolean
is_other_script(const CrLine *line) {
  gboolean letters = FALSE;
  for (gsize i = 0; i < line->length; i++) {
    guchar c = line->text[i];
    if (g_ascii_isalnum(c))
      return FALSE;
    letters |= c >= 0xc3 && c < 0xf0 && c != 0xe2; /* which begins dashes and points */
  }
  return letters;
}

/* A name and a house below a mail in our letters. */
static void
mark_other_script(CrLines *lines) {
  guint first = next_filled(lines, 0), last = lines->len;
  while (last > first &&
         (cr_line_at(lines, last - 1)->kind != CR_LINE_NEW ||
          cr_line_at(lines, last - 1)->length == 0 || is_other_script(cr_line_at(lines, last - 1))))
    last--;
  gboolean ours = FALSE;
  for (gsize i = 0; last > first && i < cr_line_at(lines, last - 1)->length; i++)
    ours |= g_ascii_isalpha(cr_line_at(lines, last - 1)->text[i]);
  for (guint i = next_filled(lines, last); ours && i < lines->len; i = next_filled(lines, i + 1))
    cr_line_at(lines, i)->kind = CR_LINE_SIGNATURE;
}

/* Footers among the last filled lines, and what lawyers wrote. */
static void
mark_footers(CrLines *lines) {
  for (guint i = lines->len, seen = 0; i > 0 && seen < 3; i--) {
    CrLine *line = cr_line_at(lines, i - 1);
    if (line->kind != CR_LINE_NEW || line->length == 0 ||
        (cr_line_is_legal(line) && mark_legal(lines, i - 1)))
      continue;
    if (cr_line_is_footer(line) && cr_lines_any_new(lines, 0, i - 1))
      line->kind = CR_LINE_SIGNATURE;
    else
      seen++;
  }
}

/* The first of the lines among which a signature is looked for. */
static guint
start_of_tail(const CrLines *lines) {
  guint first = next_filled(lines, 0), lowest = lines->len;
  for (guint filled = 0; lowest > first && filled < MAX_TAIL_LINES; lowest--) {
    const CrLine *line = cr_line_at(lines, lowest - 1);
    filled += line->kind == CR_LINE_NEW && line->length > 0;
  }
  return lowest;
}

void
cr_lines_mark_signature(CrLines *lines, const char *from_name) {
  mark_other_script(lines);
  mark_footers(lines);
  g_autofree char *names = fold(from_name ? from_name : "", from_name ? strlen(from_name) : 0);
  for (guint i = start_of_tail(lines); i < lines->len; i++) {
    CrLine *line = cr_line_at(lines, i);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      continue;
    gboolean above = cr_lines_any_new(lines, 0, i);
    if (!above && is_delimiter(line))
      line->kind = CR_LINE_GONE;
    else if (cr_line_is_device(line) && !runs_on(lines, i) &&
             (above || next_filled(lines, i + 1) < lines->len))
      line->kind = CR_LINE_SIGNATURE;
    else if (above)
      mark_signature(lines, i, signature_end(lines, i, names));
  }
  mark_inline(lines, names);
}
