#include "net/http.h"

#include "base/error.h"
#include "base/text.h"
#include "net/curl.h"

#include <string.h>
#include <unistd.h>

#define MAX_REDIRECTS 5
#define MAX_HEADER_BYTES (256UL << 10)
#define MAX_VALUE_CHARS 2000 /* of one header */
#define DEFAULT_MAX_BYTES (1UL << 20)
#define TIMEOUT_MS 120000L
/* Slower than this for so long is no answer. */
#define SLOW_BYTES 10L
#define SLOW_SEC 60L
static const CrHttpPatience usual = {.silent_sec = SLOW_SEC};

/* Providers that hand an account over to other servers of theirs. */
static const char *const families[] = {"icloud.com"};

struct _CrHttp {
  CrConnection *connection;
  char *secret, *home; /* the url as we request it: credentials belong to its origin */
  CrReach reach;
  CURL *curl;      /* kept for its open connections */
  gboolean digest; /* the server takes no Basic */
  CrHttpPatience patience;
  gboolean ran_out;
};

/* One request on its way. */
typedef struct {
  CrHttp *http;
  CrHttpReply *reply;
  GCancellable *cancellable;
  gsize max_bytes, header_bytes;
  int file;
  gboolean too_large, has_head;
  gint64 asked_usec; /* on the monotonic clock */
  gboolean told;     /* that it says nothing */
} Exchange;

CrHttp *
cr_http_new(const CrConnection *connection, const char *secret) {
  CrHttp *http = g_new0(CrHttp, 1);
  http->connection = cr_connection_copy(connection);
  http->secret = g_strdup(secret);
  http->reach = cr_net_reach(connection);
  http->home = cr_url_check(connection->url, http->reach, NULL);
  http->patience = usual;
  return http;
}

void
cr_http_set_patience(CrHttp *http, const CrHttpPatience *patience) {
  http->patience = patience ? *patience : usual;
}

gboolean
cr_http_ran_out(const CrHttp *http) {
  return http->ran_out;
}

void
cr_http_free(CrHttp *http) {
  if (http == NULL)
    return;
  if (http->secret)
    explicit_bzero(http->secret, strlen(http->secret));
  g_free(http->secret);
  g_free(http->home);
  cr_connection_free(http->connection);
  cr_curl_free(http->curl);
  g_free(http);
}

void
cr_http_reply_free(CrHttpReply *reply) {
  if (reply == NULL)
    return;
  g_string_free(reply->body, TRUE);
  g_free(reply->url);
  g_free(reply->etag);
  g_free(reply->last_modified);
  g_free(reply->retry_after);
  g_free(reply->location);
  g_free(reply);
}

/* Callbacks */

static gsize
take_body(char *bytes, gsize size, gsize n, gpointer data) {
  Exchange *exchange = data;
  gsize length = size * n;
  CrHttpReply *reply = exchange->reply;
  if (reply->length + length > exchange->max_bytes) {
    exchange->too_large = TRUE;
    return 0;
  }
  if (exchange->file == 0)
    g_string_append_len(reply->body, bytes, (gssize) length);
  else if (pwrite(exchange->file, bytes, length, (off_t) reply->length) != (gssize) length)
    return 0;
  reply->length += length;
  return length;
}

static void
keep_header(char **place, const char *value) {
  g_free(*place);
  *place = cr_text_line(value, MAX_VALUE_CHARS);
}

static gsize
take_header(char *bytes, gsize size, gsize n, gpointer data) {
  Exchange *exchange = data;
  CrHttpReply *reply = exchange->reply;
  gsize length = size * n;
  exchange->header_bytes += length;
  if (exchange->header_bytes > MAX_HEADER_BYTES) {
    exchange->too_large = TRUE;
    return 0;
  }
  g_autofree char *line = g_strndup(bytes, length);
  if (g_str_has_prefix(line, "HTTP/"))
    exchange->has_head = FALSE; /* one more, after "100 Continue" */
  else if (*line == '\r' || *line == '\n')
    exchange->has_head = TRUE;
  char *colon = strchr(line, ':');
  if (colon == NULL)
    return length;
  *colon = '\0';
  char *value = g_strstrip(colon + 1);
  if (cr_text_equal(line, "ETag"))
    keep_header(&reply->etag, value);
  else if (cr_text_equal(line, "Last-Modified"))
    keep_header(&reply->last_modified, value);
  else if (cr_text_equal(line, "Retry-After"))
    keep_header(&reply->retry_after, value);
  else if (cr_text_equal(line, "Location"))
    keep_header(&reply->location, value);
  return length;
}

