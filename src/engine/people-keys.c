/* Sessions, second factors and passkeys: what opens an account that is somebody's. */
#include "engine/people-private.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/seal.h"
#include "engine/secret.h"
#include "engine/totp.h"

#include <string.h>

#define MAX_SESSIONS 20
#define MAX_PASSKEYS 10
#define RECOVERY_CODES 10
/* So seldom it is written down that a session is in use. */
#define SEEN_USEC (10 * CR_MINUTE)
#define IDLE_USEC (CR_SESSION_IDLE_DAYS * CR_DAY_USEC)
#define MOST_USEC (CR_SESSION_MOST_DAYS * CR_DAY_USEC)

/* Sessions */

static int
compare_seen(gconstpointer a, gconstpointer b) {
  const CrSession *x = *(CrSession *const *) a, *y = *(CrSession *const *) b;
  return x->seen == y->seen ? 0 : x->seen < y->seen ? 1 : -1;
}

static gboolean
drop_session(CrStore *store, CrCredentialKind kind, const char *digest, CrInstant now,
             GError **error) {
  g_autoptr(GError) local = NULL;
  cr_session_free(cr_store_take_credential(store, kind, digest, now, &local));
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
people_forget_sessions(CrStore *store, const char *except, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) list = cr_store_list_credentials(store, CR_CREDENTIAL_SESSION, now, error);
  for (guint i = 0; list && i < list->len; i++) {
    const CrSession *session = list->pdata[i];
    if (g_strcmp0(session->digest, except) != 0 &&
        !drop_session(store, CR_CREDENTIAL_SESSION, session->digest, now, error))
      return FALSE;
  }
  return list != NULL;
}

gboolean
people_make_room(CrStore *store, CrCredentialKind kind, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) list = cr_store_list_credentials(store, kind, now, error);
  if (list == NULL)
    return FALSE;
  g_ptr_array_sort(list, compare_seen);
  for (guint i = MAX_SESSIONS - 1; i < list->len; i++)
    if (!drop_session(store, kind, ((CrSession *) list->pdata[i])->digest, now, error))
      return FALSE;
  return TRUE;
}

static gboolean
put_session(CrStore *store, const CrSession *session, GError **error) {
  return cr_store_put_credential(store, CR_CREDENTIAL_SESSION, session->digest, session->ends,
                                 session, error);
}

static CrSession *
begin_session(const char *token, const CrEntrance *entrance, CrInstant now) {
  CrSession *session = cr_session_new();
  session->digest = cr_token_digest(token);
  session->created = session->seen = session->proved = now;
  session->ends = now + IDLE_USEC;
  session->agent = entrance->agent ? cr_text_line(entrance->agent, 200) : NULL;
  session->source = g_strdup(entrance->source);
  session->how = g_strdup(entrance->how);
  return session;
}

/* Of who failed it is not known who they are. */
static gboolean
note_entrance(CrStore *store, CrDeedKind deed, const char *how, const char *source, CrInstant now,
              GError **error) {
  static const CrActor somebody = {0, "somebody"};
  g_autofree char *object =
      g_strdup_printf("%s%s%s", how ? how : "", source ? " from " : "", source ? source : "");
  return cr_store_add_deed(store, deed, deed == CR_DEED_SIGNED_IN ? NULL : &somebody, now, object,
                           error);
}

/* In the account's transaction. */
static gboolean
let_in(CrStore *store, const char *token, const CrEntrance *entrance, CrInstant now,
       GError **error) {
  g_autoptr(CrMember) member = people_load(store, error);
  g_autoptr(CrSession) session = begin_session(token, entrance, now);
  g_autofree char *before = entrance->before ? cr_token_digest(entrance->before) : NULL;
  if (member && member->state != CR_MEMBER_ACTIVE) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
                "this account is closed for now: ask who runs this service");
    return FALSE;
  }
  if (member == NULL)
    return FALSE;
  member->signed_in = now;
  return cr_store_save_member(store, member, error) &&
         cr_store_expire_credentials(store, now, error) &&
         (before == NULL || drop_session(store, CR_CREDENTIAL_SESSION, before, now, error)) &&
         people_make_room(store, CR_CREDENTIAL_SESSION, now, error) &&
         put_session(store, session, error) &&
         note_entrance(store, CR_DEED_SIGNED_IN, entrance->how, entrance->source, now, error);
}

gboolean
cr_people_note_failure(CrStore *store, gint64 account, const char *how, const char *source,
                       CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, note_entrance(store, CR_DEED_SIGN_IN_FAILED, how, source, now, error),
                      error);
}

