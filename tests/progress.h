#pragma once
/* How far a long test is, for whoever waits: a line now and then in the file that ./test deep shows
 * (CR_TEST_PROGRESS; without, nothing is told). */
#include <glib.h>
#include <stdio.h>

static inline void
tell_progress(const char *what, guint64 done, guint64 all) {
  static gint64 told_usec;
  const char *path = g_getenv("CR_TEST_PROGRESS");
  gint64 now_usec = g_get_monotonic_time();
  if (path == NULL || (told_usec && now_usec < told_usec + 30 * G_USEC_PER_SEC))
    return;
  told_usec = now_usec;
  FILE *file = fopen(path, "ae");
  if (file == NULL)
    return;
  fprintf(file, "%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT "\n", what, done, all);
  fclose(file);
}
