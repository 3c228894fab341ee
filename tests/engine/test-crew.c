/* Many keepers over one PostgreSQL: each account is looked after, whoever dies in the middle;
 * nothing is lost and nothing is sent twice. Run by with_postgres.py. */
#include "../store/server.h"
#include "base/error.h"
#include "base/tally.h"
#include "engine/crew-private.h"
#include "engine/engine-private.h"
#include "fake-candidate.h"
#include "store/tables.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *uri, *journal;

/* The world */

static CrInstant
instant(const char *text) {
  CrInstant at;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

/* Time stands: 2pm in New York and some minutes. */
static CrClock
read_clock(gpointer data) {
  CrInstant now = instant("2026-11-24T14:00:00-05:00") + *(const gint64 *) data * CR_MINUTE;
  return (CrClock){now, CR_HOUR, CR_HOUR, TRUE};
}

static GPtrArray *
load_mailbox(CrStore *store, gint64 account, gpointer data, GError **error) {
  return fake_mailbox_connections();
}

/* The mail server: it has what stands in the journal. */
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

static CrCrewOptions
options_at(gint64 *minutes, gint64 lease_usec) {
  return (CrCrewOptions){.uri = uri,
                         .workers = 2,
                         .lease_usec = lease_usec,
                         .read_clock = read_clock,
                         .open_source = fake_mailbox_open,
                         .load_connections = load_mailbox,
                         .perform = perform,
                         .data = minutes};
}

static void
begin(CrStore *store, gint64 account, gboolean write) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, write, &error));
  g_assert_no_error(error);
}

static void
add_call(CrStore *store, gint64 account, CrInstant start) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEngine) engine = cr_engine_new(store, account, &error);
  g_autoptr(CrInterview) iv = cr_interview_new();
  static int number;
  g_autofree char *uid = g_strdup_printf("call-%d@northwind.example", ++number);
  CrInstant now = start - CR_HOUR;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, now, "test", uid);
  iv->uid = g_strdup(uid);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, "America/New_York");
  g_assert_true(cr_engine_watch(engine, iv, fact, now, &error));
  g_assert_no_error(error);
}

static void
add_account(CrStore *store, gint64 account) {
  fake_candidate_save(store, account);
  add_call(store, account, instant("2026-11-24T14:00:00-05:00"));
}

/* A database of its own for each test. */
static CrStore *
found(const char *name) {
  g_autoptr(GError) error = NULL;
  g_free(uri);
  uri = server_make_database(name, "template1");
  g_unlink(journal);
  CrStore *store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  return store;
}

/* Runs text as the founder. */
static void
sql(const char *text) {
  PGconn *connection = PQconnectdb(uri);
  PQclear(PQexec(connection, "SET search_path = crickets"));
  PQclear(PQexec(connection, text));
  g_assert_cmpstr(PQerrorMessage(connection), ==, "");
  PQfinish(connection);
}

/* Until nothing is due by then, and nobody holds anything. */
static void
await_rest(CrStore *store, gint64 minutes) {
  CrTurnCounts counts;
  g_autoptr(GError) error = NULL;
  CrInstant now = read_clock(&minutes).real;
  do {
    g_usleep(20000);
    g_assert_true(cr_store_count_turns(store, now, &counts, &error));
  } while (counts.waiting > 0 || counts.held > 0);
}

static gpointer
run_crew(gpointer data) {
  CrKeeperEnd end;
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_crew_run(data, &end, &error));
  g_assert_no_error(error);
  return NULL;
}

/* One crew looks after all until there is nothing left to do. */
static void
look_after_all(CrStore *store, gint64 minutes) {
  g_autoptr(GError) error = NULL;
  const CrCrewOptions options = options_at(&minutes, 0);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  g_assert_no_error(error);
  GThread *thread = g_thread_new("crew", run_crew, crew);
  await_rest(store, minutes);
  cr_crew_stop(crew);
  g_thread_join(thread);
}

