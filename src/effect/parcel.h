#pragma once
/* A message on its way out, by SMTP or by a command; and the fence on it. */
#include "model/connection.h"
#include "model/fact.h"

G_BEGIN_DECLS

typedef struct {
  const char *from, *to; /* bare addresses of the envelope */
  const char *bytes;     /* the RFC 5322 message: CRLF, seven bits, no Bcc */
  gsize length;
  /* Called once, at the last moment before the message cannot be taken back: FALSE breaks off so
   * that nothing is delivered. */
  gboolean (*pass)(gpointer data);
  gpointer data;
  int patience_sec; /* for each answer of the other side; 0: 120 */
} CrParcel;

#define CR_PARCEL_MAX_BYTES (1024 * 1024)

/* CR_ERROR_FAILED in words when an address holds what could end a command (CR, LF, < or >) or is
 * not ASCII (SMTPUTF8 is not spoken), or when the message is too large, has other line ends, eight
 * bit bytes, or lines above 998. */
gboolean cr_parcel_check(const CrParcel *parcel, GError **error);

/* Both give HELD (not now: the network, a 4xx, or a sign-in that was refused) or REFUSED (a 5xx; a
 * parcel that does not pass the check) when it surely was not delivered, SENT when the other side
 * took it, and IN_DOUBT when it fell silent after pass. After pass has broken off the outcome means
 * nothing. ret_text (free with g_free) says why in words, with the server's own; NULL of SENT. */
/* secret: NULL of CR_AUTH_NONE. */
CrOutcome cr_smtp_send(const CrConnection *connection, const char *secret, const CrParcel *parcel,
                       char **ret_text);
/* The connection's command, split into words as a shell would but run without one, gets the message
 * on its standard input. It is begun after pass, as the end of its input, which comes with ours,
 * too, stands for the dot. Exit 0 is SENT, 75 (EX_TEMPFAIL) HELD, any other REFUSED with its first
 * words on standard error. Source: sysexits.h. */
CrOutcome cr_sendmail_send(const CrConnection *connection, const CrParcel *parcel, char **ret_text);

G_END_DECLS
