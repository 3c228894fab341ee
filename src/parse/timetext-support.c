#include "base/text.h"
#include "parse/timetext-private.h"

#include <string.h>

/* What vouches for a bare hour: the words around it, or the list that it goes on. */

/* The words before a bare hour that make it a clock. */
static gboolean
is_supported(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  const CrToken *before = i > 0 ? cr_token(r, i - 1) : NULL;
  const CrToken *t = cr_token(r, i);
  gboolean cue = s->cue_sentence == t->sentence + 1, moving = s->move_sentence == t->sentence + 1;
  if (before == NULL)
    return FALSE;
  if (before->mark == '.' && i >= 2 && cr_keyword(r, i - 2) == W_AT && !before->spaced)
    return TRUE; /* "kl. 9.00" */
  if (before->kind == TOKEN_MARK)
    return (before->mark == '@') || (before->mark == '~' && cue);
  switch ((CrKeyword) before->word->keyword) {
  case W_AT:
    return TRUE;
  case W_AROUND:
    return cue || cr_keyword(r, i - 2) == W_AT || cr_keyword(r, i - 2) == W_HOW ||
           cr_keyword(r, i - 2) == W_OR;
  case W_AFTER:
  case W_BEFORE:
  case W_BY:
  case W_UNTIL:
  case W_FROM:
  case W_BETWEEN:
    return cue || moving;
  case W_TO:
  case W_FOR:
    return moving;
  case W_THAN:
    return cr_keyword(r, i - 2) == W_RATHER ||
           (i > 1 && cr_token(r, i - 2)->word->marks & MARK_BETTER);
  case W_OF:
    return cr_keyword(r, i - 2) == W_INSTEAD || cr_keyword(r, i - 2) == W_PLACE;
  default:
    return FALSE;
  }
}

static gboolean
is_hour_number(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  return t->kind == TOKEN_NUMBER && t->value >= 1 && t->value <= 12 && t->digits <= 2;
}

#define MAX_FOCUS_BYTES 2000 /* are looked through for each such hour */

/* "4 please", in answer to "would 3 or 4 be better?" */
static gboolean
is_picked(const CrReader *r, guint i, const char *after) {
  if (strcmp(after, "please") != 0 || r->context->focus == NULL)
    return FALSE;
  char hour[4];
  g_snprintf(hour, sizeof hour, "%d", cr_token(r, i)->value);
  g_autofree char *focus = g_strndup(r->context->focus, MAX_FOCUS_BYTES);
  return cr_text_has_word(focus, hour);
}

/* Where the hour at i ends, behind its ".30" or ":30" if it has one. */
static guint
skip_hour(const CrReader *r, guint i, gboolean *ret_minutes) {
  gboolean minutes = (cr_is_mark(r, i + 1, '.') || cr_is_mark(r, i + 1, ':')) &&
                     cr_is_glued(r, i + 1) && cr_is_glued(r, i + 2) &&
                     cr_token(r, i + 2)->digits == 2 && cr_token(r, i + 2)->value <= 59;
  *ret_minutes |= minutes;
  return minutes ? i + 3 : i + 1;
}

