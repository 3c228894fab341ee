#include "playbook/letter-words.h"

#include "base/text.h"
#include "model/holiday.h"
#include "model/manner.h"
#include "playbook/letter.h"

#include <string.h>

/* Times */

/* "PST" is Manila's time and "CST" Shanghai's, too: readers take them for America's. */
static gboolean
is_taken_for_american(const char *abbreviation, const CrZone *zone) {
  static const char *const american[] = {"EST", "EDT", "CST", "CDT", "MST",
                                         "MDT", "PST", "PDT", NULL};
  static const char *const there[] = {"US", "CA", "MX", NULL};
  const char *country = cr_zone_country(cr_zone_id(zone));
  return g_strv_contains(american, abbreviation) && country && !g_strv_contains(there, country) &&
         !g_str_has_prefix(cr_zone_id(zone), "America/");
}

/* Places without letters for their clock have "+04" in the zone data. */
static char *
zone_in_words(CrInstant instant, const CrZone *zone) {
  const char *abbreviation = cr_zone_abbreviation(zone, instant);
  if (is_taken_for_american(abbreviation, zone)) {
    g_autofree char *place = cr_zone_place(zone);
    return g_strconcat(place, " time", NULL);
  }
  if (g_ascii_isalpha(abbreviation[0]))
    return g_strdup(abbreviation);
  int offset_min = cr_zone_offset_sec(zone, instant) / 60, size_min = ABS(offset_min);
  GString *words = g_string_new("UTC");
  if (offset_min != 0)
    g_string_append_printf(words, "%c%d", offset_min < 0 ? '-' : '+', size_min / 60);
  if (size_min % 60 != 0)
    g_string_append_printf(words, ":%02d", size_min % 60);
  return g_string_free(words, FALSE);
}

char *
cr_words_date(CrInstant instant, const CrZone *zone) {
  CrWall wall = cr_zone_wall(zone, instant);
  return cr_manner_date(cr_manner_of(zone, NULL), &wall, 0);
}

char *
cr_time_in_words(CrInstant start, CrInstant latest, const CrZone *zone) {
  CrWall wall = cr_zone_wall(zone, start), last = cr_zone_wall(zone, latest);
  CrManner manner = cr_manner_of(zone, NULL);
  g_autofree char *date = cr_manner_date(manner, &wall, 0);
  g_autofree char *clock = cr_manner_clock(manner, &wall);
  g_autofree char *until = cr_manner_clock(manner, &last);
  g_autofree char *name = zone_in_words(start, zone);
  return latest > start ? g_strdup_printf("%s between %s and %s %s", date, clock, until, name)
                        : g_strdup_printf("%s at %s %s", date, clock, name);
}

char *
cr_words_slot(CrInstant instant, const CrZone *theirs, const CrZone *mine) {
  CrWall wall = cr_zone_wall(theirs, instant), my_wall = cr_zone_wall(mine, instant);
  CrManner manner = cr_manner_of(theirs, NULL); /* the brackets too: one reader, one manner */
  g_autofree char *date = cr_manner_date(manner, &wall, 3);
  g_autofree char *clock = cr_manner_clock(manner, &wall);
  g_autofree char *name = zone_in_words(instant, theirs);
  if (cr_wall_seconds(&wall) == cr_wall_seconds(&my_wall))
    return g_strdup_printf("%s, %s %s", date, clock, name);
  g_autofree char *my_date = cr_manner_date(manner, &my_wall, 3);
  g_autofree char *my_clock = cr_manner_clock(manner, &my_wall);
  g_autofree char *my_name = zone_in_words(instant, mine);
  gboolean same_day = cr_wall_day(&wall) == cr_wall_day(&my_wall);
  return g_strdup_printf("%s, %s %s (%s%s%s %s)", date, clock, name, same_day ? "" : my_date,
                         same_day ? "" : ", ", my_clock, my_name);
}

