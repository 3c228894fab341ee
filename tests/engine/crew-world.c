/* A service's world for failover.py, each verb a process of its own that may meet a database whose
 * server goes away:
 *   crew-world URI JOURNAL add FROM TO     candidates of these numbers, each with a call
 *   crew-world URI JOURNAL work MINUTES N  keepers, N at a time, that much after the calls' time
 *   crew-world URI JOURNAL confirm MINUTES this copy is the right one
 *   crew-world URI JOURNAL judge TO        whether the promises were kept
 * The journal is the mail server's: what arrived there. Of five candidates the third's call is an
 * hour later, and the fourth's recruiter has cancelled. */
#include "base/error.h"
#include "base/tally.h"
#include "engine/crew.h"
#include "engine/engine-private.h"
#include "fake-candidate.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define START "2026-11-24T14:00:00-05:00" /* a working hour in New York */
#define LATER(account) ((account) % 5 == 3)
#define CANCELLED(account) ((account) % 5 == 4)
#define TRIES 200

static const char *uri, *journal;

static CrInstant
start_of_calls(void) {
  CrInstant at;
  g_assert_true(cr_instant_parse(START, &at, NULL));
  return at;
}

/* Time stands. */
static CrClock
read_clock(gpointer data) {
  return (CrClock){start_of_calls() + *(const gint64 *) data * CR_MINUTE, CR_HOUR, CR_HOUR, TRUE};
}

/* Adding */

/* Whether it is worth trying again; what failed otherwise ends the test. */
static gboolean
is_lost(GError *error) {
  if (error && !g_error_matches(error, CR_ERROR, CR_ERROR_LOST) &&
      !g_error_matches(error, CR_ERROR, CR_ERROR_BUSY))
    g_error("%s", error->message);
  return error != NULL;
}

static gboolean
watch_call(CrEngine *engine, gint64 account, GError **error) {
  CrInstant start = start_of_calls() + (LATER(account) ? CR_HOUR : 0), now = start - CR_HOUR;
  g_autofree char *uid = g_strdup_printf("call-%" G_GINT64_FORMAT "@northwind.example", account);
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, now, "test", uid);
  iv->uid = g_strdup(uid);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, start + (CANCELLED(account) ? CR_HOUR : 0), CR_INSTANT_NONE,
                         "America/New_York");
  return cr_engine_watch(engine, iv, fact, now, error);
}

static gboolean
cancel_call(CrEngine *engine, gint64 account, GError **error) {
  CrInstant now = start_of_calls();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "candidate", "cancelled");
  fact->act = CR_ACT_CANCELLED;
  return cr_engine_observe(engine, fact, 1, now, NULL, error);
}

static gboolean
save_candidate(CrEngine *engine, GError **error) {
  g_autoptr(CrProfile) profile = cr_profile_copy(cr_engine_profile(engine));
  g_autoptr(CrPolicy) policy = cr_policy_copy(cr_engine_policy(engine));
  g_free(profile->name);
  g_free(profile->zone);
  g_strfreev(profile->emails);
  profile->name = g_strdup("Jordan Ellis");
  profile->zone = g_strdup("America/Chicago");
  profile->emails = g_strsplit("jordan@example.com", " ", -1);
  policy->autopilot = TRUE;
  policy->remind_day_min = policy->remind_min = 0;
  return cr_engine_set_account(engine, profile, policy, NULL, CR_INSTANT_NONE, error);
}

/* Each step until it is done: what an error says was not done, and must not be there twice. */
static void
add(CrStore *store, gint64 account) {
  g_autoptr(CrEngine) engine = NULL;
  int steps = CANCELLED(account) ? 4 : 3;
  for (int step = 0, tries = 0; step < steps;) {
    g_autoptr(GError) error = NULL;
    gboolean ok = FALSE;
    switch (step) {
    case 0:
      engine = cr_engine_new(store, account, &error);
      ok = engine != NULL;
      break;
    case 1:
      ok = save_candidate(engine, &error);
      break;
    case 2:
      ok = watch_call(engine, account, &error);
      break;
    case 3:
      ok = cancel_call(engine, account, &error);
      break;
    }
    if (!is_lost(error) && ok)
      step++;
    else if (++tries > TRIES)
      g_error("there is no database any more: %s", error->message);
  }
}

static CrStore *
open_store(void) {
  for (int tries = 0;; tries++) {
    g_autoptr(GError) error = NULL;
    CrStore *store = cr_store_open(uri, &error);
    if (store)
      return store;
    if (tries > TRIES)
      g_error("%s", error->message);
    g_usleep(50000);
  }
}

static int
add_all(gint64 from, gint64 to) {
  g_autoptr(CrStore) store = open_store();
  for (gint64 account = from; account <= to; account++)
    add(store, account);
  return 0;
}

/* Working */

