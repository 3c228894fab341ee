#include "parse/timetext-private.h"

#include <string.h>

/* What a when doesn't say itself it takes from its neighbours: date, clock, zone, tense, role. */

#define MAX_CARRY_TOKENS 120 /* a date said further away no longer speaks for a bare clock */
#define MAX_LOOK_BACK 24
#define MAX_PAIR_TOKENS 8 /* between the two zones' clocks of one time */

/* "great meeting you", "thanks for your time": past after praise or thanks in the same clause. */
static gboolean
is_praised(const CrReader *r, guint i) {
  guint32 sentence = cr_token(r, i)->sentence;
  for (guint k = 1; k <= 5 && k <= i; k++) {
    const CrToken *t = cr_token(r, i - k);
    if (t->sentence != sentence || t->kind == TOKEN_MARK || t->kind == TOKEN_BREAK)
      return FALSE;
    if (t->word->marks & MARK_PRAISE)
      return cr_keyword(r, i - k - 1) != W_A || k == 1 || !(t->word->marks & MARK_GREETING);
  }
  return FALSE;
}

static gboolean
is_clause_end(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  if (t->kind == TOKEN_MARK)
    return strchr(",;:", t->mark) != NULL || (t->mark == '-' && t->spaced);
  return t->word->keyword == W_BUT;
}

/* "Sorry about Monday", "thanks for Tuesday" */
static gboolean
is_regretted(const CrReader *r, const CrWhen *w) {
  if (w->first < 2 || w->date.kind != DATE_WEEKDAY || w->date.which != WHICH_BARE ||
      w->from.kind != CLOCK_NONE)
    return FALSE;
  CrKeyword about = cr_keyword(r, w->first - 1);
  const CrWord *said = cr_token(r, w->first - 2)->word;
  return (about == W_AROUND || about == W_FOR) && said->marks & MARK_PRAISE &&
         !(said->marks & MARK_GREETING);
}

static gboolean
speaks_of_past(const CrReader *r, const CrWhen *w, const CrWhen *before) {
  guint32 sentence = cr_sentence_of(r, w);
  const CrToken *first = cr_token(r, w->first);
  if (w->date.kind == DATE_OFFSET)
    return w->date.offset < 0;
  if (w->date.which == WHICH_LAST || is_regretted(r, w))
    return TRUE;
  gboolean ended = FALSE, praised = FALSE;
  for (guint i = w->first, k = 0; i-- > 0 && k < MAX_LOOK_BACK; k++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence != sentence)
      break;
    if (before && i >= before->first && i < before->last)
      continue;
    ended |= is_clause_end(r, i);
    if (t->word->marks & MARK_FUTURE)
      return FALSE;
    if (t->word->marks & MARK_PAST && !ended)
      return TRUE;
    praised |= t->word->marks & MARK_GERUND && !ended && is_praised(r, i);
  }
  if (praised)
    return TRUE;
  for (guint i = w->last; i < w->last + 3 && first->kind != TOKEN_END; i++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence != sentence || t->kind == TOKEN_MARK || t->word->marks & MARK_FUTURE)
      break;
    if (t->word->keyword == W_WAS || t->word->marks & MARK_WENT)
      return !(cr_token(r, i + 1)->word->marks & (MARK_MOVE | MARK_FUTURE));
  }
  return FALSE;
}

static void
find_tense(const CrReader *r, GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    CrWhen *before = i > 0 ? cr_when_at(whens, i - 1) : NULL;
    w->past |= speaks_of_past(r, w, before);
    if (before && before->past && cr_is_list_joint(w->joint) && w->date.kind == DATE_WEEKDAY &&
        w->date.which == WHICH_BARE)
      w->past = TRUE;
    const CrToken *t = w->first > 0 ? cr_token(r, w->first - 1) : NULL;
    CrKeyword word = t ? (CrKeyword) t->word->keyword : W_NONE;
    w->ours = word == W_OUR || word == W_YOUR || word == W_MY || word == W_THE;
    for (guint k = 1; k <= 6 && k <= w->first; k++) {
      const CrToken *said = cr_token(r, w->first - k);
      w->ours |= said->sentence == cr_sentence_of(r, w) && said->word->marks & MARK_AGREED;
    }
  }
}

