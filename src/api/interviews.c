/* The promised calls, their letters and acts. */
#include "api/connections.h"
#include "api/handlers.h"
#include "api/server-private.h"
#include "engine/desk-read.h"
#include "engine/desk-send.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

CrReply *
cr_handle_now(CrRequest *request, GError **error) {
  json_t *json = cr_desk_now(request->desk, request->now, error);
  if (json == NULL)
    return NULL;
  cr_json_put_string(json, "story", request->story);
  if (request->member) /* whoever runs the service sees to it */
    json_object_set_new(json, "paused", json_null());
  json_object_set_new(json, "can_send", json_false());
  json_object_set_new(json, "sources", json_array());
  if (request->demo == NULL && request->grant == NULL)
    cr_connections_tell(request->desk, json);
  return cr_reply_tagged(json);
}

CrReply *
cr_handle_read(CrRequest *request, GError **error) {
  const char *text = cr_target_parameter(&request->target, "text");
  if (text == NULL || g_utf8_strlen(text, -1) > 1000) {
    cr_request_bad(error, "text takes what was agreed, in at most 1000 characters");
    return NULL;
  }
  g_autoptr(CrUnderstood) understood = cr_desk_understand(request->desk, text, request->now, error);
  return understood
             ? cr_reply_json(200, cr_desk_view_understood(request->desk, understood, request->now))
             : NULL;
}

/* Of a page. */
#define MAX_WHOLE 500
#define MAX_ROWS 5000

CrReply *
cr_handle_list(CrRequest *request, GError **error) {
  CrInstant from = CR_INSTANT_NONE, to = CR_INSTANT_NONE;
  gint64 limit = 100;
  const char *state = cr_target_parameter(&request->target, "state");
  const char *after = cr_target_parameter(&request->target, "after");
  const char *view = cr_target_parameter(&request->target, "view");
  if (!cr_request_instant(request, "from", &from, error) ||
      !cr_request_instant(request, "to", &to, error))
    return NULL;
  if (state && strcmp(state, "open") != 0 && strcmp(state, "all") != 0) {
    cr_request_bad(error, "state takes open or all");
    return NULL;
  }
  if (view && strcmp(view, "whole") != 0 && strcmp(view, "row") != 0) {
    cr_request_bad(error, "view takes whole or row");
    return NULL;
  }
  gboolean rows = view && strcmp(view, "row") == 0;
  if (!cr_request_int(request, "limit", 1, rows ? MAX_ROWS : MAX_WHOLE, &limit, error))
    return NULL;
  CrListWhich which = state && strcmp(state, "all") == 0 ? CR_LIST_ALL : CR_LIST_OPEN;
  json_t *list =
      cr_desk_list(request->desk, which, from, to, (guint) limit, after, rows, request->now, error);
  if (list == NULL && g_error_matches(*error, CR_ERROR, CR_ERROR_PARSE))
    (*error)->domain = CR_BAD_REQUEST; /* the cursor */
  return cr_reply_tagged(list);
}

CrReply *
cr_handle_add(CrRequest *request, GError **error) {
  const char *text;
  if (!cr_request_members(request->json, " text ", error) ||
      !cr_request_string(request->json, "text", 1000, TRUE, &text, error))
    return NULL;
  g_autoptr(CrUnderstood) understood = cr_desk_understand(request->desk, text, request->now, error);
  if (understood == NULL)
    return NULL;
  if (understood->problem)
    return cr_reply_problem(422, "not-understood", understood->problem);
  if (understood->known && understood->more && *understood->more &&
      !cr_desk_complete(request->desk, understood, text, request->now, error))
    return NULL;
  if (understood->known)
    return cr_reply_json(200, cr_desk_view_understood(request->desk, understood, request->now));
  if (!cr_desk_watch(request->desk, understood, text, request->now, error))
    return NULL;
  json_t *json = cr_desk_view_understood(request->desk, understood, request->now);
  CrReply *reply = cr_reply_json(201, json);
  reply->location = g_strdup_printf("/api/v1/interviews/%d", understood->interview->id);
  return reply;
}

CrReply *
cr_handle_show(CrRequest *request, GError **error) {
  return cr_reply_tagged(cr_desk_show(request->desk, request->id, request->now, error));
}

CrReply *
cr_handle_why(CrRequest *request, GError **error) {
  return cr_reply_tagged(cr_desk_why(request->desk, request->id, request->now, error));
}

