#pragma once
/* Time zones from the system's zone data, by IANA identifier. Zones live as long as the process,
 * may be shared between threads and are never freed. */
#include "base/instant.h"

G_BEGIN_DECLS

typedef struct _CrZone CrZone;

/* NULL when the identifier is unknown or NULL. Also takes fixed offsets as "+05:30", to 18 hours, and
 * "UTC". No POSIX rules ("XYZ5"), none of the machine's own ("localtime"). */
const CrZone *cr_zone_find(const char *id);
const CrZone *cr_zone_utc(void);
const char *cr_zone_id(const CrZone *zone);

int cr_zone_offset_sec(const CrZone *zone, CrInstant instant); /* east of Greenwich is positive */
gboolean cr_zone_is_daylight(const CrZone *zone, CrInstant instant);
const char *cr_zone_abbreviation(const CrZone *zone, CrInstant instant); /* "EST", or "+04" */
/* The place as people say it: "New York" of America/New_York, "UTC". Free with g_free. */
char *cr_zone_place(const CrZone *zone);

CrWall cr_zone_wall(const CrZone *zone, CrInstant instant);
CrDay cr_zone_day(const CrZone *zone, CrInstant instant);

typedef enum {
  CR_WALL_GAP,    /* the clock jumps over it: no instant shows this wall time */
  CR_WALL_UNIQUE, /* one instant */
  CR_WALL_TWICE,  /* the clock is set back over it: two instants */
} CrWallKind;

/* ret_first gets the instant: of a gap, the one found with the offset before the gap (as RFC 5545
 * §3.3.5 reads it); of a repeated time, the first. ret_second gets the second of a repeated time,
 * else the same as ret_first. Both may be NULL. */
CrWallKind cr_zone_resolve(const CrZone *zone, const CrWall *wall, CrInstant *ret_first,
                           CrInstant *ret_second);
/* The instant alone, by the same rule. */
CrInstant cr_zone_instant(const CrZone *zone, const CrWall *wall);

/* RFC 3339 with the zone's offset at that instant, whole seconds. Free with g_free; NULL of NONE.
 */
char *cr_instant_format(CrInstant instant, const CrZone *zone);

G_END_DECLS
