/* Files of a set-up: connections.ini, service.ini, a story's profile.ini and its acts, keys and
 * what is sealed by them. Each is read or refused with words that can be shown; what was read of
 * connections is written and read the same. */
#include "engine/config.h"
#include "engine/intake.h"
#include "engine/seal.h"
#include "engine/secret.h"
#include "engine/service.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static char *root;

static char *
path_of(const char *name) {
  return g_build_filename(root, "crickets", name, NULL);
}

static void
remove_all(void) {
  static const char *const names[] = {"connections.ini", "service.ini", "profile.ini",
                                      "service.keys", ""};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = path_of(names[i]);
    g_remove(path);
  }
  g_remove(root);
}

static void
begin(void) {
  if (root)
    return;
  root = g_dir_make_tmp("crickets-fuzz-XXXXXX", NULL);
  g_setenv("XDG_CONFIG_HOME", root, TRUE);
  g_autofree char *folder = path_of("");
  g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
  atexit(remove_all);
}

static char *
put(const char *name, const guint8 *data, gsize size) {
  char *path = path_of(name);
  g_assert_true(g_file_set_contents_full(path, (const char *) data, (gssize) size,
                                         G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return path;
}

static void
check_problem(const char *message, gpointer data) {
  g_assert_true(g_utf8_validate(message, -1, NULL) && strpbrk(message, "\r\n\033") == NULL);
}

static void
check_connections(const guint8 *data, gsize size) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = put("connections.ini", data, size);
  g_autoptr(GPtrArray) list = cr_config_load(&error);
  g_assert_true((list == NULL) == (error != NULL));
  if (list == NULL)
    return;
  g_assert_true(cr_config_save(list, &error));
  g_autoptr(GPtrArray) again = cr_config_load(&error);
  g_assert_no_error(error);
  g_assert_cmpuint(again->len, ==, list->len);
  for (guint i = 0; i < list->len; i++) {
    g_autoptr(json_t) first = cr_record_to_json(&cr_connection_record, list->pdata[i]);
    g_autoptr(json_t) second = cr_record_to_json(&cr_connection_record, again->pdata[i]);
    g_assert_true(json_equal(first, second));
  }
}

static void
check_service(const guint8 *data, gsize size) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = put("service.ini", data, size);
  g_autoptr(CrService) service = cr_service_load(&error);
  g_assert_true((service == NULL) == (error != NULL));
}

static void
check_story(const guint8 *data, gsize size) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autofree char *path = put("profile.ini", data, size);
  CrIntake intake;
  g_assert_true(cr_intake_profile(path, profile, policy, check_problem, NULL, &error) ==
                (error == NULL));
  cr_intake_init(&intake, profile, CR_INSTANT_NONE, CR_INSTANT_NONE, check_problem, NULL);
  cr_intake_acts(&intake, (const char *) data, size, "acts.jsonl");
  cr_intake_sort(&intake);
  cr_intake_clear(&intake);
}

static void
check_seal(const guint8 *data, gsize size) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = put("service.keys", data, size);
  g_autofree char *text = g_strndup((const char *) data, size);
  g_auto(GStrv) ids = cr_seal_key_ids(&error);
  g_assert_true((ids == NULL) == (error != NULL));
  char *opened = cr_unseal(1, "mail", text, NULL);
  g_assert_null(opened);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  begin();
  check_connections(data, size);
  check_service(data, size);
  check_story(data, size);
  check_seal(data, size);
  return 0;
}
