/* The page inside the binary. */
#include "api/assets.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
  const char *path, *content_type; /* NULL: there is none */
} Case;

static const Case cases[] = {
    {"/", "text/html; charset=utf-8"},
    {"/interviews", "text/html; charset=utf-8"},
    {"/interviews/17", "text/html; charset=utf-8"},
    {"/calendar", "text/html; charset=utf-8"},
    {"/settings", "text/html; charset=utf-8"},
    {"/app.js", "text/javascript; charset=utf-8"},
    {"/app.css", "text/css; charset=utf-8"},
    {"/sw.js", "text/javascript; charset=utf-8"},
    {"/icon.svg", "image/svg+xml"},
    {"/icon-512.png", "image/png"},
    {"/manifest.webmanifest", "application/manifest+json"},
    {"", NULL},
    {"app.js", NULL},
    {"//app.js", NULL},
    {"/app.js.gz", NULL},
    {"/style.digest", NULL},
    {"/interviews/", NULL},
    {"/interviews/17/", NULL},
    {"/interviews/x", NULL},
    {"/../web/package.json", NULL},
    {"/index.html/", NULL},
    {"/package.json", NULL},
};

static void
test_find(void) {
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    const CrAsset *asset = cr_asset_find(cases[i].path);
    g_test_message("%s", cases[i].path);
    g_assert_cmpstr(asset ? asset->content_type : NULL, ==, cases[i].content_type);
    if (asset == NULL)
      continue;
    g_assert_cmpuint(asset->size_bytes, >, 0);
    g_assert_cmpint(asset->etag[0], ==, '"');
  }
  g_assert_true(cr_asset_find("/calendar") == cr_asset_find("/"));
}

static void
test_gzip_is_the_same(void) {
  static const char *const paths[] = {"/", "/app.css", "/sw.js", "/icon.svg"};
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
    const CrAsset *asset = cr_asset_find(paths[i]);
    g_autoptr(GZlibDecompressor) zip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    g_autofree char *plain = g_malloc(asset->size_bytes + 1);
    gsize read, written;
    g_autoptr(GError) error = NULL;
    g_assert_nonnull(asset->gzip_bytes);
    g_assert_cmpuint(asset->gzip_size_bytes, <, asset->size_bytes);
    GConverterResult result = g_converter_convert(
        G_CONVERTER(zip), asset->gzip_bytes, asset->gzip_size_bytes, plain, asset->size_bytes + 1,
        G_CONVERTER_INPUT_AT_END, &read, &written, &error);
    g_assert_no_error(error);
    g_assert_cmpint(result, ==, G_CONVERTER_FINISHED);
    g_assert_cmpmem(plain, written, asset->bytes, asset->size_bytes);
  }
}

/* What is inline between these tags is known to the content policy, and there is one of them. */
static void
assert_known(const char *html, const char *begin, const char *end) {
  const char *text = strstr(html, begin) + strlen(begin), *rest = strstr(text, end);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_checksum_update(sum, (const guchar *) text, rest - text);
  g_checksum_get_digest(sum, digest, &length);
  g_autofree char *base64 = g_base64_encode(digest, length);
  g_assert_nonnull(strstr(cr_asset_policy(), base64));
  g_assert_null(strstr(rest, begin));
}

/* The content policy forbids what is inline, so the HTML must hold none, but for the styles and the
 * theme that was chosen. */
static void
test_nothing_inline(void) {
  const CrAsset *page = cr_asset_find("/");
  g_autofree char *html = g_strndup(page->bytes, page->size_bytes);
  static const char *const never[] = {" style=", " onload", " onclick",
                                      "<style ", "http:",   "https:"};
  for (guint i = 0; i < G_N_ELEMENTS(never); i++)
    g_assert_null(strstr(html, never[i]));
  const char *policy = cr_asset_policy();
  assert_known(html, "<style>", "</style>");
  assert_known(html, "<script>", "</script>");
  g_assert_null(strstr(policy, "unsafe"));
  g_assert_nonnull(strstr(policy, "default-src 'none'"));
  g_assert_nonnull(strstr(policy, "frame-ancestors 'none'"));
}

/* Until Now can be used: HTML, style, and the scripts that the HTML asks for at once; its data come
 * on top. */
static void
test_light(void) {
  const CrAsset *page = cr_asset_find("/");
  g_autofree char *html = g_strndup(page->bytes, page->size_bytes);
  gsize sum = page->gzip_size_bytes + cr_asset_find("/app.css")->gzip_size_bytes;
  guint scripts = 0;
  for (const char *p = html; (p = strstr(p, "modulepreload\" href=\"")); scripts++) {
    p += strlen("modulepreload\" href=\"");
    g_autofree char *script = g_strndup(p, strcspn(p, "\""));
    g_assert_nonnull(cr_asset_find(script));
    sum += cr_asset_find(script)->gzip_size_bytes;
  }
  g_test_message("%" G_GSIZE_FORMAT " bytes, compressed, with %u scripts", sum, scripts);
  g_assert_cmpuint(scripts, >, 0);
  g_assert_cmpuint(sum, <, 50 * 1024);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/assets/find", test_find);
  g_test_add_func("/assets/gzip-is-the-same", test_gzip_is_the_same);
  g_test_add_func("/assets/nothing-inline", test_nothing_inline);
  g_test_add_func("/assets/light", test_light);
  return g_test_run();
}
