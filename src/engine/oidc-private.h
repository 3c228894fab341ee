#pragma once
/* ID tokens, for tests that forge them. */
#include "engine/oidc.h"

G_BEGIN_DECLS

/* What the token says of a person; NULL when it is not to be believed: not signed by a key of
 * these (a JWK set), not for here, or not now. *ret_unknown_key: it names one that is none of them.
 */
CrOidcPerson *oidc_take_token(const CrProvider *provider, const CrOidcBegun *begun,
                              const char *token, const json_t *keys, CrInstant now,
                              gboolean *ret_unknown_key);

G_END_DECLS
