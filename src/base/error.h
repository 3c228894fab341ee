#pragma once
/* The one error domain. Codes exist only where a caller branches on them. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_ERROR (cr_error_quark())
GQuark cr_error_quark(void);

typedef enum {
  CR_ERROR_FAILED,     /* the work could not be done; the message says why */
  CR_ERROR_PARSE,      /* an input is not what it should be; the message names the place */
  CR_ERROR_LIMIT,      /* an input is larger, longer or deeper than we accept */
  CR_ERROR_NOT_FOUND,  /* there is no such thing */
  CR_ERROR_USAGE,      /* the command line, or the words of an act, are wrong */
  CR_ERROR_BUSY,       /* another process holds the database; nothing was changed */
  CR_ERROR_UNWRITABLE, /* the disk is full, or can only be read; nothing was changed */
  CR_ERROR_DENIED,     /* a server refused the user name, password or token: asking the same again
                          does not help, and may lock the account */
  CR_ERROR_UNTRUSTED,  /* a server's certificate does not fit, or is of nobody we trust; nothing was
                          sent to it */
  CR_ERROR_CONFLICT,   /* the state of things does not allow it */
  CR_ERROR_LOST,       /* the database's server went away; what was not committed is gone */
  CR_ERROR_PARTLY,     /* a part could not be read; all else was, and need not be read again */
  CR_ERROR_CHANGED, /* it is not any more what was seen when this was asked; nothing was changed */
  CR_ERROR_UNHEARD, /* a server was asked, and its answer did not come: it may have done it */
} CrErrorCode;

G_END_DECLS
