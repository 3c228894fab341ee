/* Notifications on a bus of our own, with a daemon of our own that shows them. */
#include "effect/desktop.h"

#include "base/error.h"

#include <string.h>

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' "
    "direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  GMainContext *context;
  GThread *thread;
  GMainLoop *loop;
  gboolean bare; /* neither markup nor buttons */
  gboolean mute; /* it leaves the bus when it is asked to show something */
  guint32 next;
  GMutex lock;
  GCond changed;
  GVariant *last; /* of Notify */
  char *pressed;  /* "SUBJECT BUTTON" */
} Daemon;

static void
on_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
        gpointer data) {
  Daemon *daemon = data;
  if (strcmp(method, "GetCapabilities") == 0) {
    static const char *const all[] = {"body", "body-markup", "actions", NULL};
    static const char *const few[] = {"body", NULL};
    g_dbus_method_invocation_return_value(invocation,
                                          g_variant_new("(^as)", daemon->bare ? few : all));
    return;
  }
  if (daemon->mute) {
    g_dbus_connection_close_sync(connection, NULL, NULL);
    g_object_unref(invocation);
    return;
  }
  guint32 replaces;
  g_variant_get_child(parameters, 1, "u", &replaces);
  g_mutex_lock(&daemon->lock);
  g_clear_pointer(&daemon->last, g_variant_unref);
  daemon->last = g_variant_ref(parameters);
  guint32 id = replaces ? replaces : ++daemon->next;
  g_mutex_unlock(&daemon->lock);
  g_dbus_method_invocation_return_value(invocation, g_variant_new("(u)", id));
}

static gpointer
serve(gpointer data) {
  Daemon *daemon = data;
  g_main_context_push_thread_default(daemon->context);
  g_main_loop_run(daemon->loop);
  g_main_context_pop_thread_default(daemon->context);
  return NULL;
}

static gboolean
owns_name(Daemon *daemon) {
  enum { DO_NOT_QUEUE = 4, PRIMARY_OWNER = 1 };
  g_autoptr(GError) error = NULL;
  guint32 result = 0;
  g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
      daemon->connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
      g_variant_new("(su)", "org.freedesktop.Notifications", DO_NOT_QUEUE), G_VARIANT_TYPE("(u)"),
      0, -1, NULL, &error);
  g_assert_no_error(error);
  g_variant_get(answer, "(u)", &result);
  return result == PRIMARY_OWNER;
}

/* It comes onto the bus. */
static void
daemon_join(Daemon *daemon) {
  static const GDBusInterfaceVTable table = {on_call, NULL, NULL, {0}};
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
  daemon->next = 0;
  daemon->context = g_main_context_new();
  daemon->loop = g_main_loop_new(daemon->context, FALSE);
  g_main_context_push_thread_default(daemon->context);
  daemon->connection =
      g_dbus_connection_new_for_address_sync(g_test_dbus_get_bus_address(daemon->bus),
                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                 G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                             NULL, NULL, &error);
  g_assert_no_error(error);
  g_dbus_connection_register_object(daemon->connection, "/org/freedesktop/Notifications",
                                    node->interfaces[0], &table, daemon, NULL, &error);
  g_assert_no_error(error);
  while (!owns_name(daemon)) /* until the bus has seen that the last one left */
    g_usleep(1000);
  g_main_context_pop_thread_default(daemon->context);
  daemon->thread = g_thread_new("daemon", serve, daemon);
}

static void
daemon_start(Daemon *daemon, gboolean bare) {
  memset(daemon, 0, sizeof *daemon);
  g_mutex_init(&daemon->lock);
  g_cond_init(&daemon->changed);
  daemon->bare = bare;
  daemon->bus = g_test_dbus_new(G_TEST_DBUS_NONE);
  g_test_dbus_up(daemon->bus);
  daemon_join(daemon);
}

static gboolean
quit(gpointer loop) {
  g_main_loop_quit(loop);
  return G_SOURCE_REMOVE;
}

