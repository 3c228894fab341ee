/* A record as JSON, straight into a text: the same bytes that its json_t prints as, without one. */
#include "base/record.h"
#include "base/text.h"

#include <string.h>

#define AT_CONST(Type, base, field) (*(Type const *) ((const char *) (base) + (field)->offset))

static void
append_escaped(GString *out, guchar c) {
  static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
  const char *form = c ? strchr(short_forms, c) : NULL;
  if (form)
    g_string_append_printf(out, "\\%c", form[1]);
  else
    g_string_append_printf(out, "\\u%04X", c);
}

/* What is appended next: that many bytes. */
static char *
make_room(GString *out, gsize length) {
  g_string_set_size(out, out->len + length);
  return out->str + out->len - length;
}

static void
append_odd_string(GString *out, const char *string) {
  g_autofree char *valid = g_utf8_make_valid(string, -1);
  const char *from = valid, *at = from;
  g_string_append_c(out, '"');
  for (; *at; at++) {
    if ((guchar) *at >= ' ' && *at != '"' && *at != '\\')
      continue;
    g_string_append_len(out, from, at - from);
    append_escaped(out, (guchar) *at);
    from = at + 1;
  }
  g_string_append_len(out, from, at - from);
  g_string_append_c(out, '"');
}

/* Nearly all stand for themselves. */
static void
append_string(GString *out, const char *string) {
  const char *end = string;
  while ((guchar) *end >= ' ' && (guchar) *end < 0x80 && *end != '"' && *end != '\\')
    end++;
  if (*end) {
    append_odd_string(out, string);
    return;
  }
  gsize length = (gsize) (end - string);
  char *at = make_room(out, length + 2);
  at[0] = at[length + 1] = '"';
  memcpy(at + 1, string, length);
}

static void
append_integer(GString *out, gint64 value) {
  char buffer[CR_INTEGER_BYTES];
  const char *digits = cr_text_integer(buffer, value);
  g_string_append_len(out, digits, buffer + sizeof buffer - 1 - digits);
}

/* Few records have one. */
static void
append_real(GString *out, double value) {
  g_autoptr(json_t) json = json_real(value);
  g_autofree char *text = cr_json_print(json);
  g_string_append(out, text);
}

static void
append_strv(GString *out, char **strv) {
  g_string_append_c(out, '[');
  for (guint i = 0; strv[i]; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    append_string(out, strv[i]);
  }
  g_string_append_c(out, ']');
}

static void
append_list(GString *out, const CrRecord *record, const GPtrArray *list) {
  g_string_append_c(out, '[');
  for (guint i = 0; i < list->len; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    cr_record_append(record, list->pdata[i], out);
  }
  g_string_append_c(out, ']');
}

static gboolean
is_absent(const CrField *f, gconstpointer value) {
  switch (f->type) {
  case CR_FIELD_STRING:
  case CR_FIELD_STRV:
    return AT_CONST(gpointer, value, f) == NULL;
  case CR_FIELD_INT:
  case CR_FIELD_BOOL:
  case CR_FIELD_ENUM:
    return AT_CONST(int, value, f) == 0;
  case CR_FIELD_REAL: {
    double real = AT_CONST(double, value, f);
    return real == 0 || real - real != 0; /* nor infinite, nor no number */
  }
  case CR_FIELD_INSTANT:
    return AT_CONST(CrInstant, value, f) == CR_INSTANT_NONE;
  case CR_FIELD_LIST:
    return AT_CONST(GPtrArray *, value, f)->len == 0;
  case CR_FIELD_RECORD:
    return FALSE; /* an empty one is taken back */
  }
  return FALSE;
}

static void
append_value(GString *out, const CrField *f, gconstpointer value) {
  switch (f->type) {
  case CR_FIELD_STRING:
    append_string(out, AT_CONST(char *, value, f));
    break;
  case CR_FIELD_STRV:
    append_strv(out, AT_CONST(char **, value, f));
    break;
  case CR_FIELD_INT:
    append_integer(out, AT_CONST(int, value, f));
    break;
  case CR_FIELD_BOOL:
    g_string_append(out, "true");
    break;
  case CR_FIELD_REAL:
    append_real(out, AT_CONST(double, value, f));
    break;
  case CR_FIELD_INSTANT:
    append_integer(out, AT_CONST(CrInstant, value, f));
    break;
  case CR_FIELD_ENUM:
    append_string(out, f->names[AT_CONST(int, value, f)]);
    break;
  case CR_FIELD_RECORD:
    cr_record_append(f->record, (const char *) value + f->offset, out);
    break;
  case CR_FIELD_LIST:
    append_list(out, f->record, AT_CONST(GPtrArray *, value, f));
    break;
  }
}

void
cr_record_append_name(GString *out, const char *name) {
  gboolean first = out->str[out->len - 1] == '{';
  gsize length = strlen(name);
  char *at = make_room(out, length + 3 + !first);
  if (!first)
    *at++ = ',';
  *at++ = '"';
  memcpy(at, name, length);
  memcpy(at + length, "\":", 2);
}

void
cr_record_append(const CrRecord *record, gconstpointer value, GString *out) {
  g_string_append_c(out, '{');
  for (const CrField *f = record->fields; f->name; f++) {
    gsize before = out->len;
    if (is_absent(f, value))
      continue;
    cr_record_append_name(out, f->name);
    append_value(out, f, value);
    if (f->type == CR_FIELD_RECORD && out->str[out->len - 2] == '{')
      g_string_truncate(out, before);
  }
  g_string_append_c(out, '}');
}

char *
cr_record_print(const CrRecord *record, gconstpointer value) {
  GString *out = g_string_sized_new(512);
  cr_record_append(record, value, out);
  return g_string_free(out, FALSE);
}
