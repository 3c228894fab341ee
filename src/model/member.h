#pragma once
/* Who signs in to an account, where a database has those of many people, and with what. One person
 * has one account, whatever the role. */
#include "base/record.h"

G_BEGIN_DECLS

typedef enum {
  CR_MEMBER_INVITED, /* has not come yet */
  CR_MEMBER_ACTIVE,
  CR_MEMBER_SUSPENDED, /* not let in; the account is kept, and its calls are watched */
  CR_N_MEMBER_STATES,
} CrMemberState;
extern const char *const cr_member_state_names[];

typedef enum {
  CR_ROLE_CANDIDATE,
  CR_ROLE_COACH,
  CR_ROLE_ADMINISTRATOR, /* sees counts and health, never contents */
  CR_N_ROLES,
} CrRole;
extern const char *const cr_role_names[];

/* Nothing of it is secret: who runs the service may list it. */
typedef struct {
  CrMemberState state;
  CrRole role;
  char *email;        /* as given; cr_email_digest makes of it what is compared */
  char *name;         /* or NULL */
  CrInstant verified; /* when the address was found to be theirs, or NONE */
  CrInstant created, signed_in;
} CrMember;
CR_DECLARE_RECORD(CrMember, cr_member)

/* What opens an account; each with a digest by which it is found, and a body. */
typedef enum {
  CR_CREDENTIAL_PASSWORD,   /* CrPassword; one */
  CR_CREDENTIAL_TOTP,       /* CrTotp; one */
  CR_CREDENTIAL_PASSKEY,    /* CrPasskey, by its id */
  CR_CREDENTIAL_IDENTITY,   /* CrIdentity, by the digest that the directory knows */
  CR_CREDENTIAL_RECOVERY,   /* a code in place of TOTP, once */
  CR_CREDENTIAL_SESSION,    /* CrSession */
  CR_CREDENTIAL_INVITATION, /* links, once */
  CR_CREDENTIAL_RESET,
  CR_CREDENTIAL_ADDRESS, /* that an address is theirs */
  CR_CREDENTIAL_STEP,    /* half a sign-in: what was proved so far waits for the rest */
  CR_CREDENTIAL_BROWSER, /* CrSession: its owner came in by that one before; it opens nothing */
} CrCredentialKind;
extern const char *const cr_credential_kind_names[];

typedef struct {
  char *hash; /* argon2id, in its text form */
  CrInstant at;
} CrPassword;
CR_DECLARE_RECORD(CrPassword, cr_password)

typedef struct {
  char *secret;       /* base32, sealed: see engine/seal.h */
  gboolean confirmed; /* a code of it was shown */
  int used;           /* the time step of the last code: none is taken twice */
} CrTotp;
CR_DECLARE_RECORD(CrTotp, cr_totp)

typedef struct {
  char *id; /* of the credential, base64url */
  char *name;
  char *key;     /* base64 of what libfido2 takes for the algorithm */
  int algorithm; /* COSE: -7 ES256, -257 RS256, -8 EdDSA */
  int count;     /* signatures, as far as the authenticator counts them */
  CrInstant created, used;
} CrPasskey;
CR_DECLARE_RECORD(CrPasskey, cr_passkey)

/* Somebody whom an institution knows. */
typedef struct {
  char *digest; /* of issuer and subject */
  char *provider, *email;
  CrInstant created;
} CrIdentity;
CR_DECLARE_RECORD(CrIdentity, cr_identity)

typedef struct {
  char *digest; /* of its token */
  CrInstant created, seen, ends;
  CrInstant proved;           /* when it was last shown who it is, as sensitive changes ask */
  char *agent, *source, *how; /* the browser's name, its address, and what was shown */
} CrSession;
CR_DECLARE_RECORD(CrSession, cr_session)

/* A link, or half a sign-in. */
typedef struct {
  char *email;     /* that it was sent to, or NULL */
  char *challenge; /* of a passkey */
  char *how;       /* what was shown already */
  int tries;
} CrTicket;
CR_DECLARE_RECORD(CrTicket, cr_ticket)

/* The service's own letters to those who sign in. */
typedef enum {
  CR_POST_INVITATION,
  CR_POST_ADDRESS, /* confirm that it is yours */
  CR_POST_RESET,
  CR_POST_CHANGED, /* something about signing in was changed */
  CR_N_POSTS,
} CrPostKind;
extern const char *const cr_post_kind_names[];

/* Whether it can be an address: one "@", a domain with a dot, ASCII, nothing that could end a
 * header or a command, at most 254 bytes. */
gboolean cr_email_ok(const char *email);
/* What is compared of an address: letter case does not count. Free with g_free. */
char *cr_email_digest(const char *email);

G_END_DECLS
