/* How the program is used: in words, and as a document for whoever makes words of it. */
#include "cmd/help.h"
#include "cmd/options.h"
#include "cmd/print.h"

#include "base/text.h"
#include "model/application.h"

#include <string.h>

const CrVerb *
cr_help_find_verb(const char *name) {
  for (const CrVerb *verb = cr_verbs; name && verb->name; verb++)
    if (strcmp(verb->name, name) == 0)
      return verb;
  return NULL;
}

#define VERB_COLUMN 12
#define OPTION_COLUMN 24

/* What the list of verbs says above the first of each group. */
static const struct {
  const char *verb, *title;
} groups[] = {{"now", "Your calls"},
              {"today", "The search around them"},
              {"setup", "Keeping watch"},
              {"export", "Your data"},
              {"replay", "How it reads and decides"},
              {"accounts", "Of a service of many accounts"}};

void
cr_help_print_usage(FILE *out) {
  fputs("crickets keeps the calls that recruiters promised you.\n\n"
        "usage: crickets [--db URI] [--now INSTANT] [--json] VERB …\n"
        "       crickets help VERB | --version\n",
        out);
  for (const CrVerb *verb = cr_verbs; verb->name; verb++) {
    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++)
      if (strcmp(groups[i].verb, verb->name) == 0)
        fprintf(out, "\n%s\n", groups[i].title);
    g_autofree char *head = g_strdup_printf("  %s", verb->name);
    cr_print_entry(out, head, verb->summary, VERB_COLUMN);
  }
  fputs("\nTo begin: crickets setup, then crickets serve (the page), or crickets add \"Dana of\n"
        "Northwind calls Tue 2pm ET\".\n"
        "Exit status: 0 done, 1 nothing found, 2 usage, 3 some inputs skipped (each named on\n"
        "stderr), 4 failed.\n",
        out);
}

static void
print_options(const GOptionEntry *options) {
  for (const GOptionEntry *o = options; o->long_name; o++) {
    g_autofree char *name =
        g_strdup_printf("  --%s%s%s", o->long_name, o->arg_description ? " " : "",
                        o->arg_description ? o->arg_description : "");
    cr_print_entry(stdout, name, o->description, OPTION_COLUMN);
  }
}

/* Each of several ways to use a verb in a line of its own. */
static void
print_ways(const CrVerb *verb) {
  const char *arguments = verb->arguments;
  gsize length = strlen(arguments);
  gboolean several = strstr(arguments, " | ") != NULL;
  gboolean none = several && *arguments == '['; /* [A | B]: none of them, too */
  g_autofree char *inner = none ? g_strndup(arguments + 1, length - 2) : g_strdup(arguments);
  g_auto(GStrv) ways = g_strsplit(inner, " | ", -1);
  printf("usage: crickets %s", verb->name);
  for (guint i = 0; ways[i]; i++)
    if (i == 0 && !none)
      printf(" %s", ways[i]);
    else
      printf("\n       crickets %s %s", verb->name, ways[i]);
  puts("\n");
}

void
cr_help_print_verb(CrCommand *c, const CrVerb *verb) {
  g_autofree GOptionEntry *options = cr_options_of(c, verb);
  g_autofree char *summary = g_strdup(verb->summary);
  *summary = g_ascii_toupper(*summary);
  print_ways(verb);
  cr_print_wrapped(summary, 0);
  printf("\n%s", verb->help);
  if (options[CR_N_COMMON_OPTIONS].long_name)
    puts("\nOptions");
  print_options(options + CR_N_COMMON_OPTIONS);
  options[CR_N_COMMON_OPTIONS] = (GOptionEntry){0};
  puts("\nOf every verb");
  print_options(options);
}

CrExit
cr_help_usage_error(const CrVerb *verb, const char *message) {
  cr_command_complain("%s", message);
  fprintf(stderr, "try: crickets help%s%s\n", verb ? " " : "", verb ? verb->name : "");
  return CR_EXIT_USAGE;
}

CrExit
cr_help_no_such_verb(const char *name) {
  const CrVerb *meant = cr_verbs;
  while (meant->name && cr_text_distance(name, meant->name, 1) > 1)
    meant++;
  g_autofree char *message =
      g_strdup_printf("there is no verb \"%s\"%s%s%s", name, meant->name ? "; did you mean \"" : "",
                      meant->name ? meant->name : "", meant->name ? "\"?" : "");
  return cr_help_usage_error(NULL, message);
}

/* As a document */

static json_t *
options_document(const GOptionEntry *options) {
  json_t *list = json_array();
  for (const GOptionEntry *o = options; o->long_name; o++) {
    json_t *option = json_pack("{s:s, s:s}", "name", o->long_name, "text", o->description);
    cr_json_put_string(option, "value", o->arg_description);
    json_array_append_new(list, option);
  }
  return list;
}

static json_t *
verbs_document(CrCommand *c) {
  json_t *list = json_array();
  for (const CrVerb *verb = cr_verbs; verb->name; verb++) {
    g_autofree GOptionEntry *options = cr_options_of(c, verb);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", verb->name,
                                          "arguments", verb->arguments, "summary", verb->summary,
                                          "examples", verb->help, "options",
                                          options_document(options + CR_N_COMMON_OPTIONS)));
  }
  return list;
}

static json_t *
names_document(const char *const *names, const char *const *more) {
  json_t *list = json_array();
  for (; *names; names++)
    json_array_append_new(list, json_string(*names));
  for (; more && *more; more++)
    json_array_append_new(list, json_string(*more));
  return list;
}

static json_t *
acts_document(void) {
  json_t *list = json_array();
  for (int act = 0; cr_act_names[act]; act++)
    if (act != CR_ACT_SEND) /* a verb */
      json_array_append_new(list, json_string(cr_act_names[act]));
  return list;
}

/* What the arguments' words in capitals may be, where that is known: completions and the manual
 * page are made of it. */
static json_t *
help_document(CrCommand *c) {
  g_autofree GOptionEntry *common = cr_options_of(c, NULL);
  return json_pack("{s:o, s:o, s:{s:o, s:o}}", "options", options_document(common), "verbs",
                   verbs_document(c), "words", "ACT", acts_document(), "STAGE",
                   names_document(cr_stage_names, cr_close_names + 1));
}

CrExit
cr_verb_help(CrCommand *command, char **args) {
  const CrVerb *verb = cr_help_find_verb(args[0]);
  if (args[0] && verb == NULL)
    return cr_help_no_such_verb(args[0]);
  if (command->json)
    cr_print_json(help_document(command));
  else if (verb)
    cr_help_print_verb(command, verb);
  else
    cr_help_print_usage(stdout);
  return CR_EXIT_DONE;
}
