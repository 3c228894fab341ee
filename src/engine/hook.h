#pragma once
/* Phones, telephone services and exchanges that tell of calls by themselves (docs/phone.md): each
 * device has a name and a secret of its own. Of a bearer's secret only the hash is kept, in the
 * setting "hooks"; the keys of the other two are kept as passwords are (engine/secret.h), or sealed
 * beside it. Nothing of either is ever logged or exported. */
#include "engine/desk.h"

G_BEGIN_DECLS

typedef enum {
  CR_HOOK_BEARER, /* Authorization: Bearer SECRET */
  CR_HOOK_HMAC,   /* signs each request. Source: Standard Webhooks 1.0 */
  CR_HOOK_TWILIO, /* signs with the account's Auth Token. Source: Twilio, "Security" */
} CrHookKind;
extern const char *const cr_hook_kind_names[];

typedef struct {
  char *name; /* as of a connection, see cr_connection_name_ok */
  CrHookKind kind;
  CrInstant made, last; /* when it was heard last, or NONE */
  char *hash;           /* SHA-256 of a bearer's secret, else NULL */
  char *url;            /* to be told at, as Twilio signs it */
  char *sealed;         /* of a hosted account: the key that it signs with, see engine/seal.h */
} CrHook;
CR_DECLARE_RECORD(CrHook, cr_hook)

#define CR_MAX_HOOKS 16
/* Where they reach the server: kept in this setting while one runs. */
#define CR_HOOK_ORIGIN "api.hooks"
#define CR_HOOK_PATH "/hook/call"
/* A signed request may be so old, and is taken once. */
#define CR_HOOK_SKEW_USEC (5 * CR_MINUTE)

/* CrHook, by name. Free with g_ptr_array_unref. Transactions of their own, as all here. */
GPtrArray *cr_hooks_load(CrDesk *desk, GError **error);
/* Makes it, in place of one of that name, whose secret is worth nothing then. token: Twilio's Auth
 * Token, NULL of the others. *ret_secret is to be shown once: NULL of Twilio. Free with
 * cr_secret_free. CR_ERROR_LIMIT when there are too many; CR_ERROR_PARSE of a bad name or token. */
CrHook *cr_hook_make(CrDesk *desk, const char *name, CrHookKind kind, const char *token,
                     CrInstant now, char **ret_secret, GError **error);
/* FALSE with CR_ERROR_NOT_FOUND when there is none. */
gboolean cr_hook_forget(CrDesk *desk, const char *name, CrInstant now, GError **error);
/* Those of the whole account, before it is erased. */
gboolean cr_hooks_forget_all(CrDesk *desk, CrInstant now, GError **error);

/* hook-admit.c */

/* A request as it came. Texts may be NULL. */
typedef struct {
  const char *device; /* named by the address */
  const char *authorization, *id, *timestamp, *signature, *twilio;
  const char *body;
  gsize length;
} CrHookRequest;
/* Whose request it is. NULL with CR_ERROR_DENIED when it is nobody's, or too old;
 * CR_ERROR_CONFLICT when it was taken already. */
CrHook *cr_hook_admit(CrDesk *desk, const CrHookRequest *request, CrInstant now, GError **error);

/* The calls that it tells of become facts. CR_ERROR_PARSE and CR_ERROR_LIMIT when it
 * cannot be read: then nothing is taken; CR_ERROR_CONFLICT of one that was taken meanwhile. What
 * could not be taken may come again. *ret_new: of the calls those that were not known yet. */
gboolean cr_hook_take(CrDesk *desk, const CrHook *hook, const CrHookRequest *request, CrInstant now,
                      int *ret_calls, int *ret_new, GError **error);

G_END_DECLS
