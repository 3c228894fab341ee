#pragma once
/* Inside the search for telephone numbers in a mail: their shape, their country, their role. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

typedef struct {
  const char *start, *end; /* the number, without extension and code */
  const char *after;       /* behind the extension */
  char *ext, *code;        /* owned, NULL when there is none */
  guint digits;            /* and letters that stand for digits */
  gboolean plus, dressed;  /* has separators */
} CrPhoneShape;

/* The first of them at or behind p, in text; NULL when there is none, else where to look on. */
const char *cr_phone_shape_next(const char *text, const char *p, CrPhoneShape *ret_shape);
void cr_phone_shape_clear(CrPhoneShape *shape);

/* "PIN: 482 913#", "access code 123456", "then 9021#" in the bytes at text, or NULL. Free with
 * g_free. */
char *cr_phone_code_find(const char *text, gsize length);

/* Where a number that is written without its country belongs: the reader's own to theirs, others to
 * the sender's, else to whichever country its dress, the times or the Date tell. */
CrNumberState cr_phone_resolve(const char *raw, gboolean own, const CrMailView *view,
                               const CrReading *reading, char **ret_e164);
/* The country of the first zone that the sender names and that shows the Date's offset: "10:30
 * (Vienna)", or NULL. */
const char *cr_mail_country_of_times(const CrMime *mime, const CrReading *reading);

G_END_DECLS
