#pragma once
/* The names of features, see mail-features.h, as numbers. */
#include <glib.h>

G_BEGIN_DECLS

typedef guint64 CrFeatureKey;

typedef enum {
  CR_FEATURE_WORD,
  CR_FEATURE_STEM,
  CR_FEATURE_NEGATED,
  CR_FEATURE_FIRST,
  CR_FEATURE_LAST,
  CR_FEATURE_ASKED,
  CR_FEATURE_TIMED,
  CR_FEATURE_SUBJECT,
  CR_FEATURE_QUOTED,
  CR_N_FEATURES,
} CrFeatureKind;

extern const char cr_feature_marks[CR_N_FEATURES]; /* what their names begin with; '\0' for words */

CrFeatureKey cr_feature_key(const char *name);

#define CR_FEATURE_HASH G_GUINT64_CONSTANT(14695981039346656037) /* of nothing */

/* Of what has that hash, with text behind it. */
static inline guint64
cr_feature_hash_on(guint64 hash, const char *text) {
  for (; *text; text++)
    hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT(1099511628211);
  return hash;
}

static inline guint64
cr_feature_hash(const char *text) {
  return cr_feature_hash_on(CR_FEATURE_HASH, text);
}

/* From the hashes of what they tell. */
static inline CrFeatureKey
cr_feature_key_of(CrFeatureKind kind, guint64 a, guint64 b) {
  guint64 key = (a + kind) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) ^ (b << 1 | b >> 63);
  return key ^ key >> 29;
}

/* Of two neighbours' stems; apart: with a word between them. */
static inline CrFeatureKey
cr_feature_key_of_pair(guint64 a, guint64 b, gboolean apart) {
  return cr_feature_key_of(CR_FEATURE_STEM, a,
                           apart ? b ^ G_GUINT64_CONSTANT(0x2545f4914f6cdd1d) : b);
}

G_END_DECLS
