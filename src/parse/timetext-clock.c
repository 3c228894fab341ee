#include "parse/timetext-private.h"

#include <string.h>

static gboolean
is_hour(int value) {
  return value >= 0 && value <= 24;
}

/* "am", "p.m.", "a", "p" ("2p" only when it touches the number). */
CrHalf
cr_read_half(CrReader *r) {
  const CrToken *t = cr_token(r, r->i);
  CrKeyword word = cr_keyword(r, r->i);
  gboolean lone = t->end - t->start == 1;
  if (t->kind != TOKEN_WORD || (lone && t->spaced))
    return HALF_UNSAID;
  if (word == W_AM || (word == W_A && lone)) {
    /* "at 10 am I free?" is no clock's half, but nobody writes it */
    r->i++;
    return HALF_AM;
  }
  if (word == W_PM) {
    r->i++;
    return HALF_PM;
  }
  return HALF_UNSAID;
}

/* "2 in the night" is before the morning. */
CrHalf
cr_half_of_part(int part, int hour) {
  return part == 1 || (part == 4 && hour < 5) ? HALF_AM : HALF_PM;
}

/* The half of the day said in words: "2 in the afternoon", "10 at night", "at 2 this afternoon". */
CrHalf
cr_read_half_words(CrReader *r, int hour) {
  guint i = r->i;
  gboolean in_the = cr_keyword(r, i) == W_IN && cr_keyword(r, i + 1) == W_THE;
  gboolean at_night = cr_keyword(r, i) == W_AT && cr_token(r, i + 1)->word->part == 4;
  if (!in_the && !at_night)
    return HALF_UNSAID;
  i += in_the ? 2 : 1;
  int part = cr_token(r, i)->word->part;
  if (part < 1 || part > 4)
    return HALF_UNSAID;
  r->i = i + 1;
  return cr_half_of_part(part, hour);
}

gboolean
cr_clock_may_end(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i), *next = cr_token(r, i + 1);
  if (t->kind == TOKEN_END || t->kind == TOKEN_BREAK)
    return TRUE;
  if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_JUNK)
    return FALSE;
  if (i >= 2 && cr_keyword(r, i - 2) == W_UNTIL && cr_month_at(r, i)) /* "till 20 Nov" */
    return FALSE;
  if (t->kind == TOKEN_MARK) {
    if (strchr(",;?!)(]\"'=*|>@", t->mark))
      return !(t->mark == ',' && !next->spaced && next->kind == TOKEN_NUMBER);
    if (t->mark == '.')
      return next->spaced || next->kind == TOKEN_END || next->kind == TOKEN_BREAK ||
             next->kind == TOKEN_MARK;
    if (t->mark == '/')
      return t->spaced && (next->spaced || next->kind == TOKEN_NUMBER);
    return (t->mark == '-' || t->mark == ':') && (t->spaced || next->spaced);
  }
  const CrWord *w = t->word;
  if (!t->spaced)
    return FALSE;
  if (w->marks & MARK_THINGS && !(w->marks & MARK_FOLLOW))
    return FALSE;
  if (t->title && (w->marks & MARK_PLACE || cr_is_mark(r, i + 1, '/')))
    return TRUE;
  return w->marks & (MARK_FOLLOW | MARK_PAST | MARK_FUTURE) || w->weekday || w->part ||
         (w->month && t->title) || w->zone || w->keyword == W_TODAY || w->keyword == W_TOMORROW ||
         w->keyword == W_TONIGHT || w->keyword == W_SHARP || w->keyword == W_YESTERDAY ||
         w->keyword == W_EARLIER || w->keyword == W_LATER ||
         (w->keyword == W_A && next->word->keyword == W_WEEK);
}

/* "6 30 pm": the minutes stand apart. */
static gboolean
read_loose_minutes(CrReader *r, int *ret_minute) {
  const CrToken *hour = cr_token(r, r->i - 1), *minute = cr_token(r, r->i);
  CrKeyword half = cr_keyword(r, r->i + 1);
  if (minute->kind != TOKEN_NUMBER || minute->digits != 2 || minute->value % 15 != 0 ||
      minute->value > 45 || hour->value < 1 || hour->value > 12 || (half != W_AM && half != W_PM))
    return FALSE;
  *ret_minute = minute->value;
  r->i++;
  return TRUE;
}

