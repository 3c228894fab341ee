/* The statements of a transaction: each by itself, or those of several accounts at once. */
#include "base/text.h"
#include "store/postgres-private.h"

static void
asked_clear(gpointer data) {
  PostgresAsked *asked = data;
  postgres_batched_unref(asked->what);
  postgres_answer_unref(asked->answer);
}

/* Takes what it is given. */
static void
note_asked(CrDb *db, CrBatched *what, PostgresAnswer *answer, gboolean shared) {
  const PostgresAsked one = {what, answer, shared};
  GArray *asked = g_hash_table_lookup(db->asked, &what->account);
  if (asked == NULL) {
    asked = g_array_new(FALSE, FALSE, sizeof(PostgresAsked));
    g_array_set_clear_func(asked, asked_clear);
    g_hash_table_insert(db->asked, g_memdup2(&what->account, sizeof what->account), asked);
  }
  g_array_append_val(asked, one);
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
  for (guint i = 0; i < batched->len; i++)
    note_asked(db, g_rc_box_acquire(batched->pdata[i]), i ? g_rc_box_acquire(answer) : answer,
               !single);
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
  char numbers[CR_MAX_VALUES][CR_INTEGER_BYTES];
  const char *texts[CR_MAX_VALUES];
} Texts;

/* values[0] is the account. */
static void
set_texts(Texts *texts, const CrValue *values, gsize n_values) {
  for (gsize i = 0; i < n_values; i++)
    texts->texts[i] = values[i].text   ? values[i].text
                      : values[i].null ? NULL
                                       : cr_text_integer(texts->numbers[i], values[i].integer);
}

static gboolean
is_the_same(const CrBatched *what, CrSql sql, const Texts *texts) {
  gboolean same = what->sql == sql;
  for (gsize i = 0; same && i < what->n_values; i++)
    same = g_strcmp0(what->values[i], texts->texts[i]) == 0;
  return same;
}

/* What was asked of the account, with where it is among that; NULL: it was not. */
static GArray *
find_asked(CrDb *db, gint64 account, CrSql sql, const Texts *texts, guint *ret_index) {
  GArray *asked = g_hash_table_lookup(db->asked, &account);
  for (guint i = 0; asked && i < asked->len; i++)
    if (is_the_same(g_array_index(asked, PostgresAsked, i).what, sql, texts)) {
      *ret_index = i;
      return asked;
    }
  return NULL;
}

gboolean
postgres_ask(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  Texts texts = {.texts = {NULL}};
  guint unused;
  set_texts(&texts, values, n_values);
  if (db->locked == NULL && find_asked(db, values->integer, sql, &texts, &unused))
    return TRUE;
  if (db->locked)
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
  else if (postgres_send(db, sql, (int) n_values, texts.texts, error))
    note_asked(db, postgres_batched_new(sql, values->integer, texts.texts, n_values),
               postgres_new_answer(db), FALSE);
  else
    return FALSE;
  return TRUE;
}

/* *ret_found FALSE: it was not asked. Until something is written it is the same, however often it
 * is wanted. */
static gboolean
take_asked(CrDb *db, gint64 account, CrSql sql, const Texts *texts, CrTakeRow take, gpointer data,
           gboolean *ret_found, GError **error) {
  guint index;
  GArray *asked = find_asked(db, account, sql, texts, &index);
  *ret_found = asked != NULL;
  if (asked == NULL)
    return TRUE;
  const PostgresAsked *one = &g_array_index(asked, PostgresAsked, index);
  return (one->answer->result || postgres_wait(db, NULL, error)) &&
         (one->shared ? postgres_take_some(one->answer, "account", account, take, data, error)
                      : postgres_take_all(one->answer->result, take, data, error));
}

gboolean
postgres_run(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
             gpointer data, GError **error) {
  Texts texts = {.texts = {NULL}};
  gboolean found = FALSE, ok = TRUE;
  set_texts(&texts, values, n_values);
  if (reads(sql))
    ok = take_asked(db, values->integer, sql, &texts, take, data, &found, error);
  else /* what was asked before is worth nothing */
    g_hash_table_remove(db->asked, &values->integer);
  if (found || !ok)
    return ok;
  if (db->locked && take == NULL) {
    postgres_batch_add(db->batch, sql, values->integer, texts.texts, n_values);
    db->account = values->integer;
    return TRUE;
  }
  if (postgres_batch_has(db->batch, values->integer)) {
    ok = postgres_send_batch(db, error) &&
         take_asked(db, values->integer, sql, &texts, take, data, &found, error);
    if (found || !ok)
      return ok;
  }
  if ((sql == CR_SQL_CLAIM_TURNS && !postgres_send(db, S_BY_INDEX, 0, NULL, error)) ||
      !postgres_send(db, sql, (int) n_values, texts.texts, error))
    return FALSE;
  if (take == NULL && db->unanswered < POSTGRES_MOST_UNANSWERED)
    return TRUE;
  g_autoptr(PGresult) result = NULL;
  return postgres_wait(db, &result, error) && postgres_take_all(result, take, data, error);
}
