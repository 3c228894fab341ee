#include "base/data.h"
#include "base/text.h"
#include "base/zone.h"
#include "parse/timetext-private.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* The words of data/time.ini and of the grammar, merged in one open-addressed table: every word of
 * a mail is looked up once, so this is the hot path. */

#define MAX_WORD_BYTES 24
#define MAX_ENTRIES 2700
#define N_SLOTS 16384 /* a power of two, some times the entries: most words meet an empty one */

/* A word in lower case with NULs behind it, so that it is hashed and compared without a loop. */
typedef struct {
  char text[MAX_WORD_BYTES];
  CrWord word;
} Entry;

static Entry entries[MAX_ENTRIES]; /* the first is every other word */
static guint n_entries = 1;
static guint16 slots[N_SLOTS]; /* entries, or 0 */
static GArray *abbreviations;  /* CrZoneAbbreviation */
static GArray *day_parts;      /* CrDayPart */
static GHashTable *places;     /* lower-case name -> CrPlace */
static GHashTable *feasts;     /* lower-case name -> CrFeast */
static void load(void);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const struct {
  const char *text;
  CrKeyword keyword;
} keywords[] = {
    {"a", W_A},
    {"an", W_A},
    {"after", W_AFTER},
    {"post", W_AFTER}, /* "post 5 pm" in India */
    {"following", W_FOLLOWING},
    {"ago", W_AGO},
    {"am", W_AM},
    {"and", W_AND},
    {"&", W_AND},
    {"around", W_AROUND},
    {"about", W_AROUND},
    {"approximately", W_AROUND},
    {"approx", W_AROUND},
    {"circa", W_AROUND},
    {"roughly", W_AROUND},
    {"round", W_AROUND},
    {"at", W_AT},
    {"kl", W_AT}, /* Nordic, German and Dutch habits */
    {"klo", W_AT},
    {"kell", W_AT},
    {"klockan", W_AT},
    {"klokken", W_AT},
    {"um", W_AT},
    {"om", W_AT},
    {"back", W_BACK},
    {"returning", W_BACK},
    {"returns", W_BACK},
    {"before", W_BEFORE},
    {"behind", W_BEHIND},
    {"delay", W_BEHIND},
    {"between", W_BETWEEN},
    {"btwn", W_BETWEEN},
    {"anytime", W_ANYTIME},
    {"sometime", W_ANYTIME},
    {"abt", W_AROUND},
    {"2moro", W_TOMORROW},
    {"2mrw", W_TOMORROW},
    {"but", W_BUT},
    {"business", W_BUSINESS},
    {"by", W_BY},
    {"calendar", W_CALENDAR},
    {"close", W_CLOSE},
    {"cob", W_COB},
    {"coming", W_COMING},
    {"couple", W_COUPLE},
    {"day", W_DAY},
    {"days", W_DAY},
    {"daylight", W_DAYLIGHT},
    {"earlier", W_EARLIER},
    {"sooner", W_EARLIER},
    {"early", W_EARLY},
    {"beginning", W_EARLY},
    {"start", W_EARLY},
    {"end", W_END},
    {"eod", W_EOD},
    {"eob", W_EOD},
    {"eom", W_EOM},
    {"eow", W_EOW},
    {"every", W_EVERY},
    {"each", W_EVERY},
    {"few", W_FEW},
    {"several", W_FEW},
    {"for", W_FOR},
    {"fortnight", W_FORTNIGHT},
    {"forward", W_FORWARD},
    {"from", W_FROM},
    {"h", W_H},
    {"half", W_HALF},
    {"hence", W_HENCE},
    {"hour", W_HOUR},
    {"hours", W_HOUR},
    {"hr", W_HOUR},
    {"hrs", W_HOUR},
    {"how", W_HOW},
    {"ie", W_IE},
    {"aka", W_IE},
    {"in", W_IN},
    {"instead", W_INSTEAD},
    {"place", W_PLACE}, /* "in place of 3" */
    {"lieu", W_PLACE},
    {"is", W_IS},
    {"that's", W_IS},
    {"equals", W_IS},
    {"ish", W_ISH},
    {"kw", W_KW}, /* "KW 26": German for the 26th week of the year */
    {"cw", W_KW},
    {"last", W_LAST},
    {"past", W_PAST},
    {"previous", W_LAST},
    {"late", W_LATE},
    {"later", W_LATER},
    {"mid", W_MID},
    {"middle", W_MID},
    {"midnight", W_MIDNIGHT},
    {"minute", W_MINUTE},
    {"minutes", W_MINUTE},
    {"min", W_MINUTE},
    {"mins", W_MINUTE},
    {"month", W_MONTH},
    {"months", W_MONTH},
    {"my", W_MY},
    {"mine", W_MINE},
    {"next", W_NEXT},
    {"nxt", W_NEXT},
    {"noon", W_NOON},
    {"midday", W_NOON},
    {"noonish", W_NOON},
    {"noontime", W_NOON},
    {"mid-day", W_NOON},
    {"not", W_NOT},
    {"now", W_NOW},
    {"new", W_NOW},
    {"updated", W_NOW},
    {"o'clock", W_OCLOCK},
    {"oclock", W_OCLOCK},
    {"uhr", W_OCLOCK},
    {"uur", W_OCLOCK},
    {"de", W_OF}, /* "15 de dezembro" */
    {"of", W_OF},
    {"on", W_ON},
    {"or", W_OR},
    {"our", W_OUR},
    {"overmorrow", W_OVERMORROW},
    {"play", W_PLAY},
    {"pm", W_PM},
    {"p", W_PM},
    {"quarter", W_QUARTER},
    {"rather", W_RATHER},
    {"running", W_RUNNING},
    {"same", W_SAME},
    {"second", W_SEC},
    {"seconds", W_SEC},
    {"secs", W_SEC},
    {"sec", W_SEC},
    {"sharp", W_SHARP},
    {"st", W_ST},
    {"nd", W_ST},
    {"rd", W_ST},
    {"th", W_ST},
    {"er", W_ST}, /* 1er mars */
    {"standard", W_STANDARD},
    {"summer", W_SUMMER},
    {"than", W_THAN},
    {"that", W_THAT},
    {"the", W_THE},
    {"there", W_THERE},
    {"thing", W_THING},
    {"this", W_THIS},
    {"time", W_TIME},
    {"to", W_TO},
    {"today", W_TODAY},
    {"tomorrow", W_TOMORROW},
    {"tomo", W_TOMORROW},
    {"tomoz", W_TOMORROW},
    {"tmr", W_TOMORROW},
    {"tmrw", W_TOMORROW},
    {"tmw", W_TOMORROW},
    {"tomorow", W_TOMORROW},
    {"tommorow", W_TOMORROW},
    {"tommorrow", W_TOMORROW},
    {"2morrow", W_TOMORROW},
    {"tmoro", W_TOMORROW},
    {"tomoro", W_TOMORROW},
    {"tmrow", W_TOMORROW},
    {"tommorro", W_TOMORROW},
    {"tomorrw", W_TOMORROW},
    {"tomorro", W_TOMORROW},
    {"2day", W_TODAY},
    {"2nite", W_TONIGHT},
    {"tonight", W_TONIGHT},
    {"tonite", W_TONIGHT},
    {"t", W_T},
    {"until", W_UNTIL},
    {"till", W_UNTIL},
    {"til", W_UNTIL},
    {"'til", W_UNTIL},
    {"through", W_UNTIL},
    {"thru", W_UNTIL},
    {"up", W_UP},
    {"was", W_WAS},
    {"week", W_WEEK},
    {"weeks", W_WEEK},
    {"wk", W_WEEK},
    {"wks", W_WEEK},
    {"weekend", W_WEEKEND},
    {"w", W_WC},
    {"which", W_WHICH},
    {"within", W_WITHIN},
    {"year", W_YEAR},
    {"years", W_YEAR},
    {"yrs", W_YEAR},
    {"yesterday", W_YESTERDAY},
    {"you", W_YOU},
    {"u", W_YOU},
    {"your", W_YOUR},
    {"ur", W_YOUR},
    {"yours", W_YOURS},
    {"other", W_OTHER},
    {"another", W_ANOTHER},
    {"most", W_MOST},
};

