/* What only SQLite promises: plans, the file and its mode, and every way in which a disk fails. */
#include "base/error.h"
#include "faulty-vfs.h"
#include "store/engine.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOON (G_GINT64_CONSTANT(1795698000) * CR_SECOND)

typedef struct {
  char *folder, *path, *uri;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->folder = g_dir_make_tmp("crickets-sqlite-XXXXXX", &error);
  g_assert_no_error(error);
  f->path = g_build_filename(f->folder, "crickets.db", NULL);
  f->uri = g_strconcat("sqlite:", f->path, NULL);
}

static void
remove_files(Fixture *f) {
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *path = g_strconcat(f->path, suffixes[i], NULL);
    g_unlink(path);
  }
}

static void
tear_down(Fixture *f, gconstpointer data) {
  faulty_vfs_set(FAULT_NONE, 0, 0);
  remove_files(f);
  g_assert_cmpint(g_rmdir(f->folder), ==, 0);
  g_free(f->folder);
  g_free(f->path);
  g_free(f->uri);
}

static CrStore *
open_store(Fixture *f) {
  g_autoptr(GError) error = NULL;
  CrStore *store = cr_store_open(f->uri, &error);
  g_assert_no_error(error);
  return store;
}

static void
assert_refused(Fixture *f, const char *why) {
  g_autoptr(GError) error = NULL;
  g_assert_null(cr_store_open(f->uri, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, f->path)); /* it names the file */
  g_assert_nonnull(strstr(error->message, why));
}

static void
run_sql(const char *path, const char *text) {
  sqlite3 *db = NULL;
  char *message = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  sqlite3_exec(db, text, NULL, NULL, &message);
  g_assert_cmpstr(message, ==, NULL);
  sqlite3_close(db);
}

static char *
read_sql(sqlite3 *db, const char *text, int column) {
  g_autoptr(GString) found = g_string_new(NULL);
  sqlite3_stmt *statement = NULL;
  g_assert_cmpint(sqlite3_prepare_v2(db, text, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step(statement) == SQLITE_ROW)
    g_string_append_printf(found, "%s%s", found->len ? "; " : "",
                           (const char *) sqlite3_column_text(statement, column));
  sqlite3_finalize(statement);
  return g_string_free(g_steal_pointer(&found), FALSE);
}

/* One transaction as the engine makes them: number counts them and everything must agree on it. */
static gboolean
write_transaction(CrStore *store, int number, GError **error) {
  g_autofree char *key = g_strdup_printf("key %d", number);
  g_autofree char *count = g_strdup_printf("%d", number);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, NOON, "clock", key);
  g_autoptr(CrEffect) effect = cr_effect_new();
  g_autoptr(CrInterview) interview = cr_interview_new();
  cr_interview_set_start(interview, NOON + number, CR_INSTANT_NONE, "UTC");
  interview->uid = g_strdup(key);
  interview->state.due = NOON + number;
  effect->id = g_strdup(key);
  gboolean ok = cr_store_begin(store, 1, TRUE, error) &&
                cr_store_add_fact(store, number, fact, NULL, error) &&
                cr_store_save_interview(store, interview, error) &&
                cr_store_save_effect(store, effect, error) &&
                cr_store_add_line(store, number, NOON, "note", key, error) &&
                cr_store_set(store, "count", count, error) && cr_store_commit(store, error);
  if (!ok)
    cr_store_rollback(store);
  return ok;
}

/* The number of the last transaction, after checking that each is there wholly or not at all. */
static int
check_consistent(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = open_store(f);
  g_assert_true(cr_store_begin(store, 1, FALSE, &error));
  g_autofree char *count = cr_store_get(store, "count", &error);
  g_autoptr(GPtrArray) facts = cr_store_facts(store, -1, 0, &error);
  g_autoptr(GPtrArray) lines = cr_store_timeline(store, 0, 0, &error);
  g_autoptr(GPtrArray) effects = cr_store_list_effects(store, 0, -1, &error);
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(store, 0, &error);
  g_assert_no_error(error);
  guint number = count ? (guint) g_ascii_strtoull(count, NULL, 10) : 0;
  g_assert_cmpuint(facts->len, ==, number);
  g_assert_cmpuint(lines->len, ==, number);
  g_assert_cmpuint(effects->len, ==, number);
  g_assert_cmpuint(urgent->len, ==, number);
  cr_store_rollback(store);
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  g_autofree char *verdict = read_sql(db, "PRAGMA integrity_check", 0);
  g_assert_cmpstr(verdict, ==, "ok");
  sqlite3_close(db);
  return (int) number;
}

