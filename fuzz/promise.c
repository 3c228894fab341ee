#include "base/text.h"
#include "parse/promise.h"
#include "parse/timetext.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *) data, size), *words = cr_text_line(text, 1000);
  const CrTimeContext when = {.at = G_GINT64_CONSTANT(1795168800000000), .their_country = "US"};
  GPtrArray *times = cr_time_scan(words, &when);
  const CrPromiseContext context = {times, "US", "+12125550199"};
  g_auto(CrPromise) promise;
  cr_promise_read(words, &context, &promise);
  g_assert_true(promise.name == NULL || *promise.name);
  g_assert_true(promise.company == NULL || *promise.company);
  cr_mentions_free(times);
  return 0;
}
