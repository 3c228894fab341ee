#include "parse/timetext-private.h"

#include <string.h>

/* What whens are to each other: said again, excepted, the end of another, one time on two clocks.
 * What they take from each other see timetext-carry.c; what replaces what, timetext-moves.c. */

#define MAX_LOOK_BACK 24
#define MAX_PAIR_TOKENS 8 /* between the two zones' clocks of one time */

/* "great meeting you", "thanks for your time": past after praise or thanks in the same clause. */
static gboolean
is_praised(const CrReader *r, guint i) {
  guint32 sentence = cr_token(r, i)->sentence;
  for (guint k = 1; k <= 5 && k <= i; k++) {
    const CrToken *t = cr_token(r, i - k);
    if (t->sentence != sentence || t->kind == TOKEN_MARK || t->kind == TOKEN_BREAK)
      return FALSE;
    if (t->word->marks & MARK_PRAISE)
      return cr_keyword(r, i - k - 1) != W_A || k == 1 || !(t->word->marks & MARK_GREETING);
  }
  return FALSE;
}

static gboolean
is_clause_end(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  if (t->kind == TOKEN_MARK)
    return strchr(",;:", t->mark) != NULL || (t->mark == '-' && t->spaced);
  return t->word->keyword == W_BUT;
}

/* "Sorry about Monday", "thanks for Tuesday" */
static gboolean
is_regretted(const CrReader *r, const CrWhen *w) {
  if (w->first < 2 || w->date.kind != DATE_WEEKDAY || w->date.which != WHICH_BARE ||
      w->from.kind != CLOCK_NONE)
    return FALSE;
  CrKeyword about = cr_keyword(r, w->first - 1);
  const CrWord *said = cr_token(r, w->first - 2)->word;
  return (about == W_AROUND || about == W_FOR) && said->marks & MARK_PRAISE &&
         !(said->marks & MARK_GREETING);
}

/* "I left you a message on Monday": of what somebody did. */
static gboolean
is_done(const CrReader *r, guint i) {
  static const char *const who[] = {"i", "we", "he", "she", "they", "you", "i've", "we've", NULL};
  char word[8];
  return cr_token(r, i)->word->marks & MARK_DID && i > 0 &&
         (cr_join_words(r, i - 1, 1, word, sizeof word) && g_strv_contains(who, word));
}

/* "cannot be reached before Monday": what is to be done lies ahead. */
static gboolean
is_to_be(const CrReader *r, guint i) {
  char word[8];
  return i > 0 && cr_join_words(r, i - 1, 1, word, sizeof word) && strcmp(word, "be") == 0;
}

/* "I sent the invite on Friday", "we missed your call on Monday", not "sent the invite for Friday":
 * what somebody did something to says nothing of the day. */
static gboolean
is_object(const CrReader *r, const CrWhen *w, guint i) {
  CrKeyword article = i > 0 ? cr_keyword(r, i - 1) : W_NONE;
  gboolean owned = article == W_THE || article == W_A || article == W_MY || article == W_YOUR ||
                   article == W_OUR;
  guint verb = i - 2 - (i > 2 && owned && cr_keyword(r, i - 2) == W_YOU);
  return owned && i > 1 && i + 2 == w->first && cr_keyword(r, i + 1) == W_ON &&
         cr_token(r, verb)->word->marks & MARK_PAST;
}

static gboolean
speaks_of_past(const CrReader *r, const CrWhen *w, const CrWhen *before) {
  guint32 sentence = cr_sentence_of(r, w);
  const CrToken *first = cr_token(r, w->first);
  if (w->date.kind == DATE_OFFSET)
    return w->date.offset < 0;
  if (w->date.which == WHICH_LAST || is_regretted(r, w))
    return TRUE;
  gboolean ended = FALSE, praised = FALSE;
  for (guint i = w->first, k = 0; i-- > 0 && k < MAX_LOOK_BACK; k++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence != sentence)
      break;
    if (before && i >= before->first && i < before->last)
      continue;
    ended |= is_clause_end(r, i);
    if ((t->word->marks & MARK_FUTURE && !is_object(r, w, i)) || t->word->keyword == W_NOW)
      return FALSE;
    if (!ended && (t->word->marks & MARK_PAST || is_done(r, i)))
      return !is_to_be(r, i);
    praised |= t->word->marks & MARK_GERUND && !ended && is_praised(r, i);
  }
  if (praised)
    return TRUE;
  for (guint i = w->last; i < w->last + 3 && first->kind != TOKEN_END; i++) {
    const CrToken *t = cr_token(r, i);
    if (t->sentence != sentence || t->kind == TOKEN_MARK || t->word->marks & MARK_FUTURE)
      break;
    if (t->word->keyword == W_WAS || t->word->marks & MARK_WENT)
      return !(cr_token(r, i + 1)->word->marks & (MARK_MOVE | MARK_FUTURE));
  }
  return FALSE;
}

