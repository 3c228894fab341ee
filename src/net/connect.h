#pragma once
/* A name's addresses, and a TCP connection to it, as far as it may be reached. */
#include "net/address.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of GInetAddress, those that may be connected to; free with g_resolver_free_addresses. NULL when
 * there is none: CR_ERROR_FAILED when it has others, else the errors of GIO. */
GList *cr_net_look_up(const char *host, CrReach reach, GCancellable *cancellable, GError **error);

/* No proxy from the environment. Of PUBLIC the name is resolved once and the addresses checked, and
 * one of those that may be is connected to: CR_ERROR_FAILED when there is none. Else the errors of
 * GIO. */
GSocketConnection *cr_net_connect(const char *host, guint16 port, gint64 timeout_usec,
                                  CrReach reach, GCancellable *cancellable, GError **error);

G_END_DECLS
