#pragma once
/* Which of the times that were offered an answer takes. Pure. */
#include "model/interview.h"
#include "model/reading.h"

G_BEGIN_DECLS

/* An hour of a day, not a mere day. */
gboolean cr_choice_is_hour(const CrMention *mention);
/* Its words take or confirm a time, which one ever. */
gboolean cr_choice_agrees(const CrReading *answer);
/* Whether that time of the answer is the slot's. */
gboolean cr_choice_fits(const CrReading *answer, const CrMention *mention, const CrSlot *slot);
/* "25 November at 8 PM is fine", to what was offered (CrSlot) on their clock: such an hour of no
 * zone becomes the one offered slot that it names there, unless it is a slot on its writer's own.
 * Who agrees to nothing, "how about 8 PM?", names another hour, on their own. */
void cr_choice_read_on(CrReading *answer, const GPtrArray *offered, const CrZone *theirs);
/* times: the CrMention of the answer that lie ahead; offered: CrSlot, of which the last `count` are
 * those that "the first one" counts from, and that are meant before the others. Taken is a slot by
 * its hour, by its day when only one was offered then, or by its place. NULL when none, when it
 * could be several, and when the day is that of a promise to write. */
const CrSlot *cr_choice_of(const CrReading *answer, const GPtrArray *times,
                           const GPtrArray *offered, guint count);

/* 4 of "4 please", which by itself is no time, but in answer to hours that were offered; else 0. */
int cr_choice_picked_hour(const char *text);

G_END_DECLS
