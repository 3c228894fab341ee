/* How the one who is signed in comes in: password, codes, passkeys, institutions, sessions.
 * Most changes are CR_ROUTE_PROVED. */
#include "api/handlers.h"
#include "api/service.h"
#include "api/sign-in.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/passkey.h"
#include "engine/password.h"
#include "engine/seal.h"
#include "engine/totp.h"

#include <string.h>

#define MAX_NAME_CHARS 60 /* of a passkey */

static json_t *
view_passkeys(const CrRequest *request, GPtrArray *list) {
  json_t *array = json_array();
  for (guint i = 0; i < list->len; i++) {
    const CrPasskey *passkey = list->pdata[i];
    g_autofree char *digest = cr_passkey_digest(passkey->id);
    json_t *json = json_object();
    cr_json_put_string(json, "id", digest);
    cr_json_put_string(json, "name", passkey->name);
    cr_json_put_instant(json, "created", passkey->created, cr_desk_zone(request->desk));
    cr_json_put_instant(json, "used", passkey->used, cr_desk_zone(request->desk));
    json_array_append_new(array, json);
  }
  return array;
}

static json_t *
view_identities(const CrRequest *request, GPtrArray *list) {
  json_t *array = json_array();
  for (guint i = 0; i < list->len; i++) {
    const CrIdentity *identity = list->pdata[i];
    const CrProvider *p = cr_service_provider(request->server->service, identity->provider);
    json_t *json = json_object();
    cr_json_put_string(json, "id", identity->digest);
    cr_json_put_string(json, "label", p ? p->label : identity->provider);
    cr_json_put_string(json, "email", identity->email);
    cr_json_put_instant(json, "created", identity->created, cr_desk_zone(request->desk));
    json_array_append_new(array, json);
  }
  return array;
}

static json_t *
view_sessions(const CrRequest *request, GPtrArray *list) {
  json_t *array = json_array();
  for (guint i = 0; i < list->len; i++) {
    const CrSession *session = list->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "id", session->digest);
    cr_json_put_string(json, "agent", session->agent);
    cr_json_put_string(json, "source", session->source);
    cr_json_put_string(json, "how", session->how);
    cr_json_put_instant(json, "created", session->created, cr_desk_zone(request->desk));
    cr_json_put_instant(json, "seen", session->seen, cr_desk_zone(request->desk));
    json_object_set_new(json, "current",
                        json_boolean(strcmp(session->digest, request->login->digest) == 0));
    json_array_append_new(array, json);
  }
  return array;
}

CrReply *
cr_handle_login(CrRequest *request, GError **error) {
  g_auto(CrKnown) known = {0};
  g_auto(CrKeys) keys = {0};
  gint64 account = request->desk->account;
  if (!cr_people_know(request->desk->store, account, request->now, &known, error) ||
      !cr_people_keys(request->desk->store, account, request->now, &keys, error))
    return NULL;
  gboolean proved = cr_people_is_proved(request->login, request->now);
  return cr_reply_json(200, json_pack("{s:s,s:b,s:b,s:b,s:b,s:i,s:o,s:o,s:o}", "email",
                                      request->member->email, "verified",
                                      request->member->verified != CR_INSTANT_NONE, "password",
                                      known.password != NULL, "totp", known.totp != NULL, "proved",
                                      proved, "recovery", (int) keys.recovery, "passkeys",
                                      view_passkeys(request, keys.passkeys), "identities",
                                      view_identities(request, keys.identities), "sessions",
                                      view_sessions(request, keys.sessions)));
}

/* Whoever reads the mail of the account learns of it, also when it was not they. */
static CrReply *
changed(CrRequest *request, const char *what, CrReply *reply) {
  service_tell(request, request->desk->account, CR_POST_CHANGED, request->member->email, what);
  return reply;
}

CrReply *
cr_handle_set_password(CrRequest *request, GError **error) {
  const char *password;
  if (!cr_request_members(request->json, " password ", error) ||
      !cr_request_string(request->json, "password", CR_PASSWORD_MAX_BYTES, TRUE, &password,
                         error) ||
      !cr_password_check_new(password, request->member->email, error))
    return NULL;
  g_autofree char *hash = cr_password_hash(password, error);
  if (hash == NULL || !cr_people_set_password(request->desk->store, request->desk->account, hash,
                                              request->login->digest, request->now, error))
    return NULL;
  CrReply *reply = cr_reply_new(204, NULL, NULL);
  service_remember_browser(request, request->desk->account, reply);
  return changed(request, "Your password was changed", reply);
}

