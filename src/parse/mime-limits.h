#pragma once
/* What must be known of a message before GMime sees it: nested address groups would overflow its
 * stack, nested parts too, and thousands of parts or addresses cost memory and seconds. */
#include <glib.h>

G_BEGIN_DECLS

/* FALSE sets CR_ERROR_LIMIT, naming what is too large and its line, or CR_ERROR_PARSE when the
 * bytes do not begin with a header. One pass. */
gboolean cr_mime_check_limits(const char *bytes, gsize length, GError **error);

G_END_DECLS
