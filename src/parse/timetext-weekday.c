#include "parse/timetext-private.h"

#include <string.h>

/* The longest holiday's name here. */
const CrFeast *
cr_read_feast(CrReader *r) {
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

/* "Monday in two weeks" */
static void
read_weeks_on(CrReader *r, guint i, CrDateSpec *date) {
  const CrToken *t = cr_token(r, i);
  int weeks = t->kind == TOKEN_NUMBER ? t->value : t->word->number;
  if (weeks < 1 || weeks > 8 || cr_keyword(r, i + 1) != W_WEEK)
    return;
  date->which = WHICH_NEXT_WEEK;
  date->plus_days = 7 * (weeks - 1);
  r->i = i + 2 + (cr_keyword(r, i + 2) == W_TIME);
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
  } else if (bare && !of && word == W_WEEK &&
             (cr_clock_may_end(r, i + 1) || cr_clock_follows(r, i + 1))) {
    date->plus_days = 7;
    r->i = i + 1;
  } else if (bare && !of && word == W_FORTNIGHT) {
    date->plus_days = 14;
    r->i = i + 1;
  } else if (bare && !of && word == W_NEXT && cr_clock_may_end(r, i + 1) &&
             !cr_token(r, i + 1)->word->weekday) {
    date->which = WHICH_NEXT;
    r->i = i + 1;
  } else if (bare && word == W_NONE && of) {
    read_weeks_on(r, i, date);
  } else if (!of && word == W_AFTER && then == W_NEXT) {
    date->which = WHICH_AFTER_NEXT;
    r->i = i + 2;
  } else if (bare && !of && word == W_FOLLOWING && cr_clock_may_end(r, i + 1)) {
    date->which = WHICH_FOLLOWING;
    r->i = i + 1;
  }
}

/* "the Monday after Thanksgiving", "the Tuesday before Christmas", "Tuesday after the 4th". */
static void
read_feast_tail(CrReader *r, CrDateSpec *date) {
  CrKeyword side = cr_keyword(r, r->i);
  guint start = r->i;
  if (side != W_BEFORE && side != W_AFTER && side != W_FOLLOWING)
    return;
  r->i++;
  if (cr_keyword(r, r->i) == W_THE)
    r->i++;
  CrDateSpec day = {0};
  date->feast = cr_read_feast(r);
  if (date->feast == NULL)
    r->i = start + 1;
  gboolean dated = date->feast == NULL &&
                   (cr_read_day_of_month(r, FALSE, &day) || cr_read_day(r, FALSE, &day)) &&
                   day.kind == DATE_DAY;
  date->day = day.day;
  date->month = day.month;
  date->year = day.year;
  if (date->feast == NULL && !dated)
    r->i = start;
  else
    date->which = side == W_BEFORE ? WHICH_BEFORE_FEAST : WHICH_AFTER_FEAST;
}

/* "How does your Friday morning look?", "How is your Tuesday or Thursday?", but "How was your
 * Friday?" */