static GHashTable *
read_journal(guint *ret_lines) {
  GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  *ret_lines = 0;
  if (!g_file_get_contents(journal, &text, NULL, NULL))
    return seen;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line) {
      (*ret_lines)++;
      g_hash_table_add(seen, g_strdup(*line));
    }
  return seen;
}

static int
status_of(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  begin(store, account, FALSE);
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, 0, -1, &error);
  cr_store_rollback(store);
  g_assert_no_error(error);
  return letters->len == 1 ? (int) ((CrEffect *) letters->pdata[0])->status : -1;
}

static gboolean
was_told(CrStore *store, gint64 account, const char *words) {
  gboolean told = FALSE;
  begin(store, account, FALSE);
  g_autoptr(GPtrArray) rows = cr_store_timeline(store, 0, 0, NULL);
  cr_store_rollback(store);
  for (guint i = 0; i < rows->len; i++)
    told = told || strstr(((CrTimelineRow *) rows->pdata[i])->text, words);
  return told;
}

/* Tests */

static void
test_all_accounts(void) {
  g_autoptr(CrStore) store = found("crew_all");
  guint lines;
  for (gint64 account = 1; account <= 30; account++)
    add_account(store, account);
  look_after_all(store, -5);
  g_autoptr(GHashTable) none = read_journal(&lines);
  g_assert_cmpuint(lines, ==, 0); /* never before the agreed time has been missed */
  look_after_all(store, 11);
  g_autoptr(GHashTable) sent = read_journal(&lines);
  g_assert_cmpuint(lines, ==, 30);
  for (gint64 account = 1; account <= 30; account++)
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_SENT);
}

/* A running crew hears of what another process made due. */
static void
test_told(void) {
  g_autoptr(CrStore) store = found("crew_told");
  g_autoptr(GError) error = NULL;
  gint64 minutes = 11;
  const CrCrewOptions options = options_at(&minutes, 0);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  GThread *thread = g_thread_new("crew", run_crew, crew);
  for (gint64 account = 1; account <= 5; account++) {
    add_account(store, account);
    await_rest(store, minutes);
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_SENT);
  }
  cr_crew_stop(crew);
  g_thread_join(thread);
}

#define ACCOUNTS 40
#define PROCESSES 3

static pid_t
start_process(gint64 *minutes, gint64 lease_usec) {
  pid_t child = fork();
  if (child != 0)
    return child;
  g_autoptr(GError) error = NULL;
  CrKeeperEnd end;
  const CrCrewOptions options = options_at(minutes, lease_usec);
  CrCrew *crew = cr_crew_new(&options, &error);
  if (crew)
    cr_crew_run(crew, &end, &error);
  _exit(0);
}

/* Keepers are killed in the middle of what they do, at any moment, and others take their place.
 * Time stands, so that no lease ends by itself: the founder ends those of the dead. */
static void
test_killed(void) {
  g_autoptr(CrStore) store = found("crew_killed");
  gint64 minutes = 11;
  guint lines = 0, doubt = 0, kills = 0;
  pid_t children[PROCESSES];
  for (gint64 account = 1; account <= ACCOUNTS; account++)
    add_account(store, account);
  for (int i = 0; i < PROCESSES; i++)
    children[i] = start_process(&minutes, 0);
  for (guint before = 0; lines < ACCOUNTS * 3 / 4 && kills < 400; kills++) {
    g_usleep((gulong) g_test_rand_int_range(1000, 60000));
    int i = g_test_rand_int_range(0, PROCESSES);
    kill(children[i], SIGKILL);
    waitpid(children[i], NULL, 0);
    sql("UPDATE turn SET until_at = 0, due = 0 WHERE holder IS NOT NULL");
    children[i] = start_process(&minutes, 0);
    g_hash_table_unref(read_journal(&lines));
    g_assert_cmpuint(lines, >=, before);
    before = lines;
  }
  for (int i = 0; i < PROCESSES; i++) {
    kill(children[i], SIGKILL);
    waitpid(children[i], NULL, 0);
  }
  sql("UPDATE turn SET until_at = 0, tries = 0, due = 0");
  look_after_all(store, 13); /* what was in flight is settled by then */
  g_autoptr(GHashTable) sent = read_journal(&lines);
  g_assert_cmpuint(lines, ==, g_hash_table_size(sent)); /* none twice */
  for (gint64 account = 1; account <= ACCOUNTS; account++) {
    int status = status_of(store, account);
    g_assert_true(status == CR_EFFECT_SENT || status == CR_EFFECT_IN_DOUBT);
    doubt += status == CR_EFFECT_IN_DOUBT;
  }
  g_test_message("%u kills, %u letters arrived, %u in doubt", kills, lines, doubt);
  g_assert_cmpuint(lines, >=, ACCOUNTS - doubt); /* none lost */
}

