#include "parse/mail-days.h"

#include <string.h>

/* [day] := [WEEKDAY] ("15/2" | D [of] MONTH [YEAR] | MONTH D [YEAR] | D)
 *        | WEEKDAY | tomorrow | [in] MONTH [YEAR] | (next|this) week
 * and "19-27" beside a month. What the reader of times has found besides is put in between. */

typedef struct {
  GArray *words, *days;
  CrDay today;
  gboolean month_first; /* in 3/12 */
} Reader;

static const CrDayWord *
word_at(const Reader *r, guint i) {
  static const CrDayWord none = {.sentence = G_MAXUINT32};
  return i < r->words->len ? &g_array_index(r->words, CrDayWord, i) : &none;
}

static const CrDayWord *
word_before(const Reader *r, guint i) {
  return word_at(r, i > 0 ? i - 1 : G_MAXUINT);
}

static gboolean
same_sentence(const Reader *r, guint a, guint b) {
  return word_at(r, a)->sentence == word_at(r, b)->sentence;
}

static const CrNamedDay *
last_day(const Reader *r) {
  return r->days->len ? &g_array_index(r->days, CrNamedDay, r->days->len - 1) : NULL;
}

/* Past articles and such, no further than the sentence. */
static guint
skip_inside(const Reader *r, guint i, guint most) {
  for (guint from = i - 1;
       most > 0 && same_sentence(r, from, i) &&
       (cr_day_word_says(word_at(r, i), CR_SAYS_INSIDE) || word_at(r, i)->kind == CR_DAY_DASH);
       most--)
    i++;
  return i;
}

/* The days that lie behind, and ahead, of a date without its year. */
#define DAYS_BEHIND 85
#define DAYS_AHEAD 280

static CrDay
nearest_year(const Reader *r, int month, int of_month) {
  int year, m, d;
  cr_day_to_date(r->today, &year, &m, &d);
  CrDay day = cr_day_from_date(year, month, MIN(of_month, cr_month_days(year, month)));
  year += day < r->today - DAYS_BEHIND ? 1 : day > r->today + DAYS_AHEAD ? -1 : 0;
  return cr_day_from_date(year, month, MIN(of_month, cr_month_days(year, month)));
}

static gboolean
set_date(const Reader *r, CrNamedDay *day, int year, int month, int of_month, guint weekday) {
  if (month < 1 || month > 12 || of_month > cr_month_days(year ? year : 2028, month))
    return FALSE;
  CrDay of = year ? cr_day_from_date(year, month, of_month) : nearest_year(r, month, of_month);
  *day = (CrNamedDay){.kind = CR_DAY_DATE,
                      .first = of,
                      .last = of,
                      .weekday = weekday != 0,
                      .mismatch = weekday && (guint) cr_day_weekday(of) + 1 != weekday};
  return TRUE;
}

/* "3/12": an impossible month tells which it is, else the weekday, else the country; "el 3/12" is
 * no American's. */
static gboolean
set_numbers(const Reader *r, CrNamedDay *day, guint i, guint weekday) {
  const CrDayWord *word = word_at(r, i), *before = word_before(r, i);
  gboolean foreign = cr_day_word_says(before, CR_SAYS_ARTICLE);
  gboolean month_first = word->part == 'i' || (word->part != '.' && r->month_first && !foreign);
  CrNamedDay by_month = {0}, by_day = {0};
  gboolean m = word->part != '.' && set_date(r, &by_month, word->year, word->a, word->b, weekday);
  gboolean d = word->part != 'i' && set_date(r, &by_day, word->year, word->b, word->a, weekday);
  if (m && d && by_month.mismatch != by_day.mismatch)
    month_first = by_day.mismatch;
  *day = m && (month_first || !d) ? by_month : by_day;
  return m || d;
}

#define FAR_DAYS 400

/* A mere weekday or number is the next one, behind what was told before it. */
static CrDay
after_told(const Reader *r) {
  CrDay told = last_day(r) ? last_day(r)->last : r->today;
  return told > r->today && told < r->today + FAR_DAYS ? told : r->today;
}

