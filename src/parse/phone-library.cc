/* The one C++ file: libphonenumber behind a C boundary that no exception crosses. */
#include "parse/phone-library.h"

#include <cstring>
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
is_region(const std::string &country) {
  return country.size() == 2 && g_ascii_isalpha(country[0]) && g_ascii_isalpha(country[1]);
}

struct Read {
  std::string text, country, e164, ext;
  CrNumberState state = CR_NUMBER_INVALID;
  const char *home = NULL; /* where it is known without looking it up */
  PhoneNumber number;      /* without a country code where the text is none */
};

/* Puts the number together from bare digits, which the library takes longer to parse than to judge.
 * False where letters are in it, or a prefix that is not the country's usual one may be. */
bool
put_together(const Read &read, PhoneNumber *number) {
  PhoneNumberUtil &util = library();
  const char *rest = read.text.c_str();
  std::string region = "ZZ", trunk;
  int code = 0;
  if (*rest == '+') {
    for (rest++; g_ascii_isdigit(*rest) && code < 100 && region == "ZZ"; rest++) {
      code = code * 10 + g_ascii_digit_value(*rest);
      util.GetRegionCodeForCountryCode(code, &region);
    }
  } else {
    code = util.GetCountryCodeForRegion(read.country);
    util.GetNddPrefixForRegion(read.country, true, &trunk);
    if (read.text.compare(0, trunk.size(), trunk) == 0)
      rest += trunk.size();
    else if (*rest == '1')
      return false;
  }
  gsize digits = strspn(rest, "0123456789");
  if (code == 0 || *rest == '0' || rest[digits] != '\0' || digits < 5 || digits > 15)
    return false;
  number->set_country_code(code);
  number->set_national_number(g_ascii_strtoull(rest, NULL, 10));
  return true;
}

/* Of a code that countries share, the country that has the number, at no cost to who rings it; NULL
 * where that is not known so easily. */
const char *
easy_home(const PhoneNumber &number) {
  static const struct {
    int code;
    const char *home, *costly; /* first digits of what may cost */
  } rows[] = {{1, "US", "9"}, {1, "CA", "9"}, {44, "GB", "89"}, {61, "AU", "1"}};
  std::string digits = std::to_string(number.national_number());
  for (const auto &row : rows)
    if (number.country_code() == row.code && strchr(row.costly, digits[0]) == NULL &&
        library().IsValidNumberForRegion(number, row.home))
      return row.home;
  return NULL;
}

/* Judges the number. What is of a type is valid. The library looks for the type all ranges of each
 * country of a shared code through, and then those of the right one again, which most numbers here
 * can do without. */
void
take(Read *read, const PhoneNumber &number) {
  PhoneNumberUtil &util = library();
  read->number = number;
  read->home = easy_home(number);
  PhoneNumberUtil::PhoneNumberType type =
      read->home ? PhoneNumberUtil::FIXED_LINE_OR_MOBILE : util.GetNumberType(number);
  if (type == PhoneNumberUtil::PREMIUM_RATE)
    return;
  if (type != PhoneNumberUtil::UNKNOWN)
    read->state = CR_NUMBER_VALID;
  else if (util.IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE)
    read->state = CR_NUMBER_POSSIBLE;
  else
    return; /* also local numbers, without their area code */
  read->ext = number.extension();
  util.Format(number, PhoneNumberUtil::E164, &read->e164); /* leaves the extension out */
}

/* No number of North America begins with 0, but what is dialled before one abroad, 011. */
bool
is_lost_in_america(const Read &read) {
  return read.text[0] == '0' && read.text.compare(0, 3, "011") != 0 &&
         library().GetCountryCodeForRegion(read.country) == 1;
}

void
read_number(Read *read) {
  PhoneNumberUtil &util = library();
  PhoneNumber whole, number;
  if (is_lost_in_america(*read))
    return;
  if (put_together(*read, &whole))
    take(read, whole);
  if (read->state == CR_NUMBER_VALID)
    return;
  std::string region = is_region(read->country) ? read->country : "ZZ";
  PhoneNumberUtil::ErrorType error = util.Parse(read->text, region, &number);
  if (error == PhoneNumberUtil::NO_PARSING_ERROR &&
      number.SerializePartialAsString() == read->number.SerializePartialAsString())
    return;
  read->state = CR_NUMBER_INVALID;
  read->number.Clear();
  read->e164.clear();
  if (error == PhoneNumberUtil::NO_PARSING_ERROR)
    take(read, number);
  /* The same digits with any country would be a number: only the country is missing. */
  else if (error == PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR && region == "ZZ" &&
           util.Parse(read->text, "US", &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
           number.national_number() > 999999)
    read->state = CR_NUMBER_NO_COUNTRY_CODE;
}

/* "+12125550123" of "+1 (212) 555-0123": the library takes half as long for bare digits. What
 * has letters stays as it is. */
std::string
without_dress(const char *text) {
  std::string bare(*text == '+' ? "+" : "");
  for (const char *p = text + bare.size(); *p; p++)
    if (g_ascii_isdigit(*p))
      bare += *p;
    else if (strchr(" -.()", *p) == NULL)
      return text;
  return bare;
}

/* A mail's numbers are read several times, and a sender's signature in each of their mails. */
const guint n_remembered = 64;

const Read &
read_remembered(const char *text, const char *country) {
  thread_local Read slots[n_remembered];
  Read read;
  read.text = without_dress(text);
  read.country = country != NULL ? country : "";
  guint hash = g_str_hash(read.text.c_str()) ^ g_str_hash(read.country.c_str());
  Read &slot = slots[(hash ^ hash >> 7) % n_remembered];
  if (slot.text != read.text || slot.country != read.country) {
    read_number(&read);
    slot = read;
  }
  return slot;
}

/* The country that the number belongs to; of one that no assigned range has, the main one of its
 * code. */
const char *
home_of(const Read &read) {
  const PhoneNumber &number = read.number;
  std::string region;
  if (read.home != NULL)
    return read.home;
  library().GetRegionCodeForNumber(number, &region);
  if (region == "ZZ")
    library().GetRegionCodeForCountryCode(number.country_code(), &region);
  return region.size() == 2 && region != "ZZ" ? g_intern_string(region.c_str()) : NULL;
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
    return home_of(read_remembered(e164, NULL));
  } catch (...) {
    return NULL;
  }
}
