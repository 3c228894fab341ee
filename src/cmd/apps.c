/* apps: the applications of the search. */
#include "engine/apps.h"
#include "cmd/command.h"
#include "cmd/print.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define SHOWN_A_STAGE 20

typedef struct {
  CrCommand *command;
  CrDesk *desk;
  CrEngine *engine; /* its */
} Apps;

static void
apps_clear(Apps *apps) {
  cr_desk_free(apps->desk);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Apps, apps_clear)

static int
read_id(const char *text) {
  gint64 id = 0;
  g_autoptr(GError) error = NULL;
  if (text == NULL || !g_ascii_string_to_signed(text, 10, 1, G_MAXINT, &id, &error))
    cr_command_complain("\"%s\" is no application's number; see: crickets apps", text ? text : "");
  return (int) id;
}

/* "12 Nov" of an RFC 3339 text. */
static char *
short_day(const char *text, const CrZone *mine) {
  CrInstant at;
  if (text == NULL || !cr_instant_parse(text, &at, NULL))
    return g_strdup("");
  CrWall wall = cr_zone_wall(mine, at);
  return cr_manner_day(cr_print_manner(mine), wall.month, wall.day);
}

static const char *
text_of(const json_t *json, const char *key) {
  const char *text = cr_json_string(json, key);
  return text ? text : "";
}

static char *
title_of(const json_t *row) {
  const char *role = text_of(row, "role"), *company = text_of(row, "company");
  g_autofree char *title = g_strdup_printf("%s%s%s", role, *role && *company ? ", " : "", company);
  return cr_text_line(title, 48);
}

/* width: of the column of titles. */
static void
print_row(const json_t *row, int width, const CrZone *mine, CrInstant now) {
  g_autofree char *since = short_day(cr_json_string(row, "since"), mine);
  g_autofree char *title = title_of(row);
  gint64 silent = cr_json_int(row, "silent_working_days", -1);
  const char *next = text_of(row, "next");
  CrInstant due;
  gboolean is_due = cr_json_string(row, "due") &&
                    cr_instant_parse(cr_json_string(row, "due"), &due, NULL) && due <= now;
  g_autofree char *head = g_strdup_printf("%5d", (int) cr_json_int(row, "id", 0));
  g_autoptr(GString) line = g_string_new(title);
  g_string_append_printf(line, "%*s  since %s", MAX(0, width - cr_print_columns(title)), "", since);
  if (silent > 0)
    g_string_append_printf(line, "%*s  silent for %d working day%s", 6 - (int) strlen(since), "",
                           (int) silent, silent == 1 ? "" : "s");
  if (is_due)
    g_string_append_printf(line, "  -> %s", next);
  cr_print_line(head, line->str, 7);
}

static int
title_width(const json_t *stages) {
  int width = 0;
  for (gsize i = 0; i < json_array_size(stages); i++) {
    const json_t *rows = json_object_get(json_array_get(stages, i), "applications");
    for (gsize k = 0; k < json_array_size(rows); k++) {
      g_autofree char *title = title_of(json_array_get(rows, k));
      width = MAX(width, cr_print_columns(title));
    }
  }
  return width;
}

static void
print_board(const json_t *board, const CrZone *mine, CrInstant now) {
  const char *stage;
  json_t *count;
  g_autoptr(GString) counts = g_string_new(NULL);
  json_object_foreach(json_object_get(board, "counts"), stage, count)
    g_string_append_printf(counts, "%s%s %d", counts->len ? " · " : "", stage,
                           (int) json_integer_value(count));
  cr_print_wrapped(counts->str, 0);
  const json_t *stages = json_object_get(board, "stages");
  int width = title_width(stages);
  for (gsize i = 0; i < json_array_size(stages); i++) {
    const json_t *one = json_array_get(stages, i), *rows = json_object_get(one, "applications");
    g_autofree char *head = g_ascii_strup(text_of(one, "stage"), -1);
    int total = (int) cr_json_int(one, "total", 0), shown = (int) json_array_size(rows);
    if (total == 0)
      continue;
    printf("\n%s\n", head);
    for (gsize k = 0; k < json_array_size(rows); k++)
      print_row(json_array_get(rows, k), width, mine, now);
    if (total > shown)
      printf("       and %d more: crickets apps list %s --all\n", total - shown,
             text_of(one, "stage"));
  }
}

