/* Which of the times that a mail names are the call's. */
#include "parse/mail-private.h"
#include "parse/mail-tally.h"

#include <string.h>

#define ELSEWHERE_REACH 5             /* words */
#define STRUCK_REACH 80               /* bytes */
#define RECOUNTED_USEC (14 * CR_HOUR) /* how long ago what a mail tells happened */

/* The word before a byte of the text, at its own line; empty when there is none. */
static void
word_before(const char *text, guint32 at, const char **ret_word, gsize *ret_length) {
  while (at > 0 && !g_ascii_isalpha(text[at - 1]) && text[at - 1] != '\n')
    at--;
  guint32 from = at;
  while (from > 0 && g_ascii_isalpha(text[from - 1]))
    from--;
  *ret_word = text + from;
  *ret_length = at - from;
}

/* One of the phrases stands before that byte of the text. */
static gboolean
follows_any(const char *text, gsize at, const char *const *phrases) {
  for (; *phrases; phrases++) {
    gsize length = strlen(*phrases);
    if (at >= length && cr_text_starts(text + at - length, *phrases))
      return TRUE;
  }
  return FALSE;
}

/* "I shall call you by 10am" is a promise. */
static gboolean
is_promised_by(const char *text, gsize at) {
  static const char *const promises[] = {"call you by ", "ring you by ", "phone you by ", NULL};
  return follows_any(text, at + cr_text_starts(text + at, "by "), promises);
}

/* "Give me until 10:45": then we talk. */
static gboolean
is_respite(const char *text, gsize at) {
  static const char *const gives[] = {"give me until ", "give me till ", "give me til ",
                                      "gimme until ",   "gimme till ",   NULL};
  return follows_any(text, at + cr_text_starts(text + at, "until "), gives);
}

/* "by Friday at noon", "until 5pm" */
static gboolean
is_deadline(const char *text, const CrMention *mention) {
  gsize at = MIN((gsize) mention->offset, strlen(text));
  if (is_promised_by(text, at) || is_respite(text, at))
    return FALSE;
  static const char *const limits[] = {"by", "before", "until", "till", "deadline", "due", NULL};
  const char *word;
  gsize length;
  word_before(text, at, &word, &length);
  return cr_text_is_any(word, length, limits) || cr_text_starts(text + at, "by ") ||
         cr_text_starts(text + at, "until ");
}

/* "our 2pm", "Monday's 9:30" */
gboolean
cr_mail_is_agreed_time(const CrMailView *view, const CrMention *mention) {
  guint32 at = view->subject_times ? 0 : mention->offset;
  const char *day = strstr(mention->text, "'s "), *typed = strstr(mention->text, "’s ");
  return (at >= 4 && cr_text_starts(view->body->text + at - 4, "our ")) ||
         (mention->granularity == CR_GRANULARITY_INSTANT && (day || typed));
}

/* No comma, dash or bracket parts the two words. */
static gboolean
in_one_clause(const CrWords *words, guint one, guint other) {
  for (guint i = MIN(one, other) + 1; i <= MAX(one, other); i++)
    if (cr_word_at(words, i).class & CR_WORD_BREAK)
      return FALSE;
  return TRUE;
}

/* A cue of the topic in the clause of the time, at most reach words before it. */
static gboolean
is_of_topic(const CrMailView *view, const CrMention *mention, CrTopic topic, guint reach) {
  guint at = cr_words_at(view->body, mention->offset);
  for (guint i = 0; i < view->cues->len && at < view->body->n; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
    if (cue->topic == topic && cue->weight >= 6 && !cue->question && !cue->supposed &&
        at >= sentence->first && at < sentence->end && at <= cue->end + reach &&
        in_one_clause(view->body, cue->first, at))
      return TRUE;
  }
  return FALSE;
}

/* "I can't do 3", "a clash at four" */
static gboolean
is_refused(const CrMailView *view, const CrMention *mention) {
  return is_of_topic(view, mention, CR_TOPIC_UNABLE, G_MAXUINT16);
}

