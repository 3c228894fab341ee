#include "parse/ical-private.h"

#include "base/data.h"

#include <string.h>

#define MAX_TZID 255
#define MAX_ZONES 256
#define MAX_VTIMEZONE_BYTES (64U << 10)

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
  GHashTable *blocks; /* TZID -> CrTzBlock; NULL until it is needed */
};

/* --- Offsets and walls */

static int
zone_offset(const CrIcalZone *zone, CrInstant instant) {
  if (zone->iana)
    return cr_zone_offset_sec(zone->iana, instant);
  guint low = 0, high = zone->onsets->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(zone->onsets, CrOnset, middle).instant <= instant)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? g_array_index(zone->onsets, CrOnset, low - 1).after
                 : g_array_index(zone->onsets, CrOnset, 0).before;
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

/* --- Which zone is a VTIMEZONE? */

/* Same offsets from the year's beginning on for two years, to the second around each change. */
static gboolean
zone_agrees(const CrIcalZone *own, const CrZone *iana, int year) {
  CrInstant from = cr_day_from_date(year, 1, 1) * CR_DAY_USEC;
  CrInstant to = cr_day_from_date(year + 2, 1, 1) * CR_DAY_USEC;
  for (CrInstant t = from; t < to; t += 10 * CR_DAY_USEC)
    if (zone_offset(own, t) != cr_zone_offset_sec(iana, t))
      return FALSE;
  for (guint i = 0; i < own->onsets->len; i++) {
    CrInstant t = g_array_index(own->onsets, CrOnset, i).instant;
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
block_tzid(const CrTzBlock *block) {
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
    CrTzBlock block = {begin, stop ? (gsize) (stop - begin) : 0, lines.eol};
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
  const CrTzBlock *block = g_hash_table_lookup(zones->blocks, tzid);
  g_autofree char *location = NULL;
  GArray *onsets = block ? cr_vtimezone_onsets(block, &location) : NULL;
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
  if (cr_tzid_is_utc(tzid))
    return g_memdup2(&zones->utc, sizeof zones->utc);
  const CrZone *iana = cr_tzid_place(tzid);
  CrIcalZone *own = iana ? NULL : zone_by_vtimezone(zones, tzid);
  if (own)
    return own;
  iana = iana ? iana : cr_tzid_guess(tzid);
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
