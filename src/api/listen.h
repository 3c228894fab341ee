#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Listens at "ADDRESS:PORT" of this machine; port 0: any that is free. Gives the socket, and its
 * origin as others write it. CR_ERROR_USAGE, naming the option, when it is no such address. */
gboolean cr_listen(const char *where, const char *option, int *ret_fd, char **ret_origin,
                   GError **error);

G_END_DECLS
