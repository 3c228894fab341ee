/* What a mail says about times and calls: stated or asked, accepted, promised, when they return,
 * who calls whom. */
#include "parse/mail-private.h"

#include <string.h>

static int
strongest_of(GArray *cues, CrTopic topic, gboolean questions) {
  int weight = 0;
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic == topic && !cue->negated && !cue->supposed && (questions || !cue->question))
      weight = MAX(weight, cue->weight);
  }
  return weight;
}

static int
strongest(GArray *cues, CrTopic topic) {
  return strongest_of(cues, topic, TRUE);
}

static const CrSentence *
sentence_of(const CrMailView *view, const CrCue *cue) {
  return &g_array_index(view->body->sentences, CrSentence, cue->sentence);
}

/* The first time said at or behind the cue, in its sentence and at most reach words away. */
static const CrMention *
mention_behind(const CrMailView *view, const CrReading *reading, const CrCue *cue, guint reach) {
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

static CrInstant
end_of(const CrMention *mention) {
  if (mention->granularity != CR_GRANULARITY_INSTANT && mention->end != CR_INSTANT_NONE)
    return mention->end;
  return mention->start;
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

static CrDay
last_day_of(const CrMailView *view, const CrMention *mention) {
  gboolean spans = mention->end != CR_INSTANT_NONE && mention->end > mention->start;
  return day_of(view, mention, spans ? mention->end - CR_SECOND : mention->start);
}

/* "back in January", "mid-December", "the new year": a month is precise enough. What the scan for
 * times leaves to its reader. */
static gboolean
month_behind(const CrMailView *view, const CrCue *cue, CrDay *ret_day) {
  const CrSentence *sentence = sentence_of(view, cue);
  CrInstant now = view->mime->date == CR_INSTANT_NONE ? view->context->fallback : view->mime->date;
  if (now == CR_INSTANT_NONE)
    return FALSE;
  CrDay today = cr_zone_day(sender_zone(view), now);
  int year, month, day, part = 1;
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
      *ret_day = cr_day_add_working(cr_day_from_date(year, 12, 31), 1, view->their_country);
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
          !(word->class & CR_WORD_WHEN))
        continue;
      if (m < month)
        year++;
      *ret_day = cr_day_from_date(year, m, MIN(part, cr_month_days(year, m)));
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

static gboolean
return_by(const CrMailView *view, CrReading *reading, const ReturnRule *rule) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic != rule->topic || cue->weight < rule->weight || cue->negated)
      continue;
    if (cue->weight == 3 && !between_times(view, reading, cue))
      continue;
    const CrMention *mention = mention_behind(view, reading, cue, 6);
    CrDay day;
    if (mention == NULL || mention->past || mention->role == CR_TIME_DELAY) {
      if (!month_behind(view, cue, &day))
        continue;
      if (rule->inclusive)
        day = cr_day_add_working(day, 1, view->their_country);
      set_return(view, reading, day);
      return TRUE;
    }
    gboolean inclusive = rule->inclusive || (rule->topic == CR_TOPIC_RETURN_UNTIL &&
                                             says_inclusive(view, cue->sentence));
    day = inclusive ? cr_day_add_working(last_day_of(view, mention), 1, view->their_country)
                    : day_of(view, mention, mention->start);
    reading->return_until = rule->topic == CR_TOPIC_RETURN_UNTIL && !inclusive;
    set_return(view, reading, day);
    return TRUE;
  }
  return FALSE;
}

static gboolean
sentence_says_away(const CrMailView *view, const CrMention *mention) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    const CrSentence *sentence = sentence_of(view, cue);
    if (cue->topic == CR_TOPIC_OUT_OF_OFFICE && cue->weight >= 5 &&
        (guint32) mention->offset >= cr_word_at(view->body, sentence->first).start &&
        (guint32) mention->offset < cr_word_at(view->body, sentence->end - 1).end)
      return TRUE;
  }
  return FALSE;
}

