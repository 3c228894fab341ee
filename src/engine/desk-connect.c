#include "engine/desk-connect.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/connections.h"
#include "engine/desk-private.h"
#include "engine/seal.h"
#include "engine/secret.h"
#include "store/audit.h"

#include <pthread.h>

/* The file is read, changed and written as a whole. */
static pthread_mutex_t file_mutex = PTHREAD_MUTEX_INITIALIZER;

/* A kept password goes nowhere but where it was meant to. */
static gboolean
is_same_place(const CrConnection *before, const CrConnection *now, GError **error) {
  if (cr_text_equal(before->url, now->url) && cr_text_equal(before->user, now->user) &&
      before->kind == now->kind)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
              "connection %s: another server or user needs its password said anew", now->name);
  return FALSE;
}

/* A file tells nobody that shows the connections of its change: a row does. */
static gboolean
note_change(CrDesk *desk, CrDeedKind deed, const char *name, CrInstant now, GError **error) {
  if (!desk_begin(desk, TRUE, error))
    return FALSE;
  return cr_store_end(desk->store,
                      cr_store_set_number(desk->store, "api.connections", now, error) &&
                          cr_store_add_deed(desk->store, deed, desk->actor, now, name, error),
                      error);
}

/* This machine's */

static gboolean
put_in_file(const CrConnection *connection, const char *secret, GError **error) {
  g_autoptr(GPtrArray) list = cr_config_load(error);
  CrConnection *before = cr_connection_find(list, connection->name);
  char *kept = before && secret == NULL ? cr_secret_load(connection->name, NULL) : NULL;
  gboolean ok = list && (kept == NULL || is_same_place(before, connection, error));
  cr_secret_free(kept);
  if (!ok || (secret && !cr_secret_save(connection->name, secret, error)))
    return FALSE;
  if (before)
    g_ptr_array_remove(list, before);
  g_ptr_array_add(list, cr_connection_copy(connection));
  return cr_config_save(list, error);
}

static gboolean
drop_from_file(const char *name, GError **error) {
  g_autoptr(GPtrArray) list = cr_config_load(error);
  CrConnection *connection = cr_connection_find(list, name);
  if (list == NULL)
    return FALSE;
  if (connection == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "There is no such connection.");
    return FALSE;
  }
  g_ptr_array_remove(list, connection);
  return cr_config_save(list, error) && cr_secret_clear(name, error);
}

/* A service's */

static gboolean
put_sealed(CrDesk *desk, const CrConnection *connection, const char *secret, GError **error) {
  g_autoptr(CrConnection) c = cr_connection_copy(connection);
  g_autoptr(GPtrArray) list = cr_connections_load(desk->store, desk->account, error);
  const CrConnection *before = cr_connection_find(list, c->name);
  const char *kept = before && secret == NULL ? before->sealed : NULL;
  if (list == NULL || (kept && !is_same_place(before, c, error)))
    return FALSE;
  g_free(c->sealed);
  c->sealed = secret ? cr_seal(desk->account, c->name, secret, error) : g_strdup(kept);
  return (c->sealed || secret == NULL) && cr_connections_put(desk->store, desk->account, c, error);
}

gboolean
cr_desk_connect(CrDesk *desk, const CrConnection *connection, const char *secret, CrInstant now,
                GError **error) {
  if (cr_account_is_hosted(desk->account))
    return desk_begin(desk, TRUE, error) &&
           cr_store_end(desk->store,
                        put_sealed(desk, connection, secret, error) &&
                            cr_store_add_deed(desk->store, CR_DEED_CONNECTION_ADDED, desk->actor,
                                              now, connection->name, error),
                        error);
  pthread_mutex_lock(&file_mutex);
  gboolean ok = put_in_file(connection, secret, error);
  pthread_mutex_unlock(&file_mutex);
  return ok && note_change(desk, CR_DEED_CONNECTION_ADDED, connection->name, now, error);
}

gboolean
cr_desk_disconnect(CrDesk *desk, const char *name, CrInstant now, GError **error) {
  if (cr_account_is_hosted(desk->account))
    return desk_begin(desk, TRUE, error) &&
           cr_store_end(desk->store,
                        cr_connections_drop(desk->store, desk->account, name, error) &&
                            cr_store_add_deed(desk->store, CR_DEED_CONNECTION_REMOVED, desk->actor,
                                              now, name, error),
                        error);
  pthread_mutex_lock(&file_mutex);
  gboolean ok = drop_from_file(name, error);
  pthread_mutex_unlock(&file_mutex);
  return ok && note_change(desk, CR_DEED_CONNECTION_REMOVED, name, now, error);
}
