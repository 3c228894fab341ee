#include "net/imap.h"

#include "base/error.h"
#include "base/text.h"
#include "net/imap-private.h"

#include <string.h>

#define MAX_CAPABILITIES 500
#define MIN_BYTES_PER_SEC 64 /* a server that is slower than that is not alive */
#define PATIENCE 10          /* times the silence: how long it may put us off with chatter */

gboolean
cr_imap_break(CrImap *imap, const char *what, GError **error) {
  imap->alive = FALSE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", imap->host, what);
  return FALSE;
}

gboolean
cr_imap_write(CrImap *imap, const char *bytes, gsize length, GError **error) {
  imap->alive = imap->alive && cr_imap_stream_write(imap->stream, bytes, length, imap->silence_usec,
                                                    imap->cancellable, error);
  return imap->alive;
}

void
cr_imap_answer_clear(CrImapAnswer *answer) {
  g_clear_pointer(&answer->code, g_free);
  g_clear_pointer(&answer->words, g_free);
}

static gboolean
is_open(CrImap *imap, GError **error) {
  if (!imap->alive)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: the connection is closed", imap->host);
  return imap->alive;
}

gboolean
cr_imap_send(CrImap *imap, const char *command, guint32 *ret_tag, GError **error) {
  if (!is_open(imap, error))
    return FALSE;
  CrImapAnswer answer = {.tag = ++imap->tag, .condition = CR_IMAP_DATA};
  g_autofree char *line = g_strdup_printf("A%u %s\r\n", answer.tag, command);
  gboolean sent = cr_imap_write(imap, line, strlen(line), error);
  explicit_bzero(line, strlen(line)); /* it may hold the secret */
  if (!sent)
    return FALSE;
  g_array_append_val(imap->answers, answer);
  imap->chatter = 0;
  imap->useful_usec = g_get_monotonic_time();
  *ret_tag = answer.tag;
  return TRUE;
}

/* How far the response under way has come. */
typedef struct {
  gint64 began_usec; /* 0: not yet */
  gsize bytes;
} Pace;

/* A response may take as long as it is alive: silence at first, then a least speed. */
static gboolean
keeps_pace(CrImap *imap, Pace *pace, gsize count) {
  gint64 now = g_get_monotonic_time();
  pace->bytes += count;
  if (pace->began_usec == 0)
    pace->began_usec = now;
  gint64 allowed = imap->silence_usec + (gint64) (pace->bytes / MIN_BYTES_PER_SEC) * G_USEC_PER_SEC;
  return now - pace->began_usec <= allowed;
}

static gboolean
read_more(CrImap *imap, Pace *pace, gint64 timeout_usec, gboolean *ret_came, GError **error) {
  gsize size;
  char *space = cr_imap_reader_space(imap->reader, &size);
  gssize count =
      cr_imap_stream_read(imap->stream, space, size, timeout_usec, imap->cancellable, error);
  *ret_came = count > 0;
  if (count < 0) {
    imap->alive = FALSE;
    return FALSE;
  }
  cr_imap_reader_filled(imap->reader, (gsize) count);
  return count == 0 || keeps_pace(imap, pace, (gsize) count) ||
         cr_imap_break(imap, "is too slow", error);
}

gboolean
cr_imap_read(CrImap *imap, gint64 timeout_usec, CrImapResponse *ret_response, gboolean *ret_came,
             GError **error) {
  Pace pace = {0};
  if (!is_open(imap, error))
    return FALSE;
  for (;;) {
    CrImapProgress progress = cr_imap_reader_next(imap->reader, ret_response, error);
    if (progress == CR_IMAP_BROKEN) {
      imap->alive = FALSE;
      g_prefix_error(error, "%s: ", imap->host);
      return FALSE;
    }
    *ret_came = progress == CR_IMAP_RESPONSE;
    if (*ret_came)
      return TRUE;
    gboolean begun = !cr_imap_reader_is_empty(imap->reader), came;
    if (!read_more(imap, &pace, begun ? imap->silence_usec : timeout_usec, &came, error))
      return FALSE;
    if (!came)
      return !begun || cr_imap_break(imap, "stopped in the middle of an answer", error);
  }
}

static void
set_capabilities(CrImap *imap, const char *at, gsize length) {
  g_autofree char *text = g_ascii_strup(at, (gssize) MIN(length, 16384));
  g_auto(GStrv) words = g_strsplit(text, " ", MAX_CAPABILITIES);
  g_hash_table_remove_all(imap->capabilities);
  for (char **word = words; *word; word++)
    if (**word)
      g_hash_table_add(imap->capabilities, g_strdup(*word));
}

