#include "api/request.h"

#include "base/error.h"

#include <string.h>

#define MAX_COOKIE_HEADER_BYTES 4096

void
cr_target_clear(CrTarget *target) {
  g_clear_pointer(&target->path, g_free);
  g_clear_pointer(&target->segments, g_strfreev);
  g_clear_pointer(&target->names, g_strfreev);
  g_clear_pointer(&target->values, g_strfreev);
}

static gboolean
refuse(const char *why, GError **error) {
  g_set_error_literal(error, CR_ERROR, CR_ERROR_PARSE, why);
  return FALSE;
}

static gboolean
is_plain(const char *text) {
  for (const char *p = text; *p; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr("\"<>\\^`{|}#", *p))
      return FALSE;
  return TRUE;
}

/* NULL of a broken escape, a NUL or other control character, or what is not UTF-8. */
static char *
decode(const char *text, gsize length, gboolean plus_is_space) {
  g_autoptr(GString) out = g_string_sized_new(length);
  for (gsize i = 0; i < length; i++) {
    char c = text[i] == '+' && plus_is_space ? ' ' : text[i];
    if (c == '%') {
      if (i + 2 >= length || !g_ascii_isxdigit(text[i + 1]) || !g_ascii_isxdigit(text[i + 2]))
        return NULL;
      c = (char) (g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
      i += 2;
      if ((c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
        return NULL;
    }
    g_string_append_c(out, c);
  }
  return g_utf8_validate(out->str, (gssize) out->len, NULL) ? g_strdup(out->str) : NULL;
}

static gboolean
segment_ok(const char *segment) {
  return segment && *segment && strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0 &&
         strpbrk(segment, "/\\\n\t") == NULL;
}

static gboolean
parse_path(const char *text, gsize length, CrTarget *target) {
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  guint count = 0;
  for (gsize at = 1; at < length; count++) {
    const char *slash = memchr(text + at, '/', length - at);
    gsize size = (slash ? (gsize) (slash - text) : length) - at;
    g_autofree char *segment = decode(text + at, size, FALSE);
    if (!segment_ok(segment) || count >= CR_MAX_SEGMENTS)
      return FALSE;
    g_strv_builder_add(builder, segment);
    at += size + 1;
  }
  if (count > 0 && text[length - 1] == '/')
    g_strv_builder_add(builder, "");
  target->segments = g_strv_builder_end(builder);
  g_autofree char *joined = g_strjoinv("/", target->segments);
  target->path = g_strconcat("/", joined, NULL);
  return TRUE;
}

static gboolean
parse_query(const char *text, CrTarget *target) {
  g_auto(GStrv) parts = g_strsplit(text, "&", CR_MAX_PARAMETERS + 2);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
  if (g_strv_length(parts) > CR_MAX_PARAMETERS)
    return FALSE;
  for (char **part = parts; *part; part++) {
    gsize size = strcspn(*part, "=");
    const char *rest = (*part)[size] ? *part + size + 1 : "";
    char *name = decode(*part, size, TRUE), *value = decode(rest, strlen(rest), TRUE);
    gboolean ok = name && *name && value;
    for (guint i = 0; ok && i < names->len; i++)
      ok = strcmp(names->pdata[i], name) != 0;
    g_ptr_array_add(names, name);
    g_ptr_array_add(values, value);
    if (!ok)
      return FALSE;
  }
  g_ptr_array_add(names, NULL);
  g_ptr_array_add(values, NULL);
  target->names = (char **) g_ptr_array_free(g_steal_pointer(&names), FALSE);
  target->values = (char **) g_ptr_array_free(g_steal_pointer(&values), FALSE);
  return TRUE;
}

gboolean
cr_target_parse(const char *text, CrTarget *ret_target, GError **error) {
  g_auto(CrTarget) target = {0};
  if (*text != '/' || strlen(text) > CR_MAX_TARGET_BYTES || !is_plain(text))
    return refuse("the address is not one that is served here", error);
  gsize length = strcspn(text, "?");
  if (!parse_path(text, length, &target))
    return refuse("the path cannot be read", error);
  if (text[length] == '?' && text[length + 1] && !parse_query(text + length + 1, &target))
    return refuse("the query cannot be read: each name once, escapes and UTF-8 whole", error);
  *ret_target = target;
  target = (CrTarget){0};
  return TRUE;
}

const char *
cr_target_parameter(const CrTarget *target, const char *name) {
  for (guint i = 0; target->names && target->names[i]; i++)
    if (strcmp(target->names[i], name) == 0)
      return target->values[i];
  return NULL;
}

const char *
cr_target_stranger(const CrTarget *target, const char *names) {
  for (guint i = 0; target->names && target->names[i]; i++) {
    g_autofree char *word = g_strdup_printf(" %s ", target->names[i]);
    if (strchr(target->names[i], ' ') || strstr(names, word) == NULL)
      return target->names[i];
  }
  return NULL;
}

static gboolean
is_secret(const char *value, gsize length) {
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum(value[i]) && value[i] != '-' && value[i] != '_')
      return FALSE;
  return length >= 16 && length <= 128;
}

char *
cr_cookie_find(const char *header, const char *name) {
  g_autofree char *found = NULL;
  gsize size = strlen(name);
  if (header == NULL || strlen(header) > MAX_COOKIE_HEADER_BYTES)
    return NULL;
  for (const char *p = header; *p;) {
    p += strspn(p, " \t;");
    gsize length = strcspn(p, ";");
    if (length > size && strncmp(p, name, size) == 0 && p[size] == '=') {
      const char *value = p + size + 1;
      gsize value_length = length - size - 1;
      while (value_length && value[value_length - 1] == ' ')
        value_length--;
      if (found || !is_secret(value, value_length))
        return NULL; /* given twice: somebody else set one of them */
      found = g_strndup(value, value_length);
    }
    p += length;
  }
  return g_steal_pointer(&found);
}

/* RFC 9110 §5.6.2 */
static gboolean
is_token(const char *text) {
  for (const char *p = text; *p; p++)
    if (!g_ascii_isalnum(*p) && !strchr("!#$%&'*+-.^_`|~", *p))
      return FALSE;
  return *text != '\0';
}

/* RFC 9110 §5.5: a line end within means one thing to us and may mean another to a proxy. */
static gboolean
is_field_value(const char *value) {
  for (const char *p = value; *p; p++)
    if ((*p >= 0 && *p < ' ' && *p != '\t') || *p == 0x7f)
      return FALSE;
  return TRUE;
}

void
cr_headers_add(CrHeaders *headers, const char *name, const char *value) {
  headers->count++;
  headers->bad = headers->bad || !is_token(name) || !is_field_value(value);
  if (g_ascii_strcasecmp(name, "Host") == 0) {
    headers->hosts++;
    headers->host = value;
  } else if (g_ascii_strcasecmp(name, "Content-Length") == 0) {
    headers->lengths++;
    headers->length = value;
  } else if (g_ascii_strcasecmp(name, "Transfer-Encoding") == 0) {
    headers->encodings++;
    headers->encoding = value;
  } else if (g_ascii_strcasecmp(name, "X-Forwarded-For") == 0) {
    headers->forwarded = value;
  }
}

guint
cr_headers_problem(const CrHeaders *h, const char *version, const char **ret_why) {
  guint64 length;
  *ret_why = "the request's headers say more than one thing";
  if (h->count > CR_MAX_HEADERS) {
    *ret_why = "too many headers";
    return 431;
  }
  if (h->bad || h->hosts > 1 || h->lengths > 1 || h->encodings > 1 || (h->lengths && h->encodings))
    return 400;
  if (h->length && (!g_ascii_isdigit(*h->length) ||
                    !g_ascii_string_to_unsigned(h->length, 10, 0, G_MAXINT64, &length, NULL)))
    return 400;
  if (h->encoding &&
      (g_ascii_strcasecmp(h->encoding, "chunked") != 0 || strcmp(version, "HTTP/1.1") != 0)) {
    *ret_why = "only whole bodies and chunked ones are taken";
    return 400;
  }
  if (h->host == NULL) {
    *ret_why = "the request names no host";
    return 400;
  }
  return 0;
}

gboolean
cr_media_is_json(const char *content_type) {
  static const char json[] = "application/json";
  if (content_type == NULL || g_ascii_strncasecmp(content_type, json, strlen(json)) != 0)
    return FALSE;
  const char *rest = content_type + strlen(json);
  rest += strspn(rest, " ;\t");
  return *rest == '\0' || g_ascii_strcasecmp(rest, "charset=utf-8") == 0 ||
         g_ascii_strcasecmp(rest, "charset=\"utf-8\"") == 0;
}

gboolean
cr_encoding_allowed(const char *accept, const char *coding) {
  g_auto(GStrv) parts = g_strsplit(accept ? accept : "", ",", 32);
  for (char **part = parts; *part; part++) {
    char *quality = strchr(*part, ';');
    if (quality)
      *quality++ = '\0';
    gboolean never = quality && strstr(quality, "q=0") && strpbrk(quality, "123456789") == NULL;
    if (g_ascii_strcasecmp(g_strstrip(*part), coding) == 0)
      return !never;
  }
  return FALSE;
}

gboolean
cr_etag_matches(const char *header, const char *etag) {
  g_auto(GStrv) parts = g_strsplit(header ? header : "", ",", 32);
  for (char **part = parts; *part; part++) {
    const char *tag = g_strstrip(*part);
    if (g_str_has_prefix(tag, "W/"))
      tag += 2;
    if (strcmp(tag, "*") == 0 || strcmp(tag, etag) == 0)
      return TRUE;
  }
  return FALSE;
}
