#include "parse/mime.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *text) {
  g_assert(text == NULL || g_utf8_validate(text, -1, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMime) mime = cr_mime_parse((const char *) data, size, &error);
  g_assert((mime == NULL) == (error != NULL));
  if (mime == NULL)
    return 0;
  check_text(mime->text);
  check_text(mime->html);
  check_text(mime->calendar);
  check_text(mime->subject);
  check_text(mime->from_name);
  check_text(mime->message_id);
  check_text(mime->original_message_id);
  for (guint i = 0; i < mime->headers->len; i++) {
    const CrHeader *header = g_ptr_array_index(mime->headers, i);
    check_text(header->name);
    check_text(header->value);
  }
  g_assert(g_strv_length(mime->references) <= 20);
  return 0;
}
