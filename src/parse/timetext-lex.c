#include "base/text.h"
#include "parse/timetext-private.h"

#include <string.h>

#define LEAST_WRAPPED 45 /* bytes of a line that may go on in the next one */

typedef struct {
  const char *text;
  gsize length, at;
  CrTokens *tokens;
  guint32 sentence;
  gboolean spaced;
  gsize line; /* where the line begins */
} Lexer;

static gboolean
is_letter(guchar c) {
  return g_ascii_isalpha(c) || c >= 0x80 || c == '_';
}

/* The bytes of a white space or dash written in UTF-8, or 0. ret_mark gets '-', ' ' or '\''. */
static gsize
wide_mark(const char *p, gsize left, char *ret_mark) {
  static const struct {
    const char *bytes;
    char mark;
  } wide[] = {
      {"\xc2\xa0", ' '},      {"\xe2\x80\x89", ' '}, {"\xe2\x80\xaf", ' '}, {"\xe2\x80\x82", ' '},
      {"\xe2\x80\x83", ' '},  {"\xe2\x80\x8b", ' '}, {"\xef\xbb\xbf", ' '}, {"\xe2\x80\x8e", ' '},
      {"\xe2\x80\x90", '-'},  {"\xe2\x80\x91", '-'}, {"\xe2\x80\x92", '-'}, {"\xe2\x80\x93", '-'},
      {"\xe2\x80\x94", '-'},  {"\xe2\x80\x95", '-'}, {"\xe2\x88\x92", '-'}, {"\xe2\x80\x98", '\''},
      {"\xe2\x80\x99", '\''}, {"\xe2\x80\x9c", '"'}, {"\xe2\x80\x9d", '"'}, {"\xe2\x80\xa2", '*'},
      {"\xc2\xb7", '*'},      {"\xe2\x8b\x85", '*'}, {"\xe2\x86\x92", '>'}, {"\xc2\xa3", '$'},
      {"\xe2\x82\xac", '$'},  {"\xc2\xa5", '$'},     {"\xe2\x82\xb9", '$'}, {"\xe2\x80\xa6", '.'},
  };
  if ((guchar) *p < 0xc2)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS(wide); i++) {
    gsize n = strlen(wide[i].bytes);
    if (n <= left && memcmp(p, wide[i].bytes, n) == 0) {
      *ret_mark = wide[i].mark;
      return n;
    }
  }
  return 0;
}

static void
make_room(CrTokens *tokens) {
  gboolean few = tokens->list == tokens->few;
  tokens->list = g_renew(CrToken, few ? NULL : tokens->list, tokens->room *= 2);
  if (few)
    memcpy(tokens->list, tokens->few, sizeof tokens->few);
}

static inline CrToken *
emit(Lexer *l, CrTokenKind kind, gsize start, gsize end) {
  static const CrWord none;
  CrTokens *tokens = l->tokens;
  if (tokens->n == tokens->room)
    make_room(tokens);
  CrToken *token = &tokens->list[tokens->n++];
  *token = (CrToken){.start = (guint32) start,
                     .end = (guint32) end,
                     .kind = (guint8) kind,
                     .spaced = l->spaced,
                     .sentence = l->sentence,
                     .value = -1,
                     .word = &none};
  l->spaced = FALSE;
  l->at = end;
  return token;
}

static const CrToken *
last_token(const Lexer *l) {
  return l->tokens->n ? &l->tokens->list[l->tokens->n - 1] : NULL;
}

/* "p.m.", "U.K.": single letters with dots between are one word. Returns its end, or 0. */
static gsize
dotted_end(const Lexer *l) {
  gsize p = l->at, letters = 0;
  if (p + 1 >= l->length || l->text[p + 1] != '.')
    return 0;
  while (p < l->length && g_ascii_isalpha(l->text[p]) && letters < 6) {
    letters++;
    if (p + 1 >= l->length || l->text[p + 1] != '.')
      return letters > 1 && (p + 1 >= l->length || !is_letter((guchar) l->text[p + 1])) ? p + 1 : 0;
    p += 2;
  }
  return letters > 1 ? p : 0;
}

/* The end of the word at the cursor; ret_owner gets where its 's begins, or 0. */
static gsize
word_end(const Lexer *l, gsize *ret_owner) {
  const char *text = l->text;
  const gsize length = l->length;
  gsize end = l->at;
  char mark = 0;
  for (;;) {
    char low[8];
    for (guint letters = 8; letters == 8 && end + 8 <= length; end += letters)
      letters = cr_text_letters(text + end, low);
    while (end < length && cr_letter_is_ascii(text[end]))
      end++;
    guchar c = end < length ? (guchar) text[end] : ' ';
    if (c != '\'' && c != '_' && c < 0x80)
      return end;
    gsize wide = wide_mark(text + end, length - end, &mark);
    gsize quote = wide && mark == '\'' ? wide : c == '\'' ? 1 : 0;
    if (quote && end > l->at && end + quote < length && g_ascii_isalpha(text[end + quote])) {
      *ret_owner = text[end + quote] == 's' ? end : 0;
      end += quote;
    } else if (wide == 0 && c != '\'') {
      end++;
    } else {
      return end;
    }
  }
}

