#include "net/imap-trust.h"

#include "base/error.h"

#define FRESH_USEC (G_GINT64_CONSTANT(3600) * G_USEC_PER_SEC)

typedef struct {
  CrImapTrust *trust;
  gint64 loaded_usec;
} Kept;

static GMutex lock;
static GHashTable *kept; /* by ca_file, "" for none */

static void
clear_trust(gpointer data) {
  CrImapTrust *trust = data;
  if (trust->credentials)
    gnutls_certificate_free_credentials(trust->credentials);
}

void
cr_imap_trust_release(CrImapTrust *trust) {
  if (trust)
    g_atomic_rc_box_release_full(trust, clear_trust);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImapTrust, cr_imap_trust_release)

static void
free_kept(gpointer data) {
  Kept *old = data;
  cr_imap_trust_release(old->trust);
  g_free(old);
}

static CrImapTrust *
load(const char *ca_file, GError **error) {
  g_autoptr(CrImapTrust) trust = g_atomic_rc_box_new0(CrImapTrust);
  gnutls_certificate_allocate_credentials(&trust->credentials);
  int system = gnutls_certificate_set_x509_system_trust(trust->credentials);
  if (ca_file == NULL && system <= 0) {
    g_set_error_literal(error, CR_ERROR, CR_ERROR_FAILED,
                        "no certificate authorities on this machine (package ca-certificates)");
    return NULL;
  }
  if (ca_file && gnutls_certificate_set_x509_trust_file(trust->credentials, ca_file,
                                                        GNUTLS_X509_FMT_PEM) <= 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_UNTRUSTED, "ca_file %s holds no certificate", ca_file);
    return NULL;
  }
  return g_steal_pointer(&trust);
}

CrImapTrust *
cr_imap_trust_get(const char *ca_file, GError **error) {
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
  gint64 now = g_get_monotonic_time();
  if (kept == NULL)
    kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_kept);
  Kept *found = g_hash_table_lookup(kept, ca_file ? ca_file : "");
  if (found && now - found->loaded_usec < FRESH_USEC)
    return g_atomic_rc_box_acquire(found->trust);
  CrImapTrust *trust = load(ca_file, error);
  if (trust == NULL)
    return NULL;
  found = g_new0(Kept, 1);
  found->trust = g_atomic_rc_box_acquire(trust);
  found->loaded_usec = now;
  g_hash_table_replace(kept, g_strdup(ca_file ? ca_file : ""), found);
  return trust;
}

void
cr_imap_trust_rest(void) {
  g_mutex_lock(&lock);
  g_clear_pointer(&kept, g_hash_table_unref);
  g_mutex_unlock(&lock);
}
