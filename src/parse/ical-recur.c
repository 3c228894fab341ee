#include "parse/ical-private.h"

#include "base/limits.h"

#include <string.h>

/* Steps of libical's iterator that one rule may take: every day of the 300 years that we accept,
 * twice. */
#define MAX_STEPS 220000

gboolean
cr_ical_rule_allowed(const struct icalrecurrencetype *rule, const char **ret_reason) {
  const char *reason = NULL;
  if (rule->freq < ICAL_DAILY_RECURRENCE || rule->freq > ICAL_YEARLY_RECURRENCE)
    reason = "the event recurs more often than daily, which is not read";
  else if (rule->rscale && strcmp(rule->rscale, "GREGORIAN") != 0)
    reason = "the event recurs by another calendar, which is not read";
  else if (rule->by_second[1] < ICAL_RECURRENCE_ARRAY_MAX ||
           rule->by_minute[1] < ICAL_RECURRENCE_ARRAY_MAX)
    reason = "the event recurs more than once an hour, which is not read";
  if (reason)
    *ret_reason = reason;
  return reason == NULL;
}

/* What is being gathered, and for which window. */
typedef struct {
  const CrIcalItem *item;
  CrInstant from, to; /* never NONE: the widest stands for no bound */
  CrDay first_day;    /* days before it need no closer look */
  GArray *times;
  gboolean cut;
} Gather;

/* Returns whether a later wall time may still be inside the window. */
static gboolean
gather_wall(Gather *gather, const CrWall *wall, CrInstant until) {
  if (cr_wall_day(wall) < gather->first_day)
    return TRUE;
  CrIcalTime time = gather->item->start;
  time.wall = *wall;
  time.instant = cr_ical_zone_instant(time.zone, wall);
  if (time.instant >= gather->to || time.instant > until)
    return FALSE;
  CrInstant end = cr_ical_item_end(gather->item, wall, time.instant);
  if (end <= gather->from && time.instant < gather->from)
    return TRUE;
  gather->cut |= gather->times->len >= CR_MAX_OCCURRENCES;
  if (!gather->cut)
    g_array_append_val(gather->times, time);
  return !gather->cut;
}

/* RFC 5545 §3.3.10: inclusive, and in UTC for events with a zone. A date includes its whole day. */
static CrInstant
rule_until(const CrIcalItem *item, struct icaltimetype until) {
  CrWall wall;
  if (icaltime_is_null_time(until))
    return CR_INSTANT_MAX;
  if (!cr_ical_wall(until, &wall)) /* 99991231 and the like */
    return until.year > 2199 ? CR_INSTANT_MAX : CR_INSTANT_MIN;
  if (until.is_date || item->start.date) {
    wall.hour = 23;
    wall.minute = wall.second = 59;
  } else if (icaltime_is_utc(until)) {
    return cr_wall_seconds(&wall) * CR_SECOND;
  }
  return cr_ical_zone_instant(item->start.zone, &wall);
}

static struct icaltimetype
floating_time(const CrWall *wall, gboolean date) {
  struct icaltimetype t = icaltime_null_time();
  t.year = wall->year;
  t.month = wall->month;
  t.day = wall->day;
  t.hour = wall->hour;
  t.minute = wall->minute;
  t.second = wall->second;
  t.is_date = date;
  return t;
}

static int
list_length(const short *list, int size) {
  int length = 0;
  while (length < size && list[length] != ICAL_RECURRENCE_ARRAY_MAX)
    length++;
  return length;
}

