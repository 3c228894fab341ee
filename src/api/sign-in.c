/* Into a service: with an invitation, a password and perhaps a code, a passkey; and what to do who
 * has forgotten. What is wrong is said in one way, whether there is such an account or not. */
#include "api/sign-in.h"
#include "api/handlers.h"
#include "api/service.h"

#include "base/error.h"
#include "engine/passkey.h"
#include "engine/password.h"

#include <string.h>

#define STEP_USEC (10 * CR_MINUTE)
#define MAX_EMAIL_CHARS 254
#define MAX_PROOF_CHARS 8192

/* The digest by which the browser is known to be of who has that address (NULL: of that account).
 */
static char *
known_browser(CrRequest *request, const char *email, gint64 account) {
  gint64 owner = 0;
  g_autofree char *token = service_browser(request);
  g_autoptr(CrMember) member =
      cr_people_of_browser(request->desk->store, token, request->now, &owner, NULL);
  gboolean theirs =
      member && (email ? g_ascii_strcasecmp(email, member->email) == 0 : owner == account);
  return theirs ? cr_token_digest(token) : NULL;
}

static CrReply *
too_often(const CrRequest *request, CrInstant until, gboolean others) {
  CrReply *reply = cr_reply_problem(
      429, "too-many",
      others ? "That was tried too often. Wait a moment, then try again; a browser that you have "
               "used here before, a passkey, or a new password by mail lets you in at once."
             : "That was tried too often. Wait a moment, then try again.");
  reply->retry_sec = (guint) MIN((until - request->now) / CR_SECOND + 1, 3600);
  return reply;
}

/* TRUE to go on, as below. */
static gboolean
may_try(CrRequest *request, const CrTry *t, CrReply **ret_reply, GError **error) {
  CrInstant until;
  *ret_reply = NULL;
  if (!cr_people_may_try(request->desk->store, t, request->now, &until, error))
    return FALSE;
  if (until != CR_INSTANT_NONE)
    *ret_reply = too_often(request, until, t->browser == NULL && request->login == NULL);
  return until == CR_INSTANT_NONE;
}

gboolean
sign_in_may_try(CrRequest *request, const char *what, CrReply **ret_reply, GError **error) {
  const CrTry t = {what, request->source, NULL};
  return may_try(request, &t, ret_reply, error);
}

static CrReply *
wrong(void) {
  return cr_reply_problem(401, "wrong", "The address or the password is not right.");
}

static CrReply *
closed(const GError *error) {
  return cr_reply_problem(403, "closed", error->message);
}

CrReply *
sign_in_done(CrRequest *request, gint64 account, const char *how, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrReply) reply = cr_reply_json(200, json_pack("{s:s}", "next", "done"));
  if (service_enter(request, account, how, reply, &local))
    return g_steal_pointer(&reply);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_DENIED))
    return closed(local);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}

CrReply *
cr_handle_ways_in(CrRequest *request, GError **error) {
  const CrService *service = request->server->service;
  json_t *providers = json_array();
  for (guint i = 0; i < service->providers->len; i++) {
    const CrProvider *p = service->providers->pdata[i];
    json_array_append_new(providers, json_pack("{s:s,s:s}", "name", p->name, "label", p->label));
  }
  return cr_reply_json(200, json_pack("{s:s,s:b,s:o}", "service", service->name, "mail",
                                      service->mail != NULL, "providers", providers));
}

/* Password and code */

static CrReply *
ask_for_code(CrRequest *request, gint64 account, GError **error) {
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  ticket->how = g_strdup("password");
  g_autofree char *token = cr_people_give_ticket(request->desk->store, account, CR_CREDENTIAL_STEP,
                                                 ticket, STEP_USEC, request->now, error);
  return token ? cr_reply_json(200, json_pack("{s:s,s:s}", "next", "code", "step", token)) : NULL;
}