/* Its entry, or an empty slot. */
static guint16 *
slot_of(const char *text) {
  guint i = cr_text_hash(text, MAX_WORD_BYTES) & (N_SLOTS - 1);
  while (slots[i] != 0 && memcmp(entries[slots[i]].text, text, MAX_WORD_BYTES) != 0)
    i = (i + 1) & (N_SLOTS - 1);
  return &slots[i];
}

static guint16 *
slot_named(const char *lower) {
  char text[MAX_WORD_BYTES] = {0};
  gsize length = strlen(lower);
  g_assert(length > 0 && length <= MAX_WORD_BYTES);
  memcpy(text, lower, length);
  return slot_of(text);
}

static CrWord *
word_ensure(const char *lower) {
  guint16 *slot = slot_named(lower);
  if (*slot == 0) {
    g_assert(n_entries < G_N_ELEMENTS(entries));
    *slot = (guint16) n_entries++;
    memcpy(entries[*slot].text, lower, strlen(lower));
  }
  return &entries[*slot].word;
}

/* The first word of "new york city": only there is a longer name looked for. */
static CrWord *
first_word_ensure(const char *name) {
  char first[MAX_WORD_BYTES + 1];
  g_strlcpy(first, name, MIN(sizeof first, strcspn(name, " ,-/") + 1));
  gsize length = strlen(first);
  if (length > 0 && first[length - 1] == '.')
    first[length - 1] = '\0';
  return word_ensure(first);
}

