/* MHD's callbacks. In its threads only what cannot wait is done: a request is looked over, its body
 * collected; a worker makes the answer while the connection is suspended. The one answer that
 * everybody asks for all the time comes from memory. */
#include "api/exchange.h"

#include "api/front.h"
#include "base/error.h"
#include "engine/grants.h"

#include <string.h>

#define MOST_STREAMS 64 /* of one account of a service: the others want theirs, too */
#define MOST_NOTING 4   /* of the workers, see note_use */
#define MAX_QUEUED 512  /* that wait for a worker; then whoever comes had better come later */
#define MOST_STUCK 64   /* that wait for a database which answers nobody, each with a thread */

void *
exchange_begin(void *cls, const char *uri, struct MHD_Connection *connection) {
  debtor_keep_uri(connection, uri);
  return NULL;
}

void
exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                   enum MHD_RequestTerminationCode toe) {
  if (*con_cls)
    deadline_answered(connection);
  exchange_free(*con_cls);
  *con_cls = NULL;
}

static void
clear(gpointer data) {
  Exchange *x = data;
  if (x->held)
    room_give(x->request.server, x->files_of, x->held);
  cr_target_clear(&x->request.target);
  g_clear_pointer(&x->request.body, g_byte_array_unref);
  json_decref(x->request.json);
  g_clear_pointer(&x->request.stream, g_bytes_unref);
  g_clear_pointer(&x->request.stale, g_array_unref);
  cr_reply_free(x->reply);
  cr_reply_free(x->told);
  g_clear_pointer(&x->headers, g_string_chunk_free);
  g_free(x->token);
  g_free(x->story);
  g_free(x->link);
  g_free(x->source);
  cr_member_free(x->request.member);
  cr_session_free(x->request.login);
  cr_grant_free(x->request.grant);
  g_free(x->uri);
}

void
exchange_free(Exchange *x) {
  if (x)
    g_atomic_rc_box_release_full(x, clear);
}

/* MHD's own are gone when a late answer comes. */
static const char *
header(Exchange *x, const char *name) {
  const char *value = exchange_header(x, name);
  return value && x->headers ? g_string_chunk_insert(x->headers, value) : value;
}