/* "except Wednesday", "apart from the 14th", "but not Friday at 10" */
static gboolean
is_excepted(const CrReader *r, const CrWhen *w) {
  guint i = w->first;
  while (i > 0 && (cr_keyword(r, i - 1) == W_ON || cr_keyword(r, i - 1) == W_THE ||
                   cr_keyword(r, i - 1) == W_AT || cr_keyword(r, i - 1) == W_FOR))
    i--;
  CrKeyword lead = cr_keyword(r, i - 1), before = cr_keyword(r, i - 2); /* none before the first */
  guint32 marks = cr_token(r, i - 1)->word->marks, marks_before = cr_token(r, i - 2)->word->marks;
  return marks & MARK_EXCEPT || (lead == W_FROM && marks_before & MARK_EXCEPT) ||
         (lead == W_THAN && before == W_OTHER) ||
         (lead == W_NOT && before == W_BUT && cr_is_date_only(w));
}

/* "mind that the clocks change on Sunday", "DST ends on 1 November" */
static gboolean
is_of_clocks(const CrReader *r, const CrWhen *w) {
  char word[10];
  for (guint k = 1; k <= 6 && k <= w->first && cr_is_date_only(w); k++) {
    guint i = w->first - k;
    if (cr_token(r, i)->sentence != cr_sentence_of(r, w))
      return FALSE;
    if (cr_token(r, i)->kind == TOKEN_WORD && cr_join_words(r, i, 1, word, sizeof word) &&
        (strcmp(word, "clocks") == 0 || strcmp(word, "dst") == 0))
      return TRUE;
  }
  return FALSE;
}

/* What is not offered. */
static void
drop_excepted(const CrReader *r, GArray *whens) {
  gboolean last = FALSE;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    last = is_excepted(r, w) || is_of_clocks(r, w) ||
           (last && cr_is_date_only(w) && (w->joint == 'o' || w->joint == '&'));
    if (last)
      g_array_remove_index(whens, i--);
  }
}

static gboolean
repeats_day(const CrDateSpec *first, const CrDateSpec *again) {
  if (first->kind == DATE_DAY) /* "13. Mai (Wednesday 13 May)" */
    return again->kind == DATE_DAY && again->day == first->day && again->month == first->month &&
           !first->until_day;
  return first->kind == DATE_WEEKDAY && first->which == WHICH_BARE && !first->until_weekday &&
         again->kind != DATE_WEEKDAY && again->weekday == first->weekday;
}

/* "Montag, sorry, Monday 11.05. at 10:00", "mardi = Tuesday 12 May, 9h30": the same day again, in
 * whose words it is whole. */
static void
drop_repeated_weekdays(const CrReader *r, GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    const CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    gboolean again = cr_is_date_only(before) && repeats_day(&before->date, &w->date) &&
                     cr_sentence_of(r, w) == cr_token(r, before->last - 1)->sentence &&
                     w->first - before->last <= 5;
    for (guint k = before->last, words = 0; k < w->first && again; k++) {
      CrKeyword word = cr_keyword(r, k);
      words += cr_token(r, k)->kind == TOKEN_WORD;
      again = words <= 2 && !cr_is_mark(r, k, '?') && word != W_OR && word != W_AND &&
              word != W_TO && word != W_NOT && word != W_BUT && word != W_UNTIL && word != W_THAN &&
              word != W_OF;
    }
    if (again)
      g_array_remove_index(whens, i - 1);
  }
}

/* "Tuesday 12 or Wednesday 13 at 3pm": the number is the day's, as the next one's is. */
static void
find_listed_days(GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    const CrWhen *w = cr_when_at(whens, i);
    CrWhen *before = cr_when_at(whens, i - 1);
    int apart = (w->date.weekday - before->date.weekday + 7) % 7;
    if (w->date.kind != DATE_DAY || !w->date.weekday || before->date.kind != DATE_WEEKDAY ||
        before->from.kind != CLOCK_TIME || !before->from.bare || before->from.minute ||
        before->from.half != HALF_UNSAID || before->to.kind != CLOCK_NONE ||
        !cr_is_list_joint(w->joint) || before->from.hour + apart != w->date.day)
      continue;
    before->date = (CrDateSpec){.kind = DATE_DAY,
                                .day = before->from.hour,
                                .month = w->date.month,
                                .year = w->date.year,
                                .weekday = before->date.weekday};
    before->from.kind = CLOCK_NONE;
  }
}

