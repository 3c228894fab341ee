#pragma once
/* Reads a message: what kind of mail it is, and what it says. Rules and phrases: data/phrases.ini.
 */
#include "base/zone.h"
#include "model/reading.h"
#include "parse/mime.h"

G_BEGIN_DECLS

typedef struct {
  const CrZone *mine;  /* the reader's zone; NULL is UTC */
  const char *country; /* the reader's, or NULL */
  const char
      *own_phone;       /* E.164 of the reader, or NULL: tells the candidate's number from theirs */
  const CrZone *theirs; /* the sender's zone when known already, or NULL: then by the Date header */
  CrInstant fallback;   /* the reference when the message has no usable Date */
  gboolean own;         /* the reader wrote it: what they forward is not their word */
} CrMailContext;

/* Never NULL: a mail that says nothing is CR_MAIL_GENERIC. */
CrReading *cr_mail_read(const CrMime *mime, const CrMailContext *context);

/* The new text of a mail: without quotes, signature and disclaimer. Each ret_ may be NULL; what is
 * absent is NULL. Never empties a mail: with nothing else, all of it is new. Where it answers no
 * other and says of nobody that they wrote, what has the marks of a quote is new, too. Free with
 * g_free. */
char *cr_mail_new_text(const char *body, const char *from_name, gboolean answers, char **ret_quote,
                       char **ret_signature);
/* HTML to text that keeps lines and marks quoted containers as "> " lines; struck-through, hidden,
 * script and style text is gone. Free with g_free. */
char *cr_html_to_text(const char *html);

G_END_DECLS
