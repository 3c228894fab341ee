#include "model/holiday.h"

#include "base/data.h"
#include "base/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef enum {
  RULE_FIXED,
  RULE_NTH,
  RULE_BEFORE,
  RULE_EASTER,
  RULE_ORTHODOX,
  RULE_DAYS,
} RuleKind;
typedef enum { SHIFT_NONE, SHIFT_NEAREST, SHIFT_NEXT, SHIFT_SUNDAY } Shift;

typedef struct {
  char *name;
  char *plain; /* see plain_name */
  RuleKind kind;
  Shift shift;
  int month, day; /* of FIXED and BEFORE; month of NTH */
  int nth;        /* of NTH: 1…5, or -1 for the last */
  CrWeekday weekday;
  int easter;   /* days after Easter Sunday */
  GArray *days; /* of DAYS: CrDay; the first of a year is the feast's own */
} Rule;

typedef struct {
  char *country;
  GArray *rules;
} Country;

typedef struct {
  const char *id;
  const CrZone *zone; /* NULL until it is asked for; read and written atomically */
} CountryZone;

static GPtrArray *countries;                       /* in the file's order; built once */
static GHashTable *zone_countries, *country_zones; /* the latter to a GArray of CountryZone */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static CrWeekday
weekday_of(const char *code) {
  static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  for (int i = 0; i < 7; i++)
    if (strncmp(code, codes[i], 2) == 0)
      return (CrWeekday) i;
  g_error("data/holidays.ini: no weekday %s", code);
}

/* Letters and digits only, lower case, without what people add or leave out. */
static char *
plain_name(const char *name) {
  static const char *const spellings[][2] = {
      {"\u2019", ""}, {"labour", "labor"}, {"mlk", "martinlutherking"}, {"xmas", "christmas"}};
  static const char *const endings[] = {"day", "jr", "s"};
  GString *plain = g_string_new(NULL);
  for (const char *p = name; *p; p++)
    if (g_ascii_isalnum(*p) || (guchar) *p >= 0x80)
      g_string_append_c(plain, g_ascii_tolower(*p));
  for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++)
    g_string_replace(plain, spellings[i][0], spellings[i][1], 0);
  for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(plain->str, endings[i]) && plain->len > strlen(endings[i]))
      g_string_truncate(plain, plain->len - strlen(endings[i]));
  return g_string_free(plain, FALSE);
}

/* "2026-02-17 2026-02-18 2027-02-06" */
static GArray *
parse_days(const char *text) {
  GArray *days = g_array_new(FALSE, FALSE, sizeof(CrDay));
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (char **word = words; *word; word++) {
    CrDay day = cr_day_from_date(atoi(*word), atoi(*word + 5), atoi(*word + 8));
    g_array_append_val(days, day);
  }
  return days;
}

static Rule
rule_parse(const char *name, const char *text) {
  Rule rule = {.name = g_strdup(name), .plain = plain_name(name)};
  if (g_str_has_prefix(text, "easter")) {
    rule.kind = RULE_EASTER;
    rule.easter = atoi(text + 6);
  } else if (g_str_has_prefix(text, "orthodox")) {
    rule.kind = RULE_ORTHODOX;
    rule.easter = atoi(text + 8);
  } else if (strlen(text) >= 10 && text[4] == '-') {
    rule.kind = RULE_DAYS;
    rule.days = parse_days(text);
  } else if (g_ascii_isdigit(text[0])) {
    rule.kind = RULE_FIXED;
    rule.month = atoi(text);
    rule.day = atoi(text + 3);
    rule.shift = strstr(text, "obs")    ? SHIFT_NEAREST
                 : strstr(text, "next") ? SHIFT_NEXT
                 : strstr(text, "sun")  ? SHIFT_SUNDAY
                                        : SHIFT_NONE;
  } else if (text[2] == '<') {
    rule.kind = RULE_BEFORE;
    rule.weekday = weekday_of(text);
    rule.month = atoi(text + 3);
    rule.day = atoi(text + 6);
  } else {
    rule.kind = RULE_NTH;
    rule.weekday = weekday_of(text);
    rule.nth = atoi(text + 2);
    rule.month = atoi(strchr(text, '/') + 1);
  }
  return rule;
}

static void
load_zones(void) {
  zone_countries = g_hash_table_new(g_str_hash, g_str_equal);
  country_zones = g_hash_table_new(g_str_hash, g_str_equal);
  char **lines =
      g_strsplit(cr_data("zones.tsv", NULL), "\n", -1); /* kept: the tables point into it */
  for (char **line = lines; *line; line++) {
    char *tab = strchr(*line, '\t');
    if (**line == '#' || tab == NULL) {
      g_free(*line);
      continue;
    }
    *tab = '\0';
    g_hash_table_insert(zone_countries, *line, tab + 1);
    GArray *zones = g_hash_table_lookup(country_zones, tab + 1);
    if (zones == NULL) {
      zones = g_array_new(FALSE, FALSE, sizeof(CountryZone));
      g_hash_table_insert(country_zones, tab + 1, zones);
    }
    CountryZone zone = {*line, NULL};
    g_array_append_val(zones, zone);
  }
  g_free(lines);
}

