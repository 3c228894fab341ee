#pragma once
/* Passkeys: what a browser sends of them, checked as Web Authentication Level 2 §7 says, the
 * signatures by libfido2. No attestation is asked for, so none is believed. */
#include "model/member.h"

G_BEGIN_DECLS

typedef struct {
  const char *rp;             /* host of the origin */
  const char *const *origins; /* where the page may have come from, ends with NULL */
  const char *challenge;      /* base64url, as it was sent */
} CrPasskeyPlace;

/* All as base64url. */
typedef struct {
  const char *id, *client_data, *authenticator_data;
  const char *signature; /* of an assertion */
  int algorithm;         /* of a new one */
} CrPasskeyProof;

/* Free with g_free. */
char *cr_passkey_challenge(void);
/* A new one; CR_ERROR_PARSE says what is wrong with it. */
CrPasskey *cr_passkey_check_new(const CrPasskeyPlace *place, const CrPasskeyProof *proof,
                                GError **error);
/* CR_ERROR_DENIED when it is not the passkey's; else the passkey's count is the proof's. */
gboolean cr_passkey_check(const CrPasskeyPlace *place, const CrPasskeyProof *proof,
                          CrPasskey *passkey, GError **error);

G_END_DECLS
