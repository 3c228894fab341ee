#include "parse/mail-learned.h"

#include "base/data.h"
#include "parse/mail-phrases.h"

#include <math.h>
#include <string.h>

#define PAIR_SLOTS 16384 /* a power of two, some times the number of pairs */
#define MAX_ROWS 8192
#define MAX_FEATURES 1500 /* of one mail */

typedef struct {
  float of[CR_N_KINDS];
} Weights;

/* Stand-ins for words whose kind matters but not which they are. */
typedef enum { TOKEN_CLOCK, TOKEN_WHEN, TOKEN_NUMBER, TOKEN_EMAIL, TOKEN_URL, N_TOKENS } Token;
static const char *const token_names[N_TOKENS] = {"<clock>", "<when>", "<num>", "<email>", "<url>"};

/* What is true of the whole mail. */
static const char *const fact_names[] = {"<question>",     "<an-hour>",   "<hours>",
                                         "<booking-link>", "<meet-link>", "<answer>"};

static Weights rows[MAX_ROWS]; /* rows[0] is the bias */
static guint n_rows = 1;
static guint16 row_of_word[CR_MAX_VOCABLES];
static struct {
  guint32 pair;
  guint16 row;
} pairs[PAIR_SLOTS];
static guint16 tokens[N_TOKENS], facts[G_N_ELEMENTS(fact_names)];

static guint
pair_slot(guint16 a, guint16 b) {
  guint32 pair = (guint32) a << 16 | b;
  guint slot = (pair * 2654435761u) >> 18;
  while (pairs[slot].row && pairs[slot].pair != pair)
    slot = (slot + 1) & (PAIR_SLOTS - 1);
  return slot;
}

static void
read_weights(Weights *weights, char **cells) {
  for (guint i = 1; cells[i]; i++) {
    char *space = strrchr(cells[i], ' ');
    if (space == NULL)
      continue;
    *space = '\0';
    for (guint kind = 0; kind < CR_N_KINDS; kind++)
      if (strcmp(cells[i], cr_mail_class_names[kind]) == 0)
        weights->of[kind] = g_ascii_strtod(space + 1, NULL);
  }
}

void
cr_learned_load(guint16 (*intern)(const char *word)) {
  for (guint i = 0; i < N_TOKENS; i++)
    tokens[i] = intern(token_names[i]);
  for (guint i = 0; i < G_N_ELEMENTS(fact_names); i++)
    facts[i] = intern(fact_names[i]);
  g_auto(GStrv) lines = g_strsplit(cr_data("kind-words.tsv", NULL), "\n", -1);
  for (guint i = 0; lines[i] && n_rows < MAX_ROWS; i++) {
    if (lines[i][0] == '#' || lines[i][0] == '\0')
      continue;
    g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
    if (strcmp(cells[0], "*") == 0) {
      read_weights(&rows[0], cells);
      continue;
    }
    char *second = strchr(cells[0], ' ');
    if (second)
      *second++ = '\0';
    guint16 a = intern(cells[0]), b = second ? intern(second) : 0;
    if (a == 0 || (second && b == 0))
      continue;
    read_weights(&rows[n_rows], cells);
    if (second) {
      guint slot = pair_slot(a, b);
      pairs[slot].pair = (guint32) a << 16 | b;
      pairs[slot].row = n_rows++;
    } else {
      row_of_word[a] = n_rows++;
    }
  }
}

/* Today and tomorrow are words of their own among the times. */
static guint16
token_of(const CrWord *word) {
  if (word->class & CR_WORD_URL)
    return tokens[TOKEN_URL];
  if (word->class & CR_WORD_EMAIL)
    return tokens[TOKEN_EMAIL];
  if (word->class & CR_WORD_CLOCK)
    return tokens[TOKEN_CLOCK];
  if (word->class & CR_WORD_NUMBER)
    return tokens[TOKEN_NUMBER];
  if (word->class & CR_WORD_WHEN && !cr_phrases_is_near_day(word->word))
    return tokens[TOKEN_WHEN];
  return word->word;
}

static guint
list_facts(const CrMailView *view, const CrReading *reading, guint16 ret_facts[]) {
  guint hours = 0, n = 0;
  gboolean question = FALSE;
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    hours += mention->granularity == CR_GRANULARITY_INSTANT && !mention->past &&
             mention->role != CR_TIME_OLD && mention->start > reading->date;
  }
  for (guint s = 0; s < view->body->sentences->len; s++)
    question |= g_array_index(view->body->sentences, CrSentence, s).question;
  g_autofree char *booking = cr_mail_find_link(view, CR_LINK_SCHEDULING);
  g_autofree char *meeting = cr_mail_find_link(view, CR_LINK_MEETING);
  if (question)
    ret_facts[n++] = facts[0];
  if (hours > 0)
    ret_facts[n++] = facts[hours > 1 ? 2 : 1];
  if (booking)
    ret_facts[n++] = facts[3];
  if (meeting)
    ret_facts[n++] = facts[4];
  if (view->answer)
    ret_facts[n++] = facts[5];
  return n;
}

