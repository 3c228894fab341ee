#include "source/source.h"

#include "base/error.h"
#include "base/json.h"
#include "base/spool.h"
#include "base/text.h"
#include "net/http.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* One calendar as a file at a URL, replaced as a whole; it is never in memory. The cursor is JSON:
 * {"full": when it was read last, "next": not before then, "etag", "last_modified"}. */

#define MAX_ICS_BYTES (64UL << 20)
#define FULL_USEC CR_DAY_USEC
/* A longer Retry-After than this is not kept to. */
#define MAX_PATIENCE_USEC CR_DAY_USEC

typedef struct {
  CrSource source;
  CrConnection *connection;
  CrHttp *http;
} Ics;

static char *
header(const char *name, const char *value) {
  return value ? g_strconcat(name, ": ", value, NULL) : NULL;
}

static gboolean
deliver(const Ics *ics, int file, gsize length, const CrSink *sink, GError **error) {
  g_autofree char *name = g_strconcat("calendar ", ics->connection->name, NULL);
  g_autofree char *calendar = g_strconcat(ics->connection->name, " ics", NULL);
  char *bytes = mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0);
  if (bytes == MAP_FAILED) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no room for the calendar");
    return FALSE;
  }
  CrDelivery delivery = {.kind = CR_DELIVERY_CALENDAR,
                         .bytes = bytes,
                         .length = length,
                         .file = file,
                         .name = name,
                         .calendar = calendar,
                         .key = "all"};
  gboolean ok = sink->take(&delivery, sink->data, error);
  munmap(bytes, length);
  return ok;
}

#define ENDS_BYTES 1000

/* A sign-in page or an error in HTML must not empty the calendar. */
static gboolean
is_calendar(int file) {
  char text[ENDS_BYTES + 1] = "";
  if (pread(file, text, ENDS_BYTES, 0) < 0)
    return FALSE;
  const char *begin = text + (g_str_has_prefix(text, "\xef\xbb\xbf") ? 3 : 0);
  begin += strspn(begin, " \t\r\n");
  return g_ascii_strncasecmp(begin, "BEGIN:VCALENDAR", 15) == 0;
}

/* Where the answer's end is the connection's, an early one shows only here. A NUL ends no calendar.
 */
static gboolean
is_whole(int file, gsize length) {
  char text[ENDS_BYTES + 1] = "";
  gsize last = MIN(length, ENDS_BYTES);
  if (pread(file, text, last, (off_t) (length - last)) != (gssize) last)
    return FALSE;
  const char *piece = text, *stop = text + last;
  while (piece < stop && cr_text_find(piece, "END:VCALENDAR") == NULL)
    piece += strlen(piece) + 1;
  return piece < stop;
}

static CrInstant
patience(const CrHttpReply *reply, CrInstant now) {
  gint64 seconds;
  if (reply->retry_after == NULL ||
      !g_ascii_string_to_signed(reply->retry_after, 10, 1, G_MAXINT32, &seconds, NULL))
    return CR_INSTANT_NONE;
  return now + MIN(seconds * CR_SECOND, MAX_PATIENCE_USEC);
}

static gboolean
take(Ics *ics, const CrHttpReply *reply, int file, json_t *old, CrInstant now, const CrSink *sink,
     GError **error) {
  CrInstant next = patience(reply, now);
  g_autoptr(json_t) state = reply->status == 304 ? json_copy(old) : json_object();
  if (reply->status == 200 && !is_calendar(file)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "what is at that address is no calendar");
    return FALSE;
  }
  if (reply->status == 200 && !is_whole(file, reply->length)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "the calendar at that address breaks off");
    return FALSE;
  }
  if (reply->status == 200) {
    cr_json_set_instant(state, "full", now);
    cr_json_set_string(state, "etag", reply->etag);
    cr_json_set_string(state, "last_modified", reply->last_modified);
    if (!deliver(ics, file, reply->length, sink, error))
      return FALSE;
  } else if (reply->status != 304) {
    cr_http_set_status_error(reply, "the calendar", error);
    return FALSE;
  }
  if (next == CR_INSTANT_NONE)
    json_object_del(state, "next");
  else
    cr_json_set_instant(state, "next", next);
  g_autofree char *text = cr_json_print(state);
  return json_equal(state, old) || sink->checkpoint(text, sink->data, error);
}

static gboolean
get(Ics *ics, const char *const *headers, json_t *old, CrInstant now, const CrSink *sink,
    GCancellable *cancellable, GError **error) {
  int file = cr_spool_new(error);
  if (file < 0)
    return FALSE;
  CrHttpRequest request = {.method = "GET",
                           .url = ics->connection->url,
                           .headers = headers,
                           .max_bytes = MAX_ICS_BYTES,
                           .file = file};
  g_autoptr(CrHttpReply) reply = NULL;
  gboolean ok = cr_http_send(ics->http, &request, cancellable, &reply, error) &&
                take(ics, reply, file, old, now, sink, error);
  close(file);
  return ok;
}

static gboolean
ics_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
         GCancellable *cancellable, GError **error) {
  Ics *ics = (Ics *) source;
  g_autoptr(json_t) old = cursor ? cr_json_parse(cursor, strlen(cursor), NULL) : NULL;
  CrInstant full = cr_json_instant(old, "full"), next = cr_json_instant(old, "next");
  gboolean fresh = full != CR_INSTANT_NONE && now >= full && now - full < FULL_USEC;
  if (fresh && next != CR_INSTANT_NONE && now < next && next - now <= MAX_PATIENCE_USEC)
    return TRUE; /* it asked us to wait, and what we have is young */
  g_autofree char *etag = fresh ? header("If-None-Match", cr_json_string(old, "etag")) : NULL;
  g_autofree char *since =
      fresh ? header("If-Modified-Since", cr_json_string(old, "last_modified")) : NULL;
  const char *const headers[] = {"Accept: text/calendar, */*;q=0.1", etag ? etag : since,
                                 etag ? since : NULL, NULL};
  return get(ics, headers, old, now, sink, cancellable, error);
}

static void
ics_free(CrSource *source) {
  Ics *ics = (Ics *) source;
  cr_http_free(ics->http);
  cr_connection_free(ics->connection);
  g_free(ics);
}

CrSource *
cr_ics_source_new(const CrConnection *connection, const char *secret) {
  static const CrSourceClass class = {ics_sync, NULL, ics_free};
  Ics *ics = g_new0(Ics, 1);
  ics->source.class = &class;
  ics->connection = cr_connection_copy(connection);
  ics->http = cr_http_new(connection, secret);
  return &ics->source;
}