/* "Either Tuesday or Thursday" is one week's, also on a Wednesday. */
static void
keep_weekdays_in_order(GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    const CrWhen *before = cr_when_at(whens, i - 1);
    if (cr_is_list_joint(w->joint) && !w->past && !before->past && w->role == before->role &&
        w->date.kind == DATE_WEEKDAY && before->date.kind == DATE_WEEKDAY &&
        w->date.which == WHICH_BARE && !w->date.plus_days && !before->date.plus_days &&
        (before->date.which == WHICH_BARE || before->date.which == WHICH_LISTED) &&
        w->date.weekday > before->date.weekday)
      w->date.which = WHICH_LISTED;
  }
}

/* "Tuesday or Wednesday at 2", "Monday or Tuesday next week": the end of a list speaks for all of
 * it. */
static void
share_leftward(GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (!cr_is_list_joint(w->joint))
      continue;
    gboolean weekdays = w->date.kind == DATE_WEEKDAY && before->date.kind == DATE_WEEKDAY;
    if (cr_is_date_only(before) && w->date.kind != DATE_NONE && w->from.kind != CLOCK_NONE &&
        !w->clock_first && w->from.kind != CLOCK_DELTA && before->date.kind != DATE_WEEK) {
      before->from = w->from;
      before->to = w->to;
      before->bound = w->bound;
      before->clock_shared = TRUE;
      if (before->zone.kind == SAID_NONE)
        before->zone = w->zone;
    }
    if (weekdays && before->date.which == WHICH_BARE &&
        (w->date.which == WHICH_NEXT_WEEK || w->date.which == WHICH_THIS_WEEK))
      before->date.which = w->date.which;
    if (w->date.kind == DATE_DAY && before->date.kind == DATE_DAY && w->date.month &&
        !before->date.month) {
      before->date.month = w->date.month;
      before->date.month_shared = TRUE;
      before->date.year = w->date.year;
    }
    /* 8 or 9 pm: both in the evening; 10 or 2pm: not */
    if (cr_is_clock(w) && cr_is_clock(before) && before->from.half == HALF_UNSAID &&
        before->from.hour <= 12 && before->to.kind == CLOCK_NONE &&
        (w->date.kind == DATE_NONE || before->date.kind == DATE_NONE) &&
        (w->from.half == HALF_AM || w->from.half == HALF_PM)) {
      int a = before->from.hour % 12 * 60 + before->from.minute,
          b = w->from.hour % 12 * 60 + w->from.minute;
      if (a < b && (w->from.half == HALF_PM || a >= 420))
        before->from.half = w->from.half;
    }
  }
}

/* "2pm on Tuesday or Wednesday", "next Monday or Tuesday", "Nov 24 or 25". */
static void
share_rightward(GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (!cr_is_list_joint(w->joint))
      continue;
    gboolean took = FALSE;
    if (cr_is_date_only(w) && before->clock_first && before->date.kind != DATE_NONE &&
        cr_is_clock(before) && w->date.kind != DATE_WEEK) {
      w->from = before->from;
      w->to = before->to;
      w->zone = before->zone;
      w->bound = before->bound;
      w->clock_first = took = TRUE;
    }
    if (w->date.kind == DATE_WEEKDAY && before->date.kind == DATE_WEEKDAY &&
        w->date.which == WHICH_BARE && (!cr_is_clock(before) || took || before->clock_shared) &&
        (before->date.which == WHICH_NEXT || before->date.which == WHICH_NEXT_WEEK ||
         before->date.which == WHICH_THIS_WEEK))
      w->date.which = before->date.which;
    if (w->date.kind == DATE_DAY && before->date.kind == DATE_DAY && !w->date.month &&
        before->date.month) {
      w->date.month = before->date.month;
      w->date.month_shared = TRUE;
      if (w->date.day > before->date.day)
        w->date.year = before->date.year;
      else if (!w->date.weekday)
        w->date.month = before->date.month % 12 + 1;
    }
    if (w->date.kind == DATE_NONE && cr_is_clock(w) && cr_is_clock(before) &&
        w->from.half == HALF_UNSAID && before->from.half == HALF_PM &&
        before->from.hour % 12 >= 6 && w->from.hour > before->from.hour % 12 && w->from.hour < 12)
      w->from.half = HALF_PM;
  }
}

