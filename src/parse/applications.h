#pragma once
/* Applications out of a table, whatever program wrote it: columns are known by their headings
 * (data/columns.ini), and what is not known is kept under its own name. */
#include "base/json.h"
#include "model/application.h"
#include "model/profile.h"
#include "parse/table.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  const char *field; /* as in data/columns.ini, static; NULL: kept as an extra; crickets_id is
                         passed over */
  int filled;        /* rows that say something in it */
  char *sample;      /* the first of them, or NULL */
} CrImportColumn;

typedef struct {
  GPtrArray *columns;      /* CrImportColumn */
  GPtrArray *applications; /* CrApplication of id 0: details, stage, reason, reached, contacts,
                              extras, next, next_at */
  GArray *lines;           /* int, of each */
  GPtrArray *problems;     /* char *: rows without company and role, cells that were kept as text */
  gboolean day_first;      /* how 3/4/2026 was read */
  gboolean order_assumed;  /* no date of the table tells it */
} CrImport;
void cr_import_free(CrImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImport, cr_import_free)

/* The names of the fields, NULL-ended, static. */
const char *const *cr_import_fields(void);
/* Never fails: what cannot be used is a problem. map: an object of headings with the name of the
 * field that each is instead ("" or null: kept under its own name), or NULL. now: dates of today
 * are not put into the future. */
CrImport *cr_import_read(const CrTable *table, const json_t *map, const CrProfile *profile,
                         CrInstant now);

G_END_DECLS
