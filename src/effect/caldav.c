#include "effect/caldav.h"

#include "base/error.h"
#include "net/dav.h"

#include <string.h>

char *
cr_caldav_find_writable(CrHttp *http, const char *url, GCancellable *cancellable, GError **error) {
  g_autofree char *home = cr_dav_find_home(http, url, cancellable, error);
  g_autoptr(GPtrArray) calendars =
      home ? cr_dav_list_calendars(http, home, cancellable, error) : NULL;
  for (guint i = 0; calendars && i < calendars->len; i++) {
    const CrDavItem *calendar = calendars->pdata[i];
    if (calendar->tells_privileges && !calendar->may_write)
      continue;
    gboolean folder = g_str_has_suffix(calendar->href, "/");
    return g_strconcat(calendar->href, folder ? NULL : "/", NULL);
  }
  if (calendars)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no calendar that can be written to");
  return NULL;
}

/* TRUE with the result when the status is one of those that a caller expects. */
static gboolean
read_status(const CrHttpReply *reply, const char *what, CrCaldavResult *ret_result,
            GError **error) {
  if (reply->status / 100 == 2)
    *ret_result = CR_CALDAV_DONE;
  else if (reply->status == 412)
    *ret_result = CR_CALDAV_CHANGED;
  else if (reply->status == 404 || reply->status == 410)
    *ret_result = CR_CALDAV_GONE;
  else
    cr_http_set_status_error(reply, what, error);
  return reply->status / 100 == 2 || reply->status == 412 || reply->status == 404 ||
         reply->status == 410;
}

gboolean
cr_caldav_get(CrHttp *http, const char *url, GCancellable *cancellable, CrCaldavResult *ret_result,
              char **ret_text, char **ret_etag, GError **error) {
  const char *const headers[] = {"Accept: text/calendar", NULL};
  CrHttpRequest request = {.method = "GET", .url = url, .headers = headers};
  g_autoptr(CrHttpReply) reply = NULL;
  if (!cr_http_send(http, &request, cancellable, &reply, error) ||
      !read_status(reply, "reading an entry", ret_result, error))
    return FALSE;
  if (*ret_result != CR_CALDAV_DONE)
    return TRUE;
  *ret_text = g_strndup(reply->body->str, reply->body->len);
  *ret_etag = g_steal_pointer(&reply->etag);
  return TRUE;
}

gboolean
cr_caldav_put(CrHttp *http, const char *url, const char *text, const char *etag,
              GCancellable *cancellable, CrCaldavResult *ret_result, char **ret_etag,
              GError **error) {
  g_autofree char *condition =
      etag ? g_strconcat("If-Match: ", etag, NULL) : g_strdup("If-None-Match: *");
  const char *const headers[] = {condition, NULL};
  CrHttpRequest request = {.method = "PUT",
                           .url = url,
                           .content_type = "text/calendar; charset=utf-8",
                           .body = text,
                           .headers = headers};
  g_autoptr(CrHttpReply) reply = NULL;
  if (!cr_http_send(http, &request, cancellable, &reply, error) ||
      !read_status(reply, "writing an entry", ret_result, error))
    return FALSE;
  if (*ret_result == CR_CALDAV_DONE)
    *ret_etag = g_steal_pointer(&reply->etag);
  return TRUE;
}

gboolean
cr_caldav_delete(CrHttp *http, const char *url, const char *etag, GCancellable *cancellable,
                 CrCaldavResult *ret_result, GError **error) {
  g_autofree char *condition = etag ? g_strconcat("If-Match: ", etag, NULL) : NULL;
  const char *const headers[] = {condition, NULL};
  CrHttpRequest request = {.method = "DELETE", .url = url, .headers = headers};
  g_autoptr(CrHttpReply) reply = NULL;
  return cr_http_send(http, &request, cancellable, &reply, error) &&
         read_status(reply, "removing an entry", ret_result, error);
}
