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
#define LANES 12          /* CR_N_KINDS fit */
#define UNIT 64
#define RARITY CR_MAIL_BOUNCE /* no words make a bounce, so its lane has another use */

typedef struct {
  gint16 of[LANES]; /* by CrMailClass, in 1/UNIT; the square of how rare it is in lane RARITY */
} Weights;

typedef struct {
  CrFeatureKey key;
  Weights weights;
} Row;

/* Two rows to a line of the processor's cache, the commonest first: the few that most mails have
 * are always near. */
static Row rows[MAX_ROWS];
static guint n_rows;
static Weights bias;
/* By their keys; row + 1, or 0, and some of the key, so that most need no look at a row. */
static struct { guint16 row, check; } slots[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static guint16
check_of(CrFeatureKey key) {
  return key >> 48;
}

/* The row of that key + 1; 0 where nothing is learnt. */
static guint16
find_row(CrFeatureKey key) {
  for (guint slot = (key ^ key >> 32) & (SLOTS - 1);; slot = (slot + 1) & (SLOTS - 1)) {
    guint16 row = slots[slot].row;
    if (row == 0 || (slots[slot].check == check_of(key) && rows[row - 1].key == key))
      return row;
  }
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
    Row *row = &rows[n_rows++];
    row->key = cr_feature_key(name);
    read_weights(&row->weights, tab, end);
  }
}

static int
compare_rarity(gconstpointer a, gconstpointer b) {
  return ((const Row *) a)->weights.of[RARITY] - ((const Row *) b)->weights.of[RARITY];
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
  qsort(rows, n_rows, sizeof *rows, compare_rarity);
  for (guint i = 0; i < n_rows; i++) {
    guint slot = (rows[i].key ^ rows[i].key >> 32) & (SLOTS - 1);
    while (slots[slot].row)
      slot = (slot + 1) & (SLOTS - 1);
    slots[slot].row = i + 1;
    slots[slot].check = check_of(rows[i].key);
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
  guint8 seen[MAX_ROWS / 8]; /* each row counts once */
} Features;

static void
add(CrFeatureKey key, const char *name, const CrWords *in, guint sentence, gpointer data) {
  Features *features = data;
  guint row = find_row(key);
  if (row-- == 0 || features->n >= MAX_FEATURES || features->seen[row / 8] & (1 << (row % 8)))
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
