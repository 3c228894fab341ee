#include "parse/mail-bulk.h"

#include "base/limits.h"
#include "base/text.h"

#include <gmime/gmime.h>
#include <string.h>

#define MAX_ADDRESSES 8

const char *const cr_mail_list_fields[] = {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
                                           "Feedback-ID", NULL};
static const char *const answer_signs[] = {"In-Reply-To", "References", NULL};
static const char *const sender_fields[] = {"From", "Sender", "Reply-To", NULL};
static const char *const subject_field[] = {"Subject", NULL};
/* Each in lower case; found anywhere in a word. */
static const char *const work_words[] = {"interview", "recruit", "hiring",  "candida",
                                         "applica",   "applied", "schedul", "screen",
                                         "your call", "bewerb",  "gespr",   NULL};
/* These say little in the mail of a shop or of a job board, and much in a person's. */
static const char *const faint_words[] = {
    "call",     "role",   "invit",  "offer",  "phone",  "meeting",    "team", "people",
    "staff",    "human",  "chat",   "talk",   "follow", "hire",       "job",  "career",
    "position", "talent", "vacanc", "resume", "employ", "opportunit", NULL};
/* How the addresses of shops and job boards begin; a person's does not. */
static const char *const shop_names[] = {
    "news",    "noreply", "no-reply",   "no_reply", "donotreply", "do-not-reply",  "marketing",
    "promo",   "offers",  "deals",      "hello",    "hallo",      "info",          "mail",
    "email",   "e-mail",  "updates",    "digest",   "shop",       "store",         "sales",
    "service", "support", "contact",    "members",  "rewards",    "notifications", "alerts",
    "alert",   "jobs",    "newsletter", "team",     NULL};
/* Parts that are looked into, as they stand in a description of the parts. */
static const char *const telling_parts[] = {"calendar",   "\"ics\"", ".ics",
                                            "\"report\"", "rfc822",  NULL};

static gboolean
is_named(const char *field, gsize length, const char *const *names) {
  for (; *names; names++)
    if ((*field | 0x20) == (**names | 0x20) && g_ascii_strncasecmp(field, *names, length) == 0 &&
        (*names)[length] == '\0')
      return TRUE;
  return FALSE;
}

/* The first two letters of some words, in lower case, so that nearly all of a text is passed over
 * at once. */
typedef struct {
  guint8 first[256], second[256];
} Letters;

static void
note_letters(Letters *letters, const char *const *words) {
  for (; *words; words++)
    letters->first[(guchar) (*words)[0]] = letters->second[(guchar) (*words)[1]] = 1;
}

