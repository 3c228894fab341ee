#include "base/instant.h"
#include "parse/timetext-private.h"

#include <string.h>

#define MAX_RATING_REACH 24
#define MAX_LISTED_DAYS 8

static gboolean
is_ordinal_suffix(const CrReader *r, guint i) {
  return cr_keyword(r, i) == W_ST && cr_is_glued(r, i);
}

/* 24, 24th, twenty-fourth. */
static gboolean
read_day_number(CrReader *r, int *ret_day, gboolean *ret_ordinal) {
  const CrToken *t = cr_token(r, r->i);
  gboolean ordinal = FALSE;
  int day = 0;
  if (t->kind == TOKEN_NUMBER && t->digits <= 2 && t->value >= 1 && t->value <= 31) {
    day = t->value;
    ordinal = is_ordinal_suffix(r, r->i + 1);
    if (!ordinal && cr_token(r, r->i + 1)->kind == TOKEN_WORD && cr_is_glued(r, r->i + 1))
      return FALSE; /* 24h, 2pm */
    r->i += ordinal ? 2 : 1;
  } else if (t->kind == TOKEN_WORD && t->word->ordinal) {
    day = t->word->ordinal;
    ordinal = TRUE;
    r->i++;
  } else {
    return FALSE;
  }
  *ret_day = day;
  if (ret_ordinal)
    *ret_ordinal = ordinal;
  return TRUE;
}

/* A clock's sign right after a number: it is an hour, not a day or year. */
static gboolean
is_clock_number(const CrReader *r, guint i) {
  CrKeyword after = cr_keyword(r, i + 1);
  const CrToken *sign = cr_token(r, i + 1);
  if (after == W_AM || after == W_PM || after == W_OCLOCK || after == W_ISH || after == W_H ||
      after == W_HOUR)
    return TRUE;
  if (sign->kind == TOKEN_MARK && sign->mark == ':' && !sign->spaced)
    return cr_token(r, i + 2)->kind == TOKEN_NUMBER && cr_is_glued(r, i + 2);
  if (sign->kind == TOKEN_MARK && sign->mark == '.' && !sign->spaced && cr_is_glued(r, i + 2) &&
      cr_token(r, i + 2)->kind == TOKEN_NUMBER) {
    CrKeyword last = cr_keyword(r, i + 3);
    const CrToken *minute = cr_token(r, i + 2); /* "15.30" has no such month */
    gboolean hours = cr_token(r, i)->value <= 23 && minute->digits == 2 &&
                     (minute->value > 12 || minute->value == 0) && minute->value <= 59;
    gboolean share = cr_is_mark(r, i + 3, '/') && cr_is_glued(r, i + 3) &&
                     !cr_is_mark(r, i + 5, '.'); /* "4.30/5" */
    return last == W_AM || last == W_PM || (hours && !share);
  }
  if (cr_is_mark(r, i + 1, '-') && cr_token(r, i + 2)->kind == TOKEN_NUMBER) { /* "15-16.30 Uhr" */
    gboolean minutes = cr_is_mark(r, i + 3, '.') && cr_token(r, i + 4)->digits == 2;
    CrKeyword last = cr_keyword(r, i + (minutes ? 5 : 3));
    return last == W_OCLOCK || last == W_H;
  }
  return FALSE;
}

gboolean
cr_clock_follows(const CrReader *r, guint i) {
  for (int k = 0; k < 3; k++, i++) {
    const CrToken *t = cr_token(r, i);
    CrKeyword word = cr_keyword(r, i);
    if (word == W_AT || cr_is_mark(r, i, '@') || word == W_NOON || word == W_HALF ||
        word == W_QUARTER)
      return TRUE;
    if (t->kind == TOKEN_NUMBER)
      return is_clock_number(r, i) || cr_is_mark(r, i + 1, '-') || t->digits == 4 ||
             ((cr_keyword(r, i + 1) == W_TO || cr_keyword(r, i + 1) == W_UNTIL) &&
              cr_token(r, i + 2)->kind == TOKEN_NUMBER);
    if (t->word->number)
      return TRUE;
    gboolean glue = (t->kind == TOKEN_MARK && strchr(",|-(:", t->mark)) || word == W_AROUND ||
                    word == W_FROM || word == W_BETWEEN || word == W_AFTER || word == W_BEFORE;
    if (!glue)
      return FALSE;
  }
  return FALSE;
}

