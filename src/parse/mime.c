#include "parse/mime.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "parse/charset.h"
#include "parse/mime-limits.h"

#include <gmime/gmime.h>
#include <string.h>

#define MAX_NAME_CHARS 200
#define MAX_VALUE_CHARS 2000
#define MAX_DELIVERIES 8
#define MAX_ID_BYTES 512
#define MAX_REFERENCES 20
#define MAX_RECIPIENTS 200
#define MAX_REPORT_FIELDS 512

static void
header_free(gpointer data) {
  CrHeader *header = data;
  g_free(header->name);
  g_free(header->value);
  g_free(header);
}

/* How a mail came here, and how it was sealed: nobody reads it, and it is the most of many heads.
 */
static gboolean
is_of_transport(const char *name) {
  static const char *const names[] = {"received",
                                      "dkim-signature",
                                      "arc-",
                                      "x-google-",
                                      "x-received",
                                      "domainkey-signature",
                                      "x-ms-exchange-antispam",
                                      "x-forefront-antispam",
                                      NULL};
  for (guint i = 0; names[i]; i++)
    if (g_ascii_strncasecmp(name, names[i], strlen(names[i])) == 0)
      return TRUE;
  return FALSE;
}

static const CrHeader *
add_header(GPtrArray *headers, const char *name, const char *value) {
  CrHeader *header = g_new(CrHeader, 1);
  header->name = cr_text_line(name, MAX_NAME_CHARS);
  header->value = cr_text_line(value ? value : "", MAX_VALUE_CHARS);
  g_ptr_array_add(headers, header);
  return header;
}

void
cr_mime_free(CrMime *mime) {
  if (mime == NULL)
    return;
  g_ptr_array_unref(mime->headers);
  g_ptr_array_unref(mime->report_fields);
  g_free(mime->message_id);
  g_free(mime->in_reply_to);
  g_strfreev(mime->references);
  g_free(mime->from_name);
  g_free(mime->from_email);
  g_free(mime->reply_to);
  g_strfreev(mime->to);
  g_strfreev(mime->delivered);
  g_free(mime->subject);
  g_free(mime->text);
  g_free(mime->html);
  g_free(mime->calendar);
  g_free(mime->report_type);
  g_free(mime->original_message_id);
  g_free(mime);
}

const char *
cr_mime_header(const CrMime *mime, const char *name) {
  for (guint i = 0; i < mime->headers->len && mime->initials >> (*name & 31) & 1; i++) {
    const CrHeader *header = g_ptr_array_index(mime->headers, i);
    if (cr_letter_may_equal(*header->name, *name) && cr_text_equal(header->name, name))
      return header->value;
  }
  return NULL;
}

/* --- Message-IDs */

static char *
clean_id(const char *start, gsize length) {
  if (length == 0 || length > MAX_ID_BYTES)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if ((guchar) start[i] <= ' ' || start[i] == 0x7f || start[i] == '<' || start[i] == '>')
      return NULL;
  return g_utf8_validate(start, length, NULL) ? g_strndup(start, length) : NULL;
}

/* The ids in a header's raw value, in order; without brackets the first word counts. */
static GPtrArray *
read_ids(const char *value) {
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  const char *open = value ? strchr(value, '<') : NULL;
  for (const char *close = open; open; open = strchr(close, '<')) {
    close = strchr(open, '>');
    if (close == NULL)
      break;
    char *id = clean_id(open + 1, close - open - 1);
    if (id)
      g_ptr_array_add(ids, id);
  }
  if (ids->len == 0 && value) {
    const char *word = value + strspn(value, " \t\r\n");
    char *id = clean_id(word, strcspn(word, " \t\r\n"));
    if (id)
      g_ptr_array_add(ids, id);
  }
  return ids;
}

static char *
first_id(const char *value) {
  g_autoptr(GPtrArray) ids = read_ids(value);
  return ids->len > 0 ? g_strdup(g_ptr_array_index(ids, 0)) : NULL;
}

/* The newest ones: they end the list. */
static char **
last_ids(const char *value) {
  g_autoptr(GPtrArray) ids = value ? read_ids(value) : g_ptr_array_new();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (guint i = ids->len > MAX_REFERENCES ? ids->len - MAX_REFERENCES : 0; i < ids->len; i++)
    g_strv_builder_add(builder, g_ptr_array_index(ids, i));
  return g_strv_builder_end(builder);
}

