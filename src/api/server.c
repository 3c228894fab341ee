#include "api/server-private.h"

#include "api/events.h"
#include "api/listen.h"
#include "api/service.h"
#include "api/session.h"
#include "base/error.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CONNECTIONS 6000
/* Of one connection: its headers, and the answer's. */
#define CONNECTION_BYTES (16UL << 10)
#define IDLE_SEC 120 /* a backstop behind deadlines.c */
#define WORKERS 4
#define SERVICE_WORKERS 16 /* that wait for a database elsewhere, mostly */
#define PING_USEC (15 * CR_SECOND)
#define SWEEP_USEC CR_SECOND
#define LAST_USEC (10 * CR_SECOND) /* for the answers to what was asked when it ends */
#define DOOR_USEC (LAST_USEC / 2)  /* of it for who stands before the door, which may be a crowd */
#define END_USEC (CR_SECOND / 20)  /* so often it is looked who asks no more */

guint16
cr_server_port(const CrServer *server) {
  return server->port;
}

const char *
cr_server_origin(const CrServer *server) {
  return server->origin;
}

const char *
cr_server_phone_origin(const CrServer *server) {
  return server->phone_origin;
}

CrInstant
server_now(const CrServer *server) {
  return server->options.now(server->options.data);
}

char *
server_clock_text(CrInstant now) {
  CrWall w = cr_zone_wall(cr_zone_utc(), now);
  return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", w.year, w.month, w.day, w.hour,
                         w.minute, w.second, (int) (now / 1000 % 1000));
}

/* Sessions */

const char *
server_cookie(const CrServer *server) {
  return server->cookie;
}

void
server_give_session(CrServer *server, CrReply *reply, const char *token) {
  cr_reply_set_cookie(reply, server->cookie, token, CR_SESSION_DAYS * 86400, server->secure);
}

void
server_give_story(CrServer *server, CrReply *reply, const char *token) {
  cr_reply_set_cookie(reply, server->story_cookie, token ? token : "", token ? 86400 : 0,
                      server->secure);
}

static CrInstant
session_ends(CrServer *server, const char *token) {
  g_autofree char *hash = cr_token_hash(token);
  const CrInstant *ends = server->sessions ? g_hash_table_lookup(server->sessions, hash) : NULL;
  return ends ? *ends : CR_INSTANT_NONE;
}

CrInstant
server_session_ends(CrServer *server, const char *token) {
  pthread_mutex_lock(&server->mutex);
  CrInstant ends = session_ends(server, token);
  pthread_mutex_unlock(&server->mutex);
  return ends;
}

/* What is known holds for one version of the account: another process may end a session. */
gboolean
server_knows_session(CrServer *server, CrDesk *desk, gint64 version, const char *token,
                     CrInstant now) {
  pthread_mutex_lock(&server->mutex);
  if (server->sessions == NULL || server->sessions_version != version) {
    GHashTable *loaded = cr_session_load(desk, NULL);
    if (loaded) {
      g_clear_pointer(&server->sessions, g_hash_table_unref);
      server->sessions = loaded;
      server->sessions_version = version;
    }
  }
  CrInstant ends = session_ends(server, token);
  pthread_mutex_unlock(&server->mutex);
  return ends != CR_INSTANT_NONE && now < ends;
}

char *
cr_server_link(CrDesk *desk, CrInstant now, GError **error) {
  if (!cr_store_begin(desk->store, desk->account, FALSE, error))
    return NULL;
  g_autofree char *origin = cr_store_get(desk->store, "api.origin", NULL);
  cr_store_rollback(desk->store);
  if (origin == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "nothing is served yet; start it with: crickets serve");
    return NULL;
  }
  g_autofree char *token = cr_session_make_link(desk, now, error);
  return token ? g_strdup_printf("%s/open?token=%s", origin, token) : NULL;
}

void
cr_server_measure(CrServer *server, GString *text) {
  cr_traffic_measure(server->traffic, text);
  g_string_append_printf(text,
                         "# HELP crickets_event_streams Pages that are told what is new.\n"
                         "# TYPE crickets_event_streams gauge\ncrickets_event_streams %u\n",
                         cr_hub_count(server->hub));
  g_string_append_printf(text,
                         "# HELP crickets_changes_unconfirmed Changes that no standby confirms.\n"
                         "# TYPE crickets_changes_unconfirmed gauge\n"
                         "crickets_changes_unconfirmed %d\n",
                         g_atomic_int_get(&server->late));
}

/* News */

