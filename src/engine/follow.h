#pragma once
/* Followers: everything besides letters that is told to the outside. The timeline only grows; a
 * follower keeps how far it has read it in the setting "follow.NAME" and does its one thing with
 * what is new. */
#include "engine/engine.h"

G_BEGIN_DECLS

typedef enum {
  CR_FOLLOW_NONE_TWICE, /* the place is kept first: what a crash tears apart is not told again */
  CR_FOLLOW_NONE_LOST,  /* the place is kept after: telling again must be harmless */
} CrFollowOrder;

/* What a follower is to tell of. No transaction is open. */
typedef struct {
  GPtrArray *rows; /* CrTimelineRow, oldest first, at least one */
  CrStore *store;
  CrEngine *engine;
  CrInstant now;
  GArray *refused; /* gint64, of NONE_TWICE: to be filled with the ids of rows that were certainly
                      not told; they come again with what is new, or after a while */
  gboolean told;   /* of NONE_TWICE: to be set when something was told */
} CrNews;

typedef struct {
  const char *name; /* NULL: nothing is kept, it follows from its first round on */
  CrFollowOrder order;
  guint batch; /* at most so many new lines at once, 1 or more */
  /* On an error of NONE_LOST all rows come again later, of NONE_TWICE those that were refused. */
  gboolean (*tell)(CrNews *news, gpointer data, GError **error);
  gpointer data;
  gint64 place; /* while name is NULL: 0 before the first round */
} CrFollower;

/* Tells of all that is new, and when again is set of what was refused before, even if nothing is;
 * and keeps how that went, see status.h. A follower that is new itself begins with what comes
 * after. */
gboolean cr_follow(CrFollower *follower, CrStore *store, CrEngine *engine, gint64 account,
                   gboolean again, CrInstant now, GError **error);
/* Whether something was refused and waits. In a transaction. */
gboolean cr_follow_waits(CrStore *store, const char *name);

typedef struct _CrFollowThread CrFollowThread;
/* The same on a thread of its own, with a store of its own, whenever it is woken; after an error
 * again by itself. A new follower begins with what comes after this call. follower is copied. */
CrFollowThread *cr_follow_thread_new(const CrFollower *follower, const char *uri, gint64 account,
                                     CrInstant (*now)(gpointer data), gpointer data);
void cr_follow_thread_wake(CrFollowThread *thread);
void cr_follow_thread_free(CrFollowThread *thread);

G_END_DECLS
