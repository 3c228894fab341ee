#pragma once
/* WebDAV requests (RFC 4918) and finding the calendars of an account (RFC 4791, RFC 5397, RFC
 * 6764). */
#include "net/dav-xml.h"
#include "net/http.h"

G_BEGIN_DECLS

/* A request whose answer is a multistatus, such as PROPFIND or REPORT. depth: "0", "1" or NULL.
 * TRUE with *ret_answer NULL when the server answered something else, whose status is in
 * *ret_status. ret_url (may be NULL) gets the URL that answered, after redirects; hrefs are
 * relative to it. CR_ERROR_LIMIT: the answer holds more than 8 MiB or 10,000 resources. */
gboolean cr_dav_ask(CrHttp *http, const char *method, const char *url, const char *depth,
                    const char *body, GCancellable *cancellable, int *ret_status, char **ret_url,
                    CrDavAnswer **ret_answer, GError **error);

/* Where the calendars are that url means (a server, a principal, a home or one calendar): by the
 * URL itself, of a bare server first by /.well-known/caldav, then current-user-principal and
 * calendar-home-set. Free with g_free. */
char *cr_dav_find_home(CrHttp *http, const char *url, GCancellable *cancellable, GError **error);
/* The calendars that hold events at home, which may be one itself; subscribed ones, inboxes and
 * task lists are left out. CrDavItem with absolute hrefs, sorted by them, at least one: else
 * CR_ERROR_NOT_FOUND. Free with g_ptr_array_unref. */
GPtrArray *cr_dav_list_calendars(CrHttp *http, const char *home, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
