/* move: the account goes to another database. */
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
cr_verb_move(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_auto(CrMoved) moved = {0};
  gint64 account = 1;
  if (command->from == NULL || command->to == NULL || command->db) {
    cr_command_complain("move takes --from URI and --to URI");
    return CR_EXIT_USAGE;
  }
  if (command->account &&
      !g_ascii_string_to_signed(command->account, 10, 1, G_MAXINT64, &account, NULL)) {
    cr_command_complain("--account takes the number of one");
    return CR_EXIT_USAGE;
  }
  if (!cr_move(command->from, account_in(command->from, account), command->to,
               account_in(command->to, account), command->now, &moved, &error))
    return cr_command_fail(error);
  printf("%s: %" G_GUINT64_FORMAT " rows, read back and compared (digest %s).\n"
         "The first database is kept and sends nothing any more.\n",
         moved.already ? "It was moved already" : "Moved", moved.rows, moved.digest);
  return CR_EXIT_DONE;
}
