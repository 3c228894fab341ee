/* What kind of mail it is. Structure first: a report, a calendar part, automatic and list headers;
 * then what its words, phrases and facts weigh. What the phrases of the new text and of a fresh
 * subject say by themselves, strongest kind first, gives the second kind and the evidence. */
#include "parse/mail-learned.h"
#include "parse/mail-tally.h"

#include <string.h>

#define ACCUSES 0.6          /* what telling somebody "you were rejected" takes */
#define OUTRIGHT 10          /* words that leave no doubt */
#define SUSPECTS 0.25        /* from here on a rejection is possible */
#define GUESSED 0.25         /* a kind that is no likelier than that is only guessed */
#define OWN 0.8              /* what bulk mail takes to be an event */
#define CITED_BYTES 40       /* more than a name or a reason */
#define QUOTE_BYTES "\"\342" /* how quotation marks begin */
#define PLAIN 8.5            /* what a phrase takes to be said outright */
#define NAMED 5              /* what names a deputy, more than "call" */
#define BESIDE 0.15          /* what a second kind takes */
#define BARELY 8.0           /* a kind below this yields … */
#define BEYOND_DOUBT 9.9     /* … to a weaker kind that has this much */

/* What the phrases tell. CR_MAIL_GENERIC for nothing. */
typedef struct {
  CrMailClass first, second;
} Phrased;

static void
set_kind(CrReading *reading, CrMailClass class, double score, char *evidence) {
  reading->class = class;
  reading->score = CLAMP(score, 0.0, 1.0);
  g_free(reading->evidence);
  reading->evidence = evidence;
}

static void
take(const CrKindTally *tally, CrReading *reading, CrMailClass class) {
  const CrCue *best = tally->best[class];
  set_kind(reading, class, 0.5 + tally->weight[class] / 24,
           best ? cr_words_quote(tally->in[class], best) : NULL);
}

