/* A logind of our own, on a bus of our own. */
#include "effect/logind.h"

#include <gio/gunixfdlist.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.login1.Manager'>"
    "<method name='Inhibit'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='h' direction='out'/>"
    "</method><signal name='PrepareForSleep'><arg type='b'/></signal></interface></node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gboolean going; /* to sleep: nobody may delay it any more */
  char *asked;    /* by the last Inhibit, with blanks between */
  int held; /* the reading end of the file that was handed out: its end comes when that is closed */
} Fake;

static void
on_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
        gpointer data) {
  Fake *fake = data;
  const char *what, *who, *why, *mode;
  int ends[2];
  g_variant_get(parameters, "(&s&s&s&s)", &what, &who, &why, &mode);
  g_free(fake->asked);
  fake->asked = g_strjoin(" ", what, who, why, mode, NULL);
  if (fake->going) {
    g_dbus_method_invocation_return_dbus_error(
        invocation, "org.freedesktop.login1.OperationInProgress", "The operation inhibition ...");
    return;
  }
  g_assert_cmpint(pipe(ends), ==, 0);
  fake->held = ends[0];
  g_autoptr(GUnixFDList) files = g_unix_fd_list_new_from_array(&ends[1], 1);
  g_dbus_method_invocation_return_value_with_unix_fd_list(invocation, g_variant_new("(h)", 0),
                                                          files);
}

static gpointer
serve(gpointer data) {
  Fake *fake = data;
  g_main_context_push_thread_default(fake->context);
  g_main_loop_run(fake->loop);
  g_main_context_pop_thread_default(fake->context);
  return NULL;
}

static GDBusConnection *
connect_to(Fake *fake) {
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

static void
fake_open(Fake *fake, gboolean with_logind) {
  static const GDBusInterfaceVTable table = {on_call, NULL, NULL, {0}};
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
  *fake = (Fake){.bus = g_test_dbus_new(G_TEST_DBUS_NONE), .held = -1};
  g_test_dbus_up(fake->bus);
  g_setenv("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address(fake->bus), TRUE);
  fake->context = g_main_context_new();
  fake->loop = g_main_loop_new(fake->context, FALSE);
  g_main_context_push_thread_default(fake->context);
  fake->connection = connect_to(fake);
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
end_loop(Fake *fake) {
  GSource *source = g_idle_source_new();
  g_source_set_callback(source, quit, fake->loop, NULL);
  g_source_attach(source, fake->context);
  g_source_unref(source);
}

static void
fake_close(Fake *fake) {
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
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fake, fake_close)

static void
tell(GDBusConnection *connection, gboolean going) {
  g_autoptr(GError) error = NULL;
  g_dbus_connection_emit_signal(connection, NULL, "/org/freedesktop/login1",
                                "org.freedesktop.login1.Manager", "PrepareForSleep",
                                g_variant_new("(b)", going), &error);
  g_dbus_connection_flush_sync(connection, NULL, &error);
  g_assert_no_error(error);
}

static void
on_woke(gpointer count) {
  g_atomic_int_inc((gint *) count);
}

static void
test_wakes(void) {
  g_auto(Fake) fake = {0};
  gint count = 0;
  int file;
  fake_open(&fake, TRUE);
  g_autoptr(CrLogind) logind = cr_logind_new(on_woke, &count);
  g_autoptr(GDBusConnection) liar = connect_to(&fake);
  /* An answer comes behind what was asked for before. */
  g_assert_cmpint(cr_logind_stay_awake(logind, "first", &file), ==, CR_AWAKE_PROMISED);
  close(file);
  tell(liar, FALSE);
  tell(fake.connection, TRUE);
  tell(fake.connection, FALSE);
  while (g_atomic_int_get(&count) == 0)
    g_usleep(1000);
  g_assert_cmpint(cr_logind_stay_awake(logind, "last", &file), ==, CR_AWAKE_PROMISED);
  close(file);
  g_assert_cmpint(g_atomic_int_get(&count), ==, 1); /* neither the liar's, nor that it goes */
}

static void
test_stays_awake(void) {
  g_auto(Fake) fake = {0};
  int file;
  fake_open(&fake, TRUE);
  g_autoptr(CrLogind) logind = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(logind, "a letter", &file), ==, CR_AWAKE_PROMISED);
  g_assert_cmpstr(fake.asked, ==, "sleep crickets a letter delay");
  struct pollfd held = {fake.held, POLLIN, 0};
  g_assert_cmpint(poll(&held, 1, 0), ==, 0);
  close(file);
  g_assert_cmpint(poll(&held, 1, 60000), ==, 1);
  g_assert_true(held.revents & POLLHUP);
  fake.going = TRUE;
  g_assert_cmpint(cr_logind_stay_awake(logind, "a letter", &file), ==, CR_AWAKE_REFUSED);
  g_assert_cmpint(file, ==, -1);
}

static void
test_nobody_there(void) {
  int file = 0;
  g_assert_cmpint(cr_logind_stay_awake(NULL, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_assert_cmpint(file, ==, -1);
  g_setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", TRUE);
  g_autoptr(CrLogind) busless = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(busless, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_auto(Fake) fake = {0};
  fake_open(&fake, FALSE);
  g_autoptr(CrLogind) alone = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(alone, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_assert_cmpint(file, ==, -1);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/logind/wakes", test_wakes);
  g_test_add_func("/logind/stays-awake", test_stays_awake);
  g_test_add_func("/logind/nobody-there", test_nobody_there);
  return g_test_run();
}
