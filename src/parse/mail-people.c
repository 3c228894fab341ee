/* The people, company and role that a mail names. */
#include "parse/mail-lines.h"
#include "parse/mail-private.h"

#include <pthread.h>
#include <string.h>

#define MAX_NAME_WORDS 4
#define MAX_SIGNED_LINES 12

static gboolean
can_be_name(const CrWord *word) {
  return (word->class & CR_WORD_CAPITAL) &&
         !(word->class & (CR_WORD_WHEN | CR_WORD_NUMBER | CR_WORD_EMAIL | CR_WORD_URL));
}

/* The run of capitals that word i belongs to, up to first and end; FALSE when it is in none. */
static gboolean
name_run(const CrWords *words, const CrSentence *sentence, guint i, guint *ret_first,
         guint *ret_end) {
  if (!can_be_name(&cr_word_at(words, i)))
    return FALSE;
  guint first = i, end = i + 1;
  while (first > sentence->first && !(cr_word_at(words, first).class & CR_WORD_BREAK) &&
         end - first < MAX_NAME_WORDS &&
         (can_be_name(&cr_word_at(words, first - 1)) ||
          (first - 1 == sentence->first && cr_word_at(words, first - 1).word == 0 &&
           cr_word_at(words, first - 1).class & CR_WORD_UPPER)))
    first--;
  while (end < sentence->end && can_be_name(&cr_word_at(words, end)) &&
         !(cr_word_at(words, end).class & CR_WORD_BREAK) && end - first < MAX_NAME_WORDS)
    end++;
  *ret_first = first;
  *ret_end = end;
  return TRUE;
}

static char *
span_text(const CrWords *words, guint first, guint end) {
  guint32 from = cr_word_at(words, first).start, to = cr_word_at(words, end - 1).end;
  g_autofree char *span = g_strndup(words->text + from, MIN(to - from, 200));
  return cr_text_line(span, 80);
}

/* The people's words that begin with a capital and are no name. */
static gboolean
is_title(const CrWords *words, guint i) {
  static const char *const titles[] = {
      "i",         "hr",           "recruiting",  "recruiter",  "talent",
      "team",      "coordinator",  "people",      "operations", "manager",
      "director",  "partner",      "senior",      "head",       "the",
      "our",       "my",           "acquisition", "human",      "resources",
      "please",    "dear",         "hi",          "hello",      "engineering",
      "vp",        "thanks",       "thank",       "urgent",     "zoom",
      "teams",     "email",        "phone",       "mobile",     "cell",
      "christmas", "thanksgiving", "office",      "us",         "uk",
      "et",        "pt",           "est",         "pst",        "eu",
      "if",        "unless",       "once",        "when",       "should",
      NULL};
  return cr_word_is_any(words, i, titles);
}

/* "the Firmware Engineer role at Basalt": neither capitals are a person's. */
static gboolean
is_of_a_role(const CrWords *words, const CrSentence *sentence, guint first, guint end) {
  static const char *const roles[] = {"role", "position", "opening", "vacancy",
                                      "job",  "post",     NULL};
  static const char *const at[] = {"at", NULL};
  return (end < sentence->end && cr_word_is_any(words, end, roles)) ||
         (first > sentence->first && cr_word_is_any(words, first - 1, at));
}

static char *
name_near(const CrWords *words, guint from, guint to, gboolean backward) {
  for (guint step = 0; from + step < to; step++) {
    guint i = backward ? to - 1 - step : from + step, first, end;
    const CrSentence *sentence = NULL;
    if (!can_be_name(&cr_word_at(words, i)))
      continue;
    for (guint s = 0; s < words->sentences->len && sentence == NULL; s++) {
      const CrSentence *each = &g_array_index(words->sentences, CrSentence, s);
      if (i >= each->first && i < each->end)
        sentence = each;
    }
    if (sentence == NULL || is_title(words, i) || !name_run(words, sentence, i, &first, &end))
      continue;
    while (first < end && is_title(words, first))
      first++;
    for (guint t = first; t < end; t++)
      if (is_title(words, t))
        end = t;
    if (first < end && !is_of_a_role(words, sentence, first, end))
      return span_text(words, first, end);
  }
  return NULL;
}