/* The first value, as the founder. */
static char *
ask(const char *text) {
  PGconn *connection = PQconnectdb(uri);
  PQclear(PQexec(connection, "SET search_path = crickets"));
  PGresult *result = PQexec(connection, text);
  g_assert_cmpstr(PQerrorMessage(connection), ==, "");
  char *value = g_strdup(PQgetvalue(result, 0, 0));
  PQclear(result);
  PQfinish(connection);
  return value;
}

static void
copy_table(const char *table, const char *columns, guint n) {
  g_autofree char *text = g_strdup_printf("INSERT INTO %s (account_id, %s) SELECT g, %s FROM %s,"
                                          " generate_series(2, %u) AS g WHERE account_id = 1",
                                          table, columns, columns, table, n);
  sql(text);
}

/* Accounts 2 to n are as the first is. */
static void
copy_first(guint n) {
#define COPY(name, table, columns, kinds, places) copy_table(table, columns, n);
  CR_TABLES(COPY)
  copy_table("account", "version, " CR_ACCOUNT_COLUMNS, n);
  copy_table("setting", "name, value", n);
  copy_table("turn", "due", n);
}

static GArray *
claim(CrStore *store, CrInstant now) {
  g_autoptr(GError) error = NULL;
  GArray *turns = cr_store_claim_turns(store, "h", now, now + CR_HOUR, 1000, &error);
  g_assert_no_error(error);
  return turns;
}

static void
take_each(const CrCrewOptions *options, CrStore *store, const GArray *turns) {
  for (guint i = 0; i < turns->len; i++) {
    gboolean ok = FALSE;
    crew_take_turn(options, store, "h", &g_array_index(turns, CrTurn, i), &ok);
    g_assert_true(ok);
  }
}

/* All that is kept of an account but its number and its marks. */
static char *
contents_of(gint64 account) {
  g_autoptr(GString) text = g_string_new("SELECT md5(string_agg(x, '|' ORDER BY x)) FROM (");
#define OR_TABLE(name, table, columns, kinds, places)                                              \
  g_string_append_printf(text,                                                                     \
                         "SELECT '" table "' || (" columns ")::text AS x FROM " table              \
                         " WHERE account_id = %" G_GINT64_FORMAT " UNION ALL ",                    \
                         account);
  CR_TABLES(OR_TABLE)
  g_string_append_printf(text,
                         "SELECT (version, " CR_ACCOUNT_COLUMNS ")::text FROM account WHERE"
                         " account_id = %" G_GINT64_FORMAT " UNION ALL SELECT (due, holder, tries)"
                         "::text FROM turn WHERE account_id = %" G_GINT64_FORMAT ") AS all_of_it",
                         account, account);
  return ask(text->str);
}

static void
assert_same(gint64 from, gint64 to, const char *expected) {
  for (gint64 account = from; account <= to; account++) {
    g_autofree char *contents = contents_of(account);
    g_assert_cmpstr(contents, ==, expected);
  }
}

#define TOGETHER 30

static gint
compare_accounts(gconstpointer a, gconstpointer b) {
  return (gint) (((const CrTurn *) a)->account - ((const CrTurn *) b)->account);
}

/* All of them, in as many transactions as a slow machine needs. turns: those that are to be taken
 * one by one. */
