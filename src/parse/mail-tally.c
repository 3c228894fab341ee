#include "parse/mail-tally.h"

/* Cues of one kind add up, but a second one in the same words says little new. */
static void
count(CrKindTally *tally, const CrWords *words, GArray *cues, double share) {
  guint last_end[CR_N_KINDS] = {0};
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic >= CR_N_KINDS || cue->negated || cue->supposed)
      continue;
    double weight = cue->weight * share, *sum = &tally->weight[cue->topic];
    double low = MIN(*sum, weight), high = MAX(*sum, weight);
    gboolean again = cue->first < last_end[cue->topic];
    *sum = MIN(high + (again ? 0.1 : 0.4) * low, 20);
    last_end[cue->topic] = MAX(last_end[cue->topic], cue->end);
    const CrCue **best = &tally->best[cue->topic];
    if (*best == NULL || cue->weight > (*best)->weight) {
      *best = cue;
      tally->in[cue->topic] = words;
    }
  }
}

void
cr_kind_tally_count(const CrMailView *view, CrKindTally *tally) {
  count(tally, view->body, view->cues, 1.0);
  if (!view->answer)
    count(tally, view->subject, view->subject_cues, 0.9);
}

gboolean
cr_mail_topic_found(GArray *cues, CrTopic topic, int weight) {
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic == topic && cue->weight >= weight && !cue->negated && !cue->supposed)
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_mail_says_anywhere(const CrMailView *view, CrTopic topic, int weight) {
  return cr_mail_topic_found(view->cues, topic, weight) ||
         cr_mail_topic_found(view->subject_cues, topic, weight);
}

guint
cr_mail_count_new_times(const CrMailView *view, const CrReading *reading, gboolean exact) {
  guint n = 0;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!cr_mail_is_time_of_call(mention) || cr_mail_is_agreed_time(view, mention) ||
        mention->granularity == CR_GRANULARITY_WEEK)
      continue;
    n += !exact || mention->granularity == CR_GRANULARITY_INSTANT;
  }
  return n;
}

gboolean
cr_mail_has_new_time(const CrMailView *view, const CrReading *reading) {
  return cr_mail_count_new_times(view, reading, FALSE) > 0;
}

gboolean
cr_mail_says_unable(const CrMailView *view) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_UNABLE && !cue->supposed)
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_mail_has_time_of_role(const CrReading *reading, CrTimeRole role) {
  for (guint i = 0; i < reading->times->len; i++)
    if (((CrMention *) reading->times->pdata[i])->role == role)
      return TRUE;
  return FALSE;
}

gboolean
cr_mail_offers_link(const CrMailView *view) {
  for (guint s = 0; s < view->body->sentences->len; s++) {
    const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, s);
    for (guint i = sentence->first; i < sentence->end; i++) {
      const CrWord *word = &cr_word_at(view->body, i);
      if (!(word->class & CR_WORD_URL) ||
          cr_link_kind(view->body->text + word->start, word->end - word->start) !=
              CR_LINK_SCHEDULING)
        continue;
      gboolean supposed = FALSE;
      for (guint c = 0; c < view->cues->len; c++) {
        const CrCue *cue = &cr_cue_at(view->cues, c);
        supposed |= cue->topic == CR_TOPIC_CONDITION && cue->weight >= 10 && cue->sentence == s;
      }
      if (!supposed)
        return TRUE;
    }
  }
  return FALSE;
}
