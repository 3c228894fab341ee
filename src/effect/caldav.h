#pragma once
/* One calendar object written, read again or taken away, on a CalDAV server (RFC 4791 §5.3), never
 * over a state of it that we do not know. */
#include "net/http.h"

G_BEGIN_DECLS

typedef enum {
  CR_CALDAV_DONE,
  CR_CALDAV_CHANGED, /* it is not what etag says any more; nothing was done */
  CR_CALDAV_GONE,    /* there is no such object */
} CrCaldavResult;

/* Of the calendars that url means (see cr_dav_find_home) the one to write into: the first by its
 * URL that lets us. Absolute, ends with '/'; NULL with CR_ERROR_NOT_FOUND when none does. Free with
 * g_free. */
char *cr_caldav_find_writable(CrHttp *http, const char *url, GCancellable *cancellable,
                              GError **error);

/* etag NULL: only if there is nothing yet, else CHANGED. FALSE when the server refuses or does not
 * answer; after that it may have been written all the same. *ret_etag (free with g_free) is what it
 * has now, of DONE, or NULL when the server does not say. */
gboolean cr_caldav_put(CrHttp *http, const char *url, const char *text, const char *etag,
                       GCancellable *cancellable, CrCaldavResult *ret_result, char **ret_etag,
                       GError **error);
/* DONE with text and etag (which may be NULL), or GONE. */
gboolean cr_caldav_get(CrHttp *http, const char *url, GCancellable *cancellable,
                       CrCaldavResult *ret_result, char **ret_text, char **ret_etag,
                       GError **error);
/* etag NULL: whatever it has. */
gboolean cr_caldav_delete(CrHttp *http, const char *url, const char *etag,
                          GCancellable *cancellable, CrCaldavResult *ret_result, GError **error);

G_END_DECLS