typedef void (*ItemFunc)(const char *key, char *const *items);

static void
each_key(GKeyFile *ini, const char *group, ItemFunc take) {
  g_auto(GStrv) keys = g_key_file_get_keys(ini, group, NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    g_autofree char *value = g_key_file_get_string(ini, group, *key, NULL);
    g_auto(GStrv) items = g_strsplit(value, ";", -1);
    for (char **item = items; *item; item++)
      g_strstrip(*item);
    take(*key, items);
  }
}

/* "thrusday", "wenesday", "fridday": two letters in each other's place, one left out or written
 * twice, of a name too long to become another word by it. What is a word already stays that. */
static void
misspell(const char *name) {
  char slip[MAX_WORD_BYTES + 2];
  gsize n = strlen(name);
  const CrWord word = *word_ensure(name);
  for (gsize i = 1; i + 1 < n && n > 5; i++) {
    for (int how = 0; how < 3; how++) {
      if (how == 1 && n < 7)
        continue; /* "Sunay" and "Frida" are names */
      memcpy(slip, name, n + 1);
      if (how == 0)
        slip[i] = name[i + 1], slip[i + 1] = name[i];
      else if (how == 1)
        memcpy(slip + i, name + i + 1, n - i);
      else
        memcpy(slip + i, name + i - 1, n - i + 2);
      if (*slot_named(slip) == 0)
        *word_ensure(slip) = word;
    }
  }
}

static void
take_weekday(const char *key, char *const *items) {
  for (int i = 0; items[i]; i++) {
    word_ensure(items[i])->weekday = (guint8) atoi(key);
    if (strlen(items[i]) > 5) {
      g_autofree char *many = g_strconcat(items[i], "s", NULL);
      CrWord *word = word_ensure(many);
      word->weekday = (guint8) atoi(key);
      word->marks |= MARK_MANY;
    }
  }
  misspell(items[0]);
}

static void
take_month(const char *key, char *const *items) {
  const char *name = items[0];
  for (; *items; items++)
    word_ensure(*items)->month = (guint8) atoi(key);
  if (strlen(name) > 6)
    misspell(name);
}

static void
take_number(const char *key, char *const *items) {
  for (; *items; items++)
    word_ensure(*items)->number = (gint8) atoi(key);
}

static void
take_ordinal(const char *key, char *const *items) {
  for (; *items; items++)
    word_ensure(*items)->ordinal = (guint8) atoi(key);
}

static void
take_part(const char *key, char *const *items) {
  int from_h, from_m, to_h, to_m;
  if (sscanf(items[0], "%d:%d-%d:%d", &from_h, &from_m, &to_h, &to_m) != 4)
    g_error("data/time.ini: part %s has no hours", key);
  CrDayPart part = {g_intern_string(key), from_h * 60 + from_m, to_h * 60 + to_m};
  g_array_append_val(day_parts, part);
  for (items++; *items; items++) {
    word_ensure(*items)->part = (guint8) day_parts->len;
    g_autofree char *many = g_strconcat(*items, "s", NULL);
    CrWord *word = word_ensure(many);
    word->part = (guint8) day_parts->len;
    word->marks |= MARK_MANY;
  }
}

