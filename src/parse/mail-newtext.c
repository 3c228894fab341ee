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
#define MAX_LABEL_BYTES 30

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

static gboolean
is_quoted(const CrLines *lines, guint at) {
  return at < lines->len && cr_line_at(lines, at)->depth > 0;
}

/* ">>> https://…" alone points at its link and quotes nothing. */
static void
unmark_pointers(CrLines *lines) {
  for (guint i = 0; i < lines->len; i++) {
    CrLine *line = cr_line_at(lines, i);
    if (line->depth > 0 && cr_line_starts(line, "http") && !memchr(line->text, ' ', line->length) &&
        !is_quoted(lines, i + 1) && (i == 0 || !is_quoted(lines, i - 1))) {
      line->depth = 0;
      line->kind = CR_LINE_NEW;
    }
  }
}

static gboolean
ends_in_colon(const CrLines *lines, guint at) {
  for (guint i = at; i < MIN(lines->len, at + 4); i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->length == 0)
      return FALSE;
    if (line->text[line->length - 1] == ':' || line->text[line->length - 1] == '*' ||
        (i == at && cr_line_starts(line, "On ") && cr_line_holds(line, "> wrote: ")))
      return TRUE;
  }
  return FALSE;
}

/* "2026", "09:12" */
static gboolean
holds_moment(const CrLine *line) {
  guint digits = 0;
  for (gsize i = 0; i <= line->length; i++) {
    char c = i < line->length ? line->text[i] : ' ';
    if (g_ascii_isdigit(c)) {
      digits++;
      continue;
    }
    if ((digits == 4 && memcmp(line->text + i - 4, "20", 2) == 0) ||
        (c == ':' && digits > 0 && digits <= 2 && i + 1 < line->length &&
         g_ascii_isdigit(line->text[i + 1])))
      return TRUE;
    digits = 0;
  }
  return FALSE;
}

static gboolean
ends_as_label(const CrLine *line) {
  static const char wide[] = "：";
  gsize n = strlen(wide);
  return line->length > n && (line->text[line->length - 1] == ':' ||
                              memcmp(line->text + line->length - n, wide, n) == 0);
}

/* In whatever language: a moment, a colon, and who wrote. */
static gboolean
tells_writer(const CrLine *line) {
  if (!ends_as_label(line) || !holds_moment(line))
    return FALSE;
  const char *open = memchr(line->text, '<', line->length);
  gboolean address = open && memchr(open, '@', line->text + line->length - open);
  return (address || cr_line_says(line, CR_LINE_WROTE)) && !cr_line_is_sentence(line);
}

/* In whatever language: an address, a clock, a colon, and what it quotes. */
static gboolean
attributes_quote(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  guint next = at + 1;
  if (!ends_as_label(line) || !memchr(line->text, '@', line->length) ||
      !cr_line_holds_clock(line, ":."))
    return FALSE;
  while (next < lines->len && cr_line_at(lines, next)->length == 0)
    next++;
  return next < lines->len && cr_line_at(lines, next)->depth > line->depth;
}

/* GroupWise: ">>> Sam Doe <s@x> 11/26/2026 4:12 PM >>>" */
static gboolean
is_groupwise(const CrLine *line) {
  return line->depth == 3 && line->length > 3 && memchr(line->text, '@', line->length) &&
         memcmp(line->text + line->length - 3, ">>>", 3) == 0;
}

/* Desks: "Sam Doe, Dec 14, 2026, 08:57 GMT:" */
static gboolean
is_writers_line(const CrLine *line) {
  return line->text[line->length - 1] == ':' && !cr_line_begins_with_time(line) &&
         holds_moment(line) && !cr_line_is_sentence(line) && memchr(line->text, ',', line->length);
}

/* "On Mon, 3 Nov 2025 at 10:02, Dana <d@x> wrote:", wrapped over up to four lines. Returns the
 * number of lines it takes, 0 when it does not begin here. */
