#pragma once
/* What the event streams are told. */
#include "engine/desk.h"

G_BEGIN_DECLS

GBytes *cr_events_ping(void);
/* What is new since *version and the line *line, which are moved on; NULL when nothing is. */
GBytes *cr_events_news(CrDesk *desk, gint64 *version, gint64 *line);

G_END_DECLS
