#pragma once
/* What the accounts of a service keep sealed is sealed anew with the key that stands first (see
 * seal.h): then a key that stood before may be taken out of the file. */
#include "store/store.h"

G_BEGIN_DECLS

typedef struct {
  guint accounts, resealed, failed; /* failed: accounts whose texts do not open */
  char *why;                        /* of the first that failed, or NULL */
} CrResealed;
void cr_resealed_clear(CrResealed *resealed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrResealed, cr_resealed_clear)

/* A transaction for each account: it may be broken off, run again, and run while all goes on. */
gboolean cr_reseal_all(CrStore *store, CrResealed *ret_resealed, GError **error);

G_END_DECLS