static guint
attribution(const CrLines *lines, guint at) {
  static const char *const begins[] = {"On ",     "Le ",   "Am ",  "El ",  "Op ",
                                       "Il ",     "Em ",   "Den ", "*On ", "> On ",
                                       "W dniu ", "Dnia ", "Dne ", "På ",  NULL};
  static const char *const ends[] = {
      "wrote:",   "wrote :",   "a écrit :", "a écrit :",   "schrieb:",
      "a écrit:", "escribió:", "schreef:",  "ha scritto:", "escreveu:",
      "skrev:",   "writes:",   "said:",     "wrote:*",     NULL};
  const CrLine *first = cr_line_at(lines, at);
  if (tells_writer(first))
    return 1;
  if (!ends_in_colon(lines, at))
    return 0;
  gboolean usual = cr_line_starts_any(first, begins), digits = FALSE;
  GString *whole = g_string_new(NULL);
  guint taken = 0;
  for (guint i = at; i < MIN(lines->len, at + 4) && taken == 0; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->depth != first->depth || whole->len > 400 || (i > at && line->length == 0))
      break;
    g_string_append_len(whole, line->text, MIN(line->length, 300));
    for (guint e = 0; ends[e]; e++) {
      gsize n = strlen(ends[e]);
      if (whole->len > n && g_ascii_strcasecmp(whole->str + whole->len - n, ends[e]) == 0)
        taken = i - at + 1;
    }
    if (usual && tells_writer(&(CrLine){.text = whole->str, .length = whole->len}))
      taken = i - at + 1;
    g_string_append_c(whole, ' ');
  }
  /* "Am 17.11.2026 um 12:10 schrieb Sam Doe:", "Sam <s@x> wrote on Monday:", "… Sam <s@x>:" */
  static const char *const inside[] = {" schrieb ", " wrote on ", ">:", NULL};
  for (guint e = 0; inside[e] && taken == 0; e++)
    if (first->length > 2 && first->text[first->length - 1] == ':' &&
        cr_line_holds(first, inside[e]))
      taken = 1;
  if (taken == 0 && attributes_quote(lines, at))
    taken = 1;
  /* Yahoo goes on behind it: "On …, Sam <s@x> wrote:  old words" */
  if (taken == 0 && usual && cr_line_holds(first, "> wrote: "))
    taken = 1;
  for (gsize i = 0; i < whole->len; i++)
    digits |= g_ascii_isdigit(whole->str[i]);
  /* "Dana Reyes <dana@x> wrote:" has no date; "as you wrote:" is the writer's own */
  gboolean address = strchr(whole->str, '@') != NULL;
  g_string_free(whole, TRUE);
  if (taken == 0)
    return 0;
  if (usual && (digits || address))
    return taken;
  return taken <= 2 && (address || (digits && g_ascii_isdigit(*first->text))) ? taken : 0;
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

static CrLine
bare_field(const CrLine *line) {
  CrLine bare = *line; /* "*From:* x", "**From:** x" */
  while (bare.length > 0 && (*bare.text == '*' || *bare.text == '_'))
    cr_line_skip(&bare, 1);
  return bare;
}

/* The fields of a header block as Outlook and others put above a quoted mail. */
static gboolean
is_field(const CrLine *line, gboolean from_only) {
  static const char *const from[] = {"From:", "Von:", "De :", "De:", "Van:", "Da:", "From :", NULL};
  static const char *const others[] = {
      "Sent:",     "Date:",    "To:",    "Subject:",   "Cc:",        "Gesendet:", "An:",
      "Betreff:",  "Envoyé :", "À :",    "Objet :",    "Enviado",    "Para:",     "Asunto:",
      "Reply-To:", "Sent :",   "Datum:", "Verzonden:", "Onderwerp:", "Aan:",      "Importance:",
      "Bcc:",      "Envoyé:",  "Objet:", "Date :",     NULL};
  CrLine bare = bare_field(line);
  return cr_line_starts_any(&bare, from) || (!from_only && cr_line_starts_any(&bare, others));
}

/* The value behind the label that a line begins with, in any language; empty when it has none. */
static CrLine
field_value(const CrLine *line) {
  static const char wide[] = "：";
  CrLine value = bare_field(line);
  gssize most = MIN(value.length, MAX_LABEL_BYTES);
  const char *colon = memchr(value.text, ':', most);
  gsize bytes = colon ? 1 : strlen(wide);
  colon = colon ? colon : g_strstr_len(value.text, most, wide);
  for (const char *p = value.text; colon && p < colon; p++)
    colon = strchr("<>@.,;/0123456789", *p) ? NULL : colon;
  if (colon == NULL)
    return (CrLine){.text = ""};
  cr_line_skip(&value, colon + bytes - value.text);
  while (value.length > 0 && strchr("* \t", *value.text))
    cr_line_skip(&value, 1);
  return value;
}

/* In whatever language: who wrote, from which address, at what moment, to whom, about what. */
static gboolean
reads_as_header(const CrLines *lines, guint at) {
  gboolean moment = FALSE;
  for (guint i = 0; i < 4; i++) {
    if (at + i >= lines->len)
      return FALSE;
    CrLine value = field_value(cr_line_at(lines, at + i));
    if (value.length == 0 ||
        (i == 0 &&
         !(memchr(value.text, '@', value.length) && memchr(value.text, '<', value.length))) ||
        (i < 3 && cr_line_names_fact(cr_line_at(lines, at + i)) && /* "When: …", "Interview: …" */
         !is_field(cr_line_at(lines, at + i), FALSE)))
      return FALSE;
    moment |= i > 0 && i < 3 && holds_moment(&value);
  }
  return moment;
}

