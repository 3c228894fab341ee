#pragma once
/* Settings that are lists, as JSON. In a transaction, as all here. */
#include "store/store.h"

G_BEGIN_DECLS

/* Empty when it is none that can be read. Free with json_decref. */
json_t *setting_load_list(CrStore *store, const char *name);

/* The list's records, of that kind; empty when there is no such setting. free: of one of them. Free
 * with g_ptr_array_unref (elements go with it). */
GPtrArray *setting_load_records(CrStore *store, const char *name, const CrRecord *record,
                                GDestroyNotify free, GError **error);
gboolean setting_save_records(CrStore *store, const char *name, const CrRecord *record,
                              const GPtrArray *list, GError **error);

G_END_DECLS
