#include "engine/seal.h"

#include "base/error.h"
#include "engine/box.h"
#include "engine/secret.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define KEY_BYTES crypto_kdf_KEYBYTES
#define ID_BYTES 4
#define MAX_KEYS 32
#define BASE64_CHARS 44 /* of a key */
#define LINE_CHARS (2 * ID_BYTES + 1 + BASE64_CHARS + 1)
#define MAX_FILE_BYTES (2 * MAX_KEYS * LINE_CHARS)
#define MAX_SEALED_CHARS 16384
#define CONTEXT "crickets" /* crypto_kdf_CONTEXTBYTES */

typedef struct {
  char *id;
  guint8 bytes[KEY_BYTES];
} Key;

static void
key_free(gpointer key) {
  g_free(((Key *) key)->id);
  sodium_memzero(key, sizeof(Key));
  g_free(key);
}

char *
cr_seal_path(void) {
  const char *handed = g_getenv("CREDENTIALS_DIRECTORY");
  char *path = handed ? g_build_filename(handed, "service.keys", NULL) : NULL;
  if (path && g_file_test(path, G_FILE_TEST_EXISTS))
    return path;
  g_free(path);
  return g_build_filename(g_get_user_config_dir(), "crickets", "service.keys", NULL);
}

/* NULL of a line that is none. */
static Key *
read_key(const char *line) {
  gsize length = 0;
  g_auto(GStrv) words = g_strsplit(line, " ", 2);
  if (g_strv_length(words) != 2 || strlen(words[0]) != (gsize) 2 * ID_BYTES)
    return NULL;
  guint8 *bytes = g_base64_decode(words[1], &length);
  Key *key = length == KEY_BYTES ? g_new0(Key, 1) : NULL;
  if (key) {
    key->id = g_strdup(words[0]);
    memcpy(key->bytes, bytes, KEY_BYTES);
  }
  sodium_memzero(bytes, length);
  sodium_memzero(words[1], strlen(words[1]));
  g_free(bytes);
  return key;
}

static gboolean
refuse_file(const char *path, const char *why, GError **error) {
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", path, why);
  return FALSE;
}

/* NULL without error set when there is no file. The caller wipes it. */
static char *
read_file(const char *path, gsize *ret_length, GError **error) {
  g_autoptr(GError) local = NULL;
  char *text = NULL;
  if (g_file_get_contents(path, &text, ret_length, &local) ||
      g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return text;
  refuse_file(path, local->message, error);
  return NULL;
}

static gboolean
take_lines(GPtrArray *keys, const char *path, char *text, GError **error) {
  char *rest;
  for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
    Key *key = read_key(line);
    if (key == NULL)
      return refuse_file(path, "a line that is no key, which is \"ID BASE64\"", error);
    g_ptr_array_add(keys, key);
  }
  return keys->len <= MAX_KEYS || refuse_file(path, "too many keys", error);
}

/* Key, the one that seals first; empty when there is no file. Read anew each time: a key that was
 * added on a running service counts at once. */
static GPtrArray *
load_keys(GError **error) {
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(key_free);
  g_autofree char *path = cr_seal_path();
  g_autoptr(GError) local = NULL;
  gsize length = 0;
  if (sodium_init() < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no randomness to seal passwords with");
    return NULL;
  }
  char *text = read_file(path, &length, &local);
  gboolean ok = local == NULL;
  if (ok && length > MAX_FILE_BYTES)
    ok = refuse_file(path, "is too long", &local);
  ok = ok && (text == NULL || take_lines(keys, path, text, &local));
  if (text)
    sodium_memzero(text, length);
  g_free(text);
  if (ok)
    return g_steal_pointer(&keys);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}

