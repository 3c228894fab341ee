/* Invitations, members, and what stands between a link and an account. */
#include "engine/people-private.h"

#include "base/error.h"
#include "engine/chance.h"
#include "engine/connections.h"
#include "engine/pause.h"
#include "store/posts.h"

#include <sodium.h>
#include <string.h>

#define RANDOM_BYTES 32
#define INVITATION_USEC (7 * CR_DAY_USEC)
/* Numbers that JSON carries exactly, and that nobody has by counting. */
#define FIRST_ACCOUNT (G_GINT64_CONSTANT(1) << 32)
#define LAST_ACCOUNT (G_GINT64_CONSTANT(1) << 53)

/* Tokens */

char *
cr_token_of(gint64 account) {
  guchar bytes[sizeof(guint64) + RANDOM_BYTES];
  guint64 number = GUINT64_TO_BE((guint64) account);
  memcpy(bytes, &number, sizeof number);
  chance_fill(bytes + sizeof number, RANDOM_BYTES);
  return chance_base64url(bytes, sizeof bytes);
}

gboolean
cr_token_account(const char *token, gint64 *ret_account) {
  guchar bytes[sizeof(guint64) + RANDOM_BYTES];
  guint64 number;
  size_t length = 0;
  if (token == NULL || strlen(token) != CR_TOKEN_CHARS ||
      sodium_base642bin(bytes, sizeof bytes, token, CR_TOKEN_CHARS, NULL, &length, NULL,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      length != sizeof bytes)
    return FALSE;
  memcpy(&number, bytes, sizeof number);
  number = GUINT64_FROM_BE(number);
  if (number == 0 || number > (guint64) LAST_ACCOUNT)
    return FALSE;
  *ret_account = (gint64) number;
  return TRUE;
}

char *
cr_token_digest(const char *token) {
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, token, -1);
}

static gint64
new_account(void) {
  guint64 number;
  chance_fill(&number, sizeof number);
  return FIRST_ACCOUNT + (gint64) (number % (guint64) (LAST_ACCOUNT - FIRST_ACCOUNT));
}

/* Number 1 is whoever's machine this is: it has what is connected there, the service's own mail
 * among it. */
gboolean
people_check_hosted(gint64 account, GError **error) {
  if (cr_account_is_hosted(account))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
              "account %" G_GINT64_FORMAT
              " is this machine's own, with its connections, and nobody "
              "signs in to it: move it to another number (crickets move … --account N)",
              account);
  return FALSE;
}

/* Transactions */

