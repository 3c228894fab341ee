#include "model/holiday.h"
#include "parse/timetext-private.h"

#include <string.h>

/* Days that words mean, where the sender is. */

#define FAR_AHEAD_DAYS 280 /* a date without year further ahead was more likely just behind us */

static CrDay
monday_of(CrDay day) {
  return day - (CrDay) cr_day_weekday(day);
}

static int
day_weekday(CrDay day) { /* 1…7 */
  return (int) cr_day_weekday(day) + 1;
}

/* The nearest sensible year of a day and month; a weekday that was said may decide. */
static gboolean
choose_year(const CrResolver *res, int month, int day, int weekday, gboolean past, CrDay *ret) {
  int year, m, d;
  CrDay best = CR_NO_DAY;
  int best_cost = G_MAXINT;
  cr_day_to_date(res->today, &year, &m, &d);
  for (int y = year - 1; y <= year + 4; y++) {
    if (!cr_date_valid(y, month, day) || (y > year + 1 && !(month == 2 && day == 29)))
      continue;
    CrDay candidate = cr_day_from_date(y, month, day);
    int ahead = candidate - res->today;
    int cost = past ? (ahead <= 0 ? -ahead : 400 + ahead)
                    : (ahead >= 0 ? (ahead <= FAR_AHEAD_DAYS ? ahead : 500 + ahead) : 400 - ahead);
    if (weekday && day_weekday(candidate) == weekday && ahead > -120 && ahead < 330)
      cost -= 1000;
    if (cost < best_cost) {
      best = candidate;
      best_cost = cost;
    }
  }
  *ret = best;
  return best != CR_NO_DAY;
}

static gboolean
absolute_day(const CrResolver *res, int year, int month, int day, int weekday, gboolean past,
             CrDay *ret) {
  if (year == 0)
    return choose_year(res, month, day, weekday, past, ret);
  if (!cr_date_valid(year, month, day))
    return FALSE;
  *ret = cr_day_from_date(year, month, day);
  return TRUE;
}

/* The nth of a month that was not said: the next such day, or the last by tense; a weekday beside
 * it chooses among the months near by. */
static gboolean
day_of_month(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDay *ret) {
  int year, month, today;
  gboolean fitted = FALSE, found = FALSE;
  CrDay base =
      res->last_day != CR_NO_DAY && !spec->weekday ? MAX(res->last_day, res->today) : res->today;
  cr_day_to_date(base, &year, &month, &today);
  month += spec->offset;
  for (int k = past ? 0 : 1; k < 5 && !fitted; k++) { /* this month, next …; by tense: back */
    int m = month - 1 + (past ? -k : k - 1), y = year + (m + 12) / 12 - 1;
    m = (m + 12) % 12 + 1;
    if (!cr_date_valid(y, m, spec->day))
      continue;
    CrDay day = cr_day_from_date(y, m, spec->day);
    if (spec->offset == 0 && (past ? day > res->today : day < base))
      continue;
    gboolean fits = spec->weekday == 0 || day_weekday(day) == spec->weekday;
    if (!found || fits)
      *ret = day;
    found = TRUE;
    fitted = fits || k > (past ? 1 : 2);
  }
  return found;
}

gboolean
cr_country_writes_month_first(const char *country) {
  static const char *const month_first[] = {"US", "PH", "CA", "PR", "GU",
                                            "JP", "CN", "TW", "KR", NULL};
  return cr_name_index(month_first, country) >= 0;
}

CrDateOrder
cr_order_of_country(const char *country) {
  if (country == NULL)
    return ORDER_OPEN;
  return cr_country_writes_month_first(country) ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
}

/* "12/21 - 1/1/2027" begins in 2026. */
static int
first_year(const CrDateSpec *spec, int month, int until_month) {
  return spec->year - (spec->year_of_end && until_month < month);
}

