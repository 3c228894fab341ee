/* What kind of mail it is. Structure first: a report, a calendar part, automatic and list headers;
 * then what the new text and a fresh subject say, strongest kind first. */
#include "parse/mail-private.h"

#include <string.h>

#define SEEN 6.0         /* from here on a kind is there */
#define NEAR_CERTAIN 8.5 /* what telling somebody "you were rejected" takes */
#define N_KINDS (CR_MAIL_CONFIRMATION + 1)

typedef struct {
  double weight[N_KINDS];
  const CrCue *best[N_KINDS];
  const CrWords *in[N_KINDS]; /* the words of best */
} Tally;

/* Cues of one kind add up, but a second one in the same words says little new. */
static void
count(Tally *tally, const CrWords *words, GArray *cues, double share) {
  guint last_end[N_KINDS] = {0};
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic >= N_KINDS || cue->negated || cue->supposed)
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

static gboolean
topic_found(GArray *cues, CrTopic topic, int weight) {
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    if (cue->topic == topic && cue->weight >= weight && !cue->negated && !cue->supposed)
      return TRUE;
  }
  return FALSE;
}

/* A time to come that is exact enough to be called one, not the old one that is moved away from. */
static gboolean
has_new_time(const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (mention->role == CR_TIME_OLD || mention->past ||
        mention->granularity == CR_GRANULARITY_WEEK)
      continue;
    return TRUE;
  }
  return FALSE;
}

static void
set_kind(CrReading *reading, CrMailClass class, double score, char *evidence) {
  reading->class = class;
  reading->score = CLAMP(score, 0.0, 1.0);
  g_free(reading->evidence);
  reading->evidence = evidence;
}

static void
take(const Tally *tally, CrReading *reading, CrMailClass class) {
  const CrCue *best = tally->best[class];
  set_kind(reading, class, 0.5 + tally->weight[class] / 24,
           best ? cr_words_quote(tally->in[class], best) : NULL);
}

/* Calendar parts say themselves what they are (RFC 5546). */
static gboolean
read_calendar(const CrMailView *view, const Tally *tally, CrReading *reading) {
  const CrMime *mime = view->mime;
  gboolean moved = tally->weight[CR_MAIL_NEW_TIME] >= SEEN ||
                   cr_text_find(mime->subject, "updated invitation") ||
                   cr_text_find(mime->subject, "new time");
  switch (mime->method) {
  case CR_METHOD_CANCEL:
    set_kind(reading, CR_MAIL_CANCELLATION, 0.99, g_strdup("METHOD:CANCEL"));
    return TRUE;
  case CR_METHOD_REQUEST:
  case CR_METHOD_ADD:
    set_kind(reading, moved ? CR_MAIL_NEW_TIME : CR_MAIL_CONFIRMATION, 0.95,
             g_strdup("METHOD:REQUEST"));
    return TRUE;
  case CR_METHOD_COUNTER:
    set_kind(reading, CR_MAIL_NEW_TIME, 0.95, g_strdup("METHOD:COUNTER"));
    return TRUE;
  case CR_METHOD_REPLY:
    if (cr_text_find(mime->calendar, "PARTSTAT=DECLINED"))
      set_kind(reading, CR_MAIL_CANCELLATION, 0.9, g_strdup("PARTSTAT=DECLINED"));
    else if (cr_text_find(mime->calendar, "PARTSTAT=ACCEPTED"))
      set_kind(reading, CR_MAIL_CONFIRMATION, 0.95, g_strdup("PARTSTAT=ACCEPTED"));
    else
      return FALSE;
    return TRUE;
  case CR_METHOD_NONE:
  case CR_METHOD_PUBLISH:
  case CR_METHOD_REFRESH:
  case CR_METHOD_DECLINECOUNTER:
    return FALSE;
  }
  return FALSE;
}

