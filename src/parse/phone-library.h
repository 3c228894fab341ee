#pragma once
/* What phone.c has of libphonenumber. It is a part of the program that is loaded with the first
 * number (base/library.h), as it brings the C++ library and protobuf with it. */
#include "parse/phone.h"

G_BEGIN_DECLS

#pragma GCC visibility push(default)
/* As cr_phone_read and cr_phone_country. */
CrNumberState phone_library_read(const char *text, const char *country, char **ret_e164,
                                 char **ret_ext);
const char *phone_library_country(const char *e164);
#pragma GCC visibility pop

G_END_DECLS
