#include "engine/box.h"

#include <string.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

char *
box_seal(const char *text, const char *bound, const guint8 *key) {
  gsize length = strlen(text);
  g_autofree guint8 *sealed = g_malloc(NONCE_BYTES + length + TAG_BYTES);
  randombytes_buf(sealed, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES, NULL, (const guint8 *) text,
                                             length, (const guint8 *) bound, strlen(bound), NULL,
                                             sealed, key);
  return g_base64_encode(sealed, NONCE_BYTES + length + TAG_BYTES);
}

char *
box_open(const char *sealed, const char *bound, const guint8 *key, gsize most_bytes) {
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode(sealed, &length);
  if (length < NONCE_BYTES + TAG_BYTES || length > NONCE_BYTES + TAG_BYTES + most_bytes)
    return NULL;
  char *text = g_malloc0(length - NONCE_BYTES - TAG_BYTES + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt((guint8 *) text, NULL, NULL, bytes + NONCE_BYTES,
                                                 length - NONCE_BYTES, (const guint8 *) bound,
                                                 strlen(bound), bytes, key) == 0)
    return text;
  g_free(text);
  return NULL;
}
