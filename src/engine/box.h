#pragma once
/* A text sealed with a key by XChaCha20-Poly1305, as base64: the nonce, then the sealed text. What
 * it is bound to is sealed with it, so that two texts cannot be exchanged. After sodium_init. */
#include <sodium.h>

#include <glib.h>

G_BEGIN_DECLS

#define BOX_KEY_BYTES crypto_aead_xchacha20poly1305_ietf_KEYBYTES

/* Free with g_free. */
char *box_seal(const char *text, const char *bound, const guint8 *key);
/* NULL when it does not fit, or would be longer than most_bytes. Free with cr_secret_free. */
char *box_open(const char *sealed, const char *bound, const guint8 *key, gsize most_bytes);

G_END_DECLS