static CrExit
list(Apps *apps, char **args) {
  g_autoptr(GError) error = NULL;
  CrStage stage = CR_STAGE_SAVED;
  CrCloseReason reason;
  gboolean closed = args[0] && strcmp(args[0], "closed") == 0;
  if (args[0] && !closed && !cr_stage_read(args[0], &stage, &reason)) {
    cr_command_complain("\"%s\" is no stage", args[0]);
    return CR_EXIT_USAGE;
  }
  if (closed)
    stage = CR_STAGE_CLOSED;
  g_autoptr(json_t) board =
      cr_apps_board(apps->engine, args[0] ? (int) stage : -1,
                    apps->command->all ? 0 : SHOWN_A_STAGE, apps->command->now, &error);
  if (board == NULL)
    return cr_command_fail(error);
  int total = 0;
  const char *name;
  json_t *count;
  json_object_foreach(json_object_get(board, "counts"), name, count)
    total += (int) json_integer_value(count);
  if (apps->command->json)
    cr_print_json(json_incref(board));
  else if (total)
    print_board(board, cr_desk_zone(apps->desk), apps->command->now);
  else
    puts("No applications yet. Add one: crickets apps add \"Staff Engineer at Northwind\"\n"
         "or bring them in: crickets apps import FILE.csv --preview");
  return total ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

/* One of them */

/* Behind its day, if it has one. */
static void
print_dated(const json_t *one, const char *line, const CrZone *mine) {
  g_autofree char *day = short_day(cr_json_string(one, "at"), mine),
                  *head = g_strdup_printf("  %s", day);
  cr_print_line(*day ? head : " ", line, *day ? 10 : 2);
}

static void
print_list(const json_t *list, const char *head, const char *const *keys, const CrZone *mine) {
  if (json_array_size(list))
    printf("\n%s\n", head);
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *one = json_array_get(list, i);
    g_autoptr(GString) line = g_string_new(NULL);
    for (const char *const *key = keys; *key; key++)
      if (cr_json_string(one, *key))
        g_string_append_printf(line, "%s%s", line->len ? "  " : "", text_of(one, *key));
    print_dated(one, line->str, mine);
  }
}

/* Who noted it; of a mail its words say that. */
static void
print_history(const json_t *list, const CrZone *mine) {
  puts("\nHistory");
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *one = json_array_get(list, i);
    const char *source = text_of(one, "source");
    gboolean mail = strcmp(text_of(one, "change"), "mail") == 0;
    g_autofree char *by = strcmp(source, "candidate") == 0 ? g_strdup(" (by you)")
                          : mail || *source == '\0'        ? g_strdup("")
                                                           : g_strdup_printf(" (%s)", source);
    g_autofree char *line = g_strconcat(text_of(one, "text"), by,
                                        cr_json_bool(one, "undone") ? " (taken back)" : "", NULL);
    print_dated(one, line, mine);
  }
}

static void
print_calls(const json_t *calls, const CrZone *mine) {
  if (json_array_size(calls))
    puts("\nCalls");
  for (gsize i = 0; i < json_array_size(calls); i++) {
    const json_t *call = json_array_get(calls, i);
    const char *start = text_of(call, "start");
    g_autofree char *day = short_day(start, mine), *clock = cr_print_clock(start, mine);
    printf("  %s, %s  %s  (crickets show %d)\n", day, clock, text_of(call, "phase"),
           (int) cr_json_int(call, "id", 0));
  }
}

static void
print_one(const json_t *a, const CrZone *mine, CrInstant now) {
  static const char *const labels[] = {"url",   "source",      "location", "salary",
                                       "notes", "requisition", NULL};
  static const char *const contact_keys[] = {"name", "email", "phone_text", NULL};
  static const char *const mail_keys[] = {"from", "to", "subject", NULL};
  static const char *const caution_keys[] = {"kind", "text", NULL};
  print_row(a, 0, mine, now);
  printf("       %s%s%s\n", text_of(a, "stage"), cr_json_string(a, "reason") ? ": " : "",
         text_of(a, "reason"));
  for (const char *const *label = labels; *label; label++)
    if (cr_json_string(a, *label))
      printf("  %-11s  %s\n", *label, text_of(a, *label));
  if (cr_json_string(a, "planned")) {
    g_autofree char *day = short_day(cr_json_string(a, "planned_at"), mine);
    printf("  %-11s  %s%s%s\n", "planned", day, *day ? ": " : "", text_of(a, "planned"));
  }
  const char *name;
  json_t *value;
  json_object_foreach(json_object_get(a, "extras"), name, value)
    printf("  %-11s  %s\n", name, json_string_value(value));
  const json_t *proposal = json_object_get(a, "proposal");
  if (json_is_object(proposal)) {
    const char *reason = cr_json_string(proposal, "reason");
    printf("\n  ? Is it %s? %s (%s)\n    crickets apps accept %d, or: crickets apps dismiss %d\n",
           reason ? reason : text_of(proposal, "stage"), text_of(proposal, "text"),
           text_of(proposal, "source"), (int) cr_json_int(a, "id", 0),
           (int) cr_json_int(a, "id", 0));
  }
  print_list(json_object_get(a, "cautions"), "Be careful", caution_keys, mine);
  print_list(json_object_get(a, "contacts"), "Contacts", contact_keys, mine);
  if (json_array_size(json_object_get(a, "interviews")))
    printf("\n  %s\n", text_of(json_object_get(a, "record"), "text"));
  print_calls(json_object_get(a, "interviews"), mine);
  print_list(json_object_get(a, "mails"), "Mails", mail_keys, mine);
  print_history(json_object_get(a, "history"), mine);
}