static gboolean
set_of_month(const Reader *r, CrNamedDay *day, guint of_month, guint weekday) {
  CrDay from = weekday ? r->today : after_told(r);
  int year, month, d;
  cr_day_to_date(from, &year, &month, &d);
  for (guint tries = 0; tries < 4; tries++, month++) {
    year += month > 12;
    month = month > 12 ? 1 : month;
    CrDay of = cr_day_from_date(year, month, MIN((int) of_month, cr_month_days(year, month)));
    if (of < from || (int) of_month > cr_month_days(year, month) ||
        (weekday && (guint) cr_day_weekday(of) + 1 != weekday))
      continue;
    *day = (CrNamedDay){.kind = CR_DAY_OF_MONTH, .first = of, .last = of, .weekday = weekday != 0};
    return TRUE;
  }
  return FALSE;
}

/* The year behind a date, if there is one: the word behind it, else i. */
static guint
read_year(const Reader *r, guint i, int *ret_year) {
  guint at = skip_inside(r, i, 1);
  gboolean told = word_at(r, at)->kind == CR_DAY_NUMBER && word_at(r, at)->year;
  *ret_year = told ? word_at(r, at)->year : 0;
  return told ? at + 1 : i;
}

/* Neither an hour nor a count of days. */
static gboolean
may_be_day(const Reader *r, guint i) {
  const CrDayWord *behind = word_at(r, i + 1);
  return word_at(r, i)->of_month && !cr_day_word_says(behind, CR_SAYS_SPAN) &&
         !(cr_day_word_says(behind, CR_SAYS_HOURS) && !behind->comma);
}

/* "22 al 29 de marzo", "15.-23.4.": the month of the first is told with the second, which stands
 * behind i. */
static int
month_of_range(const Reader *r, guint i, guint first) {
  if (!cr_day_word_joins(word_at(r, i)))
    return 0;
  guint at = skip_inside(r, i + 1, 2);
  at = skip_inside(r, at + (word_at(r, at)->weekday != 0), 1);
  const CrDayWord *second = word_at(r, at);
  guint of_month = second->part == '.' ? second->a : second->of_month;
  int month = second->part == '.' ? second->b
              : of_month          ? word_at(r, skip_inside(r, at + 1, 1))->month
                                  : 0;
  if (month == 0 || !same_sentence(r, i, at))
    return 0;
  return of_month >= first ? month : month == 1 ? 12 : month - 1;
}

/* The number of a day stands at i, behind its weekday or not. */
static guint
read_number(const Reader *r, guint i, guint weekday, CrNamedDay *day) {
  const CrDayWord *word = word_at(r, i);
  guint at = skip_inside(r, i + 1, 2);
  int month = word_at(r, at)->month, year = 0;
  guint end = i + 1;
  if (month && same_sentence(r, i, at))
    end = read_year(r, at + 1, &year);
  else
    month = month_of_range(r, i + 1, word->of_month);
  if (month)
    return set_date(r, day, year, month, word->of_month, weekday) ? end : 0;
  gboolean called =
      word->ordinal || (weekday ? !word->comma
                                : i > 0 && same_sentence(r, i - 1, i) &&
                                      cr_day_word_says(word_before(r, i), CR_SAYS_ARTICLE));
  return called && may_be_day(r, i) && set_of_month(r, day, word->of_month, weekday) ? end : 0;
}

/* "in May", "until May": not "Maja", or another word. */
static gboolean
is_introduced(const Reader *r, guint i) {
  static const CrSays says[] = {CR_SAYS_INTRODUCES, CR_SAYS_THIS, CR_SAYS_NEXT, CR_SAYS_UNTIL,
                                CR_SAYS_THROUGH,    CR_SAYS_FROM, CR_SAYS_BACK};
  const CrDayWord *word = word_at(r, i), *before = word_before(r, i);
  gboolean told = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(says); k++)
    told |= cr_day_word_says(before, says[k]);
  return told && before->sentence == word->sentence &&
         (word->upper || word->end - word->start > 3); /* "and may" */
}

/* "May 3rd, 2027"; or the month alone. */
static guint
read_month(const Reader *r, guint i, guint weekday, CrNamedDay *day) {
  int year, now, month = word_at(r, i)->month, m, d;
  guint at = skip_inside(r, i + 1, 1);
  if (may_be_day(r, at) && same_sentence(r, i, at)) {
    guint end = read_year(r, at + 1, &year);
    if (set_date(r, day, year, month, word_at(r, at)->of_month, weekday))
      return end;
  }
  guint end = read_year(r, i + 1, &year);
  if (weekday || !(year || is_introduced(r, i)))
    return 0;
  cr_day_to_date(r->today, &now, &m, &d);
  year = year ? year : now + (month < m);
  *day = (CrNamedDay){.kind = CR_DAY_MONTH,
                      .rough = TRUE,
                      .first = cr_day_from_date(year, month, 1),
                      .last = cr_day_from_date(year, month, cr_month_days(year, month))};
  return end;
}

