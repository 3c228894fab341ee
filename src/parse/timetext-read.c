#include "base/limits.h"
#include "parse/timetext-private.h"

#include <string.h>

/* Finds the whens: walks the tokens once and only starts to read where a time can begin. */

/* What times are made of, as are the grammar's keywords. */
static gboolean
is_of_times(const CrWord *w) {
  return w->weekday || w->month || w->number || w->ordinal || w->part || w->marks & MARK_HOLIDAY;
}

/* No time begins with "the", "in" and the like before a word that no time is made of. */
static gboolean
may_begin(const CrToken *t) {
  const CrWord *w = t->word;
  if (t->kind == TOKEN_NUMBER)
    return TRUE;
  if (t->kind != TOKEN_WORD)
    return FALSE;
  if (is_of_times(w))
    return TRUE;
  switch ((CrKeyword) w->keyword) {
  case W_THE:
  case W_IN:
  case W_A:
  case W_NEXT:
  case W_THIS:
  case W_LAST:
  case W_COMING:
  case W_FOLLOWING:
  case W_SAME:
  case W_THAT:
    return t[1].kind != TOKEN_WORD || t[1].word->keyword || is_of_times(t[1].word);
  case W_TODAY:
  case W_TOMORROW:
  case W_TONIGHT:
  case W_YESTERDAY:
  case W_NOON:
  case W_MIDNIGHT:
  case W_HALF:
  case W_QUARTER:
  case W_EARLY:
  case W_MID:
  case W_LATE:
  case W_LATER:
  case W_END:
  case W_EOD:
  case W_COB:
  case W_EOW:
  case W_CLOSE:
  case W_DAY:
  case W_COUPLE:
  case W_BETWEEN:
  case W_WC:
  case W_KW:
  case W_CALENDAR:
  case W_WEEK:
    return TRUE;
  default: /* the other words of the grammar only join */
    return FALSE;
  }
}

/* "tonight", "this morning", "later this afternoon": a day and its part. */
static gboolean
read_day_part(CrReader *r, CrWhen *w) {
  guint start = r->i;
  if (cr_keyword(r, r->i) == W_LATER)
    r->i++;
  CrKeyword word = cr_keyword(r, r->i);
  if (word == W_TONIGHT) {
    w->date = (CrDateSpec){.kind = DATE_OFFSET, .night = TRUE};
    w->from = (CrClock){.kind = CLOCK_PART, .part = 4};
    r->i++;
    return TRUE;
  }
  if (word == W_LATER || (cr_keyword(r, start) == W_LATER && word == W_TODAY)) {
    w->date = (CrDateSpec){.kind = DATE_OFFSET};
    r->i++;
    return word == W_TODAY;
  }
  if (word == W_IN && cr_keyword(r, r->i + 1) == W_THE && cr_token(r, r->i + 2)->word->part == 1 &&
      r->context->at != CR_INSTANT_NONE && cr_clock_may_end(r, r->i + 3)) {
    w->date = (CrDateSpec){.kind = DATE_OFFSET, .offset = 1}; /* "I'll call in the morning" */
    w->from = (CrClock){.kind = CLOCK_PART, .part = 1};
    r->i += 3;
    return TRUE;
  }
  if (word == W_THIS || (word == W_LAST && cr_token(r, r->i + 1)->word->part == 4)) {
    r->i++;
    CrClock part;
    if (cr_read_clock(r, FALSE, &part) && part.kind == CLOCK_PART) {
      w->date = (CrDateSpec){.kind = DATE_OFFSET, .offset = word == W_LAST ? -1 : 0};
      w->from = part;
      return TRUE;
    }
  }
  r->i = start;
  return FALSE;
}