/* "I'm out Thursday", "Tuesday won't work": no day for the clocks of later sentences. */
static gboolean
is_refused(const CrReader *r, const CrWhen *w) {
  guint32 sentence = cr_sentence_of(r, w);
  for (guint i = w->first > 8 ? w->first - 8 : 0; i < w->last + 5 && i < r->n; i++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence == sentence && t->word->marks & MARK_REFUSE)
      return TRUE;
  }
  return FALSE;
}

/* "10am, 1pm or 4pm tomorrow", "3:30 instead of 2 tomorrow": the date at the end is every clock's.
 */
static const CrWhen *
date_of_list(const CrReader *r, GArray *whens, guint i) {
  guint32 sentence = cr_sentence_of(r, cr_when_at(whens, i));
  for (guint k = i + 1; k < whens->len && k < i + 8; k++) {
    const CrWhen *w = cr_when_at(whens, k);
    gboolean tied = cr_is_list_joint(w->joint) || w->pair >= 0 || w->role == CR_TIME_OLD;
    if (cr_sentence_of(r, w) != sentence || !tied || !cr_is_clock(w))
      return NULL;
    if (w->date.kind != DATE_NONE)
      return w->clock_first ? w : NULL;
  }
  return NULL;
}

static void
carry_dates(const CrReader *r, GArray *whens) {
  int last = -1;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    if (w->has_delay)
      continue;
    if (w->date.kind != DATE_NONE) {
      gboolean former = cr_is_date_only(w) && w->role == CR_TIME_OLD && last >= 0 &&
                        cr_when_at(whens, (guint) last)->role == CR_TIME_NEW;
      last = former ? last : (int) i; /* "Thursday replaces Wednesday, still at 2" */
      continue;
    }
    if (w->from.kind == CLOCK_DELTA || (w->past && w->joint == 0))
      continue;
    const CrWhen *listed = date_of_list(r, whens, i);
    if (listed &&
        (last < 0 || cr_sentence_of(r, cr_when_at(whens, (guint) last)) != cr_sentence_of(r, w))) {
      w->date = listed->date;
      w->date_carried = TRUE;
      continue;
    }
    /* a date further on in the same sentence: "2pm would suit me on Tuesday" */
    guint n = i + 1; /* behind the same hour on other clocks: "your 3pm is my 10am, tomorrow" */
    while (n < whens->len && cr_when_at(whens, n)->pair >= 0)
      n++;
    CrWhen *next = n < whens->len ? cr_when_at(whens, n) : NULL;
    CrWhen *from = last >= 0 ? cr_when_at(whens, (guint) last) : NULL;
    gboolean same = from && cr_sentence_of(r, from) == cr_sentence_of(r, w);
    if (!same && next && cr_is_date_only(next) && next->date.kind != DATE_WEEK &&
        next->date.kind != DATE_MONTH && cr_sentence_of(r, next) == cr_sentence_of(r, w) &&
        next->first - cr_when_at(whens, n - 1)->last < 8 &&
        cr_keyword(r, next->first - 1) != W_OR) {
      w->date = next->date;
      w->date_carried = TRUE;
      next->dropped = TRUE;
      continue;
    }
    /* clocks of one sentence are of one day */
    CrWhen *clock = i > 0 ? cr_when_at(whens, i - 1) : NULL;
    if (from == NULL && clock && cr_is_clock(clock) && clock->date.kind == DATE_NONE &&
        !clock->past && !w->past && clock->zone.kind == w->zone.kind &&
        cr_sentence_of(r, clock) == cr_sentence_of(r, w)) {
      w->date = (CrDateSpec){.kind = DATE_AGAIN};
      continue;
    }
    if (from == NULL || w->first - from->last > MAX_CARRY_TOKENS || from->date.kind == DATE_WEEK ||
        from->date.kind == DATE_MONTH || from->from.kind == CLOCK_DELTA)
      continue;
    if (!same &&
        (from->past || is_refused(r, from) || cr_sentence_of(r, w) - cr_sentence_of(r, from) > 3))
      continue;
    w->date = from->date;
    w->date_carried = TRUE;
    w->past |= from->past;
    if (cr_is_date_only(from) && from->date.until_day == 0 && from->date.until_weekday == 0)
      from->dropped = TRUE;
    if (from->from.kind == CLOCK_PART && w->from.half == HALF_UNSAID && w->from.hour <= 12) {
      w->from.half = cr_half_of_part(from->from.part, w->from.hour);
      from->dropped = TRUE;
    }
    last = (int) i;
  }
}

