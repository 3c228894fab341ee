#include "engine/calendar.h"
#include "engine/secret.h"
#include "engine/status.h"
#include "engine/worker.h"

#define AGAIN_FIRST_USEC (30 * CR_SECOND)
#define AGAIN_MOST_USEC (30 * CR_MINUTE)
/* Time alone changes little: what has passed, and an own copy that was read in the meantime. */
#define ROUND_USEC CR_HOUR

struct _CrCalendarWriter {
  char *uri;
  gint64 account;
  GPtrArray *connections; /* those that may be written to */
  CrInstant (*now)(gpointer data);
  gpointer data;
  guint failures;         /* in a row */
  gint64 not_before_usec; /* by the monotonic clock */
  GCancellable *stopping;
  CrWorker *worker;
};

static gboolean
write_one(CrStore *store, gint64 account, const CrPolicy *policy, const CrConnection *connection,
          CrInstant now, GCancellable *cancellable, GError **error) {
  g_autoptr(GError) local = NULL;
  char *secret = cr_secret_of(connection, &local);
  if (local == NULL)
    cr_calendar_write(store, account, policy, connection, secret, now, cancellable, &local);
  cr_secret_free(secret);
  if (!g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cr_status_note(store, account, CR_STATUS_WRITING, connection->name, now, local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return local == NULL;
}

static gboolean
is_writable(const CrConnection *connection) {
  return connection->kind == CR_CONNECTION_CALDAV && connection->writes;
}

/* FALSE when one of them failed, which was logged. */
static gboolean
write_all(CrStore *store, gint64 account, GPtrArray *connections, CrInstant now,
          GCancellable *cancellable) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEngine) engine = cr_engine_new(store, account, &error);
  gboolean ok = engine != NULL;
  for (guint i = 0; engine && i < connections->len; i++) {
    g_autoptr(GError) local = NULL;
    if (!is_writable(connections->pdata[i]) ||
        write_one(store, account, cr_engine_policy(engine), connections->pdata[i], now, cancellable,
                  &local))
      continue;
    ok = FALSE;
    if (!g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s: writing: %s",
                       ((CrConnection *) connections->pdata[i])->name, local->message);
  }
  if (error)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
  return ok;
}

void
cr_calendar_write_once(CrStore *store, gint64 account, GPtrArray *connections, CrInstant now) {
  write_all(store, account, connections, now, NULL);
}

static gint64
work(gpointer data) {
  CrCalendarWriter *writer = data;
  g_autoptr(GError) error = NULL;
  gint64 awake = g_get_monotonic_time();
  if (awake < writer->not_before_usec)
    return writer->not_before_usec - awake;
  g_autoptr(CrStore) store = cr_store_open(writer->uri, &error);
  if (store && write_all(store, writer->account, writer->connections, writer->now(writer->data),
                         writer->stopping)) {
    writer->failures = 0;
    return ROUND_USEC;
  }
  gint64 pause = cr_worker_back_off(++writer->failures, AGAIN_FIRST_USEC, AGAIN_MOST_USEC);
  writer->not_before_usec = awake + pause;
  return pause;
}

CrCalendarWriter *
cr_calendar_writer_new(const char *uri, gint64 account, GPtrArray *connections,
                       CrInstant (*now)(gpointer data), gpointer data) {
  g_autoptr(GPtrArray) writable =
      g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  for (guint i = 0; i < connections->len; i++)
    if (is_writable(connections->pdata[i]))
      g_ptr_array_add(writable, cr_connection_copy(connections->pdata[i]));
  if (writable->len == 0)
    return NULL;
  CrCalendarWriter *writer = g_new0(CrCalendarWriter, 1);
  writer->uri = g_strdup(uri);
  writer->account = account;
  writer->connections = g_steal_pointer(&writable);
  writer->now = now;
  writer->data = data;
  writer->stopping = g_cancellable_new();
  writer->worker = cr_worker_new("calendar", work, writer);
  return writer;
}

void
cr_calendar_writer_wake(CrCalendarWriter *writer) {
  if (writer)
    cr_worker_wake(writer->worker);
}

void
cr_calendar_writer_free(CrCalendarWriter *writer) {
  if (writer == NULL)
    return;
  g_cancellable_cancel(writer->stopping);
  cr_worker_free(writer->worker);
  g_object_unref(writer->stopping);
  g_ptr_array_unref(writer->connections);
  g_free(writer->uri);
  g_free(writer);
}
