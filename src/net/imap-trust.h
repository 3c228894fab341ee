#pragma once
/* The certificates that servers are verified with. They take megabytes and tens of milliseconds to
 * load, so all sessions of the process share them; what was changed on disk counts after an hour.
 */
#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

typedef struct {
  gnutls_certificate_credentials_t credentials;
} CrImapTrust;

/* The system's authorities and those in ca_file (PEM; may be NULL). From any thread. */
CrImapTrust *cr_imap_trust_get(const char *ca_file, GError **error);
void cr_imap_trust_release(CrImapTrust *trust); /* NULL-safe */
/* No session is to come soon: what is kept for it is given back. From any thread. */
void cr_imap_trust_rest(void);

G_END_DECLS
