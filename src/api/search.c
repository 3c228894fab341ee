/* Views over the whole search. */
#include "api/handlers.h"
#include "engine/apps.h"

#include <string.h>

CrReply *
cr_handle_board(CrRequest *request, GError **error) {
  gint64 limit = 20;
  if (!cr_request_int(request, "limit", 1, 500, &limit, error))
    return NULL;
  return cr_reply_tagged(
      cr_apps_board(request->desk->engine, -1, (guint) limit, request->now, error));
}

CrReply *
cr_handle_today(CrRequest *request, GError **error) {
  return cr_reply_tagged(cr_apps_today(request->desk->engine, request->now, error));
}

CrReply *
cr_handle_review(CrRequest *request, GError **error) {
  return cr_reply_tagged(cr_apps_review(request->desk->engine, request->now, error));
}

CrReply *
cr_handle_odds(CrRequest *request, GError **error) {
  return cr_reply_tagged(cr_apps_odds(request->desk->engine, request->now, error));
}

CrReply *
cr_handle_search(CrRequest *request, GError **error) {
  const char *words = cr_target_parameter(&request->target, "q");
  gint64 limit = 10;
  if (words == NULL || g_utf8_strlen(words, -1) > 200) {
    cr_request_bad(error, "q takes words, of at most 200 characters");
    return NULL;
  }
  if (!cr_request_int(request, "limit", 1, 100, &limit, error))
    return NULL;
  return cr_reply_tagged(cr_apps_search(request->desk->engine, words, (guint) limit, error));
}

CrReply *
cr_handle_picture(CrRequest *request, GError **error) {
  char *svg = cr_apps_picture(request->desk->engine, request->name, request->now, error);
  if (svg == NULL)
    return NULL;
  CrReply *reply = cr_reply_new(200, "image/svg+xml", g_bytes_new_take(svg, strlen(svg)));
  cr_reply_tag(reply);
  return reply;
}
