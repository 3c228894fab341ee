/* Waiting for what others tell by NOTIFY. */
#include "store/postgres-private.h"

#include <poll.h>

/* TRUE: there were some, or nobody knows. */
static gboolean
take_notices(CrDb *db) {
  gboolean any = FALSE;
  if (!libpq.PQconsumeInput(db->connection))
    return TRUE; /* the next use of it finds out what is wrong */
  for (PGnotify *notice; (notice = libpq.PQnotifies(db->connection)) != NULL; any = TRUE)
    libpq.PQfreemem(notice);
  return any;
}

/* The first time it returns at once: what was made due before it listened was not told. */
gboolean
postgres_await(CrDb *db, int waker, gint64 timeout_usec, GError **error) {
  postgres_leave_pipe(db, NULL);
  if (!postgres_ensure_connected(db, 1, error))
    return FALSE;
  if (!db->listening) {
    db->listening = postgres_run_text(db, "LISTEN crickets_turn", error);
    return db->listening;
  }
  if (!take_notices(db)) {
    struct pollfd files[] = {{libpq.PQsocket(db->connection), POLLIN, 0}, {waker, POLLIN, 0}};
    poll(files, G_N_ELEMENTS(files), (int) MIN((timeout_usec + 999) / 1000, G_MAXINT));
    take_notices(db);
  }
  return TRUE;
}
