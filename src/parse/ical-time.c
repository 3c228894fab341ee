#include "parse/ical-private.h"

#include "base/data.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TZID 255
#define MAX_ZONES 256
#define MAX_VTIMEZONE_BYTES (64U << 10)
#define MAX_OBSERVANCES 64
#define MAX_ONSETS 2048
#define FIRST_YEAR 1900

/* From instant on the offset holds; before it, the one before. */
typedef struct {
  CrInstant instant;
  int before, after; /* seconds east */
} Onset;

struct _CrIcalZone {
  const CrZone *iana; /* or NULL: then by its own onsets, sorted, at least one */
  GArray *onsets;
  gboolean utc;
};

struct _CrIcalZones {
  const char *bytes;
  gsize length;
  int year;
  CrIcalZone mine, utc;
  GHashTable *found;  /* TZID -> CrIcalZone, or NULL when unknown */
  GHashTable *blocks; /* TZID -> Block; NULL until it is needed */
};

typedef struct {
  const char *start;
  gsize length;
  char eol;
} Block;

/* --- Offsets and walls */

static int
zone_offset(const CrIcalZone *zone, CrInstant instant) {
  if (zone->iana)
    return cr_zone_offset_sec(zone->iana, instant);
  guint low = 0, high = zone->onsets->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(zone->onsets, Onset, middle).instant <= instant)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? g_array_index(zone->onsets, Onset, low - 1).after
                 : g_array_index(zone->onsets, Onset, 0).before;
}

/* As cr_zone_instant, see there. */
CrInstant
cr_ical_zone_instant(const CrIcalZone *zone, const CrWall *wall) {
  if (zone->iana)
    return cr_zone_instant(zone->iana, wall);
  CrInstant local = cr_wall_seconds(wall) * CR_SECOND;
  int before = zone_offset(zone, local - CR_DAY_USEC),
      after = zone_offset(zone, local + CR_DAY_USEC);
  CrInstant by_before = local - before * CR_SECOND, by_after = local - after * CR_SECOND;
  if (zone_offset(zone, by_before) == before)
    return by_before;
  return zone_offset(zone, by_after) == after ? by_after : by_before;
}

CrWall
cr_ical_zone_wall(const CrIcalZone *zone, CrInstant instant) {
  CrInstant local = instant + zone_offset(zone, instant) * CR_SECOND;
  return cr_wall_from_seconds(local >= 0 ? local / CR_SECOND
                                         : -((-local + CR_SECOND - 1) / CR_SECOND));
}

char *
cr_ical_zone_id(const CrIcalZone *zone, CrInstant instant) {
  if (zone->utc)
    return NULL;
  if (zone->iana)
    return g_strdup(cr_zone_id(zone->iana));
  int offset = zone_offset(zone, instant), size = ABS(offset);
  return g_strdup_printf("%c%02d:%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
}

gboolean
cr_ical_wall(struct icaltimetype time, CrWall *ret_wall) {
  CrWall wall = {time.year, time.month, time.day, time.hour, time.minute, time.second};
  if (time.is_date)
    wall.hour = wall.minute = wall.second = 0;
  gboolean midnight = wall.hour == 24 && wall.minute == 0 && wall.second == 0;
  if (midnight)
    wall.hour = 0;
  if (wall.second == 60)
    wall.second = 59;
  if (!cr_wall_valid(&wall))
    return FALSE;
  *ret_wall = midnight ? cr_wall_from_seconds(cr_wall_seconds(&wall) + 86400) : wall;
  return cr_wall_valid(ret_wall);
}

/* --- Names */

/* Lower-case name -> IANA id: the table of names, and every zone by its id and by its city. */
static GHashTable *
load_names(void) {
  GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) aliases = g_strsplit(cr_data("windows-zones.tsv", NULL), "\n", -1);
  g_auto(GStrv) zones = g_strsplit(cr_data("zones.tsv", NULL), "\n", -1);
  for (char **line = zones; *line; line++) {
    g_auto(GStrv) column = g_strsplit(*line, "\t", 2);
    if (**line == '#' || column[0] == NULL || column[1] == NULL)
      continue;
    char *city = strrchr(column[0], '/');
    g_hash_table_insert(names, g_ascii_strdown(column[0], -1), g_strdup(column[0]));
    if (city)
      g_hash_table_insert(names, g_strdelimit(g_ascii_strdown(city + 1, -1), "_", ' '),
                          g_strdup(column[0]));
  }
  for (char **line = aliases; *line; line++) {
    g_auto(GStrv) column = g_strsplit(*line, "\t", 2);
    if (**line != '#' && column[0] && column[1])
      g_hash_table_insert(names, g_ascii_strdown(column[0], -1), g_strdup(column[1]));
  }
  return names;
}

