#include "net/connect.h"

#include "base/error.h"

static gboolean
may_connect(GInetAddress *address, CrReach reach) {
  g_autoptr(GSocketAddress) socket = g_inet_socket_address_new(address, 0);
  struct sockaddr_storage native;
  return g_socket_address_to_native(socket, &native, sizeof native, NULL) &&
         cr_net_may_connect((struct sockaddr *) &native, reach);
}

GList *
cr_net_look_up(const char *host, CrReach reach, GCancellable *cancellable, GError **error) {
  g_autoptr(GResolver) resolver = g_resolver_get_default();
  GList *found = g_resolver_lookup_by_name(resolver, host, cancellable, error), *reached = NULL;
  for (GList *at = g_list_last(found); at; at = at->prev)
    if (may_connect(at->data, reach))
      reached = g_list_prepend(reached, g_object_ref(at->data));
  if (found && reached == NULL)
    g_set_error_literal(error, CR_ERROR, CR_ERROR_FAILED,
                        "its address is not on the public internet");
  g_resolver_free_addresses(found);
  return reached;
}

static GSocketConnection *
connect_checked(GSocketClient *client, const char *host, guint16 port, CrReach reach,
                GCancellable *cancellable, GError **error) {
  g_autoptr(GSocketConnection) connection = NULL;
  GList *found = cr_net_look_up(host, reach, cancellable, error);
  for (GList *at = found; at && connection == NULL; at = at->next) {
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(at->data, port);
    g_clear_error(error);
    connection = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), cancellable, error);
  }
  g_resolver_free_addresses(found);
  return g_steal_pointer(&connection);
}

GSocketConnection *
cr_net_connect(const char *host, guint16 port, gint64 timeout_usec, CrReach reach,
               GCancellable *cancellable, GError **error) {
  g_autoptr(GSocketClient) client = g_socket_client_new();
  g_socket_client_set_enable_proxy(client, FALSE);
  g_socket_client_set_timeout(client, (guint) MAX(timeout_usec / G_USEC_PER_SEC, 1));
  if (reach == CR_REACH_PUBLIC)
    return connect_checked(client, host, port, reach, cancellable, error);
  g_autoptr(GSocketConnectable) address = g_network_address_new(host, port);
  return g_socket_client_connect(client, address, cancellable, error);
}
