/* What a mail says about times and calls: stated or asked, accepted, promised, who calls whom. */
#include "parse/mail-phrases.h"

#include <string.h>

#define CONDITION_REACH 8 /* words */
#define MAX_LINKS 20      /* of one mail that are looked at */
#define MAX_LINK_BYTES 500

static int
strongest(GArray *cues, CrTopic topic) {
  int weight = 0;
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic == topic && !cue->negated && !cue->supposed)
      weight = MAX(weight, cue->weight);
  }
  return weight;
}

static CrInstant
end_of(const CrMention *mention) {
  if (mention->granularity != CR_GRANULARITY_INSTANT && mention->end != CR_INSTANT_NONE)
    return mention->end;
  return mention->start;
}

/* "I have to cancel; you will have a new invite tomorrow" offers nothing for tomorrow. */
static void
leave_to_promise(CrReading *reading, const CrMention *said) {
  for (guint i = 0; i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    if (mention == said && mention->role == CR_TIME_STATED)
      mention->role = CR_TIME_OTHER;
  }
}

/* The first time said at or behind the cue, in its sentence and at most reach words away, or NULL.
 */
static const CrMention *
mention_behind(const CrMailView *view, const CrReading *reading, const CrCue *cue, guint reach) {
  const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
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

static void
read_promise(const CrMailView *view, CrReading *reading) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic != CR_TOPIC_PROMISE || cue->negated || cue->supposed)
      continue;
    const CrMention *mention = mention_behind(view, reading, cue, 6);
    if (mention == NULL || mention->past || mention->role == CR_TIME_DELAY ||
        mention->role == CR_TIME_OLD) /* "to let you know that tomorrow's call is off" */
      continue;
    reading->promise = end_of(mention);
    if (reading->class == CR_MAIL_CANCELLATION && mention->granularity != CR_GRANULARITY_INSTANT)
      leave_to_promise(reading, mention);
    return;
  }
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

/* Whether a mail of this kind leaves a call that somebody is to place. */
static gboolean
leaves_a_call(const CrReading *reading) {
  switch (reading->class) {
  case CR_MAIL_CONFIRMATION:
  case CR_MAIL_NEW_TIME:
  case CR_MAIL_APOLOGY_LATE:
  case CR_MAIL_SCHEDULING_LINK:
    return TRUE;
  case CR_MAIL_RESCHEDULE_REQUEST:
    return reading->second == CR_MAIL_NEW_TIME;
  case CR_MAIL_RECRUITER_CHANGE: /* "Rohan will be the one to call you on Tuesday at 3" */
    return !reading->automatic && names_time_to_come(reading);
  case CR_MAIL_GENERIC:
    return !reading->automatic && !reading->list;
  case CR_MAIL_BOUNCE:
  case CR_MAIL_OUT_OF_OFFICE:
  case CR_MAIL_REJECTION:
  case CR_MAIL_ON_HOLD:
  case CR_MAIL_CANCELLATION:
    return FALSE;
  }
  return FALSE;
}

/* "Call me if you cannot attend", of the cue there: what is not to happen, unless something else
 * does. */
static gboolean
is_fallback(const CrMailView *view, guint at) {
  const guint16 *negators = cr_phrases_set("NEGATOR");
  const CrWords *words = view->body;
  const CrCue *call = &cr_cue_at(view->cues, at);
  for (guint i = at + 1; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->sentence != call->sentence || cue->first > call->end + CONDITION_REACH)
      return FALSE;
    if (cue->topic != CR_TOPIC_CONDITION)
      continue;
    if (cue->weight >= 10)
      return TRUE;
    for (guint w = cue->first; w < MIN(cue->end + CONDITION_REACH, words->n); w++)
      if (cr_is_in_set(negators, cr_word_at(words, w).word))
        return TRUE;
  }
  return FALSE;
}

/* "He was unable to join the call": said of the cue. */
static gboolean
is_unable(const CrMailView *view, const CrCue *call) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_UNABLE && cue->sentence == call->sentence &&
        cue->first < call->first && call->first < cue->end)
      return TRUE;
  }
  return FALSE;
}

/* "Phone Screen with Pia", "Call Interview": a call's name, which asks nobody to phone. */
static gboolean
begins_with_name_of_call(const CrMailView *view, const CrCue *cue) {
  return cue->first + 1 < cue->end &&
         cr_is_in_set(cr_phrases_set("RING"), cr_word_at(view->body, cue->first).word) &&
         cr_is_in_set(cr_phrases_set("CALL"), cr_word_at(view->body, cue->first + 1).word);
}