static gboolean
is_looked_at(const CrReader *r, guint i) {
  static const char *const words[] = {"look", "looks", "looking", "free", "open", NULL};
  guint next = i + 1 + (cr_token(r, i + 1)->word->part != 0);
  gboolean either = cr_keyword(r, next) == W_OR && cr_token(r, next + 1)->word->weekday;
  char word[16] = "";
  return cr_keyword(r, i - 1) == W_YOUR &&
         (either || (cr_join_words(r, next, 1, word, sizeof word) && g_strv_contains(words, word)));
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
      before != W_NEXT && before != W_LAST &&
      !(before == W_YOUR && cr_clock_follows(r, i + 1)) && /* "your Thursday 3pm slot" */
      !is_looked_at(r, i))
    return TRUE;
  char former[8] = "";
  if (i > 1 && cr_is_mark(r, i - 1, '-') && cr_is_glued(r, i - 1) && cr_is_glued(r, i) &&
      cr_join_words(r, i - 2, 1, former, sizeof former) && strcmp(former, "ex") == 0)
    return TRUE; /* an ex-Sun engineer */
  gboolean name = next->kind == TOKEN_WORD && next->spaced && !(next->word->marks & ~MARK_HELD) &&
                  !next->word->month && !next->word->part && !next->word->zone &&
                  !next->word->weekday && !next->word->keyword && !next->word->number &&
                  !next->word->ordinal;
  if (before == W_THE && next->kind == TOKEN_WORD && next->title && !next->word->month &&
      !next->word->part && !next->word->zone &&
      (!next->word->keyword || next->word->keyword == W_AFTER)) /* "Post" */
    return TRUE;                                                /* the Sunday Times */
  if (prev && prev->kind == TOKEN_NUMBER && next->kind == TOKEN_WORD && next->title &&
      next->word->marks & MARK_THINGS && !next->word->keyword)
    return TRUE; /* 12 Friday Street */
  if (cr_is_mark(r, i + 1, '.') && cr_is_glued(r, i + 1) && cr_is_glued(r, i + 2) &&
      cr_token(r, i + 2)->kind == TOKEN_WORD)
    return TRUE;                                                 /* monday.com */
  gboolean shy = t->word->weekday == 6 || t->word->weekday == 7; /* words of their own in small */
  if (t->end - t->start != 3 || !(shy || t->word->weekday == 1 || t->word->weekday == 3))
    return FALSE;
  if (prev && prev->word->month && prev->title && t->title && next->kind == TOKEN_WORD)
    return TRUE; /* June Sun */
  if (before == W_THE ||
      (name && t->title && before != W_ON && before != W_NEXT && before != W_THIS))
    return TRUE;
  gboolean listed =
      next->word->keyword == W_OR || next->word->keyword == W_AND || cr_is_mark(r, i + 1, '/');
  if (t->title || !shy || (listed && cr_token(r, i + 2)->word->weekday)) /* "sat or sun" */
    return FALSE;
  static const CrKeyword vouch[] = {W_ON, W_THIS,   W_NEXT,  W_LAST,      W_BY,
                                    W_OR, W_COMING, W_UNTIL, W_FOLLOWING, W_AROUND};
  for (gsize k = 0; k < G_N_ELEMENTS(vouch); k++)
    if (before == vouch[k])
      return FALSE;
  return !((next->kind == TOKEN_NUMBER || next->word->keyword == W_AT) &&
           (prev == NULL || prev->kind != TOKEN_WORD));
}

/* After a weekday: ", Nov 24", "the 24th", "(11/24)", "24". */
static void
read_weekday_date(CrReader *r, CrDateSpec *date) {
  guint start = r->i;
  CrDateSpec day;
  int weekday = date->weekday;
  cr_skip_dot(r);
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
  gboolean found = cr_read_day(r, TRUE, &day);
  if (!found) {
    r->i = here;
    found = cr_read_day_of_month(r, TRUE, &day);
    if (found && day.day && day.month == 0 && cr_is_mark(r, r->i, ':') && cr_is_glued(r, r->i + 1))
      found = FALSE; /* "Tuesday 15:30", but "Tuesday 15th: 10.00" */
  }
  const CrToken *number = cr_token(r, here);
  if (!found && !bracket && number->kind == TOKEN_NUMBER && number->digits <= 2 &&
      number->value >= 1 && number->value <= 31 && cr_is_mark(r, here + 1, ':') &&
      cr_is_glued(r, here + 1) && cr_token(r, here + 2)->kind == TOKEN_NUMBER &&
      cr_token(r, here + 2)->spaced) { /* "Mon 8: 10, 11.30" */
    day = (CrDateSpec){.kind = DATE_DAY, .day = number->value};
    r->i = here + 1;
    found = TRUE;
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

/* "Mittwoch (Wednesday) 13 May", "mardi/Tuesday" */
static void
skip_same_weekday(CrReader *r, int weekday) {
  const CrToken *mark = cr_token(r, r->i);
  gboolean bracket = cr_is_mark(r, r->i, '(');
  if (mark->kind != TOKEN_MARK || !strchr("(/-=|", mark->mark) ||
      cr_token(r, r->i + 1)->word->weekday != weekday || (bracket && !cr_is_mark(r, r->i + 2, ')')))
    return;
  r->i += bracket ? 3 : 2;
}

gboolean
cr_read_weekday(CrReader *r, CrDateSpec *date) {
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
  skip_same_weekday(r, t->word->weekday);
  read_weekday_date(r, date);
  if (date->kind == DATE_WEEKDAY) {
    read_weekday_range(r, date);
    read_weekday_tail(r, date);
    read_feast_tail(r, date);
  }
  return TRUE;
}
