#include "playbook/pictures.h"

#include <string.h>

#define WIDTH 720

static GString *
begin(int height, const char *name, const char *title, const char *description) {
  GString *svg = g_string_new(NULL);
  g_autofree char *shown = g_markup_escape_text(description, -1);
  g_string_append_printf(
      svg,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
      "aria-labelledby=\"%s-t %s-d\" class=\"picture %s\" fill=\"currentColor\" "
      "font-family=\"sans-serif\" font-size=\"13\"><title id=\"%s-t\">%s</title>"
      "<desc id=\"%s-d\">%s</desc>",
      WIDTH, height, name, name, name, name, title, name, shown);
  return svg;
}

static char *
end(GString *svg) {
  g_string_append(svg, "</svg>\n");
  return g_string_free(svg, FALSE);
}

static void
label(GString *svg, int x, int y, const char *anchor, const char *text) {
  g_autofree char *shown = g_markup_escape_text(text, -1);
  g_string_append_printf(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor,
                         shown);
}

/* The funnel. Of each stage: how many came that far, and what became of those that came no further.
 */

enum { FUNNEL_STAGES = CR_STAGE_ACCEPTED - CR_STAGE_APPLIED + 1 };
typedef struct {
  int came, open, rejected, other;
} Level;

static const char *const level_names[FUNNEL_STAGES] = {"applied", "screen", "interview", "offer",
                                                       "accepted"};

static void
count_levels(GPtrArray *rows, Level levels[FUNNEL_STAGES]) {
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    int furthest = (int) cr_reached_furthest(&row->reached) - CR_STAGE_APPLIED;
    for (int level = 0; level <= furthest; level++)
      levels[level].came++;
    if (furthest < 0)
      continue;
    gboolean no = row->reason == CR_CLOSE_REJECTED || row->reason == CR_CLOSE_FILLED;
    *(row->stage != CR_STAGE_CLOSED ? &levels[furthest].open
      : no                          ? &levels[furthest].rejected
                                    : &levels[furthest].other) += 1;
  }
}

static char *
funnel_words(const Level levels[FUNNEL_STAGES]) {
  GString *words = g_string_new(NULL);
  for (int i = 0; i < FUNNEL_STAGES; i++)
    g_string_append_printf(words, "%s%s: %d", i ? "; " : "", level_names[i], levels[i].came);
  g_string_append(words, ". ");
  for (int i = 0; i < FUNNEL_STAGES; i++)
    if (levels[i].open + levels[i].rejected + levels[i].other)
      g_string_append_printf(words,
                             "Of those that came to %s and no further, %d open, %d rejected, "
                             "%d closed otherwise. ",
                             level_names[i], levels[i].open, levels[i].rejected, levels[i].other);
  return g_string_free(words, FALSE);
}

static void
band(GString *svg, const char *class, double x0, double y0, double x1, double y1, double thick) {
  double middle = (x0 + x1) / 2;
  if (thick <= 0)
    return;
  g_string_append_printf(
      svg,
      "<path class=\"%s\" opacity=\"0.35\" d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f V%.1f "
      "C%.1f %.1f %.1f %.1f %.1f %.1f Z\"/>",
      class, x0, y0, middle, y0, middle, y1, x1, y1, y1 + thick, middle, y1 + thick, middle,
      y0 + thick, x0, y0 + thick);
}

/* What leaves a stage takes as much room as it is, and enough for its words. */
static double
out_step(int leaving, double scale) {
  return MAX(leaving * scale, 14) + 6;
}

static double
out_height(const Level levels[FUNNEL_STAGES], double scale) {
  double most = 0;
  for (int i = 0; i + 1 < FUNNEL_STAGES; i++)
    most = MAX(most, out_step(levels[i].open, scale) + out_step(levels[i].rejected, scale) +
                         out_step(levels[i].other, scale));
  return most;
}

