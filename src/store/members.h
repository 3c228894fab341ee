#pragma once
/* Who may sign in, with what, and how often strangers may try. Only a database that many share has
 * people; see model/member.h. As in store.h: FALSE or NULL with the error set. */
#include "model/member.h"
#include "store/store.h"

G_BEGIN_DECLS

/* In the account's transaction: */

/* NULL without error set when nobody's. */
CrMember *cr_store_load_member(CrStore *store, GError **error);
gboolean cr_store_save_member(CrStore *store, const CrMember *member, GError **error);

/* What opens the account, as the record of its kind (see CrCredentialKind). ends: CR_INSTANT_MAX of
 * what does not end by itself. digest: "" of a kind of which there is one. */
gboolean cr_store_put_credential(CrStore *store, CrCredentialKind kind, const char *digest,
                                 CrInstant ends, gconstpointer value, GError **error);
/* NULL without error set when there is none that is good now. Free as the kind's record. */
gpointer cr_store_find_credential(CrStore *store, CrCredentialKind kind, const char *digest,
                                  CrInstant now, GError **error);
/* The same, and it is gone: of several that ask at once one gets it. */
gpointer cr_store_take_credential(CrStore *store, CrCredentialKind kind, const char *digest,
                                  CrInstant now, GError **error);
/* Those that are good now. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_list_credentials(CrStore *store, CrCredentialKind kind, CrInstant now,
                                     GError **error);
gboolean cr_store_drop_credentials(CrStore *store, CrCredentialKind kind, GError **error);
/* Those that ended before now are gone. */
gboolean cr_store_expire_credentials(CrStore *store, CrInstant now, GError **error);

/* The account is found by that digest from now on, unless another is: then *ret_ours is FALSE. */
gboolean cr_store_enter_directory(CrStore *store, const char *digest, gboolean *ret_ours,
                                  GError **error);
gboolean cr_store_leave_directory(CrStore *store, const char *digest, GError **error);
/* The account is nobody's any more, and its member's address free. Letters to them that wait go
 * with it. In the account's transaction. */
gboolean cr_store_drop_member(CrStore *store, GError **error);

/* Each a transaction of its own, so that none may be open: */

/* *ret_account 0: nobody's. */
gboolean cr_store_find_account(CrStore *store, const char *digest, gint64 *ret_account,
                               GError **error);

typedef struct {
  gint64 account;
  CrMember *member;
  char *undelivered; /* why a letter to them did not arrive yet, or NULL */
} CrMemberRow;
/* CrMemberRow by account, the first limit behind the account after; invited: of those who have not
 * come yet. Free with g_ptr_array_unref. */
GPtrArray *cr_store_list_members(CrStore *store, gboolean invited, gint64 after, guint limit,
                                 GError **error);
typedef gint64 CrMemberCounts[CR_N_MEMBER_STATES][CR_N_ROLES];
gboolean cr_store_count_members(CrStore *store, CrMemberCounts ret_counts, GError **error);

/* How often something may be tried: so often at once, then after a pause that doubles. */
typedef struct {
  guint free;
  gint64 pause_usec, longest_usec;
  gint64 forget_usec; /* after so long without a try all is as new */
} CrPatience;
/* Counts a try of what has that digest; not when it comes too soon: then *ret_until says when it
 * may be tried, else NONE. */
gboolean cr_store_count_attempt(CrStore *store, const char *digest, const CrPatience *patience,
                                CrInstant now, CrInstant *ret_until, GError **error);
/* One that was counted was none after all. */
gboolean cr_store_uncount_attempt(CrStore *store, const char *digest, GError **error);
gboolean cr_store_forget_attempts(CrStore *store, const char *digest, GError **error);
/* Keeps what was begun by somebody who is not known yet, until then. */
gboolean cr_store_keep_begun(CrStore *store, const char *digest, const char *body, CrInstant ends,
                             GError **error);
/* And gives it back, once; NULL without error set when there is none. Free with g_free. */
char *cr_store_take_begun(CrStore *store, const char *digest, CrInstant now, GError **error);
/* What nobody asks after any more is gone. */
gboolean cr_store_expire_attempts(CrStore *store, CrInstant now, GError **error);

G_END_DECLS