/* "OOO Mon 23 – Fri 27 Nov", "out sick today": away to the end of the last day said. */
static void
return_after_last(const CrMailView *view, CrReading *reading) {
  const CrMention *last = NULL;
  for (guint i = 0; i < reading->times->len && !view->subject_times; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!mention->past && mention->role != CR_TIME_DELAY && sentence_says_away(view, mention))
      last = mention;
  }
  if (last)
    set_return(view, reading, cr_day_add_working(last_day_of(view, last), 1, view->their_country));
}

static void
read_return(const CrMailView *view, CrReading *reading) {
  static const ReturnRule rules[] = {
      {CR_TOPIC_RETURN_ON, 7, FALSE},     {CR_TOPIC_RETURN_UNTIL, 1, FALSE},
      {CR_TOPIC_RETURN_THROUGH, 4, TRUE}, {CR_TOPIC_RETURN_ON, 1, FALSE},
      {CR_TOPIC_RETURN_THROUGH, 1, TRUE}, {CR_TOPIC_AWAY_ON, 1, TRUE}};
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
    if (return_by(view, reading, &rules[i]))
      return;
  return_after_last(view, reading);
}

static void
read_promise(const CrMailView *view, CrReading *reading) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic != CR_TOPIC_PROMISE || cue->negated || cue->supposed)
      continue;
    const CrMention *mention = mention_behind(view, reading, cue, 6);
    if (mention == NULL || mention->past || mention->role == CR_TIME_DELAY)
      continue;
    reading->promise = end_of(mention);
    return;
  }
}

/* Whether a mail of this kind leaves a call agreed that somebody is to place. */
static gboolean
leaves_a_call(const CrReading *reading) {
  switch (reading->class) {
  case CR_MAIL_CONFIRMATION:
  case CR_MAIL_NEW_TIME:
  case CR_MAIL_APOLOGY_LATE:
    return TRUE;
  case CR_MAIL_GENERIC:
    return !reading->automatic;
  case CR_MAIL_BOUNCE:
  case CR_MAIL_OUT_OF_OFFICE:
  case CR_MAIL_REJECTION:
  case CR_MAIL_ON_HOLD:
  case CR_MAIL_RECRUITER_CHANGE:
  case CR_MAIL_CANCELLATION:
  case CR_MAIL_RESCHEDULE_REQUEST:
  case CR_MAIL_SCHEDULING_LINK:
    return FALSE;
  }
  return FALSE;
}

static gboolean
names_time_to_come(const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!mention->past && (mention->role == CR_TIME_DELAY || mention->start > reading->date))
      return TRUE;
  }
  return FALSE;
}

static void
read_caller(const CrMailView *view, CrReading *reading) {
  /* "sorry, may I call you?" agrees to nothing yet */
  gboolean open = reading->class == CR_MAIL_APOLOGY_LATE && !names_time_to_come(reading);
  int recruiter = strongest_of(view->cues, CR_TOPIC_CALLER_RECRUITER, !open);
  int candidate = strongest_of(view->cues, CR_TOPIC_CALLER_CANDIDATE, !open);
  int both = strongest(view->cues, CR_TOPIC_CALLER_BOTH);
  g_autofree char *meeting = cr_mail_find_link(view, CR_LINK_MEETING);
  if (meeting)
    both = MAX(both, 7);
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    if (phone->role == CR_PHONE_CALLER_ID)
      recruiter = MAX(recruiter, 8);
    if (phone->role == CR_PHONE_CANDIDATE && candidate < 8)
      recruiter = MAX(recruiter, 6);
    if (phone->role == CR_PHONE_DIAL_IN && recruiter < 7 && candidate < 6)
      both = MAX(both, 7);
  }
  if (both >= 6 && (both >= 8 || candidate < 8) && recruiter < 8)
    reading->caller = CR_CALLER_BOTH_JOIN;
  else if (recruiter >= 6 && recruiter >= candidate)
    reading->caller = CR_CALLER_RECRUITER;
  else if (candidate >= 6)
    reading->caller = CR_CALLER_CANDIDATE;
}

