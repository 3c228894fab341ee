#pragma once
/* What a program that must still read files, keep a database and print gives up, for good, before
 * it reads strangers' bytes: other programs, the network, other processes, the terminal's input,
 * and writing elsewhere than in a few folders. Who reads all day gives up more, in processes of
 * their own (engine/sandbox.h); a program that ends in a moment would be several times as slow by
 * them. */
#include <glib.h>

G_BEGIN_DECLS

/* folders: where files may be written; ends with NULL. Connections and files that are open stay so.
 * Of a process without other threads. TRUE when the kernel took all of it; without, reading goes
 * on. */
gboolean cr_confine(const char *const *folders);

G_END_DECLS
