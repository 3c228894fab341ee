#pragma once
/* What this process has counted since it began, for who runs a service: numbers, never names or
 * contents. From any thread. */
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CR_TALLY_RECONNECTED,  /* to the database */
  CR_TALLY_COMMIT_FOUND, /* kept, although the connection was lost over it */
  CR_TALLY_COMMIT_GONE,
  CR_TALLY_FROM_REPLICA,   /* pages that were read from it */
  CR_TALLY_REPLICA_BEHIND, /* or not, as it had not yet all that the primary has */
  CR_TALLY_READ,           /* a source was read */
  CR_TALLY_READ_FAILED,    /* or could not be */
  CR_TALLY_FENCED,         /* letters: past the fence, and what became of them */
  CR_TALLY_SENT,
  CR_TALLY_DRAFTED,
  CR_TALLY_HELD,
  CR_TALLY_REFUSED,
  CR_TALLY_IN_DOUBT,
  CR_TALLY_CLAIMED, /* turns */
  CR_TALLY_ENDED,
  CR_TALLY_FAILED,
  CR_TALLY_PARTED, /* transactions of several turns that failed as a whole */
  CR_N_TALLIES,
} CrTally;

void cr_tally(CrTally what);
void cr_tally_add(CrTally what, guint count);
guint64 cr_tally_read(CrTally what);

G_END_DECLS