/* "I have to be at school at 3", "the shift is 2 to 11" */
static gboolean
is_elsewhere(const CrMailView *view, const CrMention *mention) {
  return is_of_topic(view, mention, CR_TOPIC_ELSEWHERE, ELSEWHERE_REACH);
}

/* "She's out at 3" */
static gboolean
is_taken(const char *text, const CrMention *mention) {
  static const char *const leads[] = {"at", "from", "on", NULL};
  static const char *const taken[] = {"out",         "off",  "away",   "busy",
                                      "unavailable", "gone", "booked", NULL};
  const char *word;
  gsize length;
  word_before(text, MIN((gsize) mention->offset, strlen(text)), &word, &length);
  if (!cr_text_is_any(word, length, leads))
    return FALSE;
  word_before(text, word - text, &word, &length);
  return cr_text_is_any(word, length, taken);
}

/* "I'm back on the 24th", unless it is taken up: "and call you then" */
static gboolean
is_day_of_return(const char *text, const CrMention *mention) {
  static const char *const leads[] = {"on", "from", "the", NULL};
  static const char *const returns[] = {"back", "return", "returns", "returning", NULL};
  const char *word;
  gsize length, end = strlen(text), at = MIN((gsize) mention->offset, end);
  if (mention->granularity == CR_GRANULARITY_INSTANT)
    return FALSE;
  word_before(text, at, &word, &length);
  for (int k = 0; k < 2 && cr_text_is_any(word, length, leads); k++)
    word_before(text, word - text, &word, &length);
  if (!cr_text_is_any(word, length, returns))
    return FALSE;
  g_autofree char *rest = g_strndup(text + at, 80);
  return cr_text_find(rest, " then") == NULL && cr_text_find(rest, "that day") == NULL;
}

static gboolean
is_past_verb(const CrWords *words, guint i) {
  static const char *const irregular[] = {
      "went", "took", "ran",  "had",   "was",   "were", "got",    "came",      "broke", "fell",
      "hit",  "lost", "left", "began", "slept", "blew", "forgot", "overslept", NULL};
  const CrWord *word = &cr_word_at(words, i);
  const char *text = words->text + word->start;
  gsize length = word->end - word->start;
  return (length > 4 && g_ascii_strncasecmp(text + length - 2, "ed", 2) == 0) ||
         cr_text_is_any(text, length, irregular);
}

static gboolean
is_plan(CrTopic topic) {
  return topic == CR_TOPIC_FIRM || topic == CR_TOPIC_ASKED || topic == CR_TOPIC_ACCEPTS ||
         topic == CR_TOPIC_NEW_TIME || topic == CR_TOPIC_RESCHEDULE_REQUEST ||
         topic == CR_TOPIC_CONFIRMATION || topic == CR_TOPIC_CALLER_RECRUITER ||
         topic == CR_TOPIC_CALLER_CANDIDATE || topic == CR_TOPIC_PROMISE;
}

/* "The storm took our phones out at 9", said at eleven: an hour of today that is over. */
static gboolean
is_recounted(const CrMailView *view, const CrReading *reading, const CrMention *mention) {
  const CrWords *words = view->body;
  CrInstant today = mention->start - CR_DAY_USEC;
  if (mention->granularity != CR_GRANULARITY_INSTANT || mention->start <= reading->date ||
      today > reading->date || today < reading->date - RECOUNTED_USEC)
    return FALSE;
  guint first = cr_words_at(words, mention->offset);
  guint end = cr_words_at(words, mention->offset + strlen(mention->text));
  for (guint i = first; i < end; i++)
    if ((cr_word_at(words, i).class & (CR_WORD_WHEN | CR_WORD_CLOCK)) == CR_WORD_WHEN)
      return FALSE; /* it names its day */
  guint at = cr_words_sentence_at(words, mention->offset);
  if (at >= words->sentences->len)
    return FALSE;
  for (guint i = 0; i < view->cues->len; i++)
    if (cr_cue_at(view->cues, i).sentence == at && is_plan(cr_cue_at(view->cues, i).topic))
      return FALSE;
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, at);
  gboolean past = FALSE;
  for (guint i = sentence->first; i < first; i++)
    past |= is_past_verb(words, i);
  for (guint i = 0; i < view->cues->len; i++) /* "I apologize for standing you up at 11" */
    past |= cr_cue_at(view->cues, i).sentence == at &&
            cr_cue_at(view->cues, i).topic == CR_TOPIC_APOLOGY_LATE &&
            cr_cue_at(view->cues, i).weight >= 6;
  return past && !sentence->question;
}

