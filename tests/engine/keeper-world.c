#include "keeper-world.h"

#include "engine/keeper-private.h"
#include "engine/pause.h"
#include "fake-candidate.h"
#include "fake-sources.h"

#include <glib/gstdio.h>
#include <string.h>

#define RESTART_USEC CR_SECOND
#define PATIENCE_USEC (5 * CR_MINUTE) /* of a machine with much else to do */

static char *folder, *uri, *connections_path;

static CrClock
read_clock(gpointer data) {
  World *world = data;
  g_mutex_lock(&world->lock);
  CrClock clock = world->clock;
  g_mutex_unlock(&world->lock);
  return clock;
}

/* With the lock held. */
static void
wait_for_change(World *world) {
  if (!g_cond_wait_until(&world->changed, &world->lock, g_get_monotonic_time() + PATIENCE_USEC))
    g_error("nothing came of it: %u turns, %u letters", world->turns, world->sent->len);
}

static CrOutcome
perform(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  World *world = data;
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  g_mutex_lock(&world->lock);
  g_array_append_val(world->sent, world->truth);
  g_cond_broadcast(&world->changed);
  while (world->slow)
    wait_for_change(world);
  g_mutex_unlock(&world->lock);
  return CR_OUTCOME_SENT;
}

void
begin(World *world, gboolean write) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(world->store, world->account, write, &error));
  g_assert_no_error(error);
}

static void
turned(CrKeeper *keeper, gpointer data) {
  World *world = data;
  g_mutex_lock(&world->lock);
  world->turns++;
  g_cond_broadcast(&world->changed);
  g_mutex_unlock(&world->lock);
}

static gint loaded;

static GPtrArray *
load_connections(GError **error) {
  g_atomic_int_inc(&loaded);
  return fake_sources_connections();
}

guint
times_loaded(void) {
  return (guint) g_atomic_int_get(&loaded);
}

static gpointer
run_keeper(gpointer data) {
  World *world = data;
  g_autoptr(GError) error = NULL;
  CrKeeperEnd end;
  g_assert_true(cr_keeper_run(world->keeper, &end, &error));
  g_assert_no_error(error);
  return NULL;
}

static void
start_keeper(World *world) {
  g_autoptr(GError) error = NULL;
  gboolean turns = world->kind == WORLD_OF_TURNS;
  g_autoptr(GPtrArray) connections =
      turns ? fake_mailbox_connections() : fake_sources_connections();
  const CrKeeperOptions options = {.uri = world->uri,
                                   .account = world->account,
                                   .read_clock = read_clock,
                                   .open_source = turns ? fake_mailbox_open : fake_sources_open,
                                   .load_connections = load_connections,
                                   .connections_path = connections_path,
                                   .perform = perform,
                                   .perform_data = world,
                                   .turned = turned,
                                   .data = world};
  world->keeper = cr_keeper_new(&options, &error);
  g_assert_no_error(error);
  if (world->kind == WORLD_OF_THREADS) {
    world->thread = g_thread_new("keeper", run_keeper, world);
    return;
  }
  g_assert_true(cr_keeper_connect(world->keeper, connections, &error));
  if (world->kind == WORLD_OF_WATCHERS)
    keeper_start_watchers(world->keeper);
}

static void
end_keeper(World *world) {
  if (world->thread) {
    cr_keeper_stop(world->keeper);
    g_thread_join(g_steal_pointer(&world->thread));
  }
  g_clear_pointer(&world->keeper, cr_keeper_free);
  fake_sources_reset();
}

CrInstant
instant(const char *text) {
  CrInstant at;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

CrInterview *
new_interview(CrInstant start, const char *zone) {
  static int number;
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup_printf("call-%d@northwind.example", ++number);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, zone);
  return iv;
}

void
watch_interview(World *world, CrInterview *interview) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, world->clock.real, "test", interview->uid);
  /* The keeper's engine is its thread's. */
  g_autoptr(CrEngine) own =
      world->thread ? cr_engine_new(world->store, world->account, &error) : NULL;
  g_assert_true(cr_engine_watch(own ? own : cr_keeper_engine(world->keeper), interview, fact,
                                world->clock.real, &error));
  g_assert_no_error(error);
}

