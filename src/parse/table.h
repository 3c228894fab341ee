#pragma once
/* A table from a file: CSV (RFC 4180; also with semicolons or tabs), or JSON with a list of objects
 * anywhere near its top. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_MAX_TABLE_ROWS 100000
#define CR_MAX_TABLE_COLUMNS 200

typedef struct {
  char **columns; /* the headings, each once: a second "Date" is "Date 2" */
  guint n_columns;
  GPtrArray *rows; /* char **, n_columns long; never NULL inside */
  GArray *lines;   /* int: the line of the file (CSV) or number in the list (JSON) of each row */
  gboolean json;
  GPtrArray *problems; /* char *: rows that are not there, each with its line and why */
} CrTable;
void cr_table_free(CrTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrTable, cr_table_free)

/* All text becomes valid UTF-8. NULL sets CR_ERROR_PARSE when it is no table, CR_ERROR_LIMIT when
 * it is too large. Nothing is dropped silently: a row that cannot be read is a problem. */
CrTable *cr_table_read(const char *bytes, gsize length, GError **error);

G_END_DECLS
