#include "base/limits.h"
#include "base/zone.h"
#include "parse/timetext-private.h"

#include <string.h>

#define MAX_ZONE_WORDS 4 /* of "New York City" */

gsize
cr_join_words(const CrReader *r, guint from, guint words, char *out, gsize size) {
  gsize length = 0;
  guint i = from, taken = 0;
  for (; taken < words; i++, taken++) {
    const CrToken *t = cr_token(r, i);
    if (t->kind != TOKEN_WORD)
      return 0;
    gsize n = t->end - t->start;
    if (length + n + 2 >= size)
      return 0;
    if (length > 0)
      out[length++] = ' ';
    for (const char *p = r->text + t->start, *end = p + n; p < end; p++) {
      gboolean curly = *p == '\xe2' && end - p > 2 && memcmp(p, "\xe2\x80\x99", 3) == 0;
      out[length++] = curly ? '\'' : (guchar) (*p - 'A') < 26 ? *p | 0x20 : *p;
      p += curly ? 2 : 0;
    }
    /* "St. Louis" */
    if (n == 2 && cr_is_mark(r, i + 1, '.') && taken + 1 < words && cr_token(r, i + 2)->spaced) {
      out[length++] = '.';
      i++;
    }
  }
  out[length] = '\0';
  return i - from;
}