#define OTHERS_REACH 6 /* words */

/* "I am calling the last of the other candidates on Thursday", "Anna rings the client at 3": whom
 * they call then is not the reader. */
static gboolean
is_call_to_others(const CrMailView *view, const CrMention *mention) {
  static const char *const rings[] = {"call",    "calls",     "calling",    "ring",        "rings",
                                      "ringing", "phone",     "phones",     "phoning",     "dial",
                                      "dials",   "telephone", "telephones", "telephoning", NULL};
  static const char *const others[] = {"candidates", "applicants", "references", "referees",
                                       "client",     "clients",    "customer",   "customers",
                                       "winner",     "winners",    "supplier",   "suppliers",
                                       "everybody",  "everyone",   "landlord",   NULL};
  static const char *const ends[] = {"you", "u", "your", "from", "with", "about", "by", NULL};
  static const char *const yours[] = {"references", "referees", NULL};
  static const char *const owners[] = {"your", "our", "the", "a", "this", "that", "my", NULL};
  const CrWords *words = view->body;
  guint at = cr_words_sentence_at(words, mention->offset);
  if (at >= words->sentences->len)
    return FALSE;
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, at);
  guint first = MIN(cr_words_at(words, mention->offset), sentence->end);
  for (guint i = sentence->first; i < first; i++) {
    if (!cr_word_is_any(words, i, rings) ||
        (i > sentence->first && cr_word_is_any(words, i - 1, owners))) /* "your call" */
      continue;
    for (guint k = i + 1; k < MIN(first, i + 1 + OTHERS_REACH); k++) {
      gboolean theirs = k + 1 < first && cr_word_is_any(words, k + 1, yours);
      if (cr_word_at(words, k).class & CR_WORD_BREAK || (cr_word_is_any(words, k, ends) && !theirs))
        break;
      if (cr_word_is_any(words, k, others))
        return TRUE;
    }
  }
  return FALSE;
}

/* "I will ring him on Thursday", not "I will call them first and then ring you on Wednesday",
 * unless it is the reader whom others speak of. */
static gboolean
is_call_to_third(const CrMailView *view, const CrMention *mention) {
  guint sentence = cr_words_sentence_at(view->body, mention->offset), behind = 0;
  guint at = cr_words_at(view->body, mention->offset);
  for (guint i = 0; i < view->cues->len && !view->passes_on; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_OTHER && cue->sentence == sentence && !cue->negated &&
        cue->first <= at)
      behind = MAX(behind, cue->end);
  }
  for (guint i = 0; i < view->cues->len && behind; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_RECRUITER && cue->sentence == sentence && !cue->negated &&
        (cue->first >= behind || cue->weight >= 10)) /* "tell Ravi I will …" */
      return FALSE;
  }
  return behind > 0;
}

