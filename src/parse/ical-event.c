#include "parse/ical-private.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define MAX_UID_CHARS 255
#define MAX_SUMMARY_CHARS 255
#define MAX_LINE_CHARS 1000
#define MAX_BLOCK_CHARS 8000
#define LONGEST_DAYS (400 * 366)

void
cr_ical_item_free(CrIcalItem *item) {
  if (item == NULL)
    return;
  cr_event_free(item->event);
  g_array_unref(item->rules);
  g_array_unref(item->dates);
  g_array_unref(item->exceptions);
  g_free(item);
}

static gboolean
fail(GError **error, const char *what, const char *detail) {
  g_autofree char *clean = cr_text_line(detail, 80);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, clean ? "%s: \"%s\"" : "%s", what, clean);
  return FALSE;
}

/* --- Times */

static const char *
tzid_of(icalproperty *property) {
  icalparameter *found = libical.icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  return found ? libical.icalparameter_get_tzid(found) : NULL;
}

static gboolean
read_time(icalproperty *property, struct icaltimetype time, CrIcalZones *zones, CrIcalTime *ret,
          GError **error) {
  CrIcalTime result = {.date = time.is_date};
  const char *tzid = tzid_of(property);
  if (libical.icaltime_is_null_time(time) || !cr_ical_wall(time, &result.wall))
    return fail(error, libical.icalproperty_get_property_name(property), "no such time");
  if (libical.icaltime_is_utc(time)) {
    result.zone = cr_ical_zones_utc(zones);
  } else if (tzid && !time.is_date) {
    result.zone = cr_ical_zones_find(zones, tzid);
  } else {
    result.zone = cr_ical_zones_mine(zones);
    result.floating = !time.is_date;
  }
  if (result.zone == NULL)
    return fail(error, "unknown time zone", tzid);
  result.instant = cr_ical_zone_instant(result.zone, &result.wall);
  *ret = result;
  return TRUE;
}

static gboolean
append_time(GArray *times, icalproperty *property, struct icaltimetype time, CrIcalZones *zones,
            GError **error) {
  CrIcalTime read;
  if (!read_time(property, time, zones, &read, error))
    return FALSE;
  g_array_append_val(times, read);
  return TRUE;
}

static gboolean
read_rule(CrIcalItem *item, icalproperty *property, GError **error) {
  struct icalrecurrencetype rule = libical.icalproperty_get_rrule(property);
  const char *reason = NULL;
  if (!cr_ical_rule_allowed(&rule, &reason))
    return fail(error, reason, NULL);
  g_array_append_val(item->rules, rule);
  return TRUE;
}

/* What the end is given by; DTEND goes before DURATION. */
typedef struct {
  CrIcalTime end;
  struct icaldurationtype duration;
  gboolean has_end, has_duration;
} End;

/* What begins within the hour that the clocks skip is put off by it, and its end is not: its walls
 * tell how long it is. */
static gint64
seconds_between(const CrIcalTime *start, const CrIcalTime *end) {
  gint64 by_clock = (end->instant - start->instant) / CR_SECOND;
  gint64 by_wall = cr_wall_seconds(&end->wall) - cr_wall_seconds(&start->wall);
  return by_clock < 0 && end->zone == start->zone ? by_wall : by_clock;
}

/* RFC 5545 §3.6.1: without an end, a day lasts a day and a time no time. A date's end that is not
 * after its start is a common mistake for one day. */
static void
read_length(CrIcalItem *item, const End *end) {
  const struct icaldurationtype *d = &end->duration;
  if (end->has_end && item->start.date && end->end.date)
    item->length_days = cr_wall_day(&end->end.wall) - cr_wall_day(&item->start.wall);
  else if (end->has_end)
    item->length_sec = seconds_between(&item->start, &end->end);
  else if (end->has_duration) {
    gint64 days = (gint64) d->weeks * 7 + d->days;
    item->length_days = (int) MIN(days, LONGEST_DAYS);
    item->length_sec = (gint64) d->hours * 3600 + (gint64) d->minutes * 60 + d->seconds;
  }
  gboolean backwards = (end->has_duration && !end->has_end && d->is_neg) || item->length_days < 0 ||
                       item->length_sec < 0;
  if (backwards) {
    item->warning = "the event ends before it begins; read as if it had no length";
    item->length_days = 0;
    item->length_sec = 0;
  }
  item->length_sec = MIN(item->length_sec, (gint64) LONGEST_DAYS * 86400);
  if (item->start.date && item->length_days == 0 && item->length_sec == 0)
    item->length_days = 1;
}

