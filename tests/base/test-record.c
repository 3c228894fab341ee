#include "base/error.h"
#include "base/wire.h"

#include <string.h>

typedef enum { COLOUR_RED, COLOUR_GREEN } Colour;
static const char *const colour_names[] = {"red", "green", NULL};

typedef struct {
  char *name;
  CrInstant at;
} Part;
static const CrField part_fields[] = {CR_FIELD(Part, name, STRING), CR_FIELD(Part, at, INSTANT),
                                      CR_FIELD_END};
static const CrRecord part_record = CR_RECORD(Part, part_fields);

typedef struct {
  char *text;
  char **words;
  int number;
  gboolean yes;
  double real;
  CrInstant when;
  Colour colour;
  Part part;
  GPtrArray *parts;
} Thing;
static const CrField thing_fields[] = {CR_FIELD(Thing, text, STRING),
                                       CR_FIELD(Thing, words, STRV),
                                       CR_FIELD(Thing, number, INT),
                                       CR_FIELD(Thing, yes, BOOL),
                                       CR_FIELD(Thing, real, REAL),
                                       CR_FIELD(Thing, when, INSTANT),
                                       CR_FIELD_NAMED(Thing, colour, colour_names),
                                       CR_FIELD_OF(Thing, part, RECORD, &part_record),
                                       CR_FIELD_OF(Thing, parts, LIST, &part_record),
                                       CR_FIELD_END};
static const CrRecord thing_record = CR_RECORD(Thing, thing_fields);

/* As text and as JSON it is the same. */
static char *
print(const Thing *thing) {
  g_autoptr(json_t) json = cr_record_to_json(&thing_record, thing);
  g_autofree char *printed = cr_json_print(json);
  char *text = cr_record_print(&thing_record, thing);
  g_assert_cmpstr(text, ==, printed);
  return text;
}

static Thing *
read_thing(const char *text, GError **error) {
  g_autoptr(json_t) json = cr_json_parse(text, strlen(text), error);
  g_assert_nonnull(json);
  return cr_record_parse(&thing_record, text, error);
}

static const char full[] =
    "{\"text\":\"a \\\"b\\\" 😀\",\"words\":[\"x\",\"\"],\"number\":-2147483648,\"yes\":true,"
    "\"real\":0.1,\"when\":0,\"colour\":\"green\",\"part\":{\"name\":\"p\"},"
    "\"parts\":[{\"name\":\"q\",\"at\":-1},{}]}";

static void
test_new(void) {
  Thing *thing = cr_record_new(&thing_record);
  g_assert_null(thing->text);
  g_assert_null(thing->words);
  g_assert_cmpint(thing->when, ==, CR_INSTANT_NONE);
  g_assert_cmpint(thing->part.at, ==, CR_INSTANT_NONE);
  g_assert_cmpuint(thing->parts->len, ==, 0);
  g_autofree char *text = print(thing);
  g_assert_cmpstr(text, ==, "{}");
  cr_record_free(&thing_record, thing);
  cr_record_free(&thing_record, NULL);
  g_assert_null(cr_record_copy(&thing_record, NULL));
}

static void
test_round_trip(void) {
  static const char *const cases[] = {
      "{}",
      full,
      "{\"words\":[]}",
      "{\"when\":-9223372036854775807}",
      "{\"number\":2147483647}",
      "{\"real\":1e-300}",
      "{\"text\":\"\"}",
      "{\"text\":\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\\u007f\\u2028\"}",
      "{\"number\":-1,\"real\":-2.0,\"when\":9223372036854775807}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    Thing *thing = read_thing(cases[i], &error);
    g_assert_no_error(error);
    g_autofree char *text = print(thing);
    Thing *again = read_thing(text, &error);
    g_autofree char *text_again = print(again);
    g_autoptr(json_t) wanted = cr_json_parse(cases[i], strlen(cases[i]), &error);
    g_autoptr(json_t) got = cr_json_parse(text, strlen(text), &error);
    g_assert_true(json_equal(wanted, got));
    g_assert_cmpstr(text, ==, text_again);
    cr_record_free(&thing_record, thing);
    cr_record_free(&thing_record, again);
  }
}

