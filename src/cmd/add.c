#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/desk-read.h"
#include "engine/file.h"
#include "playbook/letter-words.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static void
print_understood(const CrUnderstood *understood, const CrInterview *iv, const CrZone *mine) {
  g_autofree char *when = cr_print_agreed(iv, mine, cr_zone_find(iv->zone));
  g_autofree char *number = cr_words_contact_phone(&iv->contact), *who = cr_print_who(iv);
  printf("Watching %d: %s\n", iv->id, when);
  printf("  who      %s\n", who);
  if (iv->role)
    printf("  role     %s\n", iv->role);
  printf("  number   %s\n",
         number ? number : "none known: then the follow-up is an e-mail at once");
  if (iv->contact.email)
    printf("  address  %s\n", iv->contact.email);
  else
    printf("  address  none known yet; when you know it: crickets log %d contact ADDRESS\n",
           iv->id);
  for (guint i = 0; i < iv->state.warnings->len; i++)
    printf("  please check: %s\n", ((CrWarning *) iv->state.warnings->pdata[i])->text);
  for (char **doubt = understood->doubts; *doubt; doubt++)
    printf("  please check: %s\n", *doubt);
  if (understood->alternative != CR_INSTANT_NONE) {
    g_autofree char *other = cr_print_when(understood->alternative, mine, NULL);
    printf("  or did you mean %s?\n", other);
  }
}

static CrExit
complete(const CrCommand *command, CrDesk *desk, const CrUnderstood *understood,
         const char *words) {
  g_autoptr(GError) error = NULL;
  gboolean more = understood->more && *understood->more;
  if (more && !cr_desk_complete(desk, understood, words, command->now, &error))
    return cr_command_fail(error);
  g_autofree char *what = more ? g_strjoinv(", ", understood->more) : NULL;
  if (command->json)
    cr_print_json(cr_desk_view_understood(desk, understood, command->now));
  else if (more)
    printf("Noted at call %d: %s. See: crickets show %d\n", understood->known, what,
           understood->known);
  else
    cr_command_complain("that call is being watched already: crickets show %d", understood->known);
  return CR_EXIT_DONE;
}

/* "-": they come on standard input. */
static char *
read_words(char **args, GError **error) {
  char *words = NULL;
  gsize length;
  if (args[1] || strcmp(args[0], "-") != 0)
    return g_strjoinv(" ", args);
  if (!cr_file_read("-", CR_MAX_TEXT_BYTES, &words, &length, error)) {
    g_prefix_error(error, "standard input: ");
    return NULL;
  }
  for (char *zero = words; (zero = memchr(zero, '\0', length - (gsize) (zero - words)));)
    *zero = ' '; /* else what is behind it is lost */
  return words;
}

CrExit
cr_verb_add(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *words = read_words(args, &error);
  if (words == NULL)
    return cr_command_fail(error);
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(CrUnderstood) understood = cr_desk_understand(desk, words, command->now, &error);
  if (understood == NULL)
    return cr_command_fail(error);
  if (understood->problem) {
    cr_command_complain("%s", understood->problem);
    return CR_EXIT_USAGE;
  }
  if (understood->known)
    return complete(command, desk, understood, words);
  g_autoptr(CrInterview) kept = cr_desk_watch(desk, understood, words, command->now, &error)
                                    ? cr_desk_interview(desk, understood->interview->id, &error)
                                    : NULL;
  if (kept == NULL)
    return cr_command_fail(error);
  if (command->json)
    cr_print_json(cr_desk_view_understood(desk, understood, command->now));
  else
    print_understood(understood, kept, cr_desk_zone(desk));
  return CR_EXIT_DONE;
}