static void
note_headers(CrServer *server, Exchange *x) {
  x->headers = server->service ? g_string_chunk_new(256) : NULL;
  x->request.server = server;
  x->request.session = x->token;
  x->request.agent = header(x, "User-Agent");
  x->request.cookies = header(x, "Cookie");
  if (server->service)
    x->request.source = x->source;
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
  const char *id = exchange_header(x, "X-Request-Id");
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

static enum MHD_Result
queue_reply(CrServer *server, Exchange *x) {
  g_autofree char *clock =
      server_clock_text(x->told == NULL && x->now ? x->now : server_now(server));
  CrReply *reply = x->told ? x->told : x->reply;
  guint status = reply->status;
  struct MHD_Response *response = NULL;
  cr_reply_set_request(reply, x->id);
  if (g_atomic_int_get(&server->draining))
    reply->close = TRUE;
  note(server, x, status);
  if (x->told == NULL && x->request.stream) {
    response = cr_hub_stream(server->hub, x->connection, x->request.world,
                             x->request.login ? x->request.login->digest : NULL,
                             server->service ? MOST_STREAMS : CR_MAX_STREAMS,
                             g_steal_pointer(&x->request.stream));
    if (response) {
      cr_reply_add_headers(response, reply, clock);
      MHD_add_response_header(response, "X-Accel-Buffering", "no"); /* says a proxy: at once */
    }
    deadline_set(x->connection, 0);
  }
  if (response == NULL)
    response = cr_reply_response(reply, clock);
  enum MHD_Result result = MHD_queue_response(x->connection, status, response);
  MHD_destroy_response(response);
  return result;
}

/* Each may wait for a standby that is not there, in the place of a page: whom there is no room for
 * is noted when they ask the next time. */
static void
note_use(CrServer *server, CrDesk *desk, const CrRequest *request, CrInstant now) {
  gint64 account;
  if (g_atomic_int_add(&server->noting, 1) < MOST_NOTING &&
      cr_token_account(request->session, &account)) {
    if (!cr_people_is_in_use(request->login, now))
      cr_people_go_on(desk->store, account, request->login->digest, now);
    if (request->stale)
      cr_grants_forget(desk->store, account, request->stale, NULL);
  }
  g_atomic_int_add(&server->noting, -1);
}

/* What is written down when the answer is on its way, so that nobody waits for it; and whether
 * there is such an account must not be seen by how long that takes. */
static void
do_afterwards(CrServer *server, CrDesk *desk, const CrRequest *request) {
  g_autoptr(GError) error = NULL;
  CrInstant now = server_now(server);
  if (request->failed && !cr_people_note_failure(desk->store, request->failed, request->failed_with,
                                                 request->source, now, &error))
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
  if (request->login && !g_atomic_int_get(&server->late) &&
      (request->stale || !cr_people_is_in_use(request->login, now)))
    note_use(server, desk, request, now);
}

/* Who turns out not to be let in gets the page alone. */
static CrReply *
front_of(CrServer *server, const Exchange *x) {
  g_autofree char *clock = server_clock_text(x->now ? x->now : server_now(server));
  gboolean packed = cr_encoding_allowed(exchange_header(x, "Accept-Encoding"), "gzip");
  return x->reply->status == 200 ? cr_front_reply(x->reply, clock, packed) : exchange_asset(x);
}

static gboolean
changes_something(const Exchange *x) {
  const CrRoute *route = x->request.route;
  return x->link ||
         (route && (strcmp(route->method, "GET") != 0 || (route->flags & CR_ROUTE_WRITES)));
}

CrWork
exchange_kind(const Exchange *x) {
  return x->asks                                                         ? CR_WORK_READS
         : x->request.route && (x->request.route->flags & CR_ROUTE_SLOW) ? CR_WORK_SLOW
         : changes_something(x) || x->request.visit ? CR_WORK_CHANGES /* who looks is put down */
                                                    : CR_WORK_READS;
}

static CrDesk *
take_desk(Late *late, GError **error) {
  CrDesk *desk = g_async_queue_try_pop(late->server->desks);
  if (desk == NULL && (desk = server_open_desk(late->server, late_go_on, late, error)) &&
      desk->engine)
    cr_engine_leave_outbox(desk->engine); /* the keeper sends */
  if (desk)
    late_watch(late, desk->store);
  return desk;
}

void
exchange_work(gpointer data, gpointer user_data) {
  Exchange *x = data;
  CrServer *server = user_data;
  g_autoptr(GError) error = NULL;
  Late late;
  gboolean asks = x->asks, changes = !asks && changes_something(x);
  cr_trace_set(x->id);
  x->reply = changes ? late_refuse(server) : NULL;
  late_begin(&late, server, x, changes || x->request.visit);
  CrDesk *desk = x->reply ? NULL : take_desk(&late, &error);
  if (desk && asks)
    x->reply = service_check_session(server, desk, x->token);
  else if (desk)
    exchange_answer(server, x, desk);
  else if (x->reply == NULL)
    x->reply = cr_reply_error(error);
  if (x->front && !late.is_late) {
    CrReply *page = front_of(server, x);
    cr_reply_free(x->reply);
    x->reply = page;
  }
  if (desk && server->service)
    cr_desk_turn_away(desk);
  if (changes && server->service == NULL)
    cr_server_look(server);
  cr_trace_set(NULL);
  late_answer(&late);
  if (desk && !asks) /* else another worker may have it by now */
    do_afterwards(server, desk, &x->request);
  late_end(&late);
  if (late.is_late) /* there is another in its place */
    cr_desk_free(desk);
  else if (desk)
    g_async_queue_push(server->desks, desk);
}

/* Room for so much of its body. */
static gboolean
hold(CrServer *server, Exchange *x, gsize bytes) {
  gsize more = bytes > x->held ? bytes - x->held : 0;
  gboolean ok = more == 0 || room_take(server, x->files_of, more);
  x->held += ok ? more : 0;
  return ok;
}

static enum MHD_Result
take_body(CrServer *server, Exchange *x, const char *bytes, size_t *size) {
  gboolean file = x->request.route && x->request.route->body == CR_BODY_FILE;
  gsize most = file ? CR_MAX_UPLOAD_BYTES : CR_MAX_REQUEST_BYTES;
  gsize length = x->request.body ? x->request.body->len : 0;
  if (x->request.route == NULL || x->request.route->body == CR_BODY_NONE || length + *size > most)
    return MHD_NO; /* of a chunked one: the connection is closed */
  if (!hold(server, x, length + *size))
    return MHD_NO;
  if (x->request.body == NULL)
    x->request.body = g_byte_array_sized_new((guint) MIN(x->length, CR_MAX_UPLOAD_BYTES));
  g_byte_array_append(x->request.body, (const guint8 *) bytes, (guint) *size);
  *size = 0;
  return MHD_YES;
}

static gboolean
is_hot(const CrServer *server, const Exchange *x) {
  return server->service == NULL && !g_atomic_int_get(&server->draining) && x->request.route &&
         x->story == NULL && !x->front && strcmp(x->request.route->pattern, "now") == 0 &&
         x->request.target.names == NULL;
}

static CrReply *
busy(void) {
  return cr_reply_problem(503, "busy", "Too many ask just now. Try again in a moment.");
}

static enum MHD_Result
hand_over(CrServer *server, Exchange *x) {
  GThreadPool *workers = server->workers[exchange_kind(x)];
  if (g_thread_pool_unprocessed(workers) >= MAX_QUEUED ||
      g_atomic_int_get(&server->stuck) >= MOST_STUCK) {
    x->reply = busy();
    x->reply->close = x->asks;
    return queue_reply(server, x);
  }
  deadline_set(x->connection, CR_ANSWER_USEC);
  MHD_suspend_connection(x->connection);
  g_thread_pool_push(workers, x, NULL); /* it waits there also when no thread can be begun for it */
  return MHD_YES;
}

/* Whose file it is that is let in. */
static gint64
files_of(const CrServer *server, const Exchange *x) {
  gint64 account = server->account;
  if (x->request.route == NULL || x->request.route->body != CR_BODY_FILE)
    return 0;
  if (server->service)
    cr_token_account(x->token, &account);
  return account;
}

/* What is announced has its room from here on. MHD closes the connection after an answer that is
 * given here, before the request's end. */
static enum MHD_Result
await_body(CrServer *server, Exchange *x) {
  x->files_of = files_of(server, x);
  if (x->told == NULL && x->reply == NULL && x->files_of && !hold(server, x, x->length))
    x->reply = busy();
  CrReply *reply = x->told ? x->told : x->reply;
  deadline_set(x->connection, CR_BODY_USEC);
  if (reply)
    reply->close = reply->close || x->length > 0 || exchange_header(x, "Transfer-Encoding");
  return reply && reply->close ? queue_reply(server, x) : MHD_YES;
}

static enum MHD_Result
begin(CrServer *server, Exchange *x, const char *method, const char *version) {
  x->reply = exchange_admit(server, x, method, version);
  if (x->reply == NULL)
    note_headers(server, x);
  return x->reply == NULL && x->asks ? hand_over(server, x) : await_body(server, x);
}

static enum MHD_Result
handle(CrServer *server, struct MHD_Connection *connection, gboolean outside, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls) {
  Exchange *x = *con_cls;
  if (x == NULL) {
    *con_cls = x = g_atomic_rc_box_new0(Exchange);
    x->outside = outside;
    x->uri = debtor_take_uri(connection);
    x->connection = connection;
    give_id(x, method);
    return x->uri ? begin(server, x, method, version) : MHD_NO;
  }
  if (x->asks) {
    x->asks = FALSE;
    return await_body(server, x);
  }
  if (*upload_data_size)
    return take_body(server, x, upload_data, upload_data_size);
  if (x->told || x->reply)
    return queue_reply(server, x);
  enum MHD_Result result;
  guint status;
  if (is_hot(server, x) && now_cache_answer(server, connection, x->version, server_now(server),
                                            x->request.if_none_match, &status, &result)) {
    note(server, x, status);
    return result;
  }
  return hand_over(server, x);
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