CrMember *
people_load(CrStore *store, GError **error) {
  g_autoptr(GError) local = NULL;
  CrMember *member = cr_store_load_member(store, &local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else if (member == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no such account");
  return member;
}

/* Links that were mailed, and those that still wait for it: whoever asked for them may be somebody
 * else by now. In a transaction. */
static gboolean
void_links(CrStore *store, GError **error) {
  return cr_store_drop_credentials(store, CR_CREDENTIAL_RESET, error) &&
         cr_store_drop_credentials(store, CR_CREDENTIAL_ADDRESS, error) &&
         cr_store_drop_posts(store, CR_POST_RESET, error) &&
         cr_store_drop_posts(store, CR_POST_ADDRESS, error);
}

gboolean
people_set_password(CrStore *store, const char *hash, CrInstant now, GError **error) {
  g_autoptr(CrPassword) password = cr_password_new();
  password->hash = g_strdup(hash);
  password->at = now;
  return cr_store_put_credential(store, CR_CREDENTIAL_PASSWORD, "", CR_INSTANT_MAX, password,
                                 error);
}

/* Invitations */

static gboolean
put_invitation(CrStore *store, const char *token, gboolean mailed, CrInstant now, GError **error) {
  g_autofree char *digest = cr_token_digest(token);
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  ticket->how = g_strdup(mailed ? "mail" : "link");
  return cr_store_drop_credentials(store, CR_CREDENTIAL_INVITATION, error) &&
         cr_store_put_credential(store, CR_CREDENTIAL_INVITATION, digest, now + INVITATION_USEC,
                                 ticket, error);
}

static gboolean
put_member(CrStore *store, const char *email, const char *name, CrRole role, CrMemberState state,
           CrInstant now, GError **error) {
  g_autoptr(CrMember) member = cr_member_new();
  member->state = state;
  member->role = role;
  member->email = g_strdup(email);
  member->name = g_strdup(name);
  member->created = now;
  return cr_store_save_member(store, member, error);
}

static gboolean
claim_address(CrStore *store, const char *email, GError **error) {
  g_autofree char *digest = cr_email_digest(email);
  gboolean ours = FALSE;
  if (!cr_store_enter_directory(store, digest, &ours, error))
    return FALSE;
  if (!ours)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s is another account's address", email);
  return ours;
}

/* In the account's transaction. */
static gboolean
invite(CrStore *store, const CrInvitation *who, const char *token, gboolean anew, CrInstant now,
       GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrMember) member = cr_store_load_member(store, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (member && (anew || member->state != CR_MEMBER_INVITED)) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s has an account already", member->email);
    return FALSE;
  }
  return claim_address(store, who->email, error) &&
         put_member(store, who->email, NULL, who->role, CR_MEMBER_INVITED, now, error) &&
         cr_store_add_deed(store, CR_DEED_INVITED, who->by ? who->by : &cr_actor_operator, now,
                           cr_role_names[who->role], error) &&
         put_invitation(store, token, who->mailed, now, error) &&
         (!who->mailed || people_post(store, CR_POST_INVITATION, who->email, NULL, now, error));
}

char *
cr_people_invite(CrStore *store, const CrInvitation *who, CrInstant now, gint64 *ret_account,
                 GError **error) {
  g_autofree char *digest = cr_email_digest(who->email);
  gint64 found = 0;
  if (!cr_email_ok(who->email)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "\"%.80s\" is no address of mail", who->email);
    return NULL;
  }
  if (!cr_store_find_account(store, digest, &found, error))
    return NULL;
  gboolean anew = found == 0 && who->account == 0;
  gint64 number = found ? found : who->account ? who->account : new_account();
  g_autofree char *token = cr_token_of(number);
  if (found && who->account && found != who->account) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s is another account's address", who->email);
    return NULL;
  }
  if (!people_check_hosted(number, error) || !cr_store_begin(store, number, TRUE, error) ||
      !cr_store_end(store, invite(store, who, token, anew, now, error), error))
    return NULL;
  *ret_account = number;
  return g_steal_pointer(&token);
}

/* In the account's transaction. */
static gboolean
uninvite(CrStore *store, const CrActor *by, CrInstant now, GError **error) {
  g_autoptr(CrMember) member = people_load(store, error);
  if (member == NULL)
    return FALSE;
  if (member->state != CR_MEMBER_INVITED) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s has come in already", member->email);
    return FALSE;
  }
  return cr_store_drop_credentials(store, CR_CREDENTIAL_INVITATION, error) &&
         cr_store_drop_member(store, error) &&
         cr_store_add_deed(store, CR_DEED_INVITATION_ENDED, by ? by : &cr_actor_operator, now, NULL,
                           error);
}

/* Looks before it writes: a number that is nobody's must not make rows of an account. */
gboolean
cr_people_uninvite(CrStore *store, gint64 account, const CrActor *by, CrInstant now,
                   GError **error) {
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(CrMember) member = people_load(store, error);
  cr_store_rollback(store);
  return member && cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, uninvite(store, by, now, error), error);
}

static void
no_good_link(GError **error) {
  g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "this link is not good, or not any more");
}

static gboolean
begin_of_token(CrStore *store, const char *token, gboolean write, gint64 *ret_account,
               GError **error) {
  if (!cr_token_account(token, ret_account)) {
    no_good_link(error);
    return FALSE;
  }
  return cr_store_begin(store, *ret_account, write, error);
}

