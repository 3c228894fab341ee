/* What the streams are told, where reading it fails. */
#include "api/events.h"

#include "engine/desk-read.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795197600) * CR_SECOND) /* Friday 2026-11-20 18:00 UTC */
#define WORDS "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"

static void
run(const char *path, const char *sql) {
  sqlite3 *other;
  g_assert_cmpint(sqlite3_open(path, &other), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(other, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close(other);
}

/* The change is told with its line, once that can be read again. */
static void
test_unread(void) {
  g_autofree char *folder = g_dir_make_tmp("crickets-events-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "kept.db", NULL);
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL);
  gint64 version, line;
  {
    g_autoptr(CrDesk) desk = cr_desk_open(uri, 1, NULL);
    g_assert_true(cr_events_begin(desk, &version, &line, NULL));
    g_autoptr(CrUnderstood) understood = cr_desk_understand(desk, WORDS, NOW, NULL);
    g_assert_true(cr_desk_watch(desk, understood, WORDS, NOW, NULL));
    run(path, "ALTER TABLE timeline RENAME TO away");
    g_assert_null(cr_events_news(desk, &version, &line));
    run(path, "ALTER TABLE away RENAME TO timeline");
    g_autoptr(GBytes) news = cr_events_news(desk, &version, &line);
    g_assert_nonnull(news);
    g_autofree char *text = g_strndup(g_bytes_get_data(news, NULL), g_bytes_get_size(news));
    g_assert_nonnull(strstr(text, "event: line\n"));
    g_assert_nonnull(strstr(text, "event: change\n"));
    g_assert_null(cr_events_news(desk, &version, &line));
  }
  g_unlink(path);
  g_rmdir(folder);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/events/unread", test_unread);
  return g_test_run();
}
