#include "parse/ical-private.h"

#include <string.h>

void
cr_lines_init(CrLines *lines, const char *bytes, gsize length) {
  *lines = (CrLines){bytes, bytes + length, '\n', 1};
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    lines->at += 3;
  /* Old Mac files end lines with CR alone: then the first one is not followed by LF. */
  const char *lf = memchr(bytes, '\n', length);
  const char *cr = memchr(bytes, '\r', lf ? (gsize) (lf - bytes) : length);
  if (cr && cr + 1 != lf)
    lines->eol = '\r';
}

#define PROP(name, prop)                                                                           \
  { name, sizeof name - 1, prop }
static const struct {
  const char *name;
  gsize length;
  CrProp prop;
} props[] = {
    PROP("ATTENDEE", CR_PROP_ATTENDEE),
    PROP("BEGIN", CR_PROP_BEGIN),
    PROP("DESCRIPTION", CR_PROP_DESCRIPTION),
    PROP("DTEND", CR_PROP_DTEND),
    PROP("DTSTAMP", CR_PROP_DTSTAMP),
    PROP("DTSTART", CR_PROP_DTSTART),
    PROP("DURATION", CR_PROP_DURATION),
    PROP("END", CR_PROP_END),
    PROP("EXDATE", CR_PROP_EXDATE),
    PROP("LOCATION", CR_PROP_LOCATION),
    PROP("METHOD", CR_PROP_METHOD),
    PROP("ORGANIZER", CR_PROP_ORGANIZER),
    PROP("RDATE", CR_PROP_RDATE),
    PROP("RECURRENCE-ID", CR_PROP_RECURRENCE_ID),
    PROP("RRULE", CR_PROP_RRULE),
    PROP("SEQUENCE", CR_PROP_SEQUENCE),
    PROP("STATUS", CR_PROP_STATUS),
    PROP("SUMMARY", CR_PROP_SUMMARY),
    PROP("TRANSP", CR_PROP_TRANSP),
    PROP("TZID", CR_PROP_TZID),
    PROP("TZOFFSETFROM", CR_PROP_TZOFFSETFROM),
    PROP("TZOFFSETTO", CR_PROP_TZOFFSETTO),
    PROP("UID", CR_PROP_UID),
    PROP("URL", CR_PROP_URL),
    PROP("X-LIC-LOCATION", CR_PROP_X_LIC_LOCATION),
    PROP("X-MICROSOFT-CDO-BUSYSTATUS", CR_PROP_BUSYSTATUS),
};

static CrProp
find_prop(const char *name, gsize length) {
  char first = g_ascii_toupper(*name);
  for (gsize i = 0; i < G_N_ELEMENTS(props); i++)
    if (props[i].length == length && props[i].name[0] == first &&
        g_ascii_strncasecmp(props[i].name, name, length) == 0)
      return props[i].prop;
  return CR_PROP_OTHER;
}

static gsize
name_length(const char *at, const char *end) {
  gsize length = 0, most = MIN((gsize) (end - at), 32);
  while (length < most && at[length] != ':' && at[length] != ';')
    length++;
  return length;
}

/* first_end: the end of the line's first piece. A name that is itself folded is legal. */
static CrProp
read_prop(const CrLine *line, const char *first_end, char eol) {
  gsize length = name_length(line->start, first_end);
  if (length == 0)
    return CR_PROP_OTHER;
  if (!line->folded || line->start + length < first_end)
    return find_prop(line->start, length);
  char name[40];
  gsize copied = cr_line_copy(line, eol, name, sizeof name);
  return copied > 0 ? find_prop(name, name_length(name, name + copied)) : CR_PROP_OTHER;
}

gboolean
cr_lines_next(CrLines *lines, CrLine *ret_line) {
  while (lines->at < lines->end && (*lines->at == '\n' || *lines->at == '\r')) {
    lines->number += *lines->at == lines->eol;
    lines->at++;
  }
  if (lines->at >= lines->end)
    return FALSE;
  *ret_line = (CrLine){.start = lines->at, .number = lines->number};
  const char *first_end = NULL;
  for (;;) {
    const char *eol = memchr(lines->at, lines->eol, lines->end - lines->at);
    ret_line->end = eol ? eol : lines->end;
    first_end = first_end ? first_end : ret_line->end;
    lines->number += eol != NULL;
    lines->at = eol ? eol + 1 : lines->end;
    if (lines->at >= lines->end || (*lines->at != ' ' && *lines->at != '\t'))
      break;
    ret_line->folded = TRUE;
  }
  if (ret_line->end > ret_line->start && ret_line->end[-1] == '\r')
    ret_line->end--;
  ret_line->prop = read_prop(ret_line, first_end, lines->eol);
  return TRUE;
}

gsize
cr_line_copy(const CrLine *line, char eol, char *buffer, gsize size) {
  gsize used = 0;
  const char *at = line->start;
  while (at < line->end && used + 1 < size) {
    const char *stop = line->folded ? memchr(at, eol, line->end - at) : NULL;
    const char *piece_end = stop ? stop : line->end;
    if (stop && piece_end > at && piece_end[-1] == '\r')
      piece_end--;
    gsize length = MIN((gsize) (piece_end - at), size - 1 - used);
    memcpy(buffer + used, at, length);
    used += length;
    at = stop ? stop + 2 : line->end; /* the line end and one blank */
  }
  buffer[used] = '\0';
  return used;
}

const char *
cr_line_last_value(const char *unfolded) {
  const char *colon = strrchr(unfolded, ':');
  return colon ? colon + 1 : "";
}
