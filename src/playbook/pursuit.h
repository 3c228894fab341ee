#pragma once
/* The pursuit of an application: folding its facts, what it asks of the candidate next, and what an
 * interview or a mail says about its stage. Pure. */
#include "model/fact.h"
#include "model/profile.h"

G_BEGIN_DECLS

/* Takes one change into account, UNDO excepted. fact->source tells who says so: "candidate" is the
 * candidate, whose word counts most. */
void cr_pursuit_take(CrApplication *application, const CrFact *fact);
/* All of its facts, in their order; those that an UNDO names are left out. The id is 0. */
CrApplication *cr_pursuit_fold(GPtrArray *facts);
/* The keys of the facts that an UNDO names which is not undone itself. They belong to the facts.
 * Free with g_hash_table_unref. */
GHashTable *cr_pursuit_undone(GPtrArray *facts);
/* What other was becomes part of the application: blanks are filled, what differs is kept as
 * extras, and the further stage counts, unless only one is closed: then the later word does. */
void cr_pursuit_merge(CrApplication *application, const CrApplication *other);
/* The newest change that can be taken back: NULL when there is none. Mails stay: they happened. */
const CrFact *cr_pursuit_undoable(GPtrArray *facts);
/* "moved to screen", "noted", … of a change. Free with g_free. */
char *cr_pursuit_words(const CrChange *change);

typedef struct {
  CrNextKind kind;
  CrInstant due;
} CrAsk;
/* What it asks for next. talking: an interview of it is agreed or missed, and its own playbook asks
 * for what is to be done. At most one thing is asked at a time, and at most two follow-ups. */
CrAsk cr_pursuit_next(const CrApplication *application, const CrProfile *profile,
                      const CrPolicy *policy, gboolean talking);
/* What is asked, in words, or NULL when nothing is. Free with g_free. */
char *cr_pursuit_ask(const CrApplication *application);
/* Working days without a word from either side, as a fact; -1 when nobody waits for a word. Counts
 * to 99. */
int cr_pursuit_silence(CrStage stage, CrInstant heard, CrInstant wrote, const CrProfile *profile,
                       CrInstant now);
#define CR_MAX_SILENT_DAYS 60
/* Of the candidate and their calendar. */
CrDay cr_pursuit_today(const CrProfile *profile, CrInstant now);
/* Working days after from, up to and including to; at most CR_MAX_SILENT_DAYS. */
int cr_pursuit_working_days(CrDay from, CrDay to, const char *country);

/* What an interview says about the stage: FALSE when nothing new. held_before: another conversation
 * about it took place. */
gboolean cr_pursuit_of_interview(const CrApplication *application, const CrInterview *interview,
                                 gboolean held_before, CrStage *ret_stage,
                                 CrCloseReason *ret_reason);
/* Whether that change, which the interview brought about, is one that it would not bring about as
 * it is now, after an act was taken back. */
gboolean cr_pursuit_is_unsaid(const CrChange *change, const CrInterview *interview);

typedef enum {
  CR_VERDICT_NOTE,    /* it is about it, and moves nothing */
  CR_VERDICT_PROPOSE, /* something speaks for it */
  CR_VERDICT_MOVE,    /* confident evidence */
} CrVerdictKind;
typedef struct {
  CrVerdictKind kind;
  CrStage stage;
  CrCloseReason reason;
  const char *text; /* why, in words; static */
} CrVerdict;
/* sure: that the mail is about this application and no other, from somebody who may say so. */
CrVerdict cr_pursuit_of_mail(const CrApplication *application, const CrReading *mail, gboolean own,
                             gboolean sure);
/* Whether it counts as a word of theirs: a machine's receipt does not. */
gboolean cr_pursuit_is_word(const CrReading *mail);

G_END_DECLS
