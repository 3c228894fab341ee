#pragma once
/* What an invite says in words: its description and location are read like a mail's text. */
#include "model/event.h"
#include "model/profile.h"
#include "model/reading.h"

G_BEGIN_DECLS

/* NULL when the event has no words, no organizer, or does not promise anything (a cancellation).
 * at: when it was received. */
CrReading *cr_describe_event(const CrEvent *event, const CrProfile *profile, CrInstant at);
/* Adds to what the mail that carried the event says what only the event says. */
void cr_describe_merge(CrReading *mail, const CrReading *described);

G_END_DECLS