/* Calendar parts say themselves what they are (RFC 5546). */
static gboolean
read_calendar(const CrMailView *view, const CrKindTally *tally, CrReading *reading) {
  const CrMime *mime = view->mime;
  gboolean moved = tally->weight[CR_MAIL_NEW_TIME] >= CR_KIND_SEEN ||
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

/* One hour is asked for in place of another that was agreed: "can we do 3 instead?" Several hours
 * are an offer, and who missed the call or answers a wish has nothing to move. */
static gboolean
asks_to_move(const CrKindTally *tally, const CrMailView *view, const CrReading *reading) {
  const CrCue *named = tally->best[CR_MAIL_NEW_TIME];
  gboolean asks = (named && named->question) || cr_mail_topic_found(view->cues, CR_TOPIC_ASKED, 7);
  gboolean moves = tally->weight[CR_MAIL_RESCHEDULE_REQUEST] >= CR_KIND_SEEN ||
                   cr_mail_says_unable(view) || cr_mail_has_time_of_role(reading, CR_TIME_OLD);
  return moves && asks && cr_mail_count_new_times(view, reading, TRUE) == 1 &&
         tally->weight[CR_MAIL_APOLOGY_LATE] < CR_KIND_SEEN &&
         !cr_mail_topic_found(view->cues, CR_TOPIC_ACCEPTS, 5);
}

/* Kinds that only seem to fit beside another one lose their weight. */
static void
weigh_against_each_other(CrKindTally *tally, const CrMailView *view, CrReading *reading) {
  double *w = tally->weight;
  gboolean proposes = w[CR_MAIL_NEW_TIME] >= CR_KIND_SEEN && cr_mail_has_new_time(view, reading);
  gboolean accepts = cr_mail_topic_found(view->cues, CR_TOPIC_ACCEPTS, 7);
  gboolean agreed =
      w[CR_MAIL_CONFIRMATION] >= 8 && cr_mail_count_new_times(view, reading, TRUE) > 0;
  if (accepts) /* to agree is to confirm */
    w[CR_MAIL_CONFIRMATION] = MAX(w[CR_MAIL_CONFIRMATION], CR_KIND_SEEN);
  const CrCue *cancel = tally->best[CR_MAIL_CANCELLATION];
  /* "not going ahead with Friday's interview" is about the call alone, whatever "going ahead" is */
  const CrCue *reject = tally->best[CR_MAIL_REJECTION];
  /* "can't move you forward until the freeze is over" is no refusal */
  if (reject && reject->denies && w[CR_MAIL_ON_HOLD] >= (reject->weight <= 9 ? CR_KIND_SEEN : 10))
    w[CR_MAIL_REJECTION] = MIN(w[CR_MAIL_REJECTION], CR_KIND_SEEN - 1);
  if (reject && cancel && cancel->weight >= 9 && reject->weight <= 9 &&
      tally->in[CR_MAIL_REJECTION] == tally->in[CR_MAIL_CANCELLATION] &&
      reject->first < cancel->end && cancel->first < reject->end)
    w[CR_MAIL_REJECTION] = 0;
  /* "can't make it" is a cancellation only when nothing else is asked for */
  if (cancel && cancel->weight <= 7 &&
      (w[CR_MAIL_RESCHEDULE_REQUEST] >= CR_KIND_SEEN || proposes ||
       w[CR_MAIL_SCHEDULING_LINK] >= CR_KIND_SEEN))
    w[CR_MAIL_CANCELLATION] = 0;
  else if (cancel && cancel->weight == 5 && !agreed)
    w[CR_MAIL_CANCELLATION] = MAX(w[CR_MAIL_CANCELLATION], CR_KIND_SEEN);
  /* being stuck is only the reason when they ask for, or name, another time */
  const CrCue *late = tally->best[CR_MAIL_APOLOGY_LATE];
  gboolean moves = w[CR_MAIL_RESCHEDULE_REQUEST] >= CR_KIND_SEEN ||
                   w[CR_MAIL_CANCELLATION] >= CR_KIND_SEEN || proposes;
  if (late && ((late->weight <= 6 && moves) || (late->weight <= 7 && accepts)))
    w[CR_MAIL_APOLOGY_LATE] = MIN(w[CR_MAIL_APOLOGY_LATE], CR_KIND_SEEN - 1);
  /* "Can we move Monday's call?" names only the old time */
  const CrCue *named = tally->best[CR_MAIL_NEW_TIME];
  gboolean vague =
      named && (named->weight <= 6 ||
                (named->weight <= 8 && cr_mail_count_new_times(view, reading, TRUE) == 0));
  if (vague && w[CR_MAIL_RESCHEDULE_REQUEST] >= 8)
    w[CR_MAIL_NEW_TIME] = CR_KIND_SEEN - 1, proposes = FALSE;
  /* to want another time and to state one is to state one */
  if (proposes && w[CR_MAIL_RESCHEDULE_REQUEST] >= CR_KIND_SEEN &&
      !asks_to_move(tally, view, reading))
    w[CR_MAIL_RESCHEDULE_REQUEST] = CR_KIND_SEEN - 1;
  /* a reminder's remarks on its hour name no other */
  const CrCue *confirm = tally->best[CR_MAIL_CONFIRMATION];
  if (confirm && confirm->weight == 10 && named && named->weight < 9)
    w[CR_MAIL_NEW_TIME] = CR_KIND_SEEN - 1;
  /* an agreed time is not another one */
  if (accepts && w[CR_MAIL_NEW_TIME] < 8 && w[CR_MAIL_CONFIRMATION] >= CR_KIND_SEEN)
    w[CR_MAIL_NEW_TIME] = MIN(w[CR_MAIL_NEW_TIME], CR_KIND_SEEN - 1);
  /* "use my calendar to find a new time" is about the link */
  const CrCue *link = tally->best[CR_MAIL_SCHEDULING_LINK],
              *move = tally->best[CR_MAIL_RESCHEDULE_REQUEST];
  if (link && move && link->sentence == move->sentence &&
      w[CR_MAIL_SCHEDULING_LINK] >= CR_KIND_SEEN && reading->link)
    w[CR_MAIL_RESCHEDULE_REQUEST] = MIN(w[CR_MAIL_RESCHEDULE_REQUEST], CR_KIND_SEEN - 1);
  /* "Great, let's do Thursday at 1" agrees */
  if (named && w[CR_MAIL_CONFIRMATION] >= 8 &&
      cr_mail_topic_found(view->cues, CR_TOPIC_ACCEPTS, 5) && !named->question &&
      w[CR_MAIL_RESCHEDULE_REQUEST] < CR_KIND_SEEN &&
      tally->best[CR_MAIL_CONFIRMATION]->sentence == named->sentence)
    w[CR_MAIL_NEW_TIME] = MIN(w[CR_MAIL_NEW_TIME], CR_KIND_SEEN - 1);
  if (w[CR_MAIL_NEW_TIME] >= CR_KIND_SEEN && !cr_mail_has_new_time(view, reading))
    w[CR_MAIL_NEW_TIME] = CR_KIND_SEEN - 1;
  /* what is confirmed has a time, or is the answer to one */
  if (w[CR_MAIL_CONFIRMATION] < 8 && !accepts && reading->times->len == 0)
    w[CR_MAIL_CONFIRMATION] = MIN(w[CR_MAIL_CONFIRMATION], CR_KIND_SEEN - 1);
  if (link && link->weight >= 8 && reading->link == NULL)
    reading->link = cr_mail_link(view, CR_LINK_OTHER);
  if (w[CR_MAIL_SCHEDULING_LINK] >= CR_KIND_SEEN && reading->link == NULL &&
      w[CR_MAIL_SCHEDULING_LINK] < 9)
    w[CR_MAIL_SCHEDULING_LINK] = CR_KIND_SEEN - 1;
}

/* A booking system that answers: "this is an automated message: your interview is confirmed". */
static gboolean
decides(const CrKindTally *tally, CrMailClass told) {
  return tally->weight[told] >= PLAIN &&
         (told == CR_MAIL_REJECTION || told == CR_MAIL_CANCELLATION || told == CR_MAIL_NEW_TIME ||
          told == CR_MAIL_CONFIRMATION);
}

static gboolean
tells_absence(const CrMailView *view, guint sentence) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->sentence == sentence && cue->weight >= 7 &&
        (cue->topic == CR_TOPIC_RETURN_ON || cue->topic == CR_TOPIC_OUT_OF_OFFICE))
      return TRUE;
  }
  return FALSE;
}

