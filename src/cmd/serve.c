/* serve: the keeper, with the page and the HTTP interface. */
#include "api/server.h"
#include "api/session.h"
#include "base/error.h"
#include "cmd/command.h"
#include "cmd/health.h"
#include "cmd/live.h"
#include "engine/config.h"
#include "engine/hook.h"
#include "engine/review.h"
#include "engine/secret.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* "CRICK" on a telephone's keys. */
#define USUAL_PORT 27425
/* Without a keeper of our own nobody wakes us when another process changed something. */
#define LOOK_SEC 1

typedef struct {
  CrKeeper *keeper;
  CrServer *server;
  CrMailer mailer;
  CrReviewer *reviewer; /* NULL: there is none */
  CrService *service;   /* of a database of many accounts, else NULL */
} Serve;

static void
on_turn(CrKeeper *keeper, gpointer data) {
  Serve *serve = data;
  if (serve->server)
    cr_server_look(serve->server);
  cr_reviewer_wake(serve->reviewer);
}

static void
on_change(gpointer data) {
  Serve *serve = data;
  if (serve->keeper)
    cr_keeper_wake(serve->keeper);
}

static gboolean
print_link(const char *uri, CrInstant now, gboolean *ret_empty, GError **error) {
  g_autoptr(CrDesk) desk = cr_desk_open(uri, 1, error);
  g_autofree char *link = desk ? cr_server_link(desk, now, error) : NULL;
  g_autoptr(json_t) timeline = link ? cr_desk_timeline(desk, -1, 0, 1, error) : NULL;
  if (timeline == NULL)
    return FALSE;
  printf("%s\n", link);
  fflush(stdout);
  *ret_empty = json_array_size(json_object_get(timeline, "timeline")) == 0;
  return TRUE;
}

static gboolean
read_port(const CrCommand *command, guint16 *ret_port, GError **error) {
  guint64 port = USUAL_PORT;
  if (command->port && !g_ascii_string_to_unsigned(command->port, 10, 0, 65535, &port, NULL)) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--port takes a number from 0 to 65535");
    return FALSE;
  }
  *ret_port = (guint16) port;
  return TRUE;
}

static gboolean
check_origin(const char *origin, GError **error) {
  if (origin == NULL)
    return TRUE;
  g_autoptr(GUri) uri = g_uri_parse(origin, G_URI_FLAGS_NONE, NULL);
  if (uri && g_uri_get_host(uri) && *g_uri_get_path(uri) == '\0' &&
      (strcmp(g_uri_get_scheme(uri), "https") == 0 || strcmp(g_uri_get_scheme(uri), "http") == 0))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "--origin takes what a browser shows, such as https://crickets.example");
  return FALSE;
}

/* "1.2.3.4:80" or "[::1]:80"; a bare IPv6 address has more colons. */
static gboolean
is_with_port(const char *address) {
  const char *colon = strrchr(address, ':');
  return colon && (colon == strchr(address, ':') || (colon > address && colon[-1] == ']'));
}

static CrServer *
start(const CrCommand *command, Serve *serve, const char *uri, GError **error) {
  g_autoptr(GError) local = NULL;
  /* An address alone takes the port beside the usual one. */
  gboolean whole = command->listen && is_with_port(command->listen);
  g_autofree char *phones =
      command->listen ? g_strdup_printf(whole ? "%s" : "%s:%d", command->listen, USUAL_PORT + 1)
                      : NULL;
  CrServerOptions options = {.uri = uri,
                             .read_uri = command->read_db,
                             .account = serve->service ? 0 : 1,
                             .service = serve->service,
                             .public = command->origin  ? command->origin
                                       : serve->service ? serve->service->origin
                                                        : NULL,
                             .phones = phones,
                             .now = cr_live_now,
                             .intake = cr_live_reader,
                             .changed = on_change,
                             .data = serve,
                             .log_requests = command->log != NULL};
  if (!read_port(command, &options.port, error) || !check_origin(options.public, error))
    return NULL;
  CrServer *server = cr_server_new(&options, &local);
  if (server == NULL && command->port == NULL &&
      g_error_matches(local, CR_ERROR, CR_ERROR_BUSY)) { /* the usual port is somebody else's */
    g_clear_error(&local);
    options.port = 0;
    server = cr_server_new(&options, &local);
  }
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return server;
}

static sigset_t
ending_signals(void) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGHUP);
  return ends;
}

/* Another process keeps the account. */
static void
look_until_stopped(Serve *serve) {
  const sigset_t ends = ending_signals();
  const struct timespec pause = {.tv_sec = LOOK_SEC};
  while (sigtimedwait(&ends, NULL, &pause) < 0)
    cr_server_look(serve->server);
}

/* What fell due meanwhile is decided before anybody looks. */
static gboolean
first_turn(Serve *serve, GError **error) {
  CrClock clock = cr_live_clock(NULL);
  CrInstant wake;
  return cr_keeper_turn(serve->keeper, &clock, &wake, error);
}