static const CrZone *
zone_by_name(const char *name) {
  static gsize names = 0;
  if (g_once_init_enter(&names))
    g_once_init_leave(&names, (gsize) load_names());
  g_autofree char *key = g_strstrip(g_ascii_strdown(name, -1));
  return cr_zone_find(g_hash_table_lookup((GHashTable *) names, key));
}

/* "(UTC-05:00) Eastern Time (US & Canada)": the offset is the winter's and says nothing of summer;
 * the words, or the first of its cities that is known, name the clock. */
static const CrZone *
zone_by_label(const char *tzid) {
  const char *close = *tzid == '(' ? strchr(tzid, ')') : NULL;
  const char *words = close ? close + 1 : tzid;
  const CrZone *zone = zone_by_name(words);
  g_auto(GStrv) places = zone ? NULL : g_strsplit_set(words, ",;:", 16);
  for (char **place = places; place && *place && zone == NULL; place++)
    zone = zone_by_name(*place);
  return zone;
}

/* Any prefix may precede an identifier: "/freeassociation.sourceforge.net/Europe/Paris",
 * "tzone://Microsoft/Utc". */
static const CrZone *
zone_by_path(const char *tzid) {
  const CrZone *zone = NULL;
  int parts = 0;
  for (const char *at = tzid; at && zone == NULL && parts < 8; parts++) {
    zone = strchr(at, '/') || parts > 0 ? cr_zone_find(at) : NULL;
    zone = zone ? zone : strchr(at, '/') || parts > 0 ? zone_by_name(at) : NULL;
    at = strchr(at, '/');
    at = at ? at + 1 : NULL;
  }
  return zone;
}

/* "GMT+0100", "UTC-05:00", "+05:30". */
static const CrZone *
zone_by_offset(const char *tzid) {
  const char *at = tzid + (g_str_has_prefix(tzid, "GMT") || g_str_has_prefix(tzid, "UTC") ? 3 : 0);
  int hours = 0, minutes = 0;
  gsize digits = 0, sign = *at;
  if (sign != '+' && sign != '-')
    return NULL;
  at++;
  digits = strspn(at, "0123456789");
  if (digits == 4 && at[4] == '\0') {
    hours = (at[0] - '0') * 10 + at[1] - '0';
    minutes = (at[2] - '0') * 10 + at[3] - '0';
  } else if ((digits == 1 || digits == 2) && (at[digits] == '\0' || at[digits] == ':')) {
    hours = atoi(at);
    minutes = at[digits] ? atoi(at + digits + 1) : 0;
  } else {
    return NULL;
  }
  if (hours > 14 || minutes < 0 || minutes > 59)
    return NULL;
  g_autofree char *id = g_strdup_printf("%c%02d:%02d", (char) sign, hours, minutes);
  return cr_zone_find(id);
}

static gboolean
is_utc_name(const char *tzid) {
  static const char *const names[] = {"UTC",
                                      "Z",
                                      "GMT",
                                      "Etc/UTC",
                                      "Etc/GMT",
                                      "Etc/UCT",
                                      "UCT",
                                      "Zulu",
                                      "Etc/Zulu",
                                      "tzone://Microsoft/Utc",
                                      "Coordinated Universal Time",
                                      "(UTC) Coordinated Universal Time",
                                      NULL};
  for (const char *const *name = names; *name; name++)
    if (g_ascii_strcasecmp(*name, tzid) == 0)
      return TRUE;
  return FALSE;
}

/* --- VTIMEZONE */

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
  Onset onset = {(cr_wall_seconds(&wall) - observance->before) * CR_SECOND, observance->before,
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
  Onset onset = {(cr_wall_seconds(wall) - sink->observance->before) * CR_SECOND,
                 sink->observance->before, sink->observance->after};
  if (sink->onsets->len >= MAX_ONSETS || cr_wall_day(wall) > sink->until)
    return FALSE;
  g_array_append_val(sink->onsets, onset);
  return TRUE;
}

