/* Reads a live source once and prints what it hands over, one JSON object a line:
 * drive-source CONNECTION-JSON NOW-USEC [CURSOR [SECRET]], where the JSON has the fields of
 * CrConnection and may have "wait": seconds to wait for news before reading.
 */
#include "base/json.h"
#include "source/source.h"

#include <stdio.h>
#include <string.h>

static void
print(json_t *line) {
  g_autofree char *text = cr_json_print(line);
  puts(text);
  fflush(stdout);
  json_decref(line);
}

static gboolean
take(const CrDelivery *delivery, gpointer data, GError **error) {
  static const char *const kinds[] = {"mail", "calendar", "calls"};
  g_autofree char *valid =
      delivery->bytes ? g_utf8_make_valid(delivery->bytes, (gssize) delivery->length) : NULL;
  json_t *line = json_object();
  cr_json_put_string(line, "take", kinds[delivery->kind]);
  cr_json_put_string(line, "name", delivery->name);
  cr_json_put_string(line, "calendar", delivery->calendar);
  cr_json_put_string(line, "key", delivery->key);
  cr_json_put_string(line, "bytes", valid);
  print(line);
  return TRUE;
}

static gboolean
checkpoint(const char *cursor, gpointer data, GError **error) {
  print(json_pack("{s:s}", "checkpoint", cursor));
  return TRUE;
}

static void
problem(const char *message, gpointer data) {
  print(json_pack("{s:s}", "problem", message));
}

static CrSource *
open_source(const CrConnection *c, const char *secret) {
  switch (c->kind) {
  case CR_CONNECTION_CALDAV:
    return cr_caldav_source_new(c, secret);
  case CR_CONNECTION_ICS:
    return cr_ics_source_new(c, secret);
  default:
    return NULL;
  }
}

int
main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) json = argc > 2 ? cr_json_parse(argv[1], strlen(argv[1]), &error) : NULL;
  g_autoptr(CrConnection) c =
      json ? cr_record_from_json(&cr_connection_record, json, &error) : NULL;
  const char *cursor = argc > 3 && *argv[3] ? argv[3] : NULL, *secret = argc > 4 ? argv[4] : NULL;
  gint64 wait = cr_json_int(json, "wait", 0);
  g_autoptr(CrSource) source = c && cr_connection_check(c, &error) ? open_source(c, secret) : NULL;
  CrSink sink = {take, checkpoint, problem, NULL};
  gboolean ok = source != NULL;
  if (ok && wait > 0)
    ok = source->class->wait(source, wait * CR_SECOND, NULL, &error);
  ok = ok &&
       source->class->sync(source, cursor, g_ascii_strtoll(argv[2], NULL, 10), &sink, NULL, &error);
  if (!ok)
    print(json_pack("{s:s}", "error", error ? error->message : "no source of this kind"));
  return ok ? 0 : 1;
}
