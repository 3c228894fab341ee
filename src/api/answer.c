/* The answer to a request that was let in. */
#include "api/exchange.h"

#include "base/error.h"

#include <string.h>

static CrReply *
open_link(CrServer *server, Exchange *x, CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  CrInstant now = server_now(server);
  g_autofree char *session = cr_session_open(desk, x->link, now, &error);
  CrReply *home = NULL;
  if (session || g_error_matches(error, CR_ERROR, CR_ERROR_NOT_FOUND)) {
    CrInstant due;
    gint64 version;
    gboolean known = session == NULL && x->token && cr_desk_state(desk, &version, &due, NULL) &&
                     server_knows_session(server, desk, version, x->token, now);
    if (session == NULL && !known) {
      CrReply *words = cr_reply_new(403, "text/plain; charset=utf-8",
                                    g_bytes_new(error->message, strlen(error->message)));
      words->cache = "no-store";
      return words;
    }
    home = cr_reply_new(303, NULL, NULL);
    home->location = g_strdup("/");
    home->cache = "no-store";
    if (session)
      server_give_session(server, home, session);
    return home;
  }
  return cr_reply_error(error);
}

/* Documents hold for a minute, so that asking again finds them unchanged. */
static CrInstant
time_of(const CrRoute *route, CrInstant now) {
  gboolean document = strcmp(route->method, "GET") == 0 && !(route->flags & CR_ROUTE_EXACT);
  return document ? now - now % CR_MINUTE : now;
}

/* So that a page knows which of its documents a change on the stream is news to. version: read
 * before the document was. */
static void
tell_version(Exchange *x, gint64 version) {
  if (strcmp(x->request.route->method, "GET") == 0)
    x->reply->version = version;
}

/* About the candidate's own data. */
static void
answer_really(CrServer *server, Exchange *x, CrDesk *desk) {
  CrRequest *request = &x->request;
  gint64 version = -1;
  CrInstant due = CR_INSTANT_NONE;
  request->desk = desk;
  request->now = time_of(request->route, server_now(server));
  gboolean cached = server->service == NULL && strcmp(request->route->pattern, "now") == 0 &&
                    cr_desk_state(desk, &version, &due, NULL);
  CrDesk *reader = cr_replica_take(server->replica, request, desk);
  if (reader)
    request->desk = reader;
  x->reply = dispatch(server, request);
  if (reader) {
    request->desk = desk;
    cr_replica_give(server->replica, reader);
    if (x->reply->status >= 500) { /* it went away meanwhile */
      cr_reply_free(x->reply);
      x->reply = dispatch(server, request);
    }
  }
  if (server->service == NULL && reader == NULL)
    tell_version(x, x->version);
  if (request->visit) {
    x->reply = visit_note(request, x->reply, server_now(server));
    x->reply->cache = "no-store"; /* nothing of it stays behind in a coach's browser */
  }
  if (cached && x->reply->status == 200)
    now_cache_put(server, x->reply, version, due, request->now);
}

static void
answer_in_story(CrServer *server, Exchange *x, CrDemo *demo) {
  CrRequest *request = &x->request;
  g_autoptr(GError) error = NULL;
  gint64 version = 0;
  CrInstant due;
  request->demo = demo;
  request->story = cr_demo_name(demo);
  request->desk = cr_demo_desk(demo);
  x->reply = cr_demo_catch_up(demo, &error) ? NULL : cr_reply_error(error);
  x->now = cr_demo_now(demo);
  request->now = time_of(request->route, x->now);
  if (x->reply == NULL && cr_desk_state(request->desk, &version, &due, &error))
    x->reply = dispatch(server, request);
  else if (x->reply == NULL)
    x->reply = cr_reply_error(error);
  tell_version(x, version);
  x->now = cr_demo_now(demo);
}

void
exchange_answer(CrServer *server, Exchange *x, CrDesk *desk) {
  if (x->link) {
    x->reply = open_link(server, x, desk);
    return;
  }
  x->request.desk = desk;
  if (server->service && (x->reply = service_admit(server, &x->request, desk)))
    return;
  gboolean real = x->request.visit || (x->request.route->flags & CR_ROUTE_REAL);
  CrDemo *demo = real ? NULL : cr_demos_lock(server->demos, x->story);
  x->request.story_token = x->story;
  if (demo == NULL) {
    answer_really(server, x, desk);
    return;
  }
  answer_in_story(server, x, demo);
  cr_demo_unlock(demo);
}
