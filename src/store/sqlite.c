#include "base/error.h"
#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define CACHE_KIB "8192"
/* Moving the log into the file costs two syncs more: seldom, and the pages that most steps write
 * are in the log many times, and moved once. */
#define LOG_PAGES "4000"
#define APPLICATION_ID 0x63726b74 /* "crkt": tells our file from another program's */

typedef struct {
  sqlite3_stmt *handle;
  int parameters[CR_MAX_VALUES]; /* SQLite's number of $1, $2 … */
  int n_columns;
  const char **columns; /* their names, which SQLite would put together anew for each row */
} Statement;

/* What a CrRow stands for. */
typedef struct {
  const Statement *statement;
  int last;
} Columns;

/* What a transaction begins and ends with. */
typedef enum { BEGIN_READING, BEGIN_WRITING, COMMIT, ROLLBACK, N_BOUNDS } Bound;

static const char *const bounds[N_BOUNDS] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};

struct _CrDb {
  sqlite3 *handle;
  char *place;
  Statement statements[CR_N_SQL]; /* each prepared when first needed */
  sqlite3_stmt *bounds[N_BOUNDS]; /* as these */
};

/* What the candidate should read, by SQLite's primary result code. */
static const struct {
  int code;
  CrErrorCode error;
  const char *text;
} problems[] = {
    {SQLITE_BUSY, CR_ERROR_BUSY, "another process holds the database"},
    {SQLITE_LOCKED, CR_ERROR_BUSY, "another process holds the database"},
    {SQLITE_NOTADB, CR_ERROR_FAILED, "this is no crickets database"},
    {SQLITE_CORRUPT, CR_ERROR_FAILED, "the database is damaged; restore a backup"},
    {SQLITE_FULL, CR_ERROR_UNWRITABLE, "the disk is full; nothing was changed"},
    {SQLITE_READONLY, CR_ERROR_UNWRITABLE, "the database cannot be written, only read"},
    {SQLITE_PERM, CR_ERROR_FAILED, "no permission"},
    {SQLITE_NOMEM, CR_ERROR_FAILED, "out of memory"},
};

/* Of what the system refused: full disks and read-only ones are as in the table above. SQLite may
 * have tried other files last, and tells of them. */
static int
without_detours(const CrDb *db, int code) {
  int system = sqlite3_system_errno(db->handle);
  gboolean of_system = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
  if (of_system && (system == ENOSPC || system == EDQUOT))
    return SQLITE_FULL;
  if (of_system && access(db->place, R_OK) == 0 && access(db->place, W_OK) != 0)
    return SQLITE_READONLY;
  return code;
}

static gboolean
fail(CrDb *db, GError **error) {
  int system = sqlite3_system_errno(db->handle);
  int code = without_detours(db, sqlite3_errcode(db->handle) & 0xff);
  for (gsize i = 0; i < G_N_ELEMENTS(problems); i++)
    if (problems[i].code == code) {
      g_set_error(error, CR_ERROR, (int) problems[i].error, "%s: %s", db->place, problems[i].text);
      return FALSE;
    }
  gboolean of_system = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", db->place,
              of_system && system ? g_strerror(system) : sqlite3_errmsg(db->handle));
  return FALSE;
}

static gboolean
run_text(CrDb *db, const char *text, GError **error) {
  return sqlite3_exec(db->handle, text, NULL, NULL, NULL) == SQLITE_OK || fail(db, error);
}

static void
sqlite_close(CrDb *db) {
  if (db == NULL)
    return;
  for (gsize i = 0; i < CR_N_SQL; i++) {
    sqlite3_finalize(db->statements[i].handle);
    g_free(db->statements[i].columns);
  }
  for (int i = 0; i < N_BOUNDS; i++)
    sqlite3_finalize(db->bounds[i]);
  sqlite3_close(db->handle);
  g_free(db->place);
  g_free(db);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDb, sqlite_close)

