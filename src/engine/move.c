#include "engine/move.h"

#include "base/error.h"
#include "engine/connections.h"
#include "engine/lock.h"
#include "engine/pause.h"
#include "store/audit.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A database that is not to be trusted does not become one by being moved. */
static gboolean
check_trusted(CrStore *store, gint64 account, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  CrHome home;
  if (!cr_store_find_home(store, now, &home, error))
    return FALSE;
  if (home.copy) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "the database is a restored backup or a copy; first: crickets doctor --confirm");
    return FALSE;
  }
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autofree char *why = cr_pause_get(store, CR_PAUSE_COPY, &local);
  cr_store_rollback(store);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else if (why)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s; first: crickets doctor --confirm", why);
  return why == NULL && (error == NULL || *error == NULL);
}

/* Without what may be secret in it. */
static char *
place_of(const char *uri) {
  const char *end = uri + strcspn(uri, "?"), *host = g_strstr_len(uri, end - uri, "@");
  return g_strndup(host ? host + 1 : uri, (gsize) (end - (host ? host + 1 : uri)));
}

/* An account of a service is moved and copied by who runs it, never by its owner. */
static const CrActor *
actor_of(gint64 account) {
  return cr_account_is_hosted(account) ? &cr_actor_operator : NULL;
}

/* Both databases' audits say where it went: the copy begins with this. Who repeats it finds it
 * said. */
static gboolean
leave(CrStore *from, gint64 account, const char *why, const char *whereto, CrInstant now,
      GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(from, account, TRUE, error))
    return FALSE;
  g_autofree char *before = cr_pause_get(from, CR_PAUSE_MOVED, &local);
  gboolean ok =
      local == NULL &&
      (before || cr_store_add_deed(from, CR_DEED_MOVED, actor_of(account), now, whereto, &local)) &&
      cr_pause_set(from, CR_PAUSE_MOVED, why, &local) && cr_store_commit(from, &local);
  cr_store_rollback(from);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return ok;
}

static void
stay(CrStore *from, gint64 account) {
  gboolean ok =
      cr_store_begin(from, account, TRUE, NULL) && cr_pause_set(from, CR_PAUSE_MOVED, NULL, NULL);
  cr_store_end(from, ok, NULL);
}

static gboolean
move(CrStore *from, gint64 from_account, CrStore *to, gint64 to_account, const char *why,
     const char *whereto, CrInstant now, CrMoved *ret_moved, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!check_trusted(from, from_account, now, error) ||
      !leave(from, from_account, why, whereto, now, error))
    return FALSE;
  if (cr_store_move(from, from_account, to, to_account, NULL, NULL, ret_moved, &local))
    return TRUE;
  if (g_error_matches(local, CR_ERROR, CR_ERROR_LOST)) /* it may be there, and go on there */
    g_prefix_error(&local, "the first database sends nothing until the move is repeated, or it is "
                           "said to be the right one (crickets doctor --confirm): ");
  else
    stay(from, from_account);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
open_both(const char *const uris[2], int locks[2], CrStore *stores[2], GError **error) {
  for (int i = 0; i < 2; i++) {
    stores[i] = cr_store_open(uris[i], error);
    if (stores[i] == NULL || (locks[i] = cr_lock_take(uris[i], error)) < 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
cr_move(const char *from, gint64 from_account, const char *to, gint64 to_account, CrInstant now,
        CrMoved *ret_moved, GError **error) {
  const char *const uris[2] = {from, to};
  int locks[2] = {-1, -1};
  CrStore *stores[2] = {NULL, NULL};
  g_autofree char *place = place_of(to), *date = cr_instant_format(now, cr_zone_utc());
  g_autofree char *why = g_strdup_printf("this account was moved to %s on %.10s", place, date);
  g_autofree char *whereto =
      g_strdup_printf("account %" G_GINT64_FORMAT " of %s", to_account, place);
  if (strcmp(from, to) == 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--from and --to name the same database");
    return FALSE;
  }
  gboolean ok =
      open_both(uris, locks, stores, error) &&
      move(stores[0], from_account, stores[1], to_account, why, whereto, now, ret_moved, error);
  for (int i = 0; i < 2; i++) {
    cr_store_free(stores[i]);
    if (locks[i] >= 0)
      close(locks[i]);
  }
  return ok;
}

/* Backups */

static gboolean
pause_copy(CrStore *to, gpointer why, GError **error) {
  return cr_pause_set(to, CR_PAUSE_COPY, why, error);
}

static gboolean
note_backup(CrStore *store, gint64 account, CrInstant now, GError **error) {
  gboolean ok =
      cr_store_begin(store, account, TRUE, error) &&
      cr_store_add_deed(store, CR_DEED_EXPORTED, actor_of(account), now, "a backup", error);
  return cr_store_end(store, ok, error);
}

gboolean
cr_backup(const char *uri, gint64 account, const char *path, CrInstant now, CrMoved *ret_moved,
          GError **error) {
  g_autofree char *part = g_strconcat(path, ".part", NULL);
  g_autofree char *target = g_strconcat("sqlite:", part, NULL);
  g_autofree char *date = cr_instant_format(now, cr_zone_utc());
  g_autofree char *why = g_strdup_printf("this is a backup of %.16sZ", date);
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s is there already", path);
    return FALSE;
  }
  g_unlink(part); /* of one that was cut off */
  g_autoptr(CrStore) from = cr_store_open(uri, error);
  CrStore *to = from ? cr_store_open(target, error) : NULL;
  gboolean ok = to && note_backup(from, account, now, error) &&
                cr_store_move(from, account, to, 1, pause_copy, why, ret_moved, error);
  cr_store_free(to); /* which leaves one file */
  if (ok && g_rename(part, path) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s cannot be written", path);
    ok = FALSE;
  }
  if (!ok)
    g_unlink(part);
  return ok;
}

gboolean
cr_restore(const char *path, const char *uri, gint64 account, CrMoved *ret_moved, GError **error) {
  g_autofree char *source = g_strconcat("sqlite:", path, NULL);
  if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no backup %s", path);
    return FALSE;
  }
  g_autoptr(CrStore) from = cr_store_open(source, error);
  g_autoptr(CrStore) to = from ? cr_store_open(uri, error) : NULL;
  return to && cr_store_move(from, 1, to, account, pause_copy, (gpointer) "a backup was put back",
                             ret_moved, error);
}
