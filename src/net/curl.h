#pragma once
/* What every use of libcurl here has in common: TLS verified or nothing, time limits, no surprises
 * from the environment. */
#include "model/connection.h"
#include "net/address.h"

#include <curl/curl.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_easy_cleanup)

/* A handle for the connection's url and credentials: protocols limited to the url's scheme, the
 * certificate chain and host name verified (ca_file beside the system's), STARTTLS demanded of the
 * plain scheme, SASL PLAIN/LOGIN or XOAUTH2 over TLS only, no proxy or netrc from the environment,
 * 30 s to connect, to an address that the connection may reach. Only a host written as loopback address may be spoken to without TLS, and
 * only when auth is none. NULL with the error set. secret may be NULL of CR_AUTH_NONE. */
CURL *cr_curl_new(const CrConnection *connection, const char *secret, GError **error);
/* The same for a handle that was used before: all its options are set anew, its open connections
 * stay. */
gboolean cr_curl_setup(CURL *curl, const CrConnection *connection, const char *secret,
                       GError **error);
/* CR_ERROR_FAILED in words a candidate can act on: what failed (name, network, certificate, sign-in,
 * refusal), with the server's last words. */
void cr_curl_set_error(CURL *curl, CURLcode code, const char *what, GError **error);

G_END_DECLS
