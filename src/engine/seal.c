#include "engine/seal.h"

#include "base/error.h"
#include "engine/box.h"
#include "engine/key-file.h"
#include "engine/secret.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_SEALED_CHARS 16384
#define CONTEXT "crickets" /* crypto_kdf_CONTEXTBYTES */

static GPtrArray *
load_keys(GError **error) {
  if (sodium_init() >= 0)
    return cr_key_file_load(error);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no randomness to seal passwords with");
  return NULL;
}

static gboolean
save_keys(GPtrArray *keys, GError **error) {
  g_autofree char *path = cr_key_file_path(), *folder = g_path_get_dirname(path);
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return cr_key_file_refuse(folder, g_strerror(errno), error);
  char text[CR_KEY_MOST * CR_KEY_LINE_CHARS + 1], *end = text;
  for (guint i = 0; i < keys->len; i++) {
    const CrKey *key = keys->pdata[i];
    end = g_stpcpy(g_stpcpy(end, key->id), " ");
    sodium_bin2base64(end, CR_KEY_BASE64_CHARS + 1, key->bytes, CR_KEY_BYTES,
                      sodium_base64_VARIANT_ORIGINAL);
    end = g_stpcpy(end + CR_KEY_BASE64_CHARS, "\n");
  }
  gboolean ok = g_file_set_contents_full(
      path, text, end - text, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
      error);
  sodium_memzero(text, sizeof text);
  return ok;
}

gboolean
cr_seal_add_key(char **ret_id, GError **error) {
  guint8 id[CR_KEY_ID_BYTES];
  g_autofree char *path = cr_key_file_path();
  g_autoptr(GPtrArray) keys = load_keys(error);
  if (keys == NULL)
    return FALSE;
  if (keys->len == CR_KEY_MOST)
    return cr_key_file_refuse(path, "too many keys: take out those that seal nothing any more",
                              error);
  CrKey *key = g_new0(CrKey, 1);
  crypto_kdf_keygen(key->bytes);
  randombytes_buf(id, sizeof id);
  key->id = g_malloc(2 * CR_KEY_ID_BYTES + 1);
  sodium_bin2hex(key->id, 2 * CR_KEY_ID_BYTES + 1, id, sizeof id);
  g_ptr_array_add(keys, key);
  if (!save_keys(keys, error))
    return FALSE;
  *ret_id = g_strdup(key->id);
  return TRUE;
}

gboolean
cr_seal_use_key(const char *id, GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  for (guint i = 0; keys && i < keys->len; i++)
    if (strcmp(((CrKey *) keys->pdata[i])->id, id) == 0) {
      g_ptr_array_insert(keys, 0, g_ptr_array_steal_index(keys, i));
      return save_keys(keys, error);
    }
  if (keys)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no key %s here", id);
  return FALSE;
}

char **
cr_seal_key_ids(GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  if (keys == NULL)
    return NULL;
  char **ids = g_new0(char *, keys->len + 1);
  for (guint i = 0; i < keys->len; i++)
    ids[i] = g_strdup(((CrKey *) keys->pdata[i])->id);
  return ids;
}

static const CrKey *
first_key(GPtrArray *keys, GError **error) {
  if (keys->len > 0)
    return keys->pdata[0];
  g_autofree char *path = cr_key_file_path();
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
              "there is no key to seal passwords with (%s): crickets keys new", path);
  return NULL;
}

/* What a sealed text is bound to. */
static char *
binding(const CrKey *key, gint64 account, const char *name) {
  return g_strdup_printf("%s %" G_GINT64_FORMAT " %s", key->id, account, name);
}

static char *
seal_with(const CrKey *key, gint64 account, const char *name, const char *secret) {
  guint8 own[BOX_KEY_BYTES];
  g_autofree char *bound = binding(key, account, name);
  crypto_kdf_derive_from_key(own, sizeof own, (guint64) account, CONTEXT, key->bytes);
  g_autofree char *text = box_seal(secret, bound, own);
  sodium_memzero(own, sizeof own);
  return g_strconcat(key->id, ".", text, NULL);
}

/* NULL when it does not fit. */
static char *
unseal_with(const CrKey *key, gint64 account, const char *name, const char *sealed) {
  guint8 own[BOX_KEY_BYTES];
  g_autofree char *bound = binding(key, account, name);
  crypto_kdf_derive_from_key(own, sizeof own, (guint64) account, CONTEXT, key->bytes);
  char *secret = box_open(sealed + strlen(key->id) + 1, bound, own, MAX_SEALED_CHARS);
  sodium_memzero(own, sizeof own);
  return secret;
}

char *
cr_seal(gint64 account, const char *name, const char *secret, GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  const CrKey *key = keys ? first_key(keys, error) : NULL;
  return key ? seal_with(key, account, name, secret) : NULL;
}

static char *
unseal(GPtrArray *keys, gint64 account, const char *name, const char *sealed, GError **error) {
  for (guint i = 0; strlen(sealed) <= MAX_SEALED_CHARS && i < keys->len; i++) {
    if (!cr_key_made(keys->pdata[i], sealed))
      continue;
    char *secret = unseal_with(keys->pdata[i], account, name, sealed);
    if (secret == NULL)
      g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                  "the kept password of %s is not what was sealed for it: set it anew", name);
    return secret;
  }
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
              "the kept password of %s is sealed with a key that is not here: %.8s", name, sealed);
  return NULL;
}

char *
cr_unseal(gint64 account, const char *name, const char *sealed, GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  return keys ? unseal(keys, account, name, sealed, error) : NULL;
}

gboolean
cr_reseal(gint64 account, const char *name, const char *sealed, char **ret_sealed, GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  const CrKey *key = keys ? first_key(keys, error) : NULL;
  *ret_sealed = NULL;
  if (key == NULL || cr_key_made(key, sealed))
    return key != NULL;
  char *secret = unseal(keys, account, name, sealed, error);
  if (secret)
    *ret_sealed = seal_with(key, account, name, secret);
  cr_secret_free(secret);
  return *ret_sealed != NULL;
}
