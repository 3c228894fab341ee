#pragma once
/* What a phone, a telephone service or an exchange tells of a call over HTTP, as docs/phone.md has
 * it: JSON (one object, or a list of them), or a form. Twilio's status callbacks and Asterisk's
 * call detail records are known by their fields. */
#include "parse/calls.h"

G_BEGIN_DECLS

#define CR_MAX_HOOK_CALLS 100
#define CR_MAX_FORM_FIELDS 64

typedef struct {
  char *name, *value;
} CrFormField;
/* application/x-www-form-urlencoded, in its order; NULL with CR_ERROR_PARSE of a broken escape, of
 * what is not UTF-8, of a NUL, of a name given twice, or of too many. Free with g_ptr_array_unref
 * (elements go with it). */
GPtrArray *cr_form_parse(const char *bytes, gsize length, GError **error);
/* NULL when there is none. */
const char *cr_form_value(GPtrArray *form, const char *name);

typedef struct {
  CrCall *call;
  char *id; /* the sender's own name for the call, or NULL */
} CrHookCall;

/* CrHookCall. now: of the request; of a call without a time, that it has just ended. Empty of what
 * is no news, such as a call that still rings at Twilio. NULL with CR_ERROR_PARSE (CR_ERROR_LIMIT)
 * that names the field: then nothing of it is taken. Free with g_ptr_array_unref. */
GPtrArray *cr_hook_parse(const char *bytes, gsize length, const CrCallsContext *context,
                         CrInstant now, GError **error);

G_END_DECLS
