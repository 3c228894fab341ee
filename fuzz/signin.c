/* What somebody who signs in sends: lines of a passkey's id, its three texts, and words that are
 * taken for a code and for a password. Nobody is let in by them. */
#include "engine/passkey.h"
#include "engine/password.h"
#include "engine/totp.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define KEY "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" /* RFC 8032, 7.1 */

static void
check_passkey(char **lines) {
  static const char *const origins[] = {"https://careers.example", NULL};
  static const int algorithms[] = {-7, -257, -8};
  const CrPasskeyPlace place = {"careers.example", origins, "Y2hhbGxlbmdl"};
  CrPasskeyProof proof = {lines[0], lines[1], lines[2], lines[3], 0};
  for (gsize i = 0; i < G_N_ELEMENTS(algorithms); i++) {
    g_autoptr(GError) error = NULL;
    proof.algorithm = algorithms[i];
    g_autoptr(CrPasskey) made = cr_passkey_check_new(&place, &proof, &error);
    g_assert_true((made == NULL) == (error != NULL));
    g_assert_true(made == NULL || strcmp(made->id, lines[0]) == 0);
    CrPasskey known = {.id = lines[0], .key = (char *) KEY, .algorithm = algorithms[i]};
    g_assert_false(cr_passkey_check(&place, &proof, &known, NULL));
    g_assert_true(made == NULL || !cr_passkey_check(&place, &proof, made, NULL));
  }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autofree char *text = g_strndup((const char *) data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 6);
  int used = 0;
  if (g_strv_length(lines) < 6)
    return 0;
  check_passkey(lines);
  cr_totp_take(lines[4], lines[5], G_GINT64_CONSTANT(1795547400000000), &used);
  g_autofree char *digest = cr_recovery_digest(lines[5]);
  g_assert_cmpuint(strlen(digest), ==, 64);
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_password_check_new(lines[5], lines[4], &error) == (error == NULL));
  return 0;
}
