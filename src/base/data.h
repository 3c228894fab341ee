#pragma once
/* The readable files of data/, compiled in. */
#include <glib.h>

G_BEGIN_DECLS

/* The file's bytes, followed by a NUL that ret_length does not count. The name is a path under
 * data/, such as "evidence.ini"; asking for a file that was not compiled in is a programming error.
 */
const char *cr_data(const char *name, gsize *ret_length);
/* The same, as an ini file. Free with g_key_file_unref. */
GKeyFile *cr_data_ini(const char *name);

G_END_DECLS
