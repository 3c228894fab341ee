#pragma once
/* Codes of an authenticator app (RFC 6238, by liboath), and what stands in for them. */
#include "model/member.h"

G_BEGIN_DECLS

/* A new secret in base32. Free with g_free. */
char *cr_totp_new_secret(GError **error);
/* What the app reads from a picture: otpauth://totp/… Free with g_free. */
char *cr_totp_uri(const char *secret, const char *service, const char *email);
/* Whether the code is one of about now, and newer than that of the time step *used; then it is the
 * last. A step of more than an hour ahead was used by a clock that was wrong, and does not count.
 */
gboolean cr_totp_take(const char *secret, const char *code, CrInstant now, int *used);

/* A code to be used once, when the app is lost: "abcd-efgh-ijkl-mnop". Free with g_free. */
char *cr_recovery_new(void);
/* Its digest, whatever the letter case and the signs between. Free with g_free. */
char *cr_recovery_digest(const char *code);

G_END_DECLS
