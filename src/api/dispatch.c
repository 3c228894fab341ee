/* From a request that was let in to its answer: keys, bodies, handlers, entity tags. */
#include "api/server-private.h"

#include "base/error.h"

#include <string.h>

#define MOST_LOOKS 5
#define MOST_SLOW 2 /* of an account at once: it must not wait in the place of the others */

/* Idempotency keys */

static gboolean
key_ok(const char *key) {
  gsize length = strlen(key);
  for (const char *p = key; *p; p++)
    if (*p <= ' ' || *p >= 0x7f)
      return FALSE;
  return length >= 1 && length <= 100;
}

static void
add_part(GChecksum *sum, const char *part) {
  g_checksum_update(sum, (const guchar *) part, (gssize) strlen(part) + 1);
}

static char *
digest_of(const CrRequest *request) {
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  const CrTarget *target = &request->target;
  add_part(sum, request->route->method);
  add_part(sum, target->path);
  for (guint i = 0; target->names && target->names[i]; i++) {
    add_part(sum, target->names[i]);
    add_part(sum, target->values[i]);
  }
  if (request->body)
    g_checksum_update(sum, request->body->data, request->body->len);
  return g_strdup(g_checksum_get_string(sum));
}

static gboolean
claim_key(CrServer *server, const char *key) {
  pthread_mutex_lock(&server->mutex);
  gboolean mine = g_hash_table_add(server->busy_keys, g_strdup(key));
  pthread_mutex_unlock(&server->mutex);
  return mine;
}

static void
release_key(CrServer *server, const char *key) {
  pthread_mutex_lock(&server->mutex);
  g_hash_table_remove(server->busy_keys, key);
  pthread_mutex_unlock(&server->mutex);
}

static CrReply *
find_answer(CrRequest *request, const char *digest, GError **error) {
  if (!cr_store_begin(request->desk->store, request->desk->account, FALSE, error))
    return NULL;
  g_autoptr(CrAnswer) kept = cr_store_find_answer(request->desk->store, request->key, error);
  cr_store_rollback(request->desk->store);
  if (kept == NULL || request->now - kept->at >= CR_ANSWER_KEPT_USEC)
    return NULL;
  if (strcmp(kept->request, digest) != 0)
    return cr_reply_problem(422, "key-reused", "That Idempotency-Key stands for another request.");
  CrReply *reply = cr_reply_new(
      (guint) kept->status, kept->status < 400 ? "application/json" : "application/problem+json",
      g_bytes_new(kept->body, strlen(kept->body)));
  reply->replayed = TRUE;
  return reply;
}

/* An answer that could not be kept is an answer all the same: what was done is done. */
static void
keep_answer(CrRequest *request, const char *digest, const CrReply *reply) {
  gsize length = 0;
  const char *bytes = reply->body ? g_bytes_get_data(reply->body, &length) : "";
  g_autofree char *body = g_strndup(bytes, length);
  CrAnswer answer = {request->now, (char *) digest, (int) reply->status, body};
  CrStore *store = request->desk->store;
  if (cr_store_begin(store, request->desk->account, TRUE, NULL))
    cr_store_end(store,
                 cr_store_drop_answers(store, request->now - CR_ANSWER_KEPT_USEC, NULL) &&
                     cr_store_put_answer(store, request->key, &answer, NULL),
                 NULL);
}

/* The handler */

static CrReply *
read_json(CrRequest *request) {
  g_autoptr(GError) error = NULL;
  if (!cr_media_is_json(request->content_type))
    return cr_reply_problem(415, "not-json", "The body is to be application/json.");
  request->json = cr_json_parse(request->body ? (const char *) request->body->data : "",
                                request->body ? request->body->len : 0, &error);
  if (request->json == NULL)
    return cr_reply_problem(400, "bad-json", error->message);
  return json_is_object(request->json)
             ? NULL
             : cr_reply_problem(400, "bad-json", "The body is to be an object.");
}

/* by: 1 begins, unless there are enough; -1 has ended. */
static gboolean
count_slow(CrServer *server, gint64 account, int by) {
  pthread_mutex_lock(&server->mutex);
  gboolean ok = server_count(server->at_work, account, by) <= MOST_SLOW;
  if (!ok)
    server_count(server->at_work, account, -by);
  pthread_mutex_unlock(&server->mutex);
  return ok;
}

