/* Phones that tell of their calls by themselves: which there are, and what they tell. */
#include "api/handlers.h"
#include "api/server.h"

#include "base/error.h"
#include "engine/hook.h"
#include "engine/secret.h"

#include <string.h>

static json_t *
view_hook(CrDesk *desk, const CrHook *hook) {
  json_t *json = json_object();
  cr_json_put_string(json, "name", hook->name);
  cr_json_put_string(json, "kind", cr_hook_kind_names[hook->kind]);
  cr_json_put_instant(json, "made", hook->made, cr_desk_zone(desk));
  cr_json_put_instant(json, "last", hook->last, cr_desk_zone(desk));
  return json;
}

CrReply *
cr_handle_hooks(CrRequest *request, GError **error) {
  g_autoptr(GPtrArray) hooks = cr_hooks_load(request->desk, error);
  if (hooks == NULL)
    return NULL;
  json_t *array = json_array();
  for (guint i = 0; i < hooks->len; i++)
    json_array_append_new(array, view_hook(request->desk, hooks->pdata[i]));
  return cr_reply_tagged(json_pack("{s:o}", "hooks", array));
}

/* A service has no account of its own to keep this in. */
static gboolean
note_origin(CrRequest *request, GError **error) {
  CrStore *store = request->desk->store;
  if (request->member == NULL)
    return TRUE;
  gboolean ok = cr_store_begin(store, request->desk->account, TRUE, error) &&
                cr_store_set(store, CR_HOOK_ORIGIN, cr_server_phone_origin(request->server), error);
  return cr_store_end(store, ok, error);
}

CrReply *
cr_handle_make_hook(CrRequest *request, GError **error) {
  const char *name, *kind, *token;
  char *secret = NULL;
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply)
    return reply;
  if (!cr_request_members(request->json, " name kind token ", error) ||
      !cr_request_string(request->json, "name", 40, TRUE, &name, error) ||
      !cr_request_string(request->json, "kind", 20, TRUE, &kind, error) ||
      !cr_request_string(request->json, "token", 200, FALSE, &token, error))
    return NULL;
  int index = cr_name_index(cr_hook_kind_names, kind);
  if (index < 0) {
    cr_request_bad(error, "kind takes bearer, hmac or twilio");
    return NULL;
  }
  if (!note_origin(request, error))
    return NULL;
  g_autoptr(CrHook) hook =
      cr_hook_make(request->desk, name, (CrHookKind) index, token, request->now, &secret, error);
  if (hook == NULL)
    return NULL;
  json_t *json = view_hook(request->desk, hook);
  cr_json_put_string(json, "url", hook->url);
  cr_json_put_string(json, "secret", secret);
  cr_secret_free(secret);
  reply = cr_reply_json(201, json);
  reply->location = g_strdup_printf("/api/v1/hooks/%s", hook->name);
  return reply;
}

CrReply *
cr_handle_forget_hook(CrRequest *request, GError **error) {
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply)
    return reply;
  return cr_hook_forget(request->desk, request->name, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}

/* Twilio takes an answer for instructions: none. */
static CrReply *
done(const CrHook *hook, int calls, int new) {
  static const char nothing[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
  if (hook->kind != CR_HOOK_TWILIO)
    return cr_reply_json(200, json_pack("{s:i,s:i}", "calls", calls, "new", new));
  CrReply *reply =
      cr_reply_new(200, "text/xml; charset=utf-8", g_bytes_new_static(nothing, strlen(nothing)));
  reply->cache = "no-store";
  return reply;
}

CrReply *
cr_handle_call(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  int calls = 0, new = 0;
  CrHookRequest hooked = request->hook;
  hooked.device = cr_target_parameter(&request->target, "device");
  hooked.body = request->body ? (const char *) request->body->data : "";
  hooked.length = request->body ? request->body->len : 0;
  g_autoptr(CrHook) hook = cr_hook_admit(request->desk, &hooked, request->now, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_DENIED))
    return cr_reply_problem(401, "unknown-phone", local->message);
  if (hook && cr_hook_take(request->desk, hook, &hooked, request->now, &calls, &new, &local))
    return done(hook, calls, new);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}
