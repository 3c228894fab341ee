#include "parse/mail-features.h"

#include "base/data.h"
#include "parse/mail-facts.h"
#include "parse/mail-phrases.h"

#include <pthread.h>
#include <string.h>

#define MAX_TEXT 40
#define MAX_SENTENCE 400
#define NEGATION_REACH 5 /* words that a negation is said to touch */
#define STOOD_FOR (CR_WORD_URL | CR_WORD_EMAIL | CR_WORD_CLOCK | CR_WORD_NUMBER | CR_WORD_WHEN)

#define TELLING 4         /* words of a first or last sentence that tells something */
#define QUOTED_BYTES 1500 /* of what is answered */
#define MAX_LEVEL 5       /* half of a phrase's weight */

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
  guint n;               /* features that are to be visited */
  CrFeatureKey keys[CR_FEATURES_AT_ONCE];
} Walk;

static GHashTable *irregular;         /* form -> word */
static guint32 irregular_seconds[32]; /* bits: their second letters by the first */
static Token known[CR_MAX_VOCABLES];  /* of the phrases' words, by their numbers */
/* Of the phrases by their numbers, and of their topics and levels: said; denied or only supposed.
 */
static CrFeatureKey (*row_keys)[2], level_keys[CR_N_TOPICS][MAX_LEVEL + 1][2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static inline gboolean
cut(char *word, gsize *n, const char *ending, gsize least) {
  gsize length = strlen(ending);
  if (*n < least || *n <= length || memcmp(word + *n - length, ending, length) != 0)
    return FALSE;
  *n -= length;
  word[*n] = '\0';
  return TRUE;
}

/* The form that all forms of a word share, as far as endings tell. */
static void
stem_of(const char *word, char ret_stem[MAX_TEXT]) {
  const char *base = irregular_seconds[word[0] & 31] >> (word[1] & 31) & 1
                         ? g_hash_table_lookup(irregular, word)
                         : NULL;
  gsize n = strnlen(base ? base : word, MAX_TEXT - 1);
  memcpy(ret_stem, base ? base : word, n);
  ret_stem[n] = '\0';
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
    for (guint j = 0; forms[j]; j++) {
      irregular_seconds[forms[j][0] & 31] |= 1u << (forms[j][1] & 31);
      g_hash_table_insert(irregular, (gpointer) g_intern_string(forms[j]), (gpointer) word);
    }
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
  stem_of(text, stem);
  return (Token){.hash = {cr_feature_hash(text), cr_feature_hash(stem)}};
}

/* One of those known, else what is made of the word in own. */
static const Token *
read_token(const CrWords *words, guint i, Token *own) {
  const CrWord *word = &cr_word_at(words, i);
  char text[MAX_TEXT];
  if (word->word && !(word->class & STOOD_FOR))
    return &known[word->word];
  read_text(words, word, text);
  *own = make_token(text);
  return own;
}

static char *
name_of_row(CrTopic topic, const char *row, gboolean denied) {
  return g_strconcat(denied ? "-[" : "[", cr_topic_name(topic), "] ", row, NULL);
}

static guint
level_of(int weight) {
  return MIN(weight / 2, MAX_LEVEL);
}

static char *
name_of_level(CrTopic topic, guint level, gboolean denied) {
  const char digit[] = {'0' + level, '\0'};
  return name_of_row(topic, digit, denied);
}

static void
load_cues(void) {
  guint n = cr_phrases_n_rows();
  row_keys = g_malloc_n(n, sizeof *row_keys);
  for (guint denied = 0; denied < 2; denied++) {
    for (guint number = 0; number < n; number++) {
      const CrPhrase *phrase = cr_phrases_row(number);
      g_autofree char *name = name_of_row(phrase->topic, phrase->row, denied);
      row_keys[number][denied] = cr_feature_key(name);
    }
    for (guint topic = 0; topic < CR_N_TOPICS; topic++)
      for (guint level = 0; level <= MAX_LEVEL; level++) {
        g_autofree char *name = name_of_level(topic, level, denied);
        level_keys[topic][level][denied] = cr_feature_key(name);
      }
  }
}

static void
load(void) {
  load_irregular();
  load_cues();
  for (guint id = 1; id < cr_phrases_n_words(); id++)
    known[id] = make_token(cr_phrases_text(id));
  for (const guint16 *id = cr_phrases_set("NOT"); *id; id++)
    known[*id].negates = TRUE;
}

static char *
name_of(const Walk *walk, CrFeatureKind kind, guint at) {
  char text[MAX_TEXT], stem[MAX_TEXT];
  read_text(walk->in, &cr_word_at(walk->in, walk->first + at), text);
  stem_of(text, stem);
  return kind == CR_FEATURE_WORD ? g_strdup(text)
                                 : g_strdup_printf("%c%s", cr_feature_marks[kind], stem);
}

static void
flush(Walk *walk, const char *name) {
  if (walk->n > 0)
    walk->visit(&(CrFeatures){walk->keys, walk->n, walk->in, walk->sentence, name}, walk->data);
  walk->n = 0;
}

static void
walk_to(Walk *walk, const CrWords *in, guint sentence) {
  if (walk->in == in && walk->sentence == sentence) /* many phrases stand in one */
    return;
  flush(walk, NULL);
  walk->in = in;
  walk->sentence = sentence;
}

static void
give(Walk *walk, CrFeatureKey key) {
  if (walk->n == CR_FEATURES_AT_ONCE)
    flush(walk, NULL);
  walk->keys[walk->n++] = key;
}

/* The name of what was given just now, which few ask for; takes it. */
static void
tell(Walk *walk, char *name) {
  flush(walk, name);
  g_free(name);
}

static void
emit(Walk *walk, CrFeatureKind kind, guint at, const Token *token) {
  guint64 hash = token->hash[kind == CR_FEATURE_WORD ? CR_FEATURE_WORD : CR_FEATURE_STEM];
  give(walk, cr_feature_key_of(kind, hash, 0));
  if (walk->names)
    tell(walk, name_of(walk, kind, at));
}

static char *
name_of_pair(const Walk *walk, guint before, guint at) {
  g_autofree char *one = name_of(walk, CR_FEATURE_STEM, before);
  g_autofree char *two = name_of(walk, CR_FEATURE_STEM, at);
  return g_strconcat(one, at - before > 1 ? " .. " : " ", two, NULL);
}

/* Of a word and one before it. */
static inline void
emit_pair(Walk *walk, const Token *const *tokens, guint before, guint at) {
  give(walk, cr_feature_key_of_pair(tokens[before]->hash[CR_FEATURE_STEM],
                                    tokens[at]->hash[CR_FEATURE_STEM], at - before > 1));
  if (walk->names)
    tell(walk, name_of_pair(walk, before, at));
}

/* places: the kinds that the sentence's place and build make of each of its words. */
static void
visit_sentence(Walk *walk, const CrSentence *sentence, const CrFeatureKind *places,
               guint n_places) {
  Token own[MAX_SENTENCE];
  const Token *tokens[MAX_SENTENCE];
  guint n = MIN(sentence->end - sentence->first, MAX_SENTENCE), negated = 0;
  walk->first = sentence->first;
  for (guint i = 0; i < n; i++)
    __builtin_prefetch(&known[cr_word_at(walk->in, sentence->first + i).word]);
  for (guint i = 0; i < n; i++) {
    const Token *token = tokens[i] = read_token(walk->in, sentence->first + i, &own[i]);
    emit(walk, CR_FEATURE_WORD, i, token);
    emit(walk, CR_FEATURE_STEM, i, token);
    if (i > 0)
      emit_pair(walk, tokens, i - 1, i);
    if (i > 1)
      emit_pair(walk, tokens, i - 2, i);
    for (guint place = 0; place < n_places; place++)
      emit(walk, places[place], i, token);
    if (token->negates)
      negated = NEGATION_REACH;
    else if (negated > 0 && negated--)
      emit(walk, CR_FEATURE_NEGATED, i, token);
  }
}

/* The first, or the last, sentence that tells something; as many as there are when there is none.
 */
static guint
find_telling(const CrWords *words, gboolean last) {
  guint n = words->sentences->len;
  for (guint i = 0; i < n; i++) {
    guint at = last ? n - 1 - i : i;
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, at);
    if (sentence->end - sentence->first >= TELLING)
      return at;
  }
  return n;
}

