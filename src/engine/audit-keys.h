#pragma once
/* The marks of a service's keys on the rows of audits: HMAC-SHA256 of the row's hash, with a key of
 * the account's own that is derived from the service's. Without a key file there are none. */
#include "store/audit.h"

G_BEGIN_DECLS

extern const CrAuditKeys cr_audit_keys;

G_END_DECLS