static gboolean
is_empty(const short *list) {
  return list[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* An old series begins as well a whole number of its periods later, with so many occurrences less
 * to count: libical needs microseconds for each one. What the rule leaves to its first day
 * (weekday, day of the month) must be the same on the new one. */

/* How many occurrences a rule has in each of its periods; 0 when it depends on the calendar. */
static int
period_count(const struct icalrecurrencetype *rule, const CrWall *start) {
  int days = list_length(rule->by_day, ICAL_BY_DAY_SIZE);
  int day = rule->by_month_day[0];
  gboolean plain = is_empty(rule->by_month) && is_empty(rule->by_year_day) &&
                   is_empty(rule->by_week_no) && is_empty(rule->by_set_pos) &&
                   list_length(rule->by_hour, ICAL_BY_HOUR_SIZE) <= 1;
  if (!plain)
    return 0;
  if (rule->freq == ICAL_WEEKLY_RECURRENCE)
    return is_empty(rule->by_month_day) ? MAX(days, 1) : 0;
  if (days > 0)
    return 0;
  if (rule->freq == ICAL_DAILY_RECURRENCE || is_empty(rule->by_month_day))
    return is_empty(rule->by_month_day) &&
           (start->day <= 28 || rule->freq == ICAL_DAILY_RECURRENCE);
  /* one day each month, and the first month's is not over when the series begins */
  if (day < 0)
    day += cr_month_days(start->year, start->month) + 1;
  return list_length(rule->by_month_day, ICAL_BY_MONTHDAY_SIZE) == 1 &&
         ABS(rule->by_month_day[0]) <= 28 && start->day <= day;
}

/* How many whole periods lie between the start and the first day that matters, less one. */
static gint64
periods_before(const struct icalrecurrencetype *rule, const CrWall *start, CrDay first) {
  CrWall wall = cr_wall_from_seconds((gint64) first * 86400);
  int months = (wall.year - start->year) * 12 + wall.month - start->month;
  gint64 interval = MAX(rule->interval, 1);
  switch ((int) rule->freq) {
  case ICAL_DAILY_RECURRENCE:
    return ((gint64) first - cr_wall_day(start)) / interval - 1;
  case ICAL_WEEKLY_RECURRENCE:
    return ((gint64) first - cr_wall_day(start)) / (interval * 7) - 1;
  case ICAL_MONTHLY_RECURRENCE: {
    gboolean said = !is_empty(rule->by_day) || !is_empty(rule->by_month_day);
    return said || start->day <= 28 ? months / interval - 1 : 0;
  }
  default: /* so few steps that they are not worth it */
    return 0;
  }
}

static void
move_start(const struct icalrecurrencetype *rule, CrWall *start, gint64 periods) {
  gint64 step = periods * MAX(rule->interval, 1);
  if (rule->freq != ICAL_MONTHLY_RECURRENCE) {
    gint64 days = rule->freq == ICAL_WEEKLY_RECURRENCE ? step * 7 : step;
    *start = cr_wall_from_seconds(cr_wall_seconds(start) + days * 86400);
    return;
  }
  gint64 months = start->year * 12 + start->month - 1 + step;
  start->year = (int) (months / 12);
  start->month = (int) (months % 12) + 1;
  if (!is_empty(rule->by_day) || !is_empty(rule->by_month_day))
    start->day = 1;
}

/* FALSE when the series is over before. */
static gboolean
fast_forward(struct icalrecurrencetype *rule, CrWall *start, CrDay first) {
  gint64 each = rule->count > 0 ? period_count(rule, start) : 1;
  gint64 periods = each > 0 ? periods_before(rule, start, first) : 0;
  if (periods <= 0)
    return TRUE;
  if (rule->count > 0 && periods * each >= rule->count)
    return FALSE;
  if (rule->count > 0)
    rule->count -= (int) (periods * each);
  move_start(rule, start, periods);
  return TRUE;
}

/* The rule is iterated on wall times, without its UNTIL, which compares instants: so the clock's
 * changes stay ours. */
static void
gather_rule(Gather *gather, const struct icalrecurrencetype *given) {
  struct icalrecurrencetype rule = *given;
  CrInstant until = rule_until(gather->item, rule.until);
  CrWall start = gather->item->start.wall;
  rule.until = icaltime_null_time();
  if (!fast_forward(&rule, &start, gather->first_day))
    return;
  icalrecur_iterator *iterator =
      icalrecur_iterator_new(rule, floating_time(&start, gather->item->start.date));
  if (iterator == NULL)
    return;
  int steps = 0;
  for (struct icaltimetype t = icalrecur_iterator_next(iterator); !icaltime_is_null_time(t);
       t = icalrecur_iterator_next(iterator)) {
    CrWall wall;
    if (++steps > MAX_STEPS)
      gather->cut = TRUE;
    if (gather->cut || !cr_ical_wall(t, &wall) || !gather_wall(gather, &wall, until))
      break;
  }
  icalrecur_iterator_free(iterator);
}

static int
compare_times(gconstpointer a, gconstpointer b) {
  const CrIcalTime *x = a, *y = b;
  return x->instant < y->instant ? -1 : x->instant > y->instant;
}

static gint64
time_day(const CrIcalTime *time) {
  return cr_wall_day(&time->wall);
}

/* Removes what EXDATE names: the same instant, or with a date all of that day. And what is there
 * twice. */
static void
remove_exceptions(GArray *times, const GArray *exceptions) {
  g_autoptr(GHashTable) instants = g_hash_table_new(g_int64_hash, g_int64_equal);
  g_autoptr(GHashTable) days = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < exceptions->len; i++) {
    CrIcalTime *time = &g_array_index(exceptions, CrIcalTime, i);
    if (time->date)
      g_hash_table_add(days, GINT_TO_POINTER((int) time_day(time)));
    else
      g_hash_table_add(instants, &time->instant);
  }
  guint kept = 0;
  for (guint i = 0; i < times->len; i++) {
    CrIcalTime *time = &g_array_index(times, CrIcalTime, i);
    gboolean again =
        kept > 0 && g_array_index(times, CrIcalTime, kept - 1).instant == time->instant;
    if (!again && !g_hash_table_contains(instants, &time->instant) &&
        !g_hash_table_contains(days, GINT_TO_POINTER((int) time_day(time))))
      g_array_index(times, CrIcalTime, kept++) = *time;
  }
  g_array_set_size(times, kept);
}

/* The last day that is surely over before the window, for an event of this length. */
static CrDay
first_day(const CrIcalItem *item, CrInstant from) {
  gint64 days = from / CR_DAY_USEC - 3 - item->length_days - item->length_sec / 86400;
  return (CrDay) CLAMP(days, G_MININT32, G_MAXINT32);
}

GArray *
cr_ical_expand(const CrIcalItem *item, CrInstant from, CrInstant to, gboolean *ret_cut) {
  Gather gather = {.item = item,
                   .from = from == CR_INSTANT_NONE ? CR_INSTANT_MIN : from,
                   .to = to == CR_INSTANT_NONE ? CR_INSTANT_MAX : to};
  gather.first_day = first_day(item, gather.from);
  gather.times = g_array_new(FALSE, FALSE, sizeof(CrIcalTime));
  gather_wall(&gather, &item->start.wall, CR_INSTANT_MAX);
  for (guint i = 0; i < item->rules->len; i++)
    gather_rule(&gather, &g_array_index(item->rules, struct icalrecurrencetype, i));
  for (guint i = 0; i < item->dates->len; i++) {
    const CrIcalTime *date = &g_array_index(item->dates, CrIcalTime, i);
    CrWall wall = cr_ical_zone_wall(item->start.zone, date->instant);
    gather_wall(&gather, &wall, CR_INSTANT_MAX);
  }
  g_array_sort(gather.times, compare_times);
  remove_exceptions(gather.times, item->exceptions);
  *ret_cut = gather.cut;
  return gather.times;
}