/* "Hi Ravi, Priya will call you": from behind the greeting. */
static guint
behind_greeting(const CrWords *words, const CrSentence *sentence) {
  static const char *const greets[] = {"hi", "hello", "dear", "hey", "good", NULL};
  guint i = sentence->first;
  if (!cr_word_is_any(words, i, greets))
    return i;
  for (i++; i < sentence->end; i++)
    if (cr_word_at(words, i).class & CR_WORD_BREAK)
      return i;
  return MIN(sentence->first + 2, sentence->end);
}

static const CrPhone *
phone_between(const CrReading *reading, const char *text, guint32 from, guint32 to) {
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    const char *at = phone->role == CR_PHONE_SIGNATURE ? NULL : strstr(text + from, phone->raw);
    if (at && at - text < to && phone->role != CR_PHONE_CANDIDATE)
      return phone;
  }
  return NULL;
}

/* The address of To or Cc that begins with one of the name's words. */
static char *
address_of(const CrMime *mime, const char *name) {
  g_auto(GStrv) parts = g_strsplit(name ? name : "", " ", -1);
  for (guint i = 0; mime->to && mime->to[i]; i++)
    for (guint p = 0; parts[p]; p++)
      if (strlen(parts[p]) > 2 && g_ascii_strncasecmp(mime->to[i], parts[p], strlen(parts[p])) == 0)
        return g_strdup(mime->to[i]);
  return NULL;
}

/* "our main line": a company's number is nobody's. */
static gboolean
is_company_line(const CrWords *words, guint32 from, guint32 to) {
  static const char *const lines[] = {"main line",  "main number", "switchboard",
                                      "front desk", "reception",   NULL};
  g_autofree char *said = g_strndup(words->text + from, to - from);
  return cr_text_find_any(said, lines) != NULL;
}

/* "Kim is holding the fort: kim@woodgrove.example": a sentence's first word, which any is with a
 * capital, is a name where an address begins so. */
static char *
name_at_start(const CrWords *words, guint i, const char *address) {
  const CrWord *word = &cr_word_at(words, i);
  const char *text = words->text + word->start;
  gsize length = word->end - word->start;
  gboolean same = length > 1 && g_ascii_isupper(*text) &&
                  g_ascii_strncasecmp(text, address, length) == 0 &&
                  !g_ascii_isalpha(address[length]);
  return same ? span_text(words, i, i + 1) : NULL;
}

static gboolean
read_deputy_at(const CrMailView *view, const CrCue *cue, CrReading *reading) {
  const CrWords *words = view->body;
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, cue->sentence);
  guint end = MIN(words->n, MAX(sentence->end, MIN(cue->end + 14, words->n)));
  guint email = end;
  guint begin = behind_greeting(words, sentence);
  guint early = MAX((gint) cue->first - 8, (gint) sentence->first);
  for (guint i = cue->first; i < end && email == end; i++)
    if (cr_word_at(words, i).class & CR_WORD_EMAIL)
      email = i;
  g_autofree char *address = NULL;
  for (guint i = cue->first; i > early && email == end; i--)
    if (cr_word_at(words, i - 1).class & CR_WORD_EMAIL)
      email = i - 1;
  if (email < end) {
    g_autofree char *written =
        g_strndup(words->text + cr_word_at(words, email).start,
                  cr_word_at(words, email).end - cr_word_at(words, email).start);
    address = cr_address_normalize(written);
    if (g_strcmp0(address, view->mime->from_email) == 0)
      g_clear_pointer(&address, g_free);
  }
  guint32 from = cr_word_at(words, cue->first).start;
  guint32 to = cr_word_at(words, end - 1).end;
  const CrPhone *phone = phone_between(reading, words->text, from, to);
  g_autofree char *name = NULL;
  if (address) {
    guint low = MAX((gint) cue->first - 6, (gint) begin);
    name = name_near(words, MAX(low, email > 8 ? email - 8 : 0), email, TRUE);
  }
  if (name == NULL)
    name = name_near(words, cue->end - 1, MIN(sentence->end, cue->end + 10), FALSE);
  if (name == NULL && cue->first > begin)
    name = name_near(words, begin, cue->first, TRUE);
  if (address == NULL && name)
    address = address_of(view->mime, name);
  if (name == NULL && address && begin < sentence->end)
    name = name_at_start(words, begin, address);
  if (name == NULL && is_company_line(words, from, to))
    phone = NULL;
  int enough = reading->class == CR_MAIL_RECRUITER_CHANGE ? 6 : 8;
  if (address == NULL && phone == NULL && !(name && cue->weight >= enough))
    return FALSE;
  reading->deputy.name = g_steal_pointer(&name);
  reading->deputy.email = g_steal_pointer(&address);
  reading->deputy.phone = phone ? g_strdup(phone->e164) : NULL;
  reading->deputy.extension = phone ? g_strdup(phone->ext) : NULL;
  return TRUE;
}

