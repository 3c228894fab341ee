#pragma once
/* The document that `crickets parse time` prints. */
#include "base/json.h"

#include <glib.h>

G_BEGIN_DECLS

/* One array for one text: {"start","end","zone","granularity","flags","text"} a mention, instants
 * in the mention's zone, null for what is absent; "role", "instead_of" (the start of the time that
 * it replaces), "delay_min", "alternative" and "past" only when they say something. mentions is
 * what cr_time_scan gives; replaced_too: also what cr_mention_is_replaced tells of. */
json_t *cr_mentions_to_json(const GPtrArray *mentions, gboolean replaced_too);

G_END_DECLS