static gboolean
read_number(CrDb *db, const char *text, gint64 *ret_number, GError **error) {
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2(db->handle, text, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
  if (ok)
    *ret_number = sqlite3_column_int64(statement, 0);
  else
    fail(db, error);
  sqlite3_finalize(statement);
  return ok;
}

/* Of older programs: one that knows of it has triggers switched off. */
#define KEEP_OFFERS(name, event)                                                                   \
  "CREATE TRIGGER " name " AFTER " event " ON state WHEN " CR_OLDER_OFFERS                         \
  " BEGIN UPDATE state SET offers_until = " CR_OLDER_OFFERS_UNTIL                                  \
  " WHERE account_id = NEW.account_id AND interview_id = NEW.interview_id; END;"
static const char offers_of_older[] =
    KEEP_OFFERS("state_added", "INSERT") KEEP_OFFERS("state_changed", "UPDATE");

/* See 001-first.sql for the dialect. */
static char *
translate(const CrMigration *migration) {
  GString *text = g_string_new_len(migration->bytes, (gssize) migration->length);
  g_string_replace(text, "BIGINT", "INTEGER", 0);
  g_string_replace(text, "/* heap */", "STRICT", 0);
  g_string_replace(text, "/* clustered */", "STRICT, WITHOUT ROWID", 0);
  g_string_replace(text, "/* by digest */", "STRICT, WITHOUT ROWID", 0);
  g_string_replace(text, "/* full text */", cr_sqlite_search_schema, 0);
  g_string_replace(text, "/* offers of older programs */", offers_of_older, 0);
  return g_string_free(text, FALSE);
}

static gboolean
migrate_once(CrDb *db, gint64 number, GError **error) {
  const CrMigration *migration = &cr_migrations[number - 1];
  g_autofree char *text = translate(migration);
  g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %d; PRAGMA application_id = %d",
                                          (int) number, APPLICATION_ID);
  gint64 version = 0;
  if (!run_text(db, "BEGIN IMMEDIATE", error))
    return FALSE;
  /* Another process may have done it while we waited for the lock. */
  gboolean ok = read_number(db, "PRAGMA user_version", &version, error) &&
                (version >= number || (run_text(db, text, error) && run_text(db, mark, error))) &&
                run_text(db, "COMMIT", error);
  if (!ok) {
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    g_prefix_error(error, "migration %s did not succeed and was taken back: ", migration->name);
  }
  return ok;
}

static gboolean
is_foreign(CrDb *db, gint64 version, gint64 application, GError **error) {
  gint64 tables = 0;
  if (application == APPLICATION_ID)
    return FALSE;
  if (version == 0 && application == 0 &&
      !read_number(db, "SELECT count(*) FROM sqlite_schema", &tables, error))
    return TRUE;
  if (version == 0 && application == 0 && tables == 0)
    return FALSE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: this is the database of another program",
              db->place);
  return TRUE;
}

/* In one transaction: another process may be creating it. */
static gboolean
look_at_file(CrDb *db, gint64 *ret_version, GError **error) {
  gint64 application = 0;
  gboolean ok = run_text(db, "BEGIN", error) &&
                read_number(db, "PRAGMA user_version", ret_version, error) &&
                read_number(db, "PRAGMA application_id", &application, error) &&
                !is_foreign(db, *ret_version, application, error);
  sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
  return ok;
}

static gboolean
migrate(CrDb *db, GError **error) {
  gint64 version = 0, newest = store_newest_schema();
  if (!look_at_file(db, &version, error))
    return FALSE;
  if (version > newest) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "%s: made by a newer crickets (schema %d; this one knows %d)", db->place,
                (int) version, (int) newest);
    return FALSE;
  }
  if (version == 0 && !run_text(db, "PRAGMA journal_mode = WAL", error))
    return FALSE;
  while (version < newest)
    if (!migrate_once(db, ++version, error))
      return FALSE;
  return TRUE;
}

/* SQLite would give a new file the umask's mode; its -wal and -shm take the mode of this one. Only
 * a file that does not exist is touched: closing one that SQLite has open would drop its locks. */
