#include "api/service.h"

#include "api/events.h"
#include "base/error.h"
#include "engine/grants.h"

#include <arpa/inet.h>
#include <string.h>

/* Nobody listens to it any more. */
#define WORLD_IDLE_USEC CR_MINUTE
#define EXPIRE_USEC (10 * CR_MINUTE)
#define MAX_LETTERS 1000 /* that wait for the mail server */

typedef struct {
  gint64 account;
  gint64 version, line; /* what its streams were told */
  char *listeners;      /* a digest of who could listen then */
  gint64 used_usec;
} World;

static void
world_free(gpointer data) {
  World *world = data;
  g_free(world->listeners);
  g_free(world);
}

/* Letting in */

static CrReply *
no_session(void) {
  return cr_reply_problem(401, "sign-in", "Sign in first.");
}

static CrReply *
reply_of(const GError *error) {
  return g_error_matches(error, CR_ERROR, CR_ERROR_DENIED) ? no_session() : cr_reply_error(error);
}

CrReply *
service_check_token(CrServer *server, CrDesk *desk, const char *token, gboolean files) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMember) member = NULL;
  gint64 account;
  if (!cr_token_account(token, &account))
    return no_session();
  if (!files)
    return NULL;
  g_autoptr(CrSession) session =
      cr_people_session(desk->store, token, server_now(server), &member, &error);
  return session ? NULL : reply_of(error);
}

/* Whose data a session may see and change: its member's own. */
static gint64
account_of(const CrRequest *request) {
  gint64 account = 0;
  cr_token_account(request->session, &account);
  return account;
}

void
service_hold(const CrRequest *request, CrDesk *desk) {
  if (cr_route_is_page(request->route))
    cr_store_hold(desk->store, account_of(request));
}

gboolean
service_is_proved(const CrSession *session, CrInstant now) {
  return session && now - session->proved < CR_PROVED_USEC;
}

/* What is read in one transaction begins here, so it is here that a server which went away while
 * nobody looked is missed: another is asked then. */
static CrSession *
find_session(CrServer *server, CrRequest *request, CrDesk *desk, GError **error) {
  g_autoptr(GError) local = NULL;
  CrSession *session = cr_people_session(desk->store, request->session, server_now(server),
                                         &request->member, &local);
  if (g_error_matches(local, CR_ERROR, CR_ERROR_LOST))
    return cr_people_session(desk->store, request->session, server_now(server), &request->member,
                             error);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return session;
}

static CrReply *
admit_session(CrServer *server, CrRequest *request, CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  request->login = find_session(server, request, desk, &error);
  if (request->login == NULL)
    return reply_of(error);
  if ((request->route->flags & CR_ROUTE_ADMIN) && request->member->role != CR_ROLE_ADMINISTRATOR)
    return cr_reply_not_there();
  if ((request->route->flags & CR_ROUTE_COACH) && request->member->role != CR_ROLE_COACH)
    return cr_reply_not_there();
  if ((request->route->flags & CR_ROUTE_PROVED) &&
      !service_is_proved(request->login, server_now(server)))
    return cr_reply_problem(403, "prove-yourself", "Show first that it is you: sign in once more.");
  if (request->visit)
    return visit_admit(request, desk, account_of(request), server_now(server));
  return cr_desk_turn_to(desk, account_of(request), &error) ? NULL : cr_reply_error(error);
}

/* A phone or a calendar has no session: its address says whose it is, and its secret that it is. */
static CrReply *
admit_device(CrServer *server, CrRequest *request, CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  g_auto(CrKnown) known = {0};
  gboolean feed = request->name != NULL;
  const char *text = feed ? request->name : cr_target_parameter(&request->target, "account");
  gint64 account = text ? g_ascii_strtoll(text, NULL, 10) : 0;
  if (account > 0 && !cr_people_know(desk->store, account, server_now(server), &known, &error))
    return cr_reply_error(error);
  if (known.member && known.member->state == CR_MEMBER_ACTIVE)
    return cr_desk_turn_to(desk, account, &error) ? NULL : cr_reply_error(error);
  return feed ? cr_reply_problem(404, "not-found", "There is no such calendar.")
              : cr_reply_problem(401, "unknown-phone",
                                 "no phone that is known here sent this, or its clock is wrong");
}

