#pragma once
/* Which of a mailbox's folders are Sent, Drafts and Junk. */
#include "net/imap.h"

G_BEGIN_DECLS

/* Those that the server marks with that special use (RFC 6154); where it marks none, the one with a
 * usual name that lies nearest to the top. Best first; CrImapFolder that stay the list's. Free with
 * g_ptr_array_unref. use is "Sent", "Drafts" or "Junk". */
GPtrArray *cr_imap_folders_find(const GPtrArray *folders, const char *use);
/* The folder that a person calls so (its title; ASCII case ignored), or NULL. */
const CrImapFolder *cr_imap_folders_named(const GPtrArray *folders, const char *title);

G_END_DECLS
