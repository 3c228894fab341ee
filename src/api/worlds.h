#pragma once
/* What the event streams of each account of a service are told. A thread listens to the database,
 * which tells it whose account was written to, by whichever process (cr_store_hear), and tells
 * their streams. Whoever may not listen any more is cut off first. */
#include "api/server-private.h"

G_BEGIN_DECLS

/* Takes over the server's watcher, which nobody else needs in a service. */
CrWorlds *cr_worlds_new(CrServer *server);
void cr_worlds_free(CrWorlds *worlds); /* NULL-safe */
/* The event streams of the desk's account, for the hub: only compared. In no transaction. */
gconstpointer cr_worlds_enter(CrWorlds *worlds, CrDesk *desk, GError **error);

G_END_DECLS
