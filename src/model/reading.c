#include "model/reading.h"

const char *const cr_granularity_names[] = {"instant", "date", "week", "part", NULL};
const char *const cr_time_role_names[] = {"stated", "old", "new", "delay", "other", NULL};
const char *const cr_mail_class_names[] = {"generic",
                                           "bounce",
                                           "out-of-office",
                                           "rejection",
                                           "on-hold",
                                           "recruiter-change",
                                           "apology-late",
                                           "cancellation",
                                           "reschedule-request",
                                           "new-time",
                                           "scheduling-link",
                                           "confirmation",
                                           NULL};
const char *const cr_caller_names[] = {"unknown", "recruiter", "candidate", "both", NULL};
const char *const cr_phone_role_names[] = {"candidate", "contact",   "dial-in",
                                           "caller-id", "signature", NULL};

static const CrField mention_fields[] = {
    CR_FIELD(CrMention, start, INSTANT),
    CR_FIELD(CrMention, end, INSTANT),
    CR_FIELD(CrMention, alternative, INSTANT),
    CR_FIELD(CrMention, zone, STRING),
    CR_FIELD(CrMention, zone_said, BOOL),
    CR_FIELD(CrMention, day_said, BOOL),
    CR_FIELD(CrMention, weekday_said, BOOL),
    CR_FIELD(CrMention, relative, BOOL),
    CR_FIELD(CrMention, past, BOOL),
    CR_FIELD(CrMention, both_clocks, BOOL),
    CR_FIELD_NAMED(CrMention, granularity, cr_granularity_names),
    CR_FIELD(CrMention, hour_unsaid, BOOL),
    CR_FIELD(CrMention, same_hour, BOOL),
    CR_FIELD(CrMention, window, BOOL),
    CR_FIELD_NAMED(CrMention, role, cr_time_role_names),
    CR_FIELD(CrMention, delay_min, INT),
    CR_FIELD(CrMention, flags, STRV),
    CR_FIELD(CrMention, who, STRING),
    CR_FIELD(CrMention, text, STRING),
    CR_FIELD(CrMention, offset, INT),
    CR_FIELD_END};
CR_DEFINE_RECORD(CrMention, cr_mention, mention_fields)

#define DAY_ENDS_HOUR 17 /* of the writer's clock */
#define MIN_WINDOW_MIN 60

int
cr_mention_window_min(const CrMention *mention) {
  if (!mention->window || mention->start == CR_INSTANT_NONE)
    return 0;
  if (mention->end > mention->start)
    return (int) ((mention->end - mention->start) / CR_MINUTE);
  const CrZone *zone = cr_zone_find(mention->zone);
  CrWall wall = cr_zone_wall(zone ? zone : cr_zone_utc(), mention->start);
  int left_min = (DAY_ENDS_HOUR - wall.hour) * 60 - wall.minute;
  return MAX(left_min, MIN_WINDOW_MIN);
}

void
cr_mention_move(CrMention *mention, const CrZone *zone, const CrWall *wall) {
  CrInstant start = cr_zone_instant(zone, wall), moved = start - mention->start;
  mention->start = start;
  if (mention->end != CR_INSTANT_NONE)
    mention->end += moved;
  if (mention->alternative != CR_INSTANT_NONE)
    mention->alternative += moved;
}

gboolean
cr_mention_is_of_call(const CrMention *mention) {
  return mention->role == CR_TIME_STATED || mention->role == CR_TIME_NEW;
}

gboolean
cr_mention_is_replaced(const GPtrArray *mentions, const CrMention *mention) {
  gboolean replaced = FALSE;
  for (guint i = 0; i < mentions->len && mention->role == CR_TIME_OLD; i++) {
    const CrMention *other = mentions->pdata[i];
    replaced |= other->role == CR_TIME_NEW ||
                (other->role == CR_TIME_DELAY && other->start != CR_INSTANT_NONE);
  }
  return replaced;
}

static const CrField phone_fields[] = {CR_FIELD_NAMED(CrPhone, role, cr_phone_role_names),
                                       CR_FIELD(CrPhone, e164, STRING),
                                       CR_FIELD(CrPhone, raw, STRING),
                                       CR_FIELD(CrPhone, ext, STRING),
                                       CR_FIELD(CrPhone, code, STRING),
                                       CR_FIELD(CrPhone, no_country_code, BOOL),
                                       CR_FIELD_END};
