#include "engine/crew-private.h"

#include "base/error.h"
#include "base/tally.h"
#include "engine/worker.h"
#include "engine/zones.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* So often it looks also when nobody tells of anything: a notice may be lost with its connection.
 */
#define LOOK_USEC (15 * CR_SECOND)
#define AGAIN_USEC CR_SECOND
/* Turns that are claimed for each worker: enough that none waits for the next claim. When they are
 * short, as many as end in a second, but not more than MOST_AHEAD in all. */
#define AHEAD 2
#define MOST_AHEAD 2048
#define RATE_USEC (CR_SECOND / 4)
#define MOST_GROWTH 4 /* each time that as many ended as are held */
#define TOGETHER 512  /* share a transaction, at most */
/* As in the keeper: a clock that was set by so much, and that nothing keeps right, is not trusted.
 */
#define DOUBT_USEC (2 * CR_MINUTE)
/* Nor is one that is so far from the database's: it would take turns early, or hold none. */
#define APART_USEC (5 * CR_SECOND)
#define COMPARE_USEC (10 * CR_SECOND) /* so often they are compared */

struct _CrCrew {
  CrCrewOptions options;
  char *uri, *holder;
  CrStore *store; /* of the thread that claims */
  int waker;      /* eventfd */
  gint stopping;  /* atomic, as the counts */
  CrCrewCounts counts;
  GThread **threads;
  gint64 rated_usec; /* when and at what count it was last reckoned how many end in a second */
  gint rated, ahead;
  CrClock clock; /* as last read */
  gint64 set_usec;
  gint64 compared_usec; /* when, by the monotonic clock; 0: it must be */
  gint64 apart_usec;    /* the machine's clock and the database's, at least; ahead is positive */
  gboolean told;        /* that something is wrong */
  gint64 *began_usec;   /* of each worker, atomic: when it began what it is at; 0: nothing */
  gint begun;           /* workers so far */

  pthread_mutex_t lock; /* of what follows */
  pthread_cond_t changed;
  GQueue turns;  /* CrTurn *, claimed and not begun */
  GQueue single; /* the same, of those that are taken by themselves */
  gboolean draining;
};

static CrClock
read_machine(gpointer data) {
  return cr_clock_read();
}

static gboolean
goes_on(gpointer crew) {
  return !g_atomic_int_get(&((CrCrew *) crew)->stopping);
}

/* Who is told to end waits for no standby: the lease of what it had begun runs out. */
static CrStore *
open_store(CrCrew *crew, GError **error) {
  return cr_store_open_until(crew->uri, goes_on, crew, error);
}

CrCrew *
cr_crew_new(const CrCrewOptions *options, GError **error) {
  g_autoptr(CrCrew) crew = g_new0(CrCrew, 1);
  crew->options = *options;
  crew->uri = g_strdup(options->uri);
  crew->options.uri = crew->uri;
  if (options->read_clock == NULL)
    crew->options.read_clock = read_machine;
  if (options->machine_clock == NULL)
    crew->options.machine_clock = g_get_real_time;
  crew->began_usec = g_new0(gint64, options->workers);
  crew->holder = g_uuid_string_random();
  crew->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  crew->clock = crew->options.read_clock(options->data);
  crew->counts.looked_usec = crew->counts.tried_usec = g_get_monotonic_time();
  crew->ahead = (gint) options->workers * AHEAD;
  pthread_mutex_init(&crew->lock, NULL);
  pthread_cond_init(&crew->changed, NULL);
  g_queue_init(&crew->turns);
  g_queue_init(&crew->single);
  crew->store = open_store(crew, error);
  if (crew->store == NULL || !cr_store_check_shared(crew->store, error))
    return NULL;
  return g_steal_pointer(&crew);
}

void
cr_crew_free(CrCrew *crew) {
  if (crew == NULL)
    return;
  cr_store_free(crew->store);
  close(crew->waker);
  g_queue_clear_full(&crew->turns, g_free);
  g_queue_clear_full(&crew->single, g_free);
  pthread_mutex_destroy(&crew->lock);
  pthread_cond_destroy(&crew->changed);
  g_free(crew->began_usec);
  g_free(crew->holder);
  g_free(crew->uri);
  g_free(crew);
}

