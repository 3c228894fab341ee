#pragma once
/* What the files of the audit share. */
#include "store/audit.h"
#include "store/engine.h"

G_BEGIN_DECLS

/* CrDeed, as one of the statements that list them does from that number on. Free with
 * g_ptr_array_unref. */
GPtrArray *audit_list_deeds(CrStore *store, CrSql sql, gint64 from, gint64 limit, GError **error);

CrAuditMark audit_check_mark(gint64 account, const CrDeed *deed);

typedef struct {
  gint64 count, last; /* facts, and the last one's number */
  GChecksum *digest;
} FactSum;
void audit_sum_clear(FactSum *sum);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FactSum, audit_sum_clear)
/* Of those behind after, up to to, at most so many. */
gboolean audit_sum_facts(CrStore *store, gint64 after, gint64 to, gint64 most, FactSum *ret_sum,
                         GError **error);
char *audit_format_seal(gint64 first, const FactSum *sum);
/* The same of the facts that this one is about as they are now; NULL with the error set. Free with
 * g_free. */
char *audit_seal_now(CrStore *store, const char *seal, GError **error);
gboolean audit_read_seal(const char *object, gint64 *ret_first, gint64 *ret_last);

G_END_DECLS
