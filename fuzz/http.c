/* What is read of a request by ourselves: the target, cookies, headers, entity tags. The first line
 * is the target, the others are headers. What was read of a target is clean and reads the same
 * again. */
#include "api/request.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_text(const char *text) {
  g_assert_true(g_utf8_validate(text, -1, NULL));
  for (const char *p = text; *p; p++)
    g_assert_true((guchar) *p >= ' ' || *p == '\n' || *p == '\t');
}

static void
check_target(const char *line) {
  g_auto(CrTarget) target = {0}, again = {0};
  g_autoptr(GError) error = NULL;
  if (!cr_target_parse(line, &target, &error)) {
    g_assert_nonnull(error);
    return;
  }
  check_text(target.path);
  g_assert_null(strstr(target.path, "//"));
  g_assert_null(strstr(target.path, "/../"));
  g_assert_false(g_str_has_suffix(target.path, "/.."));
  g_assert_true(target.path[0] == '/');
  for (char **segment = target.segments; *segment; segment++)
    g_assert_true((**segment || segment[1] == NULL) && strchr(*segment, '/') == NULL);
  for (guint i = 0; target.names && target.names[i]; i++) {
    check_text(target.names[i]);
    check_text(target.values[i]);
    g_assert_true(cr_target_parameter(&target, target.names[i]) == target.values[i]);
  }
  g_assert_true((cr_target_stranger(&target, " ") != NULL) == (target.names != NULL));
  g_autofree char *escaped = g_uri_escape_string(target.path, "/", FALSE);
  if (strlen(escaped) <= CR_MAX_TARGET_BYTES) {
    g_assert_true(cr_target_parse(escaped, &again, NULL));
    g_assert_cmpstr(again.path, ==, target.path);
  }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autofree char *text = g_strndup((const char *) data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 80);
  CrHeaders headers = {0};
  const char *why;
  for (char **line = lines; *line; line++) {
    char *colon = strchr(*line, ':');
    if (line == lines)
      check_target(*line);
    g_autofree char *cookie = cr_cookie_find(*line, "crickets_1");
    if (cookie)
      g_assert_true(strlen(cookie) >= 16 && strlen(cookie) <= 128 &&
                    strpbrk(cookie, "; =\"") == NULL);
    cr_media_is_json(*line);
    cr_encoding_allowed(*line, "gzip");
    cr_etag_matches(*line, "\"a\"");
    if (colon) {
      *colon = '\0';
      cr_headers_add(&headers, *line, colon + 1);
    }
  }
  guint problem = cr_headers_problem(&headers, "HTTP/1.1", &why);
  g_assert_true(problem == 0 || problem == 400 || problem == 431);
  if (problem == 0)
    g_assert_true(headers.hosts == 1 && headers.lengths + headers.encodings <= 1);
  return 0;
}
