/* A letter as a message: what a recruiter's mail program finds in it. */
#include "effect/eml.h"

#include <gmime/gmime.h>
#include <string.h>

#define DATE G_GINT64_CONSTANT(1795633950000000) /* 2026-11-25T19:12:30Z */

static const struct {
  const char *body, *html;
} bodies[] = {
    {"Hi Dana,\n\nOne of these?\n\n- Tue, 4:30 PM\n- Wed, 11:00 AM\n\nBest,\nJordan\n",
     "<p>Hi Dana,</p>\n<p>One of these?</p>\n<ul>\n<li>Tue, 4:30 PM</li>\n<li>Wed, 11:00 "
     "AM</li>\n</ul>\n<p>Best,<br>\nJordan</p>\n"},
    {"- first", "<ul>\n<li>first</li>\n</ul>\n"},
    {"These:\n- one\nor none", "<p>These:</p>\n<ul>\n<li>one</li>\n</ul>\n<p>or none</p>\n"},
    {"\n\n\n", ""},
    {"a < b && <script>alert(\"x\")</script>",
     "<p>a &lt; b &amp;&amp; &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>\n"},
    {"J\xc3\xb8rgen\n\n\n\n.\nFrom here", "<p>J\xc3\xb8rgen</p>\n<p>.<br>\nFrom here</p>\n"},
};

static CrEffect *
letter_with(const char *body, guint slots) {
  CrEffect *letter = cr_effect_new();
  letter->to = g_strdup("dana@northwind.example");
  letter->to_name = g_strdup("Dana Reyes");
  letter->subject = g_strdup("Our call");
  letter->message_id = g_strdup("1.email.1.abc@example.com");
  letter->body = g_strdup(body);
  for (guint i = 0; i < slots; i++) {
    const CrSlot slot = {DATE, DATE + CR_MINUTE};
    g_ptr_array_add(letter->slots, cr_slot_copy(&slot));
  }
  return letter;
}

static char *
write_letter(const char *body, guint slots) {
  g_autoptr(CrEffect) letter = letter_with(body, slots);
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(GError) error = NULL;
  profile->emails = g_strsplit("jordan@example.com", ";", -1);
  char *eml = cr_eml_new(letter, profile, DATE, &error);
  g_assert_no_error(error);
  return eml;
}

static GMimeObject *
read_letter(const char *eml) {
  g_autoptr(GObject) stream = G_OBJECT(g_mime_stream_mem_new_with_buffer(eml, strlen(eml)));
  g_autoptr(GObject) parser = G_OBJECT(g_mime_parser_new_with_stream(GMIME_STREAM(stream)));
  g_autoptr(GObject) message =
      G_OBJECT(g_mime_parser_construct_message(GMIME_PARSER(parser), NULL));
  return g_object_ref(g_mime_message_get_mime_part(GMIME_MESSAGE(message)));
}

static void
assert_text(GMimeObject *part, const char *subtype, const char *text) {
  g_assert_true(g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", subtype));
  g_autofree char *got = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
  g_auto(GStrv) lines = g_strsplit(got, "\r", -1);
  g_autofree char *plain = g_strstrip(g_strjoinv("", lines));
  g_autofree char *wanted = g_strstrip(g_strdup(text));
  g_assert_cmpstr(plain, ==, wanted);
}

static void
test_offer(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
    g_autofree char *eml = write_letter(bodies[i].body, 1);
    g_autofree char *again = write_letter(bodies[i].body, 1);
    g_autofree char *html = g_strdup_printf("<html><body>\n%s</body></html>", bodies[i].html);
    g_assert_cmpstr(eml, ==, again); /* a draft is known again by its bytes */
    g_autoptr(GObject) body = G_OBJECT(read_letter(eml));
    g_assert_true(g_mime_content_type_is_type(g_mime_object_get_content_type(GMIME_OBJECT(body)),
                                              "multipart", "alternative"));
    g_assert_cmpint(g_mime_multipart_get_count(GMIME_MULTIPART(body)), ==, 2);
    assert_text(g_mime_multipart_get_part(GMIME_MULTIPART(body), 0), "plain", bodies[i].body);
    assert_text(g_mime_multipart_get_part(GMIME_MULTIPART(body), 1), "html", html);
  }
}

static void
test_no_offer(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
    g_autofree char *eml = write_letter(bodies[i].body, 0);
    g_autoptr(GObject) body = G_OBJECT(read_letter(eml));
    assert_text(GMIME_OBJECT(body), "plain", bodies[i].body);
  }
}

/* What mail servers and mboxes stumble over. */
static void
test_lines(void) {
  for (guint slots = 0; slots < 2; slots++) {
    g_autofree char *eml = write_letter("Hi,\n\nFrom here on\n.\n- a\n\xe2\x82\xac", slots);
    g_auto(GStrv) lines = g_strsplit(eml, "\r\n", -1);
    for (char **line = lines; *line; line++) {
      g_assert_cmpuint(strlen(*line), <=, 78 * 4);
      g_assert_null(strpbrk(*line, "\r\n"));
      g_assert_true(g_str_is_ascii(*line));
      g_assert_cmpstr(*line, !=, ".");
      g_assert_false(g_str_has_prefix(*line, "From "));
    }
    g_assert_true(g_str_has_suffix(eml, "\r\n"));
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_mime_init();
  g_test_add_func("/eml/offer", test_offer);
  g_test_add_func("/eml/no-offer", test_no_offer);
  g_test_add_func("/eml/lines", test_lines);
  return g_test_run();
}
