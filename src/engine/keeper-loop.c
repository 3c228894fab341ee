/* What wakes the keeper: a timer by the clock on the wall, which also fires when that clock is set
 * or the machine wakes; logind, which tells of that, too; the eventfd of its own threads; the
 * database's write-ahead log, which every process that changes something writes to; another file
 * that takes the database's place; and the files of the set-up and of the zone data. */
#include "engine/keeper-private.h"
#include "engine/rest.h"
#include "engine/zones.h"
#include "net/imap-trust.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define AGAIN_FIRST_USEC CR_SECOND
/* Within a minute of its recovery everything is seen to, and each try may wait some seconds itself.
 */
#define AGAIN_MOST_USEC (30 * CR_SECOND)
/* What other processes keep in a database that is no file tells nobody here: it is looked at. */
#define LOOK_USEC (15 * CR_SECOND)
/* Who sleeps at least so long gives back what was needed meanwhile. */
#define REST_USEC (10 * CR_SECOND)
/* An update replaces one file after the other. */
#define ZONES_SETTLE_USEC (10 * CR_SECOND)

typedef enum { WATCH_LOG, WATCH_DATABASE, WATCH_CONNECTIONS, WATCH_ZONES, N_WATCHES } WatchKind;

typedef struct {
  int folder; /* inotify's number, or -1 */
  char *name; /* of the file in it */
} Watched;

typedef struct {
  int timer, notify;
  Watched watched[N_WATCHES];
  gboolean changed[N_WATCHES]; /* since it was last seen to */
  gboolean unseen;             /* it cannot be seen to yet: look again a little later */
  const char *path;            /* of the database, or NULL */
  struct stat file;            /* that it was when it was opened */
  char *zones;                 /* the version that this process has read */
  gint64 zones_at_usec;        /* by the awake clock: look whether they are new ones; 0: no need */
} Alarm;

static void
alarm_clear(Alarm *alarm) {
  if (alarm->timer >= 0)
    close(alarm->timer);
  if (alarm->notify >= 0)
    close(alarm->notify);
  for (int i = 0; i < N_WATCHES; i++)
    g_free(alarm->watched[i].name);
  g_free(alarm->zones);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Alarm, alarm_clear)

/* A file is watched through its folder: it may be replaced, or not be there yet. */
static gboolean
watch_file(Alarm *alarm, WatchKind kind, const char *path, guint32 events) {
  g_autofree char *folder = g_path_get_dirname(path);
  Watched *watched = &alarm->watched[kind];
  watched->name = g_path_get_basename(path);
  watched->folder = inotify_add_watch(alarm->notify, folder, events | IN_MASK_CREATE);
  if (watched->folder < 0 && errno == EEXIST) /* both are in one folder */
    watched->folder = inotify_add_watch(alarm->notify, folder, events | IN_MASK_ADD);
  return watched->folder >= 0;
}

static gboolean
alarm_open(Alarm *alarm, const CrKeeper *keeper, GError **error) {
  const guint32 replaced = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE;
  const char *path = keeper->uri + strlen("sqlite:");
  if (g_str_has_prefix(keeper->uri, "sqlite:") && *path != ':')
    alarm->path = path;
  alarm->timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  alarm->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  alarm->zones = cr_zones_version();
  for (int i = 0; i < N_WATCHES; i++)
    alarm->watched[i].folder = -1;
  gboolean ok = alarm->timer >= 0 && alarm->notify >= 0;
  if (ok && alarm->path) {
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    ok = watch_file(alarm, WATCH_LOG, log, IN_MODIFY) &&
         watch_file(alarm, WATCH_DATABASE, path, IN_MOVED_TO) && stat(path, &alarm->file) == 0;
  }
  if (ok && keeper->options.connections_path) {
    g_autofree char *folder = g_path_get_dirname(keeper->options.connections_path);
    g_mkdir_with_parents(folder, 0700);
    ok = watch_file(alarm, WATCH_CONNECTIONS, keeper->options.connections_path, replaced);
  }
  if (!ok) {
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                "the keeper cannot be woken by changes: %s", g_strerror(errno));
    return FALSE;
  }
  g_autofree char *zones = g_build_filename(cr_zones_folder(), "tzdata.zi", NULL);
  watch_file(alarm, WATCH_ZONES, zones, replaced); /* without it they are looked at on each start */
  return TRUE;
}

