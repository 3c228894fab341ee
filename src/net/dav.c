#include "net/dav.h"

#include "base/error.h"

/* More is asked for in parts: it is in memory. */
#define MAX_ANSWER_BYTES (8UL << 20)

gboolean
cr_dav_ask(CrHttp *http, const char *method, const char *url, const char *depth, const char *body,
           GCancellable *cancellable, int *ret_status, char **ret_url, CrDavAnswer **ret_answer,
           GError **error) {
  g_autofree char *line = g_strconcat("Depth: ", depth ? depth : "0", NULL);
  const char *const headers[] = {line, NULL};
  CrHttpRequest request = {.method = method,
                           .url = url,
                           .content_type = "application/xml; charset=utf-8",
                           .body = body,
                           .headers = headers,
                           .max_bytes = MAX_ANSWER_BYTES};
  g_autoptr(CrHttpReply) reply = NULL;
  if (!cr_http_send(http, &request, cancellable, &reply, error))
    return FALSE;
  if (reply->status == 207) {
    *ret_answer = cr_dav_parse(reply->body->str, reply->body->len, error);
    if (*ret_answer == NULL)
      return FALSE;
  }
  *ret_status = reply->status;
  if (ret_url)
    *ret_url = g_steal_pointer(&reply->url);
  return TRUE;
}
