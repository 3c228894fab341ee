#pragma once
/* The keeper: awake when it matters. It sleeps until the next due time, until something changes in
 * the database (by whatever thread or process), until the clock is set or the machine wakes, and
 * then does what is due by the facts. It never looks without a reason. */
#include "engine/clock.h"
#include "engine/follow.h"
#include "engine/watcher.h"

G_BEGIN_DECLS

typedef struct _CrKeeper CrKeeper;

typedef struct {
  const char *uri;
  gint64 account;
  CrStore *store; /* to be used instead of one of its own, by who holds the account's turn (see
                     crew.h): for a moment, on that thread, without threads of its own */
  CrClock (*read_clock)(gpointer data); /* NULL: the machine's. From any thread */
  const CrIntakeClass *(*intake)(void);
  CrOpenSource open_source; /* NULL: cr_source_open */
  /* The connections, CrConnection, and the file whose change means that they are other ones (NULL:
   * none). Of cr_keeper_run. */
  GPtrArray *(*load_connections)(GError **error);
  const char *connections_path;
  CrPerform perform; /* sends letters, on a thread of its own; NULL: they are drafted */
  gpointer perform_data;
  /* After each turn, on the thread of cr_keeper_run, when something may have changed. NULL: none */
  void (*turned)(CrKeeper *keeper, gpointer data);
  gpointer data;
} CrKeeperOptions;

/* Opens the database, which must not have a keeper yet (CR_ERROR_BUSY names it). */
CrKeeper *cr_keeper_new(const CrKeeperOptions *options, GError **error);
/* Ends its threads and lets another keeper in. NULL-safe. */
void cr_keeper_free(CrKeeper *keeper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrKeeper, cr_keeper_free)

/* The keeper's own, for its thread. */
CrStore *cr_keeper_store(CrKeeper *keeper);
CrEngine *cr_keeper_engine(CrKeeper *keeper);

/* These connections are read and written to from now on, instead of those before; what was kept of
 * one that is gone goes, too. */
gboolean cr_keeper_connect(CrKeeper *keeper, GPtrArray *connections, GError **error);
/* A thread that follows the timeline, woken after each change. */
void cr_keeper_add_follower(CrKeeper *keeper, const CrFollower *follower);

/* One turn, by this reading of the clocks: what is due is decided and done. *ret_wake is when, by
 * the clock on the wall, the next one is due if nothing happens (NONE: never). On an error the turn
 * is to be repeated a little later; nothing is lost. */
gboolean cr_keeper_turn(CrKeeper *keeper, const CrClock *clock, CrInstant *ret_wake,
                        GError **error);

/* One round without threads: every source is read once, then all is done that is due. */
gboolean cr_keeper_once(CrKeeper *keeper, GError **error);

/* Whether it has begun to decide: what came in before its start was read, or could not be. */
gboolean cr_keeper_is_ready(const CrKeeper *keeper);

typedef enum {
  CR_KEEPER_STOPPED,
  /* It is to be started anew in a fresh process: */
  CR_KEEPER_ZONES,    /* the system's zone data are new ones */
  CR_KEEPER_REPLACED, /* another database was put in the place of this one */
} CrKeeperEnd;
/* Loads the connections, and turns until cr_keeper_stop. Only an error before the first turn is
 * one. */
gboolean cr_keeper_run(CrKeeper *keeper, CrKeeperEnd *ret_end, GError **error);
/* From any thread; stop also from a signal handler. */
void cr_keeper_wake(CrKeeper *keeper);
void cr_keeper_stop(CrKeeper *keeper);

G_END_DECLS
