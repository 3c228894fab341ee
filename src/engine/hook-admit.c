/* Whose request is it? And what it tells becomes facts. */
#include "engine/desk-private.h"
#include "engine/hook-private.h"

#include "base/error.h"
#include "engine/intake.h"
#include "engine/secret.h"
#include "parse/hook.h"

#include <sodium.h>
#include <string.h>

#define MAX_ID_CHARS 128
#define KEPT_USEC CR_DAY_USEC /* of the ids of requests, as of all answers */

static gboolean
same(const char *a, const char *b) {
  gsize length = a ? strlen(a) : 0;
  return a && b && strlen(b) == length && sodium_memcmp(a, b, length) == 0;
}

/* The token of "Bearer TOKEN", or NULL. */
static const char *
bearer_token(const char *authorization) {
  static const char scheme[] = "Bearer ";
  if (authorization == NULL || g_ascii_strncasecmp(authorization, scheme, strlen(scheme)) != 0)
    return NULL;
  const char *token = authorization + strlen(scheme);
  return *token && strlen(token) <= HOOK_MAX_TOKEN_CHARS ? token : NULL;
}

static gboolean
bearer_fits(const CrHook *hook, const CrHookRequest *request) {
  const char *token = bearer_token(request->authorization);
  g_autofree char *hash =
      token ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, token, -1) : NULL;
  return same(hash, hook->hash);
}

/* Without a full stop: the signed text could else be cut into another id and time.
 * Source: Standard Webhooks 1.0, "Signature scheme" */
static gboolean
id_ok(const char *id) {
  gsize length = id ? strlen(id) : 0;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum(id[i]) && strchr("-_", id[i]) == NULL)
      return FALSE;
  return length >= 8 && length <= MAX_ID_CHARS;
}

static gboolean
time_ok(const char *timestamp, CrInstant now) {
  gint64 seconds;
  return timestamp &&
         g_ascii_string_to_signed(timestamp, 10, 0, CR_INSTANT_MAX / CR_SECOND, &seconds, NULL) &&
         ABS(now - seconds * CR_SECOND) <= CR_HOOK_SKEW_USEC;
}

static char *
base64_hmac(GChecksumType type, const guint8 *key, gsize key_length, const char *text,
            gsize length) {
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autoptr(GHmac) hmac = g_hmac_new(type, key, key_length);
  g_hmac_update(hmac, (const guchar *) text, (gssize) length);
  g_hmac_get_digest(hmac, digest, &size);
  return g_base64_encode(digest, size);
}

/* "v1,SIGNATURE", perhaps several with spaces between. */
static gboolean
any_fits(const char *signatures, const char *expected) {
  g_auto(GStrv) list = g_strsplit(signatures, " ", 8);
  g_autofree char *wanted = g_strconcat("v1,", expected, NULL);
  gboolean fits = FALSE;
  for (char **one = list; *one; one++)
    fits = same(*one, wanted) || fits;
  return fits;
}

static gboolean
hmac_fits(const char *secret, const CrHookRequest *request, CrInstant now) {
  gsize key_length = 0;
  if (!id_ok(request->id) || !time_ok(request->timestamp, now) || request->signature == NULL ||
      !g_str_has_prefix(secret, HOOK_KEY_PREFIX))
    return FALSE;
  g_autofree guint8 *key = g_base64_decode(secret + strlen(HOOK_KEY_PREFIX), &key_length);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, "%s.%s.", request->id, request->timestamp);
  g_string_append_len(text, request->body, (gssize) request->length);
  g_autofree char *expected = base64_hmac(G_CHECKSUM_SHA256, key, key_length, text->str, text->len);
  sodium_memzero(key, key_length);
  return any_fits(request->signature, expected);
}

static int
compare_fields(gconstpointer a, gconstpointer b) {
  const CrFormField *x = *(CrFormField *const *) a, *y = *(CrFormField *const *) b;
  return strcmp(x->name, y->name);
}

/* The address as it was set there, then each field's name and value in the order of the names. */
static gboolean
twilio_fits(const char *token, const CrHook *hook, const CrHookRequest *request) {
  g_autoptr(GPtrArray) form = cr_form_parse(request->body, request->length, NULL);
  if (form == NULL || request->twilio == NULL)
    return FALSE;
  g_autoptr(GString) text = g_string_new(hook->url);
  g_ptr_array_sort(form, compare_fields);
  for (guint i = 0; i < form->len; i++) {
    const CrFormField *field = form->pdata[i];
    g_string_append(text, field->name);
    g_string_append(text, field->value);
  }
  g_autofree char *expected =
      base64_hmac(G_CHECKSUM_SHA1, (const guint8 *) token, strlen(token), text->str, text->len);
  return same(request->twilio, expected);
}

static gboolean
fits(const CrDesk *desk, const CrHook *hook, const CrHookRequest *request, CrInstant now) {
  if (hook->kind == CR_HOOK_BEARER)
    return bearer_fits(hook, request);
  char *secret = hook_load_key(desk, hook);
  gboolean ok = secret && (hook->kind == CR_HOOK_HMAC ? hmac_fits(secret, request, now)
                                                      : twilio_fits(secret, hook, request));
  cr_secret_free(secret);
  return ok;
}

