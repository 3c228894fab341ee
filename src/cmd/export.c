#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/feed.h"

#include <stdio.h>

static CrExit
export_calendar(const CrCommand *command, const CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  g_autofree char *text = cr_feed_new(desk->engine, command->now, &error);
  if (text == NULL)
    return cr_command_fail(error);
  fputs(text, stdout);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_export(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  g_autoptr(GError) error = NULL;
  if (desk == NULL)
    return CR_EXIT_FAILED;
  return command->ics ? export_calendar(command, desk)
                      : cr_command_print(cr_desk_export(desk, command->now, &error), &error);
}