static void
mark_words(GKeyFile *ini, const char *group, const char *key, guint32 mark) {
  g_autofree char *value = g_key_file_get_string(ini, group, key, NULL);
  g_auto(GStrv) items = g_strsplit(value ? value : "", ";", -1);
  for (char **item = items; *item; item++)
    if (*g_strstrip(*item))
      first_word_ensure(*item)->marks |= mark;
}

static void
take_abbreviation(const char *key, char *const *items) {
  static const char *const forms[] = {"generic", "standard", "daylight", "fixed", "kept", NULL};
  CrZoneAbbreviation zone = {.name = g_ascii_strup(key, -1)};
  for (; *items && zone.n_senses < CR_MAX_SENSES; items++) {
    g_auto(GStrv) pair = g_strsplit(*items, " ", 2);
    int form = cr_name_index(forms, pair[0]);
    if (form < 0 || pair[1] == NULL)
      g_error("data/time.ini: %s has no form and zone", key);
    zone.senses[zone.n_senses].form = (CrZoneForm) form;
    zone.senses[zone.n_senses++].zone = g_intern_string(pair[1]);
  }
  g_array_append_val(abbreviations, zone);
  word_ensure(key)->zone = (guint8) abbreviations->len;
}

static CrPlace *
place_ensure(const char *name, const char *zone) {
  CrPlace *place = g_hash_table_lookup(places, name);
  if (place == NULL) {
    place = g_new0(CrPlace, 1);
    place->zone = g_intern_string(zone);
    g_hash_table_insert(places, g_strdup(name), place);
    first_word_ensure(name)->marks |= MARK_PLACE;
  }
  return place;
}

static void
take_place(const char *key, char *const *items) {
  for (; *items; items++)
    place_ensure(*items, key);
}

static void
take_region(const char *key, char *const *items) {
  place_ensure(key, items[0])->region = TRUE;
}

static void
take_bare(const char *key, char *const *items) {
  for (; *items; items++) {
    CrPlace *place = g_hash_table_lookup(places, *items);
    if (place == NULL)
      g_error("data/time.ini: %s is no place", *items);
    place->bare = TRUE;
  }
}

static void
take_feast(const char *key, char *const *items) {
  CrFeast *feast = g_new0(CrFeast, 1);
  g_autofree char *text = g_strdup(items[0]);
  char *space = strrchr(text, ' ');
  g_auto(GStrv) known = g_strsplit(text, " ", -1);
  int year, month, day;
  while (feast->n_known < G_N_ELEMENTS(feast->known) && known[feast->n_known] &&
         sscanf(known[feast->n_known], "%4d-%d-%d", &year, &month, &day) == 3)
    feast->known[feast->n_known++] = cr_day_from_date(year, month, day);
  if (feast->n_known) {
    if (known[feast->n_known])
      g_error("data/time.ini: %s has a day too many or ill", key);
  } else if (space) {
    *space = '\0';
    feast->name = g_intern_string(text);
    feast->days = atoi(space + 1);
  } else if (sscanf(text, "%d-%d", &feast->month, &feast->day) != 2) {
    g_error("data/time.ini: %s has no day", key);
  }
  g_hash_table_insert(feasts, g_strdup(key), feast);
  first_word_ensure(key)->marks |= MARK_HOLIDAY;
}

/* The last part of every identifier is a place: America/Kentucky/Louisville. */
static void
take_zone_names(void) {
  g_auto(GStrv) lines = g_strsplit(cr_data("zones.tsv", NULL), "\n", -1);
  for (char **line = lines; *line; line++) {
    char *tab = strchr(*line, '\t');
    if (**line == '#' || tab == NULL)
      continue;
    *tab = '\0';
    const char *slash = strrchr(*line, '/');
    g_autofree char *place = g_ascii_strdown(slash ? slash + 1 : *line, -1);
    g_strdelimit(place, "_", ' ');
    if (strlen(place) > 2 && strlen(place) <= MAX_WORD_BYTES)
      place_ensure(place, *line);
  }
}

