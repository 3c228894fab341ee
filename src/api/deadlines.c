/* MHD's own timeout begins anew with every byte. Here a connection owes the next whole thing by a
 * time: the headers of a request, its body, the taking of the answer. Who does not deliver is cut
 * off, however slowly it goes on. */
#include "api/server-private.h"

#include <sys/socket.h>

typedef struct {
  int socket;
  gint64 due_usec; /* by the monotonic clock; 0: owes nothing */
} Debtor;

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
    Debtor *debtor = g_new(Debtor, 1);
    *debtor = (Debtor){info->connect_fd, g_get_monotonic_time() + CR_HEADERS_USEC};
    *socket_context = debtor;
    g_hash_table_add(server->connections, debtor);
  } else {
    g_hash_table_remove(server->connections, *socket_context); /* before its socket is closed */
  }
  pthread_mutex_unlock(&server->mutex);
}

void
deadline_set(struct MHD_Connection *connection, gint64 usec) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (info && info->socket_context)
    set_due(info->socket_context, usec ? g_get_monotonic_time() + usec : 0);
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
