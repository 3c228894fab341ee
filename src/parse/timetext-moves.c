#include "parse/timetext-private.h"

#include <string.h>

#define MAX_LOOK_BACK 24

static gboolean
words_before(const CrReader *r, guint i, CrKeyword first, CrKeyword second) {
  while (i > 0 && (cr_keyword(r, i - 1) == W_AT || cr_keyword(r, i - 1) == W_THE ||
                   cr_keyword(r, i - 1) == W_OUR || cr_keyword(r, i - 1) == W_ON ||
                   cr_keyword(r, i - 1) == W_AROUND || cr_keyword(r, i - 1) == W_YOUR))
    i--;
  return i > 1 && cr_keyword(r, i - 1) == second && cr_keyword(r, i - 2) == first;
}

static gboolean
is_moved_before(const CrReader *r, const CrWhen *w) {
  guint32 sentence = cr_sentence_of(r, w);
  for (guint i = w->first, k = 0; i-- > 0 && k < MAX_LOOK_BACK; k++) {
    if (cr_token(r, i)->sentence != sentence)
      return FALSE;
    if (cr_token(r, i)->word->marks & MARK_MOVE && cr_word_moves(r, i))
      return TRUE;
  }
  return FALSE;
}

/* Where the words "at", "on", "the" before it begin. */
static guint
lead_end(const CrReader *r, const CrWhen *w) {
  guint i = w->first;
  while (i > 0 && (cr_keyword(r, i - 1) == W_AT || cr_keyword(r, i - 1) == W_ON ||
                   cr_keyword(r, i - 1) == W_AROUND || cr_keyword(r, i - 1) == W_THE))
    i--;
  return i;
}

/* The word before them. */
static CrKeyword
lead_of(const CrReader *r, const CrWhen *w) {
  guint i = lead_end(r, w);
  return i > 0 ? cr_keyword(r, i - 1) : W_NONE;
}

/* "not the 13th", but "if not Wednesday", "why not at 3". */
static gboolean
is_negated(const CrReader *r, const CrWhen *w) {
  guint i = lead_end(r, w);
  return i > 0 && cr_keyword(r, i - 1) == W_NOT &&
         !(i > 1 && cr_token(r, i - 2)->word->marks & MARK_MAYBE);
}

/* Both name hours, or both days: one can stand in the other's place. */
static gboolean
can_replace(const CrWhen *old, const CrWhen *w) {
  if (cr_is_clock(old) && cr_is_clock(w))
    return TRUE;
  return old->date.kind != DATE_NONE && w->date.kind != DATE_NONE && !w->has_delay;
}

static gboolean
is_said_before(const CrReader *r, guint at, guint back, CrKeyword keyword, guint32 marks) {
  for (guint k = 1; k <= back && k <= at; k++) {
    const CrToken *t = cr_token(r, at - k);
    if (t->sentence != cr_token(r, at)->sentence || t->kind == TOKEN_BREAK)
      return FALSE;
    if ((keyword && t->word->keyword == keyword) ||
        (t->word->marks & marks && t->word->keyword != W_WAS))
      return TRUE;
  }
  return FALSE;
}

/* "the call planned for Monday at 2 will be on Tuesday at 3": nothing else between them. */
static gboolean
is_planned_otherwise(const CrReader *r, const CrWhen *old, const CrWhen *w) {
  gboolean ahead = FALSE;
  for (guint i = old->last; i < w->first; i++) {
    const CrToken *t = cr_token(r, i);
    if (t->kind == TOKEN_BREAK && t->breaks == 1)
      continue;
    if (!(t->word->marks & MARK_HELD))
      return FALSE;
    ahead |= (t->word->marks & MARK_FUTURE) != 0 || t->word->keyword == W_NOW;
  }
  return ahead && (cr_is_clock(old) == cr_is_clock(w) || w->date.kind != DATE_NONE);
}

/* "We had said Monday at 2 but Tuesday at 3 would be better", unless it suits, too. */
static gboolean
is_said_otherwise(const CrReader *r, const CrWhen *old, const CrWhen *w) {
  gboolean but = FALSE;
  for (guint i = old->last; i < w->last + 5; i++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence != cr_sentence_of(r, w))
      break;
    but |= i < w->first && t->word->keyword == W_BUT;
    if (t->word->marks & MARK_ALSO)
      return FALSE;
  }
  return but;
}