CrTicket *
cr_people_find_ticket(CrStore *store, CrCredentialKind kind, const char *token, CrInstant now,
                      gint64 *ret_account, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *digest = cr_token_digest(token);
  if (!begin_of_token(store, token, FALSE, ret_account, error))
    return NULL;
  CrTicket *ticket = cr_store_find_credential(store, kind, digest, now, &local);
  cr_store_rollback(store);
  if (ticket == NULL && local == NULL)
    no_good_link(&local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return ticket;
}

/* Looks before it writes: who guesses must not make rows of accounts that are not there. What the
 * ticket is good for is done in the transaction that it is taken in, which none but a ticket
 * leaves open: it may be void the next moment. */
static CrTicket *
begin_with_ticket(CrStore *store, CrCredentialKind kind, const char *token, CrInstant now,
                  gint64 *ret_account, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrTicket) ticket = cr_people_find_ticket(store, kind, token, now, ret_account, error);
  g_autofree char *digest = cr_token_digest(token);
  if (ticket == NULL || !cr_store_begin(store, *ret_account, TRUE, error))
    return NULL;
  g_clear_pointer(&ticket, cr_ticket_free);
  ticket = cr_store_take_credential(store, kind, digest, now, &local);
  if (ticket == NULL && local == NULL)
    no_good_link(&local);
  if (local == NULL)
    return g_steal_pointer(&ticket);
  cr_store_rollback(store);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}

CrTicket *
cr_people_take_ticket(CrStore *store, CrCredentialKind kind, const char *token, CrInstant now,
                      gint64 *ret_account, GError **error) {
  g_autoptr(CrTicket) ticket = begin_with_ticket(store, kind, token, now, ret_account, error);
  return ticket && cr_store_end(store, TRUE, error) ? g_steal_pointer(&ticket) : NULL;
}

char *
cr_people_give_ticket(CrStore *store, gint64 account, CrCredentialKind kind, const CrTicket *ticket,
                      gint64 usec, CrInstant now, GError **error) {
  g_autofree char *token = cr_token_of(account), *digest = cr_token_digest(token);
  return cr_store_begin(store, account, TRUE, error) &&
                 cr_store_end(
                     store,
                     cr_store_expire_credentials(store, now, error) &&
                         cr_store_put_credential(store, kind, digest, now + usec, ticket, error),
                     error)
             ? g_steal_pointer(&token)
             : NULL;
}

/* In a transaction. Who came by a link that was mailed has the address. */
static CrMember *
find_invited(CrStore *store, const char *digest, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrTicket) ticket =
      cr_store_find_credential(store, CR_CREDENTIAL_INVITATION, digest, now, &local);
  g_autoptr(CrMember) member = ticket ? cr_store_load_member(store, &local) : NULL;
  if (member && member->state == CR_MEMBER_INVITED) {
    if (g_strcmp0(ticket->how, "mail") == 0)
      member->verified = now;
    return g_steal_pointer(&member);
  }
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND,
                "this invitation was used already, or is too old: ask for a new one");
  return NULL;
}

CrMember *
cr_people_invited(CrStore *store, const char *token, CrInstant now, GError **error) {
  g_autofree char *digest = cr_token_digest(token);
  gint64 account;
  if (!begin_of_token(store, token, FALSE, &account, error))
    return NULL;
  CrMember *member = find_invited(store, digest, now, error);
  cr_store_rollback(store);
  return member;
}

gboolean
cr_people_accept(CrStore *store, const char *token, const char *name, const char *hash,
                 CrInstant now, GError **error) {
  g_autoptr(CrMember) member = cr_people_invited(store, token, now, error);
  g_autofree char *digest = cr_token_digest(token);
  gint64 account;
  if (member == NULL || !begin_of_token(store, token, TRUE, &account, error))
    return FALSE;
  g_clear_pointer(&member, cr_member_free);
  member = find_invited(store, digest, now, error);
  if (member && name && *name) {
    g_free(member->name);
    member->name = g_strdup(name);
  }
  if (member)
    member->state = CR_MEMBER_ACTIVE;
  return cr_store_end(store,
                      member && cr_store_drop_credentials(store, CR_CREDENTIAL_INVITATION, error) &&
                          people_set_password(store, hash, now, error) &&
                          cr_store_save_member(store, member, error) &&
                          cr_store_add_deed(store, CR_DEED_JOINED, NULL, now, "by password", error),
                      error);
}

/* Institutions */

