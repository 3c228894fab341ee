/* Whether a request is let in, by its headers. */
#include "api/assets.h"
#include "api/exchange.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define API "/api/v1/"

static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value) {
  cr_headers_add(cls, name, value ? value : "");
  return MHD_YES;
}

static CrReply *
closing(CrReply *reply) {
  reply->close = TRUE;
  return reply;
}

static gboolean
is_one_of(char **list, const char *text) {
  for (char **item = list; text && *item; item++)
    if (g_ascii_strcasecmp(*item, text) == 0)
      return TRUE;
  return FALSE;
}

/* However its letters were written. */
static gboolean
is_under(const Exchange *x, const char *folder) {
  return x->request.target.path && g_str_has_prefix(x->request.target.path, folder);
}

/* A name that is not ours is somebody else's page, which had it point to us. */
static CrReply *
check_where_from(CrServer *server, const Exchange *x, const char *method) {
  const char *origin = exchange_header(x, "Origin"), *site = exchange_header(x, "Sec-Fetch-Site");
  gboolean reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
  if (!is_one_of(server->hosts, exchange_header(x, "Host")))
    return cr_reply_problem(403, "foreign-host", "This server is not known by that name.");
  if (origin && !is_one_of(server->origins, origin))
    return cr_reply_problem(403, "foreign-origin", "Another page may not ask here.");
  if (reads)
    return site && strcmp(site, "cross-site") == 0 && is_under(x, "/api/")
               ? cr_reply_problem(403, "foreign-origin", "Another page may not ask here.")
               : NULL;
  if (site ? strcmp(site, "same-origin") != 0 : origin == NULL)
    return cr_reply_problem(403, "foreign-origin",
                            "What changes something must come with this server's own Origin.");
  return NULL;
}

static CrReply *
check_body(Exchange *x, CrBodyKind kind) {
  guint64 most = kind == CR_BODY_NONE   ? 0
                 : kind == CR_BODY_FILE ? CR_MAX_UPLOAD_BYTES
                                        : CR_MAX_REQUEST_BYTES;
  if (x->length > most)
    return cr_reply_problem(413, "too-large",
                            most ? "The body is larger than is taken here."
                                 : "Nothing is to be sent here.");
  return NULL;
}

/* Each of MHD's threads looks at a person's own account with a desk of its own. */
static CrDesk *
thread_desk(CrServer *server, GError **error) {
  static GPrivate own = G_PRIVATE_INIT((GDestroyNotify) cr_desk_free);
  CrDesk *desk = g_private_get(&own);
  if (desk == NULL && (desk = server_open_desk(server, late_goes_on, server, error)))
    g_private_set(&own, desk);
  return desk;
}

/* A service's database is asked in a worker: for files before they come. */
static CrReply *
check_session(CrServer *server, Exchange *x, CrInstant now) {
  g_autoptr(GError) error = NULL;
  CrInstant due;
  if (server->service) {
    CrReply *refused = service_check_token(x->token);
    x->asks = refused == NULL && x->request.route->body == CR_BODY_FILE;
    return refused;
  }
  CrDesk *desk = thread_desk(server, &error);
  if (desk == NULL || !cr_desk_state(desk, &x->version, &due, &error))
    return cr_reply_error(error);
  if (x->token && server_knows_session(server, desk, x->version, x->token, now))
    return NULL;
  return cr_reply_problem(401, "no-session",
                          "Open the link that crickets printed. For a new one: crickets serve "
                          "--link");
}

static CrReply *
no_route(const char *allow) {
  CrReply *reply =
      allow ? cr_reply_problem(405, "method", "That is not done to it.") : cr_reply_not_there();
  reply->allow = allow;
  return reply;
}

static CrReply *
admit_to_route(CrServer *server, Exchange *x) {
  x->token = cr_cookie_find(exchange_header(x, "Cookie"), server->cookie);
  x->story = cr_cookie_find(exchange_header(x, "Cookie"), server->story_cookie);
  if ((x->request.route->flags & CR_ROUTE_SERVICE) && server->service == NULL)
    return no_route(NULL);
  CrReply *refused = check_body(x, x->request.route->body);
  if (refused == NULL && !(x->request.route->flags & CR_ROUTE_OPEN))
    refused = check_session(server, x, server_now(server));
  return refused;
}

/* Of an address that names nothing a browser shows the page, which says so; whoever reads no HTML
 * is told in JSON. */
CrReply *
exchange_asset(const Exchange *x) {
  const CrAsset *asset = cr_asset_find(x->request.target.path);
  const char *accept = exchange_header(x, "Accept");
  gboolean lost = asset == NULL;
  if (lost && (accept == NULL || strstr(accept, "text/html") == NULL))
    return cr_reply_problem(404, "not-found", "There is no such page.");
  if (lost)
    asset = cr_asset_find("/");
  gboolean packed =
      asset->gzip_bytes && cr_encoding_allowed(exchange_header(x, "Accept-Encoding"), "gzip");
  gboolean known = !lost && cr_etag_matches(exchange_header(x, "If-None-Match"), asset->etag);
  CrReply *reply =
      cr_reply_new(lost    ? 404
                   : known ? 304
                           : 200,
                   known ? NULL : asset->content_type,
                   known    ? NULL
                   : packed ? g_bytes_new_static(asset->gzip_bytes, asset->gzip_size_bytes)
                            : g_bytes_new_static(asset->bytes, asset->size_bytes));
  reply->encoding = packed && !known ? "gzip" : NULL;
  reply->policy = cr_asset_policy();
  reply->etag = lost ? NULL : g_strdup(asset->etag);
  return reply;
}

