#include "store/postgres-batch.h"

#include <string.h>

/* What a turn begins with, and what a step keeps: the kinds of the parameters, the account's
 * included (i: integer, t: text; =: the same for all who share the statement). */
static const char *const kinds[CR_N_SQL] = {
    [CR_SQL_GET_SEVERAL] = "i========",
    [CR_SQL_LIST_DUE] = "i==",
    [CR_SQL_EFFECTS_WAITING] = "i",
    [CR_SQL_ADD_TICK] = "iiiiii",
    [CR_SQL_ADD_LINE] = "iiiiitt",
    [CR_SQL_UPDATE_INTERVIEW] = "iiiiiit",
    [CR_SQL_UPDATE_STATE] = "iiiiiiti",
    [CR_SQL_GROW_VERSION] = "i",
    [CR_SQL_SAVE_COUNTS] = "iiiiiiii",
    [CR_SQL_END_TURN_BY_TIMER] = "i===",
    [CR_SQL_LIST_OVER] = "iti",
    [CR_SQL_LIST_OPEN] = "iiiii",
    [CR_SQL_SET] = "itt",
};

/* What waits of one account, in its order. */
typedef struct {
  gint64 account;
  GQueue waiting; /* CrBatched */
} Queue;

struct _CrBatch {
  GPtrArray *queues; /* Queue, in the order in which their accounts came */
  GHashTable *by_account;
};

static void
clear_batched(gpointer data) {
  CrBatched *batched = data;
  for (gsize i = 0; i < batched->n_values; i++)
    g_free(batched->values[i]);
}

void
postgres_batched_unref(gpointer batched) {
  g_rc_box_release_full(batched, clear_batched);
}

CrBatched *
postgres_batched_new(CrSql sql, gint64 account, const char *const *values, gsize n_values) {
  CrBatched *batched = g_rc_box_new0(CrBatched);
  *batched = (CrBatched){.sql = sql, .account = account, .n_values = n_values};
  for (gsize i = 0; i < n_values; i++)
    batched->values[i] = g_strdup(values[i]);
  return batched;
}

static void
free_queue(gpointer data) {
  Queue *queue = data;
  g_queue_clear_full(&queue->waiting, postgres_batched_unref);
  g_free(queue);
}

CrBatch *
postgres_batch_new(void) {
  CrBatch *batch = g_new(CrBatch, 1);
  batch->queues = g_ptr_array_new_with_free_func(free_queue);
  batch->by_account = g_hash_table_new(g_int64_hash, g_int64_equal);
  return batch;
}

void
postgres_batch_free(CrBatch *batch) {
  if (batch) {
    g_hash_table_unref(batch->by_account);
    g_ptr_array_unref(batch->queues);
  }
  g_free(batch);
}

void
postgres_batch_clear(CrBatch *batch) {
  g_hash_table_remove_all(batch->by_account);
  g_ptr_array_set_size(batch->queues, 0);
}

void
postgres_batch_add(CrBatch *batch, CrSql sql, gint64 account, const char *const *values,
                   gsize n_values) {
  Queue *queue = g_hash_table_lookup(batch->by_account, &account);
  if (queue == NULL) {
    queue = g_new(Queue, 1);
    *queue = (Queue){account, G_QUEUE_INIT};
    g_hash_table_insert(batch->by_account, &queue->account, queue);
    g_ptr_array_add(batch->queues, queue);
  }
  g_queue_push_tail(&queue->waiting, postgres_batched_new(sql, account, values, n_values));
}

gboolean
postgres_batch_has(const CrBatch *batch, gint64 account) {
  const Queue *queue = g_hash_table_lookup(batch->by_account, &account);
  return queue && queue->waiting.length > 0;
}

/* Whether both can be one statement. */
static gboolean
fit_together(const CrBatched *a, const CrBatched *b) {
  const char *of_values = kinds[a->sql];
  gboolean fit = a->sql == b->sql && of_values;
  for (gsize i = 0; fit && i < a->n_values; i++)
    fit = of_values[i] != '=' || g_strcmp0(a->values[i], b->values[i]) == 0;
  return fit;
}

GPtrArray *
postgres_batch_next(CrBatch *batch) {
  GPtrArray *next = g_ptr_array_new_with_free_func(postgres_batched_unref);
  for (guint i = 0; i < batch->queues->len; i++) {
    GQueue *waiting = &((Queue *) batch->queues->pdata[i])->waiting;
    const CrBatched *head = g_queue_peek_head(waiting);
    const CrBatched *first = next->len ? next->pdata[0] : head;
    if (head && (head == first || fit_together(head, first)))
      g_ptr_array_add(next, g_queue_pop_head(waiting));
  }
  return next;
}

