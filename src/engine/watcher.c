#include "engine/watcher.h"

#include "base/error.h"
#include "engine/secret.h"
#include "engine/worker.h"

#include <pthread.h>
#include <time.h>

#define BACK_OFF_FIRST_USEC (5 * CR_SECOND)
#define BACK_OFF_MOST_USEC (15 * CR_MINUTE)
#define DENIED_USEC CR_HOUR
#define INTERVAL_MIN 15
/* A server forgets a waiting client after half an hour (RFC 2177). */
#define WAIT_USEC (28 * CR_MINUTE)

typedef struct {
  CrWatchers *all;
  CrConnection *connection;
  CrSource *source; /* while it is open; the thread's own */
  CrWorker *worker;
  guint failures;  /* in a row; the thread's own */
  gboolean denied; /* the secret was refused the last time */
  /* Under the lock: */
  GCancellable *waiting; /* cancelled to read at once */
  guint64 answered;      /* the newest ticket given before the last reading began */
  CrInstant read_at;     /* when the last reading began, NONE when it failed */
} Watcher;

struct _CrWatchers {
  CrSync sync;
  CrOpenSource open;
  void (*ended)(gpointer data);
  GPtrArray *list; /* Watcher */
  GCancellable *stopping;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  guint64 ticket;
};

static void
watcher_free(gpointer data) {
  Watcher *w = data;
  cr_worker_free(w->worker);
  cr_source_free(w->source);
  cr_connection_free(w->connection);
  g_object_unref(w->waiting);
  g_free(w);
}

/* One reading */

