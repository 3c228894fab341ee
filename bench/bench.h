#pragma once
/* What the measurements share. */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

static inline void
check(gboolean ok, const GError *error) {
  if (!ok)
    g_error("%s", error ? error->message : "failed");
}

static inline CrStore *
open_store(const char *path) {
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL);
  GError *error = NULL;
  CrStore *store = cr_store_open(uri, &error);
  check(store != NULL, error);
  return store;
}

/* For qsort, of gint64. */
static inline int
compare_times(const void *a, const void *b) {
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

/* Sorts them. */
static inline void
print_times(const char *what, gint64 *usec, guint n) {
  qsort(usec, n, sizeof *usec, compare_times);
  printf("%s: p50 %.2f ms, p99 %.2f ms, at most %.2f ms (%u)\n", what, (double) usec[n / 2] / 1000,
         (double) usec[n * 99 / 100] / 1000, (double) usec[n - 1] / 1000, n);
  fflush(stdout);
}