static gboolean
has_any(const char *text, gsize length, const char *const *words, const Letters *letters) {
  for (gsize i = 0; i + 1 < length; i++) {
    guchar first = (guchar) (text[i] | 0x20), second = (guchar) (text[i + 1] | 0x20);
    if (!letters->first[first] || !letters->second[second])
      continue;
    for (const char *const *word = words; *word; word++) {
      if (first != (guchar) (*word)[0] || second != (guchar) (*word)[1])
        continue;
      gsize own = strlen(*word);
      if (own <= length - i && g_ascii_strncasecmp(text + i, *word, own) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static Letters of_work, of_faint, of_parts;

static void
begin(void) {
  static gsize ready = 0;
  if (g_once_init_enter(&ready)) {
    g_mime_init();
    note_letters(&of_work, work_words);
    note_letters(&of_faint, faint_words);
    note_letters(&of_parts, telling_parts);
    g_once_init_leave(&ready, 1);
  }
}

static gboolean
is_shop(const char *address) {
  if (strstr(address, "noreply") || strstr(address, "no-reply"))
    return TRUE;
  for (const char *const *name = shop_names; *name; name++)
    if (g_str_has_prefix(address, *name) && !g_ascii_isalpha(address[strlen(*name)]))
      return TRUE;
  return FALSE;
}

/* Whoever writes as a person is read for less. */
static gboolean
is_of_shops(char **addresses) {
  for (char **address = addresses; *address; address++)
    if (!is_shop(*address))
      return FALSE;
  return *addresses != NULL;
}

static gboolean
speaks_of_work(char **addresses, const char *names, const char *subject) {
  gsize n = strlen(names), s = strlen(subject);
  if (has_any(names, n, work_words, &of_work) || has_any(subject, s, work_words, &of_work))
    return TRUE;
  return (has_any(names, n, faint_words, &of_faint) ||
          has_any(subject, s, faint_words, &of_faint)) &&
         !is_of_shops(addresses);
}

/* One field's value, unfolded. */
static void
append_value(GString *text, const char *field, gsize length) {
  const char *colon = memchr(field, ':', length);
  for (const char *p = colon + 1; p < field + length; p++)
    if (*p != '\r' && *p != '\n')
      g_string_append_c(text, *p ? *p : ' ');
}

static char *
decode(const char *value) {
  return strstr(value, "=?") ? g_mime_utils_header_decode_text(NULL, value) : g_strdup(value);
}

/* The field at fields, with the lines that continue it; 0 at the end. */
static gsize
field_length(const char *fields, gsize length) {
  gsize at = 0;
  do {
    const char *newline = memchr(fields + at, '\n', length - at);
    at = newline ? (gsize) (newline + 1 - fields) : length;
  } while (at < length && (fields[at] == ' ' || fields[at] == '\t'));
  return at;
}

CrMailHead
cr_mail_head_scan(const char *fields, gsize length, const char *parts, gsize parts_length) {
  CrMailHead head = {0};
  gboolean list = FALSE, answer = FALSE;
  g_autoptr(GString) from = g_string_sized_new(256), subject = g_string_sized_new(256);
  begin();
  if (length > CR_MAX_HEADER_BLOCK_BYTES)
    return head;
  for (gsize at = 0, size; at < length && !answer; at += size) {
    size = field_length(fields + at, length - at);
    const char *field = fields + at;
    const char *colon = memchr(field, ':', size);
    gsize name = colon ? (gsize) (colon - field) : 0;
    answer = is_named(field, name, answer_signs);
    list = list || is_named(field, name, cr_mail_list_fields);
    if (is_named(field, name, sender_fields)) {
      append_value(from, field, size);
      g_string_append_c(from, '\n');
    } else if (is_named(field, name, subject_field)) {
      append_value(subject, field, size);
      g_string_append_c(subject, ' ');
    }
  }
  if (!list || answer || from->len == 0 || has_any(parts, parts_length, telling_parts, &of_parts))
    return head;
  g_autofree char *names = decode(from->str);
  head.bulk = TRUE;
  head.senders = g_string_free(g_steal_pointer(&from), FALSE);
  head.subject = decode(subject->str);
  head.addresses = cr_mail_head_addresses(head.senders);
  head.of_work = speaks_of_work(head.addresses, names, head.subject);
  return head;
}

static gboolean
is_of_address(char c) {
  return g_ascii_isalnum(c) || (c && strchr("._%+-=~'&#/!$*?^`{|}", c)) || (guchar) c >= 0x80;
}

char **
cr_mail_head_addresses(const char *text) {
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  guint count = 0;
  for (const char *at = strchr(text, '@'); at && count < MAX_ADDRESSES; at = strchr(at + 1, '@')) {
    const char *from = at, *to = at + 1;
    while (from > text && is_of_address(from[-1]))
      from--;
    while (g_ascii_isalnum(*to) || *to == '-' || *to == '.' || (guchar) *to >= 0x80)
      to++;
    if (from == at || to == at + 1)
      continue;
    g_autofree char *address = g_strndup(from, (gsize) (to - from));
    g_autofree char *lower = g_utf8_make_valid(address, -1);
    char *normal = cr_address_normalize(lower);
    if (normal)
      g_strv_builder_add(builder, normal);
    count += normal != NULL;
    g_free(normal);
  }
  return g_strv_builder_end(builder);
}