/* In the account's transaction: from now on it is known by that, too. */
static gboolean
add_identity(CrStore *store, const CrIntroduction *who, CrInstant now, GError **error) {
  g_autoptr(CrIdentity) identity = cr_identity_new();
  gboolean ours = FALSE;
  identity->digest = g_strdup(who->digest);
  identity->provider = g_strdup(who->provider);
  identity->email = g_strdup(who->email);
  identity->created = now;
  if (!cr_store_enter_directory(store, who->digest, &ours, error))
    return FALSE;
  if (!ours) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "another account is known by that already");
    return FALSE;
  }
  return cr_store_put_credential(store, CR_CREDENTIAL_IDENTITY, who->digest, CR_INSTANT_MAX,
                                 identity, error) &&
         cr_store_add_deed(store, CR_DEED_IDENTITY_ADDED, NULL, now, who->provider, error);
}

static gboolean
join(CrStore *store, const CrIntroduction *who, gboolean anew, CrInstant now, GError **error) {
  if (anew &&
      (!claim_address(store, who->email, error) ||
       !put_member(store, who->email, who->name, CR_ROLE_CANDIDATE, CR_MEMBER_ACTIVE, now, error)))
    return FALSE;
  g_autoptr(CrMember) member = people_load(store, error);
  if (member == NULL)
    return FALSE;
  if ((anew || member->state == CR_MEMBER_INVITED) &&
      !cr_store_add_deed(store, CR_DEED_JOINED, NULL, now, who->provider, error))
    return FALSE;
  if (member->state == CR_MEMBER_INVITED) {
    member->state = CR_MEMBER_ACTIVE;
    if (!cr_store_drop_credentials(store, CR_CREDENTIAL_INVITATION, error))
      return FALSE;
  }
  if (who->owns && member->verified == CR_INSTANT_NONE && who->email &&
      g_ascii_strcasecmp(who->email, member->email) == 0)
    member->verified = now;
  return cr_store_save_member(store, member, error) && add_identity(store, who, now, error);
}

gboolean
cr_people_introduce(CrStore *store, const CrIntroduction *who, CrInstant now, gint64 *ret_account,
                    GError **error) {
  gint64 account = 0;
  if (!cr_store_find_account(store, who->digest, &account, error))
    return FALSE;
  if (account && who->account && account != who->account) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "another account is known by that already");
    return FALSE;
  }
  if (account) {
    *ret_account = account;
    return TRUE;
  }
  account = who->account;
  g_autofree char *digest = who->owns && who->email ? cr_email_digest(who->email) : NULL;
  if (account == 0 && digest && !cr_store_find_account(store, digest, &account, error))
    return FALSE;
  gboolean anew = account == 0 && digest && who->open;
  if (account == 0 && !anew) {
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
                "nobody here is known by that yet: open your invitation first, and add this way of "
                "signing in under Settings");
    return FALSE;
  }
  if (anew)
    account = new_account();
  if (!cr_store_begin(store, account, TRUE, error) ||
      !cr_store_end(store, join(store, who, anew, now, error), error))
    return FALSE;
  *ret_account = account;
  return TRUE;
}

/* Members */

void
cr_known_clear(CrKnown *known) {
  cr_member_free(known->member);
  cr_password_free(known->password);
  cr_totp_free(known->totp);
  *known = (CrKnown){0};
}