static void
find_tense(const CrReader *r, GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    CrWhen *before = i > 0 ? cr_when_at(whens, i - 1) : NULL;
    w->past |= speaks_of_past(r, w, before);
    if (before && before->past && cr_is_list_joint(w->joint) && w->date.kind == DATE_WEEKDAY &&
        w->date.which == WHICH_BARE)
      w->past = TRUE;
    const CrToken *t = w->first > 0 ? cr_token(r, w->first - 1) : NULL;
    CrKeyword word = t ? (CrKeyword) t->word->keyword : W_NONE;
    w->ours = word == W_OUR || word == W_YOUR || word == W_MY || word == W_THE;
    for (guint k = 1; k <= 6 && k <= w->first; k++) {
      const CrToken *said = cr_token(r, w->first - k);
      w->ours |= said->sentence == cr_sentence_of(r, w) && said->word->marks & MARK_AGREED;
    }
  }
}

/* "except Wednesday", "apart from the 14th", "but not Friday at 10" */
static gboolean
is_excepted(const CrReader *r, const CrWhen *w) {
  guint i = w->first;
  while (i > 0 && (cr_keyword(r, i - 1) == W_ON || cr_keyword(r, i - 1) == W_THE ||
                   cr_keyword(r, i - 1) == W_AT || cr_keyword(r, i - 1) == W_FOR))
    i--;
  CrKeyword lead = cr_keyword(r, i - 1), before = cr_keyword(r, i - 2); /* none before the first */
  guint32 marks = cr_token(r, i - 1)->word->marks, marks_before = cr_token(r, i - 2)->word->marks;
  return marks & MARK_EXCEPT || (lead == W_FROM && marks_before & MARK_EXCEPT) ||
         (lead == W_THAN && before == W_OTHER) ||
         (lead == W_NOT && before == W_BUT && cr_is_date_only(w));
}

/* "mind that the clocks change on Sunday", "DST ends on 1 November" */
static gboolean
is_of_clocks(const CrReader *r, const CrWhen *w) {
  char word[10];
  for (guint k = 1; k <= 6 && k <= w->first && cr_is_date_only(w); k++) {
    guint i = w->first - k;
    if (cr_token(r, i)->sentence != cr_sentence_of(r, w))
      return FALSE;
    if (cr_token(r, i)->kind == TOKEN_WORD && cr_join_words(r, i, 1, word, sizeof word) &&
        (strcmp(word, "clocks") == 0 || strcmp(word, "dst") == 0))
      return TRUE;
  }
  return FALSE;
}

/* What is not offered. */
static void
drop_excepted(const CrReader *r, GArray *whens) {
  gboolean last = FALSE;
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i);
    last = is_excepted(r, w) || is_of_clocks(r, w) ||
           (last && cr_is_date_only(w) && (w->joint == 'o' || w->joint == '&'));
    if (last)
      g_array_remove_index(whens, i--);
  }
}

static gboolean
repeats_day(const CrDateSpec *first, const CrDateSpec *again) {
  if (first->kind == DATE_DAY) /* "13. Mai (Wednesday 13 May)" */
    return again->kind == DATE_DAY && again->day == first->day && again->month == first->month &&
           !first->until_day;
  return first->kind == DATE_WEEKDAY && first->which == WHICH_BARE && !first->until_weekday &&
         again->kind != DATE_WEEKDAY && again->weekday == first->weekday;
}

/* "Montag, sorry, Monday 11.05. at 10:00", "mardi = Tuesday 12 May, 9h30": the same day again, in
 * whose words it is whole. */
static void
drop_repeated_weekdays(const CrReader *r, GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    const CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    gboolean again = cr_is_date_only(before) && repeats_day(&before->date, &w->date) &&
                     cr_sentence_of(r, w) == cr_token(r, before->last - 1)->sentence &&
                     w->first - before->last <= 5;
    for (guint k = before->last, words = 0; k < w->first && again; k++) {
      CrKeyword word = cr_keyword(r, k);
      words += cr_token(r, k)->kind == TOKEN_WORD;
      again = words <= 2 && !cr_is_mark(r, k, '?') && word != W_OR && word != W_AND &&
              word != W_TO && word != W_NOT && word != W_BUT && word != W_UNTIL && word != W_THAN &&
              word != W_OF;
    }
    if (again)
      g_array_remove_index(whens, i - 1);
  }
}

/* "Tuesday 12 or Wednesday 13 at 3pm": the number is the day's, as the next one's is. */
static void
find_listed_days(GArray *whens) {
  for (guint i = whens->len; i-- > 1;) {
    const CrWhen *w = cr_when_at(whens, i);
    CrWhen *before = cr_when_at(whens, i - 1);
    int apart = (w->date.weekday - before->date.weekday + 7) % 7;
    if (w->date.kind != DATE_DAY || !w->date.weekday || before->date.kind != DATE_WEEKDAY ||
        before->from.kind != CLOCK_TIME || !before->from.bare || before->from.minute ||
        before->from.half != HALF_UNSAID || before->to.kind != CLOCK_NONE ||
        !cr_is_list_joint(w->joint) || before->from.hour + apart != w->date.day)
      continue;
    before->date = (CrDateSpec){.kind = DATE_DAY,
                                .day = before->from.hour,
                                .month = w->date.month,
                                .year = w->date.year,
                                .weekday = before->date.weekday};
    before->from.kind = CLOCK_NONE;
  }
}

