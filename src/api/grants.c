/* Who else may see an account: grants to coaches, and the candidates of a coach. */
#include "api/handlers.h"
#include "api/service.h"

#include "base/error.h"
#include "engine/grants.h"
#include "model/grant.h"

#include <string.h>

/* MAX: without an end. */
static void
put_end(json_t *json, const CrRequest *request, CrInstant ends) {
  cr_json_put_instant(json, "ends", ends == CR_INSTANT_MAX ? CR_INSTANT_NONE : ends,
                      cr_desk_zone(request->desk));
}

static json_t *
view_grant(const CrRequest *request, const CrGrantRow *row) {
  json_t *json = json_object();
  g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->coach);
  cr_json_put_string(json, "id", id);
  cr_json_put_string(json, "email", row->grant->email);
  cr_json_put_string(json, "name", row->grant->name);
  cr_json_put_string(json, "scope", cr_scope_names[row->grant->scope]);
  cr_json_put_instant(json, "since", row->grant->since, cr_desk_zone(request->desk));
  put_end(json, request, row->grant->ends);
  return json;
}

static json_t *
grants_document(CrRequest *request, GError **error) {
  g_autoptr(GPtrArray) grants = NULL, looks = NULL;
  json_t *given = json_array(), *looked = json_array();
  if (!cr_grants_list(request->desk->store, request->desk->account, request->now, &grants, &looks,
                      error)) {
    json_decref(given);
    json_decref(looked);
    return NULL;
  }
  for (guint i = 0; i < grants->len; i++)
    json_array_append_new(given, view_grant(request, grants->pdata[i]));
  for (guint i = 0; i < looks->len; i++) {
    const CrLooked *look = looks->pdata[i];
    json_t *json = json_object();
    cr_json_put_instant(json, "at", look->at, cr_desk_zone(request->desk));
    cr_json_put_string(json, "who", look->who);
    cr_json_put_string(json, "what", look->object);
    json_array_append_new(looked, json);
  }
  return json_pack("{s:o,s:o}", "grants", given, "looks", looked);
}

CrReply *
cr_handle_grants(CrRequest *request, GError **error) {
  return cr_reply_tagged(grants_document(request, error));
}

/* The day itself still counts: until the candidate's next midnight. */
static gboolean
read_until(const CrRequest *request, const char *text, CrInstant *ret_ends, GError **error) {
  int year, month, day, length = 0;
  *ret_ends = CR_INSTANT_MAX;
  if (text == NULL)
    return TRUE;
  if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || text[length] != '\0' ||
      !cr_date_valid(year, month, day))
    return cr_request_bad(error, "until takes a day such as 2026-12-24");
  CrWall wall = {0};
  cr_day_to_date(cr_day_from_date(year, month, day) + 1, &wall.year, &wall.month, &wall.day);
  *ret_ends = cr_zone_instant(cr_desk_zone(request->desk), &wall);
  if (*ret_ends > request->now)
    return TRUE;
  return cr_request_bad(error, "until takes a day that is not over");
}

CrReply *
cr_handle_grant(CrRequest *request, GError **error) {
  const char *email, *scope, *until;
  CrInstant ends;
  if (!cr_request_members(request->json, " email scope until ", error) ||
      !cr_request_string(request->json, "email", 254, TRUE, &email, error) ||
      !cr_request_string(request->json, "scope", 10, TRUE, &scope, error) ||
      !cr_request_string(request->json, "until", 10, FALSE, &until, error) ||
      !read_until(request, until, &ends, error))
    return NULL;
  int index = cr_name_index(cr_scope_names, scope);
  if (index < 0) {
    cr_request_bad(error, "scope takes view or draft");
    return NULL;
  }
  return cr_grants_give(request->desk->store, request->desk->account, email, (CrScope) index, ends,
                        request->now, error)
             ? cr_reply_json(200, grants_document(request, error))
             : NULL;
}

CrReply *
cr_handle_revoke(CrRequest *request, GError **error) {
  gint64 coach = 0;
  g_ascii_string_to_signed(request->name, 10, 1, G_MAXINT64, &coach, NULL);
  return cr_grants_revoke(request->desk->store, request->desk->account, coach, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}

CrReply *
cr_handle_candidates(CrRequest *request, GError **error) {
  g_autoptr(GPtrArray) candidates = cr_grants_candidates(
      request->desk->store, request->desk->account, request->now, &request->stale, error);
  if (candidates == NULL)
    return NULL;
  json_t *array = json_array();
  for (guint i = 0; i < candidates->len; i++) {
    const CrCandidate *candidate = candidates->pdata[i];
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, candidate->account);
    json_t *json = json_object();
    cr_json_put_string(json, "id", id);
    cr_json_put_string(json, "name", candidate->name);
    cr_json_put_string(json, "scope", cr_scope_names[candidate->scope]);
    put_end(json, request, candidate->ends);
    json_array_append_new(array, json);
  }
  return cr_reply_tagged(json_pack("{s:o}", "candidates", array));
}

/* A coach's visit */

static char *
look_of(const CrRequest *request) {
  const char *look = request->route->look;
  return request->id ? g_strdup_printf("%s %d", look, request->id) : g_strdup(look);
}

static CrReply *
refuse_visit(const GError *error) {
  return g_error_matches(error, CR_ERROR, CR_ERROR_NOT_FOUND) ? cr_reply_not_there()
                                                              : cr_reply_error(error);
}

CrReply *
visit_admit(CrRequest *request, CrDesk *desk, gint64 coach, CrInstant now) {
  g_autoptr(GError) error = NULL;
  const CrRoute *route = request->route;
  if (request->member->role != CR_ROLE_COACH || route->look == NULL)
    return cr_reply_not_there();
  g_autofree char *object = look_of(request);
  const char *name = request->member->name ? request->member->name : request->member->email;
  request->actor = (CrActor){coach, name};
  request->grant = cr_grants_find(desk->store, request->visit, &request->actor, object, now,
                                  &request->look_known, &error);
  if (request->grant == NULL)
    return refuse_visit(error);
  if (strcmp(route->method, "GET") != 0 && request->grant->scope != CR_SCOPE_DRAFT)
    return cr_reply_problem(403, "look-only", "This candidate lets you look, not write.");
  if (!cr_desk_turn_to(desk, request->visit, &error))
    return cr_reply_error(error);
  desk->actor = &request->actor;
  return NULL;
}

CrReply *
visit_note(CrRequest *request, CrReply *reply, CrInstant now) {
  g_autoptr(GError) error = NULL;
  g_autofree char *object = look_of(request);
  gboolean shown = reply->status == 200 || reply->status == 304;
  if (!shown || request->look_known)
    return reply;
  CrReply *refused = late_refuse(request->server);
  if (refused == NULL && cr_grants_note_look(request->desk->store, request->visit, &request->actor,
                                             object, now, &error))
    return reply;
  cr_reply_free(reply);
  g_clear_pointer(&request->stream, g_bytes_unref);
  return refused ? refused : refuse_visit(error);
}

gboolean
visit_take(char **segments, gint64 *ret_visit) {
  if (g_strv_length(segments) < 5 || strcmp(segments[0], "api") != 0 ||
      strcmp(segments[1], "v1") != 0 || strcmp(segments[2], "candidates") != 0 ||
      !g_ascii_string_to_signed(segments[3], 10, 1, G_MAXINT64, ret_visit, NULL))
    return FALSE;
  g_free(segments[2]);
  g_free(segments[3]);
  for (char **to = segments + 2; (to[0] = to[2]) != NULL; to++)
    ;
  return TRUE;
}
