#include "base/error.h"
#include "engine/password.h"

#include <string.h>

#define EMAIL "dana.reyes@example.com"
#define GOOD "correct horse battery"

static void
test_new(void) {
  static const struct {
    const char *password;
    gboolean ok;
  } rows[] = {
      {GOOD, TRUE},
      {"twelve chars", TRUE},
      {"eleven char", FALSE},
      {"", FALSE},
      {"zażółć gęślą", TRUE},
      {"ąąąąąąąąąąąą", FALSE}, /* by its bytes it would be two letters */
      {"aaaaaaaaaaaaaaaa", FALSE},
      {EMAIL, FALSE},
      {"Dana.Reyes@Example.COM", FALSE},
      {"not \xff utf-8 at all", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GError) error = NULL;
    if (cr_password_check_new(rows[i].password, EMAIL, &error) != rows[i].ok)
      g_error("row %zu", i);
    g_assert_true(rows[i].ok || g_error_matches(error, CR_ERROR, CR_ERROR_PARSE));
  }
  g_autofree char *longest = g_strnfill(CR_PASSWORD_MAX_BYTES, 'a');
  longest[0] = 'b';
  g_assert_true(cr_password_check_new(longest, NULL, NULL));
  g_autofree char *longer = g_strconcat(longest, "a", NULL);
  g_assert_false(cr_password_check_new(longer, NULL, NULL));
}

static gboolean
fits(const char *hash, const char *password) {
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;
  g_assert_true(cr_password_verify(hash, password, &ok, &error));
  g_assert_no_error(error);
  return ok;
}

static void
test_verify(void) {
  static const char *const others[] = {"",
                                       "correct horse battery ",
                                       "correct horse batterx",
                                       "Correct horse battery",
                                       "correct horse battery\n",
                                       EMAIL};
  g_autofree char *hash = cr_password_hash(GOOD, NULL), *again = cr_password_hash(GOOD, NULL);
  g_assert_true(g_str_has_prefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr(hash, !=, again);
  g_assert_true(fits(hash, GOOD) && fits(again, GOOD));
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
    g_assert_false(fits(hash, others[i]));
  g_assert_false(fits(NULL, GOOD)); /* nobody has every password, and none fits */
  g_assert_false(fits(NULL, ""));
}

/* What is kept of one was damaged, or is another kind's. */
static void
test_damaged(void) {
  static const char *const kept[] = {
      "",
      "$",
      GOOD,
      "$argon2id$",
      "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
      "$2b$12$GhvMmNVjRW29ulnudl.LbuAnUtN/LRfe1JsBm1Xu6LE3059z5Tr8m"};
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
    g_assert_false(fits(kept[i], GOOD));
  g_autofree char *hash = cr_password_hash(GOOD, NULL);
  char *last = hash + strlen(hash) - 2;
  *last = *last == 'A' ? 'B' : 'A';
  g_assert_false(fits(hash, GOOD));
  *last = '\0';
  g_assert_false(fits(hash, GOOD));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/password/new", test_new);
  g_test_add_func("/password/verify", test_verify);
  g_test_add_func("/password/damaged", test_damaged);
  return g_test_run();
}
