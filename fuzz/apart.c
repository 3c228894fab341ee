/* Answers of a reader that was taken over: each is refused whole, or sound facts and times. */
#include "engine/apart-private.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was taken can be read again. */
static void
check_busy(const CrBusyList *list) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrBusyReader) reader = cr_busy_reader_new(list, &error);
  guint n = 0;
  while (cr_busy_reader_next(reader, &error))
    n++;
  g_assert_no_error(error);
  g_assert_cmpuint(n, ==, cr_busy_list_count(list));
}

static void
check_answer(const uint8_t *data, size_t size, CrIntakeRole role) {
  g_autoptr(CrProfile) nobody = cr_profile_new();
  g_autoptr(GPtrArray) problems = g_ptr_array_new();
  CrIntake intake;
  cr_intake_init(&intake, nobody, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
  gboolean whole;
  gboolean ok = apart_take_part(data, size, &intake, "x", role, &whole);
  g_assert_true((ok && whole) || intake.facts->len == 0);
  check_busy(intake.busy);
  for (guint i = 0; i < intake.facts->len; i++) {
    g_autoptr(json_t) first = cr_fact_to_json(intake.facts->pdata[i]);
    g_autoptr(CrFact) again = cr_fact_from_json(first, NULL);
    g_assert_nonnull(again);
  }
  if (ok && whole && intake.problems == 0) { /* told again, it is the same */
    g_autoptr(GByteArray) out = g_byte_array_new();
    CrIntake same;
    apart_put_answer(out, &intake, problems);
    cr_intake_init(&same, nobody, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
    g_assert_true(apart_take_part(out->data, out->len, &same, "x", role, &whole));
    g_assert_cmpuint(same.facts->len, ==, intake.facts->len);
    cr_intake_clear(&same);
  }
  cr_intake_clear(&intake);
}

/* The first byte says what was asked. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  if (*data % 7 == 6) {
    g_auto(CrMailHead) head = {0};
    gboolean ok = apart_take_head(data + 1, size - 1, &head);
    g_assert_true(ok || head.senders == NULL);
  } else {
    check_answer(data + 1, size - 1, *data % 7);
  }
  return 0;
}