static CrOutcome
perform(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  g_autofree char *line = g_strdup_printf("%s\n", letter->message_id);
  int file = open(journal, O_WRONLY | O_APPEND | O_CREAT, 0600);
  g_assert_cmpint(write(file, line, strlen(line)), ==, (gssize) strlen(line));
  close(file);
  g_usleep(2000); /* the server takes its time to say so */
  return CR_OUTCOME_SENT;
}

static GPtrArray *
load_mailbox(CrStore *store, gint64 account, gpointer data, GError **error) {
  return fake_mailbox_connections();
}

static CrCrew *crew;

static void
stop(int number) {
  cr_crew_stop(crew);
}

static int
work(gint64 minutes, guint workers) {
  CrKeeperEnd end;
  const CrCrewOptions options = {.uri = uri,
                                 .workers = workers,
                                 .read_clock = read_clock,
                                 .open_source = fake_mailbox_open,
                                 .load_connections = load_mailbox,
                                 .perform = perform,
                                 .data = &minutes};
  cr_store_free(open_store()); /* there is a server */
  crew = cr_crew_new(&options, NULL);
  if (crew == NULL)
    return 3; /* not any more */
  signal(SIGTERM, stop);
  signal(SIGPIPE, SIG_IGN);
  puts("at work");
  fflush(stdout);
  cr_crew_run(crew, &end, NULL);
  printf("%" G_GUINT64_FORMAT " connections made anew, %" G_GUINT64_FORMAT
         " commits found kept and %" G_GUINT64_FORMAT " not\n",
         cr_tally_read(CR_TALLY_RECONNECTED), cr_tally_read(CR_TALLY_COMMIT_FOUND),
         cr_tally_read(CR_TALLY_COMMIT_GONE));
  cr_crew_free(crew);
  return 0;
}

static int
confirm(gint64 minutes) {
  g_autoptr(CrStore) store = open_store();
  return cr_store_confirm_home(store, read_clock(&minutes).real, NULL) ? 0 : 1;
}

/* Judging */

static GHashTable *
read_journal(void) {
  GHashTable *times = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_file_get_contents(journal, &text, NULL, NULL);
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line) {
      guint before = GPOINTER_TO_UINT(g_hash_table_lookup(times, *line));
      g_hash_table_insert(times, g_strdup(*line), GUINT_TO_POINTER(before + 1));
    }
  return times;
}

/* NULL when all was kept; *ret_doubt counts. */
static const char *
judge_account(CrStore *store, gint64 account, GHashTable *arrived, guint *ret_doubt) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, FALSE, &error));
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, &error);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, 0, -1, &error);
  cr_store_rollback(store);
  g_assert_no_error(error);
  if (calls->len != 1)
    return calls->len ? "a call was added twice" : "a call is lost";
  if (CANCELLED(account))
    return letters->len ? "a letter about a cancelled call" : NULL;
  if (letters->len != 1)
    return letters->len ? "more than one letter" : "no letter";
  const CrEffect *letter = letters->pdata[0];
  guint times = GPOINTER_TO_UINT(g_hash_table_lookup(arrived, letter->message_id));
  g_hash_table_remove(arrived, letter->message_id);
  if (times > 1)
    return "a letter arrived twice";
  if (letter->status == CR_EFFECT_IN_DOUBT) {
    (*ret_doubt)++;
    return NULL;
  }
  return letter->status != CR_EFFECT_SENT ? "a letter was neither sent nor called in doubt"
         : times != 1                     ? "a letter that is called sent did not arrive"
                                          : NULL;
}

static int
judge(gint64 to) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GHashTable) arrived = read_journal();
  guint wrong = 0, doubt = 0, n = g_hash_table_size(arrived);
  for (gint64 account = 1; account <= to; account++) {
    const char *broken = judge_account(store, account, arrived, &doubt);
    wrong += broken != NULL;
    if (broken)
      printf("account %" G_GINT64_FORMAT ": %s\n", account, broken);
  }
  if (g_hash_table_size(arrived) > 0)
    printf("%u letters that nobody wrote\n", g_hash_table_size(arrived));
  printf("%u letters arrived, %u in doubt\n", n, doubt);
  return wrong || g_hash_table_size(arrived) > 0;
}

int
main(int argc, char **argv) {
  g_assert_cmpint(argc, >=, 5);
  uri = argv[1];
  journal = argv[2];
  gint64 number = g_ascii_strtoll(argv[4], NULL, 10);
  gint64 other = argc > 5 ? g_ascii_strtoll(argv[5], NULL, 10) : 0;
  if (strcmp(argv[3], "add") == 0)
    return add_all(number, other);
  if (strcmp(argv[3], "confirm") == 0)
    return confirm(number);
  return strcmp(argv[3], "work") == 0 ? work(number, (guint) other) : judge(number);
}
