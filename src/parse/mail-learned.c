#include "parse/mail-learned.h"

#include "base/data.h"
#include "parse/mail-features.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#define SLOTS 65536 /* a power of two, some times the number of rows */
#define MAX_ROWS (SLOTS * 3 / 4)
#define MAX_FEATURES 3000 /* of one mail */
#define FILTER_BITS 20
#define LANES 12 /* CR_N_KINDS fit */
#define UNIT 64
#define RARITY CR_MAIL_BOUNCE /* no words make a bounce, so its lane has another use */

typedef struct {
  gint16 of[LANES]; /* by CrMailClass, in 1/UNIT; the square of how rare it is in lane RARITY */
} Weights;

/* In one piece, so that a row is one line of the processor's cache. */
static struct {
  CrFeatureKey key; /* 0 where nothing is learnt */
  Weights weights;
} rows[SLOTS];
static guint n_rows;
static Weights bias;
static guint8 may_be[1 << (FILTER_BITS - 3)]; /* a bit for each key, so that most need no look-up */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static guint
filter_bit(CrFeatureKey key) {
  return key >> (64 - FILTER_BITS);
}

static guint
slot_of(CrFeatureKey key) {
  guint slot = (key ^ key >> 32) & (SLOTS - 1);
  while (rows[slot].key && rows[slot].key != key)
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

static void
read_row(const char *line, const char *end) {
  const char *tab = memchr(line, '\t', end - line);
  tab = tab ? tab : end;
  g_autofree char *name = g_strndup(line, tab - line);
  if (strcmp(name, "*") == 0) {
    read_weights(&bias, tab, end);
  } else {
    CrFeatureKey key = cr_feature_key(name);
    guint slot = slot_of(key);
    n_rows += rows[slot].key == 0;
    rows[slot].key = key;
    may_be[filter_bit(key) / 8] |= 1 << (filter_bit(key) % 8);
    read_weights(&rows[slot].weights, tab, end);
  }
}

static void
load(void) {
  gsize size;
  const char *line = cr_data("kind-words.tsv", &size), *end = line + size;
  while (line < end && n_rows < MAX_ROWS) {
    const char *stop = memchr(line, '\n', end - line);
    stop = stop ? stop : end;
    if (*line != '#' && line < stop)
      read_row(line, stop);
    line = stop + 1;
  }
}

typedef struct {
  guint16 row;
  guint16 at;        /* the sentence */
  const CrWords *in; /* NULL for a fact */
} Feature;

typedef struct {
  Feature list[MAX_FEATURES];
  guint n;
  guint8 seen[SLOTS / 8]; /* each row counts once */
} Features;

static void
add(CrFeatureKey key, const char *name, const CrWords *in, guint sentence, gpointer data) {
  Features *features = data;
  if (!(may_be[filter_bit(key) / 8] & 1 << (filter_bit(key) % 8)))
    return;
  guint16 row = slot_of(key);
  if (rows[row].key == 0 || features->n >= MAX_FEATURES ||
      features->seen[row / 8] & (1 << (row % 8)))
    return;
  features->seen[row / 8] |= 1 << (row % 8);
  features->list[features->n++] = (Feature){row, MIN(sentence, G_MAXUINT16), in};
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
    sum = (same ? sum : 0) + rows[feature->row].weights.of[learned->best];
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
  features.n = 0;
  memset(features.seen, 0, sizeof features.seen);
  cr_features_visit(view, reading, FALSE, add, &features);
  gint32 sums[LANES] = {0};
  for (guint i = 0; i < features.n; i++)
    for (guint kind = 0; kind < LANES; kind++)
      sums[kind] += rows[features.list[i].row].weights.of[kind];
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
