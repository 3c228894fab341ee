#pragma once
/* Values as bytes, for another process of this program on this machine: compact, and checked when
 * they are read like anything from a stranger. Numbers are as the machine has them. */
#include "base/record.h"

G_BEGIN_DECLS

void cr_wire_put_uint(GByteArray *out, guint32 value);
void cr_wire_put_instant(GByteArray *out, CrInstant value);
/* NULL is kept. Text that is not UTF-8 is repaired. */
void cr_wire_put_text(GByteArray *out, const char *text);
void cr_wire_put_texts(GByteArray *out, char **texts); /* NULL is kept */
void cr_wire_put_record(GByteArray *out, const CrRecord *record, gconstpointer value);

/* Reads from at on. What is not there, or is not what it should be, makes it broken: from then on
 * everything is 0 or NULL. */
typedef struct {
  const guint8 *at, *end;
  gboolean broken;
} CrWire;

guint32 cr_wire_uint(CrWire *wire);
CrInstant cr_wire_instant(CrWire *wire); /* NONE, or about within what an instant can be */
char *cr_wire_text(CrWire *wire);        /* free with g_free */
char **cr_wire_texts(CrWire *wire);      /* free with g_strfreev */
gpointer cr_wire_record(CrWire *wire, const CrRecord *record); /* NULL when it broke */
/* How many of something follow, each of at least one byte. */
guint32 cr_wire_count(CrWire *wire);

G_END_DECLS
