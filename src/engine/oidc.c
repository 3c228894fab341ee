#include "engine/oidc-private.h"

#include "base/error.h"
#include "base/library.h"
#include "base/text.h"
#include "engine/chance.h"
#include "net/http.h"

#include <cjose/cjose.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define KEPT_USEC (10 * CR_MINUTE)
#define NEW_KEYS_USEC CR_MINUTE /* an unknown key is asked for again, this seldom */
#define SKEW_SEC 120
#define MOST_MSEC 10000 /* somebody waits */
#define MAX_TOKEN_BYTES 65536

/* It brings OpenSSL with it, which only a sign-in needs. */
#define CALLS(C)                                                                                   \
  C(cjose_header_get)                                                                              \
  C(cjose_header_get_raw)                                                                          \
  C(cjose_jwk_import)                                                                              \
  C(cjose_jwk_release)                                                                             \
  C(cjose_jws_get_plaintext)                                                                       \
  C(cjose_jws_get_protected)                                                                       \
  C(cjose_jws_import)                                                                              \
  C(cjose_jws_release)                                                                             \
  C(cjose_jws_verify)
static struct { CALLS(CR_LIBRARY_MEMBER) } cjose;
#define ENTRY(name) CR_LIBRARY_ENTRY(cjose, name)
static const CrLibraryCall calls[] = {CALLS(ENTRY)};
static CrLibrary library = {
    "libcjose.so.0", "a sign-in with an institution", "libcjose0", calls, G_N_ELEMENTS(calls), 0};

static const CrField begun_fields[] = {
    CR_FIELD(CrOidcBegun, provider, STRING), CR_FIELD(CrOidcBegun, state, STRING),
    CR_FIELD(CrOidcBegun, nonce, STRING),    CR_FIELD(CrOidcBegun, verifier, STRING),
    CR_FIELD(CrOidcBegun, redirect, STRING), CR_FIELD(CrOidcBegun, account, STRING),
    CR_FIELD(CrOidcBegun, session, STRING),  CR_FIELD_END,
};
CR_DEFINE_RECORD(CrOidcBegun, cr_oidc_begun, begun_fields)

void
cr_oidc_person_free(CrOidcPerson *person) {
  if (person == NULL)
    return;
  g_free(person->digest);
  g_free(person->email);
  g_free(person->name);
  g_free(person);
}

static gboolean
deny(GError **error, const char *words) {
  g_set_error_literal(error, CR_ERROR, CR_ERROR_DENIED, words);
  return FALSE;
}

/* Asking the provider */

static json_t *
ask(const CrProvider *provider, const char *method, const char *url, const char *body,
    GError **error) {
  g_autoptr(CrConnection) connection = cr_connection_new();
  g_autoptr(CrHttpReply) reply = NULL;
  connection->name = g_strdup(provider->name);
  connection->url = g_strdup(url);
  connection->auth = CR_AUTH_NONE;
  g_autoptr(CrHttp) http = cr_http_new(connection, NULL);
  static const char *const headers[] = {"Accept: application/json", NULL};
  const CrHttpRequest request = {.method = method,
                                 .url = url,
                                 .content_type = body ? "application/x-www-form-urlencoded" : NULL,
                                 .body = body,
                                 .headers = headers,
                                 .most_msec = MOST_MSEC};
  if (!cr_http_send(http, &request, NULL, &reply, error)) {
    g_prefix_error(error, "%s cannot be asked: ", provider->label);
    return NULL;
  }
  g_autoptr(json_t) json =
      reply->status == 200 ? cr_json_parse(reply->body->str, reply->body->len, NULL) : NULL;
  if (!json_is_object(json)) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "%s did not answer as it should (%d)",
                provider->label, reply->status);
    return NULL;
  }
  return g_steal_pointer(&json);
}

/* What was found, for a while: by issuer. */
typedef struct {
  json_t *configuration, *keys;
  gint64 found_usec;
} Found;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *found;

static void
found_free(gpointer data) {
  Found *f = data;
  json_decref(f->configuration);
  json_decref(f->keys);
  g_free(f);
}

static void
remember(const CrProvider *provider, json_t *configuration, json_t *keys) {
  Found *f = g_new0(Found, 1);
  f->configuration = json_incref(configuration);
  f->keys = json_incref(keys);
  f->found_usec = g_get_monotonic_time();
  pthread_mutex_lock(&mutex);
  if (found == NULL)
    found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, found_free);
  g_hash_table_replace(found, g_strdup(provider->issuer), f);
  pthread_mutex_unlock(&mutex);
}

