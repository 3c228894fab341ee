/* The one C++ file: libphonenumber behind a C boundary that no exception crosses. */
#include "parse/phone-library.h"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

/* More than any number with its dressing and extension; longer texts are no numbers. */
const gsize max_bytes = 96;

PhoneNumberUtil &
library() {
  static PhoneNumberUtil *util = [] {
    PhoneNumberUtil *instance = PhoneNumberUtil::GetInstance();
    instance->SetLogger(new i18n::phonenumbers::NullLogger());
    return instance;
  }();
  return *util;
}

bool
is_region(const char *country) {
  return country != NULL && g_ascii_isalpha(country[0]) && g_ascii_isalpha(country[1]) &&
         country[2] == '\0';
}

CrNumberState
read_number(const char *text, const char *country, std::string *e164, std::string *ext) {
  PhoneNumberUtil &util = library();
  PhoneNumber number;
  std::string region = is_region(country) ? std::string(country, 2) : "ZZ";
  PhoneNumberUtil::ErrorType error = util.Parse(text, region, &number);
  if (error == PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR && region == "ZZ") {
    /* The same digits with any country would be a number: only the country is missing. */
    return util.Parse(text, "US", &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
                   number.national_number() > 999999
               ? CR_NUMBER_NO_COUNTRY_CODE
               : CR_NUMBER_INVALID;
  }
  if (error != PhoneNumberUtil::NO_PARSING_ERROR)
    return CR_NUMBER_INVALID;
  bool valid = util.IsValidNumber(number);
  if (!valid && util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
    return CR_NUMBER_INVALID; /* also local numbers, without their area code */
  *ext = number.extension();
  util.Format(number, PhoneNumberUtil::E164, e164); /* leaves the extension out */
  return valid ? CR_NUMBER_VALID : CR_NUMBER_POSSIBLE;
}

/* A mail's numbers are read several times, and a sender's signature in each of their mails. */
struct Read {
  std::string text, country, e164, ext;
  CrNumberState state = CR_NUMBER_INVALID;
};

const guint n_remembered = 64;

guint
slot_of(const char *text, const char *region) {
  guint hash = g_str_hash(text) ^ g_str_hash(region);
  return (hash ^ hash >> 7) % n_remembered;
}

const Read &
read_remembered(const char *text, const char *country) {
  thread_local Read slots[n_remembered];
  std::string region = country != NULL ? country : "";
  Read &slot = slots[slot_of(text, region.c_str())];
  if (slot.text == text && slot.country == region)
    return slot;
  Read read;
  read.text = text;
  read.country = region;
  read.state = read_number(text, country, &read.e164, &read.ext);
  slot = read;
  return slot;
}

const char *
read_country(const char *e164) {
  PhoneNumber number;
  std::string region;
  if (library().Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return NULL;
  library().GetRegionCodeForNumber(number, &region);
  if (region.size() != 2 || region == "ZZ") /* no assigned range: the code's main country */
    library().GetRegionCodeForCountryCode(number.country_code(), &region);
  return region.size() == 2 && region != "ZZ" ? g_intern_string(region.c_str()) : NULL;
}

const char *
country_remembered(const char *e164) {
  thread_local struct {
    std::string e164;
    const char *country = NULL;
  } slots[n_remembered];
  auto &slot = slots[slot_of(e164, "")];
  if (slot.e164 != e164) {
    const char *country = read_country(e164);
    slot.e164 = e164;
    slot.country = country;
  }
  return slot.country;
}

} // namespace

CrNumberState
phone_library_read(const char *text, const char *country, char **ret_e164, char **ret_ext) {
  CrNumberState state = CR_NUMBER_INVALID;
  if (ret_e164 != NULL)
    *ret_e164 = NULL;
  if (ret_ext != NULL)
    *ret_ext = NULL;
  if (text == NULL || strnlen(text, max_bytes + 1) > max_bytes)
    return state;
  char *valid = g_utf8_make_valid(text, -1);
  try {
    const Read &read = read_remembered(valid, country);
    state = read.state;
    if (ret_e164 != NULL && !read.e164.empty())
      *ret_e164 = g_strdup(read.e164.c_str());
    if (ret_ext != NULL && !read.ext.empty())
      *ret_ext = g_strdup(read.ext.c_str());
  } catch (...) {
    state = CR_NUMBER_INVALID;
  }
  g_free(valid);
  return state;
}

const char *
phone_library_country(const char *e164) {
  if (e164 == NULL || *e164 != '+' || strnlen(e164, max_bytes + 1) > max_bytes)
    return NULL;
  try {
    return country_remembered(e164);
  } catch (...) {
    return NULL;
  }
}
