#include "parse/mail-learned.h"

#include "parse/mail-features.h"

#include <math.h>
#include <string.h>

#define MAX_FEATURES 3000 /* of one mail */

extern const CrKindTable cr_kinds_part; /* made by tools/pack-kinds.c */

typedef struct {
  guint16 row;
  guint at;          /* the sentence */
  const CrWords *in; /* NULL for a fact */
} Feature;

typedef struct {
  Feature list[MAX_FEATURES + 1]; /* the last one does not count yet */
  guint n;
  guint8 seen[CR_KIND_MAX_ROWS / 8 + 1]; /* each row counts once, row 0 never */
} Features;

/* Looks them up once their slots are near. What is new is counted, not branched on. */
static void
add(const CrFeature *asked, guint n_asked, const char *name, gpointer data) {
  const CrKindTable *table = &cr_kinds_part;
  Features *features = data;
  guint n = features->n;
  for (guint i = 0; i < n_asked; i++)
    __builtin_prefetch(&table->slots[cr_kind_first_slot(asked[i].key)]);
  for (guint i = 0; i < n_asked; i++) {
    guint row = table->slots[cr_kind_slot(table, asked[i].key)].row;
    guint8 bit = 1u << row % 8, seen = features->seen[row / 8];
    features->list[n] = (Feature){row, asked[i].sentence, asked[i].in};
    features->seen[row / 8] = seen | bit;
    n += ((seen & bit) == 0) & (n < MAX_FEATURES);
    __builtin_prefetch(&table->rows[row]);
  }
  features->n = n;
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
  const CrWords *in = NULL;
  guint at = 0;
  int sum = 0, most = 0;
  for (guint i = 0; i < features->n; i++) {
    const Feature *feature = &features->list[i];
    if (feature->in != in || feature->at != at)
      sum = 0;
    in = feature->in;
    at = feature->at;
    sum += cr_kinds_part.rows[feature->row].of[learned->best];
    if (in && sum > most) {
      most = sum;
      set_evidence(learned, feature->in, feature->at);
    }
  }
}

CrLearned
cr_learned_judge(const CrMailView *view, const CrReading *reading) {
  CrLearned learned = {.best = CR_MAIL_GENERIC};
  Features features;
  features.n = 0;
  memset(features.seen, 0, sizeof features.seen);
  features.seen[0] = 1;
  cr_features_visit(view, reading, FALSE, add, &features);
  gint32 sums[CR_KIND_LANES] = {0};
  for (guint i = 0; i < features.n; i++)
    for (guint kind = 0; kind < CR_KIND_LANES; kind++)
      sums[kind] += cr_kinds_part.rows[features.list[i].row].of[kind];
  double z[CR_N_KINDS], total = 0, top = -1e9,
                        share = 1 / sqrt(1.0 + sums[CR_KIND_RARITY] / (double) CR_KIND_UNIT);
  for (guint kind = 0; kind < CR_N_KINDS; kind++) {
    z[kind] = cr_kinds_part.bias.of[kind] + share * sums[kind];
    if (kind != CR_MAIL_BOUNCE)
      top = MAX(top, z[kind]);
  }
  for (guint kind = 0; kind < CR_N_KINDS; kind++) {
    learned.p[kind] = kind == CR_MAIL_BOUNCE ? 0 : exp((z[kind] - top) / CR_KIND_UNIT);
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