static gboolean
save_keys(GPtrArray *keys, GError **error) {
  g_autofree char *path = cr_seal_path(), *folder = g_path_get_dirname(path);
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return refuse_file(folder, g_strerror(errno), error);
  char text[MAX_KEYS * LINE_CHARS + 1], *end = text;
  for (guint i = 0; i < keys->len; i++) {
    const Key *key = keys->pdata[i];
    end = g_stpcpy(g_stpcpy(end, key->id), " ");
    sodium_bin2base64(end, BASE64_CHARS + 1, key->bytes, KEY_BYTES, sodium_base64_VARIANT_ORIGINAL);
    end = g_stpcpy(end + BASE64_CHARS, "\n");
  }
  gboolean ok = g_file_set_contents_full(
      path, text, end - text, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
      error);
  sodium_memzero(text, sizeof text);
  return ok;
}

gboolean
cr_seal_add_key(char **ret_id, GError **error) {
  guint8 id[ID_BYTES];
  g_autofree char *path = cr_seal_path();
  g_autoptr(GPtrArray) keys = load_keys(error);
  if (keys == NULL)
    return FALSE;
  if (keys->len == MAX_KEYS)
    return refuse_file(path, "too many keys: take out those that seal nothing any more", error);
  Key *key = g_new0(Key, 1);
  crypto_kdf_keygen(key->bytes);
  randombytes_buf(id, sizeof id);
  key->id = g_malloc(2 * ID_BYTES + 1);
  sodium_bin2hex(key->id, 2 * ID_BYTES + 1, id, sizeof id);
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
    if (strcmp(((Key *) keys->pdata[i])->id, id) == 0) {
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
    ids[i] = g_strdup(((Key *) keys->pdata[i])->id);
  return ids;
}

static const Key *
first_key(GPtrArray *keys, GError **error) {
  if (keys->len > 0)
    return keys->pdata[0];
  g_autofree char *path = cr_seal_path();
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
              "there is no key to seal passwords with (%s): crickets keys new", path);
  return NULL;
}

/* What a sealed text is bound to. */
static char *
binding(const Key *key, gint64 account, const char *name) {
  return g_strdup_printf("%s %" G_GINT64_FORMAT " %s", key->id, account, name);
}

static char *
seal_with(const Key *key, gint64 account, const char *name, const char *secret) {
  guint8 own[BOX_KEY_BYTES];
  g_autofree char *bound = binding(key, account, name);
  crypto_kdf_derive_from_key(own, sizeof own, (guint64) account, CONTEXT, key->bytes);
  g_autofree char *text = box_seal(secret, bound, own);
  sodium_memzero(own, sizeof own);
  return g_strconcat(key->id, ".", text, NULL);
}

/* NULL when it does not fit. */
static char *
unseal_with(const Key *key, gint64 account, const char *name, const char *sealed) {
  guint8 own[BOX_KEY_BYTES];
  g_autofree char *bound = binding(key, account, name);
  crypto_kdf_derive_from_key(own, sizeof own, (guint64) account, CONTEXT, key->bytes);
  char *secret = box_open(sealed + strlen(key->id) + 1, bound, own, MAX_SEALED_CHARS);
  sodium_memzero(own, sizeof own);
  return secret;
}

static gboolean
is_sealed_with(const Key *key, const char *sealed) {
  return g_str_has_prefix(sealed, key->id) && sealed[strlen(key->id)] == '.';
}

char *
cr_seal(gint64 account, const char *name, const char *secret, GError **error) {
  g_autoptr(GPtrArray) keys = load_keys(error);
  const Key *key = keys ? first_key(keys, error) : NULL;
  return key ? seal_with(key, account, name, secret) : NULL;
}

static char *
unseal(GPtrArray *keys, gint64 account, const char *name, const char *sealed, GError **error) {
  for (guint i = 0; strlen(sealed) <= MAX_SEALED_CHARS && i < keys->len; i++) {
    if (!is_sealed_with(keys->pdata[i], sealed))
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
  const Key *key = keys ? first_key(keys, error) : NULL;
  *ret_sealed = NULL;
  if (key == NULL || is_sealed_with(key, sealed))
    return key != NULL;
  char *secret = unseal(keys, account, name, sealed, error);
  if (secret)
    *ret_sealed = seal_with(key, account, name, secret);
  cr_secret_free(secret);
  return *ret_sealed != NULL;
}
