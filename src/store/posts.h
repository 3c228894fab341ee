#pragma once
/* The service's own letters that the mail server has not taken yet. As in store.h: FALSE or NULL
 * with the error set. */
#include "model/member.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct {
  gint64 account;
  CrPostKind kind;
  char *address, *what; /* what: of CHANGED what was, in words; else "" */
  CrInstant ends;       /* nobody waits for it any more */
  int tries;            /* this one included */
  char *words;          /* why the one before failed, or NULL */
} CrPost;
void cr_post_free(CrPost *post); /* NULL-safe */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrPost, cr_post_free)

/* In the account's transaction: the letter is to go out. One of the same kind, address and words
 * that has not gone yet is this one from now on. what may be NULL. */
gboolean cr_store_put_post(CrStore *store, CrPostKind kind, const char *address, const char *what,
                           CrInstant now, CrInstant ends, GError **error);
/* Those of that kind go to nobody any more. */
gboolean cr_store_drop_posts(CrStore *store, CrPostKind kind, GError **error);

/* Each a transaction of its own, so that none may be open: */

/* One that is due, of that account (0: of any): until then nobody else may try. NULL without error
 * set when there is none. */
CrPost *cr_store_claim_post(CrStore *store, gint64 account, const char *holder, CrInstant now,
                            CrInstant until, GError **error);
/* When it may be tried again, and why it is not delivered. *ret_held: FALSE when it is not the
 * holder's any more, and nothing was changed. */
gboolean cr_store_set_post(CrStore *store, const CrPost *post, const char *holder, CrInstant due,
                           const char *words, gboolean *ret_held, GError **error);
/* It is done with, unless it is not the holder's any more. */
gboolean cr_store_drop_post(CrStore *store, const CrPost *post, const char *holder, GError **error);

G_END_DECLS
