#include "playbook/slots.h"

#include "model/holiday.h"

#define QUARTER_MIN 15
#define WIDEN_STEP_MIN 30
#define WIDEST_FROM_MIN (8 * 60)
#define WIDEST_TO_MIN (20 * 60)
#define MAX_SLOTS 16
#define MAX_WORKING_DAYS 30
#define MAX_AHEAD_MIN (30 * 24 * 60)
#define MAX_MORE_DAYS 5

/* What makes a time less welcome; the sum decides, less is better. Lunch and the candidate's
 * holiday outweigh everything else, so they are taken only when nothing else is free. */
enum {
  COST_THEIR_LUNCH = 40000,
  COST_MY_HOLIDAY = 20000,
  COST_MY_LUNCH = 10000,
  COST_SAME_DAY = 1000,
  COST_CLOSING = 150, /* into the last half hour of their day */
  COST_QUARTER = 150, /* 10:15 */
  COST_HALF = 15,     /* 10:30 */
  COST_LATER_DAY = 60,
  ALIKE_MIN = 120, /* starts nearer than this on the clock count as alike, a point a minute */
};

static const int hour_costs[24] = {
    [0 ... 7] = 200, [8] = 90, [9] = 30,  [10] = 0,  [11] = 0,  [12] = 20,  [13] = 15,
    [14] = 0,        [15] = 0, [16] = 10, [17] = 50, [18] = 90, [19] = 120, [20 ... 23] = 200,
};

typedef struct {
  int from_min, to_min;
} Hours;

typedef struct {
  CrInstant start, end;
  CrDay day;     /* the recruiter's */
  int clock_min; /* on the recruiter's clock */
  int cost;
} Candidate;

typedef struct {
  const CrSlotRequest *request;
  const CrSpan *busy;
  gsize n_busy;
  CrInstant earliest, latest;
  CrDay first, last; /* the recruiter's days */
  int minutes, buffer_min;
} Search;

/* A zone's clock around one day. Nearly always it is not set then, so its offset is looked up once
 * and not for every quarter of an hour. */
typedef struct {
  const CrZone *zone;
  gboolean steady;
  int offset_sec;
} Clock;

/* A time as a clock shows it. */
typedef struct {
  CrDay day;
  int from_min, to_min;
} Shown;

typedef struct {
  CrDay day; /* the recruiter's */
  Clock theirs, mine;
  CrDay my_day; /* the candidate's day asked about last, and whether they work on it */
  gboolean my_day_works;
} Day;

static Clock
clock_around(const CrZone *zone, CrDay day) {
  CrInstant noon = (gint64) day * CR_DAY_USEC + 12 * CR_HOUR;
  int before = cr_zone_offset_sec(zone, noon - 36 * CR_HOUR);
  return (Clock){zone, before == cr_zone_offset_sec(zone, noon + 36 * CR_HOUR), before};
}

/* FALSE when the clock jumps over that time. */
static gboolean
clock_start(const Clock *clock, CrDay day, int minute, CrInstant *ret_start) {
  gint64 seconds = (gint64) day * 86400 + minute * 60;
  if (clock->steady) {
    *ret_start = (seconds - clock->offset_sec) * CR_SECOND;
    return TRUE;
  }
  CrWall wall = cr_wall_from_seconds(seconds);
  return cr_zone_resolve(clock->zone, &wall, ret_start, NULL) != CR_WALL_GAP;
}

static int
minute_on(const Clock *clock, CrInstant instant, CrDay *ret_day) {
  int offset_sec = clock->steady ? clock->offset_sec : cr_zone_offset_sec(clock->zone, instant);
  gint64 seconds = instant / CR_SECOND + offset_sec;
  *ret_day = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
  return (seconds - (gint64) *ret_day * 86400) / 60;
}

/* Whether the time lies within the hours of one weekday there. */
static gboolean
within_hours(const Clock *clock, Hours hours, CrInstant start, CrInstant end, Shown *ret_shown) {
  ret_shown->from_min = minute_on(clock, start, &ret_shown->day);
  CrDay last_day = ret_shown->day;
  ret_shown->to_min = clock->steady ? ret_shown->from_min + (int) ((end - start) / CR_MINUTE)
                                    : minute_on(clock, end, &last_day);
  return ret_shown->day == last_day && cr_day_weekday(last_day) < CR_SAT &&
         ret_shown->from_min >= hours.from_min && ret_shown->to_min <= hours.to_min;
}

static gboolean
over_lunch(const Shown *shown) {
  return shown->from_min < 13 * 60 && shown->to_min > 12 * 60;
}

static gboolean
i_work_on(Day *day, CrDay my_day, const char *country) {
  if (day->my_day != my_day) {
    day->my_day = my_day;
    day->my_day_works = cr_day_is_working(my_day, country);
  }
  return day->my_day_works;
}

