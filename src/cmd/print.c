#include "cmd/print.h"

#include "base/text.h"
#include "playbook/diagnosis.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void
cr_print_json(json_t *document) {
  g_autofree char *text = cr_json_show(document, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
  puts(text);
  json_decref(document);
}

static char reader[3]; /* the country, see cr_print_for */

void
cr_print_for(const char *country) {
  g_strlcpy(reader, country ? country : "", sizeof reader);
}

CrManner
cr_print_manner(const CrZone *mine) {
  return cr_manner_of(mine, reader);
}

static char *
clock_text(CrInstant instant, const CrZone *zone, CrManner manner) {
  CrWall w = cr_zone_wall(zone, instant);
  g_autofree char *clock = cr_manner_clock(manner, &w);
  return g_strdup_printf("%s %s", clock, cr_zone_abbreviation(zone, instant));
}

/* latest: of a window, else start. */
static char *
span_text(CrInstant start, CrInstant latest, const CrZone *zone, CrManner manner) {
  g_autofree char *from = clock_text(start, zone, manner), *to = clock_text(latest, zone, manner);
  return latest > start ? g_strdup_printf("%s to %s", from, to) : g_steal_pointer(&from);
}

static char *
when_text(CrInstant start, CrInstant latest, const CrZone *mine, const CrZone *theirs) {
  CrWall w = cr_zone_wall(mine, start);
  CrManner manner = cr_print_manner(mine);
  g_autofree char *date = cr_manner_date_of_year(manner, &w);
  g_autofree char *clock = span_text(start, latest, mine, manner);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, "%s, %s", date, clock);
  if (theirs && cr_zone_offset_sec(mine, start) != cr_zone_offset_sec(theirs, start)) {
    g_autofree char *there = span_text(start, latest, theirs, manner);
    g_string_append_printf(text, " (%s there)", there);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
cr_print_when(CrInstant instant, const CrZone *mine, const CrZone *theirs) {
  return when_text(instant, instant, mine, theirs);
}

char *
cr_print_agreed(const CrInterview *interview, const CrZone *mine, const CrZone *theirs) {
  return when_text(interview->start, cr_interview_latest(interview), mine, theirs);
}

char *
cr_print_clock(const char *text, const CrZone *mine) {
  CrInstant instant;
  if (text == NULL || !cr_instant_parse(text, &instant, NULL))
    return g_strdup("");
  CrWall w = cr_zone_wall(mine, instant);
  return cr_manner_clock(cr_print_manner(mine), &w);
}

char *
cr_print_who(const CrInterview *interview) {
  const char *who = cr_interview_who(interview), *company = interview->company;
  gboolean apart = company && strcmp(company, who) != 0;
  return apart ? g_strdup_printf("%s, %s", who, company) : g_strdup(who);
}

int
cr_print_columns(const char *text) {
  int columns = 0;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
  }
  return columns;
}

/* As wide as the terminal, but not so wide that lines are hard to read. What is caught on its way
 * to the terminal (now --follow) is as wide. */
static int
width_of(FILE *out, int most) {
  struct winsize size;
  int fd = fileno(out) < 0 ? STDOUT_FILENO : fileno(out);
  gboolean known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? MIN(size.ws_col, most) : most;
}

/* Words from the column on in which the cursor stands; further lines begin at indent. */
static void
print_words(FILE *out, const char *text, int column, int indent, int width) {
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (char **word = words; *word; word++) {
    int length = cr_print_columns(*word);
    if (column > indent && column + 1 + length > width) {
      fprintf(out, "\n%*s", indent, "");
      column = indent;
    }
    fprintf(out, "%s%s", column > indent ? " " : "", *word);
    column += length + (column > indent);
  }
  putc('\n', out);
}

void
cr_print_wrapped(const char *text, int indent) {
  g_auto(GStrv) paragraphs = g_strsplit(text ? text : "", "\n", -1);
  for (char **paragraph = paragraphs; *paragraph; paragraph++) {
    int own = (int) strspn(*paragraph, " ");
    const char *words = *paragraph + own, *item = g_str_has_prefix(words, "- ") ? "- " : "";
    int column = **paragraph ? indent + own + (int) strlen(item) : 0;
    printf("%*s", column, item);
    print_words(stdout, words + strlen(item), column, column, width_of(stdout, 78));
  }
}

static void
print_entry(FILE *out, const char *head, const char *text, int indent, int most) {
  int length = cr_print_columns(head), pad = MAX(indent - length, 1);
  fprintf(out, "%s%*s", head, pad, "");
  print_words(out, text, length + pad, indent, width_of(out, most));
}

void
cr_print_entry(FILE *out, const char *head, const char *text, int indent) {
  print_entry(out, head, text, indent, 90);
}

void
cr_print_line(const char *head, const char *text, int indent) {
  print_entry(stdout, head, text, indent, G_MAXINT);
}

void
cr_print_timeline(GPtrArray *rows, const CrZone *mine, CrDay *day) {
  CrDay last = day ? *day : G_MININT32;
  CrManner manner = cr_print_manner(mine);
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    CrWall w = cr_zone_wall(mine, row->at);
    g_autofree char *date = cr_manner_date(manner, &w, 0);
    if (cr_wall_day(&w) != last)
      printf("%s%s\n", last != G_MININT32 ? "\n" : "", date);
    last = cr_wall_day(&w);
    g_autofree char *clock = cr_manner_clock(manner, &w);
    g_autofree char *head =
        g_strdup_printf("  %*s  %-11s", manner.twelve_hours ? 8 : 5, clock, row->event);
    cr_print_entry(stdout, head, row->text, (int) strlen(head) + 2);
  }
  if (day)
    *day = last;
}

/* Each with the file it was read from; what time alone tells has none. */
static void
print_evidence(const char *mark, const GPtrArray *list) {
  for (guint i = 0; i < list->len; i++) {
    const CrEvidence *e = list->pdata[i];
    g_autofree char *file = g_path_get_basename(e->source ? e->source : "");
    gboolean shown = e->source && strcmp(e->source, "clock") != 0;
    g_autofree char *text = g_strdup_printf("%s%s%s%s", e->text, shown ? " (" : "",
                                            shown ? file : "", shown ? ")" : "");
    g_autofree char *head = g_strdup_printf("              %s", mark);
    cr_print_entry(stdout, head, text, 23);
  }
}

void
cr_print_letter(const CrEffect *letter, const CrProfile *me) {
  const char *from = cr_profile_sender(me, letter->from);
  printf("To: %s\n", letter->to ? letter->to : "(no address is known)");
  if (from)
    printf("From: %s\n", from);
  printf("Subject: %s\n\n%s\n", letter->subject, letter->body);
}

void
cr_print_diagnosis(const CrDiagnosis *diagnosis) {
  for (guint i = 0; i < CR_N_REASONS; i++) {
    const CrRankedReason *r = &diagnosis->reasons[i];
    if (r->p < 0.005 && i > 2)
      continue;
    int length = width_of(stdout, 90) < 76 ? 10 : 20, filled = (int) (r->p * length + 0.5);
    char bar[21] = "";
    memset(bar, '#', filled);
    memset(bar + filled, '.', length - filled);
    g_autofree char *head =
        g_strdup_printf("  %-9s %s %3.0f %%", cr_reason_names[r->reason], bar, r->p * 100);
    cr_print_entry(stdout, head, cr_reason_meaning(r->reason), (int) strlen(head) + 2);
    if (i < 3) {
      print_evidence("for", r->supports);
      print_evidence("against", r->opposes);
    }
  }
}