/* "We reopen on Tuesday at 8:30" names no hour of a call. */
static gboolean
names_hour_of_call(const CrMailView *view, const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    guint sentence = cr_words_sentence_at(view->body, (guint32) mention->offset);
    if (mention->granularity == CR_GRANULARITY_INSTANT && cr_mail_is_time_of_call(mention) &&
        !tells_absence(view, sentence))
      return TRUE;
  }
  return FALSE;
}

/* "Talk to Kim Lee", not "Talk to you on Thursday". */
static gboolean
names_deputy(const CrMailView *view, guint sentence) {
  static const char *const you[] = {"you", NULL};
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->sentence == sentence && cue->topic == CR_TOPIC_DEPUTY && cue->weight >= NAMED &&
        !(cue->end < view->body->n && cr_word_is_any(view->body, cue->end, you)))
      return TRUE;
  }
  return FALSE;
}

/* "I am away this week. Speak on Thursday!", not "if you need assistance, call the store". */
static gboolean
speaks_of_call(const CrMailView *view) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_SPEAKS && cue->weight >= 5 && !cue->supposed && !cue->negated &&
        !names_deputy(view, cue->sentence))
      return TRUE;
  }
  return FALSE;
}

/* "Sam is ill today. She's hoping to be back on Wednesday." */
static gboolean
tells_of_another(const CrMailView *view) {
  static const char *const others[] = {"she", "he", "she's", "he's", "she'll", "he'll", NULL};
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    guint first = g_array_index(view->body->sentences, CrSentence, cue->sentence).first;
    gboolean absence = cue->topic == CR_TOPIC_OUT_OF_OFFICE || cue->topic == CR_TOPIC_RETURN_ON ||
                       cue->topic == CR_TOPIC_RETURN_UNTIL;
    for (guint at = first; absence && at < cue->end; at++)
      if (cr_word_is_any(view->body, at, others))
        return TRUE;
  }
  return FALSE;
}

/* "I am out of the office until Monday. For urgent matters contact Kim Lee.": an answer whose words
 * are likeliest an absence's, whoever typed it, and that asks, moves and promises nothing. */
static gboolean
says_only_absence(const CrMailView *view, const CrKindTally *tally, const CrLearned *learned,
                  const CrReading *reading) {
  return learned->best == CR_MAIL_OUT_OF_OFFICE && (view->answer || reading->in_reply_to) &&
         tally->weight[CR_MAIL_REJECTION] < CR_KIND_SEEN &&
         tally->weight[CR_MAIL_CANCELLATION] < CR_KIND_SEEN &&
         tally->weight[CR_MAIL_RESCHEDULE_REQUEST] < CR_KIND_SEEN &&
         tally->weight[CR_MAIL_APOLOGY_LATE] < CR_KIND_SEEN && !cr_words_ask(view->body) &&
         !tells_of_another(view) && !speaks_of_call(view) &&
         !cr_mail_topic_found(view->cues, CR_TOPIC_CALLER_RECRUITER, 6) &&
         !names_hour_of_call(view, reading);
}