void
add_interview(World *world, CrInstant start, const char *zone) {
  g_autoptr(CrInterview) iv = new_interview(start, zone);
  watch_interview(world, iv);
}

void
world_open(World *world, const char *now) {
  world_open_kind(world, WORLD_OF_TURNS, now);
}

void
world_open_kind(World *world, WorldKind kind, const char *now) {
  static gint64 accounts;
  g_autoptr(GError) error = NULL;
  *world = (World){.kind = kind, .truth = instant(now), .uri = uri, .account = ++accounts};
  g_mutex_init(&world->lock);
  g_cond_init(&world->changed);
  world->clock = (CrClock){world->truth, CR_HOUR, CR_HOUR, FALSE};
  world->sent = g_array_new(FALSE, FALSE, sizeof(CrInstant));
  world->store = cr_store_open(world->uri, &error);
  g_assert_no_error(error);
  fake_mailbox_blind = FALSE;
  fake_candidate_save(world->store, world->account);
  start_keeper(world);
}

void
world_close(World *world) {
  end_keeper(world);
  cr_store_free(world->store);
  g_array_unref(world->sent);
  g_mutex_clear(&world->lock);
  g_cond_clear(&world->changed);
}

/* What happens in it */

void
pass(World *world, gint64 usec, gboolean asleep) {
  g_mutex_lock(&world->lock);
  world->truth += usec;
  world->clock.real += usec;
  world->clock.boot_usec += usec;
  if (!asleep)
    world->clock.awake_usec += usec;
  g_mutex_unlock(&world->lock);
}

CrInstant
turn(World *world) {
  g_autoptr(GError) error = NULL;
  CrInstant wake;
  gboolean ok = cr_keeper_turn(world->keeper, &world->clock, &wake, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return wake;
}

/* Of the first turn that ends nobody knows when it began. */
void
await_turn(World *world) {
  for (int i = 0; i < 2; i++) {
    g_mutex_lock(&world->lock);
    guint before = world->turns;
    cr_keeper_wake(world->keeper);
    while (world->turns == before)
      wait_for_change(world);
    g_mutex_unlock(&world->lock);
  }
}

void
touch_connections(void) {
  g_assert_true(g_file_set_contents(connections_path, "", 0, NULL));
}

void
await_sent(World *world, guint count) {
  g_mutex_lock(&world->lock);
  while (world->sent->len < count)
    wait_for_change(world);
  g_mutex_unlock(&world->lock);
}

void
be_slow(World *world, gboolean slow) {
  g_mutex_lock(&world->lock);
  world->slow = slow;
  g_cond_broadcast(&world->changed);
  g_mutex_unlock(&world->lock);
}

void
run(World *world, gint64 usec) {
  CrInstant end = world->truth + usec;
  for (guint turns = 0;; turns++) {
    CrInstant wake = turn(world);
    gint64 left = end - world->truth;
    if (left <= 0)
      return;
    gint64 next = wake == CR_INSTANT_NONE ? left : CLAMP(wake - world->clock.real, 1, left);
    g_assert_cmpuint(turns, <, 4000); /* a keeper that does not come to rest */
    pass(world, next, FALSE);
  }
}

void
set_clock(World *world, gint64 usec) {
  g_mutex_lock(&world->lock);
  world->clock.real += usec;
  g_mutex_unlock(&world->lock);
}

void
set_right(World *world) {
  g_mutex_lock(&world->lock);
  world->clock.real = world->truth;
  world->clock.synced = TRUE;
  g_mutex_unlock(&world->lock);
}

void
note_of_instance(World *world, const char *group, const char *key, const char *value) {
  g_autoptr(GError) error = NULL;
  begin(world, FALSE);
  g_autofree char *id = cr_store_get(world->store, "instance", NULL);
  cr_store_rollback(world->store);
  g_autofree char *name = g_strdup_printf("instance-%s.ini", id);
  g_autofree char *path = g_build_filename(g_getenv("XDG_STATE_HOME"), "crickets", name, NULL);
  g_autoptr(GKeyFile) file = g_key_file_new();
  if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &error))
    return; /* no keeper was ever here */
  g_key_file_set_string(file, group, key, value);
  g_assert_true(g_key_file_save_to_file(file, path, &error));
}

