#include "effect/eml.h"

#include "base/error.h"
#include "base/text.h"
#include "base/zone.h"

#include <gmime/gmime.h>
#include <string.h>

static gboolean
add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address,
            GError **error) {
  g_autofree char *clean_name = cr_text_line(name, 120), *clean = cr_address_normalize(address);
  if (clean == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the letter has no usable address%s",
                type == GMIME_ADDRESS_TYPE_FROM ? " to send from; see: crickets setup" : "");
    return FALSE;
  }
  g_mime_message_add_mailbox(message, type, clean_name, clean);
  return TRUE;
}

/* Message-IDs come from strangers: only what is a plain msg-id goes into a header. */
static gboolean
id_is_plain(const char *id) {
  for (const char *p = id; *p; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f || *p == '<' || *p == '>')
      return FALSE;
  return *id != '\0' && strlen(id) < 500;
}

static void
set_thread(GMimeMessage *message, const CrEffect *letter) {
  g_autoptr(GString) references = g_string_new(NULL);
  for (char **id = letter->references; id && *id; id++)
    if (id_is_plain(*id))
      g_string_append_printf(references, "%s<%s>", references->len ? " " : "", *id);
  if (letter->in_reply_to && id_is_plain(letter->in_reply_to)) {
    g_autofree char *reply = g_strdup_printf("<%s>", letter->in_reply_to);
    g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", reply, NULL);
  }
  if (references->len)
    g_mime_object_set_header(GMIME_OBJECT(message), "References", references->str, NULL);
}

/* Quoted-printable spares lines that some mail command takes for its end, or an mbox for another
 * message; coding their first byte as well is the same text. */
static char *
with_plain_starts(const char *bytes) {
  g_auto(GStrv) lines = g_strsplit(bytes, "\r\n", -1);
  gboolean body = FALSE;
  for (char **line = lines; *line; line++) {
    body = body || **line == '\0';
    if (!body || (strcmp(*line, ".") != 0 && !g_str_has_prefix(*line, "From ")))
      continue;
    char *coded = g_strdup_printf("=%02X%s", (guchar) * *line, *line + 1);
    g_free(*line);
    *line = coded;
  }
  g_autofree char *joined = g_strjoinv("\r\n", lines);
  return g_strconcat(joined, g_str_has_suffix(joined, "\r\n") ? "" : "\r\n", NULL);
}

/* A paragraph for each of the text's, a list where its lines begin with "- ". */
static char *
to_html(const char *text) {
  g_autofree char *trimmed = g_strstrip(g_strdup(text));
  g_auto(GStrv) lines = g_strsplit(trimmed, "\n", -1);
  GString *html = g_string_new("<html><body>\n");
  const char *end = NULL; /* of what is open */
  for (char **line = lines; *line; line++) {
    gboolean item = g_str_has_prefix(*line, "- "), in_list = end && strcmp(end, "</ul>\n") == 0;
    g_autofree char *shown = g_markup_escape_text(*line + (item ? 2 : 0), -1);
    if (end && (**line == '\0' || item != in_list)) {
      g_string_append(html, end);
      end = NULL;
    }
    if (**line == '\0')
      continue;
    g_string_append(html, end ? (item ? "" : "<br>\n") : (item ? "<ul>\n" : "<p>"));
    end = item ? "</ul>\n" : "</p>\n";
    g_string_append_printf(html, item ? "<li>%s</li>\n" : "%s", shown);
  }
  g_string_append_printf(html, "%s</body></html>\n", end ? end : "");
  return g_string_free(html, FALSE);
}

static GMimeObject *
new_text(const char *subtype, const char *text) {
  GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, text);
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT(part);
}

static void
add_part(GMimeMultipart *multipart, const char *subtype, const char *text) {
  g_autoptr(GObject) part = G_OBJECT(new_text(subtype, text));
  g_mime_multipart_add(multipart, GMIME_OBJECT(part));
}

/* Times that are offered are laid out as a list, too. The same letter is the same bytes each time;
 * the boundary starts with what no line of quoted-printable can hold. */
static GMimeObject *
new_body(const CrEffect *letter) {
  const char *text = letter->body ? letter->body : "";
  if (letter->slots == NULL || letter->slots->len == 0)
    return new_text("plain", text);
  GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
  g_autofree char *html = to_html(text),
                  *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1),
                  *boundary = g_strdup_printf("=_%.24s", sum);
  g_mime_multipart_set_boundary(both, boundary);
  add_part(both, "plain", text);
  add_part(both, "html", html);
  return GMIME_OBJECT(both);
}

static GDateTime *
date_of(const CrProfile *profile, CrInstant date) {
  const CrZone *zone = cr_zone_find(profile->zone);
  g_autoptr(GTimeZone) offset = g_time_zone_new_offset(zone ? cr_zone_offset_sec(zone, date) : 0);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(date / CR_SECOND);
  return g_date_time_to_timezone(utc, offset);
}

char *
cr_eml_new(const CrEffect *letter, const CrProfile *profile, CrInstant date, GError **error) {
  g_mime_init();
  g_autoptr(GObject) owned = G_OBJECT(g_mime_message_new(TRUE));
  GMimeMessage *message = GMIME_MESSAGE(owned);
  const char *from = cr_profile_sender(profile, letter->from);
  if (!add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, profile->name, from, error) ||
      !add_mailbox(message, GMIME_ADDRESS_TYPE_TO, letter->to_name, letter->to, error))
    return NULL;
  g_autofree char *subject = cr_text_line(letter->subject ? letter->subject : "", 300);
  g_mime_message_set_subject(message, subject, "utf-8");
  g_autoptr(GDateTime) when = date_of(profile, date);
  g_mime_message_set_date(message, when);
  if (letter->message_id && id_is_plain(letter->message_id))
    g_mime_message_set_message_id(message, letter->message_id);
  set_thread(message, letter);
  g_autoptr(GObject) body = G_OBJECT(new_body(letter));
  g_mime_message_set_mime_part(message, GMIME_OBJECT(body));
  GMimeFormatOptions *format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  g_autofree char *bytes = g_mime_object_to_string(GMIME_OBJECT(message), format);
  g_mime_format_options_free(format);
  return with_plain_starts(bytes);
}

char *
cr_eml_sender(const char *eml) {
  g_mime_init();
  g_autoptr(GObject) stream = G_OBJECT(g_mime_stream_mem_new_with_buffer(eml, strlen(eml)));
  g_autoptr(GObject) parser = G_OBJECT(g_mime_parser_new_with_stream(GMIME_STREAM(stream)));
  g_autoptr(GObject) message =
      G_OBJECT(g_mime_parser_construct_message(GMIME_PARSER(parser), NULL));
  InternetAddressList *from = message ? g_mime_message_get_from(GMIME_MESSAGE(message)) : NULL;
  InternetAddress *first = from ? internet_address_list_get_address(from, 0) : NULL;
  return INTERNET_ADDRESS_IS_MAILBOX(first)
             ? g_strdup(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)))
             : NULL;
}