/* The new one counts when its owner has opened the link; the old one is told. */
CrReply *
cr_handle_set_address(CrRequest *request, GError **error) {
  const char *email;
  CrReply *refused;
  if (!cr_request_members(request->json, " email ", error) ||
      !cr_request_string(request->json, "email", 254, TRUE, &email, error))
    return NULL;
  if (!cr_email_ok(email)) {
    cr_request_bad(error, "email takes an address of mail");
    return NULL;
  }
  if (request->server->service->mail == NULL)
    return cr_reply_problem(409, "no-mail", "This service sends no mail: ask who runs it.");
  /* a letter to whomever they name */
  g_autofree char *counted = g_strdup_printf("address %" G_GINT64_FORMAT, request->desk->account);
  if (!sign_in_may_try(request, counted, &refused, error))
    return refused;
  if (!service_post(request, request->desk->account, CR_POST_ADDRESS, email, NULL, error))
    return NULL;
  CrReply *reply = cr_reply_new(202, NULL, NULL);
  return g_ascii_strcasecmp(email, request->member->email) == 0
             ? reply
             : changed(request, "A change of your address was asked for", reply);
}

/* Codes */

CrReply *
cr_handle_begin_totp(CrRequest *request, GError **error) {
  CrStore *store = request->desk->store;
  g_auto(GStrv) sealing = cr_seal_key_ids(NULL);
  if (sealing == NULL || sealing[0] == NULL)
    return cr_reply_problem(409, "no-key",
                            "This service has no key to keep its secret with: ask who runs it.");
  g_autofree char *secret = cr_totp_new_secret(error);
  if (secret == NULL ||
      !cr_people_set_totp(store, request->desk->account, secret, request->now, error))
    return NULL;
  g_autofree char *uri =
      cr_totp_uri(secret, request->server->service->name, request->member->email);
  CrReply *reply = cr_reply_json(200, json_pack("{s:s,s:s}", "secret", secret, "uri", uri));
  reply->cache = "no-store";
  return reply;
}

static CrReply *
codes_reply(const char *codes) {
  json_t *array = json_array();
  g_auto(GStrv) list = g_strsplit(codes, " ", -1);
  for (char **code = list; *code; code++)
    json_array_append_new(array, json_string(*code));
  CrReply *reply = cr_reply_json(200, json_pack("{s:o}", "codes", array));
  reply->cache = "no-store";
  return reply;
}

CrReply *
cr_handle_confirm_totp(CrRequest *request, GError **error) {
  const char *code;
  g_autofree char *codes = NULL;
  if (!cr_request_members(request->json, " code ", error) ||
      !cr_request_string(request->json, "code", 20, TRUE, &code, error) ||
      !cr_people_confirm_totp(request->desk->store, request->desk->account, code, request->now,
                              &codes, error))
    return NULL;
  if (codes == NULL)
    return cr_reply_problem(422, "wrong-code",
                            "That is not the app's code of just now. Is its clock right?");
  return changed(request, "Signing in now asks for a code of your app", codes_reply(codes));
}

CrReply *
cr_handle_drop_totp(CrRequest *request, GError **error) {
  if (!cr_people_set_totp(request->desk->store, request->desk->account, NULL, request->now, error))
    return NULL;
  return changed(request, "Signing in asks for no code any more", cr_reply_new(204, NULL, NULL));
}

CrReply *
cr_handle_new_codes(CrRequest *request, GError **error) {
  g_auto(CrKnown) known = {0};
  CrStore *store = request->desk->store;
  if (!cr_people_know(store, request->desk->account, request->now, &known, error))
    return NULL;
  if (known.totp == NULL)
    return cr_reply_problem(409, "conflict", "No app is set up that they could stand in for.");
  g_autofree char *codes = cr_people_new_codes(store, request->desk->account, request->now, error);
  return codes ? changed(request, "New recovery codes were made", codes_reply(codes)) : NULL;
}

/* Passkeys */

