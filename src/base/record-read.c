/* A record from its JSON, straight from the text and without a json_t: of what cr_record_append
 * writes, member by member in the order of the table. All else is refused, valid JSON or not. */
#include "base/record.h"

#include <string.h>

#define AT(Type, base, field) (*(Type *) ((char *) (base) + (field)->offset))

static gboolean
skip(const char **at, char c) {
  if (**at != c)
    return FALSE;
  ++*at;
  return TRUE;
}

static gboolean
read_escaped(const char **at, char *ret_c) {
  static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
  for (const char *form = short_forms; *form; form += 2)
    if (skip(at, form[1])) {
      *ret_c = *form;
      return TRUE;
    }
  int high = strncmp(*at, "u00", 3) == 0 ? g_ascii_xdigit_value((*at)[3]) : -1;
  int low = high >= 0 ? g_ascii_xdigit_value((*at)[4]) : -1;
  if (low < 0 || high * 16 + low == 0 || high > 7)
    return FALSE;
  *ret_c = (char) (high * 16 + low);
  *at += 5;
  return TRUE;
}

/* Behind the bytes that stand for themselves. FALSE: they are not UTF-8. */
static gboolean
skip_plain(const char **at, gsize *ret_length) {
  const char *from = *at, *end = from;
  guchar all = 0;
  for (; (guchar) *end >= ' ' && *end != '"' && *end != '\\'; end++)
    all |= (guchar) *end;
  *at = end;
  *ret_length = (gsize) (end - from);
  return all < 0x80 || g_utf8_validate(from, end - from, NULL);
}

static gboolean
read_string(const char **at, char **ret_string) {
  const char *from = *at + 1;
  gsize length;
  if (!skip(at, '"') || !skip_plain(at, &length))
    return FALSE;
  if (skip(at, '"')) {
    char *string = g_malloc(length + 1);
    memcpy(string, from, length);
    string[length] = '\0';
    *ret_string = string;
    return TRUE;
  }
  g_autoptr(GString) string = g_string_new_len(from, (gssize) length);
  do {
    char c;
    if (!skip(at, '\\') || !read_escaped(at, &c))
      return FALSE;
    g_string_append_c(string, c);
    from = *at;
    if (!skip_plain(at, &length))
      return FALSE;
    g_string_append_len(string, from, (gssize) length);
  } while (!skip(at, '"'));
  *ret_string = g_string_free(g_steal_pointer(&string), FALSE);
  return TRUE;
}

/* Of at most 18 digits, which covers every instant that there is. */
static gboolean
read_integer(const char **at, gint64 *ret_value) {
  gboolean negative = skip(at, '-');
  const char *first = *at, *end = first;
  gint64 value = 0;
  for (guint digit; (digit = (guint) (*end - '0')) < 10 && end - first < 18; end++)
    value = value * 10 + digit;
  *at = end;
  if (end == first || (*first == '0' && (end - first > 1 || negative)))
    return FALSE;
  *ret_value = negative ? -value : value;
  return TRUE;
}

static gboolean
read_int(const char **at, int *ret_value) {
  gint64 value;
  if (!read_integer(at, &value) || value < G_MININT || value > G_MAXINT)
    return FALSE;
  *ret_value = (int) value;
  return TRUE;
}

/* FALSE: it is another one, and nothing was read. */
static gboolean
skip_name(const char **at, const char *name) {
  const char *end = *at;
  if (*end++ != '"')
    return FALSE;
  while (*name && *end == *name)
    end++, name++;
  if (*name || *end != '"')
    return FALSE;
  *at = end + 1;
  return TRUE;
}

static gboolean
read_enum(const char **at, const char *const *names, int *ret_value) {
  for (int i = 0; names[i]; i++)
    if (skip_name(at, names[i])) {
      *ret_value = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_strv(const char **at, char ***ret_strv) {
  g_autoptr(GStrvBuilder) strings = g_strv_builder_new();
  gboolean more = !skip(at, ']');
  while (more) {
    g_autofree char *string = NULL;
    if (!read_string(at, &string))
      return FALSE;
    g_strv_builder_add(strings, string);
    more = skip(at, ',');
    if (!more && !skip(at, ']'))
      return FALSE;
  }
  *ret_strv = g_strv_builder_end(strings);
  return TRUE;
}

static gboolean
read_list(const char **at, const CrRecord *record, GPtrArray *list) {
  do {
    gpointer element = cr_record_new(record);
    g_ptr_array_add(list, element);
    if (!cr_record_read(record, at, element))
      return FALSE;
  } while (skip(at, ','));
  return skip(at, ']');
}

static gboolean
read_value(const char **at, const CrField *f, gpointer value) {
  switch (f->type) {
  case CR_FIELD_STRING:
    return read_string(at, &AT(char *, value, f));
  case CR_FIELD_STRV:
    return skip(at, '[') && read_strv(at, &AT(char **, value, f));
  case CR_FIELD_INT:
    return read_int(at, &AT(int, value, f));
  case CR_FIELD_BOOL:
    AT(gboolean, value, f) = g_str_has_prefix(*at, "true");
    *at += 4 * AT(gboolean, value, f);
    return AT(gboolean, value, f);
  case CR_FIELD_REAL:
    return FALSE; /* few records have one */
  case CR_FIELD_INSTANT:
    return read_integer(at, &AT(CrInstant, value, f));
  case CR_FIELD_ENUM:
    return read_enum(at, f->names, &AT(int, value, f));
  case CR_FIELD_RECORD:
    return cr_record_read(f->record, at, (char *) value + f->offset);
  case CR_FIELD_LIST:
    return skip(at, '[') && read_list(at, f->record, AT(GPtrArray *, value, f));
  }
  return FALSE;
}

gboolean
cr_record_read(const CrRecord *record, const char **at, gpointer value) {
  const CrField *f = record->fields;
  if (!skip(at, '{'))
    return FALSE;
  gboolean more = !skip(at, '}');
  while (more) {
    while (f->name && !skip_name(at, f->name))
      f++;
    if (f->name == NULL || !skip(at, ':') || !read_value(at, f++, value))
      return FALSE;
    more = skip(at, ',');
    if (!more && !skip(at, '}'))
      return FALSE;
  }
  return TRUE;
}
