/* doctor: is everything in order, and if not, what to do about it. */
#include "cmd/command.h"
#include "cmd/live.h"
#include "cmd/print.h"
#include "cmd/setup.h"
#include "engine/check.h"
#include "engine/desk-confirm.h"
#include "engine/hook.h"
#include "engine/secret.h"

#include <stdio.h>

static void
append(GPtrArray *checks, GPtrArray *more) {
  g_ptr_array_extend_and_steal(checks, more);
}

static gboolean
examine(CrCommand *command, CrDesk *desk, const char *uri, GPtrArray *checks, GError **error) {
  const CrIntakeClass *intake = command->intake();
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, error);
  if (intake)
    cr_check_profile(checks, cr_engine_profile(desk->engine), intake);
  if (connections == NULL ||
      !cr_check_machine(checks, desk->store, 1, uri, cr_engine_policy(desk->engine), connections,
                        command->now, error))
    return FALSE;
  cr_live_reader();
  cr_check_reading(checks);
  if (connections->len == 0)
    cr_check_add(checks, "machine", "connections", CR_CHECK_CAUTION, "crickets setup",
                 "none: only what you tell it or import is known");
  for (guint i = 0; i < connections->len; i++)
    append(checks, cr_check_connection(connections->pdata[i], NULL, NULL));
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, error);
  if (hooks == NULL)
    return FALSE;
  cr_check_phones(checks, hooks, command->now);
  return TRUE;
}

static void
print_json(GPtrArray *checks) {
  json_t *array = json_array();
  for (guint i = 0; i < checks->len; i++) {
    const CrCheck *check = checks->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "about", check->about);
    cr_json_put_string(json, "name", check->name);
    cr_json_put_string(json, "result", cr_check_result_names[check->result]);
    cr_json_put_string(json, "text", check->text);
    cr_json_put_string(json, "remedy", check->remedy);
    json_array_append_new(array, json);
  }
  cr_print_json(json_pack("{s:o}", "checks", array));
}

CrExit
cr_verb_doctor(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(GPtrArray) checks = cr_check_list_new();
  cr_secret_guard_process();
  g_autoptr(CrDesk) desk =
      command->confirm ? cr_command_open(command) : cr_command_open_reader(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  if (command->confirm) {
    if (!cr_desk_confirm(desk, uri, command->now, &error))
      return cr_command_fail(error);
    puts("Confirmed: this database and this clock are the right ones. Sending goes on as set.");
    return CR_EXIT_DONE;
  }
  gboolean ok = examine(command, desk, uri, checks, &error);
  if (command->json)
    print_json(checks);
  else
    cr_print_checks(checks);
  if (!ok)
    return cr_command_fail(error);
  return cr_check_passed(checks) ? CR_EXIT_DONE : CR_EXIT_SKIPPED;
}
