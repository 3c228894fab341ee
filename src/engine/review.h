#pragma once
/* The weekly review as a mail to oneself: when the candidate asks, or on the day of the week that
 * they chose (the setting review_day), at the end of their working hours. Each day's once. */
#include "engine/mailer.h"

G_BEGIN_DECLS

/* Sends it now. What the outcomes mean: see effect/parcel.h; DRAFTED: no connection sends, and
 * nothing was done. ret_text (free with g_free) says why it was not sent. */
CrOutcome cr_review_send(const CrMailer *mailer, CrEngine *engine, CrInstant now, char **ret_text);
/* Sends what is due and was not sent yet. *ret_next: when it is to be asked again, unless
 * the setting, the zone or the clock changes; NONE: only then. On an error
 * (CR_ERROR_FAILED when it could not be sent) it was not sent, and stays due for a day. */
gboolean cr_review_send_due(const CrMailer *mailer, CrEngine *engine, CrInstant now,
                            CrInstant *ret_next, GError **error);

typedef struct _CrReviewer CrReviewer;
/* Does so on a thread of its own. uri and mailer outlive it; now: by its clock. It is to be woken
 * when something may have changed, the clock included. */
CrReviewer *cr_reviewer_new(const CrMailer *mailer, const char *uri, gint64 account,
                            CrInstant (*now)(gpointer data), gpointer data);
void cr_reviewer_wake(CrReviewer *reviewer); /* from any thread; NULL-safe */
void cr_reviewer_free(CrReviewer *reviewer); /* NULL-safe */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrReviewer, cr_reviewer_free)

G_END_DECLS
