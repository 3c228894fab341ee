#include "engine/keeper-private.h"

#include "base/error.h"
#include "engine/engine-private.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Decisions wait for the sources as long as this, when the machine slept or has just begun. */
#define LOOK_USEC (20 * CR_SECOND)
/* Before something falls due, the sources that do not speak up by themselves are asked. */
#define LOOK_AHEAD_USEC (20 * CR_SECOND)
/* Between so many decisions the keeper looks up. */
#define STEPS 1024

static CrClock
read_machine(gpointer data) {
  return cr_clock_read();
}

static CrInstant
read_now(gpointer data) {
  CrKeeper *keeper = data;
  return keeper->options.read_clock(keeper->options.data).real;
}

static void
news(gpointer data) {
  cr_keeper_wake(data);
}

CrKeeper *
cr_keeper_new(const CrKeeperOptions *options, GError **error) {
  g_autoptr(CrKeeper) keeper = g_new0(CrKeeper, 1);
  keeper->options = *options;
  keeper->uri = g_strdup(options->uri);
  keeper->options.uri = keeper->uri;
  if (options->read_clock == NULL)
    keeper->options.read_clock = read_machine;
  keeper->asked_for = CR_INSTANT_NONE;
  keeper->followers = g_ptr_array_new_with_free_func((GDestroyNotify) cr_follow_thread_free);
  keeper->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  keeper->store = cr_store_open(keeper->uri, error);
  keeper->lock = keeper->store ? keeper_lock(keeper->uri, error) : -1;
  keeper->engine = keeper->lock >= 0 ? cr_engine_new(keeper->store, options->account, error) : NULL;
  return keeper->engine ? g_steal_pointer(&keeper) : NULL;
}

void
cr_keeper_free(CrKeeper *keeper) {
  if (keeper == NULL)
    return;
  cr_watchers_free(keeper->watchers);
  g_ptr_array_unref(keeper->followers);
  cr_engine_free(keeper->engine);
  cr_store_free(keeper->store);
  if (keeper->lock >= 0)
    close(keeper->lock);
  close(keeper->waker);
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
cr_keeper_connect(CrKeeper *keeper, GPtrArray *connections) {
  const CrSync sync = {.uri = keeper->uri,
                       .account = keeper->options.account,
                       .now = read_now,
                       .intake = keeper->options.intake,
                       .kept = news,
                       .data = keeper};
  g_clear_pointer(&keeper->watchers, cr_watchers_free);
  keeper->watchers = cr_watchers_new(&sync, connections, keeper->options.open_source, news);
  keeper->asked = 0;
}

void
cr_keeper_add_follower(CrKeeper *keeper, const CrFollower *follower) {
  g_ptr_array_add(
      keeper->followers,
      cr_follow_thread_new(follower, keeper->uri, keeper->options.account, read_now, keeper));
}

/* The turn */

/* After a sleep much may have come in that changes what is to be done: it is read first. */
static void
ask_sources(CrKeeper *keeper, const CrClock *clock) {
  if (keeper->watchers == NULL)
    return;
  keeper->asked = (gint64) cr_watchers_ask(keeper->watchers);
  keeper->asked_until_usec = clock->awake_usec + LOOK_USEC;
}

static gboolean
awaits_sources(CrKeeper *keeper, const CrClock *clock) {
  if (keeper->asked != 0 && (clock->awake_usec >= keeper->asked_until_usec ||
                             cr_watchers_answered(keeper->watchers, (guint64) keeper->asked)))
    keeper->asked = 0;
  return keeper->asked != 0;
}

static void
note_clock(CrKeeper *keeper, const CrClock *clock) {
  CrClockJump jump = {0, 0};
  if (keeper->turned)
    jump = cr_clock_jump(&keeper->last, clock);
  if (!keeper->turned || jump.slept_usec || jump.set_usec)
    ask_sources(keeper, clock);
  keeper->last = *clock;
  keeper->turned = TRUE;
}

static gboolean
load_due(CrKeeper *keeper, CrInstant *ret_timer, CrInstant *ret_letter, GError **error) {
  int id = 0;
  CrInstant timer;
  if (!cr_store_begin(keeper->store, keeper->options.account, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_next_due(keeper->store, &id, &timer, error) &&
                engine_outbox_due(keeper->engine, ret_letter, error);
  cr_store_rollback(keeper->store);
  *ret_timer = ok && id != 0 ? timer : CR_INSTANT_NONE;
  return ok;
}

static CrInstant
earlier(CrInstant a, CrInstant b) {
  return a == CR_INSTANT_NONE ? b : b == CR_INSTANT_NONE ? a : MIN(a, b);
}

/* Sources are asked shortly before something falls due, so that at the time itself nothing waits
 * for the network and yet all that could be known is. */
static CrInstant
look_ahead(CrKeeper *keeper, CrInstant due, CrInstant now) {
  if (keeper->watchers == NULL || due == CR_INSTANT_NONE || keeper->asked_for == due)
    return due;
  if (now < due - LOOK_AHEAD_USEC)
    return due - LOOK_AHEAD_USEC;
  keeper->asked_for = due;
  cr_watchers_ask(keeper->watchers);
  return due;
}

static gboolean
decide(CrKeeper *keeper, CrInstant now, CrInstant *ret_wake, GError **error) {
  CrInstant timer, letter;
  gboolean more = FALSE;
  if (!cr_engine_load_watched(keeper->engine, now, error) ||
      !load_due(keeper, &timer, &letter, error))
    return FALSE;
  if (timer != CR_INSTANT_NONE && timer <= now &&
      !cr_engine_decide(keeper->engine, now, STEPS, &more, error))
    return FALSE;
  if (!load_due(keeper, &timer, &letter, error))
    return FALSE;
  if (letter != CR_INSTANT_NONE && letter <= now &&
      (!cr_engine_tick(keeper->engine, now, error) || !load_due(keeper, &timer, &letter, error)))
    return FALSE;
  *ret_wake = more ? now : earlier(look_ahead(keeper, timer, now), letter);
  return TRUE;
}

gboolean
cr_keeper_turn(CrKeeper *keeper, const CrClock *clock, CrInstant *ret_wake, GError **error) {
  note_clock(keeper, clock);
  if (awaits_sources(keeper, clock)) {
    *ret_wake = clock->real + keeper->asked_until_usec - clock->awake_usec;
    return TRUE;
  }
  if (!decide(keeper, clock->real, ret_wake, error))
    return FALSE;
  for (guint i = 0; i < keeper->followers->len; i++)
    cr_follow_thread_wake(keeper->followers->pdata[i]);
  return TRUE;
}
