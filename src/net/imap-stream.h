#pragma once
/* The bytes below IMAP: a TCP connection, then TLS 1.2 or later over it, verified.
 *
 * Why not libcurl's CONNECT_ONLY: it accepts PREAUTH on imaps://, loses the server's words and
 * capabilities, and cannot be cancelled while it signs in. GnuTLS is what libcurl uses here, too.
 */
#include "net/address.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CrImapStream CrImapStream;

/* timeout_usec: of each attempt to connect, and of all of the handshake. */
CrImapStream *cr_imap_stream_open(const char *host, guint16 port, CrReach reach,
                                  gint64 timeout_usec, GCancellable *cancellable, GError **error);
/* The certificate must be issued for host by the system's authorities or those in ca_file (may be
 * NULL). FALSE: nothing of ours was sent. */
gboolean cr_imap_stream_secure(CrImapStream *stream, const char *ca_file, gint64 timeout_usec,
                               GCancellable *cancellable, GError **error);
void cr_imap_stream_free(CrImapStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImapStream, cr_imap_stream_free)

/* At least one byte; 0: none came in that time. -1 sets CR_ERROR_FAILED (a closed connection is
 * one, too) or G_IO_ERROR_CANCELLED. */
gssize cr_imap_stream_read(CrImapStream *stream, char *bytes, gsize size, gint64 timeout_usec,
                           GCancellable *cancellable, GError **error);
/* All of it; the same errors, and one when it takes longer than timeout_usec without progress. */
gboolean cr_imap_stream_write(CrImapStream *stream, const char *bytes, gsize length,
                              gint64 timeout_usec, GCancellable *cancellable, GError **error);

G_END_DECLS