/* No statement reads a whole table or sorts; each begins with the account. */
static void
test_plans(Fixture *f, gconstpointer data) {
  g_autoptr(CrStore) store = open_store(f);
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  for (int i = 0; i < CR_N_SQL; i++) {
    const char *sql = cr_engine_text(&cr_engine_sqlite, (CrSql) i);
    if (i >= CR_SQL_CLAIM_TURNS)
      continue; /* nobody shares a file */
    if (i == CR_SQL_PUT_WORDS || i == CR_SQL_FIND_WORDS || i == CR_SQL_ERASE_WORDS ||
        i == CR_SQL_TAKE_WORDS)
      continue; /* of the full text search, whose number leads with the account */
    g_assert_true(strstr(sql, "account_id = $1") || strstr(sql, "VALUES ($1"));
    g_autofree char *question = g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
    g_autofree char *plan = read_sql(db, question, 3);
    g_test_message("%s: %s", sql, plan);
    /* A chain is as long as one interview's story: it is gone through, and merged into its facts.
     */
    gboolean chain = strstr(sql, "WITH RECURSIVE") != NULL;
    if (strstr(plan, chain ? "SCAN older" : "SCAN") || strstr(plan, "AUTOMATIC") ||
        (strstr(plan, "TEMP B-TREE") && !chain))
      g_error("%s\n%s", sql, plan);
    if (g_str_has_prefix(sql, "INSERT"))
      continue;
    /* Every condition on a key is served by the index: none is left to filter a longer range. */
    gsize conditions = 0, served = 0;
    for (const char *p = sql; (p = strchr(p, '$')); p++)
      conditions++;
    for (const char *p = plan; (p = strchr(p, '?')); p++)
      served++;
    conditions -= strstr(sql, "LIMIT $") != NULL;
    if (i == CR_SQL_UPDATE_INTERVIEW || i == CR_SQL_UPDATE_STATE || i == CR_SQL_SAVE_CHAINS)
      conditions -= i == CR_SQL_SAVE_CHAINS ? 3 : i == CR_SQL_UPDATE_STATE ? 6 : 5; /* values */
    if (i == CR_SQL_GET_SEVERAL)
      conditions -= CR_MAX_SETTINGS - 1; /* the names of one list */
    if (i == CR_SQL_GET_ALIKE)
      conditions -= 2; /* how names begin: once a day, through all of the account's settings */
    if (i == CR_SQL_DROP_ACCESS)
      conditions -= 1; /* since when the one row of that key is there */
    if (i == CR_SQL_UPDATE_EFFECT)
      conditions -= 3;
    conditions -= i == CR_SQL_UPDATE_FACT || i == CR_SQL_UPDATE_LINE || i == CR_SQL_ERASE_ACCOUNT;
    if (i == CR_SQL_HOLD_TURN || i == CR_SQL_END_TURN) /* values, and whose the one row is */
      conditions -= 4;
    if (i == CR_SQL_SET_POST || i == CR_SQL_DROP_POST) /* the same */
      conditions -= i == CR_SQL_SET_POST ? 3 : 1;
    if (i == CR_SQL_LIST_BUSY || i == CR_SQL_SHOW_BUSY)
      conditions -= 1; /* end_at, for the few spans that begin shortly before the window */
    if (served < conditions)
      g_error("%s\n%s", sql, plan);
  }
  sqlite3_close(db);
}

static void
test_private(Fixture *f, gconstpointer data) {
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  mode_t old = umask(0);
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = open_store(f);
  g_assert_true(write_transaction(store, 1, &error));
  umask(old);
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *path = g_strconcat(f->path, suffixes[i], NULL);
    struct stat status;
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
  }
}

static void
test_pragmas(Fixture *f, gconstpointer data) {
  g_autoptr(CrStore) store = open_store(f);
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  g_autofree char *mode = read_sql(db, "PRAGMA journal_mode", 0);
  g_autofree char *loose = read_sql(db,
                                    "SELECT name FROM pragma_table_list"
                                    " WHERE schema = 'main' AND NOT strict"
                                    " AND name NOT LIKE 'sqlite_%'"
                                    " AND name NOT LIKE 'words%'", /* FTS5's own */
                                    0);
  g_assert_cmpstr(mode, ==, "wal");
  g_assert_cmpstr(loose, ==, "");
  sqlite3_close(db);
}

