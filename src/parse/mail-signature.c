/* The signature below the text of a mail, its disclaimer and footer: mail-tail.c decides by what is
 * told here of each line. */
#include "parse/mail-lines.h"
#include "parse/mail-phones.h"
#include "parse/mail-tail.h"

#include <string.h>

#define MAX_CARD_BYTES 70    /* of a line in a signature */
#define MAX_SIGNED_BYTES 120 /* of a closing and a name */
#define MAX_DELIMITER 48     /* dashes; more of them part the text */
#define MAX_BAR 39           /* the same of underscores */
#define MAX_LABEL_BYTES 24   /* of "Direct: " */
#define MAX_RULES 2          /* of a mail that is signed below one */
#define MIN_PHONE_DIGITS 7

/* What is told of a line */

static gboolean
is_delimiter(const CrLine *line) {
  return (line->length == 2 && memcmp(line->text, "--", 2) == 0) ||
         (line->length == 3 && memcmp(line->text, "—", 3) == 0) ||
         (line->length == 3 && memcmp(line->text, "---", 3) == 0) ||
         (cr_line_is_ruler(line) && !strchr("=*", *line->text) &&
          line->length <= (*line->text == '_' ? MAX_BAR : MAX_DELIMITER));
}

guint
cr_lines_next_new(const CrLines *lines, guint from) {
  while (from < lines->len &&
         (cr_line_at(lines, from)->length == 0 || cr_line_at(lines, from)->kind != CR_LINE_NEW))
    from++;
  return from;
}

gboolean
cr_line_has_phone(const CrLine *line, guint digits) {
  if (digits < MIN_PHONE_DIGITS)
    return FALSE;
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 200));
  CrPhoneShape shape;
  gboolean found = cr_phone_shape_next(text, text, &shape) != NULL;
  if (found)
    cr_phone_shape_clear(&shape);
  return found;
}

/* A letter of no Latin script begins there: no accent, Vietnamese letter, point or emoji. */
static gboolean
is_of_other_script(guchar c, guchar next) {
  if (c == 0xcd)
    return next >= 0xb0;
  if (c == 0xe1)
    return next < 0xb8 || next > 0xbb;
  return c > 0xcd && c < 0xef && c != 0xe2;
}

static gboolean
has_other_script(const CrLine *line, const CrLineLook *look) {
  for (gsize i = 0; look->wide && i + 1 < line->length; i++)
    if ((guchar) line->text[i] >= 0xcd && is_of_other_script(line->text[i], line->text[i + 1]))
      return TRUE;
  return FALSE;
}

/* "Dana Reyes | Northwind", "Northwind · 212 555 0101" */
static gboolean
has_bar(const CrLine *line, const CrLineLook *look) {
  return cr_line_has_sign(look, '|') ||
         (look->wide && (cr_line_holds(line, " · ") || cr_line_holds(line, " • ")));
}

/* "https://…", "www.…" */
static gboolean
has_link(const CrLine *line, const CrLineLook *look) {
  if (!cr_line_has_sign(look, '.') && !cr_line_has_sign(look, '/'))
    return FALSE;
  for (const char *p = line->text, *end = p + line->length; p + 3 < end; p++)
    if ((*p == ':' && memcmp(p, "://", 3) == 0) || (*p == 'w' && memcmp(p, "www.", 4) == 0))
      return TRUE;
  return FALSE;
}

/* "ref:_00D5x._500Zy:ref", "[HH48213-KX2]" */
static gboolean
is_code(const CrLine *line, const CrLineLook *look) {
  return look->digits > 1 && !cr_line_has_sign(look, ' ') &&
         (*line->text == '[' || cr_line_starts(line, "ref:"));
}

/* "Direct: 212 555 0101" */
static gboolean
has_label(const CrLine *line, const CrLineLook *look) {
  const char *colon = cr_line_has_sign(look, ':')
                          ? memchr(line->text, ':', MIN(line->length, MAX_LABEL_BYTES))
                          : NULL;
  return colon && colon + 1 < line->text + line->length && colon[1] == ' ';
}

