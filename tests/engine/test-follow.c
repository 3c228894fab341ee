/* Followers of the timeline. */
#include "../sim/dying-store.h"
#include "engine/follow.h"
#include "engine/status.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOON (G_GINT64_CONSTANT(1795698000) * CR_SECOND)

typedef struct {
  GMutex lock;
  GCond told;
  guint lines;
} Ear;

static gboolean
hear(CrNews *news, gpointer data, GError **error) {
  Ear *ear = data;
  g_mutex_lock(&ear->lock);
  ear->lines += news->rows->len;
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

typedef struct {
  char *folder, *uri;
  CrStore *store;
} World;

static void
world_open(World *w) {
  g_autoptr(GError) error = NULL;
  w->folder = g_dir_make_tmp("crickets-follow-XXXXXX", &error);
  w->uri = g_strconcat("sqlite:", w->folder, "/x.db", NULL);
  w->store = cr_store_open(w->uri, &error);
  g_assert_no_error(error);
}

static void
world_close(World *w) {
  cr_store_free(w->store);
  for (const char *const *ending = (const char *const[]){"", "-wal", "-shm", NULL}; *ending;
       ending++) {
    g_autofree char *path = g_strconcat(w->uri + strlen("sqlite:"), *ending, NULL);
    g_unlink(path);
  }
  g_rmdir(w->folder);
  g_free(w->folder);
  g_free(w->uri);
}

/* What is said right after it was made is told, and what was said before is not. */
static void
test_begins(void) {
  World w;
  world_open(&w);
  for (int i = 0; i < 20; i++) {
    Ear ear = {.lines = 0};
    g_autofree char *name = g_strdup_printf("ear-%d", i);
    const CrFollower follower = {
        .name = name, .order = CR_FOLLOW_NONE_TWICE, .batch = 10, .tell = hear, .data = &ear};
    gint64 end = g_get_monotonic_time() + 60 * G_TIME_SPAN_SECOND;
    say(w.store, "before");
    CrFollowThread *thread = cr_follow_thread_new(&follower, w.uri, 1, noon, NULL);
    say(w.store, "after");
    cr_follow_thread_wake(thread);
    g_mutex_lock(&ear.lock);
    while (ear.lines == 0 && g_cond_wait_until(&ear.told, &ear.lock, end))
      ;
    g_mutex_unlock(&ear.lock);
    cr_follow_thread_free(thread);
    g_assert_cmpuint(ear.lines, ==, 1);
  }
  world_close(&w);
}

/* Refuses lines that begin with "no", and writes down the others. */
typedef struct {
  GString *told;
  guint batch;
  gboolean open; /* it takes all now */
  CrFollowOrder order;
  guint busy; /* so often another process holds the database behind it */
} Choosy;

static gboolean
choose(CrNews *news, gpointer data, GError **error) {
  Choosy *choosy = data;
  for (guint i = 0; i < news->rows->len; i++) {
    const CrTimelineRow *row = news->rows->pdata[i];
    if (choosy->open || !g_str_has_prefix(row->text, "no"))
      g_string_append_printf(choosy->told, "%s ", row->text);
    else
      g_array_append_val(news->refused, row->id);
  }
  if (choosy->order == CR_FOLLOW_NONE_TWICE)
    news->told = choosy->told->len > 0;
  if (news->refused->len == 0)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  return FALSE;
}

/* One round of a process that knows nothing but what is kept. */
static void
round_of(World *w, Choosy *choosy, gboolean again, gboolean goes_well, const char *told) {
  g_autoptr(GError) error = NULL;
  CrFollower follower = {.name = "choosy",
                         .order = choosy->order,
                         .batch = choosy->batch,
                         .tell = choose,
                         .data = choosy};
  g_string_truncate(choosy->told, 0);
  g_assert_cmpint(cr_follow(&follower, w->store, NULL, 1, again, NOON, &error), ==, goes_well);
  g_assert_cmpstr(choosy->told->str, ==, told);
}

static gboolean
waits(World *w) {
  g_assert_true(cr_store_begin(w->store, 1, FALSE, NULL));
  gboolean waiting = cr_follow_waits(w->store, "choosy");
  cr_store_rollback(w->store);
  return waiting;
}

static int
failures(World *w) {
  g_assert_true(cr_store_begin(w->store, 1, FALSE, NULL));
  g_autoptr(CrStatus) status = cr_status_load(w->store, CR_STATUS_TELLING, "choosy", NULL);
  cr_store_rollback(w->store);
  return status->failures;
}

/* What was refused comes again when it is asked for or with what is new, before it; what was told
 * beside it does not. */
static void
test_refused(void) {
  World w;
  Choosy choosy = {g_string_new(NULL), 2, FALSE};
  world_open(&w);
  round_of(&w, &choosy, TRUE, TRUE, "");
  say(w.store, "one");
  say(w.store, "no-1");
  round_of(&w, &choosy, FALSE, FALSE, "one ");
  g_assert_true(waits(&w));
  g_assert_cmpint(failures(&w), ==, 1);
  round_of(&w, &choosy, FALSE, TRUE, ""); /* it is not asked */
  g_assert_cmpint(failures(&w), ==, 1);
  round_of(&w, &choosy, TRUE, FALSE, "");
  say(w.store, "two");
  round_of(&w, &choosy, FALSE, FALSE, "two ");
  choosy.open = TRUE;
  say(w.store, "three");
  say(w.store, "four");
  say(w.store, "five");
  round_of(&w, &choosy, FALSE, TRUE, "no-1 three four five ");
  g_assert_false(waits(&w));
  g_assert_cmpint(failures(&w), ==, 0);
  round_of(&w, &choosy, TRUE, TRUE, "");
  g_string_free(choosy.told, TRUE);
  world_close(&w);
}

static gboolean
is_busy(gpointer data) {
  Choosy *choosy = data;
  if (choosy->told->len == 0 || choosy->busy == 0)
    return FALSE;
  choosy->busy--;
  return TRUE;
}

/* Another process holds the database for a minute just then: what was refused is not lost for it.
 */
static void
test_refused_while_busy(void) {
  World w;
  Choosy choosy = {g_string_new(NULL), 2, FALSE};
  world_open(&w);
  round_of(&w, &choosy, TRUE, TRUE, "");
  say(w.store, "one");
  say(w.store, "no-1");
  dying_store_wrap(w.store,
                   &(DyingStore){.is_dead = is_busy, .data = &choosy, .says = CR_ERROR_BUSY});
  choosy.busy = 12;
  round_of(&w, &choosy, FALSE, FALSE, "one ");
  g_assert_cmpuint(choosy.busy, ==, 0);
  choosy.open = TRUE;
  round_of(&w, &choosy, TRUE, TRUE, "no-1 ");
  g_string_free(choosy.told, TRUE);
  world_close(&w);
}

/* Who must lose nothing is told all of it again, and then that it goes well is kept, too. */
static void
test_none_lost(void) {
  World w;
  Choosy choosy = {g_string_new(NULL), 2, FALSE, CR_FOLLOW_NONE_LOST};
  world_open(&w);
  round_of(&w, &choosy, FALSE, TRUE, "");
  say(w.store, "one");
  say(w.store, "no-1");
  round_of(&w, &choosy, FALSE, FALSE, "one ");
  g_assert_cmpint(failures(&w), ==, 1);
  choosy.open = TRUE;
  round_of(&w, &choosy, FALSE, TRUE, "one no-1 ");
  g_assert_cmpint(failures(&w), ==, 0);
  round_of(&w, &choosy, FALSE, TRUE, "");
  g_string_free(choosy.told, TRUE);
  world_close(&w);
}

/* It dies while it tells. */
static gboolean
die(CrNews *news, gpointer data, GError **error) {
  _exit(0);
}

/* Nobody knows then whether it was heard, so it is not told again: neither what was new nor what
 * was refused before. */
static void
test_dies(void) {
  World w;
  Choosy choosy = {g_string_new(NULL), 2, FALSE};
  int status;
  world_open(&w);
  round_of(&w, &choosy, TRUE, TRUE, "");
  say(w.store, "no-1");
  round_of(&w, &choosy, FALSE, FALSE, "");
  say(w.store, "two");
  pid_t child = fork();
  if (child == 0) {
    g_autoptr(CrStore) store = cr_store_open(w.uri, NULL);
    CrFollower follower = {
        .name = "choosy", .order = CR_FOLLOW_NONE_TWICE, .batch = 2, .tell = die};
    cr_follow(&follower, store, NULL, 1, TRUE, NOON, NULL);
    _exit(1);
  }
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(status, ==, 0);
  choosy.open = TRUE;
  round_of(&w, &choosy, TRUE, TRUE, "");
  say(w.store, "three");
  round_of(&w, &choosy, TRUE, TRUE, "three ");
  g_string_free(choosy.told, TRUE);
  world_close(&w);
}

/* Of very many that are refused the newest hundred are kept. */
static void
test_many(void) {
  World w;
  Choosy choosy = {g_string_new(NULL), 1000, FALSE};
  world_open(&w);
  round_of(&w, &choosy, TRUE, TRUE, "");
  for (int i = 0; i < 150; i++) {
    g_autofree char *text = g_strdup_printf("no-%d", i);
    say(w.store, text);
  }
  round_of(&w, &choosy, TRUE, FALSE, "");
  choosy.open = TRUE;
  g_autoptr(GString) rest = g_string_new(NULL);
  for (int i = 50; i < 150; i++)
    g_string_append_printf(rest, "no-%d ", i);
  round_of(&w, &choosy, TRUE, TRUE, rest->str);
  g_string_free(choosy.told, TRUE);
  world_close(&w);
}

/* Another program's, in between: it was taken for silent, and its lease ran out. */
typedef struct {
  World *world;
  Choosy *choosy;
  int begins; /* of transactions that it stays away for yet; below 0: for ever */
} Other;

static void
other_comes(gpointer data) {
  Other *other = data;
  if (other->begins-- == 0) {
    g_autoptr(CrStore) own = cr_store_open(other->world->uri, NULL);
    CrFollower follower = {.name = "choosy",
                           .order = CR_FOLLOW_NONE_TWICE,
                           .batch = 2,
                           .tell = choose,
                           .data = other->choosy};
    cr_follow(&follower, own, NULL, 1, TRUE, NOON, NULL);
  }
}

/* Two at once, one between any two transactions of the other: each line is told once, whether it is
 * new or was refused before. */
static void
test_two_at_once(void) {
  for (int i = 0; i < 12; i++) {
    World w;
    Choosy choosy = {g_string_new(NULL), 2, FALSE}, theirs = {g_string_new(NULL), 2, TRUE};
    Other other = {&w, &theirs, -1};
    const DyingStore between = {.between = other_comes, .data = &other};
    world_open(&w);
    dying_store_wrap(w.store, &between);
    round_of(&w, &choosy, TRUE, TRUE, "");
    say(w.store, "no-1");
    round_of(&w, &choosy, TRUE, FALSE, "");
    say(w.store, "two");
    say(w.store, "three");
    say(w.store, "four");
    choosy.open = TRUE;
    CrFollower follower = {.name = "choosy",
                           .order = CR_FOLLOW_NONE_TWICE,
                           .batch = 2,
                           .tell = choose,
                           .data = &choosy};
    other.begins = i;
    g_assert_true(cr_follow(&follower, w.store, NULL, 1, TRUE, NOON, NULL));
    other.begins = -1;
    g_autofree char *all = g_strconcat(choosy.told->str, theirs.told->str, NULL);
    g_auto(GStrv) words = g_strsplit(g_strchomp(all), " ", -1);
    g_assert_cmpuint(g_strv_length(words), ==, 4);
    for (const char *const *word = (const char *const[]){"no-1", "two", "three", "four", NULL};
         *word; word++)
      g_assert_true(g_strv_contains((const char *const *) words, *word));
    g_assert_false(waits(&w));
    g_string_free(choosy.told, TRUE);
    g_string_free(theirs.told, TRUE);
    world_close(&w);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/follow/begins", test_begins);
  g_test_add_func("/follow/refused", test_refused);
  g_test_add_func("/follow/refused-while-busy", test_refused_while_busy);
  g_test_add_func("/follow/none-lost", test_none_lost);
  g_test_add_func("/follow/dies", test_dies);
  g_test_add_func("/follow/many", test_many);
  g_test_add_func("/follow/two-at-once", test_two_at_once);
  return g_test_run();
}