static CrExit
show_id(Apps *apps, int id) {
  g_autoptr(GError) error = NULL;
  json_t *document = cr_apps_show(apps->engine, id, apps->command->now, &error);
  if (document == NULL || apps->command->json)
    return cr_command_print(document, &error);
  print_one(document, cr_desk_zone(apps->desk), apps->command->now);
  json_decref(document);
  return CR_EXIT_DONE;
}

static CrExit
show(Apps *apps, char **args) {
  int id = read_id(args[0]);
  return id ? show_id(apps, id) : CR_EXIT_USAGE;
}

/* Changes */

/* "Staff Engineer at Northwind"; with a comma: "Northwind, Staff Engineer". */
static void
read_title(const char *words, json_t *members) {
  const char *at = NULL;
  for (const char *hit = words; (hit = cr_text_find(hit, " at ")); hit++)
    at = hit;
  const char *comma = strchr(words, ',');
  g_autofree char *first = at      ? g_strndup(words, (gsize) (at - words))
                           : comma ? g_strstrip(g_strdup(comma + 1))
                                   : NULL;
  g_autofree char *company = at      ? g_strdup(at + 4)
                             : comma ? g_strndup(words, (gsize) (comma - words))
                                     : g_strdup(words);
  cr_json_set_string(members, "role", first);
  cr_json_set_string(members, "company", g_strstrip(company));
}

static json_t *
members_of_options(const CrCommand *c) {
  json_t *members = json_object();
  cr_json_set_string(members, "url", c->url);
  cr_json_set_string(members, "source", c->source);
  cr_json_set_string(members, "stage", c->stage);
  cr_json_set_string(members, "location", c->location);
  cr_json_set_string(members, "notes", c->notes);
  cr_json_set_string(members, "at", c->at);
  return members;
}

static CrExit
add(Apps *apps, char **args) {
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) members = members_of_options(apps->command);
  g_autofree char *joined = g_strjoinv(" ", args), *words = cr_text_line(joined, 400);
  int id = 0;
  gboolean known = FALSE;
  if (*words == '\0') {
    cr_command_complain("say which: crickets apps add \"Staff Engineer at Northwind\"");
    return CR_EXIT_USAGE;
  }
  read_title(words, members);
  if (!cr_apps_add(apps->engine, members, NULL, apps->command->now, &id, &known, &error))
    return cr_command_fail(error);
  if (known && !apps->command->json)
    cr_command_complain("that is application %d already", id);
  if (cr_json_string(members, "role") == NULL || cr_json_string(members, "company") == NULL)
    cr_command_complain("only one name is known, taken for the company's; to say both: "
                        "crickets apps edit %d company=… role=…",
                        id);
  return show_id(apps, id);
}

static CrExit
act(Apps *apps, const char *name, const char *id_text, const json_t *members) {
  g_autoptr(GError) error = NULL;
  int id = read_id(id_text);
  if (id == 0)
    return CR_EXIT_USAGE;
  if (!cr_apps_act(apps->engine, id, name, members, NULL, apps->command->now, NULL, &error))
    return cr_command_fail(error);
  return show_id(apps, id);
}

static CrExit
move(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  g_autofree char *stage = args[0] ? g_strjoinv(" ", args + 1) : NULL;
  if (stage == NULL || *stage == '\0') {
    cr_command_complain("say where: crickets apps move ID STAGE");
    return CR_EXIT_USAGE;
  }
  cr_json_set_string(members, "stage", stage);
  cr_json_set_string(members, "at", apps->command->at);
  return act(apps, "move", args[0], members);
}

static CrExit
note(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  g_autofree char *text = args[0] ? g_strjoinv(" ", args + 1) : NULL;
  cr_json_set_string(members, "text", text);
  return act(apps, "note", args[0], members);
}

static CrExit
plan(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  g_autofree char *text = args[0] && args[1] ? g_strjoinv(" ", args + 2) : NULL;
  if (args[0] && args[1]) {
    cr_json_set_string(members, "at", args[1]);
    if (*text == '\0') {
      cr_command_complain("say what: crickets apps plan ID 2026-11-27 \"send the portfolio\"");
      return CR_EXIT_USAGE;
    }
  }
  cr_json_set_string(members, "text", text);
  return act(apps, "plan", args[0], members);
}

