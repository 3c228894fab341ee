#pragma once
/* iCalendar (RFC 5545) and iTIP (RFC 5546). A line scan finds the components; libical parses one
 * at a time, and only those that can matter in the window. */
#include "base/zone.h"
#include "model/event.h"

G_BEGIN_DECLS

typedef struct {
  const CrZone *mine;   /* floating times and all-day dates are read here; NULL is UTC */
  CrInstant from, to;   /* occurrences outside [from, to) are left out; NONE: no bound. Recurring
                           events need both */
  const char *name;     /* of the input, for messages */
} CrIcalContext;

/* Called once per occurrence, overrides and EXDATE applied; the event is owned by the caller of
 * the callback. Cancelled events are passed too. Return FALSE to stop. */
typedef gboolean (*CrIcalEventFunc)(const CrEvent *event, gpointer data);
/* Called for each component that is skipped, with one line that names file and line. */
typedef void (*CrIcalProblemFunc)(const char *message, gpointer data);

/* FALSE with CR_ERROR_PARSE only when the input holds no VCALENDAR at all. Bad components are
 * reported to problem (may be NULL) and everything else is read. */
gboolean cr_ical_parse(const char *bytes, gsize length, const CrIcalContext *context,
                       CrIcalEventFunc found, CrIcalProblemFunc problem, gpointer data,
                       GError **error);

G_END_DECLS