/* ":30", ".30", ":30:00" and " 30 pm" after an hour. */
static gboolean
read_minutes(CrReader *r, gboolean supported, int *ret_minute) {
  const CrToken *mark = cr_token(r, r->i), *minute = cr_token(r, r->i + 1);
  if (read_loose_minutes(r, ret_minute))
    return TRUE;
  gboolean colon = cr_is_mark(r, r->i, ':'), dot = cr_is_mark(r, r->i, '.');
  if ((!colon && !dot) || mark->spaced || minute->spaced || minute->kind != TOKEN_NUMBER ||
      minute->digits != 2 || minute->value > 59)
    return FALSE;
  guint after = r->i + 2;
  if (dot) { /* 2.30 is a price or a version unless "pm" follows or "at" came before */
    CrKeyword next = cr_keyword(r, after);
    gboolean half =
        next == W_AM || next == W_PM || next == W_H || next == W_OCLOCK ||
        (next == W_HOUR && (supported || cr_token(r, after)->end - cr_token(r, after)->start <= 3));
    gboolean range = cr_is_mark(r, after, '-') && cr_token(r, after + 1)->kind == TOKEN_NUMBER;
    if (!half && !(supported && (range || cr_clock_may_end(r, after))))
      return FALSE;
    if (cr_is_mark(r, after, '.') && cr_is_glued(r, after + 1) &&
        cr_token(r, after + 1)->kind == TOKEN_NUMBER)
      return FALSE;
  } else if (cr_is_mark(r, after, ':') && cr_is_glued(r, after) && cr_is_glued(r, after + 1)) {
    const CrToken *second = cr_token(r, after + 1);
    CrKeyword half = cr_keyword(r, after + 2);
    if (second->kind != TOKEN_NUMBER || second->digits != 2 || second->value > 60 ||
        !(supported || half == W_AM || half == W_PM))
      return FALSE; /* 00:45:12 is how long it takes */
    after += 2;
    if (cr_is_mark(r, after, '.') && cr_is_glued(r, after) && cr_is_glued(r, after + 1) &&
        cr_token(r, after + 1)->kind == TOKEN_NUMBER)
      after += 2;
  }
  if (cr_is_mark(r, after, '%') || (cr_is_mark(r, after, ':') && cr_is_glued(r, after + 1) &&
                                    cr_token(r, after + 1)->kind == TOKEN_NUMBER))
    return FALSE;
  *ret_minute = minute->value;
  r->i = after;
  return TRUE;
}

/* "h", "hrs", "hours", "uhr" after 14, 14:00 or 1400. */
static gboolean
read_hour_suffix(CrReader *r) {
  const CrToken *t = cr_token(r, r->i);
  if (t->kind != TOKEN_WORD || (t->word->keyword != W_H && t->word->keyword != W_HOUR))
    return FALSE;
  r->i++;
  return TRUE;
}

/* "1200 W. 14th St", "1500 N Clark": the side of the town. */
static gboolean
is_street(const CrReader *r, guint i) {
  const CrToken *side = cr_token(r, i);
  const CrToken *name = cr_token(r, i + 1 + cr_is_mark(r, i + 1, '.'));
  return side->kind == TOKEN_WORD && side->upper && side->end - side->start <= 2 &&
         strspn(r->text + side->start, "NSEW") >= side->end - side->start &&
         (name->kind == TOKEN_NUMBER || name->title);
}

/* 1430, 0930, 230pm: three or four digits. */
static gboolean
read_digits_clock(CrReader *r, gboolean supported, CrClock *clock) {
  const CrToken *t = cr_token(r, r->i);
  int hour = t->value / 100, minute = t->value % 100;
  if (t->digits < 3 || t->digits > 4 || hour > 24 || minute > 59 || is_street(r, r->i + 1))
    return FALSE;
  r->i++;
  clock->hour = hour;
  clock->minute = minute;
  const CrToken *half = cr_token(r, r->i); /* 409A is a section */
  gboolean whole = half->end - half->start > 1 || (supported && minute % 5 == 0 && !half->upper);
  if (hour >= 1 && hour <= 12 && whole && (clock->half = cr_read_half(r)) != HALF_UNSAID)
    return TRUE;
  if (t->digits == 3) { /* "230 on Thursday" */
    clock->bare = TRUE;
    return supported && hour > 0 && minute % 5 == 0 && cr_clock_may_end(r, r->i);
  }
  clock->half = HALF_24;
  if (read_hour_suffix(r))
    return TRUE;
  /* 1500 alone is a number; 2026 a year; 0900 a clock */
  clock->bare = hour >= 10;
  gboolean year = hour == 19 || hour == 20;
  const CrToken *until = cr_token(r, r->i + 1);
  gboolean range = cr_is_mark(r, r->i, '-') && until->digits == 4;
  if (cr_token(r, r->i)->word->zone && cr_token(r, r->i)->upper && !cr_token(r, r->i)->spaced)
    return supported; /* 1400Z */
  return supported && minute % 5 == 0 && !(year && minute > 15 && minute < 60) &&
         (range || cr_clock_may_end(r, r->i));
}