CrInstant
cr_ical_item_end(const CrIcalItem *item, const CrWall *start, CrInstant instant) {
  if (item->length_days > 0) {
    CrWall wall = cr_wall_from_seconds(cr_wall_seconds(start) + item->length_days * 86400LL);
    instant = cr_ical_zone_instant(item->start.zone, &wall);
  }
  return instant + item->length_sec * CR_SECOND;
}

/* --- People and words */

/* At the end: a name with a colon in it that is not quoted spills over into the value. */
static const char *
after_mailto(const char *value) {
  const char *address = NULL;
  for (const char *hit = value; (hit = cr_text_find(hit, "mailto:"));)
    address = hit += strlen("mailto:");
  return address;
}

static char *
read_address(icalproperty *property, const char *value) {
  const char *mail = after_mailto(value);
  g_autofree char *stripped = mail ? g_strstrip(g_strdup(mail)) : NULL;
  char *address = cr_address_normalize(stripped);
  if (address == NULL) { /* a urn, with the address in a parameter */
    g_autofree char *email = libical.icalproperty_get_parameter_as_string_r(property, "EMAIL");
    address = cr_address_normalize(email);
  }
  return address ? address : cr_address_normalize(value);
}

static char *
read_name(icalproperty *property) {
  icalparameter *cn = libical.icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
  char *name = cn ? cr_text_line(libical.icalparameter_get_cn(cn), MAX_SUMMARY_CHARS) : NULL;
  if (name && *name == '\0')
    g_clear_pointer(&name, g_free);
  return name;
}

static void
read_attendee(CrEvent *event, icalproperty *property) {
  CrAttendee *attendee = cr_attendee_new();
  g_autofree char *status = NULL;
  char *partstat = libical.icalproperty_get_parameter_as_string_r(property, "PARTSTAT");
  if (partstat)
    status = g_ascii_strup(partstat, -1);
  libical.icalmemory_free_buffer(partstat);
  attendee->name = read_name(property);
  attendee->email = read_address(property, libical.icalproperty_get_attendee(property));
  attendee->status = cr_text_line(status, 40);
  g_ptr_array_add(event->attendees, attendee);
}

static void
set_text(char **field, const char *text, gsize max_chars, gboolean block) {
  g_free(*field);
  *field = block ? cr_text_block(text, max_chars) : cr_text_line(text, max_chars);
  if (*field && **field == '\0')
    g_clear_pointer(field, g_free);
}

/* A longer UID is kept apart from others that begin alike. */
static void
set_uid(CrEvent *event, const char *uid) {
  g_autofree char *clean = cr_text_line(uid, strlen(uid));
  g_free(event->uid);
  event->uid = NULL;
  if (g_utf8_strlen(clean, -1) > MAX_UID_CHARS) {
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, clean, -1);
    g_autofree char *head = g_utf8_substring(clean, 0, MAX_UID_CHARS - 41);
    event->uid = g_strconcat(head, "~", sum, NULL);
  } else if (*clean) {
    event->uid = g_steal_pointer(&clean);
  }
}

static void
read_extension(CrEvent *event, icalproperty *property) {
  const char *name = libical.icalproperty_get_x_name(property),
             *value = libical.icalproperty_get_x(property);
  if (name == NULL || value == NULL || !cr_text_equal(name, "X-MICROSOFT-CDO-BUSYSTATUS"))
    return;
  event->transparent |= cr_text_equal(value, "FREE");
  event->tentative |= cr_text_equal(value, "TENTATIVE");
}

