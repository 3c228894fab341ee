/* Bodies of the database and of exports: whatever is read as a record prints and reads the same. */
#include "model/fact.h"
#include "model/profile.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* json NULL: text is none. */
static void
check_record(const CrRecord *record, const char *text, const json_t *json) {
  g_autoptr(GError) error = NULL;
  gpointer value = json ? cr_record_from_json(record, json, &error) : NULL;
  gpointer read = cr_record_parse(record, text, NULL);
  g_assert_true((value == NULL) == (json == NULL || error != NULL));
  g_assert_true(read ? cr_record_equal(record, read, value) : value == NULL);
  cr_record_free(record, read);
  if (value == NULL)
    return;
  gpointer copy = cr_record_copy(record, value);
  g_autoptr(json_t) first = cr_record_to_json(record, value),
                    second = cr_record_to_json(record, copy);
  g_autofree char *written = cr_record_print(record, value), *printed = cr_json_print(first);
  g_assert_cmpstr(written, ==, printed);
  gpointer again = cr_record_parse(record, written, &error);
  g_assert_no_error(error);
  g_autoptr(json_t) third = cr_record_to_json(record, again);
  g_assert_true(json_equal(first, second) && json_equal(first, third));
  cr_record_free(record, value);
  cr_record_free(record, copy);
  cr_record_free(record, again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup(size ? (const char *) data : "", size);
  g_autoptr(json_t) json = cr_json_parse(text, strlen(text), NULL);
  check_record(&cr_interview_record, text, json);
  check_record(&cr_effect_record, text, json);
  check_record(&cr_profile_record, text, json);
  check_record(&cr_policy_record, text, json);
  if (json == NULL)
    return 0;
  g_autoptr(CrFact) fact = cr_fact_from_json(json, NULL);
  if (fact == NULL)
    return 0;
  g_autoptr(json_t) again = cr_fact_to_json(fact);
  g_autofree char *written = cr_fact_print(fact), *printed = cr_json_print(again);
  g_assert_cmpstr(written, ==, printed);
  return 0;
}
