#pragma once
/* Followers: everything besides letters that is told to the outside. The timeline only grows; a
 * follower keeps how far it has read it in the setting "follow.NAME" and does its one thing with
 * what is new. */
#include "engine/engine.h"

G_BEGIN_DECLS

typedef enum {
  CR_FOLLOW_NONE_TWICE, /* the place is kept first: a notification that a crash swallows is lost */
  CR_FOLLOW_NONE_LOST,  /* the place is kept after: telling again must be harmless */
} CrFollowOrder;

typedef struct {
  const char *name; /* NULL: nothing is kept, it follows from its first round on */
  CrFollowOrder order;
  guint batch; /* at most so many lines at once, 1 or more */
  /* CrTimelineRow, oldest first, at least one. On an error it is told of them again later, unless
   * NONE_TWICE. No transaction is open. */
  gboolean (*tell)(GPtrArray *rows, CrStore *store, CrEngine *engine, CrInstant now, gpointer data,
                   GError **error);
  gpointer data;
  gint64 place; /* while name is NULL: 0 before the first round */
} CrFollower;

/* Tells of all that is new, and keeps how that went, see status.h; a follower that is new itself
 * begins with what comes after. */
gboolean cr_follow(CrFollower *follower, CrStore *store, CrEngine *engine, gint64 account,
                   CrInstant now, GError **error);

typedef struct _CrFollowThread CrFollowThread;
/* The same on a thread of its own, with a store of its own, whenever it is woken; after an error
 * again by itself. A new follower begins with what comes after this call. follower is copied. */
CrFollowThread *cr_follow_thread_new(const CrFollower *follower, const char *uri, gint64 account,
                                     CrInstant (*now)(gpointer data), gpointer data);
void cr_follow_thread_wake(CrFollowThread *thread);
void cr_follow_thread_free(CrFollowThread *thread);

G_END_DECLS
