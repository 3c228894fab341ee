#include "parse/timetext-private.h"

#include <string.h>

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
  gboolean found = cr_read_weekday(r, &more) || (r->i > start && cr_read_day(r, FALSE, &more));
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
    r->i += word == W_THE;
    const CrFeast *feast = cr_read_feast(r);
    if (feast) {
      *date = (CrDateSpec){.kind = DATE_FEAST, .feast = feast, .plus_days = shift};
      return TRUE;
    }
    r->i = here;
    if (cr_keyword(r, here) == W_THE && cr_read_day_of_month(r, FALSE, date)) {
      date->plus_days = shift; /* "the day after the 29th" */
      return TRUE;
    }
    r->i = here;
    CrKeyword joint = start > 1 ? cr_keyword(r, start - 1) : W_NONE;
    if (shift > 0 && (joint == W_OR || joint == W_AND) && cr_keyword(r, start - 2) == W_TOMORROW &&
        cr_clock_may_end(r, here)) {
      *date = (CrDateSpec){.kind = DATE_OFFSET, .offset = 2}; /* "tomorrow or the day after" */
      return TRUE;
    }
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
  if (cr_keyword(r, r->i) == W_WEEK && word != W_YESTERDAY) {
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

static gboolean
may_begin_span(const CrReader *r) {
  const CrToken *t = cr_token(r, r->i);
  CrKeyword word = cr_keyword(r, r->i);
  return t->kind == TOKEN_NUMBER || t->word->number || word == W_A || word == W_COUPLE ||
         word == W_HALF || word == W_QUARTER;
}

gboolean
cr_read_span(CrReader *r, int *ret_minutes, int *ret_days) {
  guint start = r->i;
  *ret_minutes = *ret_days = 0;
  if (!may_begin_span(r))
    return FALSE;
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
  if ((from || whole_weeks) && (read_deictic(r, &base) || (from && cr_read_date(r, &base)) ||
                                (days == 7 && cr_read_weekday(r, &base) &&
                                 base.kind == DATE_WEEKDAY))) { /* "a week Monday" */
    *date = base;
    date->plus_days += days;
    if (base.kind == DATE_WEEKDAY && base.which == WHICH_BARE)
      date->which = WHICH_COMING; /* unlike "Tuesday week", never from today */
    date->weekday = base.kind == DATE_WEEKDAY ? base.weekday : 0;
    return TRUE;
  }
  r->i = start;
  return FALSE;
}

/* "the week commencing" */
static gboolean
is_beginning(const CrReader *r, guint i) {
  static const char *const words[] = {"commencing", "beginning", "starting", NULL};
  char word[16] = "";
  return cr_join_words(r, i, 1, word, sizeof word) && g_strv_contains(words, word);
}

/* "KW 26", "calendar week 26" */
static gboolean
read_numbered_week(CrReader *r, CrDateSpec *date) {
  guint i = r->i;
  if (cr_keyword(r, i) == W_CALENDAR && cr_keyword(r, i + 1) == W_WEEK)
    i++;
  else if (cr_keyword(r, i) != W_KW)
    return FALSE;
  const CrToken *number = cr_token(r, i + 1);
  if (number->kind != TOKEN_NUMBER || number->value < 1 || number->value > 53 ||
      !cr_clock_may_end(r, i + 2))
    return FALSE;
  *date = (CrDateSpec){.kind = DATE_WEEK, .nth = number->value};
  r->i = i + 2;
  return TRUE;
}

/* "w/c 8 February": the week that commences so */
static gboolean
read_week_of(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  char c[4];
  if (cr_keyword(r, start) != W_WC || !cr_is_mark(r, start + 1, '/') ||
      !cr_join_words(r, start + 2, 1, c, sizeof c) || strcmp(c, "c") != 0)
    return FALSE;
  r->i += 3;
  if (cr_read_day(r, TRUE, date) || cr_read_day_of_month(r, TRUE, date) ||
      cr_read_weekday(r, date)) {
    date->in_week = TRUE;
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
  int nth = cr_token(r, r->i)->word->ordinal;
  if (nth >= 1 && nth <= 4 && unit == W_WEEK && slice == SLICE_WHOLE &&
      (cr_keyword(r, r->i + 2) == W_OF || cr_keyword(r, r->i + 2) == W_IN) &&
      cr_month_at(r, r->i + 3)) { /* the first week of January: the one with its 4th */
    *date = (CrDateSpec){.kind = DATE_DAY,
                         .month = cr_month_at(r, r->i + 3),
                         .day = 4 + 7 * (nth - 1),
                         .in_week = TRUE};
    r->i += 4;
    cr_read_year(r, &date->year);
    return TRUE;
  }
  gboolean the = cr_keyword(r, r->i - 1) == W_THE;
  if (word == W_WEEK && (the || unit == W_OF || is_beginning(r, r->i + 1))) {
    CrKeyword then = cr_keyword(r, r->i + 1);
    if (then == W_AFTER && cr_keyword(r, r->i + 2) == W_NEXT) {
      r->i += 3;
      *date = (CrDateSpec){.kind = DATE_WEEK, .offset = 2, .slice = slice};
      return TRUE;
    }
    gboolean of = then == W_OF || is_beginning(r, r->i + 1);
    if (of || then == W_AFTER || then == W_BEFORE) {
      CrDateSpec base;
      r->i += 2;
      const CrFeast *feast = NULL;
      if (cr_keyword(r, r->i) == W_THE && cr_token(r, r->i + 1)->word->marks & MARK_HOLIDAY)
        r->i++;
      gboolean found = cr_read_day(r, TRUE, &base) || cr_read_day_of_month(r, FALSE, &base);
      if (!found && (feast = cr_read_feast(r)) != NULL) {
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
    int month = by_the && slice != SLICE_WHOLE ? cr_month_at(r, r->i) : 0; /* early December */
    if (month && cr_token(r, r->i)->title) {
      r->i++;
      *date = (CrDateSpec){.kind = DATE_MONTH, .month = month, .slice = slice};
      cr_read_year(r, &date->year);
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
  if (unit == W_WEEK && cr_read_weekday(r, &day) &&
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

/* "New Year's Eve", "How about Boxing Day?": nothing else stands there, or it is asked about. */
static gboolean
is_feast_alone(const CrReader *r, guint start) {
  gboolean begins = start == 0 || cr_token(r, start - 1)->kind == TOKEN_BREAK;
  gboolean about = start > 0 && cr_keyword(r, start - 1) == W_AROUND && cr_is_mark(r, r->i, '?');
  CrTokenKind next = (CrTokenKind) cr_token(r, r->i)->kind;
  return about || (begins && (next == TOKEN_END || next == TOKEN_BREAK));
}

/* Thanksgiving, Christmas Eve: when something says that the day is meant. */
static gboolean
read_feast_day(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  static const CrKeyword vouch[] = {W_ON, W_BY, W_UNTIL, W_BEFORE, W_AFTER, W_TO};
  const CrFeast *feast = cr_read_feast(r);
  gboolean greets = start > 0 && cr_token(r, start - 1)->word->marks & MARK_GREETING;
  gboolean sure = feast && start > 1 && cr_keyword(r, start - 1) == W_FOR &&
                  cr_token(r, start - 2)->word->marks & MARK_REFUSE; /* "closed for Labor Day" */
  for (guint i = start + 1; feast && i < r->i; i++)                  /* "Easter Monday is out" */
    sure |= cr_token(r, i)->word->weekday && cr_clock_may_end(r, r->i) &&
            !(cr_token(r, start)->word->marks & MARK_GREETING);
  for (gsize k = 0; feast && start > 0 && k < G_N_ELEMENTS(vouch); k++)
    sure |= cr_keyword(r, start - 1) == vouch[k];
  sure |= feast && (cr_keyword(r, r->i) == W_AT || (cr_clock_follows(r, r->i) && !greets));
  if (!sure && !(feast && is_feast_alone(r, start))) {
    r->i = start;
    return FALSE;
  }
  *date = (CrDateSpec){.kind = DATE_FEAST, .feast = feast};
  read_apposition(r, date);
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
  if (word == W_THIS && then == W_DAY && cr_keyword(r, i + 2) == W_WEEK) {
    *date = (CrDateSpec){.kind = DATE_OFFSET, .offset = 7};
    r->i = i + 3;
    return TRUE;
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
    if (cr_keyword(r, r->i) == W_NEXT && cr_keyword(r, r->i + 1) == W_WEEK) {
      date->plus_days = 7;
      r->i += 2;
    }
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
            read_week_of(r, ret_date) || read_numbered_week(r, ret_date) ||
            cr_read_weekday(r, ret_date) || cr_read_day_of_month(r, FALSE, ret_date) ||
            read_distance(r, ret_date) || read_feast_day(r, ret_date) ||
            cr_read_day(r, FALSE, ret_date);
  else if (t->kind == TOKEN_NUMBER)
    found = cr_read_day(r, FALSE, ret_date) || cr_read_day_of_month(r, FALSE, ret_date) ||
            read_distance(r, ret_date);
  r->depth--;
  if (!found) {
    r->i = start;
    memset(ret_date, 0, sizeof *ret_date);
  }
  return found;
}
