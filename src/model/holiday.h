#pragma once
/* Public holidays by country, from the rules in data/holidays.ini. */
#include "base/zone.h"

G_BEGIN_DECLS

/* The holiday's name when day is a public holiday (or its observed day) in the country (ISO 3166
 * alpha-2), else NULL. Countries without rules have none. */
const char *cr_holiday_on(const char *country, CrDay day);
/* The day of the holiday so called ("Thanksgiving", "Presidents' Day", "labour day", "MLK", …; only
 * letters and digits count, not their case, nor a trailing "s", "Jr." or "Day") in that year.
 * country NULL or unknown to it: the first country that has it. FALSE when no country does. */
gboolean cr_holiday_find(const char *name, const char *country, int year, CrDay *ret_day);
/* Monday to Friday and no public holiday there. country may be NULL. */
gboolean cr_day_is_working(CrDay day, const char *country);
/* The count-th working day after day (count >= 1). */
CrDay cr_day_add_working(CrDay day, int count, const char *country);
/* The country a zone is mainly used in, "US" of America/New_York, or NULL. */
const char *cr_zone_country(const char *zone);
/* The zone most people of the country live in when the country has only one, else NULL. */
const char *cr_country_zone(const char *country);
/* The zone of most people of the country among those whose clock is that far east then: Berlin of
 * "DE" and two hours in July; NULL if none. */
const CrZone *cr_country_zone_showing(const char *country, CrInstant at, int offset_sec);
/* India's of five and a half hours: the zone of the offsets of no whole hours, which are hardly
 * anybody else's. NULL of the others. */
const CrZone *cr_zone_by_offset(CrInstant at, int offset_sec);

G_END_DECLS
