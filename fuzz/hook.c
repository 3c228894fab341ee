#include "parse/hook.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const CrInstant now = G_GINT64_CONSTANT(1795547400000000);
  char *own[] = {(char *) "+12125550100", NULL};
  CrCallsContext context = {cr_zone_find("America/New_York"), "US", own, "call"};
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) told = cr_hook_parse((const char *) data, size, &context, now, &error);
  g_assert((told == NULL) == (error != NULL));
  g_assert(error == NULL || strpbrk(error->message, "\r\n\033") == NULL);
  for (guint i = 0; told && i < told->len; i++) {
    const CrHookCall *one = told->pdata[i];
    const CrCall *call = one->call;
    g_assert(call->duration_sec >= 0 && call->at <= now + CR_HOUR);
    g_assert(call->number == NULL || (*call->number && g_utf8_validate(call->number, -1, NULL)));
    g_assert(call->name == NULL || g_utf8_validate(call->name, -1, NULL));
    g_assert(one->id == NULL || g_utf8_validate(one->id, -1, NULL));
  }
  return 0;
}
