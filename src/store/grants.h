#pragma once
/* Grants to coaches, where a database has the accounts of many people; see model/grant.h. As in
 * store.h: in the account's transaction, FALSE or NULL with the error set. */
#include "model/grant.h"
#include "store/store.h"

G_BEGIN_DECLS

/* In the candidate's: */

/* In place of one to that coach. */
gboolean cr_store_put_grant(CrStore *store, gint64 coach, const CrGrant *grant, GError **error);
/* NULL without error set when there is none that is good now. */
CrGrant *cr_store_find_grant(CrStore *store, gint64 coach, CrInstant now, GError **error);
typedef struct {
  gint64 coach;
  CrGrant *grant;
} CrGrantRow;
/* CrGrantRow, those that are good now. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_list_grants(CrStore *store, CrInstant now, GError **error);
gboolean cr_store_drop_grant(CrStore *store, gint64 coach, GError **error);

/* In the coach's: */

/* Whom to ask. */
gboolean cr_store_note_candidate(CrStore *store, gint64 candidate, CrInstant now, GError **error);
typedef struct {
  gint64 account;
  CrInstant since; /* when it was noted last */
} CrCandidateRow;
/* CrCandidateRow by account, the first limit of them behind after. Free with g_array_unref. */
GArray *cr_store_list_candidates(CrStore *store, gint64 after, guint limit, GError **error);
/* Unless they were noted again after that. */
gboolean cr_store_forget_candidate(CrStore *store, gint64 candidate, CrInstant noted,
                                   GError **error);

G_END_DECLS
