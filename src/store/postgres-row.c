/* The rows of an answer. */
#include "store/postgres-private.h"

#include <string.h>

typedef struct {
  PGresult *result;
  int row;
} Handle;

typedef struct {
  gint64 number;
  int row;
} Numbered;

static int
compare_numbers(gconstpointer a, gconstpointer b) {
  gint64 one = ((const Numbered *) a)->number, other = ((const Numbered *) b)->number;
  return (one > other) - (one < other);
}

/* -1: there is none. PQfnumber would copy and fold each name that it is asked for. */
static int
find_column(const PGresult *result, const char *column) {
  int n = libpq.PQnfields(result), i = 0;
  while (i < n && strcmp(libpq.PQfname(result, i), column) != 0)
    i++;
  return i < n ? i : -1;
}

/* Those of the same number stay in their order. */
static GArray *
index_rows(const PGresult *result, const char *column) {
  int n = libpq.PQntuples(result), place = find_column(result, column);
  GArray *index = g_array_sized_new(FALSE, FALSE, sizeof(Numbered), (guint) n);
  for (int row = 0; row < n; row++) {
    const char *text = libpq.PQgetvalue(result, row, place);
    const Numbered numbered = {g_ascii_strtoll(text, NULL, 10), row};
    g_array_append_val(index, numbered);
  }
  g_array_sort(index, compare_numbers);
  return index;
}

gboolean
postgres_take_some(PostgresAnswer *answer, const char *column, gint64 number, CrTakeRow take,
                   gpointer data, GError **error) {
  Handle handle = {answer->result, 0};
  const CrRow row = {&cr_engine_postgres, &handle};
  const Numbered wanted = {number, 0};
  guint i;
  if (answer->index == NULL)
    answer->index = index_rows(answer->result, column);
  const Numbered *all = (const Numbered *) answer->index->data;
  if (!g_array_binary_search(answer->index, &wanted, compare_numbers, &i))
    return TRUE;
  while (i > 0 && all[i - 1].number == number)
    i--;
  for (; i < answer->index->len && all[i].number == number; i++) {
    handle.row = all[i].row;
    if (!take(&row, data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
postgres_take_all(PGresult *result, CrTakeRow take, gpointer data, GError **error) {
  Handle handle = {result, 0};
  const CrRow row = {&cr_engine_postgres, &handle};
  for (int n = libpq.PQntuples(result); take && handle.row < n; handle.row++)
    if (!take(&row, data, error))
      return FALSE;
  return TRUE;
}

static int
column_index(const CrRow *row, const char *column) {
  const Handle *handle = row->handle;
  int index = find_column(handle->result, column);
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
