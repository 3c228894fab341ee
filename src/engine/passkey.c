#include "engine/passkey.h"

#include "base/error.h"
#include "base/library.h"
#include "engine/chance.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define MAX_TEXT_BYTES 8192
#define MAX_ID_CHARS 1024
#define HASH_BYTES 32
#define USER_PRESENT 0x01
#define USER_VERIFIED 0x04
#define ATTESTED 0x40
#define AAGUID_BYTES 16

/* It brings OpenSSL with it, which only a sign-in needs. */
#define CALLS(C)                                                                                   \
  C(eddsa_pk_free)                                                                                 \
  C(eddsa_pk_from_ptr)                                                                             \
  C(eddsa_pk_new)                                                                                  \
  C(es256_pk_free)                                                                                 \
  C(es256_pk_from_ptr)                                                                             \
  C(es256_pk_new)                                                                                  \
  C(fido_assert_free)                                                                              \
  C(fido_assert_new)                                                                               \
  C(fido_assert_set_authdata_raw)                                                                  \
  C(fido_assert_set_clientdata)                                                                    \
  C(fido_assert_set_count)                                                                         \
  C(fido_assert_set_rp)                                                                            \
  C(fido_assert_set_sig)                                                                           \
  C(fido_assert_set_up)                                                                            \
  C(fido_assert_set_uv)                                                                            \
  C(fido_assert_sigcount)                                                                          \
  C(fido_assert_verify)                                                                            \
  C(fido_cred_free)                                                                                \
  C(fido_cred_id_len)                                                                              \
  C(fido_cred_id_ptr)                                                                              \
  C(fido_cred_new)                                                                                 \
  C(fido_cred_pubkey_len)                                                                          \
  C(fido_cred_pubkey_ptr)                                                                          \
  C(fido_cred_set_authdata_raw)                                                                    \
  C(fido_cred_set_type)                                                                            \
  C(fido_cred_sigcount)                                                                            \
  C(fido_init)                                                                                     \
  C(rs256_pk_free)                                                                                 \
  C(rs256_pk_from_ptr)                                                                             \
  C(rs256_pk_new)
static struct { CALLS(CR_LIBRARY_MEMBER) } fido;
#define ENTRY(name) CR_LIBRARY_ENTRY(fido, name)
static const CrLibraryCall calls[] = {CALLS(ENTRY)};
static CrLibrary library = {"libfido2.so.1", "a passkey",         "libfido2-1",
                            calls,           G_N_ELEMENTS(calls), 0};

typedef struct fido_cred Cred;
typedef struct fido_assert Assert;
static void
cred_free(Cred *cred) {
  fido.fido_cred_free(&cred);
}
static void
assert_free(Assert *assertion) {
  fido.fido_assert_free(&assertion);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cred, cred_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assert, assert_free)

static void
init(void) {
  fido.fido_init(0);
}

static gboolean
ensure_ready(GError **error) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (!cr_library_ensure(&library, error))
    return FALSE;
  pthread_once(&once, init);
  if (sodium_init() < 0)
    g_error("there is no randomness");
  return TRUE;
}

static gboolean
refuse(GError **error, CrErrorCode code, const char *words) {
  g_set_error_literal(error, CR_ERROR, code, words);
  return FALSE;
}

char *
cr_passkey_challenge(void) {
  return chance_text();
}

