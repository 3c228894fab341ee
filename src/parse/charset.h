#pragma once
/* Bytes of unknown charset to UTF-8. */
#include <glib.h>

G_BEGIN_DECLS

/* Valid UTF-8 stays. Bytes that are mostly UTF-8 get U+FFFD for what is not; anything else is read
 * as Windows-1252, the charset that most unlabelled Western text is in. NUL bytes become spaces.
 * Linear. Free with g_free. */
char *cr_bytes_to_utf8(const char *bytes, gsize length);
/* The same, appended. */
void cr_bytes_append_utf8(GString *out, const char *bytes, gsize length);

/* The same for bytes with a label (may be NULL), which is believed unless the bytes are plainly
 * UTF-8 or do not fit it, or iconv is not to be trusted with it. */
char *cr_bytes_decode(const char *bytes, gsize length, const char *charset);

G_END_DECLS
