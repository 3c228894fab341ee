/* The pictures are sound XML, say in words what they show, and hold at nothing and at much. */
#include "playbook/pictures.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795600800) * CR_SECOND)

typedef struct {
  int shapes;
  GString *words; /* of desc */
  gboolean in_desc;
} Seen;

static void
starts(GMarkupParseContext *context, const char *name, const char **names, const char **values,
       gpointer data, GError **error) {
  Seen *seen = data;
  seen->in_desc = strcmp(name, "desc") == 0;
  seen->shapes += strcmp(name, "rect") == 0 || strcmp(name, "path") == 0;
  for (int i = 0; names[i]; i++)
    if (strstr(values[i], "nan") || strstr(values[i], "inf"))
      g_error("%s=\"%s\"", names[i], values[i]);
}

static void
text(GMarkupParseContext *context, const char *words, gsize length, gpointer data, GError **error) {
  Seen *seen = data;
  if (seen->in_desc)
    g_string_append_len(seen->words, words, (gssize) length);
}

static char *
check(char *svg, int least_shapes) {
  static const GMarkupParser parser = {.start_element = starts, .text = text};
  Seen seen = {0, g_string_new(NULL), FALSE};
  g_autoptr(GError) error = NULL;
  GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
  g_markup_parse_context_parse(context, svg, -1, &error);
  g_assert_no_error(error);
  g_markup_parse_context_end_parse(context, &error);
  g_assert_no_error(error);
  g_markup_parse_context_free(context);
  g_assert_nonnull(strstr(svg, "role=\"img\""));
  g_assert_cmpint(seen.shapes, >=, least_shapes);
  g_free(svg);
  return g_string_free(seen.words, FALSE);
}

static void
add(GPtrArray *rows, CrStage furthest, CrStage stage, CrCloseReason reason, int days_ago) {
  CrApplicationRow *row = g_new0(CrApplicationRow, 1);
  cr_record_init(&cr_reached_record, &row->reached);
  row->stage = stage;
  row->reason = reason;
  for (int s = CR_STAGE_APPLIED; s <= (int) furthest; s++)
    cr_reached_set(&row->reached, (CrStage) s, NOW - (days_ago - s) * CR_DAY_USEC);
  if (stage == CR_STAGE_CLOSED)
    cr_reached_set(&row->reached, stage, NOW - (days_ago - 7) * CR_DAY_USEC);
  g_ptr_array_add(rows, row);
}

static void
test_pictures(void) {
  g_autoptr(GPtrArray) rows =
      g_ptr_array_new_with_free_func((GDestroyNotify) cr_application_row_free);
  CrDay today = cr_zone_day(cr_zone_utc(), NOW);
  g_free(check(cr_picture_funnel(rows), 0));
  g_free(check(cr_picture_weeks(rows, today, cr_zone_utc(), (CrManner){0}, 0), 12));
  g_free(check(cr_picture_stages(rows, NOW), 0));
  for (int i = 0; i < 6; i++)
    add(rows, CR_STAGE_APPLIED, CR_STAGE_APPLIED, CR_CLOSE_NONE, 1 + i);
  add(rows, CR_STAGE_SAVED, CR_STAGE_SAVED, CR_CLOSE_NONE, 3);
  add(rows, CR_STAGE_APPLIED, CR_STAGE_CLOSED, CR_CLOSE_REJECTED, 20);
  add(rows, CR_STAGE_INTERVIEW, CR_STAGE_INTERVIEW, CR_CLOSE_NONE, 30);
  add(rows, CR_STAGE_OFFER, CR_STAGE_CLOSED, CR_CLOSE_DECLINED, 400);
  g_autofree char *funnel = check(cr_picture_funnel(rows), 5);
  g_assert_nonnull(strstr(funnel, "applied: 9; screen: 2; interview: 2; offer: 1; accepted: 0."));
  g_assert_nonnull(strstr(funnel, "came to applied and no further, 6 open, 1 rejected"));
  g_autofree char *weeks =
      check(cr_picture_weeks(rows, today, cr_zone_utc(), (CrManner){.month_first = TRUE}, 5), 12);
  g_assert_nonnull(strstr(weeks, "1, 1, 0, 3, 3. The target is 5."));
  g_autofree char *above =
      check(cr_picture_weeks(rows, today, cr_zone_utc(), (CrManner){.month_first = TRUE}, 1), 12);
  g_assert_nonnull(strstr(above, "1, 1, 0, 3, 3. The target is 1."));
  g_autofree char *stages = check(cr_picture_stages(rows, NOW), 4);
  g_assert_nonnull(strstr(stages, "screen: 1"));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pictures/all", test_pictures);
  return g_test_run();
}