static CrTailFacts
bit_if(gboolean told, CrTailFact fact) {
  return told ? CR_TAIL_BIT(fact) : 0;
}

static CrTailFacts
facts_of_words(const CrLineLook *words) {
  return bit_if(words->n <= 1, CR_TAIL_ONE_WORD) | bit_if(words->n <= 3, CR_TAIL_THREE_WORDS) |
         bit_if(words->n <= 12, CR_TAIL_TWELVE_WORDS) |
         bit_if(words->of[CR_LINE_SENTENCE] > 0, CR_TAIL_SENTENCE) |
         bit_if(words->of[CR_LINE_SENTENCE] > 1, CR_TAIL_SENTENCES) |
         bit_if(words->of[CR_LINE_PERSONAL] > 0 && words->of[CR_LINE_SENTENCE] > 0,
                CR_TAIL_PERSONAL) |
         bit_if(words->of[CR_LINE_DAY] > 0, CR_TAIL_DAY) |
         bit_if(words->of[CR_LINE_CHANGE] > 0, CR_TAIL_CHANGE) |
         bit_if(words->of[CR_LINE_READER] > 0, CR_TAIL_READER) |
         bit_if(words->of[CR_LINE_FACT] > 0, CR_TAIL_FACT) |
         bit_if(words->of[CR_LINE_TITLE] > 0, CR_TAIL_TITLE) |
         bit_if(words->of[CR_LINE_HOUSE] > 0, CR_TAIL_HOUSE) |
         bit_if(words->of[CR_LINE_OFFICIAL] > 0, CR_TAIL_OFFICIAL) |
         bit_if(words->of[CR_LINE_OFFICIAL] > 1, CR_TAIL_OFFICIALS) |
         bit_if(words->of[CR_LINE_STREET] > 0 && words->digits > 0, CR_TAIL_STREET) |
         bit_if(words->of[CR_LINE_REGISTER] > 0, CR_TAIL_REGISTER) |
         bit_if(words->of[CR_LINE_OUTSIDE] > 0, CR_TAIL_OUTSIDE) |
         bit_if(words->of[CR_LINE_OUTSIDE] > 1, CR_TAIL_OUTSIDES) |
         bit_if(words->of[CR_LINE_CARE] > 0, CR_TAIL_CARE) |
         bit_if(words->of[CR_LINE_OUTSIDE] > 0 && words->of[CR_LINE_CARE] > 0, CR_TAIL_WARNS);
}

static CrTailFacts
facts_of_names(const CrLine *line, const char *names) {
  if (line->length > MAX_SIGNED_BYTES)
    return 0;
  CrLine bare = cr_line_without_titles(line);
  gboolean both = cr_line_closes_with_name(line, names);
  return bit_if(both || cr_line_is_closing(line), CR_TAIL_CLOSING) |
         bit_if(both || cr_line_is_senders_name(line, names), CR_TAIL_SENDER) |
         bit_if(cr_line_is_nickname(&bare, names), CR_TAIL_NICKNAME) |
         bit_if(bare.length > 0 && cr_line_name_words(&bare) > 0, CR_TAIL_NAME);
}

/* The sign at its end; those of wide scripts as ours. */
static char
last_sign(const CrLine *line) {
  static const struct {
    const char *wide;
    char sign;
  } signs[] = {{"。", '.'}, {"！", '!'}, {"？", '?'}, {"：", ':'}, {"，", ','}};
  const char *end = line->text + line->length;
  for (guint i = 0; i < G_N_ELEMENTS(signs) && (guchar) end[-1] >= 0x80 && line->length > 2; i++)
    if (memcmp(end - 3, signs[i].wide, 3) == 0)
      return signs[i].sign;
  return end[-1];
}

