#pragma once
/* A connection of our own to a D-Bus: the shared one of GIO ends the process with the bus. */
#include <gio/gio.h>

G_BEGIN_DECLS

/* The machine's or the session's bus; the errors of GIO when there is none. Signals come in on the
 * context that is the thread's default here. */
GDBusConnection *cr_net_connect_bus(GBusType type, GCancellable *cancellable, GError **error);

G_END_DECLS
