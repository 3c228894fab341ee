#pragma once
/* What the files of the keeper share. */
#include "engine/keeper.h"

G_BEGIN_DECLS

struct _CrKeeper {
  CrKeeperOptions options;
  char *uri;
  int lock;      /* the file that says that there is a keeper, or -1 */
  int waker;     /* eventfd */
  gint stopping; /* atomic */
  CrStore *store;
  CrEngine *engine;
  CrWatchers *watchers; /* NULL: there is nothing to read */
  GPtrArray *followers; /* CrFollowThread */

  /* Of the turns: */
  gboolean turned;
  CrClock last;
  gint64 asked;            /* the ticket of the look that decisions wait for, 0: none */
  gint64 asked_until_usec; /* by the awake clock: no longer */
  CrInstant asked_for;     /* the due time before which the sources were asked already */
};

/* keeper-lock.c: the file beside the database that says that it has a keeper. -1 with the error set
 * when there is one already. */
int keeper_lock(const char *uri, GError **error);

G_END_DECLS
