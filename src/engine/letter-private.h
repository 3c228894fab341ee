#pragma once
/* Of the letters that leave here: outbox.c says which, fence.c how, letter-settle.c what came of
 * it. All in a transaction that writes. */
#include "engine/engine-private.h"
#include "store/audit.h"

G_BEGIN_DECLS

/* One that must be there. */
CrEffect *letter_load(CrEngine *engine, const char *id, GError **error);
CrInterview *letter_load_interview(CrEngine *engine, const CrEffect *letter, GError **error);
/* What went out, or may have, in the candidate's name; and the facts on which that was decided. */
gboolean letter_note_deed(CrEngine *engine, CrDeedKind kind, const CrEffect *letter, gboolean asked,
                          CrInstant now, GError **error);
/* The fact that it is at this point of its way, at a time of its own. */
CrFact *letter_fact(CrEngine *engine, const CrEffect *letter, CrOutcome outcome, CrInstant now,
                    GError **error);
/* Keeps what came of it, as its status (held_as: of one that is not sent) and as a fact. */
gboolean letter_settle(CrEngine *engine, CrEffect *letter, CrOutcome outcome,
                       CrEffectStatus held_as, const char *text, CrInstant now, GError **error);
/* What the candidate asked for and could not have is not tried again behind their back: it is a
 * draft, which they may ask for again. */
CrOutcome letter_not_now(gboolean asked, CrOutcome outcome, CrEffectStatus *status);
/* TRUE with *ret_passes: the guard's word. What does not pass is settled. */
gboolean letter_ask_guard(CrEngine *engine, const CrInterview *iv, CrEffect *letter, gboolean asked,
                          const CrLastLook *look, CrInstant now, gboolean *ret_passes,
                          GError **error);

G_END_DECLS