static int
watch(gpointer data, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  Exchange *exchange = data;
  const CrHttpPatience *patience = &exchange->http->patience;
  gint64 silent_usec = g_get_monotonic_time() - exchange->asked_usec;
  if (patience->waits && !exchange->told && exchange->header_bytes == 0 &&
      silent_usec >= patience->told_sec * G_USEC_PER_SEC) {
    exchange->told = TRUE;
    patience->waits(patience->data);
  }
  return g_cancellable_is_cancelled(exchange->cancellable);
}

/* A request */

static gboolean
same_family(const char *home, const char *url) {
  g_autoptr(GUri) a = g_uri_parse(home, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GUri) b = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
  if (a == NULL || b == NULL || strcmp(g_uri_get_scheme(b), "https") != 0 ||
      g_uri_get_port(a) != g_uri_get_port(b))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(families); i++) {
    g_autofree char *ending = g_strconcat(".", families[i], NULL);
    if (g_str_has_suffix(g_uri_get_host(a), ending) && g_str_has_suffix(g_uri_get_host(b), ending))
      return TRUE;
  }
  return FALSE;
}

static gboolean
may_sign_in(const CrHttp *http, const char *url) {
  return http->home && (cr_url_same_origin(http->home, url) || same_family(http->home, url));
}

/* The handle is kept from request to request, without its options: libcurl reuses the connection.
 */
static gboolean
prepare(CrHttp *http, const char *url, GError **error) {
  g_autoptr(CrConnection) target = cr_connection_copy(http->connection);
  g_free(target->url);
  target->url = g_strdup(url);
  if (!may_sign_in(http, url))
    target->auth = CR_AUTH_NONE;
  if (http->curl == NULL)
    http->curl = cr_curl_handle(error);
  return http->curl && cr_curl_setup(http->curl, target, http->secret, error);
}

static struct curl_slist *
list_headers(const CrHttpRequest *request) {
  struct curl_slist *list = NULL;
  if (request->content_type) {
    g_autofree char *line = g_strdup_printf("Content-Type: %s", request->content_type);
    list = cr_curl.curl_slist_append(list, line);
  }
  list = cr_curl.curl_slist_append(list, "User-Agent: crickets");
  list = cr_curl.curl_slist_append(list, "Expect:");
  for (const char *const *header = request->headers; header && *header; header++)
    list = cr_curl.curl_slist_append(list, *header);
  return list;
}

static long
way_to_sign_in(const CrHttp *http) {
  if (http->connection->auth == CR_AUTH_XOAUTH2)
    return (long) CURLAUTH_BEARER;
  return (long) (http->digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC);
}

static void
set_request(CURL *curl, const CrHttpRequest *request, Exchange *exchange) {
  long silent_sec = exchange->http->patience.silent_sec;
  long most_msec = silent_sec > SLOW_SEC ? silent_sec * 1000 + TIMEOUT_MS : TIMEOUT_MS;
  cr_curl.curl_easy_setopt(curl, CURLOPT_HTTPAUTH, way_to_sign_in(exchange->http));
  if (strcmp(request->method, "GET") != 0)
    cr_curl.curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
  if (request->body) {
    cr_curl.curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) strlen(request->body));
    cr_curl.curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
  }
  cr_curl.curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  cr_curl.curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  cr_curl.curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
  cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
  cr_curl.curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  cr_curl.curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
  cr_curl.curl_easy_setopt(curl, CURLOPT_XFERINFODATA, exchange);
  cr_curl.curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                           request->most_msec ? request->most_msec : most_msec);
  cr_curl.curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
  cr_curl.curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, silent_sec);
}

static void
explain(const Exchange *exchange, CURLcode code, const char *url, GError **error) {
  g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri ? g_uri_get_host(uri) : url;
  if (g_cancellable_set_error_if_cancelled(exchange->cancellable, error))
    return;
  if (exchange->too_large)
    g_set_error(
        error, CR_ERROR, CR_ERROR_LIMIT,
        "%s: its answer is larger than allowed, which is %" G_GSIZE_FORMAT " KiB", host,
        (exchange->header_bytes > MAX_HEADER_BYTES ? MAX_HEADER_BYTES : exchange->max_bytes) >> 10);
  else
    cr_curl_set_error(exchange->http->curl, code, host, error);
  long sent_bytes = 0;
  cr_curl.curl_easy_getinfo(exchange->http->curl, CURLINFO_REQUEST_SIZE, &sent_bytes);
  if (sent_bytes > 0 && error && g_error_matches(*error, CR_ERROR, CR_ERROR_FAILED))
    (*error)->code = CR_ERROR_UNHEARD;
}