static void
read_word(CrEvent *event, icalproperty *property) {
  switch ((int) libical.icalproperty_isa(property)) {
  case ICAL_UID_PROPERTY:
    set_uid(event, libical.icalproperty_get_uid(property));
    break;
  case ICAL_SEQUENCE_PROPERTY:
    event->sequence = MAX(libical.icalproperty_get_sequence(property), 0);
    break;
  case ICAL_STATUS_PROPERTY:
    event->cancelled = libical.icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
    event->tentative |= libical.icalproperty_get_status(property) == ICAL_STATUS_TENTATIVE;
    break;
  case ICAL_TRANSP_PROPERTY:
    event->transparent |=
        libical.icalproperty_get_transp(property) == ICAL_TRANSP_TRANSPARENT ||
        libical.icalproperty_get_transp(property) == ICAL_TRANSP_TRANSPARENTNOCONFLICT;
    break;
  case ICAL_SUMMARY_PROPERTY:
    set_text(&event->summary, libical.icalproperty_get_summary(property), MAX_SUMMARY_CHARS, FALSE);
    break;
  case ICAL_DESCRIPTION_PROPERTY:
    set_text(&event->description, libical.icalproperty_get_description(property), MAX_BLOCK_CHARS,
             TRUE);
    break;
  case ICAL_LOCATION_PROPERTY:
    set_text(&event->location, libical.icalproperty_get_location(property), MAX_LINE_CHARS, FALSE);
    break;
  case ICAL_URL_PROPERTY:
    set_text(&event->url, libical.icalproperty_get_url(property), MAX_LINE_CHARS, FALSE);
    break;
  case ICAL_ORGANIZER_PROPERTY:
    g_free(event->organizer_name);
    g_free(event->organizer_email);
    event->organizer_name = read_name(property);
    event->organizer_email = read_address(property, libical.icalproperty_get_organizer(property));
    break;
  case ICAL_ATTENDEE_PROPERTY:
    read_attendee(event, property);
    break;
  case ICAL_X_PROPERTY:
    read_extension(event, property);
    break;
  }
}

/* --- All of it */

static gboolean
read_recurrence_id(CrIcalItem *item, icalproperty *property, CrIcalZones *zones, GError **error) {
  icalparameter *range = libical.icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER);
  item->has_recurrence = TRUE;
  item->and_future = range && libical.icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
  return read_time(property, libical.icalproperty_get_recurrenceid(property), zones,
                   &item->recurrence, error);
}

/* libical drops a value that it cannot read and leaves a note, "Can't parse as DATE-TIME value in
 * DTSTART property. Removing entire property: 2026". A time that is lost spoils the event, a word
 * does not. */
static gboolean
check_lost(icalproperty *note, GError **error) {
  static const char *const times[] = {"DTSTART", "DTEND",  "DURATION",      "RRULE",
                                      "RDATE",   "EXDATE", "RECURRENCE-ID", NULL};
  const char *text = libical.icalproperty_get_xlicerror(note);
  const char *what = text ? strstr(text, " property. Removing entire property:") : NULL;
  for (const char *const *time = times; what && *time; time++) {
    gsize length = strlen(*time);
    if ((gsize) (what - text) <= length || memcmp(what - length, *time, length) != 0)
      continue;
    g_autofree char *message = g_strconcat(*time, " cannot be read", NULL);
    return fail(error, message, strchr(what, ':') + 1);
  }
  return TRUE;
}

