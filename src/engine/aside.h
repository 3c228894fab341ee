#pragma once
/* Inputs that a reader was killed by: the account is told of each once, and none is tried again for
 * a while, whatever source brings it. Kept in the setting "aside". */
#include "store/store.h"

G_BEGIN_DECLS

/* Names the bytes. Free with g_free. */
char *cr_aside_name(const char *bytes, gsize length);
/* The names of those that are not to be tried now. In a transaction, as all here. Free with
 * g_hash_table_unref. */
GHashTable *cr_aside_load(CrStore *store, CrInstant now, GError **error);
/* Keeps one, with a line for the candidate unless it is known. */
gboolean cr_aside_note(CrStore *store, const char *name, const char *message, CrInstant now,
                       GError **error);

G_END_DECLS
