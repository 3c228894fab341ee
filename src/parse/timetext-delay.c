#include "parse/timetext-private.h"

#include <string.h>

/* Differences: how much later, how much earlier. */

/* "two hours behind us", "… behind New York": clocks differ, nobody is late. */
static gboolean
names_a_zone(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  char word[8];
  return t->word->keyword == W_YOU || (t->title && t->word->marks & MARK_PLACE) ||
         (t->upper && t->word->zone) ||
         (cr_join_words(r, i, 1, word, sizeof word) &&
          (strcmp(word, "us") == 0 || strcmp(word, "me") == 0));
}

/* "give me 10 minutes", "gimme 5 mins" */
static gboolean
is_asked_for(const CrReader *r, guint i, int minutes) {
  char words[12] = "";
  if (minutes >= 60 || !cr_clock_may_end(r, r->i) || i == 0)
    return FALSE;
  return (cr_join_words(r, i - 1, 1, words, sizeof words) && strcmp(words, "gimme") == 0) ||
         (i > 1 && cr_join_words(r, i - 2, 2, words, sizeof words) &&
          strcmp(words, "give me") == 0);
}

/* "running 20 late": minutes without their name. */
static gboolean
read_bare_minutes(CrReader *r, int *ret_minutes) {
  const CrToken *t = cr_token(r, r->i);
  CrKeyword after = cr_keyword(r, r->i + 1);
  if (t->kind != TOKEN_NUMBER || t->value < 5 || t->value > 60 || t->value % 5 != 0 ||
      (after != W_LATE && after != W_BEHIND) || !cr_clock_may_end(r, r->i + 2))
    return FALSE;
  *ret_minutes = t->value;
  r->i++;
  return TRUE;
}

/* "15 minutes late", "an hour earlier", "by 30 minutes", "back half an hour": a difference. */
gboolean
cr_read_delay(CrReader *r, gboolean moving, CrWhen *w) {
  guint start = r->i;
  const CrToken *t = cr_token(r, start);
  gboolean later = FALSE, earlier = FALSE;
  int minutes, days;
  if (t->kind == TOKEN_NUMBER &&
      (cr_is_mark(r, start + 1, '-') || cr_keyword(r, start + 1) == W_TO) &&
      cr_token(r, start + 2)->kind == TOKEN_NUMBER)
    r->i += 2; /* 10-15 minutes late: the longer */
  if ((!cr_read_span(r, &minutes, &days) || minutes == 0) && !read_bare_minutes(r, &minutes)) {
    r->i = start;
    return FALSE;
  }
  CrKeyword after = cr_keyword(r, r->i);
  CrKeyword before = start > 0 ? cr_keyword(r, start - 1) : W_NONE;
  for (guint k = 1; k <= 6 && k <= start && cr_token(r, start - k)->sentence == t->sentence; k++) {
    CrKeyword word = cr_keyword(r, start - k);
    later |= word == W_LATE && k <= 3; /* "running late by 10 minutes" */
    earlier |= word == W_UP || word == W_FORWARD || word == W_EARLIER;
  }
  gboolean beside = FALSE; /* "push our call 30 minutes" */
  for (guint k = 1; k <= 4 && k <= start && cr_token(r, start - k)->kind == TOKEN_WORD; k++)
    beside |= (cr_token(r, start - k)->word->marks & MARK_MOVE) != 0;
  gboolean pushed =
      moving && (before == W_BY || before == W_BACK || before == W_UP || before == W_FORWARD ||
                 before == W_OF || cr_token(r, start - 1)->word->marks & MARK_MOVE ||
                 (beside && before == W_NONE));
  if (after == W_BEHIND && names_a_zone(r, r->i + 1)) {
    r->i = start;
    return FALSE;
  }
  if (after == W_LATE || after == W_BEHIND || after == W_LATER) {
    later = TRUE;
    earlier = FALSE;
    r->i++;
  } else if (after == W_EARLIER && !(cr_token(r, r->i)->word->marks & MARK_PAST)) {
    earlier = TRUE;
    r->i++;
  } else if (!pushed && !(later && before == W_BY) && !is_asked_for(r, start, minutes)) {
    r->i = start;
    return FALSE;
  }
  if (cr_keyword(r, r->i) == W_LATE)
    r->i++;
  *w = (CrWhen){.first = start,
                .last = r->i,
                .role = CR_TIME_DELAY,
                .pair = -1,
                .base = -1,
                .has_delay = TRUE,
                .delay_min = earlier && !(later && after != W_EARLIER) ? -minutes : minutes};
  return TRUE;
}

gboolean
cr_word_moves(const CrReader *r, guint i) {
  CrKeyword then = cr_keyword(r, i + 1), next = cr_keyword(r, i + 2);
  gboolean onward = then == W_FORWARD || then == W_AROUND;
  if (then == W_IS)
    return FALSE; /* "the shift is from 2 to 11" */
  return !onward || next == W_TO || next == W_BY || next == W_A || next == W_HALF ||
         next == W_FROM || cr_token(r, i + 2)->kind == TOKEN_NUMBER;
}