/* in 20 minutes, an hour from now, 10 minutes ago */
static gboolean
read_delta(CrReader *r, CrWhen *w) {
  guint start = r->i;
  int minutes, days;
  gboolean in = cr_keyword(r, r->i) == W_IN;
  if (in) {
    r->i++;
    if (cr_keyword(r, r->i) == W_AROUND || cr_keyword(r, r->i) == W_THE)
      r->i++;
  }
  if (cr_read_span(r, &minutes, &days) && minutes > 0) {
    CrKeyword word = cr_keyword(r, r->i);
    gboolean soon = minutes == 1; /* "in a minute" */
    if (in && !soon && (cr_clock_may_end(r, r->i) || word == W_TIME)) {
      if (word == W_TIME)
        r->i++;
      w->from = (CrClock){.kind = CLOCK_DELTA, .delta_min = minutes};
      return TRUE;
    }
    if (!in && word == W_FROM && cr_keyword(r, r->i + 1) == W_NOW) {
      r->i += 2;
      w->from = (CrClock){.kind = CLOCK_DELTA, .delta_min = minutes};
      return TRUE;
    }
    if (!in && word == W_AGO) {
      r->i++;
      w->from = (CrClock){.kind = CLOCK_DELTA, .delta_min = -minutes};
      w->past = TRUE;
      return TRUE;
    }
  }
  r->i = start;
  return FALSE;
}

/* A clock or range; between and bound words have been read. */
static gboolean
read_clock_part(CrReader *r, gboolean supported, gboolean between, CrWhen *w) {
  CrClock from, to;
  CrZoneSaid zone = {0};
  r->iso = w->date.iso;
  gboolean found = cr_read_clock_range(r, supported, between, r->moving, &from, &to, &zone);
  r->iso = FALSE;
  if (!found)
    return FALSE;
  if (w->from.kind == CLOCK_PART && from.kind == CLOCK_TIME) { /* "Tuesday afternoon at 2" */
    if (from.half == HALF_UNSAID && from.hour <= 12)
      from.half = cr_half_of_part(w->from.part, from.hour);
    if (to.kind == CLOCK_TIME && to.half == HALF_UNSAID && from.half == HALF_PM &&
        w->from.part != 1)
      to.half = HALF_PM;
  }
  if (w->date.iso && from.padded && from.half == HALF_UNSAID)
    from.half = HALF_24; /* 2026-11-24 06:02 */
  w->from = from;
  w->to = to;
  if (zone.kind != SAID_NONE)
    w->zone = zone;
  return TRUE;
}

static gboolean
has_clock(const CrWhen *w) {
  return w->from.kind != CLOCK_NONE;
}

/* Two dates that say the same in different ways: Tuesday … (Nov 24). */
static gboolean
merge_dates(CrWhen *w, const CrDateSpec *more) {
  CrDateSpec *date = &w->date;
  if (date->in_week && more->kind == DATE_WEEKDAY && more->which == WHICH_BARE &&
      !more->until_weekday) { /* "Week commencing 15 June: Mon" */
    date->in_week = FALSE;
    date->of_week = more->weekday;
    return TRUE;
  }
  gboolean exact = more->kind == DATE_DAY || more->kind == DATE_NUMERIC;
  if (date->kind == DATE_WEEKDAY && date->which == WHICH_BARE && exact && !more->weekday) {
    int weekday = date->weekday;
    *date = *more;
    date->weekday = weekday;
    return TRUE;
  }
  if ((date->kind == DATE_OFFSET ||
       ((date->kind == DATE_DAY || date->kind == DATE_NUMERIC) && !date->weekday)) &&
      more->kind == DATE_WEEKDAY && more->which == WHICH_BARE) {
    date->weekday = more->weekday;
    return TRUE;
  }
  if (date->kind == DATE_OFFSET && exact) {
    *date = *more;
    return TRUE;
  }
  return FALSE;
}

/* After a when's clock comes ", Wednesday 10am": that date has its own clock. */
static gboolean
date_has_own_clock(CrScan *s, const CrWhen *w) {
  CrReader *r = s->r;
  guint start = r->i;
  CrGlue glue;
  CrWhen probe = {0};
  cr_read_glue(r, &glue);
  gboolean own = !glue.broke && r->i < start + 4 && read_clock_part(r, TRUE, glue.between, &probe);
  r->i = start;
  gboolean tells_half = probe.from.kind == CLOCK_PART && w->from.kind == CLOCK_TIME &&
                        w->from.half == HALF_UNSAID && w->from.hour <= 12;
  return own && !tells_half; /* "half past three, Wednesday afternoon" */
}

static gboolean
text_ends(const CrReader *r, guint i) {
  if (cr_is_mark(r, i, '.') || cr_is_mark(r, i, '?') || cr_is_mark(r, i, '!'))
    i++;
  return cr_token(r, i)->kind == TOKEN_END || cr_token(r, i)->kind == TOKEN_BREAK;
}

