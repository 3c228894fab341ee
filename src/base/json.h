#pragma once
/* Small glue around jansson: typed reads that treat a missing or wrong-typed member as absent. */
#include "base/zone.h"

#include <jansson.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

/* Rejects duplicate members and anything after the document. */
json_t *cr_json_parse(const char *text, gsize length, GError **error);
char *cr_json_print(const json_t *json); /* one line, sorted as built; free with g_free */
/* For a terminal or a log, whose reader may be one: with jansson's flags, and what a terminal obeys
 * instead of showing it (DEL, C1, changes of direction) as \uXXXX. Free with g_free. */
char *cr_json_show(const json_t *json, size_t flags);

const char *cr_json_string(const json_t *object, const char *key); /* NULL when absent */
gint64 cr_json_int(const json_t *object, const char *key, gint64 otherwise);
double cr_json_real(const json_t *object, const char *key, double otherwise);
gboolean cr_json_bool(const json_t *object, const char *key);
CrInstant cr_json_instant(const json_t *object, const char *key); /* stored as integer, or NONE */

/* Setters that leave the member out when there is nothing to say (NULL, 0, FALSE, NONE). */
void cr_json_set_string(json_t *object, const char *key, const char *value);
void cr_json_set_int(json_t *object, const char *key, gint64 value);
void cr_json_set_bool(json_t *object, const char *key, gboolean value);
void cr_json_set_instant(json_t *object, const char *key, CrInstant value);
/* Always sets the member: null for NULL. Text that is not UTF-8 is repaired. */
void cr_json_put_string(json_t *object, const char *key, const char *value);
/* The same, as cr_instant_format writes it: null of NONE. */
void cr_json_put_instant(json_t *object, const char *key, CrInstant instant, const CrZone *zone);

G_END_DECLS
