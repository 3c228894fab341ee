/* Migrations, with a list of our own: it takes the place of the one in the library. */
#include "base/error.h"
#include "store/engine.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define MIGRATION(name, text)                                                                      \
  { name, text, sizeof text - 1 }
static const char first[] =
    "CREATE TABLE a (x BIGINT NOT NULL) /* heap */; INSERT INTO a VALUES (1);";
static const char second[] = "CREATE TABLE b (x BIGINT NOT NULL, PRIMARY KEY (x)) /* clustered */;"
                             "INSERT INTO b SELECT x + 1 FROM a;";
/* Fails half-way, as long as nobody made the table that it writes to. */
static const char third[] = "CREATE TABLE c (x BIGINT NOT NULL) /* heap */; DELETE FROM a;"
                            "INSERT INTO missing VALUES (1);";
const CrMigration cr_migrations[] = {MIGRATION("001-first.sql", first),
                                     MIGRATION("002-second.sql", second),
                                     MIGRATION("003-third.sql", third),
                                     {NULL, NULL, 0}};

static char *folder, *path, *uri;

static char *
ask(const char *sql) {
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
    answer = g_strdup(sqlite3_errmsg(db));
  else if (sqlite3_step(statement) == SQLITE_ROW)
    answer = g_strdup((const char *) sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return answer;
}

static void
assert_answer(const char *sql, const char *expected) {
  g_autofree char *answer = ask(sql);
  g_assert_cmpstr(answer, ==, expected);
}

/* The failed one is named and taken back wholly; those before it stay; nothing is lost. */
static void
test_failed(void) {
  for (int i = 0; i < 2; i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(cr_store_open(uri, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "003-third.sql"));
    g_assert_nonnull(strstr(error->message, path));
    g_assert_nonnull(strstr(error->message, "missing"));
    assert_answer("PRAGMA user_version", "2");
    assert_answer("SELECT x FROM a", "1");
    assert_answer("SELECT x FROM b", "2");
    assert_answer("SELECT x FROM c", "no such table: c");
  }
}

/* Once its reason is gone it goes on from there, and does not run those before again. */
static void
test_goes_on(void) {
  g_autofree char *made = ask("CREATE TABLE missing (x)");
  for (int i = 0; i < 2; i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrStore) store = cr_store_open(uri, &error);
    g_assert_no_error(error);
    assert_answer("PRAGMA user_version", "3");
    assert_answer("SELECT count(*) FROM b", "1");
    assert_answer("SELECT count(*) FROM a", "0");
    assert_answer("SELECT count(*) FROM missing", "1");
  }
}

/* The two words that SQLite makes of the comments. */
static void
test_dialect(void) {
  assert_answer("SELECT count(*) FROM pragma_table_list WHERE strict AND name IN ('a', 'b')", "2");
  assert_answer("SELECT name FROM pragma_table_list WHERE wr AND name IN ('a', 'b')", "b");
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("crickets-migrate-XXXXXX", NULL);
  path = g_build_filename(folder, "crickets.db", NULL);
  uri = g_strconcat("sqlite:", path, NULL);
  g_test_add_func("/migrate/failed", test_failed);
  g_test_add_func("/migrate/goes-on", test_goes_on);
  g_test_add_func("/migrate/dialect", test_dialect);
  int result = g_test_run();
  g_unlink(path);
  g_rmdir(folder);
  g_free(folder);
  g_free(path);
  g_free(uri);
  return result;
}