/* A copy shares nothing: it outlives the original, and neither sees the other's changes. */
static void
test_copy(void) {
  Thing *thing = read_thing(full, NULL);
  Thing *copy = cr_record_copy(&thing_record, thing);
  g_autofree char *before = print(thing);
  copy->text[0] = '!';
  copy->words[0][0] = '!';
  ((Part *) copy->parts->pdata[0])->name[0] = '!';
  copy->part.name[0] = '!';
  g_autofree char *after = print(thing);
  g_assert_cmpstr(before, ==, after);
  cr_record_free(&thing_record, thing);
  g_autofree char *alone = print(copy);
  g_assert_nonnull(strstr(alone, "\"!\""));
  cr_record_free(&thing_record, copy);
}

static void
test_assign(void) {
  Thing target, *source = read_thing(full, NULL);
  cr_record_init(&thing_record, &target);
  cr_record_assign(&thing_record, &target, source);
  cr_record_assign(&thing_record, &target, &target);
  g_autofree char *first = print(source), *second = print(&target);
  g_assert_cmpstr(first, ==, second);
  cr_record_truncate(&part_record, target.parts, 1);
  cr_record_truncate(&part_record, target.parts, 5);
  g_assert_cmpuint(target.parts->len, ==, 1);
  cr_record_clear(&thing_record, &target);
  cr_record_free(&thing_record, source);
}

/* What one changed and what another changed meanwhile are both there; what was taken away is gone. */
static void
test_merge(void) {
  Thing *base = read_thing(full, NULL), *edited = read_thing(full, NULL);
  Thing *current = read_thing(full, NULL);
  edited->number++;
  g_clear_pointer(&edited->text, g_free);
  g_strfreev(current->words);
  current->words = g_strsplit("another", " ", -1);
  current->number += 5;
  Thing *merged = cr_record_merge(&thing_record, base, edited, current);
  g_assert_cmpint(merged->number, ==, edited->number);
  g_assert_null(merged->text);
  g_assert_cmpstr(merged->words[0], ==, "another");
  g_assert_cmpuint(merged->parts->len, ==, base->parts->len);
  for (Thing **thing = (Thing *[]){base, edited, current, merged, NULL}; *thing; thing++)
    cr_record_free(&thing_record, *thing);
}

static void
test_refuses(void) {
  static const char *const cases[] = {
      "[]",

      "{\"text\":1}",
      "{\"words\":\"x\"}",
      "{\"words\":[1]}",
      "{\"words\":[null]}",
      "{\"number\":\"1\"}",
      "{\"number\":1.5}",
      "{\"number\":2147483648}",
      "{\"number\":-2147483649}",
      "{\"yes\":1}",
      "{\"real\":\"x\"}",
      "{\"when\":\"noon\"}",
      "{\"colour\":\"blue\"}",
      "{\"colour\":1}",
      "{\"part\":[]}",
      "{\"part\":{\"name\":1}}",
      "{\"parts\":{}}",
      "{\"parts\":[1]}",
      "{\"parts\":[{\"name\":\"a\"},{\"at\":true}]}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(read_thing(cases[i], &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
  }
  g_autoptr(json_t) wrong = json_array();
  g_assert_null(cr_record_from_json(&thing_record, wrong, NULL)); /* nobody asks why */
}

static void
test_unknown_members(void) {
  g_autoptr(GError) error = NULL;
  Thing *thing = read_thing("{\"later\":{\"x\":[1]},\"text\":null,\"number\":3}", &error);
  g_assert_no_error(error);
  g_assert_null(thing->text);
  g_assert_cmpint(thing->number, ==, 3);
  cr_record_free(&thing_record, thing);
}

static void
test_bad_utf8_is_repaired(void) {
  Thing *thing = cr_record_new(&thing_record);
  thing->text = g_strdup("a\xff");
  thing->words = g_new0(char *, 2);
  thing->words[0] = g_strdup("\xc3");
  g_autofree char *text = print(thing);
  g_assert_cmpstr(text, ==, "{\"text\":\"a\xef\xbf\xbd\",\"words\":[\"\xef\xbf\xbd\"]}");
  cr_record_free(&thing_record, thing);
}

static void
test_name_index(void) {
  g_assert_cmpint(cr_name_index(colour_names, "green"), ==, 1);
  g_assert_cmpint(cr_name_index(colour_names, "gree"), ==, -1);
  g_assert_cmpint(cr_name_index(colour_names, NULL), ==, -1);
}

