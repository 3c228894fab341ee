#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"

#include <string.h>

static void
test_refuses(void) {
  static const char *const cases[] = {
      "",
      "{",
      "{\"a\":1,\"a\":2}",
      "{} x",
      "[1,]",
      "nul",
      "{\"a\":\"\xff\"}",
      "\"\\u0000\"",
      "{\"a\":1e999}",
      "99999999999999999999",
      "{'a':1}",
      "[1]\033[31m",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(cr_json_parse(cases[i], strlen(cases[i]), &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
    g_assert_nonnull(strstr(error->message, "line 1"));
    g_assert_null(strchr(error->message, '\033'));
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
  }
}

static void
test_refuses_depth_and_size(void) {
  g_autofree char *deep = g_strnfill(100000, '[');
  g_autoptr(GError) error = NULL, large = NULL;
  g_assert_null(cr_json_parse(deep, strlen(deep), &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
  g_assert_null(cr_json_parse("", CR_MAX_JSON_BYTES + 1, &large));
  g_assert_error(large, CR_ERROR, CR_ERROR_LIMIT);
}

static void
test_typed_reads(void) {
  static const char text[] = "{\"s\":\"x\",\"i\":7,\"r\":0.5,\"t\":true,\"f\":false,\"n\":null}";
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) json = cr_json_parse(text, strlen(text), &error);
  g_assert_cmpstr(cr_json_string(json, "s"), ==, "x");
  g_assert_null(cr_json_string(json, "i"));
  g_assert_null(cr_json_string(json, "n"));
  g_assert_null(cr_json_string(json, "absent"));
  g_assert_cmpint(cr_json_int(json, "i", -1), ==, 7);
  g_assert_cmpint(cr_json_int(json, "r", -1), ==, -1);
  g_assert_cmpint(cr_json_int(json, "s", -1), ==, -1);
  g_assert_cmpfloat(cr_json_real(json, "r", -1), ==, 0.5);
  g_assert_cmpfloat(cr_json_real(json, "i", -1), ==, 7);
  g_assert_cmpfloat(cr_json_real(json, "s", -1), ==, -1);
  g_assert_true(cr_json_bool(json, "t"));
  g_assert_false(cr_json_bool(json, "f"));
  g_assert_false(cr_json_bool(json, "i"));
  g_assert_cmpint(cr_json_instant(json, "i"), ==, 7);
  g_assert_cmpint(cr_json_instant(json, "s"), ==, CR_INSTANT_NONE);
  g_assert_cmpint(cr_json_int(NULL, "i", -1), ==, -1);
}

static void
test_setters(void) {
  g_autoptr(json_t) json = json_object();
  cr_json_set_string(json, "a", NULL);
  cr_json_set_int(json, "b", 0);
  cr_json_set_bool(json, "c", FALSE);
  cr_json_set_instant(json, "d", CR_INSTANT_NONE);
  g_assert_cmpuint(json_object_size(json), ==, 0);
  cr_json_put_string(json, "a", NULL);
  cr_json_set_string(json, "b", "x\xff");
  cr_json_set_int(json, "c", G_MININT64);
  cr_json_set_bool(json, "d", TRUE);
  cr_json_set_instant(json, "e", 0);
  g_autofree char *text = cr_json_print(json);
  g_assert_cmpstr(text, ==,
                  "{\"a\":null,\"b\":\"x\xef\xbf\xbd\",\"c\":-9223372036854775808,\"d\":true,"
                  "\"e\":0}");
}

/* What a terminal obeys is told in letters that it shows, and read back it is the same. */
static void
test_shows(void) {
  static const struct {
    const char *text, *shown;
  } cases[] = {
      {"caf\u00e9 \u05d0 \u2026 \U0001f600", "\"caf\u00e9 \u05d0 \u2026 \U0001f600\""},
      {"\033[31m\177", "\"\\u001B[31m\\u007f\""},
      {"a\xc2\x80"
       "b\xc2\x9b"
       "2J\xc2\x9f",
       "\"a\\u0080b\\u009b2J\\u009f\""},
      {"\u202a\u202e\u2066\u2069\u200e\u200f\u061c",
       "\"\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c\""},
      {"\u2028\u2029\ufeff\U000e0041", "\"\\u2028\\u2029\\ufeff\\udb40\\udc41\""},
      {"\\\xc2\x9b", "\"\\\\\\u009b\""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(json_t) json = json_string(cases[i].text), list = json_array();
    g_autofree char *shown = cr_json_show(json, JSON_ENCODE_ANY);
    g_assert_cmpstr(shown, ==, cases[i].shown);
    json_array_append(list, json);
    g_autofree char *lines = cr_json_show(list, JSON_INDENT(2));
    g_assert_true(g_str_has_prefix(lines, "[\n  \""));
    g_autoptr(json_t) back = cr_json_parse(lines, strlen(lines), NULL);
    g_assert_true(json_equal(back, list));
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/json/refuses", test_refuses);
  g_test_add_func("/json/refuses-depth-and-size", test_refuses_depth_and_size);
  g_test_add_func("/json/typed-reads", test_typed_reads);
  g_test_add_func("/json/setters", test_setters);
  g_test_add_func("/json/shows", test_shows);
  return g_test_run();
}
