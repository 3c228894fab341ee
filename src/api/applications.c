/* The applications of the search. */
#include "api/handlers.h"
#include "engine/apps-read.h"
#include "engine/apps.h"

#include "base/error.h"

#include <string.h>

#define MAX_CELL 400
#define MAX_NOTES 8000
#define DETAILS " company role url source location salary requisition notes contact "

static CrEngine *
engine_of(const CrRequest *request) {
  return request->desk->engine;
}

/* -1 without the parameter. */
static gboolean
read_name(const CrRequest *request, const char *name, const char *const *names, int *ret_index,
          GError **error) {
  const char *text = cr_target_parameter(&request->target, name);
  *ret_index = text ? cr_name_index(names, text) : -1;
  if (text == NULL || *ret_index >= 0)
    return TRUE;
  g_autofree char *all = g_strjoinv(", ", (char **) names);
  return cr_request_bad(error, "%s takes one of: %s", name, all);
}

CrReply *
cr_handle_applications(CrRequest *request, GError **error) {
  static const char *const states[] = {"open", "all", NULL};
  CrAppsQuery query = {.words = cr_target_parameter(&request->target, "words")};
  gint64 limit = 100, after = 0;
  int state, order;
  if (!read_name(request, "stage", cr_stage_names, &query.stage, error) ||
      !read_name(request, "state", states, &state, error) ||
      !read_name(request, "order", cr_apps_order_names, &order, error) ||
      !cr_request_int(request, "limit", 1, 500, &limit, error) ||
      !cr_request_int(request, "after", 1, G_MAXINT, &after, error))
    return NULL;
  query.open = state == 0;
  query.order = (CrAppsOrder) MAX(order, 0);
  query.after = (int) after;
  query.limit = (guint) limit;
  return cr_reply_tagged(cr_apps_list(engine_of(request), &query, request->now, error));
}

static gboolean
check_details(const json_t *json, GError **error) {
  const char *unused;
  for (const CrField *field = cr_details_record.fields; field->name; field++)
    if (!cr_request_string(json, field->name,
                           strcmp(field->name, "notes") == 0 ? MAX_NOTES : MAX_CELL, FALSE, &unused,
                           error))
      return FALSE;
  const json_t *contact = json_object_get(json, "contact");
  return contact == NULL || (cr_request_members(contact, " name email phone ", error) &&
                             cr_request_string(contact, "name", MAX_CELL, FALSE, &unused, error) &&
                             cr_request_string(contact, "email", MAX_CELL, FALSE, &unused, error) &&
                             cr_request_string(contact, "phone", MAX_CELL, FALSE, &unused, error));
}

static gboolean
check_change(const json_t *json, GError **error) {
  const char *unused;
  return cr_request_string(json, "stage", 80, FALSE, &unused, error) &&
         cr_request_string(json, "reason", 80, FALSE, &unused, error) &&
         cr_request_string(json, "at", 40, FALSE, &unused, error);
}

static CrReply *
shown(CrRequest *request, int id, GError **error) {
  return cr_reply_tagged(cr_apps_show(engine_of(request), id, request->now, error));
}

CrReply *
cr_handle_application(CrRequest *request, GError **error) {
  return shown(request, request->id, error);
}

CrReply *
cr_handle_add_application(CrRequest *request, GError **error) {
  gboolean known = FALSE;
  int id = 0;
  if (!cr_request_members(request->json, DETAILS "stage reason at ", error) ||
      !check_details(request->json, error) || !check_change(request->json, error) ||
      !cr_apps_add(engine_of(request), request->json, request->key, request->now, &id, &known,
                   error))
    return NULL;
  json_t *document = cr_apps_show(engine_of(request), id, request->now, error);
  if (document == NULL)
    return NULL;
  json_object_set_new(document, "known", json_boolean(known));
  CrReply *reply = cr_reply_tagged(document);
  if (!known) {
    reply->status = 201;
    reply->location = g_strdup_printf("/api/v1/applications/%d", id);
  }
  return reply;
}

