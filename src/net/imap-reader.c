#include "net/imap-reader.h"

#include "base/error.h"
#include "base/text.h"
#include "net/imap.h"

#include <string.h>

#define CHUNK_BYTES (256UL << 10) /* several TLS records at once */
#define MIN_SPACE_BYTES (16UL << 10)
#define MAX_LITERALS 16

struct _CrImapReader {
  char *bytes;
  gsize size, end; /* allocated; filled */
  gsize start;     /* of the response under way */
  gsize scanned;   /* behind start: line ends up to here are known */
  gsize line;      /* behind start: where the line under way begins */
  gsize literals_bytes;
  guint literals;
  gboolean plain; /* this response has words, and no literals in them */
  gsize done;     /* length of the response that was given out, or 0 */
};

CrImapReader *
cr_imap_reader_new(void) {
  CrImapReader *reader = g_new0(CrImapReader, 1);
  reader->size = CHUNK_BYTES;
  reader->bytes = g_malloc(reader->size);
  return reader;
}

void
cr_imap_reader_free(CrImapReader *reader) {
  if (reader == NULL)
    return;
  g_free(reader->bytes);
  g_free(reader);
}

static void
release_done(CrImapReader *reader) {
  if (reader->done == 0)
    return;
  reader->start += reader->done;
  reader->done = reader->scanned = reader->line = reader->literals_bytes = reader->literals = 0;
  reader->plain = FALSE;
}

/* A literal under way says how much room is wanted; memory that one large message took is given
 * back. */
static void
make_room(CrImapReader *reader) {
  gsize have = reader->end - reader->start;
  gsize want = MAX(have, reader->scanned) + MIN_SPACE_BYTES;
  if (reader->start > 0 && (reader->size - reader->end < MIN_SPACE_BYTES || have == 0)) {
    memmove(reader->bytes, reader->bytes + reader->start, have);
    reader->start = 0;
    reader->end = have;
  }
  gsize size = reader->size;
  if (reader->start + want > size)
    size = MAX(reader->start + want, reader->scanned > have ? 0 : size * 2);
  else if (reader->start == 0 && want <= CHUNK_BYTES)
    size = CHUNK_BYTES;
  if (size != reader->size)
    reader->bytes = g_realloc(reader->bytes, size);
  reader->size = size;
}

char *
cr_imap_reader_space(CrImapReader *reader, gsize *ret_size) {
  release_done(reader);
  make_room(reader);
  *ret_size = reader->size - reader->end;
  return reader->bytes + reader->end;
}

void
cr_imap_reader_filled(CrImapReader *reader, gsize length) {
  g_assert(length <= reader->size - reader->end);
  reader->end += length;
}

gboolean
cr_imap_reader_is_empty(const CrImapReader *reader) {
  return reader->start + reader->done == reader->end;
}

gboolean
cr_imap_span_is(CrImapSpan span, const char *word) {
  return span.bytes && strlen(word) == span.length &&
         g_ascii_strncasecmp(span.bytes, word, span.length) == 0;
}

gboolean
cr_imap_span_number(CrImapSpan span, guint64 max, guint64 *ret_number) {
  guint64 number = 0;
  if (span.length == 0 || span.length > 19)
    return FALSE;
  for (gsize i = 0; i < span.length; i++) {
    if (!g_ascii_isdigit(span.bytes[i]))
      return FALSE;
    number = number * 10 + (guint64) (span.bytes[i] - '0');
  }
  if (number > max)
    return FALSE;
  *ret_number = number;
  return TRUE;
}

char *
cr_imap_span_line(CrImapSpan span) {
  g_autofree char *text = g_strndup(span.bytes ? span.bytes : "", MIN(span.length, 4000));
  return cr_text_line(text, 200);
}

char *
cr_imap_token_dup(const CrImapToken *token) {
  g_autoptr(GString) value = g_string_new(NULL);
  for (gsize i = 0; i < token->text.length && token->text.bytes[i]; i++) {
    if (token->kind == CR_IMAP_QUOTED && token->text.bytes[i] == '\\' && i + 1 < token->text.length)
      i++;
    g_string_append_c(value, token->text.bytes[i]);
  }
  return g_string_free(g_steal_pointer(&value), FALSE);
}

static CrImapToken
token(CrImapLexer *lexer, CrImapTokenKind kind, const char *from, const char *to,
      const char *behind) {
  lexer->at = behind;
  return (CrImapToken){kind, {from, (gsize) (to - from)}};
}

