#pragma once
/* What the files of the iCalendar reader share. */
#include "base/library.h"
#include "base/zone.h"
#include "parse/ical.h"

#include <libical/ical.h>

G_BEGIN_DECLS

/* It brings ICU with it, so it is loaded with the first calendar. */
#define CR_ICAL_CALLS(C)                                                                           \
  C(icalcomponent_free)                                                                            \
  C(icalcomponent_get_first_property)                                                              \
  C(icalcomponent_get_next_property)                                                               \
  C(icalcomponent_isa)                                                                             \
  C(icaldurationtype_from_string)                                                                  \
  C(icaldurationtype_is_bad_duration)                                                              \
  C(icalmemory_free_buffer)                                                                        \
  C(icalparameter_get_cn)                                                                          \
  C(icalparameter_get_range)                                                                       \
  C(icalparameter_get_tzid)                                                                        \
  C(icalparser_parse_string)                                                                       \
  C(icalproperty_get_attendee)                                                                     \
  C(icalproperty_get_description)                                                                  \
  C(icalproperty_get_dtend)                                                                        \
  C(icalproperty_get_dtstamp)                                                                      \
  C(icalproperty_get_dtstart)                                                                      \
  C(icalproperty_get_duration)                                                                     \
  C(icalproperty_get_exdate)                                                                       \
  C(icalproperty_get_first_parameter)                                                              \
  C(icalproperty_get_location)                                                                     \
  C(icalproperty_get_organizer)                                                                    \
  C(icalproperty_get_parameter_as_string_r)                                                        \
  C(icalproperty_get_property_name)                                                                \
  C(icalproperty_get_rdate)                                                                        \
  C(icalproperty_get_recurrenceid)                                                                 \
  C(icalproperty_get_rrule)                                                                        \
  C(icalproperty_get_sequence)                                                                     \
  C(icalproperty_get_status)                                                                       \
  C(icalproperty_get_summary)                                                                      \
  C(icalproperty_get_transp)                                                                       \
  C(icalproperty_get_uid)                                                                          \
  C(icalproperty_get_url)                                                                          \
  C(icalproperty_get_x)                                                                            \
  C(icalproperty_get_x_name)                                                                       \
  C(icalproperty_get_xlicerror)                                                                    \
  C(icalproperty_isa)                                                                              \
  C(icalrecurrencetype_day_day_of_week)                                                            \
  C(icalrecurrencetype_day_position)                                                               \
  C(icalrecurrencetype_from_string)                                                                \
  C(icaltime_from_string)                                                                          \
  C(icaltime_is_null_time)                                                                         \
  C(icaltime_is_utc)                                                                               \
  C(icaltime_null_time)
typedef struct {
  CR_ICAL_CALLS(CR_LIBRARY_MEMBER)
} CrIcalCalls;
extern CrIcalCalls libical; /* once it is there */
gboolean cr_ical_ensure(GError **error);

/* --- Lines: raw bytes to content lines (RFC 5545 §3.1), without copying. */

typedef enum {
  CR_PROP_OTHER, /* not read */
  CR_PROP_BEGIN,
  CR_PROP_END,
  CR_PROP_METHOD,
  CR_PROP_TZID,
  CR_PROP_X_LIC_LOCATION,
  CR_PROP_TZOFFSETFROM,
  CR_PROP_TZOFFSETTO,
  /* of an event: times, a wrong one makes the event useless */
  CR_PROP_DTSTART,
  CR_PROP_DTEND,
  CR_PROP_DURATION,
  CR_PROP_RRULE,
  CR_PROP_RDATE,
  CR_PROP_EXDATE,
  CR_PROP_RECURRENCE_ID,
  /* and the rest */
  CR_PROP_UID,
  CR_PROP_SEQUENCE,
  CR_PROP_DTSTAMP,
  CR_PROP_STATUS,
  CR_PROP_TRANSP,
  CR_PROP_BUSYSTATUS, /* X-MICROSOFT-CDO-BUSYSTATUS */
  CR_PROP_SUMMARY,
  CR_PROP_DESCRIPTION,
  CR_PROP_LOCATION,
  CR_PROP_URL,
  CR_PROP_ORGANIZER,
  CR_PROP_ATTENDEE,
} CrProp;