/* [,] 2026 or '26 after a day and month. */
void
cr_read_year(CrReader *r, int *year) {
  guint i = r->i;
  if (cr_is_mark(r, i, ',') || (cr_is_mark(r, i, '-') && cr_is_glued(r, i)) ||
      cr_is_mark(r, i, '.'))
    i++;
  const CrToken *t = cr_token(r, i);
  if (cr_is_mark(r, i, '\'') && cr_token(r, i + 1)->digits == 2 && cr_is_glued(r, i + 1)) {
    *year = 2000 + cr_token(r, i + 1)->value;
    r->i = i + 2;
  } else if (t->kind == TOKEN_NUMBER && t->digits == 4 && t->value >= 1990 && t->value <= 2100 &&
             !is_clock_number(r, i) &&
             !(cr_is_mark(r, i + 1, '-') && cr_is_glued(r, i + 1) &&
               cr_token(r, i + 2)->kind == TOKEN_NUMBER && cr_is_glued(r, i + 2))) {
    *year = t->value;
    r->i = i + 1;
  }
}

/* A year behind the last day of a range is that day's: "Dec 21 - Jan 1, 2027" begins a year before. */
static void
read_year_of_range(CrReader *r, CrDateSpec *date) {
  cr_read_year(r, &date->year);
  if (date->year && date->until_month && date->until_month < date->month)
    date->year--;
}

/* A month's name here; "may" and "march" are words unless written as names. */
int
cr_month_at(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  if (t->kind != TOKEN_WORD || t->word->month == 0)
    return 0;
  return t->word->month;
}

static gboolean
month_is_shy(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  gboolean dated = i > 0 && cr_token(r, i - 1)->word->weekday; /* "mon mar 29" */
  return !t->title && !dated && (t->word->month == 5 || t->word->month == 3);
}

/* The full stop of "Nov." and "24.", not the one after "December". */
void
cr_skip_dot(CrReader *r) {
  const CrToken *before = cr_token(r, r->i - 1);
  if (cr_is_mark(r, r->i, '.') && !cr_token(r, r->i)->spaced && before->end - before->start <= 5 &&
      before->word->month != 5)
    r->i++;
}

/* After "Nov 24": "-26", "to 26", "– Nov 26", "through Friday 27 November". */
static void
read_until(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrKeyword word = cr_keyword(r, r->i);
  int day, month = date->month;
  if (!cr_is_mark(r, r->i, '-') && word != W_UNTIL && !(word == W_TO && !r->moving) &&
      !(word == W_AND && r->between))
    return;
  r->i++;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  if (cr_token(r, r->i)->word->weekday) {
    r->i++;
    cr_skip_dot(r);
    if (cr_is_mark(r, r->i, ','))
      r->i++;
  }
  gboolean named = cr_month_at(r, r->i) != 0;
  if (named) {
    month = cr_month_at(r, r->i++);
    cr_skip_dot(r);
  }
  guint number = r->i;
  gboolean found = read_day_number(r, &day, NULL) && !is_clock_number(r, number) &&
                   !(cr_is_mark(r, r->i, '-') && cr_is_glued(r, r->i)) &&
                   !(cr_token(r, r->i)->word->zone && cr_token(r, r->i)->upper);
  if (found && !named && cr_month_at(r, r->i)) {
    month = cr_month_at(r, r->i++);
    cr_skip_dot(r);
  }
  if (!found || (month == date->month && day <= date->day)) {
    r->i = start;
    return;
  }
  date->until_month = month;
  date->until_day = day;
}

