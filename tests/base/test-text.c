#include "base/text.h"

#include <string.h>

static void
test_line(void) {
  static const struct {
    const char *text;
    gsize max;
    const char *expected;
  } cases[] = {
      {"", 10, ""},
      {"plain", 10, "plain"},
      {"  a \t b\r\n\r\nc  ", 10, "a b c"},
      {"exactly ten", 11, "exactly ten"},
      {"exactly ten", 10, "exactly te…"},
      {"exactly ten", 8, "exactly…"},
      {"a b", 2, "a…"},
      {"Grüße", 3, "Grü…"},
      {"日本語", 3, "日本語"},
      {"日本語", 2, "日本…"},
      {"x", 0, "…"},
      {"\033[31mred\033[0m", 20, "[31mred[0m"},
      {"\033]0;title\007", 20, "]0;title"},
      {"a\xc2\x9b"
       "31m",
       20, "a31m"}, /* C1 control sequence introducer */
      {"abc\xe2\x80\xae"
       "fed",
       20, "abcfed"}, /* right-to-left override */
      {"a\xe2\x81\xa6"
       "b\xe2\x81\xa9",
       20, "ab"}, /* isolates */
      {"a\xe2\x80\x8b"
       "b",
       20, "ab"}, /* zero width */
      {"\xef\xbb\xbf"
       "a",
       20, "a"}, /* byte order mark */
      {"a\xf3\xa0\x81\x81"
       "b",
       20, "ab"}, /* tag characters */
      {"a\xe2\x80\xa8"
       "b",
       20, "a b"}, /* line separator */
      {"a\xc2\xa0"
       "b",
       20, "a b"}, /* no-break space */
      {"a\x7f"
       "b",
       20, "ab"},
      {"a\xff"
       "b",
       20,
       "a\xef\xbf\xbd"
       "b"},
      {"a\xc3", 20, "a\xef\xbf\xbd"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *line = cr_text_line(cases[i].text, cases[i].max);
    g_assert_cmpstr(line, ==, cases[i].expected);
  }
  g_assert_null(cr_text_line(NULL, 10));
}

static void
test_block(void) {
  static const struct {
    const char *text;
    gsize max;
    const char *expected;
  } cases[] = {
      {"a\nb", 10, "a\nb"},   {"a\r\nb\r\n", 10, "a\nb"}, {"a \n b", 10, "a\nb"},
      {"\n\na\n\n", 10, "a"}, {"a\tb", 10, "a b"},        {"ab\ncd", 3, "ab\n…"},
      {"ab\ncd", 2, "ab…"},   {"ab\n\n\n", 2, "ab"},      {"\033[2J\nb", 10, "[2J\nb"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *block = cr_text_block(cases[i].text, cases[i].max);
    g_assert_cmpstr(block, ==, cases[i].expected);
  }
  g_assert_null(cr_text_block(NULL, 10));
}

/* Whatever the bytes: valid, without controls, not longer than asked, and done in linear time. */
static void
test_any_bytes(void) {
  for (int i = 0; i < 20000; i++) {
    char bytes[64];
    int length = g_test_rand_int_range(0, sizeof bytes - 1);
    for (int j = 0; j < length; j++)
      bytes[j] = (char) g_test_rand_int_range(1, 256);
    bytes[length] = '\0';
    gsize max = (gsize) g_test_rand_int_range(0, 40);
    g_autofree char *line = cr_text_line(bytes, max);
    g_autofree char *again = cr_text_line(line, G_MAXSIZE);
    g_assert_true(g_utf8_validate(line, -1, NULL));
    g_assert_cmpint(g_utf8_strlen(line, -1), <=, (glong) max + 1);
    g_assert_cmpstr(line, ==, again);
  }
}

static void
test_large(void) {
  g_autofree char *spaces = g_strnfill(8 << 20, ' ');
  g_autofree char *breaks = g_strnfill(8 << 20, '\n');
  g_autofree char *letters = g_strnfill(8 << 20, 'x');
  g_autofree char *line = cr_text_line(spaces, 100);
  g_autofree char *block = cr_text_block(breaks, 100);
  g_autofree char *cut = cr_text_line(letters, 100);
  g_autofree char *whole = cr_text_line(letters, G_MAXSIZE);
  g_assert_cmpstr(line, ==, "");
  g_assert_cmpstr(block, ==, "");
  g_assert_cmpuint(strlen(cut), ==, 100 + strlen("…"));
  g_assert_cmpuint(strlen(whole), ==, 8 << 20);
}

/* Every place of a character, or of a byte that is none, within and across eight bytes. */
static void
test_utf8(void) {
  static const char *const odd[] = {"é", "\xe2\x82\xac", "\xff", "\xc3", "\x80", "\xed\xa0\x80"};
  for (gsize i = 0; i < G_N_ELEMENTS(odd); i++)
    for (gsize before = 0; before < 20; before++)
      for (gsize after = 0; after < 20; after++) {
        g_autofree char *text = g_strdup_printf("%.*s%s%.*s", (int) before, "abcdefghijklmnopqrst",
                                                odd[i], (int) after, "abcdefghijklmnopqrst");
        g_assert_cmpint(cr_text_is_utf8(text), ==, g_utf8_validate(text, -1, NULL));
      }
  g_assert_true(cr_text_is_utf8(""));
  g_assert_true(cr_text_is_utf8("abcdefghijklmnop\x7f"));
}

static void
test_starts(void) {
  static const struct {
    const char *text, *prefix;
    gsize length;
  } cases[] = {{"Unfortunately", "unfor", 5},
               {"re: x", "RE:", 3},
               {"re", "re:", 0},
               {"", "a", 0},
               {"a", "", 0},
               {"\r", "-", 0},
               {"-", "\r", 0},
               {"[", "{", 0},
               {"über", "ü", 2},
               {"Über", "über", 0},
               {"@a", "`a", 0},
               {"a b", "A B", 3},
               {"x", "X ", 0},
               {"n\x0eo", "n.o", 0}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpuint(cr_text_starts(cases[i].text, cases[i].prefix), ==, cases[i].length);
  for (int c = -128; c < 128; c++)
    g_assert_cmpint(cr_letter_is_ascii((char) c), ==, g_ascii_isalpha((char) c) != 0);
}

static void
test_find(void) {
  static const struct {
    const char *haystack, *needle;
    int at;
  } cases[] = {
      {"Unfortunately", "FORTUNATE", 2},
      {"abc", "", 0},
      {"abc", "abcd", -1},
      {"aaab", "AAB", 1},
      {"", "a", -1},
      {"xI", "i", 1},
      {"stra\xc3\x9f"
       "e",
       "SSE", -1},
      {"a-b", "-B", 1},
      {NULL, "a", -1},
      {"a", NULL, -1},
      {"@a@b", "@B", 2},
      {"a b", " B", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *found = cr_text_find(cases[i].haystack, cases[i].needle);
    g_assert_cmpint(found ? (int) (found - cases[i].haystack) : -1, ==, cases[i].at);
  }
}

static void
test_find_any(void) {
  static const char *const needles[] = {"mail delivery", "postmaster", "über", "-- ", NULL};
  static const struct {
    const char *text;
    int at;
  } cases[] = {
      {"", -1},
      {NULL, -1},
      {"Mail Delivery Subsystem", 0},
      {"the postmaster, by mail delivery", 4}, /* the first in the text, not of the needles */
      {"mail deliver", -1},
      {"mail mail delivery", 5},
      {"da über", 3},
      {"a--b\n-- ", 5},
      {"p", -1},
      {"M", -1},
      {"-\x0d ", -1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *found = cr_text_find_any(cases[i].text, needles);
    g_assert_cmpint(found ? (int) (found - cases[i].text) : -1, ==, cases[i].at);
  }
}

static void
test_has_word(void) {
  static const struct {
    const char *text, *word;
    gboolean has;
  } cases[] = {
      {"I'll call you.", "CALL", TRUE},
      {"recalled, called", "call", FALSE},
      {"recalled a call", "call", TRUE},
      {"Acme Corp's", "acme corp", TRUE},
      {"call2", "call", FALSE},
      {"call", "", FALSE},
      {NULL, "call", FALSE},
      {"call", NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_text_has_word(cases[i].text, cases[i].word), ==, cases[i].has);
}

/* The same as asking for each. */
static void
test_has_any_word(void) {
  static const char *const words[] = {"call", "Zoom", "interview", NULL};
  static const struct {
    const char *text;
    gboolean has;
  } cases[] = {
      {"I'll CALL you.", TRUE},
      {"recalled, called, calls", FALSE},
      {"recalled a call", TRUE},
      {"zoom", TRUE},
      {"(interview)", TRUE},
      {"call2 2call interviews \xc3\xa9 inter view", FALSE},
      {"\xc3\xa9zoom_", TRUE},
      {"a-word-of-more-than-sixty-four-letters aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; call",
       TRUE},
      {"", FALSE},
      {NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gboolean any = FALSE;
    for (const char *const *word = words; *word; word++)
      any = any || cr_text_has_word(cases[i].text, *word);
    g_assert_cmpint(any, ==, cases[i].has);
    g_assert_cmpint(cr_text_has_any_word(cases[i].text, words), ==, any);
  }
}

static void
test_equal(void) {
  g_assert_true(cr_text_equal("Dana", "dANA"));
  g_assert_true(cr_text_equal(NULL, NULL));
  g_assert_false(cr_text_equal(NULL, ""));
  g_assert_false(cr_text_equal("a", NULL));
  g_assert_false(cr_text_equal("a", "ab"));
}

static void
test_distance(void) {
  static const struct {
    const char *a, *b;
    guint max, expected;
  } cases[] = {
      {"+12025550123", "+12025550123", 2, 0},
      {"+12025550123", "+12025550132", 2, 1}, /* transposition */
      {"+12025550123", "+12025550124", 2, 1},
      {"+12025550123", "+1202555012", 2, 1},
      {"+12025550123", "+120255501233", 2, 1},
      {"+12025550123", "+12025559876", 2, 3},
      {"", "", 2, 0},
      {"", "a", 2, 1},
      {"a", "", 2, 1},
      {"", "abc", 2, 3},
      {"ab", "ba", 2, 1},
      {"abcd", "badc", 5, 2},
      {"ca", "abc", 5, 3}, /* each part is edited once: restricted distance */
      {"kitten", "sitting", 5, 3},
      {"kitten", "sitting", 1, 2},
      {"abc", "xyz", 0, 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_assert_cmpuint(cr_text_distance(cases[i].a, cases[i].b, cases[i].max), ==, cases[i].expected);
    g_assert_cmpuint(cr_text_distance(cases[i].b, cases[i].a, cases[i].max), ==, cases[i].expected);
  }
  g_autofree char *full = g_strnfill(64, 'a'), *other = g_strnfill(64, 'b');
  g_autofree char *longer = g_strnfill(65, 'a'), *mega = g_strnfill(1 << 20, 'a');
  g_assert_cmpuint(cr_text_distance(full, other, 100), ==, 64);
  g_assert_cmpuint(cr_text_distance(full, longer, 2), ==, 3);
  g_assert_cmpuint(cr_text_distance(mega, mega, 2), ==, 0);
}

static void
test_address(void) {
  static const struct {
    const char *address, *expected;
  } cases[] = {
      {"Dana.Reyes@Northwind.Example", "dana.reyes@northwind.example"},
      {"a+tag@example.com", "a+tag@example.com"},
      {"grüße@example.com", "grüße@example.com"},
      {NULL, NULL},
      {"", NULL},
      {"dana", NULL},
      {"@example.com", NULL},
      {"dana@", NULL},
      {"a@b@example.com", NULL},
      {"dana@example.com\r\nBcc: x@example.org", NULL},
      {"dana@example.com\n", NULL},
      {"Dana <dana@example.com>", NULL},
      {"dana @example.com", NULL},
      {"\"dana\"@example.com", NULL},
      {"dana@example.com,sam@example.com", NULL},
      {"mailto:dana@example.com", NULL},
      {"dana@exam\x7fple.com", NULL},
      {"dana@exam\xc2\x85ple.com", NULL},
      {"dana@\xe2\x80\xae"
       "moc.elpmaxe",
       NULL},
      {"dana@exam\xc2\xa0ple.com", NULL},
      {"dana@\xff.com", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *address = cr_address_normalize(cases[i].address);
    g_assert_cmpstr(address, ==, cases[i].expected);
  }
  g_autofree char *local = g_strnfill(242, 'a');
  g_autofree char *longest = g_strconcat(local, "@example.com", NULL);
  g_autofree char *longer = g_strconcat("a", longest, NULL);
  g_autofree char *kept = cr_address_normalize(longest);
  g_assert_nonnull(kept);
  g_assert_null(cr_address_normalize(longer));
}

static void
test_domain(void) {
  g_assert_cmpstr(cr_address_domain("dana@example.com"), ==, "example.com");
  g_assert_null(cr_address_domain("dana"));
  g_assert_null(cr_address_domain("dana@"));
  g_assert_null(cr_address_domain(NULL));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/line", test_line);
  g_test_add_func("/text/block", test_block);
  g_test_add_func("/text/any-bytes", test_any_bytes);
  g_test_add_func("/text/large", test_large);
  g_test_add_func("/text/utf8", test_utf8);
  g_test_add_func("/text/starts", test_starts);
  g_test_add_func("/text/find", test_find);
  g_test_add_func("/text/find-any", test_find_any);
  g_test_add_func("/text/has-word", test_has_word);
  g_test_add_func("/text/has-any-word", test_has_any_word);
  g_test_add_func("/text/equal", test_equal);
  g_test_add_func("/text/distance", test_distance);
  g_test_add_func("/text/address", test_address);
  g_test_add_func("/text/domain", test_domain);
  return g_test_run();
}
