/* odds, today, review, search: where the search stands, and what it asks for. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/apps.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define FOUND_OF_A_KIND 10
#define FIGURE_COLUMN 15

typedef json_t *(*Document)(CrEngine *engine, CrInstant now, GError **error);

/* Prints the document, or gives it to print. */
static CrExit
show(CrCommand *command, Document document, void (*print)(const json_t *json, const CrZone *mine)) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  if ((desk = cr_command_open_reader(command)) == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(json_t) json = document(desk->engine, command->now, &error);
  if (json == NULL)
    return cr_command_fail(error);
  if (command->json)
    cr_print_json(json_incref(json));
  else
    print(json, cr_desk_zone(desk));
  return CR_EXIT_DONE;
}

static const char *
text_of(const json_t *json, const char *key) {
  const char *text = cr_json_string(json, key);
  return text ? text : "";
}

static void
print_share(const json_t *share) {
  printf("%.1f %% (likely %.1f to %.1f %%)", 100 * cr_json_real(share, "p", 0),
         100 * cr_json_real(share, "low", 0), 100 * cr_json_real(share, "high", 0));
}

static void
print_figures(const json_t *figures) {
  if (!json_is_array(figures))
    printf("    published  no published figure was found\n");
  for (gsize i = 0; i < json_array_size(figures); i++) {
    const json_t *figure = json_array_get(figures, i);
    g_autofree char *line =
        g_strdup_printf("%s (%s, %d; %s)", text_of(figure, "text"), text_of(figure, "source"),
                        (int) cr_json_int(figure, "year", 0), text_of(figure, "caution"));
    cr_print_entry(stdout, i ? "" : "    published", line, FIGURE_COLUMN);
  }
}

static void
print_odds(const json_t *json, const CrZone *mine) {
  const json_t *steps = json_object_get(json, "steps");
  const json_t *calls = json_object_get(json_object_get(json, "missed_calls"), "own");
  cr_print_wrapped(text_of(json, "text"), 0);
  for (gsize i = 0; i < json_array_size(steps); i++) {
    const json_t *step = json_array_get(steps, i), *own = json_object_get(step, "own"),
                 *prior = json_object_get(step, "prior");
    printf("\n  %s\n    yours      %d of %d", text_of(step, "title"),
           (int) cr_json_int(own, "passed", 0), (int) cr_json_int(own, "of", 0));
    printf(" (%d open)\n    estimate   ", (int) cr_json_int(own, "open", 0));
    print_share(json_object_get(step, "estimate"));
    putchar('\n');
    g_autofree char *begins = g_strdup_printf("%.0f %%: %s; %s", 100 * cr_json_real(prior, "p", 0),
                                              text_of(prior, "source"), text_of(prior, "caution"));
    cr_print_entry(stdout, "    begins at", begins, FIGURE_COLUMN);
    print_figures(json_object_get(step, "published"));
  }
  puts("\n  left without an answer");
  print_figures(json_object_get(json, "silence"));
  printf("\n  calls that recruiters miss\n    yours      %d of %d\n",
         (int) cr_json_int(calls, "missed", 0), (int) cr_json_int(calls, "of", 0));
  print_figures(NULL);
  putchar('\n');
  cr_print_wrapped(text_of(json, "model"), 0);
}

/* "14:00" of today, else "Tue 24 Nov, 14:00". */
static char *
day_and_clock(const char *text, const CrWall *today, const CrZone *mine) {
  CrInstant at;
  if (text == NULL || !cr_instant_parse(text, &at, NULL))
    return g_strdup("");
  CrWall wall = cr_zone_wall(mine, at);
  CrManner manner = cr_print_manner(mine);
  g_autofree char *date = cr_manner_date(manner, &wall, 3), *clock = cr_manner_clock(manner, &wall);
  return cr_wall_day(&wall) == cr_wall_day(today) ? g_steal_pointer(&clock)
                                                  : g_strdup_printf("%s, %s", date, clock);
}

/* How to say what was done, as a command: crickets apps VERB ID REST. */
static const struct {
  CrNextKind kind;
  const char *words, *verb, *rest;
} ways[] = {
    {CR_NEXT_DECIDE, "It is", "accept", ""},
    {CR_NEXT_DECIDE, "It is not", "dismiss", ""},
    {CR_NEXT_PLANNED, "You have done it", "plan", ""},
    {CR_NEXT_APPLY, "You have applied", "move", " applied"},
    {CR_NEXT_APPLY, "You let it go", "move", " withdrawn"},
    {CR_NEXT_FOLLOW_UP, "You have written", "wrote", ""},
    {CR_NEXT_FOLLOW_UP, "You close it", "move", " no-answer"},
    {CR_NEXT_OFFER, "You accept", "move", " accepted"},
    {CR_NEXT_OFFER, "You decline", "move", " declined"},
};

/* The first that asks for it stands for all of its kind. */
static void
print_ways(const json_t *due) {
  gboolean some = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
    for (gsize k = 0; k < json_array_size(due); k++) {
      const json_t *one = json_array_get(due, k);
      if (g_strcmp0(cr_json_string(one, "next"), cr_next_names[ways[i].kind]) != 0)
        continue;
      printf("%s  %-18s crickets apps %s %d%s\n", some ? "" : "\n", ways[i].words, ways[i].verb,
             (int) cr_json_int(one, "id", 0), ways[i].rest);
      some = TRUE;
      break;
    }
}