/* "I will ring her": her whom others speak of, and not whoever reads it. */
static gboolean
is_of_somebody_else(const CrMailView *view, const CrCue *call) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_OTHER && cue->first < call->end && call->first < cue->end &&
        cue->weight >= call->weight)
      return TRUE;
  }
  return FALSE;
}

/* The firmest words about who calls. */
static int
strongest_call(const CrMailView *view, CrTopic topic, gboolean questions) {
  int weight = 0;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == topic && cue->weight > weight && !cue->negated && !cue->supposed &&
        (questions || !cue->question) && !is_unable(view, cue) && !is_of_somebody_else(view, cue) &&
        !(topic == CR_TOPIC_CALLER_CANDIDATE &&
          (is_fallback(view, i) || begins_with_name_of_call(view, cue))))
      weight = cue->weight;
  }
  return weight;
}

static void
read_caller(const CrMailView *view, CrReading *reading) {
  /* "sorry, may I call you?" agrees to nothing yet */
  gboolean open = reading->class == CR_MAIL_APOLOGY_LATE && !names_time_to_come(reading);
  int recruiter = strongest_call(view, CR_TOPIC_CALLER_RECRUITER, !open);
  int candidate = strongest_call(view, CR_TOPIC_CALLER_CANDIDATE, !open);
  int both = strongest_call(view, CR_TOPIC_CALLER_BOTH, TRUE);
  if (view->passes_on) /* "I will call you" is said to whoever forwards it */
    recruiter = MAX(recruiter < 10 ? 0 : recruiter, strongest(view->cues, CR_TOPIC_CALLER_OTHER));
  gboolean meeting = view->links[CR_LINK_MEETING] != NULL;
  if (meeting)
    both = MAX(both, 7);
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    if (phone->role == CR_PHONE_CALLER_ID)
      recruiter = MAX(recruiter, 8);
    if (phone->role == CR_PHONE_CANDIDATE && candidate < 8)
      recruiter = MAX(recruiter, 6);
    if (phone->role == CR_PHONE_DIAL_IN && recruiter < 7 && !meeting)
      candidate = MAX(candidate, 8);
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

void
cr_mail_find_links(CrMailView *view) {
  const CrWords *words = view->body;
  guint left = MIN(words->n_links, MAX_LINKS);
  for (guint i = 0; i < words->n && left > 0; i++) {
    const CrWord *word = &cr_word_at(words, i);
    gsize length = word->end - word->start;
    if (!(word->class & CR_WORD_URL))
      continue;
    left--;
    const CrWord **link = &view->links[cr_link_kind(words->text + word->start, length)];
    if (*link == NULL && length <= MAX_LINK_BYTES)
      *link = word;
  }
}

char *
cr_mail_link(const CrMailView *view, CrLinkKind kind) {
  const CrWord *link = view->links[kind];
  return link ? g_strndup(view->body->text + link->start, link->end - link->start) : NULL;
}

#define LEAST_DIGITS 5 /* of a number that is no hour, day or year */

/* "Is 07700 900862 right?": a question that names no time, and such a number. */
static gboolean
asks_for_number(const CrMailView *view, const CrReading *reading, const CrCue *cue) {
  const CrWords *words = view->body;
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, cue->sentence);
  gboolean number = FALSE;
  for (guint i = sentence->first; i < sentence->end && !number; i++) {
    const CrWord *word = &cr_word_at(words, i);
    gsize digits = 0;
    for (const char *p = words->text + word->start; p < words->text + word->end; p++)
      digits += g_ascii_isdigit(*p) != 0;
    number = digits >= LEAST_DIGITS;
  }
  for (guint i = 0; number && i < reading->times->len; i++)
    if (cr_words_sentence_at(words, ((CrMention *) reading->times->pdata[i])->offset) ==
        cue->sentence)
      return FALSE;
  return number && !view->subject_times;
}

/* The one hour to come that the body names, or NULL. */
static const CrMention *
only_hour_ahead(const CrMailView *view, const CrReading *reading) {
  const CrMention *only = NULL;
  for (guint i = 0; i < reading->times->len && !view->subject_times; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!cr_mail_is_hour_ahead(reading, mention))
      continue;
    if (only && only->start != mention->start)
      return NULL;
    only = only ? only : mention;
  }
  return only;
}

static gboolean
sentence_has(const CrWords *words, const CrSentence *sentence, const char *const *list) {
  for (guint i = sentence->first; i < sentence->end; i++) {
    if (cr_word_is_any(words, i, list))
      return TRUE;
  }
  return FALSE;
}

