#pragma once
/* Notifications: each connection that shows them follows the timeline, and none is told twice. One
 * that is refused is tried again, with what has come since, while it is still true (notice.h). What
 * is pressed there is a fact. */
#include "engine/follow.h"

G_BEGIN_DECLS

typedef struct _CrNotifier CrNotifier;

/* Follows for each connection of kind DESKTOP, NTFY and WEBHOOK, on a thread each; without one of
 * kind DESKTOP for this desktop, too, if it has a session bus. now: from any thread. */
CrNotifier *cr_notifier_new(const char *uri, gint64 account, GPtrArray *connections,
                            CrInstant (*now)(gpointer data), gpointer data);
/* The timeline may have grown. */
void cr_notifier_wake(CrNotifier *notifier);
void cr_notifier_free(CrNotifier *notifier); /* NULL-safe */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrNotifier, cr_notifier_free)

/* What a button says the candidate did or saw, as a fact; by its name in cr_answer_names.
 * *ret_taken FALSE: it answers a notice that is over, as the call has moved or is settled, and only
 * the timeline says so. While another process holds the database it waits, for a minute. */
gboolean cr_notify_answer(CrEngine *engine, int interview, const char *answer, CrInstant now,
                          gboolean *ret_taken, GError **error);

/* For a command that ends: tells ntfy and webhooks what is new. A desktop is told only by who stays
 * to hear its buttons. */
void cr_notify_once(CrStore *store, CrEngine *engine, const GPtrArray *connections, CrInstant now);
/* Whether something that was refused waits to be told again so. In a transaction. */
gboolean cr_notify_waits(CrStore *store, const GPtrArray *connections);

G_END_DECLS