/* November 24[th][, 2026] */
static gboolean
read_month_day(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  int month = cr_month_at(r, r->i), day;
  gboolean ordinal;
  if (month == 0)
    return FALSE;
  gboolean shy = month_is_shy(r, r->i);
  if (shy && start > 0 && cr_token(r, start - 1)->kind == TOKEN_WORD &&
      (!cr_keyword(r, start - 1) || cr_keyword(r, start - 1) == W_YOU) &&
      !cr_token(r, start - 1)->word->weekday)
    return FALSE; /* you may 2nd that */
  r->i++;
  cr_skip_dot(r);
  if (cr_is_mark(r, r->i, '-') && cr_is_glued(r, r->i) && cr_is_glued(r, r->i + 1))
    r->i++;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  guint number = r->i;
  if (!read_day_number(r, &day, &ordinal) || is_clock_number(r, number) || (shy && !ordinal) ||
      cr_is_mark(r, r->i, '%')) {
    r->i = start;
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_DAY, .month = month, .day = day};
  read_until(r, date);
  read_year_of_range(r, date);
  return TRUE;
}

/* What stands before i is a house's: "10 May Road". */
static gboolean
is_in_address(const CrReader *r, guint i) {
  guint32 marks = cr_token(r, i)->word->marks;
  return marks & MARK_THINGS && !(marks & MARK_FOLLOW);
}

/* 24[th] [of] November [2026], 24-Nov-2026, 24-26 November */
static gboolean
read_day_month(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  int day, until = 0;
  gboolean ordinal;
  if (!read_day_number(r, &day, &ordinal))
    return FALSE;
  cr_skip_dot(r);
  guint here = r->i;
  if (cr_is_mark(r, r->i, '-') || (cr_keyword(r, r->i) == W_TO && !r->moving) ||
      cr_keyword(r, r->i) == W_UNTIL) {
    r->i++;
    if (!cr_month_at(r, r->i) && (!read_day_number(r, &until, NULL) || until <= day)) {
      r->i = here;
      until = 0;
    }
  }
  if (cr_keyword(r, r->i) == W_OF)
    r->i++;
  if (cr_is_mark(r, r->i, '-') || cr_is_mark(r, r->i, '/'))
    r->i++;
  int month = cr_month_at(r, r->i);
  const CrToken *before = cr_token(r, r->i - 1), *then = cr_token(r, r->i + 1);
  if (before->kind == TOKEN_MARK && before->mark == '.' && then->kind == TOKEN_NUMBER &&
      then->digits <= 2 && !is_clock_number(r, r->i + 1)) {
    r->i = start; /* "1. Nov 30": an item of a list */
    return FALSE;
  }
  gboolean shy = month_is_shy(r, r->i) && !ordinal && before->kind == TOKEN_NUMBER &&
                 !cr_token(r, r->i + 1)->digits;
  if (month == 0 || shy) {
    r->i = start;
    return FALSE;
  }
  r->i++;
  cr_skip_dot(r);
  if (is_in_address(r, r->i)) {
    r->i = start;
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_DAY, .month = month, .day = day};
  if (until) {
    date->until_month = month;
    date->until_day = until;
  } else {
    read_until(r, date);
  }
  read_year_of_range(r, date);
  return TRUE;
}

/* 2026-11-24, 2026/11/24, 2026.11.24; 20261124T… */
static gboolean
read_iso(CrReader *r, CrDateSpec *date) {
  const CrToken *y = cr_token(r, r->i), *sep = y + 1, *m = y + 2;
  if (y->digits == 8 && cr_keyword(r, r->i + 1) == W_T && cr_is_glued(r, r->i + 1)) {
    int month = y->value / 100 % 100, day = y->value % 100;
    if (!cr_date_valid(y->value / 10000, month, day))
      return FALSE;
    *date = (CrDateSpec){
        .kind = DATE_DAY, .year = y->value / 10000, .month = month, .day = day, .iso = TRUE};
    r->i++;
    return TRUE;
  }
  if (r->i + 5 > r->n || y->digits != 4 || sep->kind != TOKEN_MARK || sep->spaced ||
      !strchr("-/.", sep->mark) || m->kind != TOKEN_NUMBER || m->spaced || m->digits > 2)
    return FALSE;
  const CrToken *sep2 = y + 3, *d = y + 4;
  if (sep2->kind != TOKEN_MARK || sep2->mark != sep->mark || sep2->spaced || d->spaced ||
      d->kind != TOKEN_NUMBER || d->digits > 2 || !cr_date_valid(y->value, m->value, d->value))
    return FALSE;
  if (cr_is_mark(r, r->i + 5, '-') && cr_is_glued(r, r->i + 5) && cr_is_glued(r, r->i + 6))
    return FALSE; /* 2026-11-24-001 */
  *date = (CrDateSpec){
      .kind = DATE_DAY, .year = y->value, .month = m->value, .day = d->value, .iso = TRUE};
  r->i += 5;
  return TRUE;
}

