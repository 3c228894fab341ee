#pragma once
/* The watchers: a thread for each source that reads it again whenever something new may be there.
 */
#include "engine/status.h"
#include "engine/sync.h"
#include "playbook/guard.h"

G_BEGIN_DECLS

/* The source of a connection, with its secret; NULL without error when it is nothing to read. */
typedef CrSource *(*CrOpenSource)(const CrConnection *connection, GError **error);
CrSource *cr_source_open(const CrConnection *connection, GError **error);
/* The same with the secret given: NULL of a kind that is nothing to read. */
CrSource *cr_source_new(const CrConnection *connection, const char *secret);

/* When a source that nothing wakes us for is to be read again, later after failures; at once (0) when
 * it never was, NONE of what is not read. */
CrInstant cr_watchers_read_at(const CrConnection *connection, const CrStatus *status);

typedef struct _CrWatchers CrWatchers;
/* connections: CrConnection; those that are nothing to read are left alone. Reading begins at once.
 * After a failure a source is read again by itself after a while, that doubles from seconds to a
 * quarter of an hour. ended: a reading has ended; on the source's thread, may be NULL. */
CrWatchers *cr_watchers_new(const CrSync *sync, GPtrArray *connections, CrOpenSource open,
                            void (*ended)(gpointer data));
/* Breaks off what is being read. NULL-safe. */
void cr_watchers_free(CrWatchers *watchers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrWatchers, cr_watchers_free)

#define CR_WATCHERS_FIRST 1 /* the ticket of the first reading */
/* Asks every source to be read again now. Returns a ticket for the next function. */
guint64 cr_watchers_ask(CrWatchers *watchers);
/* Whether every source was read, or failed to be, since the ticket was given. */
gboolean cr_watchers_answered(CrWatchers *watchers, guint64 ticket);
/* The last look: asks, and waits at most timeout_usec. *ret_look gets when each kind was last begun
 * to be read in full: NONE when a source of it failed now, and of mail when there is no mailbox; of
 * calendar and calls, when there is no source, now. */
void cr_watchers_look(CrWatchers *watchers, gint64 timeout_usec, CrLastLook *ret_look);
/* The same without threads, for a command that ends: each source once, after the other. */
void cr_watchers_look_once(const CrSync *sync, GPtrArray *connections, CrOpenSource open,
                           CrLastLook *ret_look);

G_END_DECLS
