#pragma once
/* The candidate's calendars -> busy time in the store: imported files as a whole, live calendars
 * object by object. An entry in a calendar is busy time and no more: what was agreed is read from
 * the mail and the invites themselves. Entries that we wrote there (see engine/calendar.h) are left
 * out: what they stand for is known here at first hand. */
#include "engine/intake.h"
#include "source/source.h"
#include "store/store.h"

G_BEGIN_DECLS

/* The busy time that an intake collected; each calendar in it is replaced as a whole. In the
 * caller's transaction. */
gboolean cr_busy_keep_imported(CrStore *store, const CrIntake *intake, GError **error);

/* The turns of what a live source delivered, parsed into an intake as it came and kept at its
 * checkpoint, so that no transaction waits for the network or the parser. */
typedef struct _CrBusyBatch CrBusyBatch;
CrBusyBatch *cr_busy_batch_new(void);
void cr_busy_batch_free(CrBusyBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrBusyBatch, cr_busy_batch_free)
/* delivery is of kind CALENDAR; the intake's next n_spans are what was read of its bytes. */
void cr_busy_batch_note(CrBusyBatch *batch, const CrDelivery *delivery, guint n_spans);
/* Each object loses what it had and gets what the intake has of it, turn by turn. In the caller's
 * transaction, together with the source's cursor; the batch is empty afterwards. */
gboolean cr_busy_batch_keep(CrBusyBatch *batch, CrStore *store, const CrIntake *intake,
                            GError **error);

/* The connection is gone: so is the busy time that it told of. In the caller's transaction. */
gboolean cr_busy_forget(CrStore *store, const char *connection, GError **error);

G_END_DECLS
