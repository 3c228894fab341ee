#pragma once
/* The audit of an account: its deeds in their order, each chained to the one before by a hash. Rows
 * are only added; a server's program may not even change or take out one, save all of them together
 * when the account is erased, and that leaves a row that says so.
 *
 * The facts of an account (store.h) are its other record, of everything that was observed and
 * decided, and far too many to be chained one by one. They are sealed: a row FACTS says "1-120
 * DIGEST" of those that came since the row FACTS before it.
 *
 * Where there is a key, which the database does not have, each row carries its mark on the row's
 * hash, and so on all rows before it: who may write the table can reckon the hashes anew, but not
 * the mark.
 *
 * What was cut off at the end is found by the account's own counter, and by a head that somebody
 * keeps elsewhere. As in store.h: in a transaction; FALSE or NULL with the error set. */
#include "model/deed.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
  CR_AUDIT_MARK_NONE,
  CR_AUDIT_MARK_GOOD,
  CR_AUDIT_MARK_BAD,
  CR_AUDIT_MARK_UNKNOWN, /* of a key that is not here */
} CrAuditMark;
typedef struct {
  /* "" without a key; NULL with the error set when it cannot be read. Free with g_free. */
  char *(*mark)(gint64 account, const char *hash, GError **error);
  CrAuditMark (*check)(gint64 account, const char *hash, const char *mark);
} CrAuditKeys;
/* All of this program's rows are marked with these from here on. Before any store is opened. */
void cr_audit_use_keys(const CrAuditKeys *keys);

/* In the deed's own transaction. actor NULL: whom the account belongs to. object: in a few words,
 * or NULL. Nothing secret, and nothing of a letter's text. */
gboolean cr_store_add_deed(CrStore *store, CrDeedKind kind, const CrActor *actor, CrInstant at,
                           const char *object, GError **error);
/* CrDeed, the newest limit of those before the number (0: of all), the newest first. Free with
 * g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_list_deeds(CrStore *store, gint64 before, guint limit, GError **error);

#define CR_SEAL_MOST 10000
/* Seals the facts that are not yet, at most CR_SEAL_MOST of them: *ret_more (may be NULL) when
 * there are more. Writes nothing when there are none. */
gboolean cr_store_seal_facts(CrStore *store, const CrActor *actor, CrInstant at, gboolean *ret_more,
                             GError **error);

/* What was read of the mails about a call goes, from facts, lines, applications and what can be
 * found: see cr_fact_forget. For each seal whose facts change a row FORGOTTEN says "1-120 DIGEST
 * BEFORE", so that the audit still holds. */
gboolean cr_store_forget_mails(CrStore *store, int interview, const CrActor *actor, CrInstant at,
                               GError **error);

typedef struct {
  gint64 account, number; /* 0: nothing was done yet */
  CrInstant at;
  char hash[65];
} CrAuditHead;
gboolean cr_store_audit_head(CrStore *store, CrAuditHead *ret_head, GError **error);

typedef struct {
  gint64 rows, facts; /* that hold; facts: of those that are sealed */
  gint64 vouched;     /* of the rows: up to the last with the mark of a key that is here */
  gint64 home;     /* the account that it is of by its own words: another when it was moved away */
  gint64 broken;   /* the number of the first row that does not hold, or 0 */
  const char *why; /* static, of that */
  CrAuditHead head;
} CrAuditCheck;
/* facts: reads them, too, and compares them with their seals. */
gboolean cr_store_check_audit(CrStore *store, gboolean facts, CrAuditCheck *ret_check,
                              GError **error);
/* Whether the audit still goes through a head of before: NULL when it does, or when that was before
 * the account was erased; else what is wrong with it, static. */
gboolean cr_store_check_head(CrStore *store, const CrAuditHead *head, const char **ret_why,
                             GError **error);

/* The numbers of all accounts behind the number after that have something to be done or somebody
 * who signs in, in order, the first limit of them. A transaction of its own. gint64 in a GArray. */
GArray *cr_store_list_accounts(CrStore *store, gint64 after, guint limit, GError **error);

G_END_DECLS