static void
create_private(const char *place) {
  int fd = open(place, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    close(fd);
}

static gboolean
begin_use(CrDb *db, GError **error) {
  sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* Triggers are there for programs that are older than the file. */
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return migrate(db, error) &&
         run_text(db,
                  /* Nothing of a candidate's spills into a folder for temporary files. */
                  "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                  "PRAGMA cache_size = -" CACHE_KIB "; PRAGMA wal_autocheckpoint = " LOG_PAGES,
                  error);
}

/* Where no log can be begun the file can be read as it is, if no log stands beside it that holds
 * something newer. Changes of others are not seen then. */
static gboolean
read_as_it_is(CrDb *db, GError **error) {
  struct stat log;
  g_autofree char *log_path = g_strconcat(db->place, "-wal", NULL);
  g_autofree char *path = g_uri_escape_string(db->place, "/", TRUE);
  g_autofree char *uri = g_strconcat("file:", path, "?immutable=1", NULL);
  if (stat(log_path, &log) == 0 && log.st_size > 0)
    return FALSE;
  sqlite3_close(db->handle);
  db->handle = NULL;
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  return sqlite3_open_v2(uri, &db->handle, flags, NULL) == SQLITE_OK && begin_use(db, error);
}

/* Before the process opens its first database. Nobody asks SQLite how much memory it has, which it
 * would count under a lock of all threads. */
static void
configure(void) {
  static gsize done = 0;
  if (g_once_init_enter(&done)) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave(&done, 1);
  }
}

static CrDb *
sqlite_open(const char *place, gboolean reader, CrTellLate late, gpointer late_data,
            GError **error) {
  g_autoptr(CrDb) db = g_new0(CrDb, 1);
  g_autoptr(GError) local = NULL;
  configure();
  db->place = g_strdup(place);
  if (*place == '\0') {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "sqlite: needs a path, or sqlite::memory:");
    return NULL;
  }
  if (strcmp(place, ":memory:") != 0)
    create_private(place);
  int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  gboolean ok = sqlite3_open_v2(place, &db->handle, flags, NULL) == SQLITE_OK
                    ? begin_use(db, &local)
                    : fail(db, &local);
  if (!ok && reader && g_error_matches(local, CR_ERROR, CR_ERROR_UNWRITABLE))
    ok = read_as_it_is(db, NULL);
  if (ok)
    return g_steal_pointer(&db);
  g_propagate_error(error, g_steal_pointer(&local));
  return NULL;
}

static gboolean
run_bound(CrDb *db, Bound bound, GError **error) {
  sqlite3_stmt **statement = &db->bounds[bound];
  gboolean ok =
      (*statement || sqlite3_prepare_v3(db->handle, bounds[bound], -1, SQLITE_PREPARE_PERSISTENT,
                                        statement, NULL) == SQLITE_OK) &&
      sqlite3_step(*statement) == SQLITE_DONE;
  ok = ok || fail(db, error);
  sqlite3_reset(*statement);
  return ok;
}

static gboolean
sqlite_begin(CrDb *db, gint64 account, CrAccess access, CrTakeRow take, gpointer data,
             GError **error) {
  return run_bound(db, access == CR_ACCESS_WRITE ? BEGIN_WRITING : BEGIN_READING, error);
}

static gboolean
sqlite_commit(CrDb *db, GError **error) {
  return run_bound(db, COMMIT, error);
}

/* SQLite may have rolled back by itself, on a full disk for one. */
static void
sqlite_rollback(CrDb *db) {
  if (!sqlite3_get_autocommit(db->handle))
    run_bound(db, ROLLBACK, NULL);
}

/* The full text's index keeps what was deleted until it is merged. The log may hold old pages until
 * it is begun anew; when another process reads just then it stays until the next time. */
static void
sqlite_scrub(CrDb *db, gboolean begin) {
  sqlite3_exec(db->handle,
               begin ? "PRAGMA secure_delete = ON"
                     : "INSERT INTO words(words) VALUES ('optimize');"
                       "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA secure_delete = OFF",
               NULL, NULL, NULL);
}

