#include "net/dav-xml.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDavAnswer) answer = cr_dav_parse((const char *) data, size, &error);
  g_assert((answer == NULL) == (error != NULL));
  for (guint i = 0; answer && i < answer->items->len; i++) {
    const CrDavItem *item = answer->items->pdata[i];
    g_assert(item->href && *item->href && g_utf8_validate(item->href, -1, NULL));
    g_assert(item->data == NULL || g_utf8_validate(item->data, -1, NULL));
  }
  return 0;
}