char *
cr_people_enter(CrStore *store, gint64 account, const CrEntrance *entrance, CrInstant now,
                GError **error) {
  g_autofree char *token = cr_token_of(account);
  return people_check_hosted(account, error) && cr_store_begin(store, account, TRUE, error) &&
                 cr_store_end(store, let_in(store, token, entrance, now, error), error)
             ? g_steal_pointer(&token)
             : NULL;
}

gboolean
cr_people_is_in_use(const CrSession *session, CrInstant now) {
  return now - session->seen < SEEN_USEC;
}

/* Another process may have ended it meanwhile. */
void
cr_people_go_on(CrStore *store, gint64 account, const char *digest, CrInstant now) {
  if (!cr_store_begin(store, account, TRUE, NULL))
    return;
  g_autoptr(CrSession) session =
      cr_store_find_credential(store, CR_CREDENTIAL_SESSION, digest, now, NULL);
  if (session) {
    session->seen = now;
    session->ends = MIN(now + IDLE_USEC, session->created + MOST_USEC);
  }
  cr_store_end(store, session && put_session(store, session, NULL), NULL);
}

static void
ask_session(CrStore *store, const char *digest, CrInstant now) {
  cr_store_ask_ahead(store, TRUE);
  cr_session_free(cr_store_find_credential(store, CR_CREDENTIAL_SESSION, digest, now, NULL));
  cr_member_free(cr_store_load_member(store, NULL));
  cr_store_ask_ahead(store, FALSE);
}

CrSession *
cr_people_session(CrStore *store, const char *token, CrInstant now, CrMember **ret_member,
                  GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrSession) session = NULL;
  g_autoptr(CrMember) member = NULL;
  g_autofree char *digest = token ? cr_token_digest(token) : NULL;
  gint64 account = 0;
  if (cr_token_account(token, &account)) {
    if (!cr_store_begin(store, account, FALSE, error))
      return NULL;
    ask_session(store, digest, now);
    session = cr_store_find_credential(store, CR_CREDENTIAL_SESSION, digest, now, &local);
    if (session)
      member = cr_store_load_member(store, &local);
    cr_store_rollback(store);
  }
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  if (member == NULL || member->state != CR_MEMBER_ACTIVE || !people_check_hosted(account, NULL) ||
      session->ends > now + IDLE_USEC + CR_DAY_USEC) { /* the clock was ahead when it began */
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "Sign in first.");
    return NULL;
  }
  *ret_member = g_steal_pointer(&member);
  return g_steal_pointer(&session);
}

/* Nor by a clock that was ahead then. */
gboolean
cr_people_is_proved(const CrSession *session, CrInstant now) {
  return session && ABS(now - session->proved) < CR_PROVED_USEC;
}

gboolean
cr_people_has_proved(CrStore *store, gint64 account, const char *digest, CrInstant now,
                     gboolean *ret_has, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(CrSession) session =
      cr_store_find_credential(store, CR_CREDENTIAL_SESSION, digest, now, &local);
  cr_store_rollback(store);
  *ret_has = cr_people_is_proved(session, now);
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_people_end_sessions(CrStore *store, gint64 account, const char *digest, const char *except,
                       CrInstant now, GError **error) {
  if (digest)
    return cr_people_drop(store, account, CR_CREDENTIAL_SESSION, digest, now, error);
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store,
                      people_forget_sessions(store, except, now, error) &&
                          cr_store_add_deed(store, CR_DEED_SESSION_ENDED,
                                            except ? NULL : &cr_actor_operator, now,
                                            except ? "all others" : "all", error),
                      error);
}

/* Second factors */

static gboolean
put_totp(CrStore *store, const CrTotp *totp, GError **error) {
  return cr_store_put_credential(store, CR_CREDENTIAL_TOTP, "", CR_INSTANT_MAX, totp, error);
}

static gboolean
fits(gint64 account, CrTotp *totp, const char *code, CrInstant now, gboolean *ret_fits,
     GError **error) {
  char *secret = cr_unseal(account, CR_TOTP_NAME, totp->secret, error);
  if (secret == NULL)
    return FALSE;
  *ret_fits = cr_totp_take(secret, code, now, &totp->used);
  cr_secret_free(secret);
  return TRUE;
}

