#pragma once
/* What the files of the hooks share. */
#include "engine/hook.h"

G_BEGIN_DECLS

#define HOOK_KEY_PREFIX "whsec_" /* of a signing key as text; base64 follows */
#define HOOK_MAX_TOKEN_CHARS 128

/* Its key's name in engine/secret.h and seal.h, which no connection can have. Free with g_free. */
char *hook_secret_name(const char *hook);
/* What it signs with, or NULL. Free with cr_secret_free. */
char *hook_load_key(const CrDesk *desk, const CrHook *hook);
/* CrHook, by name. In a transaction. */
GPtrArray *hook_list_load(CrStore *store, GError **error);
gboolean hook_list_save(CrStore *store, GPtrArray *hooks, GError **error);
CrHook *hook_list_find(GPtrArray *hooks, const char *name); /* NULL when there is none */

G_END_DECLS
