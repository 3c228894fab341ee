/* Waiting for what others tell by NOTIFY. */
#include "store/postgres-private.h"

#include <poll.h>

/* TRUE: there were some, or nobody knows. */
static gboolean
take_notices(CrDb *db, CrTakeNotice take, gpointer data) {
  gboolean any = FALSE;
  if (!libpq.PQconsumeInput(db->connection))
    return TRUE; /* the next use of it finds out what is wrong */
  for (PGnotify *notice; (notice = libpq.PQnotifies(db->connection)) != NULL; any = TRUE) {
    if (take)
      take(notice->extra, data);
    libpq.PQfreemem(notice);
  }
  return any;
}

/* What was told before is not heard. */
static gboolean
begin_to_listen(CrDb *db, const char *channel, CrTakeNotice take, gpointer data, GError **error) {
  g_autofree char *text = g_strconcat("LISTEN ", channel, NULL);
  db->listening = postgres_run_text(db, text, error);
  if (db->listening && take)
    take(NULL, data);
  return db->listening;
}

/* The first time it returns at once. */
gboolean
postgres_await(CrDb *db, const char *channel, int waker, gint64 timeout_usec, CrTakeNotice take,
               gpointer data, GError **error) {
  postgres_leave_pipe(db, NULL);
  if (!postgres_ensure_connected(db, 1, error))
    return FALSE;
  if (!db->listening)
    return begin_to_listen(db, channel, take, data, error);
  if (!take_notices(db, take, data)) {
    struct pollfd files[] = {{libpq.PQsocket(db->connection), POLLIN, 0}, {waker, POLLIN, 0}};
    const struct timespec timeout = {timeout_usec / G_USEC_PER_SEC,
                                     timeout_usec % G_USEC_PER_SEC * 1000};
    ppoll(files, G_N_ELEMENTS(files), &timeout, NULL); /* a turn may be due within a millisecond */
    take_notices(db, take, data);
  }
  return TRUE;
}
