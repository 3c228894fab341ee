#pragma once
/* One request on its way to an answer: what its handler gets. */
#include "api/reply.h"
#include "api/request.h"
#include "engine/hook.h"
#include "model/grant.h"
#include "model/member.h"

G_BEGIN_DECLS

typedef struct _CrServer CrServer;
typedef struct _CrDemo CrDemo; /* see demo.h */
typedef struct _CrRequest CrRequest;

/* NULL with the error set (see cr_reply_error) or a reply, which may be a problem. */
typedef CrReply *(*CrHandler)(CrRequest *request, GError **error);

typedef enum {
  CR_BODY_NONE, /* a body is refused */
  CR_BODY_JSON, /* an object, of CR_MAX_REQUEST_BYTES */
  CR_BODY_TEXT, /* any bytes, of CR_MAX_REQUEST_BYTES */
  CR_BODY_FILE, /* any bytes, of CR_MAX_UPLOAD_BYTES */
} CrBodyKind;
#define CR_MAX_REQUEST_BYTES (64UL << 10)
#define CR_MAX_UPLOAD_BYTES (64UL << 20)

typedef enum {
  CR_ROUTE_PLAIN = 0,
  CR_ROUTE_OPEN = 1 << 0,  /* needs no session */
  CR_ROUTE_KEYED = 1 << 1, /* takes an Idempotency-Key */
  CR_ROUTE_EXACT =
      1 << 3, /* is told the time to the microsecond, not the minute, although it reads */
  CR_ROUTE_REAL = 1 << 2, /* always about the candidate's own data, never about a story's */
  CR_ROUTE_SERVICE = 1 << 4, /* only where a service has many accounts */
  CR_ROUTE_COACH = 1 << 6, /* only for coaches, likewise */
  CR_ROUTE_ADMIN = 1 << 5,   /* only for who runs it; nobody else learns that there is such a thing */
  CR_ROUTE_APART = 1 << 8, /* a GET that is no page: it waits for others, or writes, too */
  CR_ROUTE_SLOW = 1 << 9,  /* waits for servers of others: other workers answer it than pages */
  CR_ROUTE_WRITES = 1 << 10, /* a GET that keeps something: that it was asked, or who signed in */
  CR_ROUTE_PROVED = 1 << 7,  /* of a service: only for who has shown lately who they are, else 403 */
} CrRouteFlags;

typedef struct {
  const char *method;
  const char *pattern; /* under /api/v1: "interviews/{id}/why"; outside of it: "/feed/{name}" */
  const char *query;   /* names it takes, with spaces around */
  CrBodyKind body;
  CrRouteFlags flags;
  CrHandler handle;
  /* What a coach looks at there, "call", or "" of nothing of the candidate's; NULL: no grant opens it. */
  const char *look;
  /* Asks ahead for what a page of the account's own is made of; NULL: nothing. */
  void (*ask)(CrStore *store, gint64 account);
} CrRoute;
extern const CrRoute cr_routes[]; /* ends with a NULL method */

/* NULL when no route has the path; *ret_allow then tells the methods of the path when there are
 * some, static. *ret_id and *ret_name: what stands for {id} and {name}. */
const CrRoute *cr_route_find(const char *method, char **segments, int *ret_id,
                             const char **ret_name, const char **ret_allow);

/* It only reads what is kept of an account: in one transaction, or from a replica. */
gboolean cr_route_is_page(const CrRoute *route);

struct _CrRequest {
  CrServer *server;
  const CrRoute *route;
  CrTarget target;
  int id;
  const char *name;
  const char *session; /* its token, or NULL */
  /* Of a service, with a session: who is there; their account is the desk's. */
  CrMember *member;
  /* Of a coach in a candidate's account: its number, and what is granted; else 0 and NULL. */
  gint64 visit;
  CrGrant *grant;
  CrActor actor;
  gboolean look_known;
  CrSession *login;
  const char *source, *agent; /* where from, and with what */
  /* Set by a handler: whose account somebody could not open, and with what; written down when the
   * answer is on its way. */
  gint64 failed;
  const char *failed_with;
  GArray *stale; /* likewise: whom a coach is to forget, see engine/grants.h */
  const char *cookies, *if_match, *if_none_match, *content_type, *key, *last_event;
  CrHookRequest hook; /* of CR_HOOK_PATH: its headers */
  GByteArray *body; /* NULL: none */
  json_t *json;     /* of CR_BODY_JSON */
  /* The world that it is about: */
  CrDesk *desk;
  CrInstant now;
  CrDemo *demo;      /* locked; NULL: the candidate's own data */
  const char *story; /* its name */
  const char *story_token;
  /* Set by a handler: an event stream follows the reply's headers, these first; of that world. */
  GBytes *stream;
  gconstpointer world;
};

/* Typed reads; FALSE with CR_ERROR_PARSE (or 400, see cr_request_bad). */
gboolean cr_request_int(const CrRequest *request, const char *name, gint64 min, gint64 max,
                        gint64 *value, GError **error);
gboolean cr_request_instant(const CrRequest *request, const char *name, CrInstant *value,
                            GError **error);
/* Only these members (with spaces around) may stand in an object. */
gboolean cr_request_members(const json_t *json, const char *names, GError **error);
/* A string of at most max characters; required: not absent, not empty. */
gboolean cr_request_string(const json_t *json, const char *name, guint max, gboolean required,
                           const char **ret_value, GError **error);
/* A text that is shown to others: without control characters, and something is left of it. Free
 * with g_free. */
gboolean cr_request_line(const json_t *json, const char *name, guint max, char **ret_value,
                         GError **error);
gboolean cr_request_bool(const json_t *json, const char *name, gboolean *ret_value, GError **error);
/* A document that is only changed when If-Match names it: NULL to go on, else the 412. */
CrReply *cr_request_check_match(const CrRequest *request, json_t *current);
/* NULL to go on, else the 409 of what a story must not touch. */
CrReply *cr_request_refuse_in_story(const CrRequest *request);
/* The problem 400. */
#define CR_BAD_REQUEST (cr_bad_request_quark())
GQuark cr_bad_request_quark(void);
gboolean cr_request_bad(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

G_END_DECLS
