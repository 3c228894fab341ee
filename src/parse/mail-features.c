#include "parse/mail-features.h"

#include "base/data.h"
#include "parse/mail-phrases.h"

#include <pthread.h>
#include <string.h>

#define MAX_TEXT 40
#define MAX_SENTENCE 400
#define SHORT 12 /* words of a mail */
#define LONG 120
#define NEGATION_REACH 5 /* words that a negation is said to touch */
#define STOOD_FOR (CR_WORD_URL | CR_WORD_EMAIL | CR_WORD_CLOCK | CR_WORD_NUMBER | CR_WORD_WHEN)

typedef enum { KIND_WORD, KIND_STEM, KIND_NEGATED } FeatureKind;

static const char *const marks[] = {"", "~", "!"};

/* One word of the text, ready to be part of features. */
typedef struct {
  guint64 hash[2]; /* of the word, of its stem */
  gboolean negates;
} Token;

typedef struct {
  CrFeatureVisit visit;
  gpointer data;
  gboolean names;
  const CrWords *in;
  guint sentence, first; /* and its first word */
} Walk;

static GHashTable *irregular;        /* form -> word */
static Token known[CR_MAX_VOCABLES]; /* of the phrases' words, by their numbers */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static guint64
hash_text(const char *text) {
  guint64 hash = G_GUINT64_CONSTANT(14695981039346656037);
  for (; *text; text++)
    hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT(1099511628211);
  return hash;
}

static CrFeatureKey
key_of(FeatureKind kind, guint64 a, guint64 b) {
  guint64 key = (a + kind) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) ^ (b << 1 | b >> 63);
  return key ^ key >> 29;
}

CrFeatureKey
cr_feature_key(const char *name) {
  FeatureKind kind = KIND_WORD;
  for (guint i = KIND_STEM; i <= KIND_NEGATED; i++)
    if (*name == *marks[i] && name[1] && name[1] != ' ')
      kind = i;
  const char *space = strchr(name, ' ');
  gsize mark = strlen(marks[kind]);
  g_autofree char *first = space ? g_strndup(name, space - name) : g_strdup(name);
  return key_of(kind, hash_text(first + mark), space ? hash_text(space + 1 + mark) : 0);
}

static gboolean
cut(char *word, gsize *n, const char *ending, gsize least) {
  gsize length = strlen(ending);
  if (*n < least || *n <= length || strcmp(word + *n - length, ending) != 0)
    return FALSE;
  *n -= length;
  word[*n] = '\0';
  return TRUE;
}

void
cr_word_stem(const char *word, char *ret_stem) {
  const char *base = irregular ? g_hash_table_lookup(irregular, word) : NULL;
  g_strlcpy(ret_stem, base ? base : word, MAX_TEXT);
  gsize n = strlen(ret_stem);
  if (base || *word == '<')
    return;
  if (cut(ret_stem, &n, "ies", 5) || cut(ret_stem, &n, "ied", 5)) {
    g_strlcpy(ret_stem + n, "y", MAX_TEXT - n);
    return;
  }
  if (n > 3 && ret_stem[n - 1] == 's' && ret_stem[n - 2] != 's' && ret_stem[n - 2] != 'u')
    cut(ret_stem, &n, "s", 4);
  if (!cut(ret_stem, &n, "ing", 6))
    cut(ret_stem, &n, "ed", 5);
  if (n > 4 && ret_stem[n - 1] == ret_stem[n - 2] && !strchr("ls", ret_stem[n - 1]))
    ret_stem[--n] = '\0';
  cut(ret_stem, &n, "e", 5);
}

static void
load_irregular(void) {
  g_autoptr(GKeyFile) frames = cr_data_ini("frames.ini");
  irregular = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GStrv) words = g_key_file_get_keys(frames, "irregular", NULL, NULL);
  for (guint i = 0; words && words[i]; i++) {
    g_autofree char *value = g_key_file_get_string(frames, "irregular", words[i], NULL);
    g_auto(GStrv) forms = g_strsplit(value, " ", -1);
    const char *word = g_intern_string(words[i]);
    for (guint j = 0; forms[j]; j++)
      g_hash_table_insert(irregular, (gpointer) g_intern_string(forms[j]), (gpointer) word);
  }
}

/* What stands for a word: what it is rather than which, for times, numbers and addresses. Today and
 * tomorrow are words of their own among the times. */
static void
read_text(const CrWords *words, const CrWord *word, char *ret_text) {
  const char *text = NULL;
  if (word->class & CR_WORD_URL)
    text = "<url>";
  else if (word->class & CR_WORD_EMAIL)
    text = "<email>";
  else if (word->class & CR_WORD_CLOCK)
    text = "<clock>";
  else if (word->class & CR_WORD_NUMBER)
    text = "<num>";
  else if (word->class & CR_WORD_WHEN && !cr_phrases_is_near_day(word->word))
    text = "<when>";
  else if (word->word)
    text = cr_phrases_text(word->word);
  if (text) {
    g_strlcpy(ret_text, text, MAX_TEXT);
    return;
  }
  gsize n = 0;
  for (const char *p = words->text + word->start, *end = words->text + word->end;
       p < end && n < MAX_TEXT - 1 && *p != '\'' && (guchar) *p != 0xe2; p++)
    ret_text[n++] = g_ascii_tolower(*p);
  ret_text[n] = '\0';
  if (n == 0)
    g_strlcpy(ret_text, "<mark>", MAX_TEXT);
}

