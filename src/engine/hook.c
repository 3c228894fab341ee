#include "engine/hook-private.h"

#include "base/error.h"
#include "engine/calendar-tag.h"
#include "engine/connections.h"
#include "engine/seal.h"
#include "engine/secret.h"
#include "engine/setting.h"
#include "model/connection.h"
#include "store/audit.h"

#include <sodium.h>
#include <string.h>

#define SETTING "hooks"
#define SECRET_BYTES 32
#define MIN_TOKEN_CHARS 16

const char *const cr_hook_kind_names[] = {"bearer", "hmac", "twilio", NULL};

static const CrField hook_fields[] = {
    CR_FIELD(CrHook, name, STRING),   CR_FIELD_NAMED(CrHook, kind, cr_hook_kind_names),
    CR_FIELD(CrHook, made, INSTANT),  CR_FIELD(CrHook, last, INSTANT),
    CR_FIELD(CrHook, hash, STRING),   CR_FIELD(CrHook, url, STRING),
    CR_FIELD(CrHook, sealed, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrHook, cr_hook, hook_fields)

char *
hook_secret_name(const char *hook) {
  return g_strconcat("hook ", hook, NULL);
}

GPtrArray *
hook_list_load(CrStore *store, GError **error) {
  return setting_load_records(store, SETTING, &cr_hook_record, (GDestroyNotify) cr_hook_free,
                              error);
}

gboolean
hook_list_save(CrStore *store, GPtrArray *hooks, GError **error) {
  return setting_save_records(store, SETTING, &cr_hook_record, hooks, error);
}

CrHook *
hook_list_find(GPtrArray *hooks, const char *name) {
  for (guint i = 0; i < hooks->len; i++)
    if (g_strcmp0(((CrHook *) hooks->pdata[i])->name, name) == 0)
      return hooks->pdata[i];
  return NULL;
}

GPtrArray *
cr_hooks_load(CrDesk *desk, GError **error) {
  if (!cr_store_begin(desk->store, desk->account, FALSE, error))
    return NULL;
  GPtrArray *hooks = hook_list_load(desk->store, error);
  cr_store_rollback(desk->store);
  return hooks;
}

/* Making and forgetting */

static gboolean
note_deed(CrDesk *desk, CrDeedKind deed, const char *name, CrInstant now, GError **error) {
  g_autofree char *object = g_strconcat("phone ", name, NULL);
  return cr_store_add_deed(desk->store, deed, desk->actor, now, object, error);
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return strcmp((*(CrHook *const *) a)->name, (*(CrHook *const *) b)->name);
}

static gboolean
keep(CrDesk *desk, CrHook *hook, GError **error) {
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return FALSE;
  g_autofree char *origin = cr_store_get(desk->store, CR_HOOK_ORIGIN, NULL);
  g_autoptr(GPtrArray) hooks = hook_list_load(desk->store, error);
  CrHook *before = hooks ? hook_list_find(hooks, hook->name) : NULL;
  gboolean ok = hooks != NULL;
  hook->url = g_strdup_printf("%s" CR_HOOK_PATH "?device=%s",
                              origin ? origin : "http://127.0.0.1:27425", hook->name);
  if (cr_store_check_shared(desk->store, NULL)) { /* whose it is must be known first */
    g_autofree char *alone = hook->url;
    hook->url = g_strdup_printf("%s&account=%" G_GINT64_FORMAT, alone, desk->account);
  }
  if (before)
    g_ptr_array_remove(hooks, before);
  if (ok && hooks->len >= CR_MAX_HOOKS) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "at most %d phones; forget one first",
                CR_MAX_HOOKS);
    ok = FALSE;
  }
  if (ok) {
    g_ptr_array_add(hooks, cr_hook_copy(hook));
    g_ptr_array_sort(hooks, compare_names);
    ok = hook_list_save(desk->store, hooks, error) &&
         note_deed(desk, CR_DEED_CONNECTION_ADDED, hook->name, hook->made, error);
  }
  return cr_store_end(desk->store, ok, error);
}

static gboolean
token_ok(const char *token) {
  gsize length = token ? strlen(token) : 0;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph(token[i]))
      return FALSE;
  return length >= MIN_TOKEN_CHARS && length <= HOOK_MAX_TOKEN_CHARS;
}