/* However the text is spoilt, it is read as its JSON is, or refused as that is. */
static void
test_read_spoilt(void) {
  g_autofree char *text = g_strdup(strstr(full, "\"when\""));
  g_autofree char *whole = g_strconcat(
      "{\"text\":\"\\n\\u001F\\\"\u00e4\",\"words\":[\"a\",\"\"],\"number\":-12,", text, NULL);
  guint refused = 0, sound = 0;
  const char *end = whole;
  Thing *thing = cr_record_new(&thing_record);
  g_assert_true(cr_record_read(&thing_record, &end, thing) && *end == '\0');
  cr_record_free(&thing_record, thing);
  for (char *at = whole; *at; at++)
    for (guint value = 1; value < 256; value++) {
      char was = *at;
      *at = (char) value;
      g_autoptr(json_t) json = cr_json_parse(whole, strlen(whole), NULL);
      gpointer wanted = json ? cr_record_from_json(&thing_record, json, NULL) : NULL;
      gpointer got = cr_record_parse(&thing_record, whole, NULL);
      g_assert_true(got ? wanted && cr_record_equal(&thing_record, got, wanted) : wanted == NULL);
      *(got ? &sound : &refused) += 1;
      cr_record_free(&thing_record, wanted);
      cr_record_free(&thing_record, got);
      *at = was;
    }
  g_assert_cmpuint(refused, >, 100);
  g_assert_cmpuint(sound, >, 100);
}

static Thing *
through_wire(const GByteArray *bytes, gsize length) {
  CrWire wire = {bytes->data, bytes->data + length, FALSE};
  Thing *thing = cr_wire_record(&wire, &thing_record);
  if (thing && wire.at == wire.end)
    return thing;
  cr_record_free(&thing_record, thing);
  return NULL;
}

static void
test_wire(void) {
  static const char *const things[] = {full, "{}", "{\"words\":[],\"text\":\"\"}"};
  for (gsize i = 0; i < G_N_ELEMENTS(things); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    Thing *thing = read_thing(things[i], &error);
    g_assert_no_error(error);
    cr_wire_put_record(bytes, &thing_record, thing);
    Thing *other = through_wire(bytes, bytes->len);
    g_autofree char *before = print(thing), *after = print(other);
    g_assert_cmpstr(before, ==, after);
    for (gsize length = 0; length < bytes->len; length++) /* cut off anywhere it is none */
      g_assert_null(through_wire(bytes, length));
    cr_record_free(&thing_record, thing);
    cr_record_free(&thing_record, other);
  }
}

/* Any byte may be any other: then it is refused, or a sound thing that can be printed. */
static void
test_wire_spoilt(void) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  Thing *thing = read_thing(full, NULL);
  cr_wire_put_record(bytes, &thing_record, thing);
  cr_record_free(&thing_record, thing);
  guint refused = 0, sound = 0;
  for (guint at = 0; at < bytes->len; at++)
    for (guint value = 0; value < 256; value += 5) {
      guint8 was = bytes->data[at];
      bytes->data[at] = (guint8) value;
      Thing *spoilt = through_wire(bytes, bytes->len);
      if (spoilt)
        g_free(print(spoilt));
      *(spoilt ? &sound : &refused) += 1;
      cr_record_free(&thing_record, spoilt);
      bytes->data[at] = was;
    }
  g_assert_cmpuint(refused, >, 100);
  g_assert_cmpuint(sound, >, 100);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/record/new", test_new);
  g_test_add_func("/record/round-trip", test_round_trip);
  g_test_add_func("/record/copy", test_copy);
  g_test_add_func("/record/assign", test_assign);
  g_test_add_func("/record/merge", test_merge);
  g_test_add_func("/record/refuses", test_refuses);
  g_test_add_func("/record/unknown-members", test_unknown_members);
  g_test_add_func("/record/bad-utf8-is-repaired", test_bad_utf8_is_repaired);
  g_test_add_func("/record/name-index", test_name_index);
  g_test_add_func("/record/read/spoilt", test_read_spoilt);
  g_test_add_func("/record/wire", test_wire);
  g_test_add_func("/record/wire/spoilt", test_wire_spoilt);
  return g_test_run();
}
