#include "cmd/parse_time.h"

#include "base/zone.h"
#include "model/reading.h"

/* The time nearest by in the text that this one takes the place of, or NULL. */
static const CrMention *
former_of(const GPtrArray *mentions, guint i) {
  const CrMention *mention = mentions->pdata[i], *nearest = NULL;
  if (mention->role != CR_TIME_NEW && mention->role != CR_TIME_DELAY)
    return NULL;
  for (guint k = 0; k < mentions->len; k++) {
    const CrMention *other = mentions->pdata[k];
    if (other->role == CR_TIME_OLD &&
        (nearest == NULL ||
         ABS(other->offset - mention->offset) < ABS(nearest->offset - mention->offset)))
      nearest = other;
  }
  return nearest;
}

static json_t *
mention_to_json(const CrMention *mention, const CrMention *former) {
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
  if (former)
    cr_json_put_instant(object, "instead_of", former->start, zone);
  cr_json_set_int(object, "delay_min", mention->delay_min);
  if (mention->alternative != CR_INSTANT_NONE)
    cr_json_put_instant(object, "alternative", mention->alternative, zone);
  cr_json_set_bool(object, "past", mention->past);
  return object;
}

json_t *
cr_mentions_to_json(const GPtrArray *mentions, gboolean replaced_too) {
  json_t *array = json_array();
  for (guint i = 0; i < mentions->len; i++)
    if (replaced_too || !cr_mention_is_replaced(mentions, mentions->pdata[i]))
      json_array_append_new(array, mention_to_json(mentions->pdata[i], former_of(mentions, i)));
  return array;
}
