#pragma once
/* data/kind-words.tsv as the program holds it: packed when it is built, by tools/pack-kinds.c. */
#include "model/reading.h"
#include "parse/mail-feature-key.h"

G_BEGIN_DECLS

#define CR_N_KINDS (CR_MAIL_CONFIRMATION + 1)
#define CR_KIND_SLOTS 65536 /* a power of two, some times the number of rows */
#define CR_KIND_MAX_ROWS (CR_KIND_SLOTS / 2)
#define CR_KIND_LANES 12 /* CR_N_KINDS fit */
#define CR_KIND_UNIT 64
#define CR_KIND_RARITY CR_MAIL_BOUNCE /* no words make a bounce, so its lane has another use */

typedef struct {
  /* By CrMailClass, in 1/UNIT; the square of how rare it is in lane RARITY. */
  gint16 of[CR_KIND_LANES];
} CrKindWeights;

typedef struct {
  CrKindWeights bias;
  /* The commonest first: the few that most mails have are always in the processor's cache. Row 0 is
   * of all that nothing is learnt of. */
  CrKindWeights rows[CR_KIND_MAX_ROWS + 1];
  /* By their keys, of which their places and the halves tell 48 bits, so that no look-up waits for
   * a row. */
  struct {
    guint32 half;
    guint16 row;
  } slots[CR_KIND_SLOTS];
} CrKindTable;

static inline guint
cr_kind_first_slot(CrFeatureKey key) {
  return (key ^ key >> 32) & (CR_KIND_SLOTS - 1);
}

/* The slot of that key, or the empty one that tells that nothing is learnt. */
static inline guint
cr_kind_slot(const CrKindTable *table, CrFeatureKey key) {
  guint slot = cr_kind_first_slot(key);
  while (table->slots[slot].row && table->slots[slot].half != key >> 32)
    slot = (slot + 1) & (CR_KIND_SLOTS - 1);
  return slot;
}

G_END_DECLS
