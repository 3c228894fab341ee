/* Mailbox, calendars, phone: what is connected, and how it goes. What runs a command or reads a
 * path on this machine is not set from here: a stolen session must not become more than it is. */
#include "api/connections.h"
#include "api/handlers.h"

#include "base/error.h"
#include "engine/check.h"
#include "engine/connections.h"
#include "engine/desk-connect.h"
#include "engine/desk-send.h"
#include "engine/discover.h"
#include "engine/status.h"

#include <string.h>

#define MAX_SECRET_CHARS 4096
#define MAX_URL_CHARS 2000

/* In a transaction. */
static json_t *
view_status(CrDesk *desk, const CrConnection *c) {
  g_autoptr(CrStatus) status = cr_connection_is_read(c)
                                   ? cr_status_load(desk->store, CR_STATUS_READING, c->name, NULL)
                                   : NULL;
  if (status == NULL || status->last_try == CR_INSTANT_NONE)
    return json_null();
  json_t *json = json_object();
  cr_json_put_string(json, "name", c->name);
  cr_json_put_string(json, "kind", cr_connection_kind_names[c->kind]);
  json_object_set_new(json, "ok", json_boolean(status->failing_since == CR_INSTANT_NONE));
  cr_json_put_instant(json, "at", status->last_ok, cr_desk_zone(desk));
  cr_json_put_string(json, "error", status->last_error);
  return json;
}

static json_t *
view_connection(CrDesk *desk, const CrConnection *c) {
  json_t *json = json_object();
  cr_json_put_string(json, "name", c->name);
  cr_json_put_string(json, "kind", cr_connection_kind_names[c->kind]);
  cr_json_put_string(json, "url", c->url);
  cr_json_put_string(json, "user", c->user);
  cr_json_put_string(json, "auth", cr_auth_names[c->auth]);
  json_object_set_new(json, "window_days", json_integer(c->window_days));
  json_object_set_new(json, "interval_min", json_integer(c->interval_min));
  json_object_set_new(json, "writes", json_boolean(c->writes));
  json_object_set_new(json, "saves_sent", json_boolean(c->saves_sent));
  json_object_set_new(json, "status", view_status(desk, c));
  return json;
}

/* view of each, those that are null left out. When no transaction can be had nothing is known of
 * how they go. */
static json_t *
view_all(CrDesk *desk, const GPtrArray *list, json_t *(*view)(CrDesk *, const CrConnection *) ) {
  json_t *array = json_array();
  cr_store_begin(desk->store, desk->account, FALSE, NULL);
  cr_store_ask_ahead(desk->store, TRUE);
  for (guint i = 0; list && i < list->len; i++)
    json_decref(view_status(desk, list->pdata[i]));
  cr_store_ask_ahead(desk->store, FALSE);
  for (guint i = 0; list && i < list->len; i++) {
    g_autoptr(json_t) json = view(desk, list->pdata[i]);
    if (json_is_object(json))
      json_array_append(array, json);
  }
  cr_store_rollback(desk->store);
  return array;
}

void
cr_connections_tell(CrDesk *desk, json_t *now) {
  g_autoptr(GPtrArray) list = cr_desk_connections(desk, NULL);
  json_object_set_new(now, "sources", view_all(desk, list, view_status));
  json_object_set_new(now, "can_send",
                      json_boolean(list && cr_desk_why_not_connected(desk, list, NULL) == NULL));
}

/* The file's own errors name its path, which is nobody's business here. */
static GPtrArray *
load(const CrRequest *request, CrReply **ret_reply) {
  g_autoptr(GError) error = NULL;
  GPtrArray *list = cr_desk_connections(request->desk, &error);
  if (list == NULL) {
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
    *ret_reply = cr_reply_problem(409, "bad-settings",
                                  "connections.ini cannot be read. To see why: crickets doctor");
  }
  return list;
}

static gboolean
is_readable(const CrRequest *request, CrReply **ret_reply) {
  g_autoptr(GPtrArray) list = load(request, ret_reply);
  return list != NULL;
}

CrReply *
cr_handle_connections(CrRequest *request, GError **error) {
  g_autoptr(GPtrArray) list = request->demo ? NULL : cr_desk_connections(request->desk, NULL);
  return cr_reply_tagged(
      json_pack("{s:o}", "connections", view_all(request->desk, list, view_connection)));
}

static gboolean
read_kind(const json_t *json, CrConnection *c, GError **error) {
  const char *kind, *auth;
  if (!cr_request_string(json, "kind", 20, TRUE, &kind, error) ||
      !cr_request_string(json, "auth", 20, FALSE, &auth, error))
    return FALSE;
  int index = cr_name_index(cr_connection_kind_names, kind);
  if (index < 0 || index == CR_CONNECTION_SENDMAIL || index == CR_CONNECTION_CALLS)
    return cr_request_bad(error, index < 0 ? "that is no kind of connection"
                                           : "that kind is set with: crickets setup");
  c->kind = (CrConnectionKind) index;
  if (auth && strcmp(auth, "password") != 0 && strcmp(auth, "none") != 0)
    return cr_request_bad(error, "auth takes password or none here");
  c->auth = auth && strcmp(auth, "none") == 0 ? CR_AUTH_NONE : CR_AUTH_PASSWORD;
  return TRUE;
}

