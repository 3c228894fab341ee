#pragma once
/* The messages of an mbox. */
#include <glib.h>

G_BEGIN_DECLS

/* The message that begins at *offset of an mbox (mboxrd; also mboxo), its "From " line left out.
 * Advances *offset; FALSE at the end. The bytes point into the mbox; ">From " lines stay as they
 * are. */
gboolean cr_mbox_next(const char *bytes, gsize length, gsize *offset, const char **ret_message,
                      gsize *ret_length);
/* Whether a header field begins there. */
gboolean cr_mbox_is_header(const char *at, const char *end);

G_END_DECLS