static gboolean
names_hour(const CrWords *words, guint sentence, const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (mention->granularity == CR_GRANULARITY_INSTANT &&
        cr_words_sentence_at(words, mention->offset) == sentence)
      return TRUE;
  }
  return FALSE;
}

static void
visit_words(Walk *walk, const CrMailView *view, const CrReading *reading, const CrWords *words) {
  gboolean body = words == view->body, timed = body != view->subject_times;
  guint first = body ? find_telling(words, FALSE) : G_MAXUINT;
  guint last = body ? find_telling(words, TRUE) : G_MAXUINT;
  for (guint i = 0; i < words->sentences->len; i++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, i);
    CrFeatureKind places[4];
    guint n = 0;
    walk_to(walk, words, i);
    if (i == first)
      places[n++] = CR_FEATURE_FIRST;
    if (i == last)
      places[n++] = CR_FEATURE_LAST;
    if (body && sentence->question)
      places[n++] = CR_FEATURE_ASKED;
    if (timed && names_hour(words, i, reading))
      places[n++] = CR_FEATURE_TIMED;
    visit_sentence(walk, sentence, places, n);
  }
}

/* Of an answer's subject the words alone. */
static void
visit_answered_subject(Walk *walk, const CrWords *subject) {
  walk_to(walk, subject, 0);
  walk->first = 0;
  for (guint i = 0; i < subject->n; i++) {
    Token own;
    emit(walk, CR_FEATURE_SUBJECT, i, read_token(subject, i, &own));
  }
}

