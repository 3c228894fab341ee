#pragma once
/* One keeper a database: a lock on a file beside it, which goes with its process, however that
 * ends. */
#include <glib.h>

G_BEGIN_DECLS

/* The file that holds the lock, to be closed when it ends; -1 with the error set, CR_ERROR_BUSY
 * when there is a keeper already. */
int cr_lock_take(const char *uri, GError **error);
/* Whether some process keeps this database now. */
gboolean cr_lock_is_taken(const char *uri);

G_END_DECLS