static CrTailFacts
facts_of_signs(const CrLine *line, const CrLineLook *look) {
  char first = *line->text, last = last_sign(line);
  return bit_if(last == '.', CR_TAIL_STOP) | bit_if(last == '!', CR_TAIL_EXCLAMATION) |
         bit_if(last == ':', CR_TAIL_COLON) | bit_if(last == ',', CR_TAIL_COMMA) |
         bit_if(last == '?' || cr_line_has_sign(look, '?'), CR_TAIL_QUESTION) |
         bit_if(cr_line_has_phone(line, look->digits), CR_TAIL_PHONE) |
         bit_if(cr_line_has_sign(look, '@'), CR_TAIL_ADDRESS) |
         bit_if(has_link(line, look), CR_TAIL_LINK) | bit_if(has_bar(line, look), CR_TAIL_BAR) |
         bit_if(look->digits > 1 && cr_line_has_sign(look, ':') && cr_line_holds_clock(line, ":"),
                CR_TAIL_CLOCK) |
         bit_if(cr_line_begins_with_time(line), CR_TAIL_TIME) |
         bit_if(strchr("-*+#<>", first) || (guchar) first == 0xe2, CR_TAIL_ITEM) |
         bit_if(g_ascii_isdigit(first), CR_TAIL_NUMBER) |
         bit_if(has_label(line, look), CR_TAIL_LABEL) |
         bit_if(first == '[' || cr_line_starts(line, "【"), CR_TAIL_BRACKET) |
         bit_if(has_other_script(line, look), CR_TAIL_SCRIPT) |
         bit_if(is_code(line, look), CR_TAIL_CODE);
}

static CrTailFacts
says(const CrLineLook *look, CrLinePhrase phrase, CrTailFact fact) {
  return bit_if(look->says >> phrase & 1, fact);
}

static CrTailFacts
facts_of_kind(const CrLine *line, const CrLineLook *look) {
  return bit_if(line->length > MAX_CARD_BYTES, CR_TAIL_WIDE) |
         bit_if(is_delimiter(line), CR_TAIL_DELIMITER) |
         bit_if(cr_line_is_ruler(line), CR_TAIL_RULER) |
         says(look, CR_LINE_GREETING, CR_TAIL_GREETING) |
         says(look, CR_LINE_DEVICE, CR_TAIL_DEVICE) |
         says(look, CR_LINE_DISCLAIMER, CR_TAIL_DISCLAIMER) |
         says(look, CR_LINE_FOOTER, CR_TAIL_FOOTER) | says(look, CR_LINE_LEGAL, CR_TAIL_LEGAL) |
         says(look, CR_LINE_POSTSCRIPT, CR_TAIL_POSTSCRIPT) |
         says(look, CR_LINE_UNREAD, CR_TAIL_UNREAD);
}

/* "You receive this e-mail because …" */
static CrTailFacts
facts_of_mailing(const CrLineLook *look) {
  gboolean mailed = look->of[CR_LINE_MAILED] > 0;
  return says(look, CR_LINE_ITSELF, CR_TAIL_ITSELF) | bit_if(mailed, CR_TAIL_MAILED) |
         (mailed ? says(look, CR_LINE_ITSELF, CR_TAIL_MAILING) : 0);
}

/* What stands next to it, on either side, is quoted: it may answer that. */
static gboolean
is_quote(const CrLines *lines, guint at, int step) {
  while (at < lines->len && cr_line_at(lines, at)->length == 0)
    at += step; /* wraps around before the first */
  return at < lines->len && cr_line_at(lines, at)->kind != CR_LINE_NEW;
}

static guint
count_blanks(const CrLines *lines, guint at, int step) {
  guint n = 0;
  for (; at < lines->len && cr_line_at(lines, at)->length == 0; at += step)
    n++;
  return n;
}