static CrImapToken
bad(CrImapLexer *lexer) {
  return token(lexer, CR_IMAP_BAD, lexer->at, lexer->at, lexer->at);
}

static CrImapToken
quoted(CrImapLexer *lexer) {
  const char *p = lexer->at + 1;
  while (p < lexer->end && *p != '"')
    p += *p == '\\' ? 2 : 1;
  return p < lexer->end ? token(lexer, CR_IMAP_QUOTED, lexer->at + 1, p, p + 1) : bad(lexer);
}

/* "{12}" at the end of a line, or "~{12}" (RFC 3516): the number, and where its bytes begin. */
static const char *
literal_begin(const char *p, const char *end, guint64 *ret_length) {
  p += *p == '~';
  const char *close = p < end && *p == '{' ? memchr(p, '}', (gsize) MIN(end - p, 24)) : NULL;
  if (close == NULL)
    return NULL;
  const char *digits_end = close[-1] == '+' ? close - 1 : close;
  if (!cr_imap_span_number((CrImapSpan){p + 1, (gsize) (digits_end - p - 1)}, G_MAXINT64,
                           ret_length))
    return NULL;
  p = close + 1;
  p += p < end && *p == '\r';
  return p < end && *p == '\n' ? p + 1 : NULL;
}

static CrImapToken
literal(CrImapLexer *lexer) {
  guint64 length;
  const char *begin = literal_begin(lexer->at, lexer->end, &length);
  if (begin == NULL || length > (guint64) (lexer->end - begin))
    return bad(lexer);
  return token(lexer, CR_IMAP_LITERAL, begin, begin + length, begin + length);
}

/* Inside [ ] an atom may hold spaces, lists and quotes, but no line end. */
static CrImapToken
atom(CrImapLexer *lexer) {
  const char *p = lexer->at;
  gboolean inside = FALSE;
  for (; p < lexer->end && (guchar) *p >= ' ' && *p != 0x7f; p++) {
    if (!inside && strchr(" (){\"", *p))
      break;
    inside = *p == '[' ? TRUE : *p == ']' ? FALSE : inside;
  }
  return p == lexer->at || inside ? bad(lexer) : token(lexer, CR_IMAP_ATOM, lexer->at, p, p);
}

CrImapToken
cr_imap_lexer_next(CrImapLexer *lexer) {
  while (lexer->at < lexer->end && *lexer->at == ' ')
    lexer->at++;
  if (lexer->at == lexer->end)
    return token(lexer, CR_IMAP_END, lexer->at, lexer->at, lexer->at);
  switch (*lexer->at) {
  case '(':
    return token(lexer, CR_IMAP_OPEN, lexer->at, lexer->at + 1, lexer->at + 1);
  case ')':
    return token(lexer, CR_IMAP_CLOSE, lexer->at, lexer->at + 1, lexer->at + 1);
  case '"':
    return quoted(lexer);
  case '{':
    return literal(lexer);
  case '~':
    if (lexer->at + 1 < lexer->end && lexer->at[1] == '{')
      return literal(lexer);
    return atom(lexer);
  default:
    return atom(lexer);
  }
}

gboolean
cr_imap_lexer_skip(CrImapLexer *lexer) {
  guint depth = 0;
  do {
    CrImapToken t = cr_imap_lexer_next(lexer);
    if (t.kind == CR_IMAP_BAD || t.kind == CR_IMAP_END || (t.kind == CR_IMAP_CLOSE && depth == 0))
      return FALSE;
    depth += t.kind == CR_IMAP_OPEN;
    depth -= t.kind == CR_IMAP_CLOSE;
  } while (depth > 0);
  return TRUE;
}

