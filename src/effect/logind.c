#include "effect/logind.h"

#include "net/bus.h"

#include <gio/gunixfdlist.h>
#include <string.h>

#define NAME "org.freedesktop.login1"
#define PLACE "/org/freedesktop/login1"
#define MANAGER "org.freedesktop.login1.Manager"
#define SIGNAL "PrepareForSleep"
#define RULE                                                                                       \
  "type='signal',sender='" NAME "',path='" PLACE "',interface='" MANAGER "',member='" SIGNAL "'"
#define TIMEOUT_MS 5000

/* The bus's own: its thread may be calling while we are freed. */
typedef struct {
  GMutex lock;
  void (*woke)(gpointer data); /* NULL when it is not to be called any more */
  gpointer data;
} Listener;

struct _CrLogind {
  GDBusConnection *bus; /* NULL: there is none */
  Listener *listener;
  guint filter;
};

static void
listener_free(gpointer data) {
  Listener *listener = data;
  g_mutex_clear(&listener->lock);
  g_free(listener);
}

static void
tell(Listener *listener) {
  g_mutex_lock(&listener->lock);
  if (listener->woke)
    listener->woke(listener->data);
  g_mutex_unlock(&listener->lock);
}

static void
silence(Listener *listener) {
  g_mutex_lock(&listener->lock);
  listener->woke = NULL;
  g_mutex_unlock(&listener->lock);
}

/* On the bus's thread, so that nobody need turn a loop for one signal. */
static GDBusMessage *
on_message(GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer data) {
  GVariant *body = g_dbus_message_get_body(message);
  gboolean going = TRUE;
  if (!incoming || g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_SIGNAL ||
      g_strcmp0(g_dbus_message_get_interface(message), MANAGER) != 0 ||
      g_strcmp0(g_dbus_message_get_member(message), SIGNAL) != 0 || body == NULL ||
      !g_variant_is_of_type(body, G_VARIANT_TYPE("(b)")))
    return message;
  g_variant_get(body, "(b)", &going);
  if (!going)
    tell(data);
  return message;
}

CrLogind *
cr_logind_new(void (*woke)(gpointer data), gpointer data) {
  CrLogind *logind = g_new0(CrLogind, 1);
  logind->bus = cr_net_connect_bus(G_BUS_TYPE_SYSTEM, NULL, NULL);
  if (logind->bus == NULL)
    return logind;
  Listener *listener = logind->listener = g_new0(Listener, 1);
  g_mutex_init(&listener->lock);
  listener->woke = woke;
  listener->data = data;
  logind->filter = g_dbus_connection_add_filter(logind->bus, on_message, listener, listener_free);
  g_dbus_connection_call(logind->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                         "org.freedesktop.DBus", "AddMatch", g_variant_new("(s)", RULE), NULL,
                         G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, NULL, NULL);
  return logind;
}

void
cr_logind_free(CrLogind *logind) {
  if (logind == NULL)
    return;
  if (logind->bus) {
    silence(logind->listener);
    g_dbus_connection_remove_filter(logind->bus, logind->filter);
    g_dbus_connection_close_sync(logind->bus, NULL, NULL);
    g_object_unref(logind->bus);
  }
  g_free(logind);
}

static gboolean
is_under_way(const GError *error) {
  g_autofree char *name = g_dbus_error_get_remote_error(error);
  return g_strcmp0(name, NAME ".OperationInProgress") == 0;
}

CrAwake
cr_logind_stay_awake(CrLogind *logind, const char *why, int *ret_file) {
  g_autoptr(GUnixFDList) files = NULL;
  g_autoptr(GError) error = NULL;
  gint32 place;
  *ret_file = -1;
  if (logind == NULL || logind->bus == NULL)
    return CR_AWAKE_NO_MATTER;
  g_autoptr(GVariant) answer = g_dbus_connection_call_with_unix_fd_list_sync(
      logind->bus, NAME, PLACE, MANAGER, "Inhibit",
      g_variant_new("(ssss)", "sleep", "crickets", why, "delay"), G_VARIANT_TYPE("(h)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, NULL, &files, NULL, &error);
  if (answer == NULL)
    return is_under_way(error) ? CR_AWAKE_REFUSED : CR_AWAKE_NO_MATTER;
  g_variant_get(answer, "(h)", &place);
  *ret_file = files ? g_unix_fd_list_get(files, place, NULL) : -1;
  return *ret_file >= 0 ? CR_AWAKE_PROMISED : CR_AWAKE_NO_MATTER;
}
