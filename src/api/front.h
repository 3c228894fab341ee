#pragma once
/* The page as somebody who is let in finds it: what to do stands in it already, to be read while the
 * script is on its way, and so does the document that the script begins with. */
#include "api/reply.h"

G_BEGIN_DECLS

/* now: an answer to GET now with status 200. clock: the header Crickets-Now that goes with it.
 * packed: whether gzip is understood. */
CrReply *cr_front_reply(const CrReply *now, const char *clock, gboolean packed);

G_END_DECLS
