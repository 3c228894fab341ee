#pragma once
/* What a request says, read strictly: whatever could mean two things to two programs is refused.
 * Pure: works on text, so that a fuzzer can. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_MAX_TARGET_BYTES 8192
#define CR_MAX_SEGMENTS 8
#define CR_MAX_PARAMETERS 16
#define CR_MAX_HEADERS 64

typedef struct {
  char *path;      /* decoded: "/api/v1/interviews/3"; no "", ".", "..", NUL or control in it */
  char **segments; /* of the path; a last "" of one that ends with a slash */
  char **names, **values; /* of the query, decoded; each name once */
} CrTarget;
void cr_target_clear(CrTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrTarget, cr_target_clear)

/* text: the request target in origin form, "/path?query". FALSE with CR_ERROR_PARSE. */
gboolean cr_target_parse(const char *text, CrTarget *ret_target, GError **error);
/* NULL when the query has none of that name. */
const char *cr_target_parameter(const CrTarget *target, const char *name);
/* The first parameter that is not among the names (with spaces around), or NULL. */
const char *cr_target_stranger(const CrTarget *target, const char *names);

/* The value of that cookie, or NULL: unless it is 16 to 128 characters of base64url, and given
 * once. header: a Cookie header's value, or NULL. Free with g_free. */
char *cr_cookie_find(const char *header, const char *name);

/* Headers, one after the other. */
typedef struct {
  guint count, hosts, lengths, encodings;
  gboolean bad; /* a name that is no token ("X : 1"), or a value with a control character */
  const char *host, *length, *encoding;
  const char *forwarded; /* the last: some proxies add a line of their own below their caller's */
} CrHeaders;
void cr_headers_add(CrHeaders *headers, const char *name, const char *value);
/* Why the request may not be taken: the status to answer, or 0. version: "HTTP/1.1". */
guint cr_headers_problem(const CrHeaders *headers, const char *version, const char **ret_why);

/* Whether the media type is application/json, in UTF-8. */
gboolean cr_media_is_json(const char *content_type);
/* Whether an Accept-Encoding allows the coding. */
gboolean cr_encoding_allowed(const char *accept, const char *coding);
/* Whether an If-None-Match or If-Match names the entity tag. */
gboolean cr_etag_matches(const char *header, const char *etag);

G_END_DECLS
