#include "cmd/live.h"

#include "base/error.h"
#include "cmd/command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

void
cr_live_log(void) {
  g_log_set_writer_func(write_log, NULL, NULL);
}

gboolean
cr_live_begin_anew(char **argv, GError **error) {
  puts("The rules of the time zones have changed: beginning anew with them.");
  fflush(stdout);
  execv("/proc/self/exe", argv);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "cannot begin anew: %s", g_strerror(errno));
  return FALSE;
}
