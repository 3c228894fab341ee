#pragma once
/* The request that this thread works for, so that whatever is logged meanwhile can be told to
 * belong to it. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_MAX_REQUEST_ID_BYTES 64
/* 8 to 64 letters, digits, '-', '_' and '.': what is taken from outside, and can be written
 * anywhere. */
gboolean cr_trace_is_id(const char *text);
void cr_trace_set(const char *id); /* NULL: none */
const char *cr_trace_get(void);    /* NULL: none */

G_END_DECLS
