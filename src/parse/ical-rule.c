#include "parse/ical-private.h"

#include <string.h>

/* A recurrence rule over civil days: each period (day, week, month, year) is a short row of days,
 * of which those stay that pass every BY-part. Work is bounded by the days between the start and
 * the end asked for, whatever the rule; libical's own iterator searches for minutes when a rule
 * never matches. Source: RFC 5545 §3.3.10; the table of BY-parts read as filters is
 * python-dateutil's idea (rrule.py). */

#define LAST_YEAR 2199

typedef struct {
  const struct icalrecurrencetype *rule;
  const CrWall *start;
  guint32 months;                     /* bit by month */
  guint32 month_days, month_days_end; /* bit by day, from the beginning and from the end */
  guint32 weekdays;                   /* bit by CrWeekday */
  gboolean by_day;                    /* weekdays or days with a position */
  gboolean by_year_day, by_week;
  gboolean in_year; /* positions of days count in the year, not in the month */
  int week_start;   /* CrWeekday */
  int hours[ICAL_BY_HOUR_SIZE], n_hours;
  int minute, second;
} Rule;

typedef struct {
  CrDay day;
  int year, month, month_day, month_length, year_day, year_length;
  CrWeekday weekday;
} DayFacts;

static int
list_length(const short *list, int size) {
  int length = 0;
  while (length < size && list[length] != ICAL_RECURRENCE_ARRAY_MAX)
    length++;
  return length;
}

static CrWeekday
weekday_of(short value) { /* libical counts from Sunday, 1 */
  return (CrWeekday) ((libical.icalrecurrencetype_day_day_of_week(value) + 5) % 7);
}

/* --- Reading a rule */

static void
add_signed_bits(const short *list, int size, guint32 *ret_from_start, guint32 *ret_from_end) {
  for (int i = 0; i < list_length(list, size); i++)
    if (list[i] > 0 && list[i] < 32)
      *ret_from_start |= 1U << list[i];
    else if (list[i] < 0 && list[i] > -32)
      *ret_from_end |= 1U << -list[i];
}

static int
compare_ints(const void *a, const void *b) {
  return *(const int *) a - *(const int *) b;
}

static void
read_hours(Rule *rule, gboolean date) {
  const struct icalrecurrencetype *r = rule->rule;
  int length = date ? 0 : list_length(r->by_hour, ICAL_BY_HOUR_SIZE);
  for (int i = 0; i < length; i++)
    if (r->by_hour[i] >= 0 && r->by_hour[i] < 24)
      rule->hours[rule->n_hours++] = r->by_hour[i];
  if (length == 0)
    rule->hours[rule->n_hours++] = rule->start->hour;
  qsort(rule->hours, rule->n_hours, sizeof(int), compare_ints);
  int kept = 1;
  for (int i = 1; i < rule->n_hours; i++)
    if (rule->hours[i] != rule->hours[kept - 1])
      rule->hours[kept++] = rule->hours[i];
  rule->n_hours = MIN(kept, rule->n_hours);
  gboolean minute = !date && list_length(r->by_minute, ICAL_BY_MINUTE_SIZE) > 0;
  gboolean second = !date && list_length(r->by_second, ICAL_BY_SECOND_SIZE) > 0;
  rule->minute = minute ? CLAMP(r->by_minute[0], 0, 59) : rule->start->minute;
  rule->second = second ? CLAMP(r->by_second[0], 0, 59) : rule->start->second;
}

/* What the rule does not say it takes from its start. */
static void
complete(Rule *rule) {
  icalrecurrencetype_frequency frequency = rule->rule->freq;
  if (rule->by_day || rule->by_year_day || rule->month_days || rule->month_days_end)
    return;
  gboolean by_weekday = frequency == ICAL_WEEKLY_RECURRENCE || rule->by_week;
  if (frequency == ICAL_DAILY_RECURRENCE)
    return;
  if (by_weekday) {
    rule->by_day = TRUE;
    rule->weekdays = 1U << cr_day_weekday(cr_wall_day(rule->start));
    return;
  }
  rule->month_days = 1U << rule->start->day;
  if (frequency == ICAL_YEARLY_RECURRENCE && rule->months == 0)
    rule->months = 1U << rule->start->month;
}