static char *
words_of(CrImap *imap, const CrImapResponse *response) {
  g_autofree char *words = cr_imap_span_line(response->text);
  /* Who does not understand a line may repeat it, in base64 even. */
  if (imap->hidden && (response->condition == CR_IMAP_REJECTED || strstr(words, imap->hidden)))
    return g_strdup("(not shown, as it may hold the secret)");
  return g_steal_pointer(&words);
}

static gboolean
says_bye(CrImap *imap, const CrImapResponse *response, GError **error) {
  g_autofree char *words = words_of(imap, response);
  g_autofree char *what = g_strdup_printf("the server ended the connection: \"%s\"", words);
  return cr_imap_break(imap, what, error);
}

static gboolean
note_vanished(CrImap *imap, const CrImapResponse *response, GError **error) {
  guint32 count;
  if (!cr_imap_data_vanished(response, &count))
    return cr_imap_break(imap, "what it says of removed messages is not well formed", error);
  imap->exists -= MIN(imap->exists, count);
  return TRUE;
}

static void
note_enabled(CrImap *imap, const CrImapResponse *response) {
  CrImapLexer rest = response->rest;
  CrImapToken word = cr_imap_lexer_next(&rest);
  for (; word.kind == CR_IMAP_ATOM; word = cr_imap_lexer_next(&rest))
    imap->resyncs = imap->resyncs || cr_imap_span_is(word.text, "QRESYNC");
}

gboolean
cr_imap_note(CrImap *imap, const CrImapResponse *response, GError **error) {
  static const char capability[] = "CAPABILITY ";
  if (response->condition == CR_IMAP_BYE)
    return says_bye(imap, response, error);
  if (response->code.length >= sizeof capability &&
      g_ascii_strncasecmp(response->code.bytes, capability, sizeof capability - 1) == 0)
    set_capabilities(imap, response->code.bytes + sizeof capability - 1,
                     response->code.length - sizeof capability + 1);
  if (response->condition != CR_IMAP_DATA)
    return TRUE;
  if (cr_imap_span_is(response->name, "CAPABILITY")) {
    set_capabilities(imap, response->rest.at, (gsize) (response->rest.end - response->rest.at));
  } else if (cr_imap_span_is(response->name, "EXISTS")) {
    imap->news = imap->news || response->number > imap->exists;
    imap->exists = response->number;
  } else if (cr_imap_span_is(response->name, "EXPUNGE")) {
    imap->exists -= imap->exists > 0;
  } else if (cr_imap_span_is(response->name, "VANISHED")) {
    return note_vanished(imap, response, error);
  } else if (cr_imap_span_is(response->name, "ENABLED")) {
    note_enabled(imap, response);
  }
  return TRUE;
}

static gboolean
take_untagged(CrImap *imap, const CrImapResponse *response, GError **error) {
  gboolean wanted = FALSE;
  if (!cr_imap_note(imap, response, error))
    return FALSE;
  if (imap->on_data && !imap->on_data(imap, response, imap->data, &wanted, error)) {
    imap->alive = FALSE;
    return FALSE;
  }
  if (wanted) {
    imap->useful_usec = g_get_monotonic_time();
    return TRUE;
  }
  if (++imap->chatter > CR_IMAP_MAX_CHATTER)
    return cr_imap_break(imap, "sends a flood of what nobody asked for", error);
  if (g_get_monotonic_time() - imap->useful_usec > PATIENCE * imap->silence_usec)
    return cr_imap_break(imap, "keeps talking, but does not answer", error);
  return TRUE;
}

static gboolean
take_tagged(CrImap *imap, const CrImapResponse *response, GError **error) {
  for (guint i = 0; i < imap->answers->len; i++) {
    CrImapAnswer *answer = &g_array_index(imap->answers, CrImapAnswer, i);
    if (answer->tag != response->tag || answer->condition != CR_IMAP_DATA)
      continue;
    answer->condition = response->condition;
    answer->code = g_strndup(response->code.bytes ? response->code.bytes : "",
                             MIN(response->code.length, 200));
    answer->words = words_of(imap, response);
    imap->useful_usec = g_get_monotonic_time();
    return cr_imap_note(imap, response, error);
  }
  return cr_imap_break(imap, "answers a question that was not asked", error);
}

