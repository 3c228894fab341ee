/* A phone that is paired by KDE Connect tells its computer of calls over the session bus. Nothing
 * is told again: what happens while nobody listens is lost, so that silence here means nothing.
 * Source: kdeconnect-kde, plugins/telephony; core/daemon.h */
#include "base/error.h"
#include "base/json.h"
#include "net/bus.h"
#include "source/source.h"

#include <string.h>

#define PLACE "/modules/kdeconnect"
#define DAEMON "org.kde.kdeconnect.daemon"
#define TELEPHONY "org.kde.kdeconnect.device.telephony"
#define TIMEOUT_MS 5000
/* So long after the first ring nobody lets it ring on; until then it may yet be missed. */
#define RINGING_SEC 60

/* The daemon has called itself by either. */
static const char *const names[] = {"org.kde.kdeconnect", DAEMON, NULL};

typedef struct {
  char *event, *number, *name;
  gint64 heard_usec; /* monotonic */
  GSource *ringing;  /* until what comes of it is settled, else NULL */
} Heard;

typedef struct {
  CrSource source;
  GMainContext *context;
  GDBusConnection *bus;
  const char *daemon; /* its name */
  guint calls, owner; /* subscriptions */
  gboolean lost;      /* the daemon has ended */
  GPtrArray *heard;   /* Heard, not yet handed over */
} KdeConnect;

static void
settle(Heard *heard) {
  if (heard->ringing) {
    g_source_destroy(heard->ringing);
    g_clear_pointer(&heard->ringing, g_source_unref);
  }
}

static void
heard_free(gpointer data) {
  Heard *heard = data;
  settle(heard);
  g_free(heard->event);
  g_free(heard->number);
  g_free(heard->name);
  g_free(heard);
}

static gboolean
on_rung_out(gpointer data) {
  settle(data);
  return G_SOURCE_REMOVE;
}

/* A missed call rang before. */
static void
drop_ringing(KdeConnect *kde, const char *number) {
  for (guint i = kde->heard->len; i > 0; i--) {
    const Heard *heard = kde->heard->pdata[i - 1];
    if (heard->ringing && strcmp(heard->number, number) == 0)
      g_ptr_array_remove_index(kde->heard, i - 1);
  }
}

static void
on_call(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
        const char *signal, GVariant *parameters, gpointer data) {
  KdeConnect *kde = data;
  const char *event, *number, *name;
  if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(sss)")))
    return;
  g_variant_get(parameters, "(&s&s&s)", &event, &number, &name);
  gboolean missed = strcmp(event, "missedCall") == 0;
  if (!missed && strcmp(event, "callReceived") != 0 && strcmp(event, "ringing") != 0)
    return;
  drop_ringing(kde, number);
  Heard *heard = g_new0(Heard, 1);
  heard->event = g_strdup(event);
  heard->number = g_strdup(number);
  heard->name = g_strdup(strcmp(name, number) == 0 ? "" : name);
  heard->heard_usec = g_get_monotonic_time();
  g_ptr_array_add(kde->heard, heard);
  if (missed)
    return;
  heard->ringing = g_timeout_source_new_seconds(RINGING_SEC);
  g_source_set_callback(heard->ringing, on_rung_out, heard, NULL);
  g_source_attach(heard->ringing, kde->context);
}

static void
on_owner(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
         const char *signal, GVariant *parameters, gpointer data) {
  ((KdeConnect *) data)->lost = TRUE;
}

static void
disconnect(KdeConnect *kde) {
  if (kde->bus == NULL)
    return;
  if (kde->daemon) {
    g_dbus_connection_signal_unsubscribe(kde->bus, kde->calls);
    g_dbus_connection_signal_unsubscribe(kde->bus, kde->owner);
  }
  g_dbus_connection_close_sync(kde->bus, NULL, NULL);
  g_clear_object(&kde->bus);
  kde->daemon = NULL;
  kde->lost = FALSE;
}

static GVariant *
ask(KdeConnect *kde, const char *name, const char *path, const char *interface, const char *method,
    GVariant *parameters, const char *type, GCancellable *cancellable, GError **error) {
  return g_dbus_connection_call_sync(kde->bus, name, path, interface, method, parameters,
                                     G_VARIANT_TYPE(type), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                     TIMEOUT_MS, cancellable, error);
}

static const char *
find_daemon(KdeConnect *kde, GCancellable *cancellable, GError **error) {
  for (const char *const *name = names; *name; name++) {
    g_autoptr(GVariant) answer =
        ask(kde, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "NameHasOwner", g_variant_new("(s)", *name), "(b)", cancellable, error);
    gboolean owned = FALSE;
    if (answer == NULL)
      return NULL;
    g_variant_get(answer, "(b)", &owned);
    if (owned)
      return *name;
  }
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "KDE Connect is not running on this desktop");
  return NULL;
}

static gboolean
has_phone(KdeConnect *kde, GCancellable *cancellable, GError **error) {
  g_autoptr(GVariant) answer = ask(kde, kde->daemon, PLACE, DAEMON, "devices",
                                   g_variant_new("(bb)", FALSE, TRUE), "(as)", cancellable, error);
  g_autoptr(GVariant) list = answer ? g_variant_get_child_value(answer, 0) : NULL;
  if (list == NULL)
    return FALSE;
  if (g_variant_n_children(list) > 0)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no phone is paired with KDE Connect");
  return FALSE;
}