static void
daemon_leave(Daemon *daemon) {
  GSource *source = g_idle_source_new();
  g_source_set_callback(source, quit, daemon->loop, NULL);
  g_source_attach(source, daemon->context);
  g_source_unref(source);
  g_thread_join(daemon->thread);
  g_dbus_connection_close_sync(daemon->connection, NULL, NULL);
  g_object_unref(daemon->connection);
  g_main_loop_unref(daemon->loop);
  g_main_context_unref(daemon->context);
}

/* A bus that was told to end may answer for a moment yet. */
static void
await_end_of_bus(const char *address) {
  for (gboolean there = TRUE; there;) {
    g_autoptr(GDBusConnection) connection = g_dbus_connection_new_for_address_sync(
        address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL, NULL, NULL);
    there = connection != NULL;
    g_usleep(1000);
  }
}

static void
daemon_stop(Daemon *daemon) {
  g_autofree char *address = g_strdup(g_test_dbus_get_bus_address(daemon->bus));
  daemon_leave(daemon);
  g_clear_pointer(&daemon->last, g_variant_unref);
  g_free(daemon->pressed);
  g_test_dbus_down(daemon->bus);
  await_end_of_bus(address);
  g_object_unref(daemon->bus);
}

static void
on_pressed(int subject, const char *button, gpointer data) {
  Daemon *daemon = data;
  g_mutex_lock(&daemon->lock);
  g_free(daemon->pressed);
  daemon->pressed = g_strdup_printf("%d %s", subject, button);
  g_cond_signal(&daemon->changed);
  g_mutex_unlock(&daemon->lock);
}

static void
press(Daemon *daemon, guint32 id, const char *button) {
  g_autoptr(GError) error = NULL;
  g_dbus_connection_emit_signal(daemon->connection, NULL, "/org/freedesktop/Notifications",
                                "org.freedesktop.Notifications", "ActionInvoked",
                                g_variant_new("(us)", id, button), &error);
  g_assert_no_error(error);
}

static void
await_pressed(Daemon *daemon, const char *expected) {
  gint64 end = g_get_monotonic_time() + 60 * G_TIME_SPAN_SECOND;
  g_mutex_lock(&daemon->lock);
  while (daemon->pressed == NULL && g_cond_wait_until(&daemon->changed, &daemon->lock, end))
    ;
  g_assert_cmpstr(daemon->pressed, ==, expected);
  g_clear_pointer(&daemon->pressed, g_free);
  g_mutex_unlock(&daemon->lock);
}

static const CrDesktopButton buttons[] = {{"they-called", "They called"}, {NULL, NULL}};
static const CrDesktopNotice notice = {.subject = 7,
                                       .urgency = 2,
                                       .title = "Ring <Dana> now",
                                       .body = "<b>&</b> \"quoted\"",
                                       .buttons = buttons};

static void
show(CrDesktop *desktop, const CrDesktopNotice *what) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_desktop_show(desktop, what, &error));
  g_assert_no_error(error);
}

static void
assert_last(const Daemon *daemon, guint32 replaces, const char *body, guint n_actions) {
  g_autofree char *shown_body = NULL, *title = NULL;
  guint32 shown_replaces;
  g_autoptr(GVariant) actions = g_variant_get_child_value(daemon->last, 5);
  g_variant_get_child(daemon->last, 1, "u", &shown_replaces);
  g_variant_get_child(daemon->last, 3, "s", &title);
  g_variant_get_child(daemon->last, 4, "s", &shown_body);
  g_assert_cmpuint(shown_replaces, ==, replaces);
  g_assert_cmpstr(title, ==, "Ring <Dana> now");
  g_assert_cmpstr(shown_body, ==, body);
  g_assert_cmpuint(g_variant_n_children(actions), ==, n_actions);
}

/* What comes from mail is no markup; a button comes back with its subject; the next notice of the
 * same subject takes the place of the first. */