static gboolean
is_answer(const char *word) {
  static const char *const answers[] = {"work", "works", "suit", "suits",
                                        "ok",   "okay",  "fine", NULL};
  return g_strv_contains(answers, word);
}

/* A share of 5 or 10 beside one with a decimal: "4.5/5 for the team, 9/10 for pay". */
static gboolean
is_rating(const CrReader *r, guint start) {
  int of = cr_token(r, start + 2)->value;
  guint last = MIN(start + MAX_RATING_REACH, r->n);
  for (guint i = MAX(start, MAX_RATING_REACH) - MAX_RATING_REACH; (of == 5 || of == 10) && i < last;
       i++)
    if (cr_token(r, i)->kind == TOKEN_NUMBER && cr_is_mark(r, i + 1, '.') &&
        cr_is_glued(r, i + 1) && cr_token(r, i + 2)->kind == TOKEN_NUMBER &&
        cr_is_glued(r, i + 2) && cr_is_mark(r, i + 3, '/') && cr_is_glued(r, i + 3))
      return TRUE;
  return FALSE;
}

/* Words or signs around a/b that make it a date and not a fraction or rating. */
static gboolean
slash_is_date(const CrReader *r, guint start, guint end) {
  static const CrKeyword before[] = {W_ON,    W_BY,   W_FROM,    W_UNTIL, W_BEFORE,
                                     W_AFTER, W_FOR,  W_OR,      W_AND,   W_AROUND,
                                     W_TO,    W_THIS, W_BETWEEN, W_THAN,  W_BACK};
  const CrToken *prev = start > 0 ? cr_token(r, start - 1) : NULL, *next = cr_token(r, end);
  if (cr_month_at(r, end))
    return FALSE; /* "4/5 January" */
  if (r->vouched)
    return next->spaced || cr_clock_may_end(r, end);
  if (next->word->marks & MARK_THINGS && !(next->word->marks & MARK_FOLLOW))
    return FALSE;
  if (next->word->keyword == W_OF || cr_is_mark(r, end, '%') || is_rating(r, start))
    return FALSE;
  if (cr_is_mark(r, end, '/') && cr_is_glued(r, end))
    return FALSE;
  int a = cr_token(r, start)->value, b = cr_token(r, start + 2)->value;
  gboolean idiom = (a == 24 && b == 7) || (a == 9 && b == 11) || (a == 50 && b == 50);
  if (cr_clock_follows(r, end))
    return TRUE;
  if (idiom)
    return FALSE;
  char then[8];
  if ((a > 5 || b > 5) && cr_join_words(r, end, 1, then, sizeof then) && is_answer(then))
    return TRUE; /* does 11/27 work */
  if ((a > 5 || b > 5) && prev && prev->word->marks & MARK_CUE && cr_clock_may_end(r, end))
    return TRUE; /* let's meet 11/27 */
  if (prev == NULL || prev->kind == TOKEN_BREAK)
    return !(a == b && a == 1) && !(next->kind == TOKEN_WORD && !cr_clock_may_end(r, end));
  for (gsize k = 0; k < G_N_ELEMENTS(before); k++)
    if (prev->word->keyword == before[k])
      return cr_clock_may_end(r, end) || next->kind == TOKEN_NUMBER || cr_is_mark(r, end, '-');
  if (prev->word->weekday || prev->word->marks & MARK_LABEL)
    return TRUE;
  char named[8];
  for (guint k = 2; k <= 4 && k <= start && !cr_is_mark(r, start - k, '.'); k++)
    if (cr_join_words(r, start - k, 1, named, sizeof named) && strcmp(named, "date") == 0)
      return cr_clock_may_end(r, end); /* "the date would be 5/1" */
  if (prev->kind == TOKEN_MARK && strchr("(,:*-|;?!.", prev->mark))
    return a > 5 || b > 5;
  return FALSE;
}

/* "the visit happens 7.12.", "it starts 7.12." */
static gboolean
takes_place(const CrReader *r, guint start) {
  const CrWord *verb = start > 0 ? cr_token(r, start - 1)->word : NULL;
  return verb && (verb->marks & MARK_CUE || verb->keyword == W_PLACE) && verb->keyword != W_TIME;
}

