/* Passkeys by an authenticator of the test's own (EdDSA), which tells the truth or lies in one
 * place. */
#include "base/error.h"
#include "engine/chance.h"
#include "engine/passkey.h"

#include <sodium.h>
#include <string.h>

#define RP "careers.example"
#define ORIGIN "https://careers.example"
#define CHALLENGE "dGhlIGNoYWxsZW5nZSB0aGF0IHdhcyBqdXN0IHNlbnQ"
#define OLD "YSBjaGFsbGVuZ2UgdGhhdCB3YXMgdXNlZCBiZWZvcmU"
#define ID "credential-number-1"
#define EDDSA (-8)
#define PRESENT 0x01
#define VERIFIED 0x04
#define ATTESTED 0x40

static const char *const origins[] = {ORIGIN, "https://www.careers.example", NULL};
static const CrPasskeyPlace place = {RP, origins, CHALLENGE};
static guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

/* What is sent; a zero or NULL stands for the truth. */
typedef struct {
  const char *path;
  gboolean ok;
  const char *type, *challenge, *origin, *more, *rp, *id;
  int flags, algorithm;
  guint32 count;
  int known; /* the count that is kept */
  const guint8 *extensions;
  guint n_extensions;
  gsize cut;       /* so many bytes of the authenticator's data are missing */
  gboolean forged; /* signed by another key */
  int spoilt;      /* this byte of what was signed was changed afterwards, counted from the end */
} Case;

static char *
client_data(const Case *c, const char *type) {
  return g_strdup_printf("{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}",
                         c->type ? c->type : type, c->challenge ? c->challenge : CHALLENGE,
                         c->origin ? c->origin : ORIGIN, c->more ? c->more : "");
}

static GByteArray *
authenticator_data(const Case *c, int more_flags) {
  GByteArray *data = g_byte_array_new();
  const char *rp = c->rp ? c->rp : RP;
  guint8 hash[crypto_hash_sha256_BYTES];
  guint8 flags = (guint8) ((c->flags ? c->flags : PRESENT | VERIFIED) | more_flags);
  guint32 count = GUINT32_TO_BE(c->count);
  crypto_hash_sha256(hash, (const guint8 *) rp, strlen(rp));
  g_byte_array_append(data, hash, sizeof hash);
  g_byte_array_append(data, &flags, 1);
  g_byte_array_append(data, (const guint8 *) &count, sizeof count);
  return data;
}

/* Source: Web Authentication Level 2 §6.5.1; the key as in RFC 8152 §13.2. */
static void
attest(GByteArray *data, const char *id) {
  static const guint8 aaguid[16],
      cose[] = {0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20};
  guint16 length = GUINT16_TO_BE(strlen(id));
  g_byte_array_append(data, aaguid, sizeof aaguid);
  g_byte_array_append(data, (const guint8 *) &length, sizeof length);
  g_byte_array_append(data, (const guint8 *) id, (guint) strlen(id));
  g_byte_array_append(data, cose, sizeof cose);
  g_byte_array_append(data, public_key, sizeof public_key);
}

/* Extensions, where a list announces more than there is. */
static const guint8 huge_list[] = {0x9b, 0, 0, 0, 0x20, 0, 0, 0, 0};
static const guint8 huge_map[] = {0xa1, 0x61, 'a', 0xbb, 0, 0, 0, 0x10, 0, 0, 0, 0};
static const guint8 huge_text[] = {0xa1, 0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const guint8 fair[] = {0xa1, 0x61, 'a', 0xf5};
static const guint8 nested[] = {0x83, 0x83, 0x83, 0x83};
#define EXTENDED 0x80

static void
extend(GByteArray *data, const Case *c) {
  if (c->extensions)
    g_byte_array_append(data, c->extensions, c->n_extensions);
}

static char *
encode(const GByteArray *bytes, gsize cut) {
  return chance_base64url(bytes->data, bytes->len - cut);
}

static CrPasskey *
make(const Case *c, GError **error) {
  g_autofree char *client = client_data(c, "webauthn.create");
  g_autoptr(GByteArray) data = authenticator_data(c, ATTESTED);
  attest(data, ID);
  extend(data, c);
  g_autofree char *client_text = chance_base64url((const guint8 *) client, strlen(client));
  g_autofree char *data_text = encode(data, c->cut);
  g_autofree char *id = chance_base64url((const guint8 *) ID, strlen(ID));
  const CrPasskeyProof proof = {.id = c->id ? c->id : id,
                                .client_data = client_text,
                                .authenticator_data = data_text,
                                .algorithm = c->algorithm ? c->algorithm : EDDSA};
  return cr_passkey_check_new(&place, &proof, error);
}

#define WITH(bytes)                                                                                \
  .flags = PRESENT | VERIFIED | EXTENDED, .extensions = bytes, .n_extensions = sizeof bytes
#define EXTENDED_CASES(stem)                                                                       \
  {stem "extensions", TRUE, WITH(fair)}, {stem "huge-list", WITH(huge_list)},                      \
      {stem "huge-map", WITH(huge_map)}, {stem "huge-text", WITH(huge_text)}, {                    \
    stem "nested-lists", WITH(nested)                                                              \
  }

static const Case makings[] = {
    {"/passkey/new/good", TRUE},
    {"/passkey/new/other-origin-of-ours", TRUE, .origin = "https://www.careers.example"},
    {"/passkey/new/replayed", .challenge = OLD},
    {"/passkey/new/no-challenge", .challenge = ""},
    {"/passkey/new/other-site", .origin = "https://careers.example.evil.example"},
    {"/passkey/new/plain-http", .origin = "http://careers.example"},
    {"/passkey/new/of-a-sign-in", .type = "webauthn.get"},
    {"/passkey/new/framed", .more = ",\"crossOrigin\":true"},
    {"/passkey/new/broken-json", .more = ","},
    {"/passkey/new/other-party", .rp = "evil.example"},
    {"/passkey/new/nobody-there", .flags = VERIFIED},
    {"/passkey/new/not-verified", .flags = PRESENT},
    {"/passkey/new/other-id", .id = "b3RoZXI"},
    {"/passkey/new/other-algorithm", .algorithm = -7},
    {"/passkey/new/unknown-algorithm", .algorithm = -65535},
    EXTENDED_CASES("/passkey/new/"),
    {"/passkey/new/cut", .cut = 1},
    {"/passkey/new/cut-before-the-key", .cut = 42},
    {"/passkey/new/cut-short", .cut = 80},
};

static void
test_new(gconstpointer data) {
  const Case *c = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrPasskey) passkey = make(c, &error);
  g_assert_cmpint(passkey != NULL, ==, c->ok);
  g_assert_true(c->ok || g_error_matches(error, CR_ERROR, CR_ERROR_PARSE));
}

