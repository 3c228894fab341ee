#pragma once
/* What is written into a mailbox: a copy of a sent letter, or a draft. Each call signs in, acts and
 * leaves; it blocks for at most about a minute when the server is silent. Nothing but our own
 * message is ever touched. Sent and Drafts are found as net/imap-folders.h says.
 *
 * message_id is without < >. Errors: CR_ERROR_FAILED with the server's words, CR_ERROR_DENIED when
 * the secret was refused, CR_ERROR_NOT_FOUND when there is no such folder. After a FAILED ensure
 * the message may be there all the same (the answer was lost): calling again is safe. */
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CR_MAILBOX_SENT,
  CR_MAILBOX_DRAFTS,
} CrMailboxFolder;

/* Appends the message (RFC 5322, CRLF line ends), marked \Seen, and \Draft in Drafts, unless one
 * with that Message-ID is there already. date: its INTERNALDATE, normally now. */
gboolean cr_mailbox_ensure(const CrConnection *connection, const char *secret,
                           CrMailboxFolder folder, const char *message_id, const char *bytes,
                           gsize length, CrInstant date, GCancellable *cancellable, GError **error);
/* Whether the folder holds a message with exactly that Message-ID. Found proves that it is there;
 * not found proves nothing, as a server may be slow to show what it took. */
gboolean cr_mailbox_find(const CrConnection *connection, const char *secret, CrMailboxFolder folder,
                         const char *message_id, gboolean *ret_found, GCancellable *cancellable,
                         GError **error);
/* Removes our draft from Drafts if it is still, byte for byte, what ensure put there; one that the
 * candidate has changed stays. ret_removed: whether something was removed; FALSE is no error.
 * Servers without UIDPLUS (RFC 4315), where only everything marked can be removed, keep it. */
gboolean cr_mailbox_remove_draft(const CrConnection *connection, const char *secret,
                                 const char *message_id, const char *bytes, gsize length,
                                 gboolean *ret_removed, GCancellable *cancellable, GError **error);

G_END_DECLS