/* In a transaction. */
static gboolean
take_code(CrStore *store, gint64 account, const char *code, CrInstant now, gboolean *ret_fits,
          GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *digest = cr_recovery_digest(code);
  g_autoptr(CrTotp) totp = cr_store_find_credential(store, CR_CREDENTIAL_TOTP, "", now, &local);
  g_autoptr(CrTicket) recovery = NULL;
  gboolean set = totp && totp->confirmed;
  *ret_fits = FALSE;
  if (set && !fits(account, totp, code, now, ret_fits, error))
    return FALSE;
  if (*ret_fits)
    return put_totp(store, totp, error);
  if (set)
    recovery = cr_store_take_credential(store, CR_CREDENTIAL_RECOVERY, digest, now, &local);
  *ret_fits = recovery != NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_people_take_code(CrStore *store, gint64 account, const char *code, CrInstant now,
                    gboolean *ret_fits, GError **error) {
  gboolean found = FALSE;
  if (!cr_store_begin(store, account, TRUE, error) ||
      !cr_store_end(store, take_code(store, account, code, now, &found, error), error))
    return FALSE;
  *ret_fits = found;
  return TRUE;
}

/* In a transaction. */
static char *
make_codes(CrStore *store, GError **error) {
  g_autoptr(GString) codes = g_string_new(NULL);
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  if (!cr_store_drop_credentials(store, CR_CREDENTIAL_RECOVERY, error))
    return NULL;
  for (int i = 0; i < RECOVERY_CODES; i++) {
    g_autofree char *code = cr_recovery_new(), *digest = cr_recovery_digest(code);
    if (!cr_store_put_credential(store, CR_CREDENTIAL_RECOVERY, digest, CR_INSTANT_MAX, ticket,
                                 error))
      return NULL;
    g_string_append_printf(codes, "%s%s", i ? " " : "", code);
  }
  return g_string_free(g_steal_pointer(&codes), FALSE);
}

char *
cr_people_new_codes(CrStore *store, gint64 account, CrInstant now, GError **error) {
  if (!cr_store_begin(store, account, TRUE, error))
    return NULL;
  g_autofree char *codes = make_codes(store, error);
  return cr_store_end(store,
                      codes && cr_store_add_deed(store, CR_DEED_CODES_MADE, NULL, now, NULL, error),
                      error)
             ? g_steal_pointer(&codes)
             : NULL;
}

gboolean
cr_people_confirm_totp(CrStore *store, gint64 account, const char *code, CrInstant now,
                       char **ret_codes, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *codes = NULL;
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  g_autoptr(CrTotp) totp = cr_store_find_credential(store, CR_CREDENTIAL_TOTP, "", now, &local);
  gboolean right = FALSE;
  if (totp && !totp->confirmed)
    fits(account, totp, code, now, &right, &local);
  if (right) {
    totp->confirmed = TRUE;
    codes = put_totp(store, totp, &local) &&
                    cr_store_add_deed(store, CR_DEED_TOTP_SET, NULL, now, NULL, &local)
                ? make_codes(store, &local)
                : NULL;
  }
  if (!cr_store_end(store, local == NULL, &local)) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  *ret_codes = g_steal_pointer(&codes);
  return TRUE;
}

/* In a transaction: one that is confirmed goes only when it is removed. */
static gboolean
may_begin_totp(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrTotp) totp = cr_store_find_credential(store, CR_CREDENTIAL_TOTP, "", now, &local);
  if (local == NULL && totp && totp->confirmed)
    g_set_error(&local, CR_ERROR, CR_ERROR_CONFLICT, "An app is set up already: remove it first.");
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_people_set_totp(CrStore *store, gint64 account, const char *secret, CrInstant now,
                   GError **error) {
  g_autoptr(CrTotp) totp = cr_totp_new();
  if (secret && (totp->secret = cr_seal(account, CR_TOTP_NAME, secret, error)) == NULL)
    return FALSE;
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(
             store,
             (secret == NULL || may_begin_totp(store, now, error)) &&
                 cr_store_drop_credentials(store, CR_CREDENTIAL_TOTP, error) &&
                 cr_store_drop_credentials(store, CR_CREDENTIAL_RECOVERY, error) &&
                 (secret ? put_totp(store, totp, error)
                         : cr_store_add_deed(store, CR_DEED_TOTP_REMOVED, NULL, now, NULL, error)),
             error);
}

/* Passkeys */

char *
cr_passkey_digest(const char *id) {
  g_autofree char *text = g_strconcat("passkey:", id, NULL);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

gboolean
cr_people_add_passkey(CrStore *store, gint64 account, const CrPasskey *passkey, GError **error) {
  g_autofree char *digest = cr_passkey_digest(passkey->id);
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  g_autoptr(GPtrArray) list = cr_store_list_credentials(store, CR_CREDENTIAL_PASSKEY, 0, error);
  gboolean known = FALSE;
  for (guint i = 0; list && i < list->len; i++)
    known = known || strcmp(((CrPasskey *) list->pdata[i])->id, passkey->id) == 0;
  gboolean room = list && (known || list->len < MAX_PASSKEYS);
  if (list && !room)
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "at most %d passkeys; remove one first",
                MAX_PASSKEYS);
  return cr_store_end(store,
                      room &&
                          cr_store_put_credential(store, CR_CREDENTIAL_PASSKEY, digest,
                                                  CR_INSTANT_MAX, passkey, error) &&
                          (known || cr_store_add_deed(store, CR_DEED_PASSKEY_ADDED, NULL,
                                                      passkey->created, passkey->name, error)),
                      error);
}

CrPasskey *
cr_people_passkey(CrStore *store, gint64 account, const char *id, GError **error) {
  g_autofree char *digest = cr_passkey_digest(id);
  if (!cr_store_begin(store, account, FALSE, error))
    return NULL;
  CrPasskey *passkey = cr_store_find_credential(store, CR_CREDENTIAL_PASSKEY, digest, 0, error);
  cr_store_rollback(store);
  return passkey;
}

gboolean
cr_people_use_passkey(CrStore *store, gint64 account, const CrPasskey *passkey, GError **error) {
  g_autofree char *digest = cr_passkey_digest(passkey->id);
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  g_autoptr(CrPasskey) kept =
      cr_store_find_credential(store, CR_CREDENTIAL_PASSKEY, digest, 0, &local);
  gboolean first = kept && (passkey->count == 0 ? kept->count == 0 : passkey->count > kept->count);
  if (local == NULL && !first)
    g_set_error(&local, CR_ERROR, CR_ERROR_DENIED,
                kept ? "this passkey was used elsewhere: remove it"
                     : "this passkey is not known here");
  if (cr_store_end(store,
                   local == NULL && cr_store_put_credential(store, CR_CREDENTIAL_PASSKEY, digest,
                                                            CR_INSTANT_MAX, passkey, &local),
                   &local))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* Whether the account can still be opened by something. In a transaction. */
static gboolean
something_is_left(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrPassword) password =
      cr_store_find_credential(store, CR_CREDENTIAL_PASSWORD, "", now, &local);
  g_autoptr(GPtrArray) passkeys =
      cr_store_list_credentials(store, CR_CREDENTIAL_PASSKEY, now, &local);
  g_autoptr(GPtrArray) identities =
      passkeys ? cr_store_list_credentials(store, CR_CREDENTIAL_IDENTITY, now, &local) : NULL;
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else if (password == NULL && passkeys->len + identities->len == 0)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "this is the last thing that opens your account: choose a password first");
  else
    return TRUE;
  return FALSE;
}