gboolean
cr_people_know(CrStore *store, gint64 account, CrInstant now, CrKnown *ret_known, GError **error) {
  g_autoptr(GError) local = NULL;
  *ret_known = (CrKnown){0};
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_auto(CrKnown) known = {account, cr_store_load_member(store, &local), NULL, NULL};
  if (local == NULL)
    known.password = cr_store_find_credential(store, CR_CREDENTIAL_PASSWORD, "", now, &local);
  if (local == NULL)
    known.totp = cr_store_find_credential(store, CR_CREDENTIAL_TOTP, "", now, &local);
  cr_store_rollback(store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (known.totp && !known.totp->confirmed)
    g_clear_pointer(&known.totp, cr_totp_free);
  if (known.member == NULL)
    return TRUE;
  *ret_known = known;
  known = (CrKnown){0};
  return TRUE;
}

gboolean
cr_people_know_by_email(CrStore *store, const char *email, CrInstant now, CrKnown *ret_known,
                        GError **error) {
  g_autofree char *digest = cr_email_digest(email);
  gint64 account = 0;
  *ret_known = (CrKnown){0};
  return cr_store_find_account(store, digest, &account, error) &&
         /* of nobody as much is looked up, in an account that is not there */
         cr_people_know(store, account ? account : FIRST_ACCOUNT, now, ret_known, error);
}

gboolean
cr_people_set_role(CrStore *store, gint64 account, CrRole role, CrInstant now, GError **error) {
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  g_autoptr(CrMember) member = people_load(store, error);
  if (member)
    member->role = role;
  return cr_store_end(store,
                      member && cr_store_save_member(store, member, error) &&
                          cr_store_add_deed(store, CR_DEED_ROLE_CHANGED, &cr_actor_operator, now,
                                            cr_role_names[role], error),
                      error);
}

gboolean
cr_people_set_state(CrStore *store, gint64 account, CrMemberState state, CrInstant now,
                    GError **error) {
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  g_autoptr(CrMember) member = people_load(store, error);
  gboolean ok = member && member->state != CR_MEMBER_INVITED;
  if (member && !ok)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s has not come yet", member->email);
  if (ok)
    member->state = state;
  const char *why = state == CR_MEMBER_ACTIVE ? NULL : "the account is suspended";
  return cr_store_end(
      store,
      ok && cr_store_save_member(store, member, error) &&
          cr_pause_set(store, CR_PAUSE_SUSPENDED, why, error) &&
          cr_store_add_deed(store,
                            state == CR_MEMBER_ACTIVE ? CR_DEED_REINSTATED : CR_DEED_SUSPENDED,
                            &cr_actor_operator, now, NULL, error) &&
          (state == CR_MEMBER_ACTIVE || people_forget_sessions(store, NULL, now, error)),
      error);
}

/* In a transaction. */
static gboolean
set_email(CrStore *store, const char *email, CrInstant now, GError **error) {
  g_autoptr(CrMember) member = people_load(store, error);
  g_autofree char *before = member ? cr_email_digest(member->email) : NULL;
  g_autofree char *after = cr_email_digest(email);
  gboolean ok =
      member && (strcmp(before, after) == 0 || (claim_address(store, email, error) &&
                                                cr_store_leave_directory(store, before, error)));
  if (ok) {
    g_free(member->email);
    member->email = g_strdup(email);
    member->verified = now;
  }
  return ok && cr_store_save_member(store, member, error) && void_links(store, error) &&
         cr_store_add_deed(store, CR_DEED_EMAIL_CHANGED, NULL, now, NULL, error);
}

gboolean
cr_people_confirm_email(CrStore *store, const char *token, CrInstant now, GError **error) {
  gint64 account;
  g_autoptr(CrTicket) ticket =
      begin_with_ticket(store, CR_CREDENTIAL_ADDRESS, token, now, &account, error);
  return ticket && cr_store_end(store, set_email(store, ticket->email, now, error), error);
}

/* In a transaction. */
static gboolean
change_password(CrStore *store, const char *hash, const char *except, CrInstant now,
                GError **error) {
  return people_set_password(store, hash, now, error) && void_links(store, error) &&
         cr_store_drop_credentials(store, CR_CREDENTIAL_STEP, error) &&
         cr_store_drop_credentials(store, CR_CREDENTIAL_BROWSER, error) &&
         people_forget_sessions(store, except, now, error) &&
         cr_store_add_deed(store, CR_DEED_PASSWORD_SET, NULL, now,
                           except ? NULL : "by a link that was mailed", error);
}

gboolean
cr_people_reset(CrStore *store, const char *token, const char *hash, CrInstant now,
                gint64 *ret_account, CrMember **ret_member, GError **error) {
  g_autoptr(CrTicket) ticket =
      begin_with_ticket(store, CR_CREDENTIAL_RESET, token, now, ret_account, error);
  if (ticket == NULL)
    return FALSE;
  g_autoptr(CrMember) member = people_load(store, error);
  /* Who has the letter has the address. */
  if (!cr_store_end(store,
                    member && set_email(store, member->email, now, error) &&
                        change_password(store, hash, NULL, now, error),
                    error))
    return FALSE;
  *ret_member = g_steal_pointer(&member);
  return TRUE;
}

gboolean
cr_people_set_password(CrStore *store, gint64 account, const char *hash, const char *except,
                       CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, change_password(store, hash, except, now, error), error);
}
