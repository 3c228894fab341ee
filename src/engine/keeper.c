#include "engine/keeper-private.h"

#include "base/error.h"
#include "engine/engine-private.h"
#include "engine/lock.h"

#include <sys/eventfd.h>
#include <unistd.h>

/* Decisions wait for the sources as long as this, when the machine slept or has just begun. */
#define LOOK_USEC (20 * CR_SECOND)
/* Before something falls due, the sources that do not speak up by themselves are asked. */
#define LOOK_AHEAD_USEC (20 * CR_SECOND)
#define MARK_AT_LEISURE_USEC CR_SECOND
#define MARK_MOST_USEC (10 * CR_SECOND)
/* Between so many decisions the keeper looks up. */
#define STEPS ENGINE_GROUP

static CrClock
read_machine(gpointer data) {
  return cr_clock_read();
}

CrInstant
keeper_now(gpointer data) {
  CrKeeper *keeper = data;
  return keeper->options.read_clock(keeper->options.data).real;
}

static void
news(gpointer data) {
  cr_keeper_wake(data);
}

CrSync
keeper_sync(CrKeeper *keeper) {
  return (CrSync){.beside = keeper->store,
                  .account = keeper->options.account,
                  .now = keeper_now,
                  .intake = keeper->options.intake,
                  .kept = news,
                  .data = keeper};
}

CrKeeper *
cr_keeper_new(const CrKeeperOptions *options, GError **error) {
  g_autoptr(CrKeeper) keeper = g_new0(CrKeeper, 1);
  keeper->options = *options;
  keeper->uri = g_strdup(options->uri);
  if (options->read_clock == NULL)
    keeper->options.read_clock = read_machine;
  if (options->open_source == NULL)
    keeper->options.open_source = cr_source_open;
  keeper->asked_for = CR_INSTANT_NONE;
  keeper->connections = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  keeper->followers = g_ptr_array_new_with_free_func((GDestroyNotify) cr_follow_thread_free);
  keeper->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  keeper->lock = -1;
  keeper->store = options->store ? options->store : cr_store_open(keeper->uri, error);
  if (options->store == NULL && keeper->store)
    keeper->lock = cr_lock_take(keeper->uri, error);
  if (options->store || keeper->lock >= 0)
    keeper->engine = cr_engine_new(keeper->store, options->account, error);
  if (keeper->engine == NULL)
    return NULL;
  keeper_equip(keeper, keeper->engine);
  return g_steal_pointer(&keeper);
}

void
cr_keeper_free(CrKeeper *keeper) {
  if (keeper == NULL)
    return;
  cr_worker_free(keeper->sender);
  cr_logind_free(keeper->logind);
  cr_watchers_free(keeper->watchers);
  cr_notifier_free(keeper->notifier);
  cr_calendar_writer_free(keeper->calendars);
  g_ptr_array_unref(keeper->followers);
  g_ptr_array_unref(keeper->connections);
  cr_engine_free(keeper->engine);
  if (keeper->options.store == NULL)
    cr_store_free(keeper->store);
  if (keeper->lock >= 0)
    close(keeper->lock);
  close(keeper->waker);
  g_free(keeper->recheck.zones);
  g_free(keeper->uri);
  g_free(keeper);
}

CrStore *
cr_keeper_store(CrKeeper *keeper) {
  return keeper->store;
}

CrEngine *
cr_keeper_engine(CrKeeper *keeper) {
  return keeper->engine;
}

void
cr_keeper_wake(CrKeeper *keeper) {
  guint64 one = 1;
  /* Full means that it is awake. */
  (void) !write(keeper->waker, &one, sizeof one);
}

void
cr_keeper_stop(CrKeeper *keeper) {
  g_atomic_int_set(&keeper->stopping, 1);
  cr_keeper_wake(keeper);
}

void
cr_keeper_add_follower(CrKeeper *keeper, const CrFollower *follower) {
  g_ptr_array_add(
      keeper->followers,
      cr_follow_thread_new(follower, keeper->uri, keeper->options.account, keeper_now, keeper));
}

/* Connections */