/* Whoever has no session gets the page all the same: it shows them the door. */
static CrReply *
admit_to_front(CrServer *server, Exchange *x) {
  static char *const now[] = {"api", "v1", "now", NULL};
  const char *allow;
  x->request.route = cr_route_find("GET", (char **) now, &x->request.id, &x->request.name, &allow);
  CrReply *refused = admit_to_route(server, x);
  x->front = refused == NULL;
  if (x->front)
    return NULL;
  cr_reply_free(refused);
  x->request.route = NULL;
  return exchange_asset(x);
}

static gboolean
is_prefetch(const Exchange *x) {
  const char *purpose = exchange_header(x, "Sec-Purpose");
  return (purpose && strstr(purpose, "prefetch")) || exchange_header(x, "X-Moz") != NULL;
}

/* /open changes a link for a session: a GET, as links are, but only of a person who follows it. */
static CrReply *
admit_open(CrServer *server, Exchange *x, const char *method) {
  const char *token = cr_target_parameter(&x->request.target, "token");
  if (strcmp(method, "GET") != 0 || is_prefetch(x))
    return cr_reply_problem(405, "method", "A link is opened with GET.");
  x->link = g_strdup(token ? token : "");
  x->token = cr_cookie_find(exchange_header(x, "Cookie"), server->cookie);
  return NULL;
}

/* Phones bring their own secret, whatever they call us; a browser has no business here. */
static CrReply *
admit_call(CrServer *server, Exchange *x, const char *method) {
  const char *origin = exchange_header(x, "Origin"), *site = exchange_header(x, "Sec-Fetch-Site"),
             *allow = NULL;
  if (!outside_may_ask(server, x->source, server->service ? service_phone_account(&x->request) : 0))
    return closing(cr_reply_problem(429, "too-many", "Too many requests. Wait a minute."));
  if (strcmp(x->request.target.path, CR_HOOK_PATH) != 0)
    return closing(no_route(NULL));
  if ((origin && !is_one_of(server->origins, origin)) || (site && strcmp(site, "same-origin") != 0))
    return closing(cr_reply_problem(403, "foreign-origin", "Another page may not ask here."));
  x->request.route =
      cr_route_find(method, x->request.target.segments, &x->request.id, &x->request.name, &allow);
  return x->request.route ? check_body(x, x->request.route->body) : no_route(allow);
}

CrReply *
exchange_admit(CrServer *server, Exchange *x, const char *method, const char *version) {
  static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", NULL};
  g_autoptr(GError) error = NULL;
  CrHeaders headers = {0};
  const char *why, *allow = NULL;
  MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_header, &headers);
  guint problem = cr_headers_problem(&headers, version, &why);
  if (problem)
    return closing(cr_reply_problem(problem, "bad-headers", why));
  x->source = x->outside ? outside_source(x->connection) : service_source(headers.forwarded);
  if (headers.length)
    x->length = g_ascii_strtoull(headers.length, NULL, 10);
  if (!g_strv_contains(methods, method))
    return closing(cr_reply_problem(405, "method", "That method is not known here."));
  gboolean read = cr_target_parse(x->uri, &x->request.target, &error);
  gboolean call = x->outside || is_under(x, "/hook/");
  CrReply *foreign = call ? NULL : check_where_from(server, x, method);
  if (foreign)
    return closing(foreign);
  if (!read)
    return closing(cr_reply_problem(400, "bad-address", error->message));
  if (call)
    return admit_call(server, x, method);
  gboolean visit = server->service && visit_take(x->request.target.segments, &x->request.visit);
  x->request.route =
      cr_route_find(strcmp(method, "HEAD") == 0 ? "GET" : method, x->request.target.segments,
                    &x->request.id, &x->request.name, &allow);
  if (visit && (x->request.route == NULL || x->request.route->look == NULL))
    return no_route(NULL);
  if (x->request.route)
    return admit_to_route(server, x);
  if (allow || g_str_has_prefix(x->request.target.path, API))
    return no_route(allow);
  CrReply *refused = check_body(x, CR_BODY_NONE);
  if (refused)
    return refused;
  if (strcmp(x->request.target.path, "/open") == 0 && server->service == NULL)
    return admit_open(server, x, method);
  if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return cr_reply_problem(405, "method", "Pages are only read.");
  return strcmp(x->request.target.path, "/") == 0 && strcmp(method, "GET") == 0
             ? admit_to_front(server, x)
             : exchange_asset(x);
}
