/* move, backup, restore: the account goes to another database, or a copy of it does. */
#include "engine/move.h"
#include "base/error.h"
#include "cmd/command.h"

#include <stdio.h>

/* A file holds one account; a service's database many. */
static gint64
account_in(const char *uri, gint64 account) {
  return g_str_has_prefix(uri, "sqlite:") ? 1 : account;
}

CrExit
cr_verb_backup(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  g_auto(CrMoved) moved = {0};
  gint64 account;
  if (!cr_command_account(command, 1, &account, &error))
    return cr_command_fail(error);
  if (!cr_backup(uri, account_in(uri, account), args[0], command->now, &moved, &error))
    return cr_command_fail(error);
  printf("%s: %" G_GUINT64_FORMAT " rows, read back and compared (digest %s).\n"
         "Passwords are not in it: they are kept beside the database.\n",
         args[0], moved.rows, moved.digest);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_restore(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  g_auto(CrMoved) moved = {0};
  gint64 account;
  if (!cr_command_account(command, 1, &account, &error))
    return cr_command_fail(error);
  if (!cr_restore(args[0], uri, account_in(uri, account), &moved, &error))
    return cr_command_fail(error);
  printf("Restored: %" G_GUINT64_FORMAT " rows, read back and compared (digest %s).\n"
         "Nothing is sent from it until you say that it is the right one: crickets doctor "
         "--confirm\n",
         moved.rows, moved.digest);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_move(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_auto(CrMoved) moved = {0};
  gint64 account;
  if (command->from == NULL || command->to == NULL || command->db) {
    cr_command_complain("move takes --from URI and --to URI");
    return CR_EXIT_USAGE;
  }
  if (!cr_command_account(command, 1, &account, &error))
    return cr_command_fail(error);
  if (!cr_move(command->from, account_in(command->from, account), command->to,
               account_in(command->to, account), command->now, &moved, &error))
    return cr_command_fail(error);
  printf("%s: %" G_GUINT64_FORMAT " rows, read back and compared (digest %s).\n"
         "The first database is kept and sends nothing any more.\n",
         moved.already ? "It was moved already" : "Moved", moved.rows, moved.digest);
  return CR_EXIT_DONE;
}