static void
test_text_stays_out_of_integers(Fixture *f, gconstpointer data) {
  cr_store_free(open_store(f));
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint(
      sqlite3_exec(db, "INSERT INTO calendar VALUES (1, 'noon', 'work')", NULL, NULL, NULL), ==,
      SQLITE_CONSTRAINT);
  sqlite3_close(db);
}

/* Of what an older program kept it is not known until when its letters offer times: a call that is
 * not missed any more keeps none of them. */
static void
test_older_offers(Fixture *f, gconstpointer data) {
  static const CrPhase phases[] = {CR_PHASE_MISSED, CR_PHASE_HELD};
  static const char bound[] = "UPDATE state SET offers_until = 9223372036854775807";
  g_autoptr(GError) error = NULL;
  CrStore *store = open_store(f);
  g_assert_true(cr_store_begin(store, 1, TRUE, &error));
  for (gsize i = 0; i < G_N_ELEMENTS(phases); i++) {
    g_autoptr(CrInterview) iv = cr_interview_new();
    CrSlot *slot = cr_slot_new();
    slot->start = NOON + CR_DAY_USEC;
    slot->end = slot->start + CR_HOUR;
    cr_interview_set_start(iv, NOON, CR_INSTANT_NONE, "UTC");
    g_ptr_array_add(iv->state.offered, slot);
    iv->state.phase = phases[i];
    g_assert_true(cr_store_save_interview(store, iv, &error));
  }
  g_assert_true(cr_store_commit(store, &error));
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db, bound, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close(db);
  g_assert_true(cr_store_begin(store, 1, FALSE, &error));
  g_autoptr(GPtrArray) offering = cr_store_list_offering(store, NOON, 9, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(offering->len, ==, 1);
  g_assert_cmpint(((CrInterview *) offering->pdata[0])->state.phase, ==, CR_PHASE_MISSED);
  cr_store_free(store);
}

/* What was erased is in none of the files any more. */
static void
test_erased(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  CrStore *store = open_store(f);
  for (int i = 0; i < 40; i++) {
    g_autofree char *name = g_strdup_printf("note %d", i);
    g_assert_true(cr_store_begin(store, 1, TRUE, &error));
    g_assert_true(cr_store_set(store, name, "my secret word", &error));
    g_assert_true(cr_store_commit(store, &error));
  }
  g_autoptr(CrInterview) interview = cr_interview_new(); /* is found by its words, too */
  cr_interview_set_start(interview, NOON, CR_INSTANT_NONE, "UTC");
  interview->summary = g_strdup("my secret word");
  g_assert_true(cr_store_begin(store, 1, TRUE, &error));
  g_assert_true(cr_store_save_interview(store, interview, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_true(cr_store_erase(store, 1, FALSE, NULL, NOON, &error));
  g_assert_no_error(error);
  static const char *const suffixes[] = {"", "-wal"};
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *path = g_strconcat(f->path, suffixes[i], NULL), *bytes = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_assert_null(memmem(bytes, length, "secret", strlen("secret")));
  }
  cr_store_free(store);
  /* Nor is a table forgotten: what stays of the account are its counters, and that it was erased.
   */
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
  g_autofree char *names = read_sql(db,
                                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                    " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'",
                                    0);
  g_auto(GStrv) tables = g_strsplit(names, "; ", -1);
  for (char **table = tables; *table; table++) {
    g_autofree char *query = g_strdup_printf("SELECT count(*) FROM %s", *table);
    g_autofree char *rows = read_sql(db, query, 0);
    gboolean stays = strcmp(*table, "account") == 0 || strcmp(*table, "audit") == 0;
    g_assert_cmpstr(rows, ==, stays ? "1" : "0");
  }
  sqlite3_close(db);
}

static void
test_newer(Fixture *f, gconstpointer data) {
  cr_store_free(open_store(f));
  run_sql(f->path, "PRAGMA user_version = 9999");
  assert_refused(f, "newer crickets");
}

static void
test_foreign(Fixture *f, gconstpointer data) {
  static const char *const others[] = {"CREATE TABLE cookies (a)", "PRAGMA user_version = 1",
                                       "PRAGMA application_id = 5"};
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
    run_sql(f->path, others[i]);
    assert_refused(f, "another program");
    remove_files(f);
  }
}

static void
test_no_database(Fixture *f, gconstpointer data) {
  g_autofree char *bytes = g_strnfill(8192, 'x');
  g_assert_true(g_file_set_contents(f->path, bytes, -1, NULL));
  assert_refused(f, "no crickets database");
  g_autofree char *after = NULL;
  g_assert_true(g_file_get_contents(f->path, &after, NULL, NULL));
  g_assert_cmpstr(after, ==, bytes);
}

static void
test_empty_file(Fixture *f, gconstpointer data) {
  g_assert_true(g_file_set_contents(f->path, "", 0, NULL));
  cr_store_free(open_store(f));
}

static void
test_no_folder(Fixture *f, gconstpointer data) {
  g_autofree char *path = g_build_filename(f->folder, "none", "x.db", NULL);
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null(cr_store_open(uri, &error));
  g_assert_nonnull(strstr(error->message, path));
  g_assert_nonnull(strstr(error->message, "No such file"));
  g_autofree char *folder_uri = g_strconcat("sqlite:", f->folder, NULL);
  g_clear_error(&error);
  g_assert_null(cr_store_open(folder_uri, &error));
  g_assert_nonnull(strstr(error->message, f->folder));
}

/* Whether all could be read: either there is an error or the truth, never a crash. */
static gboolean
read_all(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(f->uri, &error);
  g_autoptr(GPtrArray) facts = NULL, lines = NULL, urgent = NULL;
  gboolean ok = store && cr_store_begin(store, 1, FALSE, &error) &&
                (facts = cr_store_facts(store, -1, 0, &error)) &&
                (lines = cr_store_timeline(store, 0, 0, &error)) &&
                (urgent = cr_store_list_urgent(store, 0, &error));
  g_assert_true(ok == (error == NULL));
  return ok;
}

/* Each page in turn overwritten with garbage, then the file cut before it. */
static void
test_damaged(Fixture *f, gconstpointer data) {
  enum { PAGE = 4096, HEADER = 100 };
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  int overwritten = 0, cut = 0;
  g_autoptr(CrStore) store = open_store(f);
  for (int i = 1; i <= 20; i++)
    g_assert_true(write_transaction(store, i, &error));
  g_clear_pointer(&store, cr_store_free);
  g_assert_true(g_file_get_contents(f->path, &bytes, &length, NULL));
  for (gsize page = 0; page < length / PAGE; page++) {
    g_autofree char *damaged = g_memdup2(bytes, length);
    for (gsize i = page ? 0 : HEADER; i < PAGE; i++)
      damaged[page * PAGE + i] = (char) g_test_rand_int();
    g_assert_true(g_file_set_contents(f->path, damaged, (gssize) length, NULL));
    overwritten += !read_all(f);
    remove_files(f);
    g_assert_true(g_file_set_contents(f->path, bytes, (gssize) (page * PAGE + HEADER), NULL));
    cut += !read_all(f);
    remove_files(f);
  }
  g_assert_cmpint(overwritten, >, 3);
  g_assert_cmpint(cut, >, (int) (length / PAGE) / 2);
}

static void
test_busy(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) one = open_store(f);
  g_autoptr(CrStore) two = open_store(f);
  g_assert_true(cr_store_begin(one, 1, TRUE, &error));
  g_assert_true(cr_store_begin(two, 1, FALSE, &error)); /* reading goes on */
  cr_store_rollback(two);
  faulty_vfs_set_sleeps(FALSE);
  g_assert_false(cr_store_begin(two, 1, TRUE, &error));
  faulty_vfs_set_sleeps(TRUE);
  g_assert_error(error, CR_ERROR, CR_ERROR_BUSY);
  cr_store_rollback(one);
  g_clear_error(&error);
  g_assert_true(cr_store_begin(two, 1, TRUE, &error));
}