/* "24.11." with its last stop: after "on" or "from", before a clock, or, where days come first,
 * with both digits or behind what takes place. */
static gboolean
dotted_is_date(const CrReader *r, guint start) {
  guint end = start + 3;
  const CrToken *hour = cr_token(r, end + 1); /* "19.02 at 17:00" */
  if (cr_token(r, start + 2)->digits == 2 && cr_token(r, start + 2)->value <= 12 &&
      cr_keyword(r, end) == W_AT && hour->kind == TOKEN_NUMBER && is_clock_number(r, end + 1))
    return TRUE;
  if (!cr_is_mark(r, end, '.') || !cr_is_glued(r, end) ||
      (cr_is_glued(r, end + 1) && cr_token(r, end + 1)->kind != TOKEN_MARK) ||
      cr_token(r, start + 2)->value > 12)
    return FALSE;
  CrKeyword before = start > 0 ? cr_keyword(r, start - 1) : W_NONE;
  gboolean padded = cr_token(r, start)->digits == 2 && cr_token(r, start + 2)->digits == 2;
  gboolean bounds = before == W_FROM || before == W_UNTIL; /* "from 5.2. to 9.2." */
  return before == W_ON || cr_clock_follows(r, end + 1) ||
         (bounds &&
          (padded || (!cr_token(r, end + 1)->title && cr_token(r, end + 1)->kind == TOKEN_WORD))) ||
         (padded && r->day_first && before != W_AT && before != W_AROUND) ||
         (r->day_first && takes_place(r, start) && cr_clock_may_end(r, end + 1));
}

/* 11/24, 24/11/2026, 11-24-2026, 24.11., 24.11.2026 */
static gboolean
read_numeric(CrReader *r, gboolean after_weekday, CrDateSpec *date) {
  guint start = r->i;
  const CrToken *a = cr_token(r, start), *sep = cr_token(r, start + 1), *b = cr_token(r, start + 2);
  if (a->digits < 1 || a->digits > 2 || sep->kind != TOKEN_MARK || sep->spaced ||
      !strchr("/-.", sep->mark) || b->kind != TOKEN_NUMBER || b->spaced || b->digits > 2 ||
      a->value < 1 || b->value < 1 || a->value > 31 || b->value > 31 ||
      (a->value > 12 && b->value > 12))
    return FALSE;
  if (start > 0 && cr_is_glued(r, start) && !cr_is_mark(r, start - 1, '(') &&
      !cr_is_mark(r, start - 1, ',') && !cr_is_mark(r, start - 1, '*'))
    return FALSE;
  *date = (CrDateSpec){.kind = DATE_NUMERIC, .a = a->value, .b = b->value};
  date->dotted = sep->mark == '.';
  const CrToken *sep2 = cr_token(r, start + 3), *year = cr_token(r, start + 4);
  if (sep2->kind == TOKEN_MARK && sep2->mark == sep->mark && !sep2->spaced &&
      year->kind == TOKEN_NUMBER && !year->spaced && (year->digits == 4 || year->digits == 2)) {
    date->year = year->digits == 2 ? 2000 + year->value : year->value;
    if (date->year < 1990 || date->year > 2100)
      return FALSE;
    const CrToken *after = cr_token(r, start + 5);
    gboolean range = cr_is_mark(r, start + 5, '-') && cr_is_mark(r, start + 7, '/');
    if (after->kind == TOKEN_MARK && !after->spaced && strchr("-/.", after->mark) && !range &&
        cr_is_glued(r, start + 6) && cr_token(r, start + 6)->kind == TOKEN_NUMBER)
      return FALSE; /* 10.0.0.1, 01/02/03/04 */
    if (sep->mark != '/' && year->digits == 2 && !after_weekday && !cr_clock_follows(r, start + 5))
      return FALSE; /* a version or a telephone number */
    r->i = start + 5;
    return TRUE;
  }
  if (sep->mark == '/') {
    if (!after_weekday && !slash_is_date(r, start, start + 3))
      return FALSE;
    r->i = start + 3;
    return TRUE;
  }
  if (sep->mark == '.' && b->value <= 12 && (after_weekday || dotted_is_date(r, start))) {
    r->i = start + 3;
    cr_skip_dot(r);
    return TRUE;
  }
  if (sep->mark == '-' && after_weekday && a->digits == 2 && b->digits == 2 && b->value > 12) {
    r->i = start + 3;
    return TRUE;
  }
  return FALSE;
}