/* "Thursday at 9:30 next week" */
static gboolean
read_week_behind(CrReader *r, CrWhen *w) {
  guint i = r->i + (cr_keyword(r, r->i) == W_OF);
  CrKeyword word = cr_keyword(r, i);
  if (w->date.kind != DATE_WEEKDAY || w->date.which != WHICH_BARE || !has_clock(w) ||
      (word != W_NEXT && word != W_THIS) || cr_keyword(r, i + 1) != W_WEEK)
    return FALSE;
  w->date.which = word == W_NEXT ? WHICH_NEXT_WEEK : WHICH_THIS_WEEK;
  r->i = i + 2;
  return TRUE;
}

/* One more piece of the when after some glue. */
static gboolean
read_more(CrScan *s, CrWhen *w) {
  CrReader *r = s->r;
  guint start = r->i;
  CrGlue glue;
  gboolean zoned = w->from.kind == CLOCK_TIME || w->from.kind == CLOCK_EOD;
  if ((zoned && w->zone.kind == SAID_NONE && cr_read_zone(r, &w->zone)) || read_week_behind(r, w))
    return TRUE;
  gboolean iso = w->date.year && !has_clock(w) && cr_keyword(r, r->i) == W_T &&
                 cr_is_glued(r, r->i) && cr_is_glued(r, r->i + 1);
  if (iso)
    r->i++;
  cr_read_glue(r, &glue);
  guint here = r->i;
  gboolean found = FALSE;
  CrDateSpec more;
  if (w->date.kind != DATE_NONE && (!has_clock(w) || (w->from.kind == CLOCK_PART && !glue.broke))) {
    r->between = glue.between;
    found =
        read_clock_part(r, glue.support || (!glue.broke && w->date.kind != DATE_WEEK) || glue.label,
                        glue.between, w);
    r->between = FALSE;
    if (found && w->from.kind == CLOCK_TIME && w->from.bare && !w->from.dotted && glue.bracket &&
        !glue.support && w->to.kind == CLOCK_NONE && w->zone.kind == SAID_NONE) {
      found = FALSE; /* "Tuesday (2 slots)" */
      w->from.kind = CLOCK_NONE;
    }
    if (found && w->from.kind == CLOCK_TIME && w->from.bare && !w->from.dotted && glue.comma &&
        !glue.support && w->to.kind == CLOCK_NONE && w->zone.kind == SAID_NONE &&
        !((w->date.kind == DATE_WEEKDAY || w->date.kind == DATE_OFFSET) && text_ends(r, r->i))) {
      found = FALSE; /* "Nov 24, 3 people" */
      w->from.kind = CLOCK_NONE;
    }
    if (found && glue.bound != BOUND_NONE)
      w->bound = glue.bound;
  }
  if (!found && w->date.kind != DATE_NONE && w->from.kind == CLOCK_TIME &&
      w->from.half == HALF_UNSAID && w->from.hour <= 12 && !glue.broke) {
    CrClock part; /* "9 Wednesday morning" */
    r->i = here;
    found = cr_read_clock(r, FALSE, &part) && part.kind == CLOCK_PART;
    if (found)
      w->from.half = cr_half_of_part(part.part, w->from.hour);
  }
  if (!found && (!glue.broke || glue.label || w->date.kind == DATE_NONE)) {
    r->i = here;
    r->vouched = TRUE;
    found = !(glue.broke && !glue.label) && cr_read_date(r, &more);
    r->vouched = FALSE;
    if (found && w->date.kind == DATE_NONE) {
      found = !((glue.comma || glue.broke) && !glue.label && date_has_own_clock(s, w));
      if (found) {
        w->date = more;
        w->clock_first = TRUE;
      }
    } else if (found) {
      gboolean another = glue.comma && cr_token(r, r->i - 1)->owner; /* "the 24th, Thursday's" */
      found = !another && !(has_clock(w) && date_has_own_clock(s, w)) && merge_dates(w, &more);
    }
    if (!found) { /* 2pm this afternoon, 8 tonight */
      CrWhen part = {0};
      r->i = here;
      found = w->date.kind == DATE_NONE && w->from.kind == CLOCK_TIME && !glue.broke &&
              read_day_part(r, &part);
      if (found) {
        w->date = part.date;
        if (w->from.half == HALF_UNSAID && part.from.kind == CLOCK_PART && w->from.hour <= 12)
          w->from.half = cr_half_of_part(part.from.part, w->from.hour);
      }
    }
  }
  if (!found && has_clock(w) && w->from.kind == CLOCK_TIME && w->zone.kind == SAID_NONE &&
      (glue.comma || glue.bracket || glue.label || glue.support || glue.word)) {
    r->i = here;
    gboolean label_zone = glue.label || !glue.broke;
    found = label_zone && cr_read_zone(r, &w->zone);
  }
  if (!found) {
    r->i = start;
    return FALSE;
  }
  if (glue.bracket && (cr_is_mark(r, r->i, ')') || cr_is_mark(r, r->i, ']')))
    r->i++;
  return TRUE;
}

