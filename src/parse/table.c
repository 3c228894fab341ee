#include "parse/table.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "parse/charset.h"

#include <string.h>

#define MAX_CELL_BYTES (64U << 10)
#define MAX_DEPTH 4

void
cr_table_free(CrTable *table) {
  if (table == NULL)
    return;
  g_strfreev(table->columns);
  g_ptr_array_unref(table->rows);
  g_array_unref(table->lines);
  g_ptr_array_unref(table->problems);
  g_free(table);
}

static CrTable *
table_new(gboolean json) {
  CrTable *table = g_new0(CrTable, 1);
  table->rows = g_ptr_array_new_with_free_func((GDestroyNotify) g_strfreev);
  table->lines = g_array_new(FALSE, FALSE, sizeof(int));
  table->problems = g_ptr_array_new_with_free_func(g_free);
  table->json = json;
  return table;
}

static void
problem(CrTable *table, int line, const char *why) {
  g_ptr_array_add(table->problems,
                  g_strdup_printf("%s %d: %s", table->json ? "entry" : "line", line, why));
}

/* Takes the cells (char *) over: fills up what is missing. */
static void
add_row(CrTable *table, GPtrArray *cells, int line) {
  while (cells->len < table->n_columns)
    g_ptr_array_add(cells, g_strdup(""));
  g_ptr_array_add(cells, NULL);
  g_ptr_array_set_free_func(cells, NULL);
  g_ptr_array_add(table->rows, g_ptr_array_free(cells, FALSE));
  g_array_append_val(table->lines, line);
}

/* Headings: each a name of its own. */
static char **
name_columns(GPtrArray *cells) {
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  char **names = g_new0(char *, cells->len + 1);
  for (guint i = 0; i < cells->len; i++) {
    const char *cell = cells->pdata[i];
    g_autofree char *name = *cell ? g_strdup(cell) : g_strdup_printf("column %u", i + 1);
    for (int n = 2; g_hash_table_contains(seen, name); n++) {
      g_free(name);
      name = g_strdup_printf("%s %d", *cell ? cell : "column", n);
    }
    g_hash_table_add(seen, g_strdup(name));
    names[i] = g_steal_pointer(&name);
  }
  return names;
}

/* CSV */

typedef struct {
  const char *at, *end;
  int line;
  char delimiter;
} Reader;

static char
find_delimiter(const char *at, const char *end) {
  static const char delimiters[] = {',', ';', '\t', '|'};
  int counts[G_N_ELEMENTS(delimiters)] = {0}, best = 0;
  gboolean quoted = FALSE;
  for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
    quoted ^= *at == '"';
    for (gsize i = 0; i < G_N_ELEMENTS(delimiters) && !quoted; i++)
      counts[i] += *at == delimiters[i];
  }
  for (int i = 1; i < (int) G_N_ELEMENTS(delimiters); i++)
    best = counts[i] > counts[best] ? i : best;
  return delimiters[best];
}

/* The end of a quoted cell's bytes: behind the quote that closes it; NULL when none does. */
static const char *
quoted_end(const char *at, const char *end) {
  for (; at < end && (at = memchr(at, '"', (gsize) (end - at))); at += 2)
    if (at + 1 >= end || at[1] != '"')
      return at + 1;
  return NULL;
}

/* One cell; *ret_last: it ends the row. A quote that is never closed is a letter like others. */
static char *
read_cell(Reader *r, gboolean *ret_last) {
  g_autoptr(GString) cell = g_string_new(NULL);
  const char *close = r->at < r->end && *r->at == '"' ? quoted_end(r->at + 1, r->end) : NULL;
  if (close && close - r->at <= MAX_CELL_BYTES) {
    for (const char *p = r->at + 1; p < close - 1; p++) {
      g_string_append_c(cell, *p);
      r->line += *p == '\n';
      p += *p == '"';
    }
    r->at = close;
  }
  while (r->at < r->end && *r->at != r->delimiter && *r->at != '\n' && *r->at != '\r')
    g_string_append_c(cell, *r->at++);
  *ret_last = r->at >= r->end || *r->at != r->delimiter;
  if (r->at < r->end) {
    gboolean carriage = *r->at == '\r';
    r->line += *ret_last;
    r->at += 1 + (carriage && r->at + 1 < r->end && r->at[1] == '\n');
  }
  char *text = cr_bytes_to_utf8(cell->str, cell->len);
  return g_strstrip(text);
}

static GPtrArray *
read_row(Reader *r) {
  GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
  gboolean last = FALSE;
  while (!last) {
    char *cell = read_cell(r, &last);
    if (cells->len < CR_MAX_TABLE_COLUMNS)
      g_ptr_array_add(cells, cell);
    else
      g_free(cell);
  }
  return cells;
}

static gboolean
is_blank(const GPtrArray *cells) {
  for (guint i = 0; i < cells->len; i++)
    if (*(const char *) cells->pdata[i])
      return FALSE;
  return TRUE;
}

/* Cells behind the last heading get one. */
static void
widen(CrTable *table, guint n) {
  table->columns = g_renew(char *, table->columns, n + 1);
  for (guint i = table->n_columns; i < n; i++)
    table->columns[i] = g_strdup_printf("column %u", i + 1);
  table->columns[n] = NULL;
  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_renew(char *, table->rows->pdata[i], n + 1);
    for (guint k = table->n_columns; k < n; k++)
      row[k] = g_strdup("");
    row[n] = NULL;
    table->rows->pdata[i] = row;
  }
  table->n_columns = n;
}