/* The blank lines that part any two lines of a mail whose paragraphs are parted by more. */
static guint
usual_blanks(const CrLines *lines, guint from) {
  guint least = G_MAXUINT, most = 0, blanks = 0;
  gboolean before = FALSE; /* a line of it */
  for (guint i = from; i < lines->len && least > 0; i++) {
    gboolean blank = cr_line_at(lines, i)->length == 0;
    gboolean new = !blank &&cr_line_at(lines, i)->kind == CR_LINE_NEW;
    if (before && new) {
      least = MIN(least, blanks);
      most = MAX(most, blanks);
    }
    blanks = blank ? blanks + 1 : 0;
    before = new || (blank && before);
  }
  return most > least ? least : 0;
}

static CrTailFacts
facts_of_place(const CrLines *lines, guint at, guint end, guint usual) {
  gboolean above = count_blanks(lines, at - 1, -1) > usual;
  gboolean below = end == lines->len || count_blanks(lines, end, 1) > usual;
  return CR_TAIL_BIT(CR_TAIL_LINE) | bit_if(above, CR_TAIL_BLANK_ABOVE) |
         bit_if(below, CR_TAIL_BLANK_BELOW) |
         bit_if(is_quote(lines, at - 1, -1), CR_TAIL_QUOTE_ABOVE) |
         bit_if(is_quote(lines, end, 1), CR_TAIL_QUOTE_BELOW);
}

static gboolean
is_any(CrTailFacts facts, CrTailFacts of) {
  return (facts & of) != 0;
}

static gboolean
is_prose(CrTailFacts facts) {
  static const CrTailFacts end = CR_TAIL_BIT(CR_TAIL_STOP) | CR_TAIL_BIT(CR_TAIL_EXCLAMATION) |
                                 CR_TAIL_BIT(CR_TAIL_QUESTION),
                           others = CR_TAIL_BIT(CR_TAIL_CLOSING) | CR_TAIL_BIT(CR_TAIL_OFFICIALS);
  return is_any(facts, CR_TAIL_BIT(CR_TAIL_SENTENCE)) && is_any(facts, end) &&
         !is_any(facts, others);
}

/* "Your hosts:", "Who" */
static gboolean
heads_list(CrTailFacts facts) {
  static const CrTailFacts label = CR_TAIL_BIT(CR_TAIL_ONE_WORD) | CR_TAIL_BIT(CR_TAIL_FACT);
  return is_any(facts, CR_TAIL_BIT(CR_TAIL_COLON)) || (facts & label) == label;
}

static gboolean
ends_list(CrTailFacts facts) {
  static const CrTailFacts signs = CR_TAIL_BIT(CR_TAIL_SENDER) | CR_TAIL_BIT(CR_TAIL_CLOSING);
  return is_prose(facts) ||
         (is_any(facts, CR_TAIL_BIT(CR_TAIL_BLANK_ABOVE)) && is_any(facts, signs));
}

/* What only the lines together tell. */
static void
add_facts_of_all(CrTailFacts *facts, guint n) {
  guint rules = 0;
  for (guint i = 0; i < n; i++)
    rules += is_any(facts[i], CR_TAIL_BIT(CR_TAIL_DELIMITER) | CR_TAIL_BIT(CR_TAIL_RULER));
  gboolean listed = FALSE;
  for (guint i = 0; i < n; i++) {
    facts[i] |= bit_if(listed, CR_TAIL_LISTED);
    listed = heads_list(facts[i]) || (listed && !ends_list(facts[i]));
  }
  gboolean named = FALSE, prose = FALSE;
  for (guint i = n; i > 0; i--) {
    CrTailFacts *line = &facts[i - 1];
    *line |= bit_if(rules > MAX_RULES, CR_TAIL_RULES) | bit_if(prose, CR_TAIL_SIGNED_BELOW);
    prose |= named && is_prose(*line);
    named |= is_any(*line, CR_TAIL_BIT(CR_TAIL_SENDER));
  }
}

