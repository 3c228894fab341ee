#pragma once
/* What was read, in the output contract of "parse". */
#include "model/reading.h"

G_BEGIN_DECLS

/* mentions: CrMention. An array of {"start","end","zone","granularity","flags","text"}. */
json_t *cr_mentions_to_json(const GPtrArray *mentions, gboolean replaced_too);
/* {"file","class","second","score","evidence","return_date","new_times","caller","phones","deputy",
 * "text"}; return_date is "2026-07" when only the month is sure. */
json_t *cr_reading_to_public_json(const char *file, const CrReading *reading);

G_END_DECLS