typedef struct {
  const char *at, *end;
  char eol;     /* '\n', or '\r' in a file that knows no '\n' */
  guint number; /* of the line at at, from 1 */
} CrLines;

typedef struct {
  const char *start, *end; /* without its line end; folds are still inside */
  guint number;
  gboolean folded;
  CrProp prop;
} CrLine;

void cr_lines_init(CrLines *lines, const char *bytes, gsize length);
/* FALSE at the end. Empty lines are skipped. */
gboolean cr_lines_next(CrLines *lines, CrLine *ret_line);
/* Unfolds the line into buffer, cut at size - 1 bytes, NUL-terminated; returns the bytes written.
 */
gsize cr_line_copy(const CrLine *line, char eol, char *buffer, gsize size);
/* The value of a line whose value holds no colon, such as a time: what follows the last one. */
const char *cr_line_last_value(const char *unfolded);

/* --- Components. */

/* One VEVENT as it stands in the input. */
typedef struct {
  const char *start, *end; /* the bytes between BEGIN and END */
  guint number;            /* of the BEGIN line */
  char eol;
  CrMethod method;
  gboolean recurs;    /* has RRULE or RDATE */
  gboolean overrides; /* has RECURRENCE-ID */
} CrPart;

/* The window in days, two days wider than asked on both sides so that no zone matters. */
typedef struct {
  CrDay from, to; /* G_MININT32 and G_MAXINT32 without bound */
} CrDayWindow;

typedef gboolean (*CrPartFunc)(const CrPart *part, gpointer data); /* FALSE stops */
typedef void (*CrScanProblemFunc)(guint line, const char *what, gpointer data);

typedef struct {
  CrPartFunc found; /* every VEVENT that can matter in the window */
  CrScanProblemFunc problem;
  void (*relax)(gpointer data); /* every CR_RELAX_BYTES, or NULL */
  gpointer data;
} CrScanFuncs;
#define CR_RELAX_BYTES (8U << 20)

/* Returns whether there was any VCALENDAR. */
gboolean cr_ical_scan(const char *bytes, gsize length, CrDayWindow window,
                      const CrScanFuncs *funcs);
/* The part's lines that we read, unfolded, in UTF-8 and within limits, as one VEVENT for libical.
 * *ret_left_out is set to what is missing in it, if a text was too long. FALSE sets
 * CR_ERROR_LIMIT. */
gboolean cr_part_collect(const CrPart *part, GString *out, const char **ret_left_out,
                         GError **error);

/* --- Zones: what a TZID means. */

typedef struct _CrIcalZone CrIcalZone;
typedef struct _CrIcalZones CrIcalZones;

/* bytes: the whole input, in which VTIMEZONEs are looked for when a TZID is not known by name.
 * year: for which those are compared with the zone data. Both are borrowed. */
CrIcalZones *cr_ical_zones_new(const char *bytes, gsize length, int year, const CrZone *mine);
void cr_ical_zones_free(CrIcalZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrIcalZones, cr_ical_zones_free)
/* NULL when the TZID is unknown and the input has no such VTIMEZONE. Owned by zones. */
const CrIcalZone *cr_ical_zones_find(CrIcalZones *zones, const char *tzid);
const CrIcalZone *cr_ical_zones_mine(CrIcalZones *zones);
const CrIcalZone *cr_ical_zones_utc(CrIcalZones *zones);

/* In gaps and repeated hours: RFC 5545 §3.3.5, as cr_zone_instant. */
CrInstant cr_ical_zone_instant(const CrIcalZone *zone, const CrWall *wall);
CrWall cr_ical_zone_wall(const CrIcalZone *zone, CrInstant instant);
/* IANA id, or the offset at that instant as "+05:30"; NULL of UTC. Free with g_free. */
char *cr_ical_zone_id(const CrIcalZone *zone, CrInstant instant);