static char *
spoken_clock(CrInstant instant, const CrZone *zone) {
  CrWall wall = cr_zone_wall(zone, instant);
  CrManner manner = cr_manner_of(zone, NULL);
  return manner.twelve_hours && wall.minute == 0
             ? g_strdup_printf("%d %s", (wall.hour + 11) % 12 + 1, wall.hour < 12 ? "AM" : "PM")
             : cr_manner_clock(manner, &wall);
}

char *
cr_words_spoken_time(CrInstant start, CrInstant latest, const CrZone *zone, CrInstant now) {
  g_autofree char *date = cr_words_date(start, zone);
  g_autofree char *clock = spoken_clock(start, zone), *until = spoken_clock(latest, zone);
  gboolean today = cr_zone_day(zone, now) == cr_zone_day(zone, start);
  g_autofree char *day = today ? g_strdup("today") : g_strconcat("on ", date, NULL);
  return latest > start ? g_strdup_printf("%s between %s and %s", day, clock, until)
                        : g_strdup_printf("%s at %s", day, clock);
}

/* Names */

#define MAX_NAME_CHARS 60

/* What programs write when they know no name. */
static const char *const no_names[] = {"none",    "null",      "(null)", "n/a",
                                       "unknown", "undefined", NULL};

static gboolean
is_one_of(const char *const *words, const char *word) {
  g_autofree char *lower = g_ascii_strdown(word, -1);
  return g_strv_contains(words, lower);
}
char *
cr_words_name(const char *text, guint max_words) {
  g_autofree char *line = cr_text_line(text, MAX_NAME_CHARS);
  if (line == NULL || strchr(line, '@') || strstr(line, "://") || cr_text_find(line, "www."))
    return NULL;
  char *end = line;
  for (guint words = 0; *end; end++)
    if (*end == ' ' && ++words == max_words)
      break;
  *end = '\0';
  g_strdelimit(line, "<>\"{}", ' ');
  g_strstrip(line);
  return *line && !is_one_of(no_names, line) ? g_steal_pointer(&line) : NULL;
}

/* Words that show that a name is not a person's, and those that stand before one. */
static const char *const group_words[] = {
    "team",     "recruiting", "recruitment",   "recruiter", "talent",    "hiring",
    "hr",       "people",     "careers",       "jobs",      "staffing",  "acquisition",
    "inc",      "inc.",       "llc",           "ltd",       "ltd.",      "gmbh",
    "ag",       "corp",       "corp.",         "office",    "support",   "noreply",
    "no-reply", "calendar",   "notifications", "human",     "resources", "department",
    "group",    "scheduling", "the",           NULL};
static const char *const titles[] = {"dr",  "dr.",  "prof", "prof.", "mr",   "mr.", "mrs",  "mrs.",
                                     "ms",  "ms.",  "miss", "mx",    "mx.",  "sir", "frau", "herr",
                                     "mme", "mme.", "m.",   "dipl.", "ing.", NULL};

static gboolean
is_shouted(const char *word) {
  gboolean upper = FALSE;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_islower(c))
      return FALSE;
    upper = upper || g_unichar_isupper(c);
  }
  return upper;
}

/* "DANA" and "dana" are Dana; "McKenna" stays. */
static char *
capitalized(const char *word) {
  g_autofree char *lower =
      g_utf8_strlen(word, -1) > 2 && is_shouted(word) ? g_utf8_strdown(word, -1) : g_strdup(word);
  char first[7] = "";
  g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(lower)), first);
  return g_strconcat(first, g_utf8_next_char(lower), NULL);
}

/* Drops "(she/her)", and puts "Reyes, Dana" the other way round. */
static char *
straightened(const char *name) {
  g_autofree char *line = cr_words_name(name, 8);
  if (line == NULL)
    return NULL;
  char *bracket = strpbrk(line, "([|/");
  if (bracket)
    *bracket = '\0';
  char *comma = strchr(line, ',');
  if (comma == NULL)
    return g_strdup(g_strstrip(line));
  *comma = '\0';
  char *given = g_strstrip(comma + 1), *family = g_strstrip(line);
  gboolean suffix = *given == '\0' || strchr(family, ' ') != NULL; /* "Dana Reyes, PHR" */
  return suffix ? g_strdup(family) : g_strdup_printf("%s %s", given, family);
}