/* "originally Thursday, now Friday", "2pm has become 3pm", "not at 2pm but at 3pm" */
static gboolean
is_corrected(const CrReader *r, const CrWhen *old, const CrWhen *w) {
  if (w->first > old->last &&
      is_said_before(r, w->first, MIN(4, w->first - old->last), W_NOW, MARK_BECOME))
    return TRUE;
  if (is_said_before(r, old->first, 3, W_NONE, MARK_OLD) && !cr_is_list_joint(w->joint))
    return TRUE;
  if (!can_replace(old, w) || cr_is_list_joint(w->joint))
    return FALSE;
  if (is_said_before(r, old->first, 4, W_NONE, MARK_AGREED) &&
      (is_planned_otherwise(r, old, w) || is_said_otherwise(r, old, w)))
    return TRUE;
  return is_negated(r, old);
}

/* "replaces Wednesday at 11", "will replace our earlier call on the 13th" */
static gboolean
is_replaced(const CrReader *r, const CrWhen *w) {
  for (guint k = 1; k <= 8 && k <= w->first; k++) {
    const CrToken *t = cr_token(r, w->first - k);
    if (t->sentence != cr_sentence_of(r, w) || t->breaks > 1)
      return FALSE;
    if (t->word->marks & MARK_REPLACE)
      return TRUE;
    if (t->kind == TOKEN_WORD && t->word->keyword == W_NONE && !t->word->number &&
        !(t->word->marks &
          (MARK_CUE | MARK_OLD | MARK_AGREED | MARK_HELD | MARK_FUTURE | MARK_LABEL)))
      return FALSE;
  }
  return FALSE;
}

/* "Forget Thursday at 2", "please disregard the invitation for the 14th", "no longer Friday". */
static gboolean
is_forgotten(const CrReader *r, const CrWhen *w) {
  for (guint k = 1; k <= 5 && k <= w->first; k++) {
    const CrToken *t = cr_token(r, w->first - k);
    if (t->sentence != cr_sentence_of(r, w) || t->kind != TOKEN_WORD || t->word->marks & MARK_MOVE)
      return FALSE;
    char two[12] = "";
    if (t->word->marks & MARK_FORGET ||
        (k < w->first && t->end - t->start == strlen("longer") &&
         cr_join_words(r, w->first - k - 1, 2, two, sizeof two) && strcmp(two, "no longer") == 0))
      return TRUE;
  }
  return FALSE;
}

/* Of two times side by side that both stand on their own, the forgotten one is the former. */
static gboolean
mark_forgotten(const CrReader *r, CrWhen *w, CrWhen *other) {
  int apart = other ? (int) cr_sentence_of(r, other) - (int) cr_sentence_of(r, w) : 2;
  if (other == NULL || other->role != CR_TIME_STATED || other->has_delay || ABS(apart) > 1 ||
      !(cr_is_clock(other) || (apart == 0 && can_replace(w, other))) || is_forgotten(r, other))
    return FALSE;
  w->role = CR_TIME_OLD;
  other->role = CR_TIME_NEW;
  return TRUE;
}

static gboolean
is_same_clock(const CrClock *a, const CrClock *b) {
  return a->hour % 12 == b->hour % 12 && a->minute == b->minute;
}

/* "Old time: …", "Former Event Date/Time: …", "Now: …" */
static gboolean
is_labelled(const CrReader *r, const CrWhen *w, CrKeyword keyword, guint32 marks) {
  if (w->first < 2 || !cr_is_mark(r, w->first - 1, ':'))
    return FALSE;
  for (guint k = 2; k <= 6 && k <= w->first; k++) {
    const CrToken *t = cr_token(r, w->first - k);
    if (cr_is_mark(r, w->first - k, '/'))
      continue;
    if (t->kind != TOKEN_WORD)
      return FALSE;
    if ((keyword && t->word->keyword == keyword) || t->word->marks & marks)
      return TRUE;
  }
  return FALSE;
}

/* "We had said Monday at 2 but I was ill": then Monday is over. */
static gboolean
happened_between(const CrReader *r, const CrWhen *old, const CrWhen *w) {
  for (guint i = old->last; i < w->first; i++)
    if (cr_token(r, i)->word->marks & MARK_PAST)
      return TRUE;
  return FALSE;
}