/* "I have taken over from Dana": the sender is the new contact. */
static gboolean
sender_takes_over(const CrMailView *view) {
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_TAKES_OVER && cue->weight >= 6 && !cue->negated && !cue->supposed)
      return TRUE;
  }
  return FALSE;
}

/* "unless you hear from Rosa" */
static gboolean
is_excepted(const CrWords *words, guint i) {
  static const char *const exceptions[] = {"unless", NULL};
  guint sentence = cr_words_sentence_at(words, cr_word_at(words, i).start);
  guint first = g_array_index(words->sentences, CrSentence, sentence).first;
  while (i-- > first)
    if (cr_word_is_any(words, i, exceptions))
      return TRUE;
  return FALSE;
}

/* No words introduce it, but a mail of this kind names no other address for nothing. */
static void
take_only_address(const CrMailView *view, CrReading *reading) {
  const CrWords *words = view->body;
  for (guint i = 0; i < words->n; i++) {
    const CrWord *word = &cr_word_at(words, i);
    if (!(word->class & CR_WORD_EMAIL))
      continue;
    g_autofree char *written = g_strndup(words->text + word->start, word->end - word->start);
    g_autofree char *address = cr_address_normalize(written);
    if (address == NULL || g_strcmp0(address, view->mime->from_email) == 0 ||
        is_excepted(words, i) ||
        (view->mime->to && g_strv_contains((const char *const *) view->mime->to, address)))
      continue;
    reading->deputy.email = g_steal_pointer(&address);
    if (reading->deputy.name == NULL)
      reading->deputy.name = name_near(words, i > 6 ? i - 6 : 0, i, TRUE);
    return;
  }
}

static void
read_deputy(const CrMailView *view, CrReading *reading) {
  gboolean change =
      reading->class == CR_MAIL_RECRUITER_CHANGE || reading->second == CR_MAIL_RECRUITER_CHANGE;
  if (reading->class != CR_MAIL_OUT_OF_OFFICE && !change)
    return;
  if (reading->class != CR_MAIL_OUT_OF_OFFICE && change && sender_takes_over(view)) {
    reading->deputy.name = g_strdup(view->mime->from_name);
    reading->deputy.email = g_strdup(view->mime->from_email);
    return;
  }
  for (int pass = 0; pass < 2 && reading->deputy.name == NULL; pass++) /* an address first */
    for (guint i = 0; i < view->cues->len && i < 200; i++) {
      const CrCue *cue = &cr_cue_at(view->cues, i);
      if (cue->topic != CR_TOPIC_DEPUTY || !read_deputy_at(view, cue, reading))
        continue;
      if (reading->deputy.email || reading->deputy.phone)
        return;
      if (pass == 1) /* a mere name */
        break;
      cr_record_clear(&cr_person_record, &reading->deputy);
      cr_record_init(&cr_person_record, &reading->deputy);
    }
  if (reading->deputy.email == NULL && reading->deputy.phone == NULL)
    take_only_address(view, reading);
}

