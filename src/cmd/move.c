/* move, backup, restore: the account goes to another database, or a copy of it does. */
#include "engine/move.h"
#include "base/error.h"
#include "cmd/command.h"
#include "cmd/print.h"

#include <stdio.h>

/* A file holds one account; a service's database many. */
static gint64
account_in(const char *uri, gint64 account) {
  return g_str_has_prefix(uri, "sqlite:") ? 1 : account;
}

/* Every one of them ends with what was counted and compared. */
static CrExit
tell(const CrCommand *command, const CrMoved *moved, const char *what, const char *then) {
  if (command->json)
    cr_print_json(json_pack("{s:I,s:s,s:b}", "rows", (json_int_t) moved->rows, "digest",
                            moved->digest, "already", moved->already));
  else
    printf("%s: %" G_GUINT64_FORMAT " rows, read back and compared (digest %s).\n%s\n", what,
           moved->rows, moved->digest, then);
  return CR_EXIT_DONE;
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
  return tell(command, &moved, args[0],
              "Passwords are not in it: they are kept beside the database.");
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
  return tell(command, &moved, "Restored",
              "Nothing is sent from it until you say that it is the right one: crickets doctor "
              "--confirm");
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
  return tell(command, &moved, moved.already ? "It was moved already" : "Moved",
              "The first database is kept and sends nothing any more.");
}
