#include "parse/ical-private.h"

#include "base/limits.h"

#include <string.h>

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
  CrInstant until;    /* of the rule at hand */
  GArray *times;
  gboolean cut;
} Gather;

/* Returns whether a later wall time may still be inside the window. */
static gboolean
gather_wall(const CrWall *wall, gpointer data) {
  Gather *gather = data;
  if (cr_wall_day(wall) < gather->first_day)
    return TRUE;
  CrIcalTime time = gather->item->start;
  time.wall = *wall;
  time.instant = cr_ical_zone_instant(time.zone, wall);
  if (time.instant >= gather->to || time.instant > gather->until)
    return FALSE;
  CrInstant end = cr_ical_item_end(gather->item, wall, time.instant);
  if (end <= gather->from && time.instant < gather->from)
    return TRUE;
  if (gather->times->len > 0 && time.instant == gather->item->start.instant)
    return TRUE; /* the start is there already */
  gather->cut |= gather->times->len >= CR_MAX_OCCURRENCES;
  if (!gather->cut)
    g_array_append_val(gather->times, time);
  return !gather->cut;
}

/* RFC 5545 §3.3.10: inclusive, and in UTC for events with a zone. A date includes its whole day. */
static CrInstant
rule_until(const CrIcalItem *item, struct icaltimetype until) {
  CrWall wall;
  if (libical.icaltime_is_null_time(until))
    return CR_INSTANT_MAX;
  if (!cr_ical_wall(until, &wall)) /* 99991231 and the like */
    return until.year > 2199 ? CR_INSTANT_MAX : CR_INSTANT_MIN;
  if (until.is_date || item->start.date) {
    wall.hour = 23;
    wall.minute = wall.second = 59;
  } else if (libical.icaltime_is_utc(until)) {
    return cr_wall_seconds(&wall) * CR_SECOND;
  }
  return cr_ical_zone_instant(item->start.zone, &wall);
}

/* The rule is followed on wall times and its UNTIL compares instants. */
static void
gather_rule(Gather *gather, const struct icalrecurrencetype *rule, gint64 *budget) {
  const CrIcalTime *start = &gather->item->start;
  CrDay last = (CrDay) CLAMP(gather->to / CR_DAY_USEC + 2, G_MININT32, G_MAXINT32);
  gather->until = rule_until(gather->item, rule->until);
  if (!cr_ical_rule_each(rule, &start->wall, start->date, gather->first_day, last, budget,
                         gather_wall, gather))
    gather->cut = TRUE;
  gather->until = CR_INSTANT_MAX;
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
cr_ical_expand(const CrIcalItem *item, CrInstant from, CrInstant to, gint64 *budget,
               gboolean *ret_cut) {
  Gather gather = {.item = item,
                   .from = from == CR_INSTANT_NONE ? CR_INSTANT_MIN : from,
                   .to = to == CR_INSTANT_NONE ? CR_INSTANT_MAX : to,
                   .until = CR_INSTANT_MAX};
  gather.first_day = first_day(item, gather.from);
  gather.times = g_array_new(FALSE, FALSE, sizeof(CrIcalTime));
  gather_wall(&item->start.wall, &gather);
  for (guint i = 0; i < item->rules->len; i++)
    gather_rule(&gather, &g_array_index(item->rules, struct icalrecurrencetype, i), budget);
  for (guint i = 0; i < item->dates->len; i++) {
    const CrIcalTime *date = &g_array_index(item->dates, CrIcalTime, i);
    CrWall wall = cr_ical_zone_wall(item->start.zone, date->instant);
    gather_wall(&wall, &gather);
  }
  g_array_sort(gather.times, compare_times);
  remove_exceptions(gather.times, item->exceptions);
  *ret_cut = gather.cut;
  return gather.times;
}