/* The end of the parenthesis that text begins with. */
static const char *
end_of_parenthesis(const char *text) {
  int depth = 0;
  do
    depth += (*text == '(') - (*text == ')');
  while (*text++ && depth > 0);
  return text;
}

/* The statement's own " WHERE ", not that of a query in it. */
static const char *
find_where(const char *text) {
  while (!g_str_has_prefix(text, " WHERE "))
    text = *text == '(' ? end_of_parenthesis(text) : text + 1;
  return text;
}

/* A list of them is walked in step, where a function in FROM would first keep each array's rows. */
static char *
rows_of_arrays(const char *of_values) {
  GString *rows = g_string_new("(SELECT ");
  for (gsize i = 1; of_values[i - 1]; i++)
    if (of_values[i - 1] != '=')
      g_string_append_printf(rows, "%sunnest(CAST($%zu AS %s[])) AS p%zu", i > 1 ? ", " : "", i,
                             of_values[i - 1] == 'i' ? "BIGINT" : "TEXT", i);
  g_string_append(rows, ") AS v");
  return g_string_free(rows, FALSE);
}

/* Each row's own value in the place of a parameter. */
static gboolean
name_value(const GMatchInfo *match, GString *text, gpointer data) {
  const char *of_values = data;
  g_autofree char *number = g_match_info_fetch(match, 1);
  gboolean common = of_values[g_ascii_strtoull(number, NULL, 10) - 1] == '=';
  g_string_append_printf(text, "%s%s", common ? "$" : "v.p", number);
  return FALSE;
}

char *
postgres_batch_text(CrSql sql) {
  if (kinds[sql] == NULL)
    return NULL;
  g_autoptr(GRegex) parameter = g_regex_new("\\$(\\d+)", 0, 0, NULL);
  const char *single = cr_engine_text(&cr_engine_postgres, sql);
  g_autofree char *text =
      g_regex_replace_eval(parameter, single, -1, 0, 0, name_value, (gpointer) kinds[sql], NULL);
  g_autofree char *rows = rows_of_arrays(kinds[sql]);
  if (g_str_has_prefix(text, "SELECT"))
    return g_strdup_printf(
        "SELECT v.p1 AS account, found.* FROM %s CROSS JOIN LATERAL (%s OFFSET 0) AS"
        " found",
        rows, text); /* OFFSET: each account's by itself */
  const char *values = strstr(text, " VALUES (");
  if (values) {
    const char *list = values + strlen(" VALUES "), *end = end_of_parenthesis(list);
    return g_strdup_printf("%.*s SELECT %.*s FROM %s%s", (int) (values - text), text,
                           (int) (end - list) - 2, list + 1, rows, end);
  }
  const char *where = find_where(text);
  return g_strdup_printf("%.*s %s %s%s", (int) (where - text), text,
                         g_str_has_prefix(text, "DELETE") ? "USING" : "FROM", rows, where);
}

static void
append_element(GString *array, const char *value) {
  g_string_append_c(array, array->len > 1 ? ',' : ' ');
  if (value == NULL) {
    g_string_append(array, "NULL");
    return;
  }
  gsize length = array->len;
  g_string_set_size(array, length + 2 * strlen(value) + 2);
  char *end = array->str + length;
  *end++ = '"';
  for (; *value; *end++ = *value++)
    if (*value == '"' || *value == '\\')
      *end++ = '\\';
  *end++ = '"';
  g_string_truncate(array, (gsize) (end - array->str));
}

char **
postgres_batch_arrays(const GPtrArray *batched) {
  const CrBatched *first = batched->pdata[0];
  char **arrays = g_new0(char *, first->n_values + 1);
  for (gsize value = 0; value < first->n_values; value++) {
    if (kinds[first->sql][value] == '=') {
      arrays[value] = g_strdup(first->values[value]);
      continue;
    }
    GString *array = g_string_new("{");
    for (guint i = 0; i < batched->len; i++)
      append_element(array, ((const CrBatched *) batched->pdata[i])->values[value]);
    g_string_append_c(array, '}');
    arrays[value] = g_string_free(array, FALSE);
  }
  return arrays;
}
