#include "cmd/print.h"

#include "base/text.h"
#include "playbook/diagnosis.h"

#include <stdio.h>
#include <string.h>

void
cr_print_json(json_t *document) {
  char *text = json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
  puts(text);
  free(text);
  json_decref(document);
}

static char *
clock_text(CrInstant instant, const CrZone *zone) {
  CrWall w = cr_zone_wall(zone, instant);
  return g_strdup_printf("%02d:%02d %s", w.hour, w.minute, cr_zone_abbreviation(zone, instant));
}

char *
cr_print_when(CrInstant instant, const CrZone *mine, const CrZone *theirs) {
  CrWall w = cr_zone_wall(mine, instant);
  g_autofree char *clock = clock_text(instant, mine);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, "%.3s %d %.3s %d, %s", cr_weekday_name(cr_day_weekday(cr_wall_day(&w))),
                  w.day, cr_month_name(w.month), w.year, clock);
  if (theirs && cr_zone_offset_sec(mine, instant) != cr_zone_offset_sec(theirs, instant)) {
    g_autofree char *there = clock_text(instant, theirs);
    g_string_append_printf(text, " (%s there)", there);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

void
cr_print_wrapped(const char *text, int indent) {
  g_auto(GStrv) paragraphs = g_strsplit(text ? text : "", "\n", -1);
  for (char **paragraph = paragraphs; *paragraph; paragraph++) {
    g_auto(GStrv) words = g_strsplit(*paragraph, " ", -1);
    glong column = 0;
    printf("%*s", **paragraph ? indent : 0, "");
    for (char **word = words; *word; word++) {
      glong width = g_utf8_strlen(*word, -1);
      if (column > 0 && indent + column + 1 + width > 78) {
        printf("\n%*s", indent, "");
        column = 0;
      }
      printf("%s%s", column ? " " : "", *word);
      column += width + (column > 0);
    }
    putchar('\n');
  }
}

void
cr_print_timeline(GPtrArray *rows, const CrZone *mine, CrDay *day) {
  CrDay last = day ? *day : G_MININT32;
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    CrWall w = cr_zone_wall(mine, row->at);
    if (cr_wall_day(&w) != last)
      printf("%s%s %d %s\n", last != G_MININT32 ? "\n" : "",
             cr_weekday_name(cr_day_weekday(cr_wall_day(&w))), w.day, cr_month_name(w.month));
    last = cr_wall_day(&w);
    g_autofree char *head = g_strdup_printf("  %02d:%02d  %-11s ", w.hour, w.minute, row->event);
    g_autofree char *text = g_strconcat(row->text, NULL);
    printf("%s", head);
    /* The first line continues behind the head; the others hang below the text. */
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    glong column = (glong) strlen(head), indent = column;
    for (char **word = words; *word; word++) {
      glong width = g_utf8_strlen(*word, -1);
      if (column > indent && column + 1 + width > 90) {
        printf("\n%*s", (int) indent, "");
        column = indent;
      }
      printf("%s%s", column > indent ? " " : "", *word);
      column += width + (column > indent);
    }
    putchar('\n');
  }
  if (day)
    *day = last;
}

void
cr_print_diagnosis(const CrDiagnosis *diagnosis) {
  for (guint i = 0; i < CR_N_REASONS; i++) {
    const CrRankedReason *r = &diagnosis->reasons[i];
    if (r->p < 0.005 && i > 2)
      continue;
    char bar[21] = "";
    int filled = (int) (r->p * 20 + 0.5);
    memset(bar, '#', filled);
    memset(bar + filled, '.', 20 - filled);
    printf("  %-9s %s %3.0f %%  %s\n", cr_reason_names[r->reason], bar, r->p * 100,
           cr_reason_meaning(r->reason));
    for (guint j = 0; j < r->supports->len && i < 3; j++) {
      const CrEvidence *e = r->supports->pdata[j];
      printf("              for      %s (%s)\n", e->text, e->source);
    }
    for (guint j = 0; j < r->opposes->len && i < 3; j++) {
      const CrEvidence *e = r->opposes->pdata[j];
      printf("              against  %s (%s)\n", e->text, e->source);
    }
  }
}
