#pragma once
/* What the measurements share. */
#include "store/store.h"

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
