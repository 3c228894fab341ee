#include "api/reply.h"

#include "base/error.h"

#include <string.h>

#define PROBLEM "application/problem+json"
#define AGAIN_SEC 2
#define NO_CONTENT_POLICY "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

void
cr_reply_free(CrReply *reply) {
  if (reply == NULL)
    return;
  g_clear_pointer(&reply->body, g_bytes_unref);
  g_clear_pointer(&reply->cookies, g_ptr_array_unref);
  g_free(reply->etag);
  g_free(reply->location);
  g_free(reply->request);
  g_free(reply);
}

CrReply *
cr_reply_new(guint status, const char *type, GBytes *body) {
  CrReply *reply = g_new0(CrReply, 1);
  reply->status = status;
  reply->type = type;
  reply->cache = "private, no-cache";
  reply->policy = NO_CONTENT_POLICY;
  reply->body = body;
  return reply;
}

static GBytes *
print(json_t *document) {
  char *text = json_dumps(document, JSON_COMPACT | JSON_REAL_PRECISION(12));
  json_decref(document);
  return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

CrReply *
cr_reply_json(guint status, json_t *document) {
  return document ? cr_reply_new(status, "application/json", print(document)) : NULL;
}

void
cr_reply_tag(CrReply *reply) {
  g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, reply->body);
  reply->etag = g_strdup_printf("\"%.32s\"", digest);
}

CrReply *
cr_reply_tagged(json_t *document) {
  CrReply *reply = cr_reply_json(200, document);
  if (reply)
    cr_reply_tag(reply);
  return reply;
}

static const char *
title_of(guint status) {
  switch (status) {
  case 400:
    return "Not understood";
  case 401:
    return "Not let in";
  case 403:
    return "Not allowed";
  case 404:
    return "Not there";
  case 405:
    return "Not that way";
  case 409:
    return "Not now";
  case 412:
    return "Changed meanwhile";
  case 413:
    return "Too large";
  case 415:
    return "Not that kind";
  case 422:
    return "Understood, but not possible";
  case 429:
    return "Too many";
  case 431:
    return "Headers too large";
  case 503:
    return "Busy";
  }
  return "Failed";
}

static json_t *
describe(guint status, const char *code, const char *detail) {
  g_autofree char *type = g_strconcat("urn:crickets:problem:", code, NULL);
  json_t *json = json_object();
  cr_json_put_string(json, "type", type);
  cr_json_put_string(json, "code", code);
  cr_json_put_string(json, "title", title_of(status));
  json_object_set_new(json, "status", json_integer(status));
  cr_json_put_string(json, "detail", detail);
  return json;
}

static CrReply *
tell_problem(guint status, json_t *problem) {
  CrReply *reply = cr_reply_new(status, PROBLEM, print(problem));
  reply->cache = "no-store";
  reply->retry_sec = status == 503 ? AGAIN_SEC : 0;
  return reply;
}

CrReply *
cr_reply_problem(guint status, const char *code, const char *detail) {
  return tell_problem(status, describe(status, code, detail));
}

CrReply *
cr_reply_changed(const char *detail, const char *name, json_t *current) {
  json_t *problem = describe(412, "changed", detail);
  json_object_set_new(problem, name, current);
  return tell_problem(412, problem);
}

CrReply *
cr_reply_not_there(void) {
  return cr_reply_problem(404, "not-found", "There is no such thing.");
}

CrReply *
cr_reply_no_database(void) {
  return cr_reply_problem(503, "no-database",
                          "The database cannot be reached just now; try again in a moment.");
}