/* "Plot No. 7/8", "invoice no. 0915-1430", and not "the answer is no. 11/24 …" */
static gboolean
is_numbered(const CrReader *r, guint i) {
  char no[8];
  i -= i > 0 && cr_is_mark(r, i - 1, '.');
  if (i == 0 || !cr_join_words(r, i - 1, 1, no, sizeof no) || strcmp(no, "no") != 0 ||
      r->text[cr_token(r, i - 1)->end] != '.')
    return FALSE;
  /* "No." begins an answer, "Plot No." does not. */
  gboolean begins = i < 2 || cr_token(r, i - 2)->sentence != cr_token(r, i - 1)->sentence;
  return (cr_token(r, i - 1)->title && !begins) ||
         (i > 1 && cr_token(r, i - 2)->word->marks & MARK_NAME);
}

gboolean
cr_is_named(const CrReader *r, guint i) {
  gboolean code = cr_token(r, i)->digits >= 4 && !cr_is_mark(r, i + 1, ':');
  if (is_numbered(r, i))
    return TRUE;
  if (i > 1 && (cr_is_mark(r, i - 1, ':') || cr_is_mark(r, i - 1, '#') ||
                (code && cr_keyword(r, i - 1) == W_IS)))
    i--; /* "ref: 11/24", "the code is 0930-1145" */
  const CrWord *word = i > 0 ? cr_token(r, i - 1)->word : NULL;
  return word && word->marks & MARK_NAME && !(word->marks & (MARK_CUE | MARK_FOLLOW)) &&
         word->keyword == W_NONE && !word->weekday;
}

/* "9/21 to 9/25", "04.05. to 08.05.": the second in the order of the first. */
static void
read_numeric_until(CrReader *r, CrDateSpec *date) {
  guint i = r->i;
  CrKeyword word = cr_keyword(r, i);
  const CrToken *a = cr_token(r, i + 1), *sep = cr_token(r, i + 2), *b = cr_token(r, i + 3);
  gboolean range = cr_is_mark(r, i, '-') || word == W_UNTIL || (word == W_TO && !r->moving) ||
                   (word == W_AND && r->between);
  if (!range || a->kind != TOKEN_NUMBER || a->digits > 2 ||
      !cr_is_mark(r, i + 2, date->dotted ? '.' : '/') || sep->spaced || b->kind != TOKEN_NUMBER ||
      b->spaced || b->digits > 2 || (date->dotted && (b->value > 12 || !cr_is_mark(r, i + 4, '.'))))
    return;
  date->until_a = a->value;
  date->until_b = b->value;
  r->i = i + 4 + date->dotted;
  const CrToken *year = cr_token(r, r->i + 1);
  int end = 0;
  if (cr_is_mark(r, r->i, '/') && cr_is_glued(r, r->i + 1) &&
      (year->digits == 4 || (date->year && year->digits == 2))) {
    end = year->value;
    r->i += 2;
  } else {
    cr_read_year(r, &end);
  }
  if (date->year == 0) {
    date->year = end;
    date->year_of_end = end > 0;
  }
}

/* A date that names its day by number. */
gboolean
cr_read_day(CrReader *r, gboolean after_weekday, CrDateSpec *date) {
  const CrToken *t = cr_token(r, r->i);
  guint start = r->i;
  if (t->kind == TOKEN_NUMBER) {
    if (start > 0 && cr_is_glued(r, start)) {
      const CrToken *before = cr_token(r, start - 1);
      if (before->kind == TOKEN_WORD || before->kind == TOKEN_NUMBER ||
          (before->kind == TOKEN_MARK && strchr("-_#$./+", before->mark)))
        return FALSE; /* REQ-2026-11-24, v24.11 */
    }
    if (cr_is_named(r, start))
      return FALSE;
    if (read_iso(r, date))
      return TRUE;
    if (read_numeric(r, after_weekday, date)) {
      read_numeric_until(r, date);
      return TRUE;
    }
    return read_day_month(r, date);
  }
  if (t->word->month)
    return read_month_day(r, date);
  if (t->word->ordinal)
    return read_day_month(r, date);
  return FALSE;
}