static CrDay
next_weekday(CrDay from, guint weekday) {
  return from + (7 + (int) weekday - 1 - (int) cr_day_weekday(from)) % 7;
}

/* A mere weekday. "Mon-Wed" may have begun; what ends it is behind its first day. */
static void
set_weekday(const Reader *r, guint i, CrNamedDay *day) {
  const CrNamedDay *before = last_day(r);
  guint weekday = word_at(r, i)->weekday, now = cr_day_weekday(r->today) + 1;
  guint until = cr_day_word_joins(word_at(r, i + 1)) ? word_at(r, i + 2)->weekday : 0;
  CrDay of;
  if (weekday <= now && now <= until)
    of = r->today - (int) (now - weekday);
  else if (before && before->kind == CR_DAY_WEEKDAY && before->to + 1 == i &&
           cr_day_word_joins(word_at(r, i - 1)))
    of = next_weekday(before->first, weekday);
  else
    of = next_weekday(MAX(r->today + 1, after_told(r)), weekday);
  *day = (CrNamedDay){.kind = CR_DAY_WEEKDAY, .first = of, .last = of};
}

static guint
read_week(const Reader *r, guint i, CrNamedDay *day) {
  guint at = i;
  while (at > 0 && i - at < 2 && cr_day_word_says(word_at(r, at - 1), CR_SAYS_INSIDE) &&
         !cr_day_word_says(word_at(r, at - 1), CR_SAYS_THIS))
    at--; /* "the rest of the week" */
  const CrDayWord *before = word_before(r, at);
  gboolean behind = same_sentence(r, i, i + 1) && cr_day_word_says(word_at(r, i + 1), CR_SAYS_NEXT);
  gboolean next = behind || cr_day_word_says(before, CR_SAYS_NEXT);
  if (!next && !cr_day_word_says(before, CR_SAYS_THIS))
    return 0;
  CrDay monday = r->today - (int) cr_day_weekday(r->today) + (next ? 7 : 0);
  *day = (CrNamedDay){.kind = CR_DAY_WEEK, .first = monday, .last = monday + 6};
  return i + 1 + behind;
}

/* What stands at i behind its weekday, or without one. */
static guint
read_date(const Reader *r, guint i, guint weekday, CrNamedDay *day) {
  const CrDayWord *word = word_at(r, i);
  if (word->kind == CR_DAY_NUMBERS)
    return set_numbers(r, day, i, weekday) ? i + 1 : 0;
  return word->of_month ? read_number(r, i, weekday, day)
         : word->month  ? read_month(r, i, weekday, day)
                        : 0;
}

/* "Nov 19-27", "the 19th and 20th": the month is the one before. */
static guint
read_second(const Reader *r, guint i, CrNamedDay *day) {
  const CrNamedDay *before = last_day(r);
  return before && before->kind <= CR_DAY_OF_MONTH && before->to + 1 == i &&
                 cr_day_word_joins(word_at(r, i - 1)) && may_be_day(r, i) &&
                 set_of_month(r, day, word_at(r, i)->of_month, 0)
             ? i + 1
             : 0;
}

/* The day that begins at i: the word behind it, or 0. */
static guint
read_day(const Reader *r, guint i, CrNamedDay *day) {
  const CrDayWord *word = word_at(r, i);
  if (word->weekday) {
    guint at = skip_inside(r, i + 1, 2), bytes = word->end - word->start;
    guint end = same_sentence(r, i, at) ? read_date(r, at, word->weekday, day) : 0;
    if (end || bytes < 3 || (bytes == 3 && !word->upper)) /* "mon poste" */
      return end;
    set_weekday(r, i, day);
    return i + 1;
  }
  if (word->days) {
    CrDay of = r->today + word->days - 1;
    *day = (CrNamedDay){.kind = CR_DAY_RELATIVE, .first = of, .last = of};
    return i + 1;
  }
  guint end = cr_day_word_says(word, CR_SAYS_WEEK) ? read_week(r, i, day) : 0;
  end = end ? end : read_date(r, i, 0, day);
  return end ? end : read_second(r, i, day);
}

static void
read_days(Reader *r) {
  for (guint i = 0; i < r->words->len && r->days->len < CR_MAX_NAMED_DAYS;) {
    CrNamedDay day = {0};
    guint end = read_day(r, i, &day);
    if (end) {
      day.from = i;
      day.to = end;
      g_array_append_val(r->days, day);
    }
    i = end ? end : i + 1;
  }
}