/* It takes up the hour, as "then" or by saying it once more. */
static gboolean
takes_up_hour(const CrWords *words, const CrReading *reading, guint sentence) {
  static const char *const then[] = {"then", "otherwise", NULL};
  const CrSentence *said = &g_array_index(words->sentences, CrSentence, sentence);
  for (guint i = 0; i < reading->times->len; i++)
    if (cr_words_sentence_at(words, ((CrMention *) reading->times->pdata[i])->offset) == sentence)
      return TRUE;
  for (guint i = said->first; i + 2 < said->end; i++) {
    const char *text = words->text + cr_word_at(words, i).start;
    if (g_ascii_strncasecmp(text, "at that time", 12) == 0)
      return TRUE;
  }
  return sentence_has(words, said, then);
}

/* What is said there depends on what the reader answers: "if so", "once you confirm". */
static gboolean
depends_on_answer(const CrWords *words, const CrSentence *sentence) {
  static const char *const answers[] = {"if",    "once",  "when",  "confirm", "know",
                                        "say",   "tell",  "reply", "whether", "assuming",
                                        "after", "yes",   "maybe", "perhaps", "provided",
                                        "or",    "later", "soon",  NULL};
  static const char *const silence[] = {"hear", "object", "otherwise", NULL};
  return sentence_has(words, sentence, answers) && !sentence_has(words, sentence, silence);
}

/* "Can we make it 4pm? I'll call you then": whoever asks goes by it, unless they hear otherwise. */
static gboolean
goes_by_question(const CrMailView *view, const CrReading *reading) {
  const CrWords *words = view->body;
  const CrMention *hour = only_hour_ahead(view, reading);
  guint asks = hour ? cr_words_sentence_at(words, (guint32) hour->offset) : words->sentences->len;
  if (asks + 1 >= words->sentences->len)
    return FALSE;
  const CrSentence *next = &g_array_index(words->sentences, CrSentence, asks + 1);
  if (!(next - 1)->question || next->question || depends_on_answer(words, next) ||
      !takes_up_hour(words, reading, asks + 1))
    return FALSE;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_RECRUITER && cue->sentence == asks + 1 && cue->weight >= 7 &&
        !cue->negated)
      return TRUE;
  }
  return FALSE;
}

#define FEW_WORDS 8

/* "OK", "Hi Pia, yes, that's fine. Ravi": besides yes there are only names and courtesies. */
static gboolean
says_only_yes(const CrWords *words) {
  const guint16 *yes = cr_phrases_set("YES"), *polite = cr_phrases_set("POLITE");
  gboolean found = FALSE;
  for (guint i = 0; i < words->n && words->n <= FEW_WORDS; i++) {
    const CrWord *word = &cr_word_at(words, i);
    gboolean agrees = word->word && cr_is_in_set(yes, word->word);
    found |= agrees;
    if (!agrees && !(word->word && cr_is_in_set(polite, word->word)) &&
        (word->word || !(word->class & CR_WORD_UPPER)))
      return FALSE;
  }
  return found && !cr_words_ask(words);
}

/* A time is stated when its firmest words beat the words that ask. */
static void
read_firmness(const CrMailView *view, CrReading *reading) {
  int firm = 0, asked = 0;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->negated)
      continue;
    if ((cue->topic == CR_TOPIC_FIRM || cue->topic == CR_TOPIC_MOVED) && !cue->supposed &&
        !cue->question)
      firm = MAX(firm, cue->weight);
    if (cue->topic == CR_TOPIC_ASKED && !(cue->question && asks_for_number(view, reading, cue)))
      asked = MAX(asked, cue->weight);
  }
  reading->firm =
      (reading->times->len > 0 && firm > 0 && firm > asked) || goes_by_question(view, reading);
  reading->accepts = strongest(view->cues, CR_TOPIC_ACCEPTS) >= 7 || says_only_yes(view->body);
  reading->apologizes = strongest(view->cues, CR_TOPIC_APOLOGIZES) >= 6;
}

void
cr_mail_read_says(const CrMailView *view, CrReading *reading) {
  if (reading->class == CR_MAIL_BOUNCE)
    return;
  if (reading->class == CR_MAIL_OUT_OF_OFFICE) {
    cr_mail_read_return(view, reading);
    return;
  }
  read_firmness(view, reading);
  read_promise(view, reading);
  if (leaves_a_call(reading))
    read_caller(view, reading);
}