/* "~~Tuesday at 11~~", as a page's struck text looks without its style */
static gboolean
is_struck(const char *text, const CrMention *mention) {
  gsize from = MIN((gsize) mention->offset, strlen(text));
  gsize end = MIN(from + strlen(mention->text), strlen(text));
  gboolean struck = FALSE;
  for (gsize k = 0; k < STRUCK_REACH && from > 0 && text[from - 1] != '\n' && !struck; k++, from--)
    struck = text[from - 1] == '~' && text[from] == '~';
  const char *close = struck ? strstr(text + end, "~~") : NULL;
  return close && (gsize) (close - text) < end + strcspn(text + end, "\n");
}

static gboolean
is_hour(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT && cr_mention_is_of_call(mention);
}

/* Beside another hour, or what one is late by, the agreed one is left behind, and any that stands
 * before "moved to 3". */
static void
mark_old_hours(const CrMailView *view, CrReading *reading) {
  gboolean moved = FALSE, other = cr_mail_has_time_of_role(reading, CR_TIME_DELAY);
  for (guint i = reading->times->len; i > 0; i--) {
    CrMention *mention = reading->times->pdata[i - 1];
    if (!is_hour(mention))
      continue;
    gboolean agreed = cr_mail_is_agreed_time(view, mention);
    if (mention->role == CR_TIME_STATED && (moved || (agreed && other)))
      mention->role = CR_TIME_OLD;
    moved |= mention->role == CR_TIME_NEW;
    other |= !agreed;
  }
}

void
cr_mail_mark_other_times(const CrMailView *view, CrReading *reading) {
  if (view->subject_times)
    return;
  gboolean moved = FALSE; /* "reschedule our call set for 3 to 4" */
  for (guint i = 0; i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    moved |= mention->role == CR_TIME_OLD;
    if (is_struck(view->body->text, mention))
      mention->role = CR_TIME_OLD;
    if (mention->role != CR_TIME_DELAY && !(moved && mention->role == CR_TIME_NEW) &&
        is_elsewhere(view, mention))
      mention->role = CR_TIME_OTHER;
    if (mention->role == CR_TIME_STATED &&
        (is_deadline(view->body->text, mention) || is_taken(view->body->text, mention) ||
         is_day_of_return(view->body->text, mention) || is_refused(view, mention) ||
         is_call_to_others(view, mention) || is_call_to_third(view, mention) ||
         is_recounted(view, reading, mention)))
      mention->role = CR_TIME_OTHER;
  }
  mark_old_hours(view, reading);
}

#define THOUGHT_REACH 40 /* words */

/* Another thought begins: "cancel our call, as I fly on Friday", "and talk on Monday instead". */
static gboolean
is_of_one_thought(const CrWords *words, guint from, guint to) {
  static const char *const turns[] = {
      "and",  "but",   "or", "so",   "as",   "because", "since", "due",   "let",
      "talk", "speak", "do", "move", "then", "until",   "till",  "would", "could",
      "can",  "how",   "if", "when", "push", "meet",    "chat",  "while", NULL};
  if (to > from + THOUGHT_REACH)
    return FALSE;
  for (guint i = from; i <= to && i < words->n; i++) {
    const CrWord *word = &cr_word_at(words, i);
    if (word->class & CR_WORD_BREAK || (i < to && cr_word_is_any(words, i, turns)))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  guint first, end, sentence; /* words */
} Place;

static Place
place_of(const CrWords *words, const CrMention *mention) {
  return (Place){cr_words_at(words, mention->offset),
                 cr_words_at(words, mention->offset + strlen(mention->text)),
                 cr_words_sentence_at(words, mention->offset)};
}

/* No other time stands between the two. */
static gboolean
is_nearest(const CrWords *words, const CrReading *reading, const CrMention *mention, guint from,
           guint to) {
  for (guint i = 0; i < reading->times->len; i++) {
    guint at = cr_words_at(words, ((CrMention *) reading->times->pdata[i])->offset);
    if (reading->times->pdata[i] != mention && at >= from && at < to)
      return FALSE;
  }
  return TRUE;
}

/* "Cancel the one on the 24th", "Tuesday's call is off" */
static gboolean
is_called_off(const CrMailView *view, const CrReading *reading, const CrMention *mention) {
  const CrWords *words = view->body;
  const Place place = place_of(words, mention);
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    gboolean calls_off = cue->topic == CR_TOPIC_CANCELLATION || cue->topic == CR_TOPIC_UNABLE;
    if (!calls_off || cue->weight < 6 || cue->supposed || cue->sentence != place.sentence)
      continue;
    gboolean within = cue->first <= place.first && place.first < cue->end;
    guint from = within ? cue->first : MIN(cue->end, place.end);
    guint to = MAX(cue->first, place.first);
    if (is_of_one_thought(words, from, to) && is_nearest(words, reading, mention, from, to))
      return TRUE;
  }
  return FALSE;
}

