/* A KDE Connect on the session bus: fake-kdeconnect NAME PHONES. Each line of stdin is a signal,
 * "EVENT NUMBER CONTACT", an empty one gives the name up. Prints "ready" when it is there, "asked"
 * when it was asked for its phones, and "done" after each line. */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static const char interface_xml[] =
    "<node><interface name='org.kde.kdeconnect.daemon'>"
    "<method name='devices'><arg type='b' direction='in'/><arg type='b' direction='in'/>"
    "<arg type='as' direction='out'/></method>"
    "</interface></node>";

typedef struct {
  GDBusConnection *bus;
  int phones;
  guint owned;
} Fake;

static void
on_call(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
        gpointer data) {
  GVariantBuilder list;
  g_variant_builder_init(&list, G_VARIANT_TYPE("as"));
  for (int i = 0; i < ((Fake *) data)->phones; i++)
    g_variant_builder_add(&list, "s", "0123456789abcdef");
  g_dbus_method_invocation_return_value(invocation, g_variant_new("(as)", &list));
  puts("asked"); /* who asks listens already */
  fflush(stdout);
}

static void
on_named(GDBusConnection *bus, const char *name, gpointer data) {
  puts("ready");
  fflush(stdout);
}

static void
emit(Fake *fake, const char *line) {
  g_auto(GStrv) words = g_strsplit(line, " ", 3);
  if (g_strv_length(words) < 3) {
    g_bus_unown_name(fake->owned);
    fake->owned = 0;
  } else {
    g_dbus_connection_emit_signal(fake->bus, NULL,
                                  "/modules/kdeconnect/devices/0123456789abcdef/telephony",
                                  "org.kde.kdeconnect.device.telephony", "callReceived",
                                  g_variant_new("(sss)", words[0], words[1], words[2]), NULL);
  }
  g_dbus_connection_flush_sync(fake->bus, NULL, NULL);
  puts("done");
  fflush(stdout);
}

static gpointer
read_lines(gpointer data) {
  char line[256];
  while (fgets(line, sizeof line, stdin))
    emit(data, g_strchomp(line));
  exit(0);
}

int
main(int argc, char **argv) {
  static const GDBusInterfaceVTable table = {on_call, NULL, NULL, {0}};
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
  Fake fake = {.bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL)};
  if (argc != 3 || fake.bus == NULL)
    return 1;
  fake.phones = (int) g_ascii_strtoll(argv[2], NULL, 10);
  g_dbus_connection_register_object(fake.bus, "/modules/kdeconnect", node->interfaces[0], &table,
                                    &fake, NULL, NULL);
  fake.owned = g_bus_own_name_on_connection(fake.bus, argv[1], G_BUS_NAME_OWNER_FLAGS_NONE,
                                            on_named, NULL, &fake, NULL);
  g_thread_new("lines", read_lines, &fake);
  g_main_loop_run(g_main_loop_new(NULL, FALSE));
  return 0;
}
