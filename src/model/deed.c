#include "model/deed.h"

#include <string.h>

const CrActor cr_actor_operator = {0, "who runs this service"};

static const struct {
  const char *name, *words;
} deeds[CR_N_DEEDS] = {
    [CR_DEED_BEGUN] = {"begun", "this record begins"},
    [CR_DEED_FACTS] = {"facts", "what was kept until then is sealed"},
    [CR_DEED_FORGOTTEN] = {"forgotten", "what was read of mails was deleted after its time"},
    [CR_DEED_MOVED] = {"moved", "moved to another database"},
    [CR_DEED_ERASED] = {"erased", "erased everything"},
    [CR_DEED_INVITED] = {"invited", "invited"},
    [CR_DEED_INVITATION_ENDED] = {"invitation-ended", "took the invitation back"},
    [CR_DEED_JOINED] = {"joined", "took up the invitation"},
    [CR_DEED_SIGNED_IN] = {"signed-in", "signed in"},
    [CR_DEED_SIGN_IN_FAILED] = {"sign-in-failed", "a sign-in failed"},
    [CR_DEED_SESSION_ENDED] = {"session-ended", "ended a session"},
    [CR_DEED_PASSWORD_SET] = {"password-set", "set a new password"},
    [CR_DEED_TOTP_SET] = {"totp-set", "set up codes of an app"},
    [CR_DEED_TOTP_REMOVED] = {"totp-removed", "took the codes of an app away"},
    [CR_DEED_CODES_MADE] = {"codes-made", "made new recovery codes"},
    [CR_DEED_PASSKEY_ADDED] = {"passkey-added", "added a passkey"},
    [CR_DEED_PASSKEY_REMOVED] = {"passkey-removed", "removed a passkey"},
    [CR_DEED_IDENTITY_ADDED] = {"identity-added", "added a way to sign in"},
    [CR_DEED_IDENTITY_REMOVED] = {"identity-removed", "removed a way to sign in"},
    [CR_DEED_EMAIL_CHANGED] = {"email-changed", "changed the address of mail"},
    [CR_DEED_ROLE_CHANGED] = {"role-changed", "changed the role"},
    [CR_DEED_SUSPENDED] = {"suspended", "suspended the account"},
    [CR_DEED_REINSTATED] = {"reinstated", "let the account in again"},
    [CR_DEED_GRANTED] = {"granted", "gave access"},
    [CR_DEED_REVOKED] = {"revoked", "took access back"},
    [CR_DEED_VIEWED] = {"viewed", "looked at"},
    [CR_DEED_EXPORTED] = {"exported", "took a copy of everything"},
    [CR_DEED_CONNECTION_ADDED] = {"connection-added", "connected"},
    [CR_DEED_CONNECTION_REMOVED] = {"connection-removed", "disconnected"},
    [CR_DEED_LETTER_EDITED] = {"letter-edited", "edited a letter"},
    [CR_DEED_LETTER_SENDING] = {"letter-sending", "began to send a letter"},
    [CR_DEED_LETTER_SENT] = {"letter-sent", "sent a letter"},
    [CR_DEED_LETTER_IN_DOUBT] = {"letter-in-doubt", "may have sent a letter"},
    [CR_DEED_PROFILE_CHANGED] = {"profile-changed", "changed the profile"},
    [CR_DEED_POLICY_CHANGED] = {"policy-changed", "changed the settings"},
    [CR_DEED_AUTOPILOT_CHANGED] = {"autopilot-changed", "changed what is sent without asking"},
};

const char *
cr_deed_name(CrDeedKind kind) {
  return deeds[kind].name;
}

const char *
cr_deed_words(const char *action) {
  for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++)
    if (strcmp(deeds[i].name, action) == 0)
      return deeds[i].words;
  return action;
}

void
cr_deed_free(CrDeed *deed) {
  if (deed == NULL)
    return;
  g_free(deed->who);
  g_free(deed->action);
  g_free(deed->object);
  g_free(deed->hash);
  g_free(deed->mark);
  g_free(deed);
}

char *
cr_deed_hash(const CrDeed *deed, const char *previous) {
  g_autofree char *text = g_strdup_printf(
      "crickets-audit-1\n%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT
      "\n%s\n%s\n%s\n",
      previous, deed->number, deed->at, deed->actor, deed->who, deed->action, deed->object);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

gint64
cr_deed_home(const CrDeed *deed) {
  static const char stem[] = "account ";
  return g_str_has_prefix(deed->object, stem)
             ? g_ascii_strtoll(deed->object + strlen(stem), NULL, 10)
             : 0;
}

json_t *
cr_deed_to_json(const CrDeed *deed, const CrZone *zone) {
  g_autofree char *at = cr_instant_format(deed->at, zone);
  return json_pack("{s:I,s:s,s:I,s:s,s:s,s:s,s:s,s:s}", "number", (json_int_t) deed->number, "at",
                   at, "actor", (json_int_t) deed->actor, "who", deed->who, "action", deed->action,
                   "text", cr_deed_words(deed->action), "object", deed->object, "hash", deed->hash);
}