/* "Thursday's stands", "the one at 10 stays as planned" */
static gboolean
is_kept(const CrMailView *view, const CrReading *reading, const CrMention *mention) {
  static const char *const keeps[] = {"stands", "stand",     "stays",      "stay",    "remains",
                                      "remain", "unchanged", "unaffected", "planned", "still",
                                      "keep",   "keeps",     "ahead",      "applies", NULL};
  const CrWords *words = view->body;
  const Place place = place_of(words, mention);
  if (place.sentence >= words->sentences->len)
    return FALSE;
  guint end = g_array_index(words->sentences, CrSentence, place.sentence).end;
  for (guint i = place.end; i < end; i++) {
    if (!is_of_one_thought(words, place.end, i) ||
        !is_nearest(words, reading, mention, place.end, i))
      return FALSE;
    if (cr_word_is_any(words, i, keeps))
      return TRUE;
  }
  return FALSE;
}

/* "So cancel Wednesday", said beside more than that. */
static gboolean
calls_off_beside(const CrMailView *view, const CrReading *reading) {
  gboolean other = reading->class == CR_MAIL_CONFIRMATION || reading->class == CR_MAIL_ON_HOLD;
  for (guint i = 0; other && i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CANCELLATION && cue->weight >= 6 && !cue->supposed &&
        !cue->question && (!cue->negated || cue->denies))
      return TRUE;
  }
  return FALSE;
}

void
cr_mail_mark_called_off(const CrMailView *view, CrReading *reading) {
  gboolean calls_off = reading->class == CR_MAIL_CANCELLATION ||
                       reading->second == CR_MAIL_CANCELLATION ||
                       reading->class == CR_MAIL_RESCHEDULE_REQUEST ||
                       reading->class == CR_MAIL_NEW_TIME || calls_off_beside(view, reading);
  gboolean off = FALSE, kept = FALSE;
  if (view->subject_times || !calls_off)
    return;
  for (guint i = 0; i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    gboolean free = mention->role == CR_TIME_STATED || mention->role == CR_TIME_OTHER;
    if (free && is_called_off(view, reading, mention))
      mention->role = CR_TIME_OLD;
    off |= mention->role == CR_TIME_OLD;
  }
  for (guint i = 0; off && i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    if (mention->role != CR_TIME_STATED || !is_kept(view, reading, mention))
      continue;
    mention->role = CR_TIME_OTHER; /* of another call */
    kept = TRUE;
  }
  if (kept && (reading->class == CR_MAIL_CONFIRMATION || reading->class == CR_MAIL_ON_HOLD)) {
    reading->class = CR_MAIL_CANCELLATION;
    reading->second = CR_MAIL_CONFIRMATION;
  }
}

const CrWords *
cr_mail_timed_words(const CrMailView *view) {
  return view->subject_times ? view->subject : view->body;
}

gboolean
cr_mail_is_time_of_call(const CrMention *mention) {
  return mention->role != CR_TIME_OLD && mention->role != CR_TIME_OTHER && !mention->past;
}

gboolean
cr_mail_is_hour_ahead(const CrReading *reading, const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT && cr_mail_is_time_of_call(mention) &&
         mention->start > reading->date;
}
