#pragma once
/* Call logs: SMS Backup & Restore XML, termux-call-log JSON, Asterisk CDR CSV. */
#include "base/zone.h"
#include "model/call.h"

G_BEGIN_DECLS

typedef struct {
  const CrZone *mine;  /* Asterisk and termux write local time */
  const char *country; /* for numbers without country code, or NULL */
  char *const
      *own; /* the candidate's own numbers in E.164 (tells a CDR line's direction), or NULL */
  const char *name; /* of the input, for messages */
} CrCallsContext;

typedef void (*CrCallsProblemFunc)(const char *message, gpointer data);

/* CrCall in the order of the file. A bad row is reported to problem (may be NULL) and skipped.
 * NULL with CR_ERROR_PARSE when the input is none of the three as a whole. Free the array with
 * cr_calls_free. */
GPtrArray *cr_calls_parse(const char *bytes, gsize length, const CrCallsContext *context,
                          CrCallsProblemFunc problem, gpointer data, GError **error);
void cr_calls_free(GPtrArray *calls);

G_END_DECLS
