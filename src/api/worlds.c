#include "api/worlds.h"

#include "api/events.h"
#include "engine/grants.h"
#include "engine/people.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* All are looked at so seldom, should something not have been heard. */
#define LOOK_USEC (5 * CR_MINUTE)
/* Nobody listens to it any more. */
#define IDLE_USEC CR_MINUTE
/* So long an account's changes are told; asked for again in the middle of it. */
#define HEARD_USEC (20 * CR_MINUTE)
#define EXPIRE_USEC (10 * CR_MINUTE)
#define AWAY_USEC CR_SECOND /* the database is */

typedef struct {
  gint64 account;
  gint64 version, line; /* what its streams were told */
  gint64 used_usec, heard_usec;
} World;

struct _CrWorlds {
  CrServer *server;
  pthread_mutex_t mutex; /* of the table */
  GHashTable *table;     /* account -> World */
  int waker;             /* eventfd: it ends */
  pthread_t thread;
  /* Of the thread: */
  CrDesk *desk;
  CrStore *listener;
  gint64 looked_usec, expired_usec;
};

/* Who listens */

/* The account's sessions if it may look: as its own, or as a coach at others'. */
static gboolean
add_sessions(GHashTable *listeners, CrStore *store, gint64 account, gboolean coach, CrInstant now,
             gboolean *ret_may) {
  g_autoptr(GError) error = NULL;
  g_auto(CrKeys) keys = {0};
  if (!cr_people_keys(store, account, now, &keys, NULL) ||
      !cr_store_begin(store, account, FALSE, NULL))
    return FALSE;
  g_autoptr(CrMember) member = cr_store_load_member(store, &error);
  cr_store_rollback(store);
  *ret_may =
      member && member->state == CR_MEMBER_ACTIVE && (!coach || member->role == CR_ROLE_COACH);
  for (guint i = 0; *ret_may && i < keys.sessions->len; i++)
    g_hash_table_add(listeners, g_strdup(((CrSession *) keys.sessions->pdata[i])->digest));
  return error == NULL;
}

static gboolean
add_coaches(GHashTable *listeners, CrStore *store, gint64 account, CrInstant now) {
  if (!cr_store_begin(store, account, FALSE, NULL))
    return FALSE;
  g_autoptr(GPtrArray) grants = cr_store_list_grants(store, now, NULL);
  cr_store_rollback(store);
  gboolean ok = grants != NULL, may;
  for (guint i = 0; ok && i < grants->len; i++)
    ok = add_sessions(listeners, store, ((CrGrantRow *) grants->pdata[i])->coach, TRUE, now, &may);
  return ok;
}

/* The sessions that may listen to what is new in the account: of one that is suspended nobody's.
 * NULL when that cannot be told. */
static GHashTable *
find_listeners(CrStore *store, gint64 account, CrInstant now) {
  g_autoptr(GHashTable) listeners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gboolean may;
  return add_sessions(listeners, store, account, FALSE, now, &may) &&
                 (!may || add_coaches(listeners, store, account, now))
             ? g_steal_pointer(&listeners)
             : NULL;
}

/* Entering */

/* It is told of changes before it is read what there is: nothing falls between. While nothing is
 * kept, which may be for a change of this very account, it is not waited for: that is asked later.
 */
static World *
world_new(const CrServer *server, CrDesk *desk, GError **error) {
  gboolean keeps = g_atomic_int_get(&server->late) == 0;
  World *world = g_new0(World, 1);
  world->account = desk->account;
  world->heard_usec = keeps ? g_get_monotonic_time() : -HEARD_USEC;
  if ((keeps && !cr_store_hear(desk->store, desk->account, HEARD_USEC, error)) ||
      !cr_events_begin(desk, &world->version, &world->line, error)) {
    g_free(world);
    return NULL;
  }
  return world;
}

/* The account's that is there, else made, which is taken; it may be NULL. */
static World *
use_world(CrWorlds *worlds, gint64 account, World *made) {
  pthread_mutex_lock(&worlds->mutex);
  World *world = g_hash_table_lookup(worlds->table, &account);
  if (world == NULL && made) {
    world = made;
    g_hash_table_insert(worlds->table, &world->account, world);
  }
  if (world)
    world->used_usec = g_get_monotonic_time();
  pthread_mutex_unlock(&worlds->mutex);
  if (made && made != world)
    g_free(made);
  return world;
}

gconstpointer
cr_worlds_enter(CrWorlds *worlds, CrDesk *desk, GError **error) {
  World *world = use_world(worlds, desk->account, NULL);
  World *made = world ? NULL : world_new(worlds->server, desk, error);
  return made ? use_world(worlds, desk->account, made) : world;
}

/* Telling: in the thread alone, as is the end of worlds */

/* A browser whose session has ended, or a coach whose grant has, must not go on listening, also
 * when it began to while that happened: who may is looked up after the news were read. When that
 * cannot be told, nothing is. */