static void
take_together(const CrCrewOptions *options, CrStore *store, GArray *turns) {
  g_autoptr(GArray) next = g_array_copy(turns);
  g_array_set_size(turns, 0);
  while (next->len > 0) {
    g_autoptr(GArray) later = g_array_new(FALSE, FALSE, sizeof(CrTurn));
    crew_take_together(options, store, "h", next, later);
    g_array_append_vals(turns, next->data, next->len);
    g_array_unref(next);
    next = g_steal_pointer(&later);
  }
}

/* Turns that share a transaction keep what they keep one by one; who cannot take part is left out,
 * and one that fails takes nothing with it. */
static void
test_together(void) {
  g_autoptr(CrStore) store = found("crew_together"), other = cr_store_open(uri, NULL);
  gint64 minutes = 0;
  CrCrewOptions options = options_at(&minutes, 0);
  options.load_connections = NULL;
  cr_store_keep_turns(store, TRUE);
  add_account(other, 1);
  g_autoptr(GArray) first = claim(store, read_clock(&minutes).real);
  take_each(&options, store, first);
  copy_first(TOGETHER);
  minutes = 5; /* the candidate is asked */
  g_autoptr(GArray) turns = claim(store, read_clock(&minutes).real);
  g_assert_cmpuint(turns->len, ==, TOGETHER);
  g_array_sort(turns, compare_accounts);
  g_autofree char *before = contents_of(1);
  gboolean ok = FALSE;
  crew_take_turn(&options, store, "h", &g_array_index(turns, CrTurn, 0), &ok);
  g_assert_true(ok);
  g_array_remove_index(turns, 0);
  g_autofree char *after = contents_of(1);
  g_assert_cmpstr(after, !=, before);

  guint64 parted = cr_tally_read(CR_TALLY_PARTED);
  sql("INSERT INTO state (account_id, due, interview_id, last_line, last_tick)"
      " VALUES (8, 5, 77, 0, 0)"); /* of none */
  take_together(&options, store, turns);
  g_assert_cmpuint(turns->len, ==, TOGETHER - 1);
  g_assert_cmpuint(cr_tally_read(CR_TALLY_PARTED), ==, parted + 1);
  sql("DELETE FROM state WHERE account_id = 8 AND interview_id = 77");
  assert_same(2, TOGETHER, before);

  begin(other, 7, TRUE);
  take_together(&options, store, turns);
  g_assert_cmpuint(turns->len, ==, 1);
  g_assert_cmpint(g_array_index(turns, CrTurn, 0).account, ==, 7);
  cr_store_rollback(other);
  assert_same(7, 7, before);
  take_each(&options, store, turns);
  assert_same(2, TOGETHER, after);
}

/* The whole life of calls that nothing outside is asked about: the first turn of an account, and a
 * letter that nobody is there to send. */
static void
test_all_together(void) {
  g_autoptr(CrStore) store = found("crew_all_together");
  gint64 minutes;
  CrCrewOptions options = options_at(&minutes, 0);
  options.load_connections = NULL;
  options.perform = NULL;
  for (gint64 account = 1; account <= 3; account++)
    add_account(store, account);
  cr_store_keep_turns(store, TRUE);
  for (minutes = -10; minutes <= 15; minutes += 5) {
    g_autoptr(GArray) turns = claim(store, read_clock(&minutes).real);
    take_together(&options, store, turns);
    g_assert_cmpuint(turns->len, ==, 0);
  }
  for (gint64 account = 1; account <= 3; account++)
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_DRAFT);
}

static GPtrArray *
load_none(CrStore *store, gint64 account, gpointer data, GError **error) {
  return g_ptr_array_new();
}