static void
wake(CrCrew *crew) {
  guint64 one = 1;
  (void) !write(crew->waker, &one, sizeof one);
}

void
cr_crew_stop(CrCrew *crew) {
  g_atomic_int_set(&crew->stopping, 1);
  wake(crew);
}

/* For how long a worker has been at the same. */
static gint64
longest(const CrCrew *crew) {
  gint64 now = g_get_monotonic_time(), most = 0;
  for (guint i = 0; i < crew->options.workers; i++) {
    gint64 began = __atomic_load_n(&crew->began_usec[i], __ATOMIC_RELAXED);
    most = began ? MAX(most, now - began) : most;
  }
  return most;
}

CrCrewCounts
cr_crew_counts(CrCrew *crew) {
  return (CrCrewCounts){.turns = g_atomic_int_get(&crew->counts.turns),
                        .doubts = g_atomic_int_get(&crew->counts.doubts),
                        .longest_usec = longest(crew),
                        .failures = g_atomic_int_get(&crew->counts.failures),
                        .in_hand = g_atomic_int_get(&crew->counts.in_hand),
                        .stopping = g_atomic_int_get(&crew->stopping),
                        .looked_usec = __atomic_load_n(&crew->counts.looked_usec, __ATOMIC_RELAXED),
                        .tried_usec = __atomic_load_n(&crew->counts.tried_usec, __ATOMIC_RELAXED)};
}

static void
log_once(CrCrew *crew, const char *what) {
  if (!crew->told)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", what);
  crew->told = TRUE;
}

/* Working */

/* CrTurn: one, or several that may be taken together. NULL when it is over. */
static GArray *
take(CrCrew *crew) {
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  pthread_mutex_lock(&crew->lock);
  while (!crew->draining && g_queue_is_empty(&crew->turns) && g_queue_is_empty(&crew->single))
    pthread_cond_wait(&crew->changed, &crew->lock);
  GQueue *queue = g_queue_is_empty(&crew->single) ? &crew->turns : &crew->single;
  guint most = queue == &crew->single ? 1 : TOGETHER;
  while (turns->len < most && !crew->draining && !g_queue_is_empty(queue)) {
    g_autofree CrTurn *turn = g_queue_pop_head(queue);
    g_array_append_val(turns, *turn);
  }
  pthread_mutex_unlock(&crew->lock);
  if (turns->len == 0)
    g_clear_pointer(&turns, g_array_unref);
  return turns;
}

static void
hand_out(CrCrew *crew, const GArray *turns, gboolean single) {
  pthread_mutex_lock(&crew->lock);
  for (guint i = 0; i < turns->len; i++) {
    CrTurn *turn = g_memdup2(&g_array_index(turns, CrTurn, i), sizeof(CrTurn));
    g_queue_push_tail(single || turn->tries > 1 ? &crew->single : &crew->turns, turn);
  }
  pthread_cond_broadcast(&crew->changed);
  pthread_mutex_unlock(&crew->lock);
}

static void
count(CrCrew *crew, guint n, gboolean ok) {
  g_atomic_int_add(ok ? &crew->counts.turns : &crew->counts.failures, (gint) n);
  cr_tally_add(ok ? CR_TALLY_ENDED : CR_TALLY_FAILED, n);
  g_atomic_int_add(&crew->counts.in_hand, -(gint) n);
}

static void
work_on(CrCrew *crew, CrStore *store, GArray *turns) {
  guint n = turns->len;
  if (n == 1) {
    gboolean ok = FALSE;
    crew_take_turn(&crew->options, store, crew->holder, &g_array_index(turns, CrTurn, 0), &ok);
    count(crew, 1, ok);
    return;
  }
  g_autoptr(GArray) later = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  crew_take_together(&crew->options, store, crew->holder, turns, later);
  count(crew, n - turns->len - later->len, TRUE);
  hand_out(crew, turns, TRUE);
  hand_out(crew, later, FALSE);
}

static CrStore *
open_own_store(CrCrew *crew, GError **error) {
  CrStore *store = open_store(crew, error);
  if (store)
    cr_store_keep_turns(store, TRUE);
  return store;
}

