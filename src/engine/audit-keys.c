#include "engine/audit-keys.h"

#include "engine/key-file.h"

#include <string.h>

static void
derive(const CrKey *key, gint64 account, guint8 ret_own[CR_KEY_BYTES]) {
  g_autofree char *use = g_strdup_printf("crickets audit %" G_GINT64_FORMAT, account);
  GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, key->bytes, CR_KEY_BYTES);
  gsize length = CR_KEY_BYTES;
  g_hmac_update(hmac, (const guchar *) use, -1);
  g_hmac_get_digest(hmac, ret_own, &length);
  g_hmac_unref(hmac);
}

static char *
mark_with(const CrKey *key, gint64 account, const char *hash) {
  guint8 own[CR_KEY_BYTES];
  derive(key, account, own);
  g_autofree char *hmac = g_compute_hmac_for_string(G_CHECKSUM_SHA256, own, sizeof own, hash, -1);
  explicit_bzero(own, sizeof own);
  return g_strconcat(key->id, ".", hmac, NULL);
}

static char *
mark(gint64 account, const char *hash, GError **error) {
  g_autoptr(GPtrArray) keys = cr_key_file_load(error);
  if (keys == NULL)
    return NULL;
  return keys->len ? mark_with(keys->pdata[0], account, hash) : g_strdup("");
}

static CrAuditMark
check(gint64 account, const char *hash, const char *text) {
  g_autoptr(GPtrArray) keys = cr_key_file_load(NULL);
  for (guint i = 0; keys && i < keys->len; i++) {
    if (!cr_key_made(keys->pdata[i], text))
      continue;
    g_autofree char *right = mark_with(keys->pdata[i], account, hash);
    return strcmp(right, text) == 0 ? CR_AUDIT_MARK_GOOD : CR_AUDIT_MARK_BAD;
  }
  return CR_AUDIT_MARK_UNKNOWN;
}

const CrAuditKeys cr_audit_keys = {mark, check};