/* --- Addresses */

/* Groups nest; the limits checked before make that a short walk. */
static void
collect_mailboxes(InternetAddressList *list, GPtrArray *mailboxes, int depth) {
  int length = list ? internet_address_list_length(list) : 0;
  for (int i = 0; i < length && mailboxes->len < MAX_RECIPIENTS; i++) {
    InternetAddress *address = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_MAILBOX(address))
      g_ptr_array_add(mailboxes, address);
    else if (INTERNET_ADDRESS_IS_GROUP(address) && depth < CR_MAX_MIME_DEPTH)
      collect_mailboxes(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)),
                        mailboxes, depth + 1);
  }
}

static char *
mailbox_email(InternetAddress *mailbox) {
  return cr_address_normalize(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(mailbox)));
}

static char *
first_email(InternetAddressList *list, char **ret_name, gboolean *ret_many) {
  g_autoptr(GPtrArray) mailboxes = g_ptr_array_new();
  collect_mailboxes(list, mailboxes, 0);
  if (mailboxes->len == 0)
    return NULL;
  if (ret_many)
    *ret_many = mailboxes->len > 1;
  InternetAddress *first = g_ptr_array_index(mailboxes, 0);
  g_autofree char *name = cr_text_line(internet_address_get_name(first), MAX_NAME_CHARS);
  if (ret_name && name && *name)
    *ret_name = g_steal_pointer(&name);
  return mailbox_email(first);
}

static char **
recipients(GMimeMessage *message) {
  g_autoptr(GPtrArray) mailboxes = g_ptr_array_new();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  collect_mailboxes(g_mime_message_get_to(message), mailboxes, 0);
  collect_mailboxes(g_mime_message_get_cc(message), mailboxes, 0);
  for (guint i = 0; i < mailboxes->len; i++) {
    g_autofree char *email = mailbox_email(g_ptr_array_index(mailboxes, i));
    if (email)
      g_strv_builder_add(builder, email);
  }
  return g_strv_builder_end(builder);
}

/* --- Text of a part */

/* Transfer-decoded, at most max bytes: a text as large as an attachment is not read to its end. */
static GByteArray *
decoded(GMimeDataWrapper *content, gsize max) {
  GByteArray *bytes = g_byte_array_new();
  GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
  GMimeStream *stream = g_mime_stream_filter_new(raw);
  GMimeFilter *decoder = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
  char buffer[4096];
  gssize count;
  g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), decoder);
  g_object_unref(decoder);
  g_mime_stream_reset(raw);
  while (bytes->len < max &&
         (count = g_mime_stream_read(stream, buffer, MIN(sizeof buffer, max - bytes->len))) > 0)
    g_byte_array_append(bytes, (const guint8 *) buffer, (guint) count);
  g_object_unref(stream);
  return bytes;
}

/* CRLF and CR become LF, where they stand. */
static void
set_line_ends(char *text) {
  char *to = strchr(text, '\r');
  for (const char *from = to; from;) {
    if (from[1] != '\n')
      *to++ = '\n';
    const char *next = strchr(from + 1, '\r');
    gsize length = next ? (gsize) (next - from - 1) : strlen(from + 1);
    memmove(to, from + 1, length);
    to += length;
    from = next;
    if (next == NULL)
      *to = '\0';
  }
}

/* In UTF-8, at most max bytes of it, with LF line ends. NULL when empty. */
static char *
part_text(GMimeObject *object, gsize max) {
  GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
  if (content == NULL)
    return NULL;
  g_autoptr(GByteArray) bytes = decoded(content, max);
  GMimeContentType *type = g_mime_object_get_content_type(object);
  g_autofree char *text = bytes->len == 0
                              ? NULL
                              : cr_bytes_decode((const char *) bytes->data, bytes->len,
                                                g_mime_content_type_get_parameter(type, "charset"));
  if (text == NULL)
    return NULL;
  set_line_ends(text);
  return g_steal_pointer(&text);
}

/* --- Reports */

static void
add_fields(GPtrArray *fields, const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", 4 * MAX_REPORT_FIELDS);
  g_autoptr(GString) field = g_string_new(NULL);
  for (char **line = lines; fields->len < MAX_REPORT_FIELDS; line++) {
    if (*line && (**line == ' ' || **line == '\t') && field->len > 0) {
      g_string_append(field, *line);
      continue;
    }
    char *colon = strchr(field->str, ':');
    if (colon && colon > field->str) {
      *colon = '\0';
      add_header(fields, field->str, colon + 1);
    }
    if (*line == NULL)
      return;
    g_string_assign(field, *line);
  }
}

