/* watch --workers: keepers of all accounts of a database. */
#include "engine/crew.h"

#include "base/error.h"
#include "cmd/command.h"
#include "cmd/health.h"
#include "cmd/live.h"
#include "engine/config.h"
#include "engine/connections.h"
#include "engine/poster.h"
#include "engine/secret.h"

#include <stdio.h>

#define MAX_WORKERS 64

static GPtrArray *
load_connections(CrStore *store, gint64 account, gpointer data, GError **error) {
  return cr_account_is_hosted(account) ? cr_connections_load(store, account, error)
                                       : cr_config_loader(data)(error);
}

static CrExit
watch_all(const CrCommand *command, guint workers, char *uri, CrKeeperEnd *ret_end) {
  g_autoptr(GError) error = NULL;
  const CrCrewOptions options = {.uri = uri,
                                 .workers = workers,
                                 .read_clock = cr_live_clock,
                                 .intake = cr_live_reader,
                                 .load_connections = load_connections,
                                 .data = uri};
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  if (crew == NULL)
    return cr_command_fail(error);
  g_autoptr(CrService) service = cr_service_load(&error);
  if (service == NULL)
    return cr_command_fail(error);
  g_auto(CrPulse) pulse = {.uri = uri, .crew = crew};
  if (!cr_pulse_begin(&pulse, command, &error))
    return cr_command_fail(error);
  cr_live_catch_signals_for((void (*)(gpointer)) cr_crew_stop, crew);
  g_autoptr(CrPoster) poster = cr_poster_new(uri, service, service->origin, cr_live_now, NULL);
  printf("Watching all accounts, %u at a time.\n", workers);
  fflush(stdout);
  cr_live_tell_manager("READY=1");
  if (!cr_crew_run(crew, ret_end, &error))
    return cr_command_fail(error);
  const CrCrewCounts counts = cr_crew_counts(crew);
  printf("Ended after %d turns, %d of them failed.\n", counts.turns + counts.failures,
         counts.failures);
  return CR_EXIT_DONE;
}

CrExit
cr_watch_all(CrCommand *command) {
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(GError) error = NULL;
  CrKeeperEnd end = CR_KEEPER_STOPPED;
  guint64 workers;
  if (!g_ascii_string_to_unsigned(command->workers, 10, 1, MAX_WORKERS, &workers, NULL)) {
    cr_command_complain("--workers takes a number from 1 to %d", MAX_WORKERS);
    return CR_EXIT_USAGE;
  }
  cr_live_set_clock(command);
  if (!cr_live_log(command, &error))
    return cr_command_fail(error);
  cr_secret_guard_process();
  CrExit exit = watch_all(command, (guint) workers, uri, &end);
  if (!cr_live_begin_anew(end, command->argv, &error))
    return cr_command_fail(error);
  return exit;
}
