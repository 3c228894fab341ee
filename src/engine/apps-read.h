#pragma once
/* The part of the search that reads files; it needs the parse layer. */
#include "engine/engine.h"

G_BEGIN_DECLS

typedef struct {
  const char *bytes;
  gsize length;
  const char *name;  /* what problems and history call it */
  const json_t *map; /* headings to the names of fields, see parse/applications.h; or NULL */
  gboolean preview;  /* nothing is kept */
} CrAppsFile;

/* A table of applications: {"preview", "added", "known", "day_first", "order_assumed", "columns",
 * "fields", "applications", "problems"}. CR_ERROR_PARSE: it is no table. */
json_t *cr_apps_import(CrEngine *engine, const CrAppsFile *file, CrInstant now, GError **error);

G_END_DECLS
