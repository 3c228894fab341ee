/* Who is named beside each of the hours of one mail: a list of interviews with somebody each. */
#include "parse/mail-private.h"

#include <string.h>

#define MAX_HOURS 8
#define MAX_NAME_WORDS 3
#define MAX_PLACE_WORDS 40
#define MAX_TITLE_WORDS 6 /* behind a name: "Head of Data" */

typedef struct {
  CrMention *mention;
  guint first, end; /* words: of the time */
  guint line;       /* the word that its line begins with */
} Hour;

static gboolean
has_break_between(const CrWords *words, guint one, guint other) {
  const CrWord *from = &cr_word_at(words, one), *to = &cr_word_at(words, other);
  return to->start > from->end && /* not the halves of "can't" */
         memchr(words->text + from->end, '\n', to->start - from->end) != NULL;
}

static guint
line_start(const CrWords *words, guint i) {
  while (i > 0 && !has_break_between(words, i - 1, i))
    i--;
  return i;
}

static guint
find_hours(const CrWords *words, const CrReading *reading, Hour *ret_hours) {
  guint n = 0;
  for (guint i = 0; i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    if (!cr_mail_is_hour_ahead(reading, mention))
      continue;
    guint first = cr_words_at(words, mention->offset);
    guint end = cr_words_at(words, mention->offset + strlen(mention->text));
    if (n == MAX_HOURS || first >= words->n)
      return 0;
    ret_hours[n++] = (Hour){mention, first, MAX(end, first + 1), line_start(words, first)};
  }
  return n;
}

/* The words that begin with a capital and are nobody's name. */
static gboolean
is_other_capital(const CrWords *words, guint i) {
  static const char *const others[] = {
      "i",       "hr",      "cet",         "cest",      "gmt",       "utc",     "bst",
      "am",      "pm",      "phone",       "call",      "interview", "screen",  "first",
      "second",  "third",   "final",       "round",     "the",       "our",     "your",
      "my",      "head",    "manager",     "director",  "talent",    "partner", "team",
      "hiring",  "lead",    "senior",      "zoom",      "teams",     "telefon", "uhr",
      "hrs",     "mr",      "mrs",         "ms",        "dr",        "frau",    "herr",
      "with",    "and",     "then",        "time",      "date",      "day",     "meeting",
      "video",   "google",  "meet",        "microsoft", "skype",     "dear",    "hi",
      "hello",   "it",      "we",          "you",       "they",      "he",      "she",
      "a",       "an",      "on",          "at",        "in",        "to",      "from",
      "for",     "please",  "part",        "step",      "stage",     "slot",    "option",
      "choice",  "variant", "possibility", "both",      "each",      "this",    "that",
      "also",    "next",    "session",     "standard",  "summer",    "winter",  "eastern",
      "pacific", "central", "mountain",    NULL};
  return cr_word_is_any(words, i, others);
}

/* "Hi Ravi", "the Treasury role", "at Coho" */
static gboolean
is_of_something_else(const CrWords *words, guint first, guint end) {
  static const char *const leads[] = {"hi", "hello",     "dear", "hey",   "good",   "the",   "a",
                                      "an", "our",       "your", "about", "at",     "for",   "of",
                                      "re", "regarding", "in",   "to",    "thanks", "thank", NULL};
  static const char *const nouns[] = {"role", "position", "job",  "vacancy", "opening",
                                      "post", "team",     "time", "round",   NULL};
  gboolean addressed = first == 0 && end < words->n && cr_word_at(words, end).class & CR_WORD_BREAK;
  return addressed || (first > 0 && cr_word_is_any(words, first - 1, leads)) ||
         (end < words->n && cr_word_is_any(words, end, nouns));
}

static gboolean
may_name(const CrWords *words, guint i) {
  const CrWord *word = &cr_word_at(words, i);
  guint32 no = CR_WORD_WHEN | CR_WORD_NUMBER | CR_WORD_EMAIL | CR_WORD_URL;
  return word->class & (CR_WORD_CAPITAL | CR_WORD_UPPER) && !(word->class & no) &&
         words->text[word->end] != ':' && !is_other_capital(words, i);
}

typedef struct {
  guint first, end; /* words: of the name; empty when there is none */
  gboolean me;      /* it is whoever writes */
} Name;

