/* A connection to the server that can be written to, made anew when it is lost. */
#include "base/error.h"
#include "base/tally.h"
#include "store/postgres-private.h"

#include <poll.h>
#include <string.h>

#define LOCK_TIMEOUT "5s"
/* Who fell silent amid a transaction must not hold its accounts for ever. */
#define IDLE_TIMEOUT "60s"

/* After a lost connection: how often another is tried, and how long after each. Hosts that refuse
 * answer at once; those that are silent take the connection's own timeout besides. */
static const int again_ms[] = {0, 100, 300, 1000, 2000};

PostgresLibrary libpq;
#define ENTRY(name) CR_LIBRARY_ENTRY(libpq, name)
static const CrLibraryCall calls[] = {POSTGRES_CALLS(ENTRY)};
static CrLibrary library = {"libpq.so.5", "a postgresql database", "libpq5",
                            calls,        G_N_ELEMENTS(calls),     0};

gboolean
postgres_is_lost(const CrDb *db) {
  return libpq.PQstatus(db->connection) != CONNECTION_OK;
}

void
postgres_close(CrDb *db) {
  if (db == NULL)
    return;
  if (db->connection)
    libpq.PQfinish(db->connection);
  g_clear_pointer(&db->asked, g_hash_table_unref);
  g_clear_pointer(&db->awaited, g_ptr_array_unref);
  g_clear_pointer(&db->locked, postgres_answer_unref);
  postgres_batch_free(db->batch);
  g_free(db->session);
  g_free(db->mark);
  g_free(db->before);
  g_free(db);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDb, postgres_close)

/* A superuser, or who may bypass it, would not be held by row-level security. */
static gboolean
become_worker(CrDb *db, GError **error) {
  gint64 unbound = 0;
  if (!postgres_run_text(db, "SET ROLE " POSTGRES_ROLE, error) ||
      !postgres_read_number(db,
                            "SELECT count(*) FROM pg_roles WHERE rolname = current_user"
                            " AND (rolsuper OR rolbypassrls)",
                            &unbound, error))
    return FALSE;
  if (unbound)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: the role " POSTGRES_ROLE " must not bypass row-level security");
  return unbound == 0;
}

/* One plan for each statement, as each is served by an index whatever its values are: to plan it
 * anew, with all partitions, costs more than to run it. All of it holds for the session, so that a
 * connection made anew is as the first. */
static gboolean
settle_in(CrDb *db, GError **error) {
  /* So that the database can do what a program of before some migration does not know of. */
  g_autofree char *knows =
      g_strdup_printf("SET crickets.knows = '%d'", (int) store_newest_schema());
  if (!postgres_run_text(db, knows, error) ||
      !postgres_run_text(db,
                         "SET client_encoding = 'UTF8'; SET search_path = " POSTGRES_SCHEMA
                         "; SET lock_timeout = '" LOCK_TIMEOUT
                         "'; SET idle_in_transaction_session_timeout = '" IDLE_TIMEOUT
                         "'; SET standard_conforming_strings = on"
                         "; SET plan_cache_mode = force_generic_plan",
                         error) ||
      !become_worker(db, error))
    return FALSE;
  g_free(db->session);
  db->session = postgres_read_text(db,
                                   "SELECT substr(md5(random()::text || clock_timestamp()::text ||"
                                   " pg_backend_pid()::text), 1, 12)",
                                   error);
  db->sessions++;
  return db->session != NULL;
}

static void
keep_quiet(void *data, const char *message) {
}

CrDb *
postgres_open(const char *place, gboolean reader, CrTellLate late, gpointer late_data,
              GError **error) {
  if (!cr_library_ensure(&library, error))
    return NULL;
  g_autoptr(CrDb) db = g_new0(CrDb, 1);
  g_autofree char *uri = g_strconcat("postgresql:", place, NULL);
  /* What the URI says comes later and wins. A server that vanished without a word is given up
   * within seconds, not after the quarter of an hour that TCP takes. */
  const char *const names[] = {"connect_timeout",
                               "target_session_attrs",
                               "application_name",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "tcp_user_timeout",
                               "dbname",
                               NULL};
  const char *const values[] = {
      "5", reader ? "prefer-standby" : "read-write", "crickets", "10", "5", "3", "20000", uri,
      NULL};
  db->reader = reader;
  db->late = late;
  db->late_data = late_data;
  db->awaited = g_ptr_array_new_with_free_func(postgres_answer_unref);
  db->asked =
      g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  db->batch = postgres_batch_new();
  db->connection = libpq.PQconnectdbParams(names, values, 1);
  if (db->connection == NULL || postgres_is_lost(db)) {
    postgres_fail(db, NULL, error);
    return NULL;
  }
  libpq.PQsetNoticeProcessor(db->connection, keep_quiet, NULL);
  if (!(reader ? postgres_check_replica(db, error) : postgres_migrate(db, error)) ||
      !settle_in(db, error))
    return NULL;
  return g_steal_pointer(&db);
}

/* After a failover the server that the URI names first may be another one. */
static gboolean
connect_anew(CrDb *db, GError **error) {
  libpq.PQreset(db->connection);
  memset(db->prepared, 0, sizeof db->prepared);
  db->unanswered = db->syncs = 0;
  db->listening = db->given_up = FALSE;
  return postgres_is_lost(db) ? postgres_fail(db, NULL, error) : settle_in(db, error);
}

void
postgres_notice_loss(CrDb *db) {
  struct pollfd file = {.fd = libpq.PQsocket(db->connection), .events = POLLIN};
  while (!postgres_is_lost(db) && poll(&file, 1, 0) > 0 && libpq.PQconsumeInput(db->connection))
    continue;
}

/* While a standby takes over there is nobody for some seconds. */
gboolean
postgres_ensure_connected(CrDb *db, guint tries, GError **error) {
  for (guint i = 0; postgres_is_lost(db); i++) {
    g_autoptr(GError) local = NULL;
    poll(NULL, 0, again_ms[MIN(i, G_N_ELEMENTS(again_ms) - 1)]);
    if (connect_anew(db, &local)) {
      cr_tally(CR_TALLY_RECONNECTED);
      return TRUE;
    }
    if (i + 1 >= tries || db->given_up) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
  }
  return TRUE;
}

guint
postgres_begin_tries(const CrDb *db) {
  return db->reader ? 1 : G_N_ELEMENTS(again_ms); /* there is the primary instead */
}
