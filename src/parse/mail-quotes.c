/* What of a mail is quoted: by marks, by who wrote when, by the header of the older mail, or by a
 * line that says so. */
#include "parse/mail-lines.h"

#include <string.h>

#define WIDE_LINE 60
#define MAX_LABEL_BYTES 30

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
    if (strchr(":*)", line->text[line->length - 1]) ||
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

/* "… wrote: (1 February 2027 08:31)": without what stands in brackets behind the colon. */
static CrLine
without_brackets(const CrLine *line) {
  CrLine bare = *line;
  const char *open = line->length > 0 && line->text[line->length - 1] == ')'
                         ? g_strrstr_len(line->text, (gssize) line->length, ": (")
                         : NULL;
  if (open)
    bare.length = open + 1 - line->text;
  return bare;
}

/* In whatever language: a moment, a colon, and who wrote. */
static gboolean
tells_writer(const CrLine *line) {
  CrLine label = without_brackets(line);
  if (!ends_as_label(&label) || !holds_moment(line))
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
  gboolean names_writer =
      usual || (memchr(first->text, '<', first->length) && memchr(first->text, '@', first->length));
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
    if (names_writer && tells_writer(&(CrLine){.text = whole->str, .length = whole->len}))
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

/* "---- Den mån, 01 feb. 2027 08:31:07 +0100 Dana <d@x> skrev ----" */
static gboolean
is_boxed_attribution(const CrLine *line) {
  return cr_line_starts(line, "--") && memcmp(line->text + line->length - 2, "--", 2) == 0 &&
         memchr(line->text, '@', line->length) && holds_moment(line) &&
         cr_line_says(line, CR_LINE_WROTE);
}

/* A line that says: from here on it is an older mail. */
static gboolean
is_cut(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  if (line->length == 0 || line->length > 120)
    return FALSE;
  if (cr_line_begins(line, CR_LINE_CUT_BEGINS) ||
      (strchr("-_#*=", *line->text) && cr_line_says(line, CR_LINE_CUT)))
    return TRUE;
  if (is_boxed_attribution(line))
    return TRUE;
  /* Outlook's bar stands above its header block, a telephone's two words. */
  if (cr_line_is_ruler(line) || cr_line_starts(line, "Original Message"))
    for (guint i = at + 1; i < MIN(lines->len, at + 3); i++)
      if (header_block(lines, i))
        return TRUE;
  return header_block(lines, at);
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

void
cr_lines_mark_quotes(CrLines *lines) {
  unmark_pointers(lines);
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

gboolean
cr_lines_tell_quote(const CrLines *lines) {
  for (guint i = 0; i < lines->len; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind == CR_LINE_GONE ||
        (line->depth > 0 && line->length > 0 && attribution(lines, i) > 0))
      return TRUE;
  }
  return FALSE;
}
