#include "engine/totp.h"

#include "base/error.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#define SECRET_BYTES 20
#define WINDOW 1  /* steps before and after: clocks differ */
#define AHEAD 120 /* steps: farther on the clock was wrong, and would keep all codes out */
#define RECOVERY_LETTERS 16

static gboolean
ready(GError **error) {
  if (sodium_init() >= 0 && oath_init() == OATH_OK)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "liboath cannot be used");
  return FALSE;
}

char *
cr_totp_new_secret(GError **error) {
  char bytes[SECRET_BYTES], *text = NULL;
  size_t length;
  if (!ready(error))
    return NULL;
  randombytes_buf(bytes, sizeof bytes);
  oath_base32_encode(bytes, sizeof bytes, &text, &length);
  sodium_memzero(bytes, sizeof bytes);
  char *secret = g_strdup(text);
  free(text);
  return secret;
}

char *
cr_totp_uri(const char *secret, const char *service, const char *email) {
  g_autofree char *issuer = g_uri_escape_string(service, NULL, FALSE);
  g_autofree char *who = g_uri_escape_string(email, NULL, FALSE);
  return g_strdup_printf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6"
                         "&period=30",
                         issuer, who, secret, issuer);
}

gboolean
cr_totp_take(const char *secret, const char *code, CrInstant now, int *used) {
  char *bytes = NULL;
  size_t length = 0;
  uint64_t step = 0;
  g_autofree char *digits = g_strdup(code);
  char *to = digits;
  for (const char *from = code; *from; from++) /* "123 456" */
    if (*from != ' ')
      *to++ = *from;
  *to = '\0';
  if (!ready(NULL) || strlen(digits) != 6 ||
      oath_base32_decode(secret, strlen(secret), &bytes, &length) != OATH_OK)
    return FALSE;
  int found = oath_totp_validate3(bytes, length, now / CR_SECOND, OATH_TOTP_DEFAULT_TIME_STEP_SIZE,
                                  0, WINDOW, NULL, &step, digits);
  sodium_memzero(bytes, length);
  free(bytes);
  gint64 ahead = *used - (gint64) step;
  if (found < 0 || (ahead >= 0 && ahead <= AHEAD))
    return FALSE;
  *used = (int) step;
  return TRUE;
}

char *
cr_recovery_new(void) {
  static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* 32, none like another */
  GString *code = g_string_new(NULL);
  for (int i = 0; i < RECOVERY_LETTERS; i++)
    g_string_append_printf(code, "%s%c", i && i % 4 == 0 ? "-" : "",
                           letters[randombytes_uniform(sizeof letters - 1)]);
  return g_string_free(code, FALSE);
}

char *
cr_recovery_digest(const char *code) {
  g_autoptr(GString) bare = g_string_new("recovery:");
  for (const char *p = code; *p && bare->len < 100; p++)
    if (g_ascii_isalnum(*p))
      g_string_append_c(bare, g_ascii_tolower(*p));
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, bare->str, -1);
}