static gboolean
recall(const CrProvider *provider, gint64 usec, json_t **ret_configuration, json_t **ret_keys) {
  pthread_mutex_lock(&mutex);
  const Found *f = found ? g_hash_table_lookup(found, provider->issuer) : NULL;
  gboolean good = f && g_get_monotonic_time() - f->found_usec < usec;
  if (good) {
    *ret_configuration = json_incref(f->configuration);
    *ret_keys = json_incref(f->keys);
  }
  pthread_mutex_unlock(&mutex);
  return good;
}

/* Source: OpenID Connect Discovery 1.0 §4. */
static gboolean
discover(const CrProvider *provider, gint64 good_usec, json_t **ret_configuration,
         json_t **ret_keys, GError **error) {
  if (recall(provider, good_usec, ret_configuration, ret_keys))
    return TRUE;
  gboolean slash = g_str_has_suffix(provider->issuer, "/");
  g_autofree char *url =
      g_strconcat(provider->issuer, slash ? "" : "/", ".well-known/openid-configuration", NULL);
  g_autoptr(json_t) configuration = ask(provider, "GET", url, NULL, error);
  const char *keys_at = cr_json_string(configuration, "jwks_uri");
  if (configuration == NULL)
    return FALSE;
  if (g_strcmp0(cr_json_string(configuration, "issuer"), provider->issuer) != 0 || !keys_at ||
      !cr_json_string(configuration, "authorization_endpoint") ||
      !cr_json_string(configuration, "token_endpoint"))
    return deny(error, "the institution's sign-in is not set up as service.ini says");
  g_autoptr(json_t) keys = ask(provider, "GET", keys_at, NULL, error);
  if (keys == NULL)
    return FALSE;
  remember(provider, configuration, keys);
  *ret_configuration = g_steal_pointer(&configuration);
  *ret_keys = g_steal_pointer(&keys);
  return TRUE;
}

/* Beginning */

static char *
challenge_of(const char *verifier) {
  guchar hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, (const guchar *) verifier, strlen(verifier));
  return chance_base64url(hash, sizeof hash);
}

static void
add(GString *query, const char *name, const char *value) {
  g_string_append_printf(query, "%s%s=", query->len ? "&" : "", name);
  g_string_append_uri_escaped(query, value, NULL, FALSE);
}

char *
cr_oidc_begin(const CrProvider *provider, const char *redirect, CrOidcBegun **ret_begun,
              GError **error) {
  g_autoptr(json_t) configuration = NULL, keys = NULL;
  g_autoptr(CrOidcBegun) begun = cr_oidc_begun_new();
  if (!cr_library_ensure(&library, error) ||
      !discover(provider, KEPT_USEC, &configuration, &keys, error))
    return NULL;
  begun->provider = g_strdup(provider->name);
  begun->state = chance_text();
  begun->nonce = chance_text();
  begun->verifier = chance_text();
  begun->redirect = g_strdup(redirect);
  g_autofree char *challenge = challenge_of(begun->verifier);
  const char *endpoint = cr_json_string(configuration, "authorization_endpoint");
  g_autofree char *checked = cr_url_check(endpoint, CR_REACH_ALL, error);
  if (checked == NULL)
    return NULL;
  g_autoptr(GString) query = g_string_new(NULL);
  add(query, "response_type", "code");
  add(query, "client_id", provider->client_id);
  add(query, "redirect_uri", redirect);
  add(query, "scope", "openid email profile");
  add(query, "state", begun->state);
  add(query, "nonce", begun->nonce);
  add(query, "code_challenge", challenge);
  add(query, "code_challenge_method", "S256");
  *ret_begun = g_steal_pointer(&begun);
  return g_strconcat(checked, strchr(checked, '?') ? "&" : "?", query->str, NULL);
}

/* The ID token */

/* The key that the token names; without a name the only one of its kind. */
static const json_t *
find_key(const json_t *keys, const char *id, const char *type) {
  const json_t *list = json_object_get(keys, "keys"), *found_key = NULL;
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *key = json_array_get(list, i);
    const char *use = cr_json_string(key, "use");
    if (g_strcmp0(cr_json_string(key, "kty"), type) != 0 || (use && strcmp(use, "sig") != 0))
      continue;
    if (id && g_strcmp0(cr_json_string(key, "kid"), id) == 0)
      return key;
    if (id == NULL && found_key)
      return NULL;
    if (id == NULL)
      found_key = key;
  }
  return found_key;
}