/* The first line below the closing line that reads like a name; else the From header's. */
static void
read_signature(const CrMailView *view, CrReading *reading) {
  reading->signature.email = view->signature ? g_strdup(view->mime->from_email) : NULL;
  for (guint i = 0; i < reading->phones->len && reading->signature.phone == NULL; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    if (phone->role == CR_PHONE_SIGNATURE)
      reading->signature.phone = g_strdup(phone->e164);
  }
  if (view->signature == NULL)
    return;
  const char *first = view->mime->from_name;
  gsize length = first ? strcspn(first, " ,") : 0;
  const char *line = length > 1 ? view->signature : NULL;
  for (guint i = 0; line && i < MAX_SIGNED_LINES; i++) {
    if (g_ascii_strncasecmp(line, first, length) == 0) {
      g_autofree char *name = g_strndup(line, strcspn(line, ",|(/\n"));
      reading->signature.name = cr_text_line(g_strstrip(name), 80);
      return;
    }
    line = strchr(line, '\n');
    line += line != NULL;
  }
  reading->signature.name = g_strdup(first);
}

static gboolean
word_is(const CrWords *words, guint i, const char *text) {
  const char *const list[] = {text, NULL};
  return cr_word_is_any(words, i, list);
}

static const char *const role_nouns[] = {"role", "position",    "opening", "vacancy",
                                         "job",  "opportunity", "post",    NULL};
static const char *const role_leads[] = {"application", "applying", "applied", "interview",
                                         "candidacy",   "interest", NULL};
/* "I put you forward for Data Analyst"; "I look forward for Your reply" names none. */
static const char *const role_fors[] = {"forward", "shortlisted", NULL};
/* Their lengths and beginnings, which rule most other words out at once. */
static struct {
  guint32 lengths;     /* bits */
  guint32 seconds[32]; /* bits of second letters by the first; both in either case */
} role_words;
static pthread_once_t role_words_once = PTHREAD_ONCE_INIT;

static void
note_words(const char *const *list) {
  for (; *list; list++) {
    role_words.lengths |= 1u << strlen(*list);
    role_words.seconds[**list & 31] |= 1u << ((*list)[1] & 31);
  }
}

static void
note_role_words(void) {
  note_words(role_nouns);
  note_words(role_leads);
  note_words(role_fors);
}

static gboolean
may_be_role_word(const CrWords *words, guint i) {
  const CrWord *word = &cr_word_at(words, i);
  const char *text = words->text + word->start;
  guint32 length = MIN(word->end - word->start, 31);
  return role_words.seconds[text[0] & 31] >> (text[1] & 31) & role_words.lengths >> length & 1;
}

static guint
capitals_behind(const CrWords *words, const CrSentence *sentence, guint from, guint max) {
  guint end = from;
  while (end < sentence->end && end - from < max &&
         cr_word_at(words, end).class & (CR_WORD_CAPITAL | CR_WORD_UPPER) &&
         !(end > from && cr_word_at(words, end).class & CR_WORD_BREAK) &&
         !(cr_word_at(words, end).class & CR_WORD_WHEN))
    end++;
  return end;
}

/* "the position of Data Analyst": its end, and its beginning in place of the noun's; 0 when none.
 */
static guint
role_behind(const CrWords *words, const CrSentence *sentence, guint *at) {
  guint first = *at + 2;
  if (first >= sentence->end || !(word_is(words, *at + 1, "of") || word_is(words, *at + 1, "as")))
    return 0;
  *at = first + (word_is(words, first, "a") || word_is(words, first, "an"));
  return capitals_behind(words, sentence, *at, 6);
}

/* "the Site manager job": a title of which only the first word is written large. Where it begins;
 * i: there is none. */
static guint
title_before(const CrWords *words, const CrSentence *sentence, guint i) {
  static const char *const articles[] = {"the", "our", "their", "a", "an", NULL};
  for (guint at = i; at > sentence->first + 1 && i - at < 4; at--) {
    const CrWord *word = &cr_word_at(words, at - 1);
    if (cr_word_at(words, at).class & CR_WORD_BREAK ||
        word->class & (CR_WORD_NUMBER | CR_WORD_EMAIL | CR_WORD_URL))
      return i;
    if (can_be_name(word))
      return cr_word_is_any(words, at - 2, articles) ? at - 1 : i;
    if (cr_word_is_any(words, at - 1, articles))
      return i;
  }
  return i;
}

