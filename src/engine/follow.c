#include "engine/follow.h"

#include "base/json.h"
#include "engine/engine-private.h"
#include "engine/status.h"
#include "engine/worker.h"

#include <string.h>

#define AGAIN_FIRST_USEC (2 * CR_SECOND)
#define AGAIN_MOST_USEC (15 * CR_MINUTE)
/* Of many lines that are refused the newest are kept. */
#define MAX_REFUSED 100

/* The place stands in the setting "follow.NAME", and in "refused.NAME" the ids of the lines behind
 * it that were refused, as a JSON list. */
typedef struct {
  gint64 line;
  char *refused; /* or NULL */
} Place;

static void
place_clear(Place *place) {
  g_free(place->refused);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static char *
setting(const char *kind, const char *name) {
  return g_strconcat(kind, ".", name, NULL);
}

static json_t *
load_refused(CrStore *store, const char *name) {
  g_autofree char *key = setting("refused", name);
  g_autofree char *text = cr_store_get(store, key, NULL);
  return text ? cr_json_parse(text, strlen(text), NULL) : NULL;
}

/* These, too. In a transaction. */
static gboolean
add_refused(CrStore *store, const char *name, const GArray *ids, GError **error) {
  g_autofree char *key = setting("refused", name);
  g_autoptr(json_t) list = load_refused(store, name);
  if (list == NULL)
    list = json_array();
  for (guint i = 0; i < ids->len; i++)
    json_array_append_new(list, json_integer(g_array_index(ids, gint64, i)));
  while (json_array_size(list) > MAX_REFUSED)
    json_array_remove(list, 0);
  g_autofree char *text = cr_json_print(list);
  return cr_store_set(store, key, text, error);
}

gboolean
cr_follow_waits(CrStore *store, const char *name) {
  g_autoptr(json_t) list = load_refused(store, name);
  return json_array_size(list) > 0;
}

static gboolean
read_place(const CrFollower *follower, CrStore *store, Place *ret_place, GError **error) {
  g_autoptr(GError) local = NULL;
  *ret_place = (Place){follower->place - 1, NULL};
  if (follower->name == NULL)
    return TRUE;
  g_autofree char *follow = setting("follow", follower->name);
  g_autofree char *refused = setting("refused", follower->name);
  g_autofree char *line = cr_store_get(store, follow, &local);
  if (local == NULL)
    ret_place->refused = cr_store_get(store, refused, &local);
  ret_place->line = line ? g_ascii_strtoll(line, NULL, 10) : -1;
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* *ret_ours FALSE: another took it since it was read there, as at the end of a lease, and sees to
 * what comes behind. In a transaction that writes. */
static gboolean
leave(const CrFollower *follower, CrStore *store, const Place *from, gint64 line,
      gboolean *ret_ours, GError **error) {
  g_autofree char *follow = setting("follow", follower->name);
  g_autofree char *refused = setting("refused", follower->name);
  g_auto(Place) now = {0};
  if (!read_place(follower, store, &now, error))
    return FALSE;
  *ret_ours = now.line == from->line && g_strcmp0(now.refused, from->refused) == 0;
  return !*ret_ours || (cr_store_set_number(store, follow, line, error) &&
                        cr_store_set(store, refused, NULL, error));
}

/* Everything up to line is told, or about to be. */
static gboolean
move_on(CrFollower *follower, CrStore *store, gint64 account, const Place *from, gint64 line,
        gboolean *ret_ours, GError **error) {
  *ret_ours = TRUE;
  follower->place = line + 1;
  if (follower->name == NULL)
    return TRUE;
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, leave(follower, store, from, line, ret_ours, error), error);
}

/* Those of the lines that were refused which are still there, oldest first. */
static GPtrArray *
read_refused(const CrFollower *follower, CrStore *store, GError **error) {
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(json_t) list = follower->name ? load_refused(store, follower->name) : NULL;
  json_t *id;
  size_t i;
  json_array_foreach(list, i, id) {
    gint64 wanted = json_integer_value(id);
    g_autoptr(GPtrArray) found = cr_store_lines_after(store, wanted - 1, 1, error);
    if (found == NULL)
      return NULL;
    if (found->len == 0 || ((CrTimelineRow *) found->pdata[0])->id != wanted)
      continue;
    if (rows)
      g_ptr_array_extend_and_steal(rows, g_steal_pointer(&found));
    else
      rows = g_steal_pointer(&found);
  }
  return rows ? g_steal_pointer(&rows) : g_ptr_array_new();
}

/* What is new, and before it what was refused. */
static gboolean
read_rows(const CrFollower *follower, CrStore *store, gint64 place, gboolean again,
          GPtrArray **ret_rows, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_lines_after(store, place, follower->batch, error);
  if (rows && (again || rows->len)) {
    g_autoptr(GPtrArray) refused = read_refused(follower, store, error);
    if (refused == NULL)
      return FALSE;
    if (refused->len) {
      g_ptr_array_extend_and_steal(refused, g_steal_pointer(&rows));
      rows = g_steal_pointer(&refused);
    }
  }
  *ret_rows = g_steal_pointer(&rows);
  return *ret_rows != NULL;
}

/* rows NULL: the follower is new itself, and begins behind end. */
static gboolean
read_lines(const CrFollower *follower, CrStore *store, gint64 account, gboolean again,
           Place *ret_from, gint64 *ret_end, GPtrArray **ret_rows, GError **error) {
  *ret_rows = NULL;
  *ret_from = (Place){-1, NULL};
  gboolean ok =
      cr_store_begin(store, account, FALSE, error) && read_place(follower, store, ret_from, error);
  if (ok && ret_from->line < 0)
    ok = cr_store_last_line(store, ret_end, error);
  else if (ok)
    ok = read_rows(follower, store, ret_from->line, again, ret_rows, error);
  cr_store_rollback(store);
  if (ok && *ret_rows && (*ret_rows)->len)
    *ret_end =
        MAX(ret_from->line, ((CrTimelineRow *) (*ret_rows)->pdata[(*ret_rows)->len - 1])->id);
  return ok;
}

static gboolean
put_back_once(const CrFollower *follower, CrNews *news, gint64 account, GError **error) {
  return cr_store_begin(news->store, account, TRUE, error) &&
         cr_store_end(news->store, add_refused(news->store, follower->name, news->refused, error),
                      error);
}

/* Nobody else knows of them, so it is worth waiting for. */
static void
put_back(const CrFollower *follower, CrNews *news, gint64 account) {
  g_autoptr(GError) local = NULL;
  guint failures = 0;
  if (follower->name == NULL || news->refused->len == 0)
    return;
  do
    g_clear_error(&local);
  while (!put_back_once(follower, news, account, &local) && engine_tries_again(local, ++failures));
}

/* None of them twice: that they are about to be told is kept first, and afterwards which of them
 * were not. */
static gboolean
tell_once(CrFollower *follower, CrNews *news, gint64 account, const Place *from, gint64 end,
          gboolean *ret_ours, GError **error) {
  if (!move_on(follower, news->store, account, from, end, ret_ours, error))
    return FALSE;
  gboolean ok = !*ret_ours || follower->tell(news, follower->data, error);
  put_back(follower, news, account);
  return ok;
}

static gboolean
tell_safely(CrFollower *follower, CrNews *news, gint64 account, const Place *from, gint64 end,
            gboolean *ret_ours, GError **error) {
  news->told = TRUE;
  return follower->tell(news, follower->data, error) &&
         move_on(follower, news->store, account, from, end, ret_ours, error);
}

static gboolean
follow(CrFollower *follower, CrNews *news, gint64 account, gboolean again, GError **error) {
  for (gboolean ours = TRUE; ours; again = FALSE) {
    gint64 end = -1;
    g_auto(Place) from = {0};
    g_autoptr(GPtrArray) rows = NULL;
    if (!read_lines(follower, news->store, account, again, &from, &end, &rows, error))
      return FALSE;
    if (rows == NULL)
      return move_on(follower, news->store, account, &from, end, &ours, error);
    if (rows->len == 0)
      return TRUE;
    news->rows = rows;
    if (follower->order == CR_FOLLOW_NONE_TWICE
            ? !tell_once(follower, news, account, &from, end, &ours, error)
            : !tell_safely(follower, news, account, &from, end, &ours, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cr_follow(CrFollower *follower, CrStore *store, CrEngine *engine, gint64 account, gboolean again,
          CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(GArray) refused = g_array_new(FALSE, FALSE, sizeof(gint64));
  CrNews news = {.store = store, .engine = engine, .now = now, .refused = refused};
  gboolean ok = follow(follower, &news, account, again, &local);
  if (follower->name && (news.told || !ok))
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
  gboolean unused;
  g_auto(Place) from = {0};
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, NULL);
  if (store && read_lines(follower, store, account, FALSE, &from, &end, &rows, NULL) &&
      rows == NULL)
    move_on(follower, store, account, &from, end, &unused, NULL);
}

struct _CrFollowThread {
  CrFollower follower;
  char *uri;
  gint64 account;
  CrInstant (*now)(gpointer data);
  gpointer data;
  guint failures;    /* in a row */
  gint64 again_usec; /* monotonic: what was refused is not tried before, unless there is news */
  CrWorker *worker;
};

static gint64
work(gpointer data) {
  CrFollowThread *thread = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(thread->uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, thread->account, &error) : NULL;
  gint64 wait_usec = thread->again_usec - g_get_monotonic_time();
  gboolean again = wait_usec <= 0;
  if (engine && cr_follow(&thread->follower, store, engine, thread->account, again,
                          thread->now(thread->data), &error)) {
    thread->failures = again ? 0 : thread->failures;
    return again ? CR_WORKER_SLEEP : wait_usec;
  }
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "CRICKETS_FOLLOWER", thread->follower.name,
                   "MESSAGE", "%s: %s", thread->follower.name, error->message);
  wait_usec = cr_worker_back_off(++thread->failures, AGAIN_FIRST_USEC, AGAIN_MOST_USEC);
  thread->again_usec = g_get_monotonic_time() + wait_usec;
  return wait_usec;
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
