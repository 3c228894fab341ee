#pragma once
/* What every use of libcurl here has in common: TLS verified or nothing, time limits, no surprises
 * from the environment. */
#include "base/library.h"
#include "model/connection.h"
#include "net/address.h"

#define CURL_DISABLE_TYPECHECK /* it knows calls by their names only */
#include <curl/curl.h>

G_BEGIN_DECLS

/* It brings some thirty libraries with it, so it is loaded when the first handle is made. */
#define CR_CURL_CALLS(C)                                                                           \
  C(curl_easy_init)                                                                                \
  C(curl_easy_cleanup)                                                                             \
  C(curl_easy_reset)                                                                               \
  C(curl_easy_setopt)                                                                              \
  C(curl_easy_getinfo)                                                                             \
  C(curl_easy_perform)                                                                             \
  C(curl_easy_strerror)                                                                            \
  C(curl_slist_append)                                                                             \
  C(curl_slist_free_all)                                                                           \
  C(curl_url)                                                                                      \
  C(curl_url_set)                                                                                  \
  C(curl_url_get)                                                                                  \
  C(curl_url_cleanup)                                                                              \
  C(curl_free)
typedef struct {
  CR_CURL_CALLS(CR_LIBRARY_MEMBER)
} CrCurlCalls;
extern CrCurlCalls cr_curl; /* once there was a handle */

static inline void
cr_curl_free(CURL *curl) {
  if (curl)
    cr_curl.curl_easy_cleanup(curl);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, cr_curl_free)

/* A handle without options. */
CURL *cr_curl_handle(GError **error);

/* A handle for the connection's url and credentials: protocols limited to the url's scheme, the
 * certificate chain and host name verified (ca_file beside the system's), STARTTLS demanded of the
 * plain scheme, SASL PLAIN/LOGIN or XOAUTH2 over TLS only, no proxy or netrc from the environment,
 * 30 s to connect, to an address that the connection may reach. Only a host written as loopback
 * address may be spoken to without TLS, and only when auth is none. NULL with the error set. secret
 * may be NULL of CR_AUTH_NONE. */
CURL *cr_curl_new(const CrConnection *connection, const char *secret, GError **error);
/* The same for a handle that was used before: all its options are set anew, its open connections
 * stay. */
gboolean cr_curl_setup(CURL *curl, const CrConnection *connection, const char *secret,
                       GError **error);
/* In words a candidate can act on: what failed (name, network, certificate, sign-in, refusal), with
 * the server's last answer. CR_ERROR_UNTRUSTED, CR_ERROR_DENIED, else CR_ERROR_FAILED. */
void cr_curl_set_error(CURL *curl, CURLcode code, const char *what, GError **error);

G_END_DECLS