/* A restored copy holds them: they may have gone out from the other one. */
static void
test_all_together_from_a_copy(void) {
  g_autoptr(CrStore) before = found("crew_copy");
  gint64 minutes;
  CrCrewOptions options = options_at(&minutes, 0);
  options.load_connections = load_none;
  options.perform = NULL;
  add_account(before, 1);
  add_account(before, 2);
  for (minutes = -10; minutes <= 5; minutes += 5) {
    g_autoptr(GArray) turns = claim(before, read_clock(&minutes).real);
    take_together(&options, before, turns);
  }
  sql("UPDATE setting SET value = replace(value, '\"database\":\"', '\"database\":\"another ')"
      " WHERE account_id = 0 AND name = 'home'");
  g_autoptr(CrStore) store = cr_store_open(uri, NULL);
  for (minutes = 10; minutes <= 15; minutes += 5) {
    g_autoptr(GArray) turns = claim(store, read_clock(&minutes).real);
    take_together(&options, store, turns);
    g_assert_cmpuint(turns->len, ==, 0);
  }
  for (gint64 account = 1; account <= 2; account++) {
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_HELD);
    g_assert_true(was_told(store, account, "restored backup"));
  }
}

static GPtrArray *
load_slowly(CrStore *store, gint64 account, gpointer data, GError **error) {
  g_usleep(400000);
  return g_ptr_array_new();
}

/* What takes long is kept soon: the others' turns come later. */
static void
test_not_too_long(void) {
  g_autoptr(CrStore) store = found("crew_not_too_long");
  gint64 minutes = -10;
  CrCrewOptions options = options_at(&minutes, 0);
  options.load_connections = load_slowly;
  for (gint64 account = 1; account <= 8; account++)
    add_account(store, account);
  g_autoptr(GArray) turns = claim(store, read_clock(&minutes).real);
  g_autoptr(GArray) later = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  crew_take_together(&options, store, "h", turns, later);
  g_assert_cmpuint(turns->len, ==, 0);
  g_assert_cmpuint(later->len, >, 0);
  g_assert_cmpuint(later->len, <, 8);
  options.load_connections = NULL;
  take_together(&options, store, later);
  g_assert_cmpuint(later->len, ==, 0);
}

/* What is marked while somebody holds the turn is due when it ends, as it may not have been seen.
 */
static void
test_marked_meanwhile(void) {
  g_autoptr(CrStore) store = found("crew_marked"), other = cr_store_open(uri, NULL);
  g_autoptr(GError) error = NULL;
  gint64 minutes = -10;
  CrInstant now = read_clock(&minutes).real;
  add_account(other, 1);
  g_array_unref(claim(store, now));
  begin(other, 1, TRUE);
  g_assert_true(cr_store_mark_turn(other, &error) && cr_store_commit(other, &error));
  g_autoptr(GArray) held = claim(store, now);
  g_assert_cmpuint(held->len, ==, 0);
  begin(store, 1, TRUE);
  g_assert_true(cr_store_end_turn(store, "h", now, CR_INSTANT_NONE, 0, &error) &&
                cr_store_commit(store, &error));
  g_autoptr(GArray) again = claim(store, now);
  g_assert_cmpuint(again->len, ==, 1);
}

static CrInstant
hour_ahead(void) {
  return g_get_real_time() + CR_HOUR;
}

static CrInstant
hour_behind(void) {
  return g_get_real_time() - CR_HOUR;
}

/* A machine whose clock is not the database's takes nothing. */
static void
test_wrong_clock(void) {
  CrInstant (*const clocks[])(void) = {hour_ahead, hour_behind};
  g_autoptr(CrStore) store = found("crew_wrong_clock");
  gint64 minutes = 11;
  add_account(store, 1);
  for (gsize i = 0; i < G_N_ELEMENTS(clocks); i++) {
    CrTurnCounts counts;
    CrCrewOptions options = options_at(&minutes, 0);
    options.machine_clock = clocks[i];
    g_autoptr(CrCrew) crew = cr_crew_new(&options, NULL);
    GThread *thread = g_thread_new("crew", run_crew, crew);
    while (!cr_crew_counts(crew).doubts)
      g_usleep(1000);
    g_assert_true(cr_store_count_turns(store, read_clock(&minutes).real, &counts, NULL));
    g_assert_cmpint(counts.waiting, ==, 1);
    cr_crew_stop(crew);
    g_thread_join(thread);
    g_assert_cmpint(cr_crew_counts(crew).turns, ==, 0);
  }
  look_after_all(store, minutes);
  g_assert_cmpint(status_of(store, 1), ==, CR_EFFECT_SENT);
}