CR_DEFINE_RECORD(CrPhone, cr_phone, phone_fields)

static const CrField person_fields[] = {
    CR_FIELD(CrPerson, name, STRING), CR_FIELD(CrPerson, email, STRING),
    CR_FIELD(CrPerson, phone, STRING), CR_FIELD(CrPerson, extension, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrPerson, cr_person, person_fields)

static const CrField reading_fields[] = {
    CR_FIELD(CrReading, message_id, STRING),
    CR_FIELD(CrReading, in_reply_to, STRING),
    CR_FIELD(CrReading, references, STRV),
    CR_FIELD(CrReading, from_name, STRING),
    CR_FIELD(CrReading, from_email, STRING),
    CR_FIELD(CrReading, reply_to, STRING),
    CR_FIELD(CrReading, to, STRV),
    CR_FIELD(CrReading, delivered, STRV),
    CR_FIELD(CrReading, subject, STRING),
    CR_FIELD(CrReading, date, INSTANT),
    CR_FIELD(CrReading, date_offset_sec, INT),
    CR_FIELD(CrReading, sender_country, STRING),
    CR_FIELD(CrReading, sender_zone, STRING),
    CR_FIELD(CrReading, place_told, BOOL),
    CR_FIELD(CrReading, automatic, BOOL),
    CR_FIELD(CrReading, list, BOOL),
    CR_FIELD(CrReading, unread, BOOL),
    CR_FIELD(CrReading, forged, BOOL),
    CR_FIELD_NAMED(CrReading, class, cr_mail_class_names),
    CR_FIELD_NAMED(CrReading, second, cr_mail_class_names),
    CR_FIELD(CrReading, score, REAL),
    CR_FIELD(CrReading, evidence, STRING),
    CR_FIELD(CrReading, unclear, BOOL),
    CR_FIELD_OF(CrReading, times, LIST, &cr_mention_record),
    CR_FIELD(CrReading, firm, BOOL),
    CR_FIELD(CrReading, accepts, BOOL),
    CR_FIELD(CrReading, apologizes, BOOL),
    CR_FIELD(CrReading, promise, INSTANT),
    CR_FIELD(CrReading, return_at, INSTANT),
    CR_FIELD(CrReading, return_until, BOOL),
    CR_FIELD(CrReading, return_rough, BOOL),
    CR_FIELD_NAMED(CrReading, caller, cr_caller_names),
    CR_FIELD(CrReading, caller_name, STRING),
    CR_FIELD_OF(CrReading, phones, LIST, &cr_phone_record),
    CR_FIELD_OF(CrReading, deputy, RECORD, &cr_person_record),
    CR_FIELD_OF(CrReading, signature, RECORD, &cr_person_record),
    CR_FIELD(CrReading, link, STRING),
    CR_FIELD(CrReading, company, STRING),
    CR_FIELD(CrReading, role, STRING),
    CR_FIELD(CrReading, bounced, STRING),
    CR_FIELD(CrReading, bounce_status, STRING),
    CR_FIELD(CrReading, bounce_permanent, BOOL),
    CR_FIELD(CrReading, text, STRING),
    CR_FIELD_END};
CR_DEFINE_RECORD(CrReading, cr_reading, reading_fields)

static gboolean
is_kind(const CrReading *reading, CrMailClass class) {
  return reading->class == class || reading->second == class;
}

gboolean
cr_reading_offers(const CrReading *reading, const CrMention *mention) {
  if (mention->granularity != CR_GRANULARITY_INSTANT || mention->start == CR_INSTANT_NONE ||
      mention->past || mention->start <= reading->date)
    return FALSE;
  if (is_kind(reading, CR_MAIL_NEW_TIME))
    return cr_mention_is_of_call(mention) || mention->role == CR_TIME_DELAY;
  if (reading->class == CR_MAIL_CONFIRMATION || reading->class == CR_MAIL_APOLOGY_LATE)
    return cr_mention_is_of_call(mention);
  return mention->role == CR_TIME_NEW &&
         (is_kind(reading, CR_MAIL_RESCHEDULE_REQUEST) || is_kind(reading, CR_MAIL_APOLOGY_LATE));
}
