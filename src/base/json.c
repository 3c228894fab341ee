#include "base/json.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

json_t *
cr_json_parse(const char *text, gsize length, GError **error) {
  json_error_t problem;
  if (length > CR_MAX_JSON_BYTES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "JSON larger than %lu MiB",
                CR_MAX_JSON_BYTES >> 20);
    return NULL;
  }
  json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
  if (json == NULL) {
    g_autofree char *shown = cr_text_line(problem.text, sizeof problem.text); /* quotes the input */
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "JSON line %d, column %d: %s", problem.line,
                problem.column, shown);
  }
  return json;
}

char *
cr_json_print(const json_t *json) {
  char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
  char *copy = g_strdup(text);
  free(text);
  return copy;
}

/* Outside of strings there are line breaks and ASCII alone. U+2028 and U+2029 end a line, too. */
static gboolean
is_shown(gunichar c) {
  return c == '\n' || (c != 0x2028 && c != 0x2029 && !cr_letter_is_hidden(c));
}

char *
cr_json_show(const json_t *json, size_t flags) {
  char *text = json_dumps(json, flags);
  GString *shown = g_string_sized_new(strlen(text));
  for (const char *p = text, *next; *p; p = next) {
    gunichar c = g_utf8_get_char(p);
    next = g_utf8_next_char(p);
    if (is_shown(c))
      g_string_append_len(shown, p, next - p);
    else if (c < 0x10000)
      g_string_append_printf(shown, "\\u%04x", c);
    else
      g_string_append_printf(shown, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
  }
  free(text);
  return g_string_free(shown, FALSE);
}

const char *
cr_json_string(const json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}

gint64
cr_json_int(const json_t *object, const char *key, gint64 otherwise) {
  const json_t *value = json_object_get(object, key);
  return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

double
cr_json_real(const json_t *object, const char *key, double otherwise) {
  const json_t *value = json_object_get(object, key);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

gboolean
cr_json_bool(const json_t *object, const char *key) {
  return json_is_true(json_object_get(object, key));
}

CrInstant
cr_json_instant(const json_t *object, const char *key) {
  return cr_json_int(object, key, CR_INSTANT_NONE);
}

void
cr_json_put_string(json_t *object, const char *key, const char *value) {
  g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;
  json_object_set_new(object, key, valid ? json_string(valid) : json_null());
}

void
cr_json_put_instant(json_t *object, const char *key, CrInstant instant, const CrZone *zone) {
  g_autofree char *text = cr_instant_format(instant, zone);
  cr_json_put_string(object, key, text);
}

void
cr_json_set_string(json_t *object, const char *key, const char *value) {
  if (value)
    cr_json_put_string(object, key, value);
}

void
cr_json_set_int(json_t *object, const char *key, gint64 value) {
  if (value)
    json_object_set_new(object, key, json_integer(value));
}

void
cr_json_set_bool(json_t *object, const char *key, gboolean value) {
  if (value)
    json_object_set_new(object, key, json_true());
}

void
cr_json_set_instant(json_t *object, const char *key, CrInstant value) {
  if (value != CR_INSTANT_NONE)
    json_object_set_new(object, key, json_integer(value));
}