/* By the name in the address; a bearer also by the secret alone. */
static CrHook *
recognise(const CrDesk *desk, GPtrArray *hooks, const CrHookRequest *request, CrInstant now) {
  for (guint i = 0; i < hooks->len; i++) {
    const CrHook *hook = hooks->pdata[i];
    gboolean meant =
        request->device ? strcmp(hook->name, request->device) == 0 : hook->kind == CR_HOOK_BEARER;
    if (meant && fits(desk, hook, request, now))
      return cr_hook_copy(hook);
  }
  return NULL;
}

static char *
name_of_request(const CrHook *hook, const CrHookRequest *request) {
  return g_strdup_printf("hook %s %s", hook->name, request->id);
}

/* A signed request is taken once. In a transaction. */
static gboolean
check_new(CrStore *store, const char *name, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrAnswer) taken = cr_store_find_answer(store, name, &local);
  if (taken && now - taken->at <= 2 * CR_HOOK_SKEW_USEC)
    g_set_error(&local, CR_ERROR, CR_ERROR_CONFLICT, "this request was taken already");
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
note_heard(CrDesk *desk, const CrHook *hook, const CrHookRequest *request, CrInstant now,
           GError **error) {
  g_autofree char *name = hook->kind == CR_HOOK_HMAC ? name_of_request(hook, request) : NULL;
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return FALSE;
  g_autoptr(GPtrArray) hooks = hook_list_load(desk->store, error);
  CrHook *kept = hooks ? hook_list_find(hooks, hook->name) : NULL;
  if (kept)
    kept->last = now;
  gboolean ok = hooks && hook_list_save(desk->store, hooks, error) &&
                (name == NULL || check_new(desk->store, name, now, error));
  return cr_store_end(desk->store, ok, error);
}

CrHook *
cr_hook_admit(CrDesk *desk, const CrHookRequest *request, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, error);
  if (hooks == NULL)
    return NULL;
  g_autoptr(CrHook) hook = recognise(desk, hooks, request, now);
  if (hook == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
                "no phone that is known here sent this, or its clock is wrong");
    return NULL;
  }
  return note_heard(desk, hook, request, now, error) ? g_steal_pointer(&hook) : NULL;
}

/* Taking */

static void
note_refusal(const char *message, gpointer data) {
  GError **refusal = data;
  if (*refusal == NULL)
    g_set_error_literal(refusal, CR_ERROR, CR_ERROR_PARSE, message);
}

static gboolean
observe(CrDesk *desk, GPtrArray *facts, CrInstant now, int *ret_new, GError **error) {
  for (guint i = 0; i < facts->len; i++) {
    CrFact *fact = facts->pdata[i];
    int interview = 0;
    fact->learnt = now;
    if (!cr_engine_observe(desk->engine, fact, 0, now, &interview, error))
      return FALSE;
    *ret_new += interview != CR_ENGINE_KNOWN;
  }
  return facts->len == 0 || cr_engine_tick(desk->engine, now, error);
}

/* Only now, so that what could not be taken may come again. */
static gboolean
note_taken(CrDesk *desk, const CrHook *hook, const CrHookRequest *request, CrInstant now,
           GError **error) {
  CrAnswer taken = {now, (char *) "", 0, (char *) ""};
  if (hook->kind != CR_HOOK_HMAC)
    return TRUE;
  g_autofree char *name = name_of_request(hook, request);
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return FALSE;
  gboolean ok = check_new(desk->store, name, now, error) &&
                cr_store_drop_answers(desk->store, now - KEPT_USEC, error) &&
                cr_store_put_answer(desk->store, name, &taken, error);
  return cr_store_end(desk->store, ok, error);
}

gboolean
cr_hook_take(CrDesk *desk, const CrHook *hook, const CrHookRequest *request, CrInstant now,
             int *ret_calls, int *ret_new, GError **error) {
  const CrIntakeClass *reader = desk_reader(desk);
  g_autofree char *name = g_strconcat("phone ", hook->name, NULL);
  g_autoptr(GError) refusal = NULL;
  CrIntake intake;
  int new = 0;
  if (!desk_begin(desk, FALSE, error)) /* whose number it is may have changed */
    return FALSE;
  desk_end(desk);
  reader->init(&intake, cr_engine_profile(desk->engine), CR_INSTANT_NONE, now, note_refusal,
               &refusal);
  reader->bytes(&intake, request->body, request->length, name, CR_AS_TOLD);
  gboolean ok = reader->settle(&intake, error);
  if (ok && refusal) {
    g_propagate_error(error, g_steal_pointer(&refusal));
    ok = FALSE;
  }
  ok = ok && observe(desk, intake.facts, now, &new, error) &&
       note_taken(desk, hook, request, now, error);
  if (ok) {
    *ret_calls = (int) intake.facts->len;
    *ret_new = new;
  }
  reader->clear(&intake);
  return ok;
}