static Rule
read_rule(const struct icalrecurrencetype *r, const CrWall *start, gboolean date) {
  Rule rule = {.rule = r, .start = start};
  gboolean positions = r->freq == ICAL_MONTHLY_RECURRENCE || r->freq == ICAL_YEARLY_RECURRENCE;
  int months = list_length(r->by_month, ICAL_BY_MONTH_SIZE);
  for (int i = 0; i < months; i++)
    if (r->by_month[i] >= 1 && r->by_month[i] <= 12)
      rule.months |= 1U << r->by_month[i];
  if (months > 0 && rule.months == 0)
    rule.months = 1; /* months of other calendars: never */
  add_signed_bits(r->by_month_day, ICAL_BY_MONTHDAY_SIZE, &rule.month_days, &rule.month_days_end);
  rule.by_year_day = list_length(r->by_year_day, ICAL_BY_YEARDAY_SIZE) > 0;
  rule.by_week =
      r->freq == ICAL_YEARLY_RECURRENCE && list_length(r->by_week_no, ICAL_BY_WEEKNO_SIZE) > 0;
  for (int i = 0; i < list_length(r->by_day, ICAL_BY_DAY_SIZE); i++) {
    rule.by_day = TRUE;
    if (!positions || rule.by_week || libical.icalrecurrencetype_day_position(r->by_day[i]) == 0)
      rule.weekdays |= 1U << weekday_of(r->by_day[i]);
  }
  rule.in_year = r->freq == ICAL_YEARLY_RECURRENCE && rule.months == 0;
  rule.week_start = r->week_start >= ICAL_SUNDAY_WEEKDAY ? (r->week_start + 5) % 7 : CR_MON;
  read_hours(&rule, date);
  complete(&rule);
  return rule;
}

/* --- Does a day pass? */

static gboolean
has_position(const short *list, int size, int from_start, int from_end) {
  for (int i = 0; i < list_length(list, size); i++)
    if (list[i] == from_start || list[i] == -from_end)
      return TRUE;
  return FALSE;
}

/* The number of weeks of a year whose first day is jan_1, and where the first one begins (0 is
 * January 1). Week one has at least four days of the year. */
static int
weeks_of_year(const Rule *rule, CrWeekday jan_1, int year_length, int *ret_first) {
  int into = ((int) jan_1 - rule->week_start + 7) % 7;
  int first = into <= 3 ? -into : 7 - into;
  if (ret_first)
    *ret_first = first;
  return (year_length - first + 3) / 7;
}

static gboolean
week_passes(const Rule *rule, const DayFacts *f) {
  int first = 0, at = f->year_day - 1;
  CrWeekday jan_1 = cr_day_weekday(f->day - at);
  int weeks = weeks_of_year(rule, jan_1, f->year_length, &first);
  int number = at < first ? 0 : (at - first) / 7 + 1;
  if (number == 0) { /* the last week of the year before */
    int length = cr_day_from_date(f->year, 1, 1) - cr_day_from_date(f->year - 1, 1, 1);
    number = weeks = weeks_of_year(rule, cr_day_weekday(f->day - at - length), length, NULL);
  } else if (number > weeks) { /* the first of the next */
    number = 1;
  }
  return has_position(rule->rule->by_week_no, ICAL_BY_WEEKNO_SIZE, number, weeks - number + 1);
}

static gboolean
weekday_passes(const Rule *rule, const DayFacts *f) {
  const short *list = rule->rule->by_day;
  if (rule->weekdays >> f->weekday & 1)
    return TRUE;
  int at = rule->in_year ? f->year_day : f->month_day;
  int length = rule->in_year ? f->year_length : f->month_length;
  for (int i = 0; i < list_length(list, ICAL_BY_DAY_SIZE); i++) {
    int position = libical.icalrecurrencetype_day_position(list[i]);
    if (position != 0 && weekday_of(list[i]) == f->weekday &&
        (position == (at - 1) / 7 + 1 || -position == (length - at) / 7 + 1))
      return TRUE;
  }
  return FALSE;
}

static gboolean
day_passes(const Rule *rule, const DayFacts *f) {
  int from_end = f->month_length - f->month_day + 1;
  gboolean by_month_day = rule->month_days || rule->month_days_end;
  return (rule->months == 0 || (rule->months >> f->month & 1)) &&
         (!by_month_day || (rule->month_days >> f->month_day & 1) ||
          (rule->month_days_end >> from_end & 1)) &&
         (!rule->by_day || weekday_passes(rule, f)) &&
         (!rule->by_year_day || has_position(rule->rule->by_year_day, ICAL_BY_YEARDAY_SIZE,
                                             f->year_day, f->year_length - f->year_day + 1)) &&
         (!rule->by_week || week_passes(rule, f));
}

static DayFacts
day_facts(CrDay day) {
  DayFacts f = {.day = day, .weekday = cr_day_weekday(day)};
  cr_day_to_date(day, &f.year, &f.month, &f.month_day);
  CrDay first = cr_day_from_date(f.year, 1, 1);
  f.month_length = cr_month_days(f.year, f.month);
  f.year_day = day - first + 1;
  f.year_length = 337 + cr_month_days(f.year, 2);
  return f;
}