/* Moves the answer out, when it is there. */
static gboolean
find_answer(CrImap *imap, guint32 tag, CrImapAnswer *ret_answer) {
  for (guint i = 0; i < imap->answers->len; i++) {
    CrImapAnswer *answer = &g_array_index(imap->answers, CrImapAnswer, i);
    if (answer->tag != tag || answer->condition == CR_IMAP_DATA)
      continue;
    *ret_answer = *answer;
    *answer = (CrImapAnswer){0};
    g_array_remove_index(imap->answers, i);
    return TRUE;
  }
  return FALSE;
}

gboolean
cr_imap_await_go(CrImap *imap, guint32 tag, gboolean *ret_go, char **ret_words,
                 CrImapAnswer *ret_answer, GError **error) {
  while (!find_answer(imap, tag, ret_answer)) {
    CrImapResponse response;
    gboolean came;
    if (!cr_imap_read(imap, imap->silence_usec, &response, &came, error))
      return FALSE;
    if (!came)
      return cr_imap_break(imap, "did not answer in time", error);
    if (response.kind == CR_IMAP_CONTINUE) {
      if (ret_go == NULL)
        return cr_imap_break(imap, "asks for more when there is no more", error);
      *ret_go = TRUE;
      if (ret_words)
        *ret_words = g_strndup(response.text.bytes, MIN(response.text.length, 4096));
      return TRUE;
    }
    if (response.kind == CR_IMAP_TAGGED ? !take_tagged(imap, &response, error)
                                        : !take_untagged(imap, &response, error))
      return FALSE;
  }
  if (ret_go)
    *ret_go = FALSE;
  return TRUE;
}

gboolean
cr_imap_await(CrImap *imap, guint32 tag, CrImapAnswer *ret_answer, GError **error) {
  return cr_imap_await_go(imap, tag, NULL, NULL, ret_answer, error);
}

gboolean
cr_imap_refuse(CrImap *imap, const CrImapAnswer *answer, const char *what, GError **error) {
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s: the server says \"%s\"", imap->host, what,
              answer->words);
  return FALSE;
}

gboolean
cr_imap_run(CrImap *imap, const char *command, const char *what, CrImapOnData on_data,
            gpointer data, GError **error) {
  guint32 tag;
  g_auto(CrImapAnswer) answer = {0};
  imap->on_data = on_data;
  imap->data = data;
  gboolean done =
      cr_imap_send(imap, command, &tag, error) && cr_imap_await(imap, tag, &answer, error);
  imap->on_data = NULL;
  return done && (answer.condition == CR_IMAP_OK || cr_imap_refuse(imap, &answer, what, error));
}

void
cr_imap_append_quoted(GString *command, const char *name) {
  g_string_append_c(command, '"');
  for (; *name; name++) {
    if (*name == '"' || *name == '\\')
      g_string_append_c(command, '\\');
    g_string_append_c(command, *name);
  }
  g_string_append_c(command, '"');
}

gboolean
cr_imap_ask_capabilities(CrImap *imap, GError **error) {
  return cr_imap_run(imap, "CAPABILITY", "it does not tell what it can do", NULL, NULL, error);
}

static gboolean
greet(CrImap *imap, GError **error) {
  CrImapResponse response;
  gboolean came;
  if (!cr_imap_read(imap, imap->silence_usec, &response, &came, error))
    return FALSE;
  if (!came)
    return cr_imap_break(imap, "did not greet in time: is it the right port?", error);
  if (response.kind != CR_IMAP_UNTAGGED)
    return cr_imap_break(imap, "does not greet as an IMAP server", error);
  if (!cr_imap_note(imap, &response, error))
    return FALSE;
  if (response.condition == CR_IMAP_PREAUTH)
    return cr_imap_break(imap,
                         "says that we are signed in already (PREAUTH): refused, nothing was"
                         " sent to it",
                         error);
  return response.condition == CR_IMAP_OK ||
         cr_imap_break(imap, "does not greet as an IMAP server", error);
}

/* Whether the server offers it is not asked: in the open anybody could answer no. */
static gboolean
start_tls(CrImap *imap, GError **error) {
  guint32 tag;
  g_auto(CrImapAnswer) answer = {0};
  if (!cr_imap_send(imap, "STARTTLS", &tag, error) || !cr_imap_await(imap, tag, &answer, error))
    return FALSE;
  if (answer.condition != CR_IMAP_OK)
    return cr_imap_break(imap, "offers no secure connection (STARTTLS): nothing was sent to it",
                         error);
  /* Bytes that came with the answer would pass for the server's own words behind TLS; what comes
   * later is taken for a handshake, and fails as one. */
  if (!cr_imap_reader_is_empty(imap->reader))
    return cr_imap_break(imap,
                         "somebody has put words into the connection before it was secure:"
                         " nothing was sent to it",
                         error);
  return TRUE;
}

