#include "api/front.h"

#include "api/assets.h"

#include "base/json.h"

#include <gio/gio.h>
#include <string.h>

/* What the page without a document asks for, and what it shows meanwhile: as in
 * web/public/index.html. */
#define ASKED "<link rel=\"preload\" href=\"/api/v1/now\" as=\"fetch\" crossorigin>\n"
#define MEANWHILE "<div class=\"loading\"></div>"

static void
append(GString *html, const char *tag, const char *text, const char *end) {
  g_autofree char *escaped = g_markup_escape_text(text, -1);
  g_string_append_printf(html, "%s%s%s", tag, escaped, end);
}

/* "Dana Reyes · Northwind · Staff Engineer" */
static void
append_who(GString *html, const json_t *interview) {
  const char *who = cr_json_string(interview, "who"),
             *company = cr_json_string(interview, "company"),
             *role = cr_json_string(interview, "role");
  append(html, "<p class=\"who\">", who, "<span>");
  if (company && strcmp(company, who) != 0)
    append(html, " · ", company, "");
  if (role)
    append(html, " · ", role, "");
  g_string_append(html, "</span></p>");
}

static gboolean
is_one_of(const json_t *json, const char *name, const char *values) {
  const char *value = cr_json_string(json, name);
  return value && strstr(values, value) != NULL;
}

/* Room for what stands beside it on a wide screen. */
static gboolean
has_side(const json_t *now, const json_t *interview) {
  gboolean why = json_is_object(json_object_get(interview, "diagnosis"));
  return json_array_size(json_object_get(now, "others")) > 0 ||
         is_one_of(interview, "phase", "missed silent") ||
         (why && is_one_of(interview, "phase", "waiting"));
}

/* As views/Now.tsx draws it. */
static void
append_words(GString *html, const json_t *now) {
  const json_t *interview = json_object_get(now, "interview");
  g_autofree char *sentence = g_strdup(cr_json_string(interview, "advice"));
  g_string_append_printf(
      html,
      "<div class=\"now\"><div class=\"now-main\"><section class=\"hero\" "
      "data-phase=\"%s\" data-step=\"%s\"><div class=\"ring\"></div><div class=\"hero-words\">",
      cr_json_string(interview, "phase"), cr_json_string(interview, "step"));
  append_who(html, interview);
  append(html, "<h1>", cr_json_string(interview, "headline"), "</h1>");
  *sentence = g_ascii_toupper(*sentence);
  append(html, "<p class=\"advice\">", is_one_of(interview, "step", "prepare") ? " " : sentence,
         "</p></div></section></div>");
  if (has_side(now, interview))
    g_string_append(html, "<aside class=\"now-side\"><p></p></aside>");
  g_string_append(html, "</div>");
}

/* A block of data: no script, and nothing in it ends it. */
static void
append_document(GString *html, const CrReply *now, const char *clock) {
  gsize length;
  const char *json = g_bytes_get_data(now->body, &length);
  g_string_append_printf(html,
                         "<script type=\"application/json\" id=\"document\" data-now=\"%s\" "
                         "data-version=\"%" G_GINT64_FORMAT "\">",
                         clock, now->version);
  for (const char *end = json + length; json < end; json++)
    if (strchr("<>&", *json))
      g_string_append_printf(html, "\\u%04x", (guint) *json);
    else
      g_string_append_c(html, *json);
  g_string_append(html, "</script>");
}

/* Nothing of it was chosen by whoever asks, so that its length tells nobody anything. */
static gboolean
pack(CrReply *reply) {
  g_autoptr(GZlibCompressor) zip = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  gsize length, read, written;
  const char *bytes = g_bytes_get_data(reply->body, &length);
  g_autofree char *packed = g_malloc(length);
  if (g_converter_convert(G_CONVERTER(zip), bytes, length, packed, length, G_CONVERTER_INPUT_AT_END,
                          &read, &written, NULL) != G_CONVERTER_FINISHED)
    return FALSE;
  g_bytes_unref(reply->body);
  reply->body = g_bytes_new_take(g_steal_pointer(&packed), written);
  return TRUE;
}

CrReply *
cr_front_reply(const CrReply *now, const char *clock, gboolean packed) {
  const CrAsset *page = cr_asset_find("/");
  gsize length;
  const char *text = g_bytes_get_data(now->body, &length);
  g_autoptr(json_t) document = cr_json_parse(text, length, NULL);
  g_autoptr(GString) words = g_string_new(NULL);
  if (json_is_object(json_object_get(document, "interview")))
    append_words(words, document);
  else
    g_string_append(words, MEANWHILE);
  append_document(words, now, clock);
  GString *html = g_string_new_len(page->bytes, (gssize) page->size_bytes);
  g_string_replace(html, ASKED, "", 1);
  g_string_replace(html, MEANWHILE, words->str, 1);
  CrReply *reply = cr_reply_new(200, page->content_type, g_string_free_to_bytes(html));
  reply->encoding = packed && pack(reply) ? "gzip" : NULL;
  reply->policy = cr_asset_policy();
  reply->cache = "no-store"; /* going back must not show how things stood then */
  return reply;
}
