#pragma once
/* What the files of the server share. */
#include "api/demo.h"
#include "api/hub.h"
#include "api/replica.h"
#include "api/route.h"
#include "api/server.h"
#include "api/traffic.h"
#include "engine/poster.h"

#include <pthread.h>

G_BEGIN_DECLS

/* The answer to GET now, which everybody asks for all the time. It holds for a version of the
 * account, until the next due time and the end of the minute. */
typedef struct {
  gint64 version;
  CrInstant minute, due;
  GBytes *body; /* NULL: there is none */
  char *etag;
  struct MHD_Response *response; /* with the clock in its headers, so for a moment only */
  gint64 made_usec;
} NowCache;

/* Each has workers of its own, so that nobody waits for what takes others long. */
typedef enum {
  CR_WORK_READS,
  CR_WORK_CHANGES,
  CR_WORK_SLOW, /* of CR_ROUTE_SLOW */
  CR_N_WORK,
} CrWork;

typedef struct _CrWorlds CrWorlds; /* see worlds.h */

struct _CrServer {
  char *uri;
  gint64 account;
  guint16 port;
  char *origin; /* http://127.0.0.1:PORT, or the public one */
  char *phone_origin;
  char *cookie; /* its name */
  char *story_cookie;
  gboolean secure;
  char **hosts, **origins; /* allowed, lower case */
  CrServerOptions options;

  struct MHD_Daemon *daemons[3]; /* 127.0.0.1, ::1, and the one for phones */
  GThreadPool *workers[CR_N_WORK];
  GAsyncQueue *desks; /* CrDesk that no worker uses now */
  gint stuck;         /* atomic: workers that the database does not answer, see late.c */
  gint late;          /* atomic: those of them whose commit nobody confirms */
  gint noting;        /* atomic: workers that note that a session is in use */
  gint stopping;      /* atomic */
  gint draining;      /* atomic */
  CrHub *hub;
  CrDemos *demos;
  CrTraffic *traffic;
  CrReplica *replica; /* NULL: there is none */
  /* Of a service, see service.c; else all NULL: */
  const CrService *service;
  char *rp;               /* what passkeys are made for: the origin's host */
  GThreadPool *forgotten; /* char *: addresses */
  CrPoster *poster;
  CrWorlds *worlds;

  pthread_mutex_t mutex; /* of what follows */
  GHashTable *sessions;  /* hash -> CrInstant */
  gint64 sessions_version;
  GHashTable *busy_keys;   /* idempotency keys of requests that are being answered */
  GHashTable *at_work;     /* account -> how many of its CR_ROUTE_SLOW are being answered */
  gssize held_bytes;       /* of all bodies, see room.c */
  GHashTable *files;       /* account -> how many of them are of files that it brings */
  GHashTable *connections; /* see deadlines.c */
  GHashTable *callers;     /* see outside.c: caller -> how many requests in this window */
  gint64 callers_since_usec;
  NowCache now;
  gint64 told_line, told_version; /* what the streams know */
  CrDesk *watcher;                /* reads what is new for them; a service's worlds take it */

  pthread_t keeping; /* the thread of pings and deadlines */
  pthread_cond_t wake;
};

/* Sessions, see session.h */
/* version: the account's, as just read. */
gboolean server_knows_session(CrServer *server, CrDesk *desk, gint64 version, const char *token,
                              CrInstant now);
CrInstant server_session_ends(CrServer *server, const char *token);
const char *server_cookie(const CrServer *server);
void server_give_session(CrServer *server, CrReply *reply, const char *token);
/* token NULL: takes it back. */
void server_give_story(CrServer *server, CrReply *reply, const char *token);

/* Of the account; of a service, of none yet. */
CrDesk *server_open_desk(const CrServer *server, CrTellLate late, gpointer data, GError **error);
CrInstant server_now(const CrServer *server);
char *server_clock_text(CrInstant now); /* of the header Crickets-Now */

/* now-cache.c */
void now_cache_put(CrServer *server, const CrReply *reply, gint64 version, CrInstant due,
                   CrInstant now);
/* Queues it; FALSE when it has to be made. */
gboolean now_cache_answer(CrServer *server, struct MHD_Connection *connection, gint64 version,
                          CrInstant now, const char *if_none_match, guint *ret_status,
                          enum MHD_Result *ret_result);
void now_cache_clear(NowCache *cache);

/* exchange.c: MHD's callbacks. */
enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload_data,
                                size_t *upload_data_size, void **con_cls);
/* The same where only phones are answered. */
enum MHD_Result exchange_handle_outside(void *cls, struct MHD_Connection *connection,
                                        const char *url, const char *method, const char *version,
                                        const char *upload_data, size_t *upload_data_size,
                                        void **con_cls);
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *connection);
void exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                        enum MHD_RequestTerminationCode toe);
void exchange_work(gpointer exchange, gpointer server);

/* outside.c: the address for phones. */
/* The address that the connection is from, as service_source has it. Free with g_free. */
char *outside_source(struct MHD_Connection *connection);
/* FALSE when that address has asked too often of late, for the account (0: there is but one) or for
 * all together. */
gboolean outside_may_ask(CrServer *server, const char *source, gint64 account);

/* deadlines.c: a request that dawdles is cut off. */
void deadline_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                         enum MHD_ConnectionNotificationCode toe);
#define CR_HEADERS_USEC (20 * CR_SECOND)
#define CR_BODY_USEC (2 * CR_MINUTE)
#define CR_ANSWER_USEC (5 * CR_MINUTE)
/* The connection owes the next thing (a header, a body, taking the answer) within so long; 0:
 * nothing any more. */
void deadline_set(struct MHD_Connection *connection, gint64 usec);
/* Its answer was sent. */
void deadline_answered(struct MHD_Connection *connection);
/* Nothing more is asked where nothing is being asked: what has arrived is answered, then the
 * connection ends. TRUE when there is none any more. The caller holds the mutex. */
gboolean deadline_end(CrServer *server);
void deadline_sweep(CrServer *server);
void debtor_free(gpointer debtor);
/* The request's target as it came. MHD forgets a request that it refuses itself without a word, so
 * this goes with the connection. take: free with g_free; NULL when there is none. */
void debtor_keep_uri(struct MHD_Connection *connection, const char *uri);
char *debtor_take_uri(struct MHD_Connection *connection);

/* room.c */
/* Counts by more of the account, and gives how many there are then; the caller holds the mutex. */
gssize server_count(GHashTable *counts, gint64 account, gssize by);
/* For a body; FALSE: there is none. files_of: the account that brings a file, or 0. */
gboolean room_take(CrServer *server, gint64 files_of, gsize bytes);
void room_give(CrServer *server, gint64 files_of, gsize bytes);

/* late.c: NULL to go on, or the answer to whoever would change something while nothing is kept. */
CrReply *late_refuse(const CrServer *server);
/* For cr_store_tell_late, of whom nobody waits for. */
gboolean late_goes_on(gpointer server);

/* dispatch.c: in a worker. */
CrReply *dispatch(CrServer *server, CrRequest *request);

G_END_DECLS
