/* Line breaks that a mailer put inside a time: "Monday 11\n Jan.", "10:00\n AM PT". They are no
 * more than blanks: what stands before leads on, or what stands after cannot begin a line. */
#include "parse/timetext-private.h"

#include <string.h>

typedef enum {
  PIECE_NUMBER = 1 << 0, /* digits, or the word of a number */
  PIECE_DAY = 1 << 1,    /* 1 to 31 */
  PIECE_YEAR = 1 << 2,
  PIECE_HALF = 1 << 3,  /* am, pm, o'clock */
  PIECE_UNIT = 1 << 4,  /* minutes, weeks */
  PIECE_ZONE = 1 << 5,  /* ET, Central */
  PIECE_FORM = 1 << 6,  /* Standard, time */
  PIECE_WHOSE = 1 << 7, /* your, my */
  PIECE_MONTH = 1 << 8,
  PIECE_WEEKDAY = 1 << 9, /* and today, tomorrow */
  PIECE_PART = 1 << 10,   /* morning, in small letters */
  PIECE_LEAD = 1 << 11,   /* at, on, the, next …: something follows */
  PIECE_OPEN = 1 << 12,   /* a bracket, a spaced dash */
} Piece;

/* Before the break, behind it. */
static const struct {
  guint before, after;
} inside[] = {
    {PIECE_LEAD | PIECE_OPEN, ~0u},
    {PIECE_NUMBER, PIECE_HALF | PIECE_UNIT | PIECE_ZONE | PIECE_LEAD},
    {PIECE_DAY, PIECE_MONTH | PIECE_YEAR},
    {PIECE_HALF, PIECE_ZONE | PIECE_LEAD | PIECE_WHOSE},
    {PIECE_ZONE | PIECE_WHOSE, PIECE_FORM},
    {PIECE_FORM, PIECE_FORM},
    {PIECE_MONTH, PIECE_DAY | PIECE_YEAR},
    {PIECE_WEEKDAY, PIECE_DAY | PIECE_MONTH | PIECE_PART | PIECE_LEAD},
};

static guint
piece_of_keyword(CrKeyword keyword) {
  switch (keyword) {
  case W_AM:
  case W_PM:
  case W_OCLOCK:
    return PIECE_HALF;
  case W_MINUTE:
  case W_HOUR:
  case W_DAY:
  case W_WEEK:
  case W_MONTH:
    return PIECE_UNIT;
  case W_TIME:
  case W_STANDARD:
  case W_DAYLIGHT:
    return PIECE_FORM;
  case W_MY:
  case W_YOUR:
  case W_OUR:
    return PIECE_WHOSE;
  case W_TODAY:
  case W_TOMORROW:
    return PIECE_WEEKDAY;
  case W_AFTER:
  case W_AND:
  case W_AROUND:
  case W_AT:
  case W_BEFORE:
  case W_BETWEEN:
  case W_BY:
  case W_COMING:
  case W_FOLLOWING:
  case W_FROM:
  case W_HALF:
  case W_LAST:
  case W_NEXT:
  case W_OF:
  case W_ON:
  case W_OR:
  case W_PAST:
  case W_QUARTER:
  case W_THE:
  case W_THIS:
  case W_TO:
  case W_UNTIL:
    return PIECE_LEAD;
  default: /* the other words of the grammar say nothing of their line */
    return 0;
  }
}

static guint
piece_of(const CrToken *t) {
  if (t->kind == TOKEN_MARK)
    return t->mark == '(' || (t->mark == '-' && t->spaced) ? PIECE_OPEN : 0;
  if (t->kind == TOKEN_NUMBER)
    return PIECE_NUMBER | (t->digits <= 2 && t->value <= 31 ? PIECE_DAY : 0) |
           (t->digits == 4 && t->value >= 2000 && t->value < 2100 ? PIECE_YEAR : 0);
  if (t->kind != TOKEN_WORD)
    return 0;
  const CrWord *word = t->word;
  guint piece = piece_of_keyword((CrKeyword) word->keyword);
  piece |= word->number ? PIECE_NUMBER : 0;
  piece |= word->weekday ? PIECE_WEEKDAY : 0;
  piece |= word->month && t->title ? PIECE_MONTH : 0;
  piece |= word->part && !t->title ? PIECE_PART : 0;
  piece |= word->zone && t->upper && t->end - t->start > 1 ? PIECE_ZONE : 0;
  piece |= word->marks & MARK_PLACE && t->title ? PIECE_ZONE : 0;
  return piece;
}

static gboolean
is_inside(const CrToken *tokens, guint at) {
  guint last = at - 1;
  const CrToken *next = &tokens[at + 1], *then = next + 1;
  if (tokens[at].breaks != 1 || at == 0 || then->kind == TOKEN_END)
    return FALSE;
  /* past the stop of "Nov.", the comma of "Monday," and "24," */
  if (last > 0 && tokens[last].kind == TOKEN_MARK && strchr(".,", tokens[last].mark) &&
      piece_of(&tokens[last - 1]) & (PIECE_DAY | PIECE_WEEKDAY | PIECE_MONTH))
    last--;
  guint before = piece_of(&tokens[last]), after = piece_of(next);
  if (last != at - 1)
    before &= PIECE_DAY | PIECE_WEEKDAY | PIECE_MONTH;
  if (next->title && after & PIECE_LEAD)
    after &= ~(guint) PIECE_LEAD; /* a line that begins anew */
  if (after & PIECE_MONTH && piece_of(then) & PIECE_DAY)
    before &= PIECE_LEAD | PIECE_OPEN | PIECE_WEEKDAY; /* "until 11\nNov 25: …" */
  if (after & PIECE_ZONE && then->kind == TOKEN_MARK && then->mark == ':')
    return FALSE; /* "Central: …" */
  for (guint i = 0; i < G_N_ELEMENTS(inside); i++)
    if (before & inside[i].before && after & inside[i].after)
      return TRUE;
  return FALSE;
}

void
cr_time_join_lines(CrTokens *tokens) {
  guint kept = 0;
  for (guint i = 0; i < tokens->n; i++) {
    if (tokens->list[i].kind == TOKEN_BREAK && is_inside(tokens->list, i))
      continue;
    if (kept < i)
      tokens->list[kept] = tokens->list[i];
    kept++;
  }
  tokens->n = kept;
}
