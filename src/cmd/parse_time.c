#include "cmd/parse_time.h"

#include "base/zone.h"
#include "model/reading.h"

static json_t *
mention_to_json(const CrMention *mention) {
  json_t *object = json_object(), *flags = json_array();
  const CrZone *zone = cr_zone_find(mention->zone);
  if (zone == NULL)
    zone = cr_zone_utc();
  cr_json_put_instant(object, "start", mention->start, zone);
  cr_json_put_instant(object, "end", mention->end, zone);
  cr_json_put_string(object, "zone", mention->zone);
  cr_json_put_string(object, "granularity", cr_granularity_names[mention->granularity]);
  for (char **flag = mention->flags; flag && *flag; flag++)
    json_array_append_new(flags, json_string(*flag));
  json_object_set_new(object, "flags", flags);
  cr_json_put_string(object, "text", mention->text);
  if (mention->role != CR_TIME_STATED)
    cr_json_put_string(object, "role", cr_time_role_names[mention->role]);
  cr_json_set_int(object, "delay_min", mention->delay_min);
  if (mention->alternative != CR_INSTANT_NONE)
    cr_json_put_instant(object, "alternative", mention->alternative, zone);
  cr_json_set_bool(object, "past", mention->past);
  return object;
}

json_t *
cr_mentions_to_json(GPtrArray *mentions) {
  json_t *array = json_array();
  for (guint i = 0; i < mentions->len; i++)
    json_array_append_new(array, mention_to_json(mentions->pdata[i]));
  return array;
}
