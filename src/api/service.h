#pragma once
/* Where one server has many accounts: whose a request is, and the letters to their owners. */
#include "api/server-private.h"
#include "engine/people.h"

G_BEGIN_DECLS

/* Before a worker has it: NULL to go on, else the 401 of who surely has no session. */
CrReply *service_check_token(const char *token);
/* In a worker, before a large body is taken: NULL to go on, else why nobody is let in by it. */
CrReply *service_check_session(CrServer *server, CrDesk *desk, const char *token);
/* In a worker: the desk is turned to the account that the request is about. NULL to go on. Of a
 * page all is read in one transaction, from the session on, until the desk is turned away. */
CrReply *service_admit(CrServer *server, CrRequest *request, CrDesk *desk);
/* grants.c: a coach in a candidate's account, "/api/v1/candidates/NUMBER/…". TRUE: it is one, and
 * the two segments are gone from the path's. */
gboolean visit_take(char **segments, gint64 *ret_visit);
/* With the member known: NULL to go on, with the desk turned to the candidate's account; whatever
 * no grant opens is the same 404 as an unknown path. */
CrReply *visit_admit(CrRequest *request, CrDesk *desk, gint64 coach, CrInstant now);
/* Before the reply to a visit goes out: that they looked is kept, if it shows anything. Gives what
 * is to go in its place when that cannot be kept. */
CrReply *visit_note(CrRequest *request, CrReply *reply, CrInstant now);
/* The address that a request comes from: of a proxy on this machine, the one that it names last.
 * IPv6 without what its owner can choose. Free with g_free. */
char *service_source(const char *forwarded);
/* Whose phone it is, as the request's address says; 0: it does not. */
gint64 service_phone_account(const CrRequest *request);

/* Puts a letter down for the poster, see engine/poster.h; nothing where no mail is sent. */
gboolean service_post(CrRequest *request, gint64 account, CrPostKind kind, const char *address,
                      const char *what, GError **error);
/* The same after what was asked for is done: a failure is logged. */
void service_tell(CrRequest *request, gint64 account, CrPostKind kind, const char *address,
                  const char *what);
/* A link for a new password to whoever has that address: whether anybody has is found out later, so
 * that who asked cannot see it. */
void service_forgot(CrServer *server, const char *email);
/* The name of one of the service's cookies beside that of the session: a site that is our sibling
 * cannot set it. Free with g_free. */
char *service_cookie(const CrServer *server, const char *what);
/* The token by which a browser is known, or NULL. Free with g_free. */
char *service_browser(const CrRequest *request);
/* The reply's browser is known from now on to be the account's (engine/people.h). */
void service_remember_browser(CrRequest *request, gint64 account, CrReply *reply);
/* Begins a session for the reply's browser. FALSE with the error set: CR_ERROR_DENIED of who is not
 * let in. */
gboolean service_enter(CrRequest *request, gint64 account, const char *how, CrReply *reply,
                       GError **error);

gboolean service_start(CrServer *server, GError **error);
void service_stop(CrServer *server);

G_END_DECLS