CrReply *
service_admit(CrServer *server, CrRequest *request, CrDesk *desk) {
  gboolean outside = *request->route->pattern == '/' && !(request->route->flags & CR_ROUTE_SERVICE);
  if (outside)
    return admit_device(server, request, desk);
  return request->route->flags & CR_ROUTE_OPEN ? NULL : admit_session(server, request, desk);
}

/* The last address that a proxy adds is the one that it saw; those before are whatever its caller
 * wrote. */
static char *
last_of(const char *forwarded) {
  const char *comma = forwarded ? strrchr(forwarded, ',') : NULL;
  return forwarded ? g_strstrip(g_strdup(comma ? comma + 1 : forwarded)) : NULL;
}

char *
service_source(const char *forwarded) {
  g_autofree char *named = last_of(forwarded);
  struct in_addr v4;
  struct in6_addr v6;
  char text[INET6_ADDRSTRLEN] = "";
  if (named && inet_pton(AF_INET, named, &v4) == 1)
    return g_strdup(named);
  if (named && inet_pton(AF_INET6, named, &v6) == 1) {
    memset(v6.s6_addr + 8, 0, 8);
    return g_strdup(inet_ntop(AF_INET6, &v6, text, sizeof text));
  }
  return g_strdup("127.0.0.1"); /* the server is reached from this machine only */
}

/* Worlds */

static int
compare_digests(gconstpointer a, gconstpointer b) {
  return strcmp((*(CrSession *const *) a)->digest, (*(CrSession *const *) b)->digest);
}

/* Of which sessions the account has, in whatever order they were used. */
static gboolean
add_sessions(GChecksum *sum, CrStore *store, gint64 account, CrInstant now) {
  g_auto(CrKeys) keys = {0};
  if (!cr_people_keys(store, account, now, &keys, NULL))
    return FALSE;
  g_ptr_array_sort(keys.sessions, compare_digests);
  for (guint i = 0; i < keys.sessions->len; i++) {
    const char *digest = ((CrSession *) keys.sessions->pdata[i])->digest;
    g_checksum_update(sum, (const guchar *) digest, (gssize) strlen(digest));
  }
  return TRUE;
}

/* Of a coach who may listen, too: who is suspended has no session. */
static gboolean
add_coaches(GChecksum *sum, CrStore *store, gint64 account, CrInstant now) {
  if (!cr_store_begin(store, account, FALSE, NULL))
    return FALSE;
  g_autoptr(GPtrArray) grants = cr_store_list_grants(store, now, NULL);
  cr_store_rollback(store);
  gboolean ok = grants != NULL;
  for (guint i = 0; ok && i < grants->len; i++) {
    const CrGrantRow *row = grants->pdata[i];
    g_checksum_update(sum, (const guchar *) &row->coach, sizeof row->coach);
    ok = add_sessions(sum, store, row->coach, now);
  }
  return ok;
}

/* Of everybody who may listen to what is new in the desk's account. */
static char *
digest_listeners(CrDesk *desk, CrInstant now) {
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  return add_sessions(sum, desk->store, desk->account, now) &&
                 add_coaches(sum, desk->store, desk->account, now)
             ? g_strdup(g_checksum_get_string(sum))
             : NULL;
}

static World *
world_new(CrServer *server, CrDesk *desk, GError **error) {
  World *world = g_new0(World, 1);
  world->account = desk->account;
  if (!cr_events_begin(desk, &world->version, &world->line, error)) {
    world_free(world);
    return NULL;
  }
  world->listeners = digest_listeners(desk, server_now(server));
  return world;
}

