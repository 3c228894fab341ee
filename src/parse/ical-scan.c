#include "parse/ical-private.h"

#include "base/error.h"
#include "base/limits.h"
#include "parse/charset.h"

#include <string.h>

#define SHORT_LINE 256 /* enough of a time, a rule or a name */

/* --- Can it matter? Raw looks at a few lines, which must never say no wrongly. */

/* The lines of the component being scanned that decide. */
typedef struct {
  CrLine start, end, duration, rule, recurrence;
  gboolean dates; /* RDATE */
} Outline;

static gboolean
take_day(const char *digits, CrDay *ret_day) {
  int n[3] = {0}; /* year, month, day */
  for (int i = 0; i < 8; i++) {
    if (!g_ascii_isdigit(digits[i]))
      return FALSE;
    int *value = &n[i < 4 ? 0 : i < 6 ? 1 : 2];
    *value = *value * 10 + digits[i] - '0';
  }
  if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31)
    return FALSE;
  *ret_day = cr_day_from_date(n[0], n[1], n[2]);
  return TRUE;
}

static gboolean
line_day(const CrLine *line, char eol, CrDay *ret_day) {
  char text[SHORT_LINE];
  if (line->start == NULL || line->end - line->start >= SHORT_LINE)
    return FALSE;
  cr_line_copy(line, eol, text, sizeof text);
  return take_day(cr_line_last_value(text), ret_day);
}

/* The last day of the first occurrence; FALSE when it takes a closer look. */
static gboolean
outline_last_day(const Outline *outline, char eol, CrDay start, CrDay *ret_day) {
  if (outline->end.start)
    return line_day(&outline->end, eol, ret_day);
  *ret_day = start;
  if (outline->duration.start == NULL)
    return TRUE;
  char text[SHORT_LINE];
  cr_line_copy(&outline->duration, eol, text, sizeof text);
  struct icaldurationtype d = libical.icaldurationtype_from_string(cr_line_last_value(text));
  if (libical.icaldurationtype_is_bad_duration(d) || d.weeks > 10000 || d.days > 70000 ||
      d.hours > 1000000 || d.minutes > 1000000 || d.seconds > 100000000)
    return FALSE;
  *ret_day = start + 1 + d.weeks * 7 + d.days + d.hours / 24 + d.minutes / 1440 + d.seconds / 86400;
  return TRUE;
}

/* A series is over when its rule's UNTIL, and then the length of an occurrence, is. */
static gboolean
series_over(const Outline *outline, char eol, CrDay length, CrDay from) {
  char text[SHORT_LINE];
  CrDay until = 0;
  if (outline->dates || outline->rule.end - outline->rule.start >= SHORT_LINE)
    return FALSE;
  cr_line_copy(&outline->rule, eol, text, sizeof text);
  g_autofree char *upper = g_ascii_strup(text, -1);
  const char *found = strstr(upper, "UNTIL=");
  return found && take_day(found + 6, &until) && (gint64) until + length < from;
}

/* An occurrence that is moved matters where it was and where it is. A longer one than this is not
 * looked for at its old place. */
#define LONGEST_MOVED_DAYS 62

static gboolean
outline_matters(const Outline *outline, char eol, CrDayWindow window) {
  CrDay start = 0, last = 0, recurrence = 0;
  if (!line_day(&outline->start, eol, &start))
    return TRUE; /* so that its problem is told, or it is a cancellation without a time */
  gboolean known = outline_last_day(outline, eol, start, &last);
  if (outline->recurrence.start) {
    if (!line_day(&outline->recurrence, eol, &recurrence) || !known ||
        outline->recurrence.end - outline->recurrence.start > 60) /* may say THISANDFUTURE */
      return TRUE;
    if (recurrence <= window.to && (gint64) recurrence + LONGEST_MOVED_DAYS >= window.from)
      return TRUE;
  }
  if (start > window.to && !outline->dates)
    return FALSE;
  if (outline->dates || !known)
    return TRUE;
  if (outline->rule.start)
    return !series_over(outline, eol, MAX(last - start, 0), window.from);
  return MAX(last, start) >= window.from;
}

/* --- Components */

typedef struct {
  CrDayWindow window;
  const CrScanFuncs *funcs;
  char eol;
  guint depth; /* of open components; VCALENDAR is 1 */
  char names[CR_MAX_COMPONENT_DEPTH][16];
  guint too_deep; /* how many are open beyond the limit */
  gboolean any_calendar, bad, stopped;
  CrPart part; /* start is NULL outside an event */
  Outline outline;
} Scan;

