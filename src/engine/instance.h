#pragma once
/* Is this the database that it was? It holds an id, and beside it, in the state folder of the
 * machine, a file of that id says where it is and how far its timeline had come. A copy on another
 * machine, a second copy on this one, or a backup that was put back does not fit, and then it must
 * not send: the original, or the time since the backup, may have sent the same letters.
 * Only of databases that are files; any other fits. */
#include "engine/clock.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
  CR_INSTANCE_FITS,    /* or is new, and is known from now on; or was moved on this machine */
  CR_INSTANCE_UNKNOWN, /* it comes from another machine, or the state folder was emptied */
  CR_INSTANCE_COPIED,  /* the one that is known is still where it was */
  CR_INSTANCE_OLDER,   /* it is older than what was seen of it: a backup was put back */
} CrInstance;
extern const char *const cr_instance_words[]; /* for the candidate, and what to do about it */

/* The clocks when the database was last used. */
typedef struct {
  CrClock clock;     /* real is NONE when nothing is known */
  gboolean same_run; /* the machine was not started anew since */
  gint64 set_usec;   /* by how much the clock had been set since it was known to be right */
} CrSeen;

/* Only looks, save that it makes a new database known. Opens its own transaction. ret_seen may be
 * NULL. */
gboolean cr_instance_check(CrStore *store, gint64 account, const char *uri,
                           CrInstance *ret_instance, CrSeen *ret_seen, GError **error);
/* From now on this one is the right one, as it is. */
gboolean cr_instance_confirm(CrStore *store, gint64 account, const char *uri, GError **error);
/* Keeps how far the timeline of one that fits has come, and the clocks. */
gboolean cr_instance_mark(CrStore *store, gint64 account, const char *uri, const CrSeen *seen,
                          GError **error);

G_END_DECLS
