#include "api/service.h"

#include "api/worlds.h"
#include "base/error.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_FORGOTTEN 1000 /* that wait to be looked up */

/* Letting in */

static CrReply *
no_session(void) {
  return cr_reply_problem(401, "sign-in", "Sign in first.");
}

static CrReply *
reply_of(const GError *error) {
  return g_error_matches(error, CR_ERROR, CR_ERROR_DENIED) ? no_session() : cr_reply_error(error);
}

CrReply *
service_check_token(const char *token) {
  gint64 account;
  return cr_token_account(token, &account) ? NULL : no_session();
}

CrReply *
service_check_session(CrServer *server, CrDesk *desk, const char *token) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMember) member = NULL;
  g_autoptr(CrSession) session =
      cr_people_session(desk->store, token, server_now(server), &member, &error);
  return session ? NULL : reply_of(error);
}

/* Whose data a session may see and change: its member's own. */
static gint64
account_of(const CrRequest *request) {
  gint64 account = 0;
  cr_token_account(request->session, &account);
  return account;
}

/* What is read in one transaction begins here, so it is here that a server which went away while
 * nobody looked is missed: another is asked then. */
static CrSession *
find_session(CrServer *server, CrRequest *request, CrDesk *desk, GError **error) {
  g_autoptr(GError) local = NULL;
  CrSession *session = cr_people_session(desk->store, request->session, server_now(server),
                                         &request->member, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_LOST))
    return cr_people_session(desk->store, request->session, server_now(server), &request->member,
                             error);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return session;
}

static CrReply *
admit_session(CrServer *server, CrRequest *request, CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  request->login = find_session(server, request, desk, &error);
  if (request->login == NULL)
    return reply_of(error);
  if ((request->route->flags & CR_ROUTE_ADMIN) && request->member->role != CR_ROLE_ADMINISTRATOR)
    return cr_reply_not_there();
  if ((request->route->flags & CR_ROUTE_COACH) && request->member->role != CR_ROLE_COACH)
    return cr_reply_not_there();
  if ((request->route->flags & CR_ROUTE_PROVED) &&
      !cr_people_is_proved(request->login, server_now(server)))
    return cr_reply_problem(403, "prove-yourself", "Show first that it is you: sign in once more.");
  if (request->visit)
    return visit_admit(request, desk, account_of(request), server_now(server));
  return cr_desk_turn_to(desk, account_of(request), &error) ? NULL : cr_reply_error(error);
}

gint64
service_phone_account(const CrRequest *request) {
  const char *text = cr_target_parameter(&request->target, "account");
  return text ? g_ascii_strtoll(text, NULL, 10) : 0;
}

/* A phone or a calendar has no session: its address says whose it is, and its secret that it is. */
static CrReply *
admit_device(CrServer *server, CrRequest *request, CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  g_auto(CrKnown) known = {0};
  gboolean feed = request->name != NULL;
  gint64 account = feed ? g_ascii_strtoll(request->name, NULL, 10) : service_phone_account(request);
  if (account > 0 && !cr_people_know(desk->store, account, server_now(server), &known, &error))
    return cr_reply_error(error);
  if (known.member && known.member->state == CR_MEMBER_ACTIVE)
    return cr_desk_turn_to(desk, account, &error) ? NULL : cr_reply_error(error);
  return feed ? cr_reply_problem(404, "not-found", "There is no such calendar.")
              : cr_reply_problem(401, "unknown-phone",
                                 "no phone that is known here sent this, or its clock is wrong");
}

/* What the page is made of is on its way before it is known whether it is to be shown. */
static void
begin_page(const CrServer *server, const CrRequest *request, CrDesk *desk) {
  gint64 account = account_of(request);
  cr_store_hold(desk->store, account);
  if (request->route->ask == NULL || request->visit || server->replica ||
      !cr_store_begin(desk->store, account, FALSE, NULL))
    return;
  request->route->ask(desk->store, account);
  cr_store_rollback(desk->store);
}

CrReply *
service_admit(CrServer *server, CrRequest *request, CrDesk *desk) {
  gboolean outside = *request->route->pattern == '/' && !(request->route->flags & CR_ROUTE_SERVICE);
  if (cr_route_is_page(request->route))
    begin_page(server, request, desk);
  if (outside)
    return admit_device(server, request, desk);
  return request->route->flags & CR_ROUTE_OPEN ? NULL : admit_session(server, request, desk);
}

/* The last address that a proxy adds is the one that it saw; those before are whatever its caller
 * wrote. */
static char *
last_of(const char *forwarded) {
  const char *comma = forwarded ? strrchr(forwarded, ',') : NULL;
  return forwarded ? g_strstrip(g_strdup(comma ? comma + 1 : forwarded)) : NULL;
}

