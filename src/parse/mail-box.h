#pragma once
/* Mail of an answering machine: a voicemail box, a carrier or an exchange tells of a call. */
#include "model/call.h"
#include "parse/mail.h"

G_BEGIN_DECLS

/* The voicemail, or the missed call, that the mail tells of; NULL when it tells of none: a person
 * wrote it, or names no number that can be read. The number cannot be vouched for: whoever writes
 * such mail may write any (barred). mail: as it was read from mime. Free with cr_call_free. */
CrCall *cr_mail_box_call(const CrMime *mime, const CrReading *mail, const CrMailContext *context);

G_END_DECLS