/* The keeper's clock on the wall may be at some distance from the machine's. The timer is always
 * armed, as only then a clock that is set is noticed. */
static void
alarm_set(const Alarm *alarm, CrKeeper *keeper, CrInstant wake) {
  CrInstant mine = keeper_now(keeper);
  CrClock machine = cr_clock_read();
  gint64 at =
      wake == CR_INSTANT_NONE ? machine.real + 3650 * CR_DAY_USEC : wake - (mine - machine.real);
  if (alarm->zones_at_usec)
    at = MIN(at, machine.real + alarm->zones_at_usec - machine.awake_usec);
  at = MAX(at, 1); /* 0 would disarm it */
  const struct itimerspec when = {
      .it_value = {.tv_sec = at / CR_SECOND, .tv_nsec = at % CR_SECOND * 1000}};
  const int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
  /* The clock was set during the turn, which began by the former time: this is the only word. */
  if (timerfd_settime(alarm->timer, flags, &when, NULL) != 0 && errno == ECANCELED)
    cr_keeper_wake(keeper);
}

/* When at the latest it looks, without being told of anything. */
static CrInstant
look_by(const Alarm *alarm, CrInstant now, CrInstant wake) {
  CrInstant at = now + (alarm->unseen ? AGAIN_FIRST_USEC : LOOK_USEC);
  gboolean is_told = alarm->path && !alarm->unseen;
  return is_told || (wake != CR_INSTANT_NONE && wake < at) ? wake : at;
}

static void
note_event(Alarm *alarm, const struct inotify_event *event) {
  for (int i = 0; i < N_WATCHES; i++) {
    const Watched *watched = &alarm->watched[i];
    if ((event->mask & IN_Q_OVERFLOW) ||
        (watched->folder == event->wd && event->len && strcmp(event->name, watched->name) == 0))
      alarm->changed[i] = TRUE;
  }
}

static gboolean
note_changes(Alarm *alarm) {
  char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  for (gssize got; (got = read(alarm->notify, buffer, sizeof buffer)) > 0;)
    for (char *at = buffer; at < buffer + got;) {
      const struct inotify_event *event = (const struct inotify_event *) at;
      note_event(alarm, event);
      at += sizeof *event + event->len;
    }
  gboolean any = FALSE;
  for (int i = 0; i < N_WATCHES; i++)
    any = any || alarm->changed[i];
  return any;
}

/* Sleeps until there is a reason for a turn. */
static void
alarm_wait(Alarm *alarm, CrKeeper *keeper) {
  struct pollfd files[] = {
      {alarm->timer, POLLIN, 0}, {keeper->waker, POLLIN, 0}, {alarm->notify, POLLIN, 0}};
  guint64 count;
  for (gboolean awake = FALSE; !awake;) {
    if (poll(files, G_N_ELEMENTS(files), -1) < 0)
      return; /* a signal */
    /* What is taken is heeded: it may have come after the poll. ECANCELED: the clock was set. */
    gboolean rang = read(alarm->timer, &count, sizeof count) > 0 || errno == ECANCELED;
    awake = read(keeper->waker, &count, sizeof count) > 0 || rang || files[0].revents;
    awake = (files[2].revents && note_changes(alarm)) || awake;
  }
}

/* A first reading, or a look at all calls, takes far more than watching them does. */
static void
rest_before_sleep(CrKeeper *keeper, CrInstant now, CrInstant wake) {
  if (wake != CR_INSTANT_NONE && wake < now + REST_USEC)
    return;
  cr_store_rest(keeper->store);
  cr_imap_trust_rest();
  cr_rest();
}