char *
service_source(const char *forwarded) {
  g_autofree char *named = last_of(forwarded);
  struct in_addr v4;
  struct in6_addr v6;
  char text[INET6_ADDRSTRLEN] = "";
  if (named && inet_pton(AF_INET, named, &v4) == 1)
    return g_strdup(named);
  if (named && inet_pton(AF_INET6, named, &v6) == 1) {
    if (IN6_IS_ADDR_V4MAPPED(&v6)) /* as a proxy says it that listens to both by one socket */
      return g_strdup(inet_ntop(AF_INET, v6.s6_addr + 12, text, sizeof text));
    memset(v6.s6_addr + 8, 0, 8);
    return g_strdup(inet_ntop(AF_INET6, &v6, text, sizeof text));
  }
  return g_strdup("127.0.0.1"); /* the server is reached from this machine only */
}

/* Letters */

gboolean
service_post(CrRequest *request, gint64 account, CrPostKind kind, const char *address,
             const char *what, GError **error) {
  CrServer *server = request->server;
  if (server->service->mail == NULL)
    return TRUE;
  gboolean ok =
      cr_post_later(request->desk->store, account, kind, address, what, request->now, error);
  if (ok)
    cr_poster_wake(server->poster);
  return ok;
}

static void
log_unwritten(const GError *error) {
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "a letter could not be written: %s",
                   error->message);
}

void
service_tell(CrRequest *request, gint64 account, CrPostKind kind, const char *address,
             const char *what) {
  g_autoptr(GError) error = NULL;
  if (!service_post(request, account, kind, address, what, &error))
    log_unwritten(error);
}

/* Who has that address is looked up here, and not while somebody waits for the answer: it must take
 * as long for nobody's. */
static gboolean
post_reset(CrServer *server, const char *email, GError **error) {
  CrInstant now = server_now(server);
  g_auto(CrKnown) known = {0};
  g_autoptr(CrDesk) desk = server_open_desk(server, late_goes_on, server, error);
  if (desk == NULL || !cr_people_know_by_email(desk->store, email, now, &known, error))
    return FALSE;
  if (known.member == NULL || known.member->state != CR_MEMBER_ACTIVE)
    return TRUE;
  if (!cr_post_later(desk->store, known.account, CR_POST_RESET, known.member->email, NULL, now,
                     error))
    return FALSE;
  cr_poster_wake(server->poster);
  return TRUE;
}

static void
look_up(gpointer data, gpointer server) {
  g_autofree char *email = data;
  g_autoptr(GError) error = NULL;
  if (!post_reset(server, email, &error))
    log_unwritten(error);
}

void
service_forgot(CrServer *server, const char *email) {
  if (server->service->mail && g_thread_pool_unprocessed(server->forgotten) < MAX_FORGOTTEN)
    g_thread_pool_push(server->forgotten, g_strdup(email), NULL);
}

char *
service_cookie(const CrServer *server, const char *what) {
  return g_strconcat(server->cookie, "_", what, NULL);
}

char *
service_browser(const CrRequest *request) {
  g_autofree char *name = service_cookie(request->server, "known");
  return cr_cookie_find(request->cookies, name);
}

/* Without it its owner is only let in a little less soon. */
void
service_remember_browser(CrRequest *request, gint64 account, CrReply *reply) {
  g_autoptr(GError) error = NULL;
  g_autofree char *name = service_cookie(request->server, "known");
  g_autofree char *before = service_browser(request);
  g_autofree char *token =
      cr_people_remember_browser(request->desk->store, account, before, request->now, &error);
  if (token)
    cr_reply_set_cookie(reply, name, token, CR_BROWSER_DAYS * 86400, request->server->secure);
  else
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
}

gboolean
service_enter(CrRequest *request, gint64 account, const char *how, CrReply *reply, GError **error) {
  const CrEntrance entrance = {request->source, request->agent, how, request->session};
  g_autofree char *token =
      cr_people_enter(request->desk->store, account, &entrance, request->now, error);
  if (token == NULL)
    return FALSE;
  cr_reply_set_cookie(reply, server_cookie(request->server), token, CR_SESSION_MOST_DAYS * 86400,
                      request->server->secure);
  service_remember_browser(request, account, reply);
  return TRUE;
}

/* Beginning and end */

static char *
host_of(const char *origin) {
  g_autoptr(GUri) uri = g_uri_parse(origin, G_URI_FLAGS_NONE, NULL);
  return g_strdup(uri && g_uri_get_host(uri) ? g_uri_get_host(uri) : "localhost");
}

static CrInstant
now_of(gpointer server) {
  return server_now(server);
}

gboolean
service_start(CrServer *server, GError **error) {
  server->rp = host_of(server->origin);
  server->worlds = cr_worlds_new(server);
  server->forgotten = g_thread_pool_new(look_up, server, 1, FALSE, error);
  if (server->forgotten)
    server->poster = cr_poster_new(server->uri, server->service, server->origin, now_of, server);
  return server->forgotten != NULL;
}

void
service_stop(CrServer *server) {
  if (server->forgotten)
    g_thread_pool_free(server->forgotten, FALSE, TRUE);
  g_clear_pointer(&server->poster, cr_poster_free);
  g_clear_pointer(&server->worlds, cr_worlds_free);
  g_free(server->rp);
}
