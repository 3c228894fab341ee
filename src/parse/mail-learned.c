#include "parse/mail-learned.h"

#include "parse/mail-features.h"

#include <math.h>
#include <string.h>

#define MAX_FEATURES 3000 /* of one mail */

extern const CrKindTable cr_kinds_part; /* made by tools/pack-kinds.c */

/* Features of one sentence, up to the next place's. */
typedef struct {
  const CrWords *in; /* NULL for facts */
  guint sentence, from;
} Place;

typedef struct {
  guint16 rows[MAX_FEATURES + CR_FEATURES_AT_ONCE + 1]; /* the last one does not count yet */
  guint n;
  Place places[MAX_FEATURES + 1]; /* that have any; behind the last one stands the end */
  guint n_places;
  guint64 seen[CR_KIND_MAX_ROWS / 64 + 1]; /* bits: each row counts once, row 0 never */
} Features;

static void
add_place(Features *features, const CrWords *in, guint sentence, guint from) {
  const Place *last = features->n_places ? &features->places[features->n_places - 1] : NULL;
  if (last == NULL || last->in != in || last->sentence != sentence)
    features->places[features->n_places++] = (Place){in, sentence, from};
}

/* Looks them up once their slots are near. What is new is counted, not branched on. */
static void
add(const CrFeatures *asked, gpointer data) {
  const CrKindTable *table = &cr_kinds_part;
  Features *features = data;
  guint n = features->n;
  for (guint i = 0; i < asked->n; i++)
    __builtin_prefetch(&table->slots[cr_kind_first_slot(asked->keys[i])]);
  for (guint i = 0; i < asked->n; i++) {
    guint row = table->slots[cr_kind_slot(table, asked->keys[i])].row;
    guint64 bit = G_GUINT64_CONSTANT(1) << row % 64, *seen = &features->seen[row / 64];
    features->rows[n] = row;
    n += (*seen & bit) == 0;
    *seen |= bit;
    __builtin_prefetch(&table->rows[row]);
  }
  n = MIN(n, MAX_FEATURES);
  if (n > features->n)
    add_place(features, asked->in, asked->sentence, features->n);
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
  int most = 0;
  for (guint i = 0; i < features->n_places; i++) {
    const Place *place = &features->places[i];
    int sum = 0, top = 0;
    for (guint k = place->from, end = place[1].from; k < end; k++) {
      sum += cr_kinds_part.rows[features->rows[k]].of[learned->best];
      top = MAX(top, sum);
    }
    if (place->in && top > most) {
      most = top;
      set_evidence(learned, place->in, place->sentence);
    }
  }
}

CrLearned
cr_learned_judge(const CrMailView *view, const CrReading *reading) {
  CrLearned learned = {.best = CR_MAIL_GENERIC};
  Features features;
  features.n = features.n_places = 0;
  memset(features.seen, 0, sizeof features.seen);
  features.seen[0] = 1;
  cr_features_visit(view, reading, FALSE, add, &features);
  features.places[features.n_places].from = features.n;
  gint32 sums[CR_KIND_LANES] = {0};
  for (guint i = 0; i < features.n; i++)
    for (guint kind = 0; kind < CR_KIND_LANES; kind++)
      sums[kind] += cr_kinds_part.rows[features.rows[i]].of[kind];
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
