#include "model/event.h"

const char *const cr_method_names[] = {"none",   "publish", "request", "reply",          "add",
                                       "cancel", "refresh", "counter", "declinecounter", NULL};

static const CrField attendee_fields[] = {CR_FIELD(CrAttendee, name, STRING),
                                          CR_FIELD(CrAttendee, email, STRING),
                                          CR_FIELD(CrAttendee, status, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrAttendee, cr_attendee, attendee_fields)

static const CrField occurrence_fields[] = {CR_FIELD(CrOccurrence, id, INSTANT),
                                            CR_FIELD(CrOccurrence, start, INSTANT),
                                            CR_FIELD(CrOccurrence, end, INSTANT), CR_FIELD_END};
CR_DEFINE_RECORD(CrOccurrence, cr_occurrence, occurrence_fields)

static const CrField event_fields[] = {CR_FIELD_NAMED(CrEvent, method, cr_method_names),
                                       CR_FIELD(CrEvent, uid, STRING),
                                       CR_FIELD(CrEvent, sequence, INT),
                                       CR_FIELD(CrEvent, dtstamp, INSTANT),
                                       CR_FIELD(CrEvent, recurrence_id, INSTANT),
                                       CR_FIELD(CrEvent, was, INSTANT),
                                       CR_FIELD(CrEvent, and_future, BOOL),
                                       CR_FIELD_OF(CrEvent, series, LIST, &cr_occurrence_record),
                                       CR_FIELD(CrEvent, start, INSTANT),
                                       CR_FIELD(CrEvent, end, INSTANT),
                                       CR_FIELD(CrEvent, zone, STRING),
                                       CR_FIELD(CrEvent, zone_label, STRING),
                                       CR_FIELD(CrEvent, floating, BOOL),
                                       CR_FIELD(CrEvent, all_day, BOOL),
                                       CR_FIELD(CrEvent, cancelled, BOOL),
                                       CR_FIELD(CrEvent, tentative, BOOL),
                                       CR_FIELD(CrEvent, transparent, BOOL),
                                       CR_FIELD(CrEvent, summary, STRING),
                                       CR_FIELD(CrEvent, description, STRING),
                                       CR_FIELD(CrEvent, location, STRING),
                                       CR_FIELD(CrEvent, url, STRING),
                                       CR_FIELD(CrEvent, organizer_name, STRING),
                                       CR_FIELD(CrEvent, organizer_email, STRING),
                                       CR_FIELD_OF(CrEvent, attendees, LIST, &cr_attendee_record),
                                       CR_FIELD_END};
CR_DEFINE_RECORD(CrEvent, cr_event, event_fields)

const char *
cr_event_sender(const CrEvent *event) {
  gboolean answer = event->method == CR_METHOD_REPLY || event->method == CR_METHOD_COUNTER ||
                    event->method == CR_METHOD_REFRESH;
  if (!answer)
    return event->organizer_email;
  return event->attendees->len ? ((CrAttendee *) event->attendees->pdata[0])->email : NULL;
}

gboolean
cr_event_is_fixed(const CrEvent *event) {
  return event->zone == NULL && !event->floating;
}
