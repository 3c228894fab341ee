#include "model/call.h"

const char *const cr_call_kind_names[] = {"incoming",  "outgoing",    "missed",
                                          "voicemail", "rejected",    "blocked",
                                          "rang",      "unreachable", NULL};
const char *const cr_silence_names[] = {"none", "do-not-disturb", "screened", "muted", "off", NULL};

static const CrField call_fields[] = {CR_FIELD_NAMED(CrCall, kind, cr_call_kind_names),
                                      CR_FIELD(CrCall, at, INSTANT),
                                      CR_FIELD(CrCall, duration_sec, INT),
                                      CR_FIELD_NAMED(CrCall, silence, cr_silence_names),
                                      CR_FIELD(CrCall, number, STRING),
                                      CR_FIELD(CrCall, name, STRING),
                                      CR_FIELD(CrCall, reached, BOOL),
                                      CR_FIELD(CrCall, barred, BOOL),
                                      CR_FIELD(CrCall, undated, BOOL),
                                      CR_FIELD_END};
CR_DEFINE_RECORD(CrCall, cr_call, call_fields)

char *
cr_call_key(const CrCall *call) {
  return g_strdup_printf("call:%" G_GINT64_FORMAT ":%s:%s:%d", call->at,
                         cr_call_kind_names[call->kind], call->number ? call->number : "",
                         call->duration_sec);
}
