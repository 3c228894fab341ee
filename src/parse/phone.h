#pragma once
/* Telephone numbers, by libphonenumber. */
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CR_NUMBER_VALID,
  CR_NUMBER_POSSIBLE,        /* the right length, but no assigned range */
  CR_NUMBER_NO_COUNTRY_CODE, /* needs a country code that was neither written nor implied */
  CR_NUMBER_INVALID,         /* also one that costs whoever rings it: nobody is told to */
} CrNumberState;

/* country (ISO 3166 alpha-2, may be NULL) is assumed for numbers written without a country code.
 * ret_e164 is NULL for INVALID and NO_COUNTRY_CODE; ret_ext NULL without extension. Both may be
 * NULL. */
CrNumberState cr_phone_read(const char *text, const char *country, char **ret_e164, char **ret_ext);
/* The same of the only number among words, with all the ways that mails write an extension:
 * "my desk: 312 555 0143, Durchwahl 12". INVALID with other digits beside it. */
CrNumberState cr_phone_find(const char *text, const char *country, char **ret_e164, char **ret_ext);
/* "US" of "+12125550123", NULL when unknown. Static string. */
const char *cr_phone_country(const char *e164);

G_END_DECLS
