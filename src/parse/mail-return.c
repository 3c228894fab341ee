/* When somebody who is away says to be back: a day, on the sender's wall. */
#include "model/holiday.h"
#include "parse/mail-private.h"
#include "parse/timetext.h"

#include <string.h>

static const CrSentence *
sentence_of(const CrMailView *view, const CrCue *cue) {
  return &g_array_index(view->body->sentences, CrSentence, cue->sentence);
}

const CrMention *
cr_mail_mention_behind(const CrMailView *view, const CrReading *reading, const CrCue *cue,
                       guint reach) {
  const CrSentence *sentence = sentence_of(view, cue);
  guint last = MIN(sentence->end - 1, cue->end + reach);
  guint32 from = cr_word_at(view->body, cue->first).start, to = cr_word_at(view->body, last).end;
  for (guint i = 0; i < reading->times->len && !view->subject_times; i++) {
    const CrMention *mention = reading->times->pdata[i];
    guint32 end = mention->offset + (mention->text ? strlen(mention->text) : 0);
    if (mention->offset < to &&
        (mention->offset >= from || end > cr_word_at(view->body, cue->end - 1).start))
      return mention;
  }
  return NULL;
}

/* Return dates are days; this is the sender's wall, on which they are read. */
static const CrZone *
sender_zone(const CrMailView *view) {
  if (view->context->theirs)
    return view->context->theirs;
  int minutes = view->mime->date_offset_sec / 60;
  g_autofree char *id =
      g_strdup_printf("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS(minutes) / 60, ABS(minutes) % 60);
  const CrZone *zone = cr_zone_find(id);
  return zone ? zone : cr_zone_utc();
}

static CrDay
day_of(const CrMailView *view, const CrMention *mention, CrInstant instant) {
  const CrZone *zone = mention->zone ? cr_zone_find(mention->zone) : NULL;
  return cr_zone_day(zone ? zone : sender_zone(view), instant);
}

static void
set_return(const CrMailView *view, CrReading *reading, CrDay day) {
  CrWall wall = {0};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  reading->return_at = cr_zone_instant(sender_zone(view), &wall);
}

/* A country that is only guessed keeps its holidays only when its clocks show the Date's offset. */
static const char *
country_of_holidays(const CrMailView *view) {
  const char *country = view->their_country;
  gboolean elsewhere =
      view->country_guessed && country &&
      cr_country_zone_showing(country, view->mime->date, view->mime->date_offset_sec) == NULL;
  return elsewhere ? NULL : country;
}

static CrDay
working_day_after(const CrMailView *view, CrDay day) {
  return cr_day_add_working(day, 1, country_of_holidays(view));
}

static gboolean
stands_before(const CrMailView *view, const CrMention *mention, const char *words) {
  gsize n = strlen(words);
  return mention->offset >= (gint) n &&
         g_ascii_strncasecmp(view->body->text + mention->offset - n, words, n) == 0;
}

/* "w/c 23 November" */
static gboolean
begins_week(const CrMailView *view, const CrMention *mention) {
  static const char *const words[] = {"w/c ",  "wc ",   "week commencing ", "week beginning ",
                                      "W/C: ", "w/c: ", "week starting ",   NULL};
  for (guint i = 0; words[i]; i++)
    if (stands_before(view, mention, words[i]))
      return TRUE;
  return FALSE;
}

static CrDay
last_day_of(const CrMailView *view, const CrMention *mention) {
  gboolean spans = mention->end != CR_INSTANT_NONE && mention->end > mention->start;
  CrDay day = day_of(view, mention, spans ? mention->end - CR_SECOND : mention->start);
  return begins_week(view, mention) ? day + (CR_SUN - cr_day_weekday(day)) : day;
}

/* "away from today": of one day that begins it, nothing tells the last. */
static gboolean
only_begins(const CrMailView *view, const CrMention *mention) {
  static const char *const words[] = {"from ", "since ", "starting ", "beginning ", "as of "};
  gboolean begins = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    begins |= stands_before(view, mention, words[i]) ||
              g_ascii_strncasecmp(mention->text, words[i], strlen(words[i])) == 0;
  return begins && last_day_of(view, mention) == day_of(view, mention, mention->start);
}

static gboolean
is_day_to_come(const CrMailView *view, const CrMention *mention) {
  return !mention->past && mention->role != CR_TIME_DELAY &&
         (mention->granularity != CR_GRANULARITY_INSTANT || mention->start > view->mime->date);
}

/* "back in January", "mid-December", "the new year": a month is precise enough. What the scan for
 * times leaves to its reader. */
static gboolean
month_behind(const CrMailView *view, const CrCue *cue, gboolean inclusive, CrDay *ret_day,
             gboolean *ret_rough) {
  const CrSentence *sentence = sentence_of(view, cue);
  CrInstant now = view->mime->date == CR_INSTANT_NONE ? view->context->fallback : view->mime->date;
  if (now == CR_INSTANT_NONE)
    return FALSE;
  CrDay today = cr_zone_day(sender_zone(view), now);
  int year, month, day, part = inclusive ? 31 : 1;
  cr_day_to_date(today, &year, &month, &day);
  for (guint i = cue->first; i < MIN(sentence->end, cue->end + 6); i++) {
    const CrWord *word = &cr_word_at(view->body, i);
    const char *text = view->body->text + word->start;
    gsize length = word->end - word->start;
    if (length == 3 && g_ascii_strncasecmp(text, "mid", 3) == 0)
      part = 15;
    if (length == 3 && g_ascii_strncasecmp(text, "end", 3) == 0)
      part = 31;
    if (length == 4 && g_ascii_strncasecmp(text, "late", 4) == 0)
      part = 20;
    if (length == 4 && g_ascii_strncasecmp(text, "year", 4) == 0 && i > 0 && month >= 9 &&
        (view->body->text[cr_word_at(view->body, i - 1).start] | 32) == 'n') {
      *ret_day = working_day_after(view, cr_day_from_date(year, 12, 31));
      return TRUE;
    }
    if (length == 4 && g_ascii_strncasecmp(text, "week", 4) == 0 &&
        cue->topic == CR_TOPIC_RETURN_THROUGH) { /* "for the rest of the week" */
      *ret_day = today + (CR_SUN - cr_day_weekday(today));
      return TRUE;
    }
    for (int m = 1; m <= 12; m++) {
      const char *name = cr_month_name(m);
      if (length < 3 || length > strlen(name) || g_ascii_strncasecmp(text, name, length) != 0 ||
          !(word->class & (CR_WORD_WHEN | CR_WORD_CAPITAL)))
        continue;
      if (m < month)
        year++;
      *ret_day = cr_day_from_date(year, m, MIN(part, cr_month_days(year, m)));
      *ret_rough = TRUE;
      return *ret_day > today;
    }
  }
  return FALSE;
}

typedef struct {
  CrTopic topic;
  int weight;
  gboolean inclusive; /* the day is still away: back on the next working day */
} ReturnRule;

/* "until and including Friday", "until Friday inclusive". */
static gboolean
says_inclusive(const CrMailView *view, guint sentence) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_RETURN_THROUGH && cue->sentence == sentence &&
        !strncasecmp(view->body->text + cr_word_at(view->body, cue->end - 1).start, "inclu", 5))
      return TRUE;
  }
  return FALSE;
}