/* The account's that is there, else made, which is taken; it may be NULL. */
static World *
use_world(CrServer *server, gint64 account, World *made) {
  pthread_mutex_lock(&server->mutex);
  World *world = g_hash_table_lookup(server->worlds, &account);
  if (world == NULL && made) {
    world = made;
    g_hash_table_insert(server->worlds, &world->account, world);
  }
  if (world)
    world->used_usec = g_get_monotonic_time();
  pthread_mutex_unlock(&server->mutex);
  if (made && made != world)
    world_free(made);
  return world;
}

gconstpointer
service_world(CrServer *server, CrDesk *desk, GError **error) {
  World *world = use_world(server, desk->account, NULL);
  World *made = world ? NULL : world_new(server, desk, error);
  return made ? use_world(server, desk->account, made) : world;
}

/* A browser whose session has ended, or a coach whose grant has, must not go on listening: all of
 * the account's come again, and that one is not let in. FALSE when it cannot be told: say nothing
 * then. */
static gboolean
end_if_listeners_changed(CrServer *server, CrDesk *desk, World *world) {
  char *listeners = digest_listeners(desk, server_now(server));
  if (listeners == NULL)
    return FALSE;
  if (world->listeners && strcmp(listeners, world->listeners) != 0)
    cr_hub_end(server->hub, world, FALSE);
  g_free(world->listeners);
  world->listeners = listeners;
  return TRUE;
}

/* In the thread that looks: nobody else changes what a world was told. */
static void
look_at(CrServer *server, CrDesk *desk, World *world) {
  g_autoptr(GError) error = NULL;
  gint64 version = 0;
  if (!cr_desk_version(desk, world->account, &version, NULL) ||
      (version == world->version && world->listeners) ||
      !cr_desk_turn_to(desk, world->account, &error) ||
      !end_if_listeners_changed(server, desk, world))
    return;
  g_autoptr(GBytes) news = cr_events_news(desk, &world->version, &world->line);
  if (news)
    cr_hub_tell(server->hub, world, news, FALSE);
}

static GArray *
list_worlds(CrServer *server) {
  GArray *worlds = g_array_new(FALSE, FALSE, sizeof(World *));
  GHashTableIter iter;
  gpointer value;
  gint64 now_usec = g_get_monotonic_time();
  g_hash_table_iter_init(&iter, server->worlds);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    World *world = value;
    if (!cr_hub_serves(server->hub, world) && now_usec - world->used_usec > WORLD_IDLE_USEC)
      g_hash_table_iter_remove(&iter);
    else
      g_array_append_val(worlds, world);
  }
  return worlds;
}

/* One world at a time, so that who has just changed something need not wait until all were looked
 * at. Worlds go away in the one thread that looks at all. */
static pthread_mutex_t looking = PTHREAD_MUTEX_INITIALIZER;

void
service_look_at(CrServer *server, CrDesk *desk) {
  pthread_mutex_lock(&looking);
  pthread_mutex_lock(&server->mutex);
  World *world = g_hash_table_lookup(server->worlds, &desk->account);
  pthread_mutex_unlock(&server->mutex);
  if (world)
    look_at(server, desk, world);
  pthread_mutex_unlock(&looking);
}

void
service_look(CrServer *server, CrDesk *desk) {
  gint64 now_usec = g_get_monotonic_time();
  pthread_mutex_lock(&looking);
  pthread_mutex_lock(&server->mutex);
  g_autoptr(GArray) worlds = list_worlds(server);
  pthread_mutex_unlock(&server->mutex);
  pthread_mutex_unlock(&looking);
  for (guint i = 0; i < worlds->len; i++) {
    pthread_mutex_lock(&looking);
    look_at(server, desk, g_array_index(worlds, World *, i));
    pthread_mutex_unlock(&looking);
  }
  if (now_usec - server->expired_usec < EXPIRE_USEC)
    return;
  server->expired_usec = now_usec;
  cr_store_expire_attempts(desk->store, server_now(server), NULL);
}

