#include "net/imap-stream.h"

#include "base/error.h"
#include "base/text.h"
#include "net/connect.h"
#include "net/imap-trust.h"

#include <gnutls/x509.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define KEEPALIVE_SEC 60

struct _CrImapStream {
  char *host;
  char *name; /* for the certificate: GnuTLS keeps the pointer */
  GSocketConnection *connection;
  GSocket *socket;
  CrImapTrust *trust;   /* until the handshake is over */
  gnutls_session_t tls; /* NULL: not yet */
};

static gboolean
fail(const CrImapStream *stream, GError **error, const char *what) {
  g_autofree char *clean = cr_text_line(what, 300);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", stream->host, clean);
  return FALSE;
}

/* A peer that vanished is noticed although we only wait for it. */
static void
keep_alive(GSocket *socket) {
  g_socket_set_keepalive(socket, TRUE);
  g_socket_set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_SEC, NULL);
  g_socket_set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_SEC / 4, NULL);
  g_socket_set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 2 * KEEPALIVE_SEC * 1000, NULL);
  g_socket_set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

CrImapStream *
cr_imap_stream_open(const char *host, guint16 port, CrReach reach, gint64 timeout_usec,
                    GCancellable *cancellable, GError **error) {
  g_autoptr(CrImapStream) stream = g_new0(CrImapStream, 1);
  g_autoptr(GError) local = NULL;
  stream->host = g_strdup(host);
  stream->connection = cr_net_connect(host, port, timeout_usec, reach, cancellable, &local);
  if (stream->connection == NULL) {
    if (g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error(error, g_steal_pointer(&local));
    else
      fail(stream, error, local->message);
    return NULL;
  }
  stream->socket = g_socket_connection_get_socket(stream->connection);
  g_socket_set_timeout(stream->socket, 0);
  g_socket_set_blocking(stream->socket, FALSE);
  keep_alive(stream->socket);
  return g_steal_pointer(&stream);
}

void
cr_imap_stream_free(CrImapStream *stream) {
  if (stream == NULL)
    return;
  if (stream->tls) {
    gnutls_bye(stream->tls, GNUTLS_SHUT_WR); /* does not block */
    gnutls_deinit(stream->tls);
  }
  cr_imap_trust_release(stream->trust);
  g_clear_object(&stream->connection);
  g_free(stream->host);
  g_free(stream->name);
  g_free(stream);
}

typedef enum { READY, TIMED_OUT, STOPPED } Waited;

static Waited
wait_for(CrImapStream *stream, GIOCondition condition, gint64 until, GCancellable *cancellable,
         GError **error) {
  gint64 left = until - g_get_monotonic_time();
  g_autoptr(GError) local = NULL;
  if (g_socket_condition_timed_wait(stream->socket, condition, MAX(left, 0), cancellable, &local))
    return READY;
  if (g_error_matches(local, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TIMED_OUT;
  if (g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error(error, g_steal_pointer(&local));
  else
    fail(stream, error, local->message);
  return STOPPED;
}

static gboolean
start_session(CrImapStream *stream, GError **error) {
  const char *name = stream->name = g_hostname_to_ascii(stream->host);
  if (name == NULL)
    return fail(stream, error, "is no host name");
  gnutls_init(&stream->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  int code =
      gnutls_priority_set_direct(stream->tls, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_credentials_set(stream->tls, GNUTLS_CRD_CERTIFICATE, stream->trust->credentials);
  if (code == GNUTLS_E_SUCCESS && !g_hostname_is_ip_address(name))
    code = gnutls_server_name_set(stream->tls, GNUTLS_NAME_DNS, name, strlen(name));
  if (code != GNUTLS_E_SUCCESS)
    return fail(stream, error, gnutls_strerror(code));
  gnutls_session_set_verify_cert(stream->tls, name, 0);
  gnutls_transport_set_int(stream->tls, g_socket_get_fd(stream->socket));
  return TRUE;
}

static gboolean
handshake_failed(CrImapStream *stream, int code, GError **error) {
  g_autofree char *what = NULL;
  gnutls_datum_t words = {0};
  if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
    gnutls_certificate_verification_status_print(gnutls_session_get_verify_cert_status(stream->tls),
                                                 GNUTLS_CRT_X509, &words, 0);
  if (words.data)
    what = g_strdup_printf("its certificate is not valid, nothing was sent to it: %s",
                           g_strstrip((char *) words.data));
  else
    what = g_strdup_printf("no secure connection could be made (is it the right port?): %s",
                           gnutls_strerror(code));
  gnutls_free(words.data);
  fail(stream, error, what);
  if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR && error)
    (*error)->code = CR_ERROR_UNTRUSTED;
  return FALSE;
}

/* They are megabytes, and for the handshake alone: a connection stands for hours. */
static void
let_trust_go(CrImapStream *stream) {
  gnutls_credentials_clear(stream->tls);
  g_clear_pointer(&stream->trust, cr_imap_trust_release);
}

gboolean
cr_imap_stream_secure(CrImapStream *stream, const char *ca_file, gint64 timeout_usec,
                      GCancellable *cancellable, GError **error) {
  gint64 until = g_get_monotonic_time() + timeout_usec;
  stream->trust = cr_imap_trust_get(ca_file, error);
  if (stream->trust == NULL) {
    g_prefix_error(error, "%s: ", stream->host);
    return FALSE;
  }
  if (!start_session(stream, error))
    return FALSE;
  for (;;) {
    int code = gnutls_handshake(stream->tls);
    if (code == GNUTLS_E_SUCCESS) {
      let_trust_go(stream);
      return TRUE;
    }
    if (gnutls_error_is_fatal(code))
      return handshake_failed(stream, code, error);
    if (code != GNUTLS_E_AGAIN)
      continue;
    GIOCondition way = gnutls_record_get_direction(stream->tls) ? G_IO_OUT : G_IO_IN;
    Waited waited = wait_for(stream, way, until, cancellable, error);
    if (waited == TIMED_OUT)
      fail(stream, error, "did not answer in time: is it the right port?");
    if (waited != READY)
      return FALSE;
  }
}

static gboolean
broken(CrImapStream *stream, const char *why, GError **error) {
  g_autofree char *what = g_strdup_printf("the connection broke: %s", why);
  return fail(stream, error, what);
}

/* What one attempt gives: > 0 bytes, 0 for "wait for *ret_wait", -1 with the error set. */
static gssize
try_tls(CrImapStream *stream, gssize code, GIOCondition *ret_wait, GError **error) {
  if (code > 0)
    return code;
  *ret_wait = gnutls_record_get_direction(stream->tls) ? G_IO_OUT : G_IO_IN;
  if (code == 0)
    broken(stream, "the server closed it", error);
  else if (!gnutls_error_is_fatal((int) code))
    return 0;
  else
    broken(stream, gnutls_strerror((int) code), error);
  return -1;
}

static gssize
try_plain(CrImapStream *stream, gssize count, GError *problem, GError **error) {
  if (count > 0)
    return count;
  if (g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  broken(stream, count == 0 ? "the server closed it" : problem->message, error);
  return -1;
}

static gssize
try_read(CrImapStream *stream, char *bytes, gsize size, GIOCondition *ret_wait, GError **error) {
  if (stream->tls)
    return try_tls(stream, gnutls_record_recv(stream->tls, bytes, size), ret_wait, error);
  g_autoptr(GError) local = NULL;
  gssize count = g_socket_receive_with_blocking(stream->socket, bytes, size, FALSE, NULL, &local);
  *ret_wait = G_IO_IN;
  return try_plain(stream, count, local, error);
}

static gssize
try_write(CrImapStream *stream, const char *bytes, gsize length, GIOCondition *ret_wait,
          GError **error) {
  if (stream->tls)
    return try_tls(stream, gnutls_record_send(stream->tls, bytes, length), ret_wait, error);
  g_autoptr(GError) local = NULL;
  gssize count = g_socket_send_with_blocking(stream->socket, bytes, length, FALSE, NULL, &local);
  *ret_wait = G_IO_OUT;
  return try_plain(stream, count, local, error);
}

gssize
cr_imap_stream_read(CrImapStream *stream, char *bytes, gsize size, gint64 timeout_usec,
                    GCancellable *cancellable, GError **error) {
  gint64 until = g_get_monotonic_time() + timeout_usec;
  for (;;) {
    GIOCondition way;
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
      return -1;
    gssize count = try_read(stream, bytes, size, &way, error);
    if (count != 0)
      return count;
    Waited waited = wait_for(stream, way, until, cancellable, error);
    if (waited != READY)
      return waited == TIMED_OUT ? 0 : -1;
  }
}

gboolean
cr_imap_stream_write(CrImapStream *stream, const char *bytes, gsize length, gint64 timeout_usec,
                     GCancellable *cancellable, GError **error) {
  gint64 until = g_get_monotonic_time() + timeout_usec;
  while (length > 0) {
    GIOCondition way;
    gssize count = try_write(stream, bytes, length, &way, error);
    if (count < 0)
      return FALSE;
    bytes += count;
    length -= (gsize) count;
    if (count > 0) {
      until = g_get_monotonic_time() + timeout_usec;
      continue;
    }
    Waited waited = wait_for(stream, way, until, cancellable, error);
    if (waited == TIMED_OUT)
      broken(stream, "the server takes nothing more", error);
    if (waited != READY)
      return FALSE;
  }
  return TRUE;
}
