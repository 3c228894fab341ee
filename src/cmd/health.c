#include "cmd/health.h"

#include "api/server.h"
#include "base/error.h"
#include "base/tally.h"
#include "cmd/live.h"

#include <stdio.h>
#include <unistd.h>

#define MAX_DRAIN_SEC 600
/* A crew that has not looked for turns for so long is stuck. */
#define STUCK_USEC (2 * CR_MINUTE)
#define ENDLESS_USEC (30 * CR_MINUTE) /* the same of one who does not end a turn */

/* Ready */

/* Whoever changes something while the database waits for a standby hears nothing until it is there.
 */
static const char *
state_of_database(CrPulse *pulse, gboolean *ret_fine, GError **error) {
  gint64 version;
  gboolean reached = FALSE, keeps = FALSE;
  if (pulse->store || (pulse->store = cr_store_open(pulse->uri, error))) {
    reached = cr_store_begin(pulse->store, 1, FALSE, error) &&
              cr_store_version(pulse->store, &version, error) &&
              cr_store_can_keep(pulse->store, &keeps, error);
    cr_store_rollback(pulse->store);
  }
  *ret_fine = reached && keeps;
  return !reached ? "unreachable" : keeps ? "reachable" : "without its standby";
}

/* since_usec: when it last looked, or tried to. */
static gboolean
crew_moves(const CrCrewCounts *counts, gint64 since_usec) {
  return g_get_monotonic_time() - since_usec < STUCK_USEC && counts->longest_usec < ENDLESS_USEC;
}

static const char *
state_of_keeper(const CrPulse *pulse, gboolean *ret_fine) {
  if (pulse->crew) {
    const CrCrewCounts counts = cr_crew_counts(pulse->crew);
    gboolean moves = crew_moves(&counts, counts.looked_usec);
    *ret_fine = !counts.stopping && moves && !counts.doubts;
    return counts.stopping ? "ending"
           : !moves        ? "stuck"
           : *ret_fine     ? "running"
                           : "doubts its clock";
  }
  *ret_fine = pulse->keeper == NULL || cr_keeper_is_ready(pulse->keeper);
  return pulse->keeper == NULL ? "elsewhere" : *ret_fine ? "running" : "starting";
}

/* Why the database cannot be reached stands in the log, not here: it names hosts and users. */
static gboolean
is_ready(GString *words, gpointer data) {
  CrPulse *pulse = data;
  g_autoptr(GError) error = NULL;
  gboolean keeps, stores, draining = g_atomic_int_get(&pulse->draining);
  const char *keeper = state_of_keeper(pulse, &keeps);
  const char *database = state_of_database(pulse, &stores, &error);
  gboolean ready = stores && keeps && !draining;
  g_autoptr(json_t) json = json_object();
  json_object_set_new(json, "ready", json_boolean(ready));
  cr_json_put_string(json, "database", database);
  cr_json_put_string(json, "keeper", keeper);
  json_object_set_new(json, "draining", json_boolean(draining));
  g_autofree char *text = cr_json_print(json);
  g_string_append_printf(words, "%s\n", text);
  if (error)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "not ready: %s", error->message);
  return ready;
}

/* Numbers */

static const struct {
  CrTally what;
  const char *name, *label, *help; /* help NULL: the same family as before it */
} tallies[] = {
    {CR_TALLY_RECONNECTED, "crickets_database_reconnects_total", "",
     "Connections to the database made anew."},
    {CR_TALLY_COMMIT_FOUND, "crickets_commits_unheard_total", "{became=\"kept\"}",
     "Commits whose answer was lost with the connection, and what was found out."},
    {CR_TALLY_COMMIT_GONE, "crickets_commits_unheard_total", "{became=\"gone\"}", NULL},
    {CR_TALLY_FROM_REPLICA, "crickets_replica_reads_total", "{answered=\"replica\"}",
     "Pages that were read from the replica, or not as it was behind."},
    {CR_TALLY_REPLICA_BEHIND, "crickets_replica_reads_total", "{answered=\"primary\"}", NULL},
    {CR_TALLY_READ, "crickets_source_readings_total", "{result=\"ok\"}",
     "Readings of mailboxes, calendars and call logs."},
    {CR_TALLY_READ_FAILED, "crickets_source_readings_total", "{result=\"failed\"}", NULL},
    {CR_TALLY_FENCED, "crickets_letters_total", "{became=\"fenced\"}", "What became of letters."},
    {CR_TALLY_SENT, "crickets_letters_total", "{became=\"sent\"}", NULL},
    {CR_TALLY_DRAFTED, "crickets_letters_total", "{became=\"drafted\"}", NULL},
    {CR_TALLY_HELD, "crickets_letters_total", "{became=\"held\"}", NULL},
    {CR_TALLY_REFUSED, "crickets_letters_total", "{became=\"refused\"}", NULL},
    {CR_TALLY_IN_DOUBT, "crickets_letters_total", "{became=\"in-doubt\"}", NULL},
    {CR_TALLY_CLAIMED, "crickets_turns_total", "{became=\"claimed\"}",
     "Turns of accounts that this process took."},
    {CR_TALLY_ENDED, "crickets_turns_total", "{became=\"ended\"}", NULL},
    {CR_TALLY_FAILED, "crickets_turns_total", "{became=\"failed\"}", NULL},
    {CR_TALLY_PARTED, "crickets_turns_parted_total", "",
     "Transactions of several turns that failed, so that each was taken by itself."},
};