static void
emit_quoted(Walk *walk, const char *word) {
  char stem[MAX_TEXT];
  stem_of(word, stem);
  give(walk, cr_feature_key_of(CR_FEATURE_QUOTED, cr_feature_hash(stem), 0));
  if (walk->names)
    tell(walk, g_strdup_printf("\"%s", stem));
}

static void
visit_quote(Walk *walk, const char *quote) {
  char word[MAX_TEXT];
  guint n = 0;
  for (guint i = 0; quote && i < QUOTED_BYTES; i++) {
    if (g_ascii_isalpha(quote[i]) || (n > 0 && quote[i] == '\'')) {
      if (n < MAX_TEXT - 1)
        word[n++] = g_ascii_tolower(quote[i]);
      continue;
    }
    word[n] = '\0';
    if (n > 0)
      emit_quoted(walk, word);
    n = 0;
    if (quote[i] == '\0')
      return;
  }
}

static void
visit_cues(Walk *walk, const CrWords *words, GArray *cues) {
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    guint level = level_of(cue->weight);
    gboolean denied = cue->negated || cue->supposed;
    walk_to(walk, words, cue->sentence);
    give(walk, row_keys[(guint32) cue->place][denied]);
    if (walk->names)
      tell(walk, name_of_row(cue->topic, cue->row, denied));
    give(walk, level_keys[cue->topic][level][denied]);
    if (walk->names)
      tell(walk, name_of_level(cue->topic, level, denied));
  }
}

static void
emit_fact(const char *const *parts, gpointer data) {
  Walk *walk = data;
  guint64 hash = CR_FEATURE_HASH;
  for (const char *const *part = parts; *part; part++)
    hash = cr_feature_hash_on(hash, *part);
  give(walk, cr_feature_key_of(CR_FEATURE_WORD, hash, 0));
  if (walk->names)
    tell(walk, g_strjoinv("", (char **) parts));
}

void
cr_features_visit(const CrMailView *view, const CrReading *reading, gboolean names,
                  CrFeatureVisit visit, gpointer data) {
  pthread_once(&once, load);
  Walk walk; /* but for the keys */
  walk.visit = visit;
  walk.data = data;
  walk.names = names;
  walk.in = NULL;
  walk.sentence = walk.first = walk.n = 0;
  visit_words(&walk, view, reading, view->body);
  visit_cues(&walk, view->body, view->cues);
  if (view->answer) {
    visit_answered_subject(&walk, view->subject);
  } else {
    visit_words(&walk, view, reading, view->subject);
    visit_cues(&walk, view->subject, view->subject_cues);
  }
  walk_to(&walk, NULL, 0);
  visit_quote(&walk, view->quote);
  cr_mail_find_facts(view, reading, emit_fact, &walk);
  flush(&walk, NULL);
}
