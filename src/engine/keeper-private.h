#pragma once
/* What the files of the keeper share. */
#include "effect/logind.h"
#include "engine/calendar.h"
#include "engine/instance.h"
#include "engine/keeper.h"
#include "engine/notify.h"
#include "engine/worker.h"

G_BEGIN_DECLS

struct _CrKeeper {
  CrKeeperOptions options;
  char *uri;
  int lock;      /* the file that says that there is a keeper, or -1 */
  int waker;     /* eventfd */
  gint stopping; /* atomic */
  CrStore *store;
  CrEngine *engine;
  GPtrArray *connections;      /* CrConnection */
  CrWatchers *watchers;        /* while it runs; NULL before */
  CrWorker *sender;            /* while it runs, from the first letter on */
  CrCalendarWriter *calendars; /* while it runs; NULL: there is none to write into */
  CrNotifier *notifier;        /* while it runs */
  CrLogind *logind;            /* while it runs */
  gint woke;                   /* atomic: the machine slept, says logind */
  GPtrArray *followers;        /* CrFollowThread */

  /* keeper-clock.c: */
  gboolean examined;
  CrSeen seen; /* the clocks at the last turn */
  CrInstance instance;
  gboolean fits, told_copy; /* the database; and that it does not is kept as a pause */
  gboolean paused;          /* a pause for the clock is kept */
  gint64 doubted_usec;      /* by the awake clock: since then, as far as this keeper knows */
  CrRecheck recheck;        /* of all calls, while there is a reason */

  /* keeper.c: */
  gboolean ready;          /* it has begun to decide */
  gboolean fresh;          /* the watchers began with this process: they read already */
  gboolean away;           /* the sources are to be asked before anything is decided */
  guint64 asked;           /* the ticket of the look that decisions wait for, 0: none */
  gint64 asked_until_usec; /* by the awake clock: no longer */
  CrInstant asked_for;     /* the due time before which the sources were asked already */
  gint64 marked_usec;      /* by the awake clock: where we are was kept then; 0: not yet */
};

/* keeper-clock.c: what happened to clock, zone data and database since the last turn, and what
 * follows from it. *ret_away: things may have come in unseen. */
gboolean keeper_examine(CrKeeper *keeper, const CrClock *clock, gboolean *ret_away, GError **error);
/* Some pages of the look at all calls, as long as nothing is due. */
gboolean keeper_recheck_some(CrKeeper *keeper, CrInstant now, GError **error);
/* The machine has only just started, and nothing tells that its clock was set. */
gboolean keeper_is_young(const CrClock *clock);
/* When a pause for the clock may be over; NONE: there is none. */
CrInstant keeper_doubt_until(const CrKeeper *keeper, const CrClock *clock);
/* Keeps where the database and the clocks are now. */
gboolean keeper_mark(CrKeeper *keeper, GError **error);

/* keeper-send.c: letters are sent on a thread of their own, as a slow server must not keep the
 * keeper from its other calls. It decides nothing, and begins with the first letter that a turn
 * finds, so after the clock and the database were looked at. FALSE: there is no such thread. */
gboolean keeper_wake_sender(CrKeeper *keeper);
/* It sends just now, which takes as long as a server does. */
gboolean keeper_is_sending(const CrKeeper *keeper);
/* Gives the engine the performer and the last look. */
void keeper_equip(CrKeeper *keeper, CrEngine *engine);

/* keeper.c */
CrInstant keeper_now(gpointer keeper);
CrSync keeper_sync(CrKeeper *keeper);
void keeper_start_watchers(CrKeeper *keeper); /* and the notifier */

G_END_DECLS
