#pragma once
/* Instants, calendar days and wall times. Nothing here reads a clock. */
#include <glib.h>

G_BEGIN_DECLS

/* A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
typedef gint64 CrInstant;
/* A civil day: days since 1970-01-01, proleptic Gregorian. */
typedef gint32 CrDay;
#define CR_NO_DAY G_MININT32

#define CR_INSTANT_NONE G_MININT64
#define CR_SECOND G_GINT64_CONSTANT(1000000)
#define CR_MINUTE (60 * CR_SECOND)
#define CR_HOUR (60 * CR_MINUTE)
#define CR_DAY_USEC (24 * CR_HOUR)
/* The instants we accept: years 1900 to 2199. Anything else in an input is an error, not a time. */
#define CR_INSTANT_MIN (G_GINT64_CONSTANT(-2208988800) * CR_SECOND)
#define CR_INSTANT_MAX (G_GINT64_CONSTANT(7258118399) * CR_SECOND)

/* What a clock on a wall shows, in a zone named elsewhere. month 1-12, day 1-31, hour 0-23. */
typedef struct {
  int year, month, day, hour, minute, second;
} CrWall;

typedef enum { CR_MON, CR_TUE, CR_WED, CR_THU, CR_FRI, CR_SAT, CR_SUN } CrWeekday;

gboolean cr_date_valid(int year, int month, int day);
int cr_month_days(int year, int month);
CrDay cr_day_from_date(int year, int month, int day);
void cr_day_to_date(CrDay day, int *ret_year, int *ret_month, int *ret_day);
CrWeekday cr_day_weekday(CrDay day);
const char *cr_weekday_name(CrWeekday weekday); /* "Monday" */
const char *cr_month_name(int month);           /* "January" */

gboolean cr_wall_valid(const CrWall *wall);
CrDay cr_wall_day(const CrWall *wall);
/* Seconds since 1970-01-01T00:00:00 on that same wall, as if it had no zone changes. */
gint64 cr_wall_seconds(const CrWall *wall);
CrWall cr_wall_from_seconds(gint64 seconds);

/* RFC 3339 date-time with 'Z' or an offset; seconds and fraction optional. FALSE sets
 * CR_ERROR_PARSE. */
gboolean cr_instant_parse(const char *text, CrInstant *ret_instant, GError **error);

G_END_DECLS