/* "does 3 work", "is 3 ok", "3 still works", "2.30 it is" */
static gboolean
is_asked(const CrReader *r, guint i) {
  static const char *const asks[] = {"does", "is", "would", "if", "will", NULL};
  static const char *const answers[] = {"work", "works", "suit",  "suits",  "ok",      "okay",
                                        "good", "fine",  "great", "better", "perfect", NULL};
  char before[8] = "", after[12] = "";
  gboolean minutes = FALSE;
  guint next = skip_hour(r, i, &minutes);
  if (!minutes && !is_hour_number(r, i))
    return FALSE;
  cr_join_words(r, next, 1, after, sizeof after);
  for (int k = 0; k < 2 && (strcmp(after, "still") == 0 || strcmp(after, "is") == 0); k++)
    cr_join_words(r, ++next, 1, after, sizeof after);
  CrTokenKind lead = i > 0 ? (CrTokenKind) cr_token(r, i - 1)->kind : TOKEN_BREAK;
  if (lead != TOKEN_WORD && lead != TOKEN_NUMBER) /* "3 works", "3 it is" */
    return (lead == TOKEN_BREAK || cr_token(r, i)->spaced) &&
           (g_strv_contains(answers, after) || is_picked(r, i, after) ||
            (strcmp(after, "it") == 0 && cr_keyword(r, next + 1) == W_IS));
  if (i > 0 && cr_join_words(r, i - 1, 1, before, sizeof before) &&
      cr_token(r, i + 1)->kind != TOKEN_WORD &&
      (strcmp(before, "say") == 0 || strcmp(before, "how's") == 0 || strcmp(before, "hows") == 0))
    return TRUE; /* "let's say 3." */
  char two[12] = "";
  if (i > 1 && cr_clock_may_end(r, i + 1) && cr_join_words(r, i - 2, 2, two, sizeof two) &&
      strcmp(two, "make it") == 0)
    return TRUE; /* "can we make it 3?" */
  return i > 0 && cr_join_words(r, i - 1, 1, before, sizeof before) &&
         g_strv_contains(asks, before) && g_strv_contains(answers, after);
}

/* "14 December", "14th", "the 14th", "December 14" */
static gboolean
is_date(const CrReader *r, guint i) {
  i += cr_keyword(r, i) == W_THE;
  const CrToken *t = cr_token(r, i), *next = cr_token(r, i + 1);
  return t->word->ordinal || (t->kind == TOKEN_NUMBER && t->digits <= 2 && cr_month_at(r, i + 1)) ||
         (t->kind == TOKEN_NUMBER && next->word->keyword == W_ST && !next->spaced) ||
         (cr_month_at(r, i) && next->kind == TOKEN_NUMBER);
}

/* "on Wednesday", "tomorrow", "a week tomorrow", "in the evening", "on 14 December": a day, or a
 * part of it, is at i. */
static gboolean
is_day(const CrReader *r, guint i) {
  if (cr_keyword(r, i) == W_IN && cr_keyword(r, i + 1) == W_THE)
    return cr_token(r, i + 2)->word->part != 0;
  if (cr_keyword(r, i) == W_A && cr_keyword(r, i + 1) == W_WEEK)
    i += 2;
  if (cr_keyword(r, i) == W_ON || cr_keyword(r, i) == W_THIS || cr_keyword(r, i) == W_NEXT)
    i++;
  CrKeyword word = cr_keyword(r, i);
  gboolean day =
      cr_token(r, i)->word->weekday || word == W_TODAY || word == W_TOMORROW || word == W_TONIGHT;
  return day ? cr_clock_may_end(r, i + 1) || cr_token(r, i + 1)->word->part || is_date(r, i + 1)
             : is_date(r, i);
}

/* "16.00-16.45 on Wednesday", "3-3.30 Friday", "4.30 or 5 today", "230 on Thursday", "0900
 * tomorrow", "1300 tomorrow": a day behind what only hours are written like. */
static gboolean
is_before_day(const CrReader *r, guint i, gboolean cue) {
  const CrToken *t = cr_token(r, i);
  if (t->digits == 3 || (t->digits == 4 && t->value < 1000))
    return is_day(r, i + 1);
  if (t->digits == 4) {
    gboolean range = cr_is_mark(r, i + 1, '-') && cr_token(r, i + 2)->digits == 4;
    gboolean begins = i == 0 || cr_token(r, i - 1)->kind != TOKEN_WORD; /* else it may count */
    return range ? is_day(r, i + 3) : (begins || cue) && is_day(r, i + 1);
  }
  gboolean telling = FALSE; /* minutes or a range have been seen */
  for (int k = 0; k < 4; k++) {
    if (cr_token(r, i)->kind != TOKEN_NUMBER || cr_token(r, i)->digits > 2 ||
        cr_token(r, i)->value > 23)
      return FALSE;
    i = skip_hour(r, i, &telling);
    if (telling && is_day(r, i))
      return TRUE;
    CrKeyword joint = cr_keyword(r, i);
    gboolean range = joint == W_TO || joint == W_UNTIL || cr_is_mark(r, i, '-');
    if (!range && joint != W_OR && joint != W_AND && !cr_is_mark(r, i, ','))
      return FALSE;
    telling |= range;
    i++;
  }
  return FALSE;
}