/* A mere "to" or dash stands between two times: "23 Nov to 27 Nov". */
static gboolean
between_times(const CrMailView *view, const CrReading *reading, const CrCue *cue) {
  guint32 at = cr_word_at(view->body, cue->first).start;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    guint32 end = mention->offset + (mention->text ? strlen(mention->text) : 0);
    if (end <= at && at - end < 4)
      return TRUE;
    if ((guint32) mention->offset < at && end > at)
      return TRUE;
  }
  return FALSE;
}

#define BACK 7       /* the weight of what says who is back when … */
#define IN_OFFICE 10 /* … and where somebody is, which is only believed behind that or alone */
#define OF_RANGE 8   /* the weight of what names the last day of a range behind its first */

static gboolean
ends_range(const CrMailView *view, const CrCue *cue) {
  guint32 at = cr_word_at(view->body, cue->first).start;
  while (at > 0 && strchr(" .", view->body->text[at - 1]))
    at--;
  return cue->weight == OF_RANGE && at > 0 && g_ascii_isdigit(view->body->text[at - 1]);
}

/* "4/1" or "23.11." behind the cue, which by itself is no date. */
static gboolean
fraction_behind(const CrMailView *view, const CrCue *cue, CrDay *ret_day) {
  if (view->mime->date == CR_INSTANT_NONE)
    return FALSE;
  for (guint i = cue->end - 1; i < MIN(sentence_of(view, cue)->end, cue->end + 2); i++) {
    const CrWord *word = &cr_word_at(view->body, i);
    const char *text = view->body->text + word->start;
    gsize digits = strspn(text, "0123456789"), more = 0;
    if (digits == 0 || digits > 2 || (text[digits] != '/' && text[digits] != '.') ||
        (more = strspn(text + digits + 1, "0123456789")) == 0 || more > 2 ||
        (text[digits] == '.' && text[digits + 1 + more] != '.'))
      continue;
    g_autofree char *number = g_strndup(text, digits + 1 + more + (text[digits] == '.'));
    g_autofree char *dated = g_strdup_printf("from %s to %s", number, number);
    CrTimeContext context = {.at = view->mime->date,
                             .theirs = sender_zone(view),
                             .their_country = view->their_country,
                             .country_guessed = view->country_guessed};
    if (view->country_guessed && view->mime->date_offset_sec >= 0)
      context.their_country = "GB"; /* east of the Atlantic the day stands first */
    GPtrArray *times = cr_time_scan(dated, &context);
    gboolean found = times->len > 0;
    if (found) {
      const CrMention *mention = times->pdata[0];
      *ret_day = day_of(view, mention, mention->start);
    }
    cr_mentions_free(times);
    return found;
  }
  return FALSE;
}

