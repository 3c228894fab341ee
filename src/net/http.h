#pragma once
/* One HTTP request after another to one connection's server, by libcurl, with the URL and address
 * rules applied to each request and each redirect. */
#include "model/connection.h"
#include "net/address.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CrHttp CrHttp;

/* secret: password or token, copied, wiped when freed; NULL of CR_AUTH_NONE. */
CrHttp *cr_http_new(const CrConnection *connection, const char *secret);
void cr_http_free(CrHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrHttp, cr_http_free)

/* How long a server may say nothing. */
typedef struct {
  long silent_sec;              /* then it is given up */
  long told_sec;                /* of a request's silence, then waits is called, once */
  void (*waits)(gpointer data); /* NULL: nobody is told */
  gpointer data;
} CrHttpPatience;
/* Of all requests from now on; NULL: a minute, and nobody is told. An answer that trickles in may
 * take two minutes longer than the silence. */
void cr_http_set_patience(CrHttp *http, const CrHttpPatience *patience);

/* Whether the last request failed because the patience was over. */
gboolean cr_http_ran_out(const CrHttp *http);

typedef struct {
  const char *method;         /* "GET", "PROPFIND" … */
  const char *url;            /* absolute; checked by cr_url_check */
  const char *content_type;   /* of the body, or NULL */
  const char *body;           /* or NULL */
  const char *const *headers; /* "Name: value" without line ends, ends with NULL; or NULL */
  gsize max_bytes;            /* of the answer's body; 0: 1 MiB */
  int file;                   /* that gets the body, from its begin; 0: it is kept in memory */
  long most_msec;             /* that all of it may take; 0: two minutes, or as the patience says */
} CrHttpRequest;

typedef struct {
  int status;
  char *url;                                           /* that answered, after redirects */
  GString *body;                                       /* empty when it is in a file */
  gsize length;                                        /* of the body */
  char *etag, *last_modified, *retry_after, *location; /* headers, or NULL */
} CrHttpReply;
void cr_http_reply_free(CrHttpReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrHttpReply, cr_http_reply_free)

/* TRUE with a whole answer of whatever status. At most 5 redirects are followed, with the same
 * method and body (303: GET), to https or the same origin only. Credentials go to the origin of the
 * connection's url, and to that provider's other servers where we know it to spread accounts over
 * several. FALSE: no whole answer, in words: CR_ERROR_UNHEARD when the request went out, so that it
 * may have been heeded; CR_ERROR_LIMIT when the answer is larger than allowed;
 * G_IO_ERROR_CANCELLED. Nothing of an unfinished answer is used. */
gboolean cr_http_send(CrHttp *http, const CrHttpRequest *request, GCancellable *cancellable,
                      CrHttpReply **ret_reply, GError **error);

/* The absolute form of a reference found in an answer from base, or NULL. Free with g_free. */
char *cr_http_resolve(const char *base, const char *reference);
/* What a status that is no success means to the candidate: "it refused the user name or password",
 * which is CR_ERROR_DENIED. */
void cr_http_set_status_error(const CrHttpReply *reply, const char *what, GError **error);

G_END_DECLS