static CrReply *
handle_expecting(CrRequest *request, GError **error) {
  CrDesk *desk = request->desk;
  gint64 version;
  if (!cr_desk_version(desk, desk->account, &version, error))
    return NULL;
  cr_store_expect(desk->store, version);
  CrReply *reply = request->route->handle(request, error);
  cr_store_expect(desk->store, -1);
  return reply;
}

/* What If-Match is held against is what is changed: when anything was written for the account in
 * between, it is held against what is there by now. */
static CrReply *
handle(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  CrReply *reply = NULL;
  if (request->if_match == NULL)
    return request->route->handle(request, error);
  for (int i = 0; i < MOST_LOOKS && reply == NULL; i++) {
    g_clear_error(&local);
    reply = handle_expecting(request, &local);
    if (local && !g_error_matches(local, CR_ERROR, CR_ERROR_CHANGED))
      break;
  }
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return reply;
}

static CrReply *
run(CrRequest *request) {
  g_autoptr(GError) error = NULL;
  CrReply *reply = handle(request, &error);
  if (reply)
    return reply;
  if (error->domain == CR_BAD_REQUEST)
    return cr_reply_problem(400, "bad-request", error->message);
  return cr_reply_error(error);
}

static CrReply *
run_keyed(CrServer *server, CrRequest *request) {
  g_autoptr(GError) error = NULL;
  if (!key_ok(request->key))
    return cr_reply_problem(400, "bad-request", "An Idempotency-Key is 1 to 100 visible letters.");
  g_autofree char *claim =
      g_strdup_printf("%" G_GINT64_FORMAT " %s", request->desk->account, request->key);
  if (!claim_key(server, claim))
    return cr_reply_problem(409, "in-progress", "The same request is being answered just now.");
  g_autofree char *digest = digest_of(request);
  CrReply *reply = find_answer(request, digest, &error);
  if (error) {
    reply = cr_reply_error(error);
  } else if (reply == NULL) {
    reply = run(request);
    if (reply->status < 500)
      keep_answer(request, digest, reply);
  }
  release_key(server, claim);
  return reply;
}

static CrReply *
without_body(CrReply *reply) {
  CrReply *unchanged = cr_reply_new(304, NULL, NULL);
  unchanged->etag = g_steal_pointer(&reply->etag);
  cr_reply_free(reply);
  return unchanged;
}

static CrReply *
run_either(CrServer *server, CrRequest *request) {
  return request->key && (request->route->flags & CR_ROUTE_KEYED) ? run_keyed(server, request)
                                                                  : run(request);
}

/* Strangers are counted where they are let through to an institution. */
static CrReply *
run_slow(CrServer *server, CrRequest *request) {
  gint64 account = request->desk->account;
  if (request->route->flags & CR_ROUTE_OPEN)
    return run_either(server, request);
  if (!count_slow(server, account, 1))
    return cr_reply_problem(409, "in-progress",
                            "Other servers are being asked for you just now: wait for them.");
  CrReply *reply = run_either(server, request);
  count_slow(server, account, -1);
  return reply;
}

CrReply *
dispatch(CrServer *server, CrRequest *request) {
  const char *stranger = cr_target_stranger(&request->target, request->route->query);
  if (server->options.intake) /* a stranger may have made what is sent */
    request->desk->reader = server->options.intake();
  if (stranger) {
    g_autofree char *detail = g_strdup_printf("There is no parameter \"%.40s\" here.", stranger);
    return cr_reply_problem(400, "bad-request", detail);
  }
  CrReply *bad = request->route->body == CR_BODY_JSON ? read_json(request) : NULL;
  if (bad)
    return bad;
  CrReply *reply = request->route->flags & CR_ROUTE_SLOW ? run_slow(server, request)
                                                         : run_either(server, request);
  gboolean reads = strcmp(request->route->method, "GET") == 0;
  if (reads && reply->etag && request->if_none_match &&
      cr_etag_matches(request->if_none_match, reply->etag))
    return without_body(reply);
  return reply;
}
