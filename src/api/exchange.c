/* MHD's callbacks. In its threads only what cannot wait is done: a request is looked over, its body
 * collected; a worker makes the answer while the connection is suspended. The one answer that
 * everybody asks for all the time comes from memory. */
#include "api/assets.h"
#include "api/server-private.h"
#include "api/service.h"
#include "api/session.h"

#include "base/error.h"
#include "base/text.h"
#include "base/trace.h"

#include <string.h>

#define API "/api/v1/"
#define MAX_HELD_BYTES (256L << 20) /* of all bodies together */

typedef struct {
  char *uri; /* as it came */
  struct MHD_Connection *connection;
  guint64 length; /* of the body as announced; 0 of none, or of a chunked one */
  CrRequest request;
  char *token;                          /* of the session */
  char *story;                          /* token of the demo that it is about, or NULL */
  char *link;                           /* of /open */
  char *source;                         /* of a service: where it comes from */
  gint64 version;                       /* of the account, when the session was looked at */
  gsize held;                           /* counted in server->upload_bytes */
  CrInstant now;                        /* of the story's clock, or 0 */
  gboolean outside;                     /* came where only phones are answered */
  char id[CR_MAX_REQUEST_ID_BYTES + 1]; /* of the request, in logs */
  gint64 began_usec;
  const char *method; /* interned */
  CrReply *reply;
} Exchange;

void *
exchange_begin(void *cls, const char *uri, struct MHD_Connection *connection) {
  debtor_keep_uri(connection, uri);
  return NULL;
}

void
exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                   enum MHD_RequestTerminationCode toe) {
  CrServer *server = cls;
  Exchange *x = *con_cls;
  if (x == NULL)
    return;
  deadline_set(connection, CR_HEADERS_USEC); /* of the next request */
  g_atomic_int_add(&server->upload_bytes, -(gint) x->held);
  cr_target_clear(&x->request.target);
  g_clear_pointer(&x->request.body, g_byte_array_unref);
  json_decref(x->request.json);
  g_clear_pointer(&x->request.stream, g_bytes_unref);
  cr_reply_free(x->reply);
  g_free(x->token);
  g_free(x->story);
  g_free(x->link);
  g_free(x->source);
  cr_member_free(x->request.member);
  cr_session_free(x->request.login);
  cr_grant_free(x->request.grant);
  g_free(x->uri);
  g_free(x);
  *con_cls = NULL;
}

static const char *
header(const Exchange *x, const char *name) {
  return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value) {
  cr_headers_add(cls, name, value ? value : "");
  return MHD_YES;
}

/* Letting in */

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