/* One exchange without redirects. */
static CrHttpReply *
exchange_once(CrHttp *http, const CrHttpRequest *request, const char *url,
              GCancellable *cancellable, GError **error) {
  if (!prepare(http, url, error))
    return NULL;
  g_autoptr(CrHttpReply) reply = g_new0(CrHttpReply, 1);
  reply->body = g_string_new(NULL);
  reply->url = g_strdup(url);
  Exchange exchange = {.http = http,
                       .reply = reply,
                       .cancellable = cancellable,
                       .asked_usec = g_get_monotonic_time(),
                       .file = request->file,
                       .max_bytes = request->max_bytes ? request->max_bytes : DEFAULT_MAX_BYTES};
  set_request(http->curl, request, &exchange);
  struct curl_slist *headers = list_headers(request);
  cr_curl.curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
  CURLcode code = cr_curl.curl_easy_perform(http->curl);
  if (code == CURLE_OK && !exchange.has_head) /* libcurl takes a head that was cut for an answer */
    code = CURLE_GOT_NOTHING;
  long status = 0;
  cr_curl.curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
  http->ran_out = code == CURLE_OPERATION_TIMEDOUT;
  if (code != CURLE_OK)
    explain(&exchange, code, url, error);
  cr_curl.curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
  cr_curl.curl_slist_free_all(headers);
  reply->status = (int) status;
  return code == CURLE_OK ? g_steal_pointer(&reply) : NULL;
}

static gboolean
is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where it sends us, checked, or NULL with the error set. Not by CURLINFO_REDIRECT_URL, which holds
 * the user and the password where the place is told without its host. */
static char *
next_stop(const CrHttp *http, const CrHttpReply *reply, GError **error) {
  g_autofree char *place = reply->location ? cr_http_resolve(reply->url, reply->location) : NULL;
  g_autofree char *next = place ? cr_url_check(place, http->reach, error) : NULL;
  if (place == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "it redirects, and does not say where");
  if (next && !g_str_has_prefix(next, "https:") && !cr_url_same_origin(reply->url, next)) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "it redirects to another server without https");
    return NULL;
  }
  if (place && next == NULL)
    g_prefix_error(error, "redirected: ");
  return g_steal_pointer(&next);
}

/* A server that refuses Basic may take Digest; asking for that tells a password to nobody. */
static gboolean
try_digest(CrHttp *http, const CrHttpReply *reply, const char *url) {
  if (reply->status != 401 || http->digest || http->connection->auth != CR_AUTH_PASSWORD ||
      !may_sign_in(http, url))
    return FALSE;
  http->digest = TRUE;
  return TRUE;
}

gboolean
cr_http_send(CrHttp *http, const CrHttpRequest *request, GCancellable *cancellable,
             CrHttpReply **ret_reply, GError **error) {
  CrHttpRequest turn = *request;
  g_autofree char *url = cr_url_check(request->url, http->reach, error);
  http->ran_out = FALSE;
  for (int hop = 0; url && hop <= MAX_REDIRECTS; hop++) {
    g_autoptr(CrHttpReply) reply = exchange_once(http, &turn, url, cancellable, error);
    if (reply == NULL)
      return FALSE;
    if (try_digest(http, reply, url))
      continue;
    if (reply->status == 401 && http->connection->auth != CR_AUTH_NONE && !may_sign_in(http, url)) {
      g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                  "it redirects to %s, another server, which got no password: if that is your "
                  "provider's, give that address",
                  url);
      return FALSE;
    }
    if (!is_redirect(reply->status)) {
      *ret_reply = g_steal_pointer(&reply);
      return TRUE;
    }
    if (reply->status == 303) {
      turn.method = "GET";
      turn.body = turn.content_type = NULL;
    }
    g_autofree char *next = next_stop(http, reply, error);
    g_free(url);
    url = g_steal_pointer(&next);
  }
  if (url)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: it redirects in circles", request->url);
  return FALSE;
}

char *
cr_http_resolve(const char *base, const char *reference) {
  return g_uri_resolve_relative(base, reference, G_URI_FLAGS_ENCODED, NULL);
}

void
cr_http_set_status_error(const CrHttpReply *reply, const char *what, GError **error) {
  static const struct {
    int status;
    const char *words;
  } known[] = {
      {401, "it refused the user name or password"},
      {403, "it does not allow that"},
      {404, "there is nothing at that address"},
      {410, "that is gone"},
      {429, "it asks us to come less often"},
      {503, "it is not available at the moment"},
      {507, "it has no room left"},
  };
  const char *words = reply->status >= 500 ? "the server failed" : "an unexpected answer";
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (known[i].status == reply->status)
      words = known[i].words;
  g_set_error(error, CR_ERROR, reply->status == 401 ? CR_ERROR_DENIED : CR_ERROR_FAILED,
              "%s: %s (it answered %d)", what, words, reply->status);
}
