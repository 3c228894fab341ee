#include "model/holiday.h"
#include "parse/timetext-private.h"

#include <string.h>

const char *
cr_country_of_context(const CrTimeContext *context) {
  return context->their_country ? context->their_country
         : context->theirs      ? cr_zone_country(cr_zone_id(context->theirs))
                                : NULL;
}

void
cr_resolver_init(CrResolver *res, const CrTimeContext *context) {
  memset(res, 0, sizeof *res);
  res->context = context;
  res->mine = context->mine ? context->mine : cr_zone_utc();
  res->country = cr_country_of_context(context);
  res->theirs = context->theirs;
  res->last_day = res->old_day = res->week = CR_NO_DAY;
  if (res->theirs == NULL && context->has_offset) {
    int sec = context->their_offset_sec, size = ABS(sec);
    if (cr_zone_offset_sec(res->mine, context->at) == sec)
      res->theirs = res->mine; /* the reader's own, so that it changes with the seasons */
    else
      res->theirs = cr_country_zone_showing(context->their_country, context->at, sec);
    if (res->theirs == NULL)
      res->theirs = cr_zone_by_offset(context->at, sec);
    if (res->theirs == NULL) {
      char id[16];
      g_snprintf(id, sizeof id, "%c%02d:%02d", sec < 0 ? '-' : '+', size / 3600, size / 60 % 60);
      res->theirs = cr_zone_find(id);
    }
  }
  if (res->theirs == NULL)
    res->theirs = res->mine;
  res->today = cr_zone_day(res->theirs, context->at);
}

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
    if (hour < 7 && !(c->padded && cr_order_of_country(res->country) == ORDER_DAY_FIRST))
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
  CrZoneChoice choice = cr_choose_zone(res, &w->zone, about);
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
    out->flags |= choice.mismatch;
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

/* The other half of the day may be meant: by the clock, which may change in between. */
static void
mark_hour(const CrResolver *res, const CrWhen *w, CrDay day, int minutes, CrResolved *out) {
  int hour = minutes / 60 % 24;
  if (w->from.kind != CLOCK_TIME || (hour >= 6 && hour < 22))
    return;
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  out->flags |= FLAG_HOUR;
  if (out->alternative == CR_INSTANT_NONE)
    out->alternative = instant_of(res, w, day, minutes + (hour < 12 ? 12 : -12) * 60, &ignored);
}

static void
resolve_dates(const CrResolver *res, const CrWhen *w, const CrDays *days, CrResolved *out) {
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  out->start = instant_of(res, w, days->first, 0, &ignored);
  out->end = instant_of(res, w, days->last, 0, &ignored);
  out->zone = ignored.zone;
  if (days->other != CR_NO_DAY)
    out->alternative = instant_of(res, w, days->other, 0, &ignored);
  out->granularity = days->granularity;
  out->day = days->first;
}

#define NIGHT_ENDS_MIN (6 * 60)

/* "At 00:15 tonight", said in the evening: the night goes on behind midnight. */
static gboolean
is_over(const CrResolver *res, const CrWhen *w, CrDay day, int minutes) {
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  return instant_of(res, w, day, minutes, &ignored) <= res->context->at;
}

/* "5pm instead, same day": as without a word of the day, where only the agreed call tells it. */
static gboolean
is_dated(const CrResolver *res, const CrWhen *w) {
  gboolean open = w->date.kind == DATE_AGAIN && w->date.plus_days == 0 &&
                  w->from.kind == CLOCK_TIME && !w->clock_shared && res->last_day == CR_NO_DAY &&
                  res->focus == NULL;
  return w->date.kind != DATE_NONE && !open;
}

gboolean
cr_time_resolve(CrResolver *res, const CrWhen *w, CrResolved *ret) {
  CrResolved out = {.end = CR_INSTANT_NONE, .alternative = CR_INSTANT_NONE, .past = w->past};
  CrDays days = {.first = CR_NO_DAY, .other = CR_NO_DAY};
  int from = 0, to = -1;
  if (w->from.kind == CLOCK_DELTA) {
    out.zone = cr_choose_zone(res, &w->zone, res->context->at).zone;
    out.start = res->context->at / CR_MINUTE * CR_MINUTE + w->from.delta_min * CR_MINUTE;
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
  if (is_dated(res, w)) {
    if (!cr_resolve_days(res, w, probe != CR_INSTANT_NONE && probe > res->context->at, &days))
      return FALSE;
  } else {
    days.first = default_day(res, w, from);
    days.last = days.first + 1;
  }
  out.flags = days.flags;
  if (!clocked || days.granularity == CR_GRANULARITY_WEEK) {
    resolve_dates(res, w, &days, &out);
    out.past = out.past && out.start <= res->context->at; /* "not to be reached before 1 October" */
    *ret = out;
    return TRUE;
  }
  gboolean small_hour = w->from.kind == CLOCK_TIME && from < NIGHT_ENDS_MIN;
  if (small_hour && (w->date.overnight || (w->date.night && is_over(res, w, days.first, from))))
    days.first++;
  out.day = days.first;
  out.start = instant_of(res, w, days.first, from, &out);
  CrResolved ignored = {.alternative = CR_INSTANT_NONE};
  if (to >= 0)
    out.end = instant_of(res, w, days.first, to, &ignored);
  if (to >= 0 && out.end <= out.start) /* one end in the gap of a clock change */
    out.end = out.start + MAX(to - from, 1) * CR_MINUTE;
  if (days.other != CR_NO_DAY)
    out.alternative = instant_of(res, w, days.other, from, &ignored);
  out.granularity = w->from.kind == CLOCK_PART ? CR_GRANULARITY_PART : CR_GRANULARITY_INSTANT;
  mark_hour(res, w, days.first, from, &out);
  if (w->from.kind == CLOCK_SAME && w->zone.kind == SAID_NONE) {
    CrWall wall = wall_of(days.first, from);
    out.zone = res->focus->zone;
    out.start = cr_zone_instant(out.zone, &wall);
    wall = wall_of(days.first, MAX(to, 0));
    if (to >= 0)
      out.end = cr_zone_instant(out.zone, &wall);
  }
  out.past = out.past && out.start <= res->context->at; /* "has been moved to 29 January" */
  *ret = out;
  return TRUE;
}