/* "I", or the first name among those words. */
static Name
name_in(const CrWords *words, guint from, guint to) {
  static const char *const me[] = {"i", "i'll", "i’ll", "i'm", NULL};
  for (guint i = from; i < MIN(to, from + MAX_PLACE_WORDS); i++) {
    guint end = i + 1;
    if (cr_word_is_any(words, i, me))
      return (Name){i, end, TRUE};
    if (!may_name(words, i))
      continue;
    while (end < to && end - i < MAX_NAME_WORDS && may_name(words, end) &&
           !(cr_word_at(words, end).class & CR_WORD_BREAK) &&
           !has_break_between(words, end - 1, end))
      end++;
    if (!is_of_something_else(words, i, end))
      return (Name){i, end, FALSE};
    i = end - 1;
  }
  return (Name){0, 0, FALSE};
}

static char *
text_of(const CrMailView *view, Name name) {
  const CrWords *words = view->body;
  const CrWord *first = &cr_word_at(words, name.first), *last = &cr_word_at(words, name.end - 1);
  if (name.me)
    return g_strdup(view->mime->from_name);
  g_autofree char *said = g_strndup(words->text + first->start, last->end - first->start);
  return cr_text_line(said, 80);
}

/* What stands there says that somebody calls. */
static gboolean
tells_of_call(const CrMailView *view, guint from, guint to) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_RECRUITER && !cue->negated && !cue->supposed &&
        cue->first < to && cue->end > from)
      return TRUE;
  }
  return FALSE;
}

static guint
sentence_of(const CrWords *words, guint i) {
  return cr_words_sentence_at(words, cr_word_at(words, i).start);
}

/* Behind an hour neither a sentence nor a paragraph ends before the name. */
static gboolean
is_cut_off(const CrWords *words, guint hour_end, guint name) {
  const char *from = words->text + cr_word_at(words, hour_end - 1).end;
  const char *to = words->text + cr_word_at(words, name).start;
  for (const char *p = from; p + 1 < to; p++)
    if ((*p == '\n' && p[1] == '\n') || (p > from && strchr(".!?", *p) && g_ascii_isspace(p[1])) ||
        (p == from && strchr("!?", *p)) || (p == from && *p == '.' && p[-1] != 'm'))
      return TRUE;
  return FALSE;
}

/* From where its line or sentence begins, or the hour before, up to the hour; or from it to the
 * next one's line. Somebody of whom it is not said that they call stands right beside the hour,
 * heads its line, or shares a sentence with the one before: "Anna rings you on Wednesday at 10, Ben
 * on Thursday at 3".
 */
static char *
name_beside(const CrMailView *view, const Hour *hours, guint n, guint i, gboolean before) {
  const CrWords *words = view->body;
  const Hour *hour = &hours[i], *last = i ? hour - 1 : NULL;
  guint from = hour->end, to = words->n;
  if (before) {
    guint sentence = sentence_of(words, hour->first);
    from = last ? MAX(hour->line, last->end) : hour->line;
    if (sentence < words->sentences->len)
      from = MAX(from, g_array_index(words->sentences, CrSentence, sentence).first);
    to = hour->first;
  } else if (i + 1 < n) {
    to = hours[i + 1].line > hour->first ? hours[i + 1].line : hours[i + 1].first;
  }
  Name name = name_in(words, from, to);
  if (name.end == 0 || (!before && is_cut_off(words, hour->end, name.first)))
    return NULL;
  guint apart = before ? to - name.end : name.first - from;
  gboolean heads = before && name.first <= hour->line + 1 && apart <= MAX_TITLE_WORDS &&
                   (last == NULL || last->line != hour->line);
  gboolean shares =
      before && last && sentence_of(words, hour->first) == sentence_of(words, last->first);
  gboolean beside = apart <= 1 + !before;
  return beside || heads || shares || tells_of_call(view, from, to) ? text_of(view, name) : NULL;
}

static gboolean
are_distinct(char **names, guint n) {
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i; k++)
      if (cr_text_equal(names[i], names[k]))
        return FALSE;
  return TRUE;
}

static gboolean
take_names(const CrMailView *view, const Hour *hours, guint n, gboolean before) {
  g_auto(GStrv) names = g_new0(char *, MAX_HOURS + 1);
  for (guint i = 0; i < n; i++)
    if ((names[i] = name_beside(view, hours, n, i, before)) == NULL)
      return FALSE;
  if (!are_distinct(names, n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    hours[i].mention->who = g_steal_pointer(&names[i]);
  return TRUE;
}

void
cr_mail_read_who(const CrMailView *view, CrReading *reading) {
  Hour hours[MAX_HOURS];
  guint n = view->subject_times ? 0 : find_hours(view->body, reading, hours);
  if (n > 1 && !take_names(view, hours, n, TRUE))
    take_names(view, hours, n, FALSE);
}