static gboolean
ends_in_stop(const CrLine *line) {
  return strchr(".?!]", line->text[line->length - 1]) != NULL;
}

/* Whether only the width of the mail parts a line from the next one. */
static gboolean
goes_on(const CrLines *lines, guint at, const char *names) {
  const CrLine *line = cr_line_at(lines, at), *next = line + 1;
  return line->flows && !ends_in_stop(line) && !cr_line_is_device(next) &&
         !(cr_line_is_closing(next) && !ends_in_stop(next)) && /* "… our", "respect for them." */
         !cr_line_is_senders_name(next, names);
}

/* The line with those that go on with it, up to ret_end; joined is room for them. */
static CrLine
unwrapped(const CrLines *lines, guint at, const char *names, GString *joined, guint *ret_end) {
  CrLine line = *cr_line_at(lines, at);
  guint end = at + 1;
  if (goes_on(lines, at, names)) {
    g_string_truncate(joined, 0);
    g_string_append_len(joined, line.text, (gssize) line.length);
    do {
      const CrLine *next = cr_line_at(lines, end);
      g_string_append_c(joined, ' ');
      g_string_append_len(joined, next->text, (gssize) next->length);
    } while (goes_on(lines, end++, names));
    line.text = joined->str;
    line.length = joined->len;
  }
  *ret_end = end;
  return line;
}

/* The first of the lines that are looked at. */
static guint
start_of_tail(const CrLines *lines) {
  guint at = lines->len;
  for (guint n = 0; at > 0 && n < CR_TAIL_MAX_LINES; at--)
    n += cr_line_at(lines, at - 1)->kind == CR_LINE_NEW && cr_line_at(lines, at - 1)->length > 0;
  return cr_lines_next_new(lines, at);
}

/* Of at most that many lines from one on. */
static guint
facts_from(const CrLines *lines, guint from, guint most, const char *names, guint *ret_at,
           CrTailFacts *ret_facts) {
  g_autoptr(GString) joined = g_string_new(NULL);
  guint first = cr_lines_next_new(lines, 0), n = 0, end, usual = usual_blanks(lines, first);
  for (guint i = from; i < lines->len && n < most; i = cr_lines_next_new(lines, end), n++) {
    CrLine line = unwrapped(lines, i, names, joined, &end);
    CrLineLook look;
    cr_line_look_at(&line, &look);
    ret_at[n] = i;
    ret_facts[n] = facts_of_place(lines, i, end, usual) | facts_of_kind(&line, &look) |
                   facts_of_signs(&line, &look) | facts_of_words(&look) | facts_of_mailing(&look) |
                   facts_of_names(&line, names) | bit_if(i == first, CR_TAIL_FIRST);
  }
  return n;
}

guint
cr_lines_tail_facts(const CrLines *lines, const char *names, guint ret_at[CR_TAIL_MAX_LINES],
                    CrTailFacts ret_facts[CR_TAIL_MAX_LINES]) {
  guint n = facts_from(lines, start_of_tail(lines), CR_TAIL_MAX_LINES, names, ret_at, ret_facts);
  add_facts_of_all(ret_facts, n);
  return n;
}

/* No person wrote it. */
#define NOBODYS                                                                                    \
  (CR_TAIL_BIT(CR_TAIL_DEVICE) | CR_TAIL_BIT(CR_TAIL_DISCLAIMER) | CR_TAIL_BIT(CR_TAIL_FOOTER) |   \
   CR_TAIL_BIT(CR_TAIL_LEGAL))

/* Those from one of the lines that were looked at up to the next one. */
static void
mark(CrLines *lines, guint from, guint end, CrLineKind was, CrLineKind kind) {
  for (guint i = from; i < end; i++)
    if (cr_line_at(lines, i)->kind == was)
      cr_line_at(lines, i)->kind = kind;
}

