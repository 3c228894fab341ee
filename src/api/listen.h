#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Listens at "ADDRESS:PORT" of this machine; port 0: any that is free. Gives the socket, and its
 * origin as others write it. CR_ERROR_USAGE, naming the option, when it is no such address. */
gboolean cr_listen(const char *where, const char *option, int *ret_fd, char **ret_origin,
                   GError **error);

/* What systemd opened for us and handed over (ListenStream= of a socket unit): of loopback, the one
 * of IPv4, and of IPv6 when there is one, else -1; so that who calls while this program is exchanged
 * waits for the next. *ret_4 -1: nothing was handed over. Source: sd_listen_fds(3). */
gboolean cr_listen_take(int *ret_4, int *ret_6, GError **error);

G_END_DECLS
