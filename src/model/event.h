#pragma once
/* One iCalendar event, as an invite (iTIP, RFC 5546) or as busy time. */
#include "base/record.h"

G_BEGIN_DECLS

typedef enum {
  CR_METHOD_NONE, /* a calendar's own event */
  CR_METHOD_PUBLISH,
  CR_METHOD_REQUEST,
  CR_METHOD_REPLY,
  CR_METHOD_ADD,
  CR_METHOD_CANCEL,
  CR_METHOD_REFRESH,
  CR_METHOD_COUNTER,
  CR_METHOD_DECLINECOUNTER,
} CrMethod;
extern const char *const cr_method_names[]; /* "none", "publish" … */

typedef struct {
  char *name;
  char *email;  /* lower case */
  char *status; /* PARTSTAT, upper case: "ACCEPTED", "NEEDS-ACTION" … */
} CrAttendee;
CR_DECLARE_RECORD(CrAttendee, cr_attendee)

/* One call of a series. */
typedef struct {
  CrInstant id;         /* RECURRENCE-ID */
  CrInstant start, end; /* NONE of one that an event of its own tells of */
} CrOccurrence;
CR_DECLARE_RECORD(CrOccurrence, cr_occurrence)

typedef struct {
  CrMethod method;
  char *uid;
  int sequence;
  CrInstant dtstamp;
  CrInstant recurrence_id; /* NONE unless this is one occurrence of a series */
  CrInstant was;           /* the RECURRENCE-ID that it had before the series changed, or NONE */
  gboolean and_future;     /* and all later occurrences with it: RANGE=THISANDFUTURE */
  GPtrArray *series;       /* CrOccurrence: of the first event of a message that tells a whole
                              series, all that the series has from now on; else empty */
  CrInstant start, end;    /* end is exclusive and never before start */
  char *zone;              /* IANA id that the start was written in; NULL when UTC or floating */
  char *zone_label;        /* the TZID as written, when it is not that id */
  gboolean floating;       /* no zone at all: start and end were read in the reader's zone */
  gboolean all_day;
  gboolean cancelled; /* STATUS:CANCELLED */
  gboolean tentative; /* STATUS:TENTATIVE: counts as busy */
  gboolean transparent;
  char *summary, *description, *location, *url;
  char *organizer_name, *organizer_email;
  GPtrArray *attendees; /* CrAttendee */
} CrEvent;
CR_DECLARE_RECORD(CrEvent, cr_event)
/* Whose word it is, where no mail says so: an answer is the attendee's, all else the organizer's.
 * NULL when they are not named. Source: RFC 5546 §3.2. */
const char *cr_event_sender(const CrEvent *event);
/* Whether its start is an instant, which no change of a zone's rules moves. */
gboolean cr_event_is_fixed(const CrEvent *event);

/* A span of busy time; spans in lists are sorted by start and may overlap. */
typedef struct {
  CrInstant start, end; /* [start, end) */
} CrSpan;

G_END_DECLS