/* Marks the banner above the text; returns how many of the lines that were looked at it takes. */
static guint
mark_head(CrLines *lines, const guint *at, CrTailFacts *facts, guint n, const char *names) {
  guint own_at[CR_HEAD_MAX_LINES], banner = 0;
  CrTailFacts own[CR_HEAD_MAX_LINES];
  gboolean all = n > 0 && is_any(facts[0], CR_TAIL_BIT(CR_TAIL_FIRST));
  if (!all) { /* the tail begins further below */
    n = facts_from(lines, cr_lines_next_new(lines, 0), CR_HEAD_MAX_LINES, names, own_at, own);
    at = own_at;
  }
  banner = cr_head_length(all ? facts : own, n);
  if (banner > 0)
    mark(lines, at[0], at[banner], CR_LINE_NEW, CR_LINE_SIGNATURE);
  if (!all || banner == 0)
    return 0;
  facts[banner] |= CR_TAIL_BIT(CR_TAIL_FIRST);
  return banner;
}

/* Marks a mail of the reader's that stands below without a mark: it greets the sender, who signed
 * above it and no more below. Returns how many lines are above it. */
static guint
mark_answered(CrLines *lines, const guint *at, const CrTailFacts *facts, guint n,
              const char *names) {
  static const CrTailFacts signs = CR_TAIL_BIT(CR_TAIL_SENDER) | CR_TAIL_BIT(CR_TAIL_NICKNAME),
                           greets =
                               CR_TAIL_BIT(CR_TAIL_GREETING) | CR_TAIL_BIT(CR_TAIL_BLANK_ABOVE);
  guint from = n;
  gboolean signed_above = FALSE;
  for (guint i = 0; i < n; i++) {
    if ((facts[i] & greets) == greets && signed_above &&
        !is_any(facts[i], CR_TAIL_BIT(CR_TAIL_SENTENCE)) &&
        cr_line_greets(cr_line_at(lines, at[i]), names))
      from = i;
    else if (is_any(facts[i], signs)) {
      from = n;
      signed_above = TRUE;
    }
  }
  if (from < n)
    mark(lines, at[from], lines->len, CR_LINE_NEW, CR_LINE_QUOTE);
  return from;
}

void
cr_lines_mark_signature(CrLines *lines, const char *from_name) {
  g_autofree char *names = cr_fold_names(from_name);
  guint all_at[CR_TAIL_MAX_LINES + 1], *at = all_at;
  CrTailFacts all[CR_TAIL_MAX_LINES], *facts = all;
  gboolean signature[CR_TAIL_MAX_LINES];
  guint n = cr_lines_tail_facts(lines, names, at, facts);
  at[n] = lines->len;
  guint banner = mark_head(lines, at, facts, n, names), head = at[0];
  at += banner;
  facts += banner;
  n = mark_answered(lines, at, facts, n - banner, names);
  cr_tail_decide(facts, n, cr_tail_weights(), NULL, signature);
  for (guint i = 0; i < n; i++)
    if (signature[i])
      mark(lines, at[i], at[i + 1], CR_LINE_NEW, CR_LINE_SIGNATURE);
  if (n > 0 && is_any(facts[0], CR_TAIL_BIT(CR_TAIL_FIRST)) &&
      is_any(facts[0], CR_TAIL_BIT(CR_TAIL_DELIMITER)))
    mark(lines, at[0], at[1], cr_line_at(lines, at[0])->kind, CR_LINE_GONE);
  if (!cr_lines_any_new(lines, 0, lines->len)) /* what reads as a banner is all there is */
    mark(lines, head, at[0], CR_LINE_SIGNATURE, CR_LINE_NEW);
  if (!cr_lines_any_new(lines, 0, lines->len)) /* what is signed is all there is */
    for (guint i = 0; i < n && (i == 0 || !is_any(facts[i], NOBODYS)); i++)
      if (signature[i])
        mark(lines, at[i], at[i + 1], CR_LINE_SIGNATURE, CR_LINE_NEW);
  cr_lines_mark_inline(lines, names);
}