static gboolean
begin(CrImap *imap, const CrConnection *connection, gboolean starttls, GError **error) {
  if (starttls && (!greet(imap, error) || !start_tls(imap, error)))
    return FALSE;
  if (!cr_imap_stream_secure(imap->stream, connection->ca_file, imap->silence_usec,
                             imap->cancellable, error))
    return FALSE;
  if (!starttls && !greet(imap, error))
    return FALSE;
  g_hash_table_remove_all(imap->capabilities); /* as told in the open, or by an eager greeting */
  return cr_imap_ask_capabilities(imap, error);
}

/* RFC 2971. NetEase (163.com, 126.com …) opens no folder to a client without a name; what is said
 * to it changes nothing for others. */
static gboolean
introduce(CrImap *imap, GError **error) {
  guint32 tag;
  g_auto(CrImapAnswer) answer = {0};
  return !cr_imap_can(imap, "ID") ||
         (cr_imap_send(imap, "ID (\"name\" \"crickets\")", &tag, error) &&
          cr_imap_await(imap, tag, &answer, error));
}

/* What it answers is read on the way to the next command's answer: it costs no time of its own. */
static gboolean
enable_resync(CrImap *imap, GError **error) {
  guint32 tag;
  return !cr_imap_can(imap, "QRESYNC") || !cr_imap_can(imap, "ENABLE") ||
         cr_imap_send(imap, "ENABLE QRESYNC", &tag, error);
}

CrImap *
cr_imap_open(const CrConnection *connection, const char *secret, gint64 silence_usec,
             GCancellable *cancellable, GError **error) {
  g_autoptr(GUri) uri = g_uri_parse(connection->url, G_URI_FLAGS_ENCODED, error);
  if (uri == NULL)
    return NULL;
  gboolean starttls = strcmp(g_uri_get_scheme(uri), "imap") == 0;
  int port = g_uri_get_port(uri) > 0 ? g_uri_get_port(uri) : starttls ? 143 : 993;
  g_autoptr(CrImap) imap = g_new0(CrImap, 1);
  imap->host = cr_text_line(g_uri_get_host(uri), 253);
  imap->silence_usec = silence_usec;
  cr_imap_set_cancellable(imap, cancellable);
  imap->capabilities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  imap->answers = g_array_new(FALSE, FALSE, sizeof(CrImapAnswer));
  g_array_set_clear_func(imap->answers, (GDestroyNotify) cr_imap_answer_clear);
  imap->reader = cr_imap_reader_new();
  imap->stream = cr_imap_stream_open(imap->host, (guint16) port, cr_net_reach(connection),
                                     silence_usec, cancellable, error);
  imap->alive = imap->stream != NULL;
  if (!imap->alive || !begin(imap, connection, starttls, error) ||
      !cr_imap_sign_in(imap, connection, secret, error) || !introduce(imap, error) ||
      !enable_resync(imap, error)) {
    imap->alive = FALSE; /* no LOGOUT */
    return NULL;
  }
  return g_steal_pointer(&imap);
}

void
cr_imap_free(CrImap *imap) {
  if (imap == NULL)
    return;
  if (imap->alive)
    cr_imap_stream_write(imap->stream, "Z LOGOUT\r\n", 10, 0, NULL, NULL);
  cr_imap_stream_free(imap->stream);
  cr_imap_reader_free(imap->reader);
  g_clear_object(&imap->cancellable);
  g_clear_pointer(&imap->capabilities, g_hash_table_unref);
  g_clear_pointer(&imap->answers, g_array_unref);
  g_free(imap->host);
  g_free(imap);
}

void
cr_imap_set_cancellable(CrImap *imap, GCancellable *cancellable) {
  g_set_object(&imap->cancellable, cancellable);
}

gboolean
cr_imap_check(CrImap *imap, gint64 timeout_usec, GError **error) {
  gint64 silence_usec = imap->silence_usec;
  imap->silence_usec = timeout_usec;
  gboolean good = cr_imap_run(imap, "NOOP", "it does not answer", NULL, NULL, error);
  imap->silence_usec = silence_usec;
  return good;
}

gboolean
cr_imap_is_alive(const CrImap *imap) {
  return imap->alive;
}

gboolean
cr_imap_can(const CrImap *imap, const char *capability) {
  g_autofree char *upper = g_ascii_strup(capability, -1);
  return g_hash_table_contains(imap->capabilities, upper);
}