void
restart(World *world, gboolean machine_too) {
  end_keeper(world);
  if (machine_too) {
    note_of_instance(world, "clock", "run", "another");
    world->clock.boot_usec = world->clock.awake_usec = 10 * CR_MINUTE;
  }
  pass(world, RESTART_USEC, FALSE);
  start_keeper(world);
}

CrInterview *
interview(World *world, int id) {
  begin(world, FALSE);
  CrInterview *iv = cr_store_load_interview(world->store, id, NULL);
  cr_store_rollback(world->store);
  g_assert_nonnull(iv);
  return iv;
}

char *
pause_of(World *world) {
  begin(world, FALSE);
  char *why = cr_pause_why(world->store, NULL);
  cr_store_rollback(world->store);
  return why;
}

guint
times_told(World *world, int interview, const char *event, const char *words) {
  guint count = 0;
  begin(world, FALSE);
  g_autoptr(GPtrArray) rows = cr_store_timeline(world->store, 0, 0, NULL);
  cr_store_rollback(world->store);
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    count += (interview == 0 || row->interview == interview) && strcmp(row->event, event) == 0 &&
             strstr(row->text, words);
  }
  return count;
}

gboolean
was_told(World *world, const char *event, const char *words) {
  return times_told(world, 0, event, words) > 0;
}

void
tell_timeline(World *world) {
  begin(world, FALSE);
  g_autoptr(GPtrArray) rows = cr_store_timeline(world->store, 0, 0, NULL);
  cr_store_rollback(world->store);
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    g_autofree char *at = cr_instant_format(row->at, cr_zone_utc());
    g_test_message("%s %d %s: %s", at, row->interview, row->event, row->text);
  }
}

void
assert_sent(World *world, guint count, CrInstant not_before) {
  if (world->sent->len != count)
    tell_timeline(world);
  g_assert_cmpuint(world->sent->len, ==, count);
  for (guint i = 0; i < count; i++)
    g_assert_cmpint(g_array_index(world->sent, CrInstant, i), >=, not_before);
}

guint32
dice(World *world, guint32 sides) {
  world->random = world->random * 1664525 + 1013904223;
  return (guint32) (((guint64) world->random * sides) >> 32);
}

void
befall(World *world, guint what, gint64 step_usec, guint most_min) {
  switch (what) {
  case 0:
    pass(world, (1 + dice(world, 2 * most_min)) * CR_MINUTE, TRUE);
    break;
  case 1:
    set_clock(world, step_usec);
    world->clock.synced = FALSE;
    break;
  case 2:
    set_right(world);
    break;
  case 3:
    restart(world, FALSE);
    break;
  case 4:
    fake_mailbox_blind = dice(world, 3) == 0;
    break;
  default:
    run(world, (1 + dice(world, most_min)) * CR_MINUTE);
    break;
  }
}

void
world_make_folder(void) {
  /* Where files need not reach a disk: thousands of databases' worth of commits. */
  folder = g_mkdtemp(g_strdup(g_file_test("/dev/shm", G_FILE_TEST_IS_DIR)
                                  ? "/dev/shm/crickets-keeper-XXXXXX"
                                  : "/tmp/crickets-keeper-XXXXXX"));
  g_setenv("XDG_STATE_HOME", folder, TRUE);
  g_unsetenv("DBUS_SESSION_BUS_ADDRESS"); /* nobody's desktop is told */
  uri = g_strdup_printf("sqlite:%s/crickets.db", folder);
  connections_path = g_build_filename(folder, "connections.ini", NULL);
}

static void
remove_all(const char *path) {
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    remove_all(inner);
  }
  g_remove(path);
}

void
world_remove_folder(void) {
  remove_all(folder);
  g_clear_pointer(&folder, g_free);
  g_clear_pointer(&uri, g_free);
  g_clear_pointer(&connections_path, g_free);
}

const char *
world_folder(void) {
  return folder;
}

const char *
world_uri(void) {
  return uri;
}