static void
load(void) {
  abbreviations = g_array_new(FALSE, TRUE, sizeof(CrZoneAbbreviation));
  day_parts = g_array_new(FALSE, TRUE, sizeof(CrDayPart));
  places = g_hash_table_new(g_str_hash, g_str_equal);
  feasts = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GKeyFile) ini = cr_data_ini("time.ini");
  each_key(ini, "weekdays", take_weekday);
  each_key(ini, "months", take_month);
  each_key(ini, "numbers", take_number);
  each_key(ini, "ordinals", take_ordinal);
  each_key(ini, "parts", take_part);
  each_key(ini, "abbreviations", take_abbreviation);
  each_key(ini, "regions", take_region);
  each_key(ini, "places", take_place);
  take_zone_names();
  each_key(ini, "bare places", take_bare);
  each_key(ini, "holidays", take_feast);
  mark_words(ini, "tense", "past", MARK_PAST);
  mark_words(ini, "tense", "did", MARK_DID);
  mark_words(ini, "tense", "future", MARK_FUTURE);
  mark_words(ini, "tense", "gerunds", MARK_GERUND);
  mark_words(ini, "tense", "praise", MARK_PRAISE);
  mark_words(ini, "tense", "agreed", MARK_AGREED);
  mark_words(ini, "tense", "went", MARK_WENT);
  mark_words(ini, "olds", "words", MARK_OLD);
  mark_words(ini, "olds", "forget", MARK_FORGET);
  mark_words(ini, "olds", "become", MARK_BECOME);
  mark_words(ini, "olds", "replace", MARK_REPLACE);
  mark_words(ini, "olds", "held", MARK_HELD);
  mark_words(ini, "olds", "also", MARK_ALSO);
  mark_words(ini, "olds", "better", MARK_BETTER);
  mark_words(ini, "olds", "maybe", MARK_MAYBE);
  mark_words(ini, "refusals", "except", MARK_EXCEPT);
  mark_words(ini, "refusals", "words", MARK_REFUSE);
  mark_words(ini, "many", "words", MARK_MANY);
  mark_words(ini, "moves", "move", MARK_MOVE);
  mark_words(ini, "cues", "talk", MARK_CUE);
  mark_words(ini, "follow", "words", MARK_FOLLOW);
  mark_words(ini, "names", "before", MARK_NAME);
  mark_words(ini, "names", "after", MARK_THINGS);
  mark_words(ini, "names", "greeting", MARK_GREETING);
  mark_words(ini, "labels", "words", MARK_LABEL);
  mark_words(ini, "labels", "headers", MARK_HEADER);
  mark_words(ini, "shy abbreviations", "words", MARK_SHY);
  for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++)
    word_ensure(keywords[i].text)->keyword = (guint8) keywords[i].keyword;
}

/* Without dots, and with plain apostrophes. */
static gsize
simplify(char *text, gsize length) {
  gsize n = 0;
  for (gsize i = 0; i < length; i++) {
    if (i + 2 < length && memcmp(text + i, "\xe2\x80\x99", 3) == 0) {
      text[n++] = '\'';
      i += 2;
    } else if (text[i] != '.') {
      text[n++] = text[i];
    }
  }
  memset(text + n, 0, length - n);
  return n;
}

const CrWord *
cr_word_find(const char *text, gsize length, gsize left) {
  char lower[32] = {0}; /* with the other bytes of an apostrophe */
  guint8 odd = 0, n = (guint8) length;
  pthread_once(&once, load);
  if (length > MAX_WORD_BYTES + 2)
    return &entries[0].word;
  if (left >= sizeof lower)
    memcpy(lower, text, sizeof lower); /* of a known size */
  else
    memcpy(lower, text, length);
  for (guint8 i = 0; i < sizeof lower; i++) { /* all of them: without a branch */
    lower[i] = i < n ? lower[i] : '\0';
    odd |= (lower[i] == '.') | (lower[i] == '\xe2');
    lower[i] |= (guchar) (lower[i] - 'A') < 26 ? 0x20 : 0;
  }
  if (odd)
    length = simplify(lower, length);
  if (length == 0 || length > MAX_WORD_BYTES)
    return &entries[0].word;
  return &entries[*slot_of(lower)].word;
}

const CrZoneAbbreviation *
cr_zone_abbreviation_get(guint index) {
  return &g_array_index(abbreviations, CrZoneAbbreviation, index - 1);
}

const CrDayPart *
cr_day_part_get(guint index) {
  return &g_array_index(day_parts, CrDayPart, index - 1);
}

const CrPlace *
cr_place_find(const char *lower) {
  return g_hash_table_lookup(places, lower);
}

const CrFeast *
cr_feast_find(const char *lower) {
  return g_hash_table_lookup(feasts, lower);
}
