/* The watched calls for the calendar of a phone, at an address that is the secret itself. */
#include "engine/feed.h"
#include "api/handlers.h"
#include "api/server-private.h"

#include <string.h>

#define SUFFIX ".ics"

CrReply *
cr_handle_feed_state(CrRequest *request, GError **error) {
  gboolean open = FALSE;
  if (request->demo == NULL && !cr_feed_is_open(request->desk->engine, &open, error))
    return NULL;
  return cr_reply_tagged(json_pack("{s:b}", "open", open));
}

/* Told once; the address before it opens nothing any more. */
CrReply *
cr_handle_open_feed(CrRequest *request, GError **error) {
  g_autofree char *secret = NULL;
  CrReply *refused = cr_request_refuse_in_story(request);
  if (refused)
    return refused;
  if (!cr_feed_make_secret(request->desk->engine, request->now, &secret, error))
    return NULL;
  g_autofree char *url = g_strdup_printf("%s/feed/%s" SUFFIX, request->server->origin, secret);
  return cr_reply_json(201, json_pack("{s:s}", "url", url));
}

CrReply *
cr_handle_close_feed(CrRequest *request, GError **error) {
  CrReply *refused = cr_request_refuse_in_story(request);
  if (refused)
    return refused;
  return cr_feed_close(request->desk->engine, request->now, error) ? cr_reply_new(204, NULL, NULL)
                                                                   : NULL;
}

CrReply *
cr_handle_feed(CrRequest *request, GError **error) {
  gboolean opens = FALSE;
  gsize length = strlen(request->name);
  g_autofree char *secret = g_str_has_suffix(request->name, SUFFIX)
                                ? g_strndup(request->name, length - strlen(SUFFIX))
                                : g_strdup("");
  if (!cr_feed_opens(request->desk->engine, secret, &opens, error))
    return NULL;
  if (!opens)
    return cr_reply_problem(404, "not-found", "There is no such calendar.");
  char *text = cr_feed_new(request->desk->engine, request->now, error);
  if (text == NULL)
    return NULL;
  CrReply *reply =
      cr_reply_new(200, "text/calendar; charset=utf-8", g_bytes_new_take(text, strlen(text)));
  cr_reply_tag(reply);
  return reply;
}