CrReply *
cr_handle_sign_in(CrRequest *request, GError **error) {
  const char *email, *password;
  g_auto(CrKnown) known = {0};
  gboolean fits = FALSE;
  CrReply *reply = NULL;
  CrStore *store = request->desk->store;
  if (!cr_request_members(request->json, " email password ", error) ||
      !cr_request_string(request->json, "email", MAX_EMAIL_CHARS, TRUE, &email, error) ||
      !cr_request_string(request->json, "password", CR_PASSWORD_MAX_BYTES, TRUE, &password, error))
    return NULL;
  g_autofree char *counted = g_strconcat("password ", email, NULL); /* never as a code is */
  g_autofree char *browser = known_browser(request, email, 0);
  const CrTry t = {counted, request->source, browser};
  if (!may_try(request, &t, &reply, error))
    return reply;
  if (!cr_people_know_by_email(store, email, request->now, &known, error) ||
      !cr_password_verify(known.password ? known.password->hash : NULL, password, &fits, error))
    return NULL;
  if (!fits) {
    request->failed = known.account;
    request->failed_with = "password";
    return wrong();
  }
  if (!cr_people_tried_well(store, &t, error))
    return NULL;
  return known.totp ? ask_for_code(request, known.account, error)
                    : sign_in_done(request, known.account, "password", error);
}

CrReply *
cr_handle_code(CrRequest *request, GError **error) {
  const char *step, *code;
  gint64 account = 0;
  gboolean fits = FALSE;
  CrReply *reply = NULL;
  CrStore *store = request->desk->store;
  if (!cr_request_members(request->json, " step code ", error) ||
      !cr_request_string(request->json, "step", CR_TOKEN_CHARS, TRUE, &step, error) ||
      !cr_request_string(request->json, "code", 40, TRUE, &code, error))
    return NULL;
  g_autoptr(CrTicket) ticket =
      cr_people_find_ticket(store, CR_CREDENTIAL_STEP, step, request->now, &account, error);
  g_autofree char *counted = g_strdup_printf("code %" G_GINT64_FORMAT, account);
  g_autofree char *browser = known_browser(request, NULL, account);
  const CrTry t = {counted, request->source, browser};
  if (ticket == NULL || !may_try(request, &t, &reply, error))
    return reply;
  if (!cr_people_take_code(store, account, code, request->now, &fits, error))
    return NULL;
  if (!fits) {
    request->failed = account;
    request->failed_with = "code";
    return cr_reply_problem(401, "wrong-code", "That code is not right, or was used already.");
  }
  g_clear_pointer(&ticket, cr_ticket_free);
  ticket = cr_people_take_ticket(store, CR_CREDENTIAL_STEP, step, request->now, &account, error);
  if (ticket == NULL || !cr_people_tried_well(store, &t, error))
    return NULL;
  return sign_in_done(request, account, "password and code", error);
}

/* Passkeys */

char *
sign_in_begin_passkey(CrRequest *request, const char *body, GError **error) {
  g_autofree char *challenge = cr_passkey_challenge();
  g_autofree char *digest = cr_passkey_digest(challenge);
  return cr_store_keep_begun(request->desk->store, digest, body, request->now + STEP_USEC, error)
             ? g_steal_pointer(&challenge)
             : NULL;
}