static gboolean
read_number(const json_t *json, const char *name, int max, int *ret_number, GError **error) {
  const json_t *value = json_object_get(json, name);
  if (value == NULL)
    return TRUE;
  if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > max)
    return cr_request_bad(error, "%s takes a number from 0 to %d", name, max);
  *ret_number = (int) json_integer_value(value);
  return TRUE;
}

static CrConnection *
read_connection(const json_t *json, const char **ret_secret, GError **error) {
  g_autoptr(CrConnection) c = cr_connection_new();
  const char *name, *url, *user;
  if (!cr_request_members(
          json, " name kind url user auth secret window_days interval_min writes saves_sent ",
          error) ||
      !cr_request_string(json, "name", 40, TRUE, &name, error) || !read_kind(json, c, error) ||
      !cr_request_string(json, "url", MAX_URL_CHARS, FALSE, &url, error) ||
      !cr_request_string(json, "user", 254, FALSE, &user, error) ||
      !cr_request_string(json, "secret", MAX_SECRET_CHARS, FALSE, ret_secret, error) ||
      !read_number(json, "window_days", 3650, &c->window_days, error) ||
      !read_number(json, "interval_min", 1440, &c->interval_min, error) ||
      !cr_request_bool(json, "writes", &c->writes, error) ||
      !cr_request_bool(json, "saves_sent", &c->saves_sent, error))
    return NULL;
  c->name = g_strdup(name);
  c->url = g_strdup(url);
  c->user = g_strdup(user);
  return cr_connection_check(c, error) ? g_steal_pointer(&c) : NULL;
}

CrReply *
cr_handle_connect(CrRequest *request, GError **error) {
  const char *secret;
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply)
    return reply;
  g_autoptr(CrConnection) c = read_connection(request->json, &secret, error);
  if (c == NULL || !is_readable(request, &reply))
    return reply;
  if (!cr_desk_connect(request->desk, c, secret, request->now, error))
    return NULL;
  reply = cr_reply_json(201, view_connection(request->desk, c));
  reply->location = g_strdup_printf("/api/v1/connections/%s", c->name);
  return reply;
}

CrReply *
cr_handle_disconnect(CrRequest *request, GError **error) {
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply || !is_readable(request, &reply))
    return reply;
  return cr_desk_disconnect(request->desk, request->name, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}

/* Where a mailbox lies, by its address; asks the network for a domain that is not well known. An
 * address that is likely misspelt is asked about first. */
CrReply *
cr_handle_servers(CrRequest *request, GError **error) {
  const char *address = cr_target_parameter(&request->target, "address");
  gboolean exact = cr_target_parameter(&request->target, "exact") != NULL;
  CrReach reach = cr_account_is_hosted(request->desk->account) ? CR_REACH_PUBLIC : CR_REACH_ALL;
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply)
    return reply;
  g_autofree char *meant = address && !exact ? cr_discover_meant(address) : NULL;
  g_autoptr(CrServers) servers = meant ? NULL : cr_discover(address, reach, NULL);
  if (meant == NULL && servers == NULL) {
    cr_request_bad(error, "address takes an e-mail address");
    return NULL;
  }
  json_t *json = json_object();
  cr_json_put_string(json, "meant", meant);
  cr_json_put_string(json, "imap", servers ? servers->imap : NULL);
  cr_json_put_string(json, "smtp", servers ? servers->smtp : NULL);
  cr_json_put_string(json, "caldav", servers ? servers->caldav : NULL);
  cr_json_put_string(json, "hint", servers ? servers->hint : NULL);
  json_object_set_new(json, "saves_sent", json_boolean(servers && servers->saves_sent));
  json_object_set_new(json, "guessed",
                      json_boolean(servers && (servers->guessed || servers->elsewhere)));
  return cr_reply_json(200, json);
}

static json_t *
view_checks(GPtrArray *checks) {
  json_t *array = json_array();
  for (guint i = 0; i < checks->len; i++) {
    const CrCheck *check = checks->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "name", check->name);
    json_object_set_new(json, "ok", json_boolean(check->result != CR_CHECK_BAD));
    cr_json_put_string(json, "text", check->text);
    cr_json_put_string(json, "remedy", check->remedy);
    json_array_append_new(array, json);
  }
  return json_pack("{s:b,s:o}", "ok", cr_check_passed(checks), "checks", array);
}

CrReply *
cr_handle_check(CrRequest *request, GError **error) {
  CrReply *reply = cr_request_refuse_in_story(request);
  if (reply)
    return reply;
  g_autoptr(GPtrArray) list = load(request, &reply);
  if (list == NULL)
    return reply;
  const CrConnection *c = cr_connection_find(list, request->name);
  if (c == NULL)
    return cr_reply_problem(404, "not-found", "There is no such connection.");
  g_autoptr(GPtrArray) checks = cr_check_connection(c, NULL, NULL);
  return cr_reply_json(200, view_checks(checks));
}
