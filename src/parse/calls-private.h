#pragma once
/* What the three readers of call logs share. */
#include "parse/calls.h"

G_BEGIN_DECLS

#define CR_MAX_CALL_SECONDS (7 * 86400) /* a longer call is a mistake in the log */

typedef struct {
  const CrCallsContext *context;
  CrCallsProblemFunc problem;
  gpointer data;
  GPtrArray *calls; /* CrCall */
  guint row;        /* being read, from 1; calls are counted, not lines */
  guint line;       /* of the row, or 0 when the format has no lines */
  guint problems;
} CrCallsReader;

/* Reports what is wrong with the present row; detail (may be NULL) is quoted. Always FALSE. */
gboolean cr_calls_problem(CrCallsReader *reader, const char *what, const char *detail);
/* Appends the call; its number (may be NULL) and name are as written. FALSE when there are too many
 * rows, which is reported: then stop. */
gboolean cr_calls_add(CrCallsReader *reader, CrCallKind kind, CrInstant at, int duration_sec,
                      gboolean reached, const char *number, const char *name);
/* Digits only, at most max; FALSE for anything else. */
gboolean cr_calls_number(const char *text, gint64 max, gint64 *ret_number);
/* Whether a call can have been then: telephones that keep logs are younger than 1990. */
gboolean cr_calls_date_possible(CrInstant at);
/* "2026-11-24 14:02:11" on the wall of the zone. */
gboolean cr_calls_local_time(const char *text, const CrZone *zone, CrInstant *ret_at);

/* What a telephone exchange records of a call (Asterisk, CDR Specification); absent fields are "".
 */
typedef struct {
  const char *src, *dst, *context, *clid, *app, *start, *disposition;
  const char *spoken; /* seconds: billsec, else duration */
} CrCdr;
/* Appends it. FALSE when there are too many rows: then stop. */
gboolean cr_calls_add_cdr(CrCallsReader *reader, const CrCdr *cdr);

/* Each returns FALSE with CR_ERROR_PARSE when the input is not of its format as a whole. */
gboolean cr_calls_read_xml(CrCallsReader *reader, const char *bytes, gsize length, GError **error);
gboolean cr_calls_read_json(CrCallsReader *reader, const char *bytes, gsize length, GError **error);
gboolean cr_calls_read_csv(CrCallsReader *reader, const char *bytes, gsize length, GError **error);

G_END_DECLS
