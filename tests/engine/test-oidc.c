/* ID tokens, right or forged in one place. */
#include "engine/chance.h"
#include "engine/oidc-private.h"

#include <cjose/cjose.h>
#include <stdlib.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT(1795547400)
#define RIGHT                                                                                      \
  "{\"iss\":\"https://login.example\",\"aud\":\"crickets\",\"sub\":\"4711\",\"nonce\":\"n-1\","    \
  "\"iat\":1795547390,\"exp\":1795547700,\"email\":\"Dana@Northwind.example\","                    \
  "\"email_verified\":true,\"name\":\"Dana Reyes\"}"

static const CrProvider provider = {.name = (char *) "northwind",
                                    .label = (char *) "Northwind",
                                    .issuer = (char *) "https://login.example",
                                    .client_id = (char *) "crickets"};
static const CrOidcBegun begun = {.nonce = (char *) "n-1"};
static cjose_jwk_t *rsa, *ec, *stranger;
static json_t *keys; /* the provider's */

static json_t *
parse(const char *text) {
  json_t *json = json_loads(text, 0, NULL);
  g_assert_nonnull(json);
  return json;
}

static json_t *
public_key(const cjose_jwk_t *key) {
  char *text = cjose_jwk_to_json(key, false, NULL);
  json_t *json = parse(text);
  free(text);
  return json;
}

static char *
sign(const cjose_jwk_t *key, const char *header, const char *claims) {
  const char *exported = NULL;
  cjose_header_t *fields = cjose_header_new(NULL);
  g_autoptr(json_t) wanted = parse(header);
  const char *name;
  json_t *value;
  json_object_foreach(wanted, name, value) {
    char *text = json_is_string(value) ? NULL : json_dumps(value, 0);
    g_assert_true(text ? cjose_header_set_raw(fields, name, text, NULL)
                       : cjose_header_set(fields, name, json_string_value(value), NULL));
    free(text);
  }
  cjose_jws_t *jws = cjose_jws_sign(key, fields, (const uint8_t *) claims, strlen(claims), NULL);
  g_assert_nonnull(jws);
  g_assert_true(cjose_jws_export(jws, &exported, NULL));
  char *token = g_strdup(exported);
  cjose_jws_release(jws);
  cjose_header_release(fields);
  return token;
}

/* As text of its parts, by whoever has no key at all. */
static char *
write_token(const char *header, const char *claims, const char *signature) {
  g_autofree char *a = chance_base64url((const guint8 *) header, strlen(header));
  g_autofree char *b = chance_base64url((const guint8 *) claims, strlen(claims));
  return g_strjoin(".", a, b, signature, NULL);
}

static gboolean
take(const char *token, const json_t *of, gboolean *ret_unknown) {
  g_autoptr(CrOidcPerson) person =
      oidc_take_token(&provider, &begun, token, of, NOW * CR_SECOND, ret_unknown);
  return person != NULL;
}

static gboolean
believed(const char *token) {
  gboolean unknown;
  return take(token, keys, &unknown);
}

static void
test_person(void) {
  gboolean unknown;
  g_autofree char *token = sign(rsa, "{\"alg\":\"RS256\",\"kid\":\"r\"}", RIGHT);
  g_autofree char *digest =
      g_compute_checksum_for_string(G_CHECKSUM_SHA256, "oidc:https://login.example\n4711", -1);
  g_autoptr(CrOidcPerson) person =
      oidc_take_token(&provider, &begun, token, keys, NOW * CR_SECOND, &unknown);
  g_assert_cmpstr(person->digest, ==, digest);
  g_assert_cmpstr(person->email, ==, "dana@northwind.example");
  g_assert_cmpstr(person->name, ==, "Dana Reyes");
  g_assert_true(person->email_verified);
}

