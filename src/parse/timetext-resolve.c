#include "model/holiday.h"
#include "parse/timetext-private.h"

#include <string.h>

#define NO_DAY G_MININT32
#define FAR_AHEAD_DAYS 280 /* a date without year further ahead was more likely just behind us */

void
cr_resolver_init(CrResolver *res, const CrTimeContext *context) {
  memset(res, 0, sizeof *res);
  res->context = context;
  res->mine = context->mine ? context->mine : cr_zone_utc();
  res->country = context->their_country;
  res->theirs = context->theirs;
  res->last_day = res->week = NO_DAY;
  if (res->theirs == NULL && context->has_offset) {
    char id[16];
    int sec = context->their_offset_sec, size = ABS(sec);
    const CrZone *national = cr_country_zone_showing(context->their_country, context->at, sec);
    g_snprintf(id, sizeof id, "%c%02d:%02d", sec < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (cr_zone_offset_sec(res->mine, context->at) == sec)
      res->theirs = res->mine; /* the reader's own, so that it changes with the seasons */
    else if (national)
      res->theirs = national;
    else
      res->theirs = cr_zone_find(id);
  }
  if (res->theirs == NULL)
    res->theirs = res->mine;
  if (res->country == NULL && context->theirs)
    res->country = cr_zone_country(cr_zone_id(context->theirs));
  res->today = cr_zone_day(res->theirs, context->at);
}

/* ---- zones ---- */

static CrInstant
season_instant(const CrResolver *res, int month) {
  int year, m, d;
  cr_day_to_date(res->today, &year, &m, &d);
  return (CrInstant) cr_day_from_date(year, month, 15) * CR_DAY_USEC;
}

static int
standard_offset(const CrResolver *res, const CrZone *zone) {
  int winter = cr_zone_offset_sec(zone, season_instant(res, 1));
  int summer = cr_zone_offset_sec(zone, season_instant(res, 7));
  return MIN(winter, summer);
}

static int
daylight_offset(const CrResolver *res, const CrZone *zone) {
  int winter = cr_zone_offset_sec(zone, season_instant(res, 1));
  int summer = cr_zone_offset_sec(zone, season_instant(res, 7));
  return MAX(winter, summer);
}

/* The zone's clock bears this abbreviation then; at NONE: in either season. */
static gboolean
zone_shows(const CrResolver *res, const CrZone *zone, const char *name, CrInstant at) {
  if (at != CR_INSTANT_NONE)
    return g_strcmp0(cr_zone_abbreviation(zone, at), name) == 0;
  return g_strcmp0(cr_zone_abbreviation(zone, season_instant(res, 1)), name) == 0 ||
         g_strcmp0(cr_zone_abbreviation(zone, season_instant(res, 7)), name) == 0;
}

typedef struct {
  const CrZone *zone;
  CrZoneForm form;
  int literal_sec;      /* what the words say by themselves */
  gboolean has_literal; /* else the zone's clock is all that was said */
  guint flags;
} ZoneChoice;

/* ET is the sender's own clock where that is EST or EDT: Toronto, Detroit. */
static const CrZone *
generic_zone(const CrResolver *res, const char *name, const CrZone *usual) {
  gsize length = strlen(name);
  g_autofree char *standard = g_strdup_printf("%.*sST", (int) (length - 1), name);
  if (res->context->theirs && zone_shows(res, res->theirs, standard, CR_INSTANT_NONE) &&
      standard_offset(res, res->theirs) == standard_offset(res, usual))
    return res->theirs;
  return usual;
}

/* The country decides between senses when the zones don't: BST in Dhaka, EST in Sydney. */
static int
sense_of_country(const CrResolver *res, const CrZoneAbbreviation *name) {
  for (int i = 0; i < name->n_senses; i++)
    if (res->country && g_strcmp0(cr_zone_country(name->senses[i].zone), res->country) == 0)
      return i;
  return -1;
}

static ZoneChoice
choose_abbreviation(const CrResolver *res, guint index, CrInstant about) {
  const CrZoneAbbreviation *name = cr_zone_abbreviation_get(index);
  const CrZone *usual = cr_zone_find(name->senses[0].zone);
  ZoneChoice choice = {.zone = usual ? usual : cr_zone_utc(), .form = name->senses[0].form};
  if (choice.form == ZONE_FIXED)
    return choice;
  if (choice.form == ZONE_GENERIC) {
    choice.zone = generic_zone(res, name->name, choice.zone);
    return choice;
  }
  const CrZone *own[] = {res->context->theirs, res->mine, res->context->theirs, res->mine};
  int literal = choice.form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                             : daylight_offset(res, choice.zone);
  gboolean decided = FALSE;
  for (int i = 0; i < 4 && !decided; i++)
    if (own[i] && zone_shows(res, own[i], name->name, i < 2 ? about : CR_INSTANT_NONE)) {
      choice.zone = own[i];
      decided = TRUE;
    }
  if (decided) {
    int standard = standard_offset(res, choice.zone), daylight = daylight_offset(res, choice.zone);
    gboolean winter =
        g_strcmp0(cr_zone_abbreviation(choice.zone, season_instant(res, 1)), name->name) == 0;
    int shown = cr_zone_offset_sec(choice.zone, season_instant(res, winter ? 1 : 7));
    choice.form = shown == standard || standard == daylight ? ZONE_STANDARD : ZONE_DAYLIGHT;
    literal = shown;
  } else if (sense_of_country(res, name) >= 0) {
    int sense = sense_of_country(res, name);
    const CrZone *zone = cr_zone_find(name->senses[sense].zone);
    choice.zone = zone ? zone : choice.zone;
    choice.form = name->senses[sense].form;
    literal = choice.form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                           : daylight_offset(res, choice.zone);
  } else if (strcmp(name->name, "IST") == 0 || strcmp(name->name, "AST") == 0) {
    choice.flags |= FLAG_ZONE;
  }
  if (!decided &&
      strcmp(name->name, "GMT") == 0) { /* outside Britain it is Greenwich's, all year */
    choice.zone = cr_zone_utc();
    choice.form = ZONE_FIXED;
    return choice;
  }
  choice.literal_sec = literal;
  choice.has_literal = TRUE;
  return choice;
}

static ZoneChoice
choose_zone(const CrResolver *res, const CrZoneSaid *said, CrInstant about) {
  ZoneChoice choice = {.zone = res->theirs};
  char id[16];
  switch (said->kind) {
  case SAID_NONE:
  case SAID_MINE:
    break;
  case SAID_YOURS:
    choice.zone = res->mine;
    break;
  case SAID_ABBREVIATION:
    choice = choose_abbreviation(res, said->abbreviation, about);
    break;
  case SAID_REGION:
  case SAID_ZONE:
    choice.zone = cr_zone_find(said->zone);
    if (choice.zone == NULL)
      choice.zone = res->theirs;
    choice.form = said->form;
    if (said->form == ZONE_STANDARD || said->form == ZONE_DAYLIGHT) {
      /* "Mountain Standard Time" where Arizona is meant */
      const CrZone *own[] = {res->context->theirs, res->mine};
      for (int i = 0; i < 2; i++)
        if (own[i] && said->form == ZONE_STANDARD &&
            standard_offset(res, own[i]) == standard_offset(res, choice.zone) &&
            daylight_offset(res, own[i]) == standard_offset(res, own[i]) &&
            zone_shows(res, own[i], cr_zone_abbreviation(choice.zone, season_instant(res, 1)),
                       about))
          choice.zone = own[i];
      choice.has_literal = TRUE;
      choice.literal_sec = said->form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                                       : daylight_offset(res, choice.zone);
    }
    if (said->label_offset) {
      choice.has_literal = TRUE;
      choice.literal_sec = said->offset_sec;
    }
    break;
  case SAID_OFFSET: {
    int size = ABS(said->offset_sec);
    g_snprintf(id, sizeof id, "%c%02d:%02d", said->offset_sec < 0 ? '-' : '+', size / 3600,
               size / 60 % 60);
    const CrZone *fixed = said->offset_sec ? cr_zone_find(id) : cr_zone_utc();
    choice.zone = fixed ? fixed : choice.zone;
    break;
  }
  }
  return choice;
}

/* ---- days ---- */

typedef struct {
  CrDay first, last; /* [first, last) */
  CrDay other;       /* another reading, or NO_DAY */
  CrGranularity granularity;
  guint flags;
} Days;

static CrDay
monday_of(CrDay day) {
  return day - (CrDay) cr_day_weekday(day);
}

static int
day_weekday(CrDay day) { /* 1…7 */
  return (int) cr_day_weekday(day) + 1;
}

/* The nearest sensible year of a day and month; a weekday that was said may decide. */
static gboolean
choose_year(const CrResolver *res, int month, int day, int weekday, gboolean past, CrDay *ret) {
  int year, m, d;
  CrDay best = NO_DAY;
  int best_cost = G_MAXINT;
  cr_day_to_date(res->today, &year, &m, &d);
  for (int y = year - 1; y <= year + 4; y++) {
    if (!cr_date_valid(y, month, day) || (y > year + 1 && !(month == 2 && day == 29)))
      continue;
    CrDay candidate = cr_day_from_date(y, month, day);
    int ahead = candidate - res->today;
    int cost = past ? (ahead <= 0 ? -ahead : 400 + ahead)
                    : (ahead >= 0 ? (ahead <= FAR_AHEAD_DAYS ? ahead : 500 + ahead) : 400 - ahead);
    if (weekday && day_weekday(candidate) == weekday && ahead > -120 && ahead < 330)
      cost -= 1000;
    if (cost < best_cost) {
      best = candidate;
      best_cost = cost;
    }
  }
  *ret = best;
  return best != NO_DAY;
}

static gboolean
absolute_day(const CrResolver *res, int year, int month, int day, int weekday, gboolean past,
             CrDay *ret) {
  if (year == 0)
    return choose_year(res, month, day, weekday, past, ret);
  if (!cr_date_valid(year, month, day))
    return FALSE;
  *ret = cr_day_from_date(year, month, day);
  return TRUE;
}

/* The nth of a month that was not said: the next such day (or the last, by tense). */
static gboolean
day_of_month(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDay *ret) {
  int year, month, today;
  cr_day_to_date(res->last_day != NO_DAY && res->last_day > res->today ? res->last_day : res->today,
                 &year, &month, &today);
  int day = spec->day;
  month += spec->offset;
  if (spec->offset == 0 && day < today && !past)
    month++;
  if (past && day > today)
    month--;
  for (int k = 0; k < 12; k++) {
    int y = year + (month + k - 1 + 12) / 12 - 1, m = (month + k - 1 + 12) % 12 + 1;
    if (cr_date_valid(y, m, day)) {
      CrDay candidate = cr_day_from_date(y, m, day);
      if (spec->weekday && day_weekday(candidate) != spec->weekday && k == 0) {
        /* "Tuesday the 24th" said in the wrong month fits the next one */
        int y2 = year + (month + 12) / 12 - 1, m2 = (month + 12) % 12 + 1;
        if (!past && cr_date_valid(y2, m2, day) &&
            day_weekday(cr_day_from_date(y2, m2, day)) == spec->weekday)
          candidate = cr_day_from_date(y2, m2, day);
      }
      *ret = candidate;
      return TRUE;
    }
  }
  return FALSE;
}

typedef enum { ORDER_OPEN, ORDER_MONTH_FIRST, ORDER_DAY_FIRST } Order;

static Order
order_of_country(const char *country) {
  static const char *const month_first[] = {"US", "PH", "CA", "PR", "GU", NULL};
  if (country == NULL)
    return ORDER_OPEN;
  return cr_name_index(month_first, country) >= 0 ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
}

static gboolean
numeric_day(const CrResolver *res, const CrDateSpec *spec, gboolean past, Days *days) {
  CrDay by_month = NO_DAY, by_day = NO_DAY;
  gboolean month_first =
      !spec->dotted && spec->a <= 12 &&
      absolute_day(res, spec->year, spec->a, spec->b, spec->weekday, past, &by_month);
  gboolean day_first = spec->b <= 12 && absolute_day(res, spec->year, spec->b, spec->a,
                                                     spec->weekday, past, &by_day);
  if (!month_first && !day_first)
    return FALSE;
  if (!month_first || !day_first || by_month == by_day) {
    days->first = month_first ? by_month : by_day;
    return TRUE;
  }
  Order order = order_of_country(res->country);
  if (order == ORDER_OPEN && spec->year) { /* the past decides nothing when both lie there */
    gboolean m_ahead = by_month >= res->today, d_ahead = by_day >= res->today;
    if (m_ahead != d_ahead)
      order = (m_ahead != past) ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
  }
  if (order == ORDER_OPEN && spec->weekday) {
    gboolean m_fits = day_weekday(by_month) == spec->weekday,
             d_fits = day_weekday(by_day) == spec->weekday;
    if (m_fits != d_fits)
      order = m_fits ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
  }
  if (order == ORDER_OPEN) {
    days->flags |= FLAG_ORDER;
    order = order_of_country(cr_zone_country(cr_zone_id(res->mine)));
    if (order == ORDER_OPEN)
      order = ABS(by_month - res->today) <= ABS(by_day - res->today) ? ORDER_MONTH_FIRST
                                                                     : ORDER_DAY_FIRST;
    days->other = order == ORDER_MONTH_FIRST ? by_day : by_month;
  }
  days->first = order == ORDER_MONTH_FIRST ? by_month : by_day;
  return TRUE;
}

static gboolean
feast_day(const CrResolver *res, const CrFeast *feast, gboolean past, CrDay *ret) {
  int year, month, day;
  CrDay best = NO_DAY;
  cr_day_to_date(res->today, &year, &month, &day);
  if (feast->name == NULL)
    return choose_year(res, feast->month, feast->day, 0, past, ret);
  for (int y = year - 1; y <= year + 1; y++) {
    CrDay candidate;
    if (!cr_holiday_find(feast->name, res->country, y, &candidate))
      return FALSE;
    candidate += feast->days;
    if (past ? candidate <= res->today : best == NO_DAY && candidate >= res->today - 7)
      best = candidate;
  }
  *ret = best;
  return best != NO_DAY;
}

static gboolean
weekday_day(const CrResolver *res, const CrWhen *w, gboolean past, gboolean clock_ahead,
            Days *days) {
  const CrDateSpec *spec = &w->date;
  CrDay today = res->today, monday = monday_of(today);
  int index = spec->weekday - 1, away = (spec->weekday - day_weekday(today) + 7) % 7;
  CrDay coming = today + (away ? away : 7), gone = today - (7 - away) % 7;
  if (gone == today)
    gone -= 7;
  CrDay feast;
  switch (spec->which) {
  case WHICH_BARE:
    if (past) {
      days->first = away == 0 && w->from.kind == CLOCK_TIME && !clock_ahead ? today : gone;
    } else if (res->week != NO_DAY) {
      days->first = res->week + index;
    } else {
      days->first = coming;
      if (away == 0 && clock_ahead)
        days->other = today; /* of today one says "today" */
    }
    return TRUE;
  case WHICH_THIS:
    days->first = past ? monday + index : away == 0 ? today : coming;
    if (past && days->first > today)
      days->first -= 7;
    return TRUE;
  case WHICH_COMING:
    days->first = coming;
    return TRUE;
  case WHICH_NEXT:
    days->first = monday + 7 + index;
    if (coming != days->first)
      days->other = coming;
    return TRUE;
  case WHICH_LAST:
    days->first = spec->offset ? monday - 7 + index : gone;
    if (!spec->offset && gone >= monday)
      days->other = monday - 7 + index;
    return TRUE;
  case WHICH_AFTER_NEXT:
    days->first = coming + 7;
    return TRUE;
  case WHICH_THIS_WEEK:
    days->first = monday + index;
    return TRUE;
  case WHICH_NEXT_WEEK:
    days->first = monday + 7 + index;
    return TRUE;
  case WHICH_FOLLOWING: {
    CrDay from =
        res->last_day != NO_DAY ? res->last_day : today + 6 - (CrDay) cr_day_weekday(today);
    int ahead = (spec->weekday - day_weekday(from) + 7) % 7;
    days->first = from + (ahead ? ahead : 7);
    return TRUE;
  }
  case WHICH_BEFORE_FEAST:
  case WHICH_AFTER_FEAST:
    if (!feast_day(res, spec->feast, past, &feast))
      return FALSE;
    if (spec->which == WHICH_AFTER_FEAST) {
      int ahead = (spec->weekday - day_weekday(feast) + 7) % 7;
      days->first = feast + (ahead ? ahead : 7);
    } else {
      int behind = (day_weekday(feast) - spec->weekday + 7) % 7;
      days->first = feast - (behind ? behind : 7);
    }
    return TRUE;
  }
  return FALSE;
}

static void
slice_week(CrDay monday, CrSlice slice, gboolean weekend, Days *days) {
  static const struct {
    int from, to;
  } slices[] = {[SLICE_WHOLE] = {0, 7},
                [SLICE_EARLY] = {0, 3},
                [SLICE_MID] = {1, 4},
                [SLICE_LATE] = {3, 5},
                [SLICE_END] = {4, 5}};
  days->first = monday + (weekend ? 5 : slices[slice].from);
  days->last = monday + (weekend ? 7 : slices[slice].to);
  days->granularity = slice == SLICE_END ? CR_GRANULARITY_DATE : CR_GRANULARITY_WEEK;
}

static gboolean
slice_month(const CrResolver *res, const CrDateSpec *spec, gboolean past, Days *days) {
  int year, month, day;
  cr_day_to_date(res->today, &year, &month, &day);
  if (spec->month) {
    CrDay first;
    if (!absolute_day(res, spec->year, spec->month, spec->month == month ? day : 1, 0, past,
                      &first))
      return FALSE;
    cr_day_to_date(first, &year, &month, &day);
  } else {
    month += spec->offset - 1 + 12;
    year += month / 12 - 1;
    month = month % 12 + 1;
  }
  if (!cr_date_valid(year, month, 1))
    return FALSE;
  CrDay first = cr_day_from_date(year, month, 1), length = cr_month_days(year, month);
  days->first = first + (spec->slice == SLICE_MID    ? 10
                         : spec->slice == SLICE_LATE ? 20
                         : spec->slice == SLICE_END  ? length - 1
                                                     : 0);
  days->last = first + (spec->slice == SLICE_EARLY ? 10 : spec->slice == SLICE_MID ? 20 : length);
  days->granularity = spec->slice == SLICE_END ? CR_GRANULARITY_DATE : CR_GRANULARITY_WEEK;
  return TRUE;
}

static gboolean
nth_day(const CrResolver *res, const CrDateSpec *spec, gboolean past, CrDay *ret) {
  int year, month, day;
  cr_day_to_date(res->today, &year, &month, &day);
  if (spec->month) {
    if (spec->year)
      year = spec->year;
    else if (spec->month < month && !past)
      year++;
    month = spec->month;
  } else {
    month += spec->offset;
    year += month > 12;
    month = (month - 1) % 12 + 1;
  }
  if (!cr_date_valid(year, month, 1))
    return FALSE;
  CrDay first = cr_day_from_date(year, month, 1);
  if (spec->nth < 0) {
    CrDay last = first + cr_month_days(year, month) - 1;
    *ret = last - (day_weekday(last) - spec->weekday + 7) % 7;
    return TRUE;
  }
  *ret = first + (spec->weekday - day_weekday(first) + 7) % 7 + 7 * (spec->nth - 1);
  return *ret < first + cr_month_days(year, month);
}

/* A weekday said beside a date must fit; else the date stands and the nearest such weekday is the
 * other reading. */
static void
check_weekday(const CrDateSpec *spec, Days *days) {
  if (spec->kind == DATE_WEEKDAY || spec->kind == DATE_NTH || spec->weekday == 0 ||
      spec->plus_days || days->first == NO_DAY || day_weekday(days->first) == spec->weekday)
    return;
  int ahead = (spec->weekday - day_weekday(days->first) + 7) % 7;
  days->flags |= FLAG_WEEKDAY;
  days->other = days->first + (ahead > 3 ? ahead - 7 : ahead);
}

static gboolean
resolve_days(CrResolver *res, const CrWhen *w, gboolean clock_ahead, Days *days) {
  const CrDateSpec *spec = &w->date;
  gboolean past = w->past, found = FALSE;
  *days =
      (Days){.first = NO_DAY, .last = NO_DAY, .other = NO_DAY, .granularity = CR_GRANULARITY_DATE};
  switch (spec->kind) {
  case DATE_NONE:
    return FALSE;
  case DATE_DAY:
    found = spec->month ? absolute_day(res, spec->year, spec->month, spec->day, spec->weekday, past,
                                       &days->first)
                        : day_of_month(res, spec, past, &days->first);
    break;
  case DATE_NUMERIC:
    found = numeric_day(res, spec, past, days);
    break;
  case DATE_WEEKDAY:
    found = weekday_day(res, w, past, clock_ahead, days);
    break;
  case DATE_OFFSET:
    days->first = res->today + spec->offset;
    found = TRUE;
    break;
  case DATE_WEEK:
    slice_week(monday_of(res->today) + 7 * spec->offset, spec->slice, spec->weekend, days);
    found = TRUE;
    break;
  case DATE_MONTH:
    found = slice_month(res, spec, past, days);
    break;
  case DATE_NTH:
    found = nth_day(res, spec, past, &days->first);
    break;
  case DATE_FEAST:
    found = feast_day(res, spec->feast, past, &days->first);
    break;
  case DATE_AGAIN:
    days->first = res->last_day != NO_DAY ? res->last_day : res->focus ? res->focus->day : NO_DAY;
    found = days->first != NO_DAY;
    break;
  }
  if (!found)
    return FALSE;
  check_weekday(spec, days);
  days->first += spec->plus_days;
  if (days->last != NO_DAY)
    days->last += spec->plus_days;
  if (days->other != NO_DAY)
    days->other += spec->plus_days;
  if (days->last == NO_DAY)
    days->last = days->first + 1;
  if (spec->in_week)
    slice_week(monday_of(days->first), spec->slice, FALSE, days);
  if (spec->until_weekday)
    days->last = days->first + (spec->until_weekday - day_weekday(days->first) + 7) % 7 + 1;
  if (spec->until_day) {
    int year, month, day;
    cr_day_to_date(days->first, &year, &month, &day);
    year += spec->until_month < month;
    if (cr_date_valid(year, spec->until_month, spec->until_day) &&
        cr_day_from_date(year, spec->until_month, spec->until_day) > days->first)
      days->last = cr_day_from_date(year, spec->until_month, spec->until_day) + 1;
  }
  /* CrWall's years are 1900 to 2199 */
  return days->first > -25000 && days->last < 83000;
}

/* ---- clocks ---- */

/* Minutes after midnight; no am/pm: 7 to 11 is morning, 12 to 6 afternoon. */
static int
clock_minutes(const CrResolver *res, const CrClock *c) {
  int hour = c->hour;
  switch (c->half) {
  case HALF_AM:
    hour = hour == 12 ? 0 : hour;
    break;
  case HALF_PM:
    hour = hour < 12 ? hour + 12 : hour;
    break;
  case HALF_24:
    break;
  case HALF_UNSAID:
    /* "02:30" is the night only where clocks count to 24 */
    if (hour < 7 && !(c->padded && order_of_country(res->country) == ORDER_DAY_FIRST))
      hour += 12;
    break;
  }
  return hour * 60 + c->minute;
}

static int
half_day_minutes(const CrClock *c) {
  return c->hour % 12 * 60 + c->minute;
}

/* "2-3pm", "11-1pm", "10am-2", "9-5": what is unsaid at one end follows from the other. */
static void
range_minutes(const CrResolver *res, const CrClock *from, const CrClock *to, int *ret_from,
              int *ret_to) {
  gboolean from_open = from->half == HALF_UNSAID && from->hour <= 12;
  gboolean to_open = to->half == HALF_UNSAID && to->hour <= 12;
  int a = clock_minutes(res, from), b = clock_minutes(res, to);
  if (from_open && !to_open) {
    int early = half_day_minutes(from), late = early + 720;
    a = late < b ? late : early < b ? early : a;
    if (to->half == HALF_24 && from->padded)
      a = from->hour * 60 + from->minute;
  } else if (to_open) {
    b = half_day_minutes(to);
    while (b <= a)
      b += 720;
  }
  if (b <= a)
    b += 1440;
  *ret_from = a;
  *ret_to = b;
}

static CrWall
wall_of(CrDay day, int minutes) {
  return cr_wall_from_seconds((gint64) day * 86400 + minutes * 60);
}

static CrInstant
at_offset(CrDay day, int minutes, int offset_sec) {
  return ((gint64) day * 86400 + minutes * 60 - offset_sec) * CR_SECOND;
}

/* The instant of a wall time in the zone that was said, with what is odd about it. */
static CrInstant
instant_of(const CrResolver *res, const CrWhen *w, CrDay day, int minutes, CrResolved *out) {
  CrInstant about = at_offset(day, minutes, 0), first, second;
  ZoneChoice choice = choose_zone(res, &w->zone, about);
  CrWall wall = wall_of(day, minutes);
  CrWallKind kind = cr_zone_resolve(choice.zone, &wall, &first, &second);
  out->zone = choice.zone;
  out->flags |= choice.flags;
  if (kind == CR_WALL_GAP)
    out->flags |= FLAG_GAP;
  if (kind == CR_WALL_TWICE) {
    if (choice.has_literal) {
      first = at_offset(day, minutes, choice.literal_sec);
    } else {
      out->flags |= FLAG_OVERLAP;
      if (out->alternative == CR_INSTANT_NONE)
        out->alternative = second;
    }
  } else if (kind != CR_WALL_GAP && choice.has_literal &&
             cr_zone_offset_sec(choice.zone, first) != choice.literal_sec) {
    gboolean label = w->zone.label_offset;
    out->flags |= !label                                                    ? FLAG_SEASON
                  : choice.literal_sec == standard_offset(res, choice.zone) ? FLAG_OUTLOOK
                                                                            : FLAG_PAIR;
    out->alternative = at_offset(day, minutes, choice.literal_sec);
  }
  return first;
}

static CrDay
default_day(const CrResolver *res, const CrWhen *w, int minutes) {
  CrResolved probe = {.alternative = CR_INSTANT_NONE};
  CrDay day =
      res->focus && !w->past && res->focus->day >= res->today ? res->focus->day : res->today;
  CrInstant at = res->context->at, when = instant_of(res, w, day, minutes, &probe);
  if (w->past)
    return when <= at + (w->ours ? 6 * CR_HOUR : 0) ? day : day - 1;
  /* "our 2pm" said at ten past is still today's */
  CrInstant slack = w->ours ? 3 * CR_HOUR : 0;
  for (int k = 0; k < 2 && when + slack <= at; k++)
    when = instant_of(res, w, ++day, minutes, &probe);
  return day;
}

static void
part_minutes(const CrClock *c, int *ret_from, int *ret_to) {
  const CrDayPart *part = cr_day_part_get((guint) c->part);
  int from = part->from_min, to = part->to_min, middle = (from + to) / 2;
  *ret_from = c->slice == SLICE_LATE  ? MAX(from, to - 120)
              : c->slice == SLICE_MID ? middle - 60
                                      : from;
  *ret_to = c->slice == SLICE_EARLY ? MIN(to, from + 120)
            : c->slice == SLICE_MID ? middle + 60
                                    : to;
}

static void
mark_hour(const CrWhen *w, int minutes, CrResolved *out) {
  int hour = minutes / 60 % 24;
  if (w->from.kind != CLOCK_TIME || (hour >= 6 && hour < 22))
    return;
  out->flags |= FLAG_HOUR;
  if (out->alternative == CR_INSTANT_NONE)
    out->alternative = out->start + (hour < 12 ? 12 : -12) * CR_HOUR;
}

static void
resolve_dates(const CrResolver *res, const CrWhen *w, const Days *days, CrResolved *out) {
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  out->start = instant_of(res, w, days->first, 0, &ignored);
  out->end = instant_of(res, w, days->last, 0, &ignored);
  out->zone = ignored.zone;
  if (days->other != NO_DAY)
    out->alternative = instant_of(res, w, days->other, 0, &ignored);
  out->granularity = days->granularity;
  out->day = days->first;
}

gboolean
cr_time_resolve(CrResolver *res, const CrWhen *w, CrResolved *ret) {
  CrResolved out = {.end = CR_INSTANT_NONE, .alternative = CR_INSTANT_NONE, .past = w->past};
  Days days = {.first = NO_DAY, .other = NO_DAY};
  int from = 0, to = -1;
  if (w->from.kind == CLOCK_DELTA) {
    out.zone = choose_zone(res, &w->zone, res->context->at).zone;
    out.start = res->context->at + w->from.delta_min * CR_MINUTE;
    out.day = cr_zone_day(out.zone, out.start);
    *ret = out;
    return TRUE;
  }
  gboolean same = w->from.kind == CLOCK_SAME && res->focus, clocked = w->from.kind != CLOCK_NONE;
  if (w->from.kind == CLOCK_SAME && !same)
    clocked = FALSE;
  if (!clocked && w->date.kind == DATE_NONE)
    return FALSE;
  if (same) {
    CrWall wall = cr_zone_wall(res->focus->zone, res->focus->start);
    from = wall.hour * 60 + wall.minute;
    if (res->focus->end != CR_INSTANT_NONE)
      to = from + (int) ((res->focus->end - res->focus->start) / CR_MINUTE);
  } else if (w->from.kind == CLOCK_PART) {
    part_minutes(&w->from, &from, &to);
  } else if (w->to.kind == CLOCK_TIME) {
    range_minutes(res, &w->from, &w->to, &from, &to);
  } else if (clocked) {
    from = clock_minutes(res, &w->from);
  }
  CrInstant probe = CR_INSTANT_NONE;
  if (clocked) {
    CrResolved ignored = {.alternative = CR_INSTANT_NONE};
    probe = instant_of(res, w, res->today, from, &ignored);
  }
  if (w->date.kind != DATE_NONE) {
    if (!resolve_days(res, w, probe != CR_INSTANT_NONE && probe > res->context->at, &days))
      return FALSE;
  } else {
    days.first = default_day(res, w, from);
    days.last = days.first + 1;
  }
  out.flags = days.flags;
  if (!clocked || days.granularity == CR_GRANULARITY_WEEK) {
    resolve_dates(res, w, &days, &out);
    *ret = out;
    return TRUE;
  }
  out.day = days.first;
  out.start = instant_of(res, w, days.first, from, &out);
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  if (to >= 0)
    out.end = instant_of(res, w, days.first, to, &ignored);
  if (to >= 0 && out.end <= out.start) /* one end in the gap of a clock change */
    out.end = out.start + MAX(to - from, 1) * CR_MINUTE;
  if (days.other != NO_DAY)
    out.alternative = instant_of(res, w, days.other, from, &ignored);
  out.granularity = w->from.kind == CLOCK_PART ? CR_GRANULARITY_PART : CR_GRANULARITY_INSTANT;
  mark_hour(w, from, &out);
  if (w->from.kind == CLOCK_SAME && w->zone.kind == SAID_NONE) {
    CrWall wall = wall_of(days.first, from);
    out.zone = res->focus->zone;
    out.start = cr_zone_instant(out.zone, &wall);
    wall = wall_of(days.first, MAX(to, 0));
    if (to >= 0)
      out.end = cr_zone_instant(out.zone, &wall);
  }
  *ret = out;
  return TRUE;
}