/* libcjose ends the program at base64url that is none. */
static gboolean
is_base64url(const char *text, gsize length) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return length > 0 && length % 4 != 1 && strspn(text, letters) >= length;
}

/* Three parts. */
static gboolean
is_token(const char *text) {
  const char *first = strchr(text, '.'), *second = first ? strchr(first + 1, '.') : NULL;
  return second && is_base64url(text, (gsize) (first - text)) &&
         is_base64url(first + 1, (gsize) (second - first - 1)) &&
         is_base64url(second + 1, strlen(second + 1));
}

/* What everybody may know of the key, and nothing else of it. Free with cjose_jwk_release. */
static cjose_jwk_t *
import_key(const json_t *key) {
  static const char *const numbers[] = {"n", "e", "x", "y"};
  g_autoptr(json_t) known = json_object();
  cr_json_set_string(known, "kty", cr_json_string(key, "kty"));
  cr_json_set_string(known, "crv", cr_json_string(key, "crv"));
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    const char *number = cr_json_string(key, numbers[i]);
    if (number && !is_base64url(number, strlen(number)))
      return NULL;
    cr_json_set_string(known, numbers[i], number);
  }
  g_autofree char *text = cr_json_print(known);
  return cjose.cjose_jwk_import(text, strlen(text), NULL);
}

/* What it says, when the key has signed it by an algorithm that only its owner can use. */
static json_t *
open_token(cjose_jws_t *jws, const json_t *key) {
  cjose_jwk_t *jwk = import_key(key);
  uint8_t *said = NULL;
  size_t length = 0;
  json_t *claims = NULL;
  if (jwk && cjose.cjose_jws_verify(jws, jwk, NULL) &&
      cjose.cjose_jws_get_plaintext(jws, &said, &length, NULL))
    claims = cr_json_parse((const char *) said, length, NULL);
  cjose.cjose_jwk_release(jwk);
  return claims;
}

/* RFC 7515 §4.1.11: extensions that one must understand; none is understood here. */
static const char *
algorithm_of(cjose_header_t *header) {
  char *critical = header ? cjose.cjose_header_get_raw(header, "crit", NULL) : NULL;
  gboolean plain = header && critical == NULL;
  free(critical);
  return plain ? cjose.cjose_header_get(header, "alg", NULL) : NULL;
}

static json_t *
verify_token(const char *token, const json_t *keys, gboolean *ret_unknown_key) {
  static const struct {
    const char *algorithm, *type;
  } known[] = {{"RS256", "RSA"}, {"ES256", "EC"}};
  json_t *claims = NULL;
  *ret_unknown_key = FALSE;
  if (!cr_library_ensure(&library, NULL)) /* told by cr_oidc_begin */
    return NULL;
  cjose_jws_t *jws = is_token(token) ? cjose.cjose_jws_import(token, strlen(token), NULL) : NULL;
  cjose_header_t *header = jws ? cjose.cjose_jws_get_protected(jws) : NULL;
  const char *algorithm = algorithm_of(header);
  const char *id = header ? cjose.cjose_header_get(header, "kid", NULL) : NULL;
  for (gsize i = 0; algorithm && i < G_N_ELEMENTS(known); i++) {
    if (strcmp(known[i].algorithm, algorithm) != 0)
      continue;
    const json_t *key = find_key(keys, id, known[i].type);
    *ret_unknown_key = key == NULL;
    claims = key ? open_token(jws, key) : NULL;
  }
  cjose.cjose_jws_release(jws);
  return claims;
}

static gboolean
is_for(const json_t *claims, const char *client) {
  const json_t *audience = json_object_get(claims, "aud");
  const char *party = cr_json_string(claims, "azp");
  if (party && strcmp(party, client) != 0)
    return FALSE;
  if (json_is_string(audience))
    return strcmp(json_string_value(audience), client) == 0;
  gboolean named = FALSE;
  for (gsize i = 0; i < json_array_size(audience); i++)
    named = named || g_strcmp0(json_string_value(json_array_get(audience, i)), client) == 0;
  return named && (json_array_size(audience) == 1 || party);
}

