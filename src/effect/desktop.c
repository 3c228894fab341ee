#include "effect/desktop.h"

#include "base/error.h"
#include "net/bus.h"

#define NAME "org.freedesktop.Notifications"
#define PLACE "/org/freedesktop/Notifications"
#define TIMEOUT_MS 5000

/* All but the waiting is done on its thread, where the signals come in, too. */
struct _CrDesktop {
  CrDesktopPressed pressed;
  gpointer data;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GDBusConnection *bus;
  guint watch; /* of the signals */
  char *owner; /* who shows them: its name on the bus, or NULL */
  gboolean takes_markup, takes_buttons;
  GHashTable *subjects, *shown; /* notification id -> subject, and back */
};

static void
on_action(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *parameters, gpointer data) {
  CrDesktop *desktop = data;
  const char *button;
  guint32 id;
  gpointer subject = NULL;
  if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(us)")))
    return;
  g_variant_get(parameters, "(u&s)", &id, &button);
  if (g_hash_table_lookup_extended(desktop->subjects, GUINT_TO_POINTER(id), NULL, &subject) &&
      desktop->pressed)
    desktop->pressed(GPOINTER_TO_INT(subject), button, desktop->data);
}

static void
forget(CrDesktop *desktop) {
  g_clear_pointer(&desktop->owner, g_free);
  g_hash_table_remove_all(desktop->subjects);
  g_hash_table_remove_all(desktop->shown);
}

static gpointer
run(gpointer data) {
  CrDesktop *desktop = data;
  g_main_context_push_thread_default(desktop->context);
  g_main_loop_run(desktop->loop);
  g_main_context_pop_thread_default(desktop->context);
  return NULL;
}

CrDesktop *
cr_desktop_new(CrDesktopPressed pressed, gpointer data) {
  CrDesktop *desktop = g_new0(CrDesktop, 1);
  desktop->pressed = pressed;
  desktop->data = data;
  desktop->context = g_main_context_new();
  desktop->loop = g_main_loop_new(desktop->context, FALSE);
  desktop->subjects = g_hash_table_new(NULL, NULL);
  desktop->shown = g_hash_table_new(NULL, NULL);
  desktop->thread = g_thread_new("desktop", run, desktop);
  return desktop;
}

static void
disconnect(CrDesktop *desktop) {
  if (desktop->bus == NULL)
    return;
  g_dbus_connection_signal_unsubscribe(desktop->bus, desktop->watch);
  g_dbus_connection_close_sync(desktop->bus, NULL, NULL);
  g_clear_object(&desktop->bus);
  forget(desktop);
}

/* On the desktop's thread, even when that has not begun yet. */
static void
hand_over(CrDesktop *desktop, GSourceFunc work, gpointer data) {
  GSource *source = g_idle_source_new();
  g_source_set_priority(source, G_PRIORITY_DEFAULT);
  g_source_set_callback(source, work, data, NULL);
  g_source_attach(source, desktop->context);
  g_source_unref(source);
}

static gboolean
quit(gpointer data) {
  g_main_loop_quit(data);
  return G_SOURCE_REMOVE;
}

void
cr_desktop_free(CrDesktop *desktop) {
  if (desktop == NULL)
    return;
  hand_over(desktop, quit, desktop->loop);
  g_thread_join(desktop->thread);
  disconnect(desktop);
  g_hash_table_unref(desktop->subjects);
  g_hash_table_unref(desktop->shown);
  g_main_loop_unref(desktop->loop);
  g_main_context_unref(desktop->context);
  g_free(desktop);
}

static GVariant *
ask(CrDesktop *desktop, const char *method, GVariant *parameters, const char *type,
    GError **error) {
  return g_dbus_connection_call_sync(desktop->bus, NAME, PLACE, NAME, method, parameters,
                                     G_VARIANT_TYPE(type), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL,
                                     error);
}

/* Of a bus that does not answer we are rid: it went, whether the connection shows that yet or not.
 */
static char *
find_owner(CrDesktop *desktop) {
  g_autoptr(GError) error = NULL;
  char *owner = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
      desktop->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "GetNameOwner", g_variant_new("(s)", NAME), G_VARIANT_TYPE("(s)"), G_DBUS_CALL_FLAGS_NONE,
      TIMEOUT_MS, NULL, &error);
  if (answer)
    g_variant_get(answer, "(s)", &owner);
  else if (!g_dbus_error_is_remote_error(error))
    disconnect(desktop);
  return owner;
}

/* When another one shows them than before, its numbers begin anew, and are other programs', too. */
static void
notice_owner(CrDesktop *desktop) {
  g_autofree char *owner = find_owner(desktop);
  if (g_strcmp0(owner, desktop->owner) == 0)
    return;
  forget(desktop);
  desktop->owner = g_steal_pointer(&owner);
}

