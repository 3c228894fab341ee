/* PostgreSQL, for many candidates. libpq is loaded when a database asks for it: the everyday
 * command on SQLite must not wait for what libpq brings along.
 *
 * All stands in a schema of its own. Tables are hash-partitioned by account, row-level security is
 * forced on each, and the program works as a role that owns nothing; the account is set in every
 * transaction. Who writes for an account holds the lock on its row, as who writes to SQLite holds
 * the file's: transactions that read and then write see no other writer of that account between. */
#include "store/postgres-private.h"

static guint
postgres_sessions(CrDb *db) {
  return db->sessions;
}

/* The timeline is the one that is written now: a standby that takes over begins a new one. A
 * service whose letters only go out while a standby confirms says so for its database (ALTER
 * DATABASE … SET crickets.synchronous = on). */
static gboolean
postgres_identify(CrDb *db, CrSite *ret_site, GError **error) {
  g_autoptr(PGresult) result = postgres_query(
      db,
      "SELECT current_database() || ' of ' || system_identifier,"
      " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),"
      " coalesce(current_setting('crickets.synchronous', true), '') IN ('on', 'true', '1'),"
      " current_setting('synchronous_standby_names') <> ''"
      " AND current_setting('synchronous_commit') IN ('on', 'remote_apply')"
      " FROM pg_control_system()",
      error);
  if (result == NULL)
    return FALSE;
  *ret_site = (CrSite){.database = g_strdup(libpq.PQgetvalue(result, 0, 0)),
                       .timeline = g_strdup(libpq.PQgetvalue(result, 0, 1)),
                       .promised = *libpq.PQgetvalue(result, 0, 2) == 't',
                       .confirmed = *libpq.PQgetvalue(result, 0, 3) == 't'};
  return TRUE;
}

/* Of the standbys we may know that there are any; which of them confirms is the server's matter. */
static gboolean
postgres_can_keep(CrDb *db, gboolean *ret_can, GError **error) {
  g_autoptr(PGresult) result =
      postgres_query(db,
                     "SELECT current_setting('synchronous_standby_names') = ''"
                     " OR current_setting('synchronous_commit') IN ('off', 'local')"
                     " OR EXISTS (SELECT 1 FROM pg_stat_replication)",
                     error);
  if (result == NULL)
    return FALSE;
  *ret_can = *libpq.PQgetvalue(result, 0, 0) == 't';
  return TRUE;
}

static void
postgres_tell_late(CrDb *db, CrTellLate late, gpointer data) {
  db->late = late;
  db->late_data = data;
}

const CrEngine cr_engine_postgres = {
    .scheme = "postgresql:",
    .texts = cr_postgres_texts,
    .match = cr_postgres_match,
    .open = postgres_open,
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .begin_several = postgres_begin_several,
    .enter = postgres_enter,
    .begin_shared = postgres_begin_shared,
    .name_digest = postgres_name_digest,
    .await = postgres_await,
    .sessions = postgres_sessions,
    .identify = postgres_identify,
    .can_keep = postgres_can_keep,
    .tell_late = postgres_tell_late,
    .run = postgres_run,
    .ask = postgres_ask,
    .row_integer = postgres_row_integer,
    .row_text = postgres_row_text,
    .row_is_null = postgres_row_is_null,
};
