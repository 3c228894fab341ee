#include "net/bus.h"

GDBusConnection *
cr_net_connect_bus(GBusType type, GCancellable *cancellable, GError **error) {
  g_autofree char *address = g_dbus_address_get_for_bus_sync(type, cancellable, error);
  const GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
  return address ? g_dbus_connection_new_for_address_sync(address, flags, NULL, cancellable, error)
                 : NULL;
}
