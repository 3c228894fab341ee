#include "parse/calls-private.h"

#include "base/error.h"
#include "base/text.h"
#include "parse/charset.h"

#include <string.h>

/* Asterisk call detail records: cdr_csv's Master.csv, which has no heading, or an export of the cdr
 * table, whose heading names the columns. Source: Asterisk, CDR Specification and cdr.conf */

#define MAX_COLUMNS 64
#define MAX_ROW_BYTES (64U << 10)

typedef enum {
  COLUMN_SRC,
  COLUMN_DST,
  COLUMN_CONTEXT,
  COLUMN_CLID,
  COLUMN_APP,
  COLUMN_START,
  COLUMN_DURATION,
  COLUMN_BILLSEC,
  COLUMN_DISPOSITION,
  N_COLUMNS,
} Column;

static const struct {
  const char *names[3];
  int place; /* in Master.csv */
} columns[N_COLUMNS] = {
    [COLUMN_SRC] = {{"src", "source"}, 1},
    [COLUMN_DST] = {{"dst", "destination"}, 2},
    [COLUMN_CONTEXT] = {{"dcontext"}, 3},
    [COLUMN_CLID] = {{"clid", "callerid"}, 4},
    [COLUMN_APP] = {{"lastapp"}, 7},
    [COLUMN_START] = {{"start", "calldate"}, 9},
    [COLUMN_DURATION] = {{"duration"}, 12},
    [COLUMN_BILLSEC] = {{"billsec"}, 13},
    [COLUMN_DISPOSITION] = {{"disposition"}, 14},
};

static const struct {
  const char *name;
  gboolean answered;
  CrCallKind incoming; /* what an incoming call with it was */
} dispositions[] = {{"ANSWERED", TRUE, CR_CALL_INCOMING}, {"NO ANSWER", FALSE, CR_CALL_MISSED},
                    {"NOANSWER", FALSE, CR_CALL_MISSED},  {"BUSY", FALSE, CR_CALL_REJECTED},
                    {"FAILED", FALSE, CR_CALL_MISSED},    {"CONGESTION", FALSE, CR_CALL_MISSED}};

/* --- Rows */

/* Splits one line; a quote inside quotes is written twice. A quoted line break is not accepted, so
 * that one forgotten quote costs one row. */
static GPtrArray *
split_row(const char *at, const char *end, char delimiter) {
  GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) field = g_string_new(NULL);
  gboolean quoted = FALSE;
  for (; at <= end && fields->len < MAX_COLUMNS; at++) {
    if (at == end || (*at == delimiter && !quoted)) {
      g_ptr_array_add(fields, cr_bytes_to_utf8(field->str, field->len));
      g_string_truncate(field, 0);
    } else if (*at != '"') {
      g_string_append_c(field, *at);
    } else if (quoted && at + 1 < end && at[1] == '"') {
      g_string_append_c(field, *at++);
    } else {
      quoted = !quoted;
    }
  }
  return fields;
}

/* Where each column stands; -1 when it is missing. */
typedef struct {
  int at[N_COLUMNS];
  gboolean heading;
} Layout;

static int
find_column(const GPtrArray *heading, const char *const *names) {
  for (guint i = 0; i < heading->len; i++)
    for (int n = 0; n < 3 && names[n]; n++) {
      const char *name = g_ptr_array_index(heading, i);
      if (g_ascii_strcasecmp(name + strspn(name, " "), names[n]) == 0)
        return (int) i;
    }
  return -1;
}

/* FALSE when the first row belongs to something else. */
static gboolean
read_layout(const GPtrArray *row, Layout *ret) {
  int disposition = find_column(row, columns[COLUMN_DISPOSITION].names);
  ret->heading = disposition >= 0;
  for (int i = 0; i < N_COLUMNS; i++)
    ret->at[i] = ret->heading ? find_column(row, columns[i].names) : columns[i].place;
  if (ret->heading)
    return ret->at[COLUMN_START] >= 0 && ret->at[COLUMN_SRC] >= 0 && ret->at[COLUMN_DST] >= 0;
  return row->len >= 15 && row->len <= 20;
}

static const char *
cell(const GPtrArray *row, const Layout *layout, Column column) {
  int at = layout->at[column];
  return at >= 0 && at < (int) row->len ? g_ptr_array_index(row, at) : "";
}

/* --- What a row says */

static gboolean
is_own(const CrCallsContext *context, const char *number) {
  gsize length = 0;
  char digits[32];
  for (const char *p = number; *p && length + 1 < sizeof digits; p++)
    if (g_ascii_isdigit(*p))
      digits[length++] = *p;
  digits[length] = '\0';
  for (char *const *own = context->own; own && *own && length >= 7; own++)
    if (g_str_has_suffix(*own, digits) || g_str_has_suffix(digits, *own + (**own == '+')))
      return TRUE;
  return FALSE;
}

/* An extension of the exchange: it belongs to this side. */
static gboolean
is_extension(const char *number) {
  gsize digits = strspn(number, "0123456789*#");
  return number[digits] == '\0' && digits < 7;
}

