#pragma once
/* A candidate lets a coach of the service see their calls, and takes that back. Every function is a
 * transaction of its own, or two: one for each account, so that none may be open. The grant itself
 * is the candidate's; whatever becomes of the note in the coach's account, nothing is seen without
 * it. */
#include "store/grants.h"

G_BEGIN_DECLS

#define CR_MOST_COACHES 20

/* To the coach whose address that is: CR_ERROR_NOT_FOUND in the same words when nobody's, or no
 * coach's; CR_ERROR_CONFLICT of oneself; CR_ERROR_LIMIT. Again: it is so from now on. ends:
 * CR_INSTANT_MAX until it is taken back. */
gboolean cr_grants_give(CrStore *store, gint64 account, const char *email, CrScope scope,
                        CrInstant ends, CrInstant now, GError **error);
/* CR_ERROR_NOT_FOUND when that one has none. */
gboolean cr_grants_revoke(CrStore *store, gint64 account, gint64 coach, CrInstant now,
                          GError **error);

/* Before an account is erased: nobody who let it in, or whom it let in, keeps anything of it but
 * the record. name: what the account is called. */
gboolean cr_grants_end_all(CrStore *store, gint64 account, const char *name, CrInstant now,
                           GError **error);

/* Who looked at what. */
typedef struct {
  CrInstant at;
  char *who, *object;
} CrLooked;
/* CrGrantRow and CrLooked, the newest first. Free both with g_ptr_array_unref. */
gboolean cr_grants_list(CrStore *store, gint64 account, CrInstant now, GPtrArray **ret_grants,
                        GPtrArray **ret_looks, GError **error);

/* What a coach was granted, who would look at object, in a few words, of the candidate's: NULL with
 * CR_ERROR_NOT_FOUND when they may not. *ret_known: that look is noted already; within ten minutes
 * the same is one. object "": nothing of it is shown, so there is nothing to note. */
CrGrant *cr_grants_find(CrStore *store, gint64 candidate, const CrActor *coach, const char *object,
                        CrInstant now, gboolean *ret_known, GError **error);
/* They did, or will when this returns: CR_ERROR_NOT_FOUND when they may not any more. */
gboolean cr_grants_note_look(CrStore *store, gint64 candidate, const CrActor *coach,
                             const char *object, CrInstant now, GError **error);

typedef struct {
  gint64 account;
  char *name; /* of the candidate: their member's, else the address */
  CrScope scope;
  CrInstant ends;
} CrCandidate;
/* CrCandidate by name, who let the coach in now. Free with g_ptr_array_unref. *ret_stale
 * (CrCandidateRow): those who did once, to be forgotten; NULL when there are none. */
GPtrArray *cr_grants_candidates(CrStore *store, gint64 coach, CrInstant now, GArray **ret_stale,
                                GError **error);
/* But not who lets the coach in anew meanwhile. */
gboolean cr_grants_forget(CrStore *store, gint64 coach, const GArray *candidates, GError **error);

G_END_DECLS