/* What follows vouches for a bare hour: "9 Wednesday morning", "10 or 11 am", "say 11 on Friday".
 */
static gboolean
day_follows(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  CrKeyword before = i > 0 ? cr_keyword(r, i - 1) : W_NONE;
  gboolean cue = s->cue_sentence == cr_token(r, i)->sentence + 1 || before == W_AROUND ||
                 before == W_AFTER || before == W_BEFORE || before == W_BY || before == W_FROM ||
                 before == W_UNTIL;
  if (is_before_day(r, i, cue) || is_asked(r, i))
    return TRUE;
  if (!is_hour_number(r, i))
    return FALSE;
  for (int k = 0; k < 4; k++) { /* 9, 10 or 11 am */
    CrKeyword joint = cr_keyword(r, i + 1);
    if ((joint != W_OR && joint != W_AND && !cr_is_mark(r, i + 1, ',')) ||
        !is_hour_number(r, i + 2))
      break;
    i += cr_is_mark(r, i + 3, ':') ? 4 : 2;
    if (cr_keyword(r, i + 1) == W_AM || cr_keyword(r, i + 1) == W_PM)
      return TRUE;
  }
  if (cr_is_mark(r, i + 1, '.') && cr_is_glued(r, i + 1) && cr_is_glued(r, i + 2) &&
      cr_token(r, i + 2)->digits == 2)
    i += 2; /* 2.30 tomorrow */
  CrKeyword until = cr_keyword(r, i + 1);
  if ((until == W_TO || until == W_UNTIL || cr_is_mark(r, i + 1, '-')) && is_hour_number(r, i + 2))
    i += 2; /* from 11 till 1 on Wednesday */
  const CrToken *next = cr_token(r, i + 1);
  gboolean begins = s->r->i == 0 || cr_token(r, s->r->i - 1)->kind != TOKEN_WORD;
  if ((cue && next->word->keyword == W_INSTEAD) ||
      ((cue || begins) && next->word->keyword == W_TODAY))
    return TRUE;
  if ((cue || begins) && next->word->keyword == W_ON)
    return cr_token(r, i + 2)->word->weekday && (cue || cr_clock_may_end(r, i + 3));
  return next->word->keyword == W_TOMORROW || next->word->keyword == W_TONIGHT ||
         (next->word->weekday &&
          (cr_token(r, i + 2)->word->part || (begins && cr_clock_may_end(r, i + 2))));
}

/* "4 would be better than 2" */
static gboolean
is_compared(const CrReader *r, guint i) {
  if (!is_hour_number(r, i) || !(cr_token(r, i + 1)->word->marks & MARK_FUTURE))
    return FALSE;
  for (guint k = i + 2; k < i + 7; k++)
    if (cr_token(r, k)->word->marks & MARK_BETTER)
      return cr_keyword(r, k + 1) == W_THAN && is_hour_number(r, k + 2);
  return FALSE;
}

/* "but 3 does", "3 works": an hour after another clock of the sentence. */
static gboolean
is_contrast(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  const CrWhen *last = cr_last_when(s);
  return i > 0 && cr_keyword(r, i - 1) == W_BUT && last && last->from.kind == CLOCK_TIME &&
         cr_token(r, last->first)->sentence == cr_token(r, i)->sentence;
}

/* "at 2 or 4", "10, 11 or 2": the list of clocks goes on. */
static gboolean
goes_on(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  const CrWhen *last = cr_last_when(s);
  if (last == NULL || last->from.kind != CLOCK_TIME || i - last->last > 2 || i == 0)
    return FALSE;
  CrKeyword before = cr_keyword(r, i - 1);
  return before == W_OR || before == W_AND ||
         (cr_is_mark(r, i - 1, ',') && (last->from.bare || cr_keyword(r, i + 1) == W_OR));
}