void
cr_server_look(CrServer *server) {
  pthread_mutex_lock(&server->mutex);
  g_autoptr(GBytes) news =
      cr_events_news(server->watcher, &server->told_version, &server->told_line);
  pthread_mutex_unlock(&server->mutex);
  if (news == NULL)
    return;
  cr_hub_tell(server->hub, server, news, FALSE);
  if (server->options.changed)
    server->options.changed(server->options.data);
}

static struct timespec
timespec_of(gint64 usec) {
  return (struct timespec){.tv_sec = usec / G_USEC_PER_SEC,
                           .tv_nsec = usec % G_USEC_PER_SEC * 1000};
}

/* Until there is somebody to look after, and then a moment longer. */
static void
wait_for_connections(CrServer *server) {
  pthread_mutex_lock(&server->mutex);
  while (!g_atomic_int_get(&server->stopping) && g_hash_table_size(server->connections) == 0)
    pthread_cond_wait(&server->wake, &server->mutex);
  const struct timespec at = timespec_of(g_get_monotonic_time() + SWEEP_USEC);
  if (!g_atomic_int_get(&server->stopping))
    pthread_cond_timedwait(&server->wake, &server->mutex, &at);
  pthread_mutex_unlock(&server->mutex);
}

static void
tell_demo(CrDemo *demo, GBytes *news, gpointer data) {
  cr_hub_tell(((CrServer *) data)->hub, demo, news, FALSE);
}

static void *
keep(void *data) {
  CrServer *server = data;
  gint64 pinged = g_get_monotonic_time();
  while (!g_atomic_int_get(&server->stopping)) {
    wait_for_connections(server);
    deadline_sweep(server);
    cr_demos_look(server->demos, tell_demo, server);
    if (g_get_monotonic_time() - pinged < PING_USEC)
      continue;
    g_autoptr(GBytes) ping = cr_events_ping();
    cr_hub_tell(server->hub, NULL, ping, TRUE);
    pinged = g_get_monotonic_time();
  }
  return NULL;
}

/* Listening */

static int
listen_on(const struct sockaddr *address, socklen_t length, int family) {
  const int on = 1;
  int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (family == AF_INET6)
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, address, length) == 0 && listen(fd, 1024) == 0)
    return fd;
  int problem = errno;
  close(fd);
  errno = problem;
  return -1;
}

static guint16
port_of(int fd) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof address;
  return getsockname(fd, (struct sockaddr *) &address, &length) == 0 ? ntohs(address.sin_port) : 0;
}

static int
listen_4(guint16 port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  return listen_on((struct sockaddr *) &address, sizeof address, AF_INET);
}

static int
listen_6(guint16 port) {
  struct sockaddr_in6 address = {
      .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  return listen_on((struct sockaddr *) &address, sizeof address, AF_INET6);
}

/* Escapes stay as they came: request.c reads them. */
static size_t
leave_escapes(void *cls, struct MHD_Connection *connection, char *text) {
  return strlen(text);
}

static void
log_quietly(void *cls, const char *format, va_list args) {
  g_autofree char *message = g_strdup_vprintf(format, args);
  g_log_structured("crickets", G_LOG_LEVEL_DEBUG, "MESSAGE", "%s", g_strchomp(message));
}

static struct MHD_Daemon *
start(CrServer *server, int fd, MHD_AccessHandlerCallback handle) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
      NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, log_quietly, NULL,
      MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned) MAX_CONNECTIONS,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_BYTES,
      MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t) 1024, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned) IDLE_SEC, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
      exchange_begin, server, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL,
      MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
      deadline_connection, server, MHD_OPTION_END);
}

/* A thousand streams need more files than the usual 1024. */
static void
raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < MAX_CONNECTIONS + 200) {
    limit.rlim_cur = MIN(limit.rlim_max, MAX_CONNECTIONS + 200);
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

/* Behind TLS a service has no pages under the names of this machine: whatever says that it is one
 * came from another server at that port, of whichever machine. */
static void
name_hosts(CrServer *server) {
  g_autoptr(GStrvBuilder) hosts = g_strv_builder_new(), origins = g_strv_builder_new();
  static const char *const names[] = {"127.0.0.1", "[::1]", "localhost"};
  const char *public = server->options.public;
  gboolean local = !(server->service && public && g_str_has_prefix(public, "https://"));
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *host = g_strdup_printf("%s:%u", names[i], server->port);
    g_autofree char *origin = g_strconcat("http://", host, NULL);
    g_strv_builder_add(hosts, host);
    if (local)
      g_strv_builder_add(origins, origin);
  }
  if (public) {
    g_strv_builder_add(hosts, strstr(public, "://") + 3);
    g_strv_builder_add(origins, public);
  }
  server->hosts = g_strv_builder_end(hosts);
  server->origins = g_strv_builder_end(origins);
  server->origin = public ? g_strdup(public) : g_strdup_printf("http://127.0.0.1:%u", server->port);
  server->secure = g_str_has_prefix(server->origin, "https://");
  /* Cookies know no ports: another server's on this machine must not overwrite ours. */
  server->cookie = server->service && server->secure ? g_strdup("__Host-crickets")
                                                     : g_strdup_printf("crickets_%u", server->port);
  server->story_cookie = g_strdup_printf("crickets_story_%u", server->port);
}

