#pragma once
/* Signing in by an institution: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).
 * What the provider is and its keys are found by discovery and kept for a while; ID tokens are
 * verified by libcjose. */
#include "engine/service.h"

G_BEGIN_DECLS

/* What is remembered of a sign-in that was begun. */
typedef struct {
  char *provider, *state, *nonce, *verifier, *redirect;
  char *account; /* number of who was signed in, and wants to be known by it; or NULL */
  char *session; /* and the digest of theirs */
} CrOidcBegun;
CR_DECLARE_RECORD(CrOidcBegun, cr_oidc_begun)

/* Where the browser is sent. Slow: asks the provider. Free with g_free. */
char *cr_oidc_begin(const CrProvider *provider, const char *redirect, CrOidcBegun **ret_begun,
                    GError **error);

typedef struct {
  char *digest; /* of issuer and subject */
  char *email, *name;
  gboolean email_verified;
} CrOidcPerson;
void cr_oidc_person_free(CrOidcPerson *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrOidcPerson, cr_oidc_person_free)

/* The code for who it is. issuer: who says that the code is theirs, or NULL: another institution's
 * code must not be shown to this one (RFC 9207). CR_ERROR_DENIED when what it says is not to be
 * believed. */
CrOidcPerson *cr_oidc_end(const CrProvider *provider, const CrOidcBegun *begun, const char *issuer,
                          const char *code, CrInstant now, GError **error);

G_END_DECLS