/* "would 4 suit you better than 2 tomorrow?" */
static gboolean
is_outdone(const CrReader *r, const CrWhen *w, const CrWhen *before) {
  return before && cr_sentence_of(r, before) == cr_sentence_of(r, w) && cr_is_clock(before) &&
         cr_is_clock(w) && lead_of(r, w) == W_THAN &&
         cr_token(r, lead_end(r, w) - 2)->word->marks & MARK_BETTER;
}

static void
mark_old_and_new(const CrReader *r, GArray *whens, guint i) {
  CrWhen *w = cr_when_at(whens, i);
  CrWhen *before = i > 0 ? cr_when_at(whens, i - 1) : NULL;
  CrWhen *after = i + 1 < whens->len ? cr_when_at(whens, i + 1) : NULL;
  if (w->has_delay)
    return;
  if (words_before(r, w->first, W_INSTEAD, W_OF) || words_before(r, w->first, W_RATHER, W_THAN) ||
      is_outdone(r, w, before) || words_before(r, w->first, W_PLACE, W_OF)) {
    w->role = CR_TIME_OLD;
    if (before && cr_sentence_of(r, before) == cr_sentence_of(r, w) &&
        before->role == CR_TIME_STATED)
      before->role = CR_TIME_NEW;
    else if (after && cr_sentence_of(r, after) == cr_sentence_of(r, w))
      after->role = CR_TIME_NEW;
    return;
  }
  if (is_forgotten(r, w) && (mark_forgotten(r, w, after) || mark_forgotten(r, w, before)))
    return;
  if (is_replaced(r, w)) {
    gboolean here = before && cr_sentence_of(r, before) == cr_sentence_of(r, w);
    if ((here && mark_forgotten(r, w, before)) || mark_forgotten(r, w, after) ||
        mark_forgotten(r, w, before)) {
      w->past = FALSE;
      return;
    }
  }
  if (is_labelled(r, w, W_NONE, MARK_OLD) || (after && after->joint == '>'))
    w->role = CR_TIME_OLD;
  else if (is_labelled(r, w, W_NOW, 0) || w->joint == '>')
    w->role = CR_TIME_NEW;
  if (w->role != CR_TIME_STATED)
    return;
  const CrToken *lead_word = w->first > 0 ? cr_token(r, w->first - 1) : NULL;
  if (before && lead_word && lead_word->word->marks & MARK_OLD && cr_is_clock(w) &&
      (before->role == CR_TIME_STATED || before->role == CR_TIME_NEW) &&
      cr_sentence_of(r, before) == cr_sentence_of(r, w) &&
      cr_token(r, w->first - 2)->kind == TOKEN_MARK) { /* "3pm ET (was 2pm ET)" */
    w->role = CR_TIME_OLD;
    w->past = FALSE;
    before->role = CR_TIME_NEW;
    return;
  }
  if (before && cr_sentence_of(r, before) == cr_sentence_of(r, w) &&
      before->role == CR_TIME_STATED && !before->has_delay && is_negated(r, w) &&
      can_replace(before, w)) {
    if (w->date.kind == DATE_NONE &&
        is_same_clock(&before->from, &w->from)) { /* "11:30, not half eleven" */
      w->dropped = TRUE;
      return;
    }
    if (cr_is_date_only(before) && cr_is_clock(w)) { /* "the 14th, not the 13th, at 10" */
      before->from = w->from;
      before->to = w->to;
      before->zone = w->zone;
      before->bound = w->bound;
    }
    before->role = CR_TIME_NEW; /* "3pm, not 2pm", "at 3 and not at 2 as advised" */
    w->role = CR_TIME_OLD;
    w->past = before->past;
    return;
  }
  if (before && cr_sentence_of(r, before) == cr_sentence_of(r, w) &&
      before->role == CR_TIME_STATED && !before->has_delay && (is_corrected(r, before, w))) {
    before->role = CR_TIME_OLD;
    w->role = CR_TIME_NEW;
    before->past = happened_between(r, before, w);
    return;
  }
  if (!is_moved_before(r, w))
    return;
  CrKeyword lead = lead_of(r, w);
  if (lead == W_FROM || (lead == W_OUR && cr_is_clock(w))) { /* "could we slide our 9:30" */
    w->role = CR_TIME_OLD;
  } else if (lead == W_TO || lead == W_UNTIL || lead == W_FOR) {
    w->role = CR_TIME_NEW;
    if (before && cr_sentence_of(r, before) == cr_sentence_of(r, w) &&
        before->role == CR_TIME_STATED && !before->has_delay)
      before->role = CR_TIME_OLD;
  } else if (before && before->role == CR_TIME_NEW && w->joint == 'o') {
    w->role = CR_TIME_NEW;
  }
}

