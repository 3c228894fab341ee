/* The rows of an answer. */
#include "store/postgres-private.h"

typedef struct {
  PGresult *result;
  int row;
} Handle;

gboolean
postgres_take_some(PGresult *result, const char *column, gint64 number, CrTakeRow take,
                   gpointer data, GError **error) {
  Handle handle = {result, 0};
  const CrRow row = {&cr_engine_postgres, &handle};
  int index = column ? libpq.PQfnumber(result, column) : -1;
  for (int n = libpq.PQntuples(result); take && handle.row < n; handle.row++)
    if ((column == NULL ||
         g_ascii_strtoll(libpq.PQgetvalue(result, handle.row, index), NULL, 10) == number) &&
        !take(&row, data, error))
      return FALSE;
  return TRUE;
}

gboolean
postgres_take_all(PGresult *result, CrTakeRow take, gpointer data, GError **error) {
  return postgres_take_some(result, NULL, 0, take, data, error);
}

static int
column_index(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  int index = libpq.PQfnumber(handle->result, column);
  if (index < 0)
    g_error("no column %s", column);
  return index;
}

gboolean
postgres_row_is_null(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  return libpq.PQgetisnull(handle->result, handle->row, column_index(row, column));
}

const char *
postgres_row_text(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  return postgres_row_is_null(row, column)
             ? NULL
             : libpq.PQgetvalue(handle->result, handle->row, column_index(row, column));
}

gint64
postgres_row_integer(const CrRow *row, const char *column) {
  const char *text = postgres_row_text(row, column);
  return text ? g_ascii_strtoll(text, NULL, 10) : 0;
}
