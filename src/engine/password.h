#pragma once
/* Passwords: argon2id by libsodium, a few at a time, so that who tries many does not take the
 * machine from everybody else. From any thread. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_PASSWORD_MIN_CHARS 12
#define CR_PASSWORD_MAX_BYTES 512

/* FALSE with CR_ERROR_PARSE that says what is wrong: too short, too long, or the address itself. */
gboolean cr_password_check_new(const char *password, const char *email, GError **error);
/* Free with g_free. CR_ERROR_BUSY when too many wait for theirs. */
char *cr_password_hash(const char *password, GError **error);
/* hash NULL, of who has none or is nobody: takes as long, and does not fit. CR_ERROR_BUSY as above.
 */
gboolean cr_password_verify(const char *hash, const char *password, gboolean *ret_fits,
                            GError **error);

G_END_DECLS
