/* The connections of a set-up, written and read again. */
#include "engine/config.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>

static void
add(GPtrArray *list, const char *name, CrConnectionKind kind, const char *url) {
  CrConnection *c = cr_connection_new();
  c->name = g_strdup(name);
  c->kind = kind;
  c->url = g_strdup(url);
  c->window_days = 14;
  c->writes = kind == CR_CONNECTION_CALDAV;
  g_ptr_array_add(list, c);
}

static GPtrArray *
two_connections(void) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  add(list, "mail", CR_CONNECTION_IMAP, "imaps://imap.example.com");
  add(list, "home", CR_CONNECTION_CALDAV, "https://dav.example.com/");
  return list;
}

static void
test_round_trip(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = two_connections();
  g_assert_true(cr_config_save(list, &error));
  g_autoptr(GPtrArray) loaded = cr_config_load(&error);
  g_assert_no_error(error);
  g_assert_cmpuint(loaded->len, ==, list->len);
  for (guint i = 0; i < list->len; i++) {
    const CrConnection *a = list->pdata[i], *b = loaded->pdata[i];
    g_autoptr(json_t) x = cr_record_to_json(&cr_connection_record, a);
    g_autoptr(json_t) y = cr_record_to_json(&cr_connection_record, b);
    g_assert_true(json_equal(x, y));
  }
}

/* What a hand wrote that cannot be meant is an error that names its place, once. */
static void
test_wrong(void) {
  static const struct {
    const char *line, *words;
  } cases[] = {
      {"folders=A\\;B", "[mail] folders= cannot be read"},
      {"url=imaps://a\\b", "[mail] url= cannot be read"},
      {"window_days=many", "[mail] window_days=many is not possible"},
      {"colour=red", "[mail] has no setting colour"},
      {"colour=red\\;", "[mail] has no setting colour"},
      {"kind=fax", "[mail] kind=fax is not possible"},
  };
  g_autoptr(GPtrArray) list = two_connections();
  g_assert_true(cr_config_save(list, NULL));
  g_autofree char *path = cr_config_path();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        g_strdup_printf("[mail]\nkind=imap\nuser=j\nurl=imaps://x.example\n%s\n", cases[i].line);
    g_assert_true(g_file_set_contents(path, text, -1, &error));
    g_assert_null(cr_config_load(&error));
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
    g_assert_nonnull(strstr(error->message, cases[i].words));
  }
}

/* What others share is served to others: it reaches nothing inside, whatever the file says. */
static void
test_reach(void) {
  static const struct {
    const char *uri;
    gboolean public_only;
  } cases[] = {
      {"sqlite:/home/jordan/crickets.db", FALSE},
      {"sqlite::memory:", FALSE},
      {"postgresql://db.example.com/crickets", TRUE},
      {"postgres://db.example.com/crickets", TRUE},
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = two_connections();
  g_assert_true(cr_config_save(list, &error));
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) loaded = cr_config_loader(cases[i].uri)(&error);
    g_assert_no_error(error);
    for (guint j = 0; j < loaded->len; j++)
      g_assert_cmpint(((CrConnection *) loaded->pdata[j])->public_only, ==, cases[i].public_only);
  }
}

int
main(int argc, char **argv) {
  g_autofree char *folder = g_dir_make_tmp("crickets-XXXXXX", NULL);
  g_setenv("XDG_CONFIG_HOME", folder, TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/config/round-trip", test_round_trip);
  g_test_add_func("/config/wrong", test_wrong);
  g_test_add_func("/config/reach", test_reach);
  int result = g_test_run();
  g_autofree char *path = cr_config_path(), *own = g_path_get_dirname(path);
  g_unlink(path);
  g_rmdir(own);
  g_rmdir(folder);
  return result;
}
