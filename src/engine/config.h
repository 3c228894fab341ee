#pragma once
/* The connections of a personal set-up: connections.ini in the XDG config folder, mode 0600, a
 * group for each connection with the field names of CrConnection as keys. */
#include "model/connection.h"

G_BEGIN_DECLS

/* $XDG_CONFIG_HOME/crickets/connections.ini */
char *cr_config_path(void);
/* CrConnection in the file's order; empty when there is no file. Any bad group or key fails the
 * whole file with CR_ERROR_PARSE that names it: half a set-up would be blind without saying so.
 * Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_config_load(GError **error);
/* Whether others' accounts may be in that database, too: PostgreSQL. */
gboolean cr_config_is_shared(const char *uri);
/* How the connections of an account in that database are loaded: in a shared one each reaches the
 * public internet only, whatever the file says. */
typedef GPtrArray *(*CrConfigLoad)(GError **error);
CrConfigLoad cr_config_loader(const char *uri);
/* Replaces the file by one with these (write, fsync, rename). */
gboolean cr_config_save(GPtrArray *connections, GError **error);

G_END_DECLS
