/* Rows whose body is the JSON of a record. Who reads a whole mailbox looks at the same few calls
 * and applications for each mail: what was parsed is kept then, by the text that it was parsed
 * from, and copied. Whoever changes a row changes its text, so nothing that is kept can be stale.
 */
#include "store/engine.h"

#include <string.h>

#define MAX_PARSED_BYTES (1U << 20) /* of text; with more, all is parsed anew */

typedef struct {
  const CrRecord *record;
  gpointer value;
} Parsed;

static void
parsed_free(gpointer data) {
  Parsed *parsed = data;
  cr_record_free(parsed->record, parsed->value);
  g_free(parsed);
}

void
cr_store_keep_parsed(CrStore *store) {
  if (store->parsed == NULL)
    store->parsed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, parsed_free);
}

/* Takes the value. */
static void
keep(CrStore *store, const CrRecord *record, const char *text, gpointer value) {
  gsize length = strlen(text);
  if (store->parsed_bytes + length > MAX_PARSED_BYTES) {
    g_hash_table_remove_all(store->parsed);
    store->parsed_bytes = 0;
  }
  Parsed *parsed = g_new(Parsed, 1);
  *parsed = (Parsed){record, value};
  g_hash_table_insert(store->parsed, g_strdup(text), parsed);
  store->parsed_bytes += length;
}

gpointer
store_parse_record(CrStore *store, const CrRecord *record, const char *text, GError **error) {
  const Parsed *parsed = store->parsed ? g_hash_table_lookup(store->parsed, text) : NULL;
  if (parsed && parsed->record == record)
    return cr_record_copy(record, parsed->value);
  gpointer value = cr_record_parse(record, text, error);
  if (value == NULL)
    g_prefix_error(error, "a row of the database cannot be read: ");
  else if (store->parsed)
    keep(store, record, text, cr_record_copy(record, value));
  return value;
}

char *
store_print_record(CrStore *store, const CrRecord *record, gconstpointer value) {
  char *text = cr_record_print(record, value);
  if (store->parsed)
    keep(store, record, text, cr_record_copy(record, value));
  return text;
}

typedef struct {
  CrStore *store;
  const CrRecord *record;
  GPtrArray *list;
} Records;

static gboolean
take_record(const CrRow *row, gpointer data, GError **error) {
  const Records *records = data;
  gpointer value =
      store_parse_record(records->store, records->record, cr_row_text(row, "body"), error);
  if (value)
    g_ptr_array_add(records->list, value);
  return value != NULL;
}

gboolean
store_run_records(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                  const CrRecord *record, GPtrArray *list, GError **error) {
  Records records = {store, record, list};
  return cr_store_run(store, sql, values, n_values, take_record, &records, error);
}