/* A name that is not ours is somebody else's page, which had it point to us. */
static CrReply *
check_where_from(CrServer *server, const Exchange *x, const char *method) {
  const char *origin = header(x, "Origin"), *site = header(x, "Sec-Fetch-Site");
  gboolean reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
  if (!is_one_of(server->hosts, header(x, "Host")))
    return cr_reply_problem(403, "foreign-host", "This server is not known by that name.");
  if (origin && !is_one_of(server->origins, origin))
    return cr_reply_problem(403, "foreign-origin", "Another page may not ask here.");
  if (reads)
    return site && strcmp(site, "cross-site") == 0 && g_str_has_prefix(x->uri, "/api/")
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

/* Each of MHD's threads looks at the account with a desk of its own. */
static CrDesk *
thread_desk(CrServer *server, GError **error) {
  static GPrivate own = G_PRIVATE_INIT((GDestroyNotify) cr_desk_free);
  CrDesk *desk = g_private_get(&own);
  if (desk == NULL && (desk = server_open_desk(server, error)))
    g_private_set(&own, desk);
  return desk;
}

static CrReply *
check_session(CrServer *server, Exchange *x, CrInstant now, gint64 *ret_version) {
  g_autoptr(GError) error = NULL;
  CrDesk *desk = thread_desk(server, &error);
  CrInstant due;
  if (desk && server->service)
    return service_check_token(server, desk, x->token, x->request.route->body == CR_BODY_FILE);
  if (desk == NULL || !cr_desk_state(desk, ret_version, &due, &error))
    return cr_reply_error(error);
  if (x->token && server_knows_session(server, desk, *ret_version, x->token, now))
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
admit_to_route(CrServer *server, Exchange *x, gint64 *ret_version) {
  x->token = cr_cookie_find(header(x, "Cookie"), server->cookie);
  x->story = cr_cookie_find(header(x, "Cookie"), server->story_cookie);
  if ((x->request.route->flags & CR_ROUTE_SERVICE) && server->service == NULL)
    return no_route(NULL);
  CrReply *refused = check_body(x, x->request.route->body);
  if (refused == NULL && !(x->request.route->flags & CR_ROUTE_OPEN))
    refused = check_session(server, x, server_now(server), ret_version);
  return refused;
}

static CrReply *
asset_reply(const Exchange *x) {
  const CrAsset *asset = cr_asset_find(x->request.target.path);
  if (asset == NULL)
    return cr_reply_problem(404, "not-found", "There is no such page.");
  gboolean packed = asset->gzip_bytes && cr_encoding_allowed(header(x, "Accept-Encoding"), "gzip");
  gboolean known = cr_etag_matches(header(x, "If-None-Match"), asset->etag);
  CrReply *reply =
      cr_reply_new(known ? 304 : 200, known ? NULL : asset->content_type,
                   known    ? NULL
                   : packed ? g_bytes_new_static(asset->gzip_bytes, asset->gzip_size_bytes)
                            : g_bytes_new_static(asset->bytes, asset->size_bytes));
  reply->encoding = packed && !known ? "gzip" : NULL;
  reply->policy = cr_asset_csp;
  reply->etag = g_strdup(asset->etag);
  return reply;
}

static gboolean
is_prefetch(const Exchange *x) {
  const char *purpose = header(x, "Sec-Purpose");
  return (purpose && strstr(purpose, "prefetch")) || header(x, "X-Moz") != NULL;
}

/* /open changes a link for a session: a GET, as links are, but only of a person who follows it. */
static CrReply *
admit_open(CrServer *server, Exchange *x, const char *method) {
  const char *token = cr_target_parameter(&x->request.target, "token");
  if (strcmp(method, "GET") != 0 || is_prefetch(x))
    return cr_reply_problem(405, "method", "A link is opened with GET.");
  x->link = g_strdup(token ? token : "");
  x->token = cr_cookie_find(header(x, "Cookie"), server->cookie);
  return NULL;
}

/* Phones bring their own secret, whatever they call us; a browser has no business here. */
static CrReply *
admit_call(CrServer *server, Exchange *x, const char *method) {
  const char *origin = header(x, "Origin"), *site = header(x, "Sec-Fetch-Site"), *allow = NULL;
  if (!outside_may_ask(server, x->connection))
    return closing(cr_reply_problem(429, "too-many", "Too many requests. Wait a minute."));
  if (strcmp(x->request.target.path, CR_HOOK_PATH) != 0)
    return closing(no_route(NULL));
  if ((origin && !is_one_of(server->origins, origin)) || (site && strcmp(site, "same-origin") != 0))
    return closing(cr_reply_problem(403, "foreign-origin", "Another page may not ask here."));
  x->request.route =
      cr_route_find(method, x->request.target.segments, &x->request.id, &x->request.name, &allow);
  return x->request.route ? check_body(x, x->request.route->body) : no_route(allow);
}

/* NULL: go on. */
static CrReply *
admit(CrServer *server, Exchange *x, const char *method, const char *version, gint64 *ret_version) {
  static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", NULL};
  g_autoptr(GError) error = NULL;
  CrHeaders headers = {0};
  const char *why, *allow = NULL;
  MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_header, &headers);
  guint problem = cr_headers_problem(&headers, version, &why);
  if (problem)
    return closing(cr_reply_problem(problem, "bad-headers", why));
  if (headers.length)
    x->length = g_ascii_strtoull(headers.length, NULL, 10);
  if (!g_strv_contains(methods, method))
    return closing(cr_reply_problem(405, "method", "That method is not known here."));
  gboolean call = x->outside || g_str_has_prefix(x->uri, "/hook/");
  CrReply *foreign = call ? NULL : check_where_from(server, x, method);
  if (foreign)
    return closing(foreign);
  if (!cr_target_parse(x->uri, &x->request.target, &error))
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
    return admit_to_route(server, x, ret_version);
  if (allow || g_str_has_prefix(x->request.target.path, API))
    return no_route(allow);
  CrReply *refused = check_body(x, CR_BODY_NONE);
  if (refused)
    return refused;
  if (strcmp(x->request.target.path, "/open") == 0 && server->service == NULL)
    return admit_open(server, x, method);
  if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return cr_reply_problem(405, "method", "Pages are only read.");
  return asset_reply(x);
}

static void
note_headers(CrServer *server, Exchange *x) {
  x->request.server = server;
  x->request.session = x->token;
  x->request.agent = header(x, "User-Agent");
  x->request.cookies = header(x, "Cookie");
  if (server->service)
    x->request.source = x->source = service_source(header(x, "X-Forwarded-For"));
  x->request.if_match = header(x, "If-Match");
  x->request.if_none_match = header(x, "If-None-Match");
  x->request.content_type = header(x, "Content-Type");
  x->request.key = header(x, "Idempotency-Key");
  x->request.last_event = header(x, "Last-Event-ID");
  x->request.hook = (CrHookRequest){.authorization = header(x, "Authorization"),
                                    .id = header(x, "webhook-id"),
                                    .timestamp = header(x, "webhook-timestamp"),
                                    .signature = header(x, "webhook-signature"),
                                    .twilio = header(x, "X-Twilio-Signature")};
}

/* Noting */

/* What the proxy calls it, else a number of our own. */
static void
give_id(Exchange *x, const char *method) {
  const char *id = header(x, "X-Request-Id");
  x->began_usec = g_get_monotonic_time();
  x->method = g_intern_string(method);
  if (cr_trace_is_id(id))
    g_strlcpy(x->id, id, sizeof x->id);
  else
    g_snprintf(x->id, sizeof x->id, "%08x%08x", g_random_int(), g_random_int());
}

/* Of the address only what the contract calls it: the rest may be secret. */
static void
note(CrServer *server, const Exchange *x, guint status) {
  gint64 usec = g_get_monotonic_time() - x->began_usec;
  cr_traffic_note(server->traffic, x->request.route, status, usec);
  if (!server->options.log_requests)
    return;
  g_autofree char *route = cr_traffic_path(x->request.route);
  g_autofree char *took = g_strdup_printf("%" G_GINT64_FORMAT, usec);
  g_autofree char *answer = g_strdup_printf("%u", status);
  g_log_structured("crickets", G_LOG_LEVEL_INFO, "CRICKETS_REQUEST", x->id, "CRICKETS_METHOD",
                   x->method, "CRICKETS_ROUTE", route, "CRICKETS_STATUS", answer, "CRICKETS_USEC",
                   took, "MESSAGE", "answered");
}

/* Answering */

static enum MHD_Result
queue_reply(CrServer *server, Exchange *x) {
  g_autofree char *clock = server_clock_text(x->now ? x->now : server_now(server));
  guint status = x->reply->status;
  struct MHD_Response *response = NULL;
  cr_reply_set_request(x->reply, x->id);
  note(server, x, status);
  if (x->request.stream) {
    response = cr_hub_stream(server->hub, x->connection, x->request.world,
                             g_steal_pointer(&x->request.stream));
    if (response)
      cr_reply_add_headers(response, x->reply, clock);
    deadline_set(x->connection, 0);
  }
  if (response == NULL)
    response = cr_reply_response(x->reply, clock);
  enum MHD_Result result = MHD_queue_response(x->connection, status, response);
  MHD_destroy_response(response);
  return result;
}

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
  if (request->visit) /* nothing of it stays behind in a coach's browser */
    x->reply->cache = "no-store";
  if (cached && x->reply->status == 200)
    now_cache_put(server, x->reply, version, due, request->now);
}