static void
lex_word(Lexer *l) {
  static const CrWord none;
  gsize start = l->at, end = dotted_end(l), owner = 0;
  gboolean upper = TRUE;
  if (end == 0)
    end = word_end(l, &owner);
  if (end == start) { /* a stray wide mark: never loop */
    l->at++;
    return;
  }
  for (gsize i = start; i < end && upper; i++)
    upper = !g_ascii_islower(l->text[i]);
  CrToken *token = emit(l, TOKEN_WORD, start, end);
  token->upper = upper;
  token->title = g_ascii_isupper(l->text[start]) || (guchar) l->text[start] >= 0x80;
  token->word = cr_word_find(l->text + start, end - start, l->length - start);
  if (owner && memcmp(token->word, &none, sizeof none) == 0) {
    token->word = cr_word_find(l->text + start, owner - start, l->length - start);
    token->owner = TRUE;
  }
}

/* "twenty-five", "mid-morning" stay three tokens unless the whole is one word of the lexicon. */
static void
join_hyphened(Lexer *l) {
  guint n = l->tokens->n;
  if (n < 3)
    return;
  CrToken *a = &l->tokens->list[n - 3], *b = a + 1, *c = a + 2;
  if (a->kind != TOKEN_WORD || b->kind != TOKEN_MARK || b->mark != '-' || c->spaced || b->spaced ||
      b->end - b->start != 1)
    return;
  const CrWord *joined = cr_word_find(l->text + a->start, c->end - a->start, l->length - a->start);
  if (joined->number == 0 && joined->ordinal == 0 && joined->marks == 0 && joined->keyword == 0)
    return;
  a->end = c->end;
  a->word = joined;
  l->tokens->n = n - 2;
}

/* "3 o clock", "3 o' clock": one word. */
static void
join_clock(Lexer *l) {
  guint n = l->tokens->n;
  const CrToken *clock = n >= 2 ? &l->tokens->list[n - 1] : NULL;
  if (clock == NULL || clock->end - clock->start != 5 ||
      !cr_text_starts(l->text + clock->start, "clock"))
    return;
  guint k = n - 2;
  if (l->tokens->list[k].mark == '\'' && !l->tokens->list[k].spaced && k > 0)
    k--;
  CrToken *o = &l->tokens->list[k];
  if (o->kind != TOKEN_WORD || o->end - o->start != 1 || g_ascii_tolower(l->text[o->start]) != 'o')
    return;
  o->end = clock->end;
  o->word = cr_word_find("o'clock", 7, 7);
  l->tokens->n = k + 1;
}

/* "2morrow" */
static gboolean
lex_numbered_word(Lexer *l) {
  gsize start = l->at, end = start + 1;
  while (end < l->length && end < start + 8 && g_ascii_isalpha(l->text[end]))
    end++;
  const CrWord *word =
      end > start + 3 ? cr_word_find(l->text + start, end - start, l->length - start) : NULL;
  if (word == NULL || word->keyword == 0)
    return FALSE;
  emit(l, TOKEN_WORD, start, end)->word = word;
  return TRUE;
}

static void
lex_number(Lexer *l) {
  if (l->text[l->at] == '2' && lex_numbered_word(l))
    return;
  gsize end = l->at;
  gint64 value = 0;
  while (end < l->length && g_ascii_isdigit(l->text[end])) {
    if (value < G_MAXINT / 10)
      value = value * 10 + l->text[end] - '0';
    end++;
  }
  gsize digits = end - l->at;
  CrToken *token = emit(l, TOKEN_NUMBER, l->at, end);
  token->digits = (guint8) MIN(digits, 255);
  token->value = digits <= 9 ? (int) value : -1;
}

/* Addresses of the web and of mail are one token that means nothing. Returns the end, or 0. */
static gsize
junk_end(const Lexer *l) {
  static const char *const schemes[] = {"http://", "https://", "www.", "mailto:", "tel:", "sip:"};
  const char *p = l->text + l->at;
  gsize left = l->length - l->at, end = l->at;
  gboolean link = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(schemes) && left > 4 && !link; i++)
    link = cr_text_starts(p, schemes[i]) && left > strlen(schemes[i]);
  if (!link)
    return 0;
  while (end < l->length && !g_ascii_isspace(l->text[end]) && strchr("<>\"", l->text[end]) == NULL)
    end++;
  return end;
}

static gboolean
is_address_char(char c) {
  return g_ascii_isalnum(c) || strchr(".-_+", c) != NULL;
}

