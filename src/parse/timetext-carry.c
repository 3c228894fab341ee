#include "base/text.h"
#include "parse/timetext-private.h"

#include <string.h>

/* What a when doesn't say itself it takes from its neighbours: date, clock and zone. */

#define NIGHT_PART 4
#define MAX_CARRY_TOKENS 120 /* a date said further away no longer speaks for a bare clock */

/* "Tuesday or Wednesday at 2", "Monday or Tuesday next week": the end of a list speaks for all of
 * it. */
static void
share_leftward(GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (!cr_is_list_joint(w->joint) || before->dropped)
      continue;
    gboolean weekdays = w->date.kind == DATE_WEEKDAY && before->date.kind == DATE_WEEKDAY;
    if (cr_is_date_only(before) && w->date.kind != DATE_NONE && w->from.kind != CLOCK_NONE &&
        !w->clock_first && w->from.kind != CLOCK_DELTA && before->date.kind != DATE_WEEK &&
        before->date.kind != DATE_MONTH) {
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

static gboolean
is_same_day(const CrWhen *w) {
  return w->date.kind == DATE_AGAIN && w->date.plus_days == 0;
}

/* "4pm the same day (Thursday the 21st)", not "(Thursday the 21st is a holiday)" */
static void
name_same_days(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = w - 1;
    if (w->joint != '(' || !cr_is_mark(r, w->last, ')') || !cr_is_date_only(w) ||
        !is_same_day(before) || !cr_is_clock(before))
      continue;
    before->date = w->date;
    w->dropped = TRUE;
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

static gboolean
is_other_choice(const CrReader *r, const CrWhen *w, const CrWhen *later) {
  gboolean other = FALSE;
  for (guint i = w->last; i < later->first; i++)
    other |= cr_keyword(r, i) == W_OR || cr_keyword(r, i) == W_BUT;
  return other || is_refused(r, later);
}

/* "same day, but 4:45 pm? So Tuesday 12/8 at 4:45 pm": the day is said. */
static void
drop_same_days_said(const CrReader *r, GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    for (guint k = i + 1; k < whens->len && is_same_day(w) && cr_is_clock(w); k++) {
      const CrWhen *later = cr_when_at(whens, k);
      w->dropped |= cr_is_clock(later) && later->date.kind != DATE_NONE && !is_same_day(later) &&
                    later->from.hour == w->from.hour && later->from.minute == w->from.minute &&
                    !is_other_choice(r, w, later);
    }
  }
}

/* "10am, 1pm or 4pm tomorrow", "Kim at 1pm and Raj at 2 tomorrow", "3:30 instead of 2 tomorrow":
 * the date at the end is every clock's. */
static const CrWhen *
date_of_list(const CrReader *r, GArray *whens, guint i) {
  guint32 sentence = cr_sentence_of(r, cr_when_at(whens, i));
  for (guint k = i + 1; k < whens->len && k < i + 8; k++) {
    const CrWhen *w = cr_when_at(whens, k);
    const CrWhen *before = cr_when_at(whens, k - 1);
    gboolean beside = cr_keyword(r, before->last) == W_AND && w->first - before->last <= 4;
    gboolean tied = cr_is_list_joint(w->joint) || w->pair >= 0 || w->role == CR_TIME_OLD || beside;
    if (cr_sentence_of(r, w) != sentence || !tied || !cr_is_clock(w))
      return NULL;
    if (w->date.kind != DATE_NONE)
      return w->clock_first ? w : NULL;
  }
  return NULL;
}

static gboolean
is_listed_hour(GArray *whens, guint i) {
  const CrWhen *w = cr_when_at(whens, i);
  return cr_is_list_joint(w->joint) && cr_is_clock(w) && w->date.kind == DATE_NONE;
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
    /* behind the same hour on other clocks, "your 3pm is my 10am, tomorrow", and other hours: "8am
     * or 8pm works on Sunday" */
    guint n = i + 1;
    while (n < whens->len && (cr_when_at(whens, n)->pair >= 0 || is_listed_hour(whens, n)))
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

/* The word stands before the days, or begins them: "in the night of Tuesday …". */
static gboolean
is_of_night(const CrReader *r, const CrWhen *w) {
  guint i = w->first;
  while (i > 0 &&
         (cr_keyword(r, i) == W_FROM || cr_keyword(r, i) == W_OF || cr_keyword(r, i) == W_BETWEEN ||
          i == w->first) &&
         !cr_token(r, i)->word->part)
    i--;
  return cr_token(r, i)->word->part == NIGHT_PART;
}

static gboolean
is_next_day(const CrDateSpec *day, int weekday, int month, int next) {
  if (weekday)
    return day->weekday && (weekday - day->weekday + 7) % 7 == 1;
  gboolean turns = next == 1 && month && month == day->month % 12 + 1 &&
                   day->day >= cr_month_days(2027, day->month); /* of no leap year */
  return turns || (next == day->day + 1 && day->day && (month == 0 || month == day->month));
}

/* "The night from Tuesday to Wednesday at 00:30" is on the second day, at 23:00 on the first. */
static void
join_nights(const CrReader *r, GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *next = i + 1 < whens->len ? w + 1 : NULL;
    CrDateSpec *date = &w->date;
    gboolean days = date->kind == DATE_WEEKDAY || date->kind == DATE_DAY;
    if (!days || !is_of_night(r, w))
      continue;
    if (cr_is_clock(w) &&
        is_next_day(date, date->until_weekday, date->until_month, date->until_day)) {
      date->until_weekday = date->until_month = date->until_day = 0;
      date->overnight = TRUE;
    } else if (w->from.kind == CLOCK_PART && next && next->first == w->last + 1 &&
               next->joint != ',' && cr_is_clock(next) && next->date.kind == date->kind &&
               is_next_day(date, next->date.weekday, next->date.month, next->date.day)) {
      next->date = *date;
      next->date.overnight = TRUE;
      w->dropped = TRUE;
    }
  }
}

/* "next month on the 4th" */
static void
carry_months(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *from = w - 1;
    if (from->date.kind != DATE_MONTH || from->date.slice != SLICE_WHOLE ||
        !cr_is_date_only(from) || w->date.kind != DATE_DAY || w->date.month ||
        w->first > from->last + 1 || cr_keyword(r, from->last) == W_OR)
      continue;
    w->date.month = from->date.month;
    w->date.offset = from->date.offset;
    from->dropped = TRUE;
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

gboolean
cr_is_restated(const CrWhen *w, const CrWhen *next) {
  return (next->joint == '(' || next->joint == '=') && cr_is_clock(next) &&
         (next->date.kind == DATE_NONE || next->date_carried) &&
         (next->from.hour != w->from.hour || next->from.minute != w->from.minute);
}

/* "10 or 2:30, both your time": for the clocks of the sentence. */
static void
find_shared_zone(CrReader *r, GArray *whens, guint i) {
  static const char *const words[] = {"all", "both", NULL};
  const CrToken *t = cr_token(r, i);
  if (t->kind != TOKEN_WORD || !cr_text_is_any(r->text + t->start, t->end - t->start, words))
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

/* A zone said once speaks for the clocks beside it: first those of its own sentence, else those
 * that follow. */
static void
carry_zones(const CrReader *r, GArray *whens) {
  const CrWhen *said = NULL;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    if (w->zone.kind != SAID_NONE) {
      const CrWhen *before = i > 0 ? cr_when_at(whens, i - 1) : NULL;
      if (before == NULL || before->zone.kind != SAID_NONE || !cr_is_restated(before, w))
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
          (said == NULL && later->first - w->last < MAX_CARRY_TOKENS && !cr_is_whose(later));
      if (!near_by || (k == i + 1 && cr_is_restated(w, later)))
        break;
      if (later->zone.kind != SAID_NONE && cr_is_clock(later))
        from = later;
    }
    gboolean said_here = said && cr_sentence_of(r, said) == cr_sentence_of(r, w);
    if (said && (from == NULL || said_here) && (said_here || !cr_is_whose(said)))
      from = said;
    if (from && w->from.kind != CLOCK_DELTA && !w->past == !from->past) {
      w->zone = from->zone;
      w->zone_carried = TRUE;
    }
  }
}

void
cr_share_in_lists(const CrReader *r, GArray *whens) {
  name_same_days(r, whens);
  share_leftward(whens);
  share_rightward(whens);
  repeat_clocks(whens);
}

void
cr_carry(CrReader *r, GArray *whens) {
  carry_week(r, whens);
  carry_months(r, whens);
  keep_weekdays_in_order(whens);
  drop_hours_of_any_day(r, whens);
  carry_dates(r, whens);
  drop_same_days_said(r, whens);
  join_nights(r, whens);
  drop_hours_of_ranges(whens);
  find_common_zone(r, whens);
  carry_zones(r, whens);
}