/* What a TZID means by itself. A place: an IANA id behind any prefix, a Windows name, or a label
 * such as "(UTC-05:00) Eastern Time (US & Canada)". A guess, when the input explains nothing: an
 * offset or an abbreviation. NULL when unknown. */
gboolean cr_tzid_is_utc(const char *tzid);
const CrZone *cr_tzid_place(const char *tzid);
const CrZone *cr_tzid_guess(const char *tzid);

/* What stands between BEGIN:VTIMEZONE and its END. */
typedef struct {
  const char *start;
  gsize length;
  char eol;
} CrTzBlock;

/* From instant on the clock is after seconds east, until then before seconds. */
typedef struct {
  CrInstant instant;
  int before, after;
} CrOnset;

/* The clock's changes, CrOnset sorted by instant; NULL when nothing usable stands in the block.
 * *ret_location gets X-LIC-LOCATION, if any; free with g_free. */
GArray *cr_vtimezone_onsets(const CrTzBlock *block, char **ret_location);

/* FALSE when it is no time we accept. A time of 24:00 is the next day's midnight, a leap second
 * the second before. */
gboolean cr_ical_wall(struct icaltimetype time, CrWall *ret_wall);

/* --- Events: one part to values. */

typedef struct {
  CrWall wall;
  const CrIcalZone *zone;
  gboolean date;     /* no time of day */
  gboolean floating; /* read in the reader's zone */
  CrInstant instant;
} CrIcalTime;

typedef struct {
  CrEvent *event; /* its start and end are those of the first occurrence */
  CrMethod method;
  guint number;
  CrIcalTime start;
  int length_days;    /* nominal: whole days of the wall clock, */
  gint64 length_sec;  /* and then so many seconds */
  GArray *rules;      /* struct icalrecurrencetype */
  GArray *dates;      /* CrIcalTime: RDATE */
  GArray *exceptions; /* CrIcalTime: EXDATE */
  CrIcalTime recurrence;
  gboolean has_start, has_recurrence;
  gboolean and_future; /* RANGE=THISANDFUTURE */
  const char *warning; /* what was wrong and repaired or left out, or NULL */
} CrIcalItem;

/* NULL with CR_ERROR_PARSE or CR_ERROR_LIMIT. */
CrIcalItem *cr_ical_item_new(const CrPart *part, CrIcalZones *zones, GError **error);
void cr_ical_item_free(CrIcalItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrIcalItem, cr_ical_item_free)
/* The end of an occurrence that starts then. */
CrInstant cr_ical_item_end(const CrIcalItem *item, const CrWall *start, CrInstant instant);

/* --- Recurrence. */

/* FALSE with a reason for rules that we refuse: sub-daily, other calendars. */
gboolean cr_ical_rule_allowed(const struct icalrecurrencetype *rule, const char **ret_reason);

typedef gboolean (*CrRuleFunc)(const CrWall *wall, gpointer data); /* FALSE stops */
/* Calls found for the rule's wall times from start on, in order, up to the day last; its UNTIL is
 * left to the caller. Those before the day first may be left out. budget: how many days and
 * occurrences may still be looked at; FALSE when it was spent. date: start has no time of day. */
gboolean cr_ical_rule_each(const struct icalrecurrencetype *rule, const CrWall *start,
                           gboolean date, CrDay first, CrDay last, gint64 *budget, CrRuleFunc found,
                           gpointer data);
/* A whole input's budget: a second or so, and more for a long one, so that all of it stays linear.
 */
#define CR_RULE_BUDGET(length) (G_GINT64_CONSTANT(10000000) + 4 * (gint64) (length))

/* The starts of the item's recurrence set (RFC 5545 §3.8.5, without overrides) that overlap
 * [from, to), as walls in the zone of its start, sorted, each once. *ret_cut: there were more than
 * CR_MAX_OCCURRENCES, or the budget was spent. Elements: CrIcalTime. */
GArray *cr_ical_expand(const CrIcalItem *item, CrInstant from, CrInstant to, gint64 *budget,
                       gboolean *ret_cut);

G_END_DECLS
