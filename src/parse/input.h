#pragma once
/* What an input is, by its content. */
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

G_END_DECLS
