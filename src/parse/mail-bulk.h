#pragma once
/* Newsletters, told by their head before anything is decoded: the larger part of most mailboxes. */
#include "parse/mime.h"

G_BEGIN_DECLS

/* How many bytes the head has, blank line included, when the message is a list's (RFC 2369, RFC
 * 2919), answers nothing, is no report and carries no calendar: then nothing but the head can
 * matter. Else 0. */
gsize cr_mail_bulk_head(const char *bytes, gsize length);
/* Of such a head, read: neither sender nor subject speaks of work. Hiring systems send with list
 * headers, too. */
gboolean cr_mail_is_mere_bulk(const CrMime *head);

G_END_DECLS
