/* What opens the accounts of a service, when it is used at the same time elsewhere; run by
 * with_postgres.py. */
#include "../store/server.h"
#include "base/error.h"
#include "engine/people.h"

#define NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define ACCOUNT 601

static CrPasskey *
make_passkey(int count) {
  CrPasskey *passkey = cr_passkey_new();
  passkey->id = g_strdup("id");
  passkey->key = g_strdup("key");
  passkey->name = g_strdup("of a test");
  passkey->created = NOW;
  passkey->count = count;
  return passkey;
}

/* Each use was checked against what was kept before; of two at once only one is the owner's. */
static void
test_passkey(void) {
  static const struct {
    int kept, used; /* kept -1: it was removed */
    gboolean opens;
  } cases[] = {{0, 0, TRUE},  {0, 1, TRUE},  {1, 2, TRUE},   {1, 9, TRUE},  {2, 2, FALSE},
               {3, 2, FALSE}, {1, 0, FALSE}, {-1, 0, FALSE}, {-1, 5, FALSE}};
  g_autofree char *uri = server_make_database("crickets_people", "template1");
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 account = ACCOUNT + (gint64) i;
    g_autoptr(CrPasskey) kept = make_passkey(cases[i].kept), used = make_passkey(cases[i].used);
    g_assert_true(cases[i].kept < 0 || cr_people_add_passkey(store, account, kept, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cr_people_use_passkey(store, account, used, &error), ==, cases[i].opens);
    if (!cases[i].opens)
      g_assert_error(error, CR_ERROR, CR_ERROR_DENIED);
    g_clear_error(&error);
    g_autoptr(CrPasskey) now = cr_people_passkey(store, account, "id", &error);
    g_assert_no_error(error);
    g_assert_cmpint(now ? now->count : -1, ==, cases[i].opens ? cases[i].used : cases[i].kept);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/people/passkey", test_passkey);
  return g_test_run();
}
