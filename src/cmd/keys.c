/* keys: what seals the passwords that the accounts of a service keep. */
#include "cmd/command.h"
#include "engine/key-file.h"
#include "engine/reseal.h"
#include "engine/seal.h"
#include "engine/secret.h"

#include <stdio.h>
#include <string.h>

static CrExit
list_keys(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = cr_key_file_path();
  g_auto(GStrv) ids = cr_seal_key_ids(&error);
  if (ids == NULL)
    return cr_command_fail(error);
  if (ids[0] == NULL) {
    printf("There is no key yet in %s: crickets keys new\n", path);
    return CR_EXIT_NOTHING;
  }
  for (char **id = ids; *id; id++)
    printf("%s  %s\n", *id, id == ids ? "seals" : "unseals");
  return CR_EXIT_DONE;
}

static CrExit
make_key(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = cr_key_file_path(), *id = NULL;
  if (!cr_seal_add_key(&id, &error))
    return cr_command_fail(error);
  printf(
      "Key %s is in %s. Take that file to each host of the service, and keep a copy of it apart\n"
      "from the database's. It seals when it is the only one, else after: crickets keys use %s\n",
      id, path, id);
  return CR_EXIT_DONE;
}

static CrExit
use_key(const char *id) {
  g_autoptr(GError) error = NULL;
  if (!cr_seal_use_key(id, &error))
    return cr_command_fail(error);
  printf("Key %s seals from now on. Next: crickets keys reseal\n", id);
  return CR_EXIT_DONE;
}

static CrExit
reseal_all(const CrCommand *command) {
  g_autoptr(GError) error = NULL;
  g_auto(CrResealed) resealed = {0};
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  if (store == NULL || !cr_store_check_shared(store, &error) ||
      !cr_reseal_all(store, &resealed, &error))
    return cr_command_fail(error);
  printf("%u sealed anew in %u accounts.\n", resealed.resealed, resealed.accounts);
  if (resealed.failed == 0)
    return CR_EXIT_DONE;
  cr_command_complain("%u accounts have something that cannot be opened: %s", resealed.failed,
                      resealed.why);
  return CR_EXIT_FAILED;
}

CrExit
cr_verb_keys(CrCommand *command, char **args) {
  cr_secret_guard_process();
  if (args[0] == NULL)
    return list_keys();
  if (strcmp(args[0], "new") == 0)
    return make_key();
  if (strcmp(args[0], "use") == 0 && args[1])
    return use_key(args[1]);
  if (strcmp(args[0], "reseal") == 0)
    return reseal_all(command);
  cr_command_complain("keys takes new, use ID or reseal");
  return CR_EXIT_USAGE;
}