/* The setting "connections" names those that there were. In a transaction. */
static gboolean
forget_others(CrKeeper *keeper, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *before = cr_store_get(keeper->store, "connections", &local);
  g_auto(GStrv) names = g_strsplit(before ? before : "", " ", -1);
  g_autoptr(GString) now = g_string_new(NULL);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  for (char **name = names; *name; name++)
    if (**name && cr_connection_find(keeper->connections, *name) == NULL &&
        !cr_sync_forget(keeper->store, *name, error))
      return FALSE;
  for (guint i = 0; i < keeper->connections->len; i++)
    g_string_append_printf(now, "%s%s", i ? " " : "",
                           ((CrConnection *) keeper->connections->pdata[i])->name);
  return g_strcmp0(before ? before : "", now->str) == 0 ||
         cr_store_set(keeper->store, "connections", now->str, error);
}

gboolean
cr_keeper_connect(CrKeeper *keeper, GPtrArray *connections, GError **error) {
  gboolean running = keeper->watchers != NULL;
  g_clear_pointer(&keeper->sender, cr_worker_free); /* it looks through the watchers */
  g_clear_pointer(&keeper->watchers, cr_watchers_free);
  g_clear_pointer(&keeper->notifier, cr_notifier_free);
  g_clear_pointer(&keeper->calendars, cr_calendar_writer_free);
  g_ptr_array_set_size(keeper->connections, 0);
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add(keeper->connections, cr_connection_copy(connections->pdata[i]));
  gboolean ok = cr_store_begin(keeper->store, keeper->options.account, TRUE, error) &&
                cr_store_end(keeper->store, forget_others(keeper, error), error);
  if (running)
    keeper_start_watchers(keeper);
  return ok;
}

void
keeper_start_watchers(CrKeeper *keeper) {
  const CrSync sync = keeper_sync(keeper);
  keeper->watchers = cr_watchers_new(&sync, keeper->connections, keeper->options.open_source, news);
  keeper->calendars = cr_calendar_writer_new(keeper->uri, keeper->options.account,
                                             keeper->connections, keeper_now, keeper);
  if (keeper->asked) /* by the former ones */
    keeper->asked = CR_WATCHERS_FIRST;
  keeper->fresh = !keeper->examined;
  keeper->notifier = cr_notifier_new(keeper->uri, keeper->options.account, keeper->connections,
                                     keeper_now, keeper);
}

/* The turn */

/* After a sleep much may have come in that changes what is to be done: it is read first. */
static void
ask_sources(CrKeeper *keeper, const CrClock *clock) {
  keeper->away = FALSE;
  if (keeper->watchers == NULL)
    return;
  keeper->asked = keeper->fresh ? CR_WATCHERS_FIRST : cr_watchers_ask(keeper->watchers);
  keeper->fresh = FALSE;
  keeper->asked_until_usec = clock->awake_usec + LOOK_USEC;
}

static gboolean
awaits_sources(CrKeeper *keeper, const CrClock *clock) {
  if (keeper->asked != 0 && (clock->awake_usec >= keeper->asked_until_usec ||
                             cr_watchers_answered(keeper->watchers, keeper->asked)))
    keeper->asked = 0;
  return keeper->asked != 0;
}

typedef struct {
  CrInstant timer, letter; /* NONE: none */
  gboolean pending;        /* a letter waits to be sent */
} Due;

static gboolean
load_due(CrKeeper *keeper, Due *due, GError **error) {
  if (!cr_store_begin(keeper->store, keeper->options.account, FALSE, error))
    return FALSE;
  gboolean ok = engine_next_timer(keeper->engine, &due->timer, error) &&
                engine_outbox_due(keeper->engine, &due->letter, error);
  g_autoptr(GPtrArray) pending =
      ok ? cr_store_list_effects(keeper->store, 0, CR_EFFECT_PENDING, error) : NULL;
  cr_store_rollback(keeper->store);
  due->pending = pending && pending->len > 0;
  return pending != NULL;
}

static CrInstant
earlier(CrInstant a, CrInstant b) {
  return a == CR_INSTANT_NONE ? b : b == CR_INSTANT_NONE ? a : MIN(a, b);
}

/* Sources are asked shortly before something falls due, so that at the time itself nothing waits
 * for the network and yet all that could be known is. */
static CrInstant
look_ahead(CrKeeper *keeper, CrInstant due, CrInstant now) {
  if (keeper->connections->len == 0 || keeper->watchers == NULL || due == CR_INSTANT_NONE ||
      keeper->asked_for == due)
    return due;
  if (now < due - LOOK_AHEAD_USEC)
    return due - LOOK_AHEAD_USEC;
  keeper->asked_for = due;
  cr_watchers_ask(keeper->watchers);
  return due;
}

