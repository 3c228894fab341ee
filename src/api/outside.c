/* An address besides loopback, which the candidate has opened on purpose: only phones' hooks are
 * answered there. */
#include "api/service.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define WINDOW_USEC CR_MINUTE
#define MAX_REQUESTS 120   /* of one source for one account in a window */
#define MAX_OF_SOURCE 6000 /* for all accounts: an exchange may be the phone of many */
#define MAX_CALLERS 16384  /* more than one source can be */

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

/* Takes caller. */
static gboolean
count(CrServer *server, char *caller, guint most) {
  guint times = GPOINTER_TO_UINT(g_hash_table_lookup(server->callers, caller)) + 1;
  g_hash_table_replace(server->callers, caller, GUINT_TO_POINTER(times));
  return times <= most;
}

gboolean
outside_may_ask(CrServer *server, const char *source, gint64 account) {
  gint64 now_usec = g_get_monotonic_time();
  pthread_mutex_lock(&server->mutex);
  if (now_usec - server->callers_since_usec >= WINDOW_USEC ||
      g_hash_table_size(server->callers) >= MAX_CALLERS) {
    g_hash_table_remove_all(server->callers);
    server->callers_since_usec = now_usec;
  }
  gboolean may =
      count(server, g_strdup(source), MAX_OF_SOURCE) &&
      count(server, g_strdup_printf("%s %" G_GINT64_FORMAT, source, account), MAX_REQUESTS);
  pthread_mutex_unlock(&server->mutex);
  return may;
}