static gboolean
header_block(const CrLines *lines, guint at) {
  const CrLine *first = cr_line_at(lines, at);
  if (!is_field(first, TRUE))
    return reads_as_header(lines, at);
  CrLine from = field_value(first);
  if (cr_line_begins_with_time(&from) && holds_moment(&from))
    return FALSE; /* "From: Tuesday, 08:00", "To: Thursday, 20:00" */
  guint fields = 1, blanks = 0;
  gboolean told = memchr(from.text, '@', from.length) !=
                  NULL; /* who wrote, or when: "From: Leeds", "To: Bristol" do not */
  for (guint i = at + 1; i < MIN(lines->len, at + 9) && blanks < 2; i++) {
    const CrLine *line = cr_line_at(lines, i);
    blanks = line->length == 0 ? blanks + 1 : 0;
    gboolean field = is_field(line, FALSE);
    fields += field;
    told |= field && (holds_moment(line) || memchr(line->text, '@', line->length));
  }
  return fields >= 4 || (fields == 3 && told) || reads_as_header(lines, at);
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

/* A line that says: from here on it is an older mail. */
static gboolean
is_cut(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  static const char *const begins[] = {"Begin forwarded message:",
                                       "##- ",
                                       "## - ",
                                       "-- reply above",
                                       "Reply above this line",
                                       "-------- Original Message",
                                       "--- Original Message",
                                       NULL};
  if (line->length == 0 || line->length > 120)
    return FALSE;
  if (cr_line_starts_any(line, begins))
    return TRUE;
  if (strchr("-_#*=", *line->text) && cr_line_says(line, CR_LINE_CUT))
    return TRUE;
  /* Outlook's bar stands above its header block, a telephone's two words. */
  if (cr_line_is_ruler(line) || cr_line_starts(line, "Original Message"))
    for (guint i = at + 1; i < MIN(lines->len, at + 3); i++)
      if (header_block(lines, i))
        return TRUE;
  return header_block(lines, at);
}

gboolean
cr_lines_any_new(const CrLines *lines, guint from, guint to) {
  for (guint i = from; i < to; i++)
    if (cr_line_at(lines, i)->kind == CR_LINE_NEW && cr_line_at(lines, i)->length > 0)
      return TRUE;
  return FALSE;
}

static void
mark_rest(CrLines *lines, guint from, CrLineKind kind) {
  for (guint i = from; i < lines->len; i++)
    cr_line_at(lines, i)->kind = kind;
}

/* TRUE: nothing is left to be looked at. What follows an attribution: '>' lines leave the rest to
 * answers between and below; else the whole rest is the quote, if something new stands above. */
static gboolean
mark_attribution(CrLines *lines, guint at, guint taken, gboolean new_above) {
  for (guint i = at; i < at + taken; i++)
    cr_line_at(lines, i)->kind = CR_LINE_GONE;
  guint next = at + taken;
  while (next < lines->len && cr_line_at(lines, next)->length == 0 &&
         cr_line_at(lines, next)->depth == 0)
    next++;
  gboolean marked = next < lines->len && cr_line_at(lines, next)->depth > 0;
  if (!marked && new_above)
    mark_rest(lines, at + taken, CR_LINE_QUOTE);
  return !marked && new_above;
}

/* The end of a long quoted line that a mailer wrapped without its '>'. */
static gboolean
is_spilled(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  if (at == 0 || at + 1 >= lines->len || line->length == 0 || line->length > 40)
    return FALSE;
  const CrLine *before = cr_line_at(lines, at - 1), *after = cr_line_at(lines, at + 1);
  return before->depth > 0 && after->depth > 0 && before->length > WIDE_LINE &&
         g_ascii_islower(*line->text) && after->length > 0 &&
         !strchr(".!?:", before->text[before->length - 1]);
}

static void
mark_quotes(CrLines *lines) {
  gboolean new_above = FALSE, ticket = FALSE;
  for (guint i = 0; i < lines->len; i++) {
    CrLine *line = cr_line_at(lines, i);
    if (line->length == 0 || (line->kind != CR_LINE_NEW && !is_groupwise(line)))
      continue;
    gboolean one = line->depth > 0 || (ticket && is_writers_line(line));
    guint taken = one ? 1 : attribution(lines, i);
    if (taken > 0) {
      if (mark_attribution(lines, i, taken, new_above))
        return;
      i += taken - 1;
    } else if (is_cut(lines, i)) {
      ticket |= cr_line_holds(line, "above this line");
      line->kind = CR_LINE_GONE;
      if (new_above) {
        mark_rest(lines, i + 1, CR_LINE_QUOTE);
        return;
      }
    } else if (is_spilled(lines, i)) {
      line->kind = CR_LINE_QUOTE;
    } else {
      new_above = TRUE;
    }
  }
}

/* Whether any words say that something is quoted. */
static gboolean
tells_quote(const CrLines *lines) {
  for (guint i = 0; i < lines->len; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind == CR_LINE_GONE ||
        (line->depth > 0 && line->length > 0 && attribution(lines, i) > 0))
      return TRUE;
  }
  return FALSE;
}

/* In UTF-8 a character's other bytes have two bits of their own. */
static glong
count_characters(const CrLine *line) {
  guint n = 0;
  for (gsize i = 0; i < line->length; i++)
    n += (line->text[i] & 0xc0) != 0x80;
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
  unmark_pointers(lines);
  mark_quotes(lines);
  /* All of it was forwarded or quoted, or the marks are the writer's own: all of it is new. */
  if (!cr_lines_any_new(lines, 0, lines->len) || !(answers || tells_quote(lines)))
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