/* How many tokens part two days of a list: ",", "or", ", and", "/"; 0 when they do not. */
static guint
list_sign(const CrReader *r, guint i) {
  guint mark = cr_is_mark(r, i, ',') || cr_is_mark(r, i, '/') || cr_is_mark(r, i, '&');
  CrKeyword word = cr_keyword(r, i + mark);
  return mark + (word == W_OR || word == W_AND);
}

/* Walks over "5th, 6th or 8th", "5, 6 and 8": at least one day. The last tells its number. */
typedef struct {
  guint end, days;
  int last;
  gboolean ordinal; /* every one of them */
  gboolean hours;   /* they end in one: "2 or 3pm" */
} DayList;

/* sign: the tokens before the first one that tie it to others. */
static DayList
walk_days(const CrReader *r, guint i, guint sign) {
  DayList list = {.end = i - sign, .ordinal = TRUE};
  gboolean ends = FALSE; /* no day comes behind "and 19" */
  for (; list.days < MAX_LISTED_DAYS && !ends; sign = list_sign(r, list.end)) {
    guint at = list.end + sign;
    const CrToken *t = cr_token(r, at);
    if ((list.days > 0 && sign == 0) || t->kind != TOKEN_NUMBER || t->digits > 2)
      break;
    list.hours = is_clock_number(r, at);
    if (list.hours || t->value <= list.last || t->value > 31)
      break;
    gboolean ordinal = is_ordinal_suffix(r, at + 1);
    list.end = at + 1 + ordinal;
    list.last = t->value;
    list.ordinal = list.ordinal && ordinal;
    list.days++;
    ends = sign > 0 && cr_token(r, at - 1)->kind == TOKEN_WORD;
  }
  return list;
}

/* "17th or 18th June", "4, 5 and 6 January": the month comes with the last day of the list. */
static gboolean
lists_days_of_month(const CrReader *r, guint i) {
  DayList list = walk_days(r, i, 0);
  guint month = list.end + (cr_keyword(r, list.end) == W_OF);
  return list.days > 1 && !list.hours && cr_month_at(r, month) && !month_is_shy(r, month) &&
         !is_in_address(r, month + 1) && !cr_is_named(r, i); /* "items 4 and 5 may slip" */
}

/* "4th between 2 and 4pm" */
static gboolean
hours_begin(const CrReader *r, guint i) {
  return (cr_keyword(r, i) == W_BETWEEN || cr_keyword(r, i) == W_FROM) &&
         cr_token(r, i + 1)->kind == TOKEN_NUMBER;
}

/* "the 2nd and 3rd shift": behind the list of ordinals stands what they count. */
static gboolean
counts_things(const CrReader *r, guint i) {
  guint start = i;
  while (list_sign(r, i) == 1 && cr_token(r, i + 1)->kind == TOKEN_NUMBER &&
         is_ordinal_suffix(r, i + 2))
    i += 3;
  const CrToken *t = cr_token(r, i);
  if (hours_begin(r, i))
    return FALSE;
  return (i > start || !cr_is_mark(r, i, '-')) && !cr_clock_may_end(r, i) &&
         !cr_clock_follows(r, i) && t->kind != TOKEN_NUMBER && t->word->keyword != W_OF &&
         !cr_month_at(r, i);
}

