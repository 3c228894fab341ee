#include "base/record.h"

#include "base/error.h"
#include "base/limits.h"

#include <string.h>

#define AT(Type, base, field) (*(Type *) ((char *) (base) + (field)->offset))
#define AT_CONST(Type, base, field) (*(Type const *) ((const char *) (base) + (field)->offset))

void
cr_record_init(const CrRecord *record, gpointer value) {
  memset(value, 0, record->size);
  for (const CrField *f = record->fields; f->name; f++) {
    if (f->type == CR_FIELD_INSTANT)
      AT(CrInstant, value, f) = CR_INSTANT_NONE;
    else if (f->type == CR_FIELD_LIST)
      AT(GPtrArray *, value, f) = g_ptr_array_new();
    else if (f->type == CR_FIELD_RECORD)
      cr_record_init(f->record, (char *) value + f->offset);
  }
}

void
cr_record_truncate(const CrRecord *record, GPtrArray *list, guint length) {
  for (guint i = length; i < list->len; i++)
    cr_record_free(record, list->pdata[i]);
  if (length < list->len)
    g_ptr_array_set_size(list, (int) length);
}

void
cr_record_clear(const CrRecord *record, gpointer value) {
  for (const CrField *f = record->fields; f->name; f++) {
    switch (f->type) {
    case CR_FIELD_STRING:
      g_clear_pointer(&AT(char *, value, f), g_free);
      break;
    case CR_FIELD_STRV:
      g_clear_pointer(&AT(char **, value, f), g_strfreev);
      break;
    case CR_FIELD_RECORD:
      cr_record_clear(f->record, (char *) value + f->offset);
      break;
    case CR_FIELD_LIST:
      cr_record_truncate(f->record, AT(GPtrArray *, value, f), 0);
      g_clear_pointer(&AT(GPtrArray *, value, f), g_ptr_array_unref);
      break;
    case CR_FIELD_INT:
    case CR_FIELD_BOOL:
    case CR_FIELD_REAL:
    case CR_FIELD_INSTANT:
    case CR_FIELD_ENUM:
      break;
    }
  }
}

void
cr_record_forget_words(const CrRecord *record, gpointer value) {
  for (const CrField *f = record->fields; f->name; f++) {
    if (f->type == CR_FIELD_STRING)
      g_clear_pointer(&AT(char *, value, f), g_free);
    else if (f->type == CR_FIELD_STRV)
      g_clear_pointer(&AT(char **, value, f), g_strfreev);
    else if (f->type == CR_FIELD_RECORD)
      cr_record_forget_words(f->record, (char *) value + f->offset);
    else if (f->type == CR_FIELD_LIST)
      cr_record_truncate(f->record, AT(GPtrArray *, value, f), 0);
  }
}

gpointer
cr_record_new(const CrRecord *record) {
  gpointer value = g_malloc(record->size);
  cr_record_init(record, value);
  return value;
}

void
cr_record_free(const CrRecord *record, gpointer value) {
  if (value == NULL)
    return;
  cr_record_clear(record, value);
  g_free(value);
}

/* A shallow copy first, then each owned pointer replaced by its own copy. */
static void
fill_copy(const CrRecord *record, gpointer target, gconstpointer source) {
  memcpy(target, source, record->size);
  for (const CrField *f = record->fields; f->name; f++) {
    if (f->type == CR_FIELD_STRING) {
      AT(char *, target, f) = g_strdup(AT_CONST(char *, source, f));
    } else if (f->type == CR_FIELD_STRV) {
      AT(char **, target, f) = g_strdupv(AT_CONST(char **, source, f));
    } else if (f->type == CR_FIELD_RECORD) {
      fill_copy(f->record, (char *) target + f->offset, (const char *) source + f->offset);
    } else if (f->type == CR_FIELD_LIST) {
      GPtrArray *from = AT_CONST(GPtrArray *, source, f), *to = g_ptr_array_new();
      for (guint i = 0; i < from->len; i++)
        g_ptr_array_add(to, cr_record_copy(f->record, from->pdata[i]));
      AT(GPtrArray *, target, f) = to;
    }
  }
}

gpointer
cr_record_copy(const CrRecord *record, gconstpointer value) {
  if (value == NULL)
    return NULL;
  gpointer copy = g_malloc(record->size);
  fill_copy(record, copy, value);
  return copy;
}

