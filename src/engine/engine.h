#pragma once
/* The one mechanism: a fact is linked to its interview, the playbook decides, one transaction keeps
 * all of it, and only then are effects performed; what came of them is a fact again. */
#include "model/fact.h"
#include "model/profile.h"
#include "playbook/guard.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct _CrEngine CrEngine;

/* Performs a letter that the guard let pass. ret_text (free with g_free, may stay NULL) says what
 * the other side answered. */
typedef CrOutcome (*CrPerform)(const CrEffect *letter, const CrInterview *interview, CrInstant now,
                               gpointer data, char **ret_text);

/* The store stays the caller's and outlives the engine. */
CrEngine *cr_engine_new(CrStore *store, gint64 account, GError **error);
void cr_engine_free(CrEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrEngine, cr_engine_free)

const CrProfile *cr_engine_profile(const CrEngine *engine);
const CrPolicy *cr_engine_policy(const CrEngine *engine);
gboolean cr_engine_set_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                               GError **error);
/* Without a performer letters are never sent: they are drafted, whatever the policy says. */
void cr_engine_set_performer(CrEngine *engine, CrPerform perform, gpointer data);
/* Which sources are read, so that silence in them means something. */
void cr_engine_set_watched(CrEngine *engine, gboolean mail, gboolean calls);
/* When each source was last read with success; the guard wants all within the last minute. */
void cr_engine_set_last_look(CrEngine *engine, const CrLastLook *look);

#define CR_ENGINE_KNOWN (-1) /* for ret_interview: the fact was known already */
/* Takes in one fact. *ret_interview (may be NULL) is the interview it belongs to, 0 when it belongs
 * to none (then little is kept). A fact known already changes nothing. interview: 0 to find it.
 * On error nothing was changed. */
gboolean cr_engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now,
                           int *ret_interview, GError **error);
/* Begins to watch an interview made from words (see playbook/agree.h); its id is written back. */
gboolean cr_engine_watch(CrEngine *engine, CrInterview *interview, const CrFact *fact,
                         CrInstant now, GError **error);
/* Looks at every interview that is due by now, then performs what is pending. */
gboolean cr_engine_tick(CrEngine *engine, CrInstant now, GError **error);
/* The next instant at which cr_engine_tick has something to do, or NONE. */
gboolean cr_engine_next_due(CrEngine *engine, CrInstant *ret_due, GError **error);

/* The letter that fits now, not kept anywhere; with ret_kept the one kept from before, if any. */
CrEffect *cr_engine_compose(CrEngine *engine, const CrInterview *interview, CrInstant now,
                            GError **error);
/* Times free for both, CrSlot. interview NULL: for the candidate alone. */
GPtrArray *cr_engine_slots(CrEngine *engine, const CrInterview *interview, CrInstant now,
                           GError **error);

G_END_DECLS
