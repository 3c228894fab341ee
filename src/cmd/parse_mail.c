/* The output contract of "crickets parse mail". */
#include "cmd/parse.h"

#include "base/zone.h"

static json_t *
optional(const char *text) {
  return text ? json_string(text) : json_null();
}

/* The sender's date, or its month where no more is sure. The instant is a midnight of theirs;
 * twelve hours later it is that same day wherever their clock may be set. */
static json_t *
return_json(const CrReading *reading) {
  if (reading->return_at == CR_INSTANT_NONE)
    return json_null();
  CrInstant noon = reading->return_at + reading->date_offset_sec * CR_SECOND + 12 * CR_HOUR;
  int year, month, day;
  cr_day_to_date(cr_zone_day(cr_zone_utc(), noon), &year, &month, &day);
  return reading->return_rough ? json_sprintf("%04d-%02d", year, month)
                               : json_sprintf("%04d-%02d-%02d", year, month, day);
}

static json_t *
mention_json(const CrMention *mention) {
  const CrZone *zone = mention->zone ? cr_zone_find(mention->zone) : NULL;
  if (zone == NULL)
    zone = cr_zone_utc();
  json_t *json = json_object();
  cr_json_put_instant(json, "start", mention->start, zone);
  cr_json_put_instant(json, "end", mention->end, zone);
  cr_json_put_string(json, "zone", mention->zone);
  cr_json_put_string(json, "text", mention->text);
  return json;
}

/* The hours to come that the sender proposes or sets for the call. */
static json_t *
new_times_json(const CrReading *reading) {
  json_t *list = json_array();
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (cr_reading_offers(reading, mention))
      json_array_append_new(list, mention_json(mention));
  }
  return list;
}

static json_t *
phones_json(const CrReading *reading) {
  json_t *list = json_array();
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    json_t *json = json_object();
    json_object_set_new(json, "role", json_string(cr_phone_role_names[phone->role]));
    json_object_set_new(json, "e164", optional(phone->e164));
    json_object_set_new(json, "ext", optional(phone->ext));
    json_object_set_new(json, "code", optional(phone->code));
    json_array_append_new(list, json);
  }
  return list;
}

static json_t *
person_json(const CrPerson *person) {
  if (person->name == NULL && person->email == NULL && person->phone == NULL)
    return json_null();
  json_t *json = json_object();
  cr_json_put_string(json, "name", person->name);
  cr_json_put_string(json, "email", person->email);
  cr_json_put_string(json, "phone", person->phone);
  return json;
}

json_t *
cr_reading_to_public_json(const char *file, const CrReading *reading) {
  json_t *json = json_object();
  gboolean second = reading->second != CR_MAIL_GENERIC;
  cr_json_put_string(json, "file", file);
  json_object_set_new(json, "class", json_string(cr_mail_class_names[reading->class]));
  cr_json_put_string(json, "second", second ? cr_mail_class_names[reading->second] : NULL);
  json_object_set_new(json, "score", json_real(reading->score));
  cr_json_put_string(json, "evidence", reading->evidence);
  json_object_set_new(json, "return_date", return_json(reading));
  json_object_set_new(json, "new_times", new_times_json(reading));
  json_object_set_new(json, "caller", json_string(cr_caller_names[reading->caller]));
  json_object_set_new(json, "phones", phones_json(reading));
  json_object_set_new(json, "deputy", person_json(&reading->deputy));
  cr_json_put_string(json, "text", reading->text);
  return json;
}