/* user: what the passkey gives back when it is used, before anybody is known. */
CrReply *
cr_handle_begin_new_passkey(CrRequest *request, GError **error) {
  g_auto(CrKeys) keys = {0};
  g_autofree char *user = g_strdup_printf("%" G_GINT64_FORMAT, request->desk->account);
  if (!cr_people_keys(request->desk->store, request->desk->account, request->now, &keys, error))
    return NULL;
  g_autofree char *challenge = sign_in_begin_passkey(request, user, error);
  if (challenge == NULL)
    return NULL;
  json_t *known = json_array();
  for (guint i = 0; i < keys.passkeys->len; i++)
    json_array_append_new(known, json_string(((CrPasskey *) keys.passkeys->pdata[i])->id));
  return cr_reply_json(200,
                       json_pack("{s:s,s:s,s:s,s:s,s:s,s:o}", "challenge", challenge, "rp",
                                 request->server->rp, "service", request->server->service->name,
                                 "user", user, "email", request->member->email, "known", known));
}

typedef struct {
  const char *challenge, *name;
  CrPasskeyProof proof;
} Registration;

static gboolean
read_registration(const json_t *json, Registration *ret, GError **error) {
  const json_t *algorithm = json_object_get(json, "algorithm");
  ret->proof.algorithm = (int) json_integer_value(algorithm);
  return cr_request_members(json, " challenge name id client_data authenticator_data algorithm ",
                            error) &&
         cr_request_string(json, "challenge", 64, TRUE, &ret->challenge, error) &&
         cr_request_string(json, "name", MAX_NAME_CHARS, TRUE, &ret->name, error) &&
         cr_request_string(json, "id", 1024, TRUE, &ret->proof.id, error) &&
         cr_request_string(json, "client_data", 8192, TRUE, &ret->proof.client_data, error) &&
         cr_request_string(json, "authenticator_data", 8192, TRUE, &ret->proof.authenticator_data,
                           error) &&
         (json_is_integer(algorithm) || cr_request_bad(error, "algorithm takes a number"));
}

CrReply *
cr_handle_new_passkey(CrRequest *request, GError **error) {
  Registration r = {0};
  g_autofree char *user = g_strdup_printf("%" G_GINT64_FORMAT, request->desk->account);
  if (!read_registration(request->json, &r, error))
    return NULL;
  g_autoptr(GError) local = NULL;
  CrPasskeyPlace place = sign_in_place(request, r.challenge);
  sign_in_end_passkey(request, r.challenge, user, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_DENIED))
    return cr_reply_problem(422, "invalid", "That took too long: try once more.");
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  g_autoptr(CrPasskey) passkey = cr_passkey_check_new(&place, &r.proof, error);
  if (passkey == NULL)
    return NULL;
  passkey->name = cr_text_line(r.name, MAX_NAME_CHARS);
  passkey->created = request->now;
  if (!cr_people_add_passkey(request->desk->store, request->desk->account, passkey, error))
    return NULL;
  return changed(request, "A passkey was added", cr_reply_new(204, NULL, NULL));
}

static CrReply *
forget(CrRequest *request, CrCredentialKind kind, const char *what, GError **error) {
  if (!cr_people_drop(request->desk->store, request->desk->account, kind, request->name,
                      request->now, error))
    return NULL;
  return changed(request, what, cr_reply_new(204, NULL, NULL));
}

CrReply *
cr_handle_drop_passkey(CrRequest *request, GError **error) {
  return forget(request, CR_CREDENTIAL_PASSKEY, "A passkey was removed", error);
}

CrReply *
cr_handle_drop_identity(CrRequest *request, GError **error) {
  return forget(request, CR_CREDENTIAL_IDENTITY, "A way of signing in was removed", error);
}

/* Ending a session is never too dangerous to be asked twice for. */
CrReply *
cr_handle_end_session(CrRequest *request, GError **error) {
  return cr_people_end_sessions(request->desk->store, request->desk->account, request->name, NULL,
                                request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}

CrReply *
cr_handle_end_sessions(CrRequest *request, GError **error) {
  return cr_people_end_sessions(request->desk->store, request->desk->account, NULL,
                                request->login->digest, request->now, error)
             ? cr_reply_new(204, NULL, NULL)
             : NULL;
}