static gboolean
numeric_day(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDays *days) {
  CrDay by_month = CR_NO_DAY, by_day = CR_NO_DAY;
  gboolean month_first =
      !spec->dotted && spec->a <= 12 && spec->until_a <= 12 &&
      absolute_day(res, first_year(spec, spec->a, spec->until_a), spec->a, spec->b, spec->weekday,
                   past, &by_month);
  gboolean day_first = spec->b <= 12 && spec->until_b <= 12 &&
                       absolute_day(res, first_year(spec, spec->b, spec->until_b), spec->b, spec->a,
                                    spec->weekday, past, &by_day);
  if (!month_first && !day_first)
    return FALSE;
  if (!month_first || !day_first || by_month == by_day) {
    days->first = month_first ? by_month : by_day;
    return TRUE;
  }
  CrDateOrder order = res->order;
  if (order == ORDER_OPEN && !res->context->country_guessed)
    order = cr_order_of_country(res->country);
  if (order == ORDER_OPEN && spec->year) { /* the past decides nothing when both lie there */
    gboolean m_ahead = by_month >= res->today, d_ahead = by_day >= res->today;
    if (m_ahead != d_ahead)
      order = (m_ahead != past) ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
  }
  if (order == ORDER_OPEN && spec->weekday) {
    gboolean m_fits = day_weekday(by_month) == spec->weekday,
             d_fits = day_weekday(by_day) == spec->weekday;
    if (m_fits != d_fits)
      order = m_fits ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
  }
  if (order == ORDER_OPEN) {
    days->flags |= FLAG_ORDER;
    order = cr_order_of_country(cr_zone_country(cr_zone_id(res->mine)));
    if (order == ORDER_OPEN)
      order = ABS(by_month - res->today) <= ABS(by_day - res->today) ? ORDER_MONTH_FIRST
                                                                     : ORDER_DAY_FIRST;
    days->other = order == ORDER_MONTH_FIRST ? by_day : by_month;
  }
  days->first = order == ORDER_MONTH_FIRST ? by_month : by_day;
  return TRUE;
}

static gboolean
feast_day(const CrResolver *res, const CrFeast *feast, gboolean past, CrDay *ret) {
  int year, month, day;
  CrDay best = CR_NO_DAY;
  cr_day_to_date(res->today, &year, &month, &day);
  if (feast->month)
    return choose_year(res, feast->month, feast->day, 0, past, ret);
  int tries = feast->n_known ? (int) feast->n_known : 3;
  for (int k = 0; k < tries; k++) {
    CrDay candidate = feast->known[k];
    if (!feast->n_known && !cr_holiday_find(feast->name, res->country, year - 1 + k, &candidate))
      return FALSE;
    candidate += feast->days;
    if (past ? candidate <= res->today : best == CR_NO_DAY && candidate >= res->today - 7)
      best = candidate;
  }
  *ret = best;
  return best != CR_NO_DAY;
}

/* The day of "the Tuesday after the 4th". */
static gboolean
named_day(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDay *ret) {
  CrDateSpec day = *spec;
  day.weekday = 0;
  return day.month ? absolute_day(res, day.year, day.month, day.day, 0, past, ret)
                   : day_of_month(res, &day, past, ret);
}

static CrDay
nearest_weekday(CrDay day, int weekday) {
  int ahead = (weekday - day_weekday(day) + 7) % 7;
  return day + (ahead > 3 ? ahead - 7 : ahead);
}

static gboolean
weekday_day(const CrResolver *res, const CrWhen *w, gboolean past, gboolean clock_ahead,
            CrDays *days) {
  const CrDateSpec *spec = &w->date;
  CrDay today = res->today, monday = monday_of(today);
  int index = spec->weekday - 1, away = (spec->weekday - day_weekday(today) + 7) % 7;
  CrDay coming = today + (away ? away : 7), gone = today - (7 - away) % 7;
  if (gone == today)
    gone -= 7;
  CrDay feast;
  switch (spec->which) {
  case WHICH_LISTED:
    days->first = coming;
    if (res->last_day != CR_NO_DAY && coming < res->last_day && res->last_day < today + 7)
      days->first += 7; /* "Tuesday or Thursday", said on Wednesday */
    return TRUE;
  case WHICH_BARE:
    if (past) {
      days->first = gone;
    } else if (res->week != CR_NO_DAY) {
      days->first = res->week + index;
    } else if (w->role == CR_TIME_NEW && res->old_day >= coming && res->old_day != CR_NO_DAY) {
      days->first = nearest_weekday(res->old_day, spec->weekday);
    } else {
      gboolean week_on = away == 0 && spec->plus_days > 0; /* "Tuesday week", said on a Tuesday */
      days->first = week_on ? today : coming;
      if (week_on)
        days->other = coming;
      else if (away == 0 && clock_ahead)
        days->other = today; /* of today one says "today" */
    }
    return TRUE;
  case WHICH_THIS:
    days->first = past ? monday + index : away == 0 ? today : coming;
    if (past && days->first > today)
      days->first -= 7;
    return TRUE;
  case WHICH_COMING:
    days->first = coming;
    return TRUE;
  case WHICH_NEXT:
    days->first = monday + 7 + index;
    if (coming != days->first)
      days->other = coming;
    return TRUE;
  case WHICH_LAST:
    days->first = spec->offset ? monday - 7 + index : gone;
    if (!spec->offset && gone >= monday)
      days->other = monday - 7 + index;
    return TRUE;
  case WHICH_AFTER_NEXT:
    days->first = coming + 7;
    return TRUE;
  case WHICH_THIS_WEEK:
    days->first = monday + index;
    return TRUE;
  case WHICH_NEXT_WEEK:
    days->first = monday + 7 + index;
    return TRUE;
  case WHICH_FOLLOWING: {
    CrDay from =
        res->last_day != CR_NO_DAY ? res->last_day : today + 6 - (CrDay) cr_day_weekday(today);
    int ahead = (spec->weekday - day_weekday(from) + 7) % 7;
    days->first = from + (ahead ? ahead : 7);
    return TRUE;
  }
  case WHICH_BEFORE_FEAST:
  case WHICH_AFTER_FEAST:
    if (spec->feast ? !feast_day(res, spec->feast, past, &feast)
                    : !named_day(res, spec, past, &feast))
      return FALSE;
    if (spec->which == WHICH_AFTER_FEAST) {
      int ahead = (spec->weekday - day_weekday(feast) + 7) % 7;
      days->first = feast + (ahead ? ahead : 7);
    } else {
      int behind = (day_weekday(feast) - spec->weekday + 7) % 7;
      days->first = feast - (behind ? behind : 7);
    }
    return TRUE;
  }
  return FALSE;
}