/* The disk fails at that write while the database is made. */
static gboolean
fails_opening(Fixture *f, Fault fault, int count) {
  g_autoptr(GError) error = NULL;
  remove_files(f);
  faulty_vfs_set(fault, count, 0);
  g_autoptr(CrStore) store = cr_store_open(f->uri, &error);
  faulty_vfs_set(FAULT_NONE, 0, 0);
  g_assert_true((store == NULL) == (error != NULL));
  if (error)
    g_assert_nonnull(strstr(error->message, f->path));
  return error != NULL;
}

/* The disk fails at that write of a second transaction. */
static gboolean
fails_writing(Fixture *f, Fault fault, int count) {
  const char *why = fault == FAULT_FULL ? "disk" : f->path;
  /* SQLite does not always tell why it could not write. */
  CrErrorCode code = fault == FAULT_FULL ? CR_ERROR_UNWRITABLE : CR_ERROR_FAILED;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = open_store(f);
  faulty_vfs_set(fault, count, 0);
  gboolean ok = write_transaction(store, 2, &error);
  faulty_vfs_set(FAULT_NONE, 0, 0);
  if (!ok) {
    g_assert_true(g_error_matches(error, CR_ERROR, code) ||
                  g_error_matches(error, CR_ERROR, CR_ERROR_FAILED));
    g_assert_nonnull(strstr(error->message, why));
    g_clear_error(&error);
    g_assert_cmpint(check_consistent(f), ==, 1);
    g_assert_true(write_transaction(store, 2, &error)); /* and it goes on when there is room */
  }
  g_clear_pointer(&store, cr_store_free);
  g_assert_cmpint(check_consistent(f), ==, 2);
  return !ok;
}

