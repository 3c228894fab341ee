#include "net/curl.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define CONNECT_TIMEOUT_MS 30000L

CrCurlCalls cr_curl;
#define ENTRY(name) CR_LIBRARY_ENTRY(cr_curl, name)
static const CrLibraryCall calls[] = {CR_CURL_CALLS(ENTRY)};
static CrLibrary library = {
    "libcurl-gnutls.so.4", "a connection", "libcurl3-gnutls", calls, G_N_ELEMENTS(calls), 0};

CURL *
cr_curl_handle(GError **error) {
  if (!cr_library_ensure(&library, error))
    return NULL;
  CURL *curl = cr_curl.curl_easy_init();
  if (curl == NULL)
    g_error("no memory for a connection"); /* as every allocation of GLib */
  return curl;
}

/* Only a test or a bridge on this machine may go without TLS, and never with a password. */
static gboolean
needs_tls(const CrConnection *c, const char *host) {
  return c->auth != CR_AUTH_NONE || !cr_net_is_loopback_literal(host);
}

static void
set_credentials(CURL *curl, const CrConnection *c, const char *secret) {
  switch (c->auth) {
  case CR_AUTH_NONE:
    return;
  case CR_AUTH_PASSWORD:
    if (c->user == NULL && secret == NULL)
      return; /* an empty sign-in is refused where none is asked for */
    cr_curl.curl_easy_setopt(curl, CURLOPT_USERNAME, c->user ? c->user : "");
    cr_curl.curl_easy_setopt(curl, CURLOPT_PASSWORD, secret ? secret : "");
    return;
  case CR_AUTH_XOAUTH2:
    cr_curl.curl_easy_setopt(curl, CURLOPT_USERNAME, c->user ? c->user : "");
    cr_curl.curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, secret ? secret : "");
    return;
  }
}

/* SASL mechanisms that neither guess nor downgrade. */
static void
set_mechanism(CURL *curl, const CrConnection *c) {
  if (c->kind != CR_CONNECTION_IMAP && c->kind != CR_CONNECTION_SMTP)
    return;
  if (c->auth == CR_AUTH_XOAUTH2)
    cr_curl.curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
  else if (c->auth == CR_AUTH_PASSWORD)
    cr_curl.curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN");
}

/* Beside the system's authorities. GnuTLS reads a file and a folder, and knows no CAINFO_BLOB. */
static gboolean
set_trust(CURL *curl, const CrConnection *c, GError **error) {
  if (c->ca_file == NULL)
    return TRUE;
  if (!g_file_test(c->ca_file, G_FILE_TEST_IS_REGULAR)) {
    g_set_error(error, CR_ERROR, CR_ERROR_UNTRUSTED, "connection %s: ca_file: %s is not there",
                c->name, c->ca_file);
    return FALSE;
  }
  cr_curl.curl_easy_setopt(curl, CURLOPT_CAINFO, c->ca_file);
  cr_curl.curl_easy_setopt(curl, CURLOPT_CAPATH, "/etc/ssl/certs");
  return TRUE;
}

/* What the handle carries when its address was one that it may not reach. */
static char forbidden[] = "forbidden";

/* The name was resolved; this is the address that is about to be used, and no other can slip in. */
static curl_socket_t
open_socket(CURL *curl, const struct curl_sockaddr *address, CrReach reach) {
  if (cr_net_may_connect(&address->addr, reach))
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  cr_curl.curl_easy_setopt(curl, CURLOPT_PRIVATE, forbidden);
  return CURL_SOCKET_BAD;
}

static curl_socket_t
open_any(gpointer curl, curlsocktype purpose, struct curl_sockaddr *address) {
  return open_socket(curl, address, CR_REACH_ALL);
}

static curl_socket_t
open_public(gpointer curl, curlsocktype purpose, struct curl_sockaddr *address) {
  return open_socket(curl, address, CR_REACH_PUBLIC);
}

gboolean
cr_curl_setup(CURL *curl, const CrConnection *c, const char *secret, GError **error) {
  g_autoptr(GUri) uri = g_uri_parse(c->url, G_URI_FLAGS_ENCODED, error);
  if (uri == NULL)
    return FALSE;
  gboolean tls = needs_tls(c, g_uri_get_host(uri));
  const char *scheme = g_uri_get_scheme(uri);
  if (tls && strcmp(scheme, "http") == 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "connection %s: http would send it in the open; use https", c->name);
    return FALSE;
  }
  cr_curl.curl_easy_reset(curl);
  if (!set_trust(curl, c, error))
    return FALSE;
  cr_curl.curl_easy_setopt(curl, CURLOPT_URL, c->url);
  cr_curl.curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme);
  cr_curl.curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  cr_curl.curl_easy_setopt(curl, CURLOPT_USE_SSL, tls ? CURLUSESSL_ALL : CURLUSESSL_NONE);
  cr_curl.curl_easy_setopt(curl, CURLOPT_PROXY, "");
  cr_curl.curl_easy_setopt(curl, CURLOPT_NETRC, CURL_NETRC_IGNORED);
  cr_curl.curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
  cr_curl.curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION,
                           c->public_only ? open_public : open_any);
  cr_curl.curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, curl);
  set_credentials(curl, c, secret);
  set_mechanism(curl, c);
  return TRUE;
}

CURL *
cr_curl_new(const CrConnection *c, const char *secret, GError **error) {
  g_autoptr(CURL) curl = cr_curl_handle(error);
  return curl && cr_curl_setup(curl, c, secret, error) ? g_steal_pointer(&curl) : NULL;
}

static const char *
in_words(CURLcode code) {
  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return "its name is not known: check the spelling and the network";
  case CURLE_COULDNT_CONNECT:
    return "nobody answers there: check host and port, and the network";
  case CURLE_OPERATION_TIMEDOUT:
    return "it did not answer in time";
  case CURLE_PEER_FAILED_VERIFICATION:
    return "its certificate is not of that name, or of nobody we trust; nothing was sent to it";
  case CURLE_SSL_CACERT_BADFILE:
    return "its ca_file= holds no certificate";
  case CURLE_SSL_CONNECT_ERROR:
    return "no secure connection could be made: is it the right port?";
  case CURLE_USE_SSL_FAILED:
    return "it offers no secure connection (STARTTLS); nothing was sent to it";
  case CURLE_LOGIN_DENIED:
    return "it refused the user name or password";
  case CURLE_GOT_NOTHING:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
    return "the connection broke";
  default:
    return cr_curl.curl_easy_strerror(code);
  }
}

static CrErrorCode
kind_of(CURLcode code) {
  if (code == CURLE_LOGIN_DENIED)
    return CR_ERROR_DENIED;
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE
             ? CR_ERROR_UNTRUSTED
             : CR_ERROR_FAILED;
}

void
cr_curl_set_error(CURL *curl, CURLcode code, const char *what, GError **error) {
  long response = 0;
  const char *mark = NULL;
  cr_curl.curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response);
  cr_curl.curl_easy_getinfo(curl, CURLINFO_PRIVATE, &mark);
  if (mark == forbidden) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: its address is not on the public internet",
                what);
    return;
  }
  if (response > 0)
    g_set_error(error, CR_ERROR, kind_of(code), "%s: %s (it answered %ld)", what, in_words(code),
                response);
  else
    g_set_error(error, CR_ERROR, kind_of(code), "%s: %s", what, in_words(code));
}
