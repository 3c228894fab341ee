#include "model/member.h"

#include <string.h>

#define MAX_EMAIL_BYTES 254

const char *const cr_member_state_names[] = {"invited", "active", "suspended", NULL};
const char *const cr_role_names[] = {"candidate", "coach", "administrator", NULL};
const char *const cr_credential_kind_names[] = {"password", "totp",    "passkey",    "identity",
                                                "recovery", "session", "invitation", "reset",
                                                "address",  "step",    "browser",    NULL};
const char *const cr_post_kind_names[] = {"invitation", "address", "reset", "changed", NULL};

static const CrField member_fields[] = {
    CR_FIELD_NAMED(CrMember, state, cr_member_state_names),
    CR_FIELD_NAMED(CrMember, role, cr_role_names),
    CR_FIELD(CrMember, email, STRING),
    CR_FIELD(CrMember, name, STRING),
    CR_FIELD(CrMember, verified, INSTANT),
    CR_FIELD(CrMember, created, INSTANT),
    CR_FIELD(CrMember, signed_in, INSTANT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrMember, cr_member, member_fields)

static const CrField password_fields[] = {
    CR_FIELD(CrPassword, hash, STRING),
    CR_FIELD(CrPassword, at, INSTANT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrPassword, cr_password, password_fields)

static const CrField totp_fields[] = {
    CR_FIELD(CrTotp, secret, STRING),
    CR_FIELD(CrTotp, confirmed, BOOL),
    CR_FIELD(CrTotp, used, INT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrTotp, cr_totp, totp_fields)

static const CrField passkey_fields[] = {
    CR_FIELD(CrPasskey, id, STRING),    CR_FIELD(CrPasskey, name, STRING),
    CR_FIELD(CrPasskey, key, STRING),   CR_FIELD(CrPasskey, algorithm, INT),
    CR_FIELD(CrPasskey, count, INT),    CR_FIELD(CrPasskey, created, INSTANT),
    CR_FIELD(CrPasskey, used, INSTANT), CR_FIELD_END,
};
CR_DEFINE_RECORD(CrPasskey, cr_passkey, passkey_fields)

static const CrField identity_fields[] = {
    CR_FIELD(CrIdentity, digest, STRING),
    CR_FIELD(CrIdentity, provider, STRING),
    CR_FIELD(CrIdentity, email, STRING),
    CR_FIELD(CrIdentity, created, INSTANT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrIdentity, cr_identity, identity_fields)

static const CrField session_fields[] = {
    CR_FIELD(CrSession, digest, STRING),
    CR_FIELD(CrSession, created, INSTANT),
    CR_FIELD(CrSession, seen, INSTANT),
    CR_FIELD(CrSession, ends, INSTANT),
    CR_FIELD(CrSession, proved, INSTANT),
    CR_FIELD(CrSession, agent, STRING),
    CR_FIELD(CrSession, source, STRING),
    CR_FIELD(CrSession, how, STRING),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrSession, cr_session, session_fields)

static const CrField ticket_fields[] = {
    CR_FIELD(CrTicket, email, STRING),
    CR_FIELD(CrTicket, challenge, STRING),
    CR_FIELD(CrTicket, how, STRING),
    CR_FIELD(CrTicket, tries, INT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrTicket, cr_ticket, ticket_fields)

gboolean
cr_email_ok(const char *email) {
  const char *at = strchr(email, '@');
  for (const char *p = email; *p; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr("<>()[]\\,;:\"", *p))
      return FALSE;
  return strlen(email) <= MAX_EMAIL_BYTES && at && at > email && strchr(at + 1, '@') == NULL &&
         at[1] != '.' && strchr(at, '.') && !g_str_has_suffix(at, ".") &&
         strstr(email, "..") == NULL;
}

char *
cr_email_digest(const char *email) {
  g_autofree char *lower = g_ascii_strdown(email, -1);
  g_autofree char *text = g_strconcat("mailto:", lower, NULL);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}