static void
slice_week(CrDay monday, CrSlice slice, gboolean weekend, CrDays *days) {
  static const struct {
    int from, to;
  } slices[] = {[SLICE_WHOLE] = {0, 7},
                [SLICE_EARLY] = {0, 3},
                [SLICE_MID] = {1, 4},
                [SLICE_LATE] = {3, 5},
                [SLICE_END] = {4, 5}};
  days->first = monday + (weekend ? 5 : slices[slice].from);
  days->last = monday + (weekend ? 7 : slices[slice].to);
  days->granularity = slice == SLICE_END ? CR_GRANULARITY_DATE : CR_GRANULARITY_WEEK;
}

/* The Monday of the nth week of a year, the first being the one with 4 January (ISO 8601): the next
 * such week, or the last one by tense. */
static CrDay
numbered_week(const CrResolver *res, int nth, gboolean past) {
  int year, of, month, day;
  cr_day_to_date(monday_of(res->today) + 3, &year, &month, &day); /* of the week that it is */
  CrDay monday = monday_of(cr_day_from_date(year, 1, 4)) + 7 * (nth - 1);
  if (past ? monday > res->today : monday + 7 <= res->today)
    monday = monday_of(cr_day_from_date(year += past ? -1 : 1, 1, 4)) + 7 * (nth - 1);
  cr_day_to_date(monday + 3, &of, &month, &day);
  return of == year ? monday : CR_NO_DAY; /* few years have a 53rd */
}

static gboolean
slice_month(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDays *days) {
  int year, month, day;
  cr_day_to_date(res->today, &year, &month, &day);
  if (spec->month) {
    CrDay first;
    if (!absolute_day(res, spec->year, spec->month, spec->month == month ? day : 1, 0, past,
                      &first))
      return FALSE;
    cr_day_to_date(first, &year, &month, &day);
  } else {
    month += spec->offset - 1 + 12;
    year += month / 12 - 1;
    month = month % 12 + 1;
  }
  if (!cr_date_valid(year, month, 1))
    return FALSE;
  CrDay first = cr_day_from_date(year, month, 1), length = cr_month_days(year, month);
  days->first = first + (spec->slice == SLICE_MID    ? 10
                         : spec->slice == SLICE_LATE ? 20
                         : spec->slice == SLICE_END  ? length - 1
                                                     : 0);
  days->last = first + (spec->slice == SLICE_EARLY ? 10 : spec->slice == SLICE_MID ? 20 : length);
  days->granularity = spec->slice == SLICE_END ? CR_GRANULARITY_DATE : CR_GRANULARITY_WEEK;
  return TRUE;
}

static gboolean
nth_day(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDay *ret) {
  int year, month, day;
  cr_day_to_date(res->today, &year, &month, &day);
  if (spec->month) {
    if (spec->year)
      year = spec->year;
    else if (spec->month < month && !past)
      year++;
    month = spec->month;
  } else {
    month += spec->offset;
    year += month > 12;
    month = (month - 1) % 12 + 1;
  }
  if (!cr_date_valid(year, month, 1))
    return FALSE;
  CrDay first = cr_day_from_date(year, month, 1);
  if (spec->nth < 0) {
    CrDay last = first + cr_month_days(year, month) - 1;
    *ret = last - (day_weekday(last) - spec->weekday + 7) % 7;
    return TRUE;
  }
  *ret = first + (spec->weekday - day_weekday(first) + 7) % 7 + 7 * (spec->nth - 1);
  return *ret < first + cr_month_days(year, month);
}