static gboolean
same_zone(const CrWhen *a, const CrWhen *b) {
  return a->zone.kind == b->zone.kind && a->zone.abbreviation == b->zone.abbreviation &&
         a->zone.form == b->zone.form && g_strcmp0(a->zone.zone, b->zone.zone) == 0 &&
         a->zone.offset_sec == b->zone.offset_sec;
}

/* The first word of the label before a when: "End Time: ". Empty without label. */
static void
label_of(const CrReader *r, const CrWhen *w, char *word, gsize size) {
  guint i = w->first;
  gboolean colon = FALSE;
  *word = '\0';
  for (guint k = 0; k < 6 && i > 0 && cr_token(r, i - 1)->kind != TOKEN_BREAK; k++) {
    i--;
    colon |= cr_is_mark(r, i, ':');
  }
  while (cr_token(r, i)->kind == TOKEN_MARK)
    i++;
  if (colon && i < w->first && (i == 0 || cr_token(r, i - 1)->kind != TOKEN_WORD))
    cr_join_words(r, i, 1, word, size);
}

/* "Start: …" and "End: …" on two lines are one time. */
static void
join_ends(const CrReader *r, GArray *whens) {
  static const char *const ends[] = {"end",   "ends",   "ending",   "to",
                                     "until", "finish", "finishes", NULL};
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    char label[12];
    if (!cr_is_clock(w) || !cr_is_clock(before) || w->to.kind != CLOCK_NONE ||
        before->to.kind != CLOCK_NONE || w->joint == 'o')
      continue;
    label_of(r, w, label, sizeof label);
    if (!g_strv_contains(ends, label))
      continue;
    before->to = w->from;
    if (before->zone.kind == SAID_NONE)
      before->zone = w->zone;
    if (before->date.kind == DATE_NONE)
      before->date = w->date;
    w->dropped = TRUE;
    w->has_delay = FALSE;
    w->date.kind = DATE_NONE;
  }
}

/* "your 3pm is my 10am": each on the clock of whoever it is said to be. */
static void
find_owners(const CrReader *r, CrWhen *w, CrWhen *before) {
  CrKeyword one = cr_keyword(r, before->first - 1), other = cr_keyword(r, w->first - 1);
  if (w->first < 1 || before->first < 1 || w->joint == 0 ||
      !((one == W_YOUR && other == W_MY) || (one == W_MY && other == W_YOUR)))
    return;
  before->zone = (CrZoneSaid){.kind = one == W_MY ? SAID_MINE : SAID_YOURS};
  w->zone = (CrZoneSaid){.kind = other == W_MY ? SAID_MINE : SAID_YOURS};
}

/* "15:00 (14:00 your time)", "15.30 / 14.30 your time": the clock before it is the other one's. */
static void
find_other_side(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (cr_is_clock(w) && cr_is_clock(before))
      find_owners(r, w, before);
    if ((w->joint == '(' || w->joint == '=' || w->joint == '/') && cr_is_whose(w) &&
        cr_is_clock(w) && cr_is_clock(before) && before->zone.kind == SAID_NONE)
      before->zone.kind = w->zone.kind == SAID_YOURS ? SAID_MINE : SAID_YOURS;
  }
}

/* 2pm ET / 11am PT, 2pm ET (11am PT): one time in two zones. Whether they agree is seen later. */
static void
find_pairs(const CrReader *r, GArray *whens) {
  for (guint i = 1; i < whens->len; i++) {
    CrWhen *w = cr_when_at(whens, i), *before = cr_when_at(whens, i - 1);
    if (!cr_is_clock(w) || !cr_is_clock(before) || w->zone.kind == SAID_NONE ||
        (before->zone.kind == SAID_NONE && !cr_is_restated(before, w)) || w->zone_carried ||
        before->zone_carried || w->role != before->role || same_zone(w, before))
      continue;
    /* across other words ("9 my time, so noon your end") they only pair as one instant */
    gboolean apart = w->joint == 0 && (cr_sentence_of(r, w) != cr_sentence_of(r, before) ||
                                       w->first - before->last > MAX_PAIR_TOKENS);
    if (apart || w->joint == 't' || (w->joint == ' ' && w->first != before->last))
      continue;
    if (before->date.kind == DATE_NONE && w->date.kind != DATE_NONE)
      before->date = w->date;
    w->pair = before->pair >= 0 ? before->pair : (int) i - 1;
  }
}

void
cr_time_refine(CrReader *r, GArray *whens) {
  drop_excepted(r, whens);
  drop_repeated_weekdays(r, whens);
  find_tense(r, whens);
  join_ends(r, whens);
  find_other_side(r, whens);
  cr_find_whereabouts(r, whens);
  find_pairs(r, whens);
  find_listed_days(whens);
  cr_share_in_lists(r, whens);
  cr_find_moves(r, whens);
  cr_carry(r, whens);
}