CrReply *
cr_handle_slots(CrRequest *request, GError **error) {
  gint64 limit = request->id ? 12 : 3;
  if (!cr_request_int(request, "limit", 1, 16, &limit, error))
    return NULL;
  return cr_reply_tagged(
      cr_desk_slots(request->desk, request->id, (int) limit, request->now, error));
}

CrReply *
cr_handle_act(CrRequest *request, GError **error) {
  const char *act, *text;
  if (!cr_request_members(request->json, " act text ", error) ||
      !cr_request_string(request->json, "act", 40, TRUE, &act, error) ||
      !cr_request_string(request->json, "text", 500, FALSE, &text, error))
    return NULL;
  if (cr_name_index(cr_act_names, act) < 0) {
    cr_request_bad(error, "that is no act");
    return NULL;
  }
  return cr_reply_json(200, cr_desk_act(request->desk, request->id, act, text, request->key,
                                        request->now, NULL, error));
}

/* Letters */

#define CHANGED                                                                                    \
  "The letter was changed meanwhile, and nothing of it is lost. Here is how it reads now."
#define NOT_SENT                                                                                   \
  "The letter was changed since you read it, so it was not sent. Here is how it reads now: if "    \
  "you like it, send it."

/* Its version is its entity tag. */
static CrReply *
tell_letter(json_t *document) {
  const char *version = cr_json_string(document, "version");
  g_autofree char *etag = g_strdup_printf("\"%s\"", version);
  CrReply *reply = cr_reply_json(200, document);
  if (reply)
    reply->etag = g_steal_pointer(&etag);
  return reply;
}

CrReply *
cr_handle_letter(CrRequest *request, GError **error) {
  request->if_none_match = NULL; /* what is said beside it changes with the clock alone */
  return tell_letter(cr_desk_letter(request->desk, request->id, request->now, error));
}

static gboolean
read_slots(const json_t *list, GPtrArray **ret_slots, GError **error) {
  g_autoptr(GPtrArray) slots = g_ptr_array_new_with_free_func((GDestroyNotify) cr_slot_free);
  if (list == NULL)
    return TRUE;
  if (!json_is_array(list) || json_array_size(list) > 8)
    return cr_request_bad(error, "slots takes a list of at most 8 times");
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *json = json_array_get(list, i);
    const char *start, *end;
    CrSlot *slot = cr_slot_new();
    g_ptr_array_add(slots, slot);
    if (!cr_request_members(json, " start end ", error) ||
        !cr_request_string(json, "start", 40, TRUE, &start, error) ||
        !cr_request_string(json, "end", 40, TRUE, &end, error))
      return FALSE;
    if (!cr_instant_parse(start, &slot->start, NULL) || !cr_instant_parse(end, &slot->end, NULL))
      return cr_request_bad(error, "a slot has instants as start and end");
  }
  *ret_slots = g_steal_pointer(&slots);
  return TRUE;
}

/* If-Match names its version. */
static gboolean
has_read(const char *version, gpointer data) {
  const CrRequest *request = data;
  g_autofree char *etag = g_strdup_printf("\"%s\"", version);
  return request->if_match == NULL || cr_etag_matches(request->if_match, etag);
}

/* NULL, without an error, when it is still the one that If-Match names. */
static CrReply *
check_letter(CrRequest *request, const char *detail, GError **error) {
  if (request->if_match == NULL)
    return NULL;
  g_autoptr(json_t) current = cr_desk_letter(request->desk, request->id, request->now, error);
  if (current == NULL || has_read(cr_json_string(current, "version"), request))
    return NULL;
  return cr_reply_changed(detail, "letter", g_steal_pointer(&current));
}

CrReply *
cr_handle_edit_letter(CrRequest *request, GError **error) {
  g_autoptr(GPtrArray) slots = NULL;
  CrLetterEdit edit = {0};
  if (!cr_request_members(request->json, " subject body slots ", error) ||
      !cr_request_string(request->json, "subject", 200, FALSE, &edit.subject, error) ||
      !cr_request_string(request->json, "body", 8000, FALSE, &edit.body, error) ||
      !read_slots(json_object_get(request->json, "slots"), &slots, error))
    return NULL;
  CrReply *changed = check_letter(request, CHANGED, error);
  if (changed || *error)
    return changed;
  edit.slots = slots;
  return tell_letter(cr_desk_edit_letter(request->desk, request->id, &edit, request->now, error));
}

