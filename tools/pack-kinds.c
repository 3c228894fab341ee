/* pack-kinds KIND-WORDS.tsv OUT: the learnt table as the program holds it, see
 * src/parse/mail-kind-table.h. Runs while the program is built. */
#include "parse/mail-kind-table.h"
#include "read-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  CrFeatureKey key;
  CrKindWeights weights;
} Row;

static int
compare_rarity(gconstpointer a, gconstpointer b) {
  return ((const Row *) a)->weights.of[CR_KIND_RARITY] -
         ((const Row *) b)->weights.of[CR_KIND_RARITY];
}

static guint
kind_named(const char *name) {
  for (guint kind = 0; kind < CR_N_KINDS; kind++)
    if (strcmp(cr_mail_class_names[kind], name) == 0)
      return kind;
  if (strcmp("rarity", name) != 0)
    g_error("no kind of mail: %s", name);
  return CR_KIND_RARITY;
}

/* Cells "KIND WEIGHT". */
static CrKindWeights
read_weights(char *cells) {
  CrKindWeights weights = {{0}};
  for (char *kind; (kind = strsep(&cells, "\t"));) {
    char *space = strchr(kind, ' ');
    if (space == NULL)
      g_error("no weight: %s", kind);
    *space = '\0';
    double weight = g_ascii_strtod(space + 1, NULL) * CR_KIND_UNIT;
    weights.of[kind_named(kind)] = CLAMP(weight, -32000, 32000);
  }
  return weights;
}

static void
add_row(CrKindTable *table, guint number, const Row *row) {
  guint slot = cr_kind_slot(table, row->key);
  table->rows[number] = row->weights;
  table->slots[slot].half = row->key >> 32;
  table->slots[slot].row = number;
}

int
main(int argc, char **argv) {
  static CrKindTable table;
  if (argc != 3)
    g_error("usage: pack-kinds KIND-WORDS.tsv OUT");
  g_autofree char *text = read_file(argv[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
  for (char *rest = text, *line; (line = strsep(&rest, "\n"));) {
    if (*line == '#' || *line == '\0')
      continue;
    const char *name = strsep(&line, "\t");
    Row row = {cr_feature_key(name), read_weights(line)};
    if (strcmp(name, "*") == 0)
      table.bias = row.weights;
    else
      g_array_append_val(rows, row);
  }
  if (rows->len > CR_KIND_MAX_ROWS)
    g_error("%s: %u rows, and room for %u", argv[1], rows->len, CR_KIND_MAX_ROWS);
  g_array_sort(rows, compare_rarity);
  for (guint i = 0; i < rows->len; i++)
    add_row(&table, i + 1, &g_array_index(rows, Row, i));
  if (!g_file_set_contents(argv[2], (const char *) &table, sizeof table, &error))
    g_error("%s", error->message);
  return 0;
}
