/* The page with Now in it: what strangers wrote is text there, and the document is the one that was
 * given. */
#include "api/front.h"

#include <gio/gio.h>
#include <string.h>

#define CLOCK "2026-11-24T19:10:00.000Z"

/* The same page, for whoever can unpack it. */
static void
assert_packed(const CrReply *now, GBytes *whole) {
  g_autoptr(CrReply) page = cr_front_reply(now, CLOCK, TRUE);
  g_autoptr(GZlibDecompressor) zip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  gsize length, read, written, room = g_bytes_get_size(whole) + 1;
  const char *bytes = g_bytes_get_data(page->body, &length);
  g_autofree char *plain = g_malloc(room);
  g_assert_cmpstr(page->encoding, ==, "gzip");
  g_assert_cmpuint(length, <, room / 2);
  g_assert_cmpint(g_converter_convert(G_CONVERTER(zip), bytes, length, plain, room,
                                      G_CONVERTER_INPUT_AT_END, &read, &written, NULL),
                  ==, G_CONVERTER_FINISHED);
  g_assert_cmpmem(plain, written, g_bytes_get_data(whole, NULL), room - 1);
}

static char *
page_of(const char *json) {
  g_autoptr(CrReply) now = cr_reply_new(200, "application/json", g_bytes_new(json, strlen(json)));
  now->version = 17;
  g_autoptr(CrReply) page = cr_front_reply(now, CLOCK, FALSE);
  g_assert_cmpuint(page->status, ==, 200);
  g_assert_cmpstr(page->cache, ==, "no-store");
  g_assert_null(page->etag);
  g_assert_null(page->encoding);
  assert_packed(now, page->body);
  gsize length;
  const char *text = g_bytes_get_data(page->body, &length);
  return g_strndup(text, length);
}

/* The document between its tags, as a browser takes it: up to the first end of a script. */
static char *
document_in(const char *page) {
  const char *from = strchr(strstr(page, "id=\"document\""), '>') + 1;
  return g_strndup(from, strstr(from, "</script") - from);
}

static const char *const hostile[] = {
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "a & b \\u2028 &lt;",
    "%s %n Ünïcode 🦗",
};

static void
test_text_is_text(gconstpointer data) {
  const char *text = data;
  g_autofree char *json = g_strdup_printf(
      "{\"interview\":{\"who\":\"%s\",\"company\":\"%s\",\"role\":\"%s\",\"headline\":\"%s\","
      "\"advice\":\"%s\",\"phase\":\"missed\",\"step\":\"call\"},\"others\":[]}",
      text, text, text, text, text);
  g_autofree char *page = page_of(json), *inside = document_in(page);
  g_autoptr(json_t) given = cr_json_parse(json, strlen(json), NULL);
  g_autoptr(json_t) taken = cr_json_parse(inside, strlen(inside), NULL);
  g_assert_true(json_equal(given, taken));
  g_assert_null(strstr(page, "alert(1)</script>"));
  g_assert_null(strstr(page, "<img"));
  g_assert_null(strstr(page, "<!--"));
  g_assert_nonnull(strstr(page, "data-version=\"17\""));
  g_assert_nonnull(strstr(page, "data-now=\"" CLOCK "\""));
  g_assert_nonnull(strstr(page, "data-step=\"call\""));
  g_assert_null(strstr(page, "/api/v1/now")); /* not asked for once more */
}

static void
test_nothing_is_awaited(void) {
  g_autofree char *page = page_of("{\"interview\":null,\"others\":[]}");
  g_assert_nonnull(strstr(page, "class=\"loading\""));
  g_assert_null(strstr(page, "<h1"));
  g_assert_nonnull(strstr(page, "id=\"document\""));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
    g_autofree char *path = g_strdup_printf("/front/text-is-text/%" G_GSIZE_FORMAT, i);
    g_test_add_data_func(path, hostile[i], test_text_is_text);
  }
  g_test_add_func("/front/nothing-is-awaited", test_nothing_is_awaited);
  return g_test_run();
}
