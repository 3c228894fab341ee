#include "parse/ical-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_OBSERVANCES 64
#define MAX_ONSETS 2048
#define FIRST_YEAR 1900

static gboolean
take_offset(const char *value, int *ret_seconds) {
  gsize digits = *value == '+' || *value == '-' ? strspn(value + 1, "0123456789") : 0;
  if (digits != 4 && digits != 6)
    return FALSE;
  int number = atoi(value + 1), seconds = digits == 6 ? number % 100 : 0;
  number = digits == 6 ? number / 100 : number;
  int size = number / 100 * 3600 + number % 100 * 60 + seconds;
  *ret_seconds = *value == '-' ? -size : size;
  return size <= 18 * 3600;
}

/* One STANDARD or DAYLIGHT. */
typedef struct {
  struct icaltimetype start;
  GArray *dates; /* struct icaltimetype */
  char rule[256];
  int before, after;
  gboolean has_before, has_after;
} Observance;

static void
add_onset(GArray *onsets, const Observance *observance, struct icaltimetype time) {
  CrWall wall;
  if (onsets->len >= MAX_ONSETS || !cr_ical_wall(time, &wall))
    return;
  CrOnset onset = {(cr_wall_seconds(&wall) - observance->before) * CR_SECOND, observance->before,
                   observance->after};
  g_array_append_val(onsets, onset);
}

typedef struct {
  GArray *onsets;
  const Observance *observance;
  CrDay until; /* it is given in UTC; a day more or less makes no difference between changes */
} OnsetSink;

static gboolean
add_rule_onset(const CrWall *wall, gpointer data) {
  OnsetSink *sink = data;
  CrOnset onset = {(cr_wall_seconds(wall) - sink->observance->before) * CR_SECOND,
                   sink->observance->before, sink->observance->after};
  if (sink->onsets->len >= MAX_ONSETS || cr_wall_day(wall) > sink->until)
    return FALSE;
  g_array_append_val(sink->onsets, onset);
  return TRUE;
}

static void
add_rule_onsets(GArray *onsets, const Observance *observance) {
  struct icalrecurrencetype rule = libical.icalrecurrencetype_from_string(observance->rule);
  struct icaltimetype start = observance->start;
  OnsetSink sink = {onsets, observance, G_MAXINT32};
  gint64 budget = MAX_ONSETS * 366;
  const char *reason = NULL;
  CrWall wall, until;
  if (rule.freq != ICAL_YEARLY_RECURRENCE || !cr_ical_rule_allowed(&rule, &reason))
    return;
  if (start.year < FIRST_YEAR && rule.count == 0 && rule.interval <= 1)
    start.year = FIRST_YEAR; /* Outlook's rules begin in 1601 */
  if (!libical.icaltime_is_null_time(rule.until) && cr_ical_wall(rule.until, &until))
    sink.until = cr_wall_day(&until) + 1;
  if (cr_ical_wall(start, &wall))
    cr_ical_rule_each(&rule, &wall, FALSE, 0, G_MAXINT32, &budget, add_rule_onset, &sink);
}

static void
add_observance(GArray *onsets, const Observance *observance) {
  if (!observance->has_before || !observance->has_after)
    return;
  add_onset(onsets, observance, observance->start);
  for (guint i = 0; i < observance->dates->len; i++)
    add_onset(onsets, observance, g_array_index(observance->dates, struct icaltimetype, i));
  if (*observance->rule)
    add_rule_onsets(onsets, observance);
}

static void
reset_observance(Observance *observance) {
  g_array_set_size(observance->dates, 0);
  *observance = (Observance){.dates = observance->dates, .start = libical.icaltime_null_time()};
}

static void
read_dates(GArray *dates, const char *values) {
  g_auto(GStrv) parts = g_strsplit(values, ",", MAX_ONSETS);
  for (char **part = parts; *part; part++) {
    struct icaltimetype time = libical.icaltime_from_string(*part);
    if (!libical.icaltime_is_null_time(time))
      g_array_append_val(dates, time);
  }
}

static void
read_observance_line(Observance *observance, const CrLine *line, const char *value) {
  switch ((int) line->prop) {
  case CR_PROP_DTSTART:
    observance->start = libical.icaltime_from_string(value);
    break;
  case CR_PROP_RDATE:
    read_dates(observance->dates, value);
    break;
  case CR_PROP_RRULE:
    g_strlcpy(observance->rule, value, sizeof observance->rule);
    break;
  case CR_PROP_TZOFFSETFROM:
    observance->has_before = take_offset(value, &observance->before);
    break;
  case CR_PROP_TZOFFSETTO:
    observance->has_after = take_offset(value, &observance->after);
    break;
  }
}

static int
compare_onsets(gconstpointer a, gconstpointer b) {
  const CrOnset *x = a, *y = b;
  return x->instant < y->instant ? -1 : x->instant > y->instant;
}

GArray *
cr_vtimezone_onsets(const CrTzBlock *block, char **ret_location) {
  g_autoptr(GArray) onsets = g_array_new(FALSE, FALSE, sizeof(CrOnset));
  g_autoptr(GArray) dates = g_array_new(FALSE, FALSE, sizeof(struct icaltimetype));
  Observance observance = {.dates = dates};
  CrLines lines = {block->start, block->start + block->length, block->eol, 1};
  CrLine line;
  char text[1024];
  int observances = 0;
  while (cr_lines_next(&lines, &line) && observances < MAX_OBSERVANCES) {
    cr_line_copy(&line, block->eol, text, sizeof text);
    const char *value = g_strchomp((char *) cr_line_last_value(text));
    if (line.prop == CR_PROP_BEGIN)
      reset_observance(&observance);
    else if (line.prop == CR_PROP_END && observances++ < MAX_OBSERVANCES)
      add_observance(onsets, &observance);
    else if (line.prop == CR_PROP_X_LIC_LOCATION && *ret_location == NULL)
      *ret_location = g_strdup(value);
    else
      read_observance_line(&observance, &line, value);
  }
  g_array_sort(onsets, compare_onsets);
  return onsets->len > 0 ? g_steal_pointer(&onsets) : NULL;
}
