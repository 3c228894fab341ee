#pragma once
/* What makes this account's calendar entries its own. */
#include "store/store.h"

G_BEGIN_DECLS

/* The tag of this account's entries (see engine/entry.h), made when there is none, in a transaction
 * of its own. Free with g_free. */
char *cr_calendar_ensure_tag(CrStore *store, gint64 account, GError **error);
/* So many random bytes, at most 64, in hexadecimal. Free with g_free. */
char *cr_random_hex(gsize n_bytes, GError **error);

G_END_DECLS