/* The last day said from the cue on in its sentence: "off today (Wed 18) and tomorrow (Thu 19)". */
static CrDay
last_day_behind(const CrMailView *view, const CrReading *reading, const CrCue *cue, CrDay day) {
  const CrSentence *sentence = sentence_of(view, cue);
  guint32 from = cr_word_at(view->body, cue->first).start;
  guint32 to = cr_word_at(view->body, sentence->end - 1).end;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if ((guint32) mention->offset >= from && (guint32) mention->offset < to &&
        is_day_to_come(view, mention) && mention->granularity != CR_GRANULARITY_INSTANT)
      day = MAX(day, last_day_of(view, mention));
  }
  return day;
}

/* "mid-November" */
static gboolean
is_part_of_month(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_WEEK && mention->text &&
         strcspn(mention->text, "0123456789") == strlen(mention->text) &&
         !cr_text_find(mention->text, "week");
}

static gboolean
is_end_of_something(const CrMention *mention) {
  return mention->text && cr_text_find(mention->text, "end of");
}

/* "until Friday" is mostly the week's last day, and nobody is back on a day off. */
static gboolean
ends_week(const CrMailView *view, const CrMention *mention, CrDay day) {
  static const char *const fridays[] = {"fri", "frei", "vendredi", "viernes", "venerd", NULL};
  return !cr_day_is_working(day, country_of_holidays(view)) ||
         (cr_day_weekday(day) == CR_FRI && cr_text_find_any(mention->text, fridays));
}

/* What one cue tells, if it tells a day. */
static gboolean
day_by_cue(const CrMailView *view, CrReading *reading, const ReturnRule *rule, const CrCue *cue,
           CrDay *ret_day) {
  const CrMention *mention = cr_mail_mention_behind(view, reading, cue, 6);
  CrDay day;
  gboolean until = rule->topic == CR_TOPIC_RETURN_UNTIL;
  gboolean away = rule->inclusive || (until && ends_range(view, cue));
  reading->return_until = reading->return_rough = FALSE;
  if (mention == NULL || mention->past || mention->role == CR_TIME_DELAY) {
    if (!month_behind(view, cue, away, &day, &reading->return_rough) &&
        !fraction_behind(view, cue, &day))
      return FALSE;
    *ret_day = away ? working_day_after(view, day) : day;
    return TRUE;
  }
  gboolean inclusive =
      away || (until && (says_inclusive(view, cue->sentence) || is_end_of_something(mention)));
  gboolean inside = until && (guint32) mention->offset < cr_word_at(view->body, cue->first).start;
  day = inclusive || inside ? last_day_of(view, mention) /* "from 2 until 20 August" */
                            : day_of(view, mention, mention->start);
  inclusive = inclusive || (until && !inside && ends_week(view, mention, day));
  if (rule->topic == CR_TOPIC_AWAY_ON)
    day = last_day_behind(view, reading, cue, day);
  *ret_day = inclusive ? working_day_after(view, day) : day;
  reading->return_until = until && !inclusive;
  reading->return_rough = is_part_of_month(mention);
  return TRUE;
}

/* "In a meeting until 3. Then away until Monday": an hour alone is no day of return before a day.
 */
static gboolean
is_bare_hour(const CrMailView *view, const CrReading *reading, const CrCue *cue) {
  const CrMention *mention = cr_mail_mention_behind(view, reading, cue, 6);
  return mention && mention->granularity == CR_GRANULARITY_INSTANT && !mention->day_said;
}

