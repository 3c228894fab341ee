#include "engine/reseal.h"

#include "engine/connections.h"
#include "engine/hook-private.h"
#include "engine/people.h"
#include "engine/seal.h"
#include "store/members.h"

#define AT_ONCE 1000

void
cr_resealed_clear(CrResealed *resealed) {
  g_clear_pointer(&resealed->why, g_free);
}

/* Counts it when it was sealed anew. */
static gboolean
reseal(gint64 account, const char *name, char **sealed, guint *count, GError **error) {
  g_autofree char *anew = NULL;
  if (*sealed == NULL)
    return TRUE;
  if (!cr_reseal(account, name, *sealed, &anew, error))
    return FALSE;
  if (anew) {
    g_free(*sealed);
    *sealed = g_steal_pointer(&anew);
    (*count)++;
  }
  return TRUE;
}

static gboolean
reseal_connections(CrStore *store, gint64 account, guint *count, GError **error) {
  g_autoptr(GPtrArray) list = cr_connections_load(store, account, error);
  for (guint i = 0; list && i < list->len; i++) {
    CrConnection *c = list->pdata[i];
    guint before = *count;
    if (!reseal(account, c->name, &c->sealed, count, error) ||
        (*count > before && !cr_connections_put(store, account, c, error)))
      return FALSE;
  }
  return list != NULL;
}

static gboolean
reseal_hooks(CrStore *store, gint64 account, guint *count, GError **error) {
  g_autoptr(GPtrArray) hooks = hook_list_load(store, error);
  guint before = *count;
  for (guint i = 0; hooks && i < hooks->len; i++) {
    CrHook *hook = hooks->pdata[i];
    g_autofree char *name = hook_secret_name(hook->name);
    if (!reseal(account, name, &hook->sealed, count, error))
      return FALSE;
  }
  return hooks && (*count == before || hook_list_save(store, hooks, error));
}

static gboolean
reseal_totp(CrStore *store, gint64 account, guint *count, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrTotp) totp = cr_store_find_credential(store, CR_CREDENTIAL_TOTP, "", 0, &local);
  guint before = *count;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return totp == NULL ||
         (reseal(account, CR_TOTP_NAME, &totp->secret, count, error) &&
          (*count == before ||
           cr_store_put_credential(store, CR_CREDENTIAL_TOTP, "", CR_INSTANT_MAX, totp, error)));
}

static gboolean
reseal_account(CrStore *store, gint64 account, guint *count, GError **error) {
  if (!cr_store_begin(store, account, TRUE, error))
    return FALSE;
  return cr_store_end(store,
                      reseal_connections(store, account, count, error) &&
                          reseal_hooks(store, account, count, error) &&
                          reseal_totp(store, account, count, error),
                      error);
}

static void
reseal_rows(CrStore *store, GPtrArray *rows, CrResealed *resealed) {
  for (guint i = 0; i < rows->len; i++) {
    const CrMemberRow *row = rows->pdata[i];
    g_autoptr(GError) error = NULL;
    guint count = 0;
    resealed->accounts++;
    if (reseal_account(store, row->account, &count, &error)) {
      resealed->resealed += count;
      continue;
    }
    resealed->failed++;
    if (resealed->why == NULL)
      resealed->why =
          g_strdup_printf("account %" G_GINT64_FORMAT ": %s", row->account, error->message);
  }
}

gboolean
cr_reseal_all(CrStore *store, CrResealed *ret_resealed, GError **error) {
  gint64 after = 0;
  *ret_resealed = (CrResealed){0};
  for (;;) {
    g_autoptr(GPtrArray) rows = cr_store_list_members(store, FALSE, after, AT_ONCE, error);
    if (rows == NULL)
      return FALSE;
    if (rows->len == 0)
      return TRUE;
    after = ((CrMemberRow *) rows->pdata[rows->len - 1])->account;
    reseal_rows(store, rows, ret_resealed);
  }
}
