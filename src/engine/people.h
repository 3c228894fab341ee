#pragma once
/* The members of a service and how they come in: invitations, links, sessions, and what is asked
 * before a change to any of it. Each function is one deed and a transaction of its own, so that
 * none may be open, and is kept in the account's audit (store/audit.h).
 *
 * A token is good for one account and says which: 54 letters of base64url, the account's number
 * before 32 random bytes. Only its digest is kept. */
#include "model/deed.h"
#include "store/members.h"

G_BEGIN_DECLS

#define CR_TOKEN_CHARS 54
#define CR_SESSION_IDLE_DAYS 7
#define CR_SESSION_MOST_DAYS 30
#define CR_BROWSER_DAYS 180
/* So long after it was shown who is there, sensitive changes are made without asking again. */
#define CR_PROVED_USEC (15 * CR_MINUTE)

/* Free with g_free. */
char *cr_token_of(gint64 account);
/* FALSE when it is no token at all; whether it is good is another matter. */
gboolean cr_token_account(const char *token, gint64 *ret_account);
char *cr_token_digest(const char *token);

/* Who comes in, as they are told to themselves afterwards. */
typedef struct {
  const char *source; /* address that they come from */
  const char *agent;  /* the browser's own words */
  const char *how;    /* what they showed: "password", "password and code", "passkey", … */
  const char *before; /* the token of a session of this browser that ends now, or NULL */
} CrEntrance;

/* Invitations. */
typedef struct {
  gint64 account; /* 0: a new one */
  const char *email;
  CrRole role;
  gboolean mailed; /* a letter with a link of its own is put down for the poster, and who opens that
                      has the address */
  const CrActor *by; /* NULL: who runs the service */
} CrInvitation;
/* CR_ERROR_CONFLICT when somebody else has the address, or when this one has come already,
 * CR_ERROR_DENIED of the machine's own account (engine/connections.h). An earlier link is void. The
 * link's token; free with g_free. */
char *cr_people_invite(CrStore *store, const CrInvitation *who, CrInstant now, gint64 *ret_account,
                       GError **error);
/* As if they had not been invited: their link is void, and their address free. CONFLICT when they
 * have come, NOT_FOUND when there is nobody. by: as above. */
gboolean cr_people_uninvite(CrStore *store, gint64 account, const CrActor *by, CrInstant now,
                            GError **error);
/* Whose link it is: NULL with CR_ERROR_NOT_FOUND when it is none that is good. */
CrMember *cr_people_invited(CrStore *store, const char *token, CrInstant now, GError **error);
/* The link is used, the account is theirs, with that password's hash. */
gboolean cr_people_accept(CrStore *store, const char *token, const char *name, const char *hash,
                          CrInstant now, GError **error);

/* A member of an institution who was invited, or need not be. *ret_account: whose it is then.
 * CR_ERROR_DENIED: nobody's. */
typedef struct {
  const char *digest; /* of issuer and subject */
  const char *provider, *email, *name;
  gboolean owns;  /* it may speak for the address */
  gboolean open;  /* whoever it knows may come */
  gint64 account; /* of who is signed in and wants to be known by it, or 0 */
} CrIntroduction;
gboolean cr_people_introduce(CrStore *store, const CrIntroduction *who, CrInstant now,
                             gint64 *ret_account, GError **error);

/* What is known of one: all of it NULL or 0 of nobody. */
typedef struct {
  gint64 account;
  CrMember *member;
  CrPassword *password;
  CrTotp *totp; /* when it is confirmed */
} CrKnown;
void cr_known_clear(CrKnown *known);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrKnown, cr_known_clear)
gboolean cr_people_know(CrStore *store, gint64 account, CrInstant now, CrKnown *ret_known,
                        GError **error);
gboolean cr_people_know_by_email(CrStore *store, const char *email, CrInstant now,
                                 CrKnown *ret_known, GError **error);

/* Sessions. A new one's token; CR_ERROR_DENIED of who is not active. Free with g_free. */
char *cr_people_enter(CrStore *store, gint64 account, const CrEntrance *entrance, CrInstant now,
                      GError **error);
/* Somebody was not let in. how: what they tried with. Slower for an account that is there: not
 * while they wait for the answer. */
gboolean cr_people_note_failure(CrStore *store, gint64 account, const char *how, const char *source,
                                CrInstant now, GError **error);
/* The session of a token, and whose it is. NULL with CR_ERROR_DENIED when it is none, or its member
 * is not active. */
CrSession *cr_people_session(CrStore *store, const char *token, CrInstant now,
                             CrMember **ret_member, GError **error);
/* Whether its owner has shown lately who they are. session may be NULL. */
gboolean cr_people_is_proved(const CrSession *session, CrInstant now);
/* The same of one that is known by its digest: *ret_has FALSE, too, when it is over. */
gboolean cr_people_has_proved(CrStore *store, gint64 account, const char *digest, CrInstant now,
                              gboolean *ret_has, GError **error);
/* Whether it stands there that it was in use of late; else cr_people_go_on writes it down, and the
 * session goes on. Not while somebody waits for an answer. */
gboolean cr_people_is_in_use(const CrSession *session, CrInstant now);
void cr_people_go_on(CrStore *store, gint64 account, const char *digest, CrInstant now);
/* digest NULL: all but that of except. CR_ERROR_NOT_FOUND when there is none. */
gboolean cr_people_end_sessions(CrStore *store, gint64 account, const char *digest,
                                const char *except, CrInstant now, GError **error);