static gboolean
candidate_at(const Search *search, Hours hours, Day *day, int minute, Candidate *ret) {
  CrInstant start, end, buffer = search->buffer_min * CR_MINUTE;
  Shown there, here;
  if (!clock_start(&day->theirs, day->day, minute, &start))
    return FALSE;
  end = start + search->minutes * CR_MINUTE;
  if (start < search->earliest || end > search->latest ||
      !within_hours(&day->theirs, hours, start, end, &there) ||
      !within_hours(&day->mine, hours, start, end, &here) ||
      cr_spans_busy(search->busy, search->n_busy, start - buffer, end + buffer))
    return FALSE;
  int cost = hour_costs[there.from_min / 60] + hour_costs[here.from_min / 60] / 2;
  if (minute % 60 != 0)
    cost += minute % 30 == 0 ? COST_HALF : COST_QUARTER;
  if (there.to_min > hours.to_min - 30)
    cost += COST_CLOSING;
  if (over_lunch(&there))
    cost += COST_THEIR_LUNCH;
  if (over_lunch(&here))
    cost += COST_MY_LUNCH;
  if (!i_work_on(day, here.day, search->request->my_country))
    cost += COST_MY_HOLIDAY;
  *ret = (Candidate){start, end, day->day, minute, cost};
  return TRUE;
}

/* Every time that keeps the rules, in order; no more days are looked at once there are so many. */
static GArray *
collect(const Search *search, Hours hours, guint enough) {
  const CrSlotRequest *request = search->request;
  int a_day = MAX(0, (hours.to_min - hours.from_min) / QUARTER_MIN + 1), nth_day = 0;
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Candidate));
  for (CrDay date = search->first; date <= search->last && all->len < enough; date++) {
    if (!cr_day_is_working(date, request->their_country))
      continue;
    Day day = {date, clock_around(request->theirs, date), clock_around(request->mine, date),
               G_MININT32, FALSE};
    int first_min = (hours.from_min + QUARTER_MIN - 1) / QUARTER_MIN * QUARTER_MIN;
    guint n = all->len;
    g_array_set_size(all, n + (guint) a_day);
    for (int minute = first_min; minute + search->minutes <= hours.to_min; minute += QUARTER_MIN) {
      Candidate *candidate = &g_array_index(all, Candidate, n);
      if (!candidate_at(search, hours, &day, minute, candidate))
        continue;
      candidate->cost += nth_day * COST_LATER_DAY;
      n++;
    }
    g_array_set_size(all, n);
    nth_day++;
  }
  return all;
}

/* The cost of a candidate beside those picked already; -1: it cannot stand beside them. */
static int
cost_beside(const Candidate *candidate, const GArray *picked, int apart_min, gboolean new_day) {
  int cost = candidate->cost;
  for (guint i = 0; i < picked->len; i++) {
    const Candidate *other = &g_array_index(picked, Candidate, i);
    int gap_min = ABS(candidate->clock_min - other->clock_min);
    if (other->day == candidate->day) {
      if (new_day || gap_min < apart_min)
        return -1;
      cost += COST_SAME_DAY;
    }
    cost += MAX(0, ALIKE_MIN - gap_min);
  }
  return cost;
}