static void
answer_in_story(CrServer *server, Exchange *x, CrDemo *demo) {
  CrRequest *request = &x->request;
  g_autoptr(GError) error = NULL;
  request->demo = demo;
  request->story = cr_demo_name(demo);
  request->desk = cr_demo_desk(demo);
  x->reply = cr_demo_catch_up(demo, &error) ? NULL : cr_reply_error(error);
  x->now = cr_demo_now(demo);
  request->now = time_of(request->route, x->now);
  if (x->reply == NULL)
    x->reply = dispatch(server, request);
  x->now = cr_demo_now(demo);
}

static void
answer(CrServer *server, Exchange *x, CrDesk *desk) {
  if (x->link) {
    x->reply = open_link(server, x, desk);
    return;
  }
  x->request.desk = desk;
  if (server->service)
    service_hold(&x->request, desk);
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

/* What is written down when the answer is on its way, so that nobody waits for it; and whether
 * there is such an account must not be seen by how long that takes. */
typedef struct {
  gint64 failed; /* see CrRequest */
  const char *failed_with;
  char *source;
  gint64 account; /* whose session goes on */
  char *session;  /* its digest, or NULL */
} Afterwards;

static Afterwards
note_afterwards(const CrServer *server, const CrRequest *request) {
  Afterwards later = {request->failed, request->failed_with, g_strdup(request->source), 0, NULL};
  if (request->login && !cr_people_is_in_use(request->login, server_now(server)) &&
      cr_token_account(request->session, &later.account))
    later.session = g_strdup(request->login->digest);
  return later;
}

static void
do_afterwards(CrServer *server, CrDesk *desk, Afterwards *later) {
  g_autoptr(GError) error = NULL;
  CrInstant now = server_now(server);
  if (later->failed && !cr_people_note_failure(desk->store, later->failed, later->failed_with,
                                               later->source, now, &error))
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
  if (later->session)
    cr_people_go_on(desk->store, later->account, later->session, now);
  g_free(later->source);
  g_free(later->session);
}

void
exchange_work(gpointer data, gpointer user_data) {
  Exchange *x = data;
  CrServer *server = user_data;
  g_autoptr(GError) error = NULL;
  cr_trace_set(x->id);
  CrDesk *desk = g_async_queue_try_pop(server->desks);
  if (desk == NULL && (desk = server_open_desk(server, &error)) && desk->engine)
    cr_engine_leave_outbox(desk->engine); /* the keeper sends */
  if (desk)
    answer(server, x, desk);
  else
    x->reply = cr_reply_error(error);
  gboolean wrote = x->link || (x->request.route && strcmp(x->request.route->method, "GET") != 0);
  if (desk && server->service)
    cr_desk_turn_away(desk);
  Afterwards later = note_afterwards(server, &x->request);
  if (wrote && server->service == NULL)
    cr_server_look(server);
  cr_trace_set(NULL);
  MHD_resume_connection(x->connection); /* from here on x may be gone */
  do_afterwards(server, desk, &later);
  if (desk)
    g_async_queue_push(server->desks, desk);
}

static enum MHD_Result
take_body(CrServer *server, Exchange *x, const char *bytes, size_t *size) {
  gsize most = x->request.route && x->request.route->body == CR_BODY_FILE ? CR_MAX_UPLOAD_BYTES
                                                                          : CR_MAX_REQUEST_BYTES;
  gsize length = x->request.body ? x->request.body->len : 0;
  if (x->request.route == NULL || x->request.route->body == CR_BODY_NONE || length + *size > most)
    return MHD_NO; /* of a chunked one: the connection is closed */
  if (g_atomic_int_add(&server->upload_bytes, (gint) *size) + (glong) *size > MAX_HELD_BYTES) {
    g_atomic_int_add(&server->upload_bytes, -(gint) *size);
    return MHD_NO;
  }
  x->held += *size;
  if (x->request.body == NULL)
    x->request.body = g_byte_array_sized_new((guint) MIN(x->length, CR_MAX_UPLOAD_BYTES));
  g_byte_array_append(x->request.body, (const guint8 *) bytes, (guint) *size);
  *size = 0;
  return MHD_YES;
}

static gboolean
is_hot(const CrServer *server, const Exchange *x) {
  return server->service == NULL && x->request.route && x->story == NULL &&
         strcmp(x->request.route->pattern, "now") == 0 && x->request.target.names == NULL;
}

/* MHD closes the connection after an answer that is given here, before the request's end. */
static enum MHD_Result
begin(CrServer *server, Exchange *x, const char *method, const char *version) {
  x->reply = admit(server, x, method, version, &x->version);
  if (x->reply) {
    x->reply->close = x->reply->close || x->length > 0 || header(x, "Transfer-Encoding");
    return x->reply->close ? queue_reply(server, x) : MHD_YES;
  }
  note_headers(server, x);
  deadline_set(x->connection, CR_BODY_USEC);
  return MHD_YES;
}

static enum MHD_Result
handle(CrServer *server, struct MHD_Connection *connection, gboolean outside, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls) {
  Exchange *x = *con_cls;
  if (x == NULL) {
    *con_cls = x = g_new0(Exchange, 1);
    x->outside = outside;
    x->uri = debtor_take_uri(connection);
    x->connection = connection;
    give_id(x, method);
    return x->uri ? begin(server, x, method, version) : MHD_NO;
  }
  if (*upload_data_size)
    return take_body(server, x, upload_data, upload_data_size);
  if (x->reply)
    return queue_reply(server, x);
  deadline_set(connection, CR_ANSWER_USEC);
  enum MHD_Result result;
  guint status;
  if (is_hot(server, x) && now_cache_answer(server, connection, x->version, server_now(server),
                                            x->request.if_none_match, &status, &result)) {
    note(server, x, status);
    return result;
  }
  MHD_suspend_connection(connection);
  if (!g_thread_pool_push(server->workers, x, NULL))
    MHD_resume_connection(connection);
  return MHD_YES;
}

enum MHD_Result
exchange_handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                const char *version, const char *upload_data, size_t *upload_data_size,
                void **con_cls) {
  return handle(cls, connection, FALSE, method, version, upload_data, upload_data_size, con_cls);
}

enum MHD_Result
exchange_handle_outside(void *cls, struct MHD_Connection *connection, const char *url,
                        const char *method, const char *version, const char *upload_data,
                        size_t *upload_data_size, void **con_cls) {
  return handle(cls, connection, TRUE, method, version, upload_data, upload_data_size, con_cls);
}