void
cr_record_assign(const CrRecord *record, gpointer target, gconstpointer source) {
  if (target == source)
    return;
  cr_record_clear(record, target);
  fill_copy(record, target, source);
}

static gboolean
strv_equal(char **a, char **b) {
  return a && b ? g_strv_equal((const char *const *) a, (const char *const *) b) : a == b;
}

static gboolean
lists_equal(const CrRecord *record, const GPtrArray *a, const GPtrArray *b) {
  gboolean equal = a->len == b->len;
  for (guint i = 0; equal && i < a->len; i++)
    equal = cr_record_equal(record, a->pdata[i], b->pdata[i]);
  return equal;
}

static gboolean
fields_equal(const CrField *f, gconstpointer a, gconstpointer b) {
  switch (f->type) {
  case CR_FIELD_STRING:
    return g_strcmp0(AT_CONST(char *, a, f), AT_CONST(char *, b, f)) == 0;
  case CR_FIELD_STRV:
    return strv_equal(AT_CONST(char **, a, f), AT_CONST(char **, b, f));
  case CR_FIELD_INT:
  case CR_FIELD_ENUM:
    return AT_CONST(int, a, f) == AT_CONST(int, b, f);
  case CR_FIELD_BOOL:
    return !AT_CONST(gboolean, a, f) == !AT_CONST(gboolean, b, f);
  case CR_FIELD_REAL:
    return AT_CONST(double, a, f) == AT_CONST(double, b, f);
  case CR_FIELD_INSTANT:
    return AT_CONST(CrInstant, a, f) == AT_CONST(CrInstant, b, f);
  case CR_FIELD_RECORD:
    return cr_record_equal(f->record, (const char *) a + f->offset, (const char *) b + f->offset);
  case CR_FIELD_LIST:
    return lists_equal(f->record, AT_CONST(GPtrArray *, a, f), AT_CONST(GPtrArray *, b, f));
  }
  return FALSE;
}

gboolean
cr_record_equal(const CrRecord *record, gconstpointer a, gconstpointer b) {
  for (const CrField *f = record->fields; f->name; f++)
    if (!fields_equal(f, a, b))
      return FALSE;
  return TRUE;
}

static json_t *
strv_to_json(char **strv) {
  json_t *array = json_array();
  for (guint i = 0; strv[i]; i++) {
    g_autofree char *valid = g_utf8_make_valid(strv[i], -1);
    json_array_append_new(array, json_string(valid));
  }
  return array;
}

json_t *
cr_record_to_json(const CrRecord *record, gconstpointer value) {
  json_t *json = json_object();
  for (const CrField *f = record->fields; f->name; f++) {
    switch (f->type) {
    case CR_FIELD_STRING:
      cr_json_set_string(json, f->name, AT_CONST(char *, value, f));
      break;
    case CR_FIELD_STRV:
      if (AT_CONST(char **, value, f))
        json_object_set_new(json, f->name, strv_to_json(AT_CONST(char **, value, f)));
      break;
    case CR_FIELD_INT:
      cr_json_set_int(json, f->name, AT_CONST(int, value, f));
      break;
    case CR_FIELD_BOOL:
      cr_json_set_bool(json, f->name, AT_CONST(gboolean, value, f));
      break;
    case CR_FIELD_REAL:
      if (AT_CONST(double, value, f) != 0)
        json_object_set_new(json, f->name, json_real(AT_CONST(double, value, f)));
      break;
    case CR_FIELD_INSTANT:
      cr_json_set_instant(json, f->name, AT_CONST(CrInstant, value, f));
      break;
    case CR_FIELD_ENUM:
      if (AT_CONST(int, value, f))
        json_object_set_new(json, f->name, json_string(f->names[AT_CONST(int, value, f)]));
      break;
    case CR_FIELD_RECORD: {
      json_t *inner = cr_record_to_json(f->record, (const char *) value + f->offset);
      if (json_object_size(inner))
        json_object_set(json, f->name, inner);
      json_decref(inner);
      break;
    }
    case CR_FIELD_LIST: {
      GPtrArray *list = AT_CONST(GPtrArray *, value, f);
      json_t *array = list->len ? json_array() : NULL;
      for (guint i = 0; i < list->len; i++)
        json_array_append_new(array, cr_record_to_json(f->record, list->pdata[i]));
      if (array)
        json_object_set_new(json, f->name, array);
      break;
    }
    }
  }
  return json;
}

