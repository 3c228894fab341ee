#include "parse/calls.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_problem(const char *message, gpointer data) {
  g_assert(g_utf8_validate(message, -1, NULL) && strpbrk(message, "\r\n\033") == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *own[] = {(char *) "+12125550100", NULL};
  CrCallsContext context = {cr_zone_find("America/New_York"), "US", own, "fuzz.log"};
  g_autoptr(GError) error = NULL;
  GPtrArray *calls =
      cr_calls_parse((const char *) data, size, &context, check_problem, NULL, &error);
  g_assert((calls == NULL) == (error != NULL));
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrCall *call = g_ptr_array_index(calls, i);
    g_assert(call->at >= 0 && call->at <= CR_INSTANT_MAX && call->duration_sec >= 0);
    g_assert(call->number == NULL || (*call->number && g_utf8_validate(call->number, -1, NULL)));
    g_assert(call->name == NULL || g_utf8_validate(call->name, -1, NULL));
  }
  cr_calls_free(calls);
  return 0;
}