CrLinkKind
cr_link_kind(const char *url, gsize length) {
  static const char *const scheduling[] = {"calendly",
                                           "cal.com/",
                                           "//cal.",
                                           "savvycal",
                                           "doodle",
                                           "youcanbook",
                                           "goodtime",
                                           "chilipiper",
                                           "bookings",
                                           "bookwithme",
                                           "calendar.app.google",
                                           "appointments",
                                           "acuityscheduling",
                                           "zcal",
                                           "tidycal",
                                           "koalendar",
                                           "/schedul",
                                           "/book",
                                           "schedule.",
                                           "book.",
                                           "/meetings/",
                                           "booking",
                                           "meetings.",
                                           "/slots",
                                           "/pick",
                                           "scheduler",
                                           "availability",
                                           "/times",
                                           "/calendar",
                                           "meetme",
                                           "timeslot",
                                           NULL};
  static const char *const meeting[] = {
      "zoom.",       "teams.",    "meetup-join", "meet.",     "webex",     "whereby",
      "gotomeeting", "bluejeans", "jitsi",       "chime",     "/join",     "hangouts",
      "/j/",         "video.",    "skype",       "livestorm", "around.co", NULL};
  static const char *const footers[] = {"unsubscribe", "/cancellations/", "/cancel",
                                        "privacy",     "/reschedulings/", NULL};
  g_autofree char *low = g_ascii_strdown(url, MIN(length, 300));
  for (guint i = 0; footers[i]; i++)
    if (strstr(low, footers[i]))
      return CR_LINK_OTHER;
  for (guint i = 0; meeting[i]; i++)
    if (strstr(low, meeting[i]))
      return CR_LINK_MEETING;
  for (guint i = 0; scheduling[i]; i++)
    if (strstr(low, scheduling[i]))
      return CR_LINK_SCHEDULING;
  return CR_LINK_OTHER;
}

char *
cr_mail_find_link(const CrMailView *view, CrLinkKind kind) {
  if (view->body->n_links == 0)
    return NULL;
  for (guint i = 0, seen = 0; i < view->body->words->len && seen < 20; i++) {
    const CrWord *word = &cr_word_at(view->body, i);
    if (!(word->class & CR_WORD_URL))
      continue;
    seen++;
    const char *url = view->body->text + word->start;
    gsize length = word->end - word->start;
    if (cr_link_kind(url, length) == kind && length <= 500)
      return g_strndup(url, length);
  }
  return NULL;
}

/* A time is stated when its firmest words beat the words that ask. */
static void
read_firmness(const CrMailView *view, CrReading *reading) {
  int firm = 0, asked = 0;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->negated)
      continue;
    if (cue->topic == CR_TOPIC_FIRM && !cue->supposed && !cue->question)
      firm = MAX(firm, cue->weight);
    if (cue->topic == CR_TOPIC_ASKED)
      asked = MAX(asked, cue->weight);
  }
  reading->firm = reading->times->len > 0 && firm > 0 && firm > asked;
  reading->accepts = strongest(view->cues, CR_TOPIC_ACCEPTS) >= 7;
  reading->apologizes = strongest(view->cues, CR_TOPIC_APOLOGIZES) >= 6;
}

void
cr_mail_read_says(const CrMailView *view, CrReading *reading) {
  if (reading->class == CR_MAIL_BOUNCE)
    return;
  if (reading->class == CR_MAIL_OUT_OF_OFFICE) {
    read_return(view, reading);
    return;
  }
  read_firmness(view, reading);
  read_promise(view, reading);
  if (!reading->list && leaves_a_call(reading))
    read_caller(view, reading);
}