static CrTable *
read_csv(const char *bytes, gsize length, GError **error) {
  g_autoptr(CrTable) table = table_new(FALSE);
  Reader r = {bytes, bytes + length, 1, find_delimiter(bytes, bytes + length)};
  while (r.at < r.end) {
    int line = r.line;
    g_autoptr(GPtrArray) cells = read_row(&r);
    if (is_blank(cells))
      continue;
    if (table->columns == NULL) {
      table->columns = name_columns(cells);
      table->n_columns = cells->len;
    } else if (table->rows->len >= CR_MAX_TABLE_ROWS) {
      g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "more than %d rows", CR_MAX_TABLE_ROWS);
      return NULL;
    } else {
      if (cells->len > table->n_columns)
        widen(table, cells->len);
      add_row(table, g_steal_pointer(&cells), line);
    }
  }
  if (table->columns == NULL || (table->n_columns < 2 && table->rows->len == 0)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "this is no table with a heading");
    return NULL;
  }
  return g_steal_pointer(&table);
}

/* JSON */

static const json_t *
find_list(const json_t *json, int depth) {
  if (json_is_array(json))
    return json_array_size(json) && json_is_object(json_array_get(json, 0)) ? json : NULL;
  const char *key;
  json_t *member;
  const json_t *list = NULL;
  if (json_is_object(json) && depth < MAX_DEPTH)
    json_object_foreach((json_t *) json, key, member)
      if (list == NULL)
        list = find_list(member, depth + 1);
  return list;
}

static char *
text_of(const json_t *value) {
  if (json_is_string(value))
    return g_strdup(json_string_value(value));
  return json_is_null(value) ? g_strdup("") : cr_json_print(value);
}

/* What names an object that stands where others have a text. */
static const char *
name_in(const json_t *object) {
  static const char *const keys[] = {"label", "name", "title", "value", "text", NULL};
  for (const char *const *key = keys; *key; key++)
    if (cr_json_string(object, *key))
      return cr_json_string(object, *key);
  return NULL;
}

static void
put_cell(GHashTable *cells, GPtrArray *order, const char *name, char *text) {
  if (g_hash_table_contains(cells, name)) {
    g_free(text);
    return;
  }
  char *key = g_strdup(name);
  g_hash_table_insert(cells, key, text);
  g_ptr_array_add(order, key);
}

static void
flatten(const json_t *object, const char *prefix, int depth, GHashTable *cells, GPtrArray *order) {
  const char *key;
  json_t *value;
  json_object_foreach((json_t *) object, key, value) {
    g_autofree char *name = *prefix ? g_strconcat(prefix, ".", key, NULL) : g_strdup(key);
    if (!json_is_object(value) || depth >= MAX_DEPTH) {
      g_autofree char *text = text_of(value);
      put_cell(cells, order, name, cr_bytes_to_utf8(text, strlen(text)));
      continue;
    }
    const char *label = name_in(value);
    if (label)
      put_cell(cells, order, name, g_strdup(label));
    flatten(value, name, depth + 1, cells, order);
  }
}

static CrTable *
read_json(const char *bytes, gsize length, GError **error) {
  g_autoptr(json_t) json = cr_json_parse(bytes, length, error);
  const json_t *list = json ? find_list(json, 0) : NULL;
  if (list == NULL) {
    if (json)
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "there is no list of objects in this JSON");
    return NULL;
  }
  if (json_array_size(list) > CR_MAX_TABLE_ROWS) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "more than %d entries", CR_MAX_TABLE_ROWS);
    return NULL;
  }
  g_autoptr(CrTable) table = table_new(TRUE);
  g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) g_hash_table_unref);
  for (gsize i = 0; i < json_array_size(list); i++) {
    GHashTable *cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    g_ptr_array_add(found, cells);
    if (!json_is_object(json_array_get(list, i)))
      problem(table, (int) i + 1, "is no object");
    else
      flatten(json_array_get(list, i), "", 0, cells, order);
    for (guint k = 0; k < order->len; k++) {
      if (g_hash_table_contains(places, order->pdata[k]))
        continue;
      if (columns->len >= CR_MAX_TABLE_COLUMNS) {
        g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "more than %d members", CR_MAX_TABLE_COLUMNS);
        return NULL;
      }
      char *name = g_strdup(order->pdata[k]);
      g_ptr_array_add(columns, name);
      g_hash_table_add(places, name);
    }
  }
  table->n_columns = columns->len;
  for (guint i = 0; i < found->len; i++) {
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
    for (guint k = 0; k < columns->len; k++) {
      const char *cell = g_hash_table_lookup(found->pdata[i], columns->pdata[k]);
      g_ptr_array_add(row, g_strdup(cell ? cell : ""));
    }
    if (g_hash_table_size(found->pdata[i]) == 0)
      g_ptr_array_unref(row);
    else
      add_row(table, row, (int) i + 1);
  }
  g_ptr_array_add(columns, NULL);
  g_ptr_array_set_free_func(columns, NULL);
  table->columns = (char **) g_ptr_array_free(g_steal_pointer(&columns), FALSE);
  return g_steal_pointer(&table);
}

CrTable *
cr_table_read(const char *bytes, gsize length, GError **error) {
  if (length > CR_MAX_JSON_BYTES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "larger than %lu MiB", CR_MAX_JSON_BYTES >> 20);
    return NULL;
  }
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    bytes += 3, length -= 3;
  gsize blank = 0;
  while (blank < length && g_ascii_isspace(bytes[blank]))
    blank++;
  if (blank < length && (bytes[blank] == '[' || bytes[blank] == '{'))
    return read_json(bytes, length, error);
  return read_csv(bytes, length, error);
}
