#include "base/zone.h"

#include <pthread.h>
#include <string.h>

/* GLib searches a zone's changes one by one. Within a stretch of twelve days a zone changes once at
 * most, so the interval before the change, and how many seconds of the stretch have it, tell
 * everything; they are remembered in one word: the stretch's number in the upper bits, the seconds
 * in 21, the interval + 1 in 16, 0 for nothing. */
#define STRETCH_BITS 20 /* of seconds */
#define INTERVAL_BITS 16
#define NUMBER_SHIFT (STRETCH_BITS + 1 + INTERVAL_BITS)
#define N_REMEMBERED 64

struct _CrZone {
  char *id;
  GTimeZone *gzone;
  guint64 remembered[N_REMEMBERED]; /* by the number modulo; read and written atomically */
};

static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable
    *zones; /* id -> CrZone, or NULL value for a known unknown; kept for the process */

#define MAX_UNKNOWN_ZONES 1024 /* hostile input names new zones for ever: forget, don't grow */

/* +H, +HH, +HHMM or +HH:MM, within 18 hours. */
static gboolean
is_offset(const char *id) {
  gsize digits = strspn(id + 1, "0123456789");
  const char *rest = id + 1 + digits;
  if (digits == 0 || digits > 4 || digits == 3 || (*rest != '\0' && digits != 2))
    return FALSE;
  if (*rest == ':' && strspn(rest + 1, "0123456789") == 2)
    rest += 3;
  int hours = g_ascii_digit_value(id[1]);
  if (digits > 1)
    hours = hours * 10 + g_ascii_digit_value(id[2]);
  return *rest == '\0' && hours <= 18;
}

/* GLib also knows files beside the zones, the machine's own zone, leap-second clocks and, by
 * POSIX's rules, "Room5" as five hours west. A stranger's label must not become a zone by such
 * luck. */
static gboolean
id_is_sane(const char *id) {
  static const char *const with_digits[] = {"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
                                            "GMT0",    "GMT+0",   "GMT-0",   NULL};
  static const char *const no_zones[] = {"localtime", "posixrules", "leapseconds", "Factory", NULL};
  gsize length = strlen(id);
  if (*id == '+' || *id == '-')
    return is_offset(id);
  if (!g_ascii_isalpha(*id) || length > 64 || g_str_has_prefix(id, "right/") ||
      g_str_has_prefix(id, "posix/") || g_strv_contains(no_zones, id))
    return FALSE;
  if (strchr(id, '/') == NULL && strpbrk(id, "0123456789") && !g_strv_contains(with_digits, id))
    return FALSE;
  return strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-") == length;
}

static CrZone *
zone_load(const char *id) {
  GTimeZone *gzone = g_time_zone_new_identifier(id);
  if (gzone == NULL)
    return NULL;
  CrZone *zone = g_new0(CrZone, 1);
  zone->id = g_strdup(id);
  zone->gzone = gzone;
  return zone;
}

const CrZone *
cr_zone_find(const char *id) {
  gpointer found = NULL;
  if (id == NULL)
    return NULL;
  pthread_mutex_lock(&zones_lock);
  if (zones == NULL)
    zones = g_hash_table_new(g_str_hash, g_str_equal);
  if (!g_hash_table_lookup_extended(zones, id, NULL, &found) && id_is_sane(id)) {
    found = zone_load(id);
    if (found != NULL || g_hash_table_size(zones) < MAX_UNKNOWN_ZONES)
      g_hash_table_insert(zones, found ? ((CrZone *) found)->id : g_strdup(id), found);
  }
  pthread_mutex_unlock(&zones_lock);
  return found;
}

const CrZone *
cr_zone_utc(void) {
  return cr_zone_find("UTC");
}

const char *
cr_zone_id(const CrZone *zone) {
  return zone->id;
}

static gint64
floor_seconds(CrInstant instant) {
  gint64 seconds = instant / CR_SECOND;
  return instant % CR_SECOND < 0 ? seconds - 1 : seconds;
}

static int
interval_search(const CrZone *zone, gint64 seconds) {
  return g_time_zone_find_interval(zone->gzone, G_TIME_TYPE_UNIVERSAL, seconds);
}

/* The stretch that begins at first, packed; 0 when it has more than one change. */
static guint64
read_stretch(const CrZone *zone, gint64 first) {
  const gint64 length = G_GINT64_CONSTANT(1) << STRETCH_BITS;
  int interval = interval_search(zone, first), end = interval_search(zone, first + length - 1);
  gint64 same = end == interval ? length : 0;
  if (interval < 0 || interval >= 1 << INTERVAL_BITS || end < interval || end > interval + 1)
    return 0;
  for (gint64 step = same ? 0 : length / 2; step > 0; step /= 2) /* bisects for the change */
    if (interval_search(zone, first + same + step - 1) == interval)
      same += step;
  return (guint64) (first >> STRETCH_BITS) << NUMBER_SHIFT | (guint64) same << INTERVAL_BITS |
         ((guint64) interval + 1);
}

