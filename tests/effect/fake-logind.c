#include "fake-logind.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.login1.Manager'>"
    "<method name='Inhibit'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='h' direction='out'/>"
    "</method><signal name='PrepareForSleep'><arg type='b'/></signal></interface></node>";

static void
on_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
        gpointer data) {
  FakeLogind *fake = data;
  const char *what, *who, *why, *mode;
  int ends[2];
  g_variant_get(parameters, "(&s&s&s&s)", &what, &who, &why, &mode);
  g_free(fake->asked);
  fake->asked = g_strjoin(" ", what, who, why, mode, NULL);
  if (g_atomic_int_get(&fake->going)) {
    g_atomic_int_inc(&fake->calls);
    g_dbus_method_invocation_return_dbus_error(
        invocation, "org.freedesktop.login1.OperationInProgress", "The operation inhibition ...");
    return;
  }
  g_assert_cmpint(pipe(ends), ==, 0);
  if (fake->held >= 0)
    close(fake->held);
  fake->held = ends[0];
  g_atomic_int_inc(&fake->calls);
  g_autoptr(GUnixFDList) files = g_unix_fd_list_new_from_array(&ends[1], 1);
  g_dbus_method_invocation_return_value_with_unix_fd_list(invocation, g_variant_new("(h)", 0),
                                                          files);
}

static gpointer
serve(gpointer data) {
  FakeLogind *fake = data;
  g_main_context_push_thread_default(fake->context);
  g_main_loop_run(fake->loop);
  g_main_context_pop_thread_default(fake->context);
  return NULL;
}

GDBusConnection *
fake_logind_connect(FakeLogind *fake) {
  g_autoptr(GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync(g_test_dbus_get_bus_address(fake->bus),
                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                 G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                             NULL, NULL, &error);
  g_assert_no_error(error);
  return connection;
}

static void
own_name(GDBusConnection *connection, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
      connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new("(su)", name, 4), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
      &error);
  g_assert_no_error(error);
}

void
fake_logind_open(FakeLogind *fake, gboolean with_logind) {
  static const GDBusInterfaceVTable table = {on_call, NULL, NULL, {0}};
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
  *fake = (FakeLogind){.bus = g_test_dbus_new(G_TEST_DBUS_NONE), .held = -1};
  g_test_dbus_up(fake->bus);
  g_unsetenv("DBUS_SESSION_BUS_ADDRESS"); /* it is not that */
  g_setenv("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address(fake->bus), TRUE);
  fake->context = g_main_context_new();
  fake->loop = g_main_loop_new(fake->context, FALSE);
  g_main_context_push_thread_default(fake->context);
  fake->connection = fake_logind_connect(fake);
  if (with_logind) {
    g_assert_cmpuint(g_dbus_connection_register_object(fake->connection, "/org/freedesktop/login1",
                                                       node->interfaces[0], &table, fake, NULL,
                                                       NULL),
                     >, 0);
    own_name(fake->connection, "org.freedesktop.login1");
  }
  g_main_context_pop_thread_default(fake->context);
  fake->thread = g_thread_new("logind", serve, fake);
}

static gboolean
quit(gpointer loop) {
  g_main_loop_quit(loop);
  return G_SOURCE_REMOVE;
}

/* On its thread, even when that has not begun yet. */
static void
end_loop(FakeLogind *fake) {
  GSource *source = g_idle_source_new();
  g_source_set_callback(source, quit, fake->loop, NULL);
  g_source_attach(source, fake->context);
  g_source_unref(source);
}

void
fake_logind_close(FakeLogind *fake) {
  end_loop(fake);
  g_thread_join(fake->thread);
  g_dbus_connection_close_sync(fake->connection, NULL, NULL);
  g_object_unref(fake->connection);
  g_main_loop_unref(fake->loop);
  g_main_context_unref(fake->context);
  g_test_dbus_down(fake->bus);
  g_object_unref(fake->bus);
  g_unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
  if (fake->held >= 0)
    close(fake->held);
  g_free(fake->asked);
}
void
fake_logind_tell(GDBusConnection *connection, gboolean going) {
  g_autoptr(GError) error = NULL;
  g_dbus_connection_emit_signal(connection, NULL, "/org/freedesktop/login1",
                                "org.freedesktop.login1.Manager", "PrepareForSleep",
                                g_variant_new("(b)", going), &error);
  g_dbus_connection_flush_sync(connection, NULL, &error);
  g_assert_no_error(error);
}