static const char *
find_field(const GPtrArray *fields, const char *name) {
  for (guint i = 0; i < fields->len; i++) {
    const CrHeader *field = g_ptr_array_index(fields, i);
    if (cr_text_equal(field->name, name))
      return field->value;
  }
  return NULL;
}

/* --- The tree of parts */

typedef struct {
  CrMime *mime;
  int parts;
  int calendar_rank; /* how sure it is that the calendar found is the invite */
  gboolean too_many, too_deep;
} Walk;

static gboolean
is_attachment(GMimeObject *object) {
  GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
  return disposition && g_mime_content_disposition_is_attachment(disposition);
}

static CrMethod
method_of(GMimeContentType *type) {
  const char *parameter = g_mime_content_type_get_parameter(type, "method");
  g_autofree char *name = parameter ? g_ascii_strdown(parameter, -1) : NULL;
  int index = name ? cr_name_index(cr_method_names, name) : 0;
  return index > 0 ? (CrMethod) index : CR_METHOD_NONE;
}

/* An invite is text/calendar with a method; some attach it as a file only. */
static int
calendar_rank(GMimeObject *object, GMimeContentType *type) {
  const char *name = g_mime_part_get_filename(GMIME_PART(object));
  if (g_mime_content_type_is_type(type, "text", "calendar"))
    return method_of(type) != CR_METHOD_NONE ? 3 : 2;
  gsize length = name ? strlen(name) : 0;
  gboolean file = length > 4 && g_ascii_strcasecmp(name + length - 4, ".ics") == 0;
  return file || g_mime_content_type_is_type(type, "application", "ics") ? 1 : 0;
}

static void
take_text(char **field, GMimeObject *object, gboolean alternative) {
  if (*field && (alternative || strlen(*field) >= CR_MAX_TEXT_BYTES))
    return;
  g_autofree char *text = part_text(object, CR_MAX_TEXT_BYTES);
  if (text == NULL)
    return;
  char *joined = *field ? g_strconcat(*field, "\n", text, NULL) : g_steal_pointer(&text);
  g_free(*field);
  *field = joined;
}

static void
take_report_part(CrMime *mime, GMimeObject *object, GMimeContentType *type) {
  gboolean status = g_mime_content_type_is_type(type, "message", "delivery-status") ||
                    g_mime_content_type_is_type(type, "message", "global-delivery-status") ||
                    g_mime_content_type_is_type(type, "message", "disposition-notification");
  gboolean headers = g_mime_content_type_is_type(type, "text", "rfc822-headers");
  g_autofree char *text = status || headers ? part_text(object, CR_MAX_HEADER_BLOCK_BYTES) : NULL;
  if (text == NULL)
    return;
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(header_free);
  add_fields(status ? mime->report_fields : fields, text);
  const char *id = status ? find_field(mime->report_fields, "Original-Message-ID")
                          : find_field(fields, "Message-ID");
  if (id && mime->original_message_id == NULL)
    mime->original_message_id = first_id(id);
}

static void
take_leaf(Walk *walk, GMimeObject *object, gboolean alternative) {
  CrMime *mime = walk->mime;
  GMimeContentType *type = g_mime_object_get_content_type(object);
  int rank = calendar_rank(object, type);
  if (rank > walk->calendar_rank) {
    g_free(mime->calendar);
    mime->calendar = part_text(object, CR_MAX_MAIL_BYTES);
    mime->method = method_of(type);
    walk->calendar_rank = rank;
  }
  if (rank > 0)
    return;
  take_report_part(mime, object, type);
  if (is_attachment(object))
    return;
  /* After an HTML body, plain text that is no alternative is a list's footer. */
  if (g_mime_content_type_is_type(type, "text", "plain") &&
      (alternative || mime->text || mime->html == NULL))
    take_text(&mime->text, object, alternative);
  else if (g_mime_content_type_is_type(type, "text", "html"))
    take_text(&mime->html, object, alternative);
}

