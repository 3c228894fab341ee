#pragma once
#include "engine/people.h"
#include "store/audit.h"

G_BEGIN_DECLS

/* CR_ERROR_DENIED of an account that is no member's to have. */
gboolean people_check_hosted(gint64 account, GError **error);
/* In a transaction: CR_ERROR_NOT_FOUND when the account is nobody's. */
CrMember *people_load(CrStore *store, GError **error);
gboolean people_forget_sessions(CrStore *store, const char *except, CrInstant now, GError **error);
/* Of CrSession: those in use last stay, so that there is room for one more. In a transaction. */
gboolean people_make_room(CrStore *store, CrCredentialKind kind, CrInstant now, GError **error);
gboolean people_post(CrStore *store, CrPostKind kind, const char *address, const char *what,
                     CrInstant now, GError **error);
gboolean people_set_password(CrStore *store, const char *hash, CrInstant now, GError **error);

G_END_DECLS
