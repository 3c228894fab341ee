#include "net/imap-data.h"

#include "base/text.h"

#include <string.h>

static gboolean
is_body(CrImapSpan key) {
  return key.length > 5 && g_ascii_strncasecmp(key.bytes, "BODY[", 5) == 0;
}

static gboolean
fetch_piece(CrImapLexer *rest, CrImapSpan key, CrImapFetched *fetched) {
  CrImapToken value = cr_imap_lexer_next(rest);
  gboolean nil = value.kind == CR_IMAP_ATOM && cr_imap_span_is(value.text, "NIL");
  const char *close = memrchr(key.bytes, ']', key.length);
  if (close == NULL || fetched->n_pieces == CR_IMAP_MAX_FETCHED ||
      (!nil && value.kind != CR_IMAP_LITERAL && value.kind != CR_IMAP_QUOTED))
    return FALSE;
  CrImapPiece *piece = &fetched->pieces[fetched->n_pieces++];
  piece->section = (CrImapSpan){key.bytes + 5, (gsize) (close - key.bytes - 5)};
  piece->bytes = nil ? (CrImapSpan){NULL, 0} : value.text;
  return TRUE;
}

static gboolean
fetch_structure(CrImapLexer *rest, CrImapFetched *fetched) {
  while (rest->at < rest->end && *rest->at == ' ')
    rest->at++;
  const char *from = rest->at;
  gboolean list = from < rest->end && *from == '(';
  if (!cr_imap_lexer_skip(rest))
    return FALSE;
  if (list)
    fetched->structure = (CrImapSpan){from, (gsize) (rest->at - from)};
  return TRUE;
}

/* A literal of the wrong length shows here: what follows the message is no item that belongs
 * beside it. */
static gboolean
fetch_item(CrImapLexer *rest, const CrImapToken *key, CrImapFetched *fetched) {
  if (is_body(key->text))
    return fetch_piece(rest, key->text, fetched);
  if (cr_imap_span_is(key->text, "BODYSTRUCTURE"))
    return fetch_structure(rest, fetched);
  if (cr_imap_span_is(key->text, "UID")) {
    guint64 number;
    CrImapToken value = cr_imap_lexer_next(rest);
    if (value.kind != CR_IMAP_ATOM || !cr_imap_span_number(value.text, G_MAXUINT32, &number))
      return FALSE;
    fetched->uid = (guint32) number;
    return TRUE;
  }
  return (cr_imap_span_is(key->text, "FLAGS") || cr_imap_span_is(key->text, "MODSEQ") ||
          cr_imap_span_is(key->text, "RFC822.SIZE") || fetched->n_pieces == 0) &&
         cr_imap_lexer_skip(rest);
}

gboolean
cr_imap_data_fetch(const CrImapResponse *response, CrImapFetched *ret_fetched) {
  CrImapLexer rest = response->rest;
  CrImapFetched fetched = {0};
  if (cr_imap_lexer_next(&rest).kind != CR_IMAP_OPEN)
    return FALSE;
  CrImapToken key = cr_imap_lexer_next(&rest);
  for (; key.kind == CR_IMAP_ATOM; key = cr_imap_lexer_next(&rest))
    if (!fetch_item(&rest, &key, &fetched))
      return FALSE;
  if (key.kind != CR_IMAP_CLOSE || cr_imap_lexer_next(&rest).kind != CR_IMAP_END)
    return FALSE;
  *ret_fetched = fetched;
  return TRUE;
}

void
cr_imap_folder_free(CrImapFolder *folder) {
  if (folder == NULL)
    return;
  g_free(folder->name);
  g_free(folder->title);
  g_free(folder->use);
  g_free(folder);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImapFolder, cr_imap_folder_free)

static const char *const special_uses[] = {"All",  "Archive", "Drafts", "Flagged",
                                           "Junk", "Sent",    "Trash",  NULL};

/* The attributes of a LIST response; FALSE in *ret_selectable of one that only holds others. */
static gboolean
list_attributes(CrImapLexer *rest, CrImapFolder *folder, gboolean *ret_selectable) {
  if (cr_imap_lexer_next(rest).kind != CR_IMAP_OPEN)
    return FALSE;
  *ret_selectable = TRUE;
  CrImapToken flag = cr_imap_lexer_next(rest);
  for (; flag.kind == CR_IMAP_ATOM; flag = cr_imap_lexer_next(rest)) {
    if (cr_imap_span_is(flag.text, "\\Noselect") || cr_imap_span_is(flag.text, "\\NonExistent"))
      *ret_selectable = FALSE;
    CrImapSpan word = {flag.text.bytes + 1, flag.text.length - 1};
    for (guint i = 0; special_uses[i]; i++)
      if (folder->use == NULL && *flag.text.bytes == '\\' && cr_imap_span_is(word, special_uses[i]))
        folder->use = g_strdup(special_uses[i]);
  }
  return flag.kind == CR_IMAP_CLOSE;
}

