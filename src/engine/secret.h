#pragma once
/* Passwords and tokens, by the name of their connection: in the desktop's keyring when one answers,
 * else sealed (XChaCha20-Poly1305) in a 0600 file in the config folder, with its key in the state
 * folder, so that neither a copied config nor a backup of the data gives them away. */
#include "model/connection.h"

G_BEGIN_DECLS

/* NULL without error set when there is none. Free with cr_secret_free. */
char *cr_secret_load(const char *name, GError **error);
gboolean cr_secret_save(const char *name, const char *secret, GError **error);
gboolean cr_secret_clear(const char *name, GError **error);
void cr_secret_free(char *secret); /* wipes it; NULL-safe */

/* What the connection signs in with: the first line that its command prints (run without a shell,
 * at most 30 s), else the kept secret, else NULL with an error that says how to set it. Of
 * CR_AUTH_NONE, and of a kind that needs none, NULL without error. */
char *cr_secret_of(const CrConnection *connection, GError **error);
/* No core files and no debugger on this process: it holds secrets. */
void cr_secret_guard_process(void);

G_END_DECLS