CrReply *
cr_reply_error(const GError *error) {
  static const struct {
    CrErrorCode code;
    guint status;
    const char *name;
  } told[] = {{CR_ERROR_NOT_FOUND, 404, "not-found"}, {CR_ERROR_PARSE, 422, "invalid"},
              {CR_ERROR_USAGE, 422, "invalid"},       {CR_ERROR_LIMIT, 422, "too-much"},
              {CR_ERROR_CONFLICT, 409, "conflict"},   {CR_ERROR_CHANGED, 412, "changed"}};
  for (gsize i = 0; i < G_N_ELEMENTS(told); i++)
    if (g_error_matches(error, CR_ERROR, told[i].code))
      return cr_reply_problem(told[i].status, told[i].name, error->message);
  if (g_error_matches(error, CR_ERROR, CR_ERROR_BUSY))
    return cr_reply_problem(503, "busy", "The database is busy. Nothing was changed; try again.");
  if (g_error_matches(error, CR_ERROR, CR_ERROR_UNWRITABLE))
    return cr_reply_problem(503, "no-room",
                            "The disk is full, or can only be read. Nothing was changed.");
  if (g_error_matches(error, CR_ERROR, CR_ERROR_LOST))
    return cr_reply_no_database();
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "a request failed: %s",
                   error->message);
  return cr_reply_problem(500, "failed", "Something went wrong here. Nothing was changed.");
}

void
cr_reply_set_cookie(CrReply *reply, const char *name, const char *value, int max_age_sec,
                    gboolean secure) {
  if (reply->cookies == NULL)
    reply->cookies = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(reply->cookies,
                  g_strdup_printf("%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", name,
                                  value, max_age_sec, secure ? "; Secure" : ""));
}

void
cr_reply_set_request(CrReply *reply, const char *id) {
  gsize length = 0;
  const char *text = reply->body ? g_bytes_get_data(reply->body, &length) : NULL;
  gboolean problem = text && g_strcmp0(reply->type, PROBLEM) == 0;
  g_autoptr(json_t) json = problem ? cr_json_parse(text, length, NULL) : NULL;
  g_free(reply->request);
  reply->request = g_strdup(id);
  if (json == NULL)
    return;
  cr_json_put_string(json, "request", id);
  g_bytes_unref(reply->body);
  reply->body = print(json_incref(json));
}

static void
add(struct MHD_Response *response, const char *name, const char *value) {
  if (value)
    MHD_add_response_header(response, name, value);
}

void
cr_reply_add_headers(struct MHD_Response *response, const CrReply *reply, const char *now) {
  add(response, "X-Content-Type-Options", "nosniff");
  add(response, "Referrer-Policy", "no-referrer");
  add(response, "X-Frame-Options", "DENY");
  add(response, "Cross-Origin-Resource-Policy", "same-origin");
  add(response, "Cross-Origin-Opener-Policy", "same-origin");
  add(response, "Content-Security-Policy", reply->policy);
  add(response, "Cache-Control", reply->cache);
  add(response, "Content-Type", reply->type);
  add(response, "Content-Encoding", reply->encoding);
  add(response, "ETag", reply->etag);
  add(response, "Location", reply->location);
  add(response, "Allow", reply->allow);
  add(response, "Crickets-Now", now);
  add(response, "X-Request-Id", reply->request);
  if (reply->version) {
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, reply->version);
    add(response, "Crickets-Version", value);
  }
  if (reply->replayed)
    add(response, "Idempotency-Replayed", "true");
  if (reply->download) {
    g_autofree char *value = g_strdup_printf("attachment; filename=\"%s\"", reply->download);
    add(response, "Content-Disposition", value);
  }
  if (reply->retry_sec) {
    g_autofree char *value = g_strdup_printf("%u", reply->retry_sec);
    add(response, "Retry-After", value);
  }
  for (guint i = 0; reply->cookies && i < reply->cookies->len; i++)
    add(response, "Set-Cookie", reply->cookies->pdata[i]);
  if (reply->close)
    add(response, "Connection", "close");
}

struct MHD_Response *
cr_reply_response(const CrReply *reply, const char *now) {
  gsize length = 0;
  const char *bytes = reply->body ? g_bytes_get_data(reply->body, &length) : "";
  struct MHD_Response *response =
      MHD_create_response_from_buffer(length, (void *) bytes, MHD_RESPMEM_MUST_COPY);
  cr_reply_add_headers(response, reply, now);
  return response;
}