/* "On Friday I can do 10, 1 or 3", "Tuesday? I'm thinking 4.": a day has been said. */
static gboolean
is_offered(const CrScan *s, guint i) {
  static const char *const verbs[] = {"do", "thinking", "say", "suggest", "offer", "manage", NULL};
  const CrReader *r = s->r;
  const CrWhen *last = cr_last_when(s);
  char before[12] = "";
  return last && (cr_is_date_only(last) || cr_is_clock(last)) && is_hour_number(r, i) && i > 0 &&
         cr_token(r, i)->sentence - cr_token(r, last->first)->sentence <= 2 &&
         cr_join_words(r, i - 1, 1, before, sizeof before) && g_strv_contains(verbs, before) &&
         cr_clock_may_end(r, i + 1);
}

/* "could you do 16.45", "see you 11.30", "it's 3.15 now": only a clock is written so where months
 * do not come first.
 */
static gboolean
is_dotted_hour(const CrScan *s, guint i) {
  static const char *const verbs[] = {"do", "it's", "its", "say", "make", NULL};
  const CrReader *r = s->r;
  const CrToken *t = cr_token(r, i), *minute = cr_token(r, i + 2);
  CrKeyword before = i > 0 ? cr_keyword(r, i - 1) : W_NONE;
  char verb[8] = "";
  if (!r->day_first || t->kind != TOKEN_NUMBER)
    return FALSE;
  if (i > 0 && t->value >= 1 && t->value < 7 && cr_join_words(r, i - 1, 1, verb, sizeof verb) &&
      g_strv_contains(verbs, verb))
    before = W_IS;
  return t->value >= (before == W_IS ? 1 : 7) && t->value <= 20 && cr_is_mark(r, i + 1, '.') &&
         cr_is_glued(r, i + 1) && cr_is_glued(r, i + 2) && minute->digits == 2 &&
         minute->value < 60 && minute->value % 15 == 0 && cr_clock_may_end(r, i + 3) &&
         (s->cue_sentence == t->sentence + 1 || before == W_YOU || before == W_IS);
}

/* "it's 3 not 2", "at 16.00 (not 15.00)": neither counts things. */
static gboolean
is_corrected(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  const CrWhen *last = cr_last_when(s);
  gboolean minutes = FALSE;
  if (cr_token(r, i)->kind != TOKEN_NUMBER || cr_token(r, i)->digits > 2)
    return FALSE;
  if (cr_keyword(r, i + 1) == W_NOT && is_hour_number(r, i) && is_hour_number(r, i + 2))
    return cr_clock_may_end(r, i + 3);
  guint end = skip_hour(r, i, &minutes);
  return last && last->last + 2 >= i && i > 0 && cr_keyword(r, i - 1) == W_NOT &&
         (minutes || is_hour_number(r, i)) && last->from.kind == CLOCK_TIME &&
         cr_clock_may_end(r, end);
}

static gboolean
is_owner(CrKeyword word) {
  return word == W_MY || word == W_YOUR;
}

/* "my 9 = your noon", "your 4 is my 1": two people's clocks. */
static gboolean
is_whose_hour(const CrScan *s, guint i) {
  const CrReader *r = s->r;
  gboolean last = i > 1 && (cr_is_mark(r, i - 2, '=') || cr_keyword(r, i - 2) == W_IS);
  gboolean first =
      (cr_is_mark(r, i + 1, '=') || cr_keyword(r, i + 1) == W_IS) && is_owner(cr_keyword(r, i + 2));
  return i > 0 && is_owner(cr_keyword(r, i - 1)) && is_hour_number(r, i) && (last || first);
}

gboolean
cr_is_vouched(const CrScan *s, guint i) {
  return is_supported(s, i) || goes_on(s, i) || day_follows(s, i) || is_contrast(s, i) ||
         is_offered(s, i) || is_dotted_hour(s, i) || is_corrected(s, i) || is_whose_hour(s, i) ||
         is_compared(s->r, i);
}
