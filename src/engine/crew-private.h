#pragma once
/* What the files of the crew share. */
#include "engine/crew.h"

G_BEGIN_DECLS

/* One turn: what the account's keeper would do by now. store is the thread's own. Failures are
 * logged and remembered for the next try. *ret_ok: it went well. */
void crew_take_turn(const CrCrewOptions *options, CrStore *store, const char *holder,
                    const CrTurn *turn, gboolean *ret_ok);
/* The turns of several accounts in one transaction, as far as that is all there is to do in them.
 * Those that are not ended stay in the list (CrTurn), to be taken one by one; all of them, if
 * anything failed. ret_later: those that were not begun, as the others took long, join it. */
void crew_take_together(const CrCrewOptions *options, CrStore *store, const char *holder,
                        GArray *turns, GArray *ret_later);
/* A turn that was not begun. */
gboolean crew_give_back(CrStore *store, const char *holder, const CrTurn *turn, CrInstant now,
                        GError **error);

G_END_DECLS
