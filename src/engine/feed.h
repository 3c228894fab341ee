#pragma once
/* The watched calls as a calendar that a phone subscribes to, at an address that only the candidate
 * knows: each call with an alarm 10 minutes before, and one 5 minutes after the agreed time. */
#include "engine/engine.h"

G_BEGIN_DECLS

/* iCalendar text of the calls from a month ago on; those that are off are left out. The same as
 * long as they are. In transactions of its own, as all here. Free with g_free. */
char *cr_feed_new(CrEngine *engine, CrInstant now, GError **error);

/* Makes the secret, in place of the one before, which then opens nothing any more; only its hash is
 * kept. It is [0-9a-f-], of the form ACCOUNT-RANDOM. Free with g_free. */
gboolean cr_feed_make_secret(CrEngine *engine, CrInstant now, char **ret_secret, GError **error);
/* No secret opens the feed any more. */
gboolean cr_feed_close(CrEngine *engine, CrInstant now, GError **error);
/* The account that a secret claims to be of, for its engine to be asked; 0 when it is none. */
gint64 cr_feed_account(const char *secret);
gboolean cr_feed_is_open(CrEngine *engine, gboolean *ret_open, GError **error);
gboolean cr_feed_opens(CrEngine *engine, const char *secret, gboolean *ret_opens, GError **error);

G_END_DECLS