static void
walk_part(Walk *walk, GMimeObject *object, gboolean alternative, int depth) {
  walk->too_deep |= depth > CR_MAX_MIME_DEPTH;
  walk->too_many |= ++walk->parts > CR_MAX_MIME_PARTS;
  if (object == NULL || walk->too_deep || walk->too_many)
    return;
  GMimeContentType *type = g_mime_object_get_content_type(object);
  if (GMIME_IS_MULTIPART(object)) {
    GMimeMultipart *multipart = GMIME_MULTIPART(object);
    if (g_mime_content_type_is_type(type, "multipart", "report") && !walk->mime->report) {
      const char *kind = g_mime_content_type_get_parameter(type, "report-type");
      walk->mime->report = TRUE;
      walk->mime->report_type = kind ? g_ascii_strdown(kind, -1) : NULL;
    }
    gboolean choice = g_mime_content_type_is_type(type, "multipart", "alternative");
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && !walk->too_deep && !walk->too_many; i++)
      walk_part(walk, g_mime_multipart_get_part(multipart, i), choice, depth + 1);
  } else if (GMIME_IS_MESSAGE_PART(object)) { /* another message: its text is not this one's */
    GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    const char *id = inner && walk->mime->report
                         ? g_mime_object_get_header(GMIME_OBJECT(inner), "Message-ID")
                         : NULL;
    if (id && walk->mime->original_message_id == NULL)
      walk->mime->original_message_id = first_id(id);
  } else if (GMIME_IS_PART(object)) {
    take_leaf(walk, object, alternative);
  }
}

/* --- The message */

static void
read_headers(CrMime *mime, GMimeObject *object) {
  GMimeHeaderList *list = object ? g_mime_object_get_header_list(object) : NULL;
  int count = list ? g_mime_header_list_get_count(list) : 0;
  for (int i = 0; i < count; i++) {
    GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
    const char *name = g_mime_header_get_name(header);
    if (is_of_transport(name))
      continue;
    const CrHeader *added = add_header(mime->headers, name, g_mime_header_get_value(header));
    mime->initials |= 1u << (*added->name & 31);
  }
}

/* Which of several a mail server has checked, and which a reader is shown, nobody knows. */
static gboolean
has_many(const GPtrArray *headers, const char *name) {
  guint count = 0;
  for (guint i = 0; i < headers->len; i++)
    count += cr_text_equal(((CrHeader *) headers->pdata[i])->name, name);
  return count > 1;
}

static const char *
raw_header(GMimeMessage *message, const char *name) {
  GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
  GMimeHeader *header = g_mime_header_list_get_header(list, name);
  return header ? g_mime_header_get_raw_value(header) : NULL;
}

/* What servers note of the envelope's recipient, who need not stand in To. */
static char **
deliveries(const GPtrArray *headers) {
  static const char *const names[] = {"Delivered-To", "X-Delivered-To", "X-Original-To",
                                      "Envelope-To",  "X-Envelope-To",  NULL};
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  guint found = 0;
  for (guint i = headers->len; i > 0 && found < MAX_DELIVERIES; i--) { /* each adds to the top */
    const CrHeader *header = headers->pdata[i - 1];
    gboolean tells = FALSE;
    for (guint j = 0; names[j] && !tells; j++)
      tells = cr_text_equal(header->name, names[j]);
    g_autofree char *email = tells ? cr_address_normalize(header->value) : NULL;
    if (email) {
      g_strv_builder_add(builder, email);
      found++;
    }
  }
  return found ? g_strv_builder_end(builder) : NULL;
}

static gboolean
take_date(CrMime *mime, GDateTime *date) {
  gint64 seconds = date ? g_date_time_to_unix(date) : 0;
  gint64 offset = date ? g_date_time_get_utc_offset(date) / G_USEC_PER_SEC : 0;
  gint64 earliest = (gint64) cr_day_from_date(1980, 1, 1) * 86400;
  if (date == NULL || seconds < earliest || seconds > CR_INSTANT_MAX / CR_SECOND ||
      ABS(offset) > 14 * 3600)
    return FALSE;
  mime->date = seconds * CR_SECOND;
  mime->date_offset_sec = (int) offset;
  return TRUE;
}

/* A sender's clock that is further ahead than this of the server that took the mail is wrong, and
 * so is one that is behind by more than mail is ever queued. Source: RFC 5321 §4.5.4.1 */
#define DATE_AHEAD_USEC (10 * CR_MINUTE)
#define DATE_BEHIND_USEC (7 * CR_DAY_USEC)

