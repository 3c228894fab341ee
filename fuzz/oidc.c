/* ID tokens and sets of keys: the first line is a token, the rest the set. With the provider's own
 * keys nobody is believed. */
#include "engine/oidc-private.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define OWN                                                                                        \
  "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\","                                    \
  "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","                                         \
  "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}" /* RFC 7515, A.3 */

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static const CrProvider provider = {.name = (char *) "northwind",
                                      .label = (char *) "Northwind",
                                      .issuer = (char *) "joe",
                                      .client_id = (char *) "crickets"};
  static const CrOidcBegun begun = {.nonce = (char *) "n"};
  const CrInstant now = G_GINT64_CONSTANT(1300819300) * CR_SECOND;
  g_autofree char *text = g_strndup((const char *) data, size);
  char *rest = strchr(text, '\n');
  gboolean unknown;
  if (rest)
    *rest++ = '\0';
  g_autoptr(json_t) own = cr_json_parse(OWN, strlen(OWN), NULL);
  g_autoptr(json_t) set = rest ? cr_json_parse(rest, strlen(rest), NULL) : NULL;
  g_assert_null(oidc_take_token(&provider, &begun, text, own, now, &unknown));
  g_autoptr(CrOidcPerson) person = oidc_take_token(&provider, &begun, text, set, now, &unknown);
  g_assert_true(person == NULL || (person->digest && !unknown));
  return 0;
}
