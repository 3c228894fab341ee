/* What wakes the keeper: a timer by the clock on the wall, which also fires when that clock is set
 * or the machine wakes; the eventfd of its own threads; and the database's write-ahead log, which
 * every process that changes something writes to. */
#include "engine/keeper-private.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define AGAIN_FIRST_USEC CR_SECOND
#define AGAIN_MOST_USEC CR_MINUTE

typedef struct {
  int timer, notify;
  char *log; /* the name of the write-ahead log in its folder */
} Alarm;

static void
alarm_clear(Alarm *alarm) {
  if (alarm->timer >= 0)
    close(alarm->timer);
  if (alarm->notify >= 0)
    close(alarm->notify);
  g_free(alarm->log);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Alarm, alarm_clear)

static gboolean
alarm_open(Alarm *alarm, const char *uri, GError **error) {
  alarm->timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  alarm->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  gboolean ok = alarm->timer >= 0 && alarm->notify >= 0;
  if (ok && g_str_has_prefix(uri, "sqlite:") && strcmp(uri, "sqlite::memory:") != 0) {
    const char *path = uri + strlen("sqlite:");
    g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    alarm->log = g_strconcat(name, "-wal", NULL);
    ok = inotify_add_watch(alarm->notify, folder, IN_MODIFY) >= 0;
  }
  if (!ok)
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                "the keeper cannot be woken by changes: %s", g_strerror(errno));
  return ok;
}

/* The keeper's clock on the wall may be at some distance from the machine's. The timer is always
 * armed, as only then a clock that is set is noticed. */
static void
alarm_set(const Alarm *alarm, const CrKeeper *keeper, CrInstant wake) {
  CrInstant mine = keeper->options.read_clock(keeper->options.data).real;
  gint64 distance = mine - cr_clock_read().real;
  gint64 at = wake == CR_INSTANT_NONE ? mine + 3650 * CR_DAY_USEC : wake - distance;
  at = MAX(at, 1); /* 0 would disarm it */
  const struct itimerspec when = {
      .it_value = {.tv_sec = at / CR_SECOND, .tv_nsec = at % CR_SECOND * 1000}};
  timerfd_settime(alarm->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

static gboolean
log_changed(const Alarm *alarm) {
  char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  gboolean changed = FALSE;
  for (gssize got; (got = read(alarm->notify, buffer, sizeof buffer)) > 0;)
    for (char *at = buffer; at < buffer + got;) {
      const struct inotify_event *event = (const struct inotify_event *) at;
      changed = changed || (event->mask & IN_Q_OVERFLOW) ||
                (event->len && g_strcmp0(event->name, alarm->log) == 0);
      at += sizeof *event + event->len;
    }
  return changed;
}

/* The log is written before the change can be seen. Whoever writes holds the lock until it can. */
static void
await_commit(CrKeeper *keeper) {
  if (cr_store_begin(keeper->store, keeper->options.account, TRUE, NULL))
    cr_store_rollback(keeper->store);
}

/* Sleeps until there is a reason for a turn. */
static void
alarm_wait(const Alarm *alarm, CrKeeper *keeper) {
  struct pollfd files[] = {
      {alarm->timer, POLLIN, 0}, {keeper->waker, POLLIN, 0}, {alarm->notify, POLLIN, 0}};
  guint64 count;
  for (gboolean awake = FALSE; !awake;) {
    if (poll(files, G_N_ELEMENTS(files), -1) < 0)
      return; /* a signal */
    awake = files[0].revents || files[1].revents;
    (void) !read(alarm->timer, &count, sizeof count); /* ECANCELED: the clock was set */
    (void) !read(keeper->waker, &count, sizeof count);
    if (files[2].revents && log_changed(alarm)) {
      await_commit(keeper);
      awake = TRUE;
    }
  }
}

static void
log_error(const GError *error) {
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s; trying again", error->message);
}

gboolean
cr_keeper_run(CrKeeper *keeper, CrKeeperEnd *ret_end, GError **error) {
  g_auto(Alarm) alarm = {-1, -1, NULL};
  guint failures = 0;
  if (!alarm_open(&alarm, keeper->uri, error))
    return FALSE;
  while (!g_atomic_int_get(&keeper->stopping)) {
    CrClock clock = keeper->options.read_clock(keeper->options.data);
    CrInstant wake;
    g_autoptr(GError) local = NULL;
    if (cr_keeper_turn(keeper, &clock, &wake, &local)) {
      failures = 0;
    } else {
      if (failures == 0)
        log_error(local);
      wake = clock.real + MIN(AGAIN_FIRST_USEC << MIN(failures++, 10), AGAIN_MOST_USEC);
    }
    alarm_set(&alarm, keeper, wake);
    if (keeper->options.turned)
      keeper->options.turned(keeper, keeper->options.data);
    alarm_wait(&alarm, keeper);
  }
  *ret_end = CR_KEEPER_STOPPED;
  return TRUE;
}
