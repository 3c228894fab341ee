#include "fake-sources.h"

#include "base/error.h"

#include <string.h>

#define PATIENCE_USEC (5 * CR_MINUTE) /* of a machine with much else to do */

static const struct {
  const char *name, *url;
  CrConnectionKind kind;
} kinds[] = {{"mail", NULL, CR_CONNECTION_IMAP},
             {"work", NULL, CR_CONNECTION_IMAP},
             {"busy", "https://calendar.example/busy.ics", CR_CONNECTION_ICS},
             {"phone", "/nowhere/calls.xml", CR_CONNECTION_CALLS}};
enum { N_SOURCES = G_N_ELEMENTS(kinds) };

typedef struct {
  CrSource source;
  int kind;
} Fake;

static GMutex lock;
static GCond changed;
static guint held_from = G_MAXUINT; /* the first reading that does not end */
static gboolean mail_lost;
static guint begun[N_SOURCES];
static GCancellable *waiting[N_SOURCES]; /* of who waits for news */

static void
wait_for_change(void) {
  if (!g_cond_wait_until(&changed, &lock, g_get_monotonic_time() + PATIENCE_USEC))
    g_error("the sources were not asked, or did not come to rest: %u, %u, %u readings", begun[0],
            begun[1], begun[2]);
}

static void
on_cancelled(GCancellable *cancellable, gpointer data) {
  g_mutex_lock(&lock);
  g_cond_broadcast(&changed);
  g_mutex_unlock(&lock);
}

/* The lock is taken when it returns. */
static gulong
heed(GCancellable *cancellable) {
  gulong id = 0;
  if (cancellable && !g_cancellable_is_cancelled(cancellable))
    id = g_cancellable_connect(cancellable, G_CALLBACK(on_cancelled), NULL, NULL);
  g_mutex_lock(&lock);
  return id;
}

static void
heed_no_more(GCancellable *cancellable, gulong id) {
  g_mutex_unlock(&lock);
  if (id)
    g_cancellable_disconnect(cancellable, id);
}

static gboolean
fake_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
          GCancellable *cancellable, GError **error) {
  Fake *fake = (Fake *) source;
  gulong id = heed(cancellable);
  guint reading = ++begun[fake->kind];
  g_cond_broadcast(&changed);
  while (reading >= held_from && !g_cancellable_is_cancelled(cancellable))
    wait_for_change();
  gboolean lost = mail_lost && fake->kind == 0;
  heed_no_more(cancellable, id);
  if (lost)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "nobody answers there");
  return !lost;
}

static gboolean
fake_wait(CrSource *source, gint64 timeout_usec, GCancellable *cancellable, GError **error) {
  Fake *fake = (Fake *) source;
  gulong id = heed(cancellable);
  waiting[fake->kind] = cancellable;
  g_cond_broadcast(&changed);
  while (!g_cancellable_is_cancelled(cancellable)) /* there never is any */
    g_cond_wait(&changed, &lock);
  waiting[fake->kind] = NULL;
  heed_no_more(cancellable, id);
  return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static void
fake_free(CrSource *source) {
  g_free(source);
}

CrSource *
fake_sources_open(const CrConnection *connection, GError **error) {
  static const CrSourceClass class = {fake_sync, fake_wait, fake_free};
  Fake *fake = g_new0(Fake, 1);
  fake->source.class = &class;
  while (strcmp(kinds[fake->kind].name, connection->name) != 0)
    fake->kind++;
  return &fake->source;
}

GPtrArray *
fake_sources_connections(void) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  for (int i = 0; i < N_SOURCES; i++) {
    CrConnection *connection = cr_connection_new();
    connection->name = g_strdup(kinds[i].name);
    connection->kind = kinds[i].kind;
    connection->url = g_strdup(kinds[i].url);
    g_ptr_array_add(list, connection);
  }
  return list;
}

void
fake_sources_reset(void) {
  memset(begun, 0, sizeof begun);
}

void
fake_sources_hold_from(guint reading) {
  g_mutex_lock(&lock);
  held_from = reading;
  g_cond_broadcast(&changed);
  g_mutex_unlock(&lock);
}

void
fake_sources_hold(gboolean held) {
  fake_sources_hold_from(held ? 0 : G_MAXUINT);
}

void
fake_sources_lose(gboolean lost) {
  g_mutex_lock(&lock);
  mail_lost = lost;
  g_mutex_unlock(&lock);
}

void
fake_sources_await(guint readings) {
  g_mutex_lock(&lock);
  for (int i = 0; i < N_SOURCES; i++)
    while (begun[i] < readings)
      wait_for_change();
  g_mutex_unlock(&lock);
}

guint
fake_sources_settle(void) {
  g_mutex_lock(&lock);
  for (int i = 0; i < N_SOURCES; i++)
    while (waiting[i] == NULL || g_cancellable_is_cancelled(waiting[i]))
      wait_for_change();
  guint readings = begun[0];
  for (int i = 1; i < N_SOURCES; i++)
    g_assert_cmpuint(begun[i], ==, readings);
  g_mutex_unlock(&lock);
  return readings;
}