/* "Are you free next week? Tuesday at 2 or Wednesday?", "Week commencing 15 June: Mon 10:00, Wed
 * 2:00": these are that week's. */
static void
carry_week(const CrReader *r, GArray *whens) {
  int week = -1;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *from = week >= 0 ? cr_when_at(whens, (guint) week) : NULL;
    if (w->date.of_week) {
      week = (int) i;
    } else if ((w->date.kind == DATE_WEEK || w->date.in_week) && w->date.slice != SLICE_END &&
               !w->date.weekend && w->from.kind == CLOCK_NONE) {
      week = w->date.offset == 0 || w->date.offset == 1 ? (int) i : -1;
    } else if (from && w->date.kind == DATE_WEEKDAY && w->date.which == WHICH_BARE && !w->past &&
               w->first - from->last < MAX_CARRY_TOKENS) {
      int weekday = w->date.weekday;
      if (from->date.in_week || from->date.of_week || from->date.nth) {
        w->date = from->date;
        w->date.in_week = FALSE;
        w->date.of_week = weekday;
      } else if (from->date.offset == 1) {
        w->date.which = WHICH_NEXT_WEEK;
      }
      from->dropped |= !from->date.of_week;
    }
  }
}

/* "8-9am or 5-6pm any day next week": hours of no one day name no instant. */
static void
drop_hours_of_any_day(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    const CrWhen *week = cr_when_at(whens, i);
    char any[8] = "";
    if (week->date.kind != DATE_WEEK || week->first < 2 ||
        cr_keyword(r, week->first - 1) != W_DAY ||
        !cr_join_words(r, week->first - 2, 1, any, sizeof any) || strcmp(any, "any") != 0)
      continue;
    for (guint k = i; k-- > 0;) {
      CrWhen *w = cr_when_at(whens, k);
      if (cr_sentence_of(r, w) != cr_sentence_of(r, week) || w->date.kind != DATE_NONE)
        break;
      w->dropped = TRUE;
    }
  }
}

/* "between Tuesday and Thursday, 2pm": an hour of several days names no one instant. */
static void
drop_hours_of_ranges(GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    if (!cr_is_clock(w) || !(w->date.until_weekday || w->date.until_day || w->date.until_a))
      continue;
    w->dropped |= w->date_carried;
    w->from = w->to = (CrClock){.kind = CLOCK_NONE};
  }
}

static gboolean
is_whose(const CrWhen *w) {
  return w->zone.kind == SAID_YOURS || w->zone.kind == SAID_MINE;
}

/* "15:00 (16:00 in Paris)": the zone is that of the second clock alone. */
static gboolean
is_restated(const CrWhen *w, const CrWhen *next) {
  return (next->joint == '(' || next->joint == '=') && cr_is_clock(next) &&
         (next->date.kind == DATE_NONE || next->date_carried) &&
         (next->from.hour != w->from.hour || next->from.minute != w->from.minute);
}

/* A zone said once speaks for the clocks beside it: first those of its own sentence, else those
 * that follow. */
static void
carry_zones(const CrReader *r, GArray *whens) {
  const CrWhen *said = NULL;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    if (w->zone.kind != SAID_NONE) {
      const CrWhen *before = i > 0 ? cr_when_at(whens, i - 1) : NULL;
      if (before == NULL || before->zone.kind != SAID_NONE || !is_restated(before, w))
        said = w;
      continue;
    }
    if (!cr_is_clock(w) && w->from.kind != CLOCK_PART)
      continue;
    const CrWhen *from = NULL;
    for (guint k = i + 1; k < whens->len && k < i + 12 && from == NULL; k++) {
      const CrWhen *later = cr_when_at(whens, k);
      gboolean near_by =
          cr_sentence_of(r, later) == cr_sentence_of(r, w) ||
          (said == NULL && later->first - w->last < MAX_CARRY_TOKENS && !is_whose(later));
      if (!near_by || (k == i + 1 && is_restated(w, later)))
        break;
      if (later->zone.kind != SAID_NONE && cr_is_clock(later))
        from = later;
    }
    gboolean said_here = said && cr_sentence_of(r, said) == cr_sentence_of(r, w);
    if (said && (from == NULL || said_here) && (said_here || !is_whose(said)))
      from = said;
    if (from && w->from.kind != CLOCK_DELTA && !w->past == !from->past) {
      w->zone = from->zone;
      w->zone_carried = TRUE;
    }
  }
}

