#include "engine/chance.h"

#include <sodium.h>

#define TEXT_BYTES 32

void
chance_fill(gpointer bytes, gsize length) {
  if (sodium_init() < 0)
    g_error("there is no randomness");
  randombytes_buf(bytes, length);
}

char *
chance_text(void) {
  guint8 bytes[TEXT_BYTES];
  chance_fill(bytes, sizeof bytes);
  return chance_base64url(bytes, sizeof bytes);
}

char *
chance_base64url(const guint8 *bytes, gsize length) {
  gsize room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc(room);
  return sodium_bin2base64(text, room, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