/* "15 minutes late for our 2pm": the time after a delay is the one delayed. */
static gboolean
is_delayed(const CrReader *r, const CrWhen *delay, const CrWhen *next) {
  if (next == NULL || !cr_is_clock(next) || cr_sentence_of(r, next) != cr_sentence_of(r, delay))
    return FALSE;
  CrKeyword before = cr_keyword(r, next->first - 1);
  return next->ours || before == W_FOR || before == W_TO;
}

/* "same time tomorrow instead of 3 today" */
static void
keep_hour(CrWhen *w, const CrWhen *old) {
  if (w->role != CR_TIME_NEW || w->from.kind != CLOCK_SAME || old->role != CR_TIME_OLD ||
      !cr_is_clock(old))
    return;
  w->from = old->from;
  w->to = old->to;
  w->zone = old->zone;
}

/* "from Tuesday 2pm to Wednesday", said on a Tuesday: the two are one week's. */
static void
keep_in_week(CrWhen *old, const CrWhen *w) {
  gboolean weekdays = old->date.kind == DATE_WEEKDAY && w->date.kind == DATE_WEEKDAY &&
                      old->date.which == WHICH_BARE && w->date.which == WHICH_BARE;
  if (weekdays && old->date.weekday != w->date.weekday && old->role == CR_TIME_OLD &&
      w->role == CR_TIME_NEW)
    old->date.which = WHICH_THIS;
}

void
cr_find_moves(const CrReader *r, GArray *whens) {
  for (guint i = 0; i < whens->len; i++)
    mark_old_and_new(r, whens, i);
  for (guint i = 0; i + 1 < whens->len; i++)
    keep_hour(cr_when_at(whens, i), cr_when_at(whens, i + 1));
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *old = cr_when_at(whens, i - 1);
    gboolean moved = w->role == CR_TIME_NEW && old->role == CR_TIME_OLD;
    keep_in_week(old, w);
    keep_in_week(w, old);
    if (moved && (w->joint == 't' || w->joint == '>') && old->date.kind == DATE_NONE)
      old->date = w->date; /* "from 2 to 3:30 tomorrow" */
    if (moved && cr_is_date_only(w) && cr_is_clock(old) && w->date.kind != DATE_WEEK &&
        w->date.kind != DATE_MONTH) {
      w->from = old->from; /* "from Tuesday 2pm to Wednesday": at the same hour */
      w->to = old->to;
      w->zone = old->zone;
    }
    if (w->has_delay) { /* what it delays: said before it, else after it */
      CrWhen *next = i + 1 < whens->len ? cr_when_at(whens, i + 1) : NULL;
      if (cr_is_clock(old) && cr_sentence_of(r, w) - cr_sentence_of(r, old) <= 1)
        w->base = (int) i - 1;
      else if (is_delayed(r, w, next))
        w->base = (int) i + 1;
    }
  }
  CrWhen *first = whens->len > 1 ? cr_when_at(whens, 0) : NULL;
  if (first && first->has_delay && is_delayed(r, first, cr_when_at(whens, 1)))
    first->base = 1;
  for (guint i = 0; i < whens->len;
       i++) { /* "back by half an hour to 3": the new time says it all */
    CrWhen *w = cr_when_at(whens, i), *next = i + 1 < whens->len ? cr_when_at(whens, i + 1) : NULL;
    if (!w->has_delay)
      continue;
    gboolean stated = next && cr_is_clock(next) && w->base != (int) i + 1 &&
                      cr_sentence_of(r, next) == cr_sentence_of(r, w);
    if (next && next->role == CR_TIME_OLD && i + 2 < whens->len &&
        cr_when_at(whens, i + 2)->role == CR_TIME_NEW)
      next = cr_when_at(whens, i + 2); /* "back an hour, from 10 to 11" */
    gboolean moved =
        next && next->role == CR_TIME_NEW && cr_sentence_of(r, next) == cr_sentence_of(r, w);
    if (moved || (stated && w->base < 0)) {
      next->role = CR_TIME_NEW;
      next->delay_min = w->delay_min;
      w->dropped = TRUE;
    } else if (w->base >= 0 && w->base < (int) i && is_moved_before(r, w)) {
      cr_when_at(whens, (guint) w->base)->role = CR_TIME_OLD;
    }
  }
}