static gboolean
is_outgoing(const CrCallsContext *context, const char *src, const char *dst, const char *way) {
  static const char *const out[] = {"internal", "outbound", "outgoing", "from-inside", NULL};
  static const char *const in[] = {"trunk", "pstn", "inbound", "incoming", "external", NULL};
  if (is_own(context, src) != is_own(context, dst))
    return is_own(context, src);
  for (const char *const *word = out; *word; word++)
    if (cr_text_find(way, *word))
      return TRUE;
  for (const char *const *word = in; *word; word++)
    if (cr_text_find(way, *word))
      return FALSE;
  return is_extension(src) && *src != '\0' && !is_extension(dst);
}

/* The name of "Dana Reyes" <+12125550123>; the quotes are gone already. */
static char *
caller_name(const char *clid) {
  const char *open = strchr(clid, '<');
  char *name = open ? g_strndup(clid, open - clid) : g_strdup("");
  g_strdelimit(name, "\"", ' ');
  return g_strstrip(name);
}

gboolean
cr_calls_add_cdr(CrCallsReader *reader, const CrCdr *cdr) {
  const CrCallsContext *context = reader->context;
  CrInstant at = CR_INSTANT_NONE;
  gint64 seconds = 0;
  gsize which = 0;
  while (which < G_N_ELEMENTS(dispositions) &&
         !cr_text_equal(dispositions[which].name, cdr->disposition))
    which++;
  if (!cr_calls_local_time(cdr->start, context->mine ? context->mine : cr_zone_utc(), &at)) {
    cr_calls_problem(reader, "impossible date", cdr->start);
  } else if (which == G_N_ELEMENTS(dispositions)) {
    cr_calls_problem(reader, "unknown disposition", cdr->disposition);
  } else if (*cdr->spoken && !cr_calls_number(cdr->spoken, CR_MAX_CALL_SECONDS, &seconds)) {
    cr_calls_problem(reader, "impossible duration", cdr->spoken);
  } else {
    gboolean outgoing = is_outgoing(context, cdr->src, cdr->dst, cdr->context);
    gboolean answered = dispositions[which].answered;
    gboolean box = answered && cr_text_find(cdr->app, "voicemail") != NULL;
    CrCallKind kind = outgoing ? CR_CALL_OUTGOING
                      : box    ? CR_CALL_VOICEMAIL
                               : dispositions[which].incoming;
    g_autofree char *name = outgoing ? NULL : caller_name(cdr->clid);
    return cr_calls_add(reader, kind, at, answered ? (int) seconds : 0, outgoing && answered,
                        outgoing ? cdr->dst : cdr->src, name);
  }
  return TRUE;
}

/* FALSE stops the reading. */
static gboolean
read_call(CrCallsReader *reader, const GPtrArray *row, const Layout *layout) {
  const CrCdr cdr = {
      .src = cell(row, layout, COLUMN_SRC),
      .dst = cell(row, layout, COLUMN_DST),
      .context = cell(row, layout, COLUMN_CONTEXT),
      .clid = cell(row, layout, COLUMN_CLID),
      .app = cell(row, layout, COLUMN_APP),
      .start = cell(row, layout, COLUMN_START),
      .disposition = cell(row, layout, COLUMN_DISPOSITION),
      .spoken =
          cell(row, layout, layout->at[COLUMN_BILLSEC] < 0 ? COLUMN_DURATION : COLUMN_BILLSEC)};
  return cr_calls_add_cdr(reader, &cdr);
}

/* FALSE stops the reading. */
static gboolean
read_row(CrCallsReader *reader, const char *at, const char *end, char delimiter, Layout *layout,
         gboolean *ret_known) {
  if (end - at > MAX_ROW_BYTES) {
    cr_calls_problem(reader, "the row is too long", NULL);
    return TRUE;
  }
  g_autoptr(GPtrArray) row = split_row(at, end, delimiter);
  if (!*ret_known) {
    *ret_known = read_layout(row, layout);
    if (!*ret_known || layout->heading)
      return *ret_known;
  }
  return read_call(reader, row, layout);
}

gboolean
cr_calls_read_csv(CrCallsReader *reader, const char *bytes, gsize length, GError **error) {
  const char *end = bytes + length, *eol = NULL;
  Layout layout = {{0}};
  gboolean known = FALSE, more = TRUE;
  char delimiter = '\0';
  reader->row = 0;
  for (const char *at = bytes; at < end && more; at = eol + 1) {
    eol = memchr(at, '\n', end - at);
    eol = eol ? eol : end;
    const char *stop = eol > at && eol[-1] == '\r' ? eol - 1 : eol;
    reader->row++;
    if (stop == at)
      continue;
    if (delimiter == '\0')
      delimiter = memchr(at, ',', stop - at) == NULL ? ';' : ',';
    more = read_row(reader, at, stop, delimiter, &layout, &known);
    if (eol == end)
      break;
  }
  if (!known)
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: this is no call log",
                reader->context->name ? reader->context->name : "call log");
  return known;
}
