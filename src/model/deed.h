#pragma once
/* Deeds: who did what to an account, as its audit keeps it. Each is chained to the one before by a
 * hash, so that none can be changed, taken out or put in unnoticed. */
#include "base/json.h"
#include "base/zone.h"

G_BEGIN_DECLS

typedef enum {
  /* of the record itself */
  CR_DEED_BEGUN,     /* object: "account N" */
  CR_DEED_FACTS,     /* the facts kept since the last of these: see store/audit.h */
  CR_DEED_FORGOTTEN, /* the same of facts that lost what was read of mails; object as of FACTS */
  CR_DEED_MOVED,     /* "account N", that it is from here on */
  CR_DEED_ERASED,    /* "account N", and the hash of what was there before */
  /* of signing in */
  CR_DEED_INVITED,
  CR_DEED_INVITATION_ENDED,
  CR_DEED_JOINED,
  CR_DEED_SIGNED_IN,
  CR_DEED_SIGN_IN_FAILED,
  CR_DEED_SESSION_ENDED,
  CR_DEED_PASSWORD_SET,
  CR_DEED_TOTP_SET,
  CR_DEED_TOTP_REMOVED,
  CR_DEED_CODES_MADE, /* recovery codes */
  CR_DEED_PASSKEY_ADDED,
  CR_DEED_PASSKEY_REMOVED,
  CR_DEED_IDENTITY_ADDED,
  CR_DEED_IDENTITY_REMOVED,
  CR_DEED_EMAIL_CHANGED,
  CR_DEED_ROLE_CHANGED,
  CR_DEED_SUSPENDED,
  CR_DEED_REINSTATED,
  /* of who else sees it */
  CR_DEED_GRANTED,
  CR_DEED_REVOKED,
  CR_DEED_VIEWED,
  CR_DEED_EXPORTED,
  /* of what is done in the candidate's name */
  CR_DEED_CONNECTION_ADDED,
  CR_DEED_CONNECTION_REMOVED,
  CR_DEED_LETTER_EDITED,
  CR_DEED_LETTER_SENDING, /* kept before it goes */
  CR_DEED_LETTER_SENT,
  CR_DEED_LETTER_IN_DOUBT,
  CR_DEED_PROFILE_CHANGED,
  CR_DEED_POLICY_CHANGED,
  CR_DEED_AUTOPILOT_CHANGED,
  CR_N_DEEDS,
} CrDeedKind;
const char *cr_deed_name(CrDeedKind kind); /* "signed-in" … */

/* Who did it: an account, and what it is called when that is another than the one it was done to.
 * Account 0: the program by itself, or somebody who is not known. */
typedef struct {
  gint64 account;
  const char *name; /* or NULL */
} CrActor;
extern const CrActor cr_actor_operator; /* who runs the service */

typedef struct {
  gint64 number; /* counts up in the account, from 1 */
  CrInstant at;
  gint64 actor;
  char *who;    /* the actor's name, or "" */
  char *action; /* a name of a kind, or of a newer program's */
  char *object; /* to what, in a few words */
  char *hash;   /* lower case hex */
  char *mark;   /* a key's, on the hash (store/audit.h), or "" */
} CrDeed;
void cr_deed_free(CrDeed *deed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDeed, cr_deed_free)

/* SHA-256 over "crickets-audit-1", previous, number, at in microseconds, actor, who, action and
 * object, each with a line end. previous: the hash of the deed before, or "". Free with g_free. */
char *cr_deed_hash(const CrDeed *deed, const char *previous);
/* What it was, in words: "signed in", "looked at". An action that is not known is its own words. */
const char *cr_deed_words(const char *action);
/* For its owner: all of it but the mark. */
json_t *cr_deed_to_json(const CrDeed *deed, const CrZone *zone);
/* N of an object that begins with "account N"; 0 of any other. */
gint64 cr_deed_home(const CrDeed *deed);

G_END_DECLS