static Token
make_token(const char *text) {
  char stem[MAX_TEXT];
  cr_word_stem(text, stem);
  return (Token){.hash = {hash_text(text), hash_text(stem)}};
}

static Token
read_token(const CrWords *words, guint i) {
  const CrWord *word = &cr_word_at(words, i);
  char text[MAX_TEXT];
  if (word->word && !(word->class & STOOD_FOR))
    return known[word->word];
  read_text(words, word, text);
  return make_token(text);
}

static void
load(void) {
  load_irregular();
  for (guint id = 1; id < cr_phrases_n_words(); id++)
    known[id] = make_token(cr_phrases_text(id));
  for (const guint16 *id = cr_phrases_set("NOT"); *id; id++)
    known[*id].negates = TRUE;
}

static char *
name_of(const Walk *walk, FeatureKind kind, guint at) {
  char text[MAX_TEXT], stem[MAX_TEXT];
  read_text(walk->in, &cr_word_at(walk->in, walk->first + at), text);
  cr_word_stem(text, stem);
  return g_strconcat(marks[kind], kind == KIND_WORD ? text : stem, NULL);
}

static void
emit(const Walk *walk, FeatureKind kind, guint at, guint64 hash) {
  g_autofree char *name = walk->names ? name_of(walk, kind, at) : NULL;
  walk->visit(key_of(kind, hash, 0), name, walk->in, walk->sentence, walk->data);
}

/* Of a word and the one before it. */
static void
emit_pair(const Walk *walk, const Token *tokens, guint at) {
  g_autofree char *name = NULL;
  if (walk->names) {
    g_autofree char *one = name_of(walk, KIND_STEM, at - 1);
    g_autofree char *two = name_of(walk, KIND_STEM, at);
    name = g_strconcat(one, " ", two, NULL);
  }
  CrFeatureKey key = key_of(KIND_STEM, tokens[at - 1].hash[KIND_STEM], tokens[at].hash[KIND_STEM]);
  walk->visit(key, name, walk->in, walk->sentence, walk->data);
}

static void
visit_sentence(Walk *walk, const CrSentence *sentence) {
  Token tokens[MAX_SENTENCE];
  guint n = MIN(sentence->end - sentence->first, MAX_SENTENCE), negated = 0;
  walk->first = sentence->first;
  for (guint i = 0; i < n; i++) {
    tokens[i] = read_token(walk->in, sentence->first + i);
    emit(walk, KIND_WORD, i, tokens[i].hash[KIND_WORD]);
    emit(walk, KIND_STEM, i, tokens[i].hash[KIND_STEM]);
    if (i > 0)
      emit_pair(walk, tokens, i);
    if (tokens[i].negates)
      negated = NEGATION_REACH;
    else if (negated > 0 && negated--)
      emit(walk, KIND_NEGATED, i, tokens[i].hash[KIND_STEM]);
  }
}

static void
visit_words(Walk *walk, const CrWords *words) {
  walk->in = words;
  for (walk->sentence = 0; walk->sentence < words->sentences->len; walk->sentence++)
    visit_sentence(walk, &g_array_index(words->sentences, CrSentence, walk->sentence));
  walk->in = NULL;
}

static void
emit_fact(const Walk *walk, const char *name, gboolean holds) {
  if (holds)
    walk->visit(cr_feature_key(name), name, NULL, 0, walk->data);
}

static void
visit_facts(const Walk *walk, const CrMailView *view, const CrReading *reading) {
  guint hours = 0, words = view->body->words->len;
  gboolean question = FALSE, moves = FALSE, past = FALSE;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    hours += cr_mail_is_hour_ahead(reading, mention);
    moves |= mention->role == CR_TIME_OLD || mention->role == CR_TIME_NEW;
    past |= mention->past;
  }
  for (guint s = 0; s < view->body->sentences->len; s++)
    question |= g_array_index(view->body->sentences, CrSentence, s).question;
  g_autofree char *booking = cr_mail_find_link(view, CR_LINK_SCHEDULING);
  g_autofree char *meeting = cr_mail_find_link(view, CR_LINK_MEETING);
  emit_fact(walk, "<question>", question);
  emit_fact(walk, "<an-hour>", hours == 1);
  emit_fact(walk, "<hours>", hours > 1);
  emit_fact(walk, "<booking-link>", booking != NULL);
  emit_fact(walk, "<meet-link>", meeting != NULL);
  emit_fact(walk, "<answer>", view->answer);
  emit_fact(walk, "<moved>", moves);
  emit_fact(walk, "<past>", past);
  emit_fact(walk, "<asked-hour>", question && hours > 0);
  emit_fact(walk, "<same-as-quote>", view->quote_hours == CR_QUOTE_SAME_HOURS);
  emit_fact(walk, "<not-as-quote>", view->quote_hours == CR_QUOTE_OTHER_HOURS);
  emit_fact(walk, "<short>", words <= SHORT);
  emit_fact(walk, "<long>", words >= LONG);
  emit_fact(walk, "<program>", reading->automatic || reading->list);
}

void
cr_features_visit(const CrMailView *view, const CrReading *reading, gboolean names,
                  CrFeatureVisit visit, gpointer data) {
  pthread_once(&once, load);
  Walk walk = {.visit = visit, .data = data, .names = names};
  visit_words(&walk, view->body);
  if (!view->answer)
    visit_words(&walk, view->subject);
  visit_facts(&walk, view, reading);
}