static void
measure_tallies(GString *text) {
  for (gsize i = 0; i < G_N_ELEMENTS(tallies); i++) {
    if (tallies[i].help)
      g_string_append_printf(text, "# HELP %s %s\n# TYPE %s counter\n", tallies[i].name,
                             tallies[i].help, tallies[i].name);
    g_string_append_printf(text, "%s%s %" G_GUINT64_FORMAT "\n", tallies[i].name, tallies[i].label,
                           cr_tally_read(tallies[i].what));
  }
}

static void
measure_gauge(GString *text, const char *name, const char *help, gint64 value) {
  g_string_append_printf(text, "# HELP %s %s\n# TYPE %s gauge\n%s %" G_GINT64_FORMAT "\n", name,
                         help, name, name, value);
}

/* Of the whole database, whichever process is asked. */
static void
measure_turns(CrPulse *pulse, GString *text) {
  CrTurnCounts n;
  CrInstant now = cr_live_now(NULL);
  if (pulse->store == NULL || !cr_store_check_shared(pulse->store, NULL) ||
      !cr_store_count_turns(pulse->store, now, &n, NULL))
    return;
  measure_gauge(text, "crickets_accounts", "Accounts that are looked after.", n.accounts);
  measure_gauge(text, "crickets_turns_due", "Accounts that wait for a worker.", n.waiting);
  measure_gauge(text, "crickets_turns_claimed", "Accounts that a worker holds.", n.held);
  measure_gauge(text, "crickets_turns_failing", "Accounts tried once an hour only.", n.failing);
  measure_gauge(text, "crickets_turns_late_seconds", "How long the oldest of them waits.",
                n.oldest == CR_INSTANT_NONE ? 0 : MAX(now - n.oldest, 0) / CR_SECOND);
}

static void
measure(GString *text, gpointer data) {
  CrPulse *pulse = data;
  g_autoptr(GString) words = g_string_new(NULL);
  measure_gauge(text, "crickets_ready", "Whether /readyz says so.", is_ready(words, pulse));
  measure_tallies(text);
  measure_turns(pulse, text);
  if (pulse->measure)
    pulse->measure(pulse->server, text);
}

/* Signs of life */

/* Who ends has time until TimeoutStopSec=, whatever it waits for. To wait for a database that is
 * away is no fault that a new start would mend. */
static gpointer
beat(gpointer data) {
  CrPulse *pulse = data;
  g_mutex_lock(&pulse->mutex);
  while (!pulse->ended) {
    const CrCrewCounts counts = cr_crew_counts(pulse->crew);
    if (counts.stopping || crew_moves(&counts, counts.tried_usec))
      cr_live_tell_manager("WATCHDOG=1");
    g_cond_wait_until(&pulse->over, &pulse->mutex, g_get_monotonic_time() + pulse->beat_usec);
  }
  g_mutex_unlock(&pulse->mutex);
  return NULL;
}

/* Source: sd_watchdog_enabled(3). */
static void
begin_to_beat(CrPulse *pulse) {
  const char *usec = g_getenv("WATCHDOG_USEC"), *pid = g_getenv("WATCHDOG_PID");
  gint64 most, whose;
  if (pulse->crew == NULL || usec == NULL ||
      !g_ascii_string_to_signed(usec, 10, 2, G_MAXINT64, &most, NULL) ||
      (pid && (!g_ascii_string_to_signed(pid, 10, 1, G_MAXINT, &whose, NULL) || whose != getpid())))
    return;
  pulse->beat_usec = most / 2;
  pulse->beat = g_thread_new("beat", beat, pulse);
}

/* Beginning and ending */

gboolean
cr_pulse_begin(CrPulse *pulse, const CrCommand *command, GError **error) {
  const CrHealthOptions options = {
      .where = command->health, .ready = is_ready, .measure = measure, .data = pulse};
  if (command->drain &&
      !g_ascii_string_to_signed(command->drain, 10, 0, MAX_DRAIN_SEC, &pulse->drain_sec, NULL)) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--drain takes seconds, %d at most",
                MAX_DRAIN_SEC);
    return FALSE;
  }
  begin_to_beat(pulse);
  if (command->health == NULL)
    return TRUE;
  pulse->health = cr_health_new(&options, error);
  if (pulse->health)
    printf("Health at %s/readyz\n", cr_health_origin(pulse->health));
  return pulse->health != NULL;
}

void
cr_pulse_drain(CrPulse *pulse) {
  g_atomic_int_set(&pulse->draining, TRUE);
  cr_live_let_signals_end();
  g_usleep((gulong) (pulse->drain_sec * G_USEC_PER_SEC));
}

void
cr_pulse_clear(CrPulse *pulse) {
  if (pulse->beat) {
    g_mutex_lock(&pulse->mutex);
    pulse->ended = TRUE;
    g_cond_signal(&pulse->over);
    g_mutex_unlock(&pulse->mutex);
    g_thread_join(g_steal_pointer(&pulse->beat));
  }
  g_clear_pointer(&pulse->health, cr_health_free);
  g_clear_pointer(&pulse->store, cr_store_free);
}