char *
cr_words_first_name(const char *name) {
  g_autofree char *line = straightened(name);
  if (line == NULL || *line == '\0' || strpbrk(line, "0123456789"))
    return NULL;
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  g_autoptr(GString) title = g_string_new(NULL);
  const char *first = NULL, *last = NULL;
  for (char **word = words; *word; word++) {
    g_strdelimit(*word, "'`*_", ' ');
    g_strstrip(*word);
    if (is_one_of(group_words, *word))
      return NULL;
    if (**word == '\0')
      continue;
    if (is_one_of(titles, *word)) {
      g_autofree char *written = capitalized(*word);
      g_string_append_printf(title, "%s ", written);
      continue;
    }
    first = first ? first : *word;
    last = *word;
  }
  gboolean given = first && g_utf8_strlen(first, -1) >= 2 && !strchr(first, '.');
  gboolean family = title->len > 0 && (last == first || !given);
  const char *called = family ? last : given ? first : NULL;
  if (called == NULL || !g_unichar_isalpha(g_utf8_get_char(called)))
    return NULL;
  g_autofree char *name_part = capitalized(called);
  return g_strconcat(family ? title->str : "", name_part, NULL);
}

static void
strip_punctuation(char *text) {
  gsize length = strlen(text);
  while (length > 0 && strchr(" .,;:-!?", text[length - 1]))
    text[--length] = '\0';
}

/* Where a long one was cut: "Engineer, Distributed Syst…", "Systems and", "Engineer (Remote,". */
static void
drop_torn_end(char *role) {
  static const char *const joints[] = {"and", "&",  "or", "of", "for", "the", "with", "in",
                                       "at",  "to", "-",  "–",  "—",   "/",   NULL};
  char *space = strrchr(role, ' ');
  if (space && g_str_has_suffix(role, "…"))
    *space = '\0';
  char *bracket = strrchr(role, '(');
  if (bracket && bracket > role && strchr(bracket, ')') == NULL)
    *bracket = '\0';
  for (g_strchomp(role); (space = strrchr(role, ' ')) && is_one_of(joints, space + 1);)
    *space = '\0';
}

char *
cr_words_role(const char *text) {
  static const char *const endings[] = {" role", " position", " job", " opening", " vacancy"};
  g_autofree char *role = cr_words_name(text, 8);
  if (role == NULL)
    return NULL;
  char *start = g_ascii_strncasecmp(role, "the ", 4) == 0 ? role + 4 : role;
  drop_torn_end(start);
  strip_punctuation(start);
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize length = strlen(start), ending = strlen(endings[i]);
    if (length > ending && g_ascii_strcasecmp(start + length - ending, endings[i]) == 0)
      start[length - ending] = '\0';
  }
  strip_punctuation(start);
  return *start && !cr_text_equal(start, "the") ? g_strdup(start) : NULL;
}

/* Numbers */

/* How the digits after the country code are grouped, one digit of the pattern a group. Source of
 * the usual groupings: ITU-T E.123 and the countries' own habits; elsewhere threes and fours. */
static const struct {
  const char *code; /* country code and, where it matters, what follows */
  int digits;       /* after the code */
  const char *groups;
  const char *separator;
} groupings[] = {
    {"1", 10, "334", "-"},   {"442", 10, "244", " "},  {"44", 10, "46", " "},
    {"33", 9, "12222", " "}, {"91", 10, "55", " "},    {"491", 11, "344", " "},
    {"491", 10, "334", " "}, {"4930", 10, "244", " "},
};

static const char *const two_digit_codes[] = {
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
    "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", NULL};

static gboolean
is_e164(const char *phone) {
  gsize length = strlen(phone);
  return phone[0] == '+' && length >= 8 && length <= 16 &&
         strspn(phone + 1, "0123456789") == length - 1;
}

/* Threes from the left, ending in three or four. */
static char *
plain_groups(gsize digits) {
  GString *groups = g_string_new(NULL);
  for (; digits > 4; digits -= 3)
    g_string_append_c(groups, '3');
  if (digits == 2 && groups->len > 0) { /* 3+2 is nicer as it is than 5 */
    g_string_append_c(groups, '2');
  } else if (digits > 0) {
    g_string_append_c(groups, '0' + digits);
  }
  return g_string_free(groups, FALSE);
}

