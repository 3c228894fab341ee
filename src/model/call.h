#pragma once
/* One line of a call log. */
#include "base/record.h"

G_BEGIN_DECLS

typedef enum {
  CR_CALL_INCOMING, /* answered */
  CR_CALL_OUTGOING,
  CR_CALL_MISSED,
  CR_CALL_VOICEMAIL,
  CR_CALL_REJECTED,
  CR_CALL_BLOCKED,
} CrCallKind;
extern const char *const cr_call_kind_names[];

typedef struct {
  CrCallKind kind;
  CrInstant at;     /* when it began to ring */
  int duration_sec; /* 0 when nobody spoke */
  char *number;     /* E.164 when it could be read, else as written; NULL when withheld */
  char *name;       /* the log's own name for it, or NULL */
  gboolean reached; /* of an outgoing call: somebody or something answered */
} CrCall;
CR_DECLARE_RECORD(CrCall, cr_call)

G_END_DECLS
