#include "base/wire.h"

#include <math.h>
#include <string.h>

#define AT(Type, base, field) (*(Type *) ((char *) (base) + (field)->offset))
#define AT_CONST(Type, base, field) (*(Type const *) ((const char *) (base) + (field)->offset))

/* What begins within the range of instants may end a little behind it. */
#define BEYOND_USEC (400 * CR_DAY_USEC)

/* Writing */

static void
put(GByteArray *out, gconstpointer bytes, gsize length) {
  g_byte_array_append(out, bytes, (guint) length);
}

void
cr_wire_put_uint(GByteArray *out, guint32 value) {
  put(out, &value, sizeof value);
}

void
cr_wire_put_instant(GByteArray *out, CrInstant value) {
  put(out, &value, sizeof value);
}

/* Its length + 1, so that NULL is another thing than nothing. */
void
cr_wire_put_text(GByteArray *out, const char *text) {
  gsize length = text ? strlen(text) : 0;
  g_autofree char *made = NULL;
  if (text && !g_utf8_validate_len(text, length, NULL)) {
    text = made = g_utf8_make_valid(text, (gssize) length);
    length = strlen(made);
  }
  cr_wire_put_uint(out, text ? (guint32) length + 1 : 0);
  put(out, text ? text : "", length);
}

void
cr_wire_put_texts(GByteArray *out, char **texts) {
  cr_wire_put_uint(out, texts ? g_strv_length(texts) + 1 : 0);
  for (; texts && *texts; texts++)
    cr_wire_put_text(out, *texts);
}

static void
put_list(GByteArray *out, const CrRecord *record, const GPtrArray *list) {
  cr_wire_put_uint(out, list->len);
  for (guint i = 0; i < list->len; i++)
    cr_wire_put_record(out, record, list->pdata[i]);
}

void
cr_wire_put_record(GByteArray *out, const CrRecord *record, gconstpointer value) {
  for (const CrField *f = record->fields; f->name; f++) {
    switch (f->type) {
    case CR_FIELD_STRING:
      cr_wire_put_text(out, AT_CONST(char *, value, f));
      break;
    case CR_FIELD_STRV:
      cr_wire_put_texts(out, AT_CONST(char **, value, f));
      break;
    case CR_FIELD_INT:
    case CR_FIELD_BOOL:
    case CR_FIELD_ENUM:
      cr_wire_put_uint(out, (guint32) AT_CONST(int, value, f));
      break;
    case CR_FIELD_REAL:
      put(out, &AT_CONST(double, value, f), sizeof(double));
      break;
    case CR_FIELD_INSTANT:
      cr_wire_put_instant(out, AT_CONST(CrInstant, value, f));
      break;
    case CR_FIELD_RECORD:
      cr_wire_put_record(out, f->record, (const char *) value + f->offset);
      break;
    case CR_FIELD_LIST:
      put_list(out, f->record, AT_CONST(GPtrArray *, value, f));
      break;
    }
  }
}

/* Reading */

/* NULL when there are fewer bytes. */
static gconstpointer
take(CrWire *wire, gsize length) {
  const guint8 *bytes = wire->at;
  if (wire->broken || (gsize) (wire->end - wire->at) < length) {
    wire->broken = TRUE;
    return NULL;
  }
  wire->at += length;
  return bytes;
}

static void
take_into(CrWire *wire, gpointer value, gsize length) {
  gconstpointer bytes = take(wire, length);
  if (bytes)
    memcpy(value, bytes, length);
}

guint32
cr_wire_uint(CrWire *wire) {
  guint32 value = 0;
  take_into(wire, &value, sizeof value);
  return value;
}

guint32
cr_wire_count(CrWire *wire) {
  guint32 count = cr_wire_uint(wire);
  if (wire->broken || count > (gsize) (wire->end - wire->at)) {
    wire->broken = TRUE;
    return 0;
  }
  return count;
}

CrInstant
cr_wire_instant(CrWire *wire) {
  CrInstant value = CR_INSTANT_NONE;
  take_into(wire, &value, sizeof value);
  if (value != CR_INSTANT_NONE &&
      (value < CR_INSTANT_MIN - BEYOND_USEC || value > CR_INSTANT_MAX + BEYOND_USEC)) {
    wire->broken = TRUE;
    return CR_INSTANT_NONE;
  }
  return value;
}

char *
cr_wire_text(CrWire *wire) {
  guint32 length = cr_wire_uint(wire);
  const char *text = length ? take(wire, length - 1) : NULL;
  if (text == NULL)
    return NULL;
  if (!g_utf8_validate_len(text, length - 1, NULL)) { /* also with a NUL inside */
    wire->broken = TRUE;
    return NULL;
  }
  return g_strndup(text, length - 1);
}

char **
cr_wire_texts(CrWire *wire) {
  guint32 count = cr_wire_uint(wire);
  if (count == 0 || (count - 1) > (gsize) (wire->end - wire->at)) {
    wire->broken |= count > 0;
    return NULL;
  }
  char **list = g_new0(char *, count);
  for (guint32 i = 0; i + 1 < count && !wire->broken; i++)
    if ((list[i] = cr_wire_text(wire)) == NULL)
      wire->broken = TRUE;
  return list;
}

static int
below(CrWire *wire, guint32 limit) {
  guint32 value = cr_wire_uint(wire);
  wire->broken |= value >= limit;
  return wire->broken ? 0 : (int) value;
}

static guint32
count_names(const char *const *names) {
  guint32 n = 0;
  while (names[n])
    n++;
  return n;
}

static void
fill(CrWire *wire, const CrRecord *record, gpointer value) {
  for (const CrField *f = record->fields; f->name && !wire->broken; f++) {
    switch (f->type) {
    case CR_FIELD_STRING:
      AT(char *, value, f) = cr_wire_text(wire);
      break;
    case CR_FIELD_STRV:
      AT(char **, value, f) = cr_wire_texts(wire);
      break;
    case CR_FIELD_INT:
      AT(int, value, f) = (int) cr_wire_uint(wire);
      break;
    case CR_FIELD_BOOL:
      AT(gboolean, value, f) = below(wire, 2);
      break;
    case CR_FIELD_ENUM:
      AT(int, value, f) = below(wire, count_names(f->names));
      break;
    case CR_FIELD_REAL:
      take_into(wire, &AT(double, value, f), sizeof(double));
      wire->broken |= !isfinite(AT(double, value, f));
      break;
    case CR_FIELD_INSTANT:
      AT(CrInstant, value, f) = cr_wire_instant(wire);
      break;
    case CR_FIELD_RECORD:
      fill(wire, f->record, (char *) value + f->offset);
      break;
    case CR_FIELD_LIST:
      for (guint32 left = cr_wire_count(wire); left > 0 && !wire->broken; left--) {
        gpointer element = cr_wire_record(wire, f->record);
        if (element)
          g_ptr_array_add(AT(GPtrArray *, value, f), element);
      }
      break;
    }
  }
}

gpointer
cr_wire_record(CrWire *wire, const CrRecord *record) {
  if (wire->broken)
    return NULL;
  gpointer value = cr_record_new(record);
  fill(wire, record, value);
  if (!wire->broken)
    return value;
  cr_record_free(record, value);
  return NULL;
}