static gboolean
read_now(Watcher *w, GError **error) {
  g_autoptr(GError) local = NULL;
  if (w->source == NULL)
    w->source = w->all->open(w->connection, &local);
  if (w->source)
    return cr_sync_source(&w->all->sync, w->connection, w->source, w->all->stopping, error);
  if (local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_FAILED, "there is nothing to read");
  cr_sync_note_failure(&w->all->sync, w->connection->name, local);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* An access token is good for an hour or so, and a command gives a fresh one; that is no failure.
 * But who knocks often with a wrong one is locked out. */
static gboolean
read_with_fresh_secret(Watcher *w, GError **error) {
  g_autoptr(GError) local = NULL;
  if (read_now(w, &local))
    return TRUE;
  gboolean denied = g_error_matches(local, CR_ERROR, CR_ERROR_DENIED);
  if (denied && w->connection->command && !w->denied) {
    w->denied = TRUE;
    g_clear_pointer(&w->source, cr_source_free);
    return read_now(w, error);
  }
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static guint64
begin_reading(Watcher *w) {
  pthread_mutex_lock(&w->all->lock);
  guint64 ticket = w->all->ticket;
  g_object_unref(w->waiting);
  w->waiting = g_cancellable_new();
  if (g_cancellable_is_cancelled(w->all->stopping))
    g_cancellable_cancel(w->waiting);
  pthread_mutex_unlock(&w->all->lock);
  return ticket;
}

static void
end_reading(Watcher *w, guint64 ticket, CrInstant read_at) {
  pthread_mutex_lock(&w->all->lock);
  w->answered = ticket;
  w->read_at = read_at;
  pthread_cond_broadcast(&w->all->changed);
  pthread_mutex_unlock(&w->all->lock);
  if (w->all->ended)
    w->all->ended(w->all->sync.data);
}

/* Doubles with each failure; a quarter more or less, so that many do not come back together. */
static gint64
back_off(guint failures) {
  gint64 usec = cr_worker_back_off(failures, BACK_OFF_FIRST_USEC, BACK_OFF_MOST_USEC);
  return usec * 3 / 4 + g_random_int_range(0, (gint32) (usec / 2));
}

static gint64
interval(const CrConnection *connection) {
  return (connection->interval_min ? connection->interval_min : INTERVAL_MIN) * CR_MINUTE;
}

/* Until there may be something new. */
static gint64
wait_for_news(Watcher *w) {
  g_autoptr(GError) error = NULL;
  if (w->source->class->wait == NULL)
    return interval(w->connection);
  gint64 usec = cr_connection_is_local(w->connection) ? G_MAXINT64 : WAIT_USEC;
  pthread_mutex_lock(&w->all->lock);
  g_autoptr(GCancellable) waiting = g_object_ref(w->waiting);
  pthread_mutex_unlock(&w->all->lock);
  if (w->source->class->wait(w->source, usec, waiting, &error) ||
      g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return 0;
  return back_off(++w->failures);
}

static gint64
work(gpointer data) {
  Watcher *w = data;
  g_autoptr(GError) error = NULL;
  if (g_cancellable_is_cancelled(w->all->stopping)) /* they are ended one after the other */
    return CR_WORKER_SLEEP;
  guint64 ticket = begin_reading(w);
  CrInstant began = w->all->sync.now(w->all->sync.data);
  gboolean ok = read_with_fresh_secret(w, &error);
  end_reading(w, ticket, ok ? began : CR_INSTANT_NONE);
  if (ok || g_error_matches(error, CR_ERROR, CR_ERROR_PARTLY)) {
    w->failures = 0;
    w->denied = FALSE;
    return wait_for_news(w);
  }
  g_clear_pointer(&w->source, cr_source_free);
  if (!g_error_matches(error, CR_ERROR, CR_ERROR_DENIED))
    return back_off(++w->failures);
  w->denied = TRUE;
  w->failures++;
  return DENIED_USEC;
}

/* All of them */

CrInstant
cr_watchers_read_at(const CrConnection *connection, const CrStatus *status) {
  if (!cr_connection_is_read(connection))
    return CR_INSTANT_NONE;
  if (status->last_try == CR_INSTANT_NONE)
    return 0;
  return status->last_try + (interval(connection) << CLAMP(status->failures, 0, 3));
}

CrWatchers *
cr_watchers_new(const CrSync *sync, GPtrArray *connections, CrOpenSource open,
                void (*ended)(gpointer data)) {
  CrWatchers *all = g_new0(CrWatchers, 1);
  pthread_condattr_t attributes;
  all->sync = *sync;
  all->open = open;
  all->ended = ended;
  all->list = g_ptr_array_new_with_free_func(watcher_free);
  all->stopping = g_cancellable_new();
  all->ticket = CR_WATCHERS_FIRST;
  pthread_mutex_init(&all->lock, NULL);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&all->changed, &attributes);
  pthread_condattr_destroy(&attributes);
  for (guint i = 0; i < connections->len; i++) {
    if (!cr_connection_is_read(connections->pdata[i]))
      continue;
    Watcher *w = g_new0(Watcher, 1);
    w->all = all;
    w->connection = cr_connection_copy(connections->pdata[i]);
    w->waiting = g_cancellable_new();
    w->read_at = CR_INSTANT_NONE;
    g_ptr_array_add(all->list, w);
  }
  for (guint i = 0; i < all->list->len; i++) {
    Watcher *w = all->list->pdata[i];
    w->worker = cr_worker_new(w->connection->name, work, w);
  }
  return all;
}

void
cr_watchers_free(CrWatchers *all) {
  if (all == NULL)
    return;
  g_cancellable_cancel(all->stopping);
  pthread_mutex_lock(&all->lock);
  for (guint i = 0; i < all->list->len; i++)
    g_cancellable_cancel(((Watcher *) all->list->pdata[i])->waiting);
  pthread_mutex_unlock(&all->lock);
  g_ptr_array_unref(all->list);
  g_object_unref(all->stopping);
  pthread_mutex_destroy(&all->lock);
  pthread_cond_destroy(&all->changed);
  g_free(all);
}

guint64
cr_watchers_ask(CrWatchers *all) {
  pthread_mutex_lock(&all->lock);
  guint64 ticket = ++all->ticket;
  for (guint i = 0; i < all->list->len; i++) {
    Watcher *w = all->list->pdata[i];
    g_cancellable_cancel(w->waiting);
    cr_worker_wake(w->worker);
  }
  pthread_mutex_unlock(&all->lock);
  return ticket;
}

/* With the lock held. */
static gboolean
has_answered(const CrWatchers *all, guint64 ticket) {
  for (guint i = 0; i < all->list->len; i++)
    if (((Watcher *) all->list->pdata[i])->answered < ticket)
      return FALSE;
  return TRUE;
}

gboolean
cr_watchers_answered(CrWatchers *all, guint64 ticket) {
  pthread_mutex_lock(&all->lock);
  gboolean answered = has_answered(all, ticket);
  pthread_mutex_unlock(&all->lock);
  return answered;
}

static CrInstant *
time_of(CrLastLook *look, CrConnectionKind kind) {
  return kind == CR_CONNECTION_IMAP    ? &look->mail_at
         : kind == CR_CONNECTION_CALLS ? &look->calls_at
                                       : &look->calendar_at;
}

/* The oldest of its kind counts; NONE is the oldest of all. */
static void
add_to_look(CrLastLook *look, CrConnectionKind kind, CrInstant read_at) {
  if (kind == CR_CONNECTION_KDECONNECT) /* a phone that is elsewhere holds no letter back */
    return;
  CrInstant *at = time_of(look, kind);
  *at = MIN(*at, read_at);
}

static void
settle_look(CrLastLook *look, CrInstant now) {
  if (look->mail_at == G_MAXINT64)
    look->mail_at = CR_INSTANT_NONE;
  look->calendar_at = MIN(look->calendar_at, now);
  look->calls_at = MIN(look->calls_at, now);
}

static const CrLastLook nothing_looked_at = {G_MAXINT64, G_MAXINT64, G_MAXINT64};

void
cr_watchers_look(CrWatchers *all, gint64 timeout_usec, CrLastLook *ret_look) {
  CrLastLook look = nothing_looked_at;
  struct timespec until;
  int code = 0;
  guint64 ticket = cr_watchers_ask(all);
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += timeout_usec / CR_SECOND;
  pthread_mutex_lock(&all->lock);
  while (code == 0 && !has_answered(all, ticket))
    code = pthread_cond_timedwait(&all->changed, &all->lock, &until);
  for (guint i = 0; i < all->list->len; i++) {
    const Watcher *w = all->list->pdata[i];
    add_to_look(&look, w->connection->kind, w->answered >= ticket ? w->read_at : CR_INSTANT_NONE);
  }
  pthread_mutex_unlock(&all->lock);
  settle_look(&look, all->sync.now(all->sync.data));
  *ret_look = look;
}

void
cr_watchers_look_once(const CrSync *sync, GPtrArray *connections, CrOpenSource open,
                      CrLastLook *ret_look) {
  CrLastLook look = nothing_looked_at;
  for (guint i = 0; i < connections->len; i++) {
    const CrConnection *connection = connections->pdata[i];
    g_autoptr(GError) error = NULL;
    if (!cr_connection_is_read(connection))
      continue;
    CrInstant began = sync->now(sync->data);
    g_autoptr(CrSource) source = open(connection, &error);
    if (source == NULL && error)
      cr_sync_note_failure(sync, connection->name, error);
    gboolean ok = source && cr_sync_source(sync, connection, source, NULL, &error);
    add_to_look(&look, connection->kind, ok ? began : CR_INSTANT_NONE);
  }
  settle_look(&look, sync->now(sync->data));
  *ret_look = look;
}
