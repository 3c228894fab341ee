#include "engine/connections.h"

#include "base/error.h"
#include "engine/setting.h"

#include <string.h>

#define SETTING "service.connections"
#define MAX_CONNECTIONS 16

gboolean
cr_account_is_hosted(gint64 account) {
  return account != 1;
}

static gboolean
may_have(const CrConnection *c, GError **error) {
  switch (c->kind) {
  case CR_CONNECTION_IMAP:
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_CALDAV:
  case CR_CONNECTION_ICS:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    if (c->command == NULL && c->ca_file == NULL)
      return cr_connection_check(c, error);
    break;
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_CALLS:
  case CR_CONNECTION_KDECONNECT:
  case CR_CONNECTION_DESKTOP:
    break;
  }
  g_set_error(
      error, CR_ERROR, CR_ERROR_PARSE,
      "connection %s: an account of a service is connected to servers only, with a password",
      c->name);
  return FALSE;
}

GPtrArray *
cr_connections_load(CrStore *store, gint64 account, GError **error) {
  g_autoptr(GPtrArray) list = setting_load_records(store, SETTING, &cr_connection_record,
                                                   (GDestroyNotify) cr_connection_free, error);
  for (guint i = 0; list && i < list->len; i++) {
    CrConnection *c = list->pdata[i];
    c->public_only = TRUE;
    c->account = account;
    if (!may_have(c, error))
      return NULL;
  }
  return g_steal_pointer(&list);
}

static gboolean
save(CrStore *store, GPtrArray *list, GError **error) {
  return setting_save_records(store, SETTING, &cr_connection_record, list, error) &&
         cr_store_mark_turn(store, error);
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return strcmp((*(CrConnection *const *) a)->name, (*(CrConnection *const *) b)->name);
}

/* Whether there was one. */
static gboolean
take_out(GPtrArray *list, const char *name) {
  return g_ptr_array_remove(list, cr_connection_find(list, name));
}

gboolean
cr_connections_put(CrStore *store, gint64 account, const CrConnection *connection, GError **error) {
  g_autoptr(GPtrArray) list =
      may_have(connection, error) ? cr_connections_load(store, account, error) : NULL;
  if (list == NULL)
    return FALSE;
  take_out(list, connection->name);
  if (list->len >= MAX_CONNECTIONS) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "at most %d connections; remove one first",
                MAX_CONNECTIONS);
    return FALSE;
  }
  g_ptr_array_add(list, cr_connection_copy(connection));
  g_ptr_array_sort(list, compare_names);
  return save(store, list, error);
}

gboolean
cr_connections_drop(CrStore *store, gint64 account, const char *name, GError **error) {
  g_autoptr(GPtrArray) list = cr_connections_load(store, account, error);
  if (list == NULL)
    return FALSE;
  if (take_out(list, name))
    return save(store, list, error);
  g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "There is no such connection.");
  return FALSE;
}