static gboolean
read_property(CrIcalItem *item, End *end, icalproperty *property, CrIcalZones *zones,
              GError **error) {
  struct icaldatetimeperiodtype date;
  switch ((int) libical.icalproperty_isa(property)) {
  case ICAL_DTSTART_PROPERTY:
    item->has_start = TRUE;
    return read_time(property, libical.icalproperty_get_dtstart(property), zones, &item->start,
                     error);
  case ICAL_DTEND_PROPERTY:
    end->has_end = TRUE;
    return read_time(property, libical.icalproperty_get_dtend(property), zones, &end->end, error);
  case ICAL_DURATION_PROPERTY:
    end->has_duration = TRUE;
    end->duration = libical.icalproperty_get_duration(property);
    return TRUE;
  case ICAL_RRULE_PROPERTY:
    return read_rule(item, property, error);
  case ICAL_RDATE_PROPERTY:
    date = libical.icalproperty_get_rdate(property);
    return append_time(item->dates, property,
                       libical.icaltime_is_null_time(date.time) ? date.period.start : date.time,
                       zones, error);
  case ICAL_EXDATE_PROPERTY:
    return append_time(item->exceptions, property, libical.icalproperty_get_exdate(property), zones,
                       error);
  case ICAL_RECURRENCEID_PROPERTY:
    return read_recurrence_id(item, property, zones, error);
  case ICAL_DTSTAMP_PROPERTY: {
    CrIcalTime stamp;
    if (read_time(property, libical.icalproperty_get_dtstamp(property), zones, &stamp, NULL))
      item->event->dtstamp = stamp.instant;
    return TRUE;
  }
  case ICAL_XLICERROR_PROPERTY:
    return check_lost(property, error);
  default:
    read_word(item->event, property);
    return TRUE;
  }
}

static gboolean
read_component(CrIcalItem *item, icalcomponent *component, CrIcalZones *zones, GError **error) {
  End end = {0};
  for (icalproperty *p = libical.icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); p;
       p = libical.icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY))
    if (!read_property(item, &end, p, zones, error))
      return FALSE;
  gboolean partial = item->method != CR_METHOD_NONE && item->method != CR_METHOD_PUBLISH &&
                     item->method != CR_METHOD_REQUEST;
  if (!item->has_start)
    return partial ? TRUE : fail(error, "the event has no DTSTART", NULL);
  read_length(item, &end);
  return TRUE;
}

static void
fill_times(CrIcalItem *item, icalcomponent *component) {
  CrEvent *event = item->event;
  icalproperty *start = libical.icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
  const char *tzid = start && !item->start.date ? tzid_of(start) : NULL;
  event->recurrence_id = item->has_recurrence ? item->recurrence.instant : CR_INSTANT_NONE;
  event->and_future = item->and_future;
  if (!item->has_start)
    return;
  event->all_day = item->start.date;
  event->floating = item->start.floating;
  event->start = item->start.instant;
  event->end = cr_ical_item_end(item, &item->start.wall, event->start);
  if (!event->floating && !event->all_day)
    event->zone = cr_ical_zone_id(item->start.zone, event->start);
  if (tzid && g_strcmp0(tzid, event->zone) != 0)
    set_text(&event->zone_label, tzid, MAX_SUMMARY_CHARS, FALSE);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(icalcomponent, libical.icalcomponent_free)

CrIcalItem *
cr_ical_item_new(const CrPart *part, CrIcalZones *zones, GError **error) {
  g_autoptr(CrIcalItem) item = g_new0(CrIcalItem, 1);
  g_autoptr(GString) text = g_string_sized_new(2048);
  item->event = cr_event_new();
  item->event->method = item->method = part->method;
  item->number = part->number;
  item->rules = g_array_new(FALSE, FALSE, sizeof(struct icalrecurrencetype));
  item->dates = g_array_new(FALSE, FALSE, sizeof(CrIcalTime));
  item->exceptions = g_array_new(FALSE, FALSE, sizeof(CrIcalTime));
  if (!cr_part_collect(part, text, &item->warning, error))
    return NULL;
  g_autoptr(icalcomponent) component = libical.icalparser_parse_string(text->str);
  if (component == NULL || libical.icalcomponent_isa(component) != ICAL_VEVENT_COMPONENT) {
    fail(error, "the event cannot be read", NULL);
    return NULL;
  }
  if (!read_component(item, component, zones, error))
    return NULL;
  fill_times(item, component);
  if (item->event->uid == NULL) { /* by its content, so that reading it again finds it again */
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, text->str, text->len);
    item->event->uid = g_strconcat("no-uid-", sum, NULL);
  }
  return g_steal_pointer(&item);
}
