#include "fake-dav.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAMESPACES "xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""

typedef struct {
  char *text; /* NULL: it is gone */
  guint version;
} Object;

struct _FakeDav {
  int listener, guest;
  guint16 port;
  GThread *thread;
  GMutex mutex; /* of all below */
  GCond guest_left;
  GHashTable *objects;
  guint version, puts, bytes;
  FakeCut cut;
  gboolean was_cut;
};

static void
object_free(gpointer data) {
  Object *object = data;
  g_free(object->text);
  g_free(object);
}

static Object *
find(FakeDav *dav, const char *path) {
  Object *object = g_hash_table_lookup(dav->objects, path);
  return object && object->text ? object : NULL;
}

static void
store(FakeDav *dav, const char *path, const char *text) {
  Object *object = g_new0(Object, 1);
  object->text = g_strdup(text);
  object->version = ++dav->version;
  g_hash_table_replace(dav->objects, g_strdup(path), object);
}

/* Bytes through the wire */

/* How many of the wanted bytes still pass; 0 ends the connection. What is sent counts before it is:
 * whoever has it may ask at once. */
static gsize
room_for(FakeDav *dav, gsize wanted, gboolean count_it) {
  g_mutex_lock(&dav->mutex);
  gsize room = wanted;
  if (dav->cut.cut_at >= 0 && (!dav->was_cut || dav->cut.down))
    room = MIN(wanted, (gsize) MAX(dav->cut.cut_at - (gint) dav->bytes, 0));
  dav->was_cut = dav->was_cut || (room == 0 && wanted > 0);
  dav->bytes += count_it ? (guint) room : 0;
  g_mutex_unlock(&dav->mutex);
  return room;
}

static void
count(FakeDav *dav, gsize bytes) {
  g_mutex_lock(&dav->mutex);
  dav->bytes += (guint) bytes;
  g_mutex_unlock(&dav->mutex);
}

static gboolean
fill(FakeDav *dav, int guest, GString *input) {
  char buffer[8192];
  gsize room = room_for(dav, sizeof buffer, FALSE);
  gssize got = room ? recv(guest, buffer, room, 0) : 0;
  if (got <= 0)
    return FALSE;
  count(dav, (gsize) got);
  g_string_append_len(input, buffer, got);
  return TRUE;
}

static gboolean
put_all(FakeDav *dav, int guest, const GString *text) {
  for (gsize at = 0; at < text->len;) {
    gsize room = room_for(dav, text->len - at, TRUE);
    if (room == 0 || send(guest, text->str + at, room, MSG_NOSIGNAL) != (gssize) room)
      return FALSE;
    at += room;
  }
  return TRUE;
}

/* Answers */

typedef struct {
  char *method, *path, *if_match, *head;
  gboolean if_none_match, deep;
  const char *body;
} Request;