/* the 24th [of next month], the second Tuesday of December */
gboolean
cr_read_day_of_month(CrReader *r, gboolean after_weekday, CrDateSpec *date) {
  guint start = r->i;
  gboolean the = cr_keyword(r, r->i) == W_THE;
  int day;
  gboolean ordinal;
  if (the)
    r->i++;
  guint number = r->i;
  if (read_day_month(r, date))
    return TRUE;
  gboolean last = cr_keyword(r, r->i) == W_LAST;
  int nth = last ? -1 : cr_token(r, r->i)->word->ordinal;
  if (nth == 0 && is_ordinal_suffix(r, r->i + 1) && cr_token(r, r->i)->value <= 5)
    nth = cr_token(r, r->i)->value;
  guint weekday_at = number + (cr_token(r, number)->kind == TOKEN_NUMBER ? 2 : 1);
  int weekday = cr_token(r, weekday_at)->word->weekday;
  if (nth && nth <= 5 && weekday) { /* the second Tuesday of December, of the month */
    r->i = weekday_at + 1;
    if (cr_keyword(r, r->i) == W_OF || cr_keyword(r, r->i) == W_IN) {
      guint i = r->i + 1;
      CrKeyword word = cr_keyword(r, i);
      *date = (CrDateSpec){.kind = DATE_NTH, .nth = nth, .weekday = weekday};
      if (word == W_THE || word == W_THIS || word == W_NEXT) {
        date->offset = word == W_NEXT;
        i++;
      }
      if (cr_keyword(r, i) == W_MONTH || cr_month_at(r, i)) {
        date->month = cr_month_at(r, i);
        r->i = i + 1;
        cr_read_year(r, &date->year);
        return TRUE;
      }
    }
    r->i = start;
    return FALSE;
  }
  r->i = number;
  gboolean listed = lists_days_of_month(r, number);
  if (is_clock_number(r, number) || !read_day_number(r, &day, &ordinal) ||
      (!ordinal && !(after_weekday && day > 12) && !listed) ||
      (cr_token(r, number)->kind != TOKEN_NUMBER && !(after_weekday && the) &&
       cr_keyword(r, r->i) != W_AT && !(start > 0 && cr_keyword(r, start - 1) == W_ON))) {
    r->i = start;
    return FALSE;
  }
  if (!the && !after_weekday) {
    CrKeyword prev = start > 0 ? cr_keyword(r, start - 1) : W_NONE;
    if (prev != W_ON && prev != W_OR && prev != W_AND && prev != W_UNTIL && prev != W_BY &&
        prev != W_TO && !listed) {
      r->i = start;
      return FALSE;
    }
  }
  char inst[8];
  if (ordinal && cr_join_words(r, r->i, 1, inst, sizeof inst) && strcmp(inst, "inst") == 0) {
    r->i++; /* "the 15th inst.": of this month */
    r->i += cr_is_mark(r, r->i, '.') && !cr_token(r, r->i)->spaced;
  }
  if (!after_weekday && !listed && counts_things(r, r->i)) {
    r->i = start; /* "the 3rd interview" */
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_DAY, .day = day};
  if (r->between || cr_is_mark(r, r->i, '-'))
    read_until(r, date);
  if (cr_keyword(r, r->i) == W_OF) {
    guint i = r->i + 1;
    if (cr_keyword(r, i) == W_THIS || cr_keyword(r, i) == W_NEXT || cr_keyword(r, i) == W_THE) {
      if (cr_keyword(r, i + 1) == W_MONTH) {
        date->offset = cr_keyword(r, i) == W_NEXT ? 1 : 0;
        r->i = i + 2;
      }
    }
  }
  return TRUE;
}

gboolean
cr_read_listed_day(CrReader *r, const CrWhen *last, CrDateSpec *date) {
  const CrToken *t = cr_token(r, r->i);
  guint sign = last ? list_sign(r, last->last) : 0;
  if (sign == 0 || last->last + sign != r->i || last->date.kind != DATE_DAY ||
      last->from.kind != CLOCK_NONE || !(last->date.month || last->date.listed) ||
      t->kind != TOKEN_NUMBER || t->value <= last->date.day)
    return FALSE;
  DayList list = walk_days(r, r->i, sign);
  gboolean comma = cr_is_mark(r, r->i - 1, ',');
  if (list.days == 0 || list.hours || cr_is_mark(r, list.end, ':') ||
      (list.days == 1 && comma && !list.ordinal && cr_clock_follows(r, r->i)) ||
      (list.ordinal && counts_things(r, list.end)) ||
      !(cr_clock_may_end(r, list.end) || cr_clock_follows(r, list.end) || hours_begin(r, list.end)))
    return FALSE;
  *date = (CrDateSpec){.kind = DATE_DAY, .day = t->value, .listed = TRUE};
  r->i += 1 + is_ordinal_suffix(r, r->i + 1);
  return TRUE;
}
