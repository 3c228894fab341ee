#include "engine/follow.h"

#include "engine/status.h"
#include "engine/worker.h"

#define AGAIN_FIRST_USEC (10 * CR_SECOND)
#define AGAIN_MOST_USEC (15 * CR_MINUTE)

static gboolean
save_place(const CrFollower *follower, CrStore *store, gint64 account, gint64 place,
           GError **error) {
  g_autofree char *name = g_strconcat("follow.", follower->name, NULL);
  gboolean ok = cr_store_begin(store, account, TRUE, error) &&
                cr_store_set_number(store, name, place, error);
  return cr_store_end(store, ok, error);
}

static gboolean
read_place(const CrFollower *follower, CrStore *store, gint64 *ret_place, GError **error) {
  g_autoptr(GError) local = NULL;
  *ret_place = follower->place - 1;
  if (follower->name) {
    g_autofree char *name = g_strconcat("follow.", follower->name, NULL);
    g_autofree char *text = cr_store_get(store, name, &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    *ret_place = text ? g_ascii_strtoll(text, NULL, 10) : -1;
  }
  return TRUE;
}

static gboolean
move_on(CrFollower *follower, CrStore *store, gint64 account, gint64 place, GError **error) {
  follower->place = place + 1;
  return follower->name == NULL || save_place(follower, store, account, place, error);
}

static gboolean
read_lines(const CrFollower *follower, CrStore *store, gint64 account, gint64 *ret_end,
           GPtrArray **ret_rows, GError **error) {
  gint64 place = -1;
  g_autoptr(GPtrArray) rows = NULL;
  *ret_end = -1;
  gboolean ok =
      cr_store_begin(store, account, FALSE, error) && read_place(follower, store, &place, error);
  if (ok && place < 0)
    ok = cr_store_last_line(store, ret_end, error);
  else if (ok)
    ok = (rows = cr_store_lines_after(store, place, follower->batch, error)) != NULL;
  cr_store_rollback(store);
  *ret_rows = ok ? g_steal_pointer(&rows) : NULL;
  return ok;
}

static gboolean
follow(CrFollower *follower, CrStore *store, CrEngine *engine, gint64 account, CrInstant now,
       gboolean *ret_told, GError **error) {
  for (*ret_told = FALSE;; *ret_told = TRUE) {
    gint64 end;
    g_autoptr(GPtrArray) rows = NULL;
    if (!read_lines(follower, store, account, &end, &rows, error))
      return FALSE;
    if (rows == NULL) /* it is new itself */
      return move_on(follower, store, account, end, error);
    if (rows->len == 0)
      return TRUE;
    gint64 last = ((CrTimelineRow *) rows->pdata[rows->len - 1])->id;
    if (follower->order == CR_FOLLOW_NONE_TWICE && !move_on(follower, store, account, last, error))
      return FALSE;
    if (!follower->tell(rows, store, engine, now, follower->data, error))
      return FALSE;
    if (follower->order == CR_FOLLOW_NONE_LOST && !move_on(follower, store, account, last, error))
      return FALSE;
  }
}

gboolean
cr_follow(CrFollower *follower, CrStore *store, CrEngine *engine, gint64 account, CrInstant now,
          GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean told, ok = follow(follower, store, engine, account, now, &told, &local);
  if (follower->name && (told || !ok))
    cr_status_note(store, account, CR_STATUS_TELLING, follower->name, now, local);
  if (!ok)
    g_propagate_error(error, g_steal_pointer(&local));
  return ok;
}

/* Where a new one begins is settled before anything more can happen; one that cannot be settled now
 * is in its first round. */
static void
take_place(CrFollower *follower, const char *uri, gint64 account) {
  gint64 end;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, NULL);
  if (store && read_lines(follower, store, account, &end, &rows, NULL) && rows == NULL)
    move_on(follower, store, account, end, NULL);
}

struct _CrFollowThread {
  CrFollower follower;
  char *uri;
  gint64 account;
  CrInstant (*now)(gpointer data);
  gpointer data;
  guint failures; /* in a row */
  CrWorker *worker;
};

static gint64
work(gpointer data) {
  CrFollowThread *thread = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(thread->uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, thread->account, &error) : NULL;
  if (engine && cr_follow(&thread->follower, store, engine, thread->account,
                          thread->now(thread->data), &error)) {
    thread->failures = 0;
    return CR_WORKER_SLEEP;
  }
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "CRICKETS_FOLLOWER", thread->follower.name,
                   "MESSAGE", "%s: %s", thread->follower.name, error->message);
  return MIN(AGAIN_FIRST_USEC << MIN(thread->failures++, 16), AGAIN_MOST_USEC);
}

CrFollowThread *
cr_follow_thread_new(const CrFollower *follower, const char *uri, gint64 account,
                     CrInstant (*now)(gpointer data), gpointer data) {
  CrFollowThread *thread = g_new0(CrFollowThread, 1);
  thread->follower = *follower;
  thread->uri = g_strdup(uri);
  thread->account = account;
  thread->now = now;
  thread->data = data;
  take_place(&thread->follower, uri, account);
  thread->worker = cr_worker_new(follower->name ? follower->name : "follower", work, thread);
  return thread;
}

void
cr_follow_thread_wake(CrFollowThread *thread) {
  cr_worker_wake(thread->worker);
}

void
cr_follow_thread_free(CrFollowThread *thread) {
  if (thread == NULL)
    return;
  cr_worker_free(thread->worker);
  g_free(thread->uri);
  g_free(thread);
}
