#pragma once
/* Plain structs described once by a table of fields, which then gives their JSON, copy and free.
 *
 * A record's lists are GPtrArrays of records of one kind, never NULL after cr_record_new; the
 * record owns the array and its elements. Strings and string vectors may be NULL. Instants start
 * as CR_INSTANT_NONE, everything else as zero. */
#include "base/json.h"

G_BEGIN_DECLS

typedef enum {
  CR_FIELD_STRING,  /* char * */
  CR_FIELD_STRV,    /* char ** */
  CR_FIELD_INT,     /* int */
  CR_FIELD_BOOL,    /* gboolean */
  CR_FIELD_REAL,    /* double */
  CR_FIELD_INSTANT, /* CrInstant */
  CR_FIELD_ENUM,    /* an int-sized enum from 0, with a NULL-ended table of names */
  CR_FIELD_RECORD,  /* a struct inside this one */
  CR_FIELD_LIST,    /* GPtrArray * of records */
} CrFieldType;

typedef struct _CrRecord CrRecord;

typedef struct {
  const char *name;
  CrFieldType type;
  gsize offset;
  const CrRecord *record;   /* of RECORD and LIST */
  const char *const *names; /* of ENUM */
} CrField;

struct _CrRecord {
  gsize size;
  const CrField *fields; /* ends with a NULL name */
};

#define CR_RECORD(Type, field_table)                                                               \
  { sizeof(Type), field_table }
#define CR_FIELD(Type, member, kind)                                                               \
  { #member, CR_FIELD_##kind, G_STRUCT_OFFSET(Type, member), NULL, NULL }
#define CR_FIELD_OF(Type, member, kind, its_record)                                                \
  { #member, CR_FIELD_##kind, G_STRUCT_OFFSET(Type, member), its_record, NULL }
#define CR_FIELD_NAMED(Type, member, its_names)                                                    \
  { #member, CR_FIELD_ENUM, G_STRUCT_OFFSET(Type, member), NULL, its_names }
#define CR_FIELD_END                                                                               \
  { NULL, CR_FIELD_STRING, 0, NULL, NULL }

gpointer cr_record_new(const CrRecord *record);
gpointer cr_record_copy(const CrRecord *record, gconstpointer value);
void cr_record_free(const CrRecord *record, gpointer value); /* NULL-safe */

/* For a struct that lives inside another or on the stack. */
void cr_record_init(const CrRecord *record, gpointer value);
void cr_record_clear(const CrRecord *record, gpointer value);
/* Texts and lists go; numbers, instants and the values of enums stay. */
void cr_record_forget_words(const CrRecord *record, gpointer value);
void cr_record_assign(const CrRecord *record, gpointer target, gconstpointer source);
void cr_record_truncate(const CrRecord *record, GPtrArray *list, guint length);
/* current with what edited changed of base; lists and records as a whole. */
gpointer cr_record_merge(const CrRecord *record, gconstpointer base, gconstpointer edited,
                         gconstpointer current);
gboolean cr_record_equal(const CrRecord *record, gconstpointer a, gconstpointer b);

json_t *cr_record_to_json(const CrRecord *record, gconstpointer value);
/* Unknown members are ignored and absent ones keep their initial value; a member of the wrong type
 * or an unknown enum name is CR_ERROR_PARSE and NULL. */
gpointer cr_record_from_json(const CrRecord *record, const json_t *json, GError **error);
/* The same as text. */
char *cr_record_print(const CrRecord *record, gconstpointer value); /* free with g_free */
void cr_record_append(const CrRecord *record, gconstpointer value, GString *out);
/* In an object that is being written: the name of its next member, which needs no escapes. */
void cr_record_append_name(GString *out, const char *name);
gpointer cr_record_parse(const CrRecord *record, const char *text, GError **error);
/* The same much faster, and only of what cr_record_append wrote of a value without a REAL: it
 * stands at *at, which is then behind it. value was initialized. FALSE: something else stands
 * there, and value may be half filled. */
gboolean cr_record_read(const CrRecord *record, const char **at, gpointer value);

/* The index of name in a NULL-ended table, or -1. */
int cr_name_index(const char *const *names, const char *name);

/* Declares the usual functions of a record type, and their definitions in the .c file. */
#define CR_DECLARE_RECORD(Type, stem)                                                              \
  extern const CrRecord stem##_record;                                                             \
  Type *stem##_new(void);                                                                          \
  Type *stem##_copy(const Type *value);                                                            \
  void stem##_free(Type *value);                                                                   \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC(Type, stem##_free)

#define CR_DEFINE_RECORD(Type, stem, field_table)                                                  \
  const CrRecord stem##_record = CR_RECORD(Type, field_table);                                     \
  Type *stem##_new(void) {                                                                         \
    return cr_record_new(&stem##_record);                                                          \
  }                                                                                                \
  Type *stem##_copy(const Type *value) {                                                           \
    return cr_record_copy(&stem##_record, value);                                                  \
  }                                                                                                \
  void stem##_free(Type *value) {                                                                  \
    cr_record_free(&stem##_record, value);                                                         \
  }

G_END_DECLS