/* In a transaction, which is of no use when it fails. */
static gboolean
drop(CrStore *store, CrCredentialKind kind, const char *digest, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  gpointer gone = cr_store_take_credential(store, kind, digest, now, &local);
  if (gone == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "there is none of that name");
  if (kind == CR_CREDENTIAL_SESSION)
    cr_session_free(gone);
  else if (kind == CR_CREDENTIAL_PASSKEY)
    cr_passkey_free(gone);
  else
    cr_identity_free(gone);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return kind == CR_CREDENTIAL_SESSION ||
         (something_is_left(store, now, error) &&
          (kind != CR_CREDENTIAL_IDENTITY || cr_store_leave_directory(store, digest, error)));
}

gboolean
cr_people_drop(CrStore *store, gint64 account, CrCredentialKind kind, const char *digest,
               CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store,
                      drop(store, kind, digest, now, error) &&
                          cr_store_add_deed(store,
                                            kind == CR_CREDENTIAL_SESSION ? CR_DEED_SESSION_ENDED
                                            : kind == CR_CREDENTIAL_PASSKEY
                                                ? CR_DEED_PASSKEY_REMOVED
                                                : CR_DEED_IDENTITY_REMOVED,
                                            NULL, now, NULL, error),
                      error);
}

void
cr_keys_clear(CrKeys *keys) {
  g_clear_pointer(&keys->passkeys, g_ptr_array_unref);
  g_clear_pointer(&keys->identities, g_ptr_array_unref);
  g_clear_pointer(&keys->sessions, g_ptr_array_unref);
}

gboolean
cr_people_keys(CrStore *store, gint64 account, CrInstant now, CrKeys *ret_keys, GError **error) {
  g_auto(CrKeys) keys = {NULL, NULL, NULL, 0};
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(GPtrArray) codes = cr_store_list_credentials(store, CR_CREDENTIAL_RECOVERY, now, error);
  if (codes)
    keys.passkeys = cr_store_list_credentials(store, CR_CREDENTIAL_PASSKEY, now, error);
  if (keys.passkeys)
    keys.identities = cr_store_list_credentials(store, CR_CREDENTIAL_IDENTITY, now, error);
  if (keys.identities)
    keys.sessions = cr_store_list_credentials(store, CR_CREDENTIAL_SESSION, now, error);
  cr_store_rollback(store);
  if (keys.sessions == NULL)
    return FALSE;
  g_ptr_array_sort(keys.sessions, compare_seen);
  keys.recovery = codes->len;
  *ret_keys = keys;
  keys = (CrKeys){NULL, NULL, NULL, 0};
  return TRUE;
}