static void
answer(GString *out, const char *status, const char *etag, const char *type, const char *body) {
  g_string_append_printf(out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n", status, strlen(body));
  if (etag)
    g_string_append_printf(out, "ETag: %s\r\n", etag);
  if (type)
    g_string_append_printf(out, "Content-Type: %s\r\n", type);
  g_string_append_printf(out, "\r\n%s", body);
}

static char *
etag_of(const Object *object) {
  return g_strdup_printf("\"%u\"", object->version);
}

static void
add_response(GString *xml, const char *path, const char *props) {
  g_string_append_printf(xml,
                         "<d:response><d:href>%s</d:href><d:propstat><d:prop>%s</d:prop>"
                         "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>",
                         path, props);
}

static void
add_object(GString *xml, const char *path, const Object *object, gboolean with_text) {
  g_autofree char *etag = etag_of(object);
  g_autofree char *text = with_text ? g_markup_escape_text(object->text, -1) : NULL;
  g_autofree char *props =
      g_strdup_printf("<d:getetag>%s</d:getetag>%s%s%s", etag, text ? "<c:calendar-data>" : "",
                      text ? text : "", text ? "</c:calendar-data>" : "");
  add_response(xml, path, props);
}

static void
propfind(FakeDav *dav, const Request *request, GString *xml) {
  g_autofree char *props = g_strdup_printf("<d:resourcetype><d:collection/><c:calendar/></"
                                           "d:resourcetype><d:sync-token>%u</d:sync-token>",
                                           dav->version);
  add_response(xml, "/cal/", props);
  GHashTableIter iter;
  gpointer path, object;
  g_hash_table_iter_init(&iter, dav->objects);
  while (request->deep && g_hash_table_iter_next(&iter, &path, &object))
    if (((Object *) object)->text)
      add_object(xml, path, object, FALSE);
}

static void
report(FakeDav *dav, const Request *request, GString *xml) {
  gboolean multiget = strstr(request->body, "calendar-multiget") != NULL;
  const char *token = strstr(request->body, "<d:sync-token>");
  guint since = token ? (guint) g_ascii_strtoull(token + strlen("<d:sync-token>"), NULL, 10) : 0;
  GHashTableIter iter;
  gpointer path, value;
  g_hash_table_iter_init(&iter, dav->objects);
  while (g_hash_table_iter_next(&iter, &path, &value)) {
    const Object *object = value;
    g_autofree char *href = g_strconcat("<d:href>", (char *) path, "</d:href>", NULL);
    if (multiget ? object->text && strstr(request->body, href)
                 : object->text && object->version > since)
      add_object(xml, path, object, multiget);
    else if (!multiget && object->version > since)
      g_string_append_printf(xml,
                             "<d:response>%s<d:status>HTTP/1.1 404 Not Found</d:status>"
                             "</d:response>",
                             href);
  }
  if (!multiget)
    g_string_append_printf(xml, "<d:sync-token>%u</d:sync-token>", dav->version);
}

static void
multistatus(FakeDav *dav, const Request *request, GString *out) {
  g_autoptr(GString) xml = g_string_new("<?xml version=\"1.0\"?><d:multistatus " NAMESPACES ">");
  if (strcmp(request->method, "PROPFIND") == 0)
    propfind(dav, request, xml);
  else
    report(dav, request, xml);
  g_string_append(xml, "</d:multistatus>");
  answer(out, "207 Multi-Status", NULL, "application/xml", xml->str);
}

/* RFC 4918 §9.7, RFC 9110 §13.1 */
static void
change(FakeDav *dav, const Request *request, GString *out) {
  const Object *object = find(dav, request->path);
  g_autofree char *etag = object ? etag_of(object) : NULL;
  gboolean put = strcmp(request->method, "PUT") == 0;
  gboolean fits = !(request->if_none_match && object) &&
                  !(request->if_match && g_strcmp0(etag, request->if_match) != 0);
  if (!put && object == NULL) {
    answer(out, "404 Not Found", NULL, NULL, "");
    return;
  }
  if (!fits) {
    answer(out, "412 Precondition Failed", NULL, NULL, "");
    return;
  }
  store(dav, request->path, put ? request->body : NULL);
  dav->puts++;
  g_autofree char *now = put ? etag_of(find(dav, request->path)) : NULL;
  answer(out, put && object == NULL ? "201 Created" : "204 No Content", now, NULL, "");
}

static void
respond(FakeDav *dav, const Request *request, GString *out) {
  const Object *object = find(dav, request->path);
  g_autofree char *etag = object ? etag_of(object) : NULL;
  if (strcmp(request->method, "PUT") == 0 || strcmp(request->method, "DELETE") == 0)
    change(dav, request, out);
  else if (strcmp(request->method, "GET") == 0 && object)
    answer(out, "200 OK", etag, "text/calendar", object->text);
  else if (strcmp(request->path, "/cal/") == 0)
    multistatus(dav, request, out);
  else
    answer(out, "404 Not Found", NULL, NULL, "");
}

/* Requests */

static char *
header(const char *head, const char *name) {
  g_autofree char *key = g_strconcat("\r\n", name, ": ", NULL);
  const char *at = strstr(head, key);
  return at ? g_strndup(at + strlen(key), strcspn(at + strlen(key), "\r")) : NULL;
}

static gboolean
take_request(FakeDav *dav, int guest, GString *input) {
  const char *end;
  while ((end = strstr(input->str, "\r\n\r\n")) == NULL)
    if (!fill(dav, guest, input))
      return FALSE;
  gsize head_length = (gsize) (end - input->str);
  g_autofree char *head = g_strndup(input->str, head_length),
                  *length = header(head, "Content-Length");
  gsize body_length = length ? (gsize) g_ascii_strtoull(length, NULL, 10) : 0;
  gsize whole = head_length + 4 + body_length;
  while (input->len < whole)
    if (!fill(dav, guest, input))
      return FALSE;
  g_autofree char *body = g_strndup(input->str + head_length + 4, body_length);
  g_auto(GStrv) words = g_strsplit(head, " ", 3);
  g_autofree char *if_match = header(head, "If-Match"), *if_none = header(head, "If-None-Match");
  g_autofree char *depth = header(head, "Depth");
  Request request = {.method = words[0],
                     .path = words[1],
                     .if_match = if_match,
                     .if_none_match = if_none != NULL,
                     .deep = g_strcmp0(depth, "1") == 0,
                     .body = body};
  g_autoptr(GString) out = g_string_new(NULL);
  g_string_erase(input, 0, (gssize) whole);
  g_mutex_lock(&dav->mutex);
  respond(dav, &request, out);
  g_mutex_unlock(&dav->mutex);
  return put_all(dav, guest, out);
}

static gpointer
serve(gpointer data) {
  FakeDav *dav = data;
  int one = 1, guest;
  while ((guest = accept4(dav->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
    g_autoptr(GString) input = g_string_new(NULL);
    setsockopt(guest, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    g_mutex_lock(&dav->mutex);
    dav->guest = guest;
    g_mutex_unlock(&dav->mutex);
    while (take_request(dav, guest, input))
      ;
    g_mutex_lock(&dav->mutex);
    dav->guest = -1;
    close(guest);
    g_cond_signal(&dav->guest_left);
    g_mutex_unlock(&dav->mutex);
  }
  return NULL;
}

FakeDav *
fake_dav_new(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  FakeDav *dav = g_new0(FakeDav, 1);
  dav->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (dav->listener < 0 || bind(dav->listener, (struct sockaddr *) &address, size) != 0 ||
      listen(dav->listener, 16) != 0 ||
      getsockname(dav->listener, (struct sockaddr *) &address, &size) != 0)
    g_error("no socket to listen on");
  g_mutex_init(&dav->mutex);
  dav->port = ntohs(address.sin_port);
  dav->guest = -1;
  dav->cut = FAKE_WHOLE;
  dav->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, object_free);
  dav->thread = g_thread_new("fake-dav", serve, dav);
  return dav;
}

void
fake_dav_free(FakeDav *dav) {
  fake_dav_set_cut(dav, FAKE_WHOLE);
  shutdown(dav->listener, SHUT_RDWR);
  g_thread_join(dav->thread);
  close(dav->listener);
  g_hash_table_unref(dav->objects);
  g_mutex_clear(&dav->mutex);
  g_free(dav);
}

guint16
fake_dav_port(const FakeDav *dav) {
  return dav->port;
}

void
fake_dav_set_cut(FakeDav *dav, FakeCut cut) {
  g_mutex_lock(&dav->mutex);
  if (dav->guest >= 0)
    shutdown(dav->guest, SHUT_RDWR);
  while (dav->guest >= 0)
    g_cond_wait(&dav->guest_left, &dav->mutex);
  dav->cut = cut;
  dav->was_cut = FALSE;
  dav->bytes = 0;
  g_mutex_unlock(&dav->mutex);
}

guint
fake_dav_bytes(FakeDav *dav) {
  g_mutex_lock(&dav->mutex);
  guint bytes = dav->bytes;
  g_mutex_unlock(&dav->mutex);
  return bytes;
}

guint
fake_dav_puts(FakeDav *dav) {
  g_mutex_lock(&dav->mutex);
  guint puts = dav->puts;
  g_mutex_unlock(&dav->mutex);
  return puts;
}

GHashTable *
fake_dav_objects(FakeDav *dav) {
  GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer path, object;
  g_mutex_lock(&dav->mutex);
  g_hash_table_iter_init(&iter, dav->objects);
  while (g_hash_table_iter_next(&iter, &path, &object))
    if (((Object *) object)->text)
      g_hash_table_insert(copy, g_strdup(path), g_strdup(((Object *) object)->text));
  g_mutex_unlock(&dav->mutex);
  return copy;
}

void
fake_dav_set_objects(FakeDav *dav, GHashTable *objects) {
  GHashTableIter iter;
  gpointer path, text;
  g_mutex_lock(&dav->mutex);
  g_autofree char **known = (char **) g_hash_table_get_keys_as_array(dav->objects, NULL);
  for (char **gone = known; *gone; gone++)
    if (find(dav, *gone) && !g_hash_table_contains(objects, *gone))
      store(dav, *gone, NULL);
  g_hash_table_iter_init(&iter, objects);
  while (g_hash_table_iter_next(&iter, &path, &text)) {
    const Object *object = find(dav, path);
    if (object == NULL || strcmp(object->text, text) != 0)
      store(dav, path, text);
  }
  g_mutex_unlock(&dav->mutex);
}
