#pragma once
/* Which mails are read, by their heads: all but the newsletters of strangers. Rule:
 * docs/mailbox.md. One reading of one mailbox; what was not wanted is remembered until its end, and
 * wanted when its sender proves to be known. */
#include "engine/intake.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct _CrHeed CrHeed;
CrHeed *cr_heed_new(const CrIntakeClass *class, const CrProfile *profile);
void cr_heed_free(CrHeed *heed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrHeed, cr_heed_free)

/* Learns whom the calls and applications are with. In a transaction. */
gboolean cr_heed_learn(CrHeed *heed, CrStore *store, CrInstant now, GError **error);
/* A call that is about to be kept. */
void cr_heed_note(CrHeed *heed, const CrInterview *interview);
/* FALSE: not wanted, as far as is known. fields and parts as in cr_mail_head_scan. */
gboolean cr_heed_wants(CrHeed *heed, const char *fields, gsize fields_length, const char *parts,
                       gsize parts_length, guint64 ticket);
/* The tickets of what was not wanted, but is now, each once; NULL: none. Free with g_array_unref.
 */
GArray *cr_heed_recall(CrHeed *heed);

G_END_DECLS