static const Candidate *
cheapest(const GArray *all, const GArray *picked, int apart_min, gboolean new_day) {
  const Candidate *best = NULL;
  int least = G_MAXINT;
  for (guint i = 0; i < all->len; i++) {
    const Candidate *candidate = &g_array_index(all, Candidate, i);
    int cost = cost_beside(candidate, picked, apart_min, new_day);
    if (cost >= 0 && cost < least) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}

static int
by_start(const void *a, const void *b) {
  const Candidate *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

static guint
count_days(const GArray *picked) {
  guint days = 0;
  for (guint i = 0; i < picked->len; i++) {
    gboolean known = FALSE;
    for (guint j = 0; j < i && !known; j++)
      known = g_array_index(picked, Candidate, j).day == g_array_index(picked, Candidate, i).day;
    days += !known;
  }
  return days;
}

/* Takes the best time, then the best beside it, and so on; the last picks must open new days as
 * long as too few have been used. */
static GArray *
pick(const GArray *all, guint wanted, guint wanted_days, int apart_min) {
  GArray *picked = g_array_new(FALSE, FALSE, sizeof(Candidate));
  while (picked->len < wanted) {
    guint days = count_days(picked);
    gboolean must = days < wanted_days && wanted - picked->len <= wanted_days - days;
    const Candidate *next = must ? cheapest(all, picked, apart_min, TRUE) : NULL;
    if (next == NULL)
      next = cheapest(all, picked, apart_min, FALSE);
    if (next == NULL)
      break;
    g_array_append_val(picked, *next);
  }
  g_array_sort(picked, by_start);
  return picked;
}

/* Whether the two working days have room for the conversation at all, whatever the calendar says.
 */
static gboolean
hours_overlap(Search search, Hours hours) {
  search.busy = NULL;
  search.n_busy = 0;
  g_autoptr(GArray) all = collect(&search, hours, 1);
  return all->len > 0;
}

/* The parties' hours are a promise, so a full calendar does not stretch them. Only when the two
 * zones' days leave no room both are widened alike, half an hour at a time. */
static GArray *
search_slots(const Search *search, const CrPolicy *policy) {
  guint wanted = CLAMP(policy->slots, 0, MAX_SLOTS), days = CLAMP(policy->slot_days, 1, MAX_SLOTS);
  int apart_min = MAX(search->minutes + search->buffer_min, 60);
  Hours hours = {MAX(policy->hours_from_min, WIDEST_FROM_MIN),
                 MIN(policy->hours_to_min, WIDEST_TO_MIN)};
  g_autoptr(GArray) all = collect(search, hours, G_MAXUINT);
  GArray *best = pick(all, wanted, MIN(days, wanted), apart_min);
  if (all->len > 0 || hours_overlap(*search, hours))
    return best;
  while (best->len < wanted && (hours.from_min > WIDEST_FROM_MIN || hours.to_min < WIDEST_TO_MIN)) {
    hours.from_min = MAX(hours.from_min - WIDEN_STEP_MIN, WIDEST_FROM_MIN);
    hours.to_min = MIN(hours.to_min + WIDEN_STEP_MIN, WIDEST_TO_MIN);
    g_autoptr(GArray) wider = collect(search, hours, G_MAXUINT);
    GArray *picked = pick(wider, wanted, MIN(days, wanted), apart_min);
    GArray *worse = picked->len > best->len ? best : picked;
    best = worse == best ? picked : best;
    g_array_unref(worse);
  }
  return best;
}

/* Where all that is free lies on too few days, the next days are looked at, too, one by one. */
static GArray *
search_on_days(Search *search, const CrPolicy *policy) {
  guint wanted = CLAMP(policy->slot_days, 1, MAX(policy->slots, 1));
  GArray *picked = search_slots(search, policy);
  for (int more = 0; more < MAX_MORE_DAYS && picked->len > 0 && count_days(picked) < wanted;
       more++) {
    search->last = cr_day_add_working(search->last, 1, search->request->their_country);
    g_array_unref(picked);
    picked = search_slots(search, policy);
  }
  return picked;
}

/* The busy spans around the days searched, merged. One pass: a long span may begin long before. */
static GArray *
busy_around(const CrSpan *busy, gsize n_busy, CrInstant from, CrInstant to) {
  g_autofree CrSpan *near = g_new(CrSpan, n_busy);
  gsize length = 0;
  for (gsize i = 0; i < n_busy && busy[i].start < to; i++)
    if (busy[i].end > from)
      near[length++] = busy[i];
  const CrSpan *calendar = near;
  return cr_spans_merge(&calendar, &length, 1);
}

GPtrArray *
cr_slots_find(const CrSlotRequest *request, const CrPolicy *policy, const CrSpan *busy,
              gsize n_busy) {
  GPtrArray *slots = g_ptr_array_new();
  CrInstant earliest = request->now + CLAMP(policy->slot_ahead_min, 0, MAX_AHEAD_MIN) * CR_MINUTE;
  if (request->now < CR_INSTANT_MIN || request->now > CR_INSTANT_MAX ||
      request->not_before > CR_INSTANT_MAX)
    return slots;
  Search search = {.request = request,
                   .earliest = MAX(earliest, request->not_before),
                   .latest =
                       request->not_after > request->now ? request->not_after : CR_INSTANT_MAX};
  search.minutes = request->minutes > 0 ? MIN(request->minutes, 24 * 60) : 30;
  search.buffer_min = CLAMP(policy->slot_buffer_min, 0, 24 * 60);
  /* Counted from today; from the day of return when that lies ahead, which then counts as the
   * first. */
  gboolean returning = request->not_before > earliest;
  CrDay day = cr_zone_day(request->theirs, returning ? request->not_before : request->now);
  search.first = cr_zone_day(request->theirs, search.earliest);
  search.last = cr_day_add_working(returning ? day - 1 : day,
                                   CLAMP(policy->slot_within_days, 1, MAX_WORKING_DAYS),
                                   request->their_country);
  CrInstant from = search.earliest - CR_DAY_USEC;
  CrDay furthest = cr_day_add_working(search.last, MAX_MORE_DAYS, request->their_country);
  CrInstant to = search.earliest + (furthest - search.first + 3) * CR_DAY_USEC;
  g_autoptr(GArray) near = busy_around(busy, n_busy, from, to);
  search.busy = (const CrSpan *) (gpointer) near->data;
  search.n_busy = near->len;
  g_autoptr(GArray) picked = search_on_days(&search, policy);
  for (guint i = 0; i < picked->len; i++) {
    CrSlot *slot = cr_slot_new();
    slot->start = g_array_index(picked, Candidate, i).start;
    slot->end = g_array_index(picked, Candidate, i).end;
    g_ptr_array_add(slots, slot);
  }
  return slots;
}

void
cr_slots_free(GPtrArray *slots) {
  if (slots == NULL)
    return;
  g_ptr_array_foreach(slots, (GFunc) (void (*)(void)) cr_slot_free, NULL);
  g_ptr_array_unref(slots);
}
