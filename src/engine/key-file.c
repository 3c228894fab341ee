#include "engine/key-file.h"

#include "base/error.h"

#include <string.h>

#define MAX_FILE_BYTES (2 * CR_KEY_MOST * CR_KEY_LINE_CHARS)

static void
key_free(gpointer key) {
  g_free(((CrKey *) key)->id);
  explicit_bzero(key, sizeof(CrKey));
  g_free(key);
}

char *
cr_key_file_path(void) {
  const char *handed = g_getenv("CREDENTIALS_DIRECTORY");
  char *path = handed ? g_build_filename(handed, "service.keys", NULL) : NULL;
  if (path && g_file_test(path, G_FILE_TEST_EXISTS))
    return path;
  g_free(path);
  return g_build_filename(g_get_user_config_dir(), "crickets", "service.keys", NULL);
}

/* NULL of a line that is none. */
static CrKey *
read_key(const char *line) {
  gsize length = 0;
  g_auto(GStrv) words = g_strsplit(line, " ", 2);
  if (g_strv_length(words) != 2 || strlen(words[0]) != (gsize) 2 * CR_KEY_ID_BYTES)
    return NULL;
  guint8 *bytes = g_base64_decode(words[1], &length);
  CrKey *key = length == CR_KEY_BYTES ? g_new0(CrKey, 1) : NULL;
  if (key) {
    key->id = g_strdup(words[0]);
    memcpy(key->bytes, bytes, CR_KEY_BYTES);
  }
  explicit_bzero(bytes, length);
  explicit_bzero(words[1], strlen(words[1]));
  g_free(bytes);
  return key;
}

gboolean
cr_key_file_refuse(const char *path, const char *why, GError **error) {
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
  cr_key_file_refuse(path, local->message, error);
  return NULL;
}

static gboolean
take_lines(GPtrArray *keys, const char *path, char *text, GError **error) {
  char *rest;
  for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
    CrKey *key = read_key(line);
    if (key == NULL)
      return cr_key_file_refuse(path, "a line that is no key, which is \"ID BASE64\"", error);
    g_ptr_array_add(keys, key);
  }
  return keys->len <= CR_KEY_MOST || cr_key_file_refuse(path, "too many keys", error);
}

GPtrArray *
cr_key_file_load(GError **error) {
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(key_free);
  g_autofree char *path = cr_key_file_path();
  g_autoptr(GError) local = NULL;
  gsize length = 0;
  char *text = read_file(path, &length, &local);
  gboolean ok = local == NULL;
  if (ok && length > MAX_FILE_BYTES)
    ok = cr_key_file_refuse(path, "is too long", &local);
  ok = ok && (text == NULL || take_lines(keys, path, text, &local));
  if (text)
    explicit_bzero(text, length);
  g_free(text);
  if (ok)
    return g_steal_pointer(&keys);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}

gboolean
cr_key_made(const CrKey *key, const char *text) {
  return g_str_has_prefix(text, key->id) && text[strlen(key->id)] == '.';
}