/* "-5", "+05:30", "-0500", "+1" at the cursor. */
static gboolean
read_offset(CrReader *r, int *ret_sec) {
  const CrToken *sign = cr_token(r, r->i), *number = cr_token(r, r->i + 1);
  if (sign->kind != TOKEN_MARK || (sign->mark != '+' && sign->mark != '-') ||
      number->kind != TOKEN_NUMBER || number->spaced || number->digits == 3 || number->digits > 4)
    return FALSE;
  int hours = number->value, minutes = 0;
  guint next = r->i + 2;
  if (number->digits == 4) {
    minutes = hours % 100;
    hours /= 100;
  } else if ((cr_is_mark(r, next, ':') || cr_is_mark(r, next, '.')) && cr_is_glued(r, next) &&
             cr_is_glued(r, next + 1) && cr_token(r, next + 1)->kind == TOKEN_NUMBER &&
             cr_token(r, next + 1)->digits == 2) {
    minutes = cr_token(r, next + 1)->value;
    next += 2;
  }
  if (hours > 14 || minutes > 59)
    return FALSE;
  *ret_sec = (sign->mark == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  r->i = next;
  return TRUE;
}

/* America/New_York, Etc/UTC. */
static gboolean
read_identifier(CrReader *r, CrZoneSaid *zone) {
  guint i = r->i;
  const CrToken *first = cr_token(r, i), *last = first;
  if (first->kind != TOKEN_WORD || !first->title || !cr_is_mark(r, i + 1, '/') ||
      cr_is_glued(r, i + 1) == FALSE)
    return FALSE;
  char id[64];
  while (cr_is_mark(r, i + 1, '/') && cr_is_glued(r, i + 1) && cr_is_glued(r, i + 2) &&
         cr_token(r, i + 2)->kind == TOKEN_WORD) {
    i += 2;
    last = cr_token(r, i);
  }
  gsize length = last->end - first->start;
  if (last == first || length >= sizeof id)
    return FALSE;
  memcpy(id, r->text + first->start, length);
  id[length] = '\0';
  const CrZone *found = cr_zone_find(id);
  if (found == NULL)
    return FALSE;
  zone->kind = SAID_ZONE;
  zone->zone = cr_zone_id(found);
  r->i = i + 1;
  return TRUE;
}

/* "Standard Time", "Daylight Savings Time", "Time", "Summer Time" after a region. */
static gboolean
read_form(CrReader *r, CrZoneForm *ret_form) {
  guint i = r->i;
  *ret_form = ZONE_GENERIC;
  CrKeyword word = cr_keyword(r, i);
  if (word == W_STANDARD || word == W_DAYLIGHT || word == W_SUMMER) {
    *ret_form = word == W_STANDARD ? ZONE_STANDARD : ZONE_DAYLIGHT;
    i++;
    char saving[16];
    if (cr_join_words(r, i, 1, saving, sizeof saving) && g_str_has_prefix(saving, "saving"))
      i++;
  }
  char hour[8]; /* "Paris hour", as people say who say "heure" */
  if (cr_keyword(r, i) == W_TIME ||
      (cr_join_words(r, i, 1, hour, sizeof hour) && strcmp(hour, "hour") == 0))
    i++;
  gboolean any = i > r->i;
  r->i = i;
  return any;
}

/* "(US & Canada)", "(Mexico)" after an Outlook label. */
static void
skip_label_brackets(CrReader *r) {
  if (!cr_is_mark(r, r->i, '('))
    return;
  guint i = r->i + 1;
  char word[16];
  if (!cr_join_words(r, i, 1, word, sizeof word) ||
      (strcmp(word, "us") != 0 && strcmp(word, "canada") != 0 && strcmp(word, "mexico") != 0 &&
       strcmp(word, "east") != 0))
    return;
  for (guint k = 0; k < 5; k++, i++)
    if (cr_is_mark(r, i, ')')) {
      r->i = i + 1;
      return;
    }
}

const CrPlace *
cr_read_place(CrReader *r) {
  char name[48];
  if (!(cr_token(r, r->i)->word->marks & MARK_PLACE))
    return NULL;
  for (guint words = 4; words >= 1; words--) {
    gsize used = cr_join_words(r, r->i, words, name, sizeof name);
    const CrPlace *place = used ? cr_place_find(name) : NULL;
    if (place) {
      r->i += used;
      return place;
    }
  }
  return NULL;
}

/* "15:00 Istanbul (13:00 Prague)", "5pm NY / 2pm LA": names of people do not stand so. */
static gboolean
is_beside_another(const CrReader *r, guint start) {
  const CrToken *t = cr_token(r, r->i), *before = cr_token(r, start - 1);
  gboolean behind_clock =
      start > 0 && (before->kind == TOKEN_NUMBER || before->word->keyword == W_AM ||
                    before->word->keyword == W_PM);
  return behind_clock && cr_token(r, start)->word->zone == 0 &&
         (t->kind == TOKEN_END || t->kind == TOKEN_BREAK ||
          (t->kind == TOKEN_MARK && strchr("/()=]", t->mark)));
}

/* Eastern [Standard|Daylight] [Time] [(US & Canada)], Chicago time, London. */
static gboolean
read_named(CrReader *r, gboolean bracketed, CrZoneSaid *zone) {
  guint start = r->i;
  gboolean title = cr_token(r, start)->title;
  const CrPlace *place = cr_read_place(r);
  if (place == NULL) {
    r->i = start;
    return FALSE;
  }
  CrZoneForm form;
  guint after_name = r->i;
  gboolean formed = read_form(r, &form);
  if (place->region) {
    /* "central" and "mountain" are words: they need a capital or "time" */
    char word[12] = "";
    cr_join_words(r, start, 1, word, sizeof word);
    gboolean plain = strcmp(word, "pacific") != 0 && strcmp(word, "eastern") != 0;
    if (!formed && !title && plain && !cr_clock_may_end(r, r->i)) {
      r->i = start;
      return FALSE;
    }
    *zone = (CrZoneSaid){.kind = SAID_REGION, .form = form, .zone = place->zone};
    skip_label_brackets(r);
    return TRUE;
  }
  if (formed && form != ZONE_GENERIC) {
    *zone = (CrZoneSaid){.kind = SAID_REGION, .form = form, .zone = place->zone};
    return TRUE;
  }
  if (!formed && !bracketed && !(title && (place->bare || is_beside_another(r, start)))) {
    r->i = start;
    return FALSE;
  }
  if (!formed)
    r->i = after_name;
  *zone = (CrZoneSaid){.kind = SAID_ZONE, .zone = place->zone};
  return TRUE;
}

/* A label's list of towns: "Amsterdam, Berlin, Bern, Rome": the first known decides. */
static void
read_label(CrReader *r, CrZoneSaid *zone) {
  gboolean found = FALSE;
  for (guint k = 0; k < 8; k++) {
    CrZoneSaid named = {0};
    if (read_named(r, TRUE, &named)) {
      if (!found) {
        int offset = zone->offset_sec;
        *zone = named;
        zone->offset_sec = offset;
        zone->label_offset = TRUE;
      }
      found = TRUE;
    } else if (found && cr_token(r, r->i)->title && k < 7 && cr_is_mark(r, r->i - 1, ',')) {
      r->i++; /* a town that we don't know */
    } else {
      if (found && cr_is_mark(r, r->i - 1, ','))
        r->i--;
      return;
    }
    if (!cr_is_mark(r, r->i, ',') || !cr_token(r, r->i + 1)->title ||
        cr_token(r, r->i + 1)->word->weekday || cr_token(r, r->i + 1)->word->month)
      return;
    r->i++;
  }
}

/* UTC-5, GMT+5:30, (UTC-05:00) Eastern Time (US & Canada), UTC. */
static gboolean
read_utc(CrReader *r, CrZoneSaid *zone) {
  guint start = r->i;
  gboolean bracket = cr_is_mark(r, r->i, '(');
  if (bracket)
    r->i++;
  const CrToken *t = cr_token(r, r->i);
  const CrZoneAbbreviation *name = t->word->zone ? cr_zone_abbreviation_get(t->word->zone) : NULL;
  gboolean utc = name && (strcmp(name->name, "UTC") == 0 || strcmp(name->name, "GMT") == 0);
  guint after = r->i + 1;
  r->i = after;
  if (!utc || !read_offset(r, &zone->offset_sec)) {
    r->i = start;
    return FALSE;
  }
  zone->kind = SAID_OFFSET;
  if (bracket) {
    if (!cr_is_mark(r, r->i, ')')) {
      /* "(UTC-5, Eastern)" */
      r->i = start;
      return FALSE;
    }
    r->i++;
  }
  read_label(r, zone);
  return TRUE;
}

static gboolean
is_party(const CrReader *r, guint i) {
  char word[8];
  return cr_join_words(r, i, 1, word, sizeof word) &&
         (strcmp(word, "you") == 0 || strcmp(word, "me") == 0 || strcmp(word, "us") == 0 ||
          strcmp(word, "here") == 0);
}

/* "1pm in London, so midnight for you" */
static gboolean
follows_from(const CrReader *r, guint i) {
  char word[12] = "";
  return cr_keyword(r, i) == W_IE || (cr_join_words(r, i, 1, word, sizeof word) &&
                                      (strcmp(word, "so") == 0 || strcmp(word, "meaning") == 0));
}

/* "16:00 CEST, that is 9:00 for you", "10 for me, 9 for you": the same hour said again. */
static gboolean
is_said_again(const CrReader *r) {
  for (guint k = 2; k < 9 && k <= r->i; k++) {
    const CrToken *t = cr_token(r, r->i - k);
    if (t->kind == TOKEN_BREAK)
      return FALSE;
    if (follows_from(r, r->i - k) || t->word->keyword == W_IS || t->word->keyword == W_WHICH ||
        t->word->keyword == W_MY || is_party(r, r->i - k) ||
        (t->kind == TOKEN_WORD && t->title && t->word->marks & MARK_PLACE) ||
        (t->word->zone && t->upper))
      return TRUE;
  }
  return FALSE;
}

/* "7.30 pm my evening, 10 am your morning" */
static gboolean
is_own_part(const CrReader *r, guint i) {
  CrKeyword half = cr_keyword(r, i - 2);
  return cr_token(r, i)->word->part && (half == W_AM || half == W_PM) && cr_clock_may_end(r, i + 1);
}

/* "(6am for me, I'm an early bird)" */
static gboolean
is_in_brackets(const CrReader *r) {
  for (guint k = 1; k <= MIN(r->i, 4); k++)
    if (cr_is_mark(r, r->i - k, '('))
      return TRUE;
  return FALSE;
}

/* my time, your time, our time, her time, your local time, "for you", "your end", "here)". */
static gboolean
read_whose(CrReader *r, CrZoneSaid *zone) {
  CrKeyword word = cr_keyword(r, r->i);
  guint i = r->i + 1;
  char next[16] = "";
  cr_join_words(r, i, 1, next, sizeof next);
  if (strcmp(next, "time") == 0 && cr_join_words(r, r->i, 1, next, sizeof next) &&
      strcmp(next, "local") == 0) {
    zone->kind = SAID_MINE;
    r->i += 2;
    return TRUE;
  }
  if ((word == W_YOURS && (cr_is_mark(r, i, ')') || cr_clock_may_end(r, i))) ||
      (word == W_YOUR && cr_is_mark(r, i, ')'))) { /* "11:00 my time (10:00 your)" */
    zone->kind = SAID_YOURS;
    r->i = i;
    return TRUE;
  }
  if (word == W_MINE && (cr_is_mark(r, i, ')') || cr_clock_may_end(r, i))) {
    zone->kind = SAID_MINE;
    r->i = i;
    return TRUE;
  }
  char with[16] = "";
  if (cr_join_words(r, r->i, 3, with, sizeof with) == 3 && strcmp(with, "where you are") == 0) {
    zone->kind = SAID_YOURS;
    r->i += 3;
    return TRUE;
  }
  cr_join_words(r, r->i, 1, with, sizeof with);
  gboolean here = strcmp(with, "here") == 0;
  gboolean there = strcmp(with, "there") == 0;
  gboolean listed = here && cr_is_mark(r, i, ',') &&
                    (cr_token(r, i + 1)->kind == TOKEN_NUMBER || cr_clock_follows(r, i) ||
                     (cr_join_words(r, i + 1, 1, next, sizeof next) && strcmp(next, "so") == 0));
  if (((here || there) && cr_is_mark(r, i, ')')) || listed ||
      ((here || there) && cr_clock_may_end(r, i) && is_said_again(r))) {
    zone->kind = here ? SAID_MINE : SAID_YOURS;
    r->i = i;
    return TRUE;
  }
  guint comma = i + 1 +
                (cr_keyword(r, i + 1) == W_TOMORROW || cr_keyword(r, i + 1) == W_TODAY ||
                 cr_token(r, i + 1)->word->weekday != 0); /* "3pm for you tomorrow, …" */
  gboolean named =
      cr_is_mark(r, comma, ',') && (cr_token(r, comma + 1)->kind == TOKEN_NUMBER ||
                                    cr_keyword(r, comma + 1) == W_WHICH || is_in_brackets(r));
  if ((word == W_FOR || strcmp(with, "with") == 0) && is_party(r, i) &&
      (cr_is_mark(r, i + 1, ')') || cr_is_mark(r, i + 1, '/') || cr_is_mark(r, i + 1, '(') ||
       named || (cr_clock_may_end(r, i + 1) && is_said_again(r)))) {
    zone->kind = strcmp(next, "you") == 0 ? SAID_YOURS : SAID_MINE;
    r->i = i + 1;
    return TRUE;
  }
  gboolean theirs =
      strcmp(with, "her") == 0 || strcmp(with, "his") == 0 || strcmp(with, "their") == 0;
  if (word != W_MY && word != W_YOUR && word != W_OUR && !theirs)
    return FALSE;
  if (strcmp(next, "local") == 0)
    i++;
  if (cr_keyword(r, i) == W_TIME) {
    const CrWord *after = cr_token(r, i + 1)->word;
    const CrToken *told = cr_token(r, i + 2);
    if ((after->keyword == W_IS || after->keyword == W_WAS) &&
        (told->kind == TOKEN_NUMBER || told->word->number || cr_clock_follows(r, i + 2)))
      return FALSE; /* "your time is 9", not "15:00 your time is fine" */
    i++;
  } else {
    cr_join_words(r, i, 1, next, sizeof next);
    if (strcmp(next, "end") != 0 && strcmp(next, "side") != 0 && strcmp(next, "timezone") != 0 &&
        strcmp(next, "hour") != 0 && !is_own_part(r, i))
      return FALSE;
    i++;
  }
  zone->kind = word == W_YOUR ? SAID_YOURS : theirs ? SAID_THEIRS : SAID_MINE;
  r->i = i;
  return TRUE;
}

static gboolean
read_abbreviation(CrReader *r, CrZoneSaid *zone) {
  const CrToken *t = cr_token(r, r->i);
  if (t->word->zone == 0)
    return FALSE;
  const CrZoneAbbreviation *name = cr_zone_abbreviation_get(t->word->zone);
  CrTokenKind then = (CrTokenKind) cr_token(r, r->i + 1)->kind;
  if (t->word->keyword == W_AT && (then == TOKEN_WORD || then == TOKEN_NUMBER))
    return FALSE; /* TUESDAY AT 2PM */
  gboolean z = strcmp(name->name, "Z") == 0;
  if (z && t->spaced && !cr_clock_may_end(r, r->i + 1))
    return FALSE;
  if (!t->upper && t->word->marks & MARK_SHY) /* "et" and "at": words, unless nothing follows */
    if (t->word->keyword == W_AT || !(t->word->marks & MARK_SHY) ||
        !(t->end - t->start == 2 || !strcmp(name->name, "EST")) || !cr_clock_may_end(r, r->i + 1))
      return FALSE;
  if (t->upper && cr_is_mark(r, r->i + 1, '.') && cr_is_glued(r, r->i + 1) &&
      cr_token(r, r->i + 2)->kind == TOKEN_NUMBER)
    return FALSE; /* EST. 1998 */
  *zone = (CrZoneSaid){.kind = SAID_ABBREVIATION, .abbreviation = t->word->zone};
  r->i++;
  if (cr_keyword(r, r->i) == W_TIME) /* "ET time" */
    r->i++;
  return TRUE;
}

static gboolean
read_one_zone(CrReader *r, gboolean bracketed, CrZoneSaid *zone) {
  const CrToken *t = cr_token(r, r->i);
  if (t->kind == TOKEN_MARK)
    return (t->mark == '+' || t->mark == '-') && read_offset(r, &zone->offset_sec) &&
           (zone->kind = SAID_OFFSET);
  if (t->kind != TOKEN_WORD)
    return FALSE;
  return read_utc(r, zone) || read_identifier(r, zone) || read_whose(r, zone) ||
         read_named(r, bracketed, zone) || read_abbreviation(r, zone);
}

/* "I'm in", "she is now based in", "they're over in": the token where the place begins, or 0. */
static guint
after_stay(const CrReader *r, guint i, CrZoneKind *ret_whose) {
  static const char *const ours[] = {"i'm", "im", "i am", "we're", "we are", NULL};
  static const char *const theirs[] = {"she's",    "he's",  "they're", "she is",   "he is",
                                       "they are", "who's", "who is",  "is based", NULL};
  static const char *const ways[] = {"based",   "located", "living", "currently", "now",  "still",
                                     "sitting", "over",    "out",    "down",      "here", NULL};
  char words[16];
  gsize used = 0;
  gboolean in = FALSE; /* hardly ever among the four that may be the last */
  for (guint k = 1; k <= 4; k++)
    in |= cr_keyword(r, i + k) == W_IN;
  for (guint n = 2; n >= 1 && used == 0 && in; n--) {
    gsize taken = cr_join_words(r, i, n, words, sizeof words);
    gboolean own = taken && g_strv_contains(ours, words);
    if (own || (taken && g_strv_contains(theirs, words)))
      used = taken;
    *ret_whose = own ? SAID_MINE : SAID_THEIRS;
  }
  if (used == 0)
    return 0;
  for (guint k = 0; k < 2; k++) {
    gsize taken = cr_join_words(r, i + used, 1, words, sizeof words);
    used += taken && g_strv_contains(ways, words) ? taken : 0;
  }
  return cr_keyword(r, i + used) == W_IN ? i + used + 1 : 0;
}

/* "(I'm in Chicago)": past what says that a place comes. */
static void
skip_where(CrReader *r) {
  CrZoneKind whose;
  guint place = after_stay(r, r->i, &whose);
  if (place)
    r->i = place - 1;
}

/* "my time (Chicago)", "our time, Central", "my time, I'm in Chicago": the clock that is named. */
static void
read_where(CrReader *r, CrZoneSaid *zone) {
  guint start = r->i;
  gboolean bracket = cr_is_mark(r, start, '(');
  CrZoneSaid named = {0};
  if (!cr_zone_is_whose(zone) || !(bracket || cr_is_mark(r, start, ',')))
    return;
  r->i++;
  skip_where(r);
  r->i += cr_keyword(r, r->i) == W_IN;
  if (read_one_zone(r, TRUE, &named) && !cr_zone_is_whose(&named) &&
      (cr_is_mark(r, r->i, ')') ||
       (!bracket && cr_token(r, r->i)->kind != TOKEN_WORD && cr_clock_may_end(r, r->i)))) {
    r->i += bracket;
    *zone = named;
  } else {
    r->i = start;
  }
}

/* After a clock: with or without brackets, "in Chicago", "EST (New York)", "of Mexico City". */
gboolean
cr_read_zone(CrReader *r, CrZoneSaid *ret_zone) {
  guint start = r->i;
  CrZoneSaid zone = {0};
  if (cr_is_mark(r, r->i, '-') || cr_is_mark(r, r->i, '+')) {
    const CrToken *number = cr_token(r, r->i + 1);
    /* "14:00-15" is a range; an offset touches the clock and has its digits in fours or a colon */
    gboolean offset = !cr_token(r, r->i)->spaced || cr_is_mark(r, r->i, '+') ||
                      (number->digits == 4 && !number->spaced);
    gboolean colon = number->digits == 2 && cr_is_mark(r, r->i + 2, ':');
    if (!offset || number->kind != TOKEN_NUMBER || number->spaced ||
        !(number->digits == 4 || (colon && (r->iso || cr_is_mark(r, r->i, '+')))))
      return FALSE;
    if (number->digits == 4 && cr_is_mark(r, r->i, '-') && !r->iso && number->value > 1200)
      return FALSE;
  }
  /* Exchange ends the range first: "3:45 PM. (UTC-05:00) Eastern Time (US & Canada)" */
  if (cr_is_mark(r, r->i, '.') && cr_is_mark(r, r->i + 1, '('))
    r->i++;
  if (read_utc(r, &zone)) {
    *ret_zone = zone;
    return TRUE;
  }
  r->i = start;
  guint i = r->i;
  gboolean bracket = cr_is_mark(r, i, '(') || cr_is_mark(r, i, '[');
  if (bracket) {
    r->i++;
    skip_where(r);
  }
  char word[8];
  if (cr_keyword(r, r->i + 1) == W_IN && cr_token(r, r->i + 2)->title &&
      cr_join_words(r, r->i, 1, word, sizeof word) && strcmp(word, "here") == 0)
    r->i++;
  if ((cr_keyword(r, r->i) == W_IN || (cr_keyword(r, r->i) == W_OF && !bracket)) &&
      (cr_token(r, r->i + 1)->title || cr_keyword(r, r->i + 1) == W_YOUR ||
       cr_keyword(r, r->i + 1) == W_MY))
    r->i++;
  gboolean found = read_one_zone(r, bracket || r->i > i, &zone);
  if (found)
    read_where(r, &zone);
  if (found && bracket) {
    /* "(Eastern Time - New York)": what follows names the same */
    for (guint k = 0; k < 6 && !cr_is_mark(r, r->i, ')') && !cr_is_mark(r, r->i, ']'); k++)
      if (cr_token(r, r->i)->kind == TOKEN_WORD || cr_is_mark(r, r->i, '-') ||
          cr_is_mark(r, r->i, ',') || cr_is_mark(r, r->i, '/'))
        r->i++;
    found = cr_is_mark(r, r->i, ')') || cr_is_mark(r, r->i, ']');
    r->i++;
  }
  if (!found) {
    r->i = start;
    return FALSE;
  }
  /* "Central (Chicago)", "EST (UTC-5)": said twice */
  if (!bracket && cr_is_mark(r, r->i, '(')) {
    guint here = r->i++;
    CrZoneSaid again = {0};
    skip_where(r);
    if (read_one_zone(r, TRUE, &again) && cr_is_mark(r, r->i, ')')) {
      r->i++;
      zone.place = again.kind == SAID_ZONE ? again.zone : NULL;
      zone.place_sure = zone.place != NULL;
    } else {
      r->i = here;
    }
  }
  /* "Eastern Time - New York", as Google Calendar writes it */
  if (cr_is_mark(r, r->i, '-') && cr_token(r, r->i + 1)->word->marks & MARK_PLACE) {
    guint here = r->i++;
    CrZoneSaid named = {0};
    if (!read_named(r, TRUE, &named))
      r->i = here;
  }
  *ret_zone = zone;
  return TRUE;
}

/* "Chicago time 3 pm", "Eastern time: 2 to 3": it ends where the clock begins. */
void
cr_read_zone_before(CrReader *r, guint clock, CrZoneSaid *ret_zone) {
  guint here = r->i, end = clock;
  if (end > 0 && (cr_is_mark(r, end - 1, ':') || cr_is_mark(r, end - 1, ',')))
    end--;
  if (end < 2 || cr_keyword(r, end - 1) != W_TIME)
    return;
  for (guint from = end - 2, k = 0; k < MAX_ZONE_WORDS; from--, k++) {
    CrZoneSaid named = {0};
    r->i = from;
    if (cr_token(r, from)->title && read_named(r, FALSE, &named) && r->i == end)
      *ret_zone = named;
    if (from == 0 || cr_token(r, from)->kind != TOKEN_WORD)
      break;
  }
  r->i = here;
}

/* "in Regina", "our Phoenix office", "Arizona time": no person's name stands so. */
static gboolean
is_where(const CrReader *r, guint before, guint after) {
  static const char *const leads[] = {"in", "from", "near", "our", "here", NULL};
  char word[8];
  return (before > 0 &&
          ((cr_join_words(r, before - 1, 1, word, sizeof word) && g_strv_contains(leads, word)) ||
           cr_is_mark(r, before - 1, '('))) ||
         cr_keyword(r, after) == W_TIME ||
         (cr_join_words(r, after, 1, word, sizeof word) && strcmp(word, "office") == 0);
}

/* "Recruitment, Brisbane, Moreton Solar", "Phoenix, AZ 85004" in a signature. */
static gboolean
is_town(const CrReader *r, guint before, guint after) {
  const CrToken *lead = cr_token(r, before - 1), *state = cr_token(r, after + 1);
  gboolean aside = before > 0 && ((lead->kind == TOKEN_MARK && strchr(",|(-", lead->mark)) ||
                                  cr_keyword(r, before - 1) == W_IN);
  return aside || (cr_is_mark(r, after, ',') && state->upper && state->end - state->start == 2);
}

/* The zone of a place that the text names, NULL when there is none. sure: the writer says
 * to be there. */
static const char *
named_place(CrReader *r, gboolean (*fits)(const CrReader *r, guint before, guint after),
            gboolean *ret_sure) {
  const char *named = NULL;
  for (guint i = 0; i < r->n; i++) {
    CrZoneKind whose;
    guint stay = after_stay(r, i, &whose), start = r->i = stay ? stay : i;
    const CrPlace *place = cr_token(r, start)->title ? cr_read_place(r) : NULL;
    if (place == NULL || place->region)
      continue;
    *ret_sure = stay && whose == SAID_MINE;
    if (*ret_sure)
      return place->zone;
    if (named == NULL && fits(r, start, r->i))
      named = place->zone;
  }
  return named;
}

/* "10am MST works, I'm down in Phoenix": who is where the clock never changes keeps the name of
 * the standard time in summer, too. Whether it is such a place, cr_choose_zone knows. */
static void
find_place(CrReader *r, GArray *whens) {
  guint asked = 0;
  gboolean sure = FALSE;
  for (guint i = 0; i < whens->len; i++) {
    const CrZoneSaid *zone = &cr_when_at(whens, i)->zone;
    asked += cr_zone_may_keep(zone) && zone->place == NULL;
  }
  const char *place = asked ? named_place(r, is_where, &sure) : NULL;
  const char *signature = r->context->signature;
  if (asked && place == NULL && signature) {
    g_auto(CrTokens) tokens;
    cr_time_lex(signature, strnlen(signature, CR_MAX_TEXT_BYTES), &tokens);
    CrReader inner = {.text = signature, .tokens = tokens.list, .n = tokens.n};
    place = named_place(&inner, is_town, &sure);
  }
  for (guint i = 0; i < whens->len && place; i++) {
    CrZoneSaid *zone = &cr_when_at(whens, i)->zone;
    if (!cr_zone_may_keep(zone) || zone->place)
      continue;
    zone->place = place;
    zone->place_sure = sure;
  }
}

/* "3pm my time. I'm in Berlin this week", "She's in London, so 3:30 her time": where whoever's
 * clock it is says to be, or is said to be, once in the whole text. */
void
cr_find_whereabouts(CrReader *r, GArray *whens) {
  CrZoneSaid stays[SAID_THEIRS + 1] = {{0}};
  gboolean asked = FALSE;
  find_place(r, whens);
  for (guint i = 0; i < whens->len; i++) {
    CrZoneKind kind = cr_when_at(whens, i)->zone.kind;
    asked |= kind == SAID_MINE || kind == SAID_THEIRS;
  }
  if (!asked)
    return;
  for (guint i = 0; i < r->n; i++) {
    CrZoneKind whose;
    CrZoneSaid named = {0};
    r->i = after_stay(r, i, &whose);
    if (r->i && stays[whose].kind == SAID_NONE && read_named(r, TRUE, &named))
      stays[whose] = named;
  }
  for (guint i = 0; i < whens->len; i++) {
    CrZoneSaid *zone = &cr_when_at(whens, i)->zone;
    if (cr_zone_is_whose(zone) && stays[zone->kind].kind != SAID_NONE)
      *zone = stays[zone->kind];
  }
}
