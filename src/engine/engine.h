#pragma once
/* The one mechanism: a fact is linked to its interview, the playbook decides, one transaction keeps
 * all of it, and only then are effects performed; what came of them is a fact again. */
#include "model/fact.h"
#include "model/profile.h"
#include "playbook/guard.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct _CrEngine CrEngine;

/* Performs a letter that the guard would let pass. At the last moment before nothing can be taken
 * back (SMTP: before the final dot) it calls cr_fence_pass: only on TRUE may it go on; on FALSE it
 * breaks off so that nothing is delivered, and its outcome counts for nothing. It is called at most
 * once; without it the outcome is HELD or REFUSED. ret_text (free with g_free, may stay NULL) says
 * what the other side answered. */
typedef struct _CrFence CrFence;
gboolean cr_fence_pass(CrFence *fence);
const CrProfile *cr_fence_profile(const CrFence *fence); /* whose letter it is */
typedef CrOutcome (*CrPerform)(const CrEffect *letter, const CrInterview *interview, CrInstant now,
                               CrFence *fence, gpointer data, char **ret_text);

/* The last look: reads all sources again, now, and observes their facts with this engine.
 * *ret_look: when each was last read in full; NONE of one that cannot be read. Gives the time
 * afterwards. now: when the letter was begun. ret_look NULL: only the time is asked for. No
 * transaction is open; it must not tick. */
typedef CrInstant (*CrLook)(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data);

/* The store stays the caller's and outlives the engine. */
CrEngine *cr_engine_new(CrStore *store, gint64 account, GError **error);
void cr_engine_free(CrEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrEngine, cr_engine_free)

/* As last loaded: the engine loads them anew before it takes in facts, ticks or sends, as another
 * thread or process may have changed them. */
const CrProfile *cr_engine_profile(const CrEngine *engine);
const CrPolicy *cr_engine_policy(const CrEngine *engine);
gint64 cr_engine_account(const CrEngine *engine);
const CrZone *cr_engine_zone(const CrEngine *engine); /* the candidate's; UTC when unknown */
/* NULL leaves it as it is. What is other than before is a deed of the audit: actor and now as for
 * cr_store_add_deed. now NONE: none is kept, as of a story, or of what the program finds out by
 * itself. */
gboolean cr_engine_set_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                               const CrActor *actor, CrInstant now, GError **error);
/* The same of what was changed of shown; what others changed meanwhile stays. */
gboolean cr_engine_change_account(CrEngine *engine, const CrProfile *shown,
                                  const CrProfile *profile, const CrPolicy *shown_policy,
                                  const CrPolicy *policy, const CrActor *actor, CrInstant now,
                                  GError **error);
/* Without a performer letters are never sent: they are drafted, whatever the policy says. */
void cr_engine_set_performer(CrEngine *engine, CrPerform perform, gpointer data);
/* Without a look the guard is blind, and letters are held. */
void cr_engine_set_look(CrEngine *engine, CrLook look, gpointer data);
/* Letters that are to be sent are another thread's or process's: neither sent nor drafted here. */
void cr_engine_leave_outbox(CrEngine *engine);
/* Who sends letters is set up and does not run now: what might go out is held for it. */
void cr_engine_await_sender(CrEngine *engine);
/* Whether the mailbox is read, and up to when the call log reaches (NONE: there is none): only
 * there does silence mean something. */
void cr_engine_set_watched(CrEngine *engine, gboolean mail, CrInstant calls_until);
/* The same from the settings: "read.mail", when it was read, within the last day; and
 * "calls.until". */
gboolean cr_engine_load_watched(CrEngine *engine, CrInstant now, GError **error);

#define CR_ENGINE_KNOWN (-1) /* for ret_interview: the fact was known already */
/* Takes in one fact. *ret_interview (may be NULL) is the interview it belongs to, 0 when it belongs
 * to none (then little is kept). A fact known already changes nothing. interview: 0 to find it.
 * On error nothing was changed. */
gboolean cr_engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now,
                           int *ret_interview, GError **error);
/* Takes in CrFact in their order, many in one transaction. On error some, from the first on, may
 * have been taken in. */
gboolean cr_engine_observe_all(CrEngine *engine, GPtrArray *facts, CrInstant now, GError **error);
/* Begins to watch an interview made from words (see playbook/agree.h); its id is written back. That
 * of the same UID, if another process has begun to watch it since it was looked for: nothing
 * changes then. */
gboolean cr_engine_watch(CrEngine *engine, CrInterview *interview, const CrFact *fact,
                         CrInstant now, GError **error);
/* Looks at every interview that is due by now, then performs what is pending. */
gboolean cr_engine_tick(CrEngine *engine, CrInstant now, GError **error);
/* The first half of cr_engine_tick, and of that at most about max_steps: *ret_more when more is due
 * by now. What is to be sent waits for the other half. */
gboolean cr_engine_decide(CrEngine *engine, CrInstant now, guint max_steps, gboolean *ret_more,
                          GError **error);
/* The other half alone: nothing is decided. */
gboolean cr_engine_perform(CrEngine *engine, CrInstant now, GError **error);
/* A look at all open interviews, the earliest first, a page at a time: the clock was set back, or
 * the zone data are other ones, and what was agreed lies elsewhere on the clock. It saves waiting,
 * not rightness: whatever falls due or is to be sent before its page comes is looked at then. */
typedef struct {
  gboolean wanted; /* there are pages to come */
  gboolean back;   /* the clock was set back */
  gboolean freed;  /* what had paused sending is over: letters that were held for it are due */
  char *zones;     /* names the zone data that are new, or NULL */
  CrInstant from;  /* behind this start, and this id */
  int after;
} CrRecheck;
/* From the first page on. */
void cr_recheck_begin(CrRecheck *recheck, CrInstant now);
/* One page: each interview that it concerns learns of it by a fact. On error the page is looked at
 * again. */
gboolean cr_engine_recheck(CrEngine *engine, CrRecheck *recheck, CrInstant now, GError **error);
/* The next instant at which cr_engine_tick has something to do, or NONE. */
gboolean cr_engine_next_due(CrEngine *engine, CrInstant *ret_due, GError **error);

/* The candidate asks: the letter that is due, drafted, planned or held for this interview goes
 * through the guard and out, now, whatever the policy says. words: its text, as it was shown to
 * them (see cr_desk_compose). *ret_letter is the letter as it is kept afterwards: SENT, IN_DOUBT,
 * SUPPRESSED, or a DRAFT (again); NULL when nothing was begun, and nothing changed. *ret_why says
 * why it did not go, in words; NULL of SENT. Needs a performer and a look. */
gboolean cr_engine_send(CrEngine *engine, int interview, const CrEffect *words, CrInstant now,
                        CrEffect **ret_letter, char **ret_why, GError **error);

/* The letter that fits now, written anew and not kept anywhere. */
CrEffect *cr_engine_compose(CrEngine *engine, const CrInterview *interview, CrInstant now,
                            GError **error);

G_END_DECLS
