/* The peer of bench/serve.py: the least that libmicrohttpd and SQLite can do for a request, one
 * prepared read of the body: serve-bare DATABASE THREADS. Prints its port. */
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *path;
static __thread sqlite3 *db;
static __thread sqlite3_stmt *statement;

static enum MHD_Result
answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls) {
  if (*con_cls == NULL) { /* answered at once, the connection would be closed after it */
    *con_cls = &db;
    return MHD_YES;
  }
  *con_cls = NULL;
  if (db == NULL) {
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_prepare_v2(db, "SELECT body FROM answer WHERE id = 1", -1, &statement, NULL);
  }
  if (sqlite3_step(statement) != SQLITE_ROW)
    return MHD_NO;
  struct MHD_Response *response = MHD_create_response_from_buffer(
      (size_t) sqlite3_column_bytes(statement, 0), (void *) sqlite3_column_blob(statement, 0),
      MHD_RESPMEM_MUST_COPY);
  sqlite3_reset(statement);
  MHD_add_response_header(response, "Content-Type", "application/json");
  enum MHD_Result result = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return result;
}

int
main(int argc, char **argv) {
  path = argv[1];
  struct MHD_Daemon *daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE,
      (unsigned) atoi(argv[2]), MHD_OPTION_CONNECTION_LIMIT, 2000u, MHD_OPTION_END);
  const union MHD_DaemonInfo *info =
      daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
  if (info == NULL)
    return 1;
  printf("%u\n", info->port);
  fflush(stdout);
  for (;;)
    pause();
}