/* A number right before the cursor, or what shows it to be no clock: "$2", "+1 2:30", "v2:30". */
static gboolean
is_spoilt_before(const CrReader *r, guint i) {
  if (i == 0)
    return FALSE;
  const CrToken *t = cr_token(r, i), *before = cr_token(r, i - 1);
  if (before->kind == TOKEN_MARK && (before->mark == '$' || before->mark == '#'))
    return TRUE;
  if (t->spaced || before->kind == TOKEN_BREAK)
    return FALSE;
  if (before->kind == TOKEN_WORD && before->word->keyword != W_T)
    return TRUE;
  if (before->kind != TOKEN_MARK)
    return FALSE;
  if (before->mark == '-' && i >= 2 && cr_token(r, i - 2)->word->zone && !before->spaced)
    return TRUE; /* UTC-05:00 */
  if (strchr("+:_%*", before->mark))
    return !(before->mark == ':' && (i < 2 || cr_token(r, i - 2)->kind == TOKEN_WORD)) &&
           before->mark != '*';
  return before->mark == '.' && i >= 2 && cr_token(r, i - 2)->kind == TOKEN_NUMBER &&
         !before->spaced;
}

static gboolean
is_minute(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  return t->kind == TOKEN_NUMBER && t->digits == 2 && t->value <= 59;
}

