/* What the candidate did, in words and as lines of JSON. */
#include "engine/intake-private.h"

#include "base/error.h"
#include "base/text.h"
#include "parse/phone.h"
#include "parse/timetext.h"

#include <string.h>

/* "9999-12-31 00:00": a day that is refused leaves an hour that is not meant. */
static gboolean
begins_with_date(const char *text) {
  gsize year = strspn(text, "0123456789");
  return year >= 4 && text[year] == '-';
}

static gboolean
read_when(const char *text, const CrProfile *profile, CrInstant at, CrInstant *ret_when) {
  if (text && cr_instant_parse(text, ret_when, NULL))
    return TRUE;
  const CrZone *mine = cr_zone_find(profile->zone);
  CrTimeContext context = {
      .at = at, .mine = mine, .theirs = mine, .their_country = profile->country};
  GPtrArray *times = cr_time_scan(text ? text : "", &context);
  gboolean found = FALSE;
  for (guint i = 0; i < times->len && !found; i++) {
    const CrMention *mention = times->pdata[i];
    found = mention->granularity == CR_GRANULARITY_INSTANT && cr_mention_is_of_call(mention) &&
            (mention->day_said || !begins_with_date(text));
    if (found)
      *ret_when = mention->start;
  }
  cr_mentions_free(times);
  return found;
}

/* An address, or a number and its extension behind a blank. */
static gboolean
read_contact(CrFact *fact, const CrProfile *profile, GError **error) {
  const char *said = fact->text ? fact->text : "";
  g_autofree char *known = NULL, *extension = NULL;
  if (strchr(said, '@'))
    known = cr_address_normalize(said);
  else if (cr_phone_read(said, profile->country, &known, &extension) == CR_NUMBER_INVALID)
    cr_phone_find(said, profile->country, &known, &extension);
  if (known == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "that is neither an e-mail address nor a number with its area or country code");
    return FALSE;
  }
  g_free(fact->text);
  fact->text = extension ? g_strconcat(known, " ", extension, NULL) : g_steal_pointer(&known);
  return TRUE;
}

gboolean
cr_intake_act(CrFact *fact, const char *act, const char *text, const CrProfile *profile,
              GError **error) {
  int index = cr_name_index(cr_act_names, act);
  if (index < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "\"%.40s\" is no act", act ? act : "");
    return FALSE;
  }
  if (index == CR_ACT_SEND) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "\"send\" is a verb: crickets send ID; what you sent yourself is \"sent\"");
    return FALSE;
  }
  fact->act = (CrAct) index;
  g_free(fact->text);
  fact->text = cr_text_line(text, 500);
  if (fact->act == CR_ACT_RESCHEDULED && !read_when(text, profile, fact->at, &fact->when)) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "\"rescheduled\" needs a time, such as \"Thursday 10am ET\"");
    return FALSE;
  }
  return fact->act != CR_ACT_CONTACT || read_contact(fact, profile, error);
}

/* The interview that the act names, by UID or number; NULL when it names none. */
static gboolean
read_meant(const json_t *act, char **ret_meant, GError **error) {
  const json_t *meant = json_object_get(act, "interview");
  if (json_is_string(meant)) {
    *ret_meant = g_strdup(json_string_value(meant));
  } else if (json_is_integer(meant)) {
    *ret_meant = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(meant));
  } else if (meant && !json_is_null(meant)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "\"interview\" is neither a UID nor a number");
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_act(CrIntake *intake, const char *line, gsize length, const char *name, guint number,
         GError **error) {
  g_autoptr(json_t) json = cr_json_parse(line, length, error);
  CrInstant at;
  if (json == NULL)
    return FALSE;
  const char *when = cr_json_string(json, "at"), *text = cr_json_string(json, "text");
  const char *what = cr_json_string(json, "do");
  if (when == NULL || what == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "an act needs \"at\", an instant such as 2026-11-24T14:00:00-05:00, and \"do\"");
    return FALSE;
  }
  if (!cr_instant_parse(when, &at, error))
    return FALSE;
  g_autofree char *key = g_strdup_printf("act:%s:%u", name, number);
  gboolean application = json_object_get(json, "application") || strcmp(what, "add") == 0;
  g_autoptr(CrFact) fact =
      cr_fact_new(application ? CR_FACT_APPLICATION : CR_FACT_ACT, at, "candidate", key);
  if (application) {
    fact->text = g_strndup(line, length);
    g_ptr_array_add(intake->facts, g_steal_pointer(&fact));
    return TRUE;
  }
  if (text == NULL)
    text = cr_json_string(json, "when");
  if (!cr_intake_act(fact, what, text, intake->profile, error))
    return FALSE;
  if (!read_meant(json, &fact->effect_id, error))
    return FALSE;
  g_ptr_array_add(intake->facts, g_steal_pointer(&fact));
  return TRUE;
}

static gboolean
is_blank(const char *line, gsize length) {
  while (length > 0 && strchr(" \t\r", line[length - 1]) && line[length - 1])
    length--;
  return length == 0;
}

void
cr_intake_acts(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  const char *end = bytes + length;
  guint number = 1;
  for (const char *line = bytes; line < end; number++) {
    const char *stop = memchr(line, '\n', end - line);
    gsize size = (stop ? stop : end) - line;
    g_autoptr(GError) error = NULL;
    if (!is_blank(line, size) && !take_act(intake, line, size, name, number, &error)) {
      g_autofree char *place = g_strdup_printf("%s: line %u", name, number);
      intake_report_error(intake, place, error);
    }
    line = stop ? stop + 1 : end;
  }
}