static void
load(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("holidays.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  countries = g_ptr_array_new();
  for (char **group = groups; *group; group++) {
    Country *country = g_new0(Country, 1);
    country->country = g_strdup(*group);
    country->rules = g_array_new(FALSE, FALSE, sizeof(Rule));
    g_auto(GStrv) names = g_key_file_get_keys(ini, *group, NULL, NULL);
    for (char **name = names; *name; name++) {
      g_autofree char *text = g_key_file_get_string(ini, *group, *name, NULL);
      Rule rule = rule_parse(*name, text);
      g_array_append_val(country->rules, rule);
    }
    g_ptr_array_add(countries, country);
  }
  load_zones();
}

/* Source: the anonymous Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8). */
static CrDay
easter_sunday(int year) {
  int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
  int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return cr_day_from_date(year, month, day);
}

/* Source: Meeus, the same chapter, for the Julian calendar, which is 13 days behind until 2099. */
static CrDay
orthodox_easter_sunday(int year) {
  int a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30;
  int e = (2 * a + 4 * b - d + 34) % 7, month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
  return cr_day_from_date(year, month, day) + 13;
}

static CrDay
first_of_year(const GArray *days, int year) {
  CrDay from = cr_day_from_date(year, 1, 1), to = cr_day_from_date(year, 12, 31);
  for (guint i = 0; i < days->len; i++) {
    CrDay day = g_array_index(days, CrDay, i);
    if (day >= from && day <= to)
      return day;
  }
  return CR_NO_DAY;
}

/* NO_DAY where it is not known of that year. */
static CrDay
rule_day(const Rule *rule, int year) {
  switch (rule->kind) {
  case RULE_FIXED:
    return cr_day_from_date(year, rule->month, rule->day);
  case RULE_EASTER:
    return easter_sunday(year) + rule->easter;
  case RULE_ORTHODOX:
    return orthodox_easter_sunday(year) + rule->easter;
  case RULE_DAYS:
    return first_of_year(rule->days, year);
  case RULE_BEFORE: {
    CrDay before = cr_day_from_date(year, rule->month, rule->day) - 1;
    return before - (cr_day_weekday(before) - rule->weekday + 7) % 7;
  }
  case RULE_NTH: {
    if (rule->nth > 0) {
      CrDay first = cr_day_from_date(year, rule->month, 1);
      return first + (rule->weekday - cr_day_weekday(first) + 7) % 7 + (rule->nth - 1) * 7;
    }
    CrDay last = cr_day_from_date(year, rule->month, cr_month_days(year, rule->month));
    return last - (cr_day_weekday(last) - rule->weekday + 7) % 7;
  }
  }
  return 0;
}

static gboolean
is_one_of(const GArray *days, CrDay day) {
  for (guint i = 0; days && i < days->len; i++)
    if (g_array_index(days, CrDay, i) == day)
      return TRUE;
  return FALSE;
}

/* Japan's rule: after a holiday on a Sunday the next day that is none. */
static CrDay
next_free_day(const Country *country, CrDay day, int year) {
  gboolean taken = TRUE;
  while (taken) {
    day++;
    taken = FALSE;
    for (guint i = 0; i < country->rules->len; i++) {
      const Rule *rule = &g_array_index(country->rules, Rule, i);
      taken |= is_one_of(rule->days, day) || rule_day(rule, year) == day;
    }
  }
  return day;
}

/* The day off work. Two "next" holidays in a row (Christmas, Boxing Day) must not share a Monday.
 */
static CrDay
rule_observed(const Country *country, guint index, int year) {
  const Rule *rule = &g_array_index(country->rules, Rule, index);
  CrDay day = rule_day(rule, year);
  if (rule->kind == RULE_DAYS)
    return day;
  CrWeekday weekday = cr_day_weekday(day);
  if (rule->shift == SHIFT_NEAREST)
    return weekday == CR_SAT ? day - 1 : weekday == CR_SUN ? day + 1 : day;
  if (rule->shift == SHIFT_SUNDAY && weekday == CR_SUN)
    return next_free_day(country, day, year);
  if (rule->shift != SHIFT_NEXT)
    return day;
  CrDay earlier = index > 0 && weekday != CR_SAT ? rule_observed(country, index - 1, year) : 0;
  while (cr_day_weekday(day) >= CR_SAT || day == earlier)
    day++;
  if (index > 0 && weekday == CR_SAT && rule_observed(country, index - 1, year) == day)
    day++;
  return day;
}

static const Country *
country_find(const char *code) {
  pthread_once(&once, load);
  for (guint i = 0; code && i < countries->len; i++) {
    const Country *country = countries->pdata[i];
    if (cr_letter_may_equal(*country->country, *code) &&
        g_ascii_strcasecmp(country->country, code) == 0)
      return country;
  }
  return NULL;
}

/* A rule's days lie in its month or beside it; Easter's from February to July. */
static gboolean
may_be_in(const Rule *rule, int month) {
  int apart = ABS(rule->month - month);
  gboolean easter = rule->kind == RULE_EASTER || rule->kind == RULE_ORTHODOX;
  return easter ? month >= 2 && month <= 7 : apart <= 1 || apart == 11;
}

static const char *
find_holiday(const Country *country, CrDay day) {
  int year, month, of_month;
  cr_day_to_date(day, &year, &month, &of_month);
  for (guint i = 0; i < country->rules->len; i++) {
    const Rule *rule = &g_array_index(country->rules, Rule, i);
    if (is_one_of(rule->days, day))
      return rule->name;
    /* 1 January may be observed on 31 December. */
    if (rule->kind == RULE_DAYS || !may_be_in(rule, month))
      continue;
    if (rule_observed(country, i, year) == day || rule_day(rule, year) == day ||
        (month == 12 && rule->month == 1 && rule_observed(country, i, year + 1) == day))
      return rule->name;
  }
  return NULL;
}

/* Few days are asked about, and those again and again. */
const char *
cr_holiday_on(const char *code, CrDay day) {
  static _Thread_local struct {
    const Country *country;
    CrDay day;
    const char *name;
  } known[64];
  const Country *country = country_find(code);
  gsize place = (guint) day % G_N_ELEMENTS(known);
  if (country == NULL)
    return NULL;
  if (known[place].country != country || known[place].day != day) {
    known[place].name = find_holiday(country, day);
    known[place].country = country;
    known[place].day = day;
  }
  return known[place].name;
}

gboolean
cr_holiday_find(const char *name, const char *code, int year, CrDay *ret_day) {
  const Country *preferred = country_find(code);
  g_autofree char *said = plain_name(name);
  for (guint i = 0; i <= countries->len; i++) {
    const Country *country = i == 0 ? preferred : countries->pdata[i - 1];
    for (guint j = 0; country && j < country->rules->len; j++) {
      const Rule *rule = &g_array_index(country->rules, Rule, j);
      CrDay day = strcmp(rule->plain, said) == 0 ? rule_day(rule, year) : CR_NO_DAY;
      if (day != CR_NO_DAY) {
        *ret_day = day;
        return TRUE;
      }
    }
  }
  return FALSE;
}

gboolean
cr_day_is_working(CrDay day, const char *country) {
  return cr_day_weekday(day) < CR_SAT && cr_holiday_on(country, day) == NULL;
}

CrDay
cr_day_add_working(CrDay day, int count, const char *country) {
  while (count > 0) {
    day++;
    if (cr_day_is_working(day, country))
      count--;
  }
  return day;
}

const char *
cr_zone_country(const char *zone) {
  pthread_once(&once, load);
  return zone ? g_hash_table_lookup(zone_countries, zone) : NULL;
}

static const GArray *
zones_of(const char *country) {
  pthread_once(&once, load);
  return country ? g_hash_table_lookup(country_zones, country) : NULL;
}

const char *
cr_country_zone(const char *country) {
  const GArray *zones = zones_of(country);
  return zones && zones->len == 1 ? g_array_index(zones, CountryZone, 0).id : NULL;
}

static const CrZone *
load_zone(CountryZone *entry) {
  const CrZone *zone = __atomic_load_n(&entry->zone, __ATOMIC_ACQUIRE);
  if (zone == NULL && (zone = cr_zone_find(entry->id)) != NULL)
    __atomic_store_n(&entry->zone, zone, __ATOMIC_RELEASE);
  return zone;
}

const CrZone *
cr_country_zone_showing(const char *country, CrInstant at, int offset_sec) {
  const GArray *zones = zones_of(country);
  for (guint i = 0; zones && i < zones->len; i++) {
    const CrZone *zone = load_zone(&g_array_index(zones, CountryZone, i));
    if (zone && cr_zone_offset_sec(zone, at) == offset_sec)
      return zone;
  }
  return NULL;
}

const CrZone *
cr_zone_by_offset(CrInstant at, int offset_sec) {
  static const char *const odd[] = {"IN", "NP", "IR", "AF", "MM", "AU", "NZ", "CA"};
  const CrZone *zone = NULL;
  for (guint i = 0; offset_sec % 3600 && zone == NULL && i < G_N_ELEMENTS(odd); i++)
    zone = cr_country_zone_showing(odd[i], at, offset_sec);
  return zone;
}
