#pragma once
/* A thread that does its one thing whenever it is woken, and otherwise sleeps. */
#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrWorker CrWorker;
#define CR_WORKER_SLEEP G_MAXINT64 /* until it is woken */
/* One round of work. Returns after how many microseconds the next one is due by itself. */
typedef gint64 (*CrWork)(gpointer data);

/* The first round begins at once. data must outlive the worker. */
CrWorker *cr_worker_new(const char *name, CrWork work, gpointer data);
/* A round begins after this; also when one is running now. */
void cr_worker_wake(CrWorker *worker);
/* Whether a round is running, or begins. */
gboolean cr_worker_is_at_work(CrWorker *worker);
/* Waits for the round that is running. NULL-safe. */
void cr_worker_free(CrWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrWorker, cr_worker_free)

/* How long to wait after so many failures in a row, 1 or more: first, then twice as long each time,
 * most at most. */
gint64 cr_worker_back_off(guint failures, gint64 first_usec, gint64 most_usec);

G_END_DECLS
