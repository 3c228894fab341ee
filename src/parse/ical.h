#pragma once
/* iCalendar (RFC 5545) and iTIP (RFC 5546). A line scan finds the components; libical parses one
 * at a time, and only those that can matter in the window. Recurrence and zones are ours. */
#include "base/zone.h"
#include "model/event.h"

G_BEGIN_DECLS

typedef struct {
  const CrZone *mine; /* floating times and all-day dates are read here; NULL is UTC */
  CrInstant from, to; /* occurrences outside [from, to) are left out. NONE: no bound; a series is
                         then followed for a year from its start or DTSTAMP, and of one that
                         began long ago the last year is read. What exceeds CR_MAX_OCCURRENCES
                         is cut and reported */
  const char *name;   /* of the input, for messages */
  /* Called now and then, after some megabytes were read, or NULL: a caller that mapped the input
     may drop its pages from memory (madvise MADV_DONTNEED); they may be read once more. */
  void (*relax)(gpointer data);
} CrIcalContext;

/* Called once per occurrence, overrides and EXDATE applied; the event is owned by the caller of
 * the callback. Cancelled events are passed too. (uid, recurrence_id) is unique for well-formed
 * input: every occurrence of a series has its recurrence_id; a series that is called off as a whole
 * is one event without. uid is never NULL: without one it is
 * made of the content. A REPLY, CANCEL or other answer may have no start: then NONE, in any window.
 * Return FALSE to stop. */
typedef gboolean (*CrIcalEventFunc)(const CrEvent *event, gpointer data);
/* Called for each component that is skipped or had to be repaired, with one line that names file
 * and line. Of problems in the same words the first few are told and the rest counted. */
typedef void (*CrIcalProblemFunc)(const char *message, gpointer data);

/* FALSE with CR_ERROR_PARSE only when the input holds no VCALENDAR at all, and with CR_ERROR_FAILED
 * when libical cannot be had. Bad components are
 * reported to problem (may be NULL) and everything else is read. */
gboolean cr_ical_parse(const char *bytes, gsize length, const CrIcalContext *context,
                       CrIcalEventFunc found, CrIcalProblemFunc problem, gpointer data,
                       GError **error);

G_END_DECLS
