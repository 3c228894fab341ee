#include "base/instant.h"
#include "parse/timetext-private.h"

#include <string.h>

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
  if (after == W_AM || after == W_PM || after == W_OCLOCK || after == W_H || after == W_HOUR)
    return TRUE;
  if (sign->kind == TOKEN_MARK && sign->mark == ':' && !sign->spaced)
    return cr_token(r, i + 2)->kind == TOKEN_NUMBER && cr_is_glued(r, i + 2);
  if (sign->kind == TOKEN_MARK && sign->mark == '.' && !sign->spaced && cr_is_glued(r, i + 2) &&
      cr_token(r, i + 2)->kind == TOKEN_NUMBER) {
    CrKeyword last = cr_keyword(r, i + 3);
    return last == W_AM || last == W_PM;
  }
  return FALSE;
}

/* [,] 2026 or '26 after a day and month. */
static void
read_year(CrReader *r, int *year) {
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

/* A month's name here; "may" and "march" are words unless written as names. */
static int
month_at(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  if (t->kind != TOKEN_WORD || t->word->month == 0)
    return 0;
  return t->word->month;
}

static gboolean
month_is_shy(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  return !t->title && (t->word->month == 5 || t->word->month == 3);
}

/* The full stop of "Nov." and "24.", not the one after "December". */
static void
skip_dot(CrReader *r) {
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
  if (cr_token(r, r->i)->word->weekday) {
    r->i++;
    skip_dot(r);
    if (cr_is_mark(r, r->i, ','))
      r->i++;
  }
  gboolean named = month_at(r, r->i) != 0;
  if (named) {
    month = month_at(r, r->i++);
    skip_dot(r);
  }
  guint number = r->i;
  gboolean found = read_day_number(r, &day, NULL) && !is_clock_number(r, number) &&
                   !(cr_is_mark(r, r->i, '-') && cr_is_glued(r, r->i)) &&
                   !(cr_token(r, r->i)->word->zone && cr_token(r, r->i)->upper);
  if (found && !named && month_at(r, r->i)) {
    month = month_at(r, r->i++);
    skip_dot(r);
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
  int month = month_at(r, r->i), day;
  gboolean ordinal;
  if (month == 0)
    return FALSE;
  gboolean shy = month_is_shy(r, r->i);
  if (shy && start > 0 && cr_token(r, start - 1)->kind == TOKEN_WORD &&
      !cr_token(r, start - 1)->word->keyword && !cr_token(r, start - 1)->word->weekday)
    return FALSE; /* you may 2nd that */
  r->i++;
  skip_dot(r);
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
  read_year(r, &date->year);
  return TRUE;
}

/* 24[th] [of] November [2026], 24-Nov-2026, 24-26 November */
static gboolean
read_day_month(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  int day, until = 0;
  gboolean ordinal;
  if (!read_day_number(r, &day, &ordinal))
    return FALSE;
  skip_dot(r);
  guint here = r->i;
  if (cr_is_mark(r, r->i, '-') || (cr_keyword(r, r->i) == W_TO && !r->moving) ||
      cr_keyword(r, r->i) == W_UNTIL) {
    r->i++;
    if (!month_at(r, r->i) && (!read_day_number(r, &until, NULL) || until <= day)) {
      r->i = here;
      until = 0;
    }
  }
  if (cr_keyword(r, r->i) == W_OF)
    r->i++;
  if (cr_is_mark(r, r->i, '-') || cr_is_mark(r, r->i, '/'))
    r->i++;
  int month = month_at(r, r->i);
  const CrToken *before = cr_token(r, r->i - 1);
  gboolean shy = month_is_shy(r, r->i) && !ordinal && before->kind == TOKEN_NUMBER &&
                 !cr_token(r, r->i + 1)->digits;
  if (month == 0 || shy) {
    r->i = start;
    return FALSE;
  }
  r->i++;
  skip_dot(r);
  *date = (CrDateSpec){.kind = DATE_DAY, .month = month, .day = day};
  if (until) {
    date->until_month = month;
    date->until_day = until;
  } else {
    read_until(r, date);
  }
  read_year(r, &date->year);
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

/* Words or signs around a/b that make it a date and not a fraction or rating. */
static gboolean
slash_is_date(const CrReader *r, guint start, guint end) {
  static const CrKeyword before[] = {W_ON, W_BY,  W_FROM,   W_UNTIL, W_BEFORE, W_AFTER,  W_FOR,
                                     W_OR, W_AND, W_AROUND, W_TO,    W_THIS,   W_BETWEEN};
  const CrToken *prev = start > 0 ? cr_token(r, start - 1) : NULL, *next = cr_token(r, end);
  if (r->vouched)
    return next->spaced || cr_clock_may_end(r, end);
  if (next->word->marks & MARK_THINGS && !(next->word->marks & MARK_FOLLOW))
    return FALSE;
  if (next->word->keyword == W_OF || cr_is_mark(r, end, '%'))
    return FALSE;
  if (cr_is_mark(r, end, '/') && cr_is_glued(r, end))
    return FALSE;
  int a = cr_token(r, start)->value, b = cr_token(r, start + 2)->value;
  gboolean idiom = (a == 24 && b == 7) || (a == 9 && b == 11) || (a == 50 && b == 50);
  if (next->word->keyword == W_AT || cr_is_mark(r, end, '@') ||
      (next->kind == TOKEN_NUMBER && is_clock_number(r, end)))
    return TRUE;
  if (idiom)
    return FALSE;
  if (prev == NULL || prev->kind == TOKEN_BREAK)
    return !(a == b && a == 1) && !(next->kind == TOKEN_WORD && !cr_clock_may_end(r, end));
  for (gsize k = 0; k < G_N_ELEMENTS(before); k++)
    if (prev->word->keyword == before[k])
      return cr_clock_may_end(r, end) || next->kind == TOKEN_NUMBER || cr_is_mark(r, end, '-');
  if (prev->word->weekday || prev->word->marks & MARK_LABEL)
    return TRUE;
  if (prev->kind == TOKEN_MARK && strchr("(,:*-|;?!.", prev->mark))
    return a > 5 || b > 5;
  return FALSE;
}

/* "24.11." with its last stop, after "on" or before a clock. */
static gboolean
dotted_is_date(const CrReader *r, guint start) {
  guint end = start + 3;
  if (!cr_is_mark(r, end, '.') || !cr_is_glued(r, end) || cr_is_glued(r, end + 1) ||
      cr_token(r, start + 2)->value > 12)
    return FALSE;
  CrKeyword before = start > 0 ? cr_keyword(r, start - 1) : W_NONE;
  return before == W_ON || cr_keyword(r, end + 1) == W_AT || is_clock_number(r, end + 1);
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
    if (after->kind == TOKEN_MARK && !after->spaced && strchr("-/.", after->mark) &&
        cr_is_glued(r, start + 6) && cr_token(r, start + 6)->kind == TOKEN_NUMBER)
      return FALSE; /* 10.0.0.1, 01/02/03/04 */
    if (sep->mark != '/' && year->digits == 2 && !after_weekday)
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
  if (sep->mark == '.' && (after_weekday || dotted_is_date(r, start))) {
    r->i = start + 3;
    skip_dot(r);
    return b->value <= 12;
  }
  if (sep->mark == '-' && after_weekday && a->digits == 2 && b->digits == 2 && b->value > 12) {
    r->i = start + 3;
    return TRUE;
  }
  return FALSE;
}

/* A date that names its day by number. */
static gboolean
read_absolute(CrReader *r, gboolean after_weekday, CrDateSpec *date) {
  const CrToken *t = cr_token(r, r->i);
  guint start = r->i;
  if (t->kind == TOKEN_NUMBER) {
    if (start > 0 && cr_is_glued(r, start)) {
      const CrToken *before = cr_token(r, start - 1);
      if (before->kind == TOKEN_WORD || before->kind == TOKEN_NUMBER ||
          (before->kind == TOKEN_MARK && strchr("-_#$./+", before->mark)))
        return FALSE; /* REQ-2026-11-24, v24.11 */
    }
    if (start > 0 && cr_token(r, start - 1)->word->marks & MARK_NAME &&
        cr_token(r, start - 1)->word->keyword != W_DAY && !cr_token(r, start - 1)->word->weekday)
      return FALSE;
    return read_iso(r, date) || read_numeric(r, after_weekday, date) || read_day_month(r, date);
  }
  if (t->word->month)
    return read_month_day(r, date);
  if (t->word->ordinal)
    return read_day_month(r, date);
  return FALSE;
}

/* the 24th [of next month], the second Tuesday of December */
static gboolean
read_the_day(CrReader *r, gboolean after_weekday, CrDateSpec *date) {
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
      if (cr_keyword(r, i) == W_MONTH || month_at(r, i)) {
        date->month = month_at(r, i);
        r->i = i + 1;
        read_year(r, &date->year);
        return TRUE;
      }
    }
    r->i = start;
    return FALSE;
  }
  r->i = number;
  if (!read_day_number(r, &day, &ordinal) || (!ordinal && !(after_weekday && day > 12)) ||
      cr_token(r, number)->kind != TOKEN_NUMBER) {
    r->i = start;
    return FALSE;
  }
  if (!the && !after_weekday) {
    CrKeyword prev = start > 0 ? cr_keyword(r, start - 1) : W_NONE;
    if (prev != W_ON && prev != W_OR && prev != W_AND && prev != W_UNTIL && prev != W_BY &&
        prev != W_TO)
      return FALSE;
  }
  if (!after_weekday && !cr_clock_may_end(r, r->i) && cr_token(r, r->i)->kind != TOKEN_NUMBER &&
      cr_keyword(r, r->i) != W_OF && !cr_is_mark(r, r->i, '-')) {
    r->i = start; /* "the 3rd interview" */
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_DAY, .day = day};
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

/* The longest holiday's name here. */
static const CrFeast *
read_feast(CrReader *r) {
  char name[48];
  if (!(cr_token(r, r->i)->word->marks & MARK_HOLIDAY))
    return NULL;
  for (guint words = 4; words >= 1; words--) {
    gsize used = cr_join_words(r, r->i, words, name, sizeof name);
    const CrFeast *feast = used ? cr_feast_find(name) : NULL;
    if (feast) {
      r->i += used;
      return feast;
    }
  }
  return NULL;
}

/* "of next week", "this week", "next week", "week" (Tuesday week), "after next". */
static void
read_weekday_tail(CrReader *r, CrDateSpec *date) {
  guint i = r->i;
  gboolean of = cr_keyword(r, i) == W_OF || cr_keyword(r, i) == W_IN;
  if (of)
    i++;
  else if (cr_is_mark(r, i, ',') && cr_keyword(r, i + 1) != W_WEEK &&
           cr_keyword(r, i + 2) == W_WEEK)
    i++;
  CrKeyword word = cr_keyword(r, i), then = cr_keyword(r, i + 1);
  gboolean bare = date->which == WHICH_BARE;
  if (of && word == W_THE && cr_keyword(r, i + 2) == W_WEEK && then == W_FOLLOWING) {
    date->which = WHICH_NEXT_WEEK;
    r->i = i + 3;
  } else if (bare && word == W_NEXT && then == W_WEEK) {
    date->which = WHICH_NEXT_WEEK;
    r->i = i + 2;
  } else if (bare && word == W_THIS && then == W_WEEK) {
    date->which = WHICH_THIS_WEEK;
    r->i = i + 2;
  } else if (bare && word == W_LAST && then == W_WEEK) {
    date->which = WHICH_LAST;
    date->offset = -1;
    r->i = i + 2;
  } else if (bare && !of && word == W_WEEK && cr_clock_may_end(r, i + 1)) {
    date->plus_days = 7;
    r->i = i + 1;
  } else if (bare && !of && word == W_FORTNIGHT) {
    date->plus_days = 14;
    r->i = i + 1;
  } else if (bare && !of && word == W_NEXT && cr_clock_may_end(r, i + 1) &&
             !cr_token(r, i + 1)->word->weekday) {
    date->which = WHICH_NEXT;
    r->i = i + 1;
  } else if (!of && word == W_AFTER && then == W_NEXT) {
    date->which = WHICH_AFTER_NEXT;
    r->i = i + 2;
  } else if (bare && !of && word == W_FOLLOWING && cr_clock_may_end(r, i + 1)) {
    date->which = WHICH_FOLLOWING;
    r->i = i + 1;
  }
}

/* "the Monday after Thanksgiving", "the Tuesday before Christmas". */
static void
read_feast_tail(CrReader *r, CrDateSpec *date) {
  CrKeyword side = cr_keyword(r, r->i);
  guint start = r->i;
  if (side != W_BEFORE && side != W_AFTER && side != W_FOLLOWING)
    return;
  r->i++;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  date->feast = read_feast(r);
  if (date->feast == NULL)
    r->i = start;
  else
    date->which = side == W_BEFORE ? WHICH_BEFORE_FEAST : WHICH_AFTER_FEAST;
}

/* Short and lower-case "sat", "sun", "mon", "wed" are words unless something vouches for them. */
static gboolean
weekday_is_word(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i), *next = cr_token(r, i + 1);
  const CrToken *prev = i > 0 ? cr_token(r, i - 1) : NULL;
  CrKeyword before = prev ? (CrKeyword) prev->word->keyword : W_NONE;
  if (t->word->marks & MARK_MANY)
    return TRUE;
  if (before == W_EVERY || before == W_MOST ||
      (before == W_OTHER && cr_keyword(r, i - 2) == W_EVERY))
    return TRUE;
  if (prev && prev->kind == TOKEN_WORD && prev->word->marks & MARK_GREETING && !t->owner &&
      before != W_NEXT && before != W_LAST)
    return TRUE;
  gboolean name = next->kind == TOKEN_WORD && next->spaced && !next->word->marks &&
                  !next->word->month && !next->word->part && !next->word->zone &&
                  !next->word->weekday && !next->word->keyword && !next->word->number &&
                  !next->word->ordinal;
  if (before == W_THE && next->kind == TOKEN_WORD && next->title && !next->word->month &&
      !next->word->part && !next->word->zone && !next->word->keyword)
    return TRUE; /* the Sunday Times */
  gboolean shy = t->end - t->start == 3 && (t->word->weekday == 6 || t->word->weekday == 7 ||
                                            t->word->weekday == 1 || t->word->weekday == 3);
  if (!shy)
    return FALSE;
  if (before == W_THE ||
      (name && t->title && before != W_ON && before != W_NEXT && before != W_THIS))
    return TRUE;
  gboolean numbered =
      (next->kind == TOKEN_NUMBER) || (cr_is_mark(r, i + 1, ',') || cr_is_mark(r, i + 1, '.'));
  if (t->title)
    return FALSE;
  static const CrKeyword vouch[] = {W_ON, W_THIS,   W_NEXT,  W_LAST,      W_BY,
                                    W_OR, W_COMING, W_UNTIL, W_FOLLOWING, W_AROUND};
  for (gsize k = 0; k < G_N_ELEMENTS(vouch); k++)
    if (before == vouch[k])
      return FALSE;
  if (t->word->weekday == 6 || t->word->weekday == 7)
    return !((next->kind == TOKEN_NUMBER || next->word->keyword == W_AT) &&
             (prev == NULL || prev->kind != TOKEN_WORD));
  return !numbered && !next->word->month && !next->word->part && next->word->keyword != W_AT;
}

/* After a weekday: ", Nov 24", "the 24th", "(11/24)", "24". */
static void
read_weekday_date(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrDateSpec day;
  int weekday = date->weekday;
  skip_dot(r);
  guint after_dot = r->i;
  gboolean bracket = FALSE;
  if (cr_is_mark(r, r->i, ',') || cr_is_mark(r, r->i, '-'))
    r->i++;
  else if (cr_is_mark(r, r->i, '|'))
    r->i++;
  else if (cr_is_mark(r, r->i, '(')) {
    bracket = TRUE;
    r->i++;
  }
  if (cr_keyword(r, r->i) == W_ON)
    r->i++;
  guint here = r->i;
  gboolean found = read_absolute(r, TRUE, &day);
  if (!found) {
    r->i = here;
    found = read_the_day(r, TRUE, &day);
    if (found && day.day && day.month == 0 && cr_is_mark(r, r->i, ':'))
      found = FALSE;
  }
  if (found && bracket) {
    found = cr_is_mark(r, r->i, ')');
    r->i++;
  }
  if (!found) {
    r->i = after_dot > start && !cr_is_glued(r, after_dot) ? after_dot : start;
    if (after_dot > start && cr_token(r, after_dot)->kind != TOKEN_NUMBER &&
        !cr_is_mark(r, after_dot, ','))
      r->i = start;
    return;
  }
  *date = day;
  date->weekday = weekday;
}

/* Monday to Wednesday, Mon-Fri */
static void
read_weekday_range(CrReader *r, CrDateSpec *date) {
  CrKeyword word = cr_keyword(r, r->i);
  guint i = r->i;
  if (cr_is_mark(r, i, '.') && cr_is_glued(r, i))
    word = cr_keyword(r, ++i);
  const CrToken *until = cr_token(r, i + 1);
  if ((cr_is_mark(r, i, '-') || word == W_UNTIL || (word == W_TO && !r->moving) ||
       (word == W_AND && r->between)) &&
      until->word->weekday && !(until->word->marks & MARK_MANY)) {
    date->until_weekday = until->word->weekday;
    r->i = i + 2;
  }
}

static gboolean
read_weekday(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrWhich which = WHICH_BARE;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  CrKeyword word = cr_keyword(r, r->i);
  if (word == W_THIS || word == W_NEXT || word == W_LAST || word == W_PAST || word == W_COMING ||
      word == W_FOLLOWING) {
    which = word == W_THIS                     ? WHICH_THIS
            : word == W_NEXT                   ? WHICH_NEXT
            : word == W_LAST || word == W_PAST ? WHICH_LAST
            : word == W_COMING                 ? WHICH_COMING
                                               : WHICH_FOLLOWING;
    r->i++;
    CrKeyword then = cr_keyword(r, r->i);
    if (word == W_THIS && (then == W_COMING || then == W_NEXT || then == W_LAST)) {
      which = then == W_COMING ? WHICH_COMING : then == W_LAST ? WHICH_LAST : WHICH_COMING;
      r->i++;
    }
  }
  const CrToken *t = cr_token(r, r->i);
  CrKeyword then = cr_keyword(r, r->i + 1);
  if (which == WHICH_LAST && (then == W_OF || then == W_IN)) {
    r->i = start; /* the last Friday of the month */
    return FALSE;
  }
  if (t->kind != TOKEN_WORD || t->word->weekday == 0 || weekday_is_word(r, r->i)) {
    r->i = start;
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_WEEKDAY, .weekday = t->word->weekday, .which = which};
  r->i++;
  if (t->owner)
    return TRUE;
  read_weekday_date(r, date);
  if (date->kind == DATE_WEEKDAY) {
    read_weekday_range(r, date);
    read_weekday_tail(r, date);
    read_feast_tail(r, date);
  }
  return TRUE;
}

/* "(Tuesday)", ", Tuesday the 24th" after tomorrow: the better date, checked. */
static void
read_apposition(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrDateSpec more;
  gboolean bracket = cr_is_mark(r, r->i, '(');
  if (bracket || cr_is_mark(r, r->i, ',') || cr_is_mark(r, r->i, '-'))
    r->i++;
  if (cr_keyword(r, r->i) == W_ON)
    r->i++;
  gboolean found = read_weekday(r, &more) || (r->i > start && read_absolute(r, FALSE, &more));
  if (found && bracket) {
    found = cr_is_mark(r, r->i, ')');
    r->i++;
  }
  if (found && more.kind == DATE_WEEKDAY)
    found = more.which == WHICH_BARE &&
            (bracket || cr_token(r, start)->kind == TOKEN_MARK || start + 1 == r->i);
  if (!found) {
    r->i = start;
    return;
  }
  if (more.kind == DATE_WEEKDAY)
    date->weekday = more.weekday;
  else
    *date = more;
}

/* today, tomorrow, yesterday, the day after tomorrow, the day before yesterday */
static gboolean
read_deictic(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  CrKeyword word = cr_keyword(r, r->i);
  int shift = 0;
  if (word == W_DAY &&
      (cr_keyword(r, r->i + 1) == W_AFTER || cr_keyword(r, r->i + 1) == W_BEFORE)) {
    shift = cr_keyword(r, r->i + 1) == W_AFTER ? 1 : -1;
    r->i += 2;
    word = cr_keyword(r, r->i);
    guint here = r->i;
    const CrFeast *feast = read_feast(r);
    if (feast) {
      *date = (CrDateSpec){.kind = DATE_FEAST, .feast = feast, .plus_days = shift};
      return TRUE;
    }
    r->i = here;
    if (word != W_TOMORROW && word != W_YESTERDAY) {
      r->i = start;
      return FALSE;
    }
  } else if (cr_keyword(r, start) == W_THE) {
    r->i = start;
    return FALSE;
  }
  if (word != W_TODAY && word != W_TOMORROW && word != W_YESTERDAY) {
    r->i = start;
    return FALSE;
  }
  const CrToken *next = cr_token(r, r->i + 1);
  if (cr_token(r, r->i)->owner && next->kind != TOKEN_NUMBER && !(next->word->marks & MARK_CUE)) {
    r->i = start; /* tomorrow's leaders */
    return FALSE;
  }
  r->i++;
  *date = (CrDateSpec){.kind = DATE_OFFSET,
                       .offset = (word == W_TODAY      ? 0
                                  : word == W_TOMORROW ? 1
                                                       : -1) +
                                 shift};
  if (cr_keyword(r, r->i) == W_WEEK && word == W_TOMORROW) {
    date->offset += 7;
    r->i++;
  } else if (!cr_token(r, r->i - 1)->owner) {
    read_apposition(r, date);
  }
  return TRUE;
}

/* A number of units: 2, two, a, a couple of, a few. 0 when none. */
static int
read_count(CrReader *r) {
  const CrToken *t = cr_token(r, r->i);
  CrKeyword word = cr_keyword(r, r->i);
  if (t->kind == TOKEN_NUMBER && t->digits <= 3) {
    r->i++;
    return t->value;
  }
  if (t->word->number) {
    r->i++;
    return t->word->number;
  }
  if (word != W_A && word != W_COUPLE)
    return 0;
  if (word == W_A)
    r->i++;
  if (cr_keyword(r, r->i) == W_COUPLE) {
    r->i++;
    if (cr_keyword(r, r->i) == W_OF)
      r->i++;
    return 2;
  }
  return 1;
}

gboolean
cr_read_span(CrReader *r, int *ret_minutes, int *ret_days) {
  guint start = r->i;
  *ret_minutes = *ret_days = 0;
  if (cr_keyword(r, r->i) == W_HALF ||
      (cr_keyword(r, r->i) == W_A && cr_keyword(r, r->i + 1) == W_HALF)) {
    r->i += cr_keyword(r, r->i) == W_A ? 2 : 1;
    if (cr_is_mark(r, r->i, '-'))
      r->i++;
    if (cr_keyword(r, r->i) == W_A)
      r->i++;
    if (cr_keyword(r, r->i) == W_HOUR) {
      r->i++;
      *ret_minutes = 30;
      return TRUE;
    }
    r->i = start;
    return FALSE;
  }
  guint quarter = r->i + (cr_keyword(r, r->i) == W_A);
  if (cr_keyword(r, quarter) == W_QUARTER && cr_keyword(r, quarter + 1) == W_OF &&
      cr_keyword(r, quarter + 3) == W_HOUR) {
    r->i = quarter + 4;
    *ret_minutes = 15;
    return TRUE;
  }
  int count = read_count(r), per_minutes = 0, per_days = 0;
  if (cr_is_mark(r, r->i, '-'))
    r->i++;
  gboolean half = FALSE; /* 1.5 hours, "one and a half hours" */
  if (cr_is_mark(r, r->i, '.') && cr_is_glued(r, r->i) && cr_token(r, r->i + 1)->value == 5) {
    half = TRUE;
    r->i += 2;
  } else if (cr_keyword(r, r->i) == W_AND && cr_keyword(r, r->i + 1) == W_A &&
             cr_keyword(r, r->i + 2) == W_HALF) {
    half = TRUE;
    r->i += 3;
  }
  CrKeyword unit = cr_keyword(r, r->i);
  if (unit == W_BUSINESS) {
    r->i = start;
    return FALSE;
  }
  per_minutes = unit == W_MINUTE ? 1 : unit == W_HOUR || (unit == W_H && count) ? 60 : 0;
  per_days = unit == W_DAY ? 1 : unit == W_WEEK ? 7 : unit == W_FORTNIGHT ? 14 : 0;
  if (count == 0 || count > 400 || (per_minutes == 0 && per_days == 0)) {
    r->i = start;
    return FALSE;
  }
  r->i++;
  *ret_minutes = count * per_minutes + (half ? per_minutes / 2 : 0);
  *ret_days = count * per_days;
  if (per_minutes == 60 && cr_keyword(r, r->i) == W_AND) { /* an hour and a half, and 10 minutes */
    guint here = r->i++;
    int minutes = 0;
    if (cr_keyword(r, r->i) == W_A && cr_keyword(r, r->i + 1) == W_HALF) {
      minutes = 30;
      r->i += 2;
    } else {
      minutes = read_count(r);
      if (cr_keyword(r, r->i) == W_MINUTE)
        r->i++;
      else
        minutes = 0;
    }
    if (minutes == 0)
      r->i = here;
    *ret_minutes += minutes;
  }
  return TRUE;
}

/* a week from Monday, two weeks from tomorrow, 3 days from now, 2 days ago, in 3 days, a week on
 * Tuesday, a week today. (Minutes and hours are clocks: see timetext-read.c.) */
static gboolean
read_distance(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  int minutes, days;
  gboolean in = cr_keyword(r, r->i) == W_IN;
  if (in)
    r->i++;
  if (!cr_read_span(r, &minutes, &days) || days == 0) {
    r->i = start;
    return FALSE;
  }
  CrKeyword word = cr_keyword(r, r->i);
  *date = (CrDateSpec){.kind = DATE_OFFSET, .offset = days};
  if (in) {
    if (word == W_TIME && cr_token(r, r->i - 1)->owner)
      r->i++;
    return cr_clock_may_end(r, r->i) || (r->i = start, FALSE);
  }
  if (word == W_AGO) {
    date->offset = -days;
    r->i++;
    return TRUE;
  }
  if (word == W_HENCE) {
    r->i++;
    return TRUE;
  }
  gboolean from = word == W_FROM || word == W_AFTER || word == W_ON;
  if (from)
    r->i++;
  if (from && word == W_FROM && cr_keyword(r, r->i) == W_NOW) {
    r->i++;
    return TRUE;
  }
  CrDateSpec base;
  gboolean whole_weeks = days % 7 == 0;
  if ((from || whole_weeks) && (read_deictic(r, &base) || (from && cr_read_date(r, &base)))) {
    *date = base;
    date->plus_days += days;
    date->weekday = base.kind == DATE_WEEKDAY ? base.weekday : 0;
    return TRUE;
  }
  r->i = start;
  return FALSE;
}

/* [early|mid|late|end of] (this|next|last) (week|month), the week after next, the week of Nov 30,
 * later this week, this weekend, EOW */
static gboolean
read_week(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrSlice slice = SLICE_WHOLE;
  CrKeyword word = cr_keyword(r, r->i);
  gboolean by_the = FALSE;
  if (word == W_EOW) {
    r->i++;
    *date = (CrDateSpec){.kind = DATE_WEEK, .slice = SLICE_END};
    if (cr_keyword(r, r->i) == W_NEXT && cr_keyword(r, r->i + 1) == W_WEEK) {
      date->offset = 1;
      r->i += 2;
    }
    return TRUE;
  }
  if (word == W_THE && (cr_keyword(r, r->i + 1) == W_END || cr_keyword(r, r->i + 1) == W_EARLY ||
                        cr_keyword(r, r->i + 1) == W_MID)) {
    r->i++;
    word = cr_keyword(r, r->i);
  }
  if (word == W_EARLY || word == W_MID || word == W_LATE || word == W_LATER || word == W_END) {
    slice = word == W_EARLY ? SLICE_EARLY
            : word == W_MID ? SLICE_MID
            : word == W_END ? SLICE_END
                            : SLICE_LATE;
    r->i++;
    if (cr_keyword(r, r->i) == W_OF || cr_keyword(r, r->i) == W_IN || cr_is_mark(r, r->i, '-'))
      r->i++;
    by_the = TRUE;
    word = cr_keyword(r, r->i);
  }
  if (word == W_THE) {
    r->i++;
    word = cr_keyword(r, r->i);
  }
  CrKeyword unit = cr_keyword(r, r->i + 1);
  if (word == W_WEEK && cr_keyword(r, r->i - 1) == W_THE) {
    CrKeyword then = cr_keyword(r, r->i + 1);
    if (then == W_AFTER && cr_keyword(r, r->i + 2) == W_NEXT) {
      r->i += 3;
      *date = (CrDateSpec){.kind = DATE_WEEK, .offset = 2, .slice = slice};
      return TRUE;
    }
    if (then == W_OF || then == W_AFTER || then == W_BEFORE) {
      CrDateSpec base;
      r->i += 2;
      const CrFeast *feast = NULL;
      if (cr_keyword(r, r->i) == W_THE && cr_token(r, r->i + 1)->word->marks & MARK_HOLIDAY)
        r->i++;
      gboolean found = read_absolute(r, TRUE, &base) || read_the_day(r, FALSE, &base);
      if (!found && (feast = read_feast(r)) != NULL) {
        base = (CrDateSpec){.kind = DATE_FEAST, .feast = feast};
        found = TRUE;
      }
      if (found) {
        *date = base;
        date->in_week = TRUE;
        date->slice = slice;
        date->plus_days = then == W_AFTER ? 7 : then == W_BEFORE ? -7 : 0;
        return TRUE;
      }
    }
    if (by_the) { /* the end of the week */
      r->i++;
      *date = (CrDateSpec){.kind = DATE_WEEK, .slice = slice};
      return TRUE;
    }
  }
  if (word == W_WEEK && by_the && slice == SLICE_END) { /* end of week */
    r->i++;
    *date = (CrDateSpec){.kind = DATE_WEEK, .slice = slice};
    return TRUE;
  }
  if (word == W_MONTH && by_the && slice == SLICE_END) {
    r->i++;
    *date = (CrDateSpec){.kind = DATE_MONTH, .slice = slice};
    return TRUE;
  }
  gboolean which =
      word == W_THIS || word == W_NEXT || word == W_LAST || word == W_FOLLOWING || word == W_COMING;
  if (which && (unit == W_COMING) && word == W_THIS) {
    r->i++;
    unit = cr_keyword(r, r->i + 1);
  }
  if (!which || (unit != W_WEEK && unit != W_MONTH && unit != W_WEEKEND)) {
    int month = by_the && slice != SLICE_WHOLE ? month_at(r, r->i) : 0; /* early December */
    if (month && cr_token(r, r->i)->title) {
      r->i++;
      *date = (CrDateSpec){.kind = DATE_MONTH, .month = month, .slice = slice};
      read_year(r, &date->year);
      return TRUE;
    }
    r->i = start;
    return FALSE;
  }
  r->i += 2;
  int offset = word == W_NEXT || word == W_FOLLOWING || word == W_COMING ? 1
               : word == W_LAST                                          ? -1
                                                                         : 0;
  *date = (CrDateSpec){
      .kind = unit == W_MONTH ? DATE_MONTH : DATE_WEEK, .offset = offset, .slice = slice};
  date->weekend = unit == W_WEEKEND;
  if (unit == W_WEEKEND && word == W_COMING)
    date->offset = 0;
  if (cr_token(r, r->i - 1)->owner) { /* this week's newsletter */
    r->i = start;
    return FALSE;
  }
  /* next week [,|on] Tuesday */
  guint here = r->i;
  CrDateSpec day;
  if (cr_is_mark(r, r->i, ',') || cr_keyword(r, r->i) == W_ON || cr_is_mark(r, r->i, ':'))
    r->i++;
  if (unit == W_WEEK && read_weekday(r, &day) &&
      (day.kind == DATE_WEEKDAY ? day.which == WHICH_BARE : TRUE)) {
    *date = day;
    if (day.kind == DATE_WEEKDAY) {
      date->which = offset > 0 ? WHICH_NEXT_WEEK : offset < 0 ? WHICH_LAST : WHICH_THIS_WEEK;
      date->offset = offset;
    }
    return TRUE;
  }
  r->i = here;
  return TRUE;
}

/* Thanksgiving, Christmas Eve: when something says that the day is meant. */
static gboolean
read_feast_day(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  static const CrKeyword vouch[] = {W_ON, W_BY, W_UNTIL, W_BEFORE, W_AFTER, W_TO};
  const CrFeast *feast = read_feast(r);
  gboolean sure = FALSE;
  for (gsize k = 0; feast && start > 0 && k < G_N_ELEMENTS(vouch); k++)
    sure |= cr_keyword(r, start - 1) == vouch[k];
  sure |= feast && (cr_keyword(r, r->i) == W_AT);
  if (!sure) {
    r->i = start;
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_FEAST, .feast = feast};
  return TRUE;
}

/* the same day, that day */
static gboolean
read_again(CrReader *r, CrDateSpec *date) {
  CrKeyword word = cr_keyword(r, r->i), then = cr_keyword(r, r->i + 1);
  guint i = r->i;
  if (word == W_THE) {
    i++;
    word = cr_keyword(r, i);
    then = cr_keyword(r, i + 1);
  }
  if (word == W_FOLLOWING && then == W_DAY) {
    *date = (CrDateSpec){.kind = DATE_AGAIN, .plus_days = 1};
    r->i = i + 2;
    return TRUE;
  }
  if (word == W_NEXT && then == W_DAY && i > r->i) {
    *date = (CrDateSpec){.kind = DATE_AGAIN, .plus_days = 1};
    r->i = i + 2;
    return TRUE;
  }
  if (word == W_DAY && then == W_AFTER && i > r->i && cr_clock_may_end(r, i + 2)) {
    *date = (CrDateSpec){.kind = DATE_AGAIN, .plus_days = 1};
    r->i = i + 2;
    return TRUE;
  }
  if ((word == W_SAME || word == W_THAT) && then == W_DAY) {
    *date = (CrDateSpec){.kind = DATE_AGAIN};
    r->i = i + 2;
    return TRUE;
  }
  return FALSE;
}

gboolean
cr_read_date(CrReader *r, CrDateSpec *ret_date) {
  const CrToken *t = cr_token(r, r->i);
  guint start = r->i;
  if (r->depth > 4)
    return FALSE;
  r->depth++;
  memset(ret_date, 0, sizeof *ret_date);
  gboolean found = FALSE;
  if (t->kind == TOKEN_WORD)
    found = read_deictic(r, ret_date) || read_again(r, ret_date) || read_week(r, ret_date) ||
            read_weekday(r, ret_date) || read_the_day(r, FALSE, ret_date) ||
            read_distance(r, ret_date) || read_feast_day(r, ret_date) ||
            read_absolute(r, FALSE, ret_date);
  else if (t->kind == TOKEN_NUMBER)
    found = read_absolute(r, FALSE, ret_date) || read_the_day(r, FALSE, ret_date) ||
            read_distance(r, ret_date);
  r->depth--;
  if (!found) {
    r->i = start;
    memset(ret_date, 0, sizeof *ret_date);
  }
  return found;
}
