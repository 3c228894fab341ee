/* What else a mail is, beside its kind. */
#include "parse/mail-tally.h"

static gboolean
cue_in(GArray *cues, CrTopic topic, guint sentence) {
  for (guint i = 0; i < cues->len; i++)
    if (cr_cue_at(cues, i).topic == topic && cr_cue_at(cues, i).sentence == sentence)
      return TRUE;
  return FALSE;
}

/* A sentence that names an hour to come asks, or sets it. */
static gboolean
asks_or_sets_hour(const CrMailView *view, const CrReading *reading) {
  const CrWords *words = cr_mail_timed_words(view);
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!cr_mail_is_hour_ahead(reading, mention) || cr_mail_is_agreed_time(view, mention))
      continue;
    guint at = cr_words_sentence_at(words, mention->offset);
    if (at < words->sentences->len &&
        (g_array_index(words->sentences, CrSentence, at).question ||
         (!view->subject_times && cue_in(view->cues, CR_TOPIC_FIRM, at))))
      return TRUE;
  }
  return FALSE;
}

static gboolean
names_hour_ahead(const CrMailView *view, const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (cr_mail_is_hour_ahead(reading, mention) && !cr_mail_is_agreed_time(view, mention))
      return TRUE;
  }
  return FALSE;
}

/* Whether an hour comes with it: any that lies ahead when they apologize; a request may name
 * just the agreed hour, too. */
static gboolean
brings_hour(const CrMailView *view, const CrKindTally *tally, const CrReading *reading) {
  if (reading->class == CR_MAIL_APOLOGY_LATE)
    return names_hour_ahead(view, reading);
  guint hours = cr_mail_count_new_times(view, reading, TRUE);
  return reading->class == CR_MAIL_RESCHEDULE_REQUEST &&
         (hours > 1 || (hours == 1 && (tally->weight[CR_MAIL_NEW_TIME] >= CR_KIND_SEEN ||
                                       cr_mail_has_time_of_role(reading, CR_TIME_NEW) ||
                                       cr_mail_has_time_of_role(reading, CR_TIME_OLD) ||
                                       asks_or_sets_hour(view, reading))));
}

/* A link to book another time with, beside an apology or a cancellation. */
static gboolean
brings_link(const CrMailView *view, const CrKindTally *tally, const CrReading *reading) {
  return (reading->class == CR_MAIL_APOLOGY_LATE || reading->class == CR_MAIL_CANCELLATION) &&
         (cr_mail_offers_link(view) ||
          (tally->weight[CR_MAIL_SCHEDULING_LINK] >= CR_KIND_SEEN && reading->link));
}

/* What follows from the first kind, where the phrases leave the second open: who missed the call
 * and asks, asks for another; what is set anew, or in answer, is agreed. */
static CrMailClass
second_by_first(const CrMailView *view, const CrReading *reading) {
  gboolean asked = cr_mail_topic_found(view->cues, CR_TOPIC_ASKED, 5);
  if (reading->class == CR_MAIL_APOLOGY_LATE && (asked || cr_words_ask(view->body)))
    return CR_MAIL_RESCHEDULE_REQUEST;
  if (reading->class == CR_MAIL_NEW_TIME && !asked)
    return CR_MAIL_CONFIRMATION;
  if (reading->class == CR_MAIL_CONFIRMATION && view->answer &&
      view->quote_hours != CR_QUOTE_SAME_HOURS && cr_mail_count_new_times(view, reading, TRUE) > 0)
    return CR_MAIL_NEW_TIME;
  return CR_MAIL_GENERIC;
}

/* Words of moving beside what is set anew, or an hour where none is named. */
static gboolean
is_hollow(const CrMailView *view, const CrReading *reading, CrMailClass second) {
  if (second == CR_MAIL_NEW_TIME)
    return !cr_mail_has_new_time(view, reading);
  return reading->class == CR_MAIL_NEW_TIME &&
         (second == CR_MAIL_RESCHEDULE_REQUEST || second == CR_MAIL_CANCELLATION);
}

CrMailClass
cr_mail_find_second(const CrMailView *view, const CrKindTally *tally, const CrReading *reading) {
  CrMailClass class = reading->class, second = second_by_first(view, reading);
  if (brings_hour(view, tally, reading))
    return CR_MAIL_NEW_TIME;
  if (brings_link(view, tally, reading))
    return CR_MAIL_SCHEDULING_LINK;
  if (class == CR_MAIL_ON_HOLD && tally->weight[CR_MAIL_CANCELLATION] >= CR_KIND_SEEN)
    return CR_MAIL_CANCELLATION; /* "our call tomorrow will not go ahead" names no new time */
  if (reading->second != CR_MAIL_GENERIC && !is_hollow(view, reading, reading->second))
    return reading->second;
  if (second != CR_MAIL_GENERIC)
    return second;
  for (CrMailClass other = CR_MAIL_REJECTION; other <= CR_MAIL_CONFIRMATION; other++) {
    double needed = other == CR_MAIL_REJECTION ? CR_KIND_NEAR_CERTAIN : CR_KIND_SEEN;
    gboolean no_link = other == CR_MAIL_SCHEDULING_LINK && reading->link == NULL;
    if (other != class && tally->weight[other] >= needed && !no_link &&
        !is_hollow(view, reading, other))
      return other;
  }
  return class != CR_MAIL_OUT_OF_OFFICE && tally->weight[CR_MAIL_OUT_OF_OFFICE] >= CR_KIND_SEEN
             ? CR_MAIL_OUT_OF_OFFICE
             : CR_MAIL_GENERIC;
}
