/* Signing in at an institution: there and back. Both are pages that a browser goes to, and answer
 * with another page; what went wrong is said on the page of signing in. */
#include "api/handlers.h"
#include "api/service.h"
#include "api/sign-in.h"

#include "base/error.h"
#include "engine/oidc.h"

#define BACK "/sign-in/back"
#define BEGUN_USEC (10 * CR_MINUTE)
/* At once: when it is silent, workers are left for what its members wait for. */
#define MOST_ASKED 8
static gint asked; /* atomic */

static CrReply *
go_to(const char *where) {
  CrReply *reply = cr_reply_new(303, NULL, NULL);
  reply->location = g_strdup(where);
  reply->cache = "no-store";
  return reply;
}

static void
set_cookie(const CrRequest *request, CrReply *reply, const char *what, const char *value,
           int max_age_sec, const char *attributes) {
  g_autofree char *cookie = service_cookie(request->server, what);
  if (reply->cookies == NULL)
    reply->cookies = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(reply->cookies,
                  g_strdup_printf("%s=%s; Path=/; Max-Age=%d; %s%s", cookie, value, max_age_sec,
                                  attributes, request->server->secure ? "; Secure" : ""));
}

/* Words for the page; the error itself may have to do with our own machines. They go by a cookie,
 * as in a link they could be anybody's who wants to be taken for us. */
static CrReply *
complain(const CrRequest *request, const GError *error) {
  gboolean told = g_error_matches(error, CR_ERROR, CR_ERROR_DENIED) ||
                  g_error_matches(error, CR_ERROR, CR_ERROR_CONFLICT);
  if (!told)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE",
                     "signing in at an institution failed: %s", error->message);
  g_autofree char *words = g_uri_escape_string(
      told ? error->message : "the institution cannot be asked just now: try again later", NULL,
      FALSE);
  CrReply *reply = go_to("/sign-in#problem");
  set_cookie(request, reply, "problem", words, 60, "SameSite=Strict"); /* read by the page */
  return reply;
}

/* The browser that began is the one that comes back. Lax, as it comes from the institution's page.
 */
static void
mark_browser(const CrRequest *request, CrReply *reply, const char *state) {
  set_cookie(request, reply, "begun", state, *state ? 600 : 0, "HttpOnly; SameSite=Lax");
}

/* Who is signed in wants to be known by it. */
static void
note_session(CrRequest *request, CrOidcBegun *begun) {
  gint64 account = 0;
  g_autoptr(CrMember) member = NULL;
  g_autoptr(CrSession) session =
      request->session
          ? cr_people_session(request->desk->store, request->session, request->now, &member, NULL)
          : NULL;
  if (!cr_people_is_proved(session, request->now) || !cr_token_account(request->session, &account))
    return;
  begun->account = g_strdup_printf("%" G_GINT64_FORMAT, account);
  begun->session = g_strdup(session->digest);
}

static char *
digest_of(const char *state) {
  g_autofree char *text = g_strconcat("oidc state:", state, NULL);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static gboolean
begin_to_ask(GError **error) {
  if (g_atomic_int_add(&asked, 1) < MOST_ASKED)
    return TRUE;
  g_atomic_int_add(&asked, -1);
  g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
              "many sign in there just now: try again in a moment");
  return FALSE;
}

static void
end_to_ask(void) {
  g_atomic_int_add(&asked, -1);
}

CrReply *
cr_handle_go_to_institution(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrOidcBegun) begun = NULL;
  const CrProvider *provider = cr_service_provider(request->server->service, request->name);
  g_autofree char *redirect = g_strconcat(request->server->origin, BACK, NULL);
  if (provider == NULL)
    return cr_reply_not_there();
  if (!begin_to_ask(&local))
    return complain(request, local);
  g_autofree char *url = cr_oidc_begin(provider, redirect, &begun, &local);
  end_to_ask();
  if (url == NULL)
    return complain(request, local);
  note_session(request, begun);
  g_autofree char *body = cr_record_print(&cr_oidc_begun_record, begun);
  g_autofree char *digest = digest_of(begun->state);
  if (!cr_store_keep_begun(request->desk->store, digest, body, request->now + BEGUN_USEC, error))
    return NULL;
  CrReply *reply = go_to(url);
  mark_browser(request, reply, begun->state);
  return reply;
}

static CrOidcBegun *
find_begun(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  const char *state = cr_target_parameter(&request->target, "state");
  g_autofree char *cookie = service_cookie(request->server, "begun");
  g_autofree char *known = cr_cookie_find(request->cookies, cookie);
  g_autofree char *digest = digest_of(state ? state : "");
  g_autofree char *body =
      state && g_strcmp0(state, known) == 0
          ? cr_store_take_begun(request->desk->store, digest, request->now, &local)
          : NULL;
  CrOidcBegun *begun = body ? cr_record_parse(&cr_oidc_begun_record, body, &local) : NULL;
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else if (begun == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "that took too long: try once more");
  return begun;
}

/* *ret_account 0: nobody was signed in. The session may have been ended meanwhile, by its owner,
 * who did not begin this; the browser does not send it along from another site's page. */
static gboolean
account_of(CrRequest *request, const CrOidcBegun *begun, gint64 *ret_account, GError **error) {
  gint64 account = begun->account ? g_ascii_strtoll(begun->account, NULL, 10) : 0;
  gboolean there = TRUE;
  if (account && !cr_people_has_proved(request->desk->store, account, begun->session, request->now,
                                       &there, error))
    return FALSE;
  if (!there) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
                "that took too long, or your session has ended: sign in and add it once more");
    return FALSE;
  }
  *ret_account = account;
  return TRUE;
}

static gboolean
introduce(CrRequest *request, gint64 *ret_account, gboolean *ret_joined, GError **error) {
  g_autoptr(CrOidcBegun) begun = find_begun(request, error);
  const char *code = cr_target_parameter(&request->target, "code");
  const CrProvider *provider =
      begun ? cr_service_provider(request->server->service, begun->provider) : NULL;
  if (begun == NULL)
    return FALSE;
  if (provider == NULL || code == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "the institution did not let you in");
    return FALSE;
  }
  if (!begin_to_ask(error))
    return FALSE;
  g_autoptr(CrOidcPerson) person = cr_oidc_end(
      provider, begun, cr_target_parameter(&request->target, "iss"), code, request->now, error);
  end_to_ask();
  gint64 account;
  if (person == NULL || !account_of(request, begun, &account, error))
    return FALSE;
  const CrIntroduction who = {.digest = person->digest,
                              .provider = provider->name,
                              .email = person->email,
                              .name = person->name,
                              .owns = person->email && person->email_verified &&
                                      cr_provider_owns(provider, person->email),
                              .open = provider->open,
                              .account = account};
  *ret_joined = who.account != 0;
  return cr_people_introduce(request->desk->store, &who, request->now, ret_account, error);
}

CrReply *
cr_handle_back_from_institution(CrRequest *request, GError **error) {
  g_autoptr(GError) local = NULL;
  gint64 account = 0;
  gboolean joined = FALSE;
  if (!introduce(request, &account, &joined, &local))
    return complain(request, local);
  g_autoptr(CrReply) reply = go_to(joined ? "/settings" : "/");
  mark_browser(request, reply, "");
  if (!service_enter(request, account, "institution", reply, &local))
    return complain(request, local);
  return g_steal_pointer(&reply);
}