static GBytes *
decode(const char *text) {
  gsize length = text ? strlen(text) : 0;
  size_t size = 0;
  if (length == 0 || length > MAX_TEXT_BYTES)
    return NULL;
  g_autofree guchar *bytes = g_malloc(length);
  if (sodium_base642bin(bytes, length, text, length, NULL, &size, NULL,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    return NULL;
  return g_bytes_new(bytes, size);
}

/* Source: Web Authentication Level 2, §5.8.1, and the steps on it of §7.1 and §7.2. */
static gboolean
client_data_fits(const CrPasskeyPlace *place, GBytes *bytes, const char *type) {
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  g_autoptr(json_t) json = cr_json_parse(text, length, NULL);
  const char *origin = cr_json_string(json, "origin");
  const char *challenge = cr_json_string(json, "challenge");
  return origin && challenge && g_strcmp0(cr_json_string(json, "type"), type) == 0 &&
         strlen(challenge) == strlen(place->challenge) &&
         sodium_memcmp(challenge, place->challenge, strlen(challenge)) == 0 &&
         g_strv_contains(place->origins, origin) && !cr_json_bool(json, "crossOrigin");
}

/* Whether a sequence of CBOR items (RFC 8949 §3) is no longer than it says. libcbor makes room for
 * as many items as a list announces, and writes all over it: a few bytes could ask for all memory.
 */
static gboolean
cbor_is_whole(const guint8 *at, const guint8 *end) {
  guint64 most = (guint64) (end - at), announced = 0;
  while (at < end) {
    guint kind = *at >> 5, info = *at & 31;
    guint64 value = info < 24 ? info : 0;
    at++;
    if (info >= 28 && info <= 30)
      return FALSE;
    for (int i = info >= 24 && info <= 27 ? 1 << (info - 24) : 0; i > 0; i--) {
      if (at == end)
        return FALSE;
      value = value << 8 | *at++;
    }
    if ((kind == 2 || kind == 3) && value > (guint64) (end - at)) /* bytes, text */
      return FALSE;
    if ((kind == 4 || kind == 5) && (value > most || (announced += value) > most)) /* list, map */
      return FALSE;
    if (kind == 2 || kind == 3)
      at += value;
  }
  return TRUE;
}

/* Source: Web Authentication Level 2, §6.1. */
static gboolean
authenticator_data_is_whole(GBytes *bytes) {
  gsize length, begin = HASH_BYTES + 1 + sizeof(guint32);
  const guint8 *data = g_bytes_get_data(bytes, &length);
  if (length > HASH_BYTES && data[HASH_BYTES] & ATTESTED) {
    begin += AAGUID_BYTES + 2;
    if (length >= begin)
      begin += (gsize) data[begin - 2] << 8 | data[begin - 1]; /* of the id */
  }
  return length >= begin && cbor_is_whole(data + begin, data + length);
}

/* The first bytes are the digest of who asked; the flags follow. */
static gboolean
authenticator_data_fits(const CrPasskeyPlace *place, GBytes *bytes) {
  gsize length;
  const guchar *data = g_bytes_get_data(bytes, &length);
  guchar hash[HASH_BYTES];
  crypto_hash_sha256(hash, (const guchar *) place->rp, strlen(place->rp));
  return length > HASH_BYTES && memcmp(data, hash, HASH_BYTES) == 0 &&
         (data[HASH_BYTES] & (USER_PRESENT | USER_VERIFIED)) == (USER_PRESENT | USER_VERIFIED);
}

/* libfido2 takes the data as CBOR or raw; raw it is. */
static Cred *
read_credential(GBytes *bytes, int algorithm) {
  gsize length;
  const guchar *data = g_bytes_get_data(bytes, &length);
  g_autoptr(Cred) cred = fido.fido_cred_new();
  if (cred && fido.fido_cred_set_type(cred, algorithm) == FIDO_OK &&
      fido.fido_cred_set_authdata_raw(cred, data, length) == FIDO_OK &&
      fido.fido_cred_id_len(cred) > 0 && fido.fido_cred_pubkey_len(cred) > 0)
    return g_steal_pointer(&cred);
  return NULL;
}

CrPasskey *
cr_passkey_check_new(const CrPasskeyPlace *place, const CrPasskeyProof *proof, GError **error) {
  if (!ensure_ready(error))
    return NULL;
  g_autoptr(GBytes) client = decode(proof->client_data);
  g_autoptr(GBytes) data = decode(proof->authenticator_data);
  gboolean known = proof->algorithm == COSE_ES256 || proof->algorithm == COSE_RS256 ||
                   proof->algorithm == COSE_EDDSA;
  if (client == NULL || data == NULL || !known ||
      !client_data_fits(place, client, "webauthn.create") ||
      !authenticator_data_fits(place, data) || !authenticator_data_is_whole(data)) {
    refuse(error, CR_ERROR_PARSE, "this passkey was not made for here, or not just now");
    return NULL;
  }
  g_autoptr(Cred) cred = read_credential(data, proof->algorithm);
  if (cred == NULL) {
    refuse(error, CR_ERROR_PARSE, "this passkey cannot be read");
    return NULL;
  }
  g_autofree char *id = chance_base64url(fido.fido_cred_id_ptr(cred), fido.fido_cred_id_len(cred));
  if (strcmp(id, proof->id) != 0 || strlen(id) > MAX_ID_CHARS) {
    refuse(error, CR_ERROR_PARSE, "this passkey is not the one that it says");
    return NULL;
  }
  CrPasskey *passkey = cr_passkey_new();
  passkey->id = g_steal_pointer(&id);
  passkey->key = g_base64_encode(fido.fido_cred_pubkey_ptr(cred), fido.fido_cred_pubkey_len(cred));
  passkey->algorithm = proof->algorithm;
  passkey->count = (int) MIN(fido.fido_cred_sigcount(cred), G_MAXINT);
  return passkey;
}

/* The key as libfido2 wants it for the algorithm. */
static gboolean
verify(const Assert *assertion, const CrPasskey *passkey) {
  gsize length = 0;
  g_autofree guchar *key = g_base64_decode(passkey->key ? passkey->key : "", &length);
  es256_pk_t *es256 = fido.es256_pk_new();
  rs256_pk_t *rs256 = fido.rs256_pk_new();
  eddsa_pk_t *eddsa = fido.eddsa_pk_new();
  gboolean ok = FALSE;
  if (passkey->algorithm == COSE_ES256)
    ok = fido.es256_pk_from_ptr(es256, key, length) == FIDO_OK &&
         fido.fido_assert_verify(assertion, 0, COSE_ES256, es256) == FIDO_OK;
  else if (passkey->algorithm == COSE_RS256)
    ok = fido.rs256_pk_from_ptr(rs256, key, length) == FIDO_OK &&
         fido.fido_assert_verify(assertion, 0, COSE_RS256, rs256) == FIDO_OK;
  else if (passkey->algorithm == COSE_EDDSA)
    ok = fido.eddsa_pk_from_ptr(eddsa, key, length) == FIDO_OK &&
         fido.fido_assert_verify(assertion, 0, COSE_EDDSA, eddsa) == FIDO_OK;
  fido.es256_pk_free(&es256);
  fido.rs256_pk_free(&rs256);
  fido.eddsa_pk_free(&eddsa);
  return ok;
}

static Assert *
read_assertion(const CrPasskeyPlace *place, GBytes *client, GBytes *data, GBytes *signature) {
  gsize client_length, data_length, signature_length;
  const guchar *client_bytes = g_bytes_get_data(client, &client_length);
  const guchar *data_bytes = g_bytes_get_data(data, &data_length);
  const guchar *signature_bytes = g_bytes_get_data(signature, &signature_length);
  g_autoptr(Assert) assertion = fido.fido_assert_new();
  if (assertion &&
      fido.fido_assert_set_clientdata(assertion, client_bytes, client_length) == FIDO_OK &&
      fido.fido_assert_set_rp(assertion, place->rp) == FIDO_OK &&
      fido.fido_assert_set_count(assertion, 1) == FIDO_OK &&
      fido.fido_assert_set_authdata_raw(assertion, 0, data_bytes, data_length) == FIDO_OK &&
      fido.fido_assert_set_sig(assertion, 0, signature_bytes, signature_length) == FIDO_OK &&
      fido.fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
      fido.fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK)
    return g_steal_pointer(&assertion);
  return NULL;
}

gboolean
cr_passkey_check(const CrPasskeyPlace *place, const CrPasskeyProof *proof, CrPasskey *passkey,
                 GError **error) {
  if (!ensure_ready(error))
    return FALSE;
  g_autoptr(GBytes) client = decode(proof->client_data);
  g_autoptr(GBytes) data = decode(proof->authenticator_data);
  g_autoptr(GBytes) signature = decode(proof->signature);
  if (client == NULL || data == NULL || signature == NULL ||
      !client_data_fits(place, client, "webauthn.get") || !authenticator_data_is_whole(data))
    return refuse(error, CR_ERROR_DENIED, "this passkey was not asked for here, or not just now");
  g_autoptr(Assert) assertion = read_assertion(place, client, data, signature);
  if (assertion == NULL || !verify(assertion, passkey))
    return refuse(error, CR_ERROR_DENIED, "this is not the passkey that is known here");
  int count = (int) MIN(fido.fido_assert_sigcount(assertion, 0), G_MAXINT);
  /* one that ever counted goes on counting; else it was copied */
  if ((count != 0 || passkey->count != 0) && count <= passkey->count)
    return refuse(error, CR_ERROR_DENIED, "this passkey was used elsewhere: remove it");
  passkey->count = count;
  return TRUE;
}