/* What was claimed and not begun is free at once when a crew ends. */
static void
test_drained(void) {
  g_autoptr(CrStore) store = found("crew_drained");
  g_autoptr(GError) error = NULL;
  gint64 minutes = 11;
  CrTurnCounts counts;
  const CrCrewOptions options = options_at(&minutes, 0);
  for (gint64 account = 1; account <= 20; account++)
    add_account(store, account);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  GThread *thread = g_thread_new("crew", run_crew, crew);
  for (CrCrewCounts counts = {0}; counts.in_hand == 0 && counts.turns < 20;
       counts = cr_crew_counts(crew)) /* or all is done before it is seen */
    g_usleep(1000);
  cr_crew_stop(crew);
  g_thread_join(thread);
  g_assert_true(cr_store_count_turns(store, read_clock(&minutes).real, &counts, &error));
  g_assert_cmpint(counts.held, ==, 0);
  g_assert_cmpint(counts.failing, ==, 0);
  look_after_all(store, 11);
  for (gint64 account = 1; account <= 20; account++)
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_SENT);
}

/* One of two ends while both are at work: what it began it ends, the rest is the other's, at once.
 */
static void
test_one_drained(void) {
  g_autoptr(CrStore) store = found("crew_one_drained");
  g_autoptr(GError) error = NULL;
  gint64 minutes = 11;
  guint lines;
  const CrCrewOptions options = options_at(&minutes, 0);
  for (gint64 account = 1; account <= 40; account++)
    add_account(store, account);
  g_autoptr(CrCrew) leaves = cr_crew_new(&options, &error), stays = cr_crew_new(&options, &error);
  GThread *leaving = g_thread_new("leaves", run_crew, leaves);
  GThread *staying = g_thread_new("stays", run_crew, stays);
  for (CrCrewCounts one = {0}, other = {0};
       (one.turns == 0 || one.in_hand == 0) && one.turns + other.turns < 40;
       one = cr_crew_counts(leaves), other = cr_crew_counts(stays))
    g_usleep(500); /* or the other was quicker with all of them */
  cr_crew_stop(leaves);
  g_thread_join(leaving);
  await_rest(store, minutes);
  cr_crew_stop(stays);
  g_thread_join(staying);
  g_autoptr(GHashTable) sent = read_journal(&lines);
  g_assert_cmpuint(lines, ==, 40);
  g_assert_cmpuint(g_hash_table_size(sent), ==, 40);
  g_assert_cmpint(cr_crew_counts(leaves).failures + cr_crew_counts(stays).failures, ==, 0);
}

static gint holding, gone, complaints; /* of no account */

/* Comes back when the database is gone. */
static CrOutcome
hold(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
     gpointer data, char **ret_text) {
  g_atomic_int_inc(&holding);
  while (!g_atomic_int_get(&gone))
    g_usleep(1000);
  return CR_OUTCOME_HELD;
}

/* Without the database what was not begun is left to its lease: a crew that ends does not try to
 * give back each. */
static void
test_drained_without(void) {
  if (!g_test_slow()) {
    g_test_skip("slow");
    return;
  }
  g_autoptr(CrStore) store = found("crew_drained_without");
  g_autoptr(GError) error = NULL;
  gint64 minutes = 11;
  CrCrewOptions options = options_at(&minutes, 0);
  options.workers = 8;
  options.perform = hold;
  for (gint64 account = 1; account <= 16; account++)
    add_account(store, account);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  GThread *thread = g_thread_new("crew", run_crew, crew);
  while (g_atomic_int_get(&holding) < 8 || cr_crew_counts(crew).in_hand < 16)
    g_usleep(1000);
  g_atomic_int_set(&complaints, 0);
  cr_crew_stop(crew);
  g_free(uri);
  uri = server_uri("postgres");
  sql("ALTER DATABASE crew_drained_without ALLOW_CONNECTIONS false");
  sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
      "'crew_drained_without'");
  g_atomic_int_set(&gone, 1);
  g_thread_join(thread);
  g_assert_cmpint(g_atomic_int_get(&complaints), <=, 2); /* one may be of who claims */
}