/* "Your parcel is late, as our depot is closed": it answers nobody, and nobody says "I" in it. */
static gboolean
is_stray(const CrMailView *view, const CrReading *reading) {
  static const char *const me[] = {"i",  "i'm", "i'll", "i've", "ich",
                                   "je", "ik",  "jag",  "jeg",  NULL};
  gboolean stray = view->ooo_subject == 0 && !view->answer && reading->in_reply_to == NULL &&
                   !cr_mail_topic_found(view->subject_cues, (CrTopic) CR_MAIL_OUT_OF_OFFICE, 8);
  for (guint i = 0; stray && i < view->body->n; i++)
    stray = !cr_word_is_any(view->body, i, me);
  return stray;
}

/* An automatic mail, or one with such a program's subject, that says so in words; without either,
 * one that says in words that a program wrote it. A program that answers mail is one, too, whatever
 * it says and in whatever language, unless it writes a receipt. */
static gboolean
is_out_of_office(const CrMailView *view, const CrKindTally *tally, const Phrased *phrased,
                 const CrLearned *learned, const CrReading *reading) {
  gboolean answers = cr_mail_answers_by_itself(view->mime);
  gboolean itself = cr_mail_topic_found(view->cues, CR_TOPIC_BY_ITSELF, 8);
  gboolean says = itself || view->ooo_subject >= CR_SUBJECT_MAY_BE;
  double away = tally->weight[CR_MAIL_OUT_OF_OFFICE];
  gboolean told = ((says && away >= CR_KIND_SEEN) || view->ooo_subject >= CR_SUBJECT_IS) &&
                  cr_mail_count_new_times(view, reading, TRUE) == 0;
  gboolean alone = FALSE;
  if (!reading->automatic && view->ooo_subject < CR_SUBJECT_PROVES && !told &&
      !(alone = says_only_absence(view, tally, learned, reading)))
    return FALSE;
  if (!answers && cr_mail_says_anywhere(view, CR_TOPIC_ABSENCE_TALK, 8))
    return FALSE;
  if (!answers && !itself && is_stray(view, reading))
    return FALSE;
  if (alone || cr_mail_topic_found(view->subject_cues, (CrTopic) CR_MAIL_OUT_OF_OFFICE, 7) ||
      away >= CR_KIND_NEAR_CERTAIN ||
      (away >= CR_KIND_SEEN && !cr_mail_says_anywhere(view, CR_TOPIC_RECEIPT, 8) &&
       tally->weight[CR_MAIL_CANCELLATION] < CR_KIND_NEAR_CERTAIN))
    return TRUE;
  if (view->ooo_subject >= CR_SUBJECT_PROVES &&
      cr_mail_topic_found(view->cues, CR_TOPIC_RETURN_ON, 7))
    return TRUE;
  if (cr_mail_says_anywhere(view, CR_TOPIC_RECEIPT, 5))
    return FALSE;
  return learned->best == CR_MAIL_OUT_OF_OFFICE || view->ooo_subject >= CR_SUBJECT_IS ||
         (answers && !decides(tally, phrased->first));
}

/* A stronger kind that is barely there beside a weaker one that is beyond doubt. */
static gboolean
is_outshone(const CrKindTally *tally, CrMailClass class) {
  double barely = class == CR_MAIL_ON_HOLD ? BARELY - 1 : BARELY;
  for (CrMailClass other = class + 1; other <= CR_MAIL_CONFIRMATION; other++)
    if (tally->weight[class] < barely && tally->weight[other] >= BEYOND_DOUBT)
      return TRUE;
  return FALSE;
}

/* What they answer named other days and hours than they state now, without agreeing to anything. */
static gboolean
differs_from_quote(const CrMailView *view) {
  return view->answer && view->quote_hours == CR_QUOTE_OTHER_HOURS &&
         !cr_mail_topic_found(view->cues, CR_TOPIC_ACCEPTS, 6);
}