/* Flows on at the top, and out of the stage below it: what is open, rejected, closed otherwise. */
char *
cr_picture_funnel(GPtrArray *rows) {
  enum { TOP = 30, TALL = 150, GAP = 30, STEP = 135, NODE = 12 };
  static const char *const outs[] = {"open", "rejected", "other"};
  Level levels[FUNNEL_STAGES] = {{0}};
  count_levels(rows, levels);
  g_autofree char *words = funnel_words(levels);
  double scale = levels[0].came ? (double) TALL / levels[0].came : 0;
  GString *svg = begin(TOP + TALL + GAP + (int) out_height(levels, scale), "funnel",
                       "How far your applications went", words);
  for (int i = 0; i < FUNNEL_STAGES; i++) {
    const Level *level = &levels[i];
    const int leaving[] = {level->open, level->rejected, level->other};
    int x = 20 + i * STEP, next = i + 1 < FUNNEL_STAGES ? levels[i + 1].came : 0;
    double y = TOP + next * scale, below = TOP + TALL + GAP;
    g_autofree char *count = g_strdup_printf("%s %d", level_names[i], level->came);
    label(svg, x, TOP - 10, "start", count);
    g_string_append_printf(
        svg, "<rect class=\"node %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%.1f\"/>",
        level_names[i], x, TOP, NODE, MAX(level->came * scale, level->came > 0));
    band(svg, "flow on", x + NODE, TOP, x + STEP, TOP, next * scale);
    for (gsize k = 0; k < G_N_ELEMENTS(outs) && i + 1 < FUNNEL_STAGES; k++) {
      g_autofree char *class = g_strconcat("flow ", outs[k], NULL);
      g_autofree char *name = g_strdup_printf("%s %d", outs[k], leaving[k]);
      band(svg, class, x + NODE, y, x + 46, below, leaving[k] * scale);
      if (leaving[k])
        label(svg, x + 52, (int) (below + MAX(leaving[k] * scale / 2, 4) + 4), "start", name);
      y += leaving[k] * scale;
      below += out_step(leaving[k], scale);
    }
  }
  return end(svg);
}

/* The weeks */

enum { WEEKS = 12 };

char *
cr_picture_weeks(GPtrArray *rows, CrDay today, const CrZone *zone, CrManner manner, int target) {
  enum { HEIGHT = 240, TOP = 24, TALL = 160, STEP = 53, END = WIDTH - 68 };
  int counts[WEEKS] = {0}, most = MAX(target, 1);
  CrDay monday = today - (CrDay) cr_day_weekday(today);
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    if (row->made || row->reached.applied == CR_INSTANT_NONE)
      continue;
    CrDay day = cr_zone_day(zone, row->reached.applied);
    int ago = (monday + 6 - day) / 7;
    if (day > monday + 6 || ago >= WEEKS)
      continue;
    int *count = &counts[WEEKS - 1 - ago];
    ++*count;
    most = MAX(most, *count);
  }
  g_autoptr(GString) words = g_string_new("Applications a week, the oldest first: ");
  for (int i = 0; i < WEEKS; i++)
    g_string_append_printf(words, "%s%d", i ? ", " : "", counts[i]);
  g_string_append_printf(words, ". The target is %d.", target);
  GString *svg = begin(HEIGHT, "weeks", "Applications a week", words->str);
  int line = TOP + TALL - target * TALL / most;
  g_string_append_printf(svg,
                         "<line class=\"target\" x1=\"16\" x2=\"%d\" y1=\"%d\" y2=\"%d\" "
                         "stroke=\"currentColor\" stroke-dasharray=\"4 4\"/>",
                         END, line, line);
  g_autofree char *aim = g_strdup_printf("target %d", target);
  label(svg, END + 4, line + 4, "start", aim);
  for (int i = 0; i < WEEKS; i++) {
    int x = 24 + i * STEP, year, month, day, tall = counts[i] * TALL / most;
    cr_day_to_date(monday - 7 * (WEEKS - 1 - i), &year, &month, &day);
    g_autofree char *date = cr_manner_day(manner, month, day);
    g_autofree char *count = g_strdup_printf("%d", counts[i]);
    g_string_append_printf(svg,
                           "<rect class=\"week%s\" x=\"%d\" y=\"%d\" width=\"36\" height=\"%d\"/>",
                           counts[i] >= target ? " met" : "", x, TOP + TALL - tall, tall);
    label(svg, x + 18, TOP + TALL - tall - 5, "middle", count);
    label(svg, x + 18, TOP + TALL + 18, "middle", date);
  }
  return end(svg);
}

