#include "parse/calls-private.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* termux-call-log: [{"name", "phone_number", "type", "date": "2026-11-24 14:02:11",
 * "duration": "00:12" or "01:00:12", "sim_id"} …]. Source: termux-api, CallLogAPI.java */

static const struct {
  const char *name;
  CrCallKind kind;
} types[] = {{"INCOMING", CR_CALL_INCOMING},
             {"OUTGOING", CR_CALL_OUTGOING},
             {"MISSED", CR_CALL_MISSED},
             {"VOICEMAIL", CR_CALL_VOICEMAIL},
             {"REJECTED", CR_CALL_REJECTED},
             {"BLOCKED", CR_CALL_BLOCKED},
             {"ANSWERED_EXTERNALLY", CR_CALL_INCOMING}};

static gboolean
find_type(const char *name, CrCallKind *ret_kind) {
  for (gsize i = 0; name && i < G_N_ELEMENTS(types); i++)
    if (cr_text_equal(types[i].name, name)) {
      *ret_kind = types[i].kind;
      return TRUE;
    }
  return FALSE;
}

/* "12", "00:12" or "01:00:12"; NULL is none. */
static gboolean
read_duration(const char *text, int *ret_seconds) {
  gint64 total = 0;
  g_auto(GStrv) parts = g_strsplit(text ? text : "0", ":", 4);
  for (char **part = parts; *part; part++) {
    gint64 number = 0;
    if (!cr_calls_number(*part, CR_MAX_CALL_SECONDS, &number) || part - parts > 2)
      return FALSE;
    total = total * 60 + number;
  }
  *ret_seconds = (int) total;
  return total <= CR_MAX_CALL_SECONDS;
}

/* FALSE stops the reading. */
static gboolean
read_call(CrCallsReader *reader, const json_t *row) {
  const CrZone *zone = reader->context->mine ? reader->context->mine : cr_zone_utc();
  const char *date = cr_json_string(row, "date"), *type = cr_json_string(row, "type");
  const char *duration = cr_json_string(row, "duration");
  CrCallKind kind = CR_CALL_INCOMING;
  CrInstant at = CR_INSTANT_NONE;
  int seconds = (int) CLAMP(cr_json_int(row, "duration", 0), 0, CR_MAX_CALL_SECONDS);
  if (!json_is_object(row))
    cr_calls_problem(reader, "the row is no object", NULL);
  else if (!cr_calls_local_time(date, zone, &at))
    cr_calls_problem(reader, "impossible date", date ? date : "");
  else if (!find_type(type, &kind))
    cr_calls_problem(reader, "unknown type of call", type ? type : "");
  else if (duration && !read_duration(duration, &seconds))
    cr_calls_problem(reader, "impossible duration", duration);
  else
    return cr_calls_add(reader, kind, at, seconds, kind == CR_CALL_OUTGOING && seconds > 0,
                        cr_json_string(row, "phone_number"), cr_json_string(row, "name"));
  return TRUE;
}

/* Skips blanks and counts lines. */
static const char *
skip_blank(CrCallsReader *reader, const char *at, const char *end, const char *also) {
  for (; at < end && (g_ascii_isspace(*at) || (*also && *at == *also)); at++)
    reader->line += *at == '\n';
  return at;
}

/* The row at at; returns where it ends, or NULL when it cannot be read. */
static const char *
next_row(const char *at, const char *end, json_t **ret_row) {
  json_error_t e;
  *ret_row = json_loadb(at, end - at, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &e);
  return *ret_row ? at + e.position : NULL;
}

/* Row by row, so that a file that was cut loses its last row and not all. */
static void
read_rows(CrCallsReader *reader, const char *at, const char *end) {
  at = skip_blank(reader, at, end, ",");
  while (at < end && *at != ']') {
    json_t *row = NULL;
    const char *next = *at == '{' ? next_row(at, end, &row) : NULL;
    if (next == NULL) {
      cr_calls_problem(reader, "the file ends or breaks here; later rows are lost", NULL);
      return;
    }
    gboolean more = read_call(reader, row);
    json_decref(row);
    if (!more)
      return;
    for (const char *p = at; p < next; p++)
      reader->line += *p == '\n';
    reader->row++;
    at = skip_blank(reader, next, end, ",");
  }
  if (at >= end)
    cr_calls_problem(reader, "the file ends before its list does", NULL);
}

gboolean
cr_calls_read_json(CrCallsReader *reader, const char *bytes, gsize length, GError **error) {
  const char *end = bytes + length;
  reader->line = 1;
  const char *at = skip_blank(reader, bytes, end, "");
  gboolean list = at < end && *at == '[';
  const char *first = list ? skip_blank(reader, at + 1, end, "") : end;
  if (length > CR_MAX_JSON_BYTES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "%s: the call log is too large",
                reader->context->name ? reader->context->name : "call log");
    return FALSE;
  }
  if (!list || first >= end || (*first != '{' && *first != ']')) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: this is no call log",
                reader->context->name ? reader->context->name : "call log");
    return FALSE;
  }
  read_rows(reader, first, end);
  return TRUE;
}