/* What the phrases tell. Changes the tally where kinds only seem to fit. */
static Phrased
read_phrases(CrKindTally *tally, const CrMailView *view, CrReading *reading) {
  weigh_against_each_other(tally, view, reading);
  CrMailClass found[2] = {CR_MAIL_GENERIC, CR_MAIL_GENERIC};
  guint n = 0;
  for (CrMailClass class = CR_MAIL_REJECTION; class <= CR_MAIL_CONFIRMATION && n < 2; class ++) {
    double needed = class == CR_MAIL_REJECTION ? CR_KIND_NEAR_CERTAIN : CR_KIND_SEEN;
    if (tally->weight[class] >= needed && !is_outshone(tally, class))
      found[n++] = class;
  }
  if (n == 0 && cr_mail_offers_link(view)) {
    found[n++] = CR_MAIL_SCHEDULING_LINK;
    tally->weight[CR_MAIL_SCHEDULING_LINK] = CR_KIND_SEEN;
  }
  if (n > 0 && found[0] == CR_MAIL_CONFIRMATION && differs_from_quote(view)) {
    found[0] = CR_MAIL_NEW_TIME;
    found[1] = CR_MAIL_CONFIRMATION;
  }
  if ((n == 0 || found[0] == CR_MAIL_NEW_TIME) && asks_to_move(tally, view, reading)) {
    found[0] = CR_MAIL_RESCHEDULE_REQUEST;
    found[1] = CR_MAIL_NEW_TIME;
  }
  return (Phrased){found[0], found[1]};
}

/* A link that is not one to meet at. */
static gboolean
has_link(const CrMailView *view) {
  return view->links[CR_LINK_SCHEDULING] || view->links[CR_LINK_OTHER];
}

static gboolean
is_plain_receipt(const CrMailView *view, const CrReading *reading) {
  return reading->automatic && cr_mail_says_anywhere(view, CR_TOPIC_RECEIPT, 9);
}

/* What no words can make it: another time where none is named, a link without a link, … */
static gboolean
is_impossible(const CrMailView *view, const CrReading *reading, CrMailClass class) {
  switch (class) {
  case CR_MAIL_BOUNCE:
  case CR_MAIL_OUT_OF_OFFICE: /* told by structure alone */
    return TRUE;
  case CR_MAIL_NEW_TIME:
    return reading->times->len == 0;
  case CR_MAIL_SCHEDULING_LINK: /* "click to prove that you are a human" */
    return !has_link(view) || is_plain_receipt(view, reading);
  case CR_MAIL_ON_HOLD: /* "held until the moderator can review it" */
    return is_plain_receipt(view, reading);
  case CR_MAIL_GENERIC:
  case CR_MAIL_REJECTION:
  case CR_MAIL_RECRUITER_CHANGE:
  case CR_MAIL_APOLOGY_LATE:
  case CR_MAIL_CANCELLATION:
  case CR_MAIL_RESCHEDULE_REQUEST:
  case CR_MAIL_CONFIRMATION:
    return FALSE;
  }
  return FALSE;
}

/* The likeliest possible kinds, best first. A kind that phrases tell and that is not the best is
 * the second one; so an apology is heard whatever else is said. */
static void
rank(const CrMailView *view, const CrReading *reading, const Phrased *phrased, CrLearned *learned,
     CrMailClass ret_best[2]) {
  double total = 0;
  for (guint class = 0; class < CR_N_KINDS; class ++) {
    if (is_impossible(view, reading, class))
      learned->p[class] = 0;
    total += learned->p[class];
  }
  ret_best[0] = ret_best[1] = CR_MAIL_GENERIC;
  for (guint class = 0; class < CR_N_KINDS; class ++) {
    learned->p[class] = total > 0 ? learned->p[class] / total : class == CR_MAIL_GENERIC;
    if (learned->p[class] > learned->p[ret_best[0]])
      ret_best[0] = class;
  }
  for (guint i = 0; i < 2 && ret_best[1] == CR_MAIL_GENERIC; i++) {
    CrMailClass told = i == 0 ? phrased->first : phrased->second;
    ret_best[1] = told != ret_best[0] ? told : CR_MAIL_GENERIC;
  }
  for (guint class = 1; class < CR_N_KINDS; class ++)
    if (class != ret_best[0] && learned->p[class] >= BESIDE &&
        (ret_best[1] == CR_MAIL_GENERIC || learned->p[class] > learned->p[ret_best[1]]))
      ret_best[1] = class;
}

