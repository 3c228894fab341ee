#pragma once
/* What is answered. */
#include "base/json.h"

#include <microhttpd.h>

G_BEGIN_DECLS

typedef struct {
  guint status;
  const char *type;     /* media type, static */
  const char *encoding; /* of the body, static, or NULL */
  const char *cache;    /* Cache-Control, static */
  const char *policy;   /* Content-Security-Policy, static */
  const char *download; /* file name offered, static, or NULL */
  const char *allow;    /* of 405, static */
  GBytes *body;
  char *etag, *location;
  char *request;      /* its id */
  GPtrArray *cookies; /* Set-Cookie values */
  guint retry_sec;    /* Retry-After, or 0 */
  gboolean close;     /* the connection: what else came on it cannot be trusted */
  gint64 version;     /* of the account, not newer than what is shown; 0: not told */
  gboolean replayed;  /* kept from the first request with that key */
} CrReply;

void cr_reply_free(CrReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrReply, cr_reply_free)

CrReply *cr_reply_new(guint status, const char *type, GBytes *body); /* takes body; may be NULL */
/* Takes the document; of NULL, what could not be made, NULL. */
CrReply *cr_reply_json(guint status, json_t *document);
/* The same with an entity tag of its bytes. */
CrReply *cr_reply_tagged(json_t *document);
/* An entity tag of the bytes of its body. */
void cr_reply_tag(CrReply *reply);
/* code: stable, for programs; detail: words, without anything of the machine. */
CrReply *cr_reply_problem(guint status, const char *code, const char *detail);
/* The 412 to who has not seen how it is now: current (taken), which stands in the problem under
 * that name. */
CrReply *cr_reply_changed(const char *detail, const char *name, json_t *current);
/* The 404 of a path that there is not, and of what shall not be told from one. */
CrReply *cr_reply_not_there(void);
CrReply *cr_reply_no_database(void);
/* Tells a failed GError: what the caller can mend in words, anything else only as failed (and logs
 * it). */
CrReply *cr_reply_error(const GError *error);
/* Lives as long as the reply is told to the browser. */
void cr_reply_set_cookie(CrReply *reply, const char *name, const char *value, int max_age_sec,
                         gboolean secure);

/* Tells the request's id in the headers, and in a problem. */
void cr_reply_set_request(CrReply *reply, const char *id);

/* now: RFC 3339 text for the header Crickets-Now, or NULL. */
struct MHD_Response *cr_reply_response(const CrReply *reply, const char *now);
/* The headers of every answer. */
void cr_reply_add_headers(struct MHD_Response *response, const CrReply *reply, const char *now);

G_END_DECLS