/* From here on who connects waits for a standby, which is not there. */
static CrSource *
open_without_standby(const CrConnection *connection, GError **error) {
  sql("ALTER DATABASE crew_unconfirmed SET synchronous_commit = on");
  return fake_mailbox_open(connection, error);
}

static gboolean
someone_waits(void) {
  g_autofree char *n = ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  return strcmp(n, "0") != 0;
}

static gint ended;

static gpointer
run_to_end(gpointer crew) {
  run_crew(crew);
  g_atomic_int_set(&ended, 1);
  return NULL;
}

/* A crew that ends does not wait until what a mailbox told is confirmed: it is read again. */
static void
test_reading_unconfirmed(void) {
  g_autoptr(CrStore) store = found("crew_unconfirmed");
  g_autoptr(GError) error = NULL;
  gint64 minutes = -30;
  CrCrewOptions options = options_at(&minutes, 0);
  options.open_source = open_without_standby;
  add_account(store, 1);
  sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  sql("SELECT pg_reload_conf()");
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  GThread *thread = g_thread_new("crew", run_to_end, crew);
  gboolean waited = FALSE;
  for (int i = 0; i < 3000 && !(waited = someone_waits()); i++)
    g_usleep(20000);
  cr_crew_stop(crew);
  for (int i = 0; i < 6000 && !g_atomic_int_get(&ended); i++)
    g_usleep(10000);
  gboolean in_time = g_atomic_int_get(&ended);
  sql("ALTER SYSTEM RESET synchronous_standby_names"); /* else nobody could go on */
  sql("SELECT pg_reload_conf()");
  g_thread_join(thread);
  g_assert_true(waited && in_time);
}

/* Who waits for its database is not stuck: it tries again and again, and goes on when it is back.
 */
static void
test_database_away(void) {
  g_autoptr(CrStore) store = found("crew_away");
  g_autoptr(GError) error = NULL;
  gint64 minutes = 0;
  const CrCrewOptions options = options_at(&minutes, 0);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  g_assert_no_error(error);
  GThread *thread = g_thread_new("crew", run_crew, crew);
  g_free(uri);
  uri = server_uri("postgres");
  sql("ALTER DATABASE crew_away ALLOW_CONNECTIONS false");
  sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'crew_away'");
  CrCrewCounts away;
  do {
    g_usleep(20000);
    away = cr_crew_counts(crew);
  } while (away.tried_usec < away.looked_usec + 2 * CR_SECOND);
  sql("ALTER DATABASE crew_away ALLOW_CONNECTIONS true");
  while (cr_crew_counts(crew).looked_usec < away.tried_usec)
    g_usleep(20000);
  cr_crew_stop(crew);
  g_thread_join(thread);
}

/* A call that cannot be decided keeps neither its account's other calls nor other accounts, and its
 * candidate is told. */
static void
test_poison(void) {
  g_autoptr(CrStore) store = found("crew_poison");
  for (gint64 account = 1; account <= 3; account++)
    add_account(store, account);
  sql("INSERT INTO state (account_id, due, interview_id, last_line, last_tick)"
      " VALUES (2, 5, 77, 0, 0)"); /* of none */
  look_after_all(store, 11);
  for (gint64 account = 1; account <= 3; account++)
    g_assert_cmpint(status_of(store, account), ==, CR_EFFECT_SENT);
  g_assert_true(was_told(store, 2, "this call cannot be watched any more"));
  g_assert_false(was_told(store, 1, "cannot be watched"));
}