int
cr_name_index(const char *const *names, const char *name) {
  for (int i = 0; name && names[i]; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

static gboolean fill_from_json(const CrRecord *record, const json_t *json, gpointer value,
                               GError **error);

static gboolean
read_strv(const json_t *json, char ***ret_strv) {
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
  if (!json_is_array(json))
    return FALSE;
  for (size_t i = 0; i < json_array_size(json); i++) {
    const char *string = json_string_value(json_array_get(json, i));
    if (string == NULL)
      return FALSE;
    g_ptr_array_add(strings, g_strdup(string));
  }
  g_ptr_array_add(strings, NULL);
  *ret_strv = (char **) g_ptr_array_free(g_steal_pointer(&strings), FALSE);
  return TRUE;
}

static gboolean
read_list(const CrRecord *record, const json_t *json, GPtrArray *list, GError **error) {
  if (!json_is_array(json))
    return FALSE;
  for (size_t i = 0; i < json_array_size(json); i++) {
    gpointer element = cr_record_from_json(record, json_array_get(json, i), error);
    if (element == NULL)
      return FALSE;
    g_ptr_array_add(list, element);
  }
  return TRUE;
}

static gboolean
read_field(const CrField *f, const json_t *json, gpointer value, GError **error) {
  switch (f->type) {
  case CR_FIELD_STRING:
    AT(char *, value, f) = g_strdup(json_string_value(json));
    return json_is_string(json);
  case CR_FIELD_STRV:
    return read_strv(json, &AT(char **, value, f));
  case CR_FIELD_INT:
    AT(int, value, f) = (int) json_integer_value(json);
    return json_is_integer(json) && AT(int, value, f) == json_integer_value(json);
  case CR_FIELD_BOOL:
    AT(gboolean, value, f) = json_is_true(json);
    return json_is_boolean(json);
  case CR_FIELD_REAL:
    AT(double, value, f) = json_number_value(json);
    return json_is_number(json);
  case CR_FIELD_INSTANT:
    AT(CrInstant, value, f) = json_integer_value(json);
    return json_is_integer(json);
  case CR_FIELD_ENUM: {
    int index = cr_name_index(f->names, json_string_value(json));
    AT(int, value, f) = MAX(index, 0);
    return index >= 0;
  }
  case CR_FIELD_RECORD:
    return fill_from_json(f->record, json, (char *) value + f->offset, error);
  case CR_FIELD_LIST:
    return read_list(f->record, json, AT(GPtrArray *, value, f), error);
  }
  return FALSE;
}

static gboolean
fill_from_json(const CrRecord *record, const json_t *json, gpointer value, GError **error) {
  if (!json_is_object(json)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "a record must be a JSON object");
    return FALSE;
  }
  for (const CrField *f = record->fields; f->name; f++) {
    const json_t *member = json_object_get(json, f->name);
    if (member == NULL || json_is_null(member) || read_field(f, member, value, error))
      continue;
    if (error && *error == NULL)
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "member \"%s\" is not what it should be",
                  f->name);
    return FALSE;
  }
  return TRUE;
}

gpointer
cr_record_from_json(const CrRecord *record, const json_t *json, GError **error) {
  gpointer value = cr_record_new(record);
  g_autoptr(GError) local = NULL;
  if (fill_from_json(record, json, value, &local))
    return value;
  g_propagate_error(error, g_steal_pointer(&local));
  cr_record_free(record, value);
  return NULL;
}

gpointer
cr_record_merge(const CrRecord *record, gconstpointer base, gconstpointer edited,
                gconstpointer current) {
  g_autoptr(json_t) merged = cr_record_to_json(record, current);
  g_autoptr(json_t) after = cr_record_to_json(record, edited);
  for (const CrField *f = record->fields; f->name; f++) {
    json_t *value = json_object_get(after, f->name);
    if (fields_equal(f, base, edited))
      continue;
    if (value)
      json_object_set(merged, f->name, value);
    else
      json_object_del(merged, f->name);
  }
  return cr_record_from_json(record, merged, NULL);
}

gpointer
cr_record_parse(const CrRecord *record, const char *text, GError **error) {
  gpointer value = cr_record_new(record);
  const char *at = text;
  gsize length = strlen(text);
  if (length <= CR_MAX_JSON_BYTES && cr_record_read(record, &at, value) && *at == '\0')
    return value;
  cr_record_free(record, value);
  g_autoptr(json_t) json = cr_json_parse(text, length, error);
  return json ? cr_record_from_json(record, json, error) : NULL;
}
