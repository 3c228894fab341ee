#include "net/imap-structure.h"

#include "base/limits.h"
#include "base/text.h"
#include "net/imap-private.h"

#include <string.h>

/* Encoded: a text is read up to CR_MAX_TEXT_BYTES, of which an encoding makes up to twice that. */
#define TEXT_BYTES (2 * CR_MAX_TEXT_BYTES)
#define CALENDAR_BYTES (2UL << 20)
#define REPORT_BYTES CR_MAX_HEADER_BLOCK_BYTES
#define MAX_WORD_CHARS 1000
#define BOUNDARY "=_part_%s_" /* with the section */

void
cr_imap_part_free(CrImapPart *part) {
  if (part == NULL)
    return;
  g_free(part->type);
  g_free(part->section);
  g_string_free(part->header, TRUE);
  if (part->content)
    g_string_free(part->content, TRUE);
  g_clear_pointer(&part->children, g_ptr_array_unref);
  g_free(part);
}

/* A string, or NULL for NIL; FALSE when it is neither. Control characters are dropped: it becomes
 * a part of a header. */
static gboolean
string_of(CrImapLexer *rest, char **ret_text) {
  CrImapToken t = cr_imap_lexer_next(rest);
  if (t.kind != CR_IMAP_ATOM && t.kind != CR_IMAP_QUOTED && t.kind != CR_IMAP_LITERAL)
    return FALSE;
  if (t.kind == CR_IMAP_ATOM && cr_imap_span_is(t.text, "NIL")) {
    *ret_text = NULL;
    return TRUE;
  }
  t.text.length = MIN(t.text.length, MAX_WORD_CHARS);
  char *text = cr_imap_token_dup(&t), *to = text;
  for (const char *p = text; *p; p++)
    if ((guchar) *p >= ' ' && *p != 0x7f)
      *to++ = *p;
  *to = '\0';
  *ret_text = text;
  return TRUE;
}