static void
add_rule_onsets(GArray *onsets, const Observance *observance) {
  struct icalrecurrencetype rule = icalrecurrencetype_from_string(observance->rule);
  struct icaltimetype start = observance->start;
  OnsetSink sink = {onsets, observance, G_MAXINT32};
  gint64 budget = MAX_ONSETS * 366;
  const char *reason = NULL;
  CrWall wall, until;
  if (rule.freq != ICAL_YEARLY_RECURRENCE || !cr_ical_rule_allowed(&rule, &reason))
    return;
  if (start.year < FIRST_YEAR && rule.count == 0 && rule.interval <= 1)
    start.year = FIRST_YEAR; /* Outlook's rules begin in 1601 */
  if (!icaltime_is_null_time(rule.until) && cr_ical_wall(rule.until, &until))
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
  *observance = (Observance){.dates = observance->dates, .start = icaltime_null_time()};
}

static void
read_dates(GArray *dates, const char *values) {
  g_auto(GStrv) parts = g_strsplit(values, ",", MAX_ONSETS);
  for (char **part = parts; *part; part++) {
    struct icaltimetype time = icaltime_from_string(*part);
    if (!icaltime_is_null_time(time))
      g_array_append_val(dates, time);
  }
}

static void
read_observance_line(Observance *observance, const CrLine *line, const char *value) {
  switch ((int) line->prop) {
  case CR_PROP_DTSTART:
    observance->start = icaltime_from_string(value);
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
  const Onset *x = a, *y = b;
  return x->instant < y->instant ? -1 : x->instant > y->instant;
}

/* NULL when nothing usable stands in it. ret_location: X-LIC-LOCATION, or NULL. */
static GArray *
read_vtimezone(const Block *block, char **ret_location) {
  g_autoptr(GArray) onsets = g_array_new(FALSE, FALSE, sizeof(Onset));
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

/* Same offsets from the year's beginning on for two years, to the second around each change. */
static gboolean
zone_agrees(const CrIcalZone *own, const CrZone *iana, int year) {
  CrInstant from = cr_day_from_date(year, 1, 1) * CR_DAY_USEC;
  CrInstant to = cr_day_from_date(year + 2, 1, 1) * CR_DAY_USEC;
  for (CrInstant t = from; t < to; t += 10 * CR_DAY_USEC)
    if (zone_offset(own, t) != cr_zone_offset_sec(iana, t))
      return FALSE;
  for (guint i = 0; i < own->onsets->len; i++) {
    CrInstant t = g_array_index(own->onsets, Onset, i).instant;
    if (t < from || t >= to)
      continue;
    if (zone_offset(own, t) != cr_zone_offset_sec(iana, t) ||
        zone_offset(own, t - CR_SECOND) != cr_zone_offset_sec(iana, t - CR_SECOND))
      return FALSE;
  }
  return TRUE;
}

static gboolean
zone_changes(const CrIcalZone *own, int year) {
  int first = zone_offset(own, cr_day_from_date(year, 1, 1) * CR_DAY_USEC);
  for (int month = 2; month <= 12; month++)
    if (zone_offset(own, cr_day_from_date(year, month, 1) * CR_DAY_USEC) != first)
      return TRUE;
  return FALSE;
}

/* Which zone is it by its rules? The one it names, the reader's, else the first of the table. A
 * zone without changes stays an offset: too many places have it. */
static const CrZone *
match_iana(const CrIcalZones *zones, const CrIcalZone *own, const char *location) {
  const CrZone *named = location ? cr_zone_find(location) : NULL;
  if (named && zone_agrees(own, named, zones->year))
    return named;
  if (!zone_changes(own, zones->year))
    return NULL;
  if (zone_agrees(own, zones->mine.iana, zones->year))
    return zones->mine.iana;
  g_auto(GStrv) rows = g_strsplit(cr_data("windows-zones.tsv", NULL), "\n", -1);
  for (char **row = rows; *row; row++) {
    const char *tab = **row == '#' ? NULL : strchr(*row, '\t');
    const CrZone *zone = tab ? cr_zone_find(tab + 1) : NULL;
    if (zone && zone_agrees(own, zone, zones->year))
      return zone;
  }
  return NULL;
}

static char *
block_tzid(const Block *block) {
  CrLines lines = {block->start, block->start + block->length, block->eol, 1};
  CrLine line;
  char text[MAX_TZID + 8];
  while (cr_lines_next(&lines, &line)) {
    if (line.prop != CR_PROP_TZID)
      continue;
    cr_line_copy(&line, block->eol, text, sizeof text);
    const char *colon = strchr(text, ':'); /* the value itself may hold colons */
    return colon ? g_strstrip(g_strdup(colon + 1)) : NULL;
  }
  return NULL;
}

/* Finds every VTIMEZONE of the input, once, wherever it stands. */
static void
find_blocks(CrIcalZones *zones) {
  CrLines lines;
  cr_lines_init(&lines, zones->bytes, zones->length);
  zones->blocks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  const char *at = zones->bytes, *end = zones->bytes + zones->length;
  for (int n = 0; n < MAX_ZONES; n++) {
    const char *begin = memmem(at, end - at, "BEGIN:VTIMEZONE", 15);
    if (begin == NULL)
      return;
    begin += 15;
    const char *limit = begin + MIN((gsize) (end - begin), MAX_VTIMEZONE_BYTES);
    const char *stop = memmem(begin, limit - begin, "END:VTIMEZONE", 13);
    at = stop ? stop : begin;
    Block block = {begin, stop ? (gsize) (stop - begin) : 0, lines.eol};
    char *tzid = stop ? block_tzid(&block) : NULL;
    if (tzid && !g_hash_table_contains(zones->blocks, tzid))
      g_hash_table_insert(zones->blocks, tzid, g_memdup2(&block, sizeof block));
    else
      g_free(tzid);
  }
}

static CrIcalZone *
zone_by_vtimezone(CrIcalZones *zones, const char *tzid) {
  if (zones->blocks == NULL)
    find_blocks(zones);
  const Block *block = g_hash_table_lookup(zones->blocks, tzid);
  g_autofree char *location = NULL;
  GArray *onsets = block ? read_vtimezone(block, &location) : NULL;
  if (onsets == NULL)
    return NULL;
  CrIcalZone *zone = g_new0(CrIcalZone, 1);
  zone->onsets = onsets;
  zone->iana = match_iana(zones, zone, location);
  return zone;
}

/* --- All of it */

/* A name that says a place or comes from the known tables goes before the input's own rules, which
 * are often this year's only. A bare abbreviation comes last. */
static CrIcalZone *
zone_new(CrIcalZones *zones, const char *tzid) {
  if (is_utc_name(tzid))
    return g_memdup2(&zones->utc, sizeof zones->utc);
  const CrZone *iana = zone_by_path(tzid);
  if (iana == NULL && strpbrk(tzid, " (,") != NULL)
    iana = zone_by_label(tzid);
  CrIcalZone *own = iana ? NULL : zone_by_vtimezone(zones, tzid);
  if (own)
    return own;
  iana = iana ? iana : zone_by_offset(tzid);
  iana = iana ? iana : zone_by_name(tzid);
  iana = iana ? iana : cr_zone_find(tzid);
  if (iana == NULL)
    return NULL;
  CrIcalZone *zone = g_new0(CrIcalZone, 1);
  zone->iana = iana;
  zone->utc = g_str_equal(cr_zone_id(iana), "Etc/UTC");
  return zone;
}

static void
zone_free(gpointer data) {
  CrIcalZone *zone = data;
  if (zone && zone->onsets)
    g_array_unref(zone->onsets);
  g_free(zone);
}

const CrIcalZone *
cr_ical_zones_find(CrIcalZones *zones, const char *tzid) {
  gpointer zone = NULL;
  if (strlen(tzid) > MAX_TZID || !g_utf8_validate(tzid, -1, NULL))
    return NULL;
  if (!g_hash_table_lookup_extended(zones->found, tzid, NULL, &zone)) {
    if (g_hash_table_size(zones->found) >= MAX_ZONES)
      return NULL;
    g_autofree char *clean = g_strstrip(g_strdup(tzid));
    zone = zone_new(zones, clean);
    g_hash_table_insert(zones->found, g_strdup(tzid), zone);
  }
  return zone;
}

const CrIcalZone *
cr_ical_zones_mine(CrIcalZones *zones) {
  return &zones->mine;
}

const CrIcalZone *
cr_ical_zones_utc(CrIcalZones *zones) {
  return &zones->utc;
}

CrIcalZones *
cr_ical_zones_new(const char *bytes, gsize length, int year, const CrZone *mine) {
  CrIcalZones *zones = g_new0(CrIcalZones, 1);
  zones->bytes = bytes;
  zones->length = length;
  zones->year = year;
  zones->mine.iana = mine ? mine : cr_zone_utc();
  zones->utc = (CrIcalZone){.iana = cr_zone_utc(), .utc = TRUE};
  zones->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, zone_free);
  return zones;
}

void
cr_ical_zones_free(CrIcalZones *zones) {
  if (zones == NULL)
    return;
  g_hash_table_unref(zones->found);
  if (zones->blocks)
    g_hash_table_unref(zones->blocks);
  g_free(zones);
}