/* --- Periods */

/* The days [first, last] of the rule's period number k. */
static void
period_days(const Rule *rule, gint64 k, CrDay *ret_first, CrDay *ret_last) {
  gint64 step = k * MAX(rule->rule->interval, 1);
  CrDay start = cr_wall_day(rule->start);
  gint64 months = rule->start->year * 12LL + rule->start->month - 1 + step;
  int year = (int) (months / 12), month = (int) (months % 12) + 1;
  switch ((int) rule->rule->freq) {
  case ICAL_DAILY_RECURRENCE:
    *ret_first = *ret_last = (CrDay) (start + step);
    break;
  case ICAL_WEEKLY_RECURRENCE:
    start -= ((int) cr_day_weekday(start) - rule->week_start + 7) % 7;
    *ret_first = (CrDay) (start + step * 7);
    *ret_last = *ret_first + 6;
    break;
  case ICAL_MONTHLY_RECURRENCE:
    *ret_first = cr_day_from_date(year, month, 1);
    *ret_last = *ret_first + cr_month_days(year, month) - 1;
    break;
  default:
    *ret_first = cr_day_from_date((int) (rule->start->year + step), 1, 1);
    *ret_last = cr_day_from_date((int) (rule->start->year + step) + 1, 1, 1) - 1;
  }
}

/* How many periods may be passed over, as they end before first. */
static gint64
periods_before(const Rule *rule, CrDay first) {
  static const int most_days[] = {[ICAL_DAILY_RECURRENCE] = 1,
                                  [ICAL_WEEKLY_RECURRENCE] = 7,
                                  [ICAL_MONTHLY_RECURRENCE] = 31,
                                  [ICAL_YEARLY_RECURRENCE] = 366};
  gint64 length = (gint64) most_days[rule->rule->freq] * MAX(rule->rule->interval, 1);
  gint64 days = (gint64) first - cr_wall_day(rule->start);
  return MAX(days / length - 1, 0);
}

/* The wall seconds of the period's occurrences before BYSETPOS. */
static void
fill_period(const Rule *rule, CrDay first, CrDay last, GArray *walls) {
  g_array_set_size(walls, 0);
  if (rule->rule->freq == ICAL_MONTHLY_RECURRENCE && rule->months) {
    DayFacts f = day_facts(first);
    if (!(rule->months >> f.month & 1))
      return;
  }
  for (CrDay day = first; day <= last; day++) {
    DayFacts f = day_facts(day);
    for (int h = 0; day_passes(rule, &f) && h < rule->n_hours; h++) {
      gint64 wall =
          day * G_GINT64_CONSTANT(86400) + rule->hours[h] * 3600 + rule->minute * 60 + rule->second;
      g_array_append_val(walls, wall);
    }
  }
}

gboolean
cr_ical_rule_each(const struct icalrecurrencetype *given, const CrWall *start, gboolean date,
                  CrDay first, CrDay last, gint64 *budget, CrRuleFunc found, gpointer data) {
  Rule rule = read_rule(given, start, date);
  g_autoptr(GArray) walls = g_array_new(FALSE, FALSE, sizeof(gint64));
  int positions = list_length(given->by_set_pos, ICAL_BY_SETPOS_SIZE), counted = 0;
  gint64 begin = cr_wall_seconds(start);
  CrDay end = MIN(last, cr_day_from_date(LAST_YEAR, 12, 31)), from = 0, to = 0;
  if (given->freq < ICAL_DAILY_RECURRENCE || given->freq > ICAL_YEARLY_RECURRENCE)
    return TRUE;
  for (gint64 k = given->count > 0 ? 0 : periods_before(&rule, first);; k++) {
    if (k * MAX(given->interval, 1) > 366 * 300)
      return TRUE;
    period_days(&rule, k, &from, &to);
    if (from > end)
      return TRUE;
    fill_period(&rule, from, to, walls);
    *budget -= to - from + 1 + (gint64) walls->len * (positions + 1);
    if (*budget < 0)
      return FALSE;
    for (int i = 0; i < (int) walls->len; i++) {
      gint64 seconds = g_array_index(walls, gint64, i);
      if (seconds < begin || (positions > 0 && !has_position(given->by_set_pos, ICAL_BY_SETPOS_SIZE,
                                                             i + 1, (int) walls->len - i)))
        continue;
      CrWall wall = cr_wall_from_seconds(seconds);
      if (cr_wall_day(&wall) > end || (given->count > 0 && ++counted > given->count) ||
          !found(&wall, data))
        return TRUE;
    }
  }
}