static gboolean
is_token(const char *text) {
  return text && *text &&
         text[strspn(text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-+.*_")] == '\0';
}

static void
append_parameter(GString *header, const char *name, const char *value) {
  if (!is_token(name) || value == NULL || cr_text_equal(name, "boundary"))
    return;
  g_string_append_printf(header, ";\r\n %s=", name);
  cr_imap_append_quoted(header, value);
}

static gboolean
names_calendar(const char *name, const char *value) {
  gsize length = value ? strlen(value) : 0;
  return name && (cr_text_find(name, "name") == name || cr_text_find(name, "filename") == name) &&
         length > 4 && g_ascii_strcasecmp(value + length - 4, ".ics") == 0;
}

static gboolean
take_close(CrImapLexer *rest) {
  CrImapLexer ahead = *rest;
  if (cr_imap_lexer_next(&ahead).kind != CR_IMAP_CLOSE)
    return FALSE;
  *rest = ahead;
  return TRUE;
}

/* A list of names and values, or NIL. */
static gboolean
parameters(CrImapLexer *rest, CrImapPart *part) {
  CrImapToken t = cr_imap_lexer_next(rest);
  if (t.kind == CR_IMAP_ATOM && cr_imap_span_is(t.text, "NIL"))
    return TRUE;
  if (t.kind != CR_IMAP_OPEN)
    return FALSE;
  while (!take_close(rest)) {
    g_autofree char *name = NULL, *value = NULL;
    if (!string_of(rest, &name) || !string_of(rest, &value))
      return FALSE;
    append_parameter(part->header, name, value);
    part->calendar |= names_calendar(name, value);
  }
  return TRUE;
}

static void
begin_header(CrImapPart *part, const char *type, const char *subtype) {
  g_autofree char *whole = is_token(type) && is_token(subtype)
                               ? g_strconcat(type, "/", subtype, NULL)
                               : g_strdup("application/octet-stream");
  part->type = g_ascii_strdown(whole, -1);
  part->calendar =
      g_str_equal(part->type, "text/calendar") || g_str_equal(part->type, "application/ics");
  g_string_printf(part->header, "Content-Type: %s", part->type);
}

/* The disposition of what is left, if it gets so far; the rest is passed over. */
static gboolean
extension(CrImapLexer *rest, CrImapPart *part) {
  CrImapToken t = cr_imap_lexer_next(rest);
  g_string_append(part->header, "\r\n");
  if (t.kind == CR_IMAP_OPEN) {
    g_autofree char *disposition = NULL;
    if (!string_of(rest, &disposition))
      return FALSE;
    part->attachment = cr_text_equal(disposition, "attachment");
    g_string_append_printf(part->header, "Content-Disposition: %s",
                           is_token(disposition) ? disposition : "inline");
    if (!parameters(rest, part) || cr_imap_lexer_next(rest).kind != CR_IMAP_CLOSE)
      return FALSE;
    g_string_append(part->header, "\r\n");
  } else if (t.kind == CR_IMAP_CLOSE) {
    return TRUE;
  } else if (t.kind != CR_IMAP_ATOM && t.kind != CR_IMAP_QUOTED && t.kind != CR_IMAP_LITERAL) {
    return FALSE;
  }
  while (!take_close(rest))
    if (!cr_imap_lexer_skip(rest))
      return FALSE;
  return TRUE;
}

static gboolean
at_close(CrImapLexer *rest, CrImapPart *part) {
  if (!take_close(rest))
    return FALSE;
  g_string_append(part->header, "\r\n");
  return TRUE;
}

/* How much of a leaf matters. In a report also what was sent and what became of it. */
static gsize
wanted_bytes(const CrImapPart *part, gboolean report) {
  static const char *const reports[] = {"message/delivery-status", "message/global-delivery-status",
                                        "message/disposition-notification", "text/rfc822-headers",
                                        NULL};
  if (part->calendar)
    return CALENDAR_BYTES;
  if (g_strv_contains(reports, part->type))
    return REPORT_BYTES;
  if (g_str_equal(part->type, "message/rfc822"))
    return report ? REPORT_BYTES : 0;
  gboolean text = g_str_equal(part->type, "text/plain") || g_str_equal(part->type, "text/html");
  return text && !part->attachment ? TEXT_BYTES : 0;
}

typedef struct {
  CrImapLexer rest;
  guint parts, pieces;
  gboolean report;
} Walk;

static CrImapPart *parse_part(Walk *walk, const char *section, guint depth);

static gboolean
parse_single(Walk *walk, CrImapPart *part) {
  CrImapLexer *rest = &walk->rest;
  g_autofree char *type = NULL, *subtype = NULL, *encoding = NULL;
  if (!string_of(rest, &type) || !string_of(rest, &subtype))
    return FALSE;
  begin_header(part, type, subtype);
  if (!parameters(rest, part) || !cr_imap_lexer_skip(rest) || !cr_imap_lexer_skip(rest) ||
      !string_of(rest, &encoding) || !cr_imap_lexer_skip(rest))
    return FALSE;
  if (is_token(encoding))
    g_string_append_printf(part->header, "\r\nContent-Transfer-Encoding: %s", encoding);
  guint own_fields = g_str_has_prefix(part->type, "text/")       ? 1
                     : g_str_equal(part->type, "message/rfc822") ? 3
                     : g_str_equal(part->type, "message/global") ? 3
                                                                 : 0;
  for (guint i = 0; i < own_fields; i++)
    if (!cr_imap_lexer_skip(rest))
      return FALSE;
  return at_close(rest, part) || /* no extension; else an MD5 comes first */
         (cr_imap_lexer_skip(rest) && (at_close(rest, part) || extension(rest, part)));
}

static gboolean
parse_multi(Walk *walk, CrImapPart *part, guint depth) {
  g_autofree char *subtype = NULL;
  part->children = g_ptr_array_new_with_free_func((GDestroyNotify) cr_imap_part_free);
  for (guint i = 1;; i++) {
    CrImapLexer ahead = walk->rest;
    if (cr_imap_lexer_next(&ahead).kind != CR_IMAP_OPEN)
      break;
    g_autofree char *section =
        *part->section ? g_strdup_printf("%s.%u", part->section, i) : g_strdup_printf("%u", i);
    CrImapPart *child = parse_part(walk, section, depth + 1);
    if (child == NULL)
      return FALSE;
    g_ptr_array_add(part->children, child);
  }
  if (!string_of(&walk->rest, &subtype))
    return FALSE;
  begin_header(part, "multipart", subtype);
  g_string_append_printf(part->header, ";\r\n boundary=\"" BOUNDARY "\"", part->section);
  return at_close(&walk->rest, part) ||
         (parameters(&walk->rest, part) &&
          (at_close(&walk->rest, part) || extension(&walk->rest, part)));
}

static CrImapPart *
parse_part(Walk *walk, const char *section, guint depth) {
  g_autoptr(CrImapPart) part = g_new0(CrImapPart, 1);
  CrImapLexer ahead;
  part->section = g_strdup(section);
  part->header = g_string_new(NULL);
  if (depth > CR_MAX_MIME_DEPTH || ++walk->parts > CR_MAX_MIME_PARTS ||
      cr_imap_lexer_next(&walk->rest).kind != CR_IMAP_OPEN)
    return NULL;
  ahead = walk->rest;
  gboolean multi = cr_imap_lexer_next(&ahead).kind == CR_IMAP_OPEN;
  if (multi ? !parse_multi(walk, part, depth) : !parse_single(walk, part))
    return NULL;
  return g_steal_pointer(&part);
}

/* In their order, as far as they fit into one answer. */
static void
choose(CrImapPart *part, Walk *walk) {
  walk->report |= part->children && g_str_equal(part->type, "multipart/report");
  if (part->children == NULL && walk->pieces < CR_IMAP_MAX_PIECES) {
    part->most_bytes = wanted_bytes(part, walk->report);
    walk->pieces += part->most_bytes > 0;
  }
  for (guint i = 0; part->children && i < part->children->len; i++)
    choose(part->children->pdata[i], walk);
}

CrImapPart *
cr_imap_part_parse(CrImapSpan structure) {
  Walk walk = {.rest = {structure.bytes, structure.bytes + structure.length}};
  g_autoptr(CrImapPart) root = structure.bytes ? parse_part(&walk, "", 1) : NULL;
  if (root == NULL)
    return NULL;
  if (root->children == NULL) {
    g_free(root->section);
    root->section = g_strdup("1");
  }
  choose(root, &walk);
  return g_steal_pointer(&root);
}

/* Of a message within the message its header is enough. */
static const char *
suffix_of(const CrImapPart *part) {
  return g_str_equal(part->type, "message/rfc822") ? ".HEADER" : "";
}

static void
append_items(const CrImapPart *part, GString *items) {
  if (part->most_bytes)
    g_string_append_printf(items, " BODY.PEEK[%s%s]<0.%zu>", part->section, suffix_of(part),
                           part->most_bytes);
  for (guint i = 0; part->children && i < part->children->len; i++)
    append_items(part->children->pdata[i], items);
}

char *
cr_imap_part_items(const CrImapPart *root) {
  GString *items = g_string_new(NULL);
  append_items(root, items);
  return g_string_free(items, FALSE);
}

void
cr_imap_part_take(CrImapPart *part, CrImapSpan section, CrImapSpan bytes) {
  g_autofree char *own = g_strconcat(part->section, suffix_of(part), NULL);
  if (part->most_bytes && part->content == NULL && cr_imap_span_is(section, own))
    part->content = g_string_new_len(bytes.bytes ? bytes.bytes : "",
                                     (gssize) MIN(bytes.length, part->most_bytes));
  for (guint i = 0; part->children && i < part->children->len; i++)
    cr_imap_part_take(part->children->pdata[i], section, bytes);
}

static void
append_part(const CrImapPart *part, GString *message) {
  g_string_append_len(message, part->header->str, (gssize) part->header->len);
  g_string_append(message, "\r\n");
  if (part->children == NULL) {
    if (part->content)
      g_string_append_len(message, part->content->str, (gssize) part->content->len);
    g_string_append(message, "\r\n");
    return;
  }
  for (guint i = 0; i < part->children->len; i++) {
    g_string_append_printf(message, "--" BOUNDARY "\r\n", part->section);
    append_part(part->children->pdata[i], message);
  }
  g_string_append_printf(message, "--" BOUNDARY "--\r\n", part->section);
}

/* The header without what says how the body is made up. */
static void
append_header(CrImapSpan header, GString *message) {
  const char *at = header.bytes, *end = at + header.length;
  gboolean dropped = FALSE;
  while (at < end) {
    const char *newline = memchr(at, '\n', (gsize) (end - at));
    const char *next = newline ? newline + 1 : end;
    if (*at == '\n' || (*at == '\r' && next - at == 2))
      return;
    if (*at != ' ' && *at != '\t')
      dropped = (end - at > 13 && g_ascii_strncasecmp(at, "content-type:", 13) == 0) ||
                (end - at > 26 && g_ascii_strncasecmp(at, "content-transfer-encoding:", 26) == 0) ||
                (end - at > 20 && g_ascii_strncasecmp(at, "content-disposition:", 20) == 0);
    if (!dropped)
      g_string_append_len(message, at, next - at);
    at = next;
  }
  if (message->len && message->str[message->len - 1] != '\n')
    g_string_append(message, "\r\n");
}

GString *
cr_imap_part_compose(const CrImapPart *root, CrImapSpan header) {
  GString *message = g_string_new(NULL);
  append_header(header, message);
  append_part(root, message);
  return message;
}