static void
sqlite_rest(CrDb *db) {
  sqlite3_db_release_memory(db->handle);
}

static Statement *
prepare(CrDb *db, CrSql sql, GError **error) {
  Statement *statement = &db->statements[sql];
  if (statement->handle)
    return statement;
  if (sqlite3_prepare_v3(db->handle, cr_engine_text(&cr_engine_sqlite, sql), -1,
                         SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL) != SQLITE_OK) {
    fail(db, error);
    return NULL;
  }
  /* "$2" is a name to SQLite, numbered by where it first appears. */
  for (int i = 0; i < CR_MAX_VALUES; i++) {
    char name[8];
    g_snprintf(name, sizeof name, "$%d", i + 1);
    statement->parameters[i] = sqlite3_bind_parameter_index(statement->handle, name);
  }
  statement->n_columns = sqlite3_column_count(statement->handle);
  statement->columns = g_new(const char *, statement->n_columns);
  for (int i = 0; i < statement->n_columns; i++)
    statement->columns[i] = g_intern_string(sqlite3_column_name(statement->handle, i));
  return statement;
}

static int
bind_value(const Statement *statement, gsize index, const CrValue *value) {
  int number = statement->parameters[index];
  if (value->text)
    return sqlite3_bind_text(statement->handle, number, value->text, -1, SQLITE_STATIC);
  return value->null ? sqlite3_bind_null(statement->handle, number)
                     : sqlite3_bind_int64(statement->handle, number, value->integer);
}

static gboolean
step_all(CrDb *db, const Statement *statement, CrTakeRow take, gpointer data, GError **error) {
  Columns columns = {statement, 0};
  const CrRow row = {&cr_engine_sqlite, &columns};
  int code;
  while ((code = sqlite3_step(statement->handle)) == SQLITE_ROW)
    if (take && !take(&row, data, error))
      return FALSE;
  return code == SQLITE_DONE || fail(db, error);
}

static gboolean
sqlite_run(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
           gpointer data, GError **error) {
  Statement *statement = prepare(db, sql, error);
  if (statement == NULL)
    return FALSE;
  gboolean ok = TRUE;
  for (gsize i = 0; ok && i < n_values; i++)
    ok = bind_value(statement, i, &values[i]) == SQLITE_OK || fail(db, error);
  ok = ok && step_all(db, statement, take, data, error);
  sqlite3_reset(statement->handle);
  sqlite3_clear_bindings(statement->handle); /* the texts are the caller's */
  return ok;
}

/* Who reads the columns in the statement's order, some of them twice, finds each at once. */
static int
column_index(Columns *columns, const char *column) {
  const Statement *statement = columns->statement;
  for (int i = 0, at = columns->last; i < statement->n_columns; i++, at++) {
    at = at < statement->n_columns ? at : 0;
    if (strcmp(statement->columns[at], column) == 0) {
      columns->last = at;
      return at;
    }
  }
  g_error("no column %s in: %s", column, sqlite3_sql(statement->handle));
}

static gint64
sqlite_row_integer(const CrRow *row, const char *column) {
  Columns *columns = row->handle;
  return sqlite3_column_int64(columns->statement->handle, column_index(columns, column));
}

static const char *
sqlite_row_text(const CrRow *row, const char *column) {
  Columns *columns = row->handle;
  return (const char *) sqlite3_column_text(columns->statement->handle,
                                            column_index(columns, column));
}

static gboolean
sqlite_row_is_null(const CrRow *row, const char *column) {
  Columns *columns = row->handle;
  return sqlite3_column_type(columns->statement->handle, column_index(columns, column)) ==
         SQLITE_NULL;
}

const CrEngine cr_engine_sqlite = {
    .scheme = "sqlite:",
    .texts = cr_sqlite_texts,
    .match = cr_sqlite_match,
    .indexes_late = TRUE,
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .scrub = sqlite_scrub,
    .rest = sqlite_rest,
    .run = sqlite_run,
    .row_integer = sqlite_row_integer,
    .row_text = sqlite_row_text,
    .row_is_null = sqlite_row_is_null,
};