gboolean
sign_in_end_passkey(CrRequest *request, const char *challenge, const char *body, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *digest = cr_passkey_digest(challenge);
  g_autofree char *begun = cr_store_take_begun(request->desk->store, digest, request->now, &local);
  if (local == NULL && g_strcmp0(begun, body) != 0)
    g_set_error(&local, CR_ERROR, CR_ERROR_DENIED, "that took too long: try once more");
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

CrPasskeyPlace
sign_in_place(const CrRequest *request, const char *challenge) {
  return (CrPasskeyPlace){.rp = request->server->rp,
                          .origins = (const char *const *) request->server->origins,
                          .challenge = challenge};
}

/* Whose it is shows in the end only. */
static char *
any_browser(CrRequest *request) {
  gint64 owner;
  g_autofree char *token = service_browser(request);
  g_autoptr(CrMember) member =
      cr_people_of_browser(request->desk->store, token, request->now, &owner, NULL);
  return member ? cr_token_digest(token) : NULL;
}

CrReply *
cr_handle_begin_passkey(CrRequest *request, GError **error) {
  g_autofree char *browser = any_browser(request);
  const CrTry t = {NULL, request->source, browser};
  CrInstant until;
  if (!cr_people_may_begin(request->desk->store, &t, request->now, &until, error))
    return NULL;
  if (until != CR_INSTANT_NONE)
    return too_often(request, until, FALSE);
  g_autofree char *challenge = sign_in_begin_passkey(request, "", error);
  return challenge ? cr_reply_json(200, json_pack("{s:s,s:s}", "challenge", challenge, "rp",
                                                  request->server->rp))
                   : NULL;
}

typedef struct {
  const char *challenge, *user;
  CrPasskeyProof proof;
} Assertion;

static gboolean
read_assertion(const json_t *json, Assertion *ret, GError **error) {
  return cr_request_members(json, " challenge user id client_data authenticator_data signature ",
                            error) &&
         cr_request_string(json, "challenge", 64, TRUE, &ret->challenge, error) &&
         cr_request_string(json, "user", 20, TRUE, &ret->user, error) &&
         cr_request_string(json, "id", 1024, TRUE, &ret->proof.id, error) &&
         cr_request_string(json, "client_data", MAX_PROOF_CHARS, TRUE, &ret->proof.client_data,
                           error) &&
         cr_request_string(json, "authenticator_data", MAX_PROOF_CHARS, TRUE,
                           &ret->proof.authenticator_data, error) &&
         cr_request_string(json, "signature", MAX_PROOF_CHARS, TRUE, &ret->proof.signature, error);
}

/* The passkey, checked and with its new count; NULL with CR_ERROR_DENIED when it is none. */
static CrPasskey *
check_assertion(CrRequest *request, const Assertion *a, gint64 account, GError **error) {
  CrPasskeyPlace place = sign_in_place(request, a->challenge);
  g_autoptr(GError) local = NULL;
  if (!sign_in_end_passkey(request, a->challenge, "", error))
    return NULL;
  g_autoptr(CrPasskey) passkey =
      account > 0 ? cr_people_passkey(request->desk->store, account, a->proof.id, &local) : NULL;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  if (passkey == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "this passkey is not known here");
    return NULL;
  }
  if (!cr_passkey_check(&place, &a->proof, passkey, error)) {
    request->failed = account;
    request->failed_with = "passkey";
    return NULL;
  }
  g_autofree char *browser = any_browser(request);
  const CrTry t = {NULL, request->source, browser};
  passkey->used = request->now;
  return cr_people_began_well(request->desk->store, &t, error) &&
                 cr_people_use_passkey(request->desk->store, account, passkey, error)
             ? g_steal_pointer(&passkey)
             : NULL;
}

/* Not counted, as links are not: nobody guesses one, and it lets its owner in when others have used
 * up all tries. Where it begins is, by the source. */
CrReply *
cr_handle_passkey(CrRequest *request, GError **error) {
  Assertion a = {0};
  g_autoptr(GError) local = NULL;
  if (!read_assertion(request->json, &a, error))
    return NULL;
  gint64 account = g_ascii_strtoll(a.user, NULL, 10);
  g_autoptr(CrPasskey) passkey = check_assertion(request, &a, account, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_DENIED))
    return cr_reply_problem(401, "wrong-passkey", local->message);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  return sign_in_done(request, account, "passkey", error);
}

/* Invitations */

CrReply *
cr_handle_look_at_invitation(CrRequest *request, GError **error) {
  const char *token;
  if (!cr_request_members(request->json, " token ", error) ||
      !cr_request_string(request->json, "token", CR_TOKEN_CHARS, TRUE, &token, error))
    return NULL;
  g_autoptr(CrMember) member = cr_people_invited(request->desk->store, token, request->now, error);
  return member ? cr_reply_json(200, json_pack("{s:s}", "email", member->email)) : NULL;
}