/* "@" between address characters: takes back the tokens of the local part. */
static gboolean
lex_address(Lexer *l) {
  const CrToken *before = last_token(l);
  if (before == NULL || l->spaced || before->kind == TOKEN_BREAK || before->kind == TOKEN_MARK ||
      l->at + 1 >= l->length || !g_ascii_isalpha(l->text[l->at + 1]))
    return FALSE;
  gsize end = l->at + 1;
  gboolean dot = FALSE;
  while (end < l->length && l->text[end] && is_address_char(l->text[end]))
    dot |= l->text[end++] == '.';
  if (!dot)
    return FALSE;
  gsize start = before->start;
  while (l->tokens->n > 0) {
    const CrToken *t = last_token(l);
    if (t->kind == TOKEN_BREAK || t->kind == TOKEN_JUNK || t->end < start ||
        (t->kind == TOKEN_MARK && strchr(".-_+", t->mark) == NULL))
      break;
    start = t->start;
    gboolean spaced = t->spaced;
    l->tokens->n--;
    l->spaced = spaced;
    if (spaced)
      break;
  }
  emit(l, TOKEN_JUNK, start, end);
  return TRUE;
}

/* A full stop ends a sentence unless a short weekday or month comes before or a small letter after.
 */
static gboolean
ends_sentence(const Lexer *l, char mark) {
  gsize next = l->at + 1;
  if (mark != '.' && mark != '!' && mark != '?')
    return FALSE;
  if (next < l->length && !g_ascii_isspace(l->text[next]) && !strchr("\"')", l->text[next]))
    return FALSE;
  if (mark != '.')
    return TRUE;
  const CrToken *before = last_token(l);
  gboolean shortened = before && before->kind == TOKEN_WORD && before->end - before->start <= 5 &&
                       (before->word->weekday || before->word->month);
  while (next < l->length && (l->text[next] == ' ' || l->text[next] == '\t'))
    next++;
  char after = next < l->length ? l->text[next] : '\n';
  if (shortened)
    return !(g_ascii_isdigit(after) || g_ascii_islower(after) || strchr(",(-", after));
  return !g_ascii_islower(after);
}

static void
lex_mark(Lexer *l) {
  char mark = l->text[l->at];
  gsize wide = wide_mark(l->text + l->at, l->length - l->at, &mark);
  if (mark == '@' && lex_address(l))
    return;
  gboolean ends = wide == 0 && ends_sentence(l, mark);
  emit(l, TOKEN_MARK, l->at, l->at + MAX(wide, 1))->mark = mark;
  if (ends)
    l->sentence++;
}

/* A line that only ended because it was full: it goes on in the next one. */
static gboolean
is_wrapped(const Lexer *l, gsize next) {
  if (l->at - l->line < LEAST_WRAPPED || next >= l->length)
    return FALSE;
  gsize end = l->at - (l->text[l->at - 1] == '\r');
  char last = l->text[end - 1], first = l->text[next];
  return (last == ',' && g_ascii_isalnum(first)) ||
         (g_ascii_isalnum(last) && g_ascii_islower(first));
}

/* Counts a run of line ends and blanks; quote marks at a line's start are blanks. */
static void
lex_break(Lexer *l) {
  gsize start = l->at, end = l->at;
  int lines = 0;
  while (end < l->length && (g_ascii_isspace(l->text[end]) || (lines > 0 && l->text[end] == '>'))) {
    lines += l->text[end] == '\n';
    end++;
  }
  if (lines > 1)
    l->sentence++;
  if (lines > 1 || !is_wrapped(l, end)) {
    CrToken *token = emit(l, TOKEN_BREAK, start, end);
    token->breaks = (guint8) MIN(lines, 2);
  } else {
    l->at = end;
  }
  l->spaced = TRUE;
  l->line = end;
}

void
cr_time_lex(const char *text, gsize length, CrTokens *ret_tokens) {
  Lexer l = {.text = text, .length = length, .spaced = TRUE, .tokens = ret_tokens};
  ret_tokens->list = ret_tokens->few;
  ret_tokens->n = 0;
  ret_tokens->room = CR_FEW_TOKENS;
  while (l.at < length) {
    guchar c = (guchar) text[l.at];
    char mark = 0;
    if (c == ' ') { /* every other one */
      l.spaced = TRUE;
      l.at++;
      continue;
    }
    gsize wide = c >= 0x80 ? wide_mark(text + l.at, length - l.at, &mark) : 0;
    gsize junk = c == 'h' || c == 'H' || c == 'w' || c == 'W' || c == 'm' || c == 't' || c == 's'
                     ? junk_end(&l)
                     : 0;
    if (c == '\n') {
      lex_break(&l);
    } else if (c == '\\' && l.at + 1 < length && text[l.at + 1] == 'n') {
      l.at += 2; /* a line end that was escaped for one-line input */
      emit(&l, TOKEN_BREAK, l.at - 2, l.at)->breaks = 1;
      l.spaced = TRUE;
    } else if (g_ascii_isspace(c) || mark == ' ') {
      l.spaced = TRUE;
      l.at += MAX(wide, 1);
    } else if (junk) {
      emit(&l, TOKEN_JUNK, l.at, junk);
    } else if (g_ascii_isdigit(c)) {
      lex_number(&l);
    } else if (wide || !is_letter(c)) {
      lex_mark(&l);
    } else {
      lex_word(&l);
      join_hyphened(&l);
      join_clock(&l);
    }
  }
  for (int i = 0; i < 3; i++)
    emit(&l, TOKEN_END, length, length);
  cr_time_join_lines(ret_tokens);
  ret_tokens->n -= 3;
}