typedef struct {
  guint16 row;
  guint16 at;        /* the sentence */
  const CrWords *in; /* NULL for a fact */
} Feature;

typedef struct {
  Feature list[MAX_FEATURES];
  guint n;
  guint8 seen[MAX_ROWS / 8]; /* each row counts once */
} Features;

static void
add(Features *features, guint16 row, const CrWords *in, guint sentence) {
  if (row == 0 || features->n >= MAX_FEATURES || features->seen[row / 8] & (1 << (row % 8)))
    return;
  features->seen[row / 8] |= 1 << (row % 8);
  features->list[features->n++] = (Feature){row, MIN(sentence, G_MAXUINT16), in};
}

static void
add_words(Features *features, const CrWords *words) {
  for (guint s = 0; s < words->sentences->len; s++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, s);
    guint16 before = 0;
    for (guint i = sentence->first; i < sentence->end; i++) {
      guint16 token = token_of(&cr_word_at(words, i));
      add(features, row_of_word[token], words, s);
      if (token && before)
        add(features, pairs[pair_slot(before, token)].row, words, s);
      before = token;
    }
  }
}

/* The sentence that spoke most for the best kind. */
static void
find_evidence(const Features *features, CrLearned *learned) {
  double sum = 0, most = 0;
  for (guint i = 0; i < features->n; i++) {
    const Feature *feature = &features->list[i];
    gboolean same =
        i > 0 && features->list[i - 1].in == feature->in && features->list[i - 1].at == feature->at;
    sum = (same ? sum : 0) + rows[feature->row].of[learned->best];
    if (feature->in && sum > most) {
      const CrSentence *sentence = &g_array_index(feature->in->sentences, CrSentence, feature->at);
      most = sum;
      learned->in = feature->in;
      learned->first = sentence->first;
      learned->end = sentence->end;
      learned->sentence = feature->at;
    }
  }
}

CrLearned
cr_learned_judge(const CrMailView *view, const CrReading *reading) {
  CrLearned learned = {.best = CR_MAIL_GENERIC};
  Features features;
  features.n = 0;
  memset(features.seen, 0, sizeof features.seen);
  add_words(&features, view->body);
  if (!view->answer)
    add_words(&features, view->subject);
  guint16 true_facts[G_N_ELEMENTS(fact_names)];
  guint n_facts = list_facts(view, reading, true_facts);
  for (guint i = 0; i < n_facts; i++)
    add(&features, row_of_word[true_facts[i]], NULL, 0);
  float sums[CR_N_KINDS] = {0};
  for (guint i = 0; i < features.n; i++)
    for (guint kind = 0; kind < CR_N_KINDS; kind++)
      sums[kind] += rows[features.list[i].row].of[kind];
  double share = 1 / sqrt(1.0 + features.n), total = 0;
  for (guint kind = 0; kind < CR_N_KINDS; kind++) {
    learned.p[kind] = kind == CR_MAIL_BOUNCE ? 0 : exp(rows[0].of[kind] + share * sums[kind]);
    total += learned.p[kind];
    if (learned.p[kind] > learned.p[learned.best])
      learned.best = kind;
  }
  for (guint kind = 0; kind < CR_N_KINDS; kind++)
    learned.p[kind] /= total;
  find_evidence(&features, &learned);
  return learned;
}

static void
print_words(GString *out, const CrWords *words) {
  for (guint s = 0; s < words->sentences->len; s++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, s);
    g_autofree char *before = NULL;
    for (guint i = sentence->first; i < sentence->end; i++) {
      const CrWord *word = &cr_word_at(words, i);
      guint16 token = token_of(word);
      g_autofree char *raw = g_ascii_strdown(words->text + word->start, word->end - word->start);
      char *name = g_strdup(token ? cr_phrases_text(token) : raw);
      g_string_append_printf(out, "%s\n", name);
      if (before)
        g_string_append_printf(out, "%s %s\n", before, name);
      g_free(before);
      before = name;
    }
  }
}

char *
cr_learned_features(const CrMailView *view, const CrReading *reading) {
  GString *out = g_string_new(NULL);
  print_words(out, view->body);
  if (!view->answer)
    print_words(out, view->subject);
  guint16 true_facts[G_N_ELEMENTS(fact_names)];
  guint n = list_facts(view, reading, true_facts);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(out, "%s\n", cr_phrases_text(true_facts[i]));
  return g_string_free(out, FALSE);
}