/* "forward for Northwind", of somebody there: no role. */
static gboolean
is_their_house(const CrWords *words, guint i, const CrReading *reading) {
  const char *at = reading->from_email ? strchr(reading->from_email, '@') : NULL;
  g_autofree char *word = span_text(words, i, i + 1);
  return at && cr_text_find(at, word);
}

/* "HR" of "HR-5120" */
static gboolean
is_series(const CrWords *words, guint i) {
  const char *behind = words->text + cr_word_at(words, i).end;
  return *behind == '-' && g_ascii_isdigit(behind[1]);
}

/* "the Staff Engineer role at Northwind", "the position of Data Analyst", "your application for
 * Data Analyst with Contoso". */
static void
read_role(const CrWords *words, CrReading *reading) {
  static const char *const places[] = {"at", "with", "of", "from", NULL};
  static const char *const looks[] = {"look", "looking", "looked", NULL};
  pthread_once(&role_words_once, note_role_words);
  for (guint s = 0; s < words->sentences->len && s < 60; s++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, s);
    for (guint i = sentence->first; i < sentence->end; i++) {
      guint place = 0;
      if (!may_be_role_word(words, i))
        continue;
      if (cr_word_is_any(words, i, role_nouns)) {
        guint first = i;
        while (first > sentence->first && i - first < 7 &&
               can_be_name(&cr_word_at(words, first - 1)) &&
               !(cr_word_at(words, first).class & CR_WORD_BREAK))
          first--;
        if (first == i)
          first = title_before(words, sentence, i);
        guint named = i, end = first == i ? role_behind(words, sentence, &named) : 0;
        if (first < i && reading->role == NULL && !is_title(words, first))
          reading->role = span_text(words, first, i);
        else if (end > named && reading->role == NULL)
          reading->role = span_text(words, named, end);
        place = end > named ? end : i + 1;
      } else if (i + 2 < sentence->end && cr_word_is_any(words, i, role_fors) &&
                 word_is(words, i + 1, "for") &&
                 !(i > sentence->first && cr_word_is_any(words, i - 1, looks))) {
        guint from = i + 2 + (word_is(words, i + 2, "the") || word_is(words, i + 2, "our"));
        guint end = capitals_behind(words, sentence, from, 6);
        if (end > from && reading->role == NULL && !is_their_house(words, from, reading))
          reading->role = span_text(words, from, end);
        place = end;
      } else if (cr_word_is_any(words, i, role_leads) && i + 2 < sentence->end &&
                 (word_is(words, i + 1, "for") || word_is(words, i + 1, "in") ||
                  word_is(words, i + 1, "with") || word_is(words, i + 1, "to") ||
                  word_is(words, i + 1, "at"))) {
        gboolean at = word_is(words, i + 1, "with") || word_is(words, i + 1, "at") ||
                      word_is(words, i + 1, "to");
        guint from = i + 2 + (word_is(words, i + 2, "the") || word_is(words, i + 2, "our"));
        guint end = capitals_behind(words, sentence, from, 6);
        if (end > from && !at && reading->role == NULL &&
            (end >= sentence->end || !cr_word_is_any(words, end, role_nouns)) &&
            !word_is(words, i + 1, "in"))
          reading->role = span_text(words, from, end);
        place = at ? i + 1 : end;
      }
      if (place > 0 && reading->company == NULL && place + 1 < sentence->end &&
          (cr_word_is_any(words, place, places) || word_is(words, place, "to"))) {
        guint end = capitals_behind(words, sentence, place + 1, 4);
        if (end > place + 1 && !is_series(words, end - 1))
          reading->company = span_text(words, place + 1, end);
      }
    }
  }
}

/* Not whoever writes, nor their house. */
static gboolean
is_another_person(const CrMailView *view, const char *name) {
  g_auto(GStrv) parts = g_strsplit(name, " ", -1);
  const char *from = view->mime->from_email, *at = from ? strchr(from, '@') : NULL;
  return parts[0] && !cr_text_find(view->mime->from_name, parts[0]) &&
         !(at && cr_text_find(at, parts[0]));
}

/* "at ten Singapore time" */
static gboolean
is_of_a_time(const CrWords *words, const CrReading *reading, guint i) {
  guint32 at = cr_word_at(words, i).start;
  for (guint k = 0; k < reading->times->len; k++) {
    const CrMention *mention = reading->times->pdata[k];
    guint32 from = (guint32) mention->offset;
    if (at >= from && at < from + strlen(mention->text))
      return TRUE;
  }
  return FALSE;
}