static CrExit
serve_until_stopped(CrCommand *command, Serve *serve, const char *uri, CrKeeperEnd *ret_end) {
  g_autoptr(GError) error = NULL;
  const sigset_t ends = ending_signals();
  gboolean empty;
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &ends, NULL); /* the server's threads leave them to this one */
  if (serve->keeper && !first_turn(serve, &error))
    return cr_command_fail(error);
  g_autoptr(CrServer) server = start(command, serve, uri, &error);
  if (server == NULL)
    return cr_command_fail(error);
  serve->server = server;
  g_auto(CrPulse)
      pulse = {.uri = uri, .keeper = serve->keeper, .server = server, .measure = cr_server_measure};
  if (!cr_pulse_begin(&pulse, command, &error))
    return cr_command_fail(error);
  fputs("Open this link, once, in your browser:\n\n  ", stdout);
  if (!print_link(uri, cr_live_now(NULL), &empty, &error))
    return cr_command_fail(error);
  printf("\nIt stays signed in there; for another browser: crickets serve --link%s\n",
         empty ? "\nNothing is watched yet: try it with a story there, or add your first call."
               : "");
  if (command->listen)
    printf("Phones may tell of calls at %s" CR_HOOK_PATH "\n", cr_server_phone_origin(server));
  if (serve->keeper == NULL)
    puts("Another crickets watches this database; here it is only shown.");
  puts("Ctrl-C ends it.");
  fflush(stdout);
  gboolean ok = TRUE;
  if (serve->keeper) {
    cr_live_catch_signals(serve->keeper);
    pthread_sigmask(SIG_UNBLOCK, &ends, NULL);
    ok = cr_keeper_run(serve->keeper, ret_end, &error);
  } else {
    look_until_stopped(serve);
  }
  cr_server_drain(server);
  cr_pulse_drain(&pulse);
  cr_pulse_clear(&pulse); /* it asks the server */
  serve->server = NULL;
  return ok ? CR_EXIT_DONE : cr_command_fail(error);
}

static gboolean
adopt_zone(const char *uri, GError **error) {
  g_autoptr(CrDesk) desk = cr_desk_open(uri, 1, error);
  if (desk)
    cr_command_adopt_zone(desk);
  return desk != NULL;
}

static CrExit
serve_account(CrCommand *command, Serve *serve, CrKeeperEnd *ret_end) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command), *path = cr_config_path();
  if (!adopt_zone(uri, &error))
    return cr_command_fail(error);
  serve->mailer = (CrMailer){cr_config_loader(uri)};
  const CrKeeperOptions options = {.uri = uri,
                                   .account = 1,
                                   .read_clock = cr_live_clock,
                                   .intake = cr_live_reader,
                                   .load_connections = cr_config_loader(uri),
                                   .connections_path = path,
                                   .perform = cr_mailer_perform,
                                   .perform_data = &serve->mailer,
                                   .turned = on_turn,
                                   .data = serve};
  g_autoptr(CrKeeper) keeper = cr_keeper_new(&options, &error);
  if (keeper == NULL && !g_error_matches(error, CR_ERROR, CR_ERROR_BUSY))
    return cr_command_fail(error);
  serve->keeper = keeper;
  if (keeper)
    cr_mailer_serve(&serve->mailer, keeper);
  g_autoptr(CrReviewer) reviewer =
      keeper ? cr_reviewer_new(&serve->mailer, uri, 1, cr_live_now, NULL) : NULL;
  serve->reviewer = reviewer;
  return serve_until_stopped(command, serve, uri, ret_end);
}

/* Many accounts: workers keep them (watch --workers), here they are only shown. */
static CrExit
serve_service(CrCommand *command, Serve *serve, const char *uri) {
  g_autoptr(GError) error = NULL;
  const sigset_t ends = ending_signals();
  g_autoptr(CrService) service = cr_service_load(&error);
  if (service == NULL)
    return cr_command_fail(error);
  serve->service = service;
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  g_autoptr(CrServer) server = start(command, serve, uri, &error);
  if (server == NULL)
    return cr_command_fail(error);
  serve->server = server;
  g_auto(CrPulse) pulse = {.uri = uri, .server = server, .measure = cr_server_measure};
  if (!cr_pulse_begin(&pulse, command, &error))
    return cr_command_fail(error);
  int signal_number;
  printf("%s is served at %s\nPeople come in by invitation: crickets accounts invite EMAIL\n"
         "Their calls are watched by: crickets watch --workers N\nCtrl-C ends it.\n",
         service->name, cr_server_origin(server));
  fflush(stdout);
  cr_live_tell_manager("READY=1");
  sigwait(&ends, &signal_number);
  cr_server_drain(server);
  cr_pulse_drain(&pulse);
  cr_pulse_clear(&pulse);
  serve->server = NULL;
  return CR_EXIT_DONE;
}

static CrExit
give_link(const CrCommand *command) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  gboolean unused;
  if (cr_config_is_shared(uri)) {
    cr_command_complain("people come in by invitation here: crickets accounts invite EMAIL");
    return CR_EXIT_USAGE;
  }
  return print_link(uri, command->now, &unused, &error) ? CR_EXIT_DONE : cr_command_fail(error);
}

CrExit
cr_verb_serve(CrCommand *command, char **args) {
  Serve serve = {0};
  CrKeeperEnd end = CR_KEEPER_STOPPED;
  g_autoptr(GError) error = NULL;
  if (command->link)
    return give_link(command);
  cr_live_set_clock(command);
  if (!cr_live_log(command, &error))
    return cr_command_fail(error);
  cr_secret_guard_process();
  g_autofree char *uri = cr_command_db(command);
  if (cr_config_is_shared(uri))
    return serve_service(command, &serve, uri);
  CrExit exit = serve_account(command, &serve, &end);
  if (!cr_live_begin_anew(end, command->argv, &error))
    return cr_command_fail(error);
  return exit;
}
