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
  CR_CALL_RANG,        /* what came of it is not known */
  CR_CALL_UNREACHABLE, /* no call: the phone could not ring from then on, for so long */
} CrCallKind;
extern const char *const cr_call_kind_names[];

/* Why a phone did not ring aloud, where it says so. */
typedef enum {
  CR_SILENCE_NONE,
  CR_SILENCE_DO_NOT_DISTURB,
  CR_SILENCE_SCREENED,
  CR_SILENCE_MUTED,
  CR_SILENCE_OFF,
} CrSilence;
extern const char *const cr_silence_names[];

typedef struct {
  CrCallKind kind;
  CrInstant at;     /* when it began to ring */
  int duration_sec; /* 0 when nobody spoke; of UNREACHABLE 0: how long is not known */
  CrSilence silence;
  char *number;     /* E.164 when it could be read, else as written; NULL when withheld */
  char *name;       /* the log's own name for it, or NULL */
  gboolean reached; /* of an outgoing call: somebody or something answered */
  gboolean barred; /* the number cannot be rung, costs whoever rings it, or is a mere mail's word */
  gboolean undated; /* it was told without a time or a name of its own, as just ended */
} CrCall;
CR_DECLARE_RECORD(CrCall, cr_call)

/* The key of its fact where nobody names the call: "call:AT:KIND:NUMBER:DURATION", so that a log
 * and a phone tell of one call once. Free with g_free. */
char *cr_call_key(const CrCall *call);

G_END_DECLS
