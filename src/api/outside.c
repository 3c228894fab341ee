/* An address besides loopback, which the candidate has opened on purpose: only phones' hooks are
 * answered there. */
#include "api/server-private.h"

#include "base/error.h"

#include <errno.h>
#include <gio/gio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WINDOW_USEC CR_MINUTE
#define MAX_REQUESTS 120 /* of one address in a window */
#define MAX_ADDRESSES 4096

/* The first address of ours that others may reach; NULL when there is none. */
static char *
own_address(void) {
  struct ifaddrs *all = NULL;
  char *found = NULL;
  if (getifaddrs(&all) != 0)
    return NULL;
  for (const struct ifaddrs *one = all; one && found == NULL; one = one->ifa_next) {
    gboolean usable = one->ifa_addr && one->ifa_addr->sa_family == AF_INET &&
                      (one->ifa_flags & IFF_UP) && !(one->ifa_flags & IFF_LOOPBACK);
    if (!usable)
      continue;
    const struct sockaddr_in *address = (const struct sockaddr_in *) one->ifa_addr;
    g_autoptr(GInetAddress) inet =
        g_inet_address_new_from_bytes((const guint8 *) &address->sin_addr, G_SOCKET_FAMILY_IPV4);
    found = g_inet_address_to_string(inet);
  }
  freeifaddrs(all);
  return found;
}

static GSocketAddress *
parse(const char *where, GError **error) {
  g_autoptr(GSocketConnectable) named = g_network_address_parse(where, 0, NULL);
  const char *host = named ? g_network_address_get_hostname(G_NETWORK_ADDRESS(named)) : NULL;
  if (host && g_hostname_is_ip_address(host))
    return g_inet_socket_address_new_from_string(
        host, g_network_address_get_port(G_NETWORK_ADDRESS(named)));
  g_set_error(
      error, CR_ERROR, CR_ERROR_USAGE,
      "--listen takes an address of this machine, such as 192.168.1.20 or 192.168.1.20:8080");
  return NULL;
}

/* As a phone writes it: with the port that was found, and no wildcard. */
static char *
origin_of(GSocket *socket) {
  g_autoptr(GSocketAddress) bound = g_socket_get_local_address(socket, NULL);
  GInetSocketAddress *inet = bound ? G_INET_SOCKET_ADDRESS(bound) : NULL;
  if (inet == NULL)
    return NULL;
  GInetAddress *address = g_inet_socket_address_get_address(inet);
  g_autofree char *host = g_inet_address_to_string(address);
  if (g_inet_address_get_is_any(address)) {
    char *own = own_address();
    if (own) {
      g_free(host);
      host = own;
    }
  }
  return g_strdup_printf(strchr(host, ':') ? "http://[%s]:%u" : "http://%s:%u", host,
                         g_inet_socket_address_get_port(inet));
}

gboolean
outside_listen(const char *where, int *ret_fd, char **ret_origin, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(GSocketAddress) address = parse(where, error);
  if (address == NULL)
    return FALSE;
  g_autoptr(GSocket) socket = g_socket_new(g_socket_address_get_family(address),
                                           G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &local);
  char *origin =
      socket && g_socket_bind(socket, address, TRUE, &local) && g_socket_listen(socket, &local)
          ? origin_of(socket)
          : NULL;
  int fd = origin ? dup(g_socket_get_fd(socket)) : -1; /* the server closes its own */
  if (fd < 0) {
    g_free(origin);
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s cannot be listened on: %s", where,
                local ? local->message : g_strerror(errno));
    return FALSE;
  }
  *ret_fd = fd;
  *ret_origin = origin;
  return TRUE;
}

static char *
address_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *from = info ? info->client_addr : NULL;
  gsize length = from == NULL                  ? 0
                 : from->sa_family == AF_INET  ? sizeof(struct sockaddr_in)
                 : from->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                               : 0;
  g_autoptr(GSocketAddress) address =
      length ? g_socket_address_new_from_native((gpointer) from, length) : NULL;
  return address ? g_inet_address_to_string(
                       g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address)))
                 : g_strdup("");
}

gboolean
outside_may_ask(CrServer *server, struct MHD_Connection *connection) {
  char *address = address_of(connection);
  gint64 now_usec = g_get_monotonic_time();
  pthread_mutex_lock(&server->mutex);
  if (now_usec - server->callers_since_usec >= WINDOW_USEC ||
      g_hash_table_size(server->callers) >= MAX_ADDRESSES) {
    g_hash_table_remove_all(server->callers);
    server->callers_since_usec = now_usec;
  }
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(server->callers, address)) + 1;
  g_hash_table_replace(server->callers, address, GUINT_TO_POINTER(count));
  pthread_mutex_unlock(&server->mutex);
  return count <= MAX_REQUESTS;
}
