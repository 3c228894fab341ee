#pragma once
/* Seals what the accounts of a service keep secret (passwords of their mailboxes, keys of their
 * phones and of their sign-in) with a key of key-file.h, which the database does not have. Each
 * account has its own, derived from them; a sealed text names its key, and is bound to its account
 * and its name: in another's place it is worth nothing. XChaCha20-Poly1305. */
#include <glib.h>

G_BEGIN_DECLS

/* A new key, the last: it seals when it is the only one, else it waits until each host has it. The
 * file is made (mode 0600) when there is none. *ret_id: free with g_free. */
gboolean cr_seal_add_key(char **ret_id, GError **error);
/* That key is the first from now on. CR_ERROR_NOT_FOUND when it is not there. */
gboolean cr_seal_use_key(const char *id, GError **error);
/* Their ids, the first first. Empty when there is no file. Free with g_strfreev. */
char **cr_seal_key_ids(GError **error);

/* Free with g_free. CR_ERROR_FAILED without a key. */
char *cr_seal(gint64 account, const char *name, const char *secret, GError **error);
/* Free with cr_secret_free. CR_ERROR_FAILED when its key is not here, or it is not that account's
 * and of that name. */
char *cr_unseal(gint64 account, const char *name, const char *sealed, GError **error);
/* Sealed with the first key. *ret_sealed: the same with that, or NULL when it was already. */
gboolean cr_reseal(gint64 account, const char *name, const char *sealed, char **ret_sealed,
                   GError **error);

G_END_DECLS
