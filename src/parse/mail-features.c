#include "parse/mail-features.h"

#include "base/data.h"
#include "parse/mail-phrases.h"

#include <pthread.h>
#include <string.h>

#define MAX_TEXT 40
#define MAX_SENTENCE 400
#define MAX_CLASSES 100
#define CLASSES_A_WORD 4
#define CLASS_REACH 9 /* words between two classes that belong together */
#define SHORT 12      /* words of a mail */
#define LONG 120
#define NEGATION_REACH 5 /* words that a negation is said to touch */
#define STOOD_FOR (CR_WORD_URL | CR_WORD_EMAIL | CR_WORD_CLOCK | CR_WORD_NUMBER | CR_WORD_WHEN)
#define MEMBER_SLOTS 8192 /* a power of two, some times the words of all classes */

typedef enum { KIND_WORD, KIND_STEM, KIND_CLASS, KIND_NEGATED } FeatureKind;

static const char *const marks[] = {"", "~", "$", "!"};

/* The classes of a word. */
typedef struct {
  guint64 hash;
  guint8 n, classes[CLASSES_A_WORD];
} Member;

/* One word of the text, ready to be part of features. */
typedef struct {
  guint64 hash[2]; /* of the word, of its stem */
  const Member *member;
} Token;

typedef struct {
  CrFeatureVisit visit;
  gpointer data;
  gboolean names;
  const CrWords *in;
  guint sentence, first; /* and its first word */
} Walk;

static Member members[MEMBER_SLOTS];
static char *class_names[MAX_CLASSES];
static guint64 class_hashes[MAX_CLASSES];
static guint n_classes;
static GHashTable *irregular; /* form -> word */
static guint8 negation = MAX_CLASSES;
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

static Member *
member_slot(guint64 hash) {
  guint slot = (hash ^ hash >> 32) & (MEMBER_SLOTS - 1);
  while (members[slot].n > 0 && members[slot].hash != hash)
    slot = (slot + 1) & (MEMBER_SLOTS - 1);
  return &members[slot];
}

static void
add_member(const char *word, guint8 class) {
  Member *member = member_slot(hash_text(word));
  for (guint i = 0; i < member->n; i++)
    if (member->classes[i] == class)
      return;
  if (member->n == CLASSES_A_WORD)
    return;
  member->hash = hash_text(word);
  member->classes[member->n++] = class;
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
  Token token = {{hash_text(text), hash_text(stem)}, NULL};
  token.member = member_slot(token.hash[KIND_WORD]);
  if (token.member->n == 0)
    token.member = member_slot(token.hash[KIND_STEM]);
  return token;
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
  g_autoptr(GKeyFile) file = cr_data_ini("word-classes.ini");
  g_auto(GStrv) names = g_key_file_get_keys(file, "classes", NULL, NULL);
  for (; names && names[n_classes] && n_classes < MAX_CLASSES; n_classes++) {
    class_names[n_classes] = g_strdup(names[n_classes]);
    class_hashes[n_classes] = hash_text(names[n_classes]);
    if (strcmp(names[n_classes], "NOT") == 0)
      negation = n_classes;
    g_autofree char *value = g_key_file_get_string(file, "classes", names[n_classes], NULL);
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    for (guint i = 0; words[i]; i++) {
      char stem[MAX_TEXT];
      cr_word_stem(words[i], stem);
      add_member(words[i], n_classes);
      add_member(stem, n_classes);
    }
  }
  for (guint id = 1; id < cr_phrases_n_words(); id++)
    known[id] = make_token(cr_phrases_text(id));
}

static char *
name_of(const Walk *walk, FeatureKind kind, guint at, guint8 class) {
  char text[MAX_TEXT], stem[MAX_TEXT];
  if (kind == KIND_CLASS)
    return g_strdup(class_names[class]);
  read_text(walk->in, &cr_word_at(walk->in, walk->first + at), text);
  cr_word_stem(text, stem);
  return g_strdup(kind == KIND_WORD ? text : stem);
}

static void
emit(const Walk *walk, FeatureKind kind, guint at, guint8 class, guint64 hash) {
  g_autofree char *name = NULL;
  if (walk->names) {
    g_autofree char *one = name_of(walk, kind, at, class);
    name = g_strconcat(marks[kind], one, NULL);
  }
  walk->visit(key_of(kind, hash, 0), name, walk->in, walk->sentence, walk->data);
}

static void
emit_pair(const Walk *walk, FeatureKind kind, const guint at[2], const guint8 class[2],
          const guint64 hash[2]) {
  g_autofree char *name = NULL;
  if (walk->names) {
    g_autofree char *one = name_of(walk, kind, at[0], class[0]);
    g_autofree char *two = name_of(walk, kind, at[1], class[1]);
    name = g_strconcat(marks[kind], one, " ", marks[kind], two, NULL);
  }
  walk->visit(key_of(kind, hash[0], hash[1]), name, walk->in, walk->sentence, walk->data);
}

/* The classes of a word, and those of the words shortly before it with them. */
static void
emit_classes(const Walk *walk, const Token *tokens, guint at) {
  const Member *member = tokens[at].member;
  for (guint i = 0; i < member->n; i++) {
    guint8 class = member->classes[i];
    emit(walk, KIND_CLASS, at, class, class_hashes[class]);
    for (guint before = MAX(at, CLASS_REACH) - CLASS_REACH; before < at; before++)
      for (guint j = 0; j < tokens[before].member->n; j++) {
        guint8 other = tokens[before].member->classes[j];
        emit_pair(walk, KIND_CLASS, (guint[]){before, at}, (guint8[]){other, class},
                  (guint64[]){class_hashes[other], class_hashes[class]});
      }
  }
}

static gboolean
negates(const Token *token) {
  for (guint i = 0; i < token->member->n; i++)
    if (token->member->classes[i] == negation)
      return TRUE;
  return FALSE;
}

static void
visit_sentence(Walk *walk, const CrSentence *sentence) {
  Token tokens[MAX_SENTENCE];
  guint n = MIN(sentence->end - sentence->first, MAX_SENTENCE), negated = 0;
  walk->first = sentence->first;
  for (guint i = 0; i < n; i++) {
    tokens[i] = read_token(walk->in, sentence->first + i);
    emit(walk, KIND_WORD, i, 0, tokens[i].hash[KIND_WORD]);
    emit(walk, KIND_STEM, i, 0, tokens[i].hash[KIND_STEM]);
    if (i > 0)
      emit_pair(walk, KIND_STEM, (guint[]){i - 1, i}, (guint8[]){0, 0},
                (guint64[]){tokens[i - 1].hash[KIND_STEM], tokens[i].hash[KIND_STEM]});
    emit_classes(walk, tokens, i);
    if (negates(&tokens[i]))
      negated = NEGATION_REACH;
    else if (negated > 0 && negated--)
      emit(walk, KIND_NEGATED, i, 0, tokens[i].hash[KIND_STEM]);
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