/* Tickets: links, and half a sign-in. Free the token with g_free, the ticket with cr_ticket_free.
 */
char *cr_people_give_ticket(CrStore *store, gint64 account, CrCredentialKind kind,
                            const CrTicket *ticket, gint64 usec, CrInstant now, GError **error);
/* CR_ERROR_NOT_FOUND when it is none that is good; once taken it is not any more. */
CrTicket *cr_people_find_ticket(CrStore *store, CrCredentialKind kind, const char *token,
                                CrInstant now, gint64 *ret_account, GError **error);
CrTicket *cr_people_take_ticket(CrStore *store, CrCredentialKind kind, const char *token,
                                CrInstant now, gint64 *ret_account, GError **error);

/* A second factor: of the app, or a recovery code, which is used up. */
gboolean cr_people_take_code(CrStore *store, gint64 account, const char *code, CrInstant now,
                             gboolean *ret_fits, GError **error);
#define CR_TOTP_NAME "totp" /* that its secret is sealed by */
/* The app is as good as a password from now on, when the code is its. *ret_codes: ten, to be shown
 * once, joined by spaces; NULL when the code does not fit. */
gboolean cr_people_confirm_totp(CrStore *store, gint64 account, const char *code, CrInstant now,
                                char **ret_codes, GError **error);
/* New ones in place of the others. */
char *cr_people_new_codes(CrStore *store, gint64 account, CrInstant now, GError **error);
/* secret NULL: none any more, and no recovery codes; else CR_ERROR_CONFLICT while there is one that
 * is confirmed. CR_ERROR_FAILED where there is no key to seal it with. */
gboolean cr_people_set_totp(CrStore *store, gint64 account, const char *secret, CrInstant now,
                            GError **error);

/* All sessions end but that of except (a digest, or NULL), links that were mailed are void, and no
 * browser is known any more. */
gboolean cr_people_set_password(CrStore *store, gint64 account, const char *hash,
                                const char *except, CrInstant now, GError **error);
/* The same by the link of who forgot theirs, who has the address: the link is used, and all of it
 * is done, or none. *ret_member: theirs. CR_ERROR_NOT_FOUND: no link that is good. */
gboolean cr_people_reset(CrStore *store, const char *token, const char *hash, CrInstant now,
                         gint64 *ret_account, CrMember **ret_member, GError **error);
/* The address that the link was sent to becomes the account's; links to that of before are void. */
gboolean cr_people_confirm_email(CrStore *store, const char *token, CrInstant now, GError **error);
gboolean cr_people_set_state(CrStore *store, gint64 account, CrMemberState state, CrInstant now,
                             GError **error);
gboolean cr_people_set_role(CrStore *store, gint64 account, CrRole role, CrInstant now,
                            GError **error);

/* Passkeys: by the digest of their id. */
char *cr_passkey_digest(const char *id);
gboolean cr_people_add_passkey(CrStore *store, gint64 account, const CrPasskey *passkey,
                               GError **error);
CrPasskey *cr_people_passkey(CrStore *store, gint64 account, const char *id, GError **error);
/* It opened the account, with its new count. CR_ERROR_DENIED when it was removed meanwhile, or when
 * a copy of it came first. */
gboolean cr_people_use_passkey(CrStore *store, gint64 account, const CrPasskey *passkey,
                               GError **error);
/* NOT_FOUND; and it may not be the last that opens the account (CONFLICT). */
gboolean cr_people_drop(CrStore *store, gint64 account, CrCredentialKind kind, const char *digest,
                        CrInstant now, GError **error);

/* All that opens an account, as lists for who owns it: {"passkeys", "identities", "sessions",
 * "recovery"}. */
typedef struct {
  GPtrArray *passkeys, *identities, *sessions;
  guint recovery;
} CrKeys;
void cr_keys_clear(CrKeys *keys);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrKeys, cr_keys_clear)
gboolean cr_people_keys(CrStore *store, gint64 account, CrInstant now, CrKeys *ret_keys,
                        GError **error);

/* Limits. */
typedef struct {
  const char *address; /* what is tried */
  const char *source;  /* where from */
  const char *browser; /* digest of one that the address's owner came in by before; or NULL */
} CrTry;
/* Whether that may be tried; counts it. A browser that is known is counted by itself, and never
 * waits for what others tried. *ret_until: when again, or NONE. */
gboolean cr_people_may_try(CrStore *store, const CrTry *t, CrInstant now, CrInstant *ret_until,
                           GError **error);
/* It was them: that one does not count, nor those of before. */
gboolean cr_people_tried_well(CrStore *store, const CrTry *t, GError **error);
/* The same of a way in that is begun by nobody knows whom: by the source alone, or by a browser
 * that somebody came in by before. */
gboolean cr_people_may_begin(CrStore *store, const CrTry *t, CrInstant now, CrInstant *ret_until,
                             GError **error);
gboolean cr_people_began_well(CrStore *store, const CrTry *t, GError **error);
/* The browser's token, from when its owner came in by it on: that of before, when it is one of
 * theirs. A new password makes all strangers again. Free with g_free. */
char *cr_people_remember_browser(CrStore *store, gint64 account, const char *before, CrInstant now,
                                 GError **error);
/* Whose browser it is; NULL without error set when it is nobody's. */
CrMember *cr_people_of_browser(CrStore *store, const char *token, CrInstant now,
                               gint64 *ret_account, GError **error);

G_END_DECLS