static gboolean
read_number_clock(CrReader *r, gboolean supported, CrClock *clock) {
  const CrToken *t = cr_token(r, r->i);
  gboolean behind_t = r->iso && cr_keyword(r, r->i - 1) == W_T; /* 2026-11-24T01:30:00Z */
  if (t->digits == 6 && behind_t) {                             /* 20261124T190000 */
    clock->hour = t->value / 10000;
    clock->minute = t->value / 100 % 100;
    clock->half = HALF_24;
    r->i++;
    return clock->hour < 24 && clock->minute < 60;
  }
  if (t->digits > 4 || t->value < 0 || is_spoilt_before(r, r->i))
    return FALSE;
  if (t->digits > 2)
    return read_digits_clock(r, supported, clock);
  if (!is_hour(t->value))
    return FALSE;
  clock->hour = t->value;
  clock->padded = t->digits == 2 && t->value < 10;
  r->i++;
  gboolean dotted = cr_is_mark(r, r->i, '.');
  gboolean minutes = read_minutes(r, supported, &clock->minute);
  const CrToken *next = cr_token(r, r->i);
  if (!minutes && next->word->keyword == W_H && !next->spaced) { /* 14h30, 14h */
    r->i++;
    if (is_minute(r, r->i) && !cr_token(r, r->i)->spaced) {
      clock->minute = cr_token(r, r->i)->value;
      r->i++;
      minutes = TRUE;
    }
    clock->half = HALF_24;
    /* "24h support", "a 2h call" are durations */
    return minutes || (supported && t->value <= 23) ||
           (t->digits == 2 && t->value > 6 && t->value < 24);
  }
  if (!minutes && t->digits == 2 && next->word->keyword == W_H && is_minute(r, r->i + 1) &&
      cr_clock_may_end(r, r->i + 2)) { /* "16 h 30" */
    clock->half = HALF_24;
    clock->minute = cr_token(r, r->i + 1)->value;
    r->i += 2;
    return TRUE;
  }
  if (!minutes && supported && t->value > 6 && t->value < 24 && next->word->keyword == W_H &&
      cr_clock_may_end(r, r->i + 1)) { /* "14 h" */
    clock->half = HALF_24;
    r->i++;
    return TRUE;
  }
  clock->half = cr_read_half(r);
  if (clock->half != HALF_UNSAID) {
    gboolean lone = cr_token(r, r->i - 1)->end - cr_token(r, r->i - 1)->start == 1;
    if (clock->hour > 12 && lone)
      return FALSE; /* "seat 14A" */
    if (clock->hour == 0 || clock->hour > 12)
      clock->half = HALF_24;
    return TRUE;
  }
  if (behind_t && minutes) {
    clock->half = HALF_24;
    return TRUE;
  }
  next = cr_token(r, r->i);
  if (next->word->keyword == W_OCLOCK) {
    r->i++;
    clock->half = cr_read_half_words(r, clock->hour);
    if (clock->half == HALF_UNSAID)
      clock->half = cr_read_half(r);
    return clock->hour >= 1;
  }
  if (next->word->keyword == W_NOON && clock->minute == 0 && clock->hour == 12) {
    r->i++;
    clock->half = HALF_PM;
    return TRUE;
  }
  if (next->word->keyword == W_MIDNIGHT && clock->minute == 0 && clock->hour == 12) {
    r->i++;
    clock->half = HALF_AM;
    return TRUE;
  }
  if (minutes && clock->hour >= 13 && read_hour_suffix(r)) {
    clock->half = HALF_24;
    return TRUE;
  }
  if (minutes && (next->spaced || supported) &&
      (next->word->keyword == W_H ||
       (next->word->keyword == W_HOUR && (clock->padded || supported)))) {
    r->i++;
    clock->half = HALF_24;
    return TRUE;
  }
  gboolean ish = (next->word->keyword == W_ISH && !next->spaced) ||
                 (cr_is_mark(r, r->i, '-') && cr_keyword(r, r->i + 1) == W_ISH);
  if (ish) {
    r->i += next->kind == TOKEN_MARK ? 2 : 1;
    clock->half = cr_read_half(r);
    return clock->hour >= 1;
  }
  clock->half = cr_read_half_words(r, clock->hour);
  if (clock->half != HALF_UNSAID)
    return clock->hour >= 1 && clock->hour <= 12;
  if (clock->hour > 12 || clock->hour == 0)
    clock->half = HALF_24;
  if (minutes) {
    if (dotted && cr_is_mark(r, r->i, '.') && cr_is_mark(r, r->i + 1, ',') && clock->minute <= 12)
      return FALSE; /* "Tuesday next week, 15.09., 16:00" */
    clock->bare = clock->dotted = dotted;
    next = cr_token(r, r->i);
    gboolean count = next->word->marks & MARK_THINGS && !(next->word->marks & MARK_FOLLOW);
    return !count && next->word->keyword != W_HOUR && next->word->keyword != W_MINUTE &&
           !(cr_is_mark(r, r->i, '-') && !next->spaced && cr_is_glued(r, r->i + 1) &&
             cr_token(r, r->i + 1)->kind == TOKEN_WORD &&
             (cr_keyword(r, r->i + 1) == W_HOUR || cr_keyword(r, r->i + 1) == W_MINUTE));
  }
  clock->bare = TRUE;
  return supported && clock->hour >= 1 && clock->hour <= 23;
}

gboolean
cr_read_clock(CrReader *r, gboolean supported, CrClock *ret_clock) {
  guint start = r->i;
  CrTokenKind kind = (CrTokenKind) cr_token(r, start)->kind;
  CrClock clock;
  if (kind != TOKEN_NUMBER && kind != TOKEN_WORD)
    return FALSE;
  gboolean found = cr_read_spoken_clock(r, supported, &clock);
  if (!found && kind == TOKEN_NUMBER) {
    r->i = start;
    clock = (CrClock){.kind = CLOCK_TIME};
    found = read_number_clock(r, supported, &clock);
  }
  if (!found) {
    r->i = start;
    return FALSE;
  }
  if (cr_keyword(r, r->i) == W_SHARP)
    r->i++;
  *ret_clock = clock;
  return TRUE;
}

/* "-", "to", "until" between two clocks; "and" after "between". */
static gboolean
read_range_word(CrReader *r, gboolean between, gboolean moving) {
  const CrToken *t = cr_token(r, r->i);
  CrKeyword word = cr_keyword(r, r->i);
  if (t->kind == TOKEN_MARK) {
    if (t->mark != '-' && t->mark != '~' && !(between && t->mark == '&'))
      return FALSE;
    r->i++;
    if (cr_is_mark(r, r->i, '-')) /* "--" */
      r->i++;
    return TRUE;
  }
  if ((word == W_TO && !moving) || word == W_UNTIL || (between && word == W_AND)) {
    r->i++;
    return TRUE;
  }
  return FALSE;
}