static void
print_today(const json_t *json, const CrZone *mine) {
  const json_t *week = json_object_get(json, "week"), *calls = json_object_get(json, "calls"),
               *due = json_object_get(json, "due"), *work = json_object_get(json, "suggestions");
  CrWall today = {.month = 1};
  sscanf(text_of(json, "date"), "%4d-%2d-%2d", &today.year, &today.month, &today.day);
  g_autofree char *date = cr_manner_date(cr_print_manner(mine), &today, 0);
  printf("%s: this week %d of %d applications\n", date, (int) cr_json_int(week, "applied", 0),
         (int) cr_json_int(week, "target", 0));
  for (gsize i = 0; i < json_array_size(calls); i++) {
    const json_t *call = json_array_get(calls, i);
    g_autofree char *when = day_and_clock(cr_json_string(call, "start"), &today, mine);
    g_autofree char *head = g_strdup_printf("  call %d", (int) cr_json_int(call, "id", 0));
    g_autofree char *line = g_strdup_printf("%s, %s, %s: %s", text_of(call, "who"), when,
                                            text_of(call, "phase"), text_of(call, "step"));
    printf("%s", i ? "" : "\nCalls: crickets now\n");
    cr_print_line(head, line, 10);
  }
  for (gsize i = 0; i < json_array_size(due); i++) {
    const json_t *one = json_array_get(due, i);
    const char *silence = cr_json_string(one, "silence");
    g_autofree char *head = g_strdup_printf("%5d", (int) cr_json_int(one, "id", 0));
    g_autofree char *line =
        g_strdup_printf("%s: %s%s%s", text_of(one, "title"), text_of(one, "asks"),
                        silence ? "; " : "", silence ? silence : "");
    printf("%s", i ? "" : "\nDue\n");
    cr_print_line(head, line, 7);
  }
  print_ways(due);
  for (gsize i = 0; i < json_array_size(work); i++)
    printf("%s  %s\n", i ? "" : "\nThe search goes on\n", text_of(json_array_get(work, i), "text"));
  if (cr_json_bool(json, "accepted"))
    puts("\nYou have accepted an offer: nothing more is asked of you.");
}

static void
print_review(const json_t *json, const CrZone *mine) {
  g_autofree char *text = g_strdup(text_of(json, "text"));
  cr_print_wrapped(g_strchomp(text), 0);
}

CrExit
cr_verb_odds(CrCommand *command, char **args) {
  return show(command, cr_apps_odds, print_odds);
}

CrExit
cr_verb_today(CrCommand *command, char **args) {
  return show(command, cr_apps_today, print_today);
}

CrExit
cr_verb_review(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  if (command->send)
    return cr_module_run(CR_PART_LIVE, "review send", command, args);
  if (!command->eml)
    return show(command, cr_apps_review, print_review);
  if ((desk = cr_command_open_reader(command)) == NULL)
    return CR_EXIT_FAILED;
  g_autofree char *mail = cr_apps_review_mail(desk->engine, command->now, &error);
  if (mail == NULL)
    return cr_command_fail(error);
  fputs(mail, stdout);
  return CR_EXIT_DONE;
}

static void
print_found(const json_t *one) {
  const json_t *pieces = json_object_get(one, "excerpt");
  int application = (int) cr_json_int(one, "application", 0),
      interview = (int) cr_json_int(one, "interview", 0);
  g_autofree char *title = cr_text_line(text_of(one, "title"), 70);
  g_autoptr(GString) excerpt = g_string_new(NULL);
  for (gsize i = 0; i < json_array_size(pieces); i++) {
    const json_t *piece = json_array_get(pieces, i);
    const char *mark = cr_json_bool(piece, "hit") ? "*" : "";
    g_string_append_printf(excerpt, "%s%s%s", mark, text_of(piece, "text"), mark);
  }
  g_autofree char *line = cr_text_line(excerpt->str, 110);
  g_autofree char *where = application ? g_strdup_printf("  (apps show %d)", application)
                           : interview ? g_strdup_printf("  (show %d)", interview)
                                       : g_strdup("");
  g_autofree char *head = g_strconcat(title, where, NULL);
  cr_print_line(text_of(one, "kind"), head, 13);
  if (*line)
    cr_print_line("", line, 13);
}

CrExit
cr_verb_search(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = g_strjoinv(" ", args);
  if ((desk = cr_command_open_reader(command)) == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(json_t) json =
      cr_apps_search(desk->engine, words, command->all ? 1000 : FOUND_OF_A_KIND, &error);
  if (json == NULL)
    return cr_command_fail(error);
  const json_t *found = json_object_get(json, "found");
  if (command->json)
    cr_print_json(json_incref(json));
  for (gsize i = 0; i < json_array_size(found) && !command->json; i++)
    print_found(json_array_get(found, i));
  if (json_array_size(found) == 0 && !command->json)
    puts("Nothing was found.");
  return json_array_size(found) ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

CrExit
cr_verb_picture(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = NULL;
  g_autoptr(GError) error = NULL;
  if ((desk = cr_command_open_reader(command)) == NULL)
    return CR_EXIT_FAILED;
  g_autofree char *svg = cr_apps_picture(desk->engine, args[0], command->now, &error);
  if (svg == NULL) {
    cr_command_fail(error);
    return CR_EXIT_USAGE;
  }
  fputs(svg, stdout);
  return CR_EXIT_DONE;
}