/* Listening begins before the daemon is asked for anything, so that nothing slips between. */
static gboolean
connect_bus(KdeConnect *kde, GCancellable *cancellable, GError **error) {
  kde->bus = cr_net_connect_bus(G_BUS_TYPE_SESSION, cancellable, error);
  const char *daemon = kde->bus ? find_daemon(kde, cancellable, error) : NULL;
  if (daemon == NULL)
    return FALSE;
  kde->daemon = daemon;
  kde->calls =
      g_dbus_connection_signal_subscribe(kde->bus, daemon, TELEPHONY, "callReceived", NULL, NULL,
                                         G_DBUS_SIGNAL_FLAGS_NONE, on_call, kde, NULL);
  kde->owner = g_dbus_connection_signal_subscribe(
      kde->bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
      "/org/freedesktop/DBus", daemon, G_DBUS_SIGNAL_FLAGS_NONE, on_owner, kde, NULL);
  return has_phone(kde, cancellable, error);
}

static gboolean
ensure_connected(KdeConnect *kde, GCancellable *cancellable, GError **error) {
  if (kde->bus && !kde->lost && !g_dbus_connection_is_closed(kde->bus))
    return TRUE;
  disconnect(kde);
  g_main_context_push_thread_default(kde->context);
  gboolean ok = connect_bus(kde, cancellable, error);
  g_main_context_pop_thread_default(kde->context);
  if (!ok)
    disconnect(kde);
  return ok;
}

static char *
tell(const KdeConnect *kde, CrInstant now) {
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; i < kde->heard->len; i++) {
    const Heard *heard = kde->heard->pdata[i];
    CrInstant at = now - (g_get_monotonic_time() - heard->heard_usec);
    json_t *call = json_object();
    cr_json_put_string(call, "kind", heard->event);
    cr_json_put_string(call, "number", heard->number);
    cr_json_put_string(call, "name", heard->name);
    json_object_set_new(call, "at", json_integer(at / 1000));
    json_array_append_new(list, call);
  }
  return cr_json_print(list);
}

static gboolean
kde_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
         GCancellable *cancellable, GError **error) {
  KdeConnect *kde = (KdeConnect *) source;
  while (g_main_context_iteration(kde->context, FALSE))
    ;
  if (kde->heard->len > 0) { /* also what was heard before the daemon ended */
    g_autofree char *bytes = tell(kde, now);
    const CrDelivery delivery = {
        .kind = CR_DELIVERY_TOLD, .bytes = bytes, .length = strlen(bytes), .name = "KDE Connect"};
    if (!sink->take(&delivery, sink->data, error) || !sink->checkpoint("", sink->data, error))
      return FALSE;
    g_ptr_array_set_size(kde->heard, 0);
  }
  return ensure_connected(kde, cancellable, error);
}

static gboolean
has_news(const KdeConnect *kde) {
  for (guint i = 0; i < kde->heard->len; i++)
    if (((Heard *) kde->heard->pdata[i])->ringing == NULL)
      return TRUE;
  return kde->lost || g_dbus_connection_is_closed(kde->bus);
}

static gboolean
on_end(gpointer data) {
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static GSource *
attach(KdeConnect *kde, GSource *source, GSourceFunc call, gpointer data) {
  g_source_set_callback(source, call, data, NULL);
  g_source_attach(source, kde->context);
  return source;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data) {
  return on_end(data);
}

static gboolean
kde_wait(CrSource *source, gint64 timeout_usec, GCancellable *cancellable, GError **error) {
  KdeConnect *kde = (KdeConnect *) source;
  gboolean ended = FALSE;
  gint64 ms = timeout_usec / 1000;
  GSource *timer =
      ms < G_MAXUINT ? attach(kde, g_timeout_source_new((guint) ms), on_end, &ended) : NULL;
  GSource *stop = cancellable ? attach(kde, g_cancellable_source_new(cancellable),
                                       G_SOURCE_FUNC(on_cancelled), &ended)
                              : NULL;
  while (!ended && !has_news(kde))
    g_main_context_iteration(kde->context, TRUE);
  GSource *both[] = {timer, stop};
  for (gsize i = 0; i < G_N_ELEMENTS(both); i++)
    if (both[i]) {
      g_source_destroy(both[i]);
      g_source_unref(both[i]);
    }
  return cancellable == NULL || !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static void
kde_free(CrSource *source) {
  KdeConnect *kde = (KdeConnect *) source;
  disconnect(kde);
  g_ptr_array_unref(kde->heard);
  g_main_context_unref(kde->context);
  g_free(kde);
}

CrSource *
cr_kdeconnect_source_new(void) {
  static const CrSourceClass class = {kde_sync, kde_wait, kde_free};
  KdeConnect *kde = g_new0(KdeConnect, 1);
  kde->source.class = &class;
  kde->context = g_main_context_new();
  kde->heard = g_ptr_array_new_with_free_func(heard_free);
  return &kde->source;
}