/* Only what a member's address can be: none that becomes another's in lower case. */
static void
test_addresses(void) {
  static const struct {
    const char *said, *read;
  } rows[] = {{"Kim@Northwind.example", "kim@northwind.example"},
              {"kim+x@northwind.example", "kim+x@northwind.example"},
              {"\\u212Aim@northwind.example"},
              {"kim@northwind.e\\u017Fample"},
              {"kim@northwind.example\\u200b"},
              {"kim@evil.example kim@northwind.example"},
              {"kim@evil.example@northwind.example"},
              {"<kim@northwind.example>"},
              {""}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    gboolean unknown;
    g_autoptr(json_t) claims = parse(RIGHT);
    g_autofree char *quoted = g_strdup_printf("{\"email\":\"%s\"}", rows[i].said);
    g_autoptr(json_t) said = parse(quoted);
    json_object_update(claims, said);
    char *text = json_dumps(claims, 0);
    g_autofree char *token = sign(ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", text);
    free(text);
    g_autoptr(CrOidcPerson) person =
        oidc_take_token(&provider, &begun, token, keys, NOW * CR_SECOND, &unknown);
    g_assert_cmpstr(person->email, ==, rows[i].read);
  }
}

/* The claims that differ from those above; null: it is not there. */
static const struct {
  const char *claims;
  gboolean ok;
} claims_rows[] = {
    {"{}", TRUE},
    {"{\"iss\":\"https://login.example/\"}"},
    {"{\"iss\":\"https://evil.example\"}"},
    {"{\"iss\":null}"},
    {"{\"aud\":\"other\"}"},
    {"{\"aud\":\"crickets2\"}"},
    {"{\"aud\":null}"},
    {"{\"aud\":1}"},
    {"{\"aud\":[]}"},
    {"{\"aud\":[\"crickets\"]}", TRUE},
    {"{\"aud\":[\"crickets\",\"other\"]}"},
    {"{\"aud\":[\"crickets\",\"other\"],\"azp\":\"other\"}"},
    {"{\"aud\":[\"other\",\"crickets\"],\"azp\":\"crickets\"}", TRUE},
    {"{\"aud\":[\"other\"],\"azp\":\"crickets\"}"},
    {"{\"azp\":\"other\"}"},
    {"{\"azp\":\"crickets\"}", TRUE},
    {"{\"exp\":1795547281}", TRUE}, /* clocks differ by two minutes at most */
    {"{\"exp\":1795547280}"},
    {"{\"exp\":0}"},
    {"{\"exp\":-1}"},
    {"{\"exp\":null}"},
    {"{\"exp\":\"1795547700\"}"},
    {"{\"iat\":1795547519}", TRUE},
    {"{\"iat\":1795547520}"},
    {"{\"nonce\":\"n-2\"}"},
    {"{\"nonce\":\"\"}"},
    {"{\"nonce\":null}"},
    {"{\"nonce\":[\"n-1\"]}"},
    {"{\"sub\":null}"},
    {"{\"sub\":\"\"}"},
    {"{\"sub\":4711}"},
    {"{\"email\":null,\"name\":null}", TRUE},
    {"{\"email\":\"no address\",\"name\":\"a\\u001b[2Jb\"}", TRUE},
};

static void
test_claims(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(claims_rows); i++) {
    g_autoptr(json_t) claims = parse(RIGHT), changes = parse(claims_rows[i].claims);
    const char *name;
    json_t *value;
    json_object_foreach(changes, name, value) {
      if (json_is_null(value))
        json_object_del(claims, name);
      else
        json_object_set(claims, name, value);
    }
    char *text = json_dumps(claims, 0);
    g_autofree char *token = sign(ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", text);
    free(text);
    if (believed(token) != claims_rows[i].ok)
      g_error("%s", claims_rows[i].claims);
  }
}

/* Whose keys and algorithms are believed. */
static void
test_keys(void) {
  const struct {
    const cjose_jwk_t *key;
    const char *header;
    gboolean ok, unknown;
  } rows[] = {
      {rsa, "{\"alg\":\"RS256\",\"kid\":\"r\"}", TRUE, FALSE},
      {ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", TRUE, FALSE},
      {rsa, "{\"alg\":\"RS256\"}", TRUE, FALSE}, /* the only one of its kind */
      {stranger, "{\"alg\":\"RS256\",\"kid\":\"r\"}", FALSE, FALSE},
      {stranger, "{\"alg\":\"RS256\"}", FALSE, FALSE},
      {stranger, "{\"alg\":\"RS256\",\"kid\":\"s\"}", FALSE, TRUE},
      {rsa, "{\"alg\":\"RS256\",\"kid\":\"e\"}", FALSE, TRUE}, /* another kind's name */
      {rsa, "{\"alg\":\"RS512\",\"kid\":\"r\"}", FALSE, FALSE},
      {rsa, "{\"alg\":\"PS256\",\"kid\":\"r\"}", FALSE, FALSE},
      {rsa, "{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"exp\"]}", FALSE, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    gboolean unknown;
    g_autofree char *token = sign(rows[i].key, rows[i].header, RIGHT);
    if (take(token, keys, &unknown) != rows[i].ok || unknown != rows[i].unknown)
      g_error("row %zu: %s", i, rows[i].header);
  }
}

/* A token that brings its own key is signed by nobody that is known. */
static void
test_own_key(void) {
  g_autoptr(json_t) header =
      json_pack("{s:s,s:s,s:o}", "alg", "RS256", "kid", "r", "jwk", public_key(stranger));
  char *text = json_dumps(header, 0);
  g_autofree char *token = sign(stranger, text, RIGHT);
  free(text);
  g_assert_false(believed(token));
}

static void
test_unsigned(void) {
  static const char *const headers[] = {"{\"alg\":\"none\"}",
                                        "{\"alg\":\"None\"}",
                                        "{\"alg\":\"\"}",
                                        "{\"alg\":null}",
                                        "{}",
                                        "{\"alg\":\"none\",\"kid\":\"r\"}",
                                        "{\"alg\":\"RS256\",\"kid\":\"r\"}",
                                        "{\"alg\":\"ES256\",\"kid\":\"e\"}",
                                        "[]",
                                        ""};
  static const char *const signatures[] = {"", "AA", "AAAA"};
  for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
    for (gsize j = 0; j < G_N_ELEMENTS(signatures); j++) {
      g_autofree char *token = write_token(headers[i], RIGHT, signatures[j]);
      g_assert_false(believed(token));
    }
}

/* What everybody knows of the key is no secret to sign with (HS256). */
static void
test_confused(void) {
  for (int way = 0; way < 2; way++) {
    g_autoptr(json_t) known = public_key(rsa);
    char *text = json_dumps(known, JSON_COMPACT);
    const char *secret = way == 0 ? text : json_string_value(json_object_get(known, "n"));
    cjose_jwk_t *key = cjose_jwk_create_oct_spec((const uint8_t *) secret, strlen(secret), NULL);
    g_autofree char *token = sign(key, "{\"alg\":\"HS256\",\"kid\":\"r\"}", RIGHT);
    g_assert_false(believed(token));
    cjose_jwk_release(key);
    free(text);
  }
}

/* Any change of any sign of it. */
static void
test_changed(void) {
  g_autofree char *token = sign(ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", RIGHT);
  gsize length = strlen(token);
  g_assert_true(believed(token));
  for (gsize i = 0; i + 1 < length; i++) { /* of the last one not all bits count */
    char was = token[i];
    token[i] = was == 'A' ? 'B' : 'A';
    g_assert_false(believed(token));
    token[i] = was;
  }
  for (gsize cut = 1; cut < length; cut += 7) {
    g_autofree char *less = g_strndup(token, length - cut);
    g_assert_false(believed(less));
  }
  g_autofree char *more = g_strconcat(token, ".AAAA", NULL);
  g_assert_false(believed(more) || believed("") || believed("..") || believed("...."));
  static const char *const ends[] = {"=", "==", "AAAAA", "A=A", "\n", " ", "+", "/", "\xff"};
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *odd = g_strconcat(token, ends[i], NULL);
    g_assert_false(believed(odd));
  }
}

/* Sets of keys that are none, or that do not say which. */
static void
test_sets(void) {
  g_autofree char *token = sign(rsa, "{\"alg\":\"RS256\",\"kid\":\"r\"}", RIGHT);
  g_autofree char *nameless = sign(rsa, "{\"alg\":\"RS256\"}", RIGHT);
  static const char *const sets[] = {
      "{}",
      "{\"keys\":[]}",
      "{\"keys\":{}}",
      "{\"keys\":[1,null,[]]}",
      "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\"}]}",
      "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"\",\"e\":1}]}",
      "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"AAAAA\",\"e\":\"AQAB\"}]}",
      "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"AA=A\",\"e\":\"AQAB\"}]}",
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"r\",\"k\":\"AAAA\"}]}"};
  gboolean unknown;
  for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
    g_autoptr(json_t) set = parse(sets[i]);
    g_assert_false(take(token, set, &unknown));
  }
  g_autoptr(json_t) two = json_pack("{s:[oo]}", "keys", public_key(rsa), public_key(stranger));
  g_assert_true(take(token, two, &unknown));
  g_assert_false(take(nameless, two, &unknown));
  json_t *hidden = public_key(rsa);
  json_object_set_new(hidden, "use", json_string("enc"));
  g_autoptr(json_t) other_use = json_pack("{s:[o]}", "keys", hidden);
  g_assert_false(take(token, other_use, &unknown));
}

static cjose_jwk_t *
named(cjose_jwk_t *key, const char *name) {
  g_assert_true(key && cjose_jwk_set_kid(key, name, strlen(name), NULL));
  return key;
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  rsa = named(cjose_jwk_create_RSA_random(2048, (const uint8_t *) "\1\0\1", 3, NULL), "r");
  ec = named(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, NULL), "e");
  stranger = named(cjose_jwk_create_RSA_random(2048, (const uint8_t *) "\1\0\1", 3, NULL), "s");
  keys = json_pack("{s:[oo]}", "keys", public_key(rsa), public_key(ec));
  g_test_add_func("/oidc/person", test_person);
  g_test_add_func("/oidc/addresses", test_addresses);
  g_test_add_func("/oidc/claims", test_claims);
  g_test_add_func("/oidc/keys", test_keys);
  g_test_add_func("/oidc/own-key", test_own_key);
  g_test_add_func("/oidc/unsigned", test_unsigned);
  g_test_add_func("/oidc/confused", test_confused);
  g_test_add_func("/oidc/changed", test_changed);
  g_test_add_func("/oidc/sets", test_sets);
  int result = g_test_run();
  json_decref(keys);
  cjose_jwk_release(rsa);
  cjose_jwk_release(ec);
  cjose_jwk_release(stranger);
  return result;
}
