#include "parse/mail-learned.h"

#include "base/data.h"
#include "parse/mail-features.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 65536 /* a power of two, some times the number of rows */
#define MAX_ROWS (SLOTS / 2)
#define MAX_FEATURES 3000 /* of one mail */
#define BATCH 256         /* looked up together */
#define LANES 12          /* CR_N_KINDS fit */
#define UNIT 64
#define RARITY CR_MAIL_BOUNCE /* no words make a bounce, so its lane has another use */

typedef struct {
  gint16 of[LANES]; /* by CrMailClass, in 1/UNIT; the square of how rare it is in lane RARITY */
} Weights;

/* The commonest first: the few that most mails have are always in the processor's cache. Row 0 is
 * of all that nothing is learnt of. */
static Weights rows[MAX_ROWS + 1];
static Weights bias;
/* By their keys, of which their places and the halves tell 48 bits, so that no look-up waits for a
 * row. */
static struct {
  guint32 half;
  guint16 row;
} slots[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static guint
first_slot(CrFeatureKey key) {
  return (key ^ key >> 32) & (SLOTS - 1);
}

/* The slot of that key, or the empty one that tells that nothing is learnt. */
static guint
find_slot(CrFeatureKey key) {
  guint slot = first_slot(key);
  while (slots[slot].row && slots[slot].half != key >> 32)
    slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/* "-0.58" in 1/UNIT. */
static gint16
read_weight(const char *text, const char *end) {
  gboolean minus = text < end && *text == '-';
  gint64 number = 0, parts = 1;
  gboolean fraction = FALSE;
  for (const char *p = text + minus; p < end && parts < 100000; p++) {
    if (*p == '.') {
      fraction = TRUE;
    } else {
      number = MIN(number * 10 + g_ascii_digit_value(*p), G_MAXINT32);
      parts *= fraction ? 10 : 1;
    }
  }
  number = MIN(number * UNIT / parts, 32000);
  return minus ? -number : number;
}

static guint
kind_named(const char *name, gsize length) {
  for (guint kind = 0; kind < CR_N_KINDS; kind++)
    if (strncmp(cr_mail_class_names[kind], name, length) == 0 &&
        cr_mail_class_names[kind][length] == '\0')
      return kind;
  return strncmp("rarity", name, length) == 0 ? RARITY : CR_N_KINDS;
}

/* Cells "KIND WEIGHT", each with a tab before it. */
static void
read_weights(Weights *weights, const char *tab, const char *end) {
  while (tab < end) {
    const char *cell = tab + 1, *next = memchr(cell, '\t', end - cell);
    tab = next ? next : end;
    const char *space = memchr(cell, ' ', tab - cell);
    guint kind = space ? kind_named(cell, space - cell) : CR_N_KINDS;
    if (kind < CR_N_KINDS)
      weights->of[kind] = read_weight(space + 1, tab);
  }
}

typedef struct {
  CrFeatureKey key;
  Weights weights;
} Row;

static int
compare_rarity(gconstpointer a, gconstpointer b) {
  return ((const Row *) a)->weights.of[RARITY] - ((const Row *) b)->weights.of[RARITY];
}

/* A line of the table: a row, or the bias. */
static void
read_line(const char *line, const char *end, GArray *all) {
  const char *tab = memchr(line, '\t', end - line);
  tab = tab ? tab : end;
  g_autofree char *name = g_strndup(line, tab - line);
  Row row = {.key = cr_feature_key(name)};
  if (strcmp(name, "*") == 0) {
    read_weights(&bias, tab, end);
  } else {
    read_weights(&row.weights, tab, end);
    g_array_append_val(all, row);
  }
}

static void
load(void) {
  gsize size;
  const char *line = cr_data("kind-words.tsv", &size), *end = line + size;
  g_autoptr(GArray) all = g_array_sized_new(FALSE, FALSE, sizeof(Row), MAX_ROWS);
  while (line < end && all->len < MAX_ROWS) {
    const char *stop = memchr(line, '\n', end - line);
    stop = stop ? stop : end;
    if (*line != '#' && line < stop)
      read_line(line, stop, all);
    line = stop + 1;
  }
  g_array_sort(all, compare_rarity);
  for (guint i = 0; i < all->len; i++) {
    const Row *row = &g_array_index(all, Row, i);
    guint slot = find_slot(row->key);
    rows[i + 1] = row->weights;
    slots[slot].half = row->key >> 32;
    slots[slot].row = i + 1;
  }
}

typedef struct {
  guint16 row;
  guint16 at;        /* the sentence */
  const CrWords *in; /* NULL for a fact */
} Feature;

typedef struct {
  CrFeatureKey key;
  guint sentence;
  const CrWords *in;
} Asked;

typedef struct {
  Feature list[MAX_FEATURES + 1]; /* the last one does not count yet */
  guint n;
  guint8 seen[MAX_ROWS / 8 + 1]; /* each row counts once, row 0 never */
  Asked asked[BATCH];
  guint n_asked;
} Features;

/* Looks up what was asked for, whose slots are here by now. What is new is counted, not branched
 * on. */
static void
add_asked(Features *features) {
  for (guint i = 0; i < features->n_asked; i++) {
    const Asked *asked = &features->asked[i];
    guint row = slots[find_slot(asked->key)].row, bit = 1u << row % 8;
    guint8 *seen = &features->seen[row / 8];
    features->list[features->n] = (Feature){row, MIN(asked->sentence, G_MAXUINT16), asked->in};
    features->n += ((*seen & bit) == 0) & (features->n < MAX_FEATURES);
    *seen |= bit;
    __builtin_prefetch(&rows[row]);
  }
  features->n_asked = 0;
}

static void
ask(CrFeatureKey key, const char *name, const CrWords *in, guint sentence, gpointer data) {
  Features *features = data;
  __builtin_prefetch(&slots[first_slot(key)]);
  features->asked[features->n_asked++] = (Asked){key, sentence, in};
  if (features->n_asked == BATCH)
    add_asked(features);
}

static void
set_evidence(CrLearned *learned, const CrWords *in, guint at) {
  const CrSentence *sentence = &g_array_index(in->sentences, CrSentence, at);
  learned->in = in;
  learned->first = sentence->first;
  learned->end = sentence->end;
  learned->sentence = at;
}

/* The sentence of the first hour to come: another time is best shown by the words that name it. */
static gboolean
find_hour(const CrMailView *view, const CrReading *reading, CrLearned *learned) {
  const CrWords *words = cr_mail_timed_words(view);
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (!cr_mail_is_time_of_call(mention) || mention->start < reading->date)
      continue;
    guint at = cr_words_sentence_at(words, mention->offset);
    if (at < words->sentences->len) {
      set_evidence(learned, words, at);
      return TRUE;
    }
  }
  return FALSE;
}

/* The sentence that spoke most for the best kind. */
static void
find_evidence(const Features *features, CrLearned *learned) {
  int sum = 0, most = 0;
  for (guint i = 0; i < features->n; i++) {
    const Feature *feature = &features->list[i];
    gboolean same =
        i > 0 && features->list[i - 1].in == feature->in && features->list[i - 1].at == feature->at;
    sum = (same ? sum : 0) + rows[feature->row].of[learned->best];
    if (feature->in && sum > most) {
      most = sum;
      set_evidence(learned, feature->in, feature->at);
    }
  }
}

CrLearned
cr_learned_judge(const CrMailView *view, const CrReading *reading) {
  pthread_once(&once, load);
  CrLearned learned = {.best = CR_MAIL_GENERIC};
  Features features;
  features.n = features.n_asked = 0;
  memset(features.seen, 0, sizeof features.seen);
  features.seen[0] = 1;
  cr_features_visit(view, reading, FALSE, ask, &features);
  add_asked(&features);
  gint32 sums[LANES] = {0};
  for (guint i = 0; i < features.n; i++)
    for (guint kind = 0; kind < LANES; kind++)
      sums[kind] += rows[features.list[i].row].of[kind];
  double z[CR_N_KINDS], total = 0, top = -1e9, share = 1 / sqrt(1.0 + sums[RARITY] / (double) UNIT);
  for (guint kind = 0; kind < CR_N_KINDS; kind++) {
    z[kind] = bias.of[kind] + share * sums[kind];
    if (kind != CR_MAIL_BOUNCE)
      top = MAX(top, z[kind]);
  }
  for (guint kind = 0; kind < CR_N_KINDS; kind++) {
    learned.p[kind] = kind == CR_MAIL_BOUNCE ? 0 : exp((z[kind] - top) / UNIT);
    total += learned.p[kind];
    if (learned.p[kind] > learned.p[learned.best])
      learned.best = kind;
  }
  for (guint kind = 0; kind < CR_N_KINDS; kind++)
    learned.p[kind] /= total;
  if (learned.best != CR_MAIL_NEW_TIME || !find_hour(view, reading, &learned))
    find_evidence(&features, &learned);
  return learned;
}