CrReply *
cr_handle_edit_application(CrRequest *request, GError **error) {
  g_autoptr(json_t) current = cr_apps_show(engine_of(request), request->id, request->now, error);
  if (current == NULL || !cr_request_members(request->json, DETAILS, error) ||
      !check_details(request->json, error))
    return NULL;
  CrReply *changed = cr_request_check_match(request, current);
  if (changed)
    return changed;
  return cr_apps_act(engine_of(request), request->id, "edit", request->json, NULL, request->now,
                     NULL, error)
             ? shown(request, request->id, error)
             : NULL;
}

static gboolean
check_number(const json_t *json, const char *name, GError **error) {
  const json_t *value = json_object_get(json, name);
  return value == NULL ||
         (json_is_integer(value) && json_integer_value(value) >= 1 &&
          json_integer_value(value) <= G_MAXINT) ||
         cr_request_bad(error, "%s takes a number", name);
}

CrReply *
cr_handle_act_on_application(CrRequest *request, GError **error) {
  const json_t *json = request->json;
  g_autofree char *undone = NULL;
  const char *act, *unused;
  if (!cr_request_members(json, " act stage reason at text contact interview other ", error) ||
      !cr_request_string(json, "act", 20, TRUE, &act, error) ||
      !cr_request_string(json, "text", MAX_NOTES, FALSE, &unused, error) ||
      !check_details(json, error) || !check_change(json, error) ||
      !check_number(json, "interview", error) || !check_number(json, "other", error) ||
      !cr_apps_act(engine_of(request), request->id, act, json, request->key, request->now, &undone,
                   error))
    return NULL;
  g_autoptr(GError) local = NULL;
  json_t *document = cr_apps_show(engine_of(request), request->id, request->now, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND)) /* adding it was taken back */
    return cr_reply_new(204, NULL, NULL);
  if (document == NULL) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  cr_json_put_string(document, "undone", undone);
  return cr_reply_json(200, document);
}

/* Files */

static gboolean
read_map(const CrRequest *request, json_t **ret_map, GError **error) {
  const char *text = cr_target_parameter(&request->target, "map"), *heading;
  json_t *field;
  g_autoptr(json_t) map = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  if (text == NULL)
    return TRUE;
  if (!json_is_object(map))
    return cr_request_bad(error, "map takes an object of headings and fields");
  json_object_foreach(map, heading, field) {
    if (!json_is_null(field) && !json_is_string(field))
      return cr_request_bad(error, "map takes the name of a field, or null, for each heading");
  }
  *ret_map = g_steal_pointer(&map);
  return TRUE;
}

CrReply *
cr_handle_import_applications(CrRequest *request, GError **error) {
  static const char *const switches[] = {"false", "true", NULL};
  g_autoptr(json_t) map = NULL;
  const char *name = cr_target_parameter(&request->target, "name");
  int preview;
  if (!read_name(request, "preview", switches, &preview, error) || !read_map(request, &map, error))
    return NULL;
  if (request->body == NULL || request->body->len == 0 || (name && g_utf8_strlen(name, -1) > 200)) {
    cr_request_bad(error, "the body is the file; name at most 200 characters");
    return NULL;
  }
  const CrAppsFile file = {(const char *) request->body->data, request->body->len,
                           name && *name ? name : "the file", map, preview == 1};
  return cr_reply_json(200, cr_apps_import(engine_of(request), &file, request->now, error));
}

static CrReply *
download(const char *type, const char *name, char *text) {
  CrReply *reply = text ? cr_reply_new(200, type, g_bytes_new_take(text, strlen(text))) : NULL;
  if (reply)
    reply->download = name;
  return reply;
}

CrReply *
cr_handle_export_applications(CrRequest *request, GError **error) {
  static const char *const kinds[] = {"csv", "json", "ics", NULL};
  CrEngine *engine = engine_of(request);
  int kind;
  if (!read_name(request, "as", kinds, &kind, error))
    return NULL;
  if (kind == 2)
    return download("text/calendar; charset=utf-8", "applications.ics",
                    cr_apps_export_ics(engine, request->now, error));
  if (kind != 1)
    return download("text/csv; charset=utf-8", "applications.csv",
                    cr_apps_export_csv(engine, error));
  json_t *json = cr_apps_export_json(engine, error);
  CrReply *reply = cr_reply_json(200, json);
  if (reply)
    reply->download = "applications.json";
  return reply;
}
