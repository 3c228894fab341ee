#include "base/trace.h"

#include <string.h>

static _Thread_local char current[CR_MAX_REQUEST_ID_BYTES + 1];

gboolean
cr_trace_is_id(const char *text) {
  gsize length = text ? strlen(text) : 0;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum(text[i]) && strchr("-_.", text[i]) == NULL)
      return FALSE;
  return length >= 8 && length <= CR_MAX_REQUEST_ID_BYTES;
}

void
cr_trace_set(const char *id) {
  g_strlcpy(current, id ? id : "", sizeof current);
}

const char *
cr_trace_get(void) {
  return *current ? current : NULL;
}