/* "Your interview has been rescheduled", and to the one hour that stands below. */
static gboolean
tells_of_move(const CrMailView *view, const CrReading *reading, gboolean plainly) {
  return cr_mail_says_anywhere(view, CR_TOPIC_MOVED, plainly || view->answer ? 9 : 8) &&
         cr_mail_count_new_times(view, reading, TRUE) == 1;
}

static gboolean
makes_up(CrMailClass class) {
  return class == CR_MAIL_RESCHEDULE_REQUEST || class == CR_MAIL_NEW_TIME ||
         class == CR_MAIL_CONFIRMATION || class == CR_MAIL_SCHEDULING_LINK;
}

/* A plain apology, or that somebody else takes over, goes before the hour that comes with it. */
static gboolean
is_before(CrMailClass told, CrMailClass other) {
  return (told == CR_MAIL_APOLOGY_LATE || told == CR_MAIL_RECRUITER_CHANGE) && makes_up(other);
}

/* What is said to be called off by mistake, or not at all, is on. */
static void
keep_on(const CrMailView *view, const CrKindTally *tally, CrLearned *learned) {
  if (tally->weight[CR_MAIL_CANCELLATION] >= CR_KIND_SEEN ||
      !cr_mail_topic_found(view->cues, CR_TOPIC_NOT_OFF, 8))
    return;
  learned->p[CR_MAIL_CONFIRMATION] += learned->p[CR_MAIL_CANCELLATION];
  learned->p[CR_MAIL_CANCELLATION] = 0;
}

/* What the words make likeliest. A rejection that is not nearly certain is none, and shown as
 * unclear. */
static void
settle(const CrMailView *view, const CrKindTally *tally, const Phrased *phrased, CrLearned *learned,
       CrReading *reading) {
  CrMailClass best[2], told = phrased->first;
  keep_on(view, tally, learned);
  rank(view, reading, phrased, learned, best);
  double rejected = learned->p[CR_MAIL_REJECTION];
  if (tally->weight[told] >= PLAIN && is_before(told, best[0])) {
    best[1] = best[0];
    best[0] = told;
    learned->p[best[0]] += learned->p[best[1]];
  }
  if ((best[0] == CR_MAIL_CONFIRMATION || best[0] == CR_MAIL_RESCHEDULE_REQUEST ||
       best[0] == CR_MAIL_GENERIC) &&
      tells_of_move(view, reading, best[0] == CR_MAIL_GENERIC)) {
    learned->p[CR_MAIL_NEW_TIME] += learned->p[best[0]];
    best[0] = CR_MAIL_NEW_TIME;
    best[1] = CR_MAIL_CONFIRMATION;
  }
  if (best[0] == CR_MAIL_CONFIRMATION && cr_mail_topic_found(view->cues, CR_TOPIC_ASKED, 10)) {
    learned->p[CR_MAIL_NEW_TIME] += learned->p[CR_MAIL_CONFIRMATION];
    best[0] = CR_MAIL_NEW_TIME; /* "say yes and I will call you on Wednesday at 3" */
    best[1] = CR_MAIL_CONFIRMATION;
  }
  const CrCue *says_no = tally->best[CR_MAIL_REJECTION];
  gboolean outright = told == CR_MAIL_REJECTION && says_no && says_no->weight == OUTRIGHT;
  if (best[0] == CR_MAIL_REJECTION && rejected < (outright ? SUSPECTS : ACCUSES)) {
    best[0] = CR_MAIL_GENERIC;
    best[1] = CR_MAIL_REJECTION;
  }
  if (learned->p[best[0]] < GUESSED && best[0] != told) {
    best[1] = best[0];
    best[0] = CR_MAIL_GENERIC;
  }
  reading->unclear = best[0] != CR_MAIL_REJECTION && rejected >= SUSPECTS;
  if (best[0] == phrased->first && tally->best[best[0]]) {
    take(tally, reading, best[0]);
    reading->score = learned->p[best[0]];
  } else {
    const CrCue cue = {.first = learned->first,
                       .end = learned->end,
                       .sentence = learned->in ? learned->sentence : 0};
    gboolean said = learned->in && learned->best == best[0] && best[0] != CR_MAIL_GENERIC;
    set_kind(reading, best[0], learned->p[best[0]],
             said ? cr_words_quote(learned->in, &cue) : NULL);
  }
  reading->second = best[1];
}