static void
log_error(const char *what, const GError *error) {
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s%s", what, error->message);
}

static gboolean
load_connections(CrKeeper *keeper, GError **error) {
  g_autoptr(GPtrArray) connections = keeper->options.load_connections
                                         ? keeper->options.load_connections(error)
                                         : g_ptr_array_new();
  return connections && cr_keeper_connect(keeper, connections, error);
}

/* What this process has open is nobody's any more, and its threads would open the other one. */
static gboolean
is_replaced(const Alarm *alarm) {
  struct stat now;
  return alarm->path && stat(alarm->path, &now) == 0 &&
         (now.st_ino != alarm->file.st_ino || now.st_dev != alarm->file.st_dev);
}

/* Whether it goes on in this process. */
static CrKeeperEnd
see_to_changes(Alarm *alarm, CrKeeper *keeper) {
  gint64 awake_usec = cr_clock_read().awake_usec;
  g_autoptr(GError) error = NULL;
  if (is_replaced(alarm))
    return CR_KEEPER_REPLACED;
  /* Who sends by the former ones is waited for, and meanwhile other calls are due. */
  gboolean later = alarm->changed[WATCH_CONNECTIONS] && keeper_is_sending(keeper);
  gboolean busy =
      alarm->changed[WATCH_LOG] && !cr_store_await_writer(keeper->store, keeper->options.account);
  if (alarm->changed[WATCH_CONNECTIONS] && !later && !load_connections(keeper, &error))
    log_error("the connections stay as they were: ", error);
  if (alarm->changed[WATCH_ZONES])
    alarm->zones_at_usec = awake_usec + ZONES_SETTLE_USEC;
  memset(alarm->changed, 0, sizeof alarm->changed);
  alarm->changed[WATCH_CONNECTIONS] = later;
  alarm->changed[WATCH_LOG] = busy; /* nothing tells when it can be seen at last */
  alarm->unseen = busy || later;
  if (alarm->zones_at_usec == 0 || awake_usec < alarm->zones_at_usec)
    return CR_KEEPER_STOPPED;
  alarm->zones_at_usec = 0;
  g_autofree char *version = cr_zones_version();
  return strcmp(version, alarm->zones) != 0 ? CR_KEEPER_ZONES : CR_KEEPER_STOPPED;
}

static void
note_woken(gpointer data) {
  CrKeeper *keeper = data;
  g_atomic_int_set(&keeper->woke, 1);
  cr_keeper_wake(keeper);
}

gboolean
cr_keeper_run(CrKeeper *keeper, CrKeeperEnd *ret_end, GError **error) {
  g_auto(Alarm) alarm = {.timer = -1, .notify = -1};
  guint failures = 0;
  if (!alarm_open(&alarm, keeper, error) || !load_connections(keeper, error))
    return FALSE;
  *ret_end = CR_KEEPER_STOPPED;
  if (keeper->options.perform)
    cr_engine_leave_outbox(keeper->engine);
  cr_rest_note();
  keeper->logind = cr_logind_new(note_woken, keeper);
  keeper_start_watchers(keeper);
  while (*ret_end == CR_KEEPER_STOPPED && !g_atomic_int_get(&keeper->stopping)) {
    CrClock clock = keeper->options.read_clock(keeper->options.data);
    CrInstant wake;
    g_autoptr(GError) local = NULL;
    if (cr_keeper_turn(keeper, &clock, &wake, &local)) {
      failures = 0;
    } else {
      if (failures++ == 0)
        log_error("", local);
      wake = clock.real + cr_worker_back_off(failures, AGAIN_FIRST_USEC, AGAIN_MOST_USEC);
    }
    wake = look_by(&alarm, clock.real, wake);
    alarm_set(&alarm, keeper, wake);
    if (keeper->options.turned)
      keeper->options.turned(keeper, keeper->options.data);
    rest_before_sleep(keeper, clock.real, wake);
    alarm_wait(&alarm, keeper);
    *ret_end = see_to_changes(&alarm, keeper);
  }
  return TRUE;
}
