#include "parse/ical-private.h"

#include "base/data.h"

#include <stdlib.h>
#include <string.h>

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

gboolean
cr_tzid_is_utc(const char *tzid) {
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

const CrZone *
cr_tzid_place(const char *tzid) {
  const CrZone *zone = zone_by_path(tzid);
  return zone || strpbrk(tzid, " (,") == NULL ? zone : zone_by_label(tzid);
}

const CrZone *
cr_tzid_guess(const char *tzid) {
  const CrZone *zone = zone_by_offset(tzid);
  zone = zone ? zone : zone_by_name(tzid);
  return zone ? zone : cr_zone_find(tzid);
}