/* Source: OpenID Connect Core 1.0 §3.1.3.7. */
static gboolean
claims_fit(const CrProvider *provider, const CrOidcBegun *begun, const json_t *claims,
           CrInstant now) {
  gint64 now_sec = now / CR_SECOND;
  const char *nonce = cr_json_string(claims, "nonce"), *subject = cr_json_string(claims, "sub");
  return g_strcmp0(cr_json_string(claims, "iss"), provider->issuer) == 0 &&
         is_for(claims, provider->client_id) && subject && *subject && strlen(subject) <= 255 &&
         cr_json_int(claims, "exp", 0) > now_sec - SKEW_SEC &&
         cr_json_int(claims, "iat", 0) < now_sec + SKEW_SEC && g_strcmp0(nonce, begun->nonce) == 0;
}

static CrOidcPerson *
read_person(const CrProvider *provider, const json_t *claims) {
  CrOidcPerson *person = g_new0(CrOidcPerson, 1);
  const char *email = cr_json_string(claims, "email"), *name = cr_json_string(claims, "name");
  g_autofree char *text =
      g_strdup_printf("oidc:%s\n%s", provider->issuer, cr_json_string(claims, "sub"));
  person->digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  /* of what lower case would make an ASCII letter of (U+212A), another address must not become */
  person->email = email && cr_email_ok(email) ? cr_address_normalize(email) : NULL;
  person->name = name ? cr_text_line(name, 120) : NULL;
  person->email_verified = cr_json_bool(claims, "email_verified");
  return person;
}

CrOidcPerson *
oidc_take_token(const CrProvider *provider, const CrOidcBegun *begun, const char *token,
                const json_t *keys, CrInstant now, gboolean *ret_unknown_key) {
  g_autoptr(json_t) claims = verify_token(token, keys, ret_unknown_key);
  return claims && claims_fit(provider, begun, claims, now) ? read_person(provider, claims) : NULL;
}

static char *
redeem(const CrProvider *provider, const CrOidcBegun *begun, const char *code,
       const json_t *configuration, GError **error) {
  g_autoptr(GString) body = g_string_new(NULL);
  add(body, "grant_type", "authorization_code");
  add(body, "code", code);
  add(body, "redirect_uri", begun->redirect);
  add(body, "client_id", provider->client_id);
  add(body, "code_verifier", begun->verifier);
  if (provider->client_secret)
    add(body, "client_secret", provider->client_secret);
  g_autoptr(json_t) reply =
      ask(provider, "POST", cr_json_string(configuration, "token_endpoint"), body->str, error);
  const char *token = cr_json_string(reply, "id_token");
  if (reply && (token == NULL || strlen(token) > MAX_TOKEN_BYTES)) {
    deny(error, "the institution gave no token of who you are");
    return NULL;
  }
  return g_strdup(token);
}

/* Source: RFC 9207 §2.4. */
static gboolean
is_from(const CrProvider *provider, const json_t *configuration, const char *issuer) {
  return issuer ? strcmp(issuer, provider->issuer) == 0
                : !cr_json_bool(configuration, "authorization_response_iss_parameter_supported");
}

CrOidcPerson *
cr_oidc_end(const CrProvider *provider, const CrOidcBegun *begun, const char *issuer,
            const char *code, CrInstant now, GError **error) {
  g_autoptr(json_t) configuration = NULL, keys = NULL;
  gboolean unknown;
  if (!discover(provider, KEPT_USEC, &configuration, &keys, error))
    return NULL;
  if (!is_from(provider, configuration, issuer)) {
    deny(error, "another institution answered than was asked: try once more");
    return NULL;
  }
  g_autofree char *token = redeem(provider, begun, code, configuration, error);
  if (token == NULL)
    return NULL;
  CrOidcPerson *person = oidc_take_token(provider, begun, token, keys, now, &unknown);
  if (unknown) { /* it may have new keys */
    g_clear_pointer(&configuration, json_decref);
    g_clear_pointer(&keys, json_decref);
    if (!discover(provider, NEW_KEYS_USEC, &configuration, &keys, error))
      return NULL;
    person = oidc_take_token(provider, begun, token, keys, now, &unknown);
  }
  if (person == NULL)
    deny(error, "what the institution says of you is not signed as it should be, or not for here");
  return person;
}