/* Letters */

typedef struct {
  CrPostKind kind;
  char *to, *name, *link, *what;
} Letter;

static void
letter_free(Letter *letter) {
  g_free(letter->to);
  g_free(letter->name);
  g_free(letter->link);
  g_free(letter->what);
  g_free(letter);
}

/* Who has that address is looked up here, and not while somebody waits for the answer: it must take
 * as long for nobody's. */
static gboolean
make_reset(CrServer *server, Letter *letter, GError **error) {
  CrInstant now = server_now(server);
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  g_auto(CrKnown) known = {0};
  g_autoptr(CrDesk) desk = server_open_desk(server, error);
  if (desk == NULL || !cr_people_know_by_email(desk->store, letter->to, now, &known, error))
    return FALSE;
  if (known.member == NULL || known.member->state != CR_MEMBER_ACTIVE)
    return TRUE;
  g_autofree char *token = cr_people_give_ticket(desk->store, known.account, CR_CREDENTIAL_RESET,
                                                 ticket, CR_HOUR, now, error);
  if (token == NULL)
    return FALSE;
  letter->link = service_link(server, "reset", token);
  g_free(letter->to); /* as its owner writes it */
  letter->to = g_strdup(known.member->email);
  letter->name = g_strdup(known.member->name);
  return TRUE;
}

static void
post_one(gpointer data, gpointer user_data) {
  CrServer *server = user_data;
  Letter *letter = data;
  g_autoptr(GError) error = NULL;
  gboolean ok = letter->kind != CR_POST_RESET || make_reset(server, letter, &error);
  if (ok && letter->link == NULL) {
    letter_free(letter);
    return;
  }
  if (!ok || !cr_service_post(server->service, letter->kind, letter->to, letter->name, letter->link,
                              letter->what, server_now(server), &error))
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "a letter could not be sent: %s",
                     error->message);
  letter_free(letter);
}

void
service_post(CrServer *server, CrPostKind kind, const char *to, const char *name, const char *link,
             const char *what) {
  if (server->service->mail == NULL || g_thread_pool_unprocessed(server->letters) >= MAX_LETTERS)
    return;
  Letter *letter = g_new(Letter, 1);
  *letter = (Letter){kind, g_strdup(to), g_strdup(name), g_strdup(link), g_strdup(what)};
  g_thread_pool_push(server->letters, letter, NULL);
}

char *
service_link(const CrServer *server, const char *page, const char *token) {
  return g_strdup_printf("%s/%s#%s", server->origin, page, token);
}

gboolean
service_enter(CrRequest *request, gint64 account, const char *how, CrReply *reply, GError **error) {
  const CrEntrance entrance = {request->source, request->agent, how, request->session};
  g_autofree char *token =
      cr_people_enter(request->desk->store, account, &entrance, request->now, error);
  if (token == NULL)
    return FALSE;
  cr_reply_set_cookie(reply, server_cookie(request->server), token, CR_SESSION_MOST_DAYS * 86400,
                      request->server->secure);
  return TRUE;
}

/* Beginning and end */

static char *
host_of(const char *origin) {
  g_autoptr(GUri) uri = g_uri_parse(origin, G_URI_FLAGS_NONE, NULL);
  return g_strdup(uri && g_uri_get_host(uri) ? g_uri_get_host(uri) : "localhost");
}

gboolean
service_start(CrServer *server, GError **error) {
  server->rp = host_of(server->origin);
  server->worlds = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, world_free);
  server->letters = g_thread_pool_new(post_one, server, 2, FALSE, error);
  return server->letters != NULL;
}

void
service_stop(CrServer *server) {
  if (server->letters)
    g_thread_pool_free(server->letters, FALSE, TRUE);
  g_clear_pointer(&server->worlds, g_hash_table_unref);
  g_free(server->rp);
}
