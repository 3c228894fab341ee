#include "parse/mail-facts.h"

#include "parse/mail-phrases.h"

#define SHORT 12 /* words of a mail */
#define LONG 120
#define BESIDE 5 /* the weight of a phrase that an hour's company is told by */

typedef struct {
  CrFactFound found;
  gpointer data;
} Finder;

static void
note(const Finder *finder, const char *name, gboolean holds) {
  const char *const parts[] = {name, NULL};
  if (holds)
    finder->found(parts, finder->data);
}

/* "<instant later?>", of words of our own. */
static void
note_words(const Finder *finder, const char *one, const char *two, const char *mark) {
  const char *const parts[] = {"<", one, " ", two, mark, ">", NULL};
  finder->found(parts, finder->data); /* putting them together took a fortieth of the reading */
}

/* A delay by itself names no instant, and some mails have no date: what is named is to come. */
static const char *
nearness(const CrMention *mention, CrInstant date) {
  gboolean known = mention->start != CR_INSTANT_NONE && date != CR_INSTANT_NONE;
  CrInstant ahead = known ? mention->start - date : CR_DAY_USEC;
  return mention->past          ? "past"
         : ahead < 0            ? "behind"
         : ahead < 2 * CR_HOUR  ? "soon"
         : ahead < 20 * CR_HOUR ? "today"
                                : "later";
}

/* How near each time is, whether it is asked for, and what its sentence speaks of. */
static void
note_times(const Finder *finder, const CrMailView *view, const CrReading *reading) {
  const CrWords *words = cr_mail_timed_words(view);
  GArray *cues = view->subject_times ? view->subject_cues : view->cues;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    const char *what = cr_granularity_names[mention->granularity];
    const char *near = nearness(mention, reading->date);
    guint at = cr_words_sentence_at(words, mention->offset);
    if (at >= words->sentences->len)
      continue;
    gboolean asked = g_array_index(words->sentences, CrSentence, at).question;
    note_words(finder, what, near, "");
    note_words(finder, what, near, asked ? "?" : ".");
    note_words(finder, "time", cr_time_role_names[mention->role], asked ? "?" : ".");
    if (mention->granularity == CR_GRANULARITY_INSTANT)
      note(finder, asked ? "<hour?>" : "<hour.>", TRUE);
    guint64 told = 0; /* topics, as bits */
    G_STATIC_ASSERT(CR_N_TOPICS <= 64);
    for (guint c = 0; c < cues->len; c++) {
      const CrCue *cue = &cr_cue_at(cues, c);
      if (cue->sentence == at && cue->weight >= BESIDE && !cue->negated && !cue->supposed &&
          !(told >> cue->topic & 1)) {
        note_words(finder, what, "beside ", cr_topic_name(cue->topic));
        told |= G_GUINT64_CONSTANT(1) << cue->topic;
      }
    }
  }
}

static void
note_hours(const Finder *finder, const CrMailView *view, const CrReading *reading) {
  guint hours = 0;
  gboolean moves = FALSE, past = FALSE, question = cr_words_ask(view->body);
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    hours += cr_mail_is_hour_ahead(reading, mention);
    moves |= mention->role == CR_TIME_OLD || mention->role == CR_TIME_NEW;
    past |= mention->past;
  }
  note(finder, "<question>", question);
  note(finder, "<an-hour>", hours == 1);
  note(finder, "<hours>", hours > 1);
  note(finder, "<moved>", moves);
  note(finder, "<past>", past);
  note(finder, "<asked-hour>", question && hours > 0);
}

static void
note_quote(const Finder *finder, const CrMailView *view) {
  static const char *const names[] = {"<quote long ago>", "<quote past>", "<quote just past>",
                                      "<quote soon>", "<quote ahead>"};
  note(finder, "<quote>", view->quote != NULL);
  note(finder, "<same-as-quote>", view->quote_hours == CR_QUOTE_SAME_HOURS);
  note(finder, "<not-as-quote>", view->quote_hours == CR_QUOTE_OTHER_HOURS);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    note(finder, names[i], view->quote_nearness & 1 << i);
}

void
cr_mail_find_facts(const CrMailView *view, const CrReading *reading, CrFactFound found,
                   gpointer data) {
  const Finder finder = {found, data};
  guint words = view->body->n;
  note(&finder, "<booking-link>", view->links[CR_LINK_SCHEDULING] != NULL);
  note(&finder, "<meet-link>", view->links[CR_LINK_MEETING] != NULL);
  note(&finder, "<answer>", view->answer);
  note(&finder, "<short>", words <= SHORT);
  note(&finder, "<long>", words >= LONG);
  note(&finder, "<automatic>", reading->automatic);
  note(&finder, "<bulk>", reading->list);
  note_hours(&finder, view, reading);
  note_times(&finder, view, reading);
  note_quote(&finder, view);
}