/* When the candidate's server took it, in UTC; NULL when that is not told. */
static GDateTime *
date_received(GMimeMessage *message) {
  const char *received = raw_header(message, "Received");
  const char *stamp = received ? strrchr(received, ';') : NULL;
  g_autoptr(GDateTime) came = stamp ? g_mime_utils_header_decode_date(stamp + 1) : NULL;
  return came ? g_date_time_to_utc(came) : NULL;
}

/* Without a usable Date the candidate's server tells when it came, on its own clock; a wrong one
 * still tells the sender's zone. Source: RFC 5321 §4.4 */
static void
read_date(CrMime *mime, GMimeMessage *message) {
  mime->date = CR_INSTANT_NONE;
  g_autoptr(GDateTime) came = date_received(message);
  if (!take_date(mime, g_mime_message_get_date(message))) {
    mime->date_of_server = take_date(mime, came);
    return;
  }
  int offset_sec = mime->date_offset_sec;
  CrInstant said = mime->date;
  gboolean right = !take_date(mime, came) ||
                   (said <= mime->date + DATE_AHEAD_USEC && said >= mime->date - DATE_BEHIND_USEC);
  if (right)
    mime->date = said;
  mime->date_offset_sec = offset_sec;
}

static void
read_envelope(CrMime *mime, GMimeMessage *message) {
  read_headers(mime, GMIME_OBJECT(message));
  read_headers(mime, g_mime_message_get_mime_part(message));
  mime->message_id = first_id(raw_header(message, "Message-ID"));
  mime->in_reply_to = first_id(raw_header(message, "In-Reply-To"));
  mime->references = last_ids(raw_header(message, "References"));
  mime->from_email =
      first_email(g_mime_message_get_from(message), &mime->from_name, &mime->from_many);
  mime->from_many = mime->from_many || has_many(mime->headers, "From");
  if (mime->from_email == NULL)
    mime->from_email = first_email(g_mime_message_get_sender(message), NULL, NULL);
  mime->reply_to = first_email(g_mime_message_get_reply_to(message), NULL, NULL);
  mime->to = recipients(message);
  mime->delivered = deliveries(mime->headers);
  mime->subject = cr_text_line(g_mime_message_get_subject(message), MAX_VALUE_CHARS);
  read_date(mime, message);
}

static GMimeParserOptions *
parser_options(void) {
  static gsize options = 0;
  if (g_once_init_enter(&options)) {
    static const char *charsets[] = {"utf-8", "windows-1252", NULL};
    g_mime_init();
    GMimeParserOptions *fresh = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(fresh, charsets); /* else the locale's */
    g_once_init_leave(&options, (gsize) fresh);
  }
  return (GMimeParserOptions *) options;
}

/* A byte order mark and empty lines before the first header are no part of the message. */
static gsize
leading_blank(const char *bytes, gsize length) {
  gsize blank = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (blank < length && (bytes[blank] == '\r' || bytes[blank] == '\n'))
    blank++;
  return blank;
}

static CrMime *
parse_view(GByteArray *view, GError **error) {
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(view);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, parser_options());
  g_object_unref(parser);
  g_object_unref(stream);
  if (message == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "line 1: this is no message");
    return NULL;
  }
  g_autoptr(CrMime) mime = g_new0(CrMime, 1);
  Walk walk = {.mime = mime};
  mime->headers = g_ptr_array_new_with_free_func(header_free);
  mime->report_fields = g_ptr_array_new_with_free_func(header_free);
  read_envelope(mime, message);
  walk_part(&walk, g_mime_message_get_mime_part(message), FALSE, 1);
  g_object_unref(message);
  if (walk.too_deep || walk.too_many) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "the message has %s",
                walk.too_deep ? "parts nested too deep" : "too many parts");
    return NULL;
  }
  return g_steal_pointer(&mime);
}

CrMime *
cr_mime_parse(const char *bytes, gsize length, GError **error) {
  gsize blank = leading_blank(bytes, length);
  bytes += blank;
  length -= blank;
  if (!cr_mime_check_limits(bytes, length, error))
    return NULL;
  /* Read where it lies: a copy of a large mail would take as much memory again. */
  GByteArray *view = g_byte_array_new_take((guint8 *) bytes, length);
  CrMime *mime = parse_view(view, error);
  g_byte_array_steal(view, NULL);
  g_byte_array_unref(view);
  return mime;
}
