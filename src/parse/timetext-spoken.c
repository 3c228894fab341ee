#include "parse/timetext-private.h"

#include <string.h>

/* The hour of "half past two", "quarter to 3pm": a number or its word. */
static int
read_hour_name(CrReader *r) {
  const CrToken *t = cr_token(r, r->i);
  int hour = t->kind == TOKEN_NUMBER && t->digits <= 2 ? t->value : t->word->number;
  if (t->kind == TOKEN_WORD && t->word->keyword == W_NOON)
    hour = 12;
  if (hour < 1 || hour > 12)
    return 0;
  r->i++;
  return hour;
}

/* "Ringing you at half past", which begins the clause: "I will be" is left out. */
static gboolean
is_announced(const CrReader *r, guint i) {
  static const char *const verbs[] = {"ringing", "calling", "phoning", "dialling",
                                      "dialing", "trying",  NULL};
  char word[12] = "";
  gboolean first = i == 0 || cr_token(r, i - 1)->kind != TOKEN_WORD;
  return first && cr_join_words(r, i, 1, word, sizeof word) && g_strv_contains(verbs, word);
}

/* "at 20 past": of the hour that the reference stands in, or of the next one. */
static gboolean
read_of_this_hour(const CrReader *r, int minute, CrClock *clock) {
  CrInstant at = r->context->at;
  gboolean plan = FALSE; /* "sorry I was out at quarter past" is none */
  for (guint k = 1; k <= 6 && k <= r->i && !plan; k++)
    plan = (cr_token(r, r->i - k)->word->marks & MARK_FUTURE) || is_announced(r, r->i - k);
  if (at == CR_INSTANT_NONE || !plan || !cr_clock_may_end(r, r->i))
    return FALSE;
  int now = (int) (at / CR_MINUTE % 60) + r->context->their_offset_sec / 60;
  *clock = (CrClock){
      .kind = CLOCK_DELTA, .delta_min = ((minute - now) % 60 + 60) % 60, .hour_unsaid = TRUE};
  return clock->delta_min > 0;
}

/* "on Monday", "tomorrow": a day comes next. */
static gboolean
day_follows(const CrReader *r, guint i) {
  if (cr_keyword(r, i) == W_ON)
    i++;
  return cr_token(r, i)->word->weekday || cr_keyword(r, i) == W_TODAY ||
         cr_keyword(r, i) == W_TOMORROW;
}

/* "at", "make it", "say", "until half past" */
static gboolean
leads_to_minutes(const CrReader *r, guint i) {
  char word[8] = "";
  CrKeyword lead = cr_keyword(r, i);
  return lead == W_AT || lead == W_UNTIL || lead == W_AROUND || lead == W_TO ||
         (cr_join_words(r, i, 1, word, sizeof word) &&
          (strcmp(word, "it") == 0 || strcmp(word, "say") == 0 || strcmp(word, "do") == 0));
}