/* Signs in with the passkey that test_new makes. */
static gboolean
sign_in(const Case *c, CrPasskey *passkey, GError **error) {
  guint8 other[crypto_sign_SECRETKEYBYTES], ignored[crypto_sign_PUBLICKEYBYTES];
  guint8 signature[crypto_sign_BYTES], hash[crypto_hash_sha256_BYTES];
  g_autofree char *client = client_data(c, "webauthn.get");
  g_autoptr(GByteArray) data = authenticator_data(c, 0);
  extend(data, c);
  g_autoptr(GByteArray) text = g_byte_array_new();
  crypto_hash_sha256(hash, (const guint8 *) client, strlen(client));
  g_byte_array_append(text, data->data, data->len);
  g_byte_array_append(text, hash, sizeof hash);
  crypto_sign_keypair(ignored, other);
  crypto_sign_detached(signature, NULL, text->data, text->len, c->forged ? other : secret_key);
  if (c->spoilt)
    data->data[(int) data->len - c->spoilt] ^= 2;
  g_autofree char *client_text = chance_base64url((const guint8 *) client, strlen(client));
  g_autofree char *data_text = encode(data, c->cut);
  g_autofree char *signature_text = chance_base64url(signature, sizeof signature);
  const CrPasskeyProof proof = {.id = passkey->id,
                                .client_data = client_text,
                                .authenticator_data = data_text,
                                .signature = signature_text};
  return cr_passkey_check(&place, &proof, passkey, error);
}

static const Case signings[] = {
    {"/passkey/sign-in/good", TRUE},
    {"/passkey/sign-in/counts", TRUE, .known = 5, .count = 6},
    {"/passkey/sign-in/counts-far", TRUE, .known = 5, .count = 4000000000},
    {"/passkey/sign-in/begins-to-count", TRUE, .count = 1},
    {"/passkey/sign-in/same-count", .known = 5, .count = 5},
    {"/passkey/sign-in/count-goes-back", .known = 5, .count = 4},
    {"/passkey/sign-in/counts-no-more", .known = 5, .count = 0},
    {"/passkey/sign-in/replayed", .challenge = OLD},
    {"/passkey/sign-in/other-site", .origin = "https://evil.example"},
    {"/passkey/sign-in/of-a-new-one", .type = "webauthn.create"},
    {"/passkey/sign-in/framed", .more = ",\"crossOrigin\":true"},
    {"/passkey/sign-in/other-party", .rp = "evil.example"},
    {"/passkey/sign-in/nobody-there", .flags = VERIFIED},
    {"/passkey/sign-in/not-verified", .flags = PRESENT},
    {"/passkey/sign-in/other-key", .forged = TRUE},
    {"/passkey/sign-in/count-changed", .count = 1, .spoilt = 1},
    {"/passkey/sign-in/flags-changed", .flags = PRESENT | VERIFIED | 0x10, .spoilt = 5},
    EXTENDED_CASES("/passkey/sign-in/"),
    {"/passkey/sign-in/cut", .cut = 1},
};

static void
test_sign_in(gconstpointer data) {
  const Case *c = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrPasskey) passkey = make(&(const Case){.ok = TRUE}, &error);
  g_assert_no_error(error);
  passkey->count = c->known;
  g_assert_cmpint(sign_in(c, passkey, &error), ==, c->ok);
  g_assert_true(c->ok || g_error_matches(error, CR_ERROR, CR_ERROR_DENIED));
  g_assert_cmpint(passkey->count, ==, c->ok ? (int) MIN(c->count, G_MAXINT) : c->known);
}

/* What a browser sends may be no base64url, or nothing. */
static void
test_texts(void) {
  static const char *const texts[] = {NULL, "", "=", "not base64!", "AAAA====", "AA\nAA", "e30"};
  g_autoptr(CrPasskey) passkey = make(&(const Case){.ok = TRUE}, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    const CrPasskeyProof proof = {"x", texts[i], texts[i], texts[i], EDDSA};
    g_assert_null(cr_passkey_check_new(&place, &proof, NULL));
    g_assert_false(cr_passkey_check(&place, &proof, passkey, NULL));
  }
}

static void
add_cases(const Case *cases, gsize n, GTestDataFunc test) {
  for (gsize i = 0; i < n; i++)
    g_test_add_data_func(cases[i].path, &cases[i], test);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_assert_cmpint(sodium_init(), >=, 0);
  crypto_sign_keypair(public_key, secret_key);
  add_cases(makings, G_N_ELEMENTS(makings), test_new);
  add_cases(signings, G_N_ELEMENTS(signings), test_sign_in);
  g_test_add_func("/passkey/texts", test_texts);
  return g_test_run();
}