static CrExit
edit(Apps *apps, char **args) {
  g_autoptr(json_t) members = members_of_options(apps->command);
  for (char **arg = args[0] ? args + 1 : args; *arg; arg++) {
    char *equals = strchr(*arg, '=');
    g_autofree char *name = equals ? g_strndup(*arg, (gsize) (equals - *arg)) : NULL;
    gboolean known = FALSE;
    for (const CrField *field = cr_details_record.fields; field->name; field++)
      known = known || g_strcmp0(field->name, name) == 0;
    if (!known) {
      cr_command_complain("\"%s\": say company=…, role=…, url=…, source=…, location=…, salary=…, "
                          "requisition=… or notes=…",
                          *arg);
      return CR_EXIT_USAGE;
    }
    cr_json_set_string(members, name, equals + 1);
  }
  json_object_del(members, "stage");
  json_object_del(members, "at");
  return act(apps, "edit", args[0], members);
}

static CrExit
link_call(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  if (args[0] && args[1])
    json_object_set_new(members, "interview", json_integer(read_id(args[1])));
  return act(apps, "link", args[0], members);
}

static CrExit
unlink_call(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  if (args[0] && args[1])
    json_object_set_new(members, "interview", json_integer(read_id(args[1])));
  return act(apps, "unlink", args[0], members);
}

static CrExit
merge(Apps *apps, char **args) {
  g_autoptr(json_t) members = json_object();
  int other = args[0] ? read_id(args[1]) : 0;
  if (args[0] && other == 0)
    return CR_EXIT_USAGE;
  json_object_set_new(members, "other", json_integer(other));
  return act(apps, "merge", args[0], members);
}

static CrExit
wrote(Apps *apps, char **args) {
  return act(apps, "wrote", args[0], NULL);
}

static CrExit
accept(Apps *apps, char **args) {
  return act(apps, "accept", args[0], NULL);
}

static CrExit
dismiss(Apps *apps, char **args) {
  return act(apps, "dismiss", args[0], NULL);
}

static CrExit
undo(Apps *apps, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  int id = read_id(args[0]);
  if (id == 0)
    return CR_EXIT_USAGE;
  if (!cr_apps_undo(apps->engine, id, NULL, apps->command->now, &words, &error))
    return cr_command_fail(error);
  if (!apps->command->json)
    printf("Taken back: %s.\n", words);
  else
    cr_print_json(json_pack("{s:s}", "undone", words));
  return CR_EXIT_DONE;
}

static CrExit export(Apps *apps, char **args) {
  static const char *const kinds[] = {"csv", "json", "ics", NULL};
  g_autoptr(GError) error = NULL;
  int kind = apps->command->as     ? cr_name_index(kinds, apps->command->as)
             : apps->command->json ? 1
                                   : 0;
  if (kind < 0) {
    cr_command_complain("--as takes csv, json or ics");
    return CR_EXIT_USAGE;
  }
  if (kind == 1)
    return cr_command_print(cr_apps_export_json(apps->engine, &error), &error);
  g_autofree char *text = kind == 0 ? cr_apps_export_csv(apps->engine, &error)
                                    : cr_apps_export_ics(apps->engine, apps->command->now, &error);
  if (text == NULL)
    return cr_command_fail(error);
  fputs(text, stdout);
  return CR_EXIT_DONE;
}

static const struct {
  const char *name;
  CrExit (*run)(Apps *apps, char **args);
  gboolean reads;
} verbs[] = {
    {"list", list, TRUE},    {"show", show, TRUE}, {"export", export, TRUE}, {"add", add},
    {"move", move},          {"note", note},       {"plan", plan},           {"edit", edit},
    {"link", link_call},     {"merge", merge},     {"wrote", wrote},         {"accept", accept},
    {"unlink", unlink_call}, {"undo", undo},       {"dismiss", dismiss},
};

CrExit
cr_verb_apps(CrCommand *command, char **args) {
  g_auto(Apps) apps = {command, NULL, NULL};
  const char *name = args[0] ? args[0] : "list";
  if (strcmp(name, "import") == 0 && args[1] && args[2] == NULL)
    return cr_module_run(CR_PART_READER, "apps import", command, args + 1);
  for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (strcmp(verbs[i].name, name) == 0) {
      apps.desk = verbs[i].reads ? cr_command_open_reader(command) : cr_command_open(command);
      apps.engine = apps.desk ? apps.desk->engine : NULL;
      return apps.desk ? verbs[i].run(&apps, args[0] ? args + 1 : args) : CR_EXIT_FAILED;
    }
  cr_command_complain(
      "apps has no \"%s\"; there are: list, add, show, move, note, plan, edit, link, "
      "unlink, merge, wrote, accept, dismiss, undo, import, export",
      name);
  return CR_EXIT_USAGE;
}