/* Somebody speaks of themselves, or of whom they named before. */
static gboolean
has_pronoun(const CrWords *words, guint from, guint end) {
  static const char *const pronouns[] = {"i",    "we",    "he",    "she",    "they",
                                         "i'll", "we'll", "he'll", "she'll", "they'll",
                                         "i’ll", "we’ll", NULL};
  for (guint i = from; i < end; i++)
    if (cr_word_is_any(words, i, pronouns))
      return TRUE;
  return FALSE;
}

/* "Priya Shah, our Head of Data, will call you": the name stands at the verb, or before what is
 * said of them between commas. */
static char *
name_of_caller(const CrMailView *view, const CrReading *reading, const CrCue *cue) {
  const CrWords *words = view->body;
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, cue->sentence);
  guint verb = cue->first > sentence->first ? cue->first - 1 : cue->first;
  if (has_pronoun(words, verb, cue->first + 1))
    return NULL;
  guint from = behind_greeting(words, sentence);
  for (guint i = from; i < cue->end; i++) {
    guint first, end;
    if (is_of_a_time(words, reading, i) || !name_run(words, sentence, i, &first, &end) ||
        words->text[cr_word_at(words, end - 1).end] == ':') /* "Event Date/Time: …" */
      continue;
    gboolean at_verb = end >= cue->first && end <= cue->end;
    gboolean aside = end < cue->first && cr_word_at(words, end).class & CR_WORD_BREAK;
    for (guint t = first = MAX(first, from); t < end; t++)
      if (is_title(words, t))
        return NULL; /* a department */
    gboolean theirs = (at_verb || aside) && !has_pronoun(words, end, cue->end);
    return theirs ? span_text(words, first, end) : NULL;
  }
  return NULL;
}

/* "Your phone interview with Priya Shah is on Thursday" */
static char *
name_beside_call(const CrMailView *view) {
  static const char *const with[] = {"with", NULL};
  static const char *const calls[] = {
      "call", "interview", "screen", "conversation", "phone", "chat", "meeting", "screening", NULL};
  const CrWords *words = view->body;
  for (guint s = 0; s < words->sentences->len; s++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, s);
    for (guint i = sentence->first + 1; i + 1 < sentence->end; i++) {
      guint first, end;
      if (cr_word_is_any(words, i, with) && cr_word_is_any(words, i - 1, calls) &&
          !is_title(words, i + 1) && name_run(words, sentence, i + 1, &first, &end) &&
          end - first >= 2)
        return span_text(words, i + 1, end);
    }
  }
  return NULL;
}

static void
read_caller_name(const CrMailView *view, CrReading *reading) {
  if (sender_takes_over(view)) /* whom they name is who was in charge before */
    return;
  g_autofree char *name = NULL;
  gboolean agrees = reading->class == CR_MAIL_CONFIRMATION || reading->class == CR_MAIL_NEW_TIME;
  for (guint i = 0; i < view->cues->len && name == NULL; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic == CR_TOPIC_CALLER_RECRUITER && !cue->negated && !cue->supposed &&
        reading->caller == CR_CALLER_RECRUITER)
      name = name_of_caller(view, reading, cue);
  }
  if (name == NULL && agrees && reading->caller != CR_CALLER_CANDIDATE)
    name = name_beside_call(view);
  if (name && is_another_person(view, name))
    reading->caller_name = g_steal_pointer(&name);
}

static gboolean
says_unread(const CrMailView *view) {
  return (cr_words_may_say_unread(view->body) && cr_text_says_unread(view->text)) ||
         cr_text_says_unread(view->signature);
}

void
cr_mail_read_people(const CrMailView *view, CrReading *reading) {
  read_signature(view, reading);
  if (reading->class == CR_MAIL_BOUNCE)
    return;
  read_deputy(view, reading);
  read_caller_name(view, reading);
  read_role(view->subject, reading);
  read_role(view->body, reading);
  reading->unread = says_unread(view);
}