/* "-10:30" or "-0930" right after an earlier clock. */
static gboolean
is_later_after_dash(const CrReader *r, const CrClock *from) {
  const CrToken *dash = cr_token(r, r->i), *until = cr_token(r, r->i + 1);
  if (!cr_is_mark(r, r->i, '-') || until->kind != TOKEN_NUMBER || until->digits > 4 ||
      (dash->spaced && !until->spaced))
    return FALSE;
  int minutes =
      until->digits == 4 ? until->value / 100 * 60 + until->value % 100 : until->value * 60;
  if (until->digits <= 2 && cr_is_mark(r, r->i + 2, ':'))
    minutes += cr_token(r, r->i + 3)->value;
  return minutes > from->hour * 60 + from->minute;
}

/* "Let's talk at your 3pm" is on the reader's clock; "your 3pm interview" on nobody's in
 * particular. */
static gboolean
is_readers_hour(const CrReader *r, guint start, const CrClock *clock) {
  static const char *const things[] = {"interview", "call",    "slot",         "appointment",
                                       "phone",     "screen",  "meeting",      "chat",
                                       "session",   "booking", "conversation", NULL};
  char next[16] = "";
  cr_join_words(r, r->i, 1, next, sizeof next);
  return start > 0 && cr_keyword(r, start - 1) == W_YOUR && clock->kind == CLOCK_TIME &&
         !clock->bare && !g_strv_contains(things, next);
}

gboolean
cr_read_clock_range(CrReader *r, gboolean supported, gboolean between, gboolean moving,
                    CrClock *ret_from, CrClock *ret_to, CrZoneSaid *ret_zone) {
  guint start = r->i;
  CrClock from, to = {0};
  CrZoneSaid zone = {0};
  gboolean stamp = start > 0 && cr_keyword(r, start - 1) == W_T;
  /* A range's end may vouch for its beginning: "2-3pm". */
  if (!cr_read_clock(r, TRUE, &from))
    return FALSE;
  guint after_from = r->i;
  gboolean whole = from.kind == CLOCK_TIME;
  /* 2026-11-24 09:00-10:30 and 0900-0930 are ranges, 14:00-05:00 an offset */
  gboolean span = !stamp && is_later_after_dash(r, &from);
  if (whole && !between && !span)
    cr_read_zone(r, &zone);
  guint after_zone = r->i;
  gboolean ranged = FALSE;
  if (whole && read_range_word(r, between, moving)) {
    gboolean worded = cr_token(r, r->i - 1)->kind == TOKEN_WORD;
    if (cr_keyword(r, r->i) == W_AROUND || cr_keyword(r, r->i) == W_AT)
      r->i++;
    ranged = cr_read_clock(r, TRUE, &to) && to.kind == CLOCK_TIME;
    /* "10-555-0142", "2-3 weeks", "2 to 3 people" are none */
    if (ranged && to.bare) {
      guint here = r->i;
      CrZoneSaid later = {0};
      gboolean zoned = cr_read_zone(r, &later);
      r->i = here;
      if (!zoned && (!cr_clock_may_end(r, here) || (from.bare && !supported)))
        ranged = FALSE;
    }
    if (ranged && from.bare && to.half == HALF_24 && !to.bare && !supported && worded)
      ranged = FALSE;
  }
  CrZoneSaid again = {0};
  if (ranged && zone.kind != SAID_NONE && !cr_is_mark(r, r->i, '('))
    cr_read_zone(r, &again); /* "3pm ET - 3:30pm ET" */
  if (!ranged) {
    r->i = after_zone;
    to.kind = CLOCK_NONE;
    if (between && from.bare) {
      r->i = start;
      return FALSE;
    }
    if (from.bare) {
      gboolean zoned = zone.kind != SAID_NONE;
      if (!zoned && (!supported || !cr_clock_may_end(r, after_from))) {
        r->i = start;
        return FALSE;
      }
    } else if (from.kind == CLOCK_TIME && zone.kind == SAID_NONE && !supported) {
      /* forms that only support lets through are read again without it */
      r->i = start;
      if (!cr_read_clock(r, FALSE, &from))
        return FALSE;
    }
  }
  if (zone.kind == SAID_NONE && is_readers_hour(r, start, &from))
    zone.kind = SAID_YOURS;
  *ret_from = from;
  *ret_to = to;
  if (zone.kind != SAID_NONE && ret_zone)
    *ret_zone = zone;
  return TRUE;
}
