/* Followers of the timeline. */
#include "engine/follow.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOON (G_GINT64_CONSTANT(1795698000) * CR_SECOND)

typedef struct {
  GMutex lock;
  GCond told;
  guint lines;
} Ear;

static gboolean
hear(GPtrArray *rows, CrStore *store, CrEngine *engine, CrInstant now, gpointer data,
     GError **error) {
  Ear *ear = data;
  g_mutex_lock(&ear->lock);
  ear->lines += rows->len;
  g_cond_signal(&ear->told);
  g_mutex_unlock(&ear->lock);
  return TRUE;
}

static CrInstant
noon(gpointer data) {
  return NOON;
}

static void
say(CrStore *store, const char *text) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, 1, TRUE, &error));
  g_assert_true(cr_store_add_line(store, 0, NOON, "note", text, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

/* What is said right after it was made is told, and what was said before is not. */
static void
test_begins(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("crickets-follow-XXXXXX", &error);
  g_autofree char *uri = g_strconcat("sqlite:", folder, "/x.db", NULL);
  CrStore *store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  for (int i = 0; i < 20; i++) {
    Ear ear = {.lines = 0};
    g_autofree char *name = g_strdup_printf("ear-%d", i);
    const CrFollower follower = {
        .name = name, .order = CR_FOLLOW_NONE_TWICE, .batch = 10, .tell = hear, .data = &ear};
    gint64 end = g_get_monotonic_time() + 60 * G_TIME_SPAN_SECOND;
    say(store, "before");
    CrFollowThread *thread = cr_follow_thread_new(&follower, uri, 1, noon, NULL);
    say(store, "after");
    cr_follow_thread_wake(thread);
    g_mutex_lock(&ear.lock);
    while (ear.lines == 0 && g_cond_wait_until(&ear.told, &ear.lock, end))
      ;
    g_mutex_unlock(&ear.lock);
    cr_follow_thread_free(thread);
    g_assert_cmpuint(ear.lines, ==, 1);
  }
  cr_store_free(store);
  for (const char *const *ending = (const char *const[]){"", "-wal", "-shm", NULL}; *ending;
       ending++) {
    g_autofree char *path = g_strconcat(uri + strlen("sqlite:"), *ending, NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/follow/begins", test_begins);
  return g_test_run();
}
