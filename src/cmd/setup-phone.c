/* setup phone: phones that tell of their calls by themselves, each with a secret of its own. */
#include "base/error.h"
#include "cmd/print.h"
#include "cmd/setup.h"
#include "engine/hook.h"
#include "engine/secret.h"

#include <string.h>
#include <unistd.h>

static CrExit
list(CrDesk *desk) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, &error);
  if (hooks == NULL)
    return cr_command_fail(error);
  for (guint i = 0; i < hooks->len; i++) {
    const CrHook *hook = hooks->pdata[i];
    g_autofree char *last = cr_instant_format(hook->last, cr_desk_zone(desk));
    printf("%-20s  %-7s  %s  %s\n", hook->name, cr_hook_kind_names[hook->kind],
           last ? last : "not heard yet", hook->url);
  }
  if (hooks->len == 0)
    puts("No phone tells of its calls by itself. To set one up: crickets setup phone my-phone");
  return hooks->len ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

static gboolean
is_known(CrDesk *desk, const char *name) {
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, NULL);
  for (guint i = 0; hooks && i < hooks->len; i++)
    if (strcmp(((CrHook *) hooks->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* anew: in place of one that had another secret. */
static void
tell(const CrCommand *command, const CrHook *hook, const char *secret, gboolean anew) {
  if (command->json) {
    json_t *json = json_object();
    cr_json_put_string(json, "name", hook->name);
    cr_json_put_string(json, "kind", cr_hook_kind_names[hook->kind]);
    cr_json_put_string(json, "url", hook->url);
    cr_json_put_string(json, "secret", secret);
    cr_print_json(json);
    return;
  }
  printf("Its address: %s\n", hook->url);
  if (secret)
    printf("Its secret:  %s\n\nIt is shown this once.", secret);
  else
    printf("\nTwilio signs with its own token.");
  puts(" What to enter where: docs/phone.md");
  if (anew)
    printf(
        "It takes the place of the %s that was set up before, whose old secret opens nothing any "
        "more: enter this there, too.\n",
        hook->name);
}

/* --auth names the kind; Twilio's token comes as passwords do. */
static CrExit
make(CrCommand *command, CrDesk *desk, const char *name) {
  g_autoptr(GError) error = NULL;
  int kind = cr_name_index(cr_hook_kind_names, command->auth ? command->auth : "bearer");
  char *token = NULL, *secret = NULL;
  if (kind < 0) {
    cr_command_complain("--auth takes bearer, hmac or twilio here");
    return CR_EXIT_USAGE;
  }
  if (kind == CR_HOOK_TWILIO && (command->password_stdin || isatty(STDIN_FILENO))) {
    if (!command->password_stdin)
      puts("Twilio's Auth Token:");
    token = cr_setup_read_secret(stdin);
  }
  gboolean anew = is_known(desk, name);
  g_autoptr(CrHook) hook =
      cr_hook_make(desk, name, (CrHookKind) kind, token, command->now, &secret, &error);
  if (hook)
    tell(command, hook, secret, anew);
  cr_secret_free(token);
  cr_secret_free(secret);
  return hook ? CR_EXIT_DONE : cr_command_fail(error);
}

CrExit
cr_setup_hook(CrCommand *command, const char *name) {
  cr_secret_guard_process();
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  return name ? make(command, desk, name) : list(desk);
}

CrExit
cr_setup_remove_hook(CrCommand *command, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDesk) desk = cr_command_open(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  if (cr_hook_forget(desk, name, command->now, &error)) {
    printf("%s is forgotten: its secret opens nothing any more.\n", name);
    return CR_EXIT_DONE;
  }
  if (!g_error_matches(error, CR_ERROR, CR_ERROR_NOT_FOUND))
    return cr_command_fail(error);
  cr_command_complain("there is no connection or phone \"%s\"", name);
  return CR_EXIT_NOTHING;
}
