#pragma once
/* Room for bytes that are too many for memory: a file without a name, whose bytes are gone when its
 * descriptor is closed. Where no such file can be had it is memory after all. */
#include <glib.h>

G_BEGIN_DECLS

/* Its descriptor, to be closed; -1 with the error set. */
int cr_spool_new(GError **error);

G_END_DECLS
