/* What the event streams are told. */
#include "api/events.h"
#include "api/handlers.h"
#include "api/worlds.h"

#include <string.h>

#define MAX_MISSED 100

static GBytes *
to_bytes(GString *text) {
  return g_string_free_to_bytes(text);
}

static void
append_event(GString *text, const char *event, gint64 id, json_t *data) {
  g_autofree char *line = cr_json_print(data);
  if (id)
    g_string_append_printf(text, "id: %" G_GINT64_FORMAT "\n", id);
  g_string_append_printf(text, "event: %s\ndata: %s\n\n", event, line);
}

static void
append_change(GString *text, gint64 version) {
  g_autoptr(json_t) data = json_pack("{s:I}", "version", (json_int_t) version);
  append_event(text, "change", 0, data);
}

/* Each line with its id; *line becomes the last one's. */
static void
append_lines(GString *text, const json_t *document, gint64 *line) {
  const json_t *rows = json_object_get(document, "timeline");
  for (gsize i = 0; i < json_array_size(rows); i++) {
    json_t *row = json_array_get(rows, i);
    *line = cr_json_int(row, "id", *line);
    append_event(text, "line", *line, row);
  }
}

GBytes *
cr_events_ping(void) {
  return g_bytes_new_static(": ping\n\n", strlen(": ping\n\n"));
}

gboolean
cr_events_begin(CrDesk *desk, gint64 *ret_version, gint64 *ret_line, GError **error) {
  CrInstant due;
  g_autoptr(json_t) last = cr_desk_timeline(desk, -1, 0, 1, error);
  if (last == NULL || !cr_desk_state(desk, ret_version, &due, error))
    return FALSE;
  *ret_line = cr_json_int(json_array_get(json_object_get(last, "timeline"), 0), "id", 0);
  return TRUE;
}

GBytes *
cr_events_news(CrDesk *desk, gint64 *version, gint64 *line) {
  gint64 seen;
  CrInstant due;
  if (!cr_desk_state(desk, &seen, &due, NULL) || seen == *version)
    return NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(json_t) lines = cr_desk_timeline(desk, *line, 0, MAX_MISSED, NULL);
  if (lines == NULL)
    return NULL;
  append_lines(text, lines, line);
  append_change(text, seen);
  *version = seen;
  return to_bytes(g_steal_pointer(&text));
}

static gconstpointer
world_of(const CrRequest *request, GError **error) {
  if (request->demo)
    return request->demo;
  return request->server->worlds ? cr_worlds_enter(request->server->worlds, request->desk, error)
                                 : (gconstpointer) request->server;
}

/* The last line's id, so that a browser that comes again knows where it was. */
CrReply *
cr_handle_events(CrRequest *request, GError **error) {
  gint64 version, line = -1;
  CrInstant due;
  if (request->last_event &&
      !g_ascii_string_to_signed(request->last_event, 10, 0, G_MAXINT64, &line, NULL)) {
    cr_request_bad(error, "Last-Event-ID is the id of a line");
    return NULL;
  }
  request->world = world_of(request, error); /* before its news are read: none is missed */
  if (request->world == NULL || !cr_desk_state(request->desk, &version, &due, error))
    return NULL;
  g_autoptr(GString) text = g_string_new("retry: 2000\n\n");
  if (line >= 0) {
    g_autoptr(json_t) missed = cr_desk_timeline(request->desk, line, 0, MAX_MISSED, error);
    if (missed == NULL)
      return NULL;
    append_lines(text, missed, &line);
  }
  append_change(text, version);
  request->stream = to_bytes(g_steal_pointer(&text));
  CrReply *reply = cr_reply_new(200, "text/event-stream", NULL);
  reply->cache = "no-store";
  return reply;
}