/* Kinds that only seem to fit beside another one lose their weight. */
static void
weigh_against_each_other(Tally *tally, const CrMailView *view, const CrReading *reading) {
  double *w = tally->weight;
  gboolean proposes = w[CR_MAIL_NEW_TIME] >= SEEN && has_new_time(reading);
  gboolean accepts = topic_found(view->cues, CR_TOPIC_ACCEPTS, 7);
  if (accepts) /* to agree is to confirm */
    w[CR_MAIL_CONFIRMATION] = MAX(w[CR_MAIL_CONFIRMATION], SEEN);
  const CrCue *cancel = tally->best[CR_MAIL_CANCELLATION];
  /* "can't make it" is a cancellation only when nothing else is asked for */
  if (cancel && cancel->weight <= 7 &&
      (w[CR_MAIL_RESCHEDULE_REQUEST] >= SEEN || proposes || w[CR_MAIL_SCHEDULING_LINK] >= SEEN))
    w[CR_MAIL_CANCELLATION] = 0;
  else if (cancel && cancel->weight == 5)
    w[CR_MAIL_CANCELLATION] = MAX(w[CR_MAIL_CANCELLATION], SEEN);
  /* being stuck is only the reason when they ask for, or name, another time */
  const CrCue *late = tally->best[CR_MAIL_APOLOGY_LATE];
  gboolean moves =
      w[CR_MAIL_RESCHEDULE_REQUEST] >= SEEN || w[CR_MAIL_CANCELLATION] >= SEEN || proposes;
  if (late && ((late->weight <= 6 && moves) || (late->weight <= 7 && accepts)))
    w[CR_MAIL_APOLOGY_LATE] = MIN(w[CR_MAIL_APOLOGY_LATE], SEEN - 1);
  /* "Can we move Monday's call?" names only the old time */
  const CrCue *named = tally->best[CR_MAIL_NEW_TIME];
  if (named && named->weight <= 6 && w[CR_MAIL_RESCHEDULE_REQUEST] >= 8)
    w[CR_MAIL_NEW_TIME] = SEEN - 1, proposes = FALSE;
  /* to ask for another time and to name one is to name one */
  if (proposes && w[CR_MAIL_RESCHEDULE_REQUEST] >= SEEN)
    w[CR_MAIL_RESCHEDULE_REQUEST] = SEEN - 1;
  /* an agreed time is not another one */
  if (accepts && w[CR_MAIL_NEW_TIME] < 8 && w[CR_MAIL_CONFIRMATION] >= SEEN)
    w[CR_MAIL_NEW_TIME] = MIN(w[CR_MAIL_NEW_TIME], SEEN - 1);
  /* "use my calendar to find a new time" is about the link */
  const CrCue *link = tally->best[CR_MAIL_SCHEDULING_LINK],
              *move = tally->best[CR_MAIL_RESCHEDULE_REQUEST];
  if (link && move && link->sentence == move->sentence && w[CR_MAIL_SCHEDULING_LINK] >= SEEN &&
      reading->link)
    w[CR_MAIL_RESCHEDULE_REQUEST] = MIN(w[CR_MAIL_RESCHEDULE_REQUEST], SEEN - 1);
  /* "Great, let's do Thursday at 1" agrees */
  if (named && w[CR_MAIL_CONFIRMATION] >= 8 && topic_found(view->cues, CR_TOPIC_ACCEPTS, 5) &&
      !named->question && w[CR_MAIL_RESCHEDULE_REQUEST] < SEEN &&
      tally->best[CR_MAIL_CONFIRMATION]->sentence == named->sentence)
    w[CR_MAIL_NEW_TIME] = MIN(w[CR_MAIL_NEW_TIME], SEEN - 1);
  if (w[CR_MAIL_NEW_TIME] >= SEEN && !has_new_time(reading))
    w[CR_MAIL_NEW_TIME] = SEEN - 1;
  if (w[CR_MAIL_SCHEDULING_LINK] >= SEEN && reading->link == NULL && w[CR_MAIL_SCHEDULING_LINK] < 9)
    w[CR_MAIL_SCHEDULING_LINK] = SEEN - 1;
}

/* A link to book with stands in the new text, not in an if-clause ("if you must cancel: …"). */
static gboolean
offers_link(const CrMailView *view) {
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

static gboolean
is_out_of_office(const CrMailView *view, const Tally *tally, const CrReading *reading) {
  gboolean phrase = tally->weight[CR_MAIL_OUT_OF_OFFICE] >= SEEN ||
                    topic_found(view->subject_cues, (CrTopic) CR_MAIL_OUT_OF_OFFICE, 7);
  return phrase && (reading->automatic || view->ooo_subject);
}

void
cr_mail_read_kind(const CrMailView *view, CrReading *reading) {
  Tally tally = {{0}};
  count(&tally, view->body, view->cues, 1.0);
  if (!view->answer)
    count(&tally, view->subject, view->subject_cues, 0.9);
  if (cr_mail_read_bounce(view->mime, reading) || read_calendar(view, &tally, reading) ||
      reading->list)
    return;
  if (cr_text_equal(view->mime->report_type, "disposition-notification"))
    return;
  gboolean left = tally.weight[CR_MAIL_RECRUITER_CHANGE] >= 8;
  if (is_out_of_office(view, &tally, reading) && !left) {
    take(&tally, reading, CR_MAIL_OUT_OF_OFFICE);
    reading->score = 0.97;
    return;
  }
  if (!left || !reading->automatic)
    tally.weight[CR_MAIL_OUT_OF_OFFICE] = 0;
  weigh_against_each_other(&tally, view, reading);
  CrMailClass found[2] = {CR_MAIL_GENERIC, CR_MAIL_GENERIC};
  guint n = 0;
  for (CrMailClass class = CR_MAIL_REJECTION; class <= CR_MAIL_CONFIRMATION && n < 2; class ++) {
    double needed = class == CR_MAIL_REJECTION ? NEAR_CERTAIN : SEEN;
    if (tally.weight[class] >= needed)
      found[n++] = class;
    else if (class == CR_MAIL_REJECTION && tally.weight[class] >= SEEN)
      reading->unclear = TRUE;
  }
  if (n == 0 && !reading->unclear && offers_link(view)) {
    found[n++] = CR_MAIL_SCHEDULING_LINK;
    tally.weight[CR_MAIL_SCHEDULING_LINK] = SEEN;
  }
  if (n > 0)
    take(&tally, reading, found[0]);
  reading->second = found[1];
  if (reading->unclear && n == 0) {
    take(&tally, reading, CR_MAIL_REJECTION);
    reading->class = CR_MAIL_GENERIC;
    reading->second = CR_MAIL_REJECTION;
  } else if (reading->unclear) {
    reading->second = CR_MAIL_REJECTION;
  } else if (n == 0) {
    reading->score = 0.6;
  }
}