static gboolean
return_by(const CrMailView *view, CrReading *reading, const ReturnRule *rule, CrDay *ret_day) {
  for (gboolean hours = FALSE; hours <= TRUE; hours++)
    for (guint i = 0; i < view->cues->len; i++) {
      const CrCue *cue = &cr_cue_at(view->cues, i);
      gboolean weak = cue->supposed && cue->weight <= 4; /* "if you have a call this week" */
      if (cue->weight == IN_OFFICE && rule->weight == BACK)
        continue; /* "in the office today, and away until the 30th" */
      if (cue->topic == rule->topic && cue->weight >= rule->weight && !cue->negated && !weak &&
          (cue->weight != 3 || between_times(view, reading, cue)) &&
          hours == is_bare_hour(view, reading, cue) &&
          day_by_cue(view, reading, rule, cue, ret_day))
        return TRUE;
    }
  return FALSE;
}

static gboolean
sentence_says_away(const CrMailView *view, const CrMention *mention) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    const CrSentence *sentence = sentence_of(view, cue);
    gboolean away = cue->topic == CR_TOPIC_OUT_OF_OFFICE || cue->topic == CR_TOPIC_AWAY_ON;
    if (away && cue->weight >= 5 &&
        (guint32) mention->offset >= cr_word_at(view->body, sentence->first).start &&
        (guint32) mention->offset < cr_word_at(view->body, sentence->end - 1).end)
      return TRUE;
  }
  return FALSE;
}

/* "If this is about an interview today", "Should you wait for a call tomorrow" */
static gboolean
sentence_supposes(const CrMailView *view, const CrMention *mention) {
  guint sentence = cr_words_sentence_at(view->body, mention->offset);
  guint word = cr_words_at(view->body, mention->offset);
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CONDITION && cue->sentence == sentence && cue->first < word)
      return TRUE;
  }
  return FALSE;
}

/* "OOO Mon 23 – Fri 27 Nov", "out sick today": away to the end of the last day said there; with
 * anywhere, wherever it stands. */
static gboolean
last_day_said(const CrMailView *view, const CrReading *reading, gboolean anywhere, CrDay *ret_day) {
  gboolean found = FALSE;
  CrDay last = 0;
  for (guint i = 0; i < reading->times->len && !view->subject_times; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (mention->granularity == CR_GRANULARITY_INSTANT || !is_day_to_come(view, mention) ||
        only_begins(view, mention) ||
        !(sentence_says_away(view, mention) || (anywhere && !sentence_supposes(view, mention))))
      continue;
    CrDay day = last_day_of(view, mention);
    last = found ? MAX(last, day) : day;
    found = TRUE;
  }
  if (found)
    *ret_day = last;
  return found;
}

/* "In Japan until the 11th. I'll answer from the 14th": of an end and an answer soon after it, the
 * answer; "I land on Saturday and am in the office on Monday": the office; "away Mon-Wed next week,
 * in again on Thursday": the Thursday behind it. */
static CrDay
mend(const CrMailView *view, CrReading *reading, CrDay day) {
  static const ReturnRule answer = {CR_TOPIC_RETURN_ON, 4, FALSE},
                          office = {CR_TOPIC_RETURN_ON, IN_OFFICE, FALSE};
  gboolean until = reading->return_until, rough = reading->return_rough;
  CrDay later, last;
  if (return_by(view, reading, until ? &answer : &office, &later) && later > day &&
      later <= day + 7)
    return later;
  reading->return_until = until;
  reading->return_rough = rough;
  if (!until && cr_text_find(view->text, "next week") &&
      last_day_said(view, reading, FALSE, &last) && last > day && last < day + 14)
    return day + (last - day + 6) / 7 * 7;
  return day;
}

void
cr_mail_read_return(const CrMailView *view, CrReading *reading) {
  static const ReturnRule rules[] = {
      {CR_TOPIC_RETURN_ON, BACK, FALSE},
      {CR_TOPIC_RETURN_THROUGH, 10, TRUE}, /* "until and including" */
      {CR_TOPIC_RETURN_UNTIL, 1, FALSE},
      {CR_TOPIC_RETURN_THROUGH, 4, TRUE},
      {CR_TOPIC_RETURN_ON, 1, FALSE},
      {CR_TOPIC_RETURN_THROUGH, 1, TRUE},
      {CR_TOPIC_AWAY_ON, 1, TRUE}};
  CrDay day;
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
    if (return_by(view, reading, &rules[i], &day)) {
      set_return(view, reading,
                 rules[i].topic == CR_TOPIC_RETURN_ON || reading->return_until
                     ? mend(view, reading, day)
                     : day);
      return;
    }
  if (last_day_said(view, reading, FALSE, &day) || last_day_said(view, reading, TRUE, &day))
    set_return(view, reading, working_day_after(view, day));
}