static gboolean
listen_for_phones(CrServer *server, int *ret_fd, GError **error) {
  const char *where = server->options.phones;
  if (where && !cr_listen(where, "--listen", ret_fd, &server->phone_origin, error))
    return FALSE;
  if (server->options.public || server->phone_origin == NULL) {
    g_free(server->phone_origin);
    server->phone_origin = g_strdup(server->origin);
  }
  return TRUE;
}

/* Where phones reach us stays known when we end: they are set up once. */
static gboolean
keep_origin(CrServer *server, const char *origin, GError **error) {
  CrDesk *desk = server->watcher;
  if (server->service)
    return TRUE;
  return cr_store_begin(desk->store, desk->account, TRUE, error) &&
         cr_store_end(desk->store,
                      cr_store_set(desk->store, "api.origin", origin, error) &&
                          cr_store_set(desk->store, CR_HOOK_ORIGIN, server->phone_origin, error),
                      error);
}

/* Where the event streams begin. */
static gboolean
read_told(CrServer *server, GError **error) {
  return server->service
             ? service_start(server, error)
             : cr_events_begin(server->watcher, &server->told_version, &server->told_line, error);
}

CrDesk *
server_open_desk(const CrServer *server, CrTellLate late, gpointer data, GError **error) {
  if (server->service)
    return cr_desk_open_shared(server->uri, late, data, error);
  CrDesk *desk = cr_desk_open(server->uri, server->account, error);
  if (desk)
    cr_store_tell_late(desk->store, late, data);
  return desk;
}

/* A service outlives its programs; who keeps their own file begins anew within the same one. */
static gboolean
open_sockets(CrServer *server, int *ret_4, int *ret_6, GError **error) {
  if (server->service && !cr_listen_take(ret_4, ret_6, error))
    return FALSE;
  gboolean handed = *ret_4 >= 0;
  if (!handed && (*ret_4 = listen_4(server->port)) < 0) {
    g_set_error(error, CR_ERROR, errno == EADDRINUSE ? CR_ERROR_BUSY : CR_ERROR_FAILED,
                "port %u of 127.0.0.1 cannot be served: %s; of a crickets that runs there already "
                "--link prints a link, and --port 0 takes a free port",
                server->port, g_strerror(errno));
    return FALSE;
  }
  server->port = port_of(*ret_4);
  if (!handed)
    *ret_6 = listen_6(server->port); /* not every machine has it */
  return TRUE;
}

static void
init_locks(CrServer *server) {
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&server->wake, &monotonic);
  pthread_condattr_destroy(&monotonic);
  pthread_mutex_init(&server->mutex, NULL);
}

static gboolean
begin(CrServer *server, GError **error) {
  int v4 = -1, v6 = -1, phones = -1;
  if (!open_sockets(server, &v4, &v6, error))
    return FALSE;
  name_hosts(server);
  if (!listen_for_phones(server, &phones, error) || !read_told(server, error) ||
      !keep_origin(server, server->origin, error)) {
    const int sockets[] = {v4, v6, phones};
    for (gsize i = 0; i < G_N_ELEMENTS(sockets); i++)
      if (sockets[i] >= 0)
        close(sockets[i]);
    return FALSE;
  }
  server->daemons[0] = start(server, v4, exchange_handle);
  server->daemons[1] = v6 >= 0 ? start(server, v6, exchange_handle) : NULL;
  server->daemons[2] = phones >= 0 ? start(server, phones, exchange_handle_outside) : NULL;
  if (server->daemons[0] && (phones < 0 || server->daemons[2]))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the server cannot be started");
  return FALSE;
}

static gboolean
engage_workers(CrServer *server, GError **error) {
  int workers = server->service ? SERVICE_WORKERS : WORKERS;
  for (gsize i = 0; i < CR_N_WORK; i++)
    if (!(server->workers[i] = g_thread_pool_new(exchange_work, server, workers, FALSE, error)))
      return FALSE;
  return TRUE;
}