static gboolean
is_string(const CrImapToken *t) {
  return t->kind == CR_IMAP_ATOM || t->kind == CR_IMAP_QUOTED || t->kind == CR_IMAP_LITERAL;
}

static gboolean
name_is_clean(CrImapSpan name) {
  for (gsize i = 0; i < name.length; i++)
    if ((guchar) name.bytes[i] < ' ' || name.bytes[i] == 0x7f)
      return FALSE;
  return name.length > 0 && name.length < 1000;
}

gboolean
cr_imap_data_list(const CrImapResponse *response, CrImapFolder **ret_folder) {
  CrImapLexer rest = response->rest;
  gboolean selectable;
  g_autoptr(CrImapFolder) folder = g_new0(CrImapFolder, 1);
  if (!list_attributes(&rest, folder, &selectable))
    return FALSE;
  CrImapToken delimiter = cr_imap_lexer_next(&rest), name = cr_imap_lexer_next(&rest);
  if (!is_string(&delimiter) || !is_string(&name))
    return FALSE;
  g_autofree char *between = cr_imap_token_dup(&delimiter);
  folder->delimiter = delimiter.kind == CR_IMAP_ATOM ? '\0' : *between;
  folder->name = cr_imap_token_dup(&name);
  folder->title = cr_imap_name_title(folder->name);
  *ret_folder = selectable && name_is_clean(name.text) ? g_steal_pointer(&folder) : NULL;
  return TRUE;
}

static gboolean
status_item(CrImapLexer *rest, CrImapSpan key, CrImapState *state) {
  CrImapToken value = cr_imap_lexer_next(rest);
  guint64 number;
  if (value.kind != CR_IMAP_ATOM || !cr_imap_span_number(value.text, G_MAXINT64, &number))
    return FALSE;
  if (cr_imap_span_is(key, "HIGHESTMODSEQ"))
    state->modseq = number;
  else if (number > G_MAXUINT32)
    return FALSE;
  else if (cr_imap_span_is(key, "UIDVALIDITY"))
    state->validity = (guint32) number;
  else if (cr_imap_span_is(key, "UIDNEXT"))
    state->next = (guint32) number;
  else if (cr_imap_span_is(key, "MESSAGES"))
    state->count = (guint32) number;
  return TRUE;
}

gboolean
cr_imap_data_status(const CrImapResponse *response, char **ret_name, CrImapState *ret_state) {
  CrImapLexer rest = response->rest;
  CrImapState state = {0};
  CrImapToken name = cr_imap_lexer_next(&rest);
  if (!is_string(&name) || cr_imap_lexer_next(&rest).kind != CR_IMAP_OPEN)
    return FALSE;
  CrImapToken key = cr_imap_lexer_next(&rest);
  for (; key.kind == CR_IMAP_ATOM; key = cr_imap_lexer_next(&rest))
    if (!status_item(&rest, key.text, &state))
      return FALSE;
  if (key.kind != CR_IMAP_CLOSE)
    return FALSE;
  *ret_name = cr_imap_token_dup(&name);
  *ret_state = state;
  return TRUE;
}

gboolean
cr_imap_data_search(const CrImapResponse *response, GArray *uids) {
  CrImapLexer rest = response->rest;
  CrImapToken t = cr_imap_lexer_next(&rest);
  for (; t.kind == CR_IMAP_ATOM; t = cr_imap_lexer_next(&rest)) {
    guint64 number;
    if (!cr_imap_span_number(t.text, G_MAXUINT32, &number) || number == 0)
      return FALSE;
    guint32 uid = (guint32) number;
    g_array_append_val(uids, uid);
  }
  /* With CONDSTORE a "(MODSEQ n)" may follow. */
  return t.kind == CR_IMAP_END || t.kind == CR_IMAP_OPEN;
}

gboolean
cr_imap_code_number(CrImapSpan code, const char *name, guint64 *ret_number) {
  gsize length = strlen(name);
  if (code.length <= length + 1 || g_ascii_strncasecmp(code.bytes, name, length) != 0 ||
      code.bytes[length] != ' ')
    return FALSE;
  return cr_imap_span_number((CrImapSpan){code.bytes + length + 1, code.length - length - 1},
                             G_MAXINT64, ret_number);
}

/* One "&…-" run; its base64 has ',' for '/', and holds UTF-16. */
static gboolean
append_shifted(GString *title, const char *run, gsize length) {
  g_autofree char *padded = g_strndup(run, length);
  g_strdelimit(padded, ",", '/');
  g_autofree char *base64 = g_strdup_printf("%s%.*s", padded, (int) ((4 - length % 4) % 4), "===");
  gsize size, written;
  g_autofree guchar *utf16 = g_base64_decode(base64, &size);
  g_autofree char *text = g_convert((const char *) utf16, (gssize) (size & ~(gsize) 1), "UTF-8",
                                    "UTF-16BE", NULL, &written, NULL);
  if (text == NULL || written == 0 || memchr(text, '\0', written))
    return FALSE;
  g_string_append_len(title, text, (gssize) written);
  return TRUE;
}