/* "10 or 2:30, both your time": for the clocks of the sentence. */
static void
find_shared_zone(CrReader *r, GArray *whens, guint i) {
  guint length = cr_token(r, i)->end - cr_token(r, i)->start;
  char word[8];
  if (length < 3 || length > 4 || !cr_join_words(r, i, 1, word, sizeof word) ||
      (strcmp(word, "all") != 0 && strcmp(word, "both") != 0))
    return;
  CrZoneSaid zone = {0};
  r->i = i + 1;
  for (guint k = 0; cr_read_zone(r, &zone) && k < whens->len; k++) {
    CrWhen *w = cr_when_at(whens, k);
    if (w->first < i && cr_sentence_of(r, w) == cr_token(r, i)->sentence &&
        w->zone.kind == SAID_NONE)
      w->zone = zone;
    r->i = i + 1;
  }
}

/* "(all times ET)", "times are in Pacific": a zone without a clock, for the clocks without a zone.
 */
static void
find_common_zone(CrReader *r, GArray *whens) {
  for (guint i = 0; i + 1 < r->n; i++) {
    char word[12];
    if (cr_token(r, i)->kind == TOKEN_WORD && cr_token(r, i + 1)->kind == TOKEN_WORD)
      find_shared_zone(r, whens, i);
    if (cr_token(r, i)->word->marks & MARK_LABEL && cr_join_words(r, i, 1, word, sizeof word) &&
        (strcmp(word, "times") == 0 || strcmp(word, "timezone") == 0 ||
         (strcmp(word, "zone") == 0))) {
      CrZoneSaid zone = {0};
      r->i = i + 1;
      for (int k = 0; k < 4 && zone.kind == SAID_NONE; k++) {
        gboolean plain = cr_token(r, r->i)->kind == TOKEN_WORD || cr_is_mark(r, r->i, ':') ||
                         cr_is_mark(r, r->i, '(');
        if (plain && !cr_read_zone(r, &zone))
          r->i++;
      }
      for (guint k = 0; zone.kind != SAID_NONE && k < whens->len; k++)
        if (cr_when_at(whens, k)->zone.kind == SAID_NONE)
          cr_when_at(whens, k)->zone = zone;
      if (zone.kind != SAID_NONE)
        return;
    }
  }
}

/* "tomorrow at the same time, 2:30": the hour is said. */
static void
replace_same_clocks(GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (before->from.kind != CLOCK_SAME || !cr_is_clock(w) || w->date.kind != DATE_NONE ||
        (w->joint != ',' && w->joint != '('))
      continue;
    w->date = before->date;
    before->from = (CrClock){.kind = CLOCK_NONE};
    before->dropped = TRUE;
  }
}

/* "Wednesday, same time" */
static void
repeat_clocks(GArray *whens) {
  replace_same_clocks(whens);
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (w->from.kind != CLOCK_SAME || !cr_is_clock(before))
      continue;
    w->from = before->from;
    w->to = before->to;
    if (w->zone.kind == SAID_NONE)
      w->zone = before->zone;
  }
}

static gboolean
same_zone(const CrWhen *a, const CrWhen *b) {
  return a->zone.kind == b->zone.kind && a->zone.abbreviation == b->zone.abbreviation &&
         a->zone.form == b->zone.form && g_strcmp0(a->zone.zone, b->zone.zone) == 0 &&
         a->zone.offset_sec == b->zone.offset_sec;
}

