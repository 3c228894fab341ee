/* The least that a C program with SQLite can do, for bench-store to compare: one row by its key. */
#include <sqlite3.h>
#include <stddef.h>

int
main(int argc, char **argv) {
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int ok =
      argc == 2 && sqlite3_open(argv[1], &db) == SQLITE_OK &&
      sqlite3_prepare_v2(db, "SELECT due FROM state WHERE due IS NOT NULL ORDER BY due LIMIT 1", -1,
                         &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW;
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return ok ? 0 : 1;
}