/* The disk fails at each write in turn. */
static void
test_disk(Fixture *f, gconstpointer data) {
  Fault fault = (Fault) GPOINTER_TO_INT(data);
  int count = 1;
  while (fails_opening(f, fault, count))
    count++;
  g_assert_cmpint(count, >, 10);
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autoptr(CrStore) store = open_store(f);
  g_assert_true(write_transaction(store, 1, &error));
  g_clear_pointer(&store, cr_store_free);
  g_assert_true(g_file_get_contents(f->path, &bytes, &length, NULL));
  for (count = 1; fails_writing(f, fault, count); count++)
    g_assert_true(g_file_set_contents(f->path, bytes, (gssize) length, NULL));
  g_assert_cmpint(count, >, 3);
}

/* A child writes transactions and tells each that was committed, until the fault ends it. */
static void
write_until_killed(Fixture *f, int number, int acknowledge) {
  for (;;) {
    g_autoptr(CrStore) store = cr_store_open(f->uri, NULL);
    for (int i = 0; i < 3; i++) {
      number++;
      if (store == NULL || !write_transaction(store, number, NULL) ||
          write(acknowledge, &number, sizeof number) != sizeof number)
        _exit(1);
    }
  }
}

static void
test_killed(Fixture *f, gconstpointer data) {
  Fault fault = (Fault) GPOINTER_TO_INT(data);
  int points = g_test_slow() ? 3000 : 150, reached = 0;
  for (int i = 0; i < points; i++) {
    int pipe_ends[2], status = 0, number, acknowledged = reached;
    if (reached > 30) {
      remove_files(f);
      acknowledged = reached = 0;
    }
    guint32 seed = (guint32) g_test_rand_int();
    int count = g_test_rand_int_range(1, 150);
    g_assert_cmpint(pipe(pipe_ends), ==, 0);
    pid_t child = fork();
    if (child == 0) {
      faulty_vfs_set(fault, count, seed);
      write_until_killed(f, reached, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    while (read(pipe_ends[0], &number, sizeof number) == sizeof number)
      acknowledged = number;
    close(pipe_ends[0]);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    /* What was acknowledged is there; what was not may be, wholly. */
    reached = check_consistent(f);
    g_assert_cmpint(reached, >=, acknowledged);
    g_assert_cmpint(reached, <=, acknowledged + 1);
  }
}

/* On a slow machine somebody may wait too long for the others: then nothing was changed. */
static gboolean
was_busy(CrStore *store, GError **error) {
  if (!g_error_matches(*error, CR_ERROR, CR_ERROR_BUSY))
    return FALSE;
  g_clear_error(error);
  if (store)
    cr_store_rollback(store);
  return TRUE;
}

static gboolean
write_share(CrStore *store, int process, int share, GError **error) {
  for (int j = 0; j < share; j++) {
    g_autofree char *key = g_strdup_printf("%d.%d", process, j);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, NOON, "clock", key);
    gboolean ok = cr_store_begin(store, 1, TRUE, error) &&
                  cr_store_add_fact(store, 1, fact, NULL, error) && cr_store_commit(store, error);
    if (!ok && !was_busy(store, error))
      return FALSE;
    j -= !ok;
  }
  return TRUE;
}

/* Several processes create the database at once, then each writes its share. */
static void
test_together(Fixture *f, gconstpointer data) {
  enum { PROCESSES = 6, SHARE = 20 };
  pid_t children[PROCESSES];
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < PROCESSES; i++)
    if ((children[i] = fork()) == 0) {
      CrStore *store;
      do
        store = cr_store_open(f->uri, &error);
      while (store == NULL && was_busy(NULL, &error));
      if (store)
        write_share(store, i, SHARE, &error);
      if (error)
        g_printerr("# %s\n", error->message);
      _exit(error != NULL);
    }
  for (int i = 0; i < PROCESSES; i++) {
    int status = 0;
    g_assert_cmpint(waitpid(children[i], &status, 0), ==, children[i]);
    g_assert_cmpint(status, ==, 0);
  }
  g_autoptr(CrStore) store = open_store(f);
  g_assert_true(cr_store_begin(store, 1, FALSE, &error));
  g_autoptr(GPtrArray) facts = cr_store_facts(store, 1, 0, &error);
  g_assert_cmpuint(facts->len, ==, PROCESSES * SHARE);
}

