#include "cmd/live.h"

#include "base/error.h"
#include "base/trace.h"
#include "cmd/command.h"
#include "engine/apart.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_TELLING_SEC 5 /* who does not listen holds up nobody */

static gint64 distance; /* of --now from the machine's clock */
static void (*stop_it)(gpointer data);
static gpointer signalled;

void
cr_live_set_clock(const CrCommand *command) {
  distance = command->now_text ? command->now - g_get_real_time() : 0;
}

CrClock
cr_live_clock(gpointer unused) {
  CrClock clock = cr_clock_read();
  clock.real += distance;
  return clock;
}

CrInstant
cr_live_now(gpointer unused) {
  return g_get_real_time() + distance;
}

static void
on_signal(int number) {
  stop_it(signalled);
}

void
cr_live_catch_signals(CrKeeper *keeper) {
  cr_live_catch_signals_for((void (*)(gpointer)) cr_keeper_stop, keeper);
}

void
cr_live_catch_signals_for(void (*stop)(gpointer data), gpointer data) {
  /* The second one ends the program as it always did. */
  const struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int) SA_RESETHAND};
  stop_it = stop;
  signalled = data;
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

void
cr_live_let_signals_end(void) {
  static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
  sigset_t ends;
  sigemptyset(&ends);
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    signal(numbers[i], SIG_DFL);
    sigaddset(&ends, numbers[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &ends, NULL);
}

void
cr_live_tell_manager(const char *state) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const char *where = g_getenv("NOTIFY_SOCKET");
  gsize length = where ? strlen(where) : 0;
  if (length < 2 || length >= sizeof address.sun_path)
    return;
  memcpy(address.sun_path, where, length);
  if (*where == '@') /* an abstract one */
    address.sun_path[0] = '\0';
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  const struct timeval most = {.tv_sec = MOST_TELLING_SEC};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *) &address,
         (socklen_t) (offsetof(struct sockaddr_un, sun_path) + length));
  close(fd);
}

/* Under systemd the fields go to the journal; on a terminal a line is enough. */
static GLogWriterOutput
write_log(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data) {
  if (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO))
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald(STDERR_FILENO))
    return g_log_writer_journald(level, fields, n_fields, data);
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp(fields[i].key, "MESSAGE") == 0)
      cr_command_complain("%s", (const char *) fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

/* Fields that are ours: CRICKETS_STATUS is "status". */
static void
put_field(json_t *json, const GLogField *field) {
  static const char prefix[] = "CRICKETS_";
  if (!g_str_has_prefix(field->key, prefix))
    return;
  g_autofree char *name = g_ascii_strdown(field->key + strlen(prefix), -1);
  g_autofree char *text = g_utf8_make_valid(field->value, field->length);
  gint64 number;
  if (g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    json_object_set_new(json, name, json_integer(number));
  else
    cr_json_put_string(json, name, text);
}

static GLogWriterOutput
write_json(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data) {
  if (level & G_LOG_LEVEL_DEBUG)
    return G_LOG_WRITER_HANDLED;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S.%fZ");
  g_autoptr(json_t) json = json_object();
  cr_json_put_string(json, "time", time);
  cr_json_put_string(json, "level",
                     level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL) ? "error"
                     : level & G_LOG_LEVEL_WARNING                      ? "warning"
                                                                        : "info");
  cr_json_put_string(json, "request", cr_trace_get());
  for (gsize i = 0; i < n_fields; i++) {
    if (strcmp(fields[i].key, "MESSAGE") == 0) {
      g_autofree char *message = g_utf8_make_valid(fields[i].value, fields[i].length);
      cr_json_put_string(json, "message", message);
    }
    put_field(json, &fields[i]);
  }
  g_autofree char *line = cr_json_show(json, JSON_COMPACT);
  const char *priority = !g_log_writer_is_journald(STDERR_FILENO)             ? ""
                         : level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL) ? "<3>"
                         : level & G_LOG_LEVEL_WARNING                        ? "<4>"
                                                                              : "<6>";
  fprintf(stderr, "%s%s\n", priority, line); /* one write: stderr is locked, lines stay whole */
  return G_LOG_WRITER_HANDLED;
}

gboolean
cr_live_log(const CrCommand *command, GError **error) {
  gboolean json = g_strcmp0(command->log, "json") == 0;
  if (command->log && !json) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--log takes json");
    return FALSE;
  }
  g_log_set_writer_func(json ? write_json : write_log, NULL, NULL);
  return TRUE;
}

gboolean
cr_live_begin_anew(CrKeeperEnd end, char **argv, GError **error) {
  static const char *const why[] = {
      [CR_KEEPER_ZONES] = "The rules of the time zones have changed",
      [CR_KEEPER_REPLACED] = "Another database was put in the place of this one",
  };
  if (end == CR_KEEPER_STOPPED)
    return TRUE;
  printf("%s: beginning anew.\n", why[end]);
  fflush(stdout);
  execv("/proc/self/exe", argv);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "cannot begin anew: %s", g_strerror(errno));
  return FALSE;
}

static void
init_reader(void) {
  static const char *const argv[] = {"/proc/self/exe", CR_VERB_READ_APART, NULL};
  cr_apart_init(&(CrApartOptions){.argv = argv});
}

const CrIntakeClass *
cr_live_reader(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init_reader);
  return &cr_apart_class;
}