static void
tell(Scan *scan, guint line, const char *what) {
  if (scan->funcs->problem)
    scan->funcs->problem(line, what, scan->funcs->data);
}

static CrMethod
read_method(const char *value) {
  g_autofree char *name = g_strstrip(g_ascii_strdown(value, -1));
  int index = cr_name_index(cr_method_names, name);
  return index > 0 ? (CrMethod) index : CR_METHOD_NONE;
}

/* A file that was cut, and one appended to it, lose one event and not the rest. */
static void
abandon(Scan *scan) {
  if (scan->part.start)
    tell(scan, scan->part.number, "the event has no end");
  scan->part.start = NULL;
  scan->too_deep = 0;
}

static void
begin_component(Scan *scan, const CrLine *line, const char *name, const char *body) {
  if (g_str_equal(name, "VCALENDAR")) {
    abandon(scan);
    if (scan->depth > 0)
      tell(scan, line->number, "the calendar before it has no end");
    scan->depth = 0;
    scan->part.method = CR_METHOD_NONE;
    scan->any_calendar = TRUE;
  } else if (g_str_equal(name, "VEVENT") && scan->part.start) {
    abandon(scan);
    scan->depth = 1;
  }
  if (scan->depth == CR_MAX_COMPONENT_DEPTH) {
    if (scan->too_deep++ == 0)
      tell(scan, line->number, "components are nested too deep");
    scan->bad = TRUE;
    return;
  }
  g_strlcpy(scan->names[scan->depth++], name, sizeof scan->names[0]);
  if (scan->depth == 2 && g_str_equal(name, "VEVENT")) {
    scan->part = (CrPart){
        .start = body, .number = line->number, .eol = scan->eol, .method = scan->part.method};
    scan->outline = (Outline){0};
    scan->bad = FALSE;
  } else if (scan->depth == 1 && g_str_equal(name, "VEVENT")) {
    tell(scan, line->number, "the event is in no calendar");
  }
}

static void
end_event(Scan *scan, const CrLine *line) {
  scan->part.end = line->start;
  scan->part.recurs = scan->outline.rule.start || scan->outline.dates;
  scan->part.overrides = scan->outline.recurrence.start != NULL;
  if (!scan->bad && outline_matters(&scan->outline, scan->eol, scan->window))
    scan->stopped = !scan->funcs->found(&scan->part, scan->funcs->data);
  scan->part.start = NULL;
}

/* Closes what is open up to the nearest component of that name; a stray END is ignored. */
static void
end_component(Scan *scan, const CrLine *line, const char *name) {
  if (scan->too_deep > 0) {
    scan->too_deep--;
    return;
  }
  guint at = scan->depth;
  while (at > 0 && !g_str_equal(scan->names[at - 1], name))
    at--;
  if (at == 0)
    return;
  if (at == 2 && scan->part.start && g_str_equal(name, "VEVENT"))
    end_event(scan, line);
  else if (at <= 2)
    abandon(scan);
  scan->depth = at - 1;
}

static void
note_line(Outline *outline, const CrLine *line) {
  CrLine *slot = line->prop == CR_PROP_DTSTART         ? &outline->start
                 : line->prop == CR_PROP_DTEND         ? &outline->end
                 : line->prop == CR_PROP_DURATION      ? &outline->duration
                 : line->prop == CR_PROP_RRULE         ? &outline->rule
                 : line->prop == CR_PROP_RECURRENCE_ID ? &outline->recurrence
                                                       : NULL;
  outline->dates |= line->prop == CR_PROP_RDATE || (slot == &outline->rule && slot->start);
  if (slot)
    *slot = *line;
}

static void
read_line(Scan *scan, const CrLine *line, const char *next) {
  char text[64];
  if (line->prop == CR_PROP_BEGIN || line->prop == CR_PROP_END) {
    cr_line_copy(line, scan->eol, text, sizeof text);
    g_autofree char *name = g_strstrip(g_ascii_strup(cr_line_last_value(text), -1));
    if (line->prop == CR_PROP_BEGIN)
      begin_component(scan, line, name, next);
    else
      end_component(scan, line, name);
  } else if (scan->depth == 1 && line->prop == CR_PROP_METHOD) {
    cr_line_copy(line, scan->eol, text, sizeof text);
    scan->part.method = read_method(cr_line_last_value(text));
  } else if (scan->depth == 2 && scan->part.start) {
    note_line(&scan->outline, line);
  }
}

