#pragma once
/* The search in pictures: SVG text with a text alternative (role, title, desc), classes for the
 * page's colours and none of its own but currentColor. Pure. Free with g_free. */
#include "base/zone.h"
#include "model/application.h"
#include "model/manner.h"

G_BEGIN_DECLS

/* How many went how far, as flows from stage to stage; rows: CrApplicationRow. */
char *cr_picture_funnel(GPtrArray *rows);
/* Applications in each of the last twelve weeks, beside the target. today: a civil day in zone. */
char *cr_picture_weeks(GPtrArray *rows, CrDay today, const CrZone *zone, CrManner manner,
                       int target);
/* How many days applications took, or take, in each stage: the middle one, and the middle half. */
char *cr_picture_stages(GPtrArray *rows, CrInstant now);

G_END_DECLS