/* The database is there before the first turn, which would have to wait for it. */
static gpointer
work(gpointer data) {
  CrCrew *crew = data;
  gint64 *began_usec = &crew->began_usec[g_atomic_int_add(&crew->begun, 1)];
  g_autoptr(CrStore) store = open_own_store(crew, NULL);
  GArray *next;
  while ((next = take(crew)) != NULL) {
    g_autoptr(GArray) turns = next;
    g_autoptr(GError) error = NULL;
    __atomic_store_n(began_usec, g_get_monotonic_time(), __ATOMIC_RELAXED);
    if (store == NULL)
      store = open_own_store(crew, &error);
    if (store) {
      work_on(crew, store, turns);
    } else { /* their leases run out */
      g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
      count(crew, turns->len, FALSE);
    }
    __atomic_store_n(began_usec, 0, __ATOMIC_RELAXED);
    wake(crew);
  }
  return NULL;
}

/* Claiming */

/* How many turns are held at most, those that are being taken included. */
static gint
reckon_ahead(CrCrew *crew) {
  gint64 now = g_get_monotonic_time(), took = now - crew->rated_usec;
  gint ended = g_atomic_int_get(&crew->counts.turns), workers = (gint) crew->options.workers;
  if (took >= RATE_USEC || ended - crew->rated >= crew->ahead) {
    gint64 rate = (ended - crew->rated) * CR_SECOND / MAX(took, 1);
    gint most = MIN(MOST_AHEAD, MOST_GROWTH * crew->ahead);
    crew->ahead = MAX(workers * AHEAD, (gint) MIN(rate, most));
    crew->rated = ended;
    crew->rated_usec = now;
  }
  return crew->ahead;
}

/* Two witnesses: turns are taken by this machine's clock, and leased to all by the database's. */
static gboolean
compare_clocks(CrCrew *crew, GError **error) {
  gint64 now_usec = g_get_monotonic_time();
  CrInstant server, before = crew->options.machine_clock();
  if (crew->compared_usec && now_usec - crew->compared_usec < COMPARE_USEC)
    return TRUE;
  if (!cr_store_read_clock(crew->store, &server, error))
    return FALSE;
  CrInstant after = crew->options.machine_clock();
  crew->apart_usec = before > server ? before - server : after < server ? after - server : 0;
  crew->compared_usec = MAX(now_usec, 1);
  return TRUE;
}

/* *ret_why stays NULL while it is trusted; else free with g_free. */
static gboolean
doubt_clock(CrCrew *crew, char **ret_why, GError **error) {
  CrClock clock = crew->options.read_clock(crew->options.data);
  gint64 set_usec = cr_clock_jump(&crew->clock, &clock).set_usec;
  crew->set_usec = clock.synced ? 0 : crew->set_usec + set_usec;
  crew->clock = clock;
  if (set_usec != 0)
    crew->compared_usec = 0;
  if (!compare_clocks(crew, error))
    return FALSE;
  if (ABS(crew->apart_usec) >= APART_USEC)
    *ret_why = g_strdup_printf("the clock here is %" G_GINT64_FORMAT " s %s the database's: "
                               "nothing is done until they agree",
                               ABS(crew->apart_usec) / CR_SECOND,
                               crew->apart_usec > 0 ? "ahead of" : "behind");
  else if (ABS(crew->set_usec) >= DOUBT_USEC)
    *ret_why = g_strdup("the clock was set, and nothing tells that it is right: nothing is done "
                        "until it is synchronised or crickets is started anew");
  g_atomic_int_set(&crew->counts.doubts, *ret_why != NULL);
  return TRUE;
}

/* Only as much as can be begun soon: what is left is free for others; and not for every one that
 * ends. *ret_wait: until there may be more. */