/* "mid-November" */
static gboolean
is_part_of_month(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_WEEK && mention->text &&
         strcspn(mention->text, "0123456789") == strlen(mention->text) &&
         !cr_text_find(mention->text, "week");
}

/* The first word that ends behind that byte. */
static guint
word_behind(const Reader *r, guint32 offset) {
  guint low = 0, high = r->words->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (word_at(r, middle)->end <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* A single word that may be a weekday or a month has been judged here. */
static gboolean
read_mention(const Reader *r, const CrMention *mention, const CrZone *zone, CrNamedDay *ret_day) {
  if (mention->past || mention->role == CR_TIME_DELAY || mention->text == NULL ||
      mention->start == CR_INSTANT_NONE ||
      (mention->granularity == CR_GRANULARITY_INSTANT && !mention->day_said))
    return FALSE;
  const CrZone *own = mention->zone ? cr_zone_find(mention->zone) : NULL, *on = own ? own : zone;
  gboolean spans = mention->end != CR_INSTANT_NONE && mention->end > mention->start;
  guint from = word_behind(r, mention->offset);
  *ret_day =
      (CrNamedDay){.kind = CR_DAY_OTHER,
                   .first = cr_zone_day(on, mention->start),
                   .last = cr_zone_day(on, spans ? mention->end - CR_SECOND : mention->start),
                   .rough = is_part_of_month(mention),
                   .from = from,
                   .to = word_behind(r, mention->offset + strlen(mention->text))};
  ret_day->to = MAX(ret_day->to, from + 1);
  gboolean judged =
      ret_day->to == from + 1 && (word_at(r, from)->weekday || word_at(r, from)->month);
  return from < r->words->len && !judged;
}

/* Of days that overlap the longer one holds, but for two dates that are read as a range. Both lists
 * are in order. */
static void
add_mentions(Reader *r, const GPtrArray *times, const CrZone *zone) {
  g_autoptr(GArray) own = r->days;
  guint n = 0;
  r->days = g_array_new(FALSE, FALSE, sizeof(CrNamedDay));
  for (guint i = 0; i < times->len; i++) {
    CrNamedDay day;
    if (!read_mention(r, times->pdata[i], zone, &day))
      continue;
    for (; n < own->len && g_array_index(own, CrNamedDay, n).to <= day.from; n++)
      g_array_append_val(r->days, g_array_index(own, CrNamedDay, n));
    guint until = n, covered = 0, dates = 0;
    for (; until < own->len && g_array_index(own, CrNamedDay, until).from < day.to; until++) {
      const CrNamedDay *other = &g_array_index(own, CrNamedDay, until);
      covered += other->to - other->from;
      dates += other->kind <= CR_DAY_OF_MONTH;
    }
    if (dates < 2 && day.to - day.from > covered &&
        (last_day(r) == NULL || last_day(r)->to <= day.from)) {
      g_array_append_val(r->days, day);
      n = until;
    }
  }
  for (; n < own->len; n++)
    g_array_append_val(r->days, g_array_index(own, CrNamedDay, n));
  if (r->days->len > CR_MAX_NAMED_DAYS)
    g_array_set_size(r->days, CR_MAX_NAMED_DAYS);
}

/* One date that leaves no choice tells how all are written; and the month stands first in English
 * alone. */
static gboolean
settle_order(const GArray *words, gboolean month_first) {
  gboolean english = FALSE;
  for (guint i = 0; i < words->len; i++) {
    const CrDayWord *word = &g_array_index(words, CrDayWord, i);
    if (word->kind == CR_DAY_NUMBERS && word->part == '/' && MAX(word->a, word->b) > 12)
      return word->b > 12;
    english |= cr_day_word_says(word, CR_SAYS_ENGLISH);
  }
  return month_first && english;
}

void
cr_named_days_init(CrNamedDays *days, const char *text, const GPtrArray *times, CrDay today,
                   const CrZone *zone, gboolean month_first) {
  Reader r = {.words = cr_day_words_new(text),
              .days = g_array_new(FALSE, FALSE, sizeof(CrNamedDay)),
              .today = today};
  r.month_first = settle_order(r.words, month_first);
  read_days(&r);
  add_mentions(&r, times, zone);
  *days = (CrNamedDays){.words = r.words, .days = r.days};
}

void
cr_named_days_clear(CrNamedDays *days) {
  g_array_unref(days->words);
  g_array_unref(days->days);
}