CrReply *
cr_handle_reset_letter(CrRequest *request, GError **error) {
  CrReply *changed = check_letter(request, CHANGED, error);
  if (changed || *error)
    return changed;
  return tell_letter(cr_desk_reset_letter(request->desk, request->id, request->now, error));
}

CrReply *
cr_handle_eml(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  char *eml = cr_desk_message(request->desk, request->id, request->now, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_FAILED)) /* no address, there or here */
    return cr_reply_problem(409, "no-address", local->message);
  if (eml == NULL) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  CrReply *reply = cr_reply_new(200, "message/rfc822", g_bytes_new_take(eml, strlen(eml)));
  reply->download = "letter.eml";
  return reply;
}

static CrInstant
read_now(gpointer request) {
  return server_now(((CrRequest *) request)->server);
}

CrReply *
cr_handle_send(CrRequest *request, GError **error) {
  CrServer *server = request->server;
  const CrDeskSending sending = {server->uri, read_now, server->options.intake, request, has_read};
  g_autoptr(CrEffect) letter = NULL;
  g_autofree char *why = NULL;
  g_autoptr(GError) local = NULL;
  CrReply *refused = cr_request_refuse_in_story(request);
  if (refused)
    return refused;
  if (!cr_desk_send(request->desk, request->id, &sending, &letter, &why, &local)) {
    if (g_error_matches(local, CR_ERROR, CR_ERROR_CHANGED))
      refused = check_letter(request, NOT_SENT, NULL);
    if (refused == NULL)
      g_propagate_error(error, g_steal_pointer(&local));
    return refused;
  }
  if (letter == NULL)
    return cr_reply_problem(409, "not-now", why);
  return cr_reply_json(200, cr_desk_view_sent(request->desk, letter, why));
}

/* Days and lines */

static gboolean
read_day(const CrRequest *request, const char *name, CrDay *day, GError **error) {
  const char *text = cr_target_parameter(&request->target, name);
  int year, month, date;
  if (text == NULL)
    return TRUE;
  if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
      sscanf(text, "%4d-%2d-%2d", &year, &month, &date) != 3 || year < 1900 || year > 2199 ||
      !cr_date_valid(year, month, date))
    return cr_request_bad(error, "%s takes a day such as 2026-11-24", name);
  *day = cr_day_from_date(year, month, date);
  return TRUE;
}

CrReply *
cr_handle_calendar(CrRequest *request, GError **error) {
  CrDay from = cr_zone_day(cr_desk_zone(request->desk), request->now);
  if (!read_day(request, "from", &from, error))
    return NULL;
  CrDay to = from + 7;
  if (!read_day(request, "to", &to, error))
    return NULL;
  if (to <= from || to - from > 92) {
    cr_request_bad(error, "to is a day after from, at most 92 days");
    return NULL;
  }
  return cr_reply_tagged(cr_desk_calendar(request->desk, from, to, request->now, error));
}

CrReply *
cr_handle_timeline(CrRequest *request, GError **error) {
  gint64 after = -1, interview = 0, limit = 100;
  if (!cr_request_int(request, "after", 0, G_MAXINT64, &after, error) ||
      !cr_request_int(request, "interview", 1, G_MAXINT, &interview, error) ||
      !cr_request_int(request, "limit", 1, 500, &limit, error))
    return NULL;
  return cr_reply_tagged(
      cr_desk_timeline(request->desk, after, (int) interview, (guint) limit, error));
}

CrReply *
cr_handle_import(CrRequest *request, GError **error) {
  static const char *const roles[] = {"auto", "invite", "calendar", NULL};
  const char *name = cr_target_parameter(&request->target, "name");
  const char *as = cr_target_parameter(&request->target, "as");
  int role = as ? cr_name_index(roles, as) : 0;
  if (role < 0 || (name && g_utf8_strlen(name, -1) > 200)) {
    cr_request_bad(error, "as takes auto, invite or calendar; name at most 200 characters");
    return NULL;
  }
  if (request->body == NULL || request->body->len == 0) {
    cr_request_bad(error, "the body is the file");
    return NULL;
  }
  return cr_reply_json(200, cr_desk_import(request->desk, (const char *) request->body->data,
                                           request->body->len, name && *name ? name : "the file",
                                           (CrIntakeRole) role, request->now, error));
}