static gboolean
claim(CrCrew *crew, gint64 *ret_wait_usec, GError **error) {
  gint ahead = reckon_ahead(crew), room = ahead - g_atomic_int_get(&crew->counts.in_hand);
  CrInstant now = crew->clock.real, due = CR_INSTANT_NONE;
  gint64 lease = crew->options.lease_usec ? crew->options.lease_usec : CR_MINUTE;
  *ret_wait_usec = LOOK_USEC;
  if (room <= ahead / 4)
    return TRUE;
  g_autoptr(GArray) turns =
      cr_store_claim_turns(crew->store, crew->holder, now, now + lease, (guint) room, error);
  if (turns == NULL)
    return FALSE;
  cr_tally_add(CR_TALLY_CLAIMED, turns->len);
  g_atomic_int_add(&crew->counts.in_hand, (gint) turns->len);
  hand_out(crew, turns, FALSE);
  if (turns->len == (guint) room)
    return TRUE;
  if (!cr_store_next_turn(crew->store, &due, error))
    return FALSE;
  if (due != CR_INSTANT_NONE && due < CR_INSTANT_MAX)
    *ret_wait_usec = CLAMP(due - now, 1000, LOOK_USEC);
  return TRUE;
}

/* Not even the database answers: a moment without it. */
static void
pause_for(CrCrew *crew, gint64 usec) {
  struct pollfd file = {crew->waker, POLLIN, 0};
  poll(&file, 1, (int) (usec / 1000));
}

/* So that a new one is noted soon; behind the claim, which somebody may wait for. */
static gboolean
look_at_home(CrCrew *crew, GError **error) {
  CrHome home;
  return cr_store_find_home(crew->store, crew->clock.real, &home, error);
}

static void
claim_until_stopped(CrCrew *crew, CrKeeperEnd *ret_end) {
  g_autofree char *zones = cr_zones_version();
  guint failures = 0;
  while (goes_on(crew)) {
    g_autoptr(GError) error = NULL;
    g_autofree char *zones_now = cr_zones_version();
    guint64 count;
    gint64 wait_usec = LOOK_USEC;
    __atomic_store_n(&crew->counts.tried_usec, g_get_monotonic_time(), __ATOMIC_RELAXED);
    if (strcmp(zones, zones_now) != 0) {
      *ret_end = CR_KEEPER_ZONES;
      return;
    }
    g_autofree char *doubt = NULL;
    gboolean asked = doubt_clock(crew, &doubt, &error);
    if (doubt)
      log_once(crew, doubt);
    (void) !read(crew->waker, &count, sizeof count);
    if (!goes_on(crew)) /* which may be what woke */
      return;
    if (!asked ||
        (doubt == NULL && (!claim(crew, &wait_usec, &error) || !look_at_home(crew, &error))) ||
        !cr_store_await_turns(crew->store, crew->waker, wait_usec, &error)) {
      log_once(crew, error->message);
      pause_for(crew, cr_worker_back_off(++failures, AGAIN_USEC, CR_MINUTE));
      continue;
    }
    failures = 0;
    __atomic_store_n(&crew->counts.looked_usec, g_get_monotonic_time(), __ATOMIC_RELAXED);
    crew->told = doubt != NULL;
  }
}

/* Ends the threads, and gives back what they did not begin. */
static void
drain(CrCrew *crew) {
  pthread_mutex_lock(&crew->lock);
  crew->draining = TRUE;
  pthread_cond_broadcast(&crew->changed);
  pthread_mutex_unlock(&crew->lock);
  for (guint i = 0; i < crew->options.workers; i++)
    g_thread_join(crew->threads[i]);
  g_clear_pointer(&crew->threads, g_free);
  gboolean lost = FALSE; /* without the database each would be waited for: their leases run out */
  CrTurn *next;
  while (!lost && ((next = g_queue_pop_head(&crew->turns)) != NULL ||
                   (next = g_queue_pop_head(&crew->single)) != NULL)) {
    g_autofree CrTurn *turn = next;
    g_autoptr(GError) error = NULL;
    CrInstant now = crew->options.read_clock(crew->options.data).real;
    if (!crew_give_back(crew->store, crew->holder, turn, now, &error))
      g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s", error->message);
    lost = g_error_matches(error, CR_ERROR, CR_ERROR_LOST);
  }
}

gboolean
cr_crew_run(CrCrew *crew, CrKeeperEnd *ret_end, GError **error) {
  crew->threads = g_new0(GThread *, crew->options.workers);
  for (guint i = 0; i < crew->options.workers; i++)
    crew->threads[i] = g_thread_new("crew", work, crew);
  *ret_end = CR_KEEPER_STOPPED;
  claim_until_stopped(crew, ret_end);
  drain(crew);
  return TRUE;
}