/* Letters go out by the sender, or here when there is none. */
static gboolean
see_to_letters(CrKeeper *keeper, CrInstant now, Due *due, GError **error) {
  gboolean wanted = due->pending || (due->letter != CR_INSTANT_NONE && due->letter <= now);
  if (!wanted)
    return TRUE;
  if (keeper_wake_sender(keeper)) {
    if (due->letter <= now)
      due->letter = CR_INSTANT_NONE; /* what it does wakes us */
    return TRUE;
  }
  return cr_engine_tick(keeper->engine, now, error) && load_due(keeper, due, error);
}

static gboolean
decide(CrKeeper *keeper, CrInstant now, CrInstant *ret_wake, GError **error) {
  Due due;
  gboolean more = FALSE;
  if (!cr_engine_load_watched(keeper->engine, now, error) || !load_due(keeper, &due, error))
    return FALSE;
  if (due.timer != CR_INSTANT_NONE && due.timer <= now &&
      (!cr_engine_decide(keeper->engine, now, STEPS, &more, error) ||
       !load_due(keeper, &due, error)))
    return FALSE;
  if (!see_to_letters(keeper, now, &due, error))
    return FALSE;
  *ret_wake = more || keeper->recheck.wanted
                  ? now
                  : earlier(look_ahead(keeper, due.timer, now), due.letter);
  return TRUE;
}

/* Keeping where we are syncs a file to the disk. Who wakes again at once leaves it for later, as an
 * older mark is as good as long as the database is ahead of it. */
static gboolean
mark_in_time(CrKeeper *keeper, const CrClock *clock, CrInstant wake, GError **error) {
  gboolean soon = wake != CR_INSTANT_NONE && wake < clock->real + MARK_AT_LEISURE_USEC;
  if (soon && keeper->marked_usec && clock->awake_usec - keeper->marked_usec < MARK_MOST_USEC)
    return TRUE;
  keeper->marked_usec = MAX(clock->awake_usec, 1);
  return keeper_mark(keeper, error);
}

static gboolean
decide_and_tell(CrKeeper *keeper, const CrClock *clock, CrInstant *ret_wake, GError **error) {
  if (!decide(keeper, clock->real, ret_wake, error))
    return FALSE;
  *ret_wake = earlier(*ret_wake, keeper_doubt_until(keeper, clock));
  for (guint i = 0; i < keeper->followers->len; i++)
    cr_follow_thread_wake(keeper->followers->pdata[i]);
  if (keeper->notifier)
    cr_notifier_wake(keeper->notifier);
  cr_calendar_writer_wake(keeper->calendars);
  keeper->ready = TRUE;
  return mark_in_time(keeper, clock, *ret_wake, error);
}

gboolean
cr_keeper_turn(CrKeeper *keeper, const CrClock *clock, CrInstant *ret_wake, GError **error) {
  gboolean away = FALSE;
  gboolean ok = keeper_examine(keeper, clock, &away, error);
  keeper->away = g_atomic_int_exchange(&keeper->woke, 0) || keeper->away || away;
  if (!ok || !keeper_recheck_some(keeper, clock->real, error))
    return FALSE;
  if (keeper->away)
    ask_sources(keeper, clock);
  if (!awaits_sources(keeper, clock))
    return decide_and_tell(keeper, clock, ret_wake, error);
  gint64 patience = keeper->recheck.wanted ? 0 : keeper->asked_until_usec - clock->awake_usec;
  *ret_wake = clock->real + patience;
  return TRUE;
}

gboolean
cr_keeper_is_ready(const CrKeeper *keeper) {
  return keeper->ready;
}

gboolean
cr_keeper_once(CrKeeper *keeper, GError **error) {
  const CrSync sync = keeper_sync(keeper);
  CrLastLook look;
  CrInstant wake;
  cr_watchers_look_once(&sync, keeper->connections, keeper->options.open_source, &look);
  do {
    CrClock clock = keeper->options.read_clock(keeper->options.data);
    if (!cr_keeper_turn(keeper, &clock, &wake, error))
      return FALSE;
  } while (wake != CR_INSTANT_NONE && wake <= keeper_now(keeper));
  cr_notify_once(keeper->store, keeper->engine, keeper->connections, keeper_now(keeper));
  cr_calendar_write_once(keeper->store, keeper->options.account, keeper->connections,
                         keeper_now(keeper));
  return TRUE;
}
