/* The statements of a transaction: each by itself, or those of several accounts at once. */
#include "store/postgres-private.h"

#include <string.h>

static char *
join_texts(const char *const *texts, gsize n_values) {
  GString *joined = g_string_new(NULL);
  for (gsize i = 0; i < n_values; i++)
    g_string_append_printf(joined, "%d:%s", texts[i] ? (int) strlen(texts[i]) : -1,
                           texts[i] ? texts[i] : "");
  return g_string_free(joined, FALSE);
}

static void
note_asked(CrDb *db, CrSql sql, gint64 account, const char *const *values, gsize n_values,
           PostgresAnswer *answer, int row) {
  const PostgresAsked asked = {sql, account, join_texts(values, n_values), answer, row};
  g_array_append_val(db->asked, asked);
}

static gboolean
reads(CrSql sql) {
  return g_str_has_prefix(cr_engine_text(&cr_engine_postgres, sql), "SELECT");
}

/* One by itself, or all of the same statement at once. */
static gboolean
send_batched(CrDb *db, const GPtrArray *batched, GError **error) {
  const CrBatched *first = batched->pdata[0];
  gboolean single = batched->len == 1;
  g_auto(GStrv) arrays = single ? NULL : postgres_batch_arrays(batched);
  const char *const *values = (const char *const *) (single ? first->values : arrays);
  if (!postgres_send(db, single ? (int) first->sql : S_BATCHED + (int) first->sql,
                     (int) first->n_values, values, error))
    return FALSE;
  if (!reads(first->sql))
    return db->unanswered < POSTGRES_MOST_UNANSWERED || postgres_wait(db, NULL, error);
  PostgresAnswer *answer = postgres_new_answer(db);
  for (guint i = 0; i < batched->len; i++) {
    const CrBatched *one = batched->pdata[i];
    note_asked(db, one->sql, one->account, (const char *const *) one->values, one->n_values,
               i ? g_rc_box_acquire(answer) : answer, single ? 0 : (int) i + 1);
  }
  return TRUE;
}

gboolean
postgres_send_batch(CrDb *db, GError **error) {
  for (;;) {
    g_autoptr(GPtrArray) next = postgres_batch_next(db->batch);
    if (next->len == 0)
      return TRUE;
    if (!send_batched(db, next, error))
      return FALSE;
  }
}

typedef struct {
  char numbers[CR_MAX_VALUES][24];
  const char *texts[CR_MAX_VALUES];
} Texts;

static void
set_texts(Texts *texts, const CrValue *values, gsize n_values) {
  for (gsize i = 0; i < n_values; i++) {
    char *number = texts->numbers[i];
    g_snprintf(number, sizeof texts->numbers[i], "%" G_GINT64_FORMAT, values[i].integer);
    texts->texts[i] = values[i].text ? values[i].text : values[i].null ? NULL : number;
  }
}

static PostgresAsked *
find_asked(CrDb *db, CrSql sql, const Texts *texts, gsize n_values, guint *ret_index) {
  g_autofree char *joined = db->asked->len ? join_texts(texts->texts, n_values) : NULL;
  for (guint i = 0; i < db->asked->len; i++) {
    PostgresAsked *asked = &g_array_index(db->asked, PostgresAsked, i);
    if (asked->statement == (int) sql && strcmp(asked->values, joined) == 0) {
      *ret_index = i;
      return asked;
    }
  }
  return NULL;
}

gboolean
postgres_ask(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  Texts texts = {.texts = {NULL}};
  guint unused;
  set_texts(&texts, values, n_values);
  if (db->locked == NULL && find_asked(db, sql, &texts, n_values, &unused))
    return TRUE;
  if (db->locked)
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
  else if (postgres_send(db, sql, (int) n_values, texts.texts, error))
    note_asked(db, sql, values->integer, texts.texts, n_values, postgres_new_answer(db), 0);
  else
    return FALSE;
  return TRUE;
}

/* *ret_found FALSE: it was not asked. Who only reads sees the same all the time, and may want it
 * again.
 */
static gboolean
take_asked(CrDb *db, CrSql sql, const Texts *texts, gsize n_values, CrTakeRow take, gpointer data,
           gboolean *ret_found, GError **error) {
  guint index;
  PostgresAsked *asked = find_asked(db, sql, texts, n_values, &index);
  *ret_found = asked != NULL;
  if (asked == NULL)
    return TRUE;
  gboolean ok = (asked->answer->result || postgres_wait(db, NULL, error)) &&
                postgres_take_some(asked->answer->result, asked->row ? "place" : NULL, asked->row,
                                   take, data, error);
  if (ok && db->mark)
    g_array_remove_index(db->asked, index);
  return ok;
}

/* After something was written what was asked before is worth nothing. */
static void
drop_asked(CrDb *db, gint64 account) {
  for (guint i = db->asked->len; i > 0; i--)
    if (g_array_index(db->asked, PostgresAsked, i - 1).account == account)
      g_array_remove_index(db->asked, i - 1);
}

gboolean
postgres_run(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
             gpointer data, GError **error) {
  Texts texts = {.texts = {NULL}};
  gboolean found = FALSE, ok = TRUE;
  set_texts(&texts, values, n_values);
  if (reads(sql))
    ok = take_asked(db, sql, &texts, n_values, take, data, &found, error);
  else
    drop_asked(db, values->integer);
  if (found || !ok)
    return ok;
  if (db->locked && take == NULL) {
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
    db->account = values->integer;
    return TRUE;
  }
  if (postgres_batch_has(db->batch, values->integer)) {
    ok = postgres_send_batch(db, error) &&
         take_asked(db, sql, &texts, n_values, take, data, &found, error);
    if (found || !ok)
      return ok;
  }
  if (!postgres_send(db, sql, (int) n_values, texts.texts, error))
    return FALSE;
  if (take == NULL && db->unanswered < POSTGRES_MOST_UNANSWERED)
    return TRUE;
  g_autoptr(PGresult) result = NULL;
  return postgres_wait(db, &result, error) && postgres_take_all(result, take, data, error);
}
