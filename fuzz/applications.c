/* Tables of applications: whatever the bytes are, reading ends, and what is read is sound. */
#include "parse/applications.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW (G_GINT64_CONSTANT(1795600800) * CR_SECOND)

static void
check(const CrApplication *a) {
  g_assert_true(a->details.company || a->details.role);
  g_assert_cmpint(a->stage, <, CR_N_STAGES);
  g_assert_true((a->stage == CR_STAGE_CLOSED) == (a->reason != CR_CLOSE_NONE));
  g_assert_true(cr_reached_at(&a->reached, a->stage) != CR_INSTANT_NONE);
  g_autoptr(json_t) json = cr_record_to_json(&cr_application_record, a);
  g_autofree char *text = cr_json_print(json);
  g_assert_nonnull(text); /* all of it is valid UTF-8 */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrTable) table = cr_table_read((const char *) data, size, &error);
  g_assert_true((table == NULL) == (error != NULL));
  if (table == NULL)
    return 0;
  for (guint i = 0; i < table->rows->len; i++)
    g_assert_cmpuint(g_strv_length(table->rows->pdata[i]), ==, table->n_columns);
  g_autoptr(CrProfile) profile = cr_profile_new();
  profile->country = g_strdup("US");
  profile->zone = g_strdup("America/New_York");
  g_autoptr(CrImport) import = cr_import_read(table, NULL, profile, NOW);
  g_assert_cmpuint(import->applications->len, ==, import->lines->len);
  for (guint i = 0; i < import->applications->len; i++)
    check(import->applications->pdata[i]);
  return 0;
}