static gboolean
ensure_connected(CrDesktop *desktop, GError **error) {
  if (desktop->bus && !g_dbus_connection_is_closed(desktop->bus))
    return TRUE;
  disconnect(desktop);
  desktop->bus = cr_net_connect_bus(G_BUS_TYPE_SESSION, NULL, error);
  if (desktop->bus)
    desktop->watch =
        g_dbus_connection_signal_subscribe(desktop->bus, NAME, NAME, "ActionInvoked", PLACE, NULL,
                                           G_DBUS_SIGNAL_FLAGS_NONE, on_action, desktop, NULL);
  g_autoptr(GVariant) answer =
      desktop->bus ? ask(desktop, "GetCapabilities", NULL, "(as)", error) : NULL;
  if (answer == NULL) {
    disconnect(desktop);
    return FALSE;
  }
  g_autoptr(GVariant) list = g_variant_get_child_value(answer, 0);
  g_autofree const char **caps = g_variant_get_strv(list, NULL);
  desktop->takes_markup = g_strv_contains(caps, "body-markup");
  desktop->takes_buttons = g_strv_contains(caps, "actions");
  return TRUE;
}

static GVariant *
message(CrDesktop *desktop, const CrDesktopNotice *notice, guint32 replaces) {
  GVariantBuilder actions, hints;
  g_autofree char *escaped = g_markup_escape_text(notice->body, -1);
  g_variant_builder_init(&actions, G_VARIANT_TYPE_STRING_ARRAY);
  for (const CrDesktopButton *b = notice->buttons; desktop->takes_buttons && b && b->name; b++) {
    g_variant_builder_add(&actions, "s", b->name);
    g_variant_builder_add(&actions, "s", b->label);
  }
  g_variant_builder_init(&hints, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add(&hints, "{sv}", "urgency", g_variant_new_byte((guint8) notice->urgency));
  g_variant_builder_add(&hints, "{sv}", "desktop-entry", g_variant_new_string("crickets"));
  if (notice->urgency == 0)
    g_variant_builder_add(&hints, "{sv}", "suppress-sound", g_variant_new_boolean(TRUE));
  return g_variant_new("(susssasa{sv}i)", "crickets", replaces, "", notice->title,
                       desktop->takes_markup ? escaped : notice->body, &actions, &hints, -1);
}

/* Who was asked to show it may have done so. */
static gboolean
is_unheard(const GError *error) {
  return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);
}

static void
set_why(GError **error, const GError *why, gboolean asked) {
  if (asked && is_unheard(why))
    g_set_error(error, CR_ERROR, CR_ERROR_UNHEARD, "it is not known whether it was shown (%s)",
                why->message);
  else
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                "nobody shows notifications on this desktop (%s)", why->message);
}

static gboolean
show(CrDesktop *desktop, const CrDesktopNotice *notice, GError **error) {
  g_autoptr(GError) why = NULL;
  gboolean connected = ensure_connected(desktop, &why);
  if (connected) {
    notice_owner(desktop);
    connected = ensure_connected(desktop, &why); /* the bus may have gone */
  }
  if (!connected) {
    set_why(error, why, FALSE);
    return FALSE;
  }
  gpointer subject = GINT_TO_POINTER(notice->subject);
  guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(desktop->shown, subject));
  g_autoptr(GVariant) answer = ask(desktop, "Notify", message(desktop, notice, id), "(u)", &why);
  if (answer == NULL) {
    set_why(error, why, TRUE);
    return FALSE;
  }
  if (desktop->owner == NULL)
    desktop->owner = find_owner(desktop); /* it was started by being asked */
  g_variant_get(answer, "(u)", &id);
  g_hash_table_insert(desktop->shown, subject, GUINT_TO_POINTER(id));
  g_hash_table_insert(desktop->subjects, GUINT_TO_POINTER(id), subject);
  return TRUE;
}

typedef struct {
  CrDesktop *desktop;
  const CrDesktopNotice *notice;
  GMutex lock;
  GCond ended;
  gboolean done, ok;
  GError *error;
} Job;

static gboolean
do_job(gpointer data) {
  Job *job = data;
  GError *error = NULL;
  gboolean ok = show(job->desktop, job->notice, &error);
  g_mutex_lock(&job->lock);
  job->ok = ok;
  job->error = error;
  job->done = TRUE;
  g_cond_signal(&job->ended);
  g_mutex_unlock(&job->lock);
  return G_SOURCE_REMOVE;
}

gboolean
cr_desktop_show(CrDesktop *desktop, const CrDesktopNotice *notice, GError **error) {
  Job job = {.desktop = desktop, .notice = notice};
  g_mutex_init(&job.lock);
  g_cond_init(&job.ended);
  hand_over(desktop, do_job, &job);
  g_mutex_lock(&job.lock);
  while (!job.done)
    g_cond_wait(&job.ended, &job.lock);
  g_mutex_unlock(&job.lock);
  g_mutex_clear(&job.lock);
  g_cond_clear(&job.ended);
  if (!job.ok)
    g_propagate_error(error, job.error);
  return job.ok;
}
