#include "parse/input.h"

#include "base/mbox.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *bytes = (const char *) data, *message = NULL;
  gsize offset = 0, length = 0, last = 0;
  cr_input_type_name(cr_input_sniff(bytes, size));
  while (cr_mbox_next(bytes, size, &offset, &message, &length)) {
    g_assert(offset > last && offset <= size);
    g_assert(message >= bytes && message + length == bytes + offset);
    last = offset;
  }
  return 0;
}