/* Monday–Friday hours of an office and things that happen every week are no appointments. */
static gboolean
is_office_hours(const CrScan *s, const CrWhen *w) {
  if (w->date.kind != DATE_WEEKDAY || w->date.weekday != 1 || w->date.until_weekday < 5)
    return FALSE;
  return w->date.which == WHICH_BARE;
}

/* "call you in 15": minutes without their name. */
static gboolean
read_short_delta(const CrScan *s, CrWhen *w) {
  CrReader *r = s->r;
  const CrToken *t = cr_token(r, r->i), *number = cr_token(r, r->i + 1);
  if (t->word->keyword != W_IN || s->cue_sentence != t->sentence + 1 ||
      number->kind != TOKEN_NUMBER || number->value < 5 || number->value > 60 ||
      number->value % 5 != 0)
    return FALSE;
  const CrToken *end = cr_token(r, r->i + 2);
  if (end->kind != TOKEN_END && end->kind != TOKEN_BREAK &&
      !(end->kind == TOKEN_MARK && strchr("!?,.", end->mark) && cr_clock_may_end(r, r->i + 2)))
    return FALSE;
  w->from = (CrClock){.kind = CLOCK_DELTA, .delta_min = number->value};
  r->i += 2;
  return TRUE;
}

/* "rescheduled for Thursday from 1:30 to 2:15": behind "for" or "to" stands where it went. */
static gboolean
is_moved_from(const CrScan *s, guint start) {
  guint the = start > 0 && cr_keyword(s->r, start - 1) == W_THE;
  CrKeyword lead = start > the ? cr_keyword(s->r, start - 1 - the) : W_NONE;
  return s->move_sentence == cr_token(s->r, start)->sentence + 1 && lead != W_FOR && lead != W_TO;
}

static gboolean
read_when(CrScan *s, CrWhen *w) {
  CrReader *r = s->r;
  guint start = r->i;
  const CrToken *t = cr_token(r, start);
  gboolean supported = cr_is_vouched(s, start);
  *w = (CrWhen){.first = start, .pair = -1, .base = -1};
  r->moving = is_moved_from(s, start);
  gboolean between = cr_keyword(r, start) == W_BETWEEN;
  if (between) {
    r->i++;
    w->bound = BOUND_WITHIN;
    supported = TRUE;
  }
  r->between = between || (start > 0 && cr_keyword(r, start - 1) == W_BETWEEN);
  const CrToken *before = start > 0 ? cr_token(r, start - 1) : NULL;
  if (before && before->word->keyword == W_EVERY)
    return FALSE;
  CrSlice slice = SLICE_WHOLE;
  gboolean found = FALSE;
  CrKeyword when = (CrKeyword) t->word->keyword;
  if (when == W_EARLY || when == W_LATE) { /* early Thursday afternoon */
    r->i++;
    found = cr_read_date(r, &w->date) && w->date.kind != DATE_WEEK && w->date.kind != DATE_MONTH;
    slice = !found ? SLICE_WHOLE : when == W_EARLY ? SLICE_EARLY : SLICE_LATE;
    if (!found) {
      r->i = start;
      memset(&w->date, 0, sizeof w->date);
    }
  }
  found = found || cr_read_listed_day(r, cr_last_when(s), &w->date) || read_day_part(r, w) ||
          read_delta(r, w) || read_short_delta(s, w) || cr_read_date(r, &w->date);
  r->between = FALSE;
  if (!found) {
    r->i = between ? start + 1 : start;
    gboolean named = t->kind == TOKEN_NUMBER && cr_is_named(r, start);
    found = !named && read_clock_part(r, supported, between, w);
    w->clock_first = found;
  }
  if (!found) {
    r->i = start;
    return FALSE;
  }
  for (int k = 0; k < 5 && w->from.kind != CLOCK_DELTA && read_more(s, w); k++)
    continue;
  if (w->from.kind == CLOCK_PART && w->from.slice == SLICE_WHOLE)
    w->from.slice = slice;
  if (w->date.kind == DATE_NONE && w->from.kind == CLOCK_PART) {
    r->i = start; /* a part of no day: "good morning" */
    return FALSE;
  }
  if (w->from.kind == CLOCK_TIME && w->zone.kind == SAID_NONE)
    cr_read_zone_before(r, start, &w->zone);
  w->last = r->i;
  if (slice != SLICE_WHOLE && w->from.kind != CLOCK_PART)
    w->first++; /* "to start June 1st" */
  if (before && w->bound == BOUND_NONE && has_clock(w)) {
    CrKeyword word = (CrKeyword) before->word->keyword;
    w->bound = word == W_AFTER                                       ? BOUND_AFTER
               : word == W_BEFORE || word == W_BY || word == W_UNTIL ? BOUND_BEFORE
               : word == W_BETWEEN || word == W_ANYTIME              ? BOUND_WITHIN
                                                                     : BOUND_NONE;
  }
  return TRUE;
}

