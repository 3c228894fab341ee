#include "api/route.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

G_DEFINE_QUARK(crickets - bad - request - quark, cr_bad_request)

gboolean
cr_request_bad(GError **error, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error_literal(error, CR_BAD_REQUEST, 0, message);
  return FALSE;
}

gboolean
cr_request_int(const CrRequest *request, const char *name, gint64 min, gint64 max, gint64 *value,
               GError **error) {
  const char *text = cr_target_parameter(&request->target, name);
  if (text == NULL || g_ascii_string_to_signed(text, 10, min, max, value, NULL))
    return TRUE;
  return cr_request_bad(error, "%s takes a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                        name, min, max);
}

gboolean
cr_request_instant(const CrRequest *request, const char *name, CrInstant *value, GError **error) {
  const char *text = cr_target_parameter(&request->target, name);
  if (text == NULL || cr_instant_parse(text, value, NULL))
    return TRUE;
  return cr_request_bad(error, "%s takes an instant such as 2026-11-24T14:00:00-05:00", name);
}

gboolean
cr_request_members(const json_t *json, const char *names, GError **error) {
  const char *name;
  json_t *value;
  if (!json_is_object(json))
    return cr_request_bad(error, "an object is expected");
  json_object_foreach((json_t *) json, name, value) {
    g_autofree char *word = g_strdup_printf(" %s ", name);
    if (strchr(name, ' ') || strstr(names, word) == NULL)
      return cr_request_bad(error, "\"%.40s\" is no member of it; there are:%s", name, names);
  }
  return TRUE;
}

gboolean
cr_request_string(const json_t *json, const char *name, guint max, gboolean required,
                  const char **ret_value, GError **error) {
  const json_t *value = json_object_get(json, name);
  const char *text = json_string_value(value);
  *ret_value = NULL;
  if ((value == NULL || json_is_null(value)) && !required)
    return TRUE;
  if (text == NULL || (required && *text == '\0'))
    return cr_request_bad(error, "%s takes a text", name);
  if (g_utf8_strlen(text, -1) > max)
    return cr_request_bad(error, "%s is longer than %u characters", name, max);
  *ret_value = text;
  return TRUE;
}

gboolean
cr_request_line(const json_t *json, const char *name, guint max, char **ret_value, GError **error) {
  const char *text;
  if (!cr_request_string(json, name, max, TRUE, &text, error))
    return FALSE;
  g_autofree char *line = cr_text_line(text, max);
  if (*line == '\0')
    return cr_request_bad(error, "%s takes a text", name);
  *ret_value = g_steal_pointer(&line);
  return TRUE;
}

gboolean
cr_request_bool(const json_t *json, const char *name, gboolean *ret_value, GError **error) {
  const json_t *value = json_object_get(json, name);
  if (value && !json_is_boolean(value))
    return cr_request_bad(error, "%s takes true or false", name);
  *ret_value = json_is_true(value);
  return TRUE;
}

CrReply *
cr_request_check_match(const CrRequest *request, json_t *current) {
  g_autoptr(CrReply) now = cr_reply_tagged(json_incref(current));
  if (request->if_match == NULL || cr_etag_matches(request->if_match, now->etag))
    return NULL;
  return cr_reply_problem(412, "changed",
                          "It was changed meanwhile: read it again before you change it.");
}

CrReply *
cr_request_refuse_in_story(const CrRequest *request) {
  return request->story_token
             ? cr_reply_problem(409, "in-a-story",
                                "Leave the story first: this is about your own data.")
             : NULL;
}

/* Routes */

static gboolean
fits(const char *pattern, char **segments, int *ret_id, const char **ret_name) {
  gboolean outside = *pattern == '/';
  if (!outside && (segments[0] == NULL || segments[1] == NULL || strcmp(segments[0], "api") != 0 ||
                   strcmp(segments[1], "v1") != 0))
    return FALSE;
  g_auto(GStrv) parts = g_strsplit(pattern + outside, "/", -1);
  segments += outside ? 0 : 2;
  gint64 id = 0;
  guint i = 0;
  for (; parts[i] && segments[i]; i++) {
    if (strcmp(parts[i], "{name}") == 0 && *segments[i])
      *ret_name = segments[i];
    else if (strcmp(parts[i], "{id}") == 0 &&
             g_ascii_string_to_signed(segments[i], 10, 1, G_MAXINT, &id, NULL))
      *ret_id = (int) id;
    else if (strcmp(parts[i], segments[i]) != 0)
      return FALSE;
  }
  return parts[i] == NULL && segments[i] == NULL;
}

gboolean
cr_route_is_page(const CrRoute *route) {
  const CrRouteFlags other =
      CR_ROUTE_REAL | CR_ROUTE_EXACT | CR_ROUTE_SERVICE | CR_ROUTE_OPEN | CR_ROUTE_APART;
  return strcmp(route->method, "GET") == 0 && (route->flags & other) == 0;
}

const CrRoute *
cr_route_find(const char *method, char **segments, int *ret_id, const char **ret_name,
              const char **ret_allow) {
  g_autoptr(GString) allow = g_string_new(NULL);
  for (const CrRoute *route = cr_routes; route->method; route++) {
    if (!fits(route->pattern, segments, ret_id, ret_name))
      continue;
    if (strcmp(method, route->method) == 0)
      return route;
    g_string_append_printf(allow, "%s%s", allow->len ? ", " : "", route->method);
  }
  *ret_allow = allow->len ? g_intern_string(allow->str) : NULL;
  return NULL;
}
