/* crickets: finds the verb, its options and the clock, and runs it. */
#include "cmd/help.h"
#include "cmd/options.h"

#include <stdio.h>
#include <string.h>

static CrExit
run(CrCommand *c, const CrVerb *verb, char **words) {
  g_autoptr(GError) error = NULL;
  int count = (int) g_strv_length(words);
  c->now = g_get_real_time();
  if (c->now_text && !cr_instant_parse(c->now_text, &c->now, &error))
    return cr_help_usage_error(verb, error->message);
  if (count < verb->min_args || (verb->max_args >= 0 && count > verb->max_args)) {
    g_autofree char *message = g_strdup_printf("%s takes %s", verb->name,
                                               *verb->arguments ? verb->arguments : "no arguments");
    return cr_help_usage_error(verb, message);
  }
  return verb->run ? verb->run(c, words) : cr_module_run(verb->part, verb->name, c, words);
}

/* What could not be written was not done. */
static CrExit
finish(CrExit exit) {
  if (fflush(stdout) == 0 && !ferror(stdout))
    return exit;
  cr_command_complain("the output could not be written");
  return CR_EXIT_FAILED;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrCommand, cr_options_clear)

int
main(int argc, char **argv) {
  g_auto(CrCommand) command = {.argv = argv, .intake = cr_command_intake};
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = g_strdupv(argv);
  const char *first = cr_options_first_word(&command, argv);
  const CrVerb *verb = cr_help_find_verb(first);
  if (argc == 2 && strcmp(argv[1], CR_VERB_READ_APART) == 0)
    return cr_module_run(CR_PART_READER, argv[1], &command, NULL);
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    puts("crickets " CR_VERSION);
    return finish(CR_EXIT_DONE);
  }
  if (!cr_options_read(&command, verb, &words, &error))
    return cr_help_usage_error(verb, error->message);
  if (words[1] && verb == NULL)
    return cr_help_no_such_verb(words[1]);
  if (verb == NULL)
    cr_help_print_usage(command.help ? stdout : stderr);
  else if (command.help)
    cr_help_print_verb(&command, verb);
  else
    return finish(run(&command, verb, words + 2));
  return finish(command.help ? CR_EXIT_DONE : CR_EXIT_USAGE);
}