/* NULL of Twilio. */
static char *
make_secret(CrHookKind kind, GError **error) {
  guint8 bytes[SECRET_BYTES];
  if (kind == CR_HOOK_TWILIO)
    return NULL;
  if (kind == CR_HOOK_BEARER)
    return cr_random_hex(SECRET_BYTES, error);
  randombytes_buf(bytes, sizeof bytes);
  g_autofree char *text = g_base64_encode(bytes, sizeof bytes);
  sodium_memzero(bytes, sizeof bytes);
  return g_strconcat(HOOK_KEY_PREFIX, text, NULL);
}

/* What it signs with; NULL: a bearer, who signs nothing. */
static gboolean
keep_key(const CrDesk *desk, CrHook *hook, const char *key, GError **error) {
  g_autofree char *kept_as = hook_secret_name(hook->name);
  if (cr_account_is_hosted(desk->account)) {
    hook->sealed = key ? cr_seal(desk->account, kept_as, key, error) : NULL;
    return hook->sealed || key == NULL;
  }
  return key ? cr_secret_save(kept_as, key, error) : cr_secret_clear(kept_as, error);
}

static gboolean
forget_key(const CrDesk *desk, const char *name, GError **error) {
  g_autofree char *kept_as = hook_secret_name(name);
  return cr_account_is_hosted(desk->account) || cr_secret_clear(kept_as, error);
}

/* Nothing came of the one that was made in its place. */
static void
put_key_back(const CrDesk *desk, const char *name, const char *key) {
  g_autofree char *kept_as = hook_secret_name(name);
  if (key)
    cr_secret_save(kept_as, key, NULL);
  else
    forget_key(desk, name, NULL);
}

char *
hook_load_key(const CrDesk *desk, const CrHook *hook) {
  g_autofree char *kept_as = hook_secret_name(hook->name);
  if (hook->sealed)
    return cr_unseal(desk->account, kept_as, hook->sealed, NULL);
  return cr_account_is_hosted(desk->account) ? NULL : cr_secret_load(kept_as, NULL);
}

CrHook *
cr_hook_make(CrDesk *desk, const char *name, CrHookKind kind, const char *token, CrInstant now,
             char **ret_secret, GError **error) {
  g_autoptr(CrHook) hook = cr_hook_new();
  if (!cr_connection_name_ok(name) || (kind == CR_HOOK_TWILIO && !token_ok(token))) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s",
                cr_connection_name_ok(name) ? "Twilio's Auth Token is needed, as its console has it"
                                            : "a phone's name is 1 to 40 of a-z, 0-9 and -");
    return NULL;
  }
  if (sodium_init() < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "there is no randomness to make a secret of");
    return NULL;
  }
  char *secret = make_secret(kind, error);
  hook->name = g_strdup(name);
  hook->kind = kind;
  hook->made = now;
  if (kind == CR_HOOK_BEARER && secret)
    hook->hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, secret, -1);
  gboolean ok = secret || kind == CR_HOOK_TWILIO;
  const char *key = kind == CR_HOOK_BEARER ? NULL : kind == CR_HOOK_TWILIO ? token : secret;
  char *before = hook_load_key(desk, hook);
  gboolean touched = ok && keep_key(desk, hook, key, error);
  gboolean kept = touched && keep(desk, hook, error);
  if (touched && !kept)
    put_key_back(desk, name, before);
  cr_secret_free(before);
  if (kept) {
    *ret_secret = secret;
    return g_steal_pointer(&hook);
  }
  cr_secret_free(secret);
  return NULL;
}

gboolean
cr_hook_forget(CrDesk *desk, const char *name, CrInstant now, GError **error) {
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return FALSE;
  g_autoptr(GPtrArray) hooks = hook_list_load(desk->store, error);
  CrHook *hook = hooks ? hook_list_find(hooks, name) : NULL;
  if (hooks && hook == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no phone \"%s\"", name);
  gboolean ok = hook && g_ptr_array_remove(hooks, hook) &&
                hook_list_save(desk->store, hooks, error) &&
                note_deed(desk, CR_DEED_CONNECTION_REMOVED, name, now, error);
  return cr_store_end(desk->store, ok, error) && forget_key(desk, name, error);
}

gboolean
cr_hooks_forget_all(CrDesk *desk, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, error);
  for (guint i = 0; hooks && i < hooks->len; i++)
    if (!cr_hook_forget(desk, ((CrHook *) hooks->pdata[i])->name, now, error))
      return FALSE;
  return hooks != NULL;
}