/* half past two, quarter to three, ten past 2, twenty minutes to four; half two (British). */
static gboolean
read_past_to(CrReader *r, gboolean supported, CrClock *clock) {
  guint start = r->i;
  const CrToken *t = cr_token(r, r->i);
  CrKeyword word = (CrKeyword) t->word->keyword;
  if (word == W_A && cr_keyword(r, r->i + 1) == W_QUARTER) {
    r->i++;
    word = W_QUARTER;
  }
  int minutes = word == W_HALF                              ? 30
                : word == W_QUARTER                         ? 15
                : t->word->number                           ? t->word->number
                : t->kind == TOKEN_NUMBER && t->digits <= 2 ? t->value
                                                            : 0;
  if (minutes < 1 || minutes > 30)
    return FALSE;
  r->i++;
  gboolean said_minutes = cr_keyword(r, r->i) == W_MINUTE;
  if (said_minutes)
    r->i++;
  CrKeyword side = cr_keyword(r, r->i);
  gboolean past = side == W_PAST || side == W_AFTER, to = side == W_TO || side == W_UNTIL ||
                                                          side == W_BEFORE ||
                                                          (side == W_OF && word == W_QUARTER);
  /* digits need "past": "10 to 11" is a range and "5 after 2" nothing */
  if (t->kind == TOKEN_NUMBER && side != W_PAST && !(said_minutes && to))
    return FALSE;
  if (side == W_BEFORE && word != W_QUARTER && !said_minutes)
    return FALSE;
  if (!past && !to) {
    int hour = word == W_HALF && !said_minutes ? read_hour_name(r) : 0;
    if (hour == 0 ||
        !(supported || r->british || cr_keyword(r, start - 1) == W_AT || day_follows(r, r->i)))
      return FALSE;
    *clock = (CrClock){.kind = CLOCK_TIME, .hour = hour, .minute = 30, .half = cr_read_half(r)};
    return clock->half != HALF_UNSAID || cr_clock_may_end(r, r->i);
  }
  r->i++;
  gboolean noon = cr_keyword(r, r->i) == W_NOON, midnight = cr_keyword(r, r->i) == W_MIDNIGHT;
  int hour = midnight ? 12 : read_hour_name(r);
  if (midnight)
    r->i++;
  if (hour == 0)
    return (past || word == W_QUARTER) && start > 0 && leads_to_minutes(r, start - 1) &&
           read_of_this_hour(r, past ? minutes : 60 - minutes, clock);
  if (cr_keyword(r, r->i) == W_OCLOCK)
    r->i++;
  CrHalf half = cr_read_half(r);
  if (half == HALF_UNSAID)
    half = cr_read_half_words(r, hour);
  if (half == HALF_UNSAID && word != W_HALF && word != W_QUARTER && !cr_clock_may_end(r, r->i))
    return FALSE;
  if (noon || midnight)
    half = noon == past ? HALF_PM : HALF_AM;
  *clock = (CrClock){.kind = CLOCK_TIME, .hour = hour, .minute = minutes, .half = half};
  if (to) {
    clock->minute = 60 - minutes;
    clock->hour = hour == 1 ? 12 : hour - 1;
    if (hour == 12 && clock->half == HALF_PM && !noon)
      clock->half = HALF_AM; /* quarter to 12 pm: 11:45 */
  }
  return TRUE;
}

/* "Seven on Thursday?", the whole of a question */
static gboolean
is_offered(const CrReader *r, guint start) {
  guint day = r->i + (cr_keyword(r, r->i) == W_ON);
  const CrToken *before = start > 0 ? cr_token(r, start - 1) : NULL;
  gboolean first = before == NULL || before->kind == TOKEN_BREAK ||
                   (before->kind == TOKEN_MARK && strchr(".?!", before->mark));
  return first && day_follows(r, r->i) && cr_is_mark(r, day + 1, '?');
}

/* "the Wednesday one, please", "Monday's one": of what was offered, no hour. */
static gboolean
is_one_of_several(const CrReader *r, guint one) {
  if (one == 0 || cr_token(r, one - 1)->word->weekday == 0)
    return FALSE;
  const CrToken *next = cr_token(r, one + 1);
  gboolean clock = next->word->keyword == W_AM || next->word->keyword == W_PM ||
                   next->word->keyword == W_OCLOCK || next->word->number ||
                   next->kind == TOKEN_NUMBER || cr_is_mark(r, one + 1, '-');
  const char *text = r->text;
  guint32 end = cr_token(r, one - 1)->end;
  gboolean whose =
      end > 1 && text[end - 1] == 's' && (text[end - 2] == '\'' || text[end - 2] == '\x99');
  return !clock && (whose || (one > 1 && cr_keyword(r, one - 2) == W_THE));
}