/* A weekday said beside a date must fit; else the date stands and the nearest such weekday is the
 * other reading. */
static void
check_weekday(const CrDateSpec *spec, CrDays *days) {
  if (spec->kind == DATE_WEEKDAY || spec->kind == DATE_NTH || spec->weekday == 0 ||
      spec->plus_days || days->first == CR_NO_DAY || day_weekday(days->first) == spec->weekday)
    return;
  days->flags |= FLAG_WEEKDAY;
  days->other = nearest_weekday(days->first, spec->weekday);
}

gboolean
cr_resolve_days(CrResolver *res, const CrWhen *w, gboolean clock_ahead, CrDays *days) {
  const CrDateSpec *spec = &w->date;
  gboolean past = w->past, found = FALSE;
  *days = (CrDays){.first = CR_NO_DAY,
                   .last = CR_NO_DAY,
                   .other = CR_NO_DAY,
                   .granularity = CR_GRANULARITY_DATE};
  switch (spec->kind) {
  case DATE_NONE:
    return FALSE;
  case DATE_DAY:
    if (w->role == CR_TIME_OLD) /* "the 14th, not the 13th" */
      res->last_day = CR_NO_DAY;
    if (spec->month_shared && spec->weekday &&
        absolute_day(res, spec->year, spec->month, spec->day, 0, past, &days->first) &&
        day_weekday(days->first) != spec->weekday) { /* "December 3 or Thursday the 26th" */
      found = day_of_month(res, spec, past, &days->first);
      break;
    }
    found = spec->month ? absolute_day(res, spec->year, spec->month, spec->day, spec->weekday, past,
                                       &days->first)
                        : day_of_month(res, spec, past, &days->first);
    break;
  case DATE_NUMERIC:
    found = numeric_day(res, spec, past, days);
    break;
  case DATE_WEEKDAY:
    found = weekday_day(res, w, past, clock_ahead, days);
    break;
  case DATE_OFFSET:
    days->first = res->today + spec->offset;
    found = TRUE;
    break;
  case DATE_WEEK: {
    CrDay monday =
        spec->nth ? numbered_week(res, spec->nth, past) : monday_of(res->today) + 7 * spec->offset;
    found = monday != CR_NO_DAY;
    if (found)
      slice_week(monday, spec->slice, spec->weekend, days);
    break;
  }
  case DATE_MONTH:
    found = slice_month(res, spec, past, days);
    break;
  case DATE_NTH:
    found = nth_day(res, spec, past, &days->first);
    break;
  case DATE_FEAST:
    found = feast_day(res, spec->feast, past, &days->first);
    break;
  case DATE_AGAIN:
    days->first = res->last_day != CR_NO_DAY ? res->last_day
                  : res->focus               ? res->focus->day
                                             : CR_NO_DAY;
    if (days->first == CR_NO_DAY && spec->plus_days == 7)
      days->first = res->today; /* "same day next week" */
    found = days->first != CR_NO_DAY;
    break;
  }
  if (!found)
    return FALSE;
  check_weekday(spec, days);
  days->first += spec->plus_days;
  if (days->last != CR_NO_DAY)
    days->last += spec->plus_days;
  if (days->other != CR_NO_DAY)
    days->other += spec->plus_days;
  if (days->last == CR_NO_DAY)
    days->last = days->first + 1;
  if (spec->in_week)
    slice_week(monday_of(days->first), spec->slice, FALSE, days);
  if (spec->of_week) {
    days->first = monday_of(days->first) + spec->of_week - 1;
    days->last = days->first + 1;
    days->granularity = CR_GRANULARITY_DATE;
  }
  if (spec->until_weekday)
    days->last = days->first + (spec->until_weekday - day_weekday(days->first) + 7) % 7 + 1;
  int until_month = spec->until_month, until_day = spec->until_day;
  if (spec->until_a) {
    int year, month, day;
    cr_day_to_date(days->first, &year, &month, &day);
    gboolean month_first = month == spec->a;
    until_month = month_first ? spec->until_a : spec->until_b;
    until_day = month_first ? spec->until_b : spec->until_a;
  }
  if (until_day && until_month <= 12) {
    int year, month, day;
    cr_day_to_date(days->first, &year, &month, &day);
    int last_month = until_month ? until_month : until_day > day ? month : month % 12 + 1;
    year += last_month < month;
    if (cr_date_valid(year, last_month, until_day) &&
        cr_day_from_date(year, last_month, until_day) > days->first)
      days->last = cr_day_from_date(year, last_month, until_day) + 1;
  }
  /* CrWall's years are 1900 to 2199 */
  return days->first > -25000 && days->last < 83000;
}