static gboolean
decode_name(const char *name, GString *title) {
  for (const char *p = name; *p; p++) {
    const char *end = *p == '&' ? strchr(p, '-') : NULL;
    if (*p != '&')
      g_string_append_c(title, *p);
    else if (end == p + 1)
      g_string_append_c(title, '&');
    else if (end == NULL || !append_shifted(title, p + 1, (gsize) (end - p - 1)))
      return FALSE;
    p = end ? end : p;
  }
  return TRUE;
}

char *
cr_imap_name_title(const char *name) {
  g_autoptr(GString) title = g_string_new(NULL);
  return cr_text_line(decode_name(name, title) ? title->str : name, 200);
}

int
cr_imap_compare_uids(gconstpointer a, gconstpointer b) {
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;
  return left < right ? -1 : left > right;
}

guint
cr_imap_format_set(GString *text, const guint32 *uids, guint n, guint max_uids, gsize max_chars) {
  guint i = 0;
  while (i < MIN(n, max_uids) && text->len < max_chars) {
    guint last = i;
    while (last + 1 < MIN(n, max_uids) && uids[last + 1] == uids[last] + 1)
      last++;
    g_string_append_printf(text, "%s%u", i ? "," : "", uids[i]);
    if (last > i)
      g_string_append_printf(text, ":%u", uids[last]);
    i = last + 1;
  }
  return i;
}

typedef struct {
  guint64 first, last;
} Range;

static gboolean
read_range(CrImapSpan text, Range *ret_range) {
  const char *colon = memchr(text.bytes, ':', text.length);
  gsize length = colon ? (gsize) (colon - text.bytes) : text.length;
  Range range;
  if (!cr_imap_span_number((CrImapSpan){text.bytes, length}, G_MAXUINT32, &range.first))
    return FALSE;
  range.last = range.first;
  if (colon && !cr_imap_span_number((CrImapSpan){colon + 1, text.length - length - 1}, G_MAXUINT32,
                                    &range.last))
    return FALSE;
  *ret_range = range;
  return TRUE;
}

/* The next range of a set, which loses it; FALSE at its end, or where it is not well formed. */
static gboolean
next_range(CrImapSpan *set, Range *ret_range) {
  const char *comma = set->length ? memchr(set->bytes, ',', set->length) : NULL;
  gsize length = comma ? (gsize) (comma - set->bytes) : set->length;
  if (length == 0 || length + 1 == set->length ||
      !read_range((CrImapSpan){set->bytes, length}, ret_range))
    return FALSE;
  length += comma != NULL;
  *set = (CrImapSpan){set->bytes + length, set->length - length};
  return TRUE;
}

gboolean
cr_imap_parse_set(const char *text, guint max_uids, GArray *uids) {
  CrImapSpan set = {text, strlen(text)};
  for (Range range; next_range(&set, &range);) {
    if (range.last < range.first || uids->len + (range.last - range.first) >= max_uids)
      return FALSE;
    for (guint64 n = range.first; n <= range.last; n++) {
      guint32 uid = (guint32) n;
      g_array_append_val(uids, uid);
    }
  }
  return set.length == 0;
}

/* Ranges may run backwards here. */
static gboolean
count_set(CrImapSpan set, guint32 *ret_count) {
  guint64 count = 0;
  for (Range range; next_range(&set, &range);)
    count += MAX(range.first, range.last) - MIN(range.first, range.last) + 1;
  *ret_count = (guint32) MIN(count, G_MAXUINT32);
  return count > 0 && set.length == 0;
}

gboolean
cr_imap_data_vanished(const CrImapResponse *response, guint32 *ret_count) {
  CrImapLexer rest = response->rest;
  CrImapToken t = cr_imap_lexer_next(&rest);
  guint32 count;
  gboolean earlier = t.kind == CR_IMAP_OPEN;
  if (earlier) {
    CrImapToken word = cr_imap_lexer_next(&rest), close = cr_imap_lexer_next(&rest);
    if (!cr_imap_span_is(word.text, "EARLIER") || close.kind != CR_IMAP_CLOSE)
      return FALSE;
    t = cr_imap_lexer_next(&rest);
  }
  if (t.kind != CR_IMAP_ATOM || !count_set(t.text, &count) ||
      cr_imap_lexer_next(&rest).kind != CR_IMAP_END)
    return FALSE;
  *ret_count = earlier ? 0 : count;
  return TRUE;
}
