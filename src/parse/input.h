#pragma once
/* What an input is, by its content, and the messages of an mbox. */
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CR_INPUT_UNKNOWN,
  CR_INPUT_ICALENDAR,
  CR_INPUT_MAIL,
  CR_INPUT_MBOX,
  CR_INPUT_CALLS_XML,  /* SMS Backup & Restore */
  CR_INPUT_CALLS_JSON, /* termux-call-log */
  CR_INPUT_CALLS_CSV,  /* Asterisk CDR */
} CrInputType;

CrInputType cr_input_sniff(const char *bytes, gsize length);
const char *cr_input_type_name(CrInputType type); /* "calendar", "mail" … for people */

/* The message that begins at *offset of an mbox (mboxrd; also mboxo), its "From " line left out.
 * Advances *offset; FALSE at the end. The bytes point into the mbox; ">From " lines stay as they
 * are. */
gboolean cr_mbox_next(const char *bytes, gsize length, gsize *offset, const char **ret_message,
                      gsize *ret_length);

G_END_DECLS
