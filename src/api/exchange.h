#pragma once
/* One request and its answer, as the files of it share them: exchange.c has MHD's callbacks,
 * admit.c looks at a request before its body is taken, answer.c makes the answer in a worker. */
#include "api/server-private.h"
#include "api/service.h"
#include "api/session.h"

#include "base/trace.h"

G_BEGIN_DECLS

/* Shared by MHD's threads and the worker that makes the answer; each has a reference. */
typedef struct {
  char *uri; /* as it came */
  struct MHD_Connection *connection;
  guint64 length; /* of the body as announced; 0 of none, or of a chunked one */
  CrRequest request;
  char *token;                          /* of the session */
  char *story;                          /* token of the demo that it is about, or NULL */
  char *link;                           /* of /open */
  char *source;                         /* where it comes from */
  gint64 version;                       /* of the account, when the session was looked at */
  gint64 files_of;                      /* whose file it is, or 0 */
  gsize held;                           /* of its body, see room.c */
  gboolean asks;                        /* a worker looks whether it is let in, before its body */
  CrInstant now;                        /* of the story's clock, or 0 */
  gboolean outside;                     /* came where only phones are answered */
  gboolean front;                       /* wants the page, with Now in it */
  char id[CR_MAX_REQUEST_ID_BYTES + 1]; /* of the request, in logs */
  gint64 began_usec;
  const char *method; /* interned */
  CrReply *reply;
  GStringChunk *headers; /* those that a worker wants, of a service; else they are MHD's */
  CrReply *told;         /* in the place of the answer that is late */
} Exchange;

void exchange_free(Exchange *x); /* NULL-safe; gives back a reference */

static inline const char *
exchange_header(const Exchange *x, const char *name) {
  return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* Whose work it is. */
CrWork exchange_kind(const Exchange *x);
/* From the request's headers alone: NULL to go on, or the answer. */
CrReply *exchange_admit(CrServer *server, Exchange *x, const char *method, const char *version);
/* A file of the page, or its 404. */
CrReply *exchange_asset(const Exchange *x);
/* In a worker, of one that was let in: sets x->reply. */
void exchange_answer(CrServer *server, Exchange *x, CrDesk *desk);

/* late.c: a worker's work on one exchange, whose commits may be late. */
typedef struct {
  CrServer *server;
  GThreadPool *pool;
  Exchange *x;
  CrStore *store; /* NULL: there is none */
  gboolean changes, is_late, answered;
} Late;
/* changes: something, so that it waits for whoever confirms that. */
void late_begin(Late *late, CrServer *server, Exchange *x, gboolean changes);
/* For cr_store_tell_late, with the Late. */
gboolean late_go_on(gpointer late);
/* What it waits for. */
void late_watch(Late *late, CrStore *store);
/* The answer is there: gives it to who asked, unless they were told already. */
void late_answer(Late *late);
void late_end(Late *late);

G_END_DECLS
