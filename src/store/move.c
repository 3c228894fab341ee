/* An account goes from one database to another. */
#include "base/error.h"
#include "store/engine.h"

#include <string.h>

typedef struct {
  CrSql take, give;
  const char *columns, *kinds;
} Table;

static const Table tables[] = {
#define TABLE(name, table, columns, kinds, places)                                                 \
  {CR_SQL_TAKE_##name, CR_SQL_GIVE_##name, columns, kinds},
    CR_TABLES(TABLE){CR_SQL_LOAD_ACCOUNT, CR_SQL_GIVE_ACCOUNT, CR_ACCOUNT_COLUMNS,
                     CR_ACCOUNT_KINDS},
    {CR_SQL_TAKE_SETTING, CR_SQL_SET, "name, value", "tt"},
    {CR_SQL_TAKE_WORDS, CR_SQL_PUT_WORDS, "kind, ref, title, body", "iitt"},
};

/* The digests of the rows added up, so that the order does not count. */
#define LANES 4
typedef struct {
  guint64 rows, sum[LANES];
  guint64 blank; /* of these rows, those that hold nothing: as an account that is new has one */
} Sum;

typedef struct {
  gsize table;
  char **columns;
  CrStore *to; /* NULL: only sums */
  Sum sum;
} Pass;

static void
add_value(GChecksum *digest, const CrValue *value) {
  char head[32];
  g_snprintf(head, sizeof head, "%c%" G_GINT64_FORMAT,
             value->null   ? 'n'
             : value->text ? 't'
                           : 'i',
             value->text ? (gint64) strlen(value->text) : value->integer);
  g_checksum_update(digest, (const guchar *) head, (gssize) strlen(head) + 1);
  if (value->text)
    g_checksum_update(digest, (const guchar *) value->text, -1);
}

static void
add_row(Sum *sum, gsize table, const CrValue *values, gsize n) {
  g_autoptr(GChecksum) digest = g_checksum_new(G_CHECKSUM_SHA256);
  guint64 lanes[LANES];
  gsize size = sizeof lanes;
  gboolean blank = TRUE;
  add_value(digest, &CR_INT((gint64) table));
  for (gsize i = 0; i < n; i++) {
    add_value(digest, &values[i]);
    blank = blank && (values[i].null || (values[i].text == NULL && values[i].integer == 0));
  }
  g_checksum_get_digest(digest, (guint8 *) lanes, &size);
  for (int i = 0; i < LANES; i++)
    sum->sum[i] += lanes[i];
  sum->rows++;
  sum->blank += blank;
}

static gboolean
take_row(const CrRow *row, gpointer data, GError **error) {
  Pass *pass = data;
  const Table *table = &tables[pass->table];
  CrValue values[CR_MAX_VALUES];
  gsize n = strlen(table->kinds);
  for (gsize i = 0; i < n; i++) {
    const char *column = pass->columns[i];
    if (cr_row_is_null(row, column))
      values[i] = CR_TEXT(NULL);
    else if (table->kinds[i] == 't')
      values[i] = CR_TEXT(cr_row_text(row, column));
    else
      values[i] = CR_INT(cr_row_integer(row, column));
  }
  add_row(&pass->sum, pass->table, values, n);
  return pass->to == NULL || cr_store_run(pass->to, table->give, values, n, NULL, NULL, error);
}

/* All rows of from's account; to NULL: they are only summed up. */
static gboolean
go_through(CrStore *from, CrStore *to, Sum *ret_sum, GError **error) {
  Pass pass = {.to = to};
  for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
    g_auto(GStrv) columns = g_strsplit(tables[i].columns, ", ", -1);
    pass.table = i;
    pass.columns = columns;
    if (!cr_store_run(from, tables[i].take, CR_NO_VALUES, take_row, &pass, error))
      return FALSE;
  }
  *ret_sum = pass.sum;
  return TRUE;
}

static gboolean
is_same(const Sum *a, const Sum *b) {
  return a->rows == b->rows && memcmp(a->sum, b->sum, sizeof a->sum) == 0;
}

static gboolean
copy(CrStore *from, CrStore *to, const Sum *there, Sum *ret_sum, GError **error) {
  Sum read_back;
  if (there->rows > there->blank) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "something else is kept there already: %" G_GUINT64_FORMAT
                " rows; an account moves only to where there is none",
                there->rows - there->blank);
    return FALSE;
  }
  to->timed = TRUE;
  if (!go_through(from, to, ret_sum, error) || !go_through(to, NULL, &read_back, error))
    return FALSE;
  if (is_same(ret_sum, &read_back))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
              "what was read back is not what was written: of %" G_GUINT64_FORMAT
              " rows %" G_GUINT64_FORMAT " came back; nothing was kept",
              ret_sum->rows, read_back.rows);
  return FALSE;
}

static gboolean
move(CrStore *from, CrStore *to, CrFinishCopy finish, gpointer data, CrMoved *moved,
     GError **error) {
  Sum here, there;
  if (!go_through(from, NULL, &here, error) || !go_through(to, NULL, &there, error))
    return FALSE;
  moved->already = is_same(&here, &there);
  if ((!moved->already && !copy(from, to, &there, &here, error)) ||
      (finish && !finish(to, data, error)) || !cr_store_commit(to, error))
    return FALSE;
  moved->rows = here.rows;
  moved->digest = g_strdup_printf("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                                  here.sum[0] ^ here.sum[2], here.sum[1] ^ here.sum[3]);
  return TRUE;
}

/* Who was erased is not brought back by a copy of before. */
static gboolean
begin_there(CrStore *to, gint64 account, GError **error) {
  g_autoptr(GError) local = NULL;
  if (cr_store_begin(to, account, TRUE, &local))
    return TRUE;
  if (g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND))
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "account %" G_GINT64_FORMAT " was erased there, and nothing is ever kept under its"
                " number again: choose another one (--account)",
                account);
  else
    g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_store_move(CrStore *from, gint64 from_account, CrStore *to, gint64 to_account,
              CrFinishCopy finish, gpointer data, CrMoved *ret_moved, GError **error) {
  g_auto(CrMoved) moved = {0};
  gboolean ok = cr_store_begin(from, from_account, TRUE, error) &&
                begin_there(to, to_account, error) && move(from, to, finish, data, &moved, error);
  cr_store_rollback(from);
  cr_store_rollback(to);
  if (ok) {
    *ret_moved = moved;
    moved.digest = NULL;
  }
  return ok;
}

void
cr_moved_clear(CrMoved *moved) {
  g_clear_pointer(&moved->digest, g_free);
}
