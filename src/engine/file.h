#pragma once
/* A file, or standard input, read whole: never more of it than is allowed, whatever it is. */
#include <glib.h>

G_BEGIN_DECLS

/* path "-": standard input. *ret_bytes ends with a NUL that *ret_length (may be NULL) does not
 * count; free with g_free. CR_ERROR_LIMIT: it is larger than max_bytes. */
gboolean cr_file_read(const char *path, gsize max_bytes, char **ret_bytes, gsize *ret_length,
                      GError **error);

G_END_DECLS