static void
tell(CrWorlds *worlds, World *world) {
  CrDesk *desk = worlds->desk;
  gint64 version = world->version, line = world->line, now_is = 0;
  g_autoptr(GBytes) news = NULL;
  if (!cr_desk_version(desk, world->account, &now_is, NULL) || now_is == version)
    return;
  if (cr_desk_turn_to(desk, world->account, NULL))
    news = cr_events_news(desk, &version, &line);
  g_autoptr(GHashTable) listeners =
      find_listeners(desk->store, world->account, server_now(worlds->server));
  if (listeners == NULL)
    return;
  cr_hub_keep(worlds->server->hub, world, listeners);
  if (news)
    cr_hub_tell(worlds->server->hub, world, news, FALSE);
  world->version = version;
  world->line = line;
}

static void
look_at(CrWorlds *worlds, World *world) {
  cr_store_hold(worlds->desk->store, world->account);
  tell(worlds, world);
  cr_desk_turn_away(worlds->desk);
}

static void
look_at_some(CrWorlds *worlds, const GArray *accounts) {
  for (guint i = 0; i < accounts->len; i++) {
    pthread_mutex_lock(&worlds->mutex);
    World *world = g_hash_table_lookup(worlds->table, &g_array_index(accounts, gint64, i));
    pthread_mutex_unlock(&worlds->mutex);
    if (world)
      look_at(worlds, world);
  }
}

/* Those that nobody has used of late are gone. */
static GArray *
list_worlds(CrWorlds *worlds) {
  GArray *list = g_array_new(FALSE, FALSE, sizeof(World *));
  GHashTableIter iter;
  gpointer value;
  gint64 now_usec = g_get_monotonic_time();
  pthread_mutex_lock(&worlds->mutex);
  g_hash_table_iter_init(&iter, worlds->table);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    World *world = value;
    if (!cr_hub_serves(worlds->server->hub, world) && now_usec - world->used_usec > IDLE_USEC)
      g_hash_table_iter_remove(&iter);
    else
      g_array_append_val(list, world);
  }
  pthread_mutex_unlock(&worlds->mutex);
  return list;
}

static void
look_at_all(CrWorlds *worlds) {
  g_autoptr(GArray) list = list_worlds(worlds);
  gint64 now_usec = worlds->looked_usec = g_get_monotonic_time();
  for (guint i = 0; i < list->len; i++) {
    World *world = g_array_index(list, World *, i);
    if (now_usec - world->heard_usec > HEARD_USEC / 2 &&
        cr_store_hear(worlds->desk->store, world->account, HEARD_USEC, NULL))
      world->heard_usec = now_usec;
    look_at(worlds, world);
  }
  if (now_usec - worlds->expired_usec < EXPIRE_USEC)
    return;
  worlds->expired_usec = now_usec;
  cr_store_expire_attempts(worlds->desk->store, server_now(worlds->server), NULL);
}

/* The thread */

static gboolean
ensure_open(CrWorlds *worlds, GError **error) {
  if (worlds->desk == NULL)
    worlds->desk = server_open_desk(worlds->server, late_goes_on, worlds->server, error);
  if (worlds->desk && worlds->listener == NULL)
    worlds->listener = cr_store_open_beside(worlds->desk->store, error);
  return worlds->listener != NULL;
}

/* Sleeps until something is heard. */
static void
take_turn(CrWorlds *worlds) {
  g_autoptr(GArray) accounts = g_array_new(FALSE, FALSE, sizeof(gint64));
  gboolean missed = FALSE;
  gint64 wait_usec = worlds->looked_usec + LOOK_USEC - g_get_monotonic_time();
  if (!ensure_open(worlds, NULL) ||
      !cr_store_await_changes(worlds->listener, worlds->waker, MAX(wait_usec, 0), accounts, &missed,
                              NULL)) {
    struct pollfd file = {worlds->waker, POLLIN, 0};
    poll(&file, 1, AWAY_USEC / 1000);
    return;
  }
  if (missed || g_get_monotonic_time() - worlds->looked_usec >= LOOK_USEC)
    look_at_all(worlds);
  else
    look_at_some(worlds, accounts);
}

static void *
run(void *data) {
  CrWorlds *worlds = data;
  while (!g_atomic_int_get(&worlds->server->stopping))
    take_turn(worlds);
  return NULL;
}

CrWorlds *
cr_worlds_new(CrServer *server) {
  CrWorlds *worlds = g_new0(CrWorlds, 1);
  worlds->server = server;
  worlds->desk = g_steal_pointer(&server->watcher);
  pthread_mutex_init(&worlds->mutex, NULL);
  worlds->table = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
  worlds->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  pthread_create(&worlds->thread, NULL, run, worlds);
  return worlds;
}

void
cr_worlds_free(CrWorlds *worlds) {
  const guint64 one = 1;
  if (worlds == NULL)
    return;
  (void) !write(worlds->waker, &one, sizeof one);
  pthread_join(worlds->thread, NULL);
  close(worlds->waker);
  cr_desk_free(worlds->desk);
  cr_store_free(worlds->listener);
  g_hash_table_unref(worlds->table);
  pthread_mutex_destroy(&worlds->mutex);
  g_free(worlds);
}