/* The first word of the label before a when: "End Time: ". Empty without label. */
static void
label_of(const CrReader *r, const CrWhen *w, char *word, gsize size) {
  guint i = w->first;
  gboolean colon = FALSE;
  *word = '\0';
  for (guint k = 0; k < 6 && i > 0 && cr_token(r, i - 1)->kind != TOKEN_BREAK; k++) {
    i--;
    colon |= cr_is_mark(r, i, ':');
  }
  while (cr_token(r, i)->kind == TOKEN_MARK)
    i++;
  if (colon && i < w->first && (i == 0 || cr_token(r, i - 1)->kind != TOKEN_WORD))
    cr_join_words(r, i, 1, word, size);
}

/* "Start: …" and "End: …" on two lines are one time. */
static void
join_ends(const CrReader *r, GArray *whens) {
  static const char *const ends[] = {"end",   "ends",   "ending",   "to",
                                     "until", "finish", "finishes", NULL};
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    char label[12];
    if (!cr_is_clock(w) || !cr_is_clock(before) || w->to.kind != CLOCK_NONE ||
        before->to.kind != CLOCK_NONE || w->joint == 'o')
      continue;
    label_of(r, w, label, sizeof label);
    if (!g_strv_contains(ends, label))
      continue;
    before->to = w->from;
    if (before->zone.kind == SAID_NONE)
      before->zone = w->zone;
    if (before->date.kind == DATE_NONE)
      before->date = w->date;
    w->dropped = TRUE;
    w->has_delay = FALSE;
    w->date.kind = DATE_NONE;
  }
}

/* "your 3pm is my 10am": each on the clock of whoever it is said to be. */
static void
find_owners(const CrReader *r, CrWhen *w, CrWhen *before) {
  CrKeyword one = cr_keyword(r, before->first - 1), other = cr_keyword(r, w->first - 1);
  if (w->first < 1 || before->first < 1 || w->joint == 0 ||
      !((one == W_YOUR && other == W_MY) || (one == W_MY && other == W_YOUR)))
    return;
  before->zone = (CrZoneSaid){.kind = one == W_MY ? SAID_MINE : SAID_YOURS};
  w->zone = (CrZoneSaid){.kind = other == W_MY ? SAID_MINE : SAID_YOURS};
}

/* "15:00 (14:00 your time)", "15.30 / 14.30 your time": the clock before it is the other one's. */
static void
find_other_side(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (cr_is_clock(w) && cr_is_clock(before))
      find_owners(r, w, before);
    if ((w->joint == '(' || w->joint == '=' || w->joint == '/') && is_whose(w) && cr_is_clock(w) &&
        cr_is_clock(before) && before->zone.kind == SAID_NONE)
      before->zone.kind = w->zone.kind == SAID_YOURS ? SAID_MINE : SAID_YOURS;
  }
}

/* 2pm ET / 11am PT, 2pm ET (11am PT): one time in two zones. Whether they agree is seen later. */
static void
find_pairs(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (!cr_is_clock(w) || !cr_is_clock(before) || w->zone.kind == SAID_NONE ||
        (before->zone.kind == SAID_NONE && !is_restated(before, w)) || w->zone_carried ||
        before->zone_carried || w->role != before->role || same_zone(w, before))
      continue;
    /* across other words ("9 my time, so noon your end") they only pair as one instant */
    gboolean apart = w->joint == 0 && (cr_sentence_of(r, w) != cr_sentence_of(r, before) ||
                                       w->first - before->last > MAX_PAIR_TOKENS);
    if (apart || w->joint == 't' || (w->joint == ' ' && w->first != before->last))
      continue;
    if (before->date.kind == DATE_NONE && w->date.kind != DATE_NONE)
      before->date = w->date;
    w->pair = before->pair >= 0 ? before->pair : (int) i - 1;
  }
}

void
cr_time_refine(CrReader *r, GArray *whens) {
  drop_excepted(r, whens);
  drop_repeated_weekdays(r, whens);
  find_tense(r, whens);
  join_ends(r, whens);
  find_other_side(r, whens);
  cr_find_whereabouts(r, whens);
  find_pairs(r, whens);
  find_listed_days(whens);
  share_leftward(whens);
  share_rightward(whens);
  repeat_clocks(whens);
  cr_find_moves(r, whens);
  carry_week(r, whens);
  keep_weekdays_in_order(whens);
  drop_hours_of_any_day(r, whens);
  carry_dates(r, whens);
  drop_hours_of_ranges(whens);
  find_common_zone(r, whens);
  carry_zones(r, whens);
}
