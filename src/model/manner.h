#pragma once
/* How people of a place write a clock and a date. */
#include "base/zone.h"

G_BEGIN_DECLS

typedef struct {
  gboolean twelve_hours; /* "1:05 PM", else "13:05" */
  gboolean month_first;  /* "November 24", else "24 November" */
} CrManner;

/* By the country of the zone; of one that is no country's, such as UTC, by the country of whoever
 * reads (ISO 3166), or, when that is NULL, hours to twenty-four and the day first. */
CrManner cr_manner_of(const CrZone *zone, const char *country);
char *cr_manner_clock(CrManner manner, const CrWall *wall);
/* "Tue, Nov 24", "Tue 24 Nov". letters: how many of the weekday's and the month's name; 0: all. */
char *cr_manner_date(CrManner manner, const CrWall *wall, int letters);
/* "Tue, Nov 24, 2026", "Tue 24 Nov 2026". */
char *cr_manner_date_of_year(CrManner manner, const CrWall *wall);
/* "Nov 24", "24 Nov". */
char *cr_manner_day(CrManner manner, int month, int day);

G_END_DECLS
