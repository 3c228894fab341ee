#include "effect/push.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/zone.h"
#include "net/http.h"

#include <string.h>

#define GATEWAY_TIMEOUT 504 /* who stands between has asked, and heard nothing */

/* Source: https://docs.ntfy.sh/publish/#message-priority */
static const struct {
  const char *urgency, *priority;
} priorities[] = {{"silent", "2"}, {"plain", "3"}, {"urgent", "5"}};

static const char *
priority_of(const char *urgency) {
  for (guint i = 0; i < G_N_ELEMENTS(priorities); i++)
    if (strcmp(priorities[i].urgency, urgency) == 0)
      return priorities[i].priority;
  return "3";
}

/* Headers are ASCII: ntfy reads RFC 2047 words in them. */
static char *
header(const char *name, const char *text) {
  g_autofree char *line = cr_text_line(text, 150);
  if (g_str_is_ascii(line))
    return g_strdup_printf("%s: %s", name, line);
  g_autofree char *base64 = g_base64_encode((const guchar *) line, strlen(line));
  return g_strdup_printf("%s: =?UTF-8?B?%s?=", name, base64);
}

static gboolean
post(const CrConnection *c, const char *secret, const CrHttpRequest *request,
     GCancellable *cancellable, GError **error) {
  g_autoptr(CrHttp) http = cr_http_new(c, secret);
  g_autoptr(CrHttpReply) reply = NULL;
  g_autoptr(GError) local = NULL;
  if (cr_http_send(http, request, cancellable, &reply, &local) && reply->status >= 200 &&
      reply->status < 300)
    return TRUE;
  if (reply)
    cr_http_set_status_error(reply, c->name, &local);
  if (reply ? reply->status == GATEWAY_TIMEOUT : g_error_matches(local, CR_ERROR, CR_ERROR_LIMIT))
    local->code = CR_ERROR_UNHEARD;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
send_ntfy(const CrConnection *c, const char *secret, const CrPush *push, GCancellable *cancellable,
          GError **error) {
  g_autofree char *title = header("Title", push->title);
  g_autofree char *priority = g_strconcat("Priority: ", priority_of(push->urgency), NULL);
  g_autofree char *ring =
      push->number ? g_strdup_printf("Actions: view, Call now, tel:%s", push->number) : NULL;
  const char *const headers[] = {title, priority, "Tags: telephone_receiver", ring, NULL};
  const CrHttpRequest request = {.method = "POST",
                                 .url = c->url,
                                 .content_type = "text/plain; charset=utf-8",
                                 .body = push->body,
                                 .headers = headers};
  return post(c, secret, &request, cancellable, error);
}

static gboolean
send_webhook(const CrConnection *c, const char *secret, const CrPush *push,
             GCancellable *cancellable, GError **error) {
  g_autoptr(json_t) json = json_object();
  json_object_set_new(json, "interview", json_integer(push->interview));
  cr_json_put_instant(json, "at", push->at, cr_zone_utc());
  cr_json_put_string(json, "urgency", push->urgency);
  cr_json_put_string(json, "title", push->title);
  cr_json_put_string(json, "body", push->body);
  cr_json_put_string(json, "number", push->number);
  g_autofree char *text = cr_json_print(json);
  const CrHttpRequest request = {
      .method = "POST", .url = c->url, .content_type = "application/json", .body = text};
  return post(c, secret, &request, cancellable, error);
}

gboolean
cr_push_send(const CrConnection *connection, const char *secret, const CrPush *push,
             GCancellable *cancellable, GError **error) {
  return connection->kind == CR_CONNECTION_NTFY
             ? send_ntfy(connection, secret, push, cancellable, error)
             : send_webhook(connection, secret, push, cancellable, error);
}
