/* MHD's own timeout begins anew with every byte. Here a connection owes the next whole thing by a
 * time: the headers of a request, its body, the taking of the answer. Who does not deliver is cut
 * off, however slowly it goes on. */
#include "api/server-private.h"

#include <sys/socket.h>

typedef struct {
  int socket;
  gint64 due_usec; /* by the monotonic clock; 0: owes nothing */
  gint asks;       /* atomic: a request has begun whose answer was not all sent yet */
  char *uri;       /* of the request that begins */
} Debtor;

void
debtor_free(gpointer data) {
  Debtor *debtor = data;
  g_free(debtor->uri);
  g_free(debtor);
}

static Debtor *
debtor_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

void
debtor_keep_uri(struct MHD_Connection *connection, const char *uri) {
  Debtor *debtor = debtor_of(connection);
  if (debtor) {
    g_free(debtor->uri);
    debtor->uri = g_strdup(uri);
    g_atomic_int_set(&debtor->asks, TRUE);
  }
}

char *
debtor_take_uri(struct MHD_Connection *connection) {
  Debtor *debtor = debtor_of(connection);
  return debtor ? g_steal_pointer(&debtor->uri) : NULL;
}

static gint64
due_of(const Debtor *debtor) {
  return __atomic_load_n(&debtor->due_usec, __ATOMIC_RELAXED);
}

static void
set_due(Debtor *debtor, gint64 due_usec) {
  __atomic_store_n(&debtor->due_usec, due_usec, __ATOMIC_RELAXED);
}

void
deadline_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                    enum MHD_ConnectionNotificationCode toe) {
  CrServer *server = cls;
  pthread_mutex_lock(&server->mutex);
  if (toe == MHD_CONNECTION_NOTIFY_STARTED) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    Debtor *debtor = g_new0(Debtor, 1);
    debtor->socket = info->connect_fd;
    debtor->due_usec = g_get_monotonic_time() + CR_HEADERS_USEC;
    *socket_context = debtor;
    g_hash_table_add(server->connections, debtor);
    if (g_hash_table_size(server->connections) == 1) /* now there is somebody to look after */
      pthread_cond_broadcast(&server->wake);
  } else {
    g_hash_table_remove(server->connections, *socket_context); /* before its socket is closed */
    if (g_hash_table_size(server->connections) == 0)           /* who ends waits for that */
      pthread_cond_broadcast(&server->wake);
  }
  pthread_mutex_unlock(&server->mutex);
}

void
deadline_set(struct MHD_Connection *connection, gint64 usec) {
  Debtor *debtor = debtor_of(connection);
  if (debtor)
    set_due(debtor, usec ? g_get_monotonic_time() + usec : 0);
}

void
deadline_answered(struct MHD_Connection *connection) {
  Debtor *debtor = debtor_of(connection);
  if (debtor == NULL)
    return;
  g_atomic_int_set(&debtor->asks, FALSE);
  deadline_set(connection, CR_HEADERS_USEC); /* of the next request */
}

/* Reading gives what has arrived before it gives the end. */
gboolean
deadline_end(CrServer *server) {
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, server->connections);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    const Debtor *debtor = key;
    if (!g_atomic_int_get(&debtor->asks))
      shutdown(debtor->socket, SHUT_RD);
  }
  return g_hash_table_size(server->connections) == 0;
}

void
deadline_sweep(CrServer *server) {
  GHashTableIter iter;
  gpointer key;
  gint64 now = g_get_monotonic_time();
  pthread_mutex_lock(&server->mutex);
  g_hash_table_iter_init(&iter, server->connections);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    Debtor *debtor = key;
    gint64 due = due_of(debtor);
    if (due && now >= due) {
      set_due(debtor, 0);
      shutdown(debtor->socket, SHUT_RDWR); /* MHD finds it ended */
    }
  }
  pthread_mutex_unlock(&server->mutex);
}
