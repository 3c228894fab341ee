/* An address besides loopback, which the candidate has opened on purpose: only phones' hooks are
 * answered there. */
#include "api/service.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define WINDOW_USEC CR_MINUTE
#define MAX_REQUESTS 120 /* of one caller in a window */
#define MAX_CALLERS 4096

char *
outside_source(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *from = info ? info->client_addr : NULL;
  gsize length = from == NULL                  ? 0
                 : from->sa_family == AF_INET  ? sizeof(struct sockaddr_in)
                 : from->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                               : 0;
  g_autoptr(GSocketAddress) address =
      length ? g_socket_address_new_from_native((gpointer) from, length) : NULL;
  g_autofree char *text = address ? g_inet_address_to_string(g_inet_socket_address_get_address(
                                        G_INET_SOCKET_ADDRESS(address)))
                                  : NULL;
  return service_source(text);
}

gboolean
outside_may_ask(CrServer *server, const char *source, const char *account) {
  char *caller = g_strdup_printf("%s %.20s", source, account ? account : "");
  gint64 now_usec = g_get_monotonic_time();
  pthread_mutex_lock(&server->mutex);
  if (now_usec - server->callers_since_usec >= WINDOW_USEC ||
      g_hash_table_size(server->callers) >= MAX_CALLERS) {
    g_hash_table_remove_all(server->callers);
    server->callers_since_usec = now_usec;
  }
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(server->callers, caller)) + 1;
  g_hash_table_replace(server->callers, caller, GUINT_TO_POINTER(count));
  pthread_mutex_unlock(&server->mutex);
  return count <= MAX_REQUESTS;
}
