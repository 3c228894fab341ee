#pragma once
/* The parts of a message that we read, decoded to UTF-8. Everything is still the sender's word. */
#include "base/record.h"
#include "model/event.h"

G_BEGIN_DECLS

typedef struct {
  char *name, *value; /* unfolded, decoded, one line */
} CrHeader;

typedef struct {
  GPtrArray *headers;             /* CrHeader, in order; without those of the transport */
  guint32 initials;               /* bits: the last five of a letter that a header begins with */
  char *message_id, *in_reply_to; /* without < > */
  char **references;
  char *from_name, *from_email, *reply_to; /* addresses in lower case */
  gboolean from_many; /* From names several, of which from_email is the first */
  char **to;          /* To and Cc */
  char **delivered;   /* the mailboxes into which servers put it, the first server's first */
  char *subject;
  CrInstant date; /* NONE when absent or absurd */
  int date_offset_sec;
  gboolean date_of_server;   /* there was no usable Date: when the candidate's server got it */
  char *text;                /* the text/plain body, or NULL */
  char *html;                /* the text/html body, or NULL */
  char *calendar;            /* text/calendar or an .ics attachment, or NULL */
  CrMethod method;           /* of the calendar part's content type */
  gboolean report;           /* multipart/report */
  char *report_type;         /* "delivery-status", "disposition-notification" */
  GPtrArray *report_fields;  /* CrHeader: the fields of all delivery-status blocks, in order */
  char *original_message_id; /* of the message a report returns */
} CrMime;

void cr_mime_free(CrMime *mime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrMime, cr_mime_free)

/* NULL with CR_ERROR_PARSE (not a message) or CR_ERROR_LIMIT; the message names the place. */
CrMime *cr_mime_parse(const char *bytes, gsize length, GError **error);
/* The first header so named (ASCII case ignored), or NULL. */
const char *cr_mime_header(const CrMime *mime, const char *name);

G_END_DECLS
