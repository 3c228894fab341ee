/* For who runs a service: counts and health, and who is invited. Nothing of what anybody keeps. */
#include "api/handlers.h"
#include "api/service.h"

#include "base/error.h"
#include "engine/people.h"

CrReply *
cr_handle_service(CrRequest *request, GError **error) {
  CrMemberCounts counts;
  CrTurnCounts turns;
  json_t *people = json_object();
  if (!cr_store_count_members(request->desk->store, counts, error) ||
      !cr_store_count_turns(request->desk->store, request->now, &turns, error)) {
    json_decref(people);
    return NULL;
  }
  for (int role = 0; role < CR_N_ROLES; role++) {
    json_t *states = json_object();
    for (int state = 0; state < CR_N_MEMBER_STATES; state++)
      json_object_set_new(states, cr_member_state_names[state], json_integer(counts[state][role]));
    json_object_set_new(people, cr_role_names[role], states);
  }
  gint64 late = turns.oldest == CR_INSTANT_NONE ? 0 : (request->now - turns.oldest) / CR_SECOND;
  return cr_reply_json(
      200, json_pack("{s:s,s:o,s:{s:I,s:I,s:I,s:I,s:I}}", "version", CR_VERSION, "people", people,
                     "turns", "accounts", (json_int_t) turns.accounts, "waiting",
                     (json_int_t) turns.waiting, "held", (json_int_t) turns.held, "failing",
                     (json_int_t) turns.failing, "late_sec", (json_int_t) MAX(late, 0)));
}

/* Invitations */

static json_t *
view_invited(const CrRequest *request, const CrMemberRow *row) {
  const CrMember *member = row->member;
  json_t *json = json_object();
  g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->account);
  cr_json_put_string(json, "id", id);
  cr_json_put_string(json, "email", member->email);
  cr_json_put_string(json, "role", cr_role_names[member->role]);
  cr_json_put_instant(json, "since", member->created, cr_desk_zone(request->desk));
  cr_json_put_string(json, "undelivered", row->undelivered);
  return json;
}

CrReply *
cr_handle_invitations(CrRequest *request, GError **error) {
  gint64 after = 0, limit = 50;
  if (!cr_request_int(request, "after", 0, G_MAXINT64, &after, error) ||
      !cr_request_int(request, "limit", 1, 500, &limit, error))
    return NULL;
  g_autoptr(GPtrArray) rows =
      cr_store_list_members(request->desk->store, TRUE, after, (guint) limit, error);
  if (rows == NULL)
    return NULL;
  json_t *invited = json_array();
  for (guint i = 0; i < rows->len; i++)
    json_array_append_new(invited, view_invited(request, rows->pdata[i]));
  json_t *json = json_pack("{s:o}", "invitations", invited);
  const CrMemberRow *last = rows->len == (guint) limit ? rows->pdata[rows->len - 1] : NULL;
  g_autofree char *next = last ? g_strdup_printf("%" G_GINT64_FORMAT, last->account) : NULL;
  cr_json_put_string(json, "next", next);
  return cr_reply_json(200, json);
}

static CrActor
actor_of(const CrRequest *request) {
  return (CrActor){request->desk->account, request->member->email};
}

/* The link is shown only when it is not mailed: with it anybody could come in. */
CrReply *
cr_handle_invite(CrRequest *request, GError **error) {
  const char *email, *role;
  gint64 account;
  gboolean mailed = request->server->service->mail != NULL;
  if (!cr_request_members(request->json, " email role ", error) ||
      !cr_request_string(request->json, "email", 254, TRUE, &email, error) ||
      !cr_request_string(request->json, "role", 20, TRUE, &role, error))
    return NULL;
  int index = cr_name_index(cr_role_names, role);
  if (index < 0) {
    cr_request_bad(error, "role takes candidate, coach or administrator");
    return NULL;
  }
  const CrActor by = actor_of(request);
  const CrInvitation who = {0, email, (CrRole) index, mailed, &by};
  g_autofree char *token =
      cr_people_invite(request->desk->store, &who, request->now, &account, error);
  if (token == NULL)
    return NULL;
  cr_poster_wake(request->server->poster);
  g_autofree char *link =
      mailed ? NULL : g_strdup_printf("%s/invitation#%s", request->server->origin, token);
  json_t *json = json_object();
  cr_json_put_string(json, "email", email);
  cr_json_put_string(json, "link", link);
  return cr_reply_json(201, json);
}

CrReply *
cr_handle_uninvite(CrRequest *request, GError **error) {
  gint64 account = 0;
  const CrActor by = actor_of(request);
  g_ascii_string_to_signed(request->name, 10, 1, G_MAXINT64, &account, NULL);
  if (account == 0)
    return cr_reply_not_there();
  return cr_people_uninvite(request->desk->store, account, &by, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}
