#include "engine/totp.h"

#include <string.h>

/* "12345678901234567890" in base32, the secret of RFC 4226 and RFC 6238. */
#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
#define STEP (30 * CR_SECOND)

static gboolean
taken(const char *code, CrInstant now) {
  int used = -1;
  return cr_totp_take(SECRET, code, now, &used);
}

/* RFC 4226, appendix D: the code of each step. */
static const char *const codes[] = {"755224", "287082", "359152", "969429", "338314",
                                    "254676", "287922", "162583", "399871", "520489"};

static void
test_rfc_4226(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
    g_assert_true(taken(codes[i], (CrInstant) i * STEP));
}

/* RFC 6238, appendix B, SHA1: the last six digits. */
static void
test_rfc_6238(void) {
  static const struct {
    gint64 seconds;
    const char *code;
  } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
              {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
    g_assert_true(taken(rows[i].code, rows[i].seconds * CR_SECOND));
}

/* Clocks differ by one step at most. */
static void
test_window(void) {
  for (int step = 2; step <= 8; step++)
    for (int of = 0; of < (int) G_N_ELEMENTS(codes); of++)
      g_assert_cmpint(taken(codes[of], step * STEP), ==, ABS(of - step) <= 1);
}

/* None is taken twice, nor one that is older than one that was. */
static void
test_once(void) {
  int used = 0;
  g_assert_true(cr_totp_take(SECRET, codes[4], 5 * STEP, &used));
  g_assert_cmpint(used, ==, 4);
  g_assert_false(cr_totp_take(SECRET, codes[4], 5 * STEP, &used));
  g_assert_true(cr_totp_take(SECRET, codes[6], 5 * STEP, &used));
  g_assert_cmpint(used, ==, 6);
  g_assert_false(cr_totp_take(SECRET, codes[5], 5 * STEP, &used));
  g_assert_false(cr_totp_take(SECRET, codes[6], 7 * STEP, &used));
  g_assert_cmpint(used, ==, 6);
  g_assert_true(cr_totp_take(SECRET, codes[7], 7 * STEP, &used));
}

/* Whoever signed in while the clock was ahead is let in again once it is right. */
static void
test_clock_ahead(void) {
  static const struct {
    int used;
    gboolean taken;
  } rows[] = {{3, TRUE},        {4, FALSE},      {5, FALSE},
              {4 + 120, FALSE}, {4 + 121, TRUE}, {G_MAXINT, TRUE}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    int used = rows[i].used;
    g_assert_cmpint(cr_totp_take(SECRET, codes[4], 5 * STEP, &used), ==, rows[i].taken);
    g_assert_cmpint(used, ==, rows[i].taken ? 4 : rows[i].used);
    g_assert_false(cr_totp_take(SECRET, codes[4], 5 * STEP, &used));
  }
}

static void
test_words(void) {
  static const char *const wrong[] = {
      "",       "28708",   "2870822",       "287083",  "abcdef", "-87082",      "+87082",
      "0x1234", "28708\n", "\xff\xfe 2082", "2870 8 ", "      ", "２８７０８２"};
  g_assert_true(taken("287 082", STEP));
  g_assert_true(taken(" 287082 ", STEP));
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_false(taken(wrong[i], STEP));
  int used = -1;
  g_assert_false(cr_totp_take("not base32!", codes[1], STEP, &used));
  g_assert_cmpint(used, ==, -1);
}

static void
test_secret(void) {
  g_autofree char *one = cr_totp_new_secret(NULL), *other = cr_totp_new_secret(NULL);
  g_assert_cmpuint(strlen(one), ==, 32);
  g_assert_cmpstr(one, !=, other);
  g_autofree char *uri = cr_totp_uri(SECRET, "Northwind & Sons", "dana+x@example.com");
  g_assert_cmpstr(uri, ==,
                  "otpauth://totp/Northwind%20%26%20Sons:dana%2Bx%40example.com?secret=" SECRET
                  "&issuer=Northwind%20%26%20Sons&algorithm=SHA1&digits=6&period=30");
}

static void
test_recovery(void) {
  g_autofree char *code = cr_recovery_new(), *other = cr_recovery_new();
  g_assert_true(
      g_regex_match_simple("^[a-km-z2-9]{4}(-[a-km-z2-9]{4}){3}$", code, G_REGEX_DEFAULT, 0));
  g_assert_cmpstr(code, !=, other);
  g_autofree char *digest = cr_recovery_digest("abcd-efgh-ijkm-nopq");
  g_autofree char *loud = cr_recovery_digest(" ABCD efgh\tIJKM.nopq\n");
  g_autofree char *less = cr_recovery_digest("abcd-efgh-ijkm-nop");
  g_assert_cmpstr(digest, ==, loud);
  g_assert_cmpstr(digest, !=, less);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/totp/rfc-4226", test_rfc_4226);
  g_test_add_func("/totp/rfc-6238", test_rfc_6238);
  g_test_add_func("/totp/window", test_window);
  g_test_add_func("/totp/once", test_once);
  g_test_add_func("/totp/clock-ahead", test_clock_ahead);
  g_test_add_func("/totp/words", test_words);
  g_test_add_func("/totp/secret", test_secret);
  g_test_add_func("/totp/recovery", test_recovery);
  return g_test_run();
}
