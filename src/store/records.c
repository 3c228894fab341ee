/* Rows whose body is the JSON of a record. */
#include "store/engine.h"

gpointer
store_parse_record(const CrRecord *record, const char *text, GError **error) {
  gpointer value = cr_record_parse(record, text, error);
  if (value == NULL)
    g_prefix_error(error, "a row of the database cannot be read: ");
  return value;
}

typedef struct {
  const CrRecord *record;
  GPtrArray *list;
} Records;

static gboolean
take_record(const CrRow *row, gpointer data, GError **error) {
  const Records *records = data;
  gpointer value = store_parse_record(records->record, cr_row_text(row, "body"), error);
  if (value)
    g_ptr_array_add(records->list, value);
  return value != NULL;
}

gboolean
store_run_records(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                  const CrRecord *record, GPtrArray *list, GError **error) {
  Records records = {record, list};
  return cr_store_run(store, sql, values, n_values, take_record, &records, error);
}
