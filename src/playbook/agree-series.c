/* Calls of a series (RFC 5545 §3.8.4.4, RFC 5546 §3.2): which is which, and what is said of one by
 * an event that names another, or none. */
#include "playbook/agree.h"

#include "base/text.h"
#include "base/zone.h"

/* Of a series the calls of these weeks are watched. */
#define SERIES_USEC (35 * CR_DAY_USEC)
/* A series is read for a year: of later calls its reading says nothing. */
#define READ_USEC (364 * CR_DAY_USEC)
/* A weekly call that goes to another weekday is the same call; one of next week is another. */
#define MOVED_USEC (4 * CR_DAY_USEC)

CrInstant
cr_agree_watched_from(const CrEvent *event) {
  gboolean of_series = event->recurrence_id != CR_INSTANT_NONE && event->start != CR_INSTANT_NONE;
  return of_series ? event->start - SERIES_USEC : CR_INSTANT_NONE;
}

CrInstant
cr_agree_occurrence(const CrInterview *iv) {
  return iv->recurrence_id != CR_INSTANT_NONE ? iv->recurrence_id : iv->start;
}

gboolean
cr_agree_same_occurrence(const CrInterview *iv, const CrEvent *event) {
  CrInstant known = cr_agree_occurrence(iv);
  return event->recurrence_id == CR_INSTANT_NONE || event->recurrence_id == known ||
         event->was == known;
}

gboolean
cr_agree_is_newer(const CrInterview *iv, const CrEvent *event) {
  return event->sequence > iv->sequence ||
         (event->sequence == iv->sequence && event->dtstamp != CR_INSTANT_NONE &&
          (iv->dtstamp == CR_INSTANT_NONE || event->dtstamp >= iv->dtstamp));
}

gboolean
cr_agree_is_entitled(const CrInterview *iv, const CrFact *fact, CrTrust trust) {
  const char *known = iv->organizer ? iv->organizer : iv->contact.email;
  const char *from = fact->mail ? fact->mail->from_email : known;
  gboolean theirs = trust >= CR_TRUST_CONTACT && cr_text_equal(from, known);
  gboolean booked =
      trust >= CR_TRUST_COLLEAGUE && iv->platform && cr_text_equal(from, iv->platform);
  return (theirs || booked) && cr_text_equal(fact->event->organizer_email, known);
}

static gboolean
is_off(const CrEvent *event) {
  return event->method == CR_METHOD_CANCEL || event->cancelled;
}

/* The event as one that names that call alone. */
static CrEvent *
said_of_one(const CrEvent *event, CrInstant occurrence, CrInstant start, CrInstant end) {
  CrEvent *said = cr_event_copy(event);
  said->recurrence_id = occurrence;
  said->and_future = FALSE;
  said->start = start;
  said->end = end;
  cr_record_truncate(&cr_occurrence_record, said->series, 0);
  return said;
}

static CrEvent *
said_off(const CrEvent *event, const CrInterview *call) {
  CrEvent *said = said_of_one(event, cr_agree_occurrence(call), call->start, call->end);
  said->method = CR_METHOD_CANCEL;
  return said;
}

/* A later call goes by as much of the clock on the wall as the one that is named. */
static CrEvent *
said_shifted(const CrEvent *event, const CrInterview *call) {
  const CrZone *named = cr_zone_find(event->zone), *zone = named ? named : cr_zone_utc();
  CrInstant occurrence = cr_agree_occurrence(call);
  CrWall was = cr_zone_wall(zone, event->recurrence_id), is = cr_zone_wall(zone, event->start);
  CrWall wall = cr_zone_wall(zone, occurrence);
  wall =
      cr_wall_from_seconds(cr_wall_seconds(&wall) + cr_wall_seconds(&is) - cr_wall_seconds(&was));
  if (!cr_wall_valid(&wall) || call->start != occurrence) /* it had moved by itself */
    return NULL;
  CrInstant start = cr_zone_instant(zone, &wall);
  return said_of_one(event, occurrence, start, start + (event->end - event->start));
}

/* The nearest call that the changed series has and nobody knew of. */
static const CrOccurrence *
find_successor(const CrEvent *event, const CrInterview *call, CrInstant at, GHashTable *known) {
  const CrOccurrence *best = NULL;
  for (guint i = 0; i < event->series->len; i++) {
    const CrOccurrence *one = event->series->pdata[i];
    if (one->start > at && ABS(one->start - call->start) < MOVED_USEC &&
        (best == NULL || ABS(one->start - call->start) < ABS(best->start - call->start)) &&
        !g_hash_table_contains(known, &one->id))
      best = one;
  }
  return best;
}

static gboolean
has_occurrence(const CrEvent *event, CrInstant occurrence) {
  for (guint i = 0; i < event->series->len; i++)
    if (((const CrOccurrence *) event->series->pdata[i])->id == occurrence)
      return TRUE;
  return FALSE;
}

static gboolean
is_ahead(const CrInterview *call, CrInstant at) {
  return call->state.phase == CR_PHASE_SCHEDULED && call->start > at;
}

/* All that the series has was told, and this call is in it no more: it goes to another day, or
 * away. */
static CrEvent *
said_of_left(const CrEvent *event, const CrInterview *call, CrInstant at, GHashTable *known) {
  CrInstant occurrence = cr_agree_occurrence(call);
  if (has_occurrence(event, occurrence) || !is_ahead(call, at) || call->start > at + READ_USEC)
    return NULL;
  const CrOccurrence *next = find_successor(event, call, at, known);
  if (next == NULL)
    return said_off(event, call);
  g_hash_table_add(known, (gpointer) &next->id);
  CrEvent *said = said_of_one(event, next->id, next->start, next->end);
  said->was = occurrence;
  return said;
}

CrEvent *
cr_agree_said_of(const CrFact *fact, const CrInterview *call, GHashTable *known) {
  const CrEvent *event = fact->event;
  CrInstant occurrence = cr_agree_occurrence(call);
  gboolean of_series = call->recurrence_id != CR_INSTANT_NONE, off = is_off(event);
  gboolean single =
      event->method == CR_METHOD_REQUEST && is_ahead(call, fact->at) && call->start != event->start;
  if (event->series->len > 0 && event->recurrence_id != occurrence)
    return said_of_left(event, call, fact->at, known);
  if (!of_series || (event->start == CR_INSTANT_NONE && !off)) /* a REFRESH, a DECLINECOUNTER */
    return NULL;
  if (event->recurrence_id == CR_INSTANT_NONE)
    return off || single ? said_off(event, call) : NULL;
  if (event->recurrence_id != occurrence &&
      !(event->and_future && occurrence > event->recurrence_id))
    return NULL;
  return off ? said_off(event, call)
         : event->recurrence_id != occurrence
             ? said_shifted(event, call)
             : said_of_one(event, occurrence, event->start, event->end);
}