/* The time in each stage */

static int
compare_doubles(gconstpointer a, gconstpointer b) {
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
part(const GArray *sorted, double share) {
  return g_array_index(sorted, double, (guint) (share * (sorted->len - 1) + 0.5));
}

/* From reaching the stage to reaching a later one, or now. */
static GArray *
days_in(GPtrArray *rows, CrStage stage, CrInstant now) {
  GArray *days = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    CrInstant from = cr_reached_at(&row->reached, stage), to = CR_INSTANT_NONE;
    for (int later = (int) stage + 1; later < CR_N_STAGES && to == CR_INSTANT_NONE; later++)
      to = cr_reached_at(&row->reached, (CrStage) later);
    if (from == CR_INSTANT_NONE || (to == CR_INSTANT_NONE && row->stage != stage))
      continue;
    double taken = (double) ((to == CR_INSTANT_NONE ? now : to) - from) / CR_DAY_USEC;
    taken = MAX(taken, 0);
    g_array_append_val(days, taken);
  }
  g_array_sort(days, compare_doubles);
  return days;
}

char *
cr_picture_stages(GPtrArray *rows, CrInstant now) {
  enum { HEIGHT = 230, TOP = 20, STEP = 40, LEFT = 90, RIGHT = 640 };
  static const CrStage stages[] = {CR_STAGE_SAVED, CR_STAGE_APPLIED, CR_STAGE_SCREEN,
                                   CR_STAGE_INTERVIEW, CR_STAGE_OFFER};
  GArray *days[G_N_ELEMENTS(stages)];
  double most = 1;
  g_autoptr(GString) words = g_string_new("Days in each stage, the middle one of all. ");
  for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
    days[i] = days_in(rows, stages[i], now);
    if (days[i]->len) {
      most = MAX(most, part(days[i], 0.75));
      g_string_append_printf(words, "%s: %.0f (half of them between %.0f and %.0f; %u). ",
                             cr_stage_names[stages[i]], part(days[i], 0.5), part(days[i], 0.25),
                             part(days[i], 0.75), days[i]->len);
    }
  }
  GString *svg = begin(HEIGHT, "stages", "Time in each stage", words->str);
  for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
    int y = TOP + (int) i * STEP;
    label(svg, LEFT - 10, y + 16, "end", cr_stage_names[stages[i]]);
    if (days[i]->len) {
      double scale = (RIGHT - LEFT) / most, low = part(days[i], 0.25) * scale,
             high = part(days[i], 0.75) * scale, middle = part(days[i], 0.5) * scale;
      g_autofree char *text = g_strdup_printf("%.0f days", part(days[i], 0.5));
      g_string_append_printf(
          svg,
          "<rect class=\"range\" opacity=\"0.35\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
          "height=\"22\"/>"
          "<rect class=\"middle\" x=\"%.1f\" y=\"%d\" width=\"4\" height=\"22\"/>",
          LEFT + low, y, MAX(high - low, 2), LEFT + MAX(middle - 2, 0), y);
      label(svg, (int) (LEFT + high) + 8, y + 16, "start", text);
    } else {
      label(svg, LEFT, y + 16, "start", "none yet");
    }
    g_array_unref(days[i]);
  }
  return end(svg);
}