static void
test_buttons(void) {
  Daemon daemon;
  daemon_start(&daemon, FALSE);
  CrDesktop *desktop = cr_desktop_new(on_pressed, &daemon);
  CrDesktopNotice other = notice;
  other.subject = 8;
  show(desktop, &notice);
  assert_last(&daemon, 0, "&lt;b&gt;&amp;&lt;/b&gt; &quot;quoted&quot;", 2);
  show(desktop, &other);
  press(&daemon, 99, "they-called"); /* another program's */
  press(&daemon, 2, "they-called");
  await_pressed(&daemon, "8 they-called");
  press(&daemon, 1, "they-called");
  await_pressed(&daemon, "7 they-called");
  show(desktop, &notice);
  assert_last(&daemon, 1, "&lt;b&gt;&amp;&lt;/b&gt; &quot;quoted&quot;", 2);
  cr_desktop_free(desktop);
  daemon_stop(&daemon);
}

static void
test_bare(void) {
  Daemon daemon;
  daemon_start(&daemon, TRUE);
  CrDesktop *desktop = cr_desktop_new(NULL, NULL);
  show(desktop, &notice);
  assert_last(&daemon, 0, "<b>&</b> \"quoted\"", 0);
  cr_desktop_free(desktop);
  daemon_stop(&daemon);
}

/* The bus goes and another one comes. */
static void
test_bus_again(void) {
  Daemon daemon;
  g_autoptr(GError) error = NULL;
  daemon_start(&daemon, FALSE);
  CrDesktop *desktop = cr_desktop_new(NULL, NULL);
  show(desktop, &notice);
  daemon_stop(&daemon);
  g_assert_false(cr_desktop_show(desktop, &notice, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  daemon_start(&daemon, FALSE);
  show(desktop, &notice);
  assert_last(&daemon, 0, "&lt;b&gt;&amp;&lt;/b&gt; &quot;quoted&quot;", 2);
  cr_desktop_free(desktop);
  daemon_stop(&daemon);
}

/* Who shows them ends and comes back, on the same bus: its numbers begin anew, and the first of
 * them may be another program's. */
static void
test_daemon_again(void) {
  Daemon daemon;
  daemon_start(&daemon, FALSE);
  CrDesktop *desktop = cr_desktop_new(on_pressed, &daemon);
  CrDesktopNotice other = notice;
  other.subject = 8;
  show(desktop, &notice);
  daemon_leave(&daemon);
  daemon_join(&daemon);
  show(desktop, &other);
  press(&daemon, 1, "they-called");
  press(&daemon, 2, "they-called");
  await_pressed(&daemon, "8 they-called");
  show(desktop, &notice);
  assert_last(&daemon, 0, "&lt;b&gt;&amp;&lt;/b&gt; &quot;quoted&quot;", 2);
  cr_desktop_free(desktop);
  daemon_stop(&daemon);
}

static void
test_nobody(void) {
  GTestDBus *bus = g_test_dbus_new(G_TEST_DBUS_NONE);
  g_autoptr(GError) error = NULL;
  g_test_dbus_up(bus);
  CrDesktop *desktop = cr_desktop_new(NULL, NULL);
  g_assert_false(cr_desktop_show(desktop, &notice, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  cr_desktop_free(desktop);
  g_test_dbus_down(bus);
  g_object_unref(bus);
}

/* It is asked, and goes without a word: nobody knows what it has done. */
static void
test_unheard(void) {
  Daemon daemon;
  g_autoptr(GError) error = NULL;
  daemon_start(&daemon, FALSE);
  CrDesktop *desktop = cr_desktop_new(NULL, NULL);
  show(desktop, &notice);
  daemon.mute = TRUE;
  g_assert_false(cr_desktop_show(desktop, &notice, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_UNHEARD);
  cr_desktop_free(desktop);
  daemon_stop(&daemon);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/desktop/buttons", test_buttons);
  g_test_add_func("/desktop/bare", test_bare);
  g_test_add_func("/desktop/bus-again", test_bus_again);
  g_test_add_func("/desktop/daemon-again", test_daemon_again);
  g_test_add_func("/desktop/nobody", test_nobody);
  g_test_add_func("/desktop/unheard", test_unheard);
  return g_test_run();
}
