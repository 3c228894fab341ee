#pragma once
/* A letter as an RFC 5322 message. */
#include "model/fact.h"
#include "model/profile.h"

G_BEGIN_DECLS

/* The whole message with CRLF line ends; date is its Date header, written in the candidate's zone.
 * One that offers times is multipart/alternative: the text as it stands, and the same with its list
 * as HTML. It leaves from the letter's own address, see cr_profile_sender. NULL with
 * CR_ERROR_FAILED when the letter has no address or the profile has none to send from. */
char *cr_eml_new(const CrEffect *letter, const CrProfile *profile, CrInstant date, GError **error);

/* The address that a message of cr_eml_new is from. Free with g_free. */
char *cr_eml_sender(const char *eml);

G_END_DECLS