static inline void
note_word(CrScan *s, guint i) {
  const CrToken *t = cr_token(s->r, i);
  if (t->word->marks & MARK_CUE)
    s->cue_sentence = t->sentence + 1;
  if (t->word->marks & MARK_MOVE && cr_word_moves(s->r, i))
    s->move_sentence = t->sentence + 1;
  if (t->word->marks & MARK_MANY || t->word->keyword == W_EVERY)
    s->many_sentence = cr_keyword(s->r, i + 1) == W_OTHER ? s->many_sentence : t->sentence + 1;
}

/* "The 9am stand-up is daily": clocks without a day in a sentence about what recurs. */
static void
drop_recurring(const CrReader *r, GArray *whens) {
  guint32 last = cr_token(r, r->n)->sentence;
  g_autofree guint8 *recurs = whens->len ? g_malloc0(last + 1) : NULL;
  for (guint i = 0; recurs && i < r->n; i++) {
    const CrWord *word = cr_token(r, i)->word;
    if (word->marks & MARK_MANY && !word->weekday && !word->part)
      recurs[MIN(cr_token(r, i)->sentence, last)] = TRUE;
  }
  for (guint i = whens->len; i-- > 0;) {
    const CrWhen *w = cr_when_at(whens, i);
    if (w->date.kind == DATE_NONE && !w->has_delay && recurs[MIN(cr_sentence_of(r, w), last)])
      g_array_remove_index(whens, i);
  }
}

GArray *
cr_time_read(CrReader *r) {
  CrScan s = {.r = r, .whens = g_array_new(FALSE, FALSE, sizeof(CrWhen))};
  gboolean line_start = TRUE;
  for (r->i = 0; r->i < r->n && s.whens->len < 2 * CR_MAX_MENTIONS;) {
    guint start = r->i;
    const CrToken *t = cr_token(r, start);
    if (line_start && t->kind == TOKEN_WORD) {
      r->i = cr_skip_header_line(r, start);
      if (r->i > start)
        continue;
    }
    line_start = t->kind == TOKEN_BREAK || (line_start && cr_is_mark(r, start, '>'));
    CrWhen w;
    if (may_begin(t) &&
        (cr_read_delay(r, s.move_sentence == t->sentence + 1, &w) || read_when(&s, &w))) {
      gboolean recurring =
          s.many_sentence == t->sentence + 1 && w.date.kind == DATE_NONE && !w.has_delay;
      if (!recurring && !is_office_hours(&s, &w)) {
        const CrWhen *last = cr_last_when(&s);
        w.joint = last ? cr_joint_of(r, last->last, w.first) : 0;
        g_array_append_val(s.whens, w);
      }
      for (guint i = start; i < r->i; i++)
        note_word(&s, i);
      r->i = MAX(r->i, start + 1);
    } else {
      r->i = start + 1;
    }
    note_word(&s, start);
  }
  drop_recurring(r, s.whens);
  return s.whens;
}
