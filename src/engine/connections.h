#pragma once
/* What an account is connected to. That of a personal set-up is number 1, and has connections.ini;
 * an account of a service keeps its connections with all else that is kept for it, in the setting
 * "service.connections": their passwords sealed (engine/seal.h), and none reaches anything but the
 * public internet, runs a command or reads a path of this machine. */
#include "engine/config.h"
#include "store/store.h"

G_BEGIN_DECLS

gboolean cr_account_is_hosted(gint64 account);

/* Of a hosted account. In its transaction, as all here. CrConnection in the order of their names;
 * free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_connections_load(CrStore *store, gint64 account, GError **error);
/* In place of one of that name. CR_ERROR_PARSE of what a hosted account may not have,
 * CR_ERROR_LIMIT when there are too many. */
gboolean cr_connections_put(CrStore *store, gint64 account, const CrConnection *connection,
                            GError **error);
/* FALSE with CR_ERROR_NOT_FOUND when there is none. */
gboolean cr_connections_drop(CrStore *store, gint64 account, const char *name, GError **error);

G_END_DECLS