/* Who tells when they return, or is on leave, has not left. */
static gboolean
comes_back(const CrMailView *view) {
  return cr_mail_topic_found(view->cues, CR_TOPIC_ON_LEAVE, 7) ||
         cr_mail_topic_found(view->cues, CR_TOPIC_RETURN_ON, 7) ||
         cr_mail_topic_found(view->cues, CR_TOPIC_RETURN_THROUGH, 7) ||
         cr_mail_topic_found(view->cues, CR_TOPIC_RETURN_UNTIL, 9);
}

/* A mailing list (RFC 2919) is nothing but that; hiring systems just offer to unsubscribe. */
static gboolean
is_mailing_list(const CrMailView *view) {
  return cr_mime_header(view->mime, "List-Id") || cr_mime_header(view->mime, "List-Post");
}

static gboolean
states_hour(const CrMailView *view, const CrReading *reading) {
  const CrWords *words = cr_mail_timed_words(view);
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    guint at = cr_words_sentence_at(words, mention->offset);
    if (mention->granularity == CR_GRANULARITY_INSTANT && at < words->sentences->len &&
        !g_array_index(words->sentences, CrSentence, at).question)
      return TRUE;
  }
  return FALSE;
}

/* Somebody's words in quotation marks. */
static gboolean
cites(const char *text) {
  const char *open = NULL;
  for (const char *p = strpbrk(text, QUOTE_BYTES); p; p = strpbrk(p + 1, QUOTE_BYTES)) {
    gboolean opens = g_str_has_prefix(p, "\342\200\234");
    if (*p != '"' && !opens && !g_str_has_prefix(p, "\342\200\235"))
      continue;
    if (open && !opens && p - open > CITED_BYTES)
      return TRUE;
    open = opens || (*p == '"' && open == NULL) ? p : NULL;
  }
  return FALSE;
}

/* Bulk mail is an event only when it surely tells of the reader's own call or application. */
static gboolean
is_own(const CrMailView *view, const CrLearned *learned, const CrReading *reading) {
  if (1 - learned->p[CR_MAIL_GENERIC] < OWN || cr_mail_says_anywhere(view, CR_TOPIC_PUBLIC, 8) ||
      cites(view->body->text) || cites(view->subject->text))
    return FALSE;
  if (reading->class == CR_MAIL_REJECTION)
    return cr_mail_says_anywhere(view, CR_TOPIC_OWN_CALL, 8);
  return (reading->class != CR_MAIL_CONFIRMATION && reading->class != CR_MAIL_NEW_TIME) ||
         states_hour(view, reading);
}

static void
read_first(const CrMailView *view, const CrKindTally *tally, CrReading *reading) {
  if (cr_mail_read_bounce(view->mime, reading) || read_calendar(view, tally, reading) ||
      is_mailing_list(view))
    return;
  if (cr_text_equal(view->mime->report_type, "disposition-notification") ||
      cr_text_equal(view->mime->report_type, "delivery-status")) /* it has arrived */
    return;
  CrKindTally weighed = *tally;
  gboolean left = tally->weight[CR_MAIL_RECRUITER_CHANGE] >= 8 && !comes_back(view);
  Phrased phrased = read_phrases(&weighed, view, reading);
  CrLearned learned = cr_learned_judge(view, reading);
  if (!reading->list && is_out_of_office(view, tally, &phrased, &learned, reading) && !left) {
    gboolean said = tally->weight[CR_MAIL_OUT_OF_OFFICE] >= CR_KIND_SEEN;
    take(tally, reading, CR_MAIL_OUT_OF_OFFICE);
    reading->automatic = TRUE;
    reading->score = said ? 0.97 : 0.8;
    return;
  }
  settle(view, &weighed, &phrased, &learned, reading);
  if (reading->list && !is_own(view, &learned, reading)) {
    set_kind(reading, CR_MAIL_GENERIC, 0, NULL);
    reading->second = CR_MAIL_GENERIC;
    reading->unclear = FALSE;
  }
}

void
cr_mail_read_kind(const CrMailView *view, CrReading *reading) {
  CrKindTally tally = {{0}};
  cr_kind_tally_count(view, &tally);
  read_first(view, &tally, reading);
  if (!reading->list)
    reading->second = cr_mail_find_second(view, &tally, reading);
}