CrServer *
cr_server_new(const CrServerOptions *options, GError **error) {
  g_autoptr(CrServer) server = g_new0(CrServer, 1);
  server->options = *options;
  server->options.public = g_strdup(options->public);
  server->options.phones = g_strdup(options->phones);
  server->uri = g_strdup(options->uri);
  server->account = options->account;
  server->service = options->service;
  server->port = options->port;
  init_locks(server);
  server->hub = cr_hub_new();
  server->traffic = cr_traffic_new();
  server->replica = cr_replica_new(options->read_uri, options->uri);
  server->demos = cr_demos_new(server->hub);
  server->desks = g_async_queue_new_full((GDestroyNotify) cr_desk_free);
  server->connections = g_hash_table_new_full(NULL, NULL, debtor_free, NULL);
  server->callers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  server->busy_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  server->at_work = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  server->files = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  raise_file_limit();
  if (!engage_workers(server, error) ||
      (server->watcher = server_open_desk(server, late_goes_on, server, error)) == NULL ||
      !begin(server, error))
    return NULL;
  pthread_create(&server->keeping, NULL, keep, server);
  return g_steal_pointer(&server);
}

void
cr_server_drain(CrServer *server) {
  g_atomic_int_set(&server->draining, TRUE);
}

/* Closing the door resets who stands before it: whoever has come is let in first. */
static void
close_door(struct MHD_Daemon *daemon, gint64 until) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_LISTEN_FD);
  struct pollfd door = {info->listen_fd, POLLIN, 0};
  while (poll(&door, 1, 0) > 0 && g_get_monotonic_time() < until)
    g_usleep(1000);
  int fd = MHD_quiesce_daemon(daemon);
  if (fd >= 0)
    close(fd);
}

static void
await_last_answers(CrServer *server, gint64 until) {
  pthread_mutex_lock(&server->mutex);
  while (!deadline_end(server) && g_get_monotonic_time() < until) {
    const struct timespec soon = timespec_of(g_get_monotonic_time() + END_USEC);
    pthread_cond_timedwait(&server->wake, &server->mutex, &soon);
  }
  pthread_mutex_unlock(&server->mutex);
}

/* No new connections; streams end and sleepers are woken; what was asked is answered; the workers
 * finish; then all is closed. */
static void
stop(CrServer *server) {
  gint64 now_usec = g_get_monotonic_time();
  cr_server_drain(server);
  for (gsize i = 0; i < G_N_ELEMENTS(server->daemons); i++)
    if (server->daemons[i])
      close_door(server->daemons[i], now_usec + DOOR_USEC);
  cr_hub_end(server->hub, NULL, TRUE);
  await_last_answers(server, now_usec + LAST_USEC);
  pthread_mutex_lock(&server->mutex);
  g_atomic_int_set(&server->stopping, TRUE);
  pthread_cond_broadcast(&server->wake);
  pthread_mutex_unlock(&server->mutex);
  for (gsize i = 0; i < CR_N_WORK; i++)
    if (server->workers[i])
      g_thread_pool_free(server->workers[i], FALSE, TRUE);
  if (server->keeping)
    pthread_join(server->keeping, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(server->daemons); i++)
    if (server->daemons[i])
      MHD_stop_daemon(server->daemons[i]);
}

void
cr_server_free(CrServer *server) {
  if (server == NULL)
    return;
  stop(server);
  if (server->watcher && server->origin)
    keep_origin(server, NULL, NULL);
  now_cache_clear(&server->now);
  service_stop(server);
  cr_desk_free(server->watcher);
  g_async_queue_unref(server->desks);
  cr_demos_free(server->demos);
  cr_hub_free(server->hub);
  cr_traffic_free(server->traffic);
  cr_replica_free(server->replica);
  g_hash_table_unref(server->connections);
  g_hash_table_unref(server->busy_keys);
  g_hash_table_unref(server->at_work);
  g_hash_table_unref(server->files);
  g_clear_pointer(&server->sessions, g_hash_table_unref);
  pthread_cond_destroy(&server->wake);
  pthread_mutex_destroy(&server->mutex);
  g_strfreev(server->hosts);
  g_strfreev(server->origins);
  g_hash_table_unref(server->callers);
  g_free((char *) server->options.public);
  g_free((char *) server->options.phones);
  g_free(server->phone_origin);
  g_free(server->origin);
  g_free(server->cookie);
  g_free(server->story_cookie);
  g_free(server->uri);
  g_free(server);
}