static int
interval_at(const CrZone *zone, CrInstant instant) {
  const gint64 length = G_GINT64_CONSTANT(1) << STRETCH_BITS;
  gint64 seconds = floor_seconds(instant), first = seconds & -length; /* also before 1970 */
  guint64 number = (guint64) (first >> STRETCH_BITS);
  guint64 *slot = &((CrZone *) zone)->remembered[number % N_REMEMBERED];
  guint64 known = __atomic_load_n(slot, __ATOMIC_RELAXED);
  if (known == 0 || known >> NUMBER_SHIFT != number << NUMBER_SHIFT >> NUMBER_SHIFT) {
    known = read_stretch(zone, first);
    if (known == 0)
      return interval_search(zone, seconds);
    __atomic_store_n(slot, known, __ATOMIC_RELAXED);
  }
  gint64 same = (gint64) (known << (64 - NUMBER_SHIFT) >> (64 - NUMBER_SHIFT + INTERVAL_BITS));
  int interval = (int) (known & ((1 << INTERVAL_BITS) - 1)) - 1;
  return interval + (seconds - first >= same);
}

int
cr_zone_offset_sec(const CrZone *zone, CrInstant instant) {
  return g_time_zone_get_offset(zone->gzone, interval_at(zone, instant));
}

gboolean
cr_zone_is_daylight(const CrZone *zone, CrInstant instant) {
  return g_time_zone_is_dst(zone->gzone, interval_at(zone, instant));
}

const char *
cr_zone_abbreviation(const CrZone *zone, CrInstant instant) {
  return g_time_zone_get_abbreviation(zone->gzone, interval_at(zone, instant));
}

char *
cr_zone_place(const CrZone *zone) {
  const char *slash = strrchr(zone->id, '/');
  return g_strdelimit(g_strdup(slash ? slash + 1 : zone->id), "_", ' ');
}

CrWall
cr_zone_wall(const CrZone *zone, CrInstant instant) {
  return cr_wall_from_seconds(floor_seconds(instant) + cr_zone_offset_sec(zone, instant));
}

CrDay
cr_zone_day(const CrZone *zone, CrInstant instant) {
  CrWall wall = cr_zone_wall(zone, instant);
  return cr_wall_day(&wall);
}

/* An offset is right for a wall time if it holds at the instant that it gives. The offsets a day
 * before and after are the only candidates, as zones never change twice within two days. */
CrWallKind
cr_zone_resolve(const CrZone *zone, const CrWall *wall, CrInstant *ret_first,
                CrInstant *ret_second) {
  CrInstant local = cr_wall_seconds(wall) * CR_SECOND;
  int before = cr_zone_offset_sec(zone, local - CR_DAY_USEC);
  int after = cr_zone_offset_sec(zone, local + CR_DAY_USEC);
  CrInstant by_before = local - before * CR_SECOND, by_after = local - after * CR_SECOND;
  gboolean steady = before == after;
  gboolean before_fits = steady || cr_zone_offset_sec(zone, by_before) == before;
  gboolean after_fits = steady || cr_zone_offset_sec(zone, by_after) == after;
  CrWallKind kind = CR_WALL_UNIQUE;
  CrInstant first = before_fits ? by_before : by_after, second = first;
  if (!before_fits && !after_fits) {
    kind = CR_WALL_GAP;
    first = second = by_before;
  } else if (before_fits && after_fits && by_before != by_after) {
    kind = CR_WALL_TWICE;
    first = MIN(by_before, by_after);
    second = MAX(by_before, by_after);
  }
  if (ret_first)
    *ret_first = first;
  if (ret_second)
    *ret_second = second;
  return kind;
}

CrInstant
cr_zone_instant(const CrZone *zone, const CrWall *wall) {
  CrInstant instant;
  cr_zone_resolve(zone, wall, &instant, NULL);
  return instant;
}

char *
cr_instant_format(CrInstant instant, const CrZone *zone) {
  if (instant == CR_INSTANT_NONE)
    return NULL;
  CrWall w = cr_zone_wall(zone, instant);
  int offset = cr_zone_offset_sec(zone, instant), size = ABS(offset);
  return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", w.year, w.month, w.day, w.hour,
                         w.minute, w.second, offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
}
