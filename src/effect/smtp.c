/* A letter by SMTP (RFC 5321) through libcurl, which is not told the size: it would count the bytes
 * that it writes, with the dots that it adds, and send the final dot when they are as many, without
 * asking for more. The end of the message is held back until the fence was asked, all the same. */
#include "base/text.h"
#include "effect/parcel.h"
#include "net/curl.h"

#include <string.h>

#define PATIENCE_SEC 120
#define TOTAL_SEC 900
#define HELD_BACK_BYTES 2 /* the last CRLF */
#define MAX_WORDS_BYTES 400
/* How we greet the server: no name of this machine is given away. */
#define GREETING "/[127.0.0.1]"

typedef struct {
  const CrParcel *parcel;
  gsize at;
  gboolean asked, passed;
  /* The server's newest answer; after the fence the first one, which is the answer to the dot. */
  int code; /* 0: none yet */
  gboolean complete;
  GString *words;
} Dialogue;

static size_t
read_message(char *buffer, size_t size, size_t count, void *data) {
  Dialogue *d = data;
  const CrParcel *parcel = d->parcel;
  gsize last = parcel->length - HELD_BACK_BYTES;
  if (d->at == last && !d->asked) {
    d->asked = TRUE;
    d->passed = parcel->pass(parcel->data);
    d->code = 0;
    d->complete = FALSE;
    g_string_truncate(d->words, 0);
  }
  if (d->asked && !d->passed)
    return CURL_READFUNC_ABORT;
  gsize take = MIN((d->asked ? parcel->length : last) - d->at, size * count);
  memcpy(buffer, parcel->bytes + d->at, take);
  d->at += take;
  return take;
}

static size_t
hear(char *line, size_t size, size_t count, void *data) {
  Dialogue *d = data;
  gsize length = size * count;
  if (d->complete && d->passed)
    return length; /* the dot is answered */
  gboolean reply = length >= 4 && line[0] >= '2' && line[0] <= '5' && g_ascii_isdigit(line[1]) &&
                   g_ascii_isdigit(line[2]) && memchr(" -\r\n", line[3], 4);
  if (!reply || memcmp(line, "221", 3) == 0) /* to QUIT, which libcurl says after a refusal */
    return length;
  if (d->complete)
    g_string_truncate(d->words, 0);
  d->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  d->complete = line[3] != '-';
  if (d->words->len < MAX_WORDS_BYTES)
    g_string_append_len(d->words, line, (gssize) MIN(length, MAX_WORDS_BYTES));
  return length;
}

static char *
server_words(const Dialogue *d) {
  g_autofree char *valid = g_utf8_make_valid(d->words->str, (gssize) d->words->len);
  return cr_text_line(valid, 300);
}

/* After the fence only an answer to the dot counts. A sign-in that was refused says nothing of the
 * letter: it goes once that is mended. Source: RFC 5321 §4.2.1 for the classes. */
static CrOutcome
judge(const Dialogue *d, CURLcode result) {
  int class = d->complete ? d->code / 100 : 0;
  if (result == CURLE_LOGIN_DENIED)
    return CR_OUTCOME_HELD;
  if (class == 2 && d->passed)
    return CR_OUTCOME_SENT;
  if (class == 4 || !d->passed)
    return class == 5 ? CR_OUTCOME_REFUSED : CR_OUTCOME_HELD;
  return class == 5 ? CR_OUTCOME_REFUSED : CR_OUTCOME_IN_DOUBT;
}

static char *
explain(CURL *curl, CURLcode result, const Dialogue *d, CrOutcome outcome, CrAuth auth) {
  g_autoptr(GError) error = NULL;
  g_autofree char *words = server_words(d);
  if (outcome == CR_OUTCOME_SENT)
    return NULL;
  if (outcome == CR_OUTCOME_IN_DOUBT)
    return g_strdup("the mail server fell silent after it had the whole letter");
  if (result == CURLE_LOGIN_DENIED)
    return g_strdup_printf("the mail server refused the user name or %s: %s",
                           auth == CR_AUTH_XOAUTH2 ? "access token" : "password", words);
  if (d->complete && d->code >= 400)
    return g_strdup_printf("the mail server says: %s", words);
  if (result == CURLE_OK)
    return g_strdup("the mail server ended before it had the letter");
  cr_curl_set_error(curl, result, "the mail server", &error);
  return g_strdup(error->message);
}

/* The connection's url with our greeting as its path. */
static gboolean
set_greeting(CURL *curl, const CrConnection *connection) {
  CURLU *parts = cr_curl.curl_url();
  char *url = NULL;
  gboolean ok =
      parts && cr_curl.curl_url_set(parts, CURLUPART_URL, connection->url, 0) == CURLUE_OK &&
      cr_curl.curl_url_set(parts, CURLUPART_PATH, GREETING, CURLU_URLENCODE) == CURLUE_OK &&
      cr_curl.curl_url_get(parts, CURLUPART_URL, &url, 0) == CURLUE_OK &&
      cr_curl.curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK;
  cr_curl.curl_free(url);
  cr_curl.curl_url_cleanup(parts);
  return ok;
}

static CURLcode
talk(CURL *curl, const CrConnection *connection, Dialogue *d) {
  const CrParcel *parcel = d->parcel;
  g_autofree char *from = g_strdup_printf("<%s>", parcel->from);
  g_autofree char *to = g_strdup_printf("<%s>", parcel->to);
  struct curl_slist *recipients = cr_curl.curl_slist_append(NULL, to);
  long patience = parcel->patience_sec ? parcel->patience_sec : PATIENCE_SEC;
  if (recipients == NULL || !set_greeting(curl, connection)) {
    cr_curl.curl_slist_free_all(recipients);
    return CURLE_OUT_OF_MEMORY;
  }
  cr_curl.curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
  cr_curl.curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  cr_curl.curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
  cr_curl.curl_easy_setopt(curl, CURLOPT_READDATA, d);
  cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
  cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERDATA, d);
  cr_curl.curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, patience);
  cr_curl.curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, patience);
  cr_curl.curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long) TOTAL_SEC);
  CURLcode result = cr_curl.curl_easy_perform(curl);
  cr_curl.curl_slist_free_all(recipients);
  return result;
}

CrOutcome
cr_smtp_send(const CrConnection *connection, const char *secret, const CrParcel *parcel,
             char **ret_text) {
  g_autoptr(GError) error = NULL;
  gboolean sound = cr_parcel_check(parcel, &error);
  g_autoptr(CURL) curl = sound ? cr_curl_new(connection, secret, &error) : NULL;
  if (curl == NULL) {
    *ret_text = g_strdup(error->message);
    return sound ? CR_OUTCOME_HELD : CR_OUTCOME_REFUSED;
  }
  Dialogue d = {.parcel = parcel, .words = g_string_new(NULL)};
  CURLcode result = talk(curl, connection, &d);
  CrOutcome outcome = judge(&d, result);
  *ret_text = explain(curl, result, &d, outcome, connection->auth);
  g_string_free(d.words, TRUE);
  return outcome;
}