/* An account that takes its keepers with it is tried less and less, and its candidate is told. */
static void
test_quarantine(void) {
  g_autoptr(CrStore) store = found("crew_quarantine");
  for (gint64 account = 1; account <= 3; account++)
    add_account(store, account);
  sql("UPDATE turn SET tries = 3 WHERE account_id = 2"); /* three died in it */
  look_after_all(store, 11);
  g_assert_true(was_told(store, 2, "could not be looked after"));
  g_assert_cmpint(status_of(store, 2), ==, CR_EFFECT_SENT); /* this time it went well */
  g_assert_false(was_told(store, 3, "could not be looked after"));
  sql("UPDATE account SET policy = '{' WHERE account_id = 3");
  sql("UPDATE turn SET due = 0 WHERE account_id = 3");
  for (int minutes = 12; minutes < 60; minutes += 5)
    look_after_all(store, minutes); /* it fails each time */
  g_assert_true(was_told(store, 3, "could not be looked after"));
}

static void
test_file(void) {
  g_autoptr(GError) error = NULL;
  const CrCrewOptions options = {.uri = "sqlite::memory:", .workers = 1};
  g_assert_null(cr_crew_new(&options, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_USAGE);
}

typedef struct {
  gint64 minutes;
  CrCrew *crew;
} Stopping;

static CrClock
read_clock_and_stop(gpointer data) {
  Stopping *s = data;
  if (s->crew)
    cr_crew_stop(s->crew);
  return read_clock(&s->minutes);
}

/* Told to end after it has looked whether it is to end, and before it takes what woke it: it takes
 * no more turns, nor waits for the next. */
static void
test_stopped_meanwhile(void) {
  g_autoptr(CrStore) store = found("crew_stopped_meanwhile");
  g_autoptr(GError) error = NULL;
  Stopping s = {11, NULL};
  CrCrewOptions options = options_at(&s.minutes, 0);
  options.read_clock = read_clock_and_stop;
  options.data = &s;
  add_account(store, 1);
  g_autoptr(CrCrew) crew = cr_crew_new(&options, &error);
  g_assert_no_error(error);
  s.crew = crew;
  run_crew(crew);
  g_assert_cmpint(cr_crew_counts(crew).turns, ==, 0);
}

static const struct {
  const char *path;
  void (*run)(void);
} tests[] = {
    {"/crew/all-accounts", test_all_accounts},
    {"/crew/told", test_told},
    {"/crew/killed", test_killed},
    {"/crew/together", test_together},
    {"/crew/all-together", test_all_together},
    {"/crew/all-together/from-a-copy", test_all_together_from_a_copy},
    {"/crew/not-too-long", test_not_too_long},
    {"/crew/marked-meanwhile", test_marked_meanwhile},
    {"/crew/wrong-clock", test_wrong_clock},
    {"/crew/drained", test_drained},
    {"/crew/drained-without", test_drained_without},
    {"/crew/one-drained", test_one_drained},
    {"/crew/reading-unconfirmed", test_reading_unconfirmed},
    {"/crew/stopped-meanwhile", test_stopped_meanwhile},
    {"/crew/database-away", test_database_away},
    {"/crew/poison", test_poison},
    {"/crew/quarantine", test_quarantine},
    {"/crew/file", test_file},
};

/* What is tested to fail is logged too. */
static GLogWriterOutput
keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data) {
  gboolean of_account = FALSE;
  for (gsize i = 0; i < n_fields; i++)
    of_account = of_account || strcmp(fields[i].key, "CRICKETS_ACCOUNT") == 0;
  g_atomic_int_add(&complaints, !of_account);
  return (level & G_LOG_LEVEL_WARNING) && !g_test_verbose()
             ? G_LOG_WRITER_HANDLED
             : g_log_writer_default(level, fields, n_fields, data);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("crickets-crew-XXXXXX", &error);
  g_assert_no_error(error);
  journal = g_build_filename(folder, "journal", NULL);
  g_setenv("XDG_STATE_HOME", folder, TRUE);
  g_log_set_writer_func(keep_quiet, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_func(tests[i].path, tests[i].run);
  int result = g_test_run();
  g_unlink(journal);
  g_rmdir(folder);
  g_free(journal);
  g_free(uri);
  return result;
}