/* two pm, two o'clock, two thirty, two-thirty, ten fifteen; two alone when supported. */
static gboolean
read_spelled_clock(CrReader *r, gboolean supported, CrClock *clock) {
  guint start = r->i;
  const CrToken *t = cr_token(r, start);
  if (t->word->number < 1 || t->word->number > 12)
    return FALSE;
  *clock = (CrClock){.kind = CLOCK_TIME, .hour = t->word->number};
  r->i++;
  if (t->word->number == 1 && is_one_of_several(r, start))
    return FALSE;
  gboolean minutes = FALSE;
  guint at = cr_is_mark(r, r->i, '-') && cr_is_glued(r, r->i) ? r->i + 1 : r->i;
  int m = cr_token(r, at)->word->number;
  if (m >= 10 && m % 5 == 0) {
    clock->minute = m;
    r->i = at + 1;
    minutes = TRUE;
    int ones = cr_token(r, r->i)->word->number; /* two forty five */
    if (m >= 20 && ones == 5) {
      clock->minute += 5;
      r->i++;
    }
  }
  clock->half = cr_read_half(r);
  if (clock->half != HALF_UNSAID)
    return TRUE;
  if (cr_keyword(r, r->i) == W_OCLOCK) {
    r->i++;
    clock->half = cr_read_half(r);
    if (clock->half == HALF_UNSAID)
      clock->half = cr_read_half_words(r, clock->hour);
    return TRUE;
  }
  if (cr_keyword(r, r->i) == W_ISH) {
    r->i++;
    return TRUE;
  }
  if (cr_is_mark(r, r->i, '-') && cr_keyword(r, r->i + 1) == W_ISH) {
    r->i += 2;
    return TRUE;
  }
  clock->half = cr_read_half_words(r, clock->hour);
  if (clock->half != HALF_UNSAID)
    return TRUE;
  if (minutes)
    return cr_clock_may_end(r, r->i) && (supported || m == 30 || m == 45 || day_follows(r, r->i));
  clock->bare = !is_offered(r, start);
  return supported || !clock->bare;
}

/* "Thursday AM": only asked for after a date. */
static gboolean
read_half_part(CrReader *r, CrClock *clock) {
  CrKeyword word = cr_keyword(r, r->i), then = cr_keyword(r, r->i + 1);
  const CrToken *t = cr_token(r, r->i);
  if ((word != W_AM && word != W_PM) || t->end - t->start < 2)
    return FALSE;
  if (cr_token(r, r->i + 1)->kind == TOKEN_WORD && then != W_AT && then != W_OR && then != W_AND &&
      !t->upper)
    return FALSE; /* "Thursday am I free" */
  r->i++;
  *clock = (CrClock){.kind = CLOCK_PART, .part = word == W_AM ? 1 : 2};
  return TRUE;
}

/* "first half", "post lunch": the working day as India parts it. */
static gboolean
read_half_of_day(CrReader *r, CrClock *clock) {
  const CrToken *t = cr_token(r, r->i), *next = cr_token(r, r->i + 1);
  gboolean half = (t->word->ordinal == 1 || t->word->keyword == W_SEC || t->word->ordinal == 2) &&
                  next->word->keyword == W_HALF;
  gboolean lunch =
      (t->word->keyword == W_AFTER || t->word->keyword == W_BEFORE) && next->word->part == 5;
  if (!half && !lunch)
    return FALSE;
  gboolean morning = half ? t->word->ordinal == 1 : t->word->keyword == W_BEFORE;
  r->i += 2;
  *clock = (CrClock){.kind = CLOCK_PART, .part = morning ? 1 : 2};
  if (cr_keyword(r, r->i) != W_OF)
    return TRUE;
  r->i++; /* "first half of Monday", not of the year */
  return cr_token(r, r->i)->word->weekday || cr_keyword(r, r->i) == W_TOMORROW;
}

/* morning, late afternoon, mid-morning, first thing, lunchtime: parts of the day. */
static gboolean
read_part(CrReader *r, CrClock *clock) {
  guint start = r->i;
  CrSlice slice = SLICE_WHOLE;
  CrKeyword word = cr_keyword(r, r->i);
  if (read_half_of_day(r, clock))
    return TRUE;
  r->i = start;
  if (cr_token(r, r->i)->word->ordinal == 1 && cr_keyword(r, r->i + 1) == W_THING) {
    r->i += 2;
    guint i = r->i;
    if (cr_keyword(r, i) == W_IN && cr_keyword(r, i + 1) == W_THE &&
        cr_token(r, i + 2)->word->part == 1)
      r->i += 3;
    *clock = (CrClock){.kind = CLOCK_PART, .part = 1, .slice = SLICE_EARLY};
    return TRUE;
  }
  if (word == W_EARLY || word == W_MID || word == W_LATE) {
    slice = word == W_EARLY ? SLICE_EARLY : word == W_MID ? SLICE_MID : SLICE_LATE;
    r->i++;
    if (cr_is_mark(r, r->i, '-'))
      r->i++;
    else if (cr_keyword(r, r->i) == W_IN || cr_keyword(r, r->i) == W_OF)
      r->i += 2;
  }
  const CrToken *t = cr_token(r, r->i);
  if (t->word->part == 0 || t->word->marks & MARK_MANY)
    return FALSE;
  /* "eve" is a word of feasts, "aft" of ships, "lunch" a meal */
  const CrToken *before = cr_token(r, MAX(r->i, 1) - 1);
  gboolean eve = t->end - t->start == 3 && !before->word->weekday &&
                 before->word->keyword != W_TOMORROW && before->word->keyword != W_THIS;
  gboolean meal = t->word->part == 5 && t->end - t->start == 5;
  if (eve || (meal && (start == 0 || cr_keyword(r, start - 1) != W_AT)))
    return FALSE;
  r->i++;
  *clock = (CrClock){.kind = CLOCK_PART, .part = t->word->part, .slice = slice};
  return TRUE;
}

