#pragma once
/* What the event streams are told. */
#include "engine/desk.h"

G_BEGIN_DECLS

GBytes *cr_events_ping(void);
/* Where news of the desk's account begin that are told from now on. */
gboolean cr_events_begin(CrDesk *desk, gint64 *ret_version, gint64 *ret_line, GError **error);
/* What is new since *version and the line *line, which are moved on; NULL when nothing is, or it
 * cannot be read just now. */
GBytes *cr_events_news(CrDesk *desk, gint64 *version, gint64 *line);

G_END_DECLS
