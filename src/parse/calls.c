#include "parse/calls-private.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "parse/phone.h"

#include <stdio.h>
#include <string.h>

#define MAX_PROBLEMS 100
#define MAX_NAME_CHARS 120

static const char *
input_name(const CrCallsReader *reader) {
  return reader->context->name ? reader->context->name : "call log";
}

gboolean
cr_calls_problem(CrCallsReader *reader, const char *what, const char *detail) {
  if (reader->problem == NULL || ++reader->problems > MAX_PROBLEMS)
    return FALSE;
  g_autofree char *quoted = detail ? g_strdup_printf(": \"%.60s\"", detail) : g_strdup("");
  g_autofree char *line = reader->line ? g_strdup_printf("line %u, ", reader->line) : g_strdup("");
  g_autofree char *message =
      g_strdup_printf("%s: %srow %u: %s%s", input_name(reader), line, reader->row, what, quoted);
  g_autofree char *clean = cr_text_line(message, 400);
  reader->problem(clean, reader->data);
  return FALSE;
}

/* E.164 when it can be read, else as written; NULL when it was withheld: -1 and -2 of Android,
 * words of telephone exchanges. */
static void
read_number(const CrCallsReader *reader, const char *text, CrCall *call) {
  static const char *const withheld[] = {"",         "-1",          "-2",        "-3",
                                         "unknown",  "private",     "anonymous", "restricted",
                                         "withheld", "unavailable", "payphone",  NULL};
  g_autofree char *clean = cr_text_line(text ? text : "", MAX_NAME_CHARS);
  g_strstrip(clean);
  for (const char *const *word = withheld; *word; word++)
    if (cr_text_equal(clean, *word))
      return;
  call->barred =
      cr_phone_read(clean, reader->context->country, &call->number, NULL) == CR_NUMBER_INVALID;
  if (call->number == NULL)
    call->number = g_steal_pointer(&clean);
}

gboolean
cr_calls_add(CrCallsReader *reader, CrCallKind kind, CrInstant at, int duration_sec,
             gboolean reached, const char *number, const char *name) {
  if (reader->calls->len >= CR_MAX_CALL_ROWS)
    return cr_calls_problem(reader, "there are too many rows; this and later ones were not read",
                            NULL);
  CrCall *call = cr_call_new();
  call->kind = kind;
  call->at = at;
  call->duration_sec = duration_sec;
  call->reached = reached;
  read_number(reader, number, call);
  call->name = cr_text_line(name, MAX_NAME_CHARS);
  if (call->name && (*call->name == '\0' || cr_text_equal(call->name, "(Unknown)") ||
                     cr_text_equal(call->name, "UNKNOWN_CALLER")))
    g_clear_pointer(&call->name, g_free);
  g_ptr_array_add(reader->calls, call);
  return TRUE;
}

gboolean
cr_calls_number(const char *text, gint64 max, gint64 *ret_number) {
  guint64 number = 0;
  if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 0, max, &number, NULL))
    return FALSE;
  *ret_number = (gint64) number;
  return TRUE;
}

gboolean
cr_calls_date_possible(CrInstant at) {
  return at >= cr_day_from_date(1990, 1, 1) * CR_DAY_USEC && at <= CR_INSTANT_MAX;
}

gboolean
cr_calls_local_time(const char *text, const CrZone *zone, CrInstant *ret_at) {
  CrWall wall = {0};
  int used = 0;
  if (text == NULL || sscanf(text, "%4d-%2d-%2d%*[ T]%2d:%2d:%2d%n", &wall.year, &wall.month,
                             &wall.day, &wall.hour, &wall.minute, &wall.second, &used) != 6)
    return FALSE;
  const char *rest = text + used;
  if (*rest == '.') /* fractions of a second */
    rest += 1 + strspn(rest + 1, "0123456789");
  if (*rest != '\0' || !cr_wall_valid(&wall))
    return FALSE;
  CrInstant at = cr_zone_instant(zone, &wall);
  if (!cr_calls_date_possible(at))
    return FALSE;
  *ret_at = at;
  return TRUE;
}

void
cr_calls_free(GPtrArray *calls) {
  if (calls)
    g_ptr_array_unref(calls);
}

GPtrArray *
cr_calls_parse(const char *bytes, gsize length, const CrCallsContext *context,
               CrCallsProblemFunc problem, gpointer data, GError **error) {
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_call_free);
  CrCallsReader reader = {
      .context = context, .problem = problem, .data = data, .calls = calls, .row = 1};
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    length -= 3;
  }
  gsize blank = 0;
  while (blank < length && g_ascii_isspace(bytes[blank]))
    blank++;
  char first = blank < length ? bytes[blank] : '\0';
  gboolean ok = FALSE;
  if (first == '<')
    ok = cr_calls_read_xml(&reader, bytes + blank, length - blank, error);
  else if (first == '[' || first == '{')
    ok = cr_calls_read_json(&reader, bytes, length, error);
  else
    ok = cr_calls_read_csv(&reader, bytes, length, error);
  if (ok && reader.problems > MAX_PROBLEMS && problem) {
    g_autofree char *more = g_strdup_printf("%s: %u more rows that cannot be read",
                                            input_name(&reader), reader.problems - MAX_PROBLEMS);
    problem(more, data);
  }
  return ok ? g_steal_pointer(&calls) : NULL;
}