/* A user who may not write, in a folder that he may not write either. */
static void
test_read_only(Fixture *f, gconstpointer data) {
  if (geteuid() == 0 && g_chmod(f->folder, 0755) != 0) {
    g_test_skip("cannot open the folder to another user");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = open_store(f);
  g_assert_true(write_transaction(store, 1, &error));
  g_clear_pointer(&store, cr_store_free);
  g_assert_cmpint(g_chmod(f->path, 0444), ==, 0);
  g_assert_cmpint(g_chmod(f->folder, 0555), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0)
      _exit(77);
    g_autoptr(CrStore) mine = cr_store_open(f->uri, &error);
    if (mine && write_transaction(mine, 2, &error))
      _exit(2);
    g_printerr("# %s\n", error->message);
    g_autoptr(CrStore) reader = cr_store_open_reader(f->uri, NULL, NULL, NULL);
    gboolean reads = reader && cr_store_begin(reader, 1, FALSE, NULL);
    g_autoptr(GPtrArray) facts = reads ? cr_store_facts(reader, 1, 0, NULL) : NULL;
    if (facts == NULL || facts->len == 0)
      _exit(4);
    _exit(strstr(error->message, f->path) && strstr(error->message, "cannot be written") ? 0 : 3);
  }
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(g_chmod(f->folder, 0755), ==, 0);
  if (WEXITSTATUS(status) == 77)
    g_test_skip("cannot become another user");
  else
    g_assert_cmpint(status, ==, 0);
}

static const struct {
  const char *name;
  void (*run)(Fixture *f, gconstpointer data);
  int data;
} tests[] = {
    {"plans", test_plans, 0},
    {"private", test_private, 0},
    {"pragmas", test_pragmas, 0},
    {"text-stays-out-of-integers", test_text_stays_out_of_integers, 0},
    {"older-offers", test_older_offers, 0},
    {"erased", test_erased, 0},
    {"newer", test_newer, 0},
    {"foreign", test_foreign, 0},
    {"no-database", test_no_database, 0},
    {"empty-file", test_empty_file, 0},
    {"no-folder", test_no_folder, 0},
    {"damaged", test_damaged, 0},
    {"busy", test_busy, 0},
    {"disk-full", test_disk, FAULT_FULL},
    {"disk-fails", test_disk, FAULT_IO},
    {"killed", test_killed, FAULT_KILL},
    {"power-cut", test_killed, FAULT_POWER},
    {"together", test_together, 0},
    {"read-only", test_read_only, 0},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  faulty_vfs_install();
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *path = g_strconcat("/sqlite/", tests[i].name, NULL);
    g_test_add(path, Fixture, GINT_TO_POINTER(tests[i].data), set_up, tests[i].run, tear_down);
  }
  return g_test_run();
}
