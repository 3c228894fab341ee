/* The country of a sender, and of a telephone number that is written without one. */
#include "parse/mail-phones.h"
#include "parse/timetext.h"

#include <string.h>

#define NAMED_COUNTRIES 4 /* that are looked at before those of the Date's offset */
#define MAX_COUNTRIES 12

/* Three, three and four digits, as only North America writes its numbers. */
static gboolean
is_american_dress(const char *raw) {
  int groups[4] = {0}, group = -1;
  for (const char *p = raw; *p; p++) {
    if (!g_ascii_isdigit(*p))
      continue;
    if (p == raw || !g_ascii_isdigit(p[-1]))
      group++;
    if (group > 2)
      return FALSE;
    groups[group]++;
  }
  return *raw != '+' && groups[0] == 3 && groups[1] == 3 && groups[2] == 4;
}

/* The nth country outside America whose people's clocks show the Date's offset, or NULL. */
static const char *
country_of_clock(const CrMime *mime, guint nth) {
  static const char *const candidates[] = {"GB", "IE", "IN", "AU", "NZ", "SG", "JP", "DE", "FR",
                                           "NL", "ES", "IT", "SE", "PL", "CH", "AT", "BE", "ZA",
                                           "NO", "DK", "FI", "PT", "HK", "PH", "MY", "CN", "AE",
                                           "IL", "NG", "KE", "RO", "CZ", "HU", "GR", "TR"};
  if (mime->date == CR_INSTANT_NONE || mime->date_offset_sec < 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS(candidates); i++)
    if (cr_country_zone_showing(candidates[i], mime->date, mime->date_offset_sec) && nth-- == 0)
      return candidates[i];
  return NULL;
}

const char *
cr_mail_country_of_times(const CrMime *mime, const CrReading *reading) {
  for (guint i = 0; i < reading->times->len && mime->date != CR_INSTANT_NONE; i++) {
    const CrMention *mention = reading->times->pdata[i];
    const CrZone *zone = mention->zone ? cr_zone_find(mention->zone) : NULL;
    if (zone && cr_zone_offset_sec(zone, mime->date) == mime->date_offset_sec)
      return cr_zone_country(mention->zone);
  }
  return NULL;
}

/* Where the sender is, is known, or the reader's country, taken for theirs, has clocks that show
 * the Date's offset. */
static gboolean
is_sure_of_country(const CrMailView *view) {
  const CrMime *mime = view->mime;
  return !view->country_guessed ||
         (mime->date != CR_INSTANT_NONE && mime->date_offset_sec != 0 &&
          cr_country_zone_showing(view->their_country, mime->date, mime->date_offset_sec) != NULL);
}

/* The countries in which a number is looked for, the likeliest first; NULL is none. */
static const char *
nth_country(guint nth, const char *raw, gboolean own, const CrMailView *view,
            const CrReading *reading) {
  switch (nth) {
  case 0:
    return own && view->mine_country ? view->mine_country : view->their_country;
  case 1:
    return own ? view->their_country : view->mine_country;
  case 2:
    return is_american_dress(raw) ? "US" : NULL;
  case 3:
    return cr_mail_country_of_times(view->mime, reading);
  default:
    return view->country_guessed ? country_of_clock(view->mime, nth - NAMED_COUNTRIES) : NULL;
  }
}

CrNumberState
cr_phone_resolve(const char *raw, gboolean own, const CrMailView *view, const CrReading *reading,
                 char **ret_e164) {
  /* "00 44 …", wherever it is dialled */
  gboolean abroad = raw[0] == '0' && raw[1] == '0' && strcspn(raw + 2, "123456789") < 2;
  g_autofree char *number = abroad ? g_strconcat("+", raw + 2, NULL) : g_strdup(raw);
  if (*number == '+')
    return cr_phone_read(number, NULL, ret_e164, NULL);
  gboolean trunk = *raw == '0' || g_str_has_prefix(raw, "(0");
  CrNumberState best = CR_NUMBER_INVALID;
  for (guint i = 0; i < MAX_COUNTRIES && best != CR_NUMBER_VALID; i++) {
    g_autofree char *e164 = NULL;
    const char *country = nth_country(i, raw, own, view, reading);
    CrNumberState state = country ? cr_phone_read(number, country, &e164, NULL) : CR_NUMBER_INVALID;
    /* a 0 in front is no American's: where the sender is it belongs even when nobody has it */
    gboolean sure = i == 0 && trunk && state == CR_NUMBER_POSSIBLE && is_sure_of_country(view);
    gboolean first = best == CR_NUMBER_INVALID && (i == 0 || trunk);
    if (state == CR_NUMBER_VALID || (state == CR_NUMBER_POSSIBLE && first)) {
      g_free(*ret_e164);
      *ret_e164 = g_steal_pointer(&e164);
      best = state;
    }
    if (sure)
      break;
  }
  return best;
}

/* The country of the first number written with "+" in the text, unless it is the reader's. */
static const char *
country_of_numbers(const char *text, const char *mine) {
  guint tries = 0;
  const char *p = text ? strchr(text, '+') : NULL;
  CrPhoneShape shape;
  while (p && tries < 8 && (p = cr_phone_shape_next(text, p, &shape)) != NULL) {
    g_autofree char *raw = g_strndup(shape.start, shape.end - shape.start), *e164 = NULL;
    gboolean plus = shape.plus;
    cr_phone_shape_clear(&shape);
    tries += plus;
    if (!plus || cr_phone_read(raw, NULL, &e164, NULL) != CR_NUMBER_VALID)
      continue;
    const char *country = cr_phone_country(e164);
    if (g_strcmp0(country, mine) != 0)
      return country;
  }
  return NULL;
}

/* "GB" of "dana@northwind.co.uk". Domains that the whole world uses tell nothing. */
static const char *
country_of_domain(const char *email) {
  static const char *const worldwide[] = {".io", ".co", ".ai", ".me", ".tv", ".ly", ".gg",
                                          ".fm", ".cc", ".ws", ".sh", ".im", ".la", ".to",
                                          ".so", ".vc", ".eu", ".ac", ".gl", NULL};
  const char *dot = email ? strrchr(email, '.') : NULL;
  if (dot == NULL || strlen(dot) != 3 || !g_ascii_isalpha(dot[1]) || !g_ascii_isalpha(dot[2]))
    return NULL;
  char country[3] = {g_ascii_toupper(dot[1]), g_ascii_toupper(dot[2]), '\0'};
  for (guint i = 0; worldwide[i]; i++)
    if (g_ascii_strcasecmp(dot, worldwide[i]) == 0)
      return NULL;
  return g_intern_string(strcmp(country, "UK") == 0 ? "GB" : country);
}

const char *
cr_mail_sender_country(const CrMime *mime, const CrMailContext *context, const char *text,
                       const char *signature) {
  const char *country = context->theirs ? cr_zone_country(cr_zone_id(context->theirs)) : NULL;
  if (country == NULL)
    country = country_of_numbers(signature, NULL);
  if (country == NULL)
    country = country_of_domain(mime->from_email);
  if (country == NULL && !cr_text_find(text, "dial"))
    country = country_of_numbers(text, context->country);
  if (country == NULL && signature && mime->date != CR_INSTANT_NONE)
    country = cr_time_place_country(signature, mime->date, mime->date_offset_sec);
  return country;
}
