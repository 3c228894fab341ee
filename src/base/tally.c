#include "base/tally.h"

#include <stdatomic.h>

static _Atomic guint64 counts[CR_N_TALLIES];

void
cr_tally(CrTally what) {
  cr_tally_add(what, 1);
}

void
cr_tally_add(CrTally what, guint count) {
  atomic_fetch_add_explicit(&counts[what], count, memory_order_relaxed);
}

guint64
cr_tally_read(CrTally what) {
  return atomic_load_explicit(&counts[what], memory_order_relaxed);
}
