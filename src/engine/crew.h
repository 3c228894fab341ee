#pragma once
/* The crew: keepers of the many accounts of one database, as many as there are turns at a time, in
 * as many processes and on as many hosts as one likes. Each looks after an account that is due, for
 * a moment, as a keeper of that account: reads its sources, decides, sends. A turn is leased; who
 * is killed in it is replaced when the lease has run out, and what must not be done twice is kept
 * from it by the fence (see engine.h). */
#include "engine/keeper.h"

G_BEGIN_DECLS

typedef struct _CrCrew CrCrew;

typedef struct {
  const char *uri;
  guint workers;                        /* turns at a time, 1 or more */
  gint64 lease_usec;                    /* 0: the default of some minutes */
  CrClock (*read_clock)(gpointer data); /* NULL: the machine's. From any thread, as all below */
  /* What is compared with the database's clock; NULL: the machine's. Nothing is done while they are
   * seconds apart. */
  CrInstant (*machine_clock)(void);
  const CrIntakeClass *(*intake)(void);
  CrOpenSource open_source; /* NULL: cr_source_open */
  /* The account's connections, CrConnection. In a transaction of the account. NULL: none. */
  GPtrArray *(*load_connections)(CrStore *store, gint64 account, gpointer data, GError **error);
  CrPerform perform; /* NULL: letters go through the account's connections */
  gpointer data;     /* also of perform */
} CrCrewOptions;

CrCrew *cr_crew_new(const CrCrewOptions *options, GError **error);
void cr_crew_free(CrCrew *crew); /* NULL-safe */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrCrew, cr_crew_free)

/* Until cr_crew_stop; then turns that were begun are ended, and those that were not are given back.
 */
gboolean cr_crew_run(CrCrew *crew, CrKeeperEnd *ret_end, GError **error);
/* From any thread, and from a signal handler. */
void cr_crew_stop(CrCrew *crew);

typedef struct {
  gint turns, failures; /* since the start */
  gint in_hand;
  gint stopping;       /* TRUE since cr_crew_stop */
  gint doubts;         /* TRUE while its clock is not trusted, and nothing is done */
  gint64 longest_usec; /* for so long a worker has been at the same turn, or those it shares */
  gint64 looked_usec;  /* when it last looked for turns, by the monotonic clock */
  gint64 tried_usec;   /* when it last began to, in vain or not */
} CrCrewCounts;
CrCrewCounts cr_crew_counts(CrCrew *crew);

G_END_DECLS
