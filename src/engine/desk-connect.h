#pragma once
/* What the desk's account is connected to changes: in connections.ini, or in the database of a
 * service (see connections.h). Transactions of their own. */
#include "engine/desk.h"

G_BEGIN_DECLS

/* In place of one of that name. secret NULL: as it was kept, which CR_ERROR_PARSE refuses when it
 * would go to another server, or for another user, than it was given for. */
gboolean cr_desk_connect(CrDesk *desk, const CrConnection *connection, const char *secret,
                         CrInstant now, GError **error);
/* FALSE with CR_ERROR_NOT_FOUND when there is none. */
gboolean cr_desk_disconnect(CrDesk *desk, const char *name, CrInstant now, GError **error);

G_END_DECLS