static CrImapCondition
condition_of(CrImapSpan word) {
  static const char *const words[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (cr_imap_span_is(word, words[i]))
      return (CrImapCondition) i;
  return CR_IMAP_DATA;
}

static CrImapSpan
word_at(const char **at, const char *end) {
  const char *from = *at;
  while (*at < end && **at != ' ' && **at != '\r' && **at != '\n')
    ++*at;
  CrImapSpan word = {from, (gsize) (*at - from)};
  *at += *at < end && **at == ' ';
  return word;
}

/* Words are not lexed: anything may stand in them, "{12}" at their end as well. */
static gboolean
has_words(const char *line, gsize length) {
  const char *at = line, *end = line + length;
  return word_at(&at, end).length == 1 && *line == '+'
             ? TRUE
             : condition_of(word_at(&at, end)) != CR_IMAP_DATA;
}

static void
set_words(CrImapResponse *response, const char *at, const char *end) {
  const char *close = at < end && *at == '[' ? memchr(at, ']', (gsize) (end - at)) : NULL;
  if (close) {
    response->code = (CrImapSpan){at + 1, (gsize) (close - at - 1)};
    at = close + 1;
    at += at < end && *at == ' ';
  }
  response->text = (CrImapSpan){at, (gsize) (end - at)};
}

static gboolean
set_data(CrImapResponse *response, CrImapSpan word, const char *at, const char *end) {
  guint64 number;
  if (cr_imap_span_number(word, G_MAXUINT32, &number)) {
    response->number = (guint32) number;
    word = word_at(&at, end);
  }
  response->name = word;
  response->rest = (CrImapLexer){at, end};
  return word.length > 0;
}

/* One response without its last line end. */
static gboolean
classify(const char *at, const char *end, CrImapResponse *ret_response) {
  CrImapResponse response = {.condition = CR_IMAP_DATA};
  guint64 tag;
  CrImapSpan first = word_at(&at, end);
  if (first.length == 1 && *first.bytes == '+') {
    response.kind = CR_IMAP_CONTINUE;
    response.text = (CrImapSpan){at, (gsize) (end - at)};
    *ret_response = response;
    return TRUE;
  }
  if (first.length == 1 && *first.bytes == '*')
    response.kind = CR_IMAP_UNTAGGED;
  else if (first.length > 1 && *first.bytes == 'A' &&
           cr_imap_span_number((CrImapSpan){first.bytes + 1, first.length - 1}, G_MAXUINT32, &tag))
    response.tag = (guint32) tag;
  else
    return FALSE;
  CrImapSpan word = word_at(&at, end);
  response.condition = condition_of(word);
  if (response.condition != CR_IMAP_DATA)
    set_words(&response, at, end);
  else if (response.kind == CR_IMAP_TAGGED || !set_data(&response, word, at, end))
    return FALSE;
  *ret_response = response;
  return TRUE;
}

static CrImapProgress
too_large(GError **error) {
  g_set_error_literal(error, CR_ERROR, CR_ERROR_LIMIT,
                      "the mail server sends more in one piece than is acceptable");
  return CR_IMAP_BROKEN;
}

static CrImapProgress
not_imap(GError **error) {
  g_set_error_literal(error, CR_ERROR, CR_ERROR_FAILED,
                      "what the mail server says is not IMAP: is it the right port?");
  return CR_IMAP_BROKEN;
}

/* A line has ended in front of next. RESPONSE: and with it the response; MORE: a literal follows,
 * that is now counted as scanned. */
static CrImapProgress
end_line(CrImapReader *reader, gsize next, GError **error) {
  const char *begin = reader->bytes + reader->start, *line = begin + reader->line;
  guint64 length;
  if (reader->line == 0)
    reader->plain = has_words(line, next);
  const char *brace = memrchr(line, '{', next - reader->line);
  reader->scanned = reader->line = next;
  if (reader->plain || brace == NULL || literal_begin(brace, begin + next, &length) != begin + next)
    return CR_IMAP_RESPONSE;
  if (++reader->literals > MAX_LITERALS ||
      length > CR_IMAP_MAX_LITERALS - MIN(reader->literals_bytes, CR_IMAP_MAX_LITERALS))
    return too_large(error);
  reader->literals_bytes += length;
  reader->scanned = reader->line = next + length;
  return CR_IMAP_MORE;
}

CrImapProgress
cr_imap_reader_next(CrImapReader *reader, CrImapResponse *ret_response, GError **error) {
  release_done(reader);
  for (;;) {
    const char *begin = reader->bytes + reader->start;
    gsize have = reader->end - reader->start;
    if (have <= reader->scanned)
      return CR_IMAP_MORE;
    const char *newline = memchr(begin + reader->scanned, '\n', have - reader->scanned);
    gsize next = newline ? (gsize) (newline + 1 - begin) : have;
    if (next - reader->literals_bytes > CR_IMAP_MAX_TEXT_BYTES)
      return too_large(error);
    if (newline == NULL) {
      reader->scanned = have;
      return CR_IMAP_MORE;
    }
    CrImapProgress progress = end_line(reader, next, error);
    if (progress == CR_IMAP_BROKEN)
      return progress;
    if (progress == CR_IMAP_RESPONSE) {
      reader->done = next;
      gsize length = next - 1;
      length -= length > 0 && begin[length - 1] == '\r';
      return classify(begin, begin + length, ret_response) ? progress : not_imap(error);
    }
  }
}
