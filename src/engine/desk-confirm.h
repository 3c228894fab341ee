#pragma once
/* What only the candidate can know: that this is the right database, and the right clock. */
#include "engine/desk.h"

G_BEGIN_DECLS

/* uri is the database's. What was paused goes on, with the letters that were held for it. */
gboolean cr_desk_confirm(CrDesk *desk, const char *uri, CrInstant now, GError **error);

G_END_DECLS
