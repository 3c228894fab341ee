#pragma once
/* The document that `crickets parse time` prints. */
#include "base/json.h"

#include <glib.h>

G_BEGIN_DECLS

/* One array for one text: {"start","end","zone","granularity","flags","text"} a mention, instants
 * in the mention's zone, null for what is absent; "role", "delay_min", "alternative" and "past"
 * only when they say something. mentions is what cr_time_scan gives. */
json_t *cr_mentions_to_json(GPtrArray *mentions);

G_END_DECLS