gboolean
cr_ical_scan(const char *bytes, gsize length, CrDayWindow window, const CrScanFuncs *funcs) {
  Scan scan = {.window = window, .funcs = funcs};
  CrLines lines;
  CrLine line;
  cr_lines_init(&lines, bytes, length);
  scan.eol = lines.eol;
  const char *relaxed = bytes;
  while (!scan.stopped && cr_lines_next(&lines, &line)) {
    if (line.prop != CR_PROP_OTHER)
      read_line(&scan, &line, lines.at);
    if (funcs->relax && lines.at - relaxed > CR_RELAX_BYTES) {
      funcs->relax(funcs->data);
      relaxed = lines.at;
    }
  }
  if (!scan.stopped && scan.depth > 0)
    tell(&scan, lines.number,
         scan.part.start ? "the input ends within an event" : "the input ends within a calendar");
  return scan.any_calendar;
}

/* --- One event for libical */

static gboolean
is_kept(CrProp prop) {
  return prop >= CR_PROP_DTSTART;
}

static gboolean
is_time(CrProp prop) {
  return prop >= CR_PROP_DTSTART && prop <= CR_PROP_RECURRENCE_ID;
}

static gboolean
is_text(CrProp prop) {
  return prop >= CR_PROP_SUMMARY;
}

/* Unfolds the line to the end of out; FALSE, with out as before, when it is longer than a line may
 * be. */
static gboolean
append_unfolded(GString *out, const CrLine *line, char eol) {
  gsize begin = out->len, most = begin + CR_MAX_LINE_BYTES;
  for (const char *at = line->start; at < line->end;) {
    const char *stop = line->folded ? memchr(at, eol, line->end - at) : NULL;
    const char *piece_end = stop ? stop : line->end;
    if (stop && piece_end > at && piece_end[-1] == '\r')
      piece_end--;
    if (out->len + (piece_end - at) > most) {
      g_string_truncate(out, begin);
      return FALSE;
    }
    g_string_append_len(out, at, piece_end - at);
    at = stop ? stop + 2 : line->end; /* the line end and one blank */
  }
  return TRUE;
}

/* Exchange once wrote TZID=(UTC-05:00) Eastern … without quotes, so that the value would begin in
 * the middle of the zone. */
static void
quote_zone(GString *out, gsize begin) {
  const char *text = out->str + begin;
  const char *tzid = strstr(text, "TZID="), *colon = strrchr(text, ':');
  const char *zone = tzid ? tzid + strlen("TZID=") : NULL;
  if (zone == NULL || colon == NULL || colon <= zone || *zone == '"' ||
      memchr(zone, ':', colon - zone) == NULL || memchr(zone, ';', colon - zone) != NULL)
    return;
  gssize first = zone - out->str, last = colon - out->str;
  g_string_insert_c(out, last, '"');
  g_string_insert_c(out, first, '"');
}

/* Whatever the line's bytes are, UTF-8 without NUL stays. */
static void
repair_text(GString *out, gsize begin) {
  gsize length = out->len - begin;
  if (g_utf8_validate_len(out->str + begin, length, NULL))
    return;
  g_autofree char *raw = g_memdup2(out->str + begin, length);
  g_string_truncate(out, begin);
  cr_bytes_append_utf8(out, raw, length);
}

gboolean
cr_part_collect(const CrPart *part, GString *out, const char **ret_left_out, GError **error) {
  CrLines lines = {part->start, part->end, part->eol, part->number + 1};
  CrLine line;
  int depth = 0;
  g_string_assign(out, "BEGIN:VEVENT\r\n");
  while (cr_lines_next(&lines, &line)) {
    gsize begin = out->len;
    depth += line.prop == CR_PROP_BEGIN ? 1 : line.prop == CR_PROP_END ? -1 : 0;
    if (depth > 0 || !is_kept(line.prop))
      continue;
    gboolean fits = append_unfolded(out, &line, part->eol);
    if (!fits && is_text(line.prop)) {
      *ret_left_out = "a text is too long and was left out";
      continue;
    }
    if (!fits || out->len > CR_MAX_COMPONENT_BYTES) {
      g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "the event is too long");
      return FALSE;
    }
    repair_text(out, begin);
    if (is_time(line.prop))
      quote_zone(out, begin);
    g_string_append(out, "\r\n");
  }
  g_string_append(out, "END:VEVENT\r\n");
  return TRUE;
}