/* Letters go out in their name, and times are theirs. */
static gboolean
begin_profile(CrRequest *request, gint64 account, const CrMember *member, const char *name,
              const char *zone, GError **error) {
  if (!cr_desk_turn_to(request->desk, account, error))
    return FALSE;
  g_autoptr(CrProfile) profile = cr_profile_copy(cr_engine_profile(request->desk->engine));
  if (profile->name == NULL)
    profile->name = g_strdup(name);
  if (profile->emails == NULL)
    profile->emails = g_strsplit(member->email, " ", 1);
  if (profile->zone == NULL && zone && cr_zone_find(zone))
    profile->zone = g_strdup(zone);
  g_autoptr(json_t) kept = cr_desk_set_profile(request->desk, profile, request->now, error);
  return kept != NULL;
}

CrReply *
cr_handle_sign_up(CrRequest *request, GError **error) {
  const char *token, *password, *zone;
  g_autofree char *name = NULL;
  gint64 account = 0;
  CrStore *store = request->desk->store;
  if (!cr_request_members(request->json, " token name password zone ", error) ||
      !cr_request_string(request->json, "token", CR_TOKEN_CHARS, TRUE, &token, error) ||
      !cr_request_line(request->json, "name", 120, &name, error) ||
      !cr_request_string(request->json, "zone", 64, FALSE, &zone, error) ||
      !cr_request_string(request->json, "password", CR_PASSWORD_MAX_BYTES, TRUE, &password, error))
    return NULL;
  g_autoptr(CrMember) member = cr_people_invited(store, token, request->now, error);
  if (member == NULL || !cr_password_check_new(password, member->email, error))
    return NULL;
  g_autofree char *hash = cr_password_hash(password, error);
  if (hash == NULL || !cr_people_accept(store, token, name, hash, request->now, error) ||
      !cr_token_account(token, &account) ||
      !begin_profile(request, account, member, name, zone, error))
    return NULL;
  if (member->verified == CR_INSTANT_NONE)
    service_tell(request, account, CR_POST_ADDRESS, member->email, NULL);
  return sign_in_done(request, account, "password", error);
}

/* Forgotten */

CrReply *
cr_handle_forgot(CrRequest *request, GError **error) {
  const char *email;
  CrReply *reply = NULL;
  if (!cr_request_members(request->json, " email ", error) ||
      !cr_request_string(request->json, "email", MAX_EMAIL_CHARS, TRUE, &email, error))
    return NULL;
  g_autofree char *counted = g_strconcat("forgot ", email, NULL);
  g_autofree char *browser = known_browser(request, email, 0);
  const CrTry t = {counted, request->source, browser};
  if (!may_try(request, &t, &reply, error))
    return reply;
  if (cr_email_ok(email))
    service_forgot(request->server, email);
  return cr_reply_new(202, NULL, NULL);
}

CrReply *
cr_handle_reset(CrRequest *request, GError **error) {
  const char *token, *password;
  gint64 account = 0;
  g_auto(CrKnown) known = {0};
  CrStore *store = request->desk->store;
  if (!cr_request_members(request->json, " token password ", error) ||
      !cr_request_string(request->json, "token", CR_TOKEN_CHARS, TRUE, &token, error) ||
      !cr_request_string(request->json, "password", CR_PASSWORD_MAX_BYTES, TRUE, &password, error))
    return NULL;
  g_autoptr(CrTicket) ticket =
      cr_people_find_ticket(store, CR_CREDENTIAL_RESET, token, request->now, &account, error);
  if (ticket == NULL || !cr_people_know(store, account, request->now, &known, error) ||
      !cr_password_check_new(password, known.member ? known.member->email : NULL, error))
    return NULL;
  g_autofree char *hash = cr_password_hash(password, error);
  g_autoptr(CrMember) member = NULL;
  if (hash == NULL || !cr_people_reset(store, token, hash, request->now, &account, &member, error))
    return NULL;
  service_tell(request, account, CR_POST_CHANGED, member->email, "Your password was changed");
  CrReply *reply = cr_reply_new(204, NULL, NULL);
  service_remember_browser(request, account, reply);
  return reply;
}

CrReply *
cr_handle_confirm_address(CrRequest *request, GError **error) {
  const char *token;
  return cr_request_members(request->json, " token ", error) &&
                 cr_request_string(request->json, "token", CR_TOKEN_CHARS, TRUE, &token, error) &&
                 cr_people_confirm_email(request->desk->store, token, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}
