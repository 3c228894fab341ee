/* watch: the keeper in the foreground. */
#include "base/error.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/health.h"
#include "cmd/live.h"
#include "cmd/print.h"
#include "engine/config.h"
#include "engine/pause.h"
#include "engine/review.h"
#include "engine/secret.h"
#include "engine/status.h"

#include <stdio.h>

typedef struct {
  const CrCommand *command;
  const CrZone *mine;
  CrFollower terminal;
  CrMailer mailer;
  CrReviewer *reviewer; /* NULL: there is none */
  CrDay day;            /* of the last line printed */
  gboolean ready;       /* it was said that the keeper is up */
} Watch;

/* The terminal follows the timeline like everything else that is told of it. */
static gboolean
tell(CrNews *news, gpointer data, GError **error) {
  Watch *watch = data;
  cr_print_timeline(news->rows, watch->mine, &watch->day);
  if (watch->command->bell)
    putchar('\a');
  fflush(stdout);
  return TRUE;
}

static void
greet(CrKeeper *keeper, Watch *watch) {
  CrStore *store = cr_keeper_store(keeper);
  int id = 0;
  CrInstant due = CR_INSTANT_NONE;
  if (!cr_store_begin(store, 1, FALSE, NULL))
    return;
  cr_store_next_due(store, &id, &due, NULL);
  g_autoptr(CrInterview) iv = id ? cr_store_load_interview(store, id, NULL) : NULL;
  g_autofree char *paused = cr_pause_why(store, NULL);
  cr_store_rollback(store);
  g_autofree char *when = iv ? cr_print_when(due, watch->mine, NULL) : NULL;
  printf("Watching. %s%s%s%s%s\n", iv ? "Next: " : "Nothing is due yet.", iv ? when : "",
         iv ? ", " : "", iv ? cr_interview_who(iv) : "", iv ? "." : "");
  if (paused)
    printf("Letters wait: %s. When all is right: crickets doctor --confirm\n", paused);
  fflush(stdout);
  watch->ready = TRUE;
}

static void
follow(CrKeeper *keeper, gpointer data) {
  Watch *watch = data;
  g_autoptr(GError) error = NULL;
  if (!cr_follow(&watch->terminal, cr_keeper_store(keeper), cr_keeper_engine(keeper), 1, FALSE,
                 cr_live_now(NULL), &error))
    cr_command_complain("%s", error->message);
  if (!watch->ready && !watch->command->once && cr_keeper_is_ready(keeper))
    greet(keeper, watch);
  cr_reviewer_wake(watch->reviewer);
}

static gboolean
keep_watching(CrKeeper *keeper, CrKeeperEnd *ret_end, GError **error) {
  cr_live_catch_signals(keeper);
  return cr_keeper_run(keeper, ret_end, error);
}

/* What could not be read, written or told is named. */
static gboolean
tell_failures(CrKeeper *keeper, GPtrArray *connections, CrCommand *command, GError **error) {
  CrStore *store = cr_keeper_store(keeper);
  if (!cr_store_begin(store, 1, FALSE, error))
    return FALSE;
  g_autoptr(GPtrArray) list = cr_status_failing(store, connections, error);
  cr_store_rollback(store);
  for (guint i = 0; list && i < list->len; i++) {
    const CrFailing *failing = list->pdata[i];
    g_autofree char *message =
        g_strdup_printf("%s: %s: %s", failing->about, failing->what, failing->status->last_error);
    cr_command_problem(message, command);
  }
  if (list && list->len > 0)
    cr_command_complain("what helps: crickets doctor");
  return list != NULL;
}

/* For cron: every source once, then what is due. */
static gboolean
watch_once(CrKeeper *keeper, GPtrArray *connections, Watch *watch, CrCommand *command,
           GError **error) {
  g_autoptr(GError) local = NULL;
  CrInstant next;
  cr_mailer_serve_once(&watch->mailer, keeper, cr_live_now(NULL), NULL); /* what was left over */
  if (!cr_keeper_connect(keeper, connections, error) || !cr_keeper_once(keeper, error))
    return FALSE;
  cr_mailer_serve_once(&watch->mailer, keeper, cr_live_now(NULL), NULL); /* tell_failures tells */
  if (!cr_review_send_due(&watch->mailer, cr_keeper_engine(keeper), cr_live_now(NULL), &next,
                          &local))
    cr_command_problem(local->message, command);
  return tell_failures(keeper, connections, command, error);
}

static CrExit
watch(CrCommand *command, Watch *watch, CrKeeperEnd *ret_end) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command), *path = cr_config_path();
  watch->mailer = (CrMailer){cr_config_loader(uri)};
  const CrKeeperOptions options = {.uri = uri,
                                   .account = 1,
                                   .read_clock = cr_live_clock,
                                   .intake = cr_live_reader,
                                   .load_connections = cr_config_loader(uri),
                                   .connections_path = path,
                                   .perform = cr_mailer_perform,
                                   .perform_data = &watch->mailer,
                                   .turned = command->once ? NULL : follow,
                                   .data = watch};
  g_autoptr(GPtrArray) connections = options.load_connections(&error);
  g_autoptr(CrKeeper) keeper = connections ? cr_keeper_new(&options, &error) : NULL;
  if (keeper == NULL && command->once && g_error_matches(error, CR_ERROR, CR_ERROR_BUSY)) {
    puts("A keeper is running: it sees to everything.");
    return CR_EXIT_DONE;
  }
  if (keeper == NULL)
    return cr_command_fail(error);
  g_auto(CrPulse) pulse = {.uri = uri, .keeper = keeper};
  if (!command->once && !cr_pulse_begin(&pulse, command, &error))
    return cr_command_fail(error);
  watch->mine = cr_engine_zone(cr_keeper_engine(keeper));
  cr_print_for(cr_engine_profile(cr_keeper_engine(keeper))->country);
  follow(keeper, watch); /* from here on */
  if (!command->once)
    cr_mailer_serve(&watch->mailer, keeper);
  g_autoptr(CrReviewer) reviewer =
      command->once ? NULL : cr_reviewer_new(&watch->mailer, uri, 1, cr_live_now, NULL);
  watch->reviewer = reviewer;
  if (command->once ? !watch_once(keeper, connections, watch, command, &error)
                    : !keep_watching(keeper, ret_end, &error))
    return cr_command_fail(error);
  follow(keeper, watch);
  return cr_command_exit(command, CR_EXIT_DONE);
}

CrExit
cr_verb_watch(CrCommand *command, char **args) {
  Watch state = {
      .command = command,
      .day = G_MININT32,
  };
  CrKeeperEnd end = CR_KEEPER_STOPPED;
  if (command->workers)
    return cr_watch_all(command);
  cr_live_set_clock(command);
  state.terminal =
      (CrFollower){.order = CR_FOLLOW_NONE_TWICE, .batch = 100, .tell = tell, .data = &state};
  g_autoptr(GError) error = NULL;
  if (!cr_live_log(command, &error))
    return cr_command_fail(error);
  cr_secret_guard_process();
  CrExit exit = watch(command, &state, &end);
  if (!cr_live_begin_anew(end, command->argv, &error))
    return cr_command_fail(error);
  return exit;
}