static gboolean
read_day_end(CrReader *r, CrClock *clock) {
  CrKeyword word = cr_keyword(r, r->i);
  if (word == W_EOD || word == W_COB) {
    r->i++;
  } else if ((word == W_END || word == W_CLOSE) && cr_keyword(r, r->i + 1) == W_OF) {
    guint i = r->i + 2;
    gboolean idiom =
        r->i > 1 && cr_keyword(r, r->i - 1) == W_THE && cr_keyword(r, r->i - 2) == W_AT;
    if (cr_keyword(r, i) == W_THE || cr_keyword(r, i) == W_BUSINESS)
      i++;
    if (idiom && cr_keyword(r, i) == W_DAY && cr_is_mark(r, i + 1, ','))
      return FALSE;
    CrKeyword of = cr_keyword(r, i);
    if (cr_keyword(r, i - 1) == W_BUSINESS) {
      i += of == W_DAY;
    } else if (of == W_DAY || of == W_PLAY) {
      i++;
    } else {
      return FALSE;
    }
    r->i = i;
  } else {
    return FALSE;
  }
  *clock = (CrClock){.kind = CLOCK_EOD, .hour = 17, .half = HALF_24};
  return TRUE;
}

/* "the same time", "that time works": the focus's clock. */
static gboolean
read_same_time(CrReader *r, CrClock *clock) {
  guint i = r->i + (cr_keyword(r, r->i) == W_THE);
  CrKeyword word = cr_keyword(r, i);
  if (cr_keyword(r, i + 1) != W_TIME || (word != W_SAME && word != W_THAT))
    return FALSE;
  const CrWord *next = cr_token(r, i + 2)->word;
  if (word == W_THAT && !(next->marks & MARK_FUTURE) && next->keyword != W_IS)
    return FALSE;
  r->i = i + 2;
  *clock = (CrClock){.kind = CLOCK_SAME};
  return TRUE;
}

/* "the midnight run", "noon-time": a word that has nothing to do with times. */
static gboolean
is_plain_word(const CrReader *r, guint i) {
  if (cr_is_mark(r, i, '-') && cr_is_glued(r, i) && cr_is_glued(r, i + 1))
    return cr_token(r, i + 1)->kind == TOKEN_WORD && cr_token(r, i + 1)->word->number == 0;
  const CrToken *t = cr_token(r, i);
  const CrWord *w = t->word;
  return t->kind == TOKEN_WORD && !t->title && !(w->marks & ~MARK_HELD) && !w->keyword &&
         !w->weekday && !w->month && !w->part && !w->zone && !w->number && !w->ordinal;
}

gboolean
cr_read_spoken_clock(CrReader *r, gboolean supported, CrClock *clock) {
  guint start = r->i;
  const CrWord *word = cr_token(r, start)->word;
  *clock = (CrClock){.kind = CLOCK_TIME};
  if (read_same_time(r, clock) || read_past_to(r, supported, clock))
    return TRUE;
  r->i = start;
  *clock = (CrClock){.kind = CLOCK_TIME};
  if (cr_token(r, start)->kind == TOKEN_NUMBER)
    return FALSE;
  if (word->number)
    return read_spelled_clock(r, supported, clock);
  if (word->keyword != W_NOON && word->keyword != W_MIDNIGHT)
    return read_day_end(r, clock) || read_part(r, clock) || (supported && read_half_part(r, clock));
  clock->hour = 12;
  clock->half = word->keyword == W_NOON ? HALF_PM : HALF_AM;
  r->i++;
  if (cr_is_mark(r, r->i, '-') && cr_keyword(r, r->i + 1) == W_ISH)
    r->i += 2;
  return !is_plain_word(r, r->i);
}