/* The parts of an E.164 number, the country code first. */
static char **
phone_parts(const char *phone, const char **ret_separator) {
  const char *digits = phone + 1;
  char pair[3] = {digits[0], digits[1], '\0'};
  gsize code = *digits == '1' || *digits == '7'         ? 1
               : g_strv_contains(two_digit_codes, pair) ? 2
                                                        : 3;
  gsize rest = strlen(digits) - code;
  g_autofree char *groups = plain_groups(rest);
  *ret_separator = " ";
  for (guint i = 0; i < G_N_ELEMENTS(groupings); i++)
    if (g_str_has_prefix(digits, groupings[i].code) && rest == groupings[i].digits) {
      g_free(groups);
      groups = g_strdup(groupings[i].groups);
      *ret_separator = groupings[i].separator;
      break;
    }
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new();
  const char *p = digits + code;
  g_autofree char *first = g_strndup(digits, code);
  g_strv_builder_add(parts, first);
  for (const char *group = groups; *group; p += *group - '0', group++) {
    g_autofree char *part = g_strndup(p, *group - '0');
    g_strv_builder_add(parts, part);
  }
  return g_strv_builder_end(parts);
}

static char *
phone_as_written(const char *phone) {
  char *line = cr_text_line(phone, 24);
  guint digits = 0;
  for (const char *p = line; p && *p; p++)
    digits += g_ascii_isdigit(*p);
  if (digits >= 5)
    return line;
  g_free(line);
  return NULL;
}

char *
cr_words_phone(const char *phone) {
  if (phone == NULL || !is_e164(phone))
    return phone_as_written(phone);
  const char *separator;
  g_auto(GStrv) parts = phone_parts(phone, &separator);
  g_autofree char *rest = g_strjoinv(separator, parts + 1);
  return g_strdup_printf("+%s %s", parts[0], rest);
}

char *
cr_words_contact_phone(const CrContact *contact) {
  char *number = cr_words_phone(contact->phone);
  if (number == NULL || contact->extension == NULL)
    return number;
  g_autofree char *alone = number;
  return g_strdup_printf("%s ext. %s", alone, contact->extension);
}

char *
cr_words_to_dial(const CrInterview *interview) {
  if (interview->dial_number == NULL)
    return cr_words_contact_phone(&interview->contact);
  char *number = cr_words_phone(interview->dial_number);
  if (number == NULL || interview->dial_code == NULL)
    return number;
  g_autofree char *alone = number;
  return g_strdup_printf("%s, code %s", alone, interview->dial_code);
}

/* The digits of one group, and nothing else: a number as written may end in "x12" or "…". */
static void
spell(GString *out, const char *between, const char *group) {
  for (const char *p = group; *p; p++)
    if (g_ascii_isdigit(*p)) {
      g_string_append_printf(out, "%s%c", out->len ? between : "", *p);
      between = " ";
    }
}

char *
cr_words_phone_slowly(const char *phone, const char *listener_country) {
  g_autofree char *written = phone_as_written(phone);
  if (written == NULL)
    return NULL;
  GString *out = g_string_new(NULL);
  if (!is_e164(phone)) {
    g_auto(GStrv) groups = g_strsplit_set(written, " -.()/+", -1);
    for (char **group = groups; *group; group++)
      spell(out, ", ", *group);
    return g_string_free(out, FALSE);
  }
  const char *separator;
  g_auto(GStrv) parts = phone_parts(phone, &separator);
  gboolean home = strcmp(parts[0], "1") == 0 &&
                  (cr_text_equal(listener_country, "US") || cr_text_equal(listener_country, "CA"));
  if (!home) {
    g_string_append(out, "plus");
    spell(out, " ", parts[0]);
  }
  for (char **part = parts + 1; *part; part++)
    spell(out, ", ", *part);
  return g_string_free(out, FALSE);
}
