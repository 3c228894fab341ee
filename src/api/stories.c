/* The stories to try it with. */
#include "api/handlers.h"
#include "api/server-private.h"

#include "base/error.h"

#include <string.h>

CrReply *
cr_handle_stories(CrRequest *request, GError **error) {
  return cr_reply_json(200, cr_demo_list(request->story));
}

CrReply *
cr_handle_try_story(CrRequest *request, GError **error) {
  g_autofree char *token = NULL;
  gint64 owner = request->member ? request->desk->account : 0;
  if (!cr_demos_begin(request->server->demos, request->name, owner, &token, error))
    return NULL;
  CrDemo *demo = cr_demos_lock(request->server->demos, token);
  json_t *json = demo ? cr_demo_view(demo, error) : NULL;
  if (demo)
    cr_demo_unlock(demo);
  if (json == NULL)
    return NULL;
  CrReply *reply = cr_reply_json(201, json);
  server_give_story(request->server, reply, token);
  return reply;
}

static gboolean
has_story(const CrRequest *request, GError **error) {
  if (request->demo)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "no story is being tried");
  return FALSE;
}

CrReply *
cr_handle_story(CrRequest *request, GError **error) {
  json_t *json = has_story(request, error) ? cr_demo_view(request->demo, error) : NULL;
  return cr_reply_json(200, json);
}

CrReply *
cr_handle_story_clock(CrRequest *request, GError **error) {
  const char *to;
  CrInstant then = CR_INSTANT_NONE;
  if (!cr_request_members(request->json, " to ", error) ||
      !cr_request_string(request->json, "to", 40, TRUE, &to, error) || !has_story(request, error))
    return NULL;
  if (strcmp(to, "next") != 0 && !cr_instant_parse(to, &then, NULL)) {
    cr_request_bad(error, "to takes \"next\" or an instant");
    return NULL;
  }
  if (!cr_demo_skip(request->demo, then, error))
    return NULL;
  return cr_handle_story(request, error);
}

CrReply *
cr_handle_leave_story(CrRequest *request, GError **error) {
  if (request->story_token)
    cr_demos_end(request->server->demos, request->story_token);
  CrReply *reply = cr_reply_new(204, NULL, NULL);
  server_give_story(request->server, reply, NULL);
  return reply;
}
