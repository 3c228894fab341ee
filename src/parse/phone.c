#include "parse/phone.h"

#include "base/library.h"
#include "parse/phone-library.h"

#define CALLS(C) C(phone_library_read) C(phone_library_country)
static struct { CALLS(CR_LIBRARY_MEMBER) } phone;
#define ENTRY(name) CR_LIBRARY_ENTRY(phone, name)
static const CrLibraryCall calls[] = {CALLS(ENTRY)};
extern const char cr_phone_part[], cr_phone_part_end[];
static CrLibrary library = {"phone",       "a telephone number", "libphonenumber8",
                            calls,         G_N_ELEMENTS(calls),  0,
                            cr_phone_part, cr_phone_part_end};

/* Without it each number would be unknown, and the advice wrong. */
static void
ensure_loaded(void) {
  g_autoptr(GError) error = NULL;
  if (!cr_library_ensure(&library, &error))
    g_error("%s", error->message);
}

CrNumberState
cr_phone_read(const char *text, const char *country, char **ret_e164, char **ret_ext) {
  ensure_loaded();
  return phone.phone_library_read(text, country, ret_e164, ret_ext);
}

const char *
cr_phone_country(const char *e164) {
  ensure_loaded();
  return phone.phone_library_country(e164);
}
